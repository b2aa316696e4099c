//! Payload: does an element carry what is put into it, with the crew and with goods, but without its own
//! propellant?

use crate::capacity;
use crate::codes;
use crate::report::Report;
use crate::state::{Spot, State, Weight};
use crate::stock::{self, Stores};
use portolan_model::Element;
use portolan_vocabulary::{Duration, Index};

type Elements<'e> = &'e [Index<Element>];

/// What is in the stores of some elements once goods have come or gone.
pub(crate) type Changed<'c> = &'c [(Index<Element>, &'c Stores)];

/// The elements whose payload includes what is stowed in `into`: itself, and those in whose holds it stands.
fn carriers(state: &State<'_>, into: Index<Element>) -> Vec<Index<Element>> {
    let mut inner = into;
    let mut carriers = vec![into];
    for holder in state.holders(into) {
        if state.thing(inner).spot == Some(Spot::Stowed(holder)) {
            carriers.push(holder);
        }
        inner = holder;
    }
    carriers
}

/// True where an element is part of the payload of another already.
fn belongs(state: &State<'_>, element: Index<Element>, to: Index<Element>) -> bool {
    carriers(state, element)
        .into_iter()
        .skip(1)
        .any(|it| it == to)
}

/// The weight of an element's own stores: all of them, or those that feed no engine.
fn goods(
    state: &State<'_>,
    now: Duration,
    index: Index<Element>,
    changed: Changed<'_>,
    engines: bool,
) -> Weight {
    let element = state.element(index);
    let stores = match changed.iter().find(|(it, _)| *it == index) {
        Some((_, stores)) => (*stores).clone(),
        None => state.stores_at(index, now),
    };
    let drawable = state.has_needs && !state.is_before_launch(index);
    let mut weight = Weight::default();
    for (at, (store, lots)) in element.stores.iter().zip(&stores).enumerate() {
        if engines || !element.feeds_engine(at) {
            let full_kg = stock::lots_kg(state.campaign, lots);
            let drawn = drawable && store.serves_demands;
            let drawable_kg = if drawn { full_kg } else { 0.0 };
            weight.add(Weight {
                full_kg,
                drawable_kg,
            });
        }
    }
    weight
}

/// What an element carries.
fn payload(
    state: &State<'_>,
    now: Duration,
    index: Index<Element>,
    changed: Changed<'_>,
) -> Weight {
    let mut load = goods(state, now, index, changed, false);
    let inside = state.thing(index).inside.iter().copied();
    let stowed = inside.filter(|it| state.thing(*it).spot == Some(Spot::Stowed(index)));
    for member in stowed.flat_map(|it| state.tree(it)) {
        load.full_kg += state.element(member).mass.kg();
        load.add(goods(state, now, member, changed, true));
    }
    load
}

/// Judges a payload against the limit of its carrier.
fn within(state: &State<'_>, report: &mut Report<'_>, carrier: Index<Element>, load: Weight) {
    let Some(limit) = state.element(carrier).max_payload else {
        return;
    };
    let id = state.id(carrier);
    let what = format!("\"{id}\", crew and goods included,");
    if let Some(finding) = capacity::too_heavy(report, codes::PAYLOAD, &what, load, limit.kg()) {
        report.state(finding.text("element", id));
    }
}

fn limited(state: &State<'_>, carrier: Index<Element>) -> bool {
    state.element(carrier).max_payload.is_some()
}

/// Judges the payload of `into`, and of what it is stowed in, once newcomers are stowed in it.
pub(crate) fn stowing(
    state: &State<'_>,
    report: &mut Report<'_>,
    into: Index<Element>,
    newcomers: Elements<'_>,
    created: bool,
) {
    gaining(state, report, carriers(state, into), newcomers, created);
}

/// Judges the payload of what `to` is stowed in once newcomers are joined to it.
pub(crate) fn joining(
    state: &State<'_>,
    report: &mut Report<'_>,
    to: Index<Element>,
    newcomers: Elements<'_>,
) {
    let around = carriers(state, to).into_iter().skip(1).collect();
    gaining(state, report, around, newcomers, false);
}

fn gaining(
    state: &State<'_>,
    report: &mut Report<'_>,
    carriers: Vec<Index<Element>>,
    newcomers: Elements<'_>,
    created: bool,
) {
    let now = report.activity().at;
    for carrier in carriers.into_iter().filter(|it| limited(state, *it)) {
        let mut added = Weight::default();
        for element in newcomers {
            if created || !belongs(state, *element, carrier) {
                added.add(capacity::weight(state, report, *element, created));
            }
        }
        if added.full_kg > 0.0 {
            added.add(payload(state, now, carrier, &[]));
            within(state, report, carrier, added);
        }
    }
}

/// Judges what an element carries from its creation on.
pub(crate) fn at_creation(state: &State<'_>, report: &mut Report<'_>, index: Index<Element>) {
    let contents = state.element(index).stores.iter();
    let contents: Stores = contents.map(|store| store.contents.clone()).collect();
    let now = report.activity().at;
    let mut load = goods(state, now, index, &[(index, &contents)], false);
    load.drawable_kg = 0.0;
    within(state, report, index, load);
}

/// Judges the payload of an element that gains goods, and of what it is stowed in.
pub(crate) fn goods_come(
    state: &State<'_>,
    report: &mut Report<'_>,
    to: Index<Element>,
    changed: Changed<'_>,
) {
    let now = report.activity().at;
    for carrier in carriers(state, to) {
        if limited(state, carrier) {
            let before = payload(state, now, carrier, &[]);
            let after = payload(state, now, carrier, changed);
            if after.full_kg > before.full_kg {
                within(state, report, carrier, after);
            }
        }
    }
}
