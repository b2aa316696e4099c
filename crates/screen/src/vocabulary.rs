//! The words of a list, and which of them a word may be.
//!
//! A word is found by itself, by how it sounds, by its consonants, by a variant, and with one letter left out of it, of its
//! sound, or of the word looked for (symmetric deletion, as in W. Garbe's SymSpell, 2012).

use crate::hash::Fnv;
use crate::word::{Role, Word, alike};
use std::collections::BTreeMap;

/// Words longer than this are found whole only.
const LONGEST_KEYED: usize = 32;

/// The words of all names, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Vocabulary {
    pub(crate) words: Vec<Word>,
    known: BTreeMap<(String, bool, bool), u32>,
    /// Hash of a key and the word that has it, sorted.
    keys: Vec<(u32, u32)>,
}

fn hash(mark: u8, letters: impl Iterator<Item = u8>) -> u32 {
    let mut hash = Fnv::default();
    hash.byte(mark);
    letters.for_each(|letter| hash.byte(letter));
    (hash.value() >> 32) as u32 ^ hash.value() as u32
}

/// All keys of a word.
fn keys(word: &Word) -> Vec<u32> {
    let mut keys = Vec::with_capacity(2 * word.text.len() + 4);
    if word.role == Role::Number || word.text.len() > LONGEST_KEYED {
        return keys;
    }
    for (mark, text) in [(0, &word.text), (1, &word.sound)] {
        let letters = text.as_bytes();
        keys.push(hash(mark, letters.iter().copied()));
        if letters.len() < 4 {
            continue;
        }
        for out in 0..letters.len() {
            let rest = letters
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != out)
                .map(|(_, letter)| *letter);
            keys.push(hash(mark, rest));
        }
    }
    let consonants = word.consonants();
    if consonants.len() >= 2 {
        keys.push(hash(if word.vowelless { 3 } else { 2 }, consonants.bytes()));
    }
    if let Some(row) = word.variant() {
        keys.push(hash(4, row.to_le_bytes().into_iter()));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Vocabulary {
    /// The number of a word, which is taken in where it is new.
    pub(crate) fn add(&mut self, word: Word) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let key = (word.text.clone(), word.vowelless, word.role == Role::Number);
        let number = *self.known.entry(key).or_insert(next);
        if number == next {
            self.words.push(word);
        }
        number
    }

    /// Makes the words findable, once all are there.
    pub(crate) fn seal(&mut self) {
        let words = (0_u32..).zip(&self.words);
        self.keys = words
            .flat_map(|(number, word)| keys(word).into_iter().map(move |key| (key, number)))
            .collect();
        self.keys.sort_unstable();
    }

    /// The words that this one may be, with how alike they are; each once, in their order.
    pub(crate) fn find(&self, word: &Word) -> Vec<(u32, f64)> {
        let mut numbers: Vec<u32> = Vec::new();
        if word.role == Role::Number {
            let key = (word.text.clone(), false, true);
            return self
                .known
                .get(&key)
                .map(|number| (*number, 1.0))
                .into_iter()
                .collect();
        }
        let mut sought = keys(word);
        if word.vowelless {
            sought.push(hash(2, word.consonants().bytes()));
        } else {
            sought.push(hash(3, word.consonants().bytes()));
        }
        for key in sought {
            let from = self.keys.partition_point(|(known, _)| *known < key);
            let same = self.keys[from..]
                .iter()
                .take_while(|(known, _)| *known == key);
            numbers.extend(same.map(|(_, number)| *number));
        }
        for vowelless in [false, true] {
            numbers.extend(self.known.get(&(word.text.clone(), vowelless, false)));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let scored = numbers.into_iter().filter_map(|number| {
            let (likeness, _) = alike(word, self.words.get(number as usize)?)?;
            Some((number, likeness))
        });
        scored.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary(words: &[&str]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for word in words {
            vocabulary.add(Word::new(word, Role::Plain, false));
        }
        vocabulary.seal();
        vocabulary
    }

    #[test]
    fn a_word_is_found_with_a_letter_wrong_missing_or_too_many() {
        let vocabulary = vocabulary(&["rostec", "rosneft", "william", "mohammed"]);
        let found = |text: &str| -> Vec<u32> {
            let word = Word::new(text, Role::Plain, false);
            vocabulary
                .find(&word)
                .into_iter()
                .map(|(number, _)| number)
                .collect()
        };
        for text in ["rostec", "rostek", "rosttec", "rotsec", "ostec", "roztec"] {
            assert_eq!(found(text), [0], "{text}");
        }
        assert_eq!(found("bill"), [2]);
        assert_eq!(found("muhamid"), [3]);
        assert!(found("gazprom").is_empty());
        let bare = Word::new("mhmd", Role::Plain, true);
        assert_eq!(vocabulary.find(&bare).len(), 1);
    }
}
