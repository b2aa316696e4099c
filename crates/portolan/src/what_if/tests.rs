//! Nobody leaves: what remains of a plan under way is enough to go on as well as the plan does.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on is to fail"
)]

#[path = "../../../optimise/tests/convoys/mod.rs"]
mod convoys;

use super::*;
use crate::remains::begun;
use portolan_solver::Unwatched;
use std::path::Path;

fn opened(name: &str) -> Campaign {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../campaigns")
        .join(name);
    crate::open::open(&path).unwrap().campaign
}

fn best(campaign: &Campaign, wanted: &Wanted) -> Plan {
    let best = crate::optimise::optimise(campaign, wanted, &mut Unwatched).unwrap();
    best.flown.unwrap().checked.plan().clone()
}

/// What a plan comes to in a goal from an instant on, by what the simulation says of it and of what was begun before.
fn rest_of(campaign: &Campaign, plan: &Plan, goal: Goal, now: Duration) -> f64 {
    let key = match goal {
        Goal::Cost => "cost_total",
        Goal::LaunchMass => "launch_mass_kg",
        other => panic!("{other:?}"),
    };
    let of = |plan: Plan| fly(campaign, plan).measure(key).unwrap();
    of(plan.clone()) - of(begun(plan, now))
}

/// Nothing is lost, the new plan is accepted, and it costs what the old one has left to pay, but for the gap.
fn goes_on(campaign: &Campaign, plan: &Plan, now: Duration, wanted: &Wanted) {
    let asked = WhatIfAsked {
        without: None,
        from: now,
        notice: Duration::ZERO,
        wanted: wanted.clone(),
    };
    let mut watch = Unwatched;
    let mut search = Search::of(campaign, wanted, &mut watch).unwrap();
    search.request.unrolling.also = departures(campaign, plan, now);
    let goal = search.goal();
    let mut asking = Asking {
        campaign,
        plan,
        asked: &asked,
        search,
        hopeless: BTreeSet::new(),
    };
    let (id, day) = (&campaign.id, now.days());
    let stayed = asking
        .stayed()
        .unwrap_or_else(|found| panic!("{id} on day {day}: {found:#?}"));
    let lost: Vec<_> = asking.hopeless.iter().collect();
    assert!(
        lost.is_empty(),
        "{id} on day {day}: {lost:?} {:#?}",
        stayed.findings
    );
    let flown = stayed
        .replanned
        .unwrap_or_else(|| panic!("{id} on day {day}: {:#?}", stayed.findings));
    assert!(
        flown.is_feasible(),
        "{id} on day {day}: {:#?}",
        flown.findings()
    );
    let (value, rest) = (stayed.value.unwrap(), rest_of(campaign, plan, goal, now));
    let gap = wanted.gap.unwrap_or(1e-6);
    // The rest of a best plan is a best rest (Bellman, Dynamic Programming, 1957, section III.3), but for what the search of the
    // whole left open.
    let whole = rest_of(campaign, plan, goal, Duration::ZERO);
    let off = (value - rest).abs();
    assert!(
        off <= gap * whole + 1e-6,
        "{id} on day {day}: {value} instead of {rest}"
    );
}

#[test]
fn small_campaigns_go_on_as_planned() {
    for (name, days) in [
        ("lunar-two-missions", &[0.0, 3.0, 11.3, 40.0][..]),
        ("lunar-four-agencies", &[0.0, 2.0, 4.5, 7.0, 11.0]),
        ("depot-refuelling", &[100.0, 283.1]),
    ] {
        let campaign = opened(name);
        let wanted = Wanted::default();
        let plan = best(&campaign, &wanted);
        for day in days {
            goes_on(&campaign, &plan, Duration::from_days(*day), &wanted);
        }
    }
}

/// Random campaigns, each on a random day.
fn random_ones_go_on(seeds: std::ops::Range<u64>) {
    let wanted = Wanted {
        gap: Some(1e-3),
        ..Wanted::default()
    };
    let mut planned = 0;
    for seed in seeds.clone() {
        let text = convoys::text(seed);
        let campaign = portolan_formats::campaign::read_text("random.toml", &text);
        let campaign = campaign.unwrap().campaign;
        let found = crate::optimise::optimise(&campaign, &wanted, &mut Unwatched).unwrap();
        let Some(flown) = found.flown.filter(Flown::is_feasible) else {
            continue;
        };
        planned += 1;
        let day = portolan_testkit::Chance::new(seed).between(0.0, 50.0);
        let plan = flown.checked.plan();
        goes_on(&campaign, plan, Duration::from_days(day), &wanted);
    }
    assert!(planned * 4 > seeds.end - seeds.start, "{planned}");
}

#[test]
fn random_campaigns_go_on_as_planned() {
    random_ones_go_on(0..20);
}

/// Seeds from an environment variable: `PORTOLAN_SEEDS=1000..2000`.
#[test]
#[ignore = "as long as one likes"]
fn many_random_campaigns_go_on_as_planned() {
    let range = std::env::var("PORTOLAN_SEEDS").unwrap_or_else(|_| "20..200".to_owned());
    let (from, to) = range.split_once("..").unwrap();
    random_ones_go_on(from.parse().unwrap()..to.parse().unwrap());
}
