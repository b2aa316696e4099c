//! Trips and their legs.

use super::Unroller;
use super::instants::{Way, may_travel};
use crate::network::{Arc, Passage, Point, Spot, Trip};
use portolan_model::{BurnSystem, Way as EdgeWay};
use portolan_vocabulary::Duration;

/// The most choices of engines that a trip is given.
pub(super) const MOST_CHOICES: usize = 16;

/// A burn of a way: when, how much, with which system.
pub(super) struct Burning {
    after: Duration,
    dv_m_s: f64,
    system: BurnSystem,
}

impl Burning {
    /// What the choice of engines hangs on: with which system, and whether anything burns.
    pub(super) fn key(&self) -> (u64, bool) {
        (self.system as u64, self.dv_m_s > 0.0)
    }
}

impl Unroller<'_, '_> {
    pub(super) fn add_trips(&mut self) {
        let mut all: Vec<(Duration, Way)> = Vec::new();
        for (way, departs) in &self.departures {
            all.extend(departs.iter().map(|depart| (*depart, *way)));
        }
        all.sort_unstable();
        for (depart, way) in all {
            self.add_trips_at(way, depart);
        }
    }

    fn add_trips_at(&mut self, way: Way, depart: Duration) {
        let campaign = self.network.campaign;
        let edge = &campaign.edges[way.edge];
        let burns = burns(edge.way_at(depart));
        let limited = edge.limits.mass.is_some()
            || edge.limits.volume.is_some()
            || edge.limits.crew.is_some();
        let single = matches!(edge.way, EdgeWay::Ground { .. } | EdgeWay::Surface { .. });
        let slots = if limited && !single {
            self.how.slots.max(1)
        } else {
            1
        };
        for groups in self.choices(way, &burns) {
            for slot in 0..slots {
                self.add_trip(way, depart, &burns, groups.clone(), single, slot);
            }
        }
    }

    /// The choices of engines for the burns of a way.
    pub(super) fn choices(&self, way: Way, burns: &[Burning]) -> Vec<Vec<Option<usize>>> {
        let mut choices: Vec<Vec<Option<usize>>> = vec![Vec::new()];
        for burn in burns {
            let able = |at: &usize| {
                let group = &self.network.groups[*at];
                let kinds = &self.network.kinds;
                group.system == burn.system
                    && group
                        .kinds
                        .iter()
                        .any(|kind| may_travel(&kinds[*kind], way.edge))
            };
            let able: Vec<Option<usize>> = if burn.dv_m_s > 0.0 {
                (0..self.network.groups.len())
                    .filter(able)
                    .map(Some)
                    .collect()
            } else {
                vec![None]
            };
            let longer = choices.iter().flat_map(|choice| {
                able.iter()
                    .map(|group| choice.iter().copied().chain([*group]).collect())
            });
            choices = longer.take(MOST_CHOICES).collect();
        }
        choices
    }

    fn add_trip(
        &mut self,
        way: Way,
        depart: Duration,
        burns: &[Burning],
        groups: Vec<Option<usize>>,
        single: bool,
        slot: u32,
    ) {
        let campaign = self.network.campaign;
        let Some(duration) = way.duration(campaign, &self.network.kinds, depart) else {
            return;
        };
        let (origin, destination) = (way.origin(campaign), way.destination(campaign));
        let (Some(from), Some(to)) = (
            self.network.point(origin, depart),
            self.network.point(destination, depart + duration),
        ) else {
            return;
        };
        let trip = self.push_trip(way, (depart, depart + duration), groups, (single, slot));
        self.add_legs(trip, burns, (from, to), duration);
        self.restrict(trip, way);
    }

    /// A trip without legs yet.
    pub(super) fn push_trip(
        &mut self,
        way: Way,
        (depart, arrive): (Duration, Duration),
        groups: Vec<Option<usize>>,
        (single, slot): (bool, u32),
    ) -> usize {
        let campaign = self.network.campaign;
        self.network.trips.push(Trip {
            edge: way.edge,
            backwards: way.backwards,
            depart,
            arrive,
            origin: way.origin(campaign),
            destination: way.destination(campaign),
            groups,
            single,
            slot,
            legs: Vec::new(),
        });
        self.network.trips.len() - 1
    }

    /// One leg for each burn; the last one goes on to the arrival.
    pub(super) fn add_legs(
        &mut self,
        trip: usize,
        burns: &[Burning],
        (from, to): (usize, usize),
        duration: Duration,
    ) {
        let depart = self.network.trips[trip].depart;
        let count = burns.len().max(1);
        let mut begin = Duration::ZERO;
        let mut at = from;
        for number in 0..count {
            let burn = burns.get(number);
            let (before, dv_m_s) = burn.map_or((Duration::ZERO, 0.0), |burn| {
                (burn.after - begin, burn.dv_m_s)
            });
            let (end, next) = if number + 1 == count {
                (duration, to)
            } else {
                let end = begin + before;
                let spot = Spot::UnderWay {
                    trip,
                    burns: number + 1,
                };
                self.network.points.push(Point {
                    spot,
                    time: depart + end,
                });
                (end, self.network.points.len() - 1)
            };
            self.network.trips[trip].legs.push(self.network.arcs.len());
            self.network.arcs.push(Arc {
                from: at,
                to: next,
                passage: Passage::Leg {
                    trip,
                    number,
                    before,
                    dv_m_s,
                    after: end - begin - before,
                },
                kinds: Vec::new(),
                loads: Vec::new(),
            });
            (begin, at) = (end, next);
        }
    }

    /// The kinds that may use the legs of a trip.
    pub(super) fn restrict(&mut self, trip: usize, way: Way) {
        let ground = self.network.trips[trip].single;
        let kinds = self.network.kinds.iter().enumerate();
        let may = kinds.filter(|(at, kind)| {
            let moves = kind.element.drive.is_none() || way.mover.is_none_or(|mover| mover == *at);
            !kind.free
                && may_travel(kind, way.edge)
                && !self
                    .network
                    .is_closed_to_kind(kind, way.edge, way.backwards)
                && (!ground || moves)
        });
        let may: Vec<usize> = may.map(|(at, _)| at).collect();
        for leg in self.network.trips[trip].legs.clone() {
            self.network.arcs[leg].kinds = may.clone();
        }
    }
}

/// The burns of a way in order; weak thrust is one burn at arrival.
pub(super) fn burns(way: &EdgeWay) -> Vec<Burning> {
    match way {
        EdgeWay::LowThrust { duration, dv } => vec![Burning {
            after: *duration,
            dv_m_s: dv.m_s(),
            system: BurnSystem::Main,
        }],
        way => {
            let burning = |burn: &portolan_model::Burn| Burning {
                after: burn.after,
                dv_m_s: burn.dv.m_s(),
                system: burn.system,
            };
            way.burns().iter().map(burning).collect()
        }
    }
}
