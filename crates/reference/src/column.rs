//! What a column means.

use crate::cell::Cell;
use portolan_vocabulary::Epoch;

/// The type of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// One word of the column's list.
    Word,
    /// A finite number.
    Number,
    /// A whole number, at most 2^53 from zero.
    Integer,
    /// A day, a month or a year: `2026-11-22`, `2026-11` or `2026`.
    Date,
}

impl Kind {
    /// Every type.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Word,
        Self::Number,
        Self::Integer,
        Self::Date,
    ];

    /// The word in a manifest.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Word => "word",
            Self::Number => "number",
            Self::Integer => "integer",
            Self::Date => "date",
        }
    }

    /// True where values are numbers and so have a unit.
    pub const fn is_numeric(self) -> bool {
        matches!(self, Self::Number | Self::Integer)
    }

    pub(crate) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The value of a field, or what was wanted instead.
    pub(crate) fn cell(self, field: &str) -> Result<Cell, &'static str> {
        let field = field.trim();
        if field.is_empty() {
            return Ok(Cell::Blank);
        }
        match self {
            Self::Text | Self::Word => Ok(Cell::Text(field.into())),
            Self::Number => number(field).ok_or("a finite number such as 12.5"),
            Self::Integer => number(field).filter(is_whole).ok_or("a whole number"),
            Self::Date if is_date(field) => Ok(Cell::Text(field.into())),
            Self::Date => Err("a date such as 2026-11-22, 2026-11 or 2026"),
        }
    }
}

/// Only what is written with digits counts: `inf` and `nan` are no figures.
fn number(field: &str) -> Option<Cell> {
    let digits = field.strip_prefix('-').unwrap_or(field);
    let begins_well = digits.starts_with(|it: char| it.is_ascii_digit());
    let value: f64 = field.parse().ok().filter(|_| begins_well)?;
    value.is_finite().then_some(Cell::Number(value))
}

fn is_whole(cell: &Cell) -> bool {
    /// The whole numbers up to here are exact.
    const MOST: f64 = 9_007_199_254_740_992.0;
    cell.number()
        .is_some_and(|value| value.fract() == 0.0 && value.abs() <= MOST)
}

/// Whether a text is a day of the calendar, a month or a year.
pub(crate) fn is_date(text: &str) -> bool {
    let is_plain = text.bytes().all(|it| it.is_ascii_digit() || it == b'-');
    let rest = match text.len() {
        4 => "-01-01",
        7 => "-01",
        10 => "",
        _ => return false,
    };
    is_plain && format!("{text}{rest}").parse::<Epoch>().is_ok()
}

/// A column as its manifest describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its name, which ends in its unit.
    pub name: String,
    /// What its values mean.
    pub meaning: String,
    /// Their type.
    pub kind: Kind,
    /// Their unit; `1` for pure numbers, `None` for what is no number.
    pub unit: Option<String>,
    /// The least value allowed.
    pub least: Option<f64>,
    /// The largest value allowed.
    pub most: Option<f64>,
    /// True where no cell may be blank.
    pub required: bool,
    /// The words allowed, where the type is [`Kind::Word`].
    pub words: Vec<String>,
}

impl Column {
    fn standard(name: &str, meaning: &str, kind: Kind, required: bool) -> Self {
        Self {
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            kind,
            unit: None,
            least: None,
            most: None,
            required,
            words: Vec::new(),
        }
    }
}

/// The names of the columns that every table has, behind its own.
pub(crate) const PROVENANCE: &str = "provenance";
pub(crate) const SOURCE: &str = "source";
pub(crate) const READ_ON: &str = "read_on";
pub(crate) const NOTES: &str = "notes";

/// The columns that every table has, behind its own; no manifest describes them.
pub(crate) fn standard() -> [Column; 4] {
    let column = Column::standard;
    [
        column(
            PROVENANCE,
            "how the figures came to us: R, R2, C or D",
            Kind::Text,
            false,
        ),
        column(SOURCE, "what they are from, and where", Kind::Text, false),
        column(READ_ON, "when the source was read", Kind::Date, true),
        column(NOTES, "what else is to be known", Kind::Text, false),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_with_digits() {
        for (field, wanted) in [("12.5", 12.5), ("-3", -3.0), ("1e3", 1000.0), (" 7 ", 7.0)] {
            assert_eq!(Kind::Number.cell(field), Ok(Cell::Number(wanted)));
        }
        for field in ["inf", "nan", "-inf", "+1", ".5", "1e999", "12 kg", "1,000"] {
            assert!(Kind::Number.cell(field).is_err(), "{field}");
        }
        assert!(Kind::Integer.cell("2.5").is_err());
        assert!(Kind::Integer.cell("1e17").is_err());
        assert_eq!(Kind::Integer.cell("-2"), Ok(Cell::Number(-2.0)));
        assert_eq!(Kind::Number.cell("  "), Ok(Cell::Blank));
    }

    #[test]
    fn dates_are_of_the_calendar() {
        for text in ["2026", "2026-11", "2024-02-29"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "26",
            "2026-13",
            "2026-02-29",
            "2026-1",
            "20261122",
            "-2026-1",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }
}
