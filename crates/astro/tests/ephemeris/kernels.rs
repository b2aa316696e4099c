//! Kernels of a user: small ones made here, damaged ones, and DE440 itself where `PORTOLAN_DE440` names it.

use std::env;
use std::fs;

use portolan_astro::{AstroError, BuiltIn, DVec3, Ephemeris, Kernels, Point, Tdb};

use super::largest_difference;

/// A straight path: where it is at J2000 (km) and how fast it goes (km/s).
#[derive(Clone, Copy)]
struct Line {
    target: i32,
    centre: i32,
    at: [f64; 3],
    rate: [f64; 3],
    /// SPK type: 2, positions alone, or 3, velocities beside them.
    kind: i32,
    frame: i32,
    span_s: (f64, f64),
}

impl Line {
    const fn new(target: i32, centre: i32, at: [f64; 3], rate: [f64; 3], kind: i32) -> Self {
        Self {
            target,
            centre,
            at,
            rate,
            kind,
            frame: 1,
            span_s: (-1e6, 1e6),
        }
    }

    /// The array of the segment: four records of a quarter of the span, then its directory.
    fn array(&self) -> Vec<f64> {
        let radius_s = (self.span_s.1 - self.span_s.0) / 8.0;
        let mut array = Vec::new();
        for record in 0..4 {
            let middle_s = self.span_s.0 + radius_s * f64::from(2 * record + 1);
            array.extend([middle_s, radius_s]);
            for axis in 0..3 {
                array.extend([
                    self.at[axis] + self.rate[axis] * middle_s,
                    self.rate[axis] * radius_s,
                ]);
            }
            if self.kind == 3 {
                array.extend(self.rate.iter().flat_map(|rate| [*rate, 0.0]));
            }
        }
        let record_len = (array.len() / 4) as f64;
        array.extend([self.span_s.0, 2.0 * radius_s, record_len, 4.0]);
        array
    }
}

/// Sun, barycentre, Earth, Moon and Mars on straight paths.
const LINES: [Line; 5] = [
    Line::new(10, 0, [1e6, 2e6, 3e6], [0.01, 0.02, 0.03], 2),
    Line::new(3, 0, [150e6, 0.0, 10.0], [0.0, 30.0, -1.0], 2),
    Line::new(399, 3, [-4e3, 1.0, 0.0], [0.0, -0.012, 0.0], 2),
    Line::new(301, 3, [380e3, 2.0, 0.0], [0.0, 1.0, 0.5], 2),
    Line::new(4, 0, [0.0, 220e6, 0.0], [-24.0, 0.0, 1.0], 3),
];

/// A kernel of these segments (NAIF, DAF Required Reading): file record, summaries, names, arrays.
fn kernel(lines: &[Line]) -> Vec<u8> {
    let mut file = vec![0; 3 * 1024];
    file[..8].copy_from_slice(b"DAF/SPK ");
    for (at, number) in [(8, 2), (12, 6), (76, 2), (80, 2)] {
        file[at..at + 4].copy_from_slice(&i32::to_le_bytes(number));
    }
    file[88..96].copy_from_slice(b"LTL-IEEE");
    file[1024 + 16..1024 + 24].copy_from_slice(&(lines.len() as f64).to_le_bytes());
    file[2048..].fill(b' ');
    for (place, line) in lines.iter().enumerate() {
        let first = file.len() / 8 + 1;
        file.extend(line.array().iter().flat_map(|number| number.to_le_bytes()));
        let mut summary = Vec::new();
        summary.extend(line.span_s.0.to_le_bytes());
        summary.extend(line.span_s.1.to_le_bytes());
        let last = file.len() / 8;
        for number in [
            line.target,
            line.centre,
            line.frame,
            line.kind,
            first as i32,
            last as i32,
        ] {
            summary.extend(number.to_le_bytes());
        }
        let start = 1024 + 24 + 40 * place;
        file[start..start + 40].copy_from_slice(&summary);
    }
    file
}

fn open(bytes: &[u8]) -> Result<Kernels, AstroError> {
    Kernels::from_files(&[("test.bsp", bytes)])
}

/// The message of the refusal, which must be one about a file.
fn refusal(bytes: &[u8]) -> String {
    match open(bytes) {
        Err(AstroError::File(message)) => message,
        other => panic!("{other:?}"),
    }
}

#[test]
fn states_are_those_of_the_segments() {
    let kernels = open(&kernel(&LINES)).unwrap();
    for s in [-1e6, -3.5, 0.0, 123_456.0, 1e6] {
        let state = |target, observer| {
            kernels
                .state(target, observer, Tdb::from_seconds(s))
                .unwrap()
        };
        let along = |line: &Line| DVec3::from(line.at) + DVec3::from(line.rate) * s;
        let [sun, barycentre, earth, moon, mars] = LINES.each_ref().map(along);
        let cases = [
            (Point::Sun, Point::SolarSystemBarycentre, sun),
            (Point::Earth, Point::Sun, barycentre + earth - sun),
            (Point::Moon, Point::Earth, moon - earth),
            (Point::Mars, Point::Moon, mars - barycentre - moon),
            (Point::SolarSystemBarycentre, Point::Mars, -mars),
            (Point::Mars, Point::Mars, DVec3::ZERO),
        ];
        for (target, observer, expected_km) in cases {
            let found_m = state(target, observer).position;
            assert!(
                (found_m - expected_km * 1e3).length() < 1e-3,
                "{target:?} {observer:?} {s}"
            );
        }
        let velocity = state(Point::Mars, Point::Sun).velocity;
        let expected = (DVec3::from(LINES[4].rate) - DVec3::from(LINES[0].rate)) * 1e3;
        assert!((velocity - expected).length() < 1e-9, "{velocity}");
    }
}

#[test]
fn the_last_kernel_counts_where_two_know_a_point() {
    let (mut other, mut later) = (LINES[4], LINES[4]);
    other.at = [0.0, 230e6, 0.0];
    later.span_s = (1e6, 2e6);
    let files = [kernel(&LINES), kernel(&[other]), kernel(&[later])];
    let files: Vec<(&str, &[u8])> = files.iter().map(|bytes| ("k", bytes.as_slice())).collect();
    let kernels = Kernels::from_files(&files[..2]).unwrap();
    let mars = kernels.state(
        Point::Mars,
        Point::SolarSystemBarycentre,
        Tdb::from_seconds(0.0),
    );
    assert_eq!(mars.unwrap().position.y, 230e9);
    let kernels = Kernels::from_files(&files).unwrap();
    let mars = kernels.state(
        Point::Mars,
        Point::SolarSystemBarycentre,
        Tdb::from_seconds(0.0),
    );
    assert_eq!(
        mars.unwrap().position.y,
        230e9,
        "a segment of another span does not hide this one"
    );
}

#[test]
fn what_the_kernel_does_not_know_is_refused() {
    let kernels = open(&kernel(&LINES)).unwrap();
    let at = Tdb::from_seconds(0.0);
    for (target, observer) in [(Point::Venus, Point::Sun), (Point::Earth, Point::Jupiter)] {
        let refused = kernels.state(target, observer, at);
        assert!(
            matches!(refused, Err(AstroError::UnknownBody { .. })),
            "{refused:?}"
        );
    }
    assert_eq!(
        kernels.span(),
        (Tdb::from_seconds(-1e6), Tdb::from_seconds(1e6))
    );
    let refused = kernels.state(Point::Earth, Point::Sun, Tdb::from_seconds(1_000_001.0));
    assert!(matches!(refused, Err(AstroError::OutOfSpan { .. })));
    let refused = kernels.state(Point::Earth, Point::Sun, Tdb::from_seconds(f64::NAN));
    assert!(matches!(refused, Err(AstroError::BadInput(_))));
}

#[test]
fn a_gap_in_the_segments_is_no_coverage() {
    let mut lines = [LINES[0], LINES[0]];
    lines[0].span_s = (-1e6, -10.0);
    lines[1].span_s = (10.0, 1e6);
    let kernels = open(&kernel(&lines)).unwrap();
    let sun = |s| {
        kernels.state(
            Point::Sun,
            Point::SolarSystemBarycentre,
            Tdb::from_seconds(s),
        )
    };
    assert!(sun(-11.0).is_ok() && sun(11.0).is_ok());
    assert!(matches!(sun(0.0), Err(AstroError::OutOfSpan { .. })));
}

#[test]
fn files_that_are_no_kernels_are_refused_with_what_to_do() {
    let good = kernel(&LINES);
    let spoilt = |at: usize, bytes: &[u8]| {
        let mut file = good.clone();
        file[at..at + bytes.len()].copy_from_slice(bytes);
        file
    };
    let line = |spoil: fn(&mut Line)| {
        let mut lines = LINES;
        spoil(&mut lines[1]);
        kernel(&lines)
    };
    let cases = [
        (Vec::new(), "too short"),
        (
            b"version https://git-lfs".repeat(100),
            "does not open with DAF/SPK",
        ),
        (spoilt(0, b"DAF/PCK "), "does not open with DAF/SPK"),
        (spoilt(88, b"BIG-IEEE"), "bingo"),
        (spoilt(8, &[3]), "not those of an SPK kernel"),
        (spoilt(76, &[0; 4]), "fetch it again"),
        (spoilt(76, &[0xff; 4]), "fetch it again"),
        (spoilt(1024, &2f64.to_le_bytes()), "in a circle"),
        (spoilt(1024, &7.5f64.to_le_bytes()), "fetch it again"),
        (spoilt(1024 + 16, &26f64.to_le_bytes()), "fetch it again"),
        (spoilt(1024 + 16, &0f64.to_le_bytes()), "no path"),
        (good[..good.len() - 8].to_vec(), "a segment lies outside it"),
        (line(|line| line.kind = 13), "SPK type 13"),
        (line(|line| line.frame = 17), "SPICE frame 17"),
        (line(|line| line.at[0] = f64::NAN), "is damaged"),
        (
            line(|line| line.span_s = (f64::NAN, 1.0)),
            "a segment lies outside it",
        ),
        (
            line(|line| line.span_s = (2e6, 3e6)),
            "no instant in common",
        ),
    ];
    for (bytes, expected) in cases {
        let message = refusal(&bytes);
        assert!(message.contains(expected), "{expected}: {message}");
    }
    assert!(matches!(Kernels::from_files(&[]), Err(AstroError::File(_))));
}

#[test]
fn a_ring_of_centres_is_refused() {
    let mut lines = LINES;
    lines[1].centre = 399;
    let kernels = open(&kernel(&lines)).unwrap();
    let refused = kernels.state(Point::Earth, Point::Sun, Tdb::from_seconds(0.0));
    assert!(matches!(refused, Err(AstroError::File(_))), "{refused:?}");
}

/// Asks for everything; whatever the answers are, they are no panic and no infinity.
fn probe(bytes: &[u8]) {
    let Ok(kernels) = open(bytes) else { return };
    let (from, to) = kernels.span();
    for share in [0.0, 0.3, 0.7, 1.0] {
        let at = Tdb::from_seconds(from.seconds() + share * (to.seconds() - from.seconds()));
        for target in Point::ALL {
            if let Ok(state) = kernels.state(target, Point::Earth, at) {
                assert!(state.position.is_finite() && state.velocity.is_finite());
            }
        }
    }
}

#[test]
fn a_kernel_cut_off_anywhere_is_refused() {
    let good = kernel(&LINES);
    for length in (0..good.len()).step_by(13) {
        refusal(&good[..length]);
    }
}

#[test]
fn damaged_kernels_never_end_the_program() {
    let good = kernel(&LINES);
    let mut seed: u64 = 20_261_122;
    let mut draw = move |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below as u64) as usize
    };
    let rounds = env::var("PORTOLAN_ROUNDS").map_or(3_000, |rounds| rounds.parse().unwrap());
    for round in 0..rounds {
        let mut file = good.clone();
        for _ in 0..=draw(6) {
            // The file record, the summaries, a directory, or anywhere.
            let at = match round % 4 {
                0 => draw(100),
                1 => 1024 + draw(24 + 40 * LINES.len()),
                2 => good.len() - 1 - draw(64),
                _ => draw(good.len()),
            };
            file[at] = if draw(3) == 0 { 0xff } else { draw(256) as u8 };
        }
        probe(&file);
        let noise: Vec<u8> = (0..draw(5_000)).map(|_| draw(256) as u8).collect();
        probe(&noise);
        let headed = [&good[..1024], noise.as_slice()].concat();
        probe(&headed);
    }
}

#[test]
fn de440_is_read_as_by_another_library() {
    let Some(path) = env::var_os("PORTOLAN_DE440") else {
        println!("SKIPPED: PORTOLAN_DE440 names no kernel de440.bsp");
        return;
    };
    let bytes = fs::read(path).unwrap();
    let kernels = Kernels::from_files(&[("de440.bsp", &bytes)]).unwrap();
    let (position_m, velocity_m_s) = largest_difference(&kernels, |_| true);
    // The rows are rounded to 1 m and 0.1 mm/s on each axis: half the diagonals of their cubes.
    assert!(position_m < 0.5 * 3f64.sqrt() + 1e-3, "{position_m}");
    assert!(velocity_m_s < 0.5e-4 * 3f64.sqrt() + 1e-8, "{velocity_m_s}");
    let (from, to) = BuiltIn::load().unwrap().span();
    assert!(kernels.span().0 < from && kernels.span().1 > to);
    for length in [
        0,
        1_000,
        1_024,
        5_000,
        70_000,
        50_000_000,
        bytes.len() - 1_024,
    ] {
        refusal(&bytes[..length]);
    }
}
