//! Names as files of programs can carry them.

use crate::program::Program;
use std::collections::BTreeSet;

/// Names longer than this are cut; files in LP form end at 255 characters.
const LONGEST: usize = 64;

/// The name of the objective in a file.
pub(crate) const OBJECTIVE: &str = "objective";

/// Words that mean something in a file, in small letters.
const WORDS: [&str; 38] = [
    "bin",
    "binaries",
    "binary",
    "bound",
    "bounds",
    "end",
    "endata",
    "free",
    "gen",
    "general",
    "generals",
    "inf",
    "infinity",
    "int",
    "integer",
    "integers",
    "marker",
    "max",
    "maximise",
    "maximize",
    "maximum",
    "min",
    "minimise",
    "minimize",
    "minimum",
    "name",
    "nan",
    "objective",
    "objsense",
    "ranges",
    "rhs",
    "rows",
    "sec",
    "semi",
    "sos",
    "st",
    "subject",
    "such",
];

/// The names of a program, each legal and unique in the files that it is written to.
///
/// A name that is legal everywhere (letters, digits, `_` and `.`, a letter first, no word of the format, at
/// most 64 characters) and is the first of its spelling stays as it is. Any other becomes `c12_` or `r12_`, by kind and
/// position, and what is legal of it; no name that stays is spelled like that unless it stands at that position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalNames {
    /// One for each column.
    pub columns: Vec<String>,
    /// One for each row.
    pub rows: Vec<String>,
}

impl LegalNames {
    /// The names of a program.
    pub fn of(program: &Program) -> Self {
        let columns = program
            .all_columns()
            .map(|column| program.column_name(column));
        let rows = program.all_rows().map(|row| program.row_name(row));
        Self {
            columns: legal_and_unique(columns, 'c'),
            rows: legal_and_unique(rows, 'r'),
        }
    }
}

fn legal_and_unique<'a>(names: impl Iterator<Item = &'a str>, kind: char) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let legal = names.enumerate().map(|(at, name)| {
        if is_legal(name) && fits_position(name, kind, at) && taken.insert(name) {
            return name.to_owned();
        }
        positioned(name, kind, at)
    });
    legal.collect()
}

/// The name of a program, made legal.
pub(crate) fn legal_title(name: &str) -> String {
    if is_legal(name) {
        name.to_owned()
    } else {
        format!("p_{}", legal_part(name))
    }
}

fn positioned(name: &str, kind: char, at: usize) -> String {
    // What is spelled by position already keeps its tail only.
    let tail = position(name).map_or(name, |(_, _, tail)| tail);
    format!("{kind}{at}_{}", legal_part(tail))
}

fn legal_part(name: &str) -> String {
    let legal = name.chars().map(|c| if is_plain(c) { c } else { '_' });
    legal.take(LONGEST).collect()
}

const fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '.'
}

/// Legal in every format. A leading `e` could be the exponent of a number in LP form.
fn is_legal(name: &str) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E');
    name.starts_with(first)
        && name.len() <= LONGEST
        && name.chars().all(is_plain)
        && !WORDS.contains(&name.to_ascii_lowercase().as_str())
}

/// Not spelled like the name of another position.
fn fits_position(name: &str, kind: char, at: usize) -> bool {
    position(name).is_none_or(|(of, number, _)| of == kind && number == at.to_string())
}

/// Kind, number and tail of a name that is spelled by position.
fn position(name: &str) -> Option<(char, &str, &str)> {
    let kind = name
        .chars()
        .next()
        .filter(|kind| matches!(kind, 'c' | 'r'))?;
    let (number, tail) = name[1..].split_once('_')?;
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    is_number.then_some((kind, number, tail))
}

/// A number as files have it: the shortest text that reads back as the same number.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0")
        .map_or_else(|| text.clone(), ToOwned::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ColumnKind;

    fn columns(names: &[&str]) -> Vec<String> {
        let mut program = Program::new("p");
        for name in names {
            program.column(name, 0.0, 1.0, 0.0, ColumnKind::Continuous);
        }
        LegalNames::of(&program).columns
    }

    #[test]
    fn legal_names_stay_and_others_say_their_position() {
        let names = [
            "x",
            "",
            "2y",
            "x",
            "a b",
            "é",
            "flow.LEO_1",
            "e9",
            "Free",
            "x+y",
            "c3_z",
            "c11_q",
        ];
        let expected = [
            "x",
            "c1_",
            "c2_2y",
            "c3_x",
            "c4_a_b",
            "c5__",
            "flow.LEO_1",
            "c7_e9",
            "c8_Free",
            "c9_x_y",
            "c10_z",
            "c11_q",
        ];
        assert_eq!(columns(&names), expected);
    }

    #[test]
    fn names_stay_as_they_are_the_second_time() {
        let long = "long".repeat(100);
        let first = columns(&["", "a b", "x", "x", &long, "r1_x", "c0_", "c00_"]);
        let again: Vec<&str> = first.iter().map(String::as_str).collect();
        assert_eq!(columns(&again), first);
        let unique: BTreeSet<_> = first.iter().collect();
        assert_eq!(unique.len(), first.len());
    }

    #[test]
    fn numbers_read_back() {
        for value in [
            0.0,
            1.0,
            -2.5,
            1e300,
            1e-300,
            0.1,
            f64::MAX,
            f64::MIN_POSITIVE,
            123_456_789.0,
        ] {
            assert_eq!(number(value).parse(), Ok(value));
        }
        assert_eq!(
            (number(3.0), number(1e30)),
            ("3".to_owned(), "1e30".to_owned())
        );
    }
}
