//! Nodes, edges and resources.

use super::{Exporting, UNLIMITED, UNLIMITED_CREW, iso, uuid};
use crate::spacenet::scenario::Body;
use crate::spacenet::words::Word;
use portolan_model::{
    self as model, BurnSystem, Edge, Environment, Good, Lot, Node, Place, Resource, ResourceKind,
    Way,
};
use portolan_vocabulary::Index;
use serde_json::{Value, json};

impl Exporting<'_> {
    /// Nodes and edges.
    pub(super) fn network(&mut self) -> Value {
        let mut nodes = Vec::new();
        for node in &self.campaign.nodes {
            let written = self.node(node);
            let id = written.as_ref().map(|_| uuid("node", node.id.as_str()));
            self.nodes.push(id);
            nodes.extend(written);
        }
        let mut edges = Vec::new();
        for edge in &self.campaign.edges {
            let written = self.edge(edge);
            let id = written.as_ref().map(|_| uuid("edge", edge.id.as_str()));
            self.edges.push(id);
            edges.extend(written);
        }
        json!({ "nodes": nodes, "edges": edges })
    }

    fn node(&mut self, node: &Node) -> Option<Value> {
        let id = node.id.as_str();
        let Some(body) = Body::from_word(node.body.as_str()) else {
            self.lose("nodes at bodies that it does not know", "node", id);
            return None;
        };
        let mut written = json!({
            "id": uuid("node", id),
            "name": node.name,
            "description": "",
            "contents": [],
            "body1": body.word(),
        });
        match node.place {
            Place::Surface {
                latitude,
                longitude,
            } => {
                written["type"] = json!("Surface Node");
                written["latitude"] = json!(latitude.deg());
                written["longitude"] = json!(longitude.deg());
            }
            Place::Orbit {
                periapsis,
                apoapsis,
                inclination,
                ..
            } => {
                written["type"] = json!("Orbital Node");
                written["periapsis"] = json!(periapsis.m() / 1000.0);
                written["apoapsis"] = json!(apoapsis.m() / 1000.0);
                written["inclination"] = json!(inclination.deg());
            }
            Place::Libration { point, .. } => {
                let second = node.second_body.as_ref();
                let Some(second) = second.and_then(|body| Body::from_word(body.as_str())) else {
                    self.lose("nodes at bodies that it does not know", "node", id);
                    return None;
                };
                written["type"] = json!("Lagrange Node");
                written["body2"] = json!(second.word());
                written["lpNumber"] = json!(point);
            }
        }
        self.lost_of_node(node);
        Some(written)
    }

    fn lost_of_node(&mut self, node: &Node) {
        let id = node.id.as_str();
        if node.facility != model::Facility::Site || node.country.is_some() {
            self.lose("what a place is for and in which country", "node", id);
        }
        if node.max_mass.is_some() || node.calendar != model::Calendar::default() {
            self.lose("limits and calendars of places", "node", id);
        }
    }

    fn edge(&mut self, edge: &Edge) -> Option<Value> {
        let id = edge.id.as_str();
        let ends = [edge.origin, edge.destination].map(|node| self.node_id(node));
        let [Some(origin), Some(destination)] = ends else {
            self.lose("edges to places that it cannot say", "edge", id);
            return None;
        };
        let mut written = json!({
            "id": uuid("edge", id),
            "name": edge.name,
            "description": "",
            "contents": [],
            "origin": origin,
            "destination": destination,
        });
        match &edge.way {
            Way::Launch { duration, .. }
            | Way::Impulsive { duration, .. }
            | Way::LowThrust { duration, .. } => {
                written["type"] = json!("Space Edge");
                written["duration"] = json!(iso(*duration));
                written["burns"] = self.burns(edge);
            }
            Way::Flight { duration } => {
                written["type"] = json!("Flight Edge");
                written["duration"] = json!(iso(*duration));
                written["maxCrew"] = json!(edge.limits.crew.unwrap_or(UNLIMITED_CREW));
                let most = edge.limits.mass.map_or(UNLIMITED, |mass| mass.kg());
                written["maxCargo"] = json!(most);
            }
            Way::Surface { distance } => {
                written["type"] = json!("Surface Edge");
                written["distance"] = json!(distance.m() / 1000.0);
                if !edge.both_ways {
                    self.differ("SpaceNet drives surface edges both ways", "edge", id);
                }
            }
            Way::Ground { .. } | Way::Pipe { .. } => {
                self.lose("ways over ground and pipes", "edge", id);
                return None;
            }
        }
        self.lost_of_edge(edge);
        Some(written)
    }

    fn lost_of_edge(&mut self, edge: &Edge) {
        let id = edge.id.as_str();
        if edge.calendar != model::Calendar::default() || !edge.departures.is_unrestricted() {
            self.lose("when an edge is open", "edge", id);
        }
        if edge.tariff != model::Tariff::default() {
            self.lose("what a trip costs", "edge", id);
        }
        if !edge.jurisdictions.is_empty() || edge.operator.is_some() {
            self.lose("who runs an edge and under whose law", "edge", id);
        }
        let limits = edge.limits;
        let flight = matches!(edge.way, Way::Flight { .. });
        let other = limits.mass.is_some() || limits.crew.is_some();
        if limits.volume.is_some() || (other && !flight) {
            self.lose("limits of ways that are no flights", "edge", id);
        }
    }

    fn burns(&mut self, edge: &Edge) -> Value {
        let id = edge.id.as_str();
        if let Way::LowThrust { duration, dv } = &edge.way {
            let message = "continuous thrust becomes one burn at arrival, which costs the same";
            self.assume(message, "edge", id);
            return json!([{ "id": burn_id(edge, 0), "time": iso(*duration), "deltaV": dv.m_s() }]);
        }
        let mut burns = Vec::new();
        for (at, burn) in edge.way.burns().iter().enumerate() {
            if burn.system == BurnSystem::Attitude {
                let message = "burns of attitude thrusters become burns of the main engine";
                self.differ(message, "edge", id);
            }
            burns.push(json!({
                "id": burn_id(edge, at),
                "time": iso(burn.after),
                "deltaV": burn.dv.m_s(),
            }));
        }
        Value::Array(burns)
    }

    /// The goods of the campaign.
    pub(super) fn resources(&mut self) -> Value {
        let mut resources = Vec::new();
        for resource in &self.campaign.resources {
            if resource.price.is_some() {
                self.lose("prices", "resource", resource.id.as_str());
            }
            resources.push(json!({
                "id": resource_id(resource),
                "type": match resource.kind {
                    ResourceKind::Continuous => "Continuous",
                    ResourceKind::Discrete => "Discrete",
                },
                "name": resource.name,
                "description": "",
                "classOfSupply": resource.class.number(),
                "environment": environment(resource.environment),
                "units": resource.unit,
                "unitMass": resource.unit_mass.kg(),
                "unitVolume": resource.unit_volume.m3(),
                "packingFactor": resource.packing_factor,
            }));
        }
        Value::Array(resources)
    }

    /// What an amount is of, and how much under the key `amount` or `rate`.
    pub(super) fn amount(&self, good: Good, key: &str, amount: f64) -> Value {
        let mut written = match good {
            Good::Specific(resource) => {
                json!({ "resource": self.campaign.resources.at(resource).map(resource_id) })
            }
            Good::Generic {
                class,
                environment: needed,
            } => json!({
                "classOfSupply": class.number(),
                "environment": environment(needed),
            }),
        };
        written[key] = json!(amount);
        written
    }

    /// Amounts.
    pub(super) fn lots(&self, lots: &[Lot]) -> Value {
        let lots = lots.iter();
        lots.map(|lot| self.amount(lot.good, "amount", lot.amount))
            .collect()
    }

    /// The identifier of a node that the format can say.
    pub(super) fn node_id(&self, node: Index<Node>) -> Option<&str> {
        self.nodes.get(node.at())?.as_deref()
    }

    /// The identifier of an edge that the format can say.
    pub(super) fn edge_id(&self, edge: Index<Edge>) -> Option<&str> {
        self.edges.get(edge.at())?.as_deref()
    }
}

/// The identifier of a burn of an edge.
pub(super) fn burn_id(edge: &Edge, at: usize) -> String {
    uuid("burn", &format!("{}/{at}", edge.id))
}

fn resource_id(resource: &Resource) -> String {
    uuid("resource", resource.id.as_str())
}

/// SpaceNet's word for an environment.
pub(super) const fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Pressurised => "Pressurized",
        Environment::Unpressurised => "Unpressurized",
    }
}
