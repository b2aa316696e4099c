//! The rules of the program: each holds against its own cases, and its cases notice a change of any value.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::rule_engine::{Expected, mutations};
use portolan::shipped_rules;

fn pack() -> &'static portolan::rule_engine::Pack {
    shipped_rules().unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)))
}

#[test]
fn every_rule_is_whole_and_its_cases_come_out_as_they_say() {
    let pack = pack();
    assert!(!pack.rules().is_empty());
    let cases: usize = pack.rules().iter().map(|rule| rule.cases.len()).sum();
    println!("{} rules, {cases} cases", pack.rules().len());
    for rule in pack.rules() {
        assert!(rule.cases_hold(pack.tables()), "{}", rule.id);
        let (regime, _) = rule.id.split_once('.').unwrap();
        assert_eq!(regime, rule.regime, "{} stands in another folder", rule.id);
        for expected in [Expected::Applies, Expected::Not] {
            assert!(
                rule.cases.iter().any(|case| case.expected == expected),
                "{}",
                rule.id
            );
        }
    }
}

#[test]
fn a_changed_value_breaks_a_case() {
    let pack = pack();
    let mut survivors = Vec::new();
    let mut count = 0;
    for rule in pack.rules() {
        for (what, mutant) in mutations(rule) {
            count += 1;
            if mutant.cases_hold(pack.tables()) {
                survivors.push(format!("{}: {what}", rule.id));
            }
        }
    }
    println!("{count} mutations");
    assert!(count > 0);
    assert!(
        survivors.is_empty(),
        "no case notices:\n{}",
        survivors.join("\n")
    );
}
