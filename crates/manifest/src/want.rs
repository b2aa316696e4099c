//! Wants: what has to be where by when, read out of an outcome.

use crate::catalogue::Catalogue;
use crate::manifested::{Options, Shortfall};
use crate::mass::{self, Mg};
use crate::network::Sources;
use crate::trip::Trip;
use crate::whereabouts::Whereabouts;
use portolan_model::{
    Campaign, Environment, Good, NeedRecord, Node, Outcome, Requester, ResourceKind, Site,
};
use portolan_vocabulary::{Duration, Index};
use std::collections::BTreeMap;

/// What is missing in a record below this share of it is rounding, no need.
const ROUNDING: f64 = 1e-9;

/// Where goods are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// At a node.
    Node(Index<Node>),
    /// Aboard a trip, from its departure.
    Aboard(usize),
}

impl Place {
    pub(crate) fn site(self, trips: &[Trip]) -> Option<Site> {
        match self {
            Self::Node(node) => Some(Site::Node(node)),
            Self::Aboard(trip) => trips.get(trip).map(|trip| Site::Edge(trip.edge)),
        }
    }
}

/// Goods that are wanted at one place by one time, and may share containers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Want {
    pub(crate) due: Duration,
    pub(crate) place: Place,
    /// What the containers need around them.
    pub(crate) environment: Environment,
    /// Masses by good.
    pub(crate) goods: BTreeMap<Good, Mg>,
}

impl Want {
    pub(crate) fn net(&self) -> Mg {
        self.goods.values().sum()
    }
}

/// Amounts in kg by deadline, place and good.
pub(crate) type Missing = BTreeMap<(Duration, Place, Good), f64>;

/// What an outcome leaves unmet.
#[derive(Debug, Default)]
pub(crate) struct Unmet {
    /// What can be shipped, as far as place and time are known.
    pub(crate) missing: Missing,
    /// What nothing can be shipped to: needs of nobody's place, and on ways without a trip.
    pub(crate) lost: Vec<Shortfall>,
    /// Mass of what is missing where goods can be had, in kg: on the surface of the Earth.
    pub(crate) on_earth_kg: f64,
}

/// Reads needs out of outcomes.
pub(crate) struct Reader<'a> {
    pub(crate) campaign: &'a Campaign,
    pub(crate) trips: &'a [Trip],
    pub(crate) sources: &'a Sources,
    pub(crate) places: &'a Whereabouts<'a>,
}

impl Reader<'_> {
    /// What an outcome leaves unmet.
    pub(crate) fn unmet(&self, outcome: &Outcome) -> Unmet {
        let mut unmet = Unmet::default();
        for record in &outcome.needs {
            let missing = record.amount - record.met;
            if record.amount <= 0.0 || missing <= ROUNDING * record.amount {
                continue;
            }
            let mass_kg = missing * self.campaign.unit_mass_kg(record.good);
            match record.site {
                Some(Site::Node(node)) => self.at_node(record, node, mass_kg, &mut unmet),
                Some(Site::Edge(_)) => self.on_edge(record, mass_kg, &mut unmet),
                None => unmet.lost.push(shortfall(record, missing, mass_kg)),
            }
        }
        unmet
    }

    /// A steady need is cut at the arrivals, so that each can cover what is needed after it.
    fn at_node(&self, record: &NeedRecord, node: Index<Node>, mass_kg: f64, unmet: &mut Unmet) {
        if self.sources.has(node) {
            unmet.on_earth_kg += mass_kg;
            return;
        }
        let mut cuts = vec![record.from];
        let arrivals = self.trips.iter().filter(|trip| trip.destination == node);
        cuts.extend(
            arrivals
                .map(|trip| trip.arrive)
                .filter(|arrive| record.from < *arrive && *arrive < record.to),
        );
        cuts.sort_unstable();
        cuts.dedup();
        let length_us = (record.to.micros() - record.from.micros()) as f64;
        for (at, from) in cuts.iter().enumerate() {
            let to = cuts.get(at + 1).copied().unwrap_or(record.to);
            let share = if length_us > 0.0 {
                (to.micros() - from.micros()) as f64 / length_us
            } else {
                1.0
            };
            let key = (*from, Place::Node(node), record.good);
            *unmet.missing.entry(key).or_insert(0.0) += mass_kg * share;
        }
    }

    fn on_edge(&self, record: &NeedRecord, mass_kg: f64, unmet: &mut Unmet) {
        let Some(at) = self.trip_of(record) else {
            let missing = record.amount - record.met;
            unmet.lost.push(shortfall(record, missing, mass_kg));
            return;
        };
        let trip = &self.trips[at];
        let ends = [trip.origin, trip.destination].map(|node| self.campaign.nodes.at(node));
        let on_ground = |node: &Option<&Node>| node.is_some_and(Node::is_earth_surface);
        if ends.iter().all(on_ground) {
            unmet.on_earth_kg += mass_kg;
            return;
        }
        let key = (trip.depart, Place::Aboard(at), record.good);
        *unmet.missing.entry(key).or_insert(0.0) += mass_kg;
    }

    /// The trip on which a need arose: of those under way there at the time, the one that carries the
    /// requester, else the last to leave.
    fn trip_of(&self, record: &NeedRecord) -> Option<usize> {
        let under_way = |(_, trip): &(usize, &Trip)| {
            Some(Site::Edge(trip.edge)) == record.site
                && trip.depart <= record.from
                && record.to <= trip.arrive
        };
        let carrying = |trip: &Trip| match record.requester {
            Requester::Element(element) => {
                let chain = self.places.chain(element, record.from);
                chain.iter().any(|element| trip.listed.contains(element))
            }
            _ => false,
        };
        let all = || self.trips.iter().enumerate().filter(under_way);
        all()
            .find(|(_, trip)| carrying(trip))
            .or_else(|| all().next_back())
            .map(|(at, _)| at)
    }
}

fn shortfall(record: &NeedRecord, amount: f64, mass_kg: f64) -> Shortfall {
    Shortfall {
        site: record.site,
        good: record.good,
        due: record.from,
        amount,
        mass_kg,
    }
}

/// Gathers what is missing into wants, in order of deadline.
pub(crate) fn wants(
    campaign: &Campaign,
    missing: &Missing,
    catalogue: &Catalogue,
    options: &Options,
) -> Vec<Want> {
    let mut wants: BTreeMap<(Duration, Place, Environment), BTreeMap<Good, Mg>> = BTreeMap::new();
    let mut items: BTreeMap<(Place, Good), Items> = BTreeMap::new();
    for ((due, place, good), mass_kg) in missing {
        let mass = if options.whole_items && is_discrete(campaign, *good) {
            let items = items.entry((*place, *good)).or_default();
            items.more(*mass_kg, campaign.unit_mass_kg(*good))
        } else {
            mass::up(*mass_kg)
        };
        if mass > 0 {
            let key = (*due, *place, catalogue.environment(*good));
            *wants.entry(key).or_default().entry(*good).or_insert(0) += mass;
        }
    }
    wants
        .into_iter()
        .map(|((due, place, environment), goods)| Want {
            due,
            place,
            environment,
            goods,
        })
        .collect()
}

/// Whole items of one good at one place: those needed so far, rounded up, less those sent before.
#[derive(Default)]
struct Items {
    needed_kg: f64,
    sent: i64,
}

impl Items {
    /// The mass of the items to send for a further need.
    fn more(&mut self, mass_kg: f64, item_kg: f64) -> Mg {
        self.needed_kg += mass_kg;
        let needed = (self.needed_kg / item_kg - ROUNDING).ceil() as i64;
        let more = (needed - self.sent).max(0);
        self.sent += more;
        more.saturating_mul(mass::up(item_kg))
    }
}

/// True for goods that come in whole items.
pub(crate) fn is_discrete(campaign: &Campaign, good: Good) -> bool {
    match good {
        Good::Specific(resource) => campaign
            .resources
            .at(resource)
            .is_some_and(|resource| resource.kind == ResourceKind::Discrete),
        Good::Generic { .. } => false,
    }
}
