//! Judge and simulator, written apart, agree: what the one finds feasible, the other carries out.

use portolan_check::check;
use portolan_model::{Campaign, Plan, Status};
use portolan_simulate::simulate;
use portolan_testkit::{Size, feasible, mutate, synthetic, with_choices};

/// The activities that the simulation did not carry out, with what it says about them.
fn blocked(campaign: &Campaign, plan: &Plan) -> Vec<String> {
    let outcome = simulate(campaign, plan);
    let stuck = outcome
        .events
        .iter()
        .filter(|it| it.status == Status::Blocked);
    let mut said: Vec<_> = stuck
        .map(|it| plan.activities[it.activity].id.to_string())
        .collect();
    if !said.is_empty() {
        said.extend(
            outcome
                .findings
                .iter()
                .map(|it| format!("{} {}", it.code, it.message)),
        );
    }
    said
}

#[test]
fn what_is_feasible_is_carried_out() {
    for seed in 0..300 {
        let (campaign, plan) = feasible(seed, Size::SMALL);
        assert!(check(&campaign, &plan).is_feasible(), "seed {seed}");
        assert_eq!(
            blocked(&campaign, &plan),
            Vec::<String>::new(),
            "seed {seed}"
        );
    }
}

#[test]
fn what_is_broken_is_blocked() {
    for seed in 0..300 {
        let (campaign, plan) = feasible(seed, Size::SMALL);
        let (campaign, plan, mutation) = mutate(&campaign, &plan, seed);
        assert_eq!(
            check(&campaign, &plan).is_feasible(),
            mutation.is_none(),
            "seed {seed}"
        );
        let carried_out = blocked(&campaign, &plan).is_empty();
        assert_eq!(carried_out, mutation.is_none(), "seed {seed}: {mutation:?}");
    }
}

#[test]
fn no_mass_appears_or_vanishes() {
    for seed in 0..100 {
        let (campaign, plan) = feasible(seed, Size::SMALL);
        let imbalance = simulate(&campaign, &plan).mass.imbalance();
        assert!(imbalance.abs() < 1e-9, "seed {seed}: {imbalance}");
    }
}

#[test]
fn a_synthetic_campaign_is_carried_out() {
    let (campaign, plan) = synthetic(5000, 150, 3);
    assert_eq!(blocked(&campaign, &plan), Vec::<String>::new());
}

#[test]
fn whatever_a_planner_may_use_no_mass_appears_or_vanishes() {
    let mut blocked_somewhere = false;
    for seed in 0..100 {
        let (campaign, plan) = feasible(seed, Size::SMALL);
        let (campaign, plan) = with_choices(&campaign, &plan, seed);
        blocked_somewhere |= !check(&campaign, &plan).is_feasible();
        let imbalance = simulate(&campaign, &plan).mass.imbalance();
        assert!(imbalance.abs() < 1e-9, "seed {seed}: {imbalance}");
    }
    assert!(blocked_somewhere);
}
