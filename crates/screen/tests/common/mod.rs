//! The reference list, and names of it in disguise.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that cannot read its cases has failed, and prints what it measured"
)]
#![allow(dead_code, reason = "every test uses a part of it")]

use portolan_screen::{Index, Kind, Name, Party, Query};

/// Well-known firms and agencies of the space trade that stand on none of the lists. A hit on one is a false one.
pub(crate) const FIRMS: [&str; 30] = [
    "Airbus Defence and Space SAS",
    "Thales Alenia Space France SAS",
    "OHB SE",
    "Arianespace SA",
    "The Boeing Company",
    "Lockheed Martin Corporation",
    "Northrop Grumman Corporation",
    "Space Exploration Technologies Corp.",
    "Blue Origin LLC",
    "Rocket Lab USA, Inc.",
    "Maxar Technologies Inc.",
    "Sierra Space Corporation",
    "Mitsubishi Heavy Industries, Ltd.",
    "IHI Aerospace Co., Ltd.",
    "Kawasaki Heavy Industries, Ltd.",
    "NEC Space Technologies, Ltd.",
    "Avio S.p.A.",
    "Beyond Gravity AG",
    "Safran S.A.",
    "MT Aerospace AG",
    "Leonardo S.p.A.",
    "Telespazio S.p.A.",
    "SES S.A.",
    "Eutelsat S.A.",
    "Inmarsat Global Limited",
    "Intelsat S.A.",
    "Embraer S.A.",
    "NewSpace India Limited",
    "Korea Aerospace Research Institute",
    "Surrey Satellite Technology Ltd",
];

/// The reference list, where its folder is.
pub(crate) fn listed() -> Option<Vec<Party>> {
    let folder = portolan_testkit::conformance()?;
    let path = folder.join("export_control/src/data/screening-list.json");
    let bytes = std::fs::read(path).unwrap();
    Some(
        portolan_formats::screening::read("screening-list.json", &bytes)
            .unwrap()
            .parties,
    )
}

/// A generator of numbers that are the same everywhere (splitmix64; Steele, Lea and Flood, 2014).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit.max(1) as u64) as usize
    }
}

/// So many parties, drawn with a fixed seed, each with one of its names.
pub(crate) fn sample(parties: &[Party], count: usize) -> Vec<(Party, String)> {
    let mut numbers = Numbers(20_261_123);
    let mut drawn = Vec::new();
    while drawn.len() < count {
        let party = &parties[numbers.below(parties.len())];
        let names: Vec<&str> = party.names().collect();
        let name = names[numbers.below(names.len())];
        drawn.push((party.clone(), name.to_owned()));
    }
    drawn
}

/// How a name is disguised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disguise {
    /// The legal form left out, or another put in its place.
    LegalForm,
    /// Two words swapped.
    WordSwap,
    /// One letter left out, put in, replaced, or swapped with the next; the place may be a space.
    Typo,
}

impl Disguise {
    pub(crate) const ALL: [Self; 3] = [Self::LegalForm, Self::WordSwap, Self::Typo];
}

const FORMS: [&str; 12] = [
    "llc",
    "ltd",
    "limited",
    "inc",
    "corp",
    "corporation",
    "gmbh",
    "jsc",
    "ooo",
    "co",
    "company",
    "fze",
];

/// The name in disguise; nothing where the disguise does not fit.
pub(crate) fn disguised(disguise: Disguise, name: &str, seed: u64) -> Option<String> {
    let mut numbers = Numbers(seed.wrapping_mul(7919) + disguise as u64);
    let mut words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
    match disguise {
        Disguise::LegalForm => {
            let bare = |word: &String| word.to_lowercase().replace(['.', ',', '"', '(', ')'], "");
            let before = words.len();
            words.retain(|word| !FORMS.contains(&bare(word).as_str()));
            if words.len() == before || words.is_empty() {
                return None;
            }
            if numbers.below(2) == 0 {
                words.push(["LLC", "Ltd.", "GmbH", "Inc.", "JSC"][numbers.below(5)].to_owned());
            }
            Some(words.join(" "))
        }
        Disguise::WordSwap => {
            if words.len() < 2 {
                return None;
            }
            let one = numbers.below(words.len());
            let other = (one + 1 + numbers.below(words.len() - 1)) % words.len();
            words.swap(one, other);
            Some(words.join(" "))
        }
        Disguise::Typo => typo(name, &mut numbers),
    }
}

fn typo(name: &str, numbers: &mut Numbers) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.len() < 4 {
        return None;
    }
    let at = numbers.below(letters.len() - 1);
    let letter = char::from(b'a' + numbers.below(26) as u8);
    match numbers.below(4) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ => letters.swap(at, at + 1),
    }
    Some(letters.into_iter().collect())
}

/// Whether the party, or another entry that bears the very same name, is among the hits.
pub(crate) fn hits(index: &Index, party: &Party, text: &str) -> bool {
    let query = Query::named(text).of_kind(party.kind);
    let found = index.search(&query, 20);
    let prints: Vec<String> = party
        .names()
        .map(|name| Name::new(name, Kind::Unknown).fingerprint())
        .collect();
    found.iter().any(|hit| {
        hit.party == party || prints.contains(&Name::new(hit.name, Kind::Unknown).fingerprint())
    })
}
