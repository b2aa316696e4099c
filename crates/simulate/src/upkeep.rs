//! What use wears out: goods that each trip uses up by its end, the time and the money that make an element
//! ready again at its base, and how often it may leave from there. And the ways that it keeps to.

use crate::block::Blocked;
use crate::codes;
use crate::load::exceeds;
use crate::world::World;
use portolan_model::{Activity, CostKind, Edge, Element, Good, Node, Requester};
use portolan_vocabulary::{Finding, Index};

impl World<'_> {
    /// Everything that is to travel must keep to its ways, and leave its base no sooner and no more often
    /// than it may.
    pub(crate) fn need_fit_to_travel(
        &self,
        elements: &[Index<Element>],
        edge: Index<Edge>,
        origin: Index<Node>,
    ) -> Result<(), Blocked> {
        for index in self.inside(elements) {
            let unfit = self
                .wrong_way(index, edge)
                .or_else(|| self.not_ready(index, origin))
                .or_else(|| self.worn_out(index, origin));
            if let Some(finding) = unfit {
                return Err(Blocked::because(finding, elements));
            }
        }
        Ok(())
    }

    fn wrong_way(&self, index: Index<Element>, edge: Index<Edge>) -> Option<Finding> {
        let element = &self.roster[index];
        if element.ways.is_empty() || element.ways.contains(&edge) {
            return None;
        }
        let (id, way) = (element.id.as_str(), self.campaign.edges[edge].id.as_str());
        let names: Vec<_> = element
            .ways
            .iter()
            .map(|way| self.campaign.edges[*way].id.as_str())
            .collect();
        let message = format!("\"{id}\" does not travel \"{way}\", by itself or aboard another");
        let finding = Finding::error(codes::WRONG_WAY, "element", id, message)
            .text("edge", way)
            .number("ways", names.len() as f64, "");
        Some(finding.advice(format!("take {}, or leave it behind", names.join(" or "))))
    }

    fn not_ready(&self, index: Index<Element>, origin: Index<Node>) -> Option<Finding> {
        let element = &self.roster[index];
        let back = self.live[index.at()].back_at_base?;
        let ready = back + element.upkeep.turnaround;
        if element.upkeep.base != Some(origin) || self.now >= ready {
            return None;
        }
        let id = element.id.as_str();
        let (now_d, ready_d) = (self.now.days(), ready.days());
        let message = format!(
            "\"{id}\" came back on day {:.3} and is ready again on day {ready_d:.3}, not on day {now_d:.3}",
            back.days()
        );
        let finding = Finding::error(codes::TURNAROUND, "element", id, message)
            .number("back", back.days(), "d")
            .number("turnaround", element.upkeep.turnaround.days(), "d")
            .number("ready", ready_d, "d")
            .number("short", ready_d - now_d, "d");
        Some(finding.advice(format!("leave on day {ready_d:.3} or later")))
    }

    fn worn_out(&self, index: Index<Element>, origin: Index<Node>) -> Option<Finding> {
        let element = &self.roster[index];
        let most = element.upkeep.max_departures?;
        let before = self.live[index.at()].base_departures;
        if element.upkeep.base != Some(origin) || before < most {
            return None;
        }
        let (id, base) = (element.id.as_str(), self.campaign.nodes[origin].id.as_str());
        let message =
            format!("\"{id}\" may leave \"{base}\" {most} times, and has left {before} times");
        let finding = Finding::error(codes::MAX_DEPARTURES, "element", id, message)
            .text("base", base)
            .number("departures", f64::from(before), "")
            .number("limit", f64::from(most), "");
        Some(finding.advice("use another one from here on"))
    }

    /// Counts departures from the base, and what it costs to make elements ready for those after the first.
    pub(crate) fn leave_base(
        &mut self,
        activity: Index<Activity>,
        elements: &[Index<Element>],
        origin: Index<Node>,
    ) {
        for index in self.inside(elements) {
            let element = &self.roster[index];
            if element.upkeep.base != Some(origin) {
                continue;
            }
            let (owner, cost) = (element.owner, element.upkeep.refurbishment);
            let before = self.live[index.at()].base_departures;
            self.live[index.at()].base_departures += 1;
            if before > 0 {
                self.charge(activity, CostKind::Activity, None, owner, cost);
            }
        }
    }

    /// Notes which elements are back at their base.
    pub(crate) fn reach_base(&mut self, elements: &[Index<Element>], node: Index<Node>) {
        for index in self.inside(elements) {
            if self.roster[index].upkeep.base == Some(node) {
                self.live[index.at()].back_at_base = Some(self.now);
            }
        }
    }

    /// Asks for what a trip has used up by its end, from the stores of the stack, in order of the elements.
    pub(crate) fn wear(
        &mut self,
        activity: Index<Activity>,
        elements: &[Index<Element>],
        site: usize,
    ) {
        let mut travelled = self.inside(elements);
        travelled.sort_unstable();
        let roster = self.roster;
        for index in travelled {
            let Some(element) = roster.at(index) else {
                continue;
            };
            for (good, fraction) in &element.upkeep.per_trip {
                let mass_kg = fraction * element.mass.kg();
                let amount = mass_kg / self.campaign.unit_mass_kg(*good);
                if amount <= 0.0 {
                    continue;
                }
                let requester = Requester::Element(index);
                let met = self.ask(requester, Some(site), Some(index), *good, amount);
                if exceeds(amount, met) {
                    self.wear_unmet(activity, index, (*good, amount, met));
                }
            }
        }
    }

    fn wear_unmet(
        &mut self,
        activity: Index<Activity>,
        index: Index<Element>,
        (good, amount, met): (Good, f64, f64),
    ) {
        // The need has a finding of its own.
        self.record.explained.insert(self.record.needs.len() - 1);
        let (id, trip) = (
            self.roster[index].id.as_str(),
            self.plan.activities[activity].id.as_str(),
        );
        let name = self.campaign.good_name(good);
        let message = format!(
            "\"{id}\" uses up {amount:.3} of {name} by the end of \"{trip}\", and {met:.3} were in the stack"
        );
        let mut finding = Finding::error(codes::UPKEEP, "element", id, message)
            .text("activity", trip)
            .text("good", self.campaign.good_id(good))
            .number("time", self.now.days(), "d")
            .number("amount", amount, "")
            .number("missing", amount - met, "")
            .advice("take it along, in a store that serves demands");
        if let Some(root) = self.live[index.at()].blame {
            finding = finding.follows_from(self.plan.activities[root].id.as_str());
        }
        self.record.findings.push(finding);
    }
}
