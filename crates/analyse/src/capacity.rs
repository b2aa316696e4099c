//! How much of the capacity to go up and to come down was used.

use crate::mass::goods_kg;
use crate::scene::Scene;
use portolan_model::Movement;

/// Cargo against the capacity for it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    /// Cargo, crew members not counted, in kg.
    pub cargo_kg: f64,
    /// The most cargo, in kg.
    pub capacity_kg: f64,
    /// How many trips these are.
    pub trips: u32,
}

impl Load {
    /// Cargo over capacity, `None` where there was no capacity.
    pub fn utilisation(&self) -> Option<f64> {
        (self.capacity_kg > 0.0).then(|| self.cargo_kg / self.capacity_kg)
    }

    fn with(self, other: Self) -> Self {
        Self {
            cargo_kg: self.cargo_kg + other.cargo_kg,
            capacity_kg: self.capacity_kg + other.capacity_kg,
            trips: self.trips + other.trips,
        }
    }
}

/// Cargo against capacity over all trips from a surface of the Earth through space.
///
/// Source: SpaceNet 2.5, measure "up-mass capacity utilisation", corrected: it sets the total mass of
/// the carriers, propellant included, against their cargo capacity, which gives 6513 for a Moon landing.
/// Here cargo stands against what holds and way leave for it, and the crew is load, not cargo.
pub fn up_load(scene: &Scene<'_>) -> Load {
    sum(scene, |trip| scene.is_launch(trip))
}

/// Cargo against capacity over all trips from space to a surface of the Earth; see [`up_load`].
pub fn down_load(scene: &Scene<'_>) -> Load {
    sum(scene, |trip| scene.is_landing_on_earth(trip))
}

fn sum(scene: &Scene<'_>, counts: impl Fn(&Movement) -> bool) -> Load {
    scene
        .trips()
        .filter(|(trip, _)| counts(trip))
        .filter_map(|(trip, crew_kg)| trip_load(trip, crew_kg))
        .fold(Load::default(), Load::with)
}

/// The load of one trip, or `None` where nothing limits it.
pub(crate) fn trip_load(trip: &Movement, crew_kg: f64) -> Option<Load> {
    let cargo_kg = goods_kg(trip, crew_kg);
    // What the way leaves for cargo when all that travels besides has been taken off.
    let left_kg = trip
        .limit_kg
        .map(|limit_kg| (limit_kg - (trip.mass_kg - cargo_kg)).max(0.0));
    let capacity_kg = match (trip.capacity_kg, left_kg) {
        (Some(holds), Some(left)) => holds.min(left),
        (Some(capacity), None) | (None, Some(capacity)) => capacity,
        (None, None) => return None,
    };
    Some(Load {
        cargo_kg,
        capacity_kg,
        trips: 1,
    })
}
