//! What an activity changes in the book, once it is found that it can be done.

use crate::state::{Spot, State};
use crate::stock::{self, Stores};
use portolan_model::{Activity, Element, Good, Lot};
use portolan_vocabulary::{Duration, Index};

/// One change of the book.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    Create(Index<Element>, Spot),
    Place(Index<Element>, Spot),
    /// A trip of these elements ends, and has worn out what it wears out.
    Wear(Vec<Index<Element>>),
    Remove(Index<Element>),
    /// So much of an offer, by its position, is taken.
    Offer(usize, f64),
    /// The stores of an element hold this at this time.
    Stores(Index<Element>, Duration, Stores),
    /// A lot leaves the stores of an element, as far as it is there.
    Take(Index<Element>, Lot),
    /// A lot enters the stores of an element, as far as there is room.
    Put(Index<Element>, Lot),
    /// Goods pass from one element to another: whatever leaves serves the wish, and all but the lost
    /// share arrives.
    Pass {
        from: Index<Element>,
        to: Index<Element>,
        lot: Lot,
        loss: f64,
    },
    /// One element's tanks are filled from another's as far as the giver has.
    Fill {
        from: Index<Element>,
        to: Index<Element>,
        good: Good,
        loss: f64,
    },
}

/// What an activity changes at its beginning and at its end, and what it occupies in between.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deed {
    pub(crate) now: Vec<Change>,
    pub(crate) end: Option<Duration>,
    pub(crate) then: Vec<Change>,
    pub(crate) busy: Vec<Index<Element>>,
}

impl Deed {
    /// Changes that happen at once.
    pub(crate) fn at_once(now: Vec<Change>) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }

    /// Changes that happen at the end; until then these elements are busy.
    pub(crate) fn at_end(end: Duration, busy: Vec<Index<Element>>, then: Vec<Change>) -> Self {
        Self {
            now: Vec::new(),
            end: Some(end),
            then,
            busy,
        }
    }
}

/// Writes a change into the book.
pub(crate) fn apply(state: &mut State<'_>, by: Index<Activity>, now: Duration, change: Change) {
    match change {
        Change::Create(element, spot) => state.create(element, spot, now),
        Change::Place(element, spot) => state.travel(element, spot, now),
        // The walk sees to it, and reports what is missing.
        Change::Wear(_) => {}
        Change::Remove(element) => state.remove(element, by, now),
        Change::Offer(at, amount) => state.take_offer(at, amount),
        Change::Stores(element, at, stores) => state.set_stores(element, at, stores),
        Change::Take(element, lot) => {
            taken(state, now, element, lot);
        }
        Change::Put(element, lot) => put(state, now, element, lot),
        Change::Pass {
            from,
            to,
            lot,
            loss,
        } => pass(state, now, from, to, lot, loss),
        Change::Fill {
            from,
            to,
            good,
            loss,
        } => {
            let room = room(state, now, to, good);
            let amount = if room.is_finite() {
                room / (1.0 - loss)
            } else {
                f64::MAX
            };
            pass(state, now, from, to, Lot { good, amount }, loss);
        }
    }
}

fn room(state: &State<'_>, now: Duration, to: Index<Element>, good: Good) -> f64 {
    let stores = state.stores_at(to, now);
    stock::room_in_all(state.campaign, state.element(to), &stores, good)
}

fn pass(
    state: &mut State<'_>,
    now: Duration,
    from: Index<Element>,
    to: Index<Element>,
    lot: Lot,
    loss: f64,
) {
    let (taken, missing) = taken(state, now, from, lot);
    for lot in taken {
        let amount = lot.amount * (1.0 - loss);
        put(state, now, to, Lot { amount, ..lot });
    }
    // What may have been made by then is passed on too: the simulation says whether it was.
    if missing > 0.0 && lot.amount < f64::MAX && state.may_be_made(lot.good) {
        let amount = missing * (1.0 - loss);
        put(state, now, to, Lot { amount, ..lot });
    }
}

/// Takes what is there; returns that, and how much is missing.
fn taken(state: &mut State<'_>, now: Duration, from: Index<Element>, lot: Lot) -> (Vec<Lot>, f64) {
    let mut stores = state.stores_at(from, now);
    let found = stock::take(state.campaign, stores.iter_mut(), lot);
    state.set_stores(from, now, stores);
    found
}

fn put(state: &mut State<'_>, now: Duration, to: Index<Element>, lot: Lot) {
    let mut stores = state.stores_at(to, now);
    stock::put(state.campaign, state.element(to), &mut stores, lot);
    state.set_stores(to, now, stores);
}
