//! The curve of the time of flight over x, and how it looks from one place.

use super::series::arc_function;
use std::f64::consts::{FRAC_PI_2, PI};

/// Without full revolutions, where 1 - x² is smaller, derivatives are taken by x and not by way of 1 - x².
const NEAR_PARABOLA: f64 = 0.02;
/// Where it is smaller still, they come from their values at the parabola.
const AT_PARABOLA: f64 = 1e-3;
/// Where 1 - λ² is smaller, and for hyperbolas, y - λx is computed without cancellation.
const THIN: f64 = 0.1;

/// One curve for each number of full revolutions: what they share.
#[derive(Clone, Copy, Debug)]
pub(super) struct Curve {
    /// Izzo's λ.
    pub(super) lambda: f64,
    /// 1 - λ².
    pub(super) kappa: f64,
}

/// What is seen from one x: how far the curve is off the time that is asked for, and where it is met, as
/// the zero of h + z + a2 z² + a3 z³ + ... in the distance z from here.
#[derive(Clone, Copy, Debug)]
pub(super) struct View {
    /// The time here, less the time that is asked for.
    pub(super) miss: f64,
    pub(super) h: f64,
    pub(super) a2: f64,
    pub(super) a3: f64,
    pub(super) a4: f64,
    pub(super) a5: f64,
    /// A distance within which the curve has no singularity; 0 where the coefficients are rough.
    pub(super) reach: f64,
}

impl View {
    /// A step that converges with sixth order, and an estimate of its error (Householder, The Numerical Treatment
    /// of a Single Nonlinear Equation, 1970, section 4.4): a ratio of the coefficients of the reciprocal.
    #[inline(always)]
    pub(super) fn step(&self) -> (f64, f64) {
        let h = self.h;
        let h2 = h * h;
        let (a, b, c) = (self.a2 * h, self.a3 * h2, self.a4 * h2 * h);
        let b2 = 1.0 - a;
        let b3 = b2 - a + b;
        let b4 = b3 - a * b2 + b - c;
        let b5 = b4 - a * b3 + b * b2 - c + self.a5 * h2 * h2;
        let inverse = 1.0 / b5;
        // The last two orders differ by h (b3 b5 - b4²) / (b4 b5).
        let change = h * (b3 * b5 - b4 * b4) * inverse;
        (-h * b4 * inverse, (change * h).abs())
    }

    /// Halley's step: for who is near.
    #[inline(always)]
    pub(super) fn short_step(&self) -> f64 {
        -self.h / (1.0 - self.a2 * self.h)
    }
}

impl Curve {
    /// The time of flight; `turns` is π times the full revolutions, `y` and `e` are √(1 - λ²(1 - x²)) and 1 - x².
    ///
    /// With η = y - λx and s = (1 - λ - xη)/2 = sin²(ψ/2), the time without revolutions is η³Q(s) + 2λη (Battin
    /// 1999, section 7.2). Where ψ is more than a right angle, it is the rest of a whole revolution: x and λ
    /// change their signs, η stays.
    #[inline(always)]
    pub(super) fn time(&self, x: f64, turns: f64, y: f64, e: f64) -> f64 {
        let lx = self.lambda * x;
        let eta = if self.kappa < THIN || x > 1.0 {
            self.eta(lx, y)
        } else {
            y - lx
        };
        let s = 0.5 * (1.0 - self.lambda - x * eta);
        if e < NEAR_PARABOLA && x > 0.0 && turns == 0.0 {
            return self.open_time(x, y, e, eta, s);
        }
        let past = s - 0.5;
        let sign = 1.0_f64.copysign(past);
        let angle = turns + FRAC_PI_2 + sign * FRAC_PI_2;
        let own = arc_function(0.5 - past.abs());
        angle * e.sqrt() / (e * e) + eta * (2.0 * self.lambda - sign * (eta * eta) * own)
    }

    #[cold]
    fn eta(&self, lx: f64, y: f64) -> f64 {
        if lx > 0.0 {
            self.kappa / (y + lx)
        } else {
            y - lx
        }
    }

    /// Parabolas, what is nearly one, and hyperbolas.
    #[cold]
    fn open_time(&self, x: f64, y: f64, e: f64, eta: f64, s: f64) -> f64 {
        if x > 1.1 && self.lambda < 0.0 {
            // Here the sum below cancels, and Lagrange's equation does not.
            let root = (-e).sqrt();
            return ((eta * root).asinh() / root - x + self.lambda * y) / e;
        }
        eta * (eta * eta * arc_function(s) + 2.0 * self.lambda)
    }

    /// What is seen from x of the time `goal`.
    ///
    /// The coefficients are those of (1 - x²)^(3/2) (T(x) - goal), whose derivatives do not contain T(x) itself:
    /// the first is √(1 - x²) p with p = 3 x goal - 2 + 2λ³x/y (from Izzo 2015, equation 22). So they are
    /// computed beside the time and not after it.
    #[inline(always)]
    pub(super) fn view(&self, x: f64, turns: f64, goal: f64) -> View {
        let l2 = self.lambda * self.lambda;
        let x2 = x * x;
        let y2 = self.kappa + l2 * x2;
        let y = y2.sqrt();
        let e = (1.0 - x) * (1.0 + x);
        let miss = self.time(x, turns, y, e) - goal;
        if e.abs() < NEAR_PARABOLA && x > 0.0 && turns == 0.0 {
            return self.view_near_parabola(x, goal, miss);
        }
        let (w, v) = (1.0 / e, 1.0 / y);
        let (l2v2, w2) = (l2 * (v * v), w * w);
        // 2λ³/y, 2λ³κ/y³ and 6λ⁵κ/y⁵, of which p and its derivatives are made.
        let a = 2.0 * self.lambda * l2 * v;
        let b = self.kappa * a * (v * v);
        let c = 3.0 * b * l2v2;
        let r = 1.0 / (3.0 * x * goal - 2.0 + a * x);
        let p1 = (3.0 * goal + b) * r;
        let p2 = -c * x * r;
        let p3 = -c * (1.0 - 5.0 * l2v2 * x2) * r;
        let p4 = c * l2v2 * x * (15.0 - 35.0 * l2v2 * x2) * r;
        // The derivatives of √(1 - x²) over it.
        let (q1, q2) = (-x * w, -w2);
        let (q3, q4) = (3.0 * q1 * w2, -3.0 * (w2 * w2) * (1.0 + 4.0 * x2));
        View {
            miss,
            h: miss * (e * r),
            a2: 0.5 * (p1 + q1),
            a3: (p2 + 2.0 * q1 * p1 + q2) * (1.0 / 6.0),
            a4: (p3 + 3.0 * (q1 * p2 + q2 * p1) + q3) * (1.0 / 24.0),
            a5: (p4 + 4.0 * (q1 * p3 + q3 * p1) + 6.0 * q2 * p2 + q4) * (1.0 / 120.0),
            reach: e.abs().min(y),
        }
    }

    /// As [`Curve::view`] without revolutions, from the derivatives of the time itself (Izzo 2015, equation
    /// 22), which at the parabola are quotients of zeros and are expanded there.
    #[cold]
    fn view_near_parabola(&self, x: f64, goal: f64, miss: f64) -> View {
        let (l, z) = (self.lambda, x - 1.0);
        let (l3, l5) = (l.powi(3), l.powi(5));
        let (d1, d2, d3);
        if z.abs() < AT_PARABOLA {
            let c = 6.0 * self.kappa * l5;
            let first = -0.4 * (1.0 - l5);
            let second = (c - 8.0 * first) / 7.0;
            d3 = (c * (1.0 - 5.0 * l * l) - 15.0 * second) / 9.0;
            d2 = second + z * d3;
            d1 = first + z * (second + 0.5 * z * d3);
        } else {
            let (t, w) = (goal + miss, 1.0 / ((1.0 - x) * (1.0 + x)));
            let v = 1.0 / (self.kappa + l * l * x * x).sqrt();
            d1 = w * (3.0 * t * x - 2.0 + 2.0 * l3 * x * v);
            d2 = w * (3.0 * t + 5.0 * x * d1 + 2.0 * self.kappa * l3 * v.powi(3));
            d3 = w * (7.0 * x * d2 + 8.0 * d1 - 6.0 * self.kappa * l5 * x * v.powi(5));
        }
        View {
            miss,
            h: miss / d1,
            a2: 0.5 * d2 / d1,
            a3: d3 / (6.0 * d1),
            a4: 0.0,
            a5: 0.0,
            reach: 0.0,
        }
    }

    /// The time and its first three derivatives by x, away from the parabola (Izzo 2015, equation 22).
    pub(super) fn slopes(&self, x: f64, turns: f64) -> [f64; 4] {
        let l2 = self.lambda * self.lambda;
        let y = (self.kappa + l2 * x * x).sqrt();
        let e = (1.0 - x) * (1.0 + x);
        let t = self.time(x, turns, y, e);
        let a = 2.0 * self.lambda * l2 / y;
        let b = self.kappa * a / (y * y);
        let c = 3.0 * b * l2 / (y * y);
        let d1 = (3.0 * t * x - 2.0 + a * x) / e;
        let d2 = (3.0 * t + 5.0 * x * d1 + b) / e;
        let d3 = (7.0 * x * d2 + 8.0 * d1 - c * x) / e;
        [t, d1, d2, d3]
    }

    /// The time at x = 0, without revolutions: the transfer of least energy.
    #[inline(always)]
    pub(super) fn middle(&self) -> f64 {
        let l = self.lambda.abs();
        let own = self.kappa * arc_function(0.5 * (1.0 - l));
        let short = self.kappa.sqrt() * (own + 2.0 * l);
        if self.lambda < 0.0 { PI - short } else { short }
    }

    /// The time of the parabola.
    #[inline(always)]
    pub(super) fn parabola(&self) -> f64 {
        let l = self.lambda;
        // 1 - λ³, without cancellation where λ is nearly 1.
        let rest = if l > 0.0 {
            self.kappa / (1.0 + l) * (1.0 + l + l * l)
        } else {
            1.0 - l * l * l
        };
        2.0 / 3.0 * rest
    }
}
