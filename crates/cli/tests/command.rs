//! The command as a user runs it: what it prints where, and its exit codes.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::path::PathBuf;
use std::process::{Command, Output};

fn portolan(arguments: &[&str]) -> Output {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    Command::new(env!("CARGO_BIN_EXE_portolan"))
        .current_dir(root)
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A folder of this test's own, removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("portolan-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The campaign of the README, with this much propellant.
fn first(amount: &str) -> String {
    let readme = include_str!("../../../README.md");
    let toml = readme
        .split("```toml\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    assert_eq!(
        toml.trim_end().lines().count(),
        8,
        "a first campaign within ten lines"
    );
    toml.replace("400_000", amount)
}

#[test]
fn the_readme_s_campaign_flies_and_with_less_propellant_is_blocked() {
    let scratch = Scratch::new("readme");
    let flies = portolan(&["run", &scratch.file("first.toml", &first("400_000"))]);
    assert_eq!(flies.status.code(), Some(0), "{}", text(&flies.stderr));
    assert!(text(&flies.stdout).contains("The plan can be carried out as written."));
    let short = portolan(&["run", &scratch.file("short.toml", &first("300_000"))]);
    assert_eq!(short.status.code(), Some(1));
    assert!(
        text(&short.stdout).contains("falls short by 155.5 m/s"),
        "{}",
        text(&short.stdout)
    );
}

#[test]
fn unreadable_input_is_exit_2_with_everything_wrong_at_once() {
    let scratch = Scratch::new("bad");
    let bad = first("400_000")
        .replace("mass = ", "masss = ")
        .replace("\"leo\"", "\"lea\"");
    let output = portolan(&["check", &scratch.file("bad.toml", &bad)]);
    assert_eq!(output.status.code(), Some(2));
    let message = text(&output.stderr);
    assert!(
        message.contains("file.unknown-key") && message.contains("did you mean \"mass\""),
        "{message}"
    );
    assert!(text(&output.stdout).is_empty());
    let absent = portolan(&["run", "no-such-folder/campaign.toml"]);
    assert_eq!(absent.status.code(), Some(2));
    assert!(
        text(&absent.stderr).contains("no-such-folder"),
        "{}",
        text(&absent.stderr)
    );
    let import = portolan(&["import", "spacenet", "no-such-file.xml"]);
    assert_eq!(import.status.code(), Some(2));
    assert!(
        text(&import.stderr).contains("open.unreadable"),
        "{}",
        text(&import.stderr)
    );
}

#[test]
fn run_writes_plan_outcome_and_report_and_the_plan_can_be_used_again() {
    let scratch = Scratch::new("out");
    let out = scratch.0.join("out").to_string_lossy().into_owned();
    let run = portolan(&["run", "campaigns/lunar-sortie", "--out", &out]);
    assert_eq!(run.status.code(), Some(0), "{}", text(&run.stderr));
    let read = |name: &str| std::fs::read_to_string(scratch.0.join("out").join(name)).unwrap();
    assert!(
        read("report.html").starts_with("<!DOCTYPE html>")
            || read("report.html").starts_with("<!doctype html>")
    );
    assert_eq!(read("report.txt"), text(&run.stdout));
    let outcome: serde_json::Value = serde_json::from_str(&read("outcome.json")).unwrap();
    assert_eq!(outcome["format"], "portolan-outcome/1");
    assert!(outcome["measures"]["launch_mass_kg"].as_f64().unwrap() > 1e6);
    let plan = scratch
        .0
        .join("out/plan.json")
        .to_string_lossy()
        .into_owned();
    let again = portolan(&[
        "simulate",
        "campaigns/lunar-sortie",
        "--plan",
        &plan,
        "--format",
        "json",
    ]);
    assert_eq!(again.status.code(), Some(0), "{}", text(&again.stderr));
    let again: serde_json::Value = serde_json::from_slice(&again.stdout).unwrap();
    assert_eq!(again["measures"], outcome["measures"]);
}

#[test]
fn check_answers_in_json_too() {
    let output = portolan(&["check", "campaigns/lunar-habitat", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let findings: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&findings["format"], &findings["errors"]),
        (&"portolan-findings/1".into(), &0.into())
    );
}

#[test]
fn resolve_schema_and_explain() {
    let resolved = portolan(&["resolve", "campaigns/lunar-sortie", "--format", "json"]);
    assert!(text(&resolved.stdout).contains("\"portolan-campaign/1\""));
    assert!(text(&portolan(&["schema"]).stdout).contains("campaign-1"));
    let wrong = portolan(&["schema", "campain-1"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean \"campaign-1\""));
    assert!(text(&portolan(&["explain", "simulate.dv-shortfall"]).stdout).contains("what to do"));
}

#[test]
fn spacenet_goes_in_and_out() {
    let Some(folder) = portolan_testkit::conformance() else {
        return;
    };
    let scratch = Scratch::new("spacenet");
    let source = folder
        .join("spacenet/inputs/completed_quick_start_2.xml")
        .to_string_lossy()
        .into_owned();
    let out = scratch
        .0
        .join("quick-start-2.toml")
        .to_string_lossy()
        .into_owned();
    let import = portolan(&["import", "spacenet", &source, "--out", &out]);
    assert_eq!(import.status.code(), Some(0), "{}", text(&import.stderr));
    let manifest = portolan(&["manifest", &out]);
    assert_eq!(manifest.status.code(), Some(1), "it does not fit");
    assert!(
        text(&manifest.stderr).contains("600 kg gross can reach"),
        "{}",
        text(&manifest.stderr)
    );
    let relaxed = portolan(&["manifest", &out, "--relax", "--format", "json"]);
    assert_eq!(relaxed.status.code(), Some(0), "{}", text(&relaxed.stderr));
    let relaxed: serde_json::Value = serde_json::from_slice(&relaxed.stdout).unwrap();
    assert!(relaxed["manifest"]["totals"]["tare_kg"].as_f64().unwrap() < 881.11);
    let export = portolan(&["export", "spacenet", &out]);
    assert!(text(&export.stdout).trim_start().starts_with('{'));
}

/// A file of 100 MB, and one nested a million deep, are refused with a finding.
#[test]
fn oversized_and_overdeep_files_are_refused() {
    let scratch = Scratch::new("huge");
    let huge = scratch.file("huge.toml", &"x = 1\n".repeat(17_000_000));
    let output = portolan(&["check", &huge]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("file.too-large"),
        "{}",
        text(&output.stderr)
    );
    let deep = scratch.file(
        "deep.json",
        &format!("{}{}", "[".repeat(1_000_000), "]".repeat(1_000_000)),
    );
    let output = portolan(&["check", &deep]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("file.too-deep"),
        "{}",
        text(&output.stderr)
    );
}
