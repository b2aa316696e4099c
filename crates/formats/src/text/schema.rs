//! Checks a tree against a JSON Schema and reports everything that is wrong, each with its place.

use super::codes;
use super::instant::INSTANT;
use super::quantity::{digits, parse_duration};
use super::report::{Report, listing, quoted};
use super::shape::{Meaning, Misfit, Schema, Shape, type_name, type_words};
use super::source::Source;
use super::suffix::{suffixes, with_unit};
use super::tree::{Key, Node, Value};
use portolan_vocabulary::{
    Code, Dimension, Epoch, Finding, Findings, Money, nearest, parse_quantity,
};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::ops::Range;

/// Checks a tree against a schema that `schemars` made, and returns every problem in the order of the
/// text: unknown and missing keys, wrong types and words, numbers out of range, quantities that cannot
/// be read or that stand twice.
///
/// The tree is the one that was read, in which a quantity may stand under a suffixed key. Of a tagged
/// enum only the branch that the tag names is checked, of an untagged one the branch that fits best.
/// Patterns are not checked.
///
/// ```
/// use portolan_formats::text::{Source, check, codes, toml};
/// let schema = serde_json::json!({
///     "type": "object", "additionalProperties": false,
///     "properties": {"latitude": {"type": "number"}}, "required": ["latitude"]
/// });
/// let source = Source::new("demo.toml", "lattitude = 5.2\n");
/// let tree = toml::parse(&source, &Default::default()).map_err(|found| found[0].message.clone())?;
/// let findings = check(&tree, &schema, &source);
/// assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [codes::UNKNOWN_KEY, codes::MISSING_KEY]);
/// assert!(findings[0].advice.as_ref().is_some_and(|advice| advice.contains("did you mean \"latitude\"")));
/// # Ok::<(), String>(())
/// ```
pub fn check(tree: &Node, schema: &Json, source: &Source) -> Findings {
    let mut checker = Checker {
        schema: Schema::new(schema),
        report: Report::new(source),
        path: Vec::new(),
    };
    checker.node(tree, schema);
    checker.report.finish()
}

struct Checker<'s, 't> {
    schema: Schema<'s>,
    report: Report<'t>,
    path: Vec<Step<'t>>,
}

/// One step of the path to the value being checked, borrowed from the tree.
#[derive(Clone, Copy)]
enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

impl<'s, 't> Checker<'s, 't> {
    fn node(&mut self, node: &'t Node, schema: &'s Json) {
        let shape = self.schema.shape(schema, node);
        if let Some(misfit) = &shape.misfit {
            self.misfit(misfit, node);
            self.unknown_in_any_branch(&shape, misfit, node);
        } else if !shape.admits(type_name(&node.value)) {
            self.wrong_type(&shape, node);
        } else if !shape.admits_word(&node.value) {
            self.wrong_word(&shape.texts(), node);
        } else {
            self.parts(&shape, node);
        }
    }

    fn parts(&mut self, shape: &Shape<'s>, node: &'t Node) {
        match &node.value {
            Value::Table(entries) => self.table(shape, entries, &node.span),
            Value::List(items) => self.list(shape, items, &node.span),
            Value::Text(text) => self.text(shape, text, &node.span),
            Value::Integer(number) => self.bounds(shape, *number as f64, &node.span),
            Value::Number(number) => self.bounds(shape, *number, &node.span),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn list(&mut self, shape: &Shape<'s>, items: &'t [Node], span: &Range<usize>) {
        self.length(shape, ("minItems", "maxItems"), "items", items.len(), span);
        for (at, item) in items.iter().enumerate() {
            if let Some(schema) = shape.first_items.get(at).copied().or(shape.items) {
                self.path.push(Step::Index(at));
                self.node(item, schema);
                self.path.pop();
            }
        }
    }

    fn table(&mut self, shape: &Shape<'s>, entries: &'t [(Key, Node)], span: &Range<usize>) {
        let mut found: BTreeMap<&'s str, &'t Key> = BTreeMap::new();
        for (key, node) in entries {
            self.path.push(Step::Key(&key.name));
            let name = self.entry(shape, key, node);
            if let Some(name) = name
                && let Some(first) = found.insert(name, key)
            {
                self.given_twice(first, key);
            }
            self.path.pop();
        }
        for name in &shape.required {
            if !found.contains_key(name) {
                self.missing_key(shape, name, span);
            }
        }
    }

    /// Checks one entry and returns the known key that it stands for.
    fn entry(&mut self, shape: &Shape<'s>, key: &'t Key, node: &'t Node) -> Option<&'s str> {
        match self.schema.meaning(shape, &key.name) {
            Meaning::Known(name, schema) => {
                self.node(node, schema);
                Some(name)
            }
            Meaning::Suffixed(name, schema, dimension, unit) => {
                self.suffixed(name, schema, (dimension, unit), node);
                Some(name)
            }
            Meaning::Entry(schema) => {
                self.node(node, schema);
                None
            }
            Meaning::Free => None,
            Meaning::Unknown => {
                self.unknown_key(shape, key);
                None
            }
        }
    }

    /// Checks a number under a key with a suffix.
    fn suffixed(
        &mut self,
        name: &str,
        schema: &'s Json,
        (dimension, unit): (Dimension, &str),
        node: &'t Node,
    ) {
        if let Some(text) = with_unit(&node.value, unit) {
            let text = Node {
                value: Value::Text(text),
                span: node.span.clone(),
            };
            let shape = self.schema.shape(schema, &text);
            if let Value::Text(text) = &text.value {
                self.quantity(&shape, text, dimension, &node.span);
            }
        } else if node.value != Value::Null || !self.schema.admits_null(schema) {
            let message = format!(
                "{} should be a bare number of {unit}, not {}",
                self.here(),
                node.value.kind()
            );
            let advice =
                format!("write a number, or the key \"{name}\" with a text such as \"1 {unit}\"");
            self.error(codes::WRONG_TYPE, &node.span, message, |finding| {
                finding.advice(advice)
            });
        }
    }

    fn text(&mut self, shape: &Shape<'s>, text: &str, span: &Range<usize>) {
        if shape.format == Some(INSTANT) && text.parse::<Epoch>().is_ok() {
            return;
        }
        if let Some(dimension) = shape.quantity {
            self.quantity(shape, text, dimension, span);
            return;
        }
        let problem = match shape.format {
            Some("money") => text.parse::<Money>().err().map(|error| error.to_string()),
            Some("epoch") => text.parse::<Epoch>().err().map(|error| error.to_string()),
            _ => None,
        };
        if let Some(problem) = problem {
            let message = format!("{} cannot be read: {problem}", self.here());
            self.error(codes::BAD_QUANTITY, span, message, |finding| finding);
        }
        let length = text.chars().count();
        self.length(
            shape,
            ("minLength", "maxLength"),
            "characters",
            length,
            span,
        );
    }

    fn quantity(
        &mut self,
        shape: &Shape<'s>,
        text: &str,
        dimension: Dimension,
        span: &Range<usize>,
    ) {
        let read = match dimension {
            Dimension::Time => parse_duration(text)
                .map(portolan_vocabulary::Duration::seconds)
                .map_err(|error| error.to_string()),
            _ => parse_quantity(text, dimension).map_err(|error| error.to_string()),
        };
        match read {
            Ok(value) => self.bounds_of(shape, value, dimension.base_unit(), span),
            Err(problem) => {
                let message = format!(
                    "{}: {} cannot be read: {problem}",
                    self.here(),
                    quoted(text)
                );
                let units: Vec<&str> = dimension.units().collect();
                let mut advice =
                    format!("write a number with one of the units {}", units.join(", "));
                if shape.format == Some(INSTANT) {
                    advice.push_str(", or an instant such as 2028-01-01T00:00:00Z");
                }
                self.error(codes::BAD_QUANTITY, span, message, |finding| {
                    finding.advice(advice)
                });
            }
        }
    }

    fn bounds(&mut self, shape: &Shape<'s>, value: f64, span: &Range<usize>) {
        self.bounds_of(shape, value, "", span);
    }

    fn bounds_of(
        &mut self,
        shape: &Shape<'s>,
        value: f64,
        unit: &'static str,
        span: &Range<usize>,
    ) {
        for (word, bound) in &shape.bounds {
            let wrong = match *word {
                "minimum" if value < *bound => "at least",
                "maximum" if value > *bound => "at most",
                "exclusiveMinimum" if value <= *bound => "more than",
                "exclusiveMaximum" if value >= *bound => "less than",
                _ => continue,
            };
            let number = format!("{} {unit}", digits(*bound));
            let message = format!("{} should be {wrong} {}", self.here(), number.trim_end());
            self.error(codes::OUT_OF_RANGE, span, message, |finding| {
                finding
                    .number("value", value, unit)
                    .number("bound", *bound, unit)
            });
        }
    }

    fn length(
        &mut self,
        shape: &Shape<'s>,
        (least, most): (&str, &str),
        what: &str,
        length: usize,
        span: &Range<usize>,
    ) {
        for (word, bound) in &shape.bounds {
            let wrong = match *word {
                word if word == least && (length as f64) < *bound => "at least",
                word if word == most && (length as f64) > *bound => "at most",
                _ => continue,
            };
            let message = format!(
                "{} should have {wrong} {bound} {what}, not {length}",
                self.here()
            );
            self.error(codes::OUT_OF_RANGE, span, message, |finding| {
                finding
                    .number("length", length as f64, "")
                    .number("bound", *bound, "")
            });
        }
    }

    fn wrong_type(&mut self, shape: &Shape<'s>, node: &Node) {
        match (shape.quantity, &node.value) {
            (Some(dimension), Value::Integer(_) | Value::Number(_)) => {
                self.no_unit(dimension, node);
            }
            _ => self.misfit(&Misfit::Type(shape.types.clone().unwrap_or_default()), node),
        }
    }

    fn no_unit(&mut self, dimension: Dimension, node: &Node) {
        let base = dimension.base_unit();
        let message = format!("{} is a number without a unit", self.here());
        let text = with_unit(&node.value, base).unwrap_or_default();
        let advice = match (self.path.last(), suffixes(dimension).first()) {
            (Some(Step::Key(key)), Some((suffix, _))) => {
                format!(
                    "write \"{text}\", or {} if it is in {base}",
                    short(&format!("{key}_{suffix}"))
                )
            }
            _ => format!("write \"{text}\" if it is in {base}"),
        };
        self.error(codes::BAD_QUANTITY, &node.span, message, |finding| {
            finding.advice(advice)
        });
    }

    fn misfit(&mut self, misfit: &Misfit<'s>, node: &Node) {
        match misfit {
            Misfit::Type(types) => self.not_of_type(types, node),
            Misfit::NoTag { key, words, .. } => {
                let message = format!("{} lacks the key \"{key}\"", self.here());
                let advice = format!(
                    "write \"{key}\" with one of {}",
                    listing(words.iter().copied())
                );
                self.error(codes::MISSING_KEY, &node.span, message, |finding| {
                    finding.text("key", *key).advice(advice)
                });
            }
            Misfit::WrongTag { key, words, .. } => {
                if let Some((_, tag)) = node.entry(key) {
                    self.wrong_tag(key, words, tag);
                }
            }
            Misfit::NoVariant { names } => self.no_variant(names, node),
        }
    }

    /// Reports the keys that no branch knows, where the branch that is meant cannot be told: a mistyped
    /// tag is one of them.
    fn unknown_in_any_branch(&mut self, shape: &Shape<'s>, misfit: &Misfit<'s>, node: &'t Node) {
        let (Misfit::NoTag { known, .. } | Misfit::WrongTag { known, .. }) = misfit else {
            return;
        };
        let mut any = shape.clone();
        any.properties.extend(known);
        if let Value::Table(entries) = &node.value {
            for (key, _) in entries {
                if matches!(self.schema.meaning(&any, &key.name), Meaning::Unknown) {
                    self.path.push(Step::Key(&key.name));
                    self.unknown_key(&any, key);
                    self.path.pop();
                }
            }
        }
    }

    fn wrong_tag(&mut self, key: &str, words: &[&'s str], tag: &Node) {
        let Value::Text(text) = &tag.value else {
            let message = format!(
                "\"{key}\" of {} should be a text, not {}",
                self.here(),
                tag.value.kind()
            );
            let advice = format!("write one of {}", listing(words.iter().copied()));
            self.error(codes::WRONG_TYPE, &tag.span, message, |finding| {
                finding.advice(advice)
            });
            return;
        };
        let message = format!("{} is no \"{key}\" of {}", quoted(text), self.here());
        self.no_such_word(text, words, &tag.span, message);
    }

    fn no_variant(&mut self, names: &[&'s str], node: &Node) {
        let first = match &node.value {
            Value::Table(entries) => entries.first(),
            _ => None,
        };
        if let Some((key, _)) = first {
            let message = format!("{} is no known key of {}", quoted(&key.name), self.here());
            self.report_name(codes::UNKNOWN_KEY, &key.name, names, &key.span, message);
        } else {
            let message = format!("{} is empty", self.here());
            let advice = format!("write one of the keys {}", listing(names.iter().copied()));
            self.error(codes::MISSING_KEY, &node.span, message, |finding| {
                finding.advice(advice)
            });
        }
    }

    fn not_of_type(&mut self, types: &[&'s str], node: &Node) {
        let mut wanted: Vec<&str> = types.iter().map(|name| type_words(name)).collect();
        // Where something else may stand, null means that nothing stands there; nobody writes it.
        if wanted.len() > 1 {
            wanted.retain(|name| *name != "null");
        }
        let message = format!(
            "{} should be {}, not {}",
            self.here(),
            wanted.join(" or "),
            node.value.kind()
        );
        self.error(codes::WRONG_TYPE, &node.span, message, |finding| finding);
    }

    fn wrong_word(&mut self, words: &[&'s str], node: &Node) {
        match &node.value {
            Value::Text(text) => {
                let message = format!("{} is no word for {}", quoted(text), self.here());
                self.no_such_word(text, words, &node.span, message);
            }
            other => {
                let message = format!("{} has no such value, but {}", self.here(), other.kind());
                self.no_such_word("", words, &node.span, message);
            }
        }
    }

    fn no_such_word(
        &mut self,
        word: &str,
        words: &[&'s str],
        span: &Range<usize>,
        message: String,
    ) {
        self.report_name(codes::WRONG_WORD, word, words, span, message);
    }

    fn unknown_key(&mut self, shape: &Shape<'s>, key: &Key) {
        let mut names: Vec<&str> = shape.properties.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names.dedup();
        let table = self.here_above();
        let message = format!("{} is no known key of {table}", quoted(&key.name));
        let suffixed = self.suffixed_names(shape);
        let near = nearest(
            &key.name,
            names
                .iter()
                .copied()
                .chain(suffixed.iter().map(String::as_str)),
        );
        self.report_nearest(
            codes::UNKNOWN_KEY,
            (&key.name, near),
            &names,
            &key.span,
            message,
        );
    }

    /// The suffixed forms of a table's quantities, for "did you mean".
    fn suffixed_names(&self, shape: &Shape<'s>) -> Vec<String> {
        let quantities = shape
            .properties
            .iter()
            .filter_map(|(name, schema)| Some((name, self.schema.quantity(schema)?)));
        quantities
            .flat_map(|(name, dimension)| {
                let forms = suffixes(dimension).into_iter();
                forms.map(move |(suffix, _)| format!("{name}_{suffix}"))
            })
            .collect()
    }

    fn report_name(
        &mut self,
        code: Code,
        word: &str,
        names: &[&str],
        span: &Range<usize>,
        message: String,
    ) {
        let near = nearest(word, names.iter().copied());
        self.report_nearest(code, (word, near), names, span, message);
    }

    fn report_nearest(
        &mut self,
        code: Code,
        (word, near): (&str, Option<&str>),
        names: &[&str],
        span: &Range<usize>,
        message: String,
    ) {
        let known = format!("known are {}", listing(names.iter().copied()));
        let advice = near.map_or_else(
            || known.clone(),
            |near| format!("did you mean \"{near}\"? {known}"),
        );
        self.error(code, span, message, |finding| {
            let finding = finding.text("found", short(word)).advice(advice);
            match near {
                Some(near) => finding.text("nearest", near),
                None => finding,
            }
        });
    }

    fn missing_key(&mut self, shape: &Shape<'s>, name: &str, span: &Range<usize>) {
        let message = format!("{} lacks the key \"{name}\"", self.here());
        let schema = shape.properties.iter().find(|(known, _)| *known == name);
        let advice = schema.and_then(|(_, schema)| self.example(name, schema));
        self.error(codes::MISSING_KEY, span, message, |finding| {
            let finding = finding.text("key", name);
            match advice {
                Some(advice) => finding.advice(advice),
                None => finding,
            }
        });
    }

    /// How a missing key is written, where that can be said.
    fn example(&self, name: &str, schema: &'s Json) -> Option<String> {
        if let Some(dimension) = self.schema.quantity(schema) {
            let base = dimension.base_unit();
            let (suffix, _) = suffixes(dimension).into_iter().next()?;
            return Some(format!(
                "write {name} = \"... {base}\" or {name}_{suffix} = ..."
            ));
        }
        let any_word = Node {
            value: Value::Text(String::new()),
            span: 0..0,
        };
        match self.schema.shape(schema, &any_word).texts().as_slice() {
            [] => None,
            words => Some(format!("write one of {}", listing(words.iter().copied()))),
        }
    }

    fn given_twice(&mut self, first: &Key, key: &Key) {
        let line = self.report.source().place(&first.span).line;
        let message = format!(
            "{} says again what {} says on line {line}",
            quoted(&key.name),
            quoted(&first.name)
        );
        self.error(codes::GIVEN_TWICE, &key.span, message, |finding| {
            finding
                .number("first_line", f64::from(line), "")
                .advice("keep one of the two")
        });
    }

    fn error(
        &mut self,
        code: Code,
        span: &Range<usize>,
        message: String,
        detail: impl FnOnce(Finding) -> Finding,
    ) {
        let path = path_text(&self.path);
        self.report.error(code, span, message, |finding| {
            let finding = if path.is_empty() {
                finding
            } else {
                finding.text("path", path)
            };
            detail(finding)
        });
    }

    /// The value being checked, as a message names it.
    fn here(&self) -> String {
        name_of(&self.path)
    }

    /// The table around the value being checked.
    fn here_above(&self) -> String {
        let above = self.path.len().saturating_sub(1);
        name_of(&self.path[..above])
    }
}

fn name_of(path: &[Step<'_>]) -> String {
    if path.is_empty() {
        "the file".to_owned()
    } else {
        format!("\"{}\"", path_text(path))
    }
}

fn path_text(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) => {
                text.push_str(if text.is_empty() { "" } else { "." });
                text.push_str(&short(key));
            }
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// A key as messages and facts repeat it: a very long one is cut.
fn short(key: &str) -> String {
    const LONGEST: usize = 60;
    match key.char_indices().nth(LONGEST) {
        None => key.to_owned(),
        Some((end, _)) => format!("{}...", &key[..end]),
    }
}
