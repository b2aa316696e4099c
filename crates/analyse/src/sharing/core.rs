//! The core: allocations to which nobody objects.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::descent::{Aim, descend};
use super::error::SharingError;
use super::fraction::Fraction;
use super::game::Game;
use num_traits::{Signed, Zero as _};
use portolan_solver::Engine;

/// Whether there are allocations to which no coalition objects (Gillies 1959, "Solutions to general
/// non-zero-sum games", Contributions to the Theory of Games IV, 47–85).
#[derive(Clone, Debug, PartialEq)]
pub struct Core {
    /// There is none.
    pub empty: bool,
    /// The value of the least core (Maschler, Peleg and Shapley 1979): the least that the greatest excess
    /// of a coalition can be made. Above 0 where the core is empty: what each coalition would have to
    /// forgo. `None` where no bound holds, for want of coalitions that can do it.
    pub least_excess: Option<Fraction>,
    /// The prenucleolus, which lies in the least core, and in the core where there is one. `None` where
    /// too few coalitions can do it to single an allocation out.
    pub point: Option<Allocation>,
    /// Coalitions that no allocation satisfies better together, with weights that add up to 1: the
    /// balanced collection that proves the least excess (Bondareva 1963; Shapley 1967).
    pub balanced: Vec<(Coalition, Fraction)>,
    /// The least excess is proved in exact arithmetic.
    pub proved: bool,
}

/// Looks for the core.
///
/// # Errors
/// Where everybody together cannot do it; where the engine fails or has no duals.
pub fn core(game: &Game, engine: &dyn Engine) -> Result<Core, SharingError> {
    let mut descended = descend(
        game,
        engine,
        Aim {
            per_capita: false,
            imputations: false,
        },
    )?;
    let first = (!descended.levels.is_empty()).then(|| descended.levels.swap_remove(0));
    let (least_excess, balanced) = first.map_or((None, Vec::new()), |level| {
        (Some(level.excess), level.tight)
    });
    Ok(Core {
        empty: least_excess.as_ref().is_some_and(Signed::is_positive),
        least_excess,
        point: descended.determined.then_some(descended.allocation),
        balanced,
        proved: descended.violation.is_zero(),
    })
}
