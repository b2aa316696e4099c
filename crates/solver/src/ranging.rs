//! How far costs and bounds may move before the basis changes.

/// How far one number may move: from here to there, infinite where it may move without end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Down to this value.
    pub from: f64,
    /// Up to this value.
    pub to: f64,
}

/// What an engine answers when asked how far costs and bounds may move one at a time, everything else staying as it
/// is, before the best basis is another one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranging {
    /// For each column, the values that its cost may take while the best point stays best.
    pub costs: Vec<Range>,
    /// For each row, the values that the bound that binds it may take while its dual stays what it is. A row
    /// that nothing binds: how far its sum may be moved.
    pub rows: Vec<Range>,
}
