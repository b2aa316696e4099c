//! Ids from names: readable, unique, the same on every run.

use std::collections::BTreeMap;

/// The ids given out so far for things of one kind.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    /// Each id with the number that the next thing of this name is tried with.
    taken: BTreeMap<String, u32>,
}

impl Slugs {
    /// An id for a thing of this name; `kind` stands in for a name without letters and digits.
    pub(super) fn make(&mut self, name: &str, kind: &str) -> String {
        let base = slug(name);
        let base = if base.is_empty() {
            kind.to_owned()
        } else {
            base
        };
        let mut number = self.taken.get(&base).copied().unwrap_or(1);
        let mut id = base.clone();
        while self.taken.contains_key(&id) {
            number += 1;
            id = format!("{base}-{number}");
        }
        self.taken.insert(base, number);
        self.taken.entry(id.clone()).or_insert(1);
        id
    }
}

/// The ASCII letters and digits of a name in lower case, with one hyphen for all that is between.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_unique() {
        let mut slugs = Slugs::default();
        assert_eq!(
            slugs.make("Lunar | Ares I  Stage", "element"),
            "lunar-ares-i-stage"
        );
        assert_eq!(slugs.make("a", "x"), "a");
        assert_eq!(slugs.make("A", "x"), "a-2");
        assert_eq!(slugs.make("a!", "x"), "a-3");
        assert_eq!(slugs.make("a 2", "x"), "a-2-2");
        assert_eq!(slugs.make("…", "x"), "x");
        assert_eq!(slugs.make("", "x"), "x-2");
    }
}
