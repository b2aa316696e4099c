//! Handling: what brings elements into being, moves, joins and parts them at one place.

use crate::capacity;
use crate::codes;
use crate::deed::{Change, Deed};
use crate::offers;
use crate::payload;
use crate::place;
use crate::report::Report;
use crate::state::{Presence, Spot, State};
use portolan_model::{Element, Holder, Site};
use portolan_vocabulary::{Duration, Index};

type Elements<'e> = &'e [Index<Element>];

/// Elements come into being.
pub(crate) fn create(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    into: Holder,
) -> Deed {
    for element in elements {
        let presence = state.thing(*element).presence;
        if presence != Presence::Absent {
            let id = state.id(*element);
            let finding = report.error(codes::CREATED_TWICE, format!("\"{id}\" is created again"));
            report.state(finding.text("element", id).advice("create it once"));
        }
        payload::at_creation(state, report, *element);
    }
    let spot = match into {
        Holder::Node(node) => {
            created_on_site(state, report, Site::Node(node));
            capacity::new_at_node(state, report, node, elements);
            Spot::Node(node)
        }
        Holder::Element(holder) => {
            place::usable(state, report, holder);
            capacity::hold(state, report, holder, elements, true);
            Spot::Stowed(holder)
        }
    };
    let mut now = offers::of_elements(state, report, elements, into);
    now.extend(elements.iter().map(|it| Change::Create(*it, spot)));
    Deed::at_once(now)
}

fn created_on_site(state: &State<'_>, report: &mut Report<'_>, place: Site) {
    let said = report.activity().site;
    if said.is_some_and(|said| said != place) {
        let (said, place) = (
            place::site_word(state, said),
            place::site_word(state, Some(place)),
        );
        let message = format!("it is said to happen at {said}, and creates at {place}");
        let finding = report.error(codes::PLACE, message);
        report.own(finding.text("needed at", said).text("is at", place));
    }
}

/// Elements move between holders at one place.
pub(crate) fn shift(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    to: Holder,
) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
        joined(state, report, *element);
    }
    let spot = match to {
        Holder::Node(node) => {
            for element in elements.iter().filter(|it| is_present(state, **it)) {
                place::elsewhere(state, report, *element, Site::Node(node));
            }
            Spot::Node(node)
        }
        Holder::Element(holder) => {
            enter(state, report, elements, holder);
            capacity::hold(state, report, holder, elements, false);
            Spot::Stowed(holder)
        }
    };
    Deed::at_once(elements.iter().map(|it| Change::Place(*it, spot)).collect())
}

fn is_present(state: &State<'_>, element: Index<Element>) -> bool {
    state.thing(element).presence == Presence::Present
}

fn joined(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    if let Some(Spot::Joined(holder)) = state.thing(element).spot {
        let (id, holder) = (state.id(element), state.id(holder));
        let message = format!("\"{id}\" is joined to \"{holder}\"");
        let finding = report.warning(codes::JOINED, message);
        report.state(finding.text("element", id).advice("undock it before"));
    }
}

/// Judges that the holder is there and at the place of what is to enter it or be joined to it.
fn enter(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    holder: Index<Element>,
) {
    place::usable(state, report, holder);
    if !is_present(state, holder) {
        return;
    }
    for element in elements.iter().filter(|it| is_present(state, **it)) {
        place::together(state, report, *element, holder);
        place::no_cycle(state, report, *element, holder);
    }
}

/// Elements leave the campaign.
pub(crate) fn remove(state: &State<'_>, report: &mut Report<'_>, elements: Elements<'_>) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
    }
    Deed::at_once(elements.iter().map(|it| Change::Remove(*it)).collect())
}

/// Elements are handled into a hold.
pub(crate) fn load(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    into: Index<Element>,
    end: Duration,
) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
        joined(state, report, *element);
    }
    enter(state, report, elements, into);
    capacity::hold(state, report, into, elements, false);
    let then = elements
        .iter()
        .map(|it| Change::Place(*it, Spot::Stowed(into)));
    Deed::at_end(end, [elements, &[into]].concat(), then.collect())
}

/// Elements are joined to another, by docking or for good.
pub(crate) fn join(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    to: Index<Element>,
    end: Duration,
) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
    }
    enter(state, report, elements, to);
    payload::joining(state, report, to, elements);
    let then = elements
        .iter()
        .map(|it| Change::Place(*it, Spot::Joined(to)));
    Deed::at_end(end, [elements, &[to]].concat(), then.collect())
}

/// Elements leave the hold that they are in, or part from what they are joined to.
pub(crate) fn leave(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    was_joined: bool,
    end: Duration,
) -> Deed {
    let mut then = Vec::new();
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
        match state.thing(*element).spot {
            Some(Spot::Joined(_)) if was_joined => {}
            Some(Spot::Stowed(_)) if !was_joined => {}
            _ => not_inside(state, report, *element, was_joined),
        }
        if let Some(Site::Node(node)) = state.site(*element) {
            then.push(Change::Place(*element, Spot::Node(node)));
        }
    }
    Deed::at_end(end, elements.to_vec(), then)
}

fn not_inside(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>, joined: bool) {
    if !is_present(state, element) {
        return;
    }
    let id = state.id(element);
    let (message, advice) = if joined {
        (
            format!("\"{id}\" is joined to nothing"),
            "dock it before, or leave it out",
        )
    } else {
        (
            format!("\"{id}\" is in no hold"),
            "load it before, or leave it out; undock what is joined",
        )
    };
    let finding = report.error(codes::NOT_INSIDE, message);
    report.state(finding.text("element", id).advice(advice));
}

/// Elements wait.
pub(crate) fn hold(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: Elements<'_>,
    end: Duration,
) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
    }
    Deed::at_end(end, elements.to_vec(), Vec::new())
}
