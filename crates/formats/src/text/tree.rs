//! One tree for TOML and JSON that remembers where in the text every key and value stands.

use serde_json::Value as Json;
use std::fmt;
use std::ops::Range;

/// A value and the bytes of the text that it stands in.
///
/// A TOML table that a header opens has the header's span.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// The bytes of the text.
    pub span: Range<usize>,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key's text, without quotes.
    pub name: String,
    /// Where the key stands.
    pub span: Range<usize>,
}

/// What a file can hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// JSON's `null`; TOML has none.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A finite number that is not whole, or too large for an `i64`.
    Number(f64),
    /// A text, and a date or time of TOML as it was written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, its entries in the order of the text, no key twice.
    Table(Vec<(Key, Node)>),
}

impl Value {
    /// What the value is, as a message to a person says it.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Node {
    /// The same value without places; the entries of tables keep their order.
    ///
    /// ```
    /// use portolan_formats::text::{Source, json};
    /// let source = Source::new("demo.json", r#"{"b": [1, 2.5], "a": "x"}"#);
    /// let tree = json::parse(&source, &Default::default()).map_err(|found| found[0].message.clone())?;
    /// assert_eq!(tree.to_json(), serde_json::json!({"b": [1, 2.5], "a": "x"}));
    /// # Ok::<(), String>(())
    /// ```
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Integer(value) => Json::from(*value),
            Value::Number(value) => Json::from(*value),
            Value::Text(text) => Json::String(text.clone()),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Table(entries) => entries
                .iter()
                .map(|(key, node)| (key.name.clone(), node.to_json()))
                .collect(),
        }
    }

    /// The value under a key, where this is a table that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|(_, node)| node)
    }

    /// The key and the value, where this is a table that has the key.
    pub fn entry(&self, key: &str) -> Option<&(Key, Self)> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|(name, _)| name.name == key),
            _ => None,
        }
    }

    /// The value one step down.
    fn child(&self, step: &Step) -> Option<&Self> {
        match (step, &self.value) {
            (Step::Key(key), _) => self.get(key),
            (Step::Index(index), Value::List(items)) => items.get(*index),
            (Step::Index(_), _) => None,
        }
    }

    /// The value at a path, or `None` where the path leads nowhere.
    pub fn at(&self, path: &Path) -> Option<&Self> {
        path.0.iter().try_fold(self, |node, step| node.child(step))
    }

    /// The value at a path, or the last one on the way that exists.
    pub fn nearest(&self, path: &Path) -> &Self {
        let mut node = self;
        for step in &path.0 {
            match node.child(step) {
                Some(child) => node = child,
                None => break,
            }
        }
        node
    }
}

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into a table.
    Key(String),
    /// Into a list, from zero.
    Index(usize),
}

/// The way from the whole file to one value in it.
///
/// ```
/// use portolan_formats::text::Path;
/// let path = Path::root().key("nodes").index(3).key("latitude");
/// assert_eq!(path.to_string(), "nodes[3].latitude");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(pub Vec<Step>);

impl Path {
    /// The whole file.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path continued by a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.0.push(Step::Key(key.into()));
        self
    }

    /// The path continued by a place in a list, from zero.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Step::Index(index));
        self
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Limits, Source, toml};

    #[test]
    fn paths_lead_to_values_and_fall_back_to_parents() {
        let text = "[[nodes]]\nid = \"a\"\n[[nodes]]\nid = \"b\"\nat.lat = 5\n";
        let tree = toml::parse(&Source::new("x", text), &Limits::default()).unwrap();
        let id = Path::root().key("nodes").index(1).key("id");
        assert_eq!(&text[tree.at(&id).unwrap().span.clone()], "\"b\"");
        let gone = Path::root().key("nodes").index(1).key("at").key("lon");
        assert_eq!(tree.at(&gone), None);
        assert_eq!(tree.nearest(&gone).to_json(), serde_json::json!({"lat": 5}));
        assert_eq!(tree.nearest(&Path::root().index(4)), &tree);
    }
}
