//! A program in free MPS, the form that every solver reads.
//!
//! The form is that of IBM's MPSX as solvers read it today (IBM, ILOG CPLEX file formats reference, "MPS file
//! format"; J. Nazareth, Computer Solution of Linear Programs, 1987, pages 35-38).

mod read;

use crate::legal::{LegalNames, OBJECTIVE, legal_title, number};
use crate::program::{ColumnKind, Program, Row};
pub use read::{MpsError, read_mps};

/// A program in free MPS.
///
/// Names are made legal ([`LegalNames`]); the offset of the objective stands, negative, among the right-hand
/// sides; a row without bounds is one of kind N; a row between bounds is one of kind L or G with a range,
/// whichever of both gives both bounds to the last bit, where one does.
///
/// ```
/// use portolan_solver::{ColumnKind, Program, mps, read_mps};
///
/// let mut program = Program::new("loading");
/// let crates = program.column("crates", 0.0, 8.0, -3.0, ColumnKind::Integer);
/// program.row("mass", f64::NEG_INFINITY, 20.0, &[(crates, 2.5)]);
/// assert_eq!(read_mps(&mps(&program)), Ok(program));
/// ```
pub fn mps(program: &Program) -> String {
    let names = LegalNames::of(program);
    let mut text = format!(
        "NAME {}\nROWS\n N {OBJECTIVE}\n",
        legal_title(program.name())
    );
    for row in program.all_rows() {
        let kind = Side::of(program.row_bounds(row)).kind;
        text.push_str(&format!(" {kind} {}\n", names.rows[row.at()]));
    }
    text.push_str("COLUMNS\n");
    push_columns(&mut text, program, &names);
    text.push_str("RHS\n");
    if program.offset() != 0.0 {
        text.push_str(&format!(" RHS {OBJECTIVE} {}\n", number(-program.offset())));
    }
    push_sides(
        &mut text,
        program,
        &names,
        |side| Some(side.value).filter(|value| *value != 0.0),
        "RHS",
    );
    if program
        .all_rows()
        .any(|row| Side::of(program.row_bounds(row)).range.is_some())
    {
        text.push_str("RANGES\n");
        push_sides(&mut text, program, &names, |side| side.range, "RANGE");
    }
    text.push_str("BOUNDS\n");
    for column in program.all_columns() {
        let (bounds, kind) = (program.bounds(column), program.kind(column));
        push_bounds(&mut text, bounds, kind, &names.columns[column.at()]);
    }
    text.push_str("ENDATA\n");
    text
}

/// How the bounds of a row stand in the file.
struct Side {
    kind: char,
    value: f64,
    range: Option<f64>,
}

impl Side {
    fn of((lower, upper): (f64, f64)) -> Self {
        let side = |kind, value| Self {
            kind,
            value,
            range: None,
        };
        match (lower.is_finite(), upper.is_finite()) {
            (false, false) => side('N', 0.0),
            (false, true) => side('L', upper),
            (true, false) => side('G', lower),
            _ if lower == upper => side('E', lower),
            _ => Self::ranged(lower, upper),
        }
    }

    /// The difference of two numbers is rounded; a neighbour of it may give the other bound to the last bit.
    fn ranged(lower: f64, upper: f64) -> Self {
        let range = upper - lower;
        let ranges = [range, range.next_down(), range.next_up()];
        let above = ranges.iter().find(|range| lower + **range == upper);
        let below = ranges.iter().find(|range| upper - **range == lower);
        let (kind, value, range) = match (above, below) {
            (Some(range), _) => ('G', lower, *range),
            (None, Some(range)) => ('L', upper, *range),
            (None, None) => ('L', upper, range),
        };
        Self {
            kind,
            value,
            range: Some(range),
        }
    }
}

fn push_sides(
    text: &mut String,
    program: &Program,
    names: &LegalNames,
    value: impl Fn(&Side) -> Option<f64>,
    set: &str,
) {
    for row in program.all_rows() {
        if let Some(value) = value(&Side::of(program.row_bounds(row))) {
            text.push_str(&format!(
                " {set} {} {}\n",
                names.rows[row.at()],
                number(value)
            ));
        }
    }
}

fn push_columns(text: &mut String, program: &Program, names: &LegalNames) {
    let mut by_column: Vec<Vec<(Row, f64)>> = vec![Vec::new(); program.columns()];
    for row in program.all_rows() {
        for (column, coefficient) in program.entries(row) {
            by_column[column.at()].push((row, *coefficient));
        }
    }
    let mut whole = false;
    let mut marker = 0_u32;
    let mut mark = |text: &mut String, what: &str| {
        text.push_str(&format!(" MARKER{marker} 'MARKER' '{what}'\n"));
        marker += 1;
    };
    for column in program.all_columns() {
        let is_whole = program.kind(column) == ColumnKind::Integer;
        if is_whole != whole {
            mark(text, if is_whole { "INTORG" } else { "INTEND" });
            whole = is_whole;
        }
        let (name, cost) = (&names.columns[column.at()], program.cost(column));
        let entries = &by_column[column.at()];
        if cost != 0.0 || entries.is_empty() {
            text.push_str(&format!(" {name} {OBJECTIVE} {}\n", number(cost)));
        }
        for (row, coefficient) in entries {
            text.push_str(&format!(
                " {name} {} {}\n",
                names.rows[row.at()],
                number(*coefficient)
            ));
        }
    }
    if whole {
        mark(text, "INTEND");
    }
}

/// Whole numbers have their bounds written out, for without them readers differ.
fn push_bounds(text: &mut String, (lower, upper): (f64, f64), kind: ColumnKind, name: &str) {
    let mut push = |kind: &str, value: Option<f64>| {
        let value = value.map_or_else(String::new, |value| format!(" {}", number(value)));
        text.push_str(&format!(" {kind} BOUND {name}{value}\n"));
    };
    let whole = kind == ColumnKind::Integer;
    match (lower, upper) {
        (lower, upper) if lower == upper => push("FX", Some(lower)),
        (f64::NEG_INFINITY, f64::INFINITY) => push("FR", None),
        (lower, upper) => {
            if lower == f64::NEG_INFINITY {
                push("MI", None);
            } else if lower != 0.0 {
                push("LO", Some(lower));
            }
            if upper.is_finite() {
                push("UP", Some(upper));
            } else if whole {
                push("PL", None);
            }
        }
    }
}
