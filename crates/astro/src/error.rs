//! Why there is no answer.

use std::fmt;

/// Why there is no answer. No number is returned where one of these holds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AstroError {
    /// A number that went in is not finite, or out of its range; the text names it and its range.
    BadInput(String),
    /// The instant lies outside what the ephemeris covers.
    OutOfSpan {
        /// What was asked for, as a calendar date.
        asked: String,
        /// The first instant covered.
        from: String,
        /// The last instant covered.
        to: String,
    },
    /// No ephemeris or constants are known for the body; with the nearest known name.
    UnknownBody {
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// The geometry leaves the answer undefined; the text says how.
    Degenerate(String),
    /// There is no solution: the text says which condition is not met.
    NoSolution(String),
    /// The iteration did not settle; the text says where.
    NoConvergence(String),
    /// A file could not be used.
    File(String),
}

impl fmt::Display for AstroError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadInput(what)
            | Self::Degenerate(what)
            | Self::NoSolution(what)
            | Self::NoConvergence(what)
            | Self::File(what) => f.write_str(what),
            Self::OutOfSpan { asked, from, to } => {
                write!(
                    f,
                    "{asked} lies outside the ephemeris, which covers {from} to {to}"
                )
            }
            Self::UnknownBody { name, nearest } => match nearest {
                Some(nearest) => write!(
                    f,
                    "nothing is known of \"{name}\"; did you mean \"{nearest}\"?"
                ),
                None => write!(f, "nothing is known of \"{name}\""),
            },
        }
    }
}

impl std::error::Error for AstroError {}
