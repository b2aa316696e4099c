//! Writes the types of a format as TOML or JSON.

use serde::Serialize;
use serde_json::{Map, Value as Json};
use std::fmt::Write as _;

/// A value cannot be written: files hold finite numbers only.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is not finite, and files hold finite numbers only", .path.as_deref().unwrap_or("a quantity"))]
pub struct NotFinite {
    /// The way to the number in the file, where it can be told.
    pub path: Option<String>,
}

/// The value as a tree without places.
///
/// # Errors
/// [`NotFinite`] where a number is infinite or none.
pub(crate) fn tree(value: &impl Serialize) -> Result<Json, NotFinite> {
    // Only a quantity that is not finite refuses to be written; a bare number becomes null.
    let tree = serde_json::to_value(value).map_err(|_| NotFinite { path: None })?;
    match null(&tree) {
        Some(path) => Err(NotFinite { path: Some(path) }),
        None => Ok(tree),
    }
}

/// The way to the first null.
fn null(tree: &Json) -> Option<String> {
    let (step, rest) = match tree {
        Json::Null => return Some(String::new()),
        Json::Array(items) => {
            let found = |(at, item)| Some((format!("[{at}]"), null(item)?));
            items.iter().enumerate().find_map(found)?
        }
        Json::Object(entries) => {
            let found = |(key, item): (&String, _)| Some((key.clone(), null(item)?));
            entries.iter().find_map(found)?
        }
        _ => return None,
    };
    let dot = if rest.is_empty() || rest.starts_with('[') {
        ""
    } else {
        "."
    };
    Some(format!("{step}{dot}{rest}"))
}

/// The tree as JSON, with two spaces a level and a line end at the end.
pub(crate) fn json(tree: &Json) -> String {
    format!("{tree:#}\n")
}

/// The tree as TOML. Lists of tables under the keys in `sections` get headers, other lists and tables
/// stand in one line.
pub(crate) fn toml(tree: &Json, sections: &[&str]) -> String {
    let mut text = String::new();
    if let Json::Object(entries) = tree {
        table(&mut text, entries, "", sections);
    }
    text
}

/// Plain entries first, because all that follows a header belongs to it.
fn table(text: &mut String, entries: &Map<String, Json>, path: &str, sections: &[&str]) {
    let has_header = |key: &str, value: &Json| match value {
        Json::Object(_) => path.is_empty(),
        Json::Array(items) => sections.contains(&key) && items.iter().all(Json::is_object),
        _ => false,
    };
    for (key, value) in entries {
        if !has_header(key, value) {
            text.push_str(&bare_key(key));
            text.push_str(" = ");
            inline(text, value);
            text.push('\n');
        }
    }
    for (key, value) in entries {
        if !has_header(key, value) {
            continue;
        }
        let dot = if path.is_empty() { "" } else { "." };
        let path = format!("{path}{dot}{}", bare_key(key));
        match value {
            Json::Object(entries) => {
                let _ = write!(text, "\n[{path}]\n");
                table(text, entries, &path, sections);
            }
            Json::Array(items) => {
                for entries in items.iter().filter_map(Json::as_object) {
                    let _ = write!(text, "\n[[{path}]]\n");
                    table(text, entries, &path, sections);
                }
            }
            _ => {}
        }
    }
}

fn inline(text: &mut String, value: &Json) {
    match value {
        Json::String(value) => quoted(text, value),
        Json::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                text.push_str(if at == 0 { "" } else { ", " });
                inline(text, item);
            }
            text.push(']');
        }
        Json::Object(entries) => {
            text.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                text.push_str(if at == 0 { " " } else { ", " });
                text.push_str(&bare_key(key));
                text.push_str(" = ");
                inline(text, item);
            }
            text.push_str(if entries.is_empty() { "}" } else { " }" });
        }
        // Numbers and truth values are written alike in both syntaxes.
        other => text.push_str(&other.to_string()),
    }
}

/// The key, in quotes where TOML demands it.
fn bare_key(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !key.is_empty() && key.chars().all(is_bare) {
        return key.to_owned();
    }
    let mut text = String::new();
    quoted(&mut text, key);
    text
}

fn quoted(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Limits, Source, toml as reader};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn sections_get_headers_and_the_rest_stands_in_one_line() {
        let tree = json!({
            "id": "a \"b\"", "size": [1.0, 2.5], "mission": [{"id": "m", "event": [{"at": "1 d"}, {}]}, {"id": "n"}],
            "plan": {"maker": {"kind": "person"}, "element": [{"id": "e"}]}, "last": true
        });
        let text = toml(&tree, &["mission", "event", "element"]);
        assert_eq!(
            text,
            "id = \"a \\\"b\\\"\"\nsize = [1.0, 2.5]\nlast = true\n\n[[mission]]\nid = \"m\"\n\n\
             [[mission.event]]\nat = \"1 d\"\n\n[[mission.event]]\n\n[[mission]]\nid = \"n\"\n\n[plan]\n\
             maker = { kind = \"person\" }\n\n[[plan.element]]\nid = \"e\"\n"
        );
    }

    #[test]
    fn what_is_not_finite_is_named() {
        let found = tree(&json!({"a": [{"b": 1.0}, {"b": null}]})).unwrap_err();
        assert_eq!(found.path.as_deref(), Some("a[1].b"));
        assert!(found.to_string().starts_with("a[1].b is not finite"));
    }

    proptest! {
        #[test]
        fn every_text_key_and_number_reads_back(text in any::<String>(), key in any::<String>(), bits in any::<u64>()) {
            let number = f64::from_bits(bits);
            prop_assume!(number.is_finite());
            let tree = json!({"list": [{key: text, "number": number}]});
            for sections in [&["list"][..], &[]] {
                let written = toml(&tree, sections);
                let read = reader::parse(&Source::new("x", written), &Limits::default()).unwrap();
                prop_assert_eq!(read.to_json(), tree.clone());
            }
        }
    }
}
