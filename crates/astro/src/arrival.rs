//! Arriving with the help of an atmosphere: what it saves, and what it weighs.
//!
//! The velocity changes are those of conics, and exact as such. How long aerobraking takes and what a heat
//! shield weighs is experience: figures of flown missions and a fit to them, each with its source.

use crate::conic::{Ellipse, positive};
use crate::{AstroError, Point};

/// Capture into a long ellipse, shortened by drag in many passes. All velocity changes in m/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aerobraking {
    /// Burn at arrival, from the hyperbola into the long ellipse.
    pub capture_m_s: f64,
    /// Burn at the apoapsis of the long ellipse, by which its periapsis comes to where the drag is.
    pub walk_in_m_s: f64,
    /// What the drag takes away, at the periapsis.
    pub drag_m_s: f64,
    /// Burn at the apoapsis of the final orbit, by which its periapsis leaves the drag.
    pub walk_out_m_s: f64,
    /// What the burns cost less than capture into the final orbit by one burn.
    pub saved_m_s: f64,
}

impl Aerobraking {
    /// From a hyperbola with this speed far away (m/s) into a long ellipse, which drag at a distance from the
    /// body's centre (m) shortens to the apoapsis of the final orbit.
    ///
    /// ```
    /// use portolan_astro::{Aerobraking, Ellipse, Point, constants};
    /// let mars = constants(Point::Mars)?;
    /// let orbit = |low_m: f64, high_m: f64| {
    ///     let radius_m = mars.equatorial_radius_m;
    ///     Ellipse::new(mars.gm_m3_s2, radius_m + low_m, radius_m + high_m)
    /// };
    /// // From an ellipse of a day, drag takes what a burn of 1161 m/s would: the difference of periapsis speeds.
    /// let long = orbit(250e3, 33_793e3)?;
    /// let braking = Aerobraking::plan(2_700.0, &long, mars.equatorial_radius_m + 110e3, &orbit(400e3, 400e3)?)?;
    /// assert!((braking.drag_m_s - 1_161.2).abs() < 0.1);
    /// assert!(braking.saved_m_s > 1_000.0 && braking.saved_m_s < braking.drag_m_s);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, for orbits about different bodies, for
    /// drag above a periapsis, and for a final apoapsis above that of the long ellipse.
    pub fn plan(
        v_inf_m_s: f64,
        long: &Ellipse,
        drag_m: f64,
        orbit: &Ellipse,
    ) -> Result<Self, AstroError> {
        same_body(long, orbit)?;
        let lowest_m = long.periapsis_m().min(orbit.periapsis_m());
        if drag_m > lowest_m || orbit.apoapsis_m() > long.apoapsis_m() {
            return Err(AstroError::BadInput(format!(
                "drag at {drag_m} m shortens an orbit that lies above it, from a greater apoapsis to a lesser one"
            )));
        }
        let before = Ellipse::new(long.mu(), drag_m, long.apoapsis_m())?;
        let after = Ellipse::new(long.mu(), drag_m, orbit.apoapsis_m())?;
        let capture_m_s = long.dv_to_v_inf_m_s(v_inf_m_s)?;
        let walk_in_m_s = long.apoapsis_speed_m_s() - before.apoapsis_speed_m_s();
        let walk_out_m_s = orbit.apoapsis_speed_m_s() - after.apoapsis_speed_m_s();
        let at_once_m_s = orbit.dv_to_v_inf_m_s(v_inf_m_s)?;
        Ok(Self {
            capture_m_s,
            walk_in_m_s,
            drag_m_s: before.periapsis_speed_m_s() - after.periapsis_speed_m_s(),
            walk_out_m_s,
            saved_m_s: at_once_m_s - (capture_m_s + walk_in_m_s + walk_out_m_s),
        })
    }

    /// All burns, m/s.
    pub fn total_m_s(&self) -> f64 {
        self.capture_m_s + self.walk_in_m_s + self.walk_out_m_s
    }
}

/// Aerobraking as it was flown: what it takes in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlownAerobraking {
    /// The craft.
    pub craft: &'static str,
    /// The body.
    pub body: Point,
    /// Altitude of the apoapsis at the beginning, m.
    pub from_m: f64,
    /// Altitude of the apoapsis at the end, m.
    pub to_m: f64,
    /// From begin to end, days, rests included.
    pub duration_d: f64,
    /// Passes through the atmosphere, where the source counts them.
    pub passes: Option<u32>,
    /// Where the figures come from.
    pub source: &'static str,
}

/// What has been flown, as far as all of its figures were read in a source.
pub const FLOWN_AEROBRAKING: [FlownAerobraking; 3] = [
    FlownAerobraking {
        craft: "Magellan",
        body: Point::Venus,
        from_m: 8_500e3,
        to_m: 541e3,
        duration_d: 70.0,
        passes: Some(730),
        source: "NASA release 93-144 (1993-08-10) for the time; NTRS 20060037931 (1994) for passes and altitudes",
    },
    FlownAerobraking {
        craft: "Mars Reconnaissance Orbiter",
        body: Point::Mars,
        from_m: 45_000e3,
        to_m: 320e3,
        // About five months.
        duration_d: 152.0,
        passes: None,
        source: "Long et al. 2007, NTRS 20080012690, for the time; You et al. 2008, NTRS 20150014743, for altitudes",
    },
    FlownAerobraking {
        craft: "Mars Global Surveyor",
        body: Point::Mars,
        from_m: 54_000e3,
        to_m: 450e3,
        // 1997-09-12 to 1999-02-04, gently, with a damaged panel, and with a rest of half a year for the
        // Sun's angle.
        duration_d: 510.0,
        passes: None,
        source: "SpaceDaily 1999-02-04 (JPL's report) for the end; encyclopaedias for insertion and first apoapsis",
    },
];

/// Capture by one pass through the atmosphere behind a heat shield.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aerocapture {
    /// Speed at the lowest point of the pass, on the way in, m/s.
    pub entry_m_s: f64,
    /// What the drag takes away, m/s.
    pub drag_m_s: f64,
    /// Burn at the apoapsis after the pass, by which the periapsis leaves the atmosphere, m/s.
    pub correction_m_s: f64,
    /// What that costs less than capture by one burn, m/s.
    pub saved_m_s: f64,
}

impl Aerocapture {
    /// From a hyperbola with this speed far away (m/s), through the atmosphere down to a distance from the
    /// body's centre (m), to an orbit. What errors of the pass cost comes on top.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for what is not finite and positive, and for a pass above the orbit's
    /// periapsis.
    pub fn plan(v_inf_m_s: f64, lowest_m: f64, orbit: &Ellipse) -> Result<Self, AstroError> {
        if lowest_m > orbit.periapsis_m() {
            return Err(AstroError::BadInput(format!(
                "a pass at {lowest_m} m must lie below the orbit that it leads to"
            )));
        }
        let after = Ellipse::new(orbit.mu(), lowest_m, orbit.apoapsis_m())?;
        let drag_m_s = after.dv_to_v_inf_m_s(v_inf_m_s)?;
        let correction_m_s = orbit.apoapsis_speed_m_s() - after.apoapsis_speed_m_s();
        Ok(Self {
            entry_m_s: after.periapsis_speed_m_s() + drag_m_s,
            drag_m_s,
            correction_m_s,
            saved_m_s: orbit.dv_to_v_inf_m_s(v_inf_m_s)? - correction_m_s,
        })
    }
}

/// Speed (m/s) at a distance from a body's centre (m) of what had this speed far away: that of direct entry.
///
/// ```
/// // Falling to the Earth from far away: the speed of escape.
/// let speed_m_s = portolan_astro::entry_speed_m_s(3.986e14, 6_498e3, 0.0)?;
/// assert!((speed_m_s - 11_076.0).abs() < 1.0);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive; the speed may be nothing.
pub fn entry_speed_m_s(mu: f64, radius_m: f64, v_inf_m_s: f64) -> Result<f64, AstroError> {
    let circle = Ellipse::circle(mu, radius_m)?;
    Ok(circle.periapsis_speed_m_s() + circle.dv_to_v_inf_m_s(v_inf_m_s)?)
}

/// The share of the mass at entry that the ablative heat shield takes, for a total heat load (J/m²): 0.091 %
/// times the load in J/cm² to the power of 0.51575, a fit to flown probes (Laub and Venkatapathy, Thermal
/// protection system technology and facility needs for demanding future planetary missions, ESA SP-544, 2003;
/// at second hand). The structure that carries it is not included.
///
/// ```
/// // Ten thousand J/cm²: 0.091 % times 10^(4 x 0.51575).
/// let share = portolan_astro::shield_share(1e8)?;
/// assert!((share - 0.105_2).abs() < 1e-4);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::BadInput`] for a load outside 1e7 to 3e9 J/m², for which the fit gives 3 % and 61 %.
pub fn shield_share(heat_load_j_m2: f64) -> Result<f64, AstroError> {
    if !(1e7..=3e9).contains(&heat_load_j_m2) {
        return Err(AstroError::BadInput(format!(
            "heat shields are estimated for loads from 1e7 to 3e9 J/m², not for {heat_load_j_m2}"
        )));
    }
    Ok(0.000_91 * (heat_load_j_m2 / 1e4).powf(0.515_75))
}

/// The share of the arriving mass that is left after dropping a shield (and what else only the atmosphere
/// needs) of this share, and then burning so much velocity change (m/s) at this exhaust speed (m/s).
///
/// # Errors
/// [`AstroError::BadInput`] for a share outside 0 to 1, a negative velocity change, or what is not finite.
pub fn delivered_share(
    dropped_share: f64,
    dv_m_s: f64,
    exhaust_m_s: f64,
) -> Result<f64, AstroError> {
    positive(exhaust_m_s, "the exhaust speed")?;
    if (0.0..=1.0).contains(&dropped_share) && dv_m_s >= 0.0 && dv_m_s.is_finite() {
        return Ok((1.0 - dropped_share) * (-dv_m_s / exhaust_m_s).exp());
    }
    Err(AstroError::BadInput(
        "what is dropped is a share from 0 to 1, what is burnt a finite velocity change that is not negative"
            .to_owned(),
    ))
}

fn same_body(one: &Ellipse, other: &Ellipse) -> Result<(), AstroError> {
    if one.mu() == other.mu() {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "orbits about bodies of {} and {} m³/s² do not follow each other",
        one.mu(),
        other.mu()
    )))
}
