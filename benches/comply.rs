//! The rules asked about a plan with many movements: from the outcome to the findings, against all rules of the program.

use criterion::{BenchmarkId, Criterion, SamplingMode, Throughput};
use portolan::rule_engine::Told;
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Duration;

const MOVEMENTS: [usize; 3] = [100, 1_000, 10_000];
/// Trucks, each with a case of its own aboard.
const TRUCKS: usize = 100;

/// Trucks that drive to and fro between two countries, each with a classified case aboard.
fn campaign(movements: usize) -> String {
    let mut text = String::from(
        "format = \"portolan-campaign/1\"\nid = \"to-and-fro\"\nstart = \"2028-01-01\"\n\
         partner = [{ id = \"sender\", country = \"US\" }, { id = \"taker\", country = \"FR\" }]\n\
         node = [\n\
         { id = \"a\", kind = \"surface\", body = \"earth\", latitude = \"0 deg\", longitude = \"0 deg\", country = \"US\", operator = \"sender\" },\n\
         { id = \"b\", kind = \"surface\", body = \"earth\", latitude = \"1 deg\", longitude = \"0 deg\", country = \"FR\", operator = \"taker\" }]\n\
         edge = [{ id = \"road\", from = \"a\", to = \"b\", both_ways = true, way = \"road\", distance = \"10 km\", duration = \"1 h\" }]\n",
    );
    for number in 0..TRUCKS {
        let eccn = ["9A515.x", "9A515.d", "EAR99", "none"][number % 4];
        let _ = write!(
            text,
            "[[element]]\nid = \"truck-{number}\"\nkind = \"truck\"\nclass = 901\nmass = \"9 t\"\nhold = {{ max_mass = \"9 t\" }}\n\
             [[element]]\nid = \"case-{number}\"\nclass = 902\nmass = \"{number} kg\"\n\
             [[statement]]\nof = {{ element = [\"case-{number}\"] }}\n\
             facts = {{ eccn = \"{eccn}\", usml = \"none\", eu = \"none\", un = \"none\", origin = \"US\", us_content = \"100 %\" }}\n\
             [[event]]\nid = \"make-{number}\"\nat = \"0 h\"\ndo = \"create\"\nelements = [\"truck-{number}\"]\ninto = \"a\"\n\
             [[event]]\nid = \"fill-{number}\"\nat = \"0 h\"\npriority = 1\ndo = \"create\"\nelements = [\"case-{number}\"]\ninto = \"truck-{number}\"\n"
        );
    }
    for trip in 0..movements {
        let (truck, hours) = (trip % TRUCKS, 2 + 2 * (trip / TRUCKS));
        let _ = write!(
            text,
            "[[event]]\nid = \"trip-{trip}\"\nat = \"{hours} h\"\ndo = \"transport\"\nedge = \"road\"\nelements = [\"truck-{truck}\"]\n"
        );
    }
    text
}

fn main() {
    if !portolan_benches::is_to_measure() {
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("comply");
    group.sampling_mode(SamplingMode::Flat);
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    let Ok(pack) = portolan::shipped_rules() else {
        return;
    };
    for movements in MOVEMENTS {
        let folder = std::env::temp_dir().join(format!("portolan-comply-{}", std::process::id()));
        let file = folder.join("campaign.toml");
        let written = std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&file, campaign(movements)));
        let opened = written.ok().and_then(|()| portolan::open(&file).ok());
        let _ = std::fs::remove_dir_all(&folder);
        let Some(opened) = opened else {
            return;
        };
        let flown = portolan::fly(&opened.campaign, opened.plan);
        let judged = portolan::comply(&opened.campaign, &flown, pack, &Told::default());
        assert_eq!(judged.movements, movements, "all trips are made");
        assert!(!judged.verdicts.is_empty());
        group.throughput(Throughput::Elements(movements as u64));
        group.bench_function(BenchmarkId::from_parameter(movements), |bencher| {
            bencher.iter(|| {
                portolan::comply(
                    black_box(&opened.campaign),
                    black_box(&flown),
                    pack,
                    &Told::default(),
                )
            });
        });
    }
    group.finish();
    criterion.final_summary();
}
