//! Which places count as destinations, and what a place is called.

use portolan_model::{Campaign, Node, Place, Site};

/// True for a place that exploration is for: a node on a surface other than the Earth's, an orbit
/// around the Sun, or a way over a surface other than the Earth's.
///
/// The same three places as in SpaceNet 2.5 (`CrewSurfaceDays` and `ExplorationCapability` of its full
/// simulation), so that numbers can be compared.
pub fn is_destination(campaign: &Campaign, site: Site) -> bool {
    match site {
        Site::Node(node) => campaign.nodes.at(node).is_some_and(is_destination_node),
        Site::Edge(edge) => campaign.edges.at(edge).is_some_and(|edge| {
            let away = |node| {
                let node = campaign.nodes.at(node);
                node.is_some_and(|node| node.is_surface() && !node.body.is_earth())
            };
            !edge.way.is_space() && away(edge.origin) && away(edge.destination)
        }),
    }
}

/// True for a node that exploration is for; see [`is_destination`].
pub(crate) fn is_destination_node(node: &Node) -> bool {
    match node.place {
        Place::Surface { .. } => !node.body.is_earth(),
        Place::Orbit { .. } => node.body.is_sun(),
        Place::Libration { .. } => false,
    }
}

/// The word that files use for a place: the node's or the edge's.
pub fn site_id(campaign: &Campaign, site: Site) -> &str {
    match site {
        Site::Node(node) => campaign.nodes.at(node).map_or("?", |node| node.id.as_str()),
        Site::Edge(edge) => campaign.edges.at(edge).map_or("?", |edge| edge.id.as_str()),
    }
}

/// A place's name for people.
pub fn site_name(campaign: &Campaign, site: Site) -> &str {
    match site {
        Site::Node(node) => campaign.nodes.at(node).map_or("?", |node| &node.name),
        Site::Edge(edge) => campaign.edges.at(edge).map_or("?", |edge| &edge.name),
    }
}
