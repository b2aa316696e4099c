//! How well each carrier was used.

use crate::capacity::{Load, trip_load};
use crate::scene::Scene;
use portolan_model::Element;
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// How well one carrier was used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CarrierUse {
    /// Which carrier.
    pub element: Index<Element>,
    /// Cargo against capacity over its trips. Carriers that travel together share their trip's figures.
    pub load: Load,
}

/// The use of every carrier that travelled with a limit on its cargo, in the order of the elements.
pub fn carrier_uses(scene: &Scene<'_>) -> Vec<CarrierUse> {
    let mut uses: BTreeMap<Index<Element>, Load> = BTreeMap::new();
    for (trip, crew_kg) in scene.trips() {
        let Some(load) = trip_load(trip, crew_kg) else {
            continue;
        };
        for element in trip
            .listed
            .iter()
            .filter(|element| carries(scene, **element))
        {
            let sum = uses.entry(*element).or_default();
            sum.cargo_kg += load.cargo_kg;
            sum.capacity_kg += load.capacity_kg;
            sum.trips += 1;
        }
    }
    let uses = uses.into_iter();
    uses.map(|(element, load)| CarrierUse { element, load })
        .collect()
}

/// True where the element has a hold that takes cargo, or a store that feeds no engine.
fn carries(scene: &Scene<'_>, element: Index<Element>) -> bool {
    scene.roster.at(element).is_some_and(|element| {
        let most = element.hold.map(|hold| hold.max_mass);
        let holds = most.is_some_and(|most| most.is_none_or(|most| most.kg() > 0.0));
        let mut stores = 0..element.stores.len();
        holds || stores.any(|store| !element.feeds_engine(store))
    })
}
