//! Goals: what makes one plan better than another, as sums of columns.

use super::balance::Ends;
use super::{Formulation, Meaning, Sum, UNIT_KG, UNIT_MONEY};
use crate::network::{Passage, Spot, Taken};
use portolan_model::{Goal, Good, Node, Offered, Partner};
use portolan_solver::Column;
use portolan_vocabulary::{Duration, Index, Money};
use std::collections::BTreeMap;

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
    fn add_refurbishment(
        &mut self,
        counts: &impl Fn(Option<Index<Partner>>) -> bool,
        sum: &mut Sum,
    ) {
        for (kind, own) in self.network.kinds.iter().enumerate() {
            let upkeep = &own.element.upkeep;
            let (Some(base), true) = (upkeep.base, counts(own.owner)) else {
                continue;
            };
            let price = self.money(upkeep.refurbishment);
            if price <= 0.0 {
                continue;
            }
            let (left, _) = self.at_base(kind, base, Duration::MAX, Duration::MAX);
            let priced = |(column, factor)| (column, factor * price);
            sum.extend(left.into_iter().map(priced));
            let firsts = self.first_departures(kind, base);
            sum.extend(firsts.into_iter().map(|column| (column, -price)));
        }
    }

    /// How many pieces of a kind leave their base for the first time, a column for each instant.
    ///
    /// Such pieces have waited at the base since they were taken there, or have come from where they were. One that is
    /// taken and stays behind, or is given up, leaves at no time, so that nothing is gained by it.
    fn first_departures(&mut self, kind: usize, base: Index<Node>) -> Vec<Column> {
        let ends = self.ends();
        let network = self.network;
        let elsewhere = self.taken_elsewhere(kind, base, Duration::MAX);
        let (mut firsts, mut arrived) = (Vec::new(), Vec::new());
        let mut waiting: BTreeMap<usize, Column> = BTreeMap::new();
        let mut points: Vec<usize> = (0..network.points.len()).collect();
        points.retain(|point| network.points[*point].spot == Spot::Node(base));
        points.sort_by_key(|point| network.points[*point].time);
        for point in points {
            let Ends {
                entering, leaving, ..
            } = &ends[point];
            let name = |what: &str| {
                let id = &network.kinds[kind].element.id;
                format!("{what}({id};{})", network.point_name(point))
            };
            let takes = network.takes.iter().zip(&self.takes);
            let mine = takes
                .filter(|(take, _)| take.point == point && take.what == Taken::Pieces(kind))
                .map(|(_, column)| (*column, -1.0));
            let mut fresh: Sum = mine.collect();
            fresh.extend(
                entering
                    .iter()
                    .filter_map(|arc| Some((*waiting.get(arc)?, -1.0))),
            );
            if !elsewhere.is_empty()
                && let Some(come) = self.part(kind, entering, false, &name("fresh"))
            {
                arrived.push(come);
                fresh.push((come, -1.0));
                let now = network.points[point].time;
                let mut entries: Sum = arrived.iter().map(|column| (*column, 1.0)).collect();
                let taken = self.taken_elsewhere(kind, base, now);
                entries.extend(taken.into_iter().map(|column| (column, -1.0)));
                self.row(Meaning::Reuse { kind }, f64::NEG_INFINITY, 0.0, &entries);
            }
            if let Some(first) = self.part(kind, leaving, false, &name("first")) {
                firsts.push(first);
                fresh.push((first, 1.0));
            }
            for arc in leaving {
                if let Some(wait) = self.part(kind, &[*arc], true, &name("unused")) {
                    waiting.insert(*arc, wait);
                    fresh.push((wait, 1.0));
                }
            }
            // Where none goes on, nothing is said.
            if fresh.iter().any(|(_, factor)| *factor > 0.0) {
                self.row(Meaning::Reuse { kind }, f64::NEG_INFINITY, 0.0, &fresh);
            }
        }
        firsts
    }

    /// A part of the pieces of a kind on some arcs together: on waits, or on legs.
    fn part(&mut self, kind: usize, arcs: &[usize], waits: bool, name: &str) -> Option<Column> {
        let network = self.network;
        let fits = |arc: &&usize| matches!(network.arcs[**arc].passage, Passage::Wait(_)) == waits;
        let pieces = arcs
            .iter()
            .filter(fits)
            .flat_map(|arc| &self.arcs[*arc].pieces);
        let mine = pieces.filter(|(own, _)| *own == kind);
        let mut entries: Sum = mine.map(|(_, count)| (*count, -1.0)).collect();
        if entries.is_empty() {
            return None;
        }
        let part = self.continuous(name);
        entries.push((part, 1.0));
        self.row(Meaning::Reuse { kind }, f64::NEG_INFINITY, 0.0, &entries);
        Some(part)
    }

    /// The takes of pieces of a kind up to an instant elsewhere than at their base.
    fn taken_elsewhere(&self, kind: usize, base: Index<Node>, by: Duration) -> Vec<Column> {
        let network = self.network;
        let takes = network.takes.iter().zip(&self.takes);
        let mine = takes.filter(|(take, _)| {
            let point = network.points[take.point];
            let away = point.spot != Spot::Node(base) && point.time <= by;
            away && take.what == Taken::Pieces(kind)
        });
        mine.map(|(_, column)| *column).collect()
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
