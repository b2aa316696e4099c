//! Allocations: what each player pays, or gets.

use super::error::SharingError;
use super::fraction::{Fraction, fraction, nearest_number};
use super::game::Game;

/// What each player pays in a game of costs, or gets in one of values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation(Vec<Fraction>);

impl Allocation {
    /// An allocation of these amounts, in order of the players.
    pub const fn new(amounts: Vec<Fraction>) -> Self {
        Self(amounts)
    }

    /// An allocation of the decimals that these numbers are printed as.
    ///
    /// # Errors
    /// [`SharingError::BadWeight`] where one is no number or infinite; it names the player's position,
    /// from 1.
    pub fn from_numbers(amounts: &[f64]) -> Result<Self, SharingError> {
        let exact = |(at, amount): (usize, &f64)| {
            fraction(*amount).ok_or_else(|| SharingError::BadWeight {
                what: "the amount",
                who: format!("player {}", at + 1),
                found: amount.to_string(),
            })
        };
        amounts
            .iter()
            .enumerate()
            .map(exact)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// The amounts, exactly.
    pub fn exact(&self) -> &[Fraction] {
        &self.0
    }

    /// The amounts as numbers.
    pub fn amounts(&self) -> Vec<f64> {
        self.0.iter().map(nearest_number).collect()
    }

    /// What they add up to.
    pub fn sum(&self) -> Fraction {
        self.0.iter().sum()
    }

    /// Sees that there is an amount for each player of a game.
    pub(super) fn fits(&self, game: &Game) -> Result<(), SharingError> {
        let (found, expected) = (self.0.len(), game.players());
        if found == expected {
            return Ok(());
        }
        Err(SharingError::Length {
            what: "the allocation",
            found,
            expected,
        })
    }
}
