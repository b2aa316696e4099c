//! Keys that end in a unit: `mass_kg = 12500` beside `mass = "12500 kg"`.

use super::quantity::digits;
use super::shape::{Meaning, Schema};
use super::tree::{Node, Value};
use portolan_vocabulary::Dimension;
use serde_json::{Map, Value as Json, json};

/// The suffixes of a dimension's keys, each with the unit that it stands for.
pub(super) fn suffixes(dimension: Dimension) -> Vec<(&'static str, &'static str)> {
    match dimension {
        Dimension::Time => vec![("s", "s"), ("h", "h"), ("d", "d")],
        other => vec![(other.key_suffix(), other.base_unit())],
    }
}

/// The unit that a suffix stands for.
pub(super) fn unit(dimension: Dimension, suffix: &str) -> Option<&'static str> {
    suffixes(dimension)
        .into_iter()
        .find(|(known, _)| *known == suffix)
        .map(|(_, unit)| unit)
}

/// The text of a number of a unit, which reads back as the same number; `None` for what is no number.
pub(super) fn with_unit(value: &Value, unit: &str) -> Option<String> {
    match value {
        Value::Integer(number) => Some(format!("{number} {unit}")),
        Value::Number(number) => Some(format!("{} {unit}", digits(*number))),
        _ => None,
    }
}

/// Rewrites every quantity that stands as a number under a suffixed key as text under the plain key.
///
/// Places stay those of the key and the value as written. What the schema does not know stays as it
/// is; [`check`](super::check) reports it, and a quantity that is given in both forms.
///
/// ```
/// use portolan_formats::text::{Source, normalise, toml};
/// let schema = serde_json::json!({
///     "type": "object", "properties": {"mass": {"type": "string", "x-quantity": "mass"}}
/// });
/// let source = Source::new("demo.toml", "mass_kg = 12_500\n");
/// let tree = toml::parse(&source, &Default::default()).map_err(|found| found[0].message.clone())?;
/// assert_eq!(normalise(tree, &schema).to_json(), serde_json::json!({"mass": "12500 kg"}));
/// # Ok::<(), String>(())
/// ```
#[must_use]
pub fn normalise(mut tree: Node, schema: &Json) -> Node {
    rewrite(Schema::new(schema), &mut tree, schema);
    tree
}

fn rewrite<'s>(root: Schema<'s>, node: &mut Node, schema: &'s Json) {
    let shape = root.shape(schema, node);
    match &mut node.value {
        Value::List(items) => {
            for (at, item) in items.iter_mut().enumerate() {
                if let Some(schema) = shape.first_items.get(at).copied().or(shape.items) {
                    rewrite(root, item, schema);
                }
            }
        }
        Value::Table(entries) => {
            for (key, node) in entries {
                match root.meaning(&shape, &key.name) {
                    Meaning::Known(_, schema) | Meaning::Entry(schema) => {
                        rewrite(root, node, schema);
                    }
                    Meaning::Suffixed(name, _, _, unit) => {
                        key.name = name.to_owned();
                        if let Some(text) = with_unit(&node.value, unit) {
                            node.value = Value::Text(text);
                        }
                    }
                    Meaning::Free | Meaning::Unknown => {}
                }
            }
        }
        _ => {}
    }
}

/// Adds to a schema, beside every quantity, the suffixed keys under which it may stand as a number, so
/// that editors complete and validate both forms. A required quantity is required in one of its forms.
///
/// ```
/// use portolan_formats::text::publish;
/// let schema = serde_json::json!({
///     "type": "object", "required": ["mass"],
///     "properties": {"mass": {"type": "string", "x-quantity": "mass"}}
/// });
/// let published = publish(&schema);
/// assert_eq!(published["properties"]["mass_kg"]["type"], "number");
/// assert_eq!(
///     published["allOf"][0]["anyOf"],
///     serde_json::json!([{"required": ["mass"]}, {"required": ["mass_kg"]}])
/// );
/// ```
#[must_use]
pub fn publish(schema: &Json) -> Json {
    let mut published = schema.clone();
    add_forms(Schema::new(schema), &mut published);
    published
}

/// Walks every schema within a schema; the names of keys and the values of defaults are none.
fn add_forms(root: Schema<'_>, schema: &mut Json) {
    let Json::Object(keywords) = schema else {
        return;
    };
    for (word, part) in keywords.iter_mut() {
        match (word.as_str(), part) {
            ("properties" | "patternProperties" | "$defs", Json::Object(named)) => {
                named.values_mut().for_each(|part| add_forms(root, part));
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Json::Array(parts)) => {
                parts.iter_mut().for_each(|part| add_forms(root, part));
            }
            ("items" | "additionalProperties", part) => add_forms(root, part),
            _ => {}
        }
    }
    add_suffixed(root, keywords);
}

/// Adds the suffixed keys to one table's schema.
fn add_suffixed(root: Schema<'_>, keywords: &mut Map<String, Json>) {
    let Some(Json::Object(properties)) = keywords.get_mut("properties") else {
        return;
    };
    let declared: Vec<String> = properties.keys().cloned().collect();
    let mut forms = Vec::new();
    let mut grown = Map::new();
    for (name, schema) in std::mem::take(properties) {
        let mut added = root
            .quantity(&schema)
            .map_or_else(Vec::new, |dimension| numbers(&name, &schema, dimension));
        added.retain(|(key, _)| !declared.contains(key));
        let keys: Vec<String> = added.iter().map(|(key, _)| key.clone()).collect();
        forms.push((name.clone(), keys));
        grown.insert(name, schema);
        grown.extend(added);
    }
    *properties = grown;
    forms.retain(|(_, keys)| !keys.is_empty());
    require_a_form(keywords, &forms);
}

/// The suffixed keys of a quantity with the schemas of their values.
fn numbers(name: &str, schema: &Json, dimension: Dimension) -> Vec<(String, Json)> {
    let number = |(suffix, unit): (&str, &str)| {
        let mut number = json!({
            "type": "number",
            "description": format!("`{name}` as a bare number of {unit}."),
        });
        // A bound is in the base unit and so bounds no other.
        if unit == dimension.base_unit() {
            for word in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
                if let Some(bound) = schema.get(word) {
                    number[word] = bound.clone();
                }
            }
        }
        (format!("{name}_{suffix}"), number)
    };
    suffixes(dimension).into_iter().map(number).collect()
}

fn require_a_form(keywords: &mut Map<String, Json>, forms: &[(String, Vec<String>)]) {
    let Some(Json::Array(required)) = keywords.get_mut("required") else {
        return;
    };
    let mut parts = Vec::new();
    for (name, suffixed) in forms {
        let before = required.len();
        required.retain(|key| key.as_str() != Some(name));
        if required.len() < before {
            let keys = std::iter::once(name).chain(suffixed);
            let ways: Vec<Json> = keys.map(|key| json!({"required": [key]})).collect();
            parts.push(json!({"anyOf": ways}));
        }
    }
    if required.is_empty() {
        keywords.remove("required");
    }
    if parts.is_empty() {
        return;
    }
    match keywords.get_mut("allOf") {
        Some(Json::Array(all)) => all.extend(parts),
        _ => {
            keywords.insert("allOf".to_owned(), Json::Array(parts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Limits, Q, QDuration, Source, check, toml};
    use portolan_vocabulary::Mass;
    use schemars::{JsonSchema, schema_for};

    #[derive(JsonSchema)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only the schema is looked at")]
    struct Stage {
        mass: Q<Mass>,
        burn: QDuration,
        spare: Option<Q<Mass>>,
        wait: Option<QDuration>,
        wait_d: Option<f64>,
        parts: Vec<Stage>,
        stock: std::collections::BTreeMap<String, Q<Mass>>,
    }

    fn schema() -> Json {
        schema_for!(Stage).to_value()
    }

    #[test]
    fn every_form_becomes_text_in_place() {
        let text = "mass_kg = 0.1\nburn_d = 40\nspare_kg = 1e300\nparts = [{mass = \"1 t\", burn_h = 1.5, \
                    parts = [], stock = {}}]\nstock.water = \"5 kg\"\n";
        let source = Source::new("x", text);
        let tree = toml::parse(&source, &Limits::default()).unwrap();
        assert_eq!(check(&tree, &schema(), &source), []);
        let tree = normalise(tree, &schema());
        assert_eq!(
            tree.to_json(),
            json!({
                "mass": "0.1 kg", "burn": "40 d", "spare": "1e300 kg",
                "parts": [{"mass": "1 t", "burn": "1.5 h", "parts": [], "stock": {}}],
                "stock": {"water": "5 kg"},
            })
        );
        let (key, node) = tree.entry("mass").unwrap();
        assert_eq!(source.slice(&key.span), "mass_kg");
        assert_eq!(source.slice(&node.span), "0.1");
    }

    #[test]
    fn a_key_that_is_declared_is_no_suffixed_form() {
        let tree = toml::parse(&Source::new("x", "wait_d = 2.0"), &Limits::default()).unwrap();
        let tree = normalise(tree, &schema());
        assert_eq!(tree.to_json(), json!({"wait_d": 2.0}));
        let published = publish(&schema());
        assert_eq!(
            published["properties"]["wait_d"]["type"],
            json!(["number", "null"])
        );
    }

    #[test]
    fn published_schemas_know_all_forms() {
        let published = publish(&schema());
        let keys: Vec<&String> = published["properties"]
            .as_object()
            .unwrap()
            .keys()
            .collect();
        assert_eq!(
            keys,
            [
                "mass", "mass_kg", "burn", "burn_s", "burn_h", "burn_d", "spare", "spare_kg",
                "wait", "wait_s", "wait_h", "wait_d", "parts", "stock",
            ]
        );
        assert_eq!(published["required"], json!(["parts", "stock"]));
        assert_eq!(
            published["allOf"],
            json!([
                {"anyOf": [{"required": ["mass"]}, {"required": ["mass_kg"]}]},
                {"anyOf": [
                    {"required": ["burn"]}, {"required": ["burn_s"]},
                    {"required": ["burn_h"]}, {"required": ["burn_d"]},
                ]},
            ])
        );
    }

    #[test]
    fn publishing_takes_no_key_for_a_keyword() {
        let quantity = json!({"type": "string", "x-quantity": "mass", "minimum": 0});
        let schema = json!({"properties": {"properties": quantity, "enum": {"properties": {"m": quantity}}}});
        let published = publish(&schema);
        assert_eq!(published["properties"]["properties_kg"]["minimum"], 0);
        assert!(published["properties"]["enum"]["properties"]["m_kg"].is_object());
        assert_eq!(publish(&json!(true)), json!(true));
    }
}
