//! How far costs and bounds may move before the basis changes.

/// The values that one number may take, its own among them: from here to there, infinite where it may move
/// without end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Down to this value.
    pub from: f64,
    /// Up to this value.
    pub to: f64,
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
