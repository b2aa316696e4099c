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

/// What a kilogram of a good is worth at a place and an instant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Price {
    /// The good.
    pub good: String,
    /// The node.
    pub node: String,
    /// The day of the campaign.
    pub day: f64,
    /// What one kilogram more there saves, in `price_unit`.
    pub per_kg: f64,
    /// The same in words.
    pub sentence: String,
}

/// What a number of the campaign is worth.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Binding {
    /// Which number, in words.
    pub what: String,
    /// What it is.
    pub value: f64,
    /// The unit of the value.
    pub unit: String,
    /// What one unit more costs (above zero) or saves (below), in `price_unit`; null where more is not possible, or a
    /// whole number is used up.
    pub price: Option<f64>,
    /// What one unit less saves (above zero) or costs (below).
    pub price_less: Option<f64>,
    /// From which value on the price holds; null where that is not known.
    pub holds_from: Option<f64>,
    /// Up to which value it holds; null where that is not known, or there is no end.
    pub holds_to: Option<f64>,
    /// The same in words.
    pub sentence: String,
}

/// What a time is worth: what a search with it changed comes to, against the plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TimePrice {
    /// What is changed: a window of an edge is `closed`, a demand is `due` or an offer `offered` on another day.
    pub change: &'static str,
    /// Which edge, demand or offer.
    pub what: String,
    /// The day on which the window opens; null where none is closed.
    pub from: Option<f64>,
    /// The day on which it shuts.
    pub to: Option<f64>,
    /// By how many days later (above zero) or earlier; null where a window is closed.
    pub by: Option<f64>,
    /// Whether it is proved that there would be no plan; both differences are then null.
    pub none: bool,
    /// What the best plan found with the change costs more (above zero) or saves; null where none was found.
    pub difference: Option<f64>,
    /// What is proved: every plan with the change costs at least so much more; null where nothing is.
    pub at_least: Option<f64>,
    /// The unit of both, such as `kg launched`.
    pub unit: String,
    /// The same in words.
    pub sentence: String,
}

/// A statement of the campaign that contradicts others.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Member {
    /// Which number, in words.
    pub what: String,
    /// What it is.
    pub value: f64,
    /// The unit of the value.
    pub unit: String,
    /// What it says.
    pub sentence: String,
}

/// Changes with which there is a plan.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Relaxation {
    /// The numbers that change.
    pub numbers: Vec<NewNumber>,
    /// The days on which a way or an offer is used that was not open before.
    pub days: Vec<f64>,
    /// The sum of the changes of numbers, each relative to what it was; null for changes of times.
    pub share: Option<f64>,
    /// What to do.
    pub sentence: String,
}

/// A number that changes.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct NewNumber {
    /// Which number, in words.
    pub what: String,
    /// What it was.
    pub from: f64,
    /// What it becomes.
    pub to: f64,
    /// The unit of both.
    pub unit: String,
}

/// A better plan, of a search in windows of time.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Incumbent {
    /// Where in the search it was found, in words: relax-and-fix (`window 9 of 9`), fix-and-optimise (`window 2 of 9
    /// anew`, `ferry anew`) or `the whole`.
    pub stage: String,
    /// What it comes to in the first goal, or in the weighted sum.
    pub value: f64,
    /// What no plan is better than, as far as was known then; null where nothing was.
    pub bound: Option<f64>,
    /// How far it was proved to be from the best at most, relative to its size.
    pub gap: Option<f64>,
    /// Nodes of search trees until then.
    pub nodes: u64,
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
    /// Only where the plan was searched in windows of time: the better plans in the order in which they were found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<Vec<Incumbent>>,
    /// Only where it was asked for: what no plan at any instants is better than.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<Times>,
    /// The size of the program.
    pub program: Program,
    /// The unit of prices, such as `kg launched`; null where there are none.
    pub price_unit: Option<String>,
    /// What goods are worth, the dearest first. Prices hold while whole numbers and sizes stay what they are.
    pub prices: Vec<Price>,
    /// What binds and is demanded, what weighs most first.
    pub binding: Vec<Binding>,
    /// Only where it was asked for: what windows that the plan uses are worth, and days of what is due and offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_prices: Option<Vec<TimePrice>>,
    /// Where there is no plan: what can be seen to stand in the way without solving anything.
    pub obstacles: Vec<String>,
    /// Where there is no plan: a smallest set of statements that contradict each other.
    pub conflict: Vec<Member>,
    /// Where there is no plan: changes that restore one, the easiest first; the last may be of several numbers at once.
    pub relaxations: Vec<Relaxation>,
}

/// What no plan is better than, at whichever instants things leave, and how that was found.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Times {
    /// What no plan at any instants is better than, in the unit of the first goal, or the weighted sum; null where no bound is
    /// known.
    pub bound: Option<f64>,
    /// How far the plan may be from the best at any instants, relative to its size.
    pub gap: Option<f64>,
    /// The rounds in which more instants were looked at; the first one without.
    pub rounds: Vec<Round>,
}

/// A round in which more instants were looked at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Round {
    /// Its number, from zero.
    pub round: u32,
    /// Instants in the plan's network, over all nodes.
    pub instants: usize,
    /// What its plan comes to; null where none was found.
    pub value: Option<f64>,
    /// What no plan at any instants is better than, by this round's intervals.
    pub bound: Option<f64>,
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
