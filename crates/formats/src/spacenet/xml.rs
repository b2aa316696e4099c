//! Reads the XML that SpaceNet's desktop program saves: a dump of its objects.
//!
//! An object stands where the dump first meets it, as likely inside an event as in a library, and
//! every later mention refers there by a path relative to the mention (`../../x[2]`). The reading
//! therefore begins at the network and the missions and takes in objects as it meets them, each once;
//! what nothing refers to is not part of the scenario.

mod dom;
mod elements;
mod events;
mod fields;
mod models;
mod network;

use super::scenario::{
    Date, Dialect, Edge, Element, Mission, Node, Resource, Scenario, ScenarioKind,
};
use super::settings::{Configuration, ItemDiscretization, NUMBERS};
use super::sink::Sink;
use super::{Limits, codes};
use dom::{Dom, NodeId};
use portolan_vocabulary::{Epoch, Findings, Index};
use std::collections::{BTreeMap, VecDeque};

/// Reads a scenario from XML.
///
/// # Errors
/// All findings, where one of them is an error.
pub(super) fn read(
    source: &str,
    file: &str,
    limits: &Limits,
) -> Result<(Scenario, Findings), Findings> {
    let dom = Dom::parse(source, file, limits).map_err(|finding| vec![*finding])?;
    let mut reading = Reading::new(&dom);
    let scenario = reading.scenario();
    let failed = reading.sink.has_errors();
    let findings = reading.sink.finish();
    if failed {
        Err(findings)
    } else {
        Ok((scenario, findings))
    }
}

/// Objects that were met, each with its place in a list of the scenario.
struct Arena<T> {
    items: Vec<T>,
    met: BTreeMap<NodeId, Option<Index<T>>>,
}

impl<T> Arena<T> {
    const fn new() -> Self {
        Self {
            items: Vec::new(),
            met: BTreeMap::new(),
        }
    }

    /// Keeps the object read at `id`; an object that cannot be read is remembered, so that its
    /// errors are told once.
    fn keep(&mut self, id: NodeId, item: Option<T>) -> Option<Index<T>> {
        let index = item.map(|item| {
            self.items.push(item);
            Index::new(self.items.len() - 1)
        });
        self.met.insert(id, index);
        index
    }
}

struct Reading<'d> {
    dom: &'d Dom<'d>,
    sink: Sink,
    nodes: Arena<Node>,
    edges: Arena<Edge>,
    resources: Arena<Resource>,
    elements: Arena<Element>,
    /// Elements that were met and are still to be read. A queue, because elements may refer to one
    /// another in chains of any length.
    unread: VecDeque<(NodeId, Index<Element>)>,
}

impl<'d> Reading<'d> {
    fn new(dom: &'d Dom<'d>) -> Self {
        Self {
            dom,
            sink: Sink::default(),
            nodes: Arena::new(),
            edges: Arena::new(),
            resources: Arena::new(),
            elements: Arena::new(),
            unread: VecDeque::new(),
        }
    }

    fn scenario(&mut self) -> Scenario {
        let root = self.dom.root();
        if self.dom.class(root) != "scenario" {
            let name = self.dom.name(root);
            self.error(
                root,
                codes::FORMAT,
                format!("<{name}> is no SpaceNet scenario"),
            );
            return self.assemble(root, Vec::new(), Vec::new(), Vec::new());
        }
        self.known_tags(root, &scenario_tags());
        self.network(root);
        let (templates, demand_models) = self.data_source(root);
        let missions = self.missions(root);
        self.read_elements();
        self.note_outside_network(root);
        self.without_effect(root);
        self.assemble(root, templates, demand_models, missions)
    }

    fn assemble(
        &mut self,
        root: NodeId,
        templates: Vec<Element>,
        demand_models: Vec<super::scenario::DemandModel>,
        missions: Vec<Mission>,
    ) -> Scenario {
        Scenario {
            name: self.text(root, "name"),
            description: self.text(root, "description"),
            created_by: self.text(root, "createdBy"),
            start: self.date(root, "startDate"),
            kind: self.word_or(root, "scenarioType", ScenarioKind::SolarSystem),
            dialect: Dialect::Xml,
            configuration: self.configuration(root),
            templates,
            demand_models,
            missions,
            nodes: std::mem::take(&mut self.nodes.items),
            edges: std::mem::take(&mut self.edges.items),
            resources: std::mem::take(&mut self.resources.items),
            elements: std::mem::take(&mut self.elements.items),
        }
    }

    fn missions(&mut self, root: NodeId) -> Vec<Mission> {
        let missions = self.items(root, "missionList");
        missions
            .into_iter()
            .filter_map(|mission| {
                let mission = self.object(mission)?;
                Some(self.mission(mission))
            })
            .collect()
    }

    fn mission(&mut self, at: NodeId) -> Mission {
        self.known_tags(at, MISSION_TAGS);
        let events = self.items(at, "eventList");
        Mission {
            name: self.text(at, "name"),
            start: self.date(at, "startDate"),
            origin: self.node_of(at, "origin"),
            destination: self.node_of(at, "destination"),
            return_origin: self.node_of(at, "returnOrigin"),
            return_destination: self.node_of(at, "returnDestination"),
            events: events
                .into_iter()
                .filter_map(|event| self.event(event))
                .collect(),
            demand_models: self.demand_models(at, "demandModels", None),
        }
    }

    fn configuration(&mut self, root: NodeId) -> Configuration {
        let standard = Configuration::default();
        let mut numbers = standard.numbers;
        for field in NUMBERS {
            if let Some(value) = self.number(root, field.key) {
                field.set(&mut numbers, value);
            }
        }
        let none = ItemDiscretization::None;
        Configuration {
            volume_constrained: self.flag_or(root, "volumeConstrained", false),
            environment_constrained: self.flag_or(root, "environmentConstrained", true),
            item_discretization: self.word_or(root, "itemDiscretization", none),
            scavenge_spares: self.flag_or(root, "scavengeSpares", false),
            detailed_eva: self.flag_or(root, "detailedEva", true),
            detailed_exploration: self.flag_or(root, "detailedExploration", true),
            numbers,
        }
    }

    /// What the dump holds and no reader, SpaceNet's own included, takes from it.
    fn without_effect(&mut self, root: NodeId) {
        for (tag, message) in [
            (
                "manifest",
                "the manifest is not read, nor is it by SpaceNet",
            ),
            ("repairedItems", "the chosen repairs are not read"),
        ] {
            if let Some(child) = self.dom.child(root, tag)
                && self.holds_objects(child)
            {
                self.ignored(child, message);
            }
        }
    }

    /// True where an object stands at or below, beyond empty collections and references.
    fn holds_objects(&self, id: NodeId) -> bool {
        let mut open = vec![id];
        while let Some(at) = open.pop() {
            if self.dom.name(at).contains('.') {
                return true;
            }
            open.extend(self.dom.children(at));
        }
        false
    }

    fn date(&mut self, at: NodeId, tag: &str) -> Date {
        let text = self.text(at, tag);
        let at = self.dom.child(at, tag).unwrap_or(at);
        let Some(date) = super::time::parse_date(&text) else {
            let message = format!("\"{text}\" is no date such as 2019-07-01 21:05:16.0 UTC");
            self.error(at, codes::TIME, message);
            let epoch = Epoch::from_unix_micros(0);
            return Date { text, epoch };
        };
        if let Some(zone) = date.assumed_utc {
            let message = format!("the time zone \"{zone}\" is not known; UTC is assumed");
            let spot = self.spot(at);
            self.sink.warning(codes::ZONE, &spot, message);
        }
        Date {
            text,
            epoch: date.epoch,
        }
    }
}

const MISSION_TAGS: &[&str] = &[
    "name",
    "startDate",
    "scenario",
    "eventList",
    "demandModels",
    "origin",
    "destination",
    "returnOrigin",
    "returnDestination",
];

fn scenario_tags() -> Vec<&'static str> {
    let mut tags = vec![
        "name",
        "description",
        "startDate",
        "filePath",
        "createdBy",
        "scenarioType",
        "dataSource",
        "network",
        "missionList",
        "manifest",
        "repairedItems",
        "volumeConstrained",
        "environmentConstrained",
        "itemDiscretization",
        "scavengeSpares",
        "detailedEva",
        "detailedExploration",
    ];
    tags.extend(NUMBERS.iter().map(|field| field.key));
    tags
}
