//! What a planner may use: offers; and what it may not: caps.

use crate::edge::Edge;
use crate::element::Element;
use crate::good::Good;
use crate::node::Node;
use crate::partner::Partner;
use portolan_vocabulary::{Duration, Id, Index, Mass, Money};

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Offered {
    /// Elements that are made from a design of the campaign.
    Design(Index<Element>),
    /// One element of the campaign.
    Element(Index<Element>),
    /// Amounts of a good.
    Good(Good),
}

/// Something that a plan may take at a node, from a time on.
///
/// In a campaign with offers, what a plan creates or adds must be on offer: at the node, at the time, and no
/// more of it than there is.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The word that files use.
    pub id: Id<Self>,
    /// What.
    pub what: Offered,
    /// Where.
    pub node: Index<Node>,
    /// The most that is taken over the whole campaign: pieces of a design, or an amount in the good's unit;
    /// `None` for as much as anyone wants. An element is one piece.
    pub limit: Option<f64>,
    /// From when on.
    pub from: Duration,
    /// Until when, not including; `None` until the end.
    pub until: Option<Duration>,
    /// Who offers it, and owns what is taken; `None` for the owner of the design.
    pub owner: Option<Index<Partner>>,
    /// True where it is lent, not given: at the end as many pieces of it must be at the node as were taken there on such
    /// offers. Chartered ships, rented containers and crews are lent. Goods are not.
    pub lent: bool,
}

impl Offer {
    /// True where it may be taken at this instant.
    pub fn is_open(&self, t: Duration) -> bool {
        self.from <= t && self.until.is_none_or(|until| t < until)
    }
}

/// The most of something that a cap allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Most {
    /// Mass that departs, in all.
    Mass(Mass),
    /// Trips, in all; none forbids the ways.
    Trips(u32),
    /// Money spent on trips and on what is taken on offer.
    Cost(Money),
}

/// A limit that a partner, an authority or a budget sets over many trips.
#[derive(Clone, Debug, PartialEq)]
pub struct Cap {
    /// The word that files use.
    pub id: Id<Self>,
    /// The most that is allowed.
    pub most: Most,
    /// On which ways; empty for all.
    pub edges: Vec<Index<Edge>>,
    /// Counting only elements of this owner, and what is in them; a cost counts where this partner pays.
    pub owner: Option<Index<Partner>>,
    /// Counting only this good.
    pub good: Option<Good>,
    /// Departures from this time on.
    pub from: Duration,
    /// Until this time, not including; `None` until the end.
    pub until: Option<Duration>,
    /// Who set it.
    pub partner: Option<Index<Partner>>,
}

impl Cap {
    /// True where a departure at this instant counts.
    pub fn counts_at(&self, t: Duration) -> bool {
        self.from <= t && self.until.is_none_or(|until| t < until)
    }

    /// True where departures on this way count.
    pub fn counts_on(&self, edge: Index<Edge>) -> bool {
        self.edges.is_empty() || self.edges.contains(&edge)
    }
}
