//! Goods: what comes in amounts.

use crate::supply_class::SupplyClass;
use portolan_vocabulary::{Id, Index, Mass, Money, Volume};

/// Whether a thing needs, or a hold offers, a pressurised atmosphere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Environment {
    /// Exposed to whatever is outside.
    #[default]
    Unpressurised,
    /// In a pressurised atmosphere.
    Pressurised,
}

impl Environment {
    /// True where a thing that needs `self` may stand in a hold that offers `offered`: a pressurised
    /// hold takes everything, an unpressurised one only what needs no pressure.
    pub const fn fits_in(self, offered: Self) -> bool {
        matches!(
            (self, offered),
            (Self::Unpressurised, _) | (_, Self::Pressurised)
        )
    }
}

/// Whether amounts of a resource may be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ResourceKind {
    /// Any amount: water, propellant.
    #[default]
    Continuous,
    /// Whole items in practice: pumps, filters. Expected demands may still be fractions.
    Discrete,
}

/// A fungible good.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// Its class of supply.
    pub class: SupplyClass,
    /// Whether it may be divided.
    pub kind: ResourceKind,
    /// What it needs around it.
    pub environment: Environment,
    /// The unit that amounts count, such as `kg` or `item`.
    pub unit: String,
    /// Mass of one unit; above zero.
    pub unit_mass: Mass,
    /// Volume of one unit, packed; zero where unknown.
    pub unit_volume: Volume,
    /// Mass of stowage material that one unit needs (kg per unit), where known.
    pub packing_factor: f64,
    /// Price of one unit, where known.
    pub price: Option<Money>,
    /// The fraction that is lost of what leaves an element's stores for another's (chill-down, venting), at least; 0 to
    /// below 1.
    pub transfer_loss: f64,
}

/// A resource of the campaign, or anything of a class of supply that needs an environment.
///
/// Amounts of a generic good are in kilograms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Good {
    /// One named resource.
    Specific(Index<Resource>),
    /// Anything of this class.
    Generic {
        /// The class of supply.
        class: SupplyClass,
        /// What it needs around it.
        environment: Environment,
    },
}

/// An amount of a good.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lot {
    /// What.
    pub good: Good,
    /// How much, in the resource's unit (kilograms for a generic good). Not negative.
    pub amount: f64,
}
