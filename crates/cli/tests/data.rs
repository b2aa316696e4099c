//! Reference sets on the command line: every row with its source, and what is wrong with a user's own.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn portolan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_portolan"))
        .current_dir(root())
        .arg("data")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What the command prints when all is well.
fn printed(arguments: &[&str]) -> String {
    let output = portolan(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stderr).is_empty());
    text(&output.stdout)
}

fn json(arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

/// A folder of this test's own with copies of these sets, removed at the end.
struct Copies(PathBuf);

impl Copies {
    fn new(test: &str, sets: &[&str]) -> Self {
        let path =
            std::env::temp_dir().join(format!("portolan-data-{test}-{}", std::process::id()));
        for set in sets {
            fs::create_dir_all(path.join(set)).unwrap();
            for entry in fs::read_dir(root().join("data").join(set)).unwrap() {
                let entry = entry.unwrap();
                fs::copy(entry.path(), path.join(set).join(entry.file_name())).unwrap();
            }
        }
        Self(path)
    }

    fn name(&self) -> String {
        self.0.to_string_lossy().into_owned()
    }

    fn change(&self, file: &str, that: &str, this: &str) {
        let path = self.0.join(file);
        let content = fs::read_to_string(&path).unwrap();
        assert!(content.contains(that), "{that}");
        fs::write(path, content.replacen(that, this, 1)).unwrap();
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The names of the folders of `data/`.
fn names() -> Vec<String> {
    let entries = fs::read_dir(root().join("data")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

#[test]
fn the_list_names_every_set_in_every_form() {
    let list = printed(&["list"]);
    let listed = json(&["list", "--format", "json"]);
    let csv = printed(&["list", "--format", "csv"]);
    assert_eq!(listed["format"], "portolan-data-list/1");
    for (at, name) in names().iter().enumerate() {
        assert!(list.contains(&format!("\n{name} ")), "{name}");
        assert_eq!(listed["sets"][at]["name"], name.as_str());
        assert!(
            csv.lines()
                .nth(at + 1)
                .unwrap()
                .starts_with(&format!("{name},"))
        );
    }
    assert!(list.lines().all(|line| line.chars().count() <= 100));
}

#[test]
fn every_row_is_shown_with_its_source_in_every_form() {
    for name in names() {
        let shown = json(&["show", &name, "--format", "json"]);
        let rows = shown["rows"].as_array().unwrap();
        assert_eq!(rows.len(), shown["set"]["rows"].as_u64().unwrap() as usize);
        for row in rows {
            assert!(!row["source"].as_str().unwrap().is_empty(), "{name} {row}");
            assert!(["R", "R2", "C", "D"].contains(&row["provenance"].as_str().unwrap()));
            assert_eq!(row["read_on"].as_str().unwrap().len(), 10);
        }
        let table = fs::read_to_string(root().join("data").join(&name).join(format!("{name}.csv")));
        assert_eq!(printed(&["show", &name, "--format", "csv"]), table.unwrap());
        let text = printed(&["show", &name]);
        let body = text.lines().skip(3).take(rows.len());
        let (_, sources) = text.split_once("\nSources\n").unwrap();
        for line in body {
            let mark = line.rsplit(' ').next().unwrap();
            assert!(
                mark.starts_with('[') && sources.contains(mark),
                "{name}: {line}"
            );
        }
        assert!(text.contains("Licence: "), "{name}");
        // An address is not broken.
        let mut long = text.lines().filter(|line| line.chars().count() > 100);
        let long = long.find(|line| line.split_whitespace().count() > 1);
        assert_eq!(long, None, "{name}");
    }
}

#[test]
fn numbers_in_json_are_those_of_the_table_in_the_units_of_the_columns() {
    let shown = json(&["show", "delta-v", "nrho-llo", "--format", "json"]);
    assert_eq!(shown["format"], "portolan-data/1");
    assert_eq!(shown["rows"].as_array().unwrap().len(), 1);
    let row = &shown["rows"][0];
    assert_eq!(
        (&row["dv_m_s"], &row["origin"]),
        (&740.into(), &"nrho".into())
    );
    assert!(row["duration_d"].is_null());
    let columns = shown["columns"].as_array().unwrap();
    let dv = columns
        .iter()
        .find(|column| column["name"] == "dv_m_s")
        .unwrap();
    assert_eq!(
        (&dv["unit"], &dv["type"]),
        (&"m/s".into(), &"number".into())
    );
}

#[test]
fn one_row_is_shown_with_all_that_is_known_and_what_is_not() {
    let shown = printed(&["show", "launch-vehicles", "ariane-64"]);
    for wanted in [
        "operator: Arianespace",
        "tli_kg               8600  kg    capacity to a translunar trajectory",
        "source: Ariane 6, copies of the Wikipedia article, en.wikipedia.org/wiki/Ariane_6",
        "on 2026-11-22",
        "not known: tmi_kg",
        "Licence: ",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    let line = printed(&["show", "launch-vehicles", "ariane-64", "--format", "csv"]);
    assert_eq!(line.lines().count(), 2);
    assert!(
        line.lines()
            .nth(1)
            .unwrap()
            .starts_with("ariane-64,Ariane 64,")
    );
}

#[test]
fn a_wrong_name_is_exit_2_with_the_nearest() {
    let output = portolan(&["show", "launch-vehicle"]);
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("reference.unknown-set"), "{said}");
    assert!(said.contains("did you mean \"launch-vehicles\"?"), "{said}");
    assert!(output.stdout.is_empty());
    let output = portolan(&["show", "delta-v", "nrho-lo", "--format", "json"]);
    assert_eq!(output.status.code(), Some(2));
    let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(said["findings"][0]["code"], "reference.unknown-row");
    assert_eq!(said["findings"][0]["advice"], "did you mean \"nrho-llo\"?");
}

#[test]
fn the_sets_of_the_program_and_their_folder_verify() {
    let listed = json(&["list", "--format", "json"]);
    let sets = listed["sets"].as_array().unwrap();
    let rows: u64 = sets.iter().map(|set| set["rows"].as_u64().unwrap()).sum();
    let verified = printed(&["verify"]);
    let wanted = format!(
        "{} sets, {rows} rows: every row names its source\n",
        sets.len()
    );
    assert_eq!(verified, wanted);
    assert_eq!(printed(&["verify", "data"]), verified);
    let one = printed(&["verify", "data/stowage"]);
    assert_eq!(one, "1 set, 7 rows: every row names its source\n");
    assert_eq!(json(&["verify", "--format", "json"])["errors"], 0);
}

#[test]
fn what_is_wrong_with_a_user_s_sets_is_said_at_once_and_exit_1() {
    let copies = Copies::new("wrong", &["delta-v", "stowage", "boil-off"]);
    let source = "\"Acta Astronautica 177:351, 2020, Table 4 (PMC7385728)\"";
    copies.change("delta-v/delta-v.csv", source, "");
    copies.change("stowage/stowage.csv", ",R2,", ",M,");
    let output = portolan(&["verify", &copies.name()]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    for code in [
        "reference.no-source",
        "reference.recalled",
        "reference.checksum",
    ] {
        assert!(said.contains(code), "{code}\n{said}");
    }
    let place = Path::new("delta-v").join("delta-v.csv:5:");
    assert!(said.contains(&*place.to_string_lossy()), "{said}");
    let refused = portolan(&["list", "--folder", &copies.name()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("reference.recalled"));
}

#[test]
fn a_user_s_sets_are_shown_like_the_program_s() {
    let copies = Copies::new("own", &["stowage"]);
    let folder = copies.name();
    let listed = json(&["list", "--folder", &folder, "--format", "json"]);
    assert_eq!(listed["sets"].as_array().unwrap().len(), 1);
    let shown = printed(&["show", "stowage", "m-01", "--folder", &folder]);
    assert_eq!(shown, printed(&["show", "stowage", "m-01"]));
}

#[test]
fn a_folder_without_sets_is_exit_2() {
    for folder in ["crates", "no-such-folder", "README.md"] {
        let output = portolan(&["verify", folder]);
        assert_eq!(output.status.code(), Some(2), "{folder}");
        let said = text(&output.stderr);
        assert!(said.contains("reference.unreadable"), "{said}");
        assert!(said.contains("manifest.toml"), "{said}");
    }
}
