//! Demands that may be dropped: what cannot be met is left out, as little of it as possible.

use super::{Formulation, Meaning};
use crate::network::Requirement;
use portolan_model::{Campaign, Demand, Need, PieceKind};
use portolan_solver::{Column, ColumnKind, Program, Row};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

impl Formulation<'_, '_> {
    /// Lets every demand be dropped as a whole, a crew's stay only with its return, and aims at dropping as few as possible. Answers with a column for
    /// each demand that has a row: one where it is dropped.
    pub fn let_drop(&mut self) -> Vec<(Index<Demand>, Column)> {
        let rows: Vec<(Row, Index<Demand>)> = self
            .program
            .all_rows()
            .filter_map(|row| match self.meanings[row.at()] {
                Meaning::Requirement(at) => Some((row, demand_of(&self.network.requirements[at]))),
                _ => None,
            })
            .collect();
        self.aim(&[]);
        let campaign = self.network.campaign;
        let mut columns: BTreeMap<Index<Demand>, Column> = BTreeMap::new();
        let mut dropped: BTreeMap<Index<Demand>, Column> = BTreeMap::new();
        let mut changed = Vec::new();
        for (row, demand) in rows {
            let name = format!("drop({})", campaign.demands[demand].id);
            let program = &mut self.program;
            let first = with_its_crew(campaign, demand);
            let column = *columns
                .entry(first)
                .or_insert_with(|| program.column(&name, 0.0, 1.0, 0.0, ColumnKind::Integer));
            if dropped.insert(demand, column).is_none() {
                let cost = program.cost(column);
                program.set_cost(column, cost + 1.0);
            }
            changed.push((row, column));
        }
        self.program = relaxed(&self.program, &changed);
        dropped.into_iter().collect()
    }

    /// Drops exactly the demands whose columns are one at a point.
    pub(crate) fn hold_drops(&mut self, drops: &[(Index<Demand>, Column)], values: &[f64]) {
        for (_, column) in drops {
            let value = values[column.at()].round();
            self.program.set_bounds(*column, value, value);
        }
    }
}

/// The program with each changed row met in full by its column too. A row about a rate has the rate as a column that is
/// fixed; it is set free to be none.
fn relaxed(program: &Program, changed: &[(Row, Column)]) -> Program {
    let changed: BTreeMap<Row, Column> = changed.iter().copied().collect();
    let mut relaxed = Program::new(program.name());
    relaxed.set_offset(program.offset());
    for column in program.all_columns() {
        let (lower, upper) = program.bounds(column);
        relaxed.column(
            program.column_name(column),
            lower,
            upper,
            program.cost(column),
            program.kind(column),
        );
    }
    for row in program.all_rows() {
        let (lower, upper) = program.row_bounds(row);
        let mut entries = program.entries(row).to_vec();
        if let Some(column) = changed.get(&row) {
            let fixed: f64 = entries
                .iter()
                .filter(|(own, _)| matches!(program.bounds(*own), (least, most) if least == most && least > 0.0))
                .map(|(own, factor)| -factor * program.bounds(*own).0)
                .sum();
            // What the row asks for, wherever it says so.
            entries.push((*column, if lower > 0.0 { lower } else { fixed }));
        }
        relaxed.row(program.row_name(row), lower, upper, &entries);
    }
    relaxed
}

/// The first of the demands for the presence of the same crew, or the demand itself: a crew's stay and its return are
/// dropped together, so that nobody is sent who is not brought back.
fn with_its_crew(campaign: &Campaign, demand: Index<Demand>) -> Index<Demand> {
    let crew = crew_of(campaign, demand);
    let shares =
        |other: &Index<Demand>| crew_of(campaign, *other).iter().any(|it| crew.contains(it));
    campaign.demands.indices().find(shares).unwrap_or(demand)
}

/// The kinds of crew that a demand wants present.
fn crew_of(campaign: &Campaign, demand: Index<Demand>) -> Vec<PieceKind> {
    let Need::Presence { pieces, .. } = &campaign.demands[demand].need else {
        return Vec::new();
    };
    let is_crew = |kind: &PieceKind| match kind {
        PieceKind::Design(design) => campaign.designs[*design].is_crew(),
        PieceKind::Element(element) => campaign.elements[*element].is_crew(),
    };
    pieces
        .iter()
        .map(|piece| piece.kind)
        .filter(is_crew)
        .collect()
}

fn demand_of(requirement: &Requirement) -> Index<Demand> {
    match requirement {
        Requirement::Amount { demand, .. }
        | Requirement::Rate { demand, .. }
        | Requirement::Presence { demand, .. }
        | Requirement::Stay { demand, .. } => *demand,
    }
}
