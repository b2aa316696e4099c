//! What travels in which container on which carrier: packing and manifesting of demands.
//!
//! [`manifest`] takes a plan whose simulation leaves needs unmet, and answers with a plan that carries
//! supplies for them, or with the numbers that say why that cannot be and the least change of limits
//! with which it can. The steps, each in a module of its own:
//!
//! 1. *wants*: unmet needs by place, deadline and good. What is needed at a node must arrive there at
//!    or before the time; a steady need is cut at the arrivals; what is needed under way must be aboard
//!    at departure.
//! 2. *trips*: movements with the room that ways and holds have left. Crew counts against the way, not
//!    against the hold it rides in.
//! 3. *network*, *flow*: the plan as a network in time, and cheapest flows through it: cargo waits as
//!    little as it can, but makes room for what is needed elsewhere.
//! 4. *catalogue*, *pack*, *load*: containers of the least tare, filled and assigned to routes.
//! 5. *fit*: flow and packing in turn until they agree; *relaxation*: the least raising of limits where
//!    they cannot.
//! 6. *write*, and simulation: the plan with its containers is simulated, corrected for what went
//!    otherwise than planned, and what it still leaves unmet is said.
//!
//! Masses are whole milligrams, collections are ordered, ties go to the first: the same input gives the
//! same plan.

mod catalogue;
pub mod codes;
mod fit;
mod flow;
mod load;
mod manifest;
mod manifested;
mod mass;
mod network;
mod pack;
mod relaxation;
mod report;
mod trip;
mod want;
mod whereabouts;
mod write;

pub use manifest::manifest;
pub use manifested::{Leg, Manifested, Options, Shipment, Shortfall, Totals};
pub use relaxation::{Change, Limit, Relaxation, apply};
