//! SpaceNet's two quick starts: what a whole run takes, beside what SpaceNet takes for it.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark reports to whoever runs it, and ends where it cannot go on"
)]

use criterion::Criterion;
use portolan_benches::{Peer, QUICK_STARTS, median, publish, quick_start, ratio, shown};
use portolan_formats::spacenet::{self, Clock, ImportOptions, Imported};
use portolan_model::{Campaign, Plan};
use portolan_simulate::simulate;
use std::fmt::Write as _;
use std::hint::black_box;

/// Runs over which the printed medians are taken.
const RUNS: usize = 1001;

fn import(bytes: &[u8], name: &str) -> (Campaign, Plan) {
    let (scenario, _) = spacenet::read(bytes, name).unwrap();
    let options = ImportOptions {
        clock: Clock::AsSpaceNet,
    };
    let Imported { campaign, plan, .. } = spacenet::import(&scenario, &options).unwrap();
    (campaign, plan)
}

/// A simulation with every measure of its outcome.
fn whole_run(campaign: &Campaign, plan: &Plan) -> usize {
    let outcome = simulate(campaign, plan);
    portolan_analyse::measures(campaign, plan, &outcome).len()
}

fn compare(criterion: &mut Criterion, peer: &Peer, lines: &mut String) {
    let Some(path) = quick_start(peer.file) else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    let (campaign, plan) = import(&bytes, peer.file);
    let mut group = criterion.benchmark_group(peer.name);
    group.bench_function("simulate and measure", |bencher| {
        bencher.iter(|| whole_run(black_box(&campaign), black_box(&plan)));
    });
    group.bench_function("simulate", |bencher| {
        bencher.iter(|| simulate(black_box(&campaign), black_box(&plan)));
    });
    group.bench_function("read and import", |bencher| {
        bencher.iter(|| import(black_box(&bytes), peer.file));
    });
    group.finish();
    let rows = [
        (
            "simulate, all measures",
            median(RUNS, || whole_run(&campaign, &plan)),
            peer.full_ms,
        ),
        (
            "events alone",
            median(RUNS, || simulate(&campaign, &plan)),
            peer.events_ms,
        ),
        (
            "read the file",
            median(RUNS, || import(&bytes, peer.file)),
            peer.load_ms,
        ),
    ];
    for (what, ours, theirs_ms) in rows {
        let (ours_shown, ratio) = (shown(ours), ratio(theirs_ms, ours));
        let _ = writeln!(
            lines,
            "| {} | {what} | {ours_shown} | {theirs_ms} ms | {ratio} |",
            peer.name
        );
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let mut lines =
        "| scenario | what | Portolan | SpaceNet 2.5 | ratio |\n| --- | --- | --: | --: | --: |\n"
            .to_owned();
    let empty = lines.len();
    if !portolan_benches::is_to_measure() {
        return;
    }
    for peer in &QUICK_STARTS {
        compare(&mut criterion, peer, &mut lines);
    }
    if lines.len() > empty {
        publish("quick starts", &lines).unwrap();
    }
    criterion.final_summary();
}
