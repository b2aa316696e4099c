//! The Shapley value, exactly.

use super::allocation::Allocation;
use super::coalition::Coalition;
use super::error::SharingError;
use super::fraction::Fraction;
use super::game::Game;
use num_bigint::BigInt;
use num_traits::{One as _, Zero as _};

/// The Shapley value: what each player adds when all join one after another, on average over all
/// orders. Exact.
///
/// Source: Shapley (1953), "A value for n-person games", Contributions to the Theory of Games II,
/// 307–317: the weight of a coalition of s players that a player joins is s! (n − 1 − s)! / n!. Sums are
/// taken once for each size of coalition, so that the work is n times the number of coalitions.
///
/// # Errors
/// [`SharingError::Infeasible`] where a coalition cannot do it: the value asks every one.
pub fn shapley(game: &Game) -> Result<Allocation, SharingError> {
    let players = game.players();
    let sums = Sums::of(game)?;
    let factorials = factorials(players);
    let whole = game.denominator() * &factorials[players];
    let amount = |player: usize| {
        let added = (1..=players).map(|size| {
            let weight = &factorials[size - 1] * &factorials[players - size];
            let before = &sums.all[size - 1] - &sums.with[player][size - 1];
            weight * (&sums.with[player][size] - before)
        });
        Fraction::new(added.sum(), whole.clone())
    };
    Ok(Allocation::new((0..players).map(amount).collect()))
}

/// What coalitions of each size come to, added up.
struct Sums {
    /// All of the size.
    all: Vec<BigInt>,
    /// For each player, those that have the player in them.
    with: Vec<Vec<BigInt>>,
}

impl Sums {
    fn of(game: &Game) -> Result<Self, SharingError> {
        let players = game.players();
        let mut all = vec![BigInt::zero(); players + 1];
        let mut with = vec![all.clone(); players];
        for (bits, numerator) in (0..).zip(game.numerators()) {
            let coalition = Coalition::from_bits(bits);
            let infeasible = || game.infeasible(coalition, "the Shapley value");
            let numerator = numerator.as_ref().ok_or_else(infeasible)?;
            let size = coalition.len();
            all[size] += numerator;
            for player in coalition.members() {
                with[player][size] += numerator;
            }
        }
        Ok(Self { all, with })
    }
}

/// The factorials from 0 to a number.
fn factorials(to: usize) -> Vec<BigInt> {
    let next = |product: &mut BigInt, number: usize| {
        *product *= number.max(1);
        Some(product.clone())
    };
    (0..=to).scan(BigInt::one(), next).collect()
}
