//! Caps: does what departs, or what it costs, stay within the limits that are set over many trips?

use crate::codes;
use crate::state::{State, Weight};
use crate::stock::{self, exceeds};
use portolan_model::{Action, Activity, Cap, Edge, Element, Good, Lot, Most, Partner, Store};
use portolan_vocabulary::{Duration, Finding, Findings, Index, Money};

/// What counts towards one cap so far.
#[derive(Clone, Debug, Default)]
struct Sum {
    /// In kg, trips or money.
    full: f64,
    /// How much of it demands may have drawn before it departed.
    drawable: f64,
    /// The activity with which it was first too much.
    over: Option<Index<Activity>>,
    /// True where some money is in a currency without rate.
    without_rate: bool,
}

/// The sums of all caps of a campaign.
#[derive(Clone, Debug)]
pub(crate) struct Sums(Vec<Sum>);

impl Sums {
    pub(crate) fn new(caps: usize) -> Self {
        Self(vec![Sum::default(); caps])
    }

    /// Counts an activity that is about to be carried out.
    pub(crate) fn count(&mut self, state: &State<'_>, index: Index<Activity>, activity: &Activity) {
        for (cap, sum) in state.campaign.caps.iter().zip(&mut self.0) {
            if !cap.counts_at(activity.at) {
                continue;
            }
            match &activity.action {
                Action::Transport { edge, elements, .. } if cap.counts_on(*edge) => {
                    departs(state, cap, sum, activity, (*edge, elements));
                }
                Action::Create { elements, .. } if cap.edges.is_empty() => {
                    for element in elements {
                        created(state, cap, sum, activity, *element);
                    }
                }
                Action::Add { lots, .. } if cap.edges.is_empty() => {
                    bought(state, cap, sum, activity.payer, lots);
                }
                _ => continue,
            }
            let limit = limit(state, cap);
            if sum.over.is_none() && limit.is_some_and(|limit| exceeds(sum.full, limit)) {
                sum.over = Some(index);
            }
        }
    }

    /// A finding for each cap that is exceeded.
    pub(crate) fn findings(&self, state: &State<'_>) -> Findings {
        let both = state.campaign.caps.iter().zip(&self.0);
        both.flat_map(|(cap, sum)| [exceeded(state, cap, sum), left_out(state, cap, sum)])
            .flatten()
            .collect()
    }
}

/// The limit in kg, trips or money of the campaign; `None` where it has no rate.
fn limit(state: &State<'_>, cap: &Cap) -> Option<f64> {
    match cap.most {
        Most::Mass(mass) => Some(mass.kg()),
        Most::Trips(trips) => Some(f64::from(trips)),
        Most::Cost(money) => {
            let money = state.campaign.settings.exchanged(money)?;
            Some(money.amount())
        }
    }
}

fn departs(
    state: &State<'_>,
    cap: &Cap,
    sum: &mut Sum,
    activity: &Activity,
    (edge, listed): (Index<Edge>, &[Index<Element>]),
) {
    match cap.most {
        Most::Mass(_) => {
            let load = counted(state, cap, activity.at, listed);
            sum.full += load.full_kg;
            sum.drawable += load.drawable_kg;
        }
        Most::Trips(_) => {
            let mut members = listed.iter().flat_map(|it| state.tree(*it));
            if cap.owner.is_none() || members.any(|it| is_counted(state, cap, it)) {
                sum.full += 1.0;
            }
        }
        Most::Cost(_) => trip_costs(state, cap, sum, activity, (edge, listed)),
    }
}

/// True where an element is of the owner that the cap counts.
fn is_counted(state: &State<'_>, cap: &Cap, member: Index<Element>) -> bool {
    let owner = state.element(member).owner;
    cap.owner.is_none_or(|counted| owner == Some(counted))
}

/// The mass that counts: of the owner's elements with the goods in them, or of the good alone.
fn counted(state: &State<'_>, cap: &Cap, now: Duration, listed: &[Index<Element>]) -> Weight {
    let mut sum = Weight::default();
    let members = listed.iter().flat_map(|it| state.tree(*it));
    for member in members.filter(|it| is_counted(state, cap, *it)) {
        let mut weight = match cap.good {
            None => state.own_weight(member, now),
            Some(good) => of_good(state, member, now, good),
        };
        if state.is_before_launch(member) {
            weight.drawable_kg = 0.0;
        }
        sum.add(weight);
    }
    sum
}

fn of_good(state: &State<'_>, member: Index<Element>, now: Duration, good: Good) -> Weight {
    let stores = state.stores_at(member, now);
    let mut weight = Weight::default();
    for (store, lots) in state.element(member).stores.iter().zip(&stores) {
        let kg = kg_of(state, lots, good);
        weight.full_kg += kg;
        if may_be_drawn(state, store) {
            weight.drawable_kg += kg;
        }
    }
    weight
}

const fn may_be_drawn(state: &State<'_>, store: &Store) -> bool {
    state.has_needs && store.serves_demands
}

fn kg_of(state: &State<'_>, lots: &[Lot], good: Good) -> f64 {
    let of_good = lots
        .iter()
        .filter(|lot| stock::serves(state.campaign, lot.good, good));
    let kg = of_good.map(|lot| lot.amount * stock::unit_kg(state.campaign, lot.good));
    kg.sum()
}

/// Counts money that a partner pays.
fn pay(
    state: &State<'_>,
    cap: &Cap,
    sum: &mut Sum,
    payer: Option<Index<Partner>>,
    money: Option<Money>,
) {
    let Some(money) = money else {
        return;
    };
    if cap.owner.is_none_or(|counted| payer == Some(counted)) {
        match state.campaign.settings.exchanged(money) {
            Some(money) => sum.full += money.amount(),
            None => sum.without_rate = true,
        }
    }
}

fn trip_costs(
    state: &State<'_>,
    cap: &Cap,
    sum: &mut Sum,
    activity: &Activity,
    (edge, listed): (Index<Edge>, &[Index<Element>]),
) {
    let Some(edge) = state.campaign.edges.at(edge) else {
        return;
    };
    let first = listed.first().and_then(|it| state.element(*it).owner);
    let payer = activity.payer.or(first).or(edge.operator);
    let kg: f64 = listed
        .iter()
        .map(|it| state.weight(*it, activity.at).full_kg)
        .sum();
    pay(state, cap, sum, payer, edge.tariff.per_trip);
    let by_mass = edge.tariff.per_kg.map(|price| price.times(kg));
    pay(state, cap, sum, payer, by_mass);
}

fn created(
    state: &State<'_>,
    cap: &Cap,
    sum: &mut Sum,
    activity: &Activity,
    index: Index<Element>,
) {
    if !matches!(cap.most, Most::Cost(_)) {
        return;
    }
    let element = state.element(index);
    let payer = activity.payer.or(element.owner);
    pay(state, cap, sum, payer, element.cost);
    for store in &element.stores {
        bought(state, cap, sum, payer, &store.contents);
    }
}

/// Counts what goods cost that are bought.
fn bought(
    state: &State<'_>,
    cap: &Cap,
    sum: &mut Sum,
    payer: Option<Index<Partner>>,
    lots: &[Lot],
) {
    if !matches!(cap.most, Most::Cost(_)) {
        return;
    }
    for lot in lots {
        let resource = match lot.good {
            Good::Specific(resource) => state.campaign.resources.at(resource),
            Good::Generic { .. } => None,
        };
        let price = resource.and_then(|it| it.price);
        pay(state, cap, sum, payer, price.map(|it| it.times(lot.amount)));
    }
}

fn exceeded(state: &State<'_>, cap: &Cap, sum: &Sum) -> Option<Finding> {
    let limit = limit(state, cap)?;
    let over = sum.over?;
    let activity = state.plan.activities.at(over)?;
    let unit = unit(state, cap);
    let id = cap.id.as_str();
    let what = match cap.most {
        Most::Mass(_) => "mass that departs",
        Most::Trips(_) => "trips",
        Most::Cost(_) => "cost",
    };
    let (full, excess) = (sum.full, sum.full - limit);
    let message = format!("{what}: {full:.3} {unit}, and \"{id}\" allows {limit:.3} {unit}");
    let message = message.replace(" ,", ",");
    let drawn = !exceeds(sum.full - sum.drawable, limit);
    let finding = if drawn {
        let unless = format!("{message}, unless demands used up {excess:.3} {unit} before");
        Finding::warning(codes::CAP, "cap", id, unless)
    } else {
        Finding::error(codes::CAP, "cap", id, message.trim_end())
    };
    Some(
        finding
            .number("sum", full, unit.clone())
            .number("limit", limit, unit.clone())
            .number("excess", excess, unit)
            .text("activity", activity.id.as_str())
            .number("since", activity.at.days(), "d")
            .advice("send less, take another way, or share it with others"),
    )
}

fn unit(state: &State<'_>, cap: &Cap) -> String {
    match cap.most {
        Most::Mass(_) => "kg".to_owned(),
        Most::Trips(_) => String::new(),
        Most::Cost(_) => state.campaign.settings.money.0.to_string(),
    }
}

fn left_out(state: &State<'_>, cap: &Cap, sum: &Sum) -> Option<Finding> {
    let known = limit(state, cap).is_some();
    if known && !sum.without_rate {
        return None;
    }
    let id = cap.id.as_str();
    let (currency, year) = state.campaign.settings.money;
    let message = format!(
        "\"{id}\" cannot be held against all costs: no rate to {currency} of {year} is given for some"
    );
    let finding = Finding::warning(codes::CAP, "cap", id, message);
    Some(finding.advice("give an exchange rate in the settings"))
}
