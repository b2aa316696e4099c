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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Key, Limits, json, toml};
    use serde_json::json;

    /// A format whose version 0 had one lander, by its name and its mass in tonnes.
    const DEMO: Format<'static> = Format {
        name: "portolan-demo",
        version: 1,
        migrations: &[Migration {
            from: 0,
            to: 1,
            schema: old_schema,
            carry: lander_to_list,
        }],
    };

    fn old_schema() -> Json {
        json!({
            "type": "object", "additionalProperties": false, "required": ["format", "lander", "tonnes"],
            "properties": {
                "format": {"const": "portolan-demo/0"},
                "lander": {"type": "string"},
                "tonnes": {"type": "number"}
            }
        })
    }

    fn new_schema() -> Json {
        json!({
            "type": "object", "additionalProperties": false, "required": ["format", "landers"],
            "properties": {
                "format": {"const": "portolan-demo/1"},
                "landers": {"type": "array", "items": {
                    "type": "object", "additionalProperties": false, "required": ["id", "mass"],
                    "properties": {"id": {"type": "string"}, "mass": {"type": "string", "x-quantity": "mass"}}
                }}
            }
        })
    }

    fn lander_to_list(tree: Node) -> Node {
        let whole = tree.span.clone();
        let Value::Table(entries) = tree.value else {
            return tree;
        };
        let mut format = Vec::new();
        let mut lander = Vec::new();
        for (mut key, mut node) in entries {
            match key.name.as_str() {
                "format" => {
                    node.value = Value::Text("portolan-demo/1".to_owned());
                    format.push((key, node));
                    continue;
                }
                "lander" => "id".clone_into(&mut key.name),
                _ => {
                    "mass".clone_into(&mut key.name);
                    let tonnes = node.to_json();
                    node.value = Value::Text(format!("{tonnes} t"));
                }
            }
            lander.push((key, node));
        }
        let item = Node {
            value: Value::Table(lander),
            span: whole.clone(),
        };
        let key = Key {
            name: "landers".to_owned(),
            span: whole.clone(),
        };
        let list = Node {
            value: Value::List(vec![item]),
            span: whole.clone(),
        };
        format.push((key, list));
        Node {
            value: Value::Table(format),
            span: whole,
        }
    }

    fn read(text: &str) -> Result<Checked, Findings> {
        let source = Source::new("demo.toml", text);
        let tree = toml::parse(&source, &Limits::default())?;
        DEMO.checked(tree, source, &new_schema())
    }

    #[test]
    fn an_old_file_is_carried_over_and_keeps_its_places() {
        let old = read("format = 'portolan-demo/0'\nlander = 'eagle'\ntonnes = 15.1\n").unwrap();
        let new = read("format = 'portolan-demo/1'\n[[landers]]\nid = 'eagle'\nmass = '15.1 t'\n");
        assert_eq!(old.json, new.unwrap().json);
        let mass = crate::text::Path::root()
            .key("landers")
            .index(0)
            .key("mass");
        assert_eq!(old.place(&mass).line, 3);
    }

    #[test]
    fn an_old_file_is_held_against_its_own_schema() {
        let found = read("format = 'portolan-demo/0'\nlandr = 'eagle'\ntonnes = 1\n").unwrap_err();
        let messages: Vec<&str> = found.iter().map(|it| it.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the file lacks the key \"lander\"",
                "\"landr\" is no known key of the file"
            ]
        );
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (format, code) in [
            ("portolan-demo/2", codes::UNKNOWN_VERSION),
            ("portolan-demo/x", codes::UNKNOWN_VERSION),
            ("portolan-demo/", codes::UNKNOWN_VERSION),
            ("portolan-demo", codes::UNKNOWN_VERSION),
            ("portolan-other/1", codes::OTHER_FORMAT),
            ("demo/1", crate::text::codes::WRONG_WORD),
        ] {
            let found = read(&format!("landers = []\nformat = '{format}'\n")).unwrap_err();
            assert_eq!(found[0].code, code, "{format}");
            assert_eq!(found[0].place.as_ref().unwrap().line, 2);
        }
    }

    #[test]
    fn a_migration_that_leads_back_is_refused() {
        let circle = Format {
            migrations: &[Migration {
                from: 0,
                to: 0,
                schema: old_schema,
                carry: |tree| tree,
            }],
            ..DEMO
        };
        let source = Source::new(
            "x",
            r#"{"format": "portolan-demo/0", "lander": "", "tonnes": 1}"#,
        );
        let tree = json::parse(&source, &Limits::default()).unwrap();
        let found = circle.checked(tree, source, &new_schema()).unwrap_err();
        assert_eq!(found[0].code, codes::UNKNOWN_VERSION);
    }
}
