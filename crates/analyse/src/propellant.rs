//! Propellant burned.

use crate::scene::Scene;
use portolan_model::{BurnRecord, Element, EventRecord, Status};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// Propellant burned by all vehicles, in kg.
pub fn propellant_used_kg(scene: &Scene<'_>) -> f64 {
    burns(scene).map(|(_, burn)| burn.propellant_kg).sum()
}

/// Propellant burned by each vehicle, in kg, in the order of the elements.
pub fn propellant_by_vehicle_kg(scene: &Scene<'_>) -> BTreeMap<Index<Element>, f64> {
    let mut sums = BTreeMap::new();
    for (_, burn) in burns(scene) {
        for step in burn.steps.iter().filter(|step| !step.staged) {
            *sums.entry(step.element).or_insert(0.0) += step.propellant_kg;
        }
    }
    sums
}

/// Every burn that was carried out, whole or in part, with its time.
pub(crate) fn burns<'a>(
    scene: &Scene<'a>,
) -> impl Iterator<Item = (Duration, &'a BurnRecord)> + use<'a> {
    scene.outcome.events.iter().filter_map(|event| {
        let burn = event.burn.as_deref()?;
        is_carried_out(event).then_some((event.time, burn))
    })
}

/// True where the event took place; a record of a blocked burn says how far it would have come.
fn is_carried_out(event: &EventRecord) -> bool {
    matches!(event.status, Status::Done | Status::Short)
}
