//! The samples of a survey: departures by times of flight, each with its cost, its type and its season.

use std::collections::BTreeMap;
use std::f64::consts::TAU;

use super::{Search, period_s};
use crate::porkchop::{Criterion, Dated, Dates, Leg, Porkchop, is_long};
use crate::{AstroError, DVec3, State, Tdb};

/// The faster body's revolution is sampled so many times.
const SAMPLES_OF_A_REVOLUTION: f64 = 72.0;

/// One sampled flight.
#[derive(Clone, Copy)]
pub(super) struct Sample {
    pub(super) turn: i64,
    pub(super) is_long: bool,
    c3: f64,
    speed: f64,
}

impl Sample {
    pub(super) fn cost(&self, leg: &Leg<'_>, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::C3 => self.c3,
            Criterion::ArrivalSpeed => self.speed,
            Criterion::TotalDv => {
                leg.departure.dv_m_s(self.c3.sqrt()) + leg.arrival.dv_m_s(self.speed)
            }
        }
    }
}

/// A departure and a time of flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) departure: Tdb,
    pub(super) tof_s: f64,
}

/// A sample that is lower than its neighbours: its cost, row and column.
type Low = (f64, usize, usize);

/// How far bodies have turned round the Sun at equally spaced instants, rad, counted on beyond whole turns.
struct Turns {
    dates: Dates,
    angles: Vec<f64>,
}

impl Turns {
    fn new(dates: Dates, states: &[Dated], (x, y): (DVec3, DVec3)) -> Self {
        let mut angles: Vec<f64> = Vec::with_capacity(states.len());
        for Dated(_, state) in states {
            let angle = state.position.dot(y).atan2(state.position.dot(x));
            let last = angles.last().copied().unwrap_or(angle);
            angles.push(angle + ((last - angle) / TAU).round() * TAU);
        }
        Self { dates, angles }
    }

    /// Interpolated: whoever asks only wants to know the turn.
    fn at(&self, at: Tdb) -> f64 {
        let steps = (at.seconds() - self.dates.at(0).seconds()) / self.dates.step_s();
        let last = self.angles.len() - 1;
        let before = (steps.max(0.0) as usize).min(last.saturating_sub(1));
        let after = (before + 1).min(last);
        let (a, b) = (self.angles[before], self.angles[after]);
        a + (b - a) * (steps - before as f64)
    }
}

/// The samples. Departures and arrivals share one step, so that no place is asked for twice.
pub(super) struct Lattice {
    pub(super) departures: Dates,
    shortest_s: f64,
    /// How many times of flight each departure has.
    pub(super) flights: usize,
    pub(super) starts: Vec<Dated>,
    pub(super) ends: Vec<Dated>,
    turns_of_start: Turns,
    turns_of_end: Turns,
    samples: Vec<Option<Sample>>,
}

impl Lattice {
    pub(super) fn new(leg: &Leg<'_>, search: &Search) -> Result<Self, AstroError> {
        let period_s = period_s(leg, true, search.first)?.min(period_s(leg, false, search.first)?);
        let departures = Dates::between(
            search.first,
            search.last,
            period_s / SAMPLES_OF_A_REVOLUTION,
        )?;
        let step_s = departures.step_s();
        let span_s = search.longest_s - search.shortest_s;
        let flights = (span_s / step_s) as usize + 1;
        if departures.count().saturating_mul(flights) > Porkchop::MOST_CELLS {
            return Err(AstroError::BadInput(format!(
                "a search of {} departures by {flights} times of flight is too large; {} is the most",
                departures.count(),
                Porkchop::MOST_CELLS
            )));
        }
        let first_arrival = search.first.plus_seconds(search.shortest_s);
        let arrivals = Dates::new(first_arrival, step_s, departures.count() + flights - 1)?;
        let starts = departures.states(leg.from)?;
        let ends = arrivals.states(leg.to)?;
        leg.to.state(search.last.plus_seconds(search.longest_s))?;
        let axes = axes(&starts[0].1)?;
        let mut lattice = Self {
            shortest_s: search.shortest_s,
            flights,
            turns_of_start: Turns::new(departures, &starts, axes),
            turns_of_end: Turns::new(arrivals, &ends, axes),
            departures,
            starts,
            ends,
            samples: Vec::new(),
        };
        lattice.samples = lattice.sampled(leg);
        Ok(lattice)
    }

    fn sampled(&self, leg: &Leg<'_>) -> Vec<Option<Sample>> {
        let mut samples = Vec::with_capacity(self.starts.len() * self.flights);
        for (row, start) in self.starts.iter().enumerate() {
            for (column, end) in self.ends[row..row + self.flights].iter().enumerate() {
                let tof_s = self.tof_s(column);
                let sample = leg.arc(&start.1, &end.1, tof_s).ok().map(|arc| Sample {
                    turn: self.turn(start, end),
                    is_long: is_long(&start.1, &end.1),
                    c3: (arc.v1 - start.1.velocity).length_squared(),
                    speed: (arc.v2 - end.1.velocity).length(),
                });
                samples.push(sample);
            }
        }
        samples
    }

    fn tof_s(&self, column: usize) -> f64 {
        self.shortest_s + self.departures.step_s() * column as f64
    }

    pub(super) fn place(&self, row: usize, column: usize) -> Place {
        Place {
            departure: self.departures.at(row),
            tof_s: self.tof_s(column),
        }
    }

    pub(super) fn sample(&self, row: usize, column: usize) -> Option<&Sample> {
        if column >= self.flights {
            return None;
        }
        self.samples.get(row * self.flights + column)?.as_ref()
    }

    /// The samples of one departure.
    pub(super) fn row(&self, row: usize) -> &[Option<Sample>] {
        let begin = (row * self.flights).min(self.samples.len());
        let end = (begin + self.flights).min(self.samples.len());
        &self.samples[begin..end]
    }

    /// The season of a flight: which turn of the angle from the one place to the other it belongs to.
    pub(super) fn turn(&self, start: &Dated, end: &Dated) -> i64 {
        let counted = self.turns_of_end.at(end.0) - self.turns_of_start.at(start.0);
        ((counted - forward_angle(&start.1, &end.1)) / TAU).round() as i64
    }

    /// For each season and type, where the samples are lower than all their neighbours of the same season and
    /// type, the lowest first.
    pub(super) fn minima(
        &self,
        leg: &Leg<'_>,
        criterion: Criterion,
    ) -> BTreeMap<(i64, bool), Vec<(usize, usize)>> {
        let mut minima: BTreeMap<(i64, bool), Vec<Low>> = BTreeMap::new();
        let costs: Vec<f64> = (self.samples.iter())
            .map(|sample| sample.map_or(f64::INFINITY, |sample| sample.cost(leg, criterion)))
            .collect();
        for row in 0..self.starts.len() {
            for column in 0..self.flights {
                let Some(sample) = self.sample(row, column) else {
                    continue;
                };
                let cost = costs[row * self.flights + column];
                if cost.is_finite() && self.is_lowest(&costs, sample, (row, column)) {
                    let key = (sample.turn, sample.is_long);
                    minima.entry(key).or_default().push((cost, row, column));
                }
            }
        }
        minima
            .into_iter()
            .map(|(key, mut places)| {
                places.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
                let places = places.into_iter().map(|(_, row, column)| (row, column));
                (key, places.collect())
            })
            .collect()
    }

    fn is_lowest(&self, costs: &[f64], sample: &Sample, (row, column): (usize, usize)) -> bool {
        let cost = costs[row * self.flights + column];
        let rows = row.saturating_sub(1)..=row + 1;
        rows.flat_map(|row| (column.saturating_sub(1)..=column + 1).map(move |c| (row, c)))
            .filter(|&at| at != (row, column))
            .all(|(r, c)| match self.sample(r, c) {
                Some(other) if (other.turn, other.is_long) == (sample.turn, sample.is_long) => {
                    let theirs = costs[r * self.flights + c];
                    cost < theirs || (cost == theirs && (row, column) < (r, c))
                }
                _ => true,
            })
    }
}

/// The angle from one position to the other in the sense and the plane of the first one's motion, 0 to 2π.
fn forward_angle(start: &State, end: &State) -> f64 {
    let axis = start.position.cross(start.velocity).normalize_or_zero();
    let sine = start.position.cross(end.position).dot(axis);
    crate::porkchop::turn(sine.atan2(start.position.dot(end.position)))
}

/// Two axes in the plane of an orbit, the second ahead of the first.
fn axes(state: &State) -> Result<(DVec3, DVec3), AstroError> {
    let normal = state.position.cross(state.velocity).try_normalize();
    let (Some(normal), Some(x)) = (normal, state.position.try_normalize()) else {
        return Err(AstroError::Degenerate(
            "a body that falls straight to the Sun has no plane".to_owned(),
        ));
    };
    Ok((x, normal.cross(x)))
}
