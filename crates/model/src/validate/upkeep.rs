//! How elements are used: what they may carry, where they may go, how they wear, what they make.

use super::Judge;
use crate::element::{Element, Plant, Upkeep};
use portolan_vocabulary::Duration;

impl Judge<'_> {
    pub(super) fn use_of(&mut self, element: &Element) {
        let id = element.id.as_str();
        if let Some(payload) = element.max_payload {
            self.not_negative("element", id, "max payload", payload.kg(), "kg");
        }
        let edges = &self.parts.edges;
        if element.ways.iter().any(|way| edges.at(*way).is_none()) {
            self.dangling("element", id, "edge");
        }
        self.upkeep(id, &element.upkeep);
        if let Some(plant) = &element.plant {
            self.plant(id, plant);
        }
        if let Some(sizing) = &element.sizing {
            self.sizing(element, sizing);
        }
    }

    /// The design that an element is made from; a design is made from none.
    pub(super) fn origin(&mut self, element: &Element, is_design: bool) {
        let Some(design) = element.design else { return };
        let id = element.id.as_str();
        if self.parts.designs.at(design).is_none() {
            self.dangling("element", id, "design");
        }
        if is_design {
            self.contradiction("element", id, "a design is a piece of no design");
        }
    }

    fn upkeep(&mut self, id: &str, upkeep: &Upkeep) {
        for (good, fraction) in &upkeep.per_trip {
            if !self.resolves(*good) {
                self.dangling("element", id, "resource");
            }
            self.range("element", id, "wear per trip", *fraction, "", 0.0, 1.0);
        }
        self.duration("element", id, "turnaround", upkeep.turnaround);
        if upkeep.refurbishment.is_some_and(|cost| cost.amount() < 0.0) {
            self.error("element", id, "the cost of refurbishment is below zero");
        }
        let is_tied = upkeep.turnaround > Duration::ZERO
            || upkeep.refurbishment.is_some()
            || upkeep.max_departures.is_some();
        match upkeep.base {
            Some(base) if self.parts.nodes.at(base).is_none() => {
                self.dangling("element", id, "node");
            }
            None if is_tied => {
                let message = "turnaround, refurbishment and departures are counted at a base, and none is given";
                self.contradiction("element", id, message);
            }
            _ => {}
        }
    }

    fn plant(&mut self, id: &str, plant: &Plant) {
        self.rates("element", id, &plant.inputs, true);
        self.rates("element", id, &plant.outputs, true);
        if plant.outputs.is_empty() {
            self.contradiction("element", id, "a plant makes nothing");
        }
        let (name, most) = ("decay per year", 1.0 - 1e-12);
        self.range("element", id, name, plant.decay_per_y, "", 0.0, most);
    }
}
