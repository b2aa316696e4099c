//! Settings of a campaign file.

use super::words::Goal;
use crate::text::QDuration;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A currency and its price year, as schemas describe it.
const CURRENCY_YEAR: &str = "^[A-Z]{3} -?[0-9]{1,5}$";

/// Conventions that change results. Each may be given in one file only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The acceleration that turns specific impulse into exhaust velocity, in m/s²; by default
    /// standard gravity, 9.80665.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gravity_m_s2: Option<f64>,
    /// Whether volumes of holds and stores are limits; by default they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_limits: Option<bool>,
    /// Whether environments are limits; by default they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment_limits: Option<bool>,
    /// Whether parts of decommissioned elements serve demands for the same spare; by default not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scavenge: Option<bool>,
    /// Whether EVAs are simulated one by one; by default they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detailed_eva: Option<bool>,
    /// Whether any departure from a mission's destination ends its stay there, as in SpaceNet; by
    /// default only the way back does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any_departure_ends_stay: Option<bool>,
    /// Whether stock of a named resource serves needs for anything of its class; by default it does.
    /// SpaceNet holds that it does in tanks and does not in containers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named_serves_generic: Option<bool>,
    /// Days in the year that yearly rates refer to; by default 365.25.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_per_year: Option<f64>,
    /// What other money is worth in the campaign's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exchange: Vec<Exchange>,
    /// The currency and price year that costs are summed in; by default `USD 2026`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = CURRENCY_YEAR))]
    pub money: Option<String>,
    /// How long the campaign goes on after its last event, where it has no horizon; by default not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tail: Option<QDuration>,
    /// What a plan is to be best in: one goal, or several in their order, the second among the best by the first
    /// and so on; by default `launch-mass`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub objective: Option<Objective>,
}

/// What a plan is to be best in: a goal, or several in their order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Objective {
    /// Several.
    List(Vec<Goal>),
    /// One.
    Word(Goal),
}

/// What one unit of another money is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// The other currency and price year, such as `USD 2026`.
    #[schemars(regex(pattern = CURRENCY_YEAR))]
    pub from: String,
    /// How much of the campaign's money one unit of it is worth.
    #[schemars(extend("exclusiveMinimum" = 0))]
    pub rate: f64,
}
