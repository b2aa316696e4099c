//! What missions need as a whole.
//!
//! The figures that a mission's needs rest on are planned ones: the transit lasts from the mission's
//! start to its first planned arrival at the destination, the stay until its last planned departure
//! from there (or the mission's end), the way back until the last arrival. The need itself arises when
//! the mission really arrives; a mission that does not arrive needs nothing there.

use crate::eva::outing_of;
use crate::profile::per_second;
use crate::standing::Standing;
use crate::world::World;
use portolan_model::{
    Action, Activity, Campaign, CrewUse, DemandModel, Edge, Environment, Good, Mission, Node,
    Requester, Roster, Site, Way,
};
use portolan_vocabulary::{Duration, Index};

/// The planned figures of a mission.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MissionProfile {
    /// Crew members created in the mission.
    pub crew: u32,
    /// From the mission's start to its first arrival at the destination.
    pub transit: Duration,
    /// From then to its last departure from there, or to the mission's end.
    pub stay: Duration,
    /// From then to its last arrival.
    pub return_transit: Duration,
    /// How many EVAs.
    pub evas: u32,
    /// EVA crew-hours.
    pub eva_crew_h: f64,
}

impl World<'_> {
    /// When each mission ends: when the next one begins, or at the end of the plan.
    pub(crate) fn mission_ends(&self) -> Vec<Duration> {
        let campaign = self.campaign;
        let end = self.plan_end;
        let next = |start: Duration| {
            campaign
                .missions
                .iter()
                .map(|other| other.start)
                .filter(|other| *other > start)
                .min()
        };
        campaign
            .missions
            .iter()
            .map(|mission| next(mission.start).unwrap_or(end))
            .collect()
    }

    /// The last planned instant: the end of the last activity.
    pub(crate) fn last_activity_end(&self) -> Duration {
        let end = |activity: &Activity| activity.at + self.planned_duration(activity);
        self.plan
            .activities
            .iter()
            .map(end)
            .max()
            .unwrap_or(Duration::ZERO)
    }

    fn planned_duration(&self, activity: &Activity) -> Duration {
        match &activity.action {
            Action::Transport {
                edge,
                elements,
                speed,
                duty_cycle,
                ..
            } => {
                let drive = elements
                    .iter()
                    .find_map(|element| self.roster[*element].drive);
                let speed_m_s = speed
                    .or(drive.map(|drive| drive.max_speed))
                    .map_or(0.0, |speed| speed.m_s())
                    * duty_cycle;
                planned_trip(self.campaign.edges[*edge].way_at(activity.at), speed_m_s)
            }
            action => action.duration(),
        }
    }

    /// The planned figures of every mission, in one pass over the plan.
    pub(crate) fn mission_profiles(&self) -> Vec<MissionProfile> {
        let ends = self.mission_ends();
        let mut drafts = vec![Draft::default(); self.campaign.missions.len()];
        for activity in &self.plan.activities {
            if let Some(mission) = activity.mission {
                let arrival = activity.at + self.planned_duration(activity);
                drafts[mission.at()].add(
                    self.campaign,
                    self.roster,
                    &self.campaign.missions[mission],
                    activity,
                    arrival,
                );
            }
        }
        let finish =
            |((draft, mission), end): ((Draft, &Mission), Duration)| draft.finish(mission, end);
        drafts
            .into_iter()
            .zip(self.campaign.missions.iter())
            .zip(ends)
            .map(finish)
            .collect()
    }

    /// A transport of a mission has arrived: at the first arrival at its destination its needs arise.
    pub(crate) fn mission_arrival(&mut self, activity: Index<Activity>, node: Index<Node>) {
        let Some(mission) = self.plan.activities[activity].mission else {
            return;
        };
        let destination = self.campaign.missions[mission].destination;
        if destination == Some(node)
            && !std::mem::replace(&mut self.missions_asked[mission.at()], true)
        {
            self.queue
                .push(self.now, crate::queue::Job::Mission { mission });
        }
    }

    /// Asks for what a mission needs on arrival.
    pub(crate) fn mission_needs(&mut self, mission: Index<Mission>) {
        let campaign = self.campaign;
        let Some(node) = campaign.missions[mission].destination else {
            return;
        };
        let profile = self.mission_figures[mission.at()];
        let requester = Requester::Mission(mission);
        for model in &campaign.missions[mission].models {
            match model {
                DemandModel::Impulse(lots) => {
                    for lot in lots {
                        self.ask(requester, Some(node.at()), None, lot.good, lot.amount);
                    }
                }
                DemandModel::CrewConsumables(terms) => {
                    for need in terms.needs(profile.crew_use()) {
                        let good = Good::Generic {
                            class: need.class,
                            environment: Environment::Unpressurised,
                        };
                        self.ask(requester, Some(node.at()), None, good, need.mass_kg);
                    }
                }
                _ => {}
            }
        }
    }

    /// Enters the steady needs of missions: at the destination, from the mission's start to its end.
    pub(crate) fn enter_missions(&mut self) {
        let campaign = self.campaign;
        let ends = self.mission_ends();
        for ((index, mission), end) in campaign.missions.indexed().zip(ends) {
            let Some(node) = mission.destination.or(mission.origin) else {
                continue;
            };
            for model in &mission.models {
                let DemandModel::Rated(rates) = model else {
                    continue;
                };
                let flows = rates.iter().map(per_second).collect();
                let standing = Standing {
                    requester: Requester::Mission(index),
                    site: Some(node.at()),
                    element: None,
                    flows,
                    process: None,
                };
                self.stand(standing, mission.start, end.max(mission.start));
            }
        }
    }
}

impl MissionProfile {
    fn crew_use(&self) -> CrewUse {
        CrewUse {
            crew: f64::from(self.crew),
            stay_d: self.stay.days(),
            transit_d: (self.transit + self.return_transit).days(),
            eva_crew_h: self.eva_crew_h,
        }
    }
}

/// What is gathered of a mission in the pass over its activities.
#[derive(Clone, Copy, Default)]
struct Draft {
    crew: u32,
    evas: u32,
    eva_crew_h: f64,
    first_arrival: Option<Duration>,
    last_departure: Option<Duration>,
    last_arrival: Option<Duration>,
}

impl Draft {
    fn add(
        &mut self,
        campaign: &Campaign,
        roster: Roster<'_>,
        mission: &Mission,
        activity: &Activity,
        end: Duration,
    ) {
        match &activity.action {
            Action::Create { elements, .. } => {
                self.crew += elements
                    .iter()
                    .filter(|element| roster[**element].is_crew())
                    .count() as u32;
            }
            Action::Transport { edge, .. } => {
                self.add_trip(campaign, mission, activity, &campaign.edges[*edge], end);
            }
            action => {
                if let Some(outing) = outing_of(action) {
                    self.evas += outing.starts.len() as u32;
                    self.eva_crew_h += outing.starts.len() as f64
                        * outing.crew.len() as f64
                        * outing.duration.hours();
                }
            }
        }
    }

    fn add_trip(
        &mut self,
        campaign: &Campaign,
        mission: &Mission,
        activity: &Activity,
        edge: &Edge,
        end: Duration,
    ) {
        let backwards = edge.both_ways && activity.site == Some(Site::Node(edge.destination));
        let (from, to) = if backwards {
            (edge.destination, edge.origin)
        } else {
            (edge.origin, edge.destination)
        };
        if Some(to) == mission.destination {
            self.first_arrival = Some(self.first_arrival.map_or(end, |first| first.min(end)));
        }
        let home = mission.return_origin.or(mission.destination) == Some(from);
        let back = home && mission.return_destination.is_some();
        let any = campaign.settings.any_departure_ends_stay && mission.destination == Some(from);
        if back || any {
            self.last_departure = self.last_departure.max(Some(activity.at));
        }
        if mission.return_destination == Some(to) {
            self.last_arrival = self.last_arrival.max(Some(end));
        }
    }

    fn finish(self, mission: &Mission, end: Duration) -> MissionProfile {
        let arrival = self.first_arrival.unwrap_or(end);
        let departure = self
            .last_departure
            .filter(|departure| *departure > arrival)
            .unwrap_or(end);
        let back = self
            .last_arrival
            .map_or(Duration::ZERO, |last| last - departure);
        MissionProfile {
            crew: self.crew,
            evas: self.evas,
            eva_crew_h: self.eva_crew_h,
            transit: arrival - mission.start,
            stay: departure - arrival,
            return_transit: if back.is_negative() {
                Duration::ZERO
            } else {
                back
            },
        }
    }
}

fn planned_trip(way: &Way, speed_m_s: f64) -> Duration {
    let driven = way.distance().filter(|_| speed_m_s > 0.0);
    let driven = driven.map(|distance| Duration::from_seconds(distance.m() / speed_m_s));
    way.duration().or(driven).unwrap_or(Duration::ZERO)
}
