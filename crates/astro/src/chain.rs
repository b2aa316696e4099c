//! Chains of legs: when must one leave so that every leg after can be flown in a window of its own?
//!
//! Whatever bounds a leg enters as a set of windows: the plane of an orbit, a range that is closed, a dock that
//! is taken, light at the destination. Going backward from the last leg, each leg's departures are those from
//! which the next can be met; every step is one pass over two sorted sets, so that the work is bounded by the
//! number of legs times the number of windows.

use crate::AstroError;
use crate::windows::{Clock, Windows, check_range};

/// One leg of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainLeg<T: Clock> {
    /// When it may begin.
    pub departures: Windows<T>,
    /// When it may end; any time where nothing is said.
    pub arrivals: Option<Windows<T>>,
    /// The shortest and the longest time from departure to arrival.
    pub duration: (T::Span, T::Span),
    /// The shortest and the longest stay between its arrival and the departure of the next leg; of no meaning
    /// for the last leg.
    pub stay: (T::Span, T::Span),
}

/// When one leg is flown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flown<T> {
    /// When it begins.
    pub departure: T,
    /// When it ends.
    pub arrival: T,
}

/// Legs that are flown one after another.
///
/// ```
/// use portolan_astro::{Chain, ChainLeg, Windows};
/// use portolan_vocabulary::Duration;
/// let day = |d: i64| Duration::from_days(d as f64);
/// let leg = |from: i64, to: i64, takes: i64| ChainLeg {
///     departures: Windows::new([(day(from), day(to))]).unwrap(),
///     arrivals: None,
///     duration: (day(takes), day(takes)),
///     stay: (day(1), day(5)),
/// };
/// // Up in three days, a stay of one to five, and home from day 10 on.
/// let chain = Chain::new(vec![leg(0, 30, 3), leg(10, 20, 4)])?;
/// assert_eq!(chain.departures().spans(), [(day(2), day(16))]);
/// let flown = chain.schedule(day(2))?;
/// assert_eq!((flown[1].departure, flown[1].arrival), (day(10), day(14)));
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Chain<T: Clock> {
    legs: Vec<ChainLeg<T>>,
    /// Of each leg, the departures from which it and all after it can be flown.
    departures: Vec<Windows<T>>,
    /// Of each leg, the arrivals from which all after it can be flown; any time where nothing follows and
    /// nothing is said.
    arrivals: Vec<Option<Windows<T>>>,
}

impl<T: Clock> Chain<T> {
    /// The chain of these legs, in order.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] without a leg, and for durations or stays that are below zero, out of order or
    /// not a number.
    pub fn new(legs: Vec<ChainLeg<T>>) -> Result<Self, AstroError> {
        if legs.is_empty() {
            return Err(AstroError::BadInput("a chain needs a leg".to_owned()));
        }
        let mut departures = Vec::with_capacity(legs.len());
        let mut arrivals = Vec::with_capacity(legs.len());
        for leg in legs.iter().rev() {
            check_range(leg.stay.0, leg.stay.1)?;
            let onward = match departures.last() {
                Some(next) => Some(Windows::reaching_in(next, leg.stay.0, leg.stay.1)?),
                None => None,
            };
            let ends = match (onward, &leg.arrivals) {
                (Some(onward), Some(allowed)) => Some(onward.intersection(allowed)),
                (Some(one), None) => Some(one),
                (None, allowed) => allowed.clone(),
            };
            check_range(leg.duration.0, leg.duration.1)?;
            departures.push(match &ends {
                Some(ends) => {
                    let meeting = ends.reaching_in(leg.duration.0, leg.duration.1)?;
                    leg.departures.intersection(&meeting)
                }
                None => leg.departures.clone(),
            });
            arrivals.push(ends);
        }
        departures.reverse();
        arrivals.reverse();
        Ok(Self {
            legs,
            departures,
            arrivals,
        })
    }

    /// The departures of the first leg from which the whole chain can be flown.
    pub fn departures(&self) -> &Windows<T> {
        // A chain has a leg.
        &self.departures[0]
    }

    /// The departures of a leg from which it and all after it can be flown.
    pub fn departures_of(&self, leg: usize) -> Option<&Windows<T>> {
        self.departures.get(leg)
    }

    /// When each leg is flown if the first departs at this instant and all else happens as early as it can.
    ///
    /// No other schedule for this departure has any departure or arrival earlier: the earliest instant to
    /// depart again never gets earlier by arriving later.
    ///
    /// # Errors
    /// [`AstroError::NoSolution`] where the instant is not among the [`departures`](Self::departures); the
    /// text names the next that is.
    pub fn schedule(&self, departure: T) -> Result<Vec<Flown<T>>, AstroError> {
        if !self.departures().contains(departure) {
            let next = self.departures().next(departure);
            return Err(AstroError::NoSolution(match next {
                Some(next) => {
                    format!("no chain can be flown from {departure:?}, the next from {next:?}")
                }
                None => format!("no chain can be flown from {departure:?} or later"),
            }));
        }
        let mut flown: Vec<Flown<T>> = Vec::with_capacity(self.legs.len());
        let mut departure = departure;
        for (number, leg) in self.legs.iter().enumerate() {
            let arrival = match &self.arrivals[number] {
                Some(arrivals) => earliest(arrivals, departure, leg.duration, number)?,
                None => departure.later(leg.duration.0),
            };
            flown.push(Flown { departure, arrival });
            if let Some(next) = self.departures.get(number + 1) {
                departure = earliest(next, arrival, leg.stay, number)?;
            }
        }
        Ok(flown)
    }
}

/// The earliest instant of a set at least one span after another instant. That it is at most the other span
/// after it follows from where the instant was taken, but for rounding.
fn earliest<T: Clock>(
    set: &Windows<T>,
    after: T,
    (least, most): (T::Span, T::Span),
    leg: usize,
) -> Result<T, AstroError> {
    let latest = after.later(most).later(T::resolution());
    set.next(after.later(least))
        .filter(|found| *found <= latest)
        .ok_or_else(|| {
            AstroError::NoConvergence(format!(
                "leg {} of the chain is met only within rounding after {after:?}",
                leg + 1
            ))
        })
}
