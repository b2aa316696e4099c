//! Is this plan feasible in this campaign? A judge that shares no code with simulator or optimiser.
//!
//! The checker walks the plan once, in order of time, priority and position, and keeps a simple book of
//! where each element is and what is in its stores. It is written to be obviously right. Conventions:
//!
//! - What ends or arrives at an instant has done so before anything begins at that instant, in the order in which
//!   it began; at an arrival, what the trip has worn out leaves the stack before it stands at the node. Then
//!   activities begin by priority and in the plan's order, each complete before the next, whatever it does; goods may
//!   pass between an arrival and a departure of the same instant. Activities with a duration take effect at their
//!   end; until then the elements that they name are busy.
//! - Who arrives, is created, departs or is removed at an instant is there at that instant. Stays, pieces that must be
//!   at a node, and caps are judged when the walk is over.
//! - Masses, volumes, amounts and speeds above a limit by no more than 1e-9 of it and 1e-9 of the unit are at the
//!   limit; a burn may miss 1e-6 of its velocity change (of 1 m/s, where that is more); dry masses may miss 1e-6 of
//!   what a sizing law asks for.
//! - An activity that cannot be done leaves everything as it was. What then fails because of it is
//!   reported as [`codes::FOLLOWS`], so that the root cause stands out.
//! - A trip is judged as a whole at its departure, with every burn at its own time.
//! - Stores change by the plan's own steps and by boil-off. What demands draw from them is the
//!   simulator's business: where goods that demands may have drawn decide the verdict, the finding is a
//!   warning and says so. On the Earth's surface, before its first flight, nothing of a load counts as drawn; after a
//!   flight, tanks hold what is left in them where everything was drawn that may have been.

pub mod codes;

mod capacity;
mod caps;
mod crew;
mod deed;
mod design;
mod goods;
mod handling;
mod offers;
mod payload;
mod place;
mod plant;
mod propellant;
mod references;
mod report;
mod state;
mod stock;
mod travel;
mod visits;
mod walk;
mod ways;

use portolan_model::{Campaign, Plan};
use portolan_vocabulary::{Finding, Findings, Severity};

/// What the checker says about a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Everything that is wrong or odd, in the order of the plan's times.
    pub findings: Findings,
}

impl Verdict {
    /// True where no finding is an error.
    pub fn is_feasible(&self) -> bool {
        self.findings
            .iter()
            .all(|finding| finding.severity != Severity::Error)
    }
}

/// True for a warning that holds unless demands used up enough by then, or plants made enough: what they do is the
/// simulator's business, so that carrying the plan out settles it.
pub fn is_conditional(finding: &Finding) -> bool {
    let of_activity = finding.subject.kind == "activity";
    let conditional = finding.facts.iter().any(|fact| fact.name == report::UNLESS);
    of_activity && conditional && finding.severity == Severity::Warning
}

/// Judges a plan in a campaign; reports all problems, not only the first.
///
/// ```
/// use portolan_check::{check, codes};
/// use portolan_model::{
///     Action, Activity, Campaign, Element, ElementKind, List, Maker, MakerKind, Parts, Plan, SupplyClass,
/// };
/// use portolan_vocabulary::{Duration, Epoch, Index, Mass};
/// let mut parts = Parts::new("one-box", Epoch::from_unix_micros(0));
/// let class = SupplyClass::TRANSPORTATION;
/// let container = parts.elements.add(Element::new("box", ElementKind::Item, class, Mass::new(10.0)));
/// let (campaign, _) = Campaign::new(parts).expect("a valid campaign");
/// let remove = Activity {
///     id: "remove-box".into(), name: String::new(), mission: None, at: Duration::ZERO, priority: 0,
///     site: None, action: Action::Remove { elements: vec![container] }, cost: None, payer: None,
///     staff: Vec::new(),
/// };
/// let maker = Maker { kind: MakerKind::Person, name: "example".to_owned() };
/// let plan = Plan {
///     id: "p".into(), maker, elements: List::new(), activities: vec![remove].into(),
/// };
/// let verdict = check(&campaign, &plan);
/// assert!(!verdict.is_feasible());
/// assert_eq!(verdict.findings[0].code, codes::ABSENT);
/// ```
pub fn check(campaign: &Campaign, plan: &Plan) -> Verdict {
    Verdict {
        findings: walk::findings(campaign, plan),
    }
}
