//! What may be true: the campaign, the plan and the outcome.
//!
//! Everything is one network in time. A [`Campaign`] is the validated model: places, ways, things,
//! goods, partners, people, missions and demands. A [`Plan`] is an immutable list of timed activities
//! in a campaign. An [`Outcome`] is what simulation says happens when a plan is carried out. The same
//! three types serve the ground half and the space half of a chain.
//!
//! The crate knows no file format, no solver, no clock and no network.

mod activity;
mod calendar;
mod campaign;
mod consumables;
mod demand;
mod departures;
mod edge;
mod element;
mod good;
mod list;
mod mission;
mod node;
mod offer;
mod outcome;
mod partner;
mod person;
mod plan;
mod scenario;
mod settings;
mod sizing;
mod small_body;
mod stated;
mod supply_class;
mod triangulation;
mod validate;

pub use activity::{Action, Activity, BurnStep, CrewState, HoldReason, Holder, Site};
pub use calendar::{Calendar, Recurrence, Window};
pub use campaign::{Campaign, Parts};
pub use consumables::{ConsumableNeed, CrewConsumables, CrewUse};
pub use demand::{Demand, DemandModel, Need, Piece, PieceKind, Rate, Recipient};
pub use departures::{Arrival, Departures, EdgesInTime, Opportunity, Pass, Transfer};
pub use edge::{Burn, BurnSystem, Edge, GroundMode, Limits, Tariff, Way};
pub use element::{
    CrewMember, Drive, Element, ElementKind, Feed, Hold, Part, Plant, Propulsion, State, StateKind,
    Store, StoreKind, Upkeep,
};
pub use good::{Environment, Good, Lot, Resource, ResourceKind};
pub use list::List;
pub use mission::Mission;
pub use node::{Body, Facility, Node, Place, Plane};
pub use offer::{Cap, Most, Offer, Offered};
pub use outcome::{
    BurnRecord, CostKind, CostRecord, CrewTask, CrewTime, EventKind, EventRecord, MassAccount,
    Measure, Movement, NeedRecord, Outcome, Requester, Status, Stay, StepRecord, StockPoint,
};
pub use partner::{Contribution, Partner};
pub use person::{Person, StaffNeed};
pub use plan::{Maker, MakerKind, Plan, Roster};
pub use scenario::{Closure, Factor, Scenario};
pub use settings::{Goal, STANDARD_GRAVITY_M_S2, Settings};
pub use sizing::{
    Auxiliary, MassRange, Sizing, SizingMesh, SizingQuantity, SizingTerm, SizingTriangle,
};
pub use small_body::SmallBody;
pub use stated::{Agreement, DataTransfer, Permit, Record, Stated, Statement, Suspension, Thing};
pub use supply_class::{ClassError, SupplyClass};
pub use triangulation::{Triangulation, TriangulationFlaw};
pub use validate::codes;
