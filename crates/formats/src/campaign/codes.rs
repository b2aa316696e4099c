//! The codes of the findings about the meaning of a campaign or plan file.
//!
//! Those about the contents of a campaign as such are the model's (`portolan_model::codes`), those
//! about the text of a file [`text::codes`](crate::text::codes).

use portolan_vocabulary::Code;

/// The file is of another format than the one that was to be read.
pub const OTHER_FORMAT: Code = Code::new("file.other-format");
/// The file is of a version of its format that this program does not know.
pub const UNKNOWN_VERSION: Code = Code::new("file.unknown-version");
/// The path of an included file is none that may be followed.
pub const BAD_INCLUDE: Code = Code::new("campaign.bad-include");
/// A file includes itself, by way of others or directly.
pub const INCLUDE_CYCLE: Code = Code::new("campaign.include-cycle");
/// More files are included, or one in another more deeply, than any campaign needs.
pub const TOO_MANY_INCLUDES: Code = Code::new("campaign.too-many-includes");
/// A word is the id of things of two kinds, and either may be meant.
pub const AMBIGUOUS: Code = Code::new("campaign.ambiguous");
/// A number is no class of supply.
pub const UNKNOWN_CLASS: Code = Code::new("campaign.unknown-class");
/// An id is a word that has a meaning of its own in files.
pub const RESERVED_ID: Code = Code::new("campaign.reserved-id");
/// A count makes more things than a campaign may hold.
pub const TOO_MANY: Code = Code::new("campaign.too-many");
/// A setting is given in two files.
pub const SETTING_TWICE: Code = Code::new("campaign.setting-twice");
