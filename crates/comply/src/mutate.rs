//! Mutations of a rule, each with one value changed: a rule's own cases must notice every one.

use crate::condition::{Condition, Operand};
use crate::rule::Rule;
use crate::value::Value;

/// Every rule that differs in one value from this one, with what was changed. Numbers go up and down by one in a hundred,
/// flags turn, words get a letter, words of a list go, days move by thirty.
pub fn mutations(rule: &Rule) -> Vec<(String, Rule)> {
    let mut all = Vec::new();
    for (at, dated) in rule.values.iter().enumerate() {
        for value in changed(&dated.value) {
            let what = format!("{}: {value} for {}", dated.name, dated.value);
            let mut other = rule.clone();
            other.values[at].value = value;
            all.push((what, other));
        }
    }
    let mut count = 0;
    rule.when.clone().walk_mut(&mut |_| count += 1);
    for at in 0..count {
        let mut found = Vec::new();
        each(&mut rule.when.clone(), at, &mut |condition| {
            found = variants(condition);
        });
        for (what, variant) in found {
            let mut other = rule.clone();
            each(&mut other.when, at, &mut |condition| {
                *condition = variant.clone();
            });
            all.push((what, other));
        }
    }
    all
}

/// Calls a function for the condition at a position.
fn each(condition: &mut Condition, at: usize, act: &mut dyn FnMut(&mut Condition)) {
    let mut next = 0;
    condition.walk_mut(&mut |own| {
        if next == at {
            act(own);
        }
        next += 1;
    });
}

fn variants(condition: &Condition) -> Vec<(String, Condition)> {
    let constant = |operand: &Operand| match operand {
        Operand::Constant(value) => changed(value),
        _ => Vec::new(),
    };
    match condition {
        Condition::Compare(left, how, right) => {
            let lefts = constant(left).into_iter().map(|value| {
                (
                    value.to_string(),
                    Condition::Compare(Operand::Constant(value), *how, right.clone()),
                )
            });
            let rights = constant(right).into_iter().map(|value| {
                (
                    value.to_string(),
                    Condition::Compare(left.clone(), *how, Operand::Constant(value)),
                )
            });
            lefts.chain(rights).collect()
        }
        Condition::In(operand, words) => (0..words.len())
            .map(|gone| {
                let mut fewer = words.clone();
                let word = fewer.remove(gone);
                (
                    format!("without {word}"),
                    Condition::In(operand.clone(), fewer),
                )
            })
            .collect(),
        Condition::Sum {
            of,
            only,
            comparison,
            with,
        } => constant(with)
            .into_iter()
            .map(|value| {
                let what = value.to_string();
                let with = Operand::Constant(value);
                let (only, comparison) = (only.clone(), *comparison);
                (
                    what,
                    Condition::Sum {
                        of: *of,
                        only,
                        comparison,
                        with,
                    },
                )
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn changed(value: &Value) -> Vec<Value> {
    match value {
        Value::Flag(flag) => vec![Value::Flag(!flag)],
        Value::Number(number, unit) if *number == 0.0 => {
            vec![Value::Number(0.01, *unit), Value::Number(-0.01, *unit)]
        }
        Value::Number(number, unit) => {
            vec![
                Value::Number(number * 1.01, *unit),
                Value::Number(number * 0.99, *unit),
            ]
        }
        Value::Text(word) => vec![Value::Text(format!("{word}~"))],
        Value::Texts(words) => (0..words.len())
            .map(|gone| {
                let mut fewer = words.clone();
                fewer.remove(gone);
                Value::Texts(fewer)
            })
            .collect(),
        Value::Date(day) => vec![
            Value::Date(day.plus_days(30)),
            Value::Date(day.plus_days(-30)),
        ],
    }
}
