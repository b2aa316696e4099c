//! Offers: is what a plan takes on offer, where and when it takes it, and is there as much of it?
//!
//! Offers of one thing at one place are times with a limit each, and the walk takes in order of time. So it is
//! enough to take, of the offers that are open, from the one that closes first: where that fails, every other
//! division of what was taken among the offers fails too (Glover, Maximum matching in a convex bipartite graph,
//! Naval Research Logistics Quarterly 14, 1967).

use crate::codes;
use crate::deed::Change;
use crate::report::Report;
use crate::state::{Presence, State};
use crate::stock::{self, exceeds};
use portolan_model::{Element, Good, Holder, Lot, Node, Offer, Offered, Partner, Site};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use std::collections::BTreeMap;

/// Something that an activity takes.
struct Taking {
    what: Offered,
    /// The owner that it must have by the offer, for elements that are made from a design.
    owner: Option<Option<Index<Partner>>>,
    amount: f64,
    /// Its kind, id and unit, for messages.
    kind: &'static str,
    id: String,
    unit: String,
}

/// Where something is lent, what, and whose it is.
type Lent = (Index<Node>, Offered, Option<Index<Partner>>);

/// Judges the elements that an activity creates; returns what that takes from which offers.
pub(crate) fn of_elements(
    state: &State<'_>,
    report: &mut Report<'_>,
    elements: &[Index<Element>],
    into: Holder,
) -> Vec<Change> {
    if state.campaign.offers.is_empty() {
        return Vec::new();
    }
    let mut takings = Vec::new();
    for element in elements {
        match piece(state, *element) {
            Some(piece) => takings.push(piece),
            None => no_piece(state, report, *element),
        }
        takings.extend(brought(state, *element));
    }
    let node = match into {
        Holder::Node(node) => Some(node),
        Holder::Element(holder) => node_of(state, holder),
    };
    take(state, report, node, takings)
}

/// Judges the goods that an activity adds; returns what that takes from which offers.
pub(crate) fn of_goods(
    state: &State<'_>,
    report: &mut Report<'_>,
    lots: &[Lot],
    to: Index<Element>,
) -> Vec<Change> {
    if state.campaign.offers.is_empty() {
        return Vec::new();
    }
    let wanted = lots.iter().filter(|lot| lot.amount > 0.0);
    let takings = wanted.map(|lot| amount_of(state, *lot)).collect();
    take(state, report, node_of(state, to), takings)
}

fn node_of(state: &State<'_>, element: Index<Element>) -> Option<Index<Node>> {
    match state.site(element) {
        Some(Site::Node(node)) => Some(node),
        Some(Site::Edge(_)) | None => None,
    }
}

/// One element: of the campaign as itself, of the plan by its design.
fn piece(state: &State<'_>, element: Index<Element>) -> Option<Taking> {
    let it = state.element(element);
    let own = state.campaign.elements.at(element).is_some();
    let what = if own {
        Offered::Element(element)
    } else {
        Offered::Design(it.design?)
    };
    Some(Taking {
        what,
        owner: (!own).then_some(it.owner),
        amount: 1.0,
        kind: "element",
        id: it.id.to_string(),
        unit: String::new(),
    })
}

fn no_piece(state: &State<'_>, report: &mut Report<'_>, element: Index<Element>) {
    let id = state.id(element);
    let message = format!("\"{id}\" is made from no design of the campaign, and is not on offer");
    let finding = report.error(codes::NOT_ON_OFFER, message);
    report.own(
        finding
            .text("element", id)
            .advice("make it from a design that is on offer"),
    );
}

fn amount_of(state: &State<'_>, lot: Lot) -> Taking {
    Taking {
        what: Offered::Good(lot.good),
        owner: None,
        amount: lot.amount,
        kind: "good",
        id: stock::good_word(state.campaign, lot.good),
        unit: stock::unit_word(state.campaign, lot.good),
    }
}

/// What an element of the plan brings along besides what its design has in it.
fn brought(state: &State<'_>, element: Index<Element>) -> Vec<Taking> {
    let it = state.element(element);
    if state.campaign.elements.at(element).is_some() {
        return Vec::new();
    }
    let Some(design) = it.design.and_then(|at| state.campaign.designs.at(at)) else {
        return Vec::new();
    };
    let mut more = Vec::new();
    for (at, store) in it.stores.iter().enumerate() {
        let own = design.stores.get(at).map_or(&[][..], |own| &own.contents);
        let goods: std::collections::BTreeSet<Good> =
            store.contents.iter().map(|lot| lot.good).collect();
        for good in goods {
            let amount = amount_in(&store.contents, good) - amount_in(own, good);
            if exceeds(amount, 0.0) {
                more.push(amount_of(state, Lot { good, amount }));
            }
        }
    }
    more
}

fn amount_in(lots: &[Lot], good: Good) -> f64 {
    let of_good = lots.iter().filter(|lot| lot.good == good);
    of_good.map(|lot| lot.amount).sum()
}

fn take(
    state: &State<'_>,
    report: &mut Report<'_>,
    node: Option<Index<Node>>,
    takings: Vec<Taking>,
) -> Vec<Change> {
    let mut taken = state.taken().to_vec();
    let mut changes = Vec::new();
    for taking in takings {
        let mut rest = taking.amount;
        for at in open(state, report.activity().at, node, &taking) {
            let (Some(offer), Some(taken)) = (state.campaign.offers.get(at), taken.get_mut(at))
            else {
                continue;
            };
            // Rounding above the limit is allowed once, not with each taking.
            let room = offer
                .limit
                .map_or(f64::INFINITY, |most| (most - *taken).max(0.0));
            let amount = if exceeds_limit(*taken + rest, offer.limit) {
                rest.min(room)
            } else {
                rest
            };
            *taken += amount;
            rest -= amount;
            changes.push(Change::Offer(at, amount));
            if rest <= 0.0 {
                break;
            }
        }
        if rest > 0.0 {
            missing(state, report, node, &taking, rest);
        }
    }
    changes
}

fn exceeds_limit(amount: f64, limit: Option<f64>) -> bool {
    limit.is_some_and(|limit| exceeds(amount, limit))
}

/// True where an offer is of the thing, whoever owns it.
fn is_of(offer: &Offer, taking: &Taking) -> bool {
    offer.what == taking.what
}

/// True where what is taken has the owner that the offer gives it.
fn is_owned(state: &State<'_>, offer: &Offer, taking: &Taking) -> bool {
    taking
        .owner
        .is_none_or(|owner| owner == owner_of(state, offer))
}

/// Who owns what is taken.
fn owner_of(state: &State<'_>, offer: &Offer) -> Option<Index<Partner>> {
    let of_design = match offer.what {
        Offered::Design(design) => state.campaign.designs.at(design).and_then(|it| it.owner),
        Offered::Element(_) | Offered::Good(_) => None,
    };
    offer.owner.or(of_design)
}

/// The offers from which it may be taken, the one that closes first before the others.
fn open(
    state: &State<'_>,
    now: Duration,
    node: Option<Index<Node>>,
    taking: &Taking,
) -> Vec<usize> {
    let offers = state.campaign.offers.iter().enumerate();
    let mut open: Vec<_> = offers
        .filter(|(_, offer)| {
            let here = Some(offer.node) == node && offer.is_open(now);
            here && is_of(offer, taking) && is_owned(state, offer, taking)
        })
        .map(|(at, offer)| (offer.until.unwrap_or(Duration::MAX), offer.lent, at))
        .collect();
    // What need not come back is taken first.
    open.sort_unstable();
    open.into_iter().map(|(_, _, at)| at).collect()
}

/// A finding for each thing of which less is back at a node, once the plan is walked through, than was lent there.
pub(crate) fn not_returned(state: &State<'_>) -> Findings {
    let mut lent: BTreeMap<Lent, (f64, &Offer)> = BTreeMap::new();
    for (offer, taken) in state.campaign.offers.iter().zip(state.taken()) {
        if offer.lent && *taken > 0.0 {
            let key = (offer.node, offer.what, owner_of(state, offer));
            lent.entry(key).or_insert((0.0, offer)).0 += taken;
        }
    }
    let mut findings = Findings::new();
    for ((node, what, owner), (taken, offer)) in lent {
        let back = standing(state, node, what, owner) as f64;
        if back < taken {
            findings.push(short_of(state, offer, taken, back));
        }
    }
    findings
}

/// How many pieces of a thing are at a node now.
fn standing(
    state: &State<'_>,
    node: Index<Node>,
    what: Offered,
    owner: Option<Index<Partner>>,
) -> usize {
    let counts = |at: &Index<Element>| {
        let is_it = match what {
            Offered::Element(element) => element == *at,
            Offered::Design(design) => {
                let it = state.element(*at);
                let planned = state.campaign.elements.at(*at).is_none();
                planned && it.design == Some(design) && it.owner == owner
            }
            Offered::Good(_) => false,
        };
        is_it && state.thing(*at).presence == Presence::Present && node_of(state, *at) == Some(node)
    };
    let all = (0..state.elements()).map(Index::new);
    all.filter(counts).count()
}

fn short_of(state: &State<'_>, offer: &Offer, taken: f64, back: f64) -> Finding {
    let place = state.campaign.nodes.at(offer.node);
    let place = place.map_or("nowhere", |node| node.id.as_str());
    let id = offer.id.as_str();
    let message =
        format!("\"{id}\" lends {taken} at {place}, and {back} are back there at the end");
    Finding::error(codes::NOT_RETURNED, "offer", id, message)
        .text("node", place)
        .number("taken", taken, "")
        .number("back", back, "")
        .advice("bring back as many as were taken, and remove none of them")
}

fn missing(
    state: &State<'_>,
    report: &mut Report<'_>,
    node: Option<Index<Node>>,
    taking: &Taking,
    rest: f64,
) {
    let now = report.activity().at;
    let (id, unit) = (&taking.id, &taking.unit);
    let open = open(state, now, node, taking);
    let finding = if open.is_empty() {
        let (message, advice) = why_not(state, now, node, taking);
        report.error(codes::NOT_ON_OFFER, message).advice(advice)
    } else {
        let limits = open
            .iter()
            .filter_map(|at| state.campaign.offers.get(*at)?.limit);
        let limit: f64 = limits.sum();
        let amount = taking.amount;
        let message =
            format!("{rest:.3} {unit} of {amount:.3} {unit} of \"{id}\" are more than is on offer");
        report
            .error(codes::OFFER_LIMIT, message.replace("  ", " "))
            .number("limit", limit, unit.clone())
            .number("over", rest, unit.clone())
            .advice("take less, or take it elsewhere or at another time")
    };
    let finding = finding
        .text(taking.kind, id.as_str())
        .number("amount", taking.amount, unit.clone())
        .number("time", now.days(), "d");
    let place = node.and_then(|node| state.campaign.nodes.at(node));
    let finding: Finding = match place {
        Some(place) => finding.text("node", place.id.as_str()),
        None => finding,
    };
    report.state(finding);
}

/// Why nothing is on offer here and now, and what to do.
fn why_not(
    state: &State<'_>,
    now: Duration,
    node: Option<Index<Node>>,
    taking: &Taking,
) -> (String, String) {
    let id = &taking.id;
    let of_it = || state.campaign.offers.iter().filter(|it| is_of(it, taking));
    let here = || of_it().filter(|it| Some(it.node) == node);
    let place = |node: Index<Node>| {
        let node = state.campaign.nodes.at(node);
        node.map_or_else(String::new, |node| node.id.to_string())
    };
    if of_it().next().is_none() {
        let message = format!("\"{id}\" is not on offer anywhere");
        return (message, "take something that is on offer".to_owned());
    }
    if here().next().is_none() {
        let places: Vec<_> = of_it().map(|it| place(it.node)).collect();
        let message = format!("\"{id}\" is not on offer there");
        return (message, format!("take it at {}", places.join(" or ")));
    }
    if here().any(|it| it.is_open(now)) {
        let message = format!("\"{id}\" has another owner than whoever offers it");
        return (message, "give it the owner of the offer".to_owned());
    }
    let message = format!("\"{id}\" is not on offer at {:.3} d", now.days());
    let next = here().map(|it| it.from).filter(|from| *from > now).min();
    let advice = match next {
        Some(next) => format!("take it from {:.3} d on", next.days()),
        None => "take it before the offer ends".to_owned(),
    };
    (message, advice)
}
