//! Leaving a circle for a direction that lies off its plane.

use super::positive;
use crate::{AstroError, roots};
use std::f64::consts::{FRAC_PI_2, PI};

/// One burn from a circle onto a hyperbola.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AsymptoteBurn {
    /// Velocity change, m/s.
    pub dv_m_s: f64,
    /// Least distance of the hyperbola from the body's centre, m: the circle's radius, or a little less where
    /// the asymptote lies off the plane.
    pub periapsis_m: f64,
}

/// The cheapest single burn from a circle onto a hyperbola with this speed far away (m/s), along an asymptote
/// that makes this angle with the circle's plane (rad, 0 to π/2); arriving from there costs as much.
///
/// For each place on the circle one hyperbola leads to the asymptote (Battin, An Introduction to the
/// Mathematics and Methods of Astrodynamics, 1999, section 11.4: the hyperbolic locus of velocities); the
/// place is searched. Off the plane, three burns may be cheaper ([`super::bi_elliptic`] for the turn); how
/// far off it an asymptote lies, [`off_plane_rad`] says.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive, and for an angle outside 0 to π/2.
pub fn burn_to_asymptote(
    mu: f64,
    radius_m: f64,
    v_inf_m_s: f64,
    off_plane_rad: f64,
) -> Result<AsymptoteBurn, AstroError> {
    positive(mu, "the gravitational parameter")?;
    positive(radius_m, "the radius of the circle")?;
    positive(v_inf_m_s, "the speed far away")?;
    if !(0.0..=FRAC_PI_2).contains(&off_plane_rad) {
        return Err(AstroError::BadInput(format!(
            "an asymptote makes an angle from 0 to pi/2 with a plane, and not {off_plane_rad}"
        )));
    }
    let hyperbola = |angle: f64| Hyperbola::at(mu, radius_m, v_inf_m_s, off_plane_rad, angle);
    let cost = |angle: f64| Ok(hyperbola(angle).dv_m_s);
    let (angle, _) = roots::minimum(cost, 1e-9, PI, 1e-10)?;
    let best = hyperbola(angle);
    if !(best.dv_m_s.is_finite() && best.periapsis_m.is_finite()) {
        return Err(AstroError::BadInput(
            "the numbers of a departure are beyond what doubles can square".to_owned(),
        ));
    }
    Ok(AsymptoteBurn {
        dv_m_s: best.dv_m_s,
        periapsis_m: best.periapsis_m,
    })
}

/// A hyperbola from a place of the circle to the asymptote.
struct Hyperbola {
    dv_m_s: f64,
    periapsis_m: f64,
}

impl Hyperbola {
    /// From the place that lies this angle ahead of the point opposite the asymptote's foot in the plane.
    fn at(mu: f64, radius_m: f64, v_inf_m_s: f64, off_plane_rad: f64, angle: f64) -> Self {
        let circular = (mu / radius_m).sqrt();
        let half = 0.5 * v_inf_m_s;
        // Cosines between the asymptote and the place, and the asymptote and the motion along the circle.
        let level = off_plane_rad.cos();
        let (outward, forward) = (-angle.cos() * level, angle.sin() * level);
        // One plus the first, without cancellation.
        let opening =
            2.0 * (0.5 * off_plane_rad).sin().powi(2) + 2.0 * level * (0.5 * angle).sin().powi(2);
        let d = (circular * circular / opening + half * half).sqrt();
        let (along, radial) = (d + half, d - half);
        let square = 2.0 * circular * circular + v_inf_m_s * v_inf_m_s;
        let dv_squared = square + circular * circular - 2.0 * circular * along * forward;
        // Angular momentum: only what is along the asymptote has some.
        let momentum = radius_m * along * ((1.0 - outward) * opening).sqrt();
        let p = momentum * momentum / mu;
        let e = (1.0 + p * v_inf_m_s * v_inf_m_s / mu).sqrt();
        let is_outbound = along * outward + radial >= 0.0;
        Self {
            dv_m_s: dv_squared.max(0.0).sqrt(),
            periapsis_m: if is_outbound { radius_m } else { p / (1.0 + e) },
        }
    }
}

/// How far an asymptote with this declination lies off the nearest plane with this inclination, both to the
/// same equator, rad: nothing where the declination is within the inclination, as a node then can be found
/// that puts the asymptote into the plane.
///
/// # Errors
/// [`AstroError::BadInput`] for a declination outside ±π/2 and for an inclination outside 0 to π.
///
/// ```
/// use portolan_astro::off_plane_rad;
/// let degrees = |x: f64| x.to_radians();
/// assert_eq!(off_plane_rad(degrees(-20.0), degrees(28.5))?, 0.0);
/// assert!((off_plane_rad(degrees(-40.0), degrees(28.5))? - degrees(11.5)).abs() < 1e-15);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
pub fn off_plane_rad(declination_rad: f64, inclination_rad: f64) -> Result<f64, AstroError> {
    let is_declination = (-FRAC_PI_2..=FRAC_PI_2).contains(&declination_rad);
    if !(is_declination && (0.0..=PI).contains(&inclination_rad)) {
        return Err(AstroError::BadInput(
            "a declination must be within a quarter turn, an inclination from 0 to half a turn"
                .to_owned(),
        ));
    }
    let steepest_rad = inclination_rad.min(PI - inclination_rad);
    Ok((declination_rad.abs() - steepest_rad).max(0.0))
}
