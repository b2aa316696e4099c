//! Plans from flows that are written by hand: each is accepted by the judge, flown by the simulator, and weighs what the
//! flows say.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod hand;

use hand::{Hand, campaign, exhaust};
use portolan_model::{Action, BurnStep, Plan};
use portolan_optimise::Unwritable;

/// Two landers' worth of places: a pad, an orbit of the Earth, and the Moon's surface.
const MOON: &str = r#"
[[edge]]
id = "up"
from = "pad"
to = "orbit"
way = "launch"
duration = "1 d"
burns = []
[[edge]]
id = "down"
from = "orbit"
to = "moon"
way = "impulsive"
duration = "3 d"
burns = [{ after = "1 h", dv = "2500 m/s" }]
[[resource]]
id = "fuel"
class = 1
unit = "kg"
unit_mass = "1 kg"
[[resource]]
id = "tools"
class = 4
unit = "kg"
unit_mass = "2 kg"
[[design]]
id = "lander"
name = "Lander"
kind = "propulsive-vehicle"
class = 9
mass = "2000 kg"
max_payload = "460 kg"
hold = { max_crew = 2, environment = "pressurised" }
store = [
    { name = "tank", resource = "fuel", max_mass = "6000 kg" },
    { name = "cargo", classes = [4], serves_demands = true },
]
propulsion = [{ isp = "320 s", feeds = [{ store = "tank", share = 1 }] }]
[[design]]
id = "tanker"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
store = [{ name = "tank", resource = "fuel", max_mass = "8000 kg" }]
propulsion = [{ isp = "310 s", feeds = [{ store = "tank", share = 1 }] }]
[[design]]
id = "pilot"
kind = "crew-member"
class = 201
mass = "80 kg"
crew = {}
[[offer]]
id = "lander"
design = "lander"
node = "pad"
[[offer]]
id = "tanker"
design = "tanker"
node = "pad"
[[offer]]
id = "pilot"
design = "pilot"
node = "pad"
[[offer]]
id = "fuel"
good = "fuel"
node = "pad"
[[offer]]
id = "tools"
good = "tools"
node = "pad"
[[demand]]
id = "tools"
node = "moon"
lots = [{ good = "tools", amount = 150 }]
due = "6 d"
[[demand]]
id = "pilots"
node = "moon"
pieces = [{ design = "pilot", count = 2 }]
from = "5 d"
until = "6 d"
"#;

/// A tanker fills a lander in orbit and is left there; the lander goes down with its crew and tools.
#[test]
fn refuelling() {
    let campaign = campaign(MOON);
    let mut hand = Hand::of(&campaign);
    let landed = 2000.0 + 160.0 + 300.0;
    let fuel = landed * ((2500.0 / exhaust(320.0)).exp() - 1.0);
    hand.take("lander", 0.0, 1.0);
    hand.take("tanker", 0.0, 1.0);
    hand.take("pilot", 0.0, 2.0);
    hand.take("fuel", 0.0, fuel);
    hand.take("tools", 0.0, 300.0);
    let pieces = [("lander", 1), ("tanker", 1), ("pilot", 2)];
    let up = hand.trip("up", 0.0)[0];
    hand.carry(up, &pieces);
    let whole = [
        ("fuel", "lander.tank", 500.0, 500.0),
        ("fuel", "tanker.tank", fuel - 500.0, fuel - 500.0),
        ("tools", "lander.cargo", 300.0, 300.0),
    ];
    hand.load(up, &whole);
    let stay = hand.wait("orbit", 1.0, 2.0);
    for arc in stay {
        hand.carry(arc, &pieces);
        hand.load(arc, &whole);
    }
    let down = hand.burning("down", 2.0, "lander")[0];
    let landing = [("lander", 1), ("pilot", 2)];
    hand.carry(down, &landing);
    let loads = [
        ("fuel", "lander.tank", fuel, 0.0),
        ("tools", "lander.cargo", 300.0, 300.0),
    ];
    hand.load(down, &loads);
    for arc in hand.wait("moon", 5.0, 6.0) {
        hand.carry(arc, &landing);
        hand.load(arc, &loads[1..]);
    }
    let plan = hand.flown();
    assert_eq!(count(&plan, "transport"), 2);
    assert_eq!(count(&plan, "refuel"), 1);
    let made: Vec<_> = plan.elements.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(made, ["lander-1", "tanker-1", "pilot-1", "pilot-2"]);
    assert_eq!(plan.elements.first().unwrap().name, "Lander 1");
    let removed = activity(&plan, "remove-1");
    assert_eq!(removed.at.days(), 2.0, "nothing is needed in orbit");
}

/// The lander's payload is full with two pilots and 300 kg of tools: a little more has no room.
#[test]
fn payload_too_small() {
    let campaign = campaign(MOON);
    let mut hand = Hand::of(&campaign);
    hand.take("lander", 0.0, 1.0);
    hand.take("pilot", 0.0, 2.0);
    hand.take("tools", 0.0, 310.0);
    let up = hand.trip("up", 0.0)[0];
    hand.carry(up, &[("lander", 1), ("pilot", 2)]);
    hand.load(up, &[("tools", "lander.cargo", 310.0, 310.0)]);
    let why = hand.written().unwrap_err();
    let Unwritable::NoStore { mass_kg, .. } = why else {
        panic!("{why:?}")
    };
    assert!((mass_kg - 10.0).abs() < 1e-6, "{mass_kg}");
}

/// Two pilots more than there are seats.
#[test]
fn seats_too_few() {
    let campaign = campaign(MOON);
    let mut hand = Hand::of(&campaign);
    hand.take("lander", 0.0, 1.0);
    hand.take("pilot", 0.0, 4.0);
    let up = hand.trip("up", 0.0)[0];
    hand.carry(up, &[("lander", 1), ("pilot", 4)]);
    assert!(matches!(hand.written(), Err(Unwritable::NoHold { .. })));
}

/// More pieces leave than there are, a good is nowhere, and too little fuel is aboard.
#[test]
fn sums_that_do_not_hold() {
    let campaign = campaign(MOON);
    let mut hand = Hand::of(&campaign);
    hand.take("lander", 0.0, 1.0);
    let up = hand.trip("up", 0.0)[0];
    hand.carry(up, &[("lander", 2)]);
    let missing = hand.written().unwrap_err();
    assert!(matches!(missing, Unwritable::Missing { count: 1, .. }));
    hand.carry(up, &[("lander", 1)]);
    hand.load(up, &[("fuel", "lander.tank", 10.0, 10.0)]);
    let short = hand.written().unwrap_err();
    assert!(matches!(short, Unwritable::Short { .. }), "{short}");
    hand.take("fuel", 0.0, 10.0);
    for arc in hand.wait("orbit", 1.0, 2.0) {
        hand.carry(arc, &[("lander", 1)]);
        hand.load(arc, &[("fuel", "lander.tank", 10.0, 10.0)]);
    }
    let down = hand.burning("down", 2.0, "lander")[0];
    hand.carry(down, &[("lander", 1)]);
    hand.load(down, &[("fuel", "lander.tank", 10.0, 0.0)]);
    let burn = hand.written().unwrap_err();
    assert!(matches!(burn, Unwritable::Burn { .. }), "{burn}");
    hand.flows.takes.pop();
    assert_eq!(hand.written(), Err(Unwritable::Foreign));
}

const ROCKET: &str = r#"
[[edge]]
id = "leap"
from = "pad"
to = "orbit"
way = "launch"
duration = "2 h"
burns = [{ after = "0 s", dv = "1500 m/s" }, { after = "1 h", dv = "2000 m/s" }]
[[resource]]
id = "fuel"
class = 1
unit = "kg"
unit_mass = "1 kg"
[[resource]]
id = "oxidiser"
class = 1
unit = "kg"
unit_mass = "1 kg"
[[design]]
id = "stage"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
store = [
    { name = "fuel", resource = "fuel", max_mass = "3000 kg" },
    { name = "oxidiser", resource = "oxidiser", max_mass = "7000 kg" },
]
propulsion = [{ isp = "300 s", feeds = [{ store = "fuel", share = 0.3 }, { store = "oxidiser", share = 0.7 }] }]
[[design]]
id = "satellite"
kind = "item"
class = 6
mass = "1500 kg"
[[offer]]
id = "stage"
design = "stage"
node = "pad"
[[offer]]
id = "satellite"
design = "satellite"
node = "pad"
[[offer]]
id = "fuel"
good = "fuel"
node = "pad"
[[offer]]
id = "oxidiser"
good = "oxidiser"
node = "pad"
[[demand]]
id = "satellite"
node = "orbit"
pieces = [{ design = "satellite", count = 1 }]
from = "2 h"
until = "2 h"
"#;

/// Of two stages of one design, one is dropped after the first burn: it holds what that burn needs, and the other the rest.
#[test]
fn staging() {
    let campaign = campaign(ROCKET);
    let mut hand = Hand::of(&campaign);
    let ve = exhaust(300.0);
    let rest = 100.0;
    let second = (2500.0 + rest) * ((2000.0 / ve).exp() - 1.0);
    let first = (3500.0 + rest + second) * ((1500.0 / ve).exp() - 1.0);
    hand.take("stage", 0.0, 2.0);
    hand.take("satellite", 0.0, 1.0);
    hand.take("fuel", 0.0, 0.3 * (rest + first + second));
    hand.take("oxidiser", 0.0, 0.7 * (rest + first + second));
    let legs = hand.trip("leap", 0.0);
    assert_eq!(legs.len(), 2);
    hand.carry(legs[0], &[("stage", 2), ("satellite", 1)]);
    hand.carry(legs[1], &[("stage", 1), ("satellite", 1)]);
    let at = |kg: f64, share: f64| kg * share;
    let loads = |departs: f64, arrives: f64| {
        [
            ("fuel", "stage.fuel", at(departs, 0.3), at(arrives, 0.3)),
            (
                "oxidiser",
                "stage.oxidiser",
                at(departs, 0.7),
                at(arrives, 0.7),
            ),
        ]
    };
    hand.load(legs[0], &loads(rest + first + second, rest + second));
    hand.load(legs[1], &loads(rest + second, rest));
    let plan = hand.flown();
    let Action::Transport { burns, .. } = &activity(&plan, "transport-1").action else {
        panic!()
    };
    assert_eq!(burns.len(), 2);
    assert!(matches!(
        burns[0][..],
        [BurnStep::Burn(a), BurnStep::Stage(b)] if a == b
    ));
    assert!(matches!(burns[1][..], [BurnStep::Burn(_)]));
    // Who is removed at an instant is still there at it.
    let removed = activity(&plan, "remove-1").at;
    assert_eq!(removed.hours(), 2.0);
}

const ROAD: &str = r#"
[[edge]]
id = "road"
from = "works"
to = "pad"
way = "road"
distance = "100 km"
both_ways = true
[[resource]]
id = "diesel"
class = 1
unit = "l"
unit_mass = "0.8 kg"
[[resource]]
id = "sand"
class = 7
unit = "kg"
unit_mass = "1 kg"
[[design]]
id = "truck"
kind = "truck"
class = 9
mass = "8 t"
hold = { max_mass = "10 t" }
drive = { max_speed = "50 km/h", store = "tank", fuel_per_km = 0.5 }
store = [{ name = "tank", resource = "diesel", max_mass = "200 kg" }]
[[design]]
id = "large"
kind = "item"
class = 8
mass = "8 t"
[[design]]
id = "middle"
kind = "item"
class = 8
mass = "6 t"
[[design]]
id = "small"
kind = "item"
class = 8
mass = "3 t"
[[design]]
id = "sack"
kind = "container"
class = 5
mass = "0 kg"
store = [{ name = "inside", serves_demands = true }]
[[offer]]
id = "truck"
design = "truck"
node = "works"
[[offer]]
id = "large"
design = "large"
node = "works"
[[offer]]
id = "middle"
design = "middle"
node = "works"
[[offer]]
id = "small"
design = "small"
node = "works"
[[offer]]
id = "sack"
design = "sack"
node = "works"
[[offer]]
id = "sack-at-the-pad"
design = "sack"
node = "pad"
[[offer]]
id = "diesel"
good = "diesel"
node = "works"
[[offer]]
id = "sand"
good = "sand"
node = "works"
[[demand]]
id = "sand"
node = "pad"
lots = [{ good = "sand", amount = 3000 }]
due = "1 d"
"#;

/// Trucks carry lumps that fit in one way only, and sand in sacks where there is room beside them; each makes a trip of its
/// own.
#[test]
fn lumps_in_holds() {
    let campaign = campaign(ROAD);
    let mut hand = Hand::of(&campaign);
    let leaves = 22.0 / 24.0;
    let pieces = [("truck", 2), ("large", 1), ("middle", 1), ("small", 1)];
    for (kind, count) in pieces {
        hand.take(kind, leaves, f64::from(count));
    }
    hand.take("sand", leaves, 3000.0);
    hand.take("diesel", leaves, 90.0);
    let road = hand.trip("road", leaves)[0];
    hand.carry(road, &pieces);
    hand.load(
        road,
        &[
            ("diesel", "truck.tank", 90.0, 10.0),
            ("sand", "sack.inside", 3000.0, 3000.0),
        ],
    );
    let plan = hand.flown();
    assert_eq!(count(&plan, "transport"), 2);
    let aboard = |id: &str| {
        let Action::Move { elements, .. } = &activity(&plan, id).action else {
            panic!()
        };
        let ids = elements
            .iter()
            .map(|element| plan.elements.at(*element).unwrap().id.as_str());
        ids.collect::<Vec<_>>()
    };
    // 8 t beside a sack of 2 t; 6 t and 3 t beside one of 1 t.
    assert_eq!(aboard("move-1"), ["large-1", "sack-1"]);
    assert_eq!(aboard("move-2"), ["middle-1", "small-1", "sack-2"]);
}

/// A truck that is lent comes back empty and is not removed; the sack that the sand came in is.
#[test]
fn lent_and_brought_back() {
    let lent = ROAD.replace("design = \"truck\"\n", "design = \"truck\"\nlent = true\n");
    let campaign = campaign(&lent);
    let mut hand = Hand::of(&campaign);
    let (leaves, arrives) = (0.0, 2.0 / 24.0);
    hand.take("truck", leaves, 1.0);
    hand.take("sand", leaves, 3000.0);
    hand.take("diesel", leaves, 80.0);
    let there = hand.trip("road", leaves)[0];
    hand.carry(there, &[("truck", 1)]);
    hand.load(
        there,
        &[
            ("diesel", "truck.tank", 80.0, 40.0),
            ("sand", "sack.inside", 3000.0, 3000.0),
        ],
    );
    let mut trips = hand.network.trips.iter();
    let back = trips.find(|trip| trip.backwards && trip.depart.days() > 0.0);
    let back = back.unwrap().legs[0];
    hand.carry(back, &[("truck", 1)]);
    hand.load(back, &[("diesel", "truck.tank", 40.0, 0.0)]);
    for arc in hand.wait("pad", arrives, 1.0) {
        hand.load(arc, &[("sand", "sack.inside", 3000.0, 3000.0)]);
    }
    for arc in hand.wait("works", 2.0 * arrives, 60.0) {
        hand.carry(arc, &[("truck", 1)]);
    }
    let plan = hand.flown();
    assert_eq!(count(&plan, "transport"), 2);
    let removed = activity(&plan, "remove-1");
    let Action::Remove { elements } = &removed.action else {
        panic!()
    };
    assert_eq!(plan.elements.at(elements[0]).unwrap().id.as_str(), "sack-1");
    assert_eq!((elements.len(), count(&plan, "remove")), (1, 1));
    // The sand is due when everything else has been done.
    assert_eq!(removed.at.micros() - 86_400_000_000, 1);
}

/// Three lumps of 6 t weigh less than two holds of 10 t take, and do not fit.
#[test]
fn lumps_that_fit_in_sum_only() {
    let campaign = campaign(ROAD);
    let mut hand = Hand::of(&campaign);
    let leaves = 22.0 / 24.0;
    let pieces = [("truck", 2), ("middle", 3)];
    for (kind, count) in pieces {
        hand.take(kind, leaves, f64::from(count));
    }
    hand.take("diesel", leaves, 80.0);
    let road = hand.trip("road", leaves)[0];
    hand.carry(road, &pieces);
    hand.load(road, &[("diesel", "truck.tank", 80.0, 0.0)]);
    let why = hand.written().unwrap_err();
    let Unwritable::NoHold { arc, kind } = why else {
        panic!("{why}")
    };
    assert_eq!(arc, road);
    assert_eq!(hand.network.kinds[kind].element.id.as_str(), "middle");
}

const DEPOT: &str = r#"
[[edge]]
id = "ascent"
from = "moon"
to = "orbit"
way = "launch"
duration = "1 d"
burns = [{ after = "0 s", dv = "1000 m/s" }]
[[resource]]
id = "oxygen"
class = 1
unit = "kg"
unit_mass = "1 kg"
transfer_loss = 0.05
[[resource]]
id = "ice"
class = 2
unit = "kg"
unit_mass = "1 kg"
[[resource]]
id = "ore"
class = 6
unit = "kg"
unit_mass = "1 kg"
[[design]]
id = "plant"
kind = "plant"
class = 6
mass = "100 kg"
plant = { inputs = [{ good = "ice", per_day = 12 }], outputs = [{ good = "oxygen", per_day = 10 }] }
store = [{ name = "bin", classes = [2], max_mass = "500 kg", serves_demands = true }]
[[design]]
id = "depot"
kind = "tank"
class = 5
mass = "200 kg"
store = [{ name = "tank", resource = "oxygen", max_mass = "1000 kg", boil_off_per_d = 0.01, serves_demands = true }]
[[design]]
id = "shuttle"
kind = "propulsive-vehicle"
class = 9
mass = "150 kg"
store = [
    { name = "tank", resource = "oxygen", max_mass = "300 kg" },
    { name = "cargo", classes = [6], serves_demands = true },
]
propulsion = [{ isp = "300 s", feeds = [{ store = "tank", share = 1 }] }]
[[offer]]
id = "plant"
design = "plant"
node = "moon"
[[offer]]
id = "depot"
design = "depot"
node = "moon"
[[offer]]
id = "shuttle"
design = "shuttle"
node = "moon"
[[offer]]
id = "ice"
good = "ice"
node = "moon"
[[offer]]
id = "ore"
good = "ore"
node = "moon"
[[demand]]
id = "ore"
node = "orbit"
lots = [{ good = "ore", amount = 20 }]
due = "21 d"
"#;

/// A plant fills a depot, of which some boils off and some is lost on the way into the shuttle's tank.
#[test]
fn plant_and_depot() {
    let campaign = campaign(DEPOT);
    let mut hand = Hand::of(&campaign);
    let burned = 170.0 * ((1000.0 / exhaust(300.0)).exp() - 1.0);
    let given = burned / 0.95;
    // What a depot holds after a time, that boils off at k per day and gains 10 kg per day of work.
    let (k, days) = (-(0.99_f64).ln(), 20.0);
    let drawn = (1.0 - (-k * days).exp()) / (k * days);
    let work = given / (10.0 * drawn);
    hand.take("plant", 0.0, 1.0);
    hand.take("depot", 0.0, 1.0);
    hand.take("ice", 0.0, 12.0 * work);
    hand.take("shuttle", 20.0, 1.0);
    hand.take("ore", 20.0, 20.0);
    let waits = hand.wait("moon", 0.0, 20.0);
    assert_eq!(waits.len(), 1);
    hand.carry(waits[0], &[("plant", 1), ("depot", 1)]);
    hand.load(
        waits[0],
        &[
            ("ice", "plant.bin", 12.0 * work, 0.0),
            ("oxygen", "depot.tank", 0.0, given),
        ],
    );
    let plant = hand.kind("plant");
    hand.flows.arcs[waits[0]].runs = vec![(plant, work)];
    let ascent = hand.trip("ascent", 20.0)[0];
    hand.carry(ascent, &[("shuttle", 1)]);
    hand.load(
        ascent,
        &[
            ("oxygen", "shuttle.tank", burned, 0.0),
            ("ore", "shuttle.cargo", 20.0, 20.0),
        ],
    );
    let plan = hand.flown();
    let Action::Refuel {
        amount: Some(amount),
        loss,
        ..
    } = activity(&plan, "refuel-1").action
    else {
        panic!()
    };
    assert!((amount - burned).abs() < 1e-6 && loss == 0.05);
    assert_eq!(count(&plan, "produce"), 1);
}

const REUSE: &str = r#"
[[edge]]
id = "hop"
from = "pad"
to = "orbit"
way = "flight"
duration = "1 d"
[[edge]]
id = "back"
from = "orbit"
to = "pad"
way = "flight"
duration = "1 d"
[[resource]]
id = "food"
class = 2
unit = "kg"
unit_mass = "1 kg"
[[design]]
id = "shuttle"
kind = "propulsive-vehicle"
class = 9
mass = "10 t"
store = [{ name = "cargo", serves_demands = true, max_mass = "500 kg" }]
upkeep = { base = "pad", turnaround = "3 d", max_departures = 2 }
[[design]]
id = "pantry"
kind = "module"
class = 8
mass = "1 t"
store = [{ name = "shelf", serves_demands = true, max_mass = "5000 kg" }]
[[offer]]
id = "shuttle"
design = "shuttle"
node = "pad"
[[offer]]
id = "pantry"
design = "pantry"
node = "orbit"
[[offer]]
id = "food"
good = "food"
node = "pad"
DEMANDS
"#;

/// Two shuttles, each ready again three days after it has come back, fly four times: the first one back leaves first.
fn reuse(departures: [f64; 4]) -> Result<Plan, Unwritable> {
    let demands: String = departures
        .iter()
        .map(|day| {
            format!(
                "[[demand]]\nid = \"food-{day}\"\nnode = \"orbit\"\nlots = [{{ good = \"food\", amount = 500 }}]\ndue = \"{} d\"\n[[demand]]\nid = \"back-{day}\"\nnode = \"pad\"\npieces = [{{ design = \"shuttle\", count = 1 }}]\nfrom = \"{} d\"\nuntil = \"{} d\"\n",
                day + 1.0,
                day + 2.0,
                day + 2.0,
            )
        })
        .collect();
    let campaign = campaign(&REUSE.replace("DEMANDS", &demands));
    let mut hand = Hand::of(&campaign);
    let pantry = hand.first("orbit");
    hand.take("pantry", pantry, 1.0);
    let home = hand.first("pad");
    hand.take("shuttle", home, 2.0);
    let last = departures[3] + 1.0;
    for arc in hand.wait("orbit", pantry, last) {
        hand.carry(arc, &[("pantry", 1)]);
    }
    let mut there = vec![2_i32; 1000];
    for (at, day) in departures.iter().enumerate() {
        hand.take("food", *day, 500.0);
        let hop = hand.trip("hop", *day)[0];
        hand.carry(hop, &[("shuttle", 1)]);
        hand.load(hop, &[("food", "shuttle.cargo", 500.0, 500.0)]);
        let back = hand.trip("back", day + 1.0)[0];
        hand.carry(back, &[("shuttle", 1)]);
        let away = (*day * 10.0) as usize..((day + 2.0) * 10.0) as usize;
        there[away].iter_mut().for_each(|count| *count -= 1);
        assert!(at < 4);
    }
    for arc in hand.wait("pad", home, departures[3] + 2.0) {
        let from = hand.network.points[hand.network.arcs[arc].from].time.days();
        let count = there[(from * 10.0).round() as usize];
        if count > 0 {
            hand.carry(arc, &[("shuttle", u32::try_from(count).unwrap())]);
        }
    }
    hand.written().map(|_| hand.flown())
}

#[test]
fn reuse_after_a_turnaround() {
    let plan = reuse([0.0, 1.0, 5.0, 6.0]).unwrap();
    let leaves = |number: usize| {
        let hops = plan
            .activities
            .iter()
            .filter_map(|activity| match &activity.action {
                Action::Transport { elements, edge, .. } if edge.at() == 0 => Some(elements[0]),
                _ => None,
            });
        hops.collect::<Vec<_>>()[number]
    };
    assert_eq!(leaves(0), leaves(2));
    assert_eq!(leaves(1), leaves(3));
    assert_ne!(leaves(0), leaves(1));
}

/// A day earlier the first one is not ready.
#[test]
fn turnaround_too_short() {
    assert!(matches!(
        reuse([0.0, 1.0, 4.0, 6.0]),
        Err(Unwritable::NotReady { count: 1, .. })
    ));
}

fn count(plan: &Plan, word: &str) -> usize {
    let of = plan.activities.iter();
    of.filter(|activity| activity.action.word() == word).count()
}

fn activity<'p>(plan: &'p Plan, id: &str) -> &'p portolan_model::Activity {
    let mut of = plan.activities.iter();
    of.find(|activity| activity.id.as_str() == id)
        .unwrap_or_else(|| panic!("no {id}"))
}

/// What cannot be written is told in the campaign's words: names and dates, no positions in lists, and with advice.
#[test]
fn told_in_the_users_words() {
    let campaign = campaign(MOON);
    let mut hand = Hand::of(&campaign);
    hand.take("lander", 0.0, 1.0);
    let up = hand.trip("up", 0.0)[0];
    hand.carry(up, &[("lander", 2)]);
    let missing = hand.written().unwrap_err().finding(&hand.network);
    assert_eq!(missing.code.to_string(), "optimise.unwritable");
    let start = campaign.start.to_string();
    let date = start.split('T').next().unwrap();
    let expected = format!("1 of \"lander\" more leave than come at \"pad\" on {date} (day 0)");
    assert!(missing.message.ends_with(&expected), "{}", missing.message);
    hand.carry(up, &[("lander", 1)]);
    hand.load(up, &[("fuel", "lander.tank", 1234.567, 1234.567)]);
    let short = hand.written().unwrap_err().finding(&hand.network);
    let expected = format!("1235 kg of fuel are missing at \"pad\" on {date} (day 0)");
    assert!(short.message.ends_with(&expected), "{}", short.message);
    assert!(short.advice.unwrap().contains("fuel"));
}
