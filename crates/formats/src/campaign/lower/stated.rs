//! What is stated for the rules.

use super::super::gather::Doc;
use super::super::v1;
use super::scope::Table;
use super::spot::{Report, Spot};
use super::{Lower, each, name_or, nowhere};
use portolan_model::{
    Agreement, DataTransfer, Permit, Record, Stated, Statement, Suspension, Thing,
};
use portolan_vocabulary::{Date, Id, Index};

impl Lower<'_> {
    pub(super) fn statements(&mut self, docs: &[Doc]) -> Vec<Statement> {
        let mut made = Vec::new();
        for (file, at, statement) in each(docs, |lists| &lists.statement) {
            let spot = Spot::item(file, &["statement"], at);
            let number = (made.len() + 1).to_string();
            self.report.about("statement", &number, &spot);
            let facts = statement.facts.iter();
            made.push(Statement {
                things: self.stated_things(&statement.of, &spot.key("of")),
                facts: facts.map(|(name, it)| (name.clone(), stated(it))).collect(),
                by: statement.by.clone(),
                source: statement.source.clone(),
            });
        }
        made
    }

    pub(super) fn permits(&mut self, docs: &[Doc]) -> Vec<Permit> {
        let mut made = Vec::new();
        for (file, at, permit) in each(docs, |lists| &lists.permit) {
            let spot = Spot::item(file, &["permit"], at);
            self.report.about("permit", &permit.id, &spot);
            made.push(Permit {
                id: Id::from(permit.id.as_str()),
                kind: permit.kind.clone(),
                things: self.stated_things(&permit.of, &spot.key("of")),
                edges: self.ways(&permit.edges, &spot.key("edges")),
                countries: permit.countries.clone(),
                consignees: several(
                    &self.scope.partners,
                    &mut self.report,
                    &permit.consignees,
                    &spot.key("consignees"),
                ),
                from: Date::of(permit.from.0),
                until: permit.until.map(|until| Date::of(until.0)),
                decided_by: permit.decided_by.clone(),
            });
        }
        made
    }

    pub(super) fn agreements(&mut self, docs: &[Doc]) -> Vec<Agreement> {
        let mut made = Vec::new();
        for (file, at, agreement) in each(docs, |lists| &lists.agreement) {
            let spot = Spot::item(file, &["agreement"], at);
            self.report.about("agreement", &agreement.id, &spot);
            let suspended = agreement.suspended.iter().map(|it| Suspension {
                from: Date::of(it.from.0),
                until: it.until.map(|until| Date::of(until.0)),
                why: it.why.clone(),
            });
            made.push(Agreement {
                id: Id::from(agreement.id.as_str()),
                name: name_or(agreement.name.as_ref(), &agreement.id),
                kind: agreement.kind.clone(),
                partners: several(
                    &self.scope.partners,
                    &mut self.report,
                    &agreement.partners,
                    &spot.key("partners"),
                ),
                things: self.stated_things(&agreement.of, &spot.key("of")),
                activities: agreement.activities.clone(),
                places: several(
                    &self.scope.nodes,
                    &mut self.report,
                    &agreement.places,
                    &spot.key("places"),
                ),
                from: Date::of(agreement.from.0),
                until: agreement.until.map(|until| Date::of(until.0)),
                suspended: suspended.collect(),
                decided_by: agreement.decided_by.clone(),
            });
        }
        made
    }

    pub(super) fn data_transfers(&mut self, docs: &[Doc]) -> Vec<DataTransfer> {
        let mut made = Vec::new();
        for (file, at, transfer) in each(docs, |lists| &lists.data_transfer) {
            let spot = Spot::item(file, &["data_transfer"], at);
            self.report.about("data transfer", &transfer.id, &spot);
            let facts = transfer.facts.iter();
            made.push(DataTransfer {
                id: Id::from(transfer.id.as_str()),
                name: name_or(transfer.name.as_ref(), &transfer.id),
                things: self.stated_things(&transfer.of, &spot.key("of")),
                from: self
                    .partner(Some(&transfer.from), &spot, "from")
                    .unwrap_or_else(|| nowhere(0)),
                to: self
                    .partner(Some(&transfer.to), &spot, "to")
                    .unwrap_or_else(|| nowhere(1)),
                on: Date::of(transfer.on.0),
                facts: facts.map(|(name, it)| (name.clone(), stated(it))).collect(),
            });
        }
        made
    }

    pub(super) fn records(&mut self, docs: &[Doc]) -> Vec<Record> {
        let mut made = Vec::new();
        for (file, at, record) in each(docs, |lists| &lists.record) {
            let spot = Spot::item(file, &["record"], at);
            self.report.about("record", &record.id, &spot);
            made.push(Record {
                id: Id::from(record.id.as_str()),
                kind: record.kind.clone(),
                things: self.stated_things(&record.of, &spot.key("of")),
                on: Date::of(record.on.0),
                result: record.result.clone(),
                expires: record.expires.map(|expires| Date::of(expires.0)),
                by: record.by.clone(),
                evidence: record.evidence.clone(),
            });
        }
        made
    }

    fn stated_things(&mut self, of: &v1::Things, spot: &Spot<'_>) -> Vec<Thing> {
        let mut things = Vec::new();
        let resources = several(
            &self.scope.resources,
            &mut self.report,
            &of.resource,
            &spot.key("resource"),
        );
        things.extend(resources.into_iter().map(Thing::Resource));
        let designs = several(
            &self.scope.designs,
            &mut self.report,
            &of.design,
            &spot.key("design"),
        );
        things.extend(designs.into_iter().map(Thing::Design));
        let elements = several(
            &self.scope.elements,
            &mut self.report,
            &of.element,
            &spot.key("element"),
        );
        things.extend(elements.into_iter().map(Thing::Element));
        let nodes = several(
            &self.scope.nodes,
            &mut self.report,
            &of.node,
            &spot.key("node"),
        );
        things.extend(nodes.into_iter().map(Thing::Node));
        let edges = several(
            &self.scope.edges,
            &mut self.report,
            &of.edge,
            &spot.key("edge"),
        );
        things.extend(edges.into_iter().map(Thing::Edge));
        let partners = several(
            &self.scope.partners,
            &mut self.report,
            &of.partner,
            &spot.key("partner"),
        );
        things.extend(partners.into_iter().map(Thing::Partner));
        things
    }
}

/// The things of one kind that words refer to.
fn several<T>(
    table: &Table<T>,
    report: &mut Report<'_>,
    words: &[String],
    spot: &Spot<'_>,
) -> Vec<Index<T>> {
    let words = words.iter().enumerate();
    words
        .filter_map(|(at, word)| table.find(word, &spot.index(at), report))
        .collect()
}

fn stated(value: &v1::Stated) -> Stated {
    match value {
        v1::Stated::Flag(flag) => Stated::Flag(*flag),
        v1::Stated::Number(number) => Stated::Number(*number),
        v1::Stated::Text(text) => Stated::Text(text.clone()),
        v1::Stated::Texts(texts) => Stated::Texts(texts.clone()),
    }
}
