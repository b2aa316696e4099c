//! From the files to the model: references resolved, defaults filled, times counted from one start.
//!
//! A reference that leads nowhere is reported where it stands; what it belongs to is then left out or
//! keeps an index that leads nowhere, so that everything else can still be judged and reported at once.

mod action;
mod demand;
mod departures;
mod element;
mod event;
mod network;
mod offer;
mod scenario;
mod scope;
mod settings;
mod sizing;
mod spot;
mod stated;

pub(crate) use element::{Designs, Origin};
pub(crate) use event::Setting;
pub(crate) use scope::Scope;
pub(crate) use sizing::word as quantity_word;
pub(crate) use spot::{Report, Spot};

use super::codes;
use super::files::short_name;
use super::gather::{Doc, Gathered};
use super::v1;
use portolan_model::{
    Contribution, Element, Maker, MakerKind, Mission, Partner, Parts, Person, Plan, Resource,
};
use portolan_vocabulary::{Epoch, Id, Index, Mass};

/// What the files mean, as far as they mean anything.
pub(super) struct Lowered {
    pub(super) parts: Parts,
    pub(super) plan: Plan,
}

/// Carries files over to the model, or to a plan of a campaign.
pub(crate) struct Lower<'a> {
    pub(crate) report: Report<'a>,
    pub(crate) scope: Scope,
    /// The campaign's start.
    pub(crate) start: Epoch,
    /// The campaign's elements, then the plan's, as far as they are made.
    pub(crate) elements: Vec<Element>,
    /// How much counts and designs have copied, in bytes.
    copied: usize,
}

/// The items of one list over all files, with the number of the file and the position in it.
pub(super) fn each<'a, T: 'a>(
    docs: &'a [Doc],
    list: impl Fn(&'a v1::Lists) -> &'a Vec<T> + 'a,
) -> impl Iterator<Item = (usize, usize, &'a T)> {
    docs.iter().enumerate().flat_map(move |(file, doc)| {
        let items = list(&doc.lists).iter().enumerate();
        items.map(move |(at, item)| (file, at, item))
    })
}

/// The name for people, by default the id.
pub(super) fn name_or(name: Option<&String>, id: &str) -> String {
    name.map_or_else(|| id.to_owned(), Clone::clone)
}

/// An index that leads nowhere; `number` keeps two of them apart.
pub(super) fn nowhere<T>(number: usize) -> Index<T> {
    Index::new(u32::MAX as usize - number)
}

/// Carries the files over.
pub(super) fn lower(gathered: &Gathered, lower: &mut Lower<'_>) -> Lowered {
    let (head, docs) = (&gathered.head, gathered.docs.as_slice());
    lower.name_all(docs);
    let mut parts = Parts::new(head.id.as_str(), head.start.0);
    let root = docs.len().saturating_sub(1);
    lower.report.about("campaign", &head.id, &Spot::file(root));
    parts.name = name_or(head.name.as_ref(), &head.id);
    parts.description = head.description.clone().unwrap_or_default();
    parts.horizon = head.horizon.map(|horizon| horizon.0);
    parts.settings = lower.settings(docs);
    parts.partners = lower.partners(docs).into();
    parts.people = lower.people(docs).into();
    parts.bodies = network::bodies(docs).into();
    parts.nodes = lower.nodes(docs).into();
    parts.edges = lower.edges(docs).into();
    parts.resources = lower.resources(docs).into();
    parts.designs = lower.designs(docs).into();
    lower.make_elements(docs);
    let count = lower.elements.len();
    let mut plan = lower.plan_head(head, docs);
    parts.missions = lower.missions(docs).into();
    parts.demands = lower.demands(docs).into();
    parts.offers = lower.offers(docs).into();
    parts.caps = lower.caps(docs).into();
    parts.scenarios = lower.scenarios(docs).into();
    parts.statements = lower.statements(docs);
    parts.permits = lower.permits(docs).into();
    parts.agreements = lower.agreements(docs).into();
    parts.data_transfers = lower.data_transfers(docs).into();
    parts.records = lower.records(docs).into();
    plan.activities = lower.events(docs, &parts.missions).into();
    plan.elements = lower.elements.split_off(count).into();
    parts.elements = std::mem::take(&mut lower.elements).into();
    Lowered { parts, plan }
}

impl<'a> Lower<'a> {
    pub(crate) const fn new(report: Report<'a>, scope: Scope, start: Epoch) -> Self {
        Self {
            report,
            scope,
            start,
            elements: Vec::new(),
            copied: 0,
        }
    }

    /// Gives every thing its index, before any word is looked up. Elements get theirs as they are made.
    fn name_all(&mut self, docs: &[Doc]) {
        let scope = &mut self.scope;
        each(docs, |lists| &lists.partner).for_each(|(_, _, it)| scope.partners.add(&it.id));
        each(docs, |lists| &lists.person).for_each(|(_, _, it)| scope.people.add(&it.id));
        each(docs, |lists| &lists.node).for_each(|(_, _, it)| scope.nodes.add(&it.id));
        each(docs, |lists| &lists.edge).for_each(|(_, _, it)| scope.edges.add(&it.id));
        each(docs, |lists| &lists.resource).for_each(|(_, _, it)| scope.resources.add(&it.id));
        each(docs, |lists| &lists.design).for_each(|(_, _, it)| scope.designs.add(&it.id));
        each(docs, |lists| &lists.demand).for_each(|(_, _, it)| scope.demands.add(&it.id));
        each(docs, |lists| &lists.offer).for_each(|(_, _, it)| scope.offers.add(&it.id));
        each(docs, |lists| &lists.mission).for_each(|(_, _, it)| scope.missions.add(&it.id));
    }

    /// The plan that the events of a campaign's file are, still without them.
    fn plan_head(&mut self, head: &v1::Root, docs: &[Doc]) -> Plan {
        let file = docs.len().saturating_sub(1);
        let name = docs.last().map_or("", |doc| doc.checked.source.name());
        let plan = head.plan.as_ref();
        if let Some(plan) = plan {
            let origin = Origin {
                file,
                list: &["plan", "element"],
            };
            let designs = Designs::new(docs);
            self.make(plan.element.iter(), origin, &designs);
        }
        let id = plan.and_then(|plan| plan.id.as_deref()).unwrap_or(&head.id);
        Plan {
            id: Id::from(id),
            maker: maker(plan.and_then(|plan| plan.maker.as_ref()), short_name(name)),
            elements: Vec::new().into(),
            activities: Vec::new().into(),
        }
    }

    fn partners(&mut self, docs: &[Doc]) -> Vec<Partner> {
        let mut partners = Vec::new();
        for (file, at, partner) in each(docs, |lists| &lists.partner) {
            let spot = Spot::item(file, &["partner"], at);
            self.report.about("partner", &partner.id, &spot);
            let contributions = partner.contributions.iter().map(|it| Contribution {
                what: it.what.clone(),
                value: it.value.map(|value| value.0),
            });
            partners.push(Partner {
                id: Id::from(partner.id.as_str()),
                name: name_or(partner.name.as_ref(), &partner.id),
                country: partner.country.clone(),
                share: partner.share,
                contributions: contributions.collect(),
            });
        }
        partners
    }

    fn people(&mut self, docs: &[Doc]) -> Vec<Person> {
        let mut people = Vec::new();
        for (file, at, person) in each(docs, |lists| &lists.person) {
            let spot = Spot::item(file, &["person"], at);
            self.report.about("person", &person.id, &spot);
            people.push(Person {
                id: Id::from(person.id.as_str()),
                name: name_or(person.name.as_ref(), &person.id),
                employer: self.partner(person.employer.as_ref(), &spot, "employer"),
                qualifications: person.qualifications.clone(),
            });
        }
        people
    }

    fn resources(&mut self, docs: &[Doc]) -> Vec<Resource> {
        let mut resources = Vec::new();
        for (file, at, resource) in each(docs, |lists| &lists.resource) {
            let spot = Spot::item(file, &["resource"], at);
            self.report.about("resource", &resource.id, &spot);
            self.refuse_reserved(&resource.id, &spot.key("id"));
            resources.push(self.resource(resource, &spot));
        }
        resources
    }

    fn resource(&mut self, resource: &v1::Resource, spot: &Spot<'_>) -> Resource {
        Resource {
            id: Id::from(resource.id.as_str()),
            name: name_or(resource.name.as_ref(), &resource.id),
            class: self.class(resource.class, &spot.key("class")),
            kind: resource.kind.map(Into::into).unwrap_or_default(),
            environment: resource.environment.map(Into::into).unwrap_or_default(),
            unit: resource.unit.clone().unwrap_or_else(|| "kg".to_owned()),
            unit_mass: resource.unit_mass.map_or(Mass::new(1.0), |mass| mass.0),
            unit_volume: resource
                .unit_volume
                .map(|volume| volume.0)
                .unwrap_or_default(),
            packing_factor: resource.packing_factor.unwrap_or_default(),
            price: resource.price.map(|price| price.0),
            transfer_loss: resource.transfer_loss.unwrap_or_default(),
        }
    }

    /// A resource must not be called what means something else where goods are named.
    fn refuse_reserved(&mut self, id: &str, spot: &Spot<'_>) {
        if id == "any" || scope::generic(id).is_some() {
            let message = format!("\"{id}\" cannot be the id of a resource: it stands for others");
            self.report
                .error(codes::RESERVED_ID, spot, message, |finding| {
                    finding.advice("give the resource another id")
                });
        }
    }

    fn missions(&mut self, docs: &[Doc]) -> Vec<Mission> {
        let mut missions = Vec::new();
        for (file, at, mission) in each(docs, |lists| &lists.mission) {
            let spot = Spot::item(file, &["mission"], at);
            self.report.about("mission", &mission.id, &spot);
            missions.push(Mission {
                id: Id::from(mission.id.as_str()),
                name: name_or(mission.name.as_ref(), &mission.id),
                start: mission
                    .start
                    .map(|start| start.since(self.start))
                    .unwrap_or_default(),
                origin: self.node(mission.origin.as_ref(), &spot, "origin"),
                destination: self.node(mission.destination.as_ref(), &spot, "destination"),
                return_origin: self.node(mission.return_origin.as_ref(), &spot, "return_origin"),
                return_destination: self.node(
                    mission.return_destination.as_ref(),
                    &spot,
                    "return_destination",
                ),
                models: self.models(&mission.models, &spot.key("models")),
            });
        }
        missions
    }
}

/// Who made a plan, by default a person in the file of this name.
pub(crate) fn maker(maker: Option<&v1::Maker>, file: &str) -> Maker {
    match maker {
        Some(maker) => Maker {
            kind: maker.kind.into(),
            name: maker.name.clone(),
        },
        None => Maker {
            kind: MakerKind::Person,
            name: file.to_owned(),
        },
    }
}
