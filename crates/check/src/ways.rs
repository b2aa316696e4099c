//! Ways: does a trip start where its way begins, when it is open, with what the way asks for?

use crate::capacity;
use crate::codes;
use crate::deed::{Change, Deed};
use crate::place;
use crate::propellant::{self, Burn};
use crate::report::Report;
use crate::state::{Presence, Spot, State};
use crate::stock;
use crate::travel;
use portolan_model::{
    BurnStep, BurnSystem, Drive, Edge, Element, ElementKind, GroundMode, Node, Site, Way,
};
use portolan_vocabulary::{Distance, Duration, Index, Speed};

/// A trip as the plan has it.
pub(crate) struct Trip<'p> {
    pub(crate) edge: Index<Edge>,
    pub(crate) elements: &'p [Index<Element>],
    pub(crate) burns: &'p [Vec<BurnStep>],
    pub(crate) speed: Option<Speed>,
    pub(crate) duty_cycle: f64,
    pub(crate) moving_state: Option<usize>,
}

/// Elements travel an edge.
pub(crate) fn transport(state: &State<'_>, report: &mut Report<'_>, trip: &Trip<'_>) -> Deed {
    let Some(edge) = state.campaign.edges.at(trip.edge) else {
        return Deed::default();
    };
    if trip.elements.is_empty() {
        let finding = report.warning(codes::EMPTY, "nothing travels");
        report.own(finding.advice("list what is to travel, or leave the trip out"));
    }
    for element in trip.elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
    }
    window(state, report, edge);
    let (from, to) = ends(state, edge, trip.elements);
    starts(state, report, edge, from, trip.elements);
    travel::fit(state, report, trip.edge, from, trip.elements);
    let vehicle = able(state, report, edge, trip);
    let at = report.activity().at;
    let arrival = at + duration(edge.way_at(at), trip, vehicle.map(|(_, drive)| drive));
    calendars(state, report, (from, at), (to, arrival));
    let mut now = Vec::new();
    if all_there(state, trip.elements) {
        capacity::way(state, report, edge, trip.elements);
        let burns = burns_of(edge, trip, at, arrival);
        if !burns.is_empty() {
            now.extend(propellant::burns(state, report, trip.elements, &burns));
        }
        now.extend(fuel(state, report, edge, trip.elements));
    }
    under_way(trip, to, arrival, now)
}

/// The trip's changes: it leaves now and is there at the end, but for what drops on the way.
fn under_way(trip: &Trip<'_>, to: Index<Node>, arrival: Duration, mut now: Vec<Change>) -> Deed {
    let dropped: Vec<_> = trip.burns.iter().flatten().collect();
    let stays = |it: &&Index<Element>| !dropped.contains(&&BurnStep::Stage(**it));
    let travels: Vec<_> = trip.elements.iter().filter(stays).copied().collect();
    let leave = travels
        .iter()
        .map(|it| Change::Place(*it, Spot::Way(trip.edge)));
    now.extend(leave);
    let arrive = travels.iter().map(|it| Change::Place(*it, Spot::Node(to)));
    let wear = Change::Wear(travels.clone());
    let then = std::iter::once(wear).chain(arrive).collect();
    Deed {
        now,
        then,
        end: Some(arrival),
        busy: travels,
    }
}

fn all_there(state: &State<'_>, elements: &[Index<Element>]) -> bool {
    let present = |it: &Index<Element>| state.thing(*it).presence == Presence::Present;
    elements.iter().all(present)
}

/// From where to where: backwards where the way allows it and the first element is at its end.
fn ends(state: &State<'_>, edge: &Edge, elements: &[Index<Element>]) -> (Index<Node>, Index<Node>) {
    let first = elements.first().and_then(|it| state.site(*it));
    if edge.both_ways && first == Some(Site::Node(edge.destination)) {
        (edge.destination, edge.origin)
    } else {
        (edge.origin, edge.destination)
    }
}

/// Judges that everything listed stands directly at the node where the way begins.
fn starts(
    state: &State<'_>,
    report: &mut Report<'_>,
    edge: &Edge,
    from: Index<Node>,
    elements: &[Index<Element>],
) {
    for element in elements {
        let thing = state.thing(*element);
        let there = thing.spot == Some(Spot::Node(from));
        if thing.presence != Presence::Present || there {
            continue;
        }
        let origin = place::site_word(state, Some(Site::Node(from)));
        let (id, site) = (
            state.id(*element),
            place::site_word(state, state.site(*element)),
        );
        let advice = match thing.spot.and_then(Spot::holder) {
            Some(holder) => format!(
                "list \"{}\", which holds it, or take it out",
                state.id(holder)
            ),
            None => format!("bring \"{id}\" to {origin} before"),
        };
        let message = format!(
            "\"{id}\" is not at {origin} by itself, where \"{}\" begins",
            edge.id
        );
        let finding = report.error(codes::ORIGIN, message);
        report.state(
            finding
                .text("element", id)
                .text("needed at", origin)
                .text("is at", site)
                .advice(advice),
        );
    }
}

fn window(state: &State<'_>, report: &mut Report<'_>, edge: &Edge) {
    let at = report.activity().at;
    if edge.is_open(at) {
        return;
    }
    let (id, days) = (edge.id.as_str(), at.days());
    let finding = report
        .error(
            codes::WINDOW,
            format!("the way \"{id}\" is closed at {days:.3} d"),
        )
        .text("edge", id)
        .number("departure", days, "d");
    let finding = match edge.next_open(at) {
        Some(next) => finding
            .number("next opening", next.days(), "d")
            .advice(format!(
                "leave at {} ({:.3} d)",
                state.campaign.start + next,
                next.days()
            )),
        None => finding.advice("take another way: it does not open again"),
    };
    report.own(finding);
}

/// Judges that the places at both ends are open: what is closed releases nothing, and what arrives at a
/// closed place waits before its doors.
fn calendars(
    state: &State<'_>,
    report: &mut Report<'_>,
    (from, departure): (Index<Node>, Duration),
    (to, arrival): (Index<Node>, Duration),
) {
    for (node, at, leaves) in [(from, departure, true), (to, arrival, false)] {
        let Some(node) = state.campaign.nodes.at(node) else {
            continue;
        };
        if node.calendar.is_open(at) {
            continue;
        }
        let message = format!("{} is closed at {} d", node.id, at.days());
        let finding = if leaves {
            report.error(codes::NODE_CLOSED, message)
        } else {
            report.warning(codes::NODE_CLOSED, message)
        };
        let mut finding = finding
            .text("node", node.id.as_str())
            .number("time", at.days(), "d");
        if let Some(next) = node.calendar.next_open(at) {
            finding = finding.number("next opening", next.days(), "d");
        }
        report.state(finding);
    }
}

/// Judges that the trip has what its way asks for; returns what drives, where something does.
fn able(
    state: &State<'_>,
    report: &mut Report<'_>,
    edge: &Edge,
    trip: &Trip<'_>,
) -> Option<(Index<Element>, Drive)> {
    let at = report.activity().at;
    lists(report, edge, trip);
    for burn in burns_of(edge, trip, at, at) {
        propellant::engines(state, report, &burn);
    }
    match &edge.way {
        Way::Surface { .. } => driven(state, report, edge, trip, true),
        Way::Ground { duration, .. } => driven(state, report, edge, trip, duration.is_none()),
        Way::Pipe { .. } => {
            let message = format!("elements cannot travel through the pipe \"{}\"", edge.id);
            let finding = report.error(codes::PIPE, message);
            report.own(
                finding
                    .text("edge", edge.id.as_str())
                    .advice("take another way"),
            );
            None
        }
        _ => None,
    }
}

fn lists(report: &mut Report<'_>, edge: &Edge, trip: &Trip<'_>) {
    let burns = match edge.way_at(report.activity().at) {
        Way::LowThrust { .. } => 1,
        way => way.burns().len(),
    };
    if trip.burns.len() != burns {
        let lists = trip.burns.len();
        let message = format!("the way has {burns} burns, and the trip {lists} lists of steps");
        let finding = report.error(codes::BURNS, message);
        report.own(
            finding
                .number("burns", burns as f64, "")
                .number("lists", lists as f64, "")
                .advice("give one list of steps for each burn"),
        );
    }
}

/// The burns of a trip with their steps, each at its own time; a low thrust is paid for at arrival.
fn burns_of<'p>(edge: &Edge, trip: &Trip<'p>, at: Duration, arrival: Duration) -> Vec<Burn<'p>> {
    let burn =
        |(number, (dv, at, system), steps): (usize, (Speed, Duration, BurnSystem), &'p Vec<_>)| {
            Burn {
                number,
                at,
                dv_m_s: dv.m_s(),
                system,
                steps,
            }
        };
    let wanted: Vec<_> = match edge.way_at(at) {
        Way::LowThrust { dv, .. } => vec![(*dv, arrival, BurnSystem::Main)],
        way => way
            .burns()
            .iter()
            .map(|it| (it.dv, at + it.after, it.system))
            .collect(),
    };
    let numbered = wanted.into_iter().zip(trip.burns).enumerate();
    numbered
        .map(|(i, (wanted, steps))| burn((i + 1, wanted, steps)))
        .collect()
}

/// What drives: the first listed element with a drive. Others with a drive go along under their own
/// power.
fn vehicle(
    state: &State<'_>,
    report: &mut Report<'_>,
    edge: &Edge,
    elements: &[Index<Element>],
) -> Option<(Index<Element>, Drive)> {
    let drive = |it: &Index<Element>| Some((*it, state.element(*it).drive?));
    let (vehicle, drive) = elements.iter().find_map(drive)?;
    if let Way::Ground {
        mode,
        duration: None,
        ..
    } = edge.way
        && !fits(state.element(vehicle).kind, mode)
    {
        let (id, word) = (state.id(vehicle), edge.way.word());
        let message = format!("\"{id}\" is no vehicle for travel by {word}");
        let finding = report.warning(codes::VEHICLE_KIND, message);
        report.own(finding.text("element", id).text("mode", word));
    }
    Some((vehicle, drive))
}

/// Judges the speed of what drives and its state on the way.
fn driven(
    state: &State<'_>,
    report: &mut Report<'_>,
    edge: &Edge,
    trip: &Trip<'_>,
    needed: bool,
) -> Option<(Index<Element>, Drive)> {
    let vehicle = vehicle(state, report, edge, trip.elements);
    let Some((index, drive)) = vehicle else {
        if needed {
            let message = format!("nothing drives along \"{}\"", edge.id);
            let finding = report.error(codes::DRIVE, message);
            report.own(
                finding
                    .text("edge", edge.id.as_str())
                    .advice("list a vehicle with a drive"),
            );
        }
        return None;
    };
    let id = state.id(index);
    if let Some(speed) = trip.speed
        && stock::exceeds(speed.m_s(), drive.max_speed.m_s())
    {
        let (speed, most) = (speed.m_s(), drive.max_speed.m_s());
        let message = format!("\"{id}\" cannot go {speed:.2} m/s, {most:.2} m/s at most");
        let finding = report.error(codes::SPEED, message);
        report.own(
            finding
                .text("element", id)
                .number("speed", speed, "m/s")
                .number("highest", most, "m/s")
                .advice("go slower, or take another vehicle"),
        );
    }
    if trip
        .moving_state
        .is_some_and(|at| at >= state.element(index).states.len())
    {
        let message = format!("\"{id}\" has no such state for the way");
        let finding = report.error(codes::REFERENCE, message);
        report.own(finding.text("element", id));
    }
    vehicle
}

const fn fits(kind: ElementKind, mode: GroundMode) -> bool {
    use ElementKind as K;
    match mode {
        GroundMode::Road => matches!(kind, K::Truck | K::SurfaceVehicle),
        GroundMode::Rail => matches!(kind, K::Train),
        GroundMode::Waterway | GroundMode::Sea => matches!(kind, K::Ship),
        GroundMode::Air => matches!(kind, K::Aircraft),
    }
}

/// How long a trip takes: what its way says, or the distance at the vehicle's speed.
fn duration(way: &Way, trip: &Trip<'_>, drive: Option<Drive>) -> Duration {
    let driving = |distance: Distance| {
        let highest = drive.map(|drive| drive.max_speed);
        let speed = trip.speed.or(highest).map_or(0.0, |speed| speed.m_s());
        let seconds = distance.m() / (speed * trip.duty_cycle);
        let possible = seconds.is_finite() && seconds > 0.0;
        if possible {
            Duration::from_seconds(seconds)
        } else {
            Duration::ZERO
        }
    };
    match (way.duration(), way) {
        (Some(duration), _) => duration,
        (None, Way::Surface { distance } | Way::Ground { distance, .. }) => driving(*distance),
        _ => Duration::ZERO,
    }
}

/// Judges that the fuel of everything that drives lasts for the distance; returns what is left after it.
fn fuel(
    state: &State<'_>,
    report: &mut Report<'_>,
    edge: &Edge,
    elements: &[Index<Element>],
) -> Vec<Change> {
    let (Way::Surface { distance } | Way::Ground { distance, .. }) = &edge.way else {
        return Vec::new();
    };
    let distance_km = distance.m() / 1000.0;
    let drives = elements.iter();
    drives
        .filter_map(|it| fuel_of(state, report, *it, distance_km))
        .collect()
}

fn fuel_of(
    state: &State<'_>,
    report: &mut Report<'_>,
    index: Index<Element>,
    distance_km: f64,
) -> Option<Change> {
    let drive = state.element(index).drive?;
    let now = report.activity().at;
    let mut stores = state.stores_at(index, now);
    let tank = stores.get_mut(drive.store?)?;
    let there: f64 = tank.iter().map(|lot| lot.amount).sum();
    let needed = drive.fuel_per_km * distance_km;
    if stock::exceeds(needed, there) {
        let id = state.id(index);
        let message = format!("\"{id}\" needs {needed:.2} of fuel, and has {there:.2}");
        let finding = report.error(codes::FUEL, message);
        report.state(
            finding
                .text("element", id)
                .number("needed", needed, "")
                .number("there", there, "")
                .number("distance", distance_km, "km")
                .advice("fill up before"),
        );
    }
    let left = if there > 0.0 {
        (1.0 - needed / there).max(0.0)
    } else {
        0.0
    };
    for lot in tank.iter_mut() {
        lot.amount *= left;
    }
    Some(Change::Stores(index, now, stores))
}

/// A burn at a node, that changes no place.
pub(crate) fn burn_in_place(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: &[Index<Element>],
    (dv, system): (Speed, BurnSystem),
    steps: &[BurnStep],
) -> Deed {
    for element in elements {
        place::usable(state, report, *element);
        place::free_with_contents(state, report, *element);
        if let Some(first) = elements
            .first()
            .filter(|it| all_there(state, &[**it, *element]))
        {
            place::together(state, report, *element, *first);
        }
    }
    let burn = Burn {
        number: 1,
        at: report.activity().at,
        dv_m_s: dv.m_s(),
        system,
        steps,
    };
    propellant::engines(state, report, &burn);
    if all_there(state, elements) {
        return Deed::at_once(propellant::burns(state, report, elements, &[burn]));
    }
    Deed::default()
}
