//! When a column is decided: the instant at which what it counts leaves.

use crate::formulate::Formulation;
use portolan_solver::{ColumnKind, Program};
use portolan_vocabulary::Duration;

/// An instant for each column, by position; columns about the whole campaign, such as totals, have none.
#[derive(Clone, Debug)]
pub(super) struct Times(Vec<Option<Duration>>);

impl Times {
    /// Of columns by position.
    #[cfg(test)]
    pub(super) const fn of(times: Vec<Option<Duration>>) -> Self {
        Self(times)
    }

    /// Of a formulation: pieces, loads, trips and runs go by the point where their arc begins, takes by their point.
    pub(super) fn read(formulation: &Formulation<'_, '_>) -> Self {
        let network = formulation.network;
        let mut times = vec![None; formulation.program.columns()];
        for (arc, columns) in network.arcs.iter().zip(&formulation.arcs) {
            let time = Some(network.points[arc.from].time);
            let pieces = columns.pieces.iter().chain(&columns.runs);
            let all = pieces
                .map(|(_, column)| *column)
                .chain(columns.trips)
                .chain(columns.loads.iter().map(|load| load.departs))
                .chain(columns.loads.iter().flat_map(|load| {
                    let arrives = load.arrives.iter();
                    arrives.map(|(column, _)| *column)
                }));
            for column in all {
                let slot: &mut Option<Duration> = &mut times[column.at()];
                *slot = slot.or(time);
            }
        }
        for (take, column) in network.takes.iter().zip(&formulation.takes) {
            times[column.at()] = Some(network.points[take.point].time);
        }
        Self(times)
    }

    /// The same without the times of columns that may be any number.
    pub(super) fn of_integers(&self, program: &Program) -> Self {
        let whole = program.all_columns().map(|column| {
            let integer = program.kind(column) == ColumnKind::Integer;
            self.at(column.at()).filter(|_| integer)
        });
        Self(whole.collect())
    }

    /// The instant of the column at a position.
    pub(super) fn at(&self, column: usize) -> Option<Duration> {
        self.0.get(column).copied().flatten()
    }

    /// All instants, in order of columns.
    pub(super) fn all(&self) -> impl Iterator<Item = Duration> {
        self.0.iter().flatten().copied()
    }

    /// The earliest.
    pub(super) fn first(&self) -> Option<Duration> {
        self.all().min()
    }
}
