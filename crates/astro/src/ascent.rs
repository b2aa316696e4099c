//! Ascent from a body's surface: speed of the orbit, gain from the body's rotation, losses on the way.

use crate::conic::Ellipse;
use crate::{AstroError, Constants};
use std::f64::consts::{FRAC_PI_2, PI};

/// What an ascent loses, m/s: figures of a vehicle and its path, from its trajectory or its records.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AscentLosses {
    /// To gravity while the thrust is not level.
    pub gravity_m_s: f64,
    /// To the drag of the atmosphere.
    pub drag_m_s: f64,
    /// To thrust that is not along the motion.
    pub steering_m_s: f64,
}

impl AscentLosses {
    /// All together, m/s.
    pub fn total_m_s(&self) -> f64 {
        self.gravity_m_s + self.drag_m_s + self.steering_m_s
    }
}

/// Losses of a vehicle that has flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlownAscent {
    /// The vehicle.
    pub vehicle: &'static str,
    /// To gravity, m/s.
    pub gravity_m_s: f64,
    /// To drag, m/s.
    pub drag_m_s: f64,
}

/// Losses to gravity and drag of vehicles that have flown, as NASASpaceFlight's forum has them (topic 9959,
/// message 189860, read at second hand): a list of usual sizes. It does not give what steering lost.
pub const FLOWN_ASCENTS: [FlownAscent; 6] = [
    flown("Ariane A-44L", 1_576.0, 135.0),
    flown("Atlas I", 1_395.0, 110.0),
    flown("Delta 7925", 1_150.0, 136.0),
    flown("Space Shuttle", 1_222.0, 107.0),
    flown("Saturn V", 1_534.0, 40.0),
    flown("Titan IV/Centaur", 1_442.0, 156.0),
];

const fn flown(vehicle: &'static str, gravity_m_s: f64, drag_m_s: f64) -> FlownAscent {
    FlownAscent {
        vehicle,
        gravity_m_s,
        drag_m_s,
    }
}

/// An ascent and its parts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ascent {
    /// Speed on the orbit at its periapsis, where the ascent ends, m/s.
    pub orbital_m_s: f64,
    /// How much of it the rotation of the body gives, m/s; negative against the rotation.
    pub rotation_gain_m_s: f64,
    /// What is lost, m/s.
    pub losses_m_s: f64,
    /// Direction of the motion on the orbit over the site, from north through east, rad.
    pub azimuth_rad: f64,
    /// Direction of the same motion as seen from the turning body: where the vehicle flies, rad.
    pub ground_azimuth_rad: f64,
}

impl Ascent {
    /// The northbound ascent into the periapsis of an orbit with this inclination (rad), from a site at this
    /// geodetic latitude (rad); southbound ones cost the same.
    ///
    /// The azimuth follows from sin A = cos i / cos φ with the geocentric latitude φ (Vallado, Fundamentals
    /// of Astrodynamics and Applications, 2013, equation 6-42); the velocity to be gained is that of the
    /// orbit less that of the site.
    ///
    /// ```
    /// use portolan_astro::{Ascent, AscentLosses, Ellipse, Point, constants};
    /// let moon = constants(Point::Moon)?;
    /// // From the Moon's equator eastwards into a low orbit: 1680 m/s, of which its rotation gives 5.
    /// let orbit = Ellipse::circle(moon.gm_m3_s2, moon.mean_radius_m)?;
    /// let ascent = Ascent::plan(moon, 0.0, &orbit, 0.0, AscentLosses::default())?;
    /// assert!((ascent.total_m_s() - (1_679.8 - 4.6)).abs() < 0.1);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite or in range, and for negative losses;
    /// [`AstroError::NoSolution`] for an inclination that is not reached from the latitude without a turn.
    pub fn plan(
        body: &Constants,
        latitude_rad: f64,
        orbit: &Ellipse,
        inclination_rad: f64,
        losses: AscentLosses,
    ) -> Result<Self, AstroError> {
        let is_angle = latitude_rad.abs() <= FRAC_PI_2 && (0.0..=PI).contains(&inclination_rad);
        let all = [losses.gravity_m_s, losses.drag_m_s, losses.steering_m_s];
        if !(is_angle && all.iter().all(|loss| *loss >= 0.0 && loss.is_finite())) {
            return Err(AstroError::BadInput(
                "an ascent needs a latitude within a quarter turn, an inclination from 0 to pi and losses that are not \
                 negative"
                    .to_owned(),
            ));
        }
        let site = Site::new(body, latitude_rad);
        let azimuth_rad = site.azimuth_rad(inclination_rad)?;
        let orbital_m_s = orbit.periapsis_speed_m_s();
        let (east, north) = azimuth_rad.sin_cos();
        let (east_m_s, north_m_s) = (orbital_m_s * east - site.speed_m_s, orbital_m_s * north);
        Ok(Self {
            orbital_m_s,
            rotation_gain_m_s: orbital_m_s - east_m_s.hypot(north_m_s),
            losses_m_s: losses.total_m_s(),
            azimuth_rad,
            ground_azimuth_rad: east_m_s.atan2(north_m_s),
        })
    }

    /// The velocity change of the ascent, m/s.
    pub fn total_m_s(&self) -> f64 {
        self.orbital_m_s - self.rotation_gain_m_s + self.losses_m_s
    }
}

/// A place on the surface of an ellipsoid that turns.
struct Site {
    geocentric_rad: f64,
    speed_m_s: f64,
}

impl Site {
    fn new(body: &Constants, latitude_rad: f64) -> Self {
        let (sine, cosine) = latitude_rad.sin_cos();
        // Normal of the ellipsoid to its axis.
        let squashed = (1.0 - body.flattening).powi(2);
        let normal_m = body.equatorial_radius_m / (cosine * cosine + squashed * sine * sine).sqrt();
        Self {
            geocentric_rad: (squashed * sine).atan2(cosine),
            speed_m_s: body.rotation_rate_rad_s * normal_m * cosine,
        }
    }

    fn azimuth_rad(&self, inclination_rad: f64) -> Result<f64, AstroError> {
        let sine = inclination_rad.cos() / self.geocentric_rad.cos();
        // At the latitude itself, rounding must not decide.
        if sine.abs() > 1.0 + 1e-12 {
            return Err(AstroError::NoSolution(format!(
                "from a latitude of {} rad, no orbit of {inclination_rad} rad is reached without a turn of its plane",
                self.geocentric_rad
            )));
        }
        Ok(sine.clamp(-1.0, 1.0).asin())
    }
}
