//! Texts as quantities, money, epochs and durations.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_vocabulary::{Dimension, Epoch, Money, nearest, parse_quantity};

const DIMENSIONS: [Dimension; 4] =
    [Dimension::Mass, Dimension::Time, Dimension::Temperature, Dimension::Speed];

fuzz_target!(|text: &str| {
    for dimension in DIMENSIONS {
        let _ = parse_quantity(text, dimension);
    }
    let _ = text.parse::<Epoch>().map(|epoch| epoch.to_string());
    let _ = portolan_formats::text::parse_duration(text);
    if let Ok(money) = text.parse::<Money>() {
        assert_eq!(money.to_string().parse::<Money>(), Ok(money));
    }
    let _ = nearest(text, ["latitude", "longitude", "mass"]);
});
