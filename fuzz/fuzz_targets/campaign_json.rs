//! Any text as a campaign file in JSON; what reads is judged and carried out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_formats::campaign;

fuzz_target!(|text: &str| {
    if let Ok(opened) = campaign::read_text("fuzz.json", text) {
        let _ = portolan_check::check(&opened.campaign, &opened.plan);
        let _ = portolan_simulate::simulate(&opened.campaign, &opened.plan);
    }
});
