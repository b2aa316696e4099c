//! Porkchop plots: what a flight costs for every day of departure and every day of arrival.

mod dates;
mod flight;
mod leg;
mod rows;

pub use dates::Dates;
pub use flight::{Criterion, Flight, Kind};
pub use leg::{Heliocentric, Leg, Planet, Terminal};

pub(crate) use flight::turn;
pub(crate) use leg::{Dated, is_long};

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use crate::AstroError;
use rows::{Rows, compute};

/// Why a cell of a porkchop plot is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Absence {
    /// The arrival is not after the departure.
    NotAfter,
    /// The places lie on one line with the Sun, so that no plane is determined.
    Collinear,
    /// The time is too short for so many revolutions.
    TooShort,
    /// Lambert's problem was refused or not solved: times and distances beyond all use.
    Unsolved,
}

/// How many cells are empty, by reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Absences {
    /// The arrival is not after the departure.
    pub not_after: usize,
    /// The places lie on one line with the Sun.
    pub collinear: usize,
    /// The time is too short for so many revolutions.
    pub too_short: usize,
    /// Lambert's problem was refused or not solved.
    pub unsolved: usize,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Short,
    Long,
    Absent(Absence),
}

/// One flight of a porkchop plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Twice the energy per mass at departure, C3, m²/s².
    pub c3_m2_s2: f64,
    /// Speed relative to the body that is reached, far from it, m/s.
    pub arrival_speed_m_s: f64,
    /// Declination of the departure's asymptote to the Earth's equator of the ICRF, rad.
    pub declination_rad: f64,
    /// Right ascension of the departure's asymptote, 0 to 2π, rad.
    pub right_ascension_rad: f64,
    /// Velocity change at departure, m/s.
    pub dv_departure_m_s: f64,
    /// Velocity change at arrival, m/s.
    pub dv_arrival_m_s: f64,
    /// Time of flight, s.
    pub tof_s: f64,
    /// The type.
    pub kind: Kind,
}

impl Cell {
    /// What it costs after a criterion, in the criterion's unit.
    pub fn cost(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::C3 => self.c3_m2_s2,
            Criterion::ArrivalSpeed => self.arrival_speed_m_s,
            Criterion::TotalDv => self.dv_departure_m_s + self.dv_arrival_m_s,
        }
    }
}

/// What is asked from time to time while a plot is computed, with the number of rows that are done and the
/// number of all: whether to go on.
pub type Progress<'a> = dyn FnMut(usize, usize) -> ControlFlow<()> + 'a;

/// The flights of a leg for every pair of a departure and an arrival, column by column of figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Porkchop {
    departures: Dates,
    arrivals: Dates,
    revolutions: u32,
    rows: Rows,
}

impl Porkchop {
    /// No plot has more cells than this.
    pub const MOST_CELLS: usize = 4_000_000;

    /// The plot of a leg.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a leg that is not sound and for more than [`Porkchop::MOST_CELLS`] cells;
    /// what the ephemeris says of a date that it does not cover.
    pub fn new(leg: &Leg<'_>, departures: Dates, arrivals: Dates) -> Result<Self, AstroError> {
        let whole = Self::watched(leg, departures, arrivals, NonZeroUsize::MIN, &mut |_, _| {
            ControlFlow::Continue(())
        })?;
        whole.ok_or_else(|| AstroError::NoSolution("nobody waited for the plot".to_owned()))
    }

    /// As [`Porkchop::new`], on so many threads, asking whether to go on; `None` where the answer was no. The
    /// plot is the same to the last bit on any number of threads.
    ///
    /// # Errors
    /// As for [`Porkchop::new`].
    pub fn watched(
        leg: &Leg<'_>,
        departures: Dates,
        arrivals: Dates,
        threads: NonZeroUsize,
        progress: &mut Progress<'_>,
    ) -> Result<Option<Self>, AstroError> {
        leg.check()?;
        if departures.count().saturating_mul(arrivals.count()) > Self::MOST_CELLS {
            return Err(AstroError::BadInput(format!(
                "a porkchop plot has at most {} cells, and {} departures by {} arrivals are more",
                Self::MOST_CELLS,
                departures.count(),
                arrivals.count()
            )));
        }
        let starts = departures.states(leg.from)?;
        let ends = arrivals.states(leg.to)?;
        let rows = compute(leg, &starts, &ends, threads, progress);
        Ok(rows.map(|rows| Self {
            departures,
            arrivals,
            revolutions: leg.revolutions,
            rows,
        }))
    }

    /// The departures, one for each row.
    pub const fn departures(&self) -> &Dates {
        &self.departures
    }

    /// The arrivals, one for each column.
    pub const fn arrivals(&self) -> &Dates {
        &self.arrivals
    }

    /// The flight of a departure and an arrival, by number; `None` where there is none, or no such number.
    pub fn cell(&self, departure: usize, arrival: usize) -> Option<Cell> {
        self.cell_at(self.index(departure, arrival)?)
    }

    /// Why there is no flight; `None` where there is one, or no such number.
    pub fn absence(&self, departure: usize, arrival: usize) -> Option<Absence> {
        match self.rows.marks[self.index(departure, arrival)?] {
            Mark::Absent(why) => Some(why),
            Mark::Short | Mark::Long => None,
        }
    }

    /// What a flight costs after a criterion, in the criterion's unit; `None` where there is none.
    pub fn cost(&self, criterion: Criterion, departure: usize, arrival: usize) -> Option<f64> {
        let at = self.index(departure, arrival)?;
        self.is_present(at).then(|| self.cost_at(criterion, at))
    }

    /// The numbers of the departure and the arrival of the cheapest flight, and its cost; the earliest
    /// departure of equals, then the earliest arrival. `None` where all cells are empty.
    pub fn least(&self, criterion: Criterion) -> Option<(usize, usize, f64)> {
        let mut least: Option<(usize, f64)> = None;
        for at in (0..self.rows.marks.len()).filter(|&at| self.is_present(at)) {
            let cost = self.cost_at(criterion, at);
            if least.is_none_or(|(_, best)| cost < best) {
                least = Some((at, cost));
            }
        }
        let (at, cost) = least?;
        let columns = self.arrivals.count();
        Some((at / columns, at % columns, cost))
    }

    /// How many cells hold a flight.
    pub fn present(&self) -> usize {
        (0..self.rows.marks.len())
            .filter(|&at| self.is_present(at))
            .count()
    }

    /// How many cells are empty, by reason.
    pub fn absences(&self) -> Absences {
        let mut count = Absences::default();
        for mark in &self.rows.marks {
            match mark {
                Mark::Short | Mark::Long => {}
                Mark::Absent(Absence::NotAfter) => count.not_after += 1,
                Mark::Absent(Absence::Collinear) => count.collinear += 1,
                Mark::Absent(Absence::TooShort) => count.too_short += 1,
                Mark::Absent(Absence::Unsolved) => count.unsolved += 1,
            }
        }
        count
    }

    fn index(&self, departure: usize, arrival: usize) -> Option<usize> {
        let is_inside = departure < self.departures.count() && arrival < self.arrivals.count();
        is_inside.then(|| departure * self.arrivals.count() + arrival)
    }

    fn is_present(&self, at: usize) -> bool {
        !matches!(self.rows.marks[at], Mark::Absent(_))
    }

    fn cost_at(&self, criterion: Criterion, at: usize) -> f64 {
        match criterion {
            Criterion::C3 => self.rows.c3[at],
            Criterion::ArrivalSpeed => self.rows.arrival_speed[at],
            Criterion::TotalDv => self.rows.dv_departure[at] + self.rows.dv_arrival[at],
        }
    }

    fn cell_at(&self, at: usize) -> Option<Cell> {
        let is_long = match self.rows.marks[at] {
            Mark::Short => false,
            Mark::Long => true,
            Mark::Absent(_) => return None,
        };
        let (row, column) = (at / self.arrivals.count(), at % self.arrivals.count());
        Some(Cell {
            c3_m2_s2: self.rows.c3[at],
            arrival_speed_m_s: self.rows.arrival_speed[at],
            declination_rad: self.rows.declination[at],
            right_ascension_rad: self.rows.right_ascension[at],
            dv_departure_m_s: self.rows.dv_departure[at],
            dv_arrival_m_s: self.rows.dv_arrival[at],
            tof_s: self.arrivals.at(column).seconds() - self.departures.at(row).seconds(),
            kind: Kind {
                revolutions: self.revolutions,
                is_long,
            },
        })
    }
}
