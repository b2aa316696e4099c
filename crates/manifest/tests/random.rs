//! Whole campaigns made at random: whatever is answered must hold when it is simulated.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use portolan_manifest::{Options, apply};
use portolan_model::{
    Campaign, Demand, Environment, Good, Lot, Need, Plan, Rate, Recipient, Resource, ResourceKind,
};
use portolan_simulate::simulate;
use portolan_vocabulary::{Duration, Mass, Severity, Volume};
use support::*;

/// Numbers that look random and are the same every time (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
    fn kg(&mut self, most: u64) -> f64 {
        self.roll(most * 1000) as f64 / 1000.0
    }
}

/// Flights between the Earth, a station and a base, with needs at both; holds, ways and volumes are
/// limits.
fn campaign(dice: &mut Dice) -> (Campaign, Plan) {
    let mut parts = empty();
    let nodes = ["earth", "moon", "moon"];
    let nodes: Vec<_> = nodes
        .iter()
        .enumerate()
        .map(|(at, body)| parts.nodes.add(node(&format!("node-{at}"), body)))
        .collect();
    let mut designs = designs();
    designs[4].volume = Volume::new(0.05);
    designs[4].stores[0].max_volume = Some(Volume::new(0.05));
    parts.designs = designs.into();
    let fluffy = parts.resources.add(Resource {
        transfer_loss: 0.0,
        id: "fluffy".into(),
        name: "fluffy".into(),
        class: class(205),
        kind: ResourceKind::Discrete,
        environment: Environment::Unpressurised,
        unit: "item".into(),
        unit_mass: Mass::new(2.3),
        unit_volume: Volume::new(0.009),
        packing_factor: 0.0,
        price: None,
    });
    let mut activities = Vec::new();
    for number in 0..3 + dice.roll(5) {
        let (from, to) = [(0, 1), (0, 2), (1, 2)][dice.roll(3) as usize];
        let depart_d = 1.0 + dice.roll(40) as f64;
        let mut edge = flight(
            &format!("way-{number}"),
            nodes[from],
            nodes[to],
            2.0,
            1000.0 + dice.kg(300),
        );
        if dice.roll(4) == 0 {
            edge.limits.volume = Some(Volume::new(dice.kg(1)));
        }
        let edge = parts.edges.add(edge);
        let mut ship = carrier(&format!("ship-{number}"), 1000.0, dice.kg(400));
        if dice.roll(4) == 0 {
            ship.hold = ship.hold.map(|hold| portolan_model::Hold {
                max_volume: Some(Volume::new(dice.kg(1))),
                ..hold
            });
        }
        let ship = parts.elements.add(ship);
        let made = activity(
            &format!("made-{number}"),
            0.0,
            0,
            create(vec![ship], nodes[from]),
        );
        activities.push(made);
        let go = activity(
            &format!("go-{number}"),
            depart_d,
            0,
            transport(edge, vec![ship]),
        );
        activities.push(go);
    }
    for number in 0..2 + dice.roll(3) {
        let at = nodes[1 + dice.roll(2) as usize];
        let good = [
            generic(201),
            generic(203),
            generic(202),
            generic(601),
            Good::Specific(fluffy),
        ];
        let good = good[dice.roll(5) as usize];
        let due_d = 5.0 + dice.roll(40) as f64;
        let id = format!("need-{number}");
        let lot = Lot {
            good,
            amount: 0.1 + dice.kg(150),
        };
        let rate = Rate {
            good,
            per_day: 0.01 + dice.kg(3),
        };
        parts.demands.add(if dice.roll(3) > 0 {
            once(&id, at, due_d, vec![lot])
        } else {
            Demand {
                id: id.as_str().into(),
                recipient: Recipient::Node(at),
                need: Need::Steady {
                    rates: vec![rate],
                    from: Duration::from_days(due_d),
                    until: Duration::from_days(due_d + 20.0),
                },
                partner: None,
            }
        });
    }
    (valid(parts), plan(activities))
}

/// What is answered holds: a plan leaves unmet what is said and nothing more, and blocks nothing.
fn assert_holds(campaign: &Campaign, plan: &Plan, options: &Options, seed: u64) -> bool {
    let answer = manifested(campaign, plan, options);
    let said_kg: f64 = answer
        .shortfalls
        .iter()
        .map(|shortfall| shortfall.mass_kg)
        .sum();
    let Some(new) = &answer.plan else {
        let errors = answer
            .findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        assert!(errors.count() > 0, "{seed}: no plan and no reason");
        let Some(relaxation) = &answer.relaxation else {
            return false;
        };
        assert!(
            relaxation.total_added_kg >= relaxation.least_kg,
            "{seed}: {relaxation:?}"
        );
        let raised = apply(relaxation, campaign, plan).unwrap();
        let again = manifested(&raised, plan, options);
        assert!(
            again.plan.is_some(),
            "{seed}: {:?} {relaxation:?}",
            words(&again.findings)
        );
        return assert_holds(&raised, plan, options, seed);
    };
    let outcome = simulate(campaign, new);
    let blocked = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(blocked.count(), 0, "{seed}: {:?}", words(&outcome.findings));
    let unmet = unmet_kg(campaign, &outcome);
    assert!(
        (unmet - said_kg).abs() < 1e-3,
        "{seed}: {unmet} kg unmet, {said_kg} kg said: {:?}",
        words(&answer.findings)
    );
    true
}

#[test]
fn what_is_answered_holds_in_simulation() {
    let mut planned = 0;
    for seed in 0..200 {
        let (campaign, plan) = campaign(&mut Dice(seed));
        let options = Options {
            whole_items: seed % 3 == 0,
            ..Options::default()
        };
        planned += u32::from(assert_holds(&campaign, &plan, &options, seed));
    }
    println!("{planned} of 200 planned");
    assert!(planned > 150, "{planned}");
}
