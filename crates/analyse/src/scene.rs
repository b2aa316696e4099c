//! A campaign, a plan and what came of it, read together.

use portolan_model::{
    Action, Campaign, CrewState, Element, Mission, Movement, Outcome, Plan, Roster, Site, Stay,
};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// A campaign, a plan and its outcome: what every measure is computed from.
///
/// The outcome must be of this plan in this campaign. Indices that lead nowhere are passed over.
#[derive(Clone, Debug)]
pub struct Scene<'a> {
    /// In which campaign.
    pub campaign: &'a Campaign,
    /// Which plan.
    pub plan: &'a Plan,
    /// What came of it.
    pub outcome: &'a Outcome,
    /// The elements of both.
    pub roster: Roster<'a>,
    /// Mass of the crew members aboard each trip, in kg, in the order of the trips.
    crew_kg: Vec<f64>,
}

impl<'a> Scene<'a> {
    /// The three together.
    pub fn new(campaign: &'a Campaign, plan: &'a Plan, outcome: &'a Outcome) -> Self {
        let roster = Roster::new(campaign, plan);
        Self {
            campaign,
            plan,
            outcome,
            roster,
            crew_kg: crew_masses_kg(roster, outcome),
        }
    }

    /// Every trip with the mass of the crew members aboard, in kg.
    pub(crate) fn trips(&self) -> impl Iterator<Item = (&'a Movement, f64)> {
        let movements = self.outcome.movements.iter();
        movements.zip(self.crew_kg.iter().copied())
    }

    /// The stays of one element, in order of time.
    pub(crate) fn stays_of(&self, element: Index<Element>) -> &'a [Stay] {
        let stays = &self.outcome.stays;
        let first = stays.partition_point(|stay| stay.element < element);
        let count = stays[first..].partition_point(|stay| stay.element == element);
        &stays[first..first + count]
    }

    /// True where the element is a crew member.
    pub(crate) fn is_crew(&self, element: Index<Element>) -> bool {
        self.roster.at(element).is_some_and(Element::is_crew)
    }

    /// What the trip is for.
    pub(crate) fn mission_of(&self, movement: &Movement) -> Option<Index<Mission>> {
        self.plan.activities.at(movement.activity)?.mission
    }

    /// The crew that an EVA or an exploration names; empty for other actions.
    pub(crate) fn eva_crew(action: &Action) -> &[CrewState] {
        match action {
            Action::Eva { crew, .. } | Action::Explore { crew, .. } => crew,
            _ => &[],
        }
    }

    /// True where the trip goes through space.
    pub(crate) fn through_space(&self, movement: &Movement) -> bool {
        let edge = self.campaign.edges.at(movement.edge);
        edge.is_some_and(|edge| edge.way.is_space())
    }

    /// True where the trip leaves a surface of the Earth for space.
    pub(crate) fn is_launch(&self, movement: &Movement) -> bool {
        let origin = self.campaign.nodes.at(movement.origin);
        self.through_space(movement) && origin.is_some_and(|node| node.is_earth_surface())
    }

    /// True where the trip comes from space to a surface of the Earth.
    pub(crate) fn is_landing_on_earth(&self, movement: &Movement) -> bool {
        let on_earth = |node| {
            let node = self.campaign.nodes.at(node);
            node.is_some_and(|node| node.is_earth_surface())
        };
        self.through_space(movement) && on_earth(movement.destination) && !on_earth(movement.origin)
    }
}

/// The mass of the crew members aboard each trip, in kg, in the order of the trips.
///
/// Crew members are found by the stays on the way that begin when the trip departs. Where several
/// trips set out on one way at one time, their crews' mass is shared by head count.
fn crew_masses_kg(roster: Roster<'_>, outcome: &Outcome) -> Vec<f64> {
    let mut crews: BTreeMap<_, (f64, f64)> = BTreeMap::new();
    for stay in &outcome.stays {
        let Some(element) = roster.at(stay.element) else {
            continue;
        };
        if let (true, Site::Edge(edge)) = (element.is_crew(), stay.site) {
            let crew = crews.entry((edge, stay.from)).or_default();
            *crew = (crew.0 + 1.0, crew.1 + element.mass.kg());
        }
    }
    let mass = |trip: &Movement| match crews.get(&(trip.edge, trip.depart)) {
        Some((heads, kg)) => kg / heads * f64::from(trip.crew),
        None => 0.0,
    };
    outcome.movements.iter().map(mass).collect()
}
