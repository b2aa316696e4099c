//! Time scales: the campaign's UTC and the barycentric dynamical time of ephemerides; the Earth's turning.
//!
//! An [`Epoch`] counts UTC as POSIX does, without leap seconds; [`Tdb`] counts them, from the IERS table that
//! hifitime carries (the last one is of 2017-01-01; none is foreseen). Before 1972, when whole leap seconds
//! began, UTC is taken as atomic time, up to 10 s off. TDB follows its largest term, the Earth's yearly one, as hifitime
//! has it: within 60 µs of all of its terms from 1970 to 2100 (compared with ERFA 2.0.1), in which the Earth
//! goes 2 m.

use std::f64::consts::{PI, TAU};
use std::fmt;

use hifitime::{Duration, Epoch as Instant, Unit};
use portolan_vocabulary::Epoch;

use crate::AstroError;

/// Barycentric dynamical time: seconds since 2000-01-01T12:00:00 TDB (J2000).
///
/// Seen as a double, it resolves 0.24 µs between 2034 and 2068, better before and 0.5 µs until 2136: an
/// [`Epoch`] turned into it and back is the same microsecond from 1970 to 2100. Any double may be in it; who
/// computes with it refuses one that is not finite.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Tdb(f64);

/// Julian date of J2000.
const J2000_JD: f64 = 2_451_545.0;

/// POSIX seconds of 2000-01-01T12:00:00.
const J2000_UNIX_S: i64 = 946_728_000;

impl Tdb {
    /// This many seconds after J2000.
    pub const fn from_seconds(since_j2000: f64) -> Self {
        Self(since_j2000)
    }
    /// Seconds since J2000.
    pub const fn seconds(self) -> f64 {
        self.0
    }
    /// Days since J2000.
    pub fn days(self) -> f64 {
        self.0 / 86_400.0
    }
    /// The instant of a Julian date in TDB; as a double it resolves 40 µs.
    pub fn from_jd(jd: f64) -> Self {
        Self((jd - J2000_JD) * 86_400.0)
    }
    /// The Julian date in TDB.
    pub fn jd(self) -> f64 {
        self.0 / 86_400.0 + J2000_JD
    }
    /// The instant this many seconds later.
    #[must_use]
    pub fn plus_seconds(self, s: f64) -> Self {
        Self(self.0 + s)
    }
    /// The instant this many days of 86 400 s later.
    #[must_use]
    pub fn plus_days(self, d: f64) -> Self {
        Self(self.0 + d * 86_400.0)
    }
}

/// The calendar date to the second, as in `2028-01-05T12:00:00 TDB`, or the seconds since J2000 where they are
/// outside the calendar.
impl fmt::Display for Tdb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // TDB has no leap seconds, and neither has the calendar of an epoch: only the name differs.
        let unix_s = self.0.round() + J2000_UNIX_S as f64;
        let epoch = Epoch::from_unix_micros((unix_s * 1e6) as i64);
        if self.0.is_finite() && epoch.unix_micros() as f64 == unix_s * 1e6 {
            write!(f, "{} TDB", epoch.to_string().trim_end_matches('Z'))
        } else {
            write!(f, "{} s TDB after J2000", self.0)
        }
    }
}

impl From<Epoch> for Tdb {
    fn from(epoch: Epoch) -> Self {
        let unix_ns = i128::from(epoch.unix_micros()) * 1_000;
        let instant = Instant::from_unix_duration(Duration::from_total_nanoseconds(unix_ns));
        Self(instant.to_tdb_seconds())
    }
}

/// The nearest microsecond of UTC. Within a leap second, which POSIX does not know, it is that of the second
/// after, as POSIX has it.
impl TryFrom<Tdb> for Epoch {
    type Error = AstroError;

    fn try_from(tdb: Tdb) -> Result<Self, AstroError> {
        // 1e11 s are 3000 years: further than any ephemeris, nearer than hifitime's limits.
        if !(-1e11..=1e11).contains(&tdb.0) {
            return Err(AstroError::BadInput(format!(
                "{} s after J2000 is no instant: it must be within 1e11 s of it",
                tdb.0
            )));
        }
        let unix = Instant::from_tdb_duration(tdb.0 * Unit::Second).to_unix_duration();
        let us = (unix.total_nanoseconds() + 500).div_euclid(1_000);
        let guess = Self::from_unix_micros(i64::try_from(us).unwrap_or(i64::MAX));
        // In the last half minute before a leap second hifitime counts it already; the way back tells.
        let late_s = (tdb.0 - Tdb::from(guess).0).round();
        Ok(Self::from_unix_micros(
            guess.unix_micros() + (late_s * 1e6) as i64,
        ))
    }
}

/// Greenwich mean sidereal time, rad, from 0 up to 2 pi: the angle by which the Earth has turned from the mean
/// equinox of date (IAU 1982; Vallado 2013, Fundamentals of Astrodynamics and Applications, 4th edition,
/// equation 3-47, p. 188).
///
/// UT1, the time that the Earth's turning keeps, is taken as UTC. Their difference stays below 0.9 s by the
/// IERS's care, which is 0.004 degrees or 0.42 km of the equator.
///
/// ```
/// use portolan_astro::gmst_rad;
/// // Vallado 2013, example 3-5, whose Julian date is rounded to 0.04 ms.
/// let gmst = gmst_rad("1992-08-20T12:14:00Z".parse()?);
/// assert!((gmst.to_degrees() - 152.578_787_810).abs() < 1e-7);
/// # Ok::<(), portolan_vocabulary::EpochError>(())
/// ```
pub fn gmst_rad(at: Epoch) -> f64 {
    const DAY_US: i64 = 86_400_000_000;
    let since_us = at.unix_micros() - J2000_UNIX_S * 1_000_000;
    // Whole days turn the Earth by whole turns and a little; only what is left is large.
    let (days, rest_us) = (since_us.div_euclid(DAY_US), since_us.rem_euclid(DAY_US));
    let rest_d = rest_us as f64 / DAY_US as f64;
    let t = (days as f64 + rest_d) / 36_525.0;
    let beyond_turns_s = 67_310.548_41 + t * (8_640_184.812_866 + t * (0.093_104 - t * 6.2e-6));
    let turns = (beyond_turns_s / 86_400.0).fract() + rest_d;
    (turns * TAU).rem_euclid(2.0 * PI)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(text: &str) -> Epoch {
        text.parse().unwrap()
    }

    /// ERFA 2.0.1 through pyerfa 2.0.1.5: dtf2d, utctai, taitt and dtdb (with all its terms) at the geocentre.
    #[test]
    fn tdb_is_that_of_erfa() {
        let cases = [
            ("1972-01-01T00:00:00Z", -883_655_957.816_082),
            ("1985-07-01T00:00:01Z", -457_703_943.815_891),
            ("1999-12-31T23:59:27Z", -43_168.816_114),
            ("2012-06-30T23:59:40Z", 394_372_846.184_121),
            ("2017-01-01T00:00:00Z", 536_500_869.183_951),
            ("2028-03-14T15:09:26Z", 889_931_435.185_550),
            ("2033-04-28T12:00:00Z", 1_051_574_469.185_521),
            ("2060-12-31T00:00:00Z", 1_924_948_869.183_889),
            ("2099-12-31T12:00:00Z", 3_155_673_669.183_896),
        ];
        for (text, expected_s) in cases {
            let found_s = Tdb::from(epoch(text)).seconds();
            assert!((found_s - expected_s).abs() < 60e-6, "{text}: {found_s}");
        }
    }

    /// ERFA 2.0.1: gmst82, of UTC for UT1.
    #[test]
    fn sidereal_time_is_that_of_erfa() {
        let cases = [
            ("1972-01-01T00:00:00Z", 99.752_210_099),
            ("1992-08-20T12:14:00Z", 152.578_787_852),
            ("1999-12-31T23:59:27Z", 99.829_918_229),
            ("2028-03-14T15:09:26Z", 40.116_518_131),
            ("2099-12-31T12:00:00Z", 280.245_412_503),
        ];
        for (text, expected_deg) in cases {
            let found_deg = gmst_rad(epoch(text)).to_degrees();
            assert!(
                (found_deg - expected_deg).abs() < 2e-9,
                "{text}: {found_deg}"
            );
        }
    }

    #[test]
    fn sidereal_time_stays_within_a_turn_at_the_ends_of_the_calendar() {
        for us in [i64::MIN, -1, 0, 1, i64::MAX] {
            let angle = gmst_rad(Epoch::from_unix_micros(us));
            assert!((0.0..TAU).contains(&angle), "{us}: {angle}");
        }
    }

    #[test]
    fn every_microsecond_from_1970_to_2100_comes_back() {
        let mut us: i64 = 0;
        while us < 4_102_444_800_000_000 {
            let epoch = Epoch::from_unix_micros(us);
            assert_eq!(Epoch::try_from(Tdb::from(epoch)).unwrap(), epoch, "{us}");
            us += 123_456_789_012_347; // some four years, never the same fraction
        }
        let mut us: i64 = 1;
        for _ in 0..20_000 {
            us = us
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let epoch = Epoch::from_unix_micros(us.rem_euclid(4_102_444_800_000_000));
            assert_eq!(Epoch::try_from(Tdb::from(epoch)).unwrap(), epoch, "{us}");
        }
    }

    #[test]
    fn a_leap_second_lasts_a_second_and_ends_at_the_same_instant() {
        // Two of the leap seconds of the IERS: at the end of June 2012 and of December 2016.
        for text in ["2012-07-01T00:00:00Z", "2017-01-01T00:00:00Z"] {
            let after = epoch(text);
            for before_s in 1..80 {
                let before = Epoch::from_unix_micros(after.unix_micros() - before_s * 1_000_000);
                let elapsed_s = Tdb::from(after).seconds() - Tdb::from(before).seconds();
                assert!(
                    (elapsed_s - before_s as f64 - 1.0).abs() < 1e-6,
                    "{text} - {before_s} s"
                );
                assert_eq!(Epoch::try_from(Tdb::from(before)).unwrap(), before);
            }
            let within = Epoch::try_from(Tdb::from(after).plus_seconds(-0.25)).unwrap();
            assert_eq!(
                within.unix_micros(),
                after.unix_micros() + 750_000,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_instant_is_refused() {
        for s in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1.1e11] {
            let refused = Epoch::try_from(Tdb::from_seconds(s));
            assert!(matches!(refused, Err(AstroError::BadInput(_))), "{s}");
        }
    }

    #[test]
    fn instants_are_shown_as_dates_where_they_have_one() {
        let cases = [
            (0.0, "2000-01-01T12:00:00 TDB"),
            (883_612_799.6, "2028-01-01T12:00:00 TDB"),
            (-86_400.0, "1999-12-31T12:00:00 TDB"),
            (f64::NAN, "NaN s TDB after J2000"),
            (1e12, "1000000000000 s TDB after J2000"),
        ];
        for (s, expected) in cases {
            assert_eq!(Tdb::from_seconds(s).to_string(), expected);
        }
    }
}
