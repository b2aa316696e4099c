//! A small campaign to build tests on: three nodes, a launch, a transfer, a road, a few goods.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "a test's tool box"
)]

use portolan_model::*;
use portolan_simulate::simulate;
use portolan_vocabulary::{Angle, Distance, Duration, Index, Mass, SpecificImpulse, Speed, Volume};

pub fn day(d: f64) -> Duration {
    Duration::from_days(d)
}

/// What a test builds: parts of a campaign, and activities.
pub struct Yard {
    pub parts: Parts,
    pub activities: List<Activity>,
}

pub const PAD: usize = 0;
pub const ORBIT: usize = 1;
pub const BASE: usize = 2;

pub fn node(at: usize) -> Index<Node> {
    Index::new(at)
}

impl Yard {
    pub fn new() -> Self {
        let mut parts = Parts::new("yard", "2030-01-01".parse().unwrap());
        let surface = |id: &str, body: &str| Node {
            max_stay: None,
            id: id.into(),
            name: id.into(),
            body: Body::new(body),
            second_body: None,
            place: Place::Surface {
                latitude: Angle::new(5.0),
                longitude: Angle::new(-52.0),
            },
            facility: Facility::Site,
            country: None,
            operator: None,
            max_mass: None,
            calendar: Calendar::default(),
        };
        parts.nodes.add(surface("pad", "earth"));
        let place = Place::Orbit {
            periapsis: Distance::new(4e5),
            apoapsis: Distance::new(4e5),
            inclination: Angle::new(28.5),
            plane: None,
        };
        parts.nodes.add(Node {
            place,
            ..surface("orbit", "earth")
        });
        parts.nodes.add(surface("base", "moon"));
        Self {
            parts,
            activities: List::new(),
        }
    }

    pub fn resource(&mut self, id: &str, class: u16, unit_kg: f64) -> Index<Resource> {
        self.parts.resources.add(Resource {
            transfer_loss: 0.0,
            id: id.into(),
            name: id.into(),
            class: SupplyClass::new(class).unwrap(),
            kind: ResourceKind::Continuous,
            environment: Environment::Unpressurised,
            unit: "kg".into(),
            unit_mass: Mass::new(unit_kg),
            unit_volume: Volume::ZERO,
            packing_factor: 0.0,
            price: None,
        })
    }

    pub fn element(&mut self, id: &str, kg: f64) -> Index<Element> {
        self.parts.elements.add(Element::new(
            id,
            ElementKind::Item,
            SupplyClass::NONE,
            Mass::new(kg),
        ))
    }

    pub fn carrier(&mut self, id: &str, kg: f64, most_kg: f64) -> Index<Element> {
        let element = self.element(id, kg);
        let hold = Hold {
            max_mass: Some(Mass::new(most_kg)),
            max_crew: 2,
            ..Hold::default()
        };
        self.parts.elements[element].hold = Some(hold);
        element
    }

    /// A store for anything with these contents.
    pub fn store(
        &mut self,
        element: Index<Element>,
        most_kg: Option<f64>,
        contents: &[(Index<Resource>, f64)],
    ) {
        let lots = contents
            .iter()
            .map(|(resource, amount)| Lot {
                good: Good::Specific(*resource),
                amount: *amount,
            })
            .collect();
        let stores = &mut self.parts.elements[element].stores;
        stores.push(Store {
            name: format!("store-{}", stores.len()),
            kind: StoreKind::Any,
            classes: Vec::new(),
            max_mass: most_kg.map(Mass::new),
            max_volume: None,
            environment: Environment::Pressurised,
            contents: lots,
            boil_off_per_d: 0.0,
            serves_demands: true,
        });
    }

    /// A stage with one tank of propellant and one engine.
    pub fn stage(
        &mut self,
        id: &str,
        dry_kg: f64,
        isp_s: f64,
        propellant: Index<Resource>,
        kg: f64,
    ) -> Index<Element> {
        let element = self.element(id, dry_kg);
        self.store(element, None, &[(propellant, kg)]);
        let store = &mut self.parts.elements[element].stores[0];
        store.kind = StoreKind::Tank(propellant);
        store.serves_demands = false;
        self.parts.elements[element].propulsion.push(Propulsion {
            system: BurnSystem::Main,
            isp: SpecificImpulse::new(isp_s),
            thrust: None,
            feeds: vec![Feed {
                store: 0,
                share: 1.0,
            }],
        });
        element
    }

    /// Gives an element one active state with these models, from the beginning.
    pub fn needs(&mut self, element: Index<Element>, models: Vec<DemandModel>) {
        let element = &mut self.parts.elements[element];
        element.states.push(State {
            name: format!("state-{}", element.states.len()),
            kind: StateKind::Active,
            models,
        });
        element.initial_state = Some(0);
    }

    pub fn edge(&mut self, id: &str, from: usize, to: usize, way: Way) -> Index<Edge> {
        self.parts.edges.add(Edge {
            id: id.into(),
            name: id.into(),
            origin: node(from),
            destination: node(to),
            way,
            both_ways: false,
            limits: Limits::default(),
            calendar: Calendar::default(),
            departures: portolan_model::Departures::default(),
            tariff: Tariff::default(),
            operator: None,
            jurisdictions: Vec::new(),
            source: None,
        })
    }

    pub fn burns(&mut self, id: &str, from: usize, to: usize, burns: &[(f64, f64)]) -> Index<Edge> {
        let burns = burns
            .iter()
            .map(|(after, dv)| Burn {
                after: day(*after),
                dv: Speed::new(*dv),
                system: BurnSystem::Main,
            })
            .collect();
        self.edge(
            id,
            from,
            to,
            Way::Impulsive {
                duration: day(2.0),
                burns,
            },
        )
    }

    pub fn at(&mut self, time: f64, action: Action) -> Index<Activity> {
        let id = format!("{}-{}", action.word(), self.activities.len());
        let priority = i32::try_from(self.activities.len()).unwrap();
        self.activities.add(Activity {
            id: id.as_str().into(),
            name: id,
            mission: None,
            at: day(time),
            priority,
            site: None,
            action,
            cost: None,
            payer: None,
            staff: Vec::new(),
        })
    }

    pub fn create(
        &mut self,
        time: f64,
        elements: &[Index<Element>],
        into: Holder,
    ) -> Index<Activity> {
        self.at(
            time,
            Action::Create {
                elements: elements.to_vec(),
                into,
            },
        )
    }

    pub fn go(
        &mut self,
        time: f64,
        edge: Index<Edge>,
        elements: &[Index<Element>],
        burns: Vec<Vec<BurnStep>>,
    ) -> Index<Activity> {
        let elements = elements.to_vec();
        self.at(
            time,
            Action::Transport {
                edge,
                elements,
                burns,
                speed: None,
                duty_cycle: 1.0,
                moving_state: None,
            },
        )
    }

    pub fn both(self) -> (Campaign, Plan) {
        let (campaign, _) = Campaign::new(self.parts).unwrap();
        let maker = Maker {
            kind: MakerKind::Person,
            name: "test".into(),
        };
        (
            campaign,
            Plan {
                id: "plan".into(),
                maker,
                elements: List::new(),
                activities: self.activities,
            },
        )
    }

    pub fn run(self) -> Outcome {
        let (campaign, plan) = self.both();
        simulate(&campaign, &plan)
    }
}

pub fn rated(good: Good, per_day: f64) -> DemandModel {
    DemandModel::Rated(vec![Rate { good, per_day }])
}

pub fn codes(outcome: &Outcome) -> Vec<&'static str> {
    outcome
        .findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

/// Needed and had, of everything that was asked for.
pub fn needed_and_had(outcome: &Outcome) -> (f64, f64) {
    let needs = outcome.needs.iter().filter(|need| need.amount > 0.0);
    needs.fold((0.0, 0.0), |(amount, met), need| {
        (amount + need.amount, met + need.met)
    })
}
