//! Reporting: findings with the numbers behind them.

use crate::codes;
use crate::fit::Task;
use crate::manifested::{Shortfall, Totals};
use crate::mass::{self, Mg};
use crate::network::{Cut, Narrow};
use crate::relaxation::{Change, Limit, Raise, Relaxation};
use crate::trip::Trip;
use crate::want::{Missing, Place, Want};
use portolan_model::{Campaign, Plan, Roster, Site};
use portolan_vocabulary::{Duration, Finding};
use std::collections::BTreeMap;

/// A message names so many activities, then how many more there are.
const NAMED_ACTIVITIES: usize = 4;

/// A number for people: two decimals at most.
pub(crate) fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Says things about one campaign and plan.
pub(crate) struct Reporter<'a> {
    pub(crate) campaign: &'a Campaign,
    pub(crate) plan: &'a Plan,
    pub(crate) trips: &'a [Trip],
}

impl Reporter<'_> {
    fn subject(&self, site: Option<Site>) -> (&'static str, String) {
        match site {
            Some(Site::Node(node)) => {
                let node = self.campaign.nodes.at(node);
                (
                    "node",
                    node.map_or(String::new(), |node| node.id.to_string()),
                )
            }
            Some(Site::Edge(edge)) => {
                let edge = self.campaign.edges.at(edge);
                (
                    "edge",
                    edge.map_or(String::new(), |edge| edge.id.to_string()),
                )
            }
            None => ("plan", self.plan.id.to_string()),
        }
    }

    /// What does not fit through one cut.
    pub(crate) fn capacity(&self, task: &Task<'_>, cut: &Cut) -> Finding {
        let wants = || cut.wants.iter().map(|at| &task.wants[*at]);
        let needed: Mg = wants().map(Want::net).sum();
        let packed: Mg = wants()
            .map(|want| task.catalogue.least_gross(&want.goods))
            .sum();
        let due = wants().map(|want| want.due).max().unwrap_or(Duration::ZERO);
        let short = if needed > cut.reachable {
            needed
        } else {
            cut.asked
        } - cut.reachable;
        let (kind, id) = self.subject(
            self.heaviest(wants())
                .and_then(|place| place.site(self.trips)),
        );
        let [reach_kg, needed_kg, packed_kg, short_kg] =
            [cut.reachable, needed, packed, short].map(mass::kg);
        let message = format!(
            "{} kg gross can reach {id} by day {} against a demand of {} kg, which weighs at least {} kg packed",
            plain(reach_kg),
            plain(due.days()),
            plain(needed_kg),
            plain(packed_kg),
        );
        let advice = if cut.narrows.is_empty() {
            "send a transport with a hold there in time".to_owned()
        } else {
            format!(
                "raise what limits it ({}), need less, or need it later",
                self.narrows(cut)
            )
        };
        Finding::error(codes::CAPACITY, kind, id.clone(), message)
            .text("node", id)
            .number("deadline", due.days(), "d")
            .number("needed", needed_kg, "kg")
            .number("packed-least", packed_kg, "kg")
            .number("reachable", reach_kg, "kg")
            .number("shortfall", short_kg, "kg")
            .text("limits", self.narrows(cut))
            .advice(advice)
    }

    /// The place that most is wanted at.
    fn heaviest<'b>(&self, wants: impl Iterator<Item = &'b Want>) -> Option<Place> {
        let mut by_place: BTreeMap<Place, Mg> = BTreeMap::new();
        for want in wants {
            *by_place.entry(want.place).or_insert(0) += want.net();
        }
        by_place
            .into_iter()
            .max_by_key(|(_, mass)| *mass)
            .map(|(place, _)| place)
    }

    fn narrows(&self, cut: &Cut) -> String {
        let roster = Roster::new(self.campaign, self.plan);
        let word = |(narrow, room): &(Narrow, Mg)| match narrow {
            Narrow::Trip(at) => format!("{} {} kg", self.trips[*at].id, plain(mass::kg(*room))),
            Narrow::Bay((at, bay)) => {
                let trip = &self.trips[*at];
                let carrier = roster.at(trip.bays[*bay].carrier);
                let hold = carrier.map_or("", |carrier| carrier.id.as_str());
                format!(
                    "hold of {hold} on {} {} kg",
                    trip.id,
                    plain(mass::kg(*room))
                )
            }
        };
        cut.narrows.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// There is room for the least tare, but no packing was found.
    pub(crate) fn no_packing(&self, task: &Task<'_>) -> Finding {
        let (net, least): (Mg, Mg) = (task.net().iter().sum(), task.least().iter().sum());
        let message = format!(
            "{} kg, which weigh at least {} kg packed, would fit by mass; but no packing in whole containers was found that does (volume may be the limit)",
            plain(mass::kg(net)),
            plain(mass::kg(least)),
        );
        Finding::error(codes::PACKING, "plan", self.plan.id.as_str(), message)
            .number("needed", mass::kg(net), "kg")
            .number("packed-least", mass::kg(least), "kg")
            .advice("allow smaller or lighter containers, or raise a limit a little")
    }

    /// A raising in words and numbers.
    pub(crate) fn relaxation(
        &self,
        raise: &Raise,
        least: Mg,
        loads: &BTreeMap<Narrow, Mg>,
    ) -> Relaxation {
        let changes: Vec<Change> = raise
            .iter()
            .map(|(limit, added)| self.change(*limit, *added, loads))
            .collect();
        Relaxation {
            total_added_kg: mass::kg(raise.values().sum()),
            least_kg: mass::kg(least),
            changes,
        }
    }

    fn change(&self, limit: Limit, added: Mg, loads: &BTreeMap<Narrow, Mg>) -> Change {
        let mut old_kg = 0.0;
        let mut activities = Vec::new();
        for (at, trip) in self.trips.iter().enumerate() {
            let mut uses = |narrow, room, limit_kg: Option<f64>| {
                old_kg = limit_kg.unwrap_or(old_kg);
                if loads.get(&narrow).is_some_and(|load| *load > room) {
                    activities.push(trip.id.clone());
                }
            };
            if limit == Limit::Edge(trip.edge) {
                uses(Narrow::Trip(at), trip.room, trip.limit_kg);
            }
            for (bay_at, bay) in trip.bays.iter().enumerate() {
                if limit == Limit::Hold(bay.carrier) {
                    uses(Narrow::Bay((at, bay_at)), bay.room, bay.limit_kg);
                }
            }
        }
        Change {
            limit,
            activities,
            added_kg: mass::kg(added),
            new_limit_kg: old_kg + mass::kg(added),
        }
    }

    /// A relaxation as a finding.
    pub(crate) fn relaxed(&self, relaxation: &Relaxation, totals: &Totals) -> Finding {
        let changes: Vec<String> = relaxation
            .changes
            .iter()
            .map(|change| self.changed(change))
            .collect();
        let message = format!(
            "it fits with {} kg more: {}; then {} kg go in {} containers that weigh {} kg",
            plain(relaxation.total_added_kg),
            changes.join(", "),
            plain(totals.net_kg),
            totals.containers,
            plain(totals.tare_kg),
        );
        Finding::note(codes::RELAXATION, "plan", self.plan.id.as_str(), message)
            .number("added", relaxation.total_added_kg, "kg")
            .number("least", relaxation.least_kg, "kg")
            .number("net", totals.net_kg, "kg")
            .number("tare", totals.tare_kg, "kg")
            .text("changes", changes.join(", "))
    }

    fn changed(&self, change: &Change) -> String {
        let roster = Roster::new(self.campaign, self.plan);
        let what = match change.limit {
            Limit::Edge(edge) => {
                let edge = self.campaign.edges.at(edge);
                edge.map_or(String::new(), |edge| edge.id.to_string())
            }
            Limit::Hold(element) => {
                let element = roster.at(element);
                format!(
                    "hold of {}",
                    element.map_or("", |element| element.id.as_str())
                )
            }
        };
        let ids = change.activities.iter().map(|id| id.to_string());
        let mut activities: Vec<String> = ids.take(NAMED_ACTIVITIES).collect();
        let more = change.activities.len().saturating_sub(NAMED_ACTIVITIES);
        if more > 0 {
            activities.push(format!("{more} more"));
        }
        format!(
            "{what} to {} kg (+{} kg, for {})",
            plain(change.new_limit_kg),
            plain(change.added_kg),
            activities.join(", "),
        )
    }

    /// What was packed.
    pub(crate) fn packed(&self, totals: &Totals) -> Finding {
        let message = format!(
            "{} kg go in {} containers that weigh {} kg",
            plain(totals.net_kg),
            totals.containers,
            plain(totals.tare_kg),
        );
        Finding::note(codes::PACKED, "plan", self.plan.id.as_str(), message)
            .number("net", totals.net_kg, "kg")
            .number("tare", totals.tare_kg, "kg")
            .number("containers", totals.containers as f64, "")
            .number("crates", totals.crates as f64, "")
    }

    /// What is missing where goods can be had.
    pub(crate) fn on_earth(&self, mass_kg: f64) -> Finding {
        let message = format!(
            "{} kg are needed on the surface of the Earth; they are bought there, not shipped",
            plain(mass_kg)
        );
        Finding::note(codes::EARTH_SURFACE, "plan", self.plan.id.as_str(), message)
            .number("mass", mass_kg, "kg")
    }

    /// Needs that nothing can serve, one finding for a place.
    pub(crate) fn unreachable(&self, shortfalls: &[Shortfall]) -> Vec<Finding> {
        self.by_site(shortfalls, |id, mass_kg, first| {
            let message = format!(
                "{} kg are needed at {id} from day {}, and no transport can bring them there in time",
                plain(mass_kg),
                plain(first.days()),
            );
            (codes::UNREACHABLE, message, "plan a transport with a hold that arrives in time")
        })
    }

    /// Needs that the new plan leaves unmet, one finding for a place.
    pub(crate) fn unmet(&self, shortfalls: &[Shortfall]) -> Vec<Finding> {
        self.by_site(shortfalls, |id, mass_kg, first| {
            let message = format!(
                "{} kg that are needed at {id} from day {} are still unmet when the new plan is simulated",
                plain(mass_kg),
                plain(first.days()),
            );
            (codes::UNMET, message, "see what else draws on the stores there")
        })
    }

    fn by_site(
        &self,
        shortfalls: &[Shortfall],
        words: impl Fn(&str, f64, Duration) -> (portolan_vocabulary::Code, String, &'static str),
    ) -> Vec<Finding> {
        let mut sites: BTreeMap<Option<Site>, (f64, Duration)> = BTreeMap::new();
        for shortfall in shortfalls {
            let sum = sites.entry(shortfall.site).or_insert((0.0, shortfall.due));
            sum.0 += shortfall.mass_kg;
            sum.1 = sum.1.min(shortfall.due);
        }
        let finding = |(site, (mass_kg, first)): (Option<Site>, (f64, Duration))| {
            let (kind, id) = self.subject(site);
            let (code, message, advice) = words(&id, mass_kg, first);
            Finding::error(code, kind, id, message)
                .number("mass", mass_kg, "kg")
                .number("first", first.days(), "d")
                .advice(advice)
        };
        sites.into_iter().map(finding).collect()
    }

    /// A trip that its burns let carry less than its holds take.
    pub(crate) fn propulsion(&self, trip: usize, cap: Mg, load: Mg) -> Finding {
        let trip = &self.trips[trip];
        let message = format!(
            "the burns of {} give for {} kg of cargo, not for the {} kg that there would be room for",
            trip.id,
            plain(mass::kg(cap)),
            plain(mass::kg(load)),
        );
        Finding::warning(codes::PROPULSION, "activity", trip.id.as_str(), message)
            .number("capacity", mass::kg(cap), "kg")
            .number("load", mass::kg(load), "kg")
            .advice("carry more propellant, or send the rest another way")
    }

    /// An activity that the cargo keeps from being done.
    pub(crate) fn disturbed(&self, activity: &str) -> Finding {
        let message = format!("{activity} is done without the cargo, and is not done with it");
        Finding::error(codes::DISTURBED, "activity", activity, message)
            .advice("see the findings of the simulation of this plan")
    }

    /// What a cut leaves uncovered: the same part of each of its goods.
    pub(crate) fn cut_shortfalls(&self, task: &Task<'_>, cut: &Cut) -> Vec<Shortfall> {
        let part = (cut.asked - cut.reachable) as f64 / cut.asked as f64;
        let wants = cut.wants.iter().map(|at| &task.wants[*at]);
        wants
            .flat_map(|want| {
                want.goods.iter().map(move |(good, mass)| {
                    let mass_kg = mass::kg(*mass) * part;
                    self.shortfall((want.due, want.place, *good), mass_kg)
                })
            })
            .collect()
    }

    /// What is missing, as shortfalls.
    pub(crate) fn shortfalls(&self, missing: &Missing) -> Vec<Shortfall> {
        let all = missing.iter();
        all.map(|(key, mass_kg)| self.shortfall(*key, *mass_kg))
            .collect()
    }

    fn shortfall(
        &self,
        (due, place, good): (Duration, Place, portolan_model::Good),
        mass_kg: f64,
    ) -> Shortfall {
        Shortfall {
            site: place.site(self.trips),
            good,
            due,
            amount: mass_kg / self.campaign.unit_mass_kg(good),
            mass_kg,
        }
    }
}
