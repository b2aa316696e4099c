//! The layout of a plan file, version 1. Frozen, as that of a campaign file is, whose elements and
//! events it shares.

use crate::campaign::v1::{Element, Event, Maker};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::sync::LazyLock;

/// The format of a plan file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// Version 1.
    #[serde(rename = "portolan-plan/1")]
    One,
}

/// A plan: timed activities in a campaign, whose things it names by their ids.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Portolan plan, version 1")]
pub struct Root {
    /// The format and its version.
    pub format: Format,
    /// The word for the plan in other files.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The campaign that the plan is for, by its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Who or what made it; by default a person, by the name of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maker: Option<Maker>,
    /// Elements that the plan brings along, such as containers that cargo is packed in. `like` names a
    /// design of the campaign.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub element: Vec<Element>,
    /// What is done; times count from the campaign's start.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub activity: Vec<Event>,
}

/// The JSON Schema of a plan file, as files are held against it.
pub fn schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Root).to_value());
    &SCHEMA
}
