//! Screening: building the index, asking it, and a plain Jaro-Winkler scan of the same names beside it.
//!
//! Each query is asked three times and the shortest time counts: the machine may be shared.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark measures time, reports to whoever runs it, and ends where it cannot go on"
)]

#[path = "../crates/screen/tests/common/mod.rs"]
mod common;

use common::{Disguise, FIRMS, disguised, hits, listed, sample};
use portolan_screen::{Index, Kind, Party, Query};
use std::hint::black_box;
use std::time::Instant;

/// Names that are disguised and asked for.
const NAMES: usize = 2_000;
/// Of these, how many the scan is asked for.
const SCANNED: usize = 40;
/// The likeness from which the scan counts a name as hit; the usual one.
const SCAN_HIT: f64 = 0.85;

fn main() {
    if !portolan_benches::is_to_measure() {
        return;
    }
    let Some(parties) = listed() else { return };
    let started = Instant::now();
    let index = Index::new(parties);
    let built = started.elapsed().as_secs_f64();
    println!("index over {} names: {built:.2} s", index.names());
    let asked = questions(&index, NAMES);
    let ours = measured("index", &asked, |party, text| {
        let query = Query::named(text).of_kind(party.kind);
        (
            fastest(|| index.search(&query, 20).len()),
            hits(&index, party, text),
        )
    });
    let names: Vec<(String, usize)> = plain_names(&index);
    let scanned = measured(
        "Jaro-Winkler scan",
        &asked[..asked.len().min(3 * SCANNED)],
        |party, text| {
            let text = text.to_lowercase();
            let time = fastest(|| scan(&names, &text).len());
            (
                time,
                scan(&names, &text)
                    .iter()
                    .any(|at| index.parties()[*at] == *party),
            )
        },
    );
    println!(
        "the scan takes {:.0} times as long at the median",
        scanned / ours
    );
    let hit = FIRMS.iter().filter(|firm| {
        !index
            .search(&Query::named(**firm).of_kind(Kind::Organisation), 1)
            .is_empty()
    });
    let hit_by_scan = FIRMS
        .iter()
        .filter(|firm| !scan(&names, &firm.to_lowercase()).is_empty());
    println!(
        "firms falsely hit: {} of 30 by the index, {} by the scan",
        hit.count(),
        hit_by_scan.count()
    );
}

/// Disguised names with whom they belong to, the disguises in turn.
fn questions(index: &Index, count: usize) -> Vec<(Party, String)> {
    let names = sample(index.parties(), count);
    let each = names.iter().enumerate().flat_map(|(at, (party, name))| {
        Disguise::ALL.map(|disguise| Some((party.clone(), disguised(disguise, name, at as u64)?)))
    });
    each.flatten().collect()
}

fn plain_names(index: &Index) -> Vec<(String, usize)> {
    let parties = index.parties().iter().enumerate();
    parties
        .flat_map(|(at, party)| {
            party
                .names()
                .map(move |name| (name.to_lowercase(), at))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The parties of all names that are alike enough.
fn scan(names: &[(String, usize)], text: &str) -> Vec<usize> {
    let alike = names
        .iter()
        .filter(|(name, _)| strsim::jaro_winkler(name, text) >= SCAN_HIT);
    alike.map(|(_, party)| *party).collect()
}

fn fastest(run: impl Fn() -> usize) -> f64 {
    let once = |_| {
        let started = Instant::now();
        black_box(run());
        started.elapsed().as_secs_f64() * 1e3
    };
    (0..3).map(once).fold(f64::INFINITY, f64::min)
}

/// Asks all questions, prints times and recall, and gives the median in milliseconds.
fn measured(
    what: &str,
    asked: &[(Party, String)],
    mut ask: impl FnMut(&Party, &str) -> (f64, bool),
) -> f64 {
    let answers: Vec<(f64, bool)> = asked.iter().map(|(party, text)| ask(party, text)).collect();
    let found = answers.iter().filter(|answer| answer.1).count();
    let mut times: Vec<f64> = answers.iter().map(|answer| answer.0).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    let recall = found as f64 / asked.len() as f64;
    println!(
        "{what}: {} queries, median {:.3} ms, 99 % {:.3} ms, most {:.3} ms, recall {recall:.3}",
        asked.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
    at(0.5)
}
