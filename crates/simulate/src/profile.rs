//! What each state of each element needs: its demand models turned into rates once, before the start.

use portolan_model::{Campaign, DemandModel, Element, Environment, Good, Lot, Rate, SupplyClass};

const SECONDS_PER_DAY: f64 = 86_400.0;

/// A good and how much of it per second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Flow {
    pub(crate) good: Good,
    pub(crate) per_s: f64,
}

/// A process that makes outputs from inputs.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Process {
    pub(crate) inputs: Vec<Flow>,
    pub(crate) outputs: Vec<Flow>,
}

/// What a state needs and makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Profile {
    /// Needs above zero, products below.
    pub(crate) flows: Vec<Flow>,
    pub(crate) processes: Vec<Process>,
    /// What is needed once, when the state is first entered.
    pub(crate) lump: Vec<Lot>,
}

impl Profile {
    pub(crate) const fn is_empty(&self) -> bool {
        self.flows.is_empty() && self.processes.is_empty() && self.lump.is_empty()
    }

    pub(crate) fn of(campaign: &Campaign, element: &Element, models: &[DemandModel]) -> Self {
        let mut profile = Self::default();
        for model in models {
            profile.add(campaign, element, model);
        }
        profile
    }

    fn add(&mut self, campaign: &Campaign, element: &Element, model: &DemandModel) {
        match model {
            DemandModel::Rated(rates) => self.flows.extend(rates.iter().map(per_second)),
            DemandModel::Impulse(lots) => self.lump.extend_from_slice(lots),
            DemandModel::SparingByMass {
                unpressurised_per_y,
                pressurised_per_y,
                parts_listed,
            } => {
                let rates = [
                    (Environment::Pressurised, *pressurised_per_y),
                    (Environment::Unpressurised, *unpressurised_per_y),
                ];
                for (environment, per_y) in rates {
                    self.spares_by_mass(campaign, element, environment, per_y, *parts_listed);
                }
            }
            DemandModel::SparingByParts => self.flows.extend(expected_failures(element)),
            DemandModel::Conversion { inputs, outputs } => self.processes.push(Process {
                inputs: inputs.iter().map(per_second).collect(),
                outputs: outputs.iter().map(per_second).collect(),
            }),
            // A mission's crew is a matter of the mission, not of a state.
            DemandModel::CrewConsumables(_) => {}
        }
    }

    /// Spares as a yearly fraction of dry mass, spread over the listed parts of an environment and the
    /// rest of the element in proportion to mass (SpaceNet 2.5 User's Guide, "Sparing by Mass").
    fn spares_by_mass(
        &mut self,
        campaign: &Campaign,
        element: &Element,
        environment: Environment,
        per_y: f64,
        parts_listed: bool,
    ) {
        let part_mass = |good| {
            element
                .parts
                .iter()
                .filter(|part| campaign.resources[part.resource].environment == good)
                .map(|part| part.quantity * campaign.resources[part.resource].unit_mass.kg())
                .sum::<f64>()
        };
        let listed: f64 = if parts_listed {
            part_mass(environment)
        } else {
            0.0
        };
        let other = if parts_listed {
            part_mass(Environment::Pressurised) + part_mass(Environment::Unpressurised)
        } else {
            0.0
        };
        let generic = (element.mass.kg() - other).max(0.0);
        let base = generic + listed;
        let per_s = per_y / (campaign.settings.days_per_year * SECONDS_PER_DAY) * element.mass.kg();
        if base <= 0.0 || per_s <= 0.0 {
            return;
        }
        if parts_listed {
            let here = element
                .parts
                .iter()
                .filter(|part| campaign.resources[part.resource].environment == environment);
            self.flows.extend(here.map(|part| Flow {
                good: Good::Specific(part.resource),
                per_s: per_s * part.quantity / base,
            }));
        }
        let good = Good::Generic {
            class: SupplyClass::MAINTENANCE,
            environment,
        };
        self.flows.push(Flow {
            good,
            per_s: per_s * generic / base,
        });
    }
}

/// The expected failures of the listed parts, in items per second.
fn expected_failures(element: &Element) -> impl Iterator<Item = Flow> + '_ {
    element.parts.iter().filter_map(|part| {
        let mean = part.mean_time_to_failure?.seconds();
        Some(Flow {
            good: Good::Specific(part.resource),
            per_s: part.quantity * part.duty_cycle / mean,
        })
    })
}

/// A daily rate as a rate per second.
pub(crate) fn per_second(rate: &Rate) -> Flow {
    Flow {
        good: rate.good,
        per_s: rate.per_day / SECONDS_PER_DAY,
    }
}
