//! The golden runner: expected text lies in a file, and updates itself when told to.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Compares `actual` with the text of a file; with `PORTOLAN_BLESS=1` in the environment it writes the
/// file instead.
///
/// # Panics
/// Where the two differ, with the lines that do; and where the file cannot be read or written.
#[allow(
    clippy::panic,
    clippy::print_stderr,
    reason = "a failing test panics, and says what it wrote"
)]
pub fn golden(path: impl AsRef<Path>, actual: &str) {
    let path = path.as_ref();
    if env::var_os("PORTOLAN_BLESS").is_some_and(|value| value == "1") {
        let written = bless(path, actual);
        assert!(written.is_ok(), "{}: {written:?}", path.display());
        eprintln!("BLESSED: {}", path.display());
        return;
    }
    let hint = "run the test with PORTOLAN_BLESS=1 to write it";
    match fs::read_to_string(path) {
        Ok(expected) if expected == actual => {}
        Ok(expected) => panic!(
            "{} differs (- expected, + actual); {hint}\n{}",
            path.display(),
            difference(&expected, actual)
        ),
        Err(error) => panic!("{}: {error}; {hint}", path.display()),
    }
}

fn bless(path: &Path, actual: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, actual)
}

/// The most changed lines that a message shows.
const SHOWN: usize = 60;

/// The lines between the common beginning and the common end, with a few lines around.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let tails = old[same..].iter().rev().zip(new[same..].iter().rev());
    let tail = tails.take_while(|(a, b)| a == b).count();
    let mut text = String::new();
    let mut section = |mark: char, lines: &[&str]| {
        for line in lines.iter().take(SHOWN) {
            let _ = writeln!(text, "{mark} {line}");
        }
        if lines.len() > SHOWN {
            let _ = writeln!(text, "{mark} ... and {} lines more", lines.len() - SHOWN);
        }
    };
    section(' ', &old[same.saturating_sub(3)..same]);
    section('-', &old[same..old.len() - tail]);
    section('+', &new[same..new.len() - tail]);
    section(
        ' ',
        &old[old.len() - tail..(old.len() - tail + 3).min(old.len())],
    );
    if expected.lines().eq(actual.lines()) {
        text.push_str("(only the ends of lines differ)\n");
    }
    format!("at line {}:\n{text}", same + 1)
}

/// The folder of reference cases of other tools, as `PORTOLAN_CONFORMANCE` names it. Where it is absent,
/// prints `SKIPPED: <reason>`, so that a test that did not run is seen.
#[allow(
    clippy::print_stdout,
    reason = "the test runner collects what was skipped"
)]
pub fn conformance() -> Option<PathBuf> {
    let Some(folder) = env::var_os("PORTOLAN_CONFORMANCE").map(PathBuf::from) else {
        println!("SKIPPED: PORTOLAN_CONFORMANCE names no folder of reference cases");
        return None;
    };
    if folder.is_dir() {
        Some(folder)
    } else {
        println!(
            "SKIPPED: PORTOLAN_CONFORMANCE names {}, which is no folder",
            folder.display()
        );
        None
    }
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn a_difference_shows_what_changed_and_where() {
        let text = difference("a\nb\nc\nd\n", "a\nb\nx\nd\n");
        assert_eq!(text, "at line 3:\n  a\n  b\n- c\n+ x\n  d\n");
        assert!(difference("a\n", "a").contains("only the ends of lines differ"));
        assert!(difference("a\n", "a\nb\n").contains("+ b"));
    }
}
