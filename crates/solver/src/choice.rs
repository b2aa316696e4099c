//! Engines by name.

use crate::engine::Engine;
#[cfg(feature = "highs")]
use crate::highs::{self, Highs};
use crate::micro::{self, MicroLp};

/// The names of the engines that are built in; the first is the one to take where nothing else is said.
pub fn engines() -> &'static [&'static str] {
    &[
        #[cfg(feature = "highs")]
        highs::NAME,
        micro::NAME,
    ]
}

/// The engine of this name, `None` where there is none: [`engines`] has the names. The engine that runs a command of
/// the user ([`crate::FileEngine`]) needs its command line and is made with it.
///
/// ```
/// use portolan_solver::{ColumnKind, Options, Program, Unwatched, engine};
///
/// let mut program = Program::new("loading");
/// let crates = program.column("crates", 0.0, 9.0, -3.0, ColumnKind::Integer);
/// program.row("mass", f64::NEG_INFINITY, 20.0, &[(crates, 2.5)]);
/// let engine = engine("microlp").ok_or("no such engine")?;
/// let solution = engine.solve(&program, &Options::default(), &mut Unwatched)?;
/// assert_eq!(solution.point.ok_or("no point")?.values, [8.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn engine(name: &str) -> Option<Box<dyn Engine>> {
    match name {
        #[cfg(feature = "highs")]
        highs::NAME => Some(Box::new(Highs)),
        micro::NAME => Some(Box::new(MicroLp)),
        _ => None,
    }
}
