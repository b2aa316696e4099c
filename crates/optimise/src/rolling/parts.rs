//! Parts of a program: some columns fixed and left out, some whole numbers taken for any numbers.

use portolan_solver::{Column, ColumnKind, Program};

/// What a column is in a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Still to be decided.
    Open,
    /// What it was.
    Fixed,
    /// Still to be decided, and any number.
    Any,
}

/// A part of a program: its own columns in the order of the whole, and the values of the others.
pub(super) struct Part {
    pub(super) program: Program,
    columns: Vec<Column>,
    values: Vec<f64>,
    /// How many whole numbers are still to be decided as such.
    pub(super) open: usize,
    /// How many columns are left out.
    pub(super) fixed: usize,
}

impl Part {
    /// The part in which each column has its role; those fixed are so at the values of a point.
    pub(super) fn of(program: &Program, values: &[f64], role: impl Fn(Column) -> Role) -> Self {
        let mut part = Self {
            program: Program::new(program.name()),
            columns: Vec::new(),
            values: values.to_vec(),
            open: 0,
            fixed: 0,
        };
        let mut own: Vec<Option<Column>> = Vec::with_capacity(program.columns());
        for column in program.all_columns() {
            let role = role(column);
            own.push(if role == Role::Fixed {
                part.fix(program, column);
                None
            } else {
                Some(part.take(program, column, role))
            });
        }
        part.program
            .set_offset(program.offset() + part.cost_of_fixed(program, &own));
        part.add_rows(program, &own);
        part
    }

    fn take(&mut self, program: &Program, column: Column, role: Role) -> Column {
        let integer = program.kind(column) == ColumnKind::Integer && role == Role::Open;
        let kind = if integer {
            ColumnKind::Integer
        } else {
            ColumnKind::Continuous
        };
        self.open += usize::from(integer);
        self.columns.push(column);
        let (lower, upper) = program.bounds(column);
        let name = program.column_name(column);
        self.program
            .column(name, lower, upper, program.cost(column), kind)
    }

    fn fix(&mut self, program: &Program, column: Column) {
        let (lower, upper) = program.bounds(column);
        let value = &mut self.values[column.at()];
        // What is off a whole number by a rounding is whole; what was any number stays so.
        let whole = value.round();
        if program.kind(column) == ColumnKind::Integer && (*value - whole).abs() < NEAR {
            *value = whole;
        }
        *value = value.min(upper).max(lower);
        self.fixed += 1;
    }

    fn cost_of_fixed(&self, program: &Program, own: &[Option<Column>]) -> f64 {
        let fixed = program
            .all_columns()
            .filter(|column| own[column.at()].is_none());
        fixed
            .map(|column| program.cost(column) * self.values[column.at()])
            .sum()
    }

    /// The rows that have a column of the part, less what the others come to.
    fn add_rows(&mut self, program: &Program, own: &[Option<Column>]) {
        let mut entries = Vec::new();
        for row in program.all_rows() {
            let mut done = 0.0;
            entries.clear();
            for (column, factor) in program.entries(row) {
                match own[column.at()] {
                    Some(own) => entries.push((own, *factor)),
                    None => done += factor * self.values[column.at()],
                }
            }
            if entries.is_empty() {
                continue;
            }
            let (lower, upper) = program.row_bounds(row);
            let name = program.row_name(row);
            self.program.row(name, lower - done, upper - done, &entries);
        }
    }

    /// The point of the whole that a point of the part is.
    pub(super) fn whole(&self, values: &[f64]) -> Vec<f64> {
        let mut whole = self.values.clone();
        for (column, value) in self.columns.iter().zip(values) {
            whole[column.at()] = *value;
        }
        whole
    }

    /// The point of the part that a point of the whole is.
    pub(super) fn own(&self, whole: &[f64]) -> Vec<f64> {
        let columns = self.columns.iter();
        columns.map(|column| whole[column.at()]).collect()
    }
}

/// How far a value may be off a whole number and yet be meant to be it.
const NEAR: f64 = 1e-5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_leaves_out_what_is_fixed() {
        let mut program = Program::new("p");
        let all: Vec<Column> = ["a", "b", "c", "d"]
            .iter()
            .map(|name| program.column(name, 0.0, 2.0, 1.0, ColumnKind::Integer))
            .collect();
        let sum: Vec<_> = all.iter().map(|column| (*column, 2.0)).collect();
        program.row("sum", 5.0, f64::INFINITY, &sum);
        program.row("fixed", 1.0, 1.0, &sum[..1]);
        let roles = [Role::Fixed, Role::Open, Role::Any, Role::Fixed];
        let values = [1.000_001, 0.0, 0.5, 0.25];
        let part = Part::of(&program, &values, |column| roles[column.at()]);
        let own = &part.program;
        assert_eq!(
            (own.columns(), own.rows(), part.open, part.fixed),
            (2, 1, 1, 2)
        );
        assert_eq!(own.offset(), 1.25);
        let row = own.row_at(0).unwrap();
        assert_eq!(own.row_bounds(row), (2.5, f64::INFINITY));
        let kinds: Vec<_> = own.all_columns().map(|column| own.kind(column)).collect();
        assert_eq!(kinds, [ColumnKind::Integer, ColumnKind::Continuous]);
        assert_eq!(part.whole(&[2.0, 1.5]), [1.0, 2.0, 1.5, 0.25]);
        assert_eq!(part.own(&values), [0.0, 0.5]);
    }
}
