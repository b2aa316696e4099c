//! Instants: when something may leave, from what opens, what is offered, and what is due.
//!
//! Forwards: from every opening and offer, along edges, to what can leave where something has arrived. Backwards: from
//! every due and opening, along edges, to what must have left. Both for a limited number of edges one after the other.

use super::Unroller;
use crate::codes;
use crate::network::Kind;
use portolan_model::{Campaign, Edge, Need, Node, Recipient, Way as EdgeWay, Window};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// One direction of an edge, and for an edge without a duration of its own the kind whose speed counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    pub(super) edge: Index<Edge>,
    pub(super) backwards: bool,
    pub(super) mover: Option<usize>,
}

impl Way {
    pub(super) fn origin(self, campaign: &Campaign) -> Index<Node> {
        let edge = &campaign.edges[self.edge];
        if self.backwards {
            edge.destination
        } else {
            edge.origin
        }
    }

    pub(super) fn destination(self, campaign: &Campaign) -> Index<Node> {
        let edge = &campaign.edges[self.edge];
        if self.backwards {
            edge.origin
        } else {
            edge.destination
        }
    }

    /// How long a trip takes that leaves at an instant.
    pub(super) fn duration(
        self,
        campaign: &Campaign,
        kinds: &[Kind],
        depart: Duration,
    ) -> Option<Duration> {
        let way = campaign.edges[self.edge].way_at(depart);
        if let Some(duration) = way.duration() {
            return Some(duration);
        }
        let speed = kinds.get(self.mover?)?.element.drive?.max_speed.m_s();
        (speed > 0.0)
            .then(|| Duration::from_seconds(way.distance().map_or(0.0, |it| it.m()) / speed))
    }

    /// The first instant at or after `t` at which it may be entered.
    pub(super) fn next_open(self, campaign: &Campaign, t: Duration) -> Option<Duration> {
        let edge = &campaign.edges[self.edge];
        let origin = &campaign.nodes[self.origin(campaign)].calendar;
        let mut at = t;
        for _ in 0..64 {
            let open = edge.next_open(at)?;
            let lets_go = origin.next_open(open)?;
            if lets_go == open {
                return Some(open);
            }
            at = lets_go;
        }
        None
    }

    fn is_unrestricted(self, campaign: &Campaign) -> bool {
        let edge = &campaign.edges[self.edge];
        let origin = &campaign.nodes[self.origin(campaign)].calendar;
        edge.calendar.is_unrestricted()
            && edge.departures.is_unrestricted()
            && origin.is_unrestricted()
    }
}

/// True where a kind may travel an edge, by itself or aboard another.
pub(super) fn may_travel(kind: &Kind, edge: Index<Edge>) -> bool {
    kind.element.ways.is_empty() || kind.element.ways.contains(&edge)
}

impl Unroller<'_, '_> {
    pub(super) fn find_instants(&mut self, findings: &mut Findings) {
        let ways = self.ways();
        let (offered, due) = (self.offered(), self.due());
        let mut seeds = offered;
        for way in &ways {
            self.add_openings(*way, &mut seeds);
            self.add_asked(*way);
        }
        let mut forwards = seeds;
        let mut backwards = due;
        let asked = self.also();
        forwards.extend(asked.iter().copied());
        backwards.extend(asked);
        backwards.extend(self.openings());
        for _ in 0..self.how.hops {
            forwards = self.follow(&ways, &forwards);
            backwards = self.trace(&ways, &backwards);
        }
        self.thin(findings);
    }

    /// From where and when something leaves that an opening lets leave: what leaves with it may come as late as then.
    fn openings(&self) -> Vec<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let of = |(way, departs): (&Way, &BTreeSet<Duration>)| {
            let origin = way.origin(campaign);
            departs
                .iter()
                .map(move |depart| (origin, *depart))
                .collect::<Vec<_>>()
        };
        self.departures.iter().flat_map(of).collect()
    }

    /// The ways that something on offer may travel.
    pub(super) fn ways(&self) -> Vec<Way> {
        let campaign = self.network.campaign;
        let mut ways = Vec::new();
        for (edge, of) in campaign.edges.indexed() {
            if matches!(of.way, EdgeWay::Pipe { .. }) {
                continue;
            }
            let kinds = self.network.kinds.iter().enumerate();
            let kinds = kinds.filter(|(_, kind)| may_travel(kind, edge));
            let timed = of.way.duration().is_some() || !of.departures.opportunities.is_empty();
            let movers: BTreeSet<Option<usize>> = if timed {
                kinds.map(|_| None).collect()
            } else {
                kinds
                    .filter(|(_, kind)| kind.element.drive.is_some())
                    .map(|(at, _)| Some(at))
                    .collect()
            };
            for backwards in [false, true] {
                if !backwards || of.both_ways {
                    ways.extend(movers.iter().map(|mover| Way {
                        edge,
                        backwards,
                        mover: *mover,
                    }));
                }
            }
        }
        ways
    }

    pub(super) fn offered(&mut self) -> BTreeSet<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let from = campaign.offers.iter().map(|offer| (offer.node, offer.from));
        let found: BTreeSet<_> = from.filter(|(_, t)| *t <= self.network.end).collect();
        self.note(&found);
        found
    }

    pub(super) fn due(&mut self) -> BTreeSet<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let mut found = BTreeSet::new();
        for demand in &campaign.demands {
            let Recipient::Node(node) = demand.recipient else {
                continue;
            };
            match &demand.need {
                Need::Once { due, .. } => {
                    found.insert((node, *due));
                }
                Need::Steady { from, until, .. } | Need::Presence { from, until, .. } => {
                    found.extend([(node, *from), (node, *until)]);
                }
            }
        }
        let found: BTreeSet<_> = found
            .into_iter()
            .filter(|(_, t)| *t <= self.network.end)
            .collect();
        self.note(&found);
        found
    }

    /// The instants that are asked for besides.
    pub(super) fn also(&mut self) -> BTreeSet<(Index<Node>, Duration)> {
        let within = |(_, t): &&(Index<Node>, Duration)| !t.is_negative() && *t <= self.network.end;
        let found = self.how.also.iter().filter(within).copied().collect();
        self.note(&found);
        found
    }

    /// Departures along a way at the instants that are asked for besides, and those that arrive at them.
    fn add_asked(&mut self, way: Way) {
        let campaign = self.network.campaign;
        let (from, to) = (way.origin(campaign), way.destination(campaign));
        let mut departs = BTreeSet::new();
        for (node, time) in &self.how.also {
            if *node == from {
                departs.insert(*time);
            }
            let kinds = &self.network.kinds;
            if let (true, Some(duration)) = (*node == to, way.duration(campaign, kinds, *time)) {
                departs.insert(*time - duration);
            }
        }
        for depart in departs {
            if !depart.is_negative() && way.next_open(campaign, depart) == Some(depart) {
                self.add_departure(way, depart);
            }
        }
    }

    fn note(&mut self, found: &BTreeSet<(Index<Node>, Duration)>) {
        for (node, time) in found {
            self.times[node.at()].insert(*time);
        }
    }

    /// A departure at the best instant of each opening, and at its first.
    fn add_openings(&mut self, way: Way, seeds: &mut BTreeSet<(Index<Node>, Duration)>) {
        let campaign = self.network.campaign;
        if way.is_unrestricted(campaign) {
            return;
        }
        let edge = &campaign.edges[way.edge];
        let origin = way.origin(campaign);
        let span = Window {
            from: Duration::ZERO,
            to: self.network.end,
        };
        for opening in edge.openings(&campaign.nodes[origin].calendar, span) {
            if !edge.departures.is_unrestricted() {
                let windows = self.bests.entry(way).or_default();
                windows.insert(opening.window.from, (opening.window.to, opening.best));
            }
            let best = opening
                .window
                .contains(opening.best)
                .then_some(opening.best);
            let at = best.unwrap_or(opening.window.from);
            if let Some(arrival) = self.add_departure(way, at) {
                seeds.insert(arrival);
            }
        }
    }

    /// Adds a departure, and says where and when it arrives; `None` past the end.
    fn add_departure(&mut self, way: Way, depart: Duration) -> Option<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let arrive = depart + way.duration(campaign, &self.network.kinds, depart)?;
        if depart.is_negative() || arrive > self.network.end {
            return None;
        }
        self.departures.entry(way).or_default().insert(depart);
        let (from, to) = (way.origin(campaign), way.destination(campaign));
        self.times[from.at()].insert(depart);
        self.times[to.at()].insert(arrive);
        Some((to, arrive))
    }

    /// What can leave where something has come to be, and where that arrives.
    fn follow(
        &mut self,
        ways: &[Way],
        events: &BTreeSet<(Index<Node>, Duration)>,
    ) -> BTreeSet<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let mut arrivals = BTreeSet::new();
        for (node, time) in events {
            for way in ways.iter().filter(|way| way.origin(campaign) == *node) {
                if self.times[node.at()].len() > self.how.instants * 4 {
                    continue;
                }
                let open = way.next_open(campaign, *time);
                let open = open.map(|open| self.best_from(*way, open));
                arrivals.extend(open.and_then(|depart| self.add_departure(*way, depart)));
            }
        }
        arrivals
    }

    /// The best instant of the opening that an instant lies in, where that is still to come; else the instant itself.
    fn best_from(&self, way: Way, open: Duration) -> Duration {
        let before = |windows: &BTreeMap<Duration, (Duration, Duration)>| {
            let (_, window) = windows.range(..=open).next_back()?;
            Some(*window)
        };
        match self.bests.get(&way).and_then(before) {
            Some((to, best)) if open < best && best < to => best,
            _ => open,
        }
    }

    /// What must have left for something to be where it is due, and from where.
    fn trace(
        &mut self,
        ways: &[Way],
        events: &BTreeSet<(Index<Node>, Duration)>,
    ) -> BTreeSet<(Index<Node>, Duration)> {
        let campaign = self.network.campaign;
        let mut departures = BTreeSet::new();
        for (node, time) in events {
            for way in ways.iter().filter(|way| way.destination(campaign) == *node) {
                if !way.is_unrestricted(campaign)
                    || self.times[node.at()].len() > self.how.instants * 4
                {
                    continue;
                }
                let Some(duration) = way.duration(campaign, &self.network.kinds, *time) else {
                    continue;
                };
                let depart = *time - duration;
                if self.add_departure(*way, depart).is_some() {
                    departures.insert((way.origin(campaign), depart));
                }
            }
        }
        departures
    }

    /// Where there are too many instants at a node, keeps those that something is due or offered at, and of the rest every
    /// so many.
    fn thin(&mut self, findings: &mut Findings) {
        let campaign = self.network.campaign;
        let mut keep: BTreeSet<_> = self.offered().union(&self.due()).copied().collect();
        keep.extend(self.also());
        let most = self.how.instants;
        let mut thinned = BTreeMap::new();
        for (node, times) in self.times.iter_mut().enumerate() {
            let node = Index::new(node);
            if times.len() > most {
                thinned.insert(node, times.len());
                let step = times.len().div_ceil(most);
                let numbered = times.iter().enumerate();
                let kept =
                    numbered.filter(|(at, time)| at % step == 0 || keep.contains(&(node, **time)));
                *times = kept.map(|(_, time)| *time).collect();
            }
        }
        for (way, departures) in &mut self.departures {
            let (from, to) = (way.origin(campaign), way.destination(campaign));
            let kinds = &self.network.kinds;
            departures.retain(|depart| {
                let arrive = way
                    .duration(campaign, kinds, *depart)
                    .map(|duration| *depart + duration);
                self.times[from.at()].contains(depart)
                    && arrive.is_some_and(|arrive| self.times[to.at()].contains(&arrive))
            });
        }
        for (node, count) in thinned {
            let id = campaign.nodes[node].id.as_str();
            let message = format!("{count} instants at \"{id}\" were thinned to about {most}");
            findings.push(
                Finding::warning(codes::THINNED, "node", id, message)
                    .advice("the plan is the best of the departures looked at: give ways calendars, or allow more instants"),
            );
        }
    }
}
