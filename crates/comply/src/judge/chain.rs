//! The chain as it is carried out: what rode together on each movement, and what stood where.

use portolan_model::{
    Campaign, Element, ElementKind, Good, Holder, Movement, Outcome, Plan, Resource, Roster, Site,
    Stay, Way,
};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// Something that is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// An element.
    Element(Index<Element>),
    /// A good in the stores of elements.
    Resource(Index<Resource>),
}

/// What rode together on a movement, with the mass of each in kg.
#[derive(Debug)]
pub(super) struct Consignment<'a> {
    pub(super) movement: &'a Movement,
    pub(super) items: Vec<(Item, f64)>,
    /// What carried it, where it is known.
    pub(super) carrier: Option<Index<Element>>,
}

/// When, in which store, of what, how much.
type Level = (Duration, usize, Good, f64);

/// The chain of a plan.
pub(super) struct Chain<'a> {
    campaign: &'a Campaign,
    roster: Roster<'a>,
    /// The stays under way, by when they began.
    under_way: BTreeMap<Duration, Vec<&'a Stay>>,
    /// Every level of an element's stores, in order of time.
    levels: BTreeMap<Index<Element>, Vec<Level>>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(campaign: &'a Campaign, plan: &'a Plan, outcome: &'a Outcome) -> Self {
        let mut under_way: BTreeMap<Duration, Vec<&Stay>> = BTreeMap::new();
        for stay in &outcome.stays {
            if matches!(stay.site, Site::Edge(_)) {
                under_way.entry(stay.from).or_default().push(stay);
            }
        }
        let mut levels: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for point in &outcome.stock {
            let of = levels.entry(point.element).or_default();
            of.push((point.time, point.store, point.good, point.level));
        }
        Self {
            campaign,
            roster: Roster::new(campaign, plan),
            under_way,
            levels,
        }
    }

    /// The element at an index of campaign or plan.
    pub(super) fn element(&self, at: Index<Element>) -> &Element {
        &self.roster[at]
    }

    /// True where an element stands in the campaign, not in the plan alone.
    pub(super) fn is_of_campaign(&self, at: Index<Element>) -> bool {
        at.at() < self.campaign.elements.len()
    }

    pub(super) fn consignment(&self, movement: &'a Movement) -> Consignment<'a> {
        let stays = self.under_way.get(&movement.depart);
        let stays = stays.into_iter().flatten();
        let stays: BTreeMap<Index<Element>, &Stay> = stays
            .filter(|stay| stay.site == Site::Edge(movement.edge))
            .map(|stay| (stay.element, *stay))
            .collect();
        let ground = matches!(self.campaign.edges[movement.edge].way, Way::Ground { .. });
        let carrier = movement
            .listed
            .iter()
            .copied()
            .find(|at| ground && is_conveyance(self.element(*at)));
        let aboard = stays
            .keys()
            .copied()
            .filter(|at| is_aboard(*at, &stays, &movement.listed));
        let mut items: BTreeMap<Item, f64> = BTreeMap::new();
        for at in aboard {
            let element = self.element(at);
            let is_mover = ground && movement.listed.contains(&at) && is_conveyance(element);
            if element.crew.is_none() && !is_mover {
                *items.entry(Item::Element(at)).or_default() += element.mass.kg();
            }
            for (resource, kg) in self.goods(at, movement.depart) {
                *items.entry(Item::Resource(resource)).or_default() += kg;
            }
        }
        Consignment {
            movement,
            items: items.into_iter().collect(),
            carrier,
        }
    }

    /// What goods an element holds at an instant, but what its own drive burns; in kg.
    pub(super) fn goods(&self, at: Index<Element>, time: Duration) -> Vec<(Index<Resource>, f64)> {
        let own = self.element(at).drive.and_then(|drive| drive.store);
        let mut last: BTreeMap<(usize, Index<Resource>), f64> = BTreeMap::new();
        for (when, store, good, level) in self.levels.get(&at).into_iter().flatten() {
            if let (true, Good::Specific(resource)) = (*when <= time, good) {
                last.insert((*store, *resource), *level);
            }
        }
        let mut sums: BTreeMap<Index<Resource>, f64> = BTreeMap::new();
        for ((store, resource), level) in last {
            if level > 0.0 && Some(store) != own {
                let kg = level * self.campaign.resources[resource].unit_mass.kg();
                *sums.entry(resource).or_default() += kg;
            }
        }
        sums.into_iter().collect()
    }
}

/// True for what carries others over ground, water or through air, and is not cargo itself.
fn is_conveyance(element: &Element) -> bool {
    matches!(
        element.kind,
        ElementKind::Truck | ElementKind::Train | ElementKind::Ship | ElementKind::Aircraft
    )
}

/// True where an element is listed, or stands in one that is.
fn is_aboard(
    at: Index<Element>,
    stays: &BTreeMap<Index<Element>, &Stay>,
    listed: &[Index<Element>],
) -> bool {
    let mut own = at;
    // No chain of holders is longer than there are elements.
    for _ in 0..=stays.len() {
        if listed.contains(&own) {
            return true;
        }
        match stays.get(&own).and_then(|stay| stay.holder) {
            Some(Holder::Element(holder)) => own = holder,
            _ => return false,
        }
    }
    false
}
