//! Any text as a plan file, in TOML or JSON, for a small campaign; what reads is judged and carried out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_formats::campaign::{self, Opened};
use portolan_formats::plan;
use std::sync::LazyLock;

static CAMPAIGN: LazyLock<Opened> = LazyLock::new(|| {
    campaign::read_text("yard.toml", include_str!("../yard.toml")).expect("the yard is valid")
});

fuzz_target!(|text: &str| {
    if let Ok(opened) = plan::read_text("fuzz", text, &CAMPAIGN.campaign) {
        let _ = portolan_check::check(&CAMPAIGN.campaign, &opened.plan);
        let _ = portolan_simulate::simulate(&CAMPAIGN.campaign, &opened.plan);
        let _ = plan::write_json(&CAMPAIGN.campaign, &opened.plan);
    }
});
