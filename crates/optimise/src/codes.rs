//! The codes of what the optimiser finds.

use portolan_vocabulary::Code;

/// A campaign offers nothing, so that there is nothing to plan with.
pub const NOTHING_OFFERED: Code = Code::new("optimise.nothing-offered");
/// A campaign asks for nothing, so that the best plan is to do nothing.
pub const NOTHING_DEMANDED: Code = Code::new("optimise.nothing-demanded");
/// Something in the campaign is left out of the program.
pub const LEFT_OUT: Code = Code::new("optimise.left-out");
/// There are more instants than the limit: some departures were left out.
pub const THINNED: Code = Code::new("optimise.instants-thinned");
/// A demand can be reached by nothing on offer.
pub const OFFERED_NOWHERE: Code = Code::new("optimise.unreachable");
/// The campaign is large, and planned in windows of time.
pub const IN_WINDOWS: Code = Code::new("optimise.in-windows");
/// The engine gave no answer.
pub const ENGINE_FAILED: Code = Code::new("optimise.engine-failed");
/// No plan meets the campaign's demands.
pub const INFEASIBLE: Code = Code::new("optimise.infeasible");
/// A flow cannot be written as a plan.
pub const UNWRITABLE: Code = Code::new("optimise.unwritable");
/// The search was stopped before the best plan was proved.
pub const UNPROVED: Code = Code::new("optimise.unproved");
/// A goal falls without end.
pub const UNBOUNDED: Code = Code::new("optimise.unbounded");
/// The engine lost its footing in rounding.
pub const NUMERICAL: Code = Code::new("optimise.numerical");
/// What was found could not be written as a plan, and was searched again.
pub const EXCLUDED: Code = Code::new("optimise.excluded");
/// There is no bound over all times.
pub const BOUNDLESS: Code = Code::new("optimise.boundless");
/// A number looks as if it were in the wrong unit.
pub const MIS_SCALED: Code = Code::new("optimise.mis-scaled");
