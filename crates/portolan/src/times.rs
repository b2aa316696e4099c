//! Time itself: what no plan at any instants is better than, and plans at more instants.

use crate::optimise::{Optimised, Wanted};
use portolan_formats::outcome::optimum;
use portolan_model::Campaign;
use portolan_optimise::refine::{Refinement, bound_found, refine};
use portolan_optimise::{Found, Network, Request, codes};
use portolan_report::Table;
use portolan_solver::{Engine, Watch};
use portolan_vocabulary::{Finding, Findings};
use std::fmt::Write as _;

/// Looks at more instants, where that is wanted, and has the request look at the best of them.
pub(crate) fn refined(
    campaign: &Campaign,
    wanted: &Wanted,
    request: &mut Request,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Option<Refinement>, Findings> {
    let Some(rounds) = wanted.refine.filter(|rounds| *rounds > 0) else {
        return Ok(None);
    };
    let refinement = refine(campaign, request, rounds, engine, watch)?;
    request.unrolling = refinement.unrolling.clone();
    Ok(Some(refinement))
}

/// What was refined, or the bound alone, where that is wanted.
pub(crate) fn bounded(
    network: &Network<'_>,
    wanted: &Wanted,
    request: &Request,
    found: &Found,
    refined: Option<Refinement>,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Option<Refinement>, Findings> {
    match (refined, wanted.refine) {
        (None, Some(_)) => bound_found(network, request, found, engine, watch).map(Some),
        (refined, _) => Ok(refined),
    }
}

/// Why there is no bound over all times.
pub(crate) fn boundless(campaign: &Campaign, refinement: Option<&Refinement>) -> Option<Finding> {
    let why = refinement?.boundless.as_ref()?.sentence(campaign);
    let message = format!("there is no bound over all times: {why}");
    let finding = Finding::warning(codes::BOUNDLESS, "campaign", campaign.id.as_str(), message);
    Some(finding.advice("the plan's own bound holds among the departures looked at"))
}

/// The rounds and the bound as they stand in a file.
pub(crate) fn row(refinement: &Refinement) -> optimum::Times {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    let round = |round: &portolan_optimise::refine::Round| optimum::Round {
        round: round.number,
        instants: round.instants,
        value: round.value,
        bound: finite(round.bound),
    };
    optimum::Times {
        bound: finite(refinement.bound),
        gap: finite(refinement.gap()),
        rounds: refinement.rounds.iter().map(round).collect(),
    }
}

/// The same for a terminal.
pub(crate) fn text(campaign: &Campaign, optimised: &Optimised) -> String {
    let Some(refinement) = &optimised.refinement else {
        return String::new();
    };
    let first = optimised.found.reached.first();
    let first = first.filter(|reached| reached.bound.is_some());
    let unit = first.map_or_else(
        || "of the weighted sum".to_owned(),
        |reached| crate::optimise_shown::unit(campaign, reached.goal),
    );
    let mut text = String::from("\n");
    let heads = [
        ">round",
        ">instants",
        ">plan",
        ">no plan at any instants is better than",
    ];
    let mut table = Table::new("Over all times", &heads);
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.3}"));
    for round in &refinement.rounds {
        table.row(vec![
            round.number.to_string(),
            round.instants.to_string(),
            number(round.value),
            number(round.bound),
        ]);
    }
    text.push_str(&table.text(usize::MAX));
    if let (Some(bound), Some(gap)) = (refinement.bound, refinement.gap()) {
        let percent = gap * 100.0;
        let _ = writeln!(
            text,
            "No plan, at any instants, is better than {bound:.3} {unit}: the plan is within {percent:.3} %."
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::Parts;
    use portolan_optimise::{Boundless, Unrolling};
    use portolan_vocabulary::Epoch;

    #[test]
    fn a_bound_that_is_not_there_has_its_reason() {
        let parts = Parts::new("sizes", Epoch::from_unix_micros(0));
        let (campaign, _) = Campaign::new(parts).unwrap();
        let mut refinement = Refinement {
            unrolling: Unrolling::default(),
            rounds: Vec::new(),
            bound: None,
            value: None,
            boundless: None,
        };
        assert_eq!(boundless(&campaign, Some(&refinement)), None);
        refinement.boundless = Some(Boundless::Sizes);
        let finding = boundless(&campaign, Some(&refinement)).unwrap();
        assert_eq!(finding.code, codes::BOUNDLESS);
        assert!(finding.message.contains("sizes"));
    }
}
