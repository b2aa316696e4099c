//! What cannot be written: where the sums of a solution hold and single pieces do not.

use std::fmt;

/// Why a solution cannot be written as a plan: a place where the sums hold and no dealing to single pieces was found.
/// Arcs, points, kinds, goods, pools and trips are positions in the network's lists.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unwritable {
    /// The flows are not of this network: a list has another length, or a number names nothing.
    Foreign,
    /// More pieces of a kind leave a point than come to it.
    Missing {
        /// At which point.
        point: usize,
        /// Of which kind.
        kind: usize,
        /// How many too few there are.
        count: u32,
    },
    /// Pieces of a kind are to leave their base, and too few are ready again or may leave once more.
    NotReady {
        /// Along which arc.
        arc: usize,
        /// Of which kind.
        kind: usize,
        /// How many too few there are.
        count: u32,
    },
    /// Points follow each other in a circle, in no time.
    Circle {
        /// One of the points.
        point: usize,
    },
    /// Pieces that must ride in holds fit into no combination of single holds.
    NoHold {
        /// On which arc.
        arc: usize,
        /// The first piece's kind that was left over by the best attempt.
        kind: usize,
    },
    /// A load does not fit into the single stores of the pieces that it is to travel or to wait with.
    NoStore {
        /// On which arc.
        arc: usize,
        /// Which good.
        good: usize,
        /// In which pool.
        pool: usize,
        /// How much finds no room, in kg.
        mass_kg: f64,
    },
    /// A good is needed at a point that everything leaves which could keep it.
    NothingKeeps {
        /// At which point.
        point: usize,
        /// Which good.
        good: usize,
        /// How much finds no room, in kg.
        mass_kg: f64,
    },
    /// There is less of a good at a point than is to leave it or to be used there, as single pieces bring it.
    Short {
        /// At which point.
        point: usize,
        /// Which good.
        good: usize,
        /// How much is missing, in kg.
        mass_kg: f64,
    },
    /// Goods are to change places at a point where everything is full.
    Full {
        /// At which point.
        point: usize,
        /// One of the goods.
        good: usize,
        /// How much of it has no room to move, in kg.
        mass_kg: f64,
    },
    /// A burn does not reach its velocity change as the propellant is dealt to single vehicles.
    Burn {
        /// On which arc.
        arc: usize,
        /// How much is missing, in m/s.
        short_m_s: f64,
    },
    /// Something that pieces use up on a way is not in their stores.
    Unmet {
        /// On which arc.
        arc: usize,
        /// How much is missing, in kg.
        mass_kg: f64,
    },
    /// The vehicles of a trip take another time than it does.
    Timing {
        /// Which trip.
        trip: usize,
    },
}

impl Unwritable {
    /// The same with other positions of kinds and pools.
    pub(crate) fn with_positions(
        mut self,
        of_kind: impl Fn(usize) -> usize,
        of_pool: impl Fn(usize) -> usize,
    ) -> Self {
        match &mut self {
            Self::Missing { kind, .. }
            | Self::NotReady { kind, .. }
            | Self::NoHold { kind, .. } => {
                *kind = of_kind(*kind);
            }
            Self::NoStore { pool, .. } => *pool = of_pool(*pool),
            _ => {}
        }
        self
    }
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => write!(f, "the flows are not of this network"),
            Self::Missing { point, kind, count } => write!(
                f,
                "{count} pieces of kind {kind} are missing at point {point}"
            ),
            Self::NotReady { arc, kind, count } => write!(
                f,
                "{count} pieces of kind {kind} are not ready to leave on arc {arc}"
            ),
            Self::Circle { point } => {
                write!(f, "what leaves point {point} comes back to it in no time")
            }
            Self::NoHold { arc, kind } => {
                write!(f, "a piece of kind {kind} fits into no hold on arc {arc}")
            }
            Self::NoStore {
                arc,
                good,
                pool,
                mass_kg,
            } => write!(
                f,
                "{mass_kg} kg of good {good} find no store of pool {pool} on arc {arc}"
            ),
            Self::NothingKeeps {
                point,
                good,
                mass_kg,
            } => write!(
                f,
                "nothing at point {point} keeps {mass_kg} kg of good {good} until they are needed"
            ),
            Self::Short {
                point,
                good,
                mass_kg,
            } => write!(
                f,
                "{mass_kg} kg of good {good} are missing at point {point}"
            ),
            Self::Full {
                point,
                good,
                mass_kg,
            } => write!(
                f,
                "{mass_kg} kg of good {good} have no room to change places at point {point}"
            ),
            Self::Burn { arc, short_m_s } => {
                write!(f, "the burn on arc {arc} falls short by {short_m_s} m/s")
            }
            Self::Unmet { arc, mass_kg } => {
                write!(f, "{mass_kg} kg that are used up on arc {arc} are missing")
            }
            Self::Timing { trip } => {
                write!(f, "the vehicles of trip {trip} take another time than it")
            }
        }
    }
}

impl std::error::Error for Unwritable {}
