//! Large campaigns in windows of time beside one search of the whole, on the same engine and machine: when the first plan
//! is found, how good it is, and how long the gap asked for takes.
//!
//! `PORTOLAN_BENCH_MISSIONS` says how many lunar missions (by default 10, 20, 40 and 80), `PORTOLAN_BENCH_CAMPAIGN` names a
//! campaign's folder to measure instead, `PORTOLAN_BENCH_WINDOW_D` the windows' length in days (365),
//! `PORTOLAN_BENCH_GAP` the gap (0.001), `PORTOLAN_BENCH_NODES` a limit of nodes, `PORTOLAN_BENCH_WHICH` one of `windows` and `whole`;
//! with `PORTOLAN_BENCH_TRACE` every stage is printed.
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    unreachable_pub,
    dead_code,
    reason = "a benchmark measures time and reports to whoever runs it"
)]

#[path = "../crates/optimise/tests/lunar/mod.rs"]
mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_benches::{is_to_measure, publish};
use portolan_model::Campaign;
use portolan_optimise::rolling::{Horizon, search_rolling};
use portolan_optimise::{Found, Request, prepare, search};
use portolan_solver::{Progress, Watch, engine};
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// Notes when plans are found.
struct Noted {
    start: Instant,
    trace: bool,
    stage: String,
    bound: Option<f64>,
    /// Seconds, value and bound of each better plan of the first goal.
    plans: Vec<(f64, f64, Option<f64>)>,
}

impl Watch for Noted {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self.bound = progress.bound;
        ControlFlow::Continue(())
    }

    fn incumbent(&mut self, objective: f64, _: &[f64]) {
        let at_s = self.start.elapsed().as_secs_f64();
        self.plans.push((at_s, objective, self.bound));
        if self.trace {
            println!(
                "{at_s:8.2} s plan {objective} bound {:?} at {}",
                self.bound, self.stage
            );
        }
    }

    fn stage(&mut self, stage: &str) {
        stage.clone_into(&mut self.stage);
        if self.trace {
            println!(
                "{:8.2} s {stage} bound {:?}",
                self.start.elapsed().as_secs_f64(),
                self.bound
            );
        }
    }
}

fn number(name: &str) -> Option<f64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Searches, in windows or not: what was found, when plans were, and how long it took in seconds.
fn measured(campaign: &Campaign, in_windows: bool) -> (Found, Noted, f64) {
    let mut request = Request::of(campaign);
    request.options.relative_gap = number("PORTOLAN_BENCH_GAP").unwrap_or(1e-3);
    request.options.node_limit = number("PORTOLAN_BENCH_NODES").map(|nodes| nodes as u64);
    let (network, _) =
        prepare(campaign, &request).unwrap_or_else(|findings| panic!("{findings:?}"));
    let engine = engine("highs").unwrap();
    let mut noted = Noted {
        start: Instant::now(),
        trace: std::env::var_os("PORTOLAN_BENCH_TRACE").is_some(),
        stage: String::new(),
        bound: None,
        plans: Vec::new(),
    };
    let days = number("PORTOLAN_BENCH_WINDOW_D").unwrap_or(365.0);
    let window = portolan_vocabulary::Duration::from_days(days);
    let found = if in_windows {
        let horizon = Horizon::with_window(window).unwrap();
        let rolled = search_rolling(&network, &request, horizon, &*engine, &mut noted).unwrap();
        if noted.trace {
            println!("{:#?}", rolled.history);
        }
        rolled.found
    } else {
        search(&network, &request, &*engine, &mut noted).unwrap()
    };
    let all_s = noted.start.elapsed().as_secs_f64();
    (found, noted, all_s)
}

fn campaigns() -> Vec<(String, Campaign)> {
    if let Some(folder) = std::env::var_os("PORTOLAN_BENCH_CAMPAIGN") {
        let opened = portolan::open(Path::new(&folder)).unwrap_or_else(|why| panic!("{why:?}"));
        return vec![(opened.campaign.id.to_string(), opened.campaign)];
    }
    let counts = match number("PORTOLAN_BENCH_MISSIONS") {
        Some(count) => vec![count as usize],
        None => vec![10, 20, 40, 80],
    };
    let one = |count: usize| {
        let campaign = Variant::missions(count, Some(PUBLISHED)).campaign();
        (format!("{count} missions"), campaign)
    };
    counts.into_iter().map(one).collect()
}

fn main() {
    if !is_to_measure() {
        return;
    }
    let mut table = "| campaign | search | first plan | its gap | all | value | gap |\n| --- | --- | --: | --: | --: | --: | --: |\n".to_owned();
    let which = std::env::var("PORTOLAN_BENCH_WHICH").unwrap_or_default();
    for (name, campaign) in campaigns() {
        for (word, in_windows) in [("windows", true), ("whole", false)] {
            if !which.is_empty() && which != word {
                continue;
            }
            let (found, noted, all_s) = measured(&campaign, in_windows);
            let value = found.reached.first().map_or(f64::NAN, |own| own.value);
            let bound = found.reached.first().and_then(|own| own.bound);
            let (at_s, first, _) =
                noted
                    .plans
                    .first()
                    .copied()
                    .unwrap_or((f64::NAN, f64::NAN, None));
            // The first plan beside the bound of the end, in units of the program.
            let gap = found.gap.unwrap_or(f64::NAN);
            let unit = bound.map_or(f64::NAN, |bound| bound / (1.0 - gap) / value);
            let best = noted.plans.iter().map(|plan| plan.1).find(|own| {
                (own * 1e3 - value).abs() < 1e-3 * value || (own * 1e6 - value).abs() < 1e-3 * value
            });
            let over = best.map_or(f64::NAN, |best| first / best / unit - 1.0);
            let line = format!(
                "| {name} | {word} | {at_s:.2} s | {:.3} % over the best | {all_s:.2} s, {} nodes | {value:.3} | {:.4} % |",
                over * 100.0,
                found.nodes,
                gap * 100.0
            );
            println!("{line}");
            let _ = writeln!(table, "{line}");
        }
    }
    publish("rolling", &table).unwrap();
}
