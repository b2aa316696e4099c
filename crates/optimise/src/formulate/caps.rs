//! Caps: what partners, authorities and budgets limit over many trips.

use super::{Formulation, Meaning, Sum, UNIT_KG};
use crate::network::Passage;
use portolan_model::{Cap, Good, Most};
use portolan_solver::{Column, ColumnKind};
use portolan_vocabulary::Index;

impl Formulation<'_, '_> {
    pub(super) fn add_caps(&mut self) {
        let network = self.network;
        for (index, cap) in network.campaign.caps.indexed() {
            let (entries, most) = match cap.most {
                Most::Mass(most) => (self.capped_mass(cap), most.kg() / UNIT_KG),
                Most::Trips(most) => (self.capped_trips(index, cap), f64::from(most)),
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

    /// Trips that a cap counts: where each is made once or not at all, their number as one whole column.
    fn capped_trips(&mut self, index: Index<Cap>, cap: &Cap) -> Sum {
        let trips: Sum = self
            .counted(cap)
            .into_iter()
            .filter_map(|arc| self.arcs[arc].trips)
            .map(|column| (column, 1.0))
            .collect();
        let whole = |(column, _): &(Column, f64)| self.program.kind(*column) == ColumnKind::Integer;
        if trips.len() < 2 || !trips.iter().all(whole) {
            return trips;
        }
        let Some(arc) = self.counted(cap).first().copied() else {
            return trips;
        };
        let name = format!("trips({})", self.network.campaign.caps[index].id);
        vec![(self.total(&name, Meaning::Trips { arc }, &trips), 1.0)]
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
