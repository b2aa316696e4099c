//! Capacity: do holds, places and ways take what is put there?

use crate::codes;
use crate::payload;
use crate::report::Report;
use crate::state::{Spot, State, Weight};
use crate::stock::{self, exceeds};
use portolan_model::{Edge, Element, Hold, Node};
use portolan_vocabulary::{Code, Finding, Index};

type Elements<'e> = &'e [Index<Element>];

/// Judges that a hold takes newcomers besides what is stowed in it. Newcomers that are not created yet
/// weigh what they will at their creation.
pub(crate) fn hold(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    newcomers: Elements<'_>,
    created: bool,
) {
    let Some(hold) = state.element(into).hold else {
        let id = state.id(into);
        let finding = report.error(codes::NO_HOLD, format!("\"{id}\" has no hold"));
        report.own(
            finding
                .text("holder", id)
                .advice("name an element with a hold"),
        );
        return;
    };
    for element in newcomers {
        environment(state, report, into, &hold, *element);
        door(state, report, into, &hold, *element);
    }
    crew(state, report, into, &hold, newcomers);
    volume(state, report, into, &hold, newcomers);
    let mut added = Weight::default();
    for element in newcomers.iter().filter(|it| is_cargo(state, **it)) {
        added.add(weight(state, report, *element, created));
    }
    hold_mass(state, report, into, added, newcomers);
    // What comes in from outside weighs on every hold around, too.
    for holder in holds_around(state, into) {
        let comes_in =
            |it: &&Index<Element>| created || !state.holders(**it).any(|at| at == holder);
        let mut added = Weight::default();
        for element in newcomers.iter().filter(comes_in) {
            added.add(weight(state, report, *element, created));
        }
        hold_mass(state, report, holder, added, &[]);
    }
    payload::stowing(state, report, into, newcomers, created);
}

/// The holders in whose holds an element is stowed, with whatever stands between.
fn holds_around(state: &State<'_>, element: Index<Element>) -> Vec<Index<Element>> {
    let mut inner = element;
    let mut holds = Vec::new();
    for holder in state.holders(element) {
        if state.thing(inner).spot == Some(Spot::Stowed(holder)) && is_cargo(state, inner) {
            holds.push(holder);
        }
        inner = holder;
    }
    holds
}

/// The weight of an element with all in it; of one that is not created yet, what it will be.
pub(crate) fn weight(
    state: &State<'_>,
    report: &Report<'_>,
    element: Index<Element>,
    created: bool,
) -> Weight {
    if created {
        let it = state.element(element);
        let lots = it
            .stores
            .iter()
            .map(|store| stock::lots_kg(state.campaign, &store.contents));
        return Weight {
            full_kg: it.mass.kg() + lots.sum::<f64>(),
            drawable_kg: 0.0,
        };
    }
    state.weight(element, report.activity().at)
}

fn is_cargo(state: &State<'_>, element: Index<Element>) -> bool {
    !state.element(element).is_crew()
}

/// What is stowed in the hold and does not belong to the newcomers.
fn stowed(
    state: &State<'_>,
    into: Index<Element>,
    newcomers: Elements<'_>,
) -> impl Iterator<Item = Index<Element>> {
    let inside = state.thing(into).inside.iter().copied();
    let stowed = move |it: &Index<Element>| state.thing(*it).spot == Some(Spot::Stowed(into));
    inside.filter(stowed).filter(|it| !newcomers.contains(it))
}

/// Judges the mass in a hold that gains `added`.
fn hold_mass(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    added: Weight,
    newcomers: Elements<'_>,
) {
    let Some(limit) = state.element(into).hold.and_then(|hold| hold.max_mass) else {
        return;
    };
    let mut load = added;
    for element in stowed(state, into, newcomers).filter(|it| is_cargo(state, *it)) {
        load.add(state.weight(element, report.activity().at));
    }
    let id = state.id(into);
    let what = format!("the hold of \"{id}\"");
    if let Some(finding) = too_heavy(report, codes::HOLD_MASS, &what, load, limit.kg()) {
        report.state(finding.text("holder", id));
    }
}

/// A finding where a load is above a limit: an error, or a warning where demands may have made up the
/// difference by then.
pub(crate) fn too_heavy(
    report: &Report<'_>,
    code: Code,
    what: &str,
    load: Weight,
    limit_kg: f64,
) -> Option<Finding> {
    if !exceeds(load.full_kg, limit_kg) {
        return None;
    }
    let over_kg = load.full_kg - limit_kg;
    let (full_kg, drawable_kg) = (load.full_kg, load.drawable_kg);
    let message = format!("{what} takes {limit_kg:.1} kg, and would hold {full_kg:.1} kg");
    let finding = if exceeds(load.least_kg(), limit_kg) {
        report.error(code, message)
    } else {
        let unless = format!("{message}, unless demands used up {over_kg:.1} kg by then");
        report
            .unless(code, unless, "demands")
            .number("drawable", drawable_kg, "kg")
    };
    let finding = finding
        .number("load", full_kg, "kg")
        .number("limit", limit_kg, "kg")
        .number("over", over_kg, "kg");
    Some(finding.advice(format!("take {over_kg:.1} kg elsewhere")))
}

/// Judges the mass in the holds around an element whose stores gain goods; `from` is where they come from, if
/// that is an element: what holds both gains nothing.
pub(crate) fn goods_in_holds(
    state: &State<'_>,
    report: &mut Report<'_>,
    element: Index<Element>,
    from: Option<Index<Element>>,
    added_kg: f64,
) {
    let added = Weight {
        full_kg: added_kg,
        drawable_kg: 0.0,
    };
    let holds_giver =
        |holder| from.is_some_and(|from| state.holders(from).any(|other| other == holder));
    for holder in holds_around(state, element) {
        if !holds_giver(holder) {
            hold_mass(state, report, holder, added, &[]);
        }
    }
}

fn volume(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    hold: &Hold,
    newcomers: Elements<'_>,
) {
    let Some(limit) = hold
        .max_volume
        .filter(|_| state.campaign.settings.volume_limits)
    else {
        return;
    };
    let all = stowed(state, into, newcomers).chain(newcomers.iter().copied());
    let load_m3: f64 = all.map(|it| state.element(it).volume.m3()).sum();
    if exceeds(load_m3, limit.m3()) {
        let (id, limit) = (state.id(into), limit.m3());
        let message =
            format!("the hold of \"{id}\" has {limit:.3} m3, and would hold {load_m3:.3} m3");
        let finding = report.error(codes::HOLD_VOLUME, message);
        report.state(
            finding
                .text("holder", id)
                .number("load", load_m3, "m3")
                .number("limit", limit, "m3")
                .advice(format!("take {:.3} m3 elsewhere", load_m3 - limit)),
        );
    }
}

fn crew(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    hold: &Hold,
    newcomers: Elements<'_>,
) {
    let is_crew = |it: &Index<Element>| !is_cargo(state, *it);
    let entering = newcomers.iter().filter(|it| is_crew(it)).count();
    let crew = stowed(state, into, newcomers).filter(is_crew).count() + entering;
    if entering > 0 && crew > hold.max_crew as usize {
        let (id, seats) = (state.id(into), hold.max_crew);
        let message = format!("\"{id}\" has {seats} seats, and would carry {crew} crew members");
        let finding = report.error(codes::HOLD_CREW, message);
        report.state(
            finding
                .text("holder", id)
                .number("crew", crew as f64, "")
                .number("seats", f64::from(seats), "")
                .advice("take a part of the crew elsewhere"),
        );
    }
}

fn environment(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    hold: &Hold,
    element: Index<Element>,
) {
    let needed = state.element(element).environment;
    if state.campaign.settings.environment_limits && !needed.fits_in(hold.environment) {
        let (id, into) = (state.id(element), state.id(into));
        let message = format!("\"{id}\" needs pressure, and the hold of \"{into}\" has none");
        let finding = report.error(codes::ENVIRONMENT, message);
        report.own(
            finding
                .text("element", id)
                .text("holder", into)
                .advice("take a pressurised hold"),
        );
    }
}

/// A thing passes a door if its two smaller sides do.
fn door(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    hold: &Hold,
    element: Index<Element>,
) {
    let limits = state.campaign.settings.volume_limits;
    let (Some(door), Some(size), true) = (hold.door, state.element(element).size, limits) else {
        return;
    };
    let (mut door, mut size) = (door.map(|side| side.m()), size.map(|side| side.m()));
    door.sort_by(f64::total_cmp);
    size.sort_by(f64::total_cmp);
    let ([door_short, door_long], [small, middle, _]) = (door, size);
    if exceeds(small, door_short) || exceeds(middle, door_long) {
        let (id, into) = (state.id(element), state.id(into));
        let message = format!("\"{id}\" does not fit through the door of \"{into}\"");
        let finding = report.error(codes::DOOR, message);
        report.own(
            finding
                .number("width", small, "m")
                .number("height", middle, "m")
                .number("door width", door_short, "m")
                .number("door height", door_long, "m"),
        );
    }
}

/// Judges the mass at a node where elements are created.
pub(crate) fn new_at_node(
    state: &State<'_>,
    report: &mut Report<'_>,
    node: Index<Node>,
    elements: Elements<'_>,
) {
    let mut added = Weight::default();
    for element in elements {
        added.add(weight(state, report, *element, true));
    }
    let now = report.activity().at;
    if let Some(finding) = node_mass(state, report, node, now, added) {
        report.state(finding);
    }
}

/// A warning where a node has more mass than it takes, with `added` besides what stands there.
pub(crate) fn node_mass(
    state: &State<'_>,
    report: &Report<'_>,
    node: Index<Node>,
    now: portolan_vocabulary::Duration,
    added: Weight,
) -> Option<Finding> {
    let place = state.campaign.nodes.at(node)?;
    let limit_kg = place.max_mass?.kg();
    let standing = state.standing(node).map(|it| state.weight(it, now).full_kg);
    let load_kg = standing.sum::<f64>() + added.full_kg;
    exceeds(load_kg, limit_kg).then(|| {
        let message = format!(
            "{} takes {limit_kg:.1} kg, and would have {load_kg:.1} kg",
            place.id
        );
        report
            .warning(codes::NODE_MASS, message)
            .text("node", place.id.as_str())
            .number("load", load_kg, "kg")
            .number("limit", limit_kg, "kg")
    })
}

/// Judges that a way takes what departs.
pub(crate) fn way(state: &State<'_>, report: &mut Report<'_>, edge: &Edge, listed: Elements<'_>) {
    let now = report.activity().at;
    let mut load = Weight::default();
    for element in listed {
        load.add(state.weight(*element, now));
    }
    if let Some(limit) = edge.limits.mass {
        let what = format!("the way \"{}\"", edge.id);
        if let Some(finding) = too_heavy(report, codes::EDGE_MASS, &what, load, limit.kg()) {
            report.state(finding.text("edge", edge.id.as_str()));
        }
    }
    let limited = state.campaign.settings.volume_limits;
    if let Some(limit) = edge.limits.volume.filter(|_| limited) {
        let load_m3 = listed.iter().map(|it| cargo_m3(state, *it)).sum();
        above(
            report,
            codes::EDGE_VOLUME,
            edge,
            ("volume", load_m3, limit.m3(), "m3"),
        );
    }
    if let Some(limit) = edge.limits.crew {
        let members = listed.iter().flat_map(|it| state.tree(*it));
        let crew = members.filter(|it| !is_cargo(state, *it)).count();
        above(
            report,
            codes::EDGE_CREW,
            edge,
            ("crew", crew as f64, f64::from(limit), ""),
        );
    }
}

fn above(
    report: &mut Report<'_>,
    code: Code,
    edge: &Edge,
    (name, load, limit, unit): (&'static str, f64, f64, &'static str),
) {
    if exceeds(load, limit) {
        let message = format!(
            "the way \"{}\" takes {name} {limit} {unit}, and {load} {unit} departs",
            edge.id
        );
        let finding = report.error(code, message.replace(" ,", ","));
        report.state(
            finding
                .text("edge", edge.id.as_str())
                .number("load", load, unit)
                .number("limit", limit, unit)
                .advice("split the load over several trips"),
        );
    }
}

/// The cargo of a carrier is what is stowed in its hold; what has no hold and travels is cargo itself.
fn cargo_m3(state: &State<'_>, element: Index<Element>) -> f64 {
    let it = state.element(element);
    let carries = it.hold.is_some() || it.drive.is_some() || !it.propulsion.is_empty();
    if !carries {
        return if it.is_crew() { 0.0 } else { it.volume.m3() };
    }
    let inside = state.thing(element).inside.iter();
    let cargo = inside.filter(|it| is_cargo(state, **it));
    cargo
        .map(|it| match state.thing(*it).spot {
            Some(Spot::Joined(_)) => cargo_m3(state, *it),
            _ => state.element(*it).volume.m3(),
        })
        .sum()
}
