//! Reading whole files: the shipped examples of SpaceNet, small samples of each trap, and noise.

mod conformance;
mod conversion;
mod noise;
mod samples;
mod traps;

use super::{Scenario, read};
use portolan_vocabulary::{Findings, Severity};

/// Reads a sample that must be good.
fn good(text: &str) -> (Scenario, Findings) {
    read(text.as_bytes(), "sample").unwrap_or_else(|findings| panic!("{findings:#?}"))
}

/// The errors of a sample that must be bad, as `code path`.
fn errors(text: &str) -> Vec<String> {
    let findings = read(text.as_bytes(), "sample").unwrap_err();
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    errors
        .map(|finding| format!("{} {}", finding.code, finding.subject.id))
        .collect()
}

/// The codes and subjects of findings, for comparison.
fn brief(findings: &Findings) -> Vec<String> {
    let brief = findings
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.subject.id));
    brief.collect()
}
