//! The best plan of what remains of a campaign: with every demand met where that can be, else with as few lost as possible.

use crate::again;
use crate::optimise::{Wanted, engine_of, request_of, verdict, written};
use crate::rolling::{self, Horizon, Windows};
use portolan_model::{Campaign, Demand, Goal, Plan};
use portolan_optimise::{
    Aim, Found, Network, Request, Statistics, codes, engine_failed, formulate, prepare, search,
};
use portolan_solver::{Engine, Watch};
use portolan_vocabulary::{Duration, Finding, Findings, Id, Severity};
use std::collections::BTreeSet;

/// What was found.
pub(crate) struct Replanned {
    /// The campaign that the plan is of: without what is lost.
    pub(crate) campaign: Campaign,
    /// Demands that are not met.
    pub(crate) lost: BTreeSet<Id<Demand>>,
    /// What the goal comes to; `None` without a plan.
    pub(crate) value: Option<f64>,
    /// The plan.
    pub(crate) plan: Option<Plan>,
    /// What is worth knowing.
    pub(crate) findings: Findings,
}

/// How plans are searched.
pub(crate) struct Search<'a> {
    pub(crate) request: Request,
    pub(crate) wanted: &'a Wanted,
    pub(crate) engine: Box<dyn Engine>,
    pub(crate) watch: &'a mut dyn Watch,
}

/// The best of one program.
struct Best {
    found: Found,
    plan: Option<Plan>,
    findings: Findings,
}

impl<'a> Search<'a> {
    /// As a campaign and what is wanted say.
    ///
    /// # Errors
    /// A finding, where there is no such engine.
    pub(crate) fn of(
        campaign: &Campaign,
        wanted: &'a Wanted,
        watch: &'a mut dyn Watch,
    ) -> Result<Self, Findings> {
        Ok(Self {
            request: request_of(campaign, wanted),
            engine: engine_of(campaign, wanted)?,
            wanted,
            watch,
        })
    }

    /// The goal that counts first.
    pub(crate) fn goal(&self) -> Goal {
        match &self.request.aim {
            Aim::InOrder(goals) => goals.first().copied().unwrap_or(Goal::LaunchMass),
            Aim::Weighted(_) => Goal::LaunchMass,
        }
    }

    /// The best plan with every demand met; where there is none, that with the fewest lost. The gap holds for the cost of what is
    /// met; where fewer might be lost, a finding says so.
    ///
    /// # Errors
    /// Findings, where nothing is on offer or the engine fails.
    pub(crate) fn replan(&mut self, campaign: Campaign) -> Result<Replanned, Findings> {
        let (campaign, mut lost) = self.without_unreachable(campaign)?;
        let mut best = self.best(&campaign, false)?;
        if best.found.flows.is_none() {
            best = self.best(&campaign, true)?;
        }
        let dropped = best.found.dropped.iter();
        let dropped: BTreeSet<_> = dropped
            .map(|demand| campaign.demands[*demand].id.clone())
            .collect();
        let campaign = without(campaign, &dropped)?;
        lost.extend(dropped);
        let goal = self.goal();
        let mut reached = best.found.reached.iter();
        let value = reached.find(|reached| reached.goal == goal);
        Ok(Replanned {
            value: value.map(|reached| reached.value),
            plan: best.plan,
            findings: best.findings,
            campaign,
            lost,
        })
    }

    /// True where a search finds a plan that meets every demand, whatever it costs.
    ///
    /// # Errors
    /// Findings, where something demanded is on offer nowhere, or the engine fails.
    pub(crate) fn meets_all(&mut self, campaign: &Campaign) -> Result<bool, Findings> {
        let request = Request {
            aim: Aim::Weighted(Vec::new()),
            may_drop: false,
            ..self.request.clone()
        };
        let (network, _) = prepare(campaign, &request)?;
        let found = search(&network, &request, &*self.engine, self.watch)
            .map_err(|error| vec![engine_failed(campaign, &error)])?;
        Ok(found.flows.is_some())
    }

    /// The campaign without the demands for what is on offer nowhere, and these.
    fn without_unreachable(
        &self,
        campaign: Campaign,
    ) -> Result<(Campaign, BTreeSet<Id<Demand>>), Findings> {
        let Err(findings) = prepare(&campaign, &self.request) else {
            return Ok((campaign, BTreeSet::new()));
        };
        let mut nowhere = BTreeSet::new();
        for finding in &findings {
            if finding.severity != Severity::Error {
                continue;
            }
            if finding.code != codes::OFFERED_NOWHERE {
                return Err(findings);
            }
            nowhere.insert(Id::new(finding.subject.id.clone()));
        }
        Ok((without(campaign, &nowhere)?, nowhere))
    }

    fn best(&mut self, campaign: &Campaign, may_drop: bool) -> Result<Best, Findings> {
        let mut request = Request {
            may_drop,
            ..self.request.clone()
        };
        let failed = |error| vec![engine_failed(campaign, &error)];
        let (network, mut findings) = prepare(campaign, &request)?;
        let engine = &*self.engine;
        let found = if may_drop {
            search(&network, &request, engine, self.watch).map_err(failed)?
        } else {
            let wanted = in_windows(&network, self.wanted);
            let rolled = rolling::found(&network, &request, &wanted, engine, self.watch);
            rolled.map_err(failed)?.0
        };
        let (found, again) =
            again::writable(&network, &mut request, found, engine, self.watch).map_err(failed)?;
        findings.extend(again);
        if may_drop && found.gap.is_none() {
            findings.push(perhaps_fewer(campaign));
        } else if found.flows.is_some() {
            findings.extend(verdict(campaign, &found));
        }
        let (plan, why) = written(&network, &found);
        findings.extend(why);
        Ok(Best {
            found,
            plan,
            findings,
        })
    }
}

/// From so many whole numbers on, what remains is searched in windows: the pieces that stand somewhere are each a kind of its own,
/// and the tree of the whole grows faster with them.
const MANY: usize = 1000;

/// Windows of so many days.
const WINDOW_D: f64 = 60.0;

/// How what remains is searched, where nobody says.
fn in_windows(network: &Network<'_>, wanted: &Wanted) -> Wanted {
    let mut wanted = wanted.clone();
    let whole = Statistics::of(network, &formulate(network).program).integers;
    let sized = network.kinds.iter().any(|kind| kind.sized);
    if wanted.windows == Windows::WhereLarge && whole >= MANY && !sized {
        let horizon = Horizon::with_window(Duration::from_days(WINDOW_D));
        wanted.windows = horizon.map_or(Windows::WhereLarge, Windows::Of);
    }
    wanted
}

/// A campaign without some of its demands.
///
/// # Errors
/// Findings, where the rest is no valid campaign.
pub(crate) fn without(
    campaign: Campaign,
    demands: &BTreeSet<Id<Demand>>,
) -> Result<Campaign, Findings> {
    if demands.is_empty() {
        return Ok(campaign);
    }
    let mut parts = campaign.into_parts();
    parts.demands.retain(|demand| !demands.contains(&demand.id));
    Ok(Campaign::new(parts)?.0)
}

fn perhaps_fewer(campaign: &Campaign) -> Finding {
    let message = "the search was stopped: perhaps fewer demands are lost, or it costs less";
    Finding::warning(codes::UNPROVED, "campaign", campaign.id.as_str(), message)
        .advice("allow more nodes with --nodes")
}
