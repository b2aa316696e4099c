//! From the model back to the file: ids for indices, every default written out.
//!
//! An index that leads nowhere, which only a plan that was never checked can have, becomes `#` with its
//! number: reading the file reports it where it stands.

mod action;
mod departures;
mod element;
mod network;
mod offer;
mod scenario;
mod sizing;
mod stated;

use super::v1;
use crate::text::{Q, QDuration, QEpoch, QInstant, QMoney};
use portolan_model::{
    Activity, Demand, DemandModel, Element, Goal, Good, Holder, List, Lot, Mission, Need, Partner,
    Parts, Person, Piece, PieceKind, Plan, Rate, Recipient, Resource, Settings, Site, StaffNeed,
};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeSet;

/// A campaign and its plan as the file that describes them.
pub(super) fn raise(parts: &Parts, plan: &Plan) -> v1::Root {
    let raise = Raise::new(parts, &plan.elements);
    let nested = nests(plan);
    v1::Root {
        format: v1::Format::One,
        id: parts.id.to_string(),
        name: other_name(&parts.name, parts.id.as_str()),
        description: (!parts.description.is_empty()).then(|| parts.description.clone()),
        start: QEpoch(parts.start),
        horizon: parts.horizon.map(QDuration),
        plan: Some(v1::PlanHead {
            id: Some(plan.id.to_string()),
            maker: Some(maker(plan)),
            element: raise.elements(&plan.elements),
        }),
        lists: raise.lists(plan, nested),
    }
}

/// The designs of a campaign.
pub(crate) fn designs(parts: &Parts) -> Vec<v1::Element> {
    Raise::new(parts, &[]).elements(&parts.designs)
}

/// Who made a plan.
pub(crate) fn maker(plan: &Plan) -> v1::Maker {
    v1::Maker {
        kind: plan.maker.kind.into(),
        name: plan.maker.name.clone(),
    }
}

/// The name where it is not the id, which it is by default.
fn other_name(name: &str, id: &str) -> Option<String> {
    (name != id).then(|| name.to_owned())
}

/// True where the activities stand in the order in which they would stand within their missions.
fn nests(plan: &Plan) -> bool {
    let missions = plan.activities.iter();
    let order = missions.map(|activity| activity.mission.map_or(usize::MAX, Index::at));
    order.is_sorted()
}

/// Finds the words for indices.
pub(crate) struct Raise<'a> {
    parts: &'a Parts,
    plan_elements: &'a [Element],
    nodes: BTreeSet<&'a str>,
    edges: BTreeSet<&'a str>,
    elements: BTreeSet<&'a str>,
}

/// The id of a thing, or its number where there is no such thing.
fn word<T>(id: Option<&str>, index: Index<T>) -> String {
    id.map_or_else(|| format!("#{}", index.at()), str::to_owned)
}

impl<'a> Raise<'a> {
    /// The words of a campaign's things and a plan's elements.
    pub(crate) fn new(parts: &'a Parts, plan_elements: &'a [Element]) -> Self {
        let elements = parts.elements.iter().chain(plan_elements);
        Self {
            parts,
            plan_elements,
            nodes: parts.nodes.iter().map(|node| node.id.as_str()).collect(),
            edges: parts.edges.iter().map(|edge| edge.id.as_str()).collect(),
            elements: elements.map(|element| element.id.as_str()).collect(),
        }
    }

    fn lists(&self, plan: &Plan, nested: bool) -> v1::Lists {
        let parts = self.parts;
        let loose = |activity: &&Activity| !nested || activity.mission.is_none();
        let loose = plan.activities.iter().filter(loose);
        v1::Lists {
            include: Vec::new(),
            settings: Some(settings(&parts.settings)),
            partner: parts.partners.iter().map(partner).collect(),
            person: parts.people.iter().map(|it| self.person(it)).collect(),
            body: parts.bodies.iter().map(network::body).collect(),
            node: parts.nodes.iter().map(|it| self.node(it)).collect(),
            edge: parts.edges.iter().map(|it| self.edge(it)).collect(),
            resource: parts.resources.iter().map(resource).collect(),
            design: self.elements(&parts.designs),
            element: self.elements(&parts.elements),
            demand: parts.demands.iter().map(|it| self.demand(it)).collect(),
            offer: parts.offers.iter().map(|it| self.offer(it)).collect(),
            cap: parts.caps.iter().map(|it| self.cap(it)).collect(),
            scenario: parts.scenarios.iter().map(|it| self.scenario(it)).collect(),
            statement: parts
                .statements
                .iter()
                .map(|it| self.statement(it))
                .collect(),
            permit: parts.permits.iter().map(|it| self.permit(it)).collect(),
            agreement: parts
                .agreements
                .iter()
                .map(|it| self.agreement(it))
                .collect(),
            data_transfer: parts
                .data_transfers
                .iter()
                .map(|it| self.data_transfer(it))
                .collect(),
            record: parts.records.iter().map(|it| self.record(it)).collect(),
            mission: self.missions(plan, nested),
            event: loose.map(|it| self.loose(it)).collect(),
        }
    }

    /// An activity outside missions, its time since the campaign's start.
    pub(crate) fn loose(&self, activity: &Activity) -> v1::Event {
        let mission = activity.mission.map(|index| {
            let mission = self.parts.missions.at(index);
            word(mission.map(|it| it.id.as_str()), index)
        });
        self.event(activity, mission, Duration::ZERO)
    }

    fn event(&self, activity: &Activity, mission: Option<String>, start: Duration) -> v1::Event {
        v1::Event {
            id: Some(activity.id.to_string()),
            name: other_name(&activity.name, activity.id.as_str()),
            mission,
            at: QInstant::After(activity.at - start),
            priority: Some(activity.priority),
            site: activity.site.map(|site| self.site(site)),
            cost: activity.cost.map(QMoney),
            payer: activity.payer.map(|partner| self.partner(partner)),
            staff: activity.staff.iter().map(staff).collect(),
            action: self.action(&activity.action),
        }
    }

    fn missions(&self, plan: &Plan, nested: bool) -> Vec<v1::Mission> {
        let mut activities = plan.activities.iter().peekable();
        let mut raised = Vec::new();
        for (index, mission) in self.parts.missions.indexed() {
            let mut made = self.mission(mission);
            while nested
                && activities
                    .peek()
                    .is_some_and(|it| it.mission == Some(index))
            {
                let event = activities.next();
                made.event
                    .extend(event.map(|it| self.event(it, None, mission.start)));
            }
            raised.push(made);
        }
        raised
    }

    fn mission(&self, mission: &Mission) -> v1::Mission {
        let node = |index: Option<_>| index.map(|index| self.node_word(index));
        v1::Mission {
            id: mission.id.to_string(),
            name: other_name(&mission.name, mission.id.as_str()),
            start: Some(QInstant::After(mission.start)),
            origin: node(mission.origin),
            destination: node(mission.destination),
            return_origin: node(mission.return_origin),
            return_destination: node(mission.return_destination),
            models: self.models(&mission.models),
            event: Vec::new(),
        }
    }

    fn person(&self, person: &Person) -> v1::Person {
        v1::Person {
            id: person.id.to_string(),
            name: other_name(&person.name, person.id.as_str()),
            employer: person.employer.map(|partner| self.partner(partner)),
            qualifications: person.qualifications.clone(),
        }
    }

    fn demand(&self, demand: &Demand) -> v1::Demand {
        let (node, element) = match demand.recipient {
            Recipient::Node(node) => (Some(self.node_word(node)), None),
            Recipient::Element(element) => (None, Some(self.element_word(element))),
        };
        let raised = v1::Demand {
            id: demand.id.to_string(),
            node,
            element,
            lots: None,
            due: None,
            rates: None,
            pieces: None,
            from: None,
            until: None,
            partner: demand.partner.map(|partner| self.partner(partner)),
        };
        match &demand.need {
            Need::Once { lots, due } => v1::Demand {
                lots: Some(self.lots(lots)),
                due: Some(QInstant::After(*due)),
                ..raised
            },
            Need::Steady { rates, from, until } => v1::Demand {
                rates: Some(self.rates(rates)),
                from: Some(QInstant::After(*from)),
                until: Some(QInstant::After(*until)),
                ..raised
            },
            Need::Presence {
                pieces,
                from,
                until,
            } => {
                let is_instant = from == until;
                v1::Demand {
                    pieces: Some(pieces.iter().map(|it| self.piece(it)).collect()),
                    due: is_instant.then_some(QInstant::After(*from)),
                    from: (!is_instant).then_some(QInstant::After(*from)),
                    until: (!is_instant).then_some(QInstant::After(*until)),
                    ..raised
                }
            }
        }
    }

    fn piece(&self, piece: &Piece) -> v1::Piece {
        let (design, element) = match piece.kind {
            PieceKind::Design(design) => (Some(self.design_word(design)), None),
            PieceKind::Element(element) => (None, Some(self.element_word(element))),
        };
        v1::Piece {
            design,
            element,
            count: Some(piece.count),
        }
    }

    fn models(&self, models: &[DemandModel]) -> Vec<v1::Model> {
        models.iter().map(|model| self.model(model)).collect()
    }

    fn model(&self, model: &DemandModel) -> v1::Model {
        match model {
            DemandModel::CrewConsumables(terms) => {
                v1::Model::CrewConsumables(Box::new(terms.as_ref().into()))
            }
            DemandModel::Rated(rates) => v1::Model::Rated {
                rates: self.rates(rates),
            },
            DemandModel::Impulse(lots) => v1::Model::Impulse {
                lots: self.lots(lots),
            },
            DemandModel::SparingByMass {
                unpressurised_per_y,
                pressurised_per_y,
                parts_listed,
            } => v1::Model::SparingByMass(v1::SparingByMass {
                unpressurised_per_y: *unpressurised_per_y,
                pressurised_per_y: *pressurised_per_y,
                parts_listed: *parts_listed,
            }),
            DemandModel::SparingByParts => v1::Model::SparingByParts {},
            DemandModel::Conversion { inputs, outputs } => v1::Model::Conversion(v1::Conversion {
                inputs: self.rates(inputs),
                outputs: self.rates(outputs),
            }),
        }
    }

    fn lots(&self, lots: &[Lot]) -> Vec<v1::Lot> {
        let lot = |lot: &Lot| v1::Lot {
            good: self.good(lot.good),
            amount: lot.amount,
        };
        lots.iter().map(lot).collect()
    }

    fn rates(&self, rates: &[Rate]) -> Vec<v1::Rate> {
        let rate = |rate: &Rate| v1::Rate {
            good: self.good(rate.good),
            per_day: rate.per_day,
        };
        rates.iter().map(rate).collect()
    }

    fn good(&self, good: Good) -> String {
        match good {
            Good::Specific(resource) => self.resource_word(resource),
            Good::Generic { .. } => self.parts.good_id(good),
        }
    }

    fn holder(&self, holder: Holder) -> String {
        let (kind, id) = match holder {
            Holder::Node(node) => ("node", self.node_word(node)),
            Holder::Element(element) => ("element", self.element_word(element)),
        };
        let is_ambiguous = self.nodes.contains(&*id) && self.elements.contains(&*id);
        with_kind(kind, id, is_ambiguous)
    }

    fn site(&self, site: Site) -> String {
        let (kind, id) = match site {
            Site::Node(node) => ("node", self.node_word(node)),
            Site::Edge(edge) => ("edge", self.edge_word(edge)),
        };
        let is_ambiguous = self.nodes.contains(&*id) && self.edges.contains(&*id);
        with_kind(kind, id, is_ambiguous)
    }

    fn partner(&self, index: Index<Partner>) -> String {
        word(
            self.parts.partners.at(index).map(|it| it.id.as_str()),
            index,
        )
    }

    fn resource_word(&self, index: Index<Resource>) -> String {
        word(
            self.parts.resources.at(index).map(|it| it.id.as_str()),
            index,
        )
    }

    fn node_word(&self, index: Index<portolan_model::Node>) -> String {
        word(self.parts.nodes.at(index).map(|it| it.id.as_str()), index)
    }

    fn edge_word(&self, index: Index<portolan_model::Edge>) -> String {
        word(self.parts.edges.at(index).map(|it| it.id.as_str()), index)
    }

    fn design_word(&self, index: Index<Element>) -> String {
        word(self.parts.designs.at(index).map(|it| it.id.as_str()), index)
    }

    fn element_word(&self, index: Index<Element>) -> String {
        word(self.thing(index).map(|it| it.id.as_str()), index)
    }

    /// The element of the campaign or the plan at an index.
    fn thing(&self, index: Index<Element>) -> Option<&'a Element> {
        let own = &self.parts.elements;
        own.get(index.at()).or_else(|| {
            let after = index.at().checked_sub(own.len())?;
            self.plan_elements.get(after)
        })
    }

    /// The elements that a plan file brings along, each as what differs from its design.
    pub(crate) fn pieces(&self, elements: &List<Element>) -> Vec<v1::Element> {
        let designs = self.elements(&self.parts.designs);
        let pieces = elements.iter().map(|it| self.piece_of(it, &designs));
        pieces.collect()
    }

    /// The elements of a list.
    pub(crate) fn elements(&self, elements: &List<Element>) -> Vec<v1::Element> {
        elements.iter().map(|it| self.element(it)).collect()
    }
}

/// The id, with the kind before it where two kinds have it.
fn with_kind(kind: &str, id: String, is_ambiguous: bool) -> String {
    if is_ambiguous {
        format!("{kind}:{id}")
    } else {
        id
    }
}

fn settings(settings: &Settings) -> v1::Settings {
    let exchange = settings.exchange.iter();
    let exchange = exchange.map(|(currency, year, rate)| v1::Exchange {
        from: format!("{currency} {year}"),
        rate: *rate,
    });
    let (currency, year) = settings.money;
    v1::Settings {
        gravity_m_s2: Some(settings.gravity_m_s2),
        volume_limits: Some(settings.volume_limits),
        environment_limits: Some(settings.environment_limits),
        scavenge: Some(settings.scavenge),
        detailed_eva: Some(settings.detailed_eva),
        any_departure_ends_stay: Some(settings.any_departure_ends_stay),
        named_serves_generic: Some(settings.named_serves_generic),
        days_per_year: Some(settings.days_per_year),
        exchange: exchange.collect(),
        money: Some(format!("{currency} {year}")),
        tail: Some(QDuration(settings.tail)),
        objective: objective(&settings.objective),
    }
}

/// The goals, where there are any.
fn objective(goals: &[Goal]) -> Option<v1::Objective> {
    let words = goals.iter().map(|goal| (*goal).into());
    (!goals.is_empty()).then(|| v1::Objective::List(words.collect()))
}

fn partner(partner: &Partner) -> v1::Partner {
    let contributions = partner.contributions.iter().map(|it| v1::Contribution {
        what: it.what.clone(),
        value: it.value.map(QMoney),
    });
    v1::Partner {
        id: partner.id.to_string(),
        name: other_name(&partner.name, partner.id.as_str()),
        country: partner.country.clone(),
        share: partner.share,
        contributions: contributions.collect(),
    }
}

fn resource(resource: &Resource) -> v1::Resource {
    v1::Resource {
        id: resource.id.to_string(),
        name: other_name(&resource.name, resource.id.as_str()),
        class: resource.class.number(),
        kind: Some(resource.kind.into()),
        environment: Some(resource.environment.into()),
        unit: Some(resource.unit.clone()),
        unit_mass: Some(Q(resource.unit_mass)),
        unit_volume: Some(Q(resource.unit_volume)),
        packing_factor: Some(resource.packing_factor),
        price: resource.price.map(QMoney),
        transfer_loss: Some(resource.transfer_loss),
    }
}

fn staff(staff: &StaffNeed) -> v1::Staff {
    v1::Staff {
        count: staff.count,
        qualifications: staff.qualifications.clone(),
    }
}
