//! What if a partner leaves: the campaign replanned from the state on the day, without what the partner brought.

use crate::checked::{Flown, fly};
use crate::optimise::{Optimised, Wanted};
use crate::remains::{Departure, Rest, remaining};
use crate::replan::{Replanned, Search, without};
use crate::share::no_partner;
use portolan_model::{Action, Activity, Campaign, Demand, Goal, Node, Partner, Plan};
use portolan_solver::Watch;
use portolan_vocabulary::{Duration, Findings, Id, Index};
use std::collections::BTreeSet;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIfAsked {
    /// Who leaves, by id; every partner in turn where it is empty.
    pub without: Option<String>,
    /// When what the partner brought is gone, since the campaign's start.
    pub from: Duration,
    /// How long before that it is known, so that the plan can be changed.
    pub notice: Duration,
    /// How plans are searched.
    pub wanted: Wanted,
}

/// What a partner's leaving comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Exit {
    /// Who leaves.
    pub partner: Index<Partner>,
    /// What is withdrawn: offers, elements, nodes and ways, in words.
    pub withdrawn: Vec<String>,
    /// Demands of the partner's own that are due later, and fall away with it.
    pub fallen: Vec<Index<Demand>>,
    /// Demands of the others that can no longer be met.
    pub lost: Vec<Index<Demand>>,
    /// Trips of the plan that the new one no longer makes, or makes at another time.
    pub missed: Vec<MissedTrip>,
    /// What the goal comes to from the day of the notice on, if nobody leaves.
    pub before: Option<f64>,
    /// The same if nobody leaves, but only what is still met without the partner is asked for.
    pub alike: Option<f64>,
    /// What the goal comes to without the partner.
    pub after: Option<f64>,
    /// What would have made it survivable: things withdrawn of which one alone, left behind, saves every demand.
    pub saving: Vec<String>,
    /// The new plan, judged and carried out from the day of the notice on; `None` where nothing can be planned.
    pub replanned: Option<Flown>,
    /// What is worth knowing.
    pub findings: Findings,
}

impl Exit {
    /// True where every demand of the others is still met.
    pub fn is_survivable(&self) -> bool {
        self.lost.is_empty()
    }

    /// How much more the goal comes to than if nobody leaves, for the same demands: never negative.
    pub fn extra(&self) -> Option<f64> {
        Some(self.after? - self.alike?)
    }
}

/// A trip that is not made as planned.
#[derive(Clone, Debug, PartialEq)]
pub struct MissedTrip {
    /// Along which way.
    pub edge: String,
    /// When it was to leave.
    pub depart: Duration,
    /// When a trip along this way leaves instead; `None` where none does.
    pub instead: Option<Duration>,
}

/// What comes of the plan under way where nobody leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Stayed {
    /// Demands that can no longer be met all the same, and count against nobody.
    pub lost: Vec<Index<Demand>>,
    /// What the goal comes to from the day of the notice on.
    pub value: Option<f64>,
    /// The plan from the day of the notice on, judged and carried out; `None` where there is none.
    pub replanned: Option<Flown>,
    /// What is worth knowing.
    pub findings: Findings,
}

/// What comes of each exit, the worst first: most demands lost, then most extra cost.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// What the plans are to be best in.
    pub goal: Goal,
    /// The unit of the goal.
    pub unit: String,
    /// What comes of it where nobody leaves.
    pub stayed: Stayed,
    /// The exits.
    pub exits: Vec<Exit>,
}

/// Replans a campaign without a partner, or without each partner in turn.
///
/// # Errors
/// Findings, where there is no such partner, the campaign offers nothing to plan with, or an engine fails.
pub fn what_if(
    campaign: &Campaign,
    plan: &Plan,
    asked: &WhatIfAsked,
    watch: &mut dyn Watch,
) -> Result<WhatIf, Findings> {
    let partners = match &asked.without {
        Some(id) => vec![partner_of(campaign, id)?],
        None => campaign.partners.indices().collect(),
    };
    let plan = planned(campaign, plan, asked, watch)?;
    let mut search = Search::of(campaign, &asked.wanted, watch)?;
    let now = asked.from - asked.notice;
    search.request.unrolling.also = departures(campaign, &plan, now);
    let goal = search.goal();
    let mut asking = Asking {
        campaign,
        plan: &plan,
        asked,
        search,
        hopeless: BTreeSet::new(),
    };
    let stayed = asking.stayed()?;
    let mut exits = Vec::new();
    for partner in partners {
        exits.push(asking.exit(partner, stayed.value)?);
    }
    exits.sort_by(|a, b| {
        let lost = b.lost.len().cmp(&a.lost.len());
        lost.then(
            b.extra()
                .unwrap_or(0.0)
                .total_cmp(&a.extra().unwrap_or(0.0)),
        )
    });
    Ok(WhatIf {
        goal,
        unit: crate::optimise_shown::unit(campaign, goal),
        stayed,
        exits,
    })
}

fn partner_of(campaign: &Campaign, id: &str) -> Result<Index<Partner>, Findings> {
    let found = campaign
        .partners
        .indexed()
        .find(|(_, partner)| partner.id.as_str() == id);
    found
        .map(|(index, _)| index)
        .ok_or_else(|| vec![no_partner(campaign, id)])
}

/// The plan that is under way: the one given, or the best.
fn planned(
    campaign: &Campaign,
    plan: &Plan,
    asked: &WhatIfAsked,
    watch: &mut dyn Watch,
) -> Result<Plan, Findings> {
    if !plan.activities.is_empty() {
        return Ok(plan.clone());
    }
    let Optimised {
        flown, findings, ..
    } = crate::optimise::optimise(campaign, &asked.wanted, watch)?;
    flown
        .map(|flown| flown.checked.plan().clone())
        .ok_or(findings)
}

/// From where and when trips of a plan leave from an instant on: the plan itself is to be among those that are searched.
fn departures(campaign: &Campaign, plan: &Plan, now: Duration) -> Vec<(Index<Node>, Duration)> {
    let movements = portolan_simulate::simulate(campaign, plan).movements;
    let later = movements.iter().filter(|trip| trip.depart >= now);
    let departures: BTreeSet<_> = later.map(|trip| (trip.origin, trip.depart)).collect();
    departures.into_iter().collect()
}

struct Asking<'a> {
    campaign: &'a Campaign,
    plan: &'a Plan,
    asked: &'a WhatIfAsked,
    search: Search<'a>,
    /// Demands that are lost whoever leaves.
    hopeless: BTreeSet<Id<Demand>>,
}

impl Asking<'_> {
    /// What remains without a partner (but with one thing of what it brought).
    fn rest(&self, partner: Option<Index<Partner>>, kept: Option<usize>) -> Result<Rest, Findings> {
        let leaving = Departure {
            partner,
            from: self.asked.from,
            notice: self.asked.notice,
            kept,
        };
        let rest = remaining(self.campaign, self.plan, &leaving)?;
        Ok(Rest {
            campaign: without(rest.campaign, &self.hopeless)?,
            ..rest
        })
    }

    /// What comes of it where nobody leaves; what is lost then counts against nobody.
    fn stayed(&mut self) -> Result<Stayed, Findings> {
        let rest = self.rest(None, None)?;
        let Replanned {
            campaign,
            lost,
            value,
            plan,
            findings,
        } = self.search.replan(rest.campaign)?;
        let stayed = Stayed {
            lost: self.original(&lost),
            value,
            replanned: plan.map(|plan| fly(&campaign, plan)),
            findings,
        };
        self.hopeless = lost;
        Ok(stayed)
    }

    fn exit(&mut self, partner: Index<Partner>, before: Option<f64>) -> Result<Exit, Findings> {
        let rest = self.rest(Some(partner), None)?;
        let mut exit = Exit {
            partner,
            withdrawn: rest.withdrawn,
            fallen: rest.fallen,
            lost: Vec::new(),
            missed: Vec::new(),
            before,
            alike: None,
            after: None,
            saving: Vec::new(),
            replanned: None,
            findings: Findings::new(),
        };
        let found = match self.search.replan(rest.campaign) {
            Ok(found) => found,
            Err(findings) => {
                // Nothing can be planned.
                exit.lost = self.open(partner);
                exit.findings = findings;
                return Ok(exit);
            }
        };
        exit.lost = self.original(&found.lost);
        exit.after = found.value;
        exit.findings = found.findings;
        exit.alike = self.alike(&exit)?;
        if !exit.lost.is_empty() {
            exit.saving = self.saving(&exit)?;
        }
        if let Some(plan) = found.plan {
            exit.missed = self.missed(&found.campaign, &plan);
            exit.replanned = Some(fly(&found.campaign, plan));
        }
        Ok(exit)
    }

    /// What the goal comes to where nobody leaves, with what is no longer asked for or met left out. What is planned without the
    /// partner could be done with it too, so that the two searches' gaps do not show an exit that pays.
    fn alike(&mut self, exit: &Exit) -> Result<Option<f64>, Findings> {
        let Some(after) = exit.after else {
            return Ok(None);
        };
        let fewer = exit.fallen.iter().chain(&exit.lost);
        let fewer: BTreeSet<_> = fewer
            .map(|demand| self.campaign.demands[*demand].id.clone())
            .collect();
        let value = if fewer.is_empty() {
            exit.before
        } else {
            let rest = self.rest(None, None)?;
            self.search.replan(without(rest.campaign, &fewer)?)?.value
        };
        Ok(Some(value.map_or(after, |value| value.min(after))))
    }

    /// Demands of the others that are still open.
    fn open(&self, partner: Index<Partner>) -> Vec<Index<Demand>> {
        let now = self.asked.from - self.asked.notice;
        let is_lost = |demand: &Demand| {
            crate::remains::is_open(demand, now)
                && demand.partner != Some(partner)
                && !self.hopeless.contains(&demand.id)
        };
        let demands = self.campaign.demands.indexed();
        let lost = demands.filter(|(_, demand)| is_lost(demand));
        lost.map(|(index, _)| index).collect()
    }

    /// Demands as those of the whole campaign.
    fn original(&self, lost: &BTreeSet<Id<Demand>>) -> Vec<Index<Demand>> {
        let demands = self.campaign.demands.indexed();
        let lost = demands.filter(|(_, demand)| lost.contains(&demand.id));
        lost.map(|(index, _)| index).collect()
    }

    /// Things withdrawn of which one alone saves every demand.
    fn saving(&mut self, exit: &Exit) -> Result<Vec<String>, Findings> {
        let mut saving = Vec::new();
        for (at, what) in exit.withdrawn.iter().enumerate() {
            let rest = self.rest(Some(exit.partner), Some(at))?;
            // Where something demanded is on offer nowhere, it saves nothing.
            if self.search.meets_all(&rest.campaign).unwrap_or(false) {
                saving.push(what.clone());
            }
        }
        Ok(saving)
    }

    /// Trips of the old plan from the day on that the new one does not make at their time.
    fn missed(&self, campaign: &Campaign, new: &Plan) -> Vec<MissedTrip> {
        let now = self.asked.from - self.asked.notice;
        let trips = |campaign: &Campaign, plan: &Plan| -> Vec<(String, Duration)> {
            let of = |activity: &Activity| match &activity.action {
                Action::Transport { edge, .. } if activity.at >= now => {
                    Some((campaign.edges[*edge].id.to_string(), activity.at))
                }
                _ => None,
            };
            let mut trips: Vec<_> = plan.activities.iter().filter_map(of).collect();
            trips.sort();
            trips.dedup();
            trips
        };
        let made = trips(campaign, new);
        let planned = trips(self.campaign, self.plan);
        let missed = planned.into_iter().filter(|trip| !made.contains(trip));
        let instead = |edge: &str, depart: Duration| {
            made.iter()
                .filter(|(own, at)| own == edge && *at > depart)
                .map(|(_, at)| *at)
                .next()
        };
        missed
            .map(|(edge, depart)| MissedTrip {
                instead: instead(&edge, depart),
                edge,
                depart,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
