//! Halo orbits, near-rectilinear ones among them.

use super::family::{Family, member_with, member_with_half};
use super::motion::{moved, pack};
use super::shooting::{Crossing, HALF, VY, X, Z, state_of};
use super::{LibrationPoint, Primary, RestrictedSystem, RotatingState, STEP_ERROR, bad};
use crate::{AstroError, Dop853, Moment, Passing};
use glam::DVec3;

/// The mean synodic month, from new moon to new moon: 29.530 589 d of 86 400 s (Seidelmann, ed., Explanatory
/// Supplement to the Astronomical Almanac, 1992, p. 698).
pub const MEAN_SYNODIC_MONTH_S: f64 = 29.530_589 * 86_400.0;

/// On which side of the bodies' plane a halo orbit spends the greater part of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HaloClass {
    /// Above: its farthest point from the smaller body lies north, its nearest south.
    North,
    /// Below.
    South,
}

/// Which halo orbit of a family.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Halo {
    /// The one with this period, s.
    Period(f64),
    /// The one that comes this close to the smaller body's centre, m.
    Periapsis(f64),
    /// The one in resonance with the Sun: so many revolutions in so many synodic periods, of this length in s
    /// ([`MEAN_SYNODIC_MONTH_S`] for the Moon).
    Synodic(u32, u32, f64),
}

/// Whether an apsis is near or far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApsisKind {
    /// Nearest for a while.
    Periapsis,
    /// Farthest for a while.
    Apoapsis,
}

/// A place of an orbit that is the nearest or the farthest for a while.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apsis {
    /// Which.
    pub kind: ApsisKind,
    /// Time since the orbit's first crossing, s: from 0 to less than the period.
    pub phase_s: f64,
    /// Distance from the smaller body's centre, m.
    pub distance_m: f64,
}

/// A halo orbit. It begins where it crosses the plane y = 0 far from the smaller body.
#[derive(Clone, Debug, PartialEq)]
pub struct HaloOrbit {
    /// The two bodies.
    pub system: RestrictedSystem,
    /// The point it winds round: L1 or L2.
    pub point: LibrationPoint,
    /// Which of two that mirror each other.
    pub class: HaloClass,
    /// First crossing: x, without dimension.
    pub x0: f64,
    /// First crossing: z, without dimension.
    pub z0: f64,
    /// First crossing: velocity, which is along y, without dimension.
    pub vy0: f64,
    /// Time of one revolution, s.
    pub period_s: f64,
    /// Jacobi constant ([`RestrictedSystem::jacobi`]).
    pub jacobi: f64,
    /// Half the sum of the greatest size of a characteristic multiplier and of its inverse, the trivial ones
    /// left out: 1 for stable orbits, greater for others. Small errors grow about twice that much in a
    /// revolution.
    pub stability_index: f64,
    /// Where it is nearest to and farthest from the smaller body, in the order of time, at least one each.
    pub apsides: Vec<Apsis>,
}

impl HaloOrbit {
    /// The halo orbit of the family about L1 or L2: the first member met on the way from the planar orbits
    /// off which the family branches to the smaller body.
    ///
    /// The way: planar orbits of growing size, to the one at which an offset from the plane closes on itself;
    /// from there steps of equal length along the family (Howell 1984 for the correction; Keller, Numerical
    /// solution of bifurcation and nonlinear eigenvalue problems, 1977, for the steps), to the one asked for.
    ///
    /// ```
    /// use portolan_astro::{Halo, HaloClass, HaloOrbit, LibrationPoint, MEAN_SYNODIC_MONTH_S, RestrictedSystem};
    /// let system = RestrictedSystem::earth_moon();
    /// // The orbit planned for the Gateway: nine revolutions in two synodic months.
    /// let which = Halo::Synodic(9, 2, MEAN_SYNODIC_MONTH_S);
    /// let orbit = HaloOrbit::find(system, LibrationPoint::L2, HaloClass::South, which)?;
    /// assert!((orbit.period_s / 86_400.0 - 6.562_353).abs() < 1e-6);
    /// assert!((orbit.periapsis_m() / 1e3 - 3249.3).abs() < 0.1);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, [`AstroError::NoSolution`] where the
    /// family does not reach what is asked for, or there is none about the point;
    /// [`AstroError::NoConvergence`].
    pub fn find(
        system: RestrictedSystem,
        point: LibrationPoint,
        class: HaloClass,
        which: Halo,
    ) -> Result<Self, AstroError> {
        let wish = Wish::new(&system, which)?;
        let mut family = Family::begin(&system, point)?;
        let mut last = family.crossing();
        let mut last_miss = wish.miss(last)?;
        for _ in 0..MOST_MEMBERS {
            family.advance()?;
            let next = family.crossing();
            let miss = wish.miss(next)?;
            if miss * last_miss <= 0.0 {
                let crossing = wish.member(&family, last, (last_miss, miss))?;
                return Self::of_crossing(system, point, class, crossing);
            }
            (last, last_miss) = (next, miss);
        }
        Err(AstroError::NoSolution(
            "the family of halo orbits has no such member".to_owned(),
        ))
    }

    fn of_crossing(
        system: RestrictedSystem,
        point: LibrationPoint,
        class: HaloClass,
        crossing: Crossing,
    ) -> Result<Self, AstroError> {
        let z0 = match class {
            HaloClass::North => crossing[Z].abs(),
            HaloClass::South => -crossing[Z].abs(),
        };
        let mut start = state_of(crossing);
        start.position.z = z0;
        let period_s = 2.0 * crossing[HALF] * system.time_s;
        let (_, turn) = system.transition(start, period_s)?;
        Ok(Self {
            system,
            point,
            class,
            x0: crossing[X],
            z0,
            vy0: crossing[VY],
            period_s,
            jacobi: system.jacobi(start),
            stability_index: stability_index(&turn),
            apsides: apsides(&system, crossing)?,
        })
    }

    /// Its state at the first crossing.
    pub fn start(&self) -> RotatingState {
        RotatingState {
            position: DVec3::new(self.x0, 0.0, self.z0),
            velocity: DVec3::new(0.0, self.vy0, 0.0),
        }
    }

    /// Its state so long after the first crossing, whole revolutions taken away.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a time that is not finite.
    pub fn state_after(&self, time_s: f64) -> Result<RotatingState, AstroError> {
        // The nearer half, since errors grow.
        let since = time_s - (time_s / self.period_s).round() * self.period_s;
        self.system.propagate(self.start(), since)
    }

    /// Least distance from the smaller body's centre, m.
    pub fn periapsis_m(&self) -> f64 {
        let distances = self.apsides.iter().map(|apsis| apsis.distance_m);
        distances.fold(f64::INFINITY, f64::min)
    }

    /// Greatest distance from the smaller body's centre, m.
    pub fn apoapsis_m(&self) -> f64 {
        let distances = self.apsides.iter().map(|apsis| apsis.distance_m);
        distances.fold(0.0, f64::max)
    }
}

/// Most members of a family that are tried. A near-rectilinear orbit that grazes the Moon is about the
/// fortieth.
const MOST_MEMBERS: usize = 100;

/// What is asked for, without dimension.
enum Wish<'s> {
    Half(f64),
    Periapsis(f64, &'s RestrictedSystem),
}

impl<'s> Wish<'s> {
    fn new(system: &'s RestrictedSystem, which: Halo) -> Result<Self, AstroError> {
        let (size, wish) = match which {
            Halo::Period(s) => (s, Self::Half(0.5 * s / system.time_s)),
            Halo::Synodic(orbits, rounds, period_s) => {
                let s = period_s * f64::from(rounds) / f64::from(orbits);
                (s, Self::Half(0.5 * s / system.time_s))
            }
            Halo::Periapsis(m) => {
                let distance = m / system.length_m;
                (m, Self::Periapsis(distance, system))
            }
        };
        if size > 0.0 && size.is_finite() {
            Ok(wish)
        } else {
            Err(bad(
                "the period or periapsis of a halo orbit must be finite and positive",
            ))
        }
    }

    fn miss(&self, crossing: Crossing) -> Result<f64, AstroError> {
        match self {
            Self::Half(half) => Ok(crossing[HALF] - half),
            Self::Periapsis(distance, system) => Ok(least_distance(system, crossing)? - distance),
        }
    }

    /// The member between the last one and the family's present one, of which the misses are known.
    fn member(
        &self,
        family: &Family<'_>,
        last: Crossing,
        (last_miss, miss): (f64, f64),
    ) -> Result<Crossing, AstroError> {
        match self {
            Self::Half(half) => {
                let share = last_miss / (last_miss - miss);
                let next = family.crossing();
                let mut guess = last;
                for (value, end) in guess.iter_mut().zip(next) {
                    *value += share * (end - *value);
                }
                member_with_half(family.system(), guess, *half)
            }
            Self::Periapsis(distance, system) => {
                let measure = |crossing: Crossing| least_distance(system, crossing);
                member_with(family, last, measure, *distance)
            }
        }
    }
}

/// Moments of the first half of an orbit, both ends among them, at which its distance from the smaller body
/// turns.
fn turns(system: &RestrictedSystem, crossing: Crossing) -> Result<Vec<(f64, f64)>, AstroError> {
    let place = system.place_of(Primary::Smaller);
    let away = |state: &[f64; 6]| DVec3::new(state[0], state[1], state[2]) - place;
    let departing =
        |_: f64, state: &[f64; 6]| away(state).dot(DVec3::new(state[3], state[4], state[5]));
    let method = Dop853::new(STEP_ERROR, 0.1 * STEP_ERROR)?;
    let ratio = system.mass_ratio;
    let rates = |_: f64, state: &[f64; 6]| moved(ratio, state);
    let mut now = Moment {
        at: 0.0,
        state: pack(state_of(crossing)),
    };
    let half = crossing[HALF];
    let mut found = vec![(0.0, away(&now.state).length())];
    while let Some(next) = method.follow_to(rates, now, half, Passing::Either, departing)? {
        // At the end the distance turns too, rounding apart.
        if next.at >= half * (1.0 - 1e-6) {
            break;
        }
        if next.at > half * 1e-6 {
            found.push((next.at, away(&next.state).length()));
        }
        now = next;
    }
    let end = method.follow(rates, now.at, now.state, half)?;
    found.push((half, away(&end).length()));
    Ok(found)
}

fn least_distance(system: &RestrictedSystem, crossing: Crossing) -> Result<f64, AstroError> {
    let turns = turns(system, crossing)?;
    Ok(turns
        .iter()
        .map(|(_, distance)| *distance)
        .fold(f64::INFINITY, f64::min))
}

/// The apsides of one revolution: the second half mirrors the first.
fn apsides(system: &RestrictedSystem, crossing: Crossing) -> Result<Vec<Apsis>, AstroError> {
    let turns = turns(system, crossing)?;
    let apsis = |i: usize, phase: f64| {
        let neighbour = if i == 0 { 1 } else { i - 1 };
        let is_near = turns[i].1 < turns[neighbour].1;
        Apsis {
            kind: if is_near {
                ApsisKind::Periapsis
            } else {
                ApsisKind::Apoapsis
            },
            phase_s: phase * system.time_s,
            distance_m: turns[i].1 * system.length_m,
        }
    };
    let there = (0..turns.len()).map(|i| apsis(i, turns[i].0));
    let inner = 1..turns.len() - 1;
    let back = inner
        .rev()
        .map(|i| apsis(i, 2.0 * crossing[HALF] - turns[i].0));
    Ok(there.chain(back).collect())
}

/// Broucke, Stability of periodic orbits in the elliptic, restricted three-body problem, AIAA Journal 7,
/// 1969: the multipliers come in pairs with product 1, one pair being 1 and 1, so that two traces give the
/// others.
fn stability_index(turn: &super::Transition) -> f64 {
    let mut trace = 0.0;
    let mut trace_of_square = 0.0;
    for (i, row) in turn.iter().enumerate() {
        trace += row[i];
        for (j, value) in row.iter().enumerate() {
            trace_of_square += value * turn[j][i];
        }
    }
    let alpha = 2.0 - trace;
    let beta = 0.5 * (alpha * alpha + 2.0 - trace_of_square);
    // The sums of each pair solve p² + alpha p + beta - 2 = 0.
    let inner = alpha * alpha - 4.0 * beta + 8.0;
    let size = if inner >= 0.0 {
        let (one, other) = (-alpha + inner.sqrt(), -alpha - inner.sqrt());
        0.5 * one.abs().max(other.abs())
    } else {
        // Complex sums: the multipliers form an ellipse's semi-axes, |p - 2| + |p + 2| = 2 (|λ| + 1/|λ|).
        let (real, imaginary) = (-0.5 * alpha, 0.5 * (-inner).sqrt());
        0.5 * ((real - 2.0).hypot(imaginary) + (real + 2.0).hypot(imaginary))
    };
    (0.5 * size).max(1.0)
}
