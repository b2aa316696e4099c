//! What a body weighs, how large and how flat it is, how fast it turns and how it goes round.
//!
//! Sources, by letter in the table:
//!
//! - K: DE440 itself, the constants in the comments of NAIF's kernel de440.bsp (Park et al. 2021, AJ 161:105).
//! - G: NAIF's gm_de440.tpc of 2022-12-14, for planets without their satellites.
//! - A: Archinal et al. 2018, Report of the IAU working group on cartographic coordinates and rotational
//!   elements: 2015, Celest. Mech. Dyn. Astr. 130:22, tables 1, 2, 4 and 5.
//! - W: NGA 2014, World Geodetic System 1984, NGA.STND.0036.
//! - E: Lemoine et al. 1998, EGM96, NASA/TP-1998-206861: C20 = -0.484165371736e-3, normalised.
//! - M: Konopliv et al. 2016, Icarus 274:253 (MRO120D): C20 = -0.8750220924537e-3, normalised.
//! - V: Konopliv et al. 1999, Icarus 139:3 (MGNP180U), at second hand.
//! - J: Iess et al. 2018, Nature 555:220.
//! - S: Standish et al. 1992, Explanatory Supplement to the Astronomical Almanac, table 5.8.1 (mean orbits at
//!   J2000); sidereal periods as JPL lists them under planetary physical parameters.
//! - N: NSSDCA, Moon fact sheet.

use std::f64::consts::PI;

use super::Point;
use crate::AstroError;

/// Constants of a body, in SI units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constants {
    /// The body.
    pub point: Point,
    /// Gravitational constant times its own mass, without satellites, m³/s².
    pub gm_m3_s2: f64,
    /// The same with its satellites, for what moves far outside their orbits, m³/s².
    pub system_gm_m3_s2: f64,
    /// Radius of the sphere of the same volume, or nearly so, m.
    pub mean_radius_m: f64,
    /// Radius of the equator, m.
    pub equatorial_radius_m: f64,
    /// Equatorial minus polar radius, over the equatorial one.
    pub flattening: f64,
    /// Second zonal harmonic of its gravity, not normalised, referred to `equatorial_radius_m`.
    pub j2: f64,
    /// Turning rate about its axis against the stars, rad/s; negative where it turns backwards.
    pub rotation_rate_rad_s: f64,
    /// How it goes round another body; none for the Sun.
    pub orbit: Option<Orbit>,
}

/// A mean orbit, for estimates and for the length of a search; where a body is, an ephemeris says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Orbit {
    /// The body that it goes round.
    pub about: Point,
    /// Half the longest diameter of the mean orbit, m.
    pub semi_major_axis_m: f64,
    /// Time of one revolution against the stars, s.
    pub sidereal_period_s: f64,
}

/// The astronomical unit, m (IAU 2012 resolution B2, exact).
pub const ASTRONOMICAL_UNIT_M: f64 = 149_597_870_700.0;

const SUN: Constants = Constants {
    point: Point::Sun,
    gm_m3_s2: 132_712_440_041.279_42e9,        // K
    system_gm_m3_s2: 132_712_440_041.279_42e9, // K; nothing counts as its satellite
    mean_radius_m: 695_700e3,                  // A
    equatorial_radius_m: 695_700e3,            // A
    flattening: 0.0,                           // A
    j2: referred(2.196_139_151_652_982_5e-7, 696_000e3, 695_700e3), // K
    rotation_rate_rad_s: degrees_per_day(14.184_4), // A
    orbit: None,
};

const VENUS: Constants = Constants {
    point: Point::Venus,
    gm_m3_s2: 324_858.592e9,                                // K
    system_gm_m3_s2: 324_858.592e9,                         // K
    mean_radius_m: 6_051.8e3,                               // A
    equatorial_radius_m: 6_051.8e3,                         // A
    flattening: 0.0,                                        // A
    j2: 4.404_4e-6,                                         // V
    rotation_rate_rad_s: degrees_per_day(-1.481_368_8),     // A
    orbit: Some(about_the_sun(0.723_331_99, 0.615_197_26)), // S
};

const EARTH: Constants = Constants {
    point: Point::Earth,
    gm_m3_s2: 398_600.435_507_022_7e9,        // G
    system_gm_m3_s2: 403_503.235_625_480_2e9, // G
    mean_radius_m: 6_371.008_4e3,             // A
    equatorial_radius_m: 6_378_137.0,         // W
    flattening: 1.0 / 298.257_223_563,        // W
    j2: referred(0.484_165_371_736e-3 * ROOT_5, 6_378_136.3, 6_378_137.0), // E
    rotation_rate_rad_s: 7.292_115e-5,        // W
    orbit: Some(about_the_sun(1.000_000_11, 1.000_017_4)), // S
};

const MOON: Constants = Constants {
    point: Point::Moon,
    gm_m3_s2: 4_902.800_118_457_55e9,                      // G
    system_gm_m3_s2: 4_902.800_118_457_55e9,               // G
    mean_radius_m: 1_737.4e3,                              // A
    equatorial_radius_m: 1_737.4e3,                        // A
    flattening: 0.0,                                       // A
    j2: referred(2.032_143_601_35e-4, 1_738e3, 1_737.4e3), // K
    rotation_rate_rad_s: degrees_per_day(13.176_358_15),   // A
    orbit: Some(Orbit {
        about: Point::Earth,
        semi_major_axis_m: 384_400e3,           // N
        sidereal_period_s: 27.321_7 * 86_400.0, // N
    }),
};

const MARS: Constants = Constants {
    point: Point::Mars,
    gm_m3_s2: 42_828.373_620_699_09e9,           // G
    system_gm_m3_s2: 42_828.375_815_756_1e9,     // K
    mean_radius_m: 3_389.5e3,                    // A
    equatorial_radius_m: 3_396.19e3,             // A
    flattening: (3_396.19 - 3_376.2) / 3_396.19, // A
    j2: referred(0.875_022_092_453_7e-3 * ROOT_5, 3_396e3, 3_396.19e3), // M
    rotation_rate_rad_s: degrees_per_day(350.891_982_443_297), // A
    orbit: Some(about_the_sun(1.523_662_31, 1.880_847_6)), // S
};

const JUPITER: Constants = Constants {
    point: Point::Jupiter,
    gm_m3_s2: 126_686_531.900_370_4e9,                    // G
    system_gm_m3_s2: 126_712_764.1e9,                     // K
    mean_radius_m: 69_911e3,                              // A
    equatorial_radius_m: 71_492e3,                        // A
    flattening: (71_492.0 - 66_854.0) / 71_492.0,         // A
    j2: 14_696.572e-6,                                    // J
    rotation_rate_rad_s: degrees_per_day(870.536),        // A
    orbit: Some(about_the_sun(5.203_363_01, 11.862_615)), // S
};

/// Square root of five: what makes a normalised coefficient of the second degree and order zero a plain one.
const ROOT_5: f64 = 2.236_067_977_499_79;

/// The same harmonic of the second degree referred to another radius.
const fn referred(j2: f64, reference_m: f64, radius_m: f64) -> f64 {
    j2 * (reference_m / radius_m) * (reference_m / radius_m)
}

const fn degrees_per_day(rate: f64) -> f64 {
    rate * PI / 180.0 / 86_400.0
}

/// Semi-major axis in astronomical units, period in years of 365.25 d.
const fn about_the_sun(semi_major_axis_au: f64, period_years: f64) -> Orbit {
    Orbit {
        about: Point::Sun,
        semi_major_axis_m: semi_major_axis_au * ASTRONOMICAL_UNIT_M,
        sidereal_period_s: period_years * 365.25 * 86_400.0,
    }
}

/// The constants of a body.
///
/// ```
/// use portolan_astro::{Point, constants};
/// let earth = constants(Point::Earth)?;
/// // A circular orbit 400 km up takes 92.6 minutes: 2 pi sqrt(a^3 / GM).
/// let a_m = earth.equatorial_radius_m + 400e3;
/// let period_min = std::f64::consts::TAU * (a_m.powi(3) / earth.gm_m3_s2).sqrt() / 60.0;
/// assert_eq!((period_min * 10.0).round(), 926.0);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::UnknownBody`] for a barycentre, which is no body: [`gm_m3_s2`] gives what it has.
pub fn constants(point: Point) -> Result<&'static Constants, AstroError> {
    let nearest = match point {
        Point::Sun => return Ok(&SUN),
        Point::Venus => return Ok(&VENUS),
        Point::Earth => return Ok(&EARTH),
        Point::Moon => return Ok(&MOON),
        Point::Mars => return Ok(&MARS),
        Point::Jupiter => return Ok(&JUPITER),
        Point::SolarSystemBarycentre => Point::Sun,
        Point::EarthMoonBarycentre => Point::Earth,
    };
    Err(AstroError::UnknownBody {
        name: point.word().to_owned(),
        nearest: Some(nearest.word().to_owned()),
    })
}

/// Gravitational constant times the mass that stands at a point, m³/s²: of a body its own, of a barycentre that
/// of all whose barycentre it is. Of the whole solar system that is the Sun and the systems of its planets and
/// Pluto, as DE440 has them (source K).
pub const fn gm_m3_s2(point: Point) -> f64 {
    match point {
        Point::SolarSystemBarycentre => {
            SUN.gm_m3_s2
                + 22_031.868_551e9
                + VENUS.gm_m3_s2
                + EARTH.system_gm_m3_s2
                + MARS.system_gm_m3_s2
                + JUPITER.system_gm_m3_s2
                + 37_940_584.841_8e9
                + 5_794_556.4e9
                + 6_836_527.100_58e9
                + 975.5e9
        }
        Point::Sun => SUN.gm_m3_s2,
        Point::Venus => VENUS.gm_m3_s2,
        Point::EarthMoonBarycentre => EARTH.system_gm_m3_s2,
        Point::Earth => EARTH.gm_m3_s2,
        Point::Moon => MOON.gm_m3_s2,
        Point::Mars => MARS.gm_m3_s2,
        Point::Jupiter => JUPITER.gm_m3_s2,
    }
}

impl Constants {
    /// Radius of the sphere within which a path is better reckoned about this body than about the one it goes
    /// round, m: a (m/M)^(2/5) (Bate, Mueller & White 1971, Fundamentals of Astrodynamics, section 7.4, after
    /// Laplace).
    ///
    /// # Errors
    /// [`AstroError::Degenerate`] for the Sun, which goes round nothing here.
    pub fn sphere_of_influence_m(&self) -> Result<f64, AstroError> {
        let orbit = self.orbit()?;
        let ratio = self.gm_m3_s2 / gm_m3_s2(orbit.about);
        Ok(orbit.semi_major_axis_m * ratio.powf(0.4))
    }

    /// Time after which this body and another that goes round the same one stand in the same way to each other
    /// again, on the mean, s: that between departure windows.
    ///
    /// # Errors
    /// [`AstroError::Degenerate`] where they do not go round the same body, or are the same.
    pub fn synodic_period_s(&self, other: &Self) -> Result<f64, AstroError> {
        let (one, two) = (self.orbit()?, other.orbit()?);
        if one.about != two.about || self.point == other.point {
            return Err(AstroError::Degenerate(format!(
                "{} and {} have no synodic period: they must be two that go round the same body",
                self.point.word(),
                other.point.word()
            )));
        }
        Ok(1.0 / (1.0 / one.sidereal_period_s - 1.0 / two.sidereal_period_s).abs())
    }

    fn orbit(&self) -> Result<&Orbit, AstroError> {
        self.orbit.as_ref().ok_or_else(|| {
            AstroError::Degenerate(format!(
                "{} goes round no body that is known here",
                self.point.word()
            ))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bodies() -> impl Iterator<Item = &'static Constants> {
        Point::ALL
            .into_iter()
            .filter_map(|point| constants(point).ok())
    }

    #[test]
    fn spheres_of_influence_are_those_of_the_textbook() {
        // Bate, Mueller & White 1971, table of section 7.4: km, rounded to three figures.
        let cases = [
            (Point::Venus, 616e6),
            (Point::Earth, 925e6),
            (Point::Moon, 66.1e6),
            (Point::Mars, 577e6),
            (Point::Jupiter, 48.2e9),
        ];
        for (point, expected_m) in cases {
            let found_m = constants(point).unwrap().sphere_of_influence_m().unwrap();
            assert!(
                (found_m / expected_m - 1.0).abs() < 2e-3,
                "{point:?}: {found_m}"
            );
        }
        assert!(
            constants(Point::Sun)
                .unwrap()
                .sphere_of_influence_m()
                .is_err()
        );
    }

    #[test]
    fn mean_orbits_obey_the_third_law() {
        // n^2 a^3 = G (M + m), within what perturbations make of the mean orbit (the Moon's is the worst).
        for body in bodies() {
            let Some(orbit) = body.orbit else { continue };
            let n = std::f64::consts::TAU / orbit.sidereal_period_s;
            let found = n * n * orbit.semi_major_axis_m.powi(3);
            let expected = gm_m3_s2(orbit.about) + body.system_gm_m3_s2;
            let within = if body.point == Point::Moon {
                5e-3
            } else {
                5e-4
            };
            assert!(
                (found / expected - 1.0).abs() < within,
                "{:?}: {}",
                body.point,
                found / expected - 1.0
            );
        }
    }

    #[test]
    fn windows_to_mars_come_every_780_days() {
        let period = |one, other| {
            let one = constants(one).unwrap();
            one.synodic_period_s(constants(other).unwrap())
        };
        // NSSDCA, Mars fact sheet: 779.94 d; Venus fact sheet: 583.92 d.
        assert!((period(Point::Earth, Point::Mars).unwrap() / 86_400.0 - 779.94).abs() < 0.02);
        assert!((period(Point::Venus, Point::Earth).unwrap() / 86_400.0 - 583.92).abs() < 0.02);
        for (one, other) in [
            (Point::Earth, Point::Earth),
            (Point::Earth, Point::Moon),
            (Point::Earth, Point::Sun),
        ] {
            assert!(period(one, other).is_err(), "{one:?} {other:?}");
        }
    }

    #[test]
    fn the_earth_and_its_moon_make_up_their_barycentre() {
        let sum = gm_m3_s2(Point::Earth) + gm_m3_s2(Point::Moon);
        assert!((sum / gm_m3_s2(Point::EarthMoonBarycentre) - 1.0).abs() < 1e-15);
        // DE440's EMRAT, in the comments of the kernel.
        let ratio = gm_m3_s2(Point::Earth) / gm_m3_s2(Point::Moon);
        assert!(
            (ratio / 81.300_568_221_497_22 - 1.0).abs() < 1e-14,
            "{ratio:?}"
        );
    }

    #[test]
    fn shapes_are_flattened_spheres() {
        for body in bodies() {
            let polar_m = body.equatorial_radius_m * (1.0 - body.flattening);
            assert!(
                (polar_m..=body.equatorial_radius_m).contains(&body.mean_radius_m),
                "{:?}",
                body.point
            );
            let volume_mean_m = (body.equatorial_radius_m.powi(2) * polar_m).cbrt();
            assert!(
                (volume_mean_m / body.mean_radius_m - 1.0).abs() < 5e-4,
                "{:?}",
                body.point
            );
        }
    }

    #[test]
    fn barycentres_have_no_constants_but_their_mass() {
        for point in [Point::SolarSystemBarycentre, Point::EarthMoonBarycentre] {
            assert!(matches!(
                constants(point),
                Err(AstroError::UnknownBody { .. })
            ));
            assert!(gm_m3_s2(point) > 0.0);
        }
    }
}
