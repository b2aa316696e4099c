//! Formats and versions: which file this is, and how an old one becomes a new one.
//!
//! The first thing read of a file is its `format`, `name/version`. A file of an older version is held
//! against the frozen schema of that version and its tree is then carried over step by step, so that
//! the rest of the program knows the newest version only. Spans stay those of the file as written.

use super::codes;
use crate::text::{Checked, Node, Source, Value, check, normalise};
use portolan_vocabulary::{Finding, Findings, Place};
use serde_json::Value as Json;

/// One step from a version to a newer one.
pub(crate) struct Migration {
    /// The version that it takes.
    pub(crate) from: u32,
    /// The version that it makes, greater than `from`.
    pub(crate) to: u32,
    /// The schema that a file of the version `from` is held against.
    pub(crate) schema: fn() -> Json,
    /// Carries a tree of that schema over.
    pub(crate) carry: fn(Node) -> Node,
}

/// A format: its name, its newest version, and the way from older ones.
pub(crate) struct Format<'a> {
    /// The name: `portolan-campaign`.
    pub(crate) name: &'static str,
    /// The newest version.
    pub(crate) version: u32,
    /// The steps from older versions, at most one from each.
    pub(crate) migrations: &'a [Migration],
}

impl Format<'_> {
    /// Holds a tree against the schema of its version and carries it over to the newest, whose schema
    /// is given.
    ///
    /// # Errors
    /// Where the format or the version is another, or the tree does not fit the schema.
    pub(crate) fn checked(
        &self,
        tree: Node,
        source: Source,
        schema: &Json,
    ) -> Result<Checked, Findings> {
        let mut version = self.version_of(&tree, &source)?;
        let mut tree = tree;
        while version < self.version {
            let step = self.step(version, &tree, &source)?;
            let old = (step.schema)();
            tree = (step.carry)(fitting(tree, &source, &old)?);
            version = step.to;
        }
        let tree = fitting(tree, &source, schema)?;
        let json = tree.to_json();
        Ok(Checked { tree, json, source })
    }

    /// The version that a file says it has; the newest where it says nothing of use, so that the
    /// schema reports that.
    fn version_of(&self, tree: &Node, source: &Source) -> Result<u32, Findings> {
        let Some(Value::Text(text)) = tree.get("format").map(|node| &node.value) else {
            return Ok(self.version);
        };
        let (name, version) = text.rsplit_once('/').unwrap_or((text, ""));
        if name == self.name {
            let known = version.parse().ok();
            let known = known.filter(|version| {
                *version == self.version || self.migrations.iter().any(|step| step.from == *version)
            });
            return known.ok_or_else(|| vec![self.unknown_version(text, tree, source)]);
        }
        if name.starts_with("portolan-") && !version.is_empty() {
            return Err(vec![self.other_format(text, tree, source)]);
        }
        Ok(self.version)
    }

    fn step(&self, version: u32, tree: &Node, source: &Source) -> Result<&Migration, Findings> {
        let step = self.migrations.iter().find(|step| step.from == version);
        let forward = step.filter(|step| step.to > version);
        forward.ok_or_else(|| vec![self.unknown_version(&version.to_string(), tree, source)])
    }

    fn unknown_version(&self, text: &str, tree: &Node, source: &Source) -> Finding {
        let newest = format!("{}/{}", self.name, self.version);
        let message = format!("{} is no version that can be read", shown(text));
        Finding::error(codes::UNKNOWN_VERSION, "file", source.name(), message)
            .text("newest", newest.clone())
            .advice(format!(
                "the newest version known is \"{newest}\"; a newer file needs a newer program"
            ))
            .at(place(tree, source))
    }

    fn other_format(&self, text: &str, tree: &Node, source: &Source) -> Finding {
        let wanted = format!("{}/{}", self.name, self.version);
        let message = format!("this is a {} file, not \"{wanted}\"", shown(text));
        Finding::error(codes::OTHER_FORMAT, "file", source.name(), message)
            .text("wanted", wanted)
            .at(place(tree, source))
    }
}

/// The tree in its normal form, where it fits the schema.
fn fitting(tree: Node, source: &Source, schema: &Json) -> Result<Node, Findings> {
    let findings = check(&tree, schema, source);
    if findings.is_empty() {
        return Ok(normalise(tree, schema));
    }
    Err(findings)
}

fn place(tree: &Node, source: &Source) -> Place {
    let node = tree.get("format").unwrap_or(tree);
    source.place(&node.span)
}

/// The text in quotes, cut where it is long.
fn shown(text: &str) -> String {
    let start: String = text.chars().take(60).collect();
    format!("\"{start}\"")
}
