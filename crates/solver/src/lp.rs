//! A program in LP form, the text that people read.
//!
//! The form of CPLEX (IBM, ILOG CPLEX file formats reference, "LP file format"), which HiGHS, SCIP, CBC, GLPK
//! and Gurobi read. Not all of them read a row with a bound on either side; it becomes two rows.

use crate::legal::{LegalNames, OBJECTIVE, legal_title, number};
use crate::program::{Column, ColumnKind, Program, Row};

/// So many terms stand on a line.
const TERMS: usize = 6;

/// A program in LP form.
///
/// Names are made legal ([`LegalNames`]). A row between two bounds becomes two, `name~lo` and `name~hi`; a row
/// that binds nothing stands as a comment.
///
/// ```
/// use portolan_solver::{ColumnKind, Program, lp};
///
/// let mut program = Program::new("loading");
/// let crates = program.column("crates", 0.0, 8.0, -3.0, ColumnKind::Integer);
/// program.row("mass", f64::NEG_INFINITY, 20.0, &[(crates, 2.5)]);
/// let text = "\\ loading\nMinimize\n objective: -3 crates\nSubject To\n mass: 2.5 crates <= 20\n\
///             Bounds\n crates <= 8\nGeneral\n crates\nEnd\n";
/// assert_eq!(lp(&program), text);
/// ```
pub fn lp(program: &Program) -> String {
    let names = LegalNames::of(program);
    let mut text = format!(
        "\\ {}\nMinimize\n {OBJECTIVE}:",
        legal_title(program.name())
    );
    push_objective(&mut text, program, &names);
    text.push_str("\nSubject To\n");
    for row in program.all_rows() {
        push_row(&mut text, program, &names, row);
    }
    text.push_str("Bounds\n");
    for column in program.all_columns() {
        push_bounds(
            &mut text,
            program.bounds(column),
            &names.columns[column.at()],
        );
    }
    let mut whole = (program.all_columns())
        .filter(|column| program.kind(*column) == ColumnKind::Integer)
        .peekable();
    if whole.peek().is_some() {
        text.push_str("General\n");
    }
    for column in whole {
        text.push_str(&format!(" {}\n", names.columns[column.at()]));
    }
    text.push_str("End\n");
    text
}

fn push_objective(text: &mut String, program: &Program, names: &LegalNames) {
    let costs = program
        .all_columns()
        .map(|column| (column, program.cost(column)));
    let terms: Vec<_> = costs.filter(|(_, cost)| *cost != 0.0).collect();
    push_terms(text, names, &terms);
    let offset = program.offset();
    if offset != 0.0 || terms.is_empty() {
        let sign = if offset < 0.0 { "-" } else { "+" };
        text.push_str(&format!(" {sign} {}", number(offset.abs())));
    }
}

fn push_row(text: &mut String, program: &Program, names: &LegalNames, row: Row) {
    let (lower, upper) = program.row_bounds(row);
    let name = &names.rows[row.at()];
    let first = program.all_columns().next().map(|column| (column, 0.0));
    let (true, Some(first)) = (lower.is_finite() || upper.is_finite(), first) else {
        text.push_str(&format!(
            "\\ {name} binds nothing here: {lower} to {upper}\n"
        ));
        return;
    };
    let sides: &[(&str, &str, f64)] = match (lower, upper) {
        _ if lower == upper => &[("", "=", upper)],
        (f64::NEG_INFINITY, _) => &[("", "<=", upper)],
        (_, f64::INFINITY) => &[("", ">=", lower)],
        _ => &[("~lo", ">=", lower), ("~hi", "<=", upper)],
    };
    let entries = program.entries(row);
    let entries = if entries.is_empty() {
        std::slice::from_ref(&first)
    } else {
        entries
    };
    for (mark, sign, side) in sides {
        text.push_str(&format!(" {name}{mark}:"));
        push_terms(text, names, entries);
        text.push_str(&format!(" {sign} {}\n", number(*side)));
    }
}

fn push_terms(text: &mut String, names: &LegalNames, terms: &[(Column, f64)]) {
    for (at, (column, coefficient)) in terms.iter().enumerate() {
        if at > 0 && at % TERMS == 0 {
            text.push_str("\n  ");
        }
        let sign = match (*coefficient < 0.0, at) {
            (true, 0) => " -",
            (true, _) => " - ",
            (false, 0) => " ",
            (false, _) => " + ",
        };
        text.push_str(sign);
        if coefficient.abs() != 1.0 {
            text.push_str(&number(coefficient.abs()));
            text.push(' ');
        }
        text.push_str(&names.columns[column.at()]);
    }
}

fn push_bounds(text: &mut String, (lower, upper): (f64, f64), name: &str) {
    let line = match (lower, upper) {
        (0.0, f64::INFINITY) => return,
        (f64::NEG_INFINITY, f64::INFINITY) => format!(" {name} free\n"),
        (f64::NEG_INFINITY, upper) => format!(" -inf <= {name} <= {}\n", number(upper)),
        (lower, upper) if lower == upper => format!(" {name} = {}\n", number(lower)),
        (lower, f64::INFINITY) => format!(" {name} >= {}\n", number(lower)),
        (0.0, upper) => format!(" {name} <= {}\n", number(upper)),
        (lower, upper) => format!(" {} <= {name} <= {}\n", number(lower), number(upper)),
    };
    text.push_str(&line);
}
