//! Any text as a campaign with computed edges: what reads gets its windows, or findings.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_astro::{BuiltIn, Space};
use portolan_model::Window;
use portolan_vocabulary::Duration;

fuzz_target!(|text: &str| {
    let Ok(read) = portolan_formats::campaign::read_text("fuzz.toml", text) else { return };
    let Ok(ephemeris) = BuiltIn::load() else { return };
    let span = Window {
        from: Duration::ZERO,
        to: Duration::from_days(400.0),
    };
    let _ = read.campaign.with_edges_in_time(&Space::new(ephemeris), span);
});
