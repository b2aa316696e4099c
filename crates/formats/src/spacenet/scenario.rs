//! A SpaceNet scenario in memory, the same for every file format and dialect it was read from.
//!
//! Things are kept in lists in the order of the file and refer to one another by [`Index`]; every
//! index of a scenario that [`super::read`] returned resolves. Numbers keep the units of SpaceNet
//! (kilograms, cubic metres, kilometres, days), which the field names carry.

use super::consumables::CrewConsumables;
use super::settings::Configuration;
use portolan_vocabulary::{Duration, Epoch, Index};

/// The whole of one scenario file.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The scenario's name.
    pub name: String,
    /// What it is about.
    pub description: String,
    /// Who made it.
    pub created_by: String,
    /// The start, from which the clock of the whole scenario counts.
    pub start: Date,
    /// Which bodies the scenario is about.
    pub kind: ScenarioKind,
    /// The format that the scenario was read from.
    pub dialect: Dialect,
    /// The nodes of the network; an XML file may add nodes that only events refer to.
    pub nodes: Vec<Node>,
    /// The edges of the network.
    pub edges: Vec<Edge>,
    /// The resources that amounts refer to.
    pub resources: Vec<Resource>,
    /// The library elements that instances were made from. XML files hold none.
    pub templates: Vec<Element>,
    /// The elements of the scenario, with those nested in the contents of others.
    pub elements: Vec<Element>,
    /// The library demand models. XML files hold those of the data source.
    pub demand_models: Vec<DemandModel>,
    /// The missions in the order of the file.
    pub missions: Vec<Mission>,
    /// The options and the packing constants.
    pub configuration: Configuration,
}

impl Scenario {
    /// The node at this index.
    pub fn node(&self, index: Index<Node>) -> Option<&Node> {
        self.nodes.get(index.at())
    }

    /// The edge at this index.
    pub fn edge(&self, index: Index<Edge>) -> Option<&Edge> {
        self.edges.get(index.at())
    }

    /// The resource at this index.
    pub fn resource(&self, index: Index<Resource>) -> Option<&Resource> {
        self.resources.get(index.at())
    }

    /// The element at this index.
    pub fn element(&self, index: Index<Element>) -> Option<&Element> {
        self.elements.get(index.at())
    }

    /// How long after the scenario's start a mission starts; negative for a mission dated earlier.
    ///
    /// SpaceNet takes the absolute value of this span and rounds it to its time precision, so that it
    /// flies a mission dated half a day before the start half a day after it.
    pub fn mission_offset(&self, mission: &Mission) -> Duration {
        mission.start.epoch - self.start.epoch
    }
}

/// A date as written and the instant it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Date {
    /// The text of the file.
    pub text: String,
    /// The instant.
    pub epoch: Epoch,
}

/// The format and the dialect of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// An object dump in XML, written by the desktop program.
    Xml,
    /// JSON, in the words of either the Java or the Python line.
    Json,
}

/// Which bodies a scenario is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScenarioKind {
    /// Earth and its orbits (`Earth Only`, in XML `ISS`).
    EarthOnly,
    /// Earth and Moon.
    Lunar,
    /// The Moon alone.
    MoonOnly,
    /// Earth and Mars.
    Martian,
    /// Mars alone.
    MarsOnly,
    /// Any body.
    SolarSystem,
}

/// A celestial body of SpaceNet's fixed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    /// The Sun.
    Sun,
    /// Venus.
    Venus,
    /// The Earth.
    Earth,
    /// The Earth's moon.
    Moon,
    /// Mars.
    Mars,
    /// Phobos.
    Phobos,
    /// Deimos.
    Deimos,
    /// Jupiter.
    Jupiter,
}

/// Whether a thing needs, or a hold offers, a pressurised environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Environment {
    /// Under pressure.
    Pressurized,
    /// Open to vacuum.
    Unpressurized,
}

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The identifier in the file: a UUID in JSON, a number in XML.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// What kind of place, and where.
    pub kind: NodeKind,
    /// Elements that are there from the beginning. Files usually leave this to create events.
    pub contents: Vec<Index<Element>>,
}

/// What kind of place a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NodeKind {
    /// A point on the surface of a body.
    Surface {
        /// The body.
        body: Body,
        /// Latitude in degrees north.
        latitude_deg: f64,
        /// Longitude in degrees east.
        longitude_deg: f64,
    },
    /// An orbit about a body.
    Orbital {
        /// The body.
        body: Body,
        /// Height of the farthest point above the surface, in kilometres.
        apoapsis_km: f64,
        /// Height of the nearest point above the surface, in kilometres.
        periapsis_km: f64,
        /// Inclination in degrees.
        inclination_deg: f64,
    },
    /// A libration point of two bodies.
    Lagrange {
        /// The larger body.
        body: Body,
        /// The smaller body.
        minor_body: Body,
        /// The number of the point, 1 to 5.
        number: u8,
    },
}

/// A directed way between two nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// The identifier in the file.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Where it begins.
    pub origin: Index<Node>,
    /// Where it ends.
    pub destination: Index<Node>,
    /// What kind of way.
    pub kind: EdgeKind,
    /// Elements that are on the way from the beginning.
    pub contents: Vec<Index<Element>>,
}

/// What kind of way an edge is.
#[derive(Clone, Debug, PartialEq)]
pub enum EdgeKind {
    /// A trajectory flown with burns.
    Space {
        /// Time of flight.
        duration: Duration,
        /// The burns in the order of the file.
        burns: Vec<Burn>,
    },
    /// A drive over a surface; it may be driven in both directions.
    Surface {
        /// Length in kilometres.
        distance_km: f64,
    },
    /// A flight of which only time and capacity are known.
    Flight {
        /// Time of flight.
        duration: Duration,
        /// The most crew.
        max_crew: u32,
        /// The most mass that flies, carrier and crew included, in kilograms.
        max_cargo_kg: f64,
    },
}

/// One burn of a trajectory.
#[derive(Clone, Debug, PartialEq)]
pub struct Burn {
    /// The identifier in the file.
    pub id: String,
    /// Time after departure.
    pub time: Duration,
    /// Which propulsion system burns. JSON files cannot say and always mean the main one.
    pub system: BurnSystem,
    /// Change of velocity in metres per second.
    pub delta_v_m_s: f64,
}

/// Which of a vehicle's two propulsion systems burns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BurnSystem {
    /// The main propulsion, "orbital manoeuvring system".
    Oms,
    /// The attitude and fine propulsion, "reaction control system".
    Rcs,
}

/// A good that comes in amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct Resource {
    /// The identifier in the file.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// True for single items that can be counted.
    pub discrete: bool,
    /// Class of supply.
    pub class_of_supply: u16,
    /// The environment that it needs.
    pub environment: Environment,
    /// What one unit is called.
    pub units: String,
    /// Mass of one unit in kilograms.
    pub unit_mass_kg: f64,
    /// Volume of one unit in cubic metres.
    pub unit_volume_m3: f64,
    /// Kilograms of packing for one kilogram.
    pub packing_factor: f64,
}

/// What an amount is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Supply {
    /// A resource of the scenario.
    Resource(Index<Resource>),
    /// Anything of a class of supply, at one kilogram a unit.
    Generic {
        /// Class of supply.
        class_of_supply: u16,
        /// The environment that it needs.
        environment: Environment,
    },
}

/// An amount of something, in the units of the resource (or units a day in a rated demand model).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// Of what.
    pub supply: Supply,
    /// How much.
    pub amount: f64,
}

/// One identified thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// The identifier in the file: a UUID in JSON, the `uid` in XML.
    pub id: String,
    /// The identifier of the library element that this one was made from.
    pub template: Option<String>,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// Class of supply.
    pub class_of_supply: u16,
    /// The environment that it needs.
    pub environment: Environment,
    /// Mass of what is needed to accommodate it, in kilograms. SpaceNet stores and ignores it.
    pub accommodation_mass_kg: f64,
    /// Dry mass in kilograms.
    pub mass_kg: f64,
    /// Volume in cubic metres.
    pub volume_m3: f64,
    /// The states that it can be in, in the order of the file.
    pub states: Vec<State>,
    /// The position in `states` of the state that it begins in.
    pub current_state: Option<usize>,
    /// The spare parts that it is made of.
    pub parts: Vec<Part>,
    /// The name of its picture.
    pub icon: Option<String>,
    /// What kind of thing it is.
    pub kind: ElementKind,
}

impl Element {
    /// The things inside, for every kind of carrier.
    pub fn carrier(&self) -> Option<&Carrier> {
        match &self.kind {
            ElementKind::Carrier(carrier) => Some(carrier),
            ElementKind::PropulsiveVehicle(vehicle) => Some(&vehicle.carrier),
            ElementKind::SurfaceVehicle(vehicle) => Some(&vehicle.carrier),
            _ => None,
        }
    }

    pub(super) fn carrier_mut(&mut self) -> Option<&mut Carrier> {
        match &mut self.kind {
            ElementKind::Carrier(carrier) => Some(carrier),
            ElementKind::PropulsiveVehicle(vehicle) => Some(&mut vehicle.carrier),
            ElementKind::SurfaceVehicle(vehicle) => Some(&mut vehicle.carrier),
            _ => None,
        }
    }

    /// What stands in a list for an element that is still to be read.
    pub(super) const fn blank() -> Self {
        Self {
            id: String::new(),
            template: None,
            name: String::new(),
            description: String::new(),
            class_of_supply: 0,
            environment: Environment::Unpressurized,
            accommodation_mass_kg: 0.0,
            mass_kg: 0.0,
            volume_m3: 0.0,
            states: Vec::new(),
            current_state: None,
            parts: Vec::new(),
            icon: None,
            kind: ElementKind::Plain,
        }
    }

    /// The positions of the states in the order of SpaceNet's sorted set: by type, then by name.
    ///
    /// The state index of a `Reconfigure Element` event counts in this order, while every other
    /// state index counts in the order of the file. Equal states keep the order of the file.
    pub fn sorted_states(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.states.len()).collect();
        order.sort_by(|&a, &b| {
            let key = |at: usize| (self.states[at].kind, self.states[at].name.as_str());
            key(a).cmp(&key(b))
        });
        order
    }
}

/// What kind of thing an element is.
#[derive(Clone, Debug, PartialEq)]
pub enum ElementKind {
    /// A thing that carries nothing.
    Plain,
    /// A crew member.
    HumanAgent {
        /// The share of the day that can be worked.
        active_time_fraction: f64,
    },
    /// A robot; only the Python line knows it.
    RoboticAgent {
        /// The share of the day that can be worked.
        active_time_fraction: f64,
    },
    /// A container for amounts of resources.
    ResourceContainer {
        /// How much it holds.
        hold: Hold,
        /// What it holds.
        contents: Vec<Amount>,
    },
    /// A tank for one resource; its dry mass is the element's.
    ResourceTank {
        /// What it holds and how much.
        fill: Fill,
    },
    /// A carrier of elements.
    Carrier(Carrier),
    /// A carrier that can burn propellant.
    PropulsiveVehicle(Box<PropulsiveVehicle>),
    /// A carrier that drives over a surface.
    SurfaceVehicle(Box<SurfaceVehicle>),
}

/// How much a container or carrier may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    /// The most mass in kilograms; `None` where the file sets no limit.
    pub max_mass_kg: Option<f64>,
    /// The most volume in cubic metres; `None` where the file sets no limit.
    pub max_volume_m3: Option<f64>,
    /// The environment inside.
    pub environment: Environment,
}

/// What a tank holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Of what.
    pub supply: Supply,
    /// How much it holds, in the units of the resource.
    pub amount: f64,
    /// The most it holds, in the units of the resource.
    pub max_amount: f64,
}

/// A propellant tank of a vehicle.
#[derive(Clone, Debug, PartialEq)]
pub struct Tank {
    /// The identifier in the file; empty in JSON, where tanks have none.
    pub id: String,
    /// The name; empty in JSON.
    pub name: String,
    /// Dry mass in kilograms beyond the vehicle's own.
    pub mass_kg: f64,
    /// What it holds.
    pub fill: Fill,
}

/// What a carrier of elements can hold and holds at first.
#[derive(Clone, Debug, PartialEq)]
pub struct Carrier {
    /// How much cargo.
    pub hold: Hold,
    /// How many crew members.
    pub max_crew: u32,
    /// The elements inside when it is created.
    pub contents: Vec<Index<Element>>,
}

/// A vehicle with up to two propulsion systems, which may draw on one tank.
#[derive(Clone, Debug, PartialEq)]
pub struct PropulsiveVehicle {
    /// What it carries.
    pub carrier: Carrier,
    /// The main propulsion.
    pub oms: Option<Propulsion>,
    /// The attitude and fine propulsion.
    pub rcs: Option<Propulsion>,
    /// The propellant tanks that the two systems draw on.
    pub tanks: Vec<Tank>,
}

/// One propulsion system.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Propulsion {
    /// Specific impulse in seconds.
    pub isp_s: f64,
    /// The position in the vehicle's `tanks` of the tank it draws on.
    pub tank: Option<usize>,
}

/// A vehicle that drives over a surface.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceVehicle {
    /// What it carries.
    pub carrier: Carrier,
    /// The highest speed in kilometres an hour. SpaceNet stores it and does not enforce it.
    pub max_speed_km_h: f64,
    /// The fuel tank.
    pub fuel: Option<Tank>,
}

/// A state that an element can be in.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The identifier in the file.
    pub id: String,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// How active the element is in it.
    pub kind: StateKind,
    /// What the element needs while in it.
    pub demand_models: Vec<DemandModel>,
}

/// How active an element is in a state, in SpaceNet's order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StateKind {
    /// At work.
    Active,
    /// In a special mode.
    Special,
    /// At work part of the time.
    Quiescent,
    /// Asleep.
    Dormant,
    /// Out of use for good; its parts may be scavenged.
    Decommissioned,
}

/// A spare part of which an element has several.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The part.
    pub resource: Index<Resource>,
    /// How many.
    pub quantity: f64,
    /// The share of time that the part is in use.
    pub duty_cycle: f64,
    /// Mean time to failure; `None` where unknown.
    pub mean_time_to_failure: Option<Duration>,
    /// Mean crew time for a repair; `None` where it cannot be repaired.
    pub mean_time_to_repair: Option<Duration>,
    /// Material for a repair in kilograms; `None` where it cannot be repaired.
    pub mass_to_repair_kg: Option<f64>,
}

/// A rule by which demands arise.
#[derive(Clone, Debug, PartialEq)]
pub struct DemandModel {
    /// The identifier in the file; empty for a model used in place.
    pub id: String,
    /// The identifier of the library model that this one was made from.
    pub template: Option<String>,
    /// The name.
    pub name: String,
    /// What it is.
    pub description: String,
    /// The rule.
    pub kind: DemandKind,
}

/// The rule of a demand model.
#[derive(Clone, Debug, PartialEq)]
pub enum DemandKind {
    /// What a crew uses up in a whole mission, all at its arrival.
    CrewConsumables(Box<CrewConsumables>),
    /// So much a day; negative amounts are production.
    Rated {
        /// Amounts a day.
        rates: Vec<Amount>,
    },
    /// So much, once.
    TimedImpulse {
        /// The amounts.
        demands: Vec<Amount>,
    },
    /// Spares in proportion to the element's dry mass.
    SparingByMass {
        /// Share of the dry mass that 365 days need of unpressurised spares.
        unpressurized_rate: f64,
        /// Share of the dry mass that 365 days need of pressurised spares.
        pressurized_rate: f64,
        /// True where the spares follow the element's parts list.
        parts_list: bool,
    },
}

/// A timed list of events.
#[derive(Clone, Debug, PartialEq)]
pub struct Mission {
    /// The name.
    pub name: String,
    /// When its clock starts.
    pub start: Date,
    /// Where it departs.
    pub origin: Option<Index<Node>>,
    /// Where it is bound.
    pub destination: Option<Index<Node>>,
    /// Where the return departs, for a mission that returns.
    pub return_origin: Option<Index<Node>>,
    /// Where the return arrives.
    pub return_destination: Option<Index<Node>>,
    /// The events in the order of the file.
    pub events: Vec<Event>,
    /// What the whole mission needs.
    pub demand_models: Vec<DemandModel>,
}

/// Where an event takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// At a node.
    Node(Index<Node>),
    /// On an edge.
    Edge(Index<Edge>),
}

/// What elements can be put into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A node or an edge.
    Location(Location),
    /// A carrier.
    Element(Index<Element>),
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The name.
    pub name: String,
    /// Time after the mission's start.
    pub time: Duration,
    /// The order among events of one time, the lowest first.
    pub priority: i32,
    /// Where it happens.
    pub location: Location,
    /// What happens.
    pub kind: EventKind,
}

/// What an event does.
#[derive(Clone, Debug, PartialEq)]
pub enum EventKind {
    /// Elements come into being in a place or a carrier.
    Create {
        /// The elements.
        elements: Vec<Index<Element>>,
        /// Where they are put.
        container: Holder,
    },
    /// Elements change their place or carrier.
    Move {
        /// The elements.
        elements: Vec<Index<Element>>,
        /// Where they are put.
        container: Holder,
    },
    /// Elements leave the scenario.
    Remove {
        /// The elements.
        elements: Vec<Index<Element>>,
    },
    /// Resources come into being in a container or tank.
    Add {
        /// The amounts.
        resources: Vec<Amount>,
        /// Where they are put.
        container: Index<Element>,
    },
    /// Resources change their container or tank.
    Transfer {
        /// The amounts.
        resources: Vec<Amount>,
        /// Where they are taken.
        origin: Index<Element>,
        /// Where they are put.
        destination: Index<Element>,
    },
    /// Resources are used up.
    Consume {
        /// The amounts.
        resources: Vec<Amount>,
        /// Who needs them; without one, the location.
        source: Option<Index<Element>>,
    },
    /// One element changes its state.
    Reconfigure {
        /// The element.
        element: Index<Element>,
        /// The position of the new state in the element's `states`.
        state: usize,
    },
    /// Elements change to their first state of a kind.
    ReconfigureGroup {
        /// The elements.
        elements: Vec<Index<Element>>,
        /// The kind of state.
        state_kind: StateKind,
    },
    /// A burn outside a transport.
    Burn {
        /// The stack.
        elements: Vec<Index<Element>>,
        /// The burn.
        burn: Burn,
        /// What the stack does.
        actions: Vec<BurnAction>,
    },
    /// Crew members leave a vehicle for some hours.
    Eva {
        /// The vehicle.
        vehicle: Index<Element>,
        /// How long they are out.
        duration: Duration,
        /// Who goes out and in which state.
        crew: Vec<EvaCrew>,
        /// What they use up.
        demands: Vec<Amount>,
    },
    /// A stay with regular extravehicular activities.
    Exploration {
        /// The vehicle.
        vehicle: Index<Element>,
        /// How long the stay is.
        duration: Duration,
        /// How many activities a week.
        eva_per_week: f64,
        /// How long one of them is.
        eva_duration: Duration,
        /// Who goes out and in which state.
        crew: Vec<EvaCrew>,
        /// What one activity uses up.
        demands: Vec<Amount>,
    },
    /// A flight over a space edge.
    SpaceTransport {
        /// The edge.
        edge: Index<Edge>,
        /// The stack.
        elements: Vec<Index<Element>>,
        /// For every burn of the edge, in its order, what the stack does.
        actions: Vec<Vec<BurnAction>>,
    },
    /// A drive over a surface edge.
    SurfaceTransport {
        /// The edge.
        edge: Index<Edge>,
        /// The vehicle.
        vehicle: Index<Element>,
        /// Speed in kilometres an hour.
        speed_km_h: f64,
        /// The share of the time that it moves.
        duty_cycle: f64,
        /// The position in the vehicle's `states` of its state on the way.
        transport_state: Option<usize>,
    },
    /// A flight over a flight edge.
    FlightTransport {
        /// The edge.
        edge: Index<Edge>,
        /// What flies.
        elements: Vec<Index<Element>>,
    },
}

/// A crew member outside a vehicle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvaCrew {
    /// The crew member.
    pub element: Index<Element>,
    /// The position in the crew member's `states` of the state outside; `None` keeps the state.
    pub state: Option<usize>,
}

/// One step of a burn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BurnAction {
    /// What the element does.
    pub step: BurnStep,
    /// The element.
    pub element: Index<Element>,
}

/// What an element does in a burn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BurnStep {
    /// It burns until the change of velocity is reached or its tank is empty.
    Burn,
    /// It is dropped.
    Stage,
}
