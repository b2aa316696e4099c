//! Two goals: boxes between neighbouring points, split until there are points enough or no box is left.

use super::{Candidate, Drawn, Least, Oracle, Unsearched, covers, tolerances};
use portolan_solver::{EngineError, Stop};

/// Two numbers, one for each goal.
type Pair = [f64; 2];

/// What lies between a point and the next: nothing, or a box.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Between {
    from: Pair,
    to: Pair,
    /// True where a search in it was stopped, so that another would be too.
    tried: bool,
}

/// A point, and what may lie between it and the next.
struct Place<P> {
    point: Candidate<P>,
    next: Option<Between>,
}

struct Drawing<P> {
    /// The best in the first goal first.
    places: Vec<Place<P>>,
    tolerances: Vec<f64>,
    /// How far the ends are apart in each goal.
    span: Pair,
}

/// So many points of the front, the ends first, then always where the longest box is.
///
/// # Errors
/// Where the engine fails.
pub(super) fn draw<O: Oracle>(oracle: &mut O, most: usize) -> Result<Drawn<O::Point>, EngineError> {
    let free = [f64::INFINITY; 2];
    let first = match oracle.least(&[0, 1], &free)? {
        Least::Found(point) => point,
        Least::Nothing => return Ok(Drawn::nothing(oracle, Stop::Infeasible)),
        Least::Stopped(why) => return Ok(Drawn::nothing(oracle, why)),
    };
    oracle.tell(1, most, "points");
    let Least::Found(last) = oracle.least(&[1, 0], &free)? else {
        return Ok(one(oracle, first));
    };
    let tolerances = tolerances(oracle, &[&first.values, &last.values]);
    if covers(&first.values, &last.values, &tolerances) {
        return Ok(Drawn {
            tolerances,
            ..all(vec![first])
        });
    }
    let mut drawing = Drawing::new(first, last, tolerances);
    while drawing.places.len() < most {
        oracle.tell(drawing.places.len(), most, "points");
        let Some(at) = drawing.longest() else { break };
        if drawing.split(oracle, at, most)?.is_none() {
            break;
        }
    }
    oracle.tell(drawing.places.len(), most, "points");
    Ok(drawing.drawn())
}

/// A front of which these points are all.
fn all<P>(points: Vec<Candidate<P>>) -> Drawn<P> {
    Drawn {
        points,
        unsearched: Vec::new(),
        tolerances: Vec::new(),
        stop: None,
    }
}

/// A front of which only the best in the first goal was found: what is better in the second may be anything.
fn one<O: Oracle>(oracle: &O, first: Candidate<O::Point>) -> Drawn<O::Point> {
    let values = &first.values;
    let rest = Unsearched {
        from: vec![
            first.bounds[0].unwrap_or(f64::NEG_INFINITY),
            f64::NEG_INFINITY,
        ],
        to: vec![f64::INFINITY, values[1]],
    };
    let tolerances = tolerances(oracle, &[values]);
    Drawn {
        unsearched: vec![rest],
        tolerances,
        ..all(vec![first])
    }
}

impl<P: Clone> Drawing<P> {
    fn new(first: Candidate<P>, last: Candidate<P>, tolerances: Vec<f64>) -> Self {
        let span = [0, 1].map(|goal| (first.values[goal] - last.values[goal]).abs());
        let least = |point: &Candidate<P>, goal: usize| {
            point.bounds[goal].map_or(point.values[goal], |bound| bound.min(point.values[goal]))
        };
        let between = Between {
            from: [least(&first, 0), least(&last, 1)],
            to: [last.values[0], first.values[1]],
            tried: false,
        };
        let mut drawing = Self {
            places: vec![
                Place {
                    point: first,
                    next: None,
                },
                Place {
                    point: last,
                    next: None,
                },
            ],
            tolerances,
            span,
        };
        drawing.places[0].next = drawing.open(between);
        drawing
    }

    /// A box, where it is large enough to hold a point that is not the same as one at its ends.
    fn open(&self, between: Between) -> Option<Between> {
        let wide =
            |goal: usize| between.to[goal] - between.from[goal] > 2.0 * self.tolerances[goal];
        (wide(0) && wide(1)).then_some(between)
    }

    fn side(&self, between: &Between, goal: usize) -> f64 {
        (between.to[goal] - between.from[goal]) / self.span[goal]
    }

    /// Between which places the box with the longest side stands, the first of several.
    fn longest(&self) -> Option<usize> {
        let mut longest: Option<(usize, f64)> = None;
        for (at, place) in self.places.iter().enumerate() {
            let Some(between) = place.next.filter(|it| !it.tried) else {
                continue;
            };
            let side = self.side(&between, 0).max(self.side(&between, 1));
            if longest.is_none_or(|(_, own)| side > own) {
                longest = Some((at, side));
            }
        }
        longest.map(|(at, _)| at)
    }

    /// Halves a box across its longest side. `None` where the search is to end.
    fn split(
        &mut self,
        oracle: &mut impl Oracle<Point = P>,
        at: usize,
        most: usize,
    ) -> Result<Option<()>, EngineError> {
        let Some(between) = self.places[at].next else {
            return Ok(Some(()));
        };
        // The goal that is split, and the other one; the point with less of the first, and the one with less of the other.
        let split = usize::from(self.side(&between, 1) >= self.side(&between, 0));
        let other = 1 - split;
        let middle = f64::midpoint(between.from[split], between.to[split]);
        let (near, far) = if split == 1 {
            (at + 1, at)
        } else {
            (at, at + 1)
        };
        let half = match self.half(oracle, between, split, middle, near)? {
            Ok(half) => half,
            Err(why) => return Ok(self.give_up(at, why)),
        };
        let mut rest = Between {
            tried: false,
            ..between
        };
        (rest.from[split], rest.to[other]) = (middle, half.least.values[other]);
        let (fresh, least) = (half.fresh, half.least.values.clone());
        let reaches = fresh && least[split] >= middle - self.tolerances[split];
        let upper_at = if fresh { self.put(at, split, half) } else { at };
        self.places[upper_at].next = self.open(rest);
        let full = fresh && self.places.len() >= most;
        if reaches || full || self.places[upper_at].next.is_none() {
            return Ok(Some(()));
        }
        let far = if split == 1 { far } else { upper_at + 1 };
        self.upper(oracle, upper_at, far, split, &least)
    }

    /// The half with less of the goal that is split.
    fn half(
        &self,
        oracle: &mut impl Oracle<Point = P>,
        between: Between,
        split: usize,
        middle: f64,
        near: usize,
    ) -> Result<Result<Half<P>, Stop>, EngineError> {
        let other = 1 - split;
        let mut ceilings = [f64::INFINITY; 2];
        ceilings[split] = middle;
        let near = &self.places[near].point;
        let least = match oracle.least(&[other, split], &ceilings)? {
            Least::Found(least) => least,
            Least::Stopped(why) => return Ok(Err(why)),
            // The point at the end is one; only rounding can lose it.
            Least::Nothing => return Ok(Err(Stop::Numerical)),
        };
        let bound = least.bounds[other]
            .unwrap_or(between.from[other])
            .max(between.from[other]);
        let mut lower = Between {
            tried: false,
            ..between
        };
        lower.from[other] = bound.min(least.values[other]);
        lower.to[split] = if least.proved {
            least.values[split].min(middle)
        } else {
            middle
        };
        let fresh = !covers(&near.values, &least.values, &self.tolerances);
        if !fresh && bound < near.values[other] - self.tolerances[other] {
            // Not proved: the box stays as it is.
            return Ok(Err(Stop::Nodes));
        }
        let least = if fresh { least } else { near.clone() };
        Ok(Ok(Half {
            lower,
            fresh,
            least,
        }))
    }

    /// Puts the best point of a half into a box, with what lies between it and the point with less of the goal that is
    /// split; gives the place at which the other half begins.
    fn put(&mut self, at: usize, split: usize, half: Half<P>) -> usize {
        let lower = self.open(half.lower);
        if split == 1 {
            self.places.insert(
                at + 1,
                Place {
                    point: half.least,
                    next: lower,
                },
            );
            return at;
        }
        self.places[at].next = lower;
        self.places.insert(
            at + 1,
            Place {
                point: half.least,
                next: None,
            },
        );
        at + 1
    }

    /// The half with more of the goal that is split: its end next to the other half, below what that half has of the other.
    fn upper(
        &mut self,
        oracle: &mut impl Oracle<Point = P>,
        at: usize,
        far: usize,
        split: usize,
        least: &[f64],
    ) -> Result<Option<()>, EngineError> {
        let other = 1 - split;
        let mut ceilings = [f64::INFINITY; 2];
        ceilings[other] = least[other] - self.tolerances[other];
        let Some(between) = self.places[at].next else {
            return Ok(Some(()));
        };
        let found = match oracle.least(&[split, other], &ceilings)? {
            Least::Found(found) => found,
            Least::Stopped(why) => return Ok(self.give_up(at, why)),
            Least::Nothing => {
                self.places[at].next = None;
                return Ok(Some(()));
            }
        };
        let bound = found.bounds[split].unwrap_or(between.from[split]);
        let bound = bound.max(between.from[split]);
        let far = &self.places[far].point;
        if covers(&far.values, &found.values, &self.tolerances) {
            let proved = found.proved || bound >= far.values[split] - self.tolerances[split];
            self.places[at].next = (!proved).then_some(Between {
                tried: true,
                ..between
            });
            return Ok(Some(()));
        }
        let mut rest = between;
        (rest.from[split], rest.to[other]) = (bound, found.values[other]);
        // Between the new point and the other half there is nothing, if that is proved.
        let mut empty = Between {
            tried: true,
            ..between
        };
        (empty.from[split], empty.to[split]) = (bound, found.values[split]);
        let empty = if found.proved { None } else { self.open(empty) };
        let (before, after) = if split == 1 {
            (self.open(rest), empty)
        } else {
            (empty, self.open(rest))
        };
        self.places[at].next = before;
        self.places.insert(
            at + 1,
            Place {
                point: found,
                next: after,
            },
        );
        Ok(Some(()))
    }

    /// Leaves a box as it is where its search ended early; the whole search ends where that was wished.
    fn give_up(&mut self, at: usize, why: Stop) -> Option<()> {
        if let Some(between) = &mut self.places[at].next {
            between.tried = true;
        }
        (why != Stop::Cancelled).then_some(())
    }

    fn drawn(self) -> Drawn<P> {
        let boxes = self.places.iter().filter_map(|place| place.next);
        let unsearched = boxes.map(|it| Unsearched {
            from: it.from.to_vec(),
            to: it.to.to_vec(),
        });
        Drawn {
            unsearched: unsearched.collect(),
            points: self.places.into_iter().map(|place| place.point).collect(),
            tolerances: self.tolerances,
            stop: None,
        }
        .sorted()
    }
}

/// What is known of the half of a box with less of the goal that is split.
struct Half<P> {
    /// What lies between its best point and the end of the box.
    lower: Between,
    /// True where that point is a new one and not the end of the box.
    fresh: bool,
    least: Candidate<P>,
}
