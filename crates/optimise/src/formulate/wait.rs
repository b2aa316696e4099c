//! Waits: boil-off, needs, demands at a rate, and plants.

use super::leg::Decay;
use super::{Formulation, LoadColumns, Meaning, Sum, UNIT_KG};
use crate::network::Requirement;
use portolan_model::{Node, Plant, Rate};
use portolan_solver::{Column, ColumnKind};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

impl Formulation<'_, '_> {
    pub(super) fn add_wait(&mut self, arc: usize, node: Index<Node>) {
        let network = self.network;
        let days = network.days(&network.arcs[arc]);
        let mut draws = BTreeMap::new();
        for (goods, sum) in self.needs_of(arc, days) {
            self.draw(arc, &goods, &sum, false, &mut draws);
        }
        for (requirement, goods, mass) in self.rates_on(arc) {
            self.demand_rate(arc, requirement, &goods, mass, &mut draws);
        }
        let made = self.runs(arc, days);
        for load in 0..self.arcs[arc].loads.len() {
            let LoadColumns { pool, departs, .. } = self.arcs[arc].loads[load];
            let decay = Decay::over(network.pools[pool].boil_off_per_d, days);
            let mut sum = vec![(departs, decay.left)];
            sum.extend(
                draws
                    .get(&load)
                    .into_iter()
                    .flatten()
                    .map(|(column, _)| (*column, -decay.drawn)),
            );
            sum.extend(
                made.get(&load)
                    .into_iter()
                    .flatten()
                    .map(|(column, sign)| (*column, sign * decay.drawn)),
            );
            self.arrive(arc, load, sum);
        }
        self.add_stays(arc);
        self.add_room_at_node(arc, node);
    }

    /// A demand at a rate over the wait.
    fn demand_rate(
        &mut self,
        arc: usize,
        requirement: usize,
        goods: &[usize],
        mass: f64,
        draws: &mut BTreeMap<usize, Vec<(Column, bool)>>,
    ) {
        // The need is a column that is fixed, so that it can be named and relaxed.
        let name = format!("demand({requirement})");
        let need = self
            .program
            .column(&name, mass, mass, 0.0, ColumnKind::Continuous);
        let before = self.program.rows();
        self.draw(arc, goods, &[(need, 1.0)], false, draws);
        self.meanings[before] = Meaning::Requirement(requirement);
    }

    /// Plants: columns of what they take and give, by load, with sign.
    fn runs(&mut self, arc: usize, days: f64) -> BTreeMap<usize, Vec<(Column, f64)>> {
        let network = self.network;
        let mut made = BTreeMap::new();
        for (kind, count) in self.arcs[arc].pieces.clone() {
            let Some(plant) = &network.kinds[kind].element.plant else {
                continue;
            };
            let name = format!(
                "run({};{})",
                network.kinds[kind].element.id,
                network.arc_name(arc)
            );
            let run = self.continuous(&name);
            self.arcs[arc].runs.push((kind, run));
            let most = days * self.capacity_factor(arc, plant);
            self.row(
                Meaning::Plant { arc, kind },
                f64::NEG_INFINITY,
                0.0,
                &[(run, 1.0), (count, -most)],
            );
            for rate in &plant.inputs {
                self.process(arc, run, rate, -1.0, &mut made);
            }
            for rate in &plant.outputs {
                self.process(arc, run, rate, 1.0, &mut made);
            }
        }
        made
    }

    /// The mean share of its capacity that a plant has over a wait, were it made at the first instant at which it could
    /// have been.
    pub(super) fn capacity_factor(&self, arc: usize, plant: &Plant) -> f64 {
        if plant.decay_per_y <= 0.0 {
            return 1.0;
        }
        let arc = &self.network.arcs[arc];
        let year = self.network.campaign.settings.days_per_year;
        let (from, to) = (
            self.network.points[arc.from].time.days(),
            self.network.points[arc.to].time.days(),
        );
        let rate = -(1.0 - plant.decay_per_y).ln() / year;
        ((-rate * from).exp() - (-rate * to).exp()) / (rate * (to - from))
    }

    /// What a plant takes or gives of one good, spread over the stores that hold it.
    fn process(
        &mut self,
        arc: usize,
        run: Column,
        rate: &Rate,
        sign: f64,
        made: &mut BTreeMap<usize, Vec<(Column, f64)>>,
    ) {
        let network = self.network;
        let per_day = rate.per_day * network.campaign.unit_mass_kg(rate.good) / UNIT_KG;
        let mut entries: Sum = vec![(run, -per_day)];
        for load in 0..self.arcs[arc].loads.len() {
            let LoadColumns { good, pool, .. } = self.arcs[arc].loads[load];
            if network.goods[good] == rate.good && (sign > 0.0 || network.pools[pool].serves) {
                let name = format!(
                    "made({},{pool};{})",
                    network.good_name(good),
                    network.arc_name(arc)
                );
                let column = self.continuous(&name);
                made.entry(load).or_default().push((column, sign));
                entries.push((column, 1.0));
            }
        }
        self.row(Meaning::Process { arc }, 0.0, 0.0, &entries);
    }

    /// Pieces that must wait here.
    pub(super) fn add_stays(&mut self, arc: usize) {
        let network = self.network;
        for (at, requirement) in network.requirements.iter().enumerate() {
            let Requirement::Stay {
                arc: own,
                kinds,
                count,
                ..
            } = requirement
            else {
                continue;
            };
            if *own == arc {
                let pieces = self.arcs[arc]
                    .pieces
                    .iter()
                    .filter(|(kind, _)| kinds.contains(kind));
                let entries: Sum = pieces.map(|(_, column)| (*column, 1.0)).collect();
                self.row(
                    Meaning::Requirement(at),
                    f64::from(*count),
                    f64::INFINITY,
                    &entries,
                );
            }
        }
    }

    /// The most mass that may stand at a node.
    pub(super) fn add_room_at_node(&mut self, arc: usize, node: Index<Node>) {
        if let Some(most) = self.network.campaign.nodes[node].max_mass {
            let mass = self.departing_mass(arc);
            self.row(
                Meaning::Room { arc },
                f64::NEG_INFINITY,
                most.kg() / UNIT_KG,
                &mass,
            );
        }
    }
}
