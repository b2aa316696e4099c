//! Asks every rule about every step, once for all steps that no rule can tell apart.

use super::chain::{Carried, Chain, Consignment, Item};
use super::permits::{InForce, Shipped, is_within, of_data, of_party, of_shipment};
use super::stated::Register;
use super::{Matter, Said, Verdict};
use crate::codes;
use crate::evaluate::{Answer, Bag, Facts, evaluate};
use crate::pack::Pack;
use crate::rule::About;
use crate::value::Value;
use portolan_model::{Activity, Campaign, Movement, Node, Outcome, Partner, Plan, Site, Thing};
use portolan_vocabulary::{Date, Duration, Finding, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// What steps must share to share an answer: what, by what, where, in which role, on which side of every date that a rule
/// names, under which permits; masses by their bits, where a rule asks for them.
type Key = (
    About,
    Vec<(Kin, u64)>,
    Matter,
    Option<Index<Partner>>,
    &'static str,
    usize,
    Vec<InForce>,
);

/// Items that no rule can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kin {
    Of(Thing),
    Itself(Item),
}

/// The facts of a step, and those of each item of a load.
type Told = (Bag, Vec<Bag>);

/// A step as it is asked about.
struct Asked {
    about: About,
    kins: Vec<(Kin, u64)>,
    activity: Option<Index<Activity>>,
    at: Duration,
    items: Vec<Item>,
    matter: Matter,
    consignee: Option<Index<Partner>>,
    /// The role of a party; empty for all else.
    role: &'static str,
    permits: Vec<InForce>,
}

impl Asked {
    fn of(about: About, movement: &Movement, consignee: Option<Index<Partner>>) -> Self {
        Self {
            about,
            kins: Vec::new(),
            activity: Some(movement.activity),
            at: movement.depart,
            items: Vec::new(),
            matter: Matter::Movement {
                edge: movement.edge,
                from: movement.origin,
                to: movement.destination,
            },
            consignee,
            role: "",
            permits: Vec::new(),
        }
    }
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
    permits: Vec<InForce>,
}

pub(super) struct Asking<'a> {
    pub(super) campaign: &'a Campaign,
    outcome: &'a Outcome,
    pack: &'a Pack,
    pub(super) register: &'a Register,
    pub(super) chain: Chain<'a>,
    /// The day on which everything is judged, where it is not each step's own.
    on: Option<Date>,
    /// The days on which an answer may change.
    turns: Vec<Date>,
    pub(super) weighs: bool,
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
            let within = self.chain.within(stay);
            for (resource, kg) in self.chain.goods(stay.element, stay.from) {
                let within = [stay.element].into_iter().chain(within.iter().copied());
                let within = within.collect();
                let item = Item::Resource(resource);
                self.stay(&Carried { item, kg, within }, node, stay.from);
            }
            let item = Item::Element(stay.element);
            let kg = self.chain.element(stay.element).mass.kg();
            self.stay(&Carried { item, kg, within }, node, stay.from);
        }
    }

    fn stay(&mut self, carried: &Carried, node: Index<Node>, from: Duration) {
        let Some(bag) = self.item(carried.item) else {
            return;
        };
        let asked = Asked {
            about: About::Stay,
            kins: self.kins(carried),
            activity: None,
            at: from,
            items: vec![carried.item],
            matter: Matter::Stay(node),
            consignee: None,
            role: "",
            permits: Vec::new(),
        };
        self.ask(asked, |asking, on| {
            let mut common = asking.of_item(&bag, carried, on);
            common.extend(asking.surroundings().node("place", node));
            common.extend(asking.around(&carried.within, Thing::Node(node)));
            (common, Vec::new())
        });
    }

    fn movement(&mut self, consignment: &Consignment<'_>) {
        let mut classified = Vec::new();
        for carried in &consignment.items {
            if let Some(bag) = self.item(carried.item) {
                classified.push((carried, bag));
            } else {
                let kin = self.kin(carried.item);
                self.unclassified.insert(kin);
            }
        }
        for (carried, bag) in &classified {
            self.shipment(consignment, carried, bag);
        }
        self.load(consignment, &classified);
        let movement = consignment.movement;
        let consignee = self.campaign.nodes[movement.destination].operator;
        self.parties(movement, consignee);
    }

    fn shipment(&mut self, consignment: &Consignment<'_>, carried: &Carried, bag: &Bag) {
        let movement = consignment.movement;
        let consignee = self.campaign.nodes[movement.destination].operator;
        let shipped = self.shipped(carried.item, movement.edge, movement.destination, consignee);
        let lapses = self.lapses(&shipped, movement);
        let permits = of_shipment(self.campaign, &shipped, self.day(movement.depart));
        self.note(lapses, movement);
        let kinds = permits.iter().map(|(kind, _)| kind.clone()).collect();
        let mut kins = self.kins(carried);
        kins.extend(self.carrier_kin(consignment));
        let asked = Asked {
            kins,
            items: vec![carried.item],
            permits,
            ..Asked::of(About::Shipment, movement, consignee)
        };
        self.ask(asked, |asking, on| {
            let mut common = asking.common(consignment, consignee);
            common.extend(asking.of_item(bag, carried, on));
            common.extend(asking.around(&carried.within, Thing::Edge(movement.edge)));
            common.insert("permits".to_owned(), Value::Texts(kinds));
            (common, Vec::new())
        });
    }

    fn load(&mut self, consignment: &Consignment<'_>, classified: &[(&Carried, Bag)]) {
        let movement = consignment.movement;
        let consignee = self.campaign.nodes[movement.destination].operator;
        let kins = classified.iter();
        let kins = kins.map(|(own, _)| (self.kin(own.item), self.weight(own.kg)));
        let asked = Asked {
            kins: kins.chain(self.carrier_kin(consignment)).collect(),
            items: classified.iter().map(|(own, _)| own.item).collect(),
            ..Asked::of(About::Load, movement, consignee)
        };
        self.ask(asked, |asking, on| {
            let bags = classified.iter();
            let bags = bags.map(|(own, bag)| asking.of_item(bag, own, on));
            let common = asking.common(consignment, consignee);
            (common, bags.collect())
        });
    }

    /// What carries a consignment, as far as a rule may tell.
    fn carrier_kin(&self, consignment: &Consignment<'_>) -> Option<(Kin, u64)> {
        let carrier = consignment.carrier?;
        Some((self.kin(Item::Element(carrier)), 0))
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
            let asked = Asked {
                matter: Matter::Party(partner),
                role,
                permits: of_party(self.campaign, partner, self.day(movement.depart)),
                ..Asked::of(About::Party, movement, None)
            };
            self.ask(asked, |asking, _| {
                let mut common = asking.surroundings().partner("party", Some(partner));
                common.insert("party.role".to_owned(), Value::text(role));
                (common, Vec::new())
            });
        }
    }

    /// Every rule about technical data, on the day on which it is given.
    pub(super) fn data(&mut self, bags: &[Bag]) {
        let campaign = self.campaign;
        for ((at, transfer), bag) in campaign.data_transfers.indexed().zip(bags) {
            let since_start = transfer.on.midnight() - campaign.start;
            let asked = Asked {
                about: About::Transfer,
                kins: Vec::new(),
                activity: None,
                at: since_start,
                items: Vec::new(),
                matter: Matter::Data(at),
                consignee: Some(transfer.to),
                role: "",
                permits: of_data(campaign, transfer, self.day(since_start)),
            };
            self.ask(asked, |asking, _| {
                let mut common = asking
                    .surroundings()
                    .partner("recipient", Some(transfer.to));
                common.extend(asking.surroundings().partner("sender", Some(transfer.from)));
                common.extend(bag.clone());
                (common, Vec::new())
            });
        }
    }

    /// Asks the rules about a step, or counts it to the steps like it that were asked about before.
    fn ask(&mut self, asked: Asked, facts: impl FnOnce(&Self, Date) -> Told) {
        let on = self.day(asked.at);
        let turn = self.turns.partition_point(|day| *day <= on);
        let Asked {
            about,
            kins,
            activity,
            at,
            items,
            matter,
            consignee,
            role,
            permits,
        } = asked;
        let key = (about, kins, matter, consignee, role, turn, permits.clone());
        if let Some(verdicts) = self.known.get(&key) {
            for verdict in verdicts {
                self.verdicts[*verdict].times += 1;
            }
            return;
        }
        let (common, bags) = facts(self, on);
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

    fn shipped(
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
            let why = match own.suspension(on) {
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
