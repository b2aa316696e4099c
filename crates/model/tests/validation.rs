//! What makes a campaign invalid, with a case close by that is valid.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::*;
use portolan_vocabulary::{
    Angle, Currency, Distance, Duration, Index, Mass, Money, SpecificImpulse, Volume,
};

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

/// A range of masses in kg.
const fn range(least_kg: f64, most_kg: f64) -> MassRange {
    MassRange {
        least: Mass::new(least_kg),
        most: Mass::new(most_kg),
    }
}

const fn term(coefficient: f64, of: SizingQuantity, exponent: f64) -> SizingTerm {
    SizingTerm {
        coefficient,
        of,
        exponent,
    }
}

/// A tenth of the payload, a fifth of the propellant and a quarter of a third of itself.
fn law() -> Sizing {
    use SizingQuantity::{Auxiliary as Aux, Dry, Payload, Propellant};
    Sizing {
        payload: range(0.0, 1000.0),
        propellant: range(0.0, 5000.0),
        dry: range(10.0, 2000.0),
        auxiliaries: vec![Auxiliary {
            name: "third".to_owned(),
            terms: vec![term(1.0 / 3.0, Dry, 1.0)],
        }],
        terms: vec![
            term(0.1, Payload, 1.0),
            term(0.2, Propellant, 1.0),
            term(0.25, Aux(0), 1.0),
        ],
        mesh: Some(SizingMesh::Squares(Mass::new(100.0))),
    }
}

/// Gives the law of the lander a triangulation of a square, up to 500 kg of payload and of propellant.
fn triangulation(parts: &mut Parts) -> &mut Triangulation {
    let at = |payload: f64, propellant: f64| [Mass::new(payload), Mass::new(propellant)];
    let law = sizing(parts);
    law.mesh = Some(SizingMesh::Triangles(Triangulation {
        points: vec![
            at(0.0, 0.0),
            at(500.0, 0.0),
            at(0.0, 500.0),
            at(500.0, 500.0),
        ],
        triangles: vec![[0, 1, 3], [0, 2, 3]],
    }));
    match &mut law.mesh {
        Some(SizingMesh::Triangles(mesh)) => mesh,
        other => panic!("{other:?}"),
    }
}

/// The small campaign with something of everything that a planner looks at.
fn planned() -> Parts {
    let mut parts = parts();
    let water = Good::Specific(Index::new(0));
    let partner = parts.partners.add(Partner {
        id: "agency".into(),
        name: "agency".to_owned(),
        country: None,
        share: None,
        contributions: Vec::new(),
    });
    let mut lander = tank(&mut parts).clone();
    lander.id = "lander".into();
    lander.hold = Some(Hold::default());
    lander.propulsion.push(Propulsion {
        system: BurnSystem::Main,
        isp: SpecificImpulse::new(300.0),
        thrust: None,
        feeds: vec![Feed {
            store: 0,
            share: 1.0,
        }],
    });
    lander.max_payload = Some(Mass::new(500.0));
    lander.ways = vec![Index::new(0)];
    lander.upkeep = Upkeep {
        per_trip: vec![(water, 0.01)],
        base: Some(Index::new(0)),
        turnaround: day(30.0),
        refurbishment: Some(Money::new(1e6, Currency::USD, 2026)),
        max_departures: Some(3),
    };
    lander.plant = Some(Plant {
        inputs: Vec::new(),
        outputs: vec![Rate {
            good: water,
            per_day: 1.0,
        }],
        decay_per_y: 0.1,
    });
    lander.sizing = Some(law());
    let lander = parts.designs.add(lander);
    tank(&mut parts).design = Some(lander);
    parts.offers.add(Offer {
        id: "landers".into(),
        what: Offered::Design(lander),
        node: Index::new(0),
        limit: Some(2.0),
        from: day(0.0),
        until: Some(day(100.0)),
        owner: Some(partner),
        lent: false,
    });
    parts.caps.add(Cap {
        id: "budget".into(),
        most: Most::Cost(Money::new(1e9, Currency::USD, 2026)),
        edges: vec![Index::new(0)],
        owner: Some(partner),
        good: None,
        from: day(0.0),
        until: Some(day(100.0)),
        partner: Some(partner),
    });
    parts.demands.add(Demand {
        id: "landed".into(),
        recipient: Recipient::Node(Index::new(1)),
        need: Need::Presence {
            pieces: vec![Piece {
                kind: PieceKind::Design(lander),
                count: 2,
            }],
            from: day(10.0),
            until: day(20.0),
        },
        partner: None,
    });
    parts
}

fn lander(parts: &mut Parts) -> &mut Element {
    &mut parts.designs[Index::new(0)]
}

fn sizing(parts: &mut Parts) -> &mut Sizing {
    lander(parts).sizing.as_mut().unwrap()
}

fn offer(parts: &mut Parts) -> &mut Offer {
    &mut parts.offers[Index::new(0)]
}

fn cap(parts: &mut Parts) -> &mut Cap {
    &mut parts.caps[Index::new(0)]
}

/// The pieces of the demand, with when they are needed.
fn presence(parts: &mut Parts) -> (&mut Vec<Piece>, &mut Duration, &mut Duration) {
    match &mut parts.demands[Index::new(0)].need {
        Need::Presence {
            pieces,
            from,
            until,
        } => (pieces, from, until),
        _ => unreachable!("the demand is for pieces"),
    }
}

/// Another offer of the same element.
fn offer_tank(parts: &mut Parts, id: &str, limit: Option<f64>) {
    let mut another = offer(parts).clone();
    another.id = id.into();
    another.what = Offered::Element(Index::new(0));
    another.limit = limit;
    parts.offers.add(another);
}

fn element_piece(count: u32) -> Piece {
    Piece {
        kind: PieceKind::Element(Index::new(0)),
        count,
    }
}

const PLANNED: &[Case] = &[
    // Nodes, edges, resources, settings.
    (
        "campaign.out-of-range",
        "node",
        |parts| node(parts).max_stay = Some(day(-1.0)),
        |parts| node(parts).max_stay = Some(Duration::ZERO),
    ),
    (
        "campaign.out-of-range",
        "edge",
        |parts| edge(parts).tariff.emissions_per_trip = Some(Mass::new(-1.0)),
        |parts| edge(parts).tariff.emissions_per_trip = Some(Mass::ZERO),
    ),
    (
        "campaign.out-of-range",
        "edge",
        |parts| edge(parts).tariff.emissions_per_kg = Some(f64::NAN),
        |parts| edge(parts).tariff.emissions_per_kg = Some(0.1),
    ),
    (
        "campaign.out-of-range",
        "resource",
        |parts| parts.resources[Index::new(0)].transfer_loss = 1.0,
        |parts| parts.resources[Index::new(0)].transfer_loss = 0.99,
    ),
    (
        "campaign.contradiction",
        "settings",
        |parts| parts.settings.objective = vec![Goal::Cost, Goal::Time, Goal::Cost],
        |parts| parts.settings.objective = Goal::ALL.to_vec(),
    ),
    // Elements and designs.
    (
        "campaign.dangling",
        "element",
        |parts| tank(parts).design = Some(Index::new(1)),
        |parts| tank(parts).design = None,
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| lander(parts).design = Some(Index::new(0)),
        |parts| lander(parts).design = None,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| lander(parts).max_payload = Some(Mass::new(f64::INFINITY)),
        |parts| lander(parts).max_payload = None,
    ),
    (
        "campaign.dangling",
        "element",
        |parts| lander(parts).ways.push(Index::new(1)),
        |parts| lander(parts).ways.clear(),
    ),
    (
        "campaign.dangling",
        "element",
        |parts| lander(parts).upkeep.per_trip[0].0 = Good::Specific(Index::new(4)),
        |parts| lander(parts).upkeep.per_trip.clear(),
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| lander(parts).upkeep.per_trip[0].1 = 1.1,
        |parts| lander(parts).upkeep.per_trip[0].1 = 1.0,
    ),
    (
        "campaign.dangling",
        "element",
        |parts| lander(parts).upkeep.base = Some(Index::new(2)),
        |parts| lander(parts).upkeep.base = Some(Index::new(1)),
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| lander(parts).upkeep.turnaround = day(-1.0),
        |parts| lander(parts).upkeep.turnaround = Duration::ZERO,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| {
            lander(parts).upkeep.refurbishment = Some(Money::new(-1.0, Currency::USD, 2026));
        },
        |parts| lander(parts).upkeep.refurbishment = Some(Money::new(0.0, Currency::USD, 2026)),
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| lander(parts).upkeep.base = None,
        |parts| {
            lander(parts).upkeep = Upkeep {
                per_trip: lander(parts).upkeep.per_trip.clone(),
                ..Upkeep::default()
            };
        },
    ),
    (
        "campaign.dangling",
        "element",
        |parts| {
            lander(parts).plant.as_mut().unwrap().outputs[0].good = Good::Specific(Index::new(4));
        },
        |parts| lander(parts).plant = None,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| lander(parts).plant.as_mut().unwrap().outputs[0].per_day = -1.0,
        |parts| lander(parts).plant.as_mut().unwrap().outputs[0].per_day = 0.0,
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| lander(parts).plant.as_mut().unwrap().outputs.clear(),
        |parts| lander(parts).plant.as_mut().unwrap().inputs.clear(),
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| lander(parts).plant.as_mut().unwrap().decay_per_y = 1.0,
        |parts| lander(parts).plant.as_mut().unwrap().decay_per_y = 0.9,
    ),
    // Sizing laws.
    (
        "campaign.out-of-range",
        "element",
        |parts| sizing(parts).payload.least = Mass::new(-1.0),
        |parts| sizing(parts).payload.least = Mass::ZERO,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| sizing(parts).dry.most = Mass::new(f64::NAN),
        |parts| sizing(parts).dry.most = Mass::new(1e4),
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).propellant = range(2.0, 1.0),
        |parts| sizing(parts).propellant = range(2.0, 2.0),
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| sizing(parts).mesh = Some(SizingMesh::Squares(Mass::ZERO)),
        |parts| sizing(parts).mesh = None,
    ),
    // Triangulations.
    (
        "campaign.dangling",
        "element",
        |parts| triangulation(parts).triangles[0][0] = 4,
        |parts| triangulation(parts).triangles[0][0] = 0,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| triangulation(parts).points[0][1] = Mass::new(-1.0),
        |parts| triangulation(parts).points[0][1] = Mass::ZERO,
    ),
    // A hole is a contradiction as an overlap is; `Triangulation::flaw` has tests of its own.
    (
        "campaign.contradiction",
        "element",
        |parts| triangulation(parts).triangles[1] = [0, 1, 2],
        |parts| triangulation(parts).triangles[1] = [3, 2, 0],
    ),
    // No dry mass up to 2000 kg carries 20000 kg of propellant.
    (
        "campaign.contradiction",
        "element",
        |parts| triangulation(parts).points[2][1] = Mass::new(20_000.0),
        |parts| triangulation(parts).points[2][1] = Mass::new(2000.0),
    ),
    // Triangles far from the capacities.
    (
        "campaign.contradiction",
        "element",
        |parts| {
            triangulation(parts);
            sizing(parts).payload = range(1000.0, 1000.0);
        },
        |parts| {
            triangulation(parts);
            sizing(parts).payload = range(500.0, 1000.0);
        },
    ),
    (
        "campaign.duplicate-id",
        "element",
        |parts| {
            let third = sizing(parts).auxiliaries[0].clone();
            sizing(parts).auxiliaries.push(third);
        },
        |parts| {
            let mut third = sizing(parts).auxiliaries[0].clone();
            third.name = "another".to_owned();
            sizing(parts).auxiliaries.push(third);
        },
    ),
    (
        "campaign.dangling",
        "element",
        |parts| sizing(parts).terms[0].of = SizingQuantity::Auxiliary(1),
        |parts| sizing(parts).terms[0].of = SizingQuantity::Auxiliary(0),
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).auxiliaries[0].terms[0].of = SizingQuantity::Auxiliary(0),
        |parts| sizing(parts).auxiliaries[0].terms[0].of = SizingQuantity::Payload,
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).terms.clear(),
        |parts| sizing(parts).auxiliaries[0].terms[0].coefficient = 0.0,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| sizing(parts).terms[0].coefficient = f64::NAN,
        |parts| sizing(parts).terms[0].coefficient = -0.1,
    ),
    (
        "campaign.out-of-range",
        "element",
        |parts| sizing(parts).terms[0].exponent = f64::INFINITY,
        |parts| sizing(parts).terms[0].exponent = 0.5,
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).terms[0] = term(1.0, SizingQuantity::One, 2.0),
        |parts| sizing(parts).terms[0] = term(1.0, SizingQuantity::One, 1.0),
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).terms[0].exponent = -1.0,
        |parts| {
            sizing(parts).terms[0].exponent = -1.0;
            sizing(parts).payload.least = Mass::new(1.0);
        },
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| lander(parts).propulsion.clear(),
        |parts| {
            lander(parts).propulsion.clear();
            sizing(parts).propellant = range(0.0, 0.0);
        },
    ),
    (
        "campaign.contradiction",
        "element",
        |parts| lander(parts).hold = None,
        |parts| {
            lander(parts).hold = None;
            sizing(parts).payload = range(0.0, 0.0);
        },
    ),
    // A tenth of itself more than itself is no mass; at the least capacities a tenth less than itself is the least.
    (
        "campaign.contradiction",
        "element",
        |parts| sizing(parts).terms[2] = term(1.1, SizingQuantity::Dry, 1.0),
        |parts| sizing(parts).terms[2] = term(0.9, SizingQuantity::Dry, 1.0),
    ),
    // At the least capacities nothing weighs 2000 kg or less, at the most payload less is left.
    (
        "campaign.contradiction",
        "element",
        |parts| {
            sizing(parts)
                .terms
                .push(term(2001.0, SizingQuantity::One, 1.0));
        },
        |parts| {
            sizing(parts)
                .terms
                .push(term(2001.0, SizingQuantity::One, 1.0));
            sizing(parts).terms[0].coefficient = -1.0;
        },
    ),
    // Offers.
    (
        "campaign.duplicate-id",
        "offer",
        |parts| offer_tank(parts, "landers", None),
        |parts| offer_tank(parts, "tank", None),
    ),
    (
        "campaign.dangling",
        "offer",
        |parts| offer(parts).what = Offered::Design(Index::new(1)),
        |parts| offer_tank(parts, "tank", None),
    ),
    (
        "campaign.dangling",
        "offer",
        |parts| offer(parts).what = Offered::Good(Good::Specific(Index::new(1))),
        |parts| offer(parts).what = Offered::Good(Good::Specific(Index::new(0))),
    ),
    (
        "campaign.dangling",
        "offer",
        |parts| offer(parts).node = Index::new(2),
        |parts| offer(parts).node = Index::new(1),
    ),
    (
        "campaign.dangling",
        "offer",
        |parts| offer(parts).owner = Some(Index::new(1)),
        |parts| offer(parts).owner = None,
    ),
    (
        "campaign.out-of-range",
        "offer",
        |parts| offer(parts).limit = Some(-1.0),
        |parts| offer(parts).limit = None,
    ),
    (
        "campaign.out-of-range",
        "offer",
        |parts| offer(parts).limit = Some(1.5),
        |parts| {
            offer(parts).what = Offered::Good(Good::Specific(Index::new(0)));
            offer(parts).limit = Some(1.5);
        },
    ),
    (
        "campaign.out-of-range",
        "offer",
        |parts| offer_tank(parts, "tank", Some(2.0)),
        |parts| offer_tank(parts, "tank", Some(1.0)),
    ),
    (
        "campaign.contradiction",
        "offer",
        |parts| offer(parts).until = Some(Duration::ZERO),
        |parts| offer(parts).until = None,
    ),
    (
        "campaign.contradiction",
        "offer",
        |parts| {
            offer(parts).what = Offered::Good(Good::Specific(Index::new(0)));
            offer(parts).lent = true;
        },
        |parts| offer(parts).lent = true,
    ),
    (
        "campaign.out-of-range",
        "offer",
        |parts| offer(parts).from = day(-1.0),
        |parts| offer(parts).from = day(1.0),
    ),
    (
        "campaign.contradiction",
        "offer",
        |parts| {
            offer_tank(parts, "tank", None);
            offer_tank(parts, "tank-again", None);
        },
        |parts| offer_tank(parts, "tank", None),
    ),
    // Caps.
    (
        "campaign.duplicate-id",
        "cap",
        |parts| {
            let another = cap(parts).clone();
            parts.caps.add(another);
        },
        |parts| {
            let mut another = cap(parts).clone();
            another.id = "another".into();
            parts.caps.add(another);
        },
    ),
    (
        "campaign.dangling",
        "cap",
        |parts| cap(parts).edges.push(Index::new(1)),
        |parts| cap(parts).edges.clear(),
    ),
    (
        "campaign.dangling",
        "cap",
        |parts| cap(parts).owner = Some(Index::new(1)),
        |parts| cap(parts).owner = None,
    ),
    (
        "campaign.dangling",
        "cap",
        |parts| cap(parts).partner = Some(Index::new(1)),
        |parts| cap(parts).partner = None,
    ),
    (
        "campaign.dangling",
        "cap",
        |parts| {
            cap(parts).most = Most::Mass(Mass::new(1.0));
            cap(parts).good = Some(Good::Specific(Index::new(1)));
        },
        |parts| {
            cap(parts).most = Most::Mass(Mass::new(1.0));
            cap(parts).good = Some(Good::Specific(Index::new(0)));
        },
    ),
    (
        "campaign.contradiction",
        "cap",
        |parts| {
            cap(parts).most = Most::Trips(0);
            cap(parts).good = Some(Good::Specific(Index::new(0)));
        },
        |parts| cap(parts).most = Most::Trips(0),
    ),
    (
        "campaign.out-of-range",
        "cap",
        |parts| cap(parts).most = Most::Mass(Mass::new(-1.0)),
        |parts| cap(parts).most = Most::Mass(Mass::ZERO),
    ),
    (
        "campaign.out-of-range",
        "cap",
        |parts| cap(parts).most = Most::Cost(Money::new(-1.0, Currency::USD, 2026)),
        |parts| cap(parts).most = Most::Cost(Money::new(0.0, Currency::USD, 2026)),
    ),
    (
        "campaign.contradiction",
        "cap",
        |parts| cap(parts).most = Most::Cost(Money::new(1.0, Currency::EUR, 2024)),
        |parts| {
            cap(parts).most = Most::Cost(Money::new(1.0, Currency::EUR, 2024));
            parts.settings.exchange.push((Currency::EUR, 2024, 1.2));
        },
    ),
    (
        "campaign.contradiction",
        "cap",
        |parts| cap(parts).until = Some(Duration::ZERO),
        |parts| cap(parts).until = None,
    ),
    // Pieces.
    (
        "campaign.contradiction",
        "demand",
        |parts| {
            parts.demands[Index::new(0)].recipient = Recipient::Element(Index::new(0));
        },
        |parts| parts.demands[Index::new(0)].recipient = Recipient::Node(Index::new(0)),
    ),
    (
        "campaign.out-of-range",
        "demand",
        |parts| presence(parts).0.clear(),
        |parts| presence(parts).0.push(element_piece(1)),
    ),
    (
        "campaign.out-of-range",
        "demand",
        |parts| presence(parts).0[0].count = 0,
        |parts| presence(parts).0[0].count = 1,
    ),
    (
        "campaign.contradiction",
        "demand",
        |parts| presence(parts).0.push(element_piece(2)),
        |parts| presence(parts).0.push(element_piece(1)),
    ),
    (
        "campaign.contradiction",
        "demand",
        |parts| {
            let piece = presence(parts).0[0];
            presence(parts).0.push(piece);
        },
        |parts| presence(parts).0[0].count = 4,
    ),
    (
        "campaign.dangling",
        "demand",
        |parts| presence(parts).0[0].kind = PieceKind::Design(Index::new(1)),
        |parts| presence(parts).0[0].kind = PieceKind::Design(Index::new(0)),
    ),
    (
        "campaign.dangling",
        "demand",
        |parts| presence(parts).0[0].kind = PieceKind::Element(Index::new(1)),
        |parts| presence(parts).0[0] = element_piece(1),
    ),
    (
        "campaign.contradiction",
        "demand",
        |parts| *presence(parts).2 = day(9.0),
        |parts| *presence(parts).2 = day(10.0),
    ),
];

/// Only what is expected is found, and nothing in what is close by.
fn assert_cases(cases: &[Case], base: fn() -> Parts) {
    assert_eq!(Campaign::new(base()).unwrap().1, []);
    for (number, (code, kind, wrong, right)) in cases.iter().enumerate() {
        let mut bad = base();
        wrong(&mut bad);
        let findings = Campaign::new(bad).unwrap_err();
        let found = findings
            .iter()
            .find(|finding| finding.code.as_str() == *code && finding.subject.kind == *kind);
        assert!(
            found.is_some(),
            "case {number}: no {code} of a {kind} in {findings:?}"
        );
        let mut good = base();
        right(&mut good);
        let made = Campaign::new(good);
        assert!(made.is_ok(), "case {number}: {made:?}");
    }
}

#[test]
fn each_defect_has_its_code_and_what_is_close_by_has_none() {
    assert_cases(CASES, parts);
}

#[test]
fn each_defect_of_what_a_planner_looks_at_has_its_code() {
    assert_cases(PLANNED, planned);
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

/// Kinds are words; who is no crew by ability takes no seat, and that is said.
#[test]
fn a_crew_member_that_is_no_crew_is_noticed() {
    let found = |kind: ElementKind, crew: Option<CrewMember>| {
        let mut parts = parts();
        let person = tank(&mut parts);
        (person.kind, person.crew) = (kind, crew);
        let (_, findings) = Campaign::new(parts).unwrap();
        let told = findings.iter().map(|it| (it.code.as_str(), it.severity));
        told.collect::<Vec<_>>()
    };
    let crew = CrewMember {
        available_fraction: 1.0,
        person: None,
    };
    let warning = portolan_vocabulary::Severity::Warning;
    assert_eq!(
        found(ElementKind::CrewMember, None),
        [("campaign.kind", warning)]
    );
    assert_eq!(found(ElementKind::CrewMember, Some(crew)), []);
    assert_eq!(found(ElementKind::Robot, None), []);
}
