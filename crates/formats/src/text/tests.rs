//! The way from text to a checked tree, with a type of everything that schemas hold.

use super::*;
use portolan_vocabulary::{Mass, Speed};
use proptest::prelude::*;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file with one of everything that schemas of Rust types contain.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Demo {
    format: Format,
    mode: Option<Mode>,
    start: Option<QEpoch>,
    cost: Option<QMoney>,
    #[schemars(extend("minimum" = 0))]
    mass: Option<Q<Mass>>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    stock: BTreeMap<String, Q<Mass>>,
    #[serde(default)]
    parts: Vec<Part>,
    need: Option<Need>,
    amount: Option<Amount>,
    at: Option<(f64, f64)>,
    #[schemars(range(min = 1, max = 9))]
    class: Option<u8>,
    #[schemars(length(min = 2))]
    name: Option<String>,
    any: Option<serde_json::Value>,
    limit: Option<Limit>,
    count: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
enum Format {
    #[serde(rename = "demo/1")]
    One,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    /// On wheels.
    Road,
    /// On wings.
    Air,
    Sea,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
enum Event {
    Move { to: String, takes: QDuration },
    Burn(Burn),
    Wait,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Burn {
    dv: Q<Speed>,
    stages: Option<Vec<String>>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Part {
    id: String,
    #[serde(flatten)]
    event: Event,
}

/// A requirement: untagged, recursive.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Need {
    Nothing,
    Credential(String),
    All(Vec<Need>),
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Amount {
    Many(Vec<Q<Mass>>),
    Word(String),
    Table(Burn),
    Other(Part2),
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Part2 {
    id: String,
    mass: Q<Mass>,
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
enum Limit {
    Mass(Q<Mass>),
    Word(Unlimited),
}

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Unlimited {
    Unlimited,
}

fn schema() -> Json {
    schema_for!(Demo).to_value()
}

fn findings_of(text: &str) -> Findings {
    let text = format!("format = 'demo/1'\n{text}");
    match read(Source::new("x.toml", text), Syntax::Toml, &schema()) {
        Ok(checked) => {
            checked.decode::<Demo>().unwrap();
            Vec::new()
        }
        Err(findings) => findings,
    }
}

/// The code, the line (the first after `format` is 1) and the column of every finding, the message
/// and the advice.
fn shown(text: &str) -> String {
    let mut lines = Vec::new();
    for finding in findings_of(text) {
        let place = finding.place.clone().unwrap();
        let advice = finding.advice.clone().unwrap_or_default();
        lines.push(format!(
            "{} {}:{} {} | {advice}",
            finding.code,
            place.line.saturating_sub(1),
            place.column,
            finding.message
        ));
    }
    lines.join("\n")
}

#[track_caller]
fn finds(text: &str, expected: &str) {
    assert_eq!(shown(text), expected, "in\n{text}");
}

#[test]
fn a_right_file_is_read_whole() {
    finds("", "");
    finds(
        r#"
        mode = "road"
        start = 2028-01-01T00:00:00Z
        cost = "12 EUR (2026)"
        mass_kg = 5
        stock = {water = "5 kg", "odd name" = "1 t"}
        need = {all = [{credential = "diver"}, "nothing", {all = []}]}
        amount = ["5 kg"]
        at = [1, 2.5]
        class = 9
        name = "äö"
        any = {a = [1, {}]}
        limit = "unlimited"
        [[events]]
        kind = "move"
        to = "x"
        takes_d = 4
        [[events]]
        kind = "burn"
        dv = "3.9 km/s"
        [[events]]
        kind = "wait"
        [[parts]]
        id = "p"
        kind = "burn"
        dv_m_s = 5
        "#,
        "",
    );
    finds("amount = 'some'\nlimit = '5 kg'", "");
    finds("amount = {dv = '1 m/s'}\nlimit_kg = 5", "");
    finds("amount = {id = 'a', mass_kg = 1}", "");
}

#[test]
fn unknown_keys() {
    finds(
        "mod = 'road'\nmass_t = 4\n",
        "file.unknown-key 1:1 \"mod\" is no known key of the file | did you mean \"mode\"? known are \
         \"amount\", \"any\", \"at\", \"class\", \"cost\", \"count\", \"events\", \"format\", \"limit\", \"mass\", \
         \"mode\", \"name\", \"need\", \"parts\", \"start\", \"stock\"\n\
         file.unknown-key 2:1 \"mass_t\" is no known key of the file | did you mean \"mass\"? known are \
         \"amount\", \"any\", \"at\", \"class\", \"cost\", \"count\", \"events\", \"format\", \"limit\", \"mass\", \
         \"mode\", \"name\", \"need\", \"parts\", \"start\", \"stock\"",
    );
    finds(
        "[[events]]\nkind = 'wait'\ntakes = '4 d'",
        "file.unknown-key 3:1 \"takes\" is no known key of \"events[0]\" | known are \"kind\"",
    );
}

#[test]
fn a_key_unknown_to_a_flattened_table() {
    finds(
        "[[parts]]\nid = 'a'\nkind = 'burn'\ndv = '1 m/s'\nextra = 1",
        "file.unknown-key 5:1 \"extra\" is no known key of \"parts[0]\" | known are \"dv\", \"id\", \
         \"kind\", \"stages\"",
    );
}

#[test]
fn missing_keys() {
    finds(
        "[[events]]\nkind = 'move'\n[[parts]]\nkind = 'wait'",
        "file.missing-key 1:1 \"events[0]\" lacks the key \"to\" | \n\
         file.missing-key 1:1 \"events[0]\" lacks the key \"takes\" | write takes = \"... s\" or \
         takes_s = ...\n\
         file.missing-key 3:1 \"parts[0]\" lacks the key \"id\" | ",
    );
    let findings = read(Source::new("x", ""), Syntax::Toml, &schema()).unwrap_err();
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].message, "the file lacks the key \"format\"");
    assert_eq!(
        findings[0].advice.as_deref(),
        Some("write one of \"demo/1\"")
    );
}

#[test]
fn wrong_types() {
    finds(
        "mode = 3\nstock = [1]\nclass = 2.5\nname = {}\nevents = [true]\nat = ['a', 1]",
        "file.wrong-type 1:8 \"mode\" should be a text, not a whole number | \n\
         file.wrong-type 2:9 \"stock\" should be a table, not a list | \n\
         file.wrong-type 3:9 \"class\" should be a whole number, not a number | \n\
         file.wrong-type 4:8 \"name\" should be a text, not a table | \n\
         file.wrong-type 5:11 \"events[0]\" should be a table, not true or false | \n\
         file.wrong-type 6:7 \"at[0]\" should be a number, not a text | ",
    );
    finds(
        "amount = 5.5\nmass_kg = '5 kg'",
        "file.wrong-type 1:10 \"amount\" should be a list or a text or a table, not a number | \n\
         file.wrong-type 2:11 \"mass_kg\" should be a bare number of kg, not a text | write a number, \
         or the key \"mass\" with a text such as \"1 kg\"",
    );
}

#[test]
fn wrong_words() {
    finds(
        "mode = 'raod'\n[[events]]\nkind = 'mvoe'\n[[parts]]\nid = 'a'\nkind = 'x'\n[[events]]\nkind = 1\n[[events]]\n",
        "file.wrong-word 1:8 \"raod\" is no word for \"mode\" | did you mean \"road\"? known are \
         \"sea\", \"road\", \"air\"\n\
         file.wrong-word 3:8 \"mvoe\" is no \"kind\" of \"events[0]\" | did you mean \"move\"? known are \
         \"move\", \"burn\", \"wait\"\n\
         file.wrong-word 6:8 \"x\" is no \"kind\" of \"parts[0]\" | known are \"move\", \"burn\", \
         \"wait\"\n\
         file.wrong-type 8:8 \"kind\" of \"events[1]\" should be a text, not a whole number | write one \
         of \"move\", \"burn\", \"wait\"\n\
         file.missing-key 9:1 \"events[2]\" lacks the key \"kind\" | write \"kind\" with one of \
         \"move\", \"burn\", \"wait\"",
    );
    finds(
        "need = {al = []}",
        "file.unknown-key 1:9 \"al\" is no known key of \"need\" | did you mean \"all\"? known are \
         \"credential\", \"all\"",
    );
    finds(
        "need = 'nothin'",
        "file.wrong-word 1:8 \"nothin\" is no word for \"need\" | did you mean \"nothing\"? known are \
         \"nothing\"",
    );
    finds(
        "limit = 'unlimitted'",
        "file.wrong-word 1:9 \"unlimitted\" is no word for \"limit\" | did you mean \"unlimited\"? \
         known are \"unlimited\"",
    );
}

#[test]
fn quantities_that_are_none() {
    finds(
        "mass = '5 kgs'\ncost = '5'\nstart = 2028-01-01T00:00:00\n[[events]]\nkind = 'move'\nto = 'x'\ntakes = '4 kg'",
        "file.bad-quantity 1:8 \"mass\": \"5 kgs\" cannot be read: \"kgs\" is no unit here; did you mean \
         \"kg\"? | write a number with one of the units kg, t, g, Mg, lb\n\
         file.bad-quantity 2:8 \"cost\" cannot be read: \"5\" is no amount of money; write for example \
         \"1200000 EUR (2026)\" | \n\
         file.bad-quantity 3:9 \"start\" cannot be read: this time names no offset from UTC; write a UTC \
         instant such as 2028-01-01T00:00:00Z or a date such as 2028-01-01 | \n\
         file.bad-quantity 7:9 \"events[0].takes\": \"4 kg\" cannot be read: \"kg\" is no unit here; the \
         base unit is \"s\" | write a number with one of the units s, min, h, d, wk, ms, yr",
    );
}

#[test]
fn numbers_without_a_unit() {
    finds(
        "mass = 12500\namount = [1.5]\nlimit = 7",
        "file.bad-quantity 1:8 \"mass\" is a number without a unit | write \"12500 kg\", or mass_kg if \
         it is in kg\n\
         file.bad-quantity 2:11 \"amount[0]\" is a number without a unit | write \"1.5 kg\" if it is in \
         kg\n\
         file.bad-quantity 3:9 \"limit\" is a number without a unit | write \"7 kg\", or limit_kg if it \
         is in kg",
    );
}

#[test]
fn quantities_given_twice() {
    finds(
        "mass = '5 kg'\nmass_kg = 5\n[[events]]\nkind = 'move'\nto = 'x'\ntakes_d = 1\ntakes_h = 24",
        "file.given-twice 2:1 \"mass_kg\" says again what \"mass\" says on line 2 | keep one of the \
         two\n\
         file.given-twice 7:1 \"takes_h\" says again what \"takes_d\" says on line 7 | keep one of the \
         two",
    );
}

#[test]
fn numbers_and_lengths_out_of_range() {
    finds(
        "class = 0\nname = 'x'\nat = [1]\nmass_kg = -1\n",
        "file.out-of-range 1:9 \"class\" should be at least 1 | \n\
         file.out-of-range 2:8 \"name\" should have at least 2 characters, not 1 | \n\
         file.out-of-range 3:6 \"at\" should have at least 2 items, not 1 | \n\
         file.out-of-range 4:11 \"mass_kg\" should be at least 0 kg | ",
    );
    finds(
        "count = 4294967296",
        "file.out-of-range 1:9 \"count\" should be at most 4294967295 | ",
    );
    finds(
        "mass = '-1 t'",
        "file.out-of-range 1:8 \"mass\" should be at least 0 kg | ",
    );
}

#[test]
fn untagged_values_are_held_against_the_branch_that_fits_best() {
    finds(
        "amount = {dv = 5}",
        "file.bad-quantity 1:16 \"amount.dv\" is a number without a unit | write \"5 m/s\", or dv_m_s \
         if it is in m/s",
    );
    finds(
        "amount = {id = 'a'}",
        "file.missing-key 1:10 \"amount\" lacks the key \"mass\" | write mass = \"... kg\" or mass_kg = \
         ...",
    );
}

#[test]
fn null_stands_where_a_value_may_be_absent() {
    let json = r#"{"format": "demo/1", "mode": null, "mass": null, "cost": null, "need": null}"#;
    let checked = read(Source::new("x.json", json), Syntax::Json, &schema()).unwrap();
    assert!(checked.decode::<Demo>().is_ok());
    let json = r#"{"format": null, "mass_kg": null, "events": [null]}"#;
    let findings = read(Source::new("x.json", json), Syntax::Json, &schema()).unwrap_err();
    let codes: Vec<_> = findings.iter().map(|found| found.code.as_str()).collect();
    assert_eq!(codes, ["file.wrong-type", "file.wrong-type"]);
}

#[test]
fn places_are_those_of_the_keys_as_written() {
    let text = "format = 'demo/1'\nmass_kg = 5\n";
    let checked = read(Source::new("x.toml", text), Syntax::Toml, &schema()).unwrap();
    let place = checked.place(&Path::root().key("mass"));
    assert_eq!((place.line, place.column), (2, 11));
    assert_eq!(checked.place(&Path::root().key("gone")).line, 1);
}

#[test]
fn both_syntaxes_are_the_same_file() {
    let toml = "format = 'demo/1'\nmass_kg = 5\nstock = {b = '1 kg', a = '2 kg'}\n";
    let json = r#"{"format": "demo/1", "mass": "5 kg", "stock": {"b": "1 kg", "a": "2 kg"}}"#;
    let toml = read(Source::new("x", toml), Syntax::Toml, &schema()).unwrap();
    let json = read(Source::new("x", json), Syntax::Json, &schema()).unwrap();
    assert_eq!(toml.json.to_string(), json.json.to_string());
}

#[test]
fn a_text_beyond_the_limit_is_refused() {
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    let source = Source::new("x", "format = 'demo/1'");
    let findings = read_within(source, Syntax::Toml, &schema(), &limits).unwrap_err();
    assert_eq!(findings[0].code, codes::TOO_LARGE);
}

#[test]
fn a_schema_that_refers_to_itself_ends() {
    let schema = serde_json::json!({
        "$ref": "#/$defs/a",
        "$defs": {
            "a": {"anyOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/b"}]},
            "b": {"allOf": [{"$ref": "#/$defs/b"}], "properties": {"x": {"$ref": "#/$defs/a"}}}
        }
    });
    let source = Source::new("x", "x.x.x = 1");
    let tree = toml::parse(&source, &Limits::default()).unwrap();
    let _ = check(&tree, &schema, &source);
    let _ = normalise(tree, &schema);
    let _ = publish(&schema);
}

fn lines() -> impl Strategy<Value = String> {
    let words = vec![
        "mass",
        "mass_kg",
        "events",
        "kind",
        "'move'",
        "'burn'",
        "takes",
        "takes_d",
        "need",
        "all",
        "amount",
        "stock",
        "parts",
        "id",
        "limit",
        "=",
        "= ",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ",",
        ".",
        "\n",
        "\n",
        "1",
        "-2.5",
        "'5 kg'",
        "'x'",
        "true",
        "2028-01-01",
    ];
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat())
}

fn values() -> impl Strategy<Value = Json> {
    let words = prop::sample::select(vec![
        "move",
        "burn",
        "wait",
        "5 kg",
        "4 d",
        "unlimited",
        "nothing",
        "demo/1",
        "road",
        "",
    ]);
    let keys = prop::sample::select(vec![
        "format",
        "mass",
        "mass_kg",
        "events",
        "kind",
        "to",
        "takes",
        "takes_d",
        "takes_h",
        "dv",
        "stages",
        "need",
        "all",
        "credential",
        "amount",
        "stock",
        "parts",
        "id",
        "limit",
        "any",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i32>().prop_map(Json::from),
        any::<f32>().prop_map(Json::from),
        words.prop_map(Json::from),
    ];
    leaf.prop_recursive(5, 64, 8, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::btree_map(keys.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// Entries that are right or nearly so.
fn nearly_right() -> impl Strategy<Value = Json> {
    let entries = serde_json::json!([
        ["mass", "5 kg"], ["mass", null], ["mass_kg", 1e300], ["mode", "air"], ["mode", null],
        ["start", "2028-01-01"], ["start", "2028-01-01T00:00:00+25:00"], ["cost", "1 EUR (2026)"],
        ["cost", "1 EUR (99999)"], ["class", 9], ["class", 2.0], ["class", null], ["name", "ab"],
        ["at", [1, 2]], ["at", [1, 2, 3]], ["at", null], ["any", null], ["any", {"a": []}],
        ["limit", "unlimited"], ["limit", "5 t"], ["limit_kg", 7], ["limit", null],
        ["count", 4294967295_u32], ["count", 4294967296_u64], ["count", -1], ["count", 1e30],
        ["need", "nothing"], ["need", {"all": ["nothing", {"credential": ""}]}],
        ["need", {"all": [], "credential": "x"}], ["need", {"nothing": null}],
        ["amount", "5 kg"], ["amount", ["5 kg", "6 t"]], ["amount", []], ["amount", {"dv_m_s": 3}],
        ["amount", {"id": "a", "mass_kg": 3}], ["amount", {}], ["stock", {"a": "5 kg"}],
        ["stock", {"a_kg": 5}], ["stock", {}], ["events", []],
        ["events", [{"kind": "wait"}, {"kind": "burn", "dv": "1 m/s", "stages": null}]],
        ["events", [{"kind": "move", "to": "x", "takes_d": 4e5}]],
        ["events", [{"kind": "move", "to": "x", "takes_d": 4e15}]],
        ["parts", [{"id": "a", "kind": "wait"}, {"id": "b", "kind": "burn", "dv_m_s": 1}]],
    ]);
    let entries = entries.as_array().cloned().unwrap_or_default();
    prop::collection::vec(prop::sample::select(entries), 0..4).prop_map(|pairs| {
        let entry = |pair: Json| {
            (
                pair[0].as_str().unwrap_or_default().to_owned(),
                pair[1].clone(),
            )
        };
        Json::Object(pairs.into_iter().map(entry).collect())
    })
}

proptest! {
    #[test]
    fn no_text_panics(text in lines()) {
        let _ = findings_of(&text);
    }

    /// What passes the check, the type reads: no problem is left to be found without a place.
    #[test]
    fn what_is_checked_can_be_decoded(mut value in prop_oneof![values(), nearly_right()]) {
        if let Json::Object(entries) = &mut value {
            entries.insert("format".to_owned(), Json::from("demo/1"));
        }
        let source = Source::new("x.json", value.to_string());
        if let Ok(checked) = read(source, Syntax::Json, &schema()) {
            prop_assert!(checked.decode::<Demo>().is_ok(), "{}", value);
        }
    }
}
