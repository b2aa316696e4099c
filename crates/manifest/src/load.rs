//! Loading: which goods of which want go along which route, container by container.
//!
//! Wants are taken in order of deadline. Each fills its narrower routes first, with the goods whose
//! containers are lightest and in full containers, so that splitting costs little tare; the widest
//! route takes the rest. What finds no room is reported as the mass by which the flow has to grow.

use crate::catalogue::Catalogue;
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
        overshoot[at] = loader.want(want, &own);
    }
    let parcels = loader.parcels();
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
    fn want(&mut self, want: &Want, shares: &[&Share]) -> Mg {
        for share in shares {
            self.rooms.take(&share.route, -share.mass, 0.0);
        }
        let mut batches: Vec<usize> = shares
            .iter()
            .map(|share| self.batch(want, &share.route))
            .collect();
        batches.sort_by_key(|batch| self.rooms.along(&self.batches[*batch].route));
        let room = self.room_for(&batches);
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
        if left.is_empty() {
            return 0;
        }
        // All the room that there is along these routes was too little, not only the flow.
        let flow: Mg = shares.iter().map(|share| share.mass).sum();
        (room - flow).max(0) + self.shortage(*widest, want.due, &left)
    }

    /// The room along the routes of batches together.
    fn room_for(&self, batches: &[usize]) -> Mg {
        let mut rooms = self.rooms.clone();
        let take = |batch: &usize| {
            let route = &self.batches[*batch].route;
            let room = rooms.along(route).max(0);
            rooms.take(route, room, 0.0);
            room
        };
        batches.iter().map(take).sum()
    }

    fn batch(&mut self, wanted: &Want, route: &[Step]) -> usize {
        let same = |batch: &Batch| {
            batch.place == wanted.place
                && batch.environment == wanted.environment
                && batch.route == route
        };
        self.batches.iter().position(same).unwrap_or_else(|| {
            self.batches.push(Batch {
                route: route.to_vec(),
                place: wanted.place,
                environment: wanted.environment,
                goods: BTreeMap::new(),
                sums: BTreeMap::new(),
            });
            self.batches.len() - 1
        })
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
            let mut taken = self.fitting(batch, due, good, amount);
            if only_full && taken < amount {
                taken = self.full_part(batch, good, taken);
            }
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

    /// What the containers of a group in a batch come to, with so much more in them.
    fn containers(&self, batch: usize, group: usize, more: &[(Duration, Good, Mg)]) -> Containers {
        let batch = &self.batches[batch];
        let (mut mass, mut m3) = batch.sums.get(&group).copied().unwrap_or((0, 0.0));
        for (_, good, added) in more {
            mass += added;
            m3 += *added as f64 * self.catalogue.facts(*good).m3_per_mg;
        }
        if self.catalogue.is_divisible(group) {
            let counts = self.catalogue.groups[group].counts(mass, m3);
            return Containers {
                tare: counts.tare,
                outer_m3: counts.outer_m3,
            };
        }
        // Whole items and volumes leave corners empty: only packing tells how many there are.
        let in_group = |good: &Good| self.catalogue.facts(*good).group == group;
        let own = batch.goods.iter().filter(|((_, good), _)| in_group(good));
        let mut goods: BTreeMap<_, Mg> = own.map(|(key, mass)| (*key, *mass)).collect();
        for (due, good, added) in more {
            *goods.entry((*due, *good)).or_insert(0) += added;
        }
        let parcels = packed(self.catalogue, 0, &goods);
        Containers {
            tare: parcels.iter().map(|parcel| parcel.tare).sum(),
            outer_m3: parcels.iter().map(|parcel| parcel.outer_m3).sum(),
        }
    }

    /// By how much more goods of one group make a batch heavier and larger.
    fn growth(&self, batch: usize, group: usize, more: &[(Duration, Good, Mg)]) -> (Mg, f64) {
        let before = self.containers(batch, group, &[]);
        let after = self.containers(batch, group, more);
        let net: Mg = more.iter().map(|(_, _, mass)| mass).sum();
        (
            net + after.tare - before.tare,
            after.outer_m3 - before.outer_m3,
        )
    }

    /// The most of a good that still fits on a batch's route, containers included.
    fn fitting(&mut self, batch: usize, due: Duration, good: Good, amount: Mg) -> Mg {
        let facts = self.catalogue.facts(good);
        let route = self.batches[batch].route.clone();
        let (room, room_m3) = (self.rooms.along(&route), self.rooms.along_m3(&route));
        let grows = |more: Mg| self.growth(batch, facts.group, &[(due, good, more)]);
        let fits = |(mass, m3): (Mg, f64)| mass <= room && m3 <= room_m3 + SLACK_M3;
        if fits(grows(amount)) {
            return amount;
        }
        let (mut most, mut over) = (0, amount / facts.item + 1);
        while over - most > 1 {
            let middle = most + (over - most) / 2;
            if fits(grows(middle * facts.item)) {
                most = middle;
            } else {
                over = middle;
            }
        }
        if grows(over * facts.item).0 <= room {
            self.full_by_volume(&route);
        }
        most * facts.item
    }

    /// As much of a mass as goes into full containers.
    fn full_part(&self, batch: usize, good: Good, mass: Mg) -> Mg {
        let facts = self.catalogue.facts(good);
        let group = &self.catalogue.groups[facts.group];
        let sum = self.batches[batch].sums.get(&facts.group);
        let had = sum.map_or(0, |sum| sum.0);
        let counts = group.counts(had + mass, 0.0);
        let used = || {
            group
                .kinds
                .iter()
                .zip(&counts.of)
                .filter(|(_, count)| **count > 0)
        };
        let capacity: Mg = used().map(|(kind, count)| kind.capacity * count).sum();
        let smallest = used().map(|(kind, _)| kind.capacity).min().unwrap_or(0);
        let divisible = self.catalogue.is_divisible(facts.group);
        if group.kinds.is_empty() || !divisible || capacity <= had + mass {
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
        let facts = self.catalogue.facts(good);
        let (gross, m3) = self.growth(batch, facts.group, &[(due, good, mass)]);
        let into = &mut self.batches[batch];
        *into.goods.entry((due, good)).or_insert(0) += mass;
        let sum = into.sums.entry(facts.group).or_insert((0, 0.0));
        sum.0 += mass;
        sum.1 += mass as f64 * facts.m3_per_mg;
        let route = into.route.clone();
        self.rooms.take(&route, gross, m3);
    }

    /// By how much the route of a batch is too narrow for what is left.
    fn shortage(&self, batch: usize, due: Duration, left: &BTreeMap<Good, Mg>) -> Mg {
        let mut by_group: BTreeMap<usize, Vec<(Duration, Good, Mg)>> = BTreeMap::new();
        for (good, mass) in left {
            let group = self.catalogue.facts(*good).group;
            by_group.entry(group).or_default().push((due, *good, *mass));
        }
        let grows = |(group, more): (&usize, &Vec<_>)| self.growth(batch, *group, more).0;
        let gross: Mg = by_group.iter().map(grows).sum();
        (gross - self.rooms.along(&self.batches[batch].route)).max(1)
    }

    fn parcels(&self) -> Vec<Parcel> {
        let batches = self.batches.iter().enumerate();
        batches
            .flat_map(|(at, batch)| packed(self.catalogue, at, &batch.goods))
            .collect()
    }
}

/// What containers come to.
struct Containers {
    tare: Mg,
    outer_m3: f64,
}

#[derive(Clone, Copy)]
enum Order {
    LightestFirst,
    HeaviestFirst,
}
