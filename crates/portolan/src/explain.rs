//! What a finding's code means, from the page that documents them all.

use portolan_vocabulary::nearest;

const PAGE: &str = include_str!("../../../docs/findings.md");

/// What a code means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Explanation {
    /// The code, its meaning and what to do.
    Known {
        /// The code.
        code: String,
        /// What it means.
        meaning: String,
        /// What to do.
        advice: String,
    },
    /// No such code; the nearest one, where one is near.
    Unknown {
        /// The nearest code.
        nearest: Option<String>,
    },
}

/// Explains a finding's code.
///
/// ```
/// use portolan::{Explanation, explain};
/// assert!(matches!(explain("simulate.dv-shortfall"), Explanation::Known { .. }));
/// let Explanation::Unknown { nearest } = explain("simulate.dv-shortfal") else { unreachable!() };
/// assert_eq!(nearest.as_deref(), Some("simulate.dv-shortfall"));
/// ```
pub fn explain(code: &str) -> Explanation {
    match rows().find(|(known, _, _)| *known == code) {
        Some((code, meaning, advice)) => Explanation::Known {
            code: code.to_owned(),
            meaning: meaning.to_owned(),
            advice: advice.to_owned(),
        },
        None => Explanation::Unknown {
            nearest: nearest(code, rows().map(|(known, _, _)| known)).map(str::to_owned),
        },
    }
}

/// Every code with its meaning and what to do, in the order of the list of findings.
pub fn finding_codes() -> Vec<(&'static str, &'static str, &'static str)> {
    rows().collect()
}

/// The rows of the page's tables: code, meaning, advice.
fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    PAGE.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split(" | ");
        let code = cells.next()?.trim().trim_end_matches('`');
        let (meaning, advice) = (cells.next()?.trim(), cells.next()?.trim());
        Some((code, meaning, advice.trim_end_matches('|').trim()))
    })
}
