//! Kinds, goods, groups and pools: what is interchangeable.

use super::needs;
use crate::network::{Group, Kind, Network, Pool};
use portolan_model::{
    Campaign, Demand, Element, Good, Need, Offered, Partner, PieceKind, Propulsion, Store,
    StoreKind,
};
use portolan_vocabulary::{Findings, Index};
use std::collections::{BTreeMap, BTreeSet};

/// The goods that can exist: on offer, brought along, made, or kept in tanks of what is on offer.
pub(super) fn goods(campaign: &Campaign) -> Vec<Good> {
    let mut goods = BTreeSet::new();
    for offer in &campaign.offers {
        match offer.what {
            Offered::Good(good) => {
                goods.insert(good);
            }
            Offered::Design(design) => add_goods_of(&campaign.designs[design], &mut goods),
            Offered::Element(element) => add_goods_of(&campaign.elements[element], &mut goods),
        }
    }
    goods.into_iter().collect()
}

fn add_goods_of(element: &Element, goods: &mut BTreeSet<Good>) {
    for store in &element.stores {
        goods.extend(store.contents.iter().map(|lot| lot.good));
        if let StoreKind::Tank(resource) = store.kind {
            goods.insert(Good::Specific(resource));
        }
    }
    if let Some(plant) = &element.plant {
        goods.extend(
            plant
                .outputs
                .iter()
                .chain(&plant.inputs)
                .map(|rate| rate.good),
        );
    }
}

/// The goods, by position, that serve a need for `wanted`.
pub(super) fn serving(campaign: &Campaign, goods: &[Good], wanted: Good) -> Vec<usize> {
    let named = campaign.settings.named_serves_generic;
    let serves = |stock: Good| stock == wanted || (named && campaign.serves(stock, wanted));
    (0..goods.len()).filter(|at| serves(goods[*at])).collect()
}

/// The kinds of what is on offer, in the order of the offers.
pub(super) fn kinds(campaign: &Campaign, goods: &[Good], findings: &mut Findings) -> Vec<Kind> {
    let mut most: BTreeMap<(PieceKind, Option<Index<Partner>>), Option<f64>> = BTreeMap::new();
    let mut order = Vec::new();
    for offer in &campaign.offers {
        let (made_from, element) = match offer.what {
            Offered::Design(design) => (PieceKind::Design(design), &campaign.designs[design]),
            Offered::Element(element) => (PieceKind::Element(element), &campaign.elements[element]),
            Offered::Good(_) => continue,
        };
        let limit = match offer.what {
            Offered::Element(_) => Some(1.0),
            _ => offer.limit,
        };
        let key = (made_from, offer.owner.or(element.owner));
        let sum = most.entry(key).or_insert_with(|| {
            order.push(key);
            Some(0.0)
        });
        *sum = sum.zip(limit).map(|(sum, limit)| sum + limit);
    }
    let of = |key: &(PieceKind, Option<Index<Partner>>)| {
        kind(campaign, goods, *key, most[key], findings)
    };
    order.iter().map(of).collect()
}

fn kind(
    campaign: &Campaign,
    goods: &[Good],
    (made_from, owner): (PieceKind, Option<Index<Partner>>),
    most: Option<f64>,
    findings: &mut Findings,
) -> Kind {
    let element = match made_from {
        PieceKind::Design(design) => &campaign.designs[design],
        PieceKind::Element(element) => &campaign.elements[element],
    };
    let crew = element.is_crew();
    let idle = element.propulsion.is_empty()
        && element.drive.is_none()
        && element.hold.is_none()
        && element.plant.is_none()
        && element.states.is_empty()
        && !crew;
    let unlimited = element.stores.iter().any(|store| store.max_mass.is_none());
    let costless =
        element.mass.kg() == 0.0 && element.cost.is_none() && element.upkeep == Default::default();
    Kind {
        made_from,
        element: element.clone(),
        owner,
        // An offer of a fraction of a piece is an offer of none.
        most: most.map(|most| most.clamp(0.0, f64::from(u32::MAX)).floor() as u32),
        contents: Vec::new(),
        needs: needs::of(campaign, goods, element, findings),
        per_trip: needs::per_trip(campaign, goods, element),
        sized: element.sizing.is_some(),
        crew,
        free: idle && unlimited && costless && most.is_none() && element.max_payload.is_none(),
    }
}

/// The groups of kinds that burn together.
pub(super) fn groups(campaign: &Campaign, kinds: &[Kind], goods: &[Good]) -> Vec<Group> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (at, kind) in kinds.iter().enumerate() {
        for propulsion in &kind.element.propulsion {
            let Some(feeds) = feeds(&kind.element, propulsion, goods) else {
                continue;
            };
            let key = format!(
                "{:?} {:?} {:?} {:?}",
                propulsion.system,
                propulsion.isp,
                feeds,
                proportions(&kind.element, propulsion)
            );
            let group = groups.entry(key).or_insert_with(|| Group {
                exhaust_m_s: propulsion.isp.s() * campaign.settings.gravity_m_s2,
                feeds,
                kinds: Vec::new(),
                system: propulsion.system,
            });
            group.kinds.push(at);
        }
    }
    groups.into_values().collect()
}

fn feeds(element: &Element, propulsion: &Propulsion, goods: &[Good]) -> Option<Vec<(usize, f64)>> {
    let of = |store: &Store| match store.kind {
        StoreKind::Tank(resource) => goods
            .iter()
            .position(|good| *good == Good::Specific(resource)),
        StoreKind::Any => None,
    };
    let feeds = propulsion.feeds.iter();
    feeds
        .map(|feed| Some((of(element.stores.get(feed.store)?)?, feed.share)))
        .collect()
}

/// How much propellant each tank holds the share of, relative to the first, in steps of a billionth.
fn proportions(element: &Element, propulsion: &Propulsion) -> Vec<i64> {
    let whole = |feed: &portolan_model::Feed| {
        let most = element
            .stores
            .get(feed.store)
            .and_then(|store| store.max_mass);
        most.map_or(f64::INFINITY, |most| most.kg() / feed.share)
    };
    let first = propulsion.feeds.first().map_or(1.0, whole);
    let relative = |feed| match whole(feed) {
        whole if whole.is_infinite() => i64::MAX,
        whole => (whole / first * 1e9).round() as i64,
    };
    // A planner sizes all tanks in proportion.
    match element.sizing {
        Some(_) => Vec::new(),
        None => propulsion.feeds.iter().map(relative).collect(),
    }
}

/// Adds the pools and what each kind brings along in them.
pub(super) fn add_pools(network: &mut Network<'_>) {
    let mut pools: BTreeMap<String, Pool> = BTreeMap::new();
    for (at, kind) in network.kinds.iter().enumerate() {
        for (position, store) in kind.element.stores.iter().enumerate() {
            let pool = pool(network, at, position, store);
            let lossy = pool
                .goods
                .iter()
                .any(|good| transfer_loss(network, *good) > 0.0);
            let alone = if lossy { at } else { usize::MAX };
            let key = format!("{alone} {}", key(&pool, kind.free));
            pools.entry(key).or_insert(pool).stores.push((at, position));
        }
    }
    network.pools = pools.into_values().collect();
    let contents: Vec<_> = network
        .kinds
        .iter()
        .enumerate()
        .map(|(at, kind)| contents(network, at, kind))
        .collect();
    for (kind, contents) in network.kinds.iter_mut().zip(contents) {
        kind.contents = contents;
    }
}

fn key(pool: &Pool, free: bool) -> String {
    format!(
        "{:?} {:?} {} {:?} {} {} {} {free}",
        pool.goods,
        pool.boil_off_per_d,
        pool.serves,
        pool.groups,
        pool.payload,
        pool.rides,
        pool.unlimited
    )
}

fn pool(network: &Network<'_>, kind: usize, position: usize, store: &Store) -> Pool {
    let element = &network.kinds[kind].element;
    let feeds_engine = element.feeds_engine(position);
    let takes = |at: &usize| takes(network.campaign, store, network.goods[*at]);
    let fed = |group: &crate::network::Group| {
        let propulsion = element.propulsion_for(group.system);
        let feeds =
            propulsion.is_some_and(|own| own.feeds.iter().any(|feed| feed.store == position));
        feeds && group.kinds.contains(&kind)
    };
    Pool {
        stores: Vec::new(),
        goods: (0..network.goods.len()).filter(takes).collect(),
        boil_off_per_d: store.boil_off_per_d,
        serves: store.serves_demands,
        groups: (0..network.groups.len())
            .filter(|at| fed(&network.groups[*at]))
            .collect(),
        payload: element.max_payload.is_some() && !feeds_engine,
        rides: element.propulsion.is_empty() && element.drive.is_none(),
        unlimited: store.max_mass.is_none() && !(element.sizing.is_some() && feeds_engine),
    }
}

/// True where a store takes a good.
fn takes(campaign: &Campaign, store: &Store, good: Good) -> bool {
    let kind = match store.kind {
        StoreKind::Tank(resource) => good == Good::Specific(resource),
        StoreKind::Any => true,
    };
    let environment = !campaign.settings.environment_limits
        || campaign.environment_of(good).fits_in(store.environment);
    kind && environment && store.takes(campaign.class_of(good))
}

/// The fraction that is lost when a good is moved between elements.
pub(crate) fn transfer_loss(network: &Network<'_>, good: usize) -> f64 {
    match network.goods[good] {
        Good::Specific(resource) => network.campaign.resources[resource].transfer_loss,
        Good::Generic { .. } => 0.0,
    }
}

fn contents(network: &Network<'_>, at: usize, kind: &Kind) -> Vec<(usize, usize, f64)> {
    let mut contents = Vec::new();
    for (position, store) in kind.element.stores.iter().enumerate() {
        let pool = network
            .pools
            .iter()
            .position(|pool| pool.stores.contains(&(at, position)));
        for lot in &store.contents {
            let good = network.goods.iter().position(|good| *good == lot.good);
            if let (Some(pool), Some(good)) = (pool, good) {
                contents.push((good, pool, network.campaign.lot_mass_kg(lot)));
            }
        }
    }
    contents
}

/// The goods that a demand's need asks for.
pub(super) fn wanted(demand: &Demand) -> Vec<Good> {
    match &demand.need {
        Need::Once { lots, .. } => lots.iter().map(|lot| lot.good).collect(),
        Need::Steady { rates, .. } => rates.iter().map(|rate| rate.good).collect(),
        Need::Presence { .. } => Vec::new(),
    }
}
