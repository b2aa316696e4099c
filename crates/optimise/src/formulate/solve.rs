//! Changes to a formulation between one solution and the next.

use super::{Formulation, Meaning};
use crate::network::Passage;
use portolan_model::Goal;
use portolan_solver::{Point, Program};
use portolan_vocabulary::Duration;

impl Formulation<'_, '_> {
    /// Keeps a goal from going beyond a value in the program's units.
    pub fn limit(&mut self, goal: Goal, most: f64) {
        let sum = self.goals.get(&goal).cloned().unwrap_or_default();
        self.row(Meaning::Goal(goal), f64::NEG_INFINITY, most, &sum);
    }

    /// Keeps to what is asked besides the goals: so many pieces together, goals within their ceilings.
    pub(crate) fn keep(&mut self, request: &crate::search::Request) {
        if let Some(most) = request.together {
            self.together(most);
        }
        for (goal, most) in &request.ceilings {
            // The end of a plan is no sum of columns.
            if *goal == Goal::Time {
                self.end_by(Duration::from_days(*most));
            } else {
                self.limit(*goal, *most);
            }
        }
        for exclusion in &request.excluded {
            self.exclude(exclusion);
        }
    }

    /// Lets no more pieces of one kind travel or wait together.
    pub(crate) fn together(&mut self, most: u32) {
        for (_, column) in self.arcs.iter().flat_map(|arc| &arc.pieces) {
            let (lower, upper) = self.program.bounds(*column);
            self.program
                .set_bounds(*column, lower, upper.min(f64::from(most)));
        }
    }

    /// Lets nothing arrive after an instant.
    pub(crate) fn end_by(&mut self, end: Duration) {
        for (at, arc) in self.network.arcs.iter().enumerate() {
            let Passage::Leg { trip, .. } = arc.passage else {
                continue;
            };
            if self.network.trips[trip].arrive > end {
                for (_, column) in &self.arcs[at].pieces {
                    self.program.set_bounds(*column, 0.0, 0.0);
                }
                for load in &self.arcs[at].loads {
                    self.program.set_bounds(load.departs, 0.0, 0.0);
                }
            }
        }
    }

    /// The program with the sizes of a point: products become what they are.
    pub(crate) fn fixed_sizes(&self, point: &Point) -> Program {
        let mut program = self.program.clone();
        for size in self.sizes.iter().flatten() {
            for column in [size.payload, size.propellant, size.dry] {
                let value = point.values[column.at()];
                program.set_bounds(column, value, value);
            }
        }
        for ((count, dimension), (kind, product)) in &self.products {
            if let Some(size) = self.sizes[*kind] {
                let value = point.values[size.column(*dimension).at()];
                program.row("product", 0.0, 0.0, &[(*product, 1.0), (*count, -value)]);
            }
        }
        program
    }
}
