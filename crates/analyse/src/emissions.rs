//! Greenhouse gases of trips.

use crate::scene::Scene;

/// Greenhouse gases of the trips that departed, in kg of carbon dioxide of the same effect over a hundred
/// years: for each trip, and for each kilogram that departed, what the tariff of its way says. `None` where
/// no tariff of the campaign says anything of them.
pub fn emissions_kg(scene: &Scene<'_>) -> Option<f64> {
    let mut edges = scene.campaign.edges.iter();
    edges.find(|edge| {
        edge.tariff.emissions_per_trip.is_some() || edge.tariff.emissions_per_kg.is_some()
    })?;
    let trips = scene.outcome.movements.iter().map(|trip| {
        let tariff = scene.campaign.edges.at(trip.edge).map(|edge| edge.tariff);
        tariff.map_or(0.0, |tariff| {
            let per_trip = tariff.emissions_per_trip.map_or(0.0, |mass| mass.kg());
            per_trip + tariff.emissions_per_kg.unwrap_or(0.0) * trip.mass_kg
        })
    });
    Some(trips.sum())
}
