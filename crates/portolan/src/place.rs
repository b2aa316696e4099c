//! Places as words of the command: `earth:400km@51.6deg`, `moon:100km`, `mars:250x33793km`, `nrho`, `kourou`.

use crate::disk::Disk;
use crate::open::{MAX_FILE_BYTES, unreadable};
use portolan_astro::{OrbitPlane, Point, Tle, constants};
use portolan_model::{Body, Facility, Node, Place, Plane};
use portolan_vocabulary::{
    Angle, Code, Dimension, Distance, Duration, Epoch, Finding, Findings, nearest, parse_quantity,
};
use std::path::Path;

/// A word of the command names no place.
pub(crate) const UNKNOWN_PLACE: Code = Code::new("place.unknown");
/// A part of a place's word cannot be read.
pub(crate) const BAD_PLACE: Code = Code::new("place.bad");
/// A file holds no two-line element set that can be read.
pub(crate) const BAD_SATELLITE: Code = Code::new("place.bad-satellite");

/// Orbits that people know by name: word, body, periapsis and apoapsis in km above the mean radius,
/// inclination in degrees. Geostationary: Kepler's third law with the sidereal day.
const ORBITS: &[(&str, &str, f64, f64, f64)] = &[
    ("leo", "earth", 400.0, 400.0, 28.5),
    ("geo", "earth", 35_793.2, 35_793.2, 0.0),
    ("gto", "earth", 250.0, 35_793.2, 6.0),
    ("llo", "moon", 100.0, 100.0, 90.0),
    ("lmo", "mars", 400.0, 400.0, 0.0),
    ("earth", "earth", 400.0, 400.0, 28.5),
    ("moon", "moon", 100.0, 100.0, 90.0),
    ("mars", "mars", 250.0, 33_793.0, 0.0),
    ("venus", "venus", 300.0, 300.0, 0.0),
];

/// Places at libration points of Earth and Moon: word and point. The near-rectilinear orbit has the
/// period of nine revolutions in two synodic months (Howell, Celestial Mechanics 32, 1984; here from the
/// restricted problem).
const LIBRATION: &[(&str, u8)] = &[("nrho", 2), ("eml1", 1), ("eml2", 2)];

/// The place that a word names.
///
/// # Errors
/// Findings that say what cannot be read, with the nearest known word.
pub(crate) fn place(word: &str, satellite: Option<&Tle>, start: Epoch) -> Result<Node, Findings> {
    let word = word.trim();
    if let Some(satellite) = satellite.filter(|_| word == "tle") {
        return orbit_of_satellite(satellite, start);
    }
    if let Some((body, orbit)) = word.split_once(':') {
        return orbit_of(word, body, orbit).map_err(|why| vec![bad(word, why)]);
    }
    let lower = word.to_lowercase();
    if let Some((_, body, low, high, inclination)) = ORBITS.iter().find(|it| it.0 == lower) {
        let place = Place::Orbit {
            periapsis: Distance::new(low * 1e3),
            apoapsis: Distance::new(high * 1e3),
            inclination: Angle::new(*inclination),
            plane: None,
        };
        return Ok(node(word, body, place));
    }
    if let Some((_, point)) = LIBRATION.iter().find(|it| it.0 == lower) {
        let mut node = node(
            word,
            "earth",
            Place::Libration {
                point: *point,
                period: None,
                passage: None,
            },
        );
        node.second_body = Some(Body::new("moon"));
        return Ok(node);
    }
    site(word, &lower)
}

/// The satellite that a file's first two-line element set is of.
pub(crate) fn satellite(path: &Path) -> Result<Tle, Findings> {
    let name = path.to_string_lossy();
    let disk = Disk::new(MAX_FILE_BYTES);
    let bytes = disk
        .bytes(&name)
        .map_err(|error| vec![unreadable(&name, &error)])?;
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let first = lines.iter().position(|line| line.starts_with("1 "));
    let pair = first.and_then(|at| Some((lines.get(at)?, lines.get(at + 1)?)));
    let wrong = |why: String| {
        let finding = Finding::error(BAD_SATELLITE, "file", name.as_ref(), why);
        vec![finding.advice(
            "give a file with the two lines that begin with 1 and 2, as catalogues publish them",
        )]
    };
    let Some((first, second)) = pair else {
        return Err(wrong(
            "there is no line that begins with \"1 \", with another after it".to_owned(),
        ));
    };
    Tle::parse(first, second).map_err(|error| wrong(error.to_string()))
}

/// The mean orbit of a satellite.
fn orbit_of_satellite(tle: &Tle, start: Epoch) -> Result<Node, Findings> {
    let wrong = |error: portolan_astro::AstroError| vec![bad("tle", error.to_string())];
    let plane = OrbitPlane::from_tle(tle).map_err(wrong)?;
    let radius_m = constants(Point::Earth).map_err(wrong)?.mean_radius_m;
    let height = |factor: f64| Distance::new(plane.semi_major_axis_m() * factor - radius_m);
    let place = Place::Orbit {
        periapsis: height(1.0 - tle.eccentricity),
        apoapsis: height(1.0 + tle.eccentricity),
        inclination: Angle::new(tle.inclination_deg),
        plane: Some(Plane {
            node: Angle::new(tle.raan_deg),
            at: tle.epoch - start,
        }),
    };
    Ok(node("tle", "earth", place))
}

/// A launch site of the reference set, by its key.
fn site(word: &str, lower: &str) -> Result<Node, Findings> {
    let sites = portolan_reference::launch_sites();
    let named = |site: &&portolan_reference::LaunchSite| {
        [site.code, site.short_name]
            .iter()
            .any(|it| it.eq_ignore_ascii_case(lower))
    };
    let found = sites.iter().find(named);
    if let Some(site) = found {
        let place = Place::Surface {
            latitude: Angle::new(site.latitude_deg),
            longitude: Angle::new(site.longitude_deg),
        };
        let mut node = node(word, "earth", place);
        node.name = site.name.to_owned();
        node.facility = Facility::Pad;
        return Ok(node);
    }
    let orbits = ORBITS.iter().map(|it| it.0);
    let points = LIBRATION.iter().map(|it| it.0);
    let keys = sites.iter().flat_map(|site| [site.code, site.short_name]);
    let near = nearest(lower, orbits.chain(points).chain(keys));
    let advice = match near {
        Some(near) => format!("did you mean \"{near}\"? an orbit is written moon:100km, or earth:400x35786km@28.5deg"),
        None => "write an orbit (earth:400km@51.6deg), leo, geo, llo, nrho, or the key of a launch site (portolan data show launch-sites)".to_owned(),
    };
    let message = format!("\"{word}\" is no place that is known by name");
    Err(vec![
        Finding::error(UNKNOWN_PLACE, "place", word, message).advice(advice),
    ])
}

/// `400km`, `250x33793km`, `400km@51.6deg`, `420km@51.6deg/109.5deg` (with the ascending node).
fn orbit_of(word: &str, body: &str, orbit: &str) -> Result<Node, String> {
    let (heights, angles) = orbit.split_once('@').unwrap_or((orbit, ""));
    let (low, high) = heights.split_once('x').unwrap_or((heights, heights));
    let unit = high.trim_start_matches(|it: char| it.is_ascii_digit() || "+-.eE_".contains(it));
    let low = if low.ends_with(|it: char| it.is_alphabetic()) {
        low.to_owned()
    } else {
        format!("{low}{unit}")
    };
    let metres = |text: &str| quantity(text, Dimension::Length);
    let (periapsis, apoapsis) = (metres(&low)?, metres(high)?);
    let (inclination, ascending) = match angles.split_once('/') {
        Some((inclination, node)) => (inclination, Some(quantity(node, Dimension::Angle)?)),
        None => (angles, None),
    };
    let inclination = match inclination {
        "" => 0.0,
        text => quantity(text, Dimension::Angle)?,
    };
    let place = Place::Orbit {
        periapsis: Distance::new(periapsis.min(apoapsis)),
        apoapsis: Distance::new(periapsis.max(apoapsis)),
        inclination: Angle::new(inclination),
        plane: ascending.map(|node| Plane {
            node: Angle::new(node),
            at: Duration::ZERO,
        }),
    };
    Ok(node(word, body, place))
}

fn quantity(text: &str, dimension: Dimension) -> Result<f64, String> {
    parse_quantity(text, dimension).map_err(|error| format!("\"{text}\": {error}"))
}

fn bad(word: &str, why: String) -> Finding {
    Finding::error(BAD_PLACE, "place", word, why)
        .advice("write body:HEIGHT@INCLINATION/NODE, as in earth:420km@51.6deg/109deg; node and inclination may be left out")
}

fn node(word: &str, body: &str, place: Place) -> Node {
    Node {
        max_stay: None,
        id: word.into(),
        name: word.to_owned(),
        body: Body::new(body),
        second_body: None,
        place,
        facility: Facility::Site,
        country: None,
        operator: None,
        max_mass: None,
        calendar: portolan_model::Calendar::default(),
    }
}
