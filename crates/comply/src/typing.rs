//! Types and units: both sides of a comparison must be of one kind. What is written out is read as what it is compared with.

use crate::codes;
use crate::condition::{Comparison, Condition, FactRef, Lookup, Operand};
use crate::draft::Literal;
use crate::report::Report;
use crate::rule::{Dated, NeededFact, value_of};
use crate::table::Tables;
use crate::unit::Unit;
use crate::value::{Kind, Value};

/// Compares the types within a condition, and turns what is written out into values of the right kind.
pub(crate) fn type_check(
    when: &mut Condition,
    facts: &[NeededFact],
    values: &[Dated],
    tables: &Tables,
    report: &mut Report<'_>,
) {
    let mut typing = Typing {
        facts,
        values,
        tables,
        report,
    };
    when.walk_mut(&mut |condition| typing.condition(condition));
}

struct Typing<'t, 'r> {
    facts: &'t [NeededFact],
    values: &'t [Dated],
    tables: &'t Tables,
    report: &'t mut Report<'r>,
}

impl Typing<'_, '_> {
    fn condition(&mut self, condition: &mut Condition) {
        match condition {
            Condition::Compare(left, how, right) => self.compare(left, *how, right),
            Condition::In(operand, words) => {
                self.words(operand);
                if words.is_empty() {
                    self.wrong("`in` names no words".to_owned());
                }
            }
            Condition::Listed(operand, _) => self.words(operand),
            Condition::Sum {
                of,
                comparison,
                with,
                ..
            } => {
                let kind = self.fact(*of);
                if !matches!(kind, Kind::Number(_)) {
                    self.wrong(format!("a sum is of numbers, not of {}", kind.words()));
                    return;
                }
                let mut sum = Operand::Fact(*of);
                self.compare(&mut sum, *comparison, with);
            }
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() {
                    self.wrong("`all` and `any` need at least one condition".to_owned());
                }
            }
            Condition::Not(_) | Condition::Known(_) | Condition::Pair(_) | Condition::Some(_) => {}
        }
    }

    fn compare(&mut self, left: &mut Operand, how: Comparison, right: &mut Operand) {
        self.inner(left);
        self.inner(right);
        match (self.kind(left), self.kind(right)) {
            (Some(kind), None) => self.written(right, kind),
            (None, Some(kind)) => self.written(left, kind),
            (Some(_), Some(_)) => {}
            (None, None) => {
                self.wrong("this compares two things that are written out".to_owned());
                return;
            }
        }
        let (Some(one), Some(other)) = (self.final_kind(left), self.final_kind(right)) else {
            return;
        };
        if !how.fits(one, other) {
            let message = format!(
                "`{}` cannot compare {} with {}",
                how.word(),
                one.words(),
                other.words()
            );
            self.wrong(message);
        }
    }

    /// Rows and columns of a lookup are words.
    fn inner(&mut self, operand: &mut Operand) {
        if let Operand::Lookup(lookup) = operand {
            for part in lookup.row.iter_mut().chain([&mut lookup.column]) {
                self.words(part);
            }
            if let Operand::Constant(Value::Text(column)) = &lookup.column
                && let Some(table) = self.tables.get(&lookup.table)
                && table.column(column).is_none()
            {
                let columns: Vec<&str> = table
                    .columns
                    .iter()
                    .map(|(name, _)| name.as_str())
                    .collect();
                let what = format!("column of {}", table.name);
                self.report.unknown(None, &what, column, columns);
            }
        }
    }

    fn words(&mut self, operand: &mut Operand) {
        self.inner(operand);
        let kind = self.final_kind(operand);
        if let Some(kind) = kind
            && !matches!(kind, Kind::Text | Kind::Texts)
        {
            self.wrong(format!("here stands a word, not {}", kind.words()));
        }
    }

    fn written(&mut self, operand: &mut Operand, kind: Kind) {
        let Operand::Constant(value) = operand else {
            return;
        };
        let literal = match value {
            Value::Flag(flag) => Literal::Flag(*flag),
            Value::Number(number, _) => Literal::Number(*number),
            Value::Text(text) => Literal::Text(text.clone()),
            Value::Texts(texts) => Literal::Texts(texts.clone()),
            Value::Date(_) => return,
        };
        // One word may be compared with a list, and the other way round.
        let kind = match (&literal, kind) {
            (Literal::Text(_), Kind::Texts) => Kind::Text,
            (Literal::Texts(_), Kind::Text) => Kind::Texts,
            (_, kind) => kind,
        };
        match value_of(&literal, kind) {
            Ok(read) => *value = read,
            Err(why) => self.wrong(why),
        }
    }

    /// What an operand is; `None` where it is written out and not yet read.
    fn kind(&self, operand: &Operand) -> Option<Kind> {
        match operand {
            Operand::Constant(_) => None,
            other => self.final_kind(other),
        }
    }

    fn final_kind(&self, operand: &Operand) -> Option<Kind> {
        match operand {
            Operand::Constant(value) => Some(value.kind()),
            Operand::Fact(fact) => Some(self.fact(*fact)),
            Operand::Dated(name) => {
                let found = self.values.iter().find(|dated| dated.name == *name);
                found.map(|dated| dated.value.kind())
            }
            Operand::Lookup(lookup) => self.cell(lookup),
        }
    }

    /// What a lookup leads to: the kind of its column, or that which all columns share.
    fn cell(&self, lookup: &Lookup) -> Option<Kind> {
        let table = self.tables.get(&lookup.table)?;
        match &lookup.column {
            Operand::Constant(Value::Text(column)) => {
                table.column(column).map(|at| table.columns[at].1)
            }
            _ => {
                let (_, first) = table.columns.first()?;
                let same = table.columns.iter().all(|(_, kind)| kind == first);
                same.then_some(*first)
            }
        }
    }

    fn fact(&self, fact: FactRef) -> Kind {
        let needed = self.facts.get(fact.fact);
        needed.map_or(Kind::Number(Unit::One), |needed| needed.of.kind)
    }

    fn wrong(&mut self, message: String) {
        self.report.error(codes::WRONG_TYPE, None, message);
    }
}
