//! Any bytes as a reference set: the manifest, a line of dashes, the table.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (manifest, table) = text.split_once("\n----\n").unwrap_or((&text, ""));
    let found = portolan_reference::read("fuzz/set", &mut |file, _most| match file {
        "manifest.toml" => Ok(manifest.as_bytes().to_vec()),
        _ => Ok(table.as_bytes().to_vec()),
    });
    if let Ok(set) = found {
        let _ = portolan_reference::verify(&set);
    }
});
