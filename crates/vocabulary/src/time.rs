//! Time: spans as whole microseconds, and epochs on the UTC calendar.
//!
//! The simulation's clock is an integer, so that two events are simultaneous exactly when a person
//! wrote the same time for both, and no order depends on rounding. A day is 86 400 s. Epochs are UTC;
//! leap seconds are not counted, as in POSIX time, so a span between two epochs differs from elapsed
//! atomic time by the leap seconds between them (none since 2017).

use std::fmt;
use std::ops::{Add, AddAssign, Mul, Neg, Sub};

const US_PER_S: f64 = 1e6;
const US_PER_D: f64 = 86_400.0 * 1e6;

/// A span of time, or an instant as the span since the campaign's start: whole microseconds.
///
/// The range is about ±292 000 years; arithmetic saturates.
///
/// ```
/// use portolan_vocabulary::Duration;
/// assert_eq!(Duration::from_days(1.5).hours(), 36.0);
/// assert_eq!(Duration::from_hours(8.0) * 3, Duration::from_days(1.0));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

impl Duration {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// The longest span.
    pub const MAX: Self = Self(i64::MAX);

    /// A span of whole microseconds.
    pub const fn from_micros(us: i64) -> Self {
        Self(us)
    }
    /// The nearest span to a number of seconds; not-a-number counts as zero.
    pub fn from_seconds(s: f64) -> Self {
        Self((s * US_PER_S).round() as i64)
    }
    /// The nearest span to a number of hours.
    pub fn from_hours(h: f64) -> Self {
        Self::from_seconds(h * 3600.0)
    }
    /// The nearest span to a number of days of 86 400 s.
    pub fn from_days(d: f64) -> Self {
        Self((d * US_PER_D).round() as i64)
    }
    /// Whole microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }
    /// Seconds.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / US_PER_S
    }
    /// Hours.
    pub fn hours(self) -> f64 {
        self.0 as f64 / (3600.0 * US_PER_S)
    }
    /// Days of 86 400 s.
    pub fn days(self) -> f64 {
        self.0 as f64 / US_PER_D
    }
    /// True for a span below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}
impl AddAssign for Duration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
impl Sub for Duration {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
impl Neg for Duration {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}
impl Mul<i64> for Duration {
    type Output = Self;
    fn mul(self, factor: i64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} d", self.days())
    }
}

/// An instant on the UTC calendar, to the microsecond.
///
/// ```
/// use portolan_vocabulary::{Duration, Epoch};
/// let start: Epoch = "2028-02-28T12:00:00Z".parse()?;
/// assert_eq!((start + Duration::from_days(1.5)).to_string(), "2028-03-01T00:00:00Z");
/// # Ok::<(), portolan_vocabulary::EpochError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch {
    /// Microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    us: i64,
}

impl Epoch {
    /// The epoch this many microseconds after 1970-01-01T00:00:00Z (POSIX: no leap seconds).
    ///
    /// Instants outside the years -9999 to 9999 are clamped to that range.
    pub fn from_unix_micros(us: i64) -> Self {
        let least = jiff::Timestamp::MIN.as_second() * 1_000_000;
        let most = jiff::Timestamp::MAX.as_second() * 1_000_000;
        Self {
            us: us.clamp(least, most),
        }
    }

    /// Microseconds since 1970-01-01T00:00:00Z (POSIX: no leap seconds).
    pub const fn unix_micros(self) -> i64 {
        self.us
    }
}

/// Why a text is no epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochError {
    reason: String,
}

impl EpochError {
    pub(crate) fn because(reason: &str) -> Self {
        Self {
            reason: reason.to_owned(),
        }
    }
}

impl fmt::Display for EpochError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}; write a UTC instant such as 2028-01-01T00:00:00Z or a date such as 2028-01-01",
            self.reason
        )
    }
}

impl std::error::Error for EpochError {}

impl std::str::FromStr for Epoch {
    type Err = EpochError;

    /// Reads `2028-01-01T06:00:00Z`, the same with an offset (`-03:00`), or a date alone, which means
    /// its first instant in UTC. A time without `Z` or offset is refused: it names no instant.
    fn from_str(text: &str) -> Result<Self, EpochError> {
        let text = text.trim();
        if let Ok(instant) = text.parse::<jiff::Timestamp>() {
            return Ok(Self {
                us: instant.as_microsecond(),
            });
        }
        let date = text
            .parse::<jiff::civil::Date>()
            .map_err(|error| EpochError {
                reason: error.to_string(),
            })?;
        if text.len() > 10 && text.contains([':', 'T']) {
            return Err(EpochError {
                reason: "this time names no offset from UTC".to_owned(),
            });
        }
        jiff::tz::Offset::UTC
            .to_timestamp(date.at(0, 0, 0, 0))
            .map(|instant| Self {
                us: instant.as_microsecond(),
            })
            .map_err(|error| EpochError {
                reason: error.to_string(),
            })
    }
}

impl fmt::Display for Epoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_microsecond(self.us) {
            Ok(instant) => write!(f, "{instant}"),
            Err(_) => write!(f, "{} us", self.us),
        }
    }
}

impl Add<Duration> for Epoch {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self::from_unix_micros(self.us.saturating_add(span.micros()))
    }
}
impl Sub for Epoch {
    type Output = Duration;
    fn sub(self, other: Self) -> Duration {
        Duration::from_micros(self.us.saturating_sub(other.us))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_offsets_and_refusals() {
        let noon: Epoch = "2030-06-01T09:00:00-03:00".parse().unwrap();
        assert_eq!(noon.to_string(), "2030-06-01T12:00:00Z");
        let day: Epoch = "2030-06-01".parse().unwrap();
        assert_eq!(noon - day, Duration::from_hours(12.0));
        assert!(
            "2030-06-01T12:00:00".parse::<Epoch>().is_err(),
            "no offset, no instant"
        );
        assert!("2030-02-30".parse::<Epoch>().is_err());
    }

    #[test]
    fn arithmetic_saturates() {
        assert_eq!(Duration::MAX + Duration::from_days(1.0), Duration::MAX);
        assert_eq!(Duration::from_days(f64::NAN), Duration::ZERO);
        let last = Epoch::from_unix_micros(i64::MAX);
        assert!(last.to_string().starts_with("9999-12-30"), "{last}");
    }
}
