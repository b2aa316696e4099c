//! Transfer files: `portolan-transfer/1`. What a way costs by every method that applies. JSON, and CSV for
//! spreadsheets; written only.

use super::sink::Sink;
use super::v1::Provenance;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a transfer file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum TransferFormat {
    /// Version 1.
    #[serde(rename = "portolan-transfer/1")]
    One,
}

/// One way to do it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TransferRow {
    /// How.
    pub method: String,
    /// The whole velocity change.
    pub dv_m_s: f64,
    /// The burns in their order.
    pub burns_m_s: Vec<f64>,
    /// How long it takes; null where that is not known.
    pub duration_d: Option<f64>,
    /// The propellant of the craft that was asked for; null without one.
    pub propellant_kg: Option<f64>,
    /// What it depends on.
    pub note: String,
    /// Where the figure comes from.
    pub source: String,
}

/// What a transfer file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TransferFile<'a> {
    /// The format.
    pub format: TransferFormat,
    /// What the file was made by.
    pub provenance: Provenance<'a>,
    /// Where the way begins.
    pub from: String,
    /// Where it ends.
    pub to: String,
    /// The ways to do it.
    pub ways: Vec<TransferRow>,
}

/// Writes a transfer file.
///
/// # Errors
/// Where the writer fails.
pub fn write_transfer(
    out: impl Write,
    (from, to): (&str, &str),
    rows: &[TransferRow],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &TransferFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("from", &from)?;
    sink.value("to", &to)?;
    sink.rows("ways", rows)?;
    sink.finish()
}

/// Writes the ways as comma-separated values, one line each.
///
/// # Errors
/// Where the writer fails.
pub fn write_transfer_csv(out: impl Write, rows: &[TransferRow]) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    let heads = [
        "method",
        "dv_m_s",
        "burns_m_s",
        "duration_d",
        "propellant_kg",
        "note",
        "source",
    ];
    table.write_record(heads)?;
    let optional = |value: Option<f64>| value.map(|it| it.to_string()).unwrap_or_default();
    for row in rows {
        let burns: Vec<String> = row.burns_m_s.iter().map(ToString::to_string).collect();
        table.write_record([
            row.method.clone(),
            row.dv_m_s.to_string(),
            burns.join(" "),
            optional(row.duration_d),
            optional(row.propellant_kg),
            row.note.clone(),
            row.source.clone(),
        ])?;
    }
    table.flush()
}

/// The JSON Schema of transfer files.
pub fn transfer_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(TransferFile<'static>).to_value());
    &SCHEMA
}
