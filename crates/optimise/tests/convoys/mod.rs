//! Random campaigns in which stores are shared by several pieces of a kind.
//!
//! Tankers come one after the other with unequal loads, wait together, fill one another and the landers at a loss, fly in
//! convoys and drop out after a burn; a plant stands beside containers that cost nothing; some demands are drawn at once, some
//! steadily.

use portolan_testkit::Chance;
use std::fmt::Write as _;

const HEAD: &str = r#"format = "portolan-campaign/1"
id = "random-plans"
name = "Random plans"
start = "2030-01-01T00:00:00Z"
horizon = "60 d"
[[node]]
id = "pad"
kind = "surface"
body = "earth"
latitude = "0 deg"
longitude = "0 deg"
[[node]]
id = "low"
kind = "orbit"
body = "earth"
periapsis = "400 km"
inclination = "0 deg"
[[node]]
id = "high"
kind = "orbit"
body = "earth"
periapsis = "20000 km"
inclination = "0 deg"
[[node]]
id = "moon"
kind = "surface"
body = "moon"
latitude = "0 deg"
longitude = "0 deg"
[[resource]]
id = "cargo"
name = "Cargo"
class = 6
[[resource]]
id = "ore"
name = "Ore"
class = 7
[[resource]]
id = "water"
name = "Water"
class = 2
[[offer]]
id = "propellant"
good = "propellant"
node = "pad"
[[offer]]
id = "cargo"
good = "cargo"
node = "pad"
"#;

fn edge(text: &mut String, id: &str, ends: [&str; 2], way: &str, burns: &str, departs_d: &[f64]) {
    let windows: Vec<String> = departs_d
        .iter()
        .map(|at| format!("{{ from = \"{at} d\", to = \"{} d\" }}", at + 0.01))
        .collect();
    let _ = write!(
        text,
        "[[edge]]\nid = \"{id}\"\nfrom = \"{}\"\nto = \"{}\"\nway = \"{way}\"\nduration = \"3 d\"\nburns = [{burns}]\nwindows = [{}]\n",
        ends[0],
        ends[1],
        windows.join(", ")
    );
}

fn vehicle(text: &mut String, id: &str, chance: &mut Chance, boil_off: f64, hold: bool) {
    let tank_kg = chance.between(3000.0, 12_000.0).round();
    let dry_kg = (tank_kg * chance.between(0.08, 0.2)).round();
    let limit = if hold { 2 } else { 2 + chance.below(3) };
    let _ = write!(
        text,
        "[[design]]\nid = \"{id}\"\nkind = \"propulsive-vehicle\"\nclass = 9022\nmass = \"{dry_kg} kg\"\n\
         [[design.store]]\nname = \"tank\"\nresource = \"propellant\"\nmax_mass = \"{tank_kg} kg\"\nboil_off_per_d = {boil_off}\n\
         [[design.propulsion]]\nisp = \"{} s\"\nfeeds = [{{ store = \"tank\" }}]\n",
        chance.between(300.0, 450.0).round()
    );
    if hold {
        let _ = write!(
            text,
            "[[design.store]]\nname = \"hold\"\nclasses = [6]\nmax_mass = \"{} kg\"\nserves_demands = true\n",
            chance.between(600.0, 2500.0).round()
        );
    }
    let _ = write!(
        text,
        "[[offer]]\nid = \"{id}\"\ndesign = \"{id}\"\nnode = \"pad\"\nlimit = {limit}\n"
    );
}

/// A plant that stands at the Moon beside bags that cost nothing, and what is wanted of it.
fn plant(text: &mut String, chance: &mut Chance) {
    let per_day = chance.between(5.0, 20.0).round();
    let steady = chance.chance(0.5);
    text.push_str(
        "[[design]]\nid = \"bag\"\nkind = \"item\"\nclass = 5\nmass = \"0 kg\"\n\
         [[design.store]]\nname = \"inside\"\nclasses = [2, 7]\nserves_demands = true\n\
         [[offer]]\nid = \"bag\"\ndesign = \"bag\"\nnode = \"moon\"\n\
         [[offer]]\nid = \"ore\"\ngood = \"ore\"\nnode = \"moon\"\n",
    );
    let _ = write!(
        text,
        "[[design]]\nid = \"works\"\nkind = \"plant\"\nclass = 805\nmass = \"100 kg\"\n\
         plant = {{ inputs = [{{ good = \"ore\", per_day = {} }}], outputs = [{{ good = \"water\", per_day = {per_day} }}] }}\n\
         [[offer]]\nid = \"works\"\ndesign = \"works\"\nnode = \"moon\"\nlimit = {}\n",
        2.0 * per_day,
        1 + chance.below(3)
    );
    let amount = (per_day * chance.between(5.0, 25.0)).round();
    let _ = write!(
        text,
        "[[demand]]\nid = \"water\"\nnode = \"moon\"\nlots = [{{ good = \"water\", amount = {amount} }}]\ndue = \"50 d\"\n"
    );
    if steady {
        let _ = write!(
            text,
            "[[demand]]\nid = \"drinking\"\nnode = \"moon\"\nrates = [{{ good = \"water\", per_day = {} }}]\nfrom = \"30 d\"\nuntil = \"45 d\"\n",
            (per_day / 3.0).round()
        );
    }
}

/// The file of the campaign of a seed.
pub(crate) fn text(seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let mut text = HEAD.to_owned();
    let loss = [0.0, 0.01, 0.03][chance.below(3)];
    let boil_off = if chance.chance(0.5) {
        0.0
    } else {
        chance.between(0.0005, 0.005)
    };
    let _ = write!(
        text,
        "[[resource]]\nid = \"propellant\"\nname = \"Propellant\"\nclass = 1\ntransfer_loss = {loss}\n"
    );
    let launches = [0.0, 8.0 + chance.below(3) as f64, 16.0];
    let departures = [4.0, 12.0 + chance.below(2) as f64, 20.0];
    edge(&mut text, "up", ["pad", "low"], "launch", "", &launches);
    let burns = format!(
        "{{ after = \"0 s\", dv = \"{} m/s\" }}, {{ after = \"3 d\", dv = \"{} m/s\" }}",
        chance.between(800.0, 2500.0).round(),
        chance.between(200.0, 1200.0).round()
    );
    edge(
        &mut text,
        "out",
        ["low", "high"],
        "impulsive",
        &burns,
        &departures,
    );
    let burns = format!(
        "{{ after = \"3 d\", dv = \"{} m/s\" }}",
        chance.between(800.0, 2500.0).round()
    );
    let lands = [10.0, 25.0 + chance.below(3) as f64];
    edge(
        &mut text,
        "down",
        ["high", "moon"],
        "impulsive",
        &burns,
        &lands,
    );
    vehicle(&mut text, "tanker", &mut chance, boil_off, false);
    vehicle(&mut text, "lander", &mut chance, boil_off, true);
    let _ = write!(
        text,
        "[[demand]]\nid = \"landed\"\nnode = \"moon\"\nlots = [{{ good = \"cargo\", amount = {} }}]\ndue = \"50 d\"\n",
        chance.between(300.0, 2500.0).round()
    );
    if chance.chance(0.4) {
        let _ = write!(
            text,
            "[[demand]]\nid = \"stored\"\nnode = \"high\"\nlots = [{{ good = \"cargo\", amount = {} }}]\ndue = \"24 d\"\n",
            chance.between(100.0, 800.0).round()
        );
    }
    if chance.chance(0.5) {
        plant(&mut text, &mut chance);
    }
    text
}
