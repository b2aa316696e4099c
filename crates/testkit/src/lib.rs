//! Generators of random campaigns and the golden runner, for tests only.
//!
//! A random campaign is made of short stories (a delivery by road and sea, a launch, a depot, an
//! outpost), each told with elements of its own and in an order that works, so that most plans are
//! feasible and a simulation has real work to do. [`mutate()`] breaks one thing on purpose, and
//! [`scramble()`] makes references lead nowhere. [`with_choices()`] adds what a planner looks at.

mod author;
mod chance;
mod choices;
mod golden;
mod mutate;
mod stories;
mod strategy;
mod synthetic;

pub use chance::Chance;
pub use choices::with_choices;
pub use golden::{conformance, golden};
pub use mutate::{Mutation, mutate, scramble};
pub use stories::{Size, campaign, feasible};
pub use strategy::{any_campaign, any_feasible};
pub use synthetic::synthetic;
