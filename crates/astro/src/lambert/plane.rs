//! The plane of an arc, and which way round: also where the points nearly lie on a line with the centre.

use super::{NoArc, Sense};
use glam::DVec3;

/// Where the sine of the angle is below, points may as well be opposite: a plane that is given is taken.
const OPPOSITE: f64 = 1e-10;
/// Where the sine of the angle is below, the plane is made of rounding errors.
const NOISE: f64 = 1e-15;

/// Whether the arc of this sense is the long way, when the short way has its angular momentum along `normal`.
#[inline(always)]
pub(super) fn is_long(normal: DVec3, sense: Sense) -> Result<bool, NoArc> {
    match sense {
        Sense::Prograde => Ok(normal.z < 0.0),
        Sense::Retrograde => Ok(normal.z >= 0.0),
        Sense::About(axis) => {
            let along = normal.dot(unit(axis)?);
            Ok(along < 0.0)
        }
    }
}

fn unit(axis: DVec3) -> Result<DVec3, NoArc> {
    let why = NoArc::BadInput("the axis must be finite and not zero");
    axis.try_normalize().ok_or(why)
}

/// What of the geometry a small angle, or one near half a turn, would spoil.
pub(super) struct Line {
    /// Along the angular momentum of the short way.
    pub(super) normal: DVec3,
    /// (r1 r2 sin θ)².
    pub(super) sine_squared: f64,
    pub(super) is_long: bool,
}

impl Line {
    #[cold]
    pub(super) fn new(
        r1: DVec3,
        r2: DVec3,
        dot: f64,
        product: f64,
        sense: Sense,
    ) -> Result<Self, NoArc> {
        let normal = precise_cross(r1, r2);
        let sine = normal.length() / product;
        if let (Sense::About(axis), true) = (sense, dot < 0.0 && sine < OPPOSITE) {
            return Self::opposite(r1, normal, unit(axis)?);
        }
        // Points in one of the planes of coordinates are in it for certain, however near the line.
        let zeros = normal
            .to_array()
            .iter()
            .filter(|part| **part == 0.0)
            .count();
        let is_certain = dot < 0.0 && zeros == 2;
        if zeros == 3 || (sine < NOISE && !is_certain) {
            return Err(NoArc::Collinear);
        }
        Ok(Self {
            normal,
            sine_squared: normal.length_squared(),
            is_long: is_long(normal, sense)?,
        })
    }

    /// The plane is what of the axis is at right angles to the first point.
    fn opposite(r1: DVec3, cross: DVec3, axis: DVec3) -> Result<Self, NoArc> {
        let u1 = r1.normalize();
        let given = axis - u1 * axis.dot(u1);
        let up = given.try_normalize().ok_or(NoArc::Collinear)?;
        if given.length() < NOISE {
            return Err(NoArc::Collinear);
        }
        let is_long = up.dot(cross) < 0.0;
        Ok(Self {
            normal: if is_long { -up } else { up },
            sine_squared: cross.length_squared(),
            is_long,
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_products_keep_their_digits() {
        // (1 + e)(1 - e) - 1 = -e², with e = 2^-30.
        let e = (-30.0_f64).exp2();
        assert_eq!(
            difference_of_products(1.0 + e, 1.0 - e, 1.0, 1.0),
            -(-60.0_f64).exp2()
        );
    }
}
