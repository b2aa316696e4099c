//! A launch with two stages, a crewed capsule, a visit to a station and the way back.

use super::Map;
use super::ground::container;
use crate::author::{Author, hold, lot, state, stock, tank};
use portolan_model::{
    Action, Burn, BurnStep, BurnSystem, CrewMember, CrewState, DemandModel, Edge, Element,
    ElementKind, Environment, Feed, Good, Holder, Limits, Node, Opportunity, Propulsion, Rate,
    STANDARD_GRAVITY_M_S2, StateKind, Way, Window,
};
use portolan_vocabulary::{Duration, Index, Mass, SpecificImpulse, Speed};

/// Velocity change in m/s by the rocket equation.
pub(crate) fn gain_m_s(isp_s: f64, mass_kg: f64, propellant_kg: f64) -> f64 {
    isp_s * STANDARD_GRAVITY_M_S2 * (mass_kg / (mass_kg - propellant_kg)).ln()
}

pub(crate) fn engine(system: BurnSystem, isp_s: f64, feeds: &[(usize, f64)]) -> Propulsion {
    let feed = |(store, share): &(usize, f64)| Feed {
        store: *store,
        share: *share,
    };
    Propulsion {
        system,
        isp: SpecificImpulse::new(isp_s),
        thrust: None,
        feeds: feeds.iter().map(feed).collect(),
    }
}

/// A stage with two tanks at a mixture ratio of one to three.
fn stage(author: &mut Author, dry_kg: f64, propellant_kg: f64, isp_s: f64) -> Element {
    let draft = author.draft("stage", ElementKind::PropulsiveVehicle, 9021, dry_kg);
    let (fuel, oxidiser) = (author.goods.fuel, author.goods.oxidiser);
    let mut tanks = vec![
        tank("fuel", fuel, propellant_kg * 0.25, propellant_kg * 0.25),
        tank(
            "oxidiser",
            oxidiser,
            propellant_kg * 0.75,
            propellant_kg * 0.75,
        ),
    ];
    for tank in &mut tanks {
        tank.boil_off_per_d = 0.002;
    }
    Element {
        stores: tanks,
        propulsion: vec![engine(BurnSystem::Main, isp_s, &[(0, 0.25), (1, 0.75)])],
        ..draft
    }
}

/// A capsule whose two systems share one tank.
fn capsule(author: &mut Author) -> Element {
    let draft = author.draft("capsule", ElementKind::PropulsiveVehicle, 902, 5000.0);
    let hypergol = author.goods.hypergol;
    let rates = vec![Rate {
        good: Good::Specific(author.goods.water),
        per_day: 0.1,
    }];
    let water = lot(author.goods.water, 100.0);
    Element {
        hold: Some(hold(3000.0, 4, Environment::Pressurised)),
        stores: vec![
            tank("hypergol", hypergol, 900.0, 800.0),
            stock(400.0, vec![water]),
        ],
        propulsion: vec![
            engine(BurnSystem::Main, 310.0, &[(0, 1.0)]),
            engine(BurnSystem::Attitude, 220.0, &[(0, 1.0)]),
        ],
        states: vec![
            state("active", StateKind::Active, vec![DemandModel::Rated(rates)]),
            state("quiescent", StateKind::Quiescent, Vec::new()),
        ],
        initial_state: Some(0),
        ..draft
    }
}

pub(crate) fn crew_member(author: &mut Author) -> Element {
    let draft = author.draft("crew", ElementKind::CrewMember, 0, 95.0);
    let food = Good::Specific(author.goods.food);
    let eats = DemandModel::Rated(vec![Rate {
        good: food,
        per_day: 1.5,
    }]);
    let person = author.parts.people.indices().next();
    Element {
        environment: Environment::Pressurised,
        crew: Some(CrewMember {
            available_fraction: 0.3,
            person,
        }),
        states: vec![
            state("active", StateKind::Active, vec![eats]),
            state("eva", StateKind::Special, Vec::new()),
        ],
        initial_state: Some(0),
        ..draft
    }
}

struct Stack {
    first: Index<Element>,
    second: Index<Element>,
    capsule: Index<Element>,
    crew: Vec<Index<Element>>,
    cargo: Index<Element>,
    /// Mass in kg at lift-off, and what lifts the stack.
    mass_kg: f64,
    propellant_kg: [f64; 2],
    dry_first_kg: f64,
}

/// A flight from a pad to a station and back to the Earth.
pub(crate) fn flight(author: &mut Author, map: &Map) {
    let pad = *author.chance.pick(&map.pads);
    let (low, high) = (map.orbits[0], *author.chance.pick(&map.orbits[1..]));
    let stack = erect(author, pad);
    lift_off(author, &stack, (pad, low));
    author.wait(3.0);
    transfer_orbit(author, &stack, (low, high));
    visit(author, &stack, high);
    come_home(author, &stack, high, pad);
}

fn erect(author: &mut Author, pad: Index<Node>) -> Stack {
    let propellant_kg = [
        author.chance.between(3e5, 5e5),
        author.chance.between(6e4, 9e4),
    ];
    let first = stage(author, 25_000.0, propellant_kg[0], 300.0);
    let second = stage(author, 5000.0, propellant_kg[1], 350.0);
    let capsule = capsule(author);
    let (first, second) = (author.element(first), author.element(second));
    let capsule = author.element(capsule);
    let create = |elements: Vec<Index<Element>>, into: Holder| Action::Create { elements, into };
    author.act(
        pad,
        create(vec![first, second, capsule], Holder::Node(pad)),
        Duration::ZERO,
    );
    let crew: Vec<_> = (0..1 + author.chance.below(4))
        .map(|_| {
            let member = crew_member(author);
            author.element(member)
        })
        .collect();
    author.act(
        pad,
        create(crew.clone(), Holder::Element(capsule)),
        Duration::ZERO,
    );
    let draft = container(author);
    let cargo_kg = draft.mass.kg() + 900.0;
    let cargo = author.element(draft);
    author.act(pad, create(vec![cargo], Holder::Node(pad)), Duration::ZERO);
    let stow = Action::Move {
        elements: vec![cargo],
        to: Holder::Element(capsule),
    };
    author.act(pad, stow, Duration::ZERO);
    let top_up = Action::Add {
        lots: vec![lot(author.goods.hypergol, 50.0)],
        to: capsule,
    };
    author.act(pad, top_up, Duration::ZERO);
    let dry_kg = 25_000.0 + 5000.0 + 5000.0 + 950.0 + 100.0;
    Stack {
        first,
        second,
        capsule,
        mass_kg: dry_kg + cargo_kg + 95.0 * crew.len() as f64 + propellant_kg[0] + propellant_kg[1],
        crew,
        cargo,
        propellant_kg,
        dry_first_kg: 25_000.0,
    }
}

/// The first stage burns out and drops; the second gives a part of what it can.
fn lift_off(author: &mut Author, stack: &Stack, (pad, low): (Index<Node>, Index<Node>)) {
    let [first_kg, second_kg] = stack.propellant_kg;
    let upper_kg = stack.mass_kg - first_kg - stack.dry_first_kg;
    let half = gain_m_s(350.0, upper_kg, second_kg * author.chance.between(0.2, 0.5));
    let burn = Burn {
        after: Duration::ZERO,
        dv: Speed::new(gain_m_s(300.0, stack.mass_kg, first_kg) + half),
        system: BurnSystem::Main,
    };
    let way = Way::Launch {
        duration: Duration::from_hours(1.0),
        burns: vec![burn],
    };
    let edge = author.edge(pad, low, way);
    author.parts.edges[edge].limits = Limits {
        mass: Some(Mass::new(stack.mass_kg * 1.01)),
        volume: None,
        crew: Some(6),
    };
    let steps = vec![
        BurnStep::Burn(stack.first),
        BurnStep::Stage(stack.first),
        BurnStep::Burn(stack.second),
    ];
    let elements = vec![stack.first, stack.second, stack.capsule];
    go(author, pad, edge, elements, vec![steps]);
}

/// Makes this a departure in an opportunity, and the way of any other time a dearer and longer one.
fn opportunity(edge: &mut Edge, now: Duration) {
    let stated = edge.departures.opportunities.first();
    let way = stated.map_or_else(|| edge.way.clone(), |it| it.way.clone());
    if let Way::Launch { duration, burns } | Way::Impulsive { duration, burns } = &mut edge.way {
        *duration = *duration * 2;
        for burn in burns {
            burn.dv = Speed::new(burn.dv.m_s() * 3.0);
        }
    }
    let last = edge.departures.opportunities.last();
    if last.is_none_or(|last| last.window.to <= now) {
        let to = now + Duration::from_hours(1.0);
        let window = Window { from: now, to };
        edge.departures
            .opportunities
            .push(Opportunity::new(window, way));
    }
}

/// Elements travel an edge with a duration of its own.
pub(crate) fn go(
    author: &mut Author,
    from: Index<Node>,
    edge: Index<Edge>,
    elements: Vec<Index<Element>>,
    burns: Vec<Vec<BurnStep>>,
) {
    let now = author.now;
    if edge.at() % 3 == 1 {
        opportunity(&mut author.parts.edges[edge], now);
    }
    let way = author.parts.edges[edge].way_at(now);
    let duration = way.duration().unwrap_or_default();
    let transport = Action::Transport {
        edge,
        elements,
        burns,
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    };
    author.act(from, transport, duration);
}

/// The second stage burns and drops, the capsule trims its path, and brakes.
fn transfer_orbit(author: &mut Author, stack: &Stack, (low, high): (Index<Node>, Index<Node>)) {
    let burn = |hours: f64, dv_m_s: f64, system: BurnSystem| Burn {
        after: Duration::from_hours(hours),
        dv: Speed::new(dv_m_s),
        system,
    };
    // A fifth of the second stage's propellant does this with a wide margin.
    let dv_m_s = gain_m_s(
        350.0,
        stack.mass_kg - stack.propellant_kg[0],
        stack.propellant_kg[1] * 0.2,
    );
    let way = Way::Impulsive {
        duration: Duration::from_hours(50.0),
        burns: vec![
            burn(0.5, dv_m_s, BurnSystem::Main),
            burn(20.0, author.chance.between(1.0, 9.0), BurnSystem::Attitude),
            burn(49.0, author.chance.between(10.0, 60.0), BurnSystem::Main),
        ],
    };
    let edge = author.edge(low, high, way);
    let burns = vec![
        vec![BurnStep::Burn(stack.second), BurnStep::Stage(stack.second)],
        vec![BurnStep::Burn(stack.capsule)],
        vec![BurnStep::Burn(stack.capsule)],
    ];
    go(author, low, edge, vec![stack.second, stack.capsule], burns);
}

/// The capsule docks with a module; goods and crew change over; there is an EVA.
fn visit(author: &mut Author, stack: &Stack, high: Index<Node>) {
    let module = module(author);
    let module = author.element(module);
    let create = Action::Create {
        elements: vec![module],
        into: Holder::Node(high),
    };
    author.act(high, create, Duration::ZERO);
    let duration = Duration::from_hours(3.0);
    let dock = Action::Dock {
        elements: vec![stack.capsule],
        to: module,
        duration,
    };
    author.act(high, dock, duration);
    let transfer = Action::Transfer {
        lots: vec![lot(author.goods.food, 5.0)],
        from: stack.cargo,
        to: module,
        loss: 0.0,
    };
    author.act(high, transfer, Duration::ZERO);
    let cross = |to: Index<Element>| Action::Move {
        elements: stack.crew.clone(),
        to: Holder::Element(to),
    };
    author.act(high, cross(module), Duration::ZERO);
    excursion(author, &stack.crew, module, high);
    author.act(high, cross(stack.capsule), Duration::ZERO);
    let undock = Action::Undock {
        elements: vec![stack.capsule],
        duration,
    };
    author.act(high, undock, duration);
}

fn module(author: &mut Author) -> Element {
    let draft = author.draft("module", ElementKind::Module, 801, 12_000.0);
    let (food, water) = (
        lot(author.goods.food, 300.0),
        lot(author.goods.water, 300.0),
    );
    Element {
        hold: Some(hold(5000.0, 8, Environment::Pressurised)),
        stores: vec![stock(4000.0, vec![food, water])],
        ..draft
    }
}

/// One EVA, or days of exploration.
pub(crate) fn excursion(
    author: &mut Author,
    crew: &[Index<Element>],
    vehicle: Index<Element>,
    node: Index<Node>,
) {
    let out = |element: &Index<Element>| CrewState {
        element: *element,
        state: Some(1),
    };
    let crew: Vec<_> = crew.iter().map(out).collect();
    let demands = vec![lot(author.goods.water, 2.0)];
    if author.chance.chance(0.5) {
        let duration = Duration::from_hours(6.0);
        let eva = Action::Eva {
            vehicle,
            crew,
            duration,
            demands,
        };
        author.act(node, eva, duration);
        return;
    }
    let duration = Duration::from_days(author.chance.between(2.0, 14.0).floor());
    let explore = Action::Explore {
        vehicle,
        crew,
        duration,
        evas_per_week: author.chance.between(1.0, 5.0).floor(),
        eva_duration: Duration::from_hours(7.0),
        demands,
    };
    author.act(node, explore, duration);
}

/// A return as a service, without burns of its own.
fn come_home(author: &mut Author, stack: &Stack, high: Index<Node>, home: Index<Node>) {
    let way = Way::Flight {
        duration: Duration::from_hours(author.chance.between(10.0, 90.0).floor()),
    };
    let edge = author.edge(high, home, way);
    author.parts.edges[edge].limits.crew = Some(8);
    go(author, high, edge, vec![stack.capsule], Vec::new());
    let remove = Action::Remove {
        elements: vec![stack.capsule],
    };
    author.act(home, remove, Duration::ZERO);
}
