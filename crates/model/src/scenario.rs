//! Scenarios: what may come, and how likely it is.

use crate::calendar::Window;
use crate::campaign::{Campaign, Parts};
use crate::demand::{Demand, Need};
use crate::edge::Edge;
use crate::offer::{Offer, Offered};
use crate::partner::Partner;
use portolan_vocabulary::{Duration, Findings, Id, Index};

/// A way on which things may come, from an instant on at which it is known which of them it is.
///
/// What a plan does before that instant is the same in all scenarios; from then on it may answer to the one that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// The word that files use.
    pub id: Id<Self>,
    /// The name for people.
    pub name: String,
    /// How likely it is; from zero to one, and one over all scenarios of a campaign.
    pub probability: f64,
    /// When it is known that this scenario came, since the campaign's start; the same in all scenarios.
    pub known: Duration,
    /// Demands whose amounts differ. They are due, or begin, when the scenario is known or later.
    pub demands: Vec<Factor>,
    /// Ways that nothing enters for a time.
    pub closed: Vec<Closure>,
    /// Offers of which nothing more is to be had once the scenario is known.
    pub lost_offers: Vec<Index<Offer>>,
    /// Partners of whose offers nothing more is to be had once the scenario is known.
    pub lost_partners: Vec<Index<Partner>>,
}

/// By how much the amounts of a demand differ in a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// Which demand.
    pub demand: Index<Demand>,
    /// What its amounts are multiplied with; not negative.
    pub factor: f64,
}

/// A way that nothing enters for a time: an outage, or a delay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closure {
    /// Which way.
    pub edge: Index<Edge>,
    /// From when, when the scenario is known or later, until when.
    pub window: Window,
}

impl Scenario {
    /// What the amounts of a demand are multiplied with.
    pub fn factor(&self, demand: Index<Demand>) -> f64 {
        let own = self.demands.iter().find(|own| own.demand == demand);
        own.map_or(1.0, |own| own.factor)
    }

    /// True where nothing enters a way at an instant.
    pub fn closes(&self, edge: Index<Edge>, t: Duration) -> bool {
        let mut closures = self.closed.iter();
        closures.any(|closure| closure.edge == edge && closure.window.contains(t))
    }

    /// True where nothing more is to be had of an offer once the scenario is known.
    pub fn loses(&self, parts: &Parts, offer: Index<Offer>) -> bool {
        let offered = &parts.offers[offer];
        let owner = offered.owner.or_else(|| match offered.what {
            Offered::Design(design) => parts.designs[design].owner,
            Offered::Element(element) => parts.elements[element].owner,
            Offered::Good(_) => None,
        });
        self.lost_offers.contains(&offer)
            || owner.is_some_and(|owner| self.lost_partners.contains(&owner))
    }

    /// The campaign as it is where this scenario comes, without scenarios.
    ///
    /// # Errors
    /// Findings, where that is no valid campaign, as where amounts become too large.
    pub fn applied(&self, campaign: &Campaign) -> Result<Campaign, Findings> {
        let mut parts = campaign.clone().into_parts();
        for factor in &self.demands {
            scale(&mut parts.demands[factor.demand].need, factor.factor);
        }
        for closure in &self.closed {
            parts.edges[closure.edge]
                .calendar
                .closed
                .push(closure.window);
        }
        for (index, _) in campaign.offers.indexed() {
            if self.loses(campaign, index) {
                end(&mut parts.offers[index], self.known);
            }
        }
        parts.scenarios = crate::list::List::new();
        Campaign::new(parts).map(|(campaign, _)| campaign)
    }
}

fn scale(need: &mut Need, factor: f64) {
    match need {
        Need::Once { lots, .. } => lots.iter_mut().for_each(|lot| lot.amount *= factor),
        Need::Steady { rates, .. } => rates.iter_mut().for_each(|rate| rate.per_day *= factor),
        Need::Presence { .. } => {}
    }
}

/// Ends an offer at an instant; one that opens later offers nothing.
fn end(offer: &mut Offer, at: Duration) {
    if offer.from >= at {
        offer.limit = Some(0.0);
    } else {
        offer.until = Some(offer.until.map_or(at, |until| until.min(at)));
    }
}
