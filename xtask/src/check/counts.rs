//! How many tests ran, read from what the test runners print.
//!
//! A test that lacks its reference data prints a line that starts with `SKIPPED:` and returns. To the
//! runner it passed; here it counts as skipped, so that nobody takes an empty run for a full one.

use std::collections::BTreeSet;

/// How a line of a test that lacks its data starts.
const MARK: &str = "SKIPPED:";

/// The result of one suite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Tests that ran and passed, without those that skipped.
    pub(super) passed: usize,
    /// Tests that failed.
    pub(super) failed: usize,
    /// Tests that were left out by `#[ignore]`.
    pub(super) ignored: usize,
    /// Tests that returned for lack of their data.
    pub(super) skipped: usize,
    /// What they said, each sentence once.
    pub(super) reasons: BTreeSet<String>,
}

impl Counts {
    /// Reads a run of nextest: the summary line of its output, and the JUnit report for what passing
    /// tests printed. `None` where there is no summary.
    pub(super) fn from_nextest(output: &[String], report: &str) -> Option<Self> {
        let summary = output.iter().rev().find_map(|line| nextest_summary(line))?;
        Some(summary.less(skips(report.lines(), reported_test, reported_reason)))
    }

    /// Reads a run of `cargo test -- --show-output`, which may be of many binaries; `None` where none
    /// reported a result.
    pub(super) fn from_libtest(output: &[String]) -> Option<Self> {
        let results = output.iter().filter_map(|line| libtest_result(line));
        let sum = results.reduce(Self::plus)?;
        let lines = output.iter().map(String::as_str);
        Some(sum.less(skips(lines, shown_test, shown_reason)))
    }

    /// The lines of the summary for the suite of this name.
    pub(super) fn lines(&self, name: &str) -> Vec<String> {
        let Self {
            passed,
            failed,
            ignored,
            skipped,
            ..
        } = self;
        let first = format!(
            "{name}: {passed} passed, {failed} failed, {skipped} skipped for lack of data, \
             {ignored} ignored"
        );
        let reasons = self.reasons.iter();
        let reasons = reasons.map(|reason| format!("    {MARK} {reason}"));
        std::iter::once(first).chain(reasons).collect()
    }

    fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            ignored: self.ignored + other.ignored,
            skipped: self.skipped + other.skipped,
            reasons: self.reasons.into_iter().chain(other.reasons).collect(),
        }
    }

    /// Counts as skipped what the runner counted as passed.
    fn less(self, skips: Skips) -> Self {
        let skipped = skips.tests.len().min(self.passed);
        Self {
            passed: self.passed - skipped,
            skipped,
            reasons: skips.reasons,
            ..self
        }
    }
}

/// The tests that skipped, and what they said.
#[derive(Default)]
struct Skips {
    tests: BTreeSet<String>,
    reasons: BTreeSet<String>,
}

/// Reads lines in which a heading names a test and the lines below are what it printed.
fn skips<'a>(
    lines: impl Iterator<Item = &'a str>,
    heading: fn(&str) -> Option<String>,
    reason: fn(&str) -> Option<String>,
) -> Skips {
    let mut skips = Skips::default();
    let mut test = String::new();
    for (line, number) in lines.zip(1..) {
        if let Some(name) = heading(line) {
            // Two binaries may have tests of the same name; the line number keeps them apart.
            test = format!("{name} at {number}");
        } else if let Some(reason) = reason(line) {
            skips.tests.insert(test.clone());
            skips.reasons.insert(reason);
        }
    }
    skips
}

/// `     Summary [   0.009s] 3 tests run: 3 passed (1 slow), 1 failed, 1 skipped`; what nextest calls
/// skipped are the ignored tests.
fn nextest_summary(line: &str) -> Option<Counts> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, parts) = rest.split_once(" run: ")?;
    let number = |word| number_before(parts, word).unwrap_or(0);
    Some(Counts {
        passed: number("passed"),
        failed: number("failed") + number("timed out") + number("exec failed"),
        ignored: number("skipped"),
        ..Counts::default()
    })
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s`
fn libtest_result(line: &str) -> Option<Counts> {
    let (_, parts) = line.strip_prefix("test result: ")?.split_once(". ")?;
    let parts = parts.replace(';', ",");
    Some(Counts {
        passed: number_before(&parts, "passed")?,
        failed: number_before(&parts, "failed")?,
        ignored: number_before(&parts, "ignored")?,
        ..Counts::default()
    })
}

/// The number in the part, among parts between commas, that reads `<number> <word>`.
fn number_before(parts: &str, word: &str) -> Option<usize> {
    parts.split(',').find_map(|part| {
        let (number, rest) = part.trim().split_once(' ')?;
        let rest = rest.split(" (").next()?;
        (rest == word).then(|| number.parse().ok())?
    })
}

/// `<testcase name="tests::a" classname="nx" ...>`
fn reported_test(line: &str) -> Option<String> {
    let rest = line.trim_start().strip_prefix("<testcase name=\"")?;
    rest.split('"').next().map(str::to_owned)
}

/// A marked line, which in the report may be the first of an element, or the last.
fn reported_reason(line: &str) -> Option<String> {
    let line = line.trim_start();
    let line = ["<system-out>", "<system-err>"]
        .iter()
        .find_map(|element| line.strip_prefix(element))
        .unwrap_or(line);
    let text = line.split("</system-").next()?;
    shown_reason(&without_entities(text))
}

fn without_entities(text: &str) -> String {
    // The ampersand comes last: `&amp;lt;` is the text `&lt;`.
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, letter)| {
        text.replace(entity, letter)
    })
}

/// `---- tests::a stdout ----`
fn shown_test(line: &str) -> Option<String> {
    let name = line.strip_prefix("---- ")?.strip_suffix(" stdout ----")?;
    Some(name.to_owned())
}

fn shown_reason(line: &str) -> Option<String> {
    Some(line.strip_prefix(MARK)?.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"
        <testcase name="tests::b" classname="nx" time="0.005">
            <system-out>
running 1 test
test tests::b ... ok
</system-out>
            <system-err>SKIPPED: lambert
SKIPPED: spacenet
</system-err>
        </testcase>
        <testcase name="tests::a" classname="nx" time="0.005">
            <system-out>
running 1 test
SKIPPED: a &lt;x&gt; &amp; &apos;b&apos;
test tests::a ... ok
</system-out>
            <system-err></system-err>
        </testcase>
        <testcase name="tests::c" classname="nx" time="0.004">
            <system-out>not SKIPPED: at the start</system-out>
        </testcase>
"#;

    const SHOWN: &str = "\
running 2 tests
test a ... ok
successes:

---- a stdout ----
SKIPPED: lambert
SKIPPED: spacenet

successes:
    a
    b

test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
running 3 tests
---- a stdout ----
SKIPPED: lambert
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s";

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    fn reasons(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn nextest_counts_come_from_the_summary_and_the_report() {
        let output = lines("     Summary [   0.009s] 3 tests run: 3 passed (1 slow), 2 skipped");
        let counts = Counts::from_nextest(&output, REPORT).unwrap();
        let expected = Counts {
            passed: 1,
            failed: 0,
            ignored: 2,
            skipped: 2,
            reasons: reasons(&["a <x> & 'b'", "lambert", "spacenet"]),
        };
        assert_eq!(counts, expected);
    }

    #[test]
    fn a_cancelled_run_of_nextest_counts_its_failures() {
        let line = "Summary [   1.2s] 5/9 tests run: 3 passed, 1 failed, 1 timed out, 4 skipped";
        let counts = Counts::from_nextest(&lines(line), "").unwrap();
        assert_eq!((counts.passed, counts.failed, counts.ignored), (3, 2, 4));
    }

    #[test]
    fn libtest_counts_are_summed_over_binaries() {
        let counts = Counts::from_libtest(&lines(SHOWN)).unwrap();
        let expected = Counts {
            passed: 2,
            failed: 1,
            ignored: 1,
            skipped: 2,
            reasons: reasons(&["lambert", "spacenet"]),
        };
        assert_eq!(counts, expected);
    }

    #[test]
    fn a_run_without_a_result_has_no_counts() {
        let output = lines("error: could not compile");
        assert_eq!(Counts::from_libtest(&output), None);
        assert_eq!(Counts::from_nextest(&output, REPORT), None);
    }

    #[test]
    fn the_summary_lists_every_reason() {
        let counts = Counts {
            passed: 5,
            skipped: 1,
            reasons: reasons(&["lambert"]),
            ..Counts::default()
        };
        let expected = [
            "tests: 5 passed, 0 failed, 1 skipped for lack of data, 0 ignored",
            "    SKIPPED: lambert",
        ];
        assert_eq!(counts.lines("tests"), expected);
    }
}
