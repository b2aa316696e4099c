//! Edges in time through space: which windows a way between two nodes has, and what it costs in them.
//!
//! What a campaign states stands; what it leaves out is computed. The kind of the way follows from the
//! places at its ends.

mod around;
mod between;
pub mod codes;
mod launch;
mod light;
mod moon;
mod steering;
mod through;
mod wording;

pub use between::PorkchopMap;
pub use through::{ThroughTrip, through};

use crate::{Ephemeris, Tdb};
use portolan_model::{Edge, EdgesInTime, Node, Opportunity, Parts, Place, Transfer, Way, Window};
use portolan_vocabulary::{Duration, Epoch, Findings, Index};

/// Computes edges through space with an ephemeris.
#[derive(Clone, Copy)]
pub struct Space<'e> {
    ephemeris: &'e dyn Ephemeris,
}

impl<'e> Space<'e> {
    /// Edges computed with this ephemeris.
    pub const fn new(ephemeris: &'e dyn Ephemeris) -> Self {
        Self { ephemeris }
    }
}

impl Space<'_> {
    /// The flights of the cheapest season in a span, for an edge between bodies that go round the Sun;
    /// `None` for other edges.
    ///
    /// # Errors
    /// Findings, as where its opportunities are asked for.
    pub fn porkchop(
        &self,
        parts: &Parts,
        edge: Index<Edge>,
        span: Window,
    ) -> Result<Option<PorkchopMap>, Findings> {
        let question = Question::new(self.ephemeris, parts, edge, span)?;
        match question.kind() {
            Kind::Between => question.map().map(Some),
            _ => Ok(None),
        }
    }
}

impl EdgesInTime for Space<'_> {
    fn opportunities(
        &self,
        parts: &Parts,
        edge: Index<Edge>,
        span: Window,
    ) -> Result<Vec<Opportunity>, Findings> {
        let question = Question::new(self.ephemeris, parts, edge, span)?;
        let mut found = question.answer()?;
        found.sort_by_key(|it| it.window.from);
        question.lit(clipped(found, span))
    }
}

/// The opportunities as far as they lie in the span, apart from one another: where two overlap, the
/// earlier one keeps what both have.
fn clipped(found: Vec<Opportunity>, span: Window) -> Vec<Opportunity> {
    let mut free = span.from;
    let mut kept = Vec::new();
    for mut opportunity in found {
        let window = &mut opportunity.window;
        window.from = window.from.max(free);
        window.to = window.to.min(span.to);
        if window.from < window.to {
            free = window.to;
            opportunity.best = opportunity.best.clamp(window.from, window.to);
            kept.push(opportunity);
        }
    }
    kept
}

/// One edge, and what is asked of it.
struct Question<'a> {
    ephemeris: &'a dyn Ephemeris,
    parts: &'a Parts,
    edge: &'a Edge,
    from: &'a Node,
    to: &'a Node,
    transfer: Transfer,
    span: Window,
}

/// What a way is, by the places at its ends.
enum Kind {
    /// From a site on the Earth into an orbit around it.
    Launch,
    /// From an orbit around the Earth to the Moon or a libration point of both.
    Moonward,
    /// From the Moon or a libration point to the Earth.
    Earthward,
    /// Between the Moon and an orbit around a libration point.
    Cislunar,
    /// Between two orbits around one body, or down from one and up to one.
    Around,
    /// Between two bodies that go round the Sun.
    Between,
}

impl<'a> Question<'a> {
    fn new(
        ephemeris: &'a dyn Ephemeris,
        parts: &'a Parts,
        edge: Index<Edge>,
        span: Window,
    ) -> Result<Self, Findings> {
        let nodes = parts.edges.at(edge).map(|edge| {
            let from = parts.nodes.at(edge.origin);
            (edge, from, parts.nodes.at(edge.destination))
        });
        let Some((edge, Some(from), Some(to))) = nodes else {
            return Err(Findings::new());
        };
        let question = Self {
            ephemeris,
            parts,
            edge,
            from,
            to,
            transfer: edge.departures.transfer.unwrap_or_default(),
            span,
        };
        question.within_ephemeris()?;
        Ok(question)
    }

    fn answer(&self) -> Result<Vec<Opportunity>, Findings> {
        match self.kind() {
            Kind::Launch => self.launches(),
            Kind::Moonward => self.moonward(),
            Kind::Earthward => self.earthward(),
            Kind::Cislunar => self.cislunar(),
            Kind::Around => self.around(),
            Kind::Between => self.between(),
        }
    }

    fn kind(&self) -> Kind {
        let (from, to) = (Realm::of(self.from), Realm::of(self.to));
        match (from, to) {
            (Realm::Earth, Realm::Earth) if self.from.is_surface() && !self.to.is_surface() => {
                Kind::Launch
            }
            (Realm::Earth, Realm::Moon | Realm::Libration) => Kind::Moonward,
            (Realm::Moon | Realm::Libration, Realm::Earth) => Kind::Earthward,
            (Realm::Libration, Realm::Moon | Realm::Libration)
            | (Realm::Moon, Realm::Libration) => Kind::Cislunar,
            _ if self.from.body == self.to.body => Kind::Around,
            _ => Kind::Between,
        }
    }

    /// An instant of the campaign in the time of the ephemeris.
    fn tdb(&self, at: Duration) -> Tdb {
        Tdb::from(self.parts.start + at)
    }

    /// An instant of the ephemeris on the campaign's clock.
    fn since(&self, at: Tdb) -> Result<Duration, Findings> {
        let epoch = Epoch::try_from(at).map_err(|error| self.wrong(&error))?;
        Ok(epoch - self.parts.start)
    }

    /// The window from one instant to another.
    fn window(&self, from: Tdb, to: Tdb) -> Result<Window, Findings> {
        Ok(Window {
            from: self.since(from)?,
            to: self.since(to)?,
        })
    }

    /// The way as the campaign states it, with what a late departure costs added to its last burn.
    fn stated(&self, extra_m_s: f64) -> Way {
        let mut way = self.edge.way.clone();
        if let Way::Launch { burns, .. } | Way::Impulsive { burns, .. } = &mut way
            && let Some(last) = burns.last_mut()
        {
            last.dv = portolan_vocabulary::Speed::new(last.dv.m_s() + extra_m_s);
        }
        way
    }

    /// One opportunity over the whole span.
    fn always(&self, way: Way) -> Vec<Opportunity> {
        vec![Opportunity::new(self.span, way)]
    }

    fn within_ephemeris(&self) -> Result<(), Findings> {
        let (first, last) = self.ephemeris.span();
        let asked = (self.tdb(self.span.from), self.tdb(self.span.to));
        if asked.0 >= first && asked.1 <= last {
            return Ok(());
        }
        Err(self.out_of_span(first, last))
    }
}

/// Where a node is, as far as the kind of a way depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Realm {
    Earth,
    Moon,
    Libration,
    Other,
}

impl Realm {
    fn of(node: &Node) -> Self {
        let second = node.second_body.as_ref().map(portolan_model::Body::as_str);
        match (&node.place, node.body.as_str(), second) {
            (Place::Libration { .. }, "earth", Some("moon")) => Self::Libration,
            (Place::Libration { .. }, _, _) => Self::Other,
            (_, "earth", _) => Self::Earth,
            (_, "moon", _) => Self::Moon,
            _ => Self::Other,
        }
    }
}
