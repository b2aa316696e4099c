//! Scenarios files: `portolan-scenarios/1`. What uncertainty comes to: plans with recourse, what knowing earlier would be
//! worth, and what robustness costs. JSON, written only.

use super::findings::finding;
use super::sink::Sink;
use super::v1::{Finding as FindingRow, Provenance};
use portolan_vocabulary::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a scenarios file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum ScenariosFormat {
    /// Version 1.
    #[serde(rename = "portolan-scenarios/1")]
    One,
}

/// What a scenario comes to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ScenarioRow {
    /// Which scenario.
    pub scenario: String,
    /// How likely it is.
    pub probability: f64,
    /// What it comes to with the plan that is best on average; null where no plan serves all scenarios.
    pub recourse: Option<f64>,
    /// What it comes to at best, were it known from the start; null where it has no plan.
    pub alone: Option<f64>,
    /// What becomes of the plan for mean demands; null where nothing saves it.
    pub mean_plan: Option<f64>,
    /// What it comes to with the least worst case; null where that was not asked for, or there is none.
    pub robust: Option<f64>,
    /// What it comes to with all amounts raised by the margin; null where that was not asked for, or there is none.
    pub margin: Option<f64>,
}

/// What uncertainty comes to. All amounts are in one unit.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Scenarios {
    /// In which campaign.
    pub campaign: String,
    /// What plans are to be best in: `launch-mass`, `cost` or `emissions`.
    pub goal: &'static str,
    /// The unit of all amounts.
    pub unit: String,
    /// When it is known which scenario came, in days since the campaign's start.
    pub known_d: f64,
    /// The scenarios.
    pub scenarios: Vec<ScenarioRow>,
    /// The least mean with recourse; null where no plan serves all scenarios.
    pub expected: Option<f64>,
    /// What no plan can be better than on average.
    pub bound: Option<f64>,
    /// The mean of what each scenario comes to, were it known from the start.
    pub wait_and_see: Option<f64>,
    /// What the plan for mean demands comes to if the mean comes.
    pub mean_value: Option<f64>,
    /// The mean of what becomes of the plan for mean demands; null where a scenario wrecks it.
    pub expected_of_mean_plan: Option<f64>,
    /// What is lost on average by planning for the mean.
    pub value_of_stochastic_solution: Option<f64>,
    /// What knowing the scenario from the start would be worth on average.
    pub value_of_perfect_information: Option<f64>,
    /// The least worst case; null where it was not asked for.
    pub least_worst: Option<f64>,
    /// How much more the plan with the least worst case comes to on average.
    pub cost_of_robustness: Option<f64>,
    /// How much more the plan with the margin comes to on average.
    pub cost_of_margin: Option<f64>,
    /// How many searches were stopped before their answer was proved.
    pub unproved: usize,
    /// The scenario of whose course the plan is.
    pub plan_of: String,
    /// True where that plan is feasible where its scenario comes.
    pub feasible: bool,
}

/// What a scenarios file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ScenariosFile<'a> {
    /// The format.
    pub format: ScenariosFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// What uncertainty comes to.
    pub scenarios: Scenarios,
    /// The plan in one scenario, as in a plan file; null where there is none.
    pub plan: Option<serde_json::Value>,
    /// What went wrong and is worth knowing.
    pub findings: Vec<FindingRow<'a>>,
}

/// Writes what uncertainty comes to as JSON. `plan` is the text of a plan file in JSON.
///
/// # Errors
/// Where the writer fails, or the plan's text is no JSON.
pub fn write_scenarios(
    out: impl Write,
    scenarios: &Scenarios,
    plan: Option<&str>,
    findings: &[Finding],
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let plan: Option<serde_json::Value> = plan.map(serde_json::from_str).transpose()?;
    let mut sink = Sink::new(out)?;
    sink.value("format", &ScenariosFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("scenarios", scenarios)?;
    sink.value("plan", &plan)?;
    sink.rows("findings", findings.iter().map(finding))?;
    sink.finish()
}

/// The JSON Schema of a scenarios file.
pub fn scenarios_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(ScenariosFile<'static>).to_value());
    &SCHEMA
}
