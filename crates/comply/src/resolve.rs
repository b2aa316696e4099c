//! From a rule as it was read to one that can be asked: every name is looked up, every word and date read.

use crate::codes;
use crate::condition::{Comparison, Condition, FactRef, Lookup, Operand, Whose};
use crate::draft::{
    CaseDraft, ConditionDraft, DatedDraft, Draft, FactDraft, FormDraft, Literal, LookupDraft,
    OperandDraft,
};
use crate::evaluate::Bag;
use crate::report::Report;
use crate::rule::{
    About, Case, Dated, Effect, Expected, FactType, NeededFact, Remedy, Rule, value_of,
};
use crate::table::Tables;
use crate::typing::type_check;
use crate::unit::Unit;
use crate::value::{Kind, Value};
use portolan_vocabulary::{Date, Findings, Place};

/// The most conditions one within the other.
const MAX_DEPTH: usize = 32;

/// A rule from its draft.
///
/// # Errors
/// Everything that is wrong with it: what it lacks, names that are not there, types and units that do not fit, days out of
/// order.
pub fn resolve(draft: &Draft, tables: &Tables) -> Result<Rule, Findings> {
    let mut report = Report::new(&draft.id, draft.place.as_ref());
    complete(draft, &mut report);
    let rule = Resolving {
        draft,
        tables,
        report: &mut report,
        facts: Vec::new(),
        values: Vec::new(),
        about: None,
    }
    .rule();
    match rule {
        Some(rule) if report.findings.is_empty() => Ok(rule),
        _ => {
            if report.findings.is_empty() {
                report.error(codes::INCOMPLETE, None, "the rule cannot be read");
            }
            Err(report.findings)
        }
    }
}

/// Reports what every rule must have and this one has not.
fn complete(draft: &Draft, report: &mut Report<'_>) {
    if draft.citations.is_empty() {
        report.error(codes::INCOMPLETE, None, "the rule cites nothing");
    }
    let texts = [
        ("title", &draft.title),
        ("statement", &draft.statement),
        ("authority", &draft.authority),
        ("wording", &draft.wording),
    ];
    for (key, text) in texts {
        if text.trim().is_empty() {
            report.error(codes::INCOMPLETE, None, format!("`{key}` is empty"));
        }
    }
    for citation in &draft.citations {
        let whole = [&citation.instrument, &citation.edition, &citation.read];
        if whole.iter().any(|text| text.trim().is_empty()) {
            let message = "a citation needs an instrument, an edition and the day it was read";
            report.error(codes::INCOMPLETE, None, message);
        }
    }
    for expected in Expected::ALL {
        let needed = expected != Expected::Missing || !draft.facts.is_empty();
        let word = expected.word();
        if needed && !draft.cases.iter().any(|case| case.expect == word) {
            let message = format!(
                "no case expects \"{word}\": a rule shows where it applies, where not, and what it misses"
            );
            report.error(codes::INCOMPLETE, None, message);
        }
    }
}

struct Resolving<'r, 'd> {
    draft: &'d Draft,
    tables: &'r Tables,
    report: &'r mut Report<'d>,
    facts: Vec<NeededFact>,
    values: Vec<Dated>,
    about: Option<About>,
}

impl Resolving<'_, '_> {
    fn rule(mut self) -> Option<Rule> {
        let draft = self.draft;
        self.about = self.word("subject", &draft.about, &About::ALL, About::word);
        let effect = self.word("effect", &draft.effect, &Effect::ALL, Effect::word);
        for fact in &draft.facts {
            let fact = self.needed(fact);
            self.facts.extend(fact);
        }
        for value in &draft.values {
            let dated = self.dated(value);
            self.values.extend(dated);
        }
        let from = self.date(&draft.from, draft.place.as_ref());
        let until = draft
            .until
            .as_ref()
            .map(|text| self.date(text, draft.place.as_ref()));
        let reviewed = self.date(&draft.reviewed, draft.place.as_ref());
        let mut when = self.condition(&draft.when, Whose::Common, 0)?;
        let cases: Vec<Case> = draft
            .cases
            .iter()
            .filter_map(|case| self.case(case))
            .collect();
        self.wording();
        let (from, until) = (from?, until.map_or(Some(None), |until| until.map(Some))?);
        self.dates(from, until);
        type_check(
            &mut when,
            &self.facts,
            &self.values,
            self.tables,
            self.report,
        );
        Some(Rule {
            id: draft.id.clone(),
            field: draft.field.clone(),
            regime: draft.regime.clone(),
            title: draft.title.clone(),
            statement: draft.statement.clone(),
            authority: draft.authority.clone(),
            about: self.about?,
            effect: effect?,
            remedy: Remedy {
                permits: draft.permits.clone(),
                document: draft.document.clone(),
                lead_days: draft.lead_days,
                advice: draft.advice.clone(),
            },
            from,
            until,
            reviewed: reviewed?,
            wording: draft.wording.clone(),
            citations: draft.citations.clone(),
            facts: self.facts,
            values: self.values,
            when,
            cases,
            place: draft.place.clone(),
        })
    }

    fn word<T: Copy>(
        &mut self,
        what: &str,
        word: &str,
        all: &[T],
        name: fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|own| name(*own) == word);
        if found.is_none() {
            let place = self.draft.place.as_ref();
            self.report
                .unknown(place, what, word, all.iter().map(|own| name(*own)));
        }
        found
    }

    fn date(&mut self, text: &str, place: Option<&Place>) -> Option<Date> {
        text.parse()
            .map_err(|error| {
                self.report
                    .error(codes::BAD_DATES, place, format!("\"{text}\": {error}"));
            })
            .ok()
    }

    fn unit(&mut self, name: &str, place: Option<&Place>) -> Option<Unit> {
        let unit = Unit::named(name);
        if unit.is_none() {
            self.report.unknown(place, "unit", name, Unit::names());
        }
        unit
    }

    fn needed(&mut self, fact: &FactDraft) -> Option<NeededFact> {
        let place = fact.place.as_ref();
        let kind = match fact.kind.as_str() {
            "flag" => Kind::Flag,
            "number" => Kind::Number(self.unit(&fact.unit, place)?),
            "text" => Kind::Text,
            "texts" => Kind::Texts,
            "date" => Kind::Date,
            other => {
                let known = ["flag", "number", "text", "texts", "date"];
                self.report.unknown(place, "type of fact", other, known);
                return None;
            }
        };
        if self.facts.iter().any(|own| own.name == fact.name) {
            let message = format!("the fact {} is needed twice", fact.name);
            self.report.error(codes::CONTRADICTION, place, message);
        }
        let of = FactType {
            kind,
            meaning: fact.meaning.clone(),
            words: fact.words.clone(),
        };
        Some(NeededFact {
            name: fact.name.clone(),
            of,
        })
    }

    fn dated(&mut self, dated: &DatedDraft) -> Option<Dated> {
        let place = dated.place.as_ref();
        let from = dated.from.as_ref().map(|text| self.date(text, place));
        let until = dated.until.as_ref().map(|text| self.date(text, place));
        let kind = match (&dated.value, self.unit(&dated.unit, place)?) {
            (Literal::Flag(_), _) => Kind::Flag,
            (Literal::Text(text), Unit::One) if text.parse::<Date>().is_ok() => Kind::Date,
            (Literal::Text(_), Unit::One) => Kind::Text,
            (Literal::Text(_) | Literal::Number(_), unit) => Kind::Number(unit),
            (Literal::Texts(_), _) => Kind::Texts,
        };
        let value = match value_of(&dated.value, kind) {
            Ok(value) => value,
            Err(why) => {
                self.report
                    .error(codes::WRONG_TYPE, place, format!("{}: {why}", dated.name));
                return None;
            }
        };
        Some(Dated {
            name: dated.name.clone(),
            value,
            from: from.map_or(Some(None), |from| from.map(Some))?,
            until: until.map_or(Some(None), |until| until.map(Some))?,
        })
    }

    /// Every named value must be there on each day on which the rule is in force.
    fn dates(&mut self, from: Date, until: Option<Date>) {
        if until.is_some_and(|until| until <= from) {
            let message = format!("the rule ends before it is in force ({from})");
            self.report.error(codes::BAD_DATES, None, message);
            return;
        }
        let turns = |dated: &Dated| [dated.from, dated.until];
        let mut days: Vec<Date> = self.values.iter().flat_map(turns).flatten().collect();
        days.push(from);
        days.retain(|day| *day >= from && until.is_none_or(|until| *day < until));
        for day in days {
            for dated in &self.values {
                let valid = self.values.iter();
                let valid = valid.filter(|own| own.name == dated.name && own.is_valid(day));
                let count = valid.count();
                if count != 1 {
                    let message = format!("{} has {count} values on {day}", dated.name);
                    self.report.error(codes::BAD_DATES, None, message);
                    return;
                }
            }
        }
    }

    fn wording(&mut self) {
        let draft = self.draft;
        for part in draft.wording.split('{').skip(1) {
            let name = part.split_once('}').map_or(part, |(name, _)| name);
            let item = |prefix: &str| name.strip_prefix(prefix).map(|rest| format!("item.{rest}"));
            let declared = item("first.")
                .or_else(|| item("second."))
                .unwrap_or_else(|| name.to_owned());
            if !self.facts.iter().any(|fact| fact.name == declared) {
                let known: Vec<&str> = self.facts.iter().map(|fact| fact.name.as_str()).collect();
                self.report
                    .unknown(draft.place.as_ref(), "needed fact", name, known);
            }
        }
    }

    fn case(&mut self, case: &CaseDraft) -> Option<Case> {
        let place = case.place.as_ref();
        let expected = Expected::ALL
            .into_iter()
            .find(|own| own.word() == case.expect);
        if expected.is_none() {
            let known = Expected::ALL.map(Expected::word);
            self.report.unknown(place, "answer", &case.expect, known);
        }
        let on = self.date(&case.on, place);
        let facts = self.bag(&case.facts, place);
        let items = case
            .items
            .iter()
            .map(|item| self.bag(item, place))
            .collect();
        Some(Case {
            name: case.name.clone(),
            on: on?,
            expected: expected?,
            missing: case.missing.clone(),
            facts,
            items,
        })
    }

    fn bag(&mut self, facts: &[(String, Literal)], place: Option<&Place>) -> Bag {
        let mut bag = Bag::new();
        for (name, literal) in facts {
            let Some(fact) = self.facts.iter().find(|fact| fact.name == *name) else {
                let known: Vec<&str> = self.facts.iter().map(|fact| fact.name.as_str()).collect();
                self.report.unknown(place, "needed fact", name, known);
                continue;
            };
            match value_of(literal, fact.of.kind) {
                Ok(value) => {
                    bag.insert(name.clone(), value);
                }
                Err(why) => self
                    .report
                    .error(codes::WRONG_TYPE, place, format!("{name}: {why}")),
            }
        }
        bag
    }

    fn condition(
        &mut self,
        draft: &ConditionDraft,
        whose: Whose,
        depth: usize,
    ) -> Option<Condition> {
        let place = draft.place.as_ref();
        if depth > MAX_DEPTH {
            self.report
                .error(codes::WRONG_TYPE, place, "conditions are nested too deeply");
            return None;
        }
        let deeper = depth + 1;
        Some(match &draft.form {
            FormDraft::All(parts) => Condition::All(self.conditions(parts, whose, deeper)),
            FormDraft::Any(parts) => Condition::Any(self.conditions(parts, whose, deeper)),
            FormDraft::Not(inner) => {
                Condition::Not(Box::new(self.condition(inner, whose, deeper)?))
            }
            FormDraft::Compare(left, word, right) => Condition::Compare(
                self.operand(left, whose, place)?,
                self.comparison(word, place)?,
                self.operand(right, whose, place)?,
            ),
            FormDraft::In(operand, words) => {
                Condition::In(self.operand(operand, whose, place)?, words.clone())
            }
            FormDraft::Listed(operand, table) => {
                let operand = self.operand(operand, whose, place)?;
                Condition::Listed(operand, self.table(table, place)?)
            }
            FormDraft::Known(name) => Condition::Known(self.fact(name, whose, place)?),
            FormDraft::Sum {
                of,
                only,
                comparison,
                with,
            } => self.sum(of, only.as_deref(), comparison, with, draft, deeper)?,
            FormDraft::Pair(inner) => {
                self.load_only("pair", whose, place)?;
                Condition::Pair(Box::new(self.condition(inner, Whose::First, deeper)?))
            }
            FormDraft::Some(inner) => {
                self.load_only("some", whose, place)?;
                Condition::Some(Box::new(self.condition(inner, Whose::Item, deeper)?))
            }
        })
    }

    fn sum(
        &mut self,
        of: &str,
        only: Option<&ConditionDraft>,
        comparison: &str,
        with: &OperandDraft,
        draft: &ConditionDraft,
        depth: usize,
    ) -> Option<Condition> {
        let place = draft.place.as_ref();
        self.load_only("sum", Whose::Common, place)?;
        let only = match only {
            Some(only) => Some(Box::new(self.condition(only, Whose::Item, depth)?)),
            None => None,
        };
        Some(Condition::Sum {
            of: self.fact(of, Whose::Item, place)?,
            only,
            comparison: self.comparison(comparison, place)?,
            with: self.operand(with, Whose::Common, place)?,
        })
    }

    /// Items stand side by side only in a load, and none within another.
    fn load_only(&mut self, what: &str, whose: Whose, place: Option<&Place>) -> Option<()> {
        if self.about == Some(About::Load) && whose == Whose::Common {
            return Some(());
        }
        let message = format!("`{what}` looks at the items of a load, and cannot stand here");
        self.report.error(codes::WRONG_TYPE, place, message);
        None
    }

    fn conditions(
        &mut self,
        parts: &[ConditionDraft],
        whose: Whose,
        depth: usize,
    ) -> Vec<Condition> {
        let parts = parts.iter();
        parts
            .filter_map(|part| self.condition(part, whose, depth))
            .collect()
    }

    fn comparison(&mut self, word: &str, place: Option<&Place>) -> Option<Comparison> {
        let found = Comparison::ALL.into_iter().find(|own| own.word() == word);
        if found.is_none() {
            let known = Comparison::ALL.map(Comparison::word);
            self.report.unknown(place, "comparison", word, known);
        }
        found
    }

    fn table(&mut self, name: &str, place: Option<&Place>) -> Option<String> {
        if self.tables.get(name).is_some() {
            return Some(name.to_owned());
        }
        let known: Vec<&str> = self.tables.names().collect();
        self.report.unknown(place, "table", name, known);
        None
    }

    fn operand(
        &mut self,
        draft: &OperandDraft,
        whose: Whose,
        place: Option<&Place>,
    ) -> Option<Operand> {
        Some(match draft {
            OperandDraft::Literal(literal) => Operand::Constant(match literal {
                Literal::Flag(flag) => Value::Flag(*flag),
                Literal::Number(number) => Value::Number(*number, Unit::One),
                Literal::Text(text) => Value::text(text),
                Literal::Texts(texts) => Value::Texts(texts.clone()),
            }),
            OperandDraft::Fact(name) => Operand::Fact(self.fact(name, whose, place)?),
            OperandDraft::Value(name) => {
                if !self.draft.values.iter().any(|dated| dated.name == *name) {
                    let known: Vec<&str> = self
                        .draft
                        .values
                        .iter()
                        .map(|own| own.name.as_str())
                        .collect();
                    self.report.unknown(place, "value", name, known);
                    return None;
                }
                Operand::Dated(name.clone())
            }
            OperandDraft::Lookup(lookup) => {
                Operand::Lookup(Box::new(self.lookup(lookup, whose, place)?))
            }
        })
    }

    fn lookup(
        &mut self,
        draft: &LookupDraft,
        whose: Whose,
        place: Option<&Place>,
    ) -> Option<Lookup> {
        let table = self.table(&draft.table, place)?;
        let parents = match &draft.parents {
            Some(name) => Some(self.table(name, place)?),
            None => None,
        };
        let row = draft
            .row
            .iter()
            .map(|part| self.operand(part, whose, place));
        Some(Lookup {
            table,
            row: row.collect::<Option<_>>()?,
            column: self.operand(&draft.column, whose, place)?,
            parents,
        })
    }

    /// A fact by the name that a condition uses: of one of a pair, of an item, or of what the rule is about.
    fn fact(&mut self, name: &str, whose: Whose, place: Option<&Place>) -> Option<FactRef> {
        let load = self.about == Some(About::Load);
        let (declared, of) = match name.split_once('.') {
            Some(("first", rest)) if whose == Whose::First => {
                (format!("item.{rest}"), Whose::First)
            }
            Some(("second", rest)) if whose == Whose::First => {
                (format!("item.{rest}"), Whose::Second)
            }
            Some(("item", _)) if load && whose != Whose::Item => {
                let message = format!("{name}: say whose in a load, by `some`, `sum` or `pair`");
                self.report.error(codes::WRONG_TYPE, place, message);
                return None;
            }
            Some(("item", _)) if load => (name.to_owned(), Whose::Item),
            _ => (name.to_owned(), Whose::Common),
        };
        let found = self.facts.iter().position(|fact| fact.name == declared);
        if found.is_none() {
            let known: Vec<&str> = self.facts.iter().map(|fact| fact.name.as_str()).collect();
            self.report.unknown(place, "needed fact", &declared, known);
        }
        found.map(|fact| FactRef { fact, whose: of })
    }
}
