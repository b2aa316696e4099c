//! Whether a program is well formed.

use crate::engine::EngineError;
use crate::program::{Column, Program, Row};

/// How many complaints are told at once.
const TOLD: usize = 5;

impl Program {
    /// Looks for what no engine can make sense of: a number that is no number, a coefficient, a cost or an
    /// offset that is infinite, bounds the wrong way round or infinite on the wrong side, an entry in a
    /// column that the program has not.
    ///
    /// # Errors
    /// [`EngineError::Malformed`] with the names of the first few columns and rows and what is wrong in them.
    pub fn check(&self) -> Result<(), EngineError> {
        let mut wrong = Vec::new();
        if !self.offset().is_finite() {
            wrong.push(format!("the offset of the objective is {}", self.offset()));
        }
        let columns = self
            .all_columns()
            .filter_map(|column| self.wrong_column(column));
        let rows = self.all_rows().filter_map(|row| self.wrong_row(row));
        wrong.extend(columns.chain(rows).take(TOLD));
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(EngineError::Malformed(wrong.join("; ")))
        }
    }

    fn wrong_column(&self, column: Column) -> Option<String> {
        let (lower, upper) = self.bounds(column);
        let cost = self.cost(column);
        let wrong = if cost.is_finite() {
            wrong_bounds(lower, upper)?
        } else {
            format!("costs {cost}")
        };
        Some(format!("the column '{}' {wrong}", self.column_name(column)))
    }

    fn wrong_row(&self, row: Row) -> Option<String> {
        let (lower, upper) = self.row_bounds(row);
        let wrong = self
            .wrong_entry(row)
            .or_else(|| wrong_bounds(lower, upper))?;
        Some(format!("the row '{}' {wrong}", self.row_name(row)))
    }

    fn wrong_entry(&self, row: Row) -> Option<String> {
        let columns = self.columns();
        let wrong = |&(column, coefficient): &(Column, f64)| {
            column.at() >= columns || !coefficient.is_finite()
        };
        let &(column, coefficient) = self.entries(row).iter().find(|entry| wrong(entry))?;
        Some(if column.at() >= columns {
            format!("has an entry in column {}, of {columns}", column.at())
        } else {
            format!(
                "has the coefficient {coefficient} for '{}'",
                self.column_name(column)
            )
        })
    }
}

fn wrong_bounds(lower: f64, upper: f64) -> Option<String> {
    let right = lower <= upper && lower < f64::INFINITY && upper > f64::NEG_INFINITY;
    (!right).then(|| format!("lies between {lower} and {upper}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::ColumnKind;

    const INF: f64 = f64::INFINITY;

    fn one(lower: f64, upper: f64, cost: f64, coefficient: f64, side: f64) -> Program {
        let mut program = Program::new("p");
        let x = program.column("x", lower, upper, cost, ColumnKind::Continuous);
        program.row("r", side, INF, &[(x, coefficient)]);
        program
    }

    #[test]
    fn what_is_wrong_is_told_by_name() {
        let cases = [
            (
                one(0.0, 1.0, f64::NAN, 1.0, 0.0),
                "the column 'x' costs NaN",
            ),
            (one(0.0, 1.0, INF, 1.0, 0.0), "the column 'x' costs inf"),
            (
                one(f64::NAN, 1.0, 0.0, 1.0, 0.0),
                "the column 'x' lies between NaN and 1",
            ),
            (
                one(2.0, 1.0, 0.0, 1.0, 0.0),
                "the column 'x' lies between 2 and 1",
            ),
            (
                one(INF, INF, 0.0, 1.0, 0.0),
                "the column 'x' lies between inf and inf",
            ),
            (
                one(-INF, -INF, 0.0, 1.0, 0.0),
                "the column 'x' lies between -inf and -inf",
            ),
            (
                one(0.0, 1.0, 0.0, f64::NAN, 0.0),
                "the row 'r' has the coefficient NaN for 'x'",
            ),
            (
                one(0.0, 1.0, 0.0, -INF, 0.0),
                "the row 'r' has the coefficient -inf for 'x'",
            ),
            (
                one(0.0, 1.0, 0.0, 1.0, f64::NAN),
                "the row 'r' lies between NaN and inf",
            ),
            (
                one(0.0, 1.0, 0.0, 1.0, INF),
                "the row 'r' lies between inf and inf",
            ),
        ];
        for (program, expected) in cases {
            assert_eq!(
                program.check(),
                Err(EngineError::Malformed(expected.to_owned()))
            );
        }
        assert_eq!(one(-INF, INF, 0.0, 1.0, -INF).check(), Ok(()));
    }

    #[test]
    fn an_entry_in_a_column_of_another_program_is_told() {
        let mut other = Program::new("other");
        other.column("a", 0.0, 1.0, 0.0, ColumnKind::Continuous);
        let far = other.column("b", 0.0, 1.0, 0.0, ColumnKind::Continuous);
        let mut program = one(0.0, 1.0, 0.0, 1.0, 0.0);
        program.row("s", 0.0, 0.0, &[(far, 1.0)]);
        let expected = "the row 's' has an entry in column 1, of 1";
        assert_eq!(
            program.check(),
            Err(EngineError::Malformed(expected.to_owned()))
        );
    }

    #[test]
    fn an_offset_that_is_no_number_is_told() {
        let mut program = Program::new("p");
        program.set_offset(f64::NAN);
        assert!(program.check().is_err());
    }
}
