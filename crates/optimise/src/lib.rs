//! Which plan is best: campaigns as programs, solutions as plans.
