//! Use: from which points anything can still come of; what leads nowhere is left out.
//!
//! Nothing has to be brought away from anywhere, and nothing that is done costs less than nothing. So the best plan needs
//! no way, wait or offer from which neither a demand nor the return of something lent can be reached any more. The same holds of
//! each good, and of each kind of piece that does nothing for others: past the last place and instant at which somebody asks for
//! it, it may as well be gone.

use super::Unroller;
use crate::network::{Arc, Kind, Network, Passage, Requirement, Spot, Taken};
use portolan_model::{Edge, Good, Offered};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

impl Unroller<'_, '_> {
    /// Empties the arcs, and drops the takes, that lead to no demand.
    pub(super) fn drop_useless(&mut self) {
        let network = &mut self.network;
        let asked = asked_arcs(network);
        let useful = useful_points(network);
        for (at, arc) in network.arcs.iter_mut().enumerate() {
            if !useful[arc.to] && !asked.contains(&at) {
                arc.kinds.clear();
                arc.loads.clear();
            }
        }
        network.takes.retain(|take| useful[take.point]);
        drop_unwanted_kinds(network);
        drop_unwanted_goods(network);
    }

    /// Keeps the departures that something can make, and the instants at which something can leave, arrive, is offered or is
    /// due: between others, waiting twice is waiting once. True where some went.
    pub(super) fn keep_used(&mut self) -> bool {
        let network = &self.network;
        let mut used: BTreeSet<(Index<Edge>, bool, Duration)> = BTreeSet::new();
        for trip in &network.trips {
            let first = trip.legs.first().map(|leg| &network.arcs[*leg]);
            if first.is_some_and(|arc| !arc.kinds.is_empty() || !arc.loads.is_empty()) {
                used.insert((trip.edge, trip.backwards, trip.depart));
            }
        }
        let before: usize = self.departures.values().map(BTreeSet::len).sum();
        for (way, departs) in &mut self.departures {
            departs.retain(|depart| used.contains(&(way.edge, way.backwards, *depart)));
        }
        let after: usize = self.departures.values().map(BTreeSet::len).sum();
        if before == after {
            return false;
        }
        self.times = vec![BTreeSet::new(); self.times.len()];
        self.offered();
        self.due();
        for (way, departs) in &self.departures {
            let campaign = self.network.campaign;
            for depart in departs {
                let duration = way.duration(campaign, &self.network.kinds, *depart);
                self.times[way.origin(campaign).at()].insert(*depart);
                if let Some(duration) = duration {
                    self.times[way.destination(campaign).at()].insert(*depart + duration);
                }
            }
        }
        true
    }
}

/// Takes kinds that do nothing for others off the arcs from which nothing that asks for them can be reached.
fn drop_unwanted_kinds(network: &mut Network<'_>) {
    let count = network.kinds.len();
    let mut asked = vec![vec![false; count]; network.arcs.len()];
    let mut wanted = vec![vec![false; count]; network.points.len()];
    for requirement in &network.requirements {
        match requirement {
            Requirement::Stay { arc, kinds, .. } => {
                kinds.iter().for_each(|kind| asked[*arc][*kind] = true);
            }
            Requirement::Presence { point, kinds, .. } => {
                kinds.iter().for_each(|kind| wanted[*point][*kind] = true);
            }
            Requirement::Amount { .. } | Requirement::Rate { .. } => {}
        }
    }
    let carried: Vec<Vec<usize>> = network.arcs.iter().map(|arc| arc.kinds.clone()).collect();
    let taken = |what: Taken| match what {
        Taken::Pieces(kind) => Some(kind),
        Taken::Good(_) => None,
    };
    want_what_comes_late(network, &carried, taken, &mut wanted);
    for (at, point) in network.points.iter().enumerate() {
        let offers = network.campaign.offers.iter();
        let lent = offers.filter(|offer| offer.lent && point.spot == Spot::Node(offer.node));
        if lent.count() > 0 {
            wanted[at].fill(true);
        }
    }
    for arcs in &mut asked {
        for (asked, kind) in arcs.iter_mut().zip(&network.kinds) {
            *asked |= serves_others(kind);
        }
    }
    spread_back(network, &carried, &asked, &mut wanted);
    for (arc, asked) in network.arcs.iter_mut().zip(&asked) {
        let to = arc.to;
        arc.kinds.retain(|kind| asked[*kind] || wanted[to][*kind]);
    }
}

/// True of pieces that hold, move or make something.
fn serves_others(kind: &Kind) -> bool {
    let element = &kind.element;
    !element.stores.is_empty()
        || !element.propulsion.is_empty()
        || element.drive.is_some()
        || element.hold.is_some()
        || element.plant.is_some()
        || element.max_payload.is_some()
}

/// Takes goods off the arcs on which nothing uses them and from which nothing that does can be reached.
fn drop_unwanted_goods(network: &mut Network<'_>) {
    let uses: Vec<Vec<bool>> = (0..network.arcs.len())
        .map(|arc| uses(network, arc))
        .collect();
    let mut wanted = vec![vec![false; network.goods.len()]; network.points.len()];
    for requirement in &network.requirements {
        if let Requirement::Amount { point, goods, .. } = requirement {
            goods.iter().for_each(|good| wanted[*point][*good] = true);
        }
    }
    let carried: Vec<Vec<usize>> = network
        .arcs
        .iter()
        .map(|arc| arc.loads.iter().map(|(good, _)| *good).collect())
        .collect();
    let taken = |what: Taken| match what {
        Taken::Good(good) => Some(good),
        Taken::Pieces(_) => None,
    };
    want_what_comes_late(network, &carried, taken, &mut wanted);
    spread_back(network, &carried, &uses, &mut wanted);
    let anew = to_be_had_anew(network);
    for (arc, uses) in network.arcs.iter_mut().zip(&uses) {
        let waits = matches!(arc.passage, Passage::Wait(_));
        let to = arc.to;
        arc.loads.retain(|(good, _)| {
            uses[*good] || wanted[to][*good] && !(waits && anew[to].contains(good))
        });
    }
}

/// What is wanted at a point and cannot be there is wanted at its node at any time: so that it can be said when it comes.
fn want_what_comes_late(
    network: &Network<'_>,
    carried: &[Vec<usize>],
    taken: impl Fn(Taken) -> Option<usize>,
    wanted: &mut [Vec<bool>],
) {
    let mut comes = vec![BTreeSet::new(); network.points.len()];
    for (arc, carried) in network.arcs.iter().zip(carried) {
        comes[arc.to].extend(carried.iter().copied());
    }
    for take in &network.takes {
        comes[take.point].extend(taken(take.what));
    }
    for at in 0..network.points.len() {
        let wants = |what: &usize| wanted[at][*what] && !comes[at].contains(what);
        let late: Vec<usize> = (0..wanted[at].len()).filter(wants).collect();
        for (other, point) in network.points.iter().enumerate() {
            if point.spot == network.points[at].spot {
                late.iter().for_each(|what| wanted[other][*what] = true);
            }
        }
    }
}

/// Carries back along the arcs what is asked for: on an arc itself, or at its end.
fn spread_back(
    network: &Network<'_>,
    carried: &[Vec<usize>],
    asked: &[Vec<bool>],
    wanted: &mut [Vec<bool>],
) {
    let mut order: Vec<usize> = (0..network.arcs.len()).collect();
    order.sort_by_key(|arc| std::cmp::Reverse(network.points[network.arcs[*arc].to].time));
    let mut changed = true;
    while changed {
        changed = false;
        for arc in &order {
            let Arc { from, to, .. } = network.arcs[*arc];
            for what in &carried[*arc] {
                if !wanted[from][*what] && (asked[*arc][*what] || wanted[to][*what]) {
                    wanted[from][*what] = true;
                    changed = true;
                }
            }
        }
    }
}

/// For each good, whether something on an arc may use it up or make it.
fn uses(network: &Network<'_>, arc: usize) -> Vec<bool> {
    let mut uses = vec![false; network.goods.len()];
    let mut mark = |goods: &[usize]| goods.iter().for_each(|good| uses[*good] = true);
    for requirement in &network.requirements {
        match requirement {
            Requirement::Rate {
                arc: own, goods, ..
            } if *own == arc => mark(goods),
            _ => {}
        }
    }
    let number = |good: Good| network.goods.iter().position(|own| *own == good);
    for kind in network.arcs[arc].kinds.iter().map(|at| &network.kinds[*at]) {
        let steady = kind.needs.iter().chain(&kind.per_trip);
        steady.for_each(|(goods, _)| mark(goods));
        let rates = kind.element.plant.iter();
        let rates = rates.flat_map(|plant| plant.inputs.iter().chain(&plant.outputs));
        mark(
            &rates
                .filter_map(|rate| number(rate.good))
                .collect::<Vec<_>>(),
        );
        // What is in the tank of a drive.
        if let Some(store) = kind.element.drive.and_then(|drive| drive.store) {
            let at = network.kinds.iter().position(|own| std::ptr::eq(own, kind));
            let pools = network.pools.iter();
            let feeding =
                pools.filter(|pool| at.is_some_and(|at| pool.stores.contains(&(at, store))));
            feeding.for_each(|pool| mark(&pool.goods));
        }
    }
    if let Passage::Leg { trip, number, .. } = network.arcs[arc].passage {
        let group = network.trips[trip].groups.get(number).copied().flatten();
        let feeds = group.map(|group| network.groups[group].feeds.as_slice());
        for (good, _) in feeds.unwrap_or_default() {
            mark(&[*good]);
        }
    }
    uses
}

/// For each point, the goods that anyone may have there for nothing, as much as is wanted: nobody has to keep them until then.
fn to_be_had_anew(network: &Network<'_>) -> Vec<BTreeSet<usize>> {
    let mut anew = vec![BTreeSet::new(); network.points.len()];
    for take in &network.takes {
        let offer = &network.campaign.offers[take.offer];
        let costless = match offer.what {
            Offered::Good(Good::Specific(resource)) => {
                network.campaign.resources[resource].price.is_none()
            }
            Offered::Good(Good::Generic { .. }) => true,
            _ => false,
        };
        if let Taken::Good(good) = take.what
            && costless
            && offer.limit.is_none()
            && offer.owner.is_none()
        {
            anew[take.point].insert(good);
        }
    }
    anew
}

/// The waits over which something is demanded.
fn asked_arcs(network: &Network<'_>) -> BTreeSet<usize> {
    let arc = |requirement: &Requirement| match requirement {
        Requirement::Rate { arc, .. } | Requirement::Stay { arc, .. } => Some(*arc),
        Requirement::Amount { .. } | Requirement::Presence { .. } => None,
    };
    network.requirements.iter().filter_map(arc).collect()
}

/// The points from which a demand can be reached.
fn useful_points(network: &Network<'_>) -> Vec<bool> {
    let mut useful = vec![false; network.points.len()];
    for requirement in &network.requirements {
        match requirement {
            Requirement::Amount { point, .. } | Requirement::Presence { point, .. } => {
                useful[*point] = true;
            }
            Requirement::Rate { arc, .. } | Requirement::Stay { arc, .. } => {
                useful[network.arcs[*arc].from] = true;
                useful[network.arcs[*arc].to] = true;
            }
        }
    }
    for (at, point) in network.points.iter().enumerate() {
        let lent =
            |offer: &portolan_model::Offer| offer.lent && point.spot == Spot::Node(offer.node);
        useful[at] |= network.campaign.offers.iter().any(lent);
    }
    let mut order: Vec<usize> = (0..network.arcs.len()).collect();
    order.sort_by_key(|arc| std::cmp::Reverse(network.points[network.arcs[*arc].to].time));
    let mut changed = true;
    while changed {
        changed = false;
        for arc in &order {
            let (from, to) = (network.arcs[*arc].from, network.arcs[*arc].to);
            let used = !network.arcs[*arc].kinds.is_empty() || !network.arcs[*arc].loads.is_empty();
            if useful[to] && !useful[from] && used {
                useful[from] = true;
                changed = true;
            }
        }
    }
    useful
}
