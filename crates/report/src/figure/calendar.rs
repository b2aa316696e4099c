//! Dates on an axis.

use portolan_vocabulary::{Duration, Epoch};

const DAY_US: i64 = 86_400 * 1_000_000;
const HOUR_US: i64 = DAY_US / 24;

/// The date of an epoch: `2026-10-29`.
pub(super) fn date(epoch: Epoch) -> String {
    let text = epoch.to_string();
    text.split('T').next().unwrap_or(&text).to_owned()
}

/// The date of an epoch, and the time to the minute where it is not midnight: `2026-10-29 06:15`.
pub(super) fn date_and_time(epoch: Epoch) -> String {
    let us = epoch.unix_micros().rem_euclid(DAY_US);
    if us == 0 {
        return date(epoch);
    }
    format!("{} {}", date(epoch), time(us))
}

fn time(us: i64) -> String {
    format!("{:02}:{:02}", us / HOUR_US, us % HOUR_US / (HOUR_US / 60))
}

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: i64,
    /// From 1 to 12.
    pub(super) month: i64,
    /// From 1 to 31.
    pub(super) day: i64,
}

impl Day {
    /// The day of an epoch (Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013).
    pub(super) fn of(epoch: Epoch) -> Self {
        let days = epoch.unix_micros().div_euclid(DAY_US) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let month = if shifted < 10 {
            shifted + 3
        } else {
            shifted - 9
        };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * shifted + 2) / 5 + 1,
        }
    }

    /// The first instant of a day (the same source). Months beyond 12 run into later years.
    pub(super) fn epoch(self) -> Epoch {
        let months = self.year * 12 + self.month - 1;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let year = year - i64::from(month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted = if month > 2 { month - 3 } else { month + 9 };
        let day_of_year = (153 * shifted + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Epoch::from_unix_micros((era * 146_097 + day_of_era - 719_468).saturating_mul(DAY_US))
    }
}

/// How far apart the marks of an axis are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Minutes(i64),
    Hours(i64),
    Days(i64),
    Months(i64),
    Years(i64),
}

/// Every step that falls on round dates, the shortest first.
const STEPS: [Step; 28] = [
    Step::Minutes(1),
    Step::Minutes(5),
    Step::Minutes(10),
    Step::Minutes(30),
    Step::Hours(1),
    Step::Hours(2),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Days(5),
    Step::Days(10),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
    Step::Years(2000),
];

impl Step {
    fn length_us(self) -> i64 {
        match self {
            Self::Minutes(count) => count * HOUR_US / 60,
            Self::Hours(count) => count * HOUR_US,
            Self::Days(count) => count * DAY_US,
            Self::Months(count) => count * 30 * DAY_US,
            Self::Years(count) => count * 365 * DAY_US,
        }
    }

    /// What a mark of this step says.
    fn label(self, epoch: Epoch) -> String {
        let us = epoch.unix_micros().rem_euclid(DAY_US);
        match self {
            Self::Minutes(_) | Self::Hours(_) if us != 0 => time(us),
            Self::Years(_) => Day::of(epoch).year.to_string(),
            _ => date(epoch),
        }
    }

    /// The marks of the month or day in which an epoch lies.
    fn marks_around(self, epoch: Epoch) -> Vec<Epoch> {
        let day = Day::of(epoch);
        let (year, month) = (day.year, day.month);
        match self {
            Self::Minutes(_) | Self::Hours(_) => {
                let (start, step) = (day.epoch(), self.length_us());
                let at = |number: i64| start + Duration::from_micros(number * step);
                (0..DAY_US / step).map(at).collect()
            }
            Self::Days(count) => {
                let next = Day {
                    year,
                    month: month + 1,
                    day: 1,
                }
                .epoch();
                let days = (1..=31).step_by(usize::try_from(count).unwrap_or(1));
                let marks = days.map(|day| Day { year, month, day }.epoch());
                let room = Duration::from_micros(count * DAY_US / 2);
                marks.filter(|mark| *mark + room <= next).collect()
            }
            Self::Months(count) if (month - 1) % count != 0 => Vec::new(),
            Self::Years(count) if month != 1 || year.rem_euclid(count) != 0 => Vec::new(),
            Self::Months(_) | Self::Years(_) => vec![
                Day {
                    year,
                    month,
                    day: 1,
                }
                .epoch(),
            ],
        }
    }

    /// The first instant after the month or day that the marks of an epoch lie in.
    fn after(self, epoch: Epoch) -> Epoch {
        let day = Day::of(epoch);
        match self {
            Self::Minutes(_) | Self::Hours(_) => day.epoch() + Duration::from_micros(DAY_US),
            Self::Years(_) => Day {
                year: day.year + 1,
                month: 1,
                day: 1,
            }
            .epoch(),
            _ => Day {
                month: day.month + 1,
                day: 1,
                ..day
            }
            .epoch(),
        }
    }
}

/// Round dates between two epochs with what to write there, at most so many.
pub(super) fn ticks(from: Epoch, to: Epoch, most: usize) -> Vec<(Epoch, String)> {
    let span = (to - from).micros();
    let most = i64::try_from(most.max(1)).unwrap_or(i64::MAX);
    let fits = |step: &&Step| span / step.length_us() < most;
    let Some(step) = STEPS.iter().find(fits) else {
        return Vec::new();
    };
    let mut ticks = Vec::new();
    let mut at = from;
    while at <= to {
        let marks = step.marks_around(at).into_iter();
        let marks = marks.filter(|mark| (from..=to).contains(mark));
        ticks.extend(marks.map(|mark| (mark, step.label(mark))));
        let after = step.after(at);
        if after <= at {
            break;
        }
        at = after;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(text: &str) -> Epoch {
        text.parse().unwrap()
    }

    #[test]
    fn days_there_and_back() {
        for text in [
            "1970-01-01",
            "2000-02-29",
            "2026-10-29",
            "1899-12-31",
            "0004-03-01",
        ] {
            let epoch = epoch(text);
            let day = Day::of(epoch);
            assert_eq!(
                format!("{:04}-{:02}-{:02}", day.year, day.month, day.day),
                text
            );
            assert_eq!(day.epoch(), epoch);
        }
        let month = Day {
            year: 2026,
            month: 14,
            day: 1,
        };
        assert_eq!(month.epoch(), epoch("2027-02-01"));
    }

    #[test]
    fn ticks_stand_on_round_dates() {
        let labels = |from: &str, to: &str, most| {
            let ticks = ticks(epoch(from), epoch(to), most).into_iter();
            ticks.map(|tick| tick.1).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            labels("2026-09-15", "2027-02-03", 8),
            "2026-10-01 2026-11-01 2026-12-01 2027-01-01 2027-02-01"
        );
        assert_eq!(
            labels("2026-09-15", "2033-02-03", 8),
            "2027 2028 2029 2030 2031 2032 2033"
        );
        assert_eq!(
            labels("2026-02-20", "2026-03-13", 8),
            "2026-02-21 2026-02-26 2026-03-01 2026-03-06 2026-03-11"
        );
        assert_eq!(
            labels("2026-02-20T05:00:00Z", "2026-02-21T03:00:00Z", 8),
            "06:00 09:00 12:00 15:00 18:00 21:00 2026-02-21 03:00"
        );
        assert_eq!(labels("2026-01-01", "2026-01-01", 8), "2026-01-01");
        assert_eq!(labels("1900-05-01", "3500-01-01", 9).split(' ').count(), 8);
    }

    #[test]
    fn there_are_never_many_more_ticks_than_wanted() {
        let start = epoch("2026-03-17T01:02:03Z");
        for exponent in 0..40 {
            let span = Duration::from_seconds(60.0 * 1.5_f64.powi(exponent));
            let count = ticks(start, start + span, 9).len();
            assert!(count <= 10, "{exponent}: {count}");
        }
    }

    #[test]
    fn the_time_is_written_where_there_is_one() {
        assert_eq!(date_and_time(epoch("2026-10-29")), "2026-10-29");
        assert_eq!(
            date_and_time(epoch("2026-10-29T06:15:59Z")),
            "2026-10-29 06:15"
        );
    }
}
