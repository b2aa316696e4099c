//! Visits: who is at which node, from when until when. A visit includes the instants at which it begins and
//! ends, so that whoever arrives or leaves at an instant is there at that instant.

use crate::codes;
use crate::state::{Presence, State};
use portolan_model::{Activity, Element, Need, Node, Piece, PieceKind, Recipient, Site};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use std::collections::BTreeSet;

/// One time of an element at a node, in whatever it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    pub(crate) element: Index<Element>,
    pub(crate) node: Index<Node>,
    pub(crate) from: Duration,
    /// `None` where it does not leave.
    pub(crate) to: Option<Duration>,
    /// The failed activity that its condition rests on.
    pub(crate) cause: Option<Index<Activity>>,
}

/// The nodes where it matters who is there.
pub(crate) fn watched(campaign: &portolan_model::Campaign) -> BTreeSet<Index<Node>> {
    let limited = campaign.nodes.indexed();
    let limited = limited.filter(|(_, node)| node.max_stay.is_some());
    let wanting =
        campaign
            .demands
            .iter()
            .filter_map(|demand| match (demand.recipient, &demand.need) {
                (Recipient::Node(node), Need::Presence { .. }) => Some(node),
                _ => None,
            });
    limited.map(|(index, _)| index).chain(wanting).collect()
}

/// What is wrong with who was where, once the plan is walked through; `last` is the plan's last instant.
pub(crate) fn findings(state: &State<'_>, last: Duration) -> Findings {
    let mut visits = state.visits().to_vec();
    visits.extend(still_there(state));
    visits.sort_by_key(|visit| (visit.from, visit.element));
    let end = end_of_time(state, last);
    let mut findings: Findings = visits
        .iter()
        .filter_map(|visit| too_long(state, visit, end))
        .collect();
    findings.extend(missing_pieces(state, &visits, end));
    findings
}

/// The horizon, or the last event and the settings' tail.
fn end_of_time(state: &State<'_>, last: Duration) -> Duration {
    let campaign = state.campaign;
    let needed_until = campaign.demands.iter().map(|demand| match demand.need {
        Need::Once { due, .. } => due,
        Need::Steady { until, .. } | Need::Presence { until, .. } => until,
    });
    let last = needed_until.fold(last, Duration::max);
    campaign.horizon.unwrap_or(last + campaign.settings.tail)
}

fn still_there(state: &State<'_>) -> Vec<Visit> {
    let all = (0..state.elements()).map(Index::new);
    let visit = |element: Index<Element>| {
        let thing = state.thing(element);
        let Some(Site::Node(node)) = state.site(element) else {
            return None;
        };
        let here = thing.presence == Presence::Present && state.is_watched(node);
        here.then_some(Visit {
            element,
            node,
            from: thing.came,
            to: None,
            cause: thing.cause,
        })
    };
    all.filter_map(visit).collect()
}

fn too_long(state: &State<'_>, visit: &Visit, end: Duration) -> Option<Finding> {
    let node = state.campaign.nodes.at(visit.node)?;
    let most = node.max_stay?;
    // What comes after the horizon is nobody's business any more.
    let until = visit.to.unwrap_or(end).min(end);
    let stayed = until - visit.from;
    // Where nothing may stay, what does not leave stays even if no time is left.
    let never_leaves = visit.to.is_none() && most <= Duration::ZERO && !stayed.is_negative();
    if stayed <= most && !never_leaves {
        return None;
    }
    let (id, place) = (state.id(visit.element), node.id.as_str());
    let (stayed, since, limit) = (stayed.days(), visit.from.days(), most.days());
    let message = format!(
        "\"{id}\" is at {place} for {stayed:.3} d from {since:.3} d on, and may be there for {limit:.3} d"
    );
    let finding = Finding::error(codes::MAX_STAY, "element", id, message)
        .text("node", place)
        .number("since", since, "d")
        .number("until", until.days(), "d")
        .number("stayed", stayed, "d")
        .number("limit", limit, "d")
        .advice(format!(
            "move it on, or remove it, by {:.3} d",
            since + limit
        ));
    let cause = visit.cause.and_then(|it| state.plan.activities.at(it));
    Some(match cause {
        Some(cause) => crate::report::following(finding, cause.id.as_str()),
        None => finding,
    })
}

/// A demand for pieces, as far as it concerns one kind of them.
struct Wanted<'s> {
    id: &'s str,
    node: Index<Node>,
    piece: Piece,
    from: Duration,
    until: Duration,
}

fn missing_pieces(state: &State<'_>, visits: &[Visit], end: Duration) -> Findings {
    let mut findings = Findings::new();
    for demand in &state.campaign.demands {
        let (
            Recipient::Node(node),
            Need::Presence {
                pieces,
                from,
                until,
            },
        ) = (demand.recipient, &demand.need)
        else {
            continue;
        };
        for piece in pieces {
            let wanted = Wanted {
                id: demand.id.as_str(),
                node,
                piece: *piece,
                from: *from,
                until: (*until).min(end),
            };
            findings.extend(missing(state, visits, &wanted));
        }
    }
    findings
}

fn missing(state: &State<'_>, visits: &[Visit], wanted: &Wanted<'_>) -> Option<Finding> {
    let (least, since) = shortest(state, visits, wanted)?;
    let (kind, name) = match wanted.piece.kind {
        PieceKind::Design(at) => ("design", state.campaign.designs.at(at)?.id.as_str()),
        PieceKind::Element(at) => ("element", state.id(at)),
    };
    let count = wanted.piece.count;
    let (missing, since) = (f64::from(count - least), since.days());
    let place = state.campaign.nodes.at(wanted.node)?.id.as_str();
    let message = format!(
        "{missing} of {count} \"{name}\" are missing at {place} from {since:.3} d on, where \"{}\" needs them",
        wanted.id
    );
    let finding = Finding::error(codes::PRESENCE, "demand", wanted.id, message)
        .text("node", place)
        .text(kind, name)
        .number("count", f64::from(count), "")
        .number("missing", missing, "")
        .number("since", since, "d")
        .number("from", wanted.from.days(), "d")
        .number("until", wanted.until.days(), "d");
    Some(finding.advice("bring it there by then, and keep it there"))
}

/// The fewest pieces that are there in the wanted time and since when there are too few, where there ever
/// are. Between two instants at which someone comes or goes, it is enough to look once.
fn shortest(state: &State<'_>, visits: &[Visit], wanted: &Wanted<'_>) -> Option<(u32, Duration)> {
    if wanted.from > wanted.until {
        return None;
    }
    let counts = |element: Index<Element>| match wanted.piece.kind {
        PieceKind::Design(design) => state.element(element).design == Some(design),
        PieceKind::Element(piece) => element == piece,
    };
    let visits: Vec<_> = visits
        .iter()
        .filter(|visit| visit.node == wanted.node && counts(visit.element))
        .collect();
    let mut worst: Option<(u32, Duration)> = None;
    for (from, to) in spans(&visits, wanted) {
        let there = visits
            .iter()
            .filter(|it| it.from <= from && it.to.is_none_or(|left| left >= to));
        let there: BTreeSet<_> = there.map(|it| it.element).collect();
        let there = u32::try_from(there.len()).unwrap_or(u32::MAX);
        if there < wanted.piece.count {
            let since = worst.map_or(from, |(_, since)| since);
            let least = worst.map_or(there, |(least, _)| least.min(there));
            worst = Some((least, since));
        }
    }
    worst
}

/// The wanted time in spans within which nobody comes or goes, and its last instant.
fn spans(visits: &[&Visit], wanted: &Wanted<'_>) -> Vec<(Duration, Duration)> {
    let within = |at: &Duration| wanted.from <= *at && *at <= wanted.until;
    let mut instants: BTreeSet<Duration> = visits
        .iter()
        .flat_map(|visit| std::iter::once(visit.from).chain(visit.to))
        .filter(within)
        .collect();
    instants.extend([wanted.from, wanted.until]);
    let nexts = instants.iter().copied().skip(1).chain([wanted.until]);
    instants.iter().copied().zip(nexts).collect()
}
