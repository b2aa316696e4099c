//! Any bytes as OFAC's three files, cut at two marks.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_formats::screening::{SdnFiles, read_sdn};

fuzz_target!(|bytes: &[u8]| {
    let mut parts = bytes.split(|byte| *byte == 0);
    let mut next = || parts.next().unwrap_or_default();
    let files = SdnFiles { names: next(), alternates: next(), addresses: next() };
    let _ = read_sdn("fuzz", files);
});
