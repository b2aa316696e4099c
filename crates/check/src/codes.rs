//! The codes of the checker's findings: what each means, and what to do.

use portolan_vocabulary::Code;

// References and ranges.

/// An activity, or an element that the plan brings, names something that neither has. Correct the name.
pub const REFERENCE: Code = Code::new("check.reference");
/// Two activities, or two elements, have the same id. Give each an id of its own.
pub const DUPLICATE_ID: Code = Code::new("check.duplicate-id");
/// An activity names the same element twice in one list. Name it once.
pub const REPEATED: Code = Code::new("check.repeated");
/// An activity begins before the campaign. Begin at zero or later.
pub const TIME: Code = Code::new("check.time");
/// An activity begins after the campaign's horizon (an error) or ends after it (a warning). Begin
/// earlier, or set a later horizon.
pub const HORIZON: Code = Code::new("check.horizon");
/// A number is outside the range in which it means anything. Correct the number.
pub const RANGE: Code = Code::new("check.range");
/// An element has no state of the kind that it is to change to (a warning). Leave it out.
pub const STATE: Code = Code::new("check.state");

/// An element of the plan is not made as its design says. Make it so, or name no design.
pub const DESIGN: Code = Code::new("check.design");
/// A capacity is out of its range, or the dry mass below what the sizing law asks for. Change one of them.
pub const SIZING_LAW: Code = Code::new("check.sizing-law");

// Offers and caps.

/// What is taken is not on offer: not at all, not there, not then, or not of this owner. Take what is on offer.
pub const NOT_ON_OFFER: Code = Code::new("check.not-on-offer");
/// More is taken than is on offer. Take less.
pub const OFFER_LIMIT: Code = Code::new("check.offer-limit");
/// Less is back at a node at the end than was lent there. Bring back as many.
pub const NOT_RETURNED: Code = Code::new("check.not-returned");
/// More departs, or is spent, than a cap allows (a warning where demands may have made up the difference, or where
/// some money cannot be counted). Send or spend less.
pub const CAP: Code = Code::new("check.cap");

// Existence and place.

/// An activity uses an element that has not been created yet. Create it before.
pub const ABSENT: Code = Code::new("check.absent");
/// An element is created a second time. Leave out one of the two.
pub const CREATED_TWICE: Code = Code::new("check.created-twice");
/// An activity uses an element that has been removed or dropped before. Use it before, or another one.
pub const GONE: Code = Code::new("check.gone");
/// An activity uses an element that an earlier activity still occupies. Begin when that has ended.
pub const BUSY: Code = Code::new("check.busy");
/// An activity uses an element that is under way. Begin when it has arrived.
pub const UNDER_WAY: Code = Code::new("check.under-way");
/// An element is not where the activity needs it. Bring it there before.
pub const PLACE: Code = Code::new("check.place");
/// An element would end up inside itself. Name another holder.
pub const CYCLE: Code = Code::new("check.cycle");
/// An element is not inside, or not joined to, what it is to leave. Put it in before, or leave it out.
pub const NOT_INSIDE: Code = Code::new("check.not-inside");
/// A joined element is moved as if it were stowed (a warning). Undock it before.
pub const JOINED: Code = Code::new("check.joined");
/// An element that is no crew member is to do a crew member's work. Name a crew member.
pub const CREW: Code = Code::new("check.crew");

// Ways.

/// What is to travel is not where the way begins. Bring it there before, or take another way.
pub const ORIGIN: Code = Code::new("check.origin");
/// The way is closed at departure. Leave at its next opening.
pub const WINDOW: Code = Code::new("check.window");
/// The place of departure (an error) or of arrival (a warning) is closed at that time. Shift the trip.
pub const NODE_CLOSED: Code = Code::new("check.node-closed");
/// The lists of burn steps are not as many as the burns. Give one list for each burn.
pub const BURNS: Code = Code::new("check.burns");
/// Nothing, or something without the propulsion that the burn asks for, is to burn. Name a vehicle
/// with such propulsion.
pub const PROPULSION: Code = Code::new("check.propulsion");
/// A burn step names an element that is not aboard, or no longer. List it, or leave the step out.
pub const NOT_ABOARD: Code = Code::new("check.not-aboard");
/// The way needs a vehicle that drives itself, and none travels. List a vehicle with a drive.
pub const DRIVE: Code = Code::new("check.drive");
/// The vehicle is of a kind that does not use such ways (a warning). Take another vehicle or way.
pub const VEHICLE_KIND: Code = Code::new("check.vehicle-kind");
/// The speed is above the vehicle's highest. Go slower, or take another vehicle.
pub const SPEED: Code = Code::new("check.speed");
/// The fuel does not last for the distance. Fill up before.
pub const FUEL: Code = Code::new("check.fuel");
/// Elements cannot travel through a pipe. Take another way.
pub const PIPE: Code = Code::new("check.pipe");
/// An element is to travel a way, by itself or aboard another, that is none of its ways. Take one of its ways, or
/// leave it behind.
pub const WRONG_WAY: Code = Code::new("check.wrong-way");
/// An element is to leave its base before it is ready again. Leave later.
pub const TURNAROUND: Code = Code::new("check.turnaround");
/// An element is to leave its base more often than it may. Use another one.
pub const MAX_DEPARTURES: Code = Code::new("check.max-departures");
/// What a trip wears out is not in the stack at its end. Take it along.
pub const UPKEEP: Code = Code::new("check.upkeep");
/// Nothing travels (a warning). List what is to travel, or leave the trip out.
pub const EMPTY: Code = Code::new("check.empty");
/// The stack cannot gain the velocity change of a burn. Add propellant or a stage, or take mass off.
/// A warning where it can, should demands have used up goods aboard by then.
pub const DELTA_V: Code = Code::new("check.delta-v");

// Capacity.

/// More mass departs than the way takes. Split the load over several trips.
pub const EDGE_MASS: Code = Code::new("check.edge-mass");
/// More cargo volume departs than the way takes. Split the load over several trips.
pub const EDGE_VOLUME: Code = Code::new("check.edge-volume");
/// More crew members depart than the way takes. Split the crew over several trips.
pub const EDGE_CREW: Code = Code::new("check.edge-crew");
/// The element has no hold to put anything into. Name one that has.
pub const NO_HOLD: Code = Code::new("check.no-hold");
/// The hold carries less mass than is put into it. Take a part elsewhere.
pub const HOLD_MASS: Code = Code::new("check.hold-mass");
/// The element carries less than is put into it, crew and goods included. Take a part elsewhere.
pub const PAYLOAD: Code = Code::new("check.payload");
/// The hold has less volume than is put into it. Take a part elsewhere.
pub const HOLD_VOLUME: Code = Code::new("check.hold-volume");
/// The hold has fewer seats than crew members who enter it. Take a part elsewhere.
pub const HOLD_CREW: Code = Code::new("check.hold-crew");
/// Something that needs pressure is put where there is none. Take a pressurised hold.
pub const ENVIRONMENT: Code = Code::new("check.environment");
/// Something does not fit through the door of the hold. Take another hold.
pub const DOOR: Code = Code::new("check.door");
/// The element has no store that takes this good. Name another element.
pub const NO_STORE: Code = Code::new("check.no-store");
/// The stores have less room than the amount needs. Add less, or elsewhere. A warning where demands may
/// have made room by then.
pub const ROOM: Code = Code::new("check.room");
/// Less is there than is to leave or to be used up. Bring more before, or take less. A warning where
/// more may have been made by then, and for what is used up.
pub const SHORT: Code = Code::new("check.short");
/// Less is to be lost on the way between two elements than the good loses at least. Plan with its loss.
pub const TRANSFER_LOSS: Code = Code::new("check.transfer-loss");
/// A plant is to make or use more than it can, or to do without its inputs. Make less, or give it its inputs.
pub const PLANT_CAPACITY: Code = Code::new("check.plant-capacity");
/// More mass stands at a place than it takes (a warning). Move something on before.
pub const NODE_MASS: Code = Code::new("check.node-mass");

// Time.

/// An element stays at a node for longer than anything may. Move it on, or remove it.
pub const MAX_STAY: Code = Code::new("check.max-stay");
/// Elements that a demand needs at a node are missing. Bring them there, and keep them there.
pub const PRESENCE: Code = Code::new("check.presence");

// Dependencies.

/// The activity cannot be done because an earlier one that it builds on cannot be done. Correct the
/// earlier one first; the fact `code` says what is missing here.
pub const FOLLOWS: Code = Code::new("check.follows");
