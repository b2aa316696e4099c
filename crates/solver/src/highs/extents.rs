//! How far columns reach, one linear program after the other, each from the basis of the one before.
//!
//! What a point on the way shows to be at its bound is not asked for any more: A. Gleixner, T. Berthold, B. Mueller and
//! S. Weltge, Journal of Global Optimization 67 (2017), 731-757.

use super::foreign::{Instance, Listener};
use super::watched::Shared;
use crate::program::{Column, Program};
use crate::ranging::Range;
use highs_sys::{MODEL_STATUS_INFEASIBLE, MODEL_STATUS_OPTIMAL};

/// How near a bound counts as at it, relative to the larger of the bound and one.
const AT_BOUND: f64 = 1e-9;

/// The extents of columns of a program without costs that the instance has.
pub(super) fn of(
    program: &Program,
    columns: &[Column],
    instance: &mut Instance,
) -> Option<Vec<Range>> {
    let mut extents: Vec<Range> = columns
        .iter()
        .map(|column| bounds(program, *column))
        .collect();
    let mut known = vec![[false; 2]; columns.len()];
    for at in 0..columns.len() {
        for (end, cost) in [1.0, -1.0].into_iter().enumerate() {
            if known[at][end] {
                continue;
            }
            instance.set_cost(columns[at].at(), cost);
            let values = reached(program, instance)?;
            instance.set_cost(columns[at].at(), 0.0);
            let Some(values) = values else { continue };
            let value = values[columns[at].at()];
            if end == 0 {
                extents[at].from = value;
            } else {
                extents[at].to = value;
            }
            for (column, known) in columns.iter().zip(&mut known) {
                see(bounds(program, *column), values[column.at()], known);
            }
        }
    }
    Some(extents)
}

/// The point that a run ends at: `None` within where it was lost, `None` where the program has no point.
fn reached(program: &Program, instance: &mut Instance) -> Option<Option<Vec<f64>>> {
    let shared = Shared::default();
    instance.run(&Listener {
        shared: &shared,
        columns: program.columns(),
        tells: false,
    });
    match instance.status() {
        MODEL_STATUS_INFEASIBLE => None,
        MODEL_STATUS_OPTIMAL => Some(instance.prices().map(|prices| prices.values)),
        _ => Some(None),
    }
}

fn bounds(program: &Program, column: Column) -> Range {
    let (from, to) = program.bounds(column);
    Range { from, to }
}

fn see(bounds: Range, value: f64, known: &mut [bool; 2]) {
    let near = |bound: f64| (value - bound).abs() <= AT_BOUND * bound.abs().max(1.0);
    known[0] |= near(bounds.from);
    known[1] |= near(bounds.to);
}
