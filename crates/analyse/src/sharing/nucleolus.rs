//! The nucleolus and its kin.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::descent::{Aim, descend};
use super::error::SharingError;
use super::fraction::{Fraction, nearest_number};
use super::game::Game;
use num_traits::{Signed as _, Zero as _};
use portolan_solver::Engine;

/// The allocation whose greatest excesses are least.
#[derive(Clone, Debug, PartialEq)]
pub struct Nucleolus {
    /// What each player pays, or gets, in exact fractions.
    pub allocation: Allocation,
    /// Every level is proved in exact arithmetic: this is the allocation, and no rounding is in it.
    /// Otherwise excesses lie too close together for the engine to tell them apart.
    pub proved: bool,
    /// By how much an excess may lie above its least, 0 where proved.
    pub off_by: f64,
}

/// The nucleolus: of all allocations that leave each player at least as well off as alone, the one that
/// makes the greatest excess of a coalition as small as can be, then the next greatest, and so on.
///
/// It lies in the core where there is one. Coalitions that cannot do it have no excess and are left out;
/// a player that cannot do it alone is not bounded by going alone.
///
/// Source: Schmeidler (1969), "The nucleolus of a characteristic function game", SIAM Journal on Applied
/// Mathematics 17, 1163–1170; with coalitions left out, Reijnierse and Potters (1998), Games and Economic
/// Behavior 24, 77–96.
///
/// # Errors
/// [`SharingError::NoImputation`] where no allocation leaves each as well off as alone (then take the
/// [`prenucleolus`]); [`SharingError::Undetermined`] where so many coalitions cannot do it that no
/// allocation is singled out; [`SharingError::Infeasible`] where everybody together cannot do it; and
/// where the engine fails or has no duals.
pub fn nucleolus(game: &Game, engine: &dyn Engine) -> Result<Nucleolus, SharingError> {
    imputations(game)?;
    found(
        game,
        engine,
        Aim {
            per_capita: false,
            imputations: true,
        },
    )
}

/// The prenucleolus: as the [`nucleolus`], of all allocations, whether or not a player would be better
/// off alone. The two agree where the core is not empty.
///
/// Source: Sobolev (1975); Maschler, Peleg and Shapley (1979), Mathematics of Operations Research 4,
/// 303–338.
///
/// # Errors
/// As for [`nucleolus`], but for imputations, which it does not need.
pub fn prenucleolus(game: &Game, engine: &dyn Engine) -> Result<Nucleolus, SharingError> {
    found(
        game,
        engine,
        Aim {
            per_capita: false,
            imputations: false,
        },
    )
}

/// The per-capita nucleolus: as the [`nucleolus`], of excesses divided by the number of members.
///
/// Source: Grotte (1970), "Computation of and observations on the nucleolus, the normalized nucleolus
/// and the central games", Cornell University; Young, Okada and Hashimoto (1982), Water Resources
/// Research 18, 463–475.
///
/// # Errors
/// As for [`nucleolus`].
pub fn per_capita_nucleolus(game: &Game, engine: &dyn Engine) -> Result<Nucleolus, SharingError> {
    imputations(game)?;
    found(
        game,
        engine,
        Aim {
            per_capita: true,
            imputations: true,
        },
    )
}

/// The per-capita prenucleolus: as the [`prenucleolus`], of excesses divided by the number of members.
///
/// # Errors
/// As for [`prenucleolus`].
pub fn per_capita_prenucleolus(
    game: &Game,
    engine: &dyn Engine,
) -> Result<Nucleolus, SharingError> {
    found(
        game,
        engine,
        Aim {
            per_capita: true,
            imputations: false,
        },
    )
}

fn found(game: &Game, engine: &dyn Engine, aim: Aim) -> Result<Nucleolus, SharingError> {
    let descended = descend(game, engine, aim)?;
    if !descended.determined {
        return Err(SharingError::Undetermined);
    }
    Ok(Nucleolus {
        proved: descended.violation.is_zero(),
        off_by: nearest_number(&descended.violation),
        allocation: descended.allocation,
    })
}

/// Sees that some allocation leaves each player as well off as alone.
fn imputations(game: &Game) -> Result<(), SharingError> {
    let total = game.worth(game.needed(game.everybody(), "the nucleolus")?);
    let mut alone = Fraction::zero();
    for player in 0..game.players() {
        let Some(own) = game.comes_to(Coalition::of(&[player])) else {
            return Ok(());
        };
        alone += game.worth(own);
    }
    let missing = alone - total;
    if missing.is_positive() {
        return Err(SharingError::NoImputation { missing });
    }
    Ok(())
}
