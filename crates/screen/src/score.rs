//! What a likeness of names is worth as evidence, and what else speaks for or against one party being the other.
//!
//! A score never saturates: the same name and nothing else stays below [`NAME_ALONE`], and the more so the less the name
//! tells. What else agrees closes a part of the gap to one; what contradicts takes a part of the score away. The effects of
//! all evidence add up to the score.

use crate::alignment::{Alignment, Side, TUNING, align, form_factor, rules, weight};
use crate::name::Name;
use crate::party::{Birth, Identifier, Kind, Party, Query};
use crate::word::{Agreement, Word};
use std::fmt;

/// The score from which a party counts as a hit. Fixed on the even rows of the labelled pairs (validation/screening).
pub const HIT: f64 = 0.62;

/// What the same name alone can score at most.
pub const NAME_ALONE: f64 = 0.95;

/// The same name with hardly any word that tells something.
const NAME_LEAST: f64 = 0.80;

/// Names that score less are different names: neither a day of birth nor a country makes them one.
const FAR: f64 = 0.45;

/// The numbers of an authority that are too short to tell anything.
const SHORT_IDENTIFIER: usize = 5;

/// Why a score is what it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A word answers a word, or several written together.
    Word {
        /// As asked.
        asked: String,
        /// As listed.
        listed: String,
        /// How they agree.
        how: Agreement,
        /// How alike they are, 0 to 1.
        likeness: f64,
        /// How much the word counts, 0 to 1: the rarer on the list, the more.
        weight: f64,
    },
    /// A word of the one who is asked about has no answer.
    OnlyAsked {
        /// The word.
        word: String,
        /// How much it counts, 0 to 1.
        weight: f64,
    },
    /// A word of the one listed has no answer.
    OnlyListed {
        /// The word.
        word: String,
        /// How much it counts, 0 to 1.
        weight: f64,
    },
    /// The words stand in another order.
    Order,
    /// The legal forms contradict each other.
    LegalForm,
    /// A name alone is no proof, and a common one still less.
    NameAlone {
        /// The weights of the words that agree, added up.
        told: f64,
    },
    /// An authority's number is the same.
    SameIdentifier(Identifier),
    /// A ship's number, which it keeps for life, is another.
    OtherShip {
        /// As asked.
        asked: String,
        /// As listed.
        listed: String,
    },
    /// Days of birth agree or contradict each other.
    Birth {
        /// As asked.
        asked: Birth,
        /// As listed.
        listed: Birth,
    },
    /// A country is the same.
    SameCountry(String),
    /// No country is the same.
    OtherCountries,
    /// One is a person and the other is none, or the like.
    OtherKind {
        /// As asked.
        asked: Kind,
        /// As listed.
        listed: Kind,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word {
                asked,
                listed,
                how,
                weight,
                ..
            } => {
                write!(
                    f,
                    "\"{asked}\" = \"{listed}\": {} (weight {weight:.2})",
                    how.describe()
                )
            }
            Self::OnlyAsked { word, weight } => write!(
                f,
                "\"{word}\" is not in the listed name (weight {weight:.2})"
            ),
            Self::OnlyListed { word, weight } => write!(
                f,
                "\"{word}\" is in the listed name only (weight {weight:.2})"
            ),
            Self::Order => f.write_str("the words stand in another order"),
            Self::LegalForm => f.write_str("the legal forms contradict each other"),
            Self::NameAlone { told } => write!(
                f,
                "a name alone is no proof (words that agree weigh {told:.2})"
            ),
            Self::SameIdentifier(same) => {
                write!(f, "the same number: {} {}", same.kind, same.value)
            }
            Self::OtherShip { asked, listed } => {
                write!(f, "another ship's number: {asked}, listed {listed}")
            }
            Self::Birth { asked, listed } => write!(f, "born {asked}, listed {listed}"),
            Self::SameCountry(country) => write!(f, "the same country: {country}"),
            Self::OtherCountries => f.write_str("no country in common"),
            Self::OtherKind { asked, listed } => {
                write!(f, "asked about: {asked}; listed: {listed}")
            }
        }
    }
}

/// One reason, and what it does to the score. The effects of all evidence add up to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// The reason.
    pub reason: Reason,
    /// What it adds to the score, or takes from it.
    pub effect: f64,
}

/// A score with its reasons.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    /// How likely it is that one is the other: 0 to 1, never 1 for names alone. A rank, and no probability.
    pub score: f64,
    /// Why.
    pub why: Vec<Evidence>,
}

impl Scored {
    /// Closes this part of the gap to one.
    fn proves(&mut self, part: f64, reason: Reason) {
        self.changes((1.0 - self.score) * part, reason);
    }

    /// Closes this part of the gap to one where the names are near; it supports a name, and replaces none.
    fn speaks_for(&mut self, part: f64, reason: Reason) {
        let near = ((self.score - FAR) / (HIT - FAR)).clamp(0.0, 1.0);
        self.proves(part * near, reason);
    }

    /// Takes this part of the score away.
    fn speaks_against(&mut self, part: f64, reason: Reason) {
        self.changes(-self.score * part, reason);
    }

    fn changes(&mut self, effect: f64, reason: Reason) {
        self.score += effect;
        self.why.push(Evidence { reason, effect });
    }
}

/// Compares two names that no list weighs, by the rules for this kind ([`Kind::Unknown`]: as the names suggest).
///
/// ```
/// use portolan_screen::{HIT, Kind, Name, compare};
/// let score = |one: &str, other: &str| {
///     let kind = Kind::Organisation;
///     compare(&Name::new(one, kind), &Name::new(other, kind), kind).score
/// };
/// assert!(score("Samsung Electronics Co., Ltd.", "SAMSUNG ELECTRONICS LIMITED") >= HIT);
/// assert!(score("China State Construction Equipment", "China State Construction Engineering") < HIT);
/// ```
pub fn compare(asked: &Name, listed: &Name, kind: Kind) -> Scored {
    let words = |name: &Name| -> Vec<f64> {
        name.words
            .iter()
            .map(|word| weight(word, None, &TUNING))
            .collect()
    };
    let (one, other) = (words(asked), words(listed));
    let (asked_words, listed_words): (Vec<&Word>, Vec<&Word>) =
        (asked.words.iter().collect(), listed.words.iter().collect());
    let pair = Pair {
        asked: Side {
            words: &asked_words,
            weights: &one,
        },
        listed: Side {
            words: &listed_words,
            weights: &other,
        },
        kind: rules(kind, asked, listed),
        form: form_factor(asked.form, listed.form, &TUNING),
    };
    let alignment = pair.align();
    pair.explain(&alignment)
}

/// Two names ready to be compared.
pub(crate) struct Pair<'a> {
    pub(crate) asked: Side<'a>,
    pub(crate) listed: Side<'a>,
    pub(crate) kind: Kind,
    /// What the legal forms leave of the score.
    pub(crate) form: f64,
}

impl Pair<'_> {
    pub(crate) fn align(&self) -> Alignment {
        align(self.asked, self.listed, self.kind, &TUNING)
    }

    /// The score of the names alone.
    pub(crate) fn score(&self, alignment: &Alignment) -> f64 {
        alignment.likeness * self.form * ceiling(alignment)
    }

    /// The score of the names alone, with its reasons.
    pub(crate) fn explain(&self, alignment: &Alignment) -> Scored {
        let mut scored = Scored::default();
        let whole = alignment.agreed + alignment.against;
        for link in &alignment.links {
            let text = |side: Side<'_>, (start, count): (usize, usize)| {
                let words: Vec<&str> = side.words[start..start + count]
                    .iter()
                    .map(|word| word.text.as_str())
                    .collect();
                words.join(" ")
            };
            let reason = Reason::Word {
                asked: text(self.asked, link.asked),
                listed: text(self.listed, link.listed),
                how: link.how,
                likeness: link.likeness,
                weight: link.weight,
            };
            scored.changes(link.weight * link.likeness / whole, reason);
        }
        // Words without an answer work through the whole that the others are measured by.
        for &at in &alignment.asked_left {
            let (word, weight) = (self.asked.words[at].text.clone(), self.asked.weights[at]);
            scored.changes(0.0, Reason::OnlyAsked { word, weight });
        }
        for &at in &alignment.listed_left {
            let (word, weight) = (self.listed.words[at].text.clone(), self.listed.weights[at]);
            scored.changes(0.0, Reason::OnlyListed { word, weight });
        }
        if !alignment.in_order {
            scored.speaks_against(1.0 - TUNING.order, Reason::Order);
        }
        if self.form < 1.0 {
            scored.speaks_against(1.0 - self.form, Reason::LegalForm);
        }
        let told = told(alignment);
        scored.speaks_against(1.0 - ceiling(alignment), Reason::NameAlone { told });
        scored
    }
}

fn told(alignment: &Alignment) -> f64 {
    alignment
        .links
        .iter()
        .map(|link| link.weight * link.likeness)
        .sum()
}

/// What the same name is worth: the more its words tell, the more.
fn ceiling(alignment: &Alignment) -> f64 {
    NAME_LEAST + (NAME_ALONE - NAME_LEAST) * (1.0 - (-told(alignment) / 2.0).exp())
}

/// Weighs everything besides the names.
pub(crate) fn weigh(query: &Query, party: &Party, scored: &mut Scored) {
    let contradicts =
        query.kind != party.kind && query.kind != Kind::Unknown && party.kind != Kind::Unknown;
    if contradicts {
        let (asked, listed) = (query.kind, party.kind);
        scored.speaks_against(0.25, Reason::OtherKind { asked, listed });
    }
    births(query, party, scored);
    countries(query, party, scored);
    identifiers(query, party, scored);
}

fn births(query: &Query, party: &Party, scored: &mut Scored) {
    let pairs = query
        .births
        .iter()
        .flat_map(|asked| party.births.iter().map(move |listed| (*asked, *listed)));
    let apart = |(asked, listed): (Birth, Birth)| Some(asked.year()?.abs_diff(listed.year()?));
    let rank = |pair: &(Birth, Birth)| (pair.0 != pair.1, apart(*pair).unwrap_or(u32::MAX));
    let Some(nearest) = pairs.min_by_key(rank) else {
        return;
    };
    let (asked, listed) = nearest;
    let reason = Reason::Birth { asked, listed };
    let days = matches!(nearest, (Birth::Day(_), Birth::Day(_)));
    match apart(nearest) {
        Some(0) if asked == listed && days => scored.speaks_for(0.65, reason),
        Some(0) if !days => scored.speaks_for(0.35, reason),
        Some(0 | 1) => scored.speaks_against(0.08, reason),
        Some(_) => scored.speaks_against(0.45, reason),
        None => {}
    }
}

fn countries(query: &Query, party: &Party, scored: &mut Scored) {
    if query.countries.is_empty() || party.countries.is_empty() {
        return;
    }
    let same = query.countries.iter().find(|asked| {
        party
            .countries
            .iter()
            .any(|listed| listed.eq_ignore_ascii_case(asked))
    });
    match same {
        Some(country) => scored.speaks_for(0.15, Reason::SameCountry(country.clone())),
        None => scored.speaks_against(0.07, Reason::OtherCountries),
    }
}

fn identifiers(query: &Query, party: &Party, scored: &mut Scored) {
    let ship = |identifier: &Identifier| identifier.kind.to_ascii_uppercase().contains("IMO");
    let mut other_ship = None;
    for asked in &query.identifiers {
        let bare = asked.bare();
        for listed in &party.identifiers {
            if bare.len() >= SHORT_IDENTIFIER && bare == listed.bare() {
                scored.proves(0.9, Reason::SameIdentifier(listed.clone()));
                return;
            }
            if ship(asked) && ship(listed) {
                other_ship = Some((asked.value.clone(), listed.value.clone()));
            }
        }
    }
    if let Some((asked, listed)) = other_ship {
        scored.speaks_against(0.4, Reason::OtherShip { asked, listed });
    }
}
