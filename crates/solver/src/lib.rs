//! A solver-neutral program and the engines that solve it.
//!
//! A [`Program`] is columns, rows, an objective and integrality, with a name for each. An [`Engine`]
//! solves it; engines are chosen by name at run time. The crate knows no logistics.

mod engine;
mod program;

pub use engine::{
    Abilities, Engine, EngineError, Options, Point, Progress, Solution, Stop, Unwatched, Watch,
};
pub use program::{Column, ColumnKind, Program, Row};
