//! Random campaigns whose stores are shared by several pieces of a kind: every best flow is written as a plan that the judge accepts
//! and the simulator flies, to the mass that the search counted.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod convoys;

use convoys::text;
use portolan_model::Campaign;
use portolan_optimise::{Request, Unwritable, prepare, search, write};
use portolan_solver::{Options, Stop, Unwatched, engine};
use portolan_vocabulary::Severity;

fn campaign(text: &str) -> Campaign {
    let opened = portolan_formats::campaign::read_text("random.toml", text);
    opened
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
        .campaign
}

/// What became of a seed: whether there is a plan, and whether pieces were singled out for it.
fn planned(seed: u64) -> (bool, bool) {
    let text = text(seed);
    let campaign = campaign(&text);
    let request = Request {
        options: Options {
            relative_gap: 1e-3,
            ..Options::default()
        },
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    let Some(flows) = &found.flows else {
        assert_eq!(found.stop, Stop::Infeasible, "seed {seed}");
        return (false, false);
    };
    let plan = match write(&network, flows) {
        Ok(plan) => plan,
        // A lump that fits into no single hold is no fault of the writer's.
        Err(Unwritable::NoHold { .. }) => return (false, false),
        Err(why) => panic!("seed {seed}: {why:?}: {}\n{text}", why.message(&network)),
    };
    let verdict = portolan_check::check(&campaign, &plan);
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    let findings = verdict.findings.iter().chain(&outcome.findings);
    let errors: Vec<_> = findings
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "seed {seed}: {errors:#?}\n{text}");
    let launched = outcome.movements.iter();
    let launched: f64 = launched
        .filter(|trip| campaign.edges[trip.edge].id.as_str() == "up")
        .map(|trip| trip.mass_kg)
        .sum();
    let counted = found.reached[0].value;
    assert!(
        (launched - counted).abs() <= 1e-6 * counted,
        "seed {seed}: {counted} counted, {launched} launched\n{text}"
    );
    (true, flows.singles.is_some())
}

fn all(seeds: std::ops::Range<u64>) {
    let count = seeds.end - seeds.start;
    let results: Vec<(bool, bool)> = seeds.map(planned).collect();
    let feasible = results.iter().filter(|(planned, _)| *planned).count() as u64;
    assert!(feasible * 4 > count, "{feasible} of {count} can be planned");
}

#[test]
fn first_half() {
    all(0..20);
}

#[test]
fn second_half() {
    all(20..40);
}

/// Seeds from an environment variable: `PORTOLAN_SEEDS=1000..2000`.
#[test]
#[ignore = "as long as one likes"]
fn many() {
    let range = std::env::var("PORTOLAN_SEEDS").unwrap_or_else(|_| "40..400".to_owned());
    let (from, to) = range.split_once("..").unwrap();
    let mut singled = 0;
    for seed in from.parse().unwrap()..to.parse().unwrap() {
        match std::panic::catch_unwind(|| planned(seed)) {
            Ok((_, out)) => singled += u32::from(out),
            Err(_) => tell(seed),
        }
    }
    assert!(singled > 0);
}

fn tell(seed: u64) {
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("FAILED {seed}\n").as_bytes(),
    );
}
