//! The plan as a network in time: trips are arcs between instants at nodes, and what stands at a node
//! stays there until the next instant.

use crate::flow::Graph;
use crate::mass::{Mg, UNLIMITED};
use crate::trip::{Rooms, Step, Trip};
use crate::want::{Place, Want};
use portolan_model::{Campaign, Environment, Node};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// The nodes where goods can be had.
pub(crate) struct Sources(Vec<bool>);

impl Sources {
    /// The nodes on the surface of the Earth, and others.
    pub(crate) fn new(campaign: &Campaign, others: &[Index<Node>]) -> Self {
        let nodes = campaign.nodes.indexed();
        Self(
            nodes
                .map(|(index, node)| node.is_earth_surface() || others.contains(&index))
                .collect(),
        )
    }

    pub(crate) fn has(&self, node: Index<Node>) -> bool {
        self.0.get(node.at()).copied().unwrap_or(false)
    }
}

/// What limits a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Narrow {
    /// The way, on a trip.
    Trip(usize),
    /// The hold of a carrier, on a trip.
    Bay(Step),
}

/// A part of the wants, and all that limits what can reach them.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Cut {
    pub(crate) wants: Vec<usize>,
    pub(crate) narrows: Vec<(Narrow, Mg)>,
    /// What they ask for.
    pub(crate) asked: Mg,
    /// The most that can reach them.
    pub(crate) reachable: Mg,
}

/// A mass for one want along one route.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Share {
    pub(crate) want: usize,
    pub(crate) route: Vec<Step>,
    pub(crate) mass: Mg,
}

/// The order of instants at a node: time, arrivals first, then by trip (which departs, then arrives,
/// where it takes no time).
type Instant = (Duration, u8, usize, u8);

/// The network for the wants whose containers need one environment.
pub(crate) struct Network<'a> {
    graph: Graph,
    source: usize,
    trips: &'a [Trip],
    /// Vertices of the wants.
    asked: BTreeMap<usize, usize>,
    narrows: BTreeMap<usize, Narrow>,
    bays: BTreeMap<usize, Step>,
    instants: BTreeMap<Index<Node>, Vec<(Instant, usize)>>,
}

impl<'a> Network<'a> {
    pub(crate) fn new(
        trips: &'a [Trip],
        sources: &Sources,
        wants: &[Want],
        rooms: &Rooms,
        environment: Environment,
    ) -> Self {
        let mut graph = Graph::default();
        let source = graph.vertex();
        let mut network = Self {
            graph,
            source,
            trips,
            asked: BTreeMap::new(),
            narrows: BTreeMap::new(),
            bays: BTreeMap::new(),
            instants: BTreeMap::new(),
        };
        for at in 0..trips.len() {
            network.trip(at, sources, rooms, environment);
        }
        network.storage();
        for (at, want) in wants.iter().enumerate() {
            if want.environment == environment {
                network.want(at, want);
            }
        }
        network
    }

    fn trip(&mut self, at: usize, sources: &Sources, rooms: &Rooms, environment: Environment) {
        let trip = &self.trips[at];
        let departs = self.graph.vertex();
        if sources.has(trip.origin) {
            self.graph.arc(self.source, departs, UNLIMITED, 0);
        } else {
            let instant = (trip.depart, 1, at, 0);
            let instants = self.instants.entry(trip.origin).or_default();
            instants.push((instant, departs));
        }
        let aboard = self.graph.vertex();
        let way = self.graph.arc(departs, aboard, rooms.trip(at).max(0), 0);
        self.narrows.insert(way, Narrow::Trip(at));
        let arrives = (!sources.has(trip.destination)).then(|| self.graph.vertex());
        if let Some(arrives) = arrives {
            let phase = u8::from(trip.arrive <= trip.depart);
            let instant = (trip.arrive, phase, at, 1);
            let instants = self.instants.entry(trip.destination).or_default();
            instants.push((instant, arrives));
        }
        for (bay_at, bay) in trip.bays.iter().enumerate() {
            if !environment.fits_in(bay.environment) {
                continue;
            }
            let hold = self.graph.vertex();
            let room = rooms.bay((at, bay_at)).max(0);
            let arc = self.graph.arc(aboard, hold, room, 0);
            self.narrows.insert(arc, Narrow::Bay((at, bay_at)));
            self.bays.insert(hold, (at, bay_at));
            if let Some(arrives) = arrives {
                self.graph.arc(hold, arrives, UNLIMITED, 0);
            }
        }
    }

    /// What stands at a node stays until the next instant, at a cost of its time.
    fn storage(&mut self) {
        for instants in self.instants.values_mut() {
            instants.sort_unstable();
            for pair in instants.windows(2) {
                let [(from, a), (to, b)] = pair else { continue };
                let time = to.0.micros() - from.0.micros();
                self.graph.arc(*a, *b, UNLIMITED, time);
            }
        }
    }

    fn want(&mut self, at: usize, want: &Want) {
        let vertex = self.graph.vertex();
        self.asked.insert(at, vertex);
        match want.place {
            Place::Node(node) => {
                let instants = self.instants.get(&node).map_or(&[][..], Vec::as_slice);
                let before = instants.partition_point(|(instant, _)| instant.0 <= want.due);
                if let Some((instant, last)) = before.checked_sub(1).map(|last| instants[last]) {
                    let time = want.due.micros() - instant.0.micros();
                    self.graph.arc(last, vertex, UNLIMITED, time);
                }
            }
            Place::Aboard(trip) => {
                let bays = self.bays.iter().filter(|(_, step)| step.0 == trip);
                let holds: Vec<usize> = bays.map(|(hold, _)| *hold).collect();
                for hold in holds {
                    self.graph.arc(hold, vertex, UNLIMITED, 0);
                }
            }
        }
    }

    /// The wants that nothing can reach, whatever the rooms of a network without limits.
    pub(crate) fn unreachable(&self) -> Vec<usize> {
        let seen = self.graph.reachable(self.source);
        let unseen = self.asked.iter().filter(|(_, vertex)| !seen[**vertex]);
        unseen.map(|(want, _)| *want).collect()
    }

    /// Brings these masses to the wants; the shares of the routes, or the cuts where it does not fit.
    pub(crate) fn route(mut self, masses: &[Mg]) -> Result<Vec<Share>, Vec<Cut>> {
        let mut short = false;
        let asked: Vec<_> = self.asked.iter().map(|(w, v)| (*w, *v)).collect();
        for (want, vertex) in &asked {
            let wanted = masses[*want];
            short |= self.graph.augment(self.source, *vertex, wanted) < wanted;
        }
        if short {
            return Err(self.cuts(masses));
        }
        Ok(asked
            .into_iter()
            .flat_map(|(want, vertex)| self.shares(want, vertex))
            .collect())
    }

    /// Takes the flow to a want apart into routes, the latest arrivals first.
    fn shares(&mut self, want: usize, vertex: usize) -> Vec<Share> {
        let mut shares: Vec<Share> = Vec::new();
        while let Some(path) = self.path_back(vertex) {
            let mass = path.iter().map(|arc| self.graph.flow(*arc)).min();
            let mass = mass.unwrap_or(0);
            for arc in &path {
                self.graph.withdraw(*arc, mass);
            }
            let holds = path.iter().rev().map(|arc| self.graph.to(*arc));
            let route: Vec<Step> = holds
                .filter_map(|vertex| self.bays.get(&vertex).copied())
                .collect();
            match shares.iter_mut().find(|share| share.route == route) {
                Some(share) => share.mass += mass,
                None => shares.push(Share { want, route, mass }),
            }
        }
        shares
    }

    fn path_back(&self, vertex: usize) -> Option<Vec<usize>> {
        let mut path = Vec::new();
        let mut at = vertex;
        while at != self.source {
            let arc = self
                .graph
                .arriving(at)
                .find(|arc| self.graph.flow(*arc) > 0)?;
            path.push(arc);
            at = self.graph.from(arc);
        }
        Some(path)
    }

    /// What cannot be reached any more, in connected parts; those that ask for more than can reach them.
    fn cuts(&self, masses: &[Mg]) -> Vec<Cut> {
        let part = self.parts(&self.graph.reachable(self.source));
        let mut cuts: BTreeMap<usize, Cut> = BTreeMap::new();
        for (want, vertex) in &self.asked {
            if let Some(part) = part[*vertex] {
                let cut = cuts.entry(part).or_insert_with(|| Cut {
                    wants: Vec::new(),
                    narrows: Vec::new(),
                    asked: 0,
                    reachable: 0,
                });
                cut.wants.push(*want);
                cut.asked += masses[*want];
            }
        }
        for arc in self.graph.arcs() {
            let (from, to) = (self.graph.from(arc), self.graph.to(arc));
            let Some(cut) = part[to].and_then(|part| cuts.get_mut(&part)) else {
                continue;
            };
            if part[from].is_none() {
                let room = self.graph.capacity(arc);
                cut.reachable += room;
                cut.narrows
                    .extend(self.narrows.get(&arc).map(|narrow| (*narrow, room)));
            }
        }
        cuts.into_values()
            .filter(|cut| cut.asked > cut.reachable)
            .collect()
    }

    /// The connected parts of what cannot be reached, by vertex.
    fn parts(&self, seen: &[bool]) -> Vec<Option<usize>> {
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); self.graph.len()];
        for arc in self.graph.arcs() {
            let (from, to) = (self.graph.from(arc), self.graph.to(arc));
            if !seen[from] && !seen[to] && self.graph.capacity(arc) > 0 {
                near[from].push(to);
                near[to].push(from);
            }
        }
        let mut part = vec![None; self.graph.len()];
        for (first, seen) in seen.iter().enumerate() {
            let mut open = if *seen { Vec::new() } else { vec![first] };
            while let Some(vertex) = open.pop() {
                if part[vertex].is_none() {
                    part[vertex] = Some(first);
                    open.extend(&near[vertex]);
                }
            }
        }
        part
    }
}
