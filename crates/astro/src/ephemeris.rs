//! Where the bodies are.

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
