//! Amounts in stores: how much is there, what fits, what can be taken.

use portolan_model::{Campaign, Element, Environment, Good, Lot, Store, StoreKind, SupplyClass};
use portolan_vocabulary::Duration;

/// The lots in each store of one element, in the order of its list.
pub(crate) type Stores = Vec<Vec<Lot>>;

/// Amounts and masses that differ by less than this share are equal.
const RELATIVE: f64 = 1e-9;
/// Amounts and masses below this are nothing.
const NOTHING: f64 = 1e-9;

/// True where `value` is above `limit` by more than rounding.
pub(crate) fn exceeds(value: f64, limit: f64) -> bool {
    value > limit * (1.0 + RELATIVE) + NOTHING
}

/// Mass of one unit in kg; zero where the good is another campaign's.
pub(crate) fn unit_kg(campaign: &Campaign, good: Good) -> f64 {
    match good {
        Good::Specific(resource) => campaign
            .resources
            .at(resource)
            .map_or(0.0, |resource| resource.unit_mass.kg()),
        Good::Generic { .. } => 1.0,
    }
}

fn unit_m3(campaign: &Campaign, good: Good) -> f64 {
    match good {
        Good::Specific(resource) => campaign
            .resources
            .at(resource)
            .map_or(0.0, |resource| resource.unit_volume.m3()),
        Good::Generic { .. } => 0.0,
    }
}

fn nature(campaign: &Campaign, good: Good) -> (SupplyClass, Environment) {
    match good {
        Good::Specific(resource) => campaign.resources.at(resource).map_or(
            (SupplyClass::NONE, Environment::Unpressurised),
            |resource| (resource.class, resource.environment),
        ),
        Good::Generic { class, environment } => (class, environment),
    }
}

/// The word that files use for a good.
pub(crate) fn good_word(campaign: &Campaign, good: Good) -> String {
    match good {
        Good::Specific(resource) if campaign.resources.at(resource).is_none() => {
            "an unknown resource".to_owned()
        }
        _ => campaign.good_id(good),
    }
}

/// The unit that amounts of a good count.
pub(crate) fn unit_word(campaign: &Campaign, good: Good) -> String {
    match good {
        Good::Specific(resource) => campaign
            .resources
            .at(resource)
            .map_or_else(String::new, |resource| resource.unit.clone()),
        Good::Generic { .. } => "kg".to_owned(),
    }
}

/// True where stock of `stock` serves a wish for `wanted`: the same good, or one of the wished class.
pub(crate) fn serves(campaign: &Campaign, stock: Good, wanted: Good) -> bool {
    match wanted {
        Good::Specific(_) => stock == wanted,
        Good::Generic { class, .. } => nature(campaign, stock).0.is_within(class),
    }
}

/// Mass of lots in kg.
pub(crate) fn lots_kg(campaign: &Campaign, lots: &[Lot]) -> f64 {
    lots.iter()
        .map(|lot| lot.amount * unit_kg(campaign, lot.good))
        .sum()
}

/// Volume of lots in m³.
pub(crate) fn lots_m3(campaign: &Campaign, lots: &[Lot]) -> f64 {
    lots.iter()
        .map(|lot| lot.amount * unit_m3(campaign, lot.good))
        .sum()
}

/// The share of a store's contents that is left after a time of boil-off.
pub(crate) fn share_left(store: &Store, passed: Duration) -> f64 {
    if store.boil_off_per_d > 0.0 && passed > Duration::ZERO {
        (1.0 - store.boil_off_per_d).max(0.0).powf(passed.days())
    } else {
        1.0
    }
}

/// Lets the contents of an element's stores boil off for a time.
pub(crate) fn decay(element: &Element, stores: &mut Stores, passed: Duration) {
    for (store, lots) in element.stores.iter().zip(stores) {
        let left = share_left(store, passed);
        for lot in lots {
            lot.amount *= left;
        }
    }
}

/// True where the store may hold this good at all.
pub(crate) fn accepts(campaign: &Campaign, store: &Store, good: Good) -> bool {
    let kind = match store.kind {
        StoreKind::Tank(resource) => good == Good::Specific(resource),
        StoreKind::Any => true,
    };
    let (class, environment) = nature(campaign, good);
    let atmosphere =
        !campaign.settings.environment_limits || environment.fits_in(store.environment);
    kind && store.takes(class) && atmosphere
}

/// How much of a good the store still takes, in the good's unit.
fn room(campaign: &Campaign, store: &Store, lots: &[Lot], good: Good) -> f64 {
    let share = |most: Option<f64>, used: f64, each: f64| match most {
        Some(most) if each > 0.0 => ((most - used) / each).max(0.0),
        _ => f64::INFINITY,
    };
    let by_mass = share(
        store.max_mass.map(|mass| mass.kg()),
        lots_kg(campaign, lots),
        unit_kg(campaign, good),
    );
    let limited = store
        .max_volume
        .filter(|_| campaign.settings.volume_limits)
        .map(|volume| volume.m3());
    let by_volume = share(limited, lots_m3(campaign, lots), unit_m3(campaign, good));
    by_mass.min(by_volume)
}

/// How much of a good all stores of an element still take, in the good's unit.
pub(crate) fn room_in_all(
    campaign: &Campaign,
    element: &Element,
    stores: &Stores,
    good: Good,
) -> f64 {
    element
        .stores
        .iter()
        .zip(stores)
        .filter(|(store, _)| accepts(campaign, store, good))
        .map(|(store, lots)| room(campaign, store, lots, good))
        .sum()
}

/// Puts a lot into the stores, tanks of the good first; returns the amount that found no room.
pub(crate) fn put(campaign: &Campaign, element: &Element, stores: &mut Stores, lot: Lot) -> f64 {
    let mut left = lot.amount;
    for tanks in [true, false] {
        for (store, lots) in element.stores.iter().zip(stores.iter_mut()) {
            let is_tank = matches!(store.kind, StoreKind::Tank(_));
            if is_tank != tanks || left <= 0.0 || !accepts(campaign, store, lot.good) {
                continue;
            }
            let amount = left.min(room(campaign, store, lots, lot.good));
            left -= amount;
            merge(lots, lot.good, amount);
        }
    }
    if exceeds(left, lot.amount * RELATIVE) {
        left
    } else {
        0.0
    }
}

fn merge(lots: &mut Vec<Lot>, good: Good, amount: f64) {
    match lots.iter_mut().find(|lot| lot.good == good) {
        Some(lot) => lot.amount += amount,
        None if amount > 0.0 => lots.push(Lot { good, amount }),
        None => {}
    }
}

/// Takes an amount out of some lists of lots; returns what was taken, good by good, and the amount that
/// was not to be had, in the unit of the wish.
pub(crate) fn take<'l>(
    campaign: &Campaign,
    lists: impl Iterator<Item = &'l mut Vec<Lot>>,
    wanted: Lot,
) -> (Vec<Lot>, f64) {
    let wanted_kg = unit_kg(campaign, wanted.good);
    let (mut taken, mut missing) = (Vec::new(), wanted.amount);
    let lots = lists.flatten();
    for lot in lots.filter(|lot| serves(campaign, lot.good, wanted.good)) {
        // One unit of the stock counts as this many units of the wish.
        let worth = if lot.good == wanted.good || wanted_kg <= 0.0 {
            1.0
        } else {
            unit_kg(campaign, lot.good) / wanted_kg
        };
        let amount = if worth > 0.0 {
            lot.amount.min(missing / worth)
        } else {
            0.0
        };
        if amount <= 0.0 {
            continue;
        }
        lot.amount -= amount;
        missing -= amount * worth;
        merge(&mut taken, lot.good, amount);
    }
    let missing = if exceeds(missing, wanted.amount * RELATIVE) {
        missing
    } else {
        0.0
    };
    (taken, missing)
}
