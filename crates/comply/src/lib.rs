//! Which rules bear on this plan on that date, and what do they say?
//!
//! A rule is data: what it says, whose it is, since when, which facts it needs, a condition and an effect. This crate takes
//! rules as they were read ([`Draft`]), finds what they name ([`resolve`](fn@resolve)), compares types and units, and answers
//! with one of three values: it applies, it does not, or a fact is missing. [`judge`](fn@judge) asks every rule of a [`Pack`]
//! about every movement, load, stay and party of a plan, each on its own date. Nothing here is legal advice, and
//! [`NOT_ADVICE`] says so wherever a verdict is shown.
//!
//! The crate reads no files and no clock.

pub mod codes;
mod condition;
mod draft;
mod evaluate;
mod judge;
mod mutate;
mod pack;
mod report;
mod resolve;
mod rule;
mod table;
mod typing;
mod unit;
mod value;

pub use condition::{Comparison, Condition, Operand};
pub use draft::{
    CaseDraft, ConditionDraft, DatedDraft, Draft, FactDraft, FormDraft, Literal, LookupDraft,
    OperandDraft,
};
pub use evaluate::{Answer, Bag, Facts, evaluate};
pub use judge::{
    Closed, DocumentNeed, Item, Judged, Matter, PermitNeed, Said, Told, Verdict, closed_ways, judge,
};
pub use mutate::mutations;
pub use pack::Pack;
pub use resolve::resolve;
pub use rule::{
    About, Case, Citation, Dated, Effect, Expected, FactType, NeededFact, Remedy, Rule,
};
pub use table::{Cell, Table, Tables};
pub use unit::Unit;
pub use value::{Kind, Value};

/// What every report of verdicts says of itself.
pub const NOT_ADVICE: &str =
    "This is a computation over stated facts and cited rules, and no legal advice.";
