//! A delivery over the Earth: by road to a port, by sea, and on by rail, river or air.

use super::Map;
use crate::author::{Author, hold, lot, stock, tank};
use portolan_model::{
    Action, Drive, Edge, Element, ElementKind, Environment, GroundMode, HoldReason, Holder, Node,
    Recurrence, Way,
};
use portolan_vocabulary::{Distance, Duration, Index, Speed};

/// A container with food and spare parts.
pub(crate) fn container(author: &mut Author) -> Element {
    let food = lot(author.goods.food, author.chance.between(50.0, 200.0));
    let pumps = lot(author.goods.pump, author.chance.between(1.0, 9.0).floor());
    let draft = author.draft("container", ElementKind::Container, 501, 80.0);
    Element {
        environment: Environment::Unpressurised,
        stores: vec![stock(900.0, vec![food, pumps])],
        ..draft
    }
}

fn vehicle(author: &mut Author, kind: ElementKind, max_speed_m_s: f64) -> Element {
    let draft = author.draft("vehicle", kind, 9, 9000.0);
    let diesel = author.goods.diesel;
    Element {
        hold: Some(hold(20_000.0, 2, Environment::Unpressurised)),
        stores: vec![tank("fuel", diesel, 1000.0, 1000.0)],
        drive: Some(Drive {
            max_speed: Speed::new(max_speed_m_s),
            store: Some(0),
            fuel_per_km: 0.3,
        }),
        ..draft
    }
}

/// From a factory over a port to another port, and on.
pub(crate) fn delivery(author: &mut Author, map: &Map) {
    let factory = *author.chance.pick(&map.factories);
    let (harbour, far) = (map.ports[0], *author.chance.pick(&map.ports[1..]));
    let pad = *author.chance.pick(&map.pads);
    let cargo = container(author);
    let cargo = author.element(cargo);
    let create = Action::Create {
        elements: vec![cargo],
        into: Holder::Node(factory),
    };
    author.act(factory, create, Duration::ZERO);
    let truck = vehicle(author, ElementKind::Truck, 25.0);
    let road = road(author, factory, harbour);
    let truck = carry(author, truck, cargo, (factory, harbour), road);
    customs(author, cargo, harbour);
    if author.chance.chance(0.5) {
        // The road is open both ways: the truck goes home.
        drive(author, truck, harbour, road);
    }
    let ship = vehicle(author, ElementKind::Ship, 12.0);
    let sea = sea(author, harbour, far);
    carry(author, ship, cargo, (harbour, far), sea);
    let (mode, kind) = *author.chance.pick(&[
        (GroundMode::Rail, ElementKind::Train),
        (GroundMode::Waterway, ElementKind::Ship),
        (GroundMode::Air, ElementKind::Aircraft),
    ]);
    let last = vehicle(author, kind, 30.0);
    let distance = Distance::new(author.chance.between(5e4, 9e5));
    let duration = Some(Duration::from_hours(30.0));
    let way = Way::Ground {
        mode,
        distance,
        duration,
    };
    let edge = author.edge(far, pad, way);
    carry(author, last, cargo, (far, pad), edge);
}

fn road(author: &mut Author, from: Index<Node>, to: Index<Node>) -> Index<Edge> {
    let way = Way::Ground {
        mode: GroundMode::Road,
        distance: Distance::new(author.chance.between(1e4, 9e5)),
        duration: None,
    };
    let edge = author.edge(from, to, way);
    author.parts.edges[edge].both_ways = true;
    edge
}

fn sea(author: &mut Author, from: Index<Node>, to: Index<Node>) -> Index<Edge> {
    let way = Way::Ground {
        mode: GroundMode::Sea,
        distance: Distance::new(1.5e6),
        duration: Some(Duration::from_days(11.0)),
    };
    let edge = author.edge(from, to, way);
    author.parts.edges[edge].calendar.recurring = vec![Recurrence {
        first: Duration::from_days(author.chance.between(0.0, 7.0).floor()),
        every: Duration::from_days(7.0),
        length: Duration::from_days(1.0),
        until: None,
    }];
    edge
}

/// A new vehicle takes the cargo aboard, carries it and puts it down.
fn carry(
    author: &mut Author,
    vehicle: Element,
    cargo: Index<Element>,
    (from, to): (Index<Node>, Index<Node>),
    edge: Index<Edge>,
) -> Index<Element> {
    let vehicle = author.element(vehicle);
    let create = Action::Create {
        elements: vec![vehicle],
        into: Holder::Node(from),
    };
    author.act(from, create, Duration::ZERO);
    let duration = Duration::from_hours(author.chance.between(1.0, 9.0).floor());
    let load = Action::Load {
        elements: vec![cargo],
        into: vehicle,
        duration,
    };
    author.act(from, load, duration);
    drive(author, vehicle, from, edge);
    let unload = Action::Unload {
        elements: vec![cargo],
        duration,
    };
    author.act(to, unload, duration);
    vehicle
}

/// Leaves at the next opening, and waits for the arrival.
fn drive(author: &mut Author, vehicle: Index<Element>, from: Index<Node>, edge: Index<Edge>) {
    let speed_m_s = author.chance.between(5.0, 12.0);
    let duty_cycle = author.chance.between(0.3, 1.0);
    let (opening, duration) = {
        let edge = &author.parts.edges[edge];
        let Way::Ground {
            distance, duration, ..
        } = edge.way
        else {
            return;
        };
        let driving = Duration::from_seconds(distance.m() / (speed_m_s * duty_cycle));
        (
            edge.calendar.next_open(author.now),
            duration.unwrap_or(driving),
        )
    };
    author.now = opening.unwrap_or(author.now);
    let transport = Action::Transport {
        edge,
        elements: vec![vehicle],
        burns: Vec::new(),
        speed: Some(Speed::new(speed_m_s)),
        duty_cycle,
        moving_state: None,
    };
    author.act(from, transport, duration);
}

fn customs(author: &mut Author, cargo: Index<Element>, port: Index<Node>) {
    let reasons = [
        HoldReason::Customs,
        HoldReason::Test,
        HoldReason::Permit,
        HoldReason::Waiting,
        HoldReason::Processing,
    ];
    let reason = *author.chance.pick(&reasons);
    let duration = Duration::from_days(author.chance.between(0.0, 4.0));
    let hold = Action::Hold {
        elements: vec![cargo],
        reason,
        duration,
    };
    author.act(port, hold, duration);
}
