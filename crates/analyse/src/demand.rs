//! What was needed and what of it was had, by class of supply.

use crate::scene::Scene;
use portolan_model::SupplyClass;
use std::collections::BTreeMap;

/// What was needed of one class of supply, and what of it was had.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassDemand {
    /// The class, as fine as the needs name it.
    pub class: SupplyClass,
    /// Mass needed, in kg.
    pub needed_kg: f64,
    /// Mass had, in kg.
    pub met_kg: f64,
}

impl ClassDemand {
    /// Mass that was needed and not had, in kg.
    pub fn unmet_kg(&self) -> f64 {
        let unmet = self.needed_kg - self.met_kg;
        // A sum of shares may miss its whole by rounding, which is no shortage.
        if unmet <= 1e-9 * self.needed_kg {
            0.0
        } else {
            unmet
        }
    }
}

/// What was needed and had by class of supply, in order of class, subclasses behind their class. What
/// is made (negative needs) and what processes take in are left out.
///
/// Source: SpaceNet 2.5, demand simulation, without its rounding of every step.
pub fn class_demands(scene: &Scene<'_>) -> Vec<ClassDemand> {
    let mut sums: BTreeMap<SupplyClass, (f64, f64)> = BTreeMap::new();
    let needs = scene.outcome.needs.iter();
    for need in needs.filter(|need| need.amount > 0.0 && !need.process) {
        let unit_kg = scene.campaign.unit_mass_kg(need.good);
        let sum = sums.entry(scene.campaign.class_of(need.good)).or_default();
        sum.0 += need.amount * unit_kg;
        sum.1 += need.met * unit_kg;
    }
    let mut demands: Vec<ClassDemand> = sums
        .into_iter()
        .map(|(class, (needed_kg, met_kg))| ClassDemand {
            class,
            needed_kg,
            met_kg,
        })
        .collect();
    // 4011 stands behind 4 and before 5, as its digits say.
    demands.sort_by_cached_key(|demand| (demand.class.top(), demand.class.to_string()));
    demands
}
