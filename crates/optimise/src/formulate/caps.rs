//! Caps: what partners, authorities and budgets limit over many trips.

use super::{Formulation, Meaning, Sum, UNIT_KG};
use crate::network::Passage;
use portolan_model::{Cap, Good, Most};
use portolan_vocabulary::Index;

impl Formulation<'_, '_> {
    pub(super) fn add_caps(&mut self) {
        let network = self.network;
        for (index, cap) in network.campaign.caps.indexed() {
            let (entries, most) = match cap.most {
                Most::Mass(most) => (self.capped_mass(cap), most.kg() / UNIT_KG),
                Most::Trips(most) => (self.capped_trips(cap), f64::from(most)),
                Most::Cost(most) => {
                    let owner = cap.owner;
                    let sum = self.cost(|payer| owner.is_none() || payer == owner);
                    (sum, self.money(Some(most)))
                }
            };
            self.add_cap(index, most, &entries);
        }
    }

    fn add_cap(&mut self, index: Index<Cap>, most: f64, entries: &Sum) {
        if !entries.is_empty() {
            self.row(Meaning::Cap(index), f64::NEG_INFINITY, most, entries);
        }
    }

    /// The first legs that a cap counts.
    fn counted(&self, cap: &Cap) -> Vec<usize> {
        let network = self.network;
        let counts = |arc: &usize| match network.arcs[*arc].passage {
            Passage::Leg {
                trip, number: 0, ..
            } => {
                cap.counts_on(network.trips[trip].edge) && cap.counts_at(network.trips[trip].depart)
            }
            _ => false,
        };
        (0..network.arcs.len()).filter(counts).collect()
    }

    fn capped_trips(&self, cap: &Cap) -> Sum {
        let trips = self
            .counted(cap)
            .into_iter()
            .filter_map(|arc| self.arcs[arc].trips);
        trips.map(|column| (column, 1.0)).collect()
    }

    /// Mass that departs, of one good or of all, aboard pieces of one owner or of all.
    fn capped_mass(&mut self, cap: &Cap) -> Sum {
        let mut sum = Vec::new();
        for arc in self.counted(cap) {
            let good: Option<Good> = cap.good;
            if good.is_none() {
                for (kind, count) in self.arcs[arc].pieces.clone() {
                    if cap.owner.is_none() || self.network.kinds[kind].owner == cap.owner {
                        let entry = self.dry(kind, count, 1.0);
                        sum.push(entry);
                    }
                }
            }
            let network = self.network;
            let loads = self.arcs[arc].loads.iter().filter(|load| {
                let owned = |(kind, _): &(usize, usize)| network.kinds[*kind].owner == cap.owner;
                good.is_none_or(|good| network.goods[load.good] == good)
                    && (cap.owner.is_none() || network.pools[load.pool].stores.iter().all(owned))
            });
            sum.extend(loads.map(|load| (load.departs, 1.0)));
        }
        sum
    }
}
