//! The judge on synthetic campaigns of growing size.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use portolan_check::check;
use portolan_testkit::synthetic;
use std::hint::black_box;
use std::time::Duration;

const EVENTS: [usize; 3] = [1_000, 10_000, 100_000];

fn main() {
    if !portolan_benches::is_to_measure() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("check");
    group.sampling_mode(SamplingMode::Flat);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    for events in EVENTS {
        let (campaign, plan) = synthetic(events, (events / 100).max(10), 1);
        group.throughput(Throughput::Elements(events as u64));
        group.bench_function(BenchmarkId::from_parameter(events), |bencher| {
            bencher.iter(|| check(black_box(&campaign), black_box(&plan)));
        });
    }
    group.finish();
    criterion.final_summary();
}
