//! What a campaign file states for the rules: facts, permits, agreements, records.

use crate::text::QEpoch;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a stated fact is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Stated {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(f64),
    /// A word, a quantity such as `150 kg`, or a date.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
}

/// The things that something is said of, by their words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Things {
    /// Goods.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<String>,
    /// Designs, and every element made from them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub design: Vec<String>,
    /// Elements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element: Vec<String>,
    /// Places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub node: Vec<String>,
    /// Ways.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edge: Vec<String>,
    /// Partners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partner: Vec<String>,
}

/// Facts about things, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Of what.
    pub of: Things,
    /// The facts by name: `facts = { eccn = "9A515.a", origin = "US" }`.
    pub facts: BTreeMap<String, Stated>,
    /// Which post says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Where it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A licence, an exception or another authorisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Permit {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// Its kind, as rules name it.
    pub kind: String,
    /// For which resources, designs and elements; by default for all.
    #[serde(default)]
    pub of: Things,
    /// Along which ways; by default along all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<String>,
    /// To which countries, ISO 3166-1 alpha-2; by default to all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// To which partners; by default to all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consignees: Vec<String>,
    /// From this day.
    pub from: QEpoch,
    /// No longer valid from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QEpoch>,
    /// Who decided it: an authority, or a post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// When an agreement is suspended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Suspension {
    /// From this day.
    pub from: QEpoch,
    /// No longer from this day; by default for good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QEpoch>,
    /// Why.
    #[serde(default)]
    pub why: String,
}

/// An agreement between partners.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type: `MOU`, `implementing-arrangement`, `barter`, `TAA`, `MLA`.
    pub kind: String,
    /// Between whom; at least two.
    pub partners: Vec<String>,
    /// Which resources, designs and elements it covers; by default all.
    #[serde(default)]
    pub of: Things,
    /// Which activities it covers, in words; by default all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activities: Vec<String>,
    /// At which places; by default at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// From this day.
    pub from: QEpoch,
    /// No longer valid from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QEpoch>,
    /// When it is suspended.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suspended: Vec<Suspension>,
    /// Who decided it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<String>,
}

/// Technical data that one partner gives another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataTransfer {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// About which resources, designs and elements.
    #[serde(default)]
    pub of: Things,
    /// The partner who gives it.
    pub from: String,
    /// The partner who gets it.
    pub to: String,
    /// When; from this day on, where it is an access that lasts.
    pub on: QEpoch,
    /// Facts of the data by name: `facts = { eccn = "9E515.a" }`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Stated>,
}

/// Evidence of quality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// Its kind: `first-article`, `certificate-of-conformity`, `vibration-test`, `nonconformance`.
    pub kind: String,
    /// Of which resources, designs and elements.
    pub of: Things,
    /// When.
    pub on: QEpoch,
    /// How it ended: `passed`, `failed`, `open`, `use-as-is`, `repair`, `rework`, `scrap`, `return`.
    pub result: String,
    /// No longer evidence from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<QEpoch>,
    /// Which post or body made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Where it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
}
