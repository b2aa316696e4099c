//! What it costs to meet a Moon that is off the plane of departure.

use crate::{LunarTransfer, Point, constants};

/// Where the turn may be made: so far before the Moon at the least and the most, rad.
const NEAREST_RAD: f64 = 0.05;
const STEPS: u32 = 200;

/// The least velocity change of a broken-plane flight, m/s: between perigee and Moon the plane is turned about
/// the radius by the angle whose sine is sin δ / sin β, with the Moon an angle δ off the plane and an angle β
/// ahead; the speed across the radius there is h / r, and shape and time of the flight stay as they are. β is
/// chosen for the least cost. (Bate, Mueller & White 1971, section 8.3, treat the same for planets.)
///
/// `flight` is the flight in the plane, `perigee_m` its perigee, `moon_m` the Moon's distance at arrival.
pub(super) fn broken_plane_dv_m_s(
    flight: &LunarTransfer,
    perigee_m: f64,
    moon_m: f64,
    off_plane_rad: f64,
) -> f64 {
    let Ok(earth) = constants(Point::Earth) else {
        return f64::INFINITY;
    };
    let gm = earth.gm_m3_s2;
    let e = 1.0 + perigee_m * flight.c3_m2_s2 / gm;
    let p_m = perigee_m * (1.0 + e);
    let arrival_rad = ((p_m / moon_m - 1.0) / e).clamp(-1.0, 1.0).acos();
    let cost = |ahead_rad: f64| {
        let sine = off_plane_rad.sin().abs() / ahead_rad.sin();
        if sine > 1.0 {
            return f64::INFINITY;
        }
        let radius_m = p_m / (1.0 + e * (arrival_rad - ahead_rad).cos());
        let across_m_s = (gm * p_m).sqrt() / radius_m;
        2.0 * across_m_s * (0.5 * sine.asin()).sin()
    };
    let most_rad = (arrival_rad - NEAREST_RAD).min(std::f64::consts::FRAC_PI_2);
    let ahead = (0..=STEPS)
        .map(|step| NEAREST_RAD + (most_rad - NEAREST_RAD) * f64::from(step) / f64::from(STEPS));
    ahead.map(cost).fold(f64::INFINITY, f64::min)
}
