//! Large campaigns: whether a plan is searched in windows of time, and how it came to be.

use crate::optimise::Wanted;
use portolan_formats::outcome::optimum::Incumbent;
use portolan_model::Campaign;
use portolan_optimise::rolling::{LARGE, Rolled, search_rolling};
use portolan_optimise::{Aim, Found, Network, Request, codes, search, unit_of};
use portolan_solver::{Engine, EngineError, Watch};
use portolan_vocabulary::Finding;
use std::fmt::Write as _;

pub use portolan_optimise::rolling::{Horizon, HorizonError};

/// Whether a plan is searched in windows of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Windows {
    /// Where the program is large: from 4000 whole numbers on, and where the planner chooses no sizes.
    #[default]
    WhereLarge,
    /// Never: the whole at once.
    Never,
    /// In these.
    Of(Horizon),
}

/// How a plan that was searched in windows came to be.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    /// How many windows have a whole number in them.
    pub windows: usize,
    /// Each better plan in the first goal, or the weighted sum, in the order in which they were found.
    pub incumbents: Vec<Incumbent>,
}

/// Searches in windows where that is wanted, else the whole; says so where nobody asked for it.
pub(crate) fn found(
    network: &Network<'_>,
    request: &Request,
    wanted: &Wanted,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<(Found, Option<History>, Option<Finding>), EngineError> {
    let (horizon, finding) = match wanted.windows {
        Windows::Never => (None, None),
        Windows::Of(horizon) => (Some(horizon), None),
        Windows::WhereLarge => {
            let horizon = Horizon::of(network);
            (
                horizon,
                horizon.map(|own| in_windows(network.campaign, own)),
            )
        }
    };
    let Some(horizon) = horizon else {
        return Ok((search(network, request, engine, watch)?, None, None));
    };
    let Rolled {
        found,
        history,
        windows,
    } = search_rolling(network, request, horizon, engine, watch)?;
    let unit = unit(request);
    let incumbents = history
        .into_iter()
        .map(|better| Incumbent {
            gap: better.gap(),
            stage: better.stage,
            value: better.value * unit,
            bound: better.bound.map(|bound| bound * unit),
            nodes: better.nodes,
        })
        .collect();
    let history = History {
        windows,
        incumbents,
    };
    Ok((found, Some(history), finding))
}

/// What one unit of the program's objective is in the unit of the first goal; one for a weighted sum.
fn unit(request: &Request) -> f64 {
    match &request.aim {
        Aim::InOrder(goals) => goals.first().map_or(1.0, |goal| unit_of(*goal)),
        Aim::Weighted(_) => 1.0,
    }
}

fn in_windows(campaign: &Campaign, horizon: Horizon) -> Finding {
    let message = format!(
        "the campaign is large ({LARGE} whole numbers or more): it is planned in windows of {}, each with the {} before it",
        horizon.window(),
        horizon.overlap()
    );
    Finding::note(codes::IN_WINDOWS, "campaign", campaign.id.as_str(), message)
        .advice("choose windows with --rolling, or plan it as a whole with --whole")
}

/// How the plan came to be, for a terminal; nothing where it was searched as a whole.
pub(crate) fn history_text(history: Option<&History>) -> String {
    let Some(history) = history.filter(|history| !history.incumbents.is_empty()) else {
        return String::new();
    };
    let mut text = format!("\nHow it was found, in {} windows\n", history.windows);
    for own in &history.incumbents {
        let gap = own.gap.map_or_else(
            || "unknown".to_owned(),
            |gap| format!("{:.4} %", gap * 100.0),
        );
        let _ = writeln!(
            text,
            "  - {}: {:.3}, gap {gap}, {} nodes",
            own.stage, own.value, own.nodes
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use portolan_model::Parts;
    use portolan_vocabulary::{Duration, Epoch, Severity};

    #[test]
    fn who_did_not_ask_for_windows_is_told() {
        let parts = Parts::new("large", Epoch::from_unix_micros(0));
        let (campaign, _) = Campaign::new(parts).unwrap();
        let horizon = Horizon::with_window(Duration::from_days(40.0)).unwrap();
        let finding = in_windows(&campaign, horizon);
        assert_eq!(finding.code, codes::IN_WINDOWS);
        assert_eq!(finding.severity, Severity::Note);
        assert!(finding.message.contains("4000"), "{}", finding.message);
    }
}
