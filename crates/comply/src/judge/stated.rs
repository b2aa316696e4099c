//! What a campaign states of its things, as facts of the types that a pack's rules ask for.

use crate::codes;
use crate::draft::Literal;
use crate::evaluate::Bag;
use crate::pack::Pack;
use crate::rule::{FactType, value_of};
use crate::value::Value;
use portolan_model::{Campaign, Element, Partner, Stated, Thing};
use portolan_vocabulary::{Finding, Findings, Index, nearest};
use std::collections::BTreeMap;

/// The prefixes under which rules ask for the facts of a kind of thing.
const fn prefixes(thing: Thing) -> &'static [&'static str] {
    match thing {
        Thing::Resource(_) => &["item"],
        Thing::Design(_) | Thing::Element(_) => &["item", "carrier", "around"],
        Thing::Node(_) => &["from", "to", "place", "around"],
        Thing::Edge(_) => &["way", "carrier", "around"],
        Thing::Partner(_) => &["consignee", "sender", "party", "recipient"],
    }
}

/// The facts of every thing, under every name that a rule may ask for them by.
#[derive(Debug, Default)]
pub(super) struct Register {
    of: BTreeMap<Thing, Bag>,
}

impl Register {
    pub(super) fn new(campaign: &Campaign, pack: &Pack) -> (Self, Findings) {
        let mut register = Self::default();
        let mut findings = Findings::new();
        let mut unasked: BTreeMap<&str, Vec<Thing>> = BTreeMap::new();
        for statement in &campaign.statements {
            for thing in &statement.things {
                let bag = register.of.entry(*thing).or_default();
                for (name, stated) in &statement.facts {
                    match state(bag, campaign, *thing, (name, stated), pack) {
                        Some(found) => findings.extend(found),
                        None => unasked.entry(name).or_default().push(*thing),
                    }
                }
            }
        }
        let unasked = unasked.iter();
        findings.extend(unasked.map(|(name, things)| nobody_asks(campaign, pack, name, things)));
        (register, findings)
    }

    /// Adds the lists that partners are on, where that is not stated of them.
    pub(super) fn screened(&mut self, listed: &BTreeMap<Index<Partner>, Vec<String>>) {
        for (partner, codes) in listed {
            let bag = self.of.entry(Thing::Partner(*partner)).or_default();
            let value = Value::Texts(codes.clone());
            bag.entry("party.listed".to_owned()).or_insert(value);
        }
    }

    /// The facts of a thing; `None` where nothing is stated of it.
    pub(super) fn of(&self, thing: Thing) -> Option<&Bag> {
        self.of.get(&thing)
    }

    /// Every resource, design and element of which facts are stated, in order.
    pub(super) fn things(&self) -> impl Iterator<Item = (Thing, &Bag)> {
        let movable = |thing: &Thing| {
            matches!(
                thing,
                Thing::Resource(_) | Thing::Design(_) | Thing::Element(_)
            )
        };
        let things = self.of.iter().filter(move |(thing, _)| movable(thing));
        things.map(|(thing, bag)| (*thing, bag))
    }

    /// The facts of an element: its own before those of its design.
    pub(super) fn of_element(
        &self,
        at: Index<Element>,
        element: &Element,
        is_of_campaign: bool,
    ) -> Option<Bag> {
        let own = self.of(Thing::Element(at)).filter(|_| is_of_campaign);
        let design = element
            .design
            .and_then(|design| self.of(Thing::Design(design)));
        let mut bag = design.or(own)?.clone();
        bag.extend(
            own.into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.clone())),
        );
        Some(bag)
    }
}

/// A fact that no rule asks for.
fn nobody_asks(campaign: &Campaign, pack: &Pack, name: &str, things: &[Thing]) -> Finding {
    let ids: Vec<String> = things
        .iter()
        .map(|thing| name_of(campaign, *thing).1)
        .collect();
    let message = format!("no rule in use asks for {name} of {}", ids.join(", "));
    let finding = Finding::warning(codes::UNKNOWN_FACT, "fact", name, message);
    let fits = |prefix: &str| {
        things
            .iter()
            .any(|thing| prefixes(*thing).contains(&prefix))
    };
    let known = pack.facts().keys().filter_map(|full| {
        let (prefix, rest) = full.split_once('.')?;
        fits(prefix).then_some(rest)
    });
    match nearest(name, known) {
        Some(near) => finding.advice(format!("did you mean \"{near}\"?")),
        None => finding.advice("`portolan rules facts` lists what rules ask for"),
    }
}

/// A stated fact, as it was read.
fn literal(stated: &Stated) -> Literal {
    match stated {
        Stated::Flag(flag) => Literal::Flag(*flag),
        Stated::Number(number) => Literal::Number(*number),
        Stated::Text(text) => Literal::Text(text.clone()),
        Stated::Texts(texts) => Literal::Texts(texts.clone()),
    }
}

/// Adds one fact under each of its names; says where its value is of another type. `None` where no rule asks for it.
fn state(
    bag: &mut Bag,
    campaign: &Campaign,
    thing: Thing,
    (name, stated): (&String, &Stated),
    pack: &Pack,
) -> Option<Findings> {
    let (kind, id) = name_of(campaign, thing);
    let mut findings = Findings::new();
    let mut asked = false;
    for prefix in prefixes(thing) {
        let full = format!("{prefix}.{name}");
        let Some(of) = pack.facts().get(&full) else {
            continue;
        };
        asked = true;
        match typed(name, &id, stated, of) {
            Ok(value) => {
                let before = bag.insert(full, value.clone());
                if before.is_some_and(|before| before != value) {
                    let message = format!("{name} is stated twice of {id}, with two values");
                    findings.push(Finding::error(codes::BAD_FACT, kind, &id, message));
                }
            }
            Err((message, advice)) => {
                let finding = Finding::error(codes::BAD_FACT, kind, &id, message);
                findings.push(match advice {
                    Some(advice) => finding.advice(advice),
                    None => finding,
                });
            }
        }
    }
    findings.dedup();
    asked.then_some(findings)
}

/// The value of a stated fact, or what is wrong with it and what to do.
fn typed(
    name: &str,
    id: &str,
    stated: &Stated,
    of: &FactType,
) -> Result<Value, (String, Option<String>)> {
    let value = value_of(&literal(stated), of.kind);
    let value = value.map_err(|why| (format!("{name} of {id}: {why}"), None))?;
    let mut words = value.words().iter();
    let wrong = words.find(|word| !of.words.is_empty() && !of.words.contains(word));
    let Some(word) = wrong else {
        return Ok(value);
    };
    let near = nearest(word, of.words.iter().map(String::as_str));
    let advice = match near {
        Some(near) => format!("did you mean \"{near}\"?"),
        None => format!("known are {}", of.words.join(", ")),
    };
    Err((format!("{name} of {id} cannot be \"{word}\""), Some(advice)))
}

/// The facts of technical data, as rules ask for them.
pub(super) fn of_data(campaign: &Campaign, pack: &Pack) -> (Vec<Bag>, Findings) {
    let mut findings = Findings::new();
    let bags = campaign.data_transfers.iter().map(|transfer| {
        let mut bag = Bag::new();
        let id = transfer.id.as_str();
        for (name, stated) in &transfer.facts {
            let full = format!("data.{name}");
            let Some(of) = pack.facts().get(&full) else {
                let message = format!("no rule in use asks for {name} of {id}");
                findings.push(Finding::warning(
                    codes::UNKNOWN_FACT,
                    "data transfer",
                    id,
                    message,
                ));
                continue;
            };
            match typed(name, id, stated, of) {
                Ok(value) => {
                    bag.insert(full, value);
                }
                Err((message, _)) => {
                    findings.push(Finding::error(
                        codes::BAD_FACT,
                        "data transfer",
                        id,
                        message,
                    ));
                }
            }
        }
        bag
    });
    let bags = bags.collect();
    (bags, findings)
}

/// The kind and id of a thing.
pub(super) fn name_of(campaign: &Campaign, thing: Thing) -> (&'static str, String) {
    match thing {
        Thing::Resource(at) => ("resource", campaign.resources[at].id.to_string()),
        Thing::Design(at) => ("design", campaign.designs[at].id.to_string()),
        Thing::Element(at) => ("element", campaign.elements[at].id.to_string()),
        Thing::Node(at) => ("node", campaign.nodes[at].id.to_string()),
        Thing::Edge(at) => ("edge", campaign.edges[at].id.to_string()),
        Thing::Partner(at) => ("partner", campaign.partners[at].id.to_string()),
    }
}
