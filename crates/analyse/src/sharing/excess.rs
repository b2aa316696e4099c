//! Excesses: what coalitions would be better off by without the others.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::error::{Names, SharingError};
use super::fraction::{Fraction, amount_in_words, nearest_number, quotient};
use super::game::{Game, Sense};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, Zero as _};
use std::cmp::Reverse;

/// By how much a coalition would be better off without the others: what its members pay less what it
/// would cost them, or what they could gain less what they get. Negative where they are better off as
/// it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Excess {
    /// Who.
    pub coalition: Coalition,
    /// By how much.
    pub amount: f64,
}

/// What a coalition has to say against an allocation: its members are better off by themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Who.
    pub coalition: Coalition,
    /// Their names.
    pub members: Names,
    /// What they are to pay, or get, together.
    pub allocated: Fraction,
    /// What they would pay, or get, by themselves.
    pub by_themselves: Fraction,
    /// By how much they would be better off, more than 0.
    pub gain: Fraction,
    /// Whether they pay or get.
    pub sense: Sense,
}

impl Objection {
    /// The objection as a sentence, the amounts in a unit (which may be empty).
    pub fn words(&self, unit: &str) -> String {
        let amount = |number: &Fraction| {
            let separator = if unit.is_empty() { "" } else { " " };
            format!("{}{separator}{unit}", amount_in_words(number))
        };
        let (allocated, alone) = (amount(&self.allocated), amount(&self.by_themselves));
        let (gain, members) = (amount(&self.gain), &self.members);
        let one = self.coalition.len() == 1;
        let (they, alone_words) = if one {
            ("is", "alone")
        } else {
            ("are together", "by themselves")
        };
        match self.sense {
            Sense::Cost => {
                format!(
                    "{members} {they} to pay {allocated} and would pay {alone} {alone_words}, {gain} less"
                )
            }
            Sense::Value => {
                format!(
                    "{members} {they} to get {allocated} and would get {alone} {alone_words}, {gain} more"
                )
            }
        }
    }
}

/// The excesses of all coalitions, exactly: whole numbers over one scale.
pub(super) struct Excesses {
    /// What the whole numbers are to be divided by.
    pub(super) scale: BigInt,
    /// By the bits of the coalition; `None` for one that cannot do it.
    pub(super) values: Vec<Option<BigInt>>,
}

impl Excesses {
    /// The excesses at an allocation with an amount for each player.
    pub(super) fn at(game: &Game, allocation: &Allocation) -> Self {
        let amounts = allocation.exact();
        let common = amounts
            .iter()
            .fold(BigInt::one(), |common, it| common.lcm(it.denom()));
        let whole: Vec<BigInt> = amounts
            .iter()
            .map(|it| it.numer() * (&common / it.denom()))
            .collect();
        let mut sums = vec![BigInt::zero(); game.numerators().len()];
        for coalition in game.coalitions() {
            let last = coalition.bits().trailing_zeros() as usize;
            sums[coalition.at()] = &sums[coalition.without(last).at()] + &whole[last];
        }
        let excess = |(numerator, sum): (&Option<BigInt>, BigInt)| {
            let gain = numerator.as_ref()? * &common - sum * game.denominator();
            Some(if game.sense() == Sense::Cost {
                -gain
            } else {
                gain
            })
        };
        let values = game.numerators().iter().zip(sums).map(excess).collect();
        Self {
            scale: common * game.denominator(),
            values,
        }
    }

    /// The coalitions that have an excess and are neither nobody nor everybody, with it.
    pub(super) fn proper(&self) -> impl Iterator<Item = (Coalition, &BigInt)> {
        let everybody = self.values.len() - 1;
        let entry = |(bits, value)| Some((Coalition::from_bits(bits), Option::as_ref(value)?));
        (0..)
            .zip(&self.values)
            .take(everybody)
            .skip(1)
            .filter_map(entry)
    }

    /// The greatest of them; of equal ones the smallest coalition, then the one that comes first.
    pub(super) fn greatest(&self) -> Option<(Coalition, Fraction)> {
        let order = |(coalition, value): &(Coalition, &BigInt)| {
            (
                (*value).clone(),
                Reverse((coalition.len(), coalition.bits())),
            )
        };
        let (coalition, value) = self.proper().max_by_key(order)?;
        Some((coalition, Fraction::new(value.clone(), self.scale.clone())))
    }
}

/// The excess of every coalition that can do it, nobody and everybody apart; the greatest first, of
/// equal ones the smaller coalition, then the one that comes first.
///
/// # Errors
/// Where the allocation is not of this game's players.
pub fn excesses(game: &Game, allocation: &Allocation) -> Result<Vec<Excess>, SharingError> {
    allocation.fits(game)?;
    let all = Excesses::at(game, allocation);
    let mut list: Vec<_> = all.proper().collect();
    list.sort_by_key(|(coalition, value)| (Reverse(*value), coalition.len(), coalition.bits()));
    let number = |value| quotient(value, &all.scale);
    Ok(list
        .into_iter()
        .map(|(coalition, value)| Excess {
            coalition,
            amount: number(value),
        })
        .collect())
}

/// Who objects most to an allocation: the coalition that would be better off by itself by the most, of
/// equal ones the smaller, then the one that comes first. `None` where nobody would: then the
/// allocation is in the core (Gillies 1959). A coalition that cannot do it has nothing to object with.
///
/// A gain of no more than `tolerance` is none, and the amounts may miss the total by as much; 0 for
/// amounts that are exact.
///
/// # Errors
/// Where the allocation is not of this game's players, or does not add up to what everybody comes to;
/// where everybody together cannot do it.
pub fn objection(
    game: &Game,
    allocation: &Allocation,
    tolerance: &Fraction,
) -> Result<Option<Objection>, SharingError> {
    let all = judged(game, allocation, tolerance)?;
    let Some((coalition, gain)) = all.greatest().filter(|(_, gain)| gain > tolerance) else {
        return Ok(None);
    };
    let by_themselves = game.needed(coalition, "an objection")?;
    Ok(Some(Objection {
        coalition,
        members: game.members(coalition),
        allocated: coalition
            .members()
            .map(|player| &allocation.exact()[player])
            .sum(),
        by_themselves,
        gain,
        sense: game.sense(),
    }))
}

/// The excesses at an allocation that adds up to what everybody comes to.
fn judged(
    game: &Game,
    allocation: &Allocation,
    tolerance: &Fraction,
) -> Result<Excesses, SharingError> {
    allocation.fits(game)?;
    let expected = game.needed(game.everybody(), "an allocation")?;
    let found = allocation.sum();
    if (&found - &expected).abs() > *tolerance {
        let (found, expected) = (nearest_number(&found), nearest_number(&expected));
        return Err(SharingError::NotEfficient { found, expected });
    }
    Ok(Excesses::at(game, allocation))
}
