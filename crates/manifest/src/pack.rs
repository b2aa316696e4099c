//! Packing: the goods of one batch, container by container.

use crate::catalogue::{Catalogue, Counts, Group};
use crate::mass::Mg;
use portolan_model::{Element, Good};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// After so many rounds of added containers, what still does not fit goes into a crate.
const MOST_ROUNDS: u32 = 64;

/// A container with what is in it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parcel {
    /// The design and the store of it that is filled; `None` for a crate made to measure.
    pub(crate) kind: Option<(Index<Element>, usize)>,
    pub(crate) goods: BTreeMap<Good, Mg>,
    pub(crate) tare: Mg,
    /// Volume that it takes up in a hold.
    pub(crate) outer_m3: f64,
    /// When the first of it is needed.
    pub(crate) due: Duration,
    /// Which batch it belongs to.
    pub(crate) batch: usize,
}

impl Parcel {
    pub(crate) fn net(&self) -> Mg {
        self.goods.values().sum()
    }
}

/// Packs the goods of a batch, those needed first into the first containers.
pub(crate) fn packed(
    catalogue: &Catalogue,
    batch: usize,
    goods: &BTreeMap<(Duration, Good), Mg>,
) -> Vec<Parcel> {
    let mut by_group: BTreeMap<usize, Vec<(Duration, Good, Mg)>> = BTreeMap::new();
    for ((due, good), mass) in goods {
        let group = catalogue.facts(*good).group;
        by_group
            .entry(group)
            .or_default()
            .push((*due, *good, *mass));
    }
    let mut parcels = Vec::new();
    for (group, goods) in by_group {
        let mut packing = Packing {
            catalogue,
            group: &catalogue.groups[group],
            batch,
            left: goods,
            parcels: Vec::new(),
        };
        packing.pack();
        parcels.append(&mut packing.parcels);
    }
    parcels
}

struct Packing<'a> {
    catalogue: &'a Catalogue,
    group: &'a Group,
    batch: usize,
    left: Vec<(Duration, Good, Mg)>,
    parcels: Vec<Parcel>,
}

impl Packing<'_> {
    fn pack(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let mass: Mg = self.left.iter().map(|(_, _, mass)| mass).sum();
            let m3: f64 = self.left.iter().map(|lot| self.volume_m3(lot)).sum();
            let counts = self.group.counts(mass, m3);
            if mass == 0 || self.group.kinds.is_empty() || !self.fill_all(&counts) {
                break;
            }
        }
        self.crate_rest();
    }

    fn volume_m3(&self, (_, good, mass): &(Duration, Good, Mg)) -> f64 {
        *mass as f64 * self.catalogue.facts(*good).m3_per_mg
    }

    /// Fills so many of each kind, the largest first; false where nothing went in.
    fn fill_all(&mut self, counts: &Counts) -> bool {
        let mut kinds: Vec<usize> = (0..self.group.kinds.len()).collect();
        kinds.sort_by_key(|kind| std::cmp::Reverse(self.group.kinds[*kind].capacity));
        let before = self.parcels.len();
        for kind in kinds {
            for _ in 0..counts.of[kind] {
                self.fill(kind);
            }
        }
        self.parcels.len() > before
    }

    fn fill(&mut self, kind: usize) {
        let kind = &self.group.kinds[kind];
        let (mut room, mut room_m3) = (kind.capacity, kind.capacity_m3);
        let mut goods = BTreeMap::new();
        let mut due = None;
        for (when, good, mass) in &mut self.left {
            let facts = self.catalogue.facts(*good);
            let by_volume = if facts.m3_per_mg > 0.0 {
                (room_m3 / facts.m3_per_mg * (1.0 + 1e-12)).floor() as Mg
            } else {
                room
            };
            let taken = (*mass).min(room).min(by_volume.max(0)) / facts.item * facts.item;
            if taken <= 0 {
                continue;
            }
            *mass -= taken;
            room -= taken;
            room_m3 -= taken as f64 * facts.m3_per_mg;
            due = due.or(Some(*when)).min(Some(*when));
            *goods.entry(*good).or_insert(0) += taken;
        }
        self.left.retain(|(_, _, mass)| *mass > 0);
        if let Some(due) = due {
            self.parcels.push(Parcel {
                kind: Some((kind.design, kind.store)),
                goods,
                tare: kind.tare,
                outer_m3: kind.outer_m3,
                due,
                batch: self.batch,
            });
        }
    }

    /// What no design takes goes into crates made to measure, one for each good.
    fn crate_rest(&mut self) {
        let mut crates: BTreeMap<Good, (Duration, Mg)> = BTreeMap::new();
        for (due, good, mass) in self.left.drain(..) {
            let own = crates.entry(good).or_insert((due, 0));
            own.0 = own.0.min(due);
            own.1 += mass;
        }
        for (good, (due, mass)) in crates {
            self.parcels.push(Parcel {
                kind: None,
                goods: BTreeMap::from([(good, mass)]),
                tare: self.group.crate_tare(mass),
                outer_m3: self.volume_m3(&(due, good, mass)),
                due,
                batch: self.batch,
            });
        }
    }
}
