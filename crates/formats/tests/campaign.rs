//! Campaign files: what is right is read, what is wrong is reported where it stands, and what is
//! written reads back the same.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{folder, samples, shown};
use portolan_formats::campaign;
use portolan_formats::spacenet::{self, ImportOptions};
use portolan_testkit::Size;
use proptest::prelude::*;

#[test]
fn valid_samples_are_read_without_a_finding() {
    for (name, text) in samples("valid") {
        let opened = campaign::read_text(&name, &text).map_err(|found| shown(&found));
        assert_eq!(opened.unwrap().findings, [], "{name}");
    }
}

/// The findings stand in a file beside the sample; `PORTOLAN_BLESS=1` writes them.
#[test]
fn invalid_samples_are_reported_where_they_are_wrong() {
    let mut differ = Vec::new();
    for (name, text) in samples("invalid") {
        let found = campaign::read_text(&name, &text).unwrap_err();
        let found = shown(&found);
        let path = folder()
            .join("invalid")
            .join(name.replace(".toml", ".expected"));
        if std::env::var_os("PORTOLAN_BLESS").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != found {
            differ.push(format!("{name}:\n{found}"));
        }
    }
    assert!(
        differ.is_empty(),
        "{}\nPORTOLAN_BLESS=1 accepts this",
        differ.join("\n")
    );
}

#[test]
fn both_syntaxes_make_the_same_campaign() {
    for (name, text) in samples("valid") {
        let tree: toml::Value = toml::from_str(&text).unwrap();
        let json = serde_json::to_string(&json_of(tree)).unwrap();
        let of_toml = campaign::read_text(&name, &text).unwrap();
        let of_json = campaign::read_text(&name.replace(".toml", ".json"), &json).unwrap();
        assert_eq!(of_toml.campaign, of_json.campaign, "{name}");
        assert_eq!(of_toml.plan.activities, of_json.plan.activities, "{name}");
        // Without an ending, the first character tells the syntax.
        assert_eq!(
            campaign::read_text("x", &json).unwrap().campaign,
            of_toml.campaign
        );
    }
}

fn json_of(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json_of).collect(),
        toml::Value::Table(entries) => entries
            .into_iter()
            .map(|(key, value)| (key, json_of(value)))
            .collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

/// Reads back what is written, and compares.
fn assert_comes_back(campaign: &portolan_model::Campaign, plan: &portolan_model::Plan) {
    let toml = campaign::write_toml(campaign, plan).unwrap();
    let json = campaign::write_json(campaign, plan).unwrap();
    for (name, text) in [("x.toml", &toml), ("x.json", &json)] {
        let read =
            campaign::read_text(name, text).unwrap_or_else(|found| panic!("{}", shown(&found)));
        assert!(
            read.campaign == *campaign,
            "{text}\n{:#?}\n{campaign:#?}",
            read.campaign
        );
        assert_eq!(read.plan, *plan);
    }
    let again = campaign::read_text("x.toml", &toml).unwrap();
    assert_eq!(
        campaign::write_toml(&again.campaign, &again.plan).unwrap(),
        toml
    );
}

#[test]
fn valid_samples_come_back_as_they_were() {
    for (name, text) in samples("valid") {
        let opened = campaign::read_text(&name, &text).unwrap();
        assert_comes_back(&opened.campaign, &opened.plan);
    }
}

/// What is imported from SpaceNet can be kept as a campaign file.
#[test]
fn imported_scenarios_come_back_as_they_were() {
    let Some(folder) = portolan_testkit::conformance() else {
        return;
    };
    let inputs = std::fs::read_dir(folder.join("spacenet/inputs")).unwrap();
    let mut count = 0;
    for path in inputs.map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&path).unwrap();
        let (scenario, _) = spacenet::read(&bytes, &path.to_string_lossy()).unwrap();
        let made = spacenet::import(&scenario, &ImportOptions::default()).unwrap();
        assert_comes_back(&made.campaign, &made.plan);
        count += 1;
    }
    assert!(count > 0);
}

/// Texts that are right but for a word or a line.
fn nearly_right() -> impl Strategy<Value = String> {
    let texts: Vec<String> = samples("valid")
        .into_iter()
        .chain(samples("invalid"))
        .map(|(_, text)| text)
        .collect();
    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..4_u8,
    );
    let changes = prop::collection::vec(change, 0..6);
    (prop::sample::select(texts), changes).prop_map(|(text, changes)| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (at, other, how) in changes {
            let (at, other) = (at.index(lines.len()), other.index(lines.len()));
            match how {
                0 => lines.swap(at, other),
                1 => lines[at] = lines[other].clone(),
                2 => lines[at] = lines[at].replace("\" ", " ").replace('1', "-99999999999"),
                _ => lines[at] = lines[at].replace(['a', 'e'], "o"),
            }
        }
        lines.join("\n")
    })
}

proptest! {
    #![proptest_config(common::cases(300))]

    #[test]
    fn no_text_panics(text in prop_oneof![nearly_right(), any::<String>()]) {
        for name in ["x.toml", "x.json", "x"] {
            if let Ok(read) = campaign::read_text(name, &text) {
                let _ = campaign::write_toml(&read.campaign, &read.plan);
            }
        }
    }
}

proptest! {
    #![proptest_config(common::cases(48))]

    #[test]
    fn generated_campaigns_come_back_as_they_were(seed in any::<u64>()) {
        let (mut campaign, mut plan) = portolan_testkit::campaign(seed, Size::SMALL);
        if seed % 2 == 0 {
            (campaign, plan) = portolan_testkit::with_choices(&campaign, &plan, seed);
        }
        assert_comes_back(&campaign, &plan);
    }
}
