//! Offers and caps as the file describes them.

use super::super::v1;
use super::Raise;
use crate::text::{Q, QInstant, QMoney};
use portolan_model::{Cap, Edge, Most, Offer, Offered};
use portolan_vocabulary::Index;

impl Raise<'_> {
    pub(super) fn offer(&self, offer: &Offer) -> v1::Offer {
        let raised = v1::Offer {
            id: offer.id.to_string(),
            node: self.node_word(offer.node),
            design: None,
            element: None,
            good: None,
            limit: offer.limit,
            from: Some(QInstant::After(offer.from)),
            until: offer.until.map(QInstant::After),
            owner: offer.owner.map(|it| self.partner(it)),
            lent: offer.lent,
        };
        match offer.what {
            Offered::Design(design) => v1::Offer {
                design: Some(self.design_word(design)),
                ..raised
            },
            Offered::Element(element) => v1::Offer {
                element: Some(self.element_word(element)),
                ..raised
            },
            Offered::Good(good) => v1::Offer {
                good: Some(self.good(good)),
                ..raised
            },
        }
    }

    pub(super) fn cap(&self, cap: &Cap) -> v1::Cap {
        let (mass, trips, cost) = match cap.most {
            Most::Mass(mass) => (Some(Q(mass)), None, None),
            Most::Trips(trips) => (None, Some(trips), None),
            Most::Cost(cost) => (None, None, Some(QMoney(cost))),
        };
        v1::Cap {
            id: cap.id.to_string(),
            mass,
            trips,
            cost,
            edges: self.ways(&cap.edges),
            owner: cap.owner.map(|it| self.partner(it)),
            good: cap.good.map(|it| self.good(it)),
            from: Some(QInstant::After(cap.from)),
            until: cap.until.map(QInstant::After),
            partner: cap.partner.map(|it| self.partner(it)),
        }
    }

    /// The words of several edges.
    pub(super) fn ways(&self, edges: &[Index<Edge>]) -> Vec<String> {
        edges.iter().map(|edge| self.edge_word(*edge)).collect()
    }
}
