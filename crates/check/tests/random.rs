//! Random plans: the checker bears everything, tells the feasible from the broken, and always alike.

use portolan_check::{Verdict, check};
use portolan_testkit::{Size, any_campaign, feasible, mutate, scramble, synthetic};
use portolan_vocabulary::{Duration, Severity};
use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};

fn errors(verdict: &Verdict) -> Vec<String> {
    let errors = verdict
        .findings
        .iter()
        .filter(|it| it.severity == Severity::Error);
    errors
        .map(|it| format!("{} {}: {}", it.code, it.subject.id, it.message))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_works_is_found_feasible(drawn in any::<u64>()) {
        let (campaign, plan) = feasible(drawn, Size::SMALL);
        let verdict = check(&campaign, &plan);
        prop_assert_eq!(errors(&verdict), Vec::<String>::new());
    }

    #[test]
    fn what_is_broken_is_found(drawn in any::<u64>(), seed in any::<u64>()) {
        let (campaign, plan) = feasible(drawn, Size::SMALL);
        let (campaign, plan, mutation) = mutate(&campaign, &plan, seed);
        let verdict = check(&campaign, &plan);
        prop_assert_eq!(verdict.is_feasible(), mutation.is_none(), "{:?}: {:#?}", mutation, verdict);
    }

    #[test]
    fn nothing_makes_it_panic((campaign, plan) in any_campaign(), seed in any::<u64>()) {
        check(&campaign, &scramble(&campaign, &plan, seed));
    }

    #[test]
    fn foreign_plans_do_not_make_it_panic((campaign, _) in any_campaign(), (_, plan) in any_campaign()) {
        check(&campaign, &plan);
    }

    #[test]
    fn the_same_plan_gets_the_same_verdict((campaign, plan) in any_campaign()) {
        prop_assert_eq!(check(&campaign, &plan), check(&campaign, &plan));
    }

    #[test]
    fn what_follows_names_what_failed(drawn in any::<u64>(), seed in any::<u64>()) {
        let (campaign, plan) = feasible(drawn, Size::SMALL);
        let (campaign, plan, _) = mutate(&campaign, &plan, seed);
        for finding in check(&campaign, &plan).findings {
            let follows = finding.code == portolan_check::codes::FOLLOWS;
            prop_assert_eq!(follows, finding.follows_from.is_some());
            if let Some(root) = finding.follows_from {
                prop_assert!(plan.activities.iter().any(|it| it.id.as_str() == root));
            }
        }
    }
}

#[test]
fn every_action_and_every_way_occurs() {
    let (campaign, plan) = feasible(1, Size::MEDIUM);
    let actions: std::collections::BTreeSet<_> =
        plan.activities.iter().map(|it| it.action.word()).collect();
    assert_eq!(actions.len(), 22, "{actions:?}");
    let ways: std::collections::BTreeSet<_> =
        campaign.edges.iter().map(|it| it.way.word()).collect();
    assert_eq!(ways.len(), 11, "{ways:?}");
    assert!(!plan.elements.is_empty());
    assert_eq!(errors(&check(&campaign, &plan)), Vec::<String>::new());
}

#[test]
fn a_synthetic_campaign_is_feasible() {
    let (campaign, plan) = synthetic(20_000, 600, 3);
    assert_eq!(
        (plan.activities.len(), campaign.elements.len()),
        (20_000, 600)
    );
    let verdict = check(&campaign, &plan);
    assert_eq!(errors(&verdict), Vec::<String>::new());
    let last = plan.activities.iter().map(|it| it.at).max();
    assert!(last > Some(Duration::from_days(8.0)));
}
