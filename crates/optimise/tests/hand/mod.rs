//! Flows by hand through a campaign's network, and the plan that is written of them, judged and flown.

use portolan_model::{Campaign, Node, Plan};
use portolan_optimise::{
    Flow, Flows, Load, Network, Passage, Spot, Taken, Unrolling, Unwritable, unroll, write,
};
use portolan_vocabulary::{Duration, Finding, Index, Severity};

/// Places for all: a works, a pad, an orbit of the Earth and the Moon.
const PLACES: &str = r#"
format = "portolan-campaign/1"
id = "by-hand"
start = "2030-01-01T00:00:00Z"
horizon = "60 d"
[[node]]
id = "works"
body = "earth"
kind = "surface"
latitude = "28 deg"
longitude = "-81 deg"
[[node]]
id = "pad"
body = "earth"
kind = "surface"
latitude = "28.5 deg"
longitude = "-80.6 deg"
[[node]]
id = "orbit"
body = "earth"
kind = "orbit"
periapsis = "400 km"
apoapsis = "400 km"
inclination = "28.5 deg"
[[node]]
id = "moon"
body = "moon"
kind = "surface"
latitude = "0 deg"
longitude = "0 deg"
"#;

/// A campaign of the common places and what a test adds.
pub(crate) fn campaign(text: &str) -> Campaign {
    let text = format!("{PLACES}{text}");
    portolan_formats::campaign::read_text("by-hand.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

/// The exhaust velocity of a specific impulse, in m/s.
pub(crate) fn exhaust(isp_s: f64) -> f64 {
    isp_s * portolan_model::STANDARD_GRAVITY_M_S2
}

/// A network and the flows that a test puts on it.
pub(crate) struct Hand<'a> {
    pub(crate) network: Network<'a>,
    pub(crate) flows: Flows,
}

impl<'a> Hand<'a> {
    pub(crate) fn of(campaign: &'a Campaign) -> Self {
        let (network, _) = unroll(campaign, &Unrolling::default()).unwrap();
        let flows = Flows {
            arcs: vec![Flow::default(); network.arcs.len()],
            takes: vec![0.0; network.takes.len()],
            sizes: vec![None; network.kinds.len()],
            singles: None,
        };
        Self { network, flows }
    }

    pub(crate) fn kind(&self, id: &str) -> usize {
        let kinds = &self.network.kinds;
        let found = kinds.iter().position(|kind| kind.element.id.as_str() == id);
        found.unwrap_or_else(|| panic!("no kind {id}"))
    }

    fn good(&self, id: &str) -> usize {
        let campaign = self.network.campaign;
        let goods = &self.network.goods;
        let found = goods.iter().position(|good| campaign.good_id(*good) == id);
        found.unwrap_or_else(|| panic!("no good {id}"))
    }

    fn node(&self, id: &str) -> Index<Node> {
        let mut nodes = self.network.campaign.nodes.indexed();
        nodes.find(|(_, node)| node.id.as_str() == id).unwrap().0
    }

    /// The pool of a store, as `element.store`.
    fn pool(&self, name: &str) -> usize {
        let (element, store) = name.split_once('.').unwrap();
        let kind = self.kind(element);
        let stores = &self.network.kinds[kind].element.stores;
        let store = stores.iter().position(|it| it.name == store).unwrap();
        let pools = &self.network.pools;
        let found = pools
            .iter()
            .position(|pool| pool.stores.contains(&(kind, store)));
        found.unwrap()
    }

    /// The first instant at a node, in days.
    pub(crate) fn first(&self, node: &str) -> f64 {
        let spot = Spot::Node(self.node(node));
        let times = self
            .network
            .points
            .iter()
            .filter(|point| point.spot == spot);
        times
            .map(|point| point.time.days())
            .fold(f64::INFINITY, f64::min)
    }

    /// Takes pieces of a kind, or mass of a good in kg, on offer at a day.
    pub(crate) fn take(&mut self, id: &str, day: f64, amount: f64) {
        let at = Duration::from_days(day);
        let campaign = self.network.campaign;
        let named = |what: &Taken| match what {
            Taken::Pieces(kind) => self.network.kinds[*kind].element.id.as_str() == id,
            Taken::Good(good) => campaign.good_id(self.network.goods[*good]) == id,
        };
        let takes = &self.network.takes;
        let found = takes
            .iter()
            .position(|take| named(&take.what) && self.network.points[take.point].time == at);
        self.flows.takes[found.unwrap_or_else(|| panic!("no {id} on day {day}"))] += amount;
    }

    /// The legs of a trip along an edge.
    pub(crate) fn trip(&self, edge: &str, day: f64) -> Vec<usize> {
        self.legs(edge, day, None)
    }

    /// The legs of a trip along an edge in whose burns a kind burns.
    pub(crate) fn burning(&self, edge: &str, day: f64, kind: &str) -> Vec<usize> {
        self.legs(edge, day, Some(self.kind(kind)))
    }

    fn legs(&self, edge: &str, day: f64, kind: Option<usize>) -> Vec<usize> {
        let at = Duration::from_days(day);
        let campaign = self.network.campaign;
        let burns = |group: &Option<usize>| {
            let kinds = group.map(|group| &self.network.groups[group].kinds);
            kind.is_none_or(|kind| kinds.is_some_and(|kinds| kinds.contains(&kind)))
        };
        let mut trips = self.network.trips.iter();
        let found = trips.find(|trip| {
            let same = campaign.edges[trip.edge].id.as_str() == edge;
            trip.depart == at && same && trip.groups.iter().all(burns)
        });
        let found = found.unwrap_or_else(|| panic!("no {edge} on day {day}"));
        found.legs.clone()
    }

    /// The waits at a node from one day to another.
    pub(crate) fn wait(&self, node: &str, from: f64, to: f64) -> Vec<usize> {
        let (from, to) = (Duration::from_days(from), Duration::from_days(to));
        let node = self.node(node);
        let within = |arc: &usize| {
            let arc = &self.network.arcs[*arc];
            let ends = (
                self.network.points[arc.from].time,
                self.network.points[arc.to].time,
            );
            arc.passage == Passage::Wait(node) && from <= ends.0 && ends.1 <= to
        };
        (0..self.network.arcs.len()).filter(within).collect()
    }

    pub(crate) fn carry(&mut self, arc: usize, pieces: &[(&str, u32)]) {
        let pieces = pieces.iter().map(|(id, count)| (self.kind(id), *count));
        let mut pieces: Vec<_> = pieces.collect();
        pieces.sort_unstable();
        self.flows.arcs[arc].pieces = pieces;
        self.flows.arcs[arc].trips = 1;
    }

    pub(crate) fn load(&mut self, arc: usize, loads: &[(&str, &str, f64, f64)]) {
        let load = |(good, pool, departs_kg, arrives_kg): &(&str, &str, f64, f64)| Load {
            good: self.good(good),
            pool: self.pool(pool),
            departs_kg: *departs_kg,
            arrives_kg: *arrives_kg,
        };
        // Stores that are alike share a pool.
        let mut all: Vec<Load> = Vec::new();
        for load in loads.iter().map(load) {
            match all
                .iter_mut()
                .find(|it| (it.good, it.pool) == (load.good, load.pool))
            {
                Some(same) => {
                    same.departs_kg += load.departs_kg;
                    same.arrives_kg += load.arrives_kg;
                }
                None => all.push(load),
            }
        }
        all.sort_by_key(|load| (load.good, load.pool));
        self.flows.arcs[arc].loads = all;
    }

    pub(crate) fn written(&self) -> Result<Plan, Unwritable> {
        write(&self.network, &self.flows)
    }

    /// The plan, accepted and flown without a finding, and as heavy at launch as the flows.
    pub(crate) fn flown(&self) -> Plan {
        let plan = self.written().unwrap();
        let campaign = self.network.campaign;
        let told: Vec<_> = plan
            .activities
            .iter()
            .map(|it| (it.at.days(), it.id.as_str(), it.name.as_str()))
            .collect();
        let verdict = portolan_check::check(campaign, &plan);
        let errors = verdict.findings.iter();
        let errors: Vec<&Finding> = errors.filter(|it| it.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{errors:#?} {told:#?}");
        let outcome = portolan_simulate::simulate(campaign, &plan);
        let odd = outcome.findings.iter();
        let odd: Vec<&Finding> = odd.filter(|it| it.severity != Severity::Note).collect();
        assert!(odd.is_empty(), "{odd:#?} {told:#?}");
        let moved = outcome.movements.iter();
        let flown: f64 = moved.map(|movement| movement.mass_kg).sum();
        let said = self.departing_kg();
        assert!(
            (flown - said).abs() <= 1e-9 * said,
            "{flown} kg, not {said} kg"
        );
        assert_eq!(Ok(&plan), self.written().as_ref(), "twice the same");
        plan
    }

    /// What departs on all trips as the flows have it, in kg.
    fn departing_kg(&self) -> f64 {
        let network = &self.network;
        let first =
            |arc: &usize| matches!(network.arcs[*arc].passage, Passage::Leg { number: 0, .. });
        let arcs = (0..network.arcs.len()).filter(first);
        let mass = |arc: usize| {
            let flow = &self.flows.arcs[arc];
            let dry = flow
                .pieces
                .iter()
                .map(|(kind, count)| f64::from(*count) * network.kinds[*kind].element.mass.kg());
            let Passage::Leg { trip, .. } = network.arcs[arc].passage else {
                return 0.0;
            };
            // On the ground, the simulator weighs what departs without the fuel for the way.
            let space = network.edge(&network.trips[trip]).way.is_space();
            let load = |load: &Load| {
                if space {
                    load.departs_kg
                } else {
                    load.arrives_kg
                }
            };
            dry.sum::<f64>() + flow.loads.iter().map(load).sum::<f64>()
        };
        arcs.map(mass).sum()
    }
}
