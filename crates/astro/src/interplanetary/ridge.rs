//! The gaps of the ridge between types I and II, and the best flight in each.

use std::f64::consts::{PI, TAU};

use super::lattice::{Lattice, Sample};
use super::{Optimum, Survey};
use crate::porkchop::{Criterion, Dated, Flight, Kind, Leg};
use crate::roots;
use crate::{AstroError, DVec3, Sense, State};

/// The greatest tilt of the plane of flight against that of departure that is looked at, rad.
const STEEPEST_RAD: f64 = 1.3;
/// Tilts that are sampled before the best is refined.
const TILTS: usize = 27;

/// A departure and an arrival that lie opposite each other, so that the plane of the flight is free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Gap {
    pub(super) turn: i64,
    start: Dated,
    end: Dated,
}

impl Survey<'_> {
    /// All gaps whose departure and time of flight the search allows.
    pub(super) fn gaps(&self) -> Result<Vec<Gap>, AstroError> {
        let rows = 0..self.lattice.starts.len();
        let ridges: Vec<_> = rows.map(|row| ridge(&self.lattice, row)).collect();
        let mut gaps = Vec::new();
        for (row, pair) in ridges.windows(2).enumerate() {
            for &(turn, [arrival_s, height]) in &pair[0] {
                let Some((_, [_, after])) = pair[1].iter().find(|(other, _)| *other == turn) else {
                    continue;
                };
                if (height < 0.0) != (*after < 0.0) {
                    let departure_s = self.lattice.departures.at(row).seconds();
                    gaps.extend(self.gap(turn, departure_s, arrival_s)?);
                }
            }
        }
        Ok(gaps)
    }

    /// Newton's method for the instants at which the places lie opposite each other; `None` where it does
    /// not settle within the search, as where both orbits lie in one plane.
    fn gap(&self, turn: i64, start_s: f64, end_s: f64) -> Result<Option<Gap>, AstroError> {
        const PROBE_S: f64 = 900.0;
        let (mut t1, mut t2) = (start_s, end_s);
        for _ in 0..30 {
            if !self.allows(t1, t2) {
                return Ok(None);
            }
            let here = self.miss(t1, t2)?;
            // Probes go inwards, where the ephemeris knows the places.
            let is_late = t1 + PROBE_S > self.search.last.seconds();
            let probe_s = if is_late { -PROBE_S } else { PROBE_S };
            let (by_t1, by_t2) = (self.miss(t1 + probe_s, t2)?, self.miss(t1, t2 - PROBE_S)?);
            let [a, c] = [0, 1].map(|i| (by_t1[i] - here[i]) / probe_s);
            let [b, d] = [0, 1].map(|i| (here[i] - by_t2[i]) / PROBE_S);
            let determinant = a * d - b * c;
            let (dt1, dt2) = (
                (b * here[1] - d * here[0]) / determinant,
                (c * here[0] - a * here[1]) / determinant,
            );
            if !(dt1.abs() < 40.0 * 86_400.0 && dt2.abs() < 40.0 * 86_400.0) {
                return Ok(None);
            }
            (t1, t2) = (t1 + dt1, t2 + dt2);
            if dt1.abs().max(dt2.abs()) < 1e-2 {
                return self.gap_at(turn, t1, t2);
            }
        }
        Ok(None)
    }

    fn gap_at(&self, turn: i64, t1: f64, t2: f64) -> Result<Option<Gap>, AstroError> {
        if !self.allows(t1, t2) {
            return Ok(None);
        }
        let (start, end) = self.dated(t1, t2)?;
        Ok(Some(Gap { turn, start, end }))
    }

    fn allows(&self, t1: f64, t2: f64) -> bool {
        let search = &self.search;
        t1 >= search.first.seconds()
            && t1 <= search.last.seconds()
            && t2 - t1 >= search.shortest_s
            && t2 - t1 <= search.longest_s
    }

    fn dated(&self, t1: f64, t2: f64) -> Result<(Dated, Dated), AstroError> {
        let [t1, t2] = [t1, t2].map(crate::Tdb::from_seconds);
        Ok((
            Dated(t1, self.leg.from.state(t1)?),
            Dated(t2, self.leg.to.state(t2)?),
        ))
    }

    /// By how much the second place is ahead of the point opposite the first one, and above the plane of
    /// departure, rad.
    fn miss(&self, t1: f64, t2: f64) -> Result<[f64; 2], AstroError> {
        let (Dated(_, start), Dated(_, end)) = self.dated(t1, t2)?;
        Ok(miss(&start, &end))
    }
}

fn miss(start: &State, end: &State) -> [f64; 2] {
    let normal = start.position.cross(start.velocity).normalize_or_zero();
    let ahead = normal.cross(start.position).normalize_or_zero();
    let to = end.position.normalize_or_zero();
    [to.dot(ahead), to.dot(normal)]
}

/// Where the samples of a departure step over the ridge: the turn, with the arrival (s after J2000) and the
/// height there.
fn ridge(lattice: &Lattice, row: usize) -> Vec<(i64, [f64; 2])> {
    let start = &lattice.starts[row];
    let mut found = Vec::new();
    for (column, pair) in lattice.row(row).windows(2).enumerate() {
        let [Some(before), Some(after)] = pair else {
            continue;
        };
        let is_step = |a: &Sample, b: &Sample| a.turn == b.turn && a.is_long != b.is_long;
        if !is_step(before, after) {
            continue;
        }
        let (a, b) = (&lattice.ends[row + column], &lattice.ends[row + column + 1]);
        let [[ahead, height], [ahead_after, height_after]] =
            [miss(&start.1, &a.1), miss(&start.1, &b.1)];
        let part = ahead / (ahead - ahead_after);
        let at_s = a.0.seconds() + part * (b.0.seconds() - a.0.seconds());
        found.push((before.turn, [at_s, height + part * (height_after - height)]));
    }
    found
}

impl Gap {
    /// The flight whose plane makes it cheapest, as the limit of flights of a type; `None` where there is no
    /// arc, as with too many revolutions.
    pub(super) fn best(
        &self,
        leg: &Leg<'_>,
        criterion: Criterion,
        is_long: bool,
    ) -> Result<Option<Optimum>, AstroError> {
        let cost = |tilt: f64| {
            self.flight(leg, tilt, is_long)
                .map(|flight| flight.cost(criterion))
        };
        let step = 2.0 * STEEPEST_RAD / (TILTS - 1) as f64;
        let mut lowest: Option<(f64, f64)> = None;
        for number in 0..TILTS {
            let tilt = step * number as f64 - STEEPEST_RAD;
            let Some(cost) = cost(tilt) else {
                return Ok(None);
            };
            if lowest.is_none_or(|(_, least)| cost < least) {
                lowest = Some((tilt, cost));
            }
        }
        let Some((tilt, _)) = lowest else {
            return Ok(None);
        };
        let no_arc = || AstroError::NoSolution("no arc at half a turn".to_owned());
        let refined = |tilt: f64| cost(tilt).ok_or_else(no_arc);
        let (tilt, cost) = roots::minimum(refined, tilt - step, tilt + step, 1e-7)?;
        Ok(self.flight(leg, tilt, is_long).map(|flight| Optimum {
            flight,
            cost,
            at_ridge: true,
            is_settled: true,
            at_departure_limit: false,
            at_flight_limit: false,
        }))
    }

    /// The flight in the plane that is tilted against that of departure about the line of the two places.
    fn flight(&self, leg: &Leg<'_>, tilt: f64, is_long: bool) -> Option<Flight> {
        let (Dated(_, start), Dated(_, mut end)) = (self.start, self.end);
        let out = start.position.normalize_or_zero();
        let normal = start.position.cross(start.velocity).normalize_or_zero();
        let tilted: DVec3 = normal * tilt.cos() + out.cross(normal) * tilt.sin();
        end.position = -out * end.position.length();
        let tof_s = self.end.0.seconds() - self.start.0.seconds();
        let arc = leg.arc_about(&start, &end, tof_s, Sense::About(tilted));
        let flight = leg.joined(self.start, self.end, arc.ok()?);
        Some(Flight {
            angle_rad: PI + TAU * f64::from(leg.revolutions),
            kind: Kind {
                is_long,
                ..flight.kind
            },
            ..flight
        })
    }
}
