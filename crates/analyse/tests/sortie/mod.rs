//! A small lunar sortie with hand-made records: every number below can be checked by hand.
//!
//! Two crew members and a laboratory of 500 kg fly from the Cape by way of low Earth orbit to the Moon,
//! stay for seven days with one EVA, and come back. Water runs short on the last but one day.
#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test crate that includes this fixture uses another part of it"
)]

use portolan_model::*;
use portolan_vocabulary::{
    Angle, Code, Currency, Distance, Duration, Finding, Findings, Index, Mass, Money,
    SpecificImpulse, Speed, Volume,
};

pub(crate) const CAPE: usize = 0;
pub(crate) const LEO: usize = 1;
pub(crate) const MOON: usize = 2;
pub(crate) const SEA: usize = 3;
pub(crate) const TOULOUSE: usize = 4;

pub(crate) const STAGE: usize = 0;
pub(crate) const LANDER: usize = 1;
pub(crate) const LAB: usize = 2;
pub(crate) const BAG: usize = 3;
pub(crate) const ANNA: usize = 4;
pub(crate) const BORIS: usize = 5;

pub(crate) const NASA: usize = 0;
pub(crate) const ESA: usize = 1;

pub(crate) fn day(days: f64) -> Duration {
    Duration::from_days(days)
}

pub(crate) fn at<T>(index: usize) -> Index<T> {
    Index::new(index)
}

fn node(id: &str, name: &str, body: &str, place: Place) -> Node {
    Node {
        max_stay: None,
        id: id.into(),
        name: name.to_owned(),
        body: Body::new(body),
        second_body: None,
        place,
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: Calendar::default(),
    }
}

fn surface(latitude: f64, longitude: f64) -> Place {
    Place::Surface {
        latitude: Angle::new(latitude),
        longitude: Angle::new(longitude),
    }
}

fn edge(id: &str, from: usize, to: usize, way: Way, operator: usize) -> Edge {
    Edge {
        id: id.into(),
        name: id.to_owned(),
        origin: at(from),
        destination: at(to),
        way,
        both_ways: false,
        limits: Limits::default(),
        calendar: Calendar::default(),
        departures: portolan_model::Departures::default(),
        tariff: Tariff::default(),
        operator: Some(at(operator)),
        jurisdictions: Vec::new(),
        source: None,
    }
}

fn burn(after: f64, dv: f64) -> Burn {
    Burn {
        after: day(after),
        dv: Speed::new(dv),
        system: BurnSystem::Main,
    }
}

fn class(number: u16) -> SupplyClass {
    SupplyClass::new(number).unwrap()
}

pub(crate) fn water() -> Good {
    Good::Generic {
        class: class(201),
        environment: Environment::Unpressurised,
    }
}

pub(crate) fn food() -> Good {
    Good::Generic {
        class: class(202),
        environment: Environment::Pressurised,
    }
}

pub(crate) fn hydrolox() -> Good {
    Good::Specific(at(0))
}

fn store(name: &str, kind: StoreKind) -> Store {
    Store {
        name: name.to_owned(),
        kind,
        classes: Vec::new(),
        max_mass: None,
        max_volume: None,
        environment: Environment::Unpressurised,
        contents: Vec::new(),
        boil_off_per_d: 0.0,
        serves_demands: true,
    }
}

fn engine(isp: f64) -> Propulsion {
    Propulsion {
        system: BurnSystem::Main,
        isp: SpecificImpulse::new(isp),
        thrust: None,
        feeds: vec![Feed {
            store: 0,
            share: 1.0,
        }],
    }
}

fn elements() -> Vec<Element> {
    let element = |id: &str, kind, number, kg, owner: usize| Element {
        owner: Some(at(owner)),
        ..Element::new(id, kind, class(number), Mass::new(kg))
    };
    let tank = || vec![store("tank", StoreKind::Tank(at(0)))];
    let crew = |id| Element {
        crew: Some(CrewMember {
            available_fraction: 0.5,
            person: None,
        }),
        ..element(id, ElementKind::CrewMember, 0, 100.0, NASA)
    };
    vec![
        Element {
            stores: tank(),
            propulsion: vec![engine(450.0)],
            ..element("stage", ElementKind::PropulsiveVehicle, 9022, 4000.0, NASA)
        },
        Element {
            stores: tank(),
            propulsion: vec![engine(300.0)],
            hold: Some(Hold {
                max_mass: Some(Mass::new(1000.0)),
                max_crew: 4,
                ..Hold::default()
            }),
            ..element("lander", ElementKind::PropulsiveVehicle, 9023, 3000.0, NASA)
        },
        element("lab", ElementKind::Module, 601, 500.0, ESA),
        Element {
            stores: vec![store("bag", StoreKind::Any)],
            ..element("bag", ElementKind::Container, 501, 10.0, ESA)
        },
        crew("anna"),
        crew("boris"),
    ]
}

pub(crate) fn campaign() -> Campaign {
    let mut parts = Parts::new("sortie", "2030-01-01".parse().unwrap());
    parts.name = "Lunar sortie <test & example>".to_owned();
    let partner = |id: &str| Partner {
        id: id.into(),
        name: id.to_uppercase(),
        country: None,
        share: None,
        contributions: Vec::new(),
    };
    parts.partners = vec![partner("nasa"), partner("esa")].into();
    let leo = Place::Orbit {
        periapsis: Distance::new(300e3),
        apoapsis: Distance::new(300e3),
        inclination: Angle::new(28.5),
        plane: None,
    };
    parts.nodes = vec![
        node("cape", "Cape Canaveral", "earth", surface(28.5, -80.6)),
        node("leo", "Low Earth orbit", "earth", leo),
        node("base", "South pole base", "moon", surface(-89.0, 0.0)),
        node("sea", "Pacific", "earth", surface(20.0, -160.0)),
        node("toulouse", "Toulouse", "earth", surface(43.6, 1.4)),
    ]
    .into();
    parts.edges = edges().into();
    parts.resources = vec![Resource {
        transfer_loss: 0.0,
        id: "hydrolox".into(),
        name: "Hydrogen and oxygen".to_owned(),
        class: class(101),
        kind: ResourceKind::Continuous,
        environment: Environment::Unpressurised,
        unit: "kg".to_owned(),
        unit_mass: Mass::new(1.0),
        unit_volume: Volume::ZERO,
        packing_factor: 0.0,
        price: None,
    }]
    .into();
    parts.elements = elements().into();
    parts.missions = vec![Mission {
        id: "sortie".into(),
        name: "Sortie".to_owned(),
        start: day(1.0),
        origin: Some(at(CAPE)),
        destination: Some(at(MOON)),
        return_origin: Some(at(MOON)),
        return_destination: Some(at(SEA)),
        models: Vec::new(),
    }]
    .into();
    Campaign::new(parts).unwrap().0
}

fn edges() -> Vec<Edge> {
    let launch = Way::Launch {
        duration: day(0.25),
        burns: vec![burn(0.0, 1000.0)],
    };
    let landing = Way::Impulsive {
        duration: day(3.0),
        burns: vec![burn(0.0, 500.0)],
    };
    let road = Way::Ground {
        mode: GroundMode::Road,
        distance: Distance::new(100e3),
        duration: Some(day(0.5)),
    };
    vec![
        edge("ascent", CAPE, LEO, launch, NASA),
        edge("landing", LEO, MOON, landing, NASA),
        edge("return", MOON, SEA, Way::Flight { duration: day(3.0) }, ESA),
        edge("road", TOULOUSE, CAPE, road, ESA),
    ]
}

fn activity(id: &str, at_day: f64, action: Action) -> Activity {
    Activity {
        id: id.into(),
        name: id.to_owned(),
        mission: Some(at(0)),
        at: day(at_day),
        priority: 0,
        site: None,
        action,
        cost: None,
        payer: None,
        staff: Vec::new(),
    }
}

fn transport(edge: usize, elements: Vec<usize>) -> Action {
    Action::Transport {
        edge: at(edge),
        elements: elements.into_iter().map(at).collect(),
        burns: Vec::new(),
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    }
}

pub(crate) fn plan() -> Plan {
    let crew_state = |element| CrewState {
        element: at(element),
        state: None,
    };
    let create = Action::Create {
        elements: (0..6).map(at).collect(),
        into: Holder::Node(at(CAPE)),
    };
    let eva = Action::Eva {
        vehicle: at(LANDER),
        crew: vec![crew_state(ANNA), crew_state(BORIS)],
        duration: Duration::from_hours(8.0),
        demands: Vec::new(),
    };
    Plan {
        id: "by-hand".into(),
        maker: Maker {
            kind: MakerKind::Person,
            name: "sortie.toml".to_owned(),
        },
        elements: List::new(),
        activities: vec![
            activity("create", 1.0, create),
            activity("launch", 1.0, transport(0, vec![STAGE, LANDER])),
            activity("land", 2.0, transport(1, vec![LANDER])),
            activity("walk", 6.0, eva),
            activity("come-back", 12.0, transport(2, vec![LANDER])),
            activity("drive", 13.0, transport(3, vec![LAB])),
        ]
        .into(),
    }
}

fn trip(activity: usize, edge: usize, ends: (usize, usize), depart: f64, arrive: f64) -> Movement {
    Movement {
        activity: at(activity),
        edge: at(edge),
        origin: at(ends.0),
        destination: at(ends.1),
        depart: day(depart),
        arrive: Some(day(arrive)),
        due: day(arrive),
        listed: vec![at(LANDER)],
        mass_kg: 0.0,
        end_mass_kg: 0.0,
        cargo_kg: 0.0,
        propellant_kg: 0.0,
        tare_kg: 3000.0,
        capacity_kg: Some(1000.0),
        limit_kg: None,
        crew: 2,
        exploration_kg: 0.0,
        by_owner_kg: Vec::new(),
    }
}

fn movements() -> Vec<Movement> {
    let owners = |nasa, esa| vec![(Some(at(NASA)), nasa), (Some(at(ESA)), esa)];
    vec![
        Movement {
            listed: vec![at(STAGE), at(LANDER)],
            // 4000 + 3000 dry, 16000 + 2000 propellant, 200 crew, 500 lab, 10 bag, 40 water
            mass_kg: 25_750.0,
            end_mass_kg: 20_550.0,
            cargo_kg: 750.0,
            propellant_kg: 18_000.0,
            exploration_kg: 500.0,
            by_owner_kg: owners(25_200.0, 550.0),
            ..trip(1, 0, (CAPE, LEO), 1.0, 1.25)
        },
        Movement {
            mass_kg: 5750.0,
            end_mass_kg: 4850.0,
            cargo_kg: 750.0,
            propellant_kg: 2000.0,
            // 6000 kg for all: 1000 kg for cargo and crew, of which the crew takes 200
            limit_kg: Some(6000.0),
            exploration_kg: 500.0,
            by_owner_kg: owners(5200.0, 550.0),
            ..trip(2, 1, (LEO, MOON), 2.0, 5.0)
        },
        Movement {
            mass_kg: 4300.0,
            end_mass_kg: 4300.0,
            cargo_kg: 300.0,
            propellant_kg: 1000.0,
            by_owner_kg: owners(4300.0, 0.0),
            ..trip(4, 2, (MOON, SEA), 12.0, 15.0)
        },
    ]
}

/// Where each element is: stage in orbit, lander, crew and bag there and back, the lab stays.
fn stays() -> Vec<Stay> {
    let (node, way) = (|n| Site::Node(at(n)), |e| Site::Edge(at(e)));
    let both = [
        (node(CAPE), 0.5, 1.0),
        (way(0), 1.0, 1.25),
        (node(LEO), 1.25, 2.0),
        (way(1), 2.0, 5.0),
        (node(MOON), 5.0, 12.0),
        (way(2), 12.0, 15.0),
        (node(SEA), 15.0, 16.0),
    ];
    let mut stays = Vec::new();
    for element in [STAGE, LANDER, LAB, BAG, ANNA, BORIS] {
        let legs = match element {
            STAGE => vec![both[0], both[1], (node(LEO), 1.25, 16.0)],
            LAB => {
                let mut legs = both[..4].to_vec();
                legs.push((node(MOON), 5.0, 16.0));
                legs
            }
            _ => both.to_vec(),
        };
        stays.extend(legs.into_iter().map(|(site, from, to)| Stay {
            element: at(element),
            site,
            holder: None,
            joined: false,
            state: None,
            from: day(from),
            to: day(to),
        }));
    }
    stays
}

fn stock() -> Vec<StockPoint> {
    let point = |time, element: usize, good, level| StockPoint {
        time: day(time),
        element: at(element),
        store: 0,
        good,
        level,
    };
    vec![
        point(0.5, STAGE, hydrolox(), 16_000.0),
        point(0.5, LANDER, hydrolox(), 2000.0),
        point(0.5, BAG, water(), 40.0),
        point(1.0, STAGE, hydrolox(), 16_000.0),
        point(1.0, STAGE, hydrolox(), 10_800.0),
        point(2.0, LANDER, hydrolox(), 2000.0),
        point(2.0, LANDER, hydrolox(), 1100.0),
        // 40 kg of water last from day 5 for 5 days at 8 kg a day, the need goes on for two more.
        point(5.0, BAG, water(), 40.0),
        point(10.0, BAG, water(), 0.0),
    ]
}

fn events() -> Vec<EventRecord> {
    let event = |activity, kind, time, status| EventRecord {
        activity: at(activity),
        kind,
        time: day(time),
        site: None,
        status,
        burn: None,
    };
    let burned = |element: usize, wanted_m_s, before: f64, used: f64| {
        Some(Box::new(BurnRecord {
            wanted_m_s,
            achieved_m_s: wanted_m_s,
            mass_before_kg: before,
            mass_after_kg: before - used,
            propellant_kg: used,
            steps: vec![StepRecord {
                element: at(element),
                staged: false,
                dv_m_s: wanted_m_s,
                propellant_kg: used,
            }],
        }))
    };
    let third = 8.0 / 24.0;
    vec![
        event(0, EventKind::Begin, 1.0, Status::Done),
        event(1, EventKind::Depart, 1.0, Status::Done),
        EventRecord {
            burn: burned(STAGE, 1000.0, 25_750.0, 5200.0),
            ..event(1, EventKind::Burn(0), 1.0, Status::Done)
        },
        event(1, EventKind::Arrive, 1.25, Status::Done),
        event(2, EventKind::Depart, 2.0, Status::Done),
        EventRecord {
            burn: burned(LANDER, 500.0, 5750.0, 900.0),
            ..event(2, EventKind::Burn(0), 2.0, Status::Done)
        },
        event(2, EventKind::Arrive, 5.0, Status::Done),
        EventRecord {
            site: Some(Site::Node(at(MOON))),
            ..event(3, EventKind::EvaOut(0), 6.0, Status::Done)
        },
        event(3, EventKind::EvaIn(0), 6.0 + third, Status::Done),
        event(4, EventKind::Depart, 12.0, Status::Done),
        EventRecord {
            site: Some(Site::Node(at(TOULOUSE))),
            ..event(5, EventKind::Begin, 13.0, Status::Blocked)
        },
        event(4, EventKind::Arrive, 15.0, Status::Done),
    ]
}

fn needs() -> Vec<NeedRecord> {
    let base = Some(Site::Node(at(MOON)));
    let need = |good, from, to, amount, met| NeedRecord {
        requester: Requester::Mission(at(0)),
        site: base,
        good,
        from: day(from),
        to: day(to),
        amount,
        met,
        process: false,
    };
    vec![
        need(water(), 5.0, 12.0, 56.0, 40.0),
        need(food(), 7.0, 7.0, 20.0, 0.0),
        // Waste water that is made, not needed.
        need(water(), 8.0, 9.0, -3.0, 0.0),
    ]
}

fn costs() -> Vec<CostRecord> {
    let cost = |activity, kind, edge: Option<usize>, partner: usize, amount| CostRecord {
        time: day(1.0),
        activity: at(activity),
        kind,
        edge: edge.map(at),
        partner: Some(at(partner)),
        money: Money::new(amount, Currency::USD, 2026),
    };
    vec![
        cost(0, CostKind::Element, None, ESA, 10_000_000.0),
        cost(1, CostKind::Trip, Some(0), NASA, 90_000_000.0),
        cost(2, CostKind::Trip, Some(1), NASA, 10_000_000.0),
    ]
}

fn findings() -> Findings {
    const SHORT: Code = Code::new("simulate.short");
    const PLACE: Code = Code::new("simulate.not-there");
    vec![
        Finding::warning(
            SHORT,
            "mission",
            "sortie",
            "water runs short at South pole base",
        )
        .number("missing", 16.0, "kg")
        .advice("bring 16 kg more, or come back two days earlier"),
        Finding::error(PLACE, "activity", "drive", "the <lab> is not at Toulouse")
            .text("is at", "base")
            .citation("campaign file"),
    ]
}

pub(crate) fn outcome() -> Outcome {
    let eva = |element: usize| CrewTime {
        element: at(element),
        task: CrewTask::Eva,
        site: Site::Node(at(MOON)),
        from: day(6.0),
        spent: Duration::from_hours(8.0),
    };
    Outcome {
        campaign: "sortie".into(),
        plan: "by-hand".into(),
        end: day(16.0),
        events: events(),
        movements: movements(),
        stays: stays(),
        stock: stock(),
        needs: needs(),
        left: Vec::new(),
        crew_time: vec![eva(ANNA), eva(BORIS)],
        costs: costs(),
        mass: MassAccount::default(),
        findings: findings(),
    }
}
