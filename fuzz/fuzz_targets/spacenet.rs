//! Any bytes as a SpaceNet scenario; what reads is converted, judged and carried out.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_formats::spacenet::{self, ImportOptions};

fuzz_target!(|bytes: &[u8]| {
    let Ok((scenario, _)) = spacenet::read(bytes, "fuzz") else { return };
    if let Ok(imported) = spacenet::import(&scenario, &ImportOptions::default()) {
        let _ = portolan_check::check(&imported.campaign, &imported.plan);
        let _ = portolan_simulate::simulate(&imported.campaign, &imported.plan);
        let _ = spacenet::export(&imported.campaign, &imported.plan);
    }
});
