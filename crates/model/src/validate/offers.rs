//! What a planner may use and may not, and what must be there.

use super::Judge;
use crate::demand::{Demand, Piece, PieceKind, Recipient};
use crate::element::Element;
use crate::good::Good;
use crate::offer::{Cap, Most, Offer, Offered};
use portolan_vocabulary::{Duration, Index, Money};
use std::collections::BTreeSet;

impl Judge<'_> {
    pub(super) fn offers(&mut self) {
        let parts = self.parts;
        let mut offered: BTreeSet<Index<Element>> = BTreeSet::new();
        for offer in &parts.offers {
            self.offer(offer);
            if let Offered::Element(element) = offer.what
                && !offered.insert(element)
            {
                let message = "the element is on offer already; it is one piece, in one place";
                self.contradiction("offer", offer.id.as_str(), message);
            }
        }
        for cap in &parts.caps {
            self.cap(cap);
        }
    }

    fn offer(&mut self, offer: &Offer) {
        let id = offer.id.as_str();
        let (target, found) = match offer.what {
            Offered::Design(design) => ("design", self.parts.designs.at(design).is_some()),
            Offered::Element(element) => ("element", self.parts.elements.at(element).is_some()),
            Offered::Good(good) => ("resource", self.resolves(good)),
        };
        if !found {
            self.dangling("offer", id, target);
        }
        if self.parts.nodes.at(offer.node).is_none() {
            self.dangling("offer", id, "node");
        }
        if !self.is_partner(offer.owner) {
            self.dangling("offer", id, "partner");
        }
        self.span("offer", id, offer.from, offer.until);
        if offer.lent && matches!(offer.what, Offered::Good(_)) {
            self.contradiction("offer", id, "a good is used up, and cannot be lent");
        }
        let Some(limit) = offer.limit else { return };
        match offer.what {
            Offered::Element(_) => self.range("offer", id, "limit", limit, "", 0.0, 1.0),
            Offered::Design(_) | Offered::Good(_) => {
                self.not_negative("offer", id, "limit", limit, "");
            }
        }
        if !matches!(offer.what, Offered::Good(_)) && limit.fract() != 0.0 {
            self.error(
                "offer",
                id,
                "the limit of a design or an element is no whole number",
            );
        }
    }

    fn cap(&mut self, cap: &Cap) {
        let id = cap.id.as_str();
        if cap
            .edges
            .iter()
            .any(|edge| self.parts.edges.at(*edge).is_none())
        {
            self.dangling("cap", id, "edge");
        }
        if !self.is_partner(cap.owner) || !self.is_partner(cap.partner) {
            self.dangling("cap", id, "partner");
        }
        if cap.good.is_some_and(|good| !self.resolves(good)) {
            self.dangling("cap", id, "resource");
        }
        self.span("cap", id, cap.from, cap.until);
        match cap.most {
            Most::Mass(mass) => self.not_negative("cap", id, "mass", mass.kg(), "kg"),
            Most::Trips(_) => self.no_good(id, cap.good),
            Most::Cost(cost) => {
                self.no_good(id, cap.good);
                self.budget(id, cost);
            }
        }
    }

    /// Only mass can be counted by goods.
    fn no_good(&mut self, id: &str, good: Option<Good>) {
        if good.is_some() {
            let message = "a cap counts one good by its mass, not by trips or cost";
            self.contradiction("cap", id, message);
        }
    }

    fn budget(&mut self, id: &str, cost: Money) {
        let settings = &self.parts.settings;
        let unit = cost.currency().to_string();
        if settings.exchanged(cost).is_none() {
            let (currency, year) = settings.money;
            let message = format!(
                "the cap is in {unit} {}, for which the settings have no exchange rate to {currency} {year}",
                cost.price_year()
            );
            self.contradiction("cap", id, &message);
        }
        if cost.amount() < 0.0 {
            self.error("cap", id, "the cost of a cap is below zero");
        }
    }

    /// From a time on, until another one where it is given.
    pub(super) fn span(
        &mut self,
        kind: &'static str,
        id: &str,
        from: Duration,
        until: Option<Duration>,
    ) {
        self.duration(kind, id, "from", from);
        if until.is_some_and(|until| until <= from) {
            let message = format!("the {kind} ends before it begins");
            self.contradiction(kind, id, &message);
        }
    }

    /// Pieces that must be at a node.
    pub(super) fn presence(&mut self, demand: &Demand, pieces: &[Piece]) {
        let id = demand.id.as_str();
        if let Recipient::Element(_) = demand.recipient {
            self.contradiction("demand", id, "pieces are needed at a node only");
        }
        if pieces.is_empty() {
            self.error("demand", id, "the demand needs no piece at all");
        }
        let mut named = BTreeSet::new();
        for piece in pieces {
            self.piece(id, piece);
            if !named.insert(piece.kind) {
                let message = "the demand names a design or an element twice; give the count once";
                self.contradiction("demand", id, message);
            }
        }
    }

    fn piece(&mut self, id: &str, piece: &Piece) {
        let (target, found) = match piece.kind {
            PieceKind::Design(design) => ("design", self.parts.designs.at(design).is_some()),
            PieceKind::Element(element) => ("element", self.parts.elements.at(element).is_some()),
        };
        if !found {
            self.dangling("demand", id, target);
        }
        let is_one = !matches!(piece.kind, PieceKind::Element(_)) || piece.count <= 1;
        if piece.count == 0 {
            self.error("demand", id, "the count of a piece is not above zero");
        } else if !is_one {
            self.contradiction("demand", id, "an element is one piece, not several");
        }
    }
}
