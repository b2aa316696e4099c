//! From a campaign to its network in time.

mod instants;
mod kinds;
mod needs;
mod optimistic;
mod reach;
mod requirements;
mod trips;
mod useful;

pub(crate) use kinds::transfer_loss;
pub use optimistic::Boundless;
pub(crate) use optimistic::unroll_optimistic;

use crate::codes;
use crate::network::{Arc, Closed, Network, Passage, Point, Spot, Take, Taken};
use portolan_model::{Campaign, Need, Node, Offered, PieceKind};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// How a campaign is unrolled.
#[derive(Clone, Debug, PartialEq)]
pub struct Unrolling {
    /// How many edges one after the other an event is followed along, forwards from what opens and is offered, and
    /// backwards from what is due.
    pub hops: u32,
    /// The most instants at one node.
    pub instants: usize,
    /// How many trips may leave along one edge at one instant, where each has its own limits or tariff.
    pub slots: u32,
    /// The last instant looked at, where it is before the campaign's horizon.
    pub until: Option<Duration>,
    /// What may not travel which ways, such as what rules forbid.
    pub closed: Vec<Closed>,
    /// Instants at nodes that are looked at besides those that follow from events.
    pub also: Vec<(Index<Node>, Duration)>,
}

impl Default for Unrolling {
    fn default() -> Self {
        Self {
            hops: 8,
            instants: 400,
            slots: 1,
            until: None,
            closed: Vec::new(),
            also: Vec::new(),
        }
    }
}

/// Unrolls a campaign in time.
///
/// # Errors
/// Findings, where nothing is on offer.
pub fn unroll<'a>(
    campaign: &'a Campaign,
    how: &Unrolling,
) -> Result<(Network<'a>, Findings), Findings> {
    let mut findings = Findings::new();
    if campaign.offers.is_empty() {
        let message = "the campaign offers nothing to plan with";
        let finding = Finding::error(
            codes::NOTHING_OFFERED,
            "campaign",
            campaign.id.as_str(),
            message,
        );
        findings.push(
            finding.advice("say in [[offer]] tables what may be used, where, and how much of it"),
        );
        return Err(findings);
    }
    if campaign.demands.is_empty() {
        let message = "the campaign demands nothing: the best plan is to do nothing";
        let finding = Finding::warning(
            codes::NOTHING_DEMANDED,
            "campaign",
            campaign.id.as_str(),
            message,
        );
        findings.push(finding.advice("say in [[demand]] tables what is needed, where and when"));
    }
    let network = Unroller::new(campaign, how, &mut findings).network(&mut findings);
    Ok((network, findings))
}

struct Unroller<'a, 'b> {
    how: &'b Unrolling,
    network: Network<'a>,
    departures: BTreeMap<instants::Way, BTreeSet<Duration>>,
    /// Openings of ways whose departures are computed: from when, until when, and the best instant.
    bests: BTreeMap<instants::Way, BTreeMap<Duration, (Duration, Duration)>>,
    times: Vec<BTreeSet<Duration>>,
}

impl<'a, 'b> Unroller<'a, 'b> {
    fn new(campaign: &'a Campaign, how: &'b Unrolling, findings: &mut Findings) -> Self {
        let end = end_of(campaign, how);
        let goods = kinds::goods(campaign);
        let kinds = kinds::kinds(campaign, &goods, findings);
        let groups = kinds::groups(campaign, &kinds, &goods);
        let mut network = Network {
            campaign,
            kinds,
            goods,
            groups,
            pools: Vec::new(),
            points: Vec::new(),
            trips: Vec::new(),
            arcs: Vec::new(),
            takes: Vec::new(),
            requirements: Vec::new(),
            end,
            closed: how.closed.clone(),
        };
        kinds::add_pools(&mut network);
        let mut unroller = Self {
            how,
            network,
            departures: BTreeMap::new(),
            bests: BTreeMap::new(),
            times: vec![BTreeSet::new(); campaign.nodes.len()],
        };
        unroller.find_instants(findings);
        unroller
    }

    fn network(mut self, findings: &mut Findings) -> Network<'a> {
        self.lay(findings);
        while self.keep_used() {
            self.lay(&mut Findings::new());
        }
        self.network
    }

    /// Points, arcs and what is asked of them, for the instants and departures that there are.
    fn lay(&mut self, findings: &mut Findings) {
        let network = &mut self.network;
        network.points.clear();
        network.trips.clear();
        network.arcs.clear();
        network.takes.clear();
        network.requirements.clear();
        self.add_points();
        self.add_waits();
        self.add_trips();
        self.add_takes();
        self.prune();
        requirements::add(&mut self.network, findings);
        self.drop_useless();
    }

    /// The points at nodes, by node and time.
    fn add_points(&mut self) {
        for (node, times) in self.times.iter().enumerate() {
            let spot = Spot::Node(Index::<Node>::new(node));
            let points = times.iter().map(|time| Point { spot, time: *time });
            self.network.points.extend(points);
        }
    }

    /// A wait from each point of a node to the next one, where things may stay that long.
    fn add_waits(&mut self) {
        let campaign = self.network.campaign;
        for at in 1..self.network.points.len() {
            let (from, to) = (self.network.points[at - 1], self.network.points[at]);
            let (Spot::Node(node), Spot::Node(next)) = (from.spot, to.spot) else {
                continue;
            };
            let longest = campaign.nodes[node].max_stay;
            if node == next && longest.is_none_or(|longest| to.time - from.time <= longest) {
                self.network.arcs.push(Arc {
                    from: at - 1,
                    to: at,
                    passage: Passage::Wait(node),
                    kinds: Vec::new(),
                    loads: Vec::new(),
                });
            }
        }
    }

    /// What is on offer at each point.
    fn add_takes(&mut self) {
        let campaign = self.network.campaign;
        for (index, offer) in campaign.offers.indexed() {
            let what = match offer.what {
                Offered::Good(good) => self
                    .network
                    .goods
                    .iter()
                    .position(|own| *own == good)
                    .map(Taken::Good),
                Offered::Design(design) => self
                    .kind_of(PieceKind::Design(design), offer.owner)
                    .map(Taken::Pieces),
                Offered::Element(element) => self
                    .kind_of(PieceKind::Element(element), offer.owner)
                    .map(Taken::Pieces),
            };
            let Some(what) = what else { continue };
            for (at, point) in self.network.points.iter().enumerate() {
                if point.spot == Spot::Node(offer.node) && offer.is_open(point.time) {
                    self.network.takes.push(Take {
                        offer: index,
                        point: at,
                        what,
                    });
                }
            }
        }
    }

    fn kind_of(
        &self,
        made_from: PieceKind,
        owner: Option<Index<portolan_model::Partner>>,
    ) -> Option<usize> {
        let kinds = &self.network.kinds;
        kinds.iter().position(|kind| {
            kind.made_from == made_from && (owner.is_none() || kind.owner == owner)
        })
    }
}

/// The last instant looked at: the horizon, or the last event that the campaign knows.
fn end_of(campaign: &Campaign, how: &Unrolling) -> Duration {
    let last_due = campaign.demands.iter().map(|demand| match &demand.need {
        Need::Once { due, .. } => *due,
        Need::Steady { until, .. } | Need::Presence { until, .. } => *until,
    });
    let end = campaign
        .horizon
        .or_else(|| last_due.max())
        .unwrap_or(Duration::ZERO);
    how.until.map_or(end, |until| end.min(until))
}
