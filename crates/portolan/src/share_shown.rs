//! Shares as a person and as a program see them.

use crate::open::Source;
use crate::save::{in_memory, provenance};
use crate::share::Shared;
use portolan_analyse::sharing::{AskedShapley, Judged, Method};
use portolan_formats::outcome::shares::{self, CoalitionRow, MethodRow, write_shares};
use portolan_model::Campaign;
use portolan_report::Table;

/// Shares as JSON: `portolan-shares/1`.
pub fn shares_json(campaign: &Campaign, shared: &Shared, sources: &[Source]) -> String {
    let coalition = |plan: &crate::share::CoalitionPlan| CoalitionRow {
        members: plan.members.clone(),
        value: plan.value,
    };
    let content = shares::Shares {
        campaign: campaign.id.to_string(),
        goal: shared.goal.word(),
        unit: shared.unit.clone(),
        coalitions: shared.coalitions.iter().map(coalition).collect(),
        core: shared
            .shares
            .as_ref()
            .map(|shares| shares.core_in_words(&shared.unit)),
        methods: methods(shared),
    };
    in_memory(|out| write_shares(out, &content, &provenance(sources)))
}

fn methods(shared: &Shared) -> Vec<MethodRow> {
    let by_name = |amounts: &[f64]| {
        shared
            .names
            .iter()
            .cloned()
            .zip(amounts.iter().copied())
            .collect()
    };
    if let Some(AskedShapley::Sampled(sampled)) = &shared.sampled {
        return vec![MethodRow {
            method: Method::Shapley.key(),
            name: Method::Shapley.name(),
            shares: Some(by_name(&sampled.amounts)),
            exact: None,
            within_95: Some(by_name(&sampled.within_95)),
            in_core: None,
            verdict: None,
        }];
    }
    let Some(found) = &shared.shares else {
        return Vec::new();
    };
    let row = |((method, judged), explained): (
        &(Method, Result<Judged, _>),
        portolan_analyse::sharing::Explanation,
    )| {
        let judged = judged.as_ref().ok();
        let exact = |judged: &Judged| {
            let amounts = judged.allocation.exact().iter().map(ToString::to_string);
            shared.names.iter().cloned().zip(amounts).collect()
        };
        MethodRow {
            method: method.key(),
            name: method.name(),
            shares: judged.map(|judged| by_name(&judged.allocation.amounts())),
            exact: judged.map(exact),
            within_95: None,
            in_core: judged.map(Judged::in_core),
            verdict: explained
                .verdict
                .or_else(|| explained.lines.first().cloned()),
        }
    };
    found
        .methods
        .iter()
        .zip(found.explanations(&shared.unit))
        .map(row)
        .collect()
}

/// Shares as tables for a terminal.
pub fn shares_text(campaign: &Campaign, shared: &Shared) -> String {
    let mut text = format!(
        "{}: {} in {}, shared among {} partners\n\n",
        campaign.name,
        shared.goal.word(),
        shared.unit,
        shared.names.len()
    );
    text.push_str(&shares_table(shared).text(usize::MAX));
    if let Some(found) = &shared.shares {
        text.push('\n');
        text.push_str(&found.core_in_words(&shared.unit));
        text.push_str("\n\n");
        for explained in found.explanations(&shared.unit) {
            let verdict = explained
                .verdict
                .or_else(|| explained.lines.first().cloned());
            text.push_str(&format!(
                "{}: {}\n",
                explained.method.name(),
                verdict.unwrap_or_default()
            ));
        }
    }
    text.push('\n');
    text.push_str(&coalitions_table(shared).text(usize::MAX));
    text
}

fn shares_table(shared: &Shared) -> Table {
    let heads: Vec<&str> = ["method"]
        .into_iter()
        .chain(shared.names.iter().map(String::as_str))
        .collect();
    let mut table = Table::new("Shares", &heads);
    for row in methods(shared) {
        let Some(shares) = row.shares else { continue };
        let amounts = shared
            .names
            .iter()
            .map(|name| format!("{:.3}", shares.get(name).copied().unwrap_or_default()));
        table.row(std::iter::once(row.name.to_owned()).chain(amounts));
    }
    table
}

fn coalitions_table(shared: &Shared) -> Table {
    let mut table = Table::new(
        "What each coalition's best plan comes to",
        &["coalition", "value"],
    );
    for plan in &shared.coalitions {
        let value = plan
            .value
            .map_or_else(|| "no plan".to_owned(), |value| format!("{value:.3}"));
        table.row([plan.members.join(", "), value]);
    }
    table
}
