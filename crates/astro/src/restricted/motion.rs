//! The equations of motion in the turning frame, and how neighbouring motions part.

use super::{RotatingState, STEP_ERROR};
use crate::{AstroError, Dop853};
use glam::{DMat3, DVec3};

/// Most steps along half a periodic orbit: ten times what one that grazes a body takes.
const MOST_STEPS: u32 = 5_000;

/// A state as the integrator takes it.
pub(super) fn pack(state: RotatingState) -> [f64; 6] {
    let (r, v) = (state.position, state.velocity);
    [r.x, r.y, r.z, v.x, v.y, v.z]
}

pub(super) fn unpack([x, y, z, vx, vy, vz]: [f64; 6]) -> RotatingState {
    RotatingState {
        position: DVec3::new(x, y, z),
        velocity: DVec3::new(vx, vy, vz),
    }
}

/// The gradient of the potential of gravity and turning.
pub(super) fn force(mass_ratio: f64, position: DVec3) -> DVec3 {
    let to_larger = position + DVec3::X * mass_ratio;
    let to_smaller = position - DVec3::X * (1.0 - mass_ratio);
    let turning = DVec3::new(position.x, position.y, 0.0);
    turning
        - to_larger * ((1.0 - mass_ratio) / to_larger.length().powi(3))
        - to_smaller * (mass_ratio / to_smaller.length().powi(3))
}

/// The second derivatives of that potential.
fn force_gradient(mass_ratio: f64, position: DVec3) -> DMat3 {
    let pull = |mass: f64, to: DVec3| {
        let square = to.length_squared();
        let cube = square * square.sqrt();
        let outer = DMat3::from_cols(to * to.x, to * to.y, to * to.z);
        (outer * (3.0 / square) - DMat3::IDENTITY) * (mass / cube)
    };
    let turning = DMat3::from_diagonal(DVec3::new(1.0, 1.0, 0.0));
    turning
        + pull(1.0 - mass_ratio, position + DVec3::X * mass_ratio)
        + pull(mass_ratio, position - DVec3::X * (1.0 - mass_ratio))
}

/// The rates of a state (Szebehely, Theory of Orbits, 1967, equation 1.5-4, and its third component).
pub(super) fn moved(mass_ratio: f64, &[x, y, z, vx, vy, vz]: &[f64; 6]) -> [f64; 6] {
    let force = force(mass_ratio, DVec3::new(x, y, z));
    [vx, vy, vz, force.x + 2.0 * vy, force.y - 2.0 * vx, force.z]
}

/// The rates of a state and of as many neighbours' offsets as fit in `N` numbers, six to each.
fn moved_with_columns<const N: usize>(mass_ratio: f64, all: &[f64; N]) -> [f64; N] {
    let mut rates = [0.0; N];
    let mut state = [0.0; 6];
    state.copy_from_slice(&all[..6]);
    rates[..6].copy_from_slice(&moved(mass_ratio, &state));
    let gradient = force_gradient(mass_ratio, DVec3::new(state[0], state[1], state[2]));
    let columns = all.chunks_exact(6).zip(rates.chunks_exact_mut(6)).skip(1);
    for (offset, rate) in columns {
        let pull = gradient * DVec3::new(offset[0], offset[1], offset[2]);
        let velocity = [offset[3], offset[4], offset[5]];
        rate[..3].copy_from_slice(&velocity);
        rate[3] = pull.x + 2.0 * velocity[1];
        rate[4] = pull.y - 2.0 * velocity[0];
        rate[5] = pull.z;
    }
    rates
}

/// Where a state leads to, and the offsets there that unit offsets of three components grow into: `N` is 24.
pub(super) fn with_columns(
    mass_ratio: f64,
    state: RotatingState,
    span: f64,
    components: [usize; 3],
    step_error: f64,
) -> Result<([f64; 6], [[f64; 6]; 3]), AstroError> {
    let mut all = [0.0; 24];
    all[..6].copy_from_slice(&pack(state));
    for (column, component) in components.into_iter().enumerate() {
        all[6 * (column + 1) + component] = 1.0;
    }
    let method = Dop853::new(step_error, 0.1 * step_error)?.with_most_steps(MOST_STEPS);
    let end = method.follow(|_, now| moved_with_columns(mass_ratio, now), 0.0, all, span)?;
    let (end_state, columns) = split::<24, 3>(&end);
    Ok((end_state, columns))
}

/// Where a state leads to, and the offsets there that unit offsets of all six components grow into.
pub(super) fn with_all_columns(
    mass_ratio: f64,
    state: RotatingState,
    span: f64,
) -> Result<(RotatingState, [[f64; 6]; 6]), AstroError> {
    let mut all = [0.0; 42];
    all[..6].copy_from_slice(&pack(state));
    for component in 0..6 {
        all[6 * (component + 1) + component] = 1.0;
    }
    let method = Dop853::new(STEP_ERROR, 0.1 * STEP_ERROR)?;
    let end = method.follow(|_, now| moved_with_columns(mass_ratio, now), 0.0, all, span)?;
    let (end_state, columns) = split::<42, 6>(&end);
    Ok((unpack(end_state), columns))
}

/// The state and the offsets after it.
fn split<const N: usize, const K: usize>(all: &[f64; N]) -> ([f64; 6], [[f64; 6]; K]) {
    let mut state = [0.0; 6];
    state.copy_from_slice(&all[..6]);
    let mut columns = [[0.0; 6]; K];
    for (column, values) in columns.iter_mut().zip(all[6..].chunks_exact(6)) {
        column.copy_from_slice(values);
    }
    (state, columns)
}
