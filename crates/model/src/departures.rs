//! Edges in time: when nature opens a way, and what the way is like then.

use crate::calendar::{Calendar, Window};
use crate::campaign::Parts;
use crate::edge::{Edge, Way};
use portolan_vocabulary::{Angle, Duration, Fact, FactValue, Findings, Index, Speed};

/// A window, and the way as it is when entered in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// When the way may be entered.
    pub window: Window,
    /// The instant in it that the way is best entered at.
    pub best: Duration,
    /// The way of the dearest departure in the window: whoever can afford it can leave at any of its
    /// instants.
    pub way: Way,
    /// What is known of it beside: energies, angles, what a late departure costs.
    pub facts: Vec<Fact>,
}

impl Opportunity {
    /// An opportunity that is as good at any instant, of which nothing else is known.
    pub const fn new(window: Window, way: Way) -> Self {
        Self {
            window,
            best: window.from,
            way,
            facts: Vec::new(),
        }
    }

    /// The number of a fact, where it is known.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.facts
            .iter()
            .find(|fact| fact.name == name)
            .and_then(|fact| match fact.value {
                FactValue::Number { value, .. } => Some(value),
                FactValue::Text(_) => None,
            })
    }
}

/// What computes edges in time. The crates that know orbits and timetables implement it, and the
/// model knows none of them.
pub trait EdgesInTime {
    /// The opportunities of an edge in a span, in order of time and apart from one another.
    ///
    /// # Errors
    /// Findings where the edge cannot be computed: no such transfer, a place that is not known well
    /// enough, a span that no ephemeris covers.
    fn opportunities(
        &self,
        parts: &Parts,
        edge: Index<Edge>,
        span: Window,
    ) -> Result<Vec<Opportunity>, Findings>;
}

/// Which passes of a site through the plane of an orbit are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Pass {
    /// Either.
    #[default]
    Both,
    /// Northward.
    Ascending,
    /// Southward.
    Descending,
}

/// How a flight ends at its destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Arrival {
    /// A burn into the destination's orbit; at a surface, the flight enters directly.
    #[default]
    Capture,
    /// The atmosphere brakes in one pass; what remains is a correction.
    Aerocapture,
    /// A burn into a long ellipse, which the atmosphere lowers over months.
    Aerobraking,
    /// Nothing is done: the flight passes by, or enters the atmosphere.
    Flyby,
}

/// What a campaign asks of the computation of an edge. What is not asked has the default of its kind
/// of transfer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transfer {
    /// Whether the burns and the duration are computed too; otherwise those of the way stand.
    pub costs: bool,
    /// Which passes through the plane a launch uses.
    pub pass: Pass,
    /// How far before and after the best instant a launch or an injection may be.
    pub half_width: Duration,
    /// How much more than the best of its season a departure between planets may cost.
    pub allowance: Speed,
    /// The most that a departure may cost in all.
    pub max_dv: Option<Speed>,
    /// The shortest flight.
    pub min_duration: Option<Duration>,
    /// The longest flight.
    pub max_duration: Option<Duration>,
    /// How the flight ends.
    pub arrival: Arrival,
    /// The Sun must stand this high over a surface at the end where there is one, from arrival on; at
    /// departure where only the origin is a surface.
    pub sun_above: Option<Angle>,
    /// The length of the slices that a long window is cut into.
    pub step: Duration,
}

impl Default for Transfer {
    fn default() -> Self {
        Self {
            costs: false,
            pass: Pass::Both,
            half_width: Duration::from_micros(300_000_000),
            allowance: Speed::new(100.0),
            max_dv: None,
            min_duration: None,
            max_duration: None,
            arrival: Arrival::Capture,
            sun_above: None,
            step: Duration::from_micros(86_400_000_000),
        }
    }
}

/// When an edge may be entered beside its calendar, and what it is then.
///
/// Without transfer and opportunities it may be entered at any time; otherwise only in an opportunity.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Departures {
    /// What is asked of the computation, for an edge that is computed.
    pub transfer: Option<Transfer>,
    /// In order of time, apart from one another.
    pub opportunities: Vec<Opportunity>,
}

impl Departures {
    /// True where any time will do.
    pub const fn is_unrestricted(&self) -> bool {
        self.transfer.is_none() && self.opportunities.is_empty()
    }

    /// The opportunity of an instant.
    pub fn at(&self, t: Duration) -> Option<&Opportunity> {
        let after = self.opportunities.partition_point(|it| it.window.from <= t);
        let last = self.opportunities.get(after.checked_sub(1)?)?;
        last.window.contains(t).then_some(last)
    }

    /// The first instant at or after `t` in an opportunity, or `None` where there is none.
    pub fn next(&self, t: Duration) -> Option<Duration> {
        let ends_later = self.opportunities.partition_point(|it| it.window.to <= t);
        let next = self.opportunities.get(ends_later)?;
        Some(next.window.from.max(t))
    }
}

impl Edge {
    /// True where the edge may be entered at this instant: its calendar and nature allow it.
    pub fn is_open(&self, t: Duration) -> bool {
        self.calendar.is_open(t)
            && (self.departures.is_unrestricted() || self.departures.at(t).is_some())
    }

    /// The first instant at or after `t` at which the edge may be entered, or `None` where there is none.
    pub fn next_open(&self, t: Duration) -> Option<Duration> {
        let mut at = self.calendar.next_open(t)?;
        if self.departures.is_unrestricted() {
            return Some(at);
        }
        // Every step passes one opportunity or one closure.
        loop {
            let opportunity = self.departures.next(at)?;
            if opportunity == at {
                return Some(at);
            }
            at = self.calendar.next_open(opportunity)?;
        }
    }

    /// Keeps what was computed.
    pub(crate) fn take_opportunities(&mut self, found: Vec<Opportunity>) {
        let costs = self
            .departures
            .transfer
            .is_some_and(|transfer| transfer.costs);
        let cheapest = found
            .iter()
            .min_by(|a, b| a.way.dv_m_s().total_cmp(&b.way.dv_m_s()));
        if let Some(cheapest) = cheapest.filter(|_| costs) {
            self.way = cheapest.way.clone();
        }
        self.departures.opportunities = found;
    }

    /// When the edge is open in a span, and what the way is then: the opportunities as far as its calendar
    /// and that of the place that is left allow them, at most a hundred thousand.
    pub fn openings(&self, origin: &Calendar, span: Window) -> Vec<Opportunity> {
        let clipped = |opportunity: &Opportunity| Opportunity {
            window: Window {
                from: opportunity.window.from.max(span.from),
                to: opportunity.window.to.min(span.to),
            },
            ..opportunity.clone()
        };
        let by_nature: Vec<Opportunity> = if self.departures.is_unrestricted() {
            vec![Opportunity::new(span, self.way.clone())]
        } else {
            self.departures.opportunities.iter().map(clipped).collect()
        };
        let by_people = allowed(&by_nature, &self.calendar);
        allowed(&by_people, origin)
    }

    /// The way as it is when entered at this instant.
    pub fn way_at(&self, t: Duration) -> &Way {
        self.departures.at(t).map_or(&self.way, |it| &it.way)
    }
}

/// The parts of opportunities that a calendar allows.
fn allowed(opportunities: &[Opportunity], calendar: &Calendar) -> Vec<Opportunity> {
    const MOST: usize = 100_000;
    let mut found = Vec::new();
    for opportunity in opportunities {
        let mut at = opportunity.window.from;
        while at < opportunity.window.to && found.len() < MOST {
            let opens = calendar.next_open(at);
            let Some(from) = opens.filter(|from| *from < opportunity.window.to) else {
                break;
            };
            let closes = calendar.next_closed(from);
            let to = closes.map_or(opportunity.window.to, |to| to.min(opportunity.window.to));
            found.push(Opportunity {
                window: Window { from, to },
                best: opportunity.best.clamp(from, to),
                ..opportunity.clone()
            });
            at = to;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::{Limits, Tariff};
    use crate::node::Node;

    const fn day(d: i64) -> Duration {
        Duration::from_micros(d * 86_400_000_000)
    }

    const fn window(from: i64, to: i64) -> Window {
        Window {
            from: day(from),
            to: day(to),
        }
    }

    const fn flight(days: i64) -> Way {
        Way::Flight {
            duration: day(days),
        }
    }

    fn edge(opportunities: Vec<Opportunity>) -> Edge {
        Edge {
            id: "out".into(),
            name: String::new(),
            origin: Index::<Node>::new(0),
            destination: Index::<Node>::new(1),
            way: flight(1),
            both_ways: false,
            limits: Limits::default(),
            calendar: Calendar {
                closed: vec![window(11, 13)],
                ..Calendar::default()
            },
            departures: Departures {
                transfer: Some(Transfer::default()),
                opportunities,
            },
            tariff: Tariff::default(),
            operator: None,
            jurisdictions: Vec::new(),
            source: None,
        }
    }

    #[test]
    fn opportunity_and_calendar_together_open_an_edge() {
        let of = |from, to, days| Opportunity::new(window(from, to), flight(days));
        let out = edge(vec![of(10, 12, 200), of(12, 14, 210), of(800, 801, 190)]);
        assert!(out.is_open(day(10)) && !out.is_open(day(11)) && out.is_open(day(13)));
        assert_eq!(out.next_open(day(0)), Some(day(10)));
        assert_eq!(out.next_open(day(11)), Some(day(13)));
        assert_eq!(out.next_open(day(14)), Some(day(800)));
        assert_eq!(out.next_open(day(801)), None);
        assert_eq!(out.way_at(day(13)).duration(), Some(day(210)));
        assert_eq!(out.way_at(day(500)).duration(), Some(day(1)));
        let always = Calendar::default();
        let windows = |origin: &Calendar| -> Vec<Window> {
            let openings = out.openings(origin, window(0, 500));
            openings.iter().map(|it| it.window).collect()
        };
        assert_eq!(windows(&always), [window(10, 11), window(13, 14)]);
        // The place that is left lets nothing go before day 13.
        let late = Calendar {
            closed: vec![window(0, 13)],
            ..Calendar::default()
        };
        assert_eq!(windows(&late), [window(13, 14)]);
    }

    #[test]
    fn a_computed_edge_without_opportunity_never_opens() {
        let out = edge(Vec::new());
        assert!(!out.is_open(day(0)) && out.next_open(day(0)).is_none());
    }
}
