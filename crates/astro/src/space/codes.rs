//! The codes of the findings about edges that are computed.

use portolan_vocabulary::Code;

/// No method computes the way between two places of these kinds.
pub const NO_METHOD: Code = Code::new("astro.no-method");
/// A body is not known, or not well enough for this.
pub const UNKNOWN_BODY: Code = Code::new("astro.unknown-body");
/// The plane of an orbit is needed and not given.
pub const NO_PLANE: Code = Code::new("astro.no-plane");
/// What the computation needs beside the plane is not given.
pub const LACKS: Code = Code::new("astro.lacks");
/// The cost of this transfer is not computed; it must be stated.
pub const NO_COST: Code = Code::new("astro.no-cost");
/// The span lies outside the ephemeris.
pub const OUT_OF_SPAN: Code = Code::new("astro.out-of-span");
/// The geometry allows no such transfer.
pub const NO_SOLUTION: Code = Code::new("astro.no-solution");
/// A number is none, or out of its range.
pub const BAD_INPUT: Code = Code::new("astro.bad-input");
