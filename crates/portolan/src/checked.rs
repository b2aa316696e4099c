//! Plans that were judged and carried out.

use portolan_check::is_conditional;
use portolan_model::{Campaign, EventRecord, Measure, Outcome, Plan, Status};
use portolan_vocabulary::{Finding, Findings, Severity};

/// A plan with the judge's verdict. Nothing outside this module can make one, so that no unchecked
/// plan leaves the facade.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    plan: Plan,
    findings: Findings,
}

impl Checked {
    /// The plan.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the judge found.
    pub const fn findings(&self) -> &Findings {
        &self.findings
    }

    /// True where the judge found no error.
    pub fn is_feasible(&self) -> bool {
        !has_error(&self.findings)
    }

    /// Takes out warnings that hold unless demands used up enough by then, or plants made enough, where what they are about was
    /// carried out in full and the simulation, which follows both, found nothing amiss with it.
    fn settle(&mut self, outcome: &Outcome) {
        let activities = &self.plan.activities;
        let done = |id: &str| {
            let own = |event: &&EventRecord| activities[event.activity].id.as_str() == id;
            let mut events = outcome.events.iter().filter(own).peekable();
            events.peek().is_some() && events.all(|event| event.status == Status::Done)
        };
        let amiss = |judged: &Finding| {
            let grave = outcome
                .findings
                .iter()
                .filter(|it| it.severity != Severity::Note);
            grave.into_iter().any(|flown| is_about(flown, judged))
        };
        self.findings.retain(|finding| {
            !is_conditional(finding) || !done(&finding.subject.id) || amiss(finding)
        });
    }
}

/// Judges a plan in its campaign. What holds unless demands used up enough by then, or plants made enough,
/// is settled by carrying the plan out.
pub fn check(campaign: &Campaign, plan: Plan) -> Checked {
    let findings = portolan_check::check(campaign, &plan).findings;
    let mut checked = Checked { plan, findings };
    if checked.findings.iter().any(is_conditional) {
        let outcome = portolan_simulate::simulate(campaign, &checked.plan);
        checked.settle(&outcome);
    }
    checked
}

/// A checked plan with what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flown {
    /// The plan and its verdict.
    pub checked: Checked,
    /// What happens when it is carried out.
    pub outcome: Outcome,
    /// What that is worth.
    pub measures: Vec<Measure>,
}

impl Flown {
    /// The value of a measure, or `None` where there is none of this key.
    pub fn measure(&self, key: &str) -> Option<f64> {
        self.measures
            .iter()
            .find(|measure| measure.key == key)
            .and_then(|measure| measure.value)
    }

    /// The findings of the simulation, then those of the judge about activities that were carried out:
    /// what both say of one activity is said once.
    pub fn findings(&self) -> Vec<&Finding> {
        let flown = &self.outcome.findings;
        let said = |finding: &Finding| flown.iter().any(|other| is_about(other, finding));
        let judged = self
            .checked
            .findings
            .iter()
            .filter(|finding| !said(finding));
        flown.iter().chain(judged).collect()
    }

    /// True where neither the judge nor the simulation found an error.
    pub fn is_feasible(&self) -> bool {
        self.checked.is_feasible() && !has_error(&self.outcome.findings)
    }
}

/// Judges a plan, carries it out and measures what comes of it.
pub fn fly(campaign: &Campaign, plan: Plan) -> Flown {
    let findings = portolan_check::check(campaign, &plan).findings;
    let mut checked = Checked { plan, findings };
    let outcome = portolan_simulate::simulate(campaign, &checked.plan);
    checked.settle(&outcome);
    let measures = portolan_analyse::measures(campaign, &checked.plan, &outcome);
    Flown {
        checked,
        outcome,
        measures,
    }
}

pub(crate) fn has_error(findings: &[Finding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}

/// True where a finding of the simulation is of the activity that a finding of the judge is about.
fn is_about(flown: &Finding, judged: &Finding) -> bool {
    let of_activity = flown.facts.iter().any(|fact| {
        fact.name == "activity" && matches!(&fact.value, portolan_vocabulary::FactValue::Text(id) if *id == judged.subject.id)
    });
    of_activity || (flown.subject == judged.subject && flown.severity == judged.severity)
}
