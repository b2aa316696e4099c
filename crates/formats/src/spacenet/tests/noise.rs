//! No bytes make the reading panic.

use super::samples::{JSON, XML};
use crate::spacenet::{Clock, ImportOptions, Limits, export, import, read, read_within};
use proptest::prelude::*;

/// One change to a text: at a place, so many bytes are replaced by others or by a part of the text.
#[derive(Clone, Debug)]
struct Change {
    at: prop::sample::Index,
    cut: usize,
    put: Put,
}

#[derive(Clone, Debug)]
enum Put {
    Bytes(Vec<u8>),
    Copy(prop::sample::Index, usize),
    Word(&'static str),
}

const WORDS: &[&str] = &[
    "null",
    "-1",
    "1e308",
    "1e999",
    "99999999999999999999",
    "\"\"",
    "[]",
    "{}",
    "\"i\"",
    "\"n\"",
    "\"P1Y\"",
    "<null/>",
    "reference=\"../..\"",
    "reference=\"/scenario\"",
    "&#0;",
    "]]>",
    "<!--",
    "\u{1F680}",
    "[99]",
];

fn change() -> impl Strategy<Value = Change> {
    let put = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Put::Bytes),
        (any::<prop::sample::Index>(), 0..400_usize).prop_map(|(from, long)| Put::Copy(from, long)),
        prop::sample::select(WORDS).prop_map(Put::Word),
    ];
    (any::<prop::sample::Index>(), 0..30_usize, put).prop_map(|(at, cut, put)| Change {
        at,
        cut,
        put,
    })
}

fn changed(text: &str, changes: &[Change]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for change in changes {
        if bytes.is_empty() {
            break;
        }
        let at = change.at.index(bytes.len());
        let end = (at + change.cut).min(bytes.len());
        let put = match &change.put {
            Put::Bytes(bytes) => bytes.clone(),
            Put::Word(word) => word.as_bytes().to_vec(),
            Put::Copy(from, long) => {
                let from = from.index(bytes.len());
                bytes[from..(from + long).min(bytes.len())].to_vec()
            }
        };
        bytes.splice(at..end, put);
    }
    bytes
}

/// Replaces the value of one key, so that the text stays JSON more often than not.
fn with_other_value(word: &str, at: usize) -> Vec<u8> {
    let colons: Vec<usize> = JSON.match_indices(": ").map(|(at, _)| at).collect();
    let start = colons[at % colons.len()] + 2;
    let end = JSON[start..]
        .find([',', '}', ']', '\n'])
        .map_or(JSON.len(), |end| start + end);
    format!("{}{word}{}", &JSON[..start], &JSON[end..]).into_bytes()
}

/// Reads, imports by both clocks and exports, as far as the bytes allow.
fn go_all_the_way(bytes: &[u8]) {
    let limits = Limits {
        items: 10_000,
        ..Limits::default()
    };
    let Ok((scenario, _)) = read_within(bytes, "noise", &limits) else {
        return;
    };
    for clock in [Clock::AsDated, Clock::AsSpaceNet] {
        if let Ok(imported) = import(&scenario, &ImportOptions { clock }) {
            let _ = export(&imported.campaign, &imported.plan);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_samples_never_panic(
        xml in any::<bool>(),
        changes in prop::collection::vec(change(), 1..6),
    ) {
        let bytes = changed(if xml { XML } else { JSON }, &changes);
        go_all_the_way(&bytes);
    }

    #[test]
    fn noise_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, "noise");
    }
}

#[test]
fn every_value_of_the_sample_may_be_anything() {
    let colons = JSON.matches(": ").count();
    for at in 0..colons {
        for word in [
            "null", "-1", "\"i\"", "\"n\"", "[]", "{}", "[[]]", "[null]", "1e300", "true",
        ] {
            go_all_the_way(&with_other_value(word, at));
        }
    }
}
