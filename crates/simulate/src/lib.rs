//! What happens when a plan is carried out.
//!
//! [`simulate`] carries out a plan event by event and returns the [`Outcome`]. It is exact between
//! events (rates are integrated in closed form), deterministic (integer time, ordered containers, one
//! thread) and honest: a step that cannot be done is *blocked*, a finding says why with its numbers,
//! what follows from it is marked, and nothing that did not happen is counted.
//!
//! # Order at one instant
//!
//! 1. Stores run empty or full.
//! 2. Burns of trips under way; a trip under low thrust burns when it arrives.
//! 3. Arrivals, in order of departure: what the trip has worn out is taken from the stack ([`Upkeep`]), then the
//!    stack stands at the node.
//! 4. What takes time ends: activities, EVAs, demands at a rate.
//! 5. Activities begin, by priority and then in the plan's order; creations, goods that are added or pumped,
//!    departures and removals are not told apart. One that takes no time is done before the next begins, and so
//!    are the burn at a departure and the arrival of a trip that takes no time. Demands at a rate begin.
//! 6. Needs that are due at the instant: demands of one time, and what missions need on arrival.
//!
//! Then steady flows are laid anew; they draw between instants, never at one. So goods and propellant may pass
//! between an arrival and a departure of the same instant (`Transfer`, or `Refuel` without duration), a trip may go
//! on at the instant at which another ended, and a demand of one time is served from what is left once all
//! departures of its instant have gone.
//!
//! Whoever arrives, is created, departs or is removed at an instant is there at that instant: that is how demands
//! for elements that must be at a node ([`Need::Presence`]) and limits of stay (`Node::max_stay`) count.
//!
//! # Tolerance
//!
//! A mass, volume, amount or speed is above its limit, and goods are short, by more than 1e-9 of the limit and 1e-9
//! of the unit; what is less is taken as equal, and no more is taken than there is. A burn is complete where it
//! misses less than 1e-6 of its velocity change (of 1 m/s, where that is more), as for the judge. Times are whole
//! microseconds and have no tolerance.
//!
//! # What has nothing, and who has nothing
//!
//! An element without mass is an element like any other, and a store without `max_mass` has no limit: such a one can
//! be created, filled and launched, and weighs what is in it. A person, or anything else, whose needs find no store
//! goes on all the same: the need is recorded as not had, and a warning ([`codes::UNMET`]) sums it up for the place,
//! on the surface of the Earth as elsewhere.
//!
//! [`Upkeep`]: portolan_model::Upkeep
//! [`Need::Presence`]: portolan_model::Need

mod act;
mod block;
mod burn;
pub mod codes;
mod eva;
mod flow;
mod goods;
mod guard;
mod handling;
mod load;
mod mission;
mod money;
mod payload;
mod plant;
mod profile;
mod queue;
mod record;
mod standing;
mod transport;
mod upkeep;
mod visits;
mod world;

pub use mission::MissionProfile;

use portolan_model::{
    Campaign, Demand, Element, Good, Lot, Need, Outcome, Plan, Requester, Site, StockPoint,
};
use portolan_vocabulary::{Duration, Finding, Findings, Index};
use queue::Job;
use record::Record;
use std::collections::BTreeMap;
use world::World;

/// What is left in a store at the end: element, position of the store, and lot.
type Left = (Index<Element>, usize, Lot);

/// Carries out a plan in its campaign, from the start to the horizon (or to the plan's last event and
/// the settings' tail).
///
/// A plan that refers to things of another campaign is not carried out; the outcome is empty but for
/// the finding that says so. The plan may be infeasible: that is an outcome, not an error.
///
/// ```
/// use portolan_model::{Campaign, List, Maker, MakerKind, Parts, Plan};
/// let (campaign, _) = Campaign::new(Parts::new("empty", "2030-01-01".parse().unwrap())).unwrap();
/// let maker = Maker { kind: MakerKind::Person, name: "example".into() };
/// let plan = Plan { id: "nothing".into(), maker, elements: List::new(), activities: List::new() };
/// let outcome = portolan_simulate::simulate(&campaign, &plan);
/// assert!(outcome.events.is_empty() && outcome.findings.is_empty());
/// ```
pub fn simulate(campaign: &Campaign, plan: &Plan) -> Outcome {
    let foreign = guard::foreign(campaign, plan);
    if !foreign.is_empty() {
        let record = Record {
            findings: foreign,
            ..Record::default()
        };
        return outcome(campaign, plan, Duration::ZERO, record, Vec::new());
    }
    let mut world = World::new(campaign, plan);
    world.mission_figures = world.mission_profiles();
    world.enter_demands();
    world.enter_missions();
    let end = world.end_of_time();
    world.run_until(end);
    world.finish(end)
}

/// The planned figures of every mission of a campaign: transits, stay, crew and EVAs.
///
/// Empty for a plan that refers to things of another campaign.
pub fn mission_profiles(campaign: &Campaign, plan: &Plan) -> Vec<MissionProfile> {
    if guard::foreign(campaign, plan).is_empty() {
        World::new(campaign, plan).mission_profiles()
    } else {
        Vec::new()
    }
}

impl World<'_> {
    /// The end: the horizon, or the last activity or demand and the settings' tail.
    fn end_of_time(&self) -> Duration {
        let demand_end = |demand: &Demand| match demand.need {
            Need::Once { due, .. } => due,
            Need::Steady { until, .. } | Need::Presence { until, .. } => until,
        };
        let demands = self.campaign.demands.iter().map(demand_end).max();
        let last = self.plan_end.max(demands.unwrap_or(Duration::ZERO));
        self.campaign
            .horizon
            .unwrap_or(last + self.campaign.settings.tail)
    }

    /// Carries out everything up to and including the end.
    fn run_until(&mut self, end: Duration) {
        loop {
            // Flows laid now may be due before whatever is next.
            if self.queue.next_time().is_none_or(|time| time > self.now) {
                self.lay_flows();
            }
            let Some(time) = self.queue.next_time().filter(|time| *time <= end) else {
                break;
            };
            self.now = self.now.max(time);
            if let Some((_, job)) = self.queue.pop() {
                self.carry_job(job);
            }
        }
        self.note_horizon(end);
    }

    fn note_horizon(&mut self, end: Duration) {
        if self.plan_end <= end {
            return;
        }
        let message = format!(
            "the plan goes on until day {:.3}, after the horizon at day {:.3}",
            self.plan_end.days(),
            end.days()
        );
        let id = self.campaign.id.as_str();
        let finding = Finding::warning(codes::BEYOND_HORIZON, "campaign", id, message);
        self.record
            .findings
            .push(finding.advice("lengthen the horizon"));
    }

    fn carry_job(&mut self, job: Job) {
        match job {
            Job::Flow { site, version } => self.flow_due(site, version),
            Job::Burn { trip, number } => self.trip_burn(trip, number),
            Job::Arrive { trip } => self.arrive(trip),
            Job::EvaIn { activity, number } => self.eva_in(activity, number),
            Job::End { activity } => self.end(activity),
            Job::StandingOff { standing } => self.switch(standing, false),
            Job::Begin { activity } => self.begin(activity),
            Job::EvaOut { activity, number } => self.eva_out(activity, number),
            Job::StandingOn { standing } => self.switch(standing, true),
            Job::Mission { mission } => self.mission_needs(mission),
            Job::Due { demand } => self.demand_due(demand),
        }
    }

    fn finish(mut self, end: Duration) -> Outcome {
        self.now = end;
        let mut left = Vec::new();
        for site in 0..self.sites.len() {
            self.settle(site);
            for root in self.sites[site].roots.clone() {
                self.record.mass.present_kg += self.mass_kg(root);
                self.go(root, true);
                self.end_stays(root);
                self.walk(root, &mut |index, live| {
                    let stocks =
                        live.stores.iter().enumerate().flat_map(|(store, stocks)| {
                            stocks.iter().map(move |stock| (store, stock))
                        });
                    left.extend(stocks.map(|(store, stock)| {
                        (
                            index,
                            store,
                            Lot {
                                good: stock.good,
                                amount: stock.level,
                            },
                        )
                    }));
                });
            }
        }
        left.sort_by_key(|(element, store, lot)| (*element, *store, lot.good));
        self.last_levels(&left);
        let mut findings = self.need_findings();
        findings.extend(self.stall_findings());
        findings.extend(self.stay_findings());
        findings.extend(self.presence_findings());
        let World {
            campaign,
            plan,
            mut record,
            ..
        } = self;
        record.findings.extend(findings);
        outcome(campaign, plan, end, record, left)
    }

    fn last_levels(&mut self, left: &[Left]) {
        let time = self.now;
        let point = |(element, store, lot): &Left| StockPoint {
            time,
            element: *element,
            store: *store,
            good: lot.good,
            level: lot.amount,
        };
        self.record.stock.extend(left.iter().map(point));
    }

    /// One finding for each good that was short at a place, and for each product that was lost.
    fn need_findings(&self) -> Findings {
        let mut short: BTreeMap<_, (f64, f64, Duration)> = BTreeMap::new();
        for (at, need) in self.record.needs.iter().enumerate() {
            let missing = need.amount - need.met;
            if self.record.explained.contains(&at) {
                continue;
            }
            if missing.abs() > 1e-9 * need.amount.abs() {
                let entry = short
                    .entry((need.site, need.good, need.amount < 0.0))
                    .or_insert((0.0, 0.0, need.from));
                entry.0 += need.amount.abs();
                entry.1 += missing.abs();
                entry.2 = entry.2.min(need.from);
            }
        }
        short
            .into_iter()
            .filter(|(_, (_, missing, _))| *missing > 1e-9)
            .map(|((site, good, made), sums)| self.need_finding(site, good, made, sums))
            .collect()
    }

    /// One note for each process that ran short of an input.
    fn stall_findings(&self) -> Findings {
        let stalls = self
            .record
            .stalls
            .iter()
            .filter(|(_, lost_s)| **lost_s > 1.0);
        stalls
            .map(|((requester, good), lost_s)| {
                let (kind, id) = match requester {
                    Requester::Element(element) => {
                        ("element", self.roster[*element].id.to_string())
                    }
                    Requester::Activity(activity) => {
                        ("activity", self.plan.activities[*activity].id.to_string())
                    }
                    Requester::Mission(mission) => {
                        ("mission", self.campaign.missions[*mission].id.to_string())
                    }
                    Requester::Demand(demand) => {
                        ("demand", self.campaign.demands[*demand].id.to_string())
                    }
                };
                let (name, lost_d) = (self.campaign.good_name(*good), lost_s / 86_400.0);
                let message = format!(
                    "the process of \"{id}\" lost {lost_d:.3} days of work for want of {name}"
                );
                Finding::note(codes::STALLED, kind, id, message)
                    .text("good", self.campaign.good_id(*good))
                    .number("lost", lost_d, "d")
                    .advice("bring more of it, or run the process for less time")
            })
            .collect()
    }

    fn need_finding(
        &self,
        site: Option<Site>,
        good: Good,
        made: bool,
        (amount, missing, first): (f64, f64, Duration),
    ) -> Finding {
        let (kind, id) = match site {
            Some(Site::Node(node)) => ("node", self.campaign.nodes[node].id.to_string()),
            Some(Site::Edge(edge)) => ("edge", self.campaign.edges[edge].id.to_string()),
            None => ("campaign", self.campaign.id.to_string()),
        };
        let name = self.campaign.good_name(good);
        let finding = if made {
            let message = format!(
                "{missing:.3} of {amount:.3} of {name} made at \"{id}\" found no room and was lost"
            );
            Finding::note(codes::VENTED, kind, id, message)
                .advice("give it a store that takes it, or make less")
        } else {
            let message =
                format!("{missing:.3} of {amount:.3} of {name} needed at \"{id}\" was not there");
            Finding::warning(codes::UNMET, kind, id, message)
                .advice("bring it there before it is needed; `portolan manifest` packs it")
        };
        finding
            .text("good", self.campaign.good_id(good))
            .number("amount", amount, "")
            .number("missing", missing, "")
            .number("first", first.days(), "d")
    }
}

fn outcome(
    campaign: &Campaign,
    plan: &Plan,
    end: Duration,
    record: Record,
    left: Vec<Left>,
) -> Outcome {
    let Record {
        events,
        movements,
        mut stays,
        stock,
        mut needs,
        crew_time,
        costs,
        mass,
        stalls: _,
        explained: _,
        findings,
    } = record;
    stays.sort_by_key(|stay| (stay.element, stay.from));
    needs.sort_by_key(|need| need.from);
    Outcome {
        campaign: campaign.id.clone(),
        plan: plan.id.clone(),
        end,
        events,
        movements,
        stays,
        stock,
        needs,
        left,
        crew_time,
        costs,
        mass,
        findings,
    }
}
