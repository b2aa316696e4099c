//! Gathers the findings of one stage, in the order of the text and in bounded number.

use super::codes;
use super::source::Source;
use portolan_vocabulary::{Code, Finding, Findings};
use std::ops::Range;

/// A file with more problems than this is broken as a whole; listing millions helps nobody and would
/// let a small hostile file fill the memory.
const MOST: usize = 10_000;

/// The longest excerpt of the user's text that a message repeats.
const LONGEST_EXCERPT: usize = 80;

pub(super) struct Report<'s> {
    source: &'s Source,
    listed: Vec<(usize, Finding)>,
    unlisted: usize,
}

impl<'s> Report<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        Self {
            source,
            listed: Vec::new(),
            unlisted: 0,
        }
    }

    pub(super) fn source(&self) -> &'s Source {
        self.source
    }

    /// Adds an error at the beginning of a span; `detail` adds facts and advice.
    pub(super) fn error(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: impl Into<String>,
        detail: impl FnOnce(Finding) -> Finding,
    ) {
        if self.listed.len() >= MOST {
            self.unlisted += 1;
            return;
        }
        let finding =
            Finding::error(code, "file", self.source.name(), message).at(self.source.place(span));
        self.listed.push((span.start, detail(finding)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    pub(super) fn finish(mut self) -> Findings {
        self.listed.sort_by_key(|(start, _)| *start);
        let mut findings: Findings = self
            .listed
            .into_iter()
            .map(|(_, finding)| finding)
            .collect();
        if self.unlisted > 0 {
            let message = format!("{} further problems are not listed", self.unlisted);
            findings.push(
                Finding::error(codes::MORE, "file", self.source.name(), message)
                    .number("unlisted", self.unlisted as f64, "")
                    .advice("correct those listed and read the file again"),
            );
        }
        findings
    }
}

/// The text in quotes, shortened where it is long.
pub(super) fn quoted(text: &str) -> String {
    if text.chars().nth(LONGEST_EXCERPT).is_none() {
        return format!("\"{text}\"");
    }
    let start: String = text.chars().take(LONGEST_EXCERPT).collect();
    format!("\"{start}...\"")
}

/// The words in quotes, joined with commas, shortened where they are many.
pub(super) fn listing<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    const LONGEST: usize = 60;
    let mut words = words.into_iter();
    let mut shown: Vec<String> = words.by_ref().take(LONGEST).map(quoted).collect();
    if words.next().is_some() {
        shown.push("...".to_owned());
    }
    shown.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_the_order_of_the_text_and_in_bounded_number() {
        let source = Source::new("x", "a\nb\n");
        let mut report = Report::new(&source);
        for at in (0..MOST + 3).rev() {
            report.error(codes::SYNTAX, &(at..at), "wrong", |finding| finding);
        }
        let findings = report.finish();
        assert_eq!(findings.len(), MOST + 1);
        let more = findings.last().unwrap();
        assert_eq!(
            (more.code.as_str(), more.fact_number("unlisted")),
            ("file.more", Some(3.0))
        );
        let line = |at: usize| findings[at].place.as_ref().map(|place| place.line);
        assert!(line(0) <= line(MOST - 1));
    }

    #[test]
    fn long_text_is_shortened() {
        assert_eq!(quoted("é"), "\"é\"");
        assert!(quoted(&"é".repeat(200)).ends_with("...\""));
        assert!(listing(std::iter::repeat_n("a", 100)).ends_with(", ..."));
    }
}
