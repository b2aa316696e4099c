//! The programs of smallest campaigns, one for each family of rows, as people read them: `golden/*.lp`. `PORTOLAN_BLESS=1`
//! writes them anew. Each optimum is worked out here by hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{Campaign, Goal};
use portolan_optimise::{Aim, Formulation, Request, UNIT_KG, UNIT_MONEY, formulate, prepare};
use portolan_solver::{Options, Stop, Unwatched, engine, lp};
use portolan_testkit::golden;
use std::path::Path;

/// A pad and a station, cargo on offer at the pad, and a box of 100 kg for 1000 kg of it.
const PLACES: &str = r#"
format = "portolan-campaign/1"
id = "smallest"
start = "2030-01-01"
horizon = "30 d"
[settings]
money = "USD 2030"
[[partner]]
id = "north"
[[node]]
id = "pad"
kind = "surface"
body = "earth"
latitude = "0 deg"
longitude = "0 deg"
max_stay = "0 d"
[[node]]
id = "station"
kind = "orbit"
body = "earth"
periapsis = "400 km"
[[resource]]
id = "cargo"
class = 6
[[offer]]
id = "cargo"
good = "cargo"
node = "pad"
[[offer]]
id = "box"
design = "box"
node = "pad"
"#;

/// The box.
const BOX: &str = r#"
[[design]]
id = "box"
kind = "container"
class = 5
mass = "100 kg"
[[design.store]]
name = "inside"
max_mass = "1000 kg"
serves_demands = true
"#;

/// A launch on day 1 that takes a day.
const UP: &str = r#"
[[edge]]
id = "up"
from = "pad"
to = "station"
way = "launch"
duration = "1 d"
burns = []
windows = [{ from = "1 d", to = "1.1 d" }]
"#;

/// 500 kg of cargo on day 4.
const DEMAND: &str = r#"
[[demand]]
id = "cargo"
node = "station"
lots = [{ good = "cargo", amount = 500 }]
due = "4 d"
"#;

fn campaign(parts: &[&str]) -> Campaign {
    let text = format!("{PLACES}{}", parts.concat());
    portolan_formats::campaign::read_text("smallest.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
        .campaign
}

/// Compares the program with the golden one of this name, and its optimum with what a person works out, in kg or money.
#[track_caller]
fn program(
    name: &str,
    parts: &[&str],
    goal: Goal,
    change: fn(&mut Formulation<'_, '_>),
    expected: f64,
) {
    let campaign = campaign(parts);
    let mut request = Request::of(&campaign);
    request.aim = Aim::InOrder(vec![goal]);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let mut formulation = formulate(&network);
    formulation.aim(&[(goal, 1.0)]);
    change(&mut formulation);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    golden(
        here.join(format!("tests/golden/{name}.lp")),
        &lp(&formulation.program),
    );
    let options = Options {
        relative_gap: 5e-7,
        ..Options::default()
    };
    let engine = engine("highs").unwrap();
    let found = formulation
        .solve(&*engine, &options, &mut Unwatched)
        .unwrap();
    assert_eq!(found.stop, Stop::Optimal, "{name}");
    let unit = match goal {
        Goal::Cost => UNIT_MONEY,
        _ => UNIT_KG,
    };
    let value = found.point.unwrap().objective * unit;
    assert!(
        (value - expected).abs() < 1e-6 * expected.abs().max(1.0),
        "{name}: {value}, not {expected}"
    );
}

const fn nothing(_: &mut Formulation<'_, '_>) {}

/// Balances of pieces and goods: 500 kg in a box of 100 kg.
#[test]
fn balance() {
    program(
        "balance",
        &[BOX, UP, DEMAND],
        Goal::LaunchMass,
        nothing,
        600.0,
    );
}

/// What stores hold: for 2500 kg three boxes of 1000 kg.
#[test]
fn capacity() {
    let much = DEMAND.replace("500", "2500");
    program(
        "capacity",
        &[BOX, UP, &much],
        Goal::LaunchMass,
        nothing,
        2800.0,
    );
}

/// A cap of one trip, and trips that take 1100 kg: boxes half full twice would be dearer than one full, and more than 1000 kg
/// need another way that costs 5 million. 1200 kg are 1 trip of 1 million and one of 5 million.
#[test]
fn caps() {
    let cheap = format!(
        "{UP}tariff = {{ per_trip = \"1 MUSD (2030)\" }}\nlimits = {{ mass = \"1.1 t\" }}\n"
    );
    let dear = cheap
        .replace("id = \"up\"", "id = \"dear\"")
        .replace("1 MUSD", "5 MUSD");
    let cap = "[[cap]]\nid = \"slots\"\ntrips = 1\nedges = [\"up\"]\n";
    let much = DEMAND.replace("500", "1200");
    program(
        "caps",
        &[BOX, &cheap, &dear, &much, cap],
        Goal::Cost,
        nothing,
        6e6,
    );
}

/// Pieces in company, with what a vehicle carries in all: a ship of 1000 kg takes 700 kg of payload, of it a passenger of 80 kg
/// and 500 kg of cargo; the pilot stays a day.
#[test]
fn company() {
    let ship = BOX.replace("kind = \"container\"\nclass = 5\nmass = \"100 kg\"", "kind = \"carrier\"\nclass = 9\nmass = \"1000 kg\"\nmax_payload = \"700 kg\"\nhold = { max_crew = 1, environment = \"pressurised\" }");
    let crew = "[[design]]\nid = \"pilot\"\nkind = \"crew-member\"\ncrew = {}\nclass = 201\nmass = \"80 kg\"\n\
        [[offer]]\nid = \"pilot\"\ndesign = \"pilot\"\nnode = \"pad\"\n\
        [[demand]]\nid = \"stay\"\nnode = \"station\"\npieces = [{ design = \"pilot\", count = 1 }]\nfrom = \"4 d\"\nuntil = \"5 d\"\n";
    program(
        "company",
        &[&ship, UP, DEMAND, crew],
        Goal::LaunchMass,
        nothing,
        1580.0,
    );
}

/// A burn of the vehicle itself: exhaust at 320 s times standard gravity, 9.80665 m/s2. So that 500 kg of cargo and 1000 kg of
/// ship end a burn of 1000 m/s, 1500 kg * (e^(1000 / 3138.128) - 1) of fuel burn.
#[test]
fn leg() {
    let ship = r#"
[[resource]]
id = "fuel"
class = 1
[[offer]]
id = "fuel"
good = "fuel"
node = "pad"
[[design]]
id = "box"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
store = [{ name = "tank", resource = "fuel", max_mass = "2000 kg" }, { name = "inside", classes = [6], serves_demands = true }]
propulsion = [{ isp = "320 s", feeds = [{ store = "tank", share = 1 }] }]
"#;
    let up = UP.replace(
        "burns = []",
        "burns = [{ after = \"0 h\", dv = \"1000 m/s\" }]",
    );
    let exhaust_m_s: f64 = 320.0 * 9.806_65;
    let launched = 1500.0 * (1000.0 / exhaust_m_s).exp();
    program(
        "leg",
        &[ship, &up, DEMAND],
        Goal::LaunchMass,
        nothing,
        launched,
    );
}

/// A wait that costs: a tenth a day evaporates from day 1, on which it is launched, to day 4. 500 kg are left of
/// 500 kg / 0.9^3.
#[test]
fn wait() {
    let leaking = BOX.replace(
        "serves_demands = true",
        "serves_demands = true\nboil_off_per_d = 0.1",
    );
    let launched = 100.0 + 500.0 / 0.729;
    program(
        "wait",
        &[&leaking, UP, DEMAND],
        Goal::LaunchMass,
        nothing,
        launched,
    );
}

/// A design within the plan: dry mass of 50 kg and a tenth of the payload, which is 100 kg for one vehicle that carries 500 kg of
/// cargo. Two would weigh 50 kg more.
#[test]
fn design() {
    let sized = r#"
[[design]]
id = "box"
kind = "container"
class = 5
mass = "100 kg"
max_payload = "500 kg"
[[design.store]]
name = "inside"
serves_demands = true
[design.sizing]
payload = ["100 kg", "1000 kg"]
propellant = ["0 kg", "0 kg"]
dry = ["10 kg", "500 kg"]
terms = [{ coefficient = 50 }, { coefficient = 0.1, of = "payload" }]
"#;
    let few = "limit = 3\n";
    let places_offer = format!("{few}{sized}");
    program(
        "design",
        &[&places_offer, UP, DEMAND],
        Goal::LaunchMass,
        nothing,
        600.0,
    );
}

/// Demands that may be dropped: 500 kg fit into the one box that is on offer, 2000 kg do not, and one demand is lost.
#[test]
fn drop() {
    let few = format!("limit = 1\n{BOX}");
    let more = DEMAND
        .replace("id = \"cargo\"", "id = \"more\"")
        .replace("500", "2000");
    let let_drop = |formulation: &mut Formulation<'_, '_>| {
        formulation.let_drop();
    };
    // One demand, in the unit in which the program counts it.
    program(
        "drop",
        &[&few, UP, DEMAND, &more],
        Goal::LaunchMass,
        let_drop,
        UNIT_KG,
    );
}

/// Money for what is taken, for a trip and by mass: a box for 2 million, 500 kg for 1000 a kg, a trip for 1 million and 600 kg at
/// 100 a kg.
#[test]
fn goals() {
    let dear = BOX.replace(
        "mass = \"100 kg\"",
        "mass = \"100 kg\"\ncost = \"2 MUSD (2030)\"",
    );
    let up =
        format!("{UP}tariff = {{ per_trip = \"1 MUSD (2030)\", per_kg = \"100 USD (2030)\" }}\n");
    let priced = "[[resource]]\nid = \"tools\"\nclass = 4\nprice = \"1000 USD (2030)\"\n[[offer]]\nid = \"tools\"\ngood = \"tools\"\nnode = \"pad\"\n";
    let tools = DEMAND.replace("good = \"cargo\"", "good = \"tools\"");
    program(
        "goals",
        &[&dear, &up, priced, &tools],
        Goal::Cost,
        nothing,
        3.56e6,
    );
}

/// What comes back to its base: the one box flies twice, and is made ready again for 2 million.
#[test]
fn reuse() {
    let used = format!(
        "limit = 1\n{BOX}[design.upkeep]\nbase = \"pad\"\nrefurbishment = \"2 MUSD (2030)\"\n"
    );
    let up = UP.replace(" }]", " }, { from = \"9 d\", to = \"9.1 d\" }]");
    let down = UP
        .replace("\"pad\"", "\"there\"")
        .replace("\"station\"", "\"pad\"")
        .replace("\"there\"", "\"station\"")
        .replace("\"up\"", "\"down\"")
        .replace("1 d\", to = \"1.1 d", "8 d\", to = \"8.1 d");
    let first = DEMAND.replace("500", "1000");
    let more = first
        .replace("id = \"cargo\"", "id = \"more\"")
        .replace("4 d", "12 d");
    let parts = [&*used, &up, &down, &first, &more];
    program("reuse", &parts, Goal::Cost, nothing, 2e6);
}

/// Whole numbers: a box has no engine and flies only where a ship with one does. Both and 500 kg of cargo end the burn.
#[test]
fn whole() {
    let ship = r#"limit = 2
[[resource]]
id = "fuel"
class = 1
[[offer]]
id = "fuel"
good = "fuel"
node = "pad"
[[design]]
id = "ship"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
hold = {}
store = [{ name = "tank", resource = "fuel", max_mass = "2000 kg" }]
propulsion = [{ isp = "320 s", feeds = [{ store = "tank", share = 1 }] }]
[[offer]]
id = "ship"
design = "ship"
node = "pad"
"#;
    let up = UP.replace(
        "burns = []",
        "burns = [{ after = \"0 h\", dv = \"1000 m/s\" }]",
    );
    let exhaust_m_s: f64 = 320.0 * 9.806_65;
    let launched = 1600.0 * (1000.0 / exhaust_m_s).exp();
    program(
        "whole",
        &[ship, BOX, &up, DEMAND],
        Goal::LaunchMass,
        nothing,
        launched,
    );
}
