//! The catalogue: which designs take which good, and the least tare of a mass of goods.
//!
//! A good goes into the designs that name its class most closely: water (201) into a tank for 201, not
//! into a bag for all of class 2, and gases (203) into a gas tank. Goods with the same designs share
//! containers; in tanks they do not, for liquids do not mix. A good that no design takes gets a crate
//! made to measure.

use crate::manifested::Options;
use crate::mass::{self, Mg, UNLIMITED};
use crate::want::{Missing, is_discrete};
use portolan_model::{
    Campaign, Element, ElementKind, Environment, Good, Store, StoreKind, SupplyClass,
};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// The exact search for the least tare looks at no more than this many combinations; it needs far
/// fewer for the few designs that ever fit one good.
const MOST_COMBINATIONS: u32 = 200_000;

/// A design as a container for one group of goods.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Kind {
    pub(crate) design: Index<Element>,
    /// The store that takes the goods.
    pub(crate) store: usize,
    pub(crate) capacity: Mg,
    /// Infinite where no volume is a limit.
    pub(crate) capacity_m3: f64,
    pub(crate) tare: Mg,
    /// Volume that it takes up in a hold.
    pub(crate) outer_m3: f64,
}

/// Goods that share containers.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    /// What may hold them; none for crates made to measure.
    pub(crate) kinds: Vec<Kind>,
    /// Tare of a crate per mass of goods.
    crate_factor: f64,
    environment: Environment,
}

/// How goods are packed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Catalogue {
    pub(crate) groups: Vec<Group>,
    goods: BTreeMap<Good, Facts>,
}

/// What packing needs to know of a good.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    pub(crate) group: usize,
    /// The least that can be taken at once.
    pub(crate) item: Mg,
    pub(crate) m3_per_mg: f64,
}

/// What goods must have in common to share containers: the designs with their stores, and the good
/// itself where it shares with no other.
type Sharing = (Vec<(usize, usize)>, Option<Good>);

/// How many of each kind of container, and what they come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    pub(crate) of: Vec<i64>,
    pub(crate) tare: Mg,
    pub(crate) outer_m3: f64,
}

impl Catalogue {
    /// The catalogue of the goods that are missing.
    pub(crate) fn new(campaign: &Campaign, missing: &Missing, options: &Options) -> Self {
        let mut catalogue = Self::default();
        let mut groups: BTreeMap<Sharing, usize> = BTreeMap::new();
        for (_, _, good) in missing.keys() {
            if catalogue.goods.contains_key(good) {
                continue;
            }
            let kinds = kinds(campaign, *good);
            let designs: Vec<_> = kinds.iter().map(|k| (k.design.at(), k.store)).collect();
            let alone = kinds.is_empty() || kinds.iter().all(|kind| is_tank(campaign, kind));
            let key = (designs, alone.then_some(*good));
            let group = *groups.entry(key).or_insert_with(|| {
                catalogue
                    .groups
                    .push(group(campaign, *good, kinds, options));
                catalogue.groups.len() - 1
            });
            let unit = mass::up(campaign.unit_mass_kg(*good)).max(1);
            let whole = options.whole_items && is_discrete(campaign, *good);
            let m3 = campaign.unit_volume_m3(*good) / unit as f64;
            let facts = Facts {
                group,
                item: if whole { unit } else { 1 },
                m3_per_mg: if campaign.settings.volume_limits {
                    m3
                } else {
                    0.0
                },
            };
            catalogue.goods.insert(*good, facts);
        }
        catalogue
    }

    pub(crate) fn facts(&self, good: Good) -> Facts {
        let unknown = Facts {
            group: 0,
            item: 1,
            m3_per_mg: 0.0,
        };
        self.goods.get(&good).copied().unwrap_or(unknown)
    }

    /// What the containers of a good need around them.
    pub(crate) fn environment(&self, good: Good) -> Environment {
        self.groups
            .get(self.facts(good).group)
            .map_or(Environment::Unpressurised, |group| group.environment)
    }

    /// True where the goods of a group fill containers to the last milligram: neither whole items nor
    /// volumes are among them.
    pub(crate) fn is_divisible(&self, group: usize) -> bool {
        let goods = self.goods.values();
        goods
            .filter(|facts| facts.group == group)
            .all(|facts| facts.item == 1 && facts.m3_per_mg <= 0.0)
    }

    /// Mass of these goods with the least tare thinkable, as if containers could be divided.
    pub(crate) fn least_gross(&self, goods: &BTreeMap<Good, Mg>) -> Mg {
        goods
            .iter()
            .map(|(good, mass)| {
                let group = &self.groups[self.facts(*good).group];
                mass + (*mass as f64 * group.least_ratio()).floor() as Mg
            })
            .sum()
    }
}

impl Group {
    /// The least tare per mass of goods that any number of containers comes to.
    pub(crate) fn least_ratio(&self) -> f64 {
        if self.kinds.is_empty() {
            return self.crate_factor;
        }
        let ratios = self.kinds.iter().map(Kind::ratio);
        ratios.fold(f64::INFINITY, f64::min)
    }

    /// The tare that splitting a mass over two trips may cost: that of the lightest container.
    pub(crate) fn grain(&self) -> Mg {
        self.kinds.iter().map(|kind| kind.tare).min().unwrap_or(0)
    }

    /// The tare of a crate made to measure.
    pub(crate) fn crate_tare(&self, mass: Mg) -> Mg {
        (mass as f64 * self.crate_factor).ceil() as Mg
    }

    /// The containers of least tare, and of these the fewest, for a mass and volume of goods.
    pub(crate) fn counts(&self, mass: Mg, volume_m3: f64) -> Counts {
        if self.kinds.is_empty() {
            return Counts {
                of: Vec::new(),
                tare: self.crate_tare(mass),
                outer_m3: volume_m3,
            };
        }
        let capacities: Vec<Mg> = self
            .kinds
            .iter()
            .map(|kind| kind.capacity_for(mass, volume_m3))
            .collect();
        Cover::new(&self.kinds, &capacities).best(mass)
    }
}

impl Kind {
    fn ratio(&self) -> f64 {
        self.tare as f64 / self.capacity as f64
    }

    /// The mass that fits of goods with this density.
    pub(crate) fn capacity_for(&self, mass: Mg, volume_m3: f64) -> Mg {
        if volume_m3 <= 0.0 || self.capacity_m3.is_infinite() {
            return self.capacity;
        }
        let by_volume = (self.capacity_m3 / volume_m3 * mass as f64).floor() as Mg;
        self.capacity.min(by_volume.max(1))
    }
}

/// A search for the counts of least tare that hold a mass: branch and bound over the kinds in order of
/// tare per capacity, which is exact.
struct Cover<'a> {
    kinds: &'a [Kind],
    capacities: &'a [Mg],
    order: Vec<usize>,
    best: Option<(Mg, i64, Vec<i64>)>,
    left: u32,
}

impl<'a> Cover<'a> {
    fn new(kinds: &'a [Kind], capacities: &'a [Mg]) -> Self {
        let mut order: Vec<usize> = (0..kinds.len()).collect();
        let ratio = |at: usize| kinds[at].tare as f64 / capacities[at] as f64;
        order.sort_by(|a, b| {
            let by_ratio = ratio(*a).total_cmp(&ratio(*b));
            by_ratio.then(capacities[*b].cmp(&capacities[*a]))
        });
        Self {
            kinds,
            capacities,
            order,
            best: None,
            left: MOST_COMBINATIONS,
        }
    }

    fn best(mut self, mass: Mg) -> Counts {
        let mut counts = vec![0; self.kinds.len()];
        self.search(0, mass, (0, 0), &mut counts);
        let (tare, _, of) = self.best.unwrap_or((0, 0, counts));
        let outer_m3 = of
            .iter()
            .zip(self.kinds)
            .map(|(count, kind)| *count as f64 * kind.outer_m3)
            .sum();
        Counts { of, tare, outer_m3 }
    }

    fn search(&mut self, depth: usize, rest: Mg, (tare, number): (Mg, i64), counts: &mut [i64]) {
        self.left = self.left.saturating_sub(1);
        if rest <= 0 {
            let better =
                |(best, fewest, _): &(Mg, i64, Vec<i64>)| (tare, number) < (*best, *fewest);
            if self.best.as_ref().is_none_or(better) {
                self.best = Some((tare, number, counts.to_vec()));
            }
            return;
        }
        let Some(at) = self.order.get(depth).copied() else {
            return;
        };
        let (capacity, each) = (self.capacities[at], self.kinds[at].tare);
        let most = (rest + capacity - 1) / capacity;
        let least = if depth + 1 == self.order.len() {
            most
        } else {
            0
        };
        for count in (least..=most).rev() {
            let (tare, number) = (
                tare.saturating_add(each.saturating_mul(count)),
                number + count,
            );
            let open = rest - capacity.saturating_mul(count);
            if self.is_worse(depth + 1, open, tare, number) {
                // Fewer of this kind leave more to the others, whose tare per mass is no lower.
                if open > 0 { break } else { continue }
            }
            counts[at] = count;
            self.search(depth + 1, open, (tare, number), counts);
            counts[at] = 0;
            if self.left == 0 {
                break;
            }
        }
    }

    /// True where nothing better than the best can come of it.
    fn is_worse(&self, depth: usize, open: Mg, tare: Mg, number: i64) -> bool {
        let Some((best, fewest, _)) = &self.best else {
            return false;
        };
        let mut least = tare;
        if open > 0 {
            let next = self.order.get(depth).copied();
            let ratio = next.map_or(0.0, |at| {
                self.kinds[at].tare as f64 / self.capacities[at] as f64
            });
            // One milligram less, so that rounding does not cut off an equal.
            least += ((open as f64 * ratio).ceil() as Mg - 1).max(0);
        }
        least > *best || (least == *best && number >= *fewest)
    }
}

fn group(campaign: &Campaign, good: Good, kinds: Vec<Kind>, options: &Options) -> Group {
    let around = campaign.environment_of(good);
    let generic = match around {
        Environment::Unpressurised => options.crate_factor_unpressurised,
        Environment::Pressurised => options.crate_factor_pressurised,
    };
    let own = match good {
        Good::Specific(resource) => campaign
            .resources
            .at(resource)
            .map(|resource| resource.packing_factor / resource.unit_mass.kg())
            .filter(|factor| *factor > 0.0),
        Good::Generic { .. } => None,
    };
    let pressurised = |kind: &Kind| {
        let design = campaign.designs.at(kind.design);
        design.is_some_and(|design| design.environment == Environment::Pressurised)
    };
    let needs_pressure = if kinds.is_empty() {
        around == Environment::Pressurised
    } else {
        kinds.iter().any(pressurised)
    };
    let limited = campaign.settings.environment_limits && needs_pressure;
    Group {
        kinds,
        crate_factor: own.unwrap_or(generic),
        environment: if limited {
            Environment::Pressurised
        } else {
            Environment::Unpressurised
        },
    }
}

fn is_tank(campaign: &Campaign, kind: &Kind) -> bool {
    let design = campaign.designs.at(kind.design);
    design.is_some_and(|design| design.kind == ElementKind::Tank)
}

/// The designs that take a good, those that name its class most closely.
fn kinds(campaign: &Campaign, good: Good) -> Vec<Kind> {
    let mut found: Vec<(u8, Kind)> = Vec::new();
    for (design, element) in campaign.designs.indexed() {
        if !is_container(element) {
            continue;
        }
        let fits = element.stores.iter().enumerate().filter_map(|(at, store)| {
            let closeness = closeness(campaign, store, good)?;
            let capacity = store
                .max_mass
                .map_or(UNLIMITED, |mass| mass::down(mass.kg()));
            (capacity > 0).then_some((closeness, at, capacity))
        });
        // The first of the closest stores of a design.
        if let Some((closeness, store, capacity)) =
            fits.max_by_key(|fit| (fit.0, usize::MAX - fit.1))
        {
            let most_m3 = element.stores[store].max_volume;
            let most_m3 = most_m3.filter(|_| campaign.settings.volume_limits);
            let kind = Kind {
                design,
                store,
                capacity,
                capacity_m3: most_m3.map_or(f64::INFINITY, |volume| volume.m3()),
                tare: mass::up(element.mass.kg()),
                outer_m3: element.volume.m3(),
            };
            found.push((closeness, kind));
        }
    }
    let closest = found.iter().map(|(closeness, _)| *closeness).max();
    found.retain(|(closeness, _)| Some(*closeness) == closest);
    found.into_iter().map(|(_, kind)| kind).collect()
}

fn is_container(element: &Element) -> bool {
    element.hold.is_none()
        && element.propulsion.is_empty()
        && element.drive.is_none()
        && element.crew.is_none()
}

/// How closely a store names a good: by resource, by class (a subclass more closely than its parent),
/// not at all; `None` where it does not take it.
fn closeness(campaign: &Campaign, store: &Store, good: Good) -> Option<u8> {
    let class = campaign.class_of(good);
    let around = campaign.environment_of(good);
    if campaign.settings.environment_limits && !around.fits_in(store.environment) {
        return None;
    }
    if let StoreKind::Tank(resource) = store.kind {
        return (Good::Specific(resource) == good && store.takes(class)).then_some(u8::MAX);
    }
    if store.classes.is_empty() {
        return Some(0);
    }
    let named = store
        .classes
        .iter()
        .filter(|taken| class.is_within(**taken));
    named.map(|taken| depth(*taken)).max()
}

fn depth(class: SupplyClass) -> u8 {
    1 + class.parent().map_or(0, depth)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(capacity_kg: f64, tare_kg: f64) -> Kind {
        Kind {
            design: Index::new(0),
            store: 0,
            capacity: mass::down(capacity_kg),
            capacity_m3: f64::INFINITY,
            tare: mass::up(tare_kg),
            outer_m3: 0.0,
        }
    }

    fn group(kinds: Vec<Kind>) -> Group {
        Group {
            kinds,
            crate_factor: 0.6,
            environment: Environment::Unpressurised,
        }
    }

    /// The least tare by trying everything.
    fn tried(kinds: &[Kind], mass: Mg) -> Mg {
        let Some((first, others)) = kinds.split_first() else {
            return if mass > 0 { UNLIMITED } else { 0 };
        };
        let most = (mass + first.capacity - 1) / first.capacity;
        (0..=most.max(0))
            .map(|n| n * first.tare + tried(others, (mass - n * first.capacity).max(0)))
            .min()
            .unwrap_or(UNLIMITED)
    }

    #[test]
    fn the_tare_is_the_least_of_all_combinations() {
        let sets = [
            vec![kind(74.8, 34.37), kind(24.9333, 11.4567)],
            vec![kind(100.0, 108.0), kind(10.0, 10.8)],
            vec![kind(26.8, 0.83)],
            vec![kind(50.0, 9.0), kind(30.0, 7.0), kind(7.0, 2.5)],
        ];
        for kinds in sets {
            for mass_kg in [0.5, 10.0, 24.94, 99.0, 113.464, 200.001, 340.39] {
                let mass = mass::up(mass_kg);
                let counts = group(kinds.clone()).counts(mass, 0.0);
                assert_eq!(
                    counts.tare,
                    tried(&kinds, mass),
                    "{mass_kg} kg in {kinds:?}"
                );
                let room: Mg = kinds
                    .iter()
                    .zip(&counts.of)
                    .map(|(k, n)| k.capacity * n)
                    .sum();
                assert!(room >= mass);
            }
        }
    }

    #[test]
    fn of_equal_tares_the_fewest_containers_are_taken() {
        // 300 kg of gas weigh 324 kg of tank either way: three large tanks, not thirty small ones.
        let tanks = group(vec![kind(100.0, 108.0), kind(10.0, 10.8)]);
        assert_eq!(tanks.counts(mass::up(300.0), 0.0).of, [3, 0]);
        assert_eq!(tanks.counts(mass::up(176.29), 0.0).of, [1, 8]);
    }

    #[test]
    fn volume_counts_where_goods_have_any() {
        let bag = Kind {
            capacity_m3: 0.05,
            ..kind(26.8, 0.83)
        };
        // 10 kg in 0.12 m³ need three bags of 0.05 m³.
        assert_eq!(group(vec![bag]).counts(mass::up(10.0), 0.12).of, [3]);
    }
}
