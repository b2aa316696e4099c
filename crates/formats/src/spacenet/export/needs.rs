//! Demand models: each becomes a library model, which the place where it is used names.

use super::{Exporting, uuid};
use crate::spacenet::consumables::{CrewConsumables, FIELDS as CONSUMABLES_FIELDS, TRANSIT_KEY};
use portolan_model::{self as model, DemandModel, Rate};
use serde_json::{Map, Value, json};

/// Days of the year in SpaceNet's spares rates.
const DAYS_PER_YEAR: f64 = 365.0;

impl Exporting<'_> {
    /// The models of a state or mission, `owner`, as named in place.
    pub(super) fn models(
        &mut self,
        models: &[DemandModel],
        owner: &str,
        (kind, id): (&'static str, &str),
    ) -> Value {
        let mut used = Vec::new();
        for (at, model) in models.iter().enumerate() {
            let Some((word, fields)) = self.model(model, (kind, id)) else {
                continue;
            };
            let model_id = uuid("model", &format!("{owner}/{at}"));
            let mut library = json!({
                "type": word, "id": model_id, "name": word, "description": "",
            });
            if let Value::Object(library) = &mut library {
                library.extend(fields);
            }
            self.models.push(library);
            used.push(json!({
                "type": word, "name": word, "description": "", "templateId": model_id,
            }));
        }
        Value::Array(used)
    }

    fn model(
        &mut self,
        model: &DemandModel,
        (kind, id): (&'static str, &str),
    ) -> Option<(&'static str, Map<String, Value>)> {
        let mut fields = Map::new();
        let word = match model {
            DemandModel::CrewConsumables(terms) => {
                if terms.health_per_day {
                    let message = "SpaceNet does not multiply health consumables by days";
                    self.differ(message, kind, id);
                }
                consumables(terms, &mut fields);
                "Crew Consumables"
            }
            DemandModel::Rated(rates) => {
                fields.insert("demands".to_owned(), self.rates(rates, 1.0).into());
                "Rated"
            }
            DemandModel::Conversion { inputs, outputs } => {
                let message = "SpaceNet lets outputs flow while inputs are missing";
                self.differ(message, kind, id);
                let mut demands = self.rates(inputs, 1.0);
                demands.extend(self.rates(outputs, -1.0));
                fields.insert("demands".to_owned(), demands.into());
                "Rated"
            }
            DemandModel::Impulse(lots) => {
                fields.insert("demands".to_owned(), self.lots(lots));
                "Timed Impulse"
            }
            DemandModel::SparingByMass {
                unpressurised_per_y,
                pressurised_per_y,
                parts_listed,
            } => {
                let per_year = DAYS_PER_YEAR / self.campaign.settings.days_per_year;
                for (key, rate) in [
                    ("unpressurizedSparesRate", unpressurised_per_y),
                    ("pressurizedSparesRate", pressurised_per_y),
                ] {
                    fields.insert(key.to_owned(), json!(rate * per_year));
                }
                fields.insert("partsListEnabled".to_owned(), json!(parts_listed));
                "Sparing By Mass"
            }
            DemandModel::SparingByParts => {
                self.lose("spares by expected failures", kind, id);
                return None;
            }
        };
        Some((word, fields))
    }

    fn rates(&self, rates: &[Rate], sign: f64) -> Vec<Value> {
        let rates = rates.iter();
        rates
            .map(|rate| self.amount(rate.good, "rate", sign * rate.per_day))
            .collect()
    }
}

fn consumables(terms: &model::CrewConsumables, fields: &mut Map<String, Value>) {
    let terms = CrewConsumables {
        transit_demands_omitted: terms.omit_transit,
        reserves_duration_d: terms.reserves_d,
        water_recovery_rate: terms.water_recovery,
        clothing_lifetime_d: terms.clothing_lifetime_d,
        water_rate: terms.water_per_d,
        eva_water_rate: terms.eva_water_per_h,
        food_support_rate: terms.food_support_per_d,
        ambient_food_rate: terms.ambient_food_per_d,
        rf_food_rate: terms.frozen_food_per_d,
        oxygen_rate: terms.oxygen_per_d,
        eva_oxygen_rate: terms.eva_oxygen_per_h,
        nitrogen_rate: terms.nitrogen_per_d,
        hygiene_rate: terms.hygiene_per_d,
        hygiene_kit: terms.hygiene_kit,
        clothing_rate: terms.clothing_per_change,
        personal_items: terms.personal_items,
        office_equipment: terms.office_equipment,
        eva_suit: terms.eva_suit,
        eva_lithium_hydroxide: terms.eva_lithium_hydroxide_per_h,
        health_equipment: terms.health_equipment,
        health_consumables: terms.health_consumables,
        safety_equipment: terms.safety_equipment,
        comm_equipment: terms.comm_equipment,
        computer_equipment: terms.computer_equipment,
        trash_bag_rate: terms.trash_bags_per_d,
        waste_containment_rate: terms.waste_containment_per_d,
    };
    fields.insert(TRANSIT_KEY.to_owned(), json!(terms.transit_demands_omitted));
    for field in CONSUMABLES_FIELDS {
        fields.insert(field.key.to_owned(), json!((field.get)(&terms)));
    }
}
