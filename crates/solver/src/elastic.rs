//! How much of which row has to give way for a program to have a point.
//!
//! J. Chinneck, Feasibility and Infeasibility in Optimization (2008), chapter 6: elastic programs.

use crate::engine::{Engine, EngineError, Options, Stop, Watch};
use crate::program::{Column, ColumnKind, Program, Row};

/// A program some of whose rows may be violated, at a cost; nothing else costs anything.
#[derive(Clone, Debug, PartialEq)]
pub struct Elastic {
    program: Program,
    slacks: Vec<Slack>,
}

/// The columns by which a row may be violated.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Slack {
    row: Row,
    below: Option<Column>,
    above: Option<Column>,
}

impl Elastic {
    /// The program: columns and rows as they were, and behind them a column for each bound that may give way.
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// By how much each relaxable row is violated at a point of the program: negative below its lower bound, positive
    /// above its upper one. Rows that are violated by no more than the tolerance are left out.
    pub fn given_way(&self, values: &[f64], tolerance: f64) -> Vec<(Row, f64)> {
        let value = |column: Option<Column>| {
            column
                .and_then(|column| values.get(column.at()).copied())
                .unwrap_or(0.0)
        };
        let slacks = self.slacks.iter();
        let by = slacks.map(|slack| (slack.row, value(slack.above) - value(slack.below)));
        by.filter(|(_, by)| by.abs() > tolerance).collect()
    }
}

/// What has to give way.
#[derive(Clone, Debug, PartialEq)]
pub struct Relief {
    /// Why the search for it stopped; where it is not [`Stop::Optimal`], less might do.
    pub stop: Stop,
    /// The weighted sum of violations.
    pub total: f64,
    /// Which row has to give way by how much: negative below its lower bound, positive above its upper one.
    pub rows: Vec<(Row, f64)>,
}

/// A program whose objective is the weighted sum of the violations of some rows.
///
/// Each relaxable row comes with the weight of one unit of its violation, above zero. Where a row comes twice,
/// the first weight holds.
///
/// # Errors
/// [`EngineError::Malformed`] where the program is not well formed or a weight is not above zero.
pub fn elastic(program: &Program, relaxable: &[(Row, f64)]) -> Result<Elastic, EngineError> {
    program.check()?;
    if let Some((row, weight)) = relaxable.iter().find(|(_, weight)| !is_weight(*weight)) {
        let name = program.row_name(*row);
        return Err(EngineError::Malformed(format!(
            "the weight of the row '{name}' is {weight}"
        )));
    }
    let mut weights: Vec<Option<f64>> = vec![None; program.rows()];
    for (row, weight) in relaxable {
        weights[row.at()].get_or_insert(*weight);
    }
    let mut elastic = Elastic {
        program: Program::new(program.name()),
        slacks: Vec::new(),
    };
    for column in program.all_columns() {
        let ((lower, upper), kind) = (program.bounds(column), program.kind(column));
        elastic
            .program
            .column(program.column_name(column), lower, upper, 0.0, kind);
    }
    for row in program.all_rows() {
        elastic.add(program, row, weights[row.at()]);
    }
    Ok(elastic)
}

fn is_weight(weight: f64) -> bool {
    weight.is_finite() && weight > 0.0
}

impl Elastic {
    fn add(&mut self, program: &Program, row: Row, weight: Option<f64>) {
        let (name, (lower, upper)) = (program.row_name(row), program.row_bounds(row));
        let mut entries = program.entries(row).to_vec();
        if let Some(weight) = weight {
            let mut slack = |bound: f64, way: &str, sign: f64| {
                let name = format!("{name}: {way}");
                let column = bound.is_finite().then(|| {
                    self.program
                        .column(&name, 0.0, f64::INFINITY, weight, ColumnKind::Continuous)
                })?;
                entries.push((column, sign));
                Some(column)
            };
            let (below, above) = (
                slack(lower, "short by", 1.0),
                slack(upper, "beyond by", -1.0),
            );
            self.slacks.push(Slack { row, below, above });
        }
        self.program.row(name, lower, upper, &entries);
    }
}

/// The least weighted sum of violations with which a program has a point, and where they are; `None` where it
/// has none although those rows give way, or a limit came before any was found.
///
/// # Errors
/// As [`elastic`], and where the engine cannot take the program or fails.
pub fn least_relief(
    engine: &dyn Engine,
    program: &Program,
    relaxable: &[(Row, f64)],
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Option<Relief>, EngineError> {
    let elastic = elastic(program, relaxable)?;
    let options = Options {
        start: None,
        ..options.clone()
    };
    let solution = engine.solve(elastic.program(), &options, watch)?;
    Ok(solution.point.map(|point| Relief {
        stop: solution.stop,
        total: point.objective,
        rows: elastic.given_way(&point.values, options.feasibility),
    }))
}
