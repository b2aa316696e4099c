//! Filling: how much of each load goes into the stores of which piece.
//!
//! What a piece has already it keeps where it can. On a trip, tanks first get what their vehicle burns, at the mixture of its
//! engine; what drops on the way gets what it burns before, and the rest goes into what arrives.

use super::Unwritable;
use super::book::{Book, NOTHING_KG, Stock, room_kg, takes};
use super::deal::Party;
use super::flight::{Flight, fuel_kg};
use super::stow::{self, Stowage};
use crate::flows::{Flows, Load};
use crate::network::Pool;
use portolan_model::Good;
use std::collections::{BTreeMap, BTreeSet};

/// What finds no room is an error above this share of its load.
const ROUNDING: f64 = 1e-6;
/// And above this, in kg.
const ROUNDING_KG: f64 = 1e-3;

/// What pieces of a party are to have in their stores, and in whose hold they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Filled {
    /// By piece and good, in kg.
    pub(super) targets: BTreeMap<(usize, Good), f64>,
    pub(super) stowage: Stowage,
    /// What may stand in stores by piece and store.
    plan: BTreeMap<(usize, usize), Vec<Stock>>,
    /// What rides in each piece, in kg.
    riding_kg: BTreeMap<usize, f64>,
}

/// The most propellant of pieces that drop, in kg: more would be lost with them.
pub(super) type Limits = BTreeMap<usize, f64>;

/// How often the propellant of what drops is set again.
const MOST_TRIALS: u32 = 8;

/// Fills a party: riders first, then their holds, then free containers, then vehicles. Free containers are taken from `spare`
/// where there are any, and made where there are none.
pub(super) fn fill(
    book: &mut Book<'_>,
    flows: &Flows,
    party: &mut Party,
    spare: &mut Vec<usize>,
) -> Result<Filled, Unwritable> {
    if party.trip.is_some() {
        return fill_with(book, flows, party, spare, false);
    }
    // What rides is no payload while a crew is ashore.
    let (mut trial, mut own, mut left) = (book.clone(), party.clone(), spare.clone());
    if let Ok(filled) = fill_with(&mut trial, flows, &mut own, &mut left, false) {
        (*book, *party, *spare) = (trial, own, left);
        return Ok(filled);
    }
    fill_with(book, flows, party, spare, true)
}

fn fill_with(
    book: &mut Book<'_>,
    flows: &Flows,
    party: &mut Party,
    spare: &mut Vec<usize>,
    ashore: bool,
) -> Result<Filled, Unwritable> {
    let mut begun = fill_riders(book, flows, party, ashore)?;
    fill_free(book, flows, party, spare, &mut begun)?;
    let mut limits = Limits::new();
    for _ in 0..MOST_TRIALS {
        let mut filled = begun.clone();
        fill_vehicles(book, flows, party, &limits, &mut filled)?;
        if !filled.limit(book, flows, party, &mut limits) {
            return Ok(filled);
        }
    }
    fill_vehicles(book, flows, party, &limits, &mut begun)?;
    Ok(begun)
}

/// Riders keep what they have, and where they then fit into no holds, share their loads evenly.
fn fill_riders(
    book: &Book<'_>,
    flows: &Flows,
    party: &Party,
    ashore: bool,
) -> Result<Filled, Unwritable> {
    let attempt = |even: bool| {
        let mut filled = Filled::default();
        for load in &flows.arcs[party.arc].loads {
            let pool = &book.network.pools[load.pool];
            if !pool.rides || is_free(book, pool) {
                continue;
            }
            let good = book.network.goods[load.good];
            let stores = stores(book, party, pool);
            let mut left = book.departs_kg(load);
            if even {
                left = filled.level(book, &stores, good, left);
            } else {
                left = filled.keep(book, &stores, good, left);
            }
            left = filled.pour(book, &stores, good, left);
            need_room(party, load, left)?;
        }
        let mass_kg = party
            .pieces
            .iter()
            .map(|(piece, _)| (*piece, book.dry_kg(*piece) + filled.planned_kg(*piece)));
        let mass_kg = mass_kg.collect();
        filled.stowage = stow::stow(book, party, &mass_kg)?;
        filled
            .stowage
            .retain(|rider, _| !(ashore && book.element(*rider).is_crew()));
        for (rider, holder) in filled.stowage.clone() {
            *filled.riding_kg.entry(holder).or_insert(0.0) += mass_kg[&rider];
        }
        Ok(filled)
    };
    attempt(false).or_else(|_| attempt(true))
}

fn need_room(party: &Party, load: &Load, left_kg: f64) -> Result<(), Unwritable> {
    if left_kg <= ROUNDING_KG.max(ROUNDING * load.departs_kg) {
        return Ok(());
    }
    Err(Unwritable::NoStore {
        arc: party.arc,
        good: load.good,
        pool: load.pool,
        mass_kg: left_kg,
    })
}

pub(super) fn is_free(book: &Book<'_>, pool: &Pool) -> bool {
    let kinds = &book.network.kinds;
    pool.stores.iter().all(|(kind, _)| kinds[*kind].free)
}

/// The stores of a pool in a party: what goes furthest first.
fn stores(book: &Book<'_>, party: &Party, pool: &Pool) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (piece, last) in &party.pieces {
        let kind = book.pieces[*piece].kind;
        let own = pool.stores.iter().filter(|(of, _)| *of == kind);
        let index = book.pieces[*piece].index;
        found.extend(own.map(|(_, store)| (usize::MAX - last, index, *piece, *store)));
    }
    found.sort_unstable();
    found
        .into_iter()
        .map(|(_, _, piece, store)| (piece, store))
        .collect()
}

/// Free containers: one for each hold that carries some of the load, or one that stands by itself.
fn fill_free(
    book: &mut Book<'_>,
    flows: &Flows,
    party: &mut Party,
    spare: &mut Vec<usize>,
    filled: &mut Filled,
) -> Result<(), Unwritable> {
    for load in &flows.arcs[party.arc].loads {
        let network = book.network;
        let pool = &network.pools[load.pool];
        if !is_free(book, pool) {
            continue;
        }
        if load.departs_kg <= NOTHING_KG {
            // What plants make meanwhile finds a container there.
            if party.trip.is_none() && load.arrives_kg > NOTHING_KG {
                container(book, party, pool, None, spare, filled);
            }
            continue;
        }
        let good = network.goods[load.good];
        let mut left = book.departs_kg(load);
        for holder in holders(book, party) {
            let room = holder.map_or(f64::INFINITY, |holder| filled.hold_room(book, holder));
            let kg = left.min(room);
            if kg <= 0.0 {
                continue;
            }
            let Some((piece, store)) = container(book, party, pool, holder, spare, filled) else {
                continue;
            };
            let put = filled.place(book, piece, store, good, kg);
            if let Some(holder) = holder {
                *filled.riding_kg.entry(holder).or_insert(0.0) += put;
            }
            left -= put;
        }
        need_room(party, load, left)?;
    }
    Ok(())
}

/// Where containers stand: in the holds of what drives over ground, otherwise by themselves.
fn holders(book: &Book<'_>, party: &Party) -> Vec<Option<usize>> {
    let ground = party
        .trip
        .is_some_and(|trip| !book.network.edge(&book.network.trips[trip]).way.is_space());
    if !ground {
        return vec![None];
    }
    let carries = |piece: &usize| {
        let element = book.element(*piece);
        element.drive.is_some() && element.hold.is_some()
    };
    let mut carriers: Vec<usize> = party.all().into_iter().filter(carries).collect();
    carriers.sort_by_key(|piece| book.pieces[*piece].index);
    if carriers.is_empty() {
        return vec![None];
    }
    carriers.into_iter().map(Some).collect()
}

/// A free container of a pool in a holder: one of the party, a spare one, or a new one.
fn container(
    book: &mut Book<'_>,
    party: &mut Party,
    pool: &Pool,
    holder: Option<usize>,
    spare: &mut Vec<usize>,
    filled: &mut Filled,
) -> Option<(usize, usize)> {
    let store_of = |book: &Book<'_>, piece: usize| {
        let kind = book.pieces[piece].kind;
        let own = pool.stores.iter().find(|(of, _)| *of == kind);
        own.map(|(_, store)| *store)
    };
    for piece in party.all() {
        if filled.stowage.get(&piece).copied() == holder
            && book.kind(piece).free
            && let Some(store) = store_of(book, piece)
        {
            return Some((piece, store));
        }
    }
    spare.sort_by_key(|piece| (book.pieces[*piece].holder != holder, *piece));
    let found = spare
        .iter()
        .position(|piece| store_of(book, *piece).is_some());
    let piece = match found {
        Some(at) => spare.remove(at),
        None => book.add(pool.stores.first()?.0),
    };
    let legs = party
        .trip
        .map_or(1, |trip| book.network.trips[trip].legs.len());
    party.pieces.push((piece, legs.saturating_sub(1)));
    if let Some(holder) = holder {
        filled.stowage.insert(piece, holder);
    }
    Some((piece, store_of(book, piece)?))
}

/// Vehicles, and all else that has stores and does not ride.
fn fill_vehicles(
    book: &Book<'_>,
    flows: &Flows,
    party: &Party,
    limits: &Limits,
    filled: &mut Filled,
) -> Result<(), Unwritable> {
    let loads = &flows.arcs[party.arc].loads;
    let own = |load: &&Load| !book.network.pools[load.pool].rides;
    let mut left: Vec<(Load, f64)> = loads
        .iter()
        .filter(own)
        .map(|load| (*load, book.departs_kg(load)))
        .collect();
    if party.trip.is_some() {
        fill_fuel(book, party, filled, &mut left);
        fill_engines(book, flows, party, limits, filled, &mut left);
    }
    // What fits into few stores goes first.
    left.sort_by_key(|(load, _)| stores(book, party, &book.network.pools[load.pool]).len());
    let furthest = party.pieces.iter().map(|(_, last)| *last).max();
    for (load, kg) in &mut left {
        let mut stores = stores(book, party, &book.network.pools[load.pool]);
        stores.retain(|(piece, _)| party.last(*piece) == furthest);
        *kg = filled.keep(book, &stores, book.network.goods[load.good], *kg);
    }
    for (load, kg) in &mut left {
        let stores = stores(book, party, &book.network.pools[load.pool]);
        *kg = filled.pour(book, &stores, book.network.goods[load.good], *kg);
        need_room(party, load, *kg)?;
    }
    Ok(())
}

/// Each vehicle that drives has the fuel for the way.
fn fill_fuel(book: &Book<'_>, party: &Party, filled: &mut Filled, left: &mut [(Load, f64)]) {
    let Some(trip) = party.trip else { return };
    for (piece, _) in &party.pieces {
        if filled.stowage.contains_key(piece) {
            continue;
        }
        if let Some((store, kg)) = fuel_kg(book, *piece, trip) {
            draw_on(book, filled, left, (*piece, store), kg);
        }
    }
}

/// Puts some of the loads that a store takes into it.
fn draw_on(
    book: &Book<'_>,
    filled: &mut Filled,
    left: &mut [(Load, f64)],
    (piece, store): (usize, usize),
    kg: f64,
) {
    let kind = book.pieces[piece].kind;
    let mut rest = kg;
    for (load, load_kg) in left {
        let pool = &book.network.pools[load.pool];
        if rest <= 0.0 || !pool.stores.contains(&(kind, store)) {
            continue;
        }
        let good = book.network.goods[load.good];
        let put = filled.place(book, piece, store, good, rest.min(*load_kg));
        *load_kg -= put;
        rest -= put;
    }
}

/// Each vehicle that burns gets its part of the propellant, at its mixture.
fn fill_engines(
    book: &Book<'_>,
    flows: &Flows,
    party: &Party,
    limits: &Limits,
    filled: &mut Filled,
    left: &mut [(Load, f64)],
) {
    for (piece, kg) in Burns::of(book, flows, party).dealt(book, limits) {
        let (vehicle, group) = piece;
        let system = book.network.groups[group].system;
        let Some(engine) = book.element(vehicle).propulsion_for(system).cloned() else {
            continue;
        };
        for feed in &engine.feeds {
            draw_on(book, filled, left, (vehicle, feed.store), kg * feed.share);
        }
    }
}

/// Which vehicles burn how much: for each leg and pool of the largest feed.
struct Burns<'p> {
    flight: Flight,
    party: &'p Party,
    /// Leg, group, pool, and mass of propellant in kg.
    demands: Vec<(usize, usize, usize, f64)>,
}

impl<'p> Burns<'p> {
    fn of(book: &Book<'_>, flows: &Flows, party: &'p Party) -> Self {
        let network = book.network;
        let trip = party.trip.unwrap_or(0);
        let flight = flight(book, flows, party);
        let mut demands = Vec::new();
        for (leg, arc) in network.trips[trip].legs.iter().enumerate() {
            let Some(group) = network.trips[trip].groups.get(leg).copied().flatten() else {
                continue;
            };
            let feeds = &network.groups[group].feeds;
            let Some((main, share)) = feeds.iter().max_by(|a, b| a.1.total_cmp(&b.1)) else {
                continue;
            };
            for load in &flows.arcs[*arc].loads {
                let pool = &network.pools[load.pool];
                if load.good == *main && pool.groups.contains(&group) {
                    let burned = (load.departs_kg - load.arrives_kg).max(0.0) / share;
                    demands.push((leg, group, load.pool, burned));
                }
            }
        }
        Self {
            flight,
            party,
            demands,
        }
    }

    /// The propellant of each vehicle for each group, in kg: the last legs first, for which fewest vehicles are there.
    fn dealt(mut self, book: &Book<'_>, limits: &Limits) -> BTreeMap<(usize, usize), f64> {
        self.demands.sort_by_key(|(leg, ..)| usize::MAX - leg);
        let mut dealt: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for (leg, group, pool, kg) in &self.demands {
            let burners = self.flight.burners(book, *leg);
            let in_pool = |piece: &&usize| {
                let kind = book.pieces[**piece].kind;
                let stores = &book.network.pools[*pool].stores;
                stores.iter().any(|(other, _)| *other == kind)
            };
            let burners: Vec<usize> = burners.iter().filter(in_pool).copied().collect();
            let mut rest = *kg;
            for last in burners
                .iter()
                .map(|piece| self.last(*piece))
                .collect::<BTreeSet<_>>()
            {
                for keeping in [true, false] {
                    for piece in burners.iter().filter(|piece| self.last(**piece) == last) {
                        let limit = limits.get(piece).copied().unwrap_or(f64::INFINITY);
                        let most = propellant(book, *piece, *group, keeping).min(limit);
                        let own = dealt.entry((*piece, *group)).or_insert(0.0);
                        let put = (most - *own).min(rest).max(0.0);
                        *own += put;
                        rest -= put;
                    }
                }
            }
        }
        dealt
    }

    fn last(&self, piece: usize) -> usize {
        self.party.last(piece).unwrap_or(0)
    }
}

/// How much propellant at its mixture a vehicle has, or can have, in kg.
fn propellant(book: &Book<'_>, piece: usize, group: usize, had: bool) -> f64 {
    let system = book.network.groups[group].system;
    let element = book.element(piece);
    let Some(engine) = element.propulsion_for(system) else {
        return 0.0;
    };
    let feeds = engine.feeds.iter().filter(|feed| feed.share > 0.0);
    let by_feed = feeds.map(|feed| {
        let store = &element.stores[feed.store];
        let stocks = &book.pieces[piece].stores[feed.store];
        let kg = if had {
            stocks.iter().map(|stock| stock.kg).sum()
        } else {
            store.max_mass.map_or(f64::INFINITY, |most| most.kg())
        };
        kg / feed.share
    });
    by_feed.reduce(f64::min).unwrap_or(0.0)
}

/// The flight of a whole party, with the order in which its vehicles burn: those whose tanks arrive empty first.
pub(super) fn flight(book: &Book<'_>, flows: &Flows, party: &Party) -> Flight {
    let network = book.network;
    let trip = party.trip.unwrap_or(0);
    let last = network.trips[trip].legs.last().copied();
    let arrives = |kind: usize| {
        let loads = last.map_or(&[][..], |arc| &flows.arcs[arc].loads[..]);
        loads.iter().any(|load| {
            let pool = &network.pools[load.pool];
            let own = pool.stores.iter().any(|(other, _)| *other == kind);
            own && !pool.groups.is_empty() && load.arrives_kg > NOTHING_KG
        })
    };
    let rank = |(piece, _): &(usize, usize)| u32::from(arrives(book.pieces[*piece].kind));
    Flight {
        trip,
        rank: party.pieces.iter().map(rank).collect(),
        pieces: party.pieces.clone(),
    }
}

impl Filled {
    /// Flies on trial, and limits the propellant of what drops to what it burns where others could carry the rest; returns
    /// whether there was anything to limit.
    fn limit(&self, book: &Book<'_>, flows: &Flows, party: &Party, limits: &mut Limits) -> bool {
        let furthest = party.pieces.iter().map(|(_, last)| *last).max();
        let drops = |last: usize| Some(last) != furthest;
        if party.trip.is_none() || !party.pieces.iter().any(|(_, last)| drops(*last)) {
            return false;
        }
        let mut trial = book.clone();
        self.stock(&mut trial, party);
        let mut found = false;
        for (piece, leg, lost_kg) in flight(book, flows, party).fly(&mut trial).lost {
            let pools = book.network.pools.iter();
            let kind = book.pieces[piece].kind;
            let mut own = pools.filter(|pool| {
                pool.stores.iter().any(|(other, _)| *other == kind) && !pool.groups.is_empty()
            });
            let others = |pool: &Pool| {
                let mut stores = stores(book, party, pool).into_iter();
                stores.any(|(other, _)| party.last(other).is_some_and(|last| last > leg))
            };
            if lost_kg > NOTHING_KG && own.any(others) {
                let planned = self.planned_kg(piece);
                let limit = limits.entry(piece).or_insert(planned);
                *limit = (*limit - lost_kg).max(0.0);
                found = true;
            }
        }
        found
    }

    /// Puts what is planned into a book, as if it were there.
    fn stock(&self, book: &mut Book<'_>, party: &Party) {
        for piece in party.all() {
            book.pieces[piece].holder = self.stowage.get(&piece).copied();
            for store in &mut book.pieces[piece].stores {
                for stock in store {
                    stock.kg = 0.0;
                }
            }
        }
        for ((piece, store), stocks) in &self.plan {
            for stock in stocks {
                book.put_into(*piece, *store, stock.good, stock.kg);
            }
        }
    }

    fn planned_kg(&self, piece: usize) -> f64 {
        let own = self.plan.range((piece, 0)..=(piece, usize::MAX));
        own.flat_map(|(_, stocks)| stocks)
            .fold(0.0, |sum, stock| sum + stock.kg)
    }

    /// How much more a piece carries besides its propellant, in kg.
    fn payload_room(&self, book: &Book<'_>, piece: usize) -> f64 {
        let element = book.element(piece);
        let Some(most) = element.max_payload else {
            return f64::INFINITY;
        };
        let own = self.plan.range((piece, 0)..=(piece, usize::MAX));
        let payload = own.filter(|((_, store), _)| !element.feeds_engine(*store));
        let goods: f64 = payload
            .flat_map(|(_, stocks)| stocks)
            .map(|stock| stock.kg)
            .sum();
        let riding = self.riding_kg.get(&piece).copied().unwrap_or(0.0);
        (most.kg() - goods - riding).max(0.0)
    }

    /// How much more mass the hold of a piece takes, in kg.
    fn hold_room(&self, book: &Book<'_>, piece: usize) -> f64 {
        let hold = book.element(piece).hold.and_then(|hold| hold.max_mass);
        let crew = self
            .stowage
            .iter()
            .filter(|(rider, holder)| **holder == piece && book.element(**rider).is_crew());
        let crew_kg: f64 = crew.map(|(rider, _)| book.dry_kg(*rider)).sum();
        let riding = self.riding_kg.get(&piece).copied().unwrap_or(0.0) - crew_kg;
        let room = hold.map_or(f64::INFINITY, |most| (most.kg() - riding).max(0.0));
        room.min(self.payload_room(book, piece))
    }

    fn room(&self, book: &Book<'_>, piece: usize, store: usize, good: Good) -> f64 {
        let limits = &book.element(piece).stores[store];
        if !takes(book.campaign(), limits, good) {
            return 0.0;
        }
        let stocks = self.plan.get(&(piece, store)).map_or(&[][..], |it| &it[..]);
        let room = room_kg(book.campaign(), limits, stocks, good);
        if book.element(piece).feeds_engine(store) {
            return room;
        }
        room.min(self.payload_room(book, piece))
    }

    /// Plans a good into a store as far as it goes; returns how much does.
    pub(super) fn place(
        &mut self,
        book: &Book<'_>,
        piece: usize,
        store: usize,
        good: Good,
        kg: f64,
    ) -> f64 {
        let put = kg.min(self.room(book, piece, store, good)).max(0.0);
        if put > 0.0 {
            let stocks = self.plan.entry((piece, store)).or_default();
            match stocks.iter_mut().find(|stock| stock.good == good) {
                Some(stock) => stock.kg += put,
                None => stocks.push(Stock { good, kg: put }),
            }
            *self.targets.entry((piece, good)).or_insert(0.0) += put;
        }
        put
    }

    fn planned_of(&self, piece: usize, store: usize, good: Good) -> f64 {
        let stocks = self.plan.get(&(piece, store)).map_or(&[][..], |it| &it[..]);
        let own = stocks.iter().filter(|stock| stock.good == good);
        own.fold(0.0, |sum, stock| sum + stock.kg)
    }

    /// Plans a load into stores as far as they have it already; returns what is left, in kg.
    pub(super) fn keep(
        &mut self,
        book: &Book<'_>,
        stores: &[(usize, usize)],
        good: Good,
        kg: f64,
    ) -> f64 {
        let mut left = kg;
        for (piece, store) in stores {
            let had = book.stored_kg(*piece, *store, good);
            let more = (had - self.planned_of(*piece, *store, good)).max(0.0);
            left -= self.place(book, *piece, *store, good, more.min(left));
        }
        left.max(0.0)
    }

    /// Plans a load into stores, one full after the other; returns what is left, in kg.
    pub(super) fn pour(
        &mut self,
        book: &Book<'_>,
        stores: &[(usize, usize)],
        good: Good,
        kg: f64,
    ) -> f64 {
        let mut left = kg;
        for (piece, store) in stores {
            left -= self.place(book, *piece, *store, good, left);
        }
        left.max(0.0)
    }

    /// Plans a load into stores evenly; returns what is left, in kg.
    fn level(&mut self, book: &Book<'_>, stores: &[(usize, usize)], good: Good, kg: f64) -> f64 {
        let mut left = kg;
        for (at, (piece, store)) in stores.iter().enumerate() {
            let share = left / (stores.len() - at) as f64;
            left -= self.place(book, *piece, *store, good, share);
        }
        left.max(0.0)
    }
}
