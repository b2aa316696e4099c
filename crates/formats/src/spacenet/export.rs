//! From a campaign and a plan to SpaceNet's JSON, in the words of the Java line (2.5).
//!
//! The format says less than a campaign: one propulsion system and one tank a vehicle, no ways over
//! ground, no calendars, money, partners or people. What it cannot say is left out, and each loss is a
//! finding; losses of one kind are counted in one finding. Identifiers are derived from the campaign's
//! ids, so that the same campaign gives the same bytes.

mod deeds;
mod needs;
mod places;
mod things;
mod whereabouts;

use super::import::packing;
use super::settings::{Configuration, NUMBERS};
use super::words::Word;
use super::{ScenarioKind, codes};
use portolan_model::{Campaign, Element, Plan, Roster, Settings};
use portolan_vocabulary::{Code, Duration, Finding, Findings, Index, Severity};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What stands for "no limit" where SpaceNet needs a number.
const UNLIMITED: f64 = 1e12;
/// As many crew members, where SpaceNet needs a number.
const UNLIMITED_CREW: u32 = 1_000_000;

/// What an export gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The file.
    pub text: String,
    /// What it cannot say.
    pub findings: Findings,
}

/// Writes a campaign and a plan as a SpaceNet scenario.
pub fn export(campaign: &Campaign, plan: &Plan) -> Exported {
    let mut exporting = Exporting::new(campaign, plan);
    let scenario = exporting.scenario();
    let mut text = format!("{scenario:#}");
    text.push('\n');
    Exported {
        text,
        findings: exporting.finish(),
    }
}

struct Exporting<'c> {
    campaign: &'c Campaign,
    plan: &'c Plan,
    roster: Roster<'c>,
    findings: Findings,
    /// Losses by what is lost: how many times, and the first of them.
    losses: BTreeMap<(&'static str, Code), (u32, Finding)>,
    /// Identifiers of the nodes and edges that the format can say.
    nodes: Vec<Option<String>>,
    edges: Vec<Option<String>>,
    /// The library of demand models, filled as models are met.
    models: Vec<Value>,
}

impl<'c> Exporting<'c> {
    fn new(campaign: &'c Campaign, plan: &'c Plan) -> Self {
        Self {
            campaign,
            plan,
            roster: Roster::new(campaign, plan),
            findings: Vec::new(),
            losses: BTreeMap::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            models: Vec::new(),
        }
    }

    fn scenario(&mut self) -> Value {
        let network = self.network();
        let resources = self.resources();
        let elements: Vec<Value> = self
            .roster
            .indexed()
            .map(|(_, element)| self.element(element))
            .collect();
        let missions = self.missions();
        self.whole_campaign();
        json!({
            "name": self.campaign.name,
            "description": self.campaign.description,
            "createdBy": "Portolan",
            "startDate": self.campaign.start.to_string(),
            "scenarioType": self.kind().word(),
            "network": network,
            "resourceList": resources,
            "elementTemplates": [],
            "instantiatedElements": elements,
            "demandModels": std::mem::take(&mut self.models),
            "missionList": missions,
            "configuration": self.configuration(),
        })
    }

    /// The smallest of SpaceNet's scenario types that has all bodies.
    fn kind(&self) -> ScenarioKind {
        let nodes = self.campaign.nodes.iter();
        let bodies = nodes.flat_map(|node| [Some(&node.body), node.second_body.as_ref()]);
        let mut bodies: Vec<&str> = bodies.flatten().map(|body| body.as_str()).collect();
        bodies.sort_unstable();
        bodies.dedup();
        match bodies[..] {
            ["earth"] => ScenarioKind::EarthOnly,
            ["moon"] => ScenarioKind::MoonOnly,
            ["mars"] => ScenarioKind::MarsOnly,
            ["earth", "moon"] => ScenarioKind::Lunar,
            ["earth", "mars"] => ScenarioKind::Martian,
            _ => ScenarioKind::SolarSystem,
        }
    }

    fn configuration(&self) -> Value {
        let standard = Configuration::default();
        let settings = &self.campaign.settings;
        let mut configuration = Map::new();
        for field in NUMBERS {
            configuration.insert(field.key.to_owned(), json!((field.get)(&standard.numbers)));
        }
        for (key, flag) in [
            ("volumeConstrained", settings.volume_limits),
            ("environmentConstrained", settings.environment_limits),
            ("scavengeSpares", settings.scavenge),
            ("detailedEva", settings.detailed_eva),
            ("detailedExploration", true),
        ] {
            configuration.insert(key.to_owned(), json!(flag));
        }
        let items = standard.item_discretization.word();
        configuration.insert("itemDiscretization".to_owned(), json!(items));
        Value::Object(configuration)
    }

    /// Losses that belong to no single thing of the network.
    fn whole_campaign(&mut self) {
        let campaign = self.campaign;
        let Settings { gravity_m_s2, .. } = campaign.settings;
        if (gravity_m_s2 - 9.81).abs() > 1e-9 {
            let message = "SpaceNet reckons with a standard gravity of 9.81 m/s²";
            let finding = Finding::note(codes::DIFFERS, "campaign", campaign.id.as_str(), message);
            self.findings
                .push(finding.number("gravity", gravity_m_s2, "m/s2"));
        }
        let standard = Configuration::default().numbers;
        for design in &campaign.designs {
            if !packing::designs(&standard).any(|known| known == *design) {
                self.lose("designs of containers", "design", design.id.as_str());
            }
        }
        for partner in &campaign.partners {
            self.lose("partners", "partner", partner.id.as_str());
        }
        for person in &campaign.people {
            self.lose("people", "person", person.id.as_str());
        }
        if campaign.horizon.is_some() {
            self.lose("the horizon", "campaign", campaign.id.as_str());
        }
    }

    /// Counts something that the format has no words for.
    fn lose(&mut self, what: &'static str, kind: &'static str, id: &str) {
        self.count(Severity::Warning, codes::DROPPED, what, (kind, id));
    }

    /// Counts something that SpaceNet does otherwise.
    fn differ(&mut self, what: &'static str, kind: &'static str, id: &str) {
        self.count(Severity::Note, codes::DIFFERS, what, (kind, id));
    }

    /// Counts something that had to be assumed.
    fn assume(&mut self, what: &'static str, kind: &'static str, id: &str) {
        self.count(Severity::Note, codes::ASSUMED, what, (kind, id));
    }

    fn count(
        &mut self,
        severity: Severity,
        code: Code,
        what: &'static str,
        (kind, id): (&'static str, &str),
    ) {
        let make = || {
            let message = match code {
                codes::DROPPED => format!("SpaceNet's format cannot say {what}; left out"),
                _ => what.to_owned(),
            };
            let mut finding = Finding::note(code, kind, id, message);
            finding.severity = severity;
            (0, finding)
        };
        self.losses.entry((what, code)).or_insert_with(make).0 += 1;
    }

    fn finish(self) -> Findings {
        let mut findings = self.findings;
        let losses = self.losses.into_values();
        findings
            .extend(losses.map(|(count, finding)| finding.number("places", f64::from(count), "")));
        findings
    }

    /// The identifier of an element.
    fn element_id(&self, index: Index<Element>) -> Value {
        match self.roster.at(index) {
            Some(element) => json!(uuid("element", element.id.as_str())),
            None => Value::Null,
        }
    }

    fn element_ids(&self, indices: &[Index<Element>]) -> Value {
        indices
            .iter()
            .map(|index| self.element_id(*index))
            .collect()
    }
}

/// A UUID of the custom version 8, from the 128-bit FNV-1a hash of a kind and an id.
fn uuid(kind: &str, id: &str) -> String {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    let bytes = kind.bytes().chain([0]).chain(id.bytes());
    let hash = bytes.fold(BASIS, |hash, byte| {
        (hash ^ u128::from(byte)).wrapping_mul(PRIME)
    });
    let version = (hash & !(0xf << 76)) | (8 << 76);
    let digits = format!("{:032x}", (version & !(0b11 << 62)) | (0b10 << 62));
    let parts = [
        &digits[..8],
        &digits[8..12],
        &digits[12..16],
        &digits[16..20],
        &digits[20..],
    ];
    parts.join("-")
}

/// An ISO 8601 duration of days and seconds.
fn iso(duration: Duration) -> String {
    const DAY: i64 = 86_400_000_000;
    let micros = duration.micros().max(0);
    let (days, rest) = (micros / DAY, micros % DAY);
    let (hours, rest) = (rest / 3_600_000_000, rest % 3_600_000_000);
    let mut text = "P".to_owned();
    if days > 0 {
        text.push_str(&format!("{days}D"));
    }
    if hours > 0 || rest > 0 || days == 0 {
        text.push('T');
    }
    if hours > 0 {
        text.push_str(&format!("{hours}H"));
    }
    if rest > 0 || (days == 0 && hours == 0) {
        text.push_str(&format!("{}S", rest as f64 / 1e6));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_uuids_and_differ() {
        let id = uuid("node", "kourou");
        assert_eq!(id.len(), 36);
        assert_eq!(&id[14..15], "8");
        assert!("89ab".contains(&id[19..20]));
        assert_eq!(id, uuid("node", "kourou"));
        assert_ne!(id, uuid("edge", "kourou"));
        assert_ne!(uuid("a", "bc"), uuid("ab", "c"));
    }

    #[test]
    fn durations_are_iso() {
        assert_eq!(iso(Duration::from_days(7.5)), "P7DT12H");
        assert_eq!(iso(Duration::ZERO), "PT0S");
        assert_eq!(iso(Duration::from_days(2.0)), "P2D");
        assert_eq!(iso(Duration::from_seconds(0.5)), "PT0.5S");
        assert_eq!(iso(Duration::from_hours(25.5)), "P1DT1H1800S");
    }
}
