//! What may come.

use super::super::gather::Doc;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, each, name_or};
use portolan_model::{Closure, Factor, Scenario, Window};
use portolan_vocabulary::Id;

impl Lower<'_> {
    pub(super) fn scenarios(&mut self, docs: &[Doc]) -> Vec<Scenario> {
        let mut scenarios = Vec::new();
        for (file, at, scenario) in each(docs, |lists| &lists.scenario) {
            let spot = Spot::item(file, &["scenario"], at);
            self.report.about("scenario", &scenario.id, &spot);
            scenarios.push(self.scenario(scenario, &spot));
        }
        scenarios
    }

    fn scenario(&mut self, scenario: &v1::Scenario, spot: &Spot<'_>) -> Scenario {
        let mut made = Scenario {
            id: Id::from(scenario.id.as_str()),
            name: name_or(scenario.name.as_ref(), &scenario.id),
            probability: scenario.probability,
            known: scenario.known.since(self.start),
            demands: self.factors(&scenario.demands, &spot.key("demands")),
            closed: self.closures(&scenario.closed, &spot.key("closed")),
            lost_offers: Vec::new(),
            lost_partners: Vec::new(),
        };
        if let Some(lost) = &scenario.lost {
            let (offers, partners) = (spot.key("lost"), spot.key("lost"));
            let (offers, partners) = (offers.key("offers"), partners.key("partners"));
            for (at, word) in lost.offers.iter().enumerate() {
                let table = &self.scope.offers;
                let found = table.find(word, &offers.index(at), &mut self.report);
                made.lost_offers.extend(found);
            }
            for (at, word) in lost.partners.iter().enumerate() {
                let table = &self.scope.partners;
                let found = table.find(word, &partners.index(at), &mut self.report);
                made.lost_partners.extend(found);
            }
        }
        made
    }

    fn factors(&mut self, factors: &[v1::Factor], spot: &Spot<'_>) -> Vec<Factor> {
        let mut made = Vec::with_capacity(factors.len());
        for (at, own) in factors.iter().enumerate() {
            let table = &self.scope.demands;
            let spot = spot.index(at);
            let demand = table.find(&own.demand, &spot.key("demand"), &mut self.report);
            made.extend(demand.map(|demand| Factor {
                demand,
                factor: own.factor,
            }));
        }
        made
    }

    fn closures(&mut self, closures: &[v1::Closure], spot: &Spot<'_>) -> Vec<Closure> {
        let mut made = Vec::with_capacity(closures.len());
        for (at, own) in closures.iter().enumerate() {
            let table = &self.scope.edges;
            let spot = spot.index(at);
            let edge = table.find(&own.edge, &spot.key("edge"), &mut self.report);
            let window = Window {
                from: own.from.since(self.start),
                to: own.to.since(self.start),
            };
            made.extend(edge.map(|edge| Closure { edge, window }));
        }
        made
    }
}
