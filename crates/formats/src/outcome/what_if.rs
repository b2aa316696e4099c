//! What-if files: `portolan-what-if/1`. What comes of a partner's leaving. JSON, written only.

use super::sink::Sink;
use super::v1::Provenance;
use schemars::JsonSchema;
use serde::Serialize;
use std::io::{self, Write};
use std::sync::LazyLock;

/// The format of a what-if file.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub enum WhatIfFormat {
    /// Version 1.
    #[serde(rename = "portolan-what-if/1")]
    One,
}

/// A trip that is not made as planned.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Missed {
    /// Along which edge.
    pub edge: String,
    /// When it was to leave, in days since the campaign's start.
    pub depart_d: f64,
    /// When a trip along this edge leaves instead; null where none does.
    pub instead_d: Option<f64>,
}

/// What comes of one partner's leaving.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Exit {
    /// Who leaves.
    pub partner: String,
    /// True where every demand of the others is still met.
    pub survivable: bool,
    /// What is withdrawn.
    pub withdrawn: Vec<String>,
    /// Demands of the partner's own that fall away.
    pub fallen: Vec<String>,
    /// Demands of the others that can no longer be met.
    pub lost: Vec<String>,
    /// Trips of the plan that are not made as planned.
    pub missed: Vec<Missed>,
    /// What the goal comes to from the day of the notice on, if nobody leaves.
    pub before: Option<f64>,
    /// The same, where only what is still met without the partner is asked for.
    pub alike: Option<f64>,
    /// What the goal comes to without the partner.
    pub after: Option<f64>,
    /// What of the things withdrawn, left behind alone, saves every demand.
    pub saving: Vec<String>,
    /// Whether the judge and the simulation accept the new plan; null where there is none.
    pub feasible: Option<bool>,
}

/// What comes of exits, the worst first.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WhatIf {
    /// In which campaign.
    pub campaign: String,
    /// What the plans are to be best in.
    pub goal: &'static str,
    /// The unit of the goal.
    pub unit: String,
    /// When what the partner brought is gone, in days since the campaign's start.
    pub from_d: f64,
    /// How long before that it is known.
    pub notice_d: f64,
    /// The exits.
    pub exits: Vec<Exit>,
}

/// What a what-if file holds.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WhatIfFile<'a> {
    /// The format.
    pub format: WhatIfFormat,
    /// What the file was made from and by.
    pub provenance: Provenance<'a>,
    /// What comes of the exits.
    pub what_if: WhatIf,
}

/// Writes what comes of exits as JSON.
///
/// # Errors
/// Where the writer fails.
pub fn write_what_if(
    out: impl Write,
    what_if: &WhatIf,
    provenance: &Provenance<'_>,
) -> io::Result<()> {
    let mut sink = Sink::new(out)?;
    sink.value("format", &WhatIfFormat::One)?;
    sink.value("provenance", provenance)?;
    sink.value("what_if", what_if)?;
    sink.finish()
}

/// The JSON Schema of a what-if file.
pub fn what_if_schema() -> &'static serde_json::Value {
    static SCHEMA: LazyLock<serde_json::Value> =
        LazyLock::new(|| schemars::schema_for!(WhatIfFile<'static>).to_value());
    &SCHEMA
}
