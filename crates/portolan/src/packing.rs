//! Packing and manifesting what a plan leaves unmet.

use crate::checked::{Flown, fly};
use portolan_manifest::{Manifested, Options, apply, manifest};
use portolan_model::{Campaign, Plan};
use portolan_vocabulary::{Findings, Severity};

/// A plan with the supplies that it lacked, or why they cannot be carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed {
    /// What travels in which container on which carrier, what is missing, and the least change that
    /// would make it feasible.
    pub manifested: Manifested,
    /// The campaign that the plan is for: the one given, or that with raised limits.
    pub campaign: Campaign,
    /// True where limits were raised.
    pub relaxed: bool,
    /// The plan with the cargo, judged and carried out; `None` where it does not fit.
    pub flown: Option<Flown>,
    /// What went wrong and is worth knowing.
    pub findings: Findings,
}

impl Packed {
    /// True where everything is carried and the plan is feasible.
    pub fn is_feasible(&self) -> bool {
        let error = self
            .manifested
            .findings
            .iter()
            .any(|finding| finding.severity == Severity::Error);
        !error && self.flown.as_ref().is_some_and(Flown::is_feasible)
    }
}

/// Packs what a plan leaves unmet. With `relax`, limits are raised by the least sum where it does not
/// fit otherwise, and the plan is for the campaign with the raised limits.
pub fn pack(campaign: &Campaign, plan: &Plan, relax: bool) -> Packed {
    let first = manifested(campaign, plan);
    let raised = match &first.relaxation {
        Some(relaxation) if relax && first.plan.is_none() => apply(relaxation, campaign, plan),
        _ => return packed(campaign.clone(), first, Findings::new(), false),
    };
    match raised {
        Ok(raised) => {
            let second = manifested(&raised, plan);
            // Why it did not fit before, and by how much the limits were raised, is still worth knowing.
            packed(
                raised,
                Manifested {
                    relaxation: first.relaxation,
                    ..second
                },
                first.findings,
                true,
            )
        }
        Err(findings) => packed(campaign.clone(), first, findings, false),
    }
}

fn manifested(campaign: &Campaign, plan: &Plan) -> Manifested {
    let mut simulate = |plan: &Plan| portolan_simulate::simulate(campaign, plan);
    manifest(campaign, plan, &mut simulate, &Options::default())
}

fn packed(campaign: Campaign, manifested: Manifested, before: Findings, relaxed: bool) -> Packed {
    let flown = manifested.plan.clone().map(|plan| fly(&campaign, plan));
    let findings = before
        .into_iter()
        .chain(manifested.findings.iter().cloned())
        .collect();
    Packed {
        manifested,
        campaign,
        relaxed,
        flown,
        findings,
    }
}
