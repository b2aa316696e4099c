//! The units of `replaceable-units` are exact enough for a model of spares.
#![allow(clippy::unwrap_used, reason = "a test")]

use portolan_reference::set;

/// The time of the reference case, in hours.
const TIME_H: f64 = 19_000.0;
/// The probability that no unit is short of spares, at least.
const SUFFICIENT: f64 = 0.99;
/// More spares of one unit than any good choice has.
const MOST: usize = 40;

/// A unit's mass with its expected number of failures.
fn units() -> Vec<(f64, f64)> {
    let rows = set("replaceable-units").unwrap().rows();
    rows.map(|row| {
        let value = |column: &str| row.number(column).unwrap();
        (
            value("mass_kg"),
            value("quantity") * TIME_H / value("mtbf_h"),
        )
    })
    .collect()
}

/// ln of the probability of at most `0, 1, 2, ...` failures (Poisson).
fn log_sufficiency(failures: f64) -> Vec<f64> {
    let (mut term, mut sum) = ((-failures).exp(), 0.0);
    (0..MOST)
        .map(|count| {
            sum += term;
            term *= failures / (count + 1) as f64;
            f64::min(sum, 1.0).ln()
        })
        .collect()
}

/// W03 of the worked examples of the in-space logistics facts: 20.8252 failures are expected.
#[test]
fn expected_failures_are_those_of_the_reference_case() {
    let failures: f64 = units().iter().map(|(_, failures)| failures).sum();
    assert!((failures - 20.8252).abs() < 5e-5, "{failures}");
}

/// What a choice of spares costs beyond the least, at a price for sufficiency.
struct Choices {
    /// Mass, ln of sufficiency and cost beyond the least, of each number of spares.
    spares: Vec<(f64, f64, f64)>,
    least: f64,
}

fn choices(mass: f64, failures: f64, price: f64) -> Choices {
    let cost = |(count, log): (usize, &f64)| mass * count as f64 - price * log;
    let logs = log_sufficiency(failures);
    let least = logs
        .iter()
        .enumerate()
        .map(cost)
        .fold(f64::INFINITY, f64::min);
    let spares = logs.iter().enumerate();
    let spares = spares.map(|it| (mass * it.0 as f64, *it.1, cost(it) - least));
    Choices {
        spares: spares.collect(),
        least,
    }
}

/// A lower bound of the mass: the Lagrangian at a price.
fn bound(units: &[(f64, f64)], price: f64) -> f64 {
    let least = units
        .iter()
        .map(|(mass, failures)| choices(*mass, *failures, price).least);
    least.sum::<f64>() + price * SUFFICIENT.ln()
}

/// The least mass of spares: dynamic programming over the units, keeping what no other beats in mass and
/// sufficiency and what can still be lighter than `known`, an upper bound.
fn least_mass(units: &[(f64, f64)], price: f64, known: f64) -> (f64, usize) {
    let gap = known - bound(units, price);
    let mut front: Vec<(f64, f64, f64, usize)> = vec![(0.0, 0.0, 0.0, 0)];
    for (mass, failures) in units {
        let choices = choices(*mass, *failures, price);
        let mut next = Vec::new();
        for (kg, log, over, count) in &front {
            for (number, (more_kg, more_log, more_over)) in choices.spares.iter().enumerate() {
                if over + more_over <= gap {
                    next.push((
                        kg + more_kg,
                        log + more_log,
                        over + more_over,
                        count + number,
                    ));
                }
            }
        }
        next.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.total_cmp(&a.1)));
        let mut best = f64::NEG_INFINITY;
        next.retain(|state| {
            let beats = state.1 > best;
            best = best.max(state.1);
            beats
        });
        front = next;
    }
    let good = front
        .iter()
        .find(|state| state.1 >= SUFFICIENT.ln())
        .unwrap();
    (good.0, good.3)
}

/// W03: 4334.9823 kg in 185 spares (HiGHS, gap 0).
#[test]
fn the_least_mass_of_spares_is_that_of_the_reference_case() {
    let units = units();
    // The price of the best bound, by golden section: the bound is concave in the price.
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..80 {
        let (a, b) = (low + 0.382 * (high - low), low + 0.618 * (high - low));
        if bound(&units, a) < bound(&units, b) {
            low = a;
        } else {
            high = b;
        }
    }
    let (mass, count) = least_mass(&units, f64::midpoint(low, high), 4352.95);
    assert!((mass - 4334.9823).abs() < 5e-5, "{mass}");
    assert_eq!(count, 185);
}
