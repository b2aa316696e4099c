//! Light, sight and shadow at the Moon and in orbit against catalogues and JPL's librations.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use std::f64::consts::FRAC_PI_2;

use portolan_astro::{
    AstroError, BuiltIn, DVec3, Depth, EclipseKind, Ephemeris, Equator, LunarPlace, MoonSite,
    OrbitPlane, Point, StationOrbit, Tdb, beta_angle_rad, earth_shadow_windows, full_sun_windows,
    icrf_from_mean_of_date, lunar_eclipses, lunar_elevation_rad, lunar_sight_windows,
    orbit_eclipses, orbit_shade, plane_beta_rad,
};
use portolan_vocabulary::Epoch;

/// Five Millennium Catalog of Lunar Eclipses, Fred Espenak and Jean Meeus, NASA/TP-2009-214173: date and dynamical
/// time of the greatest eclipse, kind, penumbral and umbral magnitude, and how long the phases last, in minutes.
/// Eclipse predictions by Fred Espenak, NASA's GSFC.
const CATALOGUE: [(&str, char, f64, f64, [f64; 3]); 14] = [
    (
        "2026-03-03T11:34:52",
        'T',
        2.1838,
        1.1507,
        [338.6, 207.2, 58.3],
    ),
    (
        "2026-08-28T04:14:04",
        'P',
        1.9645,
        0.9299,
        [337.8, 198.1, 0.0],
    ),
    (
        "2027-02-20T23:14:06",
        'N',
        0.9266,
        -0.0569,
        [241.0, 0.0, 0.0],
    ),
    (
        "2027-07-18T16:04:09",
        'N',
        0.0014,
        -1.0680,
        [11.8, 0.0, 0.0],
    ),
    (
        "2027-08-17T07:14:59",
        'N',
        0.5456,
        -0.5254,
        [218.6, 0.0, 0.0],
    ),
    (
        "2028-01-12T04:14:13",
        'P',
        1.0468,
        0.0662,
        [250.7, 56.0, 0.0],
    ),
    (
        "2028-07-06T18:20:57",
        'P',
        1.4266,
        0.3892,
        [310.6, 141.5, 0.0],
    ),
    (
        "2028-12-31T16:53:15",
        'T',
        2.2742,
        1.2463,
        [336.2, 208.8, 71.3],
    ),
    (
        "2029-06-26T03:23:22",
        'T',
        2.8266,
        1.8436,
        [335.1, 219.5, 101.9],
    ),
    (
        "2029-12-20T22:43:12",
        'T',
        2.2008,
        1.1174,
        [358.0, 213.3, 53.7],
    ),
    (
        "2030-06-15T18:34:34",
        'P',
        1.4480,
        0.5025,
        [278.2, 144.4, 0.0],
    ),
    (
        "2030-12-09T22:28:51",
        'N',
        0.9416,
        -0.1628,
        [279.2, 0.0, 0.0],
    ),
    (
        "2031-05-07T03:52:02",
        'N',
        0.8814,
        -0.0904,
        [237.3, 0.0, 0.0],
    ),
    (
        "2031-06-05T11:45:17",
        'N',
        0.1292,
        -0.8199,
        [95.6, 0.0, 0.0],
    ),
];

fn built_in() -> &'static BuiltIn {
    BuiltIn::load().unwrap()
}

/// A date in dynamical time.
fn dynamical(text: &str) -> Tdb {
    let epoch: Epoch = format!("{text}Z").parse().unwrap();
    // It has no leap seconds, and neither has the calendar of an epoch.
    Tdb::from_seconds(epoch.unix_micros() as f64 / 1e6 - 946_728_000.0)
}

fn minutes(span: Option<(Tdb, Tdb)>) -> f64 {
    span.map_or(0.0, |(from, to)| (to.seconds() - from.seconds()) / 60.0)
}

#[test]
fn lunar_eclipses_are_those_of_the_catalogue() {
    let (from, to) = (
        dynamical("2026-01-01T00:00:00"),
        dynamical("2031-07-01T00:00:00"),
    );
    let eclipses = lunar_eclipses(built_in(), from, to).unwrap();
    assert_eq!(eclipses.len(), CATALOGUE.len());
    for (eclipse, (greatest, kind, penumbral, umbral, lasts)) in eclipses.iter().zip(CATALOGUE) {
        let expected = match kind {
            'T' => EclipseKind::Total,
            'P' => EclipseKind::Partial,
            _ => EclipseKind::Penumbral,
        };
        assert_eq!(eclipse.kind, expected, "{greatest}");
        // The catalogue is for the Earth's centre, which light reaches 1.3 s later.
        let late_s = eclipse.greatest.seconds() + 1.28 - dynamical(greatest).seconds();
        assert!(late_s.abs() < 1.6, "{greatest}: {late_s}");
        assert!(
            (eclipse.penumbral_magnitude - penumbral).abs() < 6e-4,
            "{greatest}"
        );
        assert!(
            (eclipse.umbral_magnitude - umbral).abs() < 6e-4,
            "{greatest}"
        );
        let found = [Some(eclipse.penumbral), eclipse.partial, eclipse.total].map(minutes);
        for (found, expected) in found.into_iter().zip(lasts) {
            // One that grazes lasts longer by minutes for a kilometre.
            let within = if expected > 20.0 { 0.2 } else { 2.0 };
            assert!((found - expected).abs() < within, "{greatest}: {found}");
        }
        for inner in [eclipse.partial, eclipse.total].into_iter().flatten() {
            assert!(eclipse.penumbral.0 < inner.0 && inner.1 < eclipse.penumbral.1);
            assert!(inner.0 < eclipse.greatest && eclipse.greatest < inner.1);
        }
    }
}

/// The rows of a file that `validation/plane/reference.py` wrote: DE440, librations of DE421, sampling and bisection.
fn rows(file: &str) -> Vec<Vec<&str>> {
    let lines = file.lines().skip(1);
    lines.map(|line| line.split(',').collect()).collect()
}

fn number(row: &[&str], i: usize) -> f64 {
    row[i].parse().unwrap()
}

/// The site in the columns two to four.
fn site(row: &[&str]) -> MoonSite {
    let (latitude, longitude) = (number(row, 1), number(row, 2));
    MoonSite::new(
        latitude.to_radians(),
        longitude.to_radians(),
        number(row, 3),
    )
    .unwrap()
}

fn body(word: &str) -> Point {
    Point::from_word(word).unwrap()
}

#[test]
fn sun_and_earth_stand_where_jpl_has_them() {
    let rows = rows(include_str!("data/lunar_elevations.csv"));
    assert_eq!(rows.len(), 400);
    let mut worst = 0.0_f64;
    for row in &rows {
        let at = Tdb::from_jd(number(row, 5));
        let found = lunar_elevation_rad(built_in(), &site(row), body(row[4]), at).unwrap();
        worst = worst.max((found.to_degrees() - number(row, 6)).abs());
    }
    println!("elevations within {worst:.5} degrees");
    assert!(worst < 0.005, "{worst}");
}

#[test]
fn sun_and_earth_rise_and_set_when_jpl_has_them() {
    let rows = rows(include_str!("data/lunar_sight_windows.csv"));
    let (from, to) = (Tdb::from_jd(2_461_771.5), Tdb::from_jd(2_462_137.5));
    let mut worst = 0.0_f64;
    let mut seen = 0;
    for same in rows.chunk_by(|a, b| a[0] == b[0] && a[4] == b[4] && a[5] == b[5]) {
        let first = &same[0];
        let above = number(first, 5).to_radians();
        let windows =
            lunar_sight_windows(built_in(), &site(first), body(first[4]), above, (from, to))
                .unwrap();
        let edges = windows
            .spans()
            .iter()
            .flat_map(|&(opens, closes)| [(opens, true), (closes, false)]);
        let events: Vec<_> = edges.filter(|(at, _)| *at > from && *at < to).collect();
        assert_eq!(events.len(), same.len(), "{first:?}");
        for (row, (at, rises)) in same.iter().zip(events) {
            assert_eq!(rises, row[6] == "rises", "{row:?}");
            // As an angle, since near the poles a hundredth of a degree takes hours.
            worst = worst.max(((at.jd() - number(row, 7)) * number(row, 8)).abs());
            seen += 1;
        }
    }
    println!("{seen} events within {worst:.5} degrees of their thresholds");
    assert_eq!(seen, 542);
    assert!(worst < 0.005, "{worst}");
}

#[test]
fn at_the_poles_the_sun_stands_as_high_as_the_axis_leans() {
    // The Moon's axis leans 1.54 degrees from the pole of the ecliptic (Bryant 2010, Lunar Pole Illumination and
    // Communications Maps, section 1), and its orbit by 5.15: Earth reaches 6.7 with the parallax of the site.
    let pole = MoonSite::new(-FRAC_PI_2, 0.0, 0.0).unwrap();
    let start = Tdb::from_jd(2_461_771.5);
    let highest = |body| {
        let days = 0..366;
        let heights = days.map(|day| {
            let at = start.plus_days(f64::from(day));
            lunar_elevation_rad(built_in(), &pole, body, at)
                .unwrap()
                .to_degrees()
        });
        heights.fold((f64::MAX, f64::MIN), |(low, high), h| {
            (low.min(h), high.max(h))
        })
    };
    let (sun, earth) = (highest(Point::Sun), highest(Point::Earth));
    assert!(
        (sun.0 + 1.55).abs() < 0.05 && (sun.1 - 1.55).abs() < 0.05,
        "{sun:?}"
    );
    assert!(
        (earth.0 + 6.9).abs() < 0.3 && (earth.1 - 6.4).abs() < 0.3,
        "{earth:?}"
    );
}

#[test]
fn sites_are_in_shadow_when_the_discs_overlap() {
    let rows = rows(include_str!("data/lunar_site_eclipses.csv"));
    let (from, to) = (Tdb::from_jd(2_461_041.5), Tdb::from_jd(2_462_867.5));
    let mut worst_s = 0.0_f64;
    for row in &rows {
        let depth = if row[4] == "umbra" {
            Depth::Umbra
        } else {
            Depth::Penumbra
        };
        let (enters, leaves) = (Tdb::from_jd(number(row, 5)), Tdb::from_jd(number(row, 6)));
        let near = (enters.plus_seconds(-7_200.0), leaves.plus_seconds(7_200.0));
        let place = LunarPlace::Site(site(row));
        let windows = earth_shadow_windows(built_in(), place, depth, near).unwrap();
        assert_eq!(windows.spans().len(), 1, "{row:?}");
        let span = windows.spans()[0];
        worst_s = worst_s.max((span.0.seconds() - enters.seconds()).abs());
        worst_s = worst_s.max((span.1.seconds() - leaves.seconds()).abs());
    }
    println!("{} passages within {worst_s:.1} s", rows.len());
    assert!(worst_s < 10.0, "{worst_s}");
    // And nothing is added: of each site and depth as many in five years as the list has of partial and total ones,
    // and for the penumbra what penumbral eclipses add.
    let tranquility = rows
        .iter()
        .filter(|row| row[0] == "tranquility base" && row[4] == "umbra");
    let expected = tranquility.clone().count();
    let place = LunarPlace::Site(site(tranquility.clone().next().unwrap()));
    let windows = earth_shadow_windows(built_in(), place, Depth::Umbra, (from, to)).unwrap();
    assert_eq!(windows.spans().len(), expected);
}

#[test]
fn an_orbit_about_the_moon_is_in_shadow_longer_than_the_moon() {
    let (from, to) = (
        dynamical("2026-01-01T00:00:00"),
        dynamical("2031-01-01T00:00:00"),
    );
    let eclipses = lunar_eclipses(built_in(), from, to).unwrap();
    let moon = earth_shadow_windows(
        built_in(),
        LunarPlace::Within(1_737_979.0),
        Depth::Penumbra,
        (from, to),
    )
    .unwrap();
    assert_eq!(moon.spans().len(), eclipses.len());
    for (eclipse, span) in eclipses.iter().zip(moon.spans()) {
        assert!((eclipse.penumbral.0.seconds() - span.0.seconds()).abs() < 10.0);
        assert!((eclipse.penumbral.1.seconds() - span.1.seconds()).abs() < 10.0);
    }
    let wide = earth_shadow_windows(
        built_in(),
        LunarPlace::Within(2e7),
        Depth::Penumbra,
        (from, to),
    )
    .unwrap();
    assert!(wide.spans().len() > moon.spans().len());
    assert_eq!(wide.intersection(&moon), moon);
}

#[test]
fn shares_in_shadow_are_those_of_counting() {
    let rows = rows(include_str!("data/orbit_shade.csv"));
    assert_eq!(rows.len(), 25);
    for row in rows {
        let km = |i| number(&row, i) * 1e3;
        let beta = number(&row, 4).to_radians();
        let shade = orbit_shade(km(1), km(2), km(3), beta).unwrap();
        // The cone's axis passes the body's centre; from points of a wide orbit the Sun is parallaxed by a little.
        assert!(
            (shade.penumbra - number(&row, 5)).abs() < 2e-5,
            "{row:?} {shade:?}"
        );
        assert!(
            (shade.umbra - number(&row, 6)).abs() < 2e-5,
            "{row:?} {shade:?}"
        );
        assert_eq!(shade, orbit_shade(km(1), km(2), km(3), -beta).unwrap());
    }
}

/// A station like the ISS.
fn station() -> StationOrbit {
    let epoch = Tdb::from_jd(2_461_771.5);
    let plane =
        OrbitPlane::circular(Equator::OfDate, epoch, 420e3, 51.64_f64.to_radians(), 1.0).unwrap();
    StationOrbit::new(plane, 2.0).unwrap()
}

#[test]
fn passages_through_the_shadow_begin_and_end_where_the_cone_does() {
    let station = station();
    let (from, to) = (Tdb::from_jd(2_461_771.5), Tdb::from_jd(2_461_781.5));
    for depth in [Depth::Penumbra, Depth::Umbra] {
        let passages = orbit_eclipses(built_in(), &station, depth, (from, to)).unwrap();
        assert!(
            (154..=156).contains(&passages.spans().len()),
            "{}",
            passages.spans().len()
        );
        for &(enters, leaves) in passages.spans() {
            for at in [enters, leaves] {
                // The place in the orbit, and from there the discs of Earth and Sun.
                let normal = station.plane().normal(at);
                let u = station.latitude_argument_rad(at);
                let of_date = DVec3::new(
                    station.plane().raan_rad(at).cos(),
                    station.plane().raan_rad(at).sin(),
                    0.0,
                );
                let node = icrf_from_mean_of_date(at) * of_date;
                let place = (node * u.cos() + normal.cross(node) * u.sin())
                    * station.plane().semi_major_axis_m();
                let sun = built_in()
                    .state(Point::Sun, Point::Earth, at)
                    .unwrap()
                    .position
                    - place;
                let earth = (6_378_137.0 / place.length()).asin();
                let disc = (695_700e3 / sun.length()).asin();
                let expected = if depth == Depth::Umbra {
                    earth - disc
                } else {
                    earth + disc
                };
                let apart = sun.angle_between(-place);
                // 0.004 degrees are 0.06 s of the way.
                assert!(
                    (apart - expected).abs().to_degrees() < 0.004,
                    "{}",
                    (apart - expected).to_degrees()
                );
            }
        }
    }
}

#[test]
fn full_sun_comes_with_high_beta_angles() {
    let station = station();
    let (from, to) = (Tdb::from_jd(2_461_771.5), Tdb::from_jd(2_462_867.5));
    let full = full_sun_windows(built_in(), station.plane(), from, to).unwrap();
    // The ISS has some days of full Sun around the solstices, at beta angles above 70 degrees.
    assert!((3..=24).contains(&full.spans().len()), "{:?}", full.spans());
    let eclipses = orbit_eclipses(built_in(), &station, Depth::Penumbra, (from, to)).unwrap();
    assert!(
        eclipses
            .intersection(&full)
            .spans()
            .iter()
            .all(|span| span.1.seconds() - span.0.seconds() < 600.0)
    );
    for &(begins, ends) in full.spans() {
        for at in [begins, ends] {
            if at > from && at < to {
                let beta = plane_beta_rad(built_in(), station.plane(), at)
                    .unwrap()
                    .to_degrees()
                    .abs();
                assert!((69.0..71.5).contains(&beta), "{beta}");
            }
        }
        let middle = Tdb::from_seconds(0.5 * (begins.seconds() + ends.seconds()));
        assert!(
            eclipses
                .next(middle)
                .is_none_or(|next| next.seconds() > ends.seconds() - 6_000.0)
        );
    }
}

#[test]
fn what_stands_nowhere_is_refused() {
    let at = Tdb::from_jd(2_461_771.5);
    for (latitude, longitude, height) in [
        (2.0, 0.0, 0.0),
        (f64::NAN, 0.0, 0.0),
        (0.0, f64::NAN, 0.0),
        (0.0, 0.0, 1e6),
        (0.0, 0.0, f64::NAN),
    ] {
        assert!(matches!(
            MoonSite::new(latitude, longitude, height),
            Err(AstroError::BadInput(_))
        ));
    }
    let site = MoonSite::new(0.0, 0.0, 0.0).unwrap();
    assert!(matches!(
        lunar_elevation_rad(built_in(), &site, Point::Moon, at),
        Err(AstroError::BadInput(_))
    ));
    assert!(
        lunar_elevation_rad(built_in(), &site, Point::Sun, Tdb::from_seconds(f64::NAN)).is_err()
    );
    let later = at.plus_days(1.0);
    for above in [f64::NAN, 2.0] {
        assert!(lunar_sight_windows(built_in(), &site, Point::Sun, above, (at, later)).is_err());
    }
    assert!(lunar_sight_windows(built_in(), &site, Point::Sun, 0.0, (later, at)).is_err());
    assert!(lunar_eclipses(built_in(), later, at).is_err());
    assert!(lunar_eclipses(built_in(), at, Tdb::from_seconds(f64::NAN)).is_err());
    assert!(orbit_eclipses(built_in(), &station(), Depth::Umbra, (later, at)).is_err());
    assert!(
        earth_shadow_windows(
            built_in(),
            LunarPlace::Within(f64::NAN),
            Depth::Umbra,
            (at, later)
        )
        .is_err()
    );
    for (body, orbit, sun, beta) in [
        (0.0, 7e6, 1.5e11, 0.0),
        (6.4e6, 6e6, 1.5e11, 0.0),
        (6.4e6, 7e6, 7e6, 0.0),
        (6.4e6, 7e6, f64::INFINITY, 0.0),
        (f64::NAN, 7e6, 1.5e11, 0.0),
        (6.4e6, 7e6, 1.5e11, 1.6),
        (6.4e6, 7e6, 1.5e11, f64::NAN),
    ] {
        assert!(matches!(
            orbit_shade(body, orbit, sun, beta),
            Err(AstroError::BadInput(_))
        ));
    }
    assert!(matches!(
        beta_angle_rad(DVec3::ZERO, DVec3::X),
        Err(AstroError::Degenerate(_))
    ));
    assert!(matches!(
        beta_angle_rad(DVec3::X, DVec3::NAN),
        Err(AstroError::Degenerate(_))
    ));
}
