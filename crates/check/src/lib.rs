//! Is this plan feasible in this campaign? A judge that shares no code with simulator or optimiser.
