//! Handling at a point: goods change stores until every piece has what it is to have.

use super::Unwritable;
use super::book::{Book, NOTHING_KG};
use crate::build::transfer_loss;
use portolan_model::Good;
use std::collections::BTreeMap;

/// A shortage below this, in kg, or below a ten-millionth of what is wanted, is rounding.
const ROUNDING_KG: f64 = 1e-4;
/// A surplus above this, in kg, is vented before a trip.
const SURPLUS_KG: f64 = 1e-3;

/// One step of handling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    /// A good goes overboard.
    Vent { piece: usize, good: Good, kg: f64 },
    /// A good changes pieces; so much leaves the first.
    Pass {
        from: usize,
        to: usize,
        good: Good,
        kg: f64,
        loss: f64,
    },
    /// A good is taken on offer.
    Add { piece: usize, good: Good, kg: f64 },
}

/// What is to be had at a point.
pub(super) struct Wishes<'w> {
    /// By piece and good, in kg.
    pub(super) targets: &'w BTreeMap<(usize, Good), f64>,
    /// The pieces that go on by a trip.
    pub(super) leaving: &'w [usize],
    /// The pieces that wait.
    pub(super) waiting: &'w [usize],
    /// The pieces that nothing takes on.
    pub(super) left: &'w [usize],
    /// What is taken on offer, by good, in kg.
    pub(super) takes: &'w BTreeMap<usize, f64>,
}

/// Brings the book from what is to what is wished, and returns the steps.
pub(super) fn handle(
    book: &mut Book<'_>,
    point: usize,
    wishes: &Wishes<'_>,
) -> Result<Vec<Step>, Unwritable> {
    let mut handling = Handling {
        wishes,
        passes: Vec::new(),
        adds: Vec::new(),
    };
    for good in 0..book.network.goods.len() {
        handling.settle(book, point, good)?;
    }
    let mut steps = handling.vents(book);
    for step in &steps {
        carry_out(book, step);
    }
    steps.extend(handling.in_order(book, point)?);
    Ok(steps)
}

struct Handling<'w> {
    wishes: &'w Wishes<'w>,
    passes: Vec<Step>,
    adds: Vec<Step>,
}

impl Handling<'_> {
    fn pieces(&self) -> impl Iterator<Item = usize> + '_ {
        let wishes = self.wishes;
        let all = wishes.left.iter().chain(wishes.waiting);
        all.chain(wishes.leaving).copied()
    }

    fn target(&self, piece: usize, good: Good) -> f64 {
        let target = self.wishes.targets.get(&(piece, good));
        target.copied().unwrap_or(0.0)
    }

    /// Finds for each piece that lacks a good where it comes from: from offers first, then from what others have too much.
    fn settle(&mut self, book: &Book<'_>, point: usize, number: usize) -> Result<(), Unwritable> {
        let good = book.network.goods[number];
        let loss = transfer_loss(book.network, number);
        let more = |piece: usize| book.held_kg(piece, good) - self.target(piece, good);
        let mut surplus: Vec<(usize, f64)> = Vec::new();
        let mut lack: Vec<(usize, f64)> = Vec::new();
        for piece in self.pieces() {
            let kg = more(piece);
            if kg > NOTHING_KG {
                surplus.push((piece, kg));
            } else if kg < -NOTHING_KG {
                lack.push((piece, -kg));
            }
        }
        let wanted_kg: f64 = lack.iter().map(|(_, kg)| kg).sum();
        let offered = self.wishes.takes.get(&number).copied().unwrap_or(0.0);
        // A solution is exact to rounding; so is what is taken.
        let mut offered = if offered > 0.0 {
            offered * (1.0 + 1e-9) + NOTHING_KG
        } else {
            0.0
        };
        for (piece, kg) in &mut lack {
            let given = kg.min(offered);
            if given > 0.0 {
                let (piece, kg) = (*piece, given);
                self.adds.push(Step::Add { piece, good, kg });
                offered -= given;
            }
            *kg -= given;
        }
        self.pass(good, loss, &mut surplus, &mut lack);
        let short_kg: f64 = lack.iter().map(|(_, kg)| kg).sum();
        if short_kg > ROUNDING_KG.max(1e-7 * wanted_kg) {
            return Err(Unwritable::Short {
                point,
                good: number,
                mass_kg: short_kg,
            });
        }
        Ok(())
    }

    /// Matches surpluses with lacks: those that are equal first, then in order.
    fn pass(
        &mut self,
        good: Good,
        loss: f64,
        surplus: &mut [(usize, f64)],
        lack: &mut [(usize, f64)],
    ) {
        for exact in [true, false] {
            for (to, wanted) in lack.iter_mut() {
                for (from, had) in surplus.iter_mut() {
                    let arriving = *had * (1.0 - loss);
                    let equal = (arriving - *wanted).abs() <= NOTHING_KG;
                    if *wanted <= NOTHING_KG || *had <= NOTHING_KG || (exact && !equal) {
                        continue;
                    }
                    let put = arriving.min(*wanted);
                    let kg = (put / (1.0 - loss)).min(*had);
                    *had -= kg;
                    *wanted -= put;
                    let (from, to) = (*from, *to);
                    self.passes.push(Step::Pass {
                        from,
                        to,
                        good,
                        kg,
                        loss,
                    });
                }
            }
        }
    }

    /// What nobody lacks goes overboard where it would fly along, or stand in the way of something else.
    fn vents(&self, book: &Book<'_>) -> Vec<Step> {
        let mut vents = Vec::new();
        for (pieces, flies) in [(self.wishes.waiting, false), (self.wishes.leaving, true)] {
            for piece in pieces.iter().copied() {
                let lacks = |step: &Step| match step {
                    Step::Pass { to, .. } | Step::Add { piece: to, .. } => *to == piece,
                    Step::Vent { .. } => false,
                };
                let crowded = self.passes.iter().chain(&self.adds).any(lacks);
                if !flies && !crowded {
                    continue;
                }
                for good in book.goods(piece) {
                    let kg = book.held_kg(piece, good)
                        - self.target(piece, good)
                        - self.given_kg(piece, good);
                    if kg > SURPLUS_KG {
                        vents.push(Step::Vent { piece, good, kg });
                    }
                }
            }
        }
        vents
    }

    fn given_kg(&self, piece: usize, good: Good) -> f64 {
        let given = self.passes.iter().filter_map(|step| match step {
            Step::Pass {
                from, good: of, kg, ..
            } if *from == piece && *of == good => Some(*kg),
            _ => None,
        });
        given.fold(0.0, |sum, kg| sum + kg)
    }

    /// Carries the steps out, each when its receiver has room; where none has for a whole step, a part of one goes first.
    fn in_order(&self, book: &mut Book<'_>, point: usize) -> Result<Vec<Step>, Unwritable> {
        let mut open: Vec<Step> = self.passes.iter().chain(&self.adds).copied().collect();
        let mut done = Vec::new();
        while let Some(first) = open.first().copied() {
            let whole = |step: &Step| clamped(book, *step).kg() >= step.kg() * (1.0 - 1e-9);
            let some = |step: &Step| clamped(book, *step).kg() > NOTHING_KG;
            let next = open.iter().position(whole);
            let Some(next) = next.or_else(|| open.iter().position(some)) else {
                let (good, mass_kg) = (first.good(), first.kg());
                let good = book.network.goods.iter().position(|it| *it == good);
                let good = good.unwrap_or(0);
                // The last bits of what goes into a full store.
                if mass_kg <= ROUNDING_KG {
                    open.remove(0);
                    continue;
                }
                return Err(Unwritable::Full {
                    point,
                    good,
                    mass_kg,
                });
            };
            let step = clamped(book, open[next]);
            let rest_kg = open[next].kg() - step.kg();
            if rest_kg > NOTHING_KG {
                open[next] = open[next].with_kg(rest_kg);
            } else {
                open.remove(next);
            }
            carry_out(book, &step);
            done.push(step);
        }
        Ok(done)
    }
}

impl Step {
    pub(super) const fn kg(&self) -> f64 {
        match self {
            Self::Vent { kg, .. } | Self::Pass { kg, .. } | Self::Add { kg, .. } => *kg,
        }
    }

    pub(super) const fn good(&self) -> Good {
        match self {
            Self::Vent { good, .. } | Self::Pass { good, .. } | Self::Add { good, .. } => *good,
        }
    }

    const fn with_kg(mut self, more_kg: f64) -> Self {
        match &mut self {
            Self::Vent { kg, .. } | Self::Pass { kg, .. } | Self::Add { kg, .. } => *kg = more_kg,
        }
        self
    }
}

/// How much more of a good the stores of a piece take, and it carries, in kg.
fn room_kg(book: &Book<'_>, piece: usize, good: Good) -> f64 {
    let element = book.element(piece);
    let (mut free, mut paying) = (0.0, 0.0);
    for (at, store) in element.stores.iter().enumerate() {
        if !super::book::takes(book.campaign(), store, good) {
            continue;
        }
        let room = book.room_kg(piece, at, good);
        if element.feeds_engine(at) {
            free += room;
        } else {
            paying += room;
        }
    }
    let payload = element.max_payload.map_or(f64::INFINITY, |most| {
        (most.kg() - book.payload_kg(piece)).max(0.0)
    });
    free + f64::min(paying, payload)
}

/// A step that neither takes more than there is nor puts in more than there is room, but for the last bits.
fn clamped(book: &Book<'_>, step: Step) -> Step {
    match step {
        Step::Pass {
            from,
            to,
            good,
            kg,
            loss,
        } => {
            let kg = kg.min(room_kg(book, to, good) / (1.0 - loss));
            let kg = kg.min(book.held_kg(from, good));
            Step::Pass {
                from,
                to,
                good,
                kg,
                loss,
            }
        }
        Step::Add { piece, good, kg } => {
            let kg = kg.min(room_kg(book, piece, good));
            Step::Add { piece, good, kg }
        }
        vent @ Step::Vent { .. } => vent,
    }
}

fn carry_out(book: &mut Book<'_>, step: &Step) {
    match *step {
        Step::Vent { piece, good, kg } => {
            book.take(piece, good, kg);
        }
        Step::Pass {
            from,
            to,
            good,
            kg,
            loss,
        } => {
            let taken = book.take(from, good, kg);
            book.put(to, good, taken * (1.0 - loss));
        }
        Step::Add { piece, good, kg } => {
            book.put(piece, good, kg);
        }
    }
}
