//! A satellite from Toulouse to Kourou: what the rules say of the campaign, of the same done wrong, and of each fact left out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use portolan::model::{Campaign, Permit};
use portolan::rule_engine::{Judged, Pack, Told};
use portolan::vocabulary::{FactValue, Finding, Findings, Index, Severity};
use portolan::{comply, is_compliant, rules, shipped_rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn shipped() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../campaigns/toulouse-kourou")
}

fn judged(path: &Path) -> Judged {
    let (feasible, judged) = flown_and_judged(path);
    assert!(feasible, "{}", path.display());
    judged
}

/// Whether the plan flies, and what the rules say of it.
fn flown_and_judged(path: &Path) -> (bool, Judged) {
    let opened = portolan::open(path)
        .unwrap_or_else(|findings| panic!("{}", portolan::findings_text(&findings)));
    let flown = portolan::fly(&opened.campaign, opened.plan.clone());
    let pack =
        shipped_rules().unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)));
    let partners = (0..opened.campaign.partners.len()).map(Index::new);
    let told = Told {
        on: None,
        // Made-up companies: screening finds none of them.
        listed: partners.map(|at| (at, Vec::new())).collect(),
    };
    let judged = comply(&opened.campaign, &flown, pack, &told);
    (flown.is_feasible(), judged)
}

/// A rule of a user's own: under a condition on the UN number an item needs a permit, which takes 400 days.
fn own_rule(when: &str) -> String {
    format!(
        r#"format = "portolan-rule/1"
id = "own.register"
title = "Registration of xenon"
statement = "Who ships xenon registers it."
authority = "A carrier"
about = "shipment"
effect = "needs-permit"
permits = ["registration"]
lead_days = 400
from = "2026-01-01"
reviewed = "2026-11-22"
wording = "{{item.un}} must be registered"

[[citation]]
instrument = "Conditions of carriage"
edition = "1"
read = "2026-11-22"

[[fact]]
name = "item.un"
type = "text"

[when]
{when}

[[case]]
name = "xenon"
on = "2026-11-22"
expect = "applies"
facts = {{ "item.un" = "UN2036" }}

[[case]]
name = "another"
on = "2026-11-22"
expect = "not"
facts = {{ "item.un" = "UN1066" }}

[[case]]
name = "unknown"
on = "2026-11-22"
expect = "missing"
"#
    )
}

/// The rules of the program with these of a user's own.
fn rules_with(name: &str, own: &[String]) -> Result<Pack, Findings> {
    let folder = std::env::temp_dir().join(format!("portolan-own-{name}-{}", std::process::id()));
    let within = folder.join("carriage/own");
    std::fs::create_dir_all(&within).unwrap();
    for (number, text) in own.iter().enumerate() {
        std::fs::write(within.join(format!("{number}.toml")), text).unwrap();
    }
    let found = rules(std::slice::from_ref(&folder));
    std::fs::remove_dir_all(&folder).unwrap();
    found
}

const XENON: &str = "fact = \"item.un\"\nis = \"UN2036\"";

#[test]
fn a_permit_that_cannot_be_had_in_time_is_said() {
    let rule = own_rule(XENON);
    let pack = rules_with("late", &[rule]).unwrap();
    let opened = portolan::open(&shipped()).unwrap();
    let flown = portolan::fly(&opened.campaign, opened.plan.clone());
    let judged = comply(&opened.campaign, &flown, &pack, &Told::default());
    assert!(says(
        &judged,
        "comply.permit-late",
        "registration for xenon"
    ));
}

#[test]
fn a_permit_that_takes_time_becomes_an_activity_that_ends_when_it_is_needed() {
    let rule = own_rule(XENON).replace("lead_days = 400", "lead_days = 30");
    let pack = rules_with("soon", &[rule]).unwrap();
    let opened = portolan::open(&shipped()).unwrap();
    let flown = portolan::fly(&opened.campaign, opened.plan.clone());
    let judged = comply(&opened.campaign, &flown, &pack, &Told::default());
    assert!(!says(&judged, "comply.permit-late", ""));
    let planned = portolan::with_permits(&opened.campaign, flown.checked.plan(), &judged);
    let more = planned.activities.len() - opened.plan.activities.len();
    assert_eq!(more, judged.permits.len());
    let need = &judged.permits[0];
    let activity = &planned.activities[Index::new(opened.plan.activities.len())];
    assert_eq!(activity.at + activity.action.duration(), need.at);
    assert!((activity.action.duration().days() - 30.0).abs() < 1e-9);
    let text = portolan::plan_text(&opened.campaign, &planned, portolan::Form::Toml).unwrap();
    assert!(text.contains("reason = \"permit\""));
    let again = portolan::fly(&opened.campaign, planned);
    assert!(
        again.is_feasible(),
        "{}",
        portolan::findings_text(again.findings())
    );
}

#[test]
fn a_clearance_says_that_a_partner_is_not_the_listed_party_until_it_runs_out() {
    let listed = |opened: &portolan::Opened| {
        let flown = portolan::fly(&opened.campaign, opened.plan.clone());
        let partners = opened.campaign.partners.indices();
        let sdn = |at| (at, vec!["SDN".to_owned()]);
        let told = Told {
            listed: partners.map(sdn).collect(),
            ..Told::default()
        };
        comply(&opened.campaign, &flown, shipped_rules().unwrap(), &told)
    };
    let opened = portolan::open(&shipped()).unwrap();
    let everybody = of(&listed(&opened), Severity::Error);
    let mut parts = (*opened.campaign).clone();
    parts.permits.add(Permit {
        id: "not-them".into(),
        kind: "screening-clearance".to_owned(),
        things: Vec::new(),
        edges: Vec::new(),
        countries: Vec::new(),
        consignees: parts.partners.indices().collect(),
        from: "2027-01-01".parse().unwrap(),
        until: Some("2028-03-01".parse().unwrap()),
        decided_by: Some("trade compliance officer: other addresses".to_owned()),
    });
    let (campaign, _) = Campaign::new(parts).unwrap();
    let opened = portolan::Opened { campaign, ..opened };
    let judged = listed(&opened);
    let blocked = |day: &str| {
        judged.verdicts.iter().any(|own| {
            own.on < day.parse().unwrap()
                && own.settled_by.is_none()
                && own.words.contains("specially designated")
        })
    };
    assert!(!blocked("2028-03-01"), "until it runs out");
    assert!(blocked("2029-01-01"), "and no longer");
    assert!(of(&judged, Severity::Error).len() < everybody.len());
}

/// The prime contractor sends, gets and carries on its own road to the airport: each role is a question of its own.
#[test]
fn a_party_is_judged_in_each_of_its_roles() {
    let rule = own_rule(XENON)
        .replace("about = \"shipment\"", "about = \"party\"")
        .replace("permits = [\"registration\"]\nlead_days = 400\n", "")
        .replace("needs-permit", "informs")
        .replace("item.un", "party.role")
        .replace("UN2036", "carrier");
    let pack = rules_with("roles", &[rule]).unwrap();
    let opened = portolan::open(&shipped()).unwrap();
    let flown = portolan::fly(&opened.campaign, opened.plan.clone());
    let judged = comply(&opened.campaign, &flown, &pack, &Told::default());
    let carriers: BTreeSet<&str> = judged
        .findings
        .iter()
        .filter(|own| own.message.contains("carrier must be registered"))
        .map(|own| own.subject.id.as_str())
        .collect();
    assert!(carriers.contains("prime"), "{carriers:?}");
    assert!(carriers.contains("air-carrier"), "{carriers:?}");
    assert!(!carriers.contains("us-supplier"), "it carries nothing");
}

#[test]
fn a_rule_that_contradicts_another_or_mixes_types_is_refused() {
    let twice = own_rule(XENON);
    let found = rules_with("twice", &[twice.clone(), twice]).unwrap_err();
    let codes: BTreeSet<String> = found.iter().map(|own| own.code.to_string()).collect();
    assert!(codes.contains("rule.contradiction"), "{codes:?}");
    let mixed = own_rule("fact = \"item.un\"\nabove = \"UN2036\"");
    let found = rules_with("mixed", &[mixed]).unwrap_err();
    let codes: BTreeSet<String> = found.iter().map(|own| own.code.to_string()).collect();
    assert!(codes.contains("rule.wrong-type"), "{codes:?}");
}

/// What is said of the campaign with words of its files replaced; each must stand there.
fn edited(name: &str, edits: &[(&str, &str)]) -> Judged {
    let (feasible, judged) = with_edits(name, edits);
    assert!(feasible, "{name}");
    judged
}

fn with_edits(name: &str, edits: &[(&str, &str)]) -> (bool, Judged) {
    let folder =
        std::env::temp_dir().join(format!("portolan-kourou-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut done = vec![false; edits.len()];
    for entry in std::fs::read_dir(shipped()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let mut text = std::fs::read_to_string(&path).unwrap();
        for ((old, new), done) in edits.iter().zip(&mut done) {
            *done |= text.contains(old);
            text = text.replace(old, new);
        }
        std::fs::write(folder.join(path.file_name().unwrap()), text).unwrap();
    }
    let found = flown_and_judged(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(done.iter().all(|done| *done), "{name}: {edits:?}");
    found
}

/// The code, the rule where there is one, and what it is about.
fn brief(finding: &Finding) -> (String, String, String) {
    let rule = finding.facts.iter().find(|fact| fact.name == "rule");
    let rule = rule.map(|fact| match &fact.value {
        FactValue::Text(id) => id.clone(),
        other => panic!("{other:?}"),
    });
    (
        finding.code.to_string(),
        rule.unwrap_or_default(),
        finding.subject.id.clone(),
    )
}

fn of(judged: &Judged, severity: Severity) -> BTreeSet<(String, String, String)> {
    let found = judged.findings.iter();
    found
        .filter(|own| own.severity == severity)
        .map(brief)
        .collect()
}

fn says(judged: &Judged, code: &str, words: &str) -> bool {
    let mut found = judged.findings.iter();
    found.any(|own| own.code.to_string() == code && own.message.contains(words))
}

#[test]
fn the_campaign_is_compliant_and_nothing_is_left_open() {
    let judged = judged(&shipped());
    println!("{}", portolan::findings_text(&judged.findings));
    assert!(is_compliant(&judged));
    assert!(judged.permits.is_empty());
    for finding in &judged.findings {
        assert_eq!(finding.severity, Severity::Note, "{}", finding.message);
    }
    assert!(says(&judged, "comply.document-needed", "UN3480"));
    assert!(says(&judged, "comply.informed", "octroi de mer"));
    assert!(says(
        &judged,
        "comply.permit-needed",
        "\"licence-avionics\" settles it"
    ));
    let documents: BTreeSet<&str> = judged
        .documents
        .iter()
        .map(|own| own.document.as_str())
        .collect();
    assert!(documents.contains("dangerous goods declaration (shipping paper with certification)"));
    assert!(
        !documents.contains("certificate of conformity"),
        "it is recorded"
    );
}

#[test]
fn what_is_done_wrong_is_refused_in_five_fields() {
    let judged = judged(&shipped().join("fails.toml"));
    assert!(!is_compliant(&judged));
    let errors = of(&judged, Severity::Error);
    let refused = |rule: &str, about: &str| {
        let found = (
            "comply.forbidden".to_owned(),
            rule.to_owned(),
            about.to_owned(),
        );
        assert!(errors.contains(&found), "{rule}: {errors:#?}");
    };
    refused("hmr.aircraft-forbidden", "charter-flight");
    refused("hmr.cargo-aircraft-mass", "charter-flight");
    refused("house.hypergolic-pair", "sailing");
    refused("as9100.thermal-vacuum-test", "convoy-to-airport");
    refused("as9100.nonconformance", "convoy-to-airport");
    refused("storage.highest-humidity", "cayenne-airport");
    refused("transport.highest-humidity", "convoy-to-centre");
    refused("itar.conveyance", "thruster-flight");
    // And nothing else.
    let rules: BTreeSet<&str> = errors.iter().map(|(_, rule, _)| rule.as_str()).collect();
    assert_eq!(rules.len(), 8, "{rules:?}");
    let pack = shipped_rules().unwrap();
    let fields: BTreeSet<&str> = rules
        .iter()
        .map(|id| pack.rule(id).unwrap().regime.as_str())
        .collect();
    let expected = ["as9100", "hmr", "house", "itar", "storage", "transport"];
    assert_eq!(fields, BTreeSet::from(expected));
    assert!(says(&judged, "comply.segregation-needed", "UN1067"));
}

#[test]
fn a_full_package_of_xenon_may_fly() {
    let full = edited(
        "full",
        &[(
            "package_net_mass = \"100 kg\"",
            "package_net_mass = \"150 kg\"",
        )],
    );
    assert!(is_compliant(&full));
    let over = edited(
        "over",
        &[(
            "package_net_mass = \"100 kg\"",
            "package_net_mass = \"151 kg\"",
        )],
    );
    assert!(says(&over, "comply.forbidden", "151 kg"));
}

#[test]
fn surroundings_of_which_nothing_is_said_leave_the_answer_open() {
    let judged = edited("pad", &[(", node = [\"pad\"] }", " }")]);
    assert!(is_compliant(&judged), "open is not refused");
    let words = "around.highest_humidity is missing of what surrounds satellite at pad";
    assert!(says(&judged, "comply.undetermined", words));
}

#[test]
fn a_fact_left_out_a_fact_mistaken_and_a_thing_unknown_are_each_said() {
    let judged = edited("un", &[("un = \"UN2036\", ", "")]);
    assert!(says(
        &judged,
        "comply.undetermined",
        "item.un is missing of xenon"
    ));
    let judged = edited(
        "unit",
        &[(
            "package_net_mass = \"100 kg\"",
            "package_net_mass = \"100 L\"",
        )],
    );
    assert!(says(&judged, "comply.bad-fact", "package_net_mass"));
    let judged = edited(
        "name",
        &[(
            "package_net_mass = \"100 kg\"",
            "package_net_weight = \"100 kg\"",
        )],
    );
    assert!(says(&judged, "comply.unknown-fact", "package_net_weight"));
    let judged = edited(
        "unclassified",
        &[(
            "of = { resource = [\"xenon\"] }",
            "of = { node = [\"pad\"] }",
        )],
    );
    assert!(says(&judged, "comply.unclassified", "xenon"));
}

#[test]
fn below_deck_is_a_condition_not_kept() {
    let judged = edited("deck", &[("on_deck = true, ", "")]);
    assert!(is_compliant(&judged));
    assert!(says(&judged, "comply.condition-needed", "on deck"));
}

#[test]
fn what_the_permits_and_agreements_of_the_campaign_lack_is_said() {
    let judged = edited(
        "no-licence",
        &[("until = \"2031-11-01\"", "until = \"2027-12-01\"")],
    );
    assert!(!is_compliant(&judged));
    assert!(says(&judged, "comply.permit-needed", "9A515"));
    assert!(!judged.permits.is_empty());
    let judged = edited(
        "lapsed",
        &[("until = \"2031-06-01\"", "until = \"2027-12-01\"")],
    );
    assert!(says(&judged, "comply.agreement-lapsed", "supply-contract"));
}

#[test]
fn a_gate_that_is_not_passed_is_refused_or_asks_for_a_document() {
    let judged = edited(
        "vibration",
        &[("kind = \"vibration-test\"", "kind = \"sine-test\"")],
    );
    let errors = of(&judged, Severity::Error);
    assert!(
        errors
            .iter()
            .all(|(_, rule, _)| rule == "as9100.vibration-test")
    );
    assert!(!errors.is_empty());
    let judged = edited(
        "conformity",
        &[("kind = \"certificate-of-conformity\"", "kind = \"note\"")],
    );
    assert!(is_compliant(&judged), "a document is asked for");
    let documents: BTreeSet<&str> = judged
        .documents
        .iter()
        .map(|own| own.document.as_str())
        .collect();
    assert!(documents.contains("certificate of conformity"));
}

#[test]
fn what_is_not_carried_out_is_not_judged() {
    // The first parts are loaded after their flight has left.
    let late = ("at = \"5 d\"\ndo = \"move\"", "at = \"7 d\"\ndo = \"move\"");
    let (feasible, judged) = with_edits("late", &[late]);
    assert!(!feasible);
    assert!(says(&judged, "comply.not-judged", "not carried out"));
}
