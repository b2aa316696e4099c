//! Gathers what is wrong with one set, in bounded number.

use crate::codes;
use crate::limits::MAX_FINDINGS;
use portolan_vocabulary::{Code, Finding, Findings, Place};

/// The findings of one set.
pub(crate) struct Report<'a> {
    set: &'a str,
    listed: Findings,
    unlisted: usize,
}

impl<'a> Report<'a> {
    pub(crate) const fn new(set: &'a str) -> Self {
        Self {
            set,
            listed: Vec::new(),
            unlisted: 0,
        }
    }

    /// Adds an error; the place and the rest are worked out only where it is listed.
    pub(crate) fn error(
        &mut self,
        code: Code,
        place: impl FnOnce() -> Option<Place>,
        message: impl Into<String>,
        detail: impl FnOnce(Finding) -> Finding,
    ) {
        if self.listed.len() >= MAX_FINDINGS {
            self.unlisted += 1;
            return;
        }
        let mut finding = detail(Finding::error(code, "set", self.set, message));
        finding.place = place();
        self.listed.push(finding);
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// The findings in the order of the files.
    pub(crate) fn finish(mut self) -> Findings {
        self.listed.sort_by(|a, b| a.place.cmp(&b.place));
        if self.unlisted > 0 {
            let message = format!("{} further findings are not listed", self.unlisted);
            let more = Finding::error(codes::MORE, "set", self.set, message)
                .number("unlisted", self.unlisted as f64, "")
                .advice("correct those listed and verify again");
            self.listed.push(more);
        }
        self.listed
    }
}

/// A text in quotes, shortened where it is long.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let shown: String = text.chars().take(LONGEST).collect();
    let dots = if shown.len() < text.len() { "..." } else { "" };
    format!("\"{shown}{dots}\"")
}

/// "did you mean", or the words that may stand, where they are few.
pub(crate) fn hint<'w>(
    word: &str,
    known: impl IntoIterator<Item = &'w str> + Clone,
) -> Option<String> {
    const FEW: usize = 12;
    if let Some(near) = portolan_vocabulary::nearest(word, known.clone()) {
        return Some(format!("did you mean \"{near}\"?"));
    }
    let words: Vec<&str> = known.into_iter().take(FEW + 1).collect();
    (1..=FEW)
        .contains(&words.len())
        .then(|| format!("write one of: {}", words.join(", ")))
}

/// Adds the hint as advice, where there is one.
pub(crate) fn advised(finding: Finding, hint: Option<String>) -> Finding {
    match hint {
        Some(hint) => finding.advice(hint),
        None => finding,
    }
}
