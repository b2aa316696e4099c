//! How far costs and bounds may move before the basis changes.

use crate::program::Program;

/// The values that one number may take, its own among them: from here to there, infinite where it may move
/// without end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Down to this value.
    pub from: f64,
    /// Up to this value.
    pub to: f64,
}

impl Range {
    pub(crate) const fn from(from: f64) -> Self {
        let to = f64::INFINITY;
        Self { from, to }
    }

    pub(crate) const fn up_to(to: f64) -> Self {
        let from = f64::NEG_INFINITY;
        Self { from, to }
    }
}

/// How far the bounds of a row may move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    /// The lower bound.
    pub lower: Range,
    /// The upper bound. Where the row is an equation, both are the same range, and both bounds move together.
    pub upper: Range,
}

/// How far costs and bounds of rows may move, one at a time and everything else as it is, before the best basis is
/// another one.
///
/// A program that is degenerate has several best bases; the ranges are those of one of them, and the answer
/// may hold further than they say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranging {
    /// For each column, the values that its cost may take while the best point stays best.
    pub costs: Vec<Range>,
    /// For each row, the values that each bound may take while the duals stay what they are: the minimum then
    /// changes by the dual for each unit of the bound that binds, and not at all for the other.
    pub rows: Vec<Sides>,
}

impl Ranging {
    /// The ranges of a program whose rows have no entries: each column is where the sign of its cost puts it.
    pub(crate) fn without_entries(program: &Program, values: &[f64]) -> Self {
        let costs = program.all_columns().zip(values).map(|(column, value)| {
            let (lower, upper) = program.bounds(column);
            Range {
                from: if *value >= upper {
                    f64::NEG_INFINITY
                } else {
                    0.0
                },
                to: if *value <= lower { f64::INFINITY } else { 0.0 },
            }
        });
        let (lower, upper) = (Range::up_to(0.0), Range::from(0.0));
        Self {
            costs: costs.collect(),
            rows: vec![Sides { lower, upper }; program.rows()],
        }
    }
}
