//! The book of the pieces while a plan is written: where each is, and what is in its stores.
//!
//! Goods go in and out in the order in which the simulator moves them, so that the book says what will be there.

use crate::flows::{Flows, Load};
use crate::network::{Kind, Network};
use portolan_model::{Campaign, Element, Good, List, PieceKind, Store, StoreKind, SupplyClass};
use portolan_vocabulary::{Duration, Id, Index, Mass};
use std::collections::{BTreeMap, BTreeSet};

/// Less than this is nothing, in kg.
pub(super) const NOTHING_KG: f64 = 1e-6;

/// An amount of a good in a store.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stock {
    pub(super) good: Good,
    pub(super) kg: f64,
}

/// One piece.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) kind: usize,
    pub(super) index: Index<Element>,
    pub(super) id: Id<Element>,
    /// What is in each store, in the order in which it came.
    pub(super) stores: Vec<Vec<Stock>>,
    /// The piece in whose hold it is.
    pub(super) holder: Option<usize>,
    /// From when on it may leave its base.
    pub(super) ready: Duration,
    /// How often it has left its base.
    pub(super) departures: u32,
    /// True where it waited for the point that it is at.
    pub(super) waited: bool,
}

/// The pieces, and the elements that the plan brings along.
#[derive(Clone, Debug)]
pub(super) struct Book<'n> {
    pub(super) network: &'n Network<'n>,
    /// For each kind the element as the plan has it, with its size.
    pub(super) made: Vec<Element>,
    pub(super) pieces: Vec<Piece>,
    pub(super) elements: List<Element>,
    /// By how much more than the flows say is loaded of what is on offer at the point that is written, against rounding.
    pub(super) margins: BTreeMap<usize, f64>,
    numbers: BTreeMap<String, u32>,
    taken: BTreeSet<String>,
}

impl<'n> Book<'n> {
    pub(super) fn new(network: &'n Network<'n>, flows: &Flows) -> Self {
        let kinds = network.kinds.iter().enumerate();
        let made = kinds.map(|(at, kind)| sized(kind, flows.sizes.get(at).copied().flatten()));
        let taken = network.campaign.elements.iter();
        Self {
            network,
            made: made.collect(),
            pieces: Vec::new(),
            elements: List::new(),
            margins: BTreeMap::new(),
            numbers: BTreeMap::new(),
            taken: taken.map(|element| element.id.to_string()).collect(),
        }
    }

    pub(super) fn campaign(&self) -> &'n Campaign {
        self.network.campaign
    }

    /// How much of a load departs, in kg.
    pub(super) fn departs_kg(&self, load: &Load) -> f64 {
        let margin = self.margins.get(&load.good).copied().unwrap_or(0.0);
        load.departs_kg * (1.0 + margin)
    }

    /// The element that a piece is made like.
    pub(super) fn element(&self, piece: usize) -> &Element {
        &self.made[self.pieces[piece].kind]
    }

    pub(super) fn kind(&self, piece: usize) -> &'n Kind {
        &self.network.kinds[self.pieces[piece].kind]
    }

    /// A new piece of a kind, with what it brings along.
    pub(super) fn add(&mut self, kind: usize) -> usize {
        let (index, id) = match self.network.kinds[kind].made_from {
            PieceKind::Element(element) => (element, self.made[kind].id.clone()),
            PieceKind::Design(_) => self.name(kind),
        };
        let element = &self.made[kind];
        let stores = element
            .stores
            .iter()
            .map(|store| first_stocks(self.network.campaign, store));
        let stores = stores.collect();
        self.pieces.push(Piece {
            kind,
            index,
            id,
            stores,
            holder: None,
            ready: Duration::ZERO,
            departures: 0,
            waited: false,
        });
        self.pieces.len() - 1
    }

    fn name(&mut self, kind: usize) -> (Index<Element>, Id<Element>) {
        let mut element = self.made[kind].clone();
        let number = self.numbers.entry(element.id.to_string()).or_insert(0);
        let id = loop {
            *number += 1;
            let id = format!("{}-{number}", element.id);
            if !self.taken.contains(&id) {
                break id;
            }
        };
        element.name = format!("{} {number}", element.name);
        self.taken.insert(id.clone());
        element.id = Id::new(id);
        let id = element.id.clone();
        let at = self.elements.add(element).at();
        (Index::new(self.campaign().elements.len() + at), id)
    }

    /// Dry mass of a piece, in kg.
    pub(super) fn dry_kg(&self, piece: usize) -> f64 {
        self.element(piece).mass.kg()
    }

    /// Mass of a piece and what is in its stores, in kg.
    pub(super) fn own_kg(&self, piece: usize) -> f64 {
        let goods = self.pieces[piece].stores.iter().flatten();
        self.dry_kg(piece) + goods.map(|stock| stock.kg).sum::<f64>()
    }

    /// Mass of pieces with what is in their stores, in kg.
    pub(super) fn mass_kg(&self, pieces: &[usize]) -> f64 {
        pieces.iter().map(|piece| self.own_kg(*piece)).sum()
    }

    /// What a piece carries besides the propellant of its engines: goods, and all that is in its hold, in kg.
    pub(super) fn payload_kg(&self, piece: usize) -> f64 {
        let stores = self.pieces[piece].stores.iter().enumerate();
        let paying = stores.filter(|(at, _)| !self.element(piece).feeds_engine(*at));
        let goods = paying.flat_map(|(_, stocks)| stocks);
        let goods = goods.fold(0.0, |sum, stock| sum + stock.kg);
        let held = |other: &usize| self.pieces[*other].holder == Some(piece);
        let riders = (0..self.pieces.len()).filter(held);
        let riding = riders.map(|rider| self.own_kg(rider) + self.riding_kg(rider));
        riding.fold(goods, |sum, kg| sum + kg)
    }

    fn riding_kg(&self, piece: usize) -> f64 {
        let held = |other: &usize| self.pieces[*other].holder == Some(piece);
        let riders = (0..self.pieces.len()).filter(held);
        riders.fold(0.0, |sum, rider| {
            sum + self.own_kg(rider) + self.riding_kg(rider)
        })
    }

    /// How much of a good a piece has in all its stores, in kg.
    pub(super) fn held_kg(&self, piece: usize, good: Good) -> f64 {
        let stocks = self.pieces[piece].stores.iter().flatten();
        stocks
            .filter(|stock| stock.good == good)
            .fold(0.0, |sum, stock| sum + stock.kg)
    }

    /// How much of a good a store has, in kg.
    pub(super) fn stored_kg(&self, piece: usize, store: usize, good: Good) -> f64 {
        let stocks = self.pieces[piece].stores[store].iter();
        stocks
            .filter(|stock| stock.good == good)
            .fold(0.0, |sum, stock| sum + stock.kg)
    }

    /// The goods in a piece's stores, each once.
    pub(super) fn goods(&self, piece: usize) -> BTreeSet<Good> {
        let stocks = self.pieces[piece].stores.iter().flatten();
        stocks
            .filter(|stock| stock.kg > 0.0)
            .map(|stock| stock.good)
            .collect()
    }

    /// How much more of a good a store takes, in kg.
    pub(super) fn room_kg(&self, piece: usize, store: usize, good: Good) -> f64 {
        let limits = &self.element(piece).stores[store];
        let stocks = &self.pieces[piece].stores[store];
        room_kg(self.campaign(), limits, stocks, good)
    }

    /// Puts a good into a piece's stores, first ones first; returns how much went in, in kg.
    pub(super) fn put(&mut self, piece: usize, good: Good, kg: f64) -> f64 {
        let mut rest = kg;
        for store in 0..self.pieces[piece].stores.len() {
            let takes = takes(self.campaign(), &self.element(piece).stores[store], good);
            if rest <= 0.0 || !takes {
                continue;
            }
            let room = self.room_kg(piece, store, good);
            // As the simulator has it, what is over by rounding goes in.
            let put = if rest > room * (1.0 + 1e-9) + 1e-9 {
                room
            } else {
                rest
            };
            if put > 0.0 {
                self.put_into(piece, store, good, put);
                rest -= put;
            }
        }
        kg - rest
    }

    /// Puts a good into a store, whatever its room.
    pub(super) fn put_into(&mut self, piece: usize, store: usize, good: Good, kg: f64) {
        let stocks = &mut self.pieces[piece].stores[store];
        match stocks.iter_mut().find(|stock| stock.good == good) {
            Some(stock) => stock.kg += kg,
            None => stocks.push(Stock { good, kg }),
        }
    }

    /// Takes a good out of a piece's stores, first ones first; returns how much there was, in kg.
    pub(super) fn take(&mut self, piece: usize, good: Good, kg: f64) -> f64 {
        let mut rest = kg;
        let stocks = self.pieces[piece].stores.iter_mut().flatten();
        for stock in stocks.filter(|stock| stock.good == good) {
            let taken = rest.min(stock.kg).max(0.0);
            stock.kg -= taken;
            rest -= taken;
        }
        kg - rest
    }

    /// Takes mass out of one store, first goods first; returns how much there was, in kg.
    pub(super) fn drain(&mut self, piece: usize, store: usize, kg: f64) -> f64 {
        let mut rest = kg;
        for stock in &mut self.pieces[piece].stores[store] {
            let taken = rest.min(stock.kg).max(0.0);
            stock.kg -= taken;
            rest -= taken;
        }
        kg - rest
    }
}

/// The element of a kind as the plan has it.
fn sized(kind: &Kind, size: Option<crate::flows::Size>) -> Element {
    let mut element = kind.element.clone();
    if let PieceKind::Design(design) = kind.made_from {
        element.design = Some(design);
        element.owner = kind.owner.or(element.owner);
    }
    let Some(size) = size.filter(|_| kind.sized) else {
        return element;
    };
    element.mass = Mass::new(size.dry_kg);
    element.max_payload = Some(Mass::new(size.payload_kg));
    let feeds = element.propulsion.iter().flat_map(|it| &it.feeds);
    let shares: BTreeMap<usize, f64> = feeds.map(|feed| (feed.store, feed.share)).collect();
    for (store, share) in shares {
        if let Some(store) = element.stores.get_mut(store) {
            store.max_mass = Some(Mass::new(size.propellant_kg * share));
        }
    }
    element
}

/// What is in a store at first; a tank has a place for its resource even while it is empty.
fn first_stocks(campaign: &Campaign, store: &Store) -> Vec<Stock> {
    let contents = store.contents.iter();
    let mut stocks: Vec<Stock> = contents
        .map(|lot| Stock {
            good: lot.good,
            kg: campaign.lot_mass_kg(lot),
        })
        .collect();
    if let (StoreKind::Tank(resource), true) = (store.kind, stocks.is_empty()) {
        let good = Good::Specific(resource);
        stocks.push(Stock { good, kg: 0.0 });
    }
    stocks
}

/// True where a store takes a good at all.
pub(super) fn takes(campaign: &Campaign, store: &Store, good: Good) -> bool {
    let class: SupplyClass = campaign.class_of(good);
    let environment = campaign.environment_of(good);
    let fits = !campaign.settings.environment_limits || environment.fits_in(store.environment);
    match store.kind {
        StoreKind::Tank(resource) => good == Good::Specific(resource),
        StoreKind::Any => store.takes(class) && fits,
    }
}

/// How much more of a good a store with these contents takes, in kg.
pub(super) fn room_kg(campaign: &Campaign, store: &Store, stocks: &[Stock], good: Good) -> f64 {
    let by_mass = store.max_mass.map_or(f64::INFINITY, |most| {
        most.kg() - stocks.iter().map(|stock| stock.kg).sum::<f64>()
    });
    let m3_per_kg = |good: Good| campaign.unit_volume_m3(good) / campaign.unit_mass_kg(good);
    let limited = store
        .max_volume
        .filter(|_| campaign.settings.volume_limits && m3_per_kg(good) > 0.0);
    let by_volume = limited.map_or(f64::INFINITY, |most| {
        let used = stocks.iter().map(|stock| stock.kg * m3_per_kg(stock.good));
        (most.m3() - used.sum::<f64>()) / m3_per_kg(good)
    });
    by_mass.min(by_volume).max(0.0)
}
