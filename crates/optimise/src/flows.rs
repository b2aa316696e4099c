//! The values of a solution, in the words of the network.

use crate::single::Singles;

/// A load on an arc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Which good, by position.
    pub good: usize,
    /// In which pool.
    pub pool: usize,
    /// How much enters the arc, in kg.
    pub departs_kg: f64,
    /// How much leaves it, in kg.
    pub arrives_kg: f64,
}

/// What uses an arc.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flow {
    /// Kinds and how many pieces of each; above zero, in order of kinds.
    pub pieces: Vec<(usize, u32)>,
    /// Loads above zero, in order of goods and pools.
    pub loads: Vec<Load>,
    /// How many trips it takes, for the first leg of a trip.
    pub trips: u32,
    /// Plants that work on a wait: kind, and how many days at full capacity in sum over the pieces.
    pub runs: Vec<(usize, f64)>,
}

/// The size that was chosen for a kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Payload capacity, in kg.
    pub payload_kg: f64,
    /// Propellant capacity, in kg.
    pub propellant_kg: f64,
    /// Dry mass, in kg.
    pub dry_kg: f64,
}

/// A solution in the words of its network.
#[derive(Clone, Debug, PartialEq)]
pub struct Flows {
    /// For each arc of the network.
    pub arcs: Vec<Flow>,
    /// For each take of the network: pieces, or mass in kg.
    pub takes: Vec<f64>,
    /// For each kind, its size where one was chosen.
    pub sizes: Vec<Option<Size>>,
    /// The same with some pieces singled out, where only that can be written.
    pub singles: Option<Box<Singles>>,
}
