//! A game in numbers of about one, for engines that compute in floating point.

use super::coalition::Coalition;
use super::fraction::{Fraction, fraction, nearest_number, quotient};
use super::game::{Game, Sense};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Signed as _, Zero as _};

/// What coalitions are worth beyond what is taken off their members, in units of a size.
///
/// At first each player's worth alone is taken off, and the size is the greatest worth beyond: shifting
/// each player's worth and stretching all changes no nucleolus but by the same shift and stretch, and
/// keeps digits that would be lost under large costs of single players. Seen [closer](Self::closer), a
/// point is taken off that an engine has found, and the size is smaller, so that the engine can tell
/// apart what rounding hid from it (iterative refinement: Gleixner, Steffy and Wolter 2016, INFORMS
/// Journal on Computing 28, 449–464).
pub(super) struct Scaled {
    /// Whole numbers below are so many parts of one.
    grid: BigInt,
    /// What is taken off each player.
    centre: Vec<BigInt>,
    /// What is taken off each coalition's excess.
    excess: BigInt,
    /// What is divided by.
    size: BigInt,
    /// By the bits of the coalition; `None` for one that cannot do it.
    worth: Vec<Option<f64>>,
}

/// How many times smaller the size is seen closer.
const CLOSER: i64 = 100_000;
/// How many times finer the grid is then.
const FINER: i64 = 1_000_000_000_000;

impl Scaled {
    /// A game as seen at first.
    pub(super) fn of(game: &Game) -> Self {
        let centre = alone(game);
        let beyond = beyond(game, &BigInt::one(), &centre, |_| BigInt::zero());
        let size = beyond
            .iter()
            .flatten()
            .map(BigInt::abs)
            .max()
            .unwrap_or_default();
        let size = size.max(BigInt::one());
        let worth = beyond
            .iter()
            .map(|it| Some(quotient(it.as_ref()?, &size)))
            .collect();
        let (grid, excess) = (game.denominator().clone(), BigInt::zero());
        Self {
            grid,
            centre,
            excess,
            size,
            worth,
        }
    }

    /// The same closer, around a point: the players' amounts, then the excess, scaled as they are now.
    pub(super) fn closer(
        &self,
        game: &Game,
        point: &[f64],
        weight: impl Fn(Coalition) -> usize,
    ) -> Self {
        let finer = BigInt::from(FINER);
        let moved = |from: &BigInt, by: Option<&f64>| {
            let by = by.and_then(|by| fraction(*by)).unwrap_or_default() * &self.size;
            ((by + from) * &finer).round().to_integer()
        };
        let players = self.centre.iter().enumerate();
        let centre: Vec<BigInt> = players
            .map(|(at, from)| moved(from, point.get(at)))
            .collect();
        let excess = moved(&self.excess, point.get(self.centre.len()));
        let grid = &self.grid * &finer;
        let size = (&self.size * finer / CLOSER).max(BigInt::one());
        let stretch = &grid / game.denominator();
        let beyond = beyond(game, &stretch, &centre, |coalition| {
            &excess * weight(coalition)
        });
        let worth = beyond
            .iter()
            .map(|it| Some(quotient(it.as_ref()?, &size)))
            .collect();
        Self {
            grid,
            centre,
            excess,
            size,
            worth,
        }
    }

    /// What a coalition is worth beyond its members and the excess, scaled.
    pub(super) fn worth(&self, coalition: Coalition) -> Option<f64> {
        self.worth[coalition.at()]
    }

    /// A total of a coalition, scaled.
    pub(super) fn inward(&self, coalition: Coalition, total: &Fraction) -> f64 {
        let taken: BigInt = coalition.members().map(|player| &self.centre[player]).sum();
        nearest_number(&((total * &self.grid - taken) / &self.size))
    }

    /// A scaled amount of one player, as an exact amount; a number that is none counts as 0.
    pub(super) fn outward(&self, player: usize, amount: f64) -> Fraction {
        let amount = fraction(amount).unwrap_or_default() * &self.size;
        (amount + &self.centre[player]) / &self.grid
    }

    /// What one scaled unit is.
    pub(super) fn unit(&self) -> f64 {
        quotient(&self.size, &self.grid)
    }
}

/// A whole number of a game so that more is better.
fn signed(game: &Game, number: &BigInt) -> BigInt {
    match game.sense() {
        Sense::Cost => -number,
        Sense::Value => number.clone(),
    }
}

/// What each player is worth alone; for one that cannot do it alone, its part of what everybody is.
fn alone(game: &Game) -> Vec<BigInt> {
    let whole = |coalition: Coalition| {
        game.numerators()[coalition.at()]
            .as_ref()
            .map(|number| signed(game, number))
    };
    let everybody = whole(game.everybody()).unwrap_or_default();
    let part = everybody.div_floor(&BigInt::from(game.players()));
    let own = |player| whole(Coalition::of(&[player])).unwrap_or_else(|| part.clone());
    (0..game.players()).map(own).collect()
}

/// What every coalition is worth, stretched, beyond what is taken off its members and off itself.
fn beyond(
    game: &Game,
    stretch: &BigInt,
    centre: &[BigInt],
    own: impl Fn(Coalition) -> BigInt,
) -> Vec<Option<BigInt>> {
    let mut taken = vec![BigInt::zero(); game.numerators().len()];
    let mut list = vec![Some(BigInt::zero())];
    for coalition in game.coalitions() {
        let last = coalition.bits().trailing_zeros() as usize;
        taken[coalition.at()] = &taken[coalition.without(last).at()] + &centre[last];
        let number = game.numerators()[coalition.at()].as_ref();
        let taken = &taken[coalition.at()];
        list.push(number.map(|it| signed(game, it) * stretch - taken - own(coalition)));
    }
    list
}
