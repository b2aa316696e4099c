//! Scenarios as the file describes them.

use super::super::v1;
use super::{Raise, other_name, word};
use crate::text::QInstant;
use portolan_model::{Closure, Factor, Scenario};

impl Raise<'_> {
    pub(super) fn scenario(&self, scenario: &Scenario) -> v1::Scenario {
        let offers = scenario.lost_offers.iter().map(|index| {
            let offer = self.parts.offers.at(*index);
            word(offer.map(|it| it.id.as_str()), *index)
        });
        let partners = scenario.lost_partners.iter();
        let lost = v1::Lost {
            offers: offers.collect(),
            partners: partners.map(|partner| self.partner(*partner)).collect(),
        };
        v1::Scenario {
            id: scenario.id.to_string(),
            name: other_name(&scenario.name, scenario.id.as_str()),
            probability: scenario.probability,
            known: QInstant::After(scenario.known),
            demands: scenario.demands.iter().map(|it| self.factor(*it)).collect(),
            closed: scenario.closed.iter().map(|it| self.closure(*it)).collect(),
            lost: (lost != v1::Lost::default()).then_some(lost),
        }
    }

    fn factor(&self, factor: Factor) -> v1::Factor {
        let demand = self.parts.demands.at(factor.demand);
        v1::Factor {
            demand: word(demand.map(|it| it.id.as_str()), factor.demand),
            factor: factor.factor,
        }
    }

    fn closure(&self, closure: Closure) -> v1::Closure {
        v1::Closure {
            edge: self.edge_word(closure.edge),
            from: QInstant::After(closure.window.from),
            to: QInstant::After(closure.window.to),
        }
    }
}
