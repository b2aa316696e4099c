//! The book's reference of the campaign file, which is rendered from the schema and compared.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_testkit::golden;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// The tables in the order of the reference: name in the schema, and title.
const TABLES: &[(&str, &str)] = &[
    ("PlanHead", "plan"),
    ("Maker", "plan.maker"),
    ("Settings", "settings"),
    ("Exchange", "settings.exchange"),
    ("Partner", "partner"),
    ("Contribution", "partner.contributions"),
    ("Person", "person"),
    ("SmallBody", "body"),
    ("Node", "node"),
    ("Calendar", "node.calendar"),
    ("Window", "windows, closed"),
    ("Recurrence", "recurring"),
    ("Edge", "edge"),
    ("Transfer", "edge.transfer"),
    ("Opportunity", "edge.opportunity"),
    ("Burn", "edge.burns"),
    ("Limits", "edge.limits"),
    ("Tariff", "edge.tariff"),
    ("Resource", "resource"),
    ("Element", "element, design"),
    ("Hold", "element.hold"),
    ("Store", "element.store"),
    ("Propulsion", "element.propulsion"),
    ("Feed", "element.propulsion.feeds"),
    ("Drive", "element.drive"),
    ("Crew", "element.crew"),
    ("State", "element.state"),
    ("Part", "element.part"),
    ("Upkeep", "element.upkeep"),
    ("Wear", "element.upkeep.per_trip"),
    ("Plant", "element.plant"),
    ("Sizing", "element.sizing"),
    ("SizingTerm", "element.sizing.terms"),
    ("Auxiliary", "element.sizing.auxiliaries"),
    ("Triangulation", "element.sizing.triangulation"),
    ("Model", "models"),
    ("Lot", "lots, contents, demands"),
    ("Rate", "rates, inputs, outputs"),
    ("Demand", "demand"),
    ("Piece", "demand.pieces"),
    ("Offer", "offer"),
    ("Cap", "cap"),
    ("Scenario", "scenario"),
    ("Factor", "scenario.demands"),
    ("Closure", "scenario.closed"),
    ("Lost", "scenario.lost"),
    ("Statement", "statement"),
    ("Things", "of"),
    ("Permit", "permit"),
    ("Agreement", "agreement"),
    ("Suspension", "agreement.suspended"),
    ("DataTransfer", "data_transfer"),
    ("Record", "record"),
    ("Mission", "mission"),
    ("Event", "event"),
    ("Staff", "event.staff"),
    ("StateChange", "event.changes"),
    ("CrewState", "event.crew"),
];

/// Definitions that are lists of words, not tables, and those that are merged into others.
const WORDS: &[&str] = &[
    "Format",
    "MakerKind",
    "ElementKind",
    "Environment",
    "BurnSystem",
    "WindowsWord",
    "Pass",
    "Arrival",
    "StateKind",
    "Facility",
    "ResourceKind",
    "HoldReason",
    "Goal",
];
const MERGED: &[&str] = &[
    "Trip",
    "Windows",
    "Objective",
    "CrewConsumables",
    "Stated",
    "SparingByMass",
    "Conversion",
];

const HEAD: &str = "\
# Reference of the campaign file

This page is rendered from the schema that files are held against (`portolan schema campaign-1`). A test
compares the two; `PORTOLAN_BLESS=1 cargo test -p portolan-formats --test reference` writes it anew.

Keys in **bold** must be given. In the column *value*, `mass`, `time` and so on mean a quantity as text with
its unit, or a number under the key with the unit in its name; the [chapter on the campaign
file](campaign-file.md) says how. `[...]` is a list, `{...}` a table, which has a section of its own.
";

struct Schema {
    root: Value,
}

impl Schema {
    fn of(&self, name: &str) -> &Value {
        &self.root["$defs"][name]
    }

    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        value["$ref"]
            .as_str()
            .map_or(value, |path| self.of(path.rsplit('/').next().unwrap()))
    }
}

fn text(value: &Value) -> String {
    let text = value["description"].as_str().unwrap_or_default();
    text.replace('\n', " ").replace('|', "\\|")
}

/// What may stand under a key.
fn kind(schema: &Schema, value: &Value) -> String {
    if let Some(choices) = value["anyOf"].as_array() {
        let choices = choices.iter().filter(|it| it["type"] != "null");
        let kinds: Vec<_> = choices.map(|choice| kind(schema, choice)).collect();
        return kinds.join(" or ");
    }
    if let Some(format) = value["x-format"].as_str() {
        return format.to_owned();
    }
    if let Some(quantity) = value["x-quantity"].as_str() {
        return quantity.replace('-', " ");
    }
    if let Some(path) = value["$ref"].as_str() {
        let name = path.rsplit('/').next().unwrap();
        return if WORDS.contains(&name) {
            words(schema.of(name))
        } else if schema.of(name)["anyOf"].is_array() {
            kind(schema, schema.of(name))
        } else {
            "{...}".to_owned()
        };
    }
    let kinds = value["type"].as_array();
    let first = kinds.and_then(|kinds| kinds.iter().find(|it| *it != "null"));
    match first.unwrap_or(&value["type"]).as_str() {
        Some("array") if value["items"].is_object() => {
            format!("[{}]", kind(schema, &value["items"]))
        }
        Some("string") => "text".to_owned(),
        Some("boolean") => "true, false".to_owned(),
        Some("object") => "{...}".to_owned(),
        Some("array") => "[...]".to_owned(),
        other => other.unwrap_or("text").to_owned(),
    }
}

/// The words of an enumeration.
fn words(value: &Value) -> String {
    let quoted = |word: &Value| format!("`{}`", word.as_str().unwrap());
    if let Some(list) = value["enum"].as_array() {
        return list.iter().map(quoted).collect::<Vec<_>>().join(", ");
    }
    let choices = value["oneOf"].as_array().unwrap();
    let words = choices.iter().map(|choice| quoted(&choice["const"]));
    words.collect::<Vec<_>>().join(", ")
}

fn is_bare_number(properties: &Map<String, Value>, value: &Value) -> bool {
    let text = value["description"].as_str().unwrap_or_default();
    text.strip_prefix('`').is_some_and(|rest| {
        let key = rest.split('`').next().unwrap();
        rest.contains("as a bare number of") && properties.contains_key(key)
    })
}

/// Keys that must be given, a quantity's among them.
fn required(value: &Value) -> BTreeSet<String> {
    let names = |list: &Value| -> Vec<String> {
        let list = list.as_array().cloned().unwrap_or_default();
        list.iter()
            .filter_map(|it| it.as_str().map(str::to_owned))
            .collect()
    };
    let all = value["allOf"].as_array().cloned().unwrap_or_default();
    let choices = std::iter::once(value).chain(&all);
    let firsts =
        choices.filter_map(|it| it["anyOf"].as_array().map(|any| names(&any[0]["required"])));
    names(&value["required"])
        .into_iter()
        .chain(firsts.flatten())
        .collect()
}

fn rows(schema: &Schema, value: &Value, skip: &str, out: &mut String) {
    let Some(properties) = value["properties"].as_object() else {
        return;
    };
    let needed = required(value);
    for (key, property) in properties {
        if key == skip || is_bare_number(properties, property) {
            continue;
        }
        let shown = if needed.contains(key) {
            format!("**`{key}`**")
        } else {
            format!("`{key}`")
        };
        let kind = kind(schema, property);
        let default = property
            .get("default")
            .filter(|it| it.is_number() || it.is_boolean());
        let default = default.map_or(String::new(), |it| format!(" Default {it}."));
        writeln!(out, "| {shown} | {kind} | {}{default} |", text(property)).unwrap();
    }
}

const COLUMNS: &str = "\n| key | value | meaning |\n| --- | --- | --- |\n";

fn table(schema: &Schema, name: &str, title: &str, out: &mut String) {
    let value = schema.of(name);
    write!(out, "\n## {title}\n\n{}\n", text(value)).unwrap();
    if value["properties"].is_object() {
        out.push_str(COLUMNS);
        rows(schema, value, "", out);
    }
    for choice in value["oneOf"].as_array().into_iter().flatten() {
        variant(schema, choice, out);
    }
}

/// One kind of a table that comes in several, told by the key with a fixed word.
fn variant(schema: &Schema, choice: &Value, out: &mut String) {
    let properties = choice["properties"].as_object().unwrap();
    let (tag, word) = properties
        .iter()
        .find_map(|(key, it)| Some((key, it["const"].as_str()?)))
        .unwrap();
    write!(out, "\n### `{tag} = \"{word}\"`\n\n{}\n", text(choice)).unwrap();
    let mut found = String::new();
    rows(schema, choice, tag, &mut found);
    if choice["$ref"].is_string() {
        rows(schema, schema.resolved(choice), tag, &mut found);
    }
    if !found.is_empty() {
        out.push_str(COLUMNS);
        out.push_str(&found);
    }
}

#[test]
fn the_reference_is_rendered_from_the_schema() {
    let all = portolan_formats::schemas::all();
    let (_, published) = all
        .iter()
        .find(|(name, _)| *name == "campaign-1.json")
        .unwrap();
    let schema = Schema {
        root: serde_json::from_str(published).unwrap(),
    };
    let mut page = HEAD.to_owned();
    page.push_str("\n## The file\n");
    page.push_str(COLUMNS);
    rows(&schema, &schema.root, "", &mut page);
    for (name, title) in TABLES {
        table(&schema, name, title, &mut page);
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/book/src");
    golden(folder.join("reference.md"), &page);
}

#[test]
fn every_definition_has_its_place_in_the_reference() {
    let all = portolan_formats::schemas::all();
    let schema: Value = serde_json::from_str(&all[0].1).unwrap();
    let tables = TABLES.iter().map(|(name, _)| *name);
    let placed: BTreeSet<&str> = tables.chain(WORDS.iter().chain(MERGED).copied()).collect();
    for name in schema["$defs"].as_object().unwrap().keys() {
        assert!(
            placed.contains(name.as_str()),
            "{name} is not in the reference"
        );
    }
}
