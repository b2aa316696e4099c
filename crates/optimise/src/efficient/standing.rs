//! How points stand to each other: which lie on the convex hull, and at what rate one goal is exchanged for another.

use super::Drawn;
use portolan_solver::{ColumnKind, Engine, EngineError, Options, Program, Unwatched};

/// Whether a point is supported, and the rates of exchange to the next.
pub(super) type Standing = (Option<bool>, Option<Vec<f64>>);

/// A support that goes further than this below another point, of the span of a goal, is none.
const TOUCH: f64 = 1e-9;

/// Each point of a front beside the others.
///
/// # Errors
/// Where the engine fails.
pub(super) fn judge<P>(
    drawn: &Drawn<P>,
    engine: &dyn Engine,
) -> Result<Vec<Standing>, EngineError> {
    let found: Vec<&[f64]> = drawn
        .points
        .iter()
        .map(|point| point.values.as_slice())
        .collect();
    // The best that what is not searched could hold. Where that has no end, nothing is known.
    let corners: Vec<&[f64]> = drawn
        .unsearched
        .iter()
        .map(|it| it.from.as_slice())
        .collect();
    let known = corners
        .iter()
        .flat_map(|it| it.iter())
        .all(|value| value.is_finite());
    let both: Vec<&[f64]> = found.iter().chain(&corners).copied().collect();
    let mut standings = Vec::new();
    for (at, point) in found.iter().enumerate() {
        let supported = if !is_lowest(point, &found, &drawn.tolerances, engine)? {
            Some(false)
        } else if drawn.points[at].proved
            && known
            && is_lowest(point, &both, &drawn.tolerances, engine)?
        {
            Some(true)
        } else {
            None
        };
        let exchange = found
            .get(at + 1)
            .and_then(|next| exchange(point, next, drawn.tolerances[0]));
        standings.push((supported, exchange));
    }
    Ok(standings)
}

/// What a point takes more than the next of the goals after the first, for each unit that it takes less of the first.
fn exchange(point: &[f64], next: &[f64], tolerance: f64) -> Option<Vec<f64>> {
    let saved = next[0] - point[0];
    let rate = |(own, next): (&f64, &f64)| (own - next) / saved;
    (saved > tolerance).then(|| point[1..].iter().zip(&next[1..]).map(rate).collect())
}

/// True where weights exist, none of them negative, by which no other point is better: a small linear program.
fn is_lowest(
    point: &[f64],
    others: &[&[f64]],
    tolerances: &[f64],
    engine: &dyn Engine,
) -> Result<bool, EngineError> {
    let span = |goal: usize| {
        let values = || others.iter().map(|other| other[goal]);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        most - values().fold(f64::INFINITY, f64::min)
    };
    let spans: Vec<f64> = (0..point.len())
        .map(|goal| span(goal).max(tolerances[goal]).max(f64::MIN_POSITIVE))
        .collect();
    let mut program = Program::new("supported");
    let short = program.column("short", 0.0, f64::INFINITY, 1.0, ColumnKind::Continuous);
    let mut weight = |_| program.column("weight", 0.0, 1.0, 0.0, ColumnKind::Continuous);
    let weights: Vec<_> = (0..point.len()).map(&mut weight).collect();
    let one: Vec<_> = weights.iter().map(|weight| (*weight, 1.0)).collect();
    program.row("one", 1.0, 1.0, &one);
    for other in others {
        let difference = |goal: usize| (other[goal] - point[goal]) / spans[goal];
        let mut entries: Vec<_> = weights
            .iter()
            .enumerate()
            .map(|(goal, weight)| (*weight, difference(goal)))
            .collect();
        entries.push((short, 1.0));
        program.row("other", 0.0, f64::INFINITY, &entries);
    }
    let solution = engine.solve(&program, &Options::default(), &mut Unwatched)?;
    // By so much, of the spans, a point may miss for it is known no better than to its tolerance.
    let slack = spans
        .iter()
        .zip(tolerances)
        .map(|(span, tolerance)| tolerance / span)
        .fold(TOUCH, f64::max);
    Ok(solution.point.is_some_and(|point| point.objective <= slack))
}
