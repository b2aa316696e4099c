//! Loading: which goods of which want go along which route, container by container.
//!
//! Wants are taken in order of deadline. Each fills its narrower routes first, with the goods whose
//! containers are lightest and in full containers, so that splitting costs little tare; the widest
//! route takes the rest. What finds no room is reported as the mass by which the flow has to grow.

use crate::catalogue::{Catalogue, Counts};
use crate::mass::Mg;
use crate::network::Share;
use crate::pack::{Parcel, packed};
use crate::trip::{Rooms, Step};
use crate::want::{Place, Want};
use portolan_model::{Environment, Good};
use portolan_vocabulary::Duration;
use std::collections::BTreeMap;

/// What sums of volumes may be off by rounding, in m³.
const SLACK_M3: f64 = 1e-12;

/// What travels one route to one place; it shares containers.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) route: Vec<Step>,
    pub(crate) place: Place,
    environment: Environment,
    pub(crate) goods: BTreeMap<(Duration, Good), Mg>,
    /// Mass and volume by group.
    sums: BTreeMap<usize, (Mg, f64)>,
    /// The wants that have a part in it.
    wants: Vec<usize>,
}

/// What loading came to.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) batches: Vec<Batch>,
    pub(crate) parcels: Vec<Parcel>,
    /// By how much each want's flow is too small; zero for all where everything is loaded.
    pub(crate) overshoot: Vec<Mg>,
    /// Bays that are full by volume, with the mass that was in when they were.
    pub(crate) full: BTreeMap<Step, Mg>,
}

/// Loads all wants along their shares of the flow.
pub(crate) fn load(
    catalogue: &Catalogue,
    wants: &[Want],
    shares: &[Share],
    rooms: &Rooms,
) -> Loaded {
    let mut loader = Loader {
        catalogue,
        rooms: rooms.clone(),
        whole: rooms.clone(),
        batches: Vec::new(),
        full: BTreeMap::new(),
    };
    for share in shares {
        loader.rooms.take(&share.route, share.mass, 0.0);
    }
    let mut overshoot = vec![0; wants.len()];
    for (at, want) in wants.iter().enumerate() {
        let own: Vec<&Share> = shares.iter().filter(|share| share.want == at).collect();
        overshoot[at] = loader.want(at, want, &own);
    }
    let parcels = loader.parcels(&mut overshoot);
    Loaded {
        batches: loader.batches,
        parcels,
        overshoot,
        full: loader.full,
    }
}

struct Loader<'a> {
    catalogue: &'a Catalogue,
    /// What is left, less what is kept for wants that are not loaded yet.
    rooms: Rooms,
    whole: Rooms,
    batches: Vec<Batch>,
    full: BTreeMap<Step, Mg>,
}

impl Loader<'_> {
    fn want(&mut self, at: usize, want: &Want, shares: &[&Share]) -> Mg {
        for share in shares {
            self.rooms.take(&share.route, -share.mass, 0.0);
        }
        let mut batches: Vec<usize> = shares
            .iter()
            .map(|share| self.batch(at, want, &share.route))
            .collect();
        batches.sort_by_key(|batch| self.rooms.along(&self.batches[*batch].route));
        let mut left = want.goods.clone();
        let Some((widest, narrower)) = batches.split_last() else {
            return self.catalogue.least_gross(&left);
        };
        for batch in narrower {
            self.fill(*batch, want.due, &mut left, Order::LightestFirst, true);
        }
        self.fill(*widest, want.due, &mut left, Order::HeaviestFirst, false);
        for batch in &batches {
            self.fill(*batch, want.due, &mut left, Order::LightestFirst, false);
        }
        self.shortage(*widest, &left)
    }

    fn batch(&mut self, want: usize, wanted: &Want, route: &[Step]) -> usize {
        let same = |batch: &Batch| {
            batch.place == wanted.place
                && batch.environment == wanted.environment
                && batch.route == route
        };
        let at = self.batches.iter().position(same).unwrap_or_else(|| {
            self.batches.push(Batch {
                route: route.to_vec(),
                place: wanted.place,
                environment: wanted.environment,
                goods: BTreeMap::new(),
                sums: BTreeMap::new(),
                wants: Vec::new(),
            });
            self.batches.len() - 1
        });
        self.batches[at].wants.push(want);
        at
    }

    fn fill(
        &mut self,
        batch: usize,
        due: Duration,
        left: &mut BTreeMap<Good, Mg>,
        order: Order,
        only_full: bool,
    ) {
        let grain = |good: &Good| self.catalogue.groups[self.catalogue.facts(*good).group].grain();
        let mut goods: Vec<Good> = left.keys().copied().collect();
        match order {
            Order::LightestFirst => goods.sort_by_key(grain),
            Order::HeaviestFirst => goods.sort_by_key(|good| std::cmp::Reverse(grain(good))),
        }
        for good in goods {
            let Some(amount) = left.get(&good).copied() else {
                continue;
            };
            let taken = self.fitting(batch, good, amount, only_full);
            if taken > 0 {
                self.put(batch, due, good, taken);
            }
            if taken == amount {
                left.remove(&good);
            } else {
                left.insert(good, amount - taken);
            }
        }
    }

    /// The containers of a good's group in a batch, with so much more of the good.
    fn counts(&self, batch: usize, good: Good, more: Mg) -> Counts {
        let facts = self.catalogue.facts(good);
        let sum = self.batches[batch].sums.get(&facts.group);
        let (mass, m3) = sum.copied().unwrap_or((0, 0.0));
        let m3 = m3 + more as f64 * facts.m3_per_mg;
        self.catalogue.groups[facts.group].counts(mass + more, m3)
    }

    /// The most of a good that still fits on a batch's route, containers included.
    fn fitting(&mut self, batch: usize, good: Good, amount: Mg, only_full: bool) -> Mg {
        let route = self.batches[batch].route.clone();
        let (room, room_m3) = (self.rooms.along(&route), self.rooms.along_m3(&route));
        let before = self.counts(batch, good, 0);
        let grows = |more: Mg| {
            let after = self.counts(batch, good, more);
            (
                more + after.tare - before.tare,
                after.outer_m3 - before.outer_m3,
            )
        };
        let fits = |(mass, m3): (Mg, f64)| mass <= room && m3 <= room_m3 + SLACK_M3;
        if fits(grows(amount)) {
            return amount;
        }
        let item = self.catalogue.facts(good).item;
        let (mut most, mut over) = (0, amount / item + 1);
        while over - most > 1 {
            let middle = most + (over - most) / 2;
            if fits(grows(middle * item)) {
                most = middle;
            } else {
                over = middle;
            }
        }
        let fitting = most * item;
        if grows(over * item).0 <= room {
            self.full_by_volume(&route);
        }
        if only_full {
            self.full_part(batch, good, fitting) / item * item
        } else {
            fitting
        }
    }

    /// As much of a mass as goes into full containers.
    fn full_part(&self, batch: usize, good: Good, mass: Mg) -> Mg {
        let facts = self.catalogue.facts(good);
        let group = &self.catalogue.groups[facts.group];
        let had = self.batches[batch]
            .sums
            .get(&facts.group)
            .map_or(0, |sum| sum.0);
        let counts = self.counts(batch, good, mass);
        let used = || {
            group
                .kinds
                .iter()
                .zip(&counts.of)
                .filter(|(_, count)| **count > 0)
        };
        let capacity: Mg = used().map(|(kind, count)| kind.capacity * count).sum();
        let smallest = used().map(|(kind, _)| kind.capacity).min().unwrap_or(0);
        if group.kinds.is_empty() || capacity <= had + mass {
            return mass;
        }
        (capacity - smallest - had).clamp(0, mass)
    }

    fn full_by_volume(&mut self, route: &[Step]) {
        for step in route {
            let in_it = self.whole.bay(*step) - self.rooms.bay(*step);
            self.full.insert(*step, in_it.max(0));
        }
    }

    fn put(&mut self, batch: usize, due: Duration, good: Good, mass: Mg) {
        let before = self.counts(batch, good, 0);
        let after = self.counts(batch, good, mass);
        let facts = self.catalogue.facts(good);
        let into = &mut self.batches[batch];
        *into.goods.entry((due, good)).or_insert(0) += mass;
        let sum = into.sums.entry(facts.group).or_insert((0, 0.0));
        sum.0 += mass;
        sum.1 += mass as f64 * facts.m3_per_mg;
        let (gross, m3) = (
            mass + after.tare - before.tare,
            after.outer_m3 - before.outer_m3,
        );
        let route = into.route.clone();
        self.rooms.take(&route, gross, m3);
    }

    /// By how much the route of a batch is too narrow for what is left.
    fn shortage(&self, batch: usize, left: &BTreeMap<Good, Mg>) -> Mg {
        if left.is_empty() {
            return 0;
        }
        let mut by_group: BTreeMap<usize, (Good, Mg)> = BTreeMap::new();
        for (good, mass) in left {
            let group = self.catalogue.facts(*good).group;
            by_group.entry(group).or_insert((*good, 0)).1 += mass;
        }
        let gross: Mg = by_group
            .values()
            .map(|(good, mass)| {
                let before = self.counts(batch, *good, 0).tare;
                mass + self.counts(batch, *good, *mass).tare - before
            })
            .sum();
        (gross - self.rooms.along(&self.batches[batch].route)).max(1)
    }

    /// Puts everything into containers. Whole items and volumes may take more of them than the sums
    /// say; where there is no room for those, the flow has to grow, or to go elsewhere.
    fn parcels(&mut self, overshoot: &mut [Mg]) -> Vec<Parcel> {
        let mut parcels = Vec::new();
        for at in 0..self.batches.len() {
            let batch = &self.batches[at];
            let own = packed(self.catalogue, at, &batch.goods);
            let (counted, counted_m3) = self.counted(batch);
            let tare: Mg = own.iter().map(|parcel| parcel.tare).sum();
            let m3: f64 = own.iter().map(|parcel| parcel.outer_m3).sum();
            let route = batch.route.clone();
            self.rooms.take(&route, tare - counted, m3 - counted_m3);
            let lacking = -self.rooms.along(&route);
            let lacking_m3 = -self.rooms.along_m3(&route);
            let too_large = lacking_m3 > SLACK_M3;
            if let Some(want) = self.batches[at].wants.first()
                && (lacking > 0 || too_large)
            {
                overshoot[*want] += lacking.max(1);
            }
            if too_large {
                self.cut_down(&route, lacking_m3);
            }
            parcels.extend(own);
        }
        parcels
    }

    /// Tare and outer volume of a batch by the sums of its groups.
    fn counted(&self, batch: &Batch) -> (Mg, f64) {
        let sums = batch.sums.iter();
        let counts =
            sums.map(|(group, (mass, m3))| self.catalogue.groups[*group].counts(*mass, *m3));
        counts.fold((0, 0.0), |sum, counts| {
            (sum.0 + counts.tare, sum.1 + counts.outer_m3)
        })
    }

    /// Caps the bays of a route below what is in them, by the part that is too much by volume.
    fn cut_down(&mut self, route: &[Step], lacking_m3: f64) {
        let part = lacking_m3 / (self.whole.along_m3(route).max(0.0) + lacking_m3);
        for step in route {
            let in_it = (self.whole.bay(*step) - self.rooms.bay(*step)).max(0);
            let cap = (in_it as f64 * (1.0 - part)).floor() as Mg;
            self.full.insert(*step, cap);
        }
    }
}

#[derive(Clone, Copy)]
enum Order {
    LightestFirst,
    HeaviestFirst,
}
