//! Steady needs, production, boil-off: exact, and independent of where the time line is cut.

mod yard;

use portolan_model::*;
use yard::*;

fn near(a: f64, b: f64) {
    assert!(
        (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        "{a} is not {b}"
    );
}

/// A habitat that needs 2 kg/d of water at a base with 15 kg, for ten days.
fn thirsty() -> (Yard, portolan_vocabulary::Index<Element>) {
    let mut yard = Yard::new();
    let water = yard.resource("water", 201, 1.0);
    let habitat = yard.element("habitat", 1000.0);
    yard.store(habitat, None, &[(water, 15.0)]);
    yard.needs(habitat, vec![rated(Good::Specific(water), 2.0)]);
    yard.create(0.0, &[habitat], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(10.0));
    (yard, habitat)
}

#[test]
fn a_stock_runs_out_at_its_instant() {
    let (yard, _) = thirsty();
    let outcome = yard.run();
    let (needed, had) = needed_and_had(&outcome);
    near(needed, 20.0);
    near(had, 15.0);
    assert_eq!(
        outcome.needs.len(),
        2,
        "served, then not: {:?}",
        outcome.needs
    );
    near(outcome.needs[1].from.days(), 7.5);
    assert_eq!(codes(&outcome), ["simulate.unmet-need"]);
    near(outcome.findings[0].fact_number("first").unwrap(), 7.5);
    assert!(outcome.mass.imbalance().abs() < 1e-9);
}

#[test]
fn cutting_the_time_line_changes_nothing() {
    let whole = thirsty().0.run();
    let (mut yard, habitat) = thirsty();
    let other = yard.element("other", 1.0);
    for cut in 1..200 {
        let time = f64::from(cut) * 0.0497;
        if cut == 1 {
            yard.create(time, &[other], Holder::Node(node(BASE)));
        } else {
            // A change of nothing, that settles and lays the site anew.
            yard.at(
                time,
                Action::Reconfigure {
                    changes: vec![(habitat, 0)],
                },
            );
        }
    }
    let cut = yard.run();
    let ((a, b), (c, d)) = (needed_and_had(&whole), needed_and_had(&cut));
    near(a, c);
    near(b, d);
}

#[test]
fn two_consumers_share_a_stock_until_it_ends() {
    let mut yard = Yard::new();
    let water = yard.resource("water", 201, 1.0);
    let (a, b, tank) = (
        yard.element("a", 1.0),
        yard.element("b", 1.0),
        yard.element("tank", 1.0),
    );
    yard.store(tank, None, &[(water, 12.0)]);
    yard.needs(a, vec![rated(Good::Specific(water), 1.0)]);
    yard.needs(
        b,
        vec![rated(
            Good::Generic {
                class: SupplyClass::new(201).unwrap(),
                environment: Environment::Unpressurised,
            },
            3.0,
        )],
    );
    yard.create(0.0, &[a, b, tank], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(10.0));
    let outcome = yard.run();
    let met = |element| {
        outcome
            .needs
            .iter()
            .filter(|need| need.requester == Requester::Element(element))
            .map(|need| need.met)
            .sum::<f64>()
    };
    near(met(a), 3.0);
    near(met(b), 9.0);
}

#[test]
fn an_element_draws_on_what_is_nearest() {
    let mut yard = Yard::new();
    let water = yard.resource("water", 201, 1.0);
    let (far, habitat, bag) = (
        yard.element("far", 1.0),
        yard.carrier("habitat", 1.0, 1e6),
        yard.element("bag", 1.0),
    );
    yard.store(far, None, &[(water, 100.0)]);
    yard.store(bag, None, &[(water, 4.0)]);
    yard.needs(habitat, vec![rated(Good::Specific(water), 1.0)]);
    yard.create(0.0, &[far, habitat], Holder::Node(node(BASE)));
    yard.create(0.0, &[bag], Holder::Element(habitat));
    yard.parts.horizon = Some(day(10.0));
    let outcome = yard.run();
    let left = |element| {
        outcome
            .left
            .iter()
            .find(|(index, _, _)| *index == element)
            .unwrap()
            .2
            .amount
    };
    near(left(bag), 0.0);
    near(left(far), 94.0);
}

#[test]
fn production_serves_first_then_fills_then_is_lost() {
    let mut yard = Yard::new();
    let oxygen = yard.resource("oxygen", 203, 1.0);
    let (plant, crew, tank) = (
        yard.element("plant", 1.0),
        yard.element("crew", 1.0),
        yard.element("tank", 1.0),
    );
    yard.store(tank, Some(10.0), &[(oxygen, 0.0)]);
    yard.needs(plant, vec![rated(Good::Specific(oxygen), -3.0)]);
    yard.needs(crew, vec![rated(Good::Specific(oxygen), 1.0)]);
    yard.create(0.0, &[plant, crew, tank], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(20.0));
    let outcome = yard.run();
    near(outcome.left[0].2.amount, 10.0);
    let made: f64 = outcome
        .needs
        .iter()
        .filter(|need| need.amount < 0.0)
        .map(|need| need.met)
        .sum();
    // Twenty kilograms used, ten stored; of sixty made, thirty were lost.
    near(made, -30.0);
    assert_eq!(codes(&outcome), ["simulate.vented"]);
    assert!(outcome.mass.imbalance().abs() < 1e-9);
}

#[test]
fn a_conversion_stops_when_its_input_ends() {
    let mut yard = Yard::new();
    let (water, oxygen) = (
        yard.resource("water", 201, 1.0),
        yard.resource("oxygen", 203, 1.0),
    );
    let plant = yard.element("plant", 1.0);
    yard.store(plant, None, &[(water, 9.0), (oxygen, 0.0)]);
    let rate = |resource, per_day| {
        vec![Rate {
            good: Good::Specific(resource),
            per_day,
        }]
    };
    yard.needs(
        plant,
        vec![DemandModel::Conversion {
            inputs: rate(water, 0.9),
            outputs: rate(oxygen, 0.8),
        }],
    );
    yard.create(0.0, &[plant], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(30.0));
    let outcome = yard.run();
    near(outcome.left[0].2.amount, 0.0);
    near(outcome.left[1].2.amount, 8.0);
    assert_eq!(
        codes(&outcome),
        ["simulate.process-stalled"],
        "twenty of thirty days"
    );
    near(outcome.findings[0].fact_number("lost").unwrap(), 20.0);
    assert!(outcome.mass.imbalance().abs() < 1e-9);
}

#[test]
fn boil_off_compounds_continuously() {
    let mut yard = Yard::new();
    let hydrogen = yard.resource("hydrogen", 101, 1.0);
    let tank = yard.element("tank", 1.0);
    yard.store(tank, None, &[(hydrogen, 1000.0)]);
    yard.parts.elements[tank].stores[0].boil_off_per_d = 0.005;
    yard.create(0.0, &[tank], Holder::Node(node(ORBIT)));
    yard.parts.horizon = Some(day(30.0));
    let outcome = yard.run();
    near(outcome.left[0].2.amount, 1000.0 * 0.995_f64.powi(30));
    near(outcome.mass.lost_kg, 1000.0 - 1000.0 * 0.995_f64.powi(30));
}

#[test]
fn spares_follow_the_published_formula() {
    let mut yard = Yard::new();
    let pump = yard.resource("pump", 4011, 5.0);
    yard.parts.resources[pump].environment = Environment::Pressurised;
    let filter = yard.resource("filter", 4012, 2.0);
    let habitat = yard.element("habitat", 6000.0);
    let part = |resource, quantity| Part {
        resource,
        quantity,
        mean_time_to_failure: None,
        mean_time_to_repair: None,
        repair_mass: portolan_vocabulary::Mass::ZERO,
        duty_cycle: 1.0,
    };
    yard.parts.elements[habitat].parts = vec![part(pump, 60.0), part(filter, 100.0)];
    let model = DemandModel::SparingByMass {
        unpressurised_per_y: 0.5,
        pressurised_per_y: 1.0,
        parts_listed: true,
    };
    yard.needs(habitat, vec![model]);
    yard.parts.settings.days_per_year = 365.0;
    yard.create(0.0, &[habitat], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(365.0));
    let outcome = yard.run();
    // Pressurised: 6000 kg a year over 300 kg of pumps and 5500 kg of the rest.
    let pumps = outcome
        .needs
        .iter()
        .find(|need| need.good == Good::Specific(pump))
        .unwrap();
    near(pumps.amount, 6000.0 * 60.0 / 5800.0);
    let total_kg: f64 = outcome
        .needs
        .iter()
        .map(|need| match need.good {
            Good::Specific(resource) if resource == pump => need.amount * 5.0,
            Good::Specific(_) => need.amount * 2.0,
            Good::Generic { .. } => need.amount,
        })
        .sum();
    near(total_kg, 9000.0);
}

#[test]
fn an_empty_tank_takes_what_is_made_for_it() {
    let mut yard = Yard::new();
    let (water, brine) = (
        yard.resource("water", 201, 1.0),
        yard.resource("brine", 701, 1.0),
    );
    let plant = yard.element("plant", 1.0);
    yard.store(plant, None, &[(water, 10.0)]);
    yard.store(plant, None, &[]);
    yard.parts.elements[plant].stores[1].kind = StoreKind::Tank(brine);
    let rate = |resource, per_day| {
        vec![Rate {
            good: Good::Specific(resource),
            per_day,
        }]
    };
    yard.needs(
        plant,
        vec![DemandModel::Conversion {
            inputs: rate(water, 1.0),
            outputs: rate(brine, 0.25),
        }],
    );
    yard.create(0.0, &[plant], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(4.0));
    let outcome = yard.run();
    near(outcome.left[1].2.amount, 1.0);
    assert!(outcome.findings.is_empty(), "{:?}", outcome.findings);
    assert!(outcome.needs.iter().all(|need| need.process));
}

#[test]
fn a_process_takes_no_more_of_one_input_than_the_scarcest_allows() {
    let mut yard = Yard::new();
    let (a, b, c) = (
        yard.resource("a", 10, 1.0),
        yard.resource("b", 10, 1.0),
        yard.resource("c", 10, 1.0),
    );
    let (source, plant) = (yard.element("source", 1.0), yard.element("plant", 1.0));
    yard.store(plant, None, &[(a, 100.0), (c, 0.0)]);
    // The source gives half of what the plant could take of the second input.
    yard.needs(source, vec![rated(Good::Specific(b), -0.5)]);
    let rate = |resource, per_day| Rate {
        good: Good::Specific(resource),
        per_day,
    };
    yard.needs(
        plant,
        vec![DemandModel::Conversion {
            inputs: vec![rate(a, 2.0), rate(b, 1.0)],
            outputs: vec![rate(c, 3.0)],
        }],
    );
    yard.create(0.0, &[source, plant], Holder::Node(node(BASE)));
    yard.parts.horizon = Some(day(10.0));
    let outcome = yard.run();
    near(outcome.left[0].2.amount, 90.0);
    near(outcome.left[1].2.amount, 15.0);
    assert_eq!(codes(&outcome), ["simulate.process-stalled"]);
    assert!(outcome.mass.imbalance().abs() < 1e-12);
}
