//! An engine that searches programs of a formulation in windows of time, with another engine.

use super::horizon::{Horizon, Window};
use super::run::Run;
use super::stage::Better;
use super::times::Times;
use crate::formulate::Formulation;
use crate::search::{Aim, Request};
use portolan_model::Goal;
use portolan_solver::{
    Abilities, Column, Engine, EngineError, Options, Program, Range, Ranging, Solution, Watch,
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How the columns of a formulation are cut into windows.
#[derive(Clone, Debug)]
pub(super) struct Cut {
    pub(super) times: Times,
    pub(super) windows: Vec<Window>,
    pub(super) horizon: Horizon,
    /// The kind of piece that a column counts, by position; columns beyond the list count none.
    pub(super) kinds: Vec<Option<usize>>,
    /// The name of each kind.
    pub(super) kind_names: Vec<String>,
}

/// An engine that searches programs of a formulation in windows of time, with another engine. Programs without whole
/// numbers, and those that bring a point to start from, are handed on as they are.
pub struct RollingEngine<'e> {
    inner: &'e dyn Engine,
    cut: Cut,
    /// The costs of the goal whose plans are recorded.
    recorded: Option<Vec<f64>>,
    memory: Mutex<Memory>,
}

/// What is known from one program to the next.
#[derive(Debug, Default)]
struct Memory {
    history: Vec<Better>,
    last: Option<Vec<f64>>,
}

impl<'e> RollingEngine<'e> {
    /// For the programs that a formulation becomes: with other goals, limits, and columns after its own.
    pub fn new(
        formulation: &Formulation<'_, '_>,
        horizon: Horizon,
        request: &Request,
        inner: &'e dyn Engine,
    ) -> Self {
        let all = Times::read(formulation);
        let windows = horizon.windows(&all.of_integers(&formulation.program));
        Self {
            inner,
            cut: Cut {
                windows,
                horizon,
                kinds: kinds(formulation),
                kind_names: names(formulation),
                times: all,
            },
            recorded: first_goal(formulation, request),
            memory: Mutex::default(),
        }
    }

    /// How many windows have a whole number in them.
    pub fn windows(&self) -> usize {
        self.cut.windows.len()
    }

    /// The plans found in the first goal, or the weighted sum, each better than the one before.
    pub fn history(&self) -> Vec<Better> {
        self.memory().history.clone()
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True for the program of the first goal.
    fn is_recorded(&self, program: &Program) -> bool {
        let mut costs = program.all_columns().map(|column| program.cost(column));
        let Some(recorded) = &self.recorded else {
            return false;
        };
        let own = recorded.iter().all(|cost| costs.next() == Some(*cost));
        own && costs.all(|cost| cost == 0.0)
    }
}

impl Engine for RollingEngine<'_> {
    fn name(&self) -> &'static str {
        self.inner.name()
    }

    /// Those of the engine that it searches with, but that each program stands by itself: its windows are what it goes on from.
    fn abilities(&self) -> Abilities {
        Abilities {
            bases: false,
            ..self.inner.abilities()
        }
    }

    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        let single = self.cut.windows.len() < 2;
        if single || !program.has_integers() || options.start.is_some() {
            return self.inner.solve(program, options, watch);
        }
        let mut run = Run::new(program, &self.cut, self.inner, options, watch);
        let last = self.memory().last.take();
        let solution = run.solve(last)?;
        let history = run.into_history();
        let mut memory = self.memory();
        memory.last = solution.point.as_ref().map(|point| point.values.clone());
        if memory.history.is_empty() && self.is_recorded(program) {
            memory.history = history;
        }
        Ok(solution)
    }

    fn ranging(&self, program: &Program, options: &Options) -> Result<Ranging, EngineError> {
        self.inner.ranging(program, options)
    }

    fn extents(
        &self,
        program: &Program,
        columns: &[Column],
        options: &Options,
    ) -> Result<Option<Vec<Range>>, EngineError> {
        self.inner.extents(program, columns, options)
    }
}

fn kinds(formulation: &Formulation<'_, '_>) -> Vec<Option<usize>> {
    let mut kinds = vec![None; formulation.program.columns()];
    for (kind, column) in formulation.arcs.iter().flat_map(|arc| &arc.pieces) {
        kinds[column.at()] = Some(*kind);
    }
    for (take, column) in formulation.network.takes.iter().zip(&formulation.takes) {
        if let crate::network::Taken::Pieces(kind) = take.what {
            kinds[column.at()] = Some(kind);
        }
    }
    kinds
}

fn names(formulation: &Formulation<'_, '_>) -> Vec<String> {
    let kinds = formulation.network.kinds.iter();
    kinds.map(|kind| kind.element.id.to_string()).collect()
}

/// The costs of the goal that counts first; `None` where that is time, which no cost states.
fn first_goal(formulation: &Formulation<'_, '_>, request: &Request) -> Option<Vec<f64>> {
    let weights: Vec<(Goal, f64)> = match &request.aim {
        Aim::InOrder(goals) => vec![(*goals.first()?, 1.0)],
        Aim::Weighted(weights) => weights.clone(),
    };
    if weights.iter().any(|(goal, _)| *goal == Goal::Time) {
        return None;
    }
    let mut costs = vec![0.0; formulation.program.columns()];
    for (goal, weight) in weights {
        for (column, coefficient) in formulation.goal_sum(goal) {
            costs[column.at()] += weight * coefficient;
        }
    }
    Some(costs)
}
