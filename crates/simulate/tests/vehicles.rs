//! What vehicles may carry, where and how often they travel, and what that wears out.

mod yard;

use portolan_model::*;
use portolan_vocabulary::{Currency, Index, Mass, Money};
use yard::*;

fn at(place: usize) -> Holder {
    Holder::Node(node(place))
}

fn good(resource: Index<Resource>) -> Good {
    Good::Specific(resource)
}

fn lots(resource: Index<Resource>, amount: f64) -> Vec<Lot> {
    let good = good(resource);
    vec![Lot { good, amount }]
}

fn flight(yard: &mut Yard, id: &str, from: usize, to: usize) -> Index<Edge> {
    yard.edge(id, from, to, Way::Flight { duration: day(1.0) })
}

// Payload.

/// A lander of 300 kg payload with a tank that feeds its engine and a stock that does not.
fn lander(yard: &mut Yard, water: Index<Resource>) -> Index<Element> {
    let fuel = yard.resource("fuel", 101, 1.0);
    let lander = yard.stage("lander", 1000.0, 300.0, fuel, 500.0);
    yard.store(lander, None, &[(water, 40.0)]);
    yard.parts.elements[lander].hold = Some(Hold {
        max_crew: 2,
        ..Hold::default()
    });
    yard.parts.elements[lander].max_payload = Some(Mass::new(300.0));
    lander
}

fn person(yard: &mut Yard, id: &str) -> Index<Element> {
    let member = yard.element(id, 80.0);
    yard.parts.elements[member].crew = Some(CrewMember {
        available_fraction: 0.5,
        person: None,
    });
    member
}

#[test]
fn payload_counts_crew_cargo_and_goods_but_no_propellant() {
    let excess = |box_kg: f64| {
        let mut yard = Yard::new();
        let water = yard.resource("water", 201, 1.0);
        let lander = lander(&mut yard, water);
        let (ann, cargo) = (person(&mut yard, "ann"), yard.element("box", box_kg));
        yard.create(0.0, &[lander], at(PAD));
        yard.create(0.0, &[ann], Holder::Element(lander));
        yard.create(0.0, &[cargo], Holder::Element(lander));
        let outcome = yard.run();
        outcome.findings.first().map(|finding| {
            assert_eq!(finding.code.as_str(), "simulate.over-payload");
            finding.fact_number("excess").unwrap()
        })
    };
    // 40 kg of water, 80 kg of crew and 180 kg of cargo are 300 kg; 500 kg of fuel do not count.
    assert_eq!(excess(180.0), None);
    assert_eq!(excess(185.0), Some(5.0));
}

#[test]
fn goods_that_would_be_too_much_do_not_come_aboard() {
    for (amount, kg) in [(260.0, 260.0), (260.5, 0.0)] {
        let mut yard = Yard::new();
        let water = yard.resource("water", 201, 1.0);
        let lander = lander(&mut yard, water);
        yard.create(0.0, &[lander], at(PAD));
        let lots = lots(water, amount);
        yard.at(1.0, Action::Add { lots, to: lander });
        let outcome = yard.run();
        let refused = if kg > 0.0 {
            vec![]
        } else {
            vec!["simulate.over-payload"]
        };
        assert_eq!(codes(&outcome), refused);
        assert_eq!(outcome.mass.added_kg, kg);
        let left = outcome.left.iter().filter(|left| left.1 == 1);
        assert_eq!(left.map(|left| left.2.amount).sum::<f64>(), 40.0 + kg);
        assert!(outcome.mass.imbalance().abs() < 1e-12);
    }
}

#[test]
fn goods_weigh_on_every_payload_that_they_newly_belong_to() {
    let run = |limit_kg: f64, from_outside: bool| {
        let mut yard = Yard::new();
        let water = yard.resource("water", 201, 1.0);
        let truck = yard.carrier("truck", 5000.0, 1e4);
        yard.parts.elements[truck].max_payload = Some(Mass::new(limit_kg));
        let (full, empty) = (yard.element("full", 10.0), yard.element("empty", 10.0));
        yard.store(full, None, &[(water, 100.0)]);
        yard.store(empty, None, &[]);
        yard.create(0.0, &[truck], at(PAD));
        let into = if from_outside {
            at(PAD)
        } else {
            Holder::Element(truck)
        };
        yard.create(0.0, &[full], into);
        yard.create(0.0, &[empty], Holder::Element(truck));
        let transfer = Action::Transfer {
            lots: lots(water, 60.0),
            from: full,
            to: empty,
            loss: 0.0,
        };
        yard.at(1.0, transfer);
        codes(&yard.run())
    };
    // From one bag to another in the same hold, nothing is gained; from outside, 60 kg are.
    assert!(run(120.0, false).is_empty());
    assert!(run(70.0, true).is_empty());
    assert_eq!(run(69.0, true), ["simulate.over-payload"]);
}

#[test]
fn what_recycling_stored_is_found_at_departure() {
    let mut yard = Yard::new();
    let water = yard.resource("water", 201, 1.0);
    let lander = lander(&mut yard, water);
    yard.needs(lander, vec![rated(good(water), -30.0)]);
    let way = flight(&mut yard, "hop", PAD, BASE);
    yard.create(0.0, &[lander], at(PAD));
    yard.go(10.0, way, &[lander], vec![]);
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.over-payload"]);
    // 40 kg and 30 kg/d for ten days.
    let excess = outcome.findings[0].fact_number("excess").unwrap();
    assert!((excess - 40.0).abs() < 1e-9, "{excess}");
}

#[test]
fn what_is_joined_inside_weighs_too_and_what_is_created_too_full_is_not_created() {
    let mut yard = Yard::new();
    let water = yard.resource("water", 201, 1.0);
    let ship = yard.carrier("ship", 5000.0, 1e4);
    yard.parts.elements[ship].max_payload = Some(Mass::new(100.0));
    let (pod, wing) = (yard.element("pod", 60.0), yard.element("wing", 50.0));
    let bag = yard.element("bag", 1.0);
    yard.store(bag, None, &[(water, 20.0)]);
    yard.parts.elements[bag].max_payload = Some(Mass::new(19.0));
    yard.create(0.0, &[ship, wing], at(PAD));
    yard.create(0.0, &[pod], Holder::Element(ship));
    let dock = Action::Dock {
        elements: vec![wing],
        to: pod,
        duration: day(0.0),
    };
    yard.at(1.0, dock);
    yard.create(2.0, &[bag], at(PAD));
    let outcome = yard.run();
    assert_eq!(
        codes(&outcome),
        ["simulate.over-payload", "simulate.over-payload"]
    );
    assert_eq!(outcome.findings[0].fact_number("load"), Some(110.0));
    assert_eq!(outcome.findings[1].fact_number("load"), Some(20.0));
}

// Ways, base and wear.

#[test]
fn what_has_ways_keeps_to_them_aboard_another_too() {
    let run = |aboard: bool, allowed: bool| {
        let mut yard = Yard::new();
        let (there, other) = (
            flight(&mut yard, "there", PAD, BASE),
            flight(&mut yard, "other", PAD, BASE),
        );
        let ship = yard.carrier("ship", 100.0, 100.0);
        let probe = yard.element("probe", 10.0);
        yard.parts.elements[probe].ways = vec![if allowed { there } else { other }];
        yard.create(0.0, &[ship], at(PAD));
        let into = if aboard {
            Holder::Element(ship)
        } else {
            at(PAD)
        };
        yard.create(0.0, &[probe], into);
        let travels: &[_] = if aboard { &[ship] } else { &[ship, probe] };
        yard.go(1.0, there, travels, vec![]);
        codes(&yard.run())
    };
    for aboard in [true, false] {
        assert!(run(aboard, true).is_empty());
        assert_eq!(run(aboard, false), ["simulate.wrong-way"]);
    }
}

/// A shuttle that goes out and comes home, as often as there are departures; returns the outcome.
fn shuttled(upkeep: impl FnOnce(&mut Upkeep), departures: &[f64]) -> Outcome {
    let mut yard = Yard::new();
    let (out, home) = (
        flight(&mut yard, "out", BASE, ORBIT),
        flight(&mut yard, "home", ORBIT, BASE),
    );
    let shuttle = yard.element("shuttle", 500.0);
    let upkeep_of = &mut yard.parts.elements[shuttle].upkeep;
    upkeep_of.base = Some(node(BASE));
    upkeep(upkeep_of);
    yard.create(0.0, &[shuttle], at(BASE));
    for leaves in departures {
        yard.go(*leaves, out, &[shuttle], vec![]);
        yard.go(*leaves + 1.0, home, &[shuttle], vec![]);
    }
    yard.run()
}

#[test]
fn a_base_makes_ready_again_in_its_time() {
    let turnaround = |upkeep: &mut Upkeep| upkeep.turnaround = day(3.0);
    // Created at the base is not come back to it; away from the base it may leave at once.
    assert!(shuttled(turnaround, &[0.0, 5.0]).findings.is_empty());
    let outcome = shuttled(turnaround, &[0.0, 4.0]);
    assert_eq!(codes(&outcome), ["simulate.turnaround", "simulate.follows"]);
    let finding = &outcome.findings[0];
    assert_eq!(finding.fact_number("ready"), Some(5.0));
    assert_eq!(finding.fact_number("short"), Some(1.0));
}

#[test]
fn a_base_is_left_so_often_and_refurbishment_is_paid_from_the_second_time() {
    let most = |upkeep: &mut Upkeep| {
        upkeep.max_departures = Some(2);
        upkeep.refurbishment = Some(Money::new(7.0, Currency::USD, 2026));
    };
    let outcome = shuttled(most, &[0.0, 2.0]);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let costs: Vec<_> = outcome
        .costs
        .iter()
        .map(|cost| (cost.time, cost.money.amount()))
        .collect();
    assert_eq!(costs, [(day(2.0), 7.0)]);
    let outcome = shuttled(most, &[0.0, 2.0, 4.0]);
    assert_eq!(
        codes(&outcome),
        ["simulate.max-departures", "simulate.follows"]
    );
    assert_eq!(outcome.findings[0].fact_number("departures"), Some(2.0));
}

#[test]
fn each_trip_wears_out_everything_that_made_it() {
    let run = |spares_kg: f64| {
        let mut yard = Yard::new();
        let spare = yard.resource("spare", 401, 2.0);
        let (out, on) = (
            flight(&mut yard, "out", PAD, ORBIT),
            flight(&mut yard, "on", ORBIT, BASE),
        );
        let ship = yard.carrier("ship", 1000.0, 1e4);
        let pod = yard.element("pod", 200.0);
        yard.store(ship, None, &[(spare, spares_kg / 2.0)]);
        for element in [ship, pod] {
            yard.parts.elements[element].upkeep.per_trip = vec![(good(spare), 0.01)];
        }
        yard.create(0.0, &[ship], at(PAD));
        yard.create(0.0, &[pod], Holder::Element(ship));
        yard.go(1.0, out, &[ship], vec![]);
        yard.go(2.0, on, &[ship], vec![]);
        yard.run()
    };
    let outcome = run(24.0);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    // One per cent of 1000 kg and of 200 kg, in pieces of 2 kg, at the end of each of two trips.
    let needs: Vec<_> = outcome
        .needs
        .iter()
        .map(|it| (it.from, it.amount))
        .collect();
    let (first, second) = (day(2.0), day(3.0));
    let wanted = [(first, 5.0), (first, 1.0), (second, 5.0), (second, 1.0)];
    assert_eq!(needs, wanted);
    assert!(matches!(outcome.needs[0].site, Some(Site::Edge(_))));
    assert!((outcome.mass.consumed_kg - 24.0).abs() < 1e-9);
    // What is used up by the end is not there at the end.
    assert!((outcome.movements[0].end_mass_kg - (1224.0 - 12.0)).abs() < 1e-9);
    let outcome = run(23.0);
    assert_eq!(codes(&outcome), ["simulate.upkeep"]);
    let missing = outcome.findings[0].fact_number("missing").unwrap();
    assert!((missing - 0.5).abs() < 1e-9, "half a piece, {missing}");
    assert_eq!(outcome.needs[3].met, 0.5);
}

#[test]
fn upkeep_comes_before_what_is_at_the_destination() {
    let mut yard = Yard::new();
    let spare = yard.resource("spare", 401, 1.0);
    let out = flight(&mut yard, "out", PAD, BASE);
    let (ship, depot) = (yard.element("ship", 1000.0), yard.element("depot", 5.0));
    yard.store(depot, None, &[(spare, 1000.0)]);
    yard.parts.elements[ship].upkeep.per_trip = vec![(good(spare), 0.01)];
    yard.create(0.0, &[ship], at(PAD));
    yard.create(0.0, &[depot], at(BASE));
    yard.go(1.0, out, &[ship], vec![]);
    let outcome = yard.run();
    assert_eq!(codes(&outcome), ["simulate.upkeep"]);
    assert_eq!(outcome.findings[0].fact_number("missing"), Some(10.0));
}

// Losses and plants.

#[test]
fn the_larger_of_both_losses_happens() {
    let arrived = |planned: f64| {
        let mut yard = Yard::new();
        let fuel = yard.resource("fuel", 101, 1.0);
        yard.parts.resources[fuel].transfer_loss = 0.1;
        let (from, to) = (
            yard.stage("from", 10.0, 300.0, fuel, 200.0),
            yard.stage("to", 10.0, 300.0, fuel, 0.0),
        );
        yard.create(0.0, &[from, to], at(ORBIT));
        let lots = lots(fuel, 100.0);
        yard.at(
            1.0,
            Action::Transfer {
                lots,
                from,
                to,
                loss: planned,
            },
        );
        let refuel = Action::Refuel {
            from,
            to,
            good: good(fuel),
            amount: Some(45.0),
            loss: planned,
            duration: day(0.0),
        };
        yard.at(2.0, refuel);
        let outcome = yard.run();
        let left: Vec<_> = outcome.left.iter().map(|left| left.2.amount).collect();
        (codes(&outcome), left)
    };
    let close = |got: &[f64], wanted: [f64; 2]| {
        assert!(
            got.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-9),
            "{got:?}"
        );
    };
    let (said, left) = arrived(0.0);
    assert_eq!(said, ["simulate.transfer-loss"; 2]);
    close(&left, [50.0, 135.0]);
    let (said, left) = arrived(0.25);
    assert!(said.is_empty());
    close(&left, [40.0, 120.0]);
}

#[test]
fn a_plant_makes_what_it_can_at_its_age() {
    // 12 kg/d of water out of 24 kg/d of ore when new, ten per cent less for each year of age.
    let made = |asked: f64, ore: f64| {
        let mut yard = Yard::new();
        let (ore_kind, water) = (
            yard.resource("ore", 5, 1.0),
            yard.resource("water", 201, 1.0),
        );
        yard.parts.settings.days_per_year = 100.0;
        let plant = yard.element("plant", 100.0);
        yard.store(plant, None, &[(ore_kind, 1e4), (water, 0.0)]);
        let rate = |resource, per_day| Rate {
            good: good(resource),
            per_day,
        };
        yard.parts.elements[plant].plant = Some(Plant {
            inputs: vec![rate(ore_kind, 24.0)],
            outputs: vec![rate(water, 12.0)],
            decay_per_y: 0.1,
        });
        yard.create(0.0, &[plant], at(BASE));
        yard.at(
            100.0,
            Action::Produce {
                plant,
                inputs: vec![rate(ore_kind, ore)],
                outputs: vec![rate(water, asked)],
                duration: day(100.0),
            },
        );
        let outcome = yard.run();
        (codes(&outcome), outcome.mass.made_kg)
    };
    // The mean of 0.9^a over the second year: (0.9 - 0.81) / ln(1/0.9).
    let share = 0.09 / (1.0_f64 / 0.9).ln();
    let (said, kg) = made(12.0, 24.0);
    assert_eq!(said, ["simulate.plant-capacity"]);
    assert!((kg - 1200.0 * share).abs() < 1e-6, "{kg}");
    let (said, kg) = made(10.0, 20.0);
    assert!(said.is_empty(), "{said:?}");
    assert!((kg - 1000.0).abs() < 1e-6, "{kg}");
    // Half the ore makes half the water.
    let (said, kg) = made(10.0, 10.0);
    assert_eq!(said, ["simulate.plant-capacity"]);
    assert!((kg - 500.0).abs() < 1e-6, "{kg}");
}

// What a planner may rely on.

#[test]
fn a_carrier_without_mass_or_limit_is_created_filled_and_launched_at_one_instant() {
    let mut yard = Yard::new();
    let cargo = yard.resource("cargo", 5, 1.0);
    let up = yard.edge(
        "up",
        PAD,
        ORBIT,
        Way::Launch {
            duration: day(0.0),
            burns: vec![],
        },
    );
    let on = flight(&mut yard, "on", ORBIT, BASE);
    let flow = yard.element("flow", 0.0);
    yard.store(flow, None, &[]);
    yard.create(1.0, &[flow], at(PAD));
    let lots = lots(cargo, 1234.5);
    yard.at(1.0, Action::Add { lots, to: flow });
    yard.go(1.0, up, &[flow], vec![]);
    yard.go(1.0, on, &[flow], vec![]);
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    let kg: Vec<_> = outcome.movements.iter().map(|trip| trip.mass_kg).collect();
    assert_eq!(kg, [1234.5, 1234.5]);
    assert_eq!(outcome.movements[1].arrive, Some(day(2.0)));
}

#[test]
fn goods_change_ships_between_arrival_and_departure_at_one_instant() {
    let mut yard = Yard::new();
    let fuel = yard.resource("fuel", 101, 1.0);
    let (up, on) = (
        flight(&mut yard, "up", PAD, ORBIT),
        yard.burns("on", ORBIT, BASE, &[(0.0, 100.0)]),
    );
    let tanker = yard.stage("tanker", 10.0, 300.0, fuel, 200.0);
    let tug = yard.stage("tug", 10.0, 300.0, fuel, 0.0);
    yard.create(0.0, &[tanker], at(PAD));
    yard.create(0.0, &[tug], at(ORBIT));
    yard.go(0.0, up, &[tanker], vec![]);
    let refuel = Action::Refuel {
        from: tanker,
        to: tug,
        good: good(fuel),
        amount: Some(50.0),
        loss: 0.0,
        duration: day(0.0),
    };
    yard.at(1.0, refuel);
    let transfer = Action::Transfer {
        lots: lots(fuel, 50.0),
        from: tanker,
        to: tug,
        loss: 0.0,
    };
    yard.at(1.0, transfer);
    yard.go(1.0, on, &[tug], vec![vec![BurnStep::Burn(tug)]]);
    let outcome = yard.run();
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert_eq!(outcome.movements[1].depart, day(1.0));
    assert_eq!(outcome.movements[1].mass_kg, 110.0);
}

#[test]
fn people_without_stores_need_and_have_nothing() {
    let mut yard = Yard::new();
    let food = yard.resource("food", 202, 1.0);
    let ann = person(&mut yard, "ann");
    yard.needs(ann, vec![rated(good(food), 2.0)]);
    let off = flight(&mut yard, "off", PAD, BASE);
    yard.create(0.0, &[ann], at(PAD));
    yard.go(10.0, off, &[ann], vec![]);
    let outcome = yard.run();
    // She goes on all the same: the need is recorded, and a warning says so.
    assert_eq!(
        codes(&outcome),
        ["simulate.unmet-need", "simulate.unmet-need"]
    );
    assert_eq!(needed_and_had(&outcome), (22.0, 0.0));
    assert_eq!(outcome.movements[0].arrive, Some(day(11.0)));
}
