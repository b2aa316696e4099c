//! When the Moon is nearest and furthest, northernmost and southernmost.

use crate::roots::{Scan, Turn, crossings};
use crate::{AstroError, Ephemeris, Point, State, Tdb};

/// What of the Moon turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LunarQuantity {
    /// Distance of its centre from the Earth's, m.
    Distance,
    /// Declination of its centre seen from the Earth's, above the equator of the ICRF, rad.
    Declination,
}

/// A turn of the Moon's distance or declination.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LunarExtreme {
    /// When.
    pub at: Tdb,
    /// Perigees and southern standstills are minima, apogees and northern ones maxima.
    pub turn: Turn,
    /// The distance in m, or the declination in rad.
    pub value: f64,
}

/// Two days: a sixth of the least time between two turns.
const SCAN: Scan = Scan {
    step: 2.0 * 86_400.0,
    tolerance: 1e-2,
};

/// All turns of a quantity in a span, in order: where its rate, which the ephemeris knows, changes sign.
///
/// # Errors
/// [`AstroError::BadInput`] for a span that is not in order; what the ephemeris returns.
pub fn lunar_extremes(
    ephemeris: &dyn Ephemeris,
    quantity: LunarQuantity,
    from: Tdb,
    to: Tdb,
) -> Result<Vec<LunarExtreme>, AstroError> {
    let moon = |s: f64| ephemeris.state(Point::Moon, Point::Earth, Tdb::from_seconds(s));
    let rate = |s: f64| Ok(quantity.rate(moon(s)?));
    let turns = crossings(rate, from.seconds(), to.seconds(), SCAN)?;
    let extremes = turns.into_iter().map(|crossing| {
        Ok(LunarExtreme {
            at: Tdb::from_seconds(crossing.at),
            turn: if crossing.rising {
                Turn::Minimum
            } else {
                Turn::Maximum
            },
            value: quantity.value(moon(crossing.at)?),
        })
    });
    extremes.collect()
}

impl LunarQuantity {
    fn value(self, moon: State) -> f64 {
        let distance = moon.position.length();
        match self {
            Self::Distance => distance,
            Self::Declination => (moon.position.z / distance).asin(),
        }
    }

    /// What has the sign of the rate.
    fn rate(self, moon: State) -> f64 {
        let outward = moon.position.dot(moon.velocity);
        match self {
            Self::Distance => outward,
            Self::Declination => {
                moon.velocity.z * moon.position.length_squared() - moon.position.z * outward
            }
        }
    }
}
