//! Running the tests and keeping their counts.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::counts::Counts;
use crate::command::{Cargo, Recorded};
use crate::workspace::Workspace;

/// The profile of `.config/nextest.toml` that writes a report of what passing tests printed...
const PROFILE: &str = "check";
/// ... and where it writes it. Nextest keeps it here even when cargo builds into another folder.
const REPORT: &str = "target/nextest/check/junit.xml";

/// Runs the unit and integration tests, with nextest where it is installed.
///
/// # Errors
/// A test failed, or the counts could not be read.
pub(super) fn run_tests(
    workspace: &Workspace,
    cargo: &Cargo,
    suites: &mut Vec<(&'static str, Counts)>,
) -> Result<()> {
    let (run, counts) = if cargo.knows("nextest") {
        with_nextest(&workspace.root, cargo)?
    } else {
        println!("nextest is missing, which is slower but as good");
        with_libtest(cargo, &["--all-targets", "--", "--show-output"])?
    };
    conclude("unit and integration tests", &run, counts, suites)
}

/// Runs the examples in the documentation, which nextest cannot run.
///
/// # Errors
/// An example failed, or the counts could not be read.
pub(super) fn run_doc_tests(cargo: &Cargo, suites: &mut Vec<(&'static str, Counts)>) -> Result<()> {
    let (run, counts) = with_libtest(cargo, &["--doc"])?;
    conclude("documentation examples", &run, counts, suites)
}

fn with_nextest(root: &Path, cargo: &Cargo) -> Result<(Recorded, Option<Counts>)> {
    let report = root.join(REPORT);
    if report.exists() {
        // A report of an earlier run must not speak for this one.
        std::fs::remove_file(&report).with_context(|| format!("{REPORT} cannot be removed"))?;
    }
    let run = cargo.record(&[
        "nextest",
        "run",
        "--workspace",
        "--locked",
        "--profile",
        PROFILE,
    ])?;
    // Without its report a run would seem to have skipped nothing, so it then has no counts at all.
    let report = std::fs::read_to_string(&report).ok();
    let counts = report.and_then(|report| Counts::from_nextest(&run.lines, &report));
    Ok((run, counts))
}

fn with_libtest(cargo: &Cargo, what: &[&str]) -> Result<(Recorded, Option<Counts>)> {
    let fixed = ["test", "--workspace", "--locked"];
    let run = cargo.record(&[&fixed, what].concat())?;
    let counts = Counts::from_libtest(&run.lines);
    Ok((run, counts))
}

/// Keeps the counts, and fails where the run failed or had none.
fn conclude(
    name: &'static str,
    run: &Recorded,
    counts: Option<Counts>,
    suites: &mut Vec<(&'static str, Counts)>,
) -> Result<()> {
    let counted = counts.is_some();
    suites.extend(counts.map(|counts| (name, counts)));
    if !run.success {
        bail!("{name} failed");
    }
    if !counted {
        bail!("the runner of the {name} gave no counts");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(success: bool) -> Recorded {
        Recorded {
            lines: Vec::new(),
            success,
        }
    }

    #[test]
    fn a_failed_run_fails_and_keeps_its_counts() {
        let mut suites = Vec::new();
        assert!(conclude("a", &run(false), Some(Counts::default()), &mut suites).is_err());
        assert_eq!(suites.len(), 1);
    }

    #[test]
    fn a_run_without_counts_fails() {
        assert!(conclude("a", &run(true), None, &mut Vec::new()).is_err());
        assert!(conclude("a", &run(true), Some(Counts::default()), &mut Vec::new()).is_ok());
    }
}
