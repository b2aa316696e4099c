//! Reading MPS.

use crate::program::{Column, ColumnKind, Program};
use std::collections::BTreeMap;

/// Longer texts are refused.
const LONGEST: usize = 1 << 28;
/// From here on a bound means that there is none, as in most files.
const INFINITE: f64 = 1e30;

/// Why a text is not read as MPS.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum MpsError {
    /// The text is longer than 2^28 bytes.
    #[error("the text has {0} bytes; {LONGEST} are read at most")]
    TooLong(usize),
    /// A line whose words are not what its section asks for.
    #[error("line {line}: this is no line of the section {section}")]
    Shape {
        /// Which line, counted from 1.
        line: usize,
        /// The section that it stands in; empty before the first.
        section: String,
    },
    /// A section, a kind of row or a kind of bound that is not known here.
    #[error("line {line}: '{word}' is not known")]
    Word {
        /// Which line, counted from 1.
        line: usize,
        /// What stands there.
        word: String,
    },
    /// A row or column that the file has not brought before.
    #[error("line {line}: there is no row or column '{name}'")]
    Name {
        /// Which line, counted from 1.
        line: usize,
        /// What stands there.
        name: String,
    },
    /// A row or column that comes twice.
    #[error("line {line}: '{name}' comes twice")]
    Twice {
        /// Which line, counted from 1.
        line: usize,
        /// What stands there.
        name: String,
    },
    /// A number that is none.
    #[error("line {line}: '{word}' is no number")]
    Number {
        /// Which line, counted from 1.
        line: usize,
        /// What stands there.
        word: String,
    },
    /// The text ends before ENDATA.
    #[error("the text ends before ENDATA")]
    Unended,
    /// The program that the text states is not well formed.
    #[error("{0}")]
    Malformed(String),
}

/// Reads a program from MPS, free or fixed, where no name has a space in it.
///
/// Known are the sections NAME, OBJSENSE, ROWS, COLUMNS with markers of whole numbers, RHS, RANGES, BOUNDS (UP, LO,
/// FX, FR, MI, PL, BV, LI, UI) and ENDATA. A maximum is turned into a minimum by turning the signs of its
/// costs. The first row of kind N is the objective, further ones become rows without bounds. A negative upper
/// bound without a lower one means that there is no lower one. A bound of 1e30 or more is none.
///
/// # Errors
/// Where the text is not such MPS or the program in it is not well formed.
pub fn read_mps(text: &str) -> Result<Program, MpsError> {
    if text.len() > LONGEST {
        return Err(MpsError::TooLong(text.len()));
    }
    let mut reader = Reader::default();
    for (at, line) in text.lines().enumerate() {
        reader.line = at + 1;
        if line.starts_with('*') || line.trim().is_empty() {
            continue;
        }
        let words: Vec<&str> = line.split_ascii_whitespace().collect();
        if line.starts_with(|c: char| c.is_ascii_whitespace()) {
            reader.data(&words)?;
        } else if reader.section(&words)? {
            return reader.program();
        }
    }
    Err(MpsError::Unended)
}

#[derive(Default)]
struct Reader<'a> {
    line: usize,
    section: &'a str,
    name: &'a str,
    maximised: bool,
    objective: Option<&'a str>,
    rows: Vec<RowRead<'a>>,
    row_at: BTreeMap<&'a str, usize>,
    columns: Vec<ColumnRead<'a>>,
    column_at: BTreeMap<&'a str, usize>,
    entries: Vec<Vec<(usize, f64)>>,
    whole: bool,
    offset: f64,
}

struct RowRead<'a> {
    name: &'a str,
    kind: char,
    side: f64,
    range: Option<f64>,
}

struct ColumnRead<'a> {
    name: &'a str,
    cost: f64,
    whole: bool,
    lower: Option<f64>,
    upper: f64,
}

impl<'a> Reader<'a> {
    /// A line that begins a section; true at the end.
    fn section(&mut self, words: &[&'a str]) -> Result<bool, MpsError> {
        match words {
            ["ENDATA", ..] => return Ok(true),
            ["NAME", name @ ..] => self.name = name.first().copied().unwrap_or(""),
            ["OBJSENSE", sense] => self.sense(sense)?,
            [section @ ("OBJSENSE" | "ROWS" | "COLUMNS" | "RHS" | "RANGES" | "BOUNDS")] => {
                self.section = section;
            }
            [word, ..] => return Err(self.word(word)),
            [] => {}
        }
        Ok(false)
    }

    fn data(&mut self, words: &[&'a str]) -> Result<(), MpsError> {
        match (self.section, words) {
            ("OBJSENSE", [sense]) => self.sense(sense),
            ("ROWS", [kind, name]) => self.row(kind, name),
            ("COLUMNS", [_, "'MARKER'", marker]) => self.marker(marker),
            ("COLUMNS", [name, pairs @ ..]) => self.column(name, pairs),
            ("RHS" | "RANGES", [..]) => self.sides(words),
            ("BOUNDS", [kind, rest @ ..]) => self.bound(kind, rest),
            _ => Err(self.shape()),
        }
    }

    fn sense(&mut self, sense: &str) -> Result<(), MpsError> {
        self.maximised = match sense {
            "MAX" | "MAXIMIZE" => true,
            "MIN" | "MINIMIZE" => false,
            other => return Err(self.word(other)),
        };
        Ok(())
    }

    fn row(&mut self, kind: &str, name: &'a str) -> Result<(), MpsError> {
        let kind = match kind {
            "N" if self.objective.is_none() => {
                self.objective = Some(name);
                return Ok(());
            }
            "N" => 'N',
            "L" => 'L',
            "G" => 'G',
            "E" => 'E',
            other => return Err(self.word(other)),
        };
        let at = self.rows.len();
        if self.objective == Some(name) || self.row_at.insert(name, at).is_some() {
            return Err(self.twice(name));
        }
        self.rows.push(RowRead {
            name,
            kind,
            side: 0.0,
            range: None,
        });
        self.entries.push(Vec::new());
        Ok(())
    }

    fn marker(&mut self, marker: &str) -> Result<(), MpsError> {
        self.whole = match marker {
            "'INTORG'" => true,
            "'INTEND'" => false,
            other => return Err(self.word(other)),
        };
        Ok(())
    }

    fn column(&mut self, name: &'a str, pairs: &[&'a str]) -> Result<(), MpsError> {
        if self.columns.last().is_none_or(|last| last.name != name) {
            let at = self.columns.len();
            if self.column_at.insert(name, at).is_some() {
                return Err(self.twice(name));
            }
            let upper = f64::INFINITY;
            self.columns.push(ColumnRead {
                name,
                cost: 0.0,
                whole: self.whole,
                lower: None,
                upper,
            });
        }
        if pairs.is_empty() || !pairs.len().is_multiple_of(2) {
            return Err(self.shape());
        }
        for pair in pairs.chunks_exact(2) {
            let (row, value) = (pair[0], self.number(pair[1])?);
            if self.objective == Some(row) {
                if let Some(column) = self.columns.last_mut() {
                    column.cost += value;
                }
            } else {
                let row = self.row_of(row)?;
                self.entries[row].push((self.columns.len() - 1, value));
            }
        }
        Ok(())
    }

    /// A line of right-hand sides or ranges: pairs, with the name of the set before them or without.
    fn sides(&mut self, words: &[&'a str]) -> Result<(), MpsError> {
        let pairs = if words.len() % 2 == 1 {
            &words[1..]
        } else {
            words
        };
        if pairs.is_empty() {
            return Err(self.shape());
        }
        for pair in pairs.chunks_exact(2) {
            let (row, value) = (pair[0], self.number(pair[1])?);
            if self.objective == Some(row) {
                if self.section == "RHS" {
                    self.offset = -value;
                }
                continue;
            }
            let row = self.row_of(row)?;
            if self.section == "RHS" {
                self.rows[row].side = value;
            } else {
                self.rows[row].range = Some(value);
            }
        }
        Ok(())
    }

    /// What follows the kind of a bound: set, column and value, of which the set and, for some kinds, the value may be missing.
    fn bound(&mut self, kind: &str, rest: &[&'a str]) -> Result<(), MpsError> {
        let valued = matches!(kind, "UP" | "LO" | "FX" | "LI" | "UI");
        if !valued && !matches!(kind, "FR" | "MI" | "PL" | "BV") {
            return Err(self.word(kind));
        }
        let (name, value) = match (rest, valued) {
            ([_, name, value], _) | ([name, value], true) => (*name, self.number(value)?),
            ([_, name] | [name], false) => (*name, 0.0),
            _ => return Err(self.shape()),
        };
        let Some(&at) = self.column_at.get(name) else {
            return Err(self.name(name));
        };
        let column = &mut self.columns[at];
        match kind {
            "UP" | "UI" => column.upper = value,
            "LO" | "LI" => column.lower = Some(value),
            "FX" => (column.lower, column.upper) = (Some(value), value),
            "FR" => (column.lower, column.upper) = (Some(f64::NEG_INFINITY), f64::INFINITY),
            "MI" => column.lower = Some(f64::NEG_INFINITY),
            "PL" => column.upper = f64::INFINITY,
            _ => (column.lower, column.upper) = (Some(0.0), 1.0),
        }
        column.whole |= matches!(kind, "LI" | "UI" | "BV");
        Ok(())
    }

    fn program(self) -> Result<Program, MpsError> {
        let mut program = Program::new(self.name);
        let sign = if self.maximised { -1.0 } else { 1.0 };
        program.set_offset(sign * self.offset);
        let mut columns: Vec<Column> = Vec::new();
        for column in &self.columns {
            let kind = if column.whole {
                ColumnKind::Integer
            } else {
                ColumnKind::Continuous
            };
            let (lower, upper) = column.bounds();
            columns.push(program.column(column.name, lower, upper, sign * column.cost, kind));
        }
        for (row, entries) in self.rows.iter().zip(&self.entries) {
            let (lower, upper) = row.bounds();
            let entries: Vec<_> = entries
                .iter()
                .map(|(at, value)| (columns[*at], *value))
                .collect();
            program.row(row.name, lower, upper, &entries);
        }
        program
            .check()
            .map_err(|error| MpsError::Malformed(error.to_string()))?;
        Ok(program)
    }

    fn row_of(&self, name: &str) -> Result<usize, MpsError> {
        self.row_at
            .get(name)
            .copied()
            .ok_or_else(|| self.name(name))
    }

    fn number(&self, word: &str) -> Result<f64, MpsError> {
        let number = word.parse().ok().filter(|number: &f64| !number.is_nan());
        number.ok_or_else(|| MpsError::Number {
            line: self.line,
            word: shown(word),
        })
    }

    fn shape(&self) -> MpsError {
        MpsError::Shape {
            line: self.line,
            section: self.section.to_owned(),
        }
    }

    fn word(&self, word: &str) -> MpsError {
        MpsError::Word {
            line: self.line,
            word: shown(word),
        }
    }

    fn name(&self, name: &str) -> MpsError {
        MpsError::Name {
            line: self.line,
            name: shown(name),
        }
    }

    fn twice(&self, name: &str) -> MpsError {
        MpsError::Twice {
            line: self.line,
            name: shown(name),
        }
    }
}

impl ColumnRead<'_> {
    fn bounds(&self) -> (f64, f64) {
        let least = if self.upper < 0.0 {
            f64::NEG_INFINITY
        } else {
            0.0
        };
        (
            unbounded(self.lower.unwrap_or(least)),
            unbounded(self.upper),
        )
    }
}

impl RowRead<'_> {
    fn bounds(&self) -> (f64, f64) {
        let (side, range) = (self.side, self.range);
        let (lower, upper) = match (self.kind, range) {
            ('L', None) => (f64::NEG_INFINITY, side),
            ('G', None) => (side, f64::INFINITY),
            ('E', None) => (side, side),
            ('L', Some(range)) => (side - range.abs(), side),
            ('G', Some(range)) => (side, side + range.abs()),
            ('E', Some(range)) if range < 0.0 => (side + range, side),
            ('E', Some(range)) => (side, side + range),
            _ => (f64::NEG_INFINITY, f64::INFINITY),
        };
        (unbounded(lower), unbounded(upper))
    }
}

/// A bound, infinite where it is meant to be.
fn unbounded(bound: f64) -> f64 {
    if bound.abs() >= INFINITE {
        f64::INFINITY.copysign(bound)
    } else {
        bound
    }
}

/// The beginning of a word, for a message.
fn shown(word: &str) -> String {
    word.chars().take(40).collect()
}
