//! From the ground of the Earth outwards: the order in which nodes are drawn.

use portolan_model::{Body, Campaign, Node, Place};
use portolan_vocabulary::Index;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};

/// How far out a node is: the distance of its body, the part of the body's surroundings, its height.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(super) struct Outwards {
    body: u32,
    body_name: String,
    part: u32,
    height: f64,
}

/// The body whose column a node stands in: the smaller one for a libration point.
pub(super) fn column_body(node: &Node) -> &Body {
    match (&node.place, &node.second_body) {
        (Place::Libration { .. }, Some(second)) => second,
        _ => &node.body,
    }
}

/// The usual order of a journey from the Earth: the Moon before the Sun's orbits, then planets by the
/// velocity change that it takes to get there, with their moons.
fn body_rank(body: &Body) -> u32 {
    const ORDER: &[&str] = &[
        "earth",
        "moon",
        "sun",
        "mars",
        "phobos",
        "deimos",
        "venus",
        "ceres",
        "vesta",
        "mercury",
        "jupiter",
        "io",
        "europa",
        "ganymede",
        "callisto",
        "saturn",
        "enceladus",
        "titan",
        "uranus",
        "titania",
        "neptune",
        "triton",
        "pluto",
    ];
    let at = ORDER.iter().position(|name| *name == body.as_str());
    at.map_or(4, |at| u32::try_from(at).unwrap_or(u32::MAX) * 2)
}

/// How many ways over ground lie between each node and a place of launch; nodes that no launch is
/// reached from are left out.
fn hops_to_launch(campaign: &Campaign) -> BTreeMap<Index<Node>, u32> {
    let nodes = &campaign.nodes;
    let launches = campaign.edges.iter().filter(|edge| edge.way.is_space());
    let pads = launches
        .map(|edge| edge.origin)
        .filter(|node| nodes[*node].is_earth_surface());
    let mut hops: BTreeMap<Index<Node>, u32> = pads.map(|pad| (pad, 0)).collect();
    let mut ways: BTreeMap<Index<Node>, Vec<Index<Node>>> = BTreeMap::new();
    for edge in campaign.edges.iter().filter(|edge| !edge.way.is_space()) {
        ways.entry(edge.destination).or_default().push(edge.origin);
    }
    let mut queue: VecDeque<Index<Node>> = hops.keys().copied().collect();
    while let Some(node) = queue.pop_front() {
        let next = hops.get(&node).map_or(0, |hops| hops + 1);
        for before in ways.get(&node).into_iter().flatten() {
            if !hops.contains_key(before) {
                hops.insert(*before, next);
                queue.push_back(*before);
            }
        }
    }
    hops
}

/// How far out a node is. On the way out, one passes the Earth's surface before its orbits, and another
/// body's orbits before its surface.
pub(super) fn outwards(node: &Node) -> Outwards {
    let home = column_body(node).is_earth();
    let (part, height) = match node.place {
        Place::Surface { longitude, .. } if home => (0, longitude.deg()),
        Place::Surface { longitude, .. } => (3, longitude.deg()),
        Place::Orbit {
            periapsis,
            apoapsis,
            ..
        } => {
            let mean = f64::midpoint(periapsis.m(), apoapsis.m());
            (2, if home { mean } else { -mean })
        }
        Place::Libration { point, .. } => (1, f64::from(point)),
    };
    Outwards {
        body: body_rank(column_body(node)),
        body_name: column_body(node).to_string(),
        part: if home && part == 1 { 4 } else { part },
        height,
    }
}

/// The nodes that `shown` names, from the ground of the Earth outwards.
pub(super) fn sorted(campaign: &Campaign, shown: impl Fn(Index<Node>) -> bool) -> Vec<Index<Node>> {
    let hops = hops_to_launch(campaign);
    let nodes = campaign.nodes.indexed().filter(|(index, _)| shown(*index));
    let mut nodes: Vec<_> = nodes
        .map(|(index, node)| {
            // On the ground one passes the factory before the port, and the pad last.
            let hops = hops.get(&index).copied().unwrap_or(u32::MAX);
            let behind = if node.is_earth_surface() { hops } else { 0 };
            let far = outwards(node);
            ((far.body, std::cmp::Reverse(behind), far), index)
        })
        .collect();
    nodes.sort_by(|a, b| {
        let far = a.0.partial_cmp(&b.0).unwrap_or(Ordering::Equal);
        far.then(a.1.cmp(&b.1))
    });
    nodes.into_iter().map(|(_, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::Facility;
    use portolan_vocabulary::{Angle, Distance};

    fn node(body: &str, second: Option<&str>, place: Place) -> Node {
        Node {
            max_stay: None,
            id: body.into(),
            name: body.to_owned(),
            body: Body::new(body),
            second_body: second.map(Body::new),
            place,
            facility: Facility::Site,
            country: None,
            operator: None,
            max_mass: None,
            calendar: portolan_model::Calendar::default(),
        }
    }

    fn orbit(km: f64) -> Place {
        Place::Orbit {
            periapsis: Distance::new(km * 1e3),
            apoapsis: Distance::new(km * 1e3),
            inclination: Angle::new(0.0),
            plane: None,
        }
    }

    #[test]
    fn a_journey_goes_outwards() {
        let ground = Place::Surface {
            latitude: Angle::new(0.0),
            longitude: Angle::new(0.0),
        };
        let journey = [
            node("earth", None, ground),
            node("earth", None, orbit(300.0)),
            node("earth", None, orbit(36_000.0)),
            node(
                "earth",
                Some("moon"),
                Place::Libration {
                    point: 1,
                    period: None,
                    passage: None,
                },
            ),
            node("moon", None, orbit(100.0)),
            node("moon", None, ground),
            node("mars", None, orbit(400.0)),
            node("mars", None, ground),
        ];
        for pair in journey.windows(2) {
            assert!(outwards(&pair[0]) < outwards(&pair[1]), "{pair:?}");
        }
    }
}
