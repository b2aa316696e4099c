//! The text of a file, before its meaning: from bytes to a tree that fits a schema.
//!
//! A campaign is written in TOML by people and in JSON by programs. Both become one [`Node`] tree that
//! knows the place of every key and value. [`read`] goes through four stages and stops after the first
//! that finds something wrong, so that no problem is reported that is only the echo of another:
//!
//! 1. limits: size, depth and number of values ([`Limits`]);
//! 2. syntax ([`toml`], [`json`]);
//! 3. structure, against the JSON Schema of the file's Rust type ([`check`]);
//! 4. quantities under suffixed keys become text under plain keys ([`normalise`]).
//!
//! Within a stage all problems are reported together. Nothing here knows what a campaign is.

mod instant;
mod limits;
mod quantity;
mod report;
mod schema;
mod shape;
mod source;
mod suffix;
mod tree;

pub mod codes;
pub mod json;
pub mod toml;

pub use instant::QInstant;
pub use limits::{Limits, MAX_DEPTH, open, read_text};
pub use quantity::{
    DurationError, Q, QDuration, QEpoch, QMoney, duration_text, parse_duration, quantity_text,
};
pub use schema::check;
pub use source::Source;
pub use suffix::{normalise, publish};
pub use tree::{Key, Node, Path, Step, Value};

use portolan_vocabulary::{Finding, Findings, Place};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Syntax {
    /// TOML, for people.
    Toml,
    /// JSON, for programs.
    Json,
}

impl Syntax {
    /// The syntax that a file's name ends in, or `None` where it is neither.
    ///
    /// ```
    /// use portolan_formats::text::Syntax;
    /// assert_eq!(Syntax::of_name("moon/campaign.toml"), Some(Syntax::Toml));
    /// assert_eq!(Syntax::of_name("campaign.JSON"), Some(Syntax::Json));
    /// assert_eq!(Syntax::of_name("campaign"), None);
    /// ```
    pub fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

/// A text that fits its schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// The tree, quantities as text under plain keys, with the places of what was written.
    pub tree: Node,
    /// The same without places.
    pub json: Json,
    /// The text.
    pub source: Source,
}

impl Checked {
    /// The place of the value at a path, or of the last value on the way that exists.
    pub fn place(&self, path: &Path) -> Place {
        self.source.place(&self.tree.nearest(path).span)
    }

    /// The file as the type that its schema was made from.
    ///
    /// # Errors
    /// One finding where the type demands more than its schema says.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Findings> {
        T::deserialize(&self.json).map_err(|error| {
            let message = format!("the file cannot be understood: {error}");
            vec![Finding::error(
                codes::WRONG_TYPE,
                "file",
                self.source.name(),
                message,
            )]
        })
    }
}

/// Reads a text and checks it against a schema, within the default limits.
///
/// # Errors
/// The findings of the first stage that has any.
///
/// ```
/// use portolan_formats::text::{Q, Source, Syntax, read};
/// use portolan_vocabulary::Mass;
/// #[derive(serde::Deserialize, schemars::JsonSchema)]
/// #[serde(deny_unknown_fields)]
/// struct Lander { name: String, mass: Q<Mass> }
///
/// let schema = schemars::schema_for!(Lander).to_value();
/// let source = Source::new("demo.toml", "name = \"Eagle\"\nmass_kg = 15_103\n");
/// let checked = read(source, Syntax::Toml, &schema).map_err(|found| found[0].message.clone())?;
/// let lander: Lander = checked.decode().map_err(|found| found[0].message.clone())?;
/// assert_eq!(lander.mass.0.kg(), 15_103.0);
///
/// let source = Source::new("demo.toml", "nane = \"Eagle\"\nmass = 15_103\n");
/// let Err(findings) = read(source, Syntax::Toml, &schema) else { panic!("two mistakes") };
/// let codes: Vec<_> = findings.iter().map(|finding| finding.code.as_str()).collect();
/// assert_eq!(codes, ["file.unknown-key", "file.missing-key", "file.bad-quantity"]);
/// # Ok::<(), String>(())
/// ```
pub fn read(source: Source, syntax: Syntax, schema: &Json) -> Result<Checked, Findings> {
    read_within(source, syntax, schema, &Limits::default())
}

/// Reads a text and checks it against a schema, within these limits.
///
/// # Errors
/// The findings of the first stage that has any.
pub fn read_within(
    source: Source,
    syntax: Syntax,
    schema: &Json,
    limits: &Limits,
) -> Result<Checked, Findings> {
    if source.text().len() > limits.bytes {
        return Err(vec![limits::too_large(source.name(), limits)]);
    }
    let tree = match syntax {
        Syntax::Toml => toml::parse(&source, limits)?,
        Syntax::Json => json::parse(&source, limits)?,
    };
    let findings = check(&tree, schema, &source);
    if !findings.is_empty() {
        return Err(findings);
    }
    let tree = normalise(tree, schema);
    let json = tree.to_json();
    Ok(Checked { tree, json, source })
}

#[cfg(test)]
mod tests;
