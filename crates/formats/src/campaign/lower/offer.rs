//! What a planner may use, and what it may not.

use super::super::gather::Doc;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, each, nowhere};
use portolan_model::{Cap, Edge, Good, Most, Offer, Offered};
use portolan_vocabulary::{Duration, Id, Index};

impl Lower<'_> {
    pub(super) fn offers(&mut self, docs: &[Doc]) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (file, at, offer) in each(docs, |lists| &lists.offer) {
            let spot = Spot::item(file, &["offer"], at);
            self.report.about("offer", &offer.id, &spot);
            offers.extend(self.offer(offer, &spot));
        }
        offers
    }

    fn offer(&mut self, offer: &v1::Offer, spot: &Spot<'_>) -> Option<Offer> {
        let node = self.node(Some(&offer.node), spot, "node");
        let owner = self.partner(offer.owner.as_ref(), spot, "owner");
        Some(Offer {
            id: Id::from(offer.id.as_str()),
            what: self.offered(offer, spot)?,
            node: node.unwrap_or_else(|| nowhere(0)),
            limit: offer.limit,
            from: offer
                .from
                .map_or(Duration::ZERO, |from| from.since(self.start)),
            until: offer.until.map(|until| until.since(self.start)),
            owner,
            lent: offer.lent,
        })
    }

    fn offered(&mut self, offer: &v1::Offer, spot: &Spot<'_>) -> Option<Offered> {
        let given = [
            offer.design.is_some(),
            offer.element.is_some(),
            offer.good.is_some(),
        ];
        self.just_one(
            spot,
            given,
            "an offer has a \"design\", an \"element\" or a \"good\"",
        );
        if let Some(word) = &offer.design {
            return self.design(word, &spot.key("design")).map(Offered::Design);
        }
        if let Some(word) = &offer.element {
            let found = self.element(word, &spot.key("element"));
            return found.map(Offered::Element);
        }
        self.good(offer.good.as_ref(), spot).map(Offered::Good)
    }

    pub(super) fn caps(&mut self, docs: &[Doc]) -> Vec<Cap> {
        let mut caps = Vec::new();
        for (file, at, cap) in each(docs, |lists| &lists.cap) {
            let spot = Spot::item(file, &["cap"], at);
            self.report.about("cap", &cap.id, &spot);
            caps.extend(self.cap(cap, &spot));
        }
        caps
    }

    fn cap(&mut self, cap: &v1::Cap, spot: &Spot<'_>) -> Option<Cap> {
        let edges = self.ways(&cap.edges, &spot.key("edges"));
        let owner = self.partner(cap.owner.as_ref(), spot, "owner");
        let good = self.good(cap.good.as_ref(), spot);
        let partner = self.partner(cap.partner.as_ref(), spot, "partner");
        Some(Cap {
            id: Id::from(cap.id.as_str()),
            most: self.most(cap, spot)?,
            edges,
            owner,
            good,
            from: cap
                .from
                .map_or(Duration::ZERO, |from| from.since(self.start)),
            until: cap.until.map(|until| until.since(self.start)),
            partner,
        })
    }

    fn most(&mut self, cap: &v1::Cap, spot: &Spot<'_>) -> Option<Most> {
        let given = [cap.mass.is_some(), cap.trips.is_some(), cap.cost.is_some()];
        self.just_one(spot, given, "a cap has a \"mass\", \"trips\" or a \"cost\"");
        let mass = cap.mass.map(|mass| Most::Mass(mass.0));
        mass.or(cap.trips.map(Most::Trips))
            .or(cap.cost.map(|cost| Most::Cost(cost.0)))
    }

    /// Reports where none or several of the keys of which one must be given are there.
    pub(super) fn just_one(&mut self, spot: &Spot<'_>, given: [bool; 3], message: &str) {
        match given.iter().filter(|is_given| **is_given).count() {
            0 => self.lacks(spot, message),
            1 => {}
            _ => self.contradiction(spot, &format!("{message}, only one of them")),
        }
    }

    /// The good that a word under the key `good` refers to, where there is a word.
    fn good(&mut self, word: Option<&String>, spot: &Spot<'_>) -> Option<Good> {
        let spot = spot.key("good");
        self.scope.good(word?, &spot, &mut self.report)
    }

    /// The edges that the words of a list refer to.
    pub(super) fn ways(&mut self, words: &[String], spot: &Spot<'_>) -> Vec<Index<Edge>> {
        let mut made = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let table = &self.scope.edges;
            made.extend(table.find(word, &spot.index(at), &mut self.report));
        }
        made
    }
}
