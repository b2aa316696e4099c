//! A craft with weak thrust: how long it thrusts, on what, and in which light.

use crate::AstroError;
use crate::conic::positive;
use portolan_model::STANDARD_GRAVITY_M_S2;
use std::f64::consts::{FRAC_PI_2, PI};

/// A craft at the beginning of a transfer, with steady thrust.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Craft {
    mass_kg: f64,
    thrust_n: f64,
    exhaust_m_s: f64,
}

/// Time and propellant of a transfer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoweredFlight {
    /// Velocity change, m/s.
    pub dv_m_s: f64,
    /// From begin to end, s.
    pub duration_s: f64,
    /// Of that, with thrust, s.
    pub thrusting_s: f64,
    /// Propellant, kg.
    pub propellant_kg: f64,
}

impl Craft {
    /// A craft of this mass (kg, propellant included), thrust (N) and specific impulse (s).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive.
    pub fn new(mass_kg: f64, thrust_n: f64, specific_impulse_s: f64) -> Result<Self, AstroError> {
        positive(mass_kg, "the mass of a craft")?;
        positive(thrust_n, "the thrust of a craft")?;
        positive(specific_impulse_s, "the specific impulse of a craft")?;
        let craft = Self {
            mass_kg,
            thrust_n,
            exhaust_m_s: specific_impulse_s * STANDARD_GRAVITY_M_S2,
        };
        positive(craft.burnout_s(), "the time in which a craft would burn up")?;
        Ok(craft)
    }

    /// Acceleration at the beginning, m/s².
    pub fn acceleration_m_s2(&self) -> f64 {
        self.thrust_n / self.mass_kg
    }

    /// Acceleration after a velocity change (m/s), m/s².
    pub fn acceleration_after_m_s2(&self, dv_m_s: f64) -> f64 {
        self.acceleration_m_s2() * (dv_m_s / self.exhaust_m_s).exp()
    }

    /// Time after which nothing would be left of it, s.
    pub(super) fn burnout_s(&self) -> f64 {
        self.mass_kg * self.exhaust_m_s / self.thrust_n
    }

    /// Velocity change after thrusting so long, m/s: the rocket equation (Tsiolkovsky 1903).
    pub(super) fn dv_after_m_s(&self, thrusting_s: f64) -> f64 {
        -self.exhaust_m_s * (-thrusting_s / self.burnout_s()).ln_1p()
    }

    /// Time and propellant of a velocity change (m/s) in uninterrupted light.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for less than nothing, or what is not finite.
    pub fn burn(&self, dv_m_s: f64) -> Result<PoweredFlight, AstroError> {
        self.flight(dv_m_s, |_| Ok(1.0))
    }

    /// Time and propellant of a velocity change, with thrust in a share of the time that depends on what of
    /// it is spent.
    pub(super) fn flight(
        &self,
        dv_m_s: f64,
        lit_share: impl Fn(f64) -> Result<f64, AstroError>,
    ) -> Result<PoweredFlight, AstroError> {
        if !(dv_m_s >= 0.0 && dv_m_s.is_finite()) {
            return Err(AstroError::BadInput(format!(
                "a velocity change must be finite and not negative, and this one is {dv_m_s}"
            )));
        }
        let burned = -(-dv_m_s / self.exhaust_m_s).exp_m1();
        let thrusting_s = self.burnout_s() * burned;
        let mut duration_s = 0.0;
        for panel in 0..PANELS {
            // Equal panels of thrusting time, each with the light of its middle.
            let middle_s = thrusting_s * (f64::from(panel) + 0.5) / f64::from(PANELS);
            let share = lit_share(self.dv_after_m_s(middle_s).min(dv_m_s))?;
            if share <= 0.0 {
                return Err(AstroError::NoSolution(
                    "a craft that thrusts in sunlight only never thrusts where there is none"
                        .to_owned(),
                ));
            }
            duration_s += thrusting_s / f64::from(PANELS) / share;
        }
        Ok(PoweredFlight {
            dv_m_s,
            duration_s,
            thrusting_s,
            propellant_kg: self.mass_kg * burned,
        })
    }
}

/// Into how many panels a transfer is divided where its light changes.
const PANELS: u32 = 2_000;

/// Where the power to thrust comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Power {
    /// It is always there: stored, or not from the Sun.
    Steady,
    /// From the Sun, which stands at this angle to the orbit's plane (rad, the beta angle), all through the
    /// transfer.
    SunAt(f64),
    /// From the Sun, which may stand anywhere: the mean of all its directions.
    SunAnywhere,
}

impl Power {
    pub(super) fn lit_share(
        self,
        body_radius_m: f64,
        orbit_radius_m: f64,
    ) -> Result<f64, AstroError> {
        let dark = match self {
            Self::Steady => 0.0,
            Self::SunAt(beta_rad) => shadow(body_radius_m, orbit_radius_m, beta_rad)?,
            Self::SunAnywhere => mean_shadow(body_radius_m, orbit_radius_m)?,
        };
        Ok(1.0 - dark)
    }
}

/// The share of a circular orbit in the shadow of the body, when the Sun stands at this angle to its plane
/// (rad). The shadow is a cylinder, without penumbra (Wertz and Larson, Space Mission Analysis and Design,
/// 1999, section 5.1).
fn shadow(body_radius_m: f64, orbit_radius_m: f64, beta_rad: f64) -> Result<f64, AstroError> {
    let sine = sine_of_shadow(body_radius_m, orbit_radius_m)?;
    if !(-FRAC_PI_2..=FRAC_PI_2).contains(&beta_rad) {
        return Err(AstroError::BadInput(format!(
            "the Sun stands within a quarter turn of an orbit's plane, and not at {beta_rad} rad"
        )));
    }
    if beta_rad.sin().abs() >= sine {
        return Ok(0.0);
    }
    // The point of entry: its distance from the axis of the shadow is the body's radius.
    let along = ((1.0 - sine) * (1.0 + sine)).sqrt();
    Ok((along / beta_rad.cos()).min(1.0).acos() / PI)
}

/// The mean of [`shadow`] over all directions of the Sun: the share of the sky, seen from the orbit, that the
/// body covers.
fn mean_shadow(body_radius_m: f64, orbit_radius_m: f64) -> Result<f64, AstroError> {
    let sine = sine_of_shadow(body_radius_m, orbit_radius_m)?;
    // (1 - cos ρ) / 2 without cancellation.
    Ok(0.5 * sine * sine / (1.0 + ((1.0 - sine) * (1.0 + sine)).sqrt()))
}

/// Sine of the angle that the body's radius covers, seen from the orbit.
fn sine_of_shadow(body_radius_m: f64, orbit_radius_m: f64) -> Result<f64, AstroError> {
    positive(body_radius_m, "the radius of the body")?;
    positive(orbit_radius_m, "the radius of the orbit")?;
    if orbit_radius_m <= body_radius_m {
        return Err(AstroError::BadInput(format!(
            "an orbit of {orbit_radius_m} m does not clear a body of {body_radius_m} m"
        )));
    }
    Ok(body_radius_m / orbit_radius_m)
}

#[cfg(test)]
mod tests {
    use super::*;
    use glam::DVec3;
    use std::f64::consts::TAU;

    const BODY_M: f64 = 6_378e3;

    #[test]
    fn shadows_are_what_counting_gives() {
        for (radius, beta) in [
            (6_778e3, 0.0),
            (6_778e3, 0.9),
            (6_778e3, 1.2),
            (42_164e3, 0.1),
            (42_164e3, 0.16),
        ] {
            let count = 200_000;
            let sun = DVec3::new(f64::cos(beta), 0.0, f64::sin(beta));
            let dark = (0..count).filter(|i| {
                let angle = TAU * f64::from(*i) / f64::from(count);
                let place = DVec3::new(angle.cos(), angle.sin(), 0.0) * radius;
                place.dot(sun) < 0.0 && place.cross(sun).length() < BODY_M
            });
            let counted = dark.count() as f64 / f64::from(count);
            let closed = shadow(BODY_M, radius, beta).unwrap();
            assert!(
                (counted - closed).abs() < 2e-5,
                "{radius} {beta}: {counted} {closed}"
            );
        }
    }

    #[test]
    fn the_mean_shadow_is_the_mean_of_shadows() {
        for radius in [1.001 * BODY_M, 6_778e3, 42_164e3] {
            // All directions of the Sun are alike, so that those at beta have the weight of cos beta.
            let panels = 200_000;
            let sum: f64 = (0..panels)
                .map(|i| {
                    let sine: f64 = -1.0 + 2.0 * (f64::from(i) + 0.5) / f64::from(panels);
                    shadow(BODY_M, radius, sine.asin()).unwrap()
                })
                .sum();
            let mean = mean_shadow(BODY_M, radius).unwrap();
            assert!((sum / f64::from(panels) - mean).abs() < 1e-5, "{radius}");
        }
    }

    #[test]
    fn shadows_of_nothing_are_refused() {
        assert!(shadow(2.0, 1.0, 0.0).is_err() && shadow(1.0, 2.0, 1.6).is_err());
        assert!(shadow(1.0, 2.0, f64::NAN).is_err() && mean_shadow(1.0, f64::NAN).is_err());
        // By hand: at twice the radius, the Sun in the plane, 2 asin(1/2) of a turn.
        assert!((shadow(1.0, 2.0, 0.0).unwrap() - 1.0 / 6.0).abs() < 1e-15);
    }
}
