//! Files of efficient sets: `portolan-efficient/1`. The plans of which none is better in one goal without being worse in
//! another, at what rate one goal is exchanged for another, and where there may be more. JSON, written only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a file of an efficient set.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum EfficientFormat {
    /// Version 1.
    #[serde(rename = "portolan-efficient/1")]
    One,
}

/// A goal of the set.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EfficientGoal {
    /// `launch-mass`, `cost`, `time` or `emissions`.
    pub goal: &'static str,
    /// The unit of its amounts.
    pub unit: String,
    /// How little two plans that count as the same may differ by.
    pub tolerance: f64,
}

/// An efficient plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EfficientRow {
    /// What it comes to in each goal.
    pub values: Vec<f64>,
    /// For each goal, what no plan can be better than within the ceilings under which the point was searched; null where
    /// nothing is known.
    pub bounds: Vec<Option<f64>>,
    /// True where it is proved, to the gap, that no plan is better in one goal and no worse in the others.
    pub proved: bool,
    /// Whether some weighting of the goals asks for it; null where that depends on what was not searched.
    pub supported: Option<bool>,
    /// What each goal after the first takes more than at the next plan, for each unit of the first goal that is saved;
    /// null at the last plan and where nothing of the first goal is saved.
    pub exchange: Option<Vec<f64>>,
    /// True where neither the judge nor the simulation finds an error in the plan.
    pub feasible: bool,
}

/// A box in which there may be more efficient plans.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Unsearched {
    /// The least of each goal; null where nothing is known.
    pub from: Vec<Option<f64>>,
    /// The most of each goal; null where nothing is known.
    pub to: Vec<Option<f64>>,
}

/// An efficient set.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Efficient {
    /// In which campaign.
    pub campaign: String,
    /// Why the search ended: `optimal` where all points asked for, or all there are, were found.
    pub stop: &'static str,
    /// True where no efficient plan is missing, to the tolerances.
    pub complete: bool,
    /// The goals.
    pub goals: Vec<EfficientGoal>,
    /// The plans, the best in the first goal first.
    pub points: Vec<EfficientRow>,
    /// Where there may be more; outside there is proved to be none.
    pub unsearched: Vec<Unsearched>,
    /// Nodes of the search trees.
    pub nodes: u64,
}

/// What a file of an efficient set holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EfficientFile<'a> {
    /// The format.
    pub format: EfficientFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// The set.
    pub efficient: Efficient,
    /// The plan of each point, as in a plan file; null where it cannot be written.
    pub plans: Vec<Option<serde_json::Value>>,
    /// What went wrong and is worth knowing.
    pub findings: Vec<FindingRow<'a>>,
}

/// Writes an efficient set as JSON. `plans` are the texts of plan files in JSON.
///
/// # Errors
/// Where the writer fails, or a plan's text is no JSON.
pub fn write_efficient(
    out: impl Write,
    efficient: &Efficient,
    plans: &[Option<String>],
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let plan = |text: &Option<String>| text.as_deref().map(serde_json::from_str).transpose();
    let plans: Vec<Option<serde_json::Value>> = plans.iter().map(plan).collect::<Result<_, _>>()?;
    let mut sink = Sink::new(out)?;
    sink.value("format", &EfficientFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("efficient", efficient)?;
    sink.value("plans", &plans)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}

/// The JSON Schema of a file of an efficient set.
pub fn efficient_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(EfficientFile<'static>).to_value());
    &SCHEMA
}
