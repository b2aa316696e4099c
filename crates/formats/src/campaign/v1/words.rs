//! The words that may stand for a kind, and what they mean in the model.

use portolan_model as model;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An enum of words that stands for one of the model's.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$word:meta])* $variant:ident,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$word])* $variant,)*
        }

        impl From<model::$name> for $name {
            fn from(word: model::$name) -> Self {
                match word {
                    $(model::$name::$variant => Self::$variant,)*
                }
            }
        }

        impl From<$name> for model::$name {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$variant => Self::$variant,)*
                }
            }
        }
    };
}

words!(
    /// Whether a thing needs, or a room offers, a pressurised atmosphere.
    Environment {
        /// Exposed to whatever is outside.
        Unpressurised,
        /// In a pressurised atmosphere.
        Pressurised,
    }
);
words!(
    /// Whether amounts of a resource may be divided.
    ResourceKind {
        /// Any amount.
        Continuous,
        /// Whole items in practice.
        Discrete,
    }
);
words!(
    /// What a node is for.
    Facility {
        /// A place and nothing more.
        Site,
        /// Makes elements or resources.
        Factory,
        /// Keeps them.
        Warehouse,
        /// A sea port.
        Port,
        /// An airport.
        Airport,
        /// A rail or road terminal.
        Terminal,
        /// Prepares payloads and vehicles for launch.
        Integration,
        /// A launch pad.
        Pad,
        /// A crewed or tended station in space.
        Station,
        /// A propellant or cargo depot.
        Depot,
        /// A base on another body.
        Base,
        /// Where crews and cargo return to.
        Landing,
    }
);
words!(
    /// Which passes of a site through the plane of an orbit are used.
    Pass {
        /// Either.
        Both,
        /// Northward.
        Ascending,
        /// Southward.
        Descending,
    }
);
words!(
    /// How a flight ends at its destination.
    Arrival {
        /// A burn into the destination's orbit; at a surface, the flight enters directly.
        Capture,
        /// The atmosphere brakes in one pass.
        Aerocapture,
        /// A burn into a long ellipse, which the atmosphere lowers over months.
        Aerobraking,
        /// The flight passes by, or enters the atmosphere.
        Flyby,
    }
);
words!(
    /// Which propulsion of a vehicle a burn uses.
    BurnSystem {
        /// The main engines.
        Main,
        /// The attitude thrusters.
        Attitude,
    }
);
words!(
    /// What people call an element.
    ElementKind {
        /// Cargo with no ability of its own.
        Item,
        /// Carries other elements.
        Carrier,
        /// Carries goods.
        Container,
        /// Carries one resource.
        Tank,
        /// A stage or spacecraft that burns propellant.
        PropulsiveVehicle,
        /// A rover.
        SurfaceVehicle,
        /// A truck or transporter.
        Truck,
        /// A train.
        Train,
        /// A ship or barge.
        Ship,
        /// An aircraft.
        Aircraft,
        /// A person aboard.
        CrewMember,
        /// A habitat or station module.
        Module,
        /// A robot.
        Robot,
        /// A plant that makes or recycles goods.
        Plant,
    }
);
words!(
    /// The kinds of state an element may be in.
    StateKind {
        /// In full use.
        Active,
        /// In a use of its own, as during an EVA or a drive.
        Special,
        /// In reduced use.
        Quiescent,
        /// Out of use but kept.
        Dormant,
        /// Out of use for good; its parts may serve as spares.
        Decommissioned,
    }
);
words!(
    /// What makes one plan better than another.
    Goal {
        /// Less mass that leaves the surface of the Earth through space.
        LaunchMass,
        /// Less money for what is taken, trips and refurbishment.
        Cost,
        /// An earlier end: the last arrival that a demand waits for.
        Time,
        /// Less greenhouse gas.
        Emissions,
    }
);
words!(
    /// Why something waits.
    HoldReason {
        /// Customs clearance.
        Customs,
        /// A test or an inspection.
        Test,
        /// A licence, permit or other authorisation.
        Permit,
        /// Waiting for a window, a carrier or another consignment.
        Waiting,
        /// Preparation: fuelling, integration, refurbishment.
        Processing,
    }
);
words!(
    /// What kind of maker a plan has.
    MakerKind {
        /// A person, in a campaign file.
        Person,
        /// An import from another tool's file.
        Import,
        /// The packing and manifesting of demands.
        Manifest,
        /// The optimiser.
        Optimiser,
    }
);
