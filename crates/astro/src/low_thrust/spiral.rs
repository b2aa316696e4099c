//! Spirals: flown step by step, and the closed form of how they escape.

use super::Craft;
use crate::conic::{Ellipse, positive};
use crate::{AstroError, Dop853, Moment, Passing};

/// Where a spiral ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpiralEnd {
    /// At this semi-major axis, m: above the circle it begins with, the thrust pushes; below, it brakes.
    SemiMajorAxis(f64),
    /// Where the energy is enough to escape.
    Escape,
}

/// A spiral that was followed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlownSpiral {
    /// Velocity change, m/s.
    pub dv_m_s: f64,
    /// Time, s.
    pub duration_s: f64,
    /// Distance from the body's centre at the end, m.
    pub radius_m: f64,
    /// Eccentricity at the end.
    pub e: f64,
}

/// Errors of each step, relative to the first radius and speed.
const STEP_ERROR: f64 = 1e-10;
/// Most steps: a hundred thousand revolutions.
const MOST_STEPS: u32 = 2_000_000;

/// Motion from a circle under steady thrust along the velocity, or against it, with the mass that is left,
/// step by step ([`Dop853`]): some twenty steps a revolution, for up to a hundred thousand of them.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive; [`AstroError::NoSolution`] where the craft
/// would use up itself before; [`AstroError::NoConvergence`] where the way is too long to follow, or leads
/// into the body.
pub fn fly_spiral(
    mu: f64,
    from_m: f64,
    craft: &Craft,
    end: SpiralEnd,
) -> Result<FlownSpiral, AstroError> {
    let speed_m_s = Ellipse::circle(mu, from_m)?.periapsis_speed_m_s();
    let time_s = from_m / speed_m_s;
    let wanted = match end {
        SpiralEnd::Escape => 0.0,
        SpiralEnd::SemiMajorAxis(axis_m) => {
            positive(axis_m, "the semi-major axis")?;
            -0.5 * from_m / axis_m
        }
    };
    // Without dimension: radius, speed and gravitational parameter are 1, and so is -2 times the energy.
    let push = (wanted + 0.5).signum() * craft.acceleration_m_s2() * time_s / speed_m_s;
    let burnout = craft.burnout_s() / time_s;
    let rates = |at: f64, state: &[f64; 4]| thrust_along(state, push / (1.0 - at / burnout));
    let start = Moment {
        at: 0.0,
        state: [1.0, 0.0, 0.0, 1.0],
    };
    let method = Dop853::new(STEP_ERROR, STEP_ERROR)?.with_most_steps(MOST_STEPS);
    let missing = |_: f64, state: &[f64; 4]| energy(state) - wanted;
    let met = if wanted == -0.5 {
        Some(start)
    } else {
        method.follow_to(rates, start, 0.999 * burnout, Passing::Either, missing)?
    };
    let Some(met) = met else {
        return Err(AstroError::NoSolution(
            "the craft would have to be all propellant, and more, to spiral so far".to_owned(),
        ));
    };
    let [x, y, vx, vy] = met.state;
    let momentum = x * vy - y * vx;
    let duration_s = met.at * time_s;
    Ok(FlownSpiral {
        dv_m_s: craft.dv_after_m_s(duration_s),
        duration_s,
        radius_m: x.hypot(y) * from_m,
        e: (1.0 + 2.0 * energy(&met.state) * momentum * momentum)
            .max(0.0)
            .sqrt(),
    })
}

fn energy([x, y, vx, vy]: &[f64; 4]) -> f64 {
    0.5 * (vx * vx + vy * vy) - 1.0 / x.hypot(*y)
}

fn thrust_along([x, y, vx, vy]: &[f64; 4], push: f64) -> [f64; 4] {
    let pull = 1.0 / x.hypot(*y).powi(3);
    let along = push / vx.hypot(*vy);
    [*vx, *vy, along * vx - pull * x, along * vy - pull * y]
}

/// How much less than the circular speed an escape takes, in units of (mu a)^(1/4): the limit of weak thrust,
/// from motions followed at 1e-11 with thrust from 3e-5 to 1e-2 of gravity. The first three digits are also
/// those of the table in Space Exploration Stack Exchange, question 29456 (2018): 0.745, 0.856 and 0.919 of
/// the circular speed at 1e-2, 1e-3 and 1e-4.
const ESCAPE_RELIEF: f64 = 0.8082;

/// The velocity change (m/s) of a spiral from a circle until it escapes, under thrust along the velocity.
///
/// The limit of no thrust is the circular speed. Where thrust and gravity become alike, far out, the spiral
/// ends sooner: as gravity and thrust are all there is, it saves a number times (mu a)^(1/4), with the
/// acceleration a at the end. Within 0.1 % of the circular speed for thrust up to a hundredth of the gravity
/// at the beginning.
///
/// # Errors
/// [`AstroError::BadInput`] for what is not finite and positive; [`AstroError::NoSolution`] for thrust that
/// comes to exceed a hundredth of that gravity, where there is no spiral to speak of;
/// [`AstroError::NoConvergence`].
pub fn escape_spiral_dv_m_s(mu: f64, from_m: f64, craft: &Craft) -> Result<f64, AstroError> {
    let speed_m_s = Ellipse::circle(mu, from_m)?.periapsis_speed_m_s();
    let gravity_m_s2 = mu / (from_m * from_m);
    let mut dv_m_s = speed_m_s;
    // The acceleration at the end depends on the velocity change, and it little on that.
    for _ in 0..100 {
        let acceleration_m_s2 = craft.acceleration_after_m_s2(dv_m_s);
        if acceleration_m_s2 > 0.01 * gravity_m_s2 {
            return Err(AstroError::NoSolution(format!(
                "{acceleration_m_s2} m/s² is more than a hundredth of gravity, {gravity_m_s2} m/s²: follow the motion"
            )));
        }
        let last_m_s = dv_m_s;
        dv_m_s = speed_m_s - ESCAPE_RELIEF * (mu * acceleration_m_s2).sqrt().sqrt();
        if (dv_m_s - last_m_s).abs() <= 1e-12 * speed_m_s {
            return Ok(dv_m_s);
        }
    }
    Err(AstroError::NoConvergence(
        "the velocity change of an escape did not settle: the craft loses too much mass on it"
            .to_owned(),
    ))
}
