//! Demand models.

use super::Importing;
use crate::spacenet::codes;
use crate::spacenet::consumables::CrewConsumables;
use crate::spacenet::scenario::{DemandKind, DemandModel};
use portolan_model::{self as model, Rate};

impl Importing<'_> {
    /// The models of a state or a mission.
    pub(super) fn models(
        &mut self,
        models: &[DemandModel],
        kind: &'static str,
        id: &str,
    ) -> Vec<model::DemandModel> {
        models
            .iter()
            .map(|demand| match &demand.kind {
                DemandKind::CrewConsumables(terms) => {
                    let message = "SpaceNet does not multiply health consumables by days; neither \
                                   does this campaign";
                    self.once(codes::ASSUMED, kind, id, message);
                    model::DemandModel::CrewConsumables(Box::new(crew_consumables(terms)))
                }
                DemandKind::Rated { rates } => {
                    let rates = rates.iter().map(|rate| Rate {
                        good: self.good(rate.supply, kind, id),
                        per_day: rate.amount,
                    });
                    model::DemandModel::Rated(rates.collect())
                }
                DemandKind::TimedImpulse { demands } => {
                    model::DemandModel::Impulse(self.lots(demands, kind, id))
                }
                DemandKind::SparingByMass {
                    unpressurized_rate,
                    pressurized_rate,
                    parts_list,
                } => model::DemandModel::SparingByMass {
                    unpressurised_per_y: *unpressurized_rate,
                    pressurised_per_y: *pressurized_rate,
                    parts_listed: *parts_list,
                },
            })
            .collect()
    }
}

fn crew_consumables(terms: &CrewConsumables) -> model::CrewConsumables {
    model::CrewConsumables {
        reserves_d: terms.reserves_duration_d,
        water_recovery: terms.water_recovery_rate,
        clothing_lifetime_d: terms.clothing_lifetime_d,
        omit_transit: terms.transit_demands_omitted,
        water_per_d: terms.water_rate,
        eva_water_per_h: terms.eva_water_rate,
        food_support_per_d: terms.food_support_rate,
        ambient_food_per_d: terms.ambient_food_rate,
        frozen_food_per_d: terms.rf_food_rate,
        oxygen_per_d: terms.oxygen_rate,
        eva_oxygen_per_h: terms.eva_oxygen_rate,
        nitrogen_per_d: terms.nitrogen_rate,
        hygiene_per_d: terms.hygiene_rate,
        hygiene_kit: terms.hygiene_kit,
        clothing_per_change: terms.clothing_rate,
        personal_items: terms.personal_items,
        office_equipment: terms.office_equipment,
        eva_suit: terms.eva_suit,
        eva_lithium_hydroxide_per_h: terms.eva_lithium_hydroxide,
        health_equipment: terms.health_equipment,
        health_consumables: terms.health_consumables,
        health_per_day: false,
        safety_equipment: terms.safety_equipment,
        comm_equipment: terms.comm_equipment,
        computer_equipment: terms.computer_equipment,
        trash_bags_per_d: terms.trash_bag_rate,
        waste_containment_per_d: terms.waste_containment_rate,
    }
}
