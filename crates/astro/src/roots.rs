//! Roots and extrema of a function of one variable: a scan that brackets them, then Brent's methods.
//!
//! The functions may fail (an ephemeris ends), and so may everything here; every iteration is bounded.

use crate::AstroError;

/// Most iterations within one bracket. Brent's methods need about 10; bisection alone would need 60.
const MOST_ITERATIONS: usize = 200;

/// Most samples of one scan.
const MOST_SAMPLES: f64 = 1e7;

/// How finely a span is sampled for events, and how exactly each is found, in the unit of the variable.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scan {
    /// Distance between samples: at most a third of the shortest time between two extrema of the function.
    /// Two crossings within one step are still found where the function turns between them.
    pub step: f64,
    /// Largest error of an event that is found.
    pub tolerance: f64,
}

/// A change of sign.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crossing {
    /// Where.
    pub at: f64,
    /// True from below to above.
    pub rising: bool,
}

/// Which way a function turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Turn {
    /// Lower than on either side.
    Minimum,
    /// Higher than on either side.
    Maximum,
}

/// A point at which a function turns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extremum {
    /// Where.
    pub at: f64,
    /// The function there.
    pub value: f64,
    /// Which way it turns.
    pub turn: Turn,
}

/// The root of a continuous function between two points at which its signs differ.
///
/// Brent (1973), Algorithms for Minimization without Derivatives, ch. 4: inverse quadratic interpolation,
/// held in by bisection. The error is at most `tolerance` plus the rounding of the variable.
///
/// ```
/// use portolan_astro::roots;
/// let root = roots::root(|x| Ok(x * x - 2.0), 0.0, 2.0, 1e-12)?;
/// assert!((root - std::f64::consts::SQRT_2).abs() < 1e-12);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
///
/// # Errors
/// [`AstroError::NoSolution`] where the signs at both ends are equal, [`AstroError::BadInput`] for ends or a
/// tolerance out of range, [`AstroError::Degenerate`] where the function is not finite,
/// [`AstroError::NoConvergence`], and what the function itself returns.
pub fn root<F>(mut f: F, low: f64, high: f64, tolerance: f64) -> Result<f64, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    check_bracket(low, high, tolerance)?;
    let (at_low, at_high) = (sample(&mut f, low)?, sample(&mut f, high)?);
    root_between(&mut f, (low, at_low), (high, at_high), tolerance)
}

/// The place of a minimum of a function between two points, and the function there.
///
/// Brent (1973), ch. 5: parabolic interpolation, held in by golden sections. Where the function has several
/// minima, one of them is found; where it has none inside, the result lies at an end. A minimum is flat, so
/// that its place is known to no better than the square root of the rounding of the function.
///
/// # Errors
/// As [`root`], but for equal signs.
pub fn minimum<F>(mut f: F, low: f64, high: f64, tolerance: f64) -> Result<(f64, f64), AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    check_bracket(low, high, tolerance)?;
    minimum_between(&mut f, low, high, tolerance)
}

/// All changes of sign of a continuous function in a span, in order. Zero counts as above.
///
/// Between two samples of equal sign the function is searched where it comes close to zero and turns away
/// again, so that a short excursion is found too; one that begins and ends within a step of either end of the
/// span may be missed.
///
/// # Errors
/// As [`root`]; [`AstroError::BadInput`] also for a scan with more than 10 million samples.
pub fn crossings<F>(mut f: F, from: f64, to: f64, scan: Scan) -> Result<Vec<Crossing>, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let mut found = Vec::new();
    let mut earlier: Option<(f64, f64)> = None;
    let mut last: Option<(f64, f64)> = None;
    for at in samples(from, to, scan)? {
        let now = (at, sample(&mut f, at)?);
        if let Some(before) = last {
            if is_above(before) != is_above(now) {
                let at = root_between(&mut f, before, now, scan.tolerance)?;
                found.push(Crossing {
                    at,
                    rising: is_above(now),
                });
            } else if let Some(first) = earlier {
                excursion(&mut f, [first, before, now], scan.tolerance, &mut found)?;
            }
        }
        earlier = last;
        last = Some(now);
    }
    Ok(found)
}

/// All turning points of a function inside a span, in order; the ends of the span are none.
///
/// # Errors
/// As [`crossings`].
pub fn extrema<F>(mut f: F, from: f64, to: f64, scan: Scan) -> Result<Vec<Extremum>, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let mut found = Vec::new();
    let mut window: [Option<(f64, f64)>; 2] = [None, None];
    for at in samples(from, to, scan)? {
        let now = (at, sample(&mut f, at)?);
        if let [Some(first), Some(middle)] = window {
            let turn = if middle.1 <= first.1 && middle.1 < now.1 {
                Some(Turn::Minimum)
            } else if middle.1 >= first.1 && middle.1 > now.1 {
                Some(Turn::Maximum)
            } else {
                None
            };
            if let Some(turn) = turn {
                found.push(extremum_between(
                    &mut f,
                    first.0,
                    now.0,
                    turn,
                    scan.tolerance,
                )?);
            }
        }
        window = [window[1], Some(now)];
    }
    Ok(found)
}

/// Refuses a bracket that is none.
fn check_bracket(low: f64, high: f64, tolerance: f64) -> Result<(), AstroError> {
    if !(low.is_finite() && high.is_finite() && low <= high) {
        return Err(AstroError::BadInput(format!(
            "a search from {low} to {high} is none: both must be finite and in order"
        )));
    }
    if !(tolerance.is_finite() && tolerance > 0.0) {
        return Err(AstroError::BadInput(format!(
            "a search cannot be exact to {tolerance}: a finite number above zero is needed"
        )));
    }
    Ok(())
}

/// The places of a scan: both ends, and between them one every step.
fn samples(from: f64, to: f64, scan: Scan) -> Result<impl Iterator<Item = f64>, AstroError> {
    check_bracket(from, to, scan.tolerance)?;
    let steps = ((to - from) / scan.step).ceil();
    if !(scan.step > 0.0 && steps <= MOST_SAMPLES) {
        return Err(AstroError::BadInput(format!(
            "a scan from {from} to {to} in steps of {}: the step must be above zero, the samples at most {MOST_SAMPLES}",
            scan.step
        )));
    }
    // Equal steps, so that the last is no sliver.
    let steps = steps.max(1.0) as u32;
    let width = to - from;
    Ok((0..=steps).map(move |i| from + width * (f64::from(i) / f64::from(steps))))
}

/// The function at a place, where it is a number.
fn sample<F>(f: &mut F, at: f64) -> Result<f64, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let value = f(at)?;
    if value.is_finite() {
        Ok(value)
    } else {
        Err(AstroError::Degenerate(format!(
            "a function that is searched is {value} at {at}"
        )))
    }
}

/// Zero counts as above.
fn is_above(point: (f64, f64)) -> bool {
    point.1 >= 0.0
}

/// Adds the two crossings around a turn towards zero, where there are any, for three samples of one sign.
fn excursion<F>(
    f: &mut F,
    [first, middle, last]: [(f64, f64); 3],
    tolerance: f64,
    found: &mut Vec<Crossing>,
) -> Result<(), AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let above = is_above(middle);
    let towards_zero = middle.1.abs() <= first.1.abs() && middle.1.abs() < last.1.abs();
    if !towards_zero || is_above(first) != above {
        return Ok(());
    }
    let sign = if above { 1.0 } else { -1.0 };
    let turn = extremum_between(
        f,
        first.0,
        last.0,
        if above { Turn::Minimum } else { Turn::Maximum },
        tolerance,
    )?;
    if sign * turn.value >= 0.0 && is_above((turn.at, turn.value)) == above {
        return Ok(());
    }
    let deepest = (turn.at, turn.value);
    for (from, to, rising) in [(first, deepest, !above), (deepest, last, above)] {
        let at = root_between(f, from, to, tolerance)?;
        found.push(Crossing { at, rising });
    }
    Ok(())
}

/// The turning point in a bracket.
fn extremum_between<F>(
    f: &mut F,
    low: f64,
    high: f64,
    turn: Turn,
    tolerance: f64,
) -> Result<Extremum, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let sign = if turn == Turn::Minimum { 1.0 } else { -1.0 };
    let (at, value) = minimum_between(&mut |x| Ok(sign * f(x)?), low, high, tolerance)?;
    Ok(Extremum {
        at,
        value: sign * value,
        turn,
    })
}

/// Brent's root finder: `b` is the best point so far, `a` the one before, `c` the other end of the bracket.
fn root_between<F>(
    f: &mut F,
    low: (f64, f64),
    high: (f64, f64),
    tolerance: f64,
) -> Result<f64, AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let (mut a, mut b) = (low, high);
    if is_above(a) == is_above(b) && a.1 != 0.0 && b.1 != 0.0 {
        return Err(AstroError::NoSolution(format!(
            "a function has equal signs at {} and {}",
            a.0, b.0
        )));
    }
    let mut c = a;
    let mut step = b.0 - a.0;
    let mut before = step;
    for _ in 0..MOST_ITERATIONS {
        if is_above(b) == is_above(c) {
            (c, step, before) = (a, b.0 - a.0, b.0 - a.0);
        }
        if c.1.abs() < b.1.abs() {
            (a, b, c) = (b, c, b);
        }
        let least = 2.0 * f64::EPSILON * b.0.abs() + 0.5 * tolerance;
        let half = 0.5 * (c.0 - b.0);
        if half.abs() <= least || b.1 == 0.0 {
            return Ok(b.0);
        }
        (step, before) = match interpolated(a, b, c, half, least, before) {
            Some(interpolated) => (interpolated, step),
            None => (half, half),
        };
        a = b;
        let next = b.0
            + if step.abs() > least {
                step
            } else {
                least.copysign(half)
            };
        b = (next, sample(f, next)?);
    }
    Err(AstroError::NoConvergence(format!(
        "no root settled between {} and {}",
        low.0, high.0
    )))
}

/// The step by inverse quadratic interpolation, where it is better than half the bracket.
fn interpolated(
    a: (f64, f64),
    b: (f64, f64),
    c: (f64, f64),
    half: f64,
    least: f64,
    before: f64,
) -> Option<f64> {
    if before.abs() < least || a.1.abs() <= b.1.abs() {
        return None;
    }
    let s = b.1 / a.1;
    let (p, q) = if a.0 == c.0 {
        (2.0 * half * s, 1.0 - s)
    } else {
        let (q, r) = (a.1 / c.1, b.1 / c.1);
        let p = s * (2.0 * half * q * (q - r) - (b.0 - a.0) * (r - 1.0));
        (p, (q - 1.0) * (r - 1.0) * (s - 1.0))
    };
    let (p, q) = if p > 0.0 { (p, -q) } else { (-p, q) };
    let bound = (3.0 * half * q - (least * q).abs()).min((before * q).abs());
    (2.0 * p < bound).then_some(p / q)
}

/// Brent's minimiser: `x` is the best point so far, `w` the second best, `v` the one before that.
fn minimum_between<F>(
    f: &mut F,
    low: f64,
    high: f64,
    tolerance: f64,
) -> Result<(f64, f64), AstroError>
where
    F: FnMut(f64) -> Result<f64, AstroError>,
{
    let golden = 0.5 * (3.0 - 5.0_f64.sqrt());
    let (mut a, mut b) = (low, high);
    let start = a + golden * (b - a);
    let mut x = (start, sample(f, start)?);
    let (mut w, mut v) = (x, x);
    let (mut step, mut before) = (0.0_f64, 0.0_f64);
    for _ in 0..MOST_ITERATIONS {
        let middle = 0.5 * (a + b);
        let least = 2.0 * f64::EPSILON * x.0.abs() + tolerance / 3.0;
        if (x.0 - middle).abs() <= 2.0 * least - 0.5 * (b - a) {
            return Ok(x);
        }
        match parabolic([x, w, v], (a, b), before, least) {
            Some(p) => (step, before) = (p, step),
            None => {
                before = if x.0 < middle { b - x.0 } else { a - x.0 };
                step = golden * before;
            }
        }
        if step.abs() < least {
            step = least.copysign(if step == 0.0 { middle - x.0 } else { step });
        }
        let u = (x.0 + step, sample(f, x.0 + step)?);
        if u.1 <= x.1 {
            if u.0 < x.0 {
                b = x.0;
            } else {
                a = x.0;
            }
            (v, w, x) = (w, x, u);
        } else {
            if u.0 < x.0 {
                a = u.0;
            } else {
                b = u.0;
            }
            if u.1 <= w.1 || w.0 == x.0 {
                (v, w) = (w, u);
            } else if u.1 <= v.1 || v.0 == x.0 || v.0 == w.0 {
                v = u;
            }
        }
    }
    Err(AstroError::NoConvergence(format!(
        "no minimum settled between {low} and {high}"
    )))
}

/// The step to the vertex of the parabola through three points, where it is worth taking.
fn parabolic(
    [x, w, v]: [(f64, f64); 3],
    (a, b): (f64, f64),
    before: f64,
    least: f64,
) -> Option<f64> {
    if before.abs() <= least {
        return None;
    }
    let r = (x.0 - w.0) * (x.1 - v.1);
    let q = (x.0 - v.0) * (x.1 - w.1);
    let p = (x.0 - v.0) * q - (x.0 - w.0) * r;
    let q = 2.0 * (q - r);
    let (p, q) = if q > 0.0 { (-p, q) } else { (p, -q) };
    let inside = p > q * (a - x.0) && p < q * (b - x.0);
    if !inside || p.abs() >= (0.5 * q * before).abs() {
        return None;
    }
    let step = p / q;
    let next = x.0 + step;
    let at_edge = next - a < 2.0 * least || b - next < 2.0 * least;
    Some(if at_edge {
        least.copysign(0.5 * (a + b) - x.0)
    } else {
        step
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Scan = Scan {
        step: 0.3,
        tolerance: 1e-11,
    };

    #[test]
    fn roots_of_hard_functions_are_found() {
        type Case = (fn(f64) -> f64, f64, f64, f64);
        let cases: [Case; 6] = [
            (|x| x.cos() - x, 0.0, 1.0, 0.739_085_133_215_160_6),
            (|x| (x - 1.0).powi(9), 0.0, 3.0, 1.0),
            (|x| x.exp() - 1e6, -50.0, 50.0, 1e6_f64.ln()),
            (|x| if x < 0.7 { -1.0 } else { 1.0 }, 0.0, 1.0, 0.7),
            (|x| x, 0.0, 1.0, 0.0),
            (|x| x - 1.0, 0.0, 1.0, 1.0),
        ];
        for (f, low, high, expected) in cases {
            let mut calls = 0;
            let counted = |x| {
                calls += 1;
                Ok(f(x))
            };
            let found = root(counted, low, high, 1e-10).unwrap();
            assert!((found - expected).abs() <= 1e-10 || f(found).abs() < 1e-80);
            assert!(calls < 110, "{calls} calls");
        }
    }

    #[test]
    fn a_smooth_root_costs_few_calls() {
        let mut calls = 0;
        let f = |x: f64| {
            calls += 1;
            Ok(x.sin())
        };
        root(f, 2.0, 4.5, 1e-12).unwrap();
        assert!(calls <= 10, "{calls} calls");
    }

    #[test]
    fn minima_are_found_to_the_root_of_rounding() {
        type Case = (fn(f64) -> f64, f64, f64, f64);
        let cases: [Case; 4] = [
            (f64::cos, 0.1, 6.0, std::f64::consts::PI),
            (|x| (x - 0.25).abs(), 0.0, 1.0, 0.25),
            (|x| (x - 2.0).powi(4), -5.0, 5.0, 2.0),
            (|x| x, 3.0, 4.0, 3.0),
        ];
        for (f, low, high, expected) in cases {
            let (at, value) = minimum(|x| Ok(f(x)), low, high, 1e-9).unwrap();
            assert!((at - expected).abs() < 1e-3, "{at} for {expected}");
            assert!(value <= f(expected) + 1e-8);
        }
    }

    #[test]
    fn a_scan_finds_every_crossing_in_order() {
        let found = crossings(|x| Ok(x.sin()), 0.5, 20.0, FINE).unwrap();
        assert_eq!(found.len(), 6);
        for (k, crossing) in (1..).zip(&found) {
            assert!((crossing.at - f64::from(k) * std::f64::consts::PI).abs() < 1e-10);
            assert_eq!(crossing.rising, k % 2 == 0);
        }
    }

    #[test]
    fn two_crossings_within_a_step_are_found() {
        // 1e-3 wide around x = 1.6; and the same below zero.
        for sign in [1.0, -1.0] {
            let f = |x: f64| Ok(sign * ((x - 1.6).powi(2) - 0.25e-6));
            let found = crossings(f, 0.0, 3.0, FINE).unwrap();
            assert_eq!(found.len(), 2);
            assert!((found[0].at - 1.5995).abs() < 1e-9 && (found[1].at - 1.6005).abs() < 1e-9);
            assert_eq!((found[0].rising, found[1].rising), (sign < 0.0, sign > 0.0));
        }
        let touching = crossings(|x: f64| Ok((x - 1.6).powi(2) + 1e-9), 0.0, 3.0, FINE).unwrap();
        assert!(touching.is_empty());
    }

    #[test]
    fn a_zero_at_a_sample_is_one_crossing() {
        let scan = Scan {
            step: 0.5,
            tolerance: 1e-11,
        };
        for sign in [1.0, -1.0] {
            let found = crossings(|x| Ok(sign * (x - 1.0)), 0.0, 2.0, scan).unwrap();
            assert_eq!(found.len(), 1);
            assert!((found[0].at - 1.0).abs() < 1e-11);
        }
    }

    #[test]
    fn a_scan_finds_every_turn_in_order() {
        let found = extrema(|x| Ok(x.cos() + 2.0), 0.5, 10.0, FINE).unwrap();
        let turns: Vec<_> = found.iter().map(|turn| turn.turn).collect();
        assert_eq!(turns, [Turn::Minimum, Turn::Maximum, Turn::Minimum]);
        assert!((found[1].at - std::f64::consts::TAU).abs() < 1e-6);
        assert!((found[1].value - 3.0).abs() < 1e-12);
    }

    #[test]
    fn what_cannot_be_searched_is_refused() {
        let f = |x: f64| Ok(x);
        let bad = |result: Result<f64, AstroError>| matches!(result, Err(AstroError::BadInput(_)));
        assert!(bad(root(f, f64::NAN, 1.0, 1e-9)));
        assert!(bad(root(f, 1.0, -1.0, 1e-9)));
        assert!(bad(root(f, -1.0, 1.0, 0.0)));
        assert!(matches!(
            root(f, 1.0, 2.0, 1e-9),
            Err(AstroError::NoSolution(_))
        ));
        let nan = |_| Ok(f64::NAN);
        assert!(matches!(
            root(nan, 0.0, 1.0, 1e-9),
            Err(AstroError::Degenerate(_))
        ));
        for step in [0.0, -1.0, f64::NAN, 1e-9] {
            let scan = Scan {
                step,
                tolerance: 1e-9,
            };
            assert!(matches!(
                crossings(f, -1.0, 1.0, scan),
                Err(AstroError::BadInput(_))
            ));
            assert!(matches!(
                extrema(f, -1.0, 1.0, scan),
                Err(AstroError::BadInput(_))
            ));
        }
        let fails = |_| Err(AstroError::File("gone".to_owned()));
        assert!(matches!(
            root(fails, 0.0, 1.0, 1e-9),
            Err(AstroError::File(_))
        ));
    }
}
