//! Staying put: of plans that are equally good, the one that moves least from store to store.

use super::{Formulation, Sum};
use crate::build::transfer_loss;
use crate::network::Spot;
use portolan_solver::{ColumnKind, Program};
use std::collections::BTreeMap;

/// The price of what changes stores, per unit of mass. What is kept over one arc costs a tenth of it.
const PRICE: f64 = 1e-2;

impl Formulation<'_, '_> {
    /// Adds a price on what is in a pool on the ways and waits from a point and was not in it on those to the point. Where
    /// pumping loses something, the program counts it already; and what containers that are free take anywhere moves in and
    /// out of them all the time.
    pub(crate) fn price_moves(&self, program: &mut Program) {
        let network = self.network;
        let mut rows: BTreeMap<(usize, usize, usize), (Sum, bool)> = BTreeMap::new();
        for (at, arc) in network.arcs.iter().enumerate() {
            for load in &self.arcs[at].loads {
                if transfer_loss(network, load.good) > 0.0 || self.is_bulk(load.good) {
                    continue;
                }
                let leaving = rows.entry((arc.from, load.good, load.pool)).or_default();
                leaving.0.push((load.departs, 1.0));
                let entering = rows.entry((arc.to, load.good, load.pool)).or_default();
                let arrives = load.arrives.iter();
                entering
                    .0
                    .extend(arrives.map(|(column, factor)| (*column, -factor)));
                entering.1 = true;
            }
        }
        for ((point, _, _), (mut entries, comes)) in rows {
            let under_way = matches!(network.points[point].spot, Spot::UnderWay { .. });
            let leaves = entries.iter().any(|(_, factor)| *factor > 0.0);
            if under_way || !comes || !leaves {
                continue;
            }
            let moved = program.column("moved", 0.0, f64::INFINITY, PRICE, ColumnKind::Continuous);
            entries.push((moved, -1.0));
            program.row("moved", f64::NEG_INFINITY, 0.0, &entries);
        }
    }

    /// True where a container that is free takes the good.
    fn is_bulk(&self, good: usize) -> bool {
        let network = self.network;
        network.pools.iter().any(|pool| {
            let free = |(kind, _): &(usize, usize)| network.kinds[*kind].free;
            pool.goods.contains(&good) && pool.stores.iter().any(free)
        })
    }
}
