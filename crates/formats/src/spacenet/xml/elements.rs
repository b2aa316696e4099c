//! Elements, their states and their parts.

use super::Reading;
use super::dom::NodeId;
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    Amount, Carrier, Element, ElementKind, Environment, Fill, Hold, Part, Propulsion,
    PropulsiveVehicle, State, StateKind, Supply, SurfaceVehicle, Tank,
};
use portolan_vocabulary::{Duration, Index};

const CLASSES: &[&str] = &[
    "element",
    "crewmember",
    "resourcecontainer",
    "genericresourcecontainer",
    "resourcetank",
    "carrier",
    "propulsivevehicle",
    "surfacevehicle",
];

impl Reading<'_> {
    /// The elements in a collection field.
    pub(super) fn element_list(&mut self, at: NodeId, tag: &str) -> Vec<Index<Element>> {
        let items = self.items(at, tag);
        items
            .into_iter()
            .filter_map(|item| self.element_at(item))
            .collect()
    }

    /// The element in a field that must be there.
    pub(super) fn element_of(&mut self, at: NodeId, tag: &str) -> Option<Index<Element>> {
        let target = self.needed_field(at, tag)?;
        self.element_at(target)
    }

    /// The index of the element that `at` is or refers to. It is read later, from the queue.
    pub(super) fn element_at(&mut self, at: NodeId) -> Option<Index<Element>> {
        let at = self.object(at)?;
        if let Some(known) = self.elements.met.get(&at) {
            return *known;
        }
        let class = self.class_of(at);
        if !CLASSES.contains(&class.as_str()) {
            let message = format!("an object of class {class} is no element");
            self.error(at, codes::REFERENCE, message);
            return None;
        }
        let index = self.elements.keep(at, Some(Element::blank()))?;
        self.unread.push_back((at, index));
        Some(index)
    }

    /// Reads the elements that were met, and those which they lead to.
    pub(super) fn read_elements(&mut self) {
        while let Some((at, index)) = self.unread.pop_front() {
            if let Some(element) = self.element(at) {
                self.elements.items[index.at()] = element;
            }
        }
    }

    /// Reads one element.
    pub(super) fn element(&mut self, at: NodeId) -> Option<Element> {
        let class = self.class_of(at);
        self.known_tags(at, &[ELEMENT_TAGS, class_tags(&class)].concat());
        let states = self.items(at, "states");
        let parts = self.items(at, "parts");
        let template = self.text(at, "tid");
        Some(Element {
            id: self.text(at, "uid"),
            template: (!template.is_empty()).then_some(template),
            name: self.text(at, "name"),
            description: self.text(at, "description"),
            class_of_supply: self.class_of_supply(at),
            environment: self.word_or(at, "environment", Environment::Unpressurized),
            accommodation_mass_kg: self.number_or(at, "accommodationMass", 0.0),
            mass_kg: self.needed_number(at, "mass"),
            volume_m3: self.number_or(at, "volume", 0.0),
            states: states
                .into_iter()
                .filter_map(|state| self.state(state, at))
                .collect(),
            current_state: self.state_of(at, "currentState", at),
            parts: parts
                .into_iter()
                .filter_map(|part| self.part(part))
                .collect(),
            icon: self.icon(at),
            kind: self.element_kind(at, &class)?,
        })
    }

    fn icon(&self, at: NodeId) -> Option<String> {
        let icon = self.text(at, "iconType");
        (!icon.is_empty()).then_some(icon)
    }

    fn element_kind(&mut self, at: NodeId, class: &str) -> Option<ElementKind> {
        Some(match class {
            "crewmember" => ElementKind::HumanAgent {
                active_time_fraction: self.needed_number(at, "availableTimeFraction"),
            },
            "resourcecontainer" | "genericresourcecontainer" => ElementKind::ResourceContainer {
                hold: self.hold(at),
                contents: self.amount_map(at, "contents"),
            },
            "resourcetank" => ElementKind::ResourceTank {
                fill: self.fill(at)?,
            },
            "carrier" => ElementKind::Carrier(self.carrier(at)),
            "propulsivevehicle" => ElementKind::PropulsiveVehicle(Box::new(self.propulsive(at))),
            "surfacevehicle" => ElementKind::SurfaceVehicle(Box::new(SurfaceVehicle {
                carrier: self.carrier(at),
                max_speed_km_h: self.needed_number(at, "maxSpeed"),
                fuel: self.tank_in(at, "fuelTank"),
            })),
            _ => ElementKind::Plain,
        })
    }

    fn hold(&mut self, at: NodeId) -> Hold {
        Hold {
            max_mass_kg: self.number(at, "maxCargoMass"),
            max_volume_m3: self.number(at, "maxCargoVolume"),
            environment: self.word_or(at, "cargoEnvironment", Environment::Unpressurized),
        }
    }

    fn carrier(&mut self, at: NodeId) -> Carrier {
        Carrier {
            hold: self.hold(at),
            max_crew: self.whole_or(at, "maxCrewSize", 0),
            contents: self.element_list(at, "contents"),
        }
    }

    fn propulsive(&mut self, at: NodeId) -> PropulsiveVehicle {
        let mut tanks = Vec::new();
        let mut read = Vec::new();
        let oms = self.propulsion(at, ("omsIsp", "omsFuelTank"), &mut tanks, &mut read);
        let rcs = self.propulsion(at, ("rcsIsp", "rcsFuelTank"), &mut tanks, &mut read);
        PropulsiveVehicle {
            carrier: self.carrier(at),
            oms,
            rcs,
            tanks,
        }
    }

    /// One propulsion system. Two systems that draw on one tank refer to the same object.
    fn propulsion(
        &mut self,
        at: NodeId,
        (isp, tank): (&str, &str),
        tanks: &mut Vec<Tank>,
        read: &mut Vec<NodeId>,
    ) -> Option<Propulsion> {
        let isp_s = self.number_or(at, isp, 0.0);
        let tank = match self.field(at, tank) {
            Some(target) => match read.iter().position(|known| *known == target) {
                Some(known) => Some(known),
                None => self.tank(target).map(|tank| {
                    read.push(target);
                    tanks.push(tank);
                    tanks.len() - 1
                }),
            },
            None => None,
        };
        (isp_s > 0.0 || tank.is_some()).then_some(Propulsion { isp_s, tank })
    }

    fn tank_in(&mut self, at: NodeId, tag: &str) -> Option<Tank> {
        let target = self.field(at, tag)?;
        self.tank(target)
    }

    fn tank(&mut self, at: NodeId) -> Option<Tank> {
        self.known_tags(at, &[ELEMENT_TAGS, class_tags("resourcetank")].concat());
        Some(Tank {
            id: self.text(at, "uid"),
            name: self.text(at, "name"),
            mass_kg: self.number_or(at, "mass", 0.0),
            fill: self.fill(at)?,
        })
    }

    fn fill(&mut self, at: NodeId) -> Option<Fill> {
        // A tank of no resource is what a vehicle without that system is given; it holds nothing.
        let supply = match self.field(at, "resource") {
            Some(resource) => self.supply(resource)?,
            None => Supply::Generic {
                class_of_supply: 0,
                environment: Environment::Unpressurized,
            },
        };
        Some(Fill {
            supply,
            amount: self.needed_number(at, "amount"),
            max_amount: self.needed_number(at, "maxAmount"),
        })
    }

    /// The amounts of a map from resources to numbers.
    fn amount_map(&mut self, at: NodeId, tag: &str) -> Vec<Amount> {
        let entries = self.items(at, tag);
        let mut amounts = Vec::new();
        for entry in entries {
            let &[resource, number] = self.dom.children(entry) else {
                self.error(entry, codes::TYPE, "an entry is a resource and a number");
                continue;
            };
            if let (Some(supply), Some(amount)) = (self.supply(resource), self.number_in(number)) {
                amounts.push(Amount { supply, amount });
            }
        }
        amounts
    }

    fn state(&mut self, at: NodeId, element: NodeId) -> Option<State> {
        let at = self.object(at)?;
        let tags = ["tid", "name", "description", "stateType", "demandModels"];
        self.known_tags(at, &tags);
        Some(State {
            id: self.text(at, "tid"),
            name: self.text(at, "name"),
            description: self.text(at, "description"),
            kind: self.needed_word(at, "stateType", StateKind::Active),
            demand_models: self.demand_models(at, "demandModels", Some(element)),
        })
    }

    /// The position among `element`'s states of the state in a field.
    pub(super) fn state_of(&mut self, at: NodeId, tag: &str, element: NodeId) -> Option<usize> {
        let child = self.dom.child(at, tag)?;
        self.state_at(child, element)
    }

    /// The position among `element`'s states of the state that `at` refers to; none for `<null/>`.
    pub(super) fn state_at(&mut self, at: NodeId, element: NodeId) -> Option<usize> {
        if self.dom.name(at) == "null" {
            return None;
        }
        let state = self.object(at)?;
        let states = self.items(element, "states");
        let position = states
            .iter()
            .position(|known| self.dom.target(*known) == Some(state));
        if position.is_none() {
            self.error(at, codes::STATE, "this is none of the element's states");
        }
        position
    }

    fn part(&mut self, at: NodeId) -> Option<Part> {
        let at = self.object(at)?;
        self.known_tags(at, PART_TAGS);
        let resource = self.needed_field(at, "partType")?;
        let Supply::Resource(resource) = self.supply(resource)? else {
            self.error(
                at,
                codes::REFERENCE,
                "a part is a resource, not a class of supply",
            );
            return None;
        };
        Some(Part {
            resource,
            quantity: self.needed_number(at, "quantity"),
            duty_cycle: self.number_or(at, "dutyCycle", 1.0),
            mean_time_to_failure: self.positive_hours(at, "meanTimeToFailure"),
            mean_time_to_repair: self.positive_hours(at, "meanTimeToRepair"),
            mass_to_repair_kg: self.number(at, "massToRepair").filter(|mass| *mass >= 0.0),
        })
    }

    /// Hours, with none for the negative numbers that stand for "unknown".
    fn positive_hours(&mut self, at: NodeId, tag: &str) -> Option<Duration> {
        let hours = self.number(at, tag)?;
        (hours > 0.0).then(|| Duration::from_hours(hours))
    }
}

const ELEMENT_TAGS: &[&str] = &[
    "tid",
    "uid",
    "name",
    "description",
    "classOfSupply",
    "environment",
    "accommodationMass",
    "mass",
    "volume",
    "parts",
    "states",
    "currentState",
    "container",
    "iconType",
];

const PART_TAGS: &[&str] = &[
    "tid",
    "name",
    "description",
    "partType",
    "quantity",
    "dutyCycle",
    "meanTimeToFailure",
    "meanTimeToRepair",
    "massToRepair",
];

fn class_tags(class: &str) -> &'static [&'static str] {
    match class {
        "crewmember" => &["availableTimeFraction"],
        "resourcetank" => &["resource", "amount", "maxAmount"],
        "resourcecontainer" | "genericresourcecontainer" => &[
            "maxCargoMass",
            "maxCargoVolume",
            "cargoEnvironment",
            "contents",
        ],
        "carrier" => &[
            "maxCargoMass",
            "maxCargoVolume",
            "cargoEnvironment",
            "maxCrewSize",
            "contents",
        ],
        "propulsivevehicle" => &[
            "maxCargoMass",
            "maxCargoVolume",
            "cargoEnvironment",
            "maxCrewSize",
            "contents",
            "omsIsp",
            "rcsIsp",
            "omsFuelTank",
            "rcsFuelTank",
        ],
        "surfacevehicle" => &[
            "maxCargoMass",
            "maxCargoVolume",
            "cargoEnvironment",
            "maxCrewSize",
            "contents",
            "maxSpeed",
            "fuelTank",
        ],
        _ => &[],
    }
}
