//! The facade: open, check, plan, simulate, report, save.
