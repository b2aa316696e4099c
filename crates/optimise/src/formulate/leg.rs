//! Legs: coast, burn, coast, and what is used up meanwhile.

use super::{Formulation, LoadColumns, Meaning, Sum, UNIT_KG};
use crate::network::{Group, Passage};
use portolan_solver::Column;
use portolan_vocabulary::Duration;
use std::collections::BTreeMap;

/// What is left of a load and what a steady draw takes of it, over a coast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decay {
    /// The fraction of what was there at the beginning.
    pub(super) left: f64,
    /// Of what is drawn evenly: how much less is there at the end, in fractions of it.
    pub(super) drawn: f64,
}

impl Decay {
    /// With a fraction that evaporates per day, compounding continuously.
    pub(super) fn over(boil_off_per_d: f64, days: f64) -> Self {
        let rate = -(1.0 - boil_off_per_d).ln();
        let x = rate * days;
        let drawn = if x > 1e-12 {
            (1.0 - (-x).exp()) / x
        } else {
            1.0
        };
        Self {
            left: (-x).exp(),
            drawn,
        }
    }
}

/// One part of a leg.
#[derive(Clone, Copy)]
enum Part {
    Before,
    After,
}

impl Formulation<'_, '_> {
    pub(super) fn add_leg(&mut self, arc: usize) {
        let network = self.network;
        let Passage::Leg {
            trip,
            number,
            before,
            dv_m_s,
            after,
        } = network.arcs[arc].passage
        else {
            return;
        };
        let group = network.trips[trip].groups.get(number).copied().flatten();
        let fuel = if number == 0 {
            self.fuel(arc, trip)
        } else {
            BTreeMap::new()
        };
        let first = self.draws(arc, before, Part::Before);
        let second = self.draws(arc, after, Part::After);
        // What is there at the burn.
        let mut at_burn: Vec<Sum> = Vec::new();
        for load in 0..self.arcs[arc].loads.len() {
            let decay = self.decay(arc, load, before);
            let mut sum = vec![(self.arcs[arc].loads[load].departs, decay.left)];
            sum.extend(fuel.get(&load).map(|column| (*column, -decay.left)));
            sum.extend(
                first
                    .get(&load)
                    .into_iter()
                    .flatten()
                    .map(|(column, _)| (*column, -decay.drawn)),
            );
            at_burn.push(sum);
        }
        let burned = match group {
            Some(group) if dv_m_s > 0.0 => {
                self.burn(arc, &network.groups[group], group, dv_m_s, &at_burn)
            }
            _ => BTreeMap::new(),
        };
        for (load, there) in at_burn.into_iter().enumerate() {
            let decay = self.decay(arc, load, after);
            let mut sum: Sum = there
                .into_iter()
                .map(|(column, factor)| (column, factor * decay.left))
                .collect();
            sum.extend(burned.get(&load).map(|column| (*column, -decay.left)));
            for (column, at_once) in second.get(&load).into_iter().flatten() {
                sum.push((*column, if *at_once { -1.0 } else { -decay.drawn }));
            }
            self.arrive(arc, load, sum);
        }
        self.add_trip_count(arc);
    }

    /// Keeps what arrives of a load: a sum where it is only a fraction, else a column of its own, which cannot be
    /// negative.
    pub(super) fn arrive(&mut self, arc: usize, load: usize, sum: Sum) {
        if sum.len() <= 1 {
            self.arcs[arc].loads[load].arrives = sum;
            return;
        }
        let LoadColumns { good, pool, .. } = self.arcs[arc].loads[load];
        let name = format!(
            "y({},{pool};{})",
            self.network.good_name(good),
            self.network.arc_name(arc)
        );
        let arrives = self.continuous(&name);
        let mut entries = sum;
        entries.push((arrives, -1.0));
        self.row(Meaning::Passage { arc, good, pool }, 0.0, 0.0, &entries);
        self.arcs[arc].loads[load].arrives = vec![(arrives, 1.0)];
    }

    fn decay(&self, arc: usize, load: usize, duration: Duration) -> Decay {
        let pool = self.arcs[arc].loads[load].pool;
        Decay::over(self.network.pools[pool].boil_off_per_d, duration.days())
    }

    /// What is drawn by the pieces over a part of a leg: columns by load, and whether each is drawn at once at the end.
    fn draws(
        &mut self,
        arc: usize,
        duration: Duration,
        part: Part,
    ) -> BTreeMap<usize, Vec<(Column, bool)>> {
        let mut draws = BTreeMap::new();
        let days = duration.days();
        if days > 0.0 {
            for (goods, sum) in self.needs_of(arc, days) {
                self.draw(arc, &goods, &sum, false, &mut draws);
            }
        }
        if matches!(part, Part::After) && self.network.arrives(&self.network.arcs[arc]) {
            for (goods, sum) in self.upkeep_of(arc) {
                self.draw(arc, &goods, &sum, true, &mut draws);
            }
        }
        draws
    }

    /// What the pieces on an arc need over so many days, by the goods that serve.
    pub(super) fn needs_of(&self, arc: usize, days: f64) -> Vec<(Vec<usize>, Sum)> {
        let mut needs: BTreeMap<Vec<usize>, Sum> = BTreeMap::new();
        for (kind, count) in &self.arcs[arc].pieces {
            for (goods, kg_per_d) in &self.network.kinds[*kind].needs {
                let sum = needs.entry(goods.clone()).or_default();
                sum.push((*count, kg_per_d * days / UNIT_KG));
            }
        }
        needs.into_iter().collect()
    }

    /// What the trip uses up by its end.
    fn upkeep_of(&mut self, arc: usize) -> Vec<(Vec<usize>, Sum)> {
        let network = self.network;
        let mut needs: BTreeMap<Vec<usize>, Sum> = BTreeMap::new();
        for (kind, count) in self.arcs[arc].pieces.clone() {
            for (goods, fraction) in &network.kinds[kind].per_trip {
                let entry = self.dry(kind, count, *fraction);
                needs.entry(goods.clone()).or_default().push(entry);
            }
        }
        needs.into_iter().collect()
    }

    /// Draws a need from the loads that serve it.
    pub(super) fn draw(
        &mut self,
        arc: usize,
        goods: &[usize],
        need: &[(Column, f64)],
        at_once: bool,
        draws: &mut BTreeMap<usize, Vec<(Column, bool)>>,
    ) {
        let network = self.network;
        let mut entries: Sum = need
            .iter()
            .map(|(column, factor)| (*column, -factor))
            .collect();
        for load in 0..self.arcs[arc].loads.len() {
            let LoadColumns { good, pool, .. } = self.arcs[arc].loads[load];
            if network.pools[pool].serves && goods.contains(&good) {
                let name = format!(
                    "u({},{pool};{})",
                    network.good_name(good),
                    network.arc_name(arc)
                );
                let column = self.continuous(&name);
                draws.entry(load).or_default().push((column, at_once));
                entries.push((column, 1.0));
            }
        }
        self.row(Meaning::Need { arc }, 0.0, 0.0, &entries);
    }

    /// Fuel of vehicles that move by themselves, taken at departure from their own stores.
    fn fuel(&mut self, arc: usize, trip: usize) -> BTreeMap<usize, Column> {
        let network = self.network;
        let trip = &network.trips[trip];
        let km = network
            .edge(trip)
            .way
            .distance()
            .map_or(0.0, |distance| distance.m() / 1000.0);
        let mut needed: BTreeMap<usize, Sum> = BTreeMap::new();
        for (kind, count) in self.arcs[arc].pieces.clone() {
            let Some((store, per_km)) = network.kinds[kind]
                .element
                .drive
                .and_then(|it| Some((it.store?, it.fuel_per_km)))
            else {
                continue;
            };
            let from =
                |load: &LoadColumns| network.pools[load.pool].stores.contains(&(kind, store));
            let Some(load) = self.arcs[arc].loads.iter().position(from) else {
                // Without fuel it does not move.
                if km > 0.0 && per_km > 0.0 {
                    self.program.set_bounds(count, 0.0, 0.0);
                }
                continue;
            };
            let unit_kg = network
                .campaign
                .unit_mass_kg(network.goods[self.arcs[arc].loads[load].good]);
            needed
                .entry(load)
                .or_default()
                .push((count, km * per_km * unit_kg / UNIT_KG));
        }
        let mut fuel = BTreeMap::new();
        for (load, sum) in needed {
            let column = self.continuous(&format!("fuel({load};{})", network.arc_name(arc)));
            let mut entries: Sum = sum.iter().map(|(count, per)| (*count, -per)).collect();
            entries.push((column, 1.0));
            self.row(Meaning::Need { arc }, 0.0, 0.0, &entries);
            fuel.insert(load, column);
        }
        fuel
    }

    /// The burn: a fraction of all that flies, from the stores that feed the engines.
    fn burn(
        &mut self,
        arc: usize,
        group: &Group,
        number: usize,
        dv_m_s: f64,
        at_burn: &[Sum],
    ) -> BTreeMap<usize, Column> {
        let network = self.network;
        let fraction = 1.0 - (-dv_m_s / group.exhaust_m_s).exp();
        let mut mass = self.dry_sum(arc);
        mass.extend(at_burn.iter().flatten());
        let mut burned = BTreeMap::new();
        for (good, share) in &group.feeds {
            let mut entries: Sum = mass
                .iter()
                .map(|(column, per)| (*column, -per * fraction * share))
                .collect();
            for load in 0..self.arcs[arc].loads.len() {
                let LoadColumns {
                    good: own, pool, ..
                } = self.arcs[arc].loads[load];
                if own == *good && network.pools[pool].groups.contains(&number) {
                    let name = format!(
                        "burn({},{pool};{})",
                        network.good_name(own),
                        network.arc_name(arc)
                    );
                    let column = self.continuous(&name);
                    burned.insert(load, column);
                    entries.push((column, 1.0));
                }
            }
            self.row(Meaning::Burn { arc, good: *good }, 0.0, 0.0, &entries);
        }
        burned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decay_compounds() {
        let day = Decay::over(0.005, 1.0);
        assert!((day.left - 0.995).abs() < 1e-15);
        let (whole, half) = (Decay::over(0.005, 14.0), Decay::over(0.005, 7.0));
        assert!((whole.left - half.left * half.left).abs() < 1e-15);
        // Drawn evenly over both halves: the first half decays over the second.
        assert!((whole.drawn - (half.drawn * half.left + half.drawn) / 2.0).abs() < 1e-12);
        assert_eq!(
            Decay::over(0.0, 14.0),
            Decay {
                left: 1.0,
                drawn: 1.0
            }
        );
    }
}
