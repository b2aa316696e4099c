//! A depot in orbit: filled by a tug under low thrust, it fuels a vehicle that burns and leaves.

use super::Map;
use super::launch::{engine, gain_m_s, go};
use crate::author::{Author, lot, tank};
use portolan_model::{
    Action, Burn, BurnStep, BurnSystem, Element, ElementKind, Good, Holder, Node, Way,
};
use portolan_vocabulary::{Duration, Index, Speed};

pub(crate) fn depot(author: &mut Author, map: &Map) {
    let (from, at) = (map.orbits[0], map.orbits[1]);
    let depot = tanker(author, from);
    haul(author, depot, (from, at));
    let vehicle = thirsty(author, at);
    refuel(author, depot, vehicle, at);
    manoeuvre(author, vehicle, at);
    let to = *author.chance.pick(&map.orbits[2..]);
    leave(author, vehicle, (at, to));
}

/// A depot that loses some of what is in it.
fn tanker(author: &mut Author, at: Index<Node>) -> Index<Element> {
    let draft = author.draft("depot", ElementKind::Tank, 901, 3000.0);
    let mut store = tank("oxygen", author.goods.oxidiser, 30_000.0, 20_000.0);
    store.boil_off_per_d = author.chance.between(0.0, 0.003);
    let depot = author.element(Element {
        stores: vec![store],
        ..draft
    });
    let create = Action::Create {
        elements: vec![depot],
        into: Holder::Node(at),
    };
    author.act(at, create, Duration::ZERO);
    let add = Action::Add {
        lots: vec![lot(author.goods.oxidiser, 4000.0)],
        to: depot,
    };
    author.act(at, add, Duration::ZERO);
    depot
}

/// A tug with an ion engine takes the depot to its place.
fn haul(author: &mut Author, depot: Index<Element>, (from, to): (Index<Node>, Index<Node>)) {
    let draft = author.draft("tug", ElementKind::PropulsiveVehicle, 9022, 2000.0);
    let tug = author.element(Element {
        stores: vec![tank("hydrazine", author.goods.hypergol, 3000.0, 3000.0)],
        propulsion: vec![engine(BurnSystem::Main, 1500.0, &[(0, 1.0)])],
        ..draft
    });
    let create = Action::Create {
        elements: vec![tug],
        into: Holder::Node(from),
    };
    author.act(from, create, Duration::ZERO);
    let way = Way::LowThrust {
        duration: Duration::from_days(author.chance.between(20.0, 60.0).floor()),
        dv: Speed::new(gain_m_s(1500.0, 32_000.0, 3000.0) * author.chance.between(0.3, 0.95)),
    };
    let edge = author.edge(from, to, way);
    go(
        author,
        from,
        edge,
        vec![tug, depot],
        vec![vec![BurnStep::Burn(tug)]],
    );
}

fn thirsty(author: &mut Author, at: Index<Node>) -> Index<Element> {
    let draft = author.draft("lander", ElementKind::PropulsiveVehicle, 9023, 2500.0);
    let (fuel, oxidiser) = (author.goods.fuel, author.goods.oxidiser);
    let vehicle = author.element(Element {
        stores: vec![
            tank("methane", fuel, 2500.0, 2500.0),
            tank("oxygen", oxidiser, 8000.0, 100.0),
            tank("hydrazine", author.goods.hypergol, 300.0, 300.0),
        ],
        propulsion: vec![
            engine(BurnSystem::Main, 360.0, &[(0, 0.25), (1, 0.75)]),
            engine(BurnSystem::Attitude, 230.0, &[(2, 1.0)]),
        ],
        ..draft
    });
    let create = Action::Create {
        elements: vec![vehicle],
        into: Holder::Node(at),
    };
    author.act(at, create, Duration::ZERO);
    vehicle
}

/// Either an amount or as much as goes in; then the lines are vented.
fn refuel(author: &mut Author, depot: Index<Element>, vehicle: Index<Element>, at: Index<Node>) {
    let duration = Duration::from_hours(author.chance.between(2.0, 30.0).floor());
    let refuel = Action::Refuel {
        from: depot,
        to: vehicle,
        good: Good::Specific(author.goods.oxidiser),
        amount: author.chance.chance(0.5).then_some(7400.0),
        loss: author.chance.between(0.0, 0.1),
        duration,
    };
    author.act(at, refuel, duration);
    let vent = Action::BoilOff {
        element: depot,
        lots: vec![lot(author.goods.oxidiser, 50.0)],
    };
    author.act(at, vent, Duration::ZERO);
}

fn manoeuvre(author: &mut Author, vehicle: Index<Element>, at: Index<Node>) {
    let burn = Action::Burn {
        elements: vec![vehicle],
        dv: Speed::new(author.chance.between(1.0, 15.0)),
        system: BurnSystem::Attitude,
        steps: vec![BurnStep::Burn(vehicle)],
    };
    author.act(at, burn, Duration::ZERO);
    author.wait(2.0);
}

fn leave(author: &mut Author, vehicle: Index<Element>, (from, to): (Index<Node>, Index<Node>)) {
    // Of about 7400 kg of oxygen and 2467 kg of methane, with some for boil-off.
    let most_m_s = gain_m_s(360.0, 12_600.0, 9000.0);
    let dv_m_s = most_m_s * author.chance.between(0.3, 0.95);
    let half = |hours: f64| Burn {
        after: Duration::from_hours(hours),
        dv: Speed::new(dv_m_s / 2.0),
        system: BurnSystem::Main,
    };
    let way = Way::Impulsive {
        duration: Duration::from_hours(30.0),
        burns: vec![half(0.0), half(30.0)],
    };
    let edge = author.edge(from, to, way);
    let steps = vec![BurnStep::Burn(vehicle)];
    go(
        author,
        from,
        edge,
        vec![vehicle],
        vec![steps.clone(), steps],
    );
}
