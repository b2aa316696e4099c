//! Sets of windows: sorted, disjoint intervals of time with the operations of sets.
//!
//! A window holds its first instant and not its last, so that union, intersection and complement are exact,
//! neighbours meet without a gap, and whole microseconds and real seconds obey the same rules.

use std::fmt::Debug;

use portolan_vocabulary::{Duration, Epoch};

use crate::roots::{Scan, crossings};
use crate::{AstroError, Tdb};

/// A clock.
pub trait Clock: Copy + PartialOrd + Debug {
    /// A span of time on the same clock; its default is no time.
    type Span: Copy + PartialOrd + Default + Debug;

    /// The instant that much later.
    #[must_use]
    fn later(self, by: Self::Span) -> Self;

    /// The instant that much earlier.
    #[must_use]
    fn earlier(self, by: Self::Span) -> Self;

    /// What two readings may differ by and mean the same, because of rounding.
    fn resolution() -> Self::Span;
}

impl Clock for Duration {
    type Span = Self;

    fn later(self, by: Self) -> Self {
        self + by
    }
    fn earlier(self, by: Self) -> Self {
        self - by
    }
    fn resolution() -> Self {
        Self::ZERO
    }
}

/// The span is in seconds; infinity is one.
impl Clock for Tdb {
    type Span = f64;

    fn later(self, by: f64) -> Self {
        self.plus_seconds(by)
    }
    fn earlier(self, by: f64) -> Self {
        self.plus_seconds(-by)
    }
    fn resolution() -> f64 {
        1e-6
    }
}

/// A set of instants: windows in order of time, none empty, no two touching.
///
/// ```
/// use portolan_astro::Windows;
/// use portolan_vocabulary::Duration;
/// let day = |d: f64| Duration::from_days(d);
/// let range_open = Windows::new([(day(0.0), day(10.0)), (day(12.0), day(20.0))])?;
/// let lit = Windows::new([(day(8.0), day(14.0))])?;
/// let both = range_open.intersection(&lit);
/// assert_eq!(both.spans(), [(day(8.0), day(10.0)), (day(12.0), day(14.0))]);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Windows<T> {
    spans: Vec<(T, T)>,
}

impl<T> Default for Windows<T> {
    fn default() -> Self {
        Self { spans: Vec::new() }
    }
}

impl<T: Clock> Windows<T> {
    /// The set of all instants from the first up to the second of any pair. The pairs may come in any order,
    /// overlap and be empty.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] where a pair is not in order, or not a number.
    pub fn new(pairs: impl IntoIterator<Item = (T, T)>) -> Result<Self, AstroError> {
        let mut spans = Vec::new();
        for (from, to) in pairs {
            if from <= to {
                spans.push((from, to));
                continue;
            }
            return Err(AstroError::BadInput(format!(
                "a window from {from:?} to {to:?} is none: it must begin before it ends"
            )));
        }
        spans.sort_by(|a, b| a.0.partial_cmp(&b.0).unwrap_or(std::cmp::Ordering::Equal));
        Ok(Self::merged(spans))
    }

    /// No instant.
    pub const fn empty() -> Self {
        Self { spans: Vec::new() }
    }

    /// The windows, in order.
    pub fn spans(&self) -> &[(T, T)] {
        &self.spans
    }

    /// True where there is no instant.
    pub const fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// True for an instant of the set.
    pub fn contains(&self, t: T) -> bool {
        let after = self.spans.partition_point(|span| span.0 <= t);
        after
            .checked_sub(1)
            .is_some_and(|last| t < self.spans[last].1)
    }

    /// The first instant of the set at or after `t`.
    pub fn next(&self, t: T) -> Option<T> {
        let ends_later = self.spans.partition_point(|span| span.1 <= t);
        let span = self.spans.get(ends_later)?;
        Some(if span.0 < t { t } else { span.0 })
    }

    /// The instants of either set.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let mut spans = Vec::with_capacity(self.spans.len() + other.spans.len());
        let (mut a, mut b) = (self.spans.iter().peekable(), other.spans.iter().peekable());
        loop {
            let from_a = match (a.peek(), b.peek()) {
                (Some(x), Some(y)) => x.0 <= y.0,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => return Self::merged(spans),
            };
            spans.extend(if from_a { a.next() } else { b.next() });
        }
    }

    /// The instants of both sets.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut spans = Vec::new();
        let (mut i, mut j) = (0, 0);
        while let (Some(&x), Some(&y)) = (self.spans.get(i), other.spans.get(j)) {
            let from = if x.0 < y.0 { y.0 } else { x.0 };
            let to = if x.1 < y.1 { x.1 } else { y.1 };
            if from < to {
                spans.push((from, to));
            }
            if x.1 < y.1 {
                i += 1;
            } else {
                j += 1;
            }
        }
        Self { spans }
    }

    /// The instants from `from` up to `to` that are not in the set.
    #[must_use]
    pub fn complement(&self, from: T, to: T) -> Self {
        let mut spans = Vec::with_capacity(self.spans.len() + 1);
        let mut open = from;
        for &(starts, ends) in &self.spans {
            if starts >= to {
                break;
            }
            if open < starts {
                spans.push((open, starts));
            }
            if open < ends {
                open = ends;
            }
        }
        if open < to {
            spans.push((open, to));
        }
        Self { spans }
    }

    /// The instants of this set that are not in the other: a way less its blackouts.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        match (self.spans.first(), self.spans.last()) {
            (Some(first), Some(last)) => self.intersection(&other.complement(first.0, last.1)),
            _ => Self::empty(),
        }
    }

    /// Every window longer by this much at its beginning and at its end: a blackout with its margins. What
    /// touches then is one window.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for a margin below zero or not a number.
    pub fn padded(&self, before: T::Span, after: T::Span) -> Result<Self, AstroError> {
        check_spans([before, after])?;
        let wider = |span: &(T, T)| (span.0.earlier(before), span.1.later(after));
        Ok(Self::merged(self.spans.iter().map(wider)))
    }

    /// Every window shorter by this much at its beginning and at its end, without those that vanish: with the
    /// length of a stay at the end, the instants at which the stay can begin.
    ///
    /// # Errors
    /// As [`padded`](Self::padded).
    pub fn trimmed(&self, start: T::Span, end: T::Span) -> Result<Self, AstroError> {
        check_spans([start, end])?;
        let spans = self.spans.iter().filter_map(|span| {
            let (from, to) = (span.0.later(start), span.1.earlier(end));
            (from < to).then_some((from, to))
        });
        Ok(Self {
            spans: spans.collect(),
        })
    }

    /// The instants that can be reached from the set in at least the first and at most the second span.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for spans below zero, out of order or not a number.
    pub fn reached_in(&self, least: T::Span, most: T::Span) -> Result<Self, AstroError> {
        check_range(least, most)?;
        let reached = |span: &(T, T)| (span.0.later(least), span.1.later(most));
        Ok(Self::merged(self.spans.iter().map(reached)))
    }

    /// The instants from which the set can be reached in at least the first and at most the second span.
    ///
    /// # Errors
    /// As [`reached_in`](Self::reached_in).
    pub fn reaching_in(&self, least: T::Span, most: T::Span) -> Result<Self, AstroError> {
        check_range(least, most)?;
        let reaching = |span: &(T, T)| (span.0.earlier(most), span.1.earlier(least));
        Ok(Self::merged(self.spans.iter().map(reaching)))
    }

    /// Joins what touches, in spans that are in order of their beginnings.
    fn merged(spans: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut merged: Vec<(T, T)> = Vec::new();
        for span in spans {
            match merged.last_mut() {
                Some(last) if span.0 <= last.1 => {
                    last.1 = if last.1 < span.1 { span.1 } else { last.1 };
                }
                _ if span.0 < span.1 => merged.push(span),
                _ => {}
            }
        }
        Self { spans: merged }
    }
}

impl Windows<Tdb> {
    /// The instants of a span at which a continuous function is zero or more.
    ///
    /// # Errors
    /// As [`crossings`], and what the function returns.
    pub fn above_zero<F>(mut f: F, from: Tdb, to: Tdb, scan: Scan) -> Result<Self, AstroError>
    where
        F: FnMut(Tdb) -> Result<f64, AstroError>,
    {
        let mut spans = Vec::new();
        let mut open = (f(from)? >= 0.0).then_some(from);
        let at_seconds = |s: f64| f(Tdb::from_seconds(s));
        for crossing in crossings(at_seconds, from.seconds(), to.seconds(), scan)? {
            let at = Tdb::from_seconds(crossing.at);
            if crossing.rising {
                open = Some(at);
            } else if let Some(opened) = open.take() {
                spans.push((opened, at));
            }
        }
        spans.extend(open.map(|opened| (opened, to)));
        Self::new(spans)
    }

    /// The same windows on the clock of a campaign, as spans since its start, to the nearest microsecond.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] for an instant outside the calendar.
    pub fn since(&self, start: Epoch) -> Result<Windows<Duration>, AstroError> {
        let on_clock = |at: Tdb| Ok::<_, AstroError>(Epoch::try_from(at)? - start);
        let mut spans = Vec::with_capacity(self.spans.len());
        for &(from, to) in &self.spans {
            spans.push((on_clock(from)?, on_clock(to)?));
        }
        Windows::new(spans)
    }
}

/// Refuses spans below zero and those that are no number.
fn check_spans<S: Copy + PartialOrd + Default + Debug>(spans: [S; 2]) -> Result<(), AstroError> {
    if spans.iter().all(|span| *span >= S::default()) {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "spans of {:?} and {:?}: both must be zero or more",
        spans[0], spans[1]
    )))
}

/// Refuses a range of spans that is none.
pub(crate) fn check_range<S: Copy + PartialOrd + Default + Debug>(
    least: S,
    most: S,
) -> Result<(), AstroError> {
    check_spans([least, most])?;
    if least <= most {
        return Ok(());
    }
    Err(AstroError::BadInput(format!(
        "a span of at least {least:?} and at most {most:?} is none"
    )))
}
