//! What a JSON Schema says about one value: its keywords gathered over references and parts, and the
//! branch that the value means chosen among alternatives.
//!
//! The schemas are those that `schemars` makes for types of Rust. A choice looks only at the value and
//! its direct parts, so that the work stays proportional to the file however the schema recurses.

use super::quantity::{self, FORMAT, QUANTITY};
use super::suffix;
use super::tree::{Key, Node, Value};
use portolan_vocabulary::{Dimension, nearest};
use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;

/// References and nested alternatives followed from one value; a schema that refers to itself without
/// a value in between is left after so many.
const MOST_HOPS: usize = 16;

/// A JSON Schema with the definitions that its references lead to.
#[derive(Clone, Copy)]
pub(super) struct Schema<'s> {
    root: &'s Json,
}

/// The keywords that bear on one value.
#[derive(Clone, Default)]
pub(super) struct Shape<'s> {
    /// The types that are allowed; `None` allows all.
    pub(super) types: Option<Vec<&'s str>>,
    /// The known keys of a table with the schemas of their values.
    pub(super) properties: Vec<(&'s str, &'s Json)>,
    /// The keys that must be there.
    pub(super) required: Vec<&'s str>,
    /// The schema of the values under all other keys.
    pub(super) values: Option<&'s Json>,
    /// Other keys are allowed (`Some(true)`) or not; `None` where the schema does not say.
    pub(super) open: Option<bool>,
    /// The only values that are allowed.
    pub(super) words: Option<Vec<&'s Json>>,
    /// The schemas of the first items of a list, and of all others.
    pub(super) first_items: Vec<&'s Json>,
    pub(super) items: Option<&'s Json>,
    /// The dimension of a quantity.
    pub(super) quantity: Option<Dimension>,
    /// The form of a text.
    pub(super) format: Option<&'s str>,
    /// `minimum` and the like, with their numbers.
    pub(super) bounds: Vec<(&'s str, f64)>,
    /// Why no branch among alternatives fits.
    pub(super) misfit: Option<Misfit<'s>>,
}

/// Known keys with the schemas of their values.
pub(super) type Properties<'s> = Vec<(&'s str, &'s Json)>;

/// Why no branch among alternatives fits; `known` are the keys of any branch.
#[derive(Clone, Debug)]
pub(super) enum Misfit<'s> {
    /// The value's type is none of these.
    Type(Vec<&'s str>),
    /// The table lacks the key that says which branch is meant.
    NoTag {
        key: &'s str,
        words: Vec<&'s str>,
        known: Properties<'s>,
    },
    /// The table has that key, but with no known word.
    WrongTag {
        key: &'s str,
        words: Vec<&'s str>,
        known: Properties<'s>,
    },
    /// The table's key should be one of these names.
    NoVariant { names: Vec<&'s str> },
}

/// What an entry's key means in a table.
#[derive(Clone, Copy)]
pub(super) enum Meaning<'s> {
    /// A known key and the schema of its value.
    Known(&'s str, &'s Json),
    /// A known quantity's key with a suffix: the value is a number of this unit.
    Suffixed(&'s str, &'s Json, Dimension, &'static str),
    /// A key of a map.
    Entry(&'s Json),
    /// A key that may stand here and is not looked at.
    Free,
    /// A key that the format does not know.
    Unknown,
}

/// The schema's name for the type of a value.
pub(super) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Integer(_) => "integer",
        Value::Number(_) => "number",
        Value::Text(_) => "string",
        Value::List(_) => "array",
        Value::Table(_) => "object",
    }
}

/// A type of the schema, as a message to a person says it.
pub(super) fn type_words(name: &str) -> &str {
    match name {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text",
        "array" => "a list",
        "object" => "a table",
        other => other,
    }
}

impl<'s> Schema<'s> {
    pub(super) const fn new(root: &'s Json) -> Self {
        Self { root }
    }

    /// What the schema says about this node.
    pub(super) fn shape(self, schema: &'s Json, node: &Node) -> Shape<'s> {
        let mut shape = Shape::default();
        self.fill(&mut shape, schema, Some(node), MOST_HOPS);
        shape
    }

    /// What the schema says about any value, alternatives left aside.
    fn outline(self, schema: &'s Json, hops: usize) -> Shape<'s> {
        let mut shape = Shape::default();
        self.fill(&mut shape, schema, None, hops);
        shape
    }

    fn fill(self, shape: &mut Shape<'s>, schema: &'s Json, node: Option<&Node>, hops: usize) {
        let (Some(keywords), Some(hops)) = (schema.as_object(), hops.checked_sub(1)) else {
            return;
        };
        if let Some(target) = self.target(keywords) {
            self.fill(shape, target, node, hops);
        }
        shape.take(keywords);
        for part in list(keywords.get("allOf")) {
            self.fill(shape, part, node, hops);
        }
        let Some(node) = node else { return };
        for word in ["oneOf", "anyOf"] {
            if keywords.contains_key(word) {
                let mut branches = Vec::new();
                self.branches(list(keywords.get(word)), hops, &mut branches);
                match self.choose(&branches, node, hops) {
                    Ok(Choice::Branch(branch)) => self.fill(shape, branch, Some(node), hops),
                    Ok(Choice::Words(words)) => shape.words = Some(words),
                    Err(misfit) => shape.misfit = Some(misfit),
                }
            }
        }
    }

    fn target(self, keywords: &'s Map<String, Json>) -> Option<&'s Json> {
        let reference = keywords.get("$ref")?.as_str()?;
        self.root.pointer(reference.strip_prefix('#')?)
    }

    /// The alternatives with nested alternatives taken apart.
    fn branches(self, alternatives: &'s [Json], hops: usize, into: &mut Vec<&'s Json>) {
        for alternative in alternatives {
            match (self.nested(alternative, hops), hops.checked_sub(1)) {
                (Some(nested), Some(hops)) => self.branches(nested, hops, into),
                _ => into.push(alternative),
            }
        }
    }

    /// The alternatives of a schema that is nothing but alternatives.
    fn nested(self, schema: &'s Json, hops: usize) -> Option<&'s [Json]> {
        let keywords = schema.as_object()?;
        if let Some(target) = self.target(keywords) {
            return self.nested(target, hops.checked_sub(1)?);
        }
        if keywords.contains_key("properties") || keywords.contains_key("allOf") {
            return None;
        }
        let alternatives = keywords.get("oneOf").or_else(|| keywords.get("anyOf"))?;
        alternatives.as_array().map(Vec::as_slice)
    }

    /// The dimension of a value that is, or may be, a quantity.
    pub(super) fn quantity(self, schema: &'s Json) -> Option<Dimension> {
        let mut branches = Vec::new();
        self.branches(std::slice::from_ref(schema), MOST_HOPS, &mut branches);
        branches
            .into_iter()
            .find_map(|branch| self.outline(branch, MOST_HOPS).quantity)
    }

    /// True where null may stand.
    pub(super) fn admits_null(self, schema: &'s Json) -> bool {
        let mut branches = Vec::new();
        self.branches(std::slice::from_ref(schema), MOST_HOPS, &mut branches);
        branches
            .into_iter()
            .any(|branch| self.outline(branch, MOST_HOPS).admits("null"))
    }

    /// What a key means in a table of this shape.
    pub(super) fn meaning(self, shape: &Shape<'s>, key: &str) -> Meaning<'s> {
        if let Some((name, schema)) = shape.properties.iter().find(|(name, _)| *name == key) {
            return Meaning::Known(name, schema);
        }
        if let Some(suffixed) = self.suffixed(shape, key) {
            return suffixed;
        }
        match (shape.values, shape.is_closed()) {
            (Some(schema), _) => Meaning::Entry(schema),
            (None, true) => Meaning::Unknown,
            (None, false) => Meaning::Free,
        }
    }

    fn suffixed(self, shape: &Shape<'s>, key: &str) -> Option<Meaning<'s>> {
        shape.properties.iter().find_map(|(name, schema)| {
            let suffix = key.strip_prefix(name)?.strip_prefix('_')?;
            let dimension = self.quantity(schema)?;
            let unit = suffix::unit(dimension, suffix)?;
            Some(Meaning::Suffixed(name, schema, dimension, unit))
        })
    }

    fn choose(
        self,
        branches: &[&'s Json],
        node: &Node,
        hops: usize,
    ) -> Result<Choice<'s>, Misfit<'s>> {
        if let Some(branch) = by_const(branches, node) {
            return Ok(Choice::Branch(branch));
        }
        let outlines: Vec<Branch<'s>> = branches
            .iter()
            .map(|schema| (*schema, self.outline(schema, hops)))
            .collect();
        let kind = type_name(&node.value);
        let fitting: Vec<&Branch<'s>> = outlines
            .iter()
            .filter(|(_, outline)| outline.admits(kind) || self.is_bare_number(outline, node))
            .collect();
        match (fitting.as_slice(), &node.value) {
            ([], _) => return Err(Misfit::Type(types(&outlines))),
            ([(only, _)], _) => return Ok(Choice::Branch(only)),
            (_, Value::Text(_)) => {
                if let Some(words) = all_words(&fitting) {
                    return Ok(Choice::Words(words));
                }
            }
            (_, Value::Table(_)) => {
                if let Some(result) = by_tag(&fitting, node).or_else(|| by_variant(&fitting, node))
                {
                    return result.map(Choice::Branch);
                }
            }
            _ => {}
        }
        let best = fitting
            .iter()
            .min_by_key(|(_, outline)| self.misfits(outline, node));
        best.map_or_else(
            || Err(Misfit::Type(types(&outlines))),
            |(schema, _)| Ok(Choice::Branch(schema)),
        )
    }

    /// A number where a quantity should stand: the branch is meant, and the advice then helps.
    fn is_bare_number(self, outline: &Shape<'s>, node: &Node) -> bool {
        outline.quantity.is_some() && matches!(node.value, Value::Integer(_) | Value::Number(_))
    }

    /// How badly a value fits, looking at the value and its direct parts.
    fn misfits(self, outline: &Shape<'s>, node: &Node) -> usize {
        match &node.value {
            Value::Text(text) => outline.misfit_of_text(text),
            Value::Integer(_) | Value::Number(_) => {
                usize::from(!outline.admits(type_name(&node.value)))
            }
            Value::List(items) => items.first().map_or(0, |first| {
                let schema = outline.first_items.first().copied().or(outline.items);
                schema.map_or(0, |schema| self.misfit_of_part(schema, first))
            }),
            Value::Table(entries) => self.misfits_of_table(outline, entries),
            Value::Null | Value::Bool(_) => 0,
        }
    }

    fn misfits_of_table(self, outline: &Shape<'s>, entries: &[(Key, Node)]) -> usize {
        let mut found = BTreeSet::new();
        let mut misfits = 0;
        for (key, node) in entries {
            misfits += match self.meaning(outline, &key.name) {
                Meaning::Known(name, schema) => {
                    found.insert(name);
                    self.misfit_of_part(schema, node)
                }
                Meaning::Suffixed(name, ..) => {
                    found.insert(name);
                    0
                }
                Meaning::Entry(schema) => self.misfit_of_part(schema, node),
                Meaning::Free => 0,
                Meaning::Unknown => 2,
            };
        }
        let missing = outline.required.iter();
        misfits + 2 * missing.filter(|name| !found.contains(*name)).count()
    }

    fn misfit_of_part(self, schema: &'s Json, node: &Node) -> usize {
        let mut branches = Vec::new();
        self.branches(std::slice::from_ref(schema), MOST_HOPS, &mut branches);
        let fits = branches.iter().any(|branch| {
            let outline = self.outline(branch, MOST_HOPS);
            outline.admits(type_name(&node.value)) && outline.admits_word(&node.value)
        });
        usize::from(!fits)
    }
}

/// An alternative and its outline.
type Branch<'s> = (&'s Json, Shape<'s>);

enum Choice<'s> {
    Branch(&'s Json),
    /// All alternatives are words; these are they.
    Words(Vec<&'s Json>),
}

impl<'s> Shape<'s> {
    fn take(&mut self, keywords: &'s Map<String, Json>) {
        if let Some(types) = keywords.get("type") {
            self.types = Some(strings(types));
        }
        if !self.properties.is_empty() && keywords.contains_key("properties") {
            let again =
                |name: &str| entries(keywords.get("properties")).any(|(new, _)| new == name);
            self.properties.retain(|(known, _)| !again(known));
        }
        self.properties.extend(entries(keywords.get("properties")));
        self.required.extend(
            list(keywords.get("required"))
                .iter()
                .filter_map(Json::as_str),
        );
        for word in ["additionalProperties", "unevaluatedProperties"] {
            self.take_rest(keywords.get(word));
        }
        self.values = self.values.or_else(|| {
            entries(keywords.get("patternProperties"))
                .next()
                .map(|(_, schema)| schema)
        });
        if let Some(word) = keywords.get("const") {
            self.words = Some(vec![word]);
        }
        if let Some(words) = keywords.get("enum") {
            self.words = Some(list(Some(words)).iter().collect());
        }
        self.take_items(keywords);
        self.take_forms(keywords);
    }

    fn take_rest(&mut self, rest: Option<&'s Json>) {
        match rest {
            Some(Json::Bool(open)) => self.open = Some(*open),
            Some(schema @ Json::Object(_)) => self.values = Some(schema),
            _ => {}
        }
    }

    fn take_items(&mut self, keywords: &'s Map<String, Json>) {
        if let Some(items) = keywords.get("items") {
            self.items = Some(items);
        }
        self.first_items.extend(list(keywords.get("prefixItems")));
    }

    fn take_forms(&mut self, keywords: &'s Map<String, Json>) {
        if let Some(name) = keywords.get(QUANTITY).and_then(Json::as_str) {
            self.quantity = quantity::dimension_named(name);
        }
        if let Some(name) = keywords.get(FORMAT).and_then(Json::as_str) {
            self.format = Some(name);
        }
        let bits = keywords.get("format").and_then(Json::as_str);
        for (word, bound) in bits.map(bounds_of_bits).unwrap_or_default() {
            self.bound(word, bound);
        }
        const BOUNDS: [&str; 8] = [
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minItems",
            "maxItems",
            "minLength",
            "maxLength",
        ];
        for word in BOUNDS {
            if let Some(bound) = keywords.get(word).and_then(Json::as_f64) {
                self.bound(word, bound);
            }
        }
    }

    /// Adds a bound; of two of a kind the tighter one stays.
    fn bound(&mut self, word: &'s str, bound: f64) {
        match self.bounds.iter_mut().find(|(known, _)| *known == word) {
            Some((_, known)) if is_lower_bound(word) => *known = known.max(bound),
            Some((_, known)) => *known = known.min(bound),
            None => self.bounds.push((word, bound)),
        }
    }

    /// True where a value of this type may stand.
    pub(super) fn admits(&self, kind: &str) -> bool {
        let Some(types) = &self.types else {
            return true;
        };
        types
            .iter()
            .any(|allowed| *allowed == kind || (*allowed == "number" && kind == "integer"))
    }

    /// True where no words are prescribed or this is one of them.
    pub(super) fn admits_word(&self, value: &Value) -> bool {
        self.words
            .as_ref()
            .is_none_or(|words| words.iter().any(|word| equals(word, value)))
    }

    /// True where an unknown key is a mistake.
    ///
    /// A table with known keys counts as closed unless its schema says that it is open: a key that is
    /// read by nobody would otherwise be lost in silence.
    pub(super) fn is_closed(&self) -> bool {
        match self.open {
            Some(open) => !open,
            None => !self.properties.is_empty() && self.values.is_none(),
        }
    }

    /// The words that may stand here, where they are texts.
    pub(super) fn texts(&self) -> Vec<&'s str> {
        let words = self.words.iter().flatten();
        words.filter_map(|word| word.as_str()).collect()
    }

    fn misfit_of_text(&self, text: &str) -> usize {
        if self.words.is_some() {
            return match nearest(text, self.texts()) {
                Some(near) if near == text => 0,
                Some(_) => 1,
                None => 3,
            };
        }
        if self.quantity.is_none() && self.format.is_none() {
            return 1;
        }
        let begins_with_number = text
            .trim_start()
            .starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.'));
        if begins_with_number { 0 } else { 2 }
    }

    /// The required keys whose value can only be one of some words, with those words.
    fn tags(&self) -> impl Iterator<Item = (&'s str, Vec<&'s str>)> {
        self.properties
            .iter()
            .filter(|(name, _)| self.required.contains(name))
            .filter_map(|(name, schema)| {
                let words = match (schema.get("const"), schema.get("enum")) {
                    (Some(word), _) => vec![word.as_str()?],
                    (None, Some(words)) => strings(words),
                    (None, None) => return None,
                };
                Some((*name, words))
            })
    }

    fn tag(&self, key: &str) -> Option<Vec<&'s str>> {
        self.tags()
            .find(|(name, _)| *name == key)
            .map(|(_, words)| words)
    }
}

/// Picks the branch whose tag the table carries, where all branches spell out their tag under the same
/// key: the common case, which needs no outlines.
fn by_const<'s>(branches: &[&'s Json], node: &Node) -> Option<&'s Json> {
    let tag = |branch: &'s Json, key: &str| {
        let schema = branch.get("properties")?.get(key)?;
        schema.get("const")?.as_str()
    };
    let first: &'s Json = branches.first()?;
    let (key, _) = entries(first.get("properties")).find(|(key, _)| tag(first, key).is_some())?;
    let Value::Text(word) = &node.get(key)?.value else {
        return None;
    };
    let mut meant = None;
    for branch in branches {
        if tag(branch, key)? == word {
            meant = Some(*branch);
        }
    }
    meant
}

/// Picks the branch whose tag the table carries; `None` where the branches have no tag in common.
fn by_tag<'s>(branches: &[&Branch<'s>], node: &Node) -> Option<Result<&'s Json, Misfit<'s>>> {
    let (_, first) = branches.first()?;
    let (key, _) = first.tags().find(|(key, _)| {
        branches
            .iter()
            .all(|(_, outline)| outline.tag(key).is_some())
    })?;
    let tagged = || {
        branches
            .iter()
            .map(|(schema, outline)| (*schema, outline.tag(key).unwrap_or_default()))
    };
    let words = || tagged().flat_map(|(_, words)| words).collect();
    let known = || {
        let properties = branches.iter().map(|(_, outline)| &outline.properties);
        properties.flatten().copied().collect()
    };
    let Some(tag) = node.get(key) else {
        return Some(Err(Misfit::NoTag {
            key,
            words: words(),
            known: known(),
        }));
    };
    let meant = tagged().find(|(_, words)| match &tag.value {
        Value::Text(text) => words.contains(&text.as_str()),
        _ => false,
    });
    Some(meant.map_or_else(
        || {
            Err(Misfit::WrongTag {
                key,
                words: words(),
                known: known(),
            })
        },
        |(schema, _)| Ok(schema),
    ))
}

/// Picks the branch that is named by the table's only key; `None` where the branches are not such.
fn by_variant<'s>(branches: &[&Branch<'s>], node: &Node) -> Option<Result<&'s Json, Misfit<'s>>> {
    let name =
        |outline: &Shape<'s>| match (outline.properties.as_slice(), outline.required.as_slice()) {
            ([(name, _)], [required]) if name == required => Some(*name),
            _ => None,
        };
    let names: Option<Vec<&'s str>> = branches.iter().map(|(_, outline)| name(outline)).collect();
    let names = names?;
    let meant = branches
        .iter()
        .zip(&names)
        .find(|(_, name)| node.get(name).is_some());
    Some(match meant {
        Some(((schema, _), _)) => Ok(schema),
        None => Err(Misfit::NoVariant { names }),
    })
}

/// All words of branches that are nothing but words.
fn all_words<'s>(branches: &[&Branch<'s>]) -> Option<Vec<&'s Json>> {
    let words: Option<Vec<_>> = branches
        .iter()
        .map(|(_, outline)| outline.words.clone())
        .collect();
    words.map(|words| words.concat())
}

/// The types that any of the branches allows, each once.
fn types<'s>(branches: &[Branch<'s>]) -> Vec<&'s str> {
    let mut types = Vec::new();
    for name in branches
        .iter()
        .flat_map(|(_, outline)| outline.types.iter().flatten())
    {
        if !types.contains(name) {
            types.push(*name);
        }
    }
    types
}

fn equals(word: &Json, value: &Value) -> bool {
    match value {
        Value::Null => word.is_null(),
        Value::Bool(value) => word.as_bool() == Some(*value),
        Value::Integer(value) => word.as_i64() == Some(*value),
        Value::Number(value) => word.as_f64() == Some(*value),
        Value::Text(text) => word.as_str() == Some(text),
        Value::List(_) | Value::Table(_) => false,
    }
}

fn is_lower_bound(word: &str) -> bool {
    matches!(
        word,
        "minimum" | "exclusiveMinimum" | "minItems" | "minLength"
    )
}

/// The range of a whole number of so many bits, which `schemars` names but does not always spell out.
fn bounds_of_bits(format: &str) -> Vec<(&'static str, f64)> {
    let (least, most) = match format {
        "int8" => (f64::from(i8::MIN), f64::from(i8::MAX)),
        "int16" => (f64::from(i16::MIN), f64::from(i16::MAX)),
        "int32" => (f64::from(i32::MIN), f64::from(i32::MAX)),
        "uint8" => (0.0, f64::from(u8::MAX)),
        "uint16" => (0.0, f64::from(u16::MAX)),
        "uint32" => (0.0, f64::from(u32::MAX)),
        "uint" | "uint64" => return vec![("minimum", 0.0)],
        _ => return Vec::new(),
    };
    vec![("minimum", least), ("maximum", most)]
}

fn list(value: Option<&Json>) -> &[Json] {
    value.and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

fn entries(value: Option<&Json>) -> impl Iterator<Item = (&str, &Json)> {
    let entries = value.and_then(Json::as_object).into_iter().flatten();
    entries.map(|(name, schema)| (name.as_str(), schema))
}

/// A text, or the texts of a list.
fn strings(value: &Json) -> Vec<&str> {
    match value {
        Json::String(text) => vec![text],
        other => list(Some(other)).iter().filter_map(Json::as_str).collect(),
    }
}
