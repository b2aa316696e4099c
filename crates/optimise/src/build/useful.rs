//! Use: from which points anything can still come of; what leads nowhere is left out.
//!
//! Nothing has to be brought away from anywhere, and nothing that is done costs less than nothing. So the best plan needs
//! no way, wait or offer from which neither a demand nor the return of something lent can be reached any more.

use super::Unroller;
use crate::network::{Network, Requirement, Spot};
use portolan_model::Edge;
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
