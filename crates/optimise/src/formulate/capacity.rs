//! Capacities: what the pieces in company on an arc can hold, and what a trip may weigh.

use super::{Formulation, LoadColumns, Meaning, Sum, UNIT_KG, UNLIMITED};
use crate::network::{Kind, Passage};
use portolan_model::{Environment, Limits, Place};
use portolan_solver::{Column, ColumnKind};

impl Formulation<'_, '_> {
    pub(super) fn add_capacities(&mut self, arc: usize) {
        for pool in 0..self.network.pools.len() {
            self.add_pool(arc, pool);
        }
        self.add_payload(arc);
        self.add_seats(arc);
        self.add_holds(arc);
    }

    /// What is in the stores of a pool is no more than they hold, at the beginning, and at the end where plants fill them.
    pub(super) fn add_pool(&mut self, arc: usize, pool: usize) {
        let network = self.network;
        let loads: Vec<LoadColumns> = self.arcs[arc]
            .loads
            .iter()
            .filter(|load| load.pool == pool)
            .cloned()
            .collect();
        let free = network.pools[pool]
            .stores
            .iter()
            .any(|(kind, _)| network.kinds[*kind].free);
        if loads.is_empty() || free {
            return;
        }
        let mut room: Sum = Vec::new();
        for (kind, count) in self.arcs[arc].pieces.clone() {
            for (_, store) in network.pools[pool]
                .stores
                .iter()
                .filter(|(own, _)| *own == kind)
            {
                let (column, most) = self.room(kind, *store, count);
                room.push((column, -most));
            }
        }
        let mut entries: Sum = loads.iter().map(|load| (load.departs, 1.0)).collect();
        entries.extend(&room);
        self.row(
            Meaning::Store { arc, pool },
            f64::NEG_INFINITY,
            0.0,
            &entries,
        );
        if !self.arcs[arc].runs.is_empty() {
            let mut entries: Sum = loads.iter().flat_map(|load| load.arrives.clone()).collect();
            entries.extend(&room);
            self.row(
                Meaning::Store { arc, pool },
                f64::NEG_INFINITY,
                0.0,
                &entries,
            );
        }
        self.add_pool_volume(arc, pool, &loads);
    }

    fn add_pool_volume(&mut self, arc: usize, pool: usize, loads: &[LoadColumns]) {
        let network = self.network;
        let limit =
            |(kind, store): &(usize, usize)| network.kinds[*kind].element.stores[*store].max_volume;
        let stores = &network.pools[pool].stores;
        if !network.campaign.settings.volume_limits
            || !stores.iter().all(|store| limit(store).is_some())
        {
            return;
        }
        let per_t = |good: usize| {
            let good = network.goods[good];
            network.campaign.unit_volume_m3(good) / network.campaign.unit_mass_kg(good) * UNIT_KG
        };
        let mut entries: Sum = loads
            .iter()
            .map(|load| (load.departs, per_t(load.good)))
            .collect();
        if entries.iter().all(|(_, volume)| *volume == 0.0) {
            return;
        }
        for (kind, count) in &self.arcs[arc].pieces {
            for own in stores.iter().filter(|(own, _)| own == kind) {
                entries.push((*count, -limit(own).map_or(0.0, |volume| volume.m3())));
            }
        }
        self.row(
            Meaning::Store { arc, pool },
            f64::NEG_INFINITY,
            0.0,
            &entries,
        );
    }

    /// Crew, riders and goods together are no more than the payload.
    fn add_payload(&mut self, arc: usize) {
        let network = self.network;
        let mut room: Sum = Vec::new();
        let mut unlimited_seats = false;
        for (kind, count) in self.arcs[arc].pieces.clone() {
            match self.payload(kind, count) {
                Some((column, most)) => room.push((column, -most)),
                None => unlimited_seats |= seats(&network.kinds[kind]) > 0,
            }
        }
        if room.is_empty() {
            return;
        }
        let loads = self.arcs[arc].loads.iter();
        let mut entries: Sum = loads
            .filter(|load| network.pools[load.pool].payload)
            .map(|load| (load.departs, 1.0))
            .collect();
        if !unlimited_seats && self.crew_rides(arc) {
            entries.extend(self.riding(arc, |kind| kind.crew));
        }
        if !entries.is_empty() {
            entries.extend(room);
            self.row(Meaning::Payload { arc }, f64::NEG_INFINITY, 0.0, &entries);
        }
    }

    /// True where crew must be aboard something: under way, and at places that are no surface.
    fn crew_rides(&self, arc: usize) -> bool {
        match self.network.arcs[arc].passage {
            Passage::Wait(node) => !matches!(
                self.network.campaign.nodes[node].place,
                Place::Surface { .. }
            ),
            Passage::Leg { .. } => true,
        }
    }

    fn riding(&self, arc: usize, rides: impl Fn(&Kind) -> bool) -> Sum {
        let kinds = &self.network.kinds;
        let pieces = self.arcs[arc]
            .pieces
            .iter()
            .filter(|(kind, _)| rides(&kinds[*kind]));
        pieces
            .map(|(kind, count)| (*count, kinds[*kind].element.mass.kg() / UNIT_KG))
            .collect()
    }

    /// Every crew member has a seat.
    pub(super) fn add_seats(&mut self, arc: usize) {
        if !self.crew_rides(arc) {
            return;
        }
        let kinds = &self.network.kinds;
        let pieces = &self.arcs[arc].pieces;
        let mut entries: Sum = pieces
            .iter()
            .filter(|(kind, _)| kinds[*kind].crew)
            .map(|(_, count)| (*count, 1.0))
            .collect();
        if entries.is_empty() {
            return;
        }
        let offers = pieces.iter().filter(|(kind, _)| !kinds[*kind].crew);
        entries.extend(offers.map(|(kind, count)| (*count, -f64::from(seats(&kinds[*kind])))));
        self.row(Meaning::Seats { arc }, f64::NEG_INFINITY, 0.0, &entries);
    }

    /// What must ride in a hold finds room there, by mass and by volume.
    fn add_holds(&mut self, arc: usize) {
        let network = self.network;
        let ground = match network.arcs[arc].passage {
            Passage::Leg { trip, .. } => network.trips[trip].single,
            Passage::Wait(_) => return,
        };
        let environment = network.campaign.settings.environment_limits;
        let rides = |kind: &Kind| {
            let moves = kind.element.drive.is_some();
            let needs_air = environment && kind.element.environment == Environment::Pressurised;
            !kind.crew && ((ground && !moves) || needs_air)
        };
        let riders: Vec<(usize, Column)> = self.arcs[arc]
            .pieces
            .iter()
            .filter(|(kind, _)| rides(&network.kinds[*kind]))
            .copied()
            .collect();
        if riders.is_empty() {
            return;
        }
        let mut mass: Sum = riders
            .iter()
            .map(|(kind, count)| self.dry(*kind, *count, 1.0))
            .collect();
        let aboard = |load: &&LoadColumns| {
            network.pools[load.pool]
                .stores
                .iter()
                .any(|(kind, _)| rides(&network.kinds[*kind]))
        };
        mass.extend(
            self.arcs[arc]
                .loads
                .iter()
                .filter(aboard)
                .map(|load| (load.departs, 1.0)),
        );
        let mut volume: Sum = riders
            .iter()
            .map(|(kind, count)| (*count, network.kinds[*kind].element.volume.m3()))
            .collect();
        for (kind, count) in &self.arcs[arc].pieces {
            let own = &network.kinds[*kind];
            if let Some(hold) = own.element.hold.filter(|_| !rides(own)) {
                mass.push((
                    *count,
                    -hold.max_mass.map_or(UNLIMITED, |most| most.kg() / UNIT_KG),
                ));
                volume.push((*count, -hold.max_volume.map_or(UNLIMITED, |most| most.m3())));
            }
        }
        self.row(Meaning::Hold { arc }, f64::NEG_INFINITY, 0.0, &mass);
        if network.campaign.settings.volume_limits {
            self.row(Meaning::Hold { arc }, f64::NEG_INFINITY, 0.0, &volume);
        }
    }

    /// How often the trip of a first leg is made, and what each may carry.
    pub(super) fn add_trip_count(&mut self, arc: usize) {
        let network = self.network;
        let Passage::Leg {
            trip, number: 0, ..
        } = network.arcs[arc].passage
        else {
            return;
        };
        let trip = &network.trips[trip];
        let edge = network.edge(trip);
        let name = format!("trips({})", network.arc_name(arc));
        if trip.single {
            let trips = self.continuous(&name);
            let movers = self.arcs[arc].pieces.iter();
            let movers = movers.filter(|(kind, _)| network.kinds[*kind].element.drive.is_some());
            let mut entries: Sum = movers.map(|(_, count)| (*count, -1.0)).collect();
            entries.push((trips, 1.0));
            self.row(Meaning::Trips { arc }, 0.0, 0.0, &entries);
            self.arcs[arc].trips = Some(trips);
        } else {
            let trips = self
                .program
                .column(&name, 0.0, 1.0, 0.0, ColumnKind::Integer);
            self.arcs[arc].trips = Some(trips);
            for (_, count) in self.arcs[arc].pieces.clone() {
                let (_, most) = self.program.bounds(count);
                self.row(
                    Meaning::Trips { arc },
                    f64::NEG_INFINITY,
                    0.0,
                    &[(count, 1.0), (trips, -most)],
                );
            }
        }
        self.add_limits(arc, &edge.limits);
    }

    fn add_limits(&mut self, arc: usize, limits: &Limits) {
        let network = self.network;
        let Some(trips) = self.arcs[arc].trips else {
            return;
        };
        if let Some(most) = limits.mass {
            let mut entries = self.departing_mass(arc);
            entries.push((trips, -most.kg() / UNIT_KG));
            self.row(Meaning::Limit { arc }, f64::NEG_INFINITY, 0.0, &entries);
        }
        if let Some(most) = limits.crew {
            let pieces = self.arcs[arc]
                .pieces
                .iter()
                .filter(|(kind, _)| network.kinds[*kind].crew);
            let mut entries: Sum = pieces.map(|(_, count)| (*count, 1.0)).collect();
            entries.push((trips, -f64::from(most)));
            self.row(Meaning::Limit { arc }, f64::NEG_INFINITY, 0.0, &entries);
        }
        if let Some(most) = limits
            .volume
            .filter(|_| network.campaign.settings.volume_limits)
        {
            let pieces = self.arcs[arc].pieces.iter();
            let passive = pieces.filter(|(kind, _)| network.kinds[*kind].element.hold.is_none());
            let mut entries: Sum = passive
                .map(|(kind, count)| (*count, network.kinds[*kind].element.volume.m3()))
                .collect();
            entries.push((trips, -most.m3()));
            self.row(Meaning::Limit { arc }, f64::NEG_INFINITY, 0.0, &entries);
        }
    }
}

fn seats(kind: &Kind) -> u32 {
    kind.element.hold.map_or(0, |hold| hold.max_crew)
}
