//! Any text as a program in MPS; what reads is written, read again, checked and solved in Rust where it is small.

#![no_main]

use libfuzzer_sys::fuzz_target;
use portolan_solver::{Engine, MicroLp, Options, Unwatched, lp, mps, read_mps};

fuzz_target!(|text: &str| {
    let Ok(program) = read_mps(text) else { return };
    let _ = (program.scale_report(), lp(&program));
    let written = mps(&program);
    // Sides of ranges may cross where rounding makes them: those alone may be refused.
    if let Ok(again) = read_mps(&written) {
        assert_eq!((again.columns(), again.rows()), (program.columns(), program.rows()));
        assert_eq!(again.nonzeros(), program.nonzeros());
    }
    if program.columns().max(program.rows()) <= 8 {
        let options = Options { node_limit: Some(50), ..Options::default() };
        let _ = MicroLp.solve(&program, &options, &mut Unwatched);
    }
});
