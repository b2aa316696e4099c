//! Ways that rules close to things whatever the plan: for planners.

use super::known::Surroundings;
use super::stated::{Register, name_of};
use crate::codes;
use crate::evaluate::{Answer, Bag, Facts, evaluate};
use crate::pack::Pack;
use crate::rule::{About, Effect, Rule};
use portolan_model::{Campaign, Edge, Node, Thing};
use portolan_vocabulary::{Date, Finding, Index};
use std::collections::BTreeSet;

/// A way that is closed to a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Closed {
    /// The resource, design or element.
    pub thing: Thing,
    /// The way.
    pub edge: Index<Edge>,
    /// True where it is closed against its direction.
    pub backwards: bool,
    /// The rule that forbids it, by its position in the pack.
    pub rule: usize,
    /// What it says.
    pub words: String,
}

impl Closed {
    /// As a finding that names the rule.
    pub fn finding(&self, campaign: &Campaign, pack: &Pack) -> Finding {
        let edge = &campaign.edges[self.edge];
        let rule = &pack.rules()[self.rule];
        let (_, thing) = name_of(campaign, self.thing);
        let message = format!("\"{thing}\" may not travel \"{}\": {}", edge.id, self.words);
        Finding::note(codes::CLOSED, "edge", edge.id.as_str(), message)
            .text("rule", &rule.id)
            .citation(rule.cited())
    }
}

/// The ways that rules close to things over the whole campaign: those on which a shipment is forbidden on the first day, and
/// on every day on which an answer may change. What is forbidden on some days only, or hangs on what rides along, is
/// left to the judge.
pub fn closed_ways(campaign: &Campaign, pack: &Pack) -> Vec<Closed> {
    let (register, _) = Register::new(campaign, pack);
    let surroundings = Surroundings {
        campaign,
        register: &register,
    };
    let mut closed = Vec::new();
    for (thing, bag) in register.things() {
        for (edge, of) in campaign.edges.indexed() {
            for (backwards, from, to) in [
                (false, of.origin, of.destination),
                (true, of.destination, of.origin),
            ] {
                if backwards && !of.both_ways {
                    continue;
                }
                let common = asked_with(surroundings, bag, edge, (from, to));
                let found = forbidden(campaign, pack, &common);
                closed.extend(found.map(|(rule, words)| Closed {
                    thing,
                    edge,
                    backwards,
                    rule,
                    words,
                }));
            }
        }
    }
    closed
}

fn asked_with(
    surroundings: Surroundings<'_>,
    bag: &Bag,
    edge: Index<Edge>,
    (from, to): (Index<Node>, Index<Node>),
) -> Bag {
    let consignee = surroundings.campaign.nodes[to].operator;
    let mut common = surroundings.way(edge, from, to, consignee);
    let own = bag.iter().filter(|(name, _)| name.starts_with("item."));
    common.extend(own.map(|(name, value)| (name.clone(), value.clone())));
    common
}

/// The first rule that forbids a shipment on every day of a campaign.
fn forbidden(campaign: &Campaign, pack: &Pack, common: &Bag) -> Option<(usize, String)> {
    let facts = Facts { common, items: &[] };
    let forbids = |rule: &Rule| {
        let mut days = days(campaign, rule);
        rule.about == About::Shipment
            && rule.effect == Effect::Forbids
            && rule.remedy.permits.is_empty()
            && days.all(|day| {
                matches!(
                    evaluate(rule, pack.tables(), day, facts),
                    Answer::Applies(_)
                )
            })
    };
    let mut rules = pack.rules().iter().enumerate();
    let (at, rule) = rules.find(|(_, rule)| forbids(rule))?;
    Some((at, rule.worded(&facts, &[])))
}

/// The campaign's first day, and each later one on which a rule's answer may change.
fn days(campaign: &Campaign, rule: &Rule) -> impl Iterator<Item = Date> {
    let first = Date::of(campaign.start);
    let last = campaign
        .horizon
        .map(|horizon| Date::of(campaign.start + horizon));
    let turns = rule.values.iter().flat_map(|own| [own.from, own.until]);
    let turns = turns.chain([Some(rule.from), rule.until]).flatten();
    let mut days: BTreeSet<Date> = turns
        .filter(|day| first < *day && last.is_none_or(|last| *day <= last))
        .collect();
    days.insert(first);
    days.into_iter()
}
