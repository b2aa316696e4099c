//! Patterns of whole numbers that are excluded, because no plan could be written with them.

use super::{Formulation, Meaning, Sum};
use crate::exclusion::Exclusion;
use portolan_solver::{Column, ColumnKind};

impl Formulation<'_, '_> {
    /// Demands that a solution differs from a pattern in at least one of its counts, in the direction that it says.
    pub(super) fn exclude(&mut self, exclusion: &Exclusion) {
        let Some((arc, ..)) = exclusion
            .fewer
            .iter()
            .chain(&exclusion.more)
            .next()
            .copied()
        else {
            return;
        };
        let meaning = Meaning::Trips { arc };
        let mut any: Sum = Vec::new();
        for (arc, kind, count) in &exclusion.fewer {
            let Some((column, most)) = self.count_of(*arc, *kind).filter(|_| *count > 0) else {
                continue;
            };
            // One where there are fewer.
            let chosen = self
                .program
                .column("fewer", 0.0, 1.0, 0.0, ColumnKind::Integer);
            let entries = [(column, 1.0), (chosen, most - f64::from(*count) + 1.0)];
            self.row(meaning, f64::NEG_INFINITY, most, &entries);
            any.push((chosen, 1.0));
        }
        for (arc, kind, count) in &exclusion.more {
            let more = f64::from(*count) + 1.0;
            let Some((column, _)) = self.count_of(*arc, *kind).filter(|(_, most)| *most >= more)
            else {
                continue;
            };
            let chosen = self
                .program
                .column("more", 0.0, 1.0, 0.0, ColumnKind::Integer);
            self.row(
                meaning,
                0.0,
                f64::INFINITY,
                &[(column, 1.0), (chosen, -more)],
            );
            any.push((chosen, 1.0));
        }
        self.row(meaning, 1.0, f64::INFINITY, &any);
    }

    /// How many pieces of a kind are on an arc, and at most.
    fn count_of(&self, arc: usize, kind: usize) -> Option<(Column, f64)> {
        let pieces = &self.arcs.get(arc)?.pieces;
        let (_, column) = pieces.iter().find(|(own, _)| *own == kind)?;
        Some((*column, self.program.bounds(*column).1))
    }
}
