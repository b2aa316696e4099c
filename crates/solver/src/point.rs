//! Whether a point satisfies a program, and by how much it does not.

use crate::program::{Column, ColumnKind, Program, Row};

/// What a point violates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Violated {
    /// A bound of a column.
    Bound(Column),
    /// That a column is a whole number.
    Integrality(Column),
    /// A bound of a row.
    Row(Row),
}

/// One thing that a point violates, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Violation {
    /// What is violated.
    pub what: Violated,
    /// How far the value, the sum of the row or the nearest whole number is off; infinite where the point has
    /// no value or no number there.
    pub by: f64,
}

impl Program {
    /// What a point violates by more than a tolerance, columns first, in their order.
    ///
    /// To the tolerance of a row comes what rounding may do to its sum: `(n + 1) eps sum |a x|` for n entries
    /// (N. Higham, Accuracy and Stability of Numerical Algorithms, 2002, eq. 3.5), and to that of a bound one
    /// rounding of the bound.
    pub fn violations(&self, values: &[f64], tolerance: f64) -> Vec<Violation> {
        let mut found = Vec::new();
        for column in self.all_columns() {
            let value = values.get(column.at()).copied().unwrap_or(f64::NAN);
            let (lower, upper) = self.bounds(column);
            let rounding = f64::EPSILON * value.abs();
            let by = outside(value, lower, upper);
            if by.is_infinite() || by > tolerance + rounding {
                found.push(Violation {
                    what: Violated::Bound(column),
                    by,
                });
            }
            let off = (value - value.round()).abs();
            if self.kind(column) == ColumnKind::Integer && off > tolerance {
                found.push(Violation {
                    what: Violated::Integrality(column),
                    by: off,
                });
            }
        }
        for row in self.all_rows() {
            let (lower, upper) = self.row_bounds(row);
            let by = outside(self.activity(row, values), lower, upper);
            let lost = by > tolerance && by > tolerance + self.rounding(row, values);
            if by.is_infinite() || lost {
                found.push(Violation {
                    what: Violated::Row(row),
                    by,
                });
            }
        }
        found
    }

    /// What rounding may do to the sum of a row.
    fn rounding(&self, row: Row, values: &[f64]) -> f64 {
        let entries = self.entries(row);
        let sizes = entries.iter().map(|(column, coefficient)| {
            (coefficient * values.get(column.at()).copied().unwrap_or(0.0)).abs()
        });
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        f64::from(count).mul_add(f64::EPSILON, f64::EPSILON) * sizes.sum::<f64>()
    }
}

/// How far a value lies outside bounds; infinite where it is no finite number.
fn outside(value: f64, lower: f64, upper: f64) -> f64 {
    if !value.is_finite() {
        return f64::INFINITY;
    }
    (lower - value).max(value - upper).max(0.0)
}

/// The point that an engine found, as callers get it: values moved onto the bounds and whole numbers that they
/// narrowly miss, where the program then holds; else as they are. `None` where it does not hold.
pub(crate) fn settled(program: &Program, values: Vec<f64>, tolerance: f64) -> Option<Vec<f64>> {
    let mut moved = values.clone();
    for (column, value) in program.all_columns().zip(&mut moved) {
        let (lower, upper) = program.bounds(column);
        if program.kind(column) == ColumnKind::Integer && (*value - value.round()).abs() <= NEAR {
            *value = value.round();
        }
        let bounded = value.max(lower).min(upper);
        if near(*value, bounded) {
            // Adding zero makes a negative zero positive.
            *value = bounded + 0.0;
        }
    }
    let holds = |values: &Vec<f64>| program.violations(values, tolerance).is_empty();
    [moved, values].into_iter().find(holds)
}

/// How far a value may be off a whole number, or a bound in units of its size, and yet be meant to be there.
const NEAR: f64 = 1e-5;

/// Whether a value is off by so little that it is not taken for another.
fn near(value: f64, other: f64) -> bool {
    (value - other).abs() <= NEAR * other.abs().max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program() -> (Program, [Column; 2], Row) {
        let mut program = Program::new("p");
        let x = program.column("x", 0.0, 4.0, 1.0, ColumnKind::Integer);
        let y = program.column(
            "y",
            f64::NEG_INFINITY,
            f64::INFINITY,
            1.0,
            ColumnKind::Continuous,
        );
        let row = program.row("r", 1.0, 2.0, &[(x, 1.0), (y, 2.0)]);
        (program, [x, y], row)
    }

    #[test]
    fn a_point_inside_violates_nothing() {
        let (program, ..) = program();
        assert_eq!(program.violations(&[1.0, 0.25], 0.0), []);
    }

    #[test]
    fn each_kind_of_violation_is_told_with_its_size() {
        let (program, [x, y], row) = program();
        let found = program.violations(&[4.25, 0.0], 1e-9);
        assert_eq!(
            found,
            [
                Violation {
                    what: Violated::Bound(x),
                    by: 0.25
                },
                Violation {
                    what: Violated::Integrality(x),
                    by: 0.25
                },
                Violation {
                    what: Violated::Row(row),
                    by: 2.25
                },
            ]
        );
        assert_eq!(program.violations(&[4.25, 0.0], 3.0), []);
        let missing = program.violations(&[1.0], 1e-9);
        let infinite = |what| Violation {
            what,
            by: f64::INFINITY,
        };
        assert_eq!(
            missing,
            [infinite(Violated::Bound(y)), infinite(Violated::Row(row))]
        );
        assert!(!program.violations(&[f64::NAN, 0.0], 1e-9).is_empty());
    }

    #[test]
    fn rounding_of_large_sums_is_no_violation() {
        let mut program = Program::new("p");
        let x = program.column("x", 0.0, 1e9, 0.0, ColumnKind::Continuous);
        let y = program.column("y", 0.0, 1e9, 0.0, ColumnKind::Continuous);
        program.row("r", 0.0, 0.0, &[(x, 0.1), (y, -0.3)]);
        assert_eq!(program.violations(&[3e8, 1e8], 1e-12), []);
        assert_eq!(program.violations(&[3e8, 1e8 + 1e-3], 1e-12).len(), 1);
    }

    #[test]
    fn a_point_is_settled_only_where_it_still_holds() {
        let (program, ..) = program();
        let settled_to = settled(&program, vec![1.0 + 1e-9, 0.25], 1e-6);
        assert_eq!(settled_to, Some(vec![1.0, 0.25]));
        assert_eq!(settled(&program, vec![1.0, 3.0], 1e-6), None);
        assert_eq!(
            settled(&program, vec![-1e-7, 0.5], 1e-9),
            Some(vec![0.0, 0.5])
        );
        assert_eq!(settled(&program, vec![-1e-3, 0.6], 1e-9), None);
    }
}
