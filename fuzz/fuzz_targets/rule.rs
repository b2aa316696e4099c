//! Any text as a rule file: what reads is made ready, and its cases are run.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_comply::{Pack, Tables};
use portolan_formats::rule;

fuzz_target!(|text: &str| {
    if let Ok(draft) = rule::read_text("rules/field/regime/rule.toml", text) {
        let _ = Pack::new(&[draft], Tables::default());
    }
});
