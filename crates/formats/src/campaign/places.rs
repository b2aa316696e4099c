//! Where in the files the things of a campaign stand.

use crate::text::{Checked, Path, Source, Value};
use portolan_model::codes;
use portolan_vocabulary::{FactValue, Finding, Findings, Place, Subject};
use std::collections::BTreeMap;
use std::ops::Range;

type Key = (&'static str, String);

/// Where in the files the things of a campaign stand, by kind and id, so that a finding about a thing
/// can say where.
///
/// ```
/// use portolan_formats::campaign;
/// use portolan_vocabulary::Subject;
/// let text = "format = \"portolan-campaign/1\"\nid = \"m\"\nstart = \"2028-01-01\"\n\n[[resource]]\n\
///             id = \"water\"\nclass = 201\n";
/// let opened = campaign::read_text("m.toml", text).map_err(|found| found[0].message.clone())?;
/// let water = Subject { kind: "resource", id: "water".to_owned() };
/// assert_eq!(opened.places.of(&water).map(|place| place.line), Some(5));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    sources: Vec<Source>,
    of: BTreeMap<Key, (usize, Range<usize>)>,
}

impl Places {
    /// The place of a thing, by its kind and id; of a design where no element has the id.
    pub fn of(&self, subject: &Subject) -> Option<Place> {
        let (file, span) = lookup(&self.of, subject)?;
        Some(self.sources.get(*file)?.place(span))
    }

    /// Gives every finding without a place the place of its subject, where that stands in a file.
    pub fn locate(&self, findings: &mut Findings) {
        for finding in findings {
            if finding.place.is_none() {
                finding.place = self.of(&finding.subject);
            }
        }
    }
}

/// The value of a kind and id, a design's where no element has the id.
fn lookup<'m, T>(map: &'m BTreeMap<Key, T>, subject: &Subject) -> Option<&'m T> {
    let find = |kind| map.get(&(kind, subject.id.clone()));
    match subject.kind {
        "element" => find("element").or_else(|| find("design")),
        // A setting is named by its own id; all stand in one table.
        "settings" => map.get(&("settings", "settings".to_owned())),
        kind => find(kind),
    }
}

/// The places of things while their files are at hand.
#[derive(Debug, Default)]
pub(crate) struct Register {
    of: BTreeMap<Key, Vec<(usize, Path)>>,
}

impl Register {
    /// Remembers where a thing stands.
    pub(crate) fn add(&mut self, kind: &'static str, id: &str, file: usize, path: Path) {
        let key = (kind, id.to_owned());
        self.of.entry(key).or_default().push((file, path));
    }

    /// Gives findings about a campaign's contents their places.
    pub(crate) fn locate(&self, files: &[&Checked], findings: &mut Findings) {
        for finding in findings {
            if finding.place.is_none() {
                finding.place = self.place(files, finding);
            }
        }
    }

    /// The place of the field that a finding is about, else of the thing; of the second of two things
    /// that have one id.
    fn place(&self, files: &[&Checked], finding: &Finding) -> Option<Place> {
        let spots = lookup(&self.of, &finding.subject)?;
        let is_second = finding.code == codes::DUPLICATE_ID && spots.len() > 1;
        let (file, path) = spots.get(usize::from(is_second))?;
        let file = files.get(*file)?;
        let field = field(finding).and_then(|field| entry(file, path, &field));
        Some(file.place(&field.unwrap_or_else(|| path.clone())))
    }

    /// The places for good.
    pub(crate) fn finish(self, files: &[&Checked]) -> Places {
        let of = self.of.into_iter().filter_map(|(key, spots)| {
            let (file, path) = spots.first()?;
            let span = files.get(*file)?.tree.nearest(path).span.clone();
            Some((key, (*file, span)))
        });
        Places {
            of: of.collect(),
            sources: files.iter().map(|file| file.source.clone()).collect(),
        }
    }
}

/// The path to the entry of a table that is called like a field, with or without a unit at its end.
fn entry(file: &Checked, table: &Path, field: &str) -> Option<Path> {
    let Value::Table(entries) = &file.tree.at(table)?.value else {
        return None;
    };
    let is_called = |name: &str| {
        let rest = name.strip_prefix(field);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let (key, _) = entries.iter().find(|(key, _)| is_called(&key.name))?;
    Some(table.clone().key(key.name.as_str()))
}

/// The key that the quantity of a finding stands under, where the two are called the same.
fn field(finding: &Finding) -> Option<String> {
    finding.facts.iter().find_map(|fact| match &fact.value {
        FactValue::Text(text) if fact.name == "quantity" => Some(text.replace(' ', "_")),
        _ => None,
    })
}
