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

/// A stated fact is not of the type, the unit or the words that rules ask for.
pub const BAD_FACT: Code = Code::new("comply.bad-fact");
/// No rule asks for a stated fact.
pub const UNKNOWN_FACT: Code = Code::new("comply.unknown-fact");
/// Nothing is stated of something that is moved, so that it is not judged.
pub const UNCLASSIFIED: Code = Code::new("comply.unclassified");
/// Facts are missing, so that rules cannot be answered.
pub const UNDETERMINED: Code = Code::new("comply.undetermined");
/// A rule forbids it.
pub const FORBIDDEN: Code = Code::new("comply.forbidden");
/// It needs a permit that is not there.
pub const PERMIT_NEEDED: Code = Code::new("comply.permit-needed");
/// The permit that it needs cannot be had in time.
pub const PERMIT_LATE: Code = Code::new("comply.permit-late");
/// It needs a document.
pub const DOCUMENT_NEEDED: Code = Code::new("comply.document-needed");
/// Things that ride together must be kept apart.
pub const SEGREGATION_NEEDED: Code = Code::new("comply.segregation-needed");
/// It needs a condition to be kept.
pub const CONDITION_NEEDED: Code = Code::new("comply.condition-needed");
/// A rule has something to say.
pub const INFORMED: Code = Code::new("comply.informed");
/// An agreement that covers a movement has lapsed, or is suspended.
pub const AGREEMENT_LAPSED: Code = Code::new("comply.agreement-lapsed");
/// A partner's name is much like that of a listed party.
pub const POSSIBLE_MATCH: Code = Code::new("comply.possible-match");
/// A way is closed to something, so that a planner does not use it.
pub const CLOSED: Code = Code::new("comply.closed");
/// Part of the plan is not carried out, and so not judged.
pub const NOT_JUDGED: Code = Code::new("comply.not-judged");
