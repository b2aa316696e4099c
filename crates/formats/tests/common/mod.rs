//! Samples, and findings as text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, reason = "every test takes what it needs")]

use portolan_vocabulary::{Finding, Findings};
use std::path::PathBuf;

/// The folder of the samples.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The samples of a folder with their names, ordered.
pub(crate) fn samples(kind: &str) -> Vec<(String, String)> {
    let mut samples: Vec<(String, String)> = std::fs::read_dir(folder().join(kind))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|it| it == "toml"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    samples.sort();
    samples
}

/// So many random cases; a failure prints its seed and leaves no file.
pub(crate) fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}

/// Findings as lines: code, place, message, help.
pub(crate) fn shown(findings: &Findings) -> String {
    findings.iter().map(line).collect()
}

fn line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(
        || "-".to_owned(),
        |place| format!("{}:{}", place.line, place.column),
    );
    let help = finding.advice.as_ref();
    let help = help.map_or_else(String::new, |help| format!("\n    help: {help}"));
    format!("{} {place} {}{help}\n", finding.code, finding.message)
}
