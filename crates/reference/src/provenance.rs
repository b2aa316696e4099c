//! How a figure came to us, and from where.

use std::fmt;

/// How the figures of a row came to us. `M`, recalled by somebody, is no provenance: such a row is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provenance {
    /// `R`: read in the source that the row names.
    Read,
    /// `R2`: read in a transcription or copy of another source.
    Secondary,
    /// `C`: computed from stated formulae and constants.
    Computed,
    /// `D`: derived from the data that the row names: counted, averaged, divided.
    Derived,
}

impl Provenance {
    /// Every provenance.
    pub const ALL: [Self; 4] = [Self::Read, Self::Secondary, Self::Computed, Self::Derived];

    /// The code in a table: `R`, `R2`, `C` or `D`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "R",
            Self::Secondary => "R2",
            Self::Computed => "C",
            Self::Derived => "D",
        }
    }

    /// What it means, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Read => "read in the source",
            Self::Secondary => "read in a copy or transcription of the source",
            Self::Computed => "computed",
            Self::Derived => "derived from the data named",
        }
    }

    /// The provenance of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Where the figures of a row are from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// What was read or computed, and where it stands.
    pub text: &'a str,
    /// When it was read, an ISO date.
    pub read_on: &'a str,
    /// How it came to us; `None` in a row that [`verify`](crate::verify) objects to.
    pub provenance: Option<Provenance>,
}

impl fmt::Display for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = self.provenance.map_or("?", Provenance::code);
        write!(f, "{} [{code}, read {}]", self.text, self.read_on)
    }
}
