//! Frames beside the ICRF: the Earth's equator of date, the ground, and the Moon's surface.

use std::f64::consts::FRAC_PI_2;

use glam::{DMat3, DVec3};
use portolan_vocabulary::Epoch;

use crate::{AstroError, Point, Tdb, constants, gmst_rad};

/// Which equator and equinox an orbit's inclination and node are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Equator {
    /// The axes of the ICRF, which is the mean equator and equinox of J2000 within 0.02 seconds of arc.
    Icrf,
    /// The mean equator and equinox of date, which is how two-line elements are used: their true equator and
    /// mean equinox (TEME) is within the nutation, 10 seconds of arc or 0.7 s of the Earth's turning, of it.
    #[default]
    OfDate,
}

/// Seconds of arc in radians.
const ARCSECOND: f64 = std::f64::consts::PI / 648_000.0;

/// The rotation from the mean equator and equinox of date to the ICRF: `icrf = matrix * of_date`.
///
/// IAU 2006 precession (Capitaine, Wallace & Chapront 2003, A&A 412:567, equation 40, to the third power; the
/// rest is below 1e-4 seconds of arc within a century of J2000), without nutation (18 seconds of arc) and without
/// the bias of the ICRF (0.02 seconds of arc).
pub fn icrf_from_mean_of_date(at: Tdb) -> DMat3 {
    let t = at.days() / 36_525.0;
    let zeta = 2.650_545 + t * (2_306.083_227 + t * (0.298_849_9 + t * 0.018_018_28));
    let z = -2.650_545 + t * (2_306.077_181 + t * (1.092_734_8 + t * 0.018_268_37));
    let theta = t * (2_004.191_903 - t * (0.429_493_4 + t * 0.041_822_64));
    // Capitaine et al. turn the axes; glam turns vectors, so that the signs are opposite.
    DMat3::from_rotation_z(-zeta * ARCSECOND)
        * DMat3::from_rotation_y(theta * ARCSECOND)
        * DMat3::from_rotation_z(-z * ARCSECOND)
}

/// Greenwich mean sidereal time of an instant in TDB, rad.
///
/// # Errors
/// [`AstroError::BadInput`] for an instant that is not finite or outside the calendar.
pub(crate) fn gmst_at(at: Tdb) -> Result<f64, AstroError> {
    Ok(gmst_rad(Epoch::try_from(at)?))
}

/// A place on the Earth's ellipsoid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarthSite {
    latitude_rad: f64,
    longitude_rad: f64,
    geocentric_latitude_rad: f64,
}

impl EarthSite {
    /// The place at a geodetic latitude, as maps give it, and an eastern longitude, both in radians.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a latitude beyond a pole, and for what is not finite.
    pub fn new(latitude_rad: f64, longitude_rad: f64) -> Result<Self, AstroError> {
        check_place(latitude_rad, longitude_rad)?;
        let squashed = 1.0 - constants(Point::Earth)?.flattening;
        let (sine, cosine) = latitude_rad.sin_cos();
        Ok(Self {
            latitude_rad,
            longitude_rad,
            geocentric_latitude_rad: (squashed * squashed * sine).atan2(cosine),
        })
    }

    /// Geodetic latitude, rad: the angle of the vertical with the equator.
    pub const fn latitude_rad(&self) -> f64 {
        self.latitude_rad
    }

    /// Eastern longitude, rad.
    pub const fn longitude_rad(&self) -> f64 {
        self.longitude_rad
    }

    /// Geocentric latitude, rad: the angle of the line to the Earth's centre with the equator, on the ellipsoid
    /// of WGS 84; up to 0.19 degrees less than the geodetic one (Vallado 2013, equation 3-11).
    pub const fn geocentric_latitude_rad(&self) -> f64 {
        self.geocentric_latitude_rad
    }
}

/// Refuses a latitude and a longitude that are no place.
pub(crate) fn check_place(latitude_rad: f64, longitude_rad: f64) -> Result<(), AstroError> {
    if latitude_rad.abs() <= FRAC_PI_2 && longitude_rad.is_finite() {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "latitude {latitude_rad} rad, longitude {longitude_rad} rad are no place: the latitude must be from \
         -pi/2 to pi/2, the longitude finite"
    )))
}

/// The rotation from the ICRF to the Moon's surface, mean Earth and polar axis: `fixed = matrix * icrf`.
///
/// Series of the IAU working group (Archinal et al. 2011, Celest. Mech. Dyn. Astr. 109:101, table 2; its report of
/// 2015 gives none for the Moon, and NAIF's pck00011.tpc keeps this one). Against the librations of DE421 it is
/// within 0.005 degrees, 150 m on the surface, from 2010 to 2050: measured in `validation/plane`.
pub fn moon_fixed_from_icrf(at: Tdb) -> DMat3 {
    let (d, t) = (at.days(), at.days() / 36_525.0);
    let (mut pole_ra, mut pole_dec) = (269.9949 + 0.0031 * t, 66.5392 + 0.0130 * t);
    let mut meridian = 38.3213 + d * (13.176_358_15 - 1.4e-12 * d);
    for term in &MOON_TERMS {
        let argument = (term.argument_deg + term.rate_deg_d * d).to_radians();
        pole_ra += term.pole_ra_deg * argument.sin();
        pole_dec += term.pole_dec_deg * argument.cos();
        meridian += term.meridian_deg * argument.sin();
    }
    fixed_from_icrf(
        pole_ra.to_radians(),
        pole_dec.to_radians(),
        meridian.rem_euclid(360.0).to_radians(),
    )
}

/// The rotation to axes whose third is a pole, and whose first is this far east of where the equator rises
/// through the ICRF's.
fn fixed_from_icrf(pole_ra_rad: f64, pole_dec_rad: f64, meridian_rad: f64) -> DMat3 {
    let (sin_ra, cos_ra) = pole_ra_rad.sin_cos();
    let (sin_dec, cos_dec) = pole_dec_rad.sin_cos();
    let pole = DVec3::new(cos_dec * cos_ra, cos_dec * sin_ra, sin_dec);
    let node = DVec3::new(-sin_ra, cos_ra, 0.0);
    let (sin_w, cos_w) = meridian_rad.sin_cos();
    let first = node * cos_w + pole.cross(node) * sin_w;
    DMat3::from_cols(first, pole.cross(first), pole).transpose()
}

/// A periodic term of the Moon's orientation.
struct Term {
    argument_deg: f64,
    rate_deg_d: f64,
    /// Multiplies the sine.
    pole_ra_deg: f64,
    /// Multiplies the cosine.
    pole_dec_deg: f64,
    /// Multiplies the sine.
    meridian_deg: f64,
}

const fn term(
    argument_deg: f64,
    rate_deg_d: f64,
    [pole_ra_deg, pole_dec_deg, meridian_deg]: [f64; 3],
) -> Term {
    Term {
        argument_deg,
        rate_deg_d,
        pole_ra_deg,
        pole_dec_deg,
        meridian_deg,
    }
}

/// E1 to E13 of the source.
const MOON_TERMS: [Term; 13] = [
    term(125.045, -0.052_992_1, [-3.8787, 1.5419, 3.5610]),
    term(250.089, -0.105_984_2, [-0.1204, 0.0239, 0.1208]),
    term(260.008, 13.012_009_4, [0.0700, -0.0278, -0.0642]),
    term(176.625, 13.340_715_4, [-0.0172, 0.0068, 0.0158]),
    term(357.529, 0.985_600_3, [0.0, 0.0, 0.0252]),
    term(311.589, 26.405_708_4, [0.0072, -0.0029, -0.0066]),
    term(134.963, 13.064_993_0, [0.0, 0.0009, -0.0047]),
    term(276.617, 0.328_714_6, [0.0, 0.0, -0.0046]),
    term(34.226, 1.748_487_7, [0.0, 0.0, 0.0028]),
    term(15.134, -0.158_976_3, [-0.0052, 0.0008, 0.0052]),
    term(119.743, 0.003_609_6, [0.0, 0.0, 0.0040]),
    term(239.961, 0.164_357_3, [0.0, 0.0, 0.0019]),
    term(25.053, 12.958_908_8, [0.0043, -0.0009, -0.0044]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn precession_is_that_of_erfa() {
        // pyerfa 2.0.1.5, bp06(jd, 0)[1], transposed: rows.
        let cases = [(2_461_771.5, ERFA_2028), (2_469_807.5, ERFA_2050)];
        for (jd, rows) in cases {
            let found = icrf_from_mean_of_date(Tdb::from_jd(jd));
            for (i, row) in rows.iter().enumerate() {
                let apart = found.row(i) - DVec3::from_array(*row);
                // 1e-4 seconds of arc.
                assert!(apart.length() < 5e-10, "{jd} {i}: {apart}");
            }
        }
    }

    #[test]
    fn rotations_keep_lengths_and_hands() {
        for jd in [2_440_000.5, 2_451_545.0, 2_461_771.5, 2_480_000.5] {
            let at = Tdb::from_jd(jd);
            for matrix in [icrf_from_mean_of_date(at), moon_fixed_from_icrf(at)] {
                assert!((matrix.determinant() - 1.0).abs() < 1e-14);
                let unit = matrix * matrix.transpose();
                assert!(unit.abs_diff_eq(DMat3::IDENTITY, 1e-14));
            }
        }
    }

    #[test]
    fn geocentric_latitude_is_less_than_geodetic() {
        let site = |degrees: f64| EarthSite::new(degrees.to_radians(), 0.0);
        let lowered = |degrees: f64| {
            let found = site(degrees).map(|it| it.geocentric_latitude_rad().to_degrees());
            degrees - found.unwrap()
        };
        // Most at 45 degrees: 11.5 minutes of arc (Vallado 2013, section 3.2).
        assert!(
            (lowered(45.0) * 60.0 - 11.55).abs() < 0.01,
            "{}",
            lowered(45.0)
        );
        assert!(lowered(0.0).abs() < 1e-12 && lowered(90.0).abs() < 1e-12);
        assert!((lowered(-45.0) + lowered(45.0)).abs() < 1e-12);
    }

    const ERFA_2028: [[f64; 3]; 3] = [
        [
            0.999_976_699_058_827,
            0.006_261_081_902_813,
            0.002_720_329_542_083,
        ],
        [
            -0.006_261_081_808_805,
            0.999_980_399_198_638,
            -0.000_008_550_759_451,
        ],
        [
            -0.002_720_329_758_449,
            -0.000_008_481_645_599,
            0.999_996_299_860_188,
        ],
    ];
    const ERFA_2050: [[f64; 3]; 3] = [
        [
            0.999_925_684_709_938,
            0.011_181_602_114_985,
            0.004_857_656_997_390,
        ],
        [
            -0.011_181_601_822_937,
            0.999_937_483_565_739,
            -0.000_027_219_323_541,
        ],
        [
            -0.004_857_657_669_641,
            -0.000_027_099_085_608,
            0.999_988_201_144_196,
        ],
    ];
}
