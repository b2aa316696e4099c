//! What is known of a step: facts that are stated, and facts that follow from the plan.

use super::asked::{Asking, Kin};
use super::chain::{Carried, Consignment, Item};
use super::stated::Register;
use crate::evaluate::Bag;
use crate::unit::Unit;
use crate::value::Value;
use portolan_model::{Campaign, Edge, Element, Node, Partner, Thing};
use portolan_vocabulary::{Date, Dimension, Index};
use std::collections::BTreeMap;

impl Asking<'_> {
    pub(super) fn kin(&self, item: Item) -> Kin {
        let Item::Element(at) = item else {
            return Kin::Itself(item);
        };
        let own = self.chain.is_of_campaign(at)
            && (self.register.of(Thing::Element(at)).is_some()
                || self
                    .campaign
                    .records
                    .iter()
                    .any(|it| it.things.contains(&Thing::Element(at)))
                || self
                    .campaign
                    .permits
                    .iter()
                    .any(|it| it.things.contains(&Thing::Element(at))));
        match self.chain.element(at).design {
            Some(design) if !own && self.register.of(Thing::Design(design)).is_some() => {
                Kin::Of(Thing::Design(design))
            }
            _ => Kin::Itself(item),
        }
    }

    /// What tells an item from others: itself, its mass, and what it is in.
    pub(super) fn kins(&self, carried: &Carried) -> Vec<(Kin, u64)> {
        let own = (self.kin(carried.item), self.weight(carried.kg));
        let within = carried.within.iter();
        let within = within.map(|at| (self.kin(Item::Element(*at)), 0));
        [own].into_iter().chain(within).collect()
    }

    /// What is known of an item on a day.
    pub(super) fn of_item(&self, bag: &Bag, carried: &Carried, on: Date) -> Bag {
        let mut bag = self.with_records(bag.clone(), carried.item, on);
        bag.extend(self.derived(carried.item, carried.kg));
        bag
    }

    /// What surrounds an item: what the innermost thing that it is in says of that, then the next, and last the way or
    /// place.
    pub(super) fn around(&self, within: &[Index<Element>], at: Thing) -> Bag {
        let mut bag = Bag::new();
        let held = within.iter().filter_map(|at| self.of_element(*at));
        for offered in held.chain(self.register.of(at).cloned()) {
            let offered = offered.into_iter();
            for (name, value) in offered.filter(|(name, _)| name.starts_with("around.")) {
                bag.entry(name).or_insert(value);
            }
        }
        bag
    }

    fn of_element(&self, at: Index<Element>) -> Option<Bag> {
        let element = self.chain.element(at);
        self.register
            .of_element(at, element, self.chain.is_of_campaign(at))
    }

    pub(super) const fn weight(&self, kg: f64) -> u64 {
        if self.weighs { kg.to_bits() } else { 0 }
    }

    /// What is stated of an item; `None` where nothing is.
    pub(super) fn item(&self, item: Item) -> Option<Bag> {
        let mut bag = match item {
            Item::Resource(at) => self.register.of(Thing::Resource(at)).cloned(),
            Item::Element(at) => self.of_element(at),
        }?;
        bag.retain(|name, _| name.starts_with("item."));
        Some(bag)
    }

    /// The evidence of quality that an item has on a day.
    fn with_records(&self, mut bag: Bag, item: Item, on: Date) -> Bag {
        let is_of = |thing: &Thing| match (thing, item) {
            (Thing::Resource(own), Item::Resource(item)) => *own == item,
            (Thing::Element(own), Item::Element(item)) => {
                *own == item && self.chain.is_of_campaign(item)
            }
            (Thing::Design(own), Item::Element(item)) => {
                self.chain.element(item).design == Some(*own)
            }
            _ => false,
        };
        let valid = self.campaign.records.iter().filter(|record| {
            on.is_within(record.on, record.expires) && record.things.iter().any(is_of)
        });
        // Of two records of one kind, the later one counts.
        let mut last: BTreeMap<&str, (Date, &str)> = BTreeMap::new();
        for record in valid {
            let own = last
                .entry(&record.kind)
                .or_insert((record.on, &record.result));
            if own.0 <= record.on {
                *own = (record.on, &record.result);
            }
        }
        let words = last
            .iter()
            .map(|(kind, (_, result))| format!("{kind}:{result}"));
        bag.insert("item.records".to_owned(), Value::Texts(words.collect()));
        bag
    }

    fn derived(&self, item: Item, kg: f64) -> Bag {
        let (kind, id, owner) = match item {
            Item::Element(at) => {
                let element = self.chain.element(at);
                ("element", element.id.to_string(), element.owner)
            }
            Item::Resource(at) => ("resource", self.campaign.resources[at].id.to_string(), None),
        };
        let mut bag = Bag::new();
        bag.insert("item.kind".to_owned(), Value::text(kind));
        bag.insert("item.id".to_owned(), Value::Text(id));
        bag.insert(
            "item.mass".to_owned(),
            Value::Number(kg, Unit::Of(Dimension::Mass)),
        );
        if let Some(owner) = owner.and_then(|owner| self.campaign.partners.at(owner)) {
            bag.insert("item.owner".to_owned(), Value::text(owner.id.as_str()));
            if let Some(country) = &owner.country {
                bag.insert("item.owner_country".to_owned(), Value::text(country));
            }
        }
        bag
    }

    /// The facts of a movement, whatever it carries.
    pub(super) fn common(
        &self,
        consignment: &Consignment<'_>,
        consignee: Option<Index<Partner>>,
    ) -> Bag {
        let movement = consignment.movement;
        let (from, to) = (movement.origin, movement.destination);
        let mut bag = self.surroundings().way(movement.edge, from, to, consignee);
        if let Some(own) = consignment.carrier.and_then(|at| self.of_element(at)) {
            let own = own.into_iter();
            bag.extend(own.filter(|(name, _)| name.starts_with("carrier.")));
        }
        bag
    }

    pub(super) const fn surroundings(&self) -> Surroundings<'_> {
        Surroundings {
            campaign: self.campaign,
            register: self.register,
        }
    }
}

/// What is known of ways, places and partners, whatever the plan.
#[derive(Clone, Copy)]
pub(super) struct Surroundings<'a> {
    pub(super) campaign: &'a Campaign,
    pub(super) register: &'a Register,
}

impl Surroundings<'_> {
    pub(super) fn way(
        self,
        edge: Index<Edge>,
        from: Index<Node>,
        to: Index<Node>,
        consignee: Option<Index<Partner>>,
    ) -> Bag {
        let stated = self.register.of(Thing::Edge(edge)).into_iter().flatten();
        let stated = stated.filter(|(name, _)| !name.starts_with("around."));
        let stated = stated.map(|(name, value)| (name.clone(), value.clone()));
        let mut bag: Bag = stated.collect();
        let edge = &self.campaign.edges[edge];
        bag.insert("way.id".to_owned(), Value::text(edge.id.as_str()));
        bag.insert("way.mode".to_owned(), Value::text(edge.way.word()));
        bag.extend(self.node("from", from));
        bag.extend(self.node("to", to));
        bag.extend(self.partner("sender", self.campaign.nodes[from].operator));
        bag.extend(self.partner("consignee", consignee));
        bag
    }

    pub(super) fn node(self, prefix: &str, at: Index<Node>) -> Bag {
        let node = &self.campaign.nodes[at];
        let stated = self.register.of(Thing::Node(at)).into_iter().flatten();
        let own = stated.filter(|(name, _)| name.split('.').next() == Some(prefix));
        let mut bag: Bag = own
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        bag.insert(format!("{prefix}.node"), Value::text(node.id.as_str()));
        bag.insert(format!("{prefix}.body"), Value::text(node.body.as_str()));
        let country = match &node.country {
            Some(country) => Some(country.as_str()),
            None => (!node.is_earth_surface()).then_some("space"),
        };
        if let Some(country) = country {
            bag.insert(format!("{prefix}.country"), Value::text(country));
        }
        bag
    }

    pub(super) fn partner(self, prefix: &str, at: Option<Index<Partner>>) -> Bag {
        let mut bag = Bag::new();
        let Some((at, partner)) = at.and_then(|at| Some((at, self.campaign.partners.at(at)?)))
        else {
            return bag;
        };
        let stated = self.register.of(Thing::Partner(at)).into_iter().flatten();
        let own = stated.filter(|(name, _)| name.split('.').next() == Some(prefix));
        bag.extend(own.map(|(name, value)| (name.clone(), value.clone())));
        bag.insert(format!("{prefix}.id"), Value::text(partner.id.as_str()));
        bag.insert(format!("{prefix}.name"), Value::text(&partner.name));
        if let Some(country) = &partner.country {
            bag.insert(format!("{prefix}.country"), Value::text(country));
        }
        bag
    }
}
