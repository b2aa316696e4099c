//! Screening files: `portolan-screening/1`. Names that were held against lists, and the hits with their reasons. JSON, written
//! only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a screening file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum ScreeningFormat {
    /// Version 1.
    #[serde(rename = "portolan-screening/1")]
    One,
}

/// One part of a score.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ReasonRow {
    /// In words.
    pub reason: String,
    /// How much it adds to the score, or takes from it.
    pub effect: f64,
}

/// A listed party that may be the one asked about.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct HitRow {
    /// The list.
    pub list: String,
    /// The entry's identifier on the list; empty where it has none.
    pub entry: String,
    /// The name, of all its names, that is most alike.
    pub name: String,
    /// How alike, 0 to 1.
    pub score: f64,
    /// Why; the effects add up to the score.
    pub why: Vec<ReasonRow>,
}

/// A name with its hits, the best first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct QueryRow {
    /// The name.
    pub name: String,
    /// The hits.
    pub hits: Vec<HitRow>,
}

/// Names that were held against lists.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Screening {
    /// How many parties stand on the lists.
    pub parties: usize,
    /// How many names they have.
    pub names: usize,
    /// The names asked about.
    pub queries: Vec<QueryRow>,
}

/// What a screening file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ScreeningFile<'a> {
    /// The format.
    pub format: ScreeningFormat,
    /// What the file was made from and by: the lists, with their checksums.
    pub provenance: Provenance<'a>,
    /// The hits.
    pub screening: Screening,
    /// What was odd about the lists.
    pub findings: Vec<FindingRow<'a>>,
}

/// Writes hits as JSON.
///
/// # Errors
/// Where the writer fails.
pub fn write_screening(
    out: impl Write,
    screening: &Screening,
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &ScreeningFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("screening", screening)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}

/// The JSON Schema of a screening file.
pub fn screening_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(ScreeningFile<'static>).to_value());
    &SCHEMA
}
