//! Where the bodies are.

mod built_in;
mod fit;
#[cfg(feature = "kernels")]
mod kernels;
mod packed;

pub use built_in::BuiltIn;
pub use fit::{Fit, Misfit};
#[cfg(feature = "kernels")]
pub use kernels::Kernels;
pub use packed::Packed;

use crate::{AstroError, Point, State, Tdb};

/// What knows where the bodies are.
pub trait Ephemeris: Send + Sync {
    /// Position and velocity of `target` as seen from `observer`, without light time, in the ICRF.
    ///
    /// # Errors
    /// [`AstroError::OutOfSpan`], [`AstroError::UnknownBody`] or [`AstroError::BadInput`] for an instant that
    /// is not finite.
    fn state(&self, target: Point, observer: Point, at: Tdb) -> Result<State, AstroError>;

    /// First and last instant covered.
    fn span(&self) -> (Tdb, Tdb);
}

/// The instant, where it is finite and within the span.
///
/// # Errors
/// [`AstroError::BadInput`] or [`AstroError::OutOfSpan`].
fn covered(at: Tdb, (from, to): (Tdb, Tdb)) -> Result<f64, AstroError> {
    let s = at.seconds();
    if s >= from.seconds() && s <= to.seconds() {
        return Ok(s);
    }
    if !s.is_finite() {
        return Err(AstroError::BadInput(format!(
            "an instant must be a finite number of seconds, and this one is {s}"
        )));
    }
    Err(AstroError::OutOfSpan {
        asked: at.to_string(),
        from: from.to_string(),
        to: to.to_string(),
    })
}
