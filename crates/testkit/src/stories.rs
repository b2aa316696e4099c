//! Stories: short, feasible chains of activities, each with elements of its own, told at random times.

mod ground;
mod launch;
mod outpost;
mod space;

use crate::author::{Author, lot};
use crate::mutate::mutate;
use portolan_model::{
    Campaign, Contribution, Demand, DemandModel, Facility, Good, Mission, Need, Node, Partner,
    Person, Plan, Rate, Recipient,
};
use portolan_vocabulary::{Duration, Index};

/// How large a random campaign is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// How many stories are told; each has about ten to twenty activities and five to ten elements.
    pub stories: usize,
    /// How many places of each kind there are.
    pub places: usize,
}

impl Size {
    /// A handful of stories.
    pub const SMALL: Self = Self {
        stories: 4,
        places: 2,
    };
    /// Some hundred activities.
    pub const MEDIUM: Self = Self {
        stories: 24,
        places: 4,
    };
    /// Some thousand activities.
    pub const LARGE: Self = Self {
        stories: 200,
        places: 20,
    };
}

/// A random campaign with its plan. In one of five, one thing is broken on purpose.
pub fn campaign(seed: u64, size: Size) -> (Campaign, Plan) {
    let (campaign, plan) = feasible(seed, size);
    if seed % 5 == 4 {
        let (campaign, plan, _) = mutate(&campaign, &plan, seed);
        return (campaign, plan);
    }
    (campaign, plan)
}

/// A random campaign with a plan that can be carried out.
pub fn feasible(seed: u64, size: Size) -> (Campaign, Plan) {
    let mut author = Author::new(seed);
    partners(&mut author);
    let map = map(&mut author, size.places.max(1));
    missions(&mut author, &map);
    author.parts.settings.tail = Duration::from_days(10.0);
    // Designs are what plans make their own elements from.
    let design = ground::container(&mut author);
    author.parts.designs.add(design);
    let own = size.stories - size.stories / 4;
    for number in 0..size.stories {
        // What the plan brings is numbered after all of the campaign's elements.
        author.packing = number >= own;
        tell(&mut author, &map);
    }
    demands(&mut author, &map);
    author.finish()
}

fn tell(author: &mut Author, map: &Map) {
    author.now = Duration::from_hours((author.chance.unit() * 200.0 * 24.0).floor());
    let missions = author.parts.missions.len();
    let at = author.chance.below(missions);
    author.mission = author.chance.chance(0.5).then(|| Index::new(at));
    match author.chance.below(4) {
        0 => ground::delivery(author, map),
        1 => launch::flight(author, map),
        2 => space::depot(author, map),
        _ => outpost::life(author, map),
    }
}

/// The places of a random campaign.
pub(crate) struct Map {
    pub(crate) factories: Vec<Index<Node>>,
    pub(crate) ports: Vec<Index<Node>>,
    pub(crate) pads: Vec<Index<Node>>,
    pub(crate) orbits: Vec<Index<Node>>,
    pub(crate) bases: Vec<Index<Node>>,
}

fn map(author: &mut Author, places: usize) -> Map {
    let mut all = |word: &str, body: &str, facility: Facility, surface: bool, count: usize| {
        let nodes = (0..count).map(|_| author.node(word, body, facility, surface));
        nodes.collect::<Vec<_>>()
    };
    Map {
        factories: all("factory", "earth", Facility::Factory, true, places),
        // A sea voyage has two ends.
        ports: all("port", "earth", Facility::Port, true, places + 1),
        pads: all("pad", "earth", Facility::Pad, true, places),
        orbits: all("orbit", "earth", Facility::Depot, false, places + 2),
        bases: all("base", "moon", Facility::Base, true, places + 1),
    }
}

fn partners(author: &mut Author) {
    for (id, share) in [("north", 0.6), ("south", 0.4)] {
        let partner = author.parts.partners.add(Partner {
            id: id.into(),
            name: id.to_owned(),
            country: None,
            share: Some(share),
            contributions: vec![Contribution {
                what: "launches".to_owned(),
                value: None,
            }],
        });
        author.parts.people.add(Person {
            id: format!("pilot-{id}").as_str().into(),
            name: "pilot".to_owned(),
            employer: Some(partner),
            qualifications: vec!["pilot".to_owned()],
        });
    }
}

fn missions(author: &mut Author, map: &Map) {
    let lump = DemandModel::CrewConsumables(Box::default());
    let water = Good::Specific(author.goods.water);
    let daily = DemandModel::Rated(vec![Rate {
        good: water,
        per_day: 0.5,
    }]);
    for (id, model) in [("crewed", lump), ("cargo", daily)] {
        author.parts.missions.add(Mission {
            id: id.into(),
            name: id.to_owned(),
            start: Duration::from_days(author.chance.between(0.0, 30.0).floor()),
            origin: map.pads.first().copied(),
            destination: map.bases.first().copied(),
            return_origin: None,
            return_destination: None,
            models: vec![model],
        });
    }
}

fn demands(author: &mut Author, map: &Map) {
    let (food, water) = (author.goods.food, author.goods.water);
    let base = *author.chance.pick(&map.bases);
    author.parts.demands.add(Demand {
        id: "meals".into(),
        recipient: Recipient::Node(base),
        need: Need::Once {
            lots: vec![lot(food, 12.0)],
            due: Duration::from_days(100.0),
        },
        partner: None,
    });
    let first = author.parts.elements.indices().next();
    let recipient = first.map_or(Recipient::Node(base), Recipient::Element);
    let good = Good::Specific(water);
    author.parts.demands.add(Demand {
        id: "drinks".into(),
        recipient,
        need: Need::Steady {
            rates: vec![Rate { good, per_day: 0.2 }],
            from: Duration::from_days(10.0),
            until: Duration::from_days(60.0),
        },
        partner: None,
    });
}
