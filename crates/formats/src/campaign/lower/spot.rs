//! Where in the files a value stands, and the findings about it.

use crate::campaign::places::Register;
use crate::text::{Checked, Path};
use portolan_vocabulary::{Code, Finding, Findings, Place, nearest};
use std::collections::BTreeSet;

/// More findings than these help nobody.
const MOST: usize = 10_000;
/// The nearest id is looked for among all of them, which a flood of findings must not repeat without
/// end.
const MOST_NEAREST: usize = 200;
/// The most ids that an advice lists.
const MOST_LISTED: usize = 12;

/// One step from a value to a part of it.
#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The way to one value in one of the files, kept on the stack and written out only for a finding.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    file: usize,
    /// The list that an item stands in, by the keys that lead to it, and its position.
    item: Option<(&'static [&'static str], usize)>,
    above: Option<(&'a Spot<'a>, Step<'a>)>,
}

impl<'a> Spot<'a> {
    /// A whole file, by its number.
    pub(crate) const fn file(file: usize) -> Self {
        Self {
            file,
            item: None,
            above: None,
        }
    }

    /// An item of a list of a file.
    pub(crate) const fn item(file: usize, list: &'static [&'static str], at: usize) -> Self {
        Self {
            file,
            item: Some((list, at)),
            above: None,
        }
    }

    /// The value under a key.
    pub(crate) const fn key(&'a self, key: &'a str) -> Self {
        Self {
            file: self.file,
            item: None,
            above: Some((self, Step::Key(key))),
        }
    }

    /// The value at a position in a list.
    pub(crate) const fn index(&'a self, at: usize) -> Self {
        Self {
            file: self.file,
            item: None,
            above: Some((self, Step::Index(at))),
        }
    }

    fn path(&self) -> Path {
        match self.above {
            None => self.item.map_or_else(Path::root, |(keys, at)| {
                let list = keys.iter().fold(Path::root(), |path, key| path.key(*key));
                list.index(at)
            }),
            Some((above, Step::Key(key))) => above.path().key(key),
            Some((above, Step::Index(at))) => above.path().index(at),
        }
    }
}

/// Gathers findings with their places.
pub(crate) struct Report<'a> {
    files: Vec<&'a Checked>,
    findings: Findings,
    unlisted: usize,
    /// What has been reported where: elements share what they take from their design, and its mistakes.
    seen: BTreeSet<(Code, Place, String)>,
    kind: &'static str,
    id: String,
    register: Register,
}

impl<'a> Report<'a> {
    /// A report about these files.
    pub(crate) fn new(files: Vec<&'a Checked>) -> Self {
        Self {
            files,
            findings: Findings::new(),
            unlisted: 0,
            seen: BTreeSet::new(),
            kind: "file",
            id: String::new(),
            register: Register::default(),
        }
    }

    /// Says what the findings to come are about, and remembers where it stands.
    pub(crate) fn about(&mut self, kind: &'static str, id: &str, spot: &Spot<'_>) {
        self.kind = kind;
        id.clone_into(&mut self.id);
        self.register.add(kind, id, spot.file, spot.path());
    }

    /// Adds an error at a spot; `detail` adds facts and advice.
    pub(crate) fn error(
        &mut self,
        code: Code,
        spot: &Spot<'_>,
        message: impl Into<String>,
        detail: impl FnOnce(Finding) -> Finding,
    ) {
        if self.findings.len() >= MOST {
            self.unlisted += 1;
            return;
        }
        let finding = Finding::error(code, self.kind, self.id.clone(), message);
        let place = self.place(spot);
        if self
            .seen
            .insert((code, place.clone(), finding.message.clone()))
        {
            self.findings.push(detail(finding.at(place)));
        }
    }

    /// Adds an error about a word that is not one of these.
    pub(crate) fn unknown<'b>(
        &mut self,
        code: Code,
        spot: &Spot<'_>,
        (word, message): (&str, String),
        known: impl Iterator<Item = &'b str> + Clone,
    ) {
        let few = self.findings.len() < MOST_NEAREST;
        let near = few.then(|| nearest(word, known.clone())).flatten();
        let advice = near.map_or_else(|| listed(known), |near| format!("did you mean \"{near}\"?"));
        self.error(code, spot, message, |finding| {
            let finding = finding.text("found", word);
            let finding = match near {
                Some(near) => finding.text("nearest", near),
                None => finding,
            };
            if advice.is_empty() {
                finding
            } else {
                finding.advice(advice)
            }
        });
    }

    fn place(&self, spot: &Spot<'_>) -> Place {
        match self.files.get(spot.file) {
            Some(file) => file.place(&spot.path()),
            None => Place {
                file: String::new(),
                line: 1,
                column: 1,
            },
        }
    }

    /// The findings in the order in which they were made, and the places of the things.
    pub(crate) fn finish(mut self) -> (Findings, Register) {
        if self.unlisted > 0 {
            let message = format!("{} further problems are not listed", self.unlisted);
            let finding = Finding::error(crate::text::codes::MORE, "file", "", message);
            let finding = finding.number("unlisted", self.unlisted as f64, "");
            self.findings.push(finding);
        }
        (self.findings, self.register)
    }
}

/// The known words, where they are few.
fn listed<'b>(known: impl Iterator<Item = &'b str> + Clone) -> String {
    match known.clone().count() {
        0 => String::new(),
        1..=MOST_LISTED => {
            let words: Vec<String> = known.map(|word| format!("\"{word}\"")).collect();
            format!("known are {}", words.join(", "))
        }
        _ => String::new(),
    }
}
