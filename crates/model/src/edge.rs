//! Edges: directed ways between two nodes.

use crate::calendar::Calendar;
use crate::departures::Departures;
use crate::good::Resource;
use crate::node::Node;
use crate::partner::Partner;
use portolan_vocabulary::{Distance, Duration, Id, Index, Mass, Money, Speed, Volume};

/// Which propulsion of a vehicle a burn uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum BurnSystem {
    /// The main engines (orbital manoeuvring).
    #[default]
    Main,
    /// The attitude thrusters (reaction control).
    Attitude,
}

/// One impulsive burn of a way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burn {
    /// When, after departure; from zero to the way's duration.
    pub after: Duration,
    /// The velocity change that the stack must gain; not negative.
    pub dv: Speed,
    /// Which propulsion performs it.
    pub system: BurnSystem,
}

/// A way over ground, water or through air.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroundMode {
    /// By road.
    Road,
    /// By rail.
    Rail,
    /// By inland water.
    Waterway,
    /// By sea.
    Sea,
    /// By air.
    Air,
}

/// How an edge is travelled.
#[derive(Clone, Debug, PartialEq)]
pub enum Way {
    /// A launch from a surface, by impulsive burns that include the losses of the ascent.
    Launch {
        /// From lift-off to arrival.
        duration: Duration,
        /// The burns, in order of time.
        burns: Vec<Burn>,
    },
    /// A flight by impulsive burns.
    Impulsive {
        /// From departure to arrival.
        duration: Duration,
        /// The burns, in order of time.
        burns: Vec<Burn>,
    },
    /// A flight under continuous thrust, paid for at arrival by the rocket equation.
    LowThrust {
        /// From departure to arrival.
        duration: Duration,
        /// The whole velocity change.
        dv: Speed,
    },
    /// A flight whose propulsion is not modelled: a service with a capacity.
    Flight {
        /// From departure to arrival.
        duration: Duration,
    },
    /// A drive over a planetary surface, at the vehicle's speed.
    Surface {
        /// The distance.
        distance: Distance,
    },
    /// Road, rail, water or air.
    Ground {
        /// Which.
        mode: GroundMode,
        /// The distance.
        distance: Distance,
        /// From departure to arrival; without it, distance over the vehicle's speed.
        duration: Option<Duration>,
    },
    /// A pipe that carries one resource between stores at its ends.
    Pipe {
        /// What flows.
        resource: Index<Resource>,
        /// The most that flows, in the resource's unit per day.
        per_day: f64,
        /// The distance.
        distance: Distance,
    },
}

impl Way {
    /// From departure to arrival, for a way that has a duration of its own; otherwise the vehicle's
    /// speed decides.
    pub const fn duration(&self) -> Option<Duration> {
        match self {
            Self::Launch { duration, .. }
            | Self::Impulsive { duration, .. }
            | Self::LowThrust { duration, .. }
            | Self::Flight { duration } => Some(*duration),
            Self::Ground { duration, .. } => *duration,
            Self::Surface { .. } | Self::Pipe { .. } => None,
        }
    }

    /// The distance, for a way that has one.
    pub const fn distance(&self) -> Option<Distance> {
        match self {
            Self::Surface { distance }
            | Self::Ground { distance, .. }
            | Self::Pipe { distance, .. } => Some(*distance),
            Self::Launch { .. }
            | Self::Impulsive { .. }
            | Self::LowThrust { .. }
            | Self::Flight { .. } => None,
        }
    }

    /// The word for the way, as in files.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Launch { .. } => "launch",
            Self::Impulsive { .. } => "impulsive",
            Self::LowThrust { .. } => "low-thrust",
            Self::Flight { .. } => "flight",
            Self::Surface { .. } => "surface",
            Self::Ground {
                mode: GroundMode::Road,
                ..
            } => "road",
            Self::Ground {
                mode: GroundMode::Rail,
                ..
            } => "rail",
            Self::Ground {
                mode: GroundMode::Waterway,
                ..
            } => "waterway",
            Self::Ground {
                mode: GroundMode::Sea,
                ..
            } => "sea",
            Self::Ground {
                mode: GroundMode::Air,
                ..
            } => "air",
            Self::Pipe { .. } => "pipe",
        }
    }

    /// The burns, in order of time; empty for ways without propulsion of their own. A low-thrust way
    /// has none here: its single integral is taken at arrival.
    pub fn burns(&self) -> &[Burn] {
        match self {
            Self::Launch { burns, .. } | Self::Impulsive { burns, .. } => burns,
            _ => &[],
        }
    }

    /// The whole velocity change, in m/s; zero for ways without propulsion of their own.
    pub fn dv_m_s(&self) -> f64 {
        match self {
            Self::LowThrust { dv, .. } => dv.m_s(),
            // A sum of nothing is -0, which would be printed.
            way => way
                .burns()
                .iter()
                .fold(0.0, |sum, burn| sum + burn.dv.m_s()),
        }
    }

    /// True for ways through space.
    pub const fn is_space(&self) -> bool {
        matches!(
            self,
            Self::Launch { .. }
                | Self::Impulsive { .. }
                | Self::LowThrust { .. }
                | Self::Flight { .. }
        )
    }
}

/// The most that may travel at once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    /// Total mass of what departs, carriers and crew included.
    pub mass: Option<Mass>,
    /// Total volume of the cargo.
    pub volume: Option<Volume>,
    /// Crew members aboard.
    pub crew: Option<u32>,
}

/// What a trip costs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tariff {
    /// Each trip, whatever it carries.
    pub per_trip: Option<Money>,
    /// Each kilogram that departs.
    pub per_kg: Option<Money>,
    /// Greenhouse gases that each trip emits, as carbon dioxide of the same effect over a hundred years.
    pub emissions_per_trip: Option<Mass>,
    /// The same for each kilogram that departs: kilograms per kilogram.
    pub emissions_per_kg: Option<f64>,
}

/// A directed way between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// Where it begins.
    pub origin: Index<Node>,
    /// Where it ends.
    pub destination: Index<Node>,
    /// How it is travelled.
    pub way: Way,
    /// True where it may be travelled backwards too, as a road may.
    pub both_ways: bool,
    /// The most that may travel at once.
    pub limits: Limits,
    /// When people let it be entered.
    pub calendar: Calendar,
    /// When nature lets it be entered, and what it is then.
    pub departures: Departures,
    /// What a trip costs.
    pub tariff: Tariff,
    /// The partner who runs the service.
    pub operator: Option<Index<Partner>>,
    /// ISO 3166-1 alpha-2 codes of the countries whose law holds on the way.
    pub jurisdictions: Vec<String>,
    /// Where the figures come from.
    pub source: Option<String>,
}
