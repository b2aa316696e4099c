//! Strategies for property tests.

use crate::stories::{Size, campaign, feasible};
use portolan_model::{Campaign, Plan};
use proptest::prelude::{Strategy, any};

/// Any random campaign with its plan; one in five is broken on purpose. A failing case is named by its
/// seed, which does not shrink: a smaller seed is no smaller campaign.
pub fn any_campaign() -> impl Strategy<Value = (Campaign, Plan)> {
    any::<u64>()
        .no_shrink()
        .prop_map(|seed| campaign(seed, size(seed)))
}

/// Any random campaign with a plan that can be carried out.
pub fn any_feasible() -> impl Strategy<Value = (Campaign, Plan)> {
    any::<u64>()
        .no_shrink()
        .prop_map(|seed| feasible(seed, size(seed)))
}

const fn size(seed: u64) -> Size {
    Size {
        stories: 1 + (seed % 9) as usize,
        ..Size::SMALL
    }
}
