//! Fitness to travel: does everything in a stack keep to its ways, and leave its base no sooner and no more
//! often than it may? And what does a trip wear out by its end?

use crate::codes;
use crate::report::Report;
use crate::state::State;
use crate::stock;
use portolan_model::{Edge, Element, Good, Lot, Node, Store, StoreKind};
use portolan_vocabulary::{Duration, Index};

/// Judges that everything that is to travel may travel this way, and may leave from here now.
pub(crate) fn fit(
    state: &State<'_>,
    report: &mut Report<'_>,
    way: Index<Edge>,
    from: Index<Node>,
    listed: &[Index<Element>],
) {
    for member in listed.iter().flat_map(|it| state.tree(*it)) {
        keeps_to_ways(state, report, way, member);
        if state.element(member).upkeep.base == Some(from) {
            is_ready(state, report, member);
            may_leave(state, report, from, member);
        }
    }
}

fn edge_id<'s>(state: &'s State<'_>, way: Index<Edge>) -> &'s str {
    let edge = state.campaign.edges.at(way);
    edge.map_or("unknown", |edge| edge.id.as_str())
}

fn keeps_to_ways(
    state: &State<'_>,
    report: &mut Report<'_>,
    way: Index<Edge>,
    member: Index<Element>,
) {
    let ways = &state.element(member).ways;
    if ways.is_empty() || ways.contains(&way) {
        return;
    }
    let (id, name) = (state.id(member), edge_id(state, way));
    let ways: Vec<_> = ways.iter().map(|it| edge_id(state, *it)).collect();
    let message = format!("\"{id}\" does not travel \"{name}\", by itself or aboard another");
    let finding = report.error(codes::WRONG_WAY, message);
    report.state(
        finding
            .text("element", id)
            .text("edge", name)
            .number("ways", ways.len() as f64, "")
            .advice(format!("take {}, or leave it behind", ways.join(" or "))),
    );
}

fn is_ready(state: &State<'_>, report: &mut Report<'_>, member: Index<Element>) {
    let (now, turnaround) = (
        report.activity().at,
        state.element(member).upkeep.turnaround,
    );
    let Some(back) = state.thing(member).back_at_base else {
        return;
    };
    let ready = back + turnaround;
    if now < ready {
        let id = state.id(member);
        let message = format!(
            "\"{id}\" is back since {:.3} d, and ready again at {:.3} d",
            back.days(),
            ready.days()
        );
        let finding = report.error(codes::TURNAROUND, message);
        report.state(
            finding
                .text("element", id)
                .number("back", back.days(), "d")
                .number("turnaround", turnaround.days(), "d")
                .number("ready", ready.days(), "d")
                .number("short", (ready - now).days(), "d")
                .advice(format!("leave at {:.3} d or later", ready.days())),
        );
    }
}

fn may_leave(
    state: &State<'_>,
    report: &mut Report<'_>,
    from: Index<Node>,
    member: Index<Element>,
) {
    let Some(most) = state.element(member).upkeep.max_departures else {
        return;
    };
    let before = state.thing(member).base_departures;
    if before >= most {
        let base = state.campaign.nodes.at(from);
        let base = base.map_or("unknown", |node| node.id.as_str());
        let id = state.id(member);
        let message = format!("\"{id}\" has left {base} {before} times, and may {most} times");
        let finding = report.error(codes::MAX_DEPARTURES, message);
        report.state(
            finding
                .text("element", id)
                .text("base", base)
                .number("departures", f64::from(before), "")
                .number("limit", f64::from(most), "")
                .advice("use another one from here on"),
        );
    }
}

/// Takes what a trip wears out from the stores of the stack, in order of the elements, and reports what is
/// missing. The elements are still under way.
pub(crate) fn wear(
    state: &mut State<'_>,
    report: &mut Report<'_>,
    now: Duration,
    travelled: &[Index<Element>],
) {
    let mut members: Vec<_> = travelled.iter().flat_map(|it| state.tree(*it)).collect();
    members.sort_unstable();
    for member in members {
        let element = state.element(member);
        let mass_kg = element.mass.kg();
        for (good, fraction) in element.upkeep.per_trip.clone() {
            let unit_kg = stock::unit_kg(state.campaign, good);
            let amount = fraction * mass_kg / unit_kg;
            if unit_kg > 0.0 && amount > 0.0 {
                let lot = Lot { good, amount };
                let missing = draw(state, now, (member, travelled), lot);
                unmet(state, report, member, lot, missing);
            }
        }
    }
}

/// The elements whose stores a need is served from, nearest first: those of the element and of what it
/// holds, then of its holder and what else that holds, and so on to the whole stack.
fn reach(
    state: &State<'_>,
    member: Index<Element>,
    travelled: &[Index<Element>],
) -> Vec<Index<Element>> {
    let mut roots = travelled.to_vec();
    roots.sort_unstable();
    let outwards = std::iter::once(member).chain(state.holders(member));
    let mut reach: Vec<Index<Element>> = Vec::new();
    for root in outwards.chain(roots) {
        for it in depth_first(state, root) {
            if !reach.contains(&it) {
                reach.push(it);
            }
        }
    }
    reach
}

fn depth_first(state: &State<'_>, root: Index<Element>) -> Vec<Index<Element>> {
    let inside = state.thing(root).inside.iter();
    let within = inside.flat_map(|it| depth_first(state, *it));
    std::iter::once(root).chain(within).collect()
}

/// Takes a lot from the stores that serve demands; returns what is missing.
fn draw(
    state: &mut State<'_>,
    now: Duration,
    (member, travelled): (Index<Element>, &[Index<Element>]),
    lot: Lot,
) -> f64 {
    let mut wanted = lot;
    for giver in reach(state, member, travelled) {
        if wanted.amount <= 0.0 {
            break;
        }
        let mut stores = state.stores_at(giver, now);
        let lists = state.element(giver).stores.iter().zip(&mut stores);
        for (store, lots) in lists.filter(|(store, _)| store.serves_demands) {
            let (mut open, closed): (Vec<_>, Vec<_>) = lots
                .iter()
                .partition(|it| is_open(state, store, it.good, wanted.good));
            let (_, missing) = stock::take(state.campaign, std::iter::once(&mut open), wanted);
            wanted.amount = missing;
            *lots = open.into_iter().chain(closed).collect();
        }
        state.set_stores(giver, now, stores);
    }
    wanted.amount
}

/// True where stock of a named resource may serve a need for anything of a class, if it is one.
fn is_open(state: &State<'_>, store: &Store, stock: Good, wanted: Good) -> bool {
    let tank = matches!(store.kind, StoreKind::Tank(_));
    let named_for_class = matches!((stock, wanted), (Good::Specific(_), Good::Generic { .. }));
    !named_for_class || tank || state.campaign.settings.named_serves_generic
}

fn unmet(
    state: &State<'_>,
    report: &mut Report<'_>,
    member: Index<Element>,
    lot: Lot,
    missing: f64,
) {
    if missing <= 0.0 {
        return;
    }
    let id = state.id(member);
    let good = stock::good_word(state.campaign, lot.good);
    let unit = stock::unit_word(state.campaign, lot.good);
    let message = format!(
        "\"{id}\" uses up {:.3} {unit} of {good} by the end of the trip, and {missing:.3} {unit} are missing",
        lot.amount
    );
    let finding = if state.may_be_made(lot.good) {
        report.warning(codes::UPKEEP, message)
    } else {
        report.error(codes::UPKEEP, message)
    };
    report.state(
        finding
            .text("element", id)
            .text("good", good)
            .number("amount", lot.amount, unit.clone())
            .number("missing", missing, unit)
            .advice("take it along, in a store that serves demands"),
    );
}
