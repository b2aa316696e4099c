//! Plans under uncertainty: what is best on average, what it would be worth to know, and what robustness costs.

use crate::checked::{Flown, fly};
use crate::optimise::{Wanted, engine_of, request_of};
use portolan_model::{Campaign, Goal, Scenario};
use portolan_optimise::scenarios::{Answer, Asked, Policy, ScenarioError, in_scenario, solve};
use portolan_optimise::{Aim, Network, Request, codes, engine_failed, prepare, write};
use portolan_solver::Watch;
use portolan_vocabulary::{Code, Finding, Findings, Index, nearest};

/// A campaign has no scenarios.
pub const NO_SCENARIOS: Code = Code::new("scenarios.none");
/// A scenario is asked for that the campaign does not have.
pub const NO_SUCH_SCENARIO: Code = Code::new("scenarios.unknown");
/// What is asked cannot be done under uncertainty.
pub const NOT_UNCERTAIN: Code = Code::new("scenarios.not-possible");
/// No first stage serves all scenarios.
pub const NO_COMMON_PLAN: Code = Code::new("scenarios.no-common-plan");
/// The plan for mean demands cannot be saved in a scenario.
pub const MEAN_PLAN_FAILS: Code = Code::new("scenarios.mean-plan-fails");

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScenariosAsked {
    /// What plans are to be best in: launch mass, cost or emissions; by default the campaign's first goal but time.
    pub goal: Option<Goal>,
    /// The least worst case as well.
    pub robust: bool,
    /// The fraction by which all demanded amounts are raised for a plan with a margin.
    pub margin: Option<f64>,
    /// The scenario whose course the plan is; by default the most probable, the first of several.
    pub scenario: Option<String>,
    /// How plans are searched.
    pub wanted: Wanted,
}

/// What uncertainty comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct UnderUncertainty {
    /// What plans are to be best in.
    pub goal: Goal,
    /// Its unit.
    pub unit: String,
    /// The values.
    pub answer: Answer,
    /// The scenario of whose course the plan is.
    pub plan_of: Index<Scenario>,
    /// The plan in that scenario, the robust one where that was asked for, judged and carried out in the campaign as the
    /// scenario makes it. Up to the instant at which scenarios are known, it is the plan in all of them.
    pub flown: Option<Flown>,
    /// What went wrong and is worth knowing.
    pub findings: Findings,
}

impl UnderUncertainty {
    /// True where there is a plan and neither the judge nor the simulation found an error.
    pub fn is_feasible(&self) -> bool {
        self.flown.as_ref().is_some_and(Flown::is_feasible)
    }
}

/// Searches plans for all scenarios of a campaign.
///
/// # Errors
/// Findings, where the campaign has no scenarios or cannot be planned as it is stated, what is asked is not possible under
/// uncertainty, or the engine fails.
pub fn scenarios(
    campaign: &Campaign,
    asked: &ScenariosAsked,
    watch: &mut dyn Watch,
) -> Result<UnderUncertainty, Findings> {
    let plan_of = plan_of(campaign, asked.scenario.as_deref())?;
    let request = request_of(campaign, &asked.wanted);
    let goal = asked.goal.or_else(|| goal_of(&request));
    let goal = goal.ok_or_else(|| vec![refusal(campaign, &ScenarioError::Time)])?;
    let engine = engine_of(campaign, &asked.wanted)?;
    let (network, mut findings) = prepare(campaign, &request)?;
    let question = Asked {
        goal,
        options: request.options.clone(),
        robust: asked.robust,
        margin: asked.margin,
    };
    let answer = solve(&network, &question, &*engine, watch)
        .map_err(|error| vec![refusal(campaign, &error)])?;
    findings.extend(verdict(campaign, &answer));
    let policy = answer.robust.as_ref().or(answer.recourse.as_ref());
    let flown = match policy {
        Some(policy) => course(&network, policy, plan_of, &mut findings)?,
        None => None,
    };
    Ok(UnderUncertainty {
        goal,
        unit: crate::optimise_shown::unit(campaign, goal),
        plan_of,
        flown,
        findings,
        answer,
    })
}

/// The first goal that is a sum.
fn goal_of(request: &Request) -> Option<Goal> {
    match &request.aim {
        Aim::InOrder(goals) => goals.iter().copied().find(|goal| *goal != Goal::Time),
        Aim::Weighted(weights) => weights.first().map(|(goal, _)| *goal),
    }
}

/// The scenario that is asked for, or the most probable.
fn plan_of(campaign: &Campaign, asked: Option<&str>) -> Result<Index<Scenario>, Findings> {
    let id = campaign.id.as_str();
    let all = campaign.scenarios.indexed();
    if let Some(word) = asked {
        let mut all = all;
        let found = all.find(|(_, scenario)| scenario.id.as_str() == word);
        return found.map(|(index, _)| index).ok_or_else(|| {
            let known = campaign.scenarios.iter().map(|it| it.id.as_str());
            let message = format!("there is no scenario \"{word}\"");
            let finding = Finding::error(NO_SUCH_SCENARIO, "campaign", id, message);
            vec![match nearest(word, known.clone()) {
                Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
                None => finding.advice(format!(
                    "known are {}",
                    known.collect::<Vec<_>>().join(", ")
                )),
            }]
        });
    }
    let likelier = |best: Option<(Index<Scenario>, f64)>, (index, scenario): (_, &Scenario)| {
        let probability = scenario.probability;
        best.filter(|best| best.1 >= probability)
            .or(Some((index, probability)))
    };
    all.fold(None, likelier)
        .map(|(index, _)| index)
        .ok_or_else(|| vec![refusal(campaign, &ScenarioError::NoScenarios)])
}

fn refusal(campaign: &Campaign, error: &ScenarioError) -> Finding {
    let (code, advice) = match error {
        ScenarioError::Engine(error) => return engine_failed(campaign, error),
        ScenarioError::NoScenarios => (
            NO_SCENARIOS,
            "say what may come, in [[scenario]] tables with probabilities",
        ),
        ScenarioError::Time => (NOT_UNCERTAIN, "ask for launch-mass, cost or emissions"),
        ScenarioError::Sized(_) => (
            NOT_UNCERTAIN,
            "give the design its masses, as an optimised plan without scenarios sizes it",
        ),
        ScenarioError::Margin(_) => (NOT_UNCERTAIN, "ask for a fraction such as 0.1"),
    };
    Finding::error(code, "campaign", campaign.id.as_str(), error.to_string()).advice(advice)
}

/// What the answer lacks.
fn verdict(campaign: &Campaign, answer: &Answer) -> Findings {
    let id = campaign.id.as_str();
    let mut findings = Findings::new();
    if answer.unproved > 0 {
        let message = format!(
            "{} searches were stopped before their answers were proved",
            answer.unproved
        );
        let finding = Finding::warning(codes::UNPROVED, "campaign", id, message);
        findings.push(finding.advice("give them more time, or accept the gap with --gap"));
    }
    if answer.recourse.is_none() {
        let advice = "offer more, demand less, or let the scenarios be known earlier";
        let alone = answer.alone.iter().zip(&campaign.scenarios);
        let mut hopeless = alone.filter(|(value, _)| value.is_none()).peekable();
        let message = if hopeless.peek().is_some() {
            let ids: Vec<&str> = hopeless.map(|(_, it)| it.id.as_str()).collect();
            format!("no plan meets the demands of {}", ids.join(", "))
        } else {
            "each scenario has a plan, and no beginning serves them all".to_owned()
        };
        findings.push(Finding::error(NO_COMMON_PLAN, "campaign", id, message).advice(advice));
    }
    let kept = answer.mean.iter().flat_map(|mean| &mean.kept);
    for (value, scenario) in kept.zip(&campaign.scenarios) {
        if value.is_none() && answer.recourse.is_some() {
            let message = "the plan for mean demands cannot be saved in this scenario";
            let advice = "plan for all scenarios: the plan with recourse serves this one too";
            let id = scenario.id.as_str();
            findings
                .push(Finding::warning(MEAN_PLAN_FAILS, "scenario", id, message).advice(advice));
        }
    }
    findings
}

/// The plan of one scenario, judged and carried out as that scenario makes the campaign.
fn course(
    network: &Network<'_>,
    policy: &Policy,
    plan_of: Index<Scenario>,
    findings: &mut Findings,
) -> Result<Option<Flown>, Findings> {
    let campaign = network.campaign;
    let scenario = &campaign.scenarios[plan_of];
    match write(&in_scenario(network, scenario), &policy.flows[plan_of.at()]) {
        Ok(plan) => Ok(Some(fly(&scenario.applied(campaign)?, plan))),
        Err(why) => {
            let message = format!("the flows that were found cannot be written as a plan: {why}");
            let id = campaign.id.as_str();
            let finding = Finding::error(codes::UNWRITABLE, "campaign", id, message);
            findings.push(finding.advice("offer carriers with larger holds, or more of them"));
            Ok(None)
        }
    }
}
