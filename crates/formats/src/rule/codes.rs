//! The codes of what is wrong with a rule file beyond its structure.

use portolan_vocabulary::Code;

/// A condition says nothing, or several things at once.
pub const BAD_CONDITION: Code = Code::new("rule.bad-condition");
