//! The efficient plans of a campaign between two or three goals.

use crate::checked::{Flown, fly};
use crate::optimise::{Wanted, engine_of, request_of, written};
use portolan_model::{Campaign, Goal};
use portolan_optimise::efficient::{EfficientError, EfficientPoint, Front, efficient as search};
use portolan_optimise::explain::explain_infeasible;
use portolan_optimise::{codes, engine_failed, prepare};
use portolan_solver::{Stop, Watch};
use portolan_vocabulary::{Code, Finding, Findings};

/// Efficient plans are asked for between goals that make no front.
pub const NO_FRONT: Code = Code::new("efficient.goals");
/// Too few points are asked for, or too many.
pub const NO_POINTS: Code = Code::new("efficient.points");
/// One plan is best in all goals.
pub const NO_CONFLICT: Code = Code::new("efficient.no-conflict");

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientAsked {
    /// Two or three different goals.
    pub goals: Vec<Goal>,
    /// How many points, ends included; with three goals, the most cells of the grid.
    pub points: usize,
    /// How plans are searched. The aim is not looked at; limits of time and nodes hold for each search by itself.
    pub wanted: Wanted,
}

/// An efficient set.
#[derive(Clone, Debug, PartialEq)]
pub struct Efficient {
    /// The points and what is proved of the rest.
    pub front: Front,
    /// The plan of each point, judged and carried out; `None` where it cannot be written.
    pub flown: Vec<Option<Flown>>,
    /// What went wrong and is worth knowing.
    pub findings: Findings,
}

impl Efficient {
    /// True where there are points and neither the judge nor the simulation found an error in the plan of any.
    pub fn is_feasible(&self) -> bool {
        let fine = |flown: &Option<Flown>| flown.as_ref().is_some_and(Flown::is_feasible);
        !self.flown.is_empty() && self.flown.iter().all(fine)
    }

    /// True where no efficient plan is missing, to the tolerances.
    pub fn is_complete(&self) -> bool {
        let front = &self.front;
        front.stop == Stop::Optimal && front.unsearched.is_empty() && !front.points.is_empty()
    }
}

/// Searches the plans of a campaign of which none is better in one goal without being worse in another. The watch is told
/// how many points are found, and may stop the search, which keeps them.
///
/// # Errors
/// Findings, where the campaign cannot be planned as it is stated, goals or points make no sense, or the engine fails.
pub fn efficient(
    campaign: &Campaign,
    asked: &EfficientAsked,
    watch: &mut dyn Watch,
) -> Result<Efficient, Findings> {
    let request = request_of(campaign, &asked.wanted);
    let engine = engine_of(campaign, &asked.wanted)?;
    let (network, mut findings) = prepare(campaign, &request)?;
    let front = search(
        &network,
        &request,
        &asked.goals,
        asked.points,
        &*engine,
        watch,
    )
    .map_err(|error| vec![refusal(campaign, &error)])?;
    if front.points.is_empty()
        && matches!(front.stop, Stop::Infeasible | Stop::InfeasibleOrUnbounded)
    {
        let failed = |error| vec![engine_failed(campaign, &error)];
        let why = explain_infeasible(&network, &request, &*engine, watch).map_err(failed)?;
        findings.push(why.finding(campaign));
    }
    findings.extend(verdict(campaign, &front));
    let mut flown = Vec::new();
    for point in &front.points {
        let (plan, why) = written(&network, &point.found);
        findings.extend(why);
        flown.push(plan.map(|plan| fly(campaign, plan)));
    }
    Ok(Efficient {
        front,
        flown,
        findings,
    })
}

fn refusal(campaign: &Campaign, error: &EfficientError) -> Finding {
    let (code, advice) = match error {
        EfficientError::Engine(error) => return engine_failed(campaign, error),
        EfficientError::Goals => (
            NO_FRONT,
            "name two or three of launch-mass, cost, time, emissions",
        ),
        EfficientError::Points(_) => (NO_POINTS, "ask for nine points, or as many as are needed"),
    };
    Finding::error(code, "campaign", campaign.id.as_str(), error.to_string()).advice(advice)
}

/// What the front lacks, or that it is none.
fn verdict(campaign: &Campaign, front: &Front) -> Option<Finding> {
    let id = campaign.id.as_str();
    let proved = |point: &EfficientPoint| point.proved;
    match (front.stop, front.points.as_slice()) {
        (Stop::Infeasible | Stop::InfeasibleOrUnbounded, []) => None,
        (Stop::Unbounded, []) => {
            let message = "a goal falls without end: something costs less than nothing";
            let finding = Finding::error(codes::UNBOUNDED, "campaign", id, message);
            Some(finding.advice("look for negative prices and tariffs"))
        }
        (_, []) => {
            let message = "the search was stopped before it found a plan";
            let finding = Finding::error(codes::UNPROVED, "campaign", id, message);
            Some(finding.advice("give it more time"))
        }
        (Stop::Optimal, [_]) => {
            let message = "the goals do not conflict: one plan is best in all of them";
            let finding = Finding::note(NO_CONFLICT, "campaign", id, message);
            Some(finding.advice("ask for other goals, or offer another way of doing things"))
        }
        (Stop::Optimal, points) if points.iter().all(proved) => None,
        (_, points) => {
            let message = format!(
                "searches were stopped: {} of {} points are proved",
                points.iter().filter(|point| point.proved).count(),
                points.len()
            );
            let finding = Finding::warning(codes::UNPROVED, "campaign", id, message);
            Some(finding.advice("give them more time, or accept the gap with --gap"))
        }
    }
}
