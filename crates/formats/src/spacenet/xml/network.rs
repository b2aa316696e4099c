//! Nodes, edges, resources and the data source.

use super::Reading;
use super::dom::NodeId;
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    Body, Burn, BurnSystem, DemandModel, Edge, EdgeKind, Element, Environment, Location, Node,
    NodeKind, Resource, Supply,
};
use portolan_vocabulary::Index;

impl Reading<'_> {
    /// Takes in the nodes and edges of the network.
    pub(super) fn network(&mut self, root: NodeId) {
        let Some(network) = self.needed_field(root, "network") else {
            return;
        };
        let runtime = ["registrar", "removedRegistrar"];
        self.known_tags(network, &["nodes", "edges", runtime[0], runtime[1]]);
        for tag in ["nodes", "edges"] {
            for item in self.items(network, tag) {
                self.location(item);
            }
        }
        for tag in runtime {
            if let Some(registrar) = self.dom.child(network, tag)
                && !self.items_of(registrar).is_empty()
            {
                self.ignored(
                    registrar,
                    "elements registered by a simulation are not read",
                );
            }
        }
    }

    /// Takes in the resources of the data source, and returns its library elements and models.
    pub(super) fn data_source(&mut self, root: NodeId) -> (Vec<Element>, Vec<DemandModel>) {
        let Some(source) = self.field(root, "dataSource") else {
            return (Vec::new(), Vec::new());
        };
        self.known_tags(source, DATA_SOURCE_TAGS);
        for resource in self.items(source, "resourceTypeLibrary") {
            self.supply(resource);
        }
        if let Some(previews) = self.dom.child(source, "elementPreviewLibrary")
            && !self.items_of(previews).is_empty()
        {
            let message = "the list of library elements only names them and is not read";
            self.ignored(previews, message);
        }
        let templates = self.items(source, "elementTemplateLibrary");
        let templates = templates
            .into_iter()
            .filter_map(|template| self.template(template))
            .collect();
        let models = self.demand_models(source, "demandModelLibrary", None);
        (templates, models)
    }

    fn template(&mut self, at: NodeId) -> Option<Element> {
        let at = self.object(at)?;
        let mut template = self.element(at)?;
        if let Some(carrier) = template.carrier_mut() {
            carrier.contents.clear();
        }
        Some(template)
    }

    /// Notes the places of the data source that neither network nor events refer to.
    pub(super) fn note_outside_network(&mut self, root: NodeId) {
        let Some(source) = self.field(root, "dataSource") else {
            return;
        };
        for tag in ["nodeLibrary", "edgeLibrary"] {
            for item in self.items(source, tag) {
                let met = |id| self.nodes.met.contains_key(&id) || self.edges.met.contains_key(&id);
                if self.dom.target(item).is_some_and(|id| !met(id)) {
                    self.ignored(item, "this is in the data source only, not in the network");
                }
            }
        }
    }

    /// The node in a field, `None` where the field is not there.
    pub(super) fn node_of(&mut self, at: NodeId, tag: &str) -> Option<Index<Node>> {
        let target = self.field(at, tag)?;
        match self.location(target) {
            Some(Location::Node(node)) => Some(node),
            Some(Location::Edge(_)) => {
                self.error(
                    at,
                    codes::REFERENCE,
                    format!("<{tag}> is an edge, not a node"),
                );
                None
            }
            None => None,
        }
    }

    /// The edge in a field.
    pub(super) fn edge_of(&mut self, at: NodeId, tag: &str) -> Option<Index<Edge>> {
        let target = self.needed_field(at, tag)?;
        match self.location(target) {
            Some(Location::Edge(edge)) => Some(edge),
            Some(Location::Node(_)) => {
                self.error(
                    at,
                    codes::REFERENCE,
                    format!("<{tag}> is a node, not an edge"),
                );
                None
            }
            None => None,
        }
    }

    /// The node or edge that an element is or refers to.
    pub(super) fn location(&mut self, at: NodeId) -> Option<Location> {
        let at = self.object(at)?;
        let class = self.class_of(at);
        match class.as_str() {
            "surfacenode" | "orbitalnode" | "lagrangenode" => {
                self.node(at, &class).map(Location::Node)
            }
            "spaceedge" | "surfaceedge" | "flightedge" => self.edge(at, &class).map(Location::Edge),
            _ => {
                let message = format!("an object of class {class} is no node and no known edge");
                self.error(at, codes::REFERENCE, message);
                None
            }
        }
    }

    fn node(&mut self, at: NodeId, class: &str) -> Option<Index<Node>> {
        if let Some(known) = self.nodes.met.get(&at) {
            return *known;
        }
        let body = self.needed_word(at, "body", Body::Earth);
        let (kind, tags): (NodeKind, &[&str]) = match class {
            "surfacenode" => (
                NodeKind::Surface {
                    body,
                    latitude_deg: self.needed_number(at, "latitude"),
                    longitude_deg: self.needed_number(at, "longitude"),
                },
                &["latitude", "longitude"],
            ),
            "orbitalnode" => (
                NodeKind::Orbital {
                    body,
                    apoapsis_km: self.needed_number(at, "apoapsis"),
                    periapsis_km: self.needed_number(at, "periapsis"),
                    inclination_deg: self.needed_number(at, "inclination"),
                },
                &["apoapsis", "periapsis", "inclination"],
            ),
            _ => (self.lagrange(at, body), &["minorBody", "number"]),
        };
        self.known_tags(at, &[LOCATION_TAGS, &["body"], tags].concat());
        let node = Node {
            id: self.text(at, "tid"),
            name: self.text(at, "name"),
            description: self.text(at, "description"),
            kind,
            contents: self.element_list(at, "contents"),
        };
        self.nodes.keep(at, Some(node))
    }

    fn lagrange(&mut self, at: NodeId, body: Body) -> NodeKind {
        let number = self.whole_or(at, "number", 0);
        if !(1..=5).contains(&number) {
            let message = format!("{number} is no number of a libration point, 1 to 5");
            self.error(at, codes::TYPE, message);
        }
        NodeKind::Lagrange {
            body,
            minor_body: self.needed_word(at, "minorBody", Body::Moon),
            number,
        }
    }

    fn edge(&mut self, at: NodeId, class: &str) -> Option<Index<Edge>> {
        if let Some(known) = self.edges.met.get(&at) {
            return *known;
        }
        let tags: &[&str] = match class {
            "spaceedge" => &["duration", "burns"],
            "surfaceedge" => &["distance"],
            _ => &["duration", "maxCrewSize", "maxCargoMass"],
        };
        let ends: &[&str] = &["origin", "destination", "edgetype"];
        self.known_tags(at, &[LOCATION_TAGS, ends, tags].concat());
        let kind = self.edge_kind(at, class);
        let ends = (
            self.needed_node(at, "origin"),
            self.needed_node(at, "destination"),
        );
        let edge = match ends {
            (Some(origin), Some(destination)) => Some(Edge {
                id: self.text(at, "tid"),
                name: self.text(at, "name"),
                description: self.text(at, "description"),
                origin,
                destination,
                kind,
                contents: self.element_list(at, "contents"),
            }),
            _ => None,
        };
        self.edges.keep(at, edge)
    }

    fn needed_node(&mut self, at: NodeId, tag: &str) -> Option<Index<Node>> {
        if self.dom.child(at, tag).is_none() {
            self.missing(at, tag);
        }
        self.node_of(at, tag)
    }

    fn edge_kind(&mut self, at: NodeId, class: &str) -> EdgeKind {
        match class {
            "spaceedge" => {
                let burns = self.items(at, "burns");
                let burns = burns.into_iter().filter_map(|burn| self.burn(burn));
                EdgeKind::Space {
                    burns: burns.collect(),
                    duration: self.days(at, "duration"),
                }
            }
            "surfaceedge" => EdgeKind::Surface {
                distance_km: self.needed_number(at, "distance"),
            },
            _ => EdgeKind::Flight {
                duration: self.days(at, "duration"),
                max_crew: self.whole_or(at, "maxCrewSize", 0),
                max_cargo_kg: self.needed_number(at, "maxCargoMass"),
            },
        }
    }

    /// One burn.
    pub(super) fn burn(&mut self, at: NodeId) -> Option<Burn> {
        let at = self.object(at)?;
        let tags = ["tid", "name", "description", "time", "burnType", "deltaV"];
        self.known_tags(at, &tags);
        Some(Burn {
            id: self.text(at, "tid"),
            time: self.days(at, "time"),
            system: self.word_or(at, "burnType", BurnSystem::Oms),
            delta_v_m_s: self.needed_number(at, "deltaV"),
        })
    }

    /// The resource that an element is or refers to, or its class of supply where it is generic.
    pub(super) fn supply(&mut self, at: NodeId) -> Option<Supply> {
        let at = self.object(at)?;
        let class = self.class_of(at);
        match class.as_str() {
            "genericresource" => Some(Supply::Generic {
                class_of_supply: self.class_of_supply(at),
                environment: self.word_or(at, "environment", Environment::Unpressurized),
            }),
            "resource" | "item" => self.resource(at, class == "item").map(Supply::Resource),
            _ => {
                let message = format!("an object of class {class} is no resource");
                self.error(at, codes::REFERENCE, message);
                None
            }
        }
    }

    fn resource(&mut self, at: NodeId, discrete: bool) -> Option<Index<Resource>> {
        if let Some(known) = self.resources.met.get(&at) {
            return *known;
        }
        self.known_tags(at, RESOURCE_TAGS);
        let resource = Resource {
            id: self.text(at, "tid"),
            name: self.text(at, "name"),
            description: self.text(at, "description"),
            discrete,
            class_of_supply: self.class_of_supply(at),
            environment: self.word_or(at, "environment", Environment::Unpressurized),
            units: self.text(at, "units"),
            unit_mass_kg: self.needed_number(at, "unitMass"),
            unit_volume_m3: self.number_or(at, "unitVolume", 0.0),
            packing_factor: self.number_or(at, "packingFactor", 0.0),
        };
        self.resources.keep(at, Some(resource))
    }

    /// The class of an object. An object inside a field carries no class where the field's declared
    /// type says it.
    pub(super) fn class_of(&self, at: NodeId) -> String {
        let class = self.dom.class(at);
        let declared = match class.as_str() {
            "edge" => match self.dom.parent_class(at).as_str() {
                "spacetransport" => "spaceedge",
                "surfacetransport" => "surfaceedge",
                _ => "flightedge",
            },
            "vehicle" => "surfacevehicle",
            "parttype" => "item",
            "omsfueltank" | "rcsfueltank" | "fueltank" => "resourcetank",
            _ => return class,
        };
        declared.to_owned()
    }
}

const LOCATION_TAGS: &[&str] = &["tid", "name", "description", "contents"];

const RESOURCE_TAGS: &[&str] = &[
    "tid",
    "name",
    "description",
    "classOfSupply",
    "environment",
    "units",
    "unitMass",
    "unitVolume",
    "packingFactor",
];

const DATA_SOURCE_TAGS: &[&str] = &[
    "nodeLibrary",
    "edgeLibrary",
    "resourceTypeLibrary",
    "elementPreviewLibrary",
    "elementTemplateLibrary",
    "demandModelLibrary",
    "lastLoadDate",
    "filePath",
    "nextNodeId",
    "nextEdgeId",
    "nextResourceId",
    "nextElementId",
];
