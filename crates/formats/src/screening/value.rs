//! Values inside the cells of lists: dates of birth, numbers of authorities, kinds.

use portolan_screen::{Birth, Identifier, Kind};
use portolan_vocabulary::Date;

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The kind of a party as lists word it; `None` where the word is not known.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let text = text.trim().to_ascii_lowercase();
    Some(match text.as_str() {
        "" => Kind::Unknown,
        "individual" | "person" => Kind::Person,
        "entity" | "organization" | "organisation" | "company" | "-0-" => Kind::Organisation,
        "vessel" => Kind::Vessel,
        "aircraft" => Kind::Aircraft,
        _ => return None,
    })
}

/// A day of birth as lists word it: `1968-03-14`, `14 Mar 1968`, `Mar 1968`, `circa 1968`, `1965 to 1970` (the first and the last
/// year); nothing where there is no year.
pub(super) fn births(text: &str) -> Vec<Birth> {
    let text = text.trim();
    if let Ok(day) = text.get(..10).unwrap_or(text).parse::<Date>() {
        return vec![Birth::Day(day)];
    }
    let words: Vec<&str> = text
        .split([' ', '/', '-', ','])
        .filter(|word| !word.is_empty())
        .collect();
    if let [day, month, year] = words[..]
        && let Some(found) = spelled(day, month, year)
    {
        return vec![Birth::Day(found)];
    }
    let year = |word: &&str| word.len() == 4 && word.bytes().all(|c| c.is_ascii_digit());
    let years = words
        .iter()
        .copied()
        .filter(|word| year(word))
        .filter_map(|word| word.parse().ok());
    let mut years: Vec<Birth> = years.map(Birth::Year).collect();
    years.truncate(4);
    years
}

fn spelled(day: &str, month: &str, year: &str) -> Option<Date> {
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let (day, year): (u32, u32) = (day.parse().ok()?, year.parse().ok()?);
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// A number of an authority: `kind` as the list words it. A ship's number gets the kind `IMO`.
pub(super) fn identifier(kind: &str, value: &str) -> Option<Identifier> {
    let value = value.trim();
    if !value.bytes().any(|c| c.is_ascii_digit()) && !kind.contains("SWIFT") {
        return None;
    }
    if let Some(number) = value.strip_prefix("IMO ") {
        let (kind, value) = ("IMO".to_owned(), number.trim().to_owned());
        return Some(Identifier { kind, value });
    }
    let (kind, value) = (kind.trim().to_owned(), value.to_owned());
    Some(Identifier { kind, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_birth_as_lists_word_them() {
        let day = |text: &str| vec![Birth::Day(text.parse().unwrap())];
        assert_eq!(births("1968-03-14"), day("1968-03-14"));
        assert_eq!(births("14 Mar 1968"), day("1968-03-14"));
        assert_eq!(births("circa 1968"), [Birth::Year(1968)]);
        assert_eq!(
            births("1965 to 1970"),
            [Birth::Year(1965), Birth::Year(1970)]
        );
        assert_eq!(births("31 Feb 1968"), [Birth::Year(1968)]);
        assert!(births("unknown").is_empty());
        assert!(births("ä").is_empty());
    }

    #[test]
    fn ships_numbers_are_known_by_their_letters() {
        assert_eq!(
            identifier("Vessel Registration Identification", "IMO 9187629")
                .unwrap()
                .kind,
            "IMO"
        );
        assert_eq!(identifier("Gender", "Male"), None);
    }
}
