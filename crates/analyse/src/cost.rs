//! What it cost, and who paid.

use crate::scene::Scene;
use portolan_model::{CostKind, Edge, Partner};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// A share of the cost: who paid how much for what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CostShare {
    /// Who paid, where that is known.
    pub partner: Option<Index<Partner>>,
    /// For what.
    pub kind: CostKind,
    /// Along which way, for trips.
    pub edge: Option<Index<Edge>>,
    /// How much, in the campaign's currency and price year.
    pub amount: f64,
}

/// All costs, in the campaign's currency and price year.
pub fn total_cost(scene: &Scene<'_>) -> f64 {
    let costs = scene.outcome.costs.iter();
    costs.map(|cost| cost.money.amount()).sum()
}

/// The costs by partner, kind and way, in that order; those whose payer is not known come first.
pub fn cost_shares(scene: &Scene<'_>) -> Vec<CostShare> {
    let mut sums = BTreeMap::new();
    for cost in &scene.outcome.costs {
        let key = (cost.partner, cost.kind, cost.edge);
        *sums.entry(key).or_insert(0.0) += cost.money.amount();
    }
    sums.into_iter()
        .map(|((partner, kind, edge), amount)| CostShare {
            partner,
            kind,
            edge,
            amount,
        })
        .collect()
}

/// The costs by partner.
pub(crate) fn by_partner(shares: &[CostShare]) -> BTreeMap<Option<Index<Partner>>, f64> {
    let mut sums = BTreeMap::new();
    for share in shares {
        *sums.entry(share.partner).or_insert(0.0) += share.amount;
    }
    sums
}
