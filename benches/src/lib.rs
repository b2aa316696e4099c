//! Side-by-side measurements: what the benchmarks share.
//!
//! The figures of SpaceNet 2.5.1470 were measured with its own classes, unmodified, under Java 17 on two
//! shared cores: medians of the processor time of one thread, after 60 runs or more for the
//! just-in-time compiler, over 50 to 150 runs. They do not contain the start of the program, which
//! takes the most of a command's 2.5 to 2.7 s.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What SpaceNet takes for one of its quick starts, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peer {
    /// The name for people.
    pub name: &'static str,
    /// The scenario's file below `spacenet/inputs` of the reference cases.
    pub file: &'static str,
    /// `FullSimulator.simulate`: the simulation with all measures.
    pub full_ms: f64,
    /// The loop over the events alone, without measures and without the copy that is made before.
    pub events_ms: f64,
    /// Reading the file.
    pub load_ms: f64,
}

/// The quick starts that SpaceNet was measured with.
pub const QUICK_STARTS: [Peer; 2] = [
    Peer {
        name: "Quick Start 1",
        file: "completed_quick_start_1.xml",
        full_ms: 129.0,
        events_ms: 1.26,
        load_ms: 15.2,
    },
    Peer {
        name: "Quick Start 2",
        file: "completed_quick_start_2.xml",
        full_ms: 162.1,
        events_ms: 3.66,
        load_ms: 15.8,
    },
];

/// `FullSimulator.simulate` on the missions of Quick Start 2, repeated 1, 5, 10 and 25 times: the
/// number of repetitions, SpaceNet's count of events, and seconds of processor time.
pub const REPEATED: [(usize, f64, f64); 4] = [
    (1, 81.0, 0.16),
    (5, 405.0, 1.65),
    (10, 810.0, 4.6),
    (25, 2025.0, 22.5),
];

/// The median time of some runs, after one that does not count.
#[allow(
    clippy::disallowed_methods,
    reason = "measuring time is what this is for"
)]
pub fn median<T>(runs: usize, mut run: impl FnMut() -> T) -> Duration {
    std::hint::black_box(run());
    let mut times: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A time in milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// A time with three digits and the unit that suits it.
pub fn shown(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (value, unit) = match seconds {
        _ if seconds < 1e-3 => (seconds * 1e6, "µs"),
        _ if seconds < 1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    let digits = match value {
        _ if value < 10.0 => 2,
        _ if value < 100.0 => 1,
        _ => 0,
    };
    format!("{value:.digits$} {unit}")
}

/// How many times faster a time is than another in milliseconds, in words.
pub fn ratio(theirs_ms: f64, ours: Duration) -> String {
    let ratio = theirs_ms / ms(ours);
    if ratio < 10.0 {
        format!("{ratio:.1}")
    } else {
        format!("{ratio:.0}")
    }
}

/// The file of a quick start, or `None` where the reference cases are absent, which a line says.
#[allow(clippy::print_stdout, reason = "what is not measured must be seen")]
pub fn quick_start(file: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PORTOLAN_CONFORMANCE").map(PathBuf::from);
    let path = folder.map(|folder| folder.join("spacenet/inputs").join(file));
    let found = path.filter(|path| path.is_file());
    if found.is_none() {
        println!("SKIPPED: PORTOLAN_CONFORMANCE names no folder with spacenet/inputs/{file}");
    }
    found
}

/// True where the benchmark is to measure, and not only to be seen to start.
pub fn is_to_measure() -> bool {
    std::env::args().any(|argument| argument == "--bench")
}

/// True where measured numbers are to be written into the book.
pub fn is_to_write() -> bool {
    std::env::var_os("PORTOLAN_BLESS").is_some_and(|value| value == "1")
}

/// A path of the book's sources.
pub fn book(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../docs/book/src")
        .join(file)
}

/// Puts lines between `<!-- name: measured -->` and `<!-- end -->` of a text; `None` where the marks
/// are not there.
///
/// ```
/// let page = "a\n<!-- t: measured -->\nold\n<!-- end -->\nb\n";
/// let new = portolan_benches::between(page, "t", "new\n").unwrap();
/// assert_eq!(new, "a\n<!-- t: measured -->\n\nnew\n\n<!-- end -->\nb\n");
/// ```
pub fn between(text: &str, name: &str, lines: &str) -> Option<String> {
    let mark = format!("<!-- {name}: measured -->\n");
    let start = text.find(&mark)? + mark.len();
    let end = start + text[start..].find("<!-- end -->")?;
    Some(format!("{}\n{lines}\n{}", &text[..start], &text[end..]))
}

/// Writes lines into the book's page on performance where that is asked for, and prints them always.
///
/// # Errors
/// Where the page cannot be read or written, or has no such marks.
#[allow(
    clippy::print_stdout,
    reason = "a benchmark reports to whoever runs it"
)]
pub fn publish(name: &str, lines: &str) -> std::io::Result<()> {
    println!("\n{lines}");
    if !is_to_write() {
        return Ok(());
    }
    let page = book("performance.md");
    let old = std::fs::read_to_string(&page)?;
    let new = between(&old, name, lines)
        .ok_or_else(|| std::io::Error::other(format!("the page has no marks for {name}")))?;
    std::fs::write(page, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_three_digits_and_a_unit() {
        let shown = |ns: u64| shown(Duration::from_nanos(ns));
        assert_eq!(shown(4_321), "4.32 µs");
        assert_eq!(shown(123_456), "123 µs");
        assert_eq!(shown(12_345_678), "12.3 ms");
        assert_eq!(shown(2_000_000_000), "2.00 s");
    }

    #[test]
    fn ratios_are_theirs_over_ours() {
        assert_eq!(ratio(129.0, Duration::from_micros(100)), "1290");
        assert_eq!(ratio(1.0, Duration::from_micros(250)), "4.0");
    }

    #[test]
    fn text_without_marks_stays() {
        assert_eq!(between("a", "t", "b"), None);
    }
}
