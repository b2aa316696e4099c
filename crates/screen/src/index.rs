//! The index over a list, and the search in it.

use crate::alignment::{Side, TUNING, form_factor, weight};
use crate::clearance::{Clearances, Standing};
use crate::hash::Fnv;
use crate::legal_form::Form;
use crate::name::Name;
use crate::party::{Kind, Party, Query};
use crate::score::{HIT, Pair, Scored, weigh};
use crate::vocabulary::Vocabulary;
use crate::word::{Role, Word};
use portolan_vocabulary::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many names that share words with the one asked about are compared word by word.
const COMPARED: usize = 96;
/// How many names one word may bring in by likeness alone; a common word brings in all that bear it.
const LEAST_WEIGHT: f64 = 0.3;

/// A listed name, as numbers of words.
#[derive(Clone, Debug)]
struct Listed {
    party: u32,
    /// Which name of the party: 0 is its name, others are aliases.
    which: u32,
    words: Vec<u32>,
    form: Option<Form>,
    kind: Kind,
    /// The weights of its words, added up.
    whole: f32,
}

/// Parties that can be searched by name and number. Built once, read by many.
#[derive(Clone, Debug, Default)]
pub struct Index {
    parties: Vec<Party>,
    names: Vec<Listed>,
    vocabulary: Vocabulary,
    /// For each word how much it counts.
    weights: Vec<f64>,
    /// For each word the names that bear it.
    bearers: Vec<Vec<u32>>,
    /// Hashes of words written together, and the names in which they stand apart, or are the whole; sorted.
    joined: Vec<(u32, u32)>,
    /// Numbers of authorities, and the parties known by them.
    identifiers: BTreeMap<String, Vec<u32>>,
}

/// A party that may be the one asked about.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    /// The party.
    pub party: &'a Party,
    /// The name, of all its names, that is most alike.
    pub name: &'a str,
    /// The score, 0 to 1; see [`HIT`].
    pub score: f64,
    /// Why; the effects add up to the score.
    pub why: Vec<crate::Evidence>,
    /// Whether somebody cleared it before.
    pub standing: Standing,
}

impl Index {
    /// Builds an index over these parties.
    pub fn new(parties: Vec<Party>) -> Self {
        let mut index = Self {
            parties,
            ..Self::default()
        };
        index.take_names();
        index.weigh_words();
        index.vocabulary.seal();
        index.join_words();
        for (number, party) in (0_u32..).zip(&index.parties) {
            for identifier in &party.identifiers {
                index
                    .identifiers
                    .entry(identifier.bare())
                    .or_default()
                    .push(number);
            }
        }
        index
    }

    /// All parties, in the order given.
    pub fn parties(&self) -> &[Party] {
        &self.parties
    }

    /// How many names are indexed.
    pub fn names(&self) -> usize {
        self.names.len()
    }

    fn take_names(&mut self) {
        for (number, party) in (0_u32..).zip(&self.parties) {
            for (which, text) in (0_u32..).zip(party.names()) {
                let Name { words, form, kind } = Name::new(text, party.kind);
                let words: Vec<u32> = words
                    .into_iter()
                    .map(|word| self.vocabulary.add(word))
                    .collect();
                if !words.is_empty() {
                    self.names.push(Listed {
                        party: number,
                        which,
                        words,
                        form,
                        kind,
                        whole: 0.0,
                    });
                }
            }
        }
    }

    /// Counts the parties that bear each word: the fewer, the more the word tells.
    fn weigh_words(&mut self) {
        let count = self.vocabulary.words.len();
        let (mut parties, mut last) = (vec![0_u32; count], vec![u32::MAX; count]);
        self.bearers = vec![Vec::new(); count];
        for (number, name) in (0_u32..).zip(&self.names) {
            for &word in &name.words {
                let word = word as usize;
                if last[word] != name.party {
                    parties[word] += 1;
                    last[word] = name.party;
                }
                if self.bearers[word].last() != Some(&number) {
                    self.bearers[word].push(number);
                }
            }
        }
        let words = self.vocabulary.words.iter().zip(parties);
        self.weights = words
            .map(|(word, parties)| weight(word, Some(rarity(parties)), &TUNING))
            .collect();
        for name in &mut self.names {
            name.whole = name
                .words
                .iter()
                .map(|word| self.weights[*word as usize] as f32)
                .sum();
        }
    }

    fn join_words(&mut self) {
        let mut joined = Vec::new();
        for (number, name) in (0_u32..).zip(&self.names) {
            let words: Vec<&Word> = name
                .words
                .iter()
                .map(|word| &self.vocabulary.words[*word as usize])
                .collect();
            joined.extend(runs(&words).into_iter().map(|(_, key)| (key, number)));
        }
        joined.sort_unstable();
        joined.dedup();
        self.joined = joined;
    }

    /// The best hits for a query, the best first, at most `limit`; everything below [`HIT`] is left out.
    pub fn search(&self, query: &Query, limit: usize) -> Vec<Hit<'_>> {
        self.search_from(query, HIT, limit)
    }

    /// As [`Index::search`], with another score from which a party counts.
    pub fn search_from(&self, query: &Query, least: f64, limit: usize) -> Vec<Hit<'_>> {
        let asked: Vec<Asked> = query
            .names()
            .map(|text| Asked::new(self, text, query.kind))
            .collect();
        let mut ranked: Vec<(f64, u32, Option<Found>)> = Vec::new();
        for (party, found) in self.best_names(&asked) {
            let mut scored = Scored {
                score: found.score,
                why: Vec::new(),
            };
            weigh(query, &self.parties[party as usize], &mut scored);
            ranked.push((scored.score, party, Some(found)));
        }
        for party in self.known_by_number(query) {
            let mut scored = Scored::default();
            weigh(query, &self.parties[party as usize], &mut scored);
            ranked.push((scored.score, party, None));
        }
        ranked.retain(|hit| hit.0 >= least);
        ranked.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(a.1.cmp(&b.1))
                .then(b.2.is_some().cmp(&a.2.is_some()))
        });
        // A party found by name and by number stands here twice, the better first.
        let mut seen = BTreeSet::new();
        ranked.retain(|hit| seen.insert(hit.1));
        let hits = ranked.into_iter().take(limit);
        hits.map(|(_, party, found)| self.hit(query, &asked, party, found))
            .collect()
    }

    /// For each party that shares words with one of these names, its best name.
    fn best_names(&self, asked: &[Asked]) -> BTreeMap<u32, Found> {
        let mut best: BTreeMap<u32, Found> = BTreeMap::new();
        for (of, asked) in asked.iter().enumerate() {
            for (name, score) in self.compared(asked) {
                let party = self.names[name as usize].party;
                let found = Found { score, name, of };
                best.entry(party)
                    .and_modify(|known| known.improve(found))
                    .or_insert(found);
            }
        }
        best
    }

    /// Parties that bear one of the query's numbers.
    fn known_by_number(&self, query: &Query) -> Vec<u32> {
        let numbers = query
            .identifiers
            .iter()
            .filter_map(|identifier| self.identifiers.get(&identifier.bare()));
        numbers.flatten().copied().collect()
    }

    /// As [`Index::search`], marking what was cleared before.
    pub fn search_on(
        &self,
        query: &Query,
        limit: usize,
        clearances: &Clearances,
        today: Date,
    ) -> Vec<Hit<'_>> {
        let mut hits = self.search(query, limit);
        for hit in &mut hits {
            hit.standing = clearances.standing(query, hit.party, today);
        }
        hits
    }

    /// A hit with everything that speaks for and against it.
    fn hit(&self, query: &Query, asked: &[Asked], party: u32, found: Option<Found>) -> Hit<'_> {
        let explained = found.and_then(|found| Some(self.explained(asked.get(found.of)?, found)));
        let (mut scored, which) = explained.unwrap_or_default();
        let party = &self.parties[party as usize];
        weigh(query, party, &mut scored);
        let name = party.names().nth(which).unwrap_or(&party.name);
        let standing = Standing::Open;
        Hit {
            party,
            name,
            score: scored.score,
            why: scored.why,
            standing,
        }
    }

    /// Names that share words with the one asked about, and how alike each is.
    fn compared(&self, asked: &Asked) -> Vec<(u32, f64)> {
        let gathered = self.gathered(asked);
        let words: Vec<&Word> = asked.name.words.iter().collect();
        let side = Side {
            words: &words,
            weights: &asked.weights,
        };
        let mut listed_words: Vec<&Word> = Vec::with_capacity(32);
        let mut listed_weights: Vec<f64> = Vec::with_capacity(32);
        let mut scored = Vec::with_capacity(gathered.len());
        for number in gathered {
            let listed = &self.names[number as usize];
            listed_words.clear();
            listed_weights.clear();
            listed_words.extend(
                listed
                    .words
                    .iter()
                    .map(|word| &self.vocabulary.words[*word as usize]),
            );
            listed_weights.extend(listed.words.iter().map(|word| self.weights[*word as usize]));
            let pair = self.pair(asked, side, listed, &listed_words, &listed_weights);
            scored.push((number, pair.score(&pair.align())));
        }
        scored
    }

    fn pair<'a>(
        &self,
        asked: &Asked,
        side: Side<'a>,
        listed: &Listed,
        words: &'a [&'a Word],
        weights: &'a [f64],
    ) -> Pair<'a> {
        let kind = if listed.kind == Kind::Unknown {
            asked.name.kind
        } else {
            listed.kind
        };
        let trade = || words.iter().chain(side.words).any(|word| word.trade);
        let kind = match kind {
            Kind::Unknown if trade() => Kind::Organisation,
            Kind::Unknown => Kind::Person,
            kind => kind,
        };
        let form = form_factor(asked.name.form, listed.form, &TUNING);
        Pair {
            asked: side,
            listed: Side { words, weights },
            kind,
            form,
        }
    }

    fn explained(&self, asked: &Asked, found: Found) -> (Scored, usize) {
        let words: Vec<&Word> = asked.name.words.iter().collect();
        let side = Side {
            words: &words,
            weights: &asked.weights,
        };
        let listed = &self.names[found.name as usize];
        let listed_words: Vec<&Word> = listed
            .words
            .iter()
            .map(|word| &self.vocabulary.words[*word as usize])
            .collect();
        let weights: Vec<f64> = listed
            .words
            .iter()
            .map(|word| self.weights[*word as usize])
            .collect();
        let pair = self.pair(asked, side, listed, &listed_words, &weights);
        (pair.explain(&pair.align()), listed.which as usize)
    }

    /// The names that share most with the one asked about, weighed word by word without a look at which answers which.
    fn gathered(&self, asked: &Asked) -> Vec<u32> {
        let mut shared: Vec<f32> = vec![0.0; self.names.len()];
        let mut touched: Vec<u32> = Vec::new();
        let mut add = |number: u32, gain: f32| {
            let cell = &mut shared[number as usize];
            if *cell == 0.0 {
                touched.push(number);
            }
            *cell += gain;
        };
        for (at, found) in asked.found.iter().enumerate() {
            for &(word, likeness) in found {
                let gain = 0.5 * (asked.weights[at] + self.weights[word as usize]) * likeness;
                self.bearers[word as usize]
                    .iter()
                    .for_each(|number| add(*number, gain as f32));
            }
        }
        for &(weight, key) in &asked.joined {
            let from = self.joined.partition_point(|(known, _)| *known < key);
            let same = self.joined[from..]
                .iter()
                .take_while(|(known, _)| *known == key);
            same.for_each(|(_, number)| add(*number, weight as f32));
        }
        let rank = |number: u32| {
            let (shared, listed) = (shared[number as usize], &self.names[number as usize]);
            2.0 * shared / (asked.whole + listed.whole) + 0.5 * shared / asked.whole
        };
        let mut ranked: Vec<(f32, u32)> = touched
            .into_iter()
            .map(|number| (rank(number), number))
            .collect();
        let order = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if ranked.len() > COMPARED {
            ranked.select_nth_unstable_by(COMPARED, order);
            ranked.truncate(COMPARED);
        }
        ranked.into_iter().map(|(_, number)| number).collect()
    }
}

/// How much a word counts that so many parties bear: 1 where at most two do, falling with the logarithm.
fn rarity(parties: u32) -> f64 {
    (1.06 - 0.085 * f64::from(parties.max(1)).ln()).clamp(LEAST_WEIGHT, 1.0)
}

/// A hash in 32 bits.
fn short(hash: &Fnv) -> u32 {
    (hash.value() >> 32) as u32 ^ hash.value() as u32
}

/// Two or three words in a row written together, and all of them: the weightiest part, and a key of the sound.
fn runs(words: &[&Word]) -> Vec<((usize, usize), u32)> {
    let mut found = Vec::new();
    let mut run = |start: usize, count: usize| {
        let mut hash = Fnv::default();
        let mut text = String::new();
        words[start..start + count]
            .iter()
            .for_each(|word| text.push_str(&word.text));
        if text.len() >= 4 {
            hash.write(&crate::sound::sound(&text));
            found.push(((start, count), short(&hash)));
        }
    };
    for start in 0..words.len() {
        for count in 2..=3.min(words.len() - start) {
            run(start, count);
        }
        run(start, 1);
    }
    if words.len() > 3 {
        run(0, words.len());
    }
    found
}

/// Keys of the whole name with one letter left out, for short names: a letter may stand where a space was.
fn whole_without_a_letter(words: &[&Word]) -> Vec<u32> {
    let text: String = words.iter().map(|word| word.text.as_str()).collect();
    if words.len() > 3 || !(8..=40).contains(&text.len()) {
        return Vec::new();
    }
    let sound = crate::sound::sound(&text);
    let without = |at: usize| {
        let mut hash = Fnv::default();
        hash.write(&sound[..at]).write(&sound[at + 1..]);
        short(&hash)
    };
    (0..sound.len()).map(without).collect()
}

/// A name that is asked about, with the words of the list that its words may be.
struct Asked {
    name: Name,
    weights: Vec<f64>,
    found: Vec<Vec<(u32, f64)>>,
    joined: Vec<(f64, u32)>,
    whole: f32,
}

impl Asked {
    fn new(index: &Index, text: &str, kind: Kind) -> Self {
        let name = Name::new(text, kind);
        let found: Vec<Vec<(u32, f64)>> = name.words.iter().map(|word| index.found(word)).collect();
        let same = |at: usize| {
            let number = found[at].iter().find(|(number, _)| {
                index.vocabulary.words[*number as usize].text == name.words[at].text
            });
            number.map_or(1.0, |(number, _)| index.weights[*number as usize])
        };
        let weights: Vec<f64> = (0..name.words.len())
            .map(|at| weight(&name.words[at], Some(same(at)), &TUNING))
            .collect();
        let words: Vec<&Word> = name.words.iter().collect();
        let weigh =
            |(start, count): (usize, usize)| weights[start..start + count].iter().sum::<f64>();
        let mut joined: Vec<(f64, u32)> = runs(&words)
            .into_iter()
            .map(|(run, key)| (weigh(run), key))
            .collect();
        let all = weigh((0, words.len()));
        joined.extend(
            whole_without_a_letter(&words)
                .into_iter()
                .map(|key| (all, key)),
        );
        joined.sort_by(|a, b| a.1.cmp(&b.1).then(b.0.total_cmp(&a.0)));
        joined.dedup_by_key(|(_, key)| *key);
        let whole = weights.iter().sum::<f64>().max(1e-6) as f32;
        Self {
            weights,
            found,
            joined,
            whole,
            name,
        }
    }
}

impl Index {
    /// What a word of a query may be; particles and initials find nobody.
    fn found(&self, word: &Word) -> Vec<(u32, f64)> {
        match word.role {
            Role::Small | Role::Initial => Vec::new(),
            Role::Plain | Role::Number => self.vocabulary.find(word),
        }
    }
}

/// The best name of a party so far, and which of the names asked about found it.
#[derive(Clone, Copy)]
struct Found {
    score: f64,
    name: u32,
    of: usize,
}

impl Found {
    fn improve(&mut self, other: Self) {
        if other.score > self.score {
            *self = other;
        }
    }
}
