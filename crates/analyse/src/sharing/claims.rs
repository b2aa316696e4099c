//! Claims on an estate that is too small for them: rules of bankruptcy.

use super::allocation::Allocation;
use super::error::SharingError;
use super::fraction::{Fraction, nearest_number};
use super::game::{Game, Sense};
use super::rule::in_proportion;
use super::shapley::shapley;
use num_traits::{Signed as _, Zero as _};

/// An estate and the claims on it: a budget that does not cover what was promised.
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    names: Vec<String>,
    estate: Fraction,
    claims: Vec<Fraction>,
}

impl Claims {
    /// Claims of named players on an estate.
    ///
    /// # Errors
    /// Where there is not one claim for each name, a claim is negative, or the estate lies outside 0 to
    /// the sum of claims; where there is no player or two have one name.
    pub fn new(
        names: Vec<String>,
        estate: Fraction,
        claims: Vec<Fraction>,
    ) -> Result<Self, SharingError> {
        super::game::named(&names, usize::MAX)?;
        let (found, expected) = (claims.len(), names.len());
        if found != expected {
            return Err(SharingError::Length {
                what: "the claims",
                found,
                expected,
            });
        }
        if let Some((name, claim)) = names.iter().zip(&claims).find(|(_, it)| it.is_negative()) {
            let (who, found) = (name.clone(), claim.to_string());
            return Err(SharingError::BadWeight {
                what: "the claim",
                who,
                found,
            });
        }
        let sum: Fraction = claims.iter().sum();
        if estate.is_negative() || estate > sum {
            let (estate, claims) = (nearest_number(&estate), nearest_number(&sum));
            return Err(SharingError::Estate { estate, claims });
        }
        Ok(Self {
            names,
            estate,
            claims,
        })
    }

    /// The game in which a coalition is sure of what the others' claims leave it of the estate.
    ///
    /// Source: O'Neill (1982), "A problem of rights arbitration from the Talmud", Mathematical Social
    /// Sciences 2, 345–371.
    ///
    /// # Errors
    /// Where there are more than [`Game::PLAYERS`].
    pub fn game(&self) -> Result<Game, SharingError> {
        super::game::named(&self.names, Game::PLAYERS)?;
        let left = |bits: usize| {
            let others = self
                .claims
                .iter()
                .enumerate()
                .filter(|(at, _)| bits >> at & 1 == 0);
            let claimed: Fraction = others.map(|(_, claim)| claim).sum();
            Some((&self.estate - claimed).max(Fraction::zero()))
        };
        let table: Vec<_> = (0..1_usize << self.names.len()).map(left).collect();
        Game::new(self.names.clone(), Sense::Value, &table)
    }

    /// In proportion to the claims.
    pub fn proportional(&self) -> Allocation {
        let nothing = Allocation::new(vec![Fraction::zero(); self.claims.len()]);
        in_proportion(&self.estate, &self.claims, "the claim").unwrap_or(nothing)
    }

    /// Constrained equal awards: everybody the same, but nobody more than the claim (Maimonides; Aumann
    /// and Maschler 1985).
    pub fn equal_awards(&self) -> Allocation {
        Allocation::new(awards(&self.estate, &self.claims))
    }

    /// Constrained equal losses: everybody goes without the same, but nobody gets less than nothing.
    pub fn equal_losses(&self) -> Allocation {
        Allocation::new(losses(&self.estate, &self.claims))
    }

    /// The rule of the Talmud: half the claims are awarded as equally as can be, the other halves are
    /// lost as equally as can be. It is the nucleolus of [`game`](Self::game).
    ///
    /// Source: Aumann and Maschler (1985), "Game theoretic analysis of a bankruptcy problem from the
    /// Talmud", Journal of Economic Theory 36, 195–213.
    pub fn talmud(&self) -> Allocation {
        let two = Fraction::from_integer(2.into());
        let halves: Vec<Fraction> = self.claims.iter().map(|claim| claim / &two).collect();
        let half: Fraction = halves.iter().sum();
        if self.estate <= half {
            return Allocation::new(awards(&self.estate, &halves));
        }
        let rest = losses(&(&self.estate - half), &halves);
        Allocation::new(
            halves
                .iter()
                .zip(rest)
                .map(|(half, more)| half + more)
                .collect(),
        )
    }

    /// Random arrival: claims are met in full in the order of arrival as long as there is something, on
    /// average over all orders. It is the Shapley value of [`game`](Self::game) (O'Neill 1982).
    ///
    /// # Errors
    /// As for [`game`](Self::game).
    pub fn random_arrival(&self) -> Result<Allocation, SharingError> {
        shapley(&self.game()?)
    }
}

/// Everybody the same, but nobody more than the claim.
fn awards(estate: &Fraction, claims: &[Fraction]) -> Vec<Fraction> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|a, b| claims[*a].cmp(&claims[*b]));
    let mut left = estate.clone();
    let mut given = vec![Fraction::zero(); claims.len()];
    for (before, player) in order.into_iter().enumerate() {
        let part = &left / Fraction::from_integer((claims.len() - before).into());
        given[player] = part.min(claims[player].clone());
        left -= &given[player];
    }
    given
}

/// Everybody goes without the same, but nobody gets less than nothing: losses are awarded.
fn losses(estate: &Fraction, claims: &[Fraction]) -> Vec<Fraction> {
    let missing = claims.iter().sum::<Fraction>() - estate;
    let lost = awards(&missing, claims);
    claims
        .iter()
        .zip(lost)
        .map(|(claim, lost)| claim - lost)
        .collect()
}
