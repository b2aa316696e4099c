//! The codes of the findings about a plan file as such.

use portolan_vocabulary::Code;

/// The plan says that it is for another campaign than the one it is read for.
pub const OTHER_CAMPAIGN: Code = Code::new("plan.other-campaign");
