//! A word of a name, and how alike two words are.

use crate::lexicon;
use crate::sound::{consonants, sound};

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It tells who is meant.
    Plain,
    /// A particle or a title.
    Small,
    /// A number.
    Number,
    /// One letter that may stand for a word.
    Initial,
}

/// A word with everything that comparing needs.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Lower-case ASCII.
    pub(crate) text: String,
    /// How it sounds.
    pub(crate) sound: String,
    pub(crate) role: Role,
    /// Which letters occur, as bits: words without common letters need no closer look.
    letters: u32,
    /// It was written in an alphabet that leaves vowels out.
    pub(crate) vowelless: bool,
    /// Many organisations bear it.
    pub(crate) trade: bool,
    /// It was one sign of a script that writes syllables or words: another sign is another word, however alike it sounds.
    pub(crate) sign: bool,
    variant: Option<u16>,
}

/// How two words agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Agreement {
    /// Letter by letter, after transliteration.
    Same,
    /// They sound alike.
    Sound,
    /// Variants of one name or word: Bill and William, Centre and Center.
    Variant,
    /// Written together here and apart there.
    Joined,
    /// So many letters differ.
    Typo(u8),
    /// The consonants agree, and one side was written without vowels.
    Consonants,
    /// One is the initial of the other.
    Initial,
}

impl Agreement {
    /// What it is called.
    pub fn describe(self) -> String {
        match self {
            Self::Same => "the same word".to_owned(),
            Self::Sound => "sounds alike".to_owned(),
            Self::Variant => "a variant of the same name".to_owned(),
            Self::Joined => "written together or apart".to_owned(),
            Self::Typo(1) => "one letter differs".to_owned(),
            Self::Typo(letters) => format!("{letters} letters differ"),
            Self::Consonants => "the consonants agree".to_owned(),
            Self::Initial => "an initial".to_owned(),
        }
    }
}

fn letters(text: &str) -> u32 {
    let bit = |letter: u8| match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        b'0'..=b'9' => 1 << (26 + (letter - b'0') % 6),
        _ => 0,
    };
    text.bytes().fold(0, |mask, letter| mask | bit(letter))
}

impl Word {
    pub(crate) fn new(text: &str, role: Role, vowelless: bool) -> Self {
        Self {
            sound: sound(text),
            letters: letters(text),
            trade: lexicon::TRADE.contains(&text),
            variant: if role == Role::Plain {
                lexicon::variant(text)
            } else {
                None
            },
            text: text.to_owned(),
            role,
            vowelless,
            sign: false,
        }
    }

    /// Other spellings of the word are known.
    pub(crate) const fn has_variants(&self) -> bool {
        self.variant.is_some()
    }

    /// The row of variants that the word stands in.
    pub(crate) const fn variant(&self) -> Option<u16> {
        self.variant
    }

    /// The consonants, where a word may be found by them.
    pub(crate) fn consonants(&self) -> String {
        consonants(&self.sound)
    }
}

/// How alike two words are, in 0 to 1, and how; nothing where they are not alike enough to be one word.
pub(crate) fn alike(a: &Word, b: &Word) -> Option<(f64, Agreement)> {
    if a.text == b.text {
        return Some((1.0, Agreement::Same));
    }
    if a.role == Role::Number || b.role == Role::Number || (a.sign && b.sign) {
        return None;
    }
    if a.role == Role::Initial || b.role == Role::Initial {
        return initial(a, b);
    }
    if a.variant.is_some() && a.variant == b.variant {
        return Some((0.93, Agreement::Variant));
    }
    if a.sound == b.sound && a.sound.len() >= 3 {
        return Some((0.95, Agreement::Sound));
    }
    if (a.vowelless || b.vowelless) && a.consonants() == b.consonants() && a.consonants().len() >= 2
    {
        return Some((0.85, Agreement::Consonants));
    }
    typo(a, b)
}

fn initial(a: &Word, b: &Word) -> Option<(f64, Agreement)> {
    let fits = a.text.bytes().next() == b.text.bytes().next();
    let other = if a.role == Role::Initial { b } else { a };
    (fits && other.role == Role::Plain).then_some((0.8, Agreement::Initial))
}

/// How many letters may differ in words of this length for them to be one word.
const fn allowed(length: usize) -> usize {
    match length {
        0..=2 => 0,
        3..=7 => 1,
        8..=11 => 2,
        _ => 3,
    }
}

fn typo(a: &Word, b: &Word) -> Option<(f64, Agreement)> {
    let (short, long) = (
        a.text.len().min(b.text.len()),
        a.text.len().max(b.text.len()),
    );
    let most = allowed(long);
    if most == 0 || long - short > most || (a.letters ^ b.letters).count_ones() as usize > 2 * most
    {
        return None;
    }
    let differing = distance(a.text.as_bytes(), b.text.as_bytes(), most)?;
    let heard = distance(a.sound.as_bytes(), b.sound.as_bytes(), most);
    let heard = heard.filter(|heard| *heard < differing);
    let letters = heard.map_or(differing as f64, |heard| 0.5 * (heard + differing) as f64);
    let likeness = 1.0 - 1.9 * letters / (long as f64 + 1.0);
    let likeness = likeness - if a.trade && b.trade { 0.15 } else { 0.0 };
    let count = u8::try_from(differing).unwrap_or(u8::MAX);
    (likeness >= 0.5).then_some((likeness, Agreement::Typo(count)))
}

/// The least number of letters put in, left out, replaced or swapped with their neighbour that makes one word the other
/// (optimal string alignment; Damerau, Communications of the ACM 7, 1964), where it is at most `most`.
pub(crate) fn distance(a: &[u8], b: &[u8], most: usize) -> Option<usize> {
    const WIDTH: usize = 64;
    if a.len() >= WIDTH || b.len() >= WIDTH || a.len().abs_diff(b.len()) > most {
        return None;
    }
    let (mut before, mut last, mut row) = ([0_u8; WIDTH], [0_u8; WIDTH], [0_u8; WIDTH]);
    for (column, cell) in (0_u8..).zip(&mut last[..=b.len()]) {
        *cell = column;
    }
    for line in 1..=a.len() {
        row[0] = last[0] + 1;
        let mut least = row[0];
        for column in 1..=b.len() {
            let replaced = last[column - 1] + u8::from(a[line - 1] != b[column - 1]);
            let mut cell = replaced.min(last[column] + 1).min(row[column - 1] + 1);
            if line > 1
                && column > 1
                && a[line - 1] == b[column - 2]
                && a[line - 2] == b[column - 1]
            {
                cell = cell.min(before[column - 2] + 1);
            }
            row[column] = cell;
            least = least.min(cell);
        }
        if usize::from(least) > most + 1 {
            return None;
        }
        (before, last, row) = (last, row, before);
    }
    let found = usize::from(last[b.len()]);
    (found <= most).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_count_letters() {
        let cases = [
            ("abc", "abc", 0),
            ("abc", "acb", 1),
            ("abc", "ab", 1),
            ("kitten", "sitting", 3),
            ("", "ab", 2),
        ];
        for (a, b, letters) in cases {
            assert_eq!(
                distance(a.as_bytes(), b.as_bytes(), 9),
                Some(letters),
                "{a} {b}"
            );
        }
        assert_eq!(distance(b"kitten", b"sitting", 2), None);
        assert_eq!(distance(&[b'a'; 70], &[b'a'; 70], 2), None);
    }

    #[test]
    fn words_agree_in_their_own_way() {
        let word = |text: &str| {
            Word::new(
                text,
                if text.len() == 1 {
                    Role::Initial
                } else {
                    Role::Plain
                },
                false,
            )
        };
        let how = |a: &str, b: &str| alike(&word(a), &word(b)).map(|(_, how)| how);
        assert_eq!(how("putin", "putin"), Some(Agreement::Same));
        assert_eq!(how("wallmart", "walmart"), Some(Agreement::Sound));
        assert_eq!(how("bill", "william"), Some(Agreement::Variant));
        assert_eq!(how("glenmore", "glencore"), Some(Agreement::Typo(1)));
        assert_eq!(how("j", "joachim"), Some(Agreement::Initial));
        assert_eq!(how("o", "joachim"), None);
        assert_eq!(how("bwi", "xyz"), None);
        let bare = Word::new("mhmd", Role::Plain, true);
        assert_eq!(
            alike(&bare, &word("mohamid")).map(|(_, how)| how),
            Some(Agreement::Consonants)
        );
    }
}
