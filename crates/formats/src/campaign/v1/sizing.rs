//! Sizing laws of designs.

use crate::text::Q;
use portolan_vocabulary::Mass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A sizing law: payload capacity and propellant capacity are a planner's to choose, and the dry mass is the
/// smallest that equals the sum of the `terms`, which may depend on the dry mass itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sizing {
    /// The least and the most payload capacity.
    pub payload: [Q<Mass>; 2],
    /// The least and the most propellant capacity, all stores that feed engines together.
    pub propellant: [Q<Mass>; 2],
    /// The least and the most dry mass.
    pub dry: [Q<Mass>; 2],
    /// Quantities on the way to the dry mass, each of earlier ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 100))]
    pub auxiliaries: Vec<Auxiliary>,
    /// What the dry mass in kg is the sum of.
    #[schemars(length(min = 1, max = 100))]
    pub terms: Vec<SizingTerm>,
    /// The law holds at the points of a mesh of this width in both capacities, counted from their least, and runs
    /// straight in between; by default it holds everywhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mesh: Option<Q<Mass>>,
    /// In place of `mesh`: the law holds at these points and runs straight over these triangles. Capacities outside
    /// them have no dry mass.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triangulation: Option<Triangulation>,
}

/// Points and the triangles between them, as a published mesh has them. The triangles cover a region without gap or
/// overlap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triangulation {
    /// The payload capacity and the propellant capacity of each point.
    #[schemars(length(min = 3, max = 5000))]
    pub points: Vec<[Q<Mass>; 2]>,
    /// The corners of each triangle, by the numbers of points from zero.
    #[schemars(length(min = 1, max = 10_000))]
    pub triangles: Vec<[u32; 3]>,
}

/// A quantity on the way to the dry mass, such as electric power.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Auxiliary {
    /// The word for it in the law.
    #[schemars(length(min = 1))]
    pub name: String,
    /// What it is the sum of.
    #[schemars(length(min = 1, max = 100))]
    pub terms: Vec<SizingTerm>,
}

/// One term of a sum: the coefficient times a power of a quantity, masses in kg.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizingTerm {
    /// The factor.
    pub coefficient: f64,
    /// What is raised to the power: `payload`, `propellant`, `dry` or the name of an auxiliary; by default nothing,
    /// and the term is its coefficient.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub of: Option<String>,
    /// The power; by default 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exponent: Option<f64>,
}
