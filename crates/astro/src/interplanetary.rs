//! When flights between bodies that go round the Sun are cheap: seasons, their best flights, windows and
//! round trips.
//!
//! A season is what lies between two times at which one body overtakes the other. It needs no dates from a
//! table: while the departure and the arrival move, the angle from the one place to the other, counted on
//! beyond whole turns, grows steadily, and each of its turns is one season. Half a turn inside divides the
//! flights of type I from those of type II. Between them stands a ridge: with half a turn to go, the plane of
//! the flight is that of two places and the Sun, and stands on edge unless the body is met in the plane of
//! departure. At the one point where it is, the ridge has a gap, in which the plane is free, and the best
//! flight of a type may lie there, as a limit.

mod descent;
mod lattice;
mod ridge;
mod round_trip;
mod slices;

pub use round_trip::{ReturnTerms, RoundTrip, StayClass, round_trips};
pub use slices::{Allowance, DepartureSlice};

use std::collections::BTreeMap;

use crate::porkchop::{Criterion, Flight, Leg, Terminal};
use crate::{AstroError, Elements, Tdb};
use descent::{Descent, Found};
use lattice::Lattice;
use ridge::Gap;

/// Which flights are looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Search {
    /// The first departure.
    pub first: Tdb,
    /// The last departure.
    pub last: Tdb,
    /// The shortest time of flight, s.
    pub shortest_s: f64,
    /// The longest time of flight, s.
    pub longest_s: f64,
}

/// The search takes flights from this part of the time that half an ellipse between the orbits takes ...
const SHORTEST_OF_HALF_ELLIPSE: f64 = 0.35;
/// ... to this multiple. Of the flights from the Earth to Mars and back from 2026 to 2046 that are best by
/// any criterion, the shortest takes 0.69 and the longest 1.62 of it.
const LONGEST_OF_HALF_ELLIPSE: f64 = 1.9;
/// Spans of departures and of times of flight are at least this long, s.
const LEAST_SPAN_S: f64 = 3_600.0;

impl Search {
    /// All departures of a span, with times of flight from 0.35 to 1.9 of that of half an ellipse between the
    /// two orbits; with full revolutions, a whole ellipse longer for each.
    ///
    /// # Errors
    /// What the bodies' places are refused for; [`AstroError::NoSolution`] where one of them does not go
    /// round the Sun.
    pub fn new(leg: &Leg<'_>, first: Tdb, last: Tdb) -> Result<Self, AstroError> {
        let (from, to) = (axis_m(leg, true, first)?, axis_m(leg, false, first)?);
        let half_s = std::f64::consts::PI * ((0.5 * (from + to)).powi(3) / leg.mu_sun).sqrt();
        let revolutions_s = 2.0 * half_s * f64::from(leg.revolutions);
        Ok(Self {
            first,
            last,
            shortest_s: SHORTEST_OF_HALF_ELLIPSE * half_s + 0.5 * revolutions_s,
            longest_s: LONGEST_OF_HALF_ELLIPSE * half_s + revolutions_s,
        })
    }

    fn check(&self) -> Result<(), AstroError> {
        let departures_s = self.last.seconds() - self.first.seconds();
        let flights_s = self.longest_s - self.shortest_s;
        let is_sound = departures_s >= LEAST_SPAN_S
            && departures_s.is_finite()
            && self.shortest_s > 0.0
            && flights_s >= LEAST_SPAN_S
            && flights_s.is_finite();
        if is_sound {
            return Ok(());
        }
        Err(AstroError::BadInput(format!(
            "a search needs departures and times of flight over at least {LEAST_SPAN_S} s, the times positive; \
             these are departures over {departures_s} s and flights from {} s to {} s",
            self.shortest_s, self.longest_s
        )))
    }
}

/// Semi-major axis of the orbit of a leg's first or second body, m.
fn axis_m(leg: &Leg<'_>, is_from: bool, at: Tdb) -> Result<f64, AstroError> {
    leg.check()?;
    let body = if is_from { leg.from } else { leg.to };
    let a_m = Elements::of_state(leg.mu_sun, body.state(at)?)?.a_m();
    if a_m > 0.0 && a_m.is_finite() {
        return Ok(a_m);
    }
    Err(AstroError::NoSolution(
        "a body that does not go round the Sun has no seasons".to_owned(),
    ))
}

/// Time of one revolution of a leg's first or second body, s.
fn period_s(leg: &Leg<'_>, is_from: bool, at: Tdb) -> Result<f64, AstroError> {
    let a_m = axis_m(leg, is_from, at)?;
    Ok(std::f64::consts::TAU * (a_m.powi(3) / leg.mu_sun).sqrt())
}

/// The cheapest flight of a type in a season.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Optimum {
    /// The flight.
    pub flight: Flight,
    /// What it costs after the criterion, in the criterion's unit.
    pub cost: f64,
    /// The flight is a limit: it lies in the gap of the ridge, at half a turn, where the plane of the flight
    /// is undefined and flights nearby come as close to it as one likes.
    pub at_ridge: bool,
    /// The cost stands still there. Otherwise nothing cheaper was found nearby, in ever shorter steps, and the
    /// true minimum may be a little lower.
    pub is_settled: bool,
    /// It would be cheaper to leave before the first or after the last departure of the search.
    pub at_departure_limit: bool,
    /// It would be cheaper to fly shorter or longer than the search allows, or than there are arcs with so many
    /// full revolutions.
    pub at_flight_limit: bool,
}

impl Optimum {
    /// True where neither the span of departures nor the times of flight keep it from being cheaper.
    pub const fn is_free(&self) -> bool {
        !self.at_departure_limit && !self.at_flight_limit
    }
}

/// The flights between two times at which one body overtakes the other: for each type the places where the
/// cost is lower than all around, the lowest first. The Moon, which moves the Earth to and fro, makes
/// several of one.
#[derive(Clone, Debug, PartialEq)]
pub struct Season {
    /// The turn of the angle from the one body to the other, counted from the first departure of the search.
    turn: i64,
    /// That first departure.
    since: Tdb,
    /// Flights of less than half a turn.
    pub short: Vec<Optimum>,
    /// Flights of more than half a turn.
    pub long: Vec<Optimum>,
}

impl Season {
    /// The best of both types.
    pub fn best(&self) -> Option<&Optimum> {
        match (self.short.first(), self.long.first()) {
            (Some(short), Some(long)) if long.cost < short.cost => Some(long),
            (Some(short), _) => Some(short),
            (None, long) => long,
        }
    }
}

/// A leg over a span of departures, sampled so that nothing is missed: what seasons, windows and round trips
/// are found with.
pub struct Survey<'a> {
    leg: Leg<'a>,
    search: Search,
    lattice: Lattice,
    gaps: Vec<Gap>,
}

/// Of the places in a season where the samples have a minimum, the cheapest so many are refined. The Moon
/// moves the Earth to and fro, so that a valley has a minimum in each month.
const REFINED: usize = 8;
/// A descent that ends this close to half a turn, rad, ends at the ridge.
const AT_RIDGE_RAD: f64 = 0.002;

impl<'a> Survey<'a> {
    /// Samples a leg.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a leg or a search that is not sound, and for a search of more than four
    /// million samples; [`AstroError::NoSolution`] where a body does not go round the Sun; what the ephemeris
    /// says of a date that it does not cover: it must know the first body at all departures, and the second
    /// one from the first departure on until the longest flight after the last.
    pub fn new(leg: Leg<'a>, search: Search) -> Result<Self, AstroError> {
        leg.check()?;
        search.check()?;
        let mut survey = Self {
            leg,
            search,
            lattice: Lattice::new(&leg, &search)?,
            gaps: Vec::new(),
        };
        survey.gaps = survey.gaps()?;
        Ok(survey)
    }

    /// What was asked for.
    pub const fn search(&self) -> &Search {
        &self.search
    }

    /// The seasons in order of time, each with the best flight of both types. Those at the ends of the span
    /// are cut, which their optima say; a season of which not one flight of a type lies in the span has none.
    ///
    /// Dates of optima are within a minute of where the cost stands still, and costs within a part in ten
    /// million.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] where velocity changes are to be small and none is made.
    pub fn seasons(&self, criterion: Criterion) -> Result<Vec<Season>, AstroError> {
        if criterion == Criterion::TotalDv {
            self.check_burns()?;
        }
        let mut seasons: BTreeMap<i64, Season> = BTreeMap::new();
        for ((turn, is_long), starts) in self.lattice.minima(&self.leg, criterion) {
            let best = self.best(criterion, (turn, is_long), &starts)?;
            let season = seasons.entry(turn).or_insert(Season {
                turn,
                since: self.search.first,
                short: Vec::new(),
                long: Vec::new(),
            });
            if is_long {
                season.long = best;
            } else {
                season.short = best;
            }
        }
        let mut seasons: Vec<Season> = seasons.into_values().collect();
        seasons.sort_by(|a, b| departure_s(a).total_cmp(&departure_s(b)));
        Ok(seasons)
    }

    fn check_burns(&self) -> Result<(), AstroError> {
        if self.leg.departure == Terminal::Free && self.leg.arrival == Terminal::Free {
            return Err(AstroError::BadInput(
                "velocity changes cannot be compared on a leg without a burn at either end"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// The best flights of a type and season, from where the samples are low and from the gaps of the ridge.
    fn best(
        &self,
        criterion: Criterion,
        (turn, is_long): (i64, bool),
        starts: &[(usize, usize)],
    ) -> Result<Vec<Optimum>, AstroError> {
        let mut best: Vec<Optimum> = Vec::new();
        for gap in self.gaps.iter().filter(|gap| gap.turn == turn) {
            best.extend(gap.best(&self.leg, criterion, is_long)?);
        }
        let descent = Descent::new(&self.leg, &self.search, criterion, is_long);
        for &(row, column) in starts.iter().take(REFINED) {
            match descent.from(self.lattice.place(row, column)) {
                Found::Settled(optimum) | Found::Stalled(optimum) if is_at_ridge(&optimum) => {
                    best.push(Optimum {
                        at_ridge: true,
                        ..optimum
                    });
                }
                Found::Settled(optimum) => best.push(optimum),
                Found::Stalled(optimum) => best.push(Optimum {
                    is_settled: false,
                    ..optimum
                }),
                Found::Nothing => {}
            }
        }
        best.sort_by(|a, b| a.cost.total_cmp(&b.cost));
        Ok(distinct(best))
    }
}

/// The seasons of a leg, each with the best flight of both types after a criterion: [`Survey::new`] and
/// [`Survey::seasons`] at once.
///
/// ```
/// use portolan_astro::{
///     BuiltIn, Criterion, Leg, Planet, Point, Search, Tdb, gm_m3_s2, opportunities,
/// };
/// let ephemeris = BuiltIn::load()?;
/// let (earth, mars) = (
///     Planet { ephemeris, point: Point::Earth },
///     Planet { ephemeris, point: Point::Mars },
/// );
/// let leg = Leg::new(&earth, &mars, gm_m3_s2(Point::Sun));
/// // From 2033-01-01 on for half a year.
/// let (first, last) = (Tdb::from_jd(2_463_598.5), Tdb::from_jd(2_463_780.5));
/// let seasons = opportunities(leg, Search::new(&leg, first, last)?, Criterion::C3)?;
/// let best = seasons.iter().filter_map(|season| season.best()).find(|best| best.is_free());
/// // The season of 2033 is the best for years: 7.7 km²/s² suffice.
/// assert_eq!(best.map(|best| (best.cost / 1e5).round()), Some(77.0));
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// As for both.
pub fn opportunities(
    leg: Leg<'_>,
    search: Search,
    criterion: Criterion,
) -> Result<Vec<Season>, AstroError> {
    Survey::new(leg, search)?.seasons(criterion)
}

fn is_at_ridge(optimum: &Optimum) -> bool {
    let turned = optimum.flight.angle_rad % std::f64::consts::TAU;
    (turned - std::f64::consts::PI).abs() < AT_RIDGE_RAD
}

/// Without those that are the same place as a cheaper one; what stalls beside a gap is the gap.
fn distinct(sorted: Vec<Optimum>) -> Vec<Optimum> {
    const SAME_S: f64 = 1_800.0;
    const SAME_GAP_S: f64 = 5.0 * 86_400.0;
    let mut distinct: Vec<Optimum> = Vec::new();
    for optimum in sorted {
        let is_same = |other: &Optimum| {
            let both = optimum.at_ridge && other.at_ridge;
            let apart_s = if both { SAME_GAP_S } else { SAME_S };
            let (a, b) = (&optimum.flight, &other.flight);
            (a.departure.seconds() - b.departure.seconds()).abs() < apart_s
                && (a.arrival.seconds() - b.arrival.seconds()).abs() < apart_s
        };
        if !distinct.iter().any(is_same) {
            distinct.push(optimum);
        }
    }
    distinct
}

fn departure_s(season: &Season) -> f64 {
    season
        .best()
        .map_or(f64::INFINITY, |best| best.flight.departure.seconds())
}
