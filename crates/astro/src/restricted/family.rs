//! The family of halo orbits about a collinear libration point, walked from the planar orbit it branches off.

use super::shooting::{
    Condition, Crossing, Exactness, HALF, Shot, VY, X, Z, correct, direction, dot,
};
use super::{LibrationPoint, Primary, RestrictedSystem};
use crate::{AstroError, roots};
use std::f64::consts::PI;

/// How exact the members on the way are; the one that is asked for is made as exact as can be.
const ON_THE_WAY: Exactness = Exactness {
    step_error: 1e-11,
    miss: 1e-10,
};
/// As exact as rounding lets an orbit be.
pub(super) const FINAL: Exactness = Exactness {
    step_error: 1e-13,
    miss: 2e-13,
};
/// First and longest step along the family, in lengths of the four numbers divided by their scales.
const FIRST_STEP: f64 = 0.02;
/// As above.
const LONGEST_STEP: f64 = 0.12;
/// The family is lost where a step must be shorter.
const SHORTEST_STEP: f64 = 1e-4;
/// Least cosine between the headings before and after a step.
const STRAIGHT: f64 = 0.9;

/// A walk along a family of orbits that cross the plane y = 0 at right angles far from the bodies, above the
/// plane of the bodies.
pub(super) struct Family<'s> {
    system: &'s RestrictedSystem,
    crossing: Crossing,
    /// Direction along the family in scaled numbers.
    heading: [f64; 4],
    /// What the four numbers are divided by.
    scale: [f64; 4],
    step: f64,
}

impl<'s> Family<'s> {
    /// The planar orbit with which the family begins.
    pub(super) fn begin(
        system: &'s RestrictedSystem,
        point: LibrationPoint,
    ) -> Result<Self, AstroError> {
        let planar = Planar::about(system, point)?;
        let size = planar.size.abs();
        Ok(Self {
            system,
            crossing: planar.branching()?,
            heading: [0.0, 1.0, 0.0, 0.0],
            scale: [size, size, size, 1.0],
            step: FIRST_STEP,
        })
    }

    pub(super) fn system(&self) -> &RestrictedSystem {
        self.system
    }

    pub(super) fn crossing(&self) -> Crossing {
        self.crossing
    }

    /// The next member, as far on as the family is straight.
    pub(super) fn advance(&mut self) -> Result<(), AstroError> {
        while self.step >= SHORTEST_STEP {
            let next = self.member_at(self.step, ON_THE_WAY).ok();
            let next = next.and_then(|(crossing, shot)| Some((crossing, self.heading_at(&shot)?)));
            if let Some((crossing, heading)) = next
                && dot(heading, self.heading) > STRAIGHT
            {
                self.crossing = crossing;
                self.heading = heading;
                self.step = (1.4 * self.step).min(LONGEST_STEP);
                return Ok(());
            }
            self.step *= 0.5;
        }
        Err(AstroError::NoSolution(format!(
            "the family of halo orbits could not be followed beyond the one at x = {}, z = {}",
            self.crossing[X], self.crossing[Z]
        )))
    }

    /// The member that lies so far from here along the heading, which may be backwards.
    pub(super) fn member_at(
        &self,
        distance: f64,
        exactness: Exactness,
    ) -> Result<(Crossing, Shot), AstroError> {
        let mut weights = self.heading;
        let mut guess = self.crossing;
        for i in 0..4 {
            weights[i] /= self.scale[i];
            guess[i] += distance * self.heading[i] * self.scale[i];
        }
        let value = dot(weights, self.crossing) + distance;
        correct(self.system, guess, Condition { weights, value }, exactness)
    }

    /// The distance along the heading of another member.
    pub(super) fn distance_to(&self, crossing: Crossing) -> f64 {
        let mut scaled = crossing;
        for (i, value) in scaled.iter_mut().enumerate() {
            *value = (*value - self.crossing[i]) / self.scale[i];
        }
        dot(scaled, self.heading)
    }

    fn heading_at(&self, shot: &Shot) -> Option<[f64; 4]> {
        let rows = shot.slopes.map(|mut row| {
            for (value, scale) in row.iter_mut().zip(self.scale) {
                *value *= scale;
            }
            row
        });
        let heading = direction(rows)?;
        let is_onward = dot(heading, self.heading) > 0.0;
        Some(if is_onward {
            heading
        } else {
            heading.map(|value| -value)
        })
    }
}

/// The planar orbits about a collinear point.
struct Planar<'s> {
    system: &'s RestrictedSystem,
    /// The point's x.
    centre: f64,
    /// Distance from the smaller body, positive beyond it.
    size: f64,
    /// Speed over distance of the smallest orbits, where they cross the x axis.
    slope: f64,
    /// Half the period of the smallest orbits.
    half: f64,
}

impl<'s> Planar<'s> {
    /// The smallest of them: motion is linear near the point (Szebehely, Theory of Orbits, 1967, section
    /// 5.4).
    fn about(system: &'s RestrictedSystem, point: LibrationPoint) -> Result<Self, AstroError> {
        if !matches!(point, LibrationPoint::L1 | LibrationPoint::L2) {
            return Err(AstroError::NoSolution(
                "halo orbits are followed about L1 and L2, which lie near the smaller body"
                    .to_owned(),
            ));
        }
        let centre = system.libration_point(point)?.x;
        let offset = |body: Primary| centre - system.place_of(body).x;
        let (larger, size) = (offset(Primary::Larger), offset(Primary::Smaller));
        let ratio = system.mass_ratio();
        let pull = (1.0 - ratio) / larger.abs().powi(3) + ratio / size.abs().powi(3);
        let square = 0.5 * (2.0 - pull + (9.0 * pull * pull - 8.0 * pull).sqrt());
        let frequency = square.sqrt();
        Ok(Self {
            system,
            centre,
            size,
            slope: -0.5 * (square + 1.0 + 2.0 * pull),
            half: PI / frequency,
        })
    }

    /// The orbit off which the halo family branches: the one in which an offset from the plane, at rest at
    /// one crossing, is at rest at the next.
    fn branching(&self) -> Result<Crossing, AstroError> {
        let step = 0.02 * self.size;
        let (mut last, mut last_rest) = (None, f64::NAN);
        let mut guess = [self.centre + step, 0.0, self.slope * step, self.half];
        for _ in 0..200 {
            let (crossing, rest) = self.member(guess)?;
            if let Some(before) = last
                && rest * last_rest <= 0.0
            {
                return self.branching_between(before, crossing);
            }
            // The next guess lies on the line through the last two members.
            let before: Crossing = last.unwrap_or([self.centre, 0.0, 0.0, crossing[HALF]]);
            guess = along(before, crossing, crossing[X] + step);
            (last, last_rest) = (Some(crossing), rest);
        }
        Err(AstroError::NoSolution(
            "no halo orbits branch off the planar orbits about this point".to_owned(),
        ))
    }

    fn branching_between(&self, low: Crossing, high: Crossing) -> Result<Crossing, AstroError> {
        let (from, to) = (low[X].min(high[X]), low[X].max(high[X]));
        let rest = |x: f64| Ok(self.member(along(low, high, x))?.1);
        let x = roots::root(rest, from, to, 1e-9 * self.size.abs())?;
        Ok(self.member(along(low, high, x))?.0)
    }

    /// The planar orbit through a guess's x, and the velocity off the plane that an offset has after half a
    /// period.
    fn member(&self, guess: Crossing) -> Result<(Crossing, f64), AstroError> {
        let condition = Condition {
            weights: [1.0, 0.0, 0.0, 0.0],
            value: guess[X],
        };
        let (crossing, shot) = correct(self.system, guess, condition, ON_THE_WAY)?;
        Ok((crossing, shot.slopes[2][Z]))
    }
}

/// The crossing on the line through two others that has this x.
fn along(a: Crossing, b: Crossing, x: f64) -> Crossing {
    let t = (x - a[X]) / (b[X] - a[X]);
    let mix = |i: usize| a[i] + t * (b[i] - a[i]);
    [x, mix(Z), mix(VY), mix(HALF)]
}

/// The member between two others, or at one of them, at which a measure of members has a value.
pub(super) fn member_with(
    family: &Family<'_>,
    last: Crossing,
    measure: impl Fn(Crossing) -> Result<f64, AstroError>,
    value: f64,
) -> Result<Crossing, AstroError> {
    let back = family.distance_to(last);
    let miss = |distance: f64| Ok(measure(family.member_at(distance, FINAL)?.0)? - value);
    let distance = roots::root(miss, back.min(0.0), back.max(0.0), 1e-14)?;
    Ok(family.member_at(distance, FINAL)?.0)
}

/// The member with this half period, near a guess.
pub(super) fn member_with_half(
    system: &RestrictedSystem,
    guess: Crossing,
    half: f64,
) -> Result<Crossing, AstroError> {
    let condition = Condition {
        weights: [0.0, 0.0, 0.0, 1.0],
        value: half,
    };
    Ok(correct(system, guess, condition, FINAL)?.0)
}
