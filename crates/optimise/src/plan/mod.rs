//! From a solution to a plan: pieces get names, loads are split over them, and what is done is written down.
//!
//! The plan is written point by point in the order of time. At a node the pieces that come, wait or are taken on offer are
//! dealt to the waits and trips that leave ([`deal`]); riders get holds ([`stow`]), loads get stores ([`fill`]), goods change
//! stores until all is as it is to be ([`handle`]); then trips fly ([`flight`]) and time passes ([`site`]) by the same
//! arithmetic as in the simulator, so that the next point begins with what is really there and not with rounded values.
//!
//! All activities have the same priority, so that at one instant the order of the list decides: what a point does comes in the
//! order *out of holds, create, vent, pass on, add, into holds, leave, work, remove*, and a point whose trips arrive at another
//! at the same instant comes before that one. Arrivals and ends come before all of these, and demands that are due after all of
//! them: so what is needed at an instant must stand at the node after everything has left, and what nothing takes on is removed
//! a microsecond later where anything is needed there at that instant.

mod activities;
mod book;
mod deal;
mod fill;
mod flight;
mod handle;
mod point;
mod site;
mod stow;
mod unwritable;
mod words;

pub use unwritable::Unwritable;

use crate::flows::Flows;
use crate::network::{Network, Passage, Spot};
use activities::Activities;
use book::Book;
use portolan_model::{Maker, MakerKind, Plan};
use portolan_vocabulary::{Duration, Id};
use std::collections::{BTreeMap, BTreeSet};

/// Writes the plan of a solution.
///
/// Launch masses are those of the flows but for rounding: the plan takes no more on offer than they do (to a billionth, where
/// the offer has no limit), and carries on what they leave over.
///
/// # Errors
/// [`Unwritable`], where the sums of the solution hold and single pieces do not: a lump that fits into no hold, a good that
/// would be lost between two pieces of a kind, something needed after everything has left.
pub fn write(network: &Network<'_>, flows: &Flows) -> Result<Plan, Unwritable> {
    let Some(singles) = &flows.singles else {
        return write_flat(network, flows);
    };
    write_flat(&singles.network(network), &singles.flows).map_err(|why| singles.told(network, why))
}

/// Writes the plan of a solution whose kinds are as they are.
pub(crate) fn write_flat(network: &Network<'_>, flows: &Flows) -> Result<Plan, Unwritable> {
    if !belongs(network, flows) {
        return Err(Unwritable::Foreign);
    }
    let order = in_order(network, flows)?;
    let mut first = None;
    for attempt in ATTEMPTS {
        match attempt_with(network, flows, &order, attempt) {
            Ok(plan) => return Ok(plan),
            Err(why) => first = first.or(Some(why)),
        }
    }
    Err(first.unwrap_or(Unwritable::Foreign))
}

/// How exactly a solution is taken.
#[derive(Clone, Copy, Debug)]
struct Attempt {
    /// By what fraction more than the flows say is loaded where a good is on offer.
    margin: f64,
    /// What may be missing of a need, as a fraction.
    slack: f64,
    /// And in kg.
    slack_kg: f64,
}

/// Solutions are exact to rounding only: where that leaves something short, a little more is taken along.
const ATTEMPTS: [Attempt; 5] = [
    Attempt::of(0.0, 5e-10, 1e-9),
    Attempt::of(1e-9, 5e-10, 1e-9),
    Attempt::of(1e-8, 5e-10, 1e-9),
    Attempt::of(1e-7, 5e-10, 1e-9),
    Attempt::of(3e-7, 1e-7, 1e-4),
];

impl Attempt {
    const fn of(margin: f64, slack: f64, slack_kg: f64) -> Self {
        Self {
            margin,
            slack,
            slack_kg,
        }
    }
}

fn attempt_with(
    network: &Network<'_>,
    flows: &Flows,
    order: &[usize],
    attempt: Attempt,
) -> Result<Plan, Unwritable> {
    let mut writer = Writer {
        book: Book::new(network, flows),
        flows,
        attempt,
        activities: Activities::default(),
        arrivals: BTreeMap::new(),
    };
    for point in order {
        writer.point(*point)?;
    }
    Ok(Plan {
        id: Id::new(format!("{}-optimised", network.campaign.id)),
        maker: Maker {
            kind: MakerKind::Optimiser,
            name: concat!("portolan-optimise ", env!("CARGO_PKG_VERSION")).to_owned(),
        },
        elements: writer.book.elements,
        activities: writer.activities.into_list(),
    })
}

/// A plan while it is written.
struct Writer<'n> {
    book: Book<'n>,
    flows: &'n Flows,
    attempt: Attempt,
    activities: Activities,
    /// The pieces that come to each point.
    arrivals: BTreeMap<usize, Vec<usize>>,
}

/// True where the flows are of this network.
fn belongs(network: &Network<'_>, flows: &Flows) -> bool {
    let amount = |value: f64| value.is_finite() && value >= 0.0;
    let flow = |flow: &crate::flows::Flow| {
        let kinds = flow.pieces.iter().map(|(kind, _)| *kind);
        let runs = flow.runs.iter().map(|(kind, _)| *kind);
        kinds.chain(runs).all(|kind| kind < network.kinds.len())
            && flow.runs.iter().all(|(_, days)| amount(*days))
            && flow.loads.iter().all(|load| {
                let known = load.good < network.goods.len() && load.pool < network.pools.len();
                known && amount(load.departs_kg) && amount(load.arrives_kg)
            })
    };
    flows.arcs.len() == network.arcs.len()
        && flows.takes.len() == network.takes.len()
        && flows.sizes.len() == network.kinds.len()
        && flows.arcs.iter().all(flow)
        && flows.takes.iter().all(|value| amount(*value))
}

/// True where something uses an arc.
fn is_used(flows: &Flows, arc: usize) -> bool {
    let flow = &flows.arcs[arc];
    !flow.pieces.is_empty()
        || flow
            .loads
            .iter()
            .any(|load| load.departs_kg > book::NOTHING_KG)
}

/// The points at nodes, each after those that something comes from.
pub(crate) fn in_order(network: &Network<'_>, flows: &Flows) -> Result<Vec<usize>, Unwritable> {
    let hops = hops(network, flows);
    let mut waits_for: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, to) in &hops {
        *waits_for.entry(*to).or_insert(0) += 1;
    }
    let at_node = |point: &usize| matches!(network.points[*point].spot, Spot::Node(_));
    let nodes = (0..network.points.len()).filter(at_node);
    let key = |point: usize| -> (Duration, usize) { (network.points[point].time, point) };
    let mut free: BTreeSet<(Duration, usize)> = nodes
        .clone()
        .filter(|point| !waits_for.contains_key(point))
        .map(key)
        .collect();
    let mut order = Vec::new();
    while let Some((_, point)) = free.pop_first() {
        order.push(point);
        for (_, to) in hops.iter().filter(|(from, _)| *from == point) {
            if let Some(count) = waits_for.get_mut(to) {
                *count -= 1;
                if *count == 0 {
                    waits_for.remove(to);
                    free.insert(key(*to));
                }
            }
        }
    }
    match waits_for.keys().next() {
        Some(point) => Err(Unwritable::Circle { point: *point }),
        None => Ok(order),
    }
}

/// From which point to which something goes: waits and whole trips.
fn hops(network: &Network<'_>, flows: &Flows) -> Vec<(usize, usize)> {
    let mut hops = Vec::new();
    for (at, arc) in network.arcs.iter().enumerate() {
        if !is_used(flows, at) {
            continue;
        }
        match arc.passage {
            Passage::Wait(_) => hops.push((arc.from, arc.to)),
            Passage::Leg {
                trip, number: 0, ..
            } => {
                let last = network.trips[trip].legs.last();
                hops.push((arc.from, last.map_or(arc.to, |last| network.arcs[*last].to)));
            }
            Passage::Leg { .. } => {}
        }
    }
    hops
}
