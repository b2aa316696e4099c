//! People hooks: who there is, and what an activity asks of its staff.

use crate::partner::Partner;
use portolan_vocabulary::{Id, Index};

/// A person or a post that a campaign can staff activities with. Nationality is never stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people, or the post's.
    pub name: String,
    /// Who employs them.
    pub employer: Option<Index<Partner>>,
    /// The qualifications held, by their identifiers.
    pub qualifications: Vec<String>,
}

/// What an activity asks of its staff: this many people who each hold these qualifications.
#[derive(Clone, Debug, PartialEq)]
pub struct StaffNeed {
    /// How many; above zero.
    pub count: u32,
    /// The qualifications each must hold, by their identifiers.
    pub qualifications: Vec<String>,
}
