//! Out and back: outbound flights paired with those that return after a stay.

use super::{Optimum, Search, Survey, period_s};
use crate::porkchop::{Criterion, Leg};
use crate::{AstroError, Tdb};

/// What is asked of stay and return.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReturnTerms {
    /// The shortest stay, s.
    pub shortest_stay_s: f64,
    /// The longest stay, s.
    pub longest_stay_s: f64,
    /// The shortest flight back, s.
    pub shortest_s: f64,
    /// The longest flight back, s.
    pub longest_s: f64,
}

/// The two kinds of stay, after what stands opposite the Sun or behind it half way through the mission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StayClass {
    /// Long: the stay lasts until about the next cheap return, or longer.
    Conjunction,
    /// Short: less than half the time to the next cheap return, so that one flight is dear.
    Opposition,
}

/// Out and back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundTrip {
    /// The flight out.
    pub outbound: Optimum,
    /// The flight back. Where the terms of the stay keep it from being cheaper, it is at its departure limit.
    pub inbound: Optimum,
    /// The kind of stay.
    pub class: StayClass,
}

impl RoundTrip {
    /// Time between arrival and departure, s.
    pub fn stay_s(&self) -> f64 {
        self.inbound.flight.departure.seconds() - self.outbound.flight.arrival.seconds()
    }
    /// Time from the first departure to the last arrival, s.
    pub fn duration_s(&self) -> f64 {
        self.inbound.flight.arrival.seconds() - self.outbound.flight.departure.seconds()
    }
    /// All velocity changes, m/s.
    pub fn total_dv_m_s(&self) -> f64 {
        self.outbound.flight.total_dv_m_s() + self.inbound.flight.total_dv_m_s()
    }
}

/// One round trip for each season of the way out: of the best outbound flights of both types, by velocity
/// change, the one with the smaller sum of itself and of the best return within the terms.
///
/// The flight out is not moved to suit the flight back. For long stays the two do not depend on each other;
/// a short stay with a later or earlier flight out may cost less than what is given here.
///
/// # Errors
/// As for [`Survey::new`] and [`Survey::seasons`], for both legs; the ephemeris must know both bodies until
/// the longest return after the longest stay, and for as long as it takes one body to overtake the other after
/// the last arrival.
pub fn round_trips(
    out: Leg<'_>,
    search: Search,
    back: Leg<'_>,
    terms: &ReturnTerms,
) -> Result<Vec<RoundTrip>, AstroError> {
    let seasons = Survey::new(out, search)?.seasons(Criterion::TotalDv)?;
    let outbound: Vec<[Option<Optimum>; 2]> = seasons
        .iter()
        .map(|season| [season.short.first().copied(), season.long.first().copied()])
        .collect();
    let arrivals = outbound.iter().flatten().flatten();
    let arrivals = arrivals.map(|optimum| optimum.flight.arrival.seconds());
    let (first, last) = arrivals.fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), s| {
        (first.min(s), last.max(s))
    });
    if first > last {
        return Ok(Vec::new());
    }
    let last = Tdb::from_seconds(last + synodic_s(&back, search.first)?);
    let cheap = cheap_returns(back, Tdb::from_seconds(first), last)?;
    let mut trips = Vec::new();
    for pair in outbound {
        let mut best: Option<RoundTrip> = None;
        for optimum in pair.into_iter().flatten() {
            if let Some(trip) = paired(optimum, back, terms, &cheap)?
                && best.is_none_or(|best| trip.total_dv_m_s() < best.total_dv_m_s())
            {
                best = Some(trip);
            }
        }
        trips.extend(best);
    }
    Ok(trips)
}

/// The cheapest return within the terms.
fn paired(
    outbound: Optimum,
    back: Leg<'_>,
    terms: &ReturnTerms,
    cheap: &[Tdb],
) -> Result<Option<RoundTrip>, AstroError> {
    let arrival = outbound.flight.arrival;
    let search = Search {
        first: arrival.plus_seconds(terms.shortest_stay_s),
        last: arrival.plus_seconds(terms.longest_stay_s),
        shortest_s: terms.shortest_s,
        longest_s: terms.longest_s,
    };
    if terms.shortest_stay_s.is_nan() || terms.shortest_stay_s < 0.0 {
        return Err(AstroError::BadInput(format!(
            "a stay of {} s is no stay",
            terms.shortest_stay_s
        )));
    }
    let seasons = Survey::new(back, search)?.seasons(Criterion::TotalDv)?;
    let best = seasons
        .iter()
        .filter_map(|season| season.best())
        .min_by(|a, b| a.cost.total_cmp(&b.cost));
    Ok(best.map(|&inbound| {
        let next = cheap.iter().find(|departure| **departure >= arrival);
        let stay_s = inbound.flight.departure.seconds() - arrival.seconds();
        let is_short = next.is_some_and(|next| stay_s < 0.5 * (next.seconds() - arrival.seconds()));
        RoundTrip {
            outbound,
            inbound,
            class: if is_short {
                StayClass::Opposition
            } else {
                StayClass::Conjunction
            },
        }
    }))
}

/// The departures of the best returns of all seasons in a span, with whatever time of flight they take.
fn cheap_returns(back: Leg<'_>, first: Tdb, last: Tdb) -> Result<Vec<Tdb>, AstroError> {
    let survey = Survey::new(back, Search::new(&back, first, last)?)?;
    let seasons = survey.seasons(Criterion::TotalDv)?;
    let best = seasons.iter().filter_map(|season| season.best());
    Ok(best
        .filter(|best| best.is_free())
        .map(|best| best.flight.departure)
        .collect())
}

/// How long it takes one body to overtake the other, s; at most a hundred revolutions.
fn synodic_s(leg: &Leg<'_>, at: Tdb) -> Result<f64, AstroError> {
    let (a, b) = (period_s(leg, true, at)?, period_s(leg, false, at)?);
    Ok((1.0 / (1.0 / a - 1.0 / b).abs()).min(100.0 * a.max(b)))
}
