//! Engines by name.

use crate::engine::Engine;
#[cfg(feature = "highs")]
use crate::highs::{self, Highs};
use crate::micro::{self, MicroLp};

/// The names of the engines that are built in; the first is the one to take where nothing else is said.
pub fn engines() -> &'static [&'static str] {
    &[
        #[cfg(feature = "highs")]
        highs::NAME,
        micro::NAME,
    ]
}

/// The engine of this name, `None` where there is none: [`engines`] has the names.
pub fn engine(name: &str) -> Option<Box<dyn Engine>> {
    match name {
        #[cfg(feature = "highs")]
        highs::NAME => Some(Box::new(Highs)),
        micro::NAME => Some(Box::new(MicroLp)),
        _ => None,
    }
}
