//! Places and ways as the file describes them.

use super::super::v1;
use super::{Raise, other_name};
use crate::text::{Q, QDuration, QEpoch, QInstant, QMoney};
use portolan_model::{
    Burn, Calendar, Edge, GroundMode, Limits, Node, Place, Recurrence, SmallBody, Tariff, Way,
    Window,
};

impl Raise<'_> {
    pub(super) fn node(&self, node: &Node) -> v1::Node {
        let calendar = &node.calendar;
        v1::Node {
            id: node.id.to_string(),
            name: other_name(&node.name, node.id.as_str()),
            place: place(node.place),
            body: node.body.to_string(),
            second_body: node.second_body.as_ref().map(ToString::to_string),
            facility: Some(node.facility.into()),
            country: node.country.clone(),
            operator: node.operator.map(|it| self.partner(it)),
            max_mass: node.max_mass.map(Q),
            max_stay: node.max_stay.map(QDuration),
            calendar: (!calendar.is_unrestricted()).then(|| raise_calendar(calendar)),
        }
    }

    pub(super) fn edge(&self, edge: &Edge) -> v1::Edge {
        v1::Edge {
            id: edge.id.to_string(),
            name: other_name(&edge.name, edge.id.as_str()),
            from: self.node_word(edge.origin),
            to: self.node_word(edge.destination),
            way: self.edge_way(edge),
            both_ways: Some(edge.both_ways),
            limits: (edge.limits != Limits::default()).then(|| limits(&edge.limits)),
            calendar: self.edge_calendar(edge),
            transfer: self.transfer(edge),
            opportunity: self.opportunities(edge),
            tariff: (edge.tariff != Tariff::default()).then(|| tariff(&edge.tariff)),
            operator: edge.operator.map(|it| self.partner(it)),
            jurisdictions: edge.jurisdictions.clone(),
            source: edge.source.clone(),
        }
    }

    pub(super) fn way(&self, way: &Way) -> v1::Way {
        match way {
            Way::Launch { duration, burns } => v1::Way::Launch {
                duration: QDuration(*duration),
                burns: burns.iter().map(burn).collect(),
            },
            Way::Impulsive { duration, burns } => v1::Way::Impulsive {
                duration: Some(QDuration(*duration)),
                burns: burns.iter().map(burn).collect(),
            },
            Way::LowThrust { duration, dv } => v1::Way::LowThrust {
                duration: Some(QDuration(*duration)),
                dv: Some(Q(*dv)),
            },
            Way::Flight { duration } => v1::Way::Flight {
                duration: QDuration(*duration),
            },
            Way::Surface { distance } => v1::Way::Surface {
                distance: Q(*distance),
            },
            Way::Ground {
                mode,
                distance,
                duration,
            } => ground(
                *mode,
                v1::Trip {
                    distance: Q(*distance),
                    duration: duration.map(QDuration),
                },
            ),
            Way::Pipe {
                resource,
                per_day,
                distance,
            } => v1::Way::Pipe {
                resource: self.resource_word(*resource),
                per_day: *per_day,
                distance: Q(*distance),
            },
        }
    }
}

/// An asteroid or comet.
pub(super) fn body(body: &SmallBody) -> v1::SmallBody {
    v1::SmallBody {
        id: body.id.to_string(),
        name: other_name(&body.name, body.id.as_str()),
        at: QEpoch(body.at),
        semi_major_axis: Q(body.semi_major_axis),
        eccentricity: body.eccentricity,
        inclination: Q(body.inclination),
        ascending_node: Q(body.ascending_node),
        perihelion: Q(body.perihelion),
        mean_anomaly: Q(body.mean_anomaly),
        source: body.source.clone(),
    }
}

fn place(place: Place) -> v1::Place {
    match place {
        Place::Surface {
            latitude,
            longitude,
        } => v1::Place::Surface {
            latitude: Q(latitude),
            longitude: Q(longitude),
        },
        Place::Orbit {
            periapsis,
            apoapsis,
            inclination,
            plane,
        } => v1::Place::Orbit {
            periapsis: Q(periapsis),
            apoapsis: Some(Q(apoapsis)),
            inclination: Some(Q(inclination)),
            ascending_node: plane.map(|plane| Q(plane.node)),
            ascending_node_at: plane.map(|plane| QInstant::After(plane.at)),
        },
        Place::Libration {
            point,
            period,
            passage,
        } => v1::Place::Libration {
            point,
            period: period.map(QDuration),
            passage: passage.map(QInstant::After),
        },
    }
}

const fn ground(mode: GroundMode, trip: v1::Trip) -> v1::Way {
    match mode {
        GroundMode::Road => v1::Way::Road(trip),
        GroundMode::Rail => v1::Way::Rail(trip),
        GroundMode::Waterway => v1::Way::Waterway(trip),
        GroundMode::Sea => v1::Way::Sea(trip),
        GroundMode::Air => v1::Way::Air(trip),
    }
}

pub(super) fn raise_calendar(calendar: &Calendar) -> v1::Calendar {
    let window = |window: &Window| v1::Window {
        from: QInstant::After(window.from),
        to: QInstant::After(window.to),
    };
    let recurrence = |it: &Recurrence| v1::Recurrence {
        first: QInstant::After(it.first),
        every: QDuration(it.every),
        length: QDuration(it.length),
        until: it.until.map(QInstant::After),
    };
    v1::Calendar {
        windows: calendar.windows.iter().map(window).collect(),
        recurring: calendar.recurring.iter().map(recurrence).collect(),
        closed: calendar.closed.iter().map(window).collect(),
    }
}

pub(super) fn burn(burn: &Burn) -> v1::Burn {
    v1::Burn {
        after: Some(QDuration(burn.after)),
        dv: Q(burn.dv),
        system: Some(burn.system.into()),
    }
}

fn limits(limits: &Limits) -> v1::Limits {
    v1::Limits {
        mass: limits.mass.map(Q),
        volume: limits.volume.map(Q),
        crew: limits.crew,
    }
}

fn tariff(tariff: &Tariff) -> v1::Tariff {
    v1::Tariff {
        per_trip: tariff.per_trip.map(QMoney),
        per_kg: tariff.per_kg.map(QMoney),
        emissions_per_trip: tariff.emissions_per_trip.map(Q),
        emissions_per_kg: tariff.emissions_per_kg,
    }
}
