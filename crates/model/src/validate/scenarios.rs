//! What may come.

use super::Judge;
use crate::demand::Need;
use crate::scenario::{Closure, Factor, Scenario};
use std::collections::BTreeSet;

/// How far the sum of the probabilities may be from one.
const ROUNDING: f64 = 1e-9;

impl Judge<'_> {
    pub(super) fn scenarios(&mut self) {
        let parts = self.parts;
        let Some(first) = parts.scenarios.iter().next() else {
            return;
        };
        for scenario in &parts.scenarios {
            self.scenario(scenario);
            if scenario.known != first.known {
                let message = format!(
                    "it is known at another time than \"{}\"; all scenarios are known at once",
                    first.id
                );
                self.contradiction("scenario", scenario.id.as_str(), &message);
            }
        }
        let sum: f64 = parts.scenarios.iter().map(|it| it.probability).sum();
        if (sum - 1.0).abs() > ROUNDING || sum.is_nan() {
            let message = format!("the probabilities of all scenarios sum to {sum}, not to 1");
            self.error("scenario", first.id.as_str(), &message);
        }
    }

    fn scenario(&mut self, scenario: &Scenario) {
        let id = scenario.id.as_str();
        let probability = scenario.probability;
        self.range("scenario", id, "probability", probability, "", 0.0, 1.0);
        self.duration("scenario", id, "known", scenario.known);
        let mut named = BTreeSet::new();
        for factor in &scenario.demands {
            self.factor(scenario, *factor);
            if !named.insert(factor.demand) {
                self.contradiction("scenario", id, "a demand has two factors");
            }
        }
        for closure in &scenario.closed {
            self.closure(scenario, *closure);
        }
        let mut offers = scenario.lost_offers.iter();
        if offers.any(|offer| self.parts.offers.at(*offer).is_none()) {
            self.dangling("scenario", id, "offer");
        }
        let mut partners = scenario.lost_partners.iter();
        if partners.any(|partner| !self.is_partner(Some(*partner))) {
            self.dangling("scenario", id, "partner");
        }
    }

    fn factor(&mut self, scenario: &Scenario, factor: Factor) {
        let id = scenario.id.as_str();
        self.not_negative("scenario", id, "factor", factor.factor, "");
        let Some(demand) = self.parts.demands.at(factor.demand) else {
            self.dangling("scenario", id, "demand");
            return;
        };
        let begins = match demand.need {
            Need::Once { due, .. } => due,
            Need::Steady { from, .. } => from,
            Need::Presence { .. } => {
                let message = format!("\"{}\" needs pieces, which have no factor", demand.id);
                self.contradiction("scenario", id, &message);
                return;
            }
        };
        if begins < scenario.known {
            let message = format!(
                "\"{}\" has a factor and is due before the scenario is known",
                demand.id
            );
            self.contradiction("scenario", id, &message);
        }
    }

    fn closure(&mut self, scenario: &Scenario, closure: Closure) {
        let id = scenario.id.as_str();
        if self.parts.edges.at(closure.edge).is_none() {
            self.dangling("scenario", id, "edge");
        }
        let window = closure.window;
        self.span("scenario", id, window.from, Some(window.to));
        if window.from < scenario.known {
            let message = "a way closes before the scenario is known";
            self.contradiction("scenario", id, message);
        }
    }
}
