//! Every key of every shipped campaign, with one letter more, is a finding at its place.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test"
)]

use portolan_formats::campaign::{self, Memory};
use portolan_formats::text::{Limits, Node, Source, Value, toml};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

fn toml_files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            toml_files(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            into.push(path);
        }
    }
}

/// A key that says by which form its table is read; with it gone, the other keys cannot be judged.
const TAGS: [&str; 5] = ["do", "way", "kind", "model", "format"];

/// The keys by depth and by whether they are tags. Keys of one group do not hide each other, so that
/// they can be mutated all at once.
fn keys(node: &Node, depth: usize, into: &mut BTreeMap<(usize, bool), Vec<Range<usize>>>) {
    match &node.value {
        Value::Table(entries) => {
            for (key, value) in entries {
                let tag = TAGS.contains(&key.name.as_str());
                into.entry((depth, tag)).or_default().push(key.span.clone());
                // Which facts there are is known to the rules, not to the reader.
                if key.name != "facts" {
                    keys(value, depth + 1, into);
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| keys(item, depth, into)),
        _ => {}
    }
}

fn files_of(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut paths = Vec::new();
    toml_files(folder, &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let name = path
                .strip_prefix(folder)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            (name, std::fs::read(&path).unwrap())
        })
        .collect()
}

/// The keys of a file whose mutation goes unnoticed or is reported elsewhere.
fn unnoticed(files: &BTreeMap<String, Vec<u8>>, name: &str) -> (usize, Vec<String>) {
    let text = String::from_utf8(files[name].clone()).unwrap();
    let source = Source::new(name, text.as_str());
    let tree = toml::parse(&source, &Limits::default())
        .unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
    // A file with a start is a campaign of its own; every other is included.
    let root = match &tree.value {
        Value::Table(entries) if entries.iter().any(|(key, _)| key.name == "start") => name,
        _ => "campaign.toml",
    };
    let mut groups = BTreeMap::new();
    keys(&tree, 0, &mut groups);
    let (mut count, mut silent) = (0, Vec::new());
    for ((depth, _), mut spans) in groups {
        spans.sort_by_key(|span| span.start);
        spans.dedup();
        count += spans.len();
        // A header of the outermost level breaks the headers below it; one at a time.
        let together = if depth == 0 { 1 } else { spans.len() };
        for group in spans.chunks(together) {
            silent.extend(unnoticed_group(files, root, name, &source, group));
        }
    }
    (count, silent)
}

fn unnoticed_group(
    files: &BTreeMap<String, Vec<u8>>,
    root: &str,
    name: &str,
    source: &Source,
    spans: &[Range<usize>],
) -> Vec<String> {
    let mut mutated = source.text().to_owned();
    for span in spans.iter().rev() {
        mutated.insert(span.end, 'x');
    }
    let text = mutated.clone();
    let mut changed = Memory(files.clone());
    changed.0.insert(name.to_owned(), mutated.into_bytes());
    let findings =
        campaign::read(root, &changed).map_or_else(|findings| findings, |opened| opened.findings);
    if findings
        .iter()
        .any(|finding| matches!(finding.code.as_str(), "file.syntax" | "file.duplicate-key"))
    {
        return Vec::new();
    }
    let lines: BTreeSet<(u32, u32)> = findings
        .iter()
        .filter_map(|finding| finding.place.as_ref())
        .filter(|place| place.file.ends_with(name))
        .map(|place| (place.line, place.column))
        .collect();
    let changed_source = Source::new(name, text.as_str());
    let moved = |at: usize, span: &Range<usize>| {
        changed_source.place(&(span.start + at..span.end + at + 1))
    };
    spans
        .iter()
        .enumerate()
        .filter(|(at, span)| {
            let place = moved(*at, span);
            !lines.contains(&(place.line, place.column))
        })
        .map(|(_, span)| format!("{name}:{} {}", source.place(span).line, source.slice(span)))
        .collect()
}

#[test]
fn every_key_mutated_is_a_finding() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../campaigns");
    let (mut count, mut silent) = (0, Vec::new());
    for entry in std::fs::read_dir(root).unwrap() {
        let files = files_of(&entry.unwrap().path());
        if files.contains_key("campaign.toml") {
            for name in files.keys() {
                let (keys, unnoticed) = unnoticed(&files, name);
                count += keys;
                silent.extend(unnoticed);
            }
        }
    }
    println!("{count} keys mutated");
    assert!(count > 1000, "the campaigns are found");
    assert!(
        silent.is_empty(),
        "{} mutated keys go unnoticed: {silent:#?}",
        silent.len()
    );
}
