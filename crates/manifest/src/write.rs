//! Writing: the plan with its containers, and the activities that bring them aboard and out again.

use crate::load::Loaded;
use crate::manifested::{Leg, Shipment, Totals};
use crate::mass;
use crate::network::Sources;
use crate::pack::Parcel;
use crate::trip::{Step, Trip};
use crate::whereabouts::Whereabouts;
use portolan_model::{
    Action, Activity, Campaign, Element, ElementKind, Environment, Good, Holder, List, Lot, Maker,
    MakerKind, Plan, Store, StoreKind, SupplyClass,
};
use portolan_vocabulary::{Duration, Id, Index, Mass, Volume};
use std::collections::{BTreeMap, BTreeSet};

/// A name says so many kinds of goods, then how many more there are.
const NAMED_GOODS: usize = 3;

/// What is to be written.
pub(crate) struct Writer<'a> {
    pub(crate) campaign: &'a Campaign,
    pub(crate) plan: &'a Plan,
    pub(crate) trips: &'a [Trip],
    pub(crate) sources: &'a Sources,
    pub(crate) places: &'a Whereabouts<'a>,
    pub(crate) end: Duration,
    pub(crate) loaded: &'a Loaded,
    /// Take everything out at every stop, so that needs there draw on it in the order of ids.
    pub(crate) ashore: bool,
}

/// How containers are handled; the order is that in which it happens before a departure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Handling {
    Create,
    Load,
}

/// Containers by trip and bay.
#[derive(Default)]
struct Moves {
    before: BTreeMap<(usize, Handling, usize), Vec<Index<Element>>>,
    after: BTreeMap<usize, Vec<Index<Element>>>,
}

impl Writer<'_> {
    /// The parcels in the order of their numbers: those needed first have the lowest ids, and stores
    /// serve in the order of ids.
    fn order(&self) -> Vec<&Parcel> {
        let mut order: Vec<&Parcel> = self.loaded.parcels.iter().collect();
        order.sort_by_key(|parcel| (parcel.due, parcel.batch));
        order
    }

    /// The plan, each parcel with `share` of its mass: all of it, but for trials.
    pub(crate) fn plan(&self, share: &dyn Fn(&Parcel) -> f64) -> Plan {
        let mut elements = self.plan.elements.clone();
        let mut moves = Moves::default();
        let taken = self.element_ids();
        for (parcel, id) in self.order().into_iter().zip(fresh("cargo", &taken)) {
            let at = elements.add(self.element(parcel, &id, share(parcel))).at();
            let index = Index::new(self.campaign.elements.len() + at);
            self.route(&self.loaded.batches[parcel.batch].route, index, &mut moves);
        }
        Plan {
            id: Id::new(format!("{}-manifest", self.plan.id)),
            maker: Maker {
                kind: MakerKind::Manifest,
                name: concat!("portolan-manifest ", env!("CARGO_PKG_VERSION")).to_owned(),
            },
            elements,
            activities: self.activities(moves),
        }
    }

    /// The shipments, in the order of the containers' numbers.
    pub(crate) fn shipments(&self) -> Vec<Shipment> {
        let taken = self.element_ids();
        let numbered = self.order().into_iter().zip(fresh("cargo", &taken));
        numbered
            .filter_map(|(parcel, id)| self.shipment(parcel, &id))
            .collect()
    }

    fn shipment(&self, parcel: &Parcel, id: &str) -> Option<Shipment> {
        let batch = &self.loaded.batches[parcel.batch];
        let leg = |(trip, bay): &Step| {
            let trip = &self.trips[*trip];
            Leg {
                activity: trip.id.clone(),
                edge: trip.edge,
                carrier: trip.bays[*bay].carrier,
                depart: trip.depart,
                arrive: trip.arrive,
            }
        };
        Some(Shipment {
            container: Id::new(id),
            name: self.name(parcel),
            design: parcel.kind.map(|(design, _)| design),
            contents: self.lots(parcel, 1.0),
            net_kg: mass::kg(parcel.net()),
            tare_kg: mass::kg(parcel.tare),
            site: batch.place.site(self.trips)?,
            due: parcel.due,
            legs: batch.route.iter().map(leg).collect(),
        })
    }

    pub(crate) fn totals(&self, needed_kg: f64) -> Totals {
        let parcels = &self.loaded.parcels;
        Totals {
            needed_kg,
            net_kg: mass::kg(parcels.iter().map(Parcel::net).sum()),
            tare_kg: mass::kg(parcels.iter().map(|parcel| parcel.tare).sum()),
            containers: parcels.len(),
            crates: parcels
                .iter()
                .filter(|parcel| parcel.kind.is_none())
                .count(),
        }
    }

    fn element_ids(&self) -> BTreeSet<&str> {
        let all = self
            .campaign
            .elements
            .iter()
            .chain(self.campaign.designs.iter());
        let all = all.chain(self.plan.elements.iter());
        all.map(|element| element.id.as_str()).collect()
    }

    fn lots(&self, parcel: &Parcel, share: f64) -> Vec<Lot> {
        let lot = |(good, mass): (&Good, &mass::Mg)| Lot {
            good: *good,
            amount: mass::kg(*mass) * share / self.campaign.unit_mass_kg(*good),
        };
        parcel.goods.iter().map(lot).collect()
    }

    fn name(&self, parcel: &Parcel) -> String {
        let design = parcel
            .kind
            .and_then(|(design, _)| self.campaign.designs.at(design));
        let what = design.map_or("Crate", |design| design.name.as_str());
        let mut goods: Vec<String> = parcel
            .goods
            .iter()
            .take(NAMED_GOODS)
            .map(|(good, mass)| {
                let name = self.campaign.good_name(*good);
                format!("{} kg {name}", crate::report::plain(mass::kg(*mass)))
            })
            .collect();
        let more = parcel.goods.len().saturating_sub(NAMED_GOODS);
        if more > 0 {
            goods.push(format!("{more} more"));
        }
        format!("{what}: {}", goods.join(", "))
    }

    fn element(&self, parcel: &Parcel, id: &str, share: f64) -> Element {
        let contents = self.lots(parcel, share);
        let design = parcel
            .kind
            .and_then(|(design, store)| Some((self.campaign.designs.at(design)?, store)));
        let mut element = match design {
            Some((design, store)) => {
                let mut element = design.clone();
                if let Some(store) = element.stores.get_mut(store) {
                    store.contents = contents;
                    // A tank of this design may keep its propellant; this one is carried to be used.
                    store.serves_demands = true;
                }
                element
            }
            None => self.made_to_measure(parcel, contents),
        };
        element.id = Id::new(id);
        element.name = self.name(parcel);
        element.mass = Mass::new(mass::kg(parcel.tare) * share);
        element
    }

    fn made_to_measure(&self, parcel: &Parcel, contents: Vec<Lot>) -> Element {
        let goods = || parcel.goods.keys().copied();
        let pressurised =
            goods().any(|good| self.campaign.environment_of(good) == Environment::Pressurised);
        let environment = if pressurised {
            Environment::Pressurised
        } else {
            Environment::Unpressurised
        };
        let volume_m3 = contents
            .iter()
            .map(|lot| lot.amount * self.campaign.unit_volume_m3(lot.good));
        let volume = Volume::new(volume_m3.sum());
        let mut element = Element::new(
            "crate",
            ElementKind::Container,
            SupplyClass::STOWAGE,
            Mass::ZERO,
        );
        element.environment = environment;
        element.volume = volume;
        element.stores = vec![Store {
            name: "inside".to_owned(),
            kind: StoreKind::Any,
            classes: Vec::new(),
            max_mass: None,
            max_volume: None,
            environment,
            contents,
            boil_off_per_d: 0.0,
            serves_demands: true,
        }];
        element
    }

    /// A container stays in its carrier as long as that goes the same way. Where the carrier goes on
    /// without it, it is taken out on arrival.
    fn route(&self, route: &[Step], container: Index<Element>, moves: &mut Moves) {
        let mut last: Option<Step> = None;
        for step in route {
            let (trip, bay) = *step;
            match last {
                None => moves.add_before(*step, Handling::Create, container),
                Some(before) => {
                    let stays = self.carrier_stays(before, self.trips[trip].depart);
                    let same = self.carrier(before) == self.trips[trip].bays[bay].carrier;
                    if !stays {
                        moves.after.entry(before.0).or_default().push(container);
                    }
                    if !(stays && same) {
                        moves.add_before(*step, Handling::Load, container);
                    }
                }
            }
            last = Some(*step);
        }
        if let Some(step) = last
            && !self.sources.has(self.trips[step.0].destination)
            && !self.carrier_stays(step, self.end)
        {
            moves.after.entry(step.0).or_default().push(container);
        }
    }

    fn carrier(&self, (trip, bay): Step) -> Index<Element> {
        self.trips[trip].bays[bay].carrier
    }

    fn carrier_stays(&self, step: Step, until: Duration) -> bool {
        let trip = &self.trips[step.0];
        !self.ashore
            && self
                .places
                .remains(self.carrier(step), trip.destination, trip.arrive, until)
    }

    /// The plan's activities as they are, each transport right behind what is loaded for it: so the
    /// carrier is there and ready, whatever the plan does with it at the same time.
    fn activities(&self, moves: Moves) -> List<Activity> {
        let taken = self
            .plan
            .activities
            .iter()
            .map(|activity| activity.id.as_str())
            .collect();
        let mut ids = fresh("cargo", &taken);
        let mut added: BTreeMap<usize, (Vec<Activity>, Vec<Activity>)> = BTreeMap::new();
        for ((at, handling, bay), elements) in moves.before {
            let trip = &self.trips[at];
            let into = Holder::Element(trip.bays[bay].carrier);
            let (word, action) = match handling {
                Handling::Create => ("Bring aboard", Action::Create { elements, into }),
                Handling::Load => ("Load", Action::Move { elements, to: into }),
            };
            let priority = self
                .plan
                .activities
                .at(trip.activity)
                .map_or(0, |own| own.priority);
            let activity = self.activity(&mut ids, trip, word, trip.depart, priority, action);
            added
                .entry(trip.activity.at())
                .or_default()
                .0
                .push(activity);
        }
        for (at, elements) in moves.after {
            let trip = &self.trips[at];
            let to = Holder::Node(trip.destination);
            let action = Action::Move { elements, to };
            let activity = self.activity(&mut ids, trip, "Unload", trip.arrive, i32::MIN, action);
            added
                .entry(trip.activity.at())
                .or_default()
                .1
                .push(activity);
        }
        let mut activities = Vec::new();
        for (at, own) in self.plan.activities.iter().enumerate() {
            let (before, after) = added.remove(&at).unwrap_or_default();
            activities.extend(before);
            activities.push(own.clone());
            activities.extend(after);
        }
        activities.into()
    }

    fn activity(
        &self,
        ids: &mut impl Iterator<Item = String>,
        trip: &Trip,
        word: &str,
        at: Duration,
        priority: i32,
        action: Action,
    ) -> Activity {
        let transport = self.plan.activities.at(trip.activity);
        let name = transport.map_or(trip.id.as_str(), |own| own.name.as_str());
        Activity {
            id: Id::new(ids.next().unwrap_or_default()),
            name: format!("{word} cargo: {name}"),
            mission: trip.mission,
            at,
            priority,
            site: None,
            action,
            cost: None,
            payer: None,
            staff: Vec::new(),
        }
    }
}

impl Moves {
    fn add_before(&mut self, (trip, bay): Step, handling: Handling, container: Index<Element>) {
        let key = (trip, handling, bay);
        self.before.entry(key).or_default().push(container);
    }
}

/// Ids with this stem that nothing has yet: `cargo-0001` and so on.
fn fresh(stem: &str, taken: &BTreeSet<&str>) -> impl Iterator<Item = String> {
    let taken: BTreeSet<String> = taken.iter().map(|id| (*id).to_owned()).collect();
    let stem = stem.to_owned();
    (1_u64..)
        .map(move |number| format!("{stem}-{number:04}"))
        .filter(move |id| !taken.contains(id))
}
