//! What weak thrust costs over many revolutions: velocity change, time and propellant.
//!
//! Weak means: the thrust moves the orbit little in one revolution. Then an orbit that begins as a circle
//! stays nearly one, and closed forms hold; [`fly_spiral`] follows the motion itself where they are in doubt.

mod craft;
mod drift;
mod spiral;

pub use craft::{Craft, Power, PoweredFlight};
pub use drift::{NodeDrift, node_drift, node_rate_rad_s};
pub use spiral::{FlownSpiral, SpiralEnd, escape_spiral_dv_m_s, fly_spiral};

use crate::AstroError;
use crate::conic::{Ellipse, positive};
use std::f64::consts::FRAC_PI_2;

/// A transfer between circles whose planes are turned against each other, by steady weak thrust that is yawed
/// out of the plane to one side in one half of each revolution and to the other side in the other (Edelbaum,
/// Propulsion requirements for controllable satellites, ARS Journal 31, 1961; in the form of Kluever, Using
/// Edelbaum's method to compute low-thrust transfers with Earth-shadow eclipses, Journal of Guidance 34,
/// 2011). The yaw is that which makes the velocity change least; it is the same all through a revolution and
/// changes slowly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edelbaum {
    mu: f64,
    from_m_s: f64,
    first_yaw_rad: f64,
    dv_m_s: f64,
    turn_rad: f64,
}

/// Where a transfer has led to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Underway {
    /// Radius of the circle, m.
    pub radius_m: f64,
    /// Turn of the plane so far, rad.
    pub turned_rad: f64,
    /// Angle between thrust and motion, out of the plane, rad: more than a quarter turn brakes.
    pub yaw_rad: f64,
}

impl Edelbaum {
    /// The transfer from one radius to another (m), up or down, with a turn of the plane (rad, 0 to less than
    /// 2).
    ///
    /// Beyond a turn of 2 rad (114.6°) the cheapest way leads through infinity, where a turn costs nothing.
    ///
    /// ```
    /// use portolan_astro::Edelbaum;
    /// // In one plane: the difference of the circular speeds, 1 and 1/2.
    /// let transfer = Edelbaum::new(1.0, 1.0, 4.0, 0.0)?;
    /// assert!((transfer.dv_m_s() - 0.5).abs() < 1e-15);
    /// // A turn of one radian at one radius: chord of a quarter circle of velocities, π/2 rad.
    /// assert!((Edelbaum::new(1.0, 1.0, 1.0, 1.0)?.dv_m_s() - 2.0_f64.sqrt()).abs() < 1e-15);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, and for a negative turn;
    /// [`AstroError::NoSolution`] for a turn of 2 rad and more.
    pub fn new(mu: f64, from_m: f64, to_m: f64, turn_rad: f64) -> Result<Self, AstroError> {
        let from_m_s = Ellipse::circle(mu, from_m)?.periapsis_speed_m_s();
        let to_m_s = Ellipse::circle(mu, to_m)?.periapsis_speed_m_s();
        if !(turn_rad >= 0.0 && turn_rad.is_finite()) {
            return Err(AstroError::BadInput(format!(
                "a turn of the plane must be finite and not negative, and this one is {turn_rad}"
            )));
        }
        if turn_rad >= 2.0 {
            return Err(AstroError::NoSolution(format!(
                "with weak thrust, a turn of {turn_rad} rad is cheapest at infinity: closed forms hold below 2 rad"
            )));
        }
        let (sine, cosine) = (FRAC_PI_2 * turn_rad).sin_cos();
        Ok(Self {
            mu,
            from_m_s,
            first_yaw_rad: (to_m_s * sine).atan2(from_m_s - to_m_s * cosine),
            dv_m_s: crate::conic::law_of_cosines(from_m_s, to_m_s, FRAC_PI_2 * turn_rad),
            turn_rad,
        })
    }

    /// The velocity change, m/s.
    pub const fn dv_m_s(&self) -> f64 {
        self.dv_m_s
    }

    /// The turn of the plane, rad.
    pub const fn turn_rad(&self) -> f64 {
        self.turn_rad
    }

    /// Where the transfer has led to when so much of the velocity change (m/s) is spent.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for less than nothing or more than all of it.
    pub fn after(&self, spent_m_s: f64) -> Result<Underway, AstroError> {
        if (0.0..=self.dv_m_s).contains(&spent_m_s) {
            return Ok(self.at(spent_m_s));
        }
        Err(AstroError::BadInput(format!(
            "of {} m/s, {spent_m_s} m/s cannot be spent",
            self.dv_m_s
        )))
    }

    fn at(&self, spent_m_s: f64) -> Underway {
        let (sine, cosine) = self.first_yaw_rad.sin_cos();
        // The velocity is a point on a line in a plane, at a fixed distance from the origin.
        let (across, along) = (self.from_m_s * sine, self.from_m_s * cosine - spent_m_s);
        let yaw_rad = across.atan2(along);
        Underway {
            radius_m: self.mu / (across * across + along * along),
            turned_rad: (yaw_rad - self.first_yaw_rad) / FRAC_PI_2,
            yaw_rad,
        }
    }

    /// Time and propellant for a craft, which has no power to thrust in the body's shadow unless `power` says
    /// so (radius of the body in m). Kluever 2011: the closed form holds with the thrust that is left on the
    /// average of each revolution.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a radius that is not positive and within the orbits, and for a Sun beyond
    /// a quarter turn off the plane; [`AstroError::NoSolution`] where no time is lit.
    pub fn flight(
        &self,
        craft: &Craft,
        power: Power,
        body_radius_m: f64,
    ) -> Result<PoweredFlight, AstroError> {
        positive(body_radius_m, "the radius of the body")?;
        let lit = |spent_m_s: f64| power.lit_share(body_radius_m, self.at(spent_m_s).radius_m);
        craft.flight(self.dv_m_s, lit)
    }
}
