//! Running cargo and other programs in the workspace.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

/// Cargo, run from the root of the workspace.
pub(crate) struct Cargo {
    program: PathBuf,
    root: PathBuf,
}

/// What a program printed, line by line in the order of arrival, and whether it succeeded.
pub(crate) struct Recorded {
    /// The lines of standard output and standard error together.
    pub(crate) lines: Vec<String>,
    /// Whether the exit status was zero.
    pub(crate) success: bool,
}

impl Cargo {
    /// The cargo that runs this tool, or the one on the path when the tool was started without cargo.
    pub(crate) fn new(root: &Path) -> Self {
        let program = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), Into::into);
        Self {
            program,
            root: root.to_owned(),
        }
    }

    /// A command of cargo with these arguments, not yet started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).current_dir(&self.root);
        command
    }

    /// Runs cargo and lets it write where this tool writes.
    ///
    /// # Errors
    /// Cargo cannot be started, or it fails.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<()> {
        run(&mut self.command(arguments))
    }

    /// Runs cargo, shows what it prints and keeps it too.
    ///
    /// # Errors
    /// Cargo cannot be started. That it fails is no error here: see [`Recorded::success`].
    pub(crate) fn record(&self, arguments: &[&str]) -> Result<Recorded> {
        record(&mut self.command(arguments))
    }

    /// Whether cargo knows this sub-command (`deny`, `nextest`, `fuzz`).
    pub(crate) fn knows(&self, sub_command: &str) -> bool {
        let mut command = self.command(&[sub_command, "--version"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }
}

/// The command line as a person would type it.
fn spelled(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}

/// Runs a command and lets it write where this tool writes.
///
/// # Errors
/// The program cannot be started, or it fails.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = spelled(command);
    let status = command
        .status()
        .with_context(|| format!("`{line}` cannot be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command, shows what it prints and keeps it too.
fn record(command: &mut Command) -> Result<Recorded> {
    let line = spelled(command);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{line}` cannot be started"))?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let lines = Mutex::new(Vec::new());
    // Both streams are read at once: a program that fills one pipe while we wait on the other would hang.
    std::thread::scope(|scope| {
        scope.spawn(|| echo(output, &lines));
        scope.spawn(|| echo(errors, &lines));
    });
    let status = child
        .wait()
        .with_context(|| format!("`{line}` was lost while it ran"))?;
    let lines = lines.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(Recorded {
        lines,
        success: status.success(),
    })
}

/// Prints and keeps every line of a stream until it ends.
fn echo(stream: Option<impl Read>, lines: &Mutex<Vec<String>>) {
    let Some(stream) = stream else { return };
    for line in BufReader::new(stream).split(b'\n') {
        let Ok(line) = line else { return };
        let line = String::from_utf8_lossy(&line)
            .trim_end_matches('\r')
            .to_owned();
        println!("{line}");
        lines
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn a_failing_program_is_an_error_that_names_its_command_line() {
        let problem = run(&mut shell("exit 3")).unwrap_err().to_string();
        assert!(problem.contains("`sh -c exit 3` failed"), "{problem}");
        assert!(run(&mut shell("exit 0")).is_ok());
    }

    #[test]
    fn both_streams_are_kept() {
        let recorded = record(&mut shell("echo one; echo two >&2; exit 1")).unwrap();
        let mut lines = recorded.lines;
        lines.sort();
        assert_eq!(lines, ["one", "two"]);
        assert!(!recorded.success);
    }
}
