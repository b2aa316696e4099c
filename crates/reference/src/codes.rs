//! The codes of what is wrong with a set.

use portolan_vocabulary::Code;

/// No set has this name.
pub const UNKNOWN_SET: Code = Code::new("reference.unknown-set");
/// No row of the set has this key.
pub const UNKNOWN_ROW: Code = Code::new("reference.unknown-row");
/// The manifest or the table cannot be read.
pub const UNREADABLE: Code = Code::new("reference.unreadable");
/// A file is larger than the limit, or has more rows, columns or cells.
pub const TOO_LARGE: Code = Code::new("reference.too-large");
/// The bytes are no UTF-8 text.
pub const NOT_UTF8: Code = Code::new("reference.not-utf8");
/// The manifest is no TOML, or a line of the table has another number of fields than its head.
pub const SYNTAX: Code = Code::new("reference.syntax");
/// The manifest has a key that means nothing there.
pub const UNKNOWN_KEY: Code = Code::new("reference.unknown-key");
/// The manifest lacks a key.
pub const MISSING_KEY: Code = Code::new("reference.missing-key");
/// A value of the manifest or a cell is of another type than is wanted.
pub const WRONG_TYPE: Code = Code::new("reference.wrong-type");
/// A word is none of those that may stand here.
pub const UNKNOWN_WORD: Code = Code::new("reference.unknown-word");
/// The table is not the one whose checksum the manifest states.
pub const CHECKSUM: Code = Code::new("reference.checksum");
/// The table has another number of rows than the manifest states.
pub const ROW_COUNT: Code = Code::new("reference.row-count");
/// A column's unit is unknown, lacks, or is not the one in its name.
pub const UNIT: Code = Code::new("reference.unit");
/// A number lies outside the range of its column.
pub const RANGE: Code = Code::new("reference.range");
/// The table has a column that the manifest does not describe.
pub const UNKNOWN_COLUMN: Code = Code::new("reference.unknown-column");
/// The table lacks a column that the manifest describes.
pub const MISSING_COLUMN: Code = Code::new("reference.missing-column");
/// Two columns have one name.
pub const DUPLICATE_COLUMN: Code = Code::new("reference.duplicate-column");
/// Two rows have one key.
pub const DUPLICATE_KEY: Code = Code::new("reference.duplicate-key");
/// A cell is blank in a column that must be filled.
pub const MISSING_VALUE: Code = Code::new("reference.missing-value");
/// A row names no source.
pub const NO_SOURCE: Code = Code::new("reference.no-source");
/// A row's figures are only recalled.
pub const RECALLED: Code = Code::new("reference.recalled");
/// There are more findings than are listed.
pub const MORE: Code = Code::new("reference.more");
