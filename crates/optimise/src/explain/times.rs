//! What times are worth: a window that the plan uses, a day more or less before what is due, a day more with what is offered.
//!
//! None of these is the coefficient of a linear program. Each is what a search finds with the time changed, against what it found
//! before: exact where both are proved, else at least what the bound says.

use super::change::{Change, changed};
use super::price::goal_unit;
use super::words::time_price;
use crate::build::unroll;
use crate::flows::Flows;
use crate::formulate::{Formulation, formulate};
use crate::network::{Network, Passage};
use crate::search::{Aim, Found, Request, unit_of};
use portolan_model::{Campaign, Demand, Edge, Goal, Need, Offer, Window};
use portolan_solver::{Engine, EngineError, Options, Stop, Watch};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// A time that is changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeChange {
    /// A window that the plan uses is closed.
    Closed {
        /// Of which way.
        edge: Index<Edge>,
        /// Which window, as far as calendars let things leave.
        window: Window,
    },
    /// A demand is due so much later, or earlier where that is negative.
    Due {
        /// Which demand.
        demand: Index<Demand>,
        /// By how much.
        by: Duration,
    },
    /// An offer begins earlier.
    Offered {
        /// Which offer.
        offer: Index<Offer>,
        /// By how much, above zero.
        by: Duration,
    },
}

/// What the change of a time does to the first goal, or to the weighted sum: in kg, the campaign's currency, or the sum's units.
#[derive(Clone, Debug, PartialEq)]
pub struct TimePrice {
    /// What is changed.
    pub change: TimeChange,
    /// The unit of both differences, such as `kg launched`.
    pub unit: String,
    /// By how much the goal of the plan that was found with the change is higher (above zero) or lower; `None` where none was
    /// found, infinite where there is none. Where there is more time, the plan itself is found at least.
    pub difference: Option<f64>,
    /// By how much no plan can do better than that: the difference that is proved at least; `None` where nothing is.
    pub at_least: Option<f64>,
    /// The same in words.
    pub sentence: String,
}

/// Differences of less than twice this fraction of the goal are told as none.
const SAME: f64 = 1e-6;

impl TimePrice {
    /// True where the difference is proved, within the gap asked for.
    pub fn is_exact(&self, relative_gap: f64, value: f64) -> bool {
        match (self.difference, self.at_least) {
            (Some(difference), Some(least)) if difference.is_finite() => {
                difference - least <= 2.0 * relative_gap * value.abs() + 1e-6
            }
            (Some(difference), _) => difference == f64::INFINITY,
            _ => false,
        }
    }
}

/// What the windows that a plan uses are worth, and a day earlier and later of each demand, and a day earlier of each offer.
/// Each is a search of its own with at most so many nodes, and so is that without a change, which starts from what was found.
/// Patterns that the request excludes hold where a window is closed; they are those of one network, and other days make another.
/// Empty where the first goal is time, or nothing was found.
///
/// # Errors
/// Where the engine fails.
pub fn time_prices(
    network: &Network<'_>,
    request: &Request,
    found: &Found,
    nodes: u64,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Vec<TimePrice>, EngineError> {
    let (Some(flows), Some((weights, unit))) = (&found.flows, aimed_at(&request.aim)) else {
        return Ok(Vec::new());
    };
    let mut asking = Asking {
        request,
        weights,
        unit,
        nodes,
        engine,
        watch,
    };
    let own = asking.best(network, request, None, found.values.clone())?;
    let Some(value) = own.value.filter(|value| value.is_finite()) else {
        return Ok(Vec::new());
    };
    let other_days = Request {
        excluded: Vec::new(),
        ..request.clone()
    };
    let mut prices = Vec::new();
    let changes = windows_used(network, flows)
        .into_iter()
        .chain(days(network.campaign));
    let changes: Vec<_> = changes.collect();
    for (at, change) in changes.iter().copied().enumerate() {
        let stage = format!("time {} of {}", at + 1, changes.len());
        asking.watch.stage(&stage);
        let mut best = if matches!(change, TimeChange::Closed { .. }) {
            asking.best(network, request, Some(change), None)?
        } else {
            let Some(other) = with(network.campaign, change) else {
                continue;
            };
            let Ok((network, _)) = unroll(&other, &request.unrolling) else {
                continue;
            };
            asking.best(&network, &other_days, None, None)?
        };
        best.mind(network.campaign, change, &own, value);
        prices.push(asking.priced(network.campaign, change, &best, value));
    }
    Ok(prices)
}

/// A day earlier and a day later for each demand, and a day earlier for each offer that does not stand from the start.
fn days(campaign: &Campaign) -> impl Iterator<Item = TimeChange> {
    let day = Duration::from_days(1.0);
    let due = move |by: Duration| {
        let demands = campaign.demands.indices();
        demands.map(move |demand| TimeChange::Due { demand, by })
    };
    let offers = campaign
        .offers
        .indexed()
        .filter(move |(_, offer)| offer.from >= day);
    let offers = offers.map(move |(offer, _)| TimeChange::Offered { offer, by: day });
    due(-day).chain(due(day)).chain(offers)
}

/// The weights of the objective, and what a unit of it is.
fn aimed_at(aim: &Aim) -> Option<(Vec<(Goal, f64)>, f64)> {
    match aim {
        Aim::InOrder(goals) => {
            let first = goals.first().copied().filter(|goal| *goal != Goal::Time)?;
            Some((vec![(first, 1.0)], unit_of(first)))
        }
        Aim::Weighted(weights) => Some((weights.clone(), 1.0)),
    }
}

/// What a search came to.
struct Best {
    /// Infinite where there is none.
    value: Option<f64>,
    bound: Option<f64>,
}

impl Best {
    /// What follows from the search without the change: its bound stays one where something is closed, and its plan stays one
    /// where there is more time.
    fn mind(&mut self, campaign: &Campaign, change: TimeChange, own: &Self, value: f64) {
        let has_more_time = match change {
            TimeChange::Closed { .. } => {
                let higher = |bound: f64| own.bound.map_or(bound, |own| own.max(bound));
                self.bound = self.bound.map(higher).or(own.bound);
                false
            }
            TimeChange::Due { demand, by } => {
                let need = &campaign.demands[demand].need;
                matches!(need, Need::Once { .. }) && !by.is_negative()
            }
            TimeChange::Offered { .. } => true,
        };
        if has_more_time {
            self.value = Some(self.value.map_or(value, |own| own.min(value)));
        }
    }
}

struct Asking<'s> {
    request: &'s Request,
    weights: Vec<(Goal, f64)>,
    unit: f64,
    nodes: u64,
    engine: &'s dyn Engine,
    watch: &'s mut dyn Watch,
}

impl Asking<'_> {
    fn best(
        &mut self,
        network: &Network<'_>,
        request: &Request,
        closed: Option<TimeChange>,
        start: Option<Vec<f64>>,
    ) -> Result<Best, EngineError> {
        let mut formulation = formulate(network);
        formulation.keep(request);
        formulation.aim(&self.weights);
        if let Some(TimeChange::Closed { edge, window }) = closed {
            close(&mut formulation, edge, window);
        }
        let columns = formulation.program.columns();
        let options = Options {
            start: start.filter(|start| start.len() == columns),
            node_limit: Some(
                self.request
                    .options
                    .node_limit
                    .map_or(self.nodes, |own| own.min(self.nodes)),
            ),
            ..self.request.options.clone()
        };
        let solution = formulation.solve(self.engine, &options, self.watch)?;
        let none = matches!(
            solution.stop,
            Stop::Infeasible | Stop::InfeasibleOrUnbounded
        );
        let value = solution.point.map(|point| point.objective * self.unit);
        Ok(Best {
            value: if none { Some(f64::INFINITY) } else { value },
            bound: if none {
                Some(f64::INFINITY)
            } else {
                solution.bound.map(|bound| bound * self.unit)
            },
        })
    }

    /// What a search with a change came to, against the value without.
    fn priced(
        &self,
        campaign: &Campaign,
        change: TimeChange,
        best: &Best,
        value: f64,
    ) -> TimePrice {
        let goal = match &self.request.aim {
            Aim::InOrder(goals) => goals.first().copied(),
            Aim::Weighted(_) => None,
        };
        let mut price = TimePrice {
            change,
            unit: goal_unit(campaign, goal),
            difference: best.value.map(|own| own - value),
            at_least: best.bound.map(|own| own - value),
            sentence: String::new(),
        };
        price.sentence = time_price(campaign, &price, 2.0 * SAME * value.abs() + SAME);
        price
    }
}

/// Lets nothing leave along a way within a window.
fn close(formulation: &mut Formulation<'_, '_>, edge: Index<Edge>, window: Window) {
    let network = formulation.network;
    for (at, arc) in network.arcs.iter().enumerate() {
        let Passage::Leg { trip, .. } = arc.passage else {
            continue;
        };
        let trip = &network.trips[trip];
        if trip.edge != edge || !window.contains(trip.depart) {
            continue;
        }
        let counts = formulation.arcs[at].pieces.iter().map(|(_, count)| *count);
        let loads = formulation.arcs[at].loads.iter().map(|load| load.departs);
        let columns: Vec<_> = counts.chain(loads).collect();
        for column in columns {
            formulation.program.set_bounds(column, 0.0, 0.0);
        }
    }
}

/// The windows in which the trips of a plan leave, where the way is not open always.
fn windows_used(network: &Network<'_>, flows: &Flows) -> Vec<TimeChange> {
    let span = Window {
        from: Duration::ZERO,
        to: network.end,
    };
    let mut used: BTreeSet<(Index<Edge>, Duration, Duration)> = BTreeSet::new();
    for (arc, flow) in network.arcs.iter().zip(&flows.arcs) {
        let Passage::Leg {
            trip, number: 0, ..
        } = arc.passage
        else {
            continue;
        };
        if flow.pieces.is_empty() && flow.loads.is_empty() {
            continue;
        }
        let trip = &network.trips[trip];
        let openings = network
            .edge(trip)
            .openings(&network.campaign.nodes[trip.origin].calendar, span);
        let opening = openings
            .iter()
            .find(|opening| opening.window.contains(trip.depart));
        if let Some(opening) = opening.filter(|opening| opening.window != span) {
            used.insert((trip.edge, opening.window.from, opening.window.to));
        }
    }
    let closed = |(edge, from, to)| TimeChange::Closed {
        edge,
        window: Window { from, to },
    };
    used.into_iter().map(closed).collect()
}

/// The campaign with another time; `None` where it would not be valid.
fn with(campaign: &Campaign, change: TimeChange) -> Option<Campaign> {
    match change {
        TimeChange::Closed { .. } => None,
        TimeChange::Due { demand, by } => changed(campaign, &[Change::Later { demand, by }]).ok(),
        TimeChange::Offered { offer, by } => {
            let mut parts = campaign.clone().into_parts();
            parts.offers[offer].from = parts.offers[offer].from - by;
            Campaign::new(parts).ok().map(|(campaign, _)| campaign)
        }
    }
}
