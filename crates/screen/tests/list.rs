//! The whole list: well-known firms are not hit, disguised listed names are.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot read its cases has failed, and prints what it measured"
)]

mod common;

use common::{Disguise, FIRMS, disguised, hits, listed, sample};
use portolan_screen::{HIT, Index, Kind, Query};
use std::sync::OnceLock;

/// The index over the reference list, built once.
fn index() -> Option<&'static Index> {
    static INDEX: OnceLock<Option<Index>> = OnceLock::new();
    INDEX.get_or_init(|| listed().map(Index::new)).as_ref()
}

#[test]
fn well_known_firms_are_not_hit() {
    let Some(index) = index() else { return };
    let mut hit = Vec::new();
    for firm in FIRMS {
        let query = Query::named(firm).of_kind(Kind::Organisation);
        for found in index.search(&query, 3) {
            println!(
                "{firm}: {:.3} {} ({})",
                found.score, found.name, found.party.list
            );
            found
                .why
                .iter()
                .for_each(|evidence| println!("    {:+.3} {}", evidence.effect, evidence.reason));
            hit.push(firm);
        }
    }
    hit.dedup();
    println!("{} of {} firms hit", hit.len(), FIRMS.len());
    assert!(hit.len() <= 1, "{hit:?}");
}

#[test]
fn words_of_the_trade_alone_hit_nobody() {
    let Some(index) = index() else { return };
    for name in [
        "CORP",
        "Corporation",
        "AEROSPACE",
        "Company Limited",
        "Trading",
        "International Group",
        "Joint Stock Company",
        "",
        "???",
    ] {
        let found = index.search(&Query::named(name).of_kind(Kind::Organisation), 3);
        let shown: Vec<_> = found.iter().map(|hit| (hit.name, hit.score)).collect();
        assert!(shown.is_empty(), "{name}: {shown:?}");
    }
}

#[test]
fn disguised_names_of_the_list_are_found() {
    let Some(index) = index() else { return };
    let count = std::env::var("PORTOLAN_SCREEN_NAMES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(150);
    let names = sample(index.parties(), count);
    let (mut found, mut asked) = (0, 0);
    for disguise in Disguise::ALL {
        let (mut of_these, mut all) = (0, 0);
        for (at, (party, name)) in names.iter().enumerate() {
            let Some(text) = disguised(disguise, name, at as u64) else {
                continue;
            };
            all += 1;
            if hits(index, party, &text) {
                of_these += 1;
            } else if std::env::var_os("PORTOLAN_SCREEN_SHOW").is_some() {
                println!("missed: {text} | {name} | {}", party.kind);
            }
        }
        println!("{disguise:?}: {of_these} of {all} found at {HIT}");
        (found, asked) = (found + of_these, asked + all);
    }
    println!(
        "recall {:.4} of {asked}",
        f64::from(found) / f64::from(asked)
    );
    assert!(
        f64::from(found) >= 0.95 * f64::from(asked),
        "{found} of {asked}"
    );
}

#[test]
fn the_same_name_alone_never_scores_one() {
    let Some(index) = index() else { return };
    for (party, name) in sample(index.parties(), 100) {
        for hit in index.search(&Query::named(name.as_str()).of_kind(party.kind), 5) {
            assert!(
                hit.score <= portolan_screen::NAME_ALONE,
                "{name}: {}",
                hit.score
            );
            let sum: f64 = hit.why.iter().map(|evidence| evidence.effect).sum();
            assert!((sum - hit.score).abs() < 1e-9, "{name}");
        }
    }
}
