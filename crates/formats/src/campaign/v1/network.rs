//! Places and ways of a campaign file.

use super::words::{Arrival, BurnSystem, Facility, Pass};
use crate::text::{Q, QDuration, QEpoch, QInstant, QMoney};
use portolan_vocabulary::{Angle, Distance, Mass, Speed, Volume};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An asteroid or comet, by its osculating elements in the ecliptic frame of J2000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SmallBody {
    /// The word that nodes use for their body.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The instant that the elements hold for, in UTC.
    pub at: QEpoch,
    /// Semi-major axis.
    pub semi_major_axis: Q<Distance>,
    /// Eccentricity, 0 to 0.999.
    pub eccentricity: f64,
    /// Inclination, 0 to 180 degrees.
    pub inclination: Q<Angle>,
    /// Longitude of the ascending node, -360 to 360 degrees.
    pub ascending_node: Q<Angle>,
    /// Argument of the perihelion, -360 to 360 degrees.
    pub perihelion: Q<Angle>,
    /// Mean anomaly at the instant, -360 to 360 degrees.
    pub mean_anomaly: Q<Angle>,
    /// Where the elements come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Node {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The body it is on or around, or (libration points) the larger of the two: `earth`, `moon`.
    #[schemars(length(min = 1))]
    pub body: String,
    /// The smaller body of a libration point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second_body: Option<String>,
    /// What it is for; by default a site and nothing more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<Facility>,
    /// ISO 3166-1 alpha-2 code of the country whose law holds there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The partner who runs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// The most mass that may stand there at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_mass: Option<Q<Mass>>,
    /// The longest that anything may stay there at a time; by default no limit. With `"0 d"` everything goes on at
    /// once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_stay: Option<QDuration>,
    /// When it receives and releases cargo; by default always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
}

/// Where a node is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Place {
    /// On the surface of its body.
    Surface {
        /// Latitude, -90 to 90 degrees, north positive.
        latitude: Q<Angle>,
        /// Longitude, -180 to 180 degrees, east positive.
        longitude: Q<Angle>,
    },
    /// In an orbit around its body.
    Orbit {
        /// Altitude of the periapsis above the mean radius.
        periapsis: Q<Distance>,
        /// Altitude of the apoapsis above the mean radius; by default that of the periapsis.
        #[serde(skip_serializing_if = "Option::is_none")]
        apoapsis: Option<Q<Distance>>,
        /// Inclination, 0 to 180 degrees; by default 0.
        #[serde(skip_serializing_if = "Option::is_none")]
        inclination: Option<Q<Angle>>,
        /// Right ascension of its ascending node on the mean equator and equinox of date, as two-line
        /// elements give it, -360 to 360 degrees; the plane turns from there as the body's flattening
        /// makes it.
        #[serde(skip_serializing_if = "Option::is_none")]
        ascending_node: Option<Q<Angle>>,
        /// The instant that the ascending node is given for; by default the campaign's start.
        #[serde(skip_serializing_if = "Option::is_none")]
        ascending_node_at: Option<QInstant>,
    },
    /// At, or in an orbit around, a libration point of its body and a smaller one.
    Libration {
        /// The number of the point, 1 to 5.
        point: u8,
        /// The period of the orbit around the point, where it is one that comes back.
        #[serde(skip_serializing_if = "Option::is_none")]
        period: Option<QDuration>,
        /// An instant of its closest passage of the smaller body.
        #[serde(skip_serializing_if = "Option::is_none")]
        passage: Option<QInstant>,
    },
}

/// When a node or an edge is open. With neither windows nor recurring windows it is always open but for
/// its closures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Single windows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<Window>,
    /// Windows that come again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurring: Vec<Recurrence>,
    /// Times at which nothing leaves, whatever the windows say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Window>,
}

/// A time between two instants, or times since the campaign's start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First instant.
    pub from: QInstant,
    /// First instant after.
    pub to: QInstant,
}

/// A window that comes again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recurrence {
    /// First instant of the first window.
    pub first: QInstant,
    /// From one opening to the next.
    pub every: QDuration,
    /// How long each window stays open.
    pub length: QDuration,
    /// No window opens at or after this instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<QInstant>,
}

/// A directed way between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Edge {
    /// The word for it in this file.
    #[schemars(length(min = 1))]
    pub id: String,
    /// The name for people; by default the id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The node where it begins.
    pub from: String,
    /// The node where it ends.
    pub to: String,
    /// How it is travelled.
    #[serde(flatten)]
    pub way: Way,
    /// Whether it may be travelled backwards too; by default not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub both_ways: Option<bool>,
    /// The most that may travel at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limits: Option<Limits>,
    /// When it may be entered; by default always.
    #[serde(flatten)]
    pub calendar: EdgeCalendar,
    /// What is asked of the computation, where the windows are computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer: Option<Transfer>,
    /// Windows in each of which the way has a duration and a cost of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opportunity: Vec<Opportunity>,
    /// What a trip costs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tariff: Option<Tariff>,
    /// The partner who runs the service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// ISO 3166-1 alpha-2 codes of the countries whose law holds on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub jurisdictions: Vec<String>,
    /// Where the figures come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// When an edge is open. With neither windows nor recurring windows nor opportunities it is always open
/// but for its closures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EdgeCalendar {
    /// Single windows, or `"computed"`: when orbits allow it.
    #[serde(default, skip_serializing_if = "Windows::is_empty")]
    pub windows: Windows,
    /// Windows that come again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recurring: Vec<Recurrence>,
    /// Times at which nothing leaves, whatever the windows say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed: Vec<Window>,
}

/// The windows of an edge: a list, or the word that they are computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Windows {
    /// A list.
    List(Vec<Window>),
    /// They are computed.
    Word(WindowsWord),
}

impl Default for Windows {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl Windows {
    fn is_empty(&self) -> bool {
        matches!(self, Self::List(list) if list.is_empty())
    }
}

/// The word that windows are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WindowsWord {
    /// Open when orbits allow it; what the way leaves out (burns, duration) is computed too.
    Computed,
}

/// What is asked of the computation of an edge.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transfer {
    /// Which passes through the plane a launch uses; by default both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pass: Option<Pass>,
    /// How far before and after the best instant a launch or an injection may be; by default 5 min.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_width: Option<QDuration>,
    /// How much more than the best of its season a departure may cost; by default 100 m/s.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowance: Option<Q<Speed>>,
    /// The most that a departure may cost in all; by default without limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_dv: Option<Q<Speed>>,
    /// The shortest flight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_duration: Option<QDuration>,
    /// The longest flight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_duration: Option<QDuration>,
    /// How the flight ends; by default with a burn into the destination's orbit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrival>,
    /// The Sun must stand this high over a surface at the end, -90 to 90 degrees; by default it need not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sun_above: Option<Q<Angle>>,
    /// The length of the slices that a long window is cut into; by default a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<QDuration>,
}

/// A window with a duration and a cost of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Opportunity {
    /// First instant.
    pub from: QInstant,
    /// First instant after.
    pub to: QInstant,
    /// From departure to arrival.
    pub duration: QDuration,
    /// The burns, in order of time, for ways that have them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub burns: Vec<Burn>,
    /// The whole velocity change, for flights under continuous thrust.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dv: Option<Q<Speed>>,
}

/// How an edge is travelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub enum Way {
    /// A launch from a surface, by impulsive burns that include the losses of the ascent.
    Launch {
        /// From lift-off to arrival.
        duration: QDuration,
        /// The burns, in order of time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        burns: Vec<Burn>,
    },
    /// A flight by impulsive burns.
    Impulsive {
        /// From departure to arrival; may be left out where windows and burns are computed.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
        /// The burns, in order of time; left out, they are computed where the windows are.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        burns: Vec<Burn>,
    },
    /// A flight under continuous thrust.
    LowThrust {
        /// From departure to arrival; may be left out where windows and velocity change are computed.
        #[serde(skip_serializing_if = "Option::is_none")]
        duration: Option<QDuration>,
        /// The whole velocity change; may be left out where the windows are computed.
        #[serde(skip_serializing_if = "Option::is_none")]
        dv: Option<Q<Speed>>,
    },
    /// A flight whose propulsion is not modelled: a service with a capacity.
    Flight {
        /// From departure to arrival.
        duration: QDuration,
    },
    /// A drive over a planetary surface, at the vehicle's speed.
    Surface {
        /// The distance.
        distance: Q<Distance>,
    },
    /// By road.
    Road(Trip),
    /// By rail.
    Rail(Trip),
    /// By inland water.
    Waterway(Trip),
    /// By sea.
    Sea(Trip),
    /// By air.
    Air(Trip),
    /// A pipe that carries one resource between stores at its ends.
    Pipe {
        /// The resource that flows.
        resource: String,
        /// The most that flows, in the resource's unit per day.
        per_day: f64,
        /// The distance.
        distance: Q<Distance>,
    },
}

/// A way over ground, water or through air.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Trip {
    /// The distance.
    pub distance: Q<Distance>,
    /// From departure to arrival; by default the distance at the vehicle's speed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<QDuration>,
}

/// One impulsive burn of a way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Burn {
    /// When, after departure; by default at departure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<QDuration>,
    /// The velocity change.
    pub dv: Q<Speed>,
    /// Which propulsion performs it; by default the main engines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<BurnSystem>,
}

/// The most that may travel at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Total mass of what departs, carriers and crew included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mass: Option<Q<Mass>>,
    /// Total volume of the cargo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<Q<Volume>>,
    /// Crew members aboard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crew: Option<u32>,
}

/// What a trip costs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// Each trip, whatever it carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_trip: Option<QMoney>,
    /// Each kilogram that departs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_kg: Option<QMoney>,
    /// Greenhouse gases that each trip emits, as carbon dioxide of the same effect over a hundred years.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emissions_per_trip: Option<Q<Mass>>,
    /// The same for each kilogram that departs: kilograms per kilogram.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emissions_per_kg: Option<f64>,
}
