//! The extensive form: one program of all scenarios, in which what is decided before they are known stands once.

use crate::formulate::Formulation;
use portolan_model::Goal;
use portolan_solver::{Column, Program};

/// A program of all scenarios, weighed.
#[derive(Clone, Debug)]
pub(super) struct Extensive {
    pub(super) program: Program,
    /// For each scenario and each column of its own program, the column here.
    columns: Vec<Vec<Column>>,
    /// Columns of the first stage, by their position in each scenario's own program.
    shared: Vec<usize>,
}

impl Extensive {
    /// Puts the programs of scenarios together. All are made from one network, so that their columns are alike.
    pub(super) fn new(formulations: &[Formulation<'_, '_>], shared: &[bool]) -> Self {
        let name = formulations
            .first()
            .map_or("", |formulation| formulation.program.name());
        let mut extensive = Self {
            program: Program::new(name),
            columns: Vec::new(),
            shared: (0..shared.len()).filter(|at| shared[*at]).collect(),
        };
        for (scenario, formulation) in formulations.iter().enumerate() {
            let columns = extensive.add_columns(scenario, &formulation.program, shared);
            extensive.columns.push(columns);
            extensive.add_rows(scenario, &formulation.program, shared);
        }
        extensive
    }

    /// The columns of a scenario: those of the first stage are those of the first scenario, within what all allow.
    fn add_columns(&mut self, scenario: usize, own: &Program, shared: &[bool]) -> Vec<Column> {
        let mut columns = Vec::with_capacity(own.columns());
        for column in own.all_columns() {
            let (lower, upper) = own.bounds(column);
            let (is_shared, at) = (shared[column.at()], column.at());
            if let (true, Some(first)) = (is_shared, self.columns.first()) {
                let first = first[at];
                let (least, most) = self.program.bounds(first);
                self.program
                    .set_bounds(first, least.max(lower), most.min(upper));
                columns.push(first);
                continue;
            }
            let name = if is_shared {
                own.column_name(column).to_owned()
            } else {
                format!("{}|{scenario}", own.column_name(column))
            };
            columns.push(
                self.program
                    .column(&name, lower, upper, 0.0, own.kind(column)),
            );
        }
        columns
    }

    /// The rows of a scenario; those that are about the first stage alone stand once.
    fn add_rows(&mut self, scenario: usize, own: &Program, shared: &[bool]) {
        for row in own.all_rows() {
            let entries = own.entries(row);
            let first_stage = entries.iter().all(|(column, _)| shared[column.at()]);
            if scenario > 0 && first_stage && !entries.is_empty() {
                continue;
            }
            let entries: Vec<(Column, f64)> = entries
                .iter()
                .map(|(column, factor)| (self.columns[scenario][column.at()], *factor))
                .collect();
            let name = format!("{}|{scenario}", own.row_name(row));
            let (lower, upper) = own.row_bounds(row);
            self.program.row(&name, lower, upper, &entries);
        }
    }

    /// What a goal comes to in a scenario, as a sum of columns.
    fn goal(
        &self,
        scenario: usize,
        formulation: &Formulation<'_, '_>,
        goal: Goal,
    ) -> Vec<(Column, f64)> {
        let sum = formulation.goal_sum(goal).iter();
        sum.map(|(column, factor)| (self.columns[scenario][column.at()], *factor))
            .collect()
    }

    /// Asks for the least mean of a goal, each scenario weighed with its probability.
    pub(super) fn aim_at_mean(
        &mut self,
        formulations: &[Formulation<'_, '_>],
        goal: Goal,
        probabilities: &[f64],
    ) {
        for column in self.program.all_columns() {
            self.program.set_cost(column, 0.0);
        }
        for (scenario, formulation) in formulations.iter().enumerate() {
            for (column, factor) in self.goal(scenario, formulation, goal) {
                let cost = self.program.cost(column) + probabilities[scenario] * factor;
                self.program.set_cost(column, cost);
            }
        }
    }

    /// Asks for the least worst case of a goal. The answer is the column that it is.
    pub(super) fn aim_at_worst(
        &mut self,
        formulations: &[Formulation<'_, '_>],
        goal: Goal,
    ) -> Column {
        for column in self.program.all_columns() {
            self.program.set_cost(column, 0.0);
        }
        let kind = portolan_solver::ColumnKind::Continuous;
        let worst = self
            .program
            .column("worst", f64::NEG_INFINITY, f64::INFINITY, 1.0, kind);
        for (scenario, formulation) in formulations.iter().enumerate() {
            let mut entries = self.goal(scenario, formulation, goal);
            entries.push((worst, -1.0));
            let name = format!("worst|{scenario}");
            self.program.row(&name, f64::NEG_INFINITY, 0.0, &entries);
        }
        worst
    }

    /// The values of a scenario's own columns.
    pub(super) fn values(&self, scenario: usize, values: &[f64]) -> Vec<f64> {
        let columns = self.columns[scenario].iter();
        columns.map(|column| values[column.at()]).collect()
    }

    /// The columns of the first stage, by position in each scenario's own program.
    pub(super) fn shared(&self) -> &[usize] {
        &self.shared
    }
}
