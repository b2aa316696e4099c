//! References and ranges: does every name lead somewhere, does every number mean anything?

use crate::codes;
use crate::design;
use crate::report::Report;
use crate::state::State;
use portolan_model::{
    Action, Activity, BurnStep, CrewState, DemandModel, Element, Good, Holder, Lot, Rate, Site,
    StoreKind,
};
use portolan_vocabulary::{Finding, Findings, Index};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// Every element that an action names, in the order written.
pub(crate) fn named(action: &Action) -> Vec<Index<Element>> {
    use Action as A;
    let crew_of = |crew: &[CrewState]| crew.iter().map(|it| it.element).collect::<Vec<_>>();
    let with = |elements: &[Index<Element>], other: Index<Element>| [elements, &[other]].concat();
    match action {
        A::Create {
            elements,
            into: holder,
        }
        | A::Move {
            elements,
            to: holder,
        } => match holder {
            Holder::Node(_) => elements.clone(),
            Holder::Element(holder) => with(elements, *holder),
        },
        A::Remove { elements }
        | A::ReconfigureAll { elements, .. }
        | A::Undock { elements, .. }
        | A::Unload { elements, .. }
        | A::Hold { elements, .. } => elements.clone(),
        A::Add { to: element, .. }
        | A::Consume {
            from: Holder::Element(element),
            ..
        }
        | A::BoilOff { element, .. }
        | A::Produce { plant: element, .. } => vec![*element],
        A::Consume {
            from: Holder::Node(_),
            ..
        } => Vec::new(),
        A::Transfer { from, to, .. } | A::Refuel { from, to, .. } => vec![*from, *to],
        A::Reconfigure { changes } => changes.iter().map(|(element, _)| *element).collect(),
        A::Burn {
            elements, steps, ..
        } => [elements.clone(), stepped(steps)].concat(),
        A::Transport {
            elements, burns, ..
        } => [elements.clone(), stepped(&burns.concat())].concat(),
        A::Eva { vehicle, crew, .. } | A::Explore { vehicle, crew, .. } => {
            with(&crew_of(crew), *vehicle)
        }
        A::Dock { elements, to, .. } => with(elements, *to),
        A::Load { elements, into, .. } | A::Assemble { elements, into, .. } => {
            with(elements, *into)
        }
        A::Repair { element, crew, .. } => with(crew, *element),
    }
}

fn stepped(steps: &[BurnStep]) -> Vec<Index<Element>> {
    let element = |step: &BurnStep| match step {
        BurnStep::Burn(element) | BurnStep::Stage(element) => *element,
    };
    steps.iter().map(element).collect()
}

/// Findings about the plan's own elements and about ids that are used twice.
pub(crate) fn of_plan(state: &State<'_>) -> Findings {
    let plan = state.plan;
    let mut findings = duplicates("activity", plan.activities.iter().map(|it| it.id.as_str()));
    let elements = state.campaign.elements.iter().chain(plan.elements.iter());
    findings.extend(duplicates("element", elements.map(|it| it.id.as_str())));
    for element in &plan.elements {
        findings.extend(dangling(state, element).into_iter().map(|what| {
            let message = format!("refers to {what} that does not exist");
            Finding::error(codes::REFERENCE, "element", element.id.as_str(), message)
        }));
        findings.extend(odd_numbers(state, element));
        findings.extend(design::findings(state, element));
    }
    findings
}

fn duplicates<'b>(kind: &'static str, ids: impl Iterator<Item = &'b str>) -> Findings {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for id in ids {
        *count.entry(id).or_insert(0) += 1;
    }
    let twice = count.into_iter().filter(|(_, count)| *count > 1);
    let finding = |(id, count): (&str, usize)| {
        let message = format!("{count} of the {kind} ids are \"{id}\"");
        Finding::error(codes::DUPLICATE_ID, kind, id, message)
            .advice(format!("give each {kind} an id of its own"))
    };
    twice.map(finding).collect()
}

/// What a plan's element refers to and is not there. The campaign's elements are valid by construction.
fn dangling(state: &State<'_>, element: &Element) -> Vec<&'static str> {
    let campaign = state.campaign;
    let mut missing = Vec::new();
    let mut need = |found: bool, what: &'static str| {
        if !found {
            missing.push(what);
        }
    };
    for store in &element.stores {
        if let StoreKind::Tank(resource) = store.kind {
            need(campaign.resources.at(resource).is_some(), "a resource");
        }
        need(
            store.contents.iter().all(|lot| resolves(state, lot.good)),
            "a resource",
        );
    }
    let stores = element.stores.len();
    let feeds = element
        .propulsion
        .iter()
        .flat_map(|it| &it.feeds)
        .map(|it| it.store);
    let fuel = element.drive.and_then(|drive| drive.store);
    need(feeds.chain(fuel).all(|store| store < stores), "a store");
    need(
        element
            .initial_state
            .is_none_or(|at| at < element.states.len()),
        "a state",
    );
    let parts = element.parts.iter();
    need(
        parts
            .into_iter()
            .all(|it| campaign.resources.at(it.resource).is_some()),
        "a part",
    );
    need(
        element
            .owner
            .is_none_or(|owner| campaign.partners.at(owner).is_some()),
        "a partner",
    );
    need(
        modelled(element)
            .into_iter()
            .all(|good| resolves(state, good)),
        "a resource",
    );
    missing.extend(dangling_in_use(state, element));
    missing
}

/// What the use and the making of a plan's element refer to and is not there.
fn dangling_in_use(state: &State<'_>, element: &Element) -> Vec<&'static str> {
    let (campaign, upkeep) = (state.campaign, &element.upkeep);
    let known = |it: &Rate| resolves(state, it.good);
    let made = element.plant.iter();
    let mut made = made.flat_map(|plant| plant.inputs.iter().chain(&plant.outputs));
    let base = upkeep.base.is_none_or(|it| campaign.nodes.at(it).is_some());
    let design = element.design;
    let all = [
        (
            element
                .ways
                .iter()
                .all(|it| campaign.edges.at(*it).is_some()),
            "a way",
        ),
        (
            upkeep
                .per_trip
                .iter()
                .all(|(good, _)| resolves(state, *good)),
            "a resource",
        ),
        (base, "a node"),
        (made.all(known), "a resource"),
        (
            design.is_none_or(|it| campaign.designs.at(it).is_some()),
            "a design",
        ),
    ];
    let missing = all.into_iter().filter(|(found, _)| !found);
    missing.map(|(_, what)| what).collect()
}

fn modelled(element: &Element) -> Vec<Good> {
    let models = element.states.iter().flat_map(|it| &it.models);
    let goods = |model: &DemandModel| match model {
        DemandModel::Rated(rates) => rates.iter().map(|it| it.good).collect(),
        DemandModel::Impulse(lots) => lots.iter().map(|it| it.good).collect(),
        DemandModel::Conversion { inputs, outputs } => {
            inputs.iter().chain(outputs).map(|it| it.good).collect()
        }
        _ => Vec::new(),
    };
    models.flat_map(goods).collect()
}

/// A number with its name, its unit and the range in which it means something.
type Number = (&'static str, f64, &'static str, RangeInclusive<f64>);

/// Numbers of a plan's element that mean nothing.
fn odd_numbers(state: &State<'_>, element: &Element) -> Findings {
    let not_negative = 0.0..=f64::MAX;
    let mut numbers = vec![
        ("mass", element.mass.kg(), "kg", not_negative.clone()),
        ("volume", element.volume.m3(), "m3", not_negative.clone()),
    ];
    for store in &element.stores {
        numbers.push((
            "boil-off",
            store.boil_off_per_d,
            "per day",
            0.0..=1.0 - 1e-12,
        ));
        let amounts = store.contents.iter().map(|lot| lot.amount);
        numbers.extend(amounts.map(|it| ("contents", it, "", not_negative.clone())));
        let held_kg = crate::stock::lots_kg(state.campaign, &store.contents);
        let most = store
            .max_mass
            .map_or(f64::MAX, |mass| mass.kg() * (1.0 + 1e-9));
        numbers.push(("mass of the contents", held_kg, "kg", 0.0..=most));
    }
    for engine in &element.propulsion {
        numbers.push((
            "specific impulse",
            engine.isp.s(),
            "s",
            f64::MIN_POSITIVE..=f64::MAX,
        ));
        let sum: f64 = engine.feeds.iter().map(|feed| feed.share).sum();
        if !engine.feeds.is_empty() {
            numbers.push((
                "sum of the propellant shares",
                sum,
                "",
                1.0 - 1e-9..=1.0 + 1e-9,
            ));
        }
        let shares = engine.feeds.iter().map(|feed| feed.share);
        numbers.extend(shares.map(|it| ("propellant share", it, "", 0.0..=1.0)));
    }
    if let Some(drive) = &element.drive {
        let speed = drive.max_speed.m_s();
        numbers.push(("highest speed", speed, "m/s", f64::MIN_POSITIVE..=f64::MAX));
        numbers.push(("fuel per kilometre", drive.fuel_per_km, "", not_negative));
    }
    numbers.extend(numbers_in_use(element));
    let odd = numbers
        .into_iter()
        .filter(|(_, value, _, range)| !range.contains(value));
    let finding = |(name, value, unit, _)| {
        let message = format!("its {name} is {value}, which means nothing");
        Finding::error(codes::RANGE, "element", element.id.as_str(), message)
            .text("quantity", name)
            .number("value", value, unit)
    };
    odd.map(finding).collect()
}

/// The numbers of the use of an element, with their units and ranges.
fn numbers_in_use(element: &Element) -> Vec<Number> {
    let not_negative = 0.0..=f64::MAX;
    let payload = element.max_payload.iter();
    let mut numbers: Vec<Number> = payload
        .map(|most| ("payload", most.kg(), "kg", not_negative.clone()))
        .collect();
    let upkeep = &element.upkeep;
    let worn = upkeep.per_trip.iter();
    numbers.extend(worn.map(|(_, it)| ("upkeep of a trip", *it, "", not_negative.clone())));
    let turnaround_d = upkeep.turnaround.days();
    numbers.push(("turnaround", turnaround_d, "d", not_negative.clone()));
    if let Some(plant) = &element.plant {
        let rates = plant.inputs.iter().chain(&plant.outputs);
        numbers.extend(rates.map(|it| ("rate", it.per_day, "per day", not_negative.clone())));
        let decay = plant.decay_per_y;
        numbers.push(("decay", decay, "per year", 0.0..=1.0 - 1e-12));
    }
    numbers
}

/// Judges what an activity says, whatever happened before it.
pub(crate) fn judge(state: &State<'_>, report: &mut Report<'_>) {
    let activity = report.activity();
    dangling_in(state, report, activity);
    times(state, report, activity);
    ranges(report, &activity.action);
    once(state, report, &activity.action);
}

fn dangling_in(state: &State<'_>, report: &mut Report<'_>, activity: &Activity) {
    let campaign = state.campaign;
    let mut need = |found: bool, what: &str| {
        if !found {
            let message = format!("it names {what} that does not exist");
            report.own(report.error(codes::REFERENCE, message));
        }
    };
    need(
        activity
            .mission
            .is_none_or(|it| campaign.missions.at(it).is_some()),
        "a mission",
    );
    need(
        activity
            .payer
            .is_none_or(|it| campaign.partners.at(it).is_some()),
        "a partner",
    );
    need(
        activity.site.is_none_or(|site| site_resolves(state, site)),
        "a site",
    );
    let known = |element: &Index<Element>| element.at() < state.elements();
    need(named(&activity.action).iter().all(known), "an element");
    need(
        goods(&activity.action)
            .into_iter()
            .all(|good| resolves(state, good)),
        "a resource",
    );
    match &activity.action {
        Action::Create {
            into: Holder::Node(node),
            ..
        }
        | Action::Move {
            to: Holder::Node(node),
            ..
        }
        | Action::Consume {
            from: Holder::Node(node),
            ..
        } => {
            need(campaign.nodes.at(*node).is_some(), "a node");
        }
        Action::Transport { edge, .. } => need(campaign.edges.at(*edge).is_some(), "a way"),
        Action::Repair { element, part, .. } => {
            need(*part < state.element(*element).parts.len(), "a part");
        }
        _ => {}
    }
    let states = states_of(&activity.action);
    let held = |(element, at): &(Index<Element>, usize)| *at < state.element(*element).states.len();
    need(states.iter().all(held), "a state");
}

fn site_resolves(state: &State<'_>, site: Site) -> bool {
    match site {
        Site::Node(node) => state.campaign.nodes.at(node).is_some(),
        Site::Edge(edge) => state.campaign.edges.at(edge).is_some(),
    }
}

fn resolves(state: &State<'_>, good: Good) -> bool {
    match good {
        Good::Specific(resource) => state.campaign.resources.at(resource).is_some(),
        Good::Generic { .. } => true,
    }
}

fn goods(action: &Action) -> Vec<Good> {
    match action {
        Action::Refuel { good, .. } => vec![*good],
        Action::Produce {
            inputs, outputs, ..
        } => inputs.iter().chain(outputs).map(|rate| rate.good).collect(),
        _ => lots(action).iter().map(|lot| lot.good).collect(),
    }
}

fn lots(action: &Action) -> &[Lot] {
    match action {
        Action::Add { lots, .. }
        | Action::Consume { lots, .. }
        | Action::Transfer { lots, .. }
        | Action::BoilOff { lots, .. }
        | Action::Eva { demands: lots, .. }
        | Action::Explore { demands: lots, .. } => lots,
        _ => &[],
    }
}

/// The positions of states that an action names. The state of a trip is judged with its vehicle.
fn states_of(action: &Action) -> Vec<(Index<Element>, usize)> {
    match action {
        Action::Reconfigure { changes } => changes.clone(),
        Action::Eva { crew, .. } | Action::Explore { crew, .. } => crew
            .iter()
            .filter_map(|member| Some((member.element, member.state?)))
            .collect(),
        Action::Assemble {
            into,
            state: Some(at),
            ..
        } => vec![(*into, *at)],
        _ => Vec::new(),
    }
}

fn times(state: &State<'_>, report: &mut Report<'_>, activity: &Activity) {
    if activity.at.is_negative() {
        let finding = report.error(codes::TIME, "it begins before the campaign");
        report.own(finding.number("begins", activity.at.days(), "d"));
    }
    let Some(horizon) = state.campaign.horizon else {
        return;
    };
    if activity.at > horizon {
        let finding = report.error(codes::HORIZON, "it begins after the campaign's horizon");
        report.own(
            finding
                .number("begins", activity.at.days(), "d")
                .number("horizon", horizon.days(), "d")
                .advice("begin earlier, or set a later horizon"),
        );
    }
}

fn ranges(report: &mut Report<'_>, action: &Action) {
    range(
        report,
        "duration",
        action.duration().days(),
        "d",
        0.0,
        f64::MAX,
    );
    for lot in lots(action) {
        range(report, "amount", lot.amount, "", 0.0, f64::MAX);
    }
    match action {
        Action::Transfer { loss, .. } => range(report, "loss", *loss, "", 0.0, BELOW_ONE),
        Action::Refuel { loss, amount, .. } => {
            range(report, "loss", *loss, "", 0.0, BELOW_ONE);
            range(report, "amount", amount.unwrap_or(0.0), "", 0.0, f64::MAX);
        }
        Action::Burn { dv, .. } => range(report, "delta-v", dv.m_s(), "m/s", 0.0, f64::MAX),
        Action::Transport {
            duty_cycle, speed, ..
        } => {
            range(
                report,
                "duty cycle",
                *duty_cycle,
                "",
                f64::MIN_POSITIVE,
                1.0,
            );
            let speed = speed.map_or(1.0, |speed| speed.m_s());
            range(report, "speed", speed, "m/s", f64::MIN_POSITIVE, f64::MAX);
        }
        Action::Explore {
            duration,
            evas_per_week,
            eva_duration,
            ..
        } => {
            range(report, "EVAs per week", *evas_per_week, "", 0.0, f64::MAX);
            let length_h = eva_duration.hours();
            range(
                report,
                "EVA duration",
                length_h,
                "h",
                0.0,
                duration.hours().max(0.0),
            );
            let share = evas_per_week / 7.0 * eva_duration.days();
            range(report, "share of the time in EVA", share, "", 0.0, 1.0);
        }
        Action::Produce {
            inputs, outputs, ..
        } => rates(report, inputs, outputs),
        Action::Repair { quantity, .. } => range(report, "quantity", *quantity, "", 0.0, f64::MAX),
        _ => {}
    }
}

fn rates(report: &mut Report<'_>, inputs: &[Rate], outputs: &[Rate]) {
    for rate in inputs.iter().chain(outputs) {
        range(report, "rate", rate.per_day, "per day", 0.0, f64::MAX);
    }
}

/// The largest share that leaves something.
const BELOW_ONE: f64 = 1.0 - f64::EPSILON;

/// Not-a-number is outside every range.
fn range(
    report: &mut Report<'_>,
    name: &str,
    value: f64,
    unit: &'static str,
    least: f64,
    most: f64,
) {
    if (least..=most).contains(&value) {
        return;
    }
    let message = format!("its {name} is {value} {unit}, which means nothing");
    let finding = report.error(codes::RANGE, message.replace(" ,", ","));
    report.own(finding.text("quantity", name).number("value", value, unit));
}

/// No list names an element twice.
fn once(state: &State<'_>, report: &mut Report<'_>, action: &Action) {
    let mut list = match action {
        // Steps name what is aboard, which is listed already.
        Action::Burn { elements, .. } | Action::Transport { elements, .. } => elements.clone(),
        _ => named(action),
    };
    list.sort_unstable();
    for pair in list.windows(2).filter(|pair| pair[0] == pair[1]) {
        let id = state.id(pair[0]);
        let finding = report.error(codes::REPEATED, format!("it names \"{id}\" twice"));
        report.own(finding.text("element", id).advice("name it once"));
    }
}
