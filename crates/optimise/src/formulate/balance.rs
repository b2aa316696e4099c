//! Balances: what leaves a point has come to it, waited there, or was taken there.

use super::{Formulation, Meaning, Sum, UNIT_KG};
use crate::build::transfer_loss;
use crate::network::{Requirement, Spot, Taken};
use portolan_model::{Node, Offered};
use portolan_solver::Column;
use portolan_vocabulary::{Duration, Index};
use std::collections::{BTreeMap, BTreeSet};

/// The arcs and takes at a point.
#[derive(Clone, Debug, Default)]
pub(super) struct Ends {
    pub(super) entering: Vec<usize>,
    pub(super) leaving: Vec<usize>,
    pub(super) takes: Vec<usize>,
}

impl Formulation<'_, '_> {
    pub(super) fn add_balances(&mut self) {
        let ends = self.ends();
        for (point, ends) in ends.iter().enumerate() {
            let under_way = matches!(self.network.points[point].spot, Spot::UnderWay { .. });
            self.balance_pieces(point, ends);
            let mut demanded = if under_way {
                BTreeMap::new()
            } else {
                self.demanded(point, ends)
            };
            let pumped = self.pumps(point, ends, under_way);
            for berth in self.berths(ends, under_way) {
                self.balance_good(point, ends, berth, &mut demanded, &pumped);
            }
        }
        for (at, requirement) in self.network.requirements.iter().enumerate() {
            if let Requirement::Presence {
                point,
                kinds,
                count,
                ..
            } = requirement
            {
                let mut entries = self.coming(&ends[*point], |kind| kinds.contains(&kind));
                entries.retain(|(_, factor)| *factor != 0.0);
                self.row(
                    Meaning::Requirement(at),
                    f64::from(*count),
                    f64::INFINITY,
                    &entries,
                );
            }
        }
    }

    /// The balances of places under way alone.
    pub(super) fn add_balances_under_way(&mut self) {
        for (point, ends) in self.ends().iter().enumerate() {
            if !matches!(self.network.points[point].spot, Spot::UnderWay { .. }) {
                continue;
            }
            self.balance_pieces(point, ends);
            for berth in self.berths(ends, true) {
                self.balance_good(point, ends, berth, &mut BTreeMap::new(), &[]);
            }
        }
    }

    pub(super) fn ends(&self) -> Vec<Ends> {
        let mut ends = vec![Ends::default(); self.network.points.len()];
        for (at, arc) in self.network.arcs.iter().enumerate() {
            ends[arc.from].leaving.push(at);
            ends[arc.to].entering.push(at);
        }
        for (at, take) in self.network.takes.iter().enumerate() {
            ends[take.point].takes.push(at);
        }
        ends
    }

    /// Pieces that come to a point or are taken there.
    pub(super) fn coming(&self, ends: &Ends, counts: impl Fn(usize) -> bool) -> Sum {
        let mut entries = Vec::new();
        for arc in &ends.entering {
            let pieces = self.arcs[*arc]
                .pieces
                .iter()
                .filter(|(kind, _)| counts(*kind));
            entries.extend(pieces.map(|(_, count)| (*count, 1.0)));
        }
        for take in &ends.takes {
            if let Taken::Pieces(kind) = self.network.takes[*take].what
                && counts(kind)
            {
                entries.push((self.takes[*take], 1.0));
            }
        }
        entries
    }

    fn balance_pieces(&mut self, point: usize, ends: &Ends) {
        let kinds: BTreeSet<usize> = ends
            .leaving
            .iter()
            .flat_map(|arc| self.arcs[*arc].pieces.iter().map(|(kind, _)| *kind))
            .collect();
        for kind in kinds {
            let mut entries: Sum = self.coming(ends, |own| own == kind);
            for (_, factor) in &mut entries {
                *factor = -*factor;
            }
            for arc in &ends.leaving {
                let pieces = self.arcs[*arc]
                    .pieces
                    .iter()
                    .filter(|(own, _)| *own == kind);
                entries.extend(pieces.map(|(_, count)| (*count, 1.0)));
            }
            self.row(
                Meaning::Pieces { point, kind },
                f64::NEG_INFINITY,
                0.0,
                &entries,
            );
        }
    }

    /// What is balanced on its own at a point: a good, and its pool where it cannot change pools for nothing.
    fn berths(&self, ends: &Ends, under_way: bool) -> BTreeSet<(usize, Option<usize>)> {
        let mut berths = BTreeSet::new();
        for arc in &ends.leaving {
            for load in &self.arcs[*arc].loads {
                berths.insert(self.berth(load.good, load.pool, under_way));
            }
        }
        // What comes in a pool that nothing leaves in may be pumped into others, but no more of it than has come.
        if !under_way {
            for arc in &ends.entering {
                let loads = self.arcs[*arc].loads.iter();
                let pumped = loads.filter(|load| transfer_loss(self.network, load.good) > 0.0);
                berths.extend(pumped.map(|load| (load.good, Some(load.pool))));
            }
        }
        for requirement in &self.network.requirements {
            if let Requirement::Amount { goods, point, .. } = requirement
                && ends
                    .entering
                    .iter()
                    .chain(&ends.leaving)
                    .any(|arc| self.touches(*arc, *point))
            {
                for arc in &ends.entering {
                    let loads = self.arcs[*arc]
                        .loads
                        .iter()
                        .filter(|load| goods.contains(&load.good));
                    berths.extend(loads.map(|load| self.berth(load.good, load.pool, under_way)));
                }
                for take in &ends.takes {
                    if let Taken::Good(good) = self.network.takes[*take].what
                        && goods.contains(&good)
                        && transfer_loss(self.network, good) == 0.0
                    {
                        berths.insert((good, None));
                    }
                }
            }
        }
        berths
    }

    fn touches(&self, arc: usize, point: usize) -> bool {
        self.network.arcs[arc].from == point || self.network.arcs[arc].to == point
    }

    fn berth(&self, good: usize, pool: usize, under_way: bool) -> (usize, Option<usize>) {
        let apart = under_way || transfer_loss(self.network, good) > 0.0;
        (good, apart.then_some(pool))
    }

    /// Columns of what demands draw at a point, by berth.
    fn demanded(
        &mut self,
        point: usize,
        ends: &Ends,
    ) -> BTreeMap<(usize, Option<usize>), Vec<Column>> {
        let network = self.network;
        let berths = self.berths(ends, false);
        let mut demanded: BTreeMap<(usize, Option<usize>), Vec<Column>> = BTreeMap::new();
        for (at, requirement) in network.requirements.iter().enumerate() {
            let Requirement::Amount {
                point: own,
                goods,
                mass_kg,
                ..
            } = requirement
            else {
                continue;
            };
            if *own != point {
                continue;
            }
            let mut entries = Vec::new();
            for berth in berths.iter().filter(|(good, _)| goods.contains(good)) {
                let serves = berth.1.is_none_or(|pool| network.pools[pool].serves);
                if serves {
                    let column =
                        self.continuous(&format!("use({at},{})", network.good_name(berth.0)));
                    demanded.entry(*berth).or_default().push(column);
                    entries.push((column, 1.0));
                }
            }
            let mass = mass_kg / UNIT_KG;
            self.row(Meaning::Requirement(at), mass, mass, &entries);
        }
        demanded
    }

    /// Columns that move a good between pools where some is lost on the way: from, to, column.
    fn pumps(
        &mut self,
        point: usize,
        ends: &Ends,
        under_way: bool,
    ) -> Vec<(usize, usize, usize, Column)> {
        let mut pumps = Vec::new();
        if under_way {
            return pumps;
        }
        let network = self.network;
        let mut pools: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for arc in ends.entering.iter().chain(&ends.leaving) {
            for load in &self.arcs[*arc].loads {
                if transfer_loss(network, load.good) > 0.0 {
                    pools.entry(load.good).or_default().insert(load.pool);
                }
            }
        }
        for (good, pools) in pools {
            for from in &pools {
                for to in pools.iter().filter(|to| *to != from) {
                    let name = format!(
                        "pump({},{from},{to};{})",
                        network.good_name(good),
                        network.point_name(point)
                    );
                    let column = self.continuous(&name);
                    pumps.push((good, *from, *to, column));
                }
            }
        }
        pumps
    }

    fn balance_good(
        &mut self,
        point: usize,
        ends: &Ends,
        (good, pool): (usize, Option<usize>),
        demanded: &mut BTreeMap<(usize, Option<usize>), Vec<Column>>,
        pumps: &[(usize, usize, usize, Column)],
    ) {
        let network = self.network;
        let loss = transfer_loss(network, good);
        let mine = |own: usize, of: usize| own == good && pool.is_none_or(|pool| pool == of);
        let mut entries: Sum = Vec::new();
        for arc in &ends.leaving {
            let loads = self.arcs[*arc]
                .loads
                .iter()
                .filter(|load| mine(load.good, load.pool));
            entries.extend(loads.map(|load| (load.departs, 1.0)));
        }
        for arc in &ends.entering {
            let loads = self.arcs[*arc]
                .loads
                .iter()
                .filter(|load| mine(load.good, load.pool));
            entries.extend(loads.flat_map(|load| {
                load.arrives
                    .iter()
                    .map(|(column, factor)| (*column, -factor))
            }));
        }
        entries.extend(self.taken(ends, good, pool));
        let used = demanded.remove(&(good, pool)).unwrap_or_default();
        entries.extend(used.into_iter().map(|column| (column, 1.0)));
        for (own, from, to, column) in pumps.iter().filter(|(own, ..)| *own == good) {
            debug_assert_eq!(*own, good);
            entries.extend((pool == Some(*from)).then_some((*column, 1.0)));
            entries.extend((pool == Some(*to)).then_some((*column, -(1.0 - loss))));
        }
        self.row(
            Meaning::Balance { point, good },
            f64::NEG_INFINITY,
            0.0,
            &entries,
        );
    }

    /// What is taken on offer at a point of a good, or comes along with pieces. A good on offer is filled into one pool
    /// after the other, each with a column of its own where pools are balanced apart.
    fn taken(&mut self, ends: &Ends, good: usize, pool: Option<usize>) -> Sum {
        let network = self.network;
        let mut entries: Sum = Vec::new();
        for take in &ends.takes {
            let column = self.takes[*take];
            match network.takes[*take].what {
                Taken::Good(own) if own == good => match pool {
                    None => entries.push((column, -1.0)),
                    Some(pool) => entries.push((self.filling(*take, pool), -1.0)),
                },
                Taken::Pieces(kind) => {
                    let contents = network.kinds[kind].contents.iter();
                    let mine = contents
                        .filter(|(own, of, _)| *own == good && pool.is_none_or(|pool| pool == *of));
                    entries.extend(mine.map(|(_, _, kg)| (column, -kg / UNIT_KG)));
                }
                Taken::Good(_) => {}
            }
        }
        entries
    }

    /// The part of a take that is filled into a pool.
    fn filling(&mut self, take: usize, pool: usize) -> Column {
        let name = format!("fill({take},{pool})");
        let column = self.continuous(&name);
        self.fillings.entry(take).or_default().push(column);
        column
    }

    /// Takes that are filled into pools balanced apart are the sum of what is filled.
    fn add_fillings(&mut self) {
        for (take, columns) in std::mem::take(&mut self.fillings) {
            let mut entries: Sum = columns.into_iter().map(|column| (column, 1.0)).collect();
            entries.push((self.takes[take], -1.0));
            self.row(
                Meaning::Offer(self.network.takes[take].offer),
                f64::NEG_INFINITY,
                0.0,
                &entries,
            );
        }
    }

    /// Turn-around and the number of departures of pieces that come back to a base.
    pub(super) fn add_reuse(&mut self) {
        self.add_fillings();
        self.add_returns();
        let network = self.network;
        for (kind, own) in network.kinds.iter().enumerate() {
            let Some(base) = own.element.upkeep.base else {
                continue;
            };
            let spot = Spot::Node(base);
            let points: Vec<usize> = (0..network.points.len())
                .filter(|at| network.points[*at].spot == spot)
                .collect();
            let turnaround = own.element.upkeep.turnaround;
            if turnaround > Duration::ZERO {
                for point in &points {
                    self.turn_around(kind, base, network.points[*point].time, turnaround, *point);
                }
            }
            if let Some(most) = own.element.upkeep.max_departures {
                let mut entries = self.at_base(kind, base, Duration::MAX, Duration::MAX).0;
                let takes = self.taken_pieces(kind, Duration::MAX);
                entries.extend(takes.into_iter().map(|column| (column, -f64::from(most))));
                self.row(Meaning::Reuse { kind }, f64::NEG_INFINITY, 0.0, &entries);
            }
        }
    }

    /// Up to an instant no more have left the base than were taken or came back long enough before.
    fn turn_around(
        &mut self,
        kind: usize,
        base: Index<Node>,
        now: Duration,
        turnaround: Duration,
        point: usize,
    ) {
        let (mut entries, ready) = self.at_base(kind, base, now, now - turnaround);
        let leaves = self
            .network
            .arcs
            .iter()
            .any(|arc| arc.from == point && self.network.departs(arc));
        if !leaves {
            return;
        }
        entries.extend(ready.into_iter().map(|(column, factor)| (column, -factor)));
        let takes = self.taken_pieces(kind, now);
        entries.extend(takes.into_iter().map(|column| (column, -1.0)));
        self.row(Meaning::Reuse { kind }, f64::NEG_INFINITY, 0.0, &entries);
    }

    /// Departures from a base up to one instant, and arrivals at it up to another.
    pub(super) fn at_base(
        &self,
        kind: usize,
        base: Index<Node>,
        left_by: Duration,
        back_by: Duration,
    ) -> (Sum, Sum) {
        let network = self.network;
        let (mut left, mut back) = (Vec::new(), Vec::new());
        for (at, arc) in network.arcs.iter().enumerate() {
            let pieces = self.arcs[at].pieces.iter().filter(|(own, _)| *own == kind);
            let counts = pieces.map(|(_, count)| (*count, 1.0));
            let (from, to) = (network.points[arc.from], network.points[arc.to]);
            if network.departs(arc) && from.spot == Spot::Node(base) && from.time <= left_by {
                left.extend(counts.clone());
            }
            if network.arrives(arc) && to.spot == Spot::Node(base) && to.time <= back_by {
                back.extend(counts);
            }
        }
        (left, back)
    }

    /// The takes of pieces of a kind up to an instant.
    pub(super) fn taken_pieces(&self, kind: usize, by: Duration) -> Vec<Column> {
        let network = self.network;
        let takes = network.takes.iter().enumerate();
        let mine = takes.filter(|(_, take)| {
            take.what == Taken::Pieces(kind) && network.points[take.point].time <= by
        });
        mine.map(|(at, _)| self.takes[at]).collect()
    }

    /// What is lent at a node is back there at its last instant: as many pieces as were taken.
    pub(super) fn add_returns(&mut self) {
        let network = self.network;
        let mut lent: BTreeMap<(Index<Node>, usize), Vec<usize>> = BTreeMap::new();
        for (at, take) in network.takes.iter().enumerate() {
            let offer = &network.campaign.offers[take.offer];
            if let (true, Taken::Pieces(kind)) = (offer.lent, take.what) {
                lent.entry((offer.node, kind)).or_default().push(at);
            }
        }
        let ends = self.ends();
        for ((node, kind), takes) in lent {
            let spot = Spot::Node(node);
            let at_node = |at: &usize| network.points[*at].spot == spot;
            let here = (0..network.points.len()).filter(at_node);
            let Some(last) = here.max_by_key(|at| network.points[*at].time) else {
                continue;
            };
            let mut entries = self.coming(&ends[last], |own| own == kind);
            for arc in &ends[last].leaving {
                let pieces = self.arcs[*arc].pieces.iter();
                let mine = pieces.filter(|(own, _)| *own == kind);
                entries.extend(mine.map(|(_, count)| (*count, -1.0)));
            }
            entries.extend(takes.iter().map(|take| (self.takes[*take], -1.0)));
            let offer = network.takes[takes[0]].offer;
            self.row(Meaning::Lent(offer), 0.0, f64::INFINITY, &entries);
        }
    }

    /// No more is taken of an offer than there is.
    pub(super) fn add_offer_limits(&mut self) {
        let network = self.network;
        for (index, offer) in network.campaign.offers.indexed() {
            let unit_kg = match offer.what {
                Offered::Good(good) => network.campaign.unit_mass_kg(good) / UNIT_KG,
                _ => 1.0,
            };
            let limit = match offer.what {
                Offered::Element(_) => Some(1.0),
                _ => offer.limit,
            };
            let takes = network
                .takes
                .iter()
                .enumerate()
                .filter(|(_, take)| take.offer == index);
            let mut entries: Sum = takes.map(|(at, _)| (self.takes[at], 1.0)).collect();
            if let Some(limit) = limit.filter(|_| !entries.is_empty()) {
                if entries.len() > 1 && !matches!(offer.what, Offered::Good(_)) {
                    let name = format!("taken({})", offer.id);
                    let total = self.total(&name, Meaning::Offer(index), &entries);
                    entries = vec![(total, 1.0)];
                }
                self.row(
                    Meaning::Offer(index),
                    f64::NEG_INFINITY,
                    limit * unit_kg,
                    &entries,
                );
            }
        }
    }
}
