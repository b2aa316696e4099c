//! When can it fly, and what does it cost: ephemerides, transfers and windows through space.
//!
//! Everything inside is in SI units: metres, metres per second, seconds, radians; vectors are in the
//! ICRF unless a name says otherwise. Instants are barycentric dynamical time ([`Tdb`]). Bad input is an
//! [`AstroError`], never a wrong number.

mod body;
mod ephemeris;
mod error;
mod state;
mod time;

pub use body::Point;
#[cfg(feature = "kernels")]
pub use ephemeris::Kernels;
pub use ephemeris::{BuiltIn, Ephemeris, Fit, Misfit, Packed};
pub use error::AstroError;
pub use glam::DVec3;
pub use state::State;
pub use time::Tdb;
