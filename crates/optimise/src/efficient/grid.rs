//! Three goals: the best in the first within ceilings of the others, on a grid.

use super::{Candidate, Drawn, Least, Oracle, Unsearched, covers, tolerances};
use portolan_solver::{EngineError, Stop};

/// The answer of one cell: the best point within its ceilings, `None` where there is none.
type Answer = Option<usize>;

struct Grid<P> {
    points: Vec<Candidate<P>>,
    /// The ceilings of the second and the third goal, from tight to none.
    ceilings: [Vec<f64>; 2],
    /// For each cell, the third goal's ceilings within the second's: `None` where it was not searched to the end.
    answers: Vec<Option<Answer>>,
    least: Vec<f64>,
}

/// A grid of at most so many cells, each with its best point. The last ceiling of each goal is none at all, so that
/// what a table of payoffs misses is not cut off.
///
/// # Errors
/// Where the engine fails.
pub(super) fn draw<O: Oracle>(oracle: &mut O, most: usize) -> Result<Drawn<O::Point>, EngineError> {
    let free = [f64::INFINITY; 3];
    let mut ends = Vec::new();
    for order in [[0, 1, 2], [1, 0, 2], [2, 0, 1]] {
        match oracle.least(&order, &free)? {
            Least::Found(point) => ends.push(point),
            Least::Nothing => return Ok(Drawn::nothing(oracle, Stop::Infeasible)),
            Least::Stopped(why) if ends.is_empty() => return Ok(Drawn::nothing(oracle, why)),
            Least::Stopped(_) => return Ok(stopped(oracle, ends)),
        }
    }
    let mut grid = Grid::new(ends, most);
    grid.fill(oracle)?;
    let seen: Vec<&[f64]> = grid
        .points
        .iter()
        .map(|point| point.values.as_slice())
        .collect();
    let tolerances = tolerances(oracle, &seen);
    Ok(grid.drawn(tolerances))
}

/// Only some of the ends were found: nothing is known of the rest.
fn stopped<O: Oracle>(oracle: &O, points: Vec<Candidate<O::Point>>) -> Drawn<O::Point> {
    let seen: Vec<&[f64]> = points.iter().map(|point| point.values.as_slice()).collect();
    let tolerances = tolerances(oracle, &seen);
    let first = points.first().and_then(|point| point.bounds[0]);
    let rest = Unsearched {
        from: vec![
            first.unwrap_or(f64::NEG_INFINITY),
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
        to: vec![f64::INFINITY; 3],
    };
    Drawn {
        points,
        unsearched: vec![rest],
        tolerances,
        stop: None,
    }
    .sorted()
}

/// So many ceilings from the best value to the worst of the ends, the last one open.
fn ceilings<P>(ends: &[Candidate<P>], goal: usize, count: usize) -> Vec<f64> {
    let values = || ends.iter().map(|point| point.values[goal]);
    let best = values().fold(f64::INFINITY, f64::min);
    let worst = values().fold(f64::NEG_INFINITY, f64::max);
    let at = |step: usize| best + (worst - best) * step as f64 / (count - 1) as f64;
    (0..count - 1).map(at).chain([f64::INFINITY]).collect()
}

impl<P: Clone> Grid<P> {
    fn new(ends: Vec<Candidate<P>>, most: usize) -> Self {
        let count = most.isqrt().max(2);
        let ceilings = [ceilings(&ends, 1, count), ceilings(&ends, 2, count)];
        Self {
            least: (0..3)
                .map(|goal| {
                    let end = &ends[goal];
                    end.bounds[goal].map_or(end.values[goal], |bound| bound.min(end.values[goal]))
                })
                .collect(),
            answers: vec![None; count * count],
            points: ends,
            ceilings,
        }
    }

    fn count(&self) -> usize {
        self.ceilings[0].len()
    }

    /// Searches the cells from the loosest to the tightest ceilings. A cell needs no search where the answer of a looser one
    /// meets its ceilings, or where a looser one has none.
    fn fill(&mut self, oracle: &mut impl Oracle<Point = P>) -> Result<(), EngineError> {
        let count = self.count();
        for (done, cell) in (0..count * count).rev().enumerate() {
            oracle.tell(done, count * count, "cells");
            let (second, third) = (
                self.ceilings[0][cell / count],
                self.ceilings[1][cell % count],
            );
            if let Some(answer) = self.known(cell, second, third) {
                self.answers[cell] = Some(answer);
                continue;
            }
            let found = if cell + 1 == count * count {
                Least::Found(self.points[0].clone())
            } else {
                oracle.least(&[0, 1, 2], &[f64::INFINITY, second, third])?
            };
            self.answers[cell] = match found {
                Least::Found(point) => Some(Some(self.place_of(point, oracle))),
                Least::Nothing => Some(None),
                Least::Stopped(Stop::Cancelled) => return Ok(()),
                Least::Stopped(_) => None,
            };
        }
        oracle.tell(count * count, count * count, "cells");
        Ok(())
    }

    /// The answer that a looser cell already gives.
    fn known(&self, cell: usize, second: f64, third: f64) -> Option<Answer> {
        let count = self.count();
        let looser = (cell / count..count)
            .flat_map(|row| (cell % count..count).map(move |at| row * count + at));
        for other in looser.filter(|other| *other != cell) {
            match self.answers[other] {
                Some(None) => return Some(None),
                Some(Some(at)) => {
                    let point = &self.points[at];
                    if point.proved && point.values[1] <= second && point.values[2] <= third {
                        return Some(Some(at));
                    }
                }
                None => {}
            }
        }
        None
    }

    /// Where a point stands, which is added if it is new.
    fn place_of(&mut self, point: Candidate<P>, oracle: &impl Oracle) -> usize {
        let seen: Vec<&[f64]> = self
            .points
            .iter()
            .map(|point| point.values.as_slice())
            .collect();
        let tolerances = tolerances(oracle, &seen);
        let same = |own: &Candidate<P>| {
            covers(&own.values, &point.values, &tolerances)
                && covers(&point.values, &own.values, &tolerances)
        };
        self.points.iter().position(same).unwrap_or_else(|| {
            self.points.push(point);
            self.points.len() - 1
        })
    }

    /// What a cell leaves open: no less of the first goal than its own best, more of the others than the tighter cells allow,
    /// and less of some goal than any point that is no worse in the others.
    fn open(&self, row: usize, at: usize, tolerances: &[f64]) -> Option<Unsearched> {
        let from = match self.answers[row * self.count() + at] {
            Some(None) => return None,
            Some(Some(point)) => self.points[point].bounds[0].unwrap_or(self.least[0]),
            None => self.least[0],
        };
        let before = |goal: usize, step: usize| match step {
            0 => self.least[goal + 1],
            _ => self.ceilings[goal][step - 1],
        };
        let mut open = Unsearched {
            from: vec![from, before(0, row), before(1, at)],
            to: vec![f64::INFINITY, self.ceilings[0][row], self.ceilings[1][at]],
        };
        let mut cut = [false; 3];
        for point in &self.points {
            let no_worse = |goal: usize| point.values[goal] <= open.from[goal] + tolerances[goal];
            let worse: Vec<usize> = (0..3).filter(|goal| !no_worse(*goal)).collect();
            match worse.as_slice() {
                [] => return None,
                [goal] if point.values[*goal] <= open.to[*goal] => {
                    (open.to[*goal], cut[*goal]) = (point.values[*goal], true);
                }
                _ => {}
            }
        }
        // The first cells hold what is as good as can be in a goal, and so have no width there.
        let must = [cut[0], cut[1] || row > 0, cut[2] || at > 0];
        let wide = |goal: usize| open.to[goal] - open.from[goal] > 2.0 * tolerances[goal];
        (0..3).all(|goal| wide(goal) || !must[goal]).then_some(open)
    }

    fn drawn(self, tolerances: Vec<f64>) -> Drawn<P> {
        let count = self.count();
        let cells = (0..count).flat_map(|row| (0..count).map(move |at| (row, at)));
        let open = cells.filter_map(|(row, at)| self.open(row, at, &tolerances));
        Drawn {
            unsearched: open.collect(),
            points: self.points,
            tolerances,
            stop: None,
        }
        .sorted()
    }
}
