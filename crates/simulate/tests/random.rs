//! Properties over random campaigns: mass is conserved, nothing falls below zero, cutting the time
//! line changes nothing, equal input gives equal outcomes on any number of threads, nothing panics.

use portolan_model::{
    Action, Activity, Campaign, Element, ElementKind, Holder, Outcome, Plan, SupplyClass,
};
use portolan_simulate::simulate;
use portolan_testkit::{Size, any_campaign, campaign, feasible, scramble};
use portolan_vocabulary::{Duration, Index, Mass, Severity};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The sums that must not depend on how the time line is cut.
fn totals(outcome: &Outcome) -> BTreeMap<String, (f64, f64)> {
    let mut sums: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for need in &outcome.needs {
        let key = format!("{:?} {:?} {:?}", need.requester, need.site, need.good);
        let sum = sums.entry(key).or_default();
        sum.0 += need.amount;
        sum.1 += need.met;
    }
    for (element, store, lot) in &outcome.left {
        let key = format!("left {element:?} {store} {:?}", lot.good);
        sums.entry(key).or_default().0 += lot.amount;
    }
    sums
}

/// The plan with an empty element created at every node at each of many instants: that settles the
/// node's flows and lays them anew.
fn cut(campaign: &Campaign, plan: &Plan, cuts: u32) -> Plan {
    let mut plan = plan.clone();
    let last = plan
        .activities
        .iter()
        .map(|activity| activity.at)
        .max()
        .unwrap_or(Duration::ZERO);
    for number in 0..cuts {
        let at = Duration::from_days(last.days() * f64::from(number) / f64::from(cuts));
        for node in campaign.nodes.indices() {
            let id = format!("cut-{number}-{}", node.at());
            let element = Index::new(campaign.elements.len() + plan.elements.len());
            plan.elements.add(Element::new(
                id.as_str(),
                ElementKind::Item,
                SupplyClass::NONE,
                Mass::ZERO,
            ));
            let action = Action::Create {
                elements: vec![element],
                into: Holder::Node(node),
            };
            plan.activities.add(Activity {
                id: id.as_str().into(),
                name: id,
                mission: None,
                at,
                priority: 99,
                site: None,
                action,
                cost: None,
                payer: None,
                staff: Vec::new(),
            });
        }
    }
    plan
}

fn assert_near(whole: &BTreeMap<String, (f64, f64)>, cut: &BTreeMap<String, (f64, f64)>) {
    for (key, (amount, met)) in whole {
        let (other_amount, other_met) = cut.get(key).copied().unwrap_or_default();
        let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * amount.abs().max(1.0);
        assert!(
            near(*amount, other_amount) && near(*met, other_met),
            "{key}: {amount} {met}, cut {other_amount} {other_met}"
        );
    }
}

fn assert_conserved(outcome: &Outcome) {
    let imbalance = outcome.mass.imbalance();
    assert!(
        imbalance.abs() < 1e-9,
        "mass is off by {imbalance} of what came in: {:?}",
        outcome.mass
    );
    let least = outcome
        .stock
        .iter()
        .map(|point| point.level)
        .fold(0.0, f64::min);
    assert!(least >= 0.0, "a level falls to {least}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn mass_is_conserved_and_nothing_is_below_zero((campaign, plan) in any_campaign()) {
        assert_conserved(&simulate(&campaign, &plan));
    }

    #[test]
    fn cutting_changes_nothing(seed in 0_u64..100_000, cuts in 1_u32..40) {
        let (campaign, plan) = campaign(seed, Size::SMALL);
        let whole = simulate(&campaign, &plan);
        let pieces = simulate(&campaign, &cut(&campaign, &plan, cuts));
        assert_near(&totals(&whole), &totals(&pieces));
    }

    #[test]
    fn foreign_plans_do_not_panic((campaign, plan) in any_campaign(), seed in any::<u64>()) {
        let outcome = simulate(&campaign, &scramble(&campaign, &plan, seed));
        assert_conserved(&outcome);
    }

    #[test]
    fn what_the_judge_passes_is_carried_out(seed in 0_u64..100_000) {
        let (campaign, plan) = feasible(seed, Size::SMALL);
        let verdict = portolan_check::check(&campaign, &plan);
        let outcome = simulate(&campaign, &plan);
        let errors: Vec<_> = outcome.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(!verdict.is_feasible() || errors.is_empty(), "the judge passes what fails: {errors:#?}");
        prop_assert!(verdict.is_feasible(), "a feasible plan is refused: {:#?}", verdict.findings);
    }
}

#[test]
fn equal_input_gives_equal_outcomes_on_any_number_of_threads() {
    let (campaign, plan) = campaign(7, Size::MEDIUM);
    let expected = simulate(&campaign, &plan);
    assert!(expected.events.len() > 100, "the campaign does something");
    for threads in [1, 8] {
        let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
            let runs: Vec<_> = (0..threads)
                .map(|_| scope.spawn(|| simulate(&campaign, &plan)))
                .collect();
            runs.into_iter().map(|run| run.join().unwrap()).collect()
        });
        assert!(
            outcomes
                .iter()
                .all(|outcome| format!("{outcome:?}") == format!("{expected:?}"))
        );
    }
}
