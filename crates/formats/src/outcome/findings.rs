//! Findings as rows, in an outcome and alone.

use super::sink::Sink;
use super::v1;
use portolan_vocabulary::{Fact, FactValue, Finding, Severity};
use std::borrow::Cow;
use std::io::{self, Write};

/// A finding as a row.
pub(super) fn finding(finding: &Finding) -> v1::Finding<'_> {
    let facts = finding.facts.iter();
    let place = finding.place.as_ref().map(|place| v1::Place {
        file: Cow::Borrowed(place.file.as_str()),
        line: place.line,
        column: place.column,
    });
    v1::Finding {
        code: finding.code.as_str(),
        severity: finding.severity.as_str(),
        subject: v1::Subject {
            kind: finding.subject.kind,
            id: Cow::Borrowed(&finding.subject.id),
        },
        message: Cow::Borrowed(&finding.message),
        facts: facts.map(|it| (Cow::Borrowed(it.name), fact(it))).collect(),
        advice: finding.advice.as_deref().map(Cow::Borrowed),
        citation: finding.citation.as_deref().map(Cow::Borrowed),
        place,
        follows_from: finding.follows_from.as_deref().map(Cow::Borrowed),
    }
}

pub(super) fn fact(fact: &Fact) -> v1::Fact<'_> {
    match &fact.value {
        FactValue::Number { value, unit } => v1::Fact {
            value: v1::FactValue::Number(value.is_finite().then_some(*value)),
            unit: (!unit.is_empty()).then(|| Cow::Borrowed(unit.as_ref())),
        },
        FactValue::Text(text) => v1::Fact {
            value: v1::FactValue::Text(Cow::Borrowed(text)),
            unit: None,
        },
    }
}

/// Writes findings alone: `portolan-findings/1`, one finding a line.
///
/// # Errors
/// Where the writer fails.
///
/// ```
/// use portolan_formats::outcome::{Provenance, write_findings};
/// use portolan_vocabulary::{Code, Finding};
/// const HEAVY: Code = Code::new("capacity.mass");
/// let findings = [Finding::error(HEAVY, "edge", "ascent", "too heavy").number("load", 600.0, "kg")];
/// let mut text = Vec::new();
/// write_findings(&mut text, &findings, &Provenance::default())?;
/// let json: serde_json::Value = serde_json::from_slice(&text)?;
/// assert_eq!(json["findings"][0]["facts"]["load"]["value"], 600.0);
/// assert_eq!(json["errors"], 1);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_findings<'f>(
    out: impl Write,
    findings: impl IntoIterator<Item = &'f Finding> + Clone,
    provenance: &v1::Provenance<'_>,
) -> io::Result<()> {
    let count = |severity: Severity| {
        let all = findings.clone().into_iter();
        all.filter(|finding| finding.severity == severity).count()
    };
    let mut sink = Sink::new(out)?;
    sink.value("format", &v1::FindingsFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("errors", &count(Severity::Error))?;
    sink.value("warnings", &count(Severity::Warning))?;
    sink.value("notes", &count(Severity::Note))?;
    sink.rows("findings", findings.into_iter().map(finding))?;
    sink.finish()
}
