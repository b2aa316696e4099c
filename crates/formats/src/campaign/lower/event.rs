//! Events, inside missions and outside.

use super::super::gather::Doc;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, each};
use crate::text::QInstant;
use portolan_model::{Activity, Mission, StaffNeed, codes as model_codes};
use portolan_vocabulary::{Duration, Id, Index};
use std::collections::BTreeSet;

/// Where an event stands: what its time counts from and its default id is made of.
pub(crate) struct Setting<'a> {
    /// The mission that the event stands in.
    pub(crate) mission: Option<Index<Mission>>,
    /// The time that offsets count from, since the campaign's start.
    pub(crate) start: Duration,
    /// The first part of the default id.
    pub(crate) name: &'a str,
    /// The number of the event, from one.
    pub(crate) number: usize,
}

impl Lower<'_> {
    pub(super) fn events(&mut self, docs: &[Doc], missions: &[Mission]) -> Vec<Activity> {
        let mut made = Vec::new();
        let mut ids = BTreeSet::new();
        let in_missions = each(docs, |lists| &lists.mission).zip(missions);
        for (number, ((file, at, mission), lowered)) in in_missions.enumerate() {
            let list = Spot::item(file, &["mission"], at);
            let list = list.key("event");
            for (at, event) in mission.event.iter().enumerate() {
                let setting = Setting {
                    mission: Some(Index::new(number)),
                    start: lowered.start,
                    name: &mission.id,
                    number: at + 1,
                };
                made.extend(self.activity(event, &setting, &list.index(at), &mut ids));
            }
        }
        for (number, (file, at, event)) in each(docs, |lists| &lists.event).enumerate() {
            let setting = Setting {
                mission: None,
                start: Duration::ZERO,
                name: "event",
                number: number + 1,
            };
            let spot = Spot::item(file, &["event"], at);
            made.extend(self.activity(event, &setting, &spot, &mut ids));
        }
        made
    }

    /// An event as an activity, where everything that it refers to is known.
    pub(crate) fn activity(
        &mut self,
        event: &v1::Event,
        setting: &Setting<'_>,
        spot: &Spot<'_>,
        ids: &mut BTreeSet<String>,
    ) -> Option<Activity> {
        let id = event.id.clone().unwrap_or_else(|| {
            let word = event.action.word();
            format!("{}.{}-{word}", setting.name, setting.number)
        });
        self.report.about("activity", &id, spot);
        if !ids.insert(id.clone()) {
            self.second(&id, spot);
        }
        let site = event.site.as_ref();
        let site = site.map(|word| self.scope.site(word, &spot.key("site"), &mut self.report));
        let mission = self.mission_of(event, setting, spot);
        let at = self.time(event.at, setting, spot);
        let payer = self.partner(event.payer.as_ref(), spot, "payer");
        let action = self.action(&event.action, spot)?;
        Some(Activity {
            name: event.name.clone().unwrap_or_else(|| id.clone()),
            id: Id::from(id.as_str()),
            mission,
            at,
            priority: event.priority.unwrap_or_default(),
            site: site.flatten(),
            action,
            cost: event.cost.map(|cost| cost.0),
            payer,
            staff: event.staff.iter().map(staff).collect(),
        })
    }

    fn second(&mut self, id: &str, spot: &Spot<'_>) {
        let message = format!("two events are called \"{id}\"");
        self.report
            .error(model_codes::DUPLICATE_ID, spot, message, |finding| {
                finding.advice("give each event an id of its own")
            });
    }

    fn mission_of(
        &mut self,
        event: &v1::Event,
        setting: &Setting<'_>,
        spot: &Spot<'_>,
    ) -> Option<Index<Mission>> {
        let Some(word) = &event.mission else {
            return setting.mission;
        };
        let spot = spot.key("mission");
        if setting.mission.is_some() {
            let message = "an event that stands in a mission belongs to that mission";
            self.contradiction(&spot, message);
            return setting.mission;
        }
        self.scope.missions.find(word, &spot, &mut self.report)
    }

    fn time(&mut self, at: QInstant, setting: &Setting<'_>, spot: &Spot<'_>) -> Duration {
        let at = match at {
            QInstant::Epoch(epoch) => epoch - self.start,
            QInstant::After(offset) => setting.start + offset,
        };
        if at.is_negative() {
            let message = format!("the event begins {} before the campaign", -at);
            let spot = spot.key("at");
            self.report
                .error(model_codes::OUT_OF_RANGE, &spot, message, |finding| {
                    finding.number("time", at.days(), "d")
                });
        }
        at
    }
}

fn staff(staff: &v1::Staff) -> StaffNeed {
    StaffNeed {
        count: staff.count,
        qualifications: staff.qualifications.clone(),
    }
}
