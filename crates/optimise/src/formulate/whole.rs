//! Rows that say nothing new of whole numbers of pieces, and much of fractions: they make proofs short.
//!
//! A third of a lander that lands a habitat weighs a third, and so does its launch: programs without whole numbers like
//! that. Totals that are whole keep a search from asking launch by launch whether it may be left out.

use super::{Formulation, Meaning, Sum};
use crate::network::Passage;
use portolan_solver::{Column, ColumnKind};

/// The most pieces of a kind for which a row of its own is worth while.
const FEW: f64 = 12.0;

impl Formulation<'_, '_> {
    /// What has no engine flies only where something with an engine flies, and what has no drive rides only where
    /// something with a drive goes.
    pub(super) fn add_movers(&mut self, arc: usize) {
        let network = self.network;
        let Passage::Leg {
            trip,
            number,
            dv_m_s,
            ..
        } = network.arcs[arc].passage
        else {
            return;
        };
        let group = network.trips[trip].groups.get(number).copied().flatten();
        let group = group.filter(|_| dv_m_s > 0.0);
        let single = network.trips[trip].single;
        let moves = |kind: usize| match group {
            Some(group) => network.groups[group].kinds.contains(&kind),
            None => network.kinds[kind].element.drive.is_some(),
        };
        if group.is_none() && !single {
            return;
        }
        let pieces = self.arcs[arc].pieces.clone();
        let movers: Vec<Column> = pieces
            .iter()
            .filter(|(kind, _)| moves(*kind))
            .map(|(_, count)| *count)
            .collect();
        for (kind, count) in pieces {
            let own = &network.kinds[kind];
            let (_, most) = self.program.bounds(count);
            let heavy = own.element.mass.kg() > 0.0 && !own.sized;
            if moves(kind) || own.crew || !heavy || most > FEW {
                continue;
            }
            let mut entries: Sum = movers.iter().map(|mover| (*mover, -most)).collect();
            entries.push((count, 1.0));
            self.row(Meaning::Trips { arc }, f64::NEG_INFINITY, 0.0, &entries);
        }
    }

    /// A column that is a sum of whole columns, so that a search may decide on it.
    pub(super) fn total(&mut self, name: &str, meaning: Meaning, sum: &Sum) -> Column {
        let total = self
            .program
            .column(name, 0.0, f64::INFINITY, 0.0, ColumnKind::Integer);
        let mut entries = sum.clone();
        entries.push((total, -1.0));
        self.row(meaning, 0.0, 0.0, &entries);
        total
    }
}
