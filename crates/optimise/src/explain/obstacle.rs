//! Obstacles: what keeps a demand from being met that can be seen without solving anything.

use super::words::{self, days, number};
use crate::network::{Network, Passage, Requirement, Spot, Taken};
use portolan_model::{Burn, BurnSystem, Campaign, Demand, Edge, Need, Node, Recipient, Way};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// What stands in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ObstacleKind {
    /// A demand lies where or when nothing is looked at.
    NoInstant(Index<Demand>),
    /// What is demanded is on offer nowhere.
    NotOffered(Index<Demand>),
    /// What is demanded cannot have arrived.
    TooSoon(Index<Demand>),
    /// Nothing on offer has an engine for a way.
    NoEngine(Index<Edge>),
    /// No vehicle on offer gains the velocity that a way asks for, be it empty and its tanks full.
    TooWeak(Index<Edge>),
    /// A way is never open in the time looked at.
    NeverOpen(Index<Edge>),
}

/// What stands in the way, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Obstacle {
    /// What it is.
    pub kind: ObstacleKind,
    /// What it says.
    pub sentence: String,
}

/// What can be seen to stand in the way of demands: of each that cannot be met even by itself, why; then the ways that
/// nothing can travel.
pub fn obstacles(network: &Network<'_>) -> Vec<Obstacle> {
    let campaign = network.campaign;
    let mut obstacles: Vec<Obstacle> = campaign
        .demands
        .indexed()
        .filter_map(|(index, demand)| of_demand(network, index, demand))
        .collect();
    obstacles.extend(
        campaign
            .edges
            .indexed()
            .filter_map(|(index, edge)| of_edge(network, index, edge)),
    );
    obstacles
}

fn of_demand(network: &Network<'_>, index: Index<Demand>, demand: &Demand) -> Option<Obstacle> {
    let Recipient::Node(node) = demand.recipient else {
        return None;
    };
    let own = |requirement: &&Requirement| demand_of(requirement) == index;
    let mut requirements = network.requirements.iter().filter(own).peekable();
    if requirements.peek().is_none() {
        return no_instant(network, index, demand, node);
    }
    requirements.find_map(|requirement| unmet(network, index, requirement, node))
}

const fn demand_of(requirement: &Requirement) -> Index<Demand> {
    match requirement {
        Requirement::Amount { demand, .. }
        | Requirement::Rate { demand, .. }
        | Requirement::Presence { demand, .. }
        | Requirement::Stay { demand, .. } => *demand,
    }
}

fn no_instant(
    network: &Network<'_>,
    index: Index<Demand>,
    demand: &Demand,
    node: Index<Node>,
) -> Option<Obstacle> {
    let (empty, last) = match &demand.need {
        Need::Once { lots, due } => (lots.is_empty(), *due),
        Need::Steady { rates, until, .. } => (rates.is_empty(), *until),
        Need::Presence { pieces, until, .. } => (pieces.is_empty(), *until),
    };
    if empty || last <= network.end {
        return None;
    }
    let sentence = format!(
        "the demand \"{}\" at {} ends on day {}, and the campaign's horizon on day {}",
        demand.id,
        network.campaign.nodes[node].id,
        days(last),
        days(network.end)
    );
    Some(Obstacle {
        kind: ObstacleKind::NoInstant(index),
        sentence,
    })
}

/// What is wanted at a point or on a wait: goods or kinds, any of which serves.
enum Wanted<'n> {
    Goods(&'n [usize]),
    Kinds(&'n [usize]),
}

fn unmet(
    network: &Network<'_>,
    index: Index<Demand>,
    requirement: &Requirement,
    node: Index<Node>,
) -> Option<Obstacle> {
    let (point, wanted) = match requirement {
        Requirement::Amount {
            point,
            goods,
            mass_kg,
            ..
        } => (
            Some(*point).filter(|_| *mass_kg > 0.0),
            Wanted::Goods(goods),
        ),
        Requirement::Rate {
            arc,
            goods,
            mass_kg,
            ..
        } => {
            let from = network.arcs[*arc].from;
            (Some(from).filter(|_| *mass_kg > 0.0), Wanted::Goods(goods))
        }
        Requirement::Presence { point, kinds, .. } => (Some(*point), Wanted::Kinds(kinds)),
        Requirement::Stay { arc, kinds, .. } => {
            (Some(network.arcs[*arc].from), Wanted::Kinds(kinds))
        }
    };
    let point = point?;
    let demand = &network.campaign.demands[index];
    let (empty, word) = match &wanted {
        Wanted::Goods(goods) => (goods.is_empty(), asked(network.campaign, demand)),
        Wanted::Kinds(kinds) => (kinds.is_empty(), asked(network.campaign, demand)),
    };
    if empty {
        let sentence = format!(
            "the demand \"{}\" asks for {word}, which is on offer nowhere",
            demand.id
        );
        let kind = ObstacleKind::NotOffered(index);
        return Some(Obstacle { kind, sentence });
    }
    let arrivals = arrivals(network, node, &wanted);
    let by = network.points[point].time;
    if arrivals.first().is_some_and(|first| *first <= by) {
        return None;
    }
    let place = &network.campaign.nodes[node].id;
    let when = match arrivals.first() {
        Some(first) => format!("the first comes on day {}", days(*first)),
        None => format!("nothing of it can come there by day {}", days(network.end)),
    };
    let sentence = format!(
        "the demand \"{}\" asks for {word} at {place} by day {}: {when}{}",
        demand.id,
        days(by),
        openings(network, node)
    );
    let kind = ObstacleKind::TooSoon(index);
    Some(Obstacle { kind, sentence })
}

fn asked(campaign: &Campaign, demand: &Demand) -> String {
    let words: Vec<String> = match &demand.need {
        Need::Once { lots, .. } => lots.iter().map(|lot| campaign.good_id(lot.good)).collect(),
        Need::Steady { rates, .. } => rates
            .iter()
            .map(|rate| campaign.good_id(rate.good))
            .collect(),
        Need::Presence { pieces, .. } => pieces
            .iter()
            .map(|piece| words::piece(campaign, piece.kind).to_owned())
            .collect(),
    };
    words.join(" and ")
}

/// The instants at which what is wanted can be at a node: it comes, is on offer there, or is made there.
fn arrivals(network: &Network<'_>, node: Index<Node>, wanted: &Wanted<'_>) -> BTreeSet<Duration> {
    let here = |point: usize| network.points[point].spot == Spot::Node(node);
    let mut times = BTreeSet::new();
    for arc in &network.arcs {
        let (comes, made) = match wanted {
            Wanted::Goods(goods) => {
                let comes = arc.loads.iter().any(|(good, _)| goods.contains(good));
                (comes, matches!(arc.passage, Passage::Wait(_)) && comes)
            }
            Wanted::Kinds(kinds) => (arc.kinds.iter().any(|kind| kinds.contains(kind)), false),
        };
        if comes && here(arc.to) {
            times.insert(network.points[arc.to].time);
        }
        if made && here(arc.from) {
            times.insert(network.points[arc.from].time);
        }
    }
    for take in &network.takes {
        let serves = match (wanted, take.what) {
            (Wanted::Goods(goods), Taken::Good(good)) => goods.contains(&good),
            (Wanted::Goods(goods), Taken::Pieces(kind)) => {
                let contents = network.kinds[kind].contents.iter();
                contents.into_iter().any(|(good, ..)| goods.contains(good))
            }
            (Wanted::Kinds(kinds), Taken::Pieces(kind)) => kinds.contains(&kind),
            (Wanted::Kinds(_), Taken::Good(_)) => false,
        };
        if serves && here(take.point) {
            times.insert(network.points[take.point].time);
        }
    }
    times
}

/// The most edges that are named.
const NAMED: usize = 3;

/// When the ways to a node open first.
fn openings(network: &Network<'_>, node: Index<Node>) -> String {
    let campaign = network.campaign;
    let to = campaign
        .edges
        .iter()
        .filter(|edge| edge.destination == node || (edge.both_ways && edge.origin == node));
    let opens: Vec<String> = to
        .take(NAMED)
        .map(|edge| match edge.next_open(Duration::ZERO) {
            Some(open) if open <= network.end => {
                format!("{} opens on day {}", edge.id, days(open))
            }
            _ => format!("{} does not open", edge.id),
        })
        .collect();
    if opens.is_empty() {
        " (no edge leads there)".to_owned()
    } else {
        format!(" ({})", opens.join(", "))
    }
}

fn of_edge(network: &Network<'_>, index: Index<Edge>, edge: &Edge) -> Option<Obstacle> {
    let says = |kind, sentence| Some(Obstacle { kind, sentence });
    if edge
        .next_open(Duration::ZERO)
        .is_none_or(|open| open > network.end)
    {
        let sentence = format!(
            "the edge \"{}\" is never open by day {}",
            edge.id,
            days(network.end)
        );
        return says(ObstacleKind::NeverOpen(index), sentence);
    }
    for burn in burns(&edge.way) {
        let dv_m_s = burn.dv.m_s();
        if dv_m_s <= 0.0 || !edge.departures.is_unrestricted() {
            continue;
        }
        let groups = network
            .groups
            .iter()
            .filter(|group| group.system == burn.system);
        let able: Vec<f64> = groups
            .flat_map(|group| capabilities(network, group, index))
            .collect();
        let best = able.iter().copied().fold(0.0, f64::max);
        if able.is_empty() {
            let sentence = format!(
                "nothing on offer has an engine for the {} m/s of the edge \"{}\"",
                number(dv_m_s),
                edge.id
            );
            return says(ObstacleKind::NoEngine(index), sentence);
        }
        if best < dv_m_s {
            let sentence = format!(
                "no vehicle on offer gains the {} m/s of the edge \"{}\": empty and with full tanks, the best gains {} m/s",
                number(dv_m_s),
                edge.id,
                number(best)
            );
            return says(ObstacleKind::TooWeak(index), sentence);
        }
    }
    None
}

fn burns(way: &Way) -> Vec<Burn> {
    match way {
        Way::LowThrust { duration, dv } => vec![Burn {
            after: *duration,
            dv: *dv,
            system: BurnSystem::Main,
        }],
        way => way.burns().to_vec(),
    }
}

/// The velocity that the kinds of a group gain at most: with full tanks and nothing else. A company of several gains no
/// more than the best of them (Tsiolkovsky 1903), for its tanks and dry masses add.
fn capabilities(
    network: &Network<'_>,
    group: &crate::network::Group,
    edge: Index<Edge>,
) -> Vec<f64> {
    let able = group.kinds.iter().map(|kind| &network.kinds[*kind]);
    let able =
        able.filter(|kind| kind.element.ways.is_empty() || kind.element.ways.contains(&edge));
    let gain = |kind: &crate::network::Kind| {
        let element = &kind.element;
        if element.sizing.is_some() {
            return f64::INFINITY;
        }
        let Some(propulsion) = element.propulsion_for(group.system) else {
            return f64::INFINITY;
        };
        let tank = |feed: &portolan_model::Feed| {
            let most = element
                .stores
                .get(feed.store)
                .and_then(|store| store.max_mass);
            most.map_or(f64::INFINITY, |most| most.kg())
        };
        let feeds = propulsion.feeds.iter();
        // The tank that is empty first ends the burn; in a company another's may help out.
        let propellant = if group.kinds.len() == 1 {
            feeds
                .map(|feed| tank(feed) / feed.share)
                .fold(f64::INFINITY, f64::min)
        } else {
            feeds.map(tank).sum()
        };
        group.exhaust_m_s * (propellant / element.mass.kg()).ln_1p()
    };
    able.map(gain).collect()
}
