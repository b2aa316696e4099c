//! The engine microlp, which is Rust through and through.
//!
//! A. Zatelepin and others, <https://docs.rs/microlp>, Apache-2.0: a revised simplex method with branch and
//! bound, for small programs. It says nothing of duals.
//!
//! Two things of it need care. Its whole numbers have 32 bits: a column with wider bounds is solved within
//! them, and what only holds because of them is not given as an answer. And its own notes list programs on
//! which it fails; should one make it panic, the panic ends here and becomes an error (where the panic hook
//! of the process prints, it has printed by then).

use crate::engine::{
    Abilities, Engine, EngineError, Options, Point, Progress, Solution, Stop, Watch,
};
use crate::point::settled;
use crate::program::{Column, ColumnKind, Program};
use microlp::{
    ComparisonOp, OptimizationDirection, Problem, ResumeOptions, SolveOptions, SolveOutcome,
    TerminationReason, Variable,
};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// Its name.
pub(crate) const NAME: &str = "microlp";

/// The tightest tolerance that it takes.
const TIGHTEST: f64 = 1e-10;
/// It takes a bound of a column from here on, 2^52, for infinite.
const LARGEST_BOUND: f64 = 4_503_599_627_370_496.0;
/// So many nodes of a search are done before the watch is asked again.
const BATCH: u64 = 64;

/// microlp, for small programs where nothing but Rust is at hand.
///
/// A watch is asked between batches of 64 nodes of a search. A program without whole numbers runs to its end
/// or its time limit, which is why the engine does not count as one that can be stopped.
#[derive(Clone, Copy, Debug, Default)]
pub struct MicroLp;

impl Engine for MicroLp {
    fn name(&self) -> &'static str {
        NAME
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            integers: true,
            duals: false,
            warm_start: true,
            progress: false,
            ranging: false,
            bases: false,
        }
    }

    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        program.check()?;
        options.check(program)?;
        if program.columns() == 0 {
            return Ok(Solution::without_columns(program, options));
        }
        within_limits(program)?;
        let solution = Search::new(program, options, true).run(watch)?;
        if wide(program).next().is_some() {
            return within_32_bits(program, options, solution, watch);
        }
        Ok(solution)
    }
}

/// Refuses what microlp would silently take for something else.
fn within_limits(program: &Program) -> Result<(), EngineError> {
    let far = |bound: f64| bound.is_finite() && bound.abs() >= LARGEST_BOUND;
    let mut bounds = program.all_columns().map(|column| program.bounds(column));
    if bounds.any(|(lower, upper)| far(lower) || far(upper)) {
        return Err(unable("take a finite bound of 2^52 or more"));
    }
    Ok(())
}

/// Columns of whole numbers whose bounds go beyond 32 bits.
fn wide(program: &Program) -> impl Iterator<Item = Column> + '_ {
    let (least, most) = (f64::from(i32::MIN), f64::from(i32::MAX));
    program.all_columns().filter(move |column| {
        let (lower, upper) = program.bounds(*column);
        program.kind(*column) == ColumnKind::Integer && (lower < least || upper > most)
    })
}

/// What holds of an answer that was found within 32 bits, where the program goes beyond.
///
/// What the relaxation says of infeasibility holds for whole numbers too; so it does of a missing best point,
/// where there is a point (R. Meyer, Mathematical Programming 7, 1974, 223-235).
fn within_32_bits(
    program: &Program,
    options: &Options,
    solution: Solution,
    watch: &mut dyn Watch,
) -> Result<Solution, EngineError> {
    if !matches!(solution.stop, Stop::Optimal | Stop::Infeasible) {
        return Ok(solution);
    }
    let without_start = Options {
        start: None,
        ..options.clone()
    };
    let relaxed = Search::new(program, &without_start, false).run(watch)?;
    let large = |value: f64| value.abs() >= f64::from(i32::MAX) / 2.0;
    let near_edge = |point: &Point| wide(program).any(|column| large(point.values[column.at()]));
    let stop = match (solution.stop, relaxed.stop) {
        (Stop::Infeasible, Stop::Infeasible) => Stop::Infeasible,
        (Stop::Optimal, Stop::Unbounded) => Stop::Unbounded,
        (Stop::Optimal, _) if !solution.point.as_ref().is_some_and(near_edge) => {
            return Ok(solution);
        }
        (_, stop @ (Stop::Cancelled | Stop::Time)) => stop,
        _ => {
            return Err(unable(
                "tell the answer in whole numbers of more than 32 bits",
            ));
        }
    };
    Ok(Solution {
        stop,
        point: None,
        bound: None,
        nodes: solution.nodes,
    })
}

/// One question to microlp.
struct Search<'a> {
    program: &'a Program,
    options: &'a Options,
    problem: Problem,
    columns: Vec<Variable>,
    best: Option<Point>,
    progress: Progress,
}

impl<'a> Search<'a> {
    fn new(program: &'a Program, options: &'a Options, integers: bool) -> Self {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let columns: Vec<Variable> = program
            .all_columns()
            .map(|column| {
                let (cost, bounds) = (program.cost(column), program.bounds(column));
                match program.kind(column) {
                    ColumnKind::Integer if integers => {
                        problem.add_integer_var(cost, whole_bounds(bounds))
                    }
                    _ => problem.add_var(cost, bounds),
                }
            })
            .collect();
        for row in program.all_rows() {
            let entries = program.entries(row);
            let terms: Vec<_> = entries
                .iter()
                .map(|(column, value)| (columns[column.at()], *value))
                .collect();
            let (lower, upper) = program.row_bounds(row);
            if lower == upper {
                problem.add_constraint(terms, ComparisonOp::Eq, lower);
                continue;
            }
            if lower.is_finite() {
                problem.add_constraint(terms.clone(), ComparisonOp::Ge, lower);
            }
            if upper.is_finite() {
                problem.add_constraint(terms, ComparisonOp::Le, upper);
            }
        }
        Self {
            program,
            options,
            problem,
            columns,
            best: None,
            progress: Progress::default(),
        }
    }

    fn run(mut self, watch: &mut dyn Watch) -> Result<Solution, EngineError> {
        if watch.progress(&self.progress).is_break() {
            return Ok(self.solution(Stop::Cancelled));
        }
        let (problem, ask) = (self.problem.clone(), self.ask());
        let mut step = guarded(move || problem.solve_with(ask))?;
        loop {
            let outcome = match step {
                Ok(outcome) => outcome,
                Err(error) => return self.ended(error),
            };
            let stop = self.hear(&outcome, watch);
            if let Some(stop) = stop {
                return Ok(self.solution(stop));
            }
            let more = self.more(outcome.stats().elapsed);
            step = guarded(move || outcome.resume_with(more))?;
        }
    }

    /// What an outcome says; `None` asks for more.
    fn hear(&mut self, outcome: &SolveOutcome, watch: &mut dyn Watch) -> Option<Stop> {
        let stats = outcome.stats();
        self.progress.nodes = stats.nodes_solved;
        self.progress.bound = stats.best_bound.map(|bound| bound + self.program.offset());
        if let Some(solution) = outcome.solution() {
            let values = self
                .columns
                .iter()
                .map(|column| solution.var_value(*column))
                .collect();
            self.found(values, watch);
        }
        let reason = outcome.termination_reason();
        match reason {
            // A point that does not hold is none.
            _ if outcome.solution().is_some() && self.best.is_none() => Some(Stop::Numerical),
            TerminationReason::ProvenOptimal | TerminationReason::MipGap => Some(Stop::Optimal),
            TerminationReason::TimeLimit => Some(Stop::Time),
            _ if watch.progress(&self.progress).is_break() => Some(Stop::Cancelled),
            _ if self.nodes_left() == 0 => Some(Stop::Nodes),
            _ => None,
        }
    }

    fn found(&mut self, values: Vec<f64>, watch: &mut dyn Watch) {
        let tolerance = self.options.feasibility.max(TIGHTEST);
        let Some(values) = settled(self.program, values, tolerance) else {
            return;
        };
        let objective = self.program.objective(&values);
        if self
            .best
            .as_ref()
            .is_none_or(|best| objective < best.objective)
        {
            watch.incumbent(objective, &values);
            self.progress.incumbent = Some(objective);
            self.best = Some(Point {
                objective,
                values,
                duals: None,
                reduced_costs: None,
            });
        }
    }

    fn ended(self, error: microlp::Error) -> Result<Solution, EngineError> {
        match error {
            microlp::Error::Infeasible => Ok(self.solution(Stop::Infeasible)),
            microlp::Error::Unbounded => Ok(self.solution(Stop::Unbounded)),
            microlp::Error::InternalError(_) => Ok(self.solution(Stop::Numerical)),
            other => Err(failed(other.to_string())),
        }
    }

    fn solution(self, stop: Stop) -> Solution {
        let without = matches!(stop, Stop::Infeasible | Stop::Unbounded);
        let point = self.best.filter(|_| !without);
        let bound = match &point {
            Some(point) if stop == Stop::Optimal && !self.problem.has_integer_vars() => {
                Some(point.objective)
            }
            _ => self
                .progress
                .bound
                .filter(|bound| !without && bound.is_finite()),
        };
        Solution {
            stop,
            point,
            bound,
            nodes: self.progress.nodes,
        }
    }

    /// Nodes that may still be done.
    fn nodes_left(&self) -> u64 {
        let limit = self.options.node_limit.unwrap_or(u64::MAX);
        limit.saturating_sub(self.progress.nodes)
    }

    fn ask(&self) -> SolveOptions {
        let tolerance = self.options.feasibility.max(TIGHTEST);
        let mut ask = SolveOptions::default();
        ask.time_limit = self.options.time_limit;
        ask.node_limit = Some(self.nodes_left().min(BATCH));
        ask.mip_gap = self.options.relative_gap;
        ask.int_tol = tolerance.min(1e-6);
        ask.tolerances.feasibility = tolerance;
        ask.warm_start = self.options.start.as_ref().map(|start| {
            self.columns
                .iter()
                .copied()
                .zip(start.iter().copied())
                .collect()
        });
        ask
    }

    fn more(&self, elapsed: Duration) -> ResumeOptions {
        let mut more = ResumeOptions::default();
        more.time_limit = self
            .options
            .time_limit
            .map(|limit| limit.saturating_sub(elapsed));
        more.node_limit = Some(self.nodes_left().min(BATCH));
        more.mip_gap = Some(self.options.relative_gap);
        more
    }
}

/// The whole numbers between bounds, within 32 bits; the wrong way round where there is none.
fn whole_bounds((lower, upper): (f64, f64)) -> (i32, i32) {
    // The cast saturates, which is what is wanted.
    #[allow(clippy::cast_possible_truncation)]
    (lower.ceil() as i32, upper.floor() as i32)
}

/// Runs microlp; a panic of it becomes an error. What it panicked on is dropped.
fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, EngineError> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| failed("it panicked".to_owned()))
}

const fn unable(what: &'static str) -> EngineError {
    EngineError::Unable { engine: NAME, what }
}

const fn failed(why: String) -> EngineError {
    EngineError::Failed { engine: NAME, why }
}
