//! A lunar outpost that cannot be supplied as planned: it is said why, and what would help does.

mod support;

use portolan_manifest::{Limit, Options, apply, codes};
use portolan_simulate::simulate;
use support::{manifested, outpost, unmet_kg, words};

#[test]
fn what_can_arrive_is_set_against_what_is_needed() {
    let (campaign, plan) = outpost(false, 251.5);
    let answer = manifested(&campaign, &plan, &Options::default());
    println!("{:#?}", words(&answer.findings));
    assert!(answer.plan.is_none());
    let finding = &answer.findings[0];
    assert_eq!(finding.code, codes::CAPACITY);
    assert!(
        finding
            .message
            .starts_with("600 kg gross can reach LSP by day 160.5 against a demand of 994.26 kg"),
        "{}",
        finding.message
    );
    let fact = |name| finding.fact_number(name).unwrap();
    assert_eq!(fact("reachable"), 600.0);
    assert_eq!(fact("deadline"), 160.5);
    assert!((fact("needed") - 994.26).abs() < 0.005);
    assert!((fact("shortfall") - 394.26).abs() < 0.005);
    assert!((answer.totals.needed_kg - 2421.31).abs() < 0.01);
}

#[test]
fn the_least_change_makes_it_fit() {
    for (shared, spares_from_d) in [(false, 251.5), (false, 7.5), (true, 251.5), (true, 7.5)] {
        let (campaign, plan) = outpost(shared, spares_from_d);
        let answer = manifested(&campaign, &plan, &Options::default());
        println!("{:#?}", words(&answer.findings));
        let relaxation = answer.relaxation.unwrap();
        println!("{relaxation:#?}");
        assert!(relaxation.total_added_kg >= relaxation.least_kg);
        assert!(relaxation.total_added_kg < relaxation.least_kg + 40.0);

        let raised = apply(&relaxation, &campaign, &plan).unwrap();
        let answer = manifested(&raised, &plan, &Options::default());
        println!("{:#?}\n{:?}", words(&answer.findings), answer.totals);
        assert!(answer.shortfalls.is_empty() && answer.relaxation.is_none());
        let outcome = simulate(&raised, &answer.plan.unwrap());
        assert!(unmet_kg(&raised, &outcome) < 1e-6);
        assert!(
            outcome.findings.is_empty(),
            "{:?}",
            words(&outcome.findings)
        );
        assert!(answer.totals.tare_kg < 881.11);
        assert!((answer.totals.net_kg - 2421.31).abs() < 0.01);
        for change in &relaxation.changes {
            assert!(matches!(change.limit, Limit::Edge(_)));
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let (campaign, plan) = outpost(true, 7.5);
    let run = || format!("{:?}", manifested(&campaign, &plan, &Options::default()));
    assert_eq!(run(), run());
    let relaxation = manifested(&campaign, &plan, &Options::default())
        .relaxation
        .unwrap();
    let raised = apply(&relaxation, &campaign, &plan).unwrap();
    let run = || format!("{:?}", manifested(&raised, &plan, &Options::default()));
    assert_eq!(run(), run());
}
