//! Elements and designs of a campaign file.

use super::demand::{Model, Rate};
use super::sizing::Sizing;
use super::words::{BurnSystem, ElementKind, Environment, StateKind};
use crate::text::{Q, QDuration, QMoney};
use portolan_vocabulary::{Distance, Force, Mass, SpecificImpulse, Speed, Volume};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One identified thing, or a design of such things.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The design that every field not given here is taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub like: Option<String>,
    /// The design that it counts as a piece of; by default the one that it is `like`. It takes nothing from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// Makes so many, called `id-1`, `id-2` and so on. An element without it is one, called `id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub count: Option<u32>,
    /// What people call it; by default an item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ElementKind>,
    /// The class of supply: 0 to 10 or a subclass such as 902; by default that of its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<u16>,
    /// What it needs around it; by default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// Its mass when empty. Must be given here or in the design.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass: Option<Q<Mass>>,
    /// Its outer volume; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<Q<Volume>>,
    /// Length, width and height when packed for transport.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<[Q<Distance>; 3]>,
    /// The partner who owns it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What it costs, counted when it is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<QMoney>,
    /// Room for other elements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
    /// Room for goods.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub store: Option<Vec<Store>>,
    /// Engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub propulsion: Option<Vec<Propulsion>>,
    /// Wheels, wings or a screw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drive: Option<Drive>,
    /// What makes it a crew member.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crew: Option<Crew>,
    /// The states it may be in.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub state: Option<Vec<State>>,
    /// The state it begins in, by name; by default the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initial_state: Option<String>,
    /// The parts that fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 10000))]
    pub part: Option<Vec<Part>>,
    /// The most mass of crew, of elements in its hold and of goods in stores that feed none of its engines, together;
    /// by default no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_payload: Option<Q<Mass>>,
    /// The only edges that it travels, by itself or aboard another; by default any.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 1000))]
    pub ways: Option<Vec<String>>,
    /// What use wears out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upkeep: Option<Upkeep>,
    /// What it makes of what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plant: Option<Plant>,
    /// How its capacities and its mass go together, where a planner may choose them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sizing: Option<Sizing>,
    /// Where the figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Room for other elements.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The most cargo mass; by default no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_mass: Option<Q<Mass>>,
    /// The most cargo volume; by default no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_volume: Option<Q<Volume>>,
    /// The most crew members; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_crew: Option<u32>,
    /// What the hold offers; by default no pressure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The smallest door or hatch, width and height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub door: Option<[Q<Distance>; 2]>,
}

/// Room for goods: a tank or a stock.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// The word for it within the element.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The one resource it takes, or `any`, which is the default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    /// The classes of supply it takes, subclasses included; by default all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<u16>,
    /// The most mass of goods; by default no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_mass: Option<Q<Mass>>,
    /// The most volume of goods; by default no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_volume: Option<Q<Volume>>,
    /// What the store offers; by default no pressure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// What is in it when the element is created.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<super::demand::Lot>,
    /// The fraction of what is in it that evaporates per day; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boil_off_per_d: Option<f64>,
    /// Whether demands at the same place may draw from it; by default they may where it feeds no
    /// engine and no drive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serves_demands: Option<bool>,
}

/// One propulsion system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Propulsion {
    /// Which burns use it; by default those of the main engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<BurnSystem>,
    /// Its specific impulse in vacuum.
    pub isp: Q<SpecificImpulse>,
    /// Its thrust.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thrust: Option<Q<Force>>,
    /// The stores that feed it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 1000))]
    pub feeds: Vec<Feed>,
}

/// A store that feeds an engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// The store, by name.
    pub store: String,
    /// The share of the propellant mass that comes from it; by default all. The shares sum to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
}

/// How a surface vehicle, truck, ship or aircraft moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Drive {
    /// Its highest speed.
    pub max_speed: Q<Speed>,
    /// The store that its fuel comes from, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<String>,
    /// Fuel per kilometre, in the resource's unit; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fuel_per_km: Option<f64>,
}

/// What makes an element a crew member.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    /// The share of a day that is free for the mission's work, 0 to 1; by default all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_fraction: Option<f64>,
    /// The person, where it is known who it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

/// A state of an element, with what it needs while in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// The word for it within the element.
    #[schemars(length(min = 1))]
    pub name: String,
    /// The kind; by default in full use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<StateKind>,
    /// What the element needs, and makes, while in this state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Model>,
}

/// A part of an element that fails and is replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The resource that is the spare.
    pub resource: String,
    /// How many the element has; by default one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<f64>,
    /// Mean time to failure while in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_time_to_failure: Option<QDuration>,
    /// Mean time to repair one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_time_to_repair: Option<QDuration>,
    /// Mass of material that one repair uses instead of a spare; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repair_mass: Option<Q<Mass>>,
    /// The share of time in use, 0 to 1; by default 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duty_cycle: Option<f64>,
}

/// What use wears out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Upkeep {
    /// What each trip uses up by its end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub per_trip: Vec<Wear>,
    /// The node where it is made ready again between its missions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// How long that takes after each arrival at the base, which it may not leave sooner; by default no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turnaround: Option<QDuration>,
    /// What it costs, at each departure from the base but the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refurbishment: Option<QMoney>,
    /// How often it may leave the base in all; by default without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_departures: Option<u32>,
}

/// What a trip uses up of a good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wear {
    /// A resource, or anything of a class of supply: `class-201`, `class-201-pressurised`.
    pub good: String,
    /// Its mass as a fraction of the element's.
    pub fraction: f64,
}

/// A plant: while it works, it makes goods from goods.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plant {
    /// What it uses up, new and at full capacity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<Rate>,
    /// What it makes, new and at full capacity.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Rate>,
    /// The fraction of its capacity that it loses per year of age, 0 to below 1; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decay_per_y: Option<f64>,
}
