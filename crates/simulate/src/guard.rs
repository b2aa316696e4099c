//! The guard at the door: a plan must speak of its own campaign only.
//!
//! Inside, indices are used freely; here every one of them is looked at once.

use crate::act::named_elements;
use crate::codes;
use portolan_model::{
    Action, Activity, BurnStep, Campaign, Element, Good, Holder, Lot, Plan, Rate, Roster, Site,
};
use portolan_vocabulary::{Finding, Findings};
use std::collections::BTreeSet;

/// The most EVAs of one exploration.
const MOST_EVAS: f64 = 10_000.0;

/// A finding for each activity that refers to things the campaign and the plan do not have, or whose
/// numbers mean nothing.
pub(crate) fn foreign(campaign: &Campaign, plan: &Plan) -> Findings {
    let roster = Roster::new(campaign, plan);
    let door = Door { campaign, roster };
    let mut findings: Findings = plan.activities.iter().filter(|activity| !door.admits(activity)).map(|activity| {
        let message = "the activity refers to something that the campaign does not have, names one element twice, or has a number that means nothing";
        Finding::error(codes::FOREIGN_PLAN, "activity", activity.id.as_str(), message)
            .advice("check the plan; it may have been made for another campaign")
    }).collect();
    findings.extend(door.foreign_elements(plan));
    findings
}

struct Door<'a> {
    campaign: &'a Campaign,
    roster: Roster<'a>,
}

impl Door<'_> {
    fn admits(&self, activity: &Activity) -> bool {
        let site = match activity.site {
            Some(Site::Node(node)) => self.campaign.nodes.at(node).is_some(),
            Some(Site::Edge(edge)) => self.campaign.edges.at(edge).is_some(),
            None => true,
        };
        let mission = activity
            .mission
            .is_none_or(|mission| self.campaign.missions.at(mission).is_some());
        let payer = activity
            .payer
            .is_none_or(|payer| self.campaign.partners.at(payer).is_some());
        let named = named_elements(&activity.action);
        let known = named
            .iter()
            .all(|element| self.roster.at(*element).is_some());
        // What is named twice would be created, moved or filled from itself twice.
        let once = named.iter().collect::<BTreeSet<_>>().len() == named.len();
        !activity.at.is_negative()
            && site
            && mission
            && payer
            && known
            && once
            && self.admits_action(&activity.action)
    }

    fn admits_action(&self, action: &Action) -> bool {
        match action {
            Action::Create { into: holder, .. } | Action::Move { to: holder, .. } => {
                self.holder(*holder)
            }
            Action::Consume { lots, from } => self.holder(*from) && self.lots(lots),
            Action::Add { lots, .. } | Action::BoilOff { lots, .. } => self.lots(lots),
            Action::Transfer { lots, loss, .. } => self.lots(lots) && is_share_lost(*loss),
            Action::Refuel {
                good, amount, loss, ..
            } => self.good(*good) && amount.is_none_or(is_amount) && is_share_lost(*loss),
            Action::Burn { dv, steps, .. } => is_amount(dv.m_s()) && self.steps(steps),
            Action::Transport {
                edge,
                burns,
                speed,
                duty_cycle,
                ..
            } => {
                self.campaign.edges.at(*edge).is_some()
                    && burns.iter().all(|steps| self.steps(steps))
                    && speed.is_none_or(|speed| is_amount(speed.m_s()))
                    && *duty_cycle > 0.0
                    && *duty_cycle <= 1.0
            }
            Action::Eva {
                demands, duration, ..
            } => self.lots(demands) && !duration.is_negative(),
            Action::Explore {
                demands,
                duration,
                evas_per_week,
                eva_duration,
                ..
            } => {
                let times = !duration.is_negative() && !eva_duration.is_negative();
                // More EVAs than any crew could do are a slip of the pen, and would fill the memory.
                let count = duration.days() * evas_per_week / 7.0;
                self.lots(demands) && times && (0.0..=MOST_EVAS).contains(&count)
            }
            Action::Produce {
                inputs,
                outputs,
                duration,
                ..
            } => self.rates(inputs) && self.rates(outputs) && !duration.is_negative(),
            Action::Repair { quantity, .. } => is_amount(*quantity),
            Action::Remove { .. }
            | Action::Reconfigure { .. }
            | Action::ReconfigureAll { .. }
            | Action::Dock { .. }
            | Action::Undock { .. }
            | Action::Load { .. }
            | Action::Unload { .. }
            | Action::Hold { .. }
            | Action::Assemble { .. } => true,
        }
    }

    /// The plan's own elements refer to the campaign's resources and to their own stores only.
    fn foreign_elements(&self, plan: &Plan) -> Findings {
        let fits = |element: &Element| {
            let goods = element
                .stores
                .iter()
                .flat_map(|store| &store.contents)
                .all(|lot| self.good(lot.good) && is_amount(lot.amount));
            let parts = element
                .parts
                .iter()
                .all(|part| self.campaign.resources.at(part.resource).is_some());
            let feeds = element
                .propulsion
                .iter()
                .flat_map(|propulsion| &propulsion.feeds)
                .all(|feed| feed.store < element.stores.len());
            let drive = element
                .drive
                .and_then(|drive| drive.store)
                .is_none_or(|store| store < element.stores.len());
            let owner = element
                .owner
                .is_none_or(|owner| self.campaign.partners.at(owner).is_some());
            goods
                && self.admits_use(element)
                && parts
                && feeds
                && drive
                && owner
                && element
                    .initial_state
                    .is_none_or(|state| state < element.states.len())
        };
        plan.elements
            .iter()
            .filter(|element| !fits(element))
            .map(|element| {
                let message =
                    "an element of the plan refers to something that the campaign does not have";
                Finding::error(codes::FOREIGN_PLAN, "element", element.id.as_str(), message)
            })
            .collect()
    }

    /// What an element is made from, travels, wears out and makes is of the campaign.
    fn admits_use(&self, element: &Element) -> bool {
        let (upkeep, campaign) = (&element.upkeep, self.campaign);
        let ways = element.ways.iter();
        let worn = upkeep.per_trip.iter();
        let plant = element.plant.as_ref();
        ways.into_iter()
            .all(|way| campaign.edges.at(*way).is_some())
            && worn
                .into_iter()
                .all(|(good, fraction)| self.good(*good) && is_amount(*fraction))
            && upkeep
                .base
                .is_none_or(|base| campaign.nodes.at(base).is_some())
            && plant.is_none_or(|plant| {
                let decays = is_share_lost(plant.decay_per_y);
                decays && self.rates(&plant.inputs) && self.rates(&plant.outputs)
            })
            && element
                .design
                .is_none_or(|design| campaign.designs.at(design).is_some())
    }

    fn holder(&self, holder: Holder) -> bool {
        match holder {
            Holder::Node(node) => self.campaign.nodes.at(node).is_some(),
            Holder::Element(element) => self.roster.at(element).is_some(),
        }
    }

    fn good(&self, good: Good) -> bool {
        match good {
            Good::Specific(resource) => self.campaign.resources.at(resource).is_some(),
            Good::Generic { .. } => true,
        }
    }

    fn lots(&self, lots: &[Lot]) -> bool {
        lots.iter()
            .all(|lot| self.good(lot.good) && is_amount(lot.amount))
    }

    fn rates(&self, rates: &[Rate]) -> bool {
        rates
            .iter()
            .all(|rate| self.good(rate.good) && is_amount(rate.per_day))
    }

    fn steps(&self, steps: &[BurnStep]) -> bool {
        steps
            .iter()
            .all(|(BurnStep::Burn(element) | BurnStep::Stage(element))| {
                self.roster.at(*element).is_some()
            })
    }
}

fn is_amount(value: f64) -> bool {
    (0.0..=1e18).contains(&value)
}

fn is_share_lost(value: f64) -> bool {
    (0.0..1.0).contains(&value)
}
