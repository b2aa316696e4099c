//! The codes of the findings that simulation makes.

use portolan_vocabulary::Code;

/// The plan refers to things that the campaign does not have; nothing was simulated.
pub const FOREIGN_PLAN: Code = Code::new("simulate.foreign-plan");
/// An element does not exist yet, or no longer.
pub const ABSENT: Code = Code::new("simulate.absent");
/// An element is somewhere else than the activity needs it.
pub const ELSEWHERE: Code = Code::new("simulate.elsewhere");
/// An element is busy with another activity.
pub const BUSY: Code = Code::new("simulate.busy");
/// A step could not be done because an earlier one was blocked.
pub const FOLLOWS: Code = Code::new("simulate.follows");
/// A way or a node is closed at the time of departure.
pub const CLOSED: Code = Code::new("simulate.closed");
/// A mass exceeds a limit.
pub const OVER_MASS: Code = Code::new("simulate.over-mass");
/// An element would carry more payload than it may, crew included.
pub const OVER_PAYLOAD: Code = Code::new("simulate.over-payload");
/// A volume exceeds a limit.
pub const OVER_VOLUME: Code = Code::new("simulate.over-volume");
/// There are more crew members than seats.
pub const OVER_CREW: Code = Code::new("simulate.over-crew");
/// A thing that needs a pressurised hold is put into one without pressure.
pub const ENVIRONMENT: Code = Code::new("simulate.environment");
/// An element is to travel a way that it does not travel.
pub const WRONG_WAY: Code = Code::new("simulate.wrong-way");
/// An element is to leave its base before it is ready again.
pub const TURNAROUND: Code = Code::new("simulate.turnaround");
/// An element is to leave its base more often than it may.
pub const MAX_DEPARTURES: Code = Code::new("simulate.max-departures");
/// What a trip wears out was not in the stack at its end.
pub const UPKEEP: Code = Code::new("simulate.upkeep");
/// A burn cannot reach its velocity change.
pub const DV_SHORTFALL: Code = Code::new("simulate.dv-shortfall");
/// A transport cannot go on, and stays on its way.
pub const STRANDED: Code = Code::new("simulate.stranded");
/// A burn step names a vehicle without the propulsion it needs, or the steps do not match the burns.
pub const BAD_BURN: Code = Code::new("simulate.bad-burn");
/// Something is to move by itself and has no drive, or not enough fuel.
pub const NO_DRIVE: Code = Code::new("simulate.no-drive");
/// An element stays at a node for longer than anything may.
pub const MAX_STAY: Code = Code::new("simulate.max-stay");
/// Elements that a demand needs at a node are missing.
pub const PRESENCE: Code = Code::new("simulate.presence");
/// There is no room for goods.
pub const NO_ROOM: Code = Code::new("simulate.no-room");
/// There are not enough goods.
pub const SHORT: Code = Code::new("simulate.short");
/// Needs at a place were not met.
pub const UNMET: Code = Code::new("simulate.unmet-need");
/// What was made found no room and was lost.
pub const VENTED: Code = Code::new("simulate.vented");
/// A plant was to make or use more than it can, and did what it can.
pub const PLANT_CAPACITY: Code = Code::new("simulate.plant-capacity");
/// Less was to be lost in pumping than the good loses at least; that much was lost.
pub const TRANSFER_LOSS: Code = Code::new("simulate.transfer-loss");
/// A process stood still, or ran slowly, for want of an input.
pub const STALLED: Code = Code::new("simulate.process-stalled");
/// A cost could not be counted, for lack of an exchange rate.
pub const NO_RATE: Code = Code::new("simulate.no-exchange-rate");
/// An element has no such state or part, or cannot hold others.
pub const UNABLE: Code = Code::new("simulate.unable");
/// The plan goes on after the campaign's horizon; the rest was not simulated.
pub const BEYOND_HORIZON: Code = Code::new("simulate.beyond-horizon");
