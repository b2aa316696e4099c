//! Windows of a season: the departures that cost no more than is allowed, cut into slices.

use std::collections::BTreeMap;

use super::{Season, Survey};
use crate::porkchop::{Criterion, Flight, Kind};
use crate::roots;
use crate::{AstroError, Tdb};

/// How dear a departure may be, and how finely its window is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allowance {
    /// A departure may cost this much more than the best of its season, m/s in all.
    pub above_best_m_s: f64,
    /// A departure may cost this much in all, m/s, whatever the best of its season costs; `None` for no limit.
    pub most_m_s: Option<f64>,
    /// The length of a slice, s; those at the edges of a window are halved up to four times.
    pub slice_s: f64,
}

/// Departures next to each other that can all be flown for one price in one time.
///
/// Every figure is the dearest of the departures at both ends and in the middle, each figure for itself, so
/// that a vehicle that has what stands here can leave at any of its instants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepartureSlice {
    /// The first departure.
    pub from: Tdb,
    /// The last departure.
    pub to: Tdb,
    /// The time of flight, s, the same for all.
    pub tof_s: f64,
    /// The type.
    pub kind: Kind,
    /// Velocity change at departure, m/s.
    pub dv_departure_m_s: f64,
    /// Velocity change at arrival, m/s.
    pub dv_arrival_m_s: f64,
    /// Twice the energy per mass at departure, m²/s².
    pub c3_m2_s2: f64,
    /// Speed relative to the body that is reached, far from it, m/s.
    pub arrival_speed_m_s: f64,
}

impl DepartureSlice {
    /// Velocity change at both ends together, m/s.
    pub fn total_dv_m_s(&self) -> f64 {
        self.dv_departure_m_s + self.dv_arrival_m_s
    }
}

/// Slices at the edges of a window are halved so often at most.
const HALVINGS: u32 = 4;
/// A departure's samples may be so much dearer than its best flight, which lies between them, m/s.
const SAMPLED_M_S: f64 = 1_500.0;
/// No season is cut into more slices than this.
const MOST_SLICES: f64 = 100_000.0;
/// Of the times of flight at which the samples of a departure are low, so many are refined.
const REFINED: usize = 3;
/// A time of flight is refined to this, s.
const REFINED_TO_S: f64 = 60.0;

impl Survey<'_> {
    /// The departures of a season that cost no more than is allowed, cut into slices, in order of time. Each
    /// slice has the one time of flight that makes its dearest departure cheapest.
    ///
    /// Windows apart from each other, as those of both types often are, show as slices that do not meet. A
    /// season that the search cuts is measured by its best within the search, however dear: see
    /// [`Optimum::is_free`](super::Optimum::is_free).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for an allowance that is not finite or negative, for slices that are not
    /// positive or too many, and where no velocity change is made; [`AstroError::NoSolution`] for a season
    /// that is not of this survey.
    pub fn slices(
        &self,
        season: &Season,
        allowance: &Allowance,
    ) -> Result<Vec<DepartureSlice>, AstroError> {
        self.check_allowance(allowance)?;
        if season.since != self.search.first {
            return Err(AstroError::NoSolution(
                "a season of another survey, whose turns are counted from another day".to_owned(),
            ));
        }
        let mut cutter = Cutter {
            survey: self,
            turn: season.turn,
            most_m_s: self.most_m_s(season, allowance)?,
            best: BTreeMap::new(),
            slices: Vec::new(),
        };
        let (first, last) = (self.search.first, self.search.last);
        let count = ((last.seconds() - first.seconds()) / allowance.slice_s).ceil();
        if count > MOST_SLICES {
            return Err(AstroError::BadInput(format!(
                "a span cannot be cut into {count} slices; {MOST_SLICES} are the most"
            )));
        }
        for number in 0..count as usize {
            let from = first.plus_seconds(allowance.slice_s * number as f64);
            let to = first.plus_seconds(allowance.slice_s * (number + 1) as f64);
            let to = if to > last { last } else { to };
            if cutter.may_be_cheap(from, to) {
                cutter.cut(from, to, HALVINGS)?;
            }
        }
        Ok(cutter.slices)
    }

    fn check_allowance(&self, allowance: &Allowance) -> Result<(), AstroError> {
        let is_sound = allowance.above_best_m_s >= 0.0
            && allowance.above_best_m_s.is_finite()
            && allowance
                .most_m_s
                .is_none_or(|most| most >= 0.0 && most.is_finite())
            && allowance.slice_s > 0.0
            && allowance.slice_s.is_finite();
        if !is_sound {
            return Err(AstroError::BadInput(
                "an allowance is a finite number of metres per second, and slices have a positive length"
                    .to_owned(),
            ));
        }
        self.check_burns()
    }

    /// What a departure of the season may cost.
    fn most_m_s(&self, season: &Season, allowance: &Allowance) -> Result<f64, AstroError> {
        let minima = self.lattice.minima(&self.leg, Criterion::TotalDv);
        let mut best = f64::INFINITY;
        for is_long in [false, true] {
            let key = (season.turn, is_long);
            let starts = minima.get(&key).map_or(&[][..], Vec::as_slice);
            let lowest = self.best(Criterion::TotalDv, key, starts)?;
            best = lowest.first().map_or(best, |lowest| best.min(lowest.cost));
        }
        if !best.is_finite() {
            return Err(AstroError::NoSolution(
                "the survey has no flights in this season".to_owned(),
            ));
        }
        let most = best + allowance.above_best_m_s;
        Ok(allowance.most_m_s.map_or(most, |cap| most.min(cap)))
    }

    /// The flight of a season, if there is one.
    fn flight_in(&self, turn: i64, departure: Tdb, tof_s: f64) -> Option<Flight> {
        let arrival = departure.plus_seconds(tof_s);
        let start = self.leg.from.state(departure).ok()?;
        let end = self.leg.to.state(arrival).ok()?;
        let arc = self.leg.arc(&start, &end, tof_s).ok()?;
        let (start, end) = (
            crate::porkchop::Dated(departure, start),
            crate::porkchop::Dated(arrival, end),
        );
        (self.lattice.turn(&start, &end) == turn).then(|| self.leg.joined(start, end, arc))
    }
}

struct Cutter<'s> {
    survey: &'s Survey<'s>,
    turn: i64,
    most_m_s: f64,
    /// The best flights of departures that were asked for, by the bits of their instant.
    best: BTreeMap<u64, Option<Flight>>,
    slices: Vec<DepartureSlice>,
}

impl Cutter<'_> {
    /// False where the samples around show that no departure can be cheap enough.
    fn may_be_cheap(&self, from: Tdb, to: Tdb) -> bool {
        let lattice = &self.survey.lattice;
        let row = |at: Tdb| {
            (at.seconds() - self.survey.search.first.seconds()) / lattice.departures.step_s()
        };
        let rows = (row(from).floor() as usize)..=(row(to).ceil() as usize);
        rows.flat_map(|row| lattice.row(row))
            .flatten()
            .filter(|sample| sample.turn == self.turn)
            .any(|sample| {
                let cost = sample.cost(&self.survey.leg, Criterion::TotalDv);
                cost < self.most_m_s + SAMPLED_M_S
            })
    }

    /// Keeps the span as one slice where it is cheap enough, and otherwise looks at its halves.
    fn cut(&mut self, from: Tdb, to: Tdb, halvings: u32) -> Result<(), AstroError> {
        let middle = Tdb::from_seconds(0.5 * (from.seconds() + to.seconds()));
        let departures = [from, middle, to];
        let mut times = Vec::new();
        let mut is_any_cheap = false;
        for departure in departures {
            if let Some(best) = self.best(departure)? {
                times.push(best.tof_s());
                is_any_cheap |= best.total_dv_m_s() <= self.most_m_s;
            }
        }
        if !is_any_cheap {
            return Ok(());
        }
        let slices = times
            .into_iter()
            .filter_map(|tof_s| self.slice(departures, tof_s))
            .filter(|slice| slice.total_dv_m_s() <= self.most_m_s);
        if let Some(slice) = slices.min_by(|a, b| a.total_dv_m_s().total_cmp(&b.total_dv_m_s())) {
            self.slices.push(slice);
        } else if halvings > 0 {
            self.cut(from, middle, halvings - 1)?;
            self.cut(middle, to, halvings - 1)?;
        }
        Ok(())
    }

    /// The slice of three departures with one time of flight; `None` where they are not of one type and
    /// season.
    fn slice(&self, departures: [Tdb; 3], tof_s: f64) -> Option<DepartureSlice> {
        let mut slice: Option<DepartureSlice> = None;
        for departure in departures {
            let flight = self.survey.flight_in(self.turn, departure, tof_s)?;
            let before = slice.get_or_insert_with(|| DepartureSlice {
                from: departures[0],
                to: departures[2],
                tof_s,
                kind: flight.kind,
                dv_departure_m_s: 0.0,
                dv_arrival_m_s: 0.0,
                c3_m2_s2: 0.0,
                arrival_speed_m_s: 0.0,
            });
            if before.kind != flight.kind {
                return None;
            }
            before.dv_departure_m_s = before.dv_departure_m_s.max(flight.dv_departure_m_s);
            before.dv_arrival_m_s = before.dv_arrival_m_s.max(flight.dv_arrival_m_s);
            before.c3_m2_s2 = before.c3_m2_s2.max(flight.c3_m2_s2());
            before.arrival_speed_m_s = before.arrival_speed_m_s.max(flight.arrival_speed_m_s());
        }
        slice
    }

    /// The cheapest flight of a departure within the season.
    fn best(&mut self, departure: Tdb) -> Result<Option<Flight>, AstroError> {
        let key = departure.seconds().to_bits();
        if let Some(known) = self.best.get(&key) {
            return Ok(*known);
        }
        let best = self.searched(departure)?;
        self.best.insert(key, best);
        Ok(best)
    }

    fn searched(&self, departure: Tdb) -> Result<Option<Flight>, AstroError> {
        let search = &self.survey.search;
        let step_s = self.survey.lattice.departures.step_s();
        let count = ((search.longest_s - search.shortest_s) / step_s).ceil() as usize;
        let time =
            |number: usize| (search.shortest_s + step_s * number as f64).min(search.longest_s);
        let flights: Vec<Option<Flight>> = (0..=count)
            .map(|number| self.survey.flight_in(self.turn, departure, time(number)))
            .collect();
        let mut low: Vec<(f64, usize)> = (0..=count)
            .filter_map(|at| Some((lowest_around(&flights, at)?, at)))
            .collect();
        low.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut best: Option<Flight> = None;
        for &(_, at) in low.iter().take(REFINED) {
            let bounds = (time(at.saturating_sub(1)), time((at + 1).min(count)));
            let refined = self.refined(departure, flights[at], bounds)?;
            for flight in [flights[at], refined].into_iter().flatten() {
                if best.is_none_or(|best| flight.total_dv_m_s() < best.total_dv_m_s()) {
                    best = Some(flight);
                }
            }
        }
        Ok(best)
    }

    /// The cheapest flight of the type of a sample between two times of flight.
    fn refined(
        &self,
        departure: Tdb,
        sample: Option<Flight>,
        (shortest_s, longest_s): (f64, f64),
    ) -> Result<Option<Flight>, AstroError> {
        /// Dearer than all flights, and finite.
        const NO_FLIGHT_M_S: f64 = 1e9;
        let Some(sample) = sample else {
            return Ok(None);
        };
        let flight = |tof_s: f64| {
            let flight = self.survey.flight_in(self.turn, departure, tof_s)?;
            (flight.kind == sample.kind).then_some(flight)
        };
        let cost = |tof_s| Ok(flight(tof_s).map_or(NO_FLIGHT_M_S, |flight| flight.total_dv_m_s()));
        let (tof_s, _) = roots::minimum(cost, shortest_s, longest_s, REFINED_TO_S)?;
        Ok(flight(tof_s))
    }
}

/// The cost of a sample that is no dearer than its neighbours of the same type.
fn lowest_around(flights: &[Option<Flight>], at: usize) -> Option<f64> {
    let flight = flights[at]?;
    let is_dearer = |other: Option<usize>| {
        let other = other.and_then(|other| *flights.get(other)?);
        other.is_none_or(|other| {
            other.kind != flight.kind || other.total_dv_m_s() >= flight.total_dv_m_s()
        })
    };
    (is_dearer(at.checked_sub(1)) && is_dearer(Some(at + 1))).then(|| flight.total_dv_m_s())
}
