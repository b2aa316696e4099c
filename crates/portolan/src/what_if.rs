//! What if a partner leaves: the campaign replanned from the state on the day, without what the partner brought.

use crate::checked::{Flown, fly};
use crate::optimise::{Optimised, Wanted, engine_of, request_of, written};
use crate::remains::{Departure, Rest, remaining};
use crate::share::no_partner;
use portolan_model::{Campaign, Demand, Goal, Partner, Plan};
use portolan_optimise::{Found, Request, prepare, search};
use portolan_solver::Watch;
use portolan_vocabulary::{Duration, Finding, Findings, Index};

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
    /// The same without the partner.
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

    /// How much more the goal comes to than if nobody leaves.
    pub fn extra(&self) -> Option<f64> {
        Some(self.after? - self.before?)
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

/// What comes of each exit, the worst first: most demands lost, then most extra cost.
#[derive(Clone, Debug, PartialEq)]
pub struct WhatIf {
    /// What the plans are to be best in.
    pub goal: Goal,
    /// The unit of the goal.
    pub unit: String,
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
    let request = Request {
        may_drop: true,
        ..request_of(campaign, &asked.wanted)
    };
    let goal = match &request.aim {
        portolan_optimise::Aim::InOrder(goals) => {
            goals.first().copied().unwrap_or(Goal::LaunchMass)
        }
        portolan_optimise::Aim::Weighted(_) => Goal::LaunchMass,
    };
    let mut asking = Asking {
        campaign,
        plan: &plan,
        asked,
        request,
        watch,
    };
    let (stayed, _) = asking.search(None, None)?;
    let before = stayed
        .reached
        .iter()
        .find(|reached| reached.goal == goal)
        .map(|reached| reached.value);
    let mut exits = Vec::new();
    for partner in partners {
        exits.push(asking.exit(partner, goal, before)?);
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

struct Asking<'a> {
    campaign: &'a Campaign,
    plan: &'a Plan,
    asked: &'a WhatIfAsked,
    request: Request,
    watch: &'a mut dyn Watch,
}

impl Asking<'_> {
    /// What is best from the day of the notice on, without a partner (but with one thing of what it brought).
    fn search(
        &mut self,
        partner: Option<Index<Partner>>,
        kept: Option<usize>,
    ) -> Result<(Found, Remains), Findings> {
        let leaving = Departure {
            partner,
            from: self.asked.from,
            notice: self.asked.notice,
            kept,
        };
        let Rest {
            campaign,
            withdrawn,
            fallen,
        } = remaining(self.campaign, self.plan, &leaving)?;
        let engine = engine_of(self.campaign, &self.asked.wanted)?;
        let (found, plan, findings) = {
            let (network, findings) = prepare(&campaign, &self.request)?;
            let found = search(&network, &self.request, &*engine, self.watch)
                .map_err(|error| vec![portolan_optimise::engine_failed(&campaign, &error)])?;
            let (plan, more) = written(&network, &found);
            (
                found,
                plan,
                findings.into_iter().chain(more).collect::<Findings>(),
            )
        };
        Ok((
            found,
            Remains {
                campaign,
                withdrawn,
                fallen,
                plan,
                findings,
            },
        ))
    }

    fn exit(
        &mut self,
        partner: Index<Partner>,
        goal: Goal,
        before: Option<f64>,
    ) -> Result<Exit, Findings> {
        let searched = self.search(Some(partner), None);
        let (found, remains) = match searched {
            Ok(found) => found,
            Err(findings) => return Ok(self.nothing_left(partner, before, findings)),
        };
        let value = found
            .reached
            .iter()
            .find(|reached| reached.goal == goal)
            .map(|reached| reached.value);
        let lost = self.original(&remains, &found.dropped);
        let saving = if lost.is_empty() {
            Vec::new()
        } else {
            self.saving(partner, &remains)?
        };
        let Remains {
            campaign,
            withdrawn,
            fallen,
            plan,
            findings,
        } = remains;
        let missed = plan
            .as_ref()
            .map_or_else(Vec::new, |new| self.missed(&campaign, new));
        Ok(Exit {
            partner,
            withdrawn,
            fallen,
            lost,
            missed,
            before,
            after: value,
            saving,
            replanned: plan.map(|plan| fly(&campaign, plan)),
            findings,
        })
    }

    /// Nothing can be planned: every demand that was still open is lost.
    fn nothing_left(
        &self,
        partner: Index<Partner>,
        before: Option<f64>,
        findings: Findings,
    ) -> Exit {
        let now = self.asked.from - self.asked.notice;
        let open = |demand: &Demand| {
            crate::remains::is_open(demand, now) && demand.partner != Some(partner)
        };
        let lost = self
            .campaign
            .demands
            .indexed()
            .filter(|(_, demand)| open(demand));
        Exit {
            partner,
            withdrawn: Vec::new(),
            fallen: Vec::new(),
            lost: lost.map(|(index, _)| index).collect(),
            missed: Vec::new(),
            before,
            after: None,
            saving: Vec::new(),
            replanned: None,
            findings,
        }
    }

    /// Demands of the remaining campaign as those of the whole one.
    fn original(&self, remains: &Remains, dropped: &[Index<Demand>]) -> Vec<Index<Demand>> {
        let id = |demand: &Index<Demand>| remains.campaign.demands[*demand].id.clone();
        let find = |id: portolan_vocabulary::Id<Demand>| {
            self.campaign
                .demands
                .indexed()
                .find(|(_, demand)| demand.id == id)
                .map(|(index, _)| index)
        };
        dropped
            .iter()
            .filter_map(|demand| find(id(demand)))
            .collect()
    }

    /// Things withdrawn of which one alone saves every demand.
    fn saving(
        &mut self,
        partner: Index<Partner>,
        remains: &Remains,
    ) -> Result<Vec<String>, Findings> {
        let mut saving = Vec::new();
        for (at, what) in remains.withdrawn.iter().enumerate() {
            if let Ok((found, _)) = self.search(Some(partner), Some(at))
                && found.flows.is_some()
                && found.dropped.is_empty()
            {
                saving.push(what.clone());
            }
        }
        Ok(saving)
    }

    /// Trips of the old plan from the day on that the new one does not make at their time.
    fn missed(&self, campaign: &Campaign, new: &Plan) -> Vec<MissedTrip> {
        use portolan_model::Action;
        let now = self.asked.from - self.asked.notice;
        let trips = |campaign: &Campaign, plan: &Plan| -> Vec<(String, Duration)> {
            let of = |activity: &portolan_model::Activity| match &activity.action {
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

/// A remaining campaign, with what was withdrawn from it and the plan that was found.
struct Remains {
    campaign: Campaign,
    withdrawn: Vec<String>,
    fallen: Vec<Index<Demand>>,
    plan: Option<Plan>,
    findings: Vec<Finding>,
}
