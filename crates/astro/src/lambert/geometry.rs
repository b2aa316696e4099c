//! What the two points say: the shape of the triangle, and velocities from x.

use super::{Arc, NoArc, Sense};
use glam::DVec3;

/// The triangle of the centre and the two points, with the sense of the arc.
pub(super) struct Geometry {
    r1: DVec3,
    r2: DVec3,
    r1_m: f64,
    r2_m: f64,
    chord: DVec3,
    /// The chord's length, m.
    chord_m: f64,
    /// Half the triangle's perimeter, m.
    semi_m: f64,
    /// Unit vector of the angular momentum.
    normal: DVec3,
    /// Izzo's λ: from -1 to 1, negative where the arc is more than half a turn.
    pub(super) lambda: f64,
    /// 1 - λ², without cancellation.
    pub(super) kappa: f64,
    /// r1 r2 (1 - cos θ), without cancellation.
    minus: f64,
}

/// Where the sine of the angle is below, the points may as well be opposite: a plane that is given is taken.
const OPPOSITE: f64 = 1e-10;
/// Where the sine of the angle is below, the plane is made of rounding errors.
const NOISE: f64 = 1e-15;
/// Where the squared sine of the angle is below, the product of the points is computed with twice the digits.
const SMALL_SINE_SQUARED: f64 = 1e-3;

impl Geometry {
    #[inline]
    pub(super) fn new(r1: DVec3, r2: DVec3, sense: Sense) -> Result<Self, NoArc> {
        let (square1, square2) = (r1.length_squared(), r2.length_squared());
        let (r1_m, r2_m) = (square1.sqrt(), square2.sqrt());
        let product = r1_m * r2_m;
        // Written so that what is no number fails as well.
        if !(product > 1e-100 && product < 1e100) {
            return Err(NoArc::BadInput("both radii must be finite and not zero"));
        }
        let dot = r1.dot(r2);
        let mut cross = r1.cross(r2);
        let mut cross_squared = cross.length_squared();
        if cross_squared < SMALL_SINE_SQUARED * product * product {
            cross = precise_cross(r1, r2);
            cross_squared = cross.length_squared();
        }
        let chord = r2 - r1;
        let chord_m = chord.length();
        let semi_m = 0.5 * (r1_m + r2_m + chord_m);
        let (plus, minus) = if dot > 0.0 {
            let plus = product + dot;
            (plus, cross_squared / plus)
        } else {
            let minus = product - dot;
            (cross_squared / minus, minus)
        };
        let sine = cross_squared.sqrt();
        let (normal, is_long) = plane(r1, cross, sine, sine / product, dot, sense)?;
        let size = (0.5 * plus).sqrt() / semi_m;
        Ok(Self {
            r1,
            r2,
            r1_m,
            r2_m,
            chord,
            chord_m,
            semi_m,
            normal,
            lambda: if is_long { -size } else { size },
            kappa: chord_m / semi_m,
            minus,
        })
    }

    /// The time of flight without dimension (Izzo 2015, equation 9).
    #[inline]
    pub(super) fn time(&self, mu: f64, tof_s: f64) -> Result<f64, NoArc> {
        if !(mu > 0.0 && mu.is_finite()) {
            return Err(NoArc::BadInput(
                "the gravitational parameter must be finite and positive",
            ));
        }
        if !(tof_s > 0.0 && tof_s.is_finite()) {
            return Err(NoArc::BadInput(
                "the time of flight must be finite and positive",
            ));
        }
        let t = tof_s * (2.0 * mu / self.semi_m).sqrt() / self.semi_m;
        if t > 1e-12 && t < 1e12 {
            Ok(t)
        } else {
            Err(NoArc::BadInput(
                "the time of flight is absurd for this distance",
            ))
        }
    }

    /// The time of flight in seconds.
    pub(super) fn tof_s(&self, mu: f64, t: f64) -> f64 {
        t * self.semi_m / (2.0 * mu / self.semi_m).sqrt()
    }

    /// No more revolutions than this fit in the time.
    pub(super) fn most_revolutions(&self, t: f64) -> u32 {
        (t / std::f64::consts::PI) as u32
    }

    /// The velocities, from x.
    ///
    /// Away from half a turn they are the sums of a part along the chord and one along the radius (Battin, An
    /// Introduction to the Mathematics and Methods of Astrodynamics, 1999, section 6.8), which near half a
    /// turn cancel; there, radial and transverse parts (Izzo 2015, algorithm 1) serve.
    #[inline]
    pub(super) fn arc(&self, mu: f64, x: f64) -> Arc {
        let lambda = self.lambda;
        let y = (self.kappa + lambda * lambda * x * x).sqrt();
        // y + λx and y - λx, whose product is 1 - λ²: the greater one first.
        let (sum, difference) = if lambda * x > 0.0 {
            let sum = y + lambda * x;
            (sum, self.kappa / sum)
        } else {
            let difference = y - lambda * x;
            (self.kappa / difference, difference)
        };
        let gamma = (0.5 * mu * self.semi_m).sqrt();
        if lambda * lambda > 0.01 {
            let scale = gamma / (lambda * self.semi_m);
            let along = self.chord * (scale * sum / self.chord_m);
            let out = scale * difference;
            return Arc {
                v1: along + self.r1 * (out / self.r1_m),
                v2: along - self.r2 * (out / self.r2_m),
            };
        }
        self.arc_near_half_turn(gamma, x, y, sum)
    }

    #[cold]
    fn arc_near_half_turn(&self, gamma: f64, x: f64, y: f64, sum: f64) -> Arc {
        let rho = (self.r1_m - self.r2_m) / self.chord_m;
        let sigma = (2.0 * self.minus).sqrt() / self.chord_m;
        let (u1, u2) = (self.r1 / self.r1_m, self.r2 / self.r2_m);
        let ly = self.lambda * y;
        let radial1 = gamma * ((ly - x) - rho * (ly + x)) / self.r1_m;
        let radial2 = -gamma * ((ly - x) + rho * (ly + x)) / self.r2_m;
        let transverse = gamma * sigma * sum;
        Arc {
            v1: u1 * radial1 + self.normal.cross(u1) * (transverse / self.r1_m),
            v2: u2 * radial2 + self.normal.cross(u2) * (transverse / self.r2_m),
        }
    }
}

/// The unit normal of the plane along the angular momentum, and whether the arc is the long way.
#[inline]
fn plane(
    r1: DVec3,
    cross: DVec3,
    sine: f64,
    sine_of_angle: f64,
    dot: f64,
    sense: Sense,
) -> Result<(DVec3, bool), NoArc> {
    if sine_of_angle < OPPOSITE {
        return plane_of_line(r1, cross, sine_of_angle, dot, sense);
    }
    let up = cross / sine;
    let is_long = match sense {
        Sense::Prograde => up.z < 0.0,
        Sense::Retrograde => up.z >= 0.0,
        Sense::About(axis) => {
            let along = up.dot(axis);
            if !along.is_finite() || axis == DVec3::ZERO {
                return Err(NoArc::BadInput("the axis must be finite and not zero"));
            }
            along < 0.0
        }
    };
    Ok((if is_long { -up } else { up }, is_long))
}

/// As [`plane`], where the points lie on one line or nearly so.
#[cold]
fn plane_of_line(
    r1: DVec3,
    cross: DVec3,
    sine_of_angle: f64,
    dot: f64,
    sense: Sense,
) -> Result<(DVec3, bool), NoArc> {
    if let Sense::About(axis) = sense {
        if dot > 0.0 && sine_of_angle < NOISE {
            return Err(NoArc::Collinear);
        }
        let axis = axis
            .try_normalize()
            .ok_or(NoArc::BadInput("the axis must be finite and not zero"))?;
        let u1 = r1.normalize();
        if dot < 0.0 {
            let normal = (axis - u1 * axis.dot(u1)).try_normalize();
            return normal
                .map(|normal| (normal, normal.dot(cross) < 0.0))
                .ok_or(NoArc::Collinear);
        }
        let up = cross.normalize();
        let is_long = up.dot(axis) < 0.0;
        return Ok((if is_long { -up } else { up }, is_long));
    }
    // Points in one of the planes of coordinates are in it for certain, however near the line.
    let in_plane = [cross.x, cross.y, cross.z]
        .iter()
        .filter(|part| **part == 0.0)
        .count()
        == 2;
    if cross == DVec3::ZERO || (sine_of_angle < NOISE && !(in_plane && dot < 0.0)) {
        return Err(NoArc::Collinear);
    }
    let up = cross / cross.length();
    let is_long =
        (up.z < 0.0) == (sense == Sense::Prograde) && (up.z != 0.0 || sense == Sense::Retrograde);
    Ok((if is_long { -up } else { up }, is_long))
}

/// The cross product with errors of the last digit, however small it is beside its factors.
fn precise_cross(a: DVec3, b: DVec3) -> DVec3 {
    DVec3::new(
        difference_of_products(a.y, b.z, a.z, b.y),
        difference_of_products(a.z, b.x, a.x, b.z),
        difference_of_products(a.x, b.y, a.y, b.x),
    )
}

/// a b - c d, with the rounding errors of both products (Dekker, A floating-point technique for extending
/// the available precision, Numerische Mathematik 18, 1971).
fn difference_of_products(a: f64, b: f64, c: f64, d: f64) -> f64 {
    let (high1, low1) = product(a, b);
    let (high2, low2) = product(c, d);
    (high1 - high2) + (low1 - low2)
}

/// A product and its rounding error.
fn product(a: f64, b: f64) -> (f64, f64) {
    let high = a * b;
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    (high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2)
}

/// A number as the sum of two with half the digits.
fn halves(a: f64) -> (f64, f64) {
    let shifted = a * 134_217_729.0;
    let high = shifted - (shifted - a);
    (high, a - high)
}
