//! Demands: who needs what, where, when; and the models that derive them.

use crate::consumables::CrewConsumables;
use crate::element::Element;
use crate::good::{Good, Lot};
use crate::node::Node;
use crate::partner::Partner;
use portolan_vocabulary::{Duration, Id, Index};

/// An amount of a good per day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// What.
    pub good: Good,
    /// How much per day, in the resource's unit (kilograms for a generic good). Negative: it is made.
    pub per_day: f64,
}

/// How needs arise.
#[derive(Clone, Debug, PartialEq)]
pub enum DemandModel {
    /// The consumables of a mission's crew, as one lump at first arrival at the destination.
    CrewConsumables(Box<CrewConsumables>),
    /// A steady rate while the state, or the mission, lasts.
    Rated(Vec<Rate>),
    /// Once, when the state is first entered or the mission begins.
    Impulse(Vec<Lot>),
    /// Spares as a fraction of dry mass per year.
    SparingByMass {
        /// Fraction of dry mass per year, of what needs no pressure.
        unpressurised_per_y: f64,
        /// Fraction of dry mass per year, of what needs pressure.
        pressurised_per_y: f64,
        /// Whether the element's listed parts are demanded as such; the rest is generic maintenance mass.
        parts_listed: bool,
    },
    /// Spares as the expected failures of the listed parts: quantity · duty cycle / mean time to failure.
    SparingByParts,
    /// Makes outputs from inputs at steady rates while every input is to be had: in-situ production,
    /// recycling. Rates are positive on both sides.
    Conversion {
        /// What is used up.
        inputs: Vec<Rate>,
        /// What is made.
        outputs: Vec<Rate>,
    },
}

/// Who receives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipient {
    /// Whatever is at a node.
    Node(Index<Node>),
    /// One element, wherever it is.
    Element(Index<Element>),
}

/// How much and when.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// Amounts at one time.
    Once {
        /// What and how much.
        lots: Vec<Lot>,
        /// When, since the campaign's start.
        due: Duration,
    },
    /// Rates over a time.
    Steady {
        /// What and how much per day.
        rates: Vec<Rate>,
        /// From, since the campaign's start.
        from: Duration,
        /// Until.
        until: Duration,
    },
    /// Elements that must be there, for a node only.
    Presence {
        /// Which design, or which element of the campaign, and how many.
        pieces: Vec<Piece>,
        /// From, since the campaign's start.
        from: Duration,
        /// Until, including; the same as `from` where they need to be there for an instant.
        until: Duration,
    },
}

/// So many elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// Of which kind.
    pub kind: PieceKind,
    /// How many; above zero, and one for an element.
    pub count: u32,
}

/// What counts as a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PieceKind {
    /// Any element that was made from this design.
    Design(Index<Element>),
    /// This element of the campaign.
    Element(Index<Element>),
}

/// A demand that stands on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// The word that files use.
    pub id: Id<Self>,
    /// Who receives.
    pub recipient: Recipient,
    /// How much and when.
    pub need: Need,
    /// On whose behalf.
    pub partner: Option<Index<Partner>>,
}
