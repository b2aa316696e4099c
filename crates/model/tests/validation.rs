//! What makes a campaign invalid, with a case close by that is valid.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_model::*;
use portolan_vocabulary::{Angle, Distance, Duration, Index, Mass, Volume};

fn day(days: f64) -> Duration {
    Duration::from_days(days)
}

/// Two places, a way, a resource and a tank of it.
fn parts() -> Parts {
    let mut parts = Parts::new("small", "2030-01-01".parse().unwrap());
    let surface = |id: &str, body: &str| Node {
        max_stay: None,
        id: id.into(),
        name: id.into(),
        body: Body::new(body),
        second_body: None,
        place: Place::Surface {
            latitude: Angle::new(5.0),
            longitude: Angle::new(-52.0),
        },
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: Calendar::default(),
    };
    let pad = parts.nodes.add(surface("pad", "earth"));
    let base = parts.nodes.add(surface("base", "moon"));
    parts.edges.add(Edge {
        id: "way".into(),
        name: "way".into(),
        origin: pad,
        destination: base,
        way: Way::Flight { duration: day(4.0) },
        both_ways: false,
        limits: Limits::default(),
        calendar: Calendar::default(),
        departures: portolan_model::Departures::default(),
        tariff: Tariff::default(),
        operator: None,
        jurisdictions: Vec::new(),
        source: None,
    });
    let water = parts.resources.add(Resource {
        transfer_loss: 0.0,
        id: "water".into(),
        name: "water".into(),
        class: SupplyClass::new(201).unwrap(),
        kind: ResourceKind::Continuous,
        environment: Environment::Unpressurised,
        unit: "kg".into(),
        unit_mass: Mass::new(1.0),
        unit_volume: Volume::ZERO,
        packing_factor: 0.0,
        price: None,
    });
    let mut tank = Element::new(
        "tank",
        ElementKind::Tank,
        SupplyClass::NONE,
        Mass::new(10.0),
    );
    tank.stores.push(Store {
        name: "water".to_owned(),
        kind: StoreKind::Tank(water),
        classes: Vec::new(),
        max_mass: Some(Mass::new(100.0)),
        max_volume: None,
        environment: Environment::Unpressurised,
        contents: vec![Lot {
            good: Good::Specific(water),
            amount: 100.0,
        }],
        boil_off_per_d: 0.0,
        serves_demands: true,
    });
    parts.elements.add(tank);
    parts
}

fn tank(parts: &mut Parts) -> &mut Element {
    &mut parts.elements[Index::new(0)]
}

fn edge(parts: &mut Parts) -> &mut Edge {
    &mut parts.edges[Index::new(0)]
}

fn node(parts: &mut Parts) -> &mut Node {
    &mut parts.nodes[Index::new(1)]
}

fn orbit(periapsis_m: f64, apoapsis_m: f64) -> Place {
    Place::Orbit {
        periapsis: Distance::new(periapsis_m),
        apoapsis: Distance::new(apoapsis_m),
        inclination: Angle::new(28.5),
        plane: None,
    }
}

/// One defect: its code, the kind of its subject, a change that makes it, and one close by that does not.
type Case = (&'static str, &'static str, fn(&mut Parts), fn(&mut Parts));

const CASES: &[Case] = &[
    (
        "campaign.duplicate-id",
        "node",
        |parts| node(parts).id = "pad".into(),
        |parts| node(parts).id = "water".into(),
    ),
    (
        "campaign.duplicate-id",
        "element",
        |parts| {
            let store = tank(parts).stores[0].clone();
            tank(parts).stores.push(store);
        },
        |parts| {
            let store = tank(parts).stores[0].clone();
            tank(parts).stores.push(store);
            tank(parts).stores[1].name = "more-water".to_owned();
        },
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| tank(parts).mass = Mass::new(-1.0),
        |parts| tank(parts).mass = Mass::ZERO,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| tank(parts).stores[0].contents[0].amount = f64::NAN,
        |parts| tank(parts).stores[0].contents[0].amount = 0.0,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| tank(parts).stores[0].boil_off_per_d = 1.0,
        |parts| tank(parts).stores[0].boil_off_per_d = 0.99,
    ),
    (
        "campaign.out-of-range",
        "campaign",
        |parts| parts.horizon = Some(Duration::ZERO),
        |parts| parts.horizon = Some(day(1.0)),
    ),
    (
        "campaign.dangling",
        "edge",
        |parts| edge(parts).destination = Index::new(2),
        |parts| edge(parts).destination = Index::new(1),
    ),
    (
        "campaign.dangling",
        "element",
        |parts| tank(parts).stores[0].kind = StoreKind::Tank(Index::new(7)),
        |parts| tank(parts).stores[0].kind = StoreKind::Any,
    ),
    (
        "campaign.contradiction",
        "node",
        |parts| node(parts).place = orbit(400e3, 300e3),
        |parts| node(parts).place = orbit(400e3, 400e3),
    ),
    (
        "campaign.contradiction",
        "edge",
        |parts| edge(parts).destination = Index::new(0),
        |parts| edge(parts).both_ways = true,
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| tank(parts).stores[0].max_mass = Some(Mass::new(99.0)),
        |parts| tank(parts).stores[0].max_mass = None,
    ),
    (
        "campaign.contradiction",
        "edge",
        |parts| {
            edge(parts).calendar.closed.push(Window {
                from: day(2.0),
                to: day(1.0),
            });
        },
        |parts| {
            edge(parts).calendar.closed.push(Window {
                from: day(1.0),
                to: day(2.0),
            });
        },
    ),
];

#[test]
fn each_defect_has_its_code_and_what_is_close_by_has_none() {
    Campaign::new(parts()).unwrap();
    for (number, (code, kind, wrong, right)) in CASES.iter().enumerate() {
        let mut bad = parts();
        wrong(&mut bad);
        let findings = Campaign::new(bad).unwrap_err();
        let found = findings
            .iter()
            .find(|finding| finding.code.as_str() == *code);
        let found = found.unwrap_or_else(|| panic!("case {number}: no {code} in {findings:?}"));
        assert_eq!(found.subject.kind, *kind, "case {number}");
        let mut good = parts();
        right(&mut good);
        let made = Campaign::new(good);
        assert!(made.is_ok(), "case {number}: {made:?}");
    }
}

#[test]
fn everything_wrong_is_reported_at_once() {
    let mut parts = parts();
    tank(&mut parts).mass = Mass::new(f64::NAN);
    edge(&mut parts).destination = Index::new(9);
    node(&mut parts).id = "pad".into();
    let findings = Campaign::new(parts).unwrap_err();
    assert_eq!(findings.len(), 3, "{findings:?}");
}
