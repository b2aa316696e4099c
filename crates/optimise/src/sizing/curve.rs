//! A function of one variable as a sum of powers, and how it bends.

use super::interval::{Interval, Jet};

/// A sum of terms in one variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Curve {
    pub(super) terms: Vec<Term>,
}

/// Coefficient times a power.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) coefficient: f64,
    pub(super) base: Base,
    pub(super) exponent: f64,
}

/// What is raised to a power.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Base {
    One,
    Variable,
    Curve(Curve),
}

/// How a curve bends over a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bend {
    Straight,
    /// Its slope does not fall.
    Convex,
    /// Its slope does not rise.
    Concave,
}

/// Into how many parts a range is cut at most to find the sign of a derivative.
const PARTS: u32 = 4096;

impl Curve {
    pub(super) fn push(&mut self, coefficient: f64, base: Base, exponent: f64) {
        self.terms.push(Term {
            coefficient,
            base,
            exponent,
        });
    }

    /// What the curve and its derivatives lie between over a range.
    pub(super) fn jet(&self, over: Interval) -> Jet {
        let terms = self.terms.iter().map(|term| term.jet(over));
        terms.fold(Jet::constant(0.0), Jet::plus)
    }

    pub(super) fn value(&self, at: f64) -> f64 {
        self.jet(Interval::at(at)).value.middle()
    }

    pub(super) fn slope(&self, at: f64) -> f64 {
        self.jet(Interval::at(at)).slope.middle()
    }

    /// The straight line that touches the curve at a point: value at zero and slope.
    pub(super) fn tangent(&self, at: f64) -> Line {
        let slope = self.slope(at);
        Line {
            start: slope.mul_add(-at, self.value(at)),
            slope,
        }
    }

    /// The straight line through the curve at two points.
    pub(super) fn secant(&self, from: f64, to: f64) -> Line {
        let (at_from, at_to) = (self.value(from), self.value(to));
        let slope = if to > from {
            (at_to - at_from) / (to - from)
        } else {
            0.0
        };
        Line {
            start: slope.mul_add(-from, at_from),
            slope,
        }
    }

    /// What the curve's values lie between over a range; no number where it is not defined.
    pub(super) fn values(&self, over: Interval) -> Interval {
        let pieces = pieces(over, 64).map(|piece| self.jet(piece).value);
        pieces.reduce(hull).unwrap_or(Interval::at(f64::NAN))
    }

    /// How the curve bends over a range, `None` where intervals cannot tell.
    pub(super) fn bend(&self, over: Interval) -> Option<Bend> {
        if self.is_straight() {
            return Some(Bend::Straight);
        }
        match sign(over, |piece| self.jet(piece).curvature)? {
            true => Some(Bend::Convex),
            false => Some(Bend::Concave),
        }
    }

    /// True where the curve surely rises over the whole range, false where it surely falls.
    pub(super) fn rises(&self, over: Interval) -> Option<bool> {
        sign(over, |piece| self.jet(piece).slope)
    }

    fn is_straight(&self) -> bool {
        self.terms.iter().all(|term| match &term.base {
            Base::One => true,
            Base::Variable => term.exponent == 1.0 || term.exponent == 0.0,
            Base::Curve(curve) => {
                term.exponent == 0.0 || (term.exponent == 1.0 && curve.is_straight())
            }
        })
    }
}

impl Term {
    fn jet(&self, over: Interval) -> Jet {
        let base = match &self.base {
            Base::One => Jet::constant(1.0),
            Base::Variable => Jet::variable(over),
            Base::Curve(curve) => curve.jet(over),
        };
        base.power(self.exponent).scaled(self.coefficient)
    }
}

/// A straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    /// Its value at zero.
    pub(super) start: f64,
    pub(super) slope: f64,
}

/// True where `of` is nowhere negative over a range, false where it is nowhere positive. Pieces that do not tell are
/// halved.
fn sign(over: Interval, of: impl Fn(Interval) -> Interval) -> Option<bool> {
    let slack = 1e-12 * of(Interval::at(over.middle())).middle().abs();
    let (mut some_positive, mut some_negative) = (false, false);
    let (mut open, mut left) = (vec![over], PARTS);
    while let Some(piece) = open.pop() {
        let found = of(piece);
        if found.is_sound() && (found.low >= -slack || found.high <= slack) {
            some_positive |= found.high > slack;
            some_negative |= found.low < -slack;
        } else {
            left = left.checked_sub(1)?;
            let middle = piece.middle();
            if middle <= piece.low || middle >= piece.high {
                return None;
            }
            open.extend([
                Interval::new(piece.low, middle),
                Interval::new(middle, piece.high),
            ]);
        }
        if some_positive && some_negative {
            return None;
        }
    }
    Some(!some_negative)
}

fn pieces(over: Interval, count: u32) -> impl Iterator<Item = Interval> {
    let at = move |piece: u32| {
        if piece == count {
            over.high
        } else {
            over.low + (over.high - over.low) * f64::from(piece) / f64::from(count)
        }
    };
    (0..count).map(move |piece| Interval::new(at(piece), at(piece + 1)))
}

fn hull(one: Interval, other: Interval) -> Interval {
    if one.is_sound() && other.is_sound() {
        Interval::new(one.low.min(other.low), one.high.max(other.high))
    } else {
        Interval::at(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn power(exponent: f64) -> Curve {
        let mut curve = Curve::default();
        curve.push(2.0, Base::Variable, exponent);
        curve
    }

    #[test]
    fn powers_bend_as_their_exponents_say() {
        let over = Interval::new(0.5, 9.0);
        for (exponent, bend) in [
            (2.0, Bend::Convex),
            (0.5, Bend::Concave),
            (-1.0, Bend::Convex),
            (1.0, Bend::Straight),
            (0.0, Bend::Straight),
        ] {
            assert_eq!(power(exponent).bend(over), Some(bend), "{exponent}");
        }
    }

    #[test]
    fn a_bend_that_turns_is_not_told() {
        let mut curve = power(3.0);
        curve.push(-12.0, Base::Variable, 2.0);
        assert_eq!(curve.bend(Interval::new(1.0, 3.0)), None);
        assert_eq!(curve.bend(Interval::new(2.5, 3.0)), Some(Bend::Convex));
        assert_eq!(power(0.5).bend(Interval::new(-1.0, 1.0)), None);
    }

    #[test]
    fn a_curve_of_a_curve_follows_the_chain_rule() {
        let mut inner = power(2.0);
        inner.push(1.0, Base::One, 1.0);
        let mut outer = Curve::default();
        outer.push(1.0, Base::Curve(inner), 0.5);
        // sqrt(2 x^2 + 1) at 2: 3, slope 2 x / 3 = 4/3.
        assert!((outer.value(2.0) - 3.0).abs() < 1e-12);
        assert!((outer.slope(2.0) - 4.0 / 3.0).abs() < 1e-12);
        assert_eq!(outer.bend(Interval::new(0.5, 4.0)), Some(Bend::Convex));
    }
}
