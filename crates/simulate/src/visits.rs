//! Visits: who was at which node as a whole, from when to when, an instant included. Stays drop what lasts
//! no time, and end with every change of holder or state; visits do neither.
//!
//! A visit lasts from the instant of arrival or creation to that of departure or removal, both included: who
//! arrives, or leaves, at an instant is there at that instant.

use crate::codes;
use crate::world::World;
use portolan_model::{Demand, Element, Need, Node, Piece, PieceKind, Recipient, Site};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use std::collections::BTreeSet;

/// One time of an element at a node, in whatever and in whatever state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visit {
    element: Index<Element>,
    node: Index<Node>,
    from: Duration,
    to: Duration,
    /// True where it is still there when the simulation ends.
    open: bool,
}

/// A demand for pieces at a node over a time.
struct Wanted<'a> {
    demand: &'a Demand,
    node: Index<Node>,
    piece: Piece,
    from: Duration,
    until: Duration,
}

impl World<'_> {
    /// The nodes where it matters who is there.
    pub(crate) fn watch(&mut self) {
        let campaign = self.campaign;
        let limited = campaign
            .nodes
            .indexed()
            .filter(|(_, node)| node.max_stay.is_some());
        self.watched.extend(limited.map(|(index, _)| index));
        let wanting = campaign
            .demands
            .iter()
            .filter(|demand| matches!(demand.need, Need::Presence { .. }));
        self.watched
            .extend(wanting.filter_map(|demand| match demand.recipient {
                Recipient::Node(node) => Some(node),
                Recipient::Element(_) => None,
            }));
    }

    /// An element comes to a site with all that is in it.
    pub(crate) fn come(&mut self, element: Index<Element>) {
        for index in self.inside(&[element]) {
            self.live[index.at()].came = self.now;
        }
    }

    /// An element leaves its site with all that is in it, or (`open`) is there at the end.
    pub(crate) fn go(&mut self, element: Index<Element>, open: bool) {
        let Some(Site::Node(node)) = self.place_of(element) else {
            return;
        };
        if !self.watched.contains(&node) {
            return;
        }
        for index in self.inside(&[element]) {
            self.visits.push(Visit {
                element: index,
                node,
                from: self.live[index.at()].came,
                to: self.now,
                open,
            });
        }
    }

    /// An error for each visit that was longer than its node allows.
    pub(crate) fn stay_findings(&self) -> Findings {
        let mut visits: Vec<_> = self.visits.iter().collect();
        visits.sort_by_key(|visit| (visit.from, visit.element));
        visits
            .into_iter()
            .filter_map(|visit| self.stay_finding(visit))
            .collect()
    }

    fn stay_finding(&self, visit: &Visit) -> Option<Finding> {
        let node = &self.campaign.nodes[visit.node];
        let most = node.max_stay?;
        let stayed = visit.to - visit.from;
        // Where nothing stays, what is there at the end has neither gone on nor been removed.
        if stayed <= most && !(visit.open && most <= Duration::ZERO) {
            return None;
        }
        let id = self.roster[visit.element].id.as_str();
        let (place, since_d) = (node.id.as_str(), visit.from.days());
        let until = if visit.open {
            " and is still there"
        } else {
            ""
        };
        let message = format!(
            "\"{id}\" stays at \"{place}\" for {:.3} d from day {since_d:.3}{until}, and {:.3} d are the most",
            stayed.days(),
            most.days()
        );
        let mut finding = Finding::error(codes::MAX_STAY, "element", id, message)
            .text("node", place)
            .number("since", since_d, "d")
            .number("until", visit.to.days(), "d")
            .number("stayed", stayed.days(), "d")
            .number("limit", most.days(), "d")
            .advice(format!(
                "move it on, or remove it, by day {:.3}",
                (visit.from + most).days()
            ));
        if let Some(root) = self.live[visit.element.at()].blame {
            finding = finding.follows_from(self.plan.activities[root].id.as_str());
        }
        Some(finding)
    }

    /// An error for each kind of piece that is missing where it is needed.
    pub(crate) fn presence_findings(&self) -> Findings {
        let campaign = self.campaign;
        let mut findings = Findings::new();
        for demand in &campaign.demands {
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
                    demand,
                    node,
                    piece: *piece,
                    from: *from,
                    until: *until,
                };
                findings.extend(self.presence_finding(&wanted));
            }
        }
        findings
    }

    fn presence_finding(&self, wanted: &Wanted<'_>) -> Option<Finding> {
        let (least, since) = self.least_there(wanted)?;
        let count = wanted.piece.count;
        let missing = count - least;
        let (kind, name) = match wanted.piece.kind {
            PieceKind::Design(design) => ("design", self.campaign.designs.at(design)?.id.as_str()),
            PieceKind::Element(element) => ("element", self.roster.at(element)?.id.as_str()),
        };
        let (id, place) = (
            wanted.demand.id.as_str(),
            self.campaign.nodes[wanted.node].id.as_str(),
        );
        let since_d = since.days();
        let message = format!(
            "{missing} of {count} \"{name}\" that \"{id}\" needs at \"{place}\" are missing from day {since_d:.3}"
        );
        let finding = Finding::error(codes::PRESENCE, "demand", id, message)
            .text("node", place)
            .text(kind, name)
            .number("count", f64::from(count), "")
            .number("missing", f64::from(missing), "")
            .number("since", since_d, "d")
            .number("from", wanted.from.days(), "d")
            .number("until", wanted.until.days(), "d");
        Some(finding.advice("bring it there by then, and keep it there"))
    }

    /// The least number of pieces that are there in the time, where that is too few, and since when there are
    /// too few; as far as the simulation goes.
    fn least_there(&self, wanted: &Wanted<'_>) -> Option<(u32, Duration)> {
        let until = wanted.until.min(self.now);
        if wanted.from > until {
            return None;
        }
        let visits: Vec<_> = self
            .visits
            .iter()
            .filter(|visit| visit.node == wanted.node && self.is_piece(visit.element, wanted.piece))
            .collect();
        let there = |(from, to): (Duration, Duration)| {
            let there = visits
                .iter()
                .filter(|visit| visit.from <= from && to <= visit.to);
            let elements: BTreeSet<_> = there.map(|visit| visit.element).collect();
            u32::try_from(elements.len()).unwrap_or(u32::MAX)
        };
        let short = cut(wanted.from, until, &visits)
            .into_iter()
            .map(|span| (there(span), span.0))
            .filter(|(there, _)| *there < wanted.piece.count);
        short.reduce(|least, next| (least.0.min(next.0), least.1))
    }

    fn is_piece(&self, element: Index<Element>, piece: Piece) -> bool {
        match piece.kind {
            PieceKind::Design(design) => self.roster[element].design == Some(design),
            PieceKind::Element(wanted) => element == wanted,
        }
    }
}

/// A time in spans within which no visit begins or ends; an instant is one span.
fn cut(from: Duration, until: Duration, visits: &[&Visit]) -> Vec<(Duration, Duration)> {
    let inner = visits
        .iter()
        .flat_map(|visit| [visit.from, visit.to])
        .filter(|at| from < *at && *at < until);
    let mut cuts: BTreeSet<Duration> = inner.collect();
    cuts.extend([from, until]);
    let cuts: Vec<_> = cuts.into_iter().collect();
    match cuts[..] {
        [instant] => vec![(instant, instant)],
        _ => cuts.windows(2).map(|pair| (pair[0], pair[1])).collect(),
    }
}
