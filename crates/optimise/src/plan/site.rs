//! What pieces at one place use up and make while time passes, in the order in which the simulator serves them.
//!
//! A need draws on the stores of the piece that asks and of what it holds, then on those of its holder and of all in that,
//! and so outwards to the whole place, in the order of elements; a need that no piece has, on the whole place. Between two
//! instants at which a store runs empty or full all rates are constant, so that every level follows in closed form.

use super::book::{Book, room_kg, takes};
use portolan_model::Good;

/// A stock: piece, store, position in the store.
type Key = (usize, usize, usize);

/// A steady need.
#[derive(Clone, Debug)]
pub(super) struct Want {
    /// Whose, where it is a piece's.
    pub(super) origin: Option<usize>,
    /// Which goods serve.
    pub(super) goods: Vec<Good>,
    pub(super) kg_per_s: f64,
}

/// A plant at work.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub(super) plant: usize,
    pub(super) inputs: Vec<(Vec<Good>, f64)>,
    pub(super) outputs: Vec<(Good, f64)>,
}

/// The pieces at a place, laid out so that what one holds stands right behind it.
pub(super) struct Place {
    flat: Vec<(usize, Option<usize>, usize)>,
}

impl Place {
    /// `pieces` are all that are there, in whatever order.
    pub(super) fn of(book: &Book<'_>, pieces: &[usize]) -> Self {
        let mut order = pieces.to_vec();
        order.sort_by_key(|piece| book.pieces[*piece].index);
        let mut place = Self { flat: Vec::new() };
        for piece in &order {
            if book.pieces[*piece].holder.is_none() {
                place.add(book, &order, *piece, None);
            }
        }
        place
    }

    fn add(&mut self, book: &Book<'_>, order: &[usize], piece: usize, parent: Option<usize>) {
        let at = self.flat.len();
        self.flat.push((piece, parent, at + 1));
        for child in order {
            if book.pieces[*child].holder == Some(piece) {
                self.add(book, order, *child, Some(at));
            }
        }
        self.flat[at].2 = self.flat.len();
    }

    /// The pieces in reach of an origin, nearest first.
    fn reach(&self, origin: Option<usize>) -> Vec<usize> {
        let whole = 0..self.flat.len();
        let piece = |at: usize| self.flat[at].0;
        let start = origin.and_then(|origin| whole.clone().find(|at| piece(*at) == origin));
        let Some(start) = start else {
            return whole.map(piece).collect();
        };
        let mut covered = start..self.flat[start].2;
        let mut found: Vec<usize> = covered.clone().collect();
        let mut parent = self.flat[start].1;
        loop {
            let wider = parent.map_or(whole.clone(), |at| at..self.flat[at].2);
            found.extend(wider.start..covered.start);
            found.extend(covered.end..wider.end);
            covered = wider;
            match parent {
                Some(at) => parent = self.flat[at].1,
                None => return found.into_iter().map(piece).collect(),
            }
        }
    }

    /// The stocks that may serve a need, nearest first.
    fn sources(&self, book: &Book<'_>, origin: Option<usize>, goods: &[Good]) -> Vec<Key> {
        let mut keys = Vec::new();
        for piece in self.reach(origin) {
            for (store, of) in book.element(piece).stores.iter().enumerate() {
                let stocks = book.pieces[piece].stores[store].iter().enumerate();
                let serving = stocks
                    .filter(|(_, stock)| of.serves_demands && goods.contains(&stock.good))
                    .map(|(slot, _)| (piece, store, slot));
                keys.extend(serving);
            }
        }
        keys
    }

    /// Takes goods at once; returns how much is missing, in kg.
    pub(super) fn ask(
        &self,
        book: &mut Book<'_>,
        origin: Option<usize>,
        goods: &[Good],
        kg: f64,
    ) -> f64 {
        let mut rest = kg;
        for (piece, store, slot) in self.sources(book, origin, goods) {
            let stock = &mut book.pieces[piece].stores[store][slot];
            let taken = rest.min(stock.kg).max(0.0);
            stock.kg -= taken;
            rest -= taken;
        }
        rest
    }

    /// Lets time pass; returns how much of the needs found nothing, in kg.
    pub(super) fn pass(
        &self,
        book: &mut Book<'_>,
        wants: &[Want],
        works: &[Work],
        seconds: f64,
    ) -> f64 {
        for (good, _) in works.iter().flat_map(|work| &work.outputs) {
            self.open_for(book, *good);
        }
        let (mut left, mut unmet) = (seconds, 0.0);
        // Every round but the last empties or fills a stock.
        for _ in 0..10_000 {
            if left <= 0.0 {
                break;
            }
            let mut rates = Rates::default();
            let mut hungry: Vec<&Want> = Vec::new();
            for want in wants {
                let source = self.source(book, want.origin, &want.goods);
                match source {
                    Some(key) => rates.add(key, -want.kg_per_s),
                    None => hungry.push(want),
                }
            }
            let mut made = Vec::new();
            for work in works {
                self.lay_work(book, work, &mut rates, &mut made);
            }
            // What finds no stock draws on what plants make.
            for want in hungry {
                rates.unmet_kg_per_s += drawn_on(&mut made, want);
            }
            for (plant, good, rate) in made {
                let stores = self.sources(book, Some(plant), &[good]);
                if let Some(key) = stores.into_iter().find(|key| has_room(book, *key)) {
                    rates.add(key, rate);
                }
            }
            let step = rates.time_to_change(book).min(left);
            rates.integrate(book, self, step);
            unmet += rates.unmet_kg_per_s * step;
            left -= step;
        }
        unmet
    }

    /// Opens a place for what plants make in all stores that take it, where none has one yet, as the simulator does.
    fn open_for(&self, book: &mut Book<'_>, good: Good) {
        if !self.sources(book, None, &[good]).is_empty() {
            return;
        }
        for (piece, _, _) in &self.flat {
            for store in 0..book.pieces[*piece].stores.len() {
                let of = &book.element(*piece).stores[store];
                if of.serves_demands && takes(book.campaign(), of, good) {
                    book.put_into(*piece, store, good, 0.0);
                }
            }
        }
    }

    fn source(&self, book: &Book<'_>, origin: Option<usize>, goods: &[Good]) -> Option<Key> {
        let keys = self.sources(book, origin, goods).into_iter();
        let filled =
            |(piece, store, slot): &Key| book.pieces[*piece].stores[*store][*slot].kg > 0.0;
        keys.into_iter().find(filled)
    }

    /// A plant works while each of its inputs is to be had; what it makes is listed.
    fn lay_work(
        &self,
        book: &Book<'_>,
        work: &Work,
        rates: &mut Rates,
        made: &mut Vec<(usize, Good, f64)>,
    ) {
        let plant = Some(work.plant);
        let inputs = work.inputs.iter();
        let sources: Option<Vec<Key>> = inputs
            .map(|(goods, _)| self.source(book, plant, goods))
            .collect();
        let Some(sources) = sources else {
            rates.unmet_kg_per_s += work.inputs.iter().map(|(_, rate)| rate).sum::<f64>();
            return;
        };
        for (key, (_, rate)) in sources.into_iter().zip(&work.inputs) {
            rates.add(key, -rate);
        }
        let outputs = work.outputs.iter();
        made.extend(outputs.map(|(good, rate)| (work.plant, *good, *rate)));
    }
}

/// Serves a need from what is being made; returns what is left of it, in kg per second.
fn drawn_on(made: &mut [(usize, Good, f64)], want: &Want) -> f64 {
    let mut rest = want.kg_per_s;
    let serving = made
        .iter_mut()
        .filter(|(_, good, _)| want.goods.contains(good));
    for (_, _, rate) in serving {
        let used = rest.min(*rate);
        *rate -= used;
        rest -= used;
    }
    // The last bits of a rate that is just met.
    if rest > 1e-9 * want.kg_per_s {
        rest
    } else {
        0.0
    }
}

fn has_room(book: &Book<'_>, (piece, store, slot): Key) -> bool {
    let stocks = &book.pieces[piece].stores[store];
    let limits = &book.element(piece).stores[store];
    let most = limits.max_mass.map_or(1.0, |mass| mass.kg());
    room_kg(book.campaign(), limits, stocks, stocks[slot].good) > 1e-12 * most
}

/// The rate at which a store's contents evaporate, per second.
fn decay_per_s(book: &Book<'_>, piece: usize, store: usize) -> f64 {
    let share = book.element(piece).stores[store].boil_off_per_d;
    if share > 0.0 {
        -(-share).ln_1p() / 86_400.0
    } else {
        0.0
    }
}

/// What flows into and out of stocks.
#[derive(Default)]
struct Rates {
    of: std::collections::BTreeMap<Key, f64>,
    unmet_kg_per_s: f64,
}

impl Rates {
    fn add(&mut self, key: Key, kg_per_s: f64) {
        *self.of.entry(key).or_insert(0.0) += kg_per_s;
    }

    /// Seconds until a stock runs empty or its store full.
    fn time_to_change(&self, book: &Book<'_>) -> f64 {
        let times = self.of.iter().map(|(key, net)| {
            let (piece, store, slot) = *key;
            let kg = book.pieces[piece].stores[store][slot].kg;
            let decay = decay_per_s(book, piece, store);
            if *net < 0.0 {
                time_to_empty(kg, *net, decay)
            } else if *net > 0.0 && decay <= 0.0 {
                let stocks = &book.pieces[piece].stores[store];
                let limits = &book.element(piece).stores[store];
                room_kg(book.campaign(), limits, stocks, stocks[slot].good) / net
            } else {
                f64::INFINITY
            }
        });
        times.fold(f64::INFINITY, f64::min)
    }

    fn integrate(&self, book: &mut Book<'_>, place: &Place, seconds: f64) {
        for (piece, _, _) in &place.flat {
            for store in 0..book.pieces[*piece].stores.len() {
                let decay = decay_per_s(book, *piece, store);
                for slot in 0..book.pieces[*piece].stores[store].len() {
                    let net = self.of.get(&(*piece, store, slot)).copied().unwrap_or(0.0);
                    let stock = &mut book.pieces[*piece].stores[store][slot];
                    let before = stock.kg;
                    let after = if decay > 0.0 {
                        let share = (-decay * seconds).exp_m1();
                        before + before * share - net / decay * share
                    } else {
                        before + net * seconds
                    };
                    stock.kg = if after < 1e-12 * before.max(1.0) {
                        0.0
                    } else {
                        after
                    };
                }
            }
        }
    }
}

/// Seconds until a stock that gains `net` (below zero) and loses `decay` of itself per second is empty.
fn time_to_empty(kg: f64, net: f64, decay: f64) -> f64 {
    if decay <= 0.0 {
        return kg / -net;
    }
    (kg * decay / -net).ln_1p() / decay
}
