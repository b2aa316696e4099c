//! The lunar campaign of Isaji, Takubo and Ho, optimised beside a plain Python model on the same engine (HiGHS), in the
//! same run: from the campaign to the values of the plan, whole time including the building of the model.
//!
//! `PORTOLAN_PEERS_PYTHON` names a Python that has `benches/peers/requirements.txt`; without it only ours is measured. A
//! peer's own time counts, without the start of Python and its imports.
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
use portolan_optimise::{Request, prepare, search};
use portolan_solver::{Unwatched, engine};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Each is measured so often, in turn with its peer, and the best time of each counts: the machine may be shared.
const ROUNDS: usize = 3;

/// One case: its name, ours, and the peer's script with its arguments.
struct Case {
    name: &'static str,
    variant: Variant,
    peer: Vec<String>,
    rounds: usize,
}

fn case(name: &'static str, variant: Variant, peer: &str) -> Case {
    Case {
        name,
        variant,
        peer: peer.split(' ').map(str::to_owned).collect(),
        rounds: ROUNDS,
    }
}

fn cases() -> Vec<Case> {
    let one = |missions| Variant::missions(missions, Some(PUBLISHED));
    let mut cases = vec![
        case("case 1: one design", one(2), "lunar_fixed.py 1"),
        case("case 8: three missions", one(3), "lunar_fixed.py 8"),
        case("five missions", one(5), "lunar_fixed.py 1 --missions 5"),
        case("ten missions", one(10), "lunar_fixed.py 1 --missions 10"),
        case("twenty missions", one(20), "lunar_fixed.py 1 --missions 20"),
        case(
            "case 1, one binary a copy",
            one(2),
            "lunar_fixed.py 1 --reference-form",
        ),
    ];
    if std::env::var_os("PORTOLAN_BENCH_SIZED").is_some() {
        let two = Variant {
            designs: vec![None, None],
            copies: 3,
            ..Variant::missions(2, None)
        };
        cases.push(Case {
            rounds: 1,
            ..case(
                "case 4: one sized design",
                Variant::missions(2, None),
                "lunar_exact.py 4",
            )
        });
        cases.push(Case {
            rounds: 1,
            ..case("case 5: two sized designs", two, "lunar_exact.py 5")
        });
    }
    cases
}

/// Ours, from the campaign on: value in kg and time.
fn ours(variant: &Variant) -> (f64, Duration) {
    let campaign = variant.campaign();
    let start = Instant::now();
    let mut request = Request::of(&campaign);
    request.options.relative_gap = 9e-7;
    request.together = variant.designs.contains(&None).then_some(variant.copies);
    let (network, _) =
        prepare(&campaign, &request).unwrap_or_else(|findings| panic!("{findings:?}"));
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    (
        found
            .reached
            .first()
            .map_or(f64::NAN, |reached| reached.value),
        start.elapsed(),
    )
}

/// The peer's own figures: value in kg and time; `None` where there is no peer.
fn peers(script: &[String]) -> Option<(f64, f64)> {
    let python = std::env::var_os("PORTOLAN_PEERS_PYTHON")?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    let output = Command::new(python)
        .args(script)
        .current_dir(folder)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = |before: &str| {
        let end = text.rfind(before)?;
        text[..end]
            .split_whitespace()
            .next_back()?
            .parse::<f64>()
            .ok()
    };
    // The scripts for given designs end with "launched ... kg, bound ... kg, ... s in all", the others with "upper ... kg,
    // gap ..., ... s".
    let value = number(" kg, bound").or_else(|| number(" kg, gap"))?;
    Some((value, number(" s in all").or_else(|| number(" s\n"))?))
}

fn main() {
    if !is_to_measure() {
        return;
    }
    let mut table = "| case | Portolan | Python and HiGHS | ratio | launched |\n| --- | --: | --: | --: | --: |\n".to_owned();
    for case in cases() {
        let mut best = Duration::MAX;
        let mut theirs = f64::INFINITY;
        let mut value = 0.0;
        for _ in 0..case.rounds {
            let (mass, time) = ours(&case.variant);
            (value, best) = (mass, best.min(time));
            if let Some((mass, seconds)) = peers(&case.peer) {
                assert!(
                    (mass - value).abs() < 2e-6 * value,
                    "{}: {mass} and {value}",
                    case.name
                );
                theirs = theirs.min(seconds);
            }
        }
        let (peer, ratio) = if theirs.is_finite() {
            (
                format!("{theirs:.3} s"),
                format!("{:.1}", theirs / best.as_secs_f64()),
            )
        } else {
            ("not measured".to_owned(), String::new())
        };
        let line = format!(
            "| {} | {:.3} s | {peer} | {ratio} | {value:.1} kg |",
            case.name,
            best.as_secs_f64()
        );
        println!("{line}");
        let _ = writeln!(table, "{line}");
    }
    publish("optimise", &table).unwrap();
}
