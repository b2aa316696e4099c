//! How time is cut into windows.

use super::times::Times;
use portolan_vocabulary::Duration;
use std::fmt;

/// From how many whole numbers on a program is searched in windows where nobody says otherwise.
pub const LARGE: usize = 4000;
/// How many whole numbers a window holds on average, where nobody says how long it is.
const PER_WINDOW: usize = 400;
/// The most windows.
const MOST: i64 = 1000;

/// How time is cut into windows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    window: Duration,
    overlap: Duration,
}

/// Why a horizon makes no sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HorizonError {
    /// A window lasts no time.
    NoWindow(Duration),
    /// An overlap is negative.
    NegativeOverlap(Duration),
}

impl fmt::Display for HorizonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoWindow(window) => write!(f, "a window of {window} lasts no time"),
            Self::NegativeOverlap(overlap) => write!(f, "an overlap of {overlap} is negative"),
        }
    }
}

impl std::error::Error for HorizonError {}

impl Horizon {
    /// Windows of a length, each with so much of the time before it that is decided anew.
    ///
    /// # Errors
    /// Where the window is not above zero, or the overlap below zero.
    pub fn new(window: Duration, overlap: Duration) -> Result<Self, HorizonError> {
        if window <= Duration::ZERO {
            return Err(HorizonError::NoWindow(window));
        }
        if overlap.is_negative() {
            return Err(HorizonError::NegativeOverlap(overlap));
        }
        Ok(Self { window, overlap })
    }

    /// Windows of a length, with a quarter of it as overlap.
    ///
    /// # Errors
    /// Where the window is not above zero.
    pub fn with_window(window: Duration) -> Result<Self, HorizonError> {
        Self::new(window, Duration::from_micros(window.micros() / 4))
    }

    /// The same windows with another overlap; a negative one counts as none.
    #[must_use]
    pub fn with_overlap(self, overlap: Duration) -> Self {
        let overlap = overlap.max(Duration::ZERO);
        Self { overlap, ..self }
    }

    /// Windows of equal length over a time, for so many whole numbers.
    pub fn over(time: Duration, integers: usize) -> Self {
        let windows = i64::try_from(integers.div_ceil(PER_WINDOW)).unwrap_or(MOST);
        let window = time.micros().max(1) / windows.clamp(2, MOST) + 1;
        let overlap = window / 4;
        Self {
            window: Duration::from_micros(window),
            overlap: Duration::from_micros(overlap),
        }
    }

    /// How long a window is.
    pub const fn window(self) -> Duration {
        self.window
    }

    /// How much of the time before a window is decided anew.
    pub const fn overlap(self) -> Duration {
        self.overlap
    }

    /// The windows that have a column with a time in them, in order, the first from the first such time on.
    pub(super) fn windows(self, times: &Times) -> Vec<Window> {
        let Some(first) = times.first() else {
            return Vec::new();
        };
        let length = self.window.micros();
        let mut numbers: Vec<i64> = times
            .all()
            .map(|time| (time.micros() - first.micros()) / length)
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let window = |number: &i64| {
            let from = first.micros().saturating_add(number.saturating_mul(length));
            Window {
                from: Duration::from_micros(from),
                to: Duration::from_micros(from.saturating_add(length)),
            }
        };
        numbers.iter().map(window).collect()
    }
}

/// A stretch of time, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) from: Duration,
    pub(super) to: Duration,
}

impl Window {
    /// The window with so much more before and after it.
    pub(super) fn widened(self, by: Duration) -> Self {
        Self {
            from: Duration::from_micros(self.from.micros().saturating_sub(by.micros())),
            to: Duration::from_micros(self.to.micros().saturating_add(by.micros())),
        }
    }

    pub(super) fn has(self, time: Duration) -> bool {
        self.from <= time && time < self.to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_horizon_is_refused() {
        let day = Duration::from_days(1.0);
        for (window, overlap) in [(Duration::ZERO, day), (-day, day), (day, -day)] {
            assert!(Horizon::new(window, overlap).is_err(), "{window} {overlap}");
        }
        let horizon = Horizon::with_window(day).unwrap();
        assert_eq!(horizon.overlap(), Duration::from_hours(6.0));
    }

    #[test]
    fn windows_without_a_column_are_left_out() {
        let days = [3.0, 4.0, 25.0].map(|day| Some(Duration::from_days(day)));
        let times = Times::of(vec![days[0], None, days[1], days[2]]);
        let horizon = Horizon::with_window(Duration::from_days(10.0)).unwrap();
        let from: Vec<f64> = horizon
            .windows(&times)
            .iter()
            .map(|window| window.from.days())
            .collect();
        assert_eq!(from, [3.0, 23.0]);
        assert!(horizon.windows(&Times::of(vec![None])).is_empty());
    }

    #[test]
    fn absurd_times_overflow_nothing() {
        let horizon = Horizon::over(Duration::ZERO, 0);
        assert!(horizon.window() > Duration::ZERO);
        let horizon = Horizon::new(Duration::MAX, Duration::MAX).unwrap();
        let times = Times::of(vec![Some(Duration::from_days(1.0))]);
        assert_eq!(horizon.windows(&times).len(), 1);
        let huge = Horizon::over(Duration::MAX, usize::MAX);
        assert!(huge.window() > Duration::ZERO);
    }
}
