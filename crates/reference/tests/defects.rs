//! What a person is told about a set with a defect: code, place and advice, all at once.
#![allow(clippy::unwrap_used, reason = "a test")]

use portolan_reference::{
    MAX_CELLS, MAX_FILE_BYTES, MAX_MANIFEST_BYTES, MAX_ROWS, Set, codes, read, set,
};
use portolan_vocabulary::{Code, Finding, Findings};
use proptest::prelude::*;
use std::io;

const MANIFEST: &str = r#"name = "tanks"
title = "Tanks"
description = "What our tanks hold."
as_of = "2026-11"
read_on = "2026-11-22"
licence = "CC0-1.0"
attribution = "nobody"
key = "id"

[file]
name = "tanks.csv"
sha256 = "1e6cc2a58ce94f44e1b2447d1b9ab4a84f2b1a9ed6cc9dfc3e09f6c1ae2c61aa"
rows = 2

[[column]]
name = "id"
meaning = "the tank"
type = "text"

[[column]]
name = "volume_m3"
meaning = "what it holds"
type = "number"
unit = "m3"
least = 0
most = 100.5

[[column]]
name = "built"
meaning = "when it was built"
type = "date"

[[column]]
name = "fluid"
meaning = "what it is for"
type = "word"
required = true
words = ["water", "oxygen"]
"#;

const TABLE: &str = "\
id,volume_m3,built,fluid,provenance,source,read_on,notes
big,40,2001,water,R,\"plate, on the tank\",2026-11-22,
small,2.5,,oxygen,C,pi r2 h,2026-11-22,dented
";

/// Reads a set of these files.
fn read_files(manifest: &[u8], table: &[u8]) -> Result<Set, Findings> {
    read("mine/tanks", &mut |file, _most| match file {
        "manifest.toml" => Ok(manifest.to_vec()),
        "tanks.csv" => Ok(table.to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    })
}

/// The manifest with the table's true checksum.
fn manifest_of(table: &str) -> String {
    let found = read_files(MANIFEST.as_bytes(), table.as_bytes()).unwrap_err();
    let wrong = found.iter().find(|it| it.code == codes::CHECKSUM).unwrap();
    let advice = wrong.advice.as_deref().unwrap();
    let sha256 = advice.split('"').nth(1).unwrap();
    let stated = MANIFEST.split("sha256 = \"").nth(1).unwrap();
    MANIFEST.replace(stated.split('"').next().unwrap(), sha256)
}

/// What is said when this is put for that in the manifest.
fn of_manifest(that: &str, this: &str) -> Findings {
    let good = manifest_of(TABLE);
    assert!(good.contains(that), "{that}");
    read_files(good.replacen(that, this, 1).as_bytes(), TABLE.as_bytes()).unwrap_err()
}

/// What is said when this is put for that in the table, apart from its checksum.
fn of_table(that: &str, this: &str) -> Findings {
    assert!(TABLE.contains(that), "{that}");
    let table = TABLE.replacen(that, this, 1);
    let manifest = manifest_of(TABLE);
    let mut found = read_files(manifest.as_bytes(), table.as_bytes()).unwrap_err();
    found.retain(|it| it.code != codes::CHECKSUM);
    found
}

fn place(finding: &Finding) -> (&str, u32, u32) {
    let place = finding.place.as_ref().unwrap();
    (place.file.as_str(), place.line, place.column)
}

/// The one finding, with its code, its place and a part of its advice.
fn only(found: &[Finding], code: Code, at: (&str, u32, u32), advice: &str) {
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, code);
    assert_eq!(place(&found[0]), at, "{:?}", found[0]);
    let said = found[0].advice.as_deref().unwrap_or_default();
    assert!(said.contains(advice), "{said}");
    assert_eq!(found[0].subject.id, "tanks");
}

const M: &str = "mine/tanks/manifest.toml";
const T: &str = "mine/tanks/tanks.csv";

/// Programs rely on the names of codes: they are never changed.
#[test]
fn codes_keep_their_names() {
    for (code, name) in [
        (codes::UNKNOWN_SET, "reference.unknown-set"),
        (codes::UNKNOWN_ROW, "reference.unknown-row"),
        (codes::UNREADABLE, "reference.unreadable"),
        (codes::TOO_LARGE, "reference.too-large"),
        (codes::NOT_UTF8, "reference.not-utf8"),
        (codes::SYNTAX, "reference.syntax"),
        (codes::UNKNOWN_KEY, "reference.unknown-key"),
        (codes::MISSING_KEY, "reference.missing-key"),
        (codes::WRONG_TYPE, "reference.wrong-type"),
        (codes::UNKNOWN_WORD, "reference.unknown-word"),
        (codes::CHECKSUM, "reference.checksum"),
        (codes::ROW_COUNT, "reference.row-count"),
        (codes::UNIT, "reference.unit"),
        (codes::RANGE, "reference.range"),
        (codes::UNKNOWN_COLUMN, "reference.unknown-column"),
        (codes::MISSING_COLUMN, "reference.missing-column"),
        (codes::DUPLICATE_COLUMN, "reference.duplicate-column"),
        (codes::DUPLICATE_KEY, "reference.duplicate-key"),
        (codes::MISSING_VALUE, "reference.missing-value"),
        (codes::NO_SOURCE, "reference.no-source"),
        (codes::RECALLED, "reference.recalled"),
        (codes::MORE, "reference.more"),
    ] {
        assert_eq!(code.as_str(), name);
    }
}

#[test]
fn a_good_set_is_read_with_its_values() {
    let set = read_files(manifest_of(TABLE).as_bytes(), TABLE.as_bytes()).unwrap();
    let big = set.row("big").unwrap();
    assert_eq!(big.number("volume_m3"), Some(40.0));
    assert_eq!(big.text("built"), Some("2001"));
    assert_eq!(
        (
            big.text("volume_m3"),
            big.number("fluid"),
            big.number("mass")
        ),
        (None, None, None)
    );
    assert_eq!(
        big.source().to_string(),
        "plate, on the tank [R, read 2026-11-22]"
    );
    assert_eq!(
        big.line_text(),
        TABLE.lines().nth(1).unwrap().to_owned() + "\n"
    );
    assert_eq!(set.row("small").unwrap().notes(), "dented");
    assert_eq!(set.table_text(), TABLE);
    assert_eq!(
        set.head_text(),
        TABLE.lines().next().unwrap().to_owned() + "\n"
    );
}

#[test]
fn the_order_of_the_table_s_columns_is_free() {
    let table = "source,id,notes,fluid,built,read_on,volume_m3,provenance\n\
                 \"a, b\",big,,water,,2026,1,D\nc,small,,oxygen,,2026,2,D\n";
    let set = read_files(manifest_of(table).as_bytes(), table.as_bytes()).unwrap();
    assert_eq!(set.row("small").unwrap().number("volume_m3"), Some(2.0));
    let first = set.columns().first().unwrap();
    assert_eq!(first.name, "id", "the columns are in the manifest's order");
}

#[test]
fn names_that_are_not_known_come_with_the_nearest() {
    let unknown = set("launch-vehicle").unwrap_err();
    assert_eq!(unknown[0].code, codes::UNKNOWN_SET);
    assert_eq!(
        unknown[0].advice.as_deref(),
        Some("did you mean \"launch-vehicles\"?")
    );
    let unknown = set("delta-v").unwrap().row("nhro-llo").unwrap_err();
    assert_eq!(unknown[0].code, codes::UNKNOWN_ROW);
    assert_eq!(
        unknown[0].advice.as_deref(),
        Some("did you mean \"nrho-llo\"?")
    );
}

#[test]
fn a_row_without_a_source_and_a_recalled_one_are_refused() {
    let found = of_table("pi r2 h", " ");
    only(&found, codes::NO_SOURCE, (T, 3, 21), "write what was read");
    let found = of_table(",R,", ",M,");
    only(&found, codes::RECALLED, (T, 2, 19), "find a source");
    let found = of_table(",R,", ",X,");
    only(&found, codes::UNKNOWN_WORD, (T, 2, 19), "R, R2, C, D");
    let found = of_table(",R,", ",,");
    only(&found, codes::UNKNOWN_WORD, (T, 2, 19), "R, R2, C, D");
}

#[test]
fn a_changed_table_is_noticed_and_the_checksum_to_write_is_named() {
    let manifest = manifest_of(TABLE);
    let table = TABLE.replace("40", "41");
    let found = read_files(manifest.as_bytes(), table.as_bytes()).unwrap_err();
    let sha256 = manifest_of(&table);
    let sha256 = sha256
        .lines()
        .find(|line| line.starts_with("sha256"))
        .unwrap();
    only(&found, codes::CHECKSUM, (M, 1, 1), sha256);
    let found = of_manifest("rows = 2", "rows = 3");
    only(&found, codes::ROW_COUNT, (M, 1, 1), "write rows = 2");
}

#[test]
fn units_stand_in_the_names_of_columns() {
    for (that, this, advice) in [
        ("unit = \"m3\"\n", "", "unit = \"1\""),
        ("unit = \"m3\"", "unit = \"kg\"", "name it \"volume_m3_kg\""),
        ("unit = \"m3\"", "unit = \"1\"", "state the unit"),
        (
            "type = \"date\"",
            "type = \"date\"\nunit = \"d\"",
            "take the unit out",
        ),
    ] {
        let found = of_manifest(that, this);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].code, codes::UNIT);
        assert!(
            found[0].advice.as_deref().unwrap().contains(advice),
            "{found:#?}"
        );
    }
    let found = of_manifest("unit = \"m3\"", "unit = \"mm3\"");
    let said: Vec<_> = found.iter().filter_map(|it| it.advice.as_deref()).collect();
    assert_eq!(said, ["did you mean \"m3\"?", "name it \"volume_m3_mm3\""]);
    assert_eq!(place(&found[0]), (M, 24, 1));
}

#[test]
fn numbers_stay_within_the_range_of_their_column() {
    for (value, outside) in [
        ("-1", true),
        ("0", false),
        ("100.5", false),
        ("100.6", true),
    ] {
        let table = TABLE.replace(",40,", &format!(",{value},"));
        let read = read_files(manifest_of(&table).as_bytes(), table.as_bytes());
        assert_eq!(read.is_err(), outside, "{value}");
    }
    let found = of_table(",40,", ",-1,");
    only(&found, codes::RANGE, (T, 2, 5), "slip in the figure");
    assert_eq!(found[0].fact_number("value"), Some(-1.0));
    assert_eq!(found[0].fact_number("most"), Some(100.5));
}

#[test]
fn cells_are_of_the_type_of_their_column() {
    for (that, this) in [
        (",40,", ",40-50,"),
        (",40,", ",inf,"),
        (",2001,", ",2001-2003,"),
    ] {
        let found = of_table(that, this);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!(found[0].code, codes::WRONG_TYPE);
        assert_eq!(place(&found[0]).1, 2);
    }
    let found = of_table("oxygen", "oxigen");
    assert_eq!(found[0].code, codes::UNKNOWN_WORD);
    assert_eq!(found[0].advice.as_deref(), Some("did you mean \"oxygen\"?"));
    assert_eq!(place(&found[0]), (T, 3, 12));
}

#[test]
fn cells_that_must_be_filled_and_keys_are_looked_at() {
    let found = of_table("water", "");
    only(&found, codes::MISSING_VALUE, (T, 2, 13), "fill it");
    let found = of_table("\nbig", "\n");
    only(&found, codes::MISSING_VALUE, (T, 2, 1), "fill it");
    let found = of_table("\nsmall", "\nbig");
    only(
        &found,
        codes::DUPLICATE_KEY,
        (T, 3, 1),
        "the first stands in line 2",
    );
}

#[test]
fn heads_are_those_of_the_manifest() {
    let found = of_table("volume_m3", "volme_m3");
    let said: Vec<_> = found.iter().map(|it| (it.code, place(it).2)).collect();
    assert_eq!(
        said,
        [(codes::MISSING_COLUMN, 1), (codes::UNKNOWN_COLUMN, 4)]
    );
    assert_eq!(
        found[1].advice.as_deref(),
        Some("did you mean \"volume_m3\"?")
    );
    let found = of_table("built", "fluid");
    let said: Vec<_> = found.iter().map(|it| it.code).collect();
    assert_eq!(said, [codes::MISSING_COLUMN, codes::DUPLICATE_COLUMN]);
    let found = of_manifest("name = \"built\"", "name = \"source\"");
    assert!(
        found.iter().any(|it| it.code == codes::DUPLICATE_COLUMN),
        "{found:#?}"
    );
}

#[test]
fn no_key_of_a_manifest_is_passed_over() {
    let found = of_manifest("licence =", "license =");
    let said: Vec<_> = found.iter().map(|it| (it.code, place(it).1)).collect();
    assert_eq!(said, [(codes::MISSING_KEY, 1), (codes::UNKNOWN_KEY, 6)]);
    assert_eq!(
        found[1].advice.as_deref(),
        Some("did you mean \"licence\"?")
    );
    for key in MANIFEST.lines().filter_map(|line| line.split_once(" = ")) {
        let found = of_manifest(&format!("\n{} = ", key.0), &format!("\n{}x = ", key.0));
        let odd = |it: &Finding| it.code == codes::UNKNOWN_KEY || it.code == codes::MISSING_KEY;
        assert!(found.iter().any(odd), "{key:?}: {found:#?}");
        if key.0 == "rows" {
            break; // the keys of columns are spelt the same way
        }
    }
    for key in ["meaning", "unit", "least", "most", "required", "words"] {
        let found = of_manifest(&format!("\n{key} = "), &format!("\n{key}s = "));
        assert!(
            found.iter().any(|it| it.code == codes::UNKNOWN_KEY),
            "{key}"
        );
    }
}

#[test]
fn values_of_a_manifest_have_their_types() {
    for (that, this) in [
        ("title = \"Tanks\"", "title = 5"),
        ("title = \"Tanks\"", "title = \" \""),
        ("as_of = \"2026-11\"", "as_of = \"November\""),
        ("rows = 2", "rows = -2"),
        ("rows = 2", "rows = \"2\""),
        ("least = 0", "least = nan"),
        ("required = true", "required = 1"),
        ("words = [\"water\", \"oxygen\"]", "words = \"water\""),
        ("words = [\"water\", \"oxygen\"]", "words = [1]"),
        ("name = \"tanks.csv\"", "name = \"../tanks.csv\""),
        ("name = \"tanks.csv\"", "name = \"/etc/passwd\""),
    ] {
        let found = of_manifest(that, this);
        assert!(
            found.iter().any(|it| it.code == codes::WRONG_TYPE),
            "{this}: {found:#?}"
        );
    }
    let found = of_manifest("key = \"id\"", "key = \"ident\"");
    only(&found, codes::UNKNOWN_WORD, (M, 8, 1), "write one of: id");
    let found = of_manifest("type = \"number\"", "type = \"numbr\"");
    assert!(
        found.iter().any(|it| it.code == codes::UNKNOWN_WORD),
        "{found:#?}"
    );
}

#[test]
fn what_is_no_set_at_all_is_said_so() {
    let found = of_manifest("title = ", "title ");
    only(&found, codes::SYNTAX, (M, 2, 7), "correct the text");
    let found = of_table("dented", "dented,badly");
    assert!(
        found
            .iter()
            .any(|it| it.code == codes::SYNTAX && place(it).1 == 3),
        "{found:#?}"
    );
    let deep = format!("name = {}", "[".repeat(100_000));
    let deep = read_files(deep.as_bytes(), b"").unwrap_err();
    assert_eq!(deep[0].code, codes::SYNTAX);
    let empty = read_files(manifest_of(TABLE).as_bytes(), b"").unwrap_err();
    assert_eq!(empty[0].code, codes::SYNTAX);
    let absent = of_manifest("name = \"tanks.csv\"", "name = \"tank.csv\"");
    assert_eq!(absent[0].code, codes::UNREADABLE);
    let bytes = read_files(manifest_of(TABLE).as_bytes(), b"id\n\xff").unwrap_err();
    assert_eq!((bytes[0].code, place(&bytes[0]).1), (codes::NOT_UTF8, 2));
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let large = vec![b'#'; usize::try_from(MAX_MANIFEST_BYTES).unwrap() + 1];
    let found = read_files(&large, b"").unwrap_err();
    assert_eq!(found[0].code, codes::TOO_LARGE);
    let large = vec![b'a'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    let found = read_files(manifest_of(TABLE).as_bytes(), &large).unwrap_err();
    assert_eq!(found[0].code, codes::TOO_LARGE);
    let cells = TABLE.lines().next().unwrap().split(',').count();
    let rows = MAX_ROWS.min(MAX_CELLS / cells) + 1;
    let table = format!(
        "{}\n{}",
        TABLE.lines().next().unwrap(),
        ",,,,,,,\n".repeat(rows)
    );
    let found = read_files(manifest_of(TABLE).as_bytes(), table.as_bytes()).unwrap_err();
    assert!(
        found.iter().any(|it| it.code == codes::TOO_LARGE),
        "{}",
        found.len()
    );
}

#[test]
fn findings_come_all_at_once_but_not_without_end() {
    let table = TABLE
        .replace("plate, on the tank", "")
        .replace("40", "-40")
        .replace("2.5", "x");
    let found = read_files(MANIFEST.as_bytes(), table.as_bytes()).unwrap_err();
    let said: Vec<_> = found.iter().map(|it| it.code).collect();
    let wanted = [
        codes::CHECKSUM,
        codes::RANGE,
        codes::NO_SOURCE,
        codes::WRONG_TYPE,
    ];
    assert_eq!(said, wanted);
    let many = format!("{TABLE}{}", "again,-1,x,y,M,,,\n".repeat(900));
    let found = read_files(MANIFEST.as_bytes(), many.as_bytes()).unwrap_err();
    let last = found.last().unwrap();
    assert_eq!((last.code, found.len()), (codes::MORE, 1001));
    assert!(last.fact_number("unlisted").unwrap() > 1000.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A piece of the good files goes lost, is doubled or becomes noise: findings or a set, no panic.
    #[test]
    fn broken_files_are_findings(
        at in 0_usize..1100,
        length in 0_usize..40,
        noise in "[\\x00-\\x7fä\"',\\n\\[\\]=]{0,8}",
        in_table in any::<bool>(),
    ) {
        let manifest = manifest_of(TABLE);
        let broken = |text: &str| {
            let characters: Vec<char> = text.chars().collect();
            let start = at.min(characters.len());
            let end = (start + length).min(characters.len());
            let before: String = characters[..start].iter().collect();
            let after: String = characters[end..].iter().collect();
            before + &noise + &after
        };
        let read = if in_table {
            read_files(manifest.as_bytes(), broken(TABLE).as_bytes())
        } else {
            read_files(broken(&manifest).as_bytes(), TABLE.as_bytes())
        };
        if let Err(found) = read {
            prop_assert!(!found.is_empty());
        }
    }

    #[test]
    fn any_bytes_are_findings(
        manifest in proptest::collection::vec(any::<u8>(), 0..200),
        table in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        prop_assert!(read_files(&manifest, &table).is_err());
        let good = manifest_of(TABLE);
        prop_assert!(read_files(good.as_bytes(), &table).is_err());
    }
}
