//! Large campaigns: a plan found window by window, improved window by window, with a bound over the whole of it.
//!
//! A window is a stretch of time. *Relax-and-fix* goes through the windows in order: whole numbers are whole in the window
//! at hand, fixed before it, any numbers after it. *Fix-and-optimise* then frees one window, or one kind of piece, at a time
//! and keeps the rest (Y. Pochet and L. Wolsey, Production Planning by Mixed Integer Programming, 2006, section 3.6).
//! What is proved comes from the program without whole numbers, and at last from the search of the whole, which starts
//! from the plan found.

mod engine;
mod horizon;
mod improvement;
mod parts;
mod relaxation;
mod run;
mod stage;
mod timer;
mod times;

pub use engine::RollingEngine;
pub use horizon::{Horizon, HorizonError, LARGE};
pub use stage::Better;

use crate::formulate::formulate;
use crate::network::Network;
use crate::search::{Found, Request, search};
use portolan_solver::{ColumnKind, Engine, EngineError, Watch};
use portolan_vocabulary::Duration;

/// What a search in windows found.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolled {
    /// What it found: plan, bound, gap.
    pub found: Found,
    /// How it came to it: each better plan in the first goal, or the weighted sum, in the order in which they were found. A
    /// plan that is tidied afterwards may be better by a rounding.
    pub history: Vec<Better>,
    /// How many windows there were that have a whole number in them.
    pub windows: usize,
}

impl Horizon {
    /// The windows for a campaign whose program is [`LARGE`] and whose planner chooses no sizes; `None` for others.
    pub fn of(network: &Network<'_>) -> Option<Self> {
        let sized = network.kinds.iter().any(|kind| kind.sized);
        let program = formulate(network).program;
        let columns = program.all_columns();
        let integers = columns
            .filter(|column| program.kind(*column) == ColumnKind::Integer)
            .count();
        let times = || network.points.iter().map(|point| point.time);
        let first = times().min().unwrap_or(Duration::ZERO);
        let last = times().max().unwrap_or(Duration::ZERO);
        (!sized && integers >= LARGE).then(|| Self::over(last - first, integers))
    }
}

/// Searches the best flows through a network in windows of time; see [`search`]. With the same horizon and a limit of
/// nodes the answer is the same on any machine. Campaigns whose planner chooses sizes are searched as a whole.
///
/// # Errors
/// Where the engine fails.
pub fn search_rolling(
    network: &Network<'_>,
    request: &Request,
    horizon: Horizon,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Rolled, EngineError> {
    let formulation = formulate(network);
    if network.kinds.iter().any(|kind| kind.sized) {
        let found = search(network, request, engine, watch)?;
        return Ok(Rolled {
            found,
            history: Vec::new(),
            windows: 1,
        });
    }
    let rolling = RollingEngine::new(&formulation, horizon, request, engine);
    drop(formulation);
    let found = search(network, request, &rolling, watch)?;
    Ok(Rolled {
        found,
        windows: rolling.windows(),
        history: rolling.history(),
    })
}
