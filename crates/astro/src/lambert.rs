//! Lambert's problem: the two-body arcs that lead from one point to another in a given time.
//!
//! The formulation is Izzo's (Revisiting Lambert's problem, Celestial Mechanics and Dynamical Astronomy 121,
//! 2015): one unknown x, which is -1 for an endless ellipse, 1 for the parabola and greater for hyperbolas,
//! and one curve of the time of flight over x, which λ alone determines: the triangle's shape. Beyond it:
//!
//! - the time comes from one tabulated function (`series`), on both sides of the parabola and, by a symmetry,
//!   for ellipses of any length: no arc cosine, no logarithm, no power, so that every machine computes the same;
//! - the guess (`guess`) is good to two or three digits, and one step of sixth order (`root`) ends most searches;
//! - velocities are sums along chord and radius (`geometry`), or radial and transverse near half a turn, so
//!   that nothing cancels.

mod curve;
mod geometry;
mod guess;
mod plane;
mod root;
mod series;

use crate::AstroError;
use geometry::Geometry;
use glam::DVec3;

/// Which way round the centre an arc goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sense {
    /// The angular momentum has a positive z component. Where the plane of the arc contains the z axis, the
    /// way of less than half a turn counts as prograde.
    Prograde,
    /// The angular momentum has a negative z component.
    Retrograde,
    /// The angular momentum has a positive component along this vector, of any length. Where the two points
    /// lie opposite each other, this vector, less its part along the first point, is the plane's normal.
    About(DVec3),
}

/// The velocities at both ends of an arc.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arc {
    /// Velocity at the first point, m/s.
    pub v1: DVec3,
    /// Velocity at the second point, m/s.
    pub v2: DVec3,
}

/// Which of the arcs with the same number of full revolutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Branch {
    /// The one arc without a full revolution.
    Direct,
    /// Of two arcs with full revolutions, the one on the left of the minimum of the time of flight, with the
    /// smaller x. Others call it the high-z branch, after the universal variable.
    Left,
    /// The one on the right, with the greater x: the low-z branch.
    Right,
}

/// An arc, with what tells it from the others between the same points in the same time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Solution {
    /// Full revolutions.
    pub revolutions: u32,
    /// Which of the arcs with so many revolutions.
    pub branch: Branch,
    /// The velocities.
    pub arc: Arc,
}

/// Why there is no arc: small and without text, for who asks a million times. [`AstroError`] says the same
/// in words.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum NoArc {
    /// A number is not finite, or not positive where it must be, or beyond what doubles can square.
    BadInput(&'static str),
    /// The two points and the centre lie on one line, and nothing determines the plane.
    Collinear,
    /// With so many revolutions the time is too short.
    TooShort {
        /// The shortest time of flight with so many revolutions, s.
        least_tof_s: f64,
    },
    /// More revolutions than can be asked for.
    TooManyRevolutions,
    /// The iteration did not settle.
    Unsettled,
}

/// The greatest number of revolutions that can be asked for.
pub const MOST_REVOLUTIONS: u32 = 10_000;

impl NoArc {
    /// The same in words.
    pub fn in_words(self) -> AstroError {
        match self {
            Self::BadInput(what) => AstroError::BadInput(format!("Lambert's problem: {what}")),
            Self::Collinear => AstroError::Degenerate(
                "Lambert's problem: the two points and the centre lie on one line, so that no plane is \
                 determined; half a turn needs the plane's normal, and no turn has no arc"
                    .to_owned(),
            ),
            Self::TooShort { least_tof_s } => AstroError::NoSolution(format!(
                "Lambert's problem: so many revolutions take at least {least_tof_s} s"
            )),
            Self::TooManyRevolutions => AstroError::BadInput(format!(
                "Lambert's problem: at most {MOST_REVOLUTIONS} revolutions can be asked for"
            )),
            Self::Unsettled => AstroError::NoConvergence(
                "Lambert's problem: the time of flight was not met".to_owned(),
            ),
        }
    }
}

/// The arc without a full revolution from `r1` to `r2` (m) in `tof_s` seconds round a centre with the
/// gravitational parameter `mu` (m³/s²).
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite or not positive, or so extreme that it cannot be squared;
/// [`AstroError::Degenerate`] where the two points and the centre lie on one line and the sense gives no plane.
/// Below an angle of 1e-15 rad from a line, the plane would be made of rounding errors, and counts as none,
/// unless both points lie in a plane of coordinates; within 1e-10 rad of half a turn, [`Sense::About`] gives it.
///
/// ```
/// use portolan_astro::{DVec3, Sense, lambert};
/// // Vallado, Fundamentals of Astrodynamics and Applications, 2013, example 7-5, in km and s.
/// let r1 = DVec3::new(15_945.34, 0.0, 0.0);
/// let r2 = DVec3::new(12_214.838_99, 10_249.467_31, 0.0);
/// let arc = lambert(398_600.441_8, r1, r2, 76.0 * 60.0, Sense::Prograde).unwrap();
/// assert!((arc.v1 - DVec3::new(2.058_913, 2.915_965, 0.0)).length() < 2e-6);
/// assert!((arc.v2 - DVec3::new(-3.451_565, 0.910_315, 0.0)).length() < 2e-6);
///
/// // Hohmann's transfer is half a turn: its plane must be given.
/// let (r1, r2) = (DVec3::X, DVec3::X * -2.0);
/// let tof_s = std::f64::consts::PI * 1.5_f64.powf(1.5);
/// assert!(lambert(1.0, r1, r2, tof_s, Sense::Prograde).is_err());
/// let arc = lambert(1.0, r1, r2, tof_s, Sense::About(DVec3::Z)).unwrap();
/// assert!((arc.v1 - DVec3::Y * (4.0_f64 / 3.0).sqrt()).length() < 1e-15);
/// ```
pub fn lambert(mu: f64, r1: DVec3, r2: DVec3, tof_s: f64, sense: Sense) -> Result<Arc, AstroError> {
    direct_arc(mu, r1, r2, tof_s, sense).map_err(NoArc::in_words)
}

/// As [`lambert`], with an error that costs nothing.
///
/// # Errors
/// As for [`lambert`].
#[inline]
pub fn direct_arc(mu: f64, r1: DVec3, r2: DVec3, tof_s: f64, sense: Sense) -> Result<Arc, NoArc> {
    let geometry = Geometry::new(r1, r2, sense)?;
    let journey = geometry.journey(mu, tof_s)?;
    let x = root::direct(&geometry.curve, journey.t).ok_or(NoArc::Unsettled)?;
    Ok(journey.arc(x))
}

/// All arcs from `r1` to `r2` in `tof_s` seconds with at most `max_revolutions` full revolutions, in the
/// order of revolutions and branches.
///
/// # Errors
/// As for [`lambert`]; [`AstroError::BadInput`] for more than [`MOST_REVOLUTIONS`]. Fewer revolutions than
/// asked for are no error: the time may not suffice for more.
pub fn lambert_revolutions(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    tof_s: f64,
    sense: Sense,
    max_revolutions: u32,
) -> Result<Vec<Solution>, AstroError> {
    let mut solutions = Vec::new();
    all_arcs(mu, r1, r2, tof_s, sense, max_revolutions, &mut solutions).map_err(NoArc::in_words)?;
    Ok(solutions)
}

/// As [`lambert_revolutions`], into a vector that is emptied first and can be used again.
///
/// # Errors
/// As for [`lambert_revolutions`].
pub fn all_arcs(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    tof_s: f64,
    sense: Sense,
    max_revolutions: u32,
    solutions: &mut Vec<Solution>,
) -> Result<(), NoArc> {
    solutions.clear();
    if max_revolutions > MOST_REVOLUTIONS {
        return Err(NoArc::TooManyRevolutions);
    }
    let geometry = Geometry::new(r1, r2, sense)?;
    let journey = geometry.journey(mu, tof_s)?;
    let mut push = |revolutions, branch, x| {
        let arc = journey.arc(x);
        solutions.push(Solution {
            revolutions,
            branch,
            arc,
        });
    };
    let (curve, t) = (&geometry.curve, journey.t);
    let x = root::direct(curve, t).ok_or(NoArc::Unsettled)?;
    push(0, Branch::Direct, x);
    let own = curve.middle();
    for revolutions in 1..=max_revolutions.min(journey.most_revolutions()) {
        match root::pair(curve, t, own, revolutions) {
            root::Pair::None { .. } => break,
            root::Pair::Both(left, right) => {
                push(revolutions, Branch::Left, left);
                push(revolutions, Branch::Right, right);
            }
            root::Pair::Unsettled => return Err(NoArc::Unsettled),
        }
    }
    Ok(())
}

/// The arc with exactly so many revolutions on one branch. For [`Branch::Direct`] `revolutions` must be 0,
/// for the others at least 1.
///
/// # Errors
/// As for [`lambert`]; [`AstroError::NoSolution`] where the time is too short for so many revolutions, with
/// the least time.
pub fn lambert_on_branch(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    tof_s: f64,
    sense: Sense,
    revolutions: u32,
    branch: Branch,
) -> Result<Arc, AstroError> {
    arc_on_branch(mu, r1, r2, tof_s, sense, revolutions, branch).map_err(NoArc::in_words)
}

/// As [`lambert_on_branch`], with an error that costs nothing.
///
/// # Errors
/// As for [`lambert_on_branch`].
pub fn arc_on_branch(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    tof_s: f64,
    sense: Sense,
    revolutions: u32,
    branch: Branch,
) -> Result<Arc, NoArc> {
    if (revolutions == 0) != (branch == Branch::Direct) {
        let why = "the direct branch, and it alone, has no revolutions";
        return Err(NoArc::BadInput(why));
    }
    if revolutions > MOST_REVOLUTIONS {
        return Err(NoArc::TooManyRevolutions);
    }
    if revolutions == 0 {
        return direct_arc(mu, r1, r2, tof_s, sense);
    }
    let geometry = Geometry::new(r1, r2, sense)?;
    let journey = geometry.journey(mu, tof_s)?;
    let own = geometry.curve.middle();
    match root::pair(&geometry.curve, journey.t, own, revolutions) {
        root::Pair::Both(left, _) if branch == Branch::Left => Ok(journey.arc(left)),
        root::Pair::Both(_, right) => Ok(journey.arc(right)),
        root::Pair::None { least } => Err(NoArc::TooShort {
            least_tof_s: geometry.tof_s(mu, least),
        }),
        root::Pair::Unsettled => Err(NoArc::Unsettled),
    }
}

/// The shortest time of flight, s, from `r1` to `r2` with so many full revolutions (at least 1).
///
/// # Errors
/// As for [`lambert_on_branch`].
pub fn least_tof_s(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    sense: Sense,
    revolutions: u32,
) -> Result<f64, AstroError> {
    least_time_s(mu, r1, r2, sense, revolutions).map_err(NoArc::in_words)
}

fn least_time_s(
    mu: f64,
    r1: DVec3,
    r2: DVec3,
    sense: Sense,
    revolutions: u32,
) -> Result<f64, NoArc> {
    if revolutions == 0 {
        return Err(NoArc::BadInput(
            "without revolutions there is no least time",
        ));
    }
    if revolutions > MOST_REVOLUTIONS {
        return Err(NoArc::TooManyRevolutions);
    }
    let geometry = Geometry::new(r1, r2, sense)?;
    // Judges mu; the time does not matter.
    let second = geometry.tof_s(mu, 1.0);
    geometry.journey(mu, second)?;
    let turns = f64::from(revolutions) * std::f64::consts::PI;
    let own = geometry.curve.middle();
    let bottom = root::bottom(&geometry.curve, own, turns).ok_or(NoArc::Unsettled)?;
    Ok(geometry.tof_s(mu, bottom.least))
}

/// Direct arcs from one point to many: `arcs[i]` leads from `r1` to `targets[i]` in `tofs_s[i]`. What has no
/// arc says so in its own place.
///
/// # Errors
/// [`AstroError::BadInput`] where the slices differ in length.
pub fn direct_arcs(
    mu: f64,
    r1: DVec3,
    targets: &[DVec3],
    tofs_s: &[f64],
    sense: Sense,
    arcs: &mut [Result<Arc, NoArc>],
) -> Result<(), AstroError> {
    if targets.len() != tofs_s.len() || targets.len() != arcs.len() {
        return Err(NoArc::BadInput("targets, times and arcs must be of one number").in_words());
    }
    for ((arc, &r2), &tof_s) in arcs.iter_mut().zip(targets).zip(tofs_s) {
        *arc = direct_arc(mu, r1, r2, tof_s, sense);
    }
    Ok(())
}
