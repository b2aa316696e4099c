//! The least raising of limits with which everything is carried.

use crate::codes;
use crate::mass::Mg;
use crate::network::{Cut, Narrow};
use crate::trip::{Caps, Trip};
use portolan_model::{Activity, Campaign, Edge, Element, Plan};
use portolan_vocabulary::{Finding, Findings, Id, Index, Mass};
use std::collections::BTreeMap;

/// A limit that can be raised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// The most mass that a way takes at once.
    Edge(Index<Edge>),
    /// The most cargo mass that the hold of a carrier takes.
    Hold(Index<Element>),
}

/// By how much limits are raised.
pub(crate) type Raise = BTreeMap<Limit, Mg>;

/// One limit raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Which.
    pub limit: Limit,
    /// The transports that use what is added.
    pub activities: Vec<Id<Activity>>,
    /// By how much, in kg.
    pub added_kg: f64,
    /// To what, in kg.
    pub new_limit_kg: f64,
}

/// The least raising of limits, in sum over the limits, with which everything is carried.
///
/// A way that several transports use has one limit: raising it serves them all, and counts once.
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxation {
    /// The limits, ways first.
    pub changes: Vec<Change>,
    /// The sum, in kg.
    pub total_added_kg: f64,
    /// No raising below this sum can do, however goods are packed in the designs given, in kg.
    pub least_kg: f64,
}

/// The campaign with the limits raised.
///
/// # Errors
/// Findings, where a limit belongs to an element that the plan brings along (a campaign cannot hold
/// it), where it is none of this campaign's, or where the campaign is not valid with it.
pub fn apply(
    relaxation: &Relaxation,
    campaign: &Campaign,
    plan: &Plan,
) -> Result<Campaign, Findings> {
    let mut parts = campaign.clone().into_parts();
    let mut findings = Findings::new();
    for change in &relaxation.changes {
        let new_limit = Some(Mass::new(change.new_limit_kg));
        let done = match change.limit {
            Limit::Edge(edge) => parts.edges.get_mut(edge.at()).map(|edge| {
                edge.limits.mass = new_limit;
            }),
            Limit::Hold(element) => parts
                .elements
                .get_mut(element.at())
                .and_then(|element| element.hold.as_mut())
                .map(|hold| hold.max_mass = new_limit),
        };
        if done.is_none() {
            let message = "the relaxation raises a limit that the campaign does not have";
            let finding = Finding::error(codes::RELAXATION, "plan", plan.id.as_str(), message);
            findings.push(finding);
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    Campaign::new(parts).map(|(campaign, _)| campaign)
}

/// The limits that cuts leave to raise, and how little will do for all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    /// The limits in the order in which they are first of use.
    limits: Vec<Limit>,
    /// How often each limit counts in a cut, and what the cut lacks with no limit raised.
    rows: Vec<(BTreeMap<usize, f64>, f64)>,
}

impl Cover {
    /// All limits that can be raised, in order of departure: an added kilogram on an early trip serves
    /// every later deadline too.
    pub(crate) fn new(trips: &[Trip], caps: &Caps) -> Self {
        let mut cover = Self::default();
        for (at, trip) in trips.iter().enumerate() {
            let bays = (0..trip.bays.len()).map(|bay| Narrow::Bay((at, bay)));
            for narrow in std::iter::once(Narrow::Trip(at)).chain(bays) {
                if let Some(limit) = limit_of(trips, caps, narrow)
                    && !cover.limits.contains(&limit)
                {
                    cover.limits.push(limit);
                }
            }
        }
        cover
    }

    /// Adds what a cut lacks; false where none of its limits can be raised.
    pub(crate) fn add(&mut self, trips: &[Trip], caps: &Caps, raised: &Raise, cut: &Cut) -> bool {
        let mut row = BTreeMap::new();
        let mut lacks = (cut.asked - cut.reachable) as f64;
        for (narrow, _) in &cut.narrows {
            let limit = limit_of(trips, caps, *narrow);
            let at = limit.and_then(|limit| self.limits.iter().position(|other| *other == limit));
            if let (Some(at), Some(limit)) = (at, limit) {
                *row.entry(at).or_insert(0.0) += 1.0;
                lacks += raised.get(&limit).copied().unwrap_or(0) as f64;
            }
        }
        let of_use = !row.is_empty();
        self.rows.push((row, lacks));
        of_use
    }

    /// The least raising in sum that mends every cut, on top of a raising that is given.
    pub(crate) fn least(&self, given: &Raise) -> Raise {
        let given_to = |at: usize| given.get(&self.limits[at]).copied().unwrap_or(0);
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|(row, lacks)| {
                let had: f64 = row.iter().map(|(at, n)| n * given_to(*at) as f64).sum();
                (row.clone(), lacks - had)
            })
            .collect();
        let added = least_cover(&rows, self.limits.len());
        let sum =
            |(at, more): (usize, f64)| (self.limits[at], given_to(at) + (more - 1e-3).ceil() as Mg);
        added
            .into_iter()
            .enumerate()
            .map(sum)
            .filter(|(_, mass)| *mass > 0)
            .collect()
    }
}

/// The limit that a narrow place stands for, where it is one and raising it helps.
pub(crate) fn limit_of(trips: &[Trip], caps: &Caps, narrow: Narrow) -> Option<Limit> {
    match narrow {
        Narrow::Trip(at) => {
            let trip = trips.get(at)?;
            let capped = caps.trips.contains_key(&trip.activity);
            (trip.limit_kg.is_some() && !capped).then_some(Limit::Edge(trip.edge))
        }
        Narrow::Bay((at, bay_at)) => {
            let bay = trips.get(at)?.bays.get(bay_at)?;
            let capped = caps.bays.contains_key(&(at, bay_at));
            (bay.limit_kg.is_some() && !capped).then_some(Limit::Hold(bay.carrier))
        }
    }
}

/// Minimises the sum of `x ≥ 0` subject to `row · x ≥ lack` for every row, by the simplex method on
/// the dual (maximise `lack · y` subject to `column · y ≤ 1`), whose slack basis is feasible; Bland's
/// rule keeps it from going round in circles.
fn least_cover(rows: &[(BTreeMap<usize, f64>, f64)], unknowns: usize) -> Vec<f64> {
    let (m, n) = (rows.len(), unknowns);
    let mut table: Vec<Vec<f64>> = (0..n)
        .map(|x| {
            let mut line: Vec<f64> = rows
                .iter()
                .map(|(row, _)| row.get(&x).copied().unwrap_or(0.0))
                .collect();
            line.extend((0..n).map(|slack| f64::from(u8::from(slack == x))));
            line.push(1.0);
            line
        })
        .collect();
    let mut goal: Vec<f64> = rows.iter().map(|(_, lack)| -lack).collect();
    goal.resize(m + n + 1, 0.0);
    let mut basis: Vec<usize> = (m..m + n).collect();
    for _ in 0..10_000 {
        let Some(enters) = goal[..m + n].iter().position(|cost| *cost < -1e-6) else {
            break;
        };
        let Some(leaves) = leaving(&table, &basis, enters) else {
            break;
        };
        pivot(&mut table, &mut goal, leaves, enters);
        basis[leaves] = enters;
    }
    goal[m..m + n].iter().map(|x| x.max(0.0)).collect()
}

fn leaving(table: &[Vec<f64>], basis: &[usize], enters: usize) -> Option<usize> {
    let ratio = |line: &[f64]| line.last().map_or(0.0, |right| right / line[enters]);
    (0..table.len())
        .filter(|at| table[*at][enters] > 1e-9)
        .min_by(|a, b| {
            let by_ratio = ratio(&table[*a]).total_cmp(&ratio(&table[*b]));
            by_ratio.then(basis[*a].cmp(&basis[*b]))
        })
}

fn pivot(table: &mut [Vec<f64>], goal: &mut [f64], leaves: usize, enters: usize) {
    let by = table[leaves][enters];
    for value in &mut table[leaves] {
        *value /= by;
    }
    let line = table[leaves].clone();
    let clear = |other: &mut [f64]| {
        let times = other[enters];
        for (value, own) in other.iter_mut().zip(&line) {
            *value -= times * own;
        }
    };
    for (at, other) in table.iter_mut().enumerate() {
        if at != leaves {
            clear(other);
        }
    }
    clear(goal);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(counts: &[(usize, f64)], lack: f64) -> (BTreeMap<usize, f64>, f64) {
        (counts.iter().copied().collect(), lack)
    }

    #[test]
    fn the_least_cover_uses_what_serves_most() {
        // Either of the first two serves the first cut; only the second serves both.
        let rows = [
            row(&[(0, 1.0), (1, 1.0)], 600.0),
            row(&[(1, 1.0), (2, 1.0)], 400.0),
        ];
        assert_eq!(least_cover(&rows, 3).iter().sum::<f64>(), 600.0);
        // A limit that two trips share counts twice.
        assert_eq!(
            least_cover(&[row(&[(0, 2.0), (1, 1.0)], 600.0)], 2),
            [300.0, 0.0]
        );
        // Of equals the first.
        assert_eq!(
            least_cover(&[row(&[(0, 1.0), (1, 1.0)], 7.0)], 2),
            [7.0, 0.0]
        );
        assert_eq!(least_cover(&[], 2), [0.0, 0.0]);
    }
}
