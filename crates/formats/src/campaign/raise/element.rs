//! Elements as the file describes them.

use super::super::v1;
use super::sizing::sizing;
use super::{Raise, other_name, word};
use crate::text::{Q, QDuration, QMoney};
use portolan_model::{
    CrewMember, Drive, Element, Hold, Part, Plant, Propulsion, State, Store, StoreKind, Upkeep,
};

/// A list, where it has anything in it.
fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

impl Raise<'_> {
    pub(super) fn element(&self, element: &Element) -> v1::Element {
        let engines = element.propulsion.iter().map(|it| engine(element, it));
        v1::Element {
            id: element.id.to_string(),
            name: other_name(&element.name, element.id.as_str()),
            like: None,
            design: element.design.map(|it| self.design_word(it)),
            count: None,
            kind: Some(element.kind.into()),
            class: Some(element.class.number()),
            environment: Some(element.environment.into()),
            mass: Some(Q(element.mass)),
            volume: Some(Q(element.volume)),
            size: element.size.map(|size| size.map(Q)),
            owner: element.owner.map(|it| self.partner(it)),
            cost: element.cost.map(QMoney),
            hold: element.hold.as_ref().map(hold),
            store: some(element.stores.iter().map(|it| self.store(it)).collect()),
            propulsion: some(engines.collect()),
            drive: element.drive.as_ref().map(|it| drive(element, it)),
            crew: element.crew.as_ref().map(|it| self.crew(it)),
            state: some(element.states.iter().map(|it| self.one_state(it)).collect()),
            initial_state: initial_state(element),
            part: some(element.parts.iter().map(|it| self.spare(it)).collect()),
            max_payload: element.max_payload.map(Q),
            ways: some(self.ways(&element.ways)),
            upkeep: (element.upkeep != Upkeep::default()).then(|| self.upkeep(&element.upkeep)),
            plant: element.plant.as_ref().map(|it| self.plant(it)),
            sizing: element.sizing.as_ref().map(sizing),
            source: element.source.clone(),
        }
    }

    /// An element that a plan brings along: `like` its design, with what differs.
    pub(super) fn piece_of(&self, element: &Element, designs: &[v1::Element]) -> v1::Element {
        let full = self.element(element);
        let design = element.design.and_then(|index| designs.get(index.at()));
        match design {
            Some(design) => differing(full, design),
            None => full,
        }
    }

    fn store(&self, store: &Store) -> v1::Store {
        let resource = match store.kind {
            StoreKind::Tank(resource) => self.resource_word(resource),
            StoreKind::Any => "any".to_owned(),
        };
        v1::Store {
            name: store.name.clone(),
            resource: Some(resource),
            classes: store.classes.iter().map(|class| class.number()).collect(),
            max_mass: store.max_mass.map(Q),
            max_volume: store.max_volume.map(Q),
            environment: Some(store.environment.into()),
            contents: self.lots(&store.contents),
            boil_off_per_d: Some(store.boil_off_per_d),
            serves_demands: Some(store.serves_demands),
        }
    }

    fn crew(&self, crew: &CrewMember) -> v1::Crew {
        let person = crew.person.map(|index| {
            let person = self.parts.people.at(index);
            word(person.map(|it| it.id.as_str()), index)
        });
        v1::Crew {
            available_fraction: Some(crew.available_fraction),
            person,
        }
    }

    fn one_state(&self, state: &State) -> v1::State {
        v1::State {
            name: state.name.clone(),
            kind: Some(state.kind.into()),
            models: self.models(&state.models),
        }
    }

    fn upkeep(&self, upkeep: &Upkeep) -> v1::Upkeep {
        let per_trip = upkeep.per_trip.iter().map(|(good, fraction)| v1::Wear {
            good: self.good(*good),
            fraction: *fraction,
        });
        v1::Upkeep {
            per_trip: per_trip.collect(),
            base: upkeep.base.map(|it| self.node_word(it)),
            turnaround: Some(QDuration(upkeep.turnaround)),
            refurbishment: upkeep.refurbishment.map(QMoney),
            max_departures: upkeep.max_departures,
        }
    }

    fn plant(&self, plant: &Plant) -> v1::Plant {
        v1::Plant {
            inputs: self.rates(&plant.inputs),
            outputs: self.rates(&plant.outputs),
            decay_per_y: Some(plant.decay_per_y),
        }
    }

    fn spare(&self, part: &Part) -> v1::Part {
        v1::Part {
            resource: self.resource_word(part.resource),
            quantity: Some(part.quantity),
            mean_time_to_failure: part.mean_time_to_failure.map(QDuration),
            mean_time_to_repair: part.mean_time_to_repair.map(QDuration),
            repair_mass: Some(Q(part.repair_mass)),
            duty_cycle: Some(part.duty_cycle),
        }
    }
}

/// The element as `like` its design with what differs; in full where it lacks what the design has, which no key
/// could say.
fn differing(full: v1::Element, design: &v1::Element) -> v1::Element {
    macro_rules! differing {
        ($($key:ident),*) => {{
            if $((full.$key.is_none() && design.$key.is_some()))||* {
                return full;
            }
            let name = full.name.or_else(|| design.name.as_ref().map(|_| full.id.clone()));
            v1::Element {
                name: name.filter(|name| design.name.as_ref() != Some(name)),
                like: Some(design.id.clone()),
                design: None,
                count: None,
                $($key: full.$key.filter(|value| design.$key.as_ref() != Some(value)),)*
                id: full.id,
            }
        }};
    }
    differing!(
        kind,
        class,
        environment,
        mass,
        volume,
        size,
        owner,
        cost,
        hold,
        store,
        propulsion,
        drive,
        crew,
        state,
        initial_state,
        part,
        max_payload,
        ways,
        upkeep,
        plant,
        sizing,
        source
    )
}

/// The name of a state, or its number where there is no such state.
pub(super) fn state_name(element: Option<&Element>, at: usize) -> String {
    let state = element.and_then(|element| element.states.get(at));
    state.map_or_else(|| format!("#{at}"), |state| state.name.clone())
}

/// The state that an element begins in; an empty text where it has states and begins in none.
fn initial_state(element: &Element) -> Option<String> {
    match element.initial_state {
        Some(at) => Some(state_name(Some(element), at)),
        None => (!element.states.is_empty()).then(String::new),
    }
}

fn store_name(element: &Element, at: usize) -> String {
    let store = element.stores.get(at);
    store.map_or_else(|| format!("#{at}"), |store| store.name.clone())
}

fn engine(element: &Element, propulsion: &Propulsion) -> v1::Propulsion {
    let feeds = propulsion.feeds.iter().map(|feed| v1::Feed {
        store: store_name(element, feed.store),
        share: Some(feed.share),
    });
    v1::Propulsion {
        system: Some(propulsion.system.into()),
        isp: Q(propulsion.isp),
        thrust: propulsion.thrust.map(Q),
        feeds: feeds.collect(),
    }
}

fn drive(element: &Element, drive: &Drive) -> v1::Drive {
    v1::Drive {
        max_speed: Q(drive.max_speed),
        store: drive.store.map(|at| store_name(element, at)),
        fuel_per_km: Some(drive.fuel_per_km),
    }
}

fn hold(hold: &Hold) -> v1::Hold {
    v1::Hold {
        max_mass: hold.max_mass.map(Q),
        max_volume: hold.max_volume.map(Q),
        max_crew: Some(hold.max_crew),
        environment: Some(hold.environment.into()),
        door: hold.door.map(|door| door.map(Q)),
    }
}
