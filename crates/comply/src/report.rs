//! Findings about a rule as it is made ready.

use portolan_vocabulary::{Code, Finding, Findings, Place, nearest};

/// What is wrong with a rule.
pub(crate) struct Report<'a> {
    rule: &'a str,
    place: Option<&'a Place>,
    pub(crate) findings: Findings,
}

impl<'a> Report<'a> {
    pub(crate) fn new(rule: &'a str, place: Option<&'a Place>) -> Self {
        Self {
            rule,
            place,
            findings: Findings::new(),
        }
    }

    pub(crate) fn error(&mut self, code: Code, at: Option<&Place>, message: impl Into<String>) {
        let finding = Finding::error(code, "rule", self.rule, message.into());
        self.push(finding, at);
    }

    /// A name that is not there, with the nearest that is.
    pub(crate) fn unknown<'n>(
        &mut self,
        at: Option<&Place>,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        let known: Vec<&str> = known.into_iter().collect();
        let message = format!("there is no {what} \"{name}\"");
        let finding = Finding::error(codes::UNKNOWN_NAME, "rule", self.rule, message);
        let finding = match nearest(name, known.iter().copied()) {
            Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
            None if known.len() <= 12 && !known.is_empty() => {
                finding.advice(format!("known are {}", known.join(", ")))
            }
            None => finding,
        };
        self.push(finding, at);
    }

    fn push(&mut self, finding: Finding, at: Option<&Place>) {
        let place = at.or(self.place).cloned();
        self.findings.push(match place {
            Some(place) => finding.at(place),
            None => finding,
        });
    }
}

use crate::codes;
