//! One search in windows: its stages, its limits, and what is known so far.

use super::engine::Cut;
use super::parts::Part;
use super::stage::{Better, Stage, gap};
use super::timer::Timer;
use portolan_solver::{
    ColumnKind, Engine, EngineError, Options, Point, Program, Progress, Solution, Stop, Watch,
};
use std::ops::ControlFlow;

/// How far two values that are the same may be apart, relative to their size.
const ROUNDING: f64 = 1e-9;

/// One search in windows.
pub(super) struct Run<'r> {
    pub(super) program: &'r Program,
    pub(super) cut: &'r Cut,
    pub(super) engine: &'r dyn Engine,
    pub(super) options: &'r Options,
    pub(super) known: Known<'r>,
}

/// What is known so far, and who is told.
pub(super) struct Known<'r> {
    watch: &'r mut dyn Watch,
    timer: Timer,
    pub(super) best: Option<Point>,
    pub(super) bound: Option<f64>,
    pub(super) nodes: u64,
    history: Vec<Better>,
    /// Why nothing more may be done.
    pub(super) stopped: Option<Stop>,
}

/// How a part is searched.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub(super) stage: Stage,
    pub(super) relative_gap: f64,
    pub(super) absolute_gap: f64,
    pub(super) nodes: Option<u64>,
    pub(super) start: Option<Vec<f64>>,
    /// True where its points are points of the whole.
    pub(super) plans: bool,
    /// True where its bound is one of the whole.
    pub(super) bounds: bool,
}

impl<'r> Run<'r> {
    pub(super) fn new(
        program: &'r Program,
        cut: &'r Cut,
        engine: &'r dyn Engine,
        options: &'r Options,
        watch: &'r mut dyn Watch,
    ) -> Self {
        let known = Known {
            watch,
            timer: Timer::after(options.time_limit),
            best: None,
            bound: None,
            nodes: 0,
            history: Vec::new(),
            stopped: None,
        };
        Self {
            program,
            cut,
            engine,
            options,
            known,
        }
    }

    /// Searches, from a point where one is known that may hold.
    pub(super) fn solve(&mut self, last: Option<Vec<f64>>) -> Result<Solution, EngineError> {
        self.options.check(self.program)?;
        let relaxed = self.relaxation()?;
        if matches!(relaxed.stop, Stop::Infeasible) {
            return Ok(relaxed);
        }
        let Some(relaxed) = relaxed.point else {
            return if self.is_over() {
                Ok(self.answer())
            } else {
                // Without end, or lost in rounding: the engine says which.
                self.engine
                    .solve(self.program, self.options, &mut *self.known.watch)
            };
        };
        match last.filter(|values| holds(self.program, values, self.options.feasibility)) {
            Some(values) => {
                let objective = self.program.objective(&values);
                self.known.better(objective, &values);
            }
            None => {
                if self.relax_and_fix(&relaxed)? {
                    return Ok(Solution {
                        stop: Stop::Infeasible,
                        point: None,
                        bound: None,
                        nodes: self.known.nodes,
                    });
                }
            }
        }
        self.improve()?;
        self.whole()?;
        Ok(self.answer())
    }

    pub(super) fn into_history(self) -> Vec<Better> {
        self.known.history
    }

    /// The whole without whole numbers.
    fn relaxation(&mut self) -> Result<Solution, EngineError> {
        let mut relaxed = self.program.clone();
        for column in self.program.all_columns() {
            relaxed.set_kind(column, ColumnKind::Continuous);
        }
        let ask = Ask {
            stage: Stage::Relaxation,
            relative_gap: self.options.relative_gap,
            absolute_gap: self.options.absolute_gap,
            nodes: None,
            start: None,
            plans: false,
            bounds: true,
        };
        let mut solution = self.ask(&relaxed, &ask)?;
        if solution.stop != Stop::Optimal {
            solution.point = None;
        }
        Ok(solution)
    }

    /// Everything, from the best point so far.
    fn whole(&mut self) -> Result<(), EngineError> {
        if self.is_over() {
            return Ok(());
        }
        let ask = Ask {
            stage: Stage::Whole,
            relative_gap: self.options.relative_gap,
            absolute_gap: self.options.absolute_gap,
            nodes: None,
            start: self.known.best.as_ref().map(|best| best.values.clone()),
            plans: true,
            bounds: true,
        };
        let solution = self.ask(self.program, &ask)?;
        let none = self.known.best.is_none();
        if solution.stop != Stop::Optimal && (none || !self.is_close()) {
            self.known.stopped = self.known.stopped.or(Some(solution.stop));
        }
        Ok(())
    }

    /// Searches a part, and notes what it says of the whole. The point is one of the whole.
    pub(super) fn ask_part(&mut self, part: &Part, ask: &Ask) -> Result<Solution, EngineError> {
        let whole = |values: &[f64]| part.whole(values);
        self.search(&part.program, ask, &whole)
    }

    /// Searches the whole, or what has its columns.
    fn ask(&mut self, program: &Program, ask: &Ask) -> Result<Solution, EngineError> {
        self.search(program, ask, &<[f64]>::to_vec)
    }

    fn search(
        &mut self,
        part: &Program,
        ask: &Ask,
        whole: &dyn Fn(&[f64]) -> Vec<f64>,
    ) -> Result<Solution, EngineError> {
        let tolerance = self.options.feasibility;
        let left = self.nodes_left();
        let nodes = match (ask.nodes, left) {
            (Some(own), Some(left)) => Some(own.min(left)),
            (own, left) => own.or(left),
        };
        let options = Options {
            relative_gap: ask.relative_gap,
            absolute_gap: ask.absolute_gap,
            node_limit: nodes,
            start: ask.start.clone(),
            ..self.options.clone()
        };
        let words = ask.stage.words(&self.cut.kind_names);
        self.known.watch.stage(&words);
        let before = self.known.best.as_ref().map(|best| best.objective);
        let known_bound = self.known.bound;
        let mut listener = Listener {
            known: &mut self.known,
            program: self.program,
            tolerance: self.options.feasibility,
            ask,
            whole,
        };
        let mut solution = self.engine.solve(part, &options, &mut listener)?;
        if let Some(point) = &mut solution.point {
            point.values = whole(&point.values);
        }
        self.known.nodes += solution.nodes;
        let plan = solution.point.as_ref().filter(|_| ask.plans);
        if let Some(point) = plan.filter(|point| holds(self.program, &point.values, tolerance)) {
            self.known.better(point.objective, &point.values);
        }
        self.known
            .end_part(ask, words, &solution, before, known_bound);
        if self.nodes_left() == Some(0) {
            self.known.stopped = self.known.stopped.or(Some(Stop::Nodes));
        }
        Ok(solution)
    }

    fn nodes_left(&self) -> Option<u64> {
        let limit = self.options.node_limit?;
        Some(limit.saturating_sub(self.known.nodes))
    }

    /// True where nothing more is to be done: the gap is reached, or a limit.
    pub(super) fn is_over(&self) -> bool {
        self.known.stopped.is_some() || self.is_close()
    }

    /// True where the best point is proved to be as good as was asked.
    pub(super) fn is_close(&self) -> bool {
        let best = self.known.best.as_ref().map(|best| best.objective);
        let relative = gap(best, self.known.bound);
        let absolute = best.zip(self.known.bound).map(|(best, bound)| best - bound);
        relative.is_some_and(|gap| gap <= self.options.relative_gap)
            || absolute.is_some_and(|gap| gap <= self.options.absolute_gap)
    }

    fn answer(&self) -> Solution {
        let known = &self.known;
        let stop = if self.is_close() {
            Stop::Optimal
        } else {
            known.stopped.unwrap_or(Stop::Optimal)
        };
        Solution {
            stop,
            point: known.best.clone(),
            bound: known.bound,
            nodes: known.nodes,
        }
    }
}

impl Known<'_> {
    /// Keeps a point where it is better, and tells of it.
    fn better(&mut self, objective: f64, values: &[f64]) {
        let better = |best: &Point| is_better(objective, best.objective);
        if !self.best.as_ref().is_none_or(better) {
            return;
        }
        self.watch.incumbent(objective, values);
        self.best = Some(Point {
            objective,
            values: values.to_vec(),
            duals: None,
            reduced_costs: None,
        });
    }

    /// Raises what no point is better than.
    pub(super) fn raise(&mut self, bound: f64) {
        if bound.is_finite() {
            self.bound = Some(self.bound.map_or(bound, |own| own.max(bound)));
        }
    }

    /// Notes what the end of a part says. What is recorded does not depend on when the watch was asked.
    fn end_part(
        &mut self,
        ask: &Ask,
        words: String,
        solution: &Solution,
        before: Option<f64>,
        known_bound: Option<f64>,
    ) {
        if matches!(solution.stop, Stop::Cancelled | Stop::Time) {
            let stop = if self.timer.is_out() {
                Stop::Time
            } else {
                solution.stop
            };
            self.stopped = self.stopped.or(Some(stop));
        }
        if ask.bounds {
            self.bound = known_bound;
            if let Some(bound) = solution.bound {
                self.raise(bound);
            }
        }
        let now = self.best.as_ref().map(|best| best.objective);
        if let Some(value) = now.filter(|now| before.is_none_or(|old| is_better(*now, old))) {
            self.history.push(Better {
                stage: words,
                value,
                bound: self.bound,
                nodes: self.nodes,
            });
        }
        // The watch hears of the new gap at once.
        let _ = self.tell(0);
    }

    fn tell(&mut self, more_nodes: u64) -> ControlFlow<()> {
        if self.timer.is_out() {
            self.stopped = self.stopped.or(Some(Stop::Time));
        }
        let told = Progress {
            bound: self.bound,
            incumbent: self.best.as_ref().map(|best| best.objective),
            nodes: self.nodes + more_nodes,
        };
        if self.watch.progress(&told).is_break() {
            self.stopped = self.stopped.or(Some(Stop::Cancelled));
        }
        match self.stopped {
            Some(Stop::Cancelled | Stop::Time) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// True where a program holds at values.
fn holds(program: &Program, values: &[f64], tolerance: f64) -> bool {
    values.len() == program.columns() && program.violations(values, tolerance).is_empty()
}

/// True where a value is better than another by more than rounding.
pub(super) fn is_better(value: f64, than: f64) -> bool {
    value < than - ROUNDING * than.abs().max(1.0)
}

/// Hears of the search of a part.
struct Listener<'k, 'r> {
    known: &'k mut Known<'r>,
    program: &'k Program,
    tolerance: f64,
    ask: &'k Ask,
    whole: &'k dyn Fn(&[f64]) -> Vec<f64>,
}

impl Watch for Listener<'_, '_> {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        if let Some(bound) = progress.bound.filter(|_| self.ask.bounds) {
            self.known.raise(bound);
        }
        self.known.tell(progress.nodes)
    }

    fn incumbent(&mut self, objective: f64, values: &[f64]) {
        if !self.ask.plans {
            return;
        }
        let values = (self.whole)(values);
        if holds(self.program, &values, self.tolerance) {
            self.known.better(objective, &values);
        }
    }
}
