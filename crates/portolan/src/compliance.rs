//! What rules say about a campaign's plan.

use crate::checked::{Flown, has_error};
use portolan_comply::{Judged, Matter, Pack, PermitNeed, Told, judge};
use portolan_model::{Action, Activity, Campaign, HoldReason, Plan, Site};
use portolan_vocabulary::Duration;

/// Judges what a plan does by the rules of a pack: each step on its own day, or all of them as on one.
pub fn comply(campaign: &Campaign, flown: &Flown, pack: &Pack, told: &Told) -> Judged {
    judge(campaign, flown.checked.plan(), &flown.outcome, pack, told)
}

/// True where no rule forbids anything, no permit is missing, and nothing else is an error.
pub fn is_compliant(judged: &Judged) -> bool {
    !has_error(&judged.findings)
}

/// The plan with an activity for each permit that must be applied for, as long as getting it takes and ended when it is needed.
/// Permits that no rule gives a time for are left out.
pub fn with_permits(campaign: &Campaign, plan: &Plan, judged: &Judged) -> Plan {
    let mut planned = plan.clone();
    for (number, need) in judged.permits.iter().enumerate() {
        planned
            .activities
            .extend(application(campaign, need, number + 1));
    }
    planned
}

fn application(campaign: &Campaign, need: &PermitNeed, number: usize) -> Option<Activity> {
    let duration = Duration::from_days(need.lead_days?);
    let at = need.at - duration;
    let kind = need.kinds.first()?;
    let site = match need.matter {
        Matter::Movement { from, .. } | Matter::Stay(from) => Some(Site::Node(from)),
        Matter::Party(_) | Matter::Data(_) => None,
    };
    let words = match need.matter {
        Matter::Movement { edge, .. } => campaign.edges[edge].name.clone(),
        Matter::Stay(node) => campaign.nodes[node].name.clone(),
        Matter::Party(partner) => campaign.partners[partner].name.clone(),
        Matter::Data(at) => campaign.data_transfers[at].name.clone(),
    };
    (!at.is_negative()).then(|| Activity {
        id: format!("permit-{number}").as_str().into(),
        name: format!("{kind}: {words}"),
        mission: None,
        at,
        priority: 0,
        site,
        action: Action::Hold {
            elements: Vec::new(),
            reason: HoldReason::Permit,
            duration,
        },
        cost: None,
        payer: None,
        staff: Vec::new(),
    })
}
