//! A solver-neutral program and the engines that solve it.
//!
//! A [`Program`] is columns, rows, an objective and integrality, with a name for each. An [`Engine`]
//! solves it; engines are chosen by name at run time. The crate knows no logistics.

mod choice;
mod conflict;
mod elastic;
mod engine;
mod file;
mod form;
#[cfg(feature = "highs")]
mod highs;
mod legal;
mod lp;
mod micro;
mod mps;
mod point;
mod program;
mod ranging;
mod scale;

pub use choice::{engine, engines};
pub use conflict::{Conflict, Demand, Verdict, smallest_conflict};
pub use elastic::{Elastic, Relief, elastic, least_relief};
pub use engine::{
    Abilities, Basis, Engine, EngineError, Options, Point, Progress, Solution, Stop, Unwatched,
    Watch,
};
pub use file::{CommandError, FileEngine};
#[cfg(feature = "highs")]
pub use highs::Highs;
pub use legal::LegalNames;
pub use lp::lp;
pub use micro::MicroLp;
pub use mps::{MpsError, mps, read_mps};
pub use point::{Violated, Violation};
pub use program::{Column, ColumnKind, Program, Row};
pub use ranging::{Range, Ranging, Sides};
pub use scale::{Extreme, ScaleReport, Span};
