//! Elements: SpaceNet's type is the one that keeps most of what an element is able to do.

use super::places::environment;
use super::{Exporting, UNLIMITED, iso, uuid};
use crate::spacenet::codes;
use portolan_model::{
    BurnSystem, Element, Environment, Good, Hold, Part, Propulsion, State, StateKind, Store,
    StoreKind, SupplyClass,
};
use portolan_vocabulary::Finding;
use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

impl Exporting<'_> {
    /// One element.
    pub(super) fn element(&mut self, element: &Element) -> Value {
        let id = element.id.as_str();
        let mut fields = Fields::new();
        let mut kept = Vec::new();
        let word = self.abilities(element, &mut fields, &mut kept);
        let mut written = json!({
            "type": word,
            "id": uuid("element", id),
            "templateId": null,
            "name": element.name,
            "description": "",
            "accommodationMass": 0.0,
            "mass": element.mass.kg(),
            "volume": element.volume.m3(),
            "classOfSupply": element.class.number(),
            "environment": environment(element.environment),
            "states": self.states(element),
            "currentStateIndex": element.initial_state,
            "parts": self.parts(&element.parts),
        });
        if let Value::Object(written) = &mut written {
            written.extend(fields);
        }
        self.lost_stores(element, &kept);
        self.lost_of_element(element);
        written
    }

    /// SpaceNet's type and its fields; `kept` receives the positions of the stores it carries.
    fn abilities(
        &mut self,
        element: &Element,
        fields: &mut Fields,
        kept: &mut Vec<usize>,
    ) -> &'static str {
        if let Some(crew) = &element.crew {
            let fraction = json!(crew.available_fraction);
            fields.insert("activeTimeFraction".to_owned(), fraction);
            return "Human Agent";
        }
        if !element.propulsion.is_empty() {
            self.hold(element.hold.as_ref(), element, fields);
            self.propulsion(element, fields, kept);
            return "Propulsive Vehicle";
        }
        if let Some(drive) = &element.drive {
            self.hold(element.hold.as_ref(), element, fields);
            fields.insert("maxSpeed".to_owned(), json!(drive.max_speed.m_s() * 3.6));
            if drive.fuel_per_km > 0.0 {
                self.lose("fuel by distance", "element", element.id.as_str());
            }
            let stores: Vec<usize> = drive.store.into_iter().collect();
            self.fuel(element, &stores, fields);
            kept.extend(stores);
            return "Surface Vehicle";
        }
        if let Some(hold) = &element.hold {
            self.hold(Some(hold), element, fields);
            return "Element Carrier";
        }
        self.stores(element, fields, kept)
    }

    fn stores(
        &mut self,
        element: &Element,
        fields: &mut Fields,
        kept: &mut Vec<usize>,
    ) -> &'static str {
        let stores = &element.stores;
        if let [store] = &stores[..]
            && let StoreKind::Tank(resource) = store.kind
        {
            kept.push(0);
            let good = Good::Specific(resource);
            let resource = self.amount(good, "amount", 0.0)["resource"].take();
            fields.insert("resource".to_owned(), resource);
            let (amount, most) = self.fill(store, good);
            fields.insert("amount".to_owned(), json!(amount));
            fields.insert("maxAmount".to_owned(), json!(most));
            return "Resource Tank";
        }
        let any = |store: &Store| store.kind == StoreKind::Any;
        let Some(at) = stores
            .iter()
            .position(any)
            .or((!stores.is_empty()).then_some(0))
        else {
            return "Element";
        };
        kept.push(at);
        let store = &stores[at];
        fields.insert(
            "maxCargoMass".to_owned(),
            json!(store.max_mass.map_or(UNLIMITED, |m| m.kg())),
        );
        let volume = store.max_volume.map_or(UNLIMITED, |volume| volume.m3());
        fields.insert("maxCargoVolume".to_owned(), json!(volume));
        fields.insert(
            "cargoEnvironment".to_owned(),
            json!(environment(store.environment)),
        );
        fields.insert("contents".to_owned(), self.lots(&store.contents));
        if !store.classes.is_empty() {
            let id = element.id.as_str();
            self.lose("which classes of supply a container takes", "element", id);
        }
        "Resource Container"
    }

    fn hold(&mut self, hold: Option<&Hold>, element: &Element, fields: &mut Fields) {
        // A vehicle without a hold is one that takes nothing.
        let none = |limit: f64| if hold.is_some() { UNLIMITED } else { limit };
        let max_mass = hold.and_then(|hold| hold.max_mass).map(|mass| mass.kg());
        let max_volume = hold
            .and_then(|hold| hold.max_volume)
            .map(|volume| volume.m3());
        if hold.is_some() && (max_mass.is_none() || max_volume.is_none()) {
            let message = "what has no limit is given a very large one";
            self.assume(message, "element", element.id.as_str());
        }
        if hold.is_some_and(|hold| hold.door.is_some()) {
            self.lose("doors of holds", "element", element.id.as_str());
        }
        let inside = hold.map_or(Environment::Unpressurised, |hold| hold.environment);
        for (key, value) in [
            ("maxCargoMass", json!(max_mass.unwrap_or(none(0.0)))),
            ("maxCargoVolume", json!(max_volume.unwrap_or(none(0.0)))),
            ("cargoEnvironment", json!(environment(inside))),
            ("maxCrew", json!(hold.map_or(0, |hold| hold.max_crew))),
            ("contents", json!([])),
        ] {
            fields.insert(key.to_owned(), value);
        }
    }

    /// The one propulsion system that the format has: the main one, or another where there is none.
    fn propulsion(&mut self, element: &Element, fields: &mut Fields, kept: &mut Vec<usize>) {
        let main = element.propulsion_for(BurnSystem::Main);
        let Some(used) = main.or(element.propulsion.first()) else {
            return;
        };
        if element.propulsion.len() > 1 {
            self.lose("a second propulsion system", "element", element.id.as_str());
        }
        if used.thrust.is_some() {
            self.lose("thrust", "element", element.id.as_str());
        }
        fields.insert("isp".to_owned(), json!(used.isp.s()));
        let stores = feeding(used);
        self.fuel(element, &stores, fields);
        kept.extend(stores);
    }

    /// The fuel of a vehicle, from the stores that feed it. Several become one tank of class 1.
    fn fuel(&mut self, element: &Element, stores: &[usize], fields: &mut Fields) {
        let stores: Vec<&Store> = stores
            .iter()
            .filter_map(|at| element.stores.get(*at))
            .collect();
        let nothing = Good::Generic {
            class: SupplyClass::NONE,
            environment: Environment::Unpressurised,
        };
        let (good, amount, most) = match stores[..] {
            [] => (nothing, 0.0, 0.0),
            [store] => {
                let good = held(store).unwrap_or(nothing);
                let (amount, most) = self.fill(store, good);
                (good, amount, most)
            }
            _ => {
                let message = "propellants of several tanks become one mass of class 1";
                self.differ(message, "element", element.id.as_str());
                let propellant = Good::Generic {
                    class: SupplyClass::PROPELLANTS,
                    environment: Environment::Unpressurised,
                };
                let masses = stores.iter().map(|store| self.stored_kg(store));
                let limits = stores
                    .iter()
                    .map(|store| store.max_mass.map_or(UNLIMITED, |m| m.kg()));
                (propellant, masses.sum(), limits.sum())
            }
        };
        fields.insert("maxFuel".to_owned(), json!(most));
        fields.insert("fuel".to_owned(), self.amount(good, "amount", amount));
    }

    /// How much of a good a store holds, and the most it holds, in the good's units.
    fn fill(&self, store: &Store, good: Good) -> (f64, f64) {
        let unit_kg = self.campaign.unit_mass_kg(good);
        let lots = store.contents.iter().filter(|lot| lot.good == good);
        let amount = lots.map(|lot| lot.amount).sum();
        (
            amount,
            store.max_mass.map_or(UNLIMITED, |mass| mass.kg() / unit_kg),
        )
    }

    fn stored_kg(&self, store: &Store) -> f64 {
        let lots = store.contents.iter();
        lots.map(|lot| self.campaign.lot_mass_kg(lot)).sum()
    }

    fn lost_stores(&mut self, element: &Element, kept: &[usize]) {
        for (at, store) in element.stores.iter().enumerate() {
            if store.boil_off_per_d > 0.0 {
                self.lose("boil-off", "element", element.id.as_str());
            }
            if kept.contains(&at) {
                continue;
            }
            let message = format!(
                "SpaceNet's format has no room for the store \"{}\"",
                store.name
            );
            let finding = Finding::warning(codes::DROPPED, "element", element.id.as_str(), message);
            let finding = finding.number("contents", self.stored_kg(store), "kg");
            self.findings.push(finding);
        }
    }

    fn lost_of_element(&mut self, element: &Element) {
        let id = element.id.as_str();
        if element.owner.is_some() || element.cost.is_some() {
            self.lose("owners and costs of elements", "element", id);
        }
        if element.size.is_some() {
            self.lose("sizes of elements", "element", id);
        }
        let plain_hold = element.crew.is_some() && element.hold.is_some();
        let second_drive = element.drive.is_some() && !element.propulsion.is_empty();
        if plain_hold || second_drive {
            self.lose("elements of several abilities", "element", id);
        }
    }

    fn states(&mut self, element: &Element) -> Value {
        let mut states = Vec::new();
        for state in &element.states {
            let owner = format!("{}/{}", element.id, state.name);
            let subject = ("element", element.id.as_str());
            states.push(json!({
                "id": uuid("state", &owner),
                "name": state.name,
                "description": "",
                "type": state_word(state.kind),
                "demandModels": self.models(&state.models, &owner, subject),
            }));
        }
        Value::Array(states)
    }

    fn parts(&self, parts: &[Part]) -> Value {
        let parts = parts.iter().map(|part| {
            let good = Good::Specific(part.resource);
            json!({
                "resource": self.amount(good, "amount", 0.0)["resource"],
                "quantity": part.quantity,
                "dutyCycle": part.duty_cycle,
                "massToRepair": part.repair_mass.kg(),
                "meanTimeToFailure": part.mean_time_to_failure.map(iso),
                "meanTimeToRepair": part.mean_time_to_repair.map(iso),
            })
        });
        parts.collect()
    }
}

fn feeding(propulsion: &Propulsion) -> Vec<usize> {
    propulsion.feeds.iter().map(|feed| feed.store).collect()
}

/// What a tank is for, or what a store of any goods holds first.
fn held(store: &Store) -> Option<Good> {
    match store.kind {
        StoreKind::Tank(resource) => Some(Good::Specific(resource)),
        StoreKind::Any => {
            let class = store.classes.first().map(|class| Good::Generic {
                class: *class,
                environment: store.environment,
            });
            store.contents.first().map(|lot| lot.good).or(class)
        }
    }
}

/// SpaceNet's word for a kind of state.
pub(super) const fn state_word(kind: StateKind) -> &'static str {
    match kind {
        StateKind::Active => "Active",
        StateKind::Special => "Special",
        StateKind::Quiescent => "Quiescent",
        StateKind::Dormant => "Dormant",
        StateKind::Decommissioned => "Decommissioned",
    }
}

/// The position of a state in SpaceNet's sorted states, by kind and then by name.
pub(super) fn sorted_position(states: &[State], at: usize) -> usize {
    let key = |at: usize| (states[at].kind, states[at].name.as_str(), at);
    (0..states.len())
        .filter(|other| key(*other) < key(at))
        .count()
}
