//! Mutations: one thing broken on purpose, or references that lead nowhere.

use crate::chance::Chance;
use portolan_model::{
    Action, Activity, BurnStep, Campaign, Element, Good, Holder, Parts, Plan, Roster, Site,
};
use portolan_vocabulary::{Index, Mass};

/// What a mutation breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    /// An element is not created that something uses.
    DropCreate,
    /// A trip begins before its elements are created.
    SwapTimes,
    /// An element that travels weighs more than any way takes.
    RaiseMass,
    /// The tanks of all that burns on a trip are empty, and nobody fills them.
    LowerTank,
}

/// Breaks one thing of a feasible plan; `None` where it has nothing of the kind.
pub fn mutate(campaign: &Campaign, plan: &Plan, seed: u64) -> (Campaign, Plan, Option<Mutation>) {
    let mut chance = Chance::new(seed);
    let kinds = [
        Mutation::DropCreate,
        Mutation::SwapTimes,
        Mutation::RaiseMass,
        Mutation::LowerTank,
    ];
    let first = chance.below(kinds.len());
    for turn in 0..kinds.len() {
        let kind = kinds[(first + turn) % kinds.len()];
        if let Some((campaign, plan)) = broken(campaign, plan, kind, &mut chance) {
            return (campaign, plan, Some(kind));
        }
    }
    (campaign.clone(), plan.clone(), None)
}

fn broken(
    campaign: &Campaign,
    plan: &Plan,
    kind: Mutation,
    chance: &mut Chance,
) -> Option<(Campaign, Plan)> {
    let trips = positions(plan, |it| matches!(it.action, Action::Transport { .. }));
    let trip = *trips.get(chance.below(trips.len()))?;
    let Action::Transport {
        edge,
        elements,
        burns,
        ..
    } = &plan.activities[trip].action
    else {
        return None;
    };
    let traveller = *elements.first()?;
    let mut changed = plan.clone();
    match kind {
        Mutation::DropCreate => {
            changed.activities.remove(creation(plan, traveller)?.at());
            Some((campaign.clone(), changed))
        }
        Mutation::SwapTimes => {
            let creation = creation(plan, traveller)?;
            let (a, b) = (plan.activities[trip].at, plan.activities[creation].at);
            changed.activities[trip].at = b;
            changed.activities[creation].at = a;
            (a != b).then(|| (campaign.clone(), changed))
        }
        Mutation::RaiseMass => {
            let mut parts = campaign.clone().into_parts();
            element_mut(&mut parts, &mut changed, traveller)?.mass = Mass::new(1e9);
            parts.edges[*edge].limits.mass = Some(Mass::new(1e8));
            valid(parts, changed)
        }
        Mutation::LowerTank => {
            let burning = burning(burns);
            let mut parts = campaign.clone().into_parts();
            for vehicle in &burning {
                let vehicle = element_mut(&mut parts, &mut changed, *vehicle)?;
                for store in &mut vehicle.stores {
                    store.contents.clear();
                }
            }
            let fills_one = |it: &Activity| burning.iter().any(|to| fills(&it.action, *to));
            changed.activities.retain(|it| !fills_one(it));
            (!burning.is_empty()).then(|| valid(parts, changed))?
        }
    }
}

fn burning(burns: &[Vec<BurnStep>]) -> Vec<Index<Element>> {
    let steps = burns.iter().flatten();
    let burning = steps.filter_map(|step| match step {
        BurnStep::Burn(element) => Some(*element),
        BurnStep::Stage(_) => None,
    });
    burning.collect()
}

fn positions(plan: &Plan, wanted: impl Fn(&Activity) -> bool) -> Vec<Index<Activity>> {
    let numbered = plan.activities.indexed();
    numbered
        .filter(|(_, it)| wanted(it))
        .map(|(at, _)| at)
        .collect()
}

fn creation(plan: &Plan, element: Index<Element>) -> Option<Index<Activity>> {
    let creates = |it: &Activity| match &it.action {
        Action::Create { elements, .. } => elements.contains(&element),
        _ => false,
    };
    positions(plan, creates).first().copied()
}

fn fills(action: &Action, element: Index<Element>) -> bool {
    match action {
        Action::Add { to, .. } | Action::Refuel { to, .. } | Action::Transfer { to, .. } => {
            *to == element
        }
        _ => false,
    }
}

fn element_mut<'p>(
    parts: &'p mut Parts,
    plan: &'p mut Plan,
    index: Index<Element>,
) -> Option<&'p mut Element> {
    let own = parts.elements.len();
    if index.at() < own {
        parts.elements.get_mut(index.at())
    } else {
        plan.elements.get_mut(index.at() - own)
    }
}

fn valid(parts: Parts, plan: Plan) -> Option<(Campaign, Plan)> {
    Campaign::new(parts)
        .ok()
        .map(|(campaign, _)| (campaign, plan))
}

/// Makes references of a plan lead nowhere, or to something else, at random: a checker must bear it.
pub fn scramble(campaign: &Campaign, plan: &Plan, seed: u64) -> Plan {
    let mut chance = Chance::new(seed);
    let mut changed = plan.clone();
    let elements = Roster::new(campaign, plan).len();
    for activity in changed.activities.iter_mut() {
        if !chance.chance(0.3) {
            continue;
        }
        let mut element = |index: &mut Index<Element>| *index = wild(&mut chance, elements);
        each_element(&mut activity.action, &mut element);
        others(activity, &mut chance, campaign);
    }
    for element in changed.elements.iter_mut() {
        if !chance.chance(0.3) {
            continue;
        }
        element.initial_state = Some(99);
        for feed in element.propulsion.iter_mut().flat_map(|it| &mut it.feeds) {
            feed.store = chance.below(5);
        }
        for content in element.stores.iter_mut().flat_map(|it| &mut it.contents) {
            content.good = Good::Specific(wild(&mut chance, 9));
        }
    }
    changed
}

/// Mostly an index within a list, or one after its end, or one far away.
fn wild<T>(chance: &mut Chance, count: usize) -> Index<T> {
    match chance.below(8) {
        0 => Index::new(count),
        1 => Index::new(usize::MAX),
        _ => Index::new(chance.below(count)),
    }
}

fn others(activity: &mut Activity, chance: &mut Chance, campaign: &Campaign) {
    match &mut activity.action {
        Action::Transport {
            edge, duty_cycle, ..
        } => {
            *edge = wild(chance, campaign.edges.len());
            *duty_cycle = *chance.pick(&[0.0, 0.5, f64::NAN, 2.0]);
        }
        Action::Create {
            into: Holder::Node(node),
            ..
        } => {
            *node = wild(chance, campaign.nodes.len());
        }
        Action::Add { lots, .. } | Action::Consume { lots, .. } => {
            for lot in lots {
                lot.good = Good::Specific(wild(chance, campaign.resources.len()));
                lot.amount = *chance.pick(&[0.0, 1e300, f64::INFINITY, -1.0]);
            }
        }
        Action::Transfer { loss, .. } | Action::Refuel { loss, .. } => {
            *loss = *chance.pick(&[0.0, 0.999_999, 1.0, f64::NAN]);
        }
        Action::Repair { part, .. } => *part = chance.below(3),
        _ => {}
    }
    activity.mission = Some(wild(chance, campaign.missions.len()));
    activity.site = chance
        .chance(0.5)
        .then(|| Site::Edge(wild(chance, campaign.edges.len())));
}

fn each_element(action: &mut Action, change: &mut impl FnMut(&mut Index<Element>)) {
    match action {
        Action::Create {
            elements,
            into: holder,
        }
        | Action::Move {
            elements,
            to: holder,
        } => {
            elements.iter_mut().for_each(&mut *change);
            if let Holder::Element(holder) = holder {
                change(holder);
            }
        }
        Action::Remove { elements }
        | Action::ReconfigureAll { elements, .. }
        | Action::Undock { elements, .. }
        | Action::Unload { elements, .. }
        | Action::Hold { elements, .. } => elements.iter_mut().for_each(change),
        Action::Transport {
            elements, burns, ..
        } => {
            elements.iter_mut().for_each(&mut *change);
            burns
                .iter_mut()
                .flatten()
                .for_each(|step| each_step(step, change));
        }
        Action::Burn {
            elements, steps, ..
        } => {
            elements.iter_mut().for_each(&mut *change);
            steps.iter_mut().for_each(|step| each_step(step, change));
        }
        Action::Transfer { from, to, .. } | Action::Refuel { from, to, .. } => {
            change(from);
            change(to);
        }
        Action::Dock {
            elements, to: into, ..
        }
        | Action::Load { elements, into, .. }
        | Action::Assemble { elements, into, .. } => {
            elements.iter_mut().for_each(&mut *change);
            change(into);
        }
        Action::Eva { vehicle, crew, .. } | Action::Explore { vehicle, crew, .. } => {
            change(vehicle);
            crew.iter_mut()
                .for_each(|member| change(&mut member.element));
        }
        Action::Reconfigure { changes } => changes.iter_mut().for_each(|(it, _)| change(it)),
        Action::Repair { element, crew, .. } => {
            change(element);
            crew.iter_mut().for_each(change);
        }
        Action::Add { to: element, .. }
        | Action::BoilOff { element, .. }
        | Action::Produce { plant: element, .. }
        | Action::Consume {
            from: Holder::Element(element),
            ..
        } => change(element),
        Action::Consume {
            from: Holder::Node(_),
            ..
        } => {}
    }
}

fn each_step(step: &mut BurnStep, change: &mut impl FnMut(&mut Index<Element>)) {
    match step {
        BurnStep::Burn(element) | BurnStep::Stage(element) => change(element),
    }
}
