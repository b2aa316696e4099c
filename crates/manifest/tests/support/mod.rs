//! A campaign to manifest: a launch site, a base on the Moon, flights between them, and what the base
//! needs.
#![allow(dead_code, reason = "each test uses what it needs")]
#![allow(clippy::unwrap_used, reason = "tests")]

use portolan_manifest::{Manifested, Options, manifest};
use portolan_model::{
    Action, Activity, Body, Campaign, Demand, Edge, Element, ElementKind, Environment, Facility,
    Good, Hold, Holder, Limits, Lot, Maker, MakerKind, Need, Node, Outcome, Parts, Place, Plan,
    Rate, Recipient, Store, StoreKind, SupplyClass, Tariff, Way,
};
use portolan_simulate::simulate;
use portolan_vocabulary::{Angle, Duration, Findings, Index, Mass};

pub(crate) fn class(number: u16) -> SupplyClass {
    SupplyClass::new(number).unwrap()
}

pub(crate) fn generic(number: u16) -> Good {
    Good::Generic {
        class: class(number),
        environment: Environment::Unpressurised,
    }
}

pub(crate) fn node(id: &str, body: &str) -> Node {
    Node {
        max_stay: None,
        id: id.into(),
        name: id.into(),
        body: Body::new(body),
        second_body: None,
        place: Place::Surface {
            latitude: Angle::new(0.0),
            longitude: Angle::new(0.0),
        },
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: Default::default(),
    }
}

/// A flight that takes so many days and so much mass.
pub(crate) fn flight(
    id: &str,
    origin: Index<Node>,
    destination: Index<Node>,
    days: f64,
    kg: f64,
) -> Edge {
    Edge {
        id: id.into(),
        name: id.into(),
        origin,
        destination,
        way: Way::Flight {
            duration: Duration::from_days(days),
        },
        both_ways: false,
        limits: Limits {
            mass: Some(Mass::new(kg)),
            volume: None,
            crew: None,
        },
        calendar: Default::default(),
        departures: portolan_model::Departures::default(),
        tariff: Tariff::default(),
        operator: None,
        jurisdictions: Vec::new(),
        source: None,
    }
}

pub(crate) fn store(classes: &[u16], max_kg: f64) -> Store {
    Store {
        name: "inside".into(),
        kind: StoreKind::Any,
        classes: classes.iter().map(|number| class(*number)).collect(),
        max_mass: Some(Mass::new(max_kg)),
        max_volume: None,
        environment: Environment::Unpressurised,
        contents: Vec::new(),
        boil_off_per_d: 0.0,
        serves_demands: true,
    }
}

pub(crate) fn container(id: &str, kind: ElementKind, tare_kg: f64, inside: Store) -> Element {
    let mut element = Element::new(id, kind, class(501), Mass::new(tare_kg));
    element.stores = vec![inside];
    element
}

/// Tanks and bags with the capacities and tares that SpaceNet 2.5 packs with.
pub(crate) fn designs() -> Vec<Element> {
    vec![
        container(
            "liquid-tank",
            ElementKind::Tank,
            34.37,
            store(&[1, 201], 74.8),
        ),
        container(
            "liquid-tank-small",
            ElementKind::Tank,
            11.4567,
            store(&[1, 201], 24.9333),
        ),
        container("gas-tank", ElementKind::Tank, 108.0, store(&[203], 100.0)),
        container(
            "gas-tank-small",
            ElementKind::Tank,
            10.8,
            store(&[203], 10.0),
        ),
        container(
            "bag",
            ElementKind::Container,
            0.83,
            store(&[2, 3, 4, 7], 26.8),
        ),
    ]
}

pub(crate) fn carrier(id: &str, dry_kg: f64, hold_kg: f64) -> Element {
    let mut element = Element::new(id, ElementKind::Carrier, class(901), Mass::new(dry_kg));
    element.hold = Some(Hold {
        max_mass: Some(Mass::new(hold_kg)),
        ..Hold::default()
    });
    element
}

pub(crate) fn activity(id: &str, at_d: f64, priority: i32, action: Action) -> Activity {
    Activity {
        id: id.into(),
        name: id.into(),
        mission: None,
        at: Duration::from_days(at_d),
        priority,
        site: None,
        action,
        cost: None,
        payer: None,
        staff: Vec::new(),
    }
}

pub(crate) fn transport(edge: Index<Edge>, elements: Vec<Index<Element>>) -> Action {
    Action::Transport {
        edge,
        elements,
        burns: Vec::new(),
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    }
}

pub(crate) fn create(elements: Vec<Index<Element>>, node: Index<Node>) -> Action {
    Action::Create {
        elements,
        into: Holder::Node(node),
    }
}

pub(crate) fn once(id: &str, at: Index<Node>, due_d: f64, lots: Vec<Lot>) -> Demand {
    Demand {
        id: id.into(),
        recipient: Recipient::Node(at),
        need: Need::Once {
            lots,
            due: Duration::from_days(due_d),
        },
        partner: None,
    }
}

/// Kilograms of classes of supply, as lots.
pub(crate) fn kilograms(lots: &[(u16, f64)]) -> Vec<Lot> {
    let lot = |(number, amount): &(u16, f64)| Lot {
        good: generic(*number),
        amount: *amount,
    };
    lots.iter().map(lot).collect()
}

pub(crate) fn plan(activities: Vec<Activity>) -> Plan {
    Plan {
        id: "plan".into(),
        maker: Maker {
            kind: MakerKind::Person,
            name: "test".into(),
        },
        elements: Vec::new().into(),
        activities: activities.into(),
    }
}

pub(crate) fn valid(parts: Parts) -> Campaign {
    Campaign::new(parts).unwrap().0
}

pub(crate) fn empty() -> Parts {
    Parts::new("test", "2030-01-01".parse().unwrap())
}

/// Manifests with the simulator.
pub(crate) fn manifested(campaign: &Campaign, plan: &Plan, options: &Options) -> Manifested {
    manifest(
        campaign,
        plan,
        &mut |plan| simulate(campaign, plan),
        options,
    )
}

pub(crate) fn words(findings: &Findings) -> Vec<String> {
    let word = |f: &portolan_vocabulary::Finding| format!("{}: {}", f.code.as_str(), f.message);
    findings.iter().map(word).collect()
}

/// What an outcome leaves unmet at all, in kg.
pub(crate) fn unmet_kg(campaign: &Campaign, outcome: &Outcome) -> f64 {
    let missing = |need: &portolan_model::NeedRecord| {
        (need.amount - need.met).max(0.0) * campaign.unit_mass_kg(need.good)
    };
    outcome.needs.iter().map(missing).sum()
}

/// The consumables of the outpost's two missions in kg by class: four crew for 7 and 14 days, with 80
/// and 160 crew-hours of EVA, transits left out (SpaceNet 2.5.1470, Quick Start 2; each term rounded
/// to ten grams, as SpaceNet does).
pub(crate) const CONSUMABLES: [(u16, f64, f64); 14] = [
    (201, 113.46, 226.93),
    (202, 68.22, 136.42),
    (203, 176.30, 352.60),
    (204, 14.98, 22.76),
    (205, 16.10, 32.20),
    (206, 40.0, 40.0),
    (301, 20.0, 20.0),
    (302, 457.0, 486.0),
    (303, 20.4, 20.4),
    (304, 25.0, 25.0),
    (305, 20.0, 20.0),
    (306, 20.0, 20.0),
    (701, 1.4, 2.8),
    (702, 1.4, 2.8),
];

/// A lunar outpost with the figures of SpaceNet 2.5's Quick Start 2, as measured with SpaceNet 2.5.1470:
/// four flights with 500, 100, 2000 and 100 kg to spare that arrive on days 7.5, 160.5, 251.5 and 373.5,
/// needs of 994.26 kg on day 160.5 and 1407.91 kg on day 373.5, and 19.14 kg of spares over a time.
///
/// With `shared`, the flights with crew use one way, as one service does.
pub(crate) fn outpost(shared: bool, spares_from_d: f64) -> (Campaign, Plan) {
    let mut parts = empty();
    let earth = parts.nodes.add(node("KSC", "earth"));
    let moon = parts.nodes.add(node("LSP", "moon"));
    parts.designs = designs().into();
    let legs = [
        (7.5, 500.0),
        (160.5, 100.0),
        (251.5, 2000.0),
        (373.5, 100.0),
    ];
    let mut activities = Vec::new();
    let common = shared.then(|| {
        parts
            .edges
            .add(flight("crewed", earth, moon, 6.5, 15_500.0))
    });
    let home = parts.edges.add(flight("home", moon, earth, 6.5, 15_500.0));
    for (number, (arrive_d, spare_kg)) in legs.iter().enumerate() {
        let edge = match common {
            Some(common) if number != 2 => common,
            _ => parts.edges.add(flight(
                &format!("way-{}", number + 1),
                earth,
                moon,
                6.5,
                15_500.0,
            )),
        };
        let id = format!("lander-{}", number + 1);
        let lander = parts
            .elements
            .add(carrier(&id, 15_500.0 - spare_kg, 5000.0));
        let depart_d = arrive_d - 6.5;
        let (make, go, back) = (
            format!("create-{}", number + 1),
            format!("flight-{}", number + 1),
            format!("return-{}", number + 1),
        );
        activities.push(activity(&make, depart_d, 0, create(vec![lander], earth)));
        activities.push(activity(&go, depart_d, 0, transport(edge, vec![lander])));
        if number != 2 {
            let after = activity(&back, arrive_d + 10.0, 0, transport(home, vec![lander]));
            activities.push(after);
        }
    }
    let first = CONSUMABLES.map(|(number, kg, _)| (number, kg));
    let second = CONSUMABLES.map(|(number, _, kg)| (number, kg));
    parts
        .demands
        .add(once("crew-1", moon, 160.5, kilograms(&first)));
    parts
        .demands
        .add(once("crew-2", moon, 373.5, kilograms(&second)));
    let until_d = 390.0;
    parts.demands.add(Demand {
        id: "spares".into(),
        recipient: Recipient::Node(moon),
        need: Need::Steady {
            rates: vec![Rate {
                good: generic(4),
                per_day: 19.14 / (until_d - spares_from_d),
            }],
            from: Duration::from_days(spares_from_d),
            until: Duration::from_days(until_d),
        },
        partner: None,
    });
    (valid(parts), plan(activities))
}
