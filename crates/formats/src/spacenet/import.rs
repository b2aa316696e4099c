//! From a scenario to a campaign and a plan.
//!
//! The network, the elements and the missions become the campaign, the events the plan. Numbers are
//! taken over as they are; conventions that change results become settings of the campaign (standard
//! gravity of 9.81 m/s², 365 days a year). What the campaign cannot say, what it must assume, and what
//! SpaceNet does otherwise with the same numbers are findings.

mod deeds;
mod needs;
pub(super) mod packing;
mod places;
mod things;

use super::scenario::{self, Dialect, Scenario};
use super::settings::ItemDiscretization;
use super::slugs::{Slugs, slug};
use super::{codes, words::Word};
use portolan_model::{Campaign, Maker, MakerKind, Mission, Parts, Plan, Settings};
use portolan_vocabulary::{Code, Duration, Epoch, Finding, Findings, Id, Index};
use std::collections::BTreeSet;

/// SpaceNet's standard gravity, which it writes with two decimals.
const GRAVITY_M_S2: f64 = 9.81;
/// Days of the year in SpaceNet's spares rates.
const DAYS_PER_YEAR: f64 = 365.0;

/// How the dates of a scenario become times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// As they are written. The campaign starts with the scenario or its first mission, whichever is
    /// earlier.
    #[default]
    AsDated,
    /// As SpaceNet takes them: a mission starts as long after the scenario as their dates are apart,
    /// whichever is earlier, and all times are rounded to the scenario's time precision.
    AsSpaceNet,
}

/// How a scenario is imported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// How dates become times.
    pub clock: Clock,
}

/// What an import gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Places, ways, things, goods, missions.
    pub campaign: Campaign,
    /// What is done.
    pub plan: Plan,
    /// What was assumed, left out, or is taken otherwise by SpaceNet.
    pub findings: Findings,
}

/// Makes a campaign and a plan of a scenario.
///
/// # Errors
/// All findings, where the campaign cannot be valid: an orbit that reaches no node, a burn after
/// arrival, a resource without mass.
pub fn import(scenario: &Scenario, options: &ImportOptions) -> Result<Imported, Findings> {
    let mut importing = Importing::new(scenario, options);
    importing.settings();
    importing.places();
    importing.elements();
    importing.packing();
    importing.missions();
    let plan = importing.plan();
    let mut findings = importing.findings;
    match Campaign::new(importing.parts) {
        Ok((campaign, more)) => {
            findings.extend(more);
            Ok(Imported {
                campaign,
                plan,
                findings,
            })
        }
        Err(more) => {
            findings.extend(more);
            Err(findings)
        }
    }
}

struct Importing<'s> {
    scenario: &'s Scenario,
    clock: Clock,
    parts: Parts,
    findings: Findings,
    /// Notes that hold for the whole scenario are made once.
    noted: BTreeSet<&'static str>,
    /// The burns of a space edge in order of time, as positions in the file.
    burn_orders: Vec<Vec<usize>>,
}

impl<'s> Importing<'s> {
    fn new(scenario: &'s Scenario, options: &ImportOptions) -> Self {
        let id = slug(&scenario.name);
        let id = if id.is_empty() {
            "spacenet".to_owned()
        } else {
            id
        };
        let mut parts = Parts::new(id.as_str(), start(scenario, options.clock));
        parts.name.clone_from(&scenario.name);
        parts.description.clone_from(&scenario.description);
        Self {
            scenario,
            clock: options.clock,
            parts,
            findings: Vec::new(),
            noted: BTreeSet::new(),
            burn_orders: Vec::new(),
        }
    }

    fn settings(&mut self) {
        let configuration = &self.scenario.configuration;
        self.parts.settings = Settings {
            gravity_m_s2: GRAVITY_M_S2,
            volume_limits: configuration.volume_constrained,
            environment_limits: configuration.environment_constrained,
            scavenge: configuration.scavenge_spares,
            detailed_eva: configuration.detailed_eva,
            any_departure_ends_stay: true,
            named_serves_generic: false,
            days_per_year: DAYS_PER_YEAR,
            ..Settings::default()
        };
        let numbers = &configuration.numbers;
        let rounding =
            "SpaceNet rounds times, amounts and masses at every step; nothing is rounded here";
        self.findings.push(
            Finding::note(codes::DIFFERS, "campaign", self.parts.id.as_str(), rounding)
                .number("time_precision", numbers.time_precision_d, "d")
                .number("demand_precision", numbers.demand_precision, "")
                .number("mass_precision", numbers.mass_precision_kg, "kg"),
        );
        let items = configuration.item_discretization;
        if items != ItemDiscretization::None {
            let message = format!("items are not made whole for each {}", items.word());
            self.dropped("campaign", "", &message);
        }
        if self.scenario.dialect == Dialect::Json && !self.scenario.edges.is_empty() {
            let message =
                "this JSON cannot say which propulsion a burn uses; all burns use the main one";
            self.once(codes::ASSUMED, "campaign", "", message);
        }
        if !self.scenario.templates.is_empty() {
            let message = "library elements are taken over only in the elements made from them";
            self.once(codes::ASSUMED, "campaign", "", message);
        }
    }

    fn missions(&mut self) {
        let mut slugs = Slugs::default();
        for mission in &self.scenario.missions {
            let id = slugs.make(&mission.name, "mission");
            let start = self.mission_start(mission, &id);
            let models = self.models(&mission.demand_models, "mission", &id);
            self.parts.missions.add(Mission {
                id: Id::new(id),
                name: mission.name.clone(),
                start,
                origin: mission.origin.map(same),
                destination: mission.destination.map(same),
                return_origin: mission.return_origin.map(same),
                return_destination: mission.return_destination.map(same),
                models,
            });
        }
    }

    fn mission_start(&mut self, mission: &scenario::Mission, id: &str) -> Duration {
        let offset = self.scenario.mission_offset(mission);
        let early = Duration::ZERO - offset;
        match self.clock {
            Clock::AsDated => {
                if offset.is_negative() {
                    let message = "the mission is dated before the scenario's start; the campaign \
                                   starts early enough, while SpaceNet starts the mission as long \
                                   after the scenario's start";
                    self.findings.push(
                        Finding::note(codes::DIFFERS, "mission", id, message).number(
                            "early",
                            early.days(),
                            "d",
                        ),
                    );
                }
                mission.start.epoch - self.parts.start
            }
            Clock::AsSpaceNet => self.rounded(if offset.is_negative() { early } else { offset }),
        }
    }

    /// A time as the chosen clock has it.
    fn rounded(&self, time: Duration) -> Duration {
        let step = self.scenario.configuration.numbers.time_precision_d;
        match self.clock {
            Clock::AsSpaceNet if step > 0.0 => {
                // SpaceNet rounds to whole steps and then to a thousandth of a day, halves upwards.
                let steps = (time.days() / step + 0.5).floor();
                Duration::from_days((steps * step * 1000.0 + 0.5).floor() / 1000.0)
            }
            _ => time,
        }
    }

    fn plan(&mut self) -> Plan {
        let tool = match self.scenario.dialect {
            Dialect::Xml => "SpaceNet XML",
            Dialect::Json => "SpaceNet JSON",
        };
        Plan {
            id: Id::new(self.parts.id.as_str()),
            maker: Maker {
                kind: MakerKind::Import,
                name: tool.to_owned(),
            },
            elements: portolan_model::List::new(),
            activities: self.activities().into(),
        }
    }

    /// A finding about something that was left out.
    fn dropped(&mut self, kind: &'static str, id: &str, message: &str) {
        self.findings
            .push(Finding::warning(codes::DROPPED, kind, id, message));
    }

    /// A finding about something that was assumed.
    fn assumed(&mut self, kind: &'static str, id: &str, message: &str) {
        self.findings
            .push(Finding::note(codes::ASSUMED, kind, id, message));
    }

    /// A note that is made at the first occasion only.
    fn once(&mut self, code: Code, kind: &'static str, id: &str, message: &'static str) {
        if self.noted.insert(message) {
            self.findings.push(Finding::note(code, kind, id, message));
        }
    }
}

/// The same position: nodes, edges, resources, elements and missions are taken over one for one.
fn same<A, B>(index: Index<A>) -> Index<B> {
    Index::new(index.at())
}

fn start(scenario: &Scenario, clock: Clock) -> Epoch {
    let dates = scenario.missions.iter().map(|mission| mission.start.epoch);
    match clock {
        Clock::AsDated => dates.fold(scenario.start.epoch, Ord::min),
        Clock::AsSpaceNet => scenario.start.epoch,
    }
}
