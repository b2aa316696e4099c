//! One value of a table.

/// One value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing is known.
    Blank,
    /// A finite number, in the unit of its column.
    Number(f64),
    /// A text, a word or a date.
    Text(Box<str>),
}

impl Cell {
    /// The number, or `None` where there is none.
    pub const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(value) => Some(*value),
            Self::Blank | Self::Text(_) => None,
        }
    }

    /// The text, or `None` where there is none.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Blank | Self::Number(_) => None,
        }
    }
}
