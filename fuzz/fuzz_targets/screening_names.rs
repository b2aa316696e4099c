//! Any two texts as names: the score lies in 0 to 1, its effects add up to it, and it is the same a second time.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_screen::{Kind, NAME_ALONE, Name, compare};

fuzz_target!(|texts: (&str, &str)| {
    for kind in [Kind::Unknown, Kind::Person, Kind::Organisation, Kind::Vessel] {
        let (one, other) = (Name::new(texts.0, kind), Name::new(texts.1, kind));
        let scored = compare(&one, &other, kind);
        assert!((0.0..=NAME_ALONE).contains(&scored.score));
        let sum: f64 = scored.why.iter().map(|evidence| evidence.effect).sum();
        assert!((sum - scored.score).abs() < 1e-9);
        assert_eq!(scored, compare(&one, &other, kind));
    }
});
