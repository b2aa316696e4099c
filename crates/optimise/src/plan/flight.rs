//! Trips: what burns and drops when, and what is left in the stores after it.

use super::book::Book;
use super::site::{Place, Want};
use crate::network::{Network, Passage};
use portolan_model::{BurnStep, Propulsion, Way};
use portolan_vocabulary::Duration;

/// A burn that misses by less than this is complete to the simulator, in m/s; half of it is left for rounding.
const DV_TOLERANCE_M_S: f64 = 5e-7;

/// Pieces that travel together, listed and in holds, each with the last leg that it is on.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    pub(super) trip: usize,
    pub(super) pieces: Vec<(usize, usize)>,
    /// The order in which vehicles burn that drop after the same leg, lowest first.
    pub(super) rank: Vec<u32>,
}

/// How a flight went.
pub(super) struct Flown {
    /// For each burn of the way its steps.
    pub(super) steps: Vec<Vec<BurnStep>>,
    /// What was in pieces when they dropped: piece, leg, mass in kg.
    pub(super) lost: Vec<(usize, usize, f64)>,
    /// The first burn that fell short: leg, and by how much.
    pub(super) short: Option<(usize, f64)>,
    /// What was needed under way and not there, in kg.
    pub(super) unmet_kg: f64,
}

impl Flight {
    /// The pieces on a leg.
    pub(super) fn on_leg(&self, leg: usize) -> Vec<usize> {
        let there = self.pieces.iter().filter(|(_, last)| *last >= leg);
        there.map(|(piece, _)| *piece).collect()
    }

    /// The pieces that arrive.
    pub(super) fn arriving(&self, network: &Network<'_>) -> Vec<usize> {
        self.on_leg(network.trips[self.trip].legs.len().saturating_sub(1))
    }

    /// What burns on a leg, in order: what is dropped first burns first.
    pub(super) fn burners(&self, book: &Book<'_>, leg: usize) -> Vec<usize> {
        let trip = &book.network.trips[self.trip];
        let Some(group) = trip.groups.get(leg).copied().flatten() else {
            return Vec::new();
        };
        let kinds = &book.network.groups[group].kinds;
        let ranked = self.pieces.iter().zip(&self.rank);
        let mut found: Vec<_> = ranked
            .filter(|((piece, last), _)| *last >= leg && kinds.contains(&book.pieces[*piece].kind))
            .map(|((piece, last), rank)| (*last, *rank, book.pieces[*piece].index, *piece))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, _, _, piece)| piece).collect()
    }

    /// Flies: the book is then as it is at arrival.
    pub(super) fn fly(&self, book: &mut Book<'_>) -> Flown {
        let network = book.network;
        let trip = &network.trips[self.trip];
        let mut flown = Flown {
            steps: Vec::new(),
            lost: Vec::new(),
            short: None,
            unmet_kg: self.use_fuel(book),
        };
        for (leg, arc) in trip.legs.iter().enumerate() {
            let Passage::Leg {
                before,
                dv_m_s,
                after,
                ..
            } = network.arcs[*arc].passage
            else {
                continue;
            };
            flown.unmet_kg += self.coast(book, leg, before);
            let mut steps = Vec::new();
            if dv_m_s > 0.0 {
                let short = self.burn(book, leg, dv_m_s, &mut steps);
                if short > DV_TOLERANCE_M_S && flown.short.is_none() {
                    flown.short = Some((leg, short));
                }
            }
            self.drop(book, leg, &mut steps, &mut flown.lost);
            flown.steps.push(steps);
            flown.unmet_kg += self.coast(book, leg, after);
        }
        flown.unmet_kg += self.wear(book);
        flown
    }

    /// Vehicles that move by themselves use their fuel at departure; returns what is missing in kg.
    fn use_fuel(&self, book: &mut Book<'_>) -> f64 {
        let mut missing_kg = 0.0;
        for (piece, _) in &self.pieces {
            if let Some((store, kg)) = fuel_kg(book, *piece, self.trip) {
                missing_kg += kg - book.drain(*piece, store, kg);
            }
        }
        missing_kg
    }

    fn coast(&self, book: &mut Book<'_>, leg: usize, time: Duration) -> f64 {
        if time <= Duration::ZERO {
            return 0.0;
        }
        let aboard = self.on_leg(leg);
        let wants = wants(book, &aboard);
        Place::of(book, &aboard).pass(book, &wants, &[], time.seconds())
    }

    /// Burns; returns by how much the velocity change is missed, in m/s.
    fn burn(&self, book: &mut Book<'_>, leg: usize, dv_m_s: f64, steps: &mut Vec<BurnStep>) -> f64 {
        let network = book.network;
        let group = network.trips[self.trip].groups.get(leg).copied().flatten();
        let Some(group) = group.map(|group| &network.groups[group]) else {
            return dv_m_s;
        };
        let mut mass_kg = book.mass_kg(&self.on_leg(leg));
        let mut left_m_s = dv_m_s;
        for piece in self.burners(book, leg) {
            let Some(engine) = book.element(piece).propulsion_for(group.system).cloned() else {
                continue;
            };
            let exhaust_m_s = engine.isp.s() * book.campaign().settings.gravity_m_s2;
            let wanted_kg = -mass_kg * (-left_m_s / exhaust_m_s).exp_m1();
            let had_kg = burnable_kg(book, piece, &engine);
            let used_kg = wanted_kg.min(had_kg);
            // What is empty does not burn, unless nothing else does.
            if used_kg <= 0.0 && !(steps.is_empty() && left_m_s > 0.0) {
                continue;
            }
            steps.push(BurnStep::Burn(book.pieces[piece].index));
            left_m_s = if wanted_kg <= had_kg {
                0.0
            } else {
                left_m_s + exhaust_m_s * (-used_kg / mass_kg).ln_1p()
            };
            for feed in &engine.feeds {
                book.drain(piece, feed.store, used_kg * feed.share);
            }
            mass_kg -= used_kg;
        }
        left_m_s
    }

    fn drop(
        &self,
        book: &Book<'_>,
        leg: usize,
        steps: &mut Vec<BurnStep>,
        lost: &mut Vec<(usize, usize, f64)>,
    ) {
        if leg + 1 == book.network.trips[self.trip].legs.len() {
            return;
        }
        let dropped = self.pieces.iter().filter(|(_, last)| *last == leg);
        for (piece, _) in dropped {
            let goods_kg = book.own_kg(*piece) - book.dry_kg(*piece);
            lost.push((*piece, leg, goods_kg));
            let holder = book.pieces[*piece].holder;
            let with = |(other, last): &(usize, usize)| Some(*other) == holder && *last == leg;
            // What is in the hold of something that drops goes with it.
            if !self.pieces.iter().any(with) {
                steps.push(BurnStep::Stage(book.pieces[*piece].index));
            }
        }
    }

    /// What the trip wears out is used up by its end; returns what is missing in kg.
    fn wear(&self, book: &mut Book<'_>) -> f64 {
        let mut arriving = self.arriving(book.network);
        arriving.sort_by_key(|piece| book.pieces[*piece].index);
        let place = Place::of(book, &arriving);
        let mut missing_kg = 0.0;
        for piece in arriving {
            for (goods, share) in &book.kind(piece).per_trip {
                let goods: Vec<_> = goods.iter().map(|good| book.network.goods[*good]).collect();
                let kg = share * book.dry_kg(piece);
                missing_kg += place.ask(book, Some(piece), &goods, kg);
            }
        }
        missing_kg
    }
}

/// What the tanks of a vehicle give at the engine's mixture, in kg.
fn burnable_kg(book: &Book<'_>, piece: usize, engine: &Propulsion) -> f64 {
    let feeds = engine.feeds.iter().filter(|feed| feed.share > 0.0);
    let by_feed = feeds.map(|feed| {
        let stocks = book.pieces[piece].stores[feed.store].iter();
        stocks.map(|stock| stock.kg).sum::<f64>() / feed.share
    });
    by_feed.reduce(f64::min).unwrap_or(0.0)
}

/// The store and the mass of the fuel that a vehicle that moves by itself uses on a trip.
pub(super) fn fuel_kg(book: &Book<'_>, piece: usize, trip: usize) -> Option<(usize, f64)> {
    if book.pieces[piece].holder.is_some() {
        return None;
    }
    let edge = &book.campaign().edges[book.network.trips[trip].edge];
    let (Way::Surface { distance } | Way::Ground { distance, .. }) = &edge.way else {
        return None;
    };
    let drive = book.element(piece).drive?;
    let store = drive.store?;
    let amount = drive.fuel_per_km * distance.m() / 1000.0;
    let good = book.element(piece).stores[store].kind;
    let unit_kg = match good {
        portolan_model::StoreKind::Tank(resource) => {
            book.campaign().resources[resource].unit_mass.kg()
        }
        portolan_model::StoreKind::Any => 1.0,
    };
    (amount > 0.0).then_some((store, amount * unit_kg))
}

/// What pieces need steadily, in the order of elements.
pub(super) fn wants(book: &Book<'_>, pieces: &[usize]) -> Vec<Want> {
    let mut order = pieces.to_vec();
    order.sort_by_key(|piece| book.pieces[*piece].index);
    let mut wants = Vec::new();
    for piece in order {
        for (goods, kg_per_d) in &book.kind(piece).needs {
            wants.push(Want {
                origin: Some(piece),
                goods: goods.iter().map(|good| book.network.goods[*good]).collect(),
                kg_per_s: kg_per_d / 86_400.0,
            });
        }
    }
    wants
}
