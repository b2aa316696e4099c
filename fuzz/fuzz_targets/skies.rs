//! Any bytes as an ephemeris, a kernel and a two-line element set.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_astro::{Ephemeris, Kernels, Packed, Point, Tle};

fn ask(sky: &dyn Ephemeris) {
    let (from, to) = sky.span();
    for point in Point::ALL {
        for at in [from, to, from.plus_days(1.0)] {
            let _ = sky.state(point, Point::Sun, at);
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(packed) = Packed::decode(bytes) {
        ask(&packed);
    }
    if let Ok(kernels) = Kernels::from_files(&[("fuzz.bsp", bytes)]) {
        ask(&kernels);
    }
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let _ = Tle::parse(lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
});
