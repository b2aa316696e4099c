//! Places and ways, and the words that refer to single things.

use super::super::codes;
use super::super::gather::Doc;
use super::super::v1;
use super::departures::{or_zero, stated};
use super::scope::class_advice;
use super::spot::Spot;
use super::{Lower, each, name_or, nowhere};
use portolan_model::{
    Body, Burn, Calendar, Edge, Element, GroundMode, Limits, Node, Partner, Place, Plane,
    Recurrence, SmallBody, SupplyClass, Tariff, Way, Window,
};
use portolan_vocabulary::{Duration, Id, Index};

impl Lower<'_> {
    pub(super) fn nodes(&mut self, docs: &[Doc]) -> Vec<Node> {
        let mut nodes = Vec::new();
        for (file, at, node) in each(docs, |lists| &lists.node) {
            let spot = Spot::item(file, &["node"], at);
            self.report.about("node", &node.id, &spot);
            nodes.push(Node {
                id: Id::from(node.id.as_str()),
                name: name_or(node.name.as_ref(), &node.id),
                body: Body::new(&node.body),
                second_body: node.second_body.as_deref().map(Body::new),
                place: self.place(&node.place),
                facility: node.facility.map(Into::into).unwrap_or_default(),
                country: node.country.clone(),
                operator: self.partner(node.operator.as_ref(), &spot, "operator"),
                max_mass: node.max_mass.map(|mass| mass.0),
                max_stay: node.max_stay.map(|stay| stay.0),
                calendar: node
                    .calendar
                    .as_ref()
                    .map(|calendar| self.calendar(calendar))
                    .unwrap_or_default(),
            });
        }
        nodes
    }

    pub(super) fn edges(&mut self, docs: &[Doc]) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (file, at, edge) in each(docs, |lists| &lists.edge) {
            let spot = Spot::item(file, &["edge"], at);
            self.report.about("edge", &edge.id, &spot);
            edges.push(self.edge(edge, &spot));
        }
        edges
    }

    fn edge(&mut self, edge: &v1::Edge, spot: &Spot<'_>) -> Edge {
        let departures = self.departures(edge, spot);
        Edge {
            id: Id::from(edge.id.as_str()),
            name: name_or(edge.name.as_ref(), &edge.id),
            origin: self
                .node(Some(&edge.from), spot, "from")
                .unwrap_or_else(|| nowhere(0)),
            destination: self
                .node(Some(&edge.to), spot, "to")
                .unwrap_or_else(|| nowhere(1)),
            way: self.way(&edge.way, spot),
            both_ways: edge.both_ways.unwrap_or_default(),
            limits: edge.limits.as_ref().map(limits).unwrap_or_default(),
            calendar: self.calendar(&stated(&edge.calendar)),
            departures,
            tariff: edge.tariff.as_ref().map(tariff).unwrap_or_default(),
            operator: self.partner(edge.operator.as_ref(), spot, "operator"),
            jurisdictions: edge.jurisdictions.clone(),
            source: edge.source.clone(),
        }
    }

    fn way(&mut self, way: &v1::Way, spot: &Spot<'_>) -> Way {
        match way {
            v1::Way::Launch { duration, burns } => Way::Launch {
                duration: duration.0,
                burns: burns.iter().map(burn).collect(),
            },
            v1::Way::Impulsive { duration, burns } => Way::Impulsive {
                duration: or_zero(*duration),
                burns: burns.iter().map(burn).collect(),
            },
            v1::Way::LowThrust { duration, dv } => Way::LowThrust {
                duration: or_zero(*duration),
                dv: dv.map(|dv| dv.0).unwrap_or_default(),
            },
            v1::Way::Flight { duration } => Way::Flight {
                duration: duration.0,
            },
            v1::Way::Surface { distance } => Way::Surface {
                distance: distance.0,
            },
            v1::Way::Road(trip) => ground(GroundMode::Road, trip),
            v1::Way::Rail(trip) => ground(GroundMode::Rail, trip),
            v1::Way::Waterway(trip) => ground(GroundMode::Waterway, trip),
            v1::Way::Sea(trip) => ground(GroundMode::Sea, trip),
            v1::Way::Air(trip) => ground(GroundMode::Air, trip),
            v1::Way::Pipe {
                resource,
                per_day,
                distance,
            } => Way::Pipe {
                resource: self
                    .scope
                    .resources
                    .find(resource, &spot.key("resource"), &mut self.report)
                    .unwrap_or_else(|| nowhere(0)),
                per_day: *per_day,
                distance: distance.0,
            },
        }
    }

    fn place(&self, place: &v1::Place) -> Place {
        match place {
            v1::Place::Surface {
                latitude,
                longitude,
            } => Place::Surface {
                latitude: latitude.0,
                longitude: longitude.0,
            },
            v1::Place::Orbit {
                periapsis,
                apoapsis,
                inclination,
                ascending_node,
                ascending_node_at,
            } => Place::Orbit {
                periapsis: periapsis.0,
                apoapsis: apoapsis.unwrap_or(*periapsis).0,
                inclination: inclination.map(|angle| angle.0).unwrap_or_default(),
                plane: ascending_node.map(|node| Plane {
                    node: node.0,
                    at: ascending_node_at.map_or(Duration::ZERO, |at| at.since(self.start)),
                }),
            },
            v1::Place::Libration {
                point,
                period,
                passage,
            } => Place::Libration {
                point: *point,
                period: period.map(|period| period.0),
                passage: passage.map(|passage| passage.since(self.start)),
            },
        }
    }

    pub(super) fn calendar(&self, calendar: &v1::Calendar) -> Calendar {
        let window = |window: &v1::Window| Window {
            from: window.from.since(self.start),
            to: window.to.since(self.start),
        };
        let recurring = calendar.recurring.iter().map(|it| Recurrence {
            first: it.first.since(self.start),
            every: it.every.0,
            length: it.length.0,
            until: it.until.map(|until| until.since(self.start)),
        });
        Calendar {
            windows: calendar.windows.iter().map(window).collect(),
            recurring: recurring.collect(),
            closed: calendar.closed.iter().map(window).collect(),
        }
    }

    /// The partner that a word under a key refers to, where there is a word.
    pub(crate) fn partner(
        &mut self,
        word: Option<&String>,
        spot: &Spot<'_>,
        key: &str,
    ) -> Option<Index<Partner>> {
        let table = &self.scope.partners;
        table.find(word?, &spot.key(key), &mut self.report)
    }

    /// The node that a word under a key refers to, where there is a word.
    pub(crate) fn node(
        &mut self,
        word: Option<&String>,
        spot: &Spot<'_>,
        key: &str,
    ) -> Option<Index<Node>> {
        let table = &self.scope.nodes;
        table.find(word?, &spot.key(key), &mut self.report)
    }

    /// The element that a word refers to.
    pub(crate) fn element(&mut self, word: &str, spot: &Spot<'_>) -> Option<Index<Element>> {
        self.scope.elements.find(word, spot, &mut self.report)
    }

    /// The design that a word refers to.
    pub(super) fn design(&mut self, word: &str, spot: &Spot<'_>) -> Option<Index<Element>> {
        self.scope.designs.find(word, spot, &mut self.report)
    }

    /// The class of supply of a number, none where there is no such class.
    pub(crate) fn class(&mut self, number: u16, spot: &Spot<'_>) -> SupplyClass {
        SupplyClass::new(number).unwrap_or_else(|error| {
            let advice = class_advice(&number.to_string());
            self.report
                .error(codes::UNKNOWN_CLASS, spot, error.to_string(), |finding| {
                    finding.advice(advice)
                });
            SupplyClass::NONE
        })
    }
}

const fn ground(mode: GroundMode, trip: &v1::Trip) -> Way {
    Way::Ground {
        mode,
        distance: trip.distance.0,
        duration: match trip.duration {
            Some(duration) => Some(duration.0),
            None => None,
        },
    }
}

/// Asteroids and comets.
pub(super) fn bodies(docs: &[Doc]) -> Vec<SmallBody> {
    let body = |body: &v1::SmallBody| SmallBody {
        id: Id::from(body.id.as_str()),
        name: name_or(body.name.as_ref(), &body.id),
        at: body.at.0,
        semi_major_axis: body.semi_major_axis.0,
        eccentricity: body.eccentricity,
        inclination: body.inclination.0,
        ascending_node: body.ascending_node.0,
        perihelion: body.perihelion.0,
        mean_anomaly: body.mean_anomaly.0,
        source: body.source.clone(),
    };
    each(docs, |lists| &lists.body)
        .map(|(_, _, it)| body(it))
        .collect()
}

pub(super) fn burn(burn: &v1::Burn) -> Burn {
    Burn {
        after: burn.after.map_or(Duration::ZERO, |after| after.0),
        dv: burn.dv.0,
        system: burn.system.map(Into::into).unwrap_or_default(),
    }
}

fn limits(limits: &v1::Limits) -> Limits {
    Limits {
        mass: limits.mass.map(|mass| mass.0),
        volume: limits.volume.map(|volume| volume.0),
        crew: limits.crew,
    }
}

fn tariff(tariff: &v1::Tariff) -> Tariff {
    Tariff {
        per_trip: tariff.per_trip.map(|money| money.0),
        per_kg: tariff.per_kg.map(|money| money.0),
        emissions_per_trip: tariff.emissions_per_trip.map(|mass| mass.0),
        emissions_per_kg: tariff.emissions_per_kg,
    }
}
