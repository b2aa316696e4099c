//! Dealing: which of the pieces at a point goes along which arc.
//!
//! Pieces of a kind are alike to the network. Those go on together with a load that already have the most of it, those that
//! waited wait on, and from a base those leave first that were ready first.

use super::Unwritable;
use super::book::Book;
use crate::flows::{Flow, Flows};
use crate::network::{Network, Passage};
use portolan_model::Node;
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// What leaves a point along an arc: a wait, or the first leg of a trip.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub(super) arc: usize,
    /// Which trip, for a leg.
    pub(super) trip: Option<usize>,
    /// The pieces, each with the last leg that it is on.
    pub(super) pieces: Vec<(usize, usize)>,
}

impl Party {
    pub(super) fn all(&self) -> Vec<usize> {
        self.pieces.iter().map(|(piece, _)| *piece).collect()
    }

    /// The last leg that a piece is on.
    pub(super) fn last(&self, piece: usize) -> Option<usize> {
        let found = self.pieces.iter().find(|(other, _)| *other == piece);
        found.map(|(_, last)| *last)
    }
}

/// Deals the pieces at a node to the arcs that leave it; returns the parties and what is left.
pub(super) fn deal(
    book: &Book<'_>,
    flows: &Flows,
    point: usize,
    node: Index<Node>,
    here: &[usize],
    arcs: &[usize],
) -> Result<(Vec<Party>, Vec<usize>), Unwritable> {
    let network = book.network;
    let mut parties: Vec<Party> = arcs.iter().map(|arc| Party::empty(network, *arc)).collect();
    let mut rest = here.to_vec();
    let at = network.points[point].time;
    for (kind, of) in network.kinds.iter().enumerate() {
        if of.free {
            continue;
        }
        let based = of.element.upkeep.base == Some(node);
        let mut order: Vec<usize> = (0..parties.len()).collect();
        // At a base what is ready leaves, and what is not waits.
        order.sort_by_key(|party| parties[*party].trip.is_some() != based);
        for party in order {
            let arc = parties[party].arc;
            let count = count(&flows.arcs[arc], kind);
            let chosen = if based && parties[party].trip.is_some() {
                ready(book, &rest, kind, at, count).map_err(|count| Unwritable::NotReady {
                    arc,
                    kind,
                    count,
                })?
            } else {
                fitting(book, &flows.arcs[arc], &parties[party], &rest, kind, count)
                    .map_err(|count| Unwritable::Missing { point, kind, count })?
            };
            rest.retain(|piece| !chosen.contains(piece));
            let last_legs = last_legs(network, flows, &parties[party], kind, chosen.len());
            parties[party]
                .pieces
                .extend(chosen.into_iter().zip(last_legs));
        }
    }
    Ok((parties, rest))
}

impl Party {
    fn empty(network: &Network<'_>, arc: usize) -> Self {
        let trip = match network.arcs[arc].passage {
            Passage::Leg { trip, .. } => Some(trip),
            Passage::Wait(_) => None,
        };
        let pieces = Vec::new();
        Self { arc, trip, pieces }
    }
}

/// How many pieces of a kind a flow has.
fn count(flow: &Flow, kind: usize) -> u32 {
    let of = flow.pieces.iter().filter(|(other, _)| *other == kind);
    of.map(|(_, count)| *count).sum()
}

/// The last leg of each of the pieces of a kind that enter a trip: the first ones go furthest.
fn last_legs(
    network: &Network<'_>,
    flows: &Flows,
    party: &Party,
    kind: usize,
    entering: usize,
) -> Vec<usize> {
    let legs = party
        .trip
        .map_or(&[][..], |trip| &network.trips[trip].legs[..]);
    let on_leg: Vec<usize> = legs
        .iter()
        .map(|leg| count(&flows.arcs[*leg], kind) as usize)
        .collect();
    let last = |piece: usize| on_leg.iter().rposition(|count| piece < *count).unwrap_or(0);
    (0..entering).map(last).collect()
}

/// The pieces of a kind that were ready first.
fn ready(
    book: &Book<'_>,
    rest: &[usize],
    kind: usize,
    at: Duration,
    count: u32,
) -> Result<Vec<usize>, u32> {
    let most = book.network.kinds[kind].element.upkeep.max_departures;
    let may = |piece: &&usize| {
        let piece = &book.pieces[**piece];
        let again = most.is_none_or(|most| piece.departures < most);
        piece.kind == kind && piece.ready <= at && again
    };
    let mut ready: Vec<usize> = rest.iter().filter(may).copied().collect();
    ready.sort_by_key(|piece| (book.pieces[*piece].ready, book.pieces[*piece].index));
    first(ready, count)
}

/// The pieces of a kind whose contents are nearest to what each is to have on the arc.
fn fitting(
    book: &Book<'_>,
    flow: &Flow,
    party: &Party,
    rest: &[usize],
    kind: usize,
    count: u32,
) -> Result<Vec<usize>, u32> {
    let of_kind = rest
        .iter()
        .filter(|piece| book.pieces[**piece].kind == kind);
    let mut pieces: Vec<usize> = of_kind.copied().collect();
    if (count as usize) < pieces.len() {
        let wanted = wanted(book.network, flow, kind);
        let miss = |piece: usize| {
            let each = wanted.iter().map(|((store, good), kg)| {
                let good = book.network.goods[*good];
                (book.stored_kg(piece, *store, good) - kg).abs()
            });
            each.sum::<f64>()
        };
        let key = |piece: &usize| {
            let stays = party.trip.is_none() && book.pieces[*piece].waited;
            // To the gram, so that noise decides nothing.
            let miss_g = (miss(*piece) * 1000.0).round() as i64;
            // What has not left its base yet need not be made ready again.
            (
                miss_g,
                book.pieces[*piece].departures,
                !stays,
                book.pieces[*piece].index,
            )
        };
        pieces.sort_by_cached_key(key);
    }
    first(pieces, count)
}

/// What each piece of a kind has in its stores where the load of an arc is spread evenly over its pieces, and zero where a
/// pool of the kind has no load: by store and good.
fn wanted(network: &Network<'_>, flow: &Flow, kind: usize) -> BTreeMap<(usize, usize), f64> {
    let mut wanted = BTreeMap::new();
    for (at, pool) in network.pools.iter().enumerate() {
        let stores = pool.stores.iter().filter(|(other, _)| *other == kind);
        let sharing: u32 = pool
            .stores
            .iter()
            .map(|(other, _)| count(flow, *other))
            .sum();
        for (_, store) in stores {
            for good in &pool.goods {
                let loads = flow.loads.iter();
                let load = loads.filter(|load| load.pool == at && load.good == *good);
                let kg: f64 = load.map(|load| load.departs_kg).sum();
                wanted.insert((*store, *good), kg / f64::from(sharing.max(1)));
            }
        }
    }
    wanted
}

fn first(mut pieces: Vec<usize>, count: u32) -> Result<Vec<usize>, u32> {
    let count = count as usize;
    if pieces.len() < count {
        return Err(u32::try_from(count - pieces.len()).unwrap_or(u32::MAX));
    }
    pieces.truncate(count);
    Ok(pieces)
}
