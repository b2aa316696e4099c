//! What pieces need while they are there, and what trips use up.

use super::kinds::serving;
use crate::codes;
use portolan_model::{
    Campaign, DemandModel, Element, Environment, Good, State, StateKind, SupplyClass,
};
use portolan_vocabulary::{Finding, Findings};

/// What an element needs per day in the state it begins in: which goods serve, and kg per day.
pub(super) fn of(
    campaign: &Campaign,
    goods: &[Good],
    element: &Element,
    findings: &mut Findings,
) -> Vec<(Vec<usize>, f64)> {
    let state = element.initial_state.and_then(|at| element.states.get(at));
    let state = state.or_else(|| {
        element
            .states
            .iter()
            .find(|state| state.kind == StateKind::Active)
    });
    let Some(state) = state else {
        return Vec::new();
    };
    let mut needs = Vec::new();
    for model in &state.models {
        match rates(campaign, element, model) {
            Some(rates) => needs.extend(rates),
            None => findings.push(left_out(element, state, model)),
        }
    }
    let mass = |(good, per_day): (Good, f64)| {
        (
            serving(campaign, goods, good),
            per_day * campaign.unit_mass_kg(good),
        )
    };
    needs
        .into_iter()
        .filter(|(_, per_day)| *per_day > 0.0)
        .map(mass)
        .collect()
}

/// Goods and amounts per day, or `None` for a model that is no steady need.
fn rates(campaign: &Campaign, element: &Element, model: &DemandModel) -> Option<Vec<(Good, f64)>> {
    match model {
        DemandModel::Rated(rates) => {
            Some(rates.iter().map(|rate| (rate.good, rate.per_day)).collect())
        }
        DemandModel::SparingByMass {
            unpressurised_per_y,
            pressurised_per_y,
            parts_listed: false,
        } => {
            let per_d = element.mass.kg() / campaign.settings.days_per_year;
            let good = |environment| Good::Generic {
                class: SupplyClass::MAINTENANCE,
                environment,
            };
            Some(vec![
                (
                    good(Environment::Unpressurised),
                    unpressurised_per_y * per_d,
                ),
                (good(Environment::Pressurised), pressurised_per_y * per_d),
            ])
        }
        DemandModel::SparingByParts => {
            let failures = element.parts.iter().filter_map(|part| {
                let mean = part.mean_time_to_failure?.days();
                Some((
                    Good::Specific(part.resource),
                    part.quantity * part.duty_cycle / mean,
                ))
            });
            Some(failures.collect())
        }
        _ => None,
    }
}

fn left_out(element: &Element, state: &State, model: &DemandModel) -> Finding {
    let what = match model {
        DemandModel::CrewConsumables(_) => "crew consumables of a mission",
        DemandModel::Impulse(_) => "a need that arises once",
        DemandModel::Conversion { .. } => "a conversion",
        _ => "spares by mass with listed parts",
    };
    let message = format!(
        "\"{}\" has {what} in its state \"{}\", which the optimiser leaves out",
        element.id, state.name
    );
    Finding::warning(codes::LEFT_OUT, "element", element.id.as_str(), message)
        .advice("state it as rates, as a demand of its own, or as a plant")
}

/// What each trip uses up: which goods serve, and kg per kg of the element's mass.
pub(super) fn per_trip(
    campaign: &Campaign,
    goods: &[Good],
    element: &Element,
) -> Vec<(Vec<usize>, f64)> {
    let upkeep = element.upkeep.per_trip.iter();
    upkeep
        .map(|(good, fraction)| (serving(campaign, goods, *good), *fraction))
        .collect()
}
