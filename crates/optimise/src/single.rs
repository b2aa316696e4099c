//! Singling out: pieces of a kind as pieces of their own, where it matters which of them has what.
//!
//! To the network pieces of a kind share their stores. Where something is lost whenever a good changes pieces, they do not: two
//! half-full tankers cannot go on as one full tanker and an empty one for nothing. So the pieces of such kinds are given
//! journeys through the arcs that the solution uses, each becomes a kind of its own, and the amounts are found anew for the same
//! whole numbers.

use crate::build::transfer_loss;
use crate::flows::{Flow, Flows};
use crate::formulate::Formulation;
use crate::network::{Kind, Network, Passage, Pool, Requirement, Take, Taken};
use crate::plan::{Unwritable, in_order, write_flat};
use crate::search::{Aim, Found, Request, search_in, unit_of};
use portolan_model::Goal;
use portolan_solver::{Engine, EngineError, Watch};
use std::collections::{BTreeMap, BTreeSet};

/// The way of one piece through the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Journey {
    /// Of which kind it is.
    pub kind: usize,
    /// By which take it comes into the plan, by position.
    pub take: usize,
    /// Along which arcs it goes, in order.
    pub arcs: Vec<usize>,
}

/// Flows of a network in which some pieces are kinds of their own: they come after all other kinds, in the order of journeys.
#[derive(Clone, Debug, PartialEq)]
pub struct Singles {
    /// The journeys of these pieces.
    pub journeys: Vec<Journey>,
    /// The flows of the network that [`Singles::network`] makes.
    pub flows: Flows,
}

impl Singles {
    /// The network with the pieces singled out.
    pub fn network<'a>(&self, network: &Network<'a>) -> Network<'a> {
        singled(network, &self.journeys)
    }

    /// What cannot be written, in the positions of the network itself.
    pub(crate) fn told(&self, network: &Network<'_>, why: Unwritable) -> Unwritable {
        let kinds = network.kinds.len();
        let of_kind = |kind: usize| match kind.checked_sub(kinds) {
            Some(journey) => self.journeys.get(journey).map_or(0, |it| it.kind),
            None => kind,
        };
        let refined = self.network(network);
        let of_pool = |pool: usize| {
            let own = refined.pools.get(pool).and_then(|pool| pool.stores.first());
            let own = own.map(|(kind, store)| (of_kind(*kind), *store));
            let mut pools = network.pools.iter();
            own.and_then(|own| pools.position(|pool| pool.stores.contains(&own)))
                .unwrap_or(0)
        };
        why.with_positions(of_kind, of_pool)
    }
}

/// Which of alike pieces goes where.
#[derive(Clone, Copy, Debug)]
enum Rule {
    /// Those that keep most of what they have.
    Keeping,
    /// Those that came first wait.
    Waiting,
    /// Those that came last wait.
    Coming,
}

/// Where a solution cannot be written as it is, because pieces of a kind would have to change goods that some is lost of: the
/// same whole numbers with these pieces singled out. Otherwise, or where that is not possible, what was found.
///
/// # Errors
/// Where the engine fails.
pub(crate) fn single_out(
    network: &Network<'_>,
    request: &Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
    found: Found,
) -> Result<Found, EngineError> {
    let Some(flows) = &found.flows else {
        return Ok(found);
    };
    let kinds = kinds(network, flows);
    if kinds.is_empty() || write_flat(network, flows).is_ok() {
        return Ok(found);
    }
    // All numbers of pieces are held, so that nothing else can be excluded.
    let held = Request {
        excluded: Vec::new(),
        ..request.clone()
    };
    let mut best: Option<(f64, Found)> = None;
    let mut tried: Vec<Vec<Journey>> = Vec::new();
    for rule in [Rule::Keeping, Rule::Waiting, Rule::Coming] {
        let Some(journeys) = Dealing::new(network, flows, &kinds, rule).journeys() else {
            continue;
        };
        if tried.contains(&journeys) {
            continue;
        }
        let refined = singled(network, &journeys);
        let fixed = |formulation: &mut Formulation<'_, '_>| {
            formulation.fix_pieces(network.kinds.len(), &kinds, &journeys, flows);
        };
        let trial = search_in(&refined, &held, engine, watch, &fixed)?;
        let singles = trial.flows.clone().map(|flows| Singles {
            journeys: journeys.clone(),
            flows,
        });
        tried.push(journeys);
        if let Some(singles) = singles
            && write_flat(&refined, &singles.flows).is_ok()
        {
            let value = value(request, &trial);
            if best.as_ref().is_none_or(|(least, _)| value < *least) {
                let flows = Flows {
                    singles: Some(Box::new(singles)),
                    ..flows.clone()
                };
                let flows = Some(flows);
                best = Some((value, Found { flows, ..trial }));
            }
        }
    }
    let Some((now, trial)) = best else {
        return Ok(found);
    };
    let before = value(request, &found);
    let bound = found.gap.map(|gap| before - gap * before.abs());
    let gap = bound.map(|bound| ((now - bound) / now.abs().max(1e-10)).max(0.0));
    let mut reached = trial.reached;
    for (reached, before) in reached.iter_mut().zip(&found.reached) {
        reached.bound = before.bound;
    }
    Ok(Found {
        gap,
        reached,
        flows: trial.flows,
        nodes: found.nodes + trial.nodes,
        ..found
    })
}

/// What counts of a solution: the first goal, or the weighted sum.
fn value(request: &Request, found: &Found) -> f64 {
    let of = |goal: Goal| {
        let mut reached = found.reached.iter();
        let own = reached.find(|reached| reached.goal == goal);
        own.map_or(0.0, |own| own.value / unit_of(goal))
    };
    match &request.aim {
        Aim::InOrder(goals) => goals.first().map_or(0.0, |goal| of(*goal)),
        Aim::Weighted(weights) => weights
            .iter()
            .fold(0.0, |sum, (goal, weight)| sum + weight * of(*goal)),
    }
}

/// The kinds that are worth singling out: several pieces, none of them based anywhere or sized, with stores of which something is
/// lost on transfer.
fn kinds(network: &Network<'_>, flows: &Flows) -> BTreeSet<usize> {
    let mut counts: BTreeMap<usize, f64> = BTreeMap::new();
    for (take, count) in network.takes.iter().zip(&flows.takes) {
        if let Taken::Pieces(kind) = take.what {
            *counts.entry(kind).or_insert(0.0) += count.round();
        }
    }
    let worth = |kind: usize| {
        let of = &network.kinds[kind];
        let apart = !of.free && !of.sized && of.element.upkeep.base.is_none();
        apart
            && network
                .pools
                .iter()
                .any(|pool| is_lossy(network, pool, kind))
    };
    let several = counts.into_iter().filter(|(_, count)| *count >= 2.0);
    several
        .map(|(kind, _)| kind)
        .filter(|kind| worth(*kind))
        .collect()
}

/// True for a pool of this kind of a good that loses something on transfer.
fn is_lossy(network: &Network<'_>, pool: &Pool, kind: usize) -> bool {
    let lossy = |good: &usize| transfer_loss(network, *good) > 0.0;
    pool.stores.iter().any(|(own, _)| *own == kind) && pool.goods.iter().any(lossy)
}

/// Gives pieces journeys.
struct Dealing<'d, 'a> {
    network: &'d Network<'a>,
    flows: &'d Flows,
    kinds: &'d BTreeSet<usize>,
    rule: Rule,
    journeys: Vec<Journey>,
    /// What each piece is taken to have, by pool and good, in kg.
    had: Vec<BTreeMap<(usize, usize), f64>>,
    arrivals: BTreeMap<usize, Vec<usize>>,
}

impl<'d, 'a> Dealing<'d, 'a> {
    fn new(
        network: &'d Network<'a>,
        flows: &'d Flows,
        kinds: &'d BTreeSet<usize>,
        rule: Rule,
    ) -> Self {
        Self {
            network,
            flows,
            kinds,
            rule,
            journeys: Vec::new(),
            had: Vec::new(),
            arrivals: BTreeMap::new(),
        }
    }

    /// `None` where more pieces leave a point than come to it.
    fn journeys(mut self) -> Option<Vec<Journey>> {
        let (network, flows) = (self.network, self.flows);
        for point in in_order(network, flows).ok()? {
            let mut here = self.arrivals.remove(&point).unwrap_or_default();
            here.extend(self.taken(point));
            let leaving = |arc: &usize| network.arcs[*arc].from == point;
            let arcs: Vec<usize> = (0..network.arcs.len()).filter(leaving).collect();
            for kind in self.kinds.clone() {
                self.deal(kind, &here, &arcs)?;
            }
        }
        Some(self.journeys)
    }

    fn taken(&mut self, point: usize) -> Vec<usize> {
        let mut new = Vec::new();
        let takes = self.network.takes.iter().zip(&self.flows.takes);
        for (take, (of, count)) in takes.enumerate() {
            let Taken::Pieces(kind) = of.what else {
                continue;
            };
            if of.point != point || !self.kinds.contains(&kind) {
                continue;
            }
            for _ in 0..count.round() as u32 {
                let contents = self.network.kinds[kind].contents.iter();
                let contents = contents.map(|(good, pool, kg)| ((*pool, *good), *kg));
                new.push(self.journeys.len());
                self.had.push(contents.collect());
                self.journeys.push(Journey {
                    kind,
                    take,
                    arcs: Vec::new(),
                });
            }
        }
        new
    }

    fn deal(&mut self, kind: usize, here: &[usize], arcs: &[usize]) -> Option<()> {
        let mine = here.iter().copied();
        let mut rest: Vec<usize> = mine.filter(|it| self.journeys[*it].kind == kind).collect();
        let mut open: Vec<(usize, u32)> = arcs
            .iter()
            .map(|arc| (*arc, count(&self.flows.arcs[*arc], kind)))
            .filter(|(_, count)| *count > 0)
            .collect();
        // Waits choose first.
        open.sort_by_key(|(arc, _)| !matches!(self.network.arcs[*arc].passage, Passage::Wait(_)));
        for (arc, count) in open {
            rest.sort_by(|a, b| {
                let keeps = |piece: &usize| self.keeps_kg(*piece, kind, arc);
                let waited = |piece: &usize| self.has_waited(*piece);
                let order = match self.rule {
                    Rule::Keeping => keeps(b).total_cmp(&keeps(a)),
                    Rule::Waiting => waited(b).cmp(&waited(a)),
                    Rule::Coming => waited(a).cmp(&waited(b)),
                };
                order.then(a.cmp(b))
            });
            if rest.len() < count as usize {
                return None;
            }
            let chosen: Vec<usize> = rest.drain(..count as usize).collect();
            self.send(kind, &chosen, arc);
        }
        Some(())
    }

    fn has_waited(&self, piece: usize) -> bool {
        let last = self.journeys[piece].arcs.last();
        last.is_some_and(|arc| matches!(self.network.arcs[*arc].passage, Passage::Wait(_)))
    }

    /// What is to be in the stores of a kind on an arc, by pool and good.
    fn loads(&self, kind: usize, arc: usize) -> Vec<((usize, usize), f64, f64)> {
        let loads = self.flows.arcs[arc].loads.iter();
        let own = loads.filter(|load| is_lossy(self.network, &self.network.pools[load.pool], kind));
        own.map(|load| ((load.pool, load.good), load.departs_kg, load.arrives_kg))
            .collect()
    }

    /// How much of what a piece has it keeps on an arc, less a little for what it has too much.
    fn keeps_kg(&self, piece: usize, kind: usize, arc: usize) -> f64 {
        let loads = self.loads(kind, arc);
        let had = |key: &(usize, usize)| self.had[piece].get(key).copied().unwrap_or(0.0);
        let kept: f64 = loads.iter().map(|(key, kg, _)| had(key).min(*kg)).sum();
        kept - 1e-3 * self.had[piece].values().sum::<f64>()
    }

    /// Lets pieces go along a wait or a whole trip: what all are to have is what they had, and the rest one after the other.
    fn send(&mut self, kind: usize, chosen: &[usize], arc: usize) {
        let network = self.network;
        let legs = match network.arcs[arc].passage {
            Passage::Wait(_) => vec![arc],
            Passage::Leg { trip, .. } => network.trips[trip].legs.clone(),
        };
        self.fill(kind, chosen, arc);
        let mut aboard = chosen.to_vec();
        for leg in legs {
            aboard.truncate(count(&self.flows.arcs[leg], kind) as usize);
            for piece in &aboard {
                self.journeys[*piece].arcs.push(leg);
                for (key, departs, arrives) in self.loads(kind, leg) {
                    if let Some(kg) = self.had[*piece].get_mut(&key) {
                        *kg *= (arrives / departs.max(1e-9)).min(1.0);
                    }
                }
            }
            let to = network.arcs[leg].to;
            if matches!(network.points[to].spot, crate::network::Spot::Node(_)) {
                self.arrivals.entry(to).or_default().extend(&aboard);
            }
        }
    }

    fn fill(&mut self, kind: usize, pieces: &[usize], arc: usize) {
        let loads = self.loads(kind, arc);
        let had: Vec<_> = pieces
            .iter()
            .map(|piece| self.had[*piece].clone())
            .collect();
        for piece in pieces {
            self.had[*piece].clear();
        }
        for (key, kg, _) in loads {
            let mut left = kg;
            for (piece, had) in pieces.iter().zip(&had) {
                let keeps = had.get(&key).copied().unwrap_or(0.0).min(left);
                self.had[*piece].insert(key, keeps);
                left -= keeps;
            }
            for piece in pieces {
                let most = self.most_kg(kind, key.0);
                let own = self.had[*piece].entry(key).or_insert(0.0);
                let more = (most - *own).min(left).max(0.0);
                *own += more;
                left -= more;
            }
        }
    }

    fn most_kg(&self, kind: usize, pool: usize) -> f64 {
        let stores = self.network.pools[pool].stores.iter();
        let own = stores.filter(|(of, _)| *of == kind);
        let most = own.map(|(_, store)| self.network.kinds[kind].element.stores[*store].max_mass);
        most.map(|most| most.map_or(f64::INFINITY, |most| most.kg()))
            .sum()
    }
}

fn count(flow: &Flow, kind: usize) -> u32 {
    let of = flow.pieces.iter().filter(|(other, _)| *other == kind);
    of.map(|(_, count)| *count).sum()
}

/// The network with each journey's piece a kind of its own, behind all others.
fn singled<'a>(network: &Network<'a>, journeys: &[Journey]) -> Network<'a> {
    let mut refined = network.clone();
    let singled: BTreeSet<usize> = journeys.iter().map(|journey| journey.kind).collect();
    for arc in &mut refined.arcs {
        arc.kinds.retain(|kind| !singled.contains(kind));
        arc.loads.retain(|(_, pool)| {
            let mut stores = network.pools[*pool].stores.iter();
            !stores.all(|(kind, _)| singled.contains(kind))
        });
    }
    for journey in journeys {
        add_single(&mut refined, network, journey);
    }
    for arc in &mut refined.arcs {
        arc.loads.sort_unstable();
        arc.loads.dedup();
    }
    refined
}

/// Adds the kind of one piece, with pools of its own for what is lost on transfer.
fn add_single(refined: &mut Network<'_>, network: &Network<'_>, journey: &Journey) {
    let (old, new) = (journey.kind, refined.kinds.len());
    for group in &mut refined.groups {
        if group.kinds.contains(&old) {
            group.kinds.push(new);
        }
    }
    let mut pools: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, pool) in network.pools.iter().enumerate() {
        let own: Vec<_> = pool
            .stores
            .iter()
            .filter(|(kind, _)| *kind == old)
            .collect();
        let own: Vec<_> = own.into_iter().map(|(_, store)| (new, *store)).collect();
        if own.is_empty() {
            continue;
        }
        if is_lossy(network, pool, old) {
            pools.insert(at, refined.pools.len());
            let pool = pool.clone();
            refined.pools.push(Pool {
                stores: own,
                ..pool
            });
        } else {
            pools.insert(at, at);
            refined.pools[at].stores.extend(own);
        }
    }
    let kind = network.kinds[old].clone();
    let contents = kind.contents.iter();
    let contents =
        contents.map(|(good, pool, kg)| (*good, pools.get(pool).map_or(*pool, |it| *it), *kg));
    refined.kinds.push(Kind {
        most: Some(1),
        contents: contents.collect(),
        ..kind
    });
    for arc in &journey.arcs {
        let loads = network.arcs[*arc].loads.iter();
        let own = loads.filter_map(|(good, pool)| Some((*good, *pools.get(pool)?)));
        refined.arcs[*arc].loads.extend(own);
        refined.arcs[*arc].kinds.push(new);
    }
    refined.takes.push(Take {
        what: Taken::Pieces(new),
        ..network.takes[journey.take]
    });
    for requirement in &mut refined.requirements {
        if let Requirement::Presence { kinds, .. } | Requirement::Stay { kinds, .. } = requirement
            && kinds.contains(&old)
        {
            kinds.push(new);
        }
    }
}

impl Formulation<'_, '_> {
    /// Holds the numbers of pieces to those of flows, each journey to its arcs.
    fn fix_pieces(
        &mut self,
        kinds: usize,
        singled: &BTreeSet<usize>,
        journeys: &[Journey],
        flows: &Flows,
    ) {
        for arc in 0..self.arcs.len() {
            for (kind, column) in self.arcs[arc].pieces.clone() {
                let pieces = if kind < kinds {
                    f64::from(count(&flows.arcs[arc], kind))
                } else {
                    1.0
                };
                self.program.set_bounds(column, pieces, pieces);
            }
        }
        let old = flows.takes.len();
        for take in 0..self.takes.len() {
            let column = self.takes[take];
            let Taken::Pieces(kind) = self.network.takes[take].what else {
                continue;
            };
            let pieces = if take >= old {
                1.0
            } else if singled.contains(&kind) {
                0.0
            } else {
                flows.takes[take].round()
            };
            debug_assert!(take < old || take - old < journeys.len());
            self.program.set_bounds(column, pieces, pieces);
        }
    }
}
