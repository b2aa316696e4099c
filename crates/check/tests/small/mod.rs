//! One small world, and what plans in it are found to be.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test's tool box"
)]

use portolan_check::check;
use portolan_model::{
    Action, Activity, Body, Burn, BurnStep, BurnSystem, Calendar, Campaign, CrewMember, CrewState,
    Drive, Edge, Element, ElementKind, Environment, Facility, Feed, Good, GroundMode, Hold,
    HoldReason, Holder, Limits, List, Lot, Maker, MakerKind, Node, Parts, Place, Plan, Propulsion,
    Resource, ResourceKind, Store, StoreKind, SupplyClass, Tariff, Way,
};
use portolan_vocabulary::{
    Angle, Code, Distance, Duration, Epoch, Finding, Index, Mass, Severity, SpecificImpulse, Speed,
    Volume,
};

pub const PAD: usize = 0;
pub const PORT: usize = 1;
pub const ORBIT: usize = 2;

pub const UP: usize = 0;
pub const ROAD: usize = 1;
pub const PIPE: usize = 2;
pub const FERRY: usize = 3;

pub const ROCKET: usize = 0;
pub const BOX: usize = 1;
pub const CABIN: usize = 2;
pub const TRUCK: usize = 3;
pub const ANN: usize = 4;
pub const BEN: usize = 5;
pub const BAG: usize = 6;

pub const WATER: usize = 0;
pub const FUEL: usize = 1;

pub fn class(number: u16) -> SupplyClass {
    SupplyClass::new(number).unwrap()
}

pub fn resource(id: &str, number: u16) -> Resource {
    Resource {
        transfer_loss: 0.0,
        id: id.into(),
        name: id.to_owned(),
        class: class(number),
        kind: ResourceKind::Continuous,
        environment: Environment::Unpressurised,
        unit: "kg".to_owned(),
        unit_mass: Mass::new(1.0),
        unit_volume: Volume::new(0.001),
        packing_factor: 0.0,
        price: None,
    }
}

pub fn node(id: &str) -> Node {
    let place = if id == "orbit" {
        Place::Libration {
            point: 1,
            period: None,
            passage: None,
        }
    } else {
        Place::Surface {
            latitude: Angle::new(5.0),
            longitude: Angle::new(-52.0),
        }
    };
    Node {
        max_stay: None,
        id: id.into(),
        name: id.to_owned(),
        body: Body::new("earth"),
        second_body: Some(Body::new("moon")),
        place,
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: Calendar::default(),
    }
}

pub fn edge(id: &str, from: usize, to: usize, way: Way) -> Edge {
    Edge {
        id: id.into(),
        name: id.to_owned(),
        origin: Index::new(from),
        destination: Index::new(to),
        way,
        both_ways: true,
        limits: Limits::default(),
        calendar: Calendar::default(),
        departures: portolan_model::Departures::default(),
        tariff: Tariff::default(),
        operator: None,
        jurisdictions: Vec::new(),
        source: None,
    }
}

pub fn ways() -> List<Edge> {
    let burn = Burn {
        after: Duration::ZERO,
        dv: Speed::new(100.0),
        system: BurnSystem::Main,
    };
    let hour = Duration::from_hours(1.0);
    let up = Way::Launch {
        duration: hour,
        burns: vec![burn],
    };
    let distance = Distance::new(36_000.0);
    let road = Way::Ground {
        mode: GroundMode::Road,
        distance,
        duration: None,
    };
    let pipe = Way::Pipe {
        resource: Index::new(FUEL),
        per_day: 24.0,
        distance,
    };
    let edges = vec![
        edge("up", PAD, ORBIT, up),
        edge("road", PAD, PORT, road),
        edge("pipe", PAD, PORT, pipe),
        edge("ferry", PAD, PORT, Way::Flight { duration: hour }),
    ];
    edges.into()
}

pub fn store(kind: StoreKind, good: usize, most_kg: f64, amount: f64) -> Store {
    let good = Good::Specific(Index::new(good));
    Store {
        name: "store".to_owned(),
        kind,
        classes: Vec::new(),
        max_mass: Some(Mass::new(most_kg)),
        max_volume: None,
        environment: Environment::Unpressurised,
        contents: vec![Lot { good, amount }],
        boil_off_per_d: 0.0,
        serves_demands: false,
    }
}

pub fn element(id: &str, kind: ElementKind, kg: f64) -> Element {
    let mut element = Element::new(id, kind, class(9), Mass::new(kg));
    element.volume = Volume::new(1.0);
    element
}

pub fn things() -> List<Element> {
    let mut rocket = element("rocket", ElementKind::PropulsiveVehicle, 1000.0);
    let tank = StoreKind::Tank(Index::new(FUEL));
    rocket.stores = vec![store(tank, FUEL, 1000.0, 500.0)];
    rocket.propulsion = vec![Propulsion {
        system: BurnSystem::Main,
        isp: SpecificImpulse::new(300.0),
        thrust: None,
        feeds: vec![Feed {
            store: 0,
            share: 1.0,
        }],
    }];
    let mut cabin = element("cabin", ElementKind::Carrier, 400.0);
    cabin.hold = Some(Hold {
        max_mass: Some(Mass::new(300.0)),
        max_volume: Some(Volume::new(2.0)),
        max_crew: 1,
        environment: Environment::Unpressurised,
        door: Some([Distance::new(1.0), Distance::new(2.0)]),
    });
    let mut truck = element("truck", ElementKind::Truck, 5000.0);
    truck.stores = vec![store(tank, FUEL, 100.0, 10.0)];
    truck.drive = Some(Drive {
        max_speed: Speed::new(10.0),
        store: Some(0),
        fuel_per_km: 0.25,
    });
    let mut bag = element("bag", ElementKind::Container, 10.0);
    bag.stores = vec![store(StoreKind::Any, WATER, 100.0, 60.0)];
    let box_ = element("box", ElementKind::Item, 100.0);
    vec![
        rocket,
        box_,
        cabin,
        truck,
        person("ann"),
        person("ben"),
        bag,
    ]
    .into()
}

pub fn person(id: &str) -> Element {
    let mut person = element(id, ElementKind::CrewMember, 80.0);
    person.volume = Volume::ZERO;
    person.crew = Some(CrewMember {
        available_fraction: 0.5,
        person: None,
    });
    person
}

pub fn parts() -> Parts {
    let mut parts = Parts::new("small", Epoch::from_unix_micros(0));
    parts.nodes = ["pad", "port", "orbit"].into_iter().map(node).collect();
    parts.edges = ways();
    parts.resources = vec![resource("water", 201), resource("fuel", 101)].into();
    parts.elements = things();
    parts
}

pub fn e(at: usize) -> Index<Element> {
    Index::new(at)
}

pub fn all(list: &[usize]) -> Vec<Index<Element>> {
    list.iter().map(|at| Index::new(*at)).collect()
}

pub fn at(node: usize) -> Holder {
    Holder::Node(Index::new(node))
}

pub fn within(element: usize) -> Holder {
    Holder::Element(Index::new(element))
}

pub fn create(list: &[usize], into: Holder) -> Action {
    let elements = all(list);
    Action::Create { elements, into }
}

pub fn shift(list: &[usize], to: Holder) -> Action {
    let elements = all(list);
    Action::Move { elements, to }
}

pub fn trip(way: usize, list: &[usize], burns: Vec<Vec<BurnStep>>) -> Action {
    Action::Transport {
        edge: Index::new(way),
        elements: all(list),
        burns,
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    }
}

pub fn launch(list: &[usize]) -> Action {
    trip(UP, list, vec![vec![BurnStep::Burn(e(ROCKET))]])
}

pub fn wait(list: &[usize], days: f64) -> Action {
    Action::Hold {
        elements: all(list),
        reason: HoldReason::Test,
        duration: Duration::from_days(days),
    }
}

pub fn lots(good: usize, amount: f64) -> Vec<Lot> {
    let good = Good::Specific(Index::new(good));
    vec![Lot { good, amount }]
}

pub fn add(good: usize, amount: f64, to: usize) -> Action {
    let (lots, to) = (lots(good, amount), e(to));
    Action::Add { lots, to }
}

pub fn refuel(from: usize, to: usize, amount: f64) -> Action {
    Action::Refuel {
        from: e(from),
        to: e(to),
        good: Good::Specific(Index::new(FUEL)),
        amount: Some(amount),
        loss: 0.0,
        duration: Duration::from_days(1.0),
    }
}

pub fn eva(vehicle: usize, crew: &[usize]) -> Action {
    let state = |at: &usize| CrewState {
        element: e(*at),
        state: None,
    };
    Action::Eva {
        vehicle: e(vehicle),
        crew: crew.iter().map(state).collect(),
        duration: Duration::from_hours(6.0),
        demands: Vec::new(),
    }
}

/// The steps, each at its day, named `step-0`, `step-1` and so on.
pub fn plan(steps: Vec<(f64, Action)>) -> Plan {
    let activity = |(number, (days, action)): (usize, (f64, Action))| Activity {
        id: format!("step-{number}").as_str().into(),
        name: String::new(),
        mission: None,
        at: Duration::from_days(days),
        priority: 0,
        site: None,
        action,
        cost: None,
        payer: None,
        staff: Vec::new(),
    };
    Plan {
        id: "plan".into(),
        maker: Maker {
            kind: MakerKind::Person,
            name: "test".to_owned(),
        },
        elements: List::new(),
        activities: steps.into_iter().enumerate().map(activity).collect(),
    }
}

pub fn judged(parts: Parts, plan: &Plan) -> Vec<Finding> {
    let (campaign, _) = Campaign::new(parts).unwrap();
    check(&campaign, plan).findings
}

pub fn found(steps: Vec<(f64, Action)>) -> Vec<Finding> {
    judged(parts(), &plan(steps))
}

pub fn found_with(change: impl FnOnce(&mut Parts), steps: Vec<(f64, Action)>) -> Vec<Finding> {
    let mut parts = parts();
    change(&mut parts);
    judged(parts, &plan(steps))
}

/// Exactly one finding, of this code and severity; returns it.
#[track_caller]
pub fn one(findings: &[Finding], code: Code, severity: Severity) -> Finding {
    let said: Vec<_> = findings.iter().map(|it| (it.code, it.severity)).collect();
    assert_eq!(said, [(code, severity)], "{findings:#?}");
    assert!(!findings[0].message.is_empty());
    findings[0].clone()
}

#[track_caller]
pub fn error(findings: &[Finding], code: Code) -> Finding {
    one(findings, code, Severity::Error)
}

#[track_caller]
pub fn warning(findings: &[Finding], code: Code) -> Finding {
    one(findings, code, Severity::Warning)
}

#[track_caller]
pub fn fine(findings: &[Finding]) {
    assert!(findings.is_empty(), "{findings:#?}");
}
