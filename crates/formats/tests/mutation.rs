//! Nothing that stands in a file is ignored: whatever key or value is changed, something is found on
//! its line.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{samples, shown};
use portolan_formats::campaign;
use portolan_formats::text::{Limits, Node, Source, Value, toml};
use std::collections::BTreeSet;
use std::ops::Range;

/// A place in a text and what stands there instead.
struct Change {
    span: Range<usize>,
    text: String,
}

/// Walks a tree; a key or a value that stands at the same place in tables of the same kind is taken
/// once.
struct Walk<'t> {
    text: &'t str,
    seen: BTreeSet<String>,
    keys: Vec<Change>,
    values: Vec<Change>,
}

impl Walk<'_> {
    fn node(&mut self, node: &Node, path: &str) {
        match &node.value {
            Value::Table(entries) => {
                let path = format!("{path}{}", kind_of(node));
                for (key, value) in entries {
                    let path = format!("{path}.{}", key.name);
                    // Which facts there are, and of which type, is known to the rules, not to the reader.
                    if path.contains(".facts") && key.name != "facts" {
                        continue;
                    }
                    if self.seen.insert(path.clone()) {
                        self.key(&key.span);
                        self.value(value);
                    }
                    self.node(value, &path);
                }
            }
            Value::List(items) => {
                for item in items {
                    if self.seen.insert(format!("{path}[]{}", kind_of(item))) {
                        self.value(item);
                    }
                    self.node(item, path);
                }
            }
            _ => {}
        }
    }

    /// The last letter becomes another.
    fn key(&mut self, span: &Range<usize>) {
        let key = &self.text[span.clone()];
        let last = if key.ends_with('q') { 'x' } else { 'q' };
        let text = format!("{}{last}", &key[..key.len() - 1]);
        self.keys.push(Change {
            span: span.clone(),
            text,
        });
    }

    /// A truth value, or a text where there was one. A table with a header stands nowhere as a whole.
    fn value(&mut self, node: &Node) {
        let has_header =
            matches!(node.value, Value::Table(_)) && !self.text[node.span.clone()].starts_with('{');
        let is_list_of_headers = matches!(node.value, Value::List(_))
            && !self.text[node.span.clone()].starts_with("[\"")
            && self.text[node.span.clone()].starts_with("[[");
        if has_header || is_list_of_headers {
            return;
        }
        let text = match node.value {
            Value::Bool(_) => "\"true\"",
            _ => "true",
        };
        self.values.push(Change {
            span: node.span.clone(),
            text: text.to_owned(),
        });
    }
}

/// The words that say which kind of table this is.
fn kind_of(node: &Node) -> String {
    let words = ["do", "model", "way", "kind"].map(|key| match node.get(key).map(|it| &it.value) {
        Some(Value::Text(word)) => word.as_str(),
        _ => "",
    });
    words.join(" ")
}

fn walk(name: &str, text: &str) -> (Vec<Change>, Vec<Change>) {
    let source = Source::new(name, text);
    let tree = toml::parse(&source, &Limits::default()).unwrap();
    let mut walk = Walk {
        text,
        seen: BTreeSet::new(),
        keys: Vec::new(),
        values: Vec::new(),
    };
    walk.node(&tree, "");
    (walk.keys, walk.values)
}

fn assert_found(name: &str, text: &str, changes: &[Change]) {
    let source = Source::new(name, text);
    for change in changes {
        let mut changed = text.to_owned();
        changed.replace_range(change.span.clone(), &change.text);
        let line = source.place(&change.span).line;
        let found = campaign::read_text(name, &changed)
            .err()
            .unwrap_or_default();
        let is_there = found
            .iter()
            .any(|it| it.place.as_ref().is_some_and(|place| place.line == line));
        let was = &text[change.span.clone()];
        assert!(
            is_there,
            "{name}:{line}: {was} -> {}\n{}",
            change.text,
            shown(&found)
        );
    }
}

#[test]
fn a_mistyped_key_is_found_on_its_line() {
    for (name, text) in samples("valid") {
        let (keys, _) = walk(&name, &text);
        assert!(keys.len() >= 3);
        assert_found(&name, &text, &keys);
    }
}

#[test]
fn a_value_of_another_type_is_found_on_its_line() {
    for (name, text) in samples("valid") {
        let (_, values) = walk(&name, &text);
        assert_found(&name, &text, &values);
    }
}

#[test]
fn the_sample_of_everything_has_every_key_of_the_format() {
    let (name, text) = samples("valid")
        .into_iter()
        .find(|(name, _)| name == "everything.toml")
        .unwrap();
    let tree = toml::parse(&Source::new(name, text), &Limits::default()).unwrap();
    let mut written = BTreeSet::new();
    collect_keys(&tree.to_json(), &mut written);
    let schema = campaign::v1::root_schema();
    let mut known = BTreeSet::new();
    collect_properties(schema, &mut known);
    let unit = |key: &str| key.rsplit_once('_').map(|(stem, _)| stem.to_owned());
    let stems: BTreeSet<String> = written.iter().filter_map(|key| unit(key)).collect();
    let lacking: Vec<&String> = known
        .iter()
        .filter(|key| !written.contains(*key) && !stems.contains(*key) && *key != "include")
        .collect();
    assert!(lacking.is_empty(), "{lacking:?}");
}

fn collect_keys(json: &serde_json::Value, into: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::Object(entries) => {
            for (key, value) in entries {
                into.insert(key.clone());
                collect_keys(value, into);
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_keys(item, into)),
        _ => {}
    }
}

fn collect_properties(schema: &serde_json::Value, into: &mut BTreeSet<String>) {
    match schema {
        serde_json::Value::Object(entries) => {
            if let Some(serde_json::Value::Object(properties)) = entries.get("properties") {
                into.extend(properties.keys().cloned());
            }
            entries
                .values()
                .for_each(|value| collect_properties(value, into));
        }
        serde_json::Value::Array(items) => {
            items.iter().for_each(|item| collect_properties(item, into));
        }
        _ => {}
    }
}
