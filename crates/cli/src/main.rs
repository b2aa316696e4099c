//! The `portolan` command: a thin shell over the facade.
//!
//! Results go to standard output, messages to standard error. The exit code is 0 when the work was done, 1
//! when it was done and has findings of severity error, 2 when the input could not be read or the
//! arguments are off.

mod arguments;
mod compliance;
mod data;
mod efficient;
mod optimise;
mod scenarios;
mod verbs;
mod windows;

use arguments::Arguments;
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match verbs::run(&Arguments::parse().verb) {
        Ok(done) => done.into(),
        Err(failure) => failure.report(),
    }
}
