//! From a sampled flight downhill to where the cost stands still.

use super::lattice::Place;
use super::{Optimum, Search};
use crate::porkchop::{Criterion, Flight, Leg};

const DAY_S: f64 = 86_400.0;
/// Derivatives are taken over this, d: short beside a month, and long enough that a step of an ephemeris, of
/// some tenths of a millimetre per second where one of its series ends, moves no optimum by a minute.
const PROBE_D: f64 = 0.2;
/// The longest probe that is moved further in, d.
const PROBE_INSIDE_D: f64 = 0.005;
/// The shortest probe near the ridge, d.
const SHORTEST_PROBE_D: f64 = 1e-4;
/// The longest step, d.
const LONGEST_STEP_D: f64 = 16.0;
/// Steps of one descent.
const STEPS: usize = 200;
/// A step shorter than this ends the descent, d: half a second.
const SETTLED_D: f64 = 5e-6;
/// Steps of an ephemeris leave the cost known to this part of itself ...
const ROUNDING: f64 = 1e-7;
/// ... and its bottom within this, d.
const FLAT_D: f64 = 0.05;

/// Where a descent ended.
pub(super) enum Found {
    /// At a minimum, perhaps one at a limit of the search.
    Settled(Optimum),
    /// Where nothing better was found, though the cost does not stand still.
    Stalled(Optimum),
    /// Nowhere: no flight of the type is there.
    Nothing,
}

/// Departure and time of flight in days, as a pair.
type Pair = [f64; 2];

const DIRECTIONS: [Pair; 8] = [
    [1.0, 0.0],
    [-1.0, 0.0],
    [0.0, 1.0],
    [0.0, -1.0],
    [1.0, 1.0],
    [-1.0, -1.0],
    [1.0, -1.0],
    [-1.0, 1.0],
];

/// Newton's method on the flights of one type, held to a box and to steps that go down.
pub(super) struct Descent<'s> {
    leg: &'s Leg<'s>,
    search: &'s Search,
    criterion: Criterion,
    is_long: bool,
    low: Pair,
    high: Pair,
}

/// Gradient and second derivatives at a point.
struct Slope {
    gradient: Pair,
    /// By departure twice, by both, by time of flight twice.
    second: [f64; 3],
}

impl<'s> Descent<'s> {
    pub(super) fn new(
        leg: &'s Leg<'s>,
        search: &'s Search,
        criterion: Criterion,
        is_long: bool,
    ) -> Self {
        let span_s = search.last.seconds() - search.first.seconds();
        Self {
            leg,
            search,
            criterion,
            is_long,
            low: [0.0, search.shortest_s / DAY_S],
            high: [span_s / DAY_S, search.longest_s / DAY_S],
        }
    }

    /// Downhill from a place.
    pub(super) fn from(&self, place: Place) -> Found {
        let since_s = place.departure.seconds() - self.search.first.seconds();
        let mut x = self.held([since_s / DAY_S, place.tof_s / DAY_S]);
        let Some(mut cost) = self.cost(x) else {
            return Found::Nothing;
        };
        let mut radius = LONGEST_STEP_D;
        for _ in 0..STEPS {
            let Some(step) = self
                .slope(x, radius)
                .and_then(|it| self.step(&it, x, radius))
            else {
                break;
            };
            let next = self.held([x[0] + step[0], x[1] + step[1]]);
            let moved = (next[0] - x[0]).abs().max((next[1] - x[1]).abs());
            let there = self.cost(next);
            if moved < SETTLED_D && there.is_some() {
                return self.optimum(next).map_or(Found::Nothing, Found::Settled);
            }
            match there {
                Some(lower) if lower <= cost => {
                    (x, cost) = (next, lower);
                    radius = (2.0 * radius).min(LONGEST_STEP_D);
                }
                _ => radius = 0.25 * moved.min(radius),
            }
            if radius < 4.0 * SETTLED_D {
                break;
            }
        }
        let x = self.walk(x, cost);
        let Some(optimum) = self.optimum(x) else {
            return Found::Nothing;
        };
        if self.is_flat(x) {
            Found::Settled(optimum)
        } else if self.is_where_arcs_end(x) {
            Found::Settled(Optimum {
                at_flight_limit: true,
                ..optimum
            })
        } else {
            Found::Stalled(optimum)
        }
    }

    /// Whether next to a place there is no arc with so many revolutions.
    fn is_where_arcs_end(&self, x: Pair) -> bool {
        let is_missing = |direction: Pair| {
            let there = [0, 1].map(|axis| x[axis] + SHORTEST_PROBE_D * direction[axis]);
            self.any_flight(self.held(there)).is_none()
        };
        self.leg.revolutions > 0 && DIRECTIONS.into_iter().any(is_missing)
    }

    /// Whether no more than rounding, or a step of the ephemeris, lies between a place and the bottom, as
    /// probes of some length see it.
    fn is_flat(&self, x: Pair) -> bool {
        let Some(cost) = self.cost(x) else {
            return false;
        };
        [PROBE_D, PROBE_D / 4.0, PROBE_D / 16.0, PROBE_D / 64.0]
            .into_iter()
            .any(|probe| {
                let Some(slope) = self.slope(x, probe) else {
                    return false;
                };
                let Some(step) = self.step(&slope, x, LONGEST_STEP_D) else {
                    return false;
                };
                let gain = -0.5 * (slope.gradient[0] * step[0] + slope.gradient[1] * step[1]);
                gain <= ROUNDING * cost.abs() && step[0].hypot(step[1]) < FLAT_D
            })
    }

    /// The last resort: shorter and shorter steps in eight directions.
    fn walk(&self, mut x: Pair, mut cost: f64) -> Pair {
        let mut length = 1.0;
        for _ in 0..2_000 {
            let nearby = DIRECTIONS.map(|direction| {
                self.held([x[0] + length * direction[0], x[1] + length * direction[1]])
            });
            let lower = nearby.into_iter().find_map(|there| {
                let lower = self.cost(there)?;
                (lower < cost).then_some((there, lower))
            });
            match lower {
                Some((there, lower)) => (x, cost) = (there, lower),
                None => length *= 0.5,
            }
            if length < SETTLED_D {
                break;
            }
        }
        x
    }

    fn held(&self, x: Pair) -> Pair {
        [0, 1].map(|axis| x[axis].max(self.low[axis]).min(self.high[axis]))
    }

    fn any_flight(&self, x: Pair) -> Option<Flight> {
        let departure = self.search.first.plus_days(x[0]);
        self.leg.flight(departure, departure.plus_days(x[1])).ok()
    }

    fn flight(&self, x: Pair) -> Option<Flight> {
        let flight = self.any_flight(x)?;
        (flight.kind.is_long == self.is_long).then_some(flight)
    }

    fn cost(&self, x: Pair) -> Option<f64> {
        let cost = self.flight(x)?.cost(self.criterion);
        cost.is_finite().then_some(cost)
    }

    /// Derivatives by differences over no more than a length; `None` where probes of every length meet another type. They may leave the
    /// box, which limits what is asked for and not what is known; where nothing is known outside, they are
    /// taken a little further in.
    fn slope(&self, x: Pair, longest_d: f64) -> Option<Slope> {
        let probes = |longest: f64| {
            std::iter::successors(Some(longest), |probe| Some(0.25 * probe))
                .take_while(|probe| *probe > SHORTEST_PROBE_D)
        };
        let inside = |probe: f64| {
            [0, 1].map(|axis| {
                let reach = (2.0 * probe).min(0.5 * (self.high[axis] - self.low[axis]));
                x[axis].clamp(self.low[axis] + reach, self.high[axis] - reach)
            })
        };
        probes(PROBE_D.min(longest_d))
            .find_map(|probe| self.slope_over(x, probe))
            .or_else(|| {
                probes(PROBE_INSIDE_D).find_map(|probe| self.slope_over(inside(probe), probe))
            })
    }

    /// Differences of the fourth order for the gradient (Abramowitz & Stegun 1964, 25.3.6) and of the second
    /// for the rest.
    fn slope_over(&self, at: Pair, probe: f64) -> Option<Slope> {
        let cost = |a: f64, b: f64| self.cost([at[0] + a * probe, at[1] + b * probe]);
        let middle = cost(0.0, 0.0)?;
        let along = |a: f64, b: f64| {
            let (one, back) = (cost(a, b)?, cost(-a, -b)?);
            let (two, back_two) = (cost(2.0 * a, 2.0 * b)?, cost(-2.0 * a, -2.0 * b)?);
            let first = (8.0 * (one - back) - (two - back_two)) / (12.0 * probe);
            Some((first, (one - 2.0 * middle + back) / (probe * probe)))
        };
        let (by_departure, by_departure_twice) = along(1.0, 0.0)?;
        let (by_flight, by_flight_twice) = along(0.0, 1.0)?;
        let up = cost(1.0, 1.0)? + cost(-1.0, -1.0)?;
        let down = cost(1.0, -1.0)? + cost(-1.0, 1.0)?;
        Some(Slope {
            gradient: [by_departure, by_flight],
            second: [
                by_departure_twice,
                (up - down) / (4.0 * probe * probe),
                by_flight_twice,
            ],
        })
    }

    /// Newton's step, or one downhill where the cost does not curve upwards; along a side of the box where it
    /// would lead out of it.
    fn step(&self, slope: &Slope, x: Pair, radius: f64) -> Option<Pair> {
        let whole = shortened(newton(slope.gradient, slope.second), radius)?;
        let leads_out = |axis: usize, step: f64| {
            (x[axis] <= self.low[axis] && step < 0.0) || (x[axis] >= self.high[axis] && step > 0.0)
        };
        let curvature = [slope.second[0], slope.second[2]];
        let alone = |axis: usize| {
            let (g, h) = (slope.gradient[axis], curvature[axis]);
            let step = if h > 0.0 {
                -g / h
            } else {
                -radius * g.signum()
            };
            let step = step.clamp(-radius, radius);
            if leads_out(axis, step) { 0.0 } else { step }
        };
        Some(match [0, 1].map(|axis| leads_out(axis, whole[axis])) {
            [false, false] => whole,
            [true, false] => [0.0, alone(1)],
            [false, true] => [alone(0), 0.0],
            [true, true] => [alone(0), alone(1)],
        })
    }

    fn optimum(&self, x: Pair) -> Option<Optimum> {
        let flight = self.flight(x)?;
        let is_at_limit = |axis: usize| x[axis] <= self.low[axis] || x[axis] >= self.high[axis];
        Some(Optimum {
            cost: flight.cost(self.criterion),
            flight,
            at_ridge: false,
            is_settled: true,
            at_departure_limit: is_at_limit(0),
            at_flight_limit: is_at_limit(1),
        })
    }
}

/// The step to the bottom of the parabola, which is bent upwards first where it is not.
fn newton(g: Pair, [a, b, c]: [f64; 3]) -> Pair {
    let middle = 0.5 * (a + c);
    let spread = (0.5 * (a - c)).hypot(b);
    let (least, greatest) = (middle - spread, middle + spread);
    let floor = 1e-3 * greatest.abs().max(least.abs());
    let lift = if least < floor { floor - least } else { 0.0 };
    let (a, c) = (a + lift, c + lift);
    let determinant = a * c - b * b;
    [
        (b * g[1] - c * g[0]) / determinant,
        (b * g[0] - a * g[1]) / determinant,
    ]
}

/// The step, or one of the greatest length in its direction; `None` where there is no direction.
fn shortened(step: Pair, radius: f64) -> Option<Pair> {
    let length = step[0].hypot(step[1]);
    if !length.is_finite() {
        return None;
    }
    let scale = if length > radius {
        radius / length
    } else {
        1.0
    };
    Some([step[0] * scale, step[1] * scale])
}
