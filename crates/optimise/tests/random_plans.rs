//! Random campaigns whose stores are shared by several pieces of a kind: every best flow is written as a plan that the judge accepts
//! and the simulator flies, to the mass that the search counted.
//!
//! Tankers come one after the other with unequal loads, wait together, fill one another and the landers at a loss, fly in
//! convoys and drop out after a burn; a plant stands beside containers that cost nothing; some demands are drawn at once, some
//! steadily.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::Campaign;
use portolan_optimise::{Request, Unwritable, prepare, search, write};
use portolan_solver::{Options, Stop, Unwatched, engine};
use portolan_testkit::Chance;
use portolan_vocabulary::Severity;
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

fn text(seed: u64) -> String {
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

fn campaign(text: &str) -> Campaign {
    let opened = portolan_formats::campaign::read_text("random.toml", text);
    opened
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
        .campaign
}

/// What became of a seed: whether there is a plan, and whether pieces were singled out for it.
fn planned(seed: u64) -> (bool, bool) {
    let text = text(seed);
    let campaign = campaign(&text);
    let request = Request {
        options: Options {
            relative_gap: 1e-3,
            ..Options::default()
        },
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    let Some(flows) = &found.flows else {
        assert_eq!(found.stop, Stop::Infeasible, "seed {seed}");
        return (false, false);
    };
    let plan = match write(&network, flows) {
        Ok(plan) => plan,
        // A lump that fits into no single hold is no fault of the writer's.
        Err(Unwritable::NoHold { .. }) => return (false, false),
        Err(why) => panic!("seed {seed}: {why:?}: {}\n{text}", why.message(&network)),
    };
    let verdict = portolan_check::check(&campaign, &plan);
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    let findings = verdict.findings.iter().chain(&outcome.findings);
    let errors: Vec<_> = findings
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "seed {seed}: {errors:#?}\n{text}");
    let launched = outcome.movements.iter();
    let launched: f64 = launched
        .filter(|trip| campaign.edges[trip.edge].id.as_str() == "up")
        .map(|trip| trip.mass_kg)
        .sum();
    let counted = found.reached[0].value;
    assert!(
        (launched - counted).abs() <= 1e-6 * counted,
        "seed {seed}: {counted} counted, {launched} launched\n{text}"
    );
    (true, flows.singles.is_some())
}

fn all(seeds: std::ops::Range<u64>) {
    let count = seeds.end - seeds.start;
    let results: Vec<(bool, bool)> = seeds.map(planned).collect();
    let feasible = results.iter().filter(|(planned, _)| *planned).count() as u64;
    assert!(feasible * 4 > count, "{feasible} of {count} can be planned");
}

#[test]
fn first_half() {
    all(0..20);
}

#[test]
fn second_half() {
    all(20..40);
}

/// Seeds from an environment variable: `PORTOLAN_SEEDS=1000..2000`.
#[test]
#[ignore = "as long as one likes"]
fn many() {
    let range = std::env::var("PORTOLAN_SEEDS").unwrap_or_else(|_| "40..400".to_owned());
    let (from, to) = range.split_once("..").unwrap();
    let mut singled = 0;
    for seed in from.parse().unwrap()..to.parse().unwrap() {
        match std::panic::catch_unwind(|| planned(seed)) {
            Ok((_, out)) => singled += u32::from(out),
            Err(_) => tell(seed),
        }
    }
    assert!(singled > 0);
}

fn tell(seed: u64) {
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("FAILED {seed}\n").as_bytes(),
    );
}
