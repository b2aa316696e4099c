//! Reads SpaceNet's JSON in the words of both its lines, Java (2.5) and Python (3.x).
//!
//! Library elements are read first, then the instances made from them, whose fields are taken from
//! the library element where they are absent or null; then the missions. References are UUIDs and
//! are looked up among the things of the kind that the place asks for.

mod elements;
mod events;
mod instances;
mod models;
mod network;
mod object;

use super::scenario::{
    Date, DemandModel, Dialect, Edge, Element, Mission, Node, Resource, Scenario, ScenarioKind,
};
use super::settings::{Configuration, ItemDiscretization, NUMBERS};
use super::sink::Sink;
use super::{Limits, codes};
use object::{At, Object};
use portolan_vocabulary::{Epoch, Finding, Findings, Index, Place};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads a scenario from JSON.
///
/// # Errors
/// All findings, where one of them is an error.
pub(super) fn read(
    source: &str,
    file: &str,
    limits: &Limits,
) -> Result<(Scenario, Findings), Findings> {
    let value: Value =
        serde_json::from_str(source).map_err(|error| vec![malformed(&error, file)])?;
    let mut reading = Reading::new(limits);
    let scenario = reading.scenario(&value);
    let failed = reading.sink.has_errors();
    let findings = reading.sink.finish();
    match scenario {
        Some(scenario) if !failed => Ok((scenario, findings)),
        _ => Err(findings),
    }
}

fn malformed(error: &serde_json::Error, file: &str) -> Finding {
    let message = format!("this is no JSON: {error}");
    Finding::error(codes::FORMAT, "file", file, message).at(Place {
        file: file.to_owned(),
        line: u32::try_from(error.line()).unwrap_or(u32::MAX),
        column: u32::try_from(error.column()).unwrap_or(u32::MAX).max(1),
    })
}

/// Things of one kind, by the identifiers of the file.
struct Shelf<T> {
    items: Vec<T>,
    by_id: BTreeMap<String, Index<T>>,
}

impl<T> Shelf<T> {
    const fn new() -> Self {
        Self {
            items: Vec::new(),
            by_id: BTreeMap::new(),
        }
    }

    /// Keeps a thing, and returns false where another has its identifier already.
    fn keep(&mut self, id: &str, item: T) -> bool {
        let index = Index::new(self.items.len());
        self.items.push(item);
        self.by_id.insert(id.to_owned(), index).is_none()
    }
}

struct Reading {
    sink: Sink,
    most_elements: usize,
    nodes: Shelf<Node>,
    edges: Shelf<Edge>,
    resources: Shelf<Resource>,
    templates: Shelf<Element>,
    elements: Shelf<Element>,
    models: Shelf<DemandModel>,
}

impl Reading {
    fn new(limits: &Limits) -> Self {
        Self {
            sink: Sink::default(),
            most_elements: limits.items,
            nodes: Shelf::new(),
            edges: Shelf::new(),
            resources: Shelf::new(),
            templates: Shelf::new(),
            elements: Shelf::new(),
            models: Shelf::new(),
        }
    }

    fn scenario(&mut self, value: &Value) -> Option<Scenario> {
        let mut root = Object::new(&mut self.sink, value, String::new())?;
        if !["network", "missionList"].iter().any(|key| root.has(key)) {
            let message = "there is neither a network nor a mission list: this is no SpaceNet \
                           scenario";
            self.sink.error(codes::FORMAT, &At(""), message);
            return None;
        }
        let network = root.object(&mut self.sink, "network");
        let contents = network.map_or_else(Vec::new, |network| self.network(network));
        self.resource_list(&mut root);
        self.library_models(&mut root);
        self.library_elements(&mut root);
        if !self.instances(&mut root) {
            return None;
        }
        self.place_contents(contents);
        let missions = root.list(&mut self.sink, "missionList");
        let missions = missions
            .into_iter()
            .filter_map(|(value, path)| self.mission(value, path))
            .collect();
        if root.get("manifest").is_some_and(holds_anything) {
            let at = At("/manifest");
            self.sink
                .ignored(&at, "the manifest is not read, nor is it by SpaceNet");
        }
        let configuration = self.configuration(&mut root);
        let scenario = self.assemble(&mut root, configuration, missions);
        root.finish(&mut self.sink);
        Some(scenario)
    }

    fn assemble(
        &mut self,
        root: &mut Object<'_>,
        configuration: Configuration,
        missions: Vec<Mission>,
    ) -> Scenario {
        let kind = root.word(&mut self.sink, "scenarioType");
        Scenario {
            name: root.text(&mut self.sink, "name"),
            description: root.text(&mut self.sink, "description"),
            created_by: root.text(&mut self.sink, "createdBy"),
            start: self.date(root, "startDate"),
            kind: kind.unwrap_or(ScenarioKind::SolarSystem),
            dialect: Dialect::Json,
            nodes: std::mem::take(&mut self.nodes.items),
            edges: std::mem::take(&mut self.edges.items),
            resources: std::mem::take(&mut self.resources.items),
            templates: std::mem::take(&mut self.templates.items),
            elements: std::mem::take(&mut self.elements.items),
            demand_models: std::mem::take(&mut self.models.items),
            missions,
            configuration,
        }
    }

    fn mission(&mut self, value: &Value, path: String) -> Option<Mission> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let events = object.list(&mut self.sink, "events");
        let mission = Mission {
            name: object.text(&mut self.sink, "name"),
            start: self.date(&mut object, "startDate"),
            origin: self.node_in(&mut object, "origin"),
            destination: self.node_in(&mut object, "destination"),
            return_origin: self.node_in(&mut object, "returnOrigin"),
            return_destination: self.node_in(&mut object, "returnDestination"),
            events: events
                .into_iter()
                .filter_map(|(value, path)| self.event(value, path))
                .collect(),
            demand_models: self.models_in(&mut object, "demandModels"),
        };
        object.finish(&mut self.sink);
        Some(mission)
    }

    fn configuration(&mut self, root: &mut Object<'_>) -> Configuration {
        let standard = Configuration::default();
        let Some(mut object) = root.object(&mut self.sink, "configuration") else {
            return standard;
        };
        let sink = &mut self.sink;
        let mut numbers = standard.numbers;
        for field in NUMBERS {
            let misspelt = (!field.misspelt.is_empty()).then_some(field.misspelt);
            for key in misspelt.into_iter().chain([field.key]) {
                if let Some(value) = object.number(sink, key) {
                    field.set(&mut numbers, value);
                }
            }
        }
        let mut flag = |key, other| object.flag(sink, key).unwrap_or(other);
        let configuration = Configuration {
            volume_constrained: flag("volumeConstrained", false),
            environment_constrained: flag("environmentConstrained", true),
            scavenge_spares: flag("scavengeSpares", false),
            detailed_eva: flag("detailedEva", true),
            detailed_exploration: flag("detailedExploration", true),
            item_discretization: object
                .word(sink, "itemDiscretization")
                .unwrap_or(ItemDiscretization::None),
            numbers,
        };
        object.finish(sink);
        configuration
    }

    fn date(&mut self, object: &mut Object<'_>, key: &'static str) -> Date {
        let text = object.needed_text(&mut self.sink, key);
        let path = object.path_of(key);
        let Some(date) = super::time::parse_date(&text) else {
            let message = format!("\"{text}\" is no date such as 2019-07-01T04:00:00Z");
            self.sink.error(codes::TIME, &At(&path), message);
            let epoch = Epoch::from_unix_micros(0);
            return Date { text, epoch };
        };
        if let Some(zone) = date.assumed_utc {
            let message = match zone.as_str() {
                "" => "the date names no time zone; UTC is assumed".to_owned(),
                zone => format!("the time zone \"{zone}\" is not known; UTC is assumed"),
            };
            self.sink.warning(codes::ZONE, &At(&path), message);
        }
        Date {
            text,
            epoch: date.epoch,
        }
    }
}

fn holds_anything(value: &Value) -> bool {
    match value {
        Value::Object(map) => !map.is_empty(),
        Value::Array(list) => !list.is_empty(),
        _ => true,
    }
}
