//! Demand models and sets of demands.

use super::Reading;
use super::dom::NodeId;
use crate::spacenet::codes;
use crate::spacenet::consumables::{CrewConsumables, FIELDS, TRANSIT_KEY};
use crate::spacenet::scenario::{Amount, DemandKind, DemandModel};

const MODEL_TAGS: &[&str] = &["tid", "name", "description"];

impl Reading<'_> {
    /// The demand models in a collection field; `owner` is the element that they belong to.
    pub(super) fn demand_models(
        &mut self,
        at: NodeId,
        tag: &str,
        owner: Option<NodeId>,
    ) -> Vec<DemandModel> {
        let items = self.items(at, tag);
        items
            .into_iter()
            .filter_map(|item| self.demand_model(item, owner))
            .collect()
    }

    fn demand_model(&mut self, at: NodeId, owner: Option<NodeId>) -> Option<DemandModel> {
        let at = self.object(at)?;
        let class = self.class_of(at);
        let kind = match class.as_str() {
            "crewconsumablesdemandmodel" => {
                DemandKind::CrewConsumables(Box::new(self.crew_consumables(at)))
            }
            "rateddemandmodel" => {
                self.known_tags(at, &[MODEL_TAGS, &["demandRates"]].concat());
                let rates = self.demand_list(at, "demandRates");
                DemandKind::Rated { rates }
            }
            "timedimpulsedemandmodel" => {
                self.known_tags(at, &[MODEL_TAGS, &["demands", "flag"]].concat());
                let demands = self.demand_list(at, "demands");
                DemandKind::TimedImpulse { demands }
            }
            "sparingbymassdemandmodel" => self.sparing(at, owner),
            _ => {
                let message = format!("an object of class {class} is no demand model");
                self.error(at, codes::REFERENCE, message);
                return None;
            }
        };
        let template = self.text(at, "tid");
        Some(DemandModel {
            id: String::new(),
            template: (!template.is_empty()).then_some(template),
            name: self.text(at, "name"),
            description: self.text(at, "description"),
            kind,
        })
    }

    fn crew_consumables(&mut self, at: NodeId) -> CrewConsumables {
        let mut tags = vec!["mission", TRANSIT_KEY];
        tags.extend(MODEL_TAGS);
        tags.extend(FIELDS.iter().map(|field| field.key));
        self.known_tags(at, &tags);
        let mut model = CrewConsumables {
            transit_demands_omitted: self.flag_or(at, TRANSIT_KEY, false),
            ..CrewConsumables::default()
        };
        for field in FIELDS {
            let value = self.needed_number(at, field.key);
            field.set(&mut model, value);
        }
        model
    }

    fn sparing(&mut self, at: NodeId, owner: Option<NodeId>) -> DemandKind {
        let tags = [
            "element",
            "unpressurizedSparesRate",
            "pressurizedSparesRate",
            "partsListEnabled",
        ];
        self.known_tags(at, &[MODEL_TAGS, &tags].concat());
        if let (Some(owner), Some(element)) = (owner, self.field(at, "element"))
            && owner != element
        {
            let message = "the model spares another element than the one that holds it; the holder \
                           is taken";
            self.warning(at, codes::REFERENCE, message);
        }
        DemandKind::SparingByMass {
            unpressurized_rate: self.needed_number(at, "unpressurizedSparesRate"),
            pressurized_rate: self.needed_number(at, "pressurizedSparesRate"),
            parts_list: self.flag_or(at, "partsListEnabled", false),
        }
    }

    /// The demands of a `DemandSet` in a field. The set is an object around its one collection, which
    /// bears the same name.
    pub(super) fn demand_set(&mut self, at: NodeId, tag: &str) -> Vec<Amount> {
        match self.field(at, tag) {
            Some(set) => self.demand_list(set, "demands"),
            None => Vec::new(),
        }
    }

    /// The demands of a collection in a field.
    fn demand_list(&mut self, at: NodeId, tag: &str) -> Vec<Amount> {
        let items = self.items(at, tag);
        items
            .into_iter()
            .filter_map(|item| self.demand(item))
            .collect()
    }

    fn demand(&mut self, at: NodeId) -> Option<Amount> {
        let at = self.object(at)?;
        self.known_tags(at, &["resource", "amount"]);
        let resource = self.needed_field(at, "resource")?;
        Some(Amount {
            supply: self.supply(resource)?,
            amount: self.needed_number(at, "amount"),
        })
    }
}
