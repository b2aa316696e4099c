//! Plans under uncertainty, through the facade: the shipped campaign, a partner who may be lost, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::model::{Campaign, Goal};
use portolan::vocabulary::{Code, Findings};
use portolan::{ScenariosAsked, Unwatched};
use std::path::Path;

fn campaign(text: &str) -> Campaign {
    portolan_formats::campaign::read_text("x.toml", text)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

fn refused(campaign: &Campaign, asked: &ScenariosAsked) -> Code {
    portolan::scenarios(campaign, asked, &mut Unwatched).unwrap_err()[0].code
}

fn codes(findings: &Findings) -> Vec<Code> {
    findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_shipped_campaign_has_a_plan_for_whatever_comes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/lunar-scenarios");
    let opened = portolan::open(&folder).unwrap();
    let asked = ScenariosAsked {
        robust: true,
        scenario: Some("most".to_owned()),
        ..ScenariosAsked::default()
    };
    let found = portolan::scenarios(&opened.campaign, &asked, &mut Unwatched).unwrap();
    assert!(
        found.is_feasible() && found.findings.is_empty(),
        "{:#?}",
        found.findings
    );
    assert!((found.answer.expected().unwrap() - 840_926.344).abs() < 1.0);
    let flown = found.flown.as_ref().unwrap();
    let launched = flown.measure("launch_mass_kg").unwrap();
    assert!((launched - found.answer.robust.as_ref().unwrap().worst).abs() < 0.1);
    let text = portolan::scenarios_text(&opened.campaign, &found);
    assert!(
        text.contains("cost of robustness") && text.contains("most"),
        "{text}"
    );
    let json = portolan::scenarios_json(&opened.campaign, &found, &opened.sources);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["format"], "portolan-scenarios/1");
    assert_eq!(json["scenarios"]["scenarios"][3]["scenario"], "most");
    assert_eq!(json["scenarios"]["plan_of"], "most");
    assert_eq!(json["plan"]["format"], "portolan-plan/1");
}

/// Two launches to a station; whoever has the second may be lost. One tonne is needed late, if anything.
const TWO_LAUNCHES: &str = r#"
format = "portolan-campaign/1"
id = "x"
start = "2030-01-01"
horizon = "60 d"
partner = [{ id = "late-partner" }]
[[node]]
id = "earth"
kind = "surface"
body = "earth"
latitude = "0 deg"
longitude = "0 deg"
max_stay = "0 d"
[[node]]
id = "station"
kind = "orbit"
body = "earth"
periapsis = "400 km"
[[edge]]
id = "launch"
from = "earth"
to = "station"
way = "launch"
duration = "1 d"
burns = []
windows = [{ from = "0 d", to = "0.1 d" }, { from = "30 d", to = "30.1 d" }]
[[resource]]
id = "cargo"
class = 6
[[design]]
id = "container"
kind = "container"
class = 5
mass = "100 kg"
[[design.store]]
name = "inside"
max_mass = "1 t"
serves_demands = true
[[offer]]
id = "cargo"
good = "cargo"
node = "earth"
[[offer]]
id = "early"
design = "container"
node = "earth"
until = "1 d"
limit = 1
[[offer]]
id = "late"
design = "container"
node = "earth"
from = "29 d"
owner = "late-partner"
[[demand]]
id = "cargo"
node = "station"
lots = [{ good = "cargo", amount = 1000 }]
due = "40 d"
[[scenario]]
id = "stays"
probability = 0.75
known = "20 d"
demands = [{ demand = "cargo", factor = 0 }]
[[scenario]]
id = "leaves"
probability = 0.25
known = "20 d"
lost = { partners = ["late-partner"] }
"#;

#[test]
fn what_a_partner_may_not_bring_is_launched_before_that_is_known() {
    let asked = ScenariosAsked::default();
    let stated = campaign(TWO_LAUNCHES);
    let found = portolan::scenarios(&stated, &asked, &mut Unwatched).unwrap();
    // 1.1 t early, which only one scenario in four needs; who plans for the mean launches a quarter tonne, some time.
    assert!((found.answer.expected().unwrap() - 1100.0).abs() < 1e-6);
    assert!((found.answer.wait_and_see().unwrap() - 275.0).abs() < 1e-6);
    assert!((found.answer.value_of_perfect_information().unwrap() - 825.0).abs() < 1e-6);
    assert_eq!(found.answer.value_of_stochastic_solution(), None);
    assert_eq!(codes(&found.findings), [portolan::MEAN_PLAN_FAILS]);
    assert!(found.is_feasible());

    let too_much = campaign(&TWO_LAUNCHES.replace("amount = 1000", "amount = 1200"));
    let found = portolan::scenarios(&too_much, &asked, &mut Unwatched).unwrap();
    assert_eq!(codes(&found.findings), [portolan::NO_COMMON_PLAN]);
    assert_eq!(found.answer.alone[1], None);
    assert!(found.flown.is_none() && !found.is_feasible());
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let stated = campaign(TWO_LAUNCHES);
    let asked = ScenariosAsked::default();
    let time = ScenariosAsked {
        goal: Some(Goal::Time),
        ..asked.clone()
    };
    assert_eq!(refused(&stated, &time), portolan::NOT_UNCERTAIN);
    let margin = ScenariosAsked {
        margin: Some(-0.1),
        ..asked.clone()
    };
    assert_eq!(refused(&stated, &margin), portolan::NOT_UNCERTAIN);
    let other = ScenariosAsked {
        scenario: Some("stay".to_owned()),
        ..asked.clone()
    };
    assert_eq!(refused(&stated, &other), portolan::NO_SUCH_SCENARIO);
    let certain = TWO_LAUNCHES.split("[[scenario]]").next().unwrap();
    assert_eq!(refused(&campaign(certain), &asked), portolan::NO_SCENARIOS);
}
