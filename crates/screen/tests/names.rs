//! Labelled pairs of names: precision, recall and F1 at one threshold.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot read its cases has failed, and prints what it measured"
)]

use portolan_screen::{HIT, Kind, Name, compare};

/// A labelled pair: its score, whether it is one party, what it is.
struct Pair {
    score: f64,
    same: bool,
    kind: Kind,
}

/// The cells of a line of CSV; quotes are doubled inside quotes.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cells.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            letter => cells.last_mut().unwrap().push(letter),
        }
    }
    cells
}

/// The labelled pairs of nomenklatura (OpenSanctions, MIT), where their folder is.
fn pairs() -> Option<Vec<Pair>> {
    let path = portolan_testkit::conformance()?.join("names/cases.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let pair = |line: &str| {
        let cells = cells(line);
        let kind = match cells[1].as_str() {
            "Person" => Kind::Person,
            "Company" | "Organization" => Kind::Organisation,
            "Vessel" => Kind::Vessel,
            _ => Kind::Unknown,
        };
        let score = compare(
            &Name::new(&cells[2], kind),
            &Name::new(&cells[3], kind),
            kind,
        )
        .score;
        if std::env::var_os("PORTOLAN_SCREEN_SHOW").is_some()
            && (score >= HIT) != (cells[4] == "true")
        {
            println!("{score:.3} {} | {} | {}", cells[4], cells[2], cells[3]);
        }
        Pair {
            score,
            same: cells[4] == "true",
            kind,
        }
    };
    Some(text.lines().skip(1).map(pair).collect())
}

struct Figures {
    precision: f64,
    recall: f64,
    f1: f64,
}

fn figures<'a>(pairs: impl Iterator<Item = &'a Pair>, least: f64) -> Figures {
    let (mut hit, mut right, mut same) = (0.0, 0.0, 0.0);
    for pair in pairs {
        let is_hit = f64::from(u8::from(pair.score >= least));
        let is_same = f64::from(u8::from(pair.same));
        (hit, same, right) = (hit + is_hit, same + is_same, right + is_hit * is_same);
    }
    let (precision, recall) = (right / f64::max(hit, 1.0), right / f64::max(same, 1.0));
    let f1 = 2.0 * right / f64::max(hit + same, 1.0);
    Figures {
        precision,
        recall,
        f1,
    }
}

#[test]
fn labelled_pairs_are_told_apart_at_one_threshold() {
    let Some(pairs) = pairs() else { return };
    let half = |odd: usize| {
        pairs
            .iter()
            .enumerate()
            .filter(move |(at, _)| at % 2 == odd)
            .map(|(_, pair)| pair)
    };
    let of_kind = |kind: Kind| pairs.iter().filter(move |pair| pair.kind == kind);
    let print = |what: &str, figures: &Figures| {
        println!(
            "{what:<14} P {:.3} R {:.3} F1 {:.3}",
            figures.precision, figures.recall, figures.f1
        );
    };
    let (even, odd, all) = (
        figures(half(0), HIT),
        figures(half(1), HIT),
        figures(pairs.iter(), HIT),
    );
    for (what, figures) in [("even rows", &even), ("odd rows", &odd), ("all", &all)] {
        print(what, figures);
    }
    print("persons", &figures(of_kind(Kind::Person), HIT));
    print("organisations", &figures(of_kind(Kind::Organisation), HIT));
    for tenth in 0..10 {
        let within = |pair: &&Pair| (pair.score * 10.0).floor().min(9.0) as usize == tenth;
        let (count, same) = pairs.iter().filter(within).fold((0, 0), |sum, pair| {
            (sum.0 + 1, sum.1 + i32::from(pair.same))
        });
        println!(
            "score {:.1} to {:.1}: {same} of {count} are the same party",
            tenth as f64 / 10.0,
            (tenth + 1) as f64 / 10.0
        );
    }
    for step in 10..19 {
        let least = f64::from(step) * 0.05;
        print(&format!("even at {least:.2}"), &figures(half(0), least));
    }
    // The best peer: 0.796 (nomenklatura 4.17.4, logic-v2, 826 pairs).
    assert!(even.f1 > 0.80 && odd.f1 > 0.80 && all.f1 > 0.80);
}

#[test]
fn no_pair_saturates() {
    let Some(pairs) = pairs() else { return };
    assert!(
        pairs
            .iter()
            .all(|pair| pair.score <= portolan_screen::NAME_ALONE)
    );
}

#[test]
fn words_of_the_trade_distinguish_companies() {
    let score = |one: &str, other: &str| {
        let kind = Kind::Organisation;
        compare(&Name::new(one, kind), &Name::new(other, kind), kind).score
    };
    for (one, other) in [
        (
            "China State Construction Equipment Corporation",
            "China State Construction Engineering Corporation",
        ),
        (
            "Korea Aerospace Research Institute",
            "Aerospace Research Institute",
        ),
        ("Emma LLC", "LLC"),
        ("Acme Corp", "Apex Corp"),
    ] {
        assert!(score(one, other) < HIT, "{one} {other}");
    }
    for (one, other) in [
        ("RostecCorp", "Rostec Corp"),
        ("ООО «Ромашка»", "Romashka LLC"),
        ("Gazprom OAO", "Open Joint Stock Company Gasprom"),
        ("Van der Bilt Corp", "Vanderbilt Corporation"),
        ("Limited Liabiilty Company Alternativa", "Alternativa OOO"),
        ("QUEENS RINGLIMITED", "Queens Ring Limited"),
    ] {
        assert!(
            score(one, other) >= HIT,
            "{one} {other}: {}",
            score(one, other)
        );
    }
}
