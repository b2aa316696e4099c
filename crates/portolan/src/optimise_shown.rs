//! What the optimiser found, as a person and as a program see it.

use crate::open::Source;
use crate::optimise::Optimised;
use crate::optimise_explained as explained;
use crate::save::{Form, in_memory, plan_text, provenance};
use portolan_formats::outcome::optimum::{self, Optimum, write_optimum};
use portolan_model::{Campaign, Goal};
use portolan_optimise::{Found, Reached};
use portolan_report::Table;
use portolan_solver::Stop;
use std::fmt::Write as _;

/// What the optimiser found, as JSON: `portolan-optimum/1`, with the plan in it.
pub fn optimised_json(campaign: &Campaign, optimised: &Optimised, sources: &[Source]) -> String {
    let found = &optimised.found;
    let plan = optimised.flown.as_ref();
    let plan = plan.and_then(|flown| plan_text(campaign, flown.checked.plan(), Form::Json).ok());
    let optimum = Optimum {
        campaign: campaign.id.to_string(),
        feasible: optimised.is_feasible(),
        stop: stop_word(found.stop),
        goals: found
            .reached
            .iter()
            .map(|reached| goal(campaign, reached))
            .collect(),
        gap: found.gap,
        nodes: found.nodes,
        history: optimised.history.as_ref().map(|own| own.incumbents.clone()),
        times: optimised.refinement.as_ref().map(crate::times::row),
        program: program(found),
        price_unit: optimised.prices.as_ref().map(|own| own.unit.clone()),
        prices: explained::prices(campaign, optimised),
        binding: explained::binding(campaign, optimised),
        time_prices: explained::time_prices(campaign, optimised),
        obstacles: explained::obstacles(optimised),
        conflict: explained::conflict(campaign, optimised),
        relaxations: explained::relaxations(campaign, optimised),
    };
    let own = optimised.flown.iter().flat_map(|flown| flown.findings());
    let findings: Vec<_> = optimised.findings.iter().chain(own).cloned().collect();
    in_memory(|out| {
        write_optimum(
            out,
            &optimum,
            plan.as_deref(),
            &findings,
            &provenance(sources),
        )
    })
}

fn goal(campaign: &Campaign, reached: &Reached) -> optimum::Goal {
    optimum::Goal {
        goal: reached.goal.word(),
        value: reached.value,
        unit: unit(campaign, reached.goal),
        bound: reached.bound,
    }
}

fn program(found: &Found) -> optimum::Program {
    let statistics = found.statistics;
    optimum::Program {
        points: statistics.points,
        arcs: statistics.arcs,
        columns: statistics.columns,
        integers: statistics.integers,
        rows: statistics.rows,
        nonzeros: statistics.nonzeros,
    }
}

/// The unit that a goal counts in.
pub(crate) fn unit(campaign: &Campaign, goal: Goal) -> String {
    match goal {
        Goal::LaunchMass => "kg".to_owned(),
        Goal::Cost => format!(
            "{} ({})",
            campaign.settings.money.0, campaign.settings.money.1
        ),
        Goal::Time => "d".to_owned(),
        Goal::Emissions => "kg CO2e".to_owned(),
    }
}

pub(crate) const fn stop_word(stop: Stop) -> &'static str {
    match stop {
        Stop::Optimal => "optimal",
        Stop::Infeasible => "infeasible",
        Stop::Unbounded => "unbounded",
        Stop::InfeasibleOrUnbounded => "infeasible-or-unbounded",
        Stop::Time => "time-limit",
        Stop::Nodes => "node-limit",
        Stop::Cancelled => "cancelled",
        Stop::Numerical => "numerical",
    }
}

/// What the optimiser found, as tables for a terminal.
pub fn optimised_text(campaign: &Campaign, optimised: &Optimised) -> String {
    let found = &optimised.found;
    let mut text = format!("The best plan of {}: {}\n", campaign.name, verdict(found));
    if !found.reached.is_empty() {
        text.push('\n');
        text.push_str(&goals_table(campaign, found).text(usize::MAX));
    }
    text.push_str(&crate::rolling::history_text(optimised.history.as_ref()));
    text.push_str(&crate::times::text(campaign, optimised));
    let statistics = found.statistics;
    let _ = writeln!(
        text,
        "\nThe program: {} columns ({} whole), {} rows, {} entries; {} places in time, {} ways and waits.",
        statistics.columns,
        statistics.integers,
        statistics.rows,
        statistics.nonzeros,
        statistics.points,
        statistics.arcs
    );
    if let Some(flown) = &optimised.flown {
        let plan = flown.checked.plan();
        let judged = if flown.is_feasible() {
            "the judge and the simulation find no error"
        } else {
            "with errors, below"
        };
        let _ = writeln!(
            text,
            "The plan: {} activities with {} elements of its own; {judged}.",
            plan.activities.len(),
            plan.elements.len()
        );
    }
    text.push_str(&explained::explained_text(campaign, optimised));
    text
}

fn verdict(found: &Found) -> String {
    match (found.stop, &found.flows) {
        (Stop::Optimal, Some(_)) => "proved".to_owned(),
        (_, None) => format!("none ({})", stop_word(found.stop)),
        (stop, Some(_)) => format!("found, not proved ({})", stop_word(stop)),
    }
}

fn goals_table(campaign: &Campaign, found: &Found) -> Table {
    let mut table = Table::new("Goals", &["goal", "value", "no better than", "unit"]);
    for reached in &found.reached {
        let bound = reached
            .bound
            .map_or_else(String::new, |bound| format!("{bound:.3}"));
        table.row(vec![
            reached.goal.word().to_owned(),
            format!("{:.3}", reached.value),
            bound,
            unit(campaign, reached.goal),
        ]);
    }
    table
}
