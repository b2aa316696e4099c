//! Round levels for contours, dense where it matters: just above the least value.

/// How many levels have the first distance.
const FIRST: usize = 5;
/// How many levels have each later distance before it grows again.
const LATER: usize = 3;

/// How contours are laid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    /// The most levels.
    pub(super) most: usize,
    /// The first distance between levels, as a fraction of the least value.
    pub(super) first: f64,
    /// No level lies above this.
    pub(super) cap: Option<f64>,
}

/// Levels that increase: the least value rounded up, then steps that grow.
pub(super) fn levels(values: &[Option<f64>], rule: Rule) -> Vec<f64> {
    let known = || values.iter().flatten().filter(|value| value.is_finite());
    let ends = known().copied().min_by(f64::total_cmp);
    let ends = ends.zip(known().copied().max_by(f64::total_cmp));
    let Some((least, greatest)) = ends else {
        return Vec::new();
    };
    let greatest = rule.cap.map_or(greatest, |cap| cap.min(greatest));
    let range = greatest - least;
    if range <= least.abs() * 1e-9 {
        return vec![greatest];
    }
    let even = range / rule.most.max(1) as f64;
    let wanted = if least > 0.0 {
        (least * rule.first).min(even)
    } else {
        even
    };
    growing(least, greatest, Round::near(wanted), rule)
}

fn growing(least: f64, greatest: f64, mut step: Round, rule: Rule) -> Vec<f64> {
    let top = rule.cap.unwrap_or(f64::INFINITY);
    let mut levels: Vec<f64> = Vec::new();
    let mut number = (least / step.size() - 1e-9).ceil();
    while levels.len() < rule.most.max(1) {
        let level = step.times(number);
        if level > top * (1.0 + 1e-12) {
            break;
        }
        levels.push(level);
        if level >= greatest {
            break;
        }
        if levels.len() >= FIRST && (levels.len() - FIRST).is_multiple_of(LATER) {
            let next = step.next();
            // No level is nearer to the one before than those before it are.
            number = ((level + step.size()) / next.size() - 1e-9).ceil();
            step = next;
        } else {
            number += 1.0;
        }
    }
    if levels.is_empty() {
        levels.push(top.min(greatest));
    }
    levels
}

/// A round number: 1, 2 or 5 with zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Round {
    digit: u32,
    exponent: i32,
}

impl Round {
    /// The round number that is nearest by ratio.
    fn near(size: f64) -> Self {
        let exponent = size.max(1e-300).log10().floor();
        let digits = size / 10_f64.powf(exponent);
        let exponent = exponent as i32;
        let (digit, exponent) = match digits {
            _ if digits < 2_f64.sqrt() => (1, exponent),
            _ if digits < 10_f64.sqrt() => (2, exponent),
            _ if digits < 50_f64.sqrt() => (5, exponent),
            _ => (1, exponent + 1),
        };
        Self { digit, exponent }
    }

    const fn next(self) -> Self {
        let (digit, exponent) = match self.digit {
            1 => (2, self.exponent),
            2 => (5, self.exponent),
            _ => (1, self.exponent + 1),
        };
        Self { digit, exponent }
    }

    /// A multiple, without the noise of a binary fraction: 0.3 and not 0.30000000000000004.
    fn times(self, number: f64) -> f64 {
        let whole = number * f64::from(self.digit);
        if self.exponent < 0 {
            whole / 10_f64.powi(-self.exponent)
        } else {
            whole * 10_f64.powi(self.exponent)
        }
    }

    fn size(self) -> f64 {
        self.times(1.0)
    }
}

/// Round multiples of round steps between two numbers, at most so many.
pub(super) fn even(from: f64, to: f64, most: usize) -> Vec<f64> {
    let wanted = (to - from) / most.max(1) as f64;
    if !(wanted.is_finite() && wanted > 0.0) {
        return Vec::new();
    }
    let mut step = Round::near(wanted);
    while (to - from) / step.size() > most.max(1) as f64 {
        step = step.next();
    }
    let (first, last) = ((from / step.size()).ceil(), (to / step.size()).floor());
    let count = (last - first).max(-1.0) as i64 + 1;
    (0..count).map(|at| step.times(first + at as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        most: 12,
        first: 0.1,
        cap: None,
    };

    fn of(least: f64, greatest: f64, rule: Rule) -> Vec<f64> {
        levels(&[Some(greatest), None, Some(least), Some(f64::NAN)], rule)
    }

    #[test]
    fn the_least_rounded_up_then_growing_steps() {
        // The least C3 of the transfers to Mars of 2026 is about 9.14 km²/s².
        let wanted = [10., 11., 12., 13., 14., 16., 18., 20., 25., 30., 35., 40.];
        assert_eq!(of(9.14, 4000.0, RULE), wanted);
        let capped = Rule {
            cap: Some(16.0),
            ..RULE
        };
        assert_eq!(
            of(9.14, 4000.0, capped),
            [9.5, 10.0, 10.5, 11.0, 11.5, 12.0, 13.0, 14.0, 16.0]
        );
        let few = Rule {
            most: 7,
            first: 0.2,
            cap: None,
        };
        assert_eq!(of(2.7, 90.0, few), [3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0]);
    }

    #[test]
    fn levels_increase_cover_and_stay_few() {
        for least in [-30.0, -1e-3, 0.0, 1e-6, 0.37, 5.6, 9.14, 3612.0] {
            for range in [1e-3, 0.5, 7.0, 1e5] {
                let levels = of(least, least + range, RULE);
                assert!(
                    levels.windows(2).all(|pair| pair[0] < pair[1]),
                    "{levels:?}"
                );
                assert!((1..=12).contains(&levels.len()), "{levels:?}");
                assert!(
                    levels[0] >= least - 1e-9 * least.abs(),
                    "{least}: {levels:?}"
                );
                assert!(levels[0] - least <= range, "{least} {range}: {levels:?}");
            }
        }
        assert_eq!(of(4.0, 4.0, RULE), [4.0]);
        assert!(levels(&[None, Some(f64::INFINITY)], RULE).is_empty());
    }

    #[test]
    fn even_steps_are_round() {
        assert_eq!(even(113.0, 546.0, 8), [200.0, 300.0, 400.0, 500.0]);
        assert_eq!(even(0.0, 0.5, 5), [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]);
        assert!(even(1.0, 1.0, 5).is_empty() && even(f64::NAN, 1.0, 5).is_empty());
    }
}
