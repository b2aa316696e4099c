//! What a report is about.

use crate::number::sensible;
use portolan_analyse::Scene;
use portolan_model::{Campaign, Measure, Outcome, Plan};
use portolan_vocabulary::Severity;

/// How a report came to be: names and words, in the order in which they are shown.
///
/// The caller says what it knows: program and version, input files with their checksums, the seed, the
/// date where it reads one. Nothing is looked up here, so that the same input gives the same bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// What is said, and the words for it.
    pub entries: Vec<(String, String)>,
}

/// What a report is about.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The campaign.
    pub campaign: &'a Campaign,
    /// The plan.
    pub plan: &'a Plan,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// What was measured; usually all of `portolan_analyse::measures`.
    pub measures: &'a [Measure],
    /// How the report came to be.
    pub provenance: &'a Provenance,
}

impl<'a> Report<'a> {
    /// The same, as analysis reads it.
    pub(crate) fn scene(&self) -> Scene<'a> {
        Scene::new(self.campaign, self.plan, self.outcome)
    }

    /// How many findings have this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        let findings = self.outcome.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Mass of goods that were needed and not had, in kg, where that was measured and is not zero.
    pub(crate) fn unmet_kg(&self) -> Option<f64> {
        let unmet = self.measures.iter().find(|m| m.key == "unmet_demand_kg");
        unmet?.value.filter(|kg| *kg > 0.0)
    }

    /// The verdict in a sentence, or two where supplies ran short.
    pub(crate) fn verdict(&self) -> String {
        let verdict = self.feasibility();
        match self.unmet_kg() {
            Some(kg) => format!(
                "{verdict} {} kg of what was needed was missing.",
                sensible(kg)
            ),
            None => verdict,
        }
    }

    fn feasibility(&self) -> String {
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        match (errors, warnings) {
            (0, 0) => "The plan can be carried out as written.".to_owned(),
            (0, _) => format!(
                "The plan can be carried out as written, with {}.",
                plural(warnings, "warning")
            ),
            (_, 0) => format!("The plan has {}.", plural(errors, "error")),
            _ => format!(
                "The plan has {} and {}.",
                plural(errors, "error"),
                plural(warnings, "warning")
            ),
        }
    }
}

/// A count with its noun: `1 error`, `2 errors`.
pub(crate) fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{count} {noun}s")
    }
}
