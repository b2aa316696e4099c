//! Rules of proportion and of separable costs.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::error::SharingError;
use super::fraction::{Fraction, fraction};
use super::game::Game;
use num_traits::{One as _, Signed as _, Zero as _};
use portolan_model::Partner;

/// Everybody the same.
///
/// # Errors
/// Where everybody together cannot do it.
pub fn equal(game: &Game) -> Result<Allocation, SharingError> {
    proportional(
        game,
        &vec![Fraction::one(); game.players()],
        "the equal split",
    )
}

/// In proportion to weights: to use, to what was contributed, or to whatever was agreed. `what` is the
/// kind of weight, for messages.
///
/// # Errors
/// Where there is not one weight for each player, one is negative, or all are zero though there is
/// something to share; where everybody together cannot do it.
pub fn proportional(
    game: &Game,
    weights: &[Fraction],
    what: &'static str,
) -> Result<Allocation, SharingError> {
    let (found, expected) = (weights.len(), game.players());
    if found != expected {
        return Err(SharingError::Length {
            what,
            found,
            expected,
        });
    }
    for (name, weight) in game.names().iter().zip(weights) {
        if weight.is_negative() {
            let (who, found) = (name.clone(), weight.to_string());
            return Err(SharingError::BadWeight { what, who, found });
        }
    }
    in_proportion(&game.needed(game.everybody(), what)?, weights, what)
}

/// A total in proportion to weights that are not negative.
pub(super) fn in_proportion(
    total: &Fraction,
    weights: &[Fraction],
    what: &'static str,
) -> Result<Allocation, SharingError> {
    let sum: Fraction = weights.iter().sum();
    match (total.is_zero(), sum.is_zero()) {
        (true, _) => Ok(Allocation::new(vec![Fraction::zero(); weights.len()])),
        (false, true) => Err(SharingError::NoWeight(what)),
        _ => Ok(Allocation::new(
            weights.iter().map(|weight| weight * total / &sum).collect(),
        )),
    }
}

/// In proportion to what each would pay, or gain, alone.
///
/// # Errors
/// As for [`proportional`]; where a player alone cannot do it.
pub fn by_stand_alone(game: &Game) -> Result<Allocation, SharingError> {
    const WHAT: &str = "the split by what each comes to alone";
    let own = alone(game, WHAT)?;
    proportional(game, &own, WHAT)
}

/// In proportion to shares that were agreed as fractions of the whole.
///
/// # Errors
/// As for [`proportional`]; where the shares do not add up to 1, within a billionth.
pub fn by_agreed_shares(game: &Game, shares: &[Fraction]) -> Result<Allocation, SharingError> {
    let sum: Fraction = shares.iter().sum();
    let billionth = Fraction::new(1.into(), 1_000_000_000.into());
    if (&sum - Fraction::one()).abs() > billionth {
        return Err(SharingError::SharesSum(sum.to_string()));
    }
    proportional(game, shares, "the agreed share")
}

/// The agreed shares of a campaign's partners.
///
/// # Errors
/// [`SharingError::BadWeight`] where a partner has none, or one that is no number.
pub fn agreed_shares(partners: &[Partner]) -> Result<Vec<Fraction>, SharingError> {
    let share = |partner: &Partner| {
        partner
            .share
            .and_then(fraction)
            .ok_or_else(|| SharingError::BadWeight {
                what: "the agreed share",
                who: partner.name.clone(),
                found: partner
                    .share
                    .map_or_else(|| "missing".to_owned(), |it| it.to_string()),
            })
    };
    partners.iter().map(share).collect()
}

/// What each player adds to the others: the separable cost (or value), everybody's less that of all
/// others. Together they need not come to the total.
///
/// # Errors
/// Where everybody, or everybody but one, cannot do it.
pub fn separable(game: &Game) -> Result<Vec<Fraction>, SharingError> {
    const WHAT: &str = "what a player adds to the others";
    let total = game.needed(game.everybody(), WHAT)?;
    let added = |player| {
        let others = game.everybody().without(player);
        Ok(&total - game.needed(others, WHAT)?)
    };
    (0..game.players()).map(added).collect()
}

/// Equal non-separable costs: each pays what it adds to the others, and the same part of what is left
/// over; an over-recovery is given back in the same way.
///
/// Source: Moulin (1985), "The separability axiom and equal-sharing methods", Journal of Economic
/// Theory 36, 120–148.
///
/// # Errors
/// As for [`separable`].
pub fn equal_non_separable(game: &Game) -> Result<Allocation, SharingError> {
    let added = separable(game)?;
    let total = game.needed(game.everybody(), "equal non-separable costs")?;
    let rest = total - added.iter().sum::<Fraction>();
    let part = rest / Fraction::from_integer(game.players().into());
    Ok(Allocation::new(
        added.into_iter().map(|own| own + &part).collect(),
    ))
}

/// Separable costs, remaining benefits: each pays what it adds to the others, and of what is left over a
/// part in proportion to what it still saves against the cheaper of going alone and what the thing is
/// worth to it. Without benefits given, going alone decides (alternative cost avoided).
///
/// Source: Inter-Agency Committee on Water Resources (1958), "Proposed practices for economic analysis
/// of river basin projects"; Straffin and Heaney (1981), "Game theory and the Tennessee Valley
/// Authority", International Journal of Game Theory 10, 35–43.
///
/// # Errors
/// As for [`separable`]; where a player alone cannot do it; where a player has nothing left to save, so
/// that its remaining benefit is negative and the rule has no meaning; benefits in a game of values.
pub fn separable_remaining_benefits(
    game: &Game,
    benefits: Option<&[Fraction]>,
) -> Result<Allocation, SharingError> {
    const WHAT: &str = "the remaining benefit";
    let added = separable(game)?;
    let justified = justified(game, benefits)?;
    let mut remaining = Vec::with_capacity(added.len());
    for ((own, justified), name) in added.iter().zip(&justified).zip(game.names()) {
        let benefit = game.worth(own - justified);
        if benefit.is_negative() {
            let (who, found) = (name.clone(), benefit.to_string());
            return Err(SharingError::BadWeight {
                what: WHAT,
                who,
                found,
            });
        }
        remaining.push(benefit);
    }
    let total = game.needed(game.everybody(), WHAT)?;
    let rest = total - added.iter().sum::<Fraction>();
    let parts = in_proportion(&rest, &remaining, WHAT)?;
    let both = added
        .iter()
        .zip(parts.exact())
        .map(|(own, part)| own + part);
    Ok(Allocation::new(both.collect()))
}

/// What each player would pay at most: its cost alone, or the benefit where that is less.
fn justified(game: &Game, benefits: Option<&[Fraction]>) -> Result<Vec<Fraction>, SharingError> {
    let own = alone(game, "the remaining benefit")?;
    let Some(benefits) = benefits else {
        return Ok(own);
    };
    if game.sense() == super::game::Sense::Value {
        return Err(SharingError::WrongSense(
            "benefits are set against costs, not against values",
        ));
    }
    let (found, expected) = (benefits.len(), own.len());
    if found != expected {
        return Err(SharingError::Length {
            what: "the benefits",
            found,
            expected,
        });
    }
    Ok(own
        .into_iter()
        .zip(benefits)
        .map(|(own, benefit)| own.min(benefit.clone()))
        .collect())
}

/// What each player comes to alone.
fn alone(game: &Game, method: &'static str) -> Result<Vec<Fraction>, SharingError> {
    (0..game.players())
        .map(|player| game.needed(Coalition::of(&[player]), method))
        .collect()
}
