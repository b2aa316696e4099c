//! Windows and chains of legs against brute force over a small grid of whole instants.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_astro::{AstroError, Chain, ChainLeg, Tdb, Windows};
use portolan_vocabulary::{Duration, Epoch};
use proptest::collection::vec;
use proptest::prelude::*;

/// Instants that are looked at; whatever is drawn stays well inside.
const GRID: std::ops::Range<i64> = -40..80;

const fn tick(t: i64) -> Duration {
    Duration::from_micros(t)
}

fn ticks(t: i64) -> Duration {
    tick(t)
}

fn a_set() -> impl Strategy<Value = Windows<Duration>> {
    vec((0_i64..24, 0_i64..7), 0..6).prop_map(|pairs| {
        let pairs = pairs.into_iter();
        Windows::new(pairs.map(|(from, length)| (tick(from), tick(from + length)))).unwrap()
    })
}

fn a_range() -> impl Strategy<Value = (Duration, Duration)> {
    (0_i64..6, 0_i64..5).prop_map(|(least, more)| (tick(least), tick(least + more)))
}

fn a_leg() -> impl Strategy<Value = ChainLeg<Duration>> {
    (a_set(), proptest::option::of(a_set()), a_range(), a_range()).prop_map(
        |(departures, arrivals, duration, stay)| ChainLeg {
            departures,
            arrivals,
            duration,
            stay,
        },
    )
}

/// Membership of every instant of the grid.
fn members(set: &Windows<Duration>) -> Vec<bool> {
    GRID.map(|t| set.contains(tick(t))).collect()
}

fn is_tidy(set: &Windows<Duration>) -> bool {
    let spans = set.spans();
    spans.iter().all(|span| span.0 < span.1) && spans.windows(2).all(|two| two[0].1 < two[1].0)
}

fn within((least, most): (Duration, Duration)) -> impl Iterator<Item = i64> {
    least.micros()..=most.micros()
}

/// All schedules of the legs from one departure, by trying every duration and every stay.
fn every_schedule(legs: &[ChainLeg<Duration>], departure: i64) -> Vec<Vec<(i64, i64)>> {
    let Some((leg, rest)) = legs.split_first() else {
        return vec![Vec::new()];
    };
    let mut all = Vec::new();
    if !leg.departures.contains(tick(departure)) {
        return all;
    }
    for takes in within(leg.duration) {
        let arrival = departure + takes;
        if leg
            .arrivals
            .as_ref()
            .is_some_and(|set| !set.contains(tick(arrival)))
        {
            continue;
        }
        if rest.is_empty() {
            all.push(vec![(departure, arrival)]);
            continue;
        }
        for stays in within(leg.stay) {
            for later in every_schedule(rest, arrival + stays) {
                all.push([vec![(departure, arrival)], later].concat());
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sets_obey_their_definitions(a in a_set(), b in a_set(), (from, to) in (0_i64..30, 0_i64..30)) {
        let (in_a, in_b) = (members(&a), members(&b));
        let (from, to) = (from.min(to), from.max(to));
        let cases = [
            a.union(&b),
            a.intersection(&b),
            a.without(&b),
            a.complement(tick(from), tick(to)),
        ];
        for (i, t) in GRID.enumerate() {
            let inside = from <= t && t < to;
            let expected = [
                in_a[i] || in_b[i],
                in_a[i] && in_b[i],
                in_a[i] && !in_b[i],
                inside && !in_a[i],
            ];
            for (case, expected) in cases.iter().zip(expected) {
                prop_assert_eq!(case.contains(tick(t)), expected, "{:?} at {}", case, t);
            }
            let next = (t..GRID.end).find(|t| a.contains(tick(*t)));
            prop_assert_eq!(a.next(tick(t)), next.map(ticks));
        }
        prop_assert!(cases.iter().all(is_tidy));
    }

    #[test]
    fn margins_obey_their_definitions(a in a_set(), (before, after) in (0_i64..5, 0_i64..5)) {
        let padded = a.padded(tick(before), tick(after)).unwrap();
        let trimmed = a.trimmed(tick(before), tick(after)).unwrap();
        prop_assert!(is_tidy(&padded) && is_tidy(&trimmed));
        for t in -20..60 {
            // Padded: something of the set lies at most `after` before or `before` after.
            let near = (t - after..=t + before).any(|t| a.contains(tick(t)));
            prop_assert_eq!(padded.contains(tick(t)), near);
            // Trimmed: all from `before` before to `after` after lies in one window of the set.
            let deep = (t - before..=t + after).all(|t| a.contains(tick(t)));
            prop_assert_eq!(trimmed.contains(tick(t)), deep);
        }
    }

    #[test]
    fn reaching_is_trying_every_span(a in a_set(), range in a_range()) {
        let reached = a.reached_in(range.0, range.1).unwrap();
        let reaching = a.reaching_in(range.0, range.1).unwrap();
        for t in -20..60 {
            let some = |sign: i64| within(range).any(|span| a.contains(tick(t + sign * span)));
            prop_assert_eq!(reached.contains(tick(t)), some(-1));
            prop_assert_eq!(reaching.contains(tick(t)), some(1));
        }
        prop_assert!(is_tidy(&reached) && is_tidy(&reaching));
    }

    #[test]
    fn a_chain_is_flown_exactly_where_trying_everything_finds_a_way(legs in vec(a_leg(), 1..4)) {
        let chain = Chain::new(legs.clone()).unwrap();
        prop_assert!(is_tidy(chain.departures()));
        for t in 0..32 {
            let all = every_schedule(&legs, t);
            prop_assert_eq!(chain.departures().contains(tick(t)), !all.is_empty(), "at {}", t);
            let schedule = chain.schedule(tick(t));
            prop_assert_eq!(schedule.is_ok(), !all.is_empty());
            let Ok(schedule) = schedule else { continue };
            // The earliest at every point at once, which is among those tried.
            for (leg, flown) in schedule.iter().enumerate() {
                let departs = all.iter().map(|one| one[leg].0).min().unwrap();
                let arrives = all.iter().map(|one| one[leg].1).min().unwrap();
                prop_assert_eq!(flown.departure, tick(departs));
                prop_assert_eq!(flown.arrival, tick(arrives));
            }
            let flown: Vec<_> = schedule.iter().map(|it| (it.departure.micros(), it.arrival.micros())).collect();
            prop_assert!(all.contains(&flown));
        }
    }

    #[test]
    fn real_seconds_and_whole_microseconds_agree(legs in vec(a_leg(), 1..4)) {
        let whole = Chain::new(legs.clone()).unwrap();
        let real = |set: &Windows<Duration>| {
            let spans = set.spans().iter();
            Windows::new(spans.map(|span| (second(span.0), second(span.1)))).unwrap()
        };
        let range = |range: (Duration, Duration)| (range.0.micros() as f64, range.1.micros() as f64);
        let legs = legs.iter().map(|leg| ChainLeg {
            departures: real(&leg.departures),
            arrivals: leg.arrivals.as_ref().map(real),
            duration: range(leg.duration),
            stay: range(leg.stay),
        });
        let chain = Chain::new(legs.collect()).unwrap();
        prop_assert_eq!(chain.departures(), &real(whole.departures()));
        for span in whole.departures().spans() {
            let flown = chain.schedule(second(span.0)).unwrap();
            let expected = whole.schedule(span.0).unwrap();
            for (one, other) in flown.iter().zip(expected) {
                prop_assert_eq!(one.departure, second(other.departure));
                prop_assert_eq!(one.arrival, second(other.arrival));
            }
        }
    }

    #[test]
    fn edges_that_are_not_whole_are_flown_within_rounding(start in 0.0_f64..1e9, takes in 0.1_f64..9e5, stay in 0.0_f64..9e5) {
        // Everything fits exactly once: the first departure is the only one but for rounding.
        let leg = |from: f64| ChainLeg {
            departures: Windows::new([(Tdb::from_seconds(from), Tdb::from_seconds(from + 1.0))]).unwrap(),
            arrivals: None,
            duration: (takes, takes),
            stay: (stay, stay),
        };
        let chain = Chain::new(vec![leg(start), leg(start + (takes + stay)), leg(start + 2.0 * (takes + stay))]).unwrap();
        prop_assert_eq!(chain.departures().spans().len(), 1);
        let (from, to) = chain.departures().spans()[0];
        prop_assert!((to.seconds() - from.seconds() - 1.0).abs() < 1e-6);
        prop_assert!(chain.schedule(from).is_ok());
    }
}

fn second(t: Duration) -> Tdb {
    Tdb::from_seconds(t.micros() as f64)
}

#[test]
fn ten_years_of_windows_are_chained_without_searching() {
    // Ten years with a window of ten minutes a day: 3650 windows in each of six legs.
    let day = 86_400_000_000;
    let daily = |offset: i64| {
        let pairs =
            (0..3650).map(|d| (tick(d * day + offset), tick(d * day + offset + 600_000_000)));
        Windows::new(pairs).unwrap()
    };
    let leg = |number: i64| ChainLeg {
        departures: daily(number * 3_600_000_000),
        arrivals: None,
        duration: (tick(3 * day), tick(3 * day)),
        stay: (tick(0), tick(10 * day)),
    };
    let chain = Chain::new((0..6).map(leg).collect()).unwrap();
    // The last that can still be flown leaves five legs of three days and five stays of an hour before the end.
    assert_eq!(chain.departures().spans().len(), 3650 - 5 * 3);
    let flown = chain.schedule(tick(0)).unwrap();
    let stay = |two: &[portolan_astro::Flown<Duration>]| two[1].departure - two[0].arrival;
    assert!(flown.windows(2).all(|two| stay(two) == tick(3_600_000_000)));
}

#[test]
fn what_is_no_window_and_no_range_is_refused() {
    let bad =
        |result: Result<Windows<Tdb>, AstroError>| matches!(result, Err(AstroError::BadInput(_)));
    let at = Tdb::from_seconds;
    assert!(bad(Windows::new([(at(2.0), at(1.0))])));
    assert!(bad(Windows::new([(at(f64::NAN), at(1.0))])));
    let one = Windows::new([(at(1.0), at(2.0))]).unwrap();
    assert!(bad(one.padded(-1.0, 0.0)) && bad(one.trimmed(0.0, f64::NAN)));
    assert!(bad(one.reached_in(2.0, 1.0)) && bad(one.reaching_in(f64::NAN, 1.0)));
    assert!(matches!(
        Chain::<Tdb>::new(Vec::new()),
        Err(AstroError::BadInput(_))
    ));
    let leg = ChainLeg {
        departures: one.clone(),
        arrivals: Some(one.clone()),
        duration: (0.0, f64::INFINITY),
        stay: (0.0, -1.0),
    };
    assert!(matches!(
        Chain::new(vec![leg.clone()]),
        Err(AstroError::BadInput(_))
    ));
    let unbounded = ChainLeg {
        stay: (0.0, f64::INFINITY),
        ..leg
    };
    let chain = Chain::new(vec![unbounded.clone(), unbounded]).unwrap();
    assert_eq!(chain.departures().spans(), one.spans());
    let late = chain.schedule(at(2.0)).unwrap_err();
    assert!(matches!(late, AstroError::NoSolution(_)), "{late}");
}

#[test]
fn windows_go_onto_the_clock_of_a_campaign() {
    let start: Epoch = "2028-01-01".parse().unwrap();
    let at = |s: f64| Tdb::from(start).plus_seconds(s);
    let windows = Windows::new([(at(60.0), at(120.5))]).unwrap();
    let on_clock = windows.since(start).unwrap();
    assert_eq!(on_clock.spans(), [(tick(60_000_000), tick(120_500_000))]);
    assert!(
        Windows::new([(at(0.0), Tdb::from_seconds(f64::INFINITY))])
            .unwrap()
            .since(start)
            .is_err()
    );
}
