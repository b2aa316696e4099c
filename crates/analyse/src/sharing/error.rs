//! Why a total cannot be shared as asked.

use super::fraction::{Fraction, amount_in_words};
use portolan_solver::{EngineError, Stop};
use std::fmt;

/// The names of players, as they stand in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names(pub Vec<String>);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [] => f.write_str("nobody"),
            [one] => f.write_str(one),
            [first @ .., last] => write!(f, "{} and {last}", first.join(", ")),
        }
    }
}

/// Why a total cannot be shared as asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SharingError {
    /// Nobody is there to share.
    #[error("a game needs at least one player")]
    NoPlayer,
    /// More players than a table, or a set, can hold.
    #[error("{players} players are more than the {limit} that can be computed with")]
    TooManyPlayers {
        /// How many there are.
        players: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Two players have the same name, so that no sentence could tell them apart.
    #[error("two players are called {0}")]
    SameName(String),
    /// A list does not have as many entries as it needs.
    #[error("{what}: {found} entries, where {expected} are needed")]
    Length {
        /// What the list is of.
        what: &'static str,
        /// How many entries it has.
        found: usize,
        /// How many it needs.
        expected: usize,
    },
    /// A cost or value is no number, or infinite.
    #[error("what {0} come to is no number")]
    NoNumber(Names),
    /// Nobody costs, or earns, something.
    #[error("the coalition of nobody must come to 0")]
    Nobody,
    /// The method needs to know what a coalition comes to, and the coalition cannot do it at all.
    #[error("{method} needs to know what {members} come to by themselves, and they cannot do it")]
    Infeasible {
        /// Which method.
        method: &'static str,
        /// Who cannot do it.
        members: Names,
    },
    /// The question has a meaning for games of the other sense only.
    #[error("{0}")]
    WrongSense(&'static str),
    /// A weight, claim or share is negative, or is missing.
    #[error("{what} of {who} is {found}")]
    BadWeight {
        /// What kind of weight.
        what: &'static str,
        /// Whose.
        who: String,
        /// How it is: "missing", or a number.
        found: String,
    },
    /// All weights are zero, so that they say nothing about a total that is not.
    #[error("all weights are zero ({0}), and there is something to share")]
    NoWeight(&'static str),
    /// Agreed shares do not add up to the whole.
    #[error("the agreed shares add up to {0} and not to 1")]
    SharesSum(String),
    /// The claims do not exhaust the estate, or the estate is negative.
    #[error("the estate is {estate}, which lies outside 0 to the sum of claims, {claims}")]
    Estate {
        /// What there is.
        estate: f64,
        /// What is claimed in all.
        claims: f64,
    },
    /// The amounts do not add up to what is to be shared.
    #[error("the amounts add up to {found}, and {expected} is to be shared")]
    NotEfficient {
        /// What the amounts add up to.
        found: f64,
        /// What is to be shared.
        expected: f64,
    },
    /// There is no imputation: the players do better by themselves, taken together, so that no
    /// allocation leaves each at least as well off.
    #[error("no allocation leaves each player as well off as alone: {} is missing",
        amount_in_words(.missing))]
    NoImputation {
        /// By how much the total falls short.
        missing: Fraction,
    },
    /// Too few coalitions can do it by themselves to say which allocation is best.
    #[error(
        "too few coalitions can do it by themselves to say which allocation is least objectionable"
    )]
    Undetermined,
    /// The engine has no duals, which say which coalitions decide.
    #[error("the engine {0} gives no duals; choose another")]
    NoDuals(&'static str),
    /// The engine stopped without the optimum.
    #[error("the engine stopped without the optimum: {0:?}")]
    Stopped(Stop),
    /// The engine's optimum is no optimum in exact arithmetic.
    #[error("the engine's answer does not hold in exact arithmetic")]
    NotConfirmed,
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_a_sentence() {
        let names = |text: &[&str]| Names(text.iter().map(|it| (*it).to_owned()).collect());
        assert_eq!(names(&[]).to_string(), "nobody");
        assert_eq!(names(&["A"]).to_string(), "A");
        assert_eq!(names(&["A", "B", "C"]).to_string(), "A, B and C");
    }
}
