//! The lunar campaign under uncertainty: the second mission of the code that Isaji, Takubo and Ho published
//! (J. Spacecraft and Rockets 59(5), 2022) comes in four sizes. That code states no optimum for given designs; each
//! scenario by itself is searched here from a file of its own, and one of them is a case of `benches/peers`.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

#[allow(dead_code, reason = "other tests use the rest")]
mod lunar;

use lunar::{Variant, read};
use portolan_model::{Campaign, Goal};
use portolan_optimise::scenarios::{Answer, Asked, solve};
use portolan_optimise::{Request, prepare, search};
use portolan_solver::{Options, Unwatched, engine};
use std::path::Path;

const DESIGN: [f64; 3] = [4500.0, 50_000.0, 15_000.0];

fn options() -> Options {
    Options {
        relative_gap: 1e-8,
        ..Options::default()
    }
}

fn answer(campaign: &Campaign) -> Answer {
    let (network, _) = prepare(campaign, &Request::of(campaign)).unwrap();
    let asked = Asked {
        goal: Goal::LaunchMass,
        options: options(),
        robust: true,
        margin: Some(0.1),
    };
    let highs = engine("highs").unwrap();
    solve(&network, &asked, &*highs, &mut Unwatched).unwrap()
}

#[track_caller]
fn near(found: Option<f64>, expected_kg: f64) {
    let found = found.unwrap();
    assert!(
        (found - expected_kg).abs() < 0.05,
        "{found} kg, not {expected_kg} kg"
    );
}

#[test]
fn the_second_mission_is_uncertain() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/lunar-scenarios/campaign.toml");
    let found = answer(&read(&std::fs::read_to_string(path).unwrap()));
    let cases = [
        (2000.0, 800.0),
        (2500.0, 900.0),
        (3500.0, 1100.0),
        (4000.0, 1200.0),
    ];
    for ((habitat_kg, samples_kg), alone) in cases.into_iter().zip(&found.alone) {
        let variant = Variant {
            habitat_kg: vec![2000.0, habitat_kg],
            samples_kg: vec![1000.0, samples_kg],
            copies: 8,
            ..Variant::missions(2, Some(DESIGN))
        };
        let campaign = variant.campaign();
        let mut request = Request::of(&campaign);
        request.options = options();
        let (network, _) = prepare(&campaign, &request).unwrap();
        let best = search(
            &network,
            &request,
            &*engine("highs").unwrap(),
            &mut Unwatched,
        )
        .unwrap();
        near(*alone, best.reached[0].value);
    }
    near(found.expected(), 840_926.344);
    near(found.wait_and_see(), 840_926.344);
    near(
        found.robust.as_ref().map(|policy| policy.worst),
        904_820.463,
    );
    near(found.cost_of_robustness(), 0.0);
    near(found.cost_of_margin(), 29_677.666);
    // Of several best plans for the mean, some are best for the scenarios too.
    assert!(found.value_of_stochastic_solution().unwrap() > -1e-3);
    assert_eq!(found.unproved, 0);
}

/// With one scenario there is nothing to weigh: case 10 of `anchors.rs`, from the models in `benches/peers`.
#[test]
fn one_scenario_is_no_uncertainty() {
    let variant = Variant {
        habitat_kg: vec![3000.0; 2],
        samples_kg: vec![1500.0; 2],
        copies: 8,
        ..Variant::missions(2, Some(DESIGN))
    };
    let scenario = "\n[[scenario]]\nid = \"only\"\nprobability = 1.0\nknown = \"365 d\"\n";
    let found = answer(&read(&(variant.text() + scenario)));
    near(found.expected(), 846_086.769_308);
    near(found.wait_and_see(), 846_086.769_308);
    near(found.expected_of_mean_plan(), 846_086.769_308);
    near(
        found.robust.as_ref().map(|policy| policy.worst),
        846_086.769_308,
    );
}
