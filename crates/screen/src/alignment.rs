//! Which word of one name answers which word of another, and what that is worth.

use crate::legal_form::Form;
use crate::name::Name;
use crate::party::Kind;
use crate::sound::sound;
use crate::word::{Agreement, Role, Word, alike, distance};

/// What a disagreement costs. Chosen once, on half of the labelled pairs (validation/screening).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tuning {
    /// What a word on either side weighs that contradicts one on the other side.
    pub(crate) conflict: f64,
    /// The same for people: one other name is another person, however many names agree.
    pub(crate) person_conflict: f64,
    /// What a further word weighs where people may leave names out.
    pub(crate) person_extra: f64,
    /// The same, where only one word agrees.
    pub(crate) person_lone: f64,
    /// What a further word weighs in the name of an organisation.
    pub(crate) organisation_extra: f64,
    /// The same, where only words agree that many organisations bear: then the further word is who it is.
    pub(crate) organisation_vague: f64,
    /// The same, where only one short word agrees.
    pub(crate) organisation_short: f64,
    /// The weight of a particle or title.
    pub(crate) small: f64,
    /// The weight of a number.
    pub(crate) number: f64,
    /// The weight of an initial.
    pub(crate) initial: f64,
    /// The weight of a word that many organisations bear, where no list says how rare it is.
    pub(crate) trade: f64,
    /// The weight of a name with known variants, likewise.
    pub(crate) variant: f64,
    /// What the same words in another order keep.
    pub(crate) order: f64,
    /// What definite legal forms that contradict each other leave.
    pub(crate) form: f64,
    /// How much of an unlikeness in letters counts.
    pub(crate) typo: f64,
}

/// The values in use.
pub(crate) const TUNING: Tuning = Tuning {
    conflict: 1.9,
    person_conflict: 2.5,
    person_extra: 0.22,
    person_lone: 0.5,
    organisation_extra: 0.5,
    organisation_vague: 1.3,
    organisation_short: 1.0,
    small: 0.12,
    number: 0.35,
    initial: 0.45,
    trade: 0.6,
    variant: 0.85,
    order: 0.98,
    form: 0.97,
    typo: 1.0,
};

/// The words of a name with their weights.
#[derive(Clone, Copy)]
pub(crate) struct Side<'a> {
    pub(crate) words: &'a [&'a Word],
    pub(crate) weights: &'a [f64],
}

/// Words in a row of one side that answer words in a row of the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    /// First word and number of words, of the one who is asked about.
    pub(crate) asked: (usize, usize),
    /// The same of the one listed.
    pub(crate) listed: (usize, usize),
    pub(crate) likeness: f64,
    pub(crate) how: Agreement,
    pub(crate) weight: f64,
}

/// How two names answer each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alignment {
    pub(crate) links: Vec<Link>,
    /// Words without an answer, asked and listed.
    pub(crate) asked_left: Vec<usize>,
    pub(crate) listed_left: Vec<usize>,
    /// The weights of contradiction and of further words, times what they cost.
    pub(crate) against: f64,
    /// The weight of all links.
    pub(crate) agreed: f64,
    pub(crate) in_order: bool,
    /// How alike the names are, 0 to 1.
    pub(crate) likeness: f64,
}

/// The weight of a word by what it is; `rarity` in 0 to 1 is how rare a list says it is.
pub(crate) fn weight(word: &Word, rarity: Option<f64>, tuning: &Tuning) -> f64 {
    match word.role {
        Role::Small => tuning.small,
        Role::Number => tuning.number,
        Role::Initial => tuning.initial,
        Role::Plain => rarity.unwrap_or(if word.trade {
            tuning.trade
        } else if word.has_variants() {
            tuning.variant
        } else {
            1.0
        }),
    }
}

/// Aligns two names under the rules for this kind.
pub(crate) fn align(asked: Side<'_>, listed: Side<'_>, kind: Kind, tuning: &Tuning) -> Alignment {
    let mut found = singles(asked, listed, tuning);
    joins(asked, listed, &mut found, false);
    joins(listed, asked, &mut found, true);
    found.sort_by(|a, b| {
        let gain = |link: &Link| link.likeness * link.weight;
        let key = |link: &Link| {
            (
                link.asked.0.abs_diff(link.listed.0),
                link.asked.0,
                link.listed.0,
            )
        };
        gain(b).total_cmp(&gain(a)).then(key(a).cmp(&key(b)))
    });
    let (mut asked_free, mut listed_free) = (u64::MAX, u64::MAX);
    let mut chosen: Vec<Link> = Vec::with_capacity(asked.words.len());
    for link in found {
        let (one, other) = (bits(link.asked), bits(link.listed));
        if asked_free & one == one && listed_free & other == other {
            asked_free &= !one;
            listed_free &= !other;
            chosen.push(link);
        }
    }
    chosen.sort_by_key(|link| link.asked);
    let whole = whole(asked, listed);
    let left = |side: Side<'_>, free: u64| {
        (0..side.words.len())
            .filter(|at| free & (1 << at) != 0)
            .collect::<Vec<_>>()
    };
    let (asked_left, listed_left) = (left(asked, asked_free), left(listed, listed_free));
    let words = judge(
        asked,
        listed,
        chosen,
        (asked_left, listed_left),
        kind,
        tuning,
    );
    let Some(whole) = whole.filter(|whole| whole.likeness > words.likeness) else {
        return words;
    };
    judge(
        asked,
        listed,
        vec![whole],
        (Vec::new(), Vec::new()),
        kind,
        tuning,
    )
}

/// Both names whole, where only the places of spaces differ, and in long names one letter.
fn whole(asked: Side<'_>, listed: Side<'_>) -> Option<Link> {
    let length = |side: Side<'_>| side.words.iter().map(|word| word.text.len()).sum::<usize>();
    let (one, other) = (length(asked), length(listed));
    if one.max(other) < 5
        || one.abs_diff(other) > 1
        || asked.words.len().max(listed.words.len()) < 2
    {
        return None;
    }
    let text = |side: Side<'_>| {
        side.words
            .iter()
            .map(|word| word.text.as_str())
            .collect::<String>()
    };
    let differing = distance(text(asked).as_bytes(), text(listed).as_bytes(), 1)?;
    let moved = asked.words.len() != listed.words.len();
    let firm = |side: Side<'_>| {
        side.words
            .iter()
            .all(|word| !matches!(word.role, Role::Number | Role::Initial))
    };
    if differing > 0 && !(one >= 9 && moved && firm(asked) && firm(listed)) {
        return None;
    }
    let likeness = 0.97 - 1.9 * differing as f64 / (one as f64 + 1.0);
    let heaviest = |side: Side<'_>| side.weights.iter().sum::<f64>();
    let weight = 0.5 * (heaviest(asked) + heaviest(listed));
    let all = |side: Side<'_>| (0, side.words.len());
    Some(Link {
        asked: all(asked),
        listed: all(listed),
        likeness,
        how: Agreement::Joined,
        weight,
    })
}

const fn bits((start, count): (usize, usize)) -> u64 {
    ((1 << count) - 1) << start
}

fn singles(asked: Side<'_>, listed: Side<'_>, tuning: &Tuning) -> Vec<Link> {
    let mut found = Vec::with_capacity(8);
    for (at, word) in asked.words.iter().enumerate() {
        for (to, other) in listed.words.iter().enumerate() {
            let Some((likeness, how)) = alike(word, other) else {
                continue;
            };
            let likeness = 1.0 - (1.0 - likeness) * tuning.typo;
            let weight = if how == Agreement::Initial {
                tuning.initial
            } else {
                0.5 * (asked.weights[at] + listed.weights[to])
            };
            found.push(Link {
                asked: (at, 1),
                listed: (to, 1),
                likeness,
                how,
                weight,
            });
        }
    }
    found
}

/// Two or three words in a row on one side that are one word on the other.
fn joins(many: Side<'_>, one: Side<'_>, found: &mut Vec<Link>, swapped: bool) {
    let mut text = String::new();
    for (to, whole) in one
        .words
        .iter()
        .enumerate()
        .filter(|(_, whole)| whole.text.len() >= 4)
    {
        for start in 0..many.words.len() {
            for count in 2..=4.min(many.words.len() - start) {
                let parts = &many.words[start..start + count];
                let length: usize = parts.iter().map(|part| part.text.len()).sum();
                if length > whole.text.len() + 1 {
                    break;
                }
                if length + 1 < whole.text.len() || !begins_alike(parts[0], whole) {
                    continue;
                }
                text.clear();
                parts.iter().for_each(|part| text.push_str(&part.text));
                let Some(likeness) = joined(&text, whole) else {
                    continue;
                };
                let weight = many.weights[start..start + count]
                    .iter()
                    .copied()
                    .fold(one.weights[to], f64::max);
                let (many, one) = ((start, count), (to, 1));
                let (asked, listed) = if swapped { (one, many) } else { (many, one) };
                found.push(Link {
                    asked,
                    listed,
                    likeness,
                    how: Agreement::Joined,
                    weight,
                });
            }
        }
    }
}

/// The beginning agrees, or lacks one letter: everything that a joined word may differ by.
fn begins_alike(part: &Word, whole: &Word) -> bool {
    let first = part.text.bytes().next();
    whole
        .text
        .bytes()
        .take(2)
        .any(|letter| Some(letter) == first)
}

fn joined(text: &str, whole: &Word) -> Option<f64> {
    if text == whole.text {
        return Some(0.98);
    }
    if sound(text) == whole.sound {
        return Some(0.9);
    }
    let differs = text.len() >= 6 && distance(text.as_bytes(), whole.text.as_bytes(), 1).is_some();
    differs.then(|| 0.95 - 1.9 / (text.len() as f64 + 1.0))
}

fn judge(
    asked: Side<'_>,
    listed: Side<'_>,
    links: Vec<Link>,
    (asked_left, listed_left): (Vec<usize>, Vec<usize>),
    kind: Kind,
    tuning: &Tuning,
) -> Alignment {
    // An initial that fits nothing contradicts almost as much as a name does.
    let left_weight = |side: Side<'_>, at: usize| match side.words[at].role {
        Role::Initial if kind == Kind::Person => 0.8,
        _ => side.weights[at],
    };
    let sum =
        |side: Side<'_>, left: &[usize]| left.iter().map(|at| left_weight(side, *at)).sum::<f64>();
    let (one, other) = (sum(asked, &asked_left), sum(listed, &listed_left));
    let telling = links
        .iter()
        .filter(|link| link.weight > tuning.small + 1e-9)
        .count();
    let plain = |at: usize| {
        asked
            .words
            .get(at)
            .filter(|word| word.role == Role::Plain && !word.trade)
    };
    let distinct = links
        .iter()
        .filter_map(|link| plain(link.asked.0))
        .map(|word| word.text.len())
        .max();
    let extra = match kind {
        Kind::Person if telling < 2 => tuning.person_lone,
        Kind::Person => tuning.person_extra,
        _ if distinct.is_none() => tuning.organisation_vague,
        _ if telling < 2 && distinct < Some(5) => tuning.organisation_short,
        _ => tuning.organisation_extra,
    };
    let conflict = if kind == Kind::Person {
        tuning.person_conflict
    } else {
        tuning.conflict
    };
    let against = conflict * one.min(other) + extra * (one - other).abs();
    let agreed: f64 = links.iter().map(|link| link.weight).sum();
    let gained: f64 = links.iter().map(|link| link.weight * link.likeness).sum();
    let in_order = links
        .windows(2)
        .all(|pair| pair[0].listed.0 <= pair[1].listed.0);
    let order = if in_order { 1.0 } else { tuning.order };
    let whole = agreed + against;
    let likeness = if whole > 0.0 {
        order * gained / whole
    } else {
        0.0
    };
    Alignment {
        links,
        asked_left,
        listed_left,
        against,
        agreed,
        in_order,
        likeness,
    }
}

/// How far the legal forms of two names contradict each other: a factor.
pub(crate) fn form_factor(asked: Option<Form>, listed: Option<Form>, tuning: &Tuning) -> f64 {
    match (asked, listed) {
        (Some(one), Some(other)) if one != other && one != Form::Some && other != Form::Some => {
            tuning.form
        }
        _ => 1.0,
    }
}

/// The rules to compare two names by, where nobody says what they name.
pub(crate) fn rules(kind: Kind, asked: &Name, listed: &Name) -> Kind {
    if kind != Kind::Unknown {
        return kind;
    }
    for name in [asked, listed] {
        if name.kind != Kind::Unknown {
            return name.kind;
        }
    }
    let trade = |name: &Name| name.words.iter().any(|word| word.trade);
    if trade(asked) || trade(listed) {
        Kind::Organisation
    } else {
        Kind::Person
    }
}
