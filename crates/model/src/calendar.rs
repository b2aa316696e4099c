//! When a way is open.

use portolan_vocabulary::Duration;

/// A time from one instant up to, not including, another; both since the campaign's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// First instant.
    pub from: Duration,
    /// First instant after.
    pub to: Duration,
}

impl Window {
    /// True where the instant lies inside.
    pub fn contains(&self, t: Duration) -> bool {
        self.from <= t && t < self.to
    }
}

/// A window that comes again: a sailing every week, a lunar launch period every month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recurrence {
    /// First instant of the first window.
    pub first: Duration,
    /// From one opening to the next; above zero.
    pub every: Duration,
    /// How long each window stays open; above zero, at most `every`.
    pub length: Duration,
    /// No window opens at or after this instant, where given.
    pub until: Option<Duration>,
}

/// When a way is open. With neither windows nor recurrences it is always open but for its closures.
///
/// ```
/// use portolan_model::{Calendar, Recurrence};
/// use portolan_vocabulary::Duration;
/// let weekly = Recurrence {
///     first: Duration::from_days(2.0),
///     every: Duration::from_days(7.0),
///     length: Duration::from_days(1.0),
///     until: None,
/// };
/// let sailings = Calendar { recurring: vec![weekly], ..Calendar::default() };
/// assert!(sailings.is_open(Duration::from_days(9.5)));
/// assert_eq!(sailings.next_open(Duration::from_days(4.0)), Some(Duration::from_days(9.0)));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Single windows.
    pub windows: Vec<Window>,
    /// Windows that come again.
    pub recurring: Vec<Recurrence>,
    /// Times at which nothing leaves, whatever the windows say.
    pub closed: Vec<Window>,
}

impl Calendar {
    /// True where the way may be entered at this instant.
    pub fn is_open(&self, t: Duration) -> bool {
        !self.closed.iter().any(|closure| closure.contains(t)) && self.in_window(t)
    }

    /// The first instant at or after `t` at which the way is open, or `None` where it never opens again.
    pub fn next_open(&self, t: Duration) -> Option<Duration> {
        let mut at = t;
        // Every step passes one closure; recurring windows may fall into closures again and again.
        for _ in 0..=self.closed.len() * 2 + 64 {
            at = self.next_in_window(at)?;
            match self
                .closed
                .iter()
                .filter(|closure| closure.contains(at))
                .map(|closure| closure.to)
                .max()
            {
                None => return Some(at),
                Some(end) => at = end,
            }
        }
        None
    }

    /// The first instant after `t` at which the way is closed, where it is open at `t`; `None` where it
    /// stays open.
    pub fn next_closed(&self, t: Duration) -> Option<Duration> {
        let mut at = t;
        // Every step passes one opening or closing; recurring windows may follow one another without a gap.
        for _ in 0..=self.windows.len() + self.closed.len() + 4096 {
            at = self.next_boundary(at)?;
            if !self.is_open(at) {
                return Some(at);
            }
        }
        None
    }

    fn next_boundary(&self, t: Duration) -> Option<Duration> {
        let windows = self.windows.iter().chain(&self.closed);
        let single = windows.flat_map(|window| [window.from, window.to]);
        let recurring = self.recurring.iter();
        let recurring = recurring.filter_map(|recurrence| recurrence.next_closing(t));
        single.chain(recurring).filter(|at| *at > t).min()
    }

    /// True where there is no restriction at all.
    pub fn is_unrestricted(&self) -> bool {
        self.windows.is_empty() && self.recurring.is_empty() && self.closed.is_empty()
    }

    fn in_window(&self, t: Duration) -> bool {
        let unrestricted = self.windows.is_empty() && self.recurring.is_empty();
        unrestricted
            || self.windows.iter().any(|window| window.contains(t))
            || self
                .recurring
                .iter()
                .any(|recurrence| recurrence.contains(t))
    }

    fn next_in_window(&self, t: Duration) -> Option<Duration> {
        if self.in_window(t) {
            return Some(t);
        }
        let single = self
            .windows
            .iter()
            .map(|window| window.from)
            .filter(|from| *from > t);
        let recurring = self
            .recurring
            .iter()
            .filter_map(|recurrence| recurrence.next_opening(t));
        single.chain(recurring).min()
    }
}

impl Recurrence {
    fn contains(&self, t: Duration) -> bool {
        if t < self.first || self.every <= Duration::ZERO {
            return false;
        }
        let since = (t - self.first).micros();
        let opening = t - Duration::from_micros(since % self.every.micros());
        t - opening < self.length && self.until.is_none_or(|until| opening < until)
    }

    /// The end of the window that is open at `t`.
    fn next_closing(&self, t: Duration) -> Option<Duration> {
        if !self.contains(t) {
            return None;
        }
        let since = (t - self.first).micros() % self.every.micros();
        Some(t - Duration::from_micros(since) + self.length)
    }

    fn next_opening(&self, t: Duration) -> Option<Duration> {
        if self.every <= Duration::ZERO {
            return None;
        }
        let opening = if t <= self.first {
            self.first
        } else {
            let since = (t - self.first).micros();
            let count =
                since.div_euclid(self.every.micros()) + i64::from(since % self.every.micros() != 0);
            self.first + self.every * count
        };
        self.until
            .is_none_or(|until| opening < until)
            .then_some(opening)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(d: i64) -> Duration {
        Duration::from_micros(d * 86_400_000_000)
    }

    #[test]
    fn closures_win_over_windows() {
        let calendar = Calendar {
            windows: vec![Window {
                from: day(10),
                to: day(20),
            }],
            closed: vec![Window {
                from: day(12),
                to: day(15),
            }],
            ..Calendar::default()
        };
        assert!(
            calendar.is_open(day(11)) && !calendar.is_open(day(12)) && calendar.is_open(day(15))
        );
        assert_eq!(calendar.next_open(day(0)), Some(day(10)));
        assert_eq!(calendar.next_open(day(12)), Some(day(15)));
        assert_eq!(calendar.next_open(day(20)), None);
        assert_eq!(calendar.next_closed(day(10)), Some(day(12)));
        assert_eq!(calendar.next_closed(day(16)), Some(day(20)));
        assert_eq!(Calendar::default().next_closed(day(0)), None);
    }

    #[test]
    fn recurrence_ends() {
        let sailing = Recurrence {
            first: day(0),
            every: day(7),
            length: day(1),
            until: Some(day(14)),
        };
        let calendar = Calendar {
            recurring: vec![sailing],
            ..Calendar::default()
        };
        assert!(
            calendar.is_open(day(7)) && !calendar.is_open(day(8)) && !calendar.is_open(day(14))
        );
        assert_eq!(calendar.next_open(day(1)), Some(day(7)));
        assert_eq!(calendar.next_open(day(8)), None);
        assert_eq!(calendar.next_closed(day(7)), Some(day(8)));
        assert!(Calendar::default().is_unrestricted() && Calendar::default().is_open(day(1)));
    }
}
