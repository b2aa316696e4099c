//! Position and velocity.

use glam::DVec3;

/// Position and velocity of one point as seen from another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct State {
    /// Position, m.
    pub position: DVec3,
    /// Velocity, m/s.
    pub velocity: DVec3,
}
