//! Missions: what a group of activities is for.

use crate::demand::DemandModel;
use crate::node::Node;
use portolan_vocabulary::{Duration, Id, Index};

/// What a group of activities is for, and what it needs as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Mission {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// When it begins, since the campaign's start. The times of its events count from here in files.
    pub start: Duration,
    /// Where it begins.
    pub origin: Option<Index<Node>>,
    /// Where it is headed; its consumables are needed there.
    pub destination: Option<Index<Node>>,
    /// Where its way back begins.
    pub return_origin: Option<Index<Node>>,
    /// Where its way back ends.
    pub return_destination: Option<Index<Node>>,
    /// What the mission needs as a whole.
    pub models: Vec<DemandModel>,
}
