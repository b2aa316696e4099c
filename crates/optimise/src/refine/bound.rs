//! The bound over all times: what no plan, at any instants, is better than.

use crate::build::{Boundless, Unrolling, unroll_optimistic};
use crate::formulate::{Formulation, formulate_optimistic};
use crate::network::{Network, Passage, Spot, Trip};
use crate::search::{Aim, Request, unit_of};
use portolan_model::{Campaign, Goal, Node};
use portolan_solver::{Engine, EngineError, Options, Stop, Watch};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// From so many columns on, whole numbers are left out of the optimistic program.
const WHOLE_COLUMNS: usize = 6000;
/// Nodes that the optimistic program is worth, where nobody says otherwise.
const NODES: u64 = 2000;
/// The shortest time there is.
const MICROSECOND: Duration = Duration::from_micros(1);
/// What rounding may make of a bound, relative to its size.
const ROUNDING: f64 = 1e-6;

/// What no plan, at any instants, is better than.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeBound {
    /// The first goal, in kg or in the campaign's currency, or the weighted sum; infinite where there is no plan at any instants.
    pub bound: f64,
    /// How many intervals there are, over all nodes.
    pub intervals: usize,
    /// True where whole numbers are whole in it.
    pub whole: bool,
    /// Where and when the time may be cut further, so that the bound may become better: where trips of the best optimistic
    /// point leave and arrive at times that are not told apart.
    pub cuts: Vec<(Index<Node>, Duration)>,
}

/// A bound over all times of the first goal, or of the weighted sum; or why there is none.
///
/// It bounds the value of every plan that the network of the campaign has with any finite set of instants at all that
/// contains those of `request.unrolling`, and of what waiting to other instants makes of such a plan.
///
/// # Errors
/// Where the engine fails.
pub fn time_bound(
    campaign: &Campaign,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Result<TimeBound, Boundless>, EngineError> {
    let (weights, unit) = match aimed_at(request) {
        Ok(aimed_at) => aimed_at,
        Err(why) => return Ok(Err(why)),
    };
    let network = match unroll_optimistic(campaign, &request.unrolling) {
        Ok(network) => network,
        Err(why) => return Ok(Err(why)),
    };
    let mut formulation = formulate_optimistic(&network);
    for (goal, most) in &request.ceilings {
        formulation.limit(*goal, *most);
    }
    formulation.aim(&weights);
    let whole = formulation.program.columns() <= WHOLE_COLUMNS && engine.abilities().integers;
    if !whole {
        formulation.let_divide();
    }
    let options = Options {
        start: None,
        node_limit: Some(request.options.node_limit.unwrap_or(NODES)),
        ..request.options.clone()
    };
    let solution = engine.solve(&formulation.program, &options, watch)?;
    let bound = match solution.stop {
        Stop::Infeasible => Some(f64::INFINITY),
        Stop::Optimal => solution
            .bound
            .or(solution.point.as_ref().map(|it| it.objective)),
        _ => solution.bound,
    };
    let Some(bound) = bound.filter(|bound| *bound > f64::NEG_INFINITY) else {
        return Ok(Err(Boundless::Unfinished));
    };
    let values = solution.point.map(|point| point.values);
    Ok(Ok(TimeBound {
        bound: bound * unit
            - if bound.is_finite() {
                ROUNDING * (bound * unit).abs()
            } else {
                0.0
            },
        intervals: intervals(&network),
        whole,
        cuts: values.map_or_else(Vec::new, |values| {
            cuts(&formulation, &request.unrolling, &values)
        }),
    }))
}

type Weights = Vec<(Goal, f64)>;

/// The weights of the objective, and what one unit of it is.
fn aimed_at(request: &Request) -> Result<(Weights, f64), Boundless> {
    if request.may_drop {
        return Err(Boundless::Drops);
    }
    match &request.aim {
        Aim::InOrder(goals) => match goals.first() {
            Some(Goal::Time) | None => Err(Boundless::Time),
            Some(goal) => Ok((vec![(*goal, 1.0)], unit_of(*goal))),
        },
        Aim::Weighted(weights) => Ok((weights.clone(), 1.0)),
    }
}

fn intervals(network: &Network<'_>) -> usize {
    let at_node = |point: &&crate::network::Point| matches!(point.spot, Spot::Node(_));
    network.points.iter().filter(at_node).count()
}

/// The interval that a point begins: until when it lasts.
fn until(network: &Network<'_>, point: usize) -> Duration {
    let spot = network.points[point].spot;
    let next = network
        .points
        .get(point + 1)
        .filter(|next| next.spot == spot);
    next.map_or(network.points[point].time + MICROSECOND, |next| next.time)
}

/// Where the trips that are used leave and arrive: the earliest and the latest instants of each at which it can, and, where the
/// intervals are cut there already, what lies between.
fn cuts(
    formulation: &Formulation<'_, '_>,
    unrolling: &Unrolling,
    values: &[f64],
) -> Vec<(Index<Node>, Duration)> {
    let network = formulation.network;
    let points = network.points.iter();
    let known: BTreeSet<_> = points.map(|point| (point.spot, point.time)).collect();
    let mut cuts = BTreeSet::new();
    for leg in formulation.trips_used(values) {
        let Some(flight) = Flight::of(network, leg) else {
            continue;
        };
        let mut departs = flight.ends(network);
        let is_known = |at: &Duration| {
            let arrives = *at + flight.duration;
            known.contains(&(Spot::Node(flight.trip.origin), *at))
                && known.contains(&(Spot::Node(flight.trip.destination), arrives))
        };
        if flight.lasts() && departs.iter().all(is_known) {
            departs.extend(flight.between());
        }
        for depart in departs {
            let arrive = depart + flight.duration;
            if !depart.is_negative() && arrive <= network.end {
                cuts.extend([
                    (flight.trip.origin, depart),
                    (flight.trip.destination, arrive),
                ]);
            }
        }
    }
    cuts.retain(|cut| !unrolling.also.contains(cut));
    cuts.into_iter().collect()
}

/// When a trip of the optimistic network may leave.
struct Flight<'n> {
    trip: &'n Trip,
    duration: Duration,
    first: Duration,
    /// It leaves before.
    last: Duration,
}

impl<'n> Flight<'n> {
    /// The trip that begins with a leg.
    fn of(network: &'n Network<'_>, leg: usize) -> Option<Self> {
        let Passage::Leg { trip, .. } = network.arcs[leg].passage else {
            return None;
        };
        let trip = &network.trips[trip];
        let (from, to) = (network.arcs[leg].from, network.arcs[*trip.legs.last()?].to);
        let lasts = |leg: &usize| match network.arcs[*leg].passage {
            Passage::Leg { before, after, .. } => before + after,
            Passage::Wait(_) => Duration::ZERO,
        };
        let duration = trip
            .legs
            .iter()
            .map(lasts)
            .fold(Duration::ZERO, |sum, own| sum + own);
        Some(Self {
            trip,
            duration,
            first: network.points[from]
                .time
                .max(network.points[to].time - duration),
            last: until(network, from).min(until(network, to) - duration),
        })
    }

    fn lasts(&self) -> bool {
        self.last - self.first > MICROSECOND
    }

    /// In the middle, and near both ends: where waiting costs, it is at one of them that it costs least.
    fn between(&self) -> [Duration; 3] {
        let long = (self.last - self.first).micros();
        [long / 16, long / 2, long - long / 16]
            .map(|after| self.first + Duration::from_micros(after))
    }

    /// The first and the last departure; where the way closes then, the last before.
    fn ends(&self, network: &Network<'_>) -> Vec<Duration> {
        if !self.lasts() {
            return vec![self.first];
        }
        let calendar = &network.campaign.nodes[self.trip.origin].calendar;
        let open = network.edge(self.trip).is_open(self.last) && calendar.is_open(self.last);
        let last = if open {
            self.last
        } else {
            self.last - MICROSECOND
        };
        vec![self.first, last]
    }
}
