//! Dangerous goods: the tables cell by cell against another project's copy of the eCFR, the rules against what the space trade
//! must be told, and the table alone against the whole of 49 CFR 177.848.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use portolan::rule_engine::{Answer, Bag, Cell, Effect, Facts, Kind, Table, Unit, Value, evaluate};
use portolan::shipped_rules;
use portolan::vocabulary::Date;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

/// The rows of the segregation table, as its reference copy heads them and as the rules call them.
const ROWS: [(&str, &str); 18] = [
    ("1.1/1.2", "1.1"),
    ("1.3", "1.3"),
    ("1.4", "1.4"),
    ("1.5", "1.5"),
    ("1.6", "1.6"),
    ("2.1", "2.1"),
    ("2.2", "2.2"),
    ("2.3A", "2.3A"),
    ("2.3B", "2.3B"),
    ("3", "3"),
    ("4.1", "4.1"),
    ("4.2", "4.2"),
    ("4.3", "4.3"),
    ("5.1", "5.1"),
    ("5.2", "5.2"),
    ("6.1", "6.1A"),
    ("7", "7"),
    ("8", "8L"),
];

/// The compatibility groups that each division of class 1 has: 49 CFR 173.52(b), table 1.
const GROUPS: [(&str, &str); 5] = [
    ("1.1", "ABCDEFGHJKL"),
    ("1.3", "CFGHJKL"),
    ("1.4", "BCDEFGS"),
    ("1.5", "D"),
    ("1.6", "N"),
];

fn pack() -> &'static portolan::rule_engine::Pack {
    shipped_rules().unwrap_or_else(|found| panic!("{}", portolan::findings_text(&found)))
}

fn table(name: &str) -> &'static Table {
    pack().tables().get(name).unwrap()
}

fn day() -> Date {
    "2026-11-22".parse().unwrap()
}

fn text(table: &Table, row: &str, column: &str) -> String {
    let at = table.column(column).unwrap();
    match table.rows.get(row).unwrap().get(at).unwrap() {
        Cell::Text(text) => text.clone(),
        _ => String::new(),
    }
}

fn number(table: &Table, row: &str, column: &str) -> Option<f64> {
    match table.rows.get(row)?.get(table.column(column)?)? {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

fn reference(file: &str) -> Option<String> {
    let folder = portolan_testkit::conformance()?.join("hazmat");
    Some(std::fs::read_to_string(folder.join(file)).unwrap())
}

/// The cells of a simple table: head, then rows by their first cell.
fn grid(text: &str) -> (Vec<String>, BTreeMap<String, Vec<String>>) {
    let mut lines = text
        .lines()
        .map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>());
    let head = lines.next().unwrap().split_off(1);
    let rows = lines.map(|mut line| {
        let cells = line.split_off(1);
        (line.remove(0), cells)
    });
    (head, rows.collect())
}

/// What the rules of the pack say of one thing moved, or of a load: the ids of those that apply, and whether facts are missing.
fn said(about: &[&str], common: &Bag, items: &[Bag]) -> (BTreeSet<&'static str>, bool) {
    let (mut applies, mut missing) = (BTreeSet::new(), false);
    for rule in pack().rules() {
        if rule.field != "dangerous-goods" || !about.contains(&rule.about.word()) {
            continue;
        }
        match evaluate(rule, pack().tables(), day(), Facts { common, items }) {
            Answer::Applies(_) => {
                applies.insert(rule.id.as_str());
            }
            Answer::Missing(_) => missing = true,
            Answer::Not | Answer::NotInForce => {}
        }
    }
    (applies, missing)
}

fn texts(words: &[&str]) -> Value {
    Value::Texts(words.iter().map(|word| (*word).to_owned()).collect())
}

fn way(mode: &str) -> Bag {
    Bag::from([("way.mode".to_owned(), Value::text(mode))])
}

fn item(un: &str, group: &str, hazards: &[&str], compatibility: &str) -> Bag {
    let class = hazards[0].trim_end_matches(['A', 'B', 'L']);
    Bag::from([
        ("item.un".to_owned(), Value::text(un)),
        ("item.packing_group".to_owned(), Value::text(group)),
        ("item.class".to_owned(), Value::text(class)),
        ("item.hazards".to_owned(), texts(hazards)),
        ("item.compatibility".to_owned(), Value::text(compatibility)),
    ])
}

/// A thing of the trade, by the row of the table of materials and what is used of it.
fn material(row: &str) -> Bag {
    let table = table("hazardous-materials");
    let (un, group) = row.split_once('/').unwrap();
    let words: Vec<String> = ["hazard", "subsidiary_1", "subsidiary_2"]
        .iter()
        .map(|column| text(table, row, column))
        .filter(|word| !word.is_empty())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    item(un, group, &words, &text(table, row, "compatibility"))
}

fn forbids(ids: &BTreeSet<&'static str>) -> bool {
    ids.iter()
        .any(|id| pack().rule(id).unwrap().effect == Effect::Forbids)
}

fn by_air(
    row: &str,
    aircraft: &str,
    package: Option<(&str, f64)>,
) -> (BTreeSet<&'static str>, bool) {
    let mut bag = material(row);
    bag.extend(way("air"));
    bag.insert("way.aircraft".to_owned(), Value::text(aircraft));
    if let Some((name, amount)) = package {
        let of = pack().facts().get(name).unwrap().kind;
        let Kind::Number(unit @ Unit::Of(_)) = of else {
            panic!("{name} is no quantity");
        };
        bag.insert(name.to_owned(), Value::Number(amount, unit));
    }
    said(&["shipment"], &bag, &[])
}

#[test]
fn segregation_agrees_in_all_324_cells() {
    let Some(reference) = reference("segregation_177.848d.csv") else {
        return;
    };
    let (head, rows) = grid(&reference);
    let own = table("hazmat-segregation");
    let mut cells = 0;
    for (row, word) in ROWS {
        for (column, cell) in head.iter().zip(&rows[row]) {
            let (_, column) = ROWS.iter().find(|(of, _)| of == column).unwrap();
            assert_eq!(&text(own, word, column), cell, "{row} beside {column}");
            cells += 1;
        }
    }
    assert_eq!(cells, 324);
}

#[test]
fn segregation_is_symmetric_and_tells_1_1_from_1_2_nowhere() {
    let own = table("hazmat-segregation");
    for row in own.rows.keys() {
        for column in own.rows.keys() {
            assert_eq!(text(own, row, column), text(own, column, row));
        }
        assert_eq!(text(own, row, "1.1"), text(own, row, "1.2"));
    }
    for word in ["2.3", "6.1", "8", "9"] {
        let blank = own.rows.keys().all(|row| text(own, row, word).is_empty());
        assert!(blank, "{word} is not in the table of the law");
    }
}

#[test]
fn compatibility_agrees_in_all_169_cells() {
    let Some(reference) = reference("compatibility_177.848f.csv") else {
        return;
    };
    let (head, rows) = grid(&reference);
    let own = table("hazmat-compatibility");
    let mut cells = 0;
    for (row, values) in &rows {
        for (column, cell) in head.iter().zip(values) {
            assert_eq!(&text(own, row, column), cell, "{row} beside {column}");
            cells += 1;
        }
    }
    assert_eq!(cells, 169);
}

/// A limit of the Hazardous Materials Table: its kind, and the number in kg or m3.
fn limit(words: &str) -> (&'static str, Option<f64>) {
    match words.split_once(' ') {
        Some((amount, "kg")) => ("mass", Some(amount.parse().unwrap())),
        Some((amount, "L")) => ("volume", Some(amount.parse::<f64>().unwrap() * 1e-3)),
        Some(("See", _)) => ("provision", None),
        _ => {
            assert_eq!(words, "Forbidden");
            ("forbidden", None)
        }
    }
}

#[test]
fn every_material_has_the_limits_of_the_whole_table() {
    let Some(reference) = reference("hmt.json") else {
        return;
    };
    let entries: Vec<Json> = serde_json::from_str(&reference).unwrap();
    let own = table("hazardous-materials");
    for row in own.rows.keys() {
        let (un, group) = row.split_once('/').unwrap();
        let found = entries.iter().filter(|entry| {
            entry["idNumber"] == un && entry["packingGroup"].as_str().unwrap_or("none") == group
        });
        let found: Vec<&Json> = found.collect();
        assert!(!found.is_empty(), "{row}");
        let carriers = [
            ("passenger", "passengerAircraftRail"),
            ("cargo", "cargoAircraftOnly"),
        ];
        for (carrier, key) in carriers {
            let limits: Vec<_> = found
                .iter()
                .map(|entry| limit(entry["quantityLimitations"][key].as_str().unwrap()))
                .collect();
            let forbidden = limits.iter().find(|(kind, _)| *kind == "forbidden");
            let strictest = limits.iter().min_by(|a, b| a.1.partial_cmp(&b.1).unwrap());
            let (kind, amount) = forbidden.or(strictest).unwrap();
            assert_eq!(&text(own, row, carrier), kind, "{row}");
            let unit = if *kind == "mass" { "kg" } else { "l" };
            assert_eq!(
                number(own, row, &format!("{carrier}_{unit}")),
                *amount,
                "{row}"
            );
        }
        assert!(found.iter().any(|entry| {
            entry["vesselStowage"]["location"].as_str() == Some(&text(own, row, "stowage"))
        }));
        // What flies on no cargo aircraft flies on no passenger aircraft either: one rule says so of both.
        if text(own, row, "cargo") == "forbidden" {
            assert_eq!(text(own, row, "passenger"), "forbidden", "{row}");
        }
    }
}

#[test]
fn every_material_is_stated_well_as_the_table_has_it() {
    for row in table("hazardous-materials").rows.keys() {
        if text(table("hazardous-materials"), row, "hazard").is_empty() {
            continue;
        }
        let mut bag = material(row);
        bag.extend(way("road"));
        let (applies, missing) = said(&["shipment"], &bag, &[]);
        assert!(!missing && !applies.contains("hmr.classification"), "{row}");
    }
}

#[test]
fn space_materials_in_pairs_agree_with_the_table() {
    let Some(reference) = reference("space_dg_pairwise_by_table.csv") else {
        return;
    };
    let (head, rows) = grid(&reference);
    let of = |name: &str| {
        material(match name {
            "N2H4" => "UN2029/I",
            "MMH" => "UN1244/I",
            "UDMH" => "UN1163/I",
            "NTO" => "UN1067/none",
            "Xe" => "UN2036/none",
            "LOX" => "UN1073/none",
            "LH2" => "UN1966/none",
            "LCH4" => "UN1972/none",
            "RP1" => "UN1223/III",
            "HTP" => "UN2015/I",
            "LiIon" => "UN3480/none",
            "Mot1.3C" => "UN0186/none",
            "Cart1.4S" => "UN0323/none",
            other => panic!("{other}"),
        })
    };
    let mut pairs = 0;
    for (first, cells) in &rows {
        for (second, cell) in head.iter().zip(cells) {
            let (applies, missing) = said(&["load"], &way("road"), &[of(first), of(second)]);
            assert!(!missing, "{first} with {second}");
            let explosive = applies.contains("hmr.notes-4-and-5");
            let word = match (
                applies.contains("hmr.segregation"),
                applies.contains("hmr.separation"),
            ) {
                (true, _) => "X",
                (false, true) => "O",
                (false, false) if explosive => "*",
                (false, false) => ".",
            };
            // Of one material beside itself the table says less than (e)(6): two drums of it cannot react with each other.
            let expected = if first == second { "." } else { cell.as_str() };
            assert_eq!(word, expected, "{first} with {second}");
            pairs += 1;
        }
    }
    assert_eq!(pairs, 169);
}

#[test]
fn hydrazine_with_dinitrogen_tetroxide_is_refused_on_every_way() {
    let load = [material("UN2029/I"), material("UN1067/none")];
    for mode in ["road", "rail", "waterway", "sea", "air"] {
        let (applies, _) = said(&["load"], &way(mode), &load);
        assert!(applies.contains("house.hypergolic-pair"), "{mode}");
        let by_table = applies.contains("hmr.segregation");
        assert_eq!(by_table, ["road", "rail"].contains(&mode), "{mode}");
    }
}

#[test]
fn methylhydrazine_flies_on_no_aircraft() {
    for aircraft in ["cargo", "passenger"] {
        let (applies, missing) = by_air("UN1244/I", aircraft, None);
        assert!(!missing && applies.contains("hmr.aircraft-forbidden"));
    }
}

#[test]
fn liquid_oxygen_beside_liquid_methane_is_refused_by_the_house_alone() {
    let load = [material("UN1073/none"), material("UN1972/none")];
    let (applies, missing) = said(&["load"], &way("road"), &load);
    assert_eq!(applies, BTreeSet::from(["house.oxidiser-beside-fuel"]));
    assert!(!missing, "the table is silent");
}

#[test]
fn xenon_flies_in_packages_of_150_kg_and_no_more() {
    let package = |kg| Some(("item.package_net_mass", kg));
    let (applies, missing) = by_air("UN2036/none", "cargo", package(150.0));
    assert!(!missing && !forbids(&applies));
    let (applies, _) = by_air("UN2036/none", "cargo", package(151.0));
    assert!(applies.contains("hmr.cargo-aircraft-mass"));
    let (applies, _) = by_air("UN2036/none", "passenger", package(76.0));
    assert!(applies.contains("hmr.passenger-aircraft-mass"));
}

#[test]
fn hydrazine_flies_in_cargo_aircraft_by_two_and_a_half_litres() {
    let package = |m3| Some(("item.package_net_volume", m3));
    let (applies, missing) = by_air("UN2029/I", "cargo", package(2.5e-3));
    assert!(!missing && !forbids(&applies));
    let (applies, _) = by_air("UN2029/I", "cargo", package(2.6e-3));
    assert!(applies.contains("hmr.cargo-aircraft-volume"));
}

#[test]
fn what_is_no_dangerous_good_is_asked_nothing() {
    let none = Bag::from([("item.un".to_owned(), Value::text("none"))]);
    for mode in ["road", "rail", "waterway", "sea", "air", "launch", "flight"] {
        let mut alone = none.clone();
        alone.extend(way(mode));
        alone.insert("way.aircraft".to_owned(), Value::text("cargo"));
        let (applies, missing) = said(&["shipment"], &alone, &[]);
        assert!(applies.is_empty() && !missing, "{mode}");
        for row in table("hazardous-materials").rows.keys() {
            if text(table("hazardous-materials"), row, "hazard").is_empty() {
                continue;
            }
            let load = [none.clone(), material(row)];
            let (applies, missing) = said(&["load"], &way(mode), &load);
            assert!(applies.is_empty() && !missing, "{mode}, {row}");
        }
    }
}

#[test]
fn what_a_row_of_the_table_lacks_is_not_taken_for_leave() {
    let load = [
        material("UN2029/I"),
        item("UN1067", "none", &["2.4"], "none"),
    ];
    let (applies, missing) = said(&["load"], &way("road"), &load);
    assert!(missing && !applies.contains("hmr.segregation"));
}

/// One way to load two materials: kept apart or not, a truckload of one shipper or not, and whether he knows his mixture.
#[derive(Clone, Copy)]
struct Loading {
    separated: bool,
    one_shipper: bool,
    knows: bool,
}

/// How the whole text answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whole {
    Forbids,
    AsksMore,
    Clears,
}

fn whole(first: &Bag, second: &Bag, loading: Loading) -> Whole {
    let mut common = way("road");
    common.insert("way.separated".to_owned(), Value::Flag(loading.separated));
    let harmless = loading.one_shipper && loading.knows;
    common.insert("way.harmless_mixture".to_owned(), Value::Flag(harmless));
    let (applies, missing) = said(&["load"], &common, &[first.clone(), second.clone()]);
    assert!(!missing);
    let effects: Vec<Effect> = applies
        .iter()
        .filter(|id| id.starts_with("hmr."))
        .map(|id| pack().rule(id).unwrap().effect)
        .collect();
    if effects.contains(&Effect::Forbids) {
        Whole::Forbids
    } else if effects
        .iter()
        .any(|own| matches!(own, Effect::NeedsSegregation | Effect::NeedsCondition))
    {
        Whole::AsksMore
    } else {
        Whole::Clears
    }
}

fn sample(word: &str, compatibility: &str) -> Bag {
    item(
        &format!("UN-{word}{compatibility}"),
        "none",
        &[word],
        compatibility,
    )
}

/// The configurations: every ordered pair of rows, apart or not, of one shipper or not.
fn loadings(knows: bool) -> impl Iterator<Item = Loading> {
    [(false, false), (false, true), (true, false), (true, true)]
        .into_iter()
        .map(move |(separated, one_shipper)| Loading {
            separated,
            one_shipper,
            knows,
        })
}

/// How many configurations without explosives on both sides the table alone clears, and how many of them the text does not.
fn outside_class_1(knows: bool) -> (usize, usize, BTreeSet<(&'static str, &'static str)>) {
    let own = table("hazmat-segregation");
    let (mut cleared, mut refused, mut pairs) = (0, 0, BTreeSet::new());
    for (_, first) in ROWS {
        for (_, second) in ROWS {
            let cell = text(own, first, second);
            if cell == "*" {
                continue;
            }
            for loading in loadings(knows) {
                let by_table = cell.is_empty() || (cell == "O" && loading.separated);
                let by_text = whole(&sample(first, "none"), &sample(second, "none"), loading);
                assert!(
                    by_table || by_text != Whole::Clears,
                    "the text is never laxer"
                );
                cleared += usize::from(by_table);
                if by_table && by_text != Whole::Clears {
                    refused += 1;
                    pairs.insert((first, second));
                }
            }
        }
    }
    (cleared, refused, pairs)
}

/// Of the 100 configurations of two explosives, for every choice of one group for each row: how many are forbidden, and how
/// many are forbidden or need a condition that nobody asserted.
fn class_1() -> BTreeMap<String, (usize, usize)> {
    let loading = Loading {
        separated: false,
        one_shipper: false,
        knows: false,
    };
    let mut verdicts = BTreeMap::new();
    let all: Vec<(&str, char)> = GROUPS
        .iter()
        .flat_map(|(row, groups)| groups.chars().map(move |group| (*row, group)))
        .collect();
    for first in &all {
        for second in &all {
            let bags = [first, second].map(|(row, group)| sample(row, &group.to_string()));
            verdicts.insert((*first, *second), whole(&bags[0], &bags[1], loading));
        }
    }
    let mut counts = BTreeMap::new();
    for a in GROUPS[0].1.chars() {
        for b in GROUPS[1].1.chars() {
            for c in GROUPS[2].1.chars() {
                let chosen = [
                    ("1.1", a),
                    ("1.3", b),
                    ("1.4", c),
                    ("1.5", 'D'),
                    ("1.6", 'N'),
                ];
                let pairs: Vec<Whole> = chosen
                    .iter()
                    .flat_map(|one| chosen.map(|other| (*one, other)))
                    .map(|pair| verdicts[&pair])
                    .collect();
                // Neither separation nor the shipper matters between explosives, so that each pair stands for four.
                let forbidden = 4 * pairs.iter().filter(|own| **own == Whole::Forbids).count();
                let more = 4 * pairs.iter().filter(|own| **own == Whole::AsksMore).count();
                counts.insert(format!("{a}{b}{c}DN"), (forbidden, forbidden + more));
            }
        }
    }
    counts
}

/// The figures that validation/hazmat-segregation/README.md publishes.
#[test]
fn the_table_alone_clears_792_configurations_and_the_text_does_not() {
    let (cleared, refused, pairs) = outside_class_1(false);
    println!("outside class 1: {cleared} cleared, {refused} not by the text: {pairs:?}");
    assert_eq!((cleared, refused), (692, 16));
    assert_eq!(cleared + 100, 792, "with 25 pairs of explosives, four each");
    assert!(pairs.iter().all(|(a, b)| *a == "8L" || *b == "8L"));
    assert_eq!(pairs.len(), 8);
    let (_, refused, _) = outside_class_1(true);
    assert_eq!(refused, 8, "where the one shipper knows his mixture");

    let counts = class_1();
    assert_eq!(counts.len(), 539);
    let mut by_count: BTreeMap<usize, usize> = BTreeMap::new();
    for (forbidden, _) in counts.values() {
        *by_count.entry(*forbidden).or_default() += 1;
    }
    let published = [12, 19, 8, 18, 90, 85, 45, 141, 74, 47];
    let published = published.into_iter().enumerate();
    let published: BTreeMap<usize, usize> = published.map(|(at, of)| (8 * at, of)).collect();
    assert_eq!(by_count, published);
    let largest = counts.values().map(|(_, more)| *more).max();
    assert_eq!(
        largest,
        Some(72),
        "conditions add nothing to the worst choice"
    );
    assert_eq!(counts["DGGDN"], (16, 48));
    if let Some(reference) = reference("hmt.json") {
        let entries: Vec<Json> = serde_json::from_str(&reference).unwrap();
        let first = |divisions: &[&str]| {
            let found = entries.iter().filter_map(|entry| {
                let class = entry["hazardClass"].as_str()?;
                let alone = entry["labels"].as_array()?.len() == 1 && entry["idNumber"].is_string();
                (alone && divisions.contains(&class.get(..3)?)).then(|| class.get(3..4))?
            });
            found.into_iter().next().unwrap_or("?").to_owned()
        };
        let key: String = [&["1.1", "1.2"][..], &["1.3"], &["1.4"], &["1.5"], &["1.6"]]
            .map(first)
            .concat();
        assert_eq!(key, "DGGDN", "the first entries of the table");
    }
}
