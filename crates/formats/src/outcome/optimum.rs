//! Optimum files: `portolan-optimum/1`. What the optimiser found: goals, bound, gap, and the plan. JSON, written only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of an optimum file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum OptimumFormat {
    /// Version 1.
    #[serde(rename = "portolan-optimum/1")]
    One,
}

/// What a goal comes to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Goal {
    /// Which goal: `launch-mass`, `cost`, `time` or `emissions`.
    pub goal: &'static str,
    /// What the plan comes to.
    pub value: f64,
    /// The unit: kg, a currency with its price year, d.
    pub unit: String,
    /// What no plan can be better than; null for goals that were not asked for first.
    pub bound: Option<f64>,
}

/// The size of the program that was solved.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Program {
    /// Places at instants.
    pub points: usize,
    /// Waits and parts of trips.
    pub arcs: usize,
    /// Columns.
    pub columns: usize,
    /// Columns that are whole numbers.
    pub integers: usize,
    /// Rows.
    pub rows: usize,
    /// Entries other than zero.
    pub nonzeros: usize,
}

/// What the optimiser found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Optimum {
    /// In which campaign.
    pub campaign: String,
    /// Whether there is a plan in which neither the judge nor the simulation finds an error.
    pub feasible: bool,
    /// Why the search stopped: `optimal`, `infeasible`, `unbounded`, `infeasible-or-unbounded`, `time-limit`,
    /// `node-limit`, `cancelled` or `numerical`.
    pub stop: &'static str,
    /// What each goal comes to: those asked for, in order, then the others.
    pub goals: Vec<Goal>,
    /// How far the plan may be from the best in the first goal, relative to its size; null where nothing is known.
    pub gap: Option<f64>,
    /// Nodes of the search tree.
    pub nodes: u64,
    /// The size of the program.
    pub program: Program,
}

/// What an optimum file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct OptimumFile<'a> {
    /// The format.
    pub format: OptimumFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// What was found.
    pub optimum: Optimum,
    /// The plan, as in a plan file; null where there is none.
    pub plan: Option<serde_json::Value>,
    /// What went wrong and is worth knowing.
    pub findings: Vec<FindingRow<'a>>,
}

/// Writes what the optimiser found as JSON. `plan` is the text of a plan file in JSON.
///
/// # Errors
/// Where the writer fails, or the plan's text is no JSON.
pub fn write_optimum(
    out: impl Write,
    optimum: &Optimum,
    plan: Option<&str>,
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let plan: Option<serde_json::Value> = plan.map(serde_json::from_str).transpose()?;
    let mut sink = Sink::new(out)?;
    sink.value("format", &OptimumFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("optimum", optimum)?;
    sink.value("plan", &plan)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}

/// The JSON Schema of an optimum file.
pub fn optimum_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(OptimumFile<'static>).to_value());
    &SCHEMA
}
