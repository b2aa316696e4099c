//! What verdicts ask for: permits, with when they must be applied for, and documents.

use super::{Matter, Said, Verdict};
use crate::judge::Item;
use crate::pack::Pack;
use crate::rule::{Effect, Rule};
use portolan_model::Campaign;
use portolan_vocabulary::{Date, Duration};
use std::collections::BTreeMap;

/// A permit that is needed and not there.
#[derive(Clone, Debug, PartialEq)]
pub struct PermitNeed {
    /// The rules that ask for it, by their positions in the pack.
    pub rules: Vec<usize>,
    /// The kinds, of which one does.
    pub kinds: Vec<String>,
    /// For what.
    pub items: Vec<Item>,
    /// For which step.
    pub matter: Matter,
    /// When it is needed first, since the campaign's start.
    pub at: Duration,
    /// The day.
    pub needed_on: Date,
    /// How many days getting it takes, where a rule says so; the longest of the rules'.
    pub lead_days: Option<f64>,
    /// The last day to apply for it, where that is known.
    pub apply_by: Option<Date>,
}

/// A document that is needed.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentNeed {
    /// What it is.
    pub document: String,
    /// The rules that ask for it, by their positions in the pack.
    pub rules: Vec<usize>,
    /// For what.
    pub items: Vec<Item>,
    /// For which step.
    pub matter: Matter,
    /// When it is needed first.
    pub needed_on: Date,
}

/// True for a rule that needs a permit, and a verdict that it applies and none is there.
fn lacks_permit(rule: &Rule, verdict: &Verdict) -> bool {
    rule.effect == Effect::NeedsPermit
        && verdict.said == Said::Applies
        && verdict.settled_by.is_none()
}

/// The permits that are needed and not there: one for all rules that the same kinds settle.
pub(super) fn permits(campaign: &Campaign, pack: &Pack, verdicts: &[Verdict]) -> Vec<PermitNeed> {
    let mut needs: BTreeMap<(Vec<Item>, Matter, Vec<String>), PermitNeed> = BTreeMap::new();
    for verdict in verdicts {
        let rule = &pack.rules()[verdict.rule];
        if !lacks_permit(rule, verdict) {
            continue;
        }
        let kinds = rule.remedy.permits.clone();
        let key = (verdict.items.clone(), verdict.matter, kinds.clone());
        let need = needs.entry(key).or_insert_with(|| PermitNeed {
            rules: Vec::new(),
            kinds,
            items: verdict.items.clone(),
            matter: verdict.matter,
            at: verdict.at,
            needed_on: verdict.on,
            lead_days: None,
            apply_by: None,
        });
        if !need.rules.contains(&verdict.rule) {
            need.rules.push(verdict.rule);
        }
        if verdict.at < need.at {
            (need.at, need.needed_on) = (verdict.at, verdict.on);
        }
        need.lead_days = match (need.lead_days, rule.remedy.lead_days) {
            (Some(own), Some(other)) => Some(own.max(other)),
            (own, other) => own.or(other),
        };
    }
    let mut needs: Vec<PermitNeed> = needs.into_values().collect();
    for need in &mut needs {
        let start = need
            .lead_days
            .map(|days| need.at - Duration::from_days(days));
        need.apply_by = start.map(|start| Date::of(campaign.start + start));
    }
    needs.sort_by_key(|need| (need.at, need.matter));
    needs
}

/// The documents that are needed: one of a kind for each step, whatever it is for.
pub(super) fn documents(pack: &Pack, verdicts: &[Verdict]) -> Vec<DocumentNeed> {
    let mut needs: BTreeMap<(String, Matter), DocumentNeed> = BTreeMap::new();
    for verdict in verdicts.iter().filter(|own| own.said == Said::Applies) {
        let Some(document) = &pack.rules()[verdict.rule].remedy.document else {
            continue;
        };
        let key = (document.clone(), verdict.matter);
        let need = needs.entry(key).or_insert_with(|| DocumentNeed {
            document: document.clone(),
            rules: Vec::new(),
            items: Vec::new(),
            matter: verdict.matter,
            needed_on: verdict.on,
        });
        if !need.rules.contains(&verdict.rule) {
            need.rules.push(verdict.rule);
        }
        let more = verdict
            .items
            .iter()
            .filter(|item| !need.items.contains(item));
        let more: Vec<Item> = more.copied().collect();
        need.items.extend(more);
        need.needed_on = need.needed_on.min(verdict.on);
    }
    needs.into_values().collect()
}
