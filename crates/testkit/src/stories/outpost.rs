//! Life at an outpost: crew, stores, production, repair, a rover and a pipe.

use super::Map;
use super::launch::{crew_member, excursion};
use crate::author::{Author, hold, lot, state, stock, tank};
use portolan_model::{
    Action, DemandModel, Drive, Element, ElementKind, Environment, Good, Holder, Node, Part, Rate,
    StateKind, Way,
};
use portolan_vocabulary::{Distance, Duration, Index, Mass, Speed};

pub(crate) fn life(author: &mut Author, map: &Map) {
    let (base, other) = (map.bases[0], *author.chance.pick(&map.bases[1..]));
    let habitat = settle(author, base);
    let crew: Vec<_> = (0..1 + author.chance.below(3))
        .map(|_| {
            let member = crew_member(author);
            author.element(member)
        })
        .collect();
    let arrive = Action::Create {
        elements: crew.clone(),
        into: Holder::Element(habitat),
    };
    author.act(base, arrive, Duration::ZERO);
    work(author, habitat, &crew, base);
    excursion(author, &crew, habitat, base);
    rove(author, base, other);
    pump_over(author, base, other);
    let sleep = Action::ReconfigureAll {
        elements: vec![habitat],
        kind: StateKind::Dormant,
    };
    author.act(base, sleep, Duration::ZERO);
}

/// A habitat with every model of need, and an airlock assembled to it.
fn settle(author: &mut Author, base: Index<Node>) -> Index<Element> {
    let habitat = habitat(author);
    let habitat = author.element(habitat);
    let airlock = author.draft("airlock", ElementKind::Module, 801, 900.0);
    let airlock = author.element(airlock);
    let create = Action::Create {
        elements: vec![habitat, airlock],
        into: Holder::Node(base),
    };
    author.act(base, create, Duration::ZERO);
    let duration = Duration::from_hours(20.0);
    let assemble = Action::Assemble {
        elements: vec![airlock],
        into: habitat,
        duration,
        state: Some(0),
    };
    author.act(base, assemble, duration);
    habitat
}

fn habitat(author: &mut Author) -> Element {
    let draft = author.draft("habitat", ElementKind::Module, 801, 14_000.0);
    let (food, water, pump) = (author.goods.food, author.goods.water, author.goods.pump);
    let specific = |resource, per_day| Rate {
        good: Good::Specific(resource),
        per_day,
    };
    let models = vec![
        DemandModel::Rated(vec![specific(water, 0.7)]),
        DemandModel::Impulse(vec![lot(food, 3.0)]),
        DemandModel::SparingByMass {
            unpressurised_per_y: 0.005,
            pressurised_per_y: 0.01,
            parts_listed: true,
        },
        DemandModel::SparingByParts,
        DemandModel::Conversion {
            inputs: vec![specific(water, 0.2)],
            outputs: vec![specific(author.goods.oxidiser, 0.15)],
        },
    ];
    let first = vec![lot(food, 800.0), lot(water, 800.0), lot(pump, 6.0)];
    let quiet = vec![DemandModel::Rated(vec![specific(water, -0.05)])];
    Element {
        hold: Some(hold(9000.0, 6, Environment::Pressurised)),
        stores: vec![stock(9000.0, first)],
        states: vec![
            state("active", StateKind::Active, models),
            state("dormant", StateKind::Dormant, quiet),
        ],
        initial_state: Some(1),
        parts: vec![Part {
            resource: pump,
            quantity: 4.0,
            mean_time_to_failure: Some(Duration::from_days(900.0)),
            mean_time_to_repair: Some(Duration::from_hours(3.0)),
            repair_mass: Mass::new(1.5),
            duty_cycle: 0.5,
        }],
        ..draft
    }
}

fn work(author: &mut Author, habitat: Index<Element>, crew: &[Index<Element>], base: Index<Node>) {
    let wake = Action::Reconfigure {
        changes: vec![(habitat, 0)],
    };
    author.act(base, wake, Duration::ZERO);
    let repair = Action::Repair {
        element: habitat,
        part: 0,
        quantity: 1.0,
        crew: crew.to_vec(),
    };
    author.act(base, repair, Duration::ZERO);
    let holders = [Holder::Element(habitat), Holder::Node(base)];
    let from = *author.chance.pick(&holders);
    let consume = Action::Consume {
        lots: vec![lot(author.goods.food, author.chance.between(1.0, 20.0))],
        from,
    };
    author.act(base, consume, Duration::ZERO);
    produce(author, base);
    author.wait(5.0);
}

fn produce(author: &mut Author, base: Index<Node>) {
    let draft = author.draft("plant", ElementKind::Plant, 805, 700.0);
    let (water, oxidiser) = (author.goods.water, author.goods.oxidiser);
    let plant = author.element(Element {
        stores: vec![stock(5000.0, vec![lot(water, 500.0)])],
        ..draft
    });
    let create = Action::Create {
        elements: vec![plant],
        into: Holder::Node(base),
    };
    author.act(base, create, Duration::ZERO);
    let rate = |resource, per_day| {
        let good = Good::Specific(resource);
        vec![Rate { good, per_day }]
    };
    let duration = Duration::from_days(author.chance.between(1.0, 20.0).floor());
    let produce = Action::Produce {
        plant,
        inputs: rate(water, 8.0),
        outputs: rate(oxidiser, 6.0),
        duration,
    };
    author.act(base, produce, duration);
}

/// A rover drives to another base.
fn rove(author: &mut Author, base: Index<Node>, other: Index<Node>) {
    let draft = author.draft("rover", ElementKind::SurfaceVehicle, 802, 1200.0);
    let drives = state("driving", StateKind::Special, Vec::new());
    let rover = author.element(Element {
        hold: Some(hold(800.0, 2, Environment::Unpressurised)),
        drive: Some(Drive {
            max_speed: Speed::new(4.0),
            store: None,
            fuel_per_km: 0.0,
        }),
        states: vec![state("parked", StateKind::Active, Vec::new()), drives],
        initial_state: Some(0),
        ..draft
    });
    let create = Action::Create {
        elements: vec![rover],
        into: Holder::Node(base),
    };
    author.act(base, create, Duration::ZERO);
    let distance = Distance::new(author.chance.between(1e3, 9e4));
    let edge = author.edge(base, other, Way::Surface { distance });
    let speed = author.chance.chance(0.5).then_some(Speed::new(2.0));
    let duty_cycle = author.chance.between(0.2, 1.0);
    let speed_m_s = speed.map_or(4.0, |speed| speed.m_s());
    let transport = Action::Transport {
        edge,
        elements: vec![rover],
        burns: Vec::new(),
        speed,
        duty_cycle,
        moving_state: Some(1),
    };
    let duration = Duration::from_seconds(distance.m() / (speed_m_s * duty_cycle));
    author.act(base, transport, duration);
}

/// Oxygen flows through a pipe to a tank at another base.
fn pump_over(author: &mut Author, base: Index<Node>, other: Index<Node>) {
    let oxidiser = author.goods.oxidiser;
    let vessel = |author: &mut Author, at: Index<Node>, amount: f64| {
        let draft = author.draft("vessel", ElementKind::Tank, 901, 200.0);
        let vessel = author.element(Element {
            stores: vec![tank("oxygen", oxidiser, 1000.0, amount)],
            ..draft
        });
        let create = Action::Create {
            elements: vec![vessel],
            into: Holder::Node(at),
        };
        author.act(at, create, Duration::ZERO);
        vessel
    };
    let (from, to) = (vessel(author, base, 900.0), vessel(author, other, 0.0));
    let way = Way::Pipe {
        resource: oxidiser,
        per_day: 300.0,
        distance: Distance::new(2000.0),
    };
    author.edge(base, other, way);
    let duration = Duration::from_days(1.0);
    let refuel = Action::Refuel {
        from,
        to,
        good: Good::Specific(oxidiser),
        amount: Some(author.chance.between(10.0, 290.0)),
        loss: 0.0,
        duration,
    };
    author.at(None, refuel);
    author.now += duration;
}
