//! The codes of what is found in screening lists.

use portolan_vocabulary::Code;

/// The list is larger than the limit and was not read.
pub const TOO_LARGE: Code = Code::new("screening.too-large");
/// The text is no list of a known form.
pub const NOT_A_LIST: Code = Code::new("screening.not-a-list");
/// A row cannot be read, or names nobody, and was left out.
pub const BAD_ROW: Code = Code::new("screening.bad-row");
/// A value of a row cannot be read; the row stays without it.
pub const BAD_VALUE: Code = Code::new("screening.bad-value");
/// A row of a second file belongs to no party of the first.
pub const ORPHAN: Code = Code::new("screening.orphan");
/// The list has columns or keys that are not known.
pub const UNKNOWN_COLUMN: Code = Code::new("screening.unknown-column");
