//! One element, library element or instance. An instance has a base, the library element that it was
//! made from, from which it takes what it does not say itself.

use super::Reading;
use super::object::{At, Object};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    Amount, Carrier, Element, ElementKind, Environment, Fill, Hold, Part, Propulsion,
    PropulsiveVehicle, State, StateKind, Supply, SurfaceVehicle, Tank,
};
use portolan_vocabulary::Index;
use serde_json::Value;

const TYPES: &str = "Element, Human Agent, Robotic Agent, Resource Container, Resource Tank, \
                     Element Carrier, Propulsive Vehicle, Surface Vehicle";

const PLAIN_HOLD: Hold = Hold {
    max_mass_kg: None,
    max_volume_m3: None,
    environment: Environment::Unpressurized,
};

impl Reading {
    /// Takes in the library elements. What they contain is given to their instances.
    pub(super) fn library_elements(&mut self, root: &mut Object<'_>) {
        for (value, path) in root.list(&mut self.sink, "elementTemplates") {
            let Some(mut object) = Object::new(&mut self.sink, value, path) else {
                continue;
            };
            let id = object.needed_text(&mut self.sink, "id");
            object.get("templateId");
            let Some(element) = self.element(&mut object, &id, None, Vec::new()) else {
                continue;
            };
            if !self.templates.keep(&id, element) {
                self.duplicate(object.path(), &id);
            }
            object.finish(&mut self.sink);
        }
    }

    /// One element.
    pub(super) fn element(
        &mut self,
        object: &mut Object<'_>,
        id: &str,
        base: Option<&Element>,
        contents: Vec<Index<Element>>,
    ) -> Option<Element> {
        let states = match object.list_or_none(&mut self.sink, "states") {
            Some(items) => items
                .into_iter()
                .filter_map(|(value, path)| self.state(value, path))
                .collect(),
            None => base.map_or_else(Vec::new, |base| base.states.clone()),
        };
        let parts = match object.list_or_none(&mut self.sink, "parts") {
            Some(items) => items
                .into_iter()
                .filter_map(|(value, path)| self.part(value, path))
                .collect(),
            None => base.map_or_else(Vec::new, |base| base.parts.clone()),
        };
        let current_state = self.current_state(object, base, states.len());
        let kind = self.element_kind(object, base, contents)?;
        let class_of_supply = self.own_class(object, base);
        let sink = &mut self.sink;
        let environment = object.word(sink, "environment");
        let text = |base: fn(&Element) -> &str, from: Option<&Element>| {
            from.map_or_else(String::new, |from| base(from).to_owned())
        };
        let name = object.text_or_none(sink, "name");
        let description = object.text_or_none(sink, "description");
        Some(Element {
            id: id.to_owned(),
            template: base.map(|base| base.id.clone()),
            name: name.unwrap_or_else(|| text(|base| &base.name, base)),
            description: description.unwrap_or_else(|| text(|base| &base.description, base)),
            class_of_supply,
            environment: environment
                .or_else(|| base.map(|base| base.environment))
                .unwrap_or(Environment::Unpressurized),
            accommodation_mass_kg: object
                .number(sink, "accommodationMass")
                .or_else(|| base.map(|base| base.accommodation_mass_kg))
                .unwrap_or(0.0),
            mass_kg: number_or_base(object, sink, "mass", base.map(|base| base.mass_kg)),
            volume_m3: object
                .number(sink, "volume")
                .or_else(|| base.map(|base| base.volume_m3))
                .unwrap_or(0.0),
            states,
            current_state,
            parts,
            icon: object
                .text_or_none(sink, "icon")
                .or_else(|| base.and_then(|base| base.icon.clone())),
            kind,
        })
    }

    fn own_class(&mut self, object: &mut Object<'_>, base: Option<&Element>) -> u16 {
        if object.get("classOfSupply").is_none() && base.is_none() {
            object.missing(&mut self.sink, "classOfSupply");
        }
        object
            .class_of_supply(&mut self.sink)
            .or_else(|| base.map(|base| base.class_of_supply))
            .unwrap_or(0)
    }

    /// The position of the first state; it counts in the list as written, and -1 means none.
    fn current_state(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
        states: usize,
    ) -> Option<usize> {
        let key = "currentStateIndex";
        let position: i64 = match object.whole(&mut self.sink, key) {
            Some(-1) => return None,
            Some(position) => position,
            None => i64::try_from(base?.current_state?).ok()?,
        };
        let at = usize::try_from(position).ok().filter(|at| *at < states);
        if at.is_none() {
            let message = format!("there is no state at position {position} of {states} from 0");
            self.sink
                .error(codes::STATE, &At(&object.path_of(key)), message);
        }
        at
    }

    fn element_kind(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
        contents: Vec<Index<Element>>,
    ) -> Option<ElementKind> {
        let word = object.needed_text(&mut self.sink, "type");
        let kind = match word.as_str() {
            "Element" => ElementKind::Plain,
            "Human Agent" => ElementKind::HumanAgent {
                active_time_fraction: self.time_fraction(object, base),
            },
            "Robotic Agent" => ElementKind::RoboticAgent {
                active_time_fraction: self.time_fraction(object, base),
            },
            "Resource Container" => self.container(object, base),
            "Resource Tank" => self.resource_tank(object, base)?,
            "Element Carrier" => ElementKind::Carrier(self.carrier(object, base, contents)),
            "Propulsive Vehicle" => self.propulsive(object, base, contents),
            "Surface Vehicle" => self.surface(object, base, contents),
            _ => return self.unknown_type(object, &word, TYPES),
        };
        if base.is_some_and(|base| !same_kind(&base.kind, &kind)) {
            return self.unknown_type(object, &word, "the library element is of another");
        }
        Some(kind)
    }

    fn time_fraction(&mut self, object: &mut Object<'_>, base: Option<&Element>) -> f64 {
        let base = match base.map(|base| &base.kind) {
            Some(
                ElementKind::HumanAgent {
                    active_time_fraction,
                }
                | ElementKind::RoboticAgent {
                    active_time_fraction,
                },
            ) => Some(*active_time_fraction),
            _ => None,
        };
        number_or_base(object, &mut self.sink, "activeTimeFraction", base)
    }

    fn hold(&mut self, object: &mut Object<'_>, base: Option<Hold>) -> Hold {
        let base = base.unwrap_or(PLAIN_HOLD);
        let sink = &mut self.sink;
        let environment = object.word(sink, "cargoEnvironment");
        Hold {
            max_mass_kg: object.number(sink, "maxCargoMass").or(base.max_mass_kg),
            max_volume_m3: object.number(sink, "maxCargoVolume").or(base.max_volume_m3),
            environment: environment.unwrap_or(base.environment),
        }
    }

    fn container(&mut self, object: &mut Object<'_>, base: Option<&Element>) -> ElementKind {
        let (hold, held) = match base.map(|base| &base.kind) {
            Some(ElementKind::ResourceContainer { hold, contents }) => {
                (Some(*hold), contents.clone())
            }
            _ => (None, Vec::new()),
        };
        let own = object.list_or_none(&mut self.sink, "contents");
        let own: Option<Vec<Amount>> = own.map(|items| self.amounts_of(items, "amount"));
        ElementKind::ResourceContainer {
            hold: self.hold(object, hold),
            contents: own.unwrap_or(held),
        }
    }

    fn resource_tank(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
    ) -> Option<ElementKind> {
        let base = match base.map(|base| &base.kind) {
            Some(ElementKind::ResourceTank { fill }) => Some(*fill),
            _ => None,
        };
        let supply = match base {
            Some(base) if object.get("resource").is_none() => base.supply,
            _ => self.tank_resource(object)?,
        };
        let sink = &mut self.sink;
        let amount = base.map(|base| base.amount);
        let max_amount = base.map(|base| base.max_amount);
        Some(ElementKind::ResourceTank {
            fill: Fill {
                supply,
                amount: number_or_base(object, sink, "amount", amount),
                max_amount: number_or_base(object, sink, "maxAmount", max_amount),
            },
        })
    }

    /// The resource of a tank, whose own class of supply and environment say what the tank is.
    fn tank_resource(&mut self, object: &mut Object<'_>) -> Option<Supply> {
        let id = object.needed_text(&mut self.sink, "resource");
        let found = self.resources.by_id.get(&id).copied();
        if found.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of("resource"), &id, "resource");
        }
        found.map(Supply::Resource)
    }

    fn carrier(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
        contents: Vec<Index<Element>>,
    ) -> Carrier {
        object.get("contents");
        let base = base.and_then(Element::carrier);
        let max_crew = object.whole(&mut self.sink, "maxCrew");
        Carrier {
            hold: self.hold(object, base.map(|base| base.hold)),
            max_crew: max_crew
                .or_else(|| base.map(|base| base.max_crew))
                .unwrap_or(0),
            contents,
        }
    }

    /// A propulsive vehicle of these dialects has the main system only.
    fn propulsive(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
        contents: Vec<Index<Element>>,
    ) -> ElementKind {
        let carrier = self.carrier(object, base, contents);
        let base = match base.map(|base| &base.kind) {
            Some(ElementKind::PropulsiveVehicle(base)) => Some(&**base),
            _ => None,
        };
        let tank = self.fuel(object, base.and_then(|base| base.tanks.first()));
        let isp_s = object
            .number(&mut self.sink, "isp")
            .or_else(|| Some(base?.oms?.isp_s))
            .unwrap_or(0.0);
        let tanks: Vec<Tank> = tank.into_iter().collect();
        let oms = (isp_s > 0.0 || !tanks.is_empty()).then_some(Propulsion {
            isp_s,
            tank: (!tanks.is_empty()).then_some(0),
        });
        ElementKind::PropulsiveVehicle(Box::new(PropulsiveVehicle {
            carrier,
            oms,
            rcs: None,
            tanks,
        }))
    }

    fn surface(
        &mut self,
        object: &mut Object<'_>,
        base: Option<&Element>,
        contents: Vec<Index<Element>>,
    ) -> ElementKind {
        let carrier = self.carrier(object, base, contents);
        let base = match base.map(|base| &base.kind) {
            Some(ElementKind::SurfaceVehicle(base)) => Some(&**base),
            _ => None,
        };
        let fuel = self.fuel(object, base.and_then(|base| base.fuel.as_ref()));
        let speed = base.map(|base| base.max_speed_km_h);
        ElementKind::SurfaceVehicle(Box::new(SurfaceVehicle {
            carrier,
            max_speed_km_h: number_or_base(object, &mut self.sink, "maxSpeed", speed),
            fuel,
        }))
    }

    /// The tank of a vehicle: the fields `fuel` and `maxFuel`.
    fn fuel(&mut self, object: &mut Object<'_>, base: Option<&Tank>) -> Option<Tank> {
        let own = object.object(&mut self.sink, "fuel");
        let max_amount = object.number(&mut self.sink, "maxFuel");
        let mut fill = match own {
            Some(mut fuel) => {
                let supply = self.supply(&mut fuel);
                let amount = fuel.needed_number(&mut self.sink, "amount");
                fuel.finish(&mut self.sink);
                Fill {
                    supply: supply?,
                    amount,
                    max_amount: base.map_or(amount, |base| base.fill.max_amount),
                }
            }
            None => base?.fill,
        };
        fill.max_amount = max_amount.unwrap_or(fill.max_amount);
        Some(Tank {
            id: String::new(),
            name: String::new(),
            mass_kg: 0.0,
            fill,
        })
    }

    fn state(&mut self, value: &Value, path: String) -> Option<State> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let demand_models = self.models_in(&mut object, "demandModels");
        let sink = &mut self.sink;
        let state = State {
            id: object.text(sink, "id"),
            name: object.text(sink, "name"),
            description: object.text(sink, "description"),
            kind: object.needed_word(sink, "type", StateKind::Active),
            demand_models,
        };
        object.finish(sink);
        Some(state)
    }

    fn part(&mut self, value: &Value, path: String) -> Option<Part> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let id = object.needed_text(&mut self.sink, "resource");
        let resource = self.resources.by_id.get(&id).copied();
        if resource.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of("resource"), &id, "resource");
        }
        let sink = &mut self.sink;
        let part = Part {
            resource: resource?,
            quantity: object.needed_number(sink, "quantity"),
            duty_cycle: object.number(sink, "dutyCycle").unwrap_or(1.0),
            mean_time_to_failure: object.span(sink, "meanTimeToFailure"),
            mean_time_to_repair: object.span(sink, "meanTimeToRepair"),
            mass_to_repair_kg: object.number(sink, "massToRepair"),
        };
        object.finish(sink);
        Some(part)
    }
}

fn same_kind(a: &ElementKind, b: &ElementKind) -> bool {
    std::mem::discriminant(a) == std::mem::discriminant(b)
}

/// A number that must be there, in the object or in its base.
fn number_or_base(
    object: &mut Object<'_>,
    sink: &mut crate::spacenet::sink::Sink,
    key: &'static str,
    base: Option<f64>,
) -> f64 {
    match base {
        Some(base) => object.number(sink, key).unwrap_or(base),
        None => object.needed_number(sink, key),
    }
}
