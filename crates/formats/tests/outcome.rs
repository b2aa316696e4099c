//! Outcome and findings files: they fit their schema, say what happened, and are the same bytes for
//! the same outcome.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::shown;
use portolan_formats::outcome::{self, Content, File, Provenance, StateTimes, v1};
use portolan_formats::text::{Source, Syntax, read};
use portolan_model::{Campaign, Outcome, Plan};
use portolan_testkit::Size;
use portolan_vocabulary::{Code, Finding, Place};
use proptest::prelude::*;
use serde_json::Value as Json;

fn provenance() -> Provenance<'static> {
    Provenance {
        tool: "portolan".into(),
        version: "0.0.0".into(),
        campaign_sha256: Some("ab".into()),
        files: vec![File {
            name: "campaign.toml".into(),
            sha256: "ab".into(),
        }],
        seed: Some(7),
        ..Provenance::default()
    }
}

fn written(campaign: &Campaign, plan: &Plan, outcome: &Outcome, states: StateTimes) -> String {
    let measures = portolan_analyse::measures(campaign, plan, outcome);
    let content = Content {
        campaign,
        plan,
        outcome,
        measures: &measures,
        findings: &[],
        provenance: &provenance(),
        states,
    };
    let mut bytes = Vec::new();
    outcome::write(&mut bytes, &content).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The tree of a text that must fit its schema.
fn fitting(text: &str, schema: &Json) -> Json {
    let source = Source::new("outcome.json", text);
    let checked = read(source, Syntax::Json, schema);
    checked
        .unwrap_or_else(|found| panic!("{}", shown(&found)))
        .json
}

fn of_seed(seed: u64) -> (Campaign, Plan, Outcome) {
    let (campaign, plan) = portolan_testkit::campaign(seed, Size::SMALL);
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    (campaign, plan, outcome)
}

#[test]
fn an_outcome_says_what_others_rely_on() {
    let (campaign, plan, outcome) = of_seed(1);
    let text = written(&campaign, &plan, &outcome, StateTimes::Ends);
    let json = fitting(&text, v1::schema());
    assert_eq!(json["format"], "portolan-outcome/1");
    assert_eq!(json["provenance"]["seed"], 7);
    let missions = json["missions"].as_array().unwrap();
    let in_missions: usize = missions
        .iter()
        .map(|mission| mission["events"].as_array().unwrap().len())
        .sum();
    let loose = json["events"].as_array().unwrap().len();
    assert_eq!(in_missions + loose, outcome.events.len());
    assert_eq!(
        json["movements"].as_array().unwrap().len(),
        outcome.movements.len()
    );
    assert_eq!(json["end_d"], outcome.end.days());
    let launch = outcome_measure(&campaign, &plan, &outcome, "launch_mass_kg");
    assert_eq!(json["measures"]["launch_mass_kg"].as_f64(), launch);
    assert!(!json["states"].as_array().unwrap().is_empty());
}

fn outcome_measure(campaign: &Campaign, plan: &Plan, outcome: &Outcome, key: &str) -> Option<f64> {
    let measures = portolan_analyse::measures(campaign, plan, outcome);
    measures.iter().find(|measure| measure.key == key)?.value
}

/// The last states hold all the mass that the account says is there.
#[test]
fn states_hold_what_the_account_of_mass_says() {
    for seed in 0..20 {
        let (campaign, plan, outcome) = of_seed(seed);
        let text = written(&campaign, &plan, &outcome, StateTimes::Ends);
        let json = fitting(&text, v1::schema());
        let states = json["states"].as_array().unwrap();
        let last = states
            .iter()
            .filter(|state| state["time_d"] == json["end_d"]);
        let mut kg = 0.0;
        for state in last {
            let goods = state["resources"].as_object().unwrap();
            kg += goods.values().filter_map(Json::as_f64).sum::<f64>();
            for id in state["elements"].as_array().unwrap() {
                let all = campaign.elements.iter().chain(plan.elements.iter());
                let mut named = all.filter(|element| element.id.as_str() == id.as_str().unwrap());
                kg += named.next().unwrap().mass.kg();
            }
        }
        let present = outcome.mass.present_kg;
        assert!(
            (kg - present).abs() <= 1e-6 * present.max(1.0),
            "seed {seed}: {kg} {present}"
        );
    }
}

#[test]
fn findings_alone_are_counted_and_placed() {
    const HEAVY: Code = Code::new("capacity.mass");
    let place = Place {
        file: "a.toml".to_owned(),
        line: 3,
        column: 7,
    };
    let findings = [
        Finding::error(HEAVY, "edge", "ascent", "too \"heavy\"")
            .number("load", f64::INFINITY, "kg")
            .number("share", 0.1, "")
            .text("element", "lander")
            .advice("take less")
            .citation("a paper")
            .at(place)
            .follows_from("m.1"),
        Finding::note(HEAVY, "edge", "ascent", "light"),
    ];
    let mut bytes = Vec::new();
    outcome::write_findings(&mut bytes, &findings, &Provenance::default()).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let json = fitting(&text, v1::findings_schema());
    assert_eq!((&json["errors"], &json["notes"]), (&1.into(), &1.into()));
    assert_eq!(
        json["findings"][0],
        serde_json::json!({
            "code": "capacity.mass", "severity": "error",
            "subject": {"kind": "edge", "id": "ascent"}, "message": "too \"heavy\"",
            "facts": {"element": {"value": "lander"}, "load": {"value": null, "unit": "kg"}, "share": {"value": 0.1}},
            "advice": "take less", "citation": "a paper",
            "place": {"file": "a.toml", "line": 3, "column": 7}, "follows_from": "m.1"
        })
    );
}

proptest! {
    #![proptest_config(common::cases(12))]

    #[test]
    fn every_outcome_fits_its_schema_and_is_the_same_twice(seed in any::<u64>()) {
        let (campaign, plan, outcome) = of_seed(seed);
        for states in [StateTimes::Ends, StateTimes::Events] {
            let text = written(&campaign, &plan, &outcome, states);
            let again = portolan_simulate::simulate(&campaign, &plan);
            prop_assert_eq!(&written(&campaign, &plan, &again, states), &text);
            let json = fitting(&text, v1::schema());
            let mut ids: Vec<String> = event_ids(&json);
            let count = ids.len();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), count, "ids of events are unique");
        }
    }
}

fn event_ids(json: &Json) -> Vec<String> {
    let missions = json["missions"].as_array().unwrap().iter();
    let lists = missions
        .map(|mission| &mission["events"])
        .chain([&json["events"]]);
    let events = lists.flat_map(|list| list.as_array().unwrap());
    events
        .map(|event| event["id"].as_str().unwrap().to_owned())
        .collect()
}
