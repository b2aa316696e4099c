//! The language of rules, from a file's text to an answer: what is refused, and what is said with facts missing.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

use portolan_comply::{
    Answer, Bag, Cell, Facts, Kind, Pack, Table, Tables, Unit, Value, codes, evaluate,
};
use portolan_formats::rule;
use portolan_vocabulary::{Date, Findings};
use std::collections::BTreeSet;

const HEAD: &str = r#"
format = "portolan-rule/1"
id = "test.rule"
title = "A rule"
statement = "Something."
authority = "The test"
effect = "forbids"
from = "2020-01-01"
reviewed = "2026-11-22"
wording = "so it is"
citation = [{ instrument = "A law", edition = "1", read = "2026-11-22" }]
"#;

const CASES: &str = r#"
[[case]]
name = "a"
on = "2026-01-01"
expect = "applies"
[[case]]
name = "b"
on = "2026-01-01"
expect = "not"
[[case]]
name = "c"
on = "2026-01-01"
expect = "missing"
"#;

fn tables() -> Tables {
    let cell = |text: &str| match text {
        "" => Cell::Blank,
        text => Cell::Text(text.to_owned()),
    };
    let row = |key: &str, cells: [&str; 2]| (key.to_owned(), cells.map(cell).to_vec());
    let chart = Table {
        name: "chart".to_owned(),
        edition: "1".to_owned(),
        columns: vec![
            ("NS1".to_owned(), Kind::Text),
            ("RS1".to_owned(), Kind::Text),
        ],
        rows: [row("FR", ["X", "X"]), row("CA", ["", ""])].into(),
    };
    let parents = Table {
        name: "parents".to_owned(),
        edition: "1".to_owned(),
        columns: vec![("parent".to_owned(), Kind::Text)],
        rows: [("GF".to_owned(), vec![Cell::Text("FR".to_owned())])].into(),
    };
    let limits = Table {
        name: "limits".to_owned(),
        edition: "1".to_owned(),
        columns: vec![(
            "cargo_kg".to_owned(),
            Kind::Number(Unit::named("kg").unwrap()),
        )],
        rows: [
            ("UN2036/none".to_owned(), vec![Cell::Number(150.0)]),
            ("UN2029/I".to_owned(), vec![Cell::Blank]),
        ]
        .into(),
    };
    Tables::new([chart, parents, limits])
}

fn resolved(text: &str) -> Result<portolan_comply::Rule, Findings> {
    let draft = rule::read_text("rules/field/test/rule.toml", text)?;
    portolan_comply::resolve(&draft, &tables())
}

fn rule_of(about: &str, facts: &str, when: &str) -> portolan_comply::Rule {
    let text = format!("{HEAD}about = \"{about}\"\nfact = [{facts}]\n{when}\n{CASES}");
    resolved(&text).unwrap_or_else(|found| panic!("{found:?}"))
}

fn refusal(about: &str, facts: &str, when: &str) -> Findings {
    let text = format!("{HEAD}about = \"{about}\"\nfact = [{facts}]\n{when}\n{CASES}");
    resolved(&text).expect_err("it should be refused")
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn bag(facts: &[(&str, Value)]) -> Bag {
    let facts = facts.iter();
    facts
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect()
}

fn answer(rule: &portolan_comply::Rule, common: &Bag, items: &[Bag]) -> Answer {
    evaluate(rule, &tables(), day("2026-06-01"), Facts { common, items })
}

fn missing(names: &[&str]) -> Answer {
    Answer::Missing(
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<BTreeSet<_>>(),
    )
}

#[test]
fn a_false_part_decides_whatever_is_missing() {
    let facts = r#"{ name = "item.a", type = "flag" }, { name = "item.b", type = "flag" }"#;
    let both = rule_of(
        "shipment",
        facts,
        r#"when.all = [{ fact = "item.a", is = true }, { fact = "item.b", is = true }]"#,
    );
    let either = rule_of(
        "shipment",
        facts,
        r#"when.any = [{ fact = "item.a", is = true }, { fact = "item.b", is = true }]"#,
    );
    let (yes, no) = (Value::Flag(true), Value::Flag(false));
    let cases = [
        (
            bag(&[]),
            missing(&["item.a", "item.b"]),
            missing(&["item.a", "item.b"]),
        ),
        (
            bag(&[("item.a", no.clone())]),
            Answer::Not,
            missing(&["item.b"]),
        ),
        (
            bag(&[("item.a", yes.clone())]),
            missing(&["item.b"]),
            Answer::Applies(vec![]),
        ),
        (
            bag(&[("item.a", no.clone()), ("item.b", no)]),
            Answer::Not,
            Answer::Not,
        ),
        (
            bag(&[("item.a", yes.clone()), ("item.b", yes)]),
            Answer::Applies(vec![]),
            Answer::Applies(vec![]),
        ),
    ];
    for (facts, of_both, of_either) in cases {
        assert_eq!(answer(&both, &facts, &[]), of_both, "{facts:?}");
        assert_eq!(answer(&either, &facts, &[]), of_either, "{facts:?}");
    }
}

#[test]
fn a_territory_takes_its_parents_row_and_a_missing_row_is_a_missing_fact() {
    let rule = rule_of(
        "shipment",
        r#"{ name = "to.country", type = "text" }"#,
        r#"when = { lookup = { table = "chart", row = [{ fact = "to.country" }], column = "RS1", parents = "parents" }, is = "X" }"#,
    );
    let of = |country: &str| answer(&rule, &bag(&[("to.country", Value::text(country))]), &[]);
    assert_eq!(of("FR"), Answer::Applies(vec![]));
    assert_eq!(of("GF"), Answer::Applies(vec![]));
    assert_eq!(of("CA"), Answer::Not, "a blank cell is no mark");
    assert_eq!(of("ZZ"), missing(&["row ZZ of chart"]));
}

#[test]
fn limits_are_compared_in_one_unit_and_a_blank_limit_is_none() {
    let rule = rule_of(
        "shipment",
        r#"{ name = "item.un", type = "text" }, { name = "item.packing_group", type = "text" }, { name = "item.net", type = "number", unit = "kg" }"#,
        r#"when = { fact = "item.net", above = { lookup = { table = "limits", row = [{ fact = "item.un" }, { fact = "item.packing_group" }], column = "cargo_kg" } } }"#,
    );
    let kg = |kg: f64| Value::Number(kg, Unit::named("kg").unwrap());
    let of = |un: &str, group: &str, net: f64| {
        let facts = [
            ("item.un", Value::text(un)),
            ("item.packing_group", Value::text(group)),
            ("item.net", kg(net)),
        ];
        answer(&rule, &bag(&facts), &[])
    };
    assert_eq!(of("UN2036", "none", 150.0), Answer::Not);
    assert_eq!(of("UN2036", "none", 151.0), Answer::Applies(vec![]));
    assert_eq!(
        of("UN2029", "I", 1e9),
        Answer::Not,
        "a blank cell states nothing"
    );
}

#[test]
fn pairs_sums_and_single_items_of_a_load() {
    let facts = r#"{ name = "item.un", type = "text" }, { name = "item.mass", type = "number", unit = "kg" }"#;
    let pair = rule_of(
        "load",
        facts,
        r#"when.pair.all = [{ fact = "first.un", is = "A" }, { fact = "second.un", is = "B" }]"#,
    );
    let sum = rule_of(
        "load",
        facts,
        r#"when = { sum = { of = "item.mass", only = { fact = "item.un", is = "A" } }, above = "100 kg" }"#,
    );
    let some = rule_of(
        "load",
        facts,
        r#"when.some = { fact = "item.mass", above = "0.09 t" }"#,
    );
    let item = |un: &str, kg: f64| {
        let mass = Value::Number(kg, Unit::named("kg").unwrap());
        bag(&[("item.un", Value::text(un)), ("item.mass", mass)])
    };
    let none = bag(&[]);
    let load = [item("B", 90.0), item("A", 60.0), item("A", 40.0)];
    assert_eq!(answer(&pair, &none, &load), Answer::Applies(vec![1, 0]));
    assert_eq!(answer(&pair, &none, &load[1..]), Answer::Not);
    assert_eq!(
        answer(&sum, &none, &load),
        Answer::Not,
        "100 kg is not above 100 kg"
    );
    let more = [item("A", 60.0), item("A", 41.0)];
    assert_eq!(answer(&sum, &none, &more), Answer::Applies(vec![0, 1]));
    assert_eq!(answer(&some, &none, &load), Answer::Not);
    assert_eq!(
        answer(&some, &none, &[item("A", 1.0), item("A", 91.0)]),
        Answer::Applies(vec![1])
    );
    let unknown = [item("A", 1.0), bag(&[])];
    assert_eq!(answer(&pair, &none, &unknown), missing(&["item.un"]));
    assert_eq!(answer(&sum, &none, &unknown), missing(&["item.un"]));
}

#[test]
fn values_change_with_the_day() {
    let text = format!(
        "{HEAD}about = \"shipment\"\nfact = [{{ name = \"item.share\", type = \"number\", unit = \"%\" }}]\n\
         when = {{ fact = \"item.share\", above = {{ value = \"most\" }} }}\n\
         [[value]]\nname = \"most\"\nis = \"10 %\"\nunit = \"%\"\nuntil = \"2026-07-01\"\n\
         [[value]]\nname = \"most\"\nis = \"25 %\"\nunit = \"%\"\nfrom = \"2026-07-01\"\n{CASES}"
    );
    let rule = resolved(&text).unwrap_or_else(|found| panic!("{found:?}"));
    let share = bag(&[("item.share", Value::Number(20.0, Unit::named("%").unwrap()))]);
    let on = |text: &str| {
        let facts = Facts {
            common: &share,
            items: &[],
        };
        evaluate(&rule, &tables(), day(text), facts)
    };
    assert_eq!(on("2026-06-30"), Answer::Applies(vec![]));
    assert_eq!(on("2026-07-01"), Answer::Not);
    assert_eq!(on("2019-12-31"), Answer::NotInForce);
    let gap = text.replace(
        "from = \"2026-07-01\"\n\n[[case]]",
        "from = \"2026-08-01\"\n\n[[case]]",
    );
    let refused = resolved(&gap).expect_err("July has no value");
    assert_eq!(refused[0].code, codes::BAD_DATES);
}

#[test]
fn what_does_not_fit_is_refused_with_its_place_and_the_nearest_name() {
    let fact = r#"{ name = "item.net", type = "number", unit = "kg" }"#;
    let unit = refusal(
        "shipment",
        fact,
        r#"when = { fact = "item.net", above = "3 L" }"#,
    );
    assert_eq!(unit[0].code, codes::WRONG_TYPE);
    let bare = refusal(
        "shipment",
        fact,
        r#"when = { fact = "item.net", above = 3 }"#,
    );
    assert!(
        bare[0].message.contains("has no unit"),
        "{}",
        bare[0].message
    );
    let name = refusal(
        "shipment",
        fact,
        r#"when = { fact = "item.nett", above = "3 kg" }"#,
    );
    assert_eq!(name[0].code, codes::UNKNOWN_NAME);
    assert_eq!(
        name[0].advice.as_deref(),
        Some("did you mean \"item.net\"?")
    );
    assert!(name[0].place.is_some());
    let table = refusal(
        "shipment",
        fact,
        r#"when = { lookup = { table = "chrt", row = ["FR"], column = "NS1" }, is = "X" }"#,
    );
    assert_eq!(table[0].advice.as_deref(), Some("did you mean \"chart\"?"));
    let column = refusal(
        "shipment",
        fact,
        r#"when = { lookup = { table = "chart", row = ["FR"], column = "NS3" }, is = "X" }"#,
    );
    assert_eq!(column[0].code, codes::UNKNOWN_NAME);
    let order = refusal(
        "shipment",
        r#"{ name = "item.un", type = "text" }"#,
        r#"when = { fact = "item.un", above = "A" }"#,
    );
    assert_eq!(order[0].code, codes::WRONG_TYPE);
    let pair = refusal(
        "shipment",
        fact,
        r#"when.pair = { fact = "first.net", above = "3 kg" }"#,
    );
    assert_eq!(pair[0].code, codes::WRONG_TYPE);
    let empty = refusal("shipment", fact, "when = {}");
    assert_eq!(empty[0].code, portolan_formats::rule::codes::BAD_CONDITION);
    let two = refusal(
        "shipment",
        fact,
        r#"when = { fact = "item.net", above = "1 kg", below = "2 kg" }"#,
    );
    assert_eq!(two[0].code, portolan_formats::rule::codes::BAD_CONDITION);
}

#[test]
fn a_rule_without_citation_dates_or_cases_is_refused() {
    let whole = format!(
        "{HEAD}about = \"shipment\"\nfact = [{{ name = \"item.a\", type = \"flag\" }}]\nwhen = {{ fact = \"item.a\", is = true }}\n{CASES}"
    );
    assert!(resolved(&whole).is_ok());
    let uncited = whole.replace(
        "citation = [{ instrument = \"A law\", edition = \"1\", read = \"2026-11-22\" }]",
        "",
    );
    assert_eq!(
        resolved(&uncited).expect_err("uncited")[0].code,
        codes::INCOMPLETE
    );
    let undated = whole.replace("from = \"2020-01-01\"", "from = \"soon\"");
    assert_eq!(
        resolved(&undated).expect_err("undated")[0].code,
        codes::BAD_DATES
    );
    let uncased = whole.replace("expect = \"missing\"", "expect = \"not\"");
    assert_eq!(
        resolved(&uncased).expect_err("no case misses a fact")[0].code,
        codes::INCOMPLETE
    );
    let deep = format!("when.{}fact = \"item.a\"", "not.".repeat(300));
    let deep = whole.replace("when = { fact = \"item.a\", is = true }", &deep);
    assert!(resolved(&deep).is_err());
}

#[test]
fn packs_refuse_contradictions_failed_cases_and_circles() {
    let text = |id: &str, kind: &str, is: &str, expect: &str| {
        let facts = format!("facts = {{ \"item.a\" = {is} }}");
        let head = HEAD.replace("test.rule", id);
        format!(
            "{head}about = \"shipment\"\nfact = [{{ name = \"item.a\", type = \"{kind}\" }}]\nwhen = {{ fact = \"item.a\", is = {is} }}\n\
             [[case]]\nname = \"a\"\non = \"2026-01-01\"\nexpect = \"{expect}\"\n{facts}\n\
             [[case]]\nname = \"b\"\non = \"2019-01-01\"\nexpect = \"not\"\n{facts}\n\
             [[case]]\nname = \"c\"\non = \"2026-01-01\"\nexpect = \"missing\"\nmissing = [\"item.a\"]\n"
        )
    };
    let draft = |text: &str| rule::read_text("rules/field/test/rule.toml", text).unwrap();
    let good = draft(&text("test.one", "flag", "true", "applies"));
    assert!(Pack::new(std::slice::from_ref(&good), tables()).is_ok());
    let code = |drafts: &[portolan_comply::Draft], tables: Tables| {
        Pack::new(drafts, tables).expect_err("it should be refused")[0].code
    };
    let wrong = text("test.one", "flag", "true", "applies");
    let wrong = draft(&wrong.replacen(
        "facts = { \"item.a\" = true }",
        "facts = { \"item.a\" = false }",
        1,
    ));
    assert_eq!(code(&[wrong], tables()), codes::CASE_FAILED);
    assert_eq!(
        code(&[good.clone(), good.clone()], tables()),
        codes::CONTRADICTION
    );
    let other = draft(&text("test.two", "text", "\"yes\"", "applies"));
    assert_eq!(code(&[good.clone(), other], tables()), codes::CONTRADICTION);
    let row = |key: &str, parent: &str| (key.to_owned(), vec![Cell::Text(parent.to_owned())]);
    let circle = Table {
        name: "parents".to_owned(),
        edition: "1".to_owned(),
        columns: vec![("parent".to_owned(), Kind::Text)],
        rows: [row("GF", "FR"), row("FR", "GF")].into(),
    };
    assert_eq!(code(&[good], Tables::new([circle])), codes::CIRCLE);
}
