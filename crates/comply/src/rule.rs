//! Rules, ready to be asked.

use crate::condition::Condition;
use crate::draft::Literal;
use crate::value::{Kind, Value};
use portolan_vocabulary::{Date, Place};

/// What a rule is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// One item on one movement, with who sends, carries and gets it.
    Shipment,
    /// All that rides together on one movement.
    Load,
    /// An item while it stands at a place.
    Stay,
    /// A party to a movement.
    Party,
    /// Technical data that somebody is given.
    Transfer,
}

impl About {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Shipment,
        Self::Load,
        Self::Stay,
        Self::Party,
        Self::Transfer,
    ];

    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shipment => "shipment",
            Self::Load => "load",
            Self::Stay => "stay",
            Self::Party => "party",
            Self::Transfer => "transfer",
        }
    }
}

/// What follows where a rule applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It must not be done.
    Forbids,
    /// It needs a permit.
    NeedsPermit,
    /// It needs a document.
    NeedsDocument,
    /// It needs to be kept apart.
    NeedsSegregation,
    /// It needs a condition to be kept, such as a temperature.
    NeedsCondition,
    /// It is worth knowing.
    Informs,
}

impl Effect {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Forbids,
        Self::NeedsPermit,
        Self::NeedsDocument,
        Self::NeedsSegregation,
        Self::NeedsCondition,
        Self::Informs,
    ];

    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Forbids => "forbids",
            Self::NeedsPermit => "needs-permit",
            Self::NeedsDocument => "needs-document",
            Self::NeedsSegregation => "needs-segregation",
            Self::NeedsCondition => "needs-condition",
            Self::Informs => "informs",
        }
    }
}

/// What settles a rule that applies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedy {
    /// Kinds of permit, of which one settles it.
    pub permits: Vec<String>,
    /// The document that it asks for.
    pub document: Option<String>,
    /// How many days getting it takes, where that is known.
    pub lead_days: Option<f64>,
    /// What to do.
    pub advice: Option<String>,
}

/// Where a rule is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Citation {
    /// The law, regulation, standard or practice.
    pub instrument: String,
    /// The place in it.
    pub pinpoint: String,
    /// The edition, by date or number.
    pub edition: String,
    /// The day on which it was read.
    pub read: String,
    /// Where it can be read.
    pub url: Option<String>,
}

impl Citation {
    /// The instrument with the place in it.
    pub fn place(&self) -> String {
        format!("{} {}", self.instrument, self.pinpoint)
            .trim()
            .to_owned()
    }
}

/// A type of fact: its kind, what it means, and the words it may be.
#[derive(Clone, Debug, PartialEq)]
pub struct FactType {
    /// What it may be.
    pub kind: Kind,
    /// What it means.
    pub meaning: String,
    /// The words that it may be, where they are few.
    pub words: Vec<String>,
}

/// A fact that a rule needs.
#[derive(Clone, Debug, PartialEq)]
pub struct NeededFact {
    /// Its name, such as `item.eccn`.
    pub name: String,
    /// Its type.
    pub of: FactType,
}

/// A value with the days on which it is valid.
#[derive(Clone, Debug, PartialEq)]
pub struct Dated {
    /// Its name.
    pub name: String,
    /// What it is.
    pub value: Value,
    /// From this day; always, where there is none.
    pub from: Option<Date>,
    /// Until the day before this one.
    pub until: Option<Date>,
}

impl Dated {
    pub(crate) fn is_valid(&self, on: Date) -> bool {
        on.is_within(self.from.unwrap_or(on), self.until)
    }
}

/// What a case expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// The rule applies.
    Applies,
    /// It does not, or is not in force.
    Not,
    /// A fact is missing.
    Missing,
}

impl Expected {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Applies, Self::Not, Self::Missing];

    /// The word, as in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Not => "not",
            Self::Missing => "missing",
        }
    }
}

/// A case of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The day.
    pub on: Date,
    /// What is expected.
    pub expected: Expected,
    /// The facts that must be named as missing.
    pub missing: Vec<String>,
    /// The facts.
    pub facts: crate::Bag,
    /// The facts of each item of a load.
    pub items: Vec<crate::Bag>,
}

/// A rule, ready to be asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The word for it.
    pub id: String,
    /// The field, such as `export-control`.
    pub field: String,
    /// The regime, such as `ear`.
    pub regime: String,
    /// What it is called.
    pub title: String,
    /// What it says, plainly.
    pub statement: String,
    /// Who made it, or enforces it.
    pub authority: String,
    /// What it is asked about.
    pub about: About,
    /// What follows where it applies.
    pub effect: Effect,
    /// What settles it.
    pub remedy: Remedy,
    /// In force from this day.
    pub from: Date,
    /// Until the day before this one.
    pub until: Option<Date>,
    /// When a person last held it against its source.
    pub reviewed: Date,
    /// What a verdict says.
    pub wording: String,
    /// Where it is written; at least one.
    pub citations: Vec<Citation>,
    /// The facts that it needs.
    pub facts: Vec<NeededFact>,
    /// Its dated values.
    pub values: Vec<Dated>,
    /// When it applies.
    pub when: Condition,
    /// Its own cases.
    pub cases: Vec<Case>,
    /// Where it stands.
    pub place: Option<Place>,
}

impl Rule {
    /// True where it is in force on a day.
    pub fn is_in_force(&self, on: Date) -> bool {
        on.is_within(self.from, self.until)
    }

    /// Every place where it is written, in one line.
    pub fn cited(&self) -> String {
        let places: Vec<String> = self.citations.iter().map(Citation::place).collect();
        places.join("; ")
    }

    /// The wording with the values of facts; a fact that is not known is named instead.
    pub fn worded(&self, facts: &crate::Facts<'_>, items: &[usize]) -> String {
        let mut text = String::new();
        let mut rest = self.wording.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                rest = after;
                continue;
            };
            match facts.named(name, items) {
                Some(value) => text.push_str(&value.to_string()),
                None => text.push_str(name),
            }
            rest = after;
        }
        text.push_str(rest);
        text
    }
}

/// A written value of a kind, or why it is none.
pub(crate) fn value_of(literal: &Literal, kind: Kind) -> Result<Value, String> {
    match (literal, kind) {
        (Literal::Flag(flag), Kind::Flag) => Ok(Value::Flag(*flag)),
        (Literal::Number(number), Kind::Number(unit)) if number.is_finite() => match unit {
            crate::Unit::One => Ok(Value::Number(*number, unit)),
            _ => Err(format!(
                "{number} has no unit: write \"{number} {}\"",
                unit.symbol()
            )),
        },
        (Literal::Text(text), Kind::Number(unit)) => {
            unit.parse(text).map(|number| Value::Number(number, unit))
        }
        (Literal::Text(text), Kind::Text) => Ok(Value::text(text)),
        (Literal::Text(text), Kind::Texts) => Ok(Value::Texts(vec![text.clone()])),
        (Literal::Texts(texts), Kind::Texts) => Ok(Value::Texts(texts.clone())),
        (Literal::Text(text), Kind::Date) => text
            .parse()
            .map(Value::Date)
            .map_err(|error| format!("\"{text}\": {error}")),
        (literal, kind) => Err(format!("{} is not {}", shown(literal), kind.words())),
    }
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Flag(flag) => flag.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Text(text) => format!("\"{text}\""),
        Literal::Texts(texts) => format!("[{}]", texts.join(", ")),
    }
}
