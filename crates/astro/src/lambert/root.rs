//! Where the curve of the time of flight has the time that is asked for.

use super::curve::Curve;
use super::guess;
use std::f64::consts::PI;

/// The arcs with a number of full revolutions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Pair {
    /// There are none: the least time without dimension.
    None { least: f64 },
    /// x on the left and on the right branch.
    Both(f64, f64),
    /// The iteration did not settle.
    Unsettled,
}

/// An estimated error below this, over the square of the reach, is below what doubles resolve.
const EXACT: f64 = 3e-16;
/// Below this, one step of Halley's ends it.
const NEAR: f64 = 1e-7;
/// Cold iterations before bounds are only halved, and at most.
const FREE: u32 = 40;
const MOST: u32 = 200;

/// A search for the x of a time.
struct Search<'a> {
    curve: &'a Curve,
    /// π times the full revolutions.
    turns: f64,
    goal: f64,
    /// What x lies between.
    low: f64,
    high: f64,
    /// Whether the time grows with x.
    rises: bool,
}

impl Search<'_> {
    /// x, from a guess that is good to a hundredth or so; for others, see [`Search::bracketed`].
    #[inline(always)]
    fn settle(&mut self, guess: f64) -> Option<f64> {
        if !(guess > self.low && guess < self.high) {
            return self.bracketed(0.5 * (self.low + self.high));
        }
        let view = self.curve.view(guess, self.turns, self.goal);
        let (step, error) = view.step();
        let square = view.reach * view.reach;
        let x = guess + step;
        if !(error <= NEAR * square && x > self.low && x < self.high) {
            return self.bracketed(guess);
        }
        if error <= EXACT * square {
            return Some(x);
        }
        Some(x + self.curve.view(x, self.turns, self.goal).short_step())
    }

    /// x from anywhere, by the same steps within bounds that close in.
    #[cold]
    fn bracketed(&mut self, from: f64) -> Option<f64> {
        let mut x = if from > self.low && from < self.high {
            from
        } else {
            self.middle()
        };
        for count in 0..MOST {
            let view = self.curve.view(x, self.turns, self.goal);
            if (view.miss > 0.0) == self.rises {
                self.high = x;
            } else {
                self.low = x;
            }
            let (step, _) = view.step();
            let next = x + step;
            let resolution = f64::EPSILON * (1.0 + x.abs());
            let is_met = view.miss.abs() <= f64::EPSILON * self.goal;
            if is_met || step.abs() <= resolution || self.high - self.low <= resolution {
                return Some(if next > self.low && next < self.high {
                    next
                } else {
                    x
                });
            }
            let is_inside = next > self.low && next < self.high;
            x = if is_inside && count < FREE {
                next
            } else {
                self.middle()
            };
        }
        None
    }

    /// Between the bounds; ever farther, where there is no upper one.
    fn middle(&self) -> f64 {
        if self.high.is_finite() {
            0.5 * (self.low + self.high)
        } else {
            2.0 * self.low + 3.0
        }
    }
}

/// x of the arc without revolutions.
#[inline(always)]
pub(super) fn direct(curve: &Curve, t: f64) -> Option<f64> {
    let mut search = Search {
        curve,
        turns: 0.0,
        goal: t,
        low: -1.0,
        high: f64::INFINITY,
        rises: false,
    };
    search.settle(guess::direct(curve, t))
}

/// x of both arcs with so many revolutions; `own` is [`Curve::middle`].
#[inline(always)]
pub(super) fn pair(curve: &Curve, t: f64, own: f64, revolutions: u32) -> Pair {
    let turns = f64::from(revolutions) * PI;
    if t < own + turns {
        return low_pair(curve, t, own, turns);
    }
    let (left, right) = guess::pair(curve, t, own, turns);
    both(curve, t, turns, (left, right), (0.0, 0.0))
}

/// Times between the least one and that at x = 0: both arcs are on the right of 0, and may be close.
#[cold]
fn low_pair(curve: &Curve, t: f64, own: f64, turns: f64) -> Pair {
    let Some(bottom) = bottom(curve, own, turns) else {
        return Pair::Unsettled;
    };
    let above = t - bottom.least;
    if above < 0.0 {
        return Pair::None {
            least: bottom.least,
        };
    }
    let half = (2.0 * above / bottom.bend).sqrt();
    // The next term moves both the same way.
    let shift = bottom.x - bottom.twist / (6.0 * bottom.bend) * (half * half);
    both(
        curve,
        t,
        turns,
        (shift - half, shift + half),
        (bottom.x, bottom.x),
    )
}

#[inline(always)]
fn both(curve: &Curve, t: f64, turns: f64, guesses: (f64, f64), ends: (f64, f64)) -> Pair {
    let search = |low, high, rises| Search {
        curve,
        turns,
        goal: t,
        low,
        high,
        rises,
    };
    let left = search(-1.0, ends.0, false).settle(guesses.0);
    let right = search(ends.1, 1.0, true).settle(guesses.1);
    match (left, right) {
        (Some(left), Some(right)) => Pair::Both(left, right),
        _ => Pair::Unsettled,
    }
}

/// Where the curve is lowest.
pub(super) struct Bottom {
    x: f64,
    /// The time there.
    pub(super) least: f64,
    /// The second and third derivatives there.
    bend: f64,
    twist: f64,
}

/// The lowest point of the curve with revolutions, by Halley's iteration for the zero of the derivative, from
/// the expansion about x = 0.
pub(super) fn bottom(curve: &Curve, own: f64, turns: f64) -> Option<Bottom> {
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = bottom_guess(curve, own + turns);
    for _ in 0..MOST {
        let [t, d1, d2, d3] = curve.slopes(x, turns);
        if d1 > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let h = d1 / d2;
        let step = -h / (1.0 - 0.5 * h * d3 / d2);
        let next = x + step;
        if step.abs() <= 1e-5 * (1.0 - x) || high - low <= f64::EPSILON {
            return Some(Bottom {
                x: next,
                least: t + step * (d1 + step * (0.5 * d2 + step * d3 / 6.0)),
                bend: d2 + step * d3,
                twist: d3,
            });
        }
        x = if next > low && next < high {
            next
        } else {
            0.5 * (low + high)
        };
    }
    None
}

/// From the derivatives at x = 0, the first of which is -2 (Izzo 2015, equation 22).
fn bottom_guess(curve: &Curve, middle: f64) -> f64 {
    let (l2, root) = (curve.lambda * curve.lambda, curve.kappa.sqrt());
    let l3 = curve.lambda * l2;
    let d2 = 3.0 * middle + 2.0 * l3 / root;
    let d4 = 15.0 * d2 - 6.0 * l3 * l2 / (curve.kappa * root);
    let halley = 2.0 / d2 / (1.0 - 16.0 / (d2 * d2));
    let value = -2.0 + halley * (d2 - halley * (8.0 - d4 / 6.0 * halley));
    let x = halley - value / (d2 - halley * (16.0 - 0.5 * d4 * halley));
    if x > 0.0 && x < 1.0 { x } else { 0.3 }
}
