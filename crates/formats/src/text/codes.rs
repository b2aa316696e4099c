//! The codes of the findings about the text of a file, before its meaning is looked at.

use portolan_vocabulary::Code;

/// The text is no TOML or JSON; the message says what the reader expected.
pub const SYNTAX: Code = Code::new("file.syntax");
/// The file is larger than the limit and was not read.
pub const TOO_LARGE: Code = Code::new("file.too-large");
/// Lists and tables are nested more deeply than any sensible file needs.
pub const TOO_DEEP: Code = Code::new("file.too-deep");
/// The file holds more values than the limit.
pub const TOO_MANY_VALUES: Code = Code::new("file.too-many-values");
/// The bytes are no UTF-8 text.
pub const NOT_UTF8: Code = Code::new("file.not-utf8");
/// A table has the same key twice; the second value would be lost.
pub const DUPLICATE_KEY: Code = Code::new("file.duplicate-key");
/// A table has a key that the format does not know; its value would be ignored.
pub const UNKNOWN_KEY: Code = Code::new("file.unknown-key");
/// A table lacks a key that the format requires.
pub const MISSING_KEY: Code = Code::new("file.missing-key");
/// A value is of another type than the format wants (text for a number, a list for a table).
pub const WRONG_TYPE: Code = Code::new("file.wrong-type");
/// A word is none of those that may stand here.
pub const WRONG_WORD: Code = Code::new("file.wrong-word");
/// A number or the length of a text or list lies outside the range that the format allows.
pub const OUT_OF_RANGE: Code = Code::new("file.out-of-range");
/// A quantity, an amount of money or an instant cannot be read, or a number lacks its unit.
pub const BAD_QUANTITY: Code = Code::new("file.bad-quantity");
/// A quantity stands both as text and as a number (`mass` and `mass_kg`).
pub const GIVEN_TWICE: Code = Code::new("file.given-twice");
/// The file cannot be opened or read.
pub const UNREADABLE: Code = Code::new("file.unreadable");
/// The file has more problems than are listed.
pub const MORE: Code = Code::new("file.more");
