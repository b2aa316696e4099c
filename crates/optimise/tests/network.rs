//! What the unrolled network leaves out, and what its program says of fractions of pieces.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test"
)]

use portolan_model::{Campaign, Goal};
use portolan_optimise::{
    Found, Passage, Request, Spot, Unrolling, formulate, prepare, search, unroll,
};
use portolan_solver::{ColumnKind, Options, Stop, Unwatched, engine};

/// A pad, an orbit and the Moon; a tanker that never leaves the orbit, and a lander that waits there with empty tanks.
const MOON: &str = r#"
format = "portolan-campaign/1"
id = "moon"
start = "2030-01-01T00:00:00Z"
horizon = "60 d"
[settings]
money = "EUR 2026"
[[node]]
id = "pad"
body = "earth"
kind = "surface"
latitude = "28.5 deg"
longitude = "-80.6 deg"
[[node]]
id = "orbit"
body = "earth"
kind = "orbit"
periapsis = "400 km"
apoapsis = "400 km"
inclination = "28.5 deg"
[[node]]
id = "moon"
body = "moon"
kind = "surface"
latitude = "0 deg"
longitude = "0 deg"
[[edge]]
id = "up"
from = "pad"
to = "orbit"
way = "launch"
duration = "1 d"
burns = []
recurring = [{ first = "0 d", every = "2 d", length = "1 h" }]
[[edge]]
id = "down"
from = "orbit"
to = "moon"
way = "impulsive"
duration = "3 d"
burns = [{ after = "0 h", dv = "2500 m/s" }]
opportunity = [
    { from = "4 d", to = "6 d", duration = "3 d", burns = [{ after = "0 h", dv = "2500 m/s" }] },
    { from = "20 d", to = "22 d", duration = "3 d", burns = [{ after = "0 h", dv = "2500 m/s" }] },
    { from = "40 d", to = "42 d", duration = "3 d", burns = [{ after = "0 h", dv = "2500 m/s" }] },
]
[[resource]]
id = "fuel"
class = 1
transfer_loss = 0.01
[[design]]
id = "lander"
kind = "propulsive-vehicle"
class = 9
mass = "2000 kg"
cost = "100 MEUR (2026)"
ways = ["down"]
store = [{ name = "tank", resource = "fuel", max_mass = "6000 kg" }]
propulsion = [{ isp = "320 s", feeds = [{ store = "tank", share = 1 }] }]
[[design]]
id = "tanker"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
ways = ["up"]
store = [{ name = "tank", resource = "fuel", max_mass = "8000 kg" }]
[[design]]
id = "instrument"
kind = "item"
class = 6
mass = "10 kg"
ways = ["down"]
[[offer]]
id = "lander"
design = "lander"
node = "orbit"
limit = 2
[[offer]]
id = "instrument"
design = "instrument"
node = "orbit"
limit = 1
[[offer]]
id = "tanker"
design = "tanker"
node = "pad"
limit = 1
[[offer]]
id = "fuel"
good = "fuel"
node = "pad"
[[demand]]
id = "instrument"
node = "moon"
pieces = [{ design = "instrument" }]
due = "30 d"
"#;

fn campaign() -> Campaign {
    portolan_formats::campaign::read_text("moon.toml", MOON)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

fn best(campaign: &Campaign) -> Found {
    let request = Request::of(campaign);
    let (network, _) = prepare(campaign, &request).unwrap();
    search(
        &network,
        &request,
        &*engine("highs").unwrap(),
        &mut Unwatched,
    )
    .unwrap()
}

/// Only what has come can be pumped over, also where nothing leaves in the store that it has come in.
#[test]
fn what_is_pumped_has_come() {
    let found = best(&campaign());
    assert_eq!(found.stop, Stop::Optimal);
    let burned = 2010.0 * ((2500.0 / (320.0 * portolan_model::STANDARD_GRAVITY_M_S2)).exp() - 1.0);
    let expected = 1000.0 + burned / 0.99;
    let launched = found.reached[0].value;
    assert!(
        (launched - expected).abs() < 1e-3,
        "{launched} kg, not {expected} kg"
    );
}

/// The last chance to be on the Moon in time is the opportunity of day 20: nothing is left of the later one, nor of
/// launches after that, nor of the instants that only they would need.
#[test]
fn what_leads_nowhere_is_left_out() {
    let campaign = campaign();
    let (network, _) = unroll(&campaign, &Unrolling::default()).unwrap();
    let days = |id: &str| -> Vec<f64> {
        let trips = network.trips.iter();
        let own = trips.filter(|trip| network.edge(trip).id.as_str() == id);
        own.map(|trip| trip.depart.days()).collect()
    };
    assert_eq!(days("down"), [4.0, 5.0, 20.0, 21.0]);
    assert_eq!(days("up").last(), Some(&20.0));
    let (orbit, _) = campaign
        .nodes
        .indexed()
        .find(|(_, node)| node.id.as_str() == "orbit")
        .unwrap();
    let waits = network
        .arcs
        .iter()
        .filter(|arc| arc.passage == Passage::Wait(orbit));
    assert!(waits.clone().count() > 2);
    let there = network
        .points
        .iter()
        .filter(|point| point.spot == Spot::Node(orbit));
    let last = there.map(|point| point.time.days()).fold(0.0, f64::max);
    assert_eq!(last, 21.0);
}

/// Ten kilograms take a whole lander down, also where landers may be fractions.
#[test]
fn fractions_of_an_engine_move_nothing() {
    let campaign = campaign();
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let mut formulation = formulate(&network);
    formulation.aim(&[(Goal::Cost, 1.0)]);
    let mut relaxed = formulation.program.clone();
    let whole: Vec<_> = relaxed
        .all_columns()
        .filter(|column| relaxed.kind(*column) == ColumnKind::Integer)
        .collect();
    for column in whole {
        relaxed.set_kind(column, ColumnKind::Continuous);
    }
    let solved = engine("highs")
        .unwrap()
        .solve(&relaxed, &Options::default(), &mut Unwatched);
    let cost = solved.unwrap().point.unwrap().objective;
    assert!((cost - 100.0).abs() < 1e-6, "{cost} MEUR");
}

/// Two sheds that hold alike, and what is in one stays there until it is used: nothing is carried to and fro.
#[test]
fn what_may_stay_stays() {
    const SHEDS: &str = r#"
[[resource]]
id = "food"
class = 2
[[design]]
id = "shed"
kind = "container"
class = 9
mass = "100 kg"
store = [{ name = "shelf", classes = [2], max_mass = "50 kg" }]
[[design]]
id = "cold-shed"
like = "shed"
max_payload = "60 kg"
[[offer]]
id = "shed"
design = "shed"
node = "moon"
limit = 1
[[offer]]
id = "cold-shed"
design = "cold-shed"
node = "moon"
limit = 1
[[offer]]
id = "food"
good = "food"
node = "moon"
limit = 80
until = "1 d"
"#;
    let mut text = format!("{MOON}{SHEDS}");
    for day in [10, 12, 14, 16, 18, 20, 22, 24] {
        text += &format!(
            "[[demand]]\nid = \"food-{day}\"\nnode = \"moon\"\nlots = [{{ good = \"food\", amount = 10 }}]\ndue = \"{day} d\"\n"
        );
    }
    let campaign = portolan_formats::campaign::read_text("moon.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign;
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let found = search(
        &network,
        &request,
        &*engine("highs").unwrap(),
        &mut Unwatched,
    )
    .unwrap();
    let flows = found.flows.unwrap();
    let mut before = std::collections::BTreeMap::new();
    let mut waits = 0;
    for (arc, flow) in network.arcs.iter().zip(&flows.arcs) {
        let Passage::Wait(node) = arc.passage else {
            continue;
        };
        if campaign.nodes[node].id.as_str() != "moon" || flow.loads.is_empty() {
            continue;
        }
        for load in &flow.loads {
            let kept = before.insert(load.pool, load.arrives_kg).unwrap_or(50.0);
            assert!(load.departs_kg <= kept + 1e-6, "{load:?} after {kept} kg");
        }
        waits += 1;
    }
    assert!(waits >= 8, "{waits} waits with food");
}
