//! Trips through a chain of ways, each of which takes a time of its own in each of its windows.

use crate::{AstroError, Windows};
use portolan_model::{Opportunity, Window};
use portolan_vocabulary::Duration;

/// When a chain of ways can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThroughTrip {
    /// Instants at which the first way may be entered so that every later one can be.
    pub departures: Window,
    /// When the last way ends at the earliest, having begun at the first of these instants.
    pub earliest_end: Duration,
}

/// When ways can be travelled one after another, waiting at most `wait` between two. Each way is given by
/// its windows, in order and apart from one another; the vehicle's own time counts as none where a way
/// has no duration.
///
/// The set of good departures of each way is made from that of the next, from the last way to the first:
/// one pass over sorted windows for each.
///
/// # Errors
/// [`AstroError::BadInput`] for a wait below zero or windows that are out of order.
pub fn through(ways: &[&[Opportunity]], wait: Duration) -> Result<Vec<ThroughTrip>, AstroError> {
    let mut good: Vec<Windows<Duration>> = Vec::new();
    for way in ways.iter().rev() {
        let own = departures(way, good.last(), wait)?;
        good.push(own);
    }
    good.reverse();
    let Some(first) = good.first() else {
        return Ok(Vec::new());
    };
    let trips = first.spans().iter().filter_map(|&(from, to)| {
        let earliest_end = arrival(ways, &good, from)?;
        let departures = Window { from, to };
        Some(ThroughTrip {
            departures,
            earliest_end,
        })
    });
    Ok(trips.collect())
}

/// The departures of a way from which one of the next can be met.
fn departures(
    way: &[Opportunity],
    next: Option<&Windows<Duration>>,
    wait: Duration,
) -> Result<Windows<Duration>, AstroError> {
    let mut spans = Vec::new();
    for opportunity in way {
        let own = Windows::new([(opportunity.window.from, opportunity.window.to)])?;
        let takes = takes(opportunity);
        let meets = match next {
            Some(next) => own.intersection(&next.reaching_in(takes, takes + wait)?),
            None => own,
        };
        spans.extend_from_slice(meets.spans());
    }
    Windows::new(spans)
}

/// When the last way ends, leaving as early as can be at every node.
fn arrival(
    ways: &[&[Opportunity]],
    good: &[Windows<Duration>],
    departure: Duration,
) -> Option<Duration> {
    let mut at = departure;
    for (way, good) in ways.iter().zip(good) {
        let leaves = good.next(at)?;
        let of = way.iter().find(|it| it.window.contains(leaves))?;
        at = leaves + takes(of);
    }
    Some(at)
}

fn takes(opportunity: &Opportunity) -> Duration {
    opportunity.way.duration().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;
    use portolan_model::Way;

    fn day(d: f64) -> Duration {
        Duration::from_days(d)
    }

    fn open(from: f64, to: f64, takes: f64) -> Opportunity {
        let window = Window {
            from: day(from),
            to: day(to),
        };
        let duration = day(takes);
        Opportunity::new(window, Way::Flight { duration })
    }

    #[test]
    fn every_window_counts_its_own_time() {
        // A slow and a fast month out; the way on opens once, for two days.
        let out = [open(0.0, 10.0, 20.0), open(10.0, 20.0, 5.0)];
        let on = [open(24.0, 26.0, 1.0)];
        let trips = through(&[&out, &on], day(2.0)).unwrap();
        let departures: Vec<_> = trips.iter().map(|trip| trip.departures).collect();
        // Slow: arrives on day 20 to 30, so leaves on day 2 to 6; fast: arrives on 15 to 25, so on 17 to 20.
        let expected = [(2.0, 6.0), (17.0, 20.0)];
        let expected = expected.map(|(from, to)| Window {
            from: day(from),
            to: day(to),
        });
        assert_eq!(departures, expected);
        assert_eq!(trips[0].earliest_end, day(25.0));
        assert_eq!(trips[1].earliest_end, day(25.0));
    }

    #[test]
    fn a_chain_that_never_meets_has_no_departure() {
        let out = [open(0.0, 1.0, 1.0)];
        let on = [open(50.0, 51.0, 1.0)];
        assert!(through(&[&out, &on], day(10.0)).unwrap().is_empty());
        assert!(through(&[], day(10.0)).unwrap().is_empty());
    }
}
