//! Fitting: flow, packing and loading in turn, until what is packed is what flows.
//!
//! The tare of containers is known only when the goods of a trip are known, and these only when the
//! flow is. So the flow begins with the least tare thinkable and grows by what loading finds too
//! little, until everything is loaded or the flow does not fit.

use crate::catalogue::Catalogue;
use crate::load::{Loaded, load};
use crate::mass::Mg;
use crate::network::{Cut, Narrow, Network, Share, Sources};
use crate::relaxation::{Cover, Raise, limit_of};
use crate::trip::{Caps, Rooms, Trip};
use crate::want::Want;
use portolan_model::Environment;
use std::collections::BTreeMap;

/// How often the flow grows before a packing is given up.
const MOST_GROWTHS: u32 = 60;
/// How many cuts are mended before a raising is given up.
const MOST_CUTS: u32 = 400;
/// How often a raising is corrected before it is given up.
const MOST_RAISES: u32 = 20;
/// Raised limits are whole tens of grams.
const RAISE_STEP: Mg = 10_000;
/// What limits are raised by more, where a packing with them is found only by chance: a kilogram.
const RAISE_SPARE: Mg = 1_000_000;

/// What is to be fitted into what.
pub(crate) struct Task<'a> {
    pub(crate) trips: &'a [Trip],
    pub(crate) sources: &'a Sources,
    pub(crate) wants: &'a [Want],
    pub(crate) catalogue: &'a Catalogue,
    pub(crate) caps: &'a Caps,
}

impl Task<'_> {
    /// Masses of the goods alone, by want.
    pub(crate) fn net(&self) -> Vec<Mg> {
        self.wants.iter().map(Want::net).collect()
    }

    /// Masses with the least tare thinkable, by want.
    pub(crate) fn least(&self) -> Vec<Mg> {
        let goods = self.wants.iter().map(|want| &want.goods);
        goods
            .map(|goods| self.catalogue.least_gross(goods))
            .collect()
    }

    /// The cuts that these masses do not fit through, with no limit raised.
    pub(crate) fn cuts(&self, masses: &[Mg]) -> Vec<Cut> {
        self.route(masses, self.caps, &Raise::new())
            .err()
            .unwrap_or_default()
    }

    /// Loads everything under raised limits.
    ///
    /// # Errors
    /// The cuts that it does not fit through; none where it fits through all and no packing was found.
    pub(crate) fn fit(&self, raise: &Raise) -> Result<Loaded, Vec<Cut>> {
        let mut caps = self.caps.clone();
        let mut masses = self.least();
        for _ in 0..MOST_GROWTHS {
            let shares = self.route(&masses, &caps, raise)?;
            let rooms = Rooms::new(self.trips, &caps, raise);
            let loaded = load(self.catalogue, self.wants, &shares, &rooms);
            if is_loaded(&loaded) {
                return Ok(loaded);
            }
            grow(&mut masses, &loaded);
            caps.bays.extend(&loaded.full);
        }
        Err(Vec::new())
    }

    /// The least raising of limits with which everything is loaded, and the loading with it; `None`
    /// where no raising helps.
    pub(crate) fn relax(&self) -> Option<(Raise, Loaded)> {
        let mut raise = Raise::new();
        for attempt in 0..MOST_RAISES {
            let more = self.raised(&raise)?;
            let Ok(loaded) = self.fit(&more) else {
                // More of the same does not always help a packing that just misses.
                let spare = if more == raise || attempt > 2 {
                    RAISE_SPARE
                } else {
                    0
                };
                raise = more;
                raise.values_mut().for_each(|mass| *mass += spare);
                continue;
            };
            return Some((more, loaded));
        }
        None
    }

    /// The sum that no raising can stay below.
    pub(crate) fn least_raise(&self) -> Option<Mg> {
        let (_, raise) = self.covered(&self.least(), &Raise::new())?;
        Some(raise.values().sum())
    }

    /// A raising on top of one that is given, as little as the loading with it needs.
    fn raised(&self, given: &Raise) -> Option<Raise> {
        let mut masses = self.least();
        for _ in 0..MOST_GROWTHS {
            let (shares, raise) = self.covered(&masses, given)?;
            let rooms = Rooms::new(self.trips, self.caps, &raise);
            let loaded = load(self.catalogue, self.wants, &shares, &rooms);
            if is_loaded(&loaded) {
                return Some(self.tightened(&loaded, &raise, given));
            }
            grow(&mut masses, &loaded);
        }
        None
    }

    /// The least raising with which these masses flow, and their flow.
    fn covered(&self, masses: &[Mg], given: &Raise) -> Option<(Vec<Share>, Raise)> {
        let mut cover = Cover::new(self.trips, self.caps);
        let mut raise = given.clone();
        for _ in 0..MOST_CUTS {
            match self.route(masses, self.caps, &raise) {
                Ok(shares) => return Some((shares, raise)),
                Err(cuts) => {
                    let mut all = cuts.iter();
                    if !all.all(|cut| cover.add(self.trips, self.caps, &raise, cut)) {
                        return None;
                    }
                    let more = cover.least(given);
                    if more == raise {
                        return None;
                    }
                    raise = given.clone();
                    raise.extend(more);
                }
            }
        }
        None
    }

    /// Takes back what of a raising is not used.
    fn tightened(&self, loaded: &Loaded, raise: &Raise, given: &Raise) -> Raise {
        let base = Rooms::new(self.trips, self.caps, &Raise::new());
        let mut used = Raise::new();
        for (narrow, mass) in load_by_narrow(loaded) {
            let room = match narrow {
                Narrow::Trip(trip) => base.trip(trip),
                Narrow::Bay(step) => base.bay(step),
            };
            if let Some(limit) = limit_of(self.trips, self.caps, narrow) {
                let over = (mass - room).max(0) as u64;
                let needed = used.entry(limit).or_insert(0);
                *needed = (*needed).max((over.div_ceil(RAISE_STEP as u64) as Mg) * RAISE_STEP);
            }
        }
        let least = |limit| given.get(limit).copied().unwrap_or(0);
        let needed = |limit| used.get(limit).copied().unwrap_or(0).max(least(limit));
        raise
            .keys()
            .map(|limit| (*limit, needed(limit)))
            .filter(|(_, mass)| *mass > 0)
            .collect()
    }

    /// Pressurised cargo goes first, for it has fewer holds to go into.
    fn route(&self, masses: &[Mg], caps: &Caps, raise: &Raise) -> Result<Vec<Share>, Vec<Cut>> {
        let mut rooms = Rooms::new(self.trips, caps, raise);
        let mut all = Vec::new();
        for environment in [Environment::Pressurised, Environment::Unpressurised] {
            if self
                .wants
                .iter()
                .all(|want| want.environment != environment)
            {
                continue;
            }
            let network = Network::new(self.trips, self.sources, self.wants, &rooms, environment);
            let shares = network.route(masses)?;
            for share in &shares {
                rooms.take(&share.route, share.mass, 0.0);
            }
            all.extend(shares);
        }
        Ok(all)
    }
}

fn is_loaded(loaded: &Loaded) -> bool {
    loaded.overshoot.iter().all(|mass| *mass == 0)
}

fn grow(masses: &mut [Mg], loaded: &Loaded) {
    for (mass, more) in masses.iter_mut().zip(&loaded.overshoot) {
        *mass += more;
    }
}

/// Gross mass on every trip and in every bay.
pub(crate) fn load_by_narrow(loaded: &Loaded) -> BTreeMap<Narrow, Mg> {
    let mut loads = BTreeMap::new();
    for parcel in &loaded.parcels {
        let gross = parcel.net() + parcel.tare;
        for step in &loaded.batches[parcel.batch].route {
            *loads.entry(Narrow::Trip(step.0)).or_insert(0) += gross;
            *loads.entry(Narrow::Bay(*step)).or_insert(0) += gross;
        }
    }
    loads
}
