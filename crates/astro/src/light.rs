//! Light and sight on the Moon: how high Sun and Earth stand over a site, and when they are high enough.
//!
//! The horizon is that of a sphere. Real horizons near the poles rise by degrees and decide there; what they are
//! at a site comes from its topography and enters as the threshold.

use glam::DVec3;

use crate::frames::{check_place, moon_fixed_from_icrf};
use crate::roots::Scan;
use crate::windows::Windows;
use crate::{AstroError, Ephemeris, Point, State, Tdb, constants};

/// Speed of light, m/s (exact).
pub(crate) const LIGHT_M_S: f64 = 299_792_458.0;

/// One day: Sun and Earth turn over a site every two weeks at most.
const SCAN: Scan = Scan {
    step: 86_400.0,
    tolerance: 1e-2,
};

/// A place on the Moon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MoonSite {
    latitude_rad: f64,
    longitude_rad: f64,
    height_m: f64,
}

impl MoonSite {
    /// The place at this latitude and eastern longitude in the mean Earth and polar axis system, in radians, and
    /// this height above the sphere of the mean radius, in metres.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a latitude beyond a pole, a height beyond 20 km either way, and what is not
    /// finite.
    pub fn new(latitude_rad: f64, longitude_rad: f64, height_m: f64) -> Result<Self, AstroError> {
        check_place(latitude_rad, longitude_rad)?;
        if height_m.abs() <= 20e3 {
            return Ok(Self {
                latitude_rad,
                longitude_rad,
                height_m,
            });
        }
        Err(AstroError::BadInput(format!(
            "a site {height_m} m above the Moon's sphere: it must be within 20 km"
        )))
    }

    /// Latitude, rad.
    pub const fn latitude_rad(&self) -> f64 {
        self.latitude_rad
    }

    /// Eastern longitude, rad.
    pub const fn longitude_rad(&self) -> f64 {
        self.longitude_rad
    }

    /// Height above the sphere of the mean radius, m.
    pub const fn height_m(&self) -> f64 {
        self.height_m
    }

    /// The upward direction, in the ICRF.
    pub fn up(&self, at: Tdb) -> DVec3 {
        let (sin_lat, cos_lat) = self.latitude_rad.sin_cos();
        let (sin_lon, cos_lon) = self.longitude_rad.sin_cos();
        let fixed = DVec3::new(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat);
        moon_fixed_from_icrf(at).transpose() * fixed
    }

    /// The place as seen from the Moon's centre, in the ICRF, m.
    pub(crate) fn position(&self, at: Tdb) -> Result<DVec3, AstroError> {
        let radius_m = constants(Point::Moon)?.mean_radius_m + self.height_m;
        Ok(self.up(at) * radius_m)
    }
}

/// How high the centre of a body stands above the level plane at a site, rad: as it is seen, light time and
/// aberration included.
///
/// Within 0.004 degrees of JPL's ephemeris and librations (DE440, DE421) until 2035, nearly all of it from the Moon's
/// orientation: measured in `validation/plane`. The Sun's upper limb is 0.27 degrees higher, the
/// Earth's 0.95.
///
/// # Errors
/// [`AstroError::BadInput`] for the Moon itself; what the ephemeris returns.
pub fn lunar_elevation_rad(
    ephemeris: &dyn Ephemeris,
    site: &MoonSite,
    body: Point,
    at: Tdb,
) -> Result<f64, AstroError> {
    if body == Point::Moon {
        return Err(AstroError::BadInput(
            "the Moon stands over no site of its own".to_owned(),
        ));
    }
    let seen = apparent(ephemeris.state(body, Point::Moon, at)?);
    let sight = seen - site.position(at)?;
    Ok((sight.dot(site.up(at)) / sight.length())
        .clamp(-1.0, 1.0)
        .asin())
}

/// The windows of a span in which a body stands at least this high over a site, rad: Sun for light, Earth for
/// sight and talk.
///
/// # Errors
/// As [`lunar_elevation_rad`]; [`AstroError::BadInput`] for an elevation that is not from -pi/2 to pi/2 and a span
/// that is not in order.
pub fn lunar_sight_windows(
    ephemeris: &dyn Ephemeris,
    site: &MoonSite,
    body: Point,
    above_rad: f64,
    (from, to): (Tdb, Tdb),
) -> Result<Windows<Tdb>, AstroError> {
    if above_rad.abs() > std::f64::consts::FRAC_PI_2 || above_rad.is_nan() {
        return Err(AstroError::BadInput(format!(
            "an elevation of {above_rad} rad: it must be from -pi/2 to pi/2"
        )));
    }
    let clear = |at: Tdb| Ok(lunar_elevation_rad(ephemeris, site, body, at)? - above_rad);
    Windows::above_zero(clear, from, to, SCAN)
}

/// Where a body is seen, from where it is and how it moves against the observer: light time and aberration to the
/// first order, which leaves 0.01 seconds of arc within the planets.
pub(crate) fn apparent(body: State) -> DVec3 {
    body.position - body.velocity * (body.position.length() / LIGHT_M_S)
}
