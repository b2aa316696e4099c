//! Asks every rule about every step, once for all steps that no rule can tell apart.

use super::chain::{Chain, Consignment, Item};
use super::permits::{Shipped, in_force, is_within};
use super::stated::Register;
use super::{Matter, Said, Verdict};
use crate::codes;
use crate::evaluate::{Answer, Bag, Facts, evaluate};
use crate::pack::Pack;
use crate::rule::About;
use crate::unit::Unit;
use crate::value::Value;
use portolan_model::{Activity, Campaign, Movement, Node, Outcome, Partner, Plan, Site, Thing};
use portolan_vocabulary::{Date, Dimension, Duration, Finding, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// What steps must share to share an answer: what, where, on which side of every date that a rule names, under which
/// permits; masses by their bits, where a rule asks for them.
type Key = (
    About,
    Vec<(Kin, u64)>,
    Matter,
    Option<Index<Partner>>,
    usize,
    Vec<String>,
);

/// Items that no rule can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kin {
    Of(Thing),
    Itself(Item),
}

/// A step at which a rule has something to say.
struct Step {
    items: Vec<Item>,
    matter: Matter,
    activity: Option<Index<Activity>>,
    at: Duration,
    on: Date,
    common: Bag,
    bags: Vec<Bag>,
    permits: Vec<(String, String)>,
}

pub(super) struct Asking<'a> {
    campaign: &'a Campaign,
    outcome: &'a Outcome,
    pack: &'a Pack,
    register: &'a Register,
    chain: Chain<'a>,
    /// The day on which everything is judged, where it is not each step's own.
    on: Option<Date>,
    /// The days on which an answer may change.
    turns: Vec<Date>,
    weighs: bool,
    known: BTreeMap<Key, Vec<usize>>,
    verdicts: Vec<Verdict>,
    unclassified: BTreeSet<Kin>,
    lapsed: BTreeMap<(usize, String), (Index<Activity>, Date, usize)>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(
        campaign: &'a Campaign,
        plan: &'a Plan,
        outcome: &'a Outcome,
        pack: &'a Pack,
        register: &'a Register,
        on: Option<Date>,
    ) -> Self {
        let mut turns = BTreeSet::new();
        for rule in pack.rules() {
            turns.extend([Some(rule.from), rule.until].into_iter().flatten());
            turns.extend(
                rule.values
                    .iter()
                    .flat_map(|own| [own.from, own.until])
                    .flatten(),
            );
        }
        for record in &campaign.records {
            turns.extend([Some(record.on), record.expires].into_iter().flatten());
        }
        Self {
            campaign,
            outcome,
            pack,
            register,
            chain: Chain::new(campaign, plan, outcome),
            on,
            turns: turns.into_iter().collect(),
            weighs: pack.facts().contains_key("item.mass"),
            known: BTreeMap::new(),
            verdicts: Vec::new(),
            unclassified: BTreeSet::new(),
            lapsed: BTreeMap::new(),
        }
    }

    fn day(&self, at: Duration) -> Date {
        self.on
            .unwrap_or_else(|| Date::of(self.campaign.start + at))
    }

    pub(super) fn movements(&mut self) {
        let outcome = self.outcome;
        for movement in &outcome.movements {
            let consignment = self.chain.consignment(movement);
            self.movement(&consignment);
        }
    }

    /// Every rule about what an item endures while it stands somewhere.
    pub(super) fn stays(&mut self) {
        let outcome = self.outcome;
        for stay in &outcome.stays {
            let Site::Node(node) = stay.site else {
                continue;
            };
            let mut items = vec![Item::Element(stay.element)];
            let goods = self.chain.goods(stay.element, stay.from);
            items.extend(
                goods
                    .into_iter()
                    .map(|(resource, _)| Item::Resource(resource)),
            );
            for item in items {
                let Some(bag) = self.item(item) else { continue };
                let kins = vec![(self.kin(item), 0)];
                let matter = Matter::Stay(node);
                self.ask(
                    About::Stay,
                    kins,
                    (None, stay.from),
                    vec![item],
                    matter,
                    None,
                    |asking, on| {
                        let mut common = asking.with_records(bag.clone(), item, on);
                        common.extend(asking.node("place", node));
                        (common, Vec::new(), Vec::new())
                    },
                );
            }
        }
    }

    fn movement(&mut self, consignment: &Consignment<'_>) {
        let movement = consignment.movement;
        let matter = Matter::Movement {
            edge: movement.edge,
            from: movement.origin,
            to: movement.destination,
        };
        let consignee = self.campaign.nodes[movement.destination].operator;
        let when = (Some(movement.activity), movement.depart);
        let mut classified = Vec::new();
        for (item, kg) in &consignment.items {
            let Some(bag) = self.item(*item) else {
                let kin = self.kin(*item);
                self.unclassified.insert(kin);
                continue;
            };
            classified.push((*item, *kg, bag));
        }
        for (item, kg, bag) in &classified {
            let shipped = self.shipped(*item, movement, consignee);
            let lapses = self.lapses(&shipped, movement);
            self.note(lapses, movement);
            let kins = vec![(self.kin(*item), self.weight(*kg))];
            self.ask(
                About::Shipment,
                kins,
                when,
                vec![*item],
                matter,
                consignee,
                |asking, on| {
                    let mut common = asking.common(consignment, consignee);
                    common.extend(asking.with_records(bag.clone(), *item, on));
                    common.extend(asking.derived(*item, *kg));
                    let shipped = asking.shipped(*item, movement, consignee);
                    let permits = asking.permits(&shipped, on);
                    let kinds = permits.iter().map(|(kind, _)| kind.clone());
                    common.insert("permits".to_owned(), Value::Texts(kinds.collect()));
                    (common, Vec::new(), permits)
                },
            );
        }
        let kins = classified
            .iter()
            .map(|(item, kg, _)| (self.kin(*item), self.weight(*kg)));
        let kins: Vec<_> = kins.collect();
        let items: Vec<Item> = classified.iter().map(|(item, ..)| *item).collect();
        self.ask(
            About::Load,
            kins,
            when,
            items,
            matter,
            consignee,
            |asking, on| {
                let bags = classified.iter().map(|(item, kg, bag)| {
                    let mut bag = asking.with_records(bag.clone(), *item, on);
                    bag.extend(asking.derived(*item, *kg));
                    bag
                });
                (
                    asking.common(consignment, consignee),
                    bags.collect(),
                    Vec::new(),
                )
            },
        );
        self.parties(movement, consignee);
    }

    fn parties(&mut self, movement: &Movement, consignee: Option<Index<Partner>>) {
        let sender = self.campaign.nodes[movement.origin].operator;
        let carrier = self.campaign.edges[movement.edge].operator;
        let roles = [
            ("sender", sender),
            ("consignee", consignee),
            ("carrier", carrier),
        ];
        for (role, partner) in roles {
            let Some(partner) = partner else { continue };
            let when = (Some(movement.activity), movement.depart);
            let matter = Matter::Party(partner);
            self.ask(
                About::Party,
                Vec::new(),
                when,
                Vec::new(),
                matter,
                Some(partner),
                |asking, _| {
                    let mut common = asking.partner("party", Some(partner));
                    common.insert("party.role".to_owned(), Value::text(role));
                    (common, Vec::new(), Vec::new())
                },
            );
        }
    }

    /// Asks the rules about a step, or counts it to the steps like it that were asked about before.
    #[expect(clippy::too_many_arguments, reason = "a step is all of these")]
    fn ask(
        &mut self,
        about: About,
        kins: Vec<(Kin, u64)>,
        (activity, at): (Option<Index<Activity>>, Duration),
        items: Vec<Item>,
        matter: Matter,
        consignee: Option<Index<Partner>>,
        facts: impl FnOnce(&Self, Date) -> (Bag, Vec<Bag>, Vec<(String, String)>),
    ) {
        let on = self.day(at);
        let turn = self.turns.partition_point(|day| *day <= on);
        let permits = self.permit_words(about, &items, matter, consignee, on);
        let key = (about, kins, matter, consignee, turn, permits);
        if let Some(verdicts) = self.known.get(&key) {
            for verdict in verdicts {
                self.verdicts[*verdict].times += 1;
            }
            return;
        }
        let (common, bags, permits) = facts(self, on);
        let step = Step {
            items,
            matter,
            activity,
            at,
            on,
            common,
            bags,
            permits,
        };
        let first = self.verdicts.len();
        let pack = self.pack;
        for (number, rule) in pack.rules().iter().enumerate() {
            if rule.about == about {
                let verdict = verdict(pack, number, &step);
                self.verdicts.extend(verdict);
            }
        }
        self.known
            .insert(key, (first..self.verdicts.len()).collect());
    }

    /// The permits that tell one shipment from another.
    fn permit_words(
        &self,
        about: About,
        items: &[Item],
        matter: Matter,
        consignee: Option<Index<Partner>>,
        on: Date,
    ) -> Vec<String> {
        match (about, items, matter) {
            (About::Shipment, [item], Matter::Movement { edge, to, .. }) => {
                let shipped = self.shipped_to(*item, edge, to, consignee);
                let permits = self.permits(&shipped, on);
                permits.into_iter().map(|(_, id)| id).collect()
            }
            _ => Vec::new(),
        }
    }

    fn permits(&self, shipped: &Shipped<'_>, on: Date) -> Vec<(String, String)> {
        let found = in_force(self.campaign, shipped, on).into_iter();
        found
            .map(|(kind, id)| (kind.to_owned(), id.to_owned()))
            .collect()
    }

    fn shipped(
        &self,
        item: Item,
        movement: &Movement,
        consignee: Option<Index<Partner>>,
    ) -> Shipped<'_> {
        self.shipped_to(item, movement.edge, movement.destination, consignee)
    }

    fn shipped_to(
        &self,
        item: Item,
        edge: Index<portolan_model::Edge>,
        to: Index<Node>,
        consignee: Option<Index<Partner>>,
    ) -> Shipped<'_> {
        let element = match item {
            Item::Element(at) => Some((self.chain.element(at), self.chain.is_of_campaign(at))),
            Item::Resource(_) => None,
        };
        Shipped {
            item,
            element,
            edge,
            to,
            owner: element.and_then(|(element, _)| element.owner),
            consignee,
        }
    }

    /// Agreements that are about a shipment, where none of them is in force.
    fn lapses(&self, shipped: &Shipped<'_>, movement: &Movement) -> Vec<(usize, String)> {
        let on = self.day(movement.depart);
        let about = self.campaign.agreements.iter().enumerate();
        let about: Vec<_> = about.filter(|(_, own)| is_within(own, shipped)).collect();
        if about.iter().any(|(_, own)| own.is_in_force(on)) {
            return Vec::new();
        }
        let words = about.iter().map(|(at, own)| {
            let suspended = own
                .suspended
                .iter()
                .find(|it| it.from <= on && it.until.is_none_or(|end| on < end));
            let why = match suspended {
                Some(suspension) => format!("is suspended: {}", suspension.why),
                None if on < own.from => format!("is in force only from {}", own.from),
                None => "has lapsed".to_owned(),
            };
            (*at, why)
        });
        words.collect()
    }

    /// Counts the movements that rely on agreements which are not in force, from the first on.
    fn note(&mut self, lapses: Vec<(usize, String)>, movement: &Movement) {
        let on = self.day(movement.depart);
        for lapse in lapses {
            let first = (movement.activity, on, 0);
            self.lapsed.entry(lapse).or_insert(first).2 += 1;
        }
    }

    pub(super) fn verdicts(self) -> (Vec<Verdict>, Vec<Item>, Findings) {
        let mut verdicts = self.verdicts;
        verdicts.sort_by_key(|own| (own.at, own.rule, own.matter));
        let unclassified = self.unclassified.iter().filter_map(|kin| match kin {
            Kin::Itself(item) => Some(*item),
            Kin::Of(_) => None,
        });
        let campaign = self.campaign;
        let lapsed = self
            .lapsed
            .iter()
            .map(|((agreement, why), (_, on, times))| {
                let own = &campaign.agreements[Index::new(*agreement)];
                let id = own.id.as_str();
                let message = format!(
                    "the agreement \"{id}\" {why}; {times} movements from {on} on rely on it"
                );
                let finding = Finding::error(codes::AGREEMENT_LAPSED, "agreement", id, message);
                finding.advice("renew it, or move these before that day or under another agreement")
            });
        let lapsed = lapsed.collect();
        (verdicts, unclassified.collect(), lapsed)
    }

    fn kin(&self, item: Item) -> Kin {
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

    const fn weight(&self, kg: f64) -> u64 {
        if self.weighs { kg.to_bits() } else { 0 }
    }

    /// What is stated of an item; `None` where nothing is.
    fn item(&self, item: Item) -> Option<Bag> {
        match item {
            Item::Resource(at) => self.register.of(Thing::Resource(at)).cloned(),
            Item::Element(at) => {
                let element = self.chain.element(at);
                self.register
                    .of_element(at, element, self.chain.is_of_campaign(at))
            }
        }
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
            record.on <= on
                && record.expires.is_none_or(|end| on < end)
                && record.things.iter().any(is_of)
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
    fn common(&self, consignment: &Consignment<'_>, consignee: Option<Index<Partner>>) -> Bag {
        let movement = consignment.movement;
        let edge = &self.campaign.edges[movement.edge];
        let mut bag = Bag::new();
        let stated = self.register.of(Thing::Edge(movement.edge));
        bag.extend(
            stated
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        if let Some(carrier) = consignment.carrier {
            let own = self.chain.element(carrier);
            let own = self
                .register
                .of_element(carrier, own, self.chain.is_of_campaign(carrier));
            let own = own.into_iter().flatten();
            bag.extend(own.filter(|(name, _)| name.starts_with("carrier.")));
        }
        bag.insert("way.id".to_owned(), Value::text(edge.id.as_str()));
        bag.insert("way.mode".to_owned(), Value::text(edge.way.word()));
        bag.extend(self.node("from", movement.origin));
        bag.extend(self.node("to", movement.destination));
        bag.extend(self.partner("sender", self.campaign.nodes[movement.origin].operator));
        bag.extend(self.partner("consignee", consignee));
        bag
    }

    fn node(&self, prefix: &str, at: Index<Node>) -> Bag {
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

    fn partner(&self, prefix: &str, at: Option<Index<Partner>>) -> Bag {
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

/// What a rule says of a step; `None` where it does not apply.
fn verdict(pack: &Pack, number: usize, step: &Step) -> Option<Verdict> {
    let rule = &pack.rules()[number];
    let facts = Facts {
        common: &step.common,
        items: &step.bags,
    };
    let (said, found) = match evaluate(rule, pack.tables(), step.on, facts) {
        Answer::Applies(found) => (Said::Applies, found),
        Answer::Missing(names) => (Said::Missing(names), Vec::new()),
        Answer::Not | Answer::NotInForce => return None,
    };
    let items = match found.as_slice() {
        [] => step.items.clone(),
        found => found
            .iter()
            .filter_map(|at| step.items.get(*at).copied())
            .collect(),
    };
    let settled_by = step
        .permits
        .iter()
        .find(|(kind, _)| rule.remedy.permits.contains(kind));
    let used = rule.facts.iter().filter_map(|needed| {
        let of_items = found
            .iter()
            .filter_map(|at| step.bags.get(*at)?.get(&needed.name));
        let values: Vec<String> = step
            .common
            .get(&needed.name)
            .into_iter()
            .chain(of_items)
            .map(Value::to_string)
            .collect();
        (!values.is_empty()).then(|| (needed.name.clone(), values.join("; ")))
    });
    Some(Verdict {
        rule: number,
        items,
        matter: step.matter,
        activity: step.activity,
        at: step.at,
        on: step.on,
        times: 1,
        said,
        settled_by: settled_by.map(|(_, id)| id.clone()),
        words: rule.worded(&facts, &found),
        facts: used.collect(),
    })
}
