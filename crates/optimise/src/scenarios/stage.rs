//! When each column of a program is decided.

use crate::formulate::{Formulation, Meaning};
use crate::network::{Network, Passage, Requirement};
use portolan_vocabulary::Duration;

/// When what a column says is decided: a trip as a whole when it leaves, a wait when it begins, what is taken or used at
/// a point then. A column that follows from others, such as what is burned or the sum of several, is decided with the
/// last of those that its first row names.
pub(super) fn decided(formulation: &Formulation<'_, '_>) -> Vec<Duration> {
    let network = formulation.network;
    let program = &formulation.program;
    let mut times: Vec<Option<Duration>> = vec![None; program.columns()];
    for (at, arc) in formulation.arcs.iter().enumerate() {
        let time = arc_time(network, at);
        let pieces = arc.pieces.iter().map(|(_, column)| *column);
        let loads = arc.loads.iter().map(|load| load.departs);
        let runs = arc.runs.iter().map(|(_, column)| *column);
        for column in pieces.chain(loads).chain(runs).chain(arc.trips) {
            times[column.at()] = Some(time);
        }
    }
    for (take, column) in network.takes.iter().zip(&formulation.takes) {
        times[column.at()] = Some(network.points[take.point].time);
    }
    for row in program.all_rows() {
        let entries = program.entries(row);
        let known = entries.iter().filter_map(|(column, _)| times[column.at()]);
        let about = row_time(network, formulation.meanings[row.at()]);
        let Some(last) = known.chain(about).max() else {
            continue;
        };
        for (column, _) in entries {
            times[column.at()].get_or_insert(last);
        }
    }
    let times = times.into_iter();
    times.map(|time| time.unwrap_or(Duration::MAX)).collect()
}

fn arc_time(network: &Network<'_>, arc: usize) -> Duration {
    let arc = &network.arcs[arc];
    match arc.passage {
        Passage::Wait(_) => network.points[arc.from].time,
        Passage::Leg { trip, .. } => network.trips[trip].depart,
    }
}

/// The instant of the point or arc that a row is about.
fn row_time(network: &Network<'_>, meaning: Meaning) -> Option<Duration> {
    match meaning {
        Meaning::Balance { point, .. } | Meaning::Pieces { point, .. } => {
            Some(network.points[point].time)
        }
        Meaning::Passage { arc, .. }
        | Meaning::Need { arc }
        | Meaning::Burn { arc, .. }
        | Meaning::Plant { arc, .. }
        | Meaning::Process { arc }
        | Meaning::Store { arc, .. }
        | Meaning::Payload { arc }
        | Meaning::Seats { arc }
        | Meaning::Hold { arc }
        | Meaning::Limit { arc }
        | Meaning::Trips { arc }
        | Meaning::Room { arc } => Some(arc_time(network, arc)),
        Meaning::Requirement(at) => Some(match &network.requirements[at] {
            Requirement::Amount { point, .. } | Requirement::Presence { point, .. } => {
                network.points[*point].time
            }
            Requirement::Rate { arc, .. } | Requirement::Stay { arc, .. } => {
                arc_time(network, *arc)
            }
        }),
        Meaning::Reuse { .. }
        | Meaning::Offer(_)
        | Meaning::Lent(_)
        | Meaning::Cap(_)
        | Meaning::Goal(_) => None,
    }
}
