//! The optimistic program: each point of the network stands for the whole interval that begins with it.
//!
//! Let `T` be the instants of the network, and let a plan be a flow through the network of any finite set of instants that
//! contains `T`. Instants of the plan between two of `T` at a node belong to the interval between them. From the
//! plan's flow comes a point of this program with the same value in every goal, so that the best of this program is at most as
//! high. Clause by clause:
//!
//! * **Trips.** A trip that leaves within an interval and arrives within another is counted on the leg from the one to the
//!   other; there is a leg for each two that a departure joins. Intervals are cut where a way opens, closes or changes, so
//!   that velocity changes and durations are those of every departure in it. All rows of a leg are homogeneous (a sum against a
//!   multiple of a count), so that they hold for the sum of several trips; counts have no upper bound.
//! * **Crossings.** What waits at a node at the end of an interval crosses into the next one. A crossing is an instant: stores,
//!   seats, payload and room hold what they hold. Where plants fill stores while they wait, payload, volume and room are left out,
//!   as the plan's network asks for them at the beginning of a wait only.
//! * **Pieces.** What leaves within an interval or crosses its end has crossed into it, or came within it. Of what crosses its
//!   end, no more than came within it has stayed for less than the whole interval: only the rest needs what it needs
//!   over the whole interval, and those that come or go need nothing.
//! * **Goods.** Every drop of a good that both crosses into an interval and out of it has been at the node throughout. Let it
//!   be in the stores of pool `q` for the share `s_q` of that time. What is left of it is `exp` of a mean of `-rate_q days` weighted
//!   with `s_q`, which is at most the mean of what the pools leave (Jensen). So it counts as if `s_q` of it stayed in `q` for the whole time.
//!   What is in `q` is never more than the stores that are there at some time of the interval take; and a drop of which `m` crossed in
//!   weighs at least `m exp(-rate days)` throughout, with the highest rate of all pools, so that the sum of
//!   `m s_q` is at most `exp(rate days)` times that room. All that comes, goes or is used within the interval loses nothing. Goods
//!   change pools freely: what pumping loses is not counted.
//! * **Demands.** What is demanded at an instant of `T` is drawn in the interval that begins with it, a rate and what pieces need from
//!   the interval that they last over; anything there serves, whenever it came within the interval. Instants of `T` come in pairs, a
//!   microsecond apart, so that this interval is as short as time goes.
//! * **Plants** work for the whole of an interval where they are at any time of it, take what is there and give at once.
//! * **Offers and caps** begin and end at instants of `T`. The sums that they limit are the plan's.
//! * **Bases.** A piece that has left was taken or came back in an interval early enough for its earliest instant.
//! * **Longest stays** are not counted, nor how many pieces may travel together.
//!
//! Needs over less than a millisecond are left out, and what a plant makes in them counts in the interval after.

use super::leg::Decay;
use super::{Formulation, Meaning, Sum, UNIT_KG};
use crate::network::{Network, Passage, Requirement, Spot, Taken};
use portolan_model::Goal;
use portolan_solver::{Column, ColumnKind};
use portolan_vocabulary::Duration;
use std::collections::{BTreeMap, BTreeSet};

/// Less than this, in days, is an instant.
const INSTANT_D: f64 = 1e-3 / 86_400.0;

/// An interval at a node.
#[derive(Clone, Debug, Default)]
struct Interval {
    point: usize,
    /// How long it is, in days; zero where it is an instant.
    days: f64,
    /// The crossing into it and the one out of it, by arc.
    into: Option<usize>,
    out: Option<usize>,
    come: Vec<usize>,
    go: Vec<usize>,
    takes: Vec<usize>,
}

/// What comes and goes of the goods within an interval, by good.
#[derive(Clone, Debug, Default)]
struct Used {
    gone: BTreeMap<usize, Sum>,
    come: BTreeMap<usize, Sum>,
}

/// States an optimistic network (see [`crate::build`]) as a program: no plan, at any instants, is better than its best.
pub(crate) fn formulate_optimistic<'n, 'a>(network: &'n Network<'a>) -> Formulation<'n, 'a> {
    let mut formulation = Formulation::empty(network);
    formulation.add_columns();
    formulation.add_takes();
    for (at, arc) in network.arcs.iter().enumerate() {
        match arc.passage {
            Passage::Wait(node) => formulation.add_crossing(at, node),
            Passage::Leg { .. } if arc.kinds.is_empty() && arc.loads.is_empty() => {}
            Passage::Leg { .. } => {
                formulation.add_leg(at);
                formulation.add_capacities(at);
                formulation.add_movers(at);
            }
        }
    }
    formulation.let_repeat();
    formulation.add_balances_under_way();
    for interval in formulation.intervals() {
        formulation.balance_interval(&interval);
    }
    formulation.add_returns();
    formulation.add_bases();
    formulation.add_offer_limits();
    formulation.add_caps();
    for goal in Goal::ALL {
        let sum = formulation.goal(goal);
        formulation.goals.insert(goal, sum);
    }
    formulation
}

impl Formulation<'_, '_> {
    fn add_crossing(&mut self, arc: usize, node: portolan_vocabulary::Index<portolan_model::Node>) {
        let network = self.network;
        let plants = |kind: &usize| network.kinds[*kind].element.plant.is_some();
        if !network.arcs[arc].kinds.iter().any(plants) {
            self.add_capacities(arc);
            self.add_room_at_node(arc, node);
        } else {
            self.add_seats(arc);
            if !network.campaign.settings.volume_limits {
                for pool in 0..network.pools.len() {
                    self.add_pool(arc, pool);
                }
            }
        }
        self.add_stays(arc);
    }

    /// Within an interval a trip may be made again and again, by the same pieces too.
    fn let_repeat(&mut self) {
        for (at, arc) in self.network.arcs.iter().enumerate() {
            if matches!(arc.passage, Passage::Wait(_)) {
                continue;
            }
            let columns = &self.arcs[at];
            let counts = columns.pieces.iter().map(|(_, count)| *count);
            for column in counts.chain(columns.trips) {
                let (lower, upper) = self.program.bounds(column);
                if upper > 0.0 {
                    self.program.set_bounds(column, lower, f64::INFINITY);
                }
            }
        }
    }

    fn intervals(&self) -> Vec<Interval> {
        let network = self.network;
        let at_node = |at: &usize| matches!(network.points[*at].spot, Spot::Node(_));
        let wait = |arc: &&usize| matches!(network.arcs[**arc].passage, Passage::Wait(_));
        let interval = |(point, ends): (usize, super::balance::Ends)| {
            let out = ends.leaving.iter().find(wait).copied();
            let days = out.map_or(0.0, |arc| network.days(&network.arcs[arc]));
            let legs = |arcs: &[usize]| arcs.iter().filter(|arc| !wait(arc)).copied().collect();
            Interval {
                point,
                days: if days > INSTANT_D { days } else { 0.0 },
                into: ends.entering.iter().find(wait).copied(),
                out,
                come: legs(&ends.entering),
                go: legs(&ends.leaving),
                takes: ends.takes,
            }
        };
        let all = self.ends().into_iter().enumerate();
        all.filter(|(at, _)| at_node(at)).map(interval).collect()
    }

    fn balance_interval(&mut self, interval: &Interval) {
        let mut used = Used::default();
        self.balance_kinds(interval, &mut used);
        self.add_demands(interval, &mut used);
        self.add_plants(interval, &mut used);
        self.balance_goods(interval, &used);
    }

    /// Pieces of a kind on some arcs.
    fn pieces_on(&self, arcs: impl IntoIterator<Item = usize>, kind: usize) -> Sum {
        let of = |arc: usize| self.arcs[arc].pieces.iter();
        let all = arcs.into_iter().flat_map(of);
        all.filter(|(own, _)| *own == kind)
            .map(|(_, count)| (*count, 1.0))
            .collect()
    }

    /// Pieces of a kind that come within an interval, by trips or by being taken.
    fn pieces_come(&self, interval: &Interval, kind: usize) -> Sum {
        let mut sum = self.pieces_on(interval.come.iter().copied(), kind);
        let takes = interval.takes.iter();
        let mine = takes.filter(|take| self.network.takes[**take].what == Taken::Pieces(kind));
        sum.extend(mine.map(|take| (self.takes[*take], 1.0)));
        sum
    }

    fn balance_kinds(&mut self, interval: &Interval, used: &mut Used) {
        let mut needed: BTreeMap<Vec<usize>, Sum> = BTreeMap::new();
        for kind in 0..self.network.kinds.len() {
            let into = self.pieces_on(interval.into, kind);
            let out = self.pieces_on(interval.out, kind);
            let go = self.pieces_on(interval.go.iter().copied(), kind);
            let come = self.pieces_come(interval, kind);
            let point = interval.point;
            let meaning = Meaning::Pieces { point, kind };
            if !out.is_empty() || !go.is_empty() {
                self.at_most(
                    meaning,
                    &[(&out, 1.0), (&go, 1.0), (&into, -1.0), (&come, -1.0)],
                );
            }
            let needs = self.network.kinds[kind].needs.clone();
            if interval.days == 0.0 || out.is_empty() || needs.is_empty() {
                continue;
            }
            // Those that came within the interval and stay to its end.
            let late = vec![(self.continuous("late"), 1.0)];
            self.at_most(meaning, &[(&late, 1.0), (&come, -1.0)]);
            self.at_most(meaning, &[(&late, 1.0), (&out, -1.0)]);
            self.at_most(meaning, &[(&out, 1.0), (&late, -1.0), (&into, -1.0)]);
            for (goods, kg_per_d) in needs {
                let factor = kg_per_d * interval.days / UNIT_KG;
                let sum = needed.entry(goods).or_default();
                sum.extend(scaled(&out, factor));
                sum.extend(scaled(&late, -factor));
            }
        }
        for (goods, sum) in needed {
            let meaning = Meaning::Balance {
                point: interval.point,
                good: goods.first().copied().unwrap_or(0),
            };
            self.draw_at_least(meaning, &goods, &sum, used);
        }
    }

    /// Draws on what is there at least as much as a sum.
    fn draw_at_least(&mut self, meaning: Meaning, goods: &[usize], sum: &Sum, used: &mut Used) {
        let drawn = self.drawn(goods, used);
        self.at_most(meaning, &[(sum, 1.0), (&drawn, -1.0)]);
    }

    /// A column for each good that is drawn.
    fn drawn(&mut self, goods: &[usize], used: &mut Used) -> Sum {
        let mut drawn = Vec::new();
        for good in goods {
            let column = self.continuous("drawn");
            used.gone.entry(*good).or_default().push((column, 1.0));
            drawn.push((column, 1.0));
        }
        drawn
    }

    fn add_demands(&mut self, interval: &Interval, used: &mut Used) {
        for (at, requirement) in self.network.requirements.iter().enumerate() {
            let (meaning, point) = (Meaning::Requirement(at), interval.point);
            match requirement {
                Requirement::Amount {
                    point: own,
                    goods,
                    mass_kg,
                    ..
                } if *own == point => {
                    let drawn = self.drawn(goods, used);
                    self.row(meaning, mass_kg / UNIT_KG, f64::INFINITY, &drawn);
                }
                Requirement::Rate {
                    arc,
                    goods,
                    mass_kg,
                    ..
                } if Some(*arc) == interval.out && interval.days > 0.0 => {
                    let drawn = self.drawn(goods, used);
                    self.row(meaning, mass_kg / UNIT_KG, f64::INFINITY, &drawn);
                }
                Requirement::Presence {
                    point: own,
                    kinds,
                    count,
                    ..
                } if *own == point => {
                    let mut sum = Vec::new();
                    for kind in kinds {
                        sum.extend(self.pieces_on(interval.into, *kind));
                        sum.extend(self.pieces_come(interval, *kind));
                    }
                    self.row(meaning, f64::from(*count), f64::INFINITY, &sum);
                }
                _ => {}
            }
        }
    }

    fn add_plants(&mut self, interval: &Interval, used: &mut Used) {
        let (Some(out), true) = (interval.out, interval.days > 0.0) else {
            return;
        };
        for kind in 0..self.network.kinds.len() {
            let Some(plant) = &self.network.kinds[kind].element.plant else {
                continue;
            };
            let mut there = self.pieces_on(interval.into, kind);
            there.extend(self.pieces_come(interval, kind));
            if there.is_empty() {
                continue;
            }
            let run = vec![(self.continuous("run"), 1.0)];
            let days = (interval.days + 2.0 * INSTANT_D) * self.capacity_factor(out, plant);
            let meaning = Meaning::Plant { arc: out, kind };
            self.at_most(meaning, &[(&run, 1.0), (&there, -days)]);
            let campaign = self.network.campaign;
            for (rates, into) in [
                (&plant.inputs, &mut used.gone),
                (&plant.outputs, &mut used.come),
            ] {
                for rate in rates {
                    let per_d = rate.per_day * campaign.unit_mass_kg(rate.good) / UNIT_KG;
                    let goods = self.network.goods.iter();
                    if let Some(good) = goods.clone().position(|good| *good == rate.good) {
                        into.entry(good).or_default().extend(scaled(&run, per_d));
                    }
                }
            }
        }
    }

    fn balance_goods(&mut self, interval: &Interval, used: &Used) {
        let network = self.network;
        let mut shares: BTreeMap<usize, Sum> = BTreeMap::new();
        for good in 0..network.goods.len() {
            let on = |arc: usize| {
                self.arcs[arc]
                    .loads
                    .iter()
                    .filter(move |it| it.good == good)
            };
            let departs = |arcs: &[usize]| -> Sum {
                let all = arcs.iter().flat_map(|arc| on(*arc));
                all.map(|load| (load.departs, 1.0)).collect()
            };
            let into = departs(interval.into.as_slice());
            let out = departs(interval.out.as_slice());
            let mut gone = departs(&interval.go);
            gone.extend(used.gone.get(&good).into_iter().flatten());
            let come = interval.come.iter().flat_map(|arc| on(*arc));
            let mut come: Sum = come.flat_map(|load| load.arrives.clone()).collect();
            come.extend(used.come.get(&good).into_iter().flatten());
            come.extend(self.taken_of(interval, good));
            if out.is_empty() && gone.is_empty() {
                continue;
            }
            let meaning = Meaning::Balance {
                point: interval.point,
                good,
            };
            let pools = self.pools_there(interval, good);
            let evaporates = pools
                .iter()
                .any(|pool| network.pools[*pool].boil_off_per_d > 0.0);
            if !evaporates || out.is_empty() || into.is_empty() || interval.days == 0.0 {
                self.at_most(
                    meaning,
                    &[(&out, 1.0), (&gone, 1.0), (&into, -1.0), (&come, -1.0)],
                );
                continue;
            }
            let (mut whole, mut left) = (Vec::new(), Vec::new());
            for pool in pools {
                let column = self.continuous("stays");
                let rate = network.pools[pool].boil_off_per_d;
                whole.push((column, 1.0));
                left.push((column, Decay::over(rate, interval.days).left));
                shares.entry(pool).or_default().push((column, 1.0));
            }
            let late = vec![(self.continuous("late"), 1.0)];
            self.at_most(meaning, &[(&whole, 1.0), (&into, -1.0)]);
            self.at_most(meaning, &[(&late, 1.0), (&come, -1.0)]);
            let both = [
                (&gone, 1.0),
                (&whole, 1.0),
                (&late, 1.0),
                (&into, -1.0),
                (&come, -1.0),
            ];
            self.at_most(meaning, &both);
            self.at_most(meaning, &[(&out, 1.0), (&left, -1.0), (&late, -1.0)]);
        }
        self.limit_shares(interval, shares);
    }

    /// What is taken within an interval of a good, or comes along with pieces.
    fn taken_of(&self, interval: &Interval, good: usize) -> Sum {
        let mut sum = Vec::new();
        for take in &interval.takes {
            let column = self.takes[*take];
            match self.network.takes[*take].what {
                Taken::Good(own) if own == good => sum.push((column, 1.0)),
                Taken::Good(_) => {}
                Taken::Pieces(kind) => {
                    let contents = self.network.kinds[kind].contents.iter();
                    let mine = contents.filter(|(own, _, _)| *own == good);
                    sum.extend(mine.map(|(_, _, kg)| (column, kg / UNIT_KG)));
                }
            }
        }
        sum
    }

    /// The kinds that may be there at some time of an interval.
    fn kinds_there(&self, interval: &Interval) -> BTreeSet<usize> {
        let arcs = interval.into.iter().chain(&interval.out);
        let arcs = arcs.chain(&interval.come).chain(&interval.go);
        let on = arcs.flat_map(|arc| self.network.arcs[*arc].kinds.iter().copied());
        let takes = interval.takes.iter();
        let taken = takes.filter_map(|take| match self.network.takes[*take].what {
            Taken::Pieces(kind) => Some(kind),
            Taken::Good(_) => None,
        });
        on.chain(taken).collect()
    }

    /// The pools that may hold a good at some time of an interval.
    fn pools_there(&self, interval: &Interval, good: usize) -> Vec<usize> {
        let network = self.network;
        let kinds = self.kinds_there(interval);
        let there = |pool: &usize| {
            let mut stores = network.pools[*pool].stores.iter();
            network.pools[*pool].goods.contains(&good)
                && stores.any(|(kind, _)| network.kinds[*kind].free || kinds.contains(kind))
        };
        (0..network.pools.len()).filter(there).collect()
    }

    /// What counts as staying in a pool has had room there.
    fn limit_shares(&mut self, interval: &Interval, shares: BTreeMap<usize, Sum>) {
        let network = self.network;
        let rates = shares
            .keys()
            .map(|pool| network.pools[*pool].boil_off_per_d);
        let highest = rates.fold(0.0, f64::max);
        let least = Decay::over(highest, interval.days).left;
        for (pool, mut sum) in shares {
            let stores = &network.pools[pool].stores;
            if least < 1e-3 || stores.iter().any(|(kind, _)| network.kinds[*kind].free) {
                continue;
            }
            for (_, factor) in &mut sum {
                *factor = least;
            }
            for (kind, store) in stores {
                let mut there = self.pieces_on(interval.into, *kind);
                there.extend(self.pieces_come(interval, *kind));
                for (count, factor) in there {
                    let (column, most) = self.room(*kind, *store, count);
                    sum.push((column, -most * factor));
                }
            }
            let arc = interval.out.unwrap_or(0);
            self.row(Meaning::Store { arc, pool }, f64::NEG_INFINITY, 0.0, &sum);
        }
    }

    /// Turn-around and the number of departures of pieces that come back to a base.
    fn add_bases(&mut self) {
        let network = self.network;
        for (kind, own) in network.kinds.iter().enumerate() {
            let Some(base) = own.element.upkeep.base else {
                continue;
            };
            let spot = Spot::Node(base);
            let turnaround = own.element.upkeep.turnaround;
            let meaning = Meaning::Reuse { kind };
            for at in 0..network.points.len() {
                let (point, next) = (network.points[at], network.points.get(at + 1));
                if point.spot != spot || turnaround <= Duration::ZERO {
                    continue;
                }
                let end = next.filter(|next| next.spot == spot);
                let last = end.map_or(point.time, |next| next.time - Duration::from_micros(1));
                let (left, back) = self.at_base(kind, base, point.time, last - turnaround);
                let takes = self.taken_pieces(kind, point.time);
                let taken: Sum = takes.into_iter().map(|column| (column, 1.0)).collect();
                self.at_most(meaning, &[(&left, 1.0), (&back, -1.0), (&taken, -1.0)]);
            }
            if let Some(most) = own.element.upkeep.max_departures {
                let (left, _) = self.at_base(kind, base, Duration::MAX, Duration::MAX);
                let takes = self.taken_pieces(kind, Duration::MAX);
                let taken: Sum = takes.into_iter().map(|column| (column, 1.0)).collect();
                self.at_most(meaning, &[(&left, 1.0), (&taken, -f64::from(most))]);
            }
        }
    }

    /// A sum of sums that is at most nothing.
    fn at_most(&mut self, meaning: Meaning, sums: &[(&Sum, f64)]) {
        let terms = sums.iter().flat_map(|(sum, factor)| scaled(sum, *factor));
        let mut entries: BTreeMap<Column, f64> = BTreeMap::new();
        for (column, factor) in terms {
            *entries.entry(column).or_insert(0.0) += factor;
        }
        let entries: Sum = entries.into_iter().filter(|(_, it)| *it != 0.0).collect();
        if entries.iter().any(|(_, factor)| *factor > 0.0) {
            self.row(meaning, f64::NEG_INFINITY, 0.0, &entries);
        }
    }

    /// Without whole numbers.
    pub(crate) fn let_divide(&mut self) {
        for column in self.program.all_columns() {
            if self.program.kind(column) == ColumnKind::Integer {
                self.program.set_kind(column, ColumnKind::Continuous);
            }
        }
    }

    /// Over which legs that begin a trip something goes at a point of the program.
    pub(crate) fn trips_used(&self, values: &[f64]) -> Vec<usize> {
        let used = |at: &usize| {
            let columns = &self.arcs[*at];
            let counts = columns.pieces.iter().map(|(_, count)| *count);
            let loads = columns.loads.iter().map(|load| load.departs);
            let first = matches!(
                self.network.arcs[*at].passage,
                Passage::Leg { number: 0, .. }
            );
            first && counts.chain(loads).any(|column| values[column.at()] > 1e-6)
        };
        (0..self.network.arcs.len()).filter(used).collect()
    }
}

fn scaled(sum: &Sum, factor: f64) -> Sum {
    sum.iter()
        .map(|(column, own)| (*column, own * factor))
        .collect()
}
