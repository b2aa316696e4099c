//! Asteroids and comets, by their orbits around the Sun.

use portolan_vocabulary::{Angle, Distance, Epoch, Id};

/// A body that orbits the Sun on an ellipse: osculating elements in the ecliptic frame of J2000, as
/// small-body catalogues give them.
#[derive(Clone, Debug, PartialEq)]
pub struct SmallBody {
    /// The word that the nodes around it use for their body.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// The instant that the elements hold for.
    pub at: Epoch,
    /// Semi-major axis; above zero.
    pub semi_major_axis: Distance,
    /// Eccentricity, from 0 up to, not including, 1.
    pub eccentricity: f64,
    /// Inclination, 0 to 180 degrees.
    pub inclination: Angle,
    /// Longitude of the ascending node.
    pub ascending_node: Angle,
    /// Argument of the perihelion.
    pub perihelion: Angle,
    /// Mean anomaly at the instant.
    pub mean_anomaly: Angle,
    /// Where the elements come from.
    pub source: Option<String>,
}
