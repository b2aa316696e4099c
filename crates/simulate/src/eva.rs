//! EVAs and exploration.
//!
//! An exploration of length `D` with `n` EVAs of length `d` leaves `(D - n·d) / (n + 1)` before, between
//! and after them; `n` is the whole number of EVAs that the weekly count gives for the time.

use crate::block::Blocked;
use crate::codes;
use crate::queue::Job;
use crate::world::World;
use portolan_model::{
    Action, Activity, CrewState, CrewTask, CrewTime, Element, EventKind, Lot, Requester, Status,
};
use portolan_vocabulary::{Duration, Finding, Index};

/// What an activity says of its EVAs.
pub(crate) struct Outing<'a> {
    pub(crate) vehicle: Index<Element>,
    pub(crate) crew: &'a [CrewState],
    pub(crate) duration: Duration,
    pub(crate) demands: &'a [Lot],
    /// Beginnings since the activity's.
    pub(crate) starts: Vec<Duration>,
}

/// The EVAs of an activity, or `None` where it has none.
pub(crate) fn outing_of(action: &Action) -> Option<Outing<'_>> {
    match action {
        Action::Eva {
            vehicle,
            crew,
            duration,
            demands,
        } => Some(Outing {
            vehicle: *vehicle,
            crew,
            duration: *duration,
            demands,
            starts: vec![Duration::ZERO],
        }),
        Action::Explore {
            vehicle,
            crew,
            duration,
            evas_per_week,
            eva_duration,
            demands,
        } => {
            let starts = even_starts(*duration, *evas_per_week, *eva_duration);
            Some(Outing {
                vehicle: *vehicle,
                crew,
                duration: *eva_duration,
                demands,
                starts,
            })
        }
        _ => None,
    }
}

/// The beginnings of EVAs at even distances; none where they do not fit into the time.
fn even_starts(duration: Duration, per_week: f64, eva: Duration) -> Vec<Duration> {
    // A whole count that rounding has put just below is still whole.
    let count = (duration.days() * per_week / 7.0 + 1e-9).floor().max(0.0) as i64;
    let free = duration - eva * count;
    if count == 0 || free.is_negative() {
        return Vec::new();
    }
    let gap = Duration::from_micros(free.micros() / (count + 1));
    (0..count)
        .map(|number| gap * (number + 1) + eva * number)
        .collect()
}

impl World<'_> {
    /// Begins an EVA or an exploration.
    pub(crate) fn begin_eva(&mut self, activity: Index<Activity>) -> Result<(), Blocked> {
        let plan = self.plan;
        let Some(outing) = outing_of(&plan.activities[activity].action) else {
            return Err(Blocked::bug());
        };
        self.need_crew_aboard(&outing)?;
        let place = self.place_of(outing.vehicle);
        self.record
            .event(activity, EventKind::Begin, self.now, place, Status::Done);
        self.charge_activity(activity);
        for (number, start) in outing.starts.iter().enumerate() {
            self.queue
                .push(self.now + *start, Job::EvaOut { activity, number });
        }
        Ok(())
    }

    fn need_crew_aboard(&self, outing: &Outing<'_>) -> Result<(), Blocked> {
        let named: Vec<_> = std::iter::once(outing.vehicle)
            .chain(outing.crew.iter().map(|member| member.element))
            .collect();
        self.need_here(&named)?;
        for member in outing.crew {
            let mut holder = self.live[member.element.at()].parent;
            while holder.is_some_and(|holder| holder != outing.vehicle) {
                holder = holder.and_then(|holder| self.live[holder.at()].parent);
            }
            let missing = match holder {
                None => Some(format!(
                    "is not aboard \"{}\"",
                    self.roster[outing.vehicle].id
                )),
                Some(_) if !self.roster[member.element].is_crew() => {
                    Some("is no crew member".to_owned())
                }
                Some(_) => member
                    .state
                    .filter(|state| *state >= self.roster[member.element].states.len())
                    .map(|state| format!("has no state number {state}")),
            };
            if let Some(missing) = missing {
                let id = self.roster[member.element].id.as_str();
                let finding = Finding::error(
                    codes::ELSEWHERE,
                    "element",
                    id,
                    format!("\"{id}\" {missing}"),
                );
                return Err(Blocked::because(
                    finding.advice("bring the crew aboard the vehicle of the EVA first"),
                    &named,
                ));
            }
        }
        Ok(())
    }

    /// The crew leaves the vehicle.
    pub(crate) fn eva_out(&mut self, activity: Index<Activity>, number: usize) {
        let plan = self.plan;
        let Some(outing) = outing_of(&plan.activities[activity].action) else {
            return;
        };
        let kind = EventKind::EvaOut(u32::try_from(number).unwrap_or(u32::MAX));
        if let Err(blocked) = self.need_crew_aboard(&outing) {
            return self.block(activity, kind, blocked);
        }
        let Some(site) = self.site_of(outing.vehicle) else {
            return;
        };
        let place = self.place(site);
        self.record
            .event(activity, kind, self.now, Some(place), Status::Done);
        for lot in outing.demands {
            self.ask(
                Requester::Activity(activity),
                Some(site),
                Some(outing.vehicle),
                lot.good,
                lot.amount,
            );
        }
        let (from, spent) = (self.now, outing.duration);
        let time = |member: &CrewState| CrewTime {
            element: member.element,
            task: CrewTask::Eva,
            site: place,
            from,
            spent,
        };
        self.record.crew_time.extend(outing.crew.iter().map(time));
        self.queue
            .push(self.now + outing.duration, Job::EvaIn { activity, number });
        if self.campaign.settings.detailed_eva {
            self.go_out(activity, &outing, site);
        }
    }

    fn go_out(&mut self, activity: Index<Activity>, outing: &Outing<'_>, site: usize) {
        self.touch(site);
        let mut before = Vec::new();
        for member in outing.crew {
            let live = &self.live[member.element.at()];
            before.push((member.element, live.state, live.parent));
            self.end_stays(member.element);
            self.detach(member.element);
            self.attach(member.element, None, false, site);
            self.live[member.element.at()].busy = Some((self.now + outing.duration, activity));
            if let Some(state) = member.state {
                self.set_state(member.element, Some(state));
            }
        }
        self.outside.insert(activity, before);
    }

    /// The crew comes back, to where and how it was.
    pub(crate) fn eva_in(&mut self, activity: Index<Activity>, number: usize) {
        let kind = EventKind::EvaIn(u32::try_from(number).unwrap_or(u32::MAX));
        let crew = self.outside.remove(&activity).unwrap_or_default();
        let mut site = None;
        for (element, state, vehicle) in crew {
            let (Some(here), Some(vehicle)) = (self.site_of(element), vehicle) else {
                continue;
            };
            self.live[element.at()].busy = None;
            self.touch(here);
            site = Some(self.place(here));
            if self.site_of(vehicle) == Some(here) {
                self.end_stays(element);
                self.detach(element);
                self.attach(element, Some(vehicle), false, here);
            }
            self.set_state(element, state);
        }
        let site = site.or_else(|| {
            outing_of(&self.plan.activities[activity].action)
                .and_then(|outing| self.place_of(outing.vehicle))
        });
        self.record
            .event(activity, kind, self.now, site, Status::Done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evas_are_evenly_apart() {
        let starts = even_starts(Duration::from_days(7.0), 5.0, Duration::from_hours(8.0));
        assert_eq!(starts.len(), 5);
        // (168 h - 40 h) / 6 = 21 h 20 min before each EVA of 8 h.
        assert!((starts[0].hours() - 64.0 / 3.0).abs() < 1e-6);
        assert!((starts[1].hours() - (128.0 / 3.0 + 8.0)).abs() < 1e-6);
        assert!(
            even_starts(Duration::from_days(1.0), 50.0, Duration::from_hours(8.0)).is_empty(),
            "7 EVAs do not fit a day"
        );
    }
}
