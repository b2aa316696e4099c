//! Compliance files: `portolan-compliance/1`. What the rules say about a plan: verdicts, permits and documents needed. JSON,
//! written only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a compliance file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum ComplianceFormat {
    /// Version 1.
    #[serde(rename = "portolan-compliance/1")]
    One,
}

/// A fact that a verdict rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct FactRow {
    /// Its name.
    pub name: String,
    /// Its value, with its unit.
    pub value: String,
}

/// Where a rule is written.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CitationRow {
    /// The law, regulation, standard or practice.
    pub instrument: String,
    /// The place in it.
    pub pinpoint: String,
    /// The edition.
    pub edition: String,
    /// The day on which it was read.
    pub read: String,
}

/// What one rule says about one kind of step.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct VerdictRow {
    /// The rule.
    pub rule: String,
    /// What follows where it applies.
    pub effect: &'static str,
    /// `applies`, or `undetermined` where facts are missing.
    pub said: &'static str,
    /// The items it rests on.
    pub items: Vec<String>,
    /// The way; null for a stay or a party.
    pub edge: Option<String>,
    /// From where; where an item stands; null for a party.
    pub node: Option<String>,
    /// To where; null for a stay or a party.
    pub to: Option<String>,
    /// The party; null for all else.
    pub partner: Option<String>,
    /// The first activity of which it is true; null for a stay.
    pub activity: Option<String>,
    /// The day.
    pub on: String,
    /// How many steps it is true of.
    pub times: usize,
    /// The missing facts.
    pub missing: Vec<String>,
    /// The permit that settles it; null where none does.
    pub settled_by: Option<String>,
    /// In words.
    pub words: String,
    /// The facts it rests on.
    pub facts: Vec<FactRow>,
    /// Where the rule is written.
    pub citations: Vec<CitationRow>,
}

/// A permit that is needed and not there.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PermitRow {
    /// The kinds, of which one does.
    pub kinds: Vec<String>,
    /// For what.
    pub items: Vec<String>,
    /// For which step, in words.
    pub step: String,
    /// The rules that ask for it.
    pub rules: Vec<String>,
    /// The day on which it is needed first.
    pub needed_on: String,
    /// How many days getting it takes; null where no rule says.
    pub lead_days: Option<f64>,
    /// The last day to apply for it; null where that is not known.
    pub apply_by: Option<String>,
}

/// A document that is needed.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DocumentRow {
    /// What it is.
    pub document: String,
    /// For what.
    pub items: Vec<String>,
    /// For which step, in words.
    pub step: String,
    /// The rules that ask for it.
    pub rules: Vec<String>,
    /// The day on which it is needed first.
    pub needed_on: String,
}

/// What the rules say about a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Compliance {
    /// In which campaign.
    pub campaign: String,
    /// Of which plan.
    pub plan: String,
    /// What this is, and is not.
    pub note: &'static str,
    /// How many rules were asked.
    pub rules: usize,
    /// How many movements were judged.
    pub movements: usize,
    /// The verdicts, in order of time.
    pub verdicts: Vec<VerdictRow>,
    /// The permits that are needed and not there.
    pub permits: Vec<PermitRow>,
    /// The documents that are needed.
    pub documents: Vec<DocumentRow>,
}

/// What a compliance file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ComplianceFile<'a> {
    /// The format.
    pub format: ComplianceFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// What the rules say.
    pub compliance: Compliance,
    /// The same as findings, and what else is worth knowing.
    pub findings: Vec<FindingRow<'a>>,
}

/// Writes what the rules say about a plan as JSON.
///
/// # Errors
/// Where the writer fails.
pub fn write_compliance(
    out: impl Write,
    compliance: &Compliance,
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &ComplianceFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("compliance", compliance)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}

/// The JSON Schema of a compliance file.
pub fn compliance_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(ComplianceFile<'static>).to_value());
    &SCHEMA
}
