//! The circular restricted problem of three bodies: motion near two that circle each other, its libration
//! points, its halo orbits, and what reaching them costs at least.
//!
//! Everything here is a model of two bodies on circles. Real orbits near the Moon keep close to it on the
//! average: the passages of a real near-rectilinear halo orbit stray from the model's by hours.

mod access;
mod family;
mod halo;
mod motion;
mod shooting;

pub use access::{Passage, access_windows};
pub use halo::{Apsis, ApsisKind, Halo, HaloClass, HaloOrbit, MEAN_SYNODIC_MONTH_S};

use crate::conic::positive;
use crate::{AstroError, Dop853, roots};
use glam::DVec3;
use motion::{moved, pack, unpack};

/// Two bodies that circle each other, and the units that make their problem free of dimensions.
///
/// The frame turns with them: the origin is their centre of mass, the x axis points to the smaller one, the
/// z axis along their angular momentum. One unit of length is their distance, and one turn takes 2π units of
/// time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RestrictedSystem {
    mass_ratio: f64,
    length_m: f64,
    time_s: f64,
}

/// One of the five places that keep their position to both bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LibrationPoint {
    /// Between the two bodies.
    L1,
    /// Beyond the smaller one.
    L2,
    /// Beyond the larger one.
    L3,
    /// 60° ahead of the smaller one.
    L4,
    /// 60° behind it.
    L5,
}

/// One of the two bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Primary {
    /// The larger one.
    Larger,
    /// The smaller one.
    Smaller,
}

/// Position and velocity in the turning frame, both without dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RotatingState {
    /// Position, in distances of the two bodies.
    pub position: DVec3,
    /// Velocity as seen in the turning frame, in distances per unit of time.
    pub velocity: DVec3,
}

/// The Jacobian of a motion: row i, column j is the change of component i at the end (x, y, z, vx, vy, vz)
/// per change of component j at the beginning.
pub type Transition = [[f64; 6]; 6];

/// Errors of each step of the motions here, relative to distances and speeds of order one.
const STEP_ERROR: f64 = 1e-13;

impl RestrictedSystem {
    /// Two bodies with these gravitational parameters (m³/s²), at this distance (m).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, and for a smaller body that is the
    /// larger.
    pub fn new(larger_mu: f64, smaller_mu: f64, length_m: f64) -> Result<Self, AstroError> {
        positive(larger_mu, "the larger body's gravitational parameter")?;
        positive(smaller_mu, "the smaller body's gravitational parameter")?;
        positive(length_m, "the distance of the bodies")?;
        let sum = larger_mu + smaller_mu;
        let time_s = (length_m / sum).sqrt() * length_m;
        Self::with_units(smaller_mu / sum, length_m, time_s)
    }

    /// The same from the smaller body's share of the mass, the distance (m) and the unit of time (s), the
    /// time in which the bodies turn by one radian.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for units that are not finite and positive, and for a share outside 1e-12 to
    /// 0.5.
    pub fn with_units(mass_ratio: f64, length_m: f64, time_s: f64) -> Result<Self, AstroError> {
        positive(length_m, "the unit of length")?;
        positive(time_s, "the unit of time")?;
        if !(1e-12..=0.5).contains(&mass_ratio) {
            return Err(bad(
                "the smaller body's share of the mass must be from 1e-12 to 0.5",
            ));
        }
        Ok(Self {
            mass_ratio,
            length_m,
            time_s,
        })
    }

    /// Earth and Moon at their mean distance of 384 400 km, with the masses of DE440 (Park and others, The
    /// JPL Planetary and Lunar Ephemerides DE440 and DE441, Astronomical Journal 161, 2021): Earth over Moon
    /// 81.300 568 221 497 2, both together 403 503.2356 km³/s², from which the unit of time follows.
    pub const fn earth_moon() -> Self {
        Self {
            mass_ratio: 1.0 / (1.0 + 81.300_568_221_497_2),
            length_m: 384.4e6,
            time_s: 375_190.261_9,
        }
    }

    /// The smaller body's share of the mass.
    pub const fn mass_ratio(&self) -> f64 {
        self.mass_ratio
    }
    /// The distance of the bodies, m.
    pub const fn length_m(&self) -> f64 {
        self.length_m
    }
    /// The unit of time, s.
    pub const fn time_s(&self) -> f64 {
        self.time_s
    }
    /// The unit of speed, m/s.
    pub fn speed_m_s(&self) -> f64 {
        self.length_m / self.time_s
    }

    /// Where a body is, without dimension.
    pub fn place_of(&self, body: Primary) -> DVec3 {
        match body {
            Primary::Larger => DVec3::new(-self.mass_ratio, 0.0, 0.0),
            Primary::Smaller => DVec3::new(1.0 - self.mass_ratio, 0.0, 0.0),
        }
    }

    /// Where a libration point is, without dimension, to the last digits.
    ///
    /// ```
    /// use portolan_astro::{LibrationPoint, RestrictedSystem};
    /// let l2 = RestrictedSystem::earth_moon().libration_point(LibrationPoint::L2)?;
    /// // 64 500 km beyond the Moon.
    /// assert!((l2.x * 384_400.0 - 384_400.0 * (1.0 - 0.012_150_6) - 64_515.0).abs() < 10.0);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::NoConvergence`]: for no mass ratio that this type can hold.
    pub fn libration_point(&self, point: LibrationPoint) -> Result<DVec3, AstroError> {
        let (smaller, larger) = (1.0 - self.mass_ratio, -self.mass_ratio);
        // Well inside the sphere in which the smaller body rules.
        let near = 0.1 * (self.mass_ratio / 3.0).cbrt();
        let (low, high) = match point {
            LibrationPoint::L1 => (larger + 1e-3, smaller - near),
            LibrationPoint::L2 => (smaller + near, smaller + 2.0),
            LibrationPoint::L3 => (larger - 2.0, larger - 1e-3),
            LibrationPoint::L4 | LibrationPoint::L5 => {
                let height = 0.75_f64.sqrt();
                let sign = if point == LibrationPoint::L4 {
                    1.0
                } else {
                    -1.0
                };
                return Ok(DVec3::new(0.5 - self.mass_ratio, sign * height, 0.0));
            }
        };
        let pull = |x: f64| Ok(motion::force(self.mass_ratio, DVec3::new(x, 0.0, 0.0)).x);
        Ok(DVec3::new(roots::root(pull, low, high, 1e-16)?, 0.0, 0.0))
    }

    /// The Jacobi constant of a state: twice the potential of gravity and turning, less the square of the
    /// speed (Szebehely, Theory of Orbits, 1967, section 1.5, without its constant term μ(1 - μ)).
    pub fn jacobi(&self, state: RotatingState) -> f64 {
        2.0 * self.potential(state.position) - state.velocity.length_squared()
    }

    /// Gravity and turning at a place, without dimension: infinite at the bodies.
    pub fn potential(&self, position: DVec3) -> f64 {
        let turning = 0.5 * (position.x * position.x + position.y * position.y);
        let to_larger = position.distance(self.place_of(Primary::Larger));
        let to_smaller = position.distance(self.place_of(Primary::Smaller));
        turning + (1.0 - self.mass_ratio) / to_larger + self.mass_ratio / to_smaller
    }

    /// Where a state leads to in some time, which may be negative.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite, [`AstroError::NoConvergence`] for a collision.
    pub fn propagate(
        &self,
        state: RotatingState,
        span_s: f64,
    ) -> Result<RotatingState, AstroError> {
        let method = Dop853::new(STEP_ERROR, 0.1 * STEP_ERROR)?;
        let ratio = self.mass_ratio;
        let span = span_s / self.time_s;
        let end = method.follow(|_, now| moved(ratio, now), 0.0, pack(state), span)?;
        Ok(unpack(end))
    }

    /// As [`RestrictedSystem::propagate`], with the Jacobian of the motion.
    ///
    /// # Errors
    /// As for [`RestrictedSystem::propagate`].
    pub fn transition(
        &self,
        state: RotatingState,
        span_s: f64,
    ) -> Result<(RotatingState, Transition), AstroError> {
        let (end, columns) =
            motion::with_all_columns(self.mass_ratio, state, span_s / self.time_s)?;
        let mut matrix = [[0.0; 6]; 6];
        for (j, column) in columns.iter().enumerate() {
            for (row, value) in matrix.iter_mut().zip(column) {
                row[j] = *value;
            }
        }
        Ok((end, matrix))
    }

    /// A state on a circle of two-body motion about one of the bodies: `radius_m` from its centre, on the x
    /// axis beyond it as seen from the other, climbing at this inclination to the plane of the bodies.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a radius that is not finite and positive, and for an inclination that is
    /// not finite.
    pub fn circular(
        &self,
        body: Primary,
        radius_m: f64,
        inclination_rad: f64,
    ) -> Result<RotatingState, AstroError> {
        positive(radius_m, "the radius of a circle")?;
        if !inclination_rad.is_finite() {
            return Err(bad("the inclination of a circle must be finite"));
        }
        let radius = radius_m / self.length_m;
        let (mass, outward) = match body {
            Primary::Larger => (1.0 - self.mass_ratio, -1.0),
            Primary::Smaller => (self.mass_ratio, 1.0),
        };
        let (sine, cosine) = inclination_rad.sin_cos();
        let speed = (mass / radius).sqrt();
        Ok(RotatingState {
            position: self.place_of(body) + DVec3::X * (outward * radius),
            // The frame turns beneath: seen in it, what turns as fast stands still.
            velocity: DVec3::new(0.0, outward * (speed * cosine - radius), speed * sine),
        })
    }

    /// The least velocity change (m/s) by which any number of impulses leads from one Jacobi constant to
    /// another when all are given within a region: a bound from below within this model, for whatever path
    /// and time.
    ///
    /// An impulse changes the constant most, for its size, where the speed is greatest and along it, and the
    /// speed is greatest where the potential is. One impulse there is the bound; several that share the
    /// change cost as much there, and more elsewhere.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for constants that are not finite and for a region that is none;
    /// [`AstroError::NoSolution`] where a motion with one of the constants cannot be in the region.
    pub fn least_dv_m_s(&self, from: f64, to: f64, region: Region) -> Result<f64, AstroError> {
        let deepest = self.deepest(region)?;
        if !(from.abs() <= MOST_JACOBI && to.abs() <= MOST_JACOBI) {
            return Err(bad(
                "Jacobi constants must be finite, and of a size that motions have",
            ));
        }
        let (before, after) = (2.0 * deepest - from, 2.0 * deepest - to);
        if before < 0.0 || after < 0.0 {
            return Err(AstroError::NoSolution(
                "no motion with this Jacobi constant comes into the region".to_owned(),
            ));
        }
        Ok((before.sqrt() - after.sqrt()).abs() * self.speed_m_s())
    }

    /// An upper bound of the potential in a region. The potential is subharmonic, so that its maximum lies on
    /// the surface: around either body towards the other one, or on the outermost sphere.
    fn deepest(&self, region: Region) -> Result<f64, AstroError> {
        let [larger, smaller, farthest] = [
            region.least_to_larger_m,
            region.least_to_smaller_m,
            region.most_to_centre_m,
        ]
        .map(|length| length / self.length_m);
        let rest = 1.0 - self.mass_ratio;
        let is_region = larger >= NEAREST
            && smaller >= NEAREST
            && larger + smaller < 1.0
            && farthest >= rest + smaller
            && farthest <= FARTHEST;
        if !is_region {
            return Err(bad(
                "the least distances to both bodies must be positive and leave room between them, the greatest \
                 to their centre of mass finite and beyond the smaller body",
            ));
        }
        let around_larger = self.place_of(Primary::Larger) + DVec3::X * larger;
        let around_smaller = self.place_of(Primary::Smaller) - DVec3::X * smaller;
        let outermost = 0.5 * farthest * farthest
            + rest / (farthest - self.mass_ratio)
            + self.mass_ratio / (farthest - rest);
        Ok(self
            .potential(around_larger)
            .max(self.potential(around_smaller))
            .max(outermost))
    }
}

/// Greatest size of a Jacobi constant that is compared.
const MOST_JACOBI: f64 = 1e12;
/// Least and greatest distance, in distances of the bodies, at which impulses are considered.
const NEAREST: f64 = 1e-9;
/// As above.
const FARTHEST: f64 = 1e6;

/// Where impulses may be given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Region {
    /// Least distance from the larger body's centre, m.
    pub least_to_larger_m: f64,
    /// Least distance from the smaller body's centre, m.
    pub least_to_smaller_m: f64,
    /// Greatest distance from the bodies' centre of mass, m.
    pub most_to_centre_m: f64,
}

fn bad(what: &str) -> AstroError {
    AstroError::BadInput(format!("restricted three-body problem: {what}"))
}
