//! Reads a campaign's file and all that it includes, and reports everything that is wrong with their
//! structure at once.

use super::codes;
use super::files::{Files, follow, split_folder};
use super::v1;
use super::version::Format;
use crate::text::{
    Checked, Limits, Node, Source, Syntax, Value, codes as text_codes, json, read_text, toml,
};
use portolan_vocabulary::{Code, Finding, Findings, Place, Severity};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::ops::Range;

/// Files that one campaign may consist of.
const MOST_FILES: usize = 256;
/// How deeply one file may be included in another.
const MOST_DEEP: usize = 8;

/// The campaign format.
pub(super) const FORMAT: Format<'static> = Format {
    name: "portolan-campaign",
    version: 1,
    migrations: &[],
};

/// One file that fits its schema.
pub(super) struct Doc {
    /// The text with its tree.
    pub(super) checked: Checked,
    /// The settings and lists in it.
    pub(super) lists: v1::Lists,
}

/// All files of a campaign.
pub(super) struct Gathered {
    /// The campaign's file without its lists.
    pub(super) head: v1::Root,
    /// The files, included ones before those that include them; the campaign's own is the last.
    pub(super) docs: Vec<Doc>,
}

/// Reads the file of this name and those that it includes.
///
/// # Errors
/// Everything that is wrong with the structure of any of them.
pub(super) fn gather(name: &str, files: &dyn Files, limits: &Limits) -> Result<Gathered, Findings> {
    let (folder, root) = split_folder(name);
    let mut gatherer = Gatherer {
        files,
        folder,
        limits: *limits,
        docs: Vec::new(),
        findings: Findings::new(),
        opened: BTreeSet::new(),
        above: Vec::new(),
    };
    let head = gatherer.root(root);
    let wrong = gatherer
        .findings
        .iter()
        .any(|found| found.severity == Severity::Error);
    match head {
        Some(head) if !wrong => Ok(Gathered {
            head,
            docs: gatherer.docs,
        }),
        _ => Err(gatherer.findings),
    }
}

struct Gatherer<'f> {
    files: &'f dyn Files,
    /// The folder of the campaign's file, with its last separator.
    folder: &'f str,
    /// What is left of the limits for the files still to be read.
    limits: Limits,
    docs: Vec<Doc>,
    findings: Findings,
    /// Paths of files that have been opened: each is read once.
    opened: BTreeSet<String>,
    /// Paths of the files that include the one being read.
    above: Vec<String>,
}

impl Gatherer<'_> {
    fn root(&mut self, path: &str) -> Option<v1::Root> {
        let source = self.open(path, None)?;
        let checked = self.file(path, source, v1::root_schema())?;
        let mut head: v1::Root = self.decoded(&checked)?;
        let lists = std::mem::take(&mut head.lists);
        self.docs.push(Doc { checked, lists });
        Some(head)
    }

    fn included(&mut self, path: &str, source: Source) {
        let checked = self.file(path, source, v1::included_schema());
        let file: Option<(v1::Included, Checked)> =
            checked.and_then(|checked| Some((self.decoded(&checked)?, checked)));
        if let Some((file, checked)) = file {
            let lists = file.lists;
            self.docs.push(Doc { checked, lists });
        }
    }

    fn decoded<T: DeserializeOwned>(&mut self, checked: &Checked) -> Option<T> {
        checked
            .decode()
            .map_err(|found| self.findings.extend(found))
            .ok()
    }

    fn open(&mut self, path: &str, place: Option<&Place>) -> Option<Source> {
        self.opened.insert(path.to_owned());
        let name = format!("{}{path}", self.folder);
        let read = match self.files.open(&name) {
            Ok(reader) => read_text(&name, reader, &self.limits),
            Err(error) => {
                let message = format!("the file \"{name}\" cannot be read: {error}");
                Err(vec![Finding::error(
                    text_codes::UNREADABLE,
                    "file",
                    name,
                    message,
                )])
            }
        };
        match read {
            Ok(source) => {
                self.limits.bytes = self.limits.bytes.saturating_sub(source.text().len());
                Some(source)
            }
            Err(mut found) => {
                for finding in &mut found {
                    finding.place = finding.place.take().or_else(|| place.cloned());
                }
                self.findings.extend(found);
                None
            }
        }
    }

    /// Reads a file's tree, those that it includes, and holds it against its schema.
    fn file(&mut self, path: &str, source: Source, schema: &Json) -> Option<Checked> {
        let parsed = match syntax_of(&source) {
            Syntax::Toml => toml::parse(&source, &self.limits),
            Syntax::Json => json::parse(&source, &self.limits),
        };
        let tree = parsed.map_err(|found| self.findings.extend(found)).ok()?;
        let before = self.findings.len();
        self.above.push(path.to_owned());
        for (target, span) in includes(&tree) {
            self.include(path, target, &span, &source);
        }
        self.above.pop();
        // What is wrong with the including file stands before what is wrong with the included ones.
        let of_included = self.findings.split_off(before);
        let checked = FORMAT.checked(tree, source, schema);
        let checked = checked.map_err(|found| self.findings.extend(found)).ok();
        self.findings.extend(of_included);
        checked
    }

    fn include(&mut self, from: &str, target: &str, span: &Range<usize>, source: &Source) {
        let place = source.place(span);
        let path = match follow(from, target) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("\"{target}\" cannot be included: {}", error.as_str());
                return self.refuse(codes::BAD_INCLUDE, target, message, place);
            }
        };
        if self.above.contains(&path) {
            let chain = self.above.join("\" includes \"");
            let message = format!("\"{chain}\" includes \"{path}\" again");
            self.refuse(codes::INCLUDE_CYCLE, target, message, place);
        } else if self.above.len() > MOST_DEEP || self.opened.len() >= MOST_FILES {
            let message = format!(
                "a campaign has at most {MOST_FILES} files, {MOST_DEEP} deep; \"{path}\" is one more"
            );
            self.refuse(codes::TOO_MANY_INCLUDES, target, message, place);
        } else if !self.opened.contains(&path)
            && let Some(source) = self.open(&path, Some(&place))
        {
            self.included(&path, source);
        }
    }

    fn refuse(&mut self, code: Code, target: &str, message: String, place: Place) {
        let finding = Finding::error(code, "file", target, message);
        self.findings.push(finding.at(place));
    }
}

/// The texts listed under `include`, as far as they are texts.
fn includes(tree: &Node) -> Vec<(&str, Range<usize>)> {
    let Some(Value::List(items)) = tree.get("include").map(|node| &node.value) else {
        return Vec::new();
    };
    let texts = items.iter().filter_map(|item| match &item.value {
        Value::Text(text) => Some((text.as_str(), item.span.clone())),
        _ => None,
    });
    texts.collect()
}

/// The syntax of a text, by its name or else by its first character.
pub(crate) fn syntax_of(source: &Source) -> Syntax {
    Syntax::of_name(source.name()).unwrap_or_else(|| {
        let text = source.text().trim_start_matches('\u{feff}').trim_start();
        if text.starts_with('{') {
            Syntax::Json
        } else {
            Syntax::Toml
        }
    })
}
