//! Values of facts.

use crate::unit::Unit;
use portolan_vocabulary::Date;
use std::fmt;

/// What a fact may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Yes or no.
    Flag,
    /// A number in a unit.
    Number(Unit),
    /// A word: a code, an identifier, a country.
    Text,
    /// Several words, in no order.
    Texts,
    /// A day.
    Date,
}

impl Kind {
    /// In words, for messages.
    pub fn words(self) -> String {
        match self {
            Self::Flag => "a flag".to_owned(),
            Self::Number(Unit::One) => "a number".to_owned(),
            Self::Number(unit) => format!("a number in {}", unit.symbol()),
            Self::Text => "a text".to_owned(),
            Self::Texts => "a list of texts".to_owned(),
            Self::Date => "a date".to_owned(),
        }
    }
}

/// What a fact is.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A finite number in a unit.
    Number(f64, Unit),
    /// A word.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
    /// A day.
    Date(Date),
}

impl Value {
    /// A word.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Flag(_) => Kind::Flag,
            Self::Number(_, unit) => Kind::Number(*unit),
            Self::Text(_) => Kind::Text,
            Self::Texts(_) => Kind::Texts,
            Self::Date(_) => Kind::Date,
        }
    }

    /// Its words: one for a text, each of a list; none for what is no text.
    pub(crate) fn words(&self) -> &[String] {
        match self {
            Self::Text(word) => std::slice::from_ref(word),
            Self::Texts(words) => words,
            Self::Flag(_) | Self::Number(..) | Self::Date(_) => &[],
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(true) => f.write_str("yes"),
            Self::Flag(false) => f.write_str("no"),
            Self::Number(value, Unit::One) => write!(f, "{value}"),
            Self::Number(value, unit) => write!(f, "{value} {}", unit.symbol()),
            Self::Text(word) => f.write_str(word),
            Self::Texts(words) => f.write_str(&words.join(", ")),
            Self::Date(day) => write!(f, "{day}"),
        }
    }
}
