//! Which plan is best: campaigns as programs, solutions as plans.
//!
//! Four layers, each a plain data type that the next one reads: the [`Network`] (the campaign unrolled in time), its
//! formulation as a program, the [`Flows`] of a solution, and the plan.

mod build;
pub mod codes;
pub mod efficient;
mod exclusion;
pub mod explain;
mod flows;
mod formulate;
mod network;
mod plan;
pub mod refine;
pub mod rolling;
mod rounding;
pub mod scenarios;
mod search;
mod single;
pub mod sizing;

pub use build::{Boundless, Unrolling, unroll};
pub use exclusion::{Again, Exclusion, search_again};
pub use flows::{Flow, Flows, Load, Size};
pub use formulate::{Formulation, Meaning, UNIT_KG, UNIT_MONEY, formulate};
pub use network::{
    Arc, Barred, Closed, Group, Kind, Network, Passage, Point, Pool, Requirement, Spot, Take,
    Taken, Trip,
};
pub use plan::{Unwritable, write};
pub use search::{
    Aim, Found, Reached, Request, Statistics, engine_failed, prepare, search, unit_of,
};
pub use single::{Journey, Singles};
