//! The layout of a rule file, version 1. Frozen.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The format of a rule file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Format {
    /// Version 1.
    #[serde(rename = "portolan-rule/1")]
    One,
}

/// A rule: what it says, whose it is, which facts it needs, when it applies and what follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Portolan rule, version 1")]
pub struct Root {
    /// The format and its version.
    pub format: Format,
    /// The word for the rule: its regime, a dot, and a word of its own.
    #[schemars(length(min = 1))]
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it says, plainly.
    pub statement: String,
    /// Who made it, or enforces it.
    pub authority: String,
    /// What it is asked about: `shipment`, `load`, `stay`, `party` or `transfer`.
    pub about: String,
    /// What follows where it applies: `forbids`, `needs-permit`, `needs-document`, `needs-segregation`, `needs-condition` or
    /// `informs`.
    pub effect: String,
    /// Kinds of permit, of which one settles it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permits: Vec<String>,
    /// The document that it asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// How many days getting the permit or the document takes, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_days: Option<f64>,
    /// In force from this day, such as `2026-07-23`.
    pub from: String,
    /// No longer in force from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// When a person last held it against its source.
    pub reviewed: String,
    /// What a verdict says; `{item.eccn}` stands for that fact's value.
    pub wording: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
    /// Where it is written; at least one place.
    #[serde(default)]
    pub citation: Vec<Citation>,
    /// The facts that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fact: Vec<Fact>,
    /// Values that change with time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub value: Vec<Dated>,
    /// When it applies.
    pub when: Condition,
    /// Its own cases: at least one where it applies, one where it does not, and one where a fact is missing.
    #[serde(default)]
    pub case: Vec<Case>,
}

/// A place where a rule is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// The law, regulation, standard or practice: `15 CFR 740.20`.
    pub instrument: String,
    /// The place in it: `(c)(1)`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub pinpoint: String,
    /// The edition, by date or number.
    pub edition: String,
    /// The day on which it was read.
    pub read: String,
    /// Where it can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A fact that a rule needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Its name: `item.eccn`.
    pub name: String,
    /// Its type: `flag`, `number`, `text`, `texts` or `date`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The unit of a number: a base unit such as `kg`, or one of `%`, `g0`, `K/h`, `degC`, `EUR`, `USD`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meaning: String,
    /// The words that it may be, where they are few.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<String>,
}

/// A value with the days on which it is valid.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// Its name.
    pub name: String,
    /// What it is.
    pub is: Literal,
    /// Its unit, for a number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Valid from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// No longer valid from this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// Something written out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Literal {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(f64),
    /// A word, a quantity such as `150 kg`, or a date.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
}

/// What is compared with: something written out, or where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Operand {
    /// Yes or no.
    Flag(bool),
    /// A number without a unit.
    Number(f64),
    /// A word, a quantity or a date.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
    /// A fact, a dated value or a table's cell.
    Held(Box<Held>),
}

/// Where something stands: exactly one of these.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// A fact, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// A dated value, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A table's cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookup: Option<Lookup>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lookup {
    /// The table, a reference set, by name.
    pub table: String,
    /// What makes up the row's key, joined by `/`.
    pub row: Vec<Operand>,
    /// The column.
    pub column: Operand,
    /// A table that names, in its column `parent`, the row that counts where there is none of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parents: Option<String>,
}

/// A condition: `all`, `any`, `not`, `pair`, `some`, or something compared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// All of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all: Option<Vec<Condition>>,
    /// At least one of these.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub any: Option<Vec<Condition>>,
    /// Not this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not: Option<Box<Condition>>,
    /// Two items of a load of which this is true, whichever comes first: their facts are `first.…` and `second.…`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pair: Option<Box<Condition>>,
    /// An item of a load of which this is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub some: Option<Box<Condition>>,
    /// A fact, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// A dated value, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// A table's cell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lookup: Option<Lookup>,
    /// A sum over the items of a load.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sum: Option<Sum>,
    /// The fact is stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<bool>,
    /// One of these words.
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub among: Option<Vec<String>>,
    /// A row of this table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listed: Option<String>,
    /// The same; for a list of words, one of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Operand>,
    /// Not the same; for a list of words, none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_not: Option<Operand>,
    /// Less, or earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Operand>,
    /// Not more, or not later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<Operand>,
    /// More, or later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub above: Option<Operand>,
    /// Not less, or not earlier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<Operand>,
    /// The word, or a paragraph of it: `9A515.a.1` is under `9A515.a`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<Operand>,
}

/// A sum over the items of a load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The fact that is summed: `item.mass`.
    pub of: String,
    /// Which items count; all, where none is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Box<Condition>>,
}

/// A case: facts, a day, and what the rule must say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The day.
    pub on: String,
    /// `applies`, `not` or `missing`.
    pub expect: String,
    /// The facts that must be named as missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The facts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Literal>,
    /// The facts of each item of a load.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<BTreeMap<String, Literal>>,
}

/// The JSON Schema of a rule file, as files are held against it.
pub fn schema() -> &'static Json {
    static SCHEMA: LazyLock<Json> = LazyLock::new(|| schemars::schema_for!(Root).to_value());
    &SCHEMA
}
