//! The ephemeris that comes with the crate.

use std::sync::OnceLock;

use super::{Ephemeris, Packed};
use crate::{AstroError, Point, State, Tdb};

/// JPL's DE440 from 2010 to 2070 for every [`Point`], as Chebyshev series within a few metres of it.
///
/// The file and how it was made, with the largest difference from DE440 for each body, stand in
/// `data/manifest.toml`. Neighbouring series meet within that difference: a position may step by some
/// metres where one ends, which a derivative by small differences would notice.
///
/// ```
/// use portolan_astro::{BuiltIn, Ephemeris, Point, Tdb};
/// let ephemeris = BuiltIn::load()?;
/// // At noon of 2028-01-05 the Earth is at its perihelion, 0.983 au from the Sun.
/// let earth = ephemeris.state(Point::Earth, Point::Sun, Tdb::from_jd(2_461_776.0))?;
/// assert_eq!((earth.position.length() / 149_597_870_700.0 * 1e3).round(), 983.0);
/// # Ok::<(), portolan_astro::AstroError>(())
/// ```
#[derive(Debug)]
pub struct BuiltIn(Packed);

impl BuiltIn {
    /// The bytes of the file, as [`Packed::decode`] reads them.
    pub const BYTES: &[u8] = include_bytes!("../../data/de440.bin");

    /// The built-in ephemeris, decoded on first use.
    ///
    /// # Errors
    /// [`AstroError::File`] where the file that was compiled in is not whole.
    pub fn load() -> Result<&'static Self, AstroError> {
        static ONCE: OnceLock<Result<BuiltIn, AstroError>> = OnceLock::new();
        let decoded = ONCE.get_or_init(|| Packed::decode(Self::BYTES).map(BuiltIn));
        decoded.as_ref().map_err(Clone::clone)
    }
}

impl Ephemeris for BuiltIn {
    fn state(&self, target: Point, observer: Point, at: Tdb) -> Result<State, AstroError> {
        self.0.state(target, observer, at)
    }

    fn span(&self) -> (Tdb, Tdb) {
        self.0.span()
    }
}
