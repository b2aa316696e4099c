//! The walk: the plan's activities in the order in which they happen, each judged and then written
//! into the book.

use crate::capacity;
use crate::caps::Sums;
use crate::codes;
use crate::crew;
use crate::deed::{self, Change, Deed};
use crate::goods::{self, Passage};
use crate::handling;
use crate::offers;
use crate::plant::Process;
use crate::references;
use crate::report::Report;
use crate::state::{Spot, State, Weight};
use crate::travel;
use crate::visits;
use crate::ways::{self, Trip};
use portolan_model::{Action, Activity, Campaign, Element, Node, Plan};
use portolan_vocabulary::{Duration, Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is wrong or odd about a plan.
pub(crate) fn findings(campaign: &Campaign, plan: &Plan) -> Findings {
    let state = State::new(campaign, plan);
    let mut walk = Walk {
        findings: references::of_plan(&state),
        state,
        ends: BTreeMap::new(),
        last: Duration::ZERO,
        sums: Sums::new(campaign.caps.len()),
        failures: 0,
    };
    for (index, activity) in in_order(plan) {
        walk.settle(activity.at);
        walk.last = walk.last.max(activity.at);
        walk.begin(index, activity);
    }
    walk.settle(Duration::MAX);
    let of_visits = visits::findings(&walk.state, walk.last);
    walk.findings.extend(of_visits);
    walk.findings.extend(offers::not_returned(&walk.state));
    walk.findings.extend(walk.sums.findings(&walk.state));
    walk.findings
}

/// The activities by time, priority and position.
fn in_order(plan: &Plan) -> Vec<(Index<Activity>, &Activity)> {
    let mut order: Vec<_> = plan.activities.indexed().collect();
    // The sort is stable, so that the position decides last.
    order.sort_by_key(|(_, activity)| (activity.at, activity.priority));
    order
}

/// What is still to take effect.
struct End {
    by: Index<Activity>,
    changes: Vec<Change>,
    busy: Vec<Index<Element>>,
}

struct Walk<'a> {
    state: State<'a>,
    findings: Findings,
    /// By time, then in the order of their beginnings.
    ends: BTreeMap<(Duration, usize), End>,
    /// The last instant at which something begins or ends.
    last: Duration,
    /// What counts towards the caps.
    sums: Sums,
    failures: usize,
}

impl<'a> Walk<'a> {
    /// Lets everything take effect that ends at or before an instant.
    fn settle(&mut self, until: Duration) {
        while let Some(entry) = self.ends.first_entry() {
            let (at, _) = *entry.key();
            if at > until {
                return;
            }
            let end = entry.remove();
            self.last = self.last.max(at);
            for element in end.busy {
                self.state.change(element, |thing| thing.busy = None);
            }
            self.write(end.by, at, end.changes);
        }
    }

    fn begin(&mut self, index: Index<Activity>, activity: &'a Activity) {
        let mut report = Report::new(activity);
        references::judge(&self.state, &mut report);
        let deed = if report.failed() {
            Deed::default()
        } else {
            judge(&self.state, &mut report)
        };
        self.ends_in_time(&mut report, &deed);
        let named = references::named(&activity.action);
        let failed = report.failed();
        let root = self.root(&named, failed);
        if failed {
            self.failures += 1;
            // An error of its own makes this activity a root for what comes after.
            let cause = root.filter(|_| !report.failed_by_itself()).unwrap_or(index);
            self.mark(&named, cause);
        } else {
            if let Some(root) = root {
                self.mark(&named, root);
            }
            self.sums.count(&self.state, index, activity);
            self.carry_out(index, activity.at, deed);
        }
        let id = root.and_then(|root| self.state.plan.activities.at(root));
        self.findings
            .extend(report.into_findings(id.map(|root| root.id.as_str())));
    }

    fn ends_in_time(&self, report: &mut Report<'_>, deed: &Deed) {
        let (Some(end), Some(horizon)) = (deed.end, self.state.campaign.horizon) else {
            return;
        };
        if end > horizon && report.activity().at <= horizon {
            let finding = report.warning(codes::HORIZON, "it ends after the campaign's horizon");
            report.own(finding.number("ends", end.days(), "d").number(
                "horizon",
                horizon.days(),
                "d",
            ));
        }
    }

    /// The failed activity that the condition of these elements, or of what holds them, rests on. For an
    /// activity that fails, what is in them counts too.
    fn root(&self, named: &[Index<Element>], failed: bool) -> Option<Index<Activity>> {
        if self.failures == 0 {
            return None;
        }
        let cause = |it: Index<Element>| self.state.thing(it).cause;
        let around =
            |it: Index<Element>| cause(it).or_else(|| self.state.holders(it).find_map(cause));
        let within = |it: Index<Element>| self.state.tree(it).into_iter().find_map(cause);
        let here = named.iter().find_map(|it| around(*it));
        here.or_else(|| named.iter().filter(|_| failed).find_map(|it| within(*it)))
    }

    fn mark(&mut self, named: &[Index<Element>], cause: Index<Activity>) {
        for element in named {
            self.state.change(*element, |thing| {
                thing.cause = Some(thing.cause.unwrap_or(cause));
            });
        }
    }

    fn carry_out(&mut self, by: Index<Activity>, now: Duration, deed: Deed) {
        self.write(by, now, deed.now);
        let Some(end) = deed.end else {
            return;
        };
        for element in &deed.busy {
            self.state
                .change(*element, |thing| thing.busy = Some((end, by)));
        }
        let later = End {
            by,
            changes: deed.then,
            busy: deed.busy,
        };
        self.ends.insert((end, by_order(&self.ends, end)), later);
        self.settle(now);
    }

    fn write(&mut self, by: Index<Activity>, now: Duration, changes: Vec<Change>) {
        let mut reached = BTreeSet::new();
        for change in changes {
            if let Change::Wear(travelled) = &change {
                self.wear(by, now, travelled);
            }
            if let Change::Place(element, Spot::Node(node)) = change
                && matches!(self.state.thing(element).spot, Some(Spot::Way(_)))
            {
                reached.insert(node);
            }
            deed::apply(&mut self.state, by, now, change);
        }
        for node in reached {
            self.crowd(by, now, node);
        }
    }

    /// Takes what a trip has worn out. What is missing breaks nothing that comes after.
    fn wear(&mut self, by: Index<Activity>, now: Duration, travelled: &[Index<Element>]) {
        if let Some(activity) = self.state.plan.activities.at(by) {
            let mut report = Report::new(activity);
            travel::wear(&mut self.state, &mut report, now, travelled);
            let root = self.root(travelled, true);
            let root = root.and_then(|root| self.state.plan.activities.at(root));
            self.findings
                .extend(report.into_findings(root.map(|root| root.id.as_str())));
        }
    }

    fn crowd(&mut self, by: Index<Activity>, now: Duration, node: Index<Node>) {
        if let Some(activity) = self.state.plan.activities.at(by) {
            let report = Report::new(activity);
            let none = Weight::default();
            let finding = capacity::node_mass(&self.state, &report, node, now, none);
            self.findings.extend(finding);
        }
    }
}

/// The next free number among the ends at one instant.
fn by_order(ends: &BTreeMap<(Duration, usize), End>, end: Duration) -> usize {
    let last = ends.range((end, 0)..=(end, usize::MAX)).next_back();
    last.map_or(0, |((_, number), _)| number + 1)
}

/// Judges what an activity does; returns what it changes.
fn judge(state: &State<'_>, report: &mut Report<'_>) -> Deed {
    let activity = report.activity();
    let end = activity.at + activity.action.duration();
    match &activity.action {
        Action::Create { elements, into } => handling::create(state, report, elements, *into),
        Action::Move { elements, to } => handling::shift(state, report, elements, *to),
        Action::Remove { elements } => handling::remove(state, report, elements),
        Action::Dock {
            elements, to: into, ..
        }
        | Action::Assemble { elements, into, .. } => {
            handling::join(state, report, elements, *into, end)
        }
        Action::Undock { elements, .. } => handling::leave(state, report, elements, true, end),
        Action::Load { elements, into, .. } => handling::load(state, report, elements, *into, end),
        Action::Unload { elements, .. } => handling::leave(state, report, elements, false, end),
        Action::Hold { elements, .. } => handling::hold(state, report, elements, end),
        Action::Eva { vehicle, crew, .. } | Action::Explore { vehicle, crew, .. } => {
            crew::excursion(state, report, *vehicle, crew, end)
        }
        Action::Repair { element, crew, .. } => crew::repair(state, report, *element, crew),
        Action::Produce {
            plant,
            inputs,
            outputs,
            ..
        } => crew::produce(state, report, *plant, Process { inputs, outputs }, end),
        Action::Reconfigure { changes } => {
            crew::reconfigure(state, report, changes.iter().map(|(element, _)| *element))
        }
        Action::ReconfigureAll { elements, kind } => {
            crew::reconfigure_all(state, report, elements, *kind)
        }
        Action::Burn {
            elements,
            dv,
            system,
            steps,
        } => ways::burn_in_place(state, report, elements, (*dv, *system), steps),
        transport @ Action::Transport { .. } => travel(state, report, transport),
        goods => pass_goods(state, report, goods, end),
    }
}

fn travel(state: &State<'_>, report: &mut Report<'_>, action: &Action) -> Deed {
    let Action::Transport {
        edge,
        elements,
        burns,
        speed,
        duty_cycle,
        moving_state,
    } = action
    else {
        return Deed::default();
    };
    let trip = Trip {
        edge: *edge,
        elements,
        burns,
        speed: *speed,
        duty_cycle: *duty_cycle,
        moving_state: *moving_state,
    };
    ways::transport(state, report, &trip)
}

fn pass_goods(state: &State<'_>, report: &mut Report<'_>, action: &Action, end: Duration) -> Deed {
    match action {
        Action::Add { lots, to } => goods::add(state, report, lots, *to),
        Action::Consume { lots, from } => goods::consume(state, report, lots, *from),
        Action::BoilOff { element, lots } => goods::vent(state, report, lots, *element),
        Action::Transfer {
            lots,
            from,
            to,
            loss,
        } => {
            let (from, to, loss) = (*from, *to, *loss);
            goods::transfer(state, report, lots, Passage { from, to, loss })
        }
        Action::Refuel {
            from,
            to,
            good,
            amount,
            loss,
            ..
        } => {
            let (from, to, loss) = (*from, *to, *loss);
            goods::refuel(
                state,
                report,
                Passage { from, to, loss },
                *good,
                *amount,
                end,
            )
        }
        _ => Deed::default(),
    }
}
