//! The built-in ephemeris against DE440 as another library reads it, the decoder against what is no
//! ephemeris, and the kernels of a user.
//!
//! `data/de440_*.csv` come from jplephem 2.24 and NAIF's de440.bsp; `validation/de440` says how.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[cfg(feature = "kernels")]
#[path = "ephemeris/kernels.rs"]
mod kernels;

use portolan_astro::{
    AstroError, BuiltIn, DVec3, Ephemeris, Fit, Packed, Point, Sense, State, Tdb, gm_m3_s2, lambert,
};
use sha2::{Digest, Sha256};

const STATES: &str = include_str!("data/de440_states.csv");
const LEGS: &str = include_str!("data/de440_legs.csv");
const MANIFEST: &str = include_str!("../data/manifest.toml");

/// One row of `de440_states.csv`.
struct Row {
    at: Tdb,
    target: Point,
    observer: Point,
    state: State,
}

fn numbers(line: &str) -> Vec<f64> {
    line.split(',').map(|word| word.parse().unwrap()).collect()
}

fn rows() -> impl Iterator<Item = Row> {
    let point = |code: f64| {
        let known = Point::ALL
            .into_iter()
            .find(|point| f64::from(point.naif()) == code);
        known.unwrap()
    };
    STATES.lines().skip(1).map(move |line| {
        let n = numbers(line);
        Row {
            at: Tdb::from_seconds(n[0]),
            target: point(n[1]),
            observer: point(n[2]),
            state: State {
                position: DVec3::new(n[3], n[4], n[5]),
                velocity: DVec3::new(n[6], n[7], n[8]) * 1e-4,
            },
        }
    })
}

/// The largest distances, m and m/s, between an ephemeris and the rows with this target and observer.
fn largest_difference(ephemeris: &dyn Ephemeris, wanted: impl Fn(&Row) -> bool) -> (f64, f64) {
    let mut largest: (f64, f64) = (0.0, 0.0);
    let mut count = 0;
    for row in rows().filter(|row| wanted(row)) {
        let ours = ephemeris.state(row.target, row.observer, row.at).unwrap();
        largest.0 = largest.0.max(ours.position.distance(row.state.position));
        largest.1 = largest.1.max(ours.velocity.distance(row.state.velocity));
        count += 1;
    }
    assert!(count > 500, "only {count} rows");
    largest
}

#[test]
fn every_state_is_that_of_de440_within_ten_metres() {
    assert_eq!(rows().count(), 10_000);
    let (position_m, velocity_m_s) = largest_difference(BuiltIn::load().unwrap(), |_| true);
    assert!(position_m < 10.0, "{position_m} m");
    assert!(velocity_m_s < 0.5e-3, "{velocity_m_s} m/s");
}

#[test]
fn the_moon_is_where_de440_has_it_within_two_metres() {
    let moon = |row: &Row| (row.target, row.observer) == (Point::Moon, Point::Earth);
    let (position_m, velocity_m_s) = largest_difference(BuiltIn::load().unwrap(), moon);
    // The rows are rounded to 1 m and 0.1 mm/s on each axis.
    assert!(position_m < 2.0, "{position_m} m");
    assert!(velocity_m_s < 0.4e-3, "{velocity_m_s} m/s");
}

#[test]
fn every_point_is_among_the_rows() {
    for point in Point::ALL {
        assert!(
            rows().any(|row| row.target == point || row.observer == point),
            "{point:?}"
        );
    }
}

/// C3 and arrival speed squared, km²/s², of the direct prograde arc between two heliocentric states.
fn energies(depart: State, arrive: State, tof_s: f64) -> [f64; 2] {
    let mu = gm_m3_s2(Point::Sun);
    let arc = lambert(mu, depart.position, arrive.position, tof_s, Sense::Prograde).unwrap();
    [
        (arc.v1 - depart.velocity).length_squared() / 1e6,
        (arc.v2 - arrive.velocity).length_squared() / 1e6,
    ]
}

#[test]
fn launch_energies_to_mars_are_those_of_de440() {
    let state = |n: &[f64]| State {
        position: DVec3::new(n[0], n[1], n[2]) * 1e-3,
        velocity: DVec3::new(n[3], n[4], n[5]) * 1e-9,
    };
    let ephemeris = BuiltIn::load().unwrap();
    let mut useful = 0;
    for line in LEGS.lines().skip(1) {
        let n = numbers(line);
        let tof_s = n[1] - n[0];
        let theirs = energies(state(&n[2..8]), state(&n[8..14]), tof_s);
        let seen = |point, s| {
            ephemeris
                .state(point, Point::Sun, Tdb::from_seconds(s))
                .unwrap()
        };
        let ours = energies(seen(Point::Earth, n[0]), seen(Point::Mars, n[1]), tof_s);
        for (ours, theirs) in ours.iter().zip(theirs) {
            // No leg with more energy than this is worth a look; near half a turn any error grows without bound.
            if theirs < 100.0 {
                useful += 1;
                assert!(
                    (ours - theirs).abs() < 1e-5,
                    "{line}: {ours} and {theirs} km2/s2"
                );
            }
        }
    }
    assert!(useful > 300, "only {useful} figures were compared");
}

#[test]
fn differences_are_consistent() {
    let ephemeris = BuiltIn::load().unwrap();
    let at = Tdb::from_jd(2_461_253.5);
    let state = |target, observer| ephemeris.state(target, observer, at).unwrap();
    for target in Point::ALL {
        assert_eq!(state(target, target).position, DVec3::ZERO);
        for observer in Point::ALL {
            let there = state(target, observer);
            let back = state(observer, target);
            assert!((there.position + back.position).length() < 1e-3);
            let (one, other) = (state(target, Point::Mars), state(observer, Point::Mars));
            assert!((one.position - other.position - there.position).length() < 1e-3);
            assert!((one.velocity - other.velocity - there.velocity).length() < 1e-10);
        }
    }
}

#[test]
fn velocity_is_the_rate_of_position() {
    let ephemeris = BuiltIn::load().unwrap();
    let at = Tdb::from_jd(2_465_001.234);
    for target in Point::ALL {
        let position = |s| {
            let state = ephemeris.state(target, Point::SolarSystemBarycentre, at.plus_seconds(s));
            state.unwrap().position
        };
        let state = ephemeris
            .state(target, Point::SolarSystemBarycentre, at)
            .unwrap();
        let rate = (position(500.0) - position(-500.0)) / 1000.0;
        assert!(
            (rate - state.velocity).length() < 1e-3,
            "{target:?}: {rate} {}",
            state.velocity
        );
    }
}

#[test]
fn the_span_covers_2020_to_2061_and_ends_where_it_says() {
    let ephemeris = BuiltIn::load().unwrap();
    let (from, to) = ephemeris.span();
    assert!(from < Tdb::from_jd(2_458_849.5) && to > Tdb::from_jd(2_473_824.5));
    for at in [from, to] {
        assert!(ephemeris.state(Point::Moon, Point::Sun, at).is_ok());
    }
    for at in [
        from.plus_seconds(-1e-3),
        to.plus_seconds(1e-3),
        to.plus_days(4e5),
    ] {
        let refused = ephemeris.state(Point::Moon, Point::Sun, at).unwrap_err();
        assert!(matches!(refused, AstroError::OutOfSpan { .. }), "{refused}");
    }
    let refused = ephemeris
        .state(Point::Mars, Point::Sun, to.plus_days(1.0))
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "2070-04-13T00:00:00 TDB lies outside the ephemeris, which covers 2010-01-01T00:00:00 TDB to \
         2070-04-12T00:00:00 TDB"
    );
    for s in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let refused = ephemeris.state(Point::Earth, Point::Sun, Tdb::from_seconds(s));
        assert!(matches!(refused, Err(AstroError::BadInput(_))), "{s}");
    }
}

#[test]
fn the_file_is_the_one_of_its_manifest() {
    let manifest: toml::Table = MANIFEST.parse().unwrap();
    let file = manifest["file"].as_array().unwrap()[0].as_table().unwrap();
    let digest = Sha256::digest(BuiltIn::BYTES);
    let found: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(file["sha256"].as_str(), Some(found.as_str()));
    assert_eq!(
        file["bytes"].as_integer(),
        Some(BuiltIn::BYTES.len() as i64)
    );
    let (from, to) = BuiltIn::load().unwrap().span();
    assert_eq!(file["from_jd_tdb"].as_float(), Some(from.jd()));
    assert_eq!(file["to_jd_tdb"].as_float(), Some(to.jd()));
    let series = file["series"].as_array().unwrap();
    assert_eq!(series.len(), Fit::BUILT_IN.len());
    for (row, fit) in series.iter().zip(Fit::BUILT_IN) {
        assert_eq!(row["target"].as_str(), Some(fit.target.word()));
        assert_eq!(
            row["granule_d"].as_integer(),
            Some(i64::from(fit.granule_d))
        );
        assert_eq!(row["orders"].as_integer(), Some(fit.orders as i64));
        assert_eq!(row["quantum_m"].as_float(), Some(fit.quantum_m));
        assert!(row["largest_position_error_m"].as_float().unwrap() < 10.0);
    }
}

/// A source that no file limits: the built-in ephemeris itself.
fn small() -> Vec<u8> {
    let from = Tdb::from_jd(2_461_253.5);
    Fit::pack(&Fit::BUILT_IN, BuiltIn::load().unwrap(), from, 64).unwrap()
}

#[test]
fn what_is_packed_again_stays_within_the_quantum() {
    let bytes = small();
    let packed = Packed::decode(&bytes).unwrap();
    for fit in Fit::BUILT_IN {
        let misfit = fit.misfit(&packed, BuiltIn::load().unwrap(), 7).unwrap();
        assert!(
            misfit.position_m > 0.0 && misfit.position_m < 15.0,
            "{fit:?} {misfit:?}"
        );
    }
}

#[test]
fn a_fit_that_the_format_cannot_hold_is_refused() {
    let source = BuiltIn::load().unwrap();
    let from = Tdb::from_jd(2_461_253.5);
    let spoilt = |spoil: fn(&mut [Fit; 6])| {
        let mut fits = Fit::BUILT_IN;
        spoil(&mut fits);
        Fit::pack(&fits, source, from, 64)
    };
    let cases: [fn(&mut [Fit; 6]); 7] = [
        |fits| fits.swap(0, 1),
        |fits| fits[2].granule_d = 0,
        |fits| fits[2].granule_d = 7,
        |fits| fits[3].orders = 0,
        |fits| fits[3].orders = 65,
        |fits| fits[4].quantum_m = f64::NAN,
        |fits| fits[4].quantum_m = 1e-4,
    ];
    for (at, spoil) in cases.into_iter().enumerate() {
        assert!(
            matches!(spoilt(spoil), Err(AstroError::BadInput(_))),
            "case {at}"
        );
    }
    assert!(matches!(
        Fit::pack(&Fit::BUILT_IN, source, Tdb::from_jd(2_477_200.5), 64),
        Err(AstroError::OutOfSpan { .. })
    ));
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let bytes = small();
    for length in (0..bytes.len())
        .step_by(7)
        .chain(bytes.len() - 9..bytes.len())
    {
        assert!(
            matches!(Packed::decode(&bytes[..length]), Err(AstroError::File(_))),
            "{length}"
        );
    }
    let mut longer = bytes;
    longer.push(0);
    assert!(Packed::decode(&longer).is_err());
}

#[test]
fn spoilt_bytes_give_an_error_or_finite_states() {
    let bytes = small();
    let mut seed: u64 = 20_261_122;
    let mut draw = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    for round in 0..3_000 {
        let mut spoilt = bytes.clone();
        // Two rounds in three spoil the heads, where the dangerous numbers are.
        let within = if round % 3 == 0 { bytes.len() } else { 300 };
        for _ in 0..=draw(4) {
            spoilt[draw(within)] = draw(256) as u8;
        }
        if let Ok(packed) = Packed::decode(&spoilt) {
            let (from, to) = packed.span();
            let middle = Tdb::from_seconds(0.5 * (from.seconds() + to.seconds()));
            for at in [from, middle, to] {
                let state = packed.state(Point::Moon, Point::Jupiter, at).unwrap();
                assert!(state.position.is_finite() && state.velocity.is_finite());
            }
        }
    }
}
