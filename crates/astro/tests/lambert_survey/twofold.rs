//! Two-body motion with twice the digits of doubles: slow, and independent of the library, to tell an error of
//! Lambert's solver from what rounding alone does to an arc.

use portolan_astro::DVec3;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// The unevaluated sum of two doubles (Dekker 1971).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Twofold(f64, f64);

impl From<f64> for Twofold {
    fn from(value: f64) -> Self {
        Self(value, 0.0)
    }
}

impl Twofold {
    pub(crate) fn value(self) -> f64 {
        self.0 + self.1
    }

    fn sum(a: f64, b: f64) -> Self {
        let high = a + b;
        let part = high - a;
        Self(high, (a - (high - part)) + (b - part))
    }

    fn sqrt(self) -> Self {
        if self.0 <= 0.0 {
            return Self(0.0, 0.0);
        }
        let root = Self::from(self.0.sqrt());
        root + (self - root * root) / (root + root)
    }

    fn is_below(self, other: Self) -> bool {
        (self - other).value() < 0.0
    }
}

impl Add for Twofold {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (high, low) = (Self::sum(self.0, other.0), Self::sum(self.1, other.1));
        let first = Self::sum(high.0, high.1 + low.0);
        Self::sum(first.0, first.1 + low.1)
    }
}

impl Neg for Twofold {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0, -self.1)
    }
}

impl Sub for Twofold {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Twofold {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let high = self.0 * other.0;
        let low = self.0.mul_add(other.0, -high) + (self.0 * other.1 + self.1 * other.0);
        Self::sum(high, low)
    }
}

impl Div for Twofold {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = Self::from(self.0 / other.0);
        let rest = self - other * first;
        let second = Self::from(rest.0 / other.0);
        let rest = rest - other * second;
        first + second + Self::from(rest.0 / other.0)
    }
}

type Vector = [Twofold; 3];

pub(crate) fn vector(v: DVec3) -> Vector {
    v.to_array().map(Twofold::from)
}

fn dot(a: &Vector, b: &Vector) -> Twofold {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// c0 to c3 of the universal variable, by their series after quartering the argument (Danby, Fundamentals of
/// Celestial Mechanics, 1992, section 6.9).
fn stumpff(z: Twofold) -> [Twofold; 4] {
    if z.value().abs() > 0.1 {
        let [c0, c1, c2, c3] = stumpff(z * 0.25.into());
        let one = Twofold::from(1.0);
        return [
            c0 * c0 * 2.0.into() - one,
            c0 * c1,
            c1 * c1 * 0.5.into(),
            (c2 + c0 * c3) * 0.25.into(),
        ];
    }
    let (mut c2, mut c3) = (Twofold::from(0.0), Twofold::from(0.0));
    let one = Twofold::from(1.0);
    let mut n = 24.0;
    while n > 1.0 {
        c2 = (one - z * c2) / (n * (n - 1.0)).into();
        c3 = (one - z * c3) / (n * (n + 1.0)).into();
        n -= 2.0;
    }
    [one - z * c2, one - z * c3, c2, c3]
}

/// Where a state is after a time.
pub(crate) fn position_after(mu: f64, r: &Vector, v: &Vector, dt_s: f64) -> Vector {
    let mu = Twofold::from(mu);
    let dt = Twofold::from(dt_s);
    let r0 = dot(r, r).sqrt();
    let eta = dot(r, v);
    let beta = mu * 2.0.into() / r0 - dot(v, v);
    let functions = |s: Twofold| {
        let c = stumpff(beta * s * s);
        [c[0], c[1] * s, c[2] * s * s, c[3] * s * s * s]
    };
    let time = |g: &[Twofold; 4]| r0 * g[1] + eta * g[2] + mu * g[3];
    let (mut low, mut high) = (Twofold::from(0.0), dt / r0);
    for _ in 0..2000 {
        let reached = time(&functions(high)).value();
        if reached.is_nan() || reached >= dt_s {
            break;
        }
        high = high * 2.0.into();
    }
    let mut s = (low + high) * 0.5.into();
    // Halving first, since Newton's steps are short where the functions are exponential.
    for count in 0..130 {
        let g = functions(s);
        let miss = time(&g) - dt;
        if miss.value() > 0.0 || miss.value().is_nan() {
            high = s;
        } else {
            low = s;
        }
        let slope = r0 * g[0] + eta * g[1] + mu * g[2];
        let next = s - miss / slope;
        let is_inside = low.is_below(next) && next.is_below(high);
        s = if count > 60 && is_inside {
            next
        } else {
            (low + high) * 0.5.into()
        };
        if count > 66 && is_inside {
            break;
        }
    }
    let g = functions(s);
    let f = Twofold::from(1.0) - mu * g[2] / r0;
    let g = r0 * g[1] + eta * g[2];
    [0, 1, 2].map(|i| r[i] * f + v[i] * g)
}

/// The distance between where an arc leads and where it should, over the latter's radius.
pub(crate) fn residual(mu: f64, r1: DVec3, v1: &Vector, dt_s: f64, r2: DVec3) -> f64 {
    let reached = position_after(mu, &vector(r1), v1, dt_s);
    let off = [0, 1, 2].map(|i| (reached[i] - Twofold::from(r2[i])).value());
    DVec3::from_array(off).length() / r2.length()
}

/// How far the end of an arc moves, over its radius, when the velocity at its begin, or the time, changes by one
/// unit in the last place: what no double can do better.
pub(crate) fn rounding(mu: f64, r1: DVec3, v1: DVec3, dt_s: f64) -> f64 {
    let (r, v) = (vector(r1), vector(v1));
    let here = position_after(mu, &r, &v, dt_s);
    let size = v1.length();
    let mut square = 0.0;
    let mut radius = 0.0;
    for axis in 0..3 {
        let mut moved = v;
        moved[axis] = moved[axis] + Twofold::from(1e-12 * size);
        let there = position_after(mu, &r, &moved, dt_s);
        for i in 0..3 {
            square += (there[i] - here[i]).value().powi(2);
        }
        radius += here[axis].value().powi(2);
    }
    let later = position_after(mu, &r, &v, dt_s * (1.0 + 1e-12));
    for i in 0..3 {
        square += (later[i] - here[i]).value().powi(2);
    }
    (square / radius).sqrt() * (f64::EPSILON / 1e-12)
}
