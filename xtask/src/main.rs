//! The tooling of this repository: `cargo xtask COMMAND`.
//!
//! `check` runs everything that must hold before a change lands, `tidy` keeps the house rules that no
//! compiler knows, `generate` writes the files that are made from the sources, `bench` and `fuzz` run
//! the measurements and the fuzz targets, `ephemeris` makes the built-in ephemeris from JPL's.

// A tool speaks to the person who runs it, and it measures how long its steps take.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

mod check;
mod command;
mod ephemeris;
mod fuzz;
mod generate;
mod tidy;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::command::Cargo;
use crate::workspace::Workspace;

const HELP: &str = "\
The tooling of this repository.

    cargo xtask check [--keep-going]   format, lints, house rules, generated files, licences, tests
    cargo xtask tidy                   the house rules alone
    cargo xtask generate [--check]     write the generated files, or only compare them
    cargo xtask bench                  run the measurements
    cargo xtask fuzz SECONDS           run every fuzz target for so many seconds
    cargo xtask ephemeris KERNEL       make the built-in ephemeris from JPL's kernel de440.bsp
";

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Request {
    Check { keep_going: bool },
    Tidy,
    Generate { check: bool },
    Bench,
    Fuzz { seconds: u32 },
    Ephemeris { kernel: PathBuf },
    Help,
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let request = match parse(&words) {
        Ok(request) => request,
        Err(problem) => {
            eprintln!("error: {problem}\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match carry_out(&request) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem:#}");
            ExitCode::FAILURE
        }
    }
}

/// Reads the command line.
///
/// # Errors
/// An unknown command, an unknown option, or a number of seconds that is not a positive whole number.
fn parse(words: &[String]) -> Result<Request> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    Ok(match words.as_slice() {
        ["check"] => Request::Check { keep_going: false },
        ["check", "--keep-going"] => Request::Check { keep_going: true },
        ["tidy"] => Request::Tidy,
        ["generate"] => Request::Generate { check: false },
        ["generate", "--check"] => Request::Generate { check: true },
        ["bench"] => Request::Bench,
        ["fuzz", seconds] => Request::Fuzz {
            seconds: parse_seconds(seconds)?,
        },
        ["ephemeris", kernel] => Request::Ephemeris {
            kernel: PathBuf::from(kernel),
        },
        [] | ["help" | "--help" | "-h"] => Request::Help,
        _ => bail!("`{}` is not a command of xtask", words.join(" ")),
    })
}

fn parse_seconds(word: &str) -> Result<u32> {
    match word.parse() {
        Ok(seconds) if seconds > 0 => Ok(seconds),
        _ => bail!("`{word}` is not a positive whole number of seconds"),
    }
}

fn carry_out(request: &Request) -> Result<()> {
    if *request == Request::Help {
        print!("{HELP}");
        return Ok(());
    }
    let workspace = Workspace::load()?;
    let cargo = Cargo::new(&workspace.root);
    match request {
        Request::Check { keep_going } => check::run(&workspace, &cargo, *keep_going),
        Request::Tidy => tidy::run(&workspace),
        Request::Generate { check: true } => generate::compare(&workspace.root),
        Request::Generate { check: false } => generate::write(&workspace.root),
        Request::Bench => cargo.run(&["bench", "--locked", "-p", "portolan-benches"]),
        Request::Fuzz { seconds } => fuzz::run(&workspace.root, &cargo, *seconds),
        Request::Ephemeris { kernel } => ephemeris::run(&workspace.root, kernel),
        Request::Help => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Request> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        parse(&words)
    }

    #[test]
    fn every_command_in_the_help_is_understood() {
        let cases = [
            ("check", Request::Check { keep_going: false }),
            ("check --keep-going", Request::Check { keep_going: true }),
            ("tidy", Request::Tidy),
            ("generate", Request::Generate { check: false }),
            ("generate --check", Request::Generate { check: true }),
            ("bench", Request::Bench),
            ("fuzz 30", Request::Fuzz { seconds: 30 }),
            (
                "ephemeris de440.bsp",
                Request::Ephemeris {
                    kernel: PathBuf::from("de440.bsp"),
                },
            ),
            ("", Request::Help),
        ];
        for (line, expected) in cases {
            assert_eq!(parsed(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn what_is_not_a_command_is_refused() {
        for line in [
            "chekc",
            "check --fast",
            "fuzz",
            "fuzz 0",
            "fuzz -3",
            "tidy up",
            "ephemeris",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
