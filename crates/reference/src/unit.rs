//! Units in the names of columns.

use crate::codes;
use crate::column::Column;
use crate::report::{Report, advised, hint, quoted};
use portolan_vocabulary::{Dimension, Place};

/// What else than the units of the vocabulary a unit may be made of.
const WORDS: [&str; 18] = [
    "1", "per", "person", "year", "d", "MJ", "kWh", "USD", "kUSD", "MUSD", "EUR", "kEUR", "MEUR",
    "CNY", "JPY", "%", "g0", "degC",
];

/// The unit of a pure number.
const PURE: &str = "1";

fn known() -> impl Iterator<Item = &'static str> + Clone {
    let of_vocabulary = Dimension::ALL.iter().flat_map(|it| it.units());
    let of_vocabulary: Vec<&str> = of_vocabulary.collect();
    WORDS.into_iter().chain(of_vocabulary)
}

/// What a column's name ends in: the unit in small letters, everything else an underscore; `%` is `percent`.
fn suffix(unit: &str) -> String {
    let unit = unit.replace('%', "percent");
    let words = unit.split(|it: char| !it.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_")
}

/// Says where a column's unit is unknown, lacks, or is not the one in its name.
pub(crate) fn check(column: &Column, place: &dyn Fn() -> Option<Place>, report: &mut Report<'_>) {
    let name = quoted(&column.name);
    let mut wrong = |message: String, advice: Option<String>| {
        report.error(codes::UNIT, place, message, |it| advised(it, advice));
    };
    let Some(unit) = column.unit.as_deref() else {
        if column.kind.is_numeric() {
            let message = format!("the column {name} holds numbers and names no unit");
            wrong(message, Some("write unit = \"1\" for pure numbers".into()));
        }
        return;
    };
    if !column.kind.is_numeric() {
        let message = format!("the column {name} holds no numbers and has a unit");
        return wrong(message, Some("take the unit out".into()));
    }
    let parts = unit.split(['/', '(', ')', ' ']);
    for part in parts.filter(|it| !it.is_empty()) {
        if !known().any(|word| word == part) {
            let message = format!("{} is no unit that is known", quoted(part));
            wrong(message, hint(part, known()));
        }
    }
    check_name(column, unit, wrong);
}

fn check_name(column: &Column, unit: &str, mut wrong: impl FnMut(String, Option<String>)) {
    let name = column.name.as_str();
    let ends_in = |suffix: &str| {
        name.strip_suffix(suffix)
            .is_some_and(|it| it.ends_with('_'))
    };
    if unit == PURE {
        let claimed = Dimension::ALL.iter().map(|it| it.key_suffix());
        if let Some(claimed) = claimed.chain(["d", "h"]).find(|suffix| ends_in(suffix)) {
            let message = format!(
                "the column {} holds pure numbers, and its name ends in the unit \"{claimed}\"",
                quoted(name)
            );
            wrong(message, Some("state the unit, or rename the column".into()));
        }
        return;
    }
    let wanted = suffix(unit);
    if name != wanted && !ends_in(&wanted) {
        let message = format!(
            "the column {} is in {}, and its name does not end in \"_{wanted}\"",
            quoted(name),
            quoted(unit)
        );
        wrong(message, Some(format!("name it \"{name}_{wanted}\"")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_small_letters_and_underscores() {
        for (unit, wanted) in [
            ("kg", "kg"),
            ("m/s", "m_s"),
            ("kg/(person d)", "kg_person_d"),
            ("per yr", "per_yr"),
            ("%", "percent"),
            ("K/h", "k_h"),
        ] {
            assert_eq!(suffix(unit), wanted);
        }
    }
}
