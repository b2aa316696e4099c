//! Statements, permits, agreements and records.

use super::{Judge, codes};
use crate::stated::{Stated, Thing};
use portolan_vocabulary::{Date, Finding};

impl Judge<'_> {
    pub(super) fn stated(&mut self) {
        let parts = self.parts;
        for (at, statement) in parts.statements.iter().enumerate() {
            let id = (at + 1).to_string();
            self.things("statement", &id, &statement.things);
            for (name, value) in &statement.facts {
                if matches!(value, Stated::Number(number) if !number.is_finite()) {
                    let message = format!("{name} is no finite number");
                    self.stated_error(codes::OUT_OF_RANGE, "statement", &id, message);
                }
            }
        }
        self.unique("permit", parts.permits.iter().map(|it| it.id.as_str()));
        self.unique(
            "agreement",
            parts.agreements.iter().map(|it| it.id.as_str()),
        );
        self.unique(
            "data transfer",
            parts.data_transfers.iter().map(|it| it.id.as_str()),
        );
        self.unique("record", parts.records.iter().map(|it| it.id.as_str()));
        for permit in &parts.permits {
            self.things("permit", permit.id.as_str(), &permit.things);
            self.days("permit", permit.id.as_str(), permit.from, permit.until);
        }
        for agreement in &parts.agreements {
            let id = agreement.id.as_str();
            self.things("agreement", id, &agreement.things);
            self.days("agreement", id, agreement.from, agreement.until);
            for suspension in &agreement.suspended {
                self.days("agreement", id, suspension.from, suspension.until);
            }
            if agreement.partners.len() < 2 {
                let message = "an agreement is between two partners at least".to_owned();
                self.stated_error(codes::CONTRADICTION, "agreement", id, message);
            }
        }
        for transfer in &parts.data_transfers {
            let id = transfer.id.as_str();
            self.things("data transfer", id, &transfer.things);
            let partners = [Thing::Partner(transfer.from), Thing::Partner(transfer.to)];
            self.things("data transfer", id, &partners);
        }
        for record in &parts.records {
            self.things("record", record.id.as_str(), &record.things);
            self.days("record", record.id.as_str(), record.on, record.expires);
        }
    }

    fn things(&mut self, kind: &'static str, id: &str, things: &[Thing]) {
        let parts = self.parts;
        for thing in things {
            let there = match thing {
                Thing::Resource(index) => index.at() < parts.resources.len(),
                Thing::Design(index) => index.at() < parts.designs.len(),
                Thing::Element(index) => index.at() < parts.elements.len(),
                Thing::Node(index) => index.at() < parts.nodes.len(),
                Thing::Edge(index) => index.at() < parts.edges.len(),
                Thing::Partner(index) => index.at() < parts.partners.len(),
            };
            if !there {
                let message = "it names a thing that is not there".to_owned();
                self.stated_error(codes::DANGLING, kind, id, message);
            }
        }
    }

    fn days(&mut self, kind: &'static str, id: &str, from: Date, until: Option<Date>) {
        if until.is_some_and(|until| until <= from) {
            let message = format!("it ends before it begins ({from})");
            self.stated_error(codes::CONTRADICTION, kind, id, message);
        }
    }

    fn stated_error(
        &mut self,
        code: portolan_vocabulary::Code,
        kind: &'static str,
        id: &str,
        message: String,
    ) {
        self.findings.push(Finding::error(code, kind, id, message));
    }
}
