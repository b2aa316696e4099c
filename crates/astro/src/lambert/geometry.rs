//! What the two points say: the triangle with the centre, and velocities from x.

use super::curve::Curve;
use super::plane::{self, Line};
use super::{Arc, NoArc, Sense};
use glam::DVec3;

/// Where the squared sine of the angle is below, the product of the points is computed with twice the digits.
const SMALL_SINE_SQUARED: f64 = 1e-3;
/// Where λ² is below, parts along chord and radius cancel.
const SMALL_LAMBDA_SQUARED: f64 = 0.03;
/// Radii whose product is not between have squares or cubes beyond doubles.
const LEAST_PRODUCT: f64 = 1e-80;
const GREATEST_PRODUCT: f64 = 1e80;

/// The triangle of the centre and the two points, with the sense of the arc.
pub(super) struct Geometry {
    r1: DVec3,
    r2: DVec3,
    r1_m: f64,
    r2_m: f64,
    chord: DVec3,
    chord_m: f64,
    /// Half the triangle's perimeter, m, and its inverse.
    semi_m: f64,
    inverse_semi: f64,
    /// r1 r2 cos θ.
    dot: f64,
    /// Along the angular momentum; of length r1 r2 sin θ, unless the points are opposite.
    normal: DVec3,
    /// The curves of the time of flight.
    pub(super) curve: Curve,
}

/// A geometry with a time and a centre: dimensions are put in and taken out.
pub(super) struct Journey<'a> {
    geometry: &'a Geometry,
    /// The time of flight without dimension (Izzo 2015, equation 9).
    pub(super) t: f64,
    axes: Axes,
}

/// The vectors that velocities are sums of.
struct Axes {
    /// At each end: along the chord, or across the radius.
    along1: DVec3,
    along2: DVec3,
    /// At each end: along the radius.
    out1: DVec3,
    out2: DVec3,
    /// 1 - ρ and 1 + ρ with Izzo's ρ = (r1 - r2)/c, where vectors are radial and transverse.
    rho: Option<(f64, f64)>,
}

impl Geometry {
    #[inline(always)]
    pub(super) fn new(r1: DVec3, r2: DVec3, sense: Sense) -> Result<Self, NoArc> {
        let (r1_m, r2_m) = (r1.length(), r2.length());
        let product = r1_m * r2_m;
        // What is no number is in no range.
        if !(LEAST_PRODUCT..GREATEST_PRODUCT).contains(&product) {
            return Err(NoArc::BadInput("both radii must be finite and not zero"));
        }
        let dot = r1.dot(r2);
        let mut normal = r1.cross(r2);
        let mut square = normal.length_squared();
        let mut is_long = false;
        if square < SMALL_SINE_SQUARED * (product * product) {
            let line = Line::new(r1, r2, dot, product, sense)?;
            (normal, square, is_long) = (line.normal, line.sine_squared, line.is_long);
        } else if plane::is_long(normal, sense)? {
            is_long = true;
        }
        let chord = r2 - r1;
        let chord_m = chord.length();
        let semi_m = 0.5 * (r1_m + r2_m + chord_m);
        let inverse_semi = 1.0 / semi_m;
        // r1 r2 (1 + cos θ).
        let plus = if dot > -0.5 * product {
            product + dot
        } else {
            square / (product - dot)
        };
        let size = (0.5 * plus).sqrt() * inverse_semi;
        let curve = Curve {
            lambda: if is_long { -size } else { size },
            kappa: chord_m * inverse_semi,
        };
        Ok(Self {
            r1,
            r2,
            r1_m,
            r2_m,
            chord,
            chord_m,
            semi_m,
            inverse_semi,
            dot,
            normal: if is_long { -normal } else { normal },
            curve,
        })
    }

    #[inline(always)]
    pub(super) fn journey(&self, mu: f64, tof_s: f64) -> Result<Journey<'_>, NoArc> {
        if !(mu > 0.0 && mu < f64::INFINITY) {
            let why = "the gravitational parameter must be finite and positive";
            return Err(NoArc::BadInput(why));
        }
        if !(tof_s > 0.0 && tof_s < f64::INFINITY) {
            return Err(NoArc::BadInput(
                "the time of flight must be finite and positive",
            ));
        }
        // √(2 mu / s), with s half the perimeter.
        let speed = (2.0 * mu * self.inverse_semi).sqrt();
        let t = tof_s * speed * self.inverse_semi;
        if !(1e-12..1e12).contains(&t) {
            return Err(NoArc::BadInput(
                "the time of flight is absurd for this distance",
            ));
        }
        let lambda = self.curve.lambda;
        let axes = if lambda * lambda < SMALL_LAMBDA_SQUARED {
            self.radial_axes(speed)
        } else {
            self.chord_axes(0.5 * speed / lambda)
        };
        Ok(Journey {
            geometry: self,
            t,
            axes,
        })
    }

    /// Along chord and radius, the same at both ends but for the radius (Battin 1999, section 6.8).
    #[inline(always)]
    fn chord_axes(&self, scale: f64) -> Axes {
        let along = self.chord * (scale / self.chord_m);
        Axes {
            along1: along,
            along2: along,
            out1: self.r1 * (scale / self.r1_m),
            out2: self.r2 * (scale / self.r2_m),
            rho: None,
        }
    }

    /// Where chord and radius are nearly one line, or one radius is much the greater: radial and transverse
    /// (Izzo 2015, algorithm 1).
    #[cold]
    fn radial_axes(&self, speed: f64) -> Axes {
        let (r1_m, r2_m, chord_m) = (self.r1_m, self.r2_m, self.chord_m);
        let product = r1_m * r2_m;
        // r1 r2 (1 - cos θ).
        let minus = if self.dot > 0.5 * product {
            self.normal.length_squared() / (product + self.dot)
        } else {
            product - self.dot
        };
        // The product of 1 - ρ and 1 + ρ is 2 r1 r2 (1 - cos θ)/c².
        let apart = (r1_m - r2_m).abs();
        let greater = 1.0 + apart / chord_m;
        let lesser = 2.0 * minus / (chord_m * (chord_m + apart));
        let gamma = 0.5 * speed * self.semi_m;
        let up = self.normal * ((2.0 * minus).sqrt() / (chord_m * self.normal.length()));
        let out1 = self.r1 * (gamma / (r1_m * r1_m));
        let out2 = self.r2 * (gamma / (r2_m * r2_m));
        Axes {
            along1: up.cross(out1),
            along2: up.cross(out2),
            out1,
            out2,
            rho: Some(if r1_m > r2_m {
                (lesser, greater)
            } else {
                (greater, lesser)
            }),
        }
    }

    /// A time without dimension, in seconds.
    pub(super) fn tof_s(&self, mu: f64, t: f64) -> f64 {
        t * self.semi_m / (2.0 * mu * self.inverse_semi).sqrt()
    }
}

impl Journey<'_> {
    /// No more revolutions than this fit in the time.
    #[inline(always)]
    pub(super) fn most_revolutions(&self) -> u32 {
        (self.t * std::f64::consts::FRAC_1_PI) as u32
    }

    /// The velocities, from x: of y + λx and y - λx, whose product is 1 - λ².
    #[inline(always)]
    pub(super) fn arc(&self, x: f64) -> Arc {
        let Curve { lambda, kappa } = self.geometry.curve;
        let lx = lambda * x;
        let y = (kappa + lx * lx).sqrt();
        let greater = y + lx.abs();
        let lesser = kappa / greater;
        let (sum, difference) = if lx > 0.0 {
            (greater, lesser)
        } else {
            (lesser, greater)
        };
        let Axes {
            along1,
            along2,
            out1,
            out2,
            rho,
        } = self.axes;
        let (out, inward) = match rho {
            None => (difference, difference),
            Some((less, more)) => {
                let ly = lambda * y;
                (ly * less - x * more, ly * more - x * less)
            }
        };
        Arc {
            v1: along1 * sum + out1 * out,
            v2: along2 * sum - out2 * inward,
        }
    }
}
