//! Asteroids and comets: elements as catalogues print them, and a first estimate of what reaching one costs.
//!
//! [`ElementsAt`] is a target like any planet ([`Heliocentric`](crate::Heliocentric)); what a flight on given
//! dates costs, [`Leg`](crate::Leg) says.

use crate::conic::{Ellipse, positive};
use crate::{ASTRONOMICAL_UNIT_M, AstroError, ElementsAt, Frame, Point, Tdb, constants, gm_m3_s2};

/// Elements of a small body as the Minor Planet Center and JPL print them: astronomical units and degrees,
/// referred to the mean ecliptic and equinox of J2000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmallBodyElements {
    /// When they hold.
    pub epoch: Tdb,
    /// Perihelion distance, au.
    pub q_au: f64,
    /// Eccentricity, below 1.
    pub e: f64,
    /// Inclination, degrees.
    pub i_deg: f64,
    /// Longitude of the ascending node, degrees.
    pub node_deg: f64,
    /// Argument of perihelion, degrees.
    pub peri_deg: f64,
    /// An instant of perihelion.
    pub perihelion: Tdb,
}

impl SmallBodyElements {
    /// The same from the semi-major axis (au) and the mean anomaly (degrees) instead of perihelion distance
    /// and instant. The angles are inclination, node and argument of perihelion, in degrees.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is no ellipse.
    pub fn of_mean_anomaly(
        epoch: Tdb,
        a_au: f64,
        e: f64,
        [i_deg, node_deg, peri_deg]: [f64; 3],
        mean_anomaly_deg: f64,
    ) -> Result<Self, AstroError> {
        let body = Self {
            epoch,
            q_au: a_au * (1.0 - e),
            e,
            i_deg,
            node_deg,
            peri_deg,
            perihelion: epoch,
        };
        // At the epoch instead of the perihelion, the mean anomaly would be nothing.
        let motion_rad_s = mean_motion_rad_s(&body.elements()?);
        Ok(Self {
            perihelion: epoch.plus_seconds(-mean_anomaly_deg.to_radians() / motion_rad_s),
            ..body
        })
    }

    /// As a target of flights, moving round the Sun alone.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite, and for what is no ellipse.
    pub fn elements(&self) -> Result<ElementsAt, AstroError> {
        let angles = [self.i_deg, self.node_deg, self.peri_deg];
        let instants = [self.epoch.seconds(), self.perihelion.seconds()];
        positive(self.q_au, "the perihelion distance")?;
        let is_ellipse = (0.0..1.0).contains(&self.e);
        if !(is_ellipse && angles.into_iter().chain(instants).all(f64::is_finite)) {
            return Err(AstroError::BadInput(format!(
                "the elements of a small body must be finite, its perihelion above zero and its eccentricity from 0 to \
                 below 1: {self:?}"
            )));
        }
        let elements = ElementsAt {
            mu: gm_m3_s2(Point::Sun),
            epoch: self.epoch,
            a_m: self.q_au / (1.0 - self.e) * ASTRONOMICAL_UNIT_M,
            e: self.e,
            i_rad: self.i_deg.to_radians(),
            raan_rad: self.node_deg.to_radians(),
            argp_rad: self.peri_deg.to_radians(),
            mean_anomaly_rad: 0.0,
            frame: Frame::EclipticJ2000,
        };
        let since_s = self.epoch.seconds() - self.perihelion.seconds();
        Ok(ElementsAt {
            mean_anomaly_rad: mean_motion_rad_s(&elements) * since_s,
            ..elements
        })
    }

    /// Semi-major axis, au.
    pub fn a_au(&self) -> f64 {
        self.q_au / (1.0 - self.e)
    }

    /// Aphelion distance, au.
    pub fn aphelion_au(&self) -> f64 {
        self.a_au() * (1.0 + self.e)
    }
}

fn mean_motion_rad_s(ellipse: &ElementsAt) -> f64 {
    (ellipse.mu / ellipse.a_m).sqrt() / ellipse.a_m
}

/// A first estimate of a rendezvous.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Screening {
    /// Burn out of the parking orbit, m/s.
    pub departure_m_s: f64,
    /// Burn at the asteroid, m/s.
    pub rendezvous_m_s: f64,
    /// Both and half a kilometre per second for what they leave out, m/s: what lists of accessible asteroids
    /// rank by.
    pub dv_m_s: f64,
}

/// The Earth's mean speed round the Sun as lists of accessible asteroids use it, m/s.
const EARTH_SPEED_M_S: f64 = 29_784.0;

/// Shoemaker's and Helin's figure of merit for a rendezvous from a circular orbit about the Earth of this
/// radius (m): a transfer that leaves the Earth's path, taken as a circle in the ecliptic, in a tangent,
/// turns half of the inclination at either end and meets the asteroid at its aphelion (Earth-approaching
/// asteroids as targets for exploration, NASA CP-2053, 1978, pp. 245-256). For screening: dates, nodes and
/// the place of the perihelion are left out.
///
/// The list of JPL that ranks by it (L. Benner, 2013) is met within 0.05 km/s, most of it within 0.02, with
/// 300 km altitude: 30 km/s times the figure plus 0.5 km/s.
///
/// # Errors
/// [`AstroError::BadInput`] for elements that are no ellipse and a radius that is not positive;
/// [`AstroError::NoSolution`] for an orbit that lies wholly inside the Earth's, or an inclination beyond a
/// quarter turn, for which it is not made.
pub fn screen_rendezvous(
    body: &SmallBodyElements,
    parking_radius_m: f64,
) -> Result<Screening, AstroError> {
    body.elements()?;
    let earth = constants(Point::Earth)?;
    let parking = Ellipse::circle(earth.gm_m3_s2, parking_radius_m)?;
    if body.aphelion_au() < 0.983 || !(0.0..=90.0).contains(&body.i_deg) {
        return Err(AstroError::NoSolution(
            "the estimate is made for asteroids that reach the Earth's path and go round as it does".to_owned(),
        ));
    }
    let [outward, before, after] = speeds_squared(body).map(|square| square.max(0.0));
    let half_turn = (0.5 * body.i_deg.to_radians()).cos();
    let circular = parking.periapsis_speed_m_s() / EARTH_SPEED_M_S;
    let departure = (outward + 2.0 * circular * circular).sqrt() - circular;
    let met = (before + after - 2.0 * (before * after).sqrt() * half_turn)
        .max(0.0)
        .sqrt();
    Ok(Screening {
        departure_m_s: departure * EARTH_SPEED_M_S,
        rendezvous_m_s: met * EARTH_SPEED_M_S,
        dv_m_s: 30e3 * (departure + met) + 500.0,
    })
}

/// Squares of three speeds in units of the Earth's: far from the Earth after departure; and, against a circle
/// at the asteroid's aphelion, of the transfer and of the asteroid there. Apollos and Amors differ in where
/// the turn is charged; Atens are met from inside.
fn speeds_squared(body: &SmallBodyElements) -> [f64; 3] {
    let half_turn = (0.5 * body.i_deg.to_radians()).cos();
    let (a, far) = (body.a_au(), body.aphelion_au());
    let parameter = (a / far * (1.0 - body.e * body.e)).sqrt();
    if a < 1.0 {
        return [
            2.0 - 2.0 * half_turn * (2.0 * far - far * far).max(0.0).sqrt(),
            3.0 / far - 1.0 - 2.0 / far * (2.0 - far).sqrt(),
            3.0 / far - 1.0 / a - 2.0 / far * half_turn * parameter,
        ];
    }
    let (turn_before, turn_after) = if body.q_au <= 1.0 {
        (1.0, half_turn)
    } else {
        (half_turn, 1.0)
    };
    let axis = 2.0 / (far + 1.0);
    [
        3.0 - axis - 2.0 * half_turn * (axis * far).sqrt(),
        3.0 / far - axis - 2.0 / far * turn_before * axis.sqrt(),
        3.0 / far - 1.0 / a - 2.0 / far * turn_after * parameter,
    ]
}
