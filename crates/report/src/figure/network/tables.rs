//! The nodes and ways as tables.

use super::super::order;
use super::capitalised;
use crate::number::{grouped, or_dash, sensible};
use crate::report::Report;
use crate::table::Table;
use portolan_model::{Campaign, Edge, Node, Place, Way};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// Every node with its place.
pub(super) fn nodes_table(campaign: &Campaign) -> Table {
    let mut table = Table::new("Nodes", &["node", "body", "place", "country"]);
    for node in order::sorted(campaign, |_| true) {
        let node = &campaign.nodes[node];
        table.row([
            node.name.clone(),
            capitalised(node.body.as_str()),
            place_text(node),
            node.country.clone().unwrap_or_default(),
        ]);
    }
    table.without_empty_columns()
}

fn place_text(node: &Node) -> String {
    match node.place {
        Place::Surface {
            latitude,
            longitude,
        } => format!(
            "{}°, {}°",
            sensible(latitude.deg()),
            sensible(longitude.deg())
        ),
        Place::Orbit {
            periapsis,
            apoapsis,
            inclination,
            ..
        } => format!(
            "orbit {} × {} km, {}°",
            sensible(periapsis.m() / 1e3),
            sensible(apoapsis.m() / 1e3),
            sensible(inclination.deg())
        ),
        Place::Libration { point, .. } => {
            let second = node.second_body.as_ref();
            let second = second.map_or_else(String::new, |body| capitalised(body.as_str()));
            format!("{second} L{point}")
        }
    }
}

/// Every way with the mass in kg that it carried.
pub(super) fn edges_table(report: &Report<'_>, carried: &BTreeMap<Index<Edge>, f64>) -> Table {
    let heads = [
        "way",
        "from",
        "to",
        "kind",
        ">takes [d]",
        ">dv [m/s]",
        ">carried [kg]",
    ];
    let mut table = Table::new("Ways", &heads);
    let campaign = report.campaign;
    for (index, edge) in campaign.edges.indexed() {
        let burns = edge.way.burns().iter();
        let dv_m_s: f64 = match edge.way {
            Way::LowThrust { dv, .. } => dv.m_s(),
            _ => burns.map(|burn| burn.dv.m_s()).sum(),
        };
        table.row([
            edge.name.clone(),
            campaign.nodes[edge.origin].name.clone(),
            campaign.nodes[edge.destination].name.clone(),
            edge.way.word().to_owned(),
            or_dash(takes_d(&edge.way), 2),
            or_dash((dv_m_s > 0.0).then_some(dv_m_s), 1),
            carried
                .get(&index)
                .map_or_else(|| "-".to_owned(), |kg| grouped(*kg, 1)),
        ]);
    }
    table.without_empty_columns()
}

/// How long a way takes, where the way says so itself.
fn takes_d(way: &Way) -> Option<f64> {
    match way {
        Way::Launch { duration, .. }
        | Way::Impulsive { duration, .. }
        | Way::LowThrust { duration, .. }
        | Way::Flight { duration } => Some(duration.days()),
        Way::Ground { duration, .. } => duration.map(|duration| duration.days()),
        Way::Surface { .. } | Way::Pipe { .. } => None,
    }
}
