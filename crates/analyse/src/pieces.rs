//! Elements that must be at a node, and are not.

use crate::scene::Scene;
use portolan_model::{Demand, Need};
use portolan_vocabulary::Index;

/// The code under which a simulation reports pieces that are missing; it belongs to the simulator, and is
/// written down in outcomes.
const PRESENCE: &str = "simulate.presence";

/// How many pieces each demand for elements at a node missed at worst, summed over its kinds of pieces, in
/// the order of the demands.
///
/// Who was there is a matter of instants, which stays do not tell; so it is read from what the simulation
/// found.
pub fn missing_pieces(scene: &Scene<'_>) -> Vec<(Index<Demand>, f64)> {
    let demands = scene.campaign.demands.indexed();
    let wanting = demands.filter(|(_, demand)| matches!(demand.need, Need::Presence { .. }));
    wanting
        .map(|(index, demand)| {
            let missing = scene
                .outcome
                .findings
                .iter()
                .filter(|it| it.code.as_str() == PRESENCE && it.subject.id == demand.id.as_str())
                .filter_map(|it| it.fact_number("missing"));
            (index, missing.sum())
        })
        .collect()
}
