//! Numbers between bounds, and what a curve's value, slope and curvature lie between.

/// A closed interval. Each operation widens its result by more than rounding can move it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Interval {
    pub(super) low: f64,
    pub(super) high: f64,
}

/// How much an operation may be off, relative to its result: `powf` is good to a unit or two in the last place.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

impl Interval {
    pub(super) const ZERO: Self = Self::at(0.0);
    pub(super) const ONE: Self = Self::at(1.0);

    pub(super) const fn new(low: f64, high: f64) -> Self {
        Self { low, high }
    }

    pub(super) const fn at(value: f64) -> Self {
        Self {
            low: value,
            high: value,
        }
    }

    /// True where both ends are finite numbers in order.
    pub(super) fn is_sound(self) -> bool {
        self.low.is_finite() && self.high.is_finite() && self.low <= self.high
    }

    pub(super) const fn middle(self) -> f64 {
        self.low + (self.high - self.low) / 2.0
    }

    pub(super) fn plus(self, other: Self) -> Self {
        widened(self.low + other.low, self.high + other.high)
    }

    pub(super) fn times(self, other: Self) -> Self {
        if self == Self::ZERO || other == Self::ZERO {
            return Self::ZERO;
        }
        let products = [
            self.low * other.low,
            self.low * other.high,
            self.high * other.low,
            self.high * other.high,
        ];
        if products.iter().any(|product| product.is_nan()) {
            return Self::at(f64::NAN);
        }
        let low = products.iter().copied().fold(f64::INFINITY, f64::min);
        let high = products.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        widened(low, high)
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        self.times(Self::at(factor))
    }

    /// A power of an interval of positive numbers; no number where the interval holds others.
    pub(super) fn power(self, exponent: f64) -> Self {
        if exponent == 0.0 {
            return Self::ONE;
        }
        if exponent == 1.0 {
            return self;
        }
        if self.low < 0.0 || (self.low == 0.0 && exponent < 0.0) {
            return Self::at(f64::NAN);
        }
        let (at_low, at_high) = (self.low.powf(exponent), self.high.powf(exponent));
        if exponent > 0.0 {
            widened(at_low, at_high)
        } else {
            widened(at_high, at_low)
        }
    }
}

fn widened(low: f64, high: f64) -> Interval {
    let out = |value: f64| value.abs().mul_add(ROUNDING, f64::MIN_POSITIVE);
    Interval {
        low: low - out(low),
        high: high + out(high),
    }
}

/// What a function of one variable and its first two derivatives lie between, where the variable lies in an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Jet {
    pub(super) value: Interval,
    pub(super) slope: Interval,
    pub(super) curvature: Interval,
}

impl Jet {
    pub(super) const fn constant(value: f64) -> Self {
        Self {
            value: Interval::at(value),
            slope: Interval::ZERO,
            curvature: Interval::ZERO,
        }
    }

    pub(super) const fn variable(over: Interval) -> Self {
        Self {
            value: over,
            slope: Interval::ONE,
            curvature: Interval::ZERO,
        }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            value: self.value.plus(other.value),
            slope: self.slope.plus(other.slope),
            curvature: self.curvature.plus(other.curvature),
        }
    }

    pub(super) fn scaled(self, factor: f64) -> Self {
        Self {
            value: self.value.scaled(factor),
            slope: self.slope.scaled(factor),
            curvature: self.curvature.scaled(factor),
        }
    }

    /// The chain rule, twice: `(b^e)' = e b^(e-1) b'` and `(b^e)'' = e (e-1) b^(e-2) b'^2 + e b^(e-1) b''`.
    pub(super) fn power(self, exponent: f64) -> Self {
        if exponent == 0.0 {
            return Self::constant(1.0);
        }
        if exponent == 1.0 {
            return self;
        }
        let first = self.value.power(exponent - 1.0).scaled(exponent);
        let second = self
            .value
            .power(exponent - 2.0)
            .scaled(exponent * (exponent - 1.0));
        let square = squared(self.slope);
        Self {
            value: self.value.power(exponent),
            slope: first.times(self.slope),
            curvature: second.times(square).plus(first.times(self.curvature)),
        }
    }
}

fn squared(interval: Interval) -> Interval {
    let square = interval.times(interval);
    Interval::new(square.low.max(0.0), square.high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jet_holds_the_derivatives_of_a_power() {
        let jet = Jet::variable(Interval::new(2.0, 3.0)).power(3.0);
        for (interval, low, high) in [
            (jet.value, 8.0, 27.0),
            (jet.slope, 12.0, 27.0),
            (jet.curvature, 12.0, 18.0),
        ] {
            assert!(interval.low <= low && interval.high >= high);
            assert!(interval.low > low - 1e-12 && interval.high < high + 1e-12);
        }
    }

    #[test]
    fn what_is_not_defined_is_not_sound() {
        let below = Interval::new(-1.0, 1.0);
        assert!(!below.power(0.5).is_sound());
        assert!(!Interval::new(0.0, 1.0).power(-1.0).is_sound());
        assert!(
            !Interval::at(f64::INFINITY)
                .times(Interval::ZERO.plus(Interval::ONE))
                .is_sound()
        );
    }
}
