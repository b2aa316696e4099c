//! How near each vehicle came to the end of its propellant.

use crate::scene::Scene;
use crate::stock::Levels;
use portolan_model::{BurnRecord, BurnSystem, Element, EventRecord, Propulsion};
use portolan_vocabulary::{Duration, Index};
use std::collections::{BTreeMap, BTreeSet};

/// How near one vehicle came to the end of its propellant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VehicleMargin {
    /// Which vehicle.
    pub element: Index<Element>,
    /// The least usable propellant left after one of its burns, in kg; `None` where its stores are not
    /// on record.
    pub propellant_kg: Option<f64>,
    /// The least velocity change that what was left would still give the stack after one of its burns,
    /// in m/s. Negative where a burn fell short: what was missing. `None` for a vehicle that was
    /// dropped, or whose stores are not on record.
    pub dv_m_s: Option<f64>,
}

/// The margins of every vehicle that burned, in the order of the elements.
///
/// Source: the rocket equation (Tsiolkovsky 1903), with the campaign's gravity constant and the
/// mixture ratio of the engine: usable is what the scarcest of its stores allows.
pub fn vehicle_margins(scene: &Scene<'_>) -> Vec<VehicleMargin> {
    let feeds = |element, store| {
        let element: Option<&Element> = scene.roster.at(element);
        element.is_some_and(|element| element.feeds_engine(store))
    };
    let levels = Levels::new(scene, feeds);
    let mut margins: BTreeMap<Index<Element>, VehicleMargin> = BTreeMap::new();
    let mut dropped = BTreeSet::new();
    for event in &scene.outcome.events {
        let Some(burn) = event.burn.as_deref() else {
            continue;
        };
        let system = system_of(scene, event);
        for (at, step) in burn.steps.iter().enumerate().filter(|(_, s)| !s.staged) {
            let last = burn.steps[at + 1..].iter().all(|later| later.staged);
            let after = After {
                burn,
                time: event.time,
                last,
            };
            let margin = after.margin(scene, &levels, step.element, system);
            let least = margins.entry(step.element).or_insert(margin);
            least.propellant_kg = lesser(least.propellant_kg, margin.propellant_kg);
            least.dv_m_s = lesser(least.dv_m_s, margin.dv_m_s);
            if is_dropped(burn, step.element) {
                dropped.insert(step.element);
            }
        }
    }
    // What a vehicle had left after its earlier burns says nothing once it was dropped; a shortfall does.
    let spent = |margin: &VehicleMargin| dropped.contains(&margin.element);
    let margins = margins.into_values();
    margins
        .map(|margin| {
            if spent(&margin) {
                VehicleMargin {
                    dv_m_s: margin.dv_m_s.filter(|dv| *dv < 0.0),
                    ..margin
                }
            } else {
                margin
            }
        })
        .collect()
}

/// True where a burn drops the element.
fn is_dropped(burn: &BurnRecord, element: Index<Element>) -> bool {
    burn.steps
        .iter()
        .any(|step| step.staged && step.element == element)
}

/// The propulsion that the burn of this event uses.
fn system_of(scene: &Scene<'_>, event: &EventRecord) -> BurnSystem {
    use portolan_model::{Action, EventKind};
    let Some(activity) = scene.plan.activities.at(event.activity) else {
        return BurnSystem::Main;
    };
    match (&activity.action, event.kind) {
        (Action::Burn { system, .. }, _) => *system,
        (Action::Transport { edge, .. }, EventKind::Burn(number)) => {
            let edge = scene.campaign.edges.at(*edge);
            let way = edge.map(|edge| edge.way_at(activity.at));
            let burn = way.and_then(|way| way.burns().get(number as usize));
            burn.map_or(BurnSystem::Main, |burn| burn.system)
        }
        _ => BurnSystem::Main,
    }
}

fn lesser(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, None) | (None, one) => one,
    }
}

/// A moment after a burn.
struct After<'a> {
    burn: &'a BurnRecord,
    time: Duration,
    /// True for the last vehicle that burned, which a shortfall falls to.
    last: bool,
}

impl After<'_> {
    fn margin(
        &self,
        scene: &Scene<'_>,
        levels: &Levels<'_>,
        element: Index<Element>,
        system: BurnSystem,
    ) -> VehicleMargin {
        let vehicle = scene.roster.at(element);
        let engine = vehicle.and_then(|vehicle| vehicle.propulsion_for(system));
        let left_kg =
            engine.and_then(|engine| usable_kg(scene, levels, element, engine, self.time));
        let shortfall = self.burn.wanted_m_s - self.burn.achieved_m_s;
        let dropped = is_dropped(self.burn, element);
        let dv_m_s = if self.last && shortfall > 1e-6 {
            Some(-shortfall)
        } else if dropped {
            None
        } else {
            engine.zip(left_kg).and_then(|(engine, left_kg)| {
                let exhaust_m_s = engine.isp.s() * scene.campaign.settings.gravity_m_s2;
                remaining_dv_m_s(self.burn.mass_after_kg, left_kg, exhaust_m_s)
            })
        };
        VehicleMargin {
            element,
            propellant_kg: left_kg,
            dv_m_s,
        }
    }
}

/// The velocity change that a stack of this mass gains from this propellant, in m/s.
fn remaining_dv_m_s(stack_kg: f64, propellant_kg: f64, exhaust_m_s: f64) -> Option<f64> {
    let empty_kg = stack_kg - propellant_kg;
    (empty_kg > 0.0).then(|| exhaust_m_s * (stack_kg / empty_kg).ln())
}

/// What the engine can still burn at this instant, in kg: as much as the scarcest store allows at the
/// mixture ratio.
fn usable_kg(
    scene: &Scene<'_>,
    levels: &Levels<'_>,
    element: Index<Element>,
    engine: &Propulsion,
    time: Duration,
) -> Option<f64> {
    let feeds = engine.feeds.iter().filter(|feed| feed.share > 0.0);
    let mut least: Option<f64> = None;
    for feed in feeds {
        let point = levels.least_at(element, feed.store, time)?;
        let kg = point.level * scene.campaign.unit_mass_kg(point.good) / feed.share;
        least = lesser(least, Some(kg));
    }
    least
}
