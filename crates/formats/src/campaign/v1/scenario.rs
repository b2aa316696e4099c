//! What may come.

use crate::text::QInstant;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A way on which things may come. What a plan does before it is known which scenario comes is the same in all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How likely it is; the probabilities of all scenarios sum to one.
    pub probability: f64,
    /// When it is known that this scenario comes; the same in all scenarios.
    pub known: QInstant,
    /// Demands whose amounts differ; they are due, or begin, when the scenario is known or later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demands: Vec<Factor>,
    /// Ways that nothing enters for a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Closure>,
    /// What is no longer to be had once the scenario is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<Lost>,
}

/// By how much the amounts of a demand differ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Factor {
    /// The demand: amounts or rates, not pieces.
    pub demand: String,
    /// What its amounts are multiplied with.
    pub factor: f64,
}

/// A way that nothing enters for a time: an outage, or a delay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The edge.
    pub edge: String,
    /// From when on; when the scenario is known, or later.
    pub from: QInstant,
    /// Until when, not including.
    pub to: QInstant,
}

/// What is no longer to be had.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lost {
    /// Offers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<String>,
    /// Partners, with all that they offer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
}
