//! Transports, burns and what blocks them.

mod yard;

use portolan_model::*;
use portolan_vocabulary::{Distance, Mass, Speed};
use yard::*;

#[test]
fn a_burn_obeys_the_rocket_equation() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let stage = yard.stage("stage", 1000.0, 450.0, fuel, 9000.0);
    let way = yard.burns("way", ORBIT, BASE, &[(0.0, 2000.0), (1.0, 3000.0)]);
    yard.create(0.0, &[stage], Holder::Node(node(ORBIT)));
    yard.go(
        1.0,
        way,
        &[stage],
        vec![vec![BurnStep::Burn(stage)], vec![BurnStep::Burn(stage)]],
    );
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let ve: f64 = 450.0 * 9.80665;
    let end = 10_000.0 * (-5000.0 / ve).exp();
    assert!((outcome.movements[0].end_mass_kg - end).abs() < 1e-6);
    assert!((outcome.mass.burned_kg - (10_000.0 - end)).abs() < 1e-6);
    assert_eq!(outcome.movements[0].arrive, Some(day(3.0)));
    let kinds: Vec<EventKind> = outcome.events.iter().map(|event| event.kind).collect();
    assert_eq!(
        kinds,
        [
            EventKind::Begin,
            EventKind::Depart,
            EventKind::Burn(0),
            EventKind::Burn(1),
            EventKind::Arrive
        ]
    );
}

#[test]
fn a_launch_that_falls_short_does_not_leave() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let stage = yard.stage("stage", 1000.0, 450.0, fuel, 1000.0);
    let up = yard.burns("up", PAD, ORBIT, &[(0.0, 9500.0)]);
    let on = yard.burns("on", ORBIT, BASE, &[(0.0, 100.0)]);
    yard.create(0.0, &[stage], Holder::Node(node(PAD)));
    yard.go(1.0, up, &[stage], vec![vec![BurnStep::Burn(stage)]]);
    yard.go(5.0, on, &[stage], vec![vec![BurnStep::Burn(stage)]]);
    let outcome = yard.run();
    assert_eq!(
        codes(&outcome),
        ["simulate.dv-shortfall", "simulate.follows"]
    );
    let reached = 450.0 * 9.80665 * 2.0_f64.ln();
    assert!(
        (outcome.findings[0].fact_number("shortfall").unwrap() - (9500.0 - reached)).abs() < 1e-6
    );
    assert_eq!(
        outcome.findings[1].follows_from.as_deref(),
        Some("transport-1")
    );
    assert!(outcome.movements.is_empty(), "nothing left");
    assert_eq!(outcome.mass.burned_kg, 0.0);
    assert_eq!(outcome.events[1].status, Status::Blocked);
    assert_eq!(outcome.events[2].status, Status::Followed);
}

#[test]
fn a_later_burn_that_falls_short_strands() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let stage = yard.stage("stage", 1000.0, 450.0, fuel, 1000.0);
    let way = yard.burns("way", ORBIT, BASE, &[(0.0, 2000.0), (1.0, 3000.0)]);
    yard.create(0.0, &[stage], Holder::Node(node(ORBIT)));
    yard.go(
        1.0,
        way,
        &[stage],
        vec![vec![BurnStep::Burn(stage)], vec![BurnStep::Burn(stage)]],
    );
    let outcome = yard.run();
    assert_eq!(
        codes(&outcome),
        ["simulate.dv-shortfall", "simulate.stranded"]
    );
    assert_eq!(outcome.movements[0].arrive, None);
    assert!(
        outcome
            .stays
            .iter()
            .any(|stay| matches!(stay.site, Site::Edge(_)))
    );
}

#[test]
fn staging_and_mixture_ratio() {
    let mut yard = Yard::new();
    let (lox, lh2) = (
        yard.resource("lox", 101, 1.0),
        yard.resource("lh2", 101, 1.0),
    );
    let payload = yard.element("payload", 500.0);
    let core = yard.stage("core", 1000.0, 400.0, lox, 6000.0);
    yard.store(core, None, &[(lh2, 500.0)]);
    let feeds = vec![
        Feed {
            store: 0,
            share: 6.0 / 7.0,
        },
        Feed {
            store: 1,
            share: 1.0 / 7.0,
        },
    ];
    yard.parts.elements[core].propulsion[0].feeds = feeds;
    let kick = yard.stage("kick", 100.0, 300.0, lox, 1000.0);
    let way = yard.burns("way", PAD, ORBIT, &[(0.0, 3000.0)]);
    yard.create(0.0, &[payload, core, kick], Holder::Node(node(PAD)));
    let steps = vec![
        BurnStep::Burn(core),
        BurnStep::Stage(core),
        BurnStep::Burn(kick),
    ];
    yard.go(0.0, way, &[payload, core, kick], vec![steps]);
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let burn = outcome
        .events
        .iter()
        .find_map(|event| event.burn.as_ref())
        .unwrap();
    // The hydrogen limits: 500 kg of it go with 3000 kg of oxygen.
    assert!((burn.steps[0].propellant_kg - 3500.0).abs() < 1e-9);
    let first = 400.0 * 9.80665 * (9100.0_f64 / 5600.0).ln();
    assert!((burn.steps[0].dv_m_s - first).abs() < 1e-9);
    assert!(
        (outcome.mass.staged_kg - 4000.0).abs() < 1e-9,
        "dry core and the oxygen left in it"
    );
    assert!(outcome.mass.imbalance().abs() < 1e-12);
}

#[test]
fn limits_of_ways_and_holds_block() {
    let mut yard = Yard::new();
    let (truck, box_a, box_b) = (
        yard.carrier("truck", 5000.0, 1000.0),
        yard.element("box-a", 600.0),
        yard.element("box-b", 600.0),
    );
    let road = yard.edge("road", PAD, BASE, Way::Flight { duration: day(1.0) });
    yard.parts.edges[road].limits.mass = Some(Mass::new(5500.0));
    yard.create(0.0, &[truck], Holder::Node(node(PAD)));
    yard.create(0.0, &[box_a], Holder::Element(truck));
    yard.create(0.0, &[box_b], Holder::Element(truck));
    yard.go(1.0, road, &[truck], vec![]);
    let outcome = yard.run();
    assert_eq!(
        codes(&outcome),
        ["simulate.over-mass", "simulate.over-mass"]
    );
    assert_eq!(outcome.findings[0].fact_number("excess"), Some(200.0));
    assert_eq!(outcome.findings[1].fact_number("load"), Some(5600.0));
}

#[test]
fn closed_ways_name_the_next_opening() {
    let mut yard = Yard::new();
    let cargo = yard.element("cargo", 1.0);
    let sea = yard.edge("sea", PAD, BASE, Way::Flight { duration: day(1.0) });
    let weekly = Recurrence {
        first: day(3.0),
        every: day(7.0),
        length: day(1.0),
        until: None,
    };
    yard.parts.edges[sea].calendar.recurring.push(weekly);
    yard.create(0.0, &[cargo], Holder::Node(node(PAD)));
    yard.go(5.0, sea, &[cargo], vec![]);
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.closed"]);
    assert_eq!(outcome.findings[0].fact_number("next-opening"), Some(10.0));
}

#[test]
fn an_opportunity_opens_a_way_and_says_how_long_it_is() {
    let mut yard = Yard::new();
    let cargo = yard.element("cargo", 1.0);
    let transfer = yard.edge("transfer", PAD, BASE, Way::Flight { duration: day(1.0) });
    let opportunity = |from, to, days| {
        let window = Window {
            from: day(from),
            to: day(to),
        };
        let duration = day(days);
        Opportunity::new(window, Way::Flight { duration })
    };
    yard.parts.edges[transfer].departures.opportunities =
        vec![opportunity(3.0, 4.0, 200.0), opportunity(4.0, 5.0, 210.0)];
    yard.create(0.0, &[cargo], Holder::Node(node(PAD)));
    yard.go(1.0, transfer, &[cargo], vec![]);
    yard.go(4.5, transfer, &[cargo], vec![]);
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.closed"]);
    assert_eq!(outcome.findings[0].fact_number("next-opening"), Some(3.0));
    let movement = &outcome.movements[0];
    assert_eq!(movement.due - movement.depart, day(210.0));
}

#[test]
fn a_vehicle_drives_at_its_speed_and_uses_fuel() {
    let mut yard = Yard::new();
    let diesel = yard.resource("diesel", 104, 0.85);
    let truck = yard.element("truck", 10_000.0);
    yard.store(truck, None, &[(diesel, 400.0)]);
    yard.parts.elements[truck].drive = Some(Drive {
        max_speed: Speed::new(20.0),
        store: Some(0),
        fuel_per_km: 0.35,
    });
    let road = yard.edge(
        "road",
        PAD,
        BASE,
        Way::Ground {
            mode: GroundMode::Road,
            distance: Distance::new(720_000.0),
            duration: None,
        },
    );
    yard.create(0.0, &[truck], Holder::Node(node(PAD)));
    yard.at(
        0.0,
        Action::Transport {
            edge: road,
            elements: vec![truck],
            burns: vec![],
            speed: Some(Speed::new(20.0)),
            duty_cycle: 0.5,
            moving_state: None,
        },
    );
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert_eq!(
        outcome.movements[0].arrive,
        Some(portolan_vocabulary::Duration::from_hours(20.0))
    );
    assert!((outcome.left[0].2.amount - (400.0 - 252.0)).abs() < 1e-9);
}

#[test]
fn busy_elements_block() {
    let mut yard = Yard::new();
    let cargo = yard.element("cargo", 1.0);
    let sea = yard.edge("sea", PAD, BASE, Way::Flight { duration: day(1.0) });
    yard.create(0.0, &[cargo], Holder::Node(node(PAD)));
    yard.at(
        1.0,
        Action::Hold {
            elements: vec![cargo],
            reason: HoldReason::Customs,
            duration: day(3.0),
        },
    );
    yard.go(2.0, sea, &[cargo], vec![]);
    yard.go(4.0, sea, &[cargo], vec![]);
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.busy"]);
    assert_eq!(outcome.movements.len(), 1, "after the hold it leaves");
}

#[test]
fn refuelling_loses_its_share_and_conserves_mass() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let tanker = yard.stage("tanker", 1000.0, 300.0, fuel, 1000.0);
    let lander = yard.stage("lander", 1000.0, 300.0, fuel, 100.0);
    yard.parts.elements[lander].stores[0].max_mass = Some(Mass::new(500.0));
    yard.create(0.0, &[tanker, lander], Holder::Node(node(ORBIT)));
    let good = Good::Specific(fuel);
    yard.at(
        1.0,
        Action::Refuel {
            from: tanker,
            to: lander,
            good,
            amount: None,
            loss: 0.2,
            duration: day(0.5),
        },
    );
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert!(
        (outcome.left[0].2.amount - 500.0).abs() < 1e-9,
        "400 arrive, 500 leave"
    );
    assert!((outcome.left[1].2.amount - 500.0).abs() < 1e-9);
    assert!((outcome.mass.lost_kg - 100.0).abs() < 1e-9);
    assert!(outcome.mass.imbalance().abs() < 1e-12);
}

#[test]
fn plans_of_other_campaigns_are_refused() {
    let mut yard = Yard::new();
    let cargo = yard.element("cargo", 1.0);
    yard.create(
        0.0,
        &[cargo, portolan_vocabulary::Index::new(77)],
        Holder::Node(node(PAD)),
    );
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.foreign-plan"]);
    assert!(outcome.events.is_empty());
}

#[test]
fn refuelling_draws_on_every_tank_and_passes_by_empty_ones() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let depot = yard.stage("depot", 1000.0, 300.0, fuel, 0.0);
    for kg in [300.0, 0.0, 500.0] {
        yard.store(depot, None, &[(fuel, kg)]);
    }
    let lander = yard.stage("lander", 1000.0, 300.0, fuel, 0.0);
    yard.create(0.0, &[depot, lander], Holder::Node(node(ORBIT)));
    let good = Good::Specific(fuel);
    let refuel = Action::Refuel {
        from: depot,
        to: lander,
        good,
        amount: Some(700.0),
        loss: 0.0,
        duration: day(0.5),
    };
    yard.at(1.0, refuel);
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let had = |element| {
        outcome
            .left
            .iter()
            .filter(|(index, _, _)| *index == element)
            .map(|(_, _, lot)| lot.amount)
            .sum::<f64>()
    };
    assert!((had(lander) - 700.0).abs() < 1e-9 && (had(depot) - 100.0).abs() < 1e-9);
    assert!(outcome.mass.imbalance().abs() < 1e-12);
}

#[test]
fn nothing_is_named_twice_in_one_activity() {
    let mut yard = Yard::new();
    let cargo = yard.element("cargo", 1.0);
    yard.create(0.0, &[cargo, cargo], Holder::Node(node(PAD)));
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.foreign-plan"]);
}
