//! Meeting what goes round on the same circle, or on another in the same plane.

use super::{Ellipse, hohmann, positive};
use crate::{AstroError, Tdb};
use std::f64::consts::{PI, TAU};

/// A round or more on another orbit that leads back to a place of the circle when what was elsewhere is
/// there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phasing {
    /// Each of two equal burns, off the circle and back onto it, m/s.
    pub burn_m_s: f64,
    /// Time between them, s.
    pub duration_s: f64,
    /// Distance of the other orbit's other apsis from the body's centre, m.
    pub other_apsis_m: f64,
}

impl Phasing {
    /// Both burns, m/s.
    pub fn total_m_s(&self) -> f64 {
        2.0 * self.burn_m_s
    }
}

/// The manoeuvre by which something on a circle meets, in so many revolutions, something else on it that is
/// ahead by an angle (rad, negative for behind), without coming nearer to the body's centre than `least_m`
/// (Vallado, Fundamentals of Astrodynamics and Applications, 2013, section 6.6.1).
///
/// ```
/// use portolan_astro::phasing;
/// // Half a turn ahead, two rounds: each takes three quarters of the circle's period.
/// let met = phasing(1.0, 1.0, std::f64::consts::PI, 2, 0.0)?;
/// assert!((met.duration_s - 1.5 * std::f64::consts::TAU).abs() < 1e-14);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite or in range; [`AstroError::NoSolution`] where so few
/// revolutions would lead nearer to the body than is allowed, or leave no time.
pub fn phasing(
    mu: f64,
    radius_m: f64,
    ahead_rad: f64,
    revolutions: u32,
    least_m: f64,
) -> Result<Phasing, AstroError> {
    let circle = Ellipse::circle(mu, radius_m)?;
    if !(ahead_rad.abs() <= TAU && (0.0..=radius_m).contains(&least_m) && revolutions > 0) {
        return Err(AstroError::BadInput(
            "phasing needs an angle within a turn, one revolution at least, and a least distance from 0 to the \
             radius"
                .to_owned(),
        ));
    }
    let share = 1.0 - ahead_rad / (TAU * f64::from(revolutions));
    let axis_m = radius_m * share.max(0.0).powf(2.0 / 3.0);
    let other_apsis_m = 2.0 * axis_m - radius_m;
    if !(other_apsis_m > 0.0 && other_apsis_m >= least_m) {
        return Err(AstroError::NoSolution(format!(
            "to meet what is {ahead_rad} rad ahead in {revolutions} revolutions, an orbit would have to come nearer \
             to the centre than {least_m} m; more revolutions do with less"
        )));
    }
    let other = Ellipse::new(mu, radius_m.min(other_apsis_m), radius_m.max(other_apsis_m))?;
    Ok(Phasing {
        burn_m_s: (other.speed_at_m_s(radius_m)? - circle.periapsis_speed_m_s()).abs(),
        duration_s: f64::from(revolutions) * other.period_s(),
        other_apsis_m,
    })
}

/// Time after which two revolutions of different length (s) stand in the same way to each other again, s.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive; [`AstroError::Degenerate`] for equal
/// periods.
pub fn synodic_period_s(one_s: f64, other_s: f64) -> Result<f64, AstroError> {
    positive(one_s, "a period")?;
    positive(other_s, "a period")?;
    if one_s == other_s {
        return Err(AstroError::Degenerate(
            "what goes round in the same time never changes its angle".to_owned(),
        ));
    }
    Ok((one_s * (other_s / (one_s - other_s))).abs())
}

/// Most departures of one list.
const MOST_DEPARTURES: f64 = 1e6;

/// The instants from `from` to `until` at which Hohmann's transfer leaves one circle and meets something on
/// another in the same plane, when that is ahead of what departs by an angle (rad) at `from`. Both go round
/// the same way.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive, for instants that are not in order and for
/// more than a million departures; [`AstroError::Degenerate`] for equal radii.
pub fn hohmann_departures(
    mu: f64,
    radii_m: (f64, f64),
    ahead_rad: f64,
    from: Tdb,
    until: Tdb,
) -> Result<Vec<Tdb>, AstroError> {
    let rate = |radius_m: f64| Ok(TAU / Ellipse::circle(mu, radius_m)?.period_s());
    let (leaving, met) = (rate(radii_m.0)?, rate(radii_m.1)?);
    if leaving == met {
        return Err(AstroError::Degenerate(
            "what goes round in the same time never changes its angle".to_owned(),
        ));
    }
    let span_s = until.seconds() - from.seconds();
    let closing = leaving - met;
    let count = span_s * closing.abs() / TAU;
    if !(ahead_rad.is_finite() && span_s >= 0.0 && count <= MOST_DEPARTURES) {
        return Err(AstroError::BadInput(
            "departures need finite angles, instants in order, and at most a million of them"
                .to_owned(),
        ));
    }
    // What is met must be ahead by this much at departure, to be half a turn on at arrival.
    let wanted = PI - met * hohmann(mu, radii_m.0, radii_m.1)?.tof_s;
    let to_close = (ahead_rad - wanted) * closing.signum();
    let mut after_s = to_close.rem_euclid(TAU) / closing.abs();
    let mut departures = Vec::new();
    while after_s <= span_s {
        departures.push(from.plus_seconds(after_s));
        after_s += TAU / closing.abs();
    }
    Ok(departures)
}
