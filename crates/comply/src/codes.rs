//! The codes of what rules and their judge find.

use portolan_vocabulary::Code;

/// A rule lacks what every rule must have: a citation, a case of each kind, an advice that fits.
pub const INCOMPLETE: Code = Code::new("rule.incomplete");
/// A rule names something that is not there: a fact, a table, a column, a value, a word.
pub const UNKNOWN_NAME: Code = Code::new("rule.unknown-name");
/// Types or units do not fit together.
pub const WRONG_TYPE: Code = Code::new("rule.wrong-type");
/// Two rules, or two facts of a pack, contradict each other: one id twice, one fact with two types.
pub const CONTRADICTION: Code = Code::new("rule.contradiction");
/// A rule's own case comes out otherwise than it says.
pub const CASE_FAILED: Code = Code::new("rule.case-failed");
/// Days are out of order, or leave a gap in a value.
pub const BAD_DATES: Code = Code::new("rule.bad-dates");
/// A row refers to itself through its parents.
pub const CIRCLE: Code = Code::new("rule.circle");
