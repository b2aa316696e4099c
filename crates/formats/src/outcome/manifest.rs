//! Manifest files: `portolan-manifest/1`. What travels in which container on which carrier, what does
//! not fit, and the least change with which it would. JSON, written only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a manifest file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum ManifestFormat {
    /// Version 1.
    #[serde(rename = "portolan-manifest/1")]
    One,
}

/// Sums over a manifest, in kilograms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Totals {
    /// What is to be shipped.
    pub needed_kg: f64,
    /// What is packed.
    pub net_kg: f64,
    /// The empty containers.
    pub tare_kg: f64,
    /// How many containers, crates included.
    pub containers: usize,
    /// How many of them are crates made to measure.
    pub crates: usize,
}

/// An amount of a good.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Lot {
    /// The good, by the word that campaign files use.
    pub good: String,
    /// How much, in the good's unit.
    pub amount: f64,
}

/// One leg of a container's way.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Leg {
    /// The transport that carries it.
    pub activity: String,
    /// Along which edge.
    pub edge: String,
    /// In the hold of which carrier.
    pub carrier: String,
    /// When it leaves, in days since the campaign's start.
    pub depart_d: f64,
    /// When it arrives.
    pub arrive_d: f64,
}

/// One container.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Shipment {
    /// The container, an element of the plan.
    pub container: String,
    /// Its name, which says what is inside.
    pub name: String,
    /// The design it is made from; null for a crate made to measure.
    pub design: Option<String>,
    /// What is inside.
    pub contents: Vec<Lot>,
    /// Mass of what is inside.
    pub net_kg: f64,
    /// Mass of the empty container.
    pub tare_kg: f64,
    /// The node, or the edge, where it is needed.
    pub site: String,
    /// When the first of its contents is needed.
    pub due_d: f64,
    /// Its way.
    pub legs: Vec<Leg>,
}

/// A need that is not covered.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Shortfall {
    /// The node, or the edge; null where the requester was nowhere.
    pub site: Option<String>,
    /// The good.
    pub good: String,
    /// By when.
    pub due_d: f64,
    /// How much is missing, in the good's unit.
    pub amount: f64,
    /// The same as mass.
    pub mass_kg: f64,
}

/// One limit raised.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Change {
    /// `edge` or `hold`.
    pub limit: String,
    /// The edge, or the element whose hold it is.
    pub id: String,
    /// By how much.
    pub added_kg: f64,
    /// To what.
    pub new_limit_kg: f64,
    /// The transports that use what is added.
    pub activities: Vec<String>,
}

/// The least raising of limits with which everything is carried.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Relaxation {
    /// The limits.
    pub changes: Vec<Change>,
    /// The sum.
    pub total_added_kg: f64,
    /// No raising below this sum can do.
    pub least_kg: f64,
}

/// A manifest.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Manifest {
    /// The campaign.
    pub campaign: String,
    /// True where everything is carried and the plan is feasible.
    pub feasible: bool,
    /// True where limits were raised for it.
    pub relaxed: bool,
    /// Sums.
    pub totals: Totals,
    /// The containers.
    pub shipments: Vec<Shipment>,
    /// What is not covered without raising limits.
    pub shortfalls: Vec<Shortfall>,
    /// The least change, where it does not fit.
    pub relaxation: Option<Relaxation>,
}

/// A manifest file.
#[derive(Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
struct ManifestRoot<'a> {
    /// The format and its version.
    format: ManifestFormat,
    /// What made this file, from what.
    provenance: Provenance<'a>,
    /// The manifest.
    manifest: Manifest,
    /// What went wrong and is worth knowing.
    findings: Vec<FindingRow<'a>>,
}

/// The JSON Schema of a manifest file.
pub fn manifest_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(ManifestRoot<'static>).to_value());
    &SCHEMA
}

/// Writes a manifest file.
///
/// # Errors
/// Where the writer fails.
pub fn write_manifest(
    out: impl Write,
    manifest: &Manifest,
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &ManifestFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("manifest", manifest)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}
