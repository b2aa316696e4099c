//! The optimistic network: each point is the beginning of an interval, and stands for all of it.
//!
//! A plan at any instants is a flow through it at no higher value; `formulate/optimistic.rs` says why, clause by clause. What it
//! cannot stand for is named: then there is no bound over all times.

use super::instants::Way;
use super::trips::{MOST_CHOICES, burns};
use super::{Unroller, Unrolling, requirements};
use crate::network::{Arc, Network, Passage, Spot};
use portolan_model::{Campaign, Edge, Need, Node, Recipient, Way as EdgeWay, Window};
use portolan_vocabulary::{Duration, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The shortest time there is.
const MICROSECOND: Duration = Duration::from_micros(1);
/// The most legs of an optimistic network.
const MOST_LEGS: usize = 200_000;
/// The most instants at one node, as a multiple of what a plan's network may have.
const MOST_INSTANTS: usize = 8;

/// Why there is no bound over all times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Boundless {
    /// A way changes within an interval in which it should not.
    Changing(Index<Edge>),
    /// There are more choices of engines for a way than are looked at.
    Choices(Index<Edge>),
    /// Something is demanded at a place, over some time, where nothing may stay long: whether that is asked for hangs on the
    /// instants.
    LongestStay(Index<Node>),
    /// The sizes of vehicles are the planner's.
    Sizes,
    /// Demands may be dropped.
    Drops,
    /// The first goal is the end of the plan.
    Time,
    /// There are too many intervals.
    Large,
    /// The engine found no bound within its limits.
    Unfinished,
}

/// The choices of engines for burns that are alike.
type Choices = BTreeMap<Vec<(u64, bool)>, Vec<Vec<Option<usize>>>>;

impl Boundless {
    /// The reason in the campaign's words.
    pub fn sentence(&self, campaign: &Campaign) -> String {
        match self {
            Self::Changing(edge) => format!(
                "the way \"{}\" changes within an interval",
                campaign.edges[*edge].id
            ),
            Self::Choices(edge) => format!(
                "the way \"{}\" can be flown with more choices of engines than are looked at",
                campaign.edges[*edge].id
            ),
            Self::LongestStay(node) => format!(
                "something is demanded over some time at \"{}\", where nothing may stay long",
                campaign.nodes[*node].id
            ),
            Self::Sizes => "the planner chooses the sizes of vehicles".to_owned(),
            Self::Drops => "demands may be dropped".to_owned(),
            Self::Time => "the first goal is the end of the plan".to_owned(),
            Self::Large => "there are too many intervals".to_owned(),
            Self::Unfinished => "the engine found no bound within its limits".to_owned(),
        }
    }
}

impl fmt::Display for Boundless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

/// Unrolls a campaign into intervals.
pub(crate) fn unroll_optimistic<'a>(
    campaign: &'a Campaign,
    how: &Unrolling,
) -> Result<Network<'a>, Boundless> {
    let mut unroller = Unroller::new(campaign, how, &mut Findings::new());
    unroller.lay(&mut Findings::new());
    while unroller.keep_used() {
        unroller.lay(&mut Findings::new());
    }
    unroller.refuse()?;
    unroller.cut();
    unroller.lay_optimistic()?;
    Ok(unroller.network)
}

impl<'a> Unroller<'a, '_> {
    /// Looks for what an optimistic network cannot stand for.
    fn refuse(&self) -> Result<(), Boundless> {
        if self.network.kinds.iter().any(|kind| kind.sized) {
            return Err(Boundless::Sizes);
        }
        for demand in &self.network.campaign.demands {
            let lasts = match &demand.need {
                Need::Once { .. } => false,
                Need::Steady { from, until, .. } | Need::Presence { from, until, .. } => {
                    from < until
                }
            };
            if let (true, Recipient::Node(node)) = (lasts, demand.recipient)
                && self.network.campaign.nodes[node].max_stay.is_some()
            {
                return Err(Boundless::LongestStay(node));
            }
        }
        Ok(())
    }

    /// Cuts the time at every node: at its instants, where anything begins or ends, and a microsecond after each.
    fn cut(&mut self) {
        let campaign = self.network.campaign;
        let end = self.network.end;
        let mut cuts: BTreeSet<(Index<Node>, Duration)> = BTreeSet::new();
        for node in campaign.nodes.indices() {
            cuts.extend([(node, Duration::ZERO), (node, end)]);
        }
        for offer in &campaign.offers {
            cuts.insert((offer.node, offer.from));
            cuts.extend(offer.until.map(|until| (offer.node, until)));
        }
        for way in self.ways() {
            let span = Window {
                from: Duration::ZERO,
                to: end,
            };
            let (origin, edge) = (way.origin(campaign), &campaign.edges[way.edge]);
            for opening in edge.openings(&campaign.nodes[origin].calendar, span) {
                cuts.extend([(origin, opening.window.from), (origin, opening.window.to)]);
            }
            for cap in campaign.caps.iter().filter(|cap| cap.counts_on(way.edge)) {
                cuts.insert((origin, cap.from));
                cuts.extend(cap.until.map(|until| (origin, until)));
            }
        }
        cuts.extend(self.how.also.iter().copied());
        for (node, time) in cuts {
            self.times[node.at()].insert(time);
        }
        for times in &mut self.times {
            let after: Vec<Duration> = times.iter().map(|time| *time + MICROSECOND).collect();
            times.extend(after);
            times.retain(|time| !time.is_negative() && *time <= end);
        }
    }

    fn lay_optimistic(&mut self) -> Result<(), Boundless> {
        let network = &mut self.network;
        network.points.clear();
        network.trips.clear();
        network.arcs.clear();
        network.takes.clear();
        network.requirements.clear();
        self.add_points();
        self.add_crossings();
        if self
            .times
            .iter()
            .any(|times| times.len() > self.how.instants.saturating_mul(MOST_INSTANTS))
        {
            return Err(Boundless::Large);
        }
        for way in self.ways() {
            self.add_legs_between(way)?;
        }
        self.add_takes();
        self.prune();
        requirements::add(&mut self.network, &mut Findings::new());
        self.drop_useless();
        Ok(())
    }

    /// From each interval of a node into the next one, however long anything may stay.
    fn add_crossings(&mut self) {
        for at in 1..self.network.points.len() {
            let (from, to) = (self.network.points[at - 1], self.network.points[at]);
            let Spot::Node(node) = from.spot else {
                continue;
            };
            if from.spot == to.spot {
                self.network.arcs.push(Arc {
                    from: at - 1,
                    to: at,
                    passage: Passage::Wait(node),
                    kinds: Vec::new(),
                    loads: Vec::new(),
                });
            }
        }
    }

    /// Trips along a way: from each interval in which it is open into each in which such a trip arrives.
    fn add_legs_between(&mut self, way: Way) -> Result<(), Boundless> {
        let campaign = self.network.campaign;
        let edge = &campaign.edges[way.edge];
        let single = matches!(edge.way, EdgeWay::Ground { .. } | EdgeWay::Surface { .. });
        let spans = self.spans(way.origin(campaign));
        let arrivals = self.spans(way.destination(campaign));
        let mut choices: Choices = BTreeMap::new();
        for (from, span) in spans {
            let Some(duration) = self.open_throughout(way, span)? else {
                continue;
            };
            let burns = burns(edge.way_at(span.from));
            let key = burns.iter().map(super::trips::Burning::key).collect();
            let groups = choices
                .entry(key)
                .or_insert_with(|| self.choices(way, &burns))
                .clone();
            if groups.len() >= MOST_CHOICES {
                return Err(Boundless::Choices(way.edge));
            }
            let arrives = |(_, into): &&(usize, Window)| {
                into.from < span.to + duration && span.from + duration < into.to
            };
            let first = arrivals.partition_point(|(_, into)| into.to <= span.from + duration);
            for (to, into) in arrivals[first..].iter().take_while(|it| arrives(it)) {
                for groups in &groups {
                    let trip =
                        self.push_trip(way, (span.from, into.from), groups.clone(), (single, 0));
                    self.add_legs(trip, &burns, (from, *to), duration);
                    self.restrict(trip, way);
                }
            }
            if self.network.arcs.len() > MOST_LEGS {
                return Err(Boundless::Large);
            }
        }
        Ok(())
    }

    /// The intervals of a node, with their points. The last one is an instant.
    fn spans(&self, node: Index<Node>) -> Vec<(usize, Window)> {
        let points = &self.network.points;
        let begin =
            points.partition_point(|point| matches!(point.spot, Spot::Node(own) if own < node));
        let own = (begin..points.len()).take_while(|at| points[*at].spot == Spot::Node(node));
        let window = |at: usize| {
            let next = points
                .get(at + 1)
                .filter(|next| next.spot == Spot::Node(node));
            let to = next.map_or(points[at].time + MICROSECOND, |next| next.time);
            (
                at,
                Window {
                    from: points[at].time,
                    to,
                },
            )
        };
        own.map(window).collect()
    }

    /// How long a trip takes that leaves within an interval; `None` where the way is closed throughout it.
    fn open_throughout(&self, way: Way, span: Window) -> Result<Option<Duration>, Boundless> {
        let campaign = self.network.campaign;
        let last = span.to - MICROSECOND;
        let next = way
            .next_open(campaign, span.from)
            .filter(|open| *open <= last);
        let Some(opens) = next else { return Ok(None) };
        let edge = &campaign.edges[way.edge];
        let same = opens == span.from
            && way.next_open(campaign, last) == Some(last)
            && edge.way_at(span.from) == edge.way_at(last);
        if !same {
            return Err(Boundless::Changing(way.edge));
        }
        Ok(way.duration(campaign, &self.network.kinds, span.from))
    }
}
