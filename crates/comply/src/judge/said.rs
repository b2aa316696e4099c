//! Verdicts as findings.

use super::needs::PermitNeed;
use super::{Item, Matter, Said, Verdict};
use crate::codes;
use crate::pack::Pack;
use crate::rule::{About, Effect, Rule};
use portolan_model::{Campaign, Plan, Roster};
use portolan_vocabulary::{Code, Date, Finding, Findings, Severity};
use std::collections::{BTreeMap, BTreeSet};

/// How many rules a finding about a missing fact lists by name.
const MOST_RULES: usize = 6;

/// Findings for the verdicts, each with its rule, edition, citation and facts; missing facts once each.
pub(super) fn findings(
    campaign: &Campaign,
    plan: &Plan,
    pack: &Pack,
    verdicts: &[Verdict],
    permits: &[PermitNeed],
) -> Findings {
    let names = Names { campaign, plan };
    let mut findings = Findings::new();
    let mut missing: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
    findings.extend(
        alike(pack, verdicts)
            .iter()
            .map(|verdict| applies(&names, pack, verdict)),
    );
    for verdict in verdicts {
        match &verdict.said {
            Said::Applies => {}
            Said::Missing(facts) => {
                for fact in facts {
                    let of = names.whose(fact, verdict);
                    missing
                        .entry((of, fact.clone()))
                        .or_default()
                        .insert(verdict.rule);
                }
            }
        }
    }
    findings.extend(
        permits
            .iter()
            .filter_map(|need| late(&names, campaign, need)),
    );
    // What the same rules miss of several things is said once.
    let mut alike: BTreeMap<(String, BTreeSet<usize>), Vec<String>> = BTreeMap::new();
    for ((of, fact), rules) in missing {
        alike.entry((fact, rules)).or_default().push(of);
    }
    let alike = alike.iter();
    findings.extend(alike.map(|((fact, rules), of)| {
        let of: Vec<&str> = of
            .iter()
            .map(String::as_str)
            .filter(|of| !of.is_empty())
            .collect();
        undetermined(pack, &of.join(", "), fact, rules)
    }));
    findings
}

/// The verdicts that apply, those that say the same of several items of one step made one.
fn alike(pack: &Pack, verdicts: &[Verdict]) -> Vec<Verdict> {
    let mut groups: Vec<Verdict> = Vec::new();
    let mut known = BTreeMap::new();
    for verdict in verdicts.iter().filter(|own| own.said == Said::Applies) {
        // What rests on several items of a load is not joined with what rests on others.
        let of_load = (pack.rules()[verdict.rule].about == About::Load).then_some(&verdict.items);
        let step = (verdict.rule, verdict.matter, verdict.activity, of_load);
        let says = (&verdict.settled_by, &verdict.words, &verdict.facts);
        let at = *known.entry((step, says)).or_insert(groups.len());
        if let Some(own) = groups.get_mut(at) {
            own.items.extend(&verdict.items);
            own.times = own.times.max(verdict.times);
        } else {
            groups.push(verdict.clone());
        }
    }
    groups
}

fn applies(names: &Names<'_>, pack: &Pack, verdict: &Verdict) -> Finding {
    let rule = &pack.rules()[verdict.rule];
    let settled = verdict.settled_by.as_ref();
    let (code, severity) = weight(rule, settled.is_some());
    let items = names.items(&verdict.items);
    let place = names.matter(verdict.matter);
    let about = if items.is_empty() {
        place
    } else {
        format!("{items}, {place}")
    };
    let times = match verdict.times {
        1 => format!("on {}", verdict.on),
        times => format!("{times} times from {} on", verdict.on),
    };
    let mut message = format!("{}: {} ({about}; {times})", rule.title, verdict.words);
    if let Some(permit) = settled {
        message = format!("{message}; the permit \"{permit}\" settles it");
    }
    let (kind, id) = names.subject(verdict);
    let mut finding = match severity {
        Severity::Error => Finding::error(code, kind, id, message),
        Severity::Warning => Finding::warning(code, kind, id, message),
        Severity::Note => Finding::note(code, kind, id, message),
    };
    finding = finding
        .text("rule", &rule.id)
        .text("on", verdict.on.to_string());
    if let Some(citation) = rule.citations.first() {
        finding = finding.text("edition", &citation.edition);
    }
    for (name, value) in &verdict.facts {
        finding = finding.text("fact", format!("{name} = {value}"));
    }
    finding = finding.citation(rule.cited());
    match &rule.remedy.advice {
        Some(advice) => finding.advice(advice),
        None => finding,
    }
}

/// The code and severity of a rule that applies; what a permit settles is a note.
fn weight(rule: &Rule, settled: bool) -> (Code, Severity) {
    let (code, severity) = match rule.effect {
        Effect::Forbids => (codes::FORBIDDEN, Severity::Error),
        Effect::NeedsPermit => (codes::PERMIT_NEEDED, Severity::Error),
        Effect::NeedsDocument => (codes::DOCUMENT_NEEDED, Severity::Note),
        Effect::NeedsSegregation => (codes::SEGREGATION_NEEDED, Severity::Warning),
        Effect::NeedsCondition => (codes::CONDITION_NEEDED, Severity::Warning),
        Effect::Informs => (codes::INFORMED, Severity::Note),
    };
    (code, if settled { Severity::Note } else { severity })
}

/// A permit that would have to be applied for before the campaign begins.
fn late(names: &Names<'_>, campaign: &Campaign, need: &PermitNeed) -> Option<Finding> {
    let apply_by = need
        .apply_by
        .filter(|day| *day < Date::of(campaign.start))?;
    let what = need.kinds.first()?;
    let message = format!(
        "a {what} for {} must be applied for by {apply_by}, before the campaign begins",
        names.items(&need.items)
    );
    let finding = Finding::error(
        codes::PERMIT_LATE,
        "campaign",
        campaign.id.as_str(),
        message,
    );
    Some(finding.advice("send it later, or apply before the campaign begins and state the permit"))
}

fn undetermined(pack: &Pack, of: &str, fact: &str, rules: &BTreeSet<usize>) -> Finding {
    let named: Vec<&str> = rules
        .iter()
        .take(MOST_RULES)
        .map(|at| pack.rules()[*at].id.as_str())
        .collect();
    let more = rules.len().saturating_sub(MOST_RULES);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let message = format!(
        "{fact} is missing{}: {}{more} cannot be answered",
        if of.is_empty() {
            String::new()
        } else {
            format!(" of {of}")
        },
        named.join(", ")
    );
    let finding = Finding::warning(codes::UNDETERMINED, "fact", fact, message);
    let meaning = pack.facts().get(fact).map(|own| own.meaning.as_str());
    match meaning.filter(|meaning| !meaning.is_empty()) {
        Some(meaning) => finding.advice(format!("state it in a [[statement]]: {meaning}")),
        None => finding,
    }
}

/// Things that are moved and of which nothing is stated.
pub(super) fn unclassified(campaign: &Campaign, plan: &Plan, items: &[Item]) -> Option<Finding> {
    let names = Names { campaign, plan };
    let words: BTreeSet<String> = items.iter().map(|item| names.kind_of(*item)).collect();
    let first = words.first()?;
    let listed: Vec<&str> = words.iter().take(12).map(String::as_str).collect();
    let more = words.len().saturating_sub(12);
    let more = if more > 0 {
        format!(" and {more} more")
    } else {
        String::new()
    };
    let message = format!(
        "nothing is stated of {}{more}: no rule is asked about them",
        listed.join(", ")
    );
    let finding = Finding::warning(codes::UNCLASSIFIED, "item", first, message);
    Some(
        finding
            .advice("state their classification in a [[statement]], `none` where they have none"),
    )
}

struct Names<'a> {
    campaign: &'a Campaign,
    plan: &'a Plan,
}

impl Names<'_> {
    fn item(&self, item: Item) -> String {
        match item {
            Item::Element(at) => Roster::new(self.campaign, self.plan)
                .at(at)
                .map_or_else(String::new, |own| own.id.to_string()),
            Item::Resource(at) => self.campaign.resources[at].id.to_string(),
        }
    }

    /// The word of a design, where an item is a piece of one.
    fn kind_of(&self, item: Item) -> String {
        if let Item::Element(at) = item
            && let Some(element) = Roster::new(self.campaign, self.plan).at(at)
            && let Some(design) = element.design
        {
            return self.campaign.designs[design].id.to_string();
        }
        self.item(item)
    }

    fn items(&self, items: &[Item]) -> String {
        let names: Vec<String> = items.iter().map(|item| self.item(*item)).collect();
        names.join(", ")
    }

    fn matter(&self, matter: Matter) -> String {
        match matter {
            Matter::Movement { edge, from, to } => format!(
                "{} from {} to {}",
                self.campaign.edges[edge].id,
                self.campaign.nodes[from].id,
                self.campaign.nodes[to].id
            ),
            Matter::Stay(node) => format!("at {}", self.campaign.nodes[node].id),
            Matter::Party(partner) => self.campaign.partners[partner].id.to_string(),
            Matter::Data(at) => self.campaign.data_transfers[at].id.to_string(),
        }
    }

    fn subject(&self, verdict: &Verdict) -> (&'static str, String) {
        match (verdict.activity, verdict.matter) {
            (_, Matter::Party(partner)) => {
                ("partner", self.campaign.partners[partner].id.to_string())
            }
            (Some(activity), _) => {
                let id = self
                    .plan
                    .activities
                    .at(activity)
                    .map_or_else(String::new, |own| own.id.to_string());
                ("activity", id)
            }
            (None, Matter::Data(at)) => (
                "data transfer",
                self.campaign.data_transfers[at].id.to_string(),
            ),
            (None, Matter::Stay(node)) => ("node", self.campaign.nodes[node].id.to_string()),
            (None, Matter::Movement { edge, .. }) => {
                ("edge", self.campaign.edges[edge].id.to_string())
            }
        }
    }

    /// The kinds of the items of a verdict.
    fn kinds(&self, verdict: &Verdict) -> String {
        let kinds = verdict.items.iter().map(|item| self.kind_of(*item));
        let kinds: BTreeSet<String> = kinds.collect();
        kinds.into_iter().collect::<Vec<_>>().join(", ")
    }

    /// Whose fact it is that is missing.
    fn whose(&self, fact: &str, verdict: &Verdict) -> String {
        match (fact.split('.').next(), verdict.matter) {
            (Some("item"), _) => self.kinds(verdict),
            (Some("around"), Matter::Movement { edge, .. }) => {
                let edge = &self.campaign.edges[edge].id;
                format!("what surrounds {} on {edge}", self.kinds(verdict))
            }
            (Some("around"), Matter::Stay(node)) => {
                let node = &self.campaign.nodes[node].id;
                format!("what surrounds {} at {node}", self.kinds(verdict))
            }
            (Some("from"), Matter::Movement { from, .. }) => {
                self.campaign.nodes[from].id.to_string()
            }
            (Some("to"), Matter::Movement { to, .. }) => self.campaign.nodes[to].id.to_string(),
            (Some("way" | "carrier"), Matter::Movement { edge, .. }) => {
                self.campaign.edges[edge].id.to_string()
            }
            (Some("place"), Matter::Stay(node)) => self.campaign.nodes[node].id.to_string(),
            (_, Matter::Party(partner)) => self.campaign.partners[partner].id.to_string(),
            (Some("consignee"), Matter::Movement { to, .. }) => {
                format!("who receives at {}", self.campaign.nodes[to].id)
            }
            _ => String::new(),
        }
    }
}
