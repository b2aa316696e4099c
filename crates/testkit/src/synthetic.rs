//! A synthetic campaign of any size: vehicles that shuttle between two places each, for measurements.

use crate::author::{Author, hold, lot, stock, tank};
use portolan_model::{
    Action, Burn, BurnStep, BurnSystem, Campaign, Edge, Element, ElementKind, Environment,
    Facility, Feed, Good, Holder, Node, Plan, Propulsion, Way,
};
use portolan_vocabulary::{Duration, Index, SpecificImpulse, Speed};

/// A shuttle, a container and a depot.
const PARTY: usize = 3;
/// The activities of a round trip.
const ROUND: usize = 10;
/// How many shuttles share one pair of places, so that no place holds a crowd.
const SHUTTLES_OF_A_ROUTE: usize = 8;

/// A feasible campaign with about this many activities and elements: shuttles fly back and forth, are
/// loaded, unloaded and fuelled. With 100 000 activities and 1000 elements it takes a benchmark's time.
///
/// ```
/// let (campaign, plan) = portolan_testkit::synthetic(1000, 20, 7);
/// assert_eq!(campaign.elements.len(), 20);
/// assert_eq!(plan.activities.len(), 1000);
/// ```
pub fn synthetic(events: usize, elements: usize, seed: u64) -> (Campaign, Plan) {
    let mut author = Author::new(seed);
    let parties = (elements / PARTY).max(1);
    let mut routes = Vec::new();
    for _ in 0..parties.div_ceil(SHUTTLES_OF_A_ROUTE) {
        let route = route(&mut author);
        routes.push(route);
    }
    for number in 0..parties {
        // Both totals are spread as evenly as whole numbers allow.
        let share = |total: usize| total * (number + 1) / parties - total * number / parties;
        let budget = share(events);
        let spare = share(elements).saturating_sub(PARTY);
        let route = &routes[number / SHUTTLES_OF_A_ROUTE];
        author.now = Duration::from_hours(author.chance.between(0.0, 24.0).floor());
        party(&mut author, route, budget, spare);
    }
    author.finish()
}

struct Route {
    near: Index<Node>,
    far: Index<Node>,
    out: Index<Edge>,
    back: Index<Edge>,
}

fn route(author: &mut Author) -> Route {
    let near = author.node("near", "earth", Facility::Depot, false);
    let far = author.node("far", "moon", Facility::Base, true);
    let mut way = |from, to| {
        let burns = vec![Burn {
            after: Duration::ZERO,
            dv: Speed::new(author.chance.between(100.0, 400.0)),
            system: BurnSystem::Main,
        }];
        let duration = Duration::from_hours(10.0);
        author.edge(from, to, Way::Impulsive { duration, burns })
    };
    let (out, back) = (way(near, far), way(far, near));
    Route {
        near,
        far,
        out,
        back,
    }
}

/// A shuttle, what it carries, and the depot that fuels it.
struct Party {
    shuttle: Index<Element>,
    container: Index<Element>,
    depot: Index<Element>,
}

fn party(author: &mut Author, route: &Route, budget: usize, spare: usize) {
    let party = members(author);
    let mut all = vec![party.shuttle, party.container, party.depot];
    for _ in 0..spare {
        let draft = author.draft("spare", ElementKind::Item, 401, 10.0);
        all.push(author.element(draft));
    }
    let create = Action::Create {
        elements: all,
        into: Holder::Node(route.near),
    };
    if budget > 0 {
        author.act(route.near, create, Duration::ZERO);
    }
    for step in 0..budget.saturating_sub(1) {
        round(author, route, &party, step % ROUND);
    }
}

fn members(author: &mut Author) -> Party {
    let hypergol = author.goods.hypergol;
    let draft = author.draft("shuttle", ElementKind::PropulsiveVehicle, 902, 4000.0);
    let shuttle = author.element(Element {
        hold: Some(hold(5000.0, 0, Environment::Unpressurised)),
        stores: vec![tank("hydrazine", hypergol, 3000.0, 3000.0)],
        propulsion: vec![Propulsion {
            system: BurnSystem::Main,
            isp: SpecificImpulse::new(320.0),
            thrust: None,
            feeds: vec![Feed {
                store: 0,
                share: 1.0,
            }],
        }],
        ..draft
    });
    let food = lot(author.goods.food, 800.0);
    let draft = author.draft("container", ElementKind::Container, 501, 100.0);
    let container = author.element(Element {
        stores: vec![stock(1000.0, vec![food])],
        ..draft
    });
    let draft = author.draft("depot", ElementKind::Tank, 901, 2000.0);
    let depot = author.element(Element {
        stores: vec![tank("hydrazine", hypergol, 1e12, 1e8)],
        ..draft
    });
    Party {
        shuttle,
        container,
        depot,
    }
}

/// One of the steps of a round trip.
fn round(author: &mut Author, route: &Route, party: &Party, step: usize) {
    let hour = Duration::from_hours(1.0);
    let flight = Duration::from_hours(10.0);
    let elements = vec![party.container];
    let (near, far, into) = (route.near, route.far, party.shuttle);
    let load = Action::Load {
        elements: elements.clone(),
        into,
        duration: hour,
    };
    let unload = Action::Unload {
        elements,
        duration: hour,
    };
    let food = |amount: f64, author: &Author| vec![lot(author.goods.food, amount)];
    let (node, action, takes) = match step {
        0 => (near, fuelling(author, party), hour),
        1 => (near, load, hour),
        2 => (near, trip(route.out, party), flight),
        3 => (far, unload, hour),
        4 => (far, eaten(party, food(1.0, author)), Duration::ZERO),
        5 => (far, load, hour),
        6 => (far, trip(route.back, party), flight),
        7 => (near, unload, hour),
        8 => {
            let (lots, to) = (food(1.0, author), party.container);
            (near, Action::Add { lots, to }, Duration::ZERO)
        }
        _ => {
            let (lots, to) = (vec![lot(author.goods.hypergol, 900.0)], party.depot);
            (near, Action::Add { lots, to }, Duration::ZERO)
        }
    };
    author.act(node, action, takes);
}

fn fuelling(author: &Author, party: &Party) -> Action {
    Action::Refuel {
        from: party.depot,
        to: party.shuttle,
        good: Good::Specific(author.goods.hypergol),
        amount: None,
        loss: 0.01,
        duration: Duration::from_hours(1.0),
    }
}

fn eaten(party: &Party, lots: Vec<portolan_model::Lot>) -> Action {
    let from = Holder::Element(party.container);
    Action::Consume { lots, from }
}

fn trip(edge: Index<Edge>, party: &Party) -> Action {
    Action::Transport {
        edge,
        elements: vec![party.shuttle],
        burns: vec![vec![BurnStep::Burn(party.shuttle)]],
        speed: None,
        duty_cycle: 1.0,
        moving_state: None,
    }
}
