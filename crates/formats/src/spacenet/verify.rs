//! What must hold in a scenario whatever file it came from.

use super::codes;
use super::scenario::{EdgeKind, Element, Event, EventKind, Scenario};
use portolan_vocabulary::{Finding, Findings, Index};

/// Checks that transports use edges of their kind, and that contents are a forest.
pub(super) fn verify(scenario: &Scenario) -> Findings {
    let mut findings = Vec::new();
    for mission in &scenario.missions {
        for event in &mission.events {
            findings.extend(edge_kind(scenario, event));
        }
    }
    contents(scenario, &mut findings);
    findings
}

fn edge_kind(scenario: &Scenario, event: &Event) -> Option<Finding> {
    let (edge, wanted) = match &event.kind {
        EventKind::SpaceTransport { edge, .. } => (edge, "space edge"),
        EventKind::SurfaceTransport { edge, .. } => (edge, "surface edge"),
        EventKind::FlightTransport { edge, .. } => (edge, "flight edge"),
        _ => return None,
    };
    let edge = scenario.edge(*edge)?;
    let found = match edge.kind {
        EdgeKind::Space { .. } => "space edge",
        EdgeKind::Surface { .. } => "surface edge",
        EdgeKind::Flight { .. } => "flight edge",
    };
    (found != wanted).then(|| {
        let message = format!(
            "the event \"{}\" needs a {wanted}, and \"{}\" is a {found}",
            event.name, edge.name
        );
        Finding::error(codes::REFERENCE, "event", event.name.as_str(), message)
    })
}

/// Every element is in at most one place at first, and none is inside itself.
fn contents(scenario: &Scenario, findings: &mut Findings) {
    let mut inside: Vec<Option<Index<Element>>> = vec![None; scenario.elements.len()];
    let mut placed = vec![false; scenario.elements.len()];
    let in_places = scenario.nodes.iter().map(|node| &node.contents);
    let on_the_way = scenario.edges.iter().map(|edge| &edge.contents);
    let places = in_places.chain(on_the_way).map(|list| (None, list));
    let carriers = scenario.elements.iter().enumerate();
    let carriers = carriers
        .filter_map(|(at, element)| Some((Some(Index::new(at)), &element.carrier()?.contents)));
    for (parent, list) in places.chain(carriers) {
        for &child in list {
            if std::mem::replace(&mut placed[child.at()], true) {
                let message = "the element is in two places at once";
                findings.push(about(scenario, child, message));
            }
            inside[child.at()] = parent;
        }
    }
    circles(scenario, &inside, findings);
}

/// Follows every element outwards until a place, or an element seen before; where that was on the same
/// way, the way is a circle.
fn circles(scenario: &Scenario, inside: &[Option<Index<Element>>], findings: &mut Findings) {
    let mut round = vec![0_usize; inside.len()];
    for start in 0..inside.len() {
        let mut at = start;
        while round[at] == 0 {
            round[at] = start + 1;
            match inside[at] {
                Some(parent) => at = parent.at(),
                None => break,
            }
        }
        if inside[at].is_some() && round[at] == start + 1 {
            let message = "the element is inside itself";
            findings.push(about(scenario, Index::new(at), message));
        }
    }
}

fn about(scenario: &Scenario, element: Index<Element>, message: &str) -> Finding {
    let id = scenario.element(element).map_or("", |element| &element.id);
    Finding::error(codes::CONTENTS, "element", id, message)
}
