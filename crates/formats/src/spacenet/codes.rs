//! The stable codes of the findings that reading, importing and exporting a SpaceNet file makes.

use portolan_vocabulary::Code;

/// The file is neither the XML nor the JSON of a scenario, or is malformed.
pub const FORMAT: Code = Code::new("spacenet.format");
/// The file is larger or deeper than allowed.
pub const LIMIT: Code = Code::new("spacenet.limit");
/// Something in the file is not known, or known and without effect, and is not read.
pub const IGNORED: Code = Code::new("spacenet.ignored");
/// Something that is needed is not in the file.
pub const MISSING: Code = Code::new("spacenet.missing");
/// A value is of the wrong type, or out of its range.
pub const TYPE: Code = Code::new("spacenet.type");
/// A reference leads nowhere, to the wrong kind of thing, or in a circle.
pub const REFERENCE: Code = Code::new("spacenet.reference");
/// Two things carry one identifier.
pub const DUPLICATE: Code = Code::new("spacenet.duplicate");
/// A date or a span of time cannot be read.
pub const TIME: Code = Code::new("spacenet.time");
/// A time zone is missing or not known, and UTC is assumed.
pub const ZONE: Code = Code::new("spacenet.zone");
/// A state's position is out of range, or readers of the format differ on what it counts.
pub const STATE: Code = Code::new("spacenet.state");
/// The burns of a transport are not those of its edge.
pub const BURNS: Code = Code::new("spacenet.burns");
/// Elements contain one another in a circle, or one element is in two places.
pub const CONTENTS: Code = Code::new("spacenet.contents");
/// More findings were made than are listed.
pub const LEFT_OFF: Code = Code::new("spacenet.more");
/// Something that one side does not say was assumed on the way to the other.
pub const ASSUMED: Code = Code::new("spacenet.assumed");
/// Something that one side says and the other has no words for was left out.
pub const DROPPED: Code = Code::new("spacenet.dropped");
/// SpaceNet does otherwise with this than Portolan, so that results differ.
pub const DIFFERS: Code = Code::new("spacenet.differs");
