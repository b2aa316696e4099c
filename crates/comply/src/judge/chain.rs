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

/// An item among others.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    pub(super) item: Item,
    /// Its mass, in kg.
    pub(super) kg: f64,
    /// What it is in, the innermost first.
    pub(super) within: Vec<Index<Element>>,
}

/// What rode together on a movement.
#[derive(Debug)]
pub(super) struct Consignment<'a> {
    pub(super) movement: &'a Movement,
    pub(super) items: Vec<Carried>,
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
    /// The stays of each element, by when they began.
    stays: BTreeMap<Index<Element>, BTreeMap<Duration, &'a Stay>>,
    /// Every level of an element's stores, in order of time.
    levels: BTreeMap<Index<Element>, Vec<Level>>,
}

impl<'a> Chain<'a> {
    pub(super) fn new(campaign: &'a Campaign, plan: &'a Plan, outcome: &'a Outcome) -> Self {
        let mut under_way: BTreeMap<Duration, Vec<&Stay>> = BTreeMap::new();
        let mut stays: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for stay in &outcome.stays {
            stays
                .entry(stay.element)
                .or_default()
                .insert(stay.from, stay);
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
            stays,
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
        let mut items: BTreeMap<Item, Carried> = BTreeMap::new();
        for at in stays.keys().copied() {
            let Some(within) = holders(at, &stays, &movement.listed) else {
                continue;
            };
            let element = self.element(at);
            let is_mover = ground && movement.listed.contains(&at) && is_conveyance(element);
            if element.crew.is_none() && !is_mover {
                add(
                    &mut items,
                    Item::Element(at),
                    element.mass.kg(),
                    within.clone(),
                );
            }
            for (resource, kg) in self.goods(at, movement.depart) {
                let within = [at].into_iter().chain(within.iter().copied()).collect();
                add(&mut items, Item::Resource(resource), kg, within);
            }
        }
        Consignment {
            movement,
            items: items.into_values().collect(),
            carrier,
        }
    }

    /// What an element is in while it stays somewhere, the innermost first.
    pub(super) fn within(&self, stay: &Stay) -> Vec<Index<Element>> {
        let mut within = Vec::new();
        let mut holder = stay.holder;
        while let Some(Holder::Element(at)) = holder {
            if within.len() > MOST_HOLDERS {
                break;
            }
            within.push(at);
            let stays = self.stays.get(&at);
            let then = stays.and_then(|stays| stays.range(..=stay.from).next_back());
            holder = then.and_then(|(_, stay)| stay.holder);
        }
        within
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

/// The most that stand one within the other.
const MOST_HOLDERS: usize = 64;

fn add(items: &mut BTreeMap<Item, Carried>, item: Item, kg: f64, within: Vec<Index<Element>>) {
    let own = items.entry(item).or_insert(Carried {
        item,
        kg: 0.0,
        within,
    });
    own.kg += kg;
}

/// What an element is in, the innermost first, where it is listed or stands in one that is.
fn holders(
    at: Index<Element>,
    stays: &BTreeMap<Index<Element>, &Stay>,
    listed: &[Index<Element>],
) -> Option<Vec<Index<Element>>> {
    let mut within = Vec::new();
    let mut own = at;
    while within.len() <= MOST_HOLDERS {
        match stays.get(&own).and_then(|stay| stay.holder) {
            Some(Holder::Element(holder)) => {
                own = holder;
                within.push(holder);
            }
            _ => break,
        }
    }
    listed.contains(&own).then_some(within)
}
