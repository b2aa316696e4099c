//! Events of a campaign file, which are the activities of its plan.

use super::demand::{Lot, Rate};
use super::words::{BurnSystem, HoldReason, StateKind};
use crate::text::{Q, QDuration, QInstant, QMoney};
use portolan_vocabulary::Speed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One timed thing that is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Event {
    /// The word for it; by default the mission, the number in the list and the action:
    /// `sortie-1.3-transport`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(min = 1))]
    pub id: Option<String>,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The mission it belongs to, where it does not stand within one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mission: Option<String>,
    /// When: an instant, or the time since the start of the mission that it stands in (else of the
    /// campaign).
    pub at: QInstant,
    /// Order among events that begin at the same time, lowest first; by default 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<i32>,
    /// The node or edge where it is said to happen; its elements must be there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// What it costs besides tariffs and prices.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<QMoney>,
    /// The partner who pays for it; by default the owner or operator of what it uses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payer: Option<String>,
    /// What it asks of its staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub staff: Vec<Staff>,
    /// What is done.
    #[serde(flatten)]
    pub action: Action,
}

/// So many people who each hold these qualifications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// How many.
    #[schemars(range(min = 1))]
    pub count: u32,
    /// The qualifications each must hold, by their identifiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifications: Vec<String>,
}

/// A crew member of an EVA.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrewState {
    /// The crew member.
    pub element: String,
    /// The state during the EVA, by name; by default it keeps its state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// An element that changes state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateChange {
    /// The element.
    pub element: String,
    /// The new state, by name.
    pub state: String,
}

/// What is done. Elements, edges and resources are named by their ids; `into`, `to` and `from` name a
/// node or an element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum Action {
    /// Elements come into being.
    Create {
        /// Which.
        elements: Vec<String>,
        /// The node or element where.
        into: String,
    },
    /// Elements move between holders at one place, in no time.
    Move {
        /// Which.
        elements: Vec<String>,
        /// The node or element where to.
        to: String,
    },
    /// Elements leave the campaign, with all that is in them.
    Remove {
        /// Which.
        elements: Vec<String>,
    },
    /// Goods come into being in the stores of an element.
    Add {
        /// What and how much.
        lots: Vec<Lot>,
        /// The element.
        to: String,
    },
    /// Goods are used up.
    Consume {
        /// What and how much.
        lots: Vec<Lot>,
        /// The node or element from where.
        from: String,
    },
    /// Goods change stores between two elements at one place.
    Transfer {
        /// What and how much leaves the first.
        lots: Vec<Lot>,
        /// From which element.
        from: String,
        /// To which element.
        to: String,
        /// The fraction lost on the way, 0 to below 1; by default none.
        #[serde(skip_serializing_if = "Option::is_none")]
        loss: Option<f64>,
    },
    /// Propellant is pumped from one element's tanks into another's.
    Refuel {
        /// From which element.
        from: String,
        /// To which element.
        to: String,
        /// What.
        good: String,
        /// How much arrives; by default the receiving tanks are filled as far as the giver has.
        #[serde(skip_serializing_if = "Option::is_none")]
        amount: Option<f64>,
        /// The fraction of what leaves that is lost, 0 to below 1; by default none.
        #[serde(skip_serializing_if = "Option::is_none")]
        loss: Option<f64>,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
    },
    /// Goods are vented or dumped.
    BoilOff {
        /// From which element.
        element: String,
        /// What and how much.
        lots: Vec<Lot>,
    },
    /// Elements change state.
    Reconfigure {
        /// Which, and to what.
        changes: Vec<StateChange>,
    },
    /// Elements change to their first state of a kind.
    ReconfigureAll {
        /// Which.
        elements: Vec<String>,
        /// The kind.
        kind: StateKind,
    },
    /// A burn at a node, that changes no place.
    Burn {
        /// The stack.
        elements: Vec<String>,
        /// The velocity change.
        dv: Q<Speed>,
        /// Which propulsion; by default the main engines.
        #[serde(skip_serializing_if = "Option::is_none")]
        system: Option<BurnSystem>,
        /// What burns and what is dropped, in order: `burn eds`, `stage eds`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        steps: Vec<String>,
    },
    /// Elements travel an edge of any kind.
    Transport {
        /// Which way.
        edge: String,
        /// What travels, with all that is in it.
        elements: Vec<String>,
        /// For each burn of the edge, what burns and what is dropped: `burn eds`, `stage eds`. One list
        /// for low thrust.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        burns: Vec<Vec<String>>,
        /// Speed of the vehicle, where the way has no duration; by default its highest.
        #[serde(skip_serializing_if = "Option::is_none")]
        speed: Option<Q<Speed>>,
        /// The share of time in motion, above 0 to 1; by default 1.
        #[serde(skip_serializing_if = "Option::is_none")]
        duty_cycle: Option<f64>,
        /// The vehicle's state during the trip, by name; by default it keeps its state.
        #[serde(skip_serializing_if = "Option::is_none")]
        moving_state: Option<String>,
    },
    /// A crewed EVA.
    Eva {
        /// The vehicle that the crew leaves and enters.
        vehicle: String,
        /// Who takes part.
        crew: Vec<CrewState>,
        /// How long.
        duration: QDuration,
        /// What it needs besides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        demands: Vec<Lot>,
    },
    /// A time of exploration with EVAs at even distances.
    Explore {
        /// The vehicle that the crew leaves and enters.
        vehicle: String,
        /// Who takes part.
        crew: Vec<CrewState>,
        /// How long.
        duration: QDuration,
        /// How many EVAs in seven days.
        evas_per_week: f64,
        /// How long each.
        eva_duration: QDuration,
        /// What each needs besides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        demands: Vec<Lot>,
    },
    /// Elements are joined to another: they travel and manoeuvre with it from then on.
    Dock {
        /// Which.
        elements: Vec<String>,
        /// To which element.
        to: String,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
    },
    /// Docked or assembled elements part from what they are joined to.
    Undock {
        /// Which.
        elements: Vec<String>,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
    },
    /// Elements are handled into a hold.
    Load {
        /// Which.
        elements: Vec<String>,
        /// Into which element.
        into: String,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
    },
    /// Elements are handled out of a hold, to where the carrier is.
    Unload {
        /// Which.
        elements: Vec<String>,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
    },
    /// A plant makes outputs from inputs for a time.
    Produce {
        /// Which element; goods come from and go to its place.
        plant: String,
        /// What is used up.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        inputs: Vec<Rate>,
        /// What is made.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        outputs: Vec<Rate>,
        /// How long.
        duration: QDuration,
    },
    /// Parts of an element are repaired instead of replaced.
    Repair {
        /// Which element.
        element: String,
        /// The part, by its resource.
        part: String,
        /// How many; by default one.
        #[serde(skip_serializing_if = "Option::is_none")]
        quantity: Option<f64>,
        /// Who works on it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        crew: Vec<String>,
    },
    /// Elements wait.
    Hold {
        /// Which.
        elements: Vec<String>,
        /// Why.
        reason: HoldReason,
        /// How long.
        duration: QDuration,
    },
    /// Elements become parts of another for good.
    Assemble {
        /// Which.
        elements: Vec<String>,
        /// Into which element.
        into: String,
        /// How long it takes; by default no time.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
        /// The state that the whole is in afterwards, by name; by default it keeps its state.
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<String>,
    },
}

impl Action {
    /// The word for the action.
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
