//! How much of a user's files is read.

/// The most bytes of a table.
pub const MAX_FILE_BYTES: u64 = 16 << 20;
/// The most bytes of a manifest.
pub const MAX_MANIFEST_BYTES: u64 = 256 << 10;
/// The most rows of a table.
pub const MAX_ROWS: usize = 1_000_000;
/// The most cells of a table, the blank ones included.
pub const MAX_CELLS: usize = 4_000_000;
/// The most columns of a table.
pub(crate) const MAX_COLUMNS: usize = 500;
/// The most findings of one set that are listed.
pub(crate) const MAX_FINDINGS: usize = 1000;
