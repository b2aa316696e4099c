//! How a word sounds, roughly: spellings that romanisations choose between become one.
//!
//! One key for all languages, kept coarse on purpose: it decides nothing alone. `Mohammed`, `Muhamad` and `Muhammed` get
//! keys that differ in a vowel at most, and so do `Khrushchev` and `Hruschow`.

/// The sound key of a lower-case ASCII word: digraphs simplified, vowels of one colour merged, doubled letters single.
pub(crate) fn sound(word: &str) -> String {
    let letters = word.as_bytes();
    let mut key = String::with_capacity(word.len());
    let mut at = 0;
    while at < letters.len() {
        let (taken, said) = spoken(letters, at);
        for c in said.chars() {
            if !key.ends_with(c) {
                key.push(c);
            }
        }
        at += taken;
    }
    if key.len() > 3 && key.ends_with('h') {
        key.pop();
    }
    key
}

/// Letters in a row that begin with this one, and what they become; the first that fits counts.
fn digraphs(first: u8) -> &'static [(&'static str, &'static str)] {
    match first {
        b'a' => &[("ay", "ai"), ("aa", "a"), ("ae", "ai")],
        b'b' => &[("bh", "b")],
        b'c' => &[("ch", "c"), ("ck", "k"), ("cz", "c")],
        b'd' => &[("dh", "d"), ("dj", "j"), ("dzh", "j")],
        b'e' => &[("ee", "i"), ("ei", "i"), ("ey", "i"), ("ej", "i")],
        b'g' => &[("gh", "g")],
        b'i' => &[
            ("ie", "i"),
            ("iy", "i"),
            ("ij", "i"),
            ("io", "u"),
            ("iu", "u"),
            ("ia", "a"),
        ],
        b'k' => &[("kh", "h"), ("ks", "x")],
        b'o' => &[("ou", "u"), ("oo", "u"), ("oe", "u")],
        b'p' => &[("ph", "f")],
        b'q' => &[("qu", "k")],
        b's' => &[("shch", "s"), ("sch", "s"), ("sh", "s")],
        b't' => &[
            ("tsch", "c"),
            ("tch", "c"),
            ("th", "t"),
            ("ts", "z"),
            ("tz", "z"),
        ],
        b'u' => &[("ue", "u")],
        b'y' => &[
            ("yi", "i"),
            ("yy", "i"),
            ("yj", "i"),
            ("yo", "u"),
            ("yu", "u"),
            ("ya", "a"),
            ("ye", "i"),
        ],
        b'z' => &[("zh", "z")],
        _ => &[],
    }
}

fn spoken(letters: &[u8], at: usize) -> (usize, &'static str) {
    let rest = &letters[at..];
    if at == 0 && rest.starts_with(b"x") {
        return (1, "s");
    }
    if at == 0 && rest.starts_with(b"hs") {
        return (2, "s");
    }
    let found = digraphs(rest[0])
        .iter()
        .find(|(from, _)| rest.starts_with(from.as_bytes()));
    if let Some((from, to)) = found {
        return (from.len(), to);
    }
    let soft = rest.get(1).is_some_and(|next| b"eiy".contains(next));
    let before_end = rest.len() == 1;
    let said = match rest[0] {
        b'c' if soft => "s",
        b'c' | b'q' | b'k' => "k",
        b'w' | b'v' => "v",
        b'y' | b'i' | b'e' => "i",
        b'j' if before_end => "i",
        b'o' | b'u' => "u",
        b'z' => "z",
        other => return (1, single(other)),
    };
    (1, said)
}

fn single(letter: u8) -> &'static str {
    const ALPHABET: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let at = match letter {
        b'a'..=b'z' => usize::from(letter - b'a'),
        b'0'..=b'9' => usize::from(letter - b'0') + 26,
        _ => return "",
    };
    ALPHABET.get(at..=at).unwrap_or("")
}

/// The consonants of a sound key: what an alphabet without vowels leaves.
pub(crate) fn consonants(sound: &str) -> String {
    let mut key = String::with_capacity(sound.len());
    for c in sound.chars().filter(|c| !"aiuh".contains(*c)) {
        let c = if c == 'v' { continue } else { c };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn romanisations_of_one_name_sound_alike() {
        for (one, other) in [
            ("sergey", "sergei"),
            ("wallmart", "walmart"),
            ("husayn", "husain"),
            ("noor", "nur"),
            ("zelensky", "zelenskyy"),
            ("gaddafi", "gadafi"),
            ("barack", "barak"),
        ] {
            assert_eq!(sound(one), sound(other), "{one} {other}");
        }
        assert_ne!(sound("putin"), sound("pulin"));
        assert_eq!(consonants(&sound("mohammed")), consonants(&sound("mhmd")));
    }
}
