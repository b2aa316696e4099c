//! The bodies that transfers start from and lead to, and the constants of each.

mod constants;

pub use constants::{ASTRONOMICAL_UNIT_M, Constants, Orbit, constants, gm_m3_s2};

use crate::AstroError;

/// A point that the ephemeris knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Point {
    /// The barycentre of the solar system.
    SolarSystemBarycentre,
    /// The Sun.
    Sun,
    /// Venus.
    Venus,
    /// The barycentre of Earth and Moon.
    EarthMoonBarycentre,
    /// The Earth's centre.
    Earth,
    /// The Moon's centre.
    Moon,
    /// Mars: the barycentre of its system, within 1 m of its centre.
    Mars,
    /// Jupiter: the barycentre of its system, within 300 km of its centre.
    Jupiter,
}

impl Point {
    /// All points.
    pub const ALL: [Self; 8] = [
        Self::SolarSystemBarycentre,
        Self::Sun,
        Self::Venus,
        Self::EarthMoonBarycentre,
        Self::Earth,
        Self::Moon,
        Self::Mars,
        Self::Jupiter,
    ];

    /// The word for it, as the bodies of campaign files are called.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SolarSystemBarycentre => "solar-system-barycentre",
            Self::Sun => "sun",
            Self::Venus => "venus",
            Self::EarthMoonBarycentre => "earth-moon-barycentre",
            Self::Earth => "earth",
            Self::Moon => "moon",
            Self::Mars => "mars",
            Self::Jupiter => "jupiter",
        }
    }

    /// The point with this word.
    ///
    /// # Errors
    /// [`AstroError::UnknownBody`], with the nearest known word.
    pub fn from_word(word: &str) -> Result<Self, AstroError> {
        let known = Self::ALL.into_iter().find(|point| point.word() == word);
        known.ok_or_else(|| AstroError::UnknownBody {
            name: word.to_owned(),
            nearest: portolan_vocabulary::nearest(word, Self::ALL.iter().map(|point| point.word()))
                .map(str::to_owned),
        })
    }

    /// Its number in SPICE (NAIF integer code), as the built-in ephemeris and kernels use it.
    pub const fn naif(self) -> i32 {
        match self {
            Self::SolarSystemBarycentre => 0,
            Self::Sun => 10,
            Self::Venus => 2,
            Self::EarthMoonBarycentre => 3,
            Self::Earth => 399,
            Self::Moon => 301,
            Self::Mars => 4,
            Self::Jupiter => 5,
        }
    }
}
