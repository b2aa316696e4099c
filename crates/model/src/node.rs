//! Nodes: places.

use crate::calendar::Calendar;
use crate::partner::Partner;
use portolan_vocabulary::{Angle, Distance, Duration, Id, Index, Mass};
use std::fmt;
use std::sync::Arc;

/// A body of the solar system, by its lower-case English name: `earth`, `moon`, `mars`, `phobos`,
/// `433-eros`. No body is special to the model.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Body(Arc<str>);

impl Body {
    /// The body with this name; case and outer spaces do not count.
    pub fn new(name: &str) -> Self {
        Self(name.trim().to_lowercase().into())
    }
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// True for the Earth, where launches begin.
    pub fn is_earth(&self) -> bool {
        &*self.0 == "earth"
    }
    /// True for the Sun.
    pub fn is_sun(&self) -> bool {
        &*self.0 == "sun"
    }
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the plane of an orbit lies at an instant; it turns as the body's flattening makes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// Right ascension of the ascending node, counted on the mean equator and equinox of date, as two-line
    /// elements give it.
    pub node: Angle,
    /// The instant, since the campaign's start.
    pub at: Duration,
}

/// Where a node is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// On the surface of its body.
    Surface {
        /// Latitude, -90 to 90 degrees, north positive.
        latitude: Angle,
        /// Longitude, -180 to 180 degrees, east positive.
        longitude: Angle,
    },
    /// In an orbit around its body.
    Orbit {
        /// Altitude of the periapsis above the mean radius.
        periapsis: Distance,
        /// Altitude of the apoapsis above the mean radius; not below the periapsis.
        apoapsis: Distance,
        /// Inclination, 0 to 180 degrees.
        inclination: Angle,
        /// How its plane lies, where that is known.
        plane: Option<Plane>,
    },
    /// At, or in an orbit around, a libration point of its body and a smaller one.
    Libration {
        /// The number of the point, 1 to 5.
        point: u8,
        /// The period of the orbit around the point, where it is one that comes back.
        period: Option<Duration>,
        /// An instant of its closest passage of the smaller body, since the campaign's start.
        passage: Option<Duration>,
    },
}

/// What a node is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Facility {
    /// A place and nothing more.
    #[default]
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

/// A place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// The body it is on, around, or (libration points) the larger of the two bodies.
    pub body: Body,
    /// The smaller body of a libration point.
    pub second_body: Option<Body>,
    /// Where it is.
    pub place: Place,
    /// What it is for.
    pub facility: Facility,
    /// ISO 3166-1 alpha-2 code of the country whose law holds there, where one's does.
    pub country: Option<String>,
    /// The partner who runs it.
    pub operator: Option<Index<Partner>>,
    /// The most mass that may stand there at once, where limited.
    pub max_mass: Option<Mass>,
    /// The longest that anything may stay there at a time, where limited; zero where everything goes on at once.
    pub max_stay: Option<Duration>,
    /// When it receives and releases cargo.
    pub calendar: Calendar,
}

impl Node {
    /// True for a node on a surface.
    pub const fn is_surface(&self) -> bool {
        matches!(self.place, Place::Surface { .. })
    }
    /// True for a node on the surface of the Earth.
    pub fn is_earth_surface(&self) -> bool {
        self.is_surface() && self.body.is_earth()
    }
}
