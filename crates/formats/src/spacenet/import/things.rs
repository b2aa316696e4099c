//! Elements.

use super::places::environment;
use super::{Importing, same};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    self, Carrier, Element, ElementKind, EventKind, Fill, PropulsiveVehicle, StateKind, Supply,
    SurfaceVehicle,
};
use crate::spacenet::slugs::Slugs;
use portolan_model::{
    self as model, BurnSystem, CrewMember, Drive, Feed, Good, Hold, Lot, Part, Propulsion, State,
    Store, StoreKind,
};
use portolan_vocabulary::{Mass, SpecificImpulse, Speed, Volume};

const KM_H: f64 = 1.0 / 3.6;

impl Importing<'_> {
    /// Takes over the elements, at the same positions.
    pub(super) fn elements(&mut self) {
        let mut slugs = Slugs::default();
        for (at, element) in self.scenario.elements.iter().enumerate() {
            let id = slugs.make(&element.name, "element");
            let imported = self.element(element, at, &id);
            self.parts.elements.add(imported);
        }
    }

    fn element(&mut self, element: &Element, at: usize, id: &str) -> model::Element {
        let class = self.class(element.class_of_supply, "element", id);
        let kind = kind(&element.kind);
        let plain = model::Element {
            name: element.name.clone(),
            environment: environment(element.environment),
            volume: Volume::new(element.volume_m3),
            states: self.states(element, id),
            initial_state: element.current_state,
            parts: self.parts_of(element, id),
            ..model::Element::new(id, kind, class, Mass::new(element.mass_kg))
        };
        if element.accommodation_mass_kg > 0.0 {
            let message = "the mass of its accommodation is left out, as SpaceNet does";
            self.once(codes::DROPPED, "element", id, message);
        }
        self.with_abilities(plain, element, at, id)
    }

    fn with_abilities(
        &mut self,
        mut to: model::Element,
        element: &Element,
        at: usize,
        id: &str,
    ) -> model::Element {
        to.hold = element.carrier().map(hold);
        match &element.kind {
            ElementKind::Plain | ElementKind::Carrier(_) => {}
            ElementKind::HumanAgent {
                active_time_fraction,
            } => {
                to.crew = Some(CrewMember {
                    available_fraction: active_time_fraction.clamp(0.0, 1.0),
                    person: None,
                });
            }
            ElementKind::RoboticAgent { .. } => {
                let message = "the share of the day that a robot works is left out";
                self.dropped("element", id, message);
            }
            ElementKind::ResourceContainer { hold, contents } => {
                let contents = self.lots(contents, "element", id);
                to.stores.push(self.container(*hold, contents, id));
            }
            ElementKind::ResourceTank { fill } => {
                to.stores.extend(self.tank("tank", fill, true, id));
            }
            ElementKind::PropulsiveVehicle(vehicle) => self.propulsion(&mut to, vehicle, id),
            ElementKind::SurfaceVehicle(vehicle) => self.drive(&mut to, vehicle, at, id),
        }
        to
    }

    fn container(&mut self, hold: scenario::Hold, contents: Vec<Lot>, id: &str) -> Store {
        let mass_kg: f64 = contents.iter().map(|lot| self.parts.lot_mass_kg(lot)).sum();
        let max_mass = hold
            .max_mass_kg
            .map(|most| self.at_least(most, mass_kg, id));
        Store {
            name: "contents".to_owned(),
            kind: StoreKind::Any,
            classes: Vec::new(),
            max_mass: max_mass.map(Mass::new),
            max_volume: hold.max_volume_m3.map(Volume::new),
            environment: environment(hold.environment),
            contents,
            boil_off_per_d: 0.0,
            serves_demands: true,
        }
    }

    /// A capacity, raised to what the file says is inside.
    fn at_least(&mut self, most_kg: f64, mass_kg: f64, id: &str) -> f64 {
        if mass_kg > most_kg {
            let message = format!(
                "{mass_kg} kg are in a store for {most_kg} kg; its capacity is raised to hold them"
            );
            self.assumed("element", id, &message);
        }
        most_kg.max(mass_kg)
    }

    /// The store for a tank; none for a tank of nothing, which SpaceNet gives a vehicle without one.
    fn tank(&mut self, name: &str, fill: &Fill, serves: bool, id: &str) -> Option<Store> {
        if matches!(
            fill.supply,
            Supply::Generic {
                class_of_supply: 0,
                ..
            }
        ) && fill.amount == 0.0
        {
            return None;
        }
        let good = self.good(fill.supply, "element", id);
        let unit_kg = self.parts.unit_mass_kg(good);
        let amount = fill.amount.max(0.0);
        let max_kg = self.at_least(fill.max_amount * unit_kg, amount * unit_kg, id);
        let (kind, classes) = match good {
            Good::Specific(resource) => (StoreKind::Tank(resource), Vec::new()),
            Good::Generic { class, .. } => (StoreKind::Any, vec![class]),
        };
        let contents = (amount > 0.0).then_some(Lot { good, amount });
        Some(Store {
            name: name.to_owned(),
            kind,
            classes,
            max_mass: Some(Mass::new(max_kg)),
            max_volume: None,
            environment: self.parts.environment_of(good),
            contents: contents.into_iter().collect(),
            boil_off_per_d: 0.0,
            serves_demands: serves,
        })
    }

    fn propulsion(&mut self, to: &mut model::Element, vehicle: &PropulsiveVehicle, id: &str) {
        let shared = vehicle.tanks.len() == 1;
        let mut stores = Vec::new();
        for (at, tank) in vehicle.tanks.iter().enumerate() {
            let attitude = vehicle.rcs.and_then(|rcs| rcs.tank) == Some(at);
            let main = vehicle.oms.and_then(|oms| oms.tank) == Some(at);
            let name = match (main, attitude) {
                (false, true) => "attitude-propellant",
                _ if shared => "propellant",
                _ => "main-propellant",
            };
            stores.push(self.tank(name, &tank.fill, false, id).map(|store| {
                to.stores.push(store);
                to.stores.len() - 1
            }));
            to.mass = Mass::new(to.mass.kg() + tank.mass_kg);
        }
        if let Some(store) = to.stores.first().and_then(|store| store.contents.first()) {
            self.note_propellant_units(store.good, id);
            let message = "SpaceNet lets generic demands drain propellant tanks; here propellant \
                           serves engines only";
            self.once(codes::DIFFERS, "element", id, message);
        }
        for (system, propulsion) in [
            (BurnSystem::Main, vehicle.oms),
            (BurnSystem::Attitude, vehicle.rcs),
        ] {
            let Some(propulsion) = propulsion else {
                continue;
            };
            let store = propulsion.tank.and_then(|tank| stores[tank]);
            match store {
                Some(store) if propulsion.isp_s > 0.0 => to.propulsion.push(Propulsion {
                    system,
                    isp: SpecificImpulse::new(propulsion.isp_s),
                    thrust: None,
                    feeds: vec![Feed { store, share: 1.0 }],
                }),
                _ => self.dropped(
                    "element",
                    id,
                    "an engine without tank or impulse is left out",
                ),
            }
        }
    }

    fn drive(&mut self, to: &mut model::Element, vehicle: &SurfaceVehicle, at: usize, id: &str) {
        let fuel = vehicle.fuel.as_ref();
        // SpaceNet has no fuel law but a need of the driving state, which draws on the tank.
        let store = fuel.and_then(|tank| self.tank("fuel", &tank.fill, true, id));
        to.stores.extend(store);
        let fuel_store = (!to.stores.is_empty()).then_some(0);
        let planned = self.fastest_drive_km_h(at);
        let mut speed = vehicle.max_speed_km_h;
        if planned > speed {
            let message = format!(
                "the plan drives it at {planned} km/h, faster than its {speed} km/h, which SpaceNet \
                 allows; the highest speed is raised"
            );
            self.assumed("element", id, &message);
            speed = planned;
        }
        if speed <= 0.0 {
            self.dropped("element", id, "a vehicle without speed does not drive");
            return;
        }
        to.drive = Some(Drive {
            max_speed: Speed::new(speed * KM_H),
            store: fuel_store,
            fuel_per_km: 0.0,
        });
    }

    fn fastest_drive_km_h(&self, at: usize) -> f64 {
        let events = self
            .scenario
            .missions
            .iter()
            .flat_map(|mission| &mission.events);
        let speeds = events.filter_map(|event| match event.kind {
            EventKind::SurfaceTransport {
                vehicle,
                speed_km_h,
                ..
            } if vehicle.at() == at => Some(speed_km_h),
            _ => None,
        });
        speeds.fold(0.0, f64::max)
    }

    fn states(&mut self, element: &Element, id: &str) -> Vec<State> {
        let mut slugs = Slugs::default();
        let mut states = Vec::new();
        for state in &element.states {
            states.push(State {
                name: slugs.make(&state.name, "state"),
                kind: state_kind(state.kind),
                models: self.models(&state.demand_models, "element", id),
            });
        }
        states
    }

    fn parts_of(&mut self, element: &Element, id: &str) -> Vec<Part> {
        let parts = element.parts.iter().map(|part| {
            if !(0.0..=1.0).contains(&part.duty_cycle) {
                self.assumed(
                    "element",
                    id,
                    "a duty cycle outside 0 to 1 is brought into it",
                );
            }
            Part {
                resource: same(part.resource),
                quantity: part.quantity,
                mean_time_to_failure: part.mean_time_to_failure.filter(|time| time.micros() > 0),
                mean_time_to_repair: part.mean_time_to_repair,
                repair_mass: Mass::new(part.mass_to_repair_kg.unwrap_or(0.0).max(0.0)),
                duty_cycle: part.duty_cycle.clamp(0.0, 1.0),
            }
        });
        parts.collect()
    }
}

fn hold(carrier: &Carrier) -> Hold {
    Hold {
        max_mass: carrier.hold.max_mass_kg.map(Mass::new),
        max_volume: carrier.hold.max_volume_m3.map(Volume::new),
        max_crew: carrier.max_crew,
        environment: environment(carrier.hold.environment),
        door: None,
    }
}

const fn kind(kind: &ElementKind) -> model::ElementKind {
    match kind {
        ElementKind::Plain => model::ElementKind::Item,
        ElementKind::HumanAgent { .. } => model::ElementKind::CrewMember,
        ElementKind::RoboticAgent { .. } => model::ElementKind::Robot,
        ElementKind::ResourceContainer { .. } => model::ElementKind::Container,
        ElementKind::ResourceTank { .. } => model::ElementKind::Tank,
        ElementKind::Carrier(_) => model::ElementKind::Carrier,
        ElementKind::PropulsiveVehicle(_) => model::ElementKind::PropulsiveVehicle,
        ElementKind::SurfaceVehicle(_) => model::ElementKind::SurfaceVehicle,
    }
}

/// A kind of state in the campaign's words.
pub(super) const fn state_kind(kind: StateKind) -> model::StateKind {
    match kind {
        StateKind::Active => model::StateKind::Active,
        StateKind::Special => model::StateKind::Special,
        StateKind::Quiescent => model::StateKind::Quiescent,
        StateKind::Dormant => model::StateKind::Dormant,
        StateKind::Decommissioned => model::StateKind::Decommissioned,
    }
}
