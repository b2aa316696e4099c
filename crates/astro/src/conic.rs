//! What impulses cost: between circles and ellipses about one body, away from it and to it.
//!
//! All of it is two-body motion with burns that take no time; a burn of finite length costs more, the more so
//! the longer the arc that it covers.

mod asymptote;
mod phase;

pub use asymptote::{AsymptoteBurn, burn_to_asymptote, off_plane_rad};
pub use phase::{Phasing, hohmann_departures, phasing, synodic_period_s};

use crate::{AstroError, roots};
use std::f64::consts::PI;
use std::ops::RangeInclusive;

/// A closed orbit by its apsides, about a body with a gravitational parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ellipse {
    mu: f64,
    periapsis_m: f64,
    apoapsis_m: f64,
}

impl Ellipse {
    /// The orbit with these distances from the body's centre (m), about a body with this gravitational
    /// parameter (m³/s²).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, and for an apoapsis below the periapsis.
    pub fn new(mu: f64, periapsis_m: f64, apoapsis_m: f64) -> Result<Self, AstroError> {
        positive(mu, "the gravitational parameter")?;
        positive(periapsis_m, "the periapsis")?;
        positive(apoapsis_m, "the apoapsis")?;
        if apoapsis_m < periapsis_m {
            return Err(AstroError::BadInput(format!(
                "the apoapsis of an orbit, {apoapsis_m} m, cannot be below its periapsis, {periapsis_m} m"
            )));
        }
        Ok(Self {
            mu,
            periapsis_m,
            apoapsis_m,
        })
    }

    /// The circle of this radius.
    ///
    /// # Errors
    /// As for [`Ellipse::new`].
    pub fn circle(mu: f64, radius_m: f64) -> Result<Self, AstroError> {
        Self::new(mu, radius_m, radius_m)
    }

    /// Gravitational parameter of the body, m³/s².
    pub const fn mu(&self) -> f64 {
        self.mu
    }
    /// Least distance from the body's centre, m.
    pub const fn periapsis_m(&self) -> f64 {
        self.periapsis_m
    }
    /// Greatest distance from the body's centre, m.
    pub const fn apoapsis_m(&self) -> f64 {
        self.apoapsis_m
    }
    /// Half the sum of both, m.
    pub fn semi_major_axis_m(&self) -> f64 {
        0.5 * self.periapsis_m + 0.5 * self.apoapsis_m
    }

    /// Time of one revolution, s (Kepler's third law).
    pub fn period_s(&self) -> f64 {
        let a_m = self.semi_major_axis_m();
        2.0 * PI * a_m * (a_m / self.mu).sqrt()
    }

    /// Speed at a distance from the body's centre (m) that the orbit passes, m/s (the vis-viva equation).
    ///
    /// ```
    /// use portolan_astro::Ellipse;
    /// let orbit = Ellipse::new(1.0, 1.0, 3.0)?;
    /// // v² = 2/r - 1/a
    /// assert_eq!(orbit.speed_at_m_s(2.0)?, 0.5_f64.sqrt());
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::NoSolution`] for a distance that it does not pass.
    pub fn speed_at_m_s(&self, radius_m: f64) -> Result<f64, AstroError> {
        if !(self.periapsis_m..=self.apoapsis_m).contains(&radius_m) {
            return Err(AstroError::NoSolution(format!(
                "an orbit from {} m to {} m does not pass {radius_m} m",
                self.periapsis_m, self.apoapsis_m
            )));
        }
        Ok(self.vis_viva_m_s(radius_m))
    }

    /// Speed at the periapsis, m/s.
    pub fn periapsis_speed_m_s(&self) -> f64 {
        self.vis_viva_m_s(self.periapsis_m)
    }

    /// Speed at the apoapsis, m/s.
    pub fn apoapsis_speed_m_s(&self) -> f64 {
        self.vis_viva_m_s(self.apoapsis_m)
    }

    fn vis_viva_m_s(&self, radius_m: f64) -> f64 {
        // The difference 2/r - 1/a without cancellation: the other focal distance over r a.
        let other_m = self.periapsis_m + self.apoapsis_m - radius_m;
        (self.mu * other_m / (radius_m * self.semi_major_axis_m())).sqrt()
    }

    /// The velocity change (m/s) of a burn at the periapsis, along the motion, onto an orbit with this C3
    /// (m²/s²), which is the square of the speed left far away, or, below zero, minus the gravitational
    /// parameter over the semi-major axis; and back from there, braking.
    ///
    /// ```
    /// use portolan_astro::Ellipse;
    /// // From a circle, escape costs √2 - 1 of the speed.
    /// let dv_m_s = Ellipse::circle(1.0, 1.0)?.dv_to_c3_m_s(0.0)?;
    /// assert!((dv_m_s - (2.0_f64.sqrt() - 1.0)).abs() < 1e-15);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite, [`AstroError::NoSolution`] for less energy than the
    /// orbit has.
    pub fn dv_to_c3_m_s(&self, c3_m2_s2: f64) -> Result<f64, AstroError> {
        if c3_m2_s2.is_nan() || c3_m2_s2.abs() > SIZES.end() * SIZES.end() {
            return Err(AstroError::BadInput(format!(
                "C3 must be finite, and this one is {c3_m2_s2}"
            )));
        }
        let needed = (2.0 * self.mu / self.periapsis_m + c3_m2_s2).sqrt();
        let dv_m_s = needed - self.periapsis_speed_m_s();
        if dv_m_s >= 0.0 {
            return Ok(dv_m_s);
        }
        Err(AstroError::NoSolution(format!(
            "the orbit has more energy already than C3 = {c3_m2_s2} m²/s²"
        )))
    }

    /// As [`Ellipse::dv_to_c3_m_s`], for a speed far away (m/s).
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a speed that is not finite or negative.
    pub fn dv_to_v_inf_m_s(&self, v_inf_m_s: f64) -> Result<f64, AstroError> {
        if v_inf_m_s.is_nan() || v_inf_m_s < 0.0 {
            return Err(AstroError::BadInput(format!(
                "a speed far away must not be negative, and this one is {v_inf_m_s}"
            )));
        }
        self.dv_to_c3_m_s(v_inf_m_s * v_inf_m_s)
    }
}

/// The velocity change (m/s) from one speed to another (m/s) with a turn between their directions (rad): the
/// law of cosines, without cancellation.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite, and for negative speeds.
pub fn turned_dv_m_s(from_m_s: f64, to_m_s: f64, turn_rad: f64) -> Result<f64, AstroError> {
    let is_speed = |speed: f64| (0.0..=*SIZES.end()).contains(&speed);
    if is_speed(from_m_s) && is_speed(to_m_s) && turn_rad.is_finite() {
        return Ok(law_of_cosines(from_m_s, to_m_s, turn_rad));
    }
    Err(AstroError::BadInput(
        "a burn leads between finite speeds that are not negative, with a finite turn".to_owned(),
    ))
}

pub(crate) fn law_of_cosines(a: f64, b: f64, angle_rad: f64) -> f64 {
    (a - b).hypot(2.0 * (a * b).sqrt() * (0.5 * angle_rad).sin())
}

/// A transfer of two burns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoBurns {
    /// First burn, m/s.
    pub first_m_s: f64,
    /// Second burn, m/s.
    pub second_m_s: f64,
    /// How much of the turn of the plane the first burn makes, rad.
    pub first_turn_rad: f64,
    /// Time between them, s.
    pub tof_s: f64,
}

impl TwoBurns {
    /// Both together, m/s.
    pub fn total_m_s(&self) -> f64 {
        self.first_m_s + self.second_m_s
    }
}

/// The transfer between two circles in one plane along half an ellipse (Hohmann 1925), up or down.
///
/// ```
/// use portolan_astro::hohmann;
/// // From a circle of radius 1 about mu = 1 to one of radius 3: speeds √1.5 and √(1/6) at the ends of the ellipse.
/// let transfer = hohmann(1.0, 1.0, 3.0)?;
/// let by_hand = (1.5_f64.sqrt() - 1.0) + (1.0_f64 / 3.0).sqrt() - (1.0_f64 / 6.0).sqrt();
/// assert!((transfer.total_m_s() - by_hand).abs() < 1e-15);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive.
pub fn hohmann(mu: f64, from_m: f64, to_m: f64) -> Result<TwoBurns, AstroError> {
    let ends = Ends::new(mu, from_m, to_m)?;
    Ok(ends.transfer(0.0, 0.0))
}

/// The same between circles in planes that are turned by an angle (rad, 0 to π), with the turn shared out
/// between both burns so that they cost least together; the burns lie on the planes' common line.
///
/// The share of the burn nearer to the body is small; the minimum is searched (Vallado, Fundamentals of
/// Astrodynamics and Applications, 2013, section 6.5.3, gives an approximation).
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive, and for a turn outside 0 to π.
pub fn hohmann_turned(
    mu: f64,
    from_m: f64,
    to_m: f64,
    turn_rad: f64,
) -> Result<TwoBurns, AstroError> {
    let ends = Ends::new(mu, from_m, to_m)?;
    if !(0.0..=PI).contains(&turn_rad) {
        return Err(AstroError::BadInput(format!(
            "a turn of the plane must be from 0 to pi, and this one is {turn_rad}"
        )));
    }
    let cost = |first: f64| Ok(ends.transfer(first, turn_rad - first).total_m_s());
    let (first, _) = roots::minimum(cost, 0.0, turn_rad, 1e-12)?;
    // The minimum may lie at an end of the range, which a search does not touch.
    let candidates = [first, 0.0, turn_rad].map(|first| ends.transfer(first, turn_rad - first));
    let best = candidates.into_iter().reduce(|best, other| {
        if other.total_m_s() < best.total_m_s() {
            other
        } else {
            best
        }
    });
    best.ok_or_else(|| AstroError::NoSolution("no transfer was compared".to_owned()))
}

/// Two circles and the ellipse that touches both.
struct Ends {
    from_m_s: f64,
    to_m_s: f64,
    leaving_m_s: f64,
    reaching_m_s: f64,
    tof_s: f64,
}

impl Ends {
    fn new(mu: f64, from_m: f64, to_m: f64) -> Result<Self, AstroError> {
        let (from, to) = (Ellipse::circle(mu, from_m)?, Ellipse::circle(mu, to_m)?);
        let between = Ellipse::new(mu, from_m.min(to_m), from_m.max(to_m))?;
        Ok(Self {
            from_m_s: from.periapsis_speed_m_s(),
            to_m_s: to.periapsis_speed_m_s(),
            leaving_m_s: between.vis_viva_m_s(from_m),
            reaching_m_s: between.vis_viva_m_s(to_m),
            tof_s: 0.5 * between.period_s(),
        })
    }

    fn transfer(&self, first_turn_rad: f64, second_turn_rad: f64) -> TwoBurns {
        TwoBurns {
            first_m_s: law_of_cosines(self.from_m_s, self.leaving_m_s, first_turn_rad),
            second_m_s: law_of_cosines(self.reaching_m_s, self.to_m_s, second_turn_rad),
            first_turn_rad,
            tof_s: self.tof_s,
        }
    }
}

/// A transfer of three burns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThreeBurns {
    /// The burns in their order, m/s.
    pub burns_m_s: [f64; 3],
    /// Times from the first to the second and from the second to the third, s.
    pub tofs_s: [f64; 2],
}

impl ThreeBurns {
    /// All together, m/s.
    pub fn total_m_s(&self) -> f64 {
        self.burns_m_s.iter().sum()
    }
    /// From the first burn to the last, s.
    pub fn tof_s(&self) -> f64 {
        self.tofs_s.iter().sum()
    }
}

/// The transfer between two circles by way of a far point, at which the whole turn of the plane (rad) is
/// made, if there is one (Sternfeld 1934; Hoelker and Silber 1959). Without a turn it costs less than
/// Hohmann's where the outer radius is more than 15.58 times the inner one, and takes longer.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive, for a far point nearer than either circle,
/// and for a turn outside 0 to π.
pub fn bi_elliptic(
    mu: f64,
    from_m: f64,
    to_m: f64,
    far_m: f64,
    turn_rad: f64,
) -> Result<ThreeBurns, AstroError> {
    let (from, to) = (Ellipse::circle(mu, from_m)?, Ellipse::circle(mu, to_m)?);
    let (out, back) = (
        Ellipse::new(mu, from_m, far_m)?,
        Ellipse::new(mu, to_m, far_m)?,
    );
    if !(0.0..=PI).contains(&turn_rad) {
        return Err(AstroError::BadInput(format!(
            "a turn of the plane must be from 0 to pi, and this one is {turn_rad}"
        )));
    }
    let (slow_out, slow_back) = (out.apoapsis_speed_m_s(), back.apoapsis_speed_m_s());
    Ok(ThreeBurns {
        burns_m_s: [
            out.periapsis_speed_m_s() - from.periapsis_speed_m_s(),
            law_of_cosines(slow_out, slow_back, turn_rad),
            back.periapsis_speed_m_s() - to.periapsis_speed_m_s(),
        ],
        tofs_s: [0.5 * out.period_s(), 0.5 * back.period_s()],
    })
}

/// A transfer between orbits about two bodies that circle a third, by patched conics.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PatchedTransfer {
    /// Speed far from the first body, m/s.
    pub departure_v_inf_m_s: f64,
    /// Speed far from the second body, m/s.
    pub arrival_v_inf_m_s: f64,
    /// Burn at the periapsis of the first orbit, m/s.
    pub departure_m_s: f64,
    /// Burn at the periapsis of the second orbit, m/s.
    pub arrival_m_s: f64,
    /// Time between them, s.
    pub tof_s: f64,
}

/// Hohmann's transfer between two circles about a central body (`mu_centre` in m³/s², radii in m), from an
/// orbit about a body on the first to an orbit about a body on the second (Bate, Mueller and White,
/// Fundamentals of Astrodynamics, 1971, section 8.3). What planets' real orbits make of it, Lambert's problem
/// says; this is for estimates where no date is known yet.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive.
pub fn patched_hohmann(
    mu_centre: f64,
    radii_m: (f64, f64),
    departure: &Ellipse,
    arrival: &Ellipse,
) -> Result<PatchedTransfer, AstroError> {
    let transfer = hohmann(mu_centre, radii_m.0, radii_m.1)?;
    Ok(PatchedTransfer {
        departure_v_inf_m_s: transfer.first_m_s,
        arrival_v_inf_m_s: transfer.second_m_s,
        departure_m_s: departure.dv_to_v_inf_m_s(transfer.first_m_s)?,
        arrival_m_s: arrival.dv_to_v_inf_m_s(transfer.second_m_s)?,
        tof_s: transfer.tof_s,
    })
}

/// Lengths, masses, speeds and gravitational parameters that doubles can square and cube: what lies outside
/// is no measure of anything.
const SIZES: RangeInclusive<f64> = 1e-60..=1e60;

pub(crate) fn positive(value: f64, name: &str) -> Result<(), AstroError> {
    if SIZES.contains(&value) {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "{name} must be positive, from 1e-60 to 1e60, and this one is {value}"
    )))
}
