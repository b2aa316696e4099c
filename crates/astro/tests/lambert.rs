//! Lambert's problem: reference solutions with 50 digits, random geometries, and what has no arc.

use portolan_astro::{Branch, DVec3, Sense, lambert_on_branch};
use portolan_testkit::conformance;

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
            sense: if fields[11] == "1" {
                Sense::Prograde
            } else {
                Sense::Retrograde
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
        }
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

#[test]
fn reference_cases_are_met_on_every_branch() {
    let Some(folder) = conformance() else { return };
    let text = std::fs::read_to_string(folder.join("lambert/cases.csv")).unwrap();
    let cases: Vec<Case> = text.lines().skip(1).map(Case::new).collect();
    assert!(cases.len() >= 51, "only {} cases", cases.len());
    let mut worst = (0.0, String::new());
    for case in &cases {
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
        let error = off(arc.v1, case.v1).max(off(arc.v2, case.v2));
        assert!(error < 1e-11, "{}: {error:e}", case.id);
        if error > worst.0 {
            worst = (error, case.id.clone());
        }
    }
    println!(
        "{} cases, greatest relative error {:e} at {}",
        cases.len(),
        worst.0,
        worst.1
    );
}
