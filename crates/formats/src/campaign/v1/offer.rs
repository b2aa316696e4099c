//! What a planner may use, and what it may not.

use crate::text::{Q, QInstant, QMoney};
use portolan_vocabulary::Mass;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that a plan may take at a node: pieces of a `design`, one `element`, or amounts of a `good`. In a
/// campaign with offers, what a plan creates or adds must be on offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The node where it is taken.
    pub node: String,
    /// The design that elements are made from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub design: Option<String>,
    /// The one element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub element: Option<String>,
    /// A resource, or anything of a class of supply: `class-201`, `class-201-pressurised`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<String>,
    /// The most that is taken over the whole campaign: pieces, or an amount in the good's unit; by default as
    /// much as anyone wants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<f64>,
    /// From when on; by default from the campaign's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<QInstant>,
    /// Until when, not including; by default until the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QInstant>,
    /// The partner who offers it, and owns what is taken; by default the owner of the design.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Lent, not given: as many pieces must be at the node at the end as were taken there; false by default.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lent: bool,
}

/// A limit over many trips: the most `mass`, the most `trips` or the most `cost`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The most mass that departs, in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass: Option<Q<Mass>>,
    /// The most trips, in all; none forbids the ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trips: Option<u32>,
    /// The most money spent on trips and on what is taken on offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<QMoney>,
    /// The edges that it is about; by default all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<String>,
    /// Counting only elements of this partner and what is in them; a cost counts where this partner pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Counting only this good.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good: Option<String>,
    /// Departures from this time on; by default from the campaign's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<QInstant>,
    /// Departures until this time, not including; by default until the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QInstant>,
    /// The partner who set it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner: Option<String>,
}
