//! Needs and processes that stand for a time: demands at a rate, production activities, missions.

use crate::profile::{Flow, Process, per_second};
use crate::queue::Job;
use crate::world::World;
use portolan_model::{Demand, Element, Need, Recipient, Requester};
use portolan_vocabulary::{Duration, Index};

/// A need or a process that stands for a time.
pub(crate) struct Standing {
    pub(crate) requester: Requester,
    /// Where; an element takes it along.
    pub(crate) site: Option<usize>,
    pub(crate) element: Option<Index<Element>>,
    pub(crate) flows: Vec<Flow>,
    pub(crate) process: Option<Process>,
}

impl World<'_> {
    /// Enters a standing need or process from one instant until another.
    pub(crate) fn stand(&mut self, standing: Standing, from: Duration, until: Duration) {
        let at = self.standing.len();
        self.standing.push(standing);
        self.queue.push(from, Job::StandingOn { standing: at });
        self.queue.push(until, Job::StandingOff { standing: at });
    }

    pub(crate) fn switch(&mut self, standing: usize, on: bool) {
        let Standing { element, site, .. } = self.standing[standing];
        if let Some(site) = element.map_or(site, |element| self.site_of(element)) {
            self.touch(site);
        }
        self.standing_now.retain(|other| *other != standing);
        if on {
            let at = self.standing_now.partition_point(|other| *other < standing);
            self.standing_now.insert(at, standing);
        }
    }

    /// Enters the campaign's demands.
    pub(crate) fn enter_demands(&mut self) {
        let campaign = self.campaign;
        for (index, demand) in campaign.demands.indexed() {
            match &demand.need {
                Need::Once { due, .. } => self.queue.push(*due, Job::Due { demand: index }),
                // Who was where is read from the stays in the end.
                Need::Presence { .. } => {}
                Need::Steady { rates, from, until } => {
                    let (site, element) = place_of(demand);
                    let flows = rates.iter().map(per_second).collect();
                    let requester = Requester::Demand(index);
                    self.stand(
                        Standing {
                            requester,
                            site,
                            element,
                            flows,
                            process: None,
                        },
                        *from,
                        *until,
                    );
                }
            }
        }
    }

    /// Asks for what a demand is due.
    pub(crate) fn demand_due(&mut self, index: Index<Demand>) {
        let campaign = self.campaign;
        let demand = &campaign.demands[index];
        let Need::Once { lots, .. } = &demand.need else {
            return;
        };
        let (site, element) = place_of(demand);
        let site = element.map_or(site, |element| self.site_of(element));
        for lot in lots {
            self.ask(
                Requester::Demand(index),
                site,
                element,
                lot.good,
                lot.amount,
            );
        }
    }
}

fn place_of(demand: &Demand) -> (Option<usize>, Option<Index<Element>>) {
    match demand.recipient {
        Recipient::Node(node) => (Some(node.at()), None),
        Recipient::Element(element) => (None, Some(element)),
    }
}
