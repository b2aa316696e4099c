//! Searching again where what was found cannot be written: the whole numbers that stand in the way are excluded.
//!
//! The program adds up what single pieces hold. Where a lump fits into the sum and into no single hold, the plan's writer finds
//! that out and names the place ([`Unwritable`]); the numbers of pieces there are then forbidden, and the search goes on. What it finds
//! is worth no less than before, and its bound stays that of the program without exclusions: nothing that is
//! excluded was proved to be no plan, only not written.

use crate::flows::Flows;
use crate::network::{Network, Passage, Spot};
use crate::plan::{Unwritable, write};
use crate::search::{Found, Request, search};
use portolan_solver::{Engine, EngineError, Watch};
use std::collections::BTreeSet;

/// A pattern of whole numbers that is forbidden: at least one of these counts must differ. Each names an arc and a kind by
/// position, and the count of the pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusion {
    /// Of these there may be fewer.
    pub fewer: Vec<(usize, usize, u32)>,
    /// Of these there may be more.
    pub more: Vec<(usize, usize, u32)>,
}

/// What came of searching again.
#[derive(Clone, Debug, PartialEq)]
pub struct Again {
    /// The best that can be written, or the last that was found. Its bound is that of the program without exclusions.
    pub found: Found,
    /// How often was searched again.
    pub times: u32,
    /// The exclusions under which it was found.
    pub excluded: Vec<Exclusion>,
}

/// Searches again, at most so many times, while what was found cannot be written as a plan.
///
/// # Errors
/// Where the engine fails.
pub fn search_again(
    network: &Network<'_>,
    request: &Request,
    found: Found,
    most: u32,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Again, EngineError> {
    let first = found.clone();
    let mut again = Again {
        found,
        times: 0,
        excluded: request.excluded.clone(),
    };
    while again.times < most {
        let Some(flows) = &again.found.flows else {
            break;
        };
        let Err(why) = write(network, flows) else {
            break;
        };
        let new = why.exclusions(network, flows);
        if new.is_empty() {
            break;
        }
        again.excluded.extend(new);
        let request = Request {
            excluded: again.excluded.clone(),
            ..request.clone()
        };
        let found = search(network, &request, engine, watch)?;
        again.times += 1;
        if found.flows.is_none() {
            break;
        }
        again.found = bounded_by(&first, found);
    }
    Ok(again)
}

/// What was found, with the bound of what was found first.
fn bounded_by(first: &Found, mut found: Found) -> Found {
    for (reached, before) in found.reached.iter_mut().zip(&first.reached) {
        reached.bound = before.bound;
    }
    let of_first = found
        .reached
        .first()
        .and_then(|own| Some((own.value, own.bound?)));
    // Of a weighted sum no bound is kept.
    found.gap = of_first.map(|(value, bound)| ((value - bound) / value.abs().max(1e-10)).max(0.0));
    found.nodes += first.nodes;
    found
}

impl Unwritable {
    /// What may be excluded so that a search does not run into the same again; nothing where no whole number is to blame.
    ///
    /// Pieces that fit into no combination of holds do not fit on any other departure along the same way either: on each of them
    /// there must be fewer of what rides, or more of what carries. Of anything else the numbers at that
    /// place and instant are excluded.
    pub(crate) fn exclusions(&self, network: &Network<'_>, flows: &Flows) -> Vec<Exclusion> {
        match self {
            Self::NoHold { arc, .. } => alike(network, *arc)
                .into_iter()
                .map(|other| packed(network, flows, *arc, other))
                .collect(),
            Self::NoStore { arc, .. }
            | Self::Burn { arc, .. }
            | Self::Unmet { arc, .. }
            | Self::NotReady { arc, .. } => vec![pattern(flows, &[*arc])],
            Self::NothingKeeps { point, .. }
            | Self::Short { point, .. }
            | Self::Full { point, .. }
            | Self::Missing { point, .. } => vec![pattern(flows, &around(network, *point))],
            Self::Foreign | Self::Circle { .. } | Self::Timing { .. } => Vec::new(),
        }
        .into_iter()
        .filter(|exclusion| !exclusion.fewer.is_empty() || !exclusion.more.is_empty())
        .collect()
    }
}

/// The arcs along the same way as an arc, itself among them.
fn alike(network: &Network<'_>, arc: usize) -> Vec<usize> {
    let Passage::Leg { trip, number, .. } = network.arcs[arc].passage else {
        return vec![arc];
    };
    let way = &network.trips[trip];
    let same = |other: &usize| match network.arcs[*other].passage {
        Passage::Leg {
            trip, number: own, ..
        } => {
            let other = &network.trips[trip];
            own == number && other.edge == way.edge && other.backwards == way.backwards
        }
        Passage::Wait(_) => false,
    };
    (0..network.arcs.len()).filter(same).collect()
}

/// The numbers of an arc's pieces, forbidden on another one: fewer without a hold, or more with one.
fn packed(network: &Network<'_>, flows: &Flows, arc: usize, other: usize) -> Exclusion {
    let pieces = &flows.arcs[arc].pieces;
    let count = |kind: usize| {
        let own = pieces.iter().find(|(own, _)| *own == kind);
        own.map_or(0, |(_, count)| *count)
    };
    let mut exclusion = Exclusion::default();
    for kind in &network.arcs[other].kinds {
        let entry = (other, *kind, count(*kind));
        let element = &network.kinds[*kind].element;
        if element.hold.is_some() {
            exclusion.more.push(entry);
        }
        // What has a hold may itself ride, unless it drives.
        if entry.2 > 0 && (element.hold.is_none() || element.drive.is_none()) {
            exclusion.fewer.push(entry);
        }
    }
    // Without all that rides, this is no pattern of that arc.
    let here: BTreeSet<usize> = network.arcs[other].kinds.iter().copied().collect();
    if pieces.iter().all(|(kind, _)| here.contains(kind)) {
        exclusion
    } else {
        Exclusion::default()
    }
}

/// The numbers on some arcs: one of them must differ.
fn pattern(flows: &Flows, arcs: &[usize]) -> Exclusion {
    let mut exclusion = Exclusion::default();
    for arc in arcs {
        for (kind, count) in &flows.arcs[*arc].pieces {
            exclusion.fewer.push((*arc, *kind, *count));
            exclusion.more.push((*arc, *kind, *count));
        }
    }
    exclusion
}

/// The arcs that end or begin at a point.
fn around(network: &Network<'_>, point: usize) -> Vec<usize> {
    debug_assert!(matches!(
        network.points[point].spot,
        Spot::Node(_) | Spot::UnderWay { .. }
    ));
    let touches = |arc: &usize| {
        let arc = &network.arcs[*arc];
        arc.from == point || arc.to == point
    };
    (0..network.arcs.len()).filter(touches).collect()
}
