//! What the crew's time was spent on, and where.

use crate::place::is_destination;
use crate::scene::Scene;
use portolan_model::{Element, Site, Stay};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// Crew members times days at destinations, in days.
///
/// Source: SpaceNet 2.5, measure "crew surface days", unchanged.
pub fn crew_surface_days(scene: &Scene<'_>) -> f64 {
    let stays = crew_stays(scene);
    let there = stays.filter(|stay| is_destination(scene.campaign, stay.site));
    let spans = there.map(|stay| stay.to - stay.from);
    spans.fold(Duration::ZERO, |sum, span| sum + span).days()
}

/// Hours of the crew by what they were for. The five add up to the time that crew members spent away
/// from the surface of the Earth.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CrewHours {
    /// Free for the mission's work at a destination, EVA and repair taken off.
    pub exploration: f64,
    /// Free for the mission's work elsewhere (under way, in orbit), EVA and repair taken off.
    pub transit: f64,
    /// Outside the vehicle.
    pub eva: f64,
    /// Repairing.
    pub maintenance: f64,
    /// Sleep, meals, exercise and whatever else is not free.
    pub unavailable: f64,
}

impl CrewHours {
    /// All of it.
    pub fn total(&self) -> f64 {
        self.exploration + self.transit + self.eva + self.maintenance + self.unavailable
    }
}

/// Hours of the crew by what they were for.
///
/// Source: SpaceNet 2.5, measure "crew time". Three flaws are corrected: it counts the free time of a
/// transit as exploration; it takes repairs from that time but not EVAs; and it drops work that
/// exceeds the free time. Here a task first uses the free time of its crew member at destinations or
/// elsewhere, then the time that is not free, so that the parts always add up.
pub fn crew_hours(scene: &Scene<'_>) -> CrewHours {
    let mut tallies: BTreeMap<Index<Element>, Tally> = BTreeMap::new();
    for stay in crew_stays(scene) {
        let zone = Zone::of(scene, stay.site);
        tallies.entry(stay.element).or_default().stays[zone as usize] += stay.to - stay.from;
    }
    for record in &scene.outcome.crew_time {
        let zone = Zone::of(scene, record.site);
        let tally = tallies.entry(record.element).or_default();
        tally.tasks[zone as usize][record.task as usize] += record.spent;
    }
    let mut hours = CrewHours::default();
    for (element, tally) in &tallies {
        tally.add_to(&mut hours, available_fraction(scene, *element));
    }
    hours
}

fn crew_stays<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s Stay> {
    let stays = scene.outcome.stays.iter();
    stays.filter(|stay| scene.is_crew(stay.element))
}

fn available_fraction(scene: &Scene<'_>, element: Index<Element>) -> f64 {
    let element = scene.roster.at(element);
    let crew = element.and_then(|element| element.crew.as_ref());
    crew.map_or(0.0, |crew| crew.available_fraction)
}

/// Where time counts for what. Tasks are listed as the model orders them: EVA, repair.
#[derive(Clone, Copy)]
enum Zone {
    Destination,
    Elsewhere,
    Earth,
}

impl Zone {
    fn of(scene: &Scene<'_>, site: Site) -> Self {
        let nodes = &scene.campaign.nodes;
        match site {
            _ if is_destination(scene.campaign, site) => Self::Destination,
            Site::Node(node) if nodes.at(node).is_some_and(|node| node.is_earth_surface()) => {
                Self::Earth
            }
            _ => Self::Elsewhere,
        }
    }
}

/// One crew member's time by zone, and by zone and task.
#[derive(Default)]
struct Tally {
    stays: [Duration; 3],
    tasks: [[Duration; 2]; 3],
}

impl Tally {
    fn add_to(&self, hours: &mut CrewHours, available: f64) {
        for zone in [Zone::Destination, Zone::Elsewhere] {
            let there = self.stays[zone as usize].hours();
            let [eva, repair] = self.tasks[zone as usize].map(Duration::hours);
            let free = (there * available - eva - repair).max(0.0);
            hours.eva += eva;
            hours.maintenance += repair;
            hours.unavailable += (there - free - eva - repair).max(0.0);
            match zone {
                Zone::Destination => hours.exploration += free,
                _ => hours.transit += free,
            }
        }
    }
}
