//! How large the numbers of a program are, and where the extreme ones stand.

use crate::program::{Column, Program, Row};

/// A number and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    /// Its size, without its sign.
    pub size: f64,
    /// The row that it stands in; `None` for a cost or a bound of a column.
    pub row: Option<Row>,
    /// The column that it stands in; `None` for a bound of a row.
    pub column: Option<Column>,
}

impl Extreme {
    /// The names of its row and its column.
    pub fn names<'a>(&self, program: &'a Program) -> (Option<&'a str>, Option<&'a str>) {
        let row = self.row.map(|row| program.row_name(row));
        let column = self.column.map(|column| program.column_name(column));
        (row, column)
    }
}

/// The smallest and the largest number of a kind, zeros and infinities left out; of equal ones the first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// The smallest.
    pub smallest: Extreme,
    /// The largest.
    pub largest: Extreme,
}

impl Span {
    /// How many times the largest is as large as the smallest.
    pub fn ratio(&self) -> f64 {
        self.largest.size / self.smallest.size
    }
}

/// How large the numbers of a program are; `None` where there is no number of a kind.
///
/// Solvers compute with 15 to 16 digits and tolerances near 1e-9: programs do well whose coefficients span six
/// orders of magnitude at most.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ScaleReport {
    /// Coefficients of rows.
    pub coefficients: Option<Span>,
    /// Costs of columns.
    pub costs: Option<Span>,
    /// Bounds of columns.
    pub bounds: Option<Span>,
    /// Bounds of rows.
    pub sides: Option<Span>,
}

impl Program {
    /// How large its numbers are.
    pub fn scale_report(&self) -> ScaleReport {
        let at_column = |column| {
            move |size| Extreme {
                size,
                row: None,
                column: Some(column),
            }
        };
        let at_row = |row| {
            move |size| Extreme {
                size,
                row: Some(row),
                column: None,
            }
        };
        let both = |(lower, upper): (f64, f64)| [lower, upper];
        let entries = self.all_rows().flat_map(|row| {
            let entries = self.entries(row).iter();
            entries.map(move |(column, size)| Extreme {
                size: *size,
                row: Some(row),
                column: Some(*column),
            })
        });
        let costs = self
            .all_columns()
            .map(|column| at_column(column)(self.cost(column)));
        let bounds = self
            .all_columns()
            .flat_map(|column| both(self.bounds(column)).map(at_column(column)));
        let sides = self
            .all_rows()
            .flat_map(|row| both(self.row_bounds(row)).map(at_row(row)));
        ScaleReport {
            coefficients: span(entries),
            costs: span(costs),
            bounds: span(bounds),
            sides: span(sides),
        }
    }
}

fn span(numbers: impl Iterator<Item = Extreme>) -> Option<Span> {
    let mut span: Option<Span> = None;
    for number in numbers {
        let number = Extreme {
            size: number.size.abs(),
            ..number
        };
        if number.size == 0.0 || !number.size.is_finite() {
            continue;
        }
        let so_far = span.get_or_insert(Span {
            smallest: number,
            largest: number,
        });
        if number.size < so_far.smallest.size {
            so_far.smallest = number;
        }
        if number.size > so_far.largest.size {
            so_far.largest = number;
        }
    }
    span
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ColumnKind;

    #[test]
    fn extremes_are_told_with_their_places() {
        let mut program = Program::new("p");
        let x = program.column("x", -1e-3, f64::INFINITY, 5.0, ColumnKind::Continuous);
        let y = program.column("y", 0.0, 2e6, 0.0, ColumnKind::Continuous);
        let first = program.row("first", f64::NEG_INFINITY, 7.0, &[(x, -1e9), (y, 2.0)]);
        let second = program.row("second", 0.0, 0.0, &[(x, 1e-4)]);
        let report = program.scale_report();
        let at = |size, row, column| Extreme { size, row, column };
        let coefficients = report.coefficients.unwrap();
        assert_eq!(coefficients.smallest, at(1e-4, Some(second), Some(x)));
        assert_eq!(coefficients.largest, at(1e9, Some(first), Some(x)));
        assert_eq!(
            coefficients.largest.names(&program),
            (Some("first"), Some("x"))
        );
        assert!((coefficients.ratio() - 1e13).abs() < 1.0);
        let only = at(5.0, None, Some(x));
        assert_eq!(
            report.costs,
            Some(Span {
                smallest: only,
                largest: only
            })
        );
        let bounds = report.bounds.unwrap();
        assert_eq!(bounds.smallest, at(1e-3, None, Some(x)));
        assert_eq!(bounds.largest, at(2e6, None, Some(y)));
        let side = at(7.0, Some(first), None);
        assert_eq!(
            report.sides,
            Some(Span {
                smallest: side,
                largest: side
            })
        );
        assert_eq!(Program::new("empty").scale_report(), ScaleReport::default());
    }
}
