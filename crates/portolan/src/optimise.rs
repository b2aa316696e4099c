//! The best plan of a campaign.

use crate::again;
use crate::checked::{Flown, fly};
use crate::rolling::{self, History, Windows};
use crate::times;
use portolan_model::{Campaign, Goal, Plan};
use portolan_optimise::explain::{
    Explanation, Infeasibility, TimePrice, explain_infeasible, mis_scaled, negative_prices, prices,
    time_prices,
};
use portolan_optimise::refine::Refinement;
use portolan_optimise::{
    Aim, Found, Network, Request, codes, engine_failed, formulate, prepare, write,
};
use portolan_solver::{Engine, FileEngine, Stop, Watch};
use portolan_vocabulary::{Code, Finding, Findings, nearest};
use std::path::PathBuf;
use std::time::Duration;

/// An engine is asked for that does not exist.
pub const NO_ENGINE: Code = Code::new("optimise.no-engine");

/// What is asked of the optimiser. What is `None` is as the campaign says, or the default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wanted {
    /// What the plan is to be best in.
    pub aim: Option<Aim>,
    /// Stop where the plan is proved to be within this fraction of the best; by default a millionth.
    pub gap: Option<f64>,
    /// Stop after this time, with the best plan found.
    pub time_limit: Option<Duration>,
    /// Stop after this many nodes of the search tree.
    pub nodes: Option<u64>,
    /// The engine's name; by default HiGHS.
    pub engine: Option<String>,
    /// For the engine `file`: the command line of a solver, with `{mps}` and `{sol}` for its files, and the folder that
    /// these are written to.
    pub command: Option<(String, PathBuf)>,
    /// How many edges one after the other an event is followed along.
    pub hops: Option<u32>,
    /// How many trips may leave along one edge at one instant.
    pub slots: Option<u32>,
    /// How often more instants are looked at, where that may pay, with a bound over all times after each; none is the bound
    /// alone.
    pub refine: Option<u32>,
    /// What times are worth, by a search of at most so many nodes for each; none is not asked for.
    pub time_prices: Option<u64>,
    /// Whether the plan is searched in windows of time.
    pub windows: Windows,
}

/// What the optimiser found.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimised {
    /// What the search found: goals, bound, gap.
    pub found: Found,
    /// The plan, judged and carried out; `None` where there is none.
    pub flown: Option<Flown>,
    /// What things are worth in the plan, while its whole numbers and sizes stay what they are.
    pub prices: Option<Explanation>,
    /// What windows that the plan uses are worth, and days of what is due and offered, where that was asked for.
    pub time_prices: Option<Vec<TimePrice>>,
    /// How the plan came to be, where it was searched in windows of time.
    pub history: Option<History>,
    /// What no plan at any instants is better than, where that was asked for, and at how many instants was looked for it.
    pub refinement: Option<Refinement>,
    /// Why there is no plan.
    pub infeasibility: Option<Infeasibility>,
    /// What went wrong and is worth knowing.
    pub findings: Findings,
}

impl Optimised {
    /// True where there is a plan and neither the judge nor the simulation found an error.
    pub fn is_feasible(&self) -> bool {
        self.flown.as_ref().is_some_and(Flown::is_feasible)
    }
}

/// Finds the best plan of a campaign. The watch is told how far the search is, and may stop it; the best plan found is
/// kept.
///
/// # Errors
/// Findings, where the campaign cannot be planned as it is stated, or the engine fails.
pub fn optimise(
    campaign: &Campaign,
    wanted: &Wanted,
    watch: &mut dyn Watch,
) -> Result<Optimised, Findings> {
    let (mut request, closed) = lawful_request(campaign, wanted);
    let engine = engine_of(campaign, wanted)?;
    let refined = times::refined(campaign, wanted, &mut request, &*engine, watch)?;
    let (network, mut findings) = prepare(campaign, &request)?;
    findings.extend(closed);
    let failed = |error| vec![engine_failed(campaign, &error)];
    let (found, history, windows) =
        rolling::found(&network, &request, wanted, &*engine, watch).map_err(failed)?;
    findings.extend(windows);
    let (found, searched_again) =
        again::writable(&network, &mut request, found, &*engine, watch).map_err(failed)?;
    findings.extend(searched_again);
    let mut infeasibility = None;
    if matches!(found.stop, Stop::Infeasible | Stop::InfeasibleOrUnbounded) && found.flows.is_none()
    {
        let why = explain_infeasible(&network, &request, &*engine, watch).map_err(failed)?;
        findings.push(why.finding(campaign));
        infeasibility = Some(why);
    }
    findings.extend(verdict(campaign, &found));
    if found.stop == Stop::Unbounded {
        findings.extend(negative_prices(campaign));
    }
    let numerical = found.stop == Stop::Numerical;
    let formulation = numerical.then(|| formulate(&network));
    findings.extend(mis_scaled(
        &network,
        formulation.as_ref().map(|it| &it.program),
    ));
    let prices = prices(&network, &request, &found, &*engine, watch).map_err(failed)?;
    let of_times = |nodes| time_prices(&network, &request, &found, nodes, &*engine, watch);
    let time_prices = wanted.time_prices.map(of_times).transpose();
    let time_prices = time_prices.map_err(failed)?;
    let (plan, why) = written(&network, &found);
    findings.extend(why);
    let refinement = times::bounded(&network, wanted, &request, &found, refined, &*engine, watch)?;
    findings.extend(times::boundless(campaign, refinement.as_ref()));
    Ok(Optimised {
        refinement,
        flown: plan.map(|plan| fly(campaign, plan)),
        prices,
        time_prices,
        infeasibility,
        history,
        found,
        findings,
    })
}

/// The plan of what was found, or why it cannot be written.
pub(crate) fn written(network: &Network<'_>, found: &Found) -> (Option<Plan>, Option<Finding>) {
    match found.flows.as_ref().map(|flows| write(network, flows)) {
        Some(Ok(plan)) => (Some(plan), None),
        Some(Err(why)) => (None, Some(why.finding(network))),
        None => (None, None),
    }
}

/// The program that the optimiser solves for its first goal: as LP, for people, or MPS, for other solvers.
///
/// # Errors
/// Findings, where the campaign cannot be planned as it is stated.
pub fn program_text(campaign: &Campaign, wanted: &Wanted, mps: bool) -> Result<String, Findings> {
    let request = request_of(campaign, wanted);
    let (network, _) = prepare(campaign, &request)?;
    let mut formulation = formulate(&network);
    match &request.aim {
        Aim::InOrder(goals) => {
            let first = goals.iter().find(|goal| **goal != Goal::Time);
            formulation.aim(
                &first
                    .map(|goal| (*goal, 1.0))
                    .into_iter()
                    .collect::<Vec<_>>(),
            );
        }
        Aim::Weighted(weights) => formulation.aim(weights),
    }
    let program = &formulation.program;
    Ok(if mps {
        portolan_solver::mps(program)
    } else {
        portolan_solver::lp(program)
    })
}

pub(crate) fn request_of(campaign: &Campaign, wanted: &Wanted) -> Request {
    lawful_request(campaign, wanted).0
}

/// What is asked of the search, and a finding for each way that it keeps off because a rule closes it.
fn lawful_request(campaign: &Campaign, wanted: &Wanted) -> (Request, Findings) {
    let (closed, findings) = crate::closed::by_rules(campaign);
    let mut request = Request::of(campaign);
    if let Some(aim) = &wanted.aim {
        request.aim = aim.clone();
    }
    if let Some(gap) = wanted.gap {
        request.options.relative_gap = gap;
    }
    request.options.time_limit = wanted.time_limit;
    request.options.node_limit = wanted.nodes;
    request.unrolling.hops = wanted.hops.unwrap_or(request.unrolling.hops);
    request.unrolling.slots = wanted.slots.unwrap_or(request.unrolling.slots);
    request.unrolling.closed = closed;
    (request, findings)
}

pub(crate) fn engine_of(campaign: &Campaign, wanted: &Wanted) -> Result<Box<dyn Engine>, Findings> {
    if let Some((command, folder)) = &wanted.command {
        return match FileEngine::new(command, folder) {
            Ok(engine) => Ok(Box::new(engine)),
            Err(why) => Err(vec![no_command(campaign, &why.to_string())]),
        };
    }
    let name = wanted.engine.as_deref().unwrap_or("highs");
    portolan_solver::engine(name).ok_or_else(|| {
        let known = portolan_solver::engines();
        let message = format!("there is no engine \"{name}\"");
        let advice = match nearest(name, known.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("known are {}", known.join(", ")),
        };
        vec![Finding::error(NO_ENGINE, "campaign", campaign.id.as_str(), message).advice(advice)]
    })
}

fn no_command(campaign: &Campaign, why: &str) -> Finding {
    Finding::error(NO_ENGINE, "campaign", campaign.id.as_str(), why.to_owned())
        .advice("name a command with its files, such as \"highs {mps} --solution_file {sol}\"")
}

/// What the end of the search means.
pub(crate) fn verdict(campaign: &Campaign, found: &Found) -> Option<Finding> {
    let id = campaign.id.as_str();
    let error = |code, message: &str, advice: &str| {
        Some(Finding::error(code, "campaign", id, message.to_owned()).advice(advice.to_owned()))
    };
    match (found.stop, &found.flows) {
        // The explanation says why there is none.
        (Stop::Optimal, Some(_)) | (Stop::Infeasible | Stop::InfeasibleOrUnbounded, None) => None,
        (_, Some(_)) => {
            let gap = found.gap.map_or_else(
                || "unknown".to_owned(),
                |gap| format!("{:.2} %", gap * 100.0),
            );
            let message = format!("the search was stopped: the plan may be {gap} from the best");
            Some(
                Finding::warning(codes::UNPROVED, "campaign", id, message)
                    .advice("give it more time, or accept the gap with --gap"),
            )
        }
        (Stop::Unbounded, None) => error(
            codes::UNBOUNDED,
            "the goal falls without end: something costs less than nothing",
            "look for negative prices and tariffs",
        ),
        (Stop::Numerical, None) => error(
            codes::NUMERICAL,
            "the search lost its footing in rounding",
            "look for numbers that are a thousand or a million times too large or too small",
        ),
        (_, None) => error(
            codes::UNPROVED,
            "the search was stopped before it found a plan",
            "give it more time",
        ),
    }
}

/// True where a campaign says what a planner may use and what is to come of it.
pub fn can_be_planned(campaign: &Campaign) -> bool {
    !campaign.offers.is_empty() && !campaign.demands.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::Parts;
    use portolan_optimise::{Flows, Statistics};
    use portolan_vocabulary::Epoch;

    fn ended(stop: Stop, flows: Option<Flows>) -> Found {
        Found {
            stop,
            flows,
            values: None,
            reached: Vec::new(),
            dropped: Vec::new(),
            gap: Some(0.05),
            nodes: 7,
            statistics: Statistics::default(),
        }
    }

    fn nothing() -> Flows {
        Flows {
            arcs: Vec::new(),
            takes: Vec::new(),
            sizes: Vec::new(),
            singles: None,
        }
    }

    #[test]
    fn each_end_of_a_search_has_its_finding() {
        let parts = Parts::new("empty", Epoch::from_unix_micros(0));
        let (campaign, _) = Campaign::new(parts).unwrap();
        let cases = [
            (Stop::Optimal, Some(nothing()), None),
            (Stop::Time, Some(nothing()), Some(codes::UNPROVED)),
            (Stop::Nodes, None, Some(codes::UNPROVED)),
            (Stop::Unbounded, None, Some(codes::UNBOUNDED)),
            (Stop::Numerical, None, Some(codes::NUMERICAL)),
            // The explanation makes this one.
            (Stop::Infeasible, None, None),
        ];
        for (stop, flows, code) in cases {
            let finding = verdict(&campaign, &ended(stop, flows));
            assert_eq!(finding.as_ref().map(|finding| finding.code), code);
            assert!(finding.is_none_or(|finding| finding.advice.is_some()));
        }
        let finding = verdict(&campaign, &ended(Stop::Time, Some(nothing()))).unwrap();
        assert!(finding.message.contains("5.00 %"));
    }
}
