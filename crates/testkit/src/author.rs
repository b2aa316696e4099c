//! The author: collects the parts of a campaign and the activities of its plan as stories are told.

use crate::chance::Chance;
use portolan_model::{
    Action, Activity, Body, Calendar, Campaign, DemandModel, Edge, Element, ElementKind,
    Environment, Facility, Good, Hold, Limits, List, Lot, Maker, MakerKind, Mission, Node, Parts,
    Place, Plan, Resource, ResourceKind, Site, State, StateKind, Store, StoreKind, SupplyClass,
    Tariff, Way,
};
use portolan_vocabulary::{Angle, Currency, Distance, Duration, Epoch, Index, Mass, Money, Volume};

/// The goods that every random campaign has.
pub(crate) struct Goods {
    pub(crate) fuel: Index<Resource>,
    pub(crate) oxidiser: Index<Resource>,
    pub(crate) hypergol: Index<Resource>,
    pub(crate) diesel: Index<Resource>,
    pub(crate) water: Index<Resource>,
    pub(crate) food: Index<Resource>,
    pub(crate) pump: Index<Resource>,
}

/// Collects parts and activities. Elements go to the campaign, or to the plan once `packing` is set.
pub(crate) struct Author {
    pub(crate) chance: Chance,
    pub(crate) parts: Parts,
    pub(crate) goods: Goods,
    pub(crate) packing: bool,
    pub(crate) now: Duration,
    pub(crate) mission: Option<Index<Mission>>,
    packed: Vec<Element>,
    activities: Vec<Activity>,
    count: usize,
}

impl Author {
    pub(crate) fn new(seed: u64) -> Self {
        let mut parts = Parts::new(
            format!("random-{seed}").as_str(),
            Epoch::from_unix_micros(0),
        );
        let goods = goods(&mut parts);
        Self {
            chance: Chance::new(seed),
            parts,
            goods,
            packing: false,
            now: Duration::ZERO,
            mission: None,
            packed: Vec::new(),
            activities: Vec::new(),
            count: 0,
        }
    }

    /// A word with a number that no other has.
    pub(crate) fn word(&mut self, word: &str) -> String {
        self.count += 1;
        format!("{word}-{}", self.count)
    }

    pub(crate) fn node(
        &mut self,
        word: &str,
        body: &str,
        facility: Facility,
        surface: bool,
    ) -> Index<Node> {
        let id = self.word(word);
        let place = if surface {
            Place::Surface {
                latitude: Angle::new(self.chance.between(-60.0, 60.0)),
                longitude: Angle::new(self.chance.between(-180.0, 180.0)),
            }
        } else {
            Place::Orbit {
                periapsis: Distance::new(4e5),
                apoapsis: Distance::new(4e5),
                inclination: Angle::new(self.chance.between(0.0, 90.0)),
                plane: None,
            }
        };
        self.parts.nodes.add(Node {
            max_stay: None,
            name: id.clone(),
            id: id.as_str().into(),
            body: Body::new(body),
            second_body: None,
            place,
            facility,
            country: surface.then(|| "FR".to_owned()),
            operator: None,
            max_mass: None,
            calendar: Calendar::default(),
        })
    }

    pub(crate) fn edge(&mut self, from: Index<Node>, to: Index<Node>, way: Way) -> Index<Edge> {
        let id = self.word(way.word());
        let price = |amount: f64| Some(Money::new(amount, Currency::USD, 2026));
        self.parts.edges.add(Edge {
            name: id.clone(),
            id: id.as_str().into(),
            origin: from,
            destination: to,
            way,
            both_ways: false,
            limits: Limits::default(),
            calendar: Calendar::default(),
            departures: portolan_model::Departures::default(),
            tariff: Tariff {
                emissions_per_kg: None,
                emissions_per_trip: None,
                per_trip: price(1e4),
                per_kg: price(3.0),
            },
            operator: None,
            jurisdictions: Vec::new(),
            source: None,
        })
    }

    /// Adds an element to the campaign, or to the plan while packing.
    pub(crate) fn element(&mut self, mut element: Element) -> Index<Element> {
        element.owner = self.parts.partners.indices().next();
        if self.packing {
            self.packed.push(element);
            Index::new(self.parts.elements.len() + self.packed.len() - 1)
        } else {
            self.parts.elements.add(element)
        }
    }

    /// A new element of a kind with a dry mass, for the story to complete.
    pub(crate) fn draft(&mut self, word: &str, kind: ElementKind, class: u16, kg: f64) -> Element {
        let id = self.word(word);
        let class = SupplyClass::new(class).unwrap_or(SupplyClass::NONE);
        let mut draft = Element::new(id.as_str(), kind, class, Mass::new(kg));
        draft.volume = Volume::new(kg / 400.0);
        draft.cost = Some(Money::new(kg * 100.0, Currency::USD, 2026));
        draft
    }

    pub(crate) fn at(&mut self, site: Option<Site>, action: Action) {
        let id = self.word(action.word());
        let cost = self
            .chance
            .chance(0.1)
            .then(|| Money::new(500.0, Currency::USD, 2026));
        self.activities.push(Activity {
            name: id.clone(),
            id: id.as_str().into(),
            mission: self.mission,
            at: self.now,
            priority: 0,
            site,
            action,
            cost,
            payer: None,
            staff: Vec::new(),
        });
    }

    /// Something is done now, and the clock goes on by as long as it takes.
    pub(crate) fn act(&mut self, node: Index<Node>, action: Action, takes: Duration) {
        let said = self.chance.chance(0.5);
        self.at(said.then_some(Site::Node(node)), action);
        self.now += takes;
    }

    pub(crate) fn wait(&mut self, most_days: f64) {
        self.now += Duration::from_hours((self.chance.unit() * most_days * 24.0).floor());
    }

    /// The campaign and its plan.
    ///
    /// # Panics
    /// Where the stories make an invalid campaign: then they are wrong.
    pub(crate) fn finish(mut self) -> (Campaign, Plan) {
        // Written in any order, carried out in order of time: the order of the list must not matter.
        if self.chance.chance(0.5) {
            self.activities.sort_by_key(|activity| activity.at);
        }
        let maker = Maker {
            kind: MakerKind::Person,
            name: "testkit".to_owned(),
        };
        let plan = Plan {
            id: "random".into(),
            maker,
            elements: self.packed.into(),
            activities: List::from(self.activities),
        };
        let campaign = Campaign::new(self.parts);
        let findings = campaign.as_ref().err();
        assert!(
            findings.is_none(),
            "an invalid random campaign: {findings:#?}"
        );
        match campaign {
            Ok((campaign, _)) => (campaign, plan),
            Err(_) => unreachable!("asserted above"),
        }
    }
}

fn goods(parts: &mut Parts) -> Goods {
    let mut add = |id: &str, class: u16, unit: &str, kg: f64, kind: ResourceKind| {
        parts.resources.add(Resource {
            transfer_loss: 0.0,
            id: id.into(),
            name: id.to_owned(),
            class: SupplyClass::new(class).unwrap_or(SupplyClass::NONE),
            kind,
            environment: Environment::Unpressurised,
            unit: unit.to_owned(),
            unit_mass: Mass::new(kg),
            unit_volume: Volume::new(kg / 1000.0),
            packing_factor: 0.1,
            price: Some(Money::new(5.0, Currency::USD, 2026)),
        })
    };
    let continuous = ResourceKind::Continuous;
    Goods {
        fuel: add("methane", 101, "kg", 1.0, continuous),
        oxidiser: add("oxygen", 101, "kg", 1.0, continuous),
        hypergol: add("hydrazine", 102, "kg", 1.0, continuous),
        // Counted in litres, so that a unit is no kilogram.
        diesel: add("diesel", 104, "L", 0.84, continuous),
        water: add("water", 201, "kg", 1.0, continuous),
        food: add("food", 202, "kg", 1.0, continuous),
        pump: add("pump", 4011, "item", 12.0, ResourceKind::Discrete),
    }
}

/// A hold with a mass limit and some seats.
pub(crate) const fn hold(kg: f64, seats: u32, environment: Environment) -> Hold {
    Hold {
        max_mass: Some(Mass::new(kg)),
        max_volume: Some(Volume::new(1e4)),
        max_crew: seats,
        environment,
        door: None,
    }
}

/// A tank of one resource, filled to an amount.
pub(crate) fn tank(name: &str, resource: Index<Resource>, most_kg: f64, amount: f64) -> Store {
    let good = Good::Specific(resource);
    Store {
        name: name.to_owned(),
        kind: StoreKind::Tank(resource),
        classes: Vec::new(),
        max_mass: Some(Mass::new(most_kg)),
        max_volume: None,
        environment: Environment::Unpressurised,
        contents: vec![Lot { good, amount }],
        boil_off_per_d: 0.0,
        serves_demands: false,
    }
}

/// A stock of any goods.
pub(crate) fn stock(most_kg: f64, contents: Vec<Lot>) -> Store {
    Store {
        name: "stock".to_owned(),
        kind: StoreKind::Any,
        classes: Vec::new(),
        max_mass: Some(Mass::new(most_kg)),
        max_volume: Some(Volume::new(1e3)),
        environment: Environment::Pressurised,
        contents,
        boil_off_per_d: 0.0,
        serves_demands: true,
    }
}

pub(crate) fn state(name: &str, kind: StateKind, models: Vec<DemandModel>) -> State {
    State {
        name: name.to_owned(),
        kind,
        models,
    }
}

/// An amount of one resource.
pub(crate) const fn lot(resource: Index<Resource>, amount: f64) -> Lot {
    Lot {
        good: Good::Specific(resource),
        amount,
    }
}
