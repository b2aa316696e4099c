//! Motion that has no closed form, step by step: an explicit Runge-Kutta method of order eight that chooses
//! its own steps.

mod dop853;

use crate::AstroError;
use crate::roots;
use dop853::{ERROR_3, ERROR_5, NODES, RESULT, STAGES};

/// The method DOP853 of Dormand and Prince (Hairer, Nørsett and Wanner, Solving Ordinary Differential
/// Equations I, 1993, section II.5): order eight, with the error of each step judged by two embedded methods
/// of orders five and three, and without dense output: where an event lies inside a step, the step is taken
/// again to just there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dop853 {
    relative: f64,
    absolute: f64,
    most_steps: u32,
}

/// Which changes of sign count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Passing {
    /// From below zero to above.
    Upward,
    /// From above zero to below.
    Downward,
    /// Both.
    Either,
}

/// An instant of a motion, and the state then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment<const N: usize> {
    /// When.
    pub at: f64,
    /// The state.
    pub state: [f64; N],
}

impl Dop853 {
    /// Errors of each step up to `absolute` plus `relative` times the size, component by component.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a relative tolerance outside 1e-15 to 0.1, and for an absolute one that
    /// is not finite and positive.
    pub fn new(relative: f64, absolute: f64) -> Result<Self, AstroError> {
        let is_size = absolute > 0.0 && absolute.is_finite();
        if !((1e-15..=0.1).contains(&relative) && is_size) {
            return Err(AstroError::BadInput(format!(
                "motion cannot be followed to {relative} of the size and {absolute}: the former must be \
                 from 1e-15 to 0.1, the latter finite and above zero"
            )));
        }
        Ok(Self {
            relative,
            absolute,
            most_steps: 10_000_000,
        })
    }

    /// The same, giving up after so many steps; ten million where nothing is said.
    #[must_use]
    pub fn with_most_steps(self, most_steps: u32) -> Self {
        Self { most_steps, ..self }
    }

    /// The state at `until` of the motion that is in `state` at `from` and changes at `rate_of(at, state)`.
    /// Time may run backwards.
    ///
    /// ```
    /// use portolan_astro::Dop853;
    /// // Growth at the rate of the size: e after one unit of time.
    /// let method = Dop853::new(1e-12, 1e-12)?;
    /// let grown = method.follow(|_, &[size]| [size], 0.0, [1.0], 1.0)?;
    /// assert!((grown[0] - std::f64::consts::E).abs() < 1e-12);
    /// # Ok::<(), portolan_astro::AstroError>(())
    /// ```
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for instants or a state that are not finite;
    /// [`AstroError::NoConvergence`] where the steps become too small (a collision) or too many.
    pub fn follow<const N: usize>(
        &self,
        rate_of: impl Fn(f64, &[f64; N]) -> [f64; N],
        from: f64,
        state: [f64; N],
        until: f64,
    ) -> Result<[f64; N], AstroError> {
        let mut walk = Walk::begin(self, rate_of, from, state, until)?;
        while walk.now.at != until {
            walk.advance(until)?;
        }
        Ok(walk.now.state)
    }

    /// The first moment after `from` and not after `until` at which `event(at, state)` changes its sign, or
    /// `None`. An event that is zero at the start is past.
    ///
    /// Two changes of sign within one step of the method are missed.
    ///
    /// # Errors
    /// As for [`Dop853::follow`]; [`AstroError::Degenerate`] where the event is not finite.
    pub fn follow_to<const N: usize>(
        &self,
        rate_of: impl Fn(f64, &[f64; N]) -> [f64; N],
        start: Moment<N>,
        until: f64,
        passing: Passing,
        event: impl Fn(f64, &[f64; N]) -> f64,
    ) -> Result<Option<Moment<N>>, AstroError> {
        let mut walk = Walk::begin(self, rate_of, start.at, start.state, until)?;
        let mut before = event(start.at, &start.state);
        while walk.now.at != until {
            let last = walk.now;
            let last_rate = walk.rate;
            walk.advance(until)?;
            let after = event(walk.now.at, &walk.now.state);
            if passing.is_met(before, after) {
                let width = walk.now.at - last.at;
                let at_fraction = |fraction: f64| Moment {
                    at: last.at + fraction * width,
                    state: walk.stage(&last, &last_rate, fraction * width).0,
                };
                let value = |fraction: f64| {
                    let moment = at_fraction(fraction);
                    Ok(event(moment.at, &moment.state))
                };
                return Ok(Some(at_fraction(roots::root(value, 0.0, 1.0, 1e-13)?)));
            }
            before = after;
        }
        Ok(None)
    }
}

impl Passing {
    fn is_met(self, before: f64, after: f64) -> bool {
        let (up, down) = (before < 0.0 && after >= 0.0, before > 0.0 && after <= 0.0);
        match self {
            Self::Upward => up,
            Self::Downward => down,
            Self::Either => up || down,
        }
    }
}

/// A motion that is being followed.
struct Walk<'m, F, const N: usize> {
    method: &'m Dop853,
    rate_of: F,
    now: Moment<N>,
    rate: [f64; N],
    /// The next step to try, with its sign.
    step: f64,
    steps: u32,
}

impl<'m, F: Fn(f64, &[f64; N]) -> [f64; N], const N: usize> Walk<'m, F, N> {
    fn begin(
        method: &'m Dop853,
        rate_of: F,
        from: f64,
        state: [f64; N],
        until: f64,
    ) -> Result<Self, AstroError> {
        let rate = rate_of(from, &state);
        let all = [from, until].into_iter().chain(state).chain(rate);
        if !all.into_iter().all(f64::is_finite) {
            return Err(AstroError::BadInput(
                "motion can only be followed from a finite state with finite rates, between finite instants"
                    .to_owned(),
            ));
        }
        let mut walk = Self {
            method,
            rate_of,
            now: Moment { at: from, state },
            rate,
            step: 0.0,
            steps: 0,
        };
        walk.step = walk.first_step(until - from);
        Ok(walk)
    }

    /// A first step by which the state changes by about a hundredth of itself; the judgement of its error
    /// corrects what is too bold.
    fn first_step(&self, span: f64) -> f64 {
        let scaled = |values: &[f64; N]| {
            let terms = values.iter().zip(&self.now.state);
            let sum: f64 = terms
                .map(|(value, size)| (value / self.allowed(*size)).powi(2))
                .sum();
            sum.sqrt()
        };
        let (size, speed) = (scaled(&self.now.state), scaled(&self.rate));
        let step = if size > 0.0 && speed > 0.0 {
            0.01 * size / speed
        } else {
            1e-3 * span.abs()
        };
        step.min(span.abs()).copysign(span)
    }

    fn allowed(&self, size: f64) -> f64 {
        self.method.absolute + self.method.relative * size.abs()
    }

    /// One step, not beyond `until`.
    fn advance(&mut self, until: f64) -> Result<(), AstroError> {
        loop {
            let left = until - self.now.at;
            let is_last = self.step.abs() >= left.abs();
            let step = if is_last { left } else { self.step };
            self.steps += 1;
            let too_small = step.abs() <= f64::EPSILON * self.now.at.abs() && !is_last;
            if too_small || step == 0.0 || self.steps > self.method.most_steps {
                return Err(self.stuck());
            }
            let (state, error) = self.stage(&self.now, &self.rate, step);
            // The error falls with the eighth power of the step.
            let factor = if error.is_finite() {
                0.9 * error.max(1e-12).powf(-0.125)
            } else {
                0.1
            };
            self.step = step * factor.clamp(0.1, 5.0);
            if error <= 1.0 {
                let at = if is_last { until } else { self.now.at + step };
                self.rate = (self.rate_of)(at, &state);
                self.now = Moment { at, state };
                return Ok(());
            }
        }
    }

    /// The state one step after a moment, and its error in units of what is allowed.
    fn stage(&self, from: &Moment<N>, rate: &[f64; N], step: f64) -> ([f64; N], f64) {
        let mut rates = [[0.0; N]; 12];
        rates[0] = *rate;
        for (stage, (weights, node)) in STAGES.iter().zip(NODES).enumerate().skip(1) {
            let state = shifted(&from.state, step, weights, &rates);
            rates[stage] = (self.rate_of)(from.at + node * step, &state);
        }
        let state = shifted(&from.state, step, RESULT, &rates);
        let (mut fifth, mut third) = (0.0, 0.0);
        for (i, (old, new)) in from.state.iter().zip(&state).enumerate() {
            let allowed = self.allowed(old.abs().max(new.abs()));
            let weigh = |weights: &[(usize, f64)]| {
                let terms = weights.iter().map(|(stage, w)| w * rates[*stage][i]);
                terms.sum::<f64>() / allowed
            };
            fifth += weigh(ERROR_5).powi(2);
            third += weigh(ERROR_3).powi(2);
        }
        let denominator = ((fifth + 0.01 * third) * N as f64).sqrt();
        let error = if denominator > 0.0 {
            step.abs() * fifth / denominator
        } else {
            fifth + third
        };
        (state, error)
    }

    fn stuck(&self) -> AstroError {
        AstroError::NoConvergence(format!(
            "motion could not be followed beyond {} after {} steps: it leads into a collision, or further \
             than so many steps reach",
            self.now.at, self.steps
        ))
    }
}

/// The state plus a step times weighted rates.
fn shifted<const N: usize>(
    state: &[f64; N],
    step: f64,
    weights: &[(usize, f64)],
    rates: &[[f64; N]; 12],
) -> [f64; N] {
    let mut sum = [0.0; N];
    for (stage, weight) in weights {
        for (total, rate) in sum.iter_mut().zip(&rates[*stage]) {
            *total += weight * rate;
        }
    }
    let mut next = *state;
    for (value, total) in next.iter_mut().zip(&sum) {
        *value += step * total;
    }
    next
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::{PI, TAU};

    /// A unit circle round a unit centre.
    fn circle(_: f64, [x, y, vx, vy]: &[f64; 4]) -> [f64; 4] {
        let cube = x.hypot(*y).powi(3);
        [*vx, *vy, -x / cube, -y / cube]
    }

    const START: [f64; 4] = [1.0, 0.0, 0.0, 1.0];

    #[test]
    fn weights_meet_the_conditions_of_order_one_and_two() {
        for (stage, weights) in STAGES.iter().enumerate() {
            let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
            assert!((sum - NODES[stage]).abs() < 1e-14, "stage {stage}");
        }
        let total: f64 = RESULT.iter().map(|(_, weight)| weight).sum();
        assert!((total - 1.0).abs() < 1e-14);
        // An integral of t^7 is exact to order eight.
        let seventh: f64 = RESULT.iter().map(|(i, w)| w * NODES[*i].powi(7)).sum();
        assert!((seventh - 0.125).abs() < 1e-14);
        for error in [ERROR_3, ERROR_5] {
            let sum: f64 = error.iter().map(|(_, weight)| weight).sum();
            assert!(sum.abs() < 1e-14);
        }
    }

    #[test]
    fn a_circle_closes_forwards_and_backwards() {
        let method = Dop853::new(1e-13, 1e-13).unwrap();
        for span in [TAU, -TAU] {
            let end = method.follow(circle, 0.0, START, span).unwrap();
            for (got, want) in end.iter().zip(START) {
                assert!((got - want).abs() < 1e-11, "{end:?}");
            }
        }
    }

    #[test]
    fn error_falls_with_the_tolerance() {
        let error = |tolerance: f64| {
            let method = Dop853::new(tolerance, tolerance).unwrap();
            let end = method.follow(circle, 0.0, START, 10.0 * TAU).unwrap();
            (end[0] - 1.0).hypot(end[1])
        };
        let (coarse, fine) = (error(1e-6), error(1e-11));
        assert!(
            coarse < 1e-3 && fine < 1e-8 && fine < 1e-3 * coarse,
            "{coarse} {fine}"
        );
    }

    #[test]
    fn an_event_is_met_where_it_is() {
        let method = Dop853::new(1e-13, 1e-13).unwrap();
        let start = Moment {
            at: 0.0,
            state: START,
        };
        let height = |_: f64, state: &[f64; 4]| state[1];
        for (passing, want) in [
            (Passing::Downward, Some(PI)),
            (Passing::Upward, Some(TAU)),
            (Passing::Either, Some(PI)),
        ] {
            let met = method
                .follow_to(circle, start, 7.0, passing, height)
                .unwrap();
            let at = met.map(|moment| moment.at);
            assert!(
                (at.unwrap() - want.unwrap()).abs() < 1e-11,
                "{passing:?} {at:?}"
            );
        }
        let none = method.follow_to(circle, start, 3.0, Passing::Either, height);
        assert_eq!(none, Ok(None));
    }

    #[test]
    fn a_collision_and_nonsense_are_refused() {
        let method = Dop853::new(1e-12, 1e-12).unwrap();
        let fall = method.follow(circle, 0.0, [1.0, 0.0, 0.0, 0.0], 10.0);
        assert!(
            matches!(fall, Err(AstroError::NoConvergence(_))),
            "{fall:?}"
        );
        let few = method.with_most_steps(3).follow(circle, 0.0, START, 100.0);
        assert!(matches!(few, Err(AstroError::NoConvergence(_))), "{few:?}");
        for (from, x, until) in [
            (f64::NAN, 1.0, 1.0),
            (0.0, f64::NAN, 1.0),
            (0.0, 1.0, f64::INFINITY),
            (0.0, 0.0, 1.0),
        ] {
            let refused = method.follow(circle, from, [x, 0.0, 0.0, 1.0], until);
            assert!(
                matches!(refused, Err(AstroError::BadInput(_))),
                "{refused:?}"
            );
        }
        for (relative, absolute) in [(0.0, 1e-9), (f64::NAN, 1e-9), (1e-9, 0.0), (1e-9, f64::NAN)] {
            assert!(Dop853::new(relative, absolute).is_err());
        }
    }
}
