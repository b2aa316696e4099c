//! Asks a rule. Every answer is one of three: it applies, it does not, or facts are missing.
//!
//! The three values are Kleene's: a conjunction with one false part is false whatever is missing elsewhere, and a
//! disjunction with one true part is true. A cell that is blank states nothing: no comparison with it holds, but `is_not`.

use crate::condition::{Comparison, Condition, FactRef, Lookup, Operand, Whose};
use crate::rule::Rule;
use crate::table::{Cell, Table, Tables};
use crate::value::{Kind, Value};
use portolan_vocabulary::Date;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Facts by name.
pub type Bag = BTreeMap<String, Value>;

/// How many parents of a row are looked at before it is given up, so that a circle ends.
const MAX_PARENTS: usize = 8;

/// How many rows one lookup may lead to.
const MAX_KEYS: usize = 4096;

/// The facts that a rule is asked with.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Of the movement, the place, the party, and for a rule about one item that item.
    pub common: &'a Bag,
    /// Of each item of a load.
    pub items: &'a [Bag],
}

impl Facts<'_> {
    /// The value of a fact by its name in a wording: of the first or second of the items that a rule found.
    pub(crate) fn named(&self, name: &str, items: &[usize]) -> Option<&Value> {
        let of_item = |at: usize, rest: &str| {
            let bag = self.items.get(*items.get(at)?)?;
            bag.get(&format!("item.{rest}"))
        };
        if let Some(rest) = name.strip_prefix("first.") {
            return of_item(0, rest);
        }
        if let Some(rest) = name.strip_prefix("second.") {
            return of_item(1, rest);
        }
        let common = self.common.get(name);
        common.or_else(|| of_item(0, name.strip_prefix("item.")?))
    }
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is not in force on that day.
    NotInForce,
    /// It does not apply.
    Not,
    /// It applies, because of these items of the load, where it is about one.
    Applies(Vec<usize>),
    /// These facts are missing, by name; for what is missing in a table, the row.
    Missing(BTreeSet<String>),
}

/// Asks a rule on a day.
pub fn evaluate(rule: &Rule, tables: &Tables, on: Date, facts: Facts<'_>) -> Answer {
    if !rule.is_in_force(on) {
        return Answer::NotInForce;
    }
    let asking = Asking {
        rule,
        tables,
        on,
        facts,
    };
    match asking.holds(&rule.when, &[]) {
        Truth::True(items) => Answer::Applies(items),
        Truth::False => Answer::Not,
        Truth::Unknown(missing) => Answer::Missing(missing),
    }
}

enum Truth {
    True(Vec<usize>),
    False,
    Unknown(BTreeSet<String>),
}

impl Truth {
    fn of(holds: bool) -> Self {
        if holds {
            Self::True(Vec::new())
        } else {
            Self::False
        }
    }

    fn negated(self) -> Self {
        match self {
            Self::True(_) => Self::False,
            Self::False => Self::True(Vec::new()),
            unknown @ Self::Unknown(_) => unknown,
        }
    }
}

struct Asking<'a> {
    rule: &'a Rule,
    tables: &'a Tables,
    on: Date,
    facts: Facts<'a>,
}

impl Asking<'_> {
    /// Whether a condition holds of the items at hand: none, one, or two.
    fn holds(&self, condition: &Condition, items: &[usize]) -> Truth {
        match condition {
            Condition::All(parts) => all(parts.iter().map(|part| self.holds(part, items))),
            Condition::Any(parts) => any(parts.iter().map(|part| self.holds(part, items))),
            Condition::Not(inner) => self.holds(inner, items).negated(),
            Condition::Compare(left, how, right) => self.compare(left, *how, right, items),
            Condition::In(operand, words) => {
                self.among(operand, items, |word| words.iter().any(|own| own == word))
            }
            Condition::Listed(operand, table) => {
                let table = self.tables.get(table);
                self.among(operand, items, |word| {
                    table.is_some_and(|table| table.rows.contains_key(word))
                })
            }
            Condition::Known(fact) => Truth::of(self.fact(*fact, items).is_ok()),
            Condition::Sum {
                of,
                only,
                comparison,
                with,
            } => self.sum(*of, only.as_deref(), *comparison, with),
            Condition::Pair(inner) => self.pair(inner),
            Condition::Some(inner) => {
                let each = (0..self.facts.items.len())
                    .map(|item| witnessed(self.holds(inner, &[item]), &[item]));
                any(each)
            }
        }
    }

    fn pair(&self, inner: &Condition) -> Truth {
        let count = self.facts.items.len();
        let pairs =
            (0..count).flat_map(|a| (0..count).filter(move |b| *b != a).map(move |b| [a, b]));
        any(pairs.map(|pair| witnessed(self.holds(inner, &pair), &pair)))
    }

    fn sum(
        &self,
        of: FactRef,
        only: Option<&Condition>,
        comparison: Comparison,
        with: &Operand,
    ) -> Truth {
        let mut missing = BTreeSet::new();
        let mut counted = Vec::new();
        let (mut sum, mut unit) = (0.0, None);
        for item in 0..self.facts.items.len() {
            match only.map_or(Truth::of(true), |only| self.holds(only, &[item])) {
                Truth::False => continue,
                Truth::Unknown(names) => missing.extend(names),
                Truth::True(_) => match self.fact(of, &[item]) {
                    Ok(Value::Number(number, its)) => {
                        sum += number;
                        unit = Some(*its);
                        counted.push(item);
                    }
                    Ok(_) => {}
                    Err(name) => {
                        missing.insert(name);
                    }
                },
            }
        }
        if !missing.is_empty() {
            return Truth::Unknown(missing);
        }
        let Some(unit) = unit else {
            return Truth::False;
        };
        match self.values(with, &[]) {
            Ok(limits) => {
                let sum = Value::Number(sum, unit);
                let holds = limits.iter().any(|limit| compared(&sum, comparison, limit));
                witnessed(Truth::of(holds), &counted)
            }
            Err(missing) => Truth::Unknown(missing),
        }
    }

    fn compare(&self, left: &Operand, how: Comparison, right: &Operand, items: &[usize]) -> Truth {
        let (left, right) = (self.values(left, items), self.values(right, items));
        match (left, right) {
            (Ok(left), Ok(right)) => {
                let some = |how| {
                    left.iter()
                        .any(|left| right.iter().any(|right| compared(left, how, right)))
                };
                Truth::of(match how {
                    Comparison::IsNot => !some(Comparison::Is),
                    how => some(how),
                })
            }
            (left, right) => {
                let missing = [left, right].into_iter().filter_map(Result::err);
                Truth::Unknown(missing.flatten().collect())
            }
        }
    }

    fn among(&self, operand: &Operand, items: &[usize], holds: impl Fn(&str) -> bool) -> Truth {
        match self.values(operand, items) {
            Ok(values) => Truth::of(values.iter().flat_map(Value::words).any(|word| holds(word))),
            Err(missing) => Truth::Unknown(missing),
        }
    }

    /// What an operand may be: one value, or one for each cell that its words lead to.
    fn values(&self, operand: &Operand, items: &[usize]) -> Result<Vec<Value>, BTreeSet<String>> {
        match operand {
            Operand::Constant(value) => Ok(vec![value.clone()]),
            Operand::Fact(fact) => self
                .fact(*fact, items)
                .map(|value| vec![value.clone()])
                .map_err(|name| BTreeSet::from([name])),
            Operand::Dated(name) => {
                let dated = self.rule.values.iter();
                let mut valid =
                    dated.filter(|dated| dated.name == *name && dated.is_valid(self.on));
                valid
                    .next()
                    .map(|dated| vec![dated.value.clone()])
                    .ok_or_else(|| BTreeSet::from([format!("{name} on {}", self.on)]))
            }
            Operand::Lookup(lookup) => self.lookup(lookup, items),
        }
    }

    fn lookup(&self, lookup: &Lookup, items: &[usize]) -> Result<Vec<Value>, BTreeSet<String>> {
        let missing = |what: String| BTreeSet::from([what]);
        let table = self.tables.get(&lookup.table);
        let table = table.ok_or_else(|| missing(format!("table {}", lookup.table)))?;
        let mut keys = vec![String::new()];
        for (at, part) in lookup.row.iter().enumerate() {
            let values = self.values(part, items)?;
            let words: Vec<&String> = values.iter().flat_map(Value::words).collect();
            let joined = |key: &String, word: &&String| match at {
                0 => (*word).clone(),
                _ => format!("{key}/{word}"),
            };
            if keys.len().saturating_mul(words.len()) > MAX_KEYS {
                return Err(missing(format!("fewer words to look up in {}", table.name)));
            }
            keys = keys
                .iter()
                .flat_map(|key| words.iter().map(move |word| joined(key, word)))
                .collect();
        }
        let columns = self.values(&lookup.column, items)?;
        let mut found = Vec::new();
        for key in &keys {
            let key = self.row_of(table, key, lookup.parents.as_deref());
            let key = key.map_err(|key| missing(format!("row {key} of {}", table.name)))?;
            for column in columns.iter().flat_map(Value::words) {
                let at = table.column(column);
                let at = at.ok_or_else(|| missing(format!("column {column} of {}", table.name)))?;
                found.extend(table.cell(&key, at).and_then(|cell| value(cell, table, at)));
            }
        }
        Ok(found)
    }

    /// The row that counts for a key: its own, or its parent's.
    fn row_of(&self, table: &Table, key: &str, parents: Option<&str>) -> Result<String, String> {
        let parents = parents.and_then(|name| self.tables.get(name));
        let mut own = key.to_owned();
        for _ in 0..MAX_PARENTS {
            if table.rows.contains_key(&own) {
                return Ok(own);
            }
            let parent =
                parents.and_then(
                    |parents| match parents.cell(&own, parents.column("parent")?) {
                        Some(Cell::Text(parent)) => Some(parent.clone()),
                        _ => None,
                    },
                );
            own = parent.ok_or_else(|| key.to_owned())?;
        }
        Err(key.to_owned())
    }

    fn fact(&self, of: FactRef, items: &[usize]) -> Result<&Value, String> {
        let name = &self.rule.facts[of.fact].name;
        let bag = match of.whose {
            Whose::Common => Some(self.facts.common),
            Whose::Item | Whose::First => items.first().and_then(|at| self.facts.items.get(*at)),
            Whose::Second => items.get(1).and_then(|at| self.facts.items.get(*at)),
        };
        bag.and_then(|bag| bag.get(name))
            .ok_or_else(|| name.clone())
    }
}

/// A truth that rests on these items, unless it names its own.
fn witnessed(truth: Truth, items: &[usize]) -> Truth {
    match truth {
        Truth::True(own) if own.is_empty() => Truth::True(items.to_vec()),
        other => other,
    }
}

fn all(parts: impl Iterator<Item = Truth>) -> Truth {
    let (mut missing, mut items) = (BTreeSet::new(), Vec::new());
    for part in parts {
        match part {
            Truth::False => return Truth::False,
            Truth::Unknown(names) => missing.extend(names),
            Truth::True(own) if items.is_empty() => items = own,
            Truth::True(_) => {}
        }
    }
    if missing.is_empty() {
        Truth::True(items)
    } else {
        Truth::Unknown(missing)
    }
}

fn any(parts: impl Iterator<Item = Truth>) -> Truth {
    let mut missing = BTreeSet::new();
    for part in parts {
        match part {
            Truth::True(items) => return Truth::True(items),
            Truth::Unknown(names) => missing.extend(names),
            Truth::False => {}
        }
    }
    if missing.is_empty() {
        Truth::False
    } else {
        Truth::Unknown(missing)
    }
}

/// What a cell states; nothing where it is blank.
fn value(cell: &Cell, table: &Table, column: usize) -> Option<Value> {
    match (cell, table.columns[column].1) {
        (Cell::Text(text), _) => Some(Value::text(text)),
        (Cell::Number(number), Kind::Number(unit)) => Some(Value::Number(*number, unit)),
        (Cell::Flag(flag), _) => Some(Value::Flag(*flag)),
        (Cell::Number(_) | Cell::Blank, _) => None,
    }
}

fn compared(left: &Value, how: Comparison, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Number(a, _), Value::Number(b, _)) => a.partial_cmp(b),
        (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
        (Value::Flag(a), Value::Flag(b)) => Some(a.cmp(b)),
        _ => return words_compared(left, how, right),
    };
    match how {
        Comparison::Is => order == Some(Ordering::Equal),
        Comparison::IsNot => order.is_some_and(|order| order != Ordering::Equal),
        Comparison::Below => order == Some(Ordering::Less),
        Comparison::AtMost => order.is_some_and(|order| order != Ordering::Greater),
        Comparison::Above => order == Some(Ordering::Greater),
        Comparison::AtLeast => order.is_some_and(|order| order != Ordering::Less),
        Comparison::Under => false,
    }
}

fn words_compared(left: &Value, how: Comparison, right: &Value) -> bool {
    let some = |holds: fn(&str, &str) -> bool| {
        let left = left.words().iter();
        left.clone()
            .any(|left| right.words().iter().any(|right| holds(left, right)))
    };
    match how {
        Comparison::Is => some(|left, right| left == right),
        Comparison::IsNot => !some(|left, right| left == right),
        Comparison::Under => some(is_under),
        Comparison::Below | Comparison::AtMost | Comparison::Above | Comparison::AtLeast => false,
    }
}

/// True where a paragraph is another, or stands within it.
fn is_under(paragraph: &str, other: &str) -> bool {
    paragraph
        .strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
}
