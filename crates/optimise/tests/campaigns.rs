//! The campaigns that are there to be planned: what the search finds, against what others published or a formula gives; and
//! that the judge accepts the plan and the simulator carries it out.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod assembly;
mod lunar;
mod production;
mod shipped;

use portolan_model::{Campaign, Parts};
use portolan_optimise::{Found, Network, Request, Take, Taken, prepare, search, write};
use portolan_solver::{Stop, Unwatched, engine};
use portolan_vocabulary::{Duration, Index, Severity};
use shipped::Ships;
use std::path::Path;

/// Reads from the disk.
struct Disk;

impl portolan_formats::campaign::Files for Disk {
    fn open<'a>(&'a self, name: &str) -> std::io::Result<Box<dyn std::io::Read + 'a>> {
        Ok(Box::new(std::fs::File::open(name)?))
    }
}

/// A campaign of the repository.
fn campaign(folder: &str) -> Campaign {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../campaigns")
        .join(folder)
        .join("campaign.toml");
    portolan_formats::campaign::read(path.to_str().unwrap(), &Disk)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

/// A campaign of the repository with changes.
fn variant(folder: &str, change: impl FnOnce(&mut Parts)) -> Campaign {
    let mut parts = campaign(folder).into_parts();
    change(&mut parts);
    Campaign::new(parts).unwrap().0
}

/// Searches, and has the plan judged and carried out where there is one.
fn best(campaign: &Campaign) -> Found {
    searched(campaign, 1e-8, true).0
}

/// What a search finds, and how many pieces of the last design it takes.
fn searched(campaign: &Campaign, relative_gap: f64, planned: bool) -> (Found, u32) {
    let mut request = Request::of(campaign);
    request.options.relative_gap = relative_gap;
    let (network, _) = prepare(campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    let Some(flows) = &found.flows else {
        return (found, 0);
    };
    if planned {
        carried_out(&network, &found);
    }
    let last = campaign.designs.iter().last().unwrap().id.clone();
    let of_last = |take: &Take| match take.what {
        Taken::Pieces(kind) => network.kinds[kind].element.id == last,
        Taken::Good(_) => false,
    };
    let taken = network.takes.iter().zip(&flows.takes);
    let taken: f64 = taken
        .filter(|(take, _)| of_last(take))
        .map(|(_, amount)| amount)
        .sum();
    (found, taken.round() as u32)
}

/// The judge and the simulator find nothing wrong with the plan.
#[track_caller]
fn carried_out(network: &Network<'_>, found: &Found) {
    let campaign = network.campaign;
    let plan = write(network, found.flows.as_ref().unwrap()).unwrap();
    let verdict = portolan_check::check(campaign, &plan);
    let outcome = portolan_simulate::simulate(campaign, &plan);
    let wrong = verdict.findings.iter().chain(outcome.findings.iter());
    let wrong: Vec<_> = wrong.filter(|it| it.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the first goal comes to at best: proved, and within a millionth of what is expected.
#[track_caller]
fn comes_to(found: &Found, expected: f64) {
    assert_eq!(found.stop, Stop::Optimal);
    assert!(found.gap.unwrap() <= 1e-8);
    let value = found.reached[0].value;
    let apart = (value - expected).abs() / expected;
    assert!(
        apart < 1e-6,
        "{value}, not {expected}: {apart:e} of it apart"
    );
}

// Ships and what they burn: optima of the published code of K. Ozawa (2018), repeated by `benches/peers/ships.py`.

#[test]
fn gas_alone_does_not_reach_every_port() {
    let found = best(&Ships::burning(&["lng"], &["europe"]).campaign());
    assert_eq!(found.stop, Stop::Infeasible);
}

#[test]
fn oil_alone() {
    let ships = Ships::burning(&["hfo"], &[]);
    comes_to(&best(&ships.campaign()), 10_826_564.0);
}

/// The campaign as it stands, and every other case; a few minutes in all.
#[test]
#[ignore = "minutes"]
fn every_choice_of_ports_and_fuels() {
    comes_to(&best(&campaign("ship-fuels")), 7_600_054.5);
    for (fuels, bases, expected) in shipped::CASES {
        let found = best(&Ships::burning(fuels, bases).campaign());
        println!(
            "{fuels:?} {bases:?} {} {:?}",
            found.reached[0].value, found.statistics
        );
        comes_to(&found, expected);
    }
}

// A depot that is filled against boil-off.

/// Boil-off per day, days between launches, how many launches it takes, and what would be in the depot after as many full
/// tankers that lose nothing on their way, in t: with `q = (1 - b)^d`, the first sum of `99 q^i` that is 1200 or more.
const DEPOTS: [(f64, f64, u32, f64); 8] = [
    (0.0, 14.0, 13, 1287.0),
    (0.0, 7.0, 13, 1287.0),
    (0.001, 7.0, 13, 1234.463),
    (0.001, 14.0, 14, 1267.403),
    (0.003, 7.0, 14, 1213.256),
    (0.003, 14.0, 17, 1227.788),
    (0.005, 7.0, 16, 1233.483),
    (0.005, 14.0, 25, 1208.084),
];

fn depot(boil_off_per_d: f64, every_d: f64) -> Campaign {
    variant("depot-refuelling", |parts| {
        parts.elements[Index::new(0)].stores[0].boil_off_per_d = boil_off_per_d;
        parts.designs[Index::new(0)].stores[0].boil_off_per_d = boil_off_per_d;
        let launch = &mut parts.edges[Index::new(0)];
        launch.calendar.recurring[0].every = Duration::from_days(every_d);
    })
}

/// The launches that a depot takes, and what of the first tanker's load is not needed, in t.
fn launches(boil_off_per_d: f64, every_d: f64) -> (u32, f64) {
    let flown = (1.0 - boil_off_per_d).powf(0.25);
    let kept = (1.0 - boil_off_per_d).powf(every_d);
    let (mut count, mut there, mut oldest) = (0, 0.0, 99.0 * flown / kept);
    while there < 1200.0 {
        oldest *= kept;
        there += oldest;
        count += 1;
    }
    (count, (there - 1200.0) / oldest * 100.0)
}

#[test]
fn a_depot_takes_as_many_launches_as_the_formula_says() {
    for (boil_off_per_d, every_d, expected, full_t) in DEPOTS {
        let kept = (1.0 - boil_off_per_d).powf(every_d);
        let sum: f64 = (0..expected)
            .map(|age| 99.0 * kept.powf(f64::from(age)))
            .sum();
        assert!((sum - full_t).abs() < 1e-3, "{sum} {full_t}");
        let (count, spare_t) = launches(boil_off_per_d, every_d);
        assert_eq!(count, expected);
        let found = best(&depot(boil_off_per_d, every_d));
        comes_to(&found, f64::from(count) * 100e6);
        // Of the plans with so few launches the lightest leaves out what would evaporate most: of the first load.
        let mass_kg = f64::from(count) * 120e3 - spare_t * 1e3;
        let apart = (found.reached[1].value - mass_kg).abs() / mass_kg;
        assert!(apart < 1e-6, "{} kg, not {mass_kg}", found.reached[1].value);
    }
}

// Water from the pole.

/// In dollars: a tonne of water, an electrolyser, a tanker.
const WATER_USD: f64 = 0.5e6;
const ELECTROLYSER_USD: f64 = 50e6;
const TANKER_USD: f64 = 400e6;

/// One tanker of 12 t makes four flights, which deliver 200 t: what it burns by the rocket equation, and nine parts of water for
/// each part of hydrogen in that and in what it delivers. Three electrolysers make as much before the fifth departure.
#[test]
fn a_tanker_from_the_pole_burns_as_much_as_the_rocket_equation_says() {
    let exhaust = 450.0 * 9.80665;
    let up = f64::exp((1968.0 + 750.0) / exhaust);
    let down = f64::exp((750.0 + 2180.0) / exhaust);
    let burned_t = 4.0 * 12.0 * (down * up - 1.0) + 200.0 * (up - 1.0);
    let water_t = 9.0 * (200.0 + burned_t) / 6.5;
    assert!((water_t - 685.220_727).abs() < 1e-6, "{water_t}");
    let expected = water_t * WATER_USD + 3.0 * ELECTROLYSER_USD + TANKER_USD;
    comes_to(&best(&campaign("moon-to-l1")), expected);
}

/// 1870 t of propellant at 5.5 to one take 2589.2 t of water, and leave 719.2 t of oxygen over (Bienhoff, "From importing to
/// exporting": 2590 t and 720 t).
#[test]
fn a_year_of_propellant_takes_its_water() {
    let (hydrogen_t, oxygen_t) = (1870.0 / 6.5, 1870.0 * 5.5 / 6.5);
    let at_pole = variant("moon-to-l1", |parts| {
        let demand = &mut parts.demands[Index::new(0)];
        demand.recipient = portolan_model::Recipient::Node(Index::new(0));
        if let portolan_model::Need::Once { lots, .. } = &mut demand.need {
            lots[0].amount = oxygen_t;
            lots[1].amount = hydrogen_t;
        }
    });
    let found = best(&at_pole);
    // 2589.23 t in 339 days are 7.64 t a day: nine plants of 0.9 t.
    let water_t = (found.reached[0].value - 9.0 * ELECTROLYSER_USD) / WATER_USD;
    assert!((water_t - 2589.23).abs() < 0.01, "{water_t}");
    assert!((water_t * 8.0 / 9.0 - oxygen_t - 719.23).abs() < 0.01);
}

// Production on the Moon: what it must yield to be worth its launch.

/// Launch mass in t and plants taken, of so many missions a year apart; see [`production::campaign`].
fn launched(missions: usize, kg_per_y: f64, in_place: bool) -> (f64, u32) {
    let campaign = production::campaign(missions, kg_per_y, in_place);
    let (found, plants) = searched(&campaign, 1e-5, false);
    (found.reached[0].value / 1e3, plants)
}

/// For two missions nobody lands a plant that makes as much as it weighs in a year, and somebody one that makes twice as much.
/// Ishimatsu et al. (2016) find the threshold at 1.8 kg/yr for each kg, on another way (to Mars).
#[test]
fn production_is_worth_while_above_a_threshold() {
    assert_eq!(launched(2, 1.0, false).1, 0);
    assert!(launched(2, 2.0, false).1 > 0);
}

/// Four missions with plants in place that make twenty times their mass in a year are launched with much less: 68 % less in the study
/// of Ishimatsu et al. (MIT News, 14 October 2015). Prints the table of `campaigns/moon-to-l1/README.md`.
#[test]
#[ignore = "minutes"]
fn plants_in_place_save_most_of_the_launch_mass() {
    for missions in 2..=4 {
        let (without, _) = launched(missions, 0.0, false);
        println!("{missions} missions, without plants {without:.1} t");
        for kg_per_y in [0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0] {
            let (own, plants) = launched(missions, kg_per_y, false);
            let (given, _) = launched(missions, kg_per_y, true);
            let saved = |mass: f64| (1.0 - mass / without) * 100.0;
            println!(
                "| {kg_per_y} | {plants} | {own:.1} t | {:.1} % | {given:.1} t | {:.1} % |",
                saved(own),
                saved(given)
            );
            assert!(own <= without * (1.0 + 1e-5) && given <= own * (1.0 + 1e-5));
        }
    }
    assert!(launched(4, 20.0, true).0 < 0.4 * launched(4, 0.0, false).0);
}

// A telescope that is put together in orbit.

/// Every way to place the parts on launches, tried one after the other, costs 340 MUSD or more.
#[test]
fn a_telescope_goes_up_on_the_cheapest_launches() {
    let least = assembly::least_cost();
    assert_eq!(least, 340);
    let found = best(&campaign("telescope-assembly"));
    comes_to(&found, f64::from(least) * 1e6);
}

// The least network of its kind.

/// A household wants 5 units of electricity, of which a power station makes each from 3 of diesel; diesel costs 0.20 a unit, the
/// line to the household 0.01. In millions and tonnes.
const HOUSEHOLD: &str = r#"
format = "portolan-campaign/1"
id = "household"
start = "2030-01-01"
horizon = "10 d"
settings = { objective = "cost", money = "USD 2026" }
node = [
    { id = "station", body = "earth", kind = "surface", latitude = "0 deg", longitude = "0 deg" },
    { id = "household", body = "earth", kind = "surface", latitude = "1 deg", longitude = "0 deg" },
]
edge = [{ id = "line", from = "station", to = "household", way = "flight", duration = "1 h", tariff = { per_kg = "10 USD (2026)" } }]
resource = [
    { id = "diesel", class = 1, unit = "unit", unit_mass = "1 t", price = "200000 USD (2026)" },
    { id = "electricity", class = 1, unit = "unit", unit_mass = "1 t" },
]
offer = [
    { id = "diesel", good = "diesel", node = "station" },
    { id = "generator", design = "generator", node = "station" },
    { id = "wire", design = "wire", node = "station" },
]
demand = [{ id = "light", node = "household", lots = [{ good = "electricity", amount = 5 }], due = "10 d" }]

[[design]]
id = "generator"
kind = "plant"
mass = "0 kg"
ways = ["line"]
store = [{ name = "tank" }]
plant = { inputs = [{ good = "diesel", per_day = 3 }], outputs = [{ good = "electricity", per_day = 1 }] }

[[design]]
id = "wire"
kind = "container"
mass = "0 kg"
store = [{ name = "inside" }]
"#;

/// 15 of diesel and 5 over the line: 3.05 (W. Usher, a generalised network in Julia, the example of its documentation).
#[test]
fn a_household_pays_for_fuel_and_line() {
    let opened = portolan_formats::campaign::read_text("household.toml", HOUSEHOLD);
    let campaign = opened.unwrap_or_else(|findings| panic!("{findings:#?}"));
    comes_to(&searched(&campaign.campaign, 1e-8, false).0, 3.05e6);
}
