//! What manifesting is told and what it answers.

use crate::relaxation::Relaxation;
use portolan_model::{Activity, Edge, Element, Good, Lot, Node, Plan, Site};
use portolan_vocabulary::{Duration, Findings, Id, Index};

/// How goods are packed and how hard a manifest is tried for.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// Tare of a made-to-measure crate per mass of goods that need no pressure and have no packing
    /// factor of their own. The default 0.6 is SpaceNet's generic packing factor.
    pub crate_factor_unpressurised: f64,
    /// The same for goods that need pressure; SpaceNet's default is 0.2.
    pub crate_factor_pressurised: f64,
    /// Round discrete resources up to whole items per place; otherwise fractions, which are expected
    /// demands, are carried as such.
    pub whole_items: bool,
    /// Nodes where goods can be had besides those on the surface of the Earth.
    pub sources: Vec<Index<Node>>,
    /// How often a simulated manifest is corrected for what went otherwise than planned: burns that
    /// cannot lift the cargo, goods used up at another place than they were sent to.
    pub corrections: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            crate_factor_unpressurised: 0.6,
            crate_factor_pressurised: 0.2,
            whole_items: false,
            sources: Vec::new(),
            corrections: 8,
        }
    }
}

/// One leg of a container's way.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// The transport that carries it.
    pub activity: Id<Activity>,
    /// Along which way.
    pub edge: Index<Edge>,
    /// In the hold of which carrier.
    pub carrier: Index<Element>,
    /// When it leaves.
    pub depart: Duration,
    /// When it arrives.
    pub arrive: Duration,
}

/// One container with what is in it and how it travels.
#[derive(Clone, Debug, PartialEq)]
pub struct Shipment {
    /// The id of the container, an element of the plan.
    pub container: Id<Element>,
    /// Its name, which says what is inside.
    pub name: String,
    /// The design it is made from; `None` for a crate made to measure.
    pub design: Option<Index<Element>>,
    /// What is inside.
    pub contents: Vec<Lot>,
    /// Mass of what is inside, in kg.
    pub net_kg: f64,
    /// Mass of the empty container, in kg.
    pub tare_kg: f64,
    /// Where it is needed: a node, or the way of its last leg.
    pub site: Site,
    /// When the first of its contents is needed.
    pub due: Duration,
    /// Its way, leg by leg.
    pub legs: Vec<Leg>,
}

impl Shipment {
    /// Mass of the container with what is inside, in kg.
    pub fn gross_kg(&self) -> f64 {
        self.net_kg + self.tare_kg
    }
}

/// A need that is not covered.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// Where; `None` where the requester was nowhere.
    pub site: Option<Site>,
    /// What.
    pub good: Good,
    /// By when.
    pub due: Duration,
    /// How much of it is missing, in the good's unit.
    pub amount: f64,
    /// The same in kg.
    pub mass_kg: f64,
}

/// Sums over a manifest.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Mass of the needs that are to be shipped, in kg.
    pub needed_kg: f64,
    /// Mass of the goods packed, in kg.
    pub net_kg: f64,
    /// Mass of the empty containers, in kg.
    pub tare_kg: f64,
    /// How many containers, crates included.
    pub containers: usize,
    /// How many of them are crates made to measure.
    pub crates: usize,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifested {
    /// The plan with the cargo; `None` where it does not fit. It was simulated, and what it leaves
    /// unmet stands in `shortfalls`.
    pub plan: Option<Plan>,
    /// The containers; where there is no plan, as they would travel with the relaxation.
    pub shipments: Vec<Shipment>,
    /// What is not covered, without any relaxation.
    pub shortfalls: Vec<Shortfall>,
    /// Where it does not fit: the least change of limits with which it does.
    pub relaxation: Option<Relaxation>,
    /// What went wrong and what is worth knowing.
    pub findings: Findings,
    /// Sums over the shipments.
    pub totals: Totals,
}
