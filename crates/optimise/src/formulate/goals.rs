//! Goals: what makes one plan better than another, as sums of columns.

use super::{Formulation, Sum, UNIT_KG, UNIT_MONEY};
use crate::network::{Passage, Taken};
use portolan_model::{Goal, Good, Offered, Partner};
use portolan_vocabulary::{Duration, Index, Money};

impl Formulation<'_, '_> {
    pub(super) fn goal(&mut self, goal: Goal) -> Sum {
        match goal {
            Goal::LaunchMass => self.launch_mass(),
            Goal::Cost => self.cost(|_| true),
            Goal::Emissions => self.emissions(),
            // The end of a plan is no sum; it is found by a search over the instants.
            Goal::Time => Vec::new(),
        }
    }

    fn launch_mass(&mut self) -> Sum {
        let network = self.network;
        let mut sum = Vec::new();
        for arc in 0..network.arcs.len() {
            if network.launches(&network.arcs[arc]) {
                sum.extend(self.departing_mass(arc));
            }
        }
        sum
    }

    /// Money for what is taken, trips and refurbishment, where `counts` says so of who pays.
    pub(super) fn cost(&mut self, counts: impl Fn(Option<Index<Partner>>) -> bool) -> Sum {
        let network = self.network;
        let campaign = network.campaign;
        let mut sum = Vec::new();
        for (at, take) in network.takes.iter().enumerate() {
            let offer = &campaign.offers[take.offer];
            let (price, payer) = match (offer.what, take.what) {
                (Offered::Good(good), Taken::Good(_)) => {
                    let price = match good {
                        Good::Specific(resource) => campaign.resources[resource].price,
                        Good::Generic { .. } => None,
                    };
                    (
                        self.money(price) * UNIT_KG / campaign.unit_mass_kg(good),
                        offer.owner,
                    )
                }
                (_, Taken::Pieces(kind)) => (
                    self.money(network.kinds[kind].element.cost),
                    network.kinds[kind].owner,
                ),
                _ => (0.0, None),
            };
            if counts(payer) {
                sum.push((self.takes[at], price));
            }
        }
        for arc in 0..network.arcs.len() {
            self.add_trip_cost(arc, &counts, &mut sum);
        }
        self.add_refurbishment(&counts, &mut sum);
        sum.retain(|(_, factor)| *factor != 0.0);
        sum
    }

    fn add_trip_cost(
        &mut self,
        arc: usize,
        counts: &impl Fn(Option<Index<Partner>>) -> bool,
        sum: &mut Sum,
    ) {
        let network = self.network;
        let Passage::Leg {
            trip, number: 0, ..
        } = network.arcs[arc].passage
        else {
            return;
        };
        let edge = network.edge(&network.trips[trip]);
        if !counts(edge.operator) {
            return;
        }
        let (per_trip, per_kg) = (
            self.money(edge.tariff.per_trip),
            self.money(edge.tariff.per_kg),
        );
        if let Some(trips) = self.arcs[arc].trips {
            sum.push((trips, per_trip));
        }
        if per_kg != 0.0 {
            let mass = self.departing_mass(arc);
            sum.extend(
                mass.into_iter()
                    .map(|(column, factor)| (column, factor * per_kg * UNIT_KG)),
            );
        }
    }

    /// Each departure from the base but the first of each piece.
    fn add_refurbishment(&self, counts: &impl Fn(Option<Index<Partner>>) -> bool, sum: &mut Sum) {
        for (kind, own) in self.network.kinds.iter().enumerate() {
            let upkeep = &own.element.upkeep;
            let (Some(base), true) = (upkeep.base, counts(own.owner)) else {
                continue;
            };
            let price = self.money(upkeep.refurbishment);
            let (left, _) = self.at_base(kind, base, Duration::MAX, Duration::MAX);
            sum.extend(
                left.into_iter()
                    .map(|(column, factor)| (column, factor * price)),
            );
            let takes = self.taken_pieces(kind, Duration::MAX);
            sum.extend(takes.into_iter().map(|column| (column, -price)));
        }
    }

    fn emissions(&mut self) -> Sum {
        let network = self.network;
        let mut sum = Vec::new();
        for arc in 0..network.arcs.len() {
            let Passage::Leg {
                trip, number: 0, ..
            } = network.arcs[arc].passage
            else {
                continue;
            };
            let tariff = &network.edge(&network.trips[trip]).tariff;
            if let (Some(per_trip), Some(trips)) = (tariff.emissions_per_trip, self.arcs[arc].trips)
            {
                sum.push((trips, per_trip.kg() / UNIT_KG));
            }
            if let Some(per_kg) = tariff.emissions_per_kg {
                let mass = self.departing_mass(arc);
                sum.extend(
                    mass.into_iter()
                        .map(|(column, factor)| (column, factor * per_kg)),
                );
            }
        }
        sum
    }

    /// An amount in units of money of the program; nothing where there is none or no rate is given for it.
    pub(super) fn money(&self, money: Option<Money>) -> f64 {
        let exchanged = money.and_then(|money| self.network.campaign.settings.exchanged(money));
        exchanged.map_or(0.0, |money| money.amount() / UNIT_MONEY)
    }
}
