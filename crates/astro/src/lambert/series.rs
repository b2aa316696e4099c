//! The one function that the time of flight is made of, by tables that the compiler fills.

/// Pieces in a unit of the argument.
const PIECES_PER_UNIT: f64 = 64.0;
/// Where the first piece begins.
const LEAST: f64 = -1.0;
/// Number of pieces: up to 1/2, and one for what rounding puts beyond.
const PIECES: usize = 97;
/// Coefficients of a piece.
const TERMS: usize = 9;

/// Taylor's coefficients of [`arc_function`] about the middle of each piece. Pieces are so short, beside the
/// distance to the singularity at 1, that what is left out is below 1e-17 of the sum.
static TABLE: [[f64; TERMS]; PIECES] = table();

const fn table() -> [[f64; TERMS]; PIECES] {
    let mut table = [[0.0; TERMS]; PIECES];
    let mut piece = 0;
    while piece < PIECES {
        let middle = LEAST + (piece as f64 + 0.5) / PIECES_PER_UNIT;
        let mut factor = 2.0 / 3.0;
        let mut n = 0;
        while n < TERMS {
            table[piece][n] = factor * hypergeometric(n as f64, middle);
            factor *= (3.0 + n as f64) / (2.5 + n as f64);
            n += 1;
        }
        piece += 1;
    }
    table
}

/// 2F1(3 + n, 1 + n; 5/2 + n; z) for z from -1 to a little above 1/2: the n-th derivative of 2F1(3, 1; 5/2; z),
/// but for a factor. For negative z by Pfaff's transformation, so that no sum alternates.
const fn hypergeometric(n: f64, z: f64) -> f64 {
    let (a, argument) = if z < 0.0 {
        (-0.5, z / (z - 1.0))
    } else {
        (3.0 + n, z)
    };
    let (mut sum, mut term, mut k) = (1.0, 1.0, 0.0);
    while (term > 1e-18 * sum || term < -1e-18 * sum) && k < 400.0 {
        term *= (a + k) * (1.0 + n + k) / ((2.5 + n + k) * (1.0 + k)) * argument;
        sum += term;
        k += 1.0;
    }
    let mut power = n + 1.0;
    while z < 0.0 && power > 0.0 {
        sum /= 1.0 - z;
        power -= 1.0;
    }
    sum
}

/// Two thirds of 2F1(3, 1; 5/2; s), for s up to 1/2.
///
/// With s = sin²(ψ/2) it is (ψ - sin ψ cos ψ) / sin³ψ, with s = -sinh²(ψ/2) the same of hyperbolic functions, but
/// without the cancellation where ψ is small (Battin, An Introduction to the Mathematics and Methods of
/// Astrodynamics, 1999, section 7.2).
#[inline(always)]
pub(super) fn arc_function(s: f64) -> f64 {
    let place = (s - LEAST) * PIECES_PER_UNIT;
    if place < 0.0 {
        return far_arc_function(s);
    }
    let piece = (place as usize).min(PIECES - 1);
    let c = &TABLE[piece];
    let t = (place - piece as f64 - 0.5) * (1.0 / PIECES_PER_UNIT);
    let t2 = t * t;
    let t4 = t2 * t2;
    let low = (c[0] + c[1] * t) + (c[2] + c[3] * t) * t2;
    let high = (c[4] + c[5] * t) + (c[6] + c[7] * t) * t2;
    low + (high + c[8] * t4) * t4
}

/// The same for s below -1, where nothing cancels.
#[cold]
fn far_arc_function(s: f64) -> f64 {
    let psi = 2.0 * (-s).sqrt().asinh();
    let sine = 2.0 * (-s * (1.0 - s)).sqrt();
    (sine * (1.0 - 2.0 * s) - psi) / (sine * sine * sine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_agree_with_the_closed_forms() {
        for k in 400..=1000 {
            let s = f64::from(k) / 2000.0;
            let psi = 2.0 * s.sqrt().asin();
            let closed = (psi - psi.sin() * psi.cos()) / psi.sin().powi(3);
            assert!((arc_function(s) / closed - 1.0).abs() < 2e-15, "{s}");
            let s = -2.0 * s;
            assert!(
                (arc_function(s) / far_arc_function(s) - 1.0).abs() < 2e-15,
                "{s}"
            );
        }
    }

    #[test]
    fn pieces_agree_with_the_series_about_zero() {
        for k in -400..=400 {
            let s = f64::from(k) / 1000.0;
            let (mut sum, mut term) = (0.0, 2.0 / 3.0);
            for n in 0..200 {
                sum += term;
                term *= (3.0 + f64::from(n)) / (2.5 + f64::from(n)) * s;
            }
            assert!((arc_function(s) / sum - 1.0).abs() < 2e-15, "{s}");
        }
    }
}
