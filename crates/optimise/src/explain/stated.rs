//! The rows of a program by what the campaign states.
//!
//! What people state stands in rows in two ways: as a bound (so much is demanded, so much is on offer), and as the
//! coefficient of a count (each vehicle takes so much). A bound can be freed as it is. For a coefficient there is a
//! column of room that is held at nothing, and a row that gives none of it where there is no piece: freeing that column
//! lifts the capacity of one kind and of no other in its company.

use super::statement::{Measure, Statement, tanks};
use crate::formulate::{Formulation, Meaning};
use crate::network::{Kind, Requirement};
use portolan_model::{Need, PieceKind};
use portolan_solver::{Column, ColumnKind, Demand as Stated, Program, Row};
use std::collections::BTreeMap;

/// The most room beyond its own that a piece is given, in units of the row: thousands of tonnes, of cubic metres, of
/// seats.
const ROOM: f64 = 2000.0;

/// A program in which statements can be freed.
#[derive(Clone, Debug)]
pub(super) struct Loosened {
    pub(super) program: Program,
    /// Statements, in the order in which they are blamed, with the bounds by which they hold.
    pub(super) groups: Vec<(Statement, Vec<Stated>)>,
}

/// A row that counts pieces with a capacity each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Capacity {
    pub(super) row: Row,
    pub(super) count: Column,
    pub(super) statement: Statement,
    /// How much of the statement's value is in this row.
    pub(super) part: f64,
}

impl Loosened {
    /// The program of a formulation, which may have been made of a campaign with more on offer than `limits` says for
    /// the rows of offers.
    pub(super) fn of(
        formulation: &Formulation<'_, '_>,
        limits: impl Fn(Statement) -> Option<f64>,
    ) -> Self {
        let mut bounds: BTreeMap<Statement, Vec<Stated>> = BTreeMap::new();
        let mut program = formulation.program.clone();
        for (row, statement) in bound_rows(formulation) {
            if let (Statement::Offer(_), Some(limit)) = (statement, limits(statement)) {
                program.set_row_bounds(row, f64::NEG_INFINITY, limit);
            }
            bounds.entry(statement).or_default().push(Stated::Row(row));
        }
        let program = with_room(&program, &capacities(formulation), &mut bounds);
        Self {
            program,
            groups: bounds.into_iter().collect(),
        }
    }

    /// The rows of statements that are bounds.
    pub(super) fn rows(&self) -> Vec<(Statement, Vec<Row>)> {
        let rows = |(statement, stated): &(Statement, Vec<Stated>)| {
            let rows = stated.iter().filter_map(|stated| match stated {
                Stated::Row(row) => Some(*row),
                Stated::Bounds(_) => None,
            });
            (*statement, rows.collect::<Vec<Row>>())
        };
        let all = self.groups.iter().map(rows);
        all.filter(|(_, rows)| !rows.is_empty()).collect()
    }
}

/// The program with a column of room in each row of a capacity.
fn with_room(
    program: &Program,
    capacities: &[Capacity],
    bounds: &mut BTreeMap<Statement, Vec<Stated>>,
) -> Program {
    let mut roomy = Program::new(program.name());
    for column in program.all_columns() {
        let ((lower, upper), kind) = (program.bounds(column), program.kind(column));
        roomy.column(program.column_name(column), lower, upper, 0.0, kind);
    }
    let mut room: BTreeMap<Row, Vec<(Column, f64)>> = BTreeMap::new();
    let mut links = Vec::new();
    for capacity in capacities {
        let name = format!("room({})", program.row_name(capacity.row));
        let column = roomy.column(&name, 0.0, 0.0, 0.0, ColumnKind::Continuous);
        room.entry(capacity.row).or_default().push((column, -1.0));
        links.push((column, capacity.count));
        let own = bounds.entry(capacity.statement).or_default();
        own.push(Stated::Bounds(column));
    }
    for row in program.all_rows() {
        let (lower, upper) = program.row_bounds(row);
        let mut entries = program.entries(row).to_vec();
        entries.extend(room.remove(&row).unwrap_or_default());
        roomy.row(program.row_name(row), lower, upper, &entries);
    }
    for (column, count) in links {
        let entries = [(column, 1.0), (count, -ROOM)];
        roomy.row("room", f64::NEG_INFINITY, 0.0, &entries);
    }
    roomy
}

/// Rows whose bound is a statement.
pub(super) fn bound_rows(formulation: &Formulation<'_, '_>) -> Vec<(Row, Statement)> {
    let items = items(formulation);
    let mut departures = last_reuse(formulation);
    let of = |(at, meaning): (usize, &Meaning)| {
        let row = formulation.program.row_at(at)?;
        let statement = match *meaning {
            Meaning::Requirement(requirement) => items[requirement],
            // What is filled of an offer is no more than what is taken of it: no statement.
            Meaning::Offer(offer) if takes_only(formulation, row) => Statement::Offer(offer),
            Meaning::Cap(cap) => Statement::Cap(cap),
            Meaning::Room { arc } => {
                let crate::network::Passage::Wait(node) = formulation.network.arcs[arc].passage
                else {
                    return None;
                };
                Statement::Room(node)
            }
            Meaning::Reuse { kind } => {
                let piece = formulation.network.kinds[kind].made_from;
                if departures.remove(&at) {
                    Statement::Departures(piece)
                } else {
                    Statement::Turnaround(piece)
                }
            }
            _ => return None,
        };
        Some((row, statement))
    };
    formulation
        .meanings
        .iter()
        .enumerate()
        .filter_map(of)
        .collect()
}

fn takes_only(formulation: &Formulation<'_, '_>, row: Row) -> bool {
    let entries = formulation.program.entries(row);
    entries.iter().all(|(_, factor)| *factor > 0.0)
}

/// The rows of reuse that count departures: the last one of each kind that has such a limit.
fn last_reuse(formulation: &Formulation<'_, '_>) -> std::collections::BTreeSet<usize> {
    let mut last = BTreeMap::new();
    for (at, meaning) in formulation.meanings.iter().enumerate() {
        if let Meaning::Reuse { kind } = meaning {
            let upkeep = &formulation.network.kinds[*kind].element.upkeep;
            if upkeep.max_departures.is_some() {
                last.insert(*kind, at);
            }
        }
    }
    last.into_values().collect()
}

/// The statement behind each requirement. The requirements of a demand come item by item, as many for each.
fn items(formulation: &Formulation<'_, '_>) -> Vec<Statement> {
    let network = formulation.network;
    let demand_of = |requirement: &Requirement| match requirement {
        Requirement::Amount { demand, .. }
        | Requirement::Rate { demand, .. }
        | Requirement::Presence { demand, .. }
        | Requirement::Stay { demand, .. } => *demand,
    };
    let mut counts = BTreeMap::new();
    for requirement in &network.requirements {
        *counts.entry(demand_of(requirement)).or_insert(0_usize) += 1;
    }
    let mut seen: BTreeMap<_, usize> = BTreeMap::new();
    let of = |requirement: &Requirement| {
        let demand = demand_of(requirement);
        let items = match &network.campaign.demands[demand].need {
            Need::Once { lots, .. } => lots.len(),
            Need::Steady { rates, .. } => rates.len(),
            Need::Presence { pieces, .. } => pieces.len(),
        };
        let each = (counts[&demand] / items.max(1)).max(1);
        let at = seen.entry(demand).or_insert(0);
        let item = *at / each;
        *at += 1;
        Statement::Demand { demand, item }
    };
    network.requirements.iter().map(of).collect()
}

/// Rows with pieces that have a capacity each.
pub(super) fn capacities(formulation: &Formulation<'_, '_>) -> Vec<Capacity> {
    let mut capacities = Vec::new();
    // Which row of its meaning it is: mass comes before volume before crew.
    let mut seen: BTreeMap<Meaning, usize> = BTreeMap::new();
    for (at, meaning) in formulation.meanings.iter().enumerate() {
        let Some(row) = formulation.program.row_at(at) else {
            continue;
        };
        let number = seen.entry(*meaning).or_insert(0);
        let stated = capacities_in(formulation, *meaning, *number);
        *number += 1;
        let entries = formulation.program.entries(row);
        for (count, statement, part) in stated {
            // Only what gives room in this row.
            let gives = |(column, factor): &(Column, f64)| *column == count && *factor < 0.0;
            let known = statement.value(formulation.network.campaign).is_some();
            if known && entries.iter().any(gives) {
                capacities.push(Capacity {
                    row,
                    count,
                    statement,
                    part,
                });
            }
        }
    }
    capacities
}

fn capacities_in(
    formulation: &Formulation<'_, '_>,
    meaning: Meaning,
    number: usize,
) -> Vec<(Column, Statement, f64)> {
    let network = formulation.network;
    let pieces = |arc: usize, of: &dyn Fn(PieceKind) -> Statement| {
        let pieces = formulation.arcs[arc].pieces.iter();
        let sized = |kind: &usize| formulation.sizes[*kind].is_some();
        let given = pieces.filter(|(kind, _)| !sized(kind));
        given
            .map(|(kind, count)| (*count, of(network.kinds[*kind].made_from), 1.0))
            .collect()
    };
    match meaning {
        Meaning::Payload { arc } => pieces(arc, &Statement::Payload),
        Meaning::Seats { arc } => pieces(arc, &|piece| Statement::Hold {
            piece,
            measure: Measure::Crew,
        }),
        Meaning::Hold { arc } => {
            let measure = [Measure::Mass, Measure::Volume][number.min(1)];
            pieces(arc, &|piece| Statement::Hold { piece, measure })
        }
        Meaning::Store { arc, pool } => stores(formulation, arc, pool, number),
        Meaning::Limit { arc } => limit(formulation, arc, number).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn stores(
    formulation: &Formulation<'_, '_>,
    arc: usize,
    pool: usize,
    number: usize,
) -> Vec<(Column, Statement, f64)> {
    let network = formulation.network;
    let masses = 1 + usize::from(!formulation.arcs[arc].runs.is_empty());
    let measure = if number < masses {
        Measure::Mass
    } else {
        Measure::Volume
    };
    let mut stores = Vec::new();
    for (kind, count) in &formulation.arcs[arc].pieces {
        let own = network.pools[pool].stores.iter();
        for (_, store) in own.filter(|(of, _)| of == kind && formulation.sizes[*kind].is_none()) {
            let (statement, part) = of_store(&network.kinds[*kind], *store, measure);
            stores.push((*count, statement, part));
        }
    }
    stores
}

/// A tank is a part of the propellant; every other store stands for itself.
fn of_store(kind: &Kind, store: usize, measure: Measure) -> (Statement, f64) {
    let (piece, element) = (kind.made_from, &kind.element);
    let fed = (0..element.propulsion.len()).find(|at| tanks(element, *at).contains(&store));
    let (Some(propulsion), Measure::Mass) = (fed, measure) else {
        let statement = Statement::Store {
            piece,
            store,
            measure,
        };
        return (statement, 1.0);
    };
    let most = |store: usize| element.stores[store].max_mass.map_or(0.0, |most| most.kg());
    let all: f64 = tanks(element, propulsion).into_iter().map(most).sum();
    let statement = Statement::Propellant { piece, propulsion };
    (statement, most(store) / all)
}

/// Limits of a trip come in the order mass, crew, volume.
fn limit(
    formulation: &Formulation<'_, '_>,
    arc: usize,
    number: usize,
) -> Option<(Column, Statement, f64)> {
    let network = formulation.network;
    let crate::network::Passage::Leg { trip, .. } = network.arcs[arc].passage else {
        return None;
    };
    let edge = network.trips[trip].edge;
    let all = [Measure::Mass, Measure::Crew, Measure::Volume];
    let mut stated = all
        .into_iter()
        .map(|measure| Statement::Limit { edge, measure })
        .filter(|statement| statement.value(network.campaign).is_some());
    Some((formulation.arcs[arc].trips?, stated.nth(number)?, 1.0))
}
