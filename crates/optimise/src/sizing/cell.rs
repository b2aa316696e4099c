//! Parts of a program's sizes, each to be searched by itself.
//!
//! Where the best point has designs that differ, the ranges of the quantity in which they differ most are cut between
//! them. Each part says which designs are large and which are small, which makes its relaxation much tighter. Parts
//! that are the same but for a swap of designs are searched once.

use super::Designed;
use super::shape::{PAYLOAD, PROPELLANT, Shape};
use super::symmetry;

/// A part of the program.
pub(super) struct Cell {
    /// The program with narrower bounds.
    pub(super) designed: Designed,
    /// Its laws.
    pub(super) shapes: Vec<Shape>,
    /// No point in it is better than this.
    pub(super) bound: f64,
    /// The cutoff for which it was contracted last; infinite before.
    pub(super) cutoff: f64,
}

/// With more designs than this, cutting all ranges makes too many parts.
const MOST_CUT: usize = 4;
/// How much larger one capacity must be than the other, to cut between them.
const APART: f64 = 1.25;

impl Cell {
    /// The whole program.
    pub(super) fn whole(designed: &Designed, shapes: &[Shape]) -> Self {
        Self {
            designed: designed.clone(),
            shapes: shapes.to_vec(),
            bound: f64::NEG_INFINITY,
            cutoff: f64::INFINITY,
        }
    }
}

/// The parts of a program, given its best point.
pub(super) fn cells(designed: &Designed, shapes: &[Shape], values: &[f64]) -> Vec<Cell> {
    let whole = || vec![Cell::whole(designed, shapes)];
    let designs = designed.sized.len();
    let Some((side, between)) = cut(designed, shapes, values).filter(|_| designs <= MOST_CUT)
    else {
        return whole();
    };
    let alike = symmetry::alike(designed);
    let mut cells = Vec::new();
    for choice in 0..1_u32 << designs {
        let large = |design: usize| choice >> design & 1 == 1;
        // Of designs that may be swapped, the earlier is the larger.
        let ordered =
            (0..designs).all(|design| !large(design) || before(&alike, design).is_none_or(large));
        if !ordered {
            continue;
        }
        let mut cell = Cell::whole(designed, shapes);
        for (design, sized) in designed.sized.iter().enumerate() {
            let column = sized.columns()[side];
            let (lower, upper) = designed.program.bounds(column);
            let (lower, upper) = if large(design) {
                (lower.max(between), upper)
            } else {
                (lower, upper.min(between))
            };
            cell.designed.program.set_bounds(column, lower, upper);
        }
        let empty = |design: &super::Sized| {
            let (lower, upper) = cell.designed.program.bounds(design.columns()[side]);
            lower > upper
        };
        if !designed.sized.iter().any(empty) {
            cells.push(cell);
        }
    }
    if cells.is_empty() { whole() } else { cells }
}

/// The design before this one that it may be swapped with.
fn before(alike: &[usize], design: usize) -> Option<usize> {
    (0..design)
        .rev()
        .find(|earlier| alike[*earlier] == alike[design])
}

/// The capacity in which two designs of one law differ most, by what the law makes of it, and where to cut between
/// them, in units.
fn cut(designed: &Designed, shapes: &[Shape], values: &[f64]) -> Option<(usize, f64)> {
    let unit = designed.unit_kg;
    let mut best: Option<(f64, usize, f64)> = None;
    for (one, first) in designed.sized.iter().enumerate() {
        for second in designed
            .sized
            .iter()
            .skip(one + 1)
            .filter(|second| second.law == first.law)
        {
            for side in [PAYLOAD, PROPELLANT] {
                let [a, b] = [first, second].map(|sized| values[sized.columns()[side].at()]);
                let curve = &shapes[one].sides[side].curve;
                let weight = (curve.value(a * unit) - curve.value(b * unit)).abs();
                let apart = a.max(b) > APART * a.min(b) && a.min(b) > 0.0;
                if apart && best.is_none_or(|(most, ..)| weight > most) {
                    best = Some((weight, side, (a * b).sqrt()));
                }
            }
        }
    }
    best.map(|(_, side, between)| (side, between))
}
