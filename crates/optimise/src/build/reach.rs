//! Reach: which kinds and goods can be at which points; what cannot is left out.

use super::Unroller;
use super::instants::may_travel;
use crate::network::{Network, Passage, Taken};

/// Which kinds and goods can be at each point.
struct Reach {
    kinds: Vec<Vec<bool>>,
    goods: Vec<Vec<bool>>,
}

impl Unroller<'_, '_> {
    /// Gives each arc the kinds and loads that can enter it, and drops trips that nothing can enter.
    pub(super) fn prune(&mut self) {
        let all: Vec<usize> = (0..self.network.kinds.len()).collect();
        for arc in &mut self.network.arcs {
            if matches!(arc.passage, Passage::Wait(_)) {
                let kinds = &self.network.kinds;
                arc.kinds = all
                    .iter()
                    .copied()
                    .filter(|kind| !kinds[*kind].free)
                    .collect();
            }
        }
        let reach = Reach::of(&self.network);
        let loads: Vec<Vec<(usize, usize)>> = (0..self.network.arcs.len())
            .map(|arc| reach.loads(&self.network, arc))
            .collect();
        for (arc, loads) in self.network.arcs.iter_mut().zip(loads) {
            let from = arc.from;
            arc.kinds.retain(|kind| reach.kinds[from][*kind]);
            arc.loads = loads;
        }
    }
}

impl Reach {
    fn of(network: &Network<'_>) -> Self {
        let none = |count: usize| vec![vec![false; count]; network.points.len()];
        let mut reach = Self {
            kinds: none(network.kinds.len()),
            goods: none(network.goods.len()),
        };
        for take in &network.takes {
            match take.what {
                Taken::Good(good) => reach.goods[take.point][good] = true,
                Taken::Pieces(kind) => {
                    reach.kinds[take.point][kind] = true;
                    for (good, _, _) in &network.kinds[kind].contents {
                        reach.goods[take.point][*good] = true;
                    }
                }
            }
        }
        let mut order: Vec<usize> = (0..network.arcs.len()).collect();
        order.sort_by_key(|arc| network.points[network.arcs[*arc].from].time);
        // Arcs that take no time may have to be gone through more than once.
        let mut changed = true;
        while changed {
            changed = false;
            for arc in &order {
                changed |= reach.pass(network, *arc);
            }
        }
        reach
    }

    /// Carries over an arc what can enter it; true where that is new.
    fn pass(&mut self, network: &Network<'_>, arc: usize) -> bool {
        let (from, to) = (network.arcs[arc].from, network.arcs[arc].to);
        let mut changed = false;
        for kind in &network.arcs[arc].kinds {
            if self.kinds[from][*kind] && !self.kinds[to][*kind] {
                self.kinds[to][*kind] = true;
                changed = true;
            }
        }
        let mut goods: Vec<usize> = self
            .loads(network, arc)
            .iter()
            .map(|(good, _)| *good)
            .collect();
        if matches!(network.arcs[arc].passage, Passage::Wait(_)) {
            goods.extend(self.made(network, arc));
        }
        for good in goods {
            changed |= !self.goods[to][good];
            self.goods[to][good] = true;
        }
        changed
    }

    /// The goods that plants can make over a wait.
    fn made(&self, network: &Network<'_>, arc: usize) -> Vec<usize> {
        let from = network.arcs[arc].from;
        let here = network
            .kinds
            .iter()
            .enumerate()
            .filter(|(at, _)| self.kinds[from][*at]);
        let outputs =
            here.flat_map(|(_, kind)| kind.element.plant.iter().flat_map(|plant| &plant.outputs));
        outputs
            .filter_map(|rate| network.goods.iter().position(|good| *good == rate.good))
            .collect()
    }

    /// The goods and pools that can enter an arc. On a wait, what plants make there counts as if it could: it fills
    /// the stores while the wait lasts.
    fn loads(&self, network: &Network<'_>, arc: usize) -> Vec<(usize, usize)> {
        let from = network.arcs[arc].from;
        let wait = matches!(network.arcs[arc].passage, Passage::Wait(_));
        let made = if wait {
            self.made(network, arc)
        } else {
            Vec::new()
        };
        let mut loads = Vec::new();
        for (at, pool) in network.pools.iter().enumerate() {
            let there = |(kind, _): &(usize, usize)| self.has(network, arc, *kind);
            if !pool.stores.iter().any(there) {
                continue;
            }
            let goods = pool
                .goods
                .iter()
                .filter(|good| self.goods[from][**good] || made.contains(good))
                .filter(|good| match network.arcs[arc].passage {
                    Passage::Leg { trip, .. } => !network.is_closed_to_good(**good, trip),
                    Passage::Wait(_) => true,
                });
            loads.extend(goods.map(|good| (*good, at)));
        }
        loads.sort_unstable();
        loads
    }

    /// True where pieces of a kind can be on an arc. Free ones are wherever they may travel.
    fn has(&self, network: &Network<'_>, arc: usize, kind: usize) -> bool {
        let passage = network.arcs[arc].passage;
        let of = &network.kinds[kind];
        match passage {
            _ if !of.free => {
                self.kinds[network.arcs[arc].from][kind] && network.arcs[arc].kinds.contains(&kind)
            }
            Passage::Wait(node) => {
                of.element.ways.is_empty() && network.campaign.nodes[node].max_stay.is_none()
            }
            Passage::Leg { trip, .. } => {
                let trip = &network.trips[trip];
                may_travel(of, trip.edge)
                    && !network.is_closed_to_kind(of, trip.edge, trip.backwards)
            }
        }
    }
}
