//! Collects the findings of one reading.

use super::codes;
use portolan_vocabulary::{Code, Finding, Findings, Place, Severity};
use std::collections::BTreeMap;

/// More findings than these help nobody, and a hostile file could make millions.
const MOST_FINDINGS: usize = 500;

/// Where in a file something stands.
pub(super) trait Spot {
    /// A JSON pointer or the XML path.
    fn path(&self) -> String;
    /// Line and column, where the format has them.
    fn place(&self) -> Option<Place>;

    /// A finding about this spot.
    fn finding(&self, severity: Severity, code: Code, message: String) -> Finding {
        let path = self.path();
        let finding = match severity {
            Severity::Note => Finding::note(code, "path", path, message),
            Severity::Warning => Finding::warning(code, "path", path, message),
            Severity::Error => Finding::error(code, "path", path, message),
        };
        match self.place() {
            Some(place) => finding.at(place),
            None => finding,
        }
    }
}

/// The findings of one reading. Findings that repeat for every item of a list are counted, not
/// repeated.
#[derive(Debug, Default)]
pub(super) struct Sink {
    findings: Findings,
    left_off: usize,
    errors: usize,
    repeated: BTreeMap<String, (Finding, u32)>,
}

impl Sink {
    pub(super) fn error(&mut self, code: Code, spot: &impl Spot, message: impl Into<String>) {
        self.add(Severity::Error, code, spot, message.into());
    }

    pub(super) fn warning(&mut self, code: Code, spot: &impl Spot, message: impl Into<String>) {
        self.add(Severity::Warning, code, spot, message.into());
    }

    fn add(&mut self, severity: Severity, code: Code, spot: &impl Spot, message: String) {
        self.errors += usize::from(severity == Severity::Error);
        // Finding the place is work, which a flood of findings must not repeat without end.
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(spot.finding(severity, code, message));
        } else {
            self.left_off += 1;
        }
    }

    /// A note that is made once for all spots whose paths differ only in their positions in lists.
    pub(super) fn ignored(&mut self, spot: &impl Spot, message: impl Into<String>) {
        let key = pattern(&spot.path());
        if let Some((_, count)) = self.repeated.get_mut(&key) {
            *count += 1;
        } else if self.repeated.len() < MOST_FINDINGS {
            let note = spot.finding(Severity::Note, codes::IGNORED, message.into());
            self.repeated.insert(key, (note, 1));
        } else {
            self.left_off += 1;
        }
    }

    pub(super) const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    pub(super) fn finish(self) -> Findings {
        let Self {
            mut findings,
            left_off,
            repeated,
            ..
        } = self;
        findings.extend(repeated.into_values().map(|(finding, count)| {
            if count > 1 {
                finding.number("places", f64::from(count), "")
            } else {
                finding
            }
        }));
        if left_off > 0 {
            let message = format!("{left_off} further findings are left off");
            findings.push(Finding::note(codes::LEFT_OFF, "file", "", message));
        }
        findings
    }
}

/// The path with every position in a list replaced by `*`.
fn pattern(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) {
            parts.push("*");
        } else {
            parts.push(part.split('[').next().unwrap_or(part));
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct At(String);

    impl Spot for At {
        fn path(&self) -> String {
            self.0.clone()
        }

        fn place(&self) -> Option<Place> {
            None
        }
    }

    #[test]
    fn one_note_for_a_tag_in_every_item_of_a_list() {
        let mut sink = Sink::default();
        for at in 0..3 {
            let path = format!("/missionList/{at}/colour");
            sink.ignored(&At(path), "unknown");
        }
        let findings = sink.finish();
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.id, "/missionList/0/colour");
        assert_eq!(findings[0].fact_number("places"), Some(3.0));
        assert_eq!(pattern("/scenario/a.b[2]/c"), "/scenario/a.b/c");
    }

    #[test]
    fn a_flood_of_findings_is_bounded() {
        let mut sink = Sink::default();
        for _ in 0..MOST_FINDINGS + 7 {
            sink.error(codes::TYPE, &At(String::new()), "wrong");
        }
        assert!(sink.has_errors());
        let findings = sink.finish();
        assert_eq!(findings.len(), MOST_FINDINGS + 1);
        assert_eq!(findings[MOST_FINDINGS].code, codes::LEFT_OFF);
        assert!(findings[MOST_FINDINGS].message.starts_with("7 further"));
    }
}
