//! What remains of a campaign on a day: what stands where, what is still on offer and demanded, and what a partner
//! who leaves takes away.

use crate::share::owner_of;
use crate::taken::taken;
use portolan_model::{
    Campaign, Demand, Element, List, Lot, Most, Need, Node, Offer, Offered, Outcome, Partner,
    Parts, Plan, Recipient, Roster, Site, Window,
};
use portolan_vocabulary::{Duration, Findings, Id, Index, Mass, Money};
use std::collections::{BTreeMap, BTreeSet};

/// Who leaves, and when.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Departure {
    /// Who; nobody where the campaign goes on as it is.
    pub(crate) partner: Option<Index<Partner>>,
    /// When what it brought is gone.
    pub(crate) from: Duration,
    /// How long before that the plan can be changed.
    pub(crate) notice: Duration,
    /// One thing that stays all the same, by its number among what is withdrawn.
    pub(crate) kept: Option<usize>,
}

/// True where a demand is still to be met from an instant on. Needs of the instant itself are: they come after all else that
/// happens then.
pub(crate) fn is_open(demand: &Demand, now: Duration) -> bool {
    match &demand.need {
        Need::Once { due, .. } => *due >= now,
        Need::Steady { until, .. } => *until > now,
        Need::Presence { from, until, .. } => *until > now || (from == until && *until == now),
    }
}

/// What remains of a campaign.
pub(crate) struct Rest {
    /// The campaign from the day of the notice on.
    pub(crate) campaign: Campaign,
    /// What is withdrawn, in words.
    pub(crate) withdrawn: Vec<String>,
    /// The leaving partner's own demands, which fall away.
    pub(crate) fallen: Vec<Index<Demand>>,
}

/// The campaign from the day of the notice on, without what leaves.
///
/// # Errors
/// Findings, where the rest is no valid campaign.
pub(crate) fn remaining(
    campaign: &Campaign,
    plan: &Plan,
    departure: &Departure,
) -> Result<Rest, Findings> {
    let now = departure.from - departure.notice;
    let mut taking = Taking {
        departure,
        withdrawn: Vec::new(),
    };
    let mut parts = campaign.clone().into_parts();
    parts.scenarios = List::new();
    let begun = begun(plan, now);
    let flown = at(campaign, &begun, now, now);
    let used = taken(campaign, &begun, &flown);
    lower_caps(&mut parts, campaign, plan, now);
    keep_offers(&mut parts, &used, now, &mut taking);
    close_places(&mut parts, campaign, &mut taking);
    let states = states(campaign, &begun, &flown, now);
    add_standing(&mut parts, campaign, plan, states, &mut taking);
    let fallen = keep_demands(&mut parts, campaign, departure, now);
    let (campaign, _) = Campaign::new(parts)?;
    Ok(Rest {
        campaign,
        withdrawn: taking.withdrawn,
        fallen,
    })
}

/// Notes what is withdrawn.
struct Taking<'a> {
    departure: &'a Departure,
    withdrawn: Vec<String>,
}

impl Taking<'_> {
    /// True where a thing of this partner goes; it is noted, and the one that is to stay stays.
    fn takes(&mut self, owner: Option<Index<Partner>>, what: impl FnOnce() -> String) -> bool {
        if owner.is_none() || owner != self.departure.partner {
            return false;
        }
        self.withdrawn.push(what());
        self.departure.kept != Some(self.withdrawn.len() - 1)
    }
}

/// Leaves of each cap what the plan has not sent, flown or spent before an instant.
fn lower_caps(parts: &mut Parts, campaign: &Campaign, plan: &Plan, now: Duration) {
    let used = counted_before(campaign, plan, now);
    let (currency, year) = campaign.settings.money;
    for cap in parts.caps.iter_mut() {
        let used = used.get(cap.id.as_str()).copied().unwrap_or(0.0);
        if used <= 0.0 {
            continue;
        }
        cap.most = match cap.most {
            Most::Mass(most) => Most::Mass(Mass::new((most.kg() - used).max(0.0))),
            Most::Trips(most) => Most::Trips(most.saturating_sub(used.round() as u32)),
            Most::Cost(most) => {
                let most = campaign.settings.exchanged(most).unwrap_or(most);
                let left = (most.amount() - used).max(0.0);
                Most::Cost(Money::new(left, currency, year))
            }
        };
    }
}

/// What the judge counts towards each cap up to an instant, in kg, trips or the campaign's money: it tells of every cap
/// that anything counts towards where nothing is allowed.
fn counted_before(campaign: &Campaign, plan: &Plan, now: Duration) -> BTreeMap<String, f64> {
    let (currency, year) = campaign.settings.money;
    let mut parts = campaign.clone().into_parts();
    for cap in parts.caps.iter_mut() {
        cap.most = match cap.most {
            Most::Mass(_) => Most::Mass(Mass::ZERO),
            Most::Trips(_) => Most::Trips(0),
            Most::Cost(_) => Most::Cost(Money::new(0.0, currency, year)),
        };
    }
    let Ok((strict, _)) = Campaign::new(parts) else {
        return BTreeMap::new();
    };
    let verdict = portolan_check::check(&strict, &begun(plan, now));
    let told = verdict.findings.iter();
    told.filter(|finding| finding.code == portolan_check::codes::CAP)
        .filter_map(|finding| Some((finding.subject.id.clone(), finding.fact_number("sum")?)))
        .collect()
}

/// What of a plan has begun before an instant.
pub(crate) fn begun(plan: &Plan, now: Duration) -> Plan {
    let activities = plan.activities.iter();
    let begun = activities.filter(|activity| activity.at < now);
    Plan {
        activities: begun.cloned().collect(),
        ..plan.clone()
    }
}

/// Offers from the instant on, with what is left of them; those of the leaving partner end, for goods when it is gone, for pieces
/// at once.
fn keep_offers(parts: &mut Parts, used: &[f64], now: Duration, taking: &mut Taking<'_>) {
    let owners: Vec<_> = parts
        .offers
        .iter()
        .map(|offer| owner_of(parts, offer))
        .collect();
    let gone = taking.departure.from;
    let mut kept = Vec::new();
    for ((offer, owner), used) in parts.offers.iter().zip(owners).zip(used) {
        let mut offer = offer.clone();
        let taken = matches!(offer.what, Offered::Element(_)) && *used > 0.0;
        offer.from = offer.from.max(now);
        offer.limit = offer.limit.map(|limit| (limit - used).max(0.0));
        let over = offer.until.is_some_and(|until| until <= offer.from);
        let used_up = offer.limit.is_some_and(|limit| limit <= 1e-9);
        if taken || over || used_up {
            continue;
        }
        if taking.takes(owner, || format!("offer \"{}\"", offer.id)) {
            // Pieces would be gone with it; goods that are taken before stay.
            let until = match offer.what {
                Offered::Good(_) => gone,
                Offered::Design(_) | Offered::Element(_) => offer.from,
            };
            offer.until = Some(offer.until.map_or(until, |own| own.min(until)));
        }
        if offer.until.is_none_or(|until| until > offer.from) {
            kept.push(offer);
        }
    }
    parts.offers = kept.into();
}

/// Shuts the nodes and ways that the leaving partner runs.
fn close_places(parts: &mut Parts, campaign: &Campaign, taking: &mut Taking<'_>) {
    let shut = Window {
        from: taking.departure.from,
        to: Duration::MAX,
    };
    for node in campaign.nodes.indices() {
        let operator = campaign.nodes[node].operator;
        if taking.takes(operator, || format!("node \"{}\"", campaign.nodes[node].id)) {
            parts.nodes[node].calendar.closed.push(shut);
        }
    }
    for edge in campaign.edges.indices() {
        let operator = campaign.edges[edge].operator;
        if taking.takes(operator, || format!("edge \"{}\"", campaign.edges[edge].id)) {
            parts.edges[edge].calendar.closed.push(shut);
        }
    }
}

/// Demands that are still open; steady ones from the instant on. Those of the leaving partner that end after it is gone fall
/// away.
fn keep_demands(
    parts: &mut Parts,
    campaign: &Campaign,
    departure: &Departure,
    now: Duration,
) -> Vec<Index<Demand>> {
    let mut fallen = Vec::new();
    let mut kept = Vec::new();
    for (index, demand) in campaign.demands.indexed() {
        let falls = departure.partner.is_some() && demand.partner == departure.partner;
        let at_node = matches!(demand.recipient, Recipient::Node(_));
        if !is_open(demand, now) || !at_node {
            continue;
        }
        if falls && is_open(demand, departure.from) {
            fallen.push(index);
            continue;
        }
        let mut demand = demand.clone();
        if let Need::Steady { from, .. } | Need::Presence { from, .. } = &mut demand.need {
            *from = (*from).max(now);
        }
        kept.push(demand);
    }
    parts.demands = kept.into();
    fallen
}

/// What stands somewhere or is under way at the instant, with what is in it, as elements on offer there; what is to leave is not
/// used again.
fn add_standing(
    parts: &mut Parts,
    campaign: &Campaign,
    plan: &Plan,
    states: BTreeMap<Index<Element>, Standing>,
    taking: &mut Taking<'_>,
) {
    let roster = Roster::new(campaign, plan);
    for (element, state) in states {
        let Some(own) = roster.at(element) else {
            continue;
        };
        if taking.takes(own.owner, || format!("element \"{}\"", own.id)) {
            continue;
        }
        let mut own = own.clone();
        own.cost = None;
        own.initial_state = state.state.or(own.initial_state);
        for (store, contents) in own.stores.iter_mut().zip(state.contents) {
            store.contents = contents;
        }
        let owner = own.owner;
        let index = if element.at() < campaign.elements.len() {
            parts.elements[element] = own;
            element
        } else {
            parts.elements.add(own)
        };
        // It is there or not: who takes it later would have it as it was, and nothing evaporated or eaten meanwhile.
        parts.offers.add(Offer {
            id: Id::new(format!("standing-{}", parts.elements[index].id)),
            what: Offered::Element(index),
            node: state.node,
            limit: None,
            from: state.from,
            until: Some(state.from + Duration::from_micros(1)),
            owner,
            lent: false,
        });
    }
}

/// Where an element is, from when on, in which state, and what is in each of its stores.
struct Standing {
    node: Index<Node>,
    from: Duration,
    state: Option<usize>,
    contents: Vec<Vec<Lot>>,
}

/// The state at an instant of what has been begun, of which `flown` came by then. What is under way is taken as it arrives.
fn states(
    campaign: &Campaign,
    begun: &Plan,
    flown: &Outcome,
    now: Duration,
) -> BTreeMap<Index<Element>, Standing> {
    let mut states = BTreeMap::new();
    add_places(campaign, begun, flown, now, &mut states);
    let under_way = flown.movements.iter().filter(|trip| trip.due > now);
    let arrivals: BTreeSet<Duration> = under_way.map(|trip| trip.due).collect();
    for arrival in arrivals {
        let outcome = at(campaign, begun, now, arrival);
        add_places(campaign, begun, &outcome, arrival, &mut states);
    }
    states
}

/// Adds what is at a node at an instant and was at none before.
fn add_places(
    campaign: &Campaign,
    begun: &Plan,
    outcome: &Outcome,
    instant: Duration,
    states: &mut BTreeMap<Index<Element>, Standing>,
) {
    for stay in outcome.stays.iter().filter(|stay| stay.to > instant) {
        let Site::Node(node) = stay.site else {
            continue;
        };
        states.entry(stay.element).or_insert_with(|| Standing {
            node,
            from: instant,
            state: stay.state,
            contents: contents(campaign, begun, outcome, stay.element),
        });
    }
}

/// What has come by an instant of what was begun by the day. Demands from the day on draw on nothing: they are still to be met, and
/// what under way is to meet them is still there when it arrives.
fn at(campaign: &Campaign, begun: &Plan, now: Duration, instant: Duration) -> Outcome {
    let mut parts = campaign.clone().into_parts();
    parts.scenarios = List::new();
    // A moment later, so that who arrives at the instant is there for some time.
    parts.horizon = Some(instant + Duration::from_micros(1));
    parts.demands = campaign
        .demands
        .iter()
        .filter(|demand| {
            matches!(demand.recipient, Recipient::Element(_)) || !is_after(demand, now)
        })
        .map(|demand| until(demand, now))
        .collect::<Vec<_>>()
        .into();
    match Campaign::new(parts) {
        Ok((campaign, _)) => portolan_simulate::simulate(&campaign, begun),
        Err(_) => portolan_simulate::simulate(campaign, begun),
    }
}

/// True where nothing is asked before an instant.
fn is_after(demand: &Demand, now: Duration) -> bool {
    match &demand.need {
        Need::Once { due, .. } => *due >= now,
        Need::Steady { from, .. } | Need::Presence { from, .. } => *from >= now,
    }
}

/// What is asked at a node until an instant.
fn until(demand: &Demand, now: Duration) -> Demand {
    let mut demand = demand.clone();
    if let (Recipient::Node(_), Need::Steady { until, .. } | Need::Presence { until, .. }) =
        (&demand.recipient, &mut demand.need)
    {
        *until = (*until).min(now);
    }
    demand
}

fn contents(
    campaign: &Campaign,
    plan: &Plan,
    outcome: &Outcome,
    element: Index<Element>,
) -> Vec<Vec<Lot>> {
    let roster = Roster::new(campaign, plan);
    let count = roster.at(element).map_or(0, |own| own.stores.len());
    let mut contents = vec![Vec::new(); count];
    for (own, store, lot) in &outcome.left {
        if *own == element && lot.amount > 1e-9 {
            contents[*store].push(*lot);
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

    use super::*;
    use portolan_formats::campaign::read_text;

    /// Three flights of one ferry at 10 million each, of 500 kg and what is aboard: 100 kg each.
    const FLIGHTS: &str = r#"
format = "portolan-campaign/1"
id = "flights"
start = "2030-01-01"
horizon = "60 d"
[settings]
money = "USD 2030"
exchange = [{ from = "EUR 2030", rate = 2.0 }]
[[partner]]
id = "north"
[[partner]]
id = "south"
[[node]]
id = "pad"
kind = "surface"
body = "earth"
latitude = "0 deg"
longitude = "0 deg"
[[node]]
id = "island"
kind = "surface"
body = "earth"
latitude = "1 deg"
longitude = "0 deg"
[[resource]]
id = "cargo"
class = 6
price = "1000 USD (2030)"
[[edge]]
id = "ferry"
from = "pad"
to = "island"
way = "flight"
duration = "1 d"
tariff = { per_trip = "10 MUSD (2030)" }
[[edge]]
id = "ferry-back"
from = "island"
to = "pad"
way = "flight"
duration = "1 d"
tariff = { per_trip = "10 MUSD (2030)" }
[[element]]
id = "box"
kind = "container"
class = 5
mass = "500 kg"
cost = "3 MUSD (2030)"
store = [{ name = "inside" }]
[[event]]
at = "0 d"
do = "create"
elements = ["box"]
into = "pad"
[[event]]
at = "0 d"
do = "add"
lots = [{ good = "cargo", amount = 100 }]
to = "box"
[[event]]
at = "10 d"
do = "transport"
edge = "ferry"
elements = ["box"]
[[event]]
at = "20 d"
do = "transport"
edge = "ferry-back"
elements = ["box"]
[[event]]
at = "30 d"
do = "transport"
edge = "ferry"
elements = ["box"]
"#;

    /// What is left of caps on a day of the campaign.
    fn left(caps: &str, day: f64) -> Vec<Most> {
        let text = format!("{FLIGHTS}{caps}");
        let opened = read_text("flights.toml", &text).unwrap_or_else(|found| panic!("{found:#?}"));
        let departure = Departure {
            partner: None,
            from: Duration::from_days(day),
            notice: Duration::ZERO,
            kept: None,
        };
        let rest = remaining(&opened.campaign, &opened.plan, &departure).unwrap();
        rest.campaign.caps.iter().map(|cap| cap.most).collect()
    }

    fn musd(amount: f64) -> Most {
        use portolan_vocabulary::Currency;
        Most::Cost(Money::new(amount * 1e6, Currency::USD, 2030))
    }

    #[test]
    fn what_was_spent_before_the_day_counts_against_a_cap() {
        let all = "[[cap]]\nid = \"all\"\ncost = \"33.2 MUSD (2030)\"\n";
        // The box, 100 kg of cargo at 1000 dollars each and one flight; then one more.
        for (day, spent) in [
            (0.0, 0.0),
            (5.0, 3.1),
            (15.0, 13.1),
            (25.0, 23.1),
            (35.0, 33.1),
        ] {
            assert_eq!(left(all, day), [musd(33.2 - spent)], "day {day}");
        }
        // More than was allowed leaves nothing.
        let less = all.replace("33.2 MUSD", "20 MUSD");
        assert_eq!(left(&less, 25.0), [musd(0.0)]);
        // In another currency, and of later flights alone.
        let euro = all.replace("33.2 MUSD", "16.6 MEUR");
        assert_eq!(left(&euro, 15.0), [musd(33.2 - 13.1)]);
        let late = format!("{all}from = \"15 d\"\n");
        assert_eq!(left(&late, 25.0), [musd(33.2 - 10.0)]);
    }

    #[test]
    fn trips_and_masses_before_the_day_count_against_a_cap() {
        let caps = "[[cap]]\nid = \"trips\"\ntrips = 3\n[[cap]]\nid = \"mass\"\nmass = \"2 t\"\n\
            [[cap]]\nid = \"cargo\"\nmass = \"150 kg\"\ngood = \"cargo\"\n";
        let kg = |kg| Most::Mass(Mass::new(kg));
        assert_eq!(left(caps, 5.0), [Most::Trips(3), kg(2000.0), kg(150.0)]);
        assert_eq!(left(caps, 15.0), [Most::Trips(2), kg(1400.0), kg(50.0)]);
        assert_eq!(left(caps, 25.0), [Most::Trips(1), kg(800.0), kg(0.0)]);
    }
}
