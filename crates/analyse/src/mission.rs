//! What each mission was: its times, its crew, its masses.

use crate::mass::goods_kg;
use crate::scene::Scene;
use portolan_model::{
    Action, CrewTask, Element, EventKind, EventRecord, Mission, Movement, Status,
};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// The figures of one mission.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MissionFigures {
    /// Which mission.
    pub mission: Index<Mission>,
    /// When it began.
    pub start: Duration,
    /// The end of its last event; its start where it had none.
    pub last_event: Duration,
    /// From its start to the start of the next mission or the end of its last event, whichever is
    /// later.
    pub duration: Duration,
    /// From its start to the first arrival at its destination; `None` where it did not arrive.
    pub transit: Option<Duration>,
    /// From the first arrival at its destination to the last departure from where it returns; to the
    /// end of its duration where it has no return. `None` where it did not arrive. The campaign's
    /// settings may say that any departure from the destination ends the stay.
    pub stay: Option<Duration>,
    /// From the last departure of its return to the last arrival where that ends.
    pub return_transit: Option<Duration>,
    /// Crew members that it created, or the most that it carried, whichever is more.
    pub crew: u32,
    /// EVAs that took place.
    pub evas: u32,
    /// Hours of EVA summed over the crew members outside.
    pub eva_crew_h: f64,
    /// Total mass that it launched from surfaces of the Earth, in kg.
    pub launch_mass_kg: f64,
    /// Cargo that it brought to its destination, crew members not counted, in kg.
    pub delivered_kg: f64,
}

impl MissionFigures {
    /// Cargo delivered at the destination over launch mass; `None` where nothing was launched.
    pub fn mass_to_destination(&self) -> Option<f64> {
        (self.launch_mass_kg > 0.0).then(|| self.delivered_kg / self.launch_mass_kg)
    }

    /// Time after the return, until the next mission begins.
    pub fn dormant(&self) -> Duration {
        let parts = [self.transit, self.stay, self.return_transit];
        let busy = parts.into_iter().flatten();
        let rest = self.duration - busy.fold(Duration::ZERO, |sum, part| sum + part);
        rest.max(Duration::ZERO)
    }
}

/// The figures of every mission, in the campaign's order.
///
/// Source: SpaceNet 2.5, mission properties; its duration ends with the next mission's start even where
/// the mission itself goes on, and its times are the planned ones. Here it lasts at least to the end of
/// its last event, and the times are those of what happened.
pub fn mission_figures(scene: &Scene<'_>) -> Vec<MissionFigures> {
    let mut courses = courses(scene);
    for (trip, crew_kg) in scene.trips() {
        let mission = scene.mission_of(trip);
        if let Some(course) = mission.and_then(|mission| courses.get_mut(mission.at())) {
            course.trip(scene, trip, crew_kg);
        }
    }
    let eva_h = eva_hours(scene);
    for event in &scene.outcome.events {
        let activity = scene.plan.activities.at(event.activity);
        let course = activity.and_then(|a| courses.get_mut(a.mission?.at()));
        if let (Some(activity), Some(course)) = (activity, course) {
            course.event(scene, event, &activity.action, &eva_h);
        }
    }
    courses.iter().map(Course::figures).collect()
}

/// EVA hours by crew member and beginning.
type EvaHours = BTreeMap<(Index<Element>, Duration), f64>;

fn eva_hours(scene: &Scene<'_>) -> EvaHours {
    let records = scene.outcome.crew_time.iter();
    records
        .filter(|record| record.task == CrewTask::Eva)
        .map(|record| ((record.element, record.from), record.spent.hours()))
        .collect()
}

/// A mission's course as far as it is read.
struct Course<'a> {
    index: Index<Mission>,
    mission: &'a Mission,
    next_start: Option<Duration>,
    last_event: Duration,
    arrived: Option<Duration>,
    left: Option<Duration>,
    returned: Option<Duration>,
    created_crew: u32,
    carried_crew: u32,
    evas: u32,
    eva_crew_h: f64,
    launch_mass_kg: f64,
    delivered_kg: f64,
}

fn courses<'a>(scene: &Scene<'a>) -> Vec<Course<'a>> {
    let missions = &scene.campaign.missions;
    let mut starts: Vec<Duration> = missions.iter().map(|mission| mission.start).collect();
    starts.sort_unstable();
    let next = |start: Duration| {
        let after = starts.partition_point(|other| *other <= start);
        starts.get(after).copied()
    };
    missions
        .indexed()
        .map(|(index, mission)| Course {
            index,
            mission,
            next_start: next(mission.start),
            last_event: mission.start,
            arrived: None,
            left: None,
            returned: None,
            created_crew: 0,
            carried_crew: 0,
            evas: 0,
            eva_crew_h: 0.0,
            launch_mass_kg: 0.0,
            delivered_kg: 0.0,
        })
        .collect()
}

impl Course<'_> {
    fn trip(&mut self, scene: &Scene<'_>, trip: &Movement, crew_kg: f64) {
        self.carried_crew = self.carried_crew.max(trip.crew);
        if scene.is_launch(trip) {
            self.launch_mass_kg += trip.mass_kg;
        }
        let leaves_from = self.mission.return_origin.or(self.mission.destination);
        let back = self.mission.return_destination.is_some() && leaves_from == Some(trip.origin);
        let any = scene.campaign.settings.any_departure_ends_stay;
        if back || any && self.mission.destination == Some(trip.origin) {
            self.left = self.left.max(Some(trip.depart));
        }
        let Some(arrive) = trip.arrive else { return };
        if self.mission.destination == Some(trip.destination) {
            self.arrived = Some(self.arrived.map_or(arrive, |first| first.min(arrive)));
            self.delivered_kg += goods_kg(trip, crew_kg);
        }
        if self.mission.return_destination == Some(trip.destination) {
            self.returned = self.returned.max(Some(arrive));
        }
    }

    fn event(&mut self, scene: &Scene<'_>, event: &EventRecord, action: &Action, eva_h: &EvaHours) {
        if !matches!(event.status, Status::Done | Status::Short) {
            return;
        }
        self.last_event = self.last_event.max(event.time);
        match (event.kind, action) {
            (EventKind::EvaOut(_), _) => {
                self.evas += 1;
                let crew = Scene::eva_crew(action).iter();
                let hours = crew.filter_map(|member| eva_h.get(&(member.element, event.time)));
                self.eva_crew_h += hours.sum::<f64>();
            }
            (EventKind::Begin, Action::Create { elements, .. }) => {
                let crew = elements.iter().filter(|element| scene.is_crew(**element));
                self.created_crew += u32::try_from(crew.count()).unwrap_or(u32::MAX);
            }
            _ => {}
        }
    }

    fn figures(&self) -> MissionFigures {
        let start = self.mission.start;
        let end = self
            .next_start
            .map_or(self.last_event, |next| next.max(self.last_event));
        let left = self.left.filter(|left| Some(*left) >= self.arrived);
        MissionFigures {
            mission: self.index,
            start,
            last_event: self.last_event,
            duration: end - start,
            transit: self.arrived.map(|arrived| arrived - start),
            stay: self.arrived.map(|arrived| left.unwrap_or(end) - arrived),
            return_transit: left
                .and_then(|left| Some(self.returned.filter(|r| *r >= left)? - left)),
            crew: self.created_crew.max(self.carried_crew),
            evas: self.evas,
            eva_crew_h: self.eva_crew_h,
            launch_mass_kg: self.launch_mass_kg,
            delivered_kg: self.delivered_kg,
        }
    }
}
