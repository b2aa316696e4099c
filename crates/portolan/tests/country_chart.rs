//! The Country Chart, the Country Groups and the territories, cell by cell against another project's copy of the eCFR; and
//! what the rules say of a spacecraft on its way to Kourou.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use portolan::rule_engine::{Answer, Bag, Cell, Facts, Table, Value, evaluate};
use portolan::shipped_rules;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// What the reference cases call the columns of the chart, in its order.
const COLUMNS: [&str; 16] = [
    "CB 1", "CB 2", "CB 3", "NP 1", "NP 2", "NS 1", "NS 2", "MT 1", "RS 1", "RS 2", "FC 1", "CC 1",
    "CC 2", "CC 3", "AT 1", "AT 2",
];

/// Names of the reference cases, and those that the tables use.
const SPELLINGS: [(&str, &str); 12] = [
    ("Seycheles", "Seychelles"),
    ("China (PRC)", "China"),
    (
        "Congo (Democratic Republic of)",
        "Congo (Democratic Republic of the)",
    ),
    ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
    ("Saint Kitts & Nevis", "St. Kitts and Nevis"),
    ("Saint Lucia", "St. Lucia"),
    (
        "Saint Vincent and the Grenadines",
        "St. Vincent and the Grenadines",
    ),
    ("Trinidad & Tobago", "Trinidad and Tobago"),
    ("Sao Tome & Principe", "Sao Tome and Principe"),
    ("The Bahamas", "Bahamas, The"),
    ("Cote d'lvoire", "Cote d'Ivoire"),
    (
        "Micronesia, Federated States of",
        "Micronesia (Federated State of)",
    ),
];

fn pack() -> &'static portolan::rule_engine::Pack {
    shipped_rules().unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)))
}

fn table(name: &str) -> &'static Table {
    pack().tables().get(name).unwrap()
}

fn read(file: &str) -> Option<Json> {
    let folder = portolan_testkit::conformance()?.join("export_control/src/data");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

fn text<'t>(table: &'t Table, row: &str, column: &str) -> &'t str {
    let column = table.column(column).unwrap();
    let cells = table
        .rows
        .get(row)
        .unwrap_or_else(|| panic!("no row {row}"));
    match &cells[column] {
        Cell::Text(text) => text,
        _ => "",
    }
}

/// The rows of a table, by the name of the country.
fn by_name(table: &Table) -> BTreeMap<&str, &str> {
    let codes = table.rows.keys();
    codes
        .map(|code| (text(table, code, "name"), code.as_str()))
        .collect()
}

fn spelt(name: &str) -> &str {
    let found = SPELLINGS.iter().find(|(theirs, _)| *theirs == name);
    found.map_or(name, |(_, ours)| ours)
}

fn names(list: &Json) -> Vec<&str> {
    let list = list.as_array().unwrap().iter();
    list.map(|name| name.as_str().unwrap()).collect()
}

#[test]
fn every_cell_of_the_chart_agrees() {
    let Some(reference) = read("country-chart.json") else {
        return;
    };
    let chart = table("commerce-country-chart");
    let codes = by_name(chart);
    let mut cells = 0;
    for (name, row) in reference["countries"].as_object().unwrap() {
        let code = codes[spelt(name)];
        let marks = names(&row["marks"]);
        for column in COLUMNS {
            let own = text(chart, code, &column.replace(' ', ""));
            let theirs = if marks.contains(&column) { "X" } else { "" };
            assert_eq!(own, theirs, "{name}, {column}");
            cells += 1;
        }
        assert_eq!(text(chart, code, "see"), "", "{name}");
        let footnotes = row["footnotes"].as_array().unwrap().iter();
        let footnotes: Vec<String> = footnotes.map(Json::to_string).collect();
        assert_eq!(
            text(chart, code, "footnotes"),
            footnotes.join(" "),
            "{name}"
        );
    }
    assert_eq!(cells, 196 * 16);
    let pointers = reference["embargoed"].as_object().unwrap();
    for name in pointers.keys() {
        let code = codes[name.as_str()];
        assert_ne!(text(chart, code, "see"), "", "{name}");
        for column in COLUMNS {
            assert_eq!(text(chart, code, &column.replace(' ', "")), "", "{name}");
        }
    }
    assert_eq!(chart.rows.len(), 196 + pointers.len());
}

#[test]
fn every_country_group_agrees() {
    let Some(reference) = read("country-groups.json") else {
        return;
    };
    let groups = table("ear-country-groups");
    let codes = by_name(groups);
    let mut members = 0;
    for (group, list) in reference["groups"].as_object().unwrap() {
        let column = group.replace(':', "");
        let mut theirs: Vec<&str> = names(list).iter().map(|name| codes[spelt(name)]).collect();
        theirs.sort_unstable();
        let own = groups.rows.keys().map(String::as_str);
        let own: Vec<&str> = own
            .filter(|code| text(groups, code, &column) == "X")
            .collect();
        assert_eq!(own, theirs, "{group}");
        members += own.len();
    }
    assert_eq!(members, 497);
}

#[test]
fn the_territories_that_are_named_agree() {
    let Some(reference) = read("country-chart.json") else {
        return;
    };
    let (territories, chart) = (table("ear-territories"), table("commerce-country-chart"));
    let listed = reference["territoryInheritance"].as_object().unwrap();
    assert!(!listed.is_empty());
    let codes = territories.rows.keys();
    let codes: BTreeMap<String, &String> = codes
        .map(|code| (text(territories, code, "name").to_lowercase(), code))
        .collect();
    for (name, told) in listed {
        let parent = text(territories, codes[name.as_str()], "parent");
        let row = told["row"].as_str().unwrap();
        assert_eq!(text(chart, parent, "name"), row, "{name}");
    }
}

/// Every territory leads to a row, and says why.
#[test]
fn territories_lead_to_rows() {
    let (territories, groups) = (table("ear-territories"), table("ear-country-groups"));
    for code in territories.rows.keys() {
        let parent = text(territories, code, "parent");
        assert!(groups.rows.contains_key(parent), "{code}");
        assert_ne!(text(territories, code, "basis"), "", "{code}");
    }
    assert_eq!(text(territories, "GF", "parent"), "FR");
}

/// Asks every rule about a shipment and the load that it is; those that apply, by their ids.
fn applying(facts: &[(&str, &str)], permits: &[&str]) -> Vec<&'static str> {
    let mut common: Bag = facts
        .iter()
        .map(|(name, word)| ((*name).to_owned(), Value::text(*word)))
        .collect();
    let permits = permits.iter().map(|word| (*word).to_owned());
    common.insert("permits".to_owned(), Value::Texts(permits.collect()));
    let facts = Facts {
        common: &common,
        items: &[],
    };
    let on = "2026-11-24".parse().unwrap();
    let rules = pack().rules().iter();
    rules
        .filter(|rule| rule.field == "export-control")
        .filter(|rule| ["shipment", "load"].contains(&rule.about.word()))
        .filter(|rule| {
            matches!(
                evaluate(rule, pack().tables(), on, facts),
                Answer::Applies(_)
            )
        })
        .map(|rule| rule.id.as_str())
        .collect()
}

#[test]
fn kourou_is_judged_by_the_row_of_france() {
    let spacecraft = |to| {
        applying(
            &[
                ("item.eccn", "9A515.a"),
                ("item.usml", "none"),
                ("item.origin", "US"),
                ("from.country", "US"),
                ("to.country", to),
            ],
            &[],
        )
    };
    let (kourou, paris) = (spacecraft("GF"), spacecraft("FR"));
    assert!(kourou.contains(&"ear.chart-rs1") && kourou.contains(&"ear.chart-ns1"));
    let ear = |ids: &[&'static str]| -> Vec<&'static str> {
        let ids = ids.iter().filter(|id| id.starts_with("ear."));
        ids.copied().collect()
    };
    assert_eq!(ear(&kourou), ear(&paris));
    for to in ["CN", "VE", "RU", "HT"] {
        let found = spacecraft(to);
        assert!(found.contains(&"ear.arms-embargo"), "{to}: {found:?}");
    }
    assert!(spacecraft("HK").contains(&"ear.spacecraft-denied"));
    assert!(
        !spacecraft("GB")
            .iter()
            .any(|id| id.starts_with("ear.chart"))
    );
}

#[test]
fn a_defence_article_flies_with_nobody_of_a_proscribed_country() {
    let flown = |operator| {
        applying(
            &[
                ("item.eccn", "none"),
                ("item.usml", "XV(e)(12)"),
                ("from.country", "US"),
                ("to.country", "GF"),
                ("carrier.operator_country", operator),
                ("carrier.owner_country", "IE"),
            ],
            &["DSP-5"],
        )
    };
    assert!(flown("RU").contains(&"itar.conveyance"));
    assert!(!flown("UA").contains(&"itar.conveyance"));
}

/// Toulouse to Kourou stays within the customs territory of the Union, and is an export for value added tax.
#[test]
fn toulouse_to_kourou_is_no_export_from_the_union() {
    let shipped = |to| {
        applying(
            &[
                ("item.eccn", "none"),
                ("item.usml", "none"),
                ("item.eu", "9A004.b"),
                ("from.country", "FR"),
                ("to.country", to),
            ],
            &[],
        )
    };
    let kourou = shipped("GF");
    assert!(!kourou.iter().any(|id| id.starts_with("eu.")), "{kourou:?}");
    assert!(kourou.contains(&"france.vat-export"));
    assert!(shipped("US").contains(&"eu.export"));
}
