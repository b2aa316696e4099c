//! Whose mass went where, on whose trips.

use crate::scene::Scene;
use portolan_model::{Edge, Partner};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// Mass of one owner carried along one way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Carried {
    /// Along which way.
    pub edge: Index<Edge>,
    /// Who runs it, where that is known.
    pub operator: Option<Index<Partner>>,
    /// Whose mass it is, where that is known.
    pub owner: Option<Index<Partner>>,
    /// Mass at departure, summed over the trips, in kg.
    pub mass_kg: f64,
    /// On how many trips.
    pub trips: u32,
}

/// Mass carried by way and owner, in that order.
pub fn carried(scene: &Scene<'_>) -> Vec<Carried> {
    let mut sums: BTreeMap<_, (f64, u32)> = BTreeMap::new();
    for trip in &scene.outcome.movements {
        for &(owner, kg) in &trip.by_owner_kg {
            let sum = sums.entry((trip.edge, owner)).or_default();
            *sum = (sum.0 + kg, sum.1 + 1);
        }
    }
    sums.into_iter()
        .map(|((edge, owner), (mass_kg, trips))| Carried {
            edge,
            operator: scene.campaign.edges.at(edge).and_then(|e| e.operator),
            owner,
            mass_kg,
            trips,
        })
        .collect()
}

/// Mass launched from surfaces of the Earth by owner, in kg.
pub fn launched_by_owner_kg(scene: &Scene<'_>) -> BTreeMap<Option<Index<Partner>>, f64> {
    let mut sums = BTreeMap::new();
    let trips = scene.outcome.movements.iter();
    for trip in trips.filter(|trip| scene.is_launch(trip)) {
        for &(owner, kg) in &trip.by_owner_kg {
            *sums.entry(owner).or_insert(0.0) += kg;
        }
    }
    sums
}
