//! Everything that must hold before a change lands, one step after another.

mod counts;
mod licences;
mod suites;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::command::Cargo;
use crate::workspace::Workspace;
use crate::{generate, tidy};
use counts::Counts;

/// What the steps work on and what they learn for the summary.
struct Checking<'a> {
    workspace: &'a Workspace,
    cargo: &'a Cargo,
    learned: Learned,
}

/// What the summary tells.
#[derive(Default)]
struct Learned {
    /// Counts of tests by suite, in the order in which they ran.
    suites: Vec<(&'static str, Counts)>,
    /// What could not be checked, and why.
    notes: Vec<String>,
}

/// A step: its name and what it does.
struct Step<T> {
    name: &'static str,
    run: fn(&mut T) -> Result<()>,
}

const LINTS: [&str; 7] = [
    "clippy",
    "--workspace",
    "--all-targets",
    "--locked",
    "--",
    "-D",
    "warnings",
];

/// The steps, in the order in which they run: what fails fast and costs little comes first.
fn steps<'a>() -> [Step<Checking<'a>>; 7] {
    [
        Step {
            name: "format",
            run: |it| it.cargo.run(&["fmt", "--all", "--check"]),
        },
        Step {
            name: "lints",
            run: |it| it.cargo.run(&LINTS),
        },
        Step {
            name: "house rules",
            run: |it| tidy::run(it.workspace),
        },
        Step {
            name: "generated files",
            run: |it| generate::compare(&it.workspace.root),
        },
        Step {
            name: "licences and sources",
            run: |it| licences::run(it.cargo, &mut it.learned.notes),
        },
        Step {
            name: "tests",
            run: |it| suites::run_tests(it.workspace, it.cargo, &mut it.learned.suites),
        },
        Step {
            name: "examples in the documentation",
            run: |it| suites::run_doc_tests(it.cargo, &mut it.learned.suites),
        },
    ]
}

/// Runs every step, stops at the first that fails unless told to go on, and prints a summary.
///
/// # Errors
/// A step failed; the message names it.
pub(crate) fn run(workspace: &Workspace, cargo: &Cargo, keep_going: bool) -> Result<()> {
    let mut checking = Checking {
        workspace,
        cargo,
        learned: Learned::default(),
    };
    let steps = steps();
    let result = run_steps(&steps, &mut checking, keep_going);
    println!("\n== summary");
    for line in checking.learned.lines() {
        println!("{line}");
    }
    if result.is_ok() {
        println!("all {} steps passed", steps.len());
    }
    result
}

fn run_steps<T>(steps: &[Step<T>], state: &mut T, keep_going: bool) -> Result<()> {
    let mut failed = Vec::new();
    for step in steps {
        println!("\n== {}", step.name);
        let start = Instant::now();
        let result = (step.run)(state);
        let seconds = start.elapsed().as_secs_f64();
        match result {
            Ok(()) => println!("== {} passed in {seconds:.1} s", step.name),
            Err(problem) => {
                println!("== {} FAILED in {seconds:.1} s: {problem:#}", step.name);
                failed.push(step.name);
                if !keep_going {
                    break;
                }
            }
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    Ok(())
}

impl Learned {
    fn lines(&self) -> Vec<String> {
        let suites = self.suites.iter();
        let suites = suites.flat_map(|(name, counts)| counts.lines(name));
        let notes = self.notes.iter().map(|note| format!("NOT CHECKED: {note}"));
        suites.chain(notes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE_FAILS: [Step<Vec<u8>>; 3] = [
        Step {
            name: "first",
            run: |ran| {
                ran.push(1);
                Ok(())
            },
        },
        Step {
            name: "second",
            run: |ran| {
                ran.push(2);
                bail!("two is bad")
            },
        },
        Step {
            name: "third",
            run: |ran| {
                ran.push(3);
                Ok(())
            },
        },
    ];

    #[test]
    fn the_first_failing_step_stops_the_check() {
        let mut ran = Vec::new();
        let problem = run_steps(&ONE_FAILS, &mut ran, false).unwrap_err();
        assert_eq!(problem.to_string(), "failed: second");
        assert_eq!(ran, [1, 2]);
    }

    #[test]
    fn keep_going_runs_every_step_and_still_fails() {
        let mut ran = Vec::new();
        assert!(run_steps(&ONE_FAILS, &mut ran, true).is_err());
        assert_eq!(ran, [1, 2, 3]);
    }

    #[test]
    fn steps_that_pass_make_a_check_that_passes() {
        assert!(run_steps(&ONE_FAILS[..1], &mut Vec::new(), false).is_ok());
    }

    #[test]
    fn the_summary_names_what_was_not_checked() {
        let learned = Learned {
            suites: Vec::new(),
            notes: vec!["advisories: no network".to_owned()],
        };
        assert_eq!(learned.lines(), ["NOT CHECKED: advisories: no network"]);
    }
}
