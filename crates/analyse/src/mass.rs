//! Mass launched and mass delivered.

use crate::scene::Scene;
use portolan_model::{Movement, Node};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// Total mass of everything that left a surface of the Earth through space, at departure, in kg.
///
/// Source: SpaceNet 2.5, measure "launch mass". Its flaw that a launch counts that was refused is
/// corrected: only trips that departed count.
pub fn launch_mass_kg(scene: &Scene<'_>) -> f64 {
    let trips = scene.outcome.movements.iter();
    trips
        .filter(|trip| scene.is_launch(trip))
        .map(|trip| trip.mass_kg)
        .sum()
}

/// Cargo that arrived at each node, in kg, in the order of the nodes: what is in holds and in stores
/// that feed no engine, crew members not counted.
///
/// Every arrival counts, so cargo that passes through a node counts there, and cargo that comes back
/// counts again.
pub fn cargo_by_destination_kg(scene: &Scene<'_>) -> BTreeMap<Index<Node>, f64> {
    let mut sums = BTreeMap::new();
    for (trip, crew_kg) in scene.trips() {
        if trip.arrive.is_some() {
            *sums.entry(trip.destination).or_insert(0.0) += goods_kg(trip, crew_kg);
        }
    }
    sums
}

/// Cargo without the crew, in kg.
pub(crate) fn goods_kg(trip: &Movement, crew_kg: f64) -> f64 {
    (trip.cargo_kg - crew_kg).max(0.0)
}
