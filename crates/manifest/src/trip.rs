//! Trips: the movements of a plan that can take cargo along, with the room they have left.

use crate::mass::{self, Mg, UNLIMITED};
use crate::relaxation::{Limit, Raise};
use crate::whereabouts::Whereabouts;
use portolan_model::{
    Activity, Campaign, Edge, Element, Environment, Mission, Movement, Node, Outcome, Plan, Way,
};
use portolan_vocabulary::{Duration, Id, Index};
use std::collections::BTreeMap;

/// The hold of one carrier on a trip.
#[derive(Clone, Debug)]
pub(crate) struct Bay {
    pub(crate) carrier: Index<Element>,
    /// What the hold takes in kg, where it is limited.
    pub(crate) limit_kg: Option<f64>,
    /// What it can take besides what it holds.
    pub(crate) room: Mg,
    /// The same in m³; infinite where no volume is a limit.
    pub(crate) room_m3: f64,
    pub(crate) environment: Environment,
}

/// A movement that can take cargo along.
#[derive(Clone, Debug)]
pub(crate) struct Trip {
    pub(crate) activity: Index<Activity>,
    pub(crate) id: Id<Activity>,
    pub(crate) mission: Option<Index<Mission>>,
    pub(crate) edge: Index<Edge>,
    pub(crate) origin: Index<Node>,
    pub(crate) destination: Index<Node>,
    pub(crate) depart: Duration,
    pub(crate) arrive: Duration,
    /// What the way takes in kg, where it is limited.
    pub(crate) limit_kg: Option<f64>,
    /// What the way can take besides what travels.
    pub(crate) room: Mg,
    /// The same in m³; infinite where no volume is a limit.
    pub(crate) room_m3: f64,
    /// True where burns lift the cargo.
    pub(crate) powered: bool,
    pub(crate) listed: Vec<Index<Element>>,
    pub(crate) bays: Vec<Bay>,
}

/// The trips of an outcome, in order of departure.
pub(crate) fn trips(
    campaign: &Campaign,
    plan: &Plan,
    outcome: &Outcome,
    places: &Whereabouts<'_>,
) -> Vec<Trip> {
    let mut trips: Vec<Trip> = outcome
        .movements
        .iter()
        .filter_map(|movement| trip(campaign, plan, movement, places))
        .collect();
    trips.sort_by_key(|trip| trip.depart);
    trips
}

fn trip(
    campaign: &Campaign,
    plan: &Plan,
    movement: &Movement,
    places: &Whereabouts<'_>,
) -> Option<Trip> {
    let arrive = movement.arrive?;
    let edge = campaign.edges.at(movement.edge)?;
    let activity = plan.activities.at(movement.activity)?;
    if matches!(edge.way, Way::Pipe { .. }) {
        return None;
    }
    let bays = movement
        .listed
        .iter()
        .filter(|carrier| places.lasts(**carrier, arrive))
        .filter_map(|carrier| bay(campaign, *carrier, movement.depart, places))
        .collect();
    let limit_kg = edge.limits.mass.map(|mass| mass.kg());
    Some(Trip {
        activity: movement.activity,
        id: activity.id.clone(),
        mission: activity.mission,
        edge: movement.edge,
        origin: movement.origin,
        destination: movement.destination,
        depart: movement.depart,
        arrive,
        limit_kg,
        room: limit_kg.map_or(UNLIMITED, |limit| mass::down(limit - movement.mass_kg)),
        room_m3: way_room_m3(campaign, edge, movement, places),
        powered: !edge.way.burns().is_empty() || matches!(edge.way, Way::LowThrust { .. }),
        listed: movement.listed.clone(),
        bays,
    })
}

fn way_room_m3(
    campaign: &Campaign,
    edge: &Edge,
    movement: &Movement,
    places: &Whereabouts<'_>,
) -> f64 {
    let limit = edge.limits.volume;
    let Some(limit) = limit.filter(|_| campaign.settings.volume_limits) else {
        return f64::INFINITY;
    };
    let inside = movement
        .listed
        .iter()
        .map(|listed| places.inside_m3(*listed, movement.depart));
    (limit.m3() - inside.sum::<f64>()).max(0.0)
}

fn bay(
    campaign: &Campaign,
    carrier: Index<Element>,
    time: Duration,
    places: &Whereabouts<'_>,
) -> Option<Bay> {
    let hold = places.element(carrier)?.hold?;
    let (mass_kg, volume_m3) = places.hold_load(carrier, time);
    let limit_kg = hold.max_mass.map(|mass| mass.kg());
    let limit_m3 = hold
        .max_volume
        .filter(|_| campaign.settings.volume_limits)
        .map(|volume| volume.m3());
    Some(Bay {
        carrier,
        limit_kg,
        room: limit_kg.map_or(UNLIMITED, |limit| mass::down(limit - mass_kg)),
        room_m3: limit_m3.map_or(f64::INFINITY, |limit| (limit - volume_m3).max(0.0)),
        environment: hold.environment,
    })
}

/// Lower rooms than the limits say, found out by simulating and by volume; no raising helps there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Caps {
    /// By transport.
    pub(crate) trips: BTreeMap<Index<Activity>, Mg>,
    /// By trip and bay.
    pub(crate) bays: BTreeMap<(usize, usize), Mg>,
}

/// A leg of a route: the trip and the bay.
pub(crate) type Step = (usize, usize);

/// What is left of the room on every trip and in every bay.
#[derive(Clone, Debug)]
pub(crate) struct Rooms {
    trips: Vec<Mg>,
    trips_m3: Vec<f64>,
    bays: Vec<Vec<Mg>>,
    bays_m3: Vec<Vec<f64>>,
}

impl Rooms {
    pub(crate) fn new(trips: &[Trip], caps: &Caps, raise: &Raise) -> Self {
        let raised = |room: Mg, limit: Limit| {
            let more = raise.get(&limit).copied().unwrap_or(0);
            (room + more).min(UNLIMITED)
        };
        let trip_room = |trip: &Trip| {
            let cap = caps.trips.get(&trip.activity).copied();
            raised(trip.room, Limit::Edge(trip.edge)).min(cap.unwrap_or(UNLIMITED))
        };
        let bay_room = |at: usize, bay_at: usize, bay: &Bay| {
            let cap = caps.bays.get(&(at, bay_at)).copied();
            raised(bay.room, Limit::Hold(bay.carrier)).min(cap.unwrap_or(UNLIMITED))
        };
        let bays = |(at, trip): (usize, &Trip)| {
            let rooms = trip.bays.iter().enumerate();
            rooms.map(|(b, bay)| bay_room(at, b, bay)).collect()
        };
        Self {
            trips: trips.iter().map(trip_room).collect(),
            trips_m3: trips.iter().map(|trip| trip.room_m3).collect(),
            bays: trips.iter().enumerate().map(bays).collect(),
            bays_m3: trips
                .iter()
                .map(|trip| trip.bays.iter().map(|bay| bay.room_m3).collect())
                .collect(),
        }
    }

    /// Rooms without limits.
    pub(crate) fn open(trips: &[Trip]) -> Self {
        let bays = |trip: &Trip| trip.bays.len();
        Self {
            trips: vec![UNLIMITED; trips.len()],
            trips_m3: vec![f64::INFINITY; trips.len()],
            bays: trips
                .iter()
                .map(|trip| vec![UNLIMITED; bays(trip)])
                .collect(),
            bays_m3: trips
                .iter()
                .map(|trip| vec![f64::INFINITY; bays(trip)])
                .collect(),
        }
    }

    pub(crate) fn trip(&self, trip: usize) -> Mg {
        self.trips[trip]
    }

    pub(crate) fn bay(&self, (trip, bay): Step) -> Mg {
        self.bays[trip][bay]
    }

    /// The least room along a route; negative where more is on it than fits.
    pub(crate) fn along(&self, route: &[Step]) -> Mg {
        route
            .iter()
            .map(|step| self.trip(step.0).min(self.bay(*step)))
            .min()
            .unwrap_or(0)
    }

    /// The least volume along a route, in m³.
    pub(crate) fn along_m3(&self, route: &[Step]) -> f64 {
        route
            .iter()
            .map(|(trip, bay)| self.bays_m3[*trip][*bay].min(self.trips_m3[*trip]))
            .fold(f64::INFINITY, f64::min)
    }

    /// Takes room along a route; a negative mass gives it back.
    pub(crate) fn take(&mut self, route: &[Step], mass: Mg, volume_m3: f64) {
        for (trip, bay) in route {
            self.trips[*trip] -= mass;
            self.bays[*trip][*bay] -= mass;
            self.trips_m3[*trip] -= volume_m3;
            self.bays_m3[*trip][*bay] -= volume_m3;
        }
    }
}
