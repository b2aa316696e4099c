//! Goods, demand models and demands.

use super::super::gather::Doc;
use super::super::v1;
use super::spot::Spot;
use super::{Lower, each, nowhere};
use crate::text::{QInstant, codes as text_codes};
use portolan_model::{
    Demand, DemandModel, Lot, Need, Piece, PieceKind, Rate, Recipient, codes as model_codes,
};
use portolan_vocabulary::{Duration, Id};

impl Lower<'_> {
    pub(super) fn demands(&mut self, docs: &[Doc]) -> Vec<Demand> {
        let mut demands = Vec::new();
        for (file, at, demand) in each(docs, |lists| &lists.demand) {
            let spot = Spot::item(file, &["demand"], at);
            self.report.about("demand", &demand.id, &spot);
            let recipient = self.recipient(demand, &spot);
            let need = self.need(demand, &spot);
            let partner = self.partner(demand.partner.as_ref(), &spot, "partner");
            if let Some(need) = need {
                demands.push(Demand {
                    id: Id::from(demand.id.as_str()),
                    recipient: recipient.unwrap_or_else(|| Recipient::Node(nowhere(0))),
                    need,
                    partner,
                });
            }
        }
        demands
    }

    fn recipient(&mut self, demand: &v1::Demand, spot: &Spot<'_>) -> Option<Recipient> {
        match (&demand.node, &demand.element) {
            (Some(node), None) => self.node(Some(node), spot, "node").map(Recipient::Node),
            (None, Some(element)) => self
                .element(element, &spot.key("element"))
                .map(Recipient::Element),
            (None, None) => {
                self.lacks(
                    spot,
                    "a demand has a \"node\" or an \"element\" that receives",
                );
                None
            }
            (Some(_), Some(_)) => {
                let spot = spot.key("element");
                let message = "a demand has a \"node\" or an \"element\" that receives, not both";
                self.contradiction(&spot, message);
                None
            }
        }
    }

    fn need(&mut self, demand: &v1::Demand, spot: &Spot<'_>) -> Option<Need> {
        match (&demand.lots, &demand.rates, &demand.pieces) {
            (Some(lots), None, None) => self.once(demand, lots, spot),
            (None, Some(rates), None) => self.steady(demand, rates, spot),
            (None, None, Some(pieces)) => self.presence(demand, pieces, spot),
            (None, None, None) => {
                self.lacks(
                    spot,
                    "a demand has \"lots\" with \"due\", \"rates\" with \"until\", or \"pieces\" with either",
                );
                None
            }
            (_, rates, pieces) => {
                let key = if pieces.is_some() { "pieces" } else { "rates" };
                let other = if rates.is_some() && pieces.is_some() {
                    "rates"
                } else {
                    "lots"
                };
                let message =
                    format!("a demand has \"{other}\" or \"{key}\", not both; write two demands");
                self.contradiction(&spot.key(key), &message);
                None
            }
        }
    }

    fn once(&mut self, demand: &v1::Demand, lots: &[v1::Lot], spot: &Spot<'_>) -> Option<Need> {
        let lots = self.lots(lots, &spot.key("lots"));
        for (key, given) in [("from", demand.from), ("until", demand.until)] {
            if given.is_some() {
                let message = "\"lots\" are needed once, when they are \"due\"";
                self.contradiction(&spot.key(key), message);
            }
        }
        let Some(due) = demand.due else {
            self.lacks(
                spot,
                "\"lots\" are needed once and lack \"due\", which says when",
            );
            return None;
        };
        let due = due.since(self.start);
        Some(Need::Once { lots, due })
    }

    fn steady(&mut self, demand: &v1::Demand, rates: &[v1::Rate], spot: &Spot<'_>) -> Option<Need> {
        let rates = self.rates(rates, &spot.key("rates"));
        if demand.due.is_some() {
            let message = "\"rates\" are needed \"from\" a time \"until\" another";
            self.contradiction(&spot.key("due"), message);
        }
        let Some(until) = demand.until else {
            self.lacks(spot, "\"rates\" lack \"until\", which says when they end");
            return None;
        };
        let from = demand
            .from
            .map_or(Duration::ZERO, |from| from.since(self.start));
        Some(Need::Steady {
            rates,
            from,
            until: until.since(self.start),
        })
    }

    fn presence(
        &mut self,
        demand: &v1::Demand,
        pieces: &[v1::Piece],
        spot: &Spot<'_>,
    ) -> Option<Need> {
        let pieces = self.pieces(pieces, &spot.key("pieces"));
        let (from, until) = match (demand.due, demand.until) {
            (Some(due), None) if demand.from.is_none() => (due, due),
            (None, Some(until)) => (
                demand.from.unwrap_or(QInstant::After(Duration::ZERO)),
                until,
            ),
            (None, None) => {
                let message =
                    "\"pieces\" lack \"due\", or \"until\", which says how long they stay";
                self.lacks(spot, message);
                return None;
            }
            _ => {
                let message = "\"pieces\" are needed when they are \"due\", or \"from\" a time \"until\" another";
                self.contradiction(&spot.key("due"), message);
                return None;
            }
        };
        Some(Need::Presence {
            pieces,
            from: from.since(self.start),
            until: until.since(self.start),
        })
    }

    /// The pieces; one that is not known leads nowhere.
    fn pieces(&mut self, pieces: &[v1::Piece], spot: &Spot<'_>) -> Vec<Piece> {
        let mut made = Vec::with_capacity(pieces.len());
        for (at, piece) in pieces.iter().enumerate() {
            let kind = self.piece(piece, &spot.index(at));
            made.push(Piece {
                kind: kind.unwrap_or_else(|| PieceKind::Design(nowhere(at))),
                count: piece.count.unwrap_or(1),
            });
        }
        made
    }

    fn piece(&mut self, piece: &v1::Piece, spot: &Spot<'_>) -> Option<PieceKind> {
        match (&piece.design, &piece.element) {
            (Some(word), None) => self
                .design(word, &spot.key("design"))
                .map(PieceKind::Design),
            (None, Some(word)) => self
                .element(word, &spot.key("element"))
                .map(PieceKind::Element),
            (None, None) => {
                self.lacks(spot, "a piece has a \"design\" or an \"element\"");
                None
            }
            (Some(_), Some(_)) => {
                let message = "a piece has a \"design\" or an \"element\", not both";
                self.contradiction(&spot.key("element"), message);
                None
            }
        }
    }

    pub(super) fn lacks(&mut self, spot: &Spot<'_>, message: &str) {
        self.report
            .error(text_codes::MISSING_KEY, spot, message, |finding| finding);
    }

    pub(super) fn contradiction(&mut self, spot: &Spot<'_>, message: &str) {
        self.report
            .error(model_codes::CONTRADICTION, spot, message, |finding| finding);
    }

    pub(super) fn models(&mut self, models: &[v1::Model], spot: &Spot<'_>) -> Vec<DemandModel> {
        let numbered = models.iter().enumerate();
        numbered
            .map(|(at, model)| self.model(model, &spot.index(at)))
            .collect()
    }

    fn model(&mut self, model: &v1::Model, spot: &Spot<'_>) -> DemandModel {
        match model {
            v1::Model::CrewConsumables(terms) => {
                DemandModel::CrewConsumables(Box::new(terms.as_ref().into()))
            }
            v1::Model::Rated { rates } => DemandModel::Rated(self.rates(rates, &spot.key("rates"))),
            v1::Model::Impulse { lots } => DemandModel::Impulse(self.lots(lots, &spot.key("lots"))),
            v1::Model::SparingByMass(spares) => DemandModel::SparingByMass {
                unpressurised_per_y: spares.unpressurised_per_y,
                pressurised_per_y: spares.pressurised_per_y,
                parts_listed: spares.parts_listed,
            },
            v1::Model::SparingByParts {} => DemandModel::SparingByParts,
            v1::Model::Conversion(conversion) => DemandModel::Conversion {
                inputs: self.rates(&conversion.inputs, &spot.key("inputs")),
                outputs: self.rates(&conversion.outputs, &spot.key("outputs")),
            },
        }
    }

    /// The lots whose goods are known.
    pub(super) fn lots(&mut self, lots: &[v1::Lot], spot: &Spot<'_>) -> Vec<Lot> {
        let mut made = Vec::with_capacity(lots.len());
        for (at, lot) in lots.iter().enumerate() {
            let item = spot.index(at);
            let good = self
                .scope
                .good(&lot.good, &item.key("good"), &mut self.report);
            made.extend(good.map(|good| Lot {
                good,
                amount: lot.amount,
            }));
        }
        made
    }

    /// The rates whose goods are known.
    pub(super) fn rates(&mut self, rates: &[v1::Rate], spot: &Spot<'_>) -> Vec<Rate> {
        let mut made = Vec::with_capacity(rates.len());
        for (at, rate) in rates.iter().enumerate() {
            let item = spot.index(at);
            let good = self
                .scope
                .good(&rate.good, &item.key("good"), &mut self.report);
            made.extend(good.map(|good| Rate {
                good,
                per_day: rate.per_day,
            }));
        }
        made
    }
}
