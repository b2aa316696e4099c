//! Missions as those of `lunar-two-missions`, with plants on offer that make propellant of what lies around.

use super::lunar::{PUBLISHED, Variant};
use portolan_model::{
    Campaign, DemandModel, Element, ElementKind, Good, Lot, Offer, Offered, Plant, Rate, State,
    StateKind, Store, StoreKind,
};
use portolan_vocabulary::{Duration, Index, Mass};

/// The mass of a plant, in kg.
const PLANT_KG: f64 = 1000.0;

/// So many missions, with plants that make so many kg a year for each kg of theirs: on offer on the Earth, or ten on the Moon with spares.
pub(crate) fn campaign(missions: usize, kg_per_y: f64, in_place: bool) -> Campaign {
    let variant = Variant::missions(missions, Some(PUBLISHED));
    let mut parts = variant.campaign().into_parts();
    let good = |id: &str| {
        let found = parts
            .resources
            .indexed()
            .find(|(_, it)| it.id.as_str() == id);
        found.unwrap().0
    };
    let (oxygen, hydrogen, spares) = (good("oxygen"), good("hydrogen"), good("maintenance"));
    let node = |id: &str| {
        let found = parts.nodes.indexed().find(|(_, it)| it.id.as_str() == id);
        found.unwrap().0
    };
    let (earth, moon) = (node("earth"), node("lunar-surface"));
    // The shares of oxygen and hydrogen the right way round.
    let ship = &mut parts.designs[Index::new(1)];
    assert!(ship.id.as_str().starts_with("spacecraft"));
    ship.stores[0].kind = StoreKind::Tank(hydrogen);
    ship.stores[1].kind = StoreKind::Tank(oxygen);
    let per_day = |share: f64| kg_per_y * PLANT_KG / 365.0 * share;
    let rate = |good, per_day| Rate {
        good: Good::Specific(good),
        per_day,
    };
    let store = |name: &str, kind, most_kg| Store {
        name: name.to_owned(),
        kind: StoreKind::Tank(kind),
        classes: Vec::new(),
        max_mass: Some(Mass::new(most_kg)),
        max_volume: None,
        environment: portolan_model::Environment::Unpressurised,
        contents: Vec::new(),
        boil_off_per_d: 0.0,
        serves_demands: true,
    };
    let mut plant = Element::new("plant", ElementKind::Plant, ship.class, Mass::new(PLANT_KG));
    // What it makes is kept in spacecraft that stand by.
    let mut own = store("spares", spares, 1000.0);
    if in_place {
        own.contents.push(Lot {
            good: Good::Specific(spares),
            amount: 1000.0,
        });
    }
    plant.stores = vec![own];
    plant.states = vec![State {
        name: "active".to_owned(),
        kind: StateKind::Active,
        models: vec![DemandModel::Rated(vec![rate(
            spares,
            0.05 * PLANT_KG / 365.0,
        )])],
    }];
    plant.initial_state = Some(0);
    // Water is split: eight parts of oxygen, one of hydrogen.
    plant.plant = Some(Plant {
        inputs: Vec::new(),
        outputs: vec![
            rate(oxygen, per_day(8.0 / 9.0)),
            rate(hydrogen, per_day(1.0 / 9.0)),
        ],
        decay_per_y: 0.1,
    });
    let design = parts.designs.add(plant);
    if kg_per_y > 0.0 {
        parts.offers.add(Offer {
            id: "plants".into(),
            what: Offered::Design(design),
            node: if in_place { moon } else { earth },
            limit: Some(10.0),
            from: Duration::ZERO,
            until: Some(Duration::from_days(1.0)),
            owner: None,
            lent: false,
        });
    }
    Campaign::new(parts).unwrap().0
}
