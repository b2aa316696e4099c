//! Parties: who stands on a list, and who is asked about.

use portolan_vocabulary::Date;
use std::fmt;

/// What a party is. People, firms and ships are named differently, and compared differently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nobody says.
    #[default]
    Unknown,
    /// A human being.
    Person,
    /// A company, an authority, a bank, a group: whatever is no human being and no thing.
    Organisation,
    /// A ship.
    Vessel,
    /// An aircraft.
    Aircraft,
}

impl Kind {
    /// The lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Person => "person",
            Self::Organisation => "organisation",
            Self::Vessel => "vessel",
            Self::Aircraft => "aircraft",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A number by which an authority knows a party: a passport, a tax number, a ship's IMO number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identifier {
    /// What kind of number it is, as the list words it; may be empty.
    pub kind: String,
    /// The number. It is compared without spaces, punctuation and case.
    pub value: String,
}

impl Identifier {
    /// The number without spaces, punctuation and case.
    pub(crate) fn bare(&self) -> String {
        let letters = self.value.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_uppercase).collect()
    }
}

/// A day of birth, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Birth {
    /// The day is known.
    Day(Date),
    /// Only the year is known, or about the year.
    Year(i32),
}

impl Birth {
    /// The year, of the Gregorian calendar.
    pub fn year(self) -> Option<i32> {
        match self {
            Self::Year(year) => Some(year),
            Self::Day(day) => {
                let text = day.to_string();
                let (year, _) = text.rsplit_once('-')?.0.rsplit_once('-')?;
                year.parse().ok()
            }
        }
    }
}

impl fmt::Display for Birth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Year(year) => year.fmt(f),
        }
    }
}

/// One entry of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The list that it stands on, as the list words it.
    pub list: String,
    /// Its identifier on that list; may be empty where the list gives none.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Other names that it is known by.
    pub aliases: Vec<String>,
    /// Countries of addresses, nationality, citizenship or flag: two capital letters (ISO 3166-1), or as the list words them.
    pub countries: Vec<String>,
    /// Numbers that authorities know it by.
    pub identifiers: Vec<Identifier>,
    /// Its days of birth.
    pub births: Vec<Birth>,
    /// The programmes that it is listed under.
    pub programmes: Vec<String>,
    /// Where the list is published.
    pub source: String,
    /// What else the list says: licence requirements, notices, remarks.
    pub remarks: Vec<String>,
}

impl Party {
    /// All names: the name, then the aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }

    /// A short digest of everything that tells who the party is (FNV-1a, 64 bits, 16 hexadecimal digits). A [clearance](crate::Clearance)
    /// keeps it, so that it no longer holds once the entry has changed.
    pub fn digest(&self) -> String {
        let mut hash = crate::hash::Fnv::default();
        let mut part = |text: &str| {
            hash.write(text).write("\u{1f}");
        };
        part(&self.list);
        part(&self.id);
        part(self.kind.as_str());
        self.names().for_each(&mut part);
        part("countries");
        for country in &self.countries {
            part(country);
        }
        part("identifiers");
        for identifier in &self.identifiers {
            part(&identifier.value);
        }
        part("births");
        for birth in &self.births {
            part(&birth.to_string());
        }
        format!("{:016x}", hash.value())
    }
}

/// Who is asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The name, in any script.
    pub name: String,
    /// Other names that it uses.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// Countries of addresses, nationality or flag; two capital letters (ISO 3166-1).
    pub countries: Vec<String>,
    /// Numbers that authorities know it by.
    pub identifiers: Vec<Identifier>,
    /// The day of birth of a person.
    pub births: Vec<Birth>,
}

impl Query {
    /// Asks for a name of which nothing else is known.
    pub fn named(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            name,
            ..Self::default()
        }
    }

    /// Of this kind.
    #[must_use]
    pub fn of_kind(mut self, kind: Kind) -> Self {
        self.kind = kind;
        self
    }

    /// All names: the name, then the aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.aliases.iter().map(String::as_str))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn births_know_their_year() {
        assert_eq!(Birth::Year(1968).year(), Some(1968));
        let day = "1968-03-14".parse().unwrap();
        assert_eq!(Birth::Day(day).year(), Some(1968));
    }

    #[test]
    fn a_digest_changes_with_what_tells_who_a_party_is() {
        let party = Party {
            name: "Acme".into(),
            ..Party::default()
        };
        let renamed = Party {
            aliases: vec!["Apex".into()],
            ..party.clone()
        };
        let remarked = Party {
            remarks: vec!["a note".into()],
            ..party.clone()
        };
        assert_ne!(party.digest(), renamed.digest());
        assert_eq!(party.digest(), remarked.digest());
    }
}
