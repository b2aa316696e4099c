//! Turning an orbit's plane about the axis of a flattened body by waiting on another orbit.

use super::Edelbaum;
use crate::conic::{Ellipse, hohmann, positive, turned_dv_m_s};
use crate::{AstroError, Constants};
use std::f64::consts::{PI, TAU};

/// How fast the node of an orbit turns on the average, rad/s, eastwards where positive: the secular effect of
/// the body's second zonal harmonic (Vallado, Fundamentals of Astrodynamics and Applications, 2013, equation
/// 9-38).
///
/// # Errors
/// [`AstroError::BadInput`] for an inclination outside 0 to π.
pub fn node_rate_rad_s(
    body: &Constants,
    orbit: &Ellipse,
    inclination_rad: f64,
) -> Result<f64, AstroError> {
    if !(0.0..=PI).contains(&inclination_rad) {
        return Err(AstroError::BadInput(format!(
            "an inclination is from 0 to pi, and this one is {inclination_rad}"
        )));
    }
    let p_m = orbit.periapsis_m() * orbit.apoapsis_m() / orbit.semi_major_axis_m();
    let flatness = body.j2 * (body.equatorial_radius_m / p_m).powi(2);
    Ok(-1.5 * TAU / orbit.period_s() * flatness * inclination_rad.cos())
}

/// A turn of the node by waiting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeDrift {
    /// Radius of the circle on which to wait, m.
    pub waiting_m: f64,
    /// To it and back by Hohmann's transfers, m/s.
    pub impulsive_m_s: f64,
    /// To it and back by weak thrust, m/s.
    pub low_thrust_m_s: f64,
    /// For comparison: the same turn by one burn, without waiting, m/s.
    pub direct_m_s: f64,
}

/// What it costs to turn the node of a circle by an angle (rad, eastwards where positive) within a time (s):
/// on a lower circle of the same inclination it turns faster, on a higher one slower. The less time, the
/// farther away that circle is, and the dearer. The turn on the way there and back is left out.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite or in range; [`AstroError::NoSolution`] where no circle
/// outside the body drifts so fast, or so slowly, and for orbits over the poles, which do not drift.
pub fn node_drift(
    body: &Constants,
    radius_m: f64,
    inclination_rad: f64,
    turn_rad: f64,
    time_s: f64,
) -> Result<NodeDrift, AstroError> {
    positive(time_s, "the time for a drift")?;
    let circle = Ellipse::circle(body.gm_m3_s2, radius_m)?;
    if !(turn_rad.abs() <= TAU && radius_m > body.equatorial_radius_m) {
        return Err(AstroError::BadInput(
            "a drift turns the node of an orbit outside the body by one turn at most".to_owned(),
        ));
    }
    let rate = node_rate_rad_s(body, &circle, inclination_rad)?;
    // The rate goes with the radius to the power of minus seven halves.
    let ratio = rate / (rate + turn_rad / time_s);
    let waiting_m = radius_m * ratio.powf(2.0 / 7.0);
    if !(ratio > 0.0 && waiting_m > body.equatorial_radius_m && waiting_m.is_finite()) {
        return Err(AstroError::NoSolution(format!(
            "no orbit outside the body turns its node by {turn_rad} rad against this one within {time_s} s"
        )));
    }
    let there_m_s = hohmann(body.gm_m3_s2, radius_m, waiting_m)?.total_m_s();
    let slowly_m_s = Edelbaum::new(body.gm_m3_s2, radius_m, waiting_m, 0.0)?.dv_m_s();
    let speed_m_s = circle.periapsis_speed_m_s();
    let half_sine = inclination_rad.sin() * (0.5 * turn_rad).sin();
    Ok(NodeDrift {
        waiting_m,
        impulsive_m_s: 2.0 * there_m_s,
        low_thrust_m_s: 2.0 * slowly_m_s,
        direct_m_s: turned_dv_m_s(speed_m_s, speed_m_s, 2.0 * half_sine.abs().min(1.0).asin())?,
    })
}
