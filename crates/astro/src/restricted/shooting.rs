//! Orbits that close because they are symmetric: they cross the plane y = 0 at right angles twice.

use super::motion::{self, moved};
use super::{RestrictedSystem, RotatingState};
use crate::AstroError;
use glam::DVec3;

/// A crossing of the plane y = 0 at right angles, at the point (x, 0, z) with the velocity (0, vy, 0), and
/// the time from it to the next: x, z, vy and half the period, without dimension.
pub(super) type Crossing = [f64; 4];

/// Which of the four numbers is which.
pub(super) const X: usize = 0;
/// As above.
pub(super) const Z: usize = 1;
/// As above.
pub(super) const VY: usize = 2;
/// As above.
pub(super) const HALF: usize = 3;

/// One linear condition on a crossing, which picks one orbit out of a family.
#[derive(Clone, Copy, Debug)]
pub(super) struct Condition {
    /// Weights of the four numbers.
    pub(super) weights: [f64; 4],
    /// What the weighted sum must be.
    pub(super) value: f64,
}

/// Most steps of Newton's iteration.
const MOST_STEPS: usize = 12;

/// How exact an orbit is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exactness {
    /// Errors of each step of the motion.
    pub(super) step_error: f64,
    /// How far the next crossing may be from the plane and from a right angle.
    pub(super) miss: f64,
}

pub(super) fn state_of([x, z, vy, _]: Crossing) -> RotatingState {
    RotatingState {
        position: DVec3::new(x, 0.0, z),
        velocity: DVec3::new(0.0, vy, 0.0),
    }
}

/// What is left of y, vx and vz after half a period, and how each changes with the four numbers of the
/// crossing.
pub(super) struct Shot {
    pub(super) misses: [f64; 3],
    pub(super) slopes: [[f64; 4]; 3],
}

pub(super) fn shoot(
    system: &RestrictedSystem,
    crossing: Crossing,
    step_error: f64,
) -> Result<Shot, AstroError> {
    let ratio = system.mass_ratio();
    // x, z and vy among the six components of a state.
    let (start, varied) = (state_of(crossing), [0, 2, 4]);
    let (end, columns) = motion::with_columns(ratio, start, crossing[HALF], varied, step_error)?;
    let rates = moved(ratio, &end);
    // y, vx and vz among the six components of a state.
    let slopes = [1, 3, 5].map(|row| {
        [
            columns[0][row],
            columns[1][row],
            columns[2][row],
            rates[row],
        ]
    });
    Ok(Shot {
        misses: [end[1], end[3], end[5]],
        slopes,
    })
}

/// The symmetric orbit near a guess that meets the condition: differential correction (Howell,
/// Three-dimensional periodic halo orbits, Celestial Mechanics 32, 1984), with the time to the next crossing
/// among the unknowns.
pub(super) fn correct(
    system: &RestrictedSystem,
    guess: Crossing,
    condition: Condition,
    exactness: Exactness,
) -> Result<(Crossing, Shot), AstroError> {
    let mut crossing = guess;
    let mut last = f64::INFINITY;
    for _ in 0..MOST_STEPS {
        let shot = shoot(system, crossing, exactness.step_error)?;
        let off = dot(condition.weights, crossing) - condition.value;
        let misses = [shot.misses[0], shot.misses[1], shot.misses[2], off];
        let size = misses
            .iter()
            .fold(0.0_f64, |most, miss| most.max(miss.abs()));
        // What no longer shrinks is as small as rounding lets it be.
        if size <= exactness.miss || (size <= 100.0 * exactness.miss && size >= 0.5 * last) {
            return Ok((crossing, shot));
        }
        let rows = [
            shot.slopes[0],
            shot.slopes[1],
            shot.slopes[2],
            condition.weights,
        ];
        let step = solve(rows, misses).ok_or_else(lost)?;
        for (value, change) in crossing.iter_mut().zip(step) {
            *value -= change;
        }
        if !(crossing[HALF] > 0.0 && crossing[HALF] < 100.0 && crossing[X].abs() < 100.0) {
            return Err(lost());
        }
        last = size;
    }
    Err(lost())
}

fn lost() -> AstroError {
    AstroError::NoConvergence(
        "restricted three-body problem: differential correction found no periodic orbit".to_owned(),
    )
}

pub(super) fn dot(a: [f64; 4], b: [f64; 4]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The direction along a family, of length one: what none of three rows sees.
pub(super) fn direction(rows: [[f64; 4]; 3]) -> Option<[f64; 4]> {
    let mut normal = [0.0; 4];
    for (skipped, value) in normal.iter_mut().enumerate() {
        let kept = rows.map(|row| {
            let mut three = (0..4)
                .filter(|column| *column != skipped)
                .map(|column| row[column]);
            DVec3::from_array([(); 3].map(|()| three.next().unwrap_or(0.0)))
        });
        let minor = kept[0].dot(kept[1].cross(kept[2]));
        *value = if skipped % 2 == 0 { minor } else { -minor };
    }
    let length = dot(normal, normal).sqrt();
    (length > 0.0 && length.is_finite()).then(|| normal.map(|value| value / length))
}

/// Four linear equations by elimination with pivots; `None` where they determine nothing.
fn solve(mut rows: [[f64; 4]; 4], mut right: [f64; 4]) -> Option<[f64; 4]> {
    for column in 0..4 {
        let size = |row: &usize| rows[*row][column].abs();
        let pivot = (column..4).max_by(|a, b| size(a).total_cmp(&size(b)))?;
        rows.swap(column, pivot);
        right.swap(column, pivot);
        let top = rows[column];
        if top[column] == 0.0 || !top[column].is_finite() {
            return None;
        }
        for row in column + 1..4 {
            let factor = rows[row][column] / top[column];
            for (value, above) in rows[row].iter_mut().zip(top) {
                *value -= factor * above;
            }
            right[row] -= factor * right[column];
        }
    }
    for column in (0..4).rev() {
        right[column] /= rows[column][column];
        for row in 0..column {
            right[row] -= rows[row][column] * right[column];
        }
    }
    right.iter().all(|value| value.is_finite()).then_some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linear_equations_are_solved_and_singular_ones_refused() {
        let rows = [
            [0.0, 2.0, 0.0, 1.0],
            [1.0, 0.0, 3.0, 0.0],
            [0.0, 0.0, 1.0, -1.0],
            [4.0, 1.0, 0.0, 0.0],
        ];
        let want = [1.0, -2.0, 3.0, 0.5];
        let got = solve(rows, rows.map(|row| dot(row, want))).unwrap();
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() < 1e-14);
        }
        assert_eq!(solve([rows[0], rows[1], rows[0], rows[3]], [0.0; 4]), None);
        let normal = direction([rows[0], rows[1], rows[2]]).unwrap();
        for row in &rows[..3] {
            assert!(dot(*row, normal).abs() < 1e-15);
        }
    }

    #[test]
    fn halo_orbits_of_howell_are_corrected_to_themselves() {
        // Howell 1984, table I: mass ratio 0.04, orbits about L1. Its last digit of z moves the time by
        // three.
        let table = [
            [0.723268, 0.040000, 0.198019, 1.300177, 3.329168],
            [0.729988, 0.215589, 0.397259, 1.348532, 3.030033],
            [0.753700, 0.267595, 0.399909, 1.211253, 2.937178],
            [0.777413, 0.284268, 0.361870, 1.101099, 2.928754],
            [0.801125, 0.299382, 0.312474, 1.017241, 2.930700],
            [0.817724, 0.313788, 0.271306, 0.978635, 2.929481],
        ];
        let system = RestrictedSystem::with_units(0.04, 1.0, 1.0).unwrap();
        let exactness = Exactness {
            step_error: 1e-12,
            miss: 1e-11,
        };
        for [x, z, vy, half, jacobi] in table {
            let condition = Condition {
                weights: [0.0, 1.0, 0.0, 0.0],
                value: z,
            };
            let (found, _) = correct(&system, [x, z, vy, half], condition, exactness).unwrap();
            for (got, want) in found.iter().zip([x, z, vy, half]) {
                assert!((got - want).abs() < 5e-6, "{found:?} for z = {z}");
            }
            // Howell's constant, too, is without the term of the masses.
            assert!((system.jacobi(state_of(found)) - jacobi).abs() < 2e-6);
        }
    }
}
