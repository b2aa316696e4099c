//! What an engine is asked and what it answers.

use crate::program::{Column, Program};
use crate::ranging::{Range, Ranging};
use std::ops::ControlFlow;
use std::time::Duration;

/// What an engine can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Whole numbers.
    pub integers: bool,
    /// Duals of rows and reduced costs of columns, for programs without whole numbers.
    pub duals: bool,
    /// It uses a point to start from.
    pub warm_start: bool,
    /// It tells how far it is, and can be stopped, while it runs.
    pub progress: bool,
    /// It tells how far costs and bounds may move, for programs without whole numbers.
    pub ranging: bool,
    /// It goes on from the basis of one program without whole numbers to the next; see [`Engine::solve_from`].
    pub bases: bool,
}

/// What an engine is asked beside the program. The same options give the same answer, unless a time limit
/// or a watch stops it.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Stop where the incumbent is proved to be within this fraction of the best.
    pub relative_gap: f64,
    /// Stop where it is proved to be within this much of the best.
    pub absolute_gap: f64,
    /// How far a row or bound may be violated. Much below 1e-7 a branching search may take nodes for infeasible that are
    /// not; ask for less only of programs without whole numbers.
    pub feasibility: f64,
    /// Stop after this time.
    pub time_limit: Option<Duration>,
    /// Stop after this many nodes of the search tree.
    pub node_limit: Option<u64>,
    /// A value for each column to start from; it need not be feasible. Programs without whole numbers are
    /// solved without.
    pub start: Option<Vec<f64>>,
    /// Where an engine draws random numbers.
    pub seed: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            relative_gap: 1e-9,
            absolute_gap: 1e-9,
            feasibility: 1e-7,
            time_limit: None,
            node_limit: None,
            start: None,
            seed: 0,
        }
    }
}

impl Options {
    /// Looks for what makes no sense: a gap or tolerance that is negative or no number, a start that does not
    /// fit the program.
    ///
    /// # Errors
    /// [`EngineError::Malformed`] with what is wrong.
    pub fn check(&self, program: &Program) -> Result<(), EngineError> {
        let gaps = [self.relative_gap, self.absolute_gap];
        let wrong = if !gaps.iter().all(|gap| gap.is_finite() && *gap >= 0.0) {
            "a gap is negative or no number".to_owned()
        } else if !(self.feasibility > 0.0 && self.feasibility <= 1.0) {
            format!("the tolerance {} is not between 0 and 1", self.feasibility)
        } else if let Some(wrong) = self
            .start
            .as_ref()
            .and_then(|start| wrong_start(start, program))
        {
            wrong
        } else {
            return Ok(());
        };
        Err(EngineError::Malformed(wrong))
    }
}

fn wrong_start(start: &[f64], program: &Program) -> Option<String> {
    if start.len() != program.columns() {
        return Some(format!(
            "the start has {} values for {} columns",
            start.len(),
            program.columns()
        ));
    }
    let infinite = start.iter().position(|value| !value.is_finite());
    infinite.map(|at| format!("the start has no number for column {at}"))
}

/// Where the simplex method ended on a program: which columns and rows are in the basis, and at which bounds the others are.
/// Empty where nothing is known. Only an engine reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    pub(crate) columns: Vec<i32>,
    pub(crate) rows: Vec<i32>,
}

/// How far a search is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// No point is better than this.
    pub bound: Option<f64>,
    /// The objective of the best point found.
    pub incumbent: Option<f64>,
    /// Nodes of the search tree done.
    pub nodes: u64,
}

/// Who watches a search.
pub trait Watch {
    /// Called now and then; `Break` stops the search, which keeps the best point found.
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()>;

    /// Called with each better point, one value for each column.
    fn incumbent(&mut self, _objective: f64, _values: &[f64]) {}

    /// Called where a search that goes in stages begins one, in words such as "window 2 of 9".
    fn stage(&mut self, _stage: &str) {}
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Why a search stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// The point is proved best, within the gaps asked for.
    Optimal,
    /// There is no point.
    Infeasible,
    /// There is no best point: the objective falls without end.
    Unbounded,
    /// One of both; the engine did not find out which.
    InfeasibleOrUnbounded,
    /// The time limit.
    Time,
    /// The node limit.
    Nodes,
    /// The watch stopped it.
    Cancelled,
    /// The engine lost its footing in rounding.
    Numerical,
}

/// A point that satisfies the program within the tolerance.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The objective.
    pub objective: f64,
    /// One value for each column.
    pub values: Vec<f64>,
    /// For each row, its dual: by how much the minimum changes for each unit by which the bound that binds it
    /// is raised. A row at its lower bound has a dual of zero or more, one at its upper bound of zero or less,
    /// one at neither of zero. For programs without whole numbers that are solved to the end, where the
    /// engine is able to.
    pub duals: Option<Vec<f64>>,
    /// For each column, the same for its bound: cost less the duals times the column's coefficients.
    pub reduced_costs: Option<Vec<f64>>,
}

/// What an engine answers, in two questions: why did it stop, and is there a point to use?
#[derive(Clone, Debug, PartialEq)]
pub struct Solution {
    /// Why it stopped.
    pub stop: Stop,
    /// The best point found.
    pub point: Option<Point>,
    /// No point is better than this.
    pub bound: Option<f64>,
    /// Nodes of the search tree done.
    pub nodes: u64,
}

impl Solution {
    /// The answer to a program without columns: its rows hold at zero or never.
    pub(crate) fn without_columns(program: &Program, options: &Options) -> Self {
        let holds = program.violations(&[], options.feasibility).is_empty();
        let objective = program.offset();
        let priced = Some(Vec::new());
        let duals = Some(vec![0.0; program.rows()]);
        let point = Point {
            objective,
            values: Vec::new(),
            duals,
            reduced_costs: priced,
        };
        let stop = if holds {
            Stop::Optimal
        } else {
            Stop::Infeasible
        };
        Self {
            stop,
            point: holds.then_some(point),
            bound: holds.then_some(objective),
            nodes: 0,
        }
    }

    /// How far the point may be from the best, relative to its size; `None` without point or bound.
    pub fn gap(&self) -> Option<f64> {
        let (point, bound) = (self.point.as_ref()?, self.bound?);
        let size = point.objective.abs().max(1e-10);
        Some(((point.objective - bound) / size).max(0.0))
    }
}

/// Why an engine gave no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum EngineError {
    /// The program asks for what the engine cannot do.
    #[error("the engine {engine} cannot {what}")]
    Unable {
        /// Which engine.
        engine: &'static str,
        /// What it cannot do.
        what: &'static str,
    },
    /// The program is not well formed: a number that is no number, bounds the wrong way round.
    #[error("the program is not well formed: {0}")]
    Malformed(String),
    /// The engine failed.
    #[error("the engine {engine} failed: {why}")]
    Failed {
        /// Which engine.
        engine: &'static str,
        /// What it said.
        why: String,
    },
}

/// What solves programs.
pub trait Engine: Sync {
    /// The name it is chosen by.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn abilities(&self) -> Abilities;

    /// Solves a program.
    ///
    /// # Errors
    /// Where the engine cannot take the program, or fails.
    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError>;

    /// Solves a program without whole numbers from the basis of one like it, and leaves its own basis there: with other costs
    /// or bounds, or with more columns and rows after those that it had. An engine that cannot, and a program with
    /// whole numbers, are solved as by [`Engine::solve`].
    ///
    /// # Errors
    /// Where the engine cannot take the program, or fails.
    fn solve_from(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
        _basis: &mut Basis,
    ) -> Result<Solution, EngineError> {
        self.solve(program, options, watch)
    }

    /// How far each cost and each bound of a row may move before the basis changes, for a program without
    /// whole numbers that has a best point.
    ///
    /// # Errors
    /// Where the engine cannot tell, the program has whole numbers or has no best point.
    fn ranging(&self, _program: &Program, _options: &Options) -> Result<Ranging, EngineError> {
        Err(EngineError::Unable {
            engine: self.name(),
            what: "tell how far costs and bounds may move",
        })
    }

    /// For each of some columns, the least and the most value that it takes where rows and bounds hold, whole numbers
    /// counting as any numbers and costs as nothing. `None` where no point holds. A value that the
    /// engine does not find within the options is the bound of the column.
    ///
    /// # Errors
    /// Where the engine cannot take the program, or fails.
    fn extents(
        &self,
        program: &Program,
        columns: &[Column],
        options: &Options,
    ) -> Result<Option<Vec<Range>>, EngineError> {
        let mut free = program.without_aim();
        let mut extents = Vec::with_capacity(columns.len());
        for column in columns {
            let (lower, upper) = program.bounds(*column);
            let mut ends = [lower, upper];
            for (end, cost) in ends.iter_mut().zip([1.0, -1.0]) {
                free.set_cost(*column, cost);
                let solution = self.solve(&free, options, &mut Unwatched)?;
                match (solution.stop, solution.point) {
                    (Stop::Infeasible, _) => return Ok(None),
                    (Stop::Optimal, Some(point)) => *end = point.values[column.at()],
                    _ => {}
                }
            }
            free.set_cost(*column, 0.0);
            extents.push(Range {
                from: ends[0],
                to: ends[1],
            });
        }
        Ok(Some(extents))
    }
}
