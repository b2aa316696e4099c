//! What is done in each scenario, and the searches for it.

use super::is_unproved;
use crate::flows::Flows;
use portolan_solver::{
    Column, ColumnKind, Engine, EngineError, Options, Point, Program, Solution, Watch,
};

/// What is done in each scenario; the same in all until they are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// The mean over the scenarios: kg or the campaign's currency.
    pub expected: f64,
    /// What the worst scenario comes to.
    pub worst: f64,
    /// What no plan can be better than, in what was asked for: the mean, or the worst case.
    pub bound: Option<f64>,
    /// What each scenario comes to.
    pub values: Vec<f64>,
    /// The flows in each scenario.
    pub flows: Vec<Flows>,
}

/// Searches, and counts those that were stopped early.
pub(super) struct Solving<'s> {
    options: Options,
    engine: &'s dyn Engine,
    watch: &'s mut dyn Watch,
    pub(super) unproved: usize,
}

impl<'s> Solving<'s> {
    pub(super) fn new(options: Options, engine: &'s dyn Engine, watch: &'s mut dyn Watch) -> Self {
        Self {
            options,
            engine,
            watch,
            unproved: 0,
        }
    }

    /// The same for another program.
    pub(super) fn again(&mut self) -> Solving<'_> {
        Solving {
            options: self.options.clone(),
            engine: self.engine,
            watch: &mut *self.watch,
            unproved: 0,
        }
    }

    pub(super) fn search(&mut self, program: &Program) -> Result<Solution, EngineError> {
        let solution = self.engine.solve(program, &self.options, self.watch)?;
        self.unproved += usize::from(is_unproved(solution.stop));
        Ok(solution)
    }

    /// A linear program to the engine's full precision.
    fn exact(&mut self, program: &Program) -> Result<Option<Point>, EngineError> {
        let options = Options {
            feasibility: 1e-9,
            time_limit: None,
            node_limit: None,
            start: None,
            ..self.options.clone()
        };
        Ok(self.engine.solve(program, &options, self.watch)?.point)
    }
}

/// The best continuous values for the whole numbers of a point, and among them the least of everything, so that nothing
/// flows that is not needed; `None` where the whole numbers do not stand up to it.
pub(super) fn polished(
    solving: &mut Solving<'_>,
    program: &Program,
    point: &Point,
) -> Result<Option<Vec<f64>>, EngineError> {
    let mut fixed = program.clone();
    for column in program.all_columns() {
        if program.kind(column) == ColumnKind::Integer {
            let whole = point.values[column.at()].round();
            fixed.set_bounds(column, whole, whole);
            fixed.set_kind(column, ColumnKind::Continuous);
        }
    }
    let Some(best) = solving.exact(&fixed)? else {
        return Ok(None);
    };
    let costs: Vec<(Column, f64)> = fixed
        .all_columns()
        .map(|column| (column, fixed.cost(column)))
        .filter(|(_, cost)| *cost != 0.0)
        .collect();
    let most = best.objective + 1e-9 * best.objective.abs().max(1.0) - fixed.offset();
    fixed.row("objective", f64::NEG_INFINITY, most, &costs);
    for column in fixed.all_columns() {
        let bounded = fixed.bounds(column).0 >= 0.0;
        fixed.set_cost(column, if bounded { 1e-3 } else { 0.0 });
    }
    let least = solving.exact(&fixed)?;
    Ok(Some(least.unwrap_or(best).values))
}
