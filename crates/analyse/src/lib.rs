//! From an outcome to measures: definitions and sources.
//!
//! Every number is computed from the records of an [`Outcome`] alone, and names the campaign only to
//! look up what a record is about. Nothing is simulated again, so a measure cannot disagree with the
//! outcome that it is drawn from. The records are sorted once and swept; no measure compares every
//! record with every other.
//!
//! [`measures`] gives them all as key and value. The typed functions give the same numbers, and the
//! tables and series behind them, to whoever draws or writes.
//!
//! [`sharing`] splits costs among partners: it knows coalitions and what they come to, and no outcome.

mod capacity;
mod cost;
mod crew;
mod definition;
mod demand;
mod emissions;
mod exploration;
mod location;
mod margin;
mod mass;
mod mission;
mod partner;
mod pieces;
mod place;
mod propellant;
mod scene;
pub mod sharing;
mod shortage;
mod stock;
mod summary;
mod utilisation;

pub use capacity::{Load, down_load, up_load};
pub use cost::{CostShare, cost_shares, total_cost};
pub use crew::{CrewHours, crew_hours, crew_surface_days};
pub use definition::{Definition, definitions};
pub use demand::{ClassDemand, class_demands};
pub use emissions::emissions_kg;
pub use exploration::{
    exploration_capability_kg_d, exploration_delivered_kg, relative_exploration_capability,
};
pub use location::{Location, Presence, locations, presences};
pub use margin::{VehicleMargin, vehicle_margins};
pub use mass::{cargo_by_destination_kg, launch_mass_kg};
pub use mission::{MissionFigures, mission_figures};
pub use partner::{Carried, carried, launched_by_owner_kg};
pub use pieces::missing_pieces;
pub use place::{is_destination, site_id, site_name};
pub use propellant::{propellant_by_vehicle_kg, propellant_used_kg};
pub use scene::Scene;
pub use shortage::{Shortage, shortages};
pub use stock::{Inventory, dry_masses, inventories};
pub use utilisation::{CarrierUse, carrier_uses};

use portolan_model::{Campaign, Measure, Outcome, Plan};

/// Every measure of an outcome, in the order of [`definitions`]; where a definition is per thing, in
/// the order of the things.
pub fn measures(campaign: &Campaign, plan: &Plan, outcome: &Outcome) -> Vec<Measure> {
    summary::measures(&Scene::new(campaign, plan, outcome))
}
