//! Judges what a plan does, step by step, each on its own day.
//!
//! The judge reads the outcome of the plan: every movement with what rode on it, and every stay. What is not carried out is
//! not judged, and a finding says so. Rules about a shipment are asked for each item of each movement, those about a load
//! once for all that rides together, those about a stay for each item at each place, those about a party for whoever
//! sends, gets or carries. Steps that no rule can tell apart share one answer.

mod asked;
mod chain;
mod closed;
mod known;
mod needs;
mod permits;
mod said;
mod stated;

pub use chain::Item;
pub use closed::{Closed, closed_ways};
pub use needs::{DocumentNeed, PermitNeed};

use crate::pack::Pack;
use asked::Asking;
use portolan_model::{
    Activity, Campaign, DataTransfer, Edge, EventKind, Node, Outcome, Partner, Plan, Status,
};
use portolan_vocabulary::{Date, Duration, Finding, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// What a verdict is about, besides the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// A movement along a way.
    Movement {
        /// Which way.
        edge: Index<Edge>,
        /// From where.
        from: Index<Node>,
        /// To where.
        to: Index<Node>,
    },
    /// A stay at a place.
    Stay(Index<Node>),
    /// A party to a movement.
    Party(Index<Partner>),
    /// Technical data that is given.
    Data(Index<DataTransfer>),
}

/// What a rule says of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// It applies.
    Applies,
    /// These facts are missing, by name.
    Missing(BTreeSet<String>),
}

/// What one rule says about one kind of step, and how often.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The rule, by its position in the pack.
    pub rule: usize,
    /// The items it rests on.
    pub items: Vec<Item>,
    /// What it is about besides.
    pub matter: Matter,
    /// The first activity of which it is true; `None` for a stay.
    pub activity: Option<Index<Activity>>,
    /// When, since the campaign's start.
    pub at: Duration,
    /// The day.
    pub on: Date,
    /// How many steps it is true of.
    pub times: usize,
    /// What it says.
    pub said: Said,
    /// The permit that settles it, by its word.
    pub settled_by: Option<String>,
    /// In words.
    pub words: String,
    /// The facts that it rests on.
    pub facts: Vec<(String, String)>,
}

/// What the rules say about a plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Every verdict, in order of time and of the rules.
    pub verdicts: Vec<Verdict>,
    /// The permits that are needed and not there.
    pub permits: Vec<PermitNeed>,
    /// The documents that are needed.
    pub documents: Vec<DocumentNeed>,
    /// Everything as findings.
    pub findings: Findings,
    /// How many movements were judged.
    pub movements: usize,
}

/// What a judge is told besides the plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The day on which everything is judged, where it is not each step's own.
    pub on: Option<Date>,
    /// The codes of the lists that screening found each partner on; partners that were not screened are not among them.
    pub listed: BTreeMap<Index<Partner>, Vec<String>>,
}

/// Judges what a plan does by the rules of a pack: each step on its own day, or all of them as on one.
pub fn judge(
    campaign: &Campaign,
    plan: &Plan,
    outcome: &Outcome,
    pack: &Pack,
    told: &Told,
) -> Judged {
    let (mut register, mut findings) = stated::Register::new(campaign, pack);
    register.screened(&told.listed);
    let mut asking = Asking::new(campaign, plan, outcome, pack, &register, told.on);
    asking.movements();
    asking.stays();
    let (data, wrong) = stated::of_data(campaign, pack);
    asking.data(&data);
    findings.extend(wrong);
    let (verdicts, unclassified, lapsed) = asking.verdicts();
    let permits = needs::permits(campaign, pack, &verdicts);
    let documents = needs::documents(pack, &verdicts);
    findings.extend(said::findings(campaign, plan, pack, &verdicts, &permits));
    findings.extend(said::unclassified(campaign, plan, &unclassified));
    findings.extend(lapsed);
    findings.extend(not_judged(outcome, plan));
    Judged {
        verdicts,
        permits,
        documents,
        findings,
        movements: outcome.movements.len(),
    }
}

/// What was blocked was not moved, and so not judged.
fn not_judged(outcome: &Outcome, plan: &Plan) -> Option<Finding> {
    let blocked = outcome.events.iter().filter(|event| {
        matches!(event.kind, EventKind::Begin | EventKind::Depart)
            && matches!(event.status, Status::Blocked | Status::Followed)
    });
    let first = blocked.clone().next()?;
    let count = blocked.count();
    let id = plan
        .activities
        .at(first.activity)
        .map_or("", |activity| activity.id.as_str());
    let message = format!(
        "{count} activities are not carried out, the first of them \"{id}\": rules are not asked about them"
    );
    let finding = Finding::warning(crate::codes::NOT_JUDGED, "activity", id, message);
    Some(finding.advice("mend the plan first: `portolan check` says what is wrong with it"))
}
