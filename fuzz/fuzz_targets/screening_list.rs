//! Any bytes as a screening list, whose form is told by its beginning; what reads is indexed and searched for its own names.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_formats::screening;
use portolan_screen::{Index, Query};

fuzz_target!(|bytes: &[u8]| {
    let Ok(list) = screening::read("fuzz", bytes) else { return };
    let index = Index::new(list.parties);
    for party in index.parties().iter().take(4) {
        let query = Query { kind: party.kind, births: party.births.clone(), ..Query::named(party.name.as_str()) };
        for hit in index.search_from(&query, 0.0, 3) {
            assert!((0.0..=1.0).contains(&hit.score));
            let sum: f64 = hit.why.iter().map(|evidence| evidence.effect).sum();
            assert!((sum - hit.score).abs() < 1e-9);
        }
    }
});
