//! Findings: one problem or note about the user's data or plan.
//!
//! A finding has a stable code (`family.word`), says what is wrong, where, why and what to do, and
//! carries its numbers as facts with units, so that a program can act on it without reading prose.

use std::borrow::Cow;
use std::fmt;

/// The stable name of a kind of finding, `family.word`; every code has a page in the documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// A code with this name.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name as printed.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing needs to be done.
    Note,
    /// Probably not what was meant.
    Warning,
    /// The file cannot be used, or the plan cannot be carried out as written.
    Error,
}

impl Severity {
    /// The lower-case word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a finding is about: a kind of thing and its identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// The kind: `element`, `edge`, `event`, `file`, ...
    pub kind: &'static str,
    /// The identifier of the thing.
    pub id: String,
}

/// A place in a file; lines and columns count from one, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from one.
    pub line: u32,
    /// Column in characters, from one.
    pub column: u32,
}

/// The value of a fact.
#[derive(Clone, Debug, PartialEq)]
pub enum FactValue {
    /// A number with its unit (empty for a pure number).
    Number {
        /// The value.
        value: f64,
        /// The unit's symbol.
        unit: Cow<'static, str>,
    },
    /// A word, an identifier or a date.
    Text(String),
}

/// One named number or word of a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// The fact's name, the same for every finding of a code.
    pub name: &'static str,
    /// Its value.
    pub value: FactValue,
}

impl Fact {
    /// A number with its unit.
    pub fn number(name: &'static str, value: f64, unit: impl Into<Cow<'static, str>>) -> Self {
        let unit = unit.into();
        let value = FactValue::Number { value, unit };
        Self { name, value }
    }

    /// A word, an identifier or a date.
    pub fn text(name: &'static str, value: impl Into<String>) -> Self {
        let value = FactValue::Text(value.into());
        Self { name, value }
    }
}

/// One problem or note about the user's data or plan.
///
/// ```
/// use portolan_vocabulary::{Code, Finding, Severity};
/// const TOO_HEAVY: Code = Code::new("capacity.mass");
/// let finding = Finding::error(TOO_HEAVY, "edge", "kourou-leo", "the load exceeds the capacity")
///     .number("load", 600.0, "kg")
///     .number("capacity", 500.0, "kg")
///     .advice("move 100 kg to a later launch");
/// assert_eq!(finding.severity, Severity::Error);
/// assert_eq!(finding.facts.len(), 2);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The stable code.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The numbers and words behind the message.
    pub facts: Vec<Fact>,
    /// What to do about it, where that can be said.
    pub advice: Option<String>,
    /// The source of the rule or figure that the finding rests on.
    pub citation: Option<String>,
    /// Where in a file the cause stands.
    pub place: Option<Place>,
    /// The activity whose failure this one follows from.
    pub follows_from: Option<String>,
}

impl Finding {
    fn new(
        code: Code,
        severity: Severity,
        kind: &'static str,
        id: String,
        message: String,
    ) -> Self {
        let subject = Subject { kind, id };
        let (facts, advice, citation, place, follows_from) = (Vec::new(), None, None, None, None);
        Self {
            code,
            severity,
            subject,
            message,
            facts,
            advice,
            citation,
            place,
            follows_from,
        }
    }

    /// A finding that makes the file unusable or the plan infeasible.
    pub fn error(
        code: Code,
        kind: &'static str,
        id: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(code, Severity::Error, kind, id.into(), message.into())
    }

    /// A finding about something that is probably not what was meant.
    pub fn warning(
        code: Code,
        kind: &'static str,
        id: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(code, Severity::Warning, kind, id.into(), message.into())
    }

    /// A finding worth knowing.
    pub fn note(
        code: Code,
        kind: &'static str,
        id: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self::new(code, Severity::Note, kind, id.into(), message.into())
    }

    /// Adds a number with its unit.
    #[must_use]
    pub fn number(
        mut self,
        name: &'static str,
        value: f64,
        unit: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.facts.push(Fact {
            name,
            value: FactValue::Number {
                value,
                unit: unit.into(),
            },
        });
        self
    }

    /// Adds a word.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.facts.push(Fact {
            name,
            value: FactValue::Text(value.into()),
        });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn advice(mut self, advice: impl Into<String>) -> Self {
        self.advice = Some(advice.into());
        self
    }

    /// Names the source that the finding rests on.
    #[must_use]
    pub fn citation(mut self, citation: impl Into<String>) -> Self {
        self.citation = Some(citation.into());
        self
    }

    /// Says where in a file the cause stands.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Names the activity whose failure this one follows from.
    #[must_use]
    pub fn follows_from(mut self, activity: impl Into<String>) -> Self {
        self.follows_from = Some(activity.into());
        self
    }

    /// The value of a fact that is a number, or `None` where there is no such fact.
    pub fn fact_number(&self, name: &str) -> Option<f64> {
        self.facts
            .iter()
            .find(|fact| fact.name == name)
            .and_then(|fact| match &fact.value {
                FactValue::Number { value, .. } => Some(*value),
                FactValue::Text(_) => None,
            })
    }
}

/// A list of findings in the order in which they were made.
pub type Findings = Vec<Finding>;
