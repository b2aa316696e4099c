//! Where to begin: x to two or three digits, without a function that costs.

use super::curve::Curve;
use std::f64::consts::{FRAC_PI_2, PI};

/// Where (T(0)/T)^(2/3) is below, the limit of long times is better than the fits.
const LONG: f64 = 0.02;

/// What [`Quadratic`] is shaped by: least-squares fits to x over λ and time, by `validation/lambert/guess.py`.
struct Shape([f64; 7]);

/// Without revolutions, for λ from -0.95 to 0.95 and times above T(0).
const DIRECT: Shape = Shape([0.009, 0.544, 0.255, 0.061, -0.243, -0.018, 0.213]);
/// With 1 to 9 revolutions, for λ from -0.85 to 0.85.
const REPEATED: Shape = Shape([0.394, 0.263, -0.245, 0.060, 0.025, -0.188, 0.095]);

/// The equation α x² - 2 b x - u = 0 that x nearly fulfils.
///
/// From Lagrange's equation, (1 - x²)^(3/2) T(x) = m - D(x) with m = T(0) and D(x) = 2x - k (3/2) x² + ..., where
/// k = π/2 - T(0) without revolutions. So 1 - x² = W (1 - D/m)^(2/3) with W = (m/T)^(2/3); both sides are
/// expanded, and what is left out is fitted.
struct Quadratic {
    alpha: f64,
    b: f64,
    u: f64,
}

impl Quadratic {
    #[inline(always)]
    fn new(t: f64, own: f64, turns: f64, shape: &Shape) -> Self {
        let [c, d, f, g, h, i, j] = shape.0;
        let r = 1.0 / (own + turns);
        let w = inverse_cube_root((t * r) * (t * r));
        let (k, u) = (FRAC_PI_2 - own, 1.0 - w);
        let second = h * (k * k) - (4.0 / 9.0 + f * u);
        let alpha = 1.0 + w * r * (k * (1.0 - d * u) + second * r);
        let first = (2.0 - c * u) * (1.0 / 3.0) + r * (k * (i + j * u) + g * u * r);
        Self {
            alpha,
            b: w * r * first,
            u,
        }
    }

    /// The lesser and the greater root.
    #[inline(always)]
    fn roots(&self) -> (f64, f64) {
        let root = (self.b * self.b + self.alpha * self.u).max(0.0).sqrt();
        let inverse = 1.0 / self.alpha;
        ((self.b - root) * inverse, (self.b + root) * inverse)
    }

    fn is_long(&self) -> bool {
        self.u > 1.0 - LONG
    }
}

/// 1 - x² where the time is long: `angle` = (1 - x²)^(3/2) (T + 2/3 (`side` + λ³)) up to fifth powers of √(1 - x²).
fn long_rest(curve: &Curve, t: f64, angle: f64, side: f64) -> f64 {
    let root = inverse_cube_root((t + 2.0 / 3.0 * (side + curve.lambda.powi(3))) / angle);
    root * root
}

#[cold]
fn long_left(curve: &Curve, t: f64, turns: f64) -> f64 {
    -(1.0 - long_rest(curve, t, turns + PI, 1.0)).sqrt()
}

#[cold]
fn long_right(curve: &Curve, t: f64, turns: f64) -> f64 {
    (1.0 - long_rest(curve, t, turns, -1.0)).sqrt()
}

/// x of the arc without revolutions.
#[inline(always)]
pub(super) fn direct(curve: &Curve, t: f64) -> f64 {
    let middle = curve.middle();
    if t < middle {
        return early(curve, t, middle);
    }
    let quadratic = Quadratic::new(t, middle, 0.0, &DIRECT);
    if quadratic.is_long() {
        return long_left(curve, t, 0.0);
    }
    quadratic.roots().0
}

/// x of both arcs with `turns`/π revolutions, for times above T(0), which is `own` + `turns`.
#[inline(always)]
pub(super) fn pair(curve: &Curve, t: f64, own: f64, turns: f64) -> (f64, f64) {
    let quadratic = Quadratic::new(t, own, turns, &REPEATED);
    if quadratic.is_long() {
        return (long_left(curve, t, turns), long_right(curve, t, turns));
    }
    quadratic.roots()
}

/// Less time than at x = 0, and no revolutions: from there to the parabola, and hyperbolas beyond.
#[inline(always)]
fn early(curve: &Curve, t: f64, middle: f64) -> f64 {
    let parabola = curve.parabola();
    let l5 = curve.lambda * (curve.lambda * curve.lambda) * (curve.lambda * curve.lambda);
    let slope = 0.4 * (1.0 - l5);
    // dx by d(1/T) at the parabola.
    let ahead = parabola * parabola / slope;
    if t > parabola {
        // Hermite's interpolation over 1/T between both, where T' is known.
        let h = middle - parabola;
        let u = (middle - t) * parabola / (t * h);
        let (a, b) = (0.5 * middle * h / parabola, ahead * h / (middle * parabola));
        return u * (a + u * ((3.0 - 2.0 * a - b) + u * (a + b - 2.0)));
    }
    let bend = (6.0 * curve.kappa * l5 + 8.0 * slope) / 7.0;
    let second =
        -(slope * slope / parabola - 0.5 * bend) * (ahead * ahead * ahead) / (parabola * parabola);
    // The straight line: x T goes to 1 - λ|λ|.
    let far = if curve.lambda > 0.0 {
        curve.kappa
    } else {
        2.0 - curve.kappa
    };
    let q = second / (far - ahead);
    let q = if q > 0.0 && q < 10.0 { q } else { 0.0 };
    let d = (parabola - t) / (t * parabola);
    1.0 + d * (ahead + far * q * d) / (1.0 + q * d)
}

/// Three digits of a^(-1/3), for positive normal a: a third of the exponent, and one step of third order.
#[inline(always)]
fn inverse_cube_root(a: f64) -> f64 {
    let y = f64::from_bits(0x553E_F0FF_289D_D796 - a.to_bits() / 3);
    let e = 1.0 - a * (y * y * y);
    y + y * e * (1.0 / 3.0 + e * (2.0 / 9.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cube_roots_have_three_digits() {
        for k in -300..300 {
            let a = 1.07_f64.powi(k);
            assert!((inverse_cube_root(a) * a.cbrt() - 1.0).abs() < 2e-4, "{a}");
        }
    }
}
