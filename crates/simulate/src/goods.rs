//! Goods at a site: in which order stores serve, and taking and putting at once.
//!
//! A need is served from the stores of the element that asks and of what it holds; then from those of
//! its holder and of everything else in that; and so outwards to the whole site, always in order of
//! index. A need that no element asks for is served from the whole site.

use crate::codes;
use crate::load::exceeds;
use crate::world::{Presence, Stock, StockKey, World};
use portolan_model::{Element, Good, Lot, Requester, StoreKind};
use portolan_vocabulary::{Finding, Index};
use std::ops::Range;

/// The elements of a site laid out so that what an element holds stands right behind it.
pub(crate) struct Layout {
    flat: Vec<Flat>,
    stocks: Vec<StockKey>,
}

struct Flat {
    element: Index<Element>,
    parent: Option<usize>,
    /// One past the last element that this one holds.
    end: usize,
    /// The first of its stocks.
    stock: usize,
}

impl Layout {
    pub(crate) fn of(world: &World<'_>, site: usize) -> Self {
        let mut layout = Self {
            flat: Vec::new(),
            stocks: Vec::new(),
        };
        for root in &world.sites[site].roots {
            layout.add(world, *root, None);
        }
        layout
    }

    fn add(&mut self, world: &World<'_>, element: Index<Element>, parent: Option<usize>) {
        let at = self.flat.len();
        self.flat.push(Flat {
            element,
            parent,
            end: at + 1,
            stock: self.stocks.len(),
        });
        let live = &world.live[element.at()];
        for (store, stocks) in live.stores.iter().enumerate() {
            self.stocks
                .extend((0..stocks.len()).map(|slot| (element, store, slot)));
        }
        for child in &live.children {
            self.add(world, *child, Some(at));
        }
        self.flat[at].end = self.flat.len();
    }

    /// Every stock at the site.
    pub(crate) fn stocks(&self) -> impl Iterator<Item = StockKey> + '_ {
        self.stocks.iter().copied()
    }

    fn stock_range(&self, elements: &Range<usize>) -> Range<usize> {
        let stock_at = |at: usize| {
            self.flat
                .get(at)
                .map_or(self.stocks.len(), |flat| flat.stock)
        };
        stock_at(elements.start)..stock_at(elements.end)
    }

    /// Runs of elements from the origin outwards, each without what the runs before it covered.
    fn runs(&self, origin: Option<Index<Element>>) -> Vec<Range<usize>> {
        let whole = 0..self.flat.len();
        let Some(start) =
            origin.and_then(|origin| self.flat.iter().position(|flat| flat.element == origin))
        else {
            return vec![whole];
        };
        let mut covered = start..self.flat[start].end;
        let mut runs = vec![covered.clone()];
        let mut parent = self.flat[start].parent;
        loop {
            let wider = parent.map_or(whole.clone(), |at| at..self.flat[at].end);
            runs.push(wider.start..covered.start);
            runs.push(covered.end..wider.end);
            covered = wider;
            match parent {
                Some(at) => parent = self.flat[at].parent,
                None => return runs,
            }
        }
    }

    /// The stocks in reach of an origin, nearest first.
    pub(crate) fn reach(
        &self,
        origin: Option<Index<Element>>,
    ) -> impl Iterator<Item = StockKey> + '_ {
        self.runs(origin)
            .into_iter()
            .flat_map(|run| self.stocks[self.stock_range(&run)].iter().copied())
    }
}

impl World<'_> {
    /// True where a need for a good may draw on a stock; the store of scavenged parts always serves.
    pub(crate) fn serves_need(&self, (element, store, slot): StockKey, wanted: Good) -> bool {
        let stock = self.live[element.at()].stores[store][slot].good;
        let limits = self.roster[element].stores.get(store);
        let open = limits.is_none_or(|store| store.serves_demands);
        let tank = limits.is_some_and(|store| matches!(store.kind, StoreKind::Tank(_)));
        let as_named = self.campaign.settings.named_serves_generic
            || tank
            || matches!(
                (stock, wanted),
                (Good::Specific(_), Good::Specific(_)) | (Good::Generic { .. }, _)
            );
        open && as_named && self.campaign.serves(stock, wanted)
    }

    /// Asks for goods at once, takes what there is, and writes the need down. Returns how much was had.
    pub(crate) fn ask(
        &mut self,
        requester: Requester,
        site: Option<usize>,
        origin: Option<Index<Element>>,
        good: Good,
        amount: f64,
    ) -> f64 {
        let met = site.map_or(0.0, |site| self.take_at(site, origin, good, amount));
        let place = site.map(|site| self.place(site));
        self.record
            .need_now(requester, place, good, self.now, amount, met);
        self.record.mass.consumed_kg += met * self.campaign.unit_mass_kg(good);
        met
    }

    /// Takes up to an amount of a good from the stores of a site, nearest first; returns how much.
    fn take_at(
        &mut self,
        site: usize,
        origin: Option<Index<Element>>,
        good: Good,
        amount: f64,
    ) -> f64 {
        self.touch(site);
        let layout = Layout::of(self, site);
        let keys: Vec<StockKey> = layout
            .reach(origin)
            .filter(|key| self.serves_need(*key, good))
            .collect();
        self.take_from(&keys, good, amount)
    }

    /// Takes up to an amount of a good from these stocks, in this order; returns how much.
    pub(crate) fn take_from(&mut self, keys: &[StockKey], good: Good, amount: f64) -> f64 {
        let unit_kg = self.campaign.unit_mass_kg(good);
        let mut rest = amount;
        for key in keys {
            let stock = &self.live[key.0.at()].stores[key.1][key.2];
            if rest <= 0.0 || stock.level <= 0.0 || !self.campaign.serves(stock.good, good) {
                continue;
            }
            let ratio = self.campaign.unit_mass_kg(stock.good) / unit_kg;
            let had = rest.min(stock.level * ratio);
            let taken = if had < rest { stock.level } else { had / ratio };
            self.jump(*key, -taken);
            rest -= had;
        }
        amount - rest.max(0.0)
    }

    /// The stocks of an element's own stores, engine tanks included.
    pub(crate) fn own_stocks(&self, element: Index<Element>) -> Vec<StockKey> {
        let stores = &self.live[element.at()].stores;
        stores
            .iter()
            .enumerate()
            .flat_map(|(store, stocks)| (0..stocks.len()).map(move |slot| (element, store, slot)))
            .collect()
    }

    /// How much of a good an element's own stores have, in the good's unit.
    pub(crate) fn own_amount(&self, element: Index<Element>, good: Good) -> f64 {
        let unit_kg = self.campaign.unit_mass_kg(good);
        self.live[element.at()]
            .stores
            .iter()
            .flatten()
            .filter(|stock| self.campaign.serves(stock.good, good))
            .map(|stock| stock.level * self.campaign.unit_mass_kg(stock.good) / unit_kg)
            .sum()
    }

    /// How much more of a good an element's stores take, in the good's unit.
    pub(crate) fn own_room(&self, element: Index<Element>, good: Good) -> f64 {
        let stores = 0..self.roster[element].stores.len();
        stores
            .filter(|store| self.takes(element, *store, good))
            .map(|store| self.store_room(element, store, good))
            .sum()
    }

    fn takes(&self, element: Index<Element>, store: usize, good: Good) -> bool {
        let limits = &self.roster[element].stores[store];
        let fits = !self.campaign.settings.environment_limits
            || self
                .campaign
                .environment_of(good)
                .fits_in(limits.environment);
        match limits.kind {
            StoreKind::Tank(resource) => good == Good::Specific(resource),
            StoreKind::Any => limits.takes(self.campaign.class_of(good)) && fits,
        }
    }

    fn store_room(&self, element: Index<Element>, store: usize, good: Good) -> f64 {
        let limits = &self.roster[element].stores[store];
        let (unit_kg, unit_m3) = (
            self.campaign.unit_mass_kg(good),
            self.campaign.unit_volume_m3(good),
        );
        let by_mass = limits.max_mass.map_or(f64::INFINITY, |most| {
            (most.kg() - self.store_kg(element, store)) / unit_kg
        });
        let volume_counts = self.campaign.settings.volume_limits && unit_m3 > 0.0;
        let by_volume = limits
            .max_volume
            .filter(|_| volume_counts)
            .map_or(f64::INFINITY, |most| {
                (most.m3() - self.store_m3(element, store)) / unit_m3
            });
        by_mass.min(by_volume).max(0.0)
    }

    /// Puts goods into an element's stores, as far as they go; returns how much went in.
    pub(crate) fn put_into(&mut self, element: Index<Element>, good: Good, amount: f64) -> f64 {
        let mut rest = amount;
        for store in 0..self.roster[element].stores.len() {
            if rest <= 0.0 || !self.takes(element, store, good) {
                continue;
            }
            let room = self.store_room(element, store, good);
            let put = if exceeds(rest, room) { room } else { rest };
            if put > 0.0 {
                let slot = self.slot_for(element, store, good);
                self.jump((element, store, slot), put);
                rest -= put;
            }
        }
        amount - rest
    }

    /// Opens a place for what a plant makes in all stores at its site that take it, where no store there has one yet.
    pub(crate) fn open_for(&mut self, plant: Index<Element>, good: Good) {
        let Some(site) = self.site_of(plant) else {
            return;
        };
        let layout = Layout::of(self, site);
        let serves = |world: &Self, element: Index<Element>, store: usize| {
            let store = world.roster[element].stores.get(store);
            store.is_some_and(|store| store.serves_demands)
        };
        let has = |(element, store, slot): StockKey| {
            let stock = &self.live[element.at()].stores[store][slot];
            stock.good == good && serves(self, element, store)
        };
        if layout.stocks().any(has) {
            return;
        }
        for flat in &layout.flat {
            for store in 0..self.roster[flat.element].stores.len() {
                if serves(self, flat.element, store) && self.takes(flat.element, store, good) {
                    self.slot_for(flat.element, store, good);
                }
            }
        }
    }

    fn slot_for(&mut self, element: Index<Element>, store: usize, good: Good) -> usize {
        let stocks = &mut self.live[element.at()].stores[store];
        stocks
            .iter()
            .position(|stock| stock.good == good)
            .unwrap_or_else(|| {
                stocks.push(Stock::new(good, 0.0));
                stocks.len() - 1
            })
    }

    /// A finding that a store has no room for these goods, or a hold around it, or `None` where all have.
    /// `from` is where they come from, if that is an element: what holds both gains nothing.
    pub(crate) fn no_room(
        &self,
        element: Index<Element>,
        lots: &[Lot],
        from: Option<Index<Element>>,
    ) -> Option<Finding> {
        let id = self.roster[element].id.as_str();
        for lot in lots {
            let room = self.own_room(element, lot.good);
            if exceeds(lot.amount, room) {
                let name = self.campaign.good_name(lot.good);
                let message = format!(
                    "\"{id}\" has room for {room:.3} of {name}, and {:.3} is to go in",
                    lot.amount
                );
                return Some(
                    Finding::error(codes::NO_ROOM, "element", id, message)
                        .text("good", self.campaign.good_id(lot.good))
                        .number("amount", lot.amount, "")
                        .number("room", room, "")
                        .advice("use a larger store, or put in less"),
                );
            }
        }
        let added_kg: f64 = lots.iter().map(|lot| self.campaign.lot_mass_kg(lot)).sum();
        self.hold_overload(element, |outer| {
            let held = from.is_some_and(|from| self.is_inside(from, outer));
            if held { 0.0 } else { added_kg }
        })
    }

    /// True where an element is there.
    pub(crate) fn is_here(&self, element: Index<Element>) -> bool {
        self.live[element.at()].presence == Presence::Here
    }
}
