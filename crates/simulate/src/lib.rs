//! What happens when a plan is carried out.
