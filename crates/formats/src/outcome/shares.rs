//! Shares files: `portolan-shares/1`. What each partner pays of a campaign's best plan, by each method, and who would
//! object. JSON, written only.

use super::sink::Sink;
use super::v1::Provenance;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a shares file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum SharesFormat {
    /// Version 1.
    #[serde(rename = "portolan-shares/1")]
    One,
}

/// What a coalition's best plan comes to.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CoalitionRow {
    /// Who.
    pub members: Vec<String>,
    /// What its best plan comes to; null where it has none.
    pub value: Option<f64>,
}

/// The shares by one method.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct MethodRow {
    /// The method's key, such as `shapley`.
    pub method: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What each partner pays; null where the method does not apply.
    pub shares: Option<BTreeMap<String, f64>>,
    /// What each partner pays, as exact fractions of the decimals that the coalitions come to.
    pub exact: Option<BTreeMap<String, String>>,
    /// What the true share may differ by with 95 % confidence, where it was sampled.
    pub within_95: Option<BTreeMap<String, f64>>,
    /// True where no coalition would be better off by itself; null where that is not known.
    pub in_core: Option<bool>,
    /// Who objects, or why the method does not apply, in a sentence.
    pub verdict: Option<String>,
}

/// What each partner pays.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Shares {
    /// In which campaign.
    pub campaign: String,
    /// What is shared: `launch-mass`, `cost` or `emissions`.
    pub goal: &'static str,
    /// The unit of all amounts.
    pub unit: String,
    /// Every coalition that was planned.
    pub coalitions: Vec<CoalitionRow>,
    /// Whether there is a split to which nobody objects, in a sentence; null where that is not known.
    pub core: Option<String>,
    /// The methods.
    pub methods: Vec<MethodRow>,
}

/// What a shares file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SharesFile<'a> {
    /// The format.
    pub format: SharesFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// The shares.
    pub shares: Shares,
}

/// Writes shares as JSON.
///
/// # Errors
/// Where the writer fails.
pub fn write_shares(
    out: impl Write,
    shares: &Shares,
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &SharesFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("shares", shares)?;
    sink.finish()
}

/// The JSON Schema of a shares file.
pub fn shares_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(SharesFile<'static>).to_value());
    &SCHEMA
}
