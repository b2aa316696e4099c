//! A name, taken apart: transliterated, cut into words, freed of its legal form.

use crate::legal_form::{self, Form};
use crate::lexicon;
use crate::party::Kind;
use crate::word::{Role, Word};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// The most words of a name that are looked at; no listed name has so many that matter.
const MOST_WORDS: usize = 24;
/// The most letters of a name that are looked at.
const MOST_LETTERS: usize = 400;
/// The most letters of a word.
const MOST_IN_WORD: usize = 40;

/// A name, taken apart.
///
/// ```
/// use portolan_screen::{Kind, Name};
/// let name = Name::new("ООО «Ромашка»", Kind::Organisation);
/// assert_eq!(name.words().collect::<Vec<_>>(), ["romashka"]);
/// ```
#[derive(Clone, Debug)]
pub struct Name {
    pub(crate) words: Vec<Word>,
    pub(crate) form: Option<Form>,
    pub(crate) kind: Kind,
}

/// A word as cut from the text, before anything is known of it.
struct Piece {
    text: String,
    vowelless: bool,
    upper: bool,
    sign: bool,
}

impl Name {
    /// Takes a name apart. Titles and particles stay as words that count little; legal forms of organisations go.
    pub fn new(text: &str, kind: Kind) -> Self {
        let pieces = pieces(text, kind);
        let texts: Vec<&str> = pieces.iter().map(|piece| piece.text.as_str()).collect();
        let (kept, form) = without_forms(&texts, kind);
        let kind = if kind == Kind::Unknown && form.is_some() {
            Kind::Organisation
        } else {
            kind
        };
        let mut words: Vec<Word> = Vec::with_capacity(kept.len());
        for (at, piece) in kept
            .into_iter()
            .filter_map(|at| Some((at, pieces.get(at)?)))
        {
            push(&mut words, piece, at, kind);
        }
        words.truncate(MOST_WORDS);
        Self { words, form, kind }
    }

    /// The words that are compared: lower-case ASCII, without legal forms.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// The words in alphabetical order: the same for every order, spelling of accents and legal form.
    pub fn fingerprint(&self) -> String {
        let mut words: Vec<&str> = self.words().collect();
        words.sort_unstable();
        words.join(" ")
    }
}

/// Adds a word; a number in words joins the tens before it.
fn push(words: &mut Vec<Word>, piece: &Piece, at: usize, kind: Kind) {
    let text = piece.text.as_str();
    let roman = piece.upper && at > 0 && kind != Kind::Person;
    let digits = text.bytes().all(|c| c.is_ascii_digit());
    if digits {
        let bare = text.trim_start_matches('0');
        words.push(Word::new(
            if bare.is_empty() { "0" } else { bare },
            Role::Number,
            false,
        ));
        return;
    }
    if let Some(value) = lexicon::number(text, roman) {
        let tens = words
            .last()
            .filter(|last| last.role == Role::Number && value < 10);
        let tens = tens
            .and_then(|last| last.text.parse().ok())
            .filter(|tens: &u32| *tens >= 20 && tens.is_multiple_of(10));
        if tens.is_some() {
            words.pop();
        }
        let value = (tens.unwrap_or(0) + value).to_string();
        words.push(Word::new(&value, Role::Number, false));
        return;
    }
    let form = kind != Kind::Person && legal_form::is_part(text);
    let role = if form
        || lexicon::PARTICLES.contains(&text)
        || (lexicon::TITLES.contains(&text) && kind != Kind::Organisation)
    {
        Role::Small
    } else if text.len() == 1 {
        Role::Initial
    } else {
        Role::Plain
    };
    let mut word = Word::new(text, role, piece.vowelless);
    word.sign = piece.sign;
    words.push(word);
}

/// Which words remain without legal forms, and the form. At least one word remains.
fn without_forms(words: &[&str], kind: Kind) -> (Vec<usize>, Option<Form>) {
    let (mut kept, mut form) = (Vec::new(), None);
    let named = !matches!(kind, Kind::Person | Kind::Vessel | Kind::Aircraft);
    let mut end = words.len();
    // The ends of the name: as many forms as stand there.
    while let Some((taken, found)) = legal_form::at_end(&words[..end]) {
        if taken >= end || (!named && !legal_form::is_form(words[end - 1])) {
            break;
        }
        end -= taken;
        form = stronger(form, found);
    }
    let mut at = 0;
    while at < end {
        let anywhere_only = at > 0 || !named;
        match legal_form::at_start(&words[at..end], anywhere_only) {
            Some((taken, found)) if (named || at > 0) && taken < end => {
                at += taken;
                form = stronger(form, found);
            }
            _ => {
                kept.push(at);
                at += 1;
            }
        }
    }
    if kept.is_empty() {
        return ((0..words.len()).collect(), None);
    }
    (kept, form)
}

/// A definite form says more than a vague one.
fn stronger(form: Option<Form>, found: Form) -> Option<Form> {
    match form {
        Some(known) if known != Form::Some => Some(known),
        _ => Some(found),
    }
}

/// Scripts that leave vowels out, or most of them: Hebrew and Arabic with its supplements.
fn leaves_vowels_out(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{5ff}' | '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

fn pieces(text: &str, kind: Kind) -> Vec<Piece> {
    let text: String = without_acronym(text).nfkc().take(MOST_LETTERS).collect();
    let mut cutter = Cutter::default();
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        cutter.take(c, next);
    }
    cutter.cut();
    let pieces = joined_initials(cutter.pieces, kind);
    if kind == Kind::Person {
        pieces
    } else {
        pieces.into_iter().flat_map(unglued).collect()
    }
}

/// A word and the legal form that was written together with it.
fn unglued(piece: Piece) -> Vec<Piece> {
    let Some((head, tail)) = legal_form::unglued(&piece.text) else {
        return vec![piece];
    };
    let part = |text: &str| Piece {
        text: text.to_owned(),
        ..piece
    };
    vec![part(head), part(tail)]
}

/// The text without an abbreviation of itself in brackets, as in `Aerospace Industries Organization (AIO)`.
fn without_acronym(text: &str) -> Cow<'_, str> {
    let Some((before, rest)) = text.split_once('(') else {
        return Cow::Borrowed(text);
    };
    let Some((inside, after)) = rest.split_once(')') else {
        return Cow::Borrowed(text);
    };
    let inside = inside.trim();
    if inside.len() < 2 || !inside.bytes().all(|c| c.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let initials = before
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| word.chars().next());
    let mut wanted = inside.chars().peekable();
    for initial in initials {
        wanted.next_if(|letter| initial.eq_ignore_ascii_case(letter));
    }
    if wanted.peek().is_some() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("{before} {after}"))
}

#[derive(Default)]
struct Cutter {
    pieces: Vec<(Piece, bool)>,
    word: String,
    cased: String,
    vowelless: bool,
    sign: bool,
}

impl Cutter {
    fn take(&mut self, c: char, next: Option<char>) {
        match c {
            // Apostrophes and marks that are not seen only join.
            '\'' | '’' | '‘' | '`' | 'ʼ' | 'ʿ' | 'ʾ' | 'ʻ' | '´' | '\u{200c}' | '\u{200d}'
            | '\u{ad}' => {}
            '.' => {
                let single = self.cased.chars().count() == 1;
                self.cut();
                let follows = next.is_some_and(char::is_alphanumeric);
                if let Some(last) = self.pieces.last_mut() {
                    last.1 = single && (follows || last.1);
                }
            }
            c if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) => {
                self.letter(c);
            }
            _ => self.cut(),
        }
    }

    fn letter(&mut self, c: char) {
        if matches!(c, '\u{64b}'..='\u{65f}') {
            return;
        }
        let was_digit = self.word.ends_with(|last: char| last.is_ascii_digit());
        if !self.word.is_empty()
            && was_digit != c.is_ascii_digit()
            && c.is_ascii()
            && self.word.is_ascii()
            && self.word.len() > 2
        {
            self.cut();
        }
        self.vowelless |= leaves_vowels_out(c);
        if self.word.len() >= MOST_IN_WORD {
            return;
        }
        // A sign of a script without spaces is a word of its own.
        let sign = matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ac00}'..='\u{d7a3}');
        if sign {
            self.cut();
        }
        let ascii = any_ascii::any_ascii_char(c);
        let plain = ascii.chars().filter(char::is_ascii_alphanumeric);
        self.word
            .extend(plain.map(|letter| letter.to_ascii_lowercase()));
        self.cased.push(c);
        if sign {
            self.sign = true;
            self.cut();
        }
    }

    fn cut(&mut self) {
        let cased = std::mem::take(&mut self.cased);
        let text = std::mem::take(&mut self.word);
        let vowelless = std::mem::take(&mut self.vowelless);
        if text.is_empty() {
            return;
        }
        let upper = cased.chars().all(|c| !c.is_lowercase());
        for text in split(&text, &cased, vowelless) {
            let sign = std::mem::take(&mut self.sign);
            let piece = Piece {
                text,
                vowelless,
                upper,
                sign,
            };
            self.pieces.push((piece, false));
        }
    }
}

/// Cuts a legal form off a word that it was written together with, as in `RostecCorp`, and an Arabic article.
fn split(text: &str, cased: &str, vowelless: bool) -> Vec<String> {
    if vowelless && text.len() > 4 && text.starts_with("al") {
        return vec!["al".to_owned(), text[2..].to_owned()];
    }
    let tail = cased
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_uppercase())
        .map_or(0, |(at, _)| at);
    let before = cased.get(..tail).and_then(|before| before.chars().last());
    if cased.is_ascii()
        && tail >= 3
        && before.is_some_and(char::is_lowercase)
        && text.len() == cased.len()
    {
        let (head, form) = text.split_at(tail);
        if legal_form::is_form(form) {
            return vec![head.to_owned(), form.to_owned()];
        }
    }
    vec![text.to_owned()]
}

/// `S.A.R.L.` is one word, and so is `A.B.C.`; the initials of a person stay apart.
fn joined_initials(pieces: Vec<(Piece, bool)>, kind: Kind) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut open = false;
    for (piece, dotted) in pieces {
        let single = piece.text.len() == 1;
        match joined.last_mut() {
            Some(last) if open && single && kind != Kind::Person => last.text.push_str(&piece.text),
            _ => joined.push(piece),
        }
        open = dotted && single;
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, kind: Kind) -> String {
        Name::new(text, kind).words().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_lose_their_forms_and_keep_their_words() {
        let cases = [
            ("Siemens Aktiengesellschaft", "siemens"),
            ("Bowne International, S.A.R.L.", "bowne international"),
            ("FABERLIC EUROPE Sp. z o.o.", "faberlic europe"),
            ("ООО \"БАЙКАЛ\"", "baykal"),
            ("ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ \"БАЙ\"", "bay"),
            ("RostecCorp", "rostec"),
            ("A.B.C. Company", "abc"),
            ("Brigade Forty-Four", "brigade 44"),
            ("Limited", "limited"),
            (
                "Aerospace Industries Organization (AIO)",
                "aerospace industries organization",
            ),
            ("ICBC (London) plc", "icbc london"),
            ("P.T. Astra International", "astra international"),
            ("Oboronnye Initsiativy OOO", "oboronnye initsiativy"),
            ("Procter & Gamble Co.", "procter gamble"),
            (
                "Societatea cu Răspundere Limitată CON TRAFFIC",
                "con traffic",
            ),
            ("习近平", "xi jin ping"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text, Kind::Organisation), expected, "{text}");
        }
        assert_eq!(words("Frost, W.G.", Kind::Person), "frost w g");
        assert_eq!(words("محمد", Kind::Person), "mhmd");
    }

    #[test]
    fn fingerprints_do_not_depend_on_order() {
        let print = |text: &str| Name::new(text, Kind::Unknown).fingerprint();
        assert_eq!(print("Smith, John"), print("JOHN SMITH"));
    }
}
