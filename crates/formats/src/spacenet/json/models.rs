//! Demand models: those of the library, and those used in place, which take from a library model
//! what they do not say themselves.

use super::Reading;
use super::object::Object;
use crate::spacenet::consumables::{CrewConsumables, FIELDS, TRANSIT_KEY};
use crate::spacenet::scenario::{Amount, DemandKind, DemandModel};
use serde_json::Value;

const TYPES: &str = "Crew Consumables, Rated, Timed Impulse, Sparing By Mass";

impl Reading {
    /// Takes in the library models.
    pub(super) fn library_models(&mut self, root: &mut Object<'_>) {
        for (value, path) in root.list(&mut self.sink, "demandModels") {
            if let Some(model) = self.model(value, path.clone()) {
                let id = model.id.clone();
                if !id.is_empty() && !self.models.keep(&id, model) {
                    self.duplicate(&path, &id);
                }
            }
        }
    }

    /// The models used in place in a list field.
    pub(super) fn models_in(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
    ) -> Vec<DemandModel> {
        let items = object.list(&mut self.sink, key);
        items
            .into_iter()
            .filter_map(|(value, path)| self.model(value, path))
            .collect()
    }

    fn model(&mut self, value: &Value, path: String) -> Option<DemandModel> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let template = object.text_or_none(&mut self.sink, "templateId");
        let base = match &template {
            Some(id) => match self.models.by_id.get(id) {
                Some(index) => Some(self.models.items[index.at()].clone()),
                None => {
                    self.nowhere(&object.path_of("templateId"), id, "demand model");
                    return None;
                }
            },
            None => None,
        };
        let kind = self.model_kind(&mut object, base.as_ref().map(|base| &base.kind))?;
        let sink = &mut self.sink;
        let (name, description) =
            base.map_or_else(Default::default, |base| (base.name, base.description));
        let model = DemandModel {
            id: object.text(sink, "id"),
            name: object.text_or_none(sink, "name").unwrap_or(name),
            description: object
                .text_or_none(sink, "description")
                .unwrap_or(description),
            template,
            kind,
        };
        object.finish(sink);
        Some(model)
    }

    fn model_kind(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&DemandKind>,
    ) -> Option<DemandKind> {
        let kind = object.needed_text(&mut self.sink, "type");
        Some(match (kind.as_str(), base) {
            ("Crew Consumables", None) => self.crew_consumables(object, None),
            ("Crew Consumables", Some(DemandKind::CrewConsumables(base))) => {
                self.crew_consumables(object, Some(base))
            }
            ("Rated", None) => self.rated(object, Vec::new()),
            ("Rated", Some(DemandKind::Rated { rates })) => self.rated(object, rates.clone()),
            ("Timed Impulse", None) => self.impulse(object, Vec::new()),
            ("Timed Impulse", Some(DemandKind::TimedImpulse { demands })) => {
                self.impulse(object, demands.clone())
            }
            ("Sparing By Mass", None) => self.sparing(object, (None, None, false)),
            (
                "Sparing By Mass",
                Some(DemandKind::SparingByMass {
                    unpressurized_rate,
                    pressurized_rate,
                    parts_list,
                }),
            ) => self.sparing(
                object,
                (
                    Some(*unpressurized_rate),
                    Some(*pressurized_rate),
                    *parts_list,
                ),
            ),
            _ => {
                let known = match base {
                    Some(_) => "the library model is of another",
                    None => TYPES,
                };
                return self.unknown_type(object, &kind, known);
            }
        })
    }

    fn crew_consumables(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&CrewConsumables>,
    ) -> DemandKind {
        let sink = &mut self.sink;
        let mut model = base.cloned().unwrap_or_default();
        if let Some(flag) = object.flag(sink, TRANSIT_KEY) {
            model.transit_demands_omitted = flag;
        }
        for field in FIELDS {
            match object.number(sink, field.key) {
                Some(value) => field.set(&mut model, value),
                None if base.is_none() && object.get(field.key).is_none() => {
                    object.missing(sink, field.key);
                }
                None => {}
            }
        }
        DemandKind::CrewConsumables(Box::new(model))
    }

    fn rated(&mut self, object: &mut Object<'_>, base: Vec<Amount>) -> DemandKind {
        let items = object.list_or_none(&mut self.sink, "demands");
        let own = items.map(|items| self.amounts_of(items, "rate"));
        DemandKind::Rated {
            rates: own.unwrap_or(base),
        }
    }

    fn impulse(&mut self, object: &mut Object<'_>, base: Vec<Amount>) -> DemandKind {
        let items = object.list_or_none(&mut self.sink, "demands");
        let own = items.map(|items| self.amounts_of(items, "amount"));
        DemandKind::TimedImpulse {
            demands: own.unwrap_or(base),
        }
    }

    fn sparing(
        &mut self,
        object: &mut Object<'_>,
        (unpressurized, pressurized, parts_list): (Option<f64>, Option<f64>, bool),
    ) -> DemandKind {
        let sink = &mut self.sink;
        let mut rate = |key: &'static str, base: Option<f64>| match base {
            Some(base) => object.number(sink, key).unwrap_or(base),
            None => object.needed_number(sink, key),
        };
        DemandKind::SparingByMass {
            unpressurized_rate: rate("unpressurizedSparesRate", unpressurized),
            pressurized_rate: rate("pressurizedSparesRate", pressurized),
            parts_list: object.flag(sink, "partsListEnabled").unwrap_or(parts_list),
        }
    }
}
