//! Games: what each coalition of players would pay, or gain, by itself.

use super::coalition::Coalition;
use super::error::{Names, SharingError};
use super::fraction::{Fraction, fraction, nearest_number};
use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, Zero as _};
use std::collections::BTreeSet;

/// Whether less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sense {
    /// A coalition comes to a cost, which its members pay.
    Cost,
    /// A coalition comes to a value, which its members gain.
    Value,
}

/// What each coalition of players comes to by itself: a cooperative game with transferable utility
/// (von Neumann and Morgenstern 1944).
///
/// Every coalition has a cost (or value) or none: one without cannot do it at all, and has nothing to
/// go back to. Numbers are exact, on a common denominator.
///
/// ```
/// use portolan_analyse::sharing::{Coalition, Game, Sense, shapley};
/// // Two agencies whose cargoes fill a launcher of capacity 5 together, and one each if apart.
/// let names = vec!["A".to_owned(), "B".to_owned()];
/// let game = Game::from_numbers(names, Sense::Cost, |_: Coalition| Some(100.0))?;
/// assert_eq!(shapley(&game)?.amounts(), [50.0, 50.0]);
/// # Ok::<(), portolan_analyse::sharing::SharingError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Game {
    names: Vec<String>,
    sense: Sense,
    denominator: BigInt,
    numerators: Vec<Option<BigInt>>,
}

impl Game {
    /// The most players of a game whose coalitions stand in a table.
    pub const PLAYERS: usize = 20;

    /// A game from the table of what coalitions come to, at the position of their bits: nobody, the
    /// first, the second, both, the third and so on. `None` is a coalition that cannot do it.
    ///
    /// # Errors
    /// [`SharingError`] where there is no player, too many, two of one name, a table of another length,
    /// or where nobody comes to something.
    pub fn new(
        names: Vec<String>,
        sense: Sense,
        table: &[Option<Fraction>],
    ) -> Result<Self, SharingError> {
        named(&names, Self::PLAYERS)?;
        let (found, expected) = (table.len(), 1 << names.len());
        if found != expected {
            let what = "table of coalitions";
            return Err(SharingError::Length {
                what,
                found,
                expected,
            });
        }
        if table[0].as_ref().is_some_and(|nobody| !nobody.is_zero()) {
            return Err(SharingError::Nobody);
        }
        let denominator = table
            .iter()
            .flatten()
            .fold(BigInt::one(), |common, entry| common.lcm(entry.denom()));
        let whole = |entry: &Fraction| entry.numer() * (&denominator / entry.denom());
        let mut numerators: Vec<Option<BigInt>> = table
            .iter()
            .map(|entry| entry.as_ref().map(whole))
            .collect();
        numerators[0] = Some(BigInt::zero());
        Ok(Self {
            names,
            sense,
            denominator,
            numerators,
        })
    }

    /// A game from what each coalition comes to, asked once for each but nobody, in order of their bits.
    /// A number is taken as the decimal that it is printed as.
    ///
    /// # Errors
    /// As for [`new`](Self::new); and where an answer is no number or infinite.
    pub fn from_numbers(
        names: Vec<String>,
        sense: Sense,
        mut comes_to: impl FnMut(Coalition) -> Option<f64>,
    ) -> Result<Self, SharingError> {
        Self::ask(names, sense, |coalition| Ok(comes_to(coalition)))
    }

    /// As [`from_numbers`](Self::from_numbers), from somebody who may fail.
    ///
    /// # Errors
    /// As for [`from_numbers`](Self::from_numbers), and the first failure of `ask`.
    pub fn ask<E: From<SharingError>>(
        names: Vec<String>,
        sense: Sense,
        mut ask: impl FnMut(Coalition) -> Result<Option<f64>, E>,
    ) -> Result<Self, E> {
        named(&names, Self::PLAYERS)?;
        let mut table = vec![None];
        for bits in 1..1_u64 << names.len() {
            let coalition = Coalition::from_bits(bits);
            let exact = |number| {
                let no_number = || SharingError::NoNumber(named_members(&names, coalition));
                fraction(number).ok_or_else(no_number)
            };
            table.push(ask(coalition)?.map(exact).transpose()?);
        }
        Ok(Self::new(names, sense, &table)?)
    }

    /// How many players there are.
    pub fn players(&self) -> usize {
        self.names.len()
    }

    /// The players' names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether less is better.
    pub const fn sense(&self) -> Sense {
        self.sense
    }

    /// Everybody.
    pub fn everybody(&self) -> Coalition {
        Coalition::all(self.players())
    }

    /// The names of a coalition's members.
    pub fn members(&self, coalition: Coalition) -> Names {
        named_members(&self.names, coalition)
    }

    /// All coalitions but that of nobody, in order of their bits.
    pub fn coalitions(&self) -> impl Iterator<Item = Coalition> + use<> {
        (1..=self.everybody().bits()).map(Coalition::from_bits)
    }

    /// What a coalition comes to; `None` where it cannot do it, or is none of this game's.
    pub fn comes_to(&self, coalition: Coalition) -> Option<Fraction> {
        let numerator = self.numerators.get(coalition.at())?.as_ref()?;
        Some(Fraction::new(numerator.clone(), self.denominator.clone()))
    }

    /// The same as a number.
    pub fn number(&self, coalition: Coalition) -> Option<f64> {
        self.comes_to(coalition).as_ref().map(nearest_number)
    }

    /// What a coalition comes to.
    ///
    /// # Errors
    /// [`SharingError::Infeasible`] where it cannot do it; it names the method and the members.
    pub(super) fn needed(
        &self,
        coalition: Coalition,
        method: &'static str,
    ) -> Result<Fraction, SharingError> {
        let infeasible = || self.infeasible(coalition, method);
        self.comes_to(coalition).ok_or_else(infeasible)
    }

    pub(super) fn infeasible(&self, coalition: Coalition, method: &'static str) -> SharingError {
        let members = self.members(coalition);
        SharingError::Infeasible { method, members }
    }

    /// What all coalitions come to, on the common denominator, by their bits.
    pub(super) fn numerators(&self) -> &[Option<BigInt>] {
        &self.numerators
    }

    /// The common denominator.
    pub(super) const fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// A number seen so that more is better: a cost is a negative worth, a value is one.
    pub(super) fn worth(&self, number: Fraction) -> Fraction {
        match self.sense {
            Sense::Cost => -number,
            Sense::Value => number,
        }
    }

    /// The game of savings of a cost game: what a coalition saves against its members going alone,
    /// the sum of its members' own costs less its cost.
    ///
    /// A coalition that cannot do it has no savings either; see
    /// [`infeasible_worth_nothing`](Self::infeasible_worth_nothing).
    ///
    /// # Errors
    /// Where the game is none of costs, or where a player alone cannot do it.
    pub fn savings(&self) -> Result<Self, SharingError> {
        if self.sense != Sense::Cost {
            return Err(SharingError::WrongSense("only a game of costs has savings"));
        }
        let own: Vec<Fraction> = (0..self.players())
            .map(|player| self.needed(Coalition::of(&[player]), "the game of savings"))
            .collect::<Result<_, _>>()?;
        let saved = |bits: u64| {
            let coalition = Coalition::from_bits(bits);
            let apart: Fraction = coalition.members().map(|player| &own[player]).sum();
            Some(apart - self.comes_to(coalition)?)
        };
        let table: Vec<_> = (0..=self.everybody().bits()).map(saved).collect();
        Self::new(self.names.clone(), Sense::Value, &table)
    }

    /// A game of values in which coalitions that cannot do it are worth 0: they stay as they are, and
    /// neither gain nor lose. Say so only where that is true.
    ///
    /// # Errors
    /// Where the game is one of costs: who cannot do it does not do it for nothing.
    pub fn infeasible_worth_nothing(mut self) -> Result<Self, SharingError> {
        if self.sense != Sense::Value {
            return Err(SharingError::WrongSense(
                "a coalition that cannot do it does not cost nothing; take the game of savings",
            ));
        }
        for numerator in &mut self.numerators {
            numerator.get_or_insert_with(BigInt::zero);
        }
        Ok(self)
    }
}

/// Sees that there are players, not too many, each with a name of its own.
pub(super) fn named(names: &[String], limit: usize) -> Result<(), SharingError> {
    let players = names.len();
    if players == 0 {
        return Err(SharingError::NoPlayer);
    }
    if players > limit {
        return Err(SharingError::TooManyPlayers { players, limit });
    }
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        Some(twice) => Err(SharingError::SameName(twice.clone())),
        None => Ok(()),
    }
}

/// The names of a coalition's members.
pub(super) fn named_members(names: &[String], coalition: Coalition) -> Names {
    Names(
        coalition
            .members()
            .filter_map(|player| names.get(player).cloned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(count: usize) -> Vec<String> {
        (1..=count).map(|player| format!("P{player}")).collect()
    }

    #[test]
    fn bad_games_are_refused() {
        let game = |count, comes_to: f64| {
            Game::from_numbers(names(count), Sense::Cost, |_| Some(comes_to))
        };
        assert_eq!(game(0, 1.0), Err(SharingError::NoPlayer));
        let too_many = SharingError::TooManyPlayers {
            players: 21,
            limit: 20,
        };
        assert_eq!(game(21, 1.0), Err(too_many));
        let first = Names(names(1));
        assert_eq!(game(2, f64::NAN), Err(SharingError::NoNumber(first)));
        let twins = vec!["A".to_owned(), "A".to_owned()];
        let error = Game::new(twins, Sense::Cost, &[]).unwrap_err();
        assert_eq!(error, SharingError::SameName("A".to_owned()));
        let error = Game::new(names(2), Sense::Cost, &[None, None]).unwrap_err();
        assert!(matches!(
            error,
            SharingError::Length {
                found: 2,
                expected: 4,
                ..
            }
        ));
        let one = Some(Fraction::one());
        let error = Game::new(names(1), Sense::Cost, &[one.clone(), one]).unwrap_err();
        assert_eq!(error, SharingError::Nobody);
    }

    #[test]
    fn savings_are_what_going_together_spares() {
        let costs = [4.0, 6.0, 7.5];
        let comes_to = |set: Coalition| (set.bits() < 4).then(|| costs[set.at() - 1]);
        let game = Game::from_numbers(names(2), Sense::Cost, comes_to).unwrap();
        let savings = game.savings().unwrap();
        assert_eq!(savings.number(Coalition::all(2)), Some(2.5));
        assert_eq!(savings.number(Coalition::of(&[0])), Some(0.0));
        assert!(savings.savings().is_err(), "savings have no savings");
        assert!(
            game.infeasible_worth_nothing().is_err(),
            "costs are not nothing"
        );
    }

    #[test]
    fn who_cannot_do_it_is_named() {
        let alone = |set: Coalition| (set != Coalition::of(&[1])).then_some(1.0);
        let game = Game::from_numbers(names(2), Sense::Cost, alone).unwrap();
        let text = game.savings().unwrap_err().to_string();
        assert!(text.contains("P2"), "{text}");
        let game = Game::from_numbers(names(2), Sense::Value, alone).unwrap();
        assert_eq!(game.number(Coalition::of(&[1])), None);
        let game = game.infeasible_worth_nothing().unwrap();
        assert_eq!(game.number(Coalition::of(&[1])), Some(0.0));
    }
}
