//! Crew and states: excursions, repairs, production and changes of state.

use crate::codes;
use crate::deed::Deed;
use crate::place;
use crate::plant::{self, Process};
use crate::report::Report;
use crate::state::{Presence, State};
use portolan_model::{CrewState, Element, StateKind};
use portolan_vocabulary::{Duration, Index};

/// The crew leaves a vehicle and comes back into it.
pub(crate) fn excursion(
    state: &State<'_>,
    report: &mut Report<'_>,
    vehicle: Index<Element>,
    crew: &[CrewState],
    end: Duration,
) -> Deed {
    place::usable(state, report, vehicle);
    for member in crew {
        place::usable(state, report, member.element);
        is_crew(state, report, member.element);
        aboard(state, report, member.element, vehicle);
    }
    // The vehicle stays in use meanwhile, but with its crew out it cannot leave.
    let busy = crew.iter().map(|member| member.element).collect();
    Deed::at_end(end, busy, Vec::new())
}

fn is_crew(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    if !state.element(element).is_crew() {
        let id = state.id(element);
        let finding = report.error(codes::CREW, format!("\"{id}\" is no crew member"));
        report.own(finding.text("element", id).advice("name a crew member"));
    }
}

fn aboard(
    state: &State<'_>,
    report: &mut Report<'_>,
    member: Index<Element>,
    vehicle: Index<Element>,
) {
    let present = state.thing(member).presence == Presence::Present;
    if present && !state.holders(member).any(|holder| holder == vehicle) {
        let (id, vehicle) = (state.id(member), state.id(vehicle));
        let message = format!("\"{id}\" is not in \"{vehicle}\"");
        let finding = report.error(codes::NOT_INSIDE, message);
        report.state(
            finding
                .text("element", id)
                .text("vehicle", vehicle)
                .advice(format!("move \"{id}\" into \"{vehicle}\" before")),
        );
    }
}

/// Parts are repaired on the spot.
pub(crate) fn repair(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
    crew: &[Index<Element>],
) -> Deed {
    place::usable(state, report, element);
    for member in crew {
        place::usable(state, report, *member);
        is_crew(state, report, *member);
        if state.thing(*member).presence == Presence::Present {
            place::together(state, report, *member, element);
        }
    }
    Deed::default()
}

/// A plant runs for a time.
pub(crate) fn produce(
    state: &State<'_>,
    report: &mut Report<'_>,
    plant: Index<Element>,
    process: Process<'_>,
    end: Duration,
) -> Deed {
    place::usable(state, report, plant);
    if state.thing(plant).presence == Presence::Present {
        plant::judge(state, report, plant, process, end);
    }
    Deed::at_end(end, vec![plant], Vec::new())
}

/// Elements change to given states.
pub(crate) fn reconfigure(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: impl Iterator<Item = Index<Element>>,
) -> Deed {
    for element in elements {
        place::usable(state, report, element);
    }
    Deed::default()
}

/// Elements change to their first state of a kind.
pub(crate) fn reconfigure_all(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: &[Index<Element>],
    kind: StateKind,
) -> Deed {
    for element in elements {
        let states = &state.element(*element).states;
        if !states.iter().any(|state| state.kind == kind) {
            let id = state.id(*element);
            let message = format!("\"{id}\" has no state of the kind that it is to change to");
            let finding = report.warning(codes::STATE, message);
            report.own(
                finding
                    .text("element", id)
                    .text("kind", format!("{kind:?}")),
            );
        }
    }
    reconfigure(state, report, elements.iter().copied())
}
