//! What is found while a list is read, so much and no more.

use super::codes;
use portolan_vocabulary::{Code, Finding, Findings, Place};
use std::collections::BTreeMap;

/// How many findings of one code are told one by one.
const TOLD: usize = 100;

/// Findings of one list; of each code the first hundred and a count of the others.
pub(super) struct Sink<'a> {
    file: &'a str,
    findings: Findings,
    counts: BTreeMap<Code, usize>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        let (findings, counts) = (Findings::new(), BTreeMap::new());
        Self {
            file,
            findings,
            counts,
        }
    }

    pub(super) fn place(&self, line: u64) -> Place {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Place {
            file: self.file.to_owned(),
            line,
            column: 1,
        }
    }

    fn add(&mut self, finding: Finding) {
        let count = self.counts.entry(finding.code).or_default();
        *count += 1;
        if *count <= TOLD {
            self.findings.push(finding);
        }
    }

    /// A row was left out; `line` where the form of the file has lines.
    pub(super) fn row(&mut self, subject: &str, line: Option<u64>, message: String) {
        self.warn(codes::BAD_ROW, subject, line, message);
    }

    pub(super) fn warn(&mut self, code: Code, subject: &str, line: Option<u64>, message: String) {
        let mut finding = Finding::warning(code, "entry", subject, message);
        if let Some(line) = line {
            finding = finding.at(self.place(line));
        }
        self.add(finding);
    }

    pub(super) fn unknown_columns(&mut self, columns: &[String]) {
        if columns.is_empty() {
            return;
        }
        let message = format!(
            "columns that are not known and not read: {}",
            columns.join(", ")
        );
        self.add(Finding::note(
            codes::UNKNOWN_COLUMN,
            "file",
            self.file,
            message,
        ));
    }

    /// All findings, with what was counted only.
    pub(super) fn finish(mut self) -> Findings {
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > TOLD {
                let message = format!("and {} more like these", count - TOLD);
                let more = Finding::warning(code, "file", self.file, message).number(
                    "count",
                    count as f64,
                    "",
                );
                self.findings.push(more);
            }
        }
        self.findings
    }
}
