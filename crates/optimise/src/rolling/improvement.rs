//! Fix-and-optimise: a plan is improved where one window, some of them or one kind of piece is decided anew.

use super::parts::{Part, Role};
use super::run::{Ask, Run};
use super::stage::Stage;
use portolan_solver::{Column, ColumnKind, EngineError};

/// The most nodes for one neighbourhood.
const NODES: u64 = 100;
/// How many windows are decided anew together, in turn.
const TOGETHER: [usize; 3] = [1, 2, 4];

impl Run<'_> {
    /// Decides anew, neighbourhood by neighbourhood, until none makes the plan better.
    pub(super) fn improve(&mut self) -> Result<(), EngineError> {
        let all = self.neighbourhoods();
        // The value of the plan at which each was last found to be of no more use.
        let mut done: Vec<Option<f64>> = vec![None; all.len()];
        loop {
            let before = self.value();
            for (stage, done) in all.iter().zip(&mut done) {
                if self.is_over() || self.value().is_none() {
                    return Ok(());
                }
                if *done != self.value() {
                    self.decide_anew(*stage)?;
                    *done = self.value();
                }
            }
            if before == self.value() {
                return Ok(());
            }
        }
    }

    fn value(&self) -> Option<f64> {
        self.known.best.as_ref().map(|best| best.objective)
    }

    fn neighbourhoods(&self) -> Vec<Stage> {
        let of = self.cut.windows.len();
        let mut all = Vec::new();
        for windows in TOGETHER.into_iter().filter(|windows| *windows < of) {
            let step = windows.div_ceil(2);
            let firsts = (0..of).step_by(step).filter(|at| at + windows <= of);
            all.extend(firsts.map(|at| Stage::Anew {
                number: at + 1,
                windows,
                of,
            }));
        }
        all.extend(self.long_kinds().map(|kind| Stage::Kind { kind }));
        all
    }

    /// Kinds that are decided on in more windows than are decided anew together.
    fn long_kinds(&self) -> impl Iterator<Item = usize> {
        let most = self
            .cut
            .kinds
            .iter()
            .flatten()
            .max()
            .map_or(0, |most| most + 1);
        let mut windows = vec![Vec::new(); most];
        for column in self.program.all_columns() {
            let kind = self.cut.kinds.get(column.at()).copied().flatten();
            let (Some(kind), Some(time)) = (kind, self.cut.times.at(column.at())) else {
                continue;
            };
            if self.program.kind(column) == ColumnKind::Integer {
                windows[kind].extend(self.cut.windows.iter().position(|own| own.has(time)));
            }
        }
        let few = TOGETHER[TOGETHER.len() - 1];
        let long = windows.into_iter().enumerate().filter(move |(_, own)| {
            let mut own = own.clone();
            own.sort_unstable();
            own.dedup();
            own.len() > few
        });
        long.map(|(kind, _)| kind)
    }

    fn decide_anew(&mut self, stage: Stage) -> Result<(), EngineError> {
        let Some(best) = &self.known.best else {
            return Ok(());
        };
        let values = best.values.clone();
        let part = Part::of(self.program, &values, |column| self.role(stage, column));
        if part.open == 0 {
            return Ok(());
        }
        let shares = self.cut.windows.len() as f64;
        let ask = Ask {
            stage,
            relative_gap: (self.options.relative_gap / shares).max(1e-8),
            absolute_gap: self.options.absolute_gap,
            nodes: Some(NODES),
            start: Some(part.own(&values)),
            plans: true,
            bounds: false,
        };
        self.ask_part(&part, &ask)?;
        Ok(())
    }

    /// What a neighbourhood does with a column: whole numbers in it are decided anew, amounts in it and near it too. What is
    /// about the whole campaign follows from the others.
    fn role(&self, stage: Stage, column: Column) -> Role {
        let cut = self.cut;
        let integer = self.program.kind(column) == ColumnKind::Integer;
        let Some(time) = cut.times.at(column.at()) else {
            return Role::Open;
        };
        let open = match stage {
            Stage::Anew {
                number, windows, ..
            } => {
                let overlap = cut.horizon.overlap();
                let near = if integer {
                    overlap
                } else {
                    overlap + cut.horizon.window()
                };
                let from = cut.windows[number - 1].widened(near).from;
                let to = cut.windows[number + windows - 2].widened(near).to;
                from <= time && time < to
            }
            Stage::Kind { kind } => {
                !integer || cut.kinds.get(column.at()).copied().flatten() == Some(kind)
            }
            _ => true,
        };
        if open { Role::Open } else { Role::Fixed }
    }
}
