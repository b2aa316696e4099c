//! Small programs with known answers, solved by every engine, and random ones, on which they agree.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{Random, all_engines, assert_answer, assert_sound, linear, mixed, random_program};
use portolan_solver::{ColumnKind, EngineError, Options, Program, Solution, Stop, Unwatched};
use std::collections::BTreeMap;

#[test]
fn every_engine_gives_the_known_answers() {
    for engine in all_engines() {
        for case in linear().iter().chain(&mixed()) {
            assert_answer(&*engine, case);
        }
    }
}

#[test]
fn engines_agree_on_random_programs() {
    let mut random = Random(2026);
    let mut stops = BTreeMap::new();
    let (mut tried, mut unable) = (0, 0);
    for at in 0..300_usize {
        let program = random_program(&mut random, [0, 6, 10][at % 3]);
        let mut answers: Vec<(&str, Solution)> = Vec::new();
        for engine in all_engines() {
            let solved = engine.solve(&program, &Options::default(), &mut Unwatched);
            if matches!(solved, Err(EngineError::Unable { .. })) {
                unable += 1;
                continue;
            }
            let solution = solved.unwrap();
            assert_sound(&*engine, &program, &solution);
            answers.push((engine.name(), solution));
        }
        if let Some(least) = least_by_trying(&program) {
            tried += 1;
            for (name, solution) in &answers {
                let have = solution.point.as_ref().map(|point| point.objective);
                assert!(
                    close(have, least),
                    "{name} on {at}: {have:?} for {least:?}\n{program:?}"
                );
            }
        }
        for pair in answers.windows(2) {
            assert!(same(&pair[0].1, &pair[1].1), "{at}: {pair:?}\n{program:?}");
        }
        if let Some((_, first)) = answers.first() {
            *stops.entry(first.stop).or_insert(0) += 1;
        }
    }
    // The set would be worth little if it were all of one kind.
    assert!(stops[&Stop::Optimal] >= 100, "{stops:?}");
    assert!(stops[&Stop::Infeasible] >= 30, "{stops:?}");
    assert!(stops[&Stop::Unbounded] >= 10, "{stops:?}");
    assert!(tried >= 80, "{tried}");
    assert!(unable <= 5, "{unable}");
}

fn same(one: &Solution, other: &Solution) -> bool {
    let minimum = |solution: &Solution| solution.point.as_ref().map(|point| point.objective);
    one.stop == other.stop && close(minimum(one), minimum(other))
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-6 * (1.0 + other.abs()),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The minimum of a small program of bounded whole numbers, by trying every point; `None` where it is not one.
fn least_by_trying(program: &Program) -> Option<Option<f64>> {
    let mut points: Vec<Vec<f64>> = vec![Vec::new()];
    for column in program.all_columns() {
        let (lower, upper) = program.bounds(column);
        if program.kind(column) != ColumnKind::Integer || !(upper - lower).is_finite() {
            return None;
        }
        let values = || (0..=(upper - lower) as i32).map(|step| lower + f64::from(step));
        let longer = |point: &Vec<f64>| {
            let point = point.clone();
            values()
                .map(move |value| [&point[..], &[value]].concat())
                .collect::<Vec<_>>()
        };
        points = points.iter().flat_map(longer).collect();
        if points.len() > 100_000 {
            return None;
        }
    }
    let holds = |point: &&Vec<f64>| program.violations(point, 1e-9).is_empty();
    let worth = points
        .iter()
        .filter(holds)
        .map(|point| program.objective(point));
    Some(worth.min_by(f64::total_cmp))
}
