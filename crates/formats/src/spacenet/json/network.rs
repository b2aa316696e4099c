//! Nodes, edges and resources.

use super::Reading;
use super::object::{At, Item, Object};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    Amount, Body, Burn, BurnSystem, Edge, EdgeKind, Element, Environment, Location, Node, NodeKind,
    Resource, Supply,
};
use portolan_vocabulary::Index;
use serde_json::Value;

/// Elements that stand in a place from the beginning, to be looked up when elements are known.
pub(super) type Contents<'v> = Vec<(Location, Vec<Item<'v>>)>;

impl Reading {
    /// Takes in the nodes and edges.
    pub(super) fn network<'v>(&mut self, mut network: Object<'v>) -> Contents<'v> {
        let mut contents = Vec::new();
        for (value, path) in network.list(&mut self.sink, "nodes") {
            let at = Location::Node(Index::new(self.nodes.items.len()));
            if let Some(items) = self.node(value, path) {
                contents.push((at, items));
            }
        }
        for (value, path) in network.list(&mut self.sink, "edges") {
            let at = Location::Edge(Index::new(self.edges.items.len()));
            if let Some(items) = self.edge(value, path) {
                contents.push((at, items));
            }
        }
        network.finish(&mut self.sink);
        contents
    }

    /// Puts elements into the places that name them.
    pub(super) fn place_contents(&mut self, contents: Contents<'_>) {
        for (location, items) in contents {
            let elements: Vec<Index<Element>> = items
                .into_iter()
                .filter_map(|(value, path)| self.element_named(value, &path))
                .collect();
            match location {
                Location::Node(node) => self.nodes.items[node.at()].contents = elements,
                Location::Edge(edge) => self.edges.items[edge.at()].contents = elements,
            }
        }
    }

    fn node<'v>(&mut self, value: &'v Value, path: String) -> Option<Vec<Item<'v>>> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let id = object.needed_text(&mut self.sink, "id");
        let node = Node {
            id: id.clone(),
            name: object.text(&mut self.sink, "name"),
            description: object.text(&mut self.sink, "description"),
            kind: self.node_kind(&mut object)?,
            contents: Vec::new(),
        };
        let contents = object.list(&mut self.sink, "contents");
        self.unique(&object, &id);
        if !self.nodes.keep(&id, node) {
            self.duplicate(object.path(), &id);
        }
        object.finish(&mut self.sink);
        Some(contents)
    }

    fn node_kind(&mut self, object: &mut Object<'_>) -> Option<NodeKind> {
        let kind = object.needed_text(&mut self.sink, "type");
        let sink = &mut self.sink;
        let body = object.needed_word(sink, "body1", Body::Earth);
        Some(match kind.as_str() {
            "Surface Node" => NodeKind::Surface {
                body,
                latitude_deg: object.needed_number(sink, "latitude"),
                longitude_deg: object.needed_number(sink, "longitude"),
            },
            "Orbital Node" => NodeKind::Orbital {
                body,
                apoapsis_km: object.needed_number(sink, "apoapsis"),
                periapsis_km: object.needed_number(sink, "periapsis"),
                inclination_deg: object.needed_number(sink, "inclination"),
            },
            "Lagrange Node" => {
                let number = object.whole(sink, "lpNumber").unwrap_or(0);
                if !(1..=5).contains(&number) {
                    let message = "the number of a libration point is 1 to 5";
                    sink.error(codes::TYPE, &At(&object.path_of("lpNumber")), message);
                }
                NodeKind::Lagrange {
                    body,
                    minor_body: object.needed_word(sink, "body2", Body::Moon),
                    number,
                }
            }
            _ => {
                return self.unknown_type(
                    object,
                    &kind,
                    "Surface Node, Orbital Node, Lagrange Node",
                );
            }
        })
    }

    fn edge<'v>(&mut self, value: &'v Value, path: String) -> Option<Vec<Item<'v>>> {
        let mut object = Object::new(&mut self.sink, value, path)?;
        let id = object.needed_text(&mut self.sink, "id");
        let origin = self.needed_node(&mut object, "origin");
        let destination = self.needed_node(&mut object, "destination");
        let kind = self.edge_kind(&mut object);
        let edge = Edge {
            id: id.clone(),
            name: object.text(&mut self.sink, "name"),
            description: object.text(&mut self.sink, "description"),
            origin: origin?,
            destination: destination?,
            kind: kind?,
            contents: Vec::new(),
        };
        let contents = object.list(&mut self.sink, "contents");
        self.unique(&object, &id);
        if !self.edges.keep(&id, edge) {
            self.duplicate(object.path(), &id);
        }
        object.finish(&mut self.sink);
        Some(contents)
    }

    fn edge_kind(&mut self, object: &mut Object<'_>) -> Option<EdgeKind> {
        let kind = object.needed_text(&mut self.sink, "type");
        let sink = &mut self.sink;
        Some(match kind.as_str() {
            "Space Edge" => EdgeKind::Space {
                duration: object.needed_span(sink, "duration"),
                burns: self.burns(object),
            },
            "Surface Edge" => EdgeKind::Surface {
                distance_km: object.needed_number(sink, "distance"),
            },
            "Flight Edge" => EdgeKind::Flight {
                duration: object.needed_span(sink, "duration"),
                max_crew: object.whole(sink, "maxCrew").unwrap_or(0),
                max_cargo_kg: object.needed_number(sink, "maxCargo"),
            },
            _ => return self.unknown_type(object, &kind, "Space Edge, Surface Edge, Flight Edge"),
        })
    }

    fn burns(&mut self, object: &mut Object<'_>) -> Vec<Burn> {
        let items = object.list(&mut self.sink, "burns");
        let sink = &mut self.sink;
        let burns = items.into_iter().filter_map(|(value, path)| {
            let mut object = Object::new(sink, value, path)?;
            let burn = Burn {
                id: object.needed_text(sink, "id"),
                time: object.needed_span(sink, "time"),
                // The dialects of today cannot say it; one that does is understood.
                system: object.word(sink, "type").unwrap_or(BurnSystem::Oms),
                delta_v_m_s: object.needed_number(sink, "deltaV"),
            };
            object.finish(sink);
            Some(burn)
        });
        burns.collect()
    }

    /// Takes in the resources.
    pub(super) fn resource_list(&mut self, root: &mut Object<'_>) {
        for (value, path) in root.list(&mut self.sink, "resourceList") {
            let Some(mut object) = Object::new(&mut self.sink, value, path) else {
                continue;
            };
            let id = object.needed_text(&mut self.sink, "id");
            if let Some(resource) = self.resource(&mut object, &id)
                && !self.resources.keep(&id, resource)
            {
                self.duplicate(object.path(), &id);
            }
            object.finish(&mut self.sink);
        }
    }

    fn resource(&mut self, object: &mut Object<'_>, id: &str) -> Option<Resource> {
        let kind = object.needed_text(&mut self.sink, "type");
        if !matches!(kind.as_str(), "Continuous" | "Discrete") {
            return self.unknown_type(object, &kind, "Continuous, Discrete");
        }
        let sink = &mut self.sink;
        let environment = object.word(sink, "environment");
        if object.get("classOfSupply").is_none() {
            object.missing(sink, "classOfSupply");
        }
        Some(Resource {
            id: id.to_owned(),
            name: object.text(sink, "name"),
            description: object.text(sink, "description"),
            discrete: kind == "Discrete",
            class_of_supply: object.class_of_supply(sink).unwrap_or(0),
            environment: environment.unwrap_or(Environment::Unpressurized),
            units: object.text(sink, "units"),
            unit_mass_kg: object.needed_number(sink, "unitMass"),
            unit_volume_m3: object.number(sink, "unitVolume").unwrap_or(0.0),
            packing_factor: object.number(sink, "packingFactor").unwrap_or(0.0),
        })
    }

    /// What an amount is of: a resource, or a class of supply and an environment.
    pub(super) fn supply(&mut self, object: &mut Object<'_>) -> Option<Supply> {
        let sink = &mut self.sink;
        if let Some(id) = object.text_or_none(sink, "resource") {
            let found = self.resources.by_id.get(&id).copied();
            if found.is_none() {
                self.nowhere(&object.path_of("resource"), &id, "resource");
            }
            // Written as null or not at all beside a resource, and without meaning there.
            object.get("classOfSupply");
            object.get("environment");
            return found.map(Supply::Resource);
        }
        if object.get("classOfSupply").is_none() {
            object.missing(sink, "resource");
        }
        let environment = object.word(sink, "environment");
        Some(Supply::Generic {
            class_of_supply: object.class_of_supply(sink)?,
            environment: environment.unwrap_or(Environment::Unpressurized),
        })
    }

    /// The amounts in a list field; `key` is `amount` or `rate`.
    pub(super) fn amounts(
        &mut self,
        object: &mut Object<'_>,
        list: &'static str,
        key: &'static str,
    ) -> Vec<Amount> {
        let items = object.list(&mut self.sink, list);
        self.amounts_of(items, key)
    }

    pub(super) fn amounts_of(&mut self, items: Vec<Item<'_>>, key: &'static str) -> Vec<Amount> {
        let mut amounts = Vec::new();
        for (value, path) in items {
            let Some(mut object) = Object::new(&mut self.sink, value, path) else {
                continue;
            };
            let supply = self.supply(&mut object);
            let amount = object.needed_number(&mut self.sink, key);
            object.finish(&mut self.sink);
            amounts.extend(supply.map(|supply| Amount { supply, amount }));
        }
        amounts
    }

    /// The node in a field, `None` where the field is absent.
    pub(super) fn node_in(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
    ) -> Option<Index<Node>> {
        let id = object.text_or_none(&mut self.sink, key)?;
        let found = self.nodes.by_id.get(&id).copied();
        if found.is_none() {
            self.nowhere(&object.path_of(key), &id, "node");
        }
        found
    }

    fn needed_node(&mut self, object: &mut Object<'_>, key: &'static str) -> Option<Index<Node>> {
        if object.get(key).is_none() {
            object.missing(&mut self.sink, key);
        }
        self.node_in(object, key)
    }

    /// The edge in a field that must be there.
    pub(super) fn edge_in(
        &mut self,
        object: &mut Object<'_>,
        key: &'static str,
    ) -> Option<Index<Edge>> {
        let id = object.needed_text(&mut self.sink, key);
        let found = self.edges.by_id.get(&id).copied();
        if found.is_none() && !id.is_empty() {
            self.nowhere(&object.path_of(key), &id, "edge");
        }
        found
    }

    /// The node or edge of this identifier.
    pub(super) fn location_of(&self, id: &str) -> Option<Location> {
        let node = self.nodes.by_id.get(id).copied().map(Location::Node);
        node.or_else(|| self.edges.by_id.get(id).copied().map(Location::Edge))
    }

    pub(super) fn nowhere(&mut self, path: &str, id: &str, what: &str) {
        let message = format!("there is no {what} \"{id}\"");
        self.sink.error(codes::REFERENCE, &At(path), message);
    }

    pub(super) fn duplicate(&mut self, path: &str, id: &str) {
        let message = format!("the identifier \"{id}\" is used twice");
        self.sink.error(codes::DUPLICATE, &At(path), message);
    }

    /// Nodes and edges share the places of events, and so share their identifiers.
    fn unique(&mut self, object: &Object<'_>, id: &str) {
        if self.location_of(id).is_some() {
            self.duplicate(object.path(), id);
        }
    }

    pub(super) fn unknown_type<T>(
        &mut self,
        object: &Object<'_>,
        kind: &str,
        known: &str,
    ) -> Option<T> {
        let message = format!("the type \"{kind}\" is not known here: {known}");
        self.sink
            .error(codes::TYPE, &At(&object.path_of("type")), message);
        None
    }
}
