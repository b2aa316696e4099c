//! Packs: the rules that are in use together, with their tables.

use crate::codes;
use crate::draft::Draft;
use crate::evaluate::{Answer, Facts, evaluate};
use crate::resolve::resolve;
use crate::rule::{Case, Expected, FactType, Rule};
use crate::table::{Cell, Tables};
use portolan_vocabulary::{Finding, Findings};
use std::collections::{BTreeMap, BTreeSet};

/// Rules that are in use together, in order of their ids, with the tables they look things up in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pack {
    rules: Vec<Rule>,
    tables: Tables,
    facts: BTreeMap<String, FactType>,
}

impl Pack {
    /// A pack of these rules.
    ///
    /// # Errors
    /// Everything that is wrong with any of them: see [`resolve`](fn@crate::resolve); one id twice; one fact with two types; a
    /// case that comes out otherwise than it says; a row that is its own parent.
    pub fn new(drafts: &[Draft], tables: Tables) -> Result<Self, Findings> {
        let mut findings = circles(drafts, &tables);
        let mut pack = Self {
            tables,
            ..Self::default()
        };
        for draft in drafts {
            match resolve(draft, &pack.tables) {
                Ok(rule) => findings.extend(pack.add(rule)),
                Err(found) => findings.extend(found),
            }
        }
        pack.rules.sort_by(|a, b| a.id.cmp(&b.id));
        if findings.is_empty() {
            Ok(pack)
        } else {
            Err(findings)
        }
    }

    /// The rules, in order of their ids.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rule of an id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The tables.
    pub const fn tables(&self) -> &Tables {
        &self.tables
    }

    /// Every fact that a rule of the pack needs, by name.
    pub const fn facts(&self) -> &BTreeMap<String, FactType> {
        &self.facts
    }

    fn add(&mut self, rule: Rule) -> Findings {
        let mut findings = Findings::new();
        if self.rule(&rule.id).is_some() {
            findings.push(about(
                &rule,
                codes::CONTRADICTION,
                "another rule has this id".to_owned(),
            ));
        }
        for needed in &rule.facts {
            match self.facts.get_mut(&needed.name) {
                Some(own) if own.kind != needed.of.kind => {
                    let (one, other) = (own.kind.words(), needed.of.kind.words());
                    let message =
                        format!("{} is {other} here and {one} in another rule", needed.name);
                    findings.push(about(&rule, codes::CONTRADICTION, message));
                }
                Some(own) => {
                    if own.meaning.is_empty() {
                        own.meaning.clone_from(&needed.of.meaning);
                    }
                    let more = needed
                        .of
                        .words
                        .iter()
                        .filter(|word| !own.words.contains(word));
                    let more: Vec<String> = more.cloned().collect();
                    own.words.extend(more);
                }
                None => {
                    self.facts.insert(needed.name.clone(), needed.of.clone());
                }
            }
        }
        let failed = rule
            .cases
            .iter()
            .filter_map(|case| failure(&rule, case, &self.tables));
        findings.extend(failed.map(|message| about(&rule, codes::CASE_FAILED, message)));
        self.rules.push(rule);
        findings
    }
}

fn about(rule: &Rule, code: portolan_vocabulary::Code, message: String) -> Finding {
    let finding = Finding::error(code, "rule", &rule.id, message);
    match &rule.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    }
}

/// How a case comes out otherwise than it says.
pub(crate) fn failure(rule: &Rule, case: &Case, tables: &Tables) -> Option<String> {
    let facts = Facts {
        common: &case.facts,
        items: &case.items,
    };
    let answer = evaluate(rule, tables, case.on, facts);
    let as_said = match (&answer, case.expected) {
        (Answer::Applies(_), Expected::Applies)
        | (Answer::Not | Answer::NotInForce, Expected::Not) => true,
        (Answer::Missing(names), Expected::Missing) => {
            case.missing.iter().all(|name| names.contains(name))
        }
        _ => false,
    };
    let came = match answer {
        Answer::Applies(_) => "it applies".to_owned(),
        Answer::Not => "it does not apply".to_owned(),
        Answer::NotInForce => "it is not in force".to_owned(),
        Answer::Missing(names) => {
            let names: Vec<String> = names.into_iter().collect();
            format!("{} missing", names.join(", "))
        }
    };
    let word = case.expected.word();
    (!as_said).then(|| format!("the case \"{}\" expects \"{word}\", and {came}", case.name))
}

impl Rule {
    /// True where each of its cases comes out as it says.
    pub fn cases_hold(&self, tables: &Tables) -> bool {
        self.cases
            .iter()
            .all(|case| failure(self, case, tables).is_none())
    }
}

/// Rows that are among their own parents, in tables that are used as such.
fn circles(drafts: &[Draft], tables: &Tables) -> Findings {
    let mut findings = Findings::new();
    if drafts.is_empty() {
        return findings;
    }
    for name in tables.names() {
        let Some(table) = tables.get(name) else {
            continue;
        };
        let Some(column) = table.column("parent") else {
            continue;
        };
        for row in table.rows.keys() {
            let mut seen = BTreeSet::from([row.as_str()]);
            let mut own = row.as_str();
            while let Some(Cell::Text(parent)) = table.cell(own, column) {
                if !seen.insert(parent) {
                    let message = format!("{row} is its own parent in {name}");
                    findings.push(Finding::error(codes::CIRCLE, "table", name, message));
                    break;
                }
                own = parent;
            }
        }
    }
    findings
}
