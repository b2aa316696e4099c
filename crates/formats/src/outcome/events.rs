//! Events and trips as rows.

use super::v1::{self, Text};
use super::words::Words;
use portolan_model::{BurnRecord, EventKind, EventRecord, Mission, Movement, Outcome, Status};
use portolan_vocabulary::{Duration, Index};
use std::borrow::Cow;

/// The word for an event that is no beginning, and its number.
const fn part(kind: EventKind) -> Option<(&'static str, Option<u32>)> {
    Some(match kind {
        EventKind::Begin => return None,
        EventKind::End => ("end", None),
        EventKind::Depart => ("depart", None),
        EventKind::Burn(number) => ("burn", Some(number)),
        EventKind::Arrive => ("arrive", None),
        EventKind::EvaOut(number) => ("eva-out", Some(number)),
        EventKind::EvaIn(number) => ("eva-in", Some(number)),
    })
}

const fn status(status: Status) -> v1::Status {
    match status {
        Status::Done => v1::Status::Done,
        Status::Short => v1::Status::Short,
        Status::Blocked => v1::Status::Blocked,
        Status::Followed => v1::Status::Followed,
    }
}

impl<'a> Words<'a> {
    /// The mission of an event.
    fn mission_of(&self, event: &EventRecord) -> Option<Index<Mission>> {
        self.plan.activities.at(event.activity)?.mission
    }

    /// The events of every mission, in the order of the campaign.
    pub(super) fn by_mission(&self, outcome: &'a Outcome) -> Vec<Vec<&'a EventRecord>> {
        let mut by_mission = vec![Vec::new(); self.campaign.missions.len()];
        for event in &outcome.events {
            let index = self.mission_of(event).map(Index::at);
            if let Some(events) = index.and_then(|at| by_mission.get_mut(at)) {
                events.push(event);
            }
        }
        by_mission
    }

    /// A mission with these events.
    pub(super) fn mission_head(
        &self,
        index: Index<Mission>,
        events: &[&EventRecord],
    ) -> v1::MissionHead<'a> {
        let start = self.campaign.missions.at(index);
        let start = start.map_or(Duration::ZERO, |mission| mission.start);
        let last = events.iter().map(|event| event.time).max();
        v1::MissionHead {
            id: self.mission(index),
            start: Cow::Owned((self.campaign.start + start).to_string()),
            start_d: start.days(),
            duration_d: last.map_or(0.0, |last| (last - start).days()),
        }
    }

    /// The events of activities outside missions.
    pub(super) fn loose_events(&self, outcome: &'a Outcome) -> impl Iterator<Item = v1::Event<'a>> {
        let loose = |event: &&EventRecord| self.mission_of(event).is_none();
        let events = outcome.events.iter().filter(loose);
        events.map(|event| self.event(event))
    }

    pub(super) fn event(&self, event: &'a EventRecord) -> v1::Event<'a> {
        let activity = self.plan.activities.at(event.activity);
        let action = activity.map_or("", |activity| activity.action.word());
        let part = part(event.kind);
        let id = self.activity(event.activity);
        v1::Event {
            kind: part.map_or(action, |(word, _)| word),
            id: event_id(&id, part),
            activity: id,
            action,
            number: part.and_then(|(_, number)| number),
            site: self.maybe_site(event.site),
            time_d: event.time.days(),
            status: status(event.status),
            feasible: matches!(event.status, Status::Done | Status::Short),
            burn: event.burn.as_ref().map(|burn| self.burn(burn)),
        }
    }

    fn burn(&self, burn: &BurnRecord) -> v1::Burn<'a> {
        let steps = burn.steps.iter().map(|step| v1::Step {
            element: self.element(step.element),
            step: if step.staged {
                v1::StepKind::Stage
            } else {
                v1::StepKind::Burn
            },
            dv_m_s: step.dv_m_s,
            propellant_kg: step.propellant_kg,
        });
        v1::Burn {
            dv_wanted_m_s: burn.wanted_m_s,
            dv_m_s: burn.achieved_m_s,
            propellant_kg: burn.propellant_kg,
            stack_before_kg: burn.mass_before_kg,
            stack_after_kg: burn.mass_after_kg,
            steps: steps.collect(),
        }
    }

    pub(super) fn movement(&self, trip: &Movement) -> v1::Movement<'a> {
        let by_owner = trip.by_owner_kg.iter().map(|(partner, kg)| v1::Owned {
            partner: partner.map(|partner| self.partner(partner)),
            mass_kg: *kg,
        });
        v1::Movement {
            activity: self.activity(trip.activity),
            edge: self.edge(trip.edge),
            from: self.node(trip.origin),
            to: self.node(trip.destination),
            depart_d: trip.depart.days(),
            arrive_d: trip.arrive.map(Duration::days),
            due_d: trip.due.days(),
            elements: trip.listed.iter().map(|it| self.element(*it)).collect(),
            mass_kg: trip.mass_kg,
            end_mass_kg: trip.end_mass_kg,
            cargo_kg: trip.cargo_kg,
            propellant_kg: trip.propellant_kg,
            tare_kg: trip.tare_kg,
            capacity_kg: trip.capacity_kg,
            limit_kg: trip.limit_kg,
            crew: trip.crew,
            exploration_kg: trip.exploration_kg,
            by_owner: by_owner.collect(),
        }
    }
}

/// The activity's id, followed by which of its events this is.
fn event_id<'a>(activity: &Text<'a>, part: Option<(&str, Option<u32>)>) -> Text<'a> {
    match part {
        None => activity.clone(),
        Some((word, None)) => Cow::Owned(format!("{activity}/{word}")),
        Some((word, Some(number))) => Cow::Owned(format!("{activity}/{word}-{number}")),
    }
}
