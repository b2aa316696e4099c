//! Rule files: `portolan-rule/1`. One rule a file, `rules/<field>/<regime>/<rule>.toml`.
//!
//! Reading stops at the structure: what the rule names is looked up, and its types and units compared, by
//! [`portolan_comply::resolve`].

pub mod codes;
pub mod v1;

use crate::campaign::version::Format;
use crate::text::{Checked, Limits, Path, json, read_text as read_source, toml};
use portolan_comply::{
    CaseDraft, Citation, Comparison, ConditionDraft, DatedDraft, Draft, FactDraft, FormDraft,
    Literal, LookupDraft, OperandDraft,
};
use portolan_vocabulary::{Finding, Findings};

const FORMAT: Format<'static> = Format {
    name: "portolan-rule",
    version: 1,
    migrations: &[],
};

/// Reads a rule, within the default limits. Field and regime are the folders that the name says it stands in.
///
/// # Errors
/// Everything that is wrong with the structure of the file.
///
/// ```
/// let text = "format = \"portolan-rule/1\"\nid = \"house.ice\"\nstatment = \"\"\n";
/// let Err(findings) = portolan_formats::rule::read_text("rules/handling/house/ice.toml", text) else { panic!() };
/// let advice: Vec<_> = findings.iter().filter_map(|it| it.advice.as_deref()).collect();
/// assert!(advice.iter().any(|it| it.starts_with("did you mean \"statement\"?")), "{advice:?}");
/// ```
pub fn read_text(name: &str, text: &str) -> Result<Draft, Findings> {
    read(name, text.as_bytes(), &Limits::default())
}

/// Reads a rule from the bytes of a file, within these limits.
///
/// # Errors
/// As [`read_text`], and where the bytes are no UTF-8 text.
pub fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Draft, Findings> {
    let source = read_source(name, bytes, limits)?;
    let tree = match crate::campaign::syntax_of(&source) {
        crate::text::Syntax::Toml => toml::parse(&source, limits)?,
        crate::text::Syntax::Json => json::parse(&source, limits)?,
    };
    let checked = FORMAT.checked(tree, source, v1::schema())?;
    let file: v1::Root = checked.decode()?;
    let mut lowering = Lowering {
        checked: &checked,
        rule: &file.id,
        findings: Findings::new(),
    };
    let draft = lowering.rule(name, &file);
    if lowering.findings.is_empty() {
        Ok(draft)
    } else {
        Err(lowering.findings)
    }
}

/// The folders that a file stands in: field and regime.
fn folders(name: &str) -> (String, String) {
    let mut parts = name.rsplit(['/', '\\']).skip(1);
    let regime = parts.next().unwrap_or_default().to_owned();
    (parts.next().unwrap_or_default().to_owned(), regime)
}

struct Lowering<'a> {
    checked: &'a Checked,
    rule: &'a str,
    findings: Findings,
}

impl Lowering<'_> {
    fn rule(&mut self, name: &str, file: &v1::Root) -> Draft {
        let (field, regime) = folders(name);
        let root = Path::root();
        let numbered = |key: &str, at: usize| root.clone().key(key).index(at);
        let facts = file.fact.iter().enumerate();
        let values = file.value.iter().enumerate();
        let cases = file.case.iter().enumerate();
        Draft {
            id: file.id.clone(),
            field,
            regime,
            title: file.title.clone(),
            statement: file.statement.clone(),
            authority: file.authority.clone(),
            about: file.about.clone(),
            effect: file.effect.clone(),
            permits: file.permits.clone(),
            document: file.document.clone(),
            lead_days: file.lead_days,
            from: file.from.clone(),
            until: file.until.clone(),
            reviewed: file.reviewed.clone(),
            wording: file.wording.clone(),
            advice: file.advice.clone(),
            citations: file.citation.iter().map(citation).collect(),
            facts: facts
                .map(|(at, fact)| self.fact(fact, &numbered("fact", at)))
                .collect(),
            values: values
                .map(|(at, dated)| self.dated(dated, &numbered("value", at)))
                .collect(),
            when: self.condition(&file.when, &root.clone().key("when")),
            cases: cases
                .map(|(at, case)| self.case(case, &numbered("case", at)))
                .collect(),
            place: Some(self.checked.place(&root.clone().key("id"))),
        }
    }

    fn fact(&self, fact: &v1::Fact, path: &Path) -> FactDraft {
        FactDraft {
            name: fact.name.clone(),
            kind: fact.kind.clone(),
            unit: fact.unit.clone(),
            meaning: fact.meaning.clone(),
            words: fact.words.clone(),
            place: Some(self.checked.place(path)),
        }
    }

    fn dated(&self, dated: &v1::Dated, path: &Path) -> DatedDraft {
        DatedDraft {
            name: dated.name.clone(),
            value: literal(&dated.is),
            unit: dated.unit.clone(),
            from: dated.from.clone(),
            until: dated.until.clone(),
            place: Some(self.checked.place(path)),
        }
    }

    fn case(&self, case: &v1::Case, path: &Path) -> CaseDraft {
        let bag = |facts: &std::collections::BTreeMap<String, v1::Literal>| {
            let facts = facts.iter();
            facts
                .map(|(name, value)| (name.clone(), literal(value)))
                .collect()
        };
        CaseDraft {
            name: case.name.clone(),
            on: case.on.clone(),
            expect: case.expect.clone(),
            missing: case.missing.clone(),
            facts: bag(&case.facts),
            items: case.items.iter().map(bag).collect(),
            place: Some(self.checked.place(path)),
        }
    }

    fn condition(&mut self, condition: &v1::Condition, path: &Path) -> ConditionDraft {
        let form = self.form(condition, path);
        ConditionDraft {
            form: form.unwrap_or_default(),
            place: Some(self.checked.place(path)),
        }
    }

    /// The one form that a condition is written in.
    fn form(&mut self, own: &v1::Condition, path: &Path) -> Option<FormDraft> {
        let mut forms = Vec::new();
        for (key, parts) in [("all", &own.all), ("any", &own.any)] {
            if let Some(parts) = parts {
                let path = path.clone().key(key);
                let parts = parts.iter().enumerate();
                let parts = parts
                    .map(|(at, part)| self.condition(part, &path.clone().index(at)))
                    .collect();
                forms.push(if key == "all" {
                    FormDraft::All(parts)
                } else {
                    FormDraft::Any(parts)
                });
            }
        }
        let inner = [
            ("not", &own.not, FormDraft::Not as fn(_) -> _),
            ("pair", &own.pair, FormDraft::Pair),
            ("some", &own.some, FormDraft::Some),
        ];
        for (key, part, form) in inner {
            if let Some(part) = part {
                let draft = self.condition(part, &path.clone().key(key));
                forms.push(form(Box::new(draft)));
            }
        }
        let left = self.left(own, path);
        let compared = self.compared(own, left.as_ref(), path);
        let is_compared = left.is_some() || own.sum.is_some();
        forms.extend(compared);
        if forms.len() != 1 {
            let what = match (forms.len(), is_compared) {
                (0, true) => {
                    "nothing is said of what stands here: add `is`, `in`, `above` or the like"
                }
                (0, false) => {
                    "the condition is empty: write `all`, `any`, `not`, `fact`, `lookup`, `sum`, `pair` or `some`"
                }
                _ => "a condition says one thing: put several into `all` or `any`",
            };
            self.error(path, what);
            return None;
        }
        forms.pop()
    }

    /// What is compared, where it is not a sum.
    fn left(&mut self, own: &v1::Condition, path: &Path) -> Option<OperandDraft> {
        let held = v1::Held {
            fact: own.fact.clone(),
            value: own.value.clone(),
            lookup: own.lookup.clone(),
        };
        if held == v1::Held::default() {
            return None;
        }
        self.held(&held, path)
    }

    fn compared(
        &mut self,
        own: &v1::Condition,
        left: Option<&OperandDraft>,
        path: &Path,
    ) -> Vec<FormDraft> {
        let mut forms = Vec::new();
        let rights = [
            (Comparison::Is, &own.is),
            (Comparison::IsNot, &own.is_not),
            (Comparison::Below, &own.below),
            (Comparison::AtMost, &own.at_most),
            (Comparison::Above, &own.above),
            (Comparison::AtLeast, &own.at_least),
            (Comparison::Under, &own.under),
        ];
        for (how, right) in rights {
            let Some(right) = right else { continue };
            let at = path.clone().key(how.word());
            let Some(right) = self.operand(right, &at) else {
                continue;
            };
            match (&own.sum, left) {
                (Some(sum), None) => {
                    let at = path.clone().key("sum").key("only");
                    let only = sum.only.as_ref();
                    forms.push(FormDraft::Sum {
                        of: sum.of.clone(),
                        only: only.map(|only| Box::new(self.condition(only, &at))),
                        comparison: how.word().to_owned(),
                        with: right,
                    });
                }
                (None, Some(left)) => {
                    let how = how.word().to_owned();
                    forms.push(FormDraft::Compare(left.clone(), how, right));
                }
                _ => self.error(
                    path,
                    "a comparison needs one of `fact`, `value`, `lookup` and `sum`",
                ),
            }
        }
        if let (Some(left), Some(words)) = (left, &own.among) {
            forms.push(FormDraft::In(left.clone(), words.clone()));
        }
        if let (Some(left), Some(table)) = (left, &own.listed) {
            forms.push(FormDraft::Listed(left.clone(), table.clone()));
        }
        if let (Some(OperandDraft::Fact(name)), Some(known)) = (left, own.known) {
            let form = FormDraft::Known(name.clone());
            let place = Some(self.checked.place(path));
            forms.push(if known {
                form
            } else {
                FormDraft::Not(Box::new(ConditionDraft { form, place }))
            });
        }
        forms
    }

    fn operand(&mut self, operand: &v1::Operand, path: &Path) -> Option<OperandDraft> {
        Some(OperandDraft::Literal(match operand {
            v1::Operand::Flag(flag) => Literal::Flag(*flag),
            v1::Operand::Number(number) => Literal::Number(*number),
            v1::Operand::Text(text) => Literal::Text(text.clone()),
            v1::Operand::Texts(texts) => Literal::Texts(texts.clone()),
            v1::Operand::Held(held) => return self.held(held, path),
        }))
    }

    fn held(&mut self, held: &v1::Held, path: &Path) -> Option<OperandDraft> {
        match (&held.fact, &held.value, &held.lookup) {
            (Some(name), None, None) => Some(OperandDraft::Fact(name.clone())),
            (None, Some(name), None) => Some(OperandDraft::Value(name.clone())),
            (None, None, Some(lookup)) => self.lookup(lookup, &path.clone().key("lookup")),
            _ => {
                self.error(
                    path,
                    "here stands exactly one of `fact`, `value` and `lookup`",
                );
                None
            }
        }
    }

    fn lookup(&mut self, lookup: &v1::Lookup, path: &Path) -> Option<OperandDraft> {
        let row = lookup.row.iter();
        let row: Vec<_> = row.filter_map(|part| self.operand(part, path)).collect();
        if row.is_empty() {
            self.error(path, "a look-up needs a row");
        }
        Some(OperandDraft::Lookup(LookupDraft {
            table: lookup.table.clone(),
            row,
            column: Box::new(self.operand(&lookup.column, path)?),
            parents: lookup.parents.clone(),
        }))
    }

    fn error(&mut self, path: &Path, message: &str) {
        let finding = Finding::error(codes::BAD_CONDITION, "rule", self.rule, message);
        self.findings.push(finding.at(self.checked.place(path)));
    }
}

fn citation(own: &v1::Citation) -> Citation {
    Citation {
        instrument: own.instrument.clone(),
        pinpoint: own.pinpoint.clone(),
        edition: own.edition.clone(),
        read: own.read.clone(),
        url: own.url.clone(),
    }
}

fn literal(own: &v1::Literal) -> Literal {
    match own {
        v1::Literal::Flag(flag) => Literal::Flag(*flag),
        v1::Literal::Number(number) => Literal::Number(*number),
        v1::Literal::Text(text) => Literal::Text(text.clone()),
        v1::Literal::Texts(texts) => Literal::Texts(texts.clone()),
    }
}
