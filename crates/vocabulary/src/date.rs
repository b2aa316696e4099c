//! Days of the calendar.

use crate::time::{Epoch, EpochError};
use std::fmt;

/// A day of the Gregorian calendar, counted in UTC: what laws, licences and certificates are dated by.
///
/// ```
/// use portolan_vocabulary::{Date, Epoch};
/// let day: Date = "2026-07-23".parse()?;
/// let noon: Epoch = "2026-07-23T12:00:00Z".parse()?;
/// assert_eq!(Date::of(noon), day);
/// assert_eq!(day.plus_days(9).to_string(), "2026-08-01");
/// # Ok::<(), portolan_vocabulary::EpochError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Days since 1970-01-01.
    days: i32,
}

const DAY_US: i64 = 86_400_000_000;

impl Date {
    /// The day that an instant falls on, in UTC.
    pub fn of(instant: Epoch) -> Self {
        let days = instant.unix_micros().div_euclid(DAY_US);
        // An epoch lies within the years -9999 to 9999, which are fewer days than an i32 counts.
        Self {
            days: i32::try_from(days).unwrap_or(i32::MAX),
        }
    }

    /// Its first instant, in UTC.
    pub fn midnight(self) -> Epoch {
        Epoch::from_unix_micros(i64::from(self.days).saturating_mul(DAY_US))
    }

    /// True from a day on, until the day before another; for good, where there is none.
    ///
    /// ```
    /// use portolan_vocabulary::Date;
    /// let day = |text: &str| text.parse::<Date>();
    /// assert!(day("2028-01-01")?.is_within(day("2028-01-01")?, None));
    /// assert!(!day("2028-03-01")?.is_within(day("2028-01-01")?, Some(day("2028-03-01")?)));
    /// # Ok::<(), portolan_vocabulary::EpochError>(())
    /// ```
    pub fn is_within(self, from: Self, until: Option<Self>) -> bool {
        from <= self && until.is_none_or(|until| self < until)
    }

    /// The day this many days later, or earlier where the number is negative.
    pub const fn plus_days(self, days: i32) -> Self {
        Self {
            days: self.days.saturating_add(days),
        }
    }
}

impl std::str::FromStr for Date {
    type Err = EpochError;

    /// Reads `2026-07-23`, and nothing with a time of day.
    fn from_str(text: &str) -> Result<Self, EpochError> {
        let text = text.trim();
        let epoch: Epoch = text.parse()?;
        if text.contains(['T', ' ', ':']) {
            return Err(EpochError::because("a day has no time"));
        }
        Ok(Self::of(epoch))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.midnight().to_string();
        f.write_str(text.split('T').next().unwrap_or(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_before_1970_and_leap_days() {
        let day: Date = "1969-12-31".parse().unwrap();
        assert_eq!(day.plus_days(1).to_string(), "1970-01-01");
        assert_eq!(Date::of("1969-12-31T23:59:59Z".parse().unwrap()), day);
        let leap: Date = "2028-02-28".parse().unwrap();
        assert_eq!(leap.plus_days(1).to_string(), "2028-02-29");
    }

    #[test]
    fn times_and_impossible_days_are_refused() {
        for text in ["2026-02-30", "2026-07-23T00:00:00Z", "tomorrow", ""] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
