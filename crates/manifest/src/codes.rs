//! The codes of the findings of manifesting.

use portolan_vocabulary::Code;

/// Less can reach a place by a time than is needed there: the facts name the place, the deadline, the
/// mass needed, the least mass of it packed, what can reach it and the shortfall.
pub const CAPACITY: Code = Code::new("manifest.capacity");
/// The capacity would do for the least tare thinkable, but no packing was found that fits.
pub const PACKING: Code = Code::new("manifest.packing");
/// The least raising of limits with which everything is carried.
pub const RELAXATION: Code = Code::new("manifest.relaxation");
/// The new plan, simulated, still leaves needs unmet.
pub const UNMET: Code = Code::new("manifest.unmet");
/// A need that no movement of the plan can serve, whatever its capacity.
pub const UNREACHABLE: Code = Code::new("manifest.unreachable");
/// Needs on the surface of the Earth, which are bought where they arise and not shipped.
pub const EARTH_SURFACE: Code = Code::new("manifest.earth-surface");
/// A movement carries less than its hold takes, because its burns give no more.
pub const PROPULSION: Code = Code::new("manifest.propulsion");
/// An activity of the plan that was done without the cargo is not done with it.
pub const DISTURBED: Code = Code::new("manifest.disturbed");
/// What was packed and assigned.
pub const PACKED: Code = Code::new("manifest.packed");
