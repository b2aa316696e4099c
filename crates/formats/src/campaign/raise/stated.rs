//! What is stated for the rules, as the file describes it.

use super::super::v1;
use super::{Raise, other_name};
use crate::text::QEpoch;
use portolan_model::{
    Agreement, DataTransfer, Node, Partner, Permit, Record, Stated, Statement, Thing,
};
use portolan_vocabulary::{Date, Index};

impl Raise<'_> {
    pub(super) fn statement(&self, statement: &Statement) -> v1::Statement {
        let facts = statement.facts.iter();
        v1::Statement {
            of: self.stated_things(&statement.things),
            facts: facts.map(|(name, it)| (name.clone(), stated(it))).collect(),
            by: statement.by.clone(),
            source: statement.source.clone(),
        }
    }

    pub(super) fn permit(&self, permit: &Permit) -> v1::Permit {
        v1::Permit {
            id: permit.id.to_string(),
            kind: permit.kind.clone(),
            of: self.stated_things(&permit.things),
            edges: self.ways(&permit.edges),
            countries: permit.countries.clone(),
            consignees: self.partners(&permit.consignees),
            from: day(permit.from),
            until: permit.until.map(day),
            decided_by: permit.decided_by.clone(),
        }
    }

    pub(super) fn agreement(&self, agreement: &Agreement) -> v1::Agreement {
        let suspended = agreement.suspended.iter().map(|it| v1::Suspension {
            from: day(it.from),
            until: it.until.map(day),
            why: it.why.clone(),
        });
        v1::Agreement {
            id: agreement.id.to_string(),
            name: other_name(&agreement.name, agreement.id.as_str()),
            kind: agreement.kind.clone(),
            partners: self.partners(&agreement.partners),
            of: self.stated_things(&agreement.things),
            activities: agreement.activities.clone(),
            places: self.places(&agreement.places),
            from: day(agreement.from),
            until: agreement.until.map(day),
            suspended: suspended.collect(),
            decided_by: agreement.decided_by.clone(),
        }
    }

    pub(super) fn data_transfer(&self, transfer: &DataTransfer) -> v1::DataTransfer {
        let facts = transfer.facts.iter();
        v1::DataTransfer {
            id: transfer.id.to_string(),
            name: other_name(&transfer.name, transfer.id.as_str()),
            of: self.stated_things(&transfer.things),
            from: self.partner(transfer.from),
            to: self.partner(transfer.to),
            on: day(transfer.on),
            facts: facts.map(|(name, it)| (name.clone(), stated(it))).collect(),
        }
    }

    pub(super) fn record(&self, record: &Record) -> v1::Record {
        v1::Record {
            id: record.id.to_string(),
            kind: record.kind.clone(),
            of: self.stated_things(&record.things),
            on: day(record.on),
            result: record.result.clone(),
            expires: record.expires.map(day),
            by: record.by.clone(),
            evidence: record.evidence.clone(),
        }
    }

    fn stated_things(&self, things: &[Thing]) -> v1::Things {
        let mut of = v1::Things::default();
        for thing in things {
            match *thing {
                Thing::Resource(index) => of.resource.push(self.resource_word(index)),
                Thing::Design(index) => of.design.push(self.design_word(index)),
                Thing::Element(index) => of.element.push(self.element_word(index)),
                Thing::Node(index) => of.node.push(self.node_word(index)),
                Thing::Edge(index) => of.edge.push(self.edge_word(index)),
                Thing::Partner(index) => of.partner.push(self.partner(index)),
            }
        }
        of
    }

    fn partners(&self, partners: &[Index<Partner>]) -> Vec<String> {
        partners.iter().map(|index| self.partner(*index)).collect()
    }

    fn places(&self, nodes: &[Index<Node>]) -> Vec<String> {
        nodes.iter().map(|index| self.node_word(*index)).collect()
    }
}

fn day(day: Date) -> QEpoch {
    QEpoch(day.midnight())
}

fn stated(value: &Stated) -> v1::Stated {
    match value {
        Stated::Flag(flag) => v1::Stated::Flag(*flag),
        Stated::Number(number) => v1::Stated::Number(*number),
        Stated::Text(text) => v1::Stated::Text(text.clone()),
        Stated::Texts(texts) => v1::Stated::Texts(texts.clone()),
    }
}
