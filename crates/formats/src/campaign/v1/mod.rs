//! The layout of a campaign file, version 1. Frozen: a file of this version is read for ever as it is
//! described here; a change of meaning is a new version with a migration.
//!
//! What may be left out is an `Option` or a list; what is left out has the default that its
//! documentation names.

mod demand;
mod element;
mod event;
mod network;
mod offer;
mod scenario;
mod settings;
mod sizing;
mod stated;
mod words;

pub use demand::{Conversion, CrewConsumables, Demand, Lot, Model, Piece, Rate, SparingByMass};
pub use element::{
    Crew, Drive, Element, Feed, Hold, Part, Plant, Propulsion, State, Store, Upkeep, Wear,
};
pub use event::{Action, CrewState, Event, Staff, StateChange};
pub use network::{
    Burn, Calendar, Edge, EdgeCalendar, Limits, Node, Opportunity, Place, Recurrence, SmallBody,
    Tariff, Transfer, Trip, Way, Window, Windows, WindowsWord,
};
pub use offer::{Cap, Offer};
pub use scenario::{Closure, Factor, Lost, Scenario};
pub use settings::{Exchange, Objective, Settings};
pub use sizing::{Auxiliary, Sizing, SizingTerm, Triangulation};
pub use stated::{Agreement, DataTransfer, Permit, Record, Stated, Statement, Suspension, Things};
pub use words::{
    BurnSystem, ElementKind, Environment, Facility, Goal, HoldReason, MakerKind, ResourceKind,
    StateKind,
};

use crate::text::{Q, QDuration, QEpoch, QInstant, QMoney};
use portolan_vocabulary::{Mass, Volume};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::LazyLock;

/// The format of a campaign file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// Version 1.
    #[serde(rename = "portolan-campaign/1")]
    One,
}

/// A campaign: a network in time, what moves in it, and what is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields, title = "Portolan campaign, version 1")]
pub struct Root {
    /// The format and its version.
    pub format: Format,
    /// The word for the campaign in other files.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The instant that all times count from, in UTC.
    pub start: QEpoch,
    /// How long the campaign is looked at; by default until its last event and the settings' tail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizon: Option<QDuration>,
    /// Who made the plan that the events are, and what it brings along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanHead>,
    /// The settings and lists.
    #[serde(flatten)]
    pub lists: Lists,
}

/// A file that a campaign includes: settings and lists.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Included {
    /// The format and its version.
    pub format: Format,
    /// The settings and lists.
    #[serde(flatten)]
    pub lists: Lists,
}

/// The settings and lists of a campaign or of a file that it includes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lists {
    /// Files whose settings and lists stand before those of this file; paths from the folder of this
    /// file, with `/` between folders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Conventions that change results.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    /// Agencies and companies that take part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partner: Vec<Partner>,
    /// People and posts that activities can be staffed with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub person: Vec<Person>,
    /// Asteroids and comets that nodes are at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub body: Vec<SmallBody>,
    /// Places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node: Vec<Node>,
    /// Ways between places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edge: Vec<Edge>,
    /// Goods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<Resource>,
    /// Kinds of element, which elements refer to by `like`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub design: Vec<Element>,
    /// Things that move, carry, make and use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element: Vec<Element>,
    /// Demands that stand on their own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demand: Vec<Demand>,
    /// What a planner may use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offer: Vec<Offer>,
    /// What it may not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cap: Vec<Cap>,
    /// What may come, and how likely it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scenario: Vec<Scenario>,
    /// Facts of things that rules ask for: classifications, limits, environments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statement: Vec<Statement>,
    /// Licences, exceptions and other authorisations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permit: Vec<Permit>,
    /// Agreements between partners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreement: Vec<Agreement>,
    /// Technical data that partners give each other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data_transfer: Vec<DataTransfer>,
    /// Evidence of quality.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub record: Vec<Record>,
    /// Missions with their events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mission: Vec<Mission>,
    /// Events outside missions; times count from the campaign's start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<Event>,
}

/// Who made the plan, and what it brings along.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanHead {
    /// The word for the plan in other files; by default the campaign's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Who or what made it; by default a person, by the name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<Maker>,
    /// Elements that belong to the plan, such as containers that cargo is packed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element: Vec<Element>,
}

/// Who or what made a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Maker {
    /// What kind of maker.
    pub kind: MakerKind,
    /// Name and version of the tool, or the name of the file.
    #[serde(default)]
    pub name: String,
}

/// An agency or company that takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Partner {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// ISO 3166-1 alpha-2 code of the country whose law it is under; none for international bodies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Its agreed share of the campaign, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<f64>,
    /// What it brings in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributions: Vec<Contribution>,
}

/// What a partner brings in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Contribution {
    /// What it is, in words.
    pub what: String,
    /// What it is worth, where agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<QMoney>,
}

/// A person or a post that activities can be staffed with. Nationality is never stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The word for them in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people, or the post's; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The partner who employs them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// The qualifications held, by their identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifications: Vec<String>,
}

/// A good that comes in amounts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The class of supply: 0 to 10 or a subclass such as 201.
    pub class: u16,
    /// Whether amounts may be divided; by default they may.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<ResourceKind>,
    /// What it needs around it; by default nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The unit that amounts count; by default `kg`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The mass of one unit; by default 1 kg.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_mass: Option<Q<Mass>>,
    /// The volume of one unit, packed; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_volume: Option<Q<Volume>>,
    /// Mass of stowage material that one unit needs, in kg; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packing_factor: Option<f64>,
    /// The price of one unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<QMoney>,
    /// The fraction that is lost of what leaves an element's stores for another's, at least; by default none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_loss: Option<f64>,
}

/// What a group of events is for, and what it needs as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mission {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it begins: an instant, or the time since the campaign's start. By default with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<QInstant>,
    /// The node where it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The node where it is headed; its consumables are needed there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
    /// The node where its way back begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_origin: Option<String>,
    /// The node where its way back ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub return_destination: Option<String>,
    /// What the mission needs as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub models: Vec<Model>,
    /// What is done in it; times count from the mission's start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub event: Vec<Event>,
}

/// The JSON Schema of a campaign file, as files are held against it.
pub fn root_schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Root).to_value());
    &SCHEMA
}

/// The JSON Schema of a file that a campaign includes.
pub fn included_schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Included).to_value());
    &SCHEMA
}
