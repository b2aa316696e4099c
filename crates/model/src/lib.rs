//! What may be true: the campaign, the plan and the outcome.
