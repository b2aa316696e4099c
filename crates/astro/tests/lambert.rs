//! Lambert's problem: reference solutions with 50 digits, random geometries, and what has no arc.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lambert_survey;

use lambert_survey::{Chance, Problem, Survey};
use portolan_astro::{
    Arc, AstroError, Branch, DVec3, MOST_REVOLUTIONS, NoArc, Sense, all_arcs, direct_arc,
    direct_arcs, lambert, lambert_on_branch, lambert_revolutions, least_tof_s,
};
use portolan_testkit::conformance;
use std::f64::consts::{FRAC_PI_2, PI};

/// A row of the reference cases.
struct Case {
    id: String,
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    tof_s: f64,
    sense: Sense,
    revolutions: u32,
    branch: Branch,
    v1: DVec3,
    v2: DVec3,
    least_tof_s: Option<f64>,
}

impl Case {
    fn new(line: &str) -> Self {
        let fields = split(line);
        let number = |i: usize| fields[i].parse::<f64>().unwrap();
        let vector = |i: usize| DVec3::new(number(i), number(i + 1), number(i + 2));
        Self {
            id: format!("{} {} {}", fields[0], fields[12], fields[13]),
            mu: number(3),
            r1: vector(4),
            r2: vector(7),
            tof_s: number(10),
            sense: match fields[11].as_str() {
                "1" => Sense::Prograde,
                "0" => Sense::Retrograde,
                other => panic!("unknown sense {other}"),
            },
            revolutions: fields[12].parse().unwrap(),
            branch: match fields[13].as_str() {
                "single" => Branch::Direct,
                "low_z" => Branch::Right,
                "high_z" => Branch::Left,
                other => panic!("unknown branch {other}"),
            },
            v1: vector(14),
            v2: vector(17),
            least_tof_s: (!fields[20].is_empty()).then(|| number(20)),
        }
    }

    fn error(&self, arc: &Arc) -> f64 {
        off(arc.v1, self.v1).max(off(arc.v2, self.v2))
    }
}

/// The fields of a line with quoted ones.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut is_quoted = false;
    for c in line.chars() {
        match c {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => fields.push(String::new()),
            c => fields.last_mut().unwrap().push(c),
        }
    }
    fields
}

fn off(found: DVec3, expected: DVec3) -> f64 {
    (found - expected).length() / expected.length()
}

fn cases() -> Option<Vec<Case>> {
    let text = std::fs::read_to_string(conformance()?.join("lambert/cases.csv")).unwrap();
    let cases: Vec<_> = text.lines().skip(1).map(Case::new).collect();
    assert!(cases.len() >= 51, "only {} cases", cases.len());
    Some(cases)
}

#[test]
fn reference_cases_are_met_on_every_branch() {
    let Some(cases) = cases() else { return };
    let mut worst = (0.0, "");
    for case in &cases {
        let (turns, branch) = (case.revolutions, case.branch);
        let arc = lambert_on_branch(
            case.mu, case.r1, case.r2, case.tof_s, case.sense, turns, branch,
        )
        .unwrap();
        let all =
            lambert_revolutions(case.mu, case.r1, case.r2, case.tof_s, case.sense, 20).unwrap();
        let same = all
            .iter()
            .find(|one| (one.revolutions, one.branch) == (turns, branch));
        assert_eq!(same.unwrap().arc, arc, "{}", case.id);
        let error = case.error(&arc);
        assert!(error < 1e-13, "{}: {error:e}", case.id);
        if error > worst.0 {
            worst = (error, &case.id);
        }
        if let Some(expected) = case.least_tof_s {
            let least = least_tof_s(case.mu, case.r1, case.r2, case.sense, turns).unwrap();
            assert!(
                (least / expected - 1.0).abs() < 1e-14,
                "{}: {least} s",
                case.id
            );
        }
    }
    println!(
        "{} cases, greatest relative error {:e} at {}",
        cases.len(),
        worst.0,
        worst.1
    );
}

/// A Rust solver that others use ties the sign of λ to the transverse direction and takes both from one flag, so
/// that it misses wherever the product of the points points down. Here the plane's normal is turned by the sense.
#[test]
fn points_whose_product_points_down_are_met_both_ways_round() {
    let Some(cases) = cases() else { return };
    let is_down = |case: &&Case| case.r1.cross(case.r2).z < 0.0;
    let down: Vec<_> = cases.iter().filter(is_down).collect();
    assert!(down.len() >= 10, "only {} cases", down.len());
    for case in down {
        let arc = lambert_on_branch(
            case.mu,
            case.r1,
            case.r2,
            case.tof_s,
            case.sense,
            case.revolutions,
            case.branch,
        )
        .unwrap();
        assert!(case.error(&arc) < 1e-13, "{}", case.id);
        let axis = if case.sense == Sense::Prograde {
            DVec3::Z
        } else {
            -DVec3::Z
        };
        assert!(case.r1.cross(arc.v1).dot(axis) > 0.0, "{}", case.id);
    }
}

/// Circles can be checked by eye: a quarter, or three quarters, from the x axis down the y axis.
#[test]
fn a_circle_is_found_both_ways_round() {
    let (r1, r2) = (DVec3::X, -DVec3::Y);
    let quarter = lambert(1.0, r1, r2, FRAC_PI_2, Sense::Retrograde).unwrap();
    assert!((quarter.v1 + DVec3::Y).length() < 1e-15 && (quarter.v2 + DVec3::X).length() < 1e-15);
    let rest = lambert(1.0, r1, r2, 3.0 * FRAC_PI_2, Sense::Prograde).unwrap();
    assert!((rest.v1 - DVec3::Y).length() < 1e-15 && (rest.v2 - DVec3::X).length() < 1e-15);
    // The same circle once more round is one of the two arcs with a revolution.
    let again = lambert_revolutions(1.0, r1, r2, 7.0 * FRAC_PI_2, Sense::Prograde, 1).unwrap();
    assert_eq!(again.len(), 3);
    let is_circle = |arc: &Arc| (arc.v1 - DVec3::Y).length() < 1e-15;
    assert_eq!(again.iter().filter(|one| is_circle(&one.arc)).count(), 1);
}

/// The parabola between the ends of its latus rectum, of length 4 about a periapsis at 1: speeds are √(2/r), and
/// Barker's equation gives 8/3 · √(1/2) · ... = 4/3 √2 for each half (Battin 1999, section 4.2).
#[test]
fn a_parabola_is_met_exactly() {
    let (r1, r2) = (-DVec3::Y * 2.0, DVec3::Y * 2.0);
    let tof = 2.0 * (4.0 / 3.0) * 2.0_f64.sqrt();
    let arc = lambert(1.0, r1, r2, tof, Sense::About(DVec3::Z)).unwrap();
    let half = 0.5_f64.sqrt();
    assert!(
        (arc.v1 - DVec3::new(half, half, 0.0)).length() < 1e-15,
        "{arc:?}"
    );
    assert!(
        (arc.v2 - DVec3::new(-half, half, 0.0)).length() < 1e-15,
        "{arc:?}"
    );
}

/// Hohmann's transfer from 1 to 2, in the plane that is given and about its normal.
#[test]
fn half_a_turn_needs_a_plane_and_takes_it() {
    let (r1, r2) = (DVec3::X, DVec3::X * -2.0);
    let period = 2.0 * PI * 1.5_f64.powf(1.5);
    let tof = 0.5 * period;
    for sense in [Sense::Prograde, Sense::Retrograde, Sense::About(DVec3::X)] {
        let refused = lambert(1.0, r1, r2, tof, sense);
        assert!(
            matches!(refused, Err(AstroError::Degenerate(_))),
            "{sense:?}: {refused:?}"
        );
    }
    for (normal, ahead) in [
        (DVec3::Z, DVec3::Y),
        (-DVec3::Z, -DVec3::Y),
        (DVec3::Y * 3e9, -DVec3::Z),
        (DVec3::new(7.0, 0.0, 2.0), DVec3::Y),
    ] {
        let arc = lambert(1.0, r1, r2, tof, Sense::About(normal)).unwrap();
        assert!(
            (arc.v1 - ahead * (4.0_f64 / 3.0).sqrt()).length() < 1e-15,
            "{arc:?}"
        );
        assert!(
            (arc.v2 + ahead * (1.0_f64 / 3.0).sqrt()).length() < 1e-15,
            "{arc:?}"
        );
        let all =
            lambert_revolutions(1.0, r1, r2, tof + 2.0 * period, Sense::About(normal), 9).unwrap();
        let speed =
            |one: &portolan_astro::Solution| (one.arc.v1.length() - (4.0_f64 / 3.0).sqrt()).abs();
        assert!(
            all.iter()
                .any(|one| one.revolutions == 2 && speed(one) < 1e-15)
        );
    }
    // No turn has no arc, whatever plane is given.
    let outward = lambert(1.0, r1, DVec3::X * 2.0, tof, Sense::About(DVec3::Z));
    assert!(matches!(outward, Err(AstroError::Degenerate(_))));
    assert!(lambert(1.0, r1, r1, tof, Sense::Prograde).is_err());
    // Rounding errors are no plane, but a plane of coordinates is one.
    let nearly = DVec3::new(-2.0, 1e-16, 1e-16);
    assert!(lambert(1.0, r1, nearly, tof, Sense::Prograde).is_err());
    let nearly = DVec3::new(-2.0, 2.0 * PI.sin(), 0.0);
    let arc = lambert(1.0, r1, nearly, tof, Sense::Prograde).unwrap();
    assert!(
        (arc.v1 - DVec3::Y * (4.0_f64 / 3.0).sqrt()).length() < 1e-15,
        "{arc:?}"
    );
}

#[test]
fn bad_input_is_refused() {
    let (r1, r2, nan, far) = (DVec3::X, DVec3::Y, f64::NAN, f64::INFINITY);
    let broken = DVec3::new(1.0, nan, 0.0);
    let axis = Sense::About(DVec3::ZERO);
    for (mu, r1, r2, tof, sense) in [
        (0.0, r1, r2, 1.0, Sense::Prograde),
        (-1.0, r1, r2, 1.0, Sense::Prograde),
        (nan, r1, r2, 1.0, Sense::Prograde),
        (far, r1, r2, 1.0, Sense::Prograde),
        (1.0, DVec3::ZERO, r2, 1.0, Sense::Prograde),
        (1.0, r1, DVec3::ZERO, 1.0, Sense::Prograde),
        (1.0, broken, r2, 1.0, Sense::Prograde),
        (1.0, r1, broken, 1.0, Sense::Prograde),
        (1.0, r1, r2 * far, 1.0, Sense::Prograde),
        (1.0, r1 * 1e200, r2, 1.0, Sense::Prograde),
        (1.0, r1 * 1e-200, r2, 1.0, Sense::Prograde),
        (1.0, r1, r2, 0.0, Sense::Prograde),
        (1.0, r1, r2, -1.0, Sense::Prograde),
        (1.0, r1, r2, nan, Sense::Prograde),
        (1.0, r1, r2, far, Sense::Prograde),
        (1.0, r1, r2, 1e-300, Sense::Prograde),
        (1.0, r1, r2, 1e300, Sense::Prograde),
        (1.0, r1, r2, 1.0, axis),
        (1.0, r1, r2, 1.0, Sense::About(broken)),
        (1.0, r1, r1 * -2.0, 1.0, axis),
    ] {
        let refused = lambert(mu, r1, r2, tof, sense);
        assert!(
            matches!(refused, Err(AstroError::BadInput(_))),
            "{mu} {r1} {r2} {tof} {sense:?}: {refused:?}"
        );
    }
    let absurd = lambert_revolutions(1.0, r1, r2, 1.0, Sense::Prograde, MOST_REVOLUTIONS + 1);
    assert!(matches!(absurd, Err(AstroError::BadInput(_))));
    let mixed = lambert_on_branch(1.0, r1, r2, 1.0, Sense::Prograde, 1, Branch::Direct);
    assert!(matches!(mixed, Err(AstroError::BadInput(_))));
    assert!(least_tof_s(1.0, r1, r2, Sense::Prograde, 0).is_err());
    assert!(least_tof_s(nan, r1, r2, Sense::Prograde, 1).is_err());
}

#[test]
fn too_short_a_time_names_the_least() {
    let mut chance = Chance::new(3);
    for turns in [1, 2, 7, 20, 300] {
        let Problem { r1, r2, sense, .. } = Problem::random(&mut chance);
        let least = least_tof_s(1.0, r1, r2, sense, turns).unwrap();
        let ask = |tof| lambert_on_branch(1.0, r1, r2, tof, sense, turns, Branch::Left);
        let Err(AstroError::NoSolution(why)) = ask(least * (1.0 - 1e-12)) else {
            panic!("an arc in less than the least time");
        };
        let named: f64 = why
            .split_whitespace()
            .rev()
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        assert!((named / least - 1.0).abs() < 1e-14, "{why}");
        assert!(ask(least * (1.0 + 1e-12)).is_ok());
        let all = lambert_revolutions(1.0, r1, r2, least * (1.0 - 1e-12), sense, 400).unwrap();
        assert_eq!(all.last().unwrap().revolutions, turns - 1);
    }
}

#[test]
fn many_at_once_are_the_same_as_one_by_one() {
    let mut chance = Chance::new(4);
    let problems: Vec<_> = (0..200).map(|_| Problem::random(&mut chance)).collect();
    let r1 = problems[0].r1;
    let mut targets: Vec<_> = problems.iter().map(|problem| problem.r2).collect();
    let mut tofs: Vec<_> = problems.iter().map(|problem| problem.tof).collect();
    (targets[7], tofs[9]) = (r1 * 3.0, -1.0);
    let mut arcs = vec![Err(NoArc::Unsettled); targets.len()];
    direct_arcs(1.0, r1, &targets, &tofs, Sense::Prograde, &mut arcs).unwrap();
    for (i, arc) in arcs.iter().enumerate() {
        assert_eq!(
            *arc,
            direct_arc(1.0, r1, targets[i], tofs[i], Sense::Prograde)
        );
    }
    assert_eq!(arcs[7], Err(NoArc::Collinear));
    assert!(matches!(arcs[9], Err(NoArc::BadInput(_))));
    assert!(direct_arcs(1.0, r1, &targets, &tofs[1..], Sense::Prograde, &mut arcs).is_err());
}

/// Times around that of the parabola, where the formulas of ellipse and hyperbola are quotients of zeros: the
/// velocity changes with the time as smoothly as elsewhere.
#[test]
fn nothing_jumps_at_the_parabola() {
    let (r1, r2) = (DVec3::X, DVec3::new(-0.3, 1.1, 0.2));
    // The parabola's time (Euler), from the triangle.
    let chord = (r2 - r1).length();
    let (sum, difference) = (1.0 + r2.length() + chord, 1.0 + r2.length() - chord);
    let parabola = (sum.powf(1.5) - difference.powf(1.5)) / 6.0;
    let speed = |tof: f64| {
        lambert(1.0, r1, r2, tof, Sense::Prograde)
            .unwrap()
            .v1
            .length()
    };
    assert!((speed(parabola) - 2.0_f64.sqrt()).abs() < 1e-15);
    let slope = (speed(parabola * 1.01) - speed(parabola * 0.99)) / 0.02;
    for k in -400..=400_i32 {
        let part = 0.01 * f64::from(k.signum()) * 10.0_f64.powf(-f64::from(k.abs()) / 25.0);
        let bend = speed(parabola * (1.0 + part)) - 2.0_f64.sqrt() - slope * part;
        assert!(bend.abs() < 0.02 * part.abs() + 2e-15, "{part:e}: {bend:e}");
    }
}

/// A time that is far from any parabola's: from a straight line in no time to a hundred thousand periods.
#[test]
fn extreme_times_are_met() {
    let (r1, r2) = (DVec3::X, DVec3::new(-0.3, 1.1, 0.2));
    let line = lambert(1.0, r1, r2, 1e-9, Sense::Prograde).unwrap();
    let missed = off(line.v1, (r2 - r1) * 1e9);
    assert!(missed < 2e-15, "{missed:e}");
    // To fall back after so long, it must leave at almost the speed of escape.
    let slow = lambert(1.0, r1, r2, 1e11, Sense::Prograde).unwrap();
    // Almost a whole period: v² = 2 - 1/a.
    let a = (1e11 / (2.0 * PI)).powf(2.0 / 3.0);
    let missing = 2.0_f64.sqrt() - slow.v1.length();
    assert!(
        (missing * a * 8.0_f64.sqrt() - 1.0).abs() < 1e-6,
        "{missing:e}"
    );
    let all = lambert_revolutions(1.0, r1, r2, 1e6, Sense::Prograde, MOST_REVOLUTIONS).unwrap();
    assert_eq!(all.len(), 20_001);
}

#[test]
fn random_arcs_lead_where_they_should() {
    let survey = Survey::new(1, 2_000);
    assert!(survey.arcs > 15_000 && survey.undefined < 20, "{survey:?}");
    assert!(survey.failures.is_empty(), "{:#?}", survey.failures);
    assert!(survey.limited * 200 < survey.arcs, "{survey:?}");
}

/// Minutes in a release build; the example `lambert_survey` prints the same with a histogram.
#[test]
#[ignore = "ten million problems"]
fn ten_million_random_problems_are_solved() {
    let survey = Survey::new(1, 10_000_000);
    assert!(survey.failures.is_empty(), "{:#?}", survey.failures);
}

#[test]
fn the_buffer_is_emptied_first() {
    let mut solutions = Vec::new();
    for _ in 0..2 {
        all_arcs(
            1.0,
            DVec3::X,
            DVec3::Y,
            30.0,
            Sense::Prograde,
            3,
            &mut solutions,
        )
        .unwrap();
        assert_eq!(solutions.len(), 7);
    }
    assert!(
        all_arcs(
            1.0,
            DVec3::X,
            DVec3::X,
            30.0,
            Sense::Prograde,
            3,
            &mut solutions
        )
        .is_err()
    );
    assert!(solutions.is_empty());
}
