//! What a campaign states of its things for the rules that bear on them: classifications and limits, permits, agreements,
//! records of quality. The model carries the facts and knows none of them.

use crate::edge::Edge;
use crate::element::Element;
use crate::good::Resource;
use crate::node::Node;
use crate::partner::Partner;
use portolan_vocabulary::{Date, Id, Index};
use std::collections::BTreeMap;

/// Something that facts are stated of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// A good.
    Resource(Index<Resource>),
    /// A design, and every element made from it.
    Design(Index<Element>),
    /// An element.
    Element(Index<Element>),
    /// A place.
    Node(Index<Node>),
    /// A way.
    Edge(Index<Edge>),
    /// A partner.
    Partner(Index<Partner>),
}

/// What a stated fact is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stated {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit; finite.
    Number(f64),
    /// A word, a quantity with its unit, or a date.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
}

/// Facts about things, and who says so.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Of what.
    pub things: Vec<Thing>,
    /// The facts by name, such as `eccn`.
    pub facts: BTreeMap<String, Stated>,
    /// Which post says so, such as an export control officer; no person's name is needed.
    pub by: Option<String>,
    /// Where it is written.
    pub source: Option<String>,
}

/// A licence, an exception or another authorisation that was given or is claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct Permit {
    /// The word that files use.
    pub id: Id<Self>,
    /// Its kind, as rules name it: `bis-licence`, `STA`, `DSP-5`.
    pub kind: String,
    /// For which resources, designs and elements; for all, where none is named.
    pub things: Vec<Thing>,
    /// Along which ways; along all, where none is named.
    pub edges: Vec<Index<Edge>>,
    /// To which countries, ISO 3166-1 alpha-2; to all, where none is named.
    pub countries: Vec<String>,
    /// To whom; to all, where nobody is named.
    pub consignees: Vec<Index<Partner>>,
    /// From this day.
    pub from: Date,
    /// Until the day before this one.
    pub until: Option<Date>,
    /// Who decided it: an authority, or a post.
    pub decided_by: Option<String>,
}

/// An interval of days; the end is not part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspension {
    /// From this day.
    pub from: Date,
    /// Until the day before this one; for good, where there is none.
    pub until: Option<Date>,
    /// Why.
    pub why: String,
}

/// An agreement between partners.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// Its type: `MOU`, `implementing-arrangement`, `barter`, `TAA`, `MLA`.
    pub kind: String,
    /// Between whom; at least two.
    pub partners: Vec<Index<Partner>>,
    /// Which resources, designs and elements it covers; all, where none is named.
    pub things: Vec<Thing>,
    /// Which activities it covers, in words; all, where none is named.
    pub activities: Vec<String>,
    /// At which places; at all, where none is named.
    pub places: Vec<Index<Node>>,
    /// From this day.
    pub from: Date,
    /// Until the day before this one.
    pub until: Option<Date>,
    /// When it is suspended.
    pub suspended: Vec<Suspension>,
    /// Who decided it.
    pub decided_by: Option<String>,
}

impl Agreement {
    /// True where it is in force on a day and not suspended.
    pub fn is_in_force(&self, on: Date) -> bool {
        on.is_within(self.from, self.until) && self.suspension(on).is_none()
    }

    /// The suspension that a day falls in.
    pub fn suspension(&self, on: Date) -> Option<&Suspension> {
        let mut suspended = self.suspended.iter();
        suspended.find(|it| on.is_within(it.from, it.until))
    }
}

/// Technical data that one partner gives another: drawings, test reports, access to a network, training.
#[derive(Clone, Debug, PartialEq)]
pub struct DataTransfer {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// About which resources, designs and elements.
    pub things: Vec<Thing>,
    /// Who gives it.
    pub from: Index<Partner>,
    /// Who gets it.
    pub to: Index<Partner>,
    /// When; from this day on, where it is an access that lasts.
    pub on: Date,
    /// Facts of the data by name, such as `eccn`.
    pub facts: BTreeMap<String, Stated>,
}

/// Evidence of quality: an inspection, a test, a certificate, a nonconformance and how it was disposed of.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The word that files use.
    pub id: Id<Self>,
    /// Its kind: `first-article`, `certificate-of-conformity`, `vibration-test`, `nonconformance`.
    pub kind: String,
    /// Of which resources, designs and elements.
    pub things: Vec<Thing>,
    /// When.
    pub on: Date,
    /// How it ended: `passed`, `failed`, `open`, `use-as-is`, `repair`, `rework`, `scrap`, `return`.
    pub result: String,
    /// No longer evidence from this day.
    pub expires: Option<Date>,
    /// Which post or body made it.
    pub by: Option<String>,
    /// Where it can be seen.
    pub evidence: Option<String>,
}
