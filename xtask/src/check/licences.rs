//! Licences, sources, duplicates and known vulnerabilities of what we link with, by cargo-deny.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::command::Cargo;

/// How long the advisory database may take to arrive before we go on without it.
const FETCH_LIMIT: Duration = Duration::from_secs(90);

/// Checks bans, licences and sources always, and advisories where their database can be fetched.
///
/// # Errors
/// cargo-deny is missing, or it found something.
pub(super) fn run(cargo: &Cargo, notes: &mut Vec<String>) -> Result<()> {
    if !cargo.knows("deny") {
        bail!(
            "cargo-deny is missing: run `sh scripts/setup.sh test`, or `cargo install cargo-deny --locked`"
        );
    }
    cargo.run(&["deny", "--locked", "check", "bans", "licenses", "sources"])?;
    if fetched_advisories(cargo)? {
        return cargo.run(&["deny", "--locked", "--offline", "check", "advisories"]);
    }
    let note = "advisories: their database could not be fetched";
    println!("NOT CHECKED: {note}");
    notes.push(note.to_owned());
    Ok(())
}

/// Tries to fetch the advisory database; says whether it arrived in time.
fn fetched_advisories(cargo: &Cargo) -> Result<bool> {
    let child = cargo
        .command(&["deny", "--locked", "fetch", "db"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    succeeds_within(child, FETCH_LIMIT)
}

/// Waits for a program, and ends it when it takes longer than the limit.
fn succeeds_within(mut child: Child, limit: Duration) -> Result<bool> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use std::process::Command;

    fn outcome(script: &str, limit: Duration) -> bool {
        let child = Command::new("sh").args(["-c", script]).spawn().unwrap();
        succeeds_within(child, limit).unwrap()
    }

    #[test]
    fn success_failure_and_a_program_that_hangs_are_told_apart() {
        let long = Duration::from_secs(60);
        assert!(outcome("exit 0", long));
        assert!(!outcome("exit 1", long));
        assert!(!outcome("exec sleep 60", Duration::from_millis(10)));
    }
}
