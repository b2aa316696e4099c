//! Nodes, edges and resources.

use super::{Importing, same};
use crate::spacenet::codes;
use crate::spacenet::scenario::{
    self, Body, BurnSystem, Edge, EdgeKind, Environment, NodeKind, Supply,
};
use crate::spacenet::slugs::Slugs;
use crate::spacenet::words::Word;
use portolan_model::{
    self as model, Calendar, Facility, Good, Limits, Lot, Node, Place, Resource, ResourceKind,
    SupplyClass, Tariff, Way,
};
use portolan_vocabulary::{Angle, Distance, Duration, Id, Mass, Speed, Volume};

impl Importing<'_> {
    /// Takes over nodes, edges and resources.
    pub(super) fn places(&mut self) {
        self.resources();
        let mut slugs = Slugs::default();
        for node in &self.scenario.nodes {
            let id = slugs.make(&node.name, "node");
            let place = self.place(&node.kind, &id);
            let (body, second_body) = bodies(&node.kind);
            self.parts.nodes.add(Node {
                max_stay: None,
                id: Id::new(id),
                name: node.name.clone(),
                body,
                second_body,
                place,
                facility: Facility::Site,
                country: None,
                operator: None,
                max_mass: None,
                calendar: Calendar::default(),
            });
        }
        let mut slugs = Slugs::default();
        for edge in &self.scenario.edges {
            self.edge(edge, slugs.make(&edge.name, "edge"));
        }
    }

    fn place(&mut self, kind: &NodeKind, id: &str) -> Place {
        match *kind {
            NodeKind::Surface {
                latitude_deg,
                longitude_deg,
                ..
            } => Place::Surface {
                latitude: Angle::new(latitude_deg),
                longitude: Angle::new(wrapped_deg(longitude_deg)),
            },
            NodeKind::Orbital {
                apoapsis_km,
                periapsis_km,
                inclination_deg,
                ..
            } => {
                if apoapsis_km < periapsis_km {
                    let message = "the apoapsis is below the periapsis; they change places";
                    self.assumed("node", id, message);
                }
                Place::Orbit {
                    periapsis: Distance::new(periapsis_km.min(apoapsis_km) * 1000.0),
                    apoapsis: Distance::new(periapsis_km.max(apoapsis_km) * 1000.0),
                    inclination: Angle::new(inclination_deg),
                    plane: None,
                }
            }
            NodeKind::Lagrange { number, .. } => Place::Libration {
                point: number,
                period: None,
                passage: None,
            },
        }
    }

    fn edge(&mut self, edge: &Edge, id: String) {
        let (way, limits) = match &edge.kind {
            EdgeKind::Space { duration, burns } => {
                let way = self.space_way(edge, *duration, burns);
                (way, Limits::default())
            }
            EdgeKind::Surface { distance_km } => {
                self.burn_orders.push(Vec::new());
                let distance = Distance::new(distance_km * 1000.0);
                (Way::Surface { distance }, Limits::default())
            }
            EdgeKind::Flight {
                duration,
                max_crew,
                max_cargo_kg,
            } => {
                self.burn_orders.push(Vec::new());
                let limits = Limits {
                    mass: Some(Mass::new(*max_cargo_kg)),
                    volume: None,
                    crew: Some(*max_crew),
                };
                let duration = *duration;
                (Way::Flight { duration }, limits)
            }
        };
        if !edge.contents.is_empty() {
            let message = "elements cannot be under way from the beginning and are not placed";
            self.dropped("edge", &id, message);
        }
        self.parts.edges.add(model::Edge {
            id: Id::new(id),
            name: edge.name.clone(),
            origin: same(edge.origin),
            destination: same(edge.destination),
            both_ways: matches!(way, Way::Surface { .. }),
            way,
            limits,
            calendar: Calendar::default(),
            departures: portolan_model::Departures::default(),
            tariff: Tariff::default(),
            operator: None,
            jurisdictions: Vec::new(),
            source: None,
        });
    }

    fn space_way(&mut self, edge: &Edge, duration: Duration, burns: &[scenario::Burn]) -> Way {
        let mut order: Vec<usize> = (0..burns.len()).collect();
        order.sort_by_key(|at| burns[*at].time);
        let burns = order.iter().map(|at| model::Burn {
            after: burns[*at].time,
            dv: Speed::new(burns[*at].delta_v_m_s),
            system: match burns[*at].system {
                BurnSystem::Oms => model::BurnSystem::Main,
                BurnSystem::Rcs => model::BurnSystem::Attitude,
            },
        });
        let burns = burns.collect();
        self.burn_orders.push(order);
        let origin = self.scenario.node(edge.origin).map(|node| &node.kind);
        if matches!(origin, Some(NodeKind::Surface { .. })) {
            Way::Launch { duration, burns }
        } else {
            Way::Impulsive { duration, burns }
        }
    }

    fn resources(&mut self) {
        let mut slugs = Slugs::default();
        for resource in &self.scenario.resources {
            let id = slugs.make(&resource.name, "resource");
            let class = self.class(resource.class_of_supply, "resource", &id);
            let discrete = resource.discrete;
            self.parts.resources.add(Resource {
                transfer_loss: 0.0,
                id: Id::new(id),
                name: resource.name.clone(),
                class,
                kind: if discrete {
                    ResourceKind::Discrete
                } else {
                    ResourceKind::Continuous
                },
                environment: environment(resource.environment),
                unit: resource.units.clone(),
                unit_mass: Mass::new(resource.unit_mass_kg),
                unit_volume: Volume::new(resource.unit_volume_m3),
                packing_factor: resource.packing_factor,
                price: None,
            });
        }
    }

    /// The class of supply of this number.
    pub(super) fn class(&mut self, number: u16, kind: &'static str, id: &str) -> SupplyClass {
        SupplyClass::new(number).unwrap_or_else(|error| {
            self.assumed(kind, id, &format!("{error}; class 0 is taken"));
            SupplyClass::NONE
        })
    }

    /// What an amount is of.
    pub(super) fn good(&mut self, supply: Supply, kind: &'static str, id: &str) -> Good {
        match supply {
            Supply::Resource(resource) => Good::Specific(same(resource)),
            Supply::Generic {
                class_of_supply,
                environment: needed,
            } => Good::Generic {
                class: self.class(class_of_supply, kind, id),
                environment: environment(needed),
            },
        }
    }

    /// Amounts; negative ones are left out, for a lot is something that is there.
    pub(super) fn lots(
        &mut self,
        amounts: &[scenario::Amount],
        kind: &'static str,
        id: &str,
    ) -> Vec<Lot> {
        let mut lots = Vec::new();
        for amount in amounts {
            if amount.amount < 0.0 {
                self.dropped(kind, id, "a negative amount is left out");
                continue;
            }
            let good = self.good(amount.supply, kind, id);
            lots.push(Lot {
                good,
                amount: amount.amount,
            });
        }
        lots
    }

    /// Says that SpaceNet takes the units of a propellant for kilograms.
    pub(super) fn note_propellant_units(&mut self, good: Good, id: &str) {
        let unit = self.parts.unit_mass_kg(good);
        if (unit - 1.0).abs() > 1e-12 {
            let message = "SpaceNet burns units of a propellant as if each were a kilogram";
            self.once(codes::DIFFERS, "element", id, message);
        }
    }
}

/// Pressure in this crate's words.
pub(super) const fn environment(environment: Environment) -> model::Environment {
    match environment {
        Environment::Pressurized => model::Environment::Pressurised,
        Environment::Unpressurized => model::Environment::Unpressurised,
    }
}

fn bodies(kind: &NodeKind) -> (model::Body, Option<model::Body>) {
    let name = |body: Body| model::Body::new(body.word());
    match *kind {
        NodeKind::Surface { body, .. } | NodeKind::Orbital { body, .. } => (name(body), None),
        NodeKind::Lagrange {
            body, minor_body, ..
        } => (name(body), Some(name(minor_body))),
    }
}

/// A longitude of 0 to 360 degrees as one of -180 to 180.
fn wrapped_deg(longitude_deg: f64) -> f64 {
    if longitude_deg > 180.0 && longitude_deg <= 360.0 {
        longitude_deg - 360.0
    } else {
        longitude_deg
    }
}
