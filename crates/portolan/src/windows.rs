//! When ways are open: the edges of a campaign, or the way between two places.

use crate::open::{Source, read};
use crate::place::{place, satellite};
use crate::sky::Sky;
use portolan_astro::{ThroughTrip, through};
use portolan_formats::outcome::windows::{Chain, Span};
use portolan_model::{
    Campaign, Departures, Edge, EdgesInTime, Limits, Opportunity, Parts, Plan, Tariff, Transfer,
    Way, Window,
};
use portolan_vocabulary::{Code, Duration, Epoch, Finding, Findings, Index, nearest};
use std::path::{Path, PathBuf};

/// An edge that is asked for is not in the campaign.
pub(crate) const UNKNOWN_EDGE: Code = Code::new("windows.unknown-edge");
/// No edge of the campaign is computed, and none was asked for by name.
pub(crate) const NOTHING_COMPUTED: Code = Code::new("windows.nothing-computed");
/// The span ends before it begins.
pub(crate) const EMPTY_SPAN: Code = Code::new("windows.empty-span");
/// The edges of a chain do not meet.
pub(crate) const BROKEN_CHAIN: Code = Code::new("windows.broken-chain");

/// How far windows are computed beyond a plan's last activity where the campaign has no horizon: a
/// synodic period of Earth and Mars, so that the next opening is always known.
const BEYOND: Duration = Duration::from_micros(780 * 86_400_000_000);

/// What is asked of windows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// The first instant; by default the campaign's start.
    pub from: Option<Epoch>,
    /// The first instant after; by default the campaign's horizon.
    pub to: Option<Epoch>,
    /// The edges, by id; by default all that are computed.
    pub edges: Vec<String>,
    /// Whether the edges are travelled one after another, and the longest wait between two.
    pub chain: Option<Duration>,
    /// A file with the two lines of a satellite, whose orbit the word `tle` then means.
    pub tle: Option<PathBuf>,
    /// SPICE kernels that stand in for the built-in ephemeris.
    pub kernels: Vec<PathBuf>,
}

/// When ways are open.
#[derive(Clone, Debug, PartialEq)]
pub struct Windowed {
    /// The network, its edges with their opportunities.
    pub(crate) parts: Parts,
    /// What was looked at.
    pub(crate) span: Window,
    /// The edges that were asked for.
    pub(crate) edges: Vec<Index<Edge>>,
    /// The chain, where one was asked for.
    pub(crate) chain: Option<Chain>,
    /// What was read.
    pub(crate) sources: Vec<Source>,
    /// Where the bodies' positions come from.
    pub(crate) ephemeris: String,
    /// The kernels that they come from, where not built in.
    pub(crate) kernels: Vec<PathBuf>,
}

impl Windowed {
    /// True where every edge, and the chain, opens at least once.
    pub fn opens(&self) -> bool {
        let open =
            |edge: &Index<Edge>| !self.parts.edges[*edge].departures.opportunities.is_empty();
        let chain = self.chain.as_ref();
        self.edges.iter().all(open) && chain.is_none_or(|chain| !chain.windows.is_empty())
    }

    /// The edges and their opportunities.
    pub(crate) fn each(&self) -> Vec<(&Edge, &[Opportunity])> {
        let edges = self.edges.iter().map(|index| &self.parts.edges[*index]);
        edges
            .map(|edge| (edge, edge.departures.opportunities.as_slice()))
            .collect()
    }
}

/// A campaign whose computed edges know their opportunities.
pub(crate) fn in_time(campaign: Campaign, plan: &Plan) -> Result<(Campaign, Findings), Findings> {
    let computed = |edge: &Edge| edge.departures.transfer.is_some();
    if !campaign.edges.iter().any(computed) {
        return Ok((campaign, Findings::new()));
    }
    let last = plan.activities.iter().map(|activity| activity.at).max();
    let beyond = last.unwrap_or_default() + campaign.settings.tail + BEYOND;
    let span = Window {
        from: Duration::ZERO,
        to: campaign.horizon.unwrap_or(beyond),
    };
    campaign.with_edges_in_time(&Sky::new(&[])?.space(), span)
}

/// The windows of a campaign's edges.
///
/// # Errors
/// Findings where an edge is not known or cannot be computed.
pub fn windows_of_campaign(path: &Path, asked: &Asked) -> Result<Windowed, Findings> {
    let opened = read(path)?;
    let sky = Sky::new(&asked.kernels)?;
    let mut parts = opened.campaign.into_parts();
    let edges = edges(&parts, &asked.edges)?;
    let span = span(&parts, asked)?;
    fill(&mut parts, &edges, span, &sky)?;
    let chain = asked.chain.map(|wait| chain(&parts, &edges, wait));
    Ok(Windowed {
        chain: chain.transpose()?,
        parts,
        span,
        edges,
        sources: opened.sources,
        ephemeris: sky.name(),
        kernels: asked.kernels.clone(),
    })
}

/// The windows of the way between two places, which are words such as `earth:400km@51.6deg`.
///
/// # Errors
/// Findings where a place is not known or the way cannot be computed.
pub fn windows_between(
    from: &str,
    to: &str,
    transfer: Transfer,
    asked: &Asked,
) -> Result<Windowed, Findings> {
    let sky = Sky::new(&asked.kernels)?;
    let satellite = asked.tle.as_deref().map(satellite).transpose()?;
    let mut wrong = Findings::new();
    let start = asked.from.or(satellite.as_ref().map(|it| it.epoch));
    let mut parts = Parts::new("windows", start.unwrap_or(sky.first()));
    let named = |word| place(word, satellite.as_ref(), parts.start);
    let nodes = [named(from), named(to)];
    let nodes = nodes.map(|node| match node {
        Ok(node) => parts.nodes.add(node),
        Err(why) => {
            wrong.extend(why);
            Index::new(0)
        }
    });
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let edge = parts.edges.add(way_between(&parts, nodes, transfer));
    let span = span(&parts, asked)?;
    fill(&mut parts, &[edge], span, &sky)?;
    Ok(Windowed {
        chain: None,
        parts,
        span,
        edges: vec![edge],
        sources: Vec::new(),
        ephemeris: sky.name(),
        kernels: asked.kernels.clone(),
    })
}

fn way_between(parts: &Parts, nodes: [Index<portolan_model::Node>; 2], asked: Transfer) -> Edge {
    let [from, to] = nodes.map(|node| &parts.nodes[node]);
    let duration = Duration::ZERO;
    let burns = Vec::new();
    let way = if from.is_surface() {
        Way::Launch { duration, burns }
    } else {
        Way::Impulsive { duration, burns }
    };
    let transfer = Transfer {
        costs: !from.is_surface(),
        ..asked
    };
    Edge {
        id: format!("{} to {}", from.id, to.id).as_str().into(),
        name: format!("{} to {}", from.name, to.name),
        origin: nodes[0],
        destination: nodes[1],
        way,
        both_ways: false,
        limits: Limits::default(),
        calendar: portolan_model::Calendar::default(),
        departures: Departures {
            transfer: Some(transfer),
            opportunities: Vec::new(),
        },
        tariff: Tariff::default(),
        operator: None,
        jurisdictions: Vec::new(),
        source: None,
    }
}

fn edges(parts: &Parts, words: &[String]) -> Result<Vec<Index<Edge>>, Findings> {
    if words.is_empty() {
        let computed = |(_, edge): &(Index<Edge>, &Edge)| edge.departures.transfer.is_some();
        let all: Vec<_> = parts.edges.indexed().filter(computed).collect();
        if all.is_empty() {
            let message = "no edge of the campaign has computed windows";
            let finding = Finding::error(NOTHING_COMPUTED, "campaign", parts.id.as_str(), message);
            return Err(vec![finding.advice(
                "write windows = \"computed\" in an edge, or name edges with --edge",
            )]);
        }
        return Ok(all.into_iter().map(|(index, _)| index).collect());
    }
    let mut found = Vec::new();
    let mut wrong = Findings::new();
    for word in words {
        let edge = parts
            .edges
            .indexed()
            .find(|(_, edge)| edge.id.as_str() == word);
        match edge {
            Some((index, _)) => found.push(index),
            None => wrong.push(unknown_edge(parts, word)),
        }
    }
    if wrong.is_empty() {
        Ok(found)
    } else {
        Err(wrong)
    }
}

fn unknown_edge(parts: &Parts, word: &str) -> Finding {
    let message = format!("\"{word}\" is no edge of the campaign");
    let finding = Finding::error(UNKNOWN_EDGE, "edge", word, message);
    match nearest(word, parts.edges.iter().map(|edge| edge.id.as_str())) {
        Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
        None => finding.advice("portolan resolve prints all edges"),
    }
}

fn span(parts: &Parts, asked: &Asked) -> Result<Window, Findings> {
    let since = |at: Epoch| at - parts.start;
    let from = asked.from.map_or(Duration::ZERO, since);
    let horizon = parts.horizon.unwrap_or(from + BEYOND);
    let to = asked.to.map_or(horizon, since);
    if to > from {
        return Ok(Window { from, to });
    }
    let message = format!(
        "the span ends ({}) before it begins ({})",
        parts.start + to,
        parts.start + from
    );
    let finding = Finding::error(EMPTY_SPAN, "argument", "--to", message);
    Err(vec![finding.advice("give a later --to")])
}

/// Computes the edges that are to be computed, and keeps of each what its calendar allows.
fn fill(parts: &mut Parts, edges: &[Index<Edge>], span: Window, sky: &Sky) -> Result<(), Findings> {
    let space = sky.space();
    let mut wrong = Findings::new();
    for index in edges {
        if parts.edges[*index].departures.transfer.is_some() {
            match space.opportunities(parts, *index, span) {
                Ok(found) => parts.edges[*index].departures.opportunities = found,
                Err(why) => wrong.extend(why),
            }
        }
        let edge = &parts.edges[*index];
        let openings = edge.openings(&parts.nodes[edge.origin].calendar, span);
        parts.edges[*index].departures.opportunities = openings;
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// When the edges can be travelled one after another, waiting no longer than `wait` between two.
fn chain(parts: &Parts, edges: &[Index<Edge>], wait: Duration) -> Result<Chain, Findings> {
    let legs: Vec<&Edge> = edges.iter().map(|index| &parts.edges[*index]).collect();
    for pair in legs.windows(2) {
        if pair[0].destination != pair[1].origin {
            let (first, second) = (&pair[0].id, &pair[1].id);
            let message = format!("\"{second}\" does not begin where \"{first}\" ends");
            let finding = Finding::error(BROKEN_CHAIN, "edge", second.as_str(), message);
            let advice = "name the edges of a chain in the order in which they are travelled";
            return Err(vec![finding.advice(advice)]);
        }
    }
    let ways: Vec<&[Opportunity]> = legs
        .iter()
        .map(|edge| edge.departures.opportunities.as_slice())
        .collect();
    let trips = through(&ways, wait).map_err(|error| {
        let finding = Finding::error(BROKEN_CHAIN, "argument", "--wait", error.to_string());
        vec![finding.advice("give a wait of zero or more")]
    })?;
    let at = |t: Duration| (parts.start + t).to_string();
    let span = |trip: &ThroughTrip| Span {
        from: at(trip.departures.from),
        to: at(trip.departures.to),
        earliest_end: at(trip.earliest_end),
    };
    Ok(Chain {
        edges: legs.iter().map(|edge| edge.id.to_string()).collect(),
        max_wait_d: wait.days(),
        windows: trips.iter().map(span).collect(),
    })
}
