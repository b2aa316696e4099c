//! What must come of the plan.

use super::kinds::{serving, wanted};
use crate::codes;
use crate::network::{Network, Passage, Requirement, Spot};
use portolan_model::{Demand, Good, Need, Node, Piece, PieceKind, Recipient};
use portolan_vocabulary::{Duration, Finding, Findings, Index};

pub(super) fn add(network: &mut Network<'_>, findings: &mut Findings) {
    let campaign = network.campaign;
    for (index, demand) in campaign.demands.indexed() {
        let Recipient::Node(node) = demand.recipient else {
            findings.push(left_out(demand));
            continue;
        };
        for good in wanted(demand) {
            if serving(campaign, &network.goods, good).is_empty() {
                findings.push(unreachable(demand, &campaign.good_name(good)));
            }
        }
        match &demand.need {
            Need::Once { lots, due } => {
                for lot in lots {
                    add_amount(
                        network,
                        index,
                        node,
                        lot.good,
                        campaign.lot_mass_kg(lot),
                        *due,
                    );
                }
            }
            Need::Steady { rates, from, until } => {
                for rate in rates {
                    let per_d = rate.per_day * campaign.unit_mass_kg(rate.good);
                    add_rate(network, index, node, rate.good, per_d, (*from, *until));
                }
            }
            Need::Presence {
                pieces,
                from,
                until,
            } => {
                for piece in pieces {
                    add_presence(network, index, node, *piece, (*from, *until));
                }
            }
        }
    }
}

fn add_amount(
    network: &mut Network<'_>,
    demand: Index<Demand>,
    node: Index<Node>,
    good: Good,
    mass_kg: f64,
    due: Duration,
) {
    let goods = serving(network.campaign, &network.goods, good);
    if let Some(point) = network.point(node, due) {
        network.requirements.push(Requirement::Amount {
            demand,
            point,
            goods,
            mass_kg,
        });
    }
}

/// A steady need, cut at the waits that it lasts over.
fn add_rate(
    network: &mut Network<'_>,
    demand: Index<Demand>,
    node: Index<Node>,
    good: Good,
    kg_per_d: f64,
    (from, until): (Duration, Duration),
) {
    let goods = serving(network.campaign, &network.goods, good);
    for arc in waits(network, node) {
        let (begin, end) = ends(network, arc);
        let overlap = end.min(until) - begin.max(from);
        if overlap > Duration::ZERO {
            network.requirements.push(Requirement::Rate {
                demand,
                arc,
                goods: goods.clone(),
                mass_kg: kg_per_d * overlap.days(),
            });
        }
    }
}

fn add_presence(
    network: &mut Network<'_>,
    demand: Index<Demand>,
    node: Index<Node>,
    piece: Piece,
    (from, until): (Duration, Duration),
) {
    let counts = |kind: &usize| {
        let own = &network.kinds[*kind];
        let made = own.element.design.map(PieceKind::Design);
        own.made_from == piece.kind || made == Some(piece.kind)
    };
    let kinds: Vec<usize> = (0..network.kinds.len()).filter(counts).collect();
    let count = piece.count;
    if from == until {
        if let Some(point) = network.point(node, from) {
            network.requirements.push(Requirement::Presence {
                demand,
                point,
                kinds,
                count,
            });
        }
        return;
    }
    for arc in waits(network, node) {
        let (begin, end) = ends(network, arc);
        if from <= begin && end <= until {
            network.requirements.push(Requirement::Stay {
                demand,
                arc,
                kinds: kinds.clone(),
                count,
            });
        }
    }
}

fn waits(network: &Network<'_>, node: Index<Node>) -> Vec<usize> {
    let here = |arc: &usize| network.arcs[*arc].passage == Passage::Wait(node);
    (0..network.arcs.len()).filter(here).collect()
}

fn ends(network: &Network<'_>, arc: usize) -> (Duration, Duration) {
    let arc = &network.arcs[arc];
    debug_assert!(matches!(network.points[arc.from].spot, Spot::Node(_)));
    (network.points[arc.from].time, network.points[arc.to].time)
}

fn left_out(demand: &Demand) -> Finding {
    let message = format!(
        "the demand \"{}\" is of an element, which the optimiser leaves out",
        demand.id
    );
    Finding::warning(codes::LEFT_OUT, "demand", demand.id.as_str(), message)
        .advice("state it at the node where the element is then")
}

fn unreachable(demand: &Demand, good: &str) -> Finding {
    let message = format!(
        "the demand \"{}\" asks for {good}, which is on offer nowhere",
        demand.id
    );
    Finding::error(
        codes::OFFERED_NOWHERE,
        "demand",
        demand.id.as_str(),
        message,
    )
    .advice("offer it, or a plant that makes it, or a good of its class")
}
