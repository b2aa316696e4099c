//! How much exploration the crew and the means at hand allow.

use crate::mass::launch_mass_kg;
use crate::place::{is_destination, is_destination_node};
use crate::scene::Scene;
use crate::stock::{Change, pieces};
use portolan_model::{Movement, Site, SupplyClass};
use portolan_vocabulary::Duration;

/// Exploration capability of Apollo 17, which relative exploration capability is measured by, in kg·d.
const APOLLO_17_KG_D: f64 = 2594.0;
/// Launch mass of Apollo 17, in kg.
const APOLLO_17_LAUNCH_KG: f64 = 2_930_000.0;

/// True for the classes that exploration is done with: 6 (exploration and research) and 8 (habitation
/// and infrastructure).
pub(crate) fn is_exploration(class: SupplyClass) -> bool {
    class.is_within(SupplyClass::EXPLORATION) || class.is_within(SupplyClass::HABITATION)
}

/// Mass of classes 6 and 8 that arrived at destinations through space, in kg.
///
/// Source: SpaceNet 2.5, measure "exploration mass delivered". Two flaws are corrected: it counts at
/// departure, so that what never arrives counts too; and what flies from one destination to another
/// counts again.
pub fn exploration_delivered_kg(scene: &Scene<'_>) -> f64 {
    let trips = scene.outcome.movements.iter();
    trips
        .filter(|trip| trip.arrive.is_some() && scene.through_space(trip))
        .filter(|trip| comes_to_destination(scene, trip))
        .map(|trip| trip.exploration_kg)
        .sum()
}

fn comes_to_destination(scene: &Scene<'_>, trip: &Movement) -> bool {
    let there = |node| {
        let node = scene.campaign.nodes.at(node);
        node.is_some_and(is_destination_node)
    };
    there(trip.destination) && !there(trip.origin)
}

/// Exploration capability in kg·d: the integral over time, summed over destinations, of the crew
/// members there times the mass of classes 6 and 8 there (elements at dry mass, and goods).
///
/// Source: SpaceNet 2.5, measure "exploration capability", unchanged but for the rounding of its time
/// steps.
pub fn exploration_capability_kg_d(scene: &Scene<'_>) -> f64 {
    let mut changes = presence_changes(scene);
    let campaign = scene.campaign;
    pieces(
        scene,
        |good| is_exploration(campaign.class_of(good)),
        |piece| {
            if is_destination(campaign, piece.site) {
                changes.extend(piece.changes().map(|change| (piece.site, 0.0, change)));
            }
        },
    );
    changes.sort_by_key(|(site, _, change)| (*site, change.time));
    let same = |a: &Keyed, b: &Keyed| a.0 == b.0;
    changes.chunk_by(same).map(integral).sum()
}

/// A change at a site: of the crew there, and of the mass there.
type Keyed = (Site, f64, Change);

/// Comings and goings of crew members and of elements that exploration is done with.
fn presence_changes(scene: &Scene<'_>) -> Vec<Keyed> {
    let mut changes = Vec::new();
    for stay in &scene.outcome.stays {
        let Some(element) = scene.roster.at(stay.element) else {
            continue;
        };
        let crew = f64::from(u8::from(element.is_crew()));
        let kg = if is_exploration(element.class) {
            element.mass.kg()
        } else {
            0.0
        };
        if (crew > 0.0 || kg > 0.0) && is_destination(scene.campaign, stay.site) {
            changes.push((stay.site, crew, Change::jump(stay.from, kg)));
            changes.push((stay.site, -crew, Change::jump(stay.to, -kg)));
        }
    }
    changes
}

/// Microseconds in a day.
const US_PER_D: f64 = 86_400.0 * 1e6;

/// The integral of crew times mass over the changes of one site, in order of time. Times are summed as
/// whole microseconds, so that round numbers stay round.
fn integral(changes: &[Keyed]) -> f64 {
    let (mut now, mut crew, mut kg, mut slope_kg_d) = (Duration::ZERO, 0.0, 0.0, 0.0);
    let mut sum_kg_us = 0.0;
    for (_, more_crew, change) in changes {
        let us = (change.time - now).micros() as f64;
        let gain_kg = slope_kg_d * us / US_PER_D;
        sum_kg_us += crew * (kg + gain_kg / 2.0) * us;
        now = change.time;
        kg += gain_kg + change.jump_kg;
        slope_kg_d += change.slope_kg_d;
        crew += more_crew;
    }
    sum_kg_us / US_PER_D
}

/// Exploration capability per launch mass, as a multiple of Apollo 17's; `None` where nothing was
/// launched.
///
/// Source: SpaceNet 2.5, measure "relative exploration capability": (capability / 2594 kg·d) over
/// (launch mass / 2 930 000 kg).
pub fn relative_exploration_capability(scene: &Scene<'_>) -> Option<f64> {
    relative(exploration_capability_kg_d(scene), launch_mass_kg(scene))
}

/// See [`relative_exploration_capability`]; of numbers already known.
pub(crate) fn relative(capability_kg_d: f64, launch_kg: f64) -> Option<f64> {
    let relative = (capability_kg_d / APOLLO_17_KG_D) / (launch_kg / APOLLO_17_LAUNCH_KG);
    (launch_kg > 0.0).then_some(relative)
}
