//! The engine HiGHS.
//!
//! J. Hall, I. Maros, L. Schork and others; <https://highs.dev>, MIT licence. Q. Huangfu and J. Hall, Parallelizing
//! the dual revised simplex method, Mathematical Programming Computation 10 (2018), 119-142.
//!
//! It runs on one thread, so that the same program gives the same answer. Its own limits: a coefficient below
//! 1e-12 counts as none; an entry of 1e15 or more, and a finite bound or cost of 1e20 or more, are refused here,
//! because HiGHS would take them for infinite or not at all.

mod extents;
mod foreign;
mod ranging;
mod watched;

use crate::engine::{
    Abilities, Basis, Engine, EngineError, Options, Point, Solution, Stop, Unwatched, Watch,
};
use crate::point::settled;
use crate::program::{Column, ColumnKind, Program};
use crate::ranging::{Range, Ranging};
use foreign::{Arrays, BASIC, Instance, LOWER, Listener, UPPER, ZERO};
use highs_sys::{
    HighsInt, MODEL_STATUS_INFEASIBLE, MODEL_STATUS_OPTIMAL, MODEL_STATUS_POSTSOLVE_ERROR,
    MODEL_STATUS_REACHED_INTERRUPT, MODEL_STATUS_REACHED_SOLUTION_LIMIT,
    MODEL_STATUS_REACHED_TIME_LIMIT, MODEL_STATUS_SOLVE_ERROR, MODEL_STATUS_UNBOUNDED,
    MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE, MODEL_STATUS_UNKNOWN, VAR_TYPE_CONTINUOUS,
    VAR_TYPE_INTEGER,
};
use std::sync::{Arc, Mutex, PoisonError};
use watched::{Shared, watched};

/// Its name.
pub(crate) const NAME: &str = "highs";

/// The tightest tolerance that it takes.
const TIGHTEST: f64 = 1e-10;
/// The tightest tolerance that HiGHS is trusted with in a tree search, its default. With 1e-9 and with 1e-7, HiGHS 1.15 calls
/// points best that are not: of the ships of `campaigns/ship-fuels` that burn gas from Europe or `mgo`, 12.117 and 11.758,
/// where 11.749 is best.
const SAFE_IN_TREE: f64 = 1e-6;
/// A coefficient below this counts as none; it takes no smaller one.
const SMALLEST_ENTRY: f64 = 1e-12;
/// It takes an entry from here on for a mistake.
const LARGEST_ENTRY: f64 = 1e15;
/// It takes a bound or cost from here on for infinite.
const LARGEST_BOUND: f64 = 1e20;

/// HiGHS, which solves linear and mixed-integer programs.
///
/// It runs on a thread of its own while the watch is asked, on the thread of the caller, twenty times a
/// second and at each better point. When the watch breaks, HiGHS stops at its next pivot or, in a search, after the
/// linear program that it is at. Where that takes more than half a second, the answer is what was found so far, and
/// the thread is left to end by itself; until it does, it costs time and memory.
#[derive(Clone, Copy, Debug, Default)]
pub struct Highs;

impl Engine for Highs {
    fn name(&self) -> &'static str {
        NAME
    }

    fn abilities(&self) -> Abilities {
        Abilities {
            integers: true,
            duals: true,
            warm_start: true,
            progress: true,
            ranging: true,
            bases: true,
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
        let mut search = Search::new(program, options);
        let tolerance = search.tolerance();
        watched(program, tolerance, move |shared| search.run(shared), watch)
    }

    fn solve_from(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
        basis: &mut Basis,
    ) -> Result<Solution, EngineError> {
        if program.columns() == 0 || program.has_integers() {
            return self.solve(program, options, watch);
        }
        program.check()?;
        options.check(program)?;
        within_limits(program)?;
        let mut search = Search::new(program, options);
        search.from = extended(basis, program);
        let ended = Arc::clone(&search.ended);
        let tolerance = search.tolerance();
        let solution = watched(program, tolerance, move |shared| search.run(shared), watch)?;
        let ended = ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(ended) = ended {
            *basis = ended;
        }
        Ok(solution)
    }

    fn ranging(&self, program: &Program, options: &Options) -> Result<Ranging, EngineError> {
        program.check()?;
        options.check(program)?;
        if program.has_integers() {
            return Err(unable("give ranges of a program with whole numbers"));
        }
        within_limits(program)?;
        if program.nonzeros() == 0 {
            let solution = self.solve(program, options, &mut Unwatched)?;
            let point = solution.point.filter(|_| solution.stop == Stop::Optimal);
            let point = point.ok_or_else(without_best_point)?;
            return Ok(ranging::without_entries(program, &point.values));
        }
        Search::new(program, options).ranging()
    }

    fn extents(
        &self,
        program: &Program,
        columns: &[Column],
        options: &Options,
    ) -> Result<Option<Vec<Range>>, EngineError> {
        program.check()?;
        within_limits(program)?;
        let options = Options {
            start: None,
            ..options.clone()
        };
        options.check(program)?;
        Search::new(&program.without_aim(), &options).extents(columns)
    }
}

/// One question to HiGHS, which may take more than one run.
struct Search {
    program: Program,
    options: Options,
    arrays: Arrays,
    spent_s: f64,
    /// The basis to start from, which fits the program.
    from: Option<Basis>,
    /// The basis that a program without whole numbers ended with.
    ended: Arc<Mutex<Option<Basis>>>,
}

/// What a run is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    /// The first.
    First,
    /// Without presolve, after the first was lost in rounding.
    Careful,
}

impl Search {
    fn new(program: &Program, options: &Options) -> Self {
        Self {
            program: program.clone(),
            options: options.clone(),
            arrays: arrays(program),
            spent_s: 0.0,
            from: None,
            ended: Arc::default(),
        }
    }

    fn tolerance(&self) -> f64 {
        self.options.feasibility.max(TIGHTEST)
    }

    fn run(&mut self, shared: &Shared) -> Result<Solution, EngineError> {
        let listener = Listener {
            shared,
            columns: self.program.columns(),
            tells: true,
        };
        let first = self.attempt(&listener, Attempt::First)?;
        let solution = match first.stop {
            Stop::Numerical => self.attempt(&listener, Attempt::Careful)?,
            _ => first,
        };
        let unbounded_search = solution.stop == Stop::Unbounded && self.program.has_integers();
        if solution.stop == Stop::InfeasibleOrUnbounded || unbounded_search {
            return self.tell_apart(
                solution.nodes,
                &Listener {
                    tells: false,
                    ..listener
                },
            );
        }
        Ok(solution)
    }

    /// Whether a program without a best point has a point at all. What lacks a bound in the relaxation lacks it
    /// over whole numbers too, where there is a point: R. Meyer, Mathematical Programming 7 (1974), 223-235.
    fn tell_apart(&mut self, nodes: u64, listener: &Listener<'_>) -> Result<Solution, EngineError> {
        self.arrays.cost.fill(0.0);
        let any = self.attempt(listener, Attempt::First)?;
        let stop = match any.stop {
            Stop::Infeasible | Stop::Cancelled | Stop::Time | Stop::Nodes => any.stop,
            Stop::Optimal => Stop::Unbounded,
            _ => Stop::InfeasibleOrUnbounded,
        };
        Ok(Solution {
            stop,
            point: None,
            bound: None,
            nodes: nodes + any.nodes,
        })
    }

    fn attempt(
        &mut self,
        listener: &Listener<'_>,
        attempt: Attempt,
    ) -> Result<Solution, EngineError> {
        let mut instance = self.instance(attempt)?;
        let went_well = instance.run(listener);
        self.spent_s += instance.seconds();
        let stop = stop(instance.status())
            .ok_or_else(|| failed(&format!("it ended with status {}", instance.status())))?;
        if !went_well && stop != Stop::Numerical {
            return Err(failed("it reports an error"));
        }
        if stop == Stop::Optimal && !self.program.has_integers() {
            let places = instance.places();
            *self.ended.lock().unwrap_or_else(PoisonError::into_inner) =
                places.map(|(columns, rows)| Basis { columns, rows });
        }
        Ok(self.answer(&instance, stop, listener.shared.is_stopped()))
    }

    fn answer(&self, instance: &Instance, stop: Stop, cancelled: bool) -> Solution {
        let has_point = !matches!(
            stop,
            Stop::Infeasible | Stop::Unbounded | Stop::InfeasibleOrUnbounded
        );
        let point = if has_point {
            self.point(instance, stop == Stop::Optimal)
        } else {
            None
        };
        let searched = self.program.has_integers();
        let bound = match (&point, searched) {
            (_, true) => instance.number(c"mip_dual_bound").filter(|_| has_point),
            (Some(point), false) if stop == Stop::Optimal => Some(point.objective),
            _ => None,
        };
        let stop = match stop {
            // A point that does not hold is none.
            Stop::Optimal if point.is_none() => Stop::Numerical,
            Stop::Numerical if cancelled => Stop::Cancelled,
            stop => stop,
        };
        Solution {
            stop,
            point,
            bound,
            nodes: instance.count(c"mip_node_count"),
        }
    }

    /// The point that HiGHS ended at, where the program holds there.
    fn point(&self, instance: &Instance, optimal: bool) -> Option<Point> {
        let prices = instance.prices()?;
        let values = settled(
            &self.program,
            prices.values,
            self.options.feasibility.max(TIGHTEST),
        )?;
        let priced = optimal && !self.program.has_integers();
        Some(Point {
            objective: self.program.objective(&values),
            values,
            duals: priced.then_some(prices.duals),
            reduced_costs: priced.then_some(prices.reduced_costs),
        })
    }

    fn extents(&self, columns: &[Column]) -> Result<Option<Vec<Range>>, EngineError> {
        let mut instance = self.instance(Attempt::First)?;
        Ok(extents::of(&self.program, columns, &mut instance))
    }

    fn ranging(&self) -> Result<Ranging, EngineError> {
        let mut instance = self.instance(Attempt::First)?;
        let shared = Shared::default();
        let columns = self.program.columns();
        instance.run(&Listener {
            shared: &shared,
            columns,
            tells: false,
        });
        if stop(instance.status()) != Some(Stop::Optimal) {
            return Err(without_best_point());
        }
        ranging::of(&self.program, &mut instance).ok_or_else(|| failed("it gives no basis"))
    }

    /// A HiGHS with the program and the options in it.
    fn instance(&self, attempt: Attempt) -> Result<Instance, EngineError> {
        let mut instance = Instance::new().ok_or_else(|| failed("it does not start"))?;
        if !self.set(&mut instance, attempt) {
            return Err(failed("it refuses an option"));
        }
        if !instance.pass(&self.arrays) {
            return Err(failed("it refuses the program"));
        }
        if let Some(basis) = self.from.as_ref().filter(|_| attempt == Attempt::First) {
            // One that it does not take is no reason to stop.
            instance.start_at(&basis.columns, &basis.rows);
        }
        if let Some(start) = self
            .options
            .start
            .as_ref()
            .filter(|_| self.program.has_integers())
        {
            let kinds = self
                .program
                .all_columns()
                .map(|column| self.program.kind(column));
            let whole = kinds.zip(start).map(|(kind, value)| match kind {
                ColumnKind::Integer => value.round(),
                ColumnKind::Continuous => *value,
            });
            // A start that it does not take is no reason to stop.
            instance.start_from(&whole.collect::<Vec<_>>());
        }
        Ok(instance)
    }

    fn set(&self, instance: &mut Instance, attempt: Attempt) -> bool {
        let options = &self.options;
        let tolerance = self.tolerance();
        let seed = HighsInt::try_from(options.seed & 0x7fff_ffff).unwrap_or(0);
        let time_s = options.time_limit.map_or(f64::INFINITY, |limit| {
            (limit.as_secs_f64() - self.spent_s).max(0.0)
        });
        let nodes = options
            .node_limit
            .and_then(|nodes| HighsInt::try_from(nodes).ok());
        instance.set_bool(c"output_flag", false)
            && instance.set_whole(c"threads", 1)
            && instance.set_word(c"parallel", c"off")
            && instance.set_word(
                c"presolve",
                if attempt == Attempt::Careful {
                    c"off"
                } else {
                    c"choose"
                },
            )
            && instance.set_bool(c"allow_unbounded_or_infeasible", true)
            // One of its heuristics writes where it must not: in HiGHS 1.15.0 the domain of a RENS search, copied and taken
            // back, links the objective's cliques out of bounds (found by valgrind on `campaigns/ship-fuels`).
            && instance.set_bool(c"mip_heuristic_run_rens", false)
            && instance.set_whole(c"random_seed", seed)
            && instance.set_number(c"small_matrix_value", SMALLEST_ENTRY)
            && instance.set_number(c"time_limit", time_s)
            && instance.set_number(c"primal_feasibility_tolerance", tolerance)
            && instance.set_number(c"dual_feasibility_tolerance", tolerance)
            && instance.set_number(c"mip_feasibility_tolerance", tolerance.max(SAFE_IN_TREE))
            && instance.set_number(c"mip_rel_gap", options.relative_gap)
            && instance.set_number(c"mip_abs_gap", options.absolute_gap)
            && nodes.is_none_or(|nodes| instance.set_whole(c"mip_max_nodes", nodes))
    }
}

/// A basis of a program that the given one extends, for the given one: new columns at their bounds, new rows in the basis. `None`
/// where there is none.
fn extended(basis: &Basis, program: &Program) -> Option<Basis> {
    let (columns, rows) = (basis.columns.len(), basis.rows.len());
    if columns == 0 || columns > program.columns() || rows > program.rows() {
        return None;
    }
    let mut basis = basis.clone();
    for column in program.all_columns().skip(columns) {
        let (lower, upper) = program.bounds(column);
        basis
            .columns
            .push(match (lower.is_finite(), upper.is_finite()) {
                (true, _) => LOWER,
                (false, true) => UPPER,
                (false, false) => ZERO,
            });
    }
    basis.rows.resize(program.rows(), BASIC);
    Some(basis)
}

/// Why HiGHS stopped; `None` where it failed.
const fn stop(status: HighsInt) -> Option<Stop> {
    Some(match status {
        MODEL_STATUS_OPTIMAL => Stop::Optimal,
        MODEL_STATUS_INFEASIBLE => Stop::Infeasible,
        MODEL_STATUS_UNBOUNDED => Stop::Unbounded,
        MODEL_STATUS_UNBOUNDED_OR_INFEASIBLE => Stop::InfeasibleOrUnbounded,
        MODEL_STATUS_REACHED_TIME_LIMIT => Stop::Time,
        MODEL_STATUS_REACHED_SOLUTION_LIMIT => Stop::Nodes,
        MODEL_STATUS_REACHED_INTERRUPT => Stop::Cancelled,
        MODEL_STATUS_UNKNOWN | MODEL_STATUS_SOLVE_ERROR | MODEL_STATUS_POSTSOLVE_ERROR => {
            Stop::Numerical
        }
        _ => return None,
    })
}

/// The program as HiGHS reads it.
fn arrays(program: &Program) -> Arrays {
    // `within_limits` has seen that everything can be counted.
    let count = |at: usize| HighsInt::try_from(at).unwrap_or(HighsInt::MAX);
    let has_integers = program.has_integers();
    let mut arrays = Arrays {
        offset: program.offset(),
        ..Arrays::default()
    };
    for column in program.all_columns() {
        let (lower, upper) = program.bounds(column);
        arrays.cost.push(program.cost(column));
        arrays.lower.push(lower);
        arrays.upper.push(upper);
        if has_integers {
            arrays.integrality.push(match program.kind(column) {
                ColumnKind::Continuous => VAR_TYPE_CONTINUOUS,
                ColumnKind::Integer => VAR_TYPE_INTEGER,
            });
        }
    }
    for row in program.all_rows() {
        let (lower, upper) = program.row_bounds(row);
        arrays.row_lower.push(lower);
        arrays.row_upper.push(upper);
        arrays.start.push(count(arrays.value.len()));
        for (column, coefficient) in program.entries(row) {
            arrays.index.push(count(column.at()));
            arrays.value.push(*coefficient);
        }
    }
    arrays
}

/// Refuses what HiGHS would silently take for something else.
fn within_limits(program: &Program) -> Result<(), EngineError> {
    let counts = [program.columns(), program.rows(), program.nonzeros()];
    if counts
        .iter()
        .any(|count| HighsInt::try_from(*count).is_err())
    {
        return Err(unable("count that many columns, rows or entries"));
    }
    let finite_and_large = |value: f64| value.is_finite() && value.abs() >= LARGEST_BOUND;
    let far = |(lower, upper): (f64, f64)| finite_and_large(lower) || finite_and_large(upper);
    let columns = || program.all_columns();
    if columns().any(|column| far(program.bounds(column)) || finite_and_large(program.cost(column)))
    {
        return Err(unable("take a finite cost or bound of 1e20 or more"));
    }
    if program.all_rows().any(|row| far(program.row_bounds(row))) {
        return Err(unable("take a finite bound of a row of 1e20 or more"));
    }
    let mut entries = program.all_rows().flat_map(|row| program.entries(row));
    if entries.any(|(_, coefficient)| coefficient.abs() >= LARGEST_ENTRY) {
        return Err(unable("take a coefficient of 1e15 or more"));
    }
    Ok(())
}

const fn unable(what: &'static str) -> EngineError {
    EngineError::Unable { engine: NAME, what }
}

fn without_best_point() -> EngineError {
    failed("there is no best point to give ranges for")
}

fn failed(why: &str) -> EngineError {
    EngineError::Failed {
        engine: NAME,
        why: why.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A transport program that takes some pivots, in whole numbers or not.
    fn transport(kind: ColumnKind) -> Program {
        let mut program = Program::new("transport");
        let mut nodes = vec![Vec::new(); 40];
        for flow in 0..400 {
            let (from, to) = (flow / 20, 20 + flow % 20);
            let cost = f64::from((flow * 7919 + 13) % 101);
            let name = format!("flow {flow}");
            let column = program.column(&name, 0.0, f64::INFINITY, cost, kind);
            nodes[from as usize].push((column, 1.0));
            nodes[to as usize].push((column, 1.0));
        }
        for (at, entries) in nodes.iter().enumerate() {
            let offered = if at < 20 {
                (0.0, 60.5)
            } else {
                (50.5, f64::INFINITY)
            };
            program.row(&format!("node {at}"), offered.0, offered.1, entries);
        }
        program
    }

    #[test]
    fn a_run_that_is_asked_to_stop_stops() {
        for kind in [ColumnKind::Continuous, ColumnKind::Integer] {
            let program = transport(kind);
            let stopped = Shared::default();
            stopped.stop();
            let mut search = Search::new(&program, &Options::default());
            let solution = search.run(&stopped).unwrap();
            assert_eq!(solution.stop, Stop::Cancelled, "{kind:?}");
            assert!(solution.point.is_none_or(|point| point.duals.is_none()));
            let mut search = Search::new(&program, &Options::default());
            assert_eq!(
                search.run(&Shared::default()).unwrap().stop,
                Stop::Optimal,
                "{kind:?}"
            );
        }
    }
}
