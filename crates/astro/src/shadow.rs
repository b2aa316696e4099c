//! Shadows: the Earth's on the Moon, and a planet's on a circular orbit.
//!
//! Shadows are cones behind a sphere; penumbra is where a part of the Sun is hidden, umbra where all of it is.

use std::f64::consts::{FRAC_PI_2, PI, TAU};

use glam::DVec3;

use crate::light::{LIGHT_M_S, MoonSite};
use crate::plane::OrbitPlane;
use crate::roots::{Scan, crossings, minimum, root};
use crate::windows::Windows;
use crate::{AstroError, Ephemeris, Point, StationOrbit, Tdb, constants};

/// How much of the Sun is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// A part or all.
    Penumbra,
    /// All.
    Umbra,
}

// --- orbits ---------------------------------------------------------------------------------------------------

/// The shares of a revolution that a circular orbit lies in shadow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OrbitShade {
    /// In umbra or penumbra, from 0 to below 1/2.
    pub penumbra: f64,
    /// In umbra.
    pub umbra: f64,
}

/// How much of a revolution a circular orbit about a spherical body lies in its shadow, when the Sun stands this
/// high above its plane (the beta angle).
///
/// A point of the orbit at angle η from the axis of the shadow lies in the cone where η is below asin(R/a) less,
/// or for the penumbra plus, the half-angle of the cone; along the orbit cos η = cos β cos Δu. With parallel light
/// that is the cylinder of the textbooks (Wertz & Larson 1999, section 5.1).
///
/// ```
/// use portolan_astro::{Point, constants, orbit_shade};
/// let earth = constants(Point::Earth)?.equatorial_radius_m;
/// // The ISS at beta zero: 36 of its 92.9 minutes.
/// let shade = orbit_shade(earth, earth + 420e3, 149.6e9, 0.0)?;
/// assert!((shade.penumbra * 92.9 - 36.1).abs() < 0.2 && shade.umbra < shade.penumbra);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] for a radius of the body that is not above zero, an orbit that is not above it, a Sun
/// that is not beyond the orbit, and a beta angle that is not from -pi/2 to pi/2.
pub fn orbit_shade(
    body_radius_m: f64,
    orbit_radius_m: f64,
    sun_distance_m: f64,
    beta_rad: f64,
) -> Result<OrbitShade, AstroError> {
    let share = |depth| {
        let limit = shade_limit_rad(body_radius_m, orbit_radius_m, sun_distance_m, depth)?;
        Ok::<_, AstroError>(half_arc_rad(limit, beta_rad) / PI)
    };
    if !(-FRAC_PI_2..=FRAC_PI_2).contains(&beta_rad) {
        return Err(AstroError::BadInput(format!(
            "a beta angle of {beta_rad} rad: it must be from -pi/2 to pi/2"
        )));
    }
    Ok(OrbitShade {
        penumbra: share(Depth::Penumbra)?,
        umbra: share(Depth::Umbra)?,
    })
}

/// The angle between the Sun's direction and an orbit's plane, rad: positive on the side of its angular momentum.
/// Both vectors may have any length but zero.
///
/// # Errors
/// [`AstroError::Degenerate`] for a vector of no length or not finite.
pub fn beta_angle_rad(normal: DVec3, sun: DVec3) -> Result<f64, AstroError> {
    let sine = normal.dot(sun) / (normal.length() * sun.length());
    if sine.is_finite() {
        return Ok(sine.clamp(-1.0, 1.0).asin());
    }
    Err(AstroError::Degenerate(
        "a beta angle needs two directions".to_owned(),
    ))
}

/// The beta angle of an orbit about the Earth at an instant, rad.
///
/// # Errors
/// What the ephemeris returns.
pub fn plane_beta_rad(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    at: Tdb,
) -> Result<f64, AstroError> {
    let sun = ephemeris.state(Point::Sun, Point::Earth, at)?;
    beta_angle_rad(plane.normal(at), sun.position)
}

/// The windows of a span in which a circular orbit about the Earth is never in shadow.
///
/// # Errors
/// [`AstroError::BadInput`] for a span that is not in order; what the ephemeris returns.
pub fn full_sun_windows(
    ephemeris: &dyn Ephemeris,
    plane: &OrbitPlane,
    from: Tdb,
    to: Tdb,
) -> Result<Windows<Tdb>, AstroError> {
    let radius_m = constants(Point::Earth)?.equatorial_radius_m;
    let clear = |at: Tdb| {
        let sun = ephemeris.state(Point::Sun, Point::Earth, at)?.position;
        let axis_m = plane.semi_major_axis_m();
        let limit = shade_limit_rad(radius_m, axis_m, sun.length(), Depth::Penumbra)?;
        Ok(beta_angle_rad(plane.normal(at), sun)?.abs() - limit)
    };
    let scan = Scan {
        step: 86_400.0,
        tolerance: 0.1,
    };
    Windows::above_zero(clear, from, to, scan)
}

/// The passages of a station in a circular orbit through the Earth's shadow whose middles lie in a span.
///
/// Each is solved for: the middle is where the station is opposite the Sun, the ends lie half the shaded arc before
/// and after. The flattening of the Earth and the light that its air bends are left out: some seconds each, and more
/// where the orbit grazes the shadow.
///
/// # Errors
/// [`AstroError::BadInput`] for a span that is not in order or longer than 100 years; what the ephemeris returns.
pub fn orbit_eclipses(
    ephemeris: &dyn Ephemeris,
    station: &StationOrbit,
    depth: Depth,
    (from, to): (Tdb, Tdb),
) -> Result<Windows<Tdb>, AstroError> {
    let (from_s, to_s) = (from.seconds(), to.seconds());
    if !(from_s <= to_s && to_s - from_s < 3.2e9) {
        return Err(AstroError::BadInput(format!(
            "a span from {from} to {to}: it must be in order and at most 100 years long"
        )));
    }
    let rate = station.rate_rad_s();
    let mut spans = Vec::new();
    let mut middle = from;
    loop {
        let ahead = station.behind_earth_rad(ephemeris, middle)?.rem_euclid(TAU);
        // The Sun and the node move by a quarter of a degree meanwhile.
        middle = settled(ephemeris, station, middle.plus_seconds(ahead / rate), 0.0)?;
        if middle >= to {
            return Windows::new(spans);
        }
        let half = shaded_half_rad(ephemeris, station, depth, middle)?;
        if half > 0.0 {
            let edge = |sign: f64| {
                let at = middle.plus_seconds(sign * half / rate);
                let half = shaded_half_rad(ephemeris, station, depth, at)?;
                settled(ephemeris, station, at, sign * half)
            };
            // Where the orbit only grazes the shadow, rounding may leave nothing.
            let (enters, leaves) = (edge(-1.0)?, edge(1.0)?);
            spans.extend((enters < leaves).then_some((enters, leaves)));
        }
        middle = middle.plus_seconds(PI / rate);
    }
}

/// The instant near another at which a station is this far past the point opposite the Sun.
fn settled(
    ephemeris: &dyn Ephemeris,
    station: &StationOrbit,
    near: Tdb,
    past_rad: f64,
) -> Result<Tdb, AstroError> {
    let missing = station.behind_earth_rad(ephemeris, near)? + past_rad;
    let missing = (missing + PI).rem_euclid(TAU) - PI;
    Ok(near.plus_seconds(missing / station.rate_rad_s()))
}

/// Half of the arc that the Earth shades of a station's orbit as it stands at an instant.
fn shaded_half_rad(
    ephemeris: &dyn Ephemeris,
    station: &StationOrbit,
    depth: Depth,
    at: Tdb,
) -> Result<f64, AstroError> {
    let plane = station.plane();
    let radius_m = constants(Point::Earth)?.equatorial_radius_m;
    let sun = ephemeris.state(Point::Sun, Point::Earth, at)?.position;
    let limit = shade_limit_rad(radius_m, plane.semi_major_axis_m(), sun.length(), depth)?;
    Ok(half_arc_rad(limit, beta_angle_rad(plane.normal(at), sun)?))
}

/// The angle from the axis of the shadow at which an orbit crosses the edge of its cone.
fn shade_limit_rad(
    body_radius_m: f64,
    orbit_radius_m: f64,
    sun_distance_m: f64,
    depth: Depth,
) -> Result<f64, AstroError> {
    let sun_radius_m = constants(Point::Sun)?.mean_radius_m;
    let in_order = 0.0 < body_radius_m
        && body_radius_m < orbit_radius_m
        && orbit_radius_m + sun_radius_m < sun_distance_m
        && sun_distance_m.is_finite();
    if !in_order {
        return Err(AstroError::BadInput(format!(
            "a body of {body_radius_m} m, an orbit of {orbit_radius_m} m and the Sun {sun_distance_m} m away: \
             each must be above the one before, and the first above zero"
        )));
    }
    let grazing = (body_radius_m / orbit_radius_m).asin();
    Ok(match depth {
        Depth::Penumbra => grazing + ((sun_radius_m + body_radius_m) / sun_distance_m).asin(),
        Depth::Umbra => {
            (grazing - ((sun_radius_m - body_radius_m) / sun_distance_m).asin()).max(0.0)
        }
    })
}

/// Half of the arc of a circular orbit that lies within an angle of the axis of the shadow.
fn half_arc_rad(limit_rad: f64, beta_rad: f64) -> f64 {
    let cosine = limit_rad.cos() / beta_rad.cos();
    if cosine < 1.0 { cosine.acos() } else { 0.0 }
}

// --- the Moon -------------------------------------------------------------------------------------------------

/// By how much the Earth's shadow is larger than that of a sphere of its equatorial radius without air: Danjon's
/// 1/85 for the air less 1/594 for the flattening, as the catalogue of Espenak and Meeus applies it
/// (NASA/TP-2009-214173).
const SHADOW_ENLARGEMENT: f64 = 1.01;

/// The Moon's radius over the Earth's equatorial one in the same catalogue (IAU 1982).
const MOON_RATIO: f64 = 0.272_488_0;

/// How a lunar eclipse looks at its greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EclipseKind {
    /// The Moon touches the penumbra only.
    Penumbral,
    /// A part of the Moon is in the umbra.
    Partial,
    /// All of the Moon is in the umbra.
    Total,
}

/// A passage of the Moon through the Earth's shadow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LunarEclipse {
    /// When the Moon's centre, seen from the Earth's, is nearest to the axis of the shadow; at the Moon, 1.3 s before it is seen.
    pub greatest: Tdb,
    /// How deep it goes.
    pub kind: EclipseKind,
    /// Share of the Moon's diameter that is in the penumbra at the greatest; may be above one.
    pub penumbral_magnitude: f64,
    /// Share of the Moon's diameter that is in the umbra; below zero where it stays outside.
    pub umbral_magnitude: f64,
    /// From when to when the Moon touches the penumbra.
    pub penumbral: (Tdb, Tdb),
    /// From when to when it touches the umbra.
    pub partial: Option<(Tdb, Tdb)>,
    /// From when to when it lies in the umbra.
    pub total: Option<(Tdb, Tdb)>,
}

/// What of the Moon is asked whether it is in the Earth's shadow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LunarPlace {
    /// A site, which must see the Sun otherwise: night is not asked here.
    Site(MoonSite),
    /// Anything up to this distance from the Moon's centre, m: the Moon itself, or an orbit about it.
    Within(f64),
}

/// All passages of the Moon through the Earth's shadow whose greatest lies in a span, in order.
///
/// Against the catalogue of Espenak and Meeus: see the tests.
///
/// # Errors
/// [`AstroError::BadInput`] for a span that is not in order; what the ephemeris returns, which must cover the span
/// and two days before and after.
pub fn lunar_eclipses(
    ephemeris: &dyn Ephemeris,
    from: Tdb,
    to: Tdb,
) -> Result<Vec<LunarEclipse>, AstroError> {
    let radius_m = MOON_RATIO * constants(Point::Earth)?.equatorial_radius_m;
    let mut eclipses = Vec::new();
    for greatest in conjunctions(ephemeris, from, to)? {
        eclipses.extend(eclipse_at(ephemeris, greatest, radius_m)?);
    }
    Ok(eclipses)
}

/// The windows of a span in which a place at the Moon is in the Earth's shadow.
///
/// # Errors
/// As [`lunar_eclipses`]; [`AstroError::BadInput`] for a distance that is not from zero to 60 000 km.
pub fn earth_shadow_windows(
    ephemeris: &dyn Ephemeris,
    place: LunarPlace,
    depth: Depth,
    (from, to): (Tdb, Tdb),
) -> Result<Windows<Tdb>, AstroError> {
    let reach_m = match place {
        LunarPlace::Site(_) => 0.0,
        LunarPlace::Within(reach_m) if (0.0..=6e7).contains(&reach_m) => reach_m,
        LunarPlace::Within(reach_m) => {
            return Err(AstroError::BadInput(format!(
                "{reach_m} m from the Moon's centre: it must be from 0 to 60 000 km"
            )));
        }
    };
    let clear_m = |at: Tdb| {
        let offset = match place {
            LunarPlace::Site(site) => site.position(at)?,
            LunarPlace::Within(_) => DVec3::ZERO,
        };
        let section = Section::at(ephemeris, at, offset)?;
        Ok(section.radius_m(depth) + reach_m - section.off_axis_m)
    };
    let mut spans = Vec::new();
    let margin_s = PASSAGE_S + reach_m / SLOWEST_M_S;
    let (first, last) = (from.plus_seconds(-margin_s), to.plus_seconds(margin_s));
    for middle in conjunctions(ephemeris, first, last)? {
        let (enter, leave) = (
            middle.plus_seconds(-margin_s),
            middle.plus_seconds(margin_s),
        );
        let scan = Scan {
            step: 600.0,
            tolerance: 1e-2,
        };
        let near = Windows::above_zero(clear_m, enter, leave, scan)?;
        spans.extend_from_slice(near.spans());
    }
    let span = Windows::new([(from, to)])?;
    Ok(Windows::new(spans)?.intersection(&span))
}

/// Longest time from the greatest to the end of a passage of the Moon's disc through the penumbra, s; it is 3.2 h.
const PASSAGE_S: f64 = 4.0 * 3_600.0;

/// Slowest speed of the Moon across the shadow, m/s.
const SLOWEST_M_S: f64 = 850.0;

/// The shadow where the Moon is.
struct Section {
    /// Distance of the place from the axis.
    off_axis_m: f64,
    /// The same as an angle at the Earth.
    off_axis_rad: f64,
    umbra_m: f64,
    penumbra_m: f64,
}

impl Section {
    /// At a place this far from the Moon's centre. What light does on its way counts: the Earth was 38 km further
    /// back on its path when it passed.
    fn at(ephemeris: &dyn Ephemeris, at: Tdb, offset: DVec3) -> Result<Self, AstroError> {
        let sun = ephemeris.state(Point::Sun, Point::Earth, at)?;
        let moon = ephemeris.state(Point::Moon, Point::Earth, at)?;
        let earth_radius_m = constants(Point::Earth)?.equatorial_radius_m * SHADOW_ENLARGEMENT;
        let sun_radius_m = constants(Point::Sun)?.mean_radius_m;
        // The Earth's velocity about the Sun is the opposite of the Sun's about the Earth.
        let travelled = -sun.velocity * (moon.position.length() / LIGHT_M_S);
        let place = moon.position + offset + travelled;
        let distance_m = sun.position.length();
        let axis = -sun.position / distance_m;
        let along_m = place.dot(axis);
        let radius_m = |sine: f64| (earth_radius_m + along_m * sine) / (1.0 - sine * sine).sqrt();
        let off_axis_m = (place - axis * along_m).length();
        Ok(Self {
            off_axis_m,
            off_axis_rad: off_axis_m.atan2(along_m),
            umbra_m: radius_m((earth_radius_m - sun_radius_m) / distance_m),
            penumbra_m: radius_m((earth_radius_m + sun_radius_m) / distance_m),
        })
    }

    const fn radius_m(&self, depth: Depth) -> f64 {
        match depth {
            Depth::Penumbra => self.penumbra_m,
            Depth::Umbra => self.umbra_m,
        }
    }
}

/// The instants in a span at which the Moon is nearest to the axis of the Earth's shadow: once a month.
fn conjunctions(ephemeris: &dyn Ephemeris, from: Tdb, to: Tdb) -> Result<Vec<Tdb>, AstroError> {
    let in_order = from <= to;
    if !in_order {
        return Err(AstroError::BadInput(format!(
            "a span from {from} to {to} is none: it must be in order"
        )));
    }
    // Positive while the Moon is ahead of the point opposite the Sun.
    let ahead = |s: f64| {
        let at = Tdb::from_seconds(s);
        let sun = ephemeris.state(Point::Sun, Point::Earth, at)?;
        let moon = ephemeris.state(Point::Moon, Point::Earth, at)?;
        let onward = sun.position.cross(sun.velocity).cross(sun.position);
        Ok(-moon.position.dot(onward) / (moon.position.length() * onward.length()))
    };
    let scan = Scan {
        step: 2.0 * 86_400.0,
        tolerance: 60.0,
    };
    // The Moon is nearest to the axis within hours of full Moon.
    let day = 86_400.0;
    let full = crossings(ahead, from.seconds() - day, to.seconds() + day, scan)?;
    let mut found = Vec::new();
    for crossing in full.iter().filter(|crossing| crossing.rising) {
        let off_axis =
            |s: f64| Ok(Section::at(ephemeris, Tdb::from_seconds(s), DVec3::ZERO)?.off_axis_rad);
        let (nearest, _) = minimum(
            off_axis,
            crossing.at - day / 2.0,
            crossing.at + day / 2.0,
            1e-2,
        )?;
        let nearest = Tdb::from_seconds(nearest);
        if nearest >= from && nearest < to {
            found.push(nearest);
        }
    }
    Ok(found)
}

/// The eclipse around a conjunction, where there is one.
fn eclipse_at(
    ephemeris: &dyn Ephemeris,
    greatest: Tdb,
    radius_m: f64,
) -> Result<Option<LunarEclipse>, AstroError> {
    let nearest = Section::at(ephemeris, greatest, DVec3::ZERO)?;
    let magnitude =
        |depth: Depth| (nearest.radius_m(depth) + radius_m - nearest.off_axis_m) / (2.0 * radius_m);
    let (penumbral_magnitude, umbral_magnitude) =
        (magnitude(Depth::Penumbra), magnitude(Depth::Umbra));
    let contacts = |depth: Depth, reach_m: f64| -> Result<Option<(Tdb, Tdb)>, AstroError> {
        let inside = |s: f64| {
            let section = Section::at(ephemeris, Tdb::from_seconds(s), DVec3::ZERO)?;
            Ok(section.radius_m(depth) + reach_m - section.off_axis_m)
        };
        let middle = greatest.seconds();
        if inside(middle)? <= 0.0 {
            return Ok(None);
        }
        let first = root(inside, middle - PASSAGE_S, middle, 1e-2)?;
        let last = root(inside, middle, middle + PASSAGE_S, 1e-2)?;
        Ok(Some((Tdb::from_seconds(first), Tdb::from_seconds(last))))
    };
    let Some(penumbral) = contacts(Depth::Penumbra, radius_m)? else {
        return Ok(None);
    };
    let partial = contacts(Depth::Umbra, radius_m)?;
    let total = contacts(Depth::Umbra, -radius_m)?;
    Ok(Some(LunarEclipse {
        greatest,
        kind: match (partial, total) {
            (_, Some(_)) => EclipseKind::Total,
            (Some(_), None) => EclipseKind::Partial,
            (None, None) => EclipseKind::Penumbral,
        },
        penumbral_magnitude,
        umbral_magnitude,
        penumbral,
        partial,
        total,
    }))
}
