//! How long building an index and asking it takes, and how well disguised names are found:
//! `PORTOLAN_CONFORMANCE=... cargo run --release -p portolan-screen --example measure -- 2000`. With the name of a file after the
//! number, every line of the file is asked for as an organisation instead, and what is hit is printed with its reasons.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "it measures and prints"
)]

#[path = "../tests/common/mod.rs"]
mod common;

use common::{Disguise, disguised, hits, listed, sample};
use portolan_screen::{Index, Kind, Query};
use std::time::Instant;

fn main() {
    let Some(parties) = listed() else { return };
    let started = Instant::now();
    let index = Index::new(parties);
    println!(
        "index over {} names of {} parties: {:.2} s",
        index.names(),
        index.parties().len(),
        started.elapsed().as_secs_f64()
    );
    if let Some(file) = std::env::args().nth(2) {
        return ask_all(&index, &file);
    }
    let count = std::env::args()
        .nth(1)
        .and_then(|count| count.parse().ok())
        .unwrap_or(500);
    let names = sample(index.parties(), count);
    let (mut times, mut all_found, mut all_asked) = (Vec::new(), 0, 0);
    for disguise in Disguise::ALL {
        let (mut found, mut asked) = (0, 0);
        for (at, (party, name)) in names.iter().enumerate() {
            let Some(text) = disguised(disguise, name, at as u64) else {
                continue;
            };
            let query = Query::named(text.as_str()).of_kind(party.kind);
            times.push((fastest(|| index.search(&query, 20).len()), text.clone()));
            asked += 1;
            found += i32::from(hits(&index, party, &text));
        }
        println!(
            "{disguise:?}: {found} of {asked} found ({:.4})",
            f64::from(found) / f64::from(asked)
        );
        (all_found, all_asked) = (all_found + found, all_asked + asked);
    }
    println!(
        "recall {:.4} of {all_asked}",
        f64::from(all_found) / f64::from(all_asked)
    );
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
    println!(
        "a query: median {:.3} ms, 90 % {:.3}, 99 % {:.3}, most {:.3} ({})",
        at(0.5),
        at(0.9),
        at(0.99),
        at(1.0),
        times[times.len() - 1].1
    );
    let query = Query::named("Space Exploration Technologies Corp.").of_kind(Kind::Organisation);
    println!(
        "{} hits for a firm on no list",
        index.search(&query, 20).len()
    );
}

/// The shortest of three runs, in milliseconds: what else the machine does is not to be measured.
fn fastest(run: impl Fn() -> usize) -> f64 {
    let once = |_| {
        let started = Instant::now();
        std::hint::black_box(run());
        started.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

/// Asks for every line of a file, and prints what is hit and why.
fn ask_all(index: &Index, file: &str) {
    let Ok(text) = std::fs::read_to_string(file) else {
        println!("{file} cannot be read");
        return;
    };
    for name in text.lines() {
        let query = Query::named(name).of_kind(Kind::Organisation);
        for hit in index.search(&query, 2) {
            println!("{name}: {:.3} {} ({})", hit.score, hit.name, hit.party.list);
            let reasons = hit.why.iter();
            reasons
                .for_each(|evidence| println!("    {:+.3} {}", evidence.effect, evidence.reason));
        }
    }
}
