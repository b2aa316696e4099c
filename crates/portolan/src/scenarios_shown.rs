//! What uncertainty comes to, as a person and as a program see it.

use crate::open::Source;
use crate::save::{Form, in_memory, plan_text, provenance};
use crate::scenarios::UnderUncertainty;
use portolan_formats::outcome::scenarios::{self, ScenarioRow, write_scenarios};
use portolan_model::Campaign;
use portolan_optimise::scenarios::Policy;
use portolan_report::Table;
use std::fmt::Write as _;

/// What uncertainty comes to as JSON: `portolan-scenarios/1`, with the plan in it.
pub fn scenarios_json(campaign: &Campaign, found: &UnderUncertainty, sources: &[Source]) -> String {
    let answer = &found.answer;
    let known = campaign.scenarios.iter().map(|it| it.known.days());
    let content = scenarios::Scenarios {
        campaign: campaign.id.to_string(),
        goal: found.goal.word(),
        unit: found.unit.clone(),
        known_d: known.fold(0.0, f64::max),
        scenarios: rows(campaign, found),
        expected: answer.expected(),
        bound: answer.recourse.as_ref().and_then(|policy| policy.bound),
        wait_and_see: answer.wait_and_see(),
        mean_value: answer.mean.as_ref().map(|mean| mean.value),
        expected_of_mean_plan: answer.expected_of_mean_plan(),
        value_of_stochastic_solution: answer.value_of_stochastic_solution(),
        value_of_perfect_information: answer.value_of_perfect_information(),
        least_worst: answer.robust.as_ref().map(|policy| policy.worst),
        cost_of_robustness: answer.cost_of_robustness(),
        cost_of_margin: answer.cost_of_margin(),
        unproved: answer.unproved,
        plan_of: campaign.scenarios[found.plan_of].id.to_string(),
        feasible: found.is_feasible(),
    };
    let plan = found.flown.as_ref();
    let plan = plan.and_then(|flown| plan_text(campaign, flown.checked.plan(), Form::Json).ok());
    let own = found.flown.iter().flat_map(|flown| flown.findings());
    let findings: Vec<_> = found.findings.iter().chain(own).cloned().collect();
    in_memory(|out| {
        let provenance = provenance(sources);
        write_scenarios(out, &content, plan.as_deref(), &findings, &provenance)
    })
}

fn rows(campaign: &Campaign, found: &UnderUncertainty) -> Vec<ScenarioRow> {
    let answer = &found.answer;
    let row = |(at, scenario): (usize, &portolan_model::Scenario)| {
        let of = |policy: &Option<Policy>| policy.as_ref().map(|policy| policy.values[at]);
        ScenarioRow {
            scenario: scenario.id.to_string(),
            probability: scenario.probability,
            recourse: of(&answer.recourse),
            alone: answer.alone[at],
            mean_plan: answer.mean.as_ref().and_then(|mean| mean.kept[at]),
            robust: of(&answer.robust),
            margin: of(&answer.margin),
        }
    };
    campaign.scenarios.iter().enumerate().map(row).collect()
}

/// What uncertainty comes to as tables for a terminal.
pub fn scenarios_text(campaign: &Campaign, found: &UnderUncertainty) -> String {
    let mut text = format!(
        "{}: {} in {}, over {} scenarios\n\n",
        campaign.name,
        found.goal.word(),
        found.unit,
        campaign.scenarios.len()
    );
    text.push_str(&scenarios_table(campaign, found).text(usize::MAX));
    text.push('\n');
    text.push_str(&measures_table(found).text(usize::MAX));
    if let Some(flown) = &found.flown {
        let judged = if flown.is_feasible() {
            "the judge and the simulation find no error"
        } else {
            "with errors, below"
        };
        let scenario = &campaign.scenarios[found.plan_of];
        let _ = writeln!(
            text,
            "\nThe plan: what is done if \"{}\" comes; up to day {} it is the same in all scenarios; {judged}.",
            scenario.name,
            scenario.known.days()
        );
    }
    text
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "no plan".to_owned(), |value| format!("{value:.3}"))
}

fn scenarios_table(campaign: &Campaign, found: &UnderUncertainty) -> Table {
    let answer = &found.answer;
    let mut heads = vec![
        "scenario",
        "probability",
        "with recourse",
        "known from the start",
        "mean plan kept",
    ];
    heads.extend(answer.robust.as_ref().map(|_| "robust"));
    heads.extend(answer.margin.as_ref().map(|_| "with margin"));
    let mut table = Table::new("What each scenario comes to", &heads);
    for row in rows(campaign, found) {
        let mut cells = vec![
            row.scenario,
            format!("{}", row.probability),
            number(row.recourse),
            number(row.alone),
            number(row.mean_plan),
        ];
        cells.extend(answer.robust.as_ref().map(|_| number(row.robust)));
        cells.extend(answer.margin.as_ref().map(|_| number(row.margin)));
        table.row(cells);
    }
    table
}

fn measures_table(found: &UnderUncertainty) -> Table {
    let answer = &found.answer;
    let mut table = Table::new("On average", &["what", "value"]);
    let mut row = |what: &str, value: Option<f64>| table.row([what.to_owned(), number(value)]);
    row("the best plan with recourse", answer.expected());
    row(
        "were each scenario known from the start",
        answer.wait_and_see(),
    );
    row(
        "the plan for mean demands, kept until they are known",
        answer.expected_of_mean_plan(),
    );
    row(
        "value of the stochastic solution",
        answer.value_of_stochastic_solution(),
    );
    row(
        "value of perfect information",
        answer.value_of_perfect_information(),
    );
    if let Some(robust) = &answer.robust {
        row("least worst case", Some(robust.worst));
        row("cost of robustness", answer.cost_of_robustness());
    }
    if answer.margin.is_some() {
        row("cost of the margin", answer.cost_of_margin());
    }
    table
}
