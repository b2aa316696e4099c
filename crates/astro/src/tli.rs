//! To the Moon and back: when the plane of a parking orbit points at it, and what the flight costs.
//!
//! Costs are those of patched conics with a sphere of influence of no size: an ellipse about the Earth from its
//! perigee to where the Moon will be, the Moon's velocity taken off there, and a hyperbola about the Moon. Neither
//! the Sun nor the Moon bends the ellipse. Against 28 flights integrated under Earth, Moon and Sun the injection is 0
//! to 5 m/s and the capture 5 to 28 m/s dear (`validation/plane`). The Moon draws a flight in, so that its perilune
//! comes 3 to 6 hours before the conic is where the Moon is; a departure that the plane is to hold exactly lies that
//! much earlier. An estimate for plans, no targeting.

use std::f64::consts::PI;

use glam::DVec3;

use crate::plane::OrbitPlane;
use crate::roots::{Scan, crossings, root};
use crate::windows::Windows;
use crate::{AstroError, Ephemeris, Point, Tdb, constants};

/// Samples lie this far apart, s: half a day, a seventh of the least gap between two passages.
const STEP_S: f64 = 43_200.0;

/// How exactly an instant is found, s.
const TOLERANCE_S: f64 = 1e-3;

/// Most eccentric conic that is looked at: a hyperbola that is at the Moon after half a day.
const MOST_ECCENTRIC: f64 = 3.0;

/// Furthest apogee that is looked at, over the distance to reach: beyond, the Sun makes another path of it.
const FURTHEST_APOGEE: f64 = 1.5;

/// An instant at which the Moon, when it is reached, lies in the plane of the orbit that is left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LunarWindow {
    /// When the orbit is left.
    pub at: Tdb,
    /// When the Moon is reached.
    pub arrival: Tdb,
    /// How far the Moon's centre is from the Earth's then, m.
    pub moon_distance_m: f64,
    /// The Moon's declination then, above the equator of the ICRF, rad.
    pub moon_declination_rad: f64,
}

/// How far the Moon at arrival is from the plane of an orbit at departure, rad: positive on the side of the
/// orbit's angular momentum.
///
/// # Errors
/// What the ephemeris returns at departure plus time of flight.
pub fn moon_off_plane_rad(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    departure: Tdb,
    tof_s: f64,
) -> Result<f64, AstroError> {
    let moon = ephemeris.state(Point::Moon, Point::Earth, departure.plus_seconds(tof_s))?;
    let sine = plane.normal(departure).dot(moon.position) / moon.position.length();
    Ok(sine.clamp(-1.0, 1.0).asin())
}

/// All departures in a span at which the Moon at arrival lies in the orbit's plane, in order: every 9 to 11 days
/// for the ISS's, with gaps of 3.7 to 11 days for one inclined as little as the Moon's path.
///
/// # Errors
/// [`AstroError::BadInput`] for a time of flight that is not above zero and finite, and for a span that is not in
/// order; what the ephemeris returns, which must cover the arrivals too.
pub fn lunar_windows(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    tof_s: f64,
    from: Tdb,
    to: Tdb,
) -> Result<Vec<LunarWindow>, AstroError> {
    check_tof(tof_s)?;
    let off = |s: f64| moon_off_plane_rad(ephemeris, plane, Tdb::from_seconds(s), tof_s);
    let found = crossings(off, from.seconds(), to.seconds(), SCAN)?;
    let windows = found.into_iter().map(|crossing| {
        let at = Tdb::from_seconds(crossing.at);
        let arrival = at.plus_seconds(tof_s);
        let moon = ephemeris.state(Point::Moon, Point::Earth, arrival)?;
        let moon_distance_m = moon.position.length();
        Ok(LunarWindow {
            at,
            arrival,
            moon_distance_m,
            moon_declination_rad: (moon.position.z / moon_distance_m).asin(),
        })
    });
    windows.collect()
}

/// The departures in a span at which the Moon at arrival is at most this far from the orbit's plane.
///
/// # Errors
/// As [`lunar_windows`]; [`AstroError::BadInput`] for an angle that is not from 0 to pi/2.
pub fn lunar_departures(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    tof_s: f64,
    off_plane_rad: f64,
    (from, to): (Tdb, Tdb),
) -> Result<Windows<Tdb>, AstroError> {
    check_tof(tof_s)?;
    if !(0.0..=PI / 2.0).contains(&off_plane_rad) {
        return Err(AstroError::BadInput(format!(
            "{off_plane_rad} rad off the plane: it must be from 0 to pi/2"
        )));
    }
    let within = |at: Tdb| {
        let off = moon_off_plane_rad(ephemeris, plane, at, tof_s)?;
        Ok(off_plane_rad * off_plane_rad - off * off)
    };
    Windows::above_zero(within, from, to, SCAN)
}

const SCAN: Scan = Scan {
    step: STEP_S,
    tolerance: TOLERANCE_S,
};

/// What a flight from a parking orbit to an orbit about the Moon costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LunarTransfer {
    /// When the parking orbit is left.
    pub departure: Tdb,
    /// When the Moon is reached.
    pub arrival: Tdb,
    /// Twice the energy of the flight per mass about the Earth, m²/s²: below zero for an ellipse.
    pub c3_m2_s2: f64,
    /// By how much the flight's plane is turned from that of the parking orbit where the two meet, rad.
    pub turn_rad: f64,
    /// The burn out of the parking orbit, with that turn, m/s.
    pub injection_dv_m_s: f64,
    /// Speed with which the Moon is met, before it attracts, m/s.
    pub v_infinity_m_s: f64,
    /// The burn into a circular orbit about the Moon at its altitude, whose plane is free but for holding the
    /// direction of arrival, m/s.
    pub capture_dv_m_s: f64,
}

/// The flight that leaves a circular parking orbit in its plane's semi-major axis tangentially, and meets the Moon
/// after a time of flight.
///
/// Bate, Mueller & White 1971, section 7.4, patched at the Moon's place. Where the Moon is off the plane by δ, the
/// plane of the flight is turned at perigee by the angle whose sine is sin δ over the sine of the angle that the
/// flight sweeps: that angle is near 180 degrees, so that a degree off costs many degrees of turn.
///
/// # Errors
/// [`AstroError::BadInput`] for a time or an altitude out of range; [`AstroError::NoSolution`] where the flight is
/// shorter or longer than a conic allows, or the Moon too far from the plane; what the ephemeris returns.
pub fn lunar_transfer(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    departure: Tdb,
    tof_s: f64,
    lunar_altitude_m: f64,
) -> Result<LunarTransfer, AstroError> {
    check_tof(tof_s)?;
    let arrival = departure.plus_seconds(tof_s);
    let moon = ephemeris.state(Point::Moon, Point::Earth, arrival)?;
    let gm = constants(Point::Earth)?.gm_m3_s2;
    let parking_m = plane.semi_major_axis_m();
    let conic = Conic::through(gm, parking_m, moon.position.length(), tof_s)?;
    let (normal, turn_rad) = flight_plane(plane.normal(departure), moon.position, &conic)?;
    let v_infinity_m_s = (conic.velocity(moon.position, normal) - moon.velocity).length();
    let (parked, leaving) = ((gm / parking_m).sqrt(), conic.perigee_speed_m_s());
    Ok(LunarTransfer {
        departure,
        arrival,
        c3_m2_s2: conic.c3_m2_s2(),
        turn_rad,
        // The law of cosines, without the loss of digits for a small turn.
        injection_dv_m_s: (leaving - parked)
            .hypot(2.0 * (parked * leaving).sqrt() * (0.5 * turn_rad).sin()),
        v_infinity_m_s,
        capture_dv_m_s: lunar_capture_dv_m_s(v_infinity_m_s, lunar_altitude_m)?,
    })
}

/// What a flight from an orbit about the Moon to the Earth's atmosphere costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LunarReturn {
    /// When the Moon is left.
    pub departure: Tdb,
    /// When the perigee is reached.
    pub arrival: Tdb,
    /// Speed with which the Moon is left, after it has attracted, m/s.
    pub v_infinity_m_s: f64,
    /// The burn out of a circular orbit about the Moon, whose plane holds the direction of departure, m/s.
    pub injection_dv_m_s: f64,
    /// Speed at perigee, in a frame that does not turn, m/s.
    pub perigee_speed_m_s: f64,
}

/// The flight from a circular orbit about the Moon to a perigee at this altitude, in the plane of the Moon's path,
/// which is the cheapest: the landing site is what it comes to, within the Moon's declination.
///
/// # Errors
/// As [`lunar_transfer`].
pub fn lunar_return(
    ephemeris: &dyn Ephemeris,
    departure: Tdb,
    tof_s: f64,
    lunar_altitude_m: f64,
    perigee_altitude_m: f64,
) -> Result<LunarReturn, AstroError> {
    check_tof(tof_s)?;
    let earth = constants(Point::Earth)?;
    let moon = ephemeris.state(Point::Moon, Point::Earth, departure)?;
    let perigee_m = earth.equatorial_radius_m + perigee_altitude_m;
    let conic = Conic::through(earth.gm_m3_s2, perigee_m, moon.position.length(), tof_s)?;
    let normal = moon.position.cross(moon.velocity).normalize();
    let v_infinity_m_s =
        (conic.reversed().velocity(moon.position, normal) - moon.velocity).length();
    Ok(LunarReturn {
        departure,
        arrival: departure.plus_seconds(tof_s),
        v_infinity_m_s,
        injection_dv_m_s: lunar_capture_dv_m_s(v_infinity_m_s, lunar_altitude_m)?,
        perigee_speed_m_s: conic.perigee_speed_m_s(),
    })
}

/// The burn between a circular orbit about the Moon and a hyperbola with this speed far away, m/s.
///
/// # Errors
/// [`AstroError::BadInput`] for a speed below zero, an altitude below the surface, and what is not finite.
pub fn lunar_capture_dv_m_s(v_infinity_m_s: f64, lunar_altitude_m: f64) -> Result<f64, AstroError> {
    let moon = constants(Point::Moon)?;
    let radius_m = moon.equatorial_radius_m + lunar_altitude_m;
    injection_dv_m_s(moon.gm_m3_s2, radius_m, v_infinity_m_s * v_infinity_m_s)
}

/// The burn from a circular orbit onto a conic with this energy, along the path, m/s: √(C3 + 2μ/r) - √(μ/r).
///
/// ```
/// use portolan_astro::{Point, constants, injection_dv_m_s};
/// // To the Moon from 400 km, with a C3 of -1.9 km²/s².
/// let earth = constants(Point::Earth)?;
/// let dv = injection_dv_m_s(earth.gm_m3_s2, earth.equatorial_radius_m + 400e3, -1.9e6)?;
/// assert_eq!((dv * 10.0).round(), 30_885.0);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] where the energy does not reach the orbit's radius, and for what is not finite or above
/// zero.
pub fn injection_dv_m_s(gm_m3_s2: f64, radius_m: f64, c3_m2_s2: f64) -> Result<f64, AstroError> {
    let circular2 = gm_m3_s2 / radius_m;
    let leaving2 = c3_m2_s2 + 2.0 * circular2;
    if gm_m3_s2 > 0.0 && radius_m > 0.0 && leaving2 >= circular2 && leaving2.is_finite() {
        return Ok(leaving2.sqrt() - circular2.sqrt());
    }
    Err(AstroError::BadInput(format!(
        "no burn leads from a circular orbit of radius {radius_m} m outward to an energy of {c3_m2_s2} m²/s²"
    )))
}

fn check_tof(tof_s: f64) -> Result<(), AstroError> {
    if tof_s.is_finite() && tof_s > 0.0 {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "a flight of {tof_s} s is none: it must be finite and above zero"
    )))
}

/// The plane of the flight, as its normal, and how it is turned from the parking orbit's.
fn flight_plane(parking: DVec3, moon: DVec3, conic: &Conic) -> Result<(DVec3, f64), AstroError> {
    let moon = moon.normalize();
    let sin_off = parking.dot(moon);
    let cos_off = (1.0 - sin_off * sin_off).max(0.0).sqrt();
    let cos_sweep = conic.sweep_rad.cos();
    if cos_off <= cos_sweep.abs() {
        return Err(AstroError::NoSolution(format!(
            "the Moon at arrival is {:.3} degrees off the plane of the parking orbit, and a flight of this length \
             reaches {:.3} degrees at most",
            sin_off.asin().abs().to_degrees(),
            (PI - conic.sweep_rad).abs().to_degrees(),
        )));
    }
    // In the parking plane: towards the Moon, and a quarter turn on.
    let along = (moon - parking * sin_off).normalize();
    let across = parking.cross(along);
    let ahead = (cos_sweep / cos_off).acos().copysign(conic.sweep_rad.sin());
    let perigee = along * ahead.cos() - across * ahead.sin();
    let normal = perigee.cross(moon).normalize() * conic.sweep_rad.sin().signum();
    let turn_rad = normal.cross(parking).length().atan2(normal.dot(parking));
    Ok((normal, turn_rad))
}

/// A flight about the Earth from perigee to a distance.
#[derive(Clone, Copy, Debug)]
struct Conic {
    gm_m3_s2: f64,
    perigee_m: f64,
    eccentricity: f64,
    /// Angle from perigee to where the distance is reached: above pi after apogee.
    sweep_rad: f64,
}

impl Conic {
    /// The conic that takes this long from its perigee to a distance.
    ///
    /// Up to half the revolution of the ellipse whose apogee is at that distance, the distance is reached on the
    /// way out, sooner on more eccentric conics; beyond, on the way back in, later on more eccentric ones.
    fn through(
        gm_m3_s2: f64,
        perigee_m: f64,
        distance_m: f64,
        tof_s: f64,
    ) -> Result<Self, AstroError> {
        let furthest = FURTHEST_APOGEE * distance_m;
        if !(perigee_m > 0.0 && perigee_m < 0.5 * distance_m) {
            return Err(AstroError::BadInput(format!(
                "a flight from a perigee at {perigee_m} m to {distance_m} m from the Earth's centre: the first must be \
                 above zero and below half the second"
            )));
        }
        let least = (distance_m - perigee_m) / (distance_m + perigee_m);
        let at = |eccentricity: f64, inward: bool| {
            let p_m = perigee_m * (1.0 + eccentricity);
            let cos_sweep = ((p_m / distance_m - 1.0) / eccentricity).clamp(-1.0, 1.0);
            let out = cos_sweep.acos();
            Self {
                gm_m3_s2,
                perigee_m,
                eccentricity,
                sweep_rad: if inward { 2.0 * PI - out } else { out },
            }
        };
        let half_s = at(least, false).time_s();
        let inward = tof_s > half_s;
        let most = if inward {
            (furthest - perigee_m) / (furthest + perigee_m)
        } else {
            MOST_ECCENTRIC
        };
        let limit_s = at(most, inward).time_s();
        if (inward && tof_s > limit_s) || (!inward && tof_s < limit_s) {
            return Err(AstroError::NoSolution(format!(
                "no flight to {:.0} km takes {:.2} d: the {} is {:.2} d",
                distance_m / 1e3,
                tof_s / 86_400.0,
                if inward { "longest" } else { "shortest" },
                limit_s / 86_400.0,
            )));
        }
        let missing = |e: f64| Ok(at(e, inward).time_s() - tof_s);
        Ok(at(root(missing, least, most, 1e-14)?, inward))
    }

    /// Time from perigee to the end of the sweep, s (Vallado 2013, section 2.2).
    fn time_s(&self) -> f64 {
        let e = self.eccentricity;
        let tan_half = (0.5 * self.sweep_rad).tan();
        if (e - 1.0).abs() < 1e-8 {
            let p_m = self.perigee_m * (1.0 + e);
            let unit_s = (p_m.powi(3) / self.gm_m3_s2).sqrt();
            return 0.5 * unit_s * (tan_half + tan_half.powi(3) / 3.0);
        }
        let a_m = self.perigee_m / (1.0 - e).abs();
        let unit_s = (a_m.powi(3) / self.gm_m3_s2).sqrt();
        let tan_half_anomaly = ((1.0 - e).abs() / (1.0 + e)).sqrt() * tan_half;
        unit_s
            * if e < 1.0 {
                // Past apogee the tangent is negative, and the anomaly above pi.
                let half = tan_half_anomaly.atan();
                let anomaly = 2.0 * if half < 0.0 { half + PI } else { half };
                anomaly - e * anomaly.sin()
            } else {
                let anomaly = 2.0 * tan_half_anomaly.atanh();
                e * anomaly.sinh() - anomaly
            }
    }

    fn c3_m2_s2(&self) -> f64 {
        self.gm_m3_s2 * (self.eccentricity - 1.0) / self.perigee_m
    }

    fn perigee_speed_m_s(&self) -> f64 {
        (self.gm_m3_s2 * (1.0 + self.eccentricity) / self.perigee_m).sqrt()
    }

    /// The same conic flown towards its perigee.
    fn reversed(&self) -> Self {
        Self {
            sweep_rad: 2.0 * PI - self.sweep_rad,
            ..*self
        }
    }

    /// Velocity at a place at the end of the sweep, in the plane with this normal.
    fn velocity(&self, position: DVec3, normal: DVec3) -> DVec3 {
        let outward = position.normalize();
        let p_m = self.perigee_m * (1.0 + self.eccentricity);
        let unit_m_s = (self.gm_m3_s2 / p_m).sqrt();
        let (sin_sweep, cos_sweep) = self.sweep_rad.sin_cos();
        outward * (unit_m_s * self.eccentricity * sin_sweep)
            + normal.cross(outward).normalize() * (unit_m_s * (1.0 + self.eccentricity * cos_sweep))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::State;

    const GM: f64 = 398_600.435_507e9;

    #[test]
    fn conics_take_the_time_that_is_asked_for_and_obey_energy() {
        for distance_m in [356e6, 384.4e6, 407e6] {
            for days in [0.8, 1.5, 2.0, 2.5, 3.0, 4.0, 4.5, 5.0, 5.5, 7.0, 12.0] {
                let conic = Conic::through(GM, 6_778e3, distance_m, days * 86_400.0).unwrap();
                assert!((conic.time_s() / 86_400.0 - days).abs() < 1e-6, "{days}");
                // Kepler propagated from perigee arrives there.
                let start = State {
                    position: DVec3::X * 6_778e3,
                    velocity: DVec3::Y * conic.perigee_speed_m_s(),
                };
                let end = crate::propagate(GM, start, days * 86_400.0).unwrap();
                let place = DVec3::new(conic.sweep_rad.cos(), conic.sweep_rad.sin(), 0.0);
                assert!((end.position - place * distance_m).length() < 2e3, "{days}");
                let found = conic.velocity(end.position, DVec3::Z);
                assert!((found - end.velocity).length() < 0.05, "{days}");
                let energy = end.velocity.length_squared() - 2.0 * GM / distance_m;
                assert!((energy - conic.c3_m2_s2()).abs() < 200.0, "{days}");
            }
        }
    }

    #[test]
    fn flights_no_conic_takes_are_refused() {
        let through = |perigee_m, days: f64| Conic::through(GM, perigee_m, 384e6, days * 86_400.0);
        for days in [0.1, 30.0] {
            assert!(
                matches!(through(6_778e3, days), Err(AstroError::NoSolution(_))),
                "{days}"
            );
        }
        for perigee_m in [0.0, -1.0, f64::NAN, 384e6] {
            assert!(matches!(
                through(perigee_m, 4.0),
                Err(AstroError::BadInput(_))
            ));
        }
    }

    #[test]
    fn a_turned_flight_holds_the_perigee_and_the_moon() {
        let conic = Conic::through(GM, 6_778e3, 384.4e6, 3.5 * 86_400.0).unwrap();
        let parking = DVec3::new(0.3, -0.5, 0.8).normalize();
        let in_plane = parking.cross(DVec3::X).normalize();
        let (_, none) = flight_plane(parking, in_plane * 384.4e6, &conic).unwrap();
        assert!(none < 1e-7);
        let off = 1.0_f64.to_radians();
        let moon = in_plane * off.cos() + parking * off.sin();
        let (normal, turn) = flight_plane(parking, moon * 384.4e6, &conic).unwrap();
        assert!(normal.dot(moon).abs() < 1e-12);
        assert!((turn.sin() - off.sin() / conic.sweep_rad.sin()).abs() < 1e-9);
        let far = in_plane * 0.9 + parking * 0.5;
        assert!(matches!(
            flight_plane(parking, far * 384.4e6, &conic),
            Err(AstroError::NoSolution(_))
        ));
    }
}
