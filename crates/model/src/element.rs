//! Elements: the single things that move and carry.
//!
//! An element is made of abilities: a hold for other elements, stores for goods, propulsion, a drive.
//! Its kind is a word for people and a check on the abilities; the engine looks only at the abilities,
//! so that a ship, a truck and a lander are no different to it.

use crate::demand::{DemandModel, Rate};
use crate::edge::{BurnSystem, Edge};
use crate::good::{Environment, Good, Lot, Resource};
use crate::node::Node;
use crate::partner::Partner;
use crate::person::Person;
use crate::sizing::Sizing;
use crate::supply_class::SupplyClass;
use portolan_vocabulary::{
    Distance, Duration, Force, Id, Index, Mass, Money, SpecificImpulse, Speed, Volume,
};

/// What people call an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ElementKind {
    /// Cargo with no ability of its own.
    #[default]
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

/// Room for other elements.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hold {
    /// The most cargo mass, crew members that ride in it directly not counted; `None` is no limit.
    pub max_mass: Option<Mass>,
    /// The most cargo volume; `None` is no limit.
    pub max_volume: Option<Volume>,
    /// The most crew members.
    pub max_crew: u32,
    /// What the hold offers.
    pub environment: Environment,
    /// The smallest door or hatch, width by height, where known.
    pub door: Option<[Distance; 2]>,
}

/// What a store takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StoreKind {
    /// One resource.
    Tank(Index<Resource>),
    /// Any goods.
    Any,
}

/// Room for goods: a tank or a stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Store {
    /// The word that files use; unique within the element.
    pub name: String,
    /// What it takes.
    pub kind: StoreKind,
    /// The classes of supply it takes, subclasses included; empty for all.
    pub classes: Vec<SupplyClass>,
    /// The most mass of goods; `None` is no limit.
    pub max_mass: Option<Mass>,
    /// The most volume of goods; `None` is no limit.
    pub max_volume: Option<Volume>,
    /// What the store offers.
    pub environment: Environment,
    /// What is in it when the element is created.
    pub contents: Vec<Lot>,
    /// The fraction of what is in it that evaporates per day; 0 to below 1. The loss compounds
    /// continuously, so that the time line may be cut anywhere: after a day `1 - boil_off_per_d` is left.
    pub boil_off_per_d: f64,
    /// True where demands at the same place may draw from it. Propellant tanks keep what they have.
    pub serves_demands: bool,
}

impl Store {
    /// True where goods of this class may be put into it.
    pub fn takes(&self, class: SupplyClass) -> bool {
        self.classes.is_empty() || self.classes.iter().any(|taken| class.is_within(*taken))
    }
}

/// A store that feeds an engine and its share of the propellant mass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feed {
    /// The position of the store in the element's list.
    pub store: usize,
    /// The share of the propellant mass that comes from it; the shares of a system sum to one.
    pub share: f64,
}

/// One propulsion system.
#[derive(Clone, Debug, PartialEq)]
pub struct Propulsion {
    /// Which burns use it.
    pub system: BurnSystem,
    /// Its specific impulse in vacuum; above zero.
    pub isp: SpecificImpulse,
    /// Its thrust, where known.
    pub thrust: Option<Force>,
    /// The stores that feed it, with their shares (the mixture ratio).
    pub feeds: Vec<Feed>,
}

/// How a surface vehicle, truck, ship or aircraft moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drive {
    /// Its highest speed.
    pub max_speed: Speed,
    /// The position of the store that its fuel comes from, where it uses any.
    pub store: Option<usize>,
    /// Fuel per kilometre, in the resource's unit.
    pub fuel_per_km: f64,
}

/// What makes an element a crew member.
#[derive(Clone, Debug, PartialEq)]
pub struct CrewMember {
    /// The share of a day that is free for the mission's work, 0 to 1.
    pub available_fraction: f64,
    /// Who it is, where that is known.
    pub person: Option<Index<Person>>,
}

/// The kinds of state an element may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum StateKind {
    /// In full use.
    #[default]
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

/// A state of an element, with what the element needs while in it.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The word that files use; unique within the element.
    pub name: String,
    /// The kind.
    pub kind: StateKind,
    /// What the element needs, and makes, while in this state.
    pub models: Vec<DemandModel>,
}

/// A part of an element that fails and is replaced.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The spare that replaces it.
    pub resource: Index<Resource>,
    /// How many the element has.
    pub quantity: f64,
    /// Mean time to failure while in use, where known.
    pub mean_time_to_failure: Option<Duration>,
    /// Mean time to repair one: crew time.
    pub mean_time_to_repair: Option<Duration>,
    /// Mass of repair material that one repair uses instead of a spare.
    pub repair_mass: Mass,
    /// The share of time in use, 0 to 1.
    pub duty_cycle: f64,
}

/// A plant: while it works, it makes goods from goods.
#[derive(Clone, Debug, PartialEq)]
pub struct Plant {
    /// What it uses up, new and at full capacity.
    pub inputs: Vec<Rate>,
    /// What it makes, new and at full capacity.
    pub outputs: Vec<Rate>,
    /// The fraction of its capacity that it loses per year of age; 0 to below 1. The loss compounds continuously
    /// from the time at which the element comes into being.
    pub decay_per_y: f64,
}

/// What use wears out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Upkeep {
    /// What each trip uses up by its end, as a fraction of the element's mass.
    pub per_trip: Vec<(Good, f64)>,
    /// Where the element is made ready again between its missions.
    pub base: Option<Index<Node>>,
    /// How long that takes after each arrival at the base; it may not leave sooner.
    pub turnaround: Duration,
    /// What it costs, at each departure from the base but the first.
    pub refurbishment: Option<Money>,
    /// How often it may leave the base in all.
    pub max_departures: Option<u32>,
}

/// One identified thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// What people call it.
    pub kind: ElementKind,
    /// Its class of supply.
    pub class: SupplyClass,
    /// What it needs around it.
    pub environment: Environment,
    /// Its mass when empty (tare, dry mass); not negative.
    pub mass: Mass,
    /// Its outer volume.
    pub volume: Volume,
    /// Length, width and height when packed for transport, where known.
    pub size: Option<[Distance; 3]>,
    /// Who owns it.
    pub owner: Option<Index<Partner>>,
    /// What it costs, counted when it is created.
    pub cost: Option<Money>,
    /// Room for other elements.
    pub hold: Option<Hold>,
    /// Room for goods.
    pub stores: Vec<Store>,
    /// Engines.
    pub propulsion: Vec<Propulsion>,
    /// Wheels, wings or a screw.
    pub drive: Option<Drive>,
    /// What makes it a crew member.
    pub crew: Option<CrewMember>,
    /// The states it may be in.
    pub states: Vec<State>,
    /// The position of the state it begins in.
    pub initial_state: Option<usize>,
    /// The parts that fail.
    pub parts: Vec<Part>,
    /// The most mass of crew, of elements in its hold and of goods in stores that feed none of its engines, together.
    pub max_payload: Option<Mass>,
    /// The only ways that it travels, by itself or aboard another; empty for any.
    pub ways: Vec<Index<Edge>>,
    /// What use wears out.
    pub upkeep: Upkeep,
    /// What it makes of what.
    pub plant: Option<Plant>,
    /// How its capacities and its mass go together, where a planner may choose them.
    pub sizing: Option<Sizing>,
    /// The design of the campaign that a plan made it from.
    pub design: Option<Index<Self>>,
    /// Where the figures come from.
    pub source: Option<String>,
}

impl Element {
    /// An element with a mass and nothing else; the other fields are set by name.
    pub fn new(id: impl Into<Id<Self>>, kind: ElementKind, class: SupplyClass, mass: Mass) -> Self {
        let id = id.into();
        let name = id.to_string();
        Self {
            id,
            name,
            kind,
            class,
            mass,
            environment: Environment::Unpressurised,
            volume: Volume::ZERO,
            size: None,
            owner: None,
            cost: None,
            hold: None,
            stores: Vec::new(),
            propulsion: Vec::new(),
            drive: None,
            crew: None,
            states: Vec::new(),
            initial_state: None,
            parts: Vec::new(),
            max_payload: None,
            ways: Vec::new(),
            upkeep: Upkeep::default(),
            plant: None,
            sizing: None,
            design: None,
            source: None,
        }
    }

    /// True for a crew member.
    pub const fn is_crew(&self) -> bool {
        self.crew.is_some()
    }

    /// The propulsion that a burn of this system uses, or `None` where the element has none.
    pub fn propulsion_for(&self, system: BurnSystem) -> Option<&Propulsion> {
        self.propulsion
            .iter()
            .find(|propulsion| propulsion.system == system)
    }

    /// True where an engine draws from this store.
    pub fn feeds_engine(&self, store: usize) -> bool {
        self.propulsion
            .iter()
            .any(|propulsion| propulsion.feeds.iter().any(|feed| feed.store == store))
    }
}
