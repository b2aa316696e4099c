//! How a long row is folded into lines of one year, month or day each.

use crate::figure::calendar::{Day, ticks};
use portolan_vocabulary::{Duration, Epoch};

/// How the time of a row is laid into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::figure) enum Fold {
    /// The whole span in one line.
    Whole,
    /// One line for each year, months below each other.
    Year,
    /// One line for each month, days below each other.
    Month,
    /// One line for each day, hours below each other.
    Day,
}

/// The most lines that a folded chart has.
const MOST_LINES: usize = 64;
/// The most marks that a line shows side by side.
const MOST_MARKS: usize = 200;
/// The most dates on an axis.
const MOST_TICKS: usize = 9;
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// A part of the span that stands in one line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) from: Epoch,
    pub(super) to: Epoch,
    /// What stands before the line.
    pub(super) label: String,
}

impl Fold {
    /// The way in which the marks of the fullest row can be told apart, with the fewest lines.
    pub(super) fn of(span: (Epoch, Epoch), rows: usize, most_windows: usize) -> Self {
        let fits = |fold: &Self| *fold == Self::Whole || fold.count(span) * rows <= MOST_LINES;
        let folds = [Self::Whole, Self::Year, Self::Month, Self::Day];
        let folds: Vec<Self> = folds.into_iter().filter(fits).collect();
        let clear = |fold: &&Self| most_windows / fold.count(span).max(1) <= MOST_MARKS;
        let best = folds.iter().find(clear).or_else(|| folds.last());
        best.copied().unwrap_or(Self::Whole)
    }

    /// How it is said in the description.
    pub(super) const fn phrase(self) -> &'static str {
        match self {
            Self::Whole => "one row for each leg",
            Self::Year => "one line for each year of a leg",
            Self::Month => "one line for each month of a leg",
            Self::Day => "one line for each day of a leg",
        }
    }

    fn count(self, span: (Epoch, Epoch)) -> usize {
        let (first, last) = (Day::of(span.0), Day::of(span.1 + Duration::from_micros(-1)));
        let count = match self {
            Self::Whole => 1,
            Self::Year => last.year - first.year + 1,
            Self::Month => (last.year - first.year) * 12 + last.month - first.month + 1,
            Self::Day => (last.epoch() - first.epoch()).days().round() as i64 + 1,
        };
        usize::try_from(count).unwrap_or(1)
    }

    /// The first instant of the year, month or day of an epoch.
    fn start(self, epoch: Epoch) -> Epoch {
        let day = Day::of(epoch);
        match self {
            Self::Whole => epoch,
            Self::Year => Day {
                month: 1,
                day: 1,
                ..day
            }
            .epoch(),
            Self::Month => Day { day: 1, ..day }.epoch(),
            Self::Day => day.epoch(),
        }
    }

    fn next(self, start: Epoch) -> Epoch {
        let day = Day::of(start);
        match self {
            Self::Whole => start,
            Self::Year => Day {
                year: day.year + 1,
                ..day
            }
            .epoch(),
            Self::Month => Day {
                month: day.month + 1,
                ..day
            }
            .epoch(),
            Self::Day => start + Duration::from_days(1.0),
        }
    }

    /// The lines of a span.
    pub(super) fn parts(self, span: (Epoch, Epoch)) -> Vec<Part> {
        if self == Self::Whole {
            let (from, to) = span;
            return vec![Part {
                from,
                to,
                label: String::new(),
            }];
        }
        let mut parts = Vec::new();
        let mut from = self.start(span.0);
        while from < span.1 && parts.len() <= MOST_LINES {
            let to = self.next(from);
            let day = Day::of(from);
            let label = match self {
                Self::Year | Self::Whole => day.year.to_string(),
                Self::Month => format!("{}-{:02}", day.year, day.month),
                Self::Day => format!("{}-{:02}-{:02}", day.year, day.month, day.day),
            };
            parts.push(Part { from, to, label });
            from = to;
        }
        parts
    }

    /// Where an epoch lies in a part, from 0 to 1; in a year, months are of one width.
    pub(super) fn share(self, part: &Part, epoch: Epoch) -> f64 {
        let epoch = epoch.clamp(part.from, part.to);
        let days = (epoch - part.from).days();
        match self {
            Self::Whole => days / (part.to - part.from).days(),
            Self::Day => days,
            Self::Month => days / 31.0,
            Self::Year if epoch == part.to => 1.0,
            Self::Year => {
                let day = Day::of(epoch);
                let month = Day { day: 1, ..day };
                let next = Day {
                    month: day.month + 1,
                    ..month
                }
                .epoch();
                let within = (epoch - month.epoch()).days() / (next - month.epoch()).days();
                ((day.month - 1) as f64 + within) / 12.0
            }
        }
    }

    /// The marks of the axis: where, and what stands there.
    pub(super) fn axis(self, span: (Epoch, Epoch)) -> Vec<(f64, String)> {
        let even = |count: usize, step: usize, text: &dyn Fn(usize) -> String| {
            let marks = (0..count).step_by(step);
            marks
                .map(|at| (at as f64 / count as f64, text(at)))
                .collect()
        };
        match self {
            Self::Whole => {
                let ticks = ticks(span.0, span.1, MOST_TICKS).into_iter();
                let days = (span.1 - span.0).days();
                ticks
                    .map(|(at, text)| ((at - span.0).days() / days, text))
                    .collect()
            }
            Self::Year => even(12, 1, &|at| MONTHS[at].to_owned()),
            Self::Month => even(31, 1, &|at| (at + 1).to_string()),
            Self::Day => even(24, 2, &|at| format!("{at:02}:00")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(text: &str) -> Epoch {
        text.parse().unwrap()
    }

    #[test]
    fn a_full_row_is_folded_until_its_marks_stand_apart() {
        let ten_years = (epoch("2026-01-01"), epoch("2036-01-01"));
        assert_eq!(Fold::of(ten_years, 1, 200), Fold::Whole);
        assert_eq!(Fold::of(ten_years, 1, 2000), Fold::Year);
        assert_eq!(Fold::of(ten_years, 30, 2000), Fold::Whole, "too many lines");
        assert_eq!(
            Fold::of(ten_years, 1, 20_000),
            Fold::Year,
            "as good as it gets"
        );
        let two_years = (epoch("2026-03-01"), epoch("2028-03-01"));
        assert_eq!(Fold::of(two_years, 1, 2000), Fold::Month);
        let sixty_days = (epoch("2026-03-01"), epoch("2026-04-30"));
        assert_eq!(Fold::of(sixty_days, 1, 2000), Fold::Day);
    }

    #[test]
    fn parts_cover_the_span() {
        let span = (epoch("2026-11-15T06:00:00Z"), epoch("2027-02-01"));
        let labels = |fold: Fold| -> Vec<String> {
            fold.parts(span)
                .into_iter()
                .map(|part| part.label)
                .collect()
        };
        assert_eq!(labels(Fold::Year), ["2026", "2027"]);
        assert_eq!(labels(Fold::Month), ["2026-11", "2026-12", "2027-01"]);
        let week = (span.0, epoch("2026-11-22"));
        for (fold, span) in [
            (Fold::Whole, span),
            (Fold::Year, span),
            (Fold::Month, span),
            (Fold::Day, week),
        ] {
            let parts = fold.parts(span);
            assert_eq!(parts.len(), fold.count(span));
            assert!(parts[0].from <= span.0 && parts[parts.len() - 1].to >= span.1);
            assert!(parts.windows(2).all(|pair| pair[0].to == pair[1].from));
        }
    }

    #[test]
    fn months_lie_below_each_other() {
        let parts = Fold::Year.parts((epoch("2027-01-01"), epoch("2029-01-01")));
        for part in &parts {
            let year = &part.label;
            let at = |rest: &str| Fold::Year.share(part, epoch(&format!("{year}-{rest}")));
            assert_eq!(
                (at("01-01"), at("03-01"), at("07-01")),
                (0.0, 2.0 / 12.0, 0.5)
            );
            assert!((at("12-16T12:00:00Z") - 11.5 / 12.0).abs() < 1e-12);
            assert_eq!(Fold::Year.share(part, part.to), 1.0);
        }
        let half = Fold::Whole.share(&parts[0], epoch("2027-07-02T12:00:00Z"));
        assert!((half - 0.5).abs() < 1e-12);
    }
}
