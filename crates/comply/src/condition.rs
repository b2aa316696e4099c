//! Conditions: a closed set of predicates over facts.

use crate::value::{Kind, Value};

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same; for a list of words, one of them.
    Is,
    /// Not the same; for a list of words, none of them.
    IsNot,
    /// Less, or earlier.
    Below,
    /// Not more, or not later.
    AtMost,
    /// More, or later.
    Above,
    /// Not less, or not earlier.
    AtLeast,
    /// The word itself, or a paragraph of it: `9A515.a.1` is under `9A515` and `9A515.a`, `9A5150` is not.
    Under,
}

impl Comparison {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Is,
        Self::IsNot,
        Self::Below,
        Self::AtMost,
        Self::Above,
        Self::AtLeast,
        Self::Under,
    ];

    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is_not",
            Self::Below => "below",
            Self::AtMost => "at_most",
            Self::Above => "above",
            Self::AtLeast => "at_least",
            Self::Under => "under",
        }
    }

    /// True where kinds can be compared so.
    pub(crate) fn fits(self, left: Kind, right: Kind) -> bool {
        let words = |kind| matches!(kind, Kind::Text | Kind::Texts);
        match self {
            Self::Is | Self::IsNot => left == right || (words(left) && words(right)),
            Self::Under => words(left) && words(right),
            Self::Below | Self::AtMost | Self::Above | Self::AtLeast => {
                left == right && matches!(left, Kind::Number(_) | Kind::Date)
            }
        }
    }
}

/// Whose fact it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Of what the rule is asked about.
    Common,
    /// Of the item that is looked at.
    Item,
    /// Of the first of a pair.
    First,
    /// Of the second of a pair.
    Second,
}

/// A fact of a rule, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactRef {
    /// Its position among the rule's facts.
    pub(crate) fact: usize,
    pub(crate) whose: Whose,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// Something written out.
    Constant(Value),
    /// A fact.
    Fact(FactRef),
    /// A dated value, by name.
    Dated(String),
    /// A table's cell.
    Lookup(Box<Lookup>),
}

/// A cell to be looked up.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    pub(crate) table: String,
    /// What makes up the row's key, joined by `/`. A list of words stands for each of them.
    pub(crate) row: Vec<Operand>,
    pub(crate) column: Operand,
    pub(crate) parents: Option<String>,
}

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// All of these.
    All(Vec<Condition>),
    /// At least one of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
    /// A comparison.
    Compare(Operand, Comparison, Operand),
    /// One of these words.
    In(Operand, Vec<String>),
    /// A row of this table.
    Listed(Operand, String),
    /// This fact is stated.
    Known(FactRef),
    /// The sum of a fact over the items of a load that something is true of, compared.
    Sum {
        /// The fact.
        of: FactRef,
        /// Which items count.
        only: Option<Box<Condition>>,
        /// How the sum is compared.
        comparison: Comparison,
        /// With what.
        with: Operand,
    },
    /// Two items of a load, whichever comes first.
    Pair(Box<Condition>),
    /// An item of a load.
    Some(Box<Condition>),
}

impl Condition {
    /// Calls a function for this condition and each within it.
    pub(crate) fn walk_mut(&mut self, visit: &mut impl FnMut(&mut Self)) {
        visit(self);
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.walk_mut(visit);
                }
            }
            Self::Not(inner) | Self::Pair(inner) | Self::Some(inner) => inner.walk_mut(visit),
            Self::Sum { only, .. } => {
                if let Some(inner) = only {
                    inner.walk_mut(visit);
                }
            }
            Self::Compare(..) | Self::In(..) | Self::Listed(..) | Self::Known(_) => {}
        }
    }
}
