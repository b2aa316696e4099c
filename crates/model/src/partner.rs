//! Partners: who owns, pays, contributes and forbids.

use portolan_vocabulary::{Id, Money};

/// What a partner brings in.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    /// What it is, in words.
    pub what: String,
    /// What it is worth, where agreed.
    pub value: Option<Money>,
}

/// An agency or company that takes part.
#[derive(Clone, Debug, PartialEq)]
pub struct Partner {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of the country whose law it is under; `None` for international bodies.
    pub country: Option<String>,
    /// Its agreed share of the campaign, 0 to 1, where one is agreed.
    pub share: Option<f64>,
    /// What it brings in.
    pub contributions: Vec<Contribution>,
}
