//! The checker's own book: where each element is, what is in it, and what occupies it.

use crate::stock::{self, Stores};
use crate::visits::{self, Visit};
use portolan_model::{
    Activity, Campaign, Demand, DemandModel, Edge, Element, ElementKind, Good, Need, Node, Plan,
    Rate, Roster, Site, State as ElementState, SupplyClass,
};
use portolan_vocabulary::{Duration, Index, Mass};
use std::collections::BTreeSet;

/// Whether an element is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    Absent,
    Present,
    /// Removed or dropped by this activity.
    Gone(Index<Activity>),
}

/// What holds an element directly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Spot {
    Node(Index<Node>),
    /// Stowed in the hold of another.
    Stowed(Index<Element>),
    /// Docked to another or assembled into it.
    Joined(Index<Element>),
    Way(Index<Edge>),
}

impl Spot {
    pub(crate) const fn holder(self) -> Option<Index<Element>> {
        match self {
            Self::Stowed(holder) | Self::Joined(holder) => Some(holder),
            Self::Node(_) | Self::Way(_) => None,
        }
    }
}

/// One element as the book has it.
#[derive(Clone, Debug)]
pub(crate) struct Thing {
    pub(crate) presence: Presence,
    pub(crate) spot: Option<Spot>,
    /// Until when it is busy, and with what.
    pub(crate) busy: Option<(Duration, Index<Activity>)>,
    /// The failed activity that its present condition rests on.
    pub(crate) cause: Option<Index<Activity>>,
    /// What it holds directly, stowed and joined.
    pub(crate) inside: BTreeSet<Index<Element>>,
    /// When it came into being.
    pub(crate) born: Duration,
    /// When it came to where it is as a whole.
    pub(crate) came: Duration,
    /// When it last came back to its base.
    pub(crate) back_at_base: Option<Duration>,
    /// How often it has left its base.
    pub(crate) base_departures: u32,
    /// True from its first flight on.
    flown: bool,
    stores: Stores,
    as_of: Duration,
}

impl Thing {
    const fn absent() -> Self {
        Self {
            presence: Presence::Absent,
            spot: None,
            busy: None,
            cause: None,
            inside: BTreeSet::new(),
            born: Duration::ZERO,
            came: Duration::ZERO,
            back_at_base: None,
            base_departures: 0,
            flown: false,
            stores: Vec::new(),
            as_of: Duration::ZERO,
        }
    }
}

/// A mass, and how much of it demands may have drawn in the meantime.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weight {
    pub(crate) full_kg: f64,
    pub(crate) drawable_kg: f64,
}

impl Weight {
    pub(crate) fn add(&mut self, other: Self) {
        self.full_kg += other.full_kg;
        self.drawable_kg += other.drawable_kg;
    }

    pub(crate) fn least_kg(self) -> f64 {
        self.full_kg - self.drawable_kg
    }
}

/// Everything that the plan's steps so far have brought about.
pub(crate) struct State<'a> {
    pub(crate) campaign: &'a Campaign,
    pub(crate) plan: &'a Plan,
    roster: Roster<'a>,
    things: Vec<Thing>,
    standing: Vec<BTreeSet<Index<Element>>>,
    /// The nodes where it matters who is there, and who was there.
    watched: BTreeSet<Index<Node>>,
    visits: Vec<Visit>,
    /// How much of each offer was taken.
    taken: Vec<f64>,
    /// Goods that something may make besides the plan's steps.
    made: BTreeSet<Good>,
    /// True where demands may draw goods besides the plan's steps.
    pub(crate) has_needs: bool,
    blank: Element,
    nowhere: Thing,
}

impl<'a> State<'a> {
    pub(crate) fn new(campaign: &'a Campaign, plan: &'a Plan) -> Self {
        let roster = Roster::new(campaign, plan);
        let none = SupplyClass::NONE;
        Self {
            campaign,
            plan,
            roster,
            things: vec![Thing::absent(); roster.len()],
            standing: vec![BTreeSet::new(); campaign.nodes.len()],
            watched: visits::watched(campaign),
            visits: Vec::new(),
            taken: vec![0.0; campaign.offers.len()],
            made: made(campaign, plan),
            has_needs: has_needs(campaign, plan),
            blank: Element::new("unknown", ElementKind::Item, none, Mass::ZERO),
            nowhere: Thing::absent(),
        }
    }

    /// How many elements the campaign and the plan have together.
    pub(crate) fn elements(&self) -> usize {
        self.roster.len()
    }

    /// The element; a blank one for an index that leads nowhere.
    pub(crate) fn element(&self, index: Index<Element>) -> &Element {
        self.roster.at(index).unwrap_or(&self.blank)
    }

    /// The element's id, for messages.
    pub(crate) fn id(&self, index: Index<Element>) -> &str {
        self.element(index).id.as_str()
    }

    pub(crate) fn thing(&self, index: Index<Element>) -> &Thing {
        self.things.get(index.at()).unwrap_or(&self.nowhere)
    }

    pub(crate) fn change(&mut self, index: Index<Element>, change: impl FnOnce(&mut Thing)) {
        if let Some(thing) = self.things.get_mut(index.at()) {
            change(thing);
        }
    }

    /// The element's holders, from the nearest outwards.
    pub(crate) fn holders(&self, index: Index<Element>) -> impl Iterator<Item = Index<Element>> {
        let next = |at: &Index<Element>| self.thing(*at).spot.and_then(Spot::holder);
        std::iter::successors(next(&index), next)
    }

    /// Where the element is as a whole, or `None` where it is nowhere.
    pub(crate) fn site(&self, index: Index<Element>) -> Option<Site> {
        let outermost = self.holders(index).last().unwrap_or(index);
        match self.thing(outermost).spot? {
            Spot::Node(node) => Some(Site::Node(node)),
            Spot::Way(edge) => Some(Site::Edge(edge)),
            Spot::Stowed(_) | Spot::Joined(_) => None,
        }
    }

    /// The element and all that is in it and joined to it.
    pub(crate) fn tree(&self, index: Index<Element>) -> Vec<Index<Element>> {
        let mut tree = vec![index];
        let mut next = 0;
        while let Some(&at) = tree.get(next) {
            tree.extend(&self.thing(at).inside);
            next += 1;
        }
        tree
    }

    /// What stands at a node directly.
    pub(crate) fn standing(&self, node: Index<Node>) -> impl Iterator<Item = Index<Element>> {
        self.standing.get(node.at()).into_iter().flatten().copied()
    }

    /// Brings the element into being at a spot, with its first contents.
    pub(crate) fn create(&mut self, index: Index<Element>, spot: Spot, now: Duration) {
        let contents = |store: &portolan_model::Store| store.contents.clone();
        let stores = self.element(index).stores.iter().map(contents).collect();
        self.change(index, |thing| {
            thing.presence = Presence::Present;
            thing.stores = stores;
            thing.as_of = now;
            thing.born = now;
            thing.came = now;
        });
        self.place(index, spot);
    }

    /// Puts the element somewhere else.
    pub(crate) fn place(&mut self, index: Index<Element>, spot: Spot) {
        self.detach(index);
        match spot {
            Spot::Node(node) => {
                if let Some(standing) = self.standing.get_mut(node.at()) {
                    standing.insert(index);
                }
            }
            Spot::Stowed(holder) | Spot::Joined(holder) => self.change(holder, |thing| {
                thing.inside.insert(index);
            }),
            Spot::Way(edge) => self.fly(index, edge),
        }
        self.change(index, |thing| thing.spot = Some(spot));
    }

    /// Notes a flight of the element and all that is in it.
    fn fly(&mut self, index: Index<Element>, edge: Index<Edge>) {
        let edge = self.campaign.edges.at(edge);
        if edge.is_some_and(|edge| edge.way.is_space()) {
            for member in self.tree(index) {
                self.change(member, |thing| thing.flown = true);
            }
        }
    }

    fn detach(&mut self, index: Index<Element>) {
        match self.thing(index).spot {
            Some(Spot::Node(node)) => {
                if let Some(standing) = self.standing.get_mut(node.at()) {
                    standing.remove(&index);
                }
            }
            Some(Spot::Stowed(holder) | Spot::Joined(holder)) => self.change(holder, |thing| {
                thing.inside.remove(&index);
            }),
            Some(Spot::Way(_)) | None => {}
        }
        self.change(index, |thing| thing.spot = None);
    }

    /// Puts the element somewhere else at an instant: it leaves its site, or comes to another, with all that
    /// is in it.
    pub(crate) fn travel(&mut self, index: Index<Element>, spot: Spot, now: Duration) {
        let was = self.site(index);
        self.place(index, spot);
        let is = self.site(index);
        if was == is {
            return;
        }
        for member in self.tree(index) {
            self.leave(member, was, now);
            let base = self.element(member).upkeep.base.map(Site::Node);
            self.change(member, |thing| {
                thing.came = now;
                if base.is_some() && base == was {
                    thing.base_departures += 1;
                }
                if base.is_some() && base == is {
                    thing.back_at_base = Some(now);
                }
            });
        }
    }

    /// Notes that an element leaves a node.
    fn leave(&mut self, element: Index<Element>, site: Option<Site>, now: Duration) {
        let Some(Site::Node(node)) = site.filter(|_| !self.watched.is_empty()) else {
            return;
        };
        if self.is_watched(node) {
            let thing = self.thing(element);
            let (from, cause) = (thing.came, thing.cause);
            self.visits.push(Visit {
                element,
                node,
                from,
                to: Some(now),
                cause,
            });
        }
    }

    /// True where it matters who is at the node.
    pub(crate) fn is_watched(&self, node: Index<Node>) -> bool {
        self.watched.contains(&node)
    }

    /// How much of each offer was taken.
    pub(crate) fn taken(&self) -> &[f64] {
        &self.taken
    }

    /// Takes an amount from an offer.
    pub(crate) fn take_offer(&mut self, at: usize, amount: f64) {
        if let Some(taken) = self.taken.get_mut(at) {
            *taken += amount;
        }
    }

    /// Who was at a watched node and has left.
    pub(crate) fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// Takes the element out of the campaign with all that is in it.
    pub(crate) fn remove(&mut self, index: Index<Element>, by: Index<Activity>, now: Duration) {
        let tree = self.tree(index);
        let site = self.site(index);
        for member in &tree {
            self.leave(*member, site, now);
        }
        self.detach(index);
        for member in tree {
            self.change(member, |thing| {
                *thing = Thing {
                    presence: Presence::Gone(by),
                    cause: thing.cause,
                    ..Thing::absent()
                };
            });
        }
    }

    /// What is in the element's own stores at this time, after boil-off.
    pub(crate) fn stores_at(&self, index: Index<Element>, now: Duration) -> Stores {
        let thing = self.thing(index);
        let mut stores = thing.stores.clone();
        stock::decay(self.element(index), &mut stores, now - thing.as_of);
        stores
    }

    pub(crate) fn set_stores(&mut self, index: Index<Element>, now: Duration, stores: Stores) {
        self.change(index, |thing| {
            thing.stores = stores;
            thing.as_of = now;
        });
    }

    /// Mass of the element alone with what is in its own stores.
    pub(crate) fn own_weight(&self, index: Index<Element>, now: Duration) -> Weight {
        let (element, thing) = (self.element(index), self.thing(index));
        let mut weight = Weight {
            full_kg: element.mass.kg(),
            drawable_kg: 0.0,
        };
        for (store, lots) in element.stores.iter().zip(&thing.stores) {
            let left = stock::share_left(store, now - thing.as_of);
            let kg = stock::lots_kg(self.campaign, lots) * left;
            weight.full_kg += kg;
            if store.serves_demands && self.has_needs {
                weight.drawable_kg += kg;
            }
        }
        weight
    }

    /// Mass of the element with all that is in it and joined to it.
    pub(crate) fn weight(&self, index: Index<Element>, now: Duration) -> Weight {
        let mut sum = Weight::default();
        for member in self.tree(index) {
            sum.add(self.own_weight(member, now));
        }
        if self.is_before_launch(index) {
            sum.drawable_kg = 0.0;
        }
        sum
    }

    /// True for what has flown where demands may draw goods: demands that it met on its flights, and after them, may
    /// have lightened it, so that its burns took less than the book says.
    pub(crate) fn may_be_lighter(&self, index: Index<Element>) -> bool {
        self.has_needs && self.thing(index).flown
    }

    /// True on the Earth's surface before the first flight, where nothing of a load counts as drawn yet.
    pub(crate) fn is_before_launch(&self, index: Index<Element>) -> bool {
        if self.thing(index).flown {
            return false;
        }
        let Some(Site::Node(node)) = self.site(index) else {
            return false;
        };
        let node = self.campaign.nodes.at(node);
        node.is_some_and(portolan_model::Node::is_earth_surface)
    }

    /// True where something besides the plan's steps may have made what is wanted.
    pub(crate) fn may_be_made(&self, wanted: Good) -> bool {
        self.made
            .iter()
            .any(|made| stock::serves(self.campaign, *made, wanted))
    }
}

/// Every model of need of the campaign and the plan's elements.
fn models<'a>(campaign: &'a Campaign, plan: &'a Plan) -> impl Iterator<Item = &'a DemandModel> {
    let of_state = |state: &'a ElementState| state.models.iter();
    let of_elements = Roster::new(campaign, plan)
        .indexed()
        .flat_map(move |(_, element)| element.states.iter().flat_map(of_state));
    let of_missions = campaign.missions.iter().flat_map(|it| it.models.iter());
    of_elements.chain(of_missions)
}

fn has_needs(campaign: &Campaign, plan: &Plan) -> bool {
    use portolan_model::Action::{Eva, Explore, Produce, Repair};
    let by_activity = plan.activities.iter().any(|activity| {
        matches!(
            activity.action,
            Eva { .. } | Explore { .. } | Produce { .. } | Repair { .. }
        )
    });
    let draws = |demand: &Demand| !matches!(demand.need, Need::Presence { .. });
    by_activity || campaign.demands.iter().any(draws) || models(campaign, plan).next().is_some()
}

fn made(campaign: &Campaign, plan: &Plan) -> BTreeSet<Good> {
    let mut made = BTreeSet::new();
    for model in models(campaign, plan) {
        match model {
            DemandModel::Rated(rates) => made.extend(negative(rates)),
            DemandModel::Conversion { outputs, .. } => {
                made.extend(outputs.iter().map(|it| it.good));
            }
            _ => {}
        }
    }
    for demand in &campaign.demands {
        if let Need::Steady { rates, .. } = &demand.need {
            made.extend(negative(rates));
        }
    }
    for activity in &plan.activities {
        if let portolan_model::Action::Produce { outputs, .. } = &activity.action {
            made.extend(outputs.iter().map(|it| it.good));
        }
    }
    made
}

fn negative(rates: &[Rate]) -> impl Iterator<Item = Good> {
    let made = rates.iter().filter(|rate| rate.per_day < 0.0);
    made.map(|rate| rate.good)
}
