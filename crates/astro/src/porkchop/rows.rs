//! The rows of a porkchop plot, computed in blocks by one thread or several.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use super::leg::{Dated, Leg, is_long};
use super::{Absence, Mark, Progress, turn};
use crate::NoArc;

/// About so many cells are computed between two questions whether to go on.
const CELLS_IN_A_BLOCK: usize = 16_384;

/// Rows one after the other, each figure in a column of its own; where a mark says that there is no flight,
/// the figures are zero.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Rows {
    pub(super) marks: Vec<Mark>,
    pub(super) c3: Vec<f64>,
    pub(super) arrival_speed: Vec<f64>,
    pub(super) declination: Vec<f64>,
    pub(super) right_ascension: Vec<f64>,
    pub(super) dv_departure: Vec<f64>,
    pub(super) dv_arrival: Vec<f64>,
}

/// All rows, or `None` where the answer was to stop.
pub(super) fn compute(
    leg: &Leg<'_>,
    starts: &[Dated],
    ends: &[Dated],
    threads: NonZeroUsize,
    progress: &mut Progress<'_>,
) -> Option<Rows> {
    let mut rows = Rows::with_capacity(starts.len() * ends.len());
    let block = (CELLS_IN_A_BLOCK / ends.len()).max(1) * threads.get();
    for (number, starts_of_block) in starts.chunks(block).enumerate() {
        if progress(number * block, starts.len()) == ControlFlow::Break(()) {
            return None;
        }
        if threads.get() == 1 {
            rows.fill(leg, starts_of_block, ends);
        } else {
            for part in in_parallel(leg, starts_of_block, ends, threads) {
                rows.append(part);
            }
        }
    }
    let asked = progress(starts.len(), starts.len());
    (asked == ControlFlow::Continue(())).then_some(rows)
}

fn in_parallel(
    leg: &Leg<'_>,
    starts: &[Dated],
    ends: &[Dated],
    threads: NonZeroUsize,
) -> Vec<Rows> {
    let share = starts.len().div_ceil(threads.get()).max(1);
    std::thread::scope(|scope| {
        let parts: Vec<_> = starts
            .chunks(share)
            .map(|starts| {
                scope.spawn(move || {
                    let mut rows = Rows::with_capacity(starts.len() * ends.len());
                    rows.fill(leg, starts, ends);
                    rows
                })
            })
            .collect();
        parts
            .into_iter()
            .map(|part| {
                part.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    })
}

impl Rows {
    fn with_capacity(cells: usize) -> Self {
        Self {
            marks: Vec::with_capacity(cells),
            c3: Vec::with_capacity(cells),
            arrival_speed: Vec::with_capacity(cells),
            declination: Vec::with_capacity(cells),
            right_ascension: Vec::with_capacity(cells),
            dv_departure: Vec::with_capacity(cells),
            dv_arrival: Vec::with_capacity(cells),
        }
    }

    fn append(&mut self, mut other: Self) {
        self.marks.append(&mut other.marks);
        self.c3.append(&mut other.c3);
        self.arrival_speed.append(&mut other.arrival_speed);
        self.declination.append(&mut other.declination);
        self.right_ascension.append(&mut other.right_ascension);
        self.dv_departure.append(&mut other.dv_departure);
        self.dv_arrival.append(&mut other.dv_arrival);
    }

    fn fill(&mut self, leg: &Leg<'_>, starts: &[Dated], ends: &[Dated]) {
        for start in starts {
            for end in ends {
                if let Err(why) = self.push(leg, start, end) {
                    self.push_absent(why);
                }
            }
        }
    }

    #[inline]
    fn push(&mut self, leg: &Leg<'_>, start: &Dated, end: &Dated) -> Result<(), Absence> {
        let tof_s = end.0.seconds() - start.0.seconds();
        if tof_s <= 0.0 {
            return Err(Absence::NotAfter);
        }
        let arc = leg.arc(&start.1, &end.1, tof_s).map_err(absence)?;
        let leaving = arc.v1 - start.1.velocity;
        let c3 = leaving.length_squared();
        let speed = (arc.v2 - end.1.velocity).length();
        if !(c3.is_finite() && speed.is_finite()) {
            return Err(Absence::Unsolved);
        }
        self.marks.push(if is_long(&start.1, &end.1) {
            Mark::Long
        } else {
            Mark::Short
        });
        self.c3.push(c3);
        self.arrival_speed.push(speed);
        let across = (leaving.x * leaving.x + leaving.y * leaving.y).sqrt();
        self.declination.push(leaving.z.atan2(across));
        self.right_ascension.push(turn(leaving.y.atan2(leaving.x)));
        self.dv_departure.push(leg.departure.dv_m_s(c3.sqrt()));
        self.dv_arrival.push(leg.arrival.dv_m_s(speed));
        Ok(())
    }

    fn push_absent(&mut self, why: Absence) {
        self.marks.push(Mark::Absent(why));
        for column in [
            &mut self.c3,
            &mut self.arrival_speed,
            &mut self.declination,
            &mut self.right_ascension,
            &mut self.dv_departure,
            &mut self.dv_arrival,
        ] {
            column.push(0.0);
        }
    }
}

const fn absence(why: NoArc) -> Absence {
    match why {
        NoArc::Collinear => Absence::Collinear,
        NoArc::TooShort { .. } => Absence::TooShort,
        _ => Absence::Unsolved,
    }
}
