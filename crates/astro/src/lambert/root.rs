//! Where the curve of the time of flight has the time that is asked for.

use super::curve::Curve;
use super::geometry::Geometry;
use std::f64::consts::PI;

/// The arcs with a number of full revolutions.
pub(super) enum Pair {
    /// There are none: the least time without dimension.
    None { least: f64 },
    /// x on the left and on the right branch.
    Both(f64, f64),
    /// The iteration did not settle.
    Unsettled,
}

fn curve(geometry: &Geometry, revolutions: u32) -> Curve {
    Curve {
        lambda: geometry.lambda,
        kappa: geometry.kappa,
        revolutions: f64::from(revolutions),
    }
}

/// x of the arc without revolutions.
pub(super) fn direct(geometry: &Geometry, t: f64) -> Option<f64> {
    let l = geometry.lambda;
    let curve = curve(geometry, 0);
    let middle = curve.at(0.0).t;
    let parabola = 2.0 / 3.0 * (1.0 - l * l * l);
    let guess = if t >= middle {
        (middle / t).powf(2.0 / 3.0) - 1.0
    } else if t <= parabola {
        1.0 + 2.5 * parabola * (parabola - t) / (t * (1.0 - l * l * l * l * l))
    } else {
        (middle / t).powf((parabola / middle).log2().recip().abs().recip()) - 1.0
    };
    settle(&curve, t, guess, (-1.0, f64::INFINITY), false)
}

/// Both arcs with so many revolutions.
pub(super) fn pair(geometry: &Geometry, t: f64, revolutions: u32) -> Pair {
    let Some((bottom, least)) = least(geometry, revolutions) else {
        return Pair::Unsettled;
    };
    if t < least {
        return Pair::None { least };
    }
    let curve = curve(geometry, revolutions);
    let turns = f64::from(revolutions);
    let a = (((turns + 1.0) * PI) / (8.0 * t)).powf(2.0 / 3.0);
    let b = ((8.0 * t) / (turns * PI)).powf(2.0 / 3.0);
    let left = settle(&curve, t, (a - 1.0) / (a + 1.0), (-1.0, bottom), false);
    let right = settle(&curve, t, (b - 1.0) / (b + 1.0), (bottom, 1.0), true);
    match (left, right) {
        (Some(left), Some(right)) => Pair::Both(left, right),
        _ => Pair::Unsettled,
    }
}

/// x and time where the time with so many revolutions is least.
pub(super) fn least(geometry: &Geometry, revolutions: u32) -> Option<(f64, f64)> {
    let curve = curve(geometry, revolutions);
    let (mut low, mut high) = (-1.0, 1.0);
    let mut x = 0.0;
    for _ in 0..200 {
        let at = curve.at(x);
        if at.d1 > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let newton = x - at.d1 / at.d2;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        if (next - x).abs() < 1e-15 {
            return Some((next, curve.at(next).t));
        }
        x = next;
    }
    Some((x, curve.at(x).t))
}

/// Householder's iteration of third order, kept within bounds.
fn settle(curve: &Curve, t: f64, guess: f64, bounds: (f64, f64), rises: bool) -> Option<f64> {
    let (mut low, mut high) = bounds;
    let inside = |x: f64, low: f64, high: f64| x > low && x < high;
    let middle = |low: f64, high: f64| {
        if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * low + 3.0
        }
    };
    let mut x = if inside(guess, low, high) {
        guess
    } else {
        middle(low, high)
    };
    for _ in 0..200 {
        let at = curve.at(x);
        let miss = at.t - t;
        if (miss > 0.0) == rises {
            high = x;
        } else {
            low = x;
        }
        let square = at.d1 * at.d1;
        let step = miss * (square - 0.5 * miss * at.d2)
            / (at.d1 * (square - miss * at.d2) + at.d3 * miss * miss / 6.0);
        let next = x - step;
        if (next - x).abs() <= 4e-16 * (1.0 + x.abs()) || miss == 0.0 {
            return Some(x);
        }
        x = if inside(next, low, high) {
            next
        } else {
            middle(low, high)
        };
        if high - low <= 4e-16 {
            return Some(x);
        }
    }
    None
}
