//! Activities: what is done, at what time.

use crate::demand::Rate;
use crate::edge::{BurnSystem, Edge};
use crate::element::{Element, StateKind};
use crate::good::{Good, Lot};
use crate::mission::Mission;
use crate::node::Node;
use crate::partner::Partner;
use crate::person::StaffNeed;
use portolan_vocabulary::{Duration, Id, Index, Money, Speed};

/// Where something is as a whole: at a node, or under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Site {
    /// At a node.
    Node(Index<Node>),
    /// On an edge.
    Edge(Index<Edge>),
}

/// What holds an element or a demand directly: a node or an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A node.
    Node(Index<Node>),
    /// The hold of an element.
    Element(Index<Element>),
}

/// One step of a burn, carried out in order until the velocity change is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BurnStep {
    /// This vehicle burns, until its propellant or the velocity change is used up.
    Burn(Index<Element>),
    /// This element is dropped with all that is in it.
    Stage(Index<Element>),
}

/// A crew member of an EVA and the state it is in meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrewState {
    /// The crew member.
    pub element: Index<Element>,
    /// The position of the state during the EVA, or `None` to keep the state.
    pub state: Option<usize>,
}

/// Why something waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HoldReason {
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

impl HoldReason {
    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Customs => "customs",
            Self::Test => "test",
            Self::Permit => "permit",
            Self::Waiting => "waiting",
            Self::Processing => "processing",
        }
    }
}

/// What is done. Activities with a duration take effect at their end; meanwhile the elements they name
/// are busy, and another activity that needs one of them is blocked.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Elements come into being.
    Create {
        /// Which.
        elements: Vec<Index<Element>>,
        /// Where.
        into: Holder,
    },
    /// Elements move between holders at one place, in no time.
    Move {
        /// Which.
        elements: Vec<Index<Element>>,
        /// Where to.
        to: Holder,
    },
    /// Elements leave the campaign, with all that is in them.
    Remove {
        /// Which.
        elements: Vec<Index<Element>>,
    },
    /// Goods come into being in the stores of an element.
    Add {
        /// What and how much.
        lots: Vec<Lot>,
        /// Into which.
        to: Index<Element>,
    },
    /// Goods are used up, from the stores of an element or at a node.
    Consume {
        /// What and how much.
        lots: Vec<Lot>,
        /// From where.
        from: Holder,
    },
    /// Goods change stores between two elements at one place.
    Transfer {
        /// What and how much leaves the first.
        lots: Vec<Lot>,
        /// From which.
        from: Index<Element>,
        /// To which.
        to: Index<Element>,
        /// The fraction lost on the way, 0 to below 1.
        loss: f64,
    },
    /// Propellant is pumped from one element's tanks into another's.
    Refuel {
        /// From which.
        from: Index<Element>,
        /// To which.
        to: Index<Element>,
        /// What.
        good: Good,
        /// How much arrives; `None` fills the receiving tanks as far as the giver has.
        amount: Option<f64>,
        /// The fraction of what leaves that is lost (chill-down, vented), 0 to below 1.
        loss: f64,
        /// How long it takes.
        duration: Duration,
    },
    /// Goods are vented or dumped.
    BoilOff {
        /// From which.
        element: Index<Element>,
        /// What and how much.
        lots: Vec<Lot>,
    },
    /// Elements change state.
    Reconfigure {
        /// Which, and the position of the new state of each.
        changes: Vec<(Index<Element>, usize)>,
    },
    /// Elements change to their first state of a kind.
    ReconfigureAll {
        /// Which.
        elements: Vec<Index<Element>>,
        /// The kind.
        kind: StateKind,
    },
    /// A burn at a node, that changes no place.
    Burn {
        /// The stack.
        elements: Vec<Index<Element>>,
        /// The velocity change.
        dv: Speed,
        /// Which propulsion.
        system: BurnSystem,
        /// What burns and what is dropped, in order.
        steps: Vec<BurnStep>,
    },
    /// Elements travel an edge of any kind.
    Transport {
        /// Which way.
        edge: Index<Edge>,
        /// What travels, with all that is in it.
        elements: Vec<Index<Element>>,
        /// For each burn of the edge, what burns and what is dropped. One list for low thrust.
        burns: Vec<Vec<BurnStep>>,
        /// Speed of the vehicle, where the way has no duration; `None` is the vehicle's highest.
        speed: Option<Speed>,
        /// The share of time in motion, above 0 to 1.
        duty_cycle: f64,
        /// The position of the vehicle's state during the trip, where it changes.
        moving_state: Option<usize>,
    },
    /// A crewed EVA.
    Eva {
        /// The vehicle that the crew leaves and enters.
        vehicle: Index<Element>,
        /// Who takes part.
        crew: Vec<CrewState>,
        /// How long.
        duration: Duration,
        /// What it needs besides.
        demands: Vec<Lot>,
    },
    /// A time of exploration with EVAs at even distances.
    Explore {
        /// The vehicle that the crew leaves and enters.
        vehicle: Index<Element>,
        /// Who takes part.
        crew: Vec<CrewState>,
        /// How long.
        duration: Duration,
        /// How many EVAs in seven days.
        evas_per_week: f64,
        /// How long each.
        eva_duration: Duration,
        /// What each needs besides.
        demands: Vec<Lot>,
    },
    /// Elements are joined to another: they travel and manoeuvre with it from then on.
    Dock {
        /// Which.
        elements: Vec<Index<Element>>,
        /// To which.
        to: Index<Element>,
        /// How long it takes.
        duration: Duration,
    },
    /// Docked or assembled elements part from what they are joined to.
    Undock {
        /// Which.
        elements: Vec<Index<Element>>,
        /// How long it takes.
        duration: Duration,
    },
    /// Elements are handled into a hold.
    Load {
        /// Which.
        elements: Vec<Index<Element>>,
        /// Into which.
        into: Index<Element>,
        /// How long it takes.
        duration: Duration,
    },
    /// Elements are handled out of a hold, to where the carrier is.
    Unload {
        /// Which.
        elements: Vec<Index<Element>>,
        /// How long it takes.
        duration: Duration,
    },
    /// A plant makes outputs from inputs for a time.
    Produce {
        /// Which plant; goods come from and go to its place.
        plant: Index<Element>,
        /// What is used up.
        inputs: Vec<Rate>,
        /// What is made.
        outputs: Vec<Rate>,
        /// How long.
        duration: Duration,
    },
    /// Parts of an element are repaired instead of replaced, with crew time and repair material.
    Repair {
        /// Which element.
        element: Index<Element>,
        /// The position of the part in its list.
        part: usize,
        /// How many.
        quantity: f64,
        /// Who works on it.
        crew: Vec<Index<Element>>,
    },
    /// Elements wait.
    Hold {
        /// Which.
        elements: Vec<Index<Element>>,
        /// Why.
        reason: HoldReason,
        /// How long.
        duration: Duration,
    },
    /// Elements become parts of another for good.
    Assemble {
        /// Which.
        elements: Vec<Index<Element>>,
        /// Into which.
        into: Index<Element>,
        /// How long it takes.
        duration: Duration,
        /// The position of the state that the whole is in afterwards, where it changes.
        state: Option<usize>,
    },
}

impl Action {
    /// How long the action says that it takes; zero where it takes no time, and for transports, which
    /// take what their way takes.
    pub const fn duration(&self) -> Duration {
        match self {
            Self::Refuel { duration, .. }
            | Self::Eva { duration, .. }
            | Self::Explore { duration, .. }
            | Self::Dock { duration, .. }
            | Self::Undock { duration, .. }
            | Self::Load { duration, .. }
            | Self::Unload { duration, .. }
            | Self::Produce { duration, .. }
            | Self::Hold { duration, .. }
            | Self::Assemble { duration, .. } => *duration,
            _ => Duration::ZERO,
        }
    }

    /// The word for the action, as in files.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Create { .. } => "create",
            Self::Move { .. } => "move",
            Self::Remove { .. } => "remove",
            Self::Add { .. } => "add",
            Self::Consume { .. } => "consume",
            Self::Transfer { .. } => "transfer",
            Self::Refuel { .. } => "refuel",
            Self::BoilOff { .. } => "boil-off",
            Self::Reconfigure { .. } => "reconfigure",
            Self::ReconfigureAll { .. } => "reconfigure-all",
            Self::Burn { .. } => "burn",
            Self::Transport { .. } => "transport",
            Self::Eva { .. } => "eva",
            Self::Explore { .. } => "explore",
            Self::Dock { .. } => "dock",
            Self::Undock { .. } => "undock",
            Self::Load { .. } => "load",
            Self::Unload { .. } => "unload",
            Self::Produce { .. } => "produce",
            Self::Repair { .. } => "repair",
            Self::Hold { .. } => "hold",
            Self::Assemble { .. } => "assemble",
        }
    }
}

/// One timed thing that is done.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// The word that files and findings use; unique in the plan.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// What it is for.
    pub mission: Option<Index<Mission>>,
    /// When it begins, since the campaign's start; not negative.
    pub at: Duration,
    /// Order among activities that begin at the same time, lowest first; then the plan's order.
    pub priority: i32,
    /// Where it is said to happen; its elements must be there.
    pub site: Option<Site>,
    /// What is done.
    pub action: Action,
    /// What it costs besides tariffs and prices.
    pub cost: Option<Money>,
    /// Who pays for it; by default the owner or operator of what it uses.
    pub payer: Option<Index<Partner>>,
    /// What it asks of its staff.
    pub staff: Vec<StaffNeed>,
}
