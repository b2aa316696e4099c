//! The outcome: what simulation says happens when a plan is carried out.
//!
//! An outcome is a set of records in order of time, from which measures and reports are computed. It
//! holds facts only; what a fact is worth is a question for analysis.

use crate::activity::{Activity, Holder, Site};
use crate::campaign::Campaign;
use crate::demand::Demand;
use crate::edge::Edge;
use crate::element::Element;
use crate::good::{Good, Lot};
use crate::mission::Mission;
use crate::node::Node;
use crate::partner::Partner;
use crate::plan::Plan;
use portolan_vocabulary::{Duration, Findings, Id, Index, Money};

/// What happened to a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// It was done.
    Done,
    /// It was done in part: some goods were short.
    Short,
    /// It could not be done and was not; a finding says why.
    Blocked,
    /// It was not done because of an earlier step that was blocked.
    Followed,
}

/// What kind of event a record is of. An activity has one event, or several where it takes time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// The activity as a whole, done at once; or its beginning.
    Begin,
    /// The end of an activity that takes time.
    End,
    /// A transport leaves.
    Depart,
    /// A burn, of a transport or on its own; its number from zero.
    Burn(u32),
    /// A transport arrives.
    Arrive,
    /// The crew leaves the vehicle for an EVA; its number from zero.
    EvaOut(u32),
    /// The crew is back.
    EvaIn(u32),
}

/// One burn step as carried out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StepRecord {
    /// Which vehicle.
    pub element: Index<Element>,
    /// True where it was dropped, false where it burned.
    pub staged: bool,
    /// Velocity change it gave, in m/s.
    pub dv_m_s: f64,
    /// Propellant it used, in kg.
    pub propellant_kg: f64,
}

/// One burn as carried out, or as far as it could have been.
#[derive(Clone, Debug, PartialEq)]
pub struct BurnRecord {
    /// Velocity change wanted, in m/s.
    pub wanted_m_s: f64,
    /// Velocity change that the steps give, in m/s.
    pub achieved_m_s: f64,
    /// Mass of the stack before, in kg.
    pub mass_before_kg: f64,
    /// Mass of the stack after, in kg.
    pub mass_after_kg: f64,
    /// Propellant used, in kg.
    pub propellant_kg: f64,
    /// The steps, in order.
    pub steps: Vec<StepRecord>,
}

/// One event in the order in which it happened.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Of which activity.
    pub activity: Index<Activity>,
    /// Which of its events.
    pub kind: EventKind,
    /// When.
    pub time: Duration,
    /// Where, as far as it is known.
    pub site: Option<Site>,
    /// What happened to it.
    pub status: Status,
    /// The burn, where it is one.
    pub burn: Option<Box<BurnRecord>>,
}

/// One trip along an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// Of which activity.
    pub activity: Index<Activity>,
    /// Along which way.
    pub edge: Index<Edge>,
    /// From which node.
    pub origin: Index<Node>,
    /// To which node.
    pub destination: Index<Node>,
    /// When it left.
    pub depart: Duration,
    /// When it arrived; `None` where it is stranded.
    pub arrive: Option<Duration>,
    /// When it should arrive.
    pub due: Duration,
    /// What was listed to travel.
    pub listed: Vec<Index<Element>>,
    /// Total mass at departure, in kg.
    pub mass_kg: f64,
    /// Total mass at arrival, in kg; at the place where it is stranded.
    pub end_mass_kg: f64,
    /// Mass in the holds and stores that are no propellant tanks, crew included, in kg, at departure.
    pub cargo_kg: f64,
    /// Propellant in tanks that feed engines, at departure, in kg.
    pub propellant_kg: f64,
    /// Dry mass of the listed carriers that hold the cargo, at departure, in kg.
    pub tare_kg: f64,
    /// The most cargo that the listed carriers take in mass, in kg, as far as all are limited.
    pub capacity_kg: Option<f64>,
    /// The most mass that the way takes, in kg, where it is limited.
    pub limit_kg: Option<f64>,
    /// Crew aboard at departure.
    pub crew: u32,
    /// Mass of classes 6 and 8 aboard at departure, in kg (elements of the class with what is in them
    /// at dry mass, and goods of the class).
    pub exploration_kg: f64,
    /// Mass of elements and goods by owner at departure, in kg; those without owner under `None`.
    pub by_owner_kg: Vec<(Option<Index<Partner>>, f64)>,
}

/// A time that an element spent in one holder, at one site, in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stay {
    /// Which element.
    pub element: Index<Element>,
    /// Where as a whole.
    pub site: Site,
    /// What held it directly; `None` while under way on its own.
    pub holder: Option<Holder>,
    /// True where it was joined to its holder (docked or assembled), not stowed in the hold.
    pub joined: bool,
    /// The position of its state, where it has any.
    pub state: Option<usize>,
    /// From.
    pub from: Duration,
    /// Until, not including.
    pub to: Duration,
}

/// The level of one good in one store at one time. Between two points the level runs straight (or
/// decays, where the store loses to boil-off); two points at one time are a jump.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockPoint {
    /// When.
    pub time: Duration,
    /// In which element.
    pub element: Index<Element>,
    /// In which of its stores.
    pub store: usize,
    /// What.
    pub good: Good,
    /// How much, in the good's unit.
    pub level: f64,
}

/// Who asked for goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Requester {
    /// An element, by a model of its state.
    Element(Index<Element>),
    /// A mission, by one of its models.
    Mission(Index<Mission>),
    /// A demand that stands on its own.
    Demand(Index<Demand>),
    /// An activity.
    Activity(Index<Activity>),
}

/// Goods that were needed, over a time or (with `from == to`) at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NeedRecord {
    /// Who asked.
    pub requester: Requester,
    /// Where; `None` where the requester was nowhere.
    pub site: Option<Site>,
    /// What.
    pub good: Good,
    /// From.
    pub from: Duration,
    /// Until.
    pub to: Duration,
    /// How much was needed, in the good's unit; negative where it was made.
    pub amount: f64,
    /// How much of it was had (or, of what was made, stored).
    pub met: f64,
    /// True for what a process took in or gave out, which is a need of nobody.
    pub process: bool,
}

/// What crew time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CrewTask {
    /// EVA.
    Eva,
    /// Repair.
    Repair,
}

/// Crew time spent on a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrewTime {
    /// Whose.
    pub element: Index<Element>,
    /// On what.
    pub task: CrewTask,
    /// Where.
    pub site: Site,
    /// When it began.
    pub from: Duration,
    /// How long.
    pub spent: Duration,
}

/// What a cost is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CostKind {
    /// Making an element.
    Element,
    /// Buying goods.
    Goods,
    /// A trip.
    Trip,
    /// Whatever an activity costs besides.
    Activity,
}

/// A cost, in the campaign's currency and price year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostRecord {
    /// When.
    pub time: Duration,
    /// Of which activity.
    pub activity: Index<Activity>,
    /// What for.
    pub kind: CostKind,
    /// Along which way, where it is a trip.
    pub edge: Option<Index<Edge>>,
    /// Who pays, where that is known.
    pub partner: Option<Index<Partner>>,
    /// How much.
    pub money: Money,
}

/// A number drawn from an outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Its key in files, with the unit last: `launch_mass_kg`.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// What it means, in one sentence.
    pub definition: &'static str,
    /// The unit's symbol; empty for a pure number.
    pub unit: String,
    /// The value; `None` where it is not defined for this outcome.
    pub value: Option<f64>,
}

/// What simulation says happens when a plan is carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// In which campaign.
    pub campaign: Id<Campaign>,
    /// Of which plan.
    pub plan: Id<Plan>,
    /// When the simulation ended.
    pub end: Duration,
    /// Every event, in the order in which it happened.
    pub events: Vec<EventRecord>,
    /// Every trip, in order of departure.
    pub movements: Vec<Movement>,
    /// Every stay, ordered by element and time.
    pub stays: Vec<Stay>,
    /// Every change of a level or its slope, in order of time.
    pub stock: Vec<StockPoint>,
    /// Every need, in order of its beginning.
    pub needs: Vec<NeedRecord>,
    /// Goods that are in a store at the end: element, store and lot.
    pub left: Vec<(Index<Element>, usize, Lot)>,
    /// Crew time spent on tasks.
    pub crew_time: Vec<CrewTime>,
    /// Costs.
    pub costs: Vec<CostRecord>,
    /// The account of mass by its origin and end.
    pub mass: MassAccount,
    /// What went wrong or is worth knowing.
    pub findings: Findings,
}

/// Where mass came from and went to, in kg. What came in equals what went out plus what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MassAccount {
    /// Elements created (dry) with their first contents.
    pub created_kg: f64,
    /// Goods added.
    pub added_kg: f64,
    /// Goods made by production and recycling.
    pub made_kg: f64,
    /// Goods used up by demands, drives and conversions.
    pub consumed_kg: f64,
    /// Propellant burned.
    pub burned_kg: f64,
    /// Goods evaporated, vented or lost in transfer.
    pub lost_kg: f64,
    /// Elements removed, with all that was in them.
    pub removed_kg: f64,
    /// Elements dropped by staging, with all that was in them.
    pub staged_kg: f64,
    /// What is there at the end.
    pub present_kg: f64,
}

impl MassAccount {
    /// What is unaccounted for, relative to what came in; zero but for rounding.
    pub fn imbalance(&self) -> f64 {
        let came = self.created_kg + self.added_kg + self.made_kg;
        let went =
            self.consumed_kg + self.burned_kg + self.lost_kg + self.removed_kg + self.staged_kg;
        if came > 0.0 {
            (came - went - self.present_kg) / came
        } else {
            0.0
        }
    }
}
