//! What it costs to make vehicles ready again between flights: nothing for the first one of each, and no gain from one that
//! stays on the ground.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{Campaign, Goal};
use portolan_optimise::{Aim, Request, prepare, search, write};
use portolan_solver::{Stop, Unwatched, engine};
use portolan_vocabulary::Severity;

/// A ferry that takes 1000 kg up for a million a trip, and comes back; 2 million for making it ready again.
const FERRY: &str = r#"
format = "portolan-campaign/1"
id = "ferry"
start = "2030-01-01"
horizon = "60 d"
[settings]
money = "USD 2030"
[[node]]
id = "pad"
kind = "surface"
body = "earth"
latitude = "0 deg"
longitude = "0 deg"
[[node]]
id = "works"
kind = "surface"
body = "earth"
latitude = "1 deg"
longitude = "0 deg"
[[node]]
id = "station"
kind = "orbit"
body = "earth"
periapsis = "400 km"
[[resource]]
id = "cargo"
class = 6
[[edge]]
id = "up"
from = "pad"
to = "station"
way = "launch"
duration = "1 d"
burns = []
tariff = { per_trip = "1 MUSD (2030)" }
limits = { mass = "2 t" }
windows = [{ from = "0 d", to = "0.1 d" }, { from = "20 d", to = "20.1 d" }, { from = "40 d", to = "40.1 d" }]
[[edge]]
id = "down"
from = "station"
to = "pad"
way = "launch"
duration = "1 d"
burns = []
windows = [{ from = "5 d", to = "5.1 d" }, { from = "25 d", to = "25.1 d" }]
[[edge]]
id = "road"
from = "works"
to = "pad"
way = "flight"
duration = "1 d"
windows = [{ from = "10 d", to = "10.1 d" }]
[[design]]
id = "ferry"
kind = "propulsive-vehicle"
class = 9
mass = "1000 kg"
[[design.store]]
name = "inside"
max_mass = "1000 kg"
serves_demands = true
[design.upkeep]
base = "pad"
turnaround = "2 d"
refurbishment = "2 MUSD (2030)"
[[offer]]
id = "cargo"
good = "cargo"
node = "pad"
"#;

/// Ferries on offer: where, how many, from which day on and until when.
type Offers = &'static [(&'static str, u32, f64, f64)];

fn campaign(offers: Offers, deliveries: &[f64]) -> Campaign {
    let offer = |(at, (node, limit, from, until)): (usize, &(&str, u32, f64, f64))| {
        format!(
            "[[offer]]\nid = \"ferry-{at}\"\ndesign = \"ferry\"\nnode = \"{node}\"\nlimit = {limit}\nfrom = \"{from} d\"\nuntil = \"{until} d\"\n"
        )
    };
    let demand = |(at, due): (usize, &f64)| {
        format!(
            "[[demand]]\nid = \"cargo-{at}\"\nnode = \"station\"\nlots = [{{ good = \"cargo\", amount = 1000 }}]\ndue = \"{due} d\"\n"
        )
    };
    let text: String = std::iter::once(FERRY.to_owned())
        .chain(offers.iter().enumerate().map(offer))
        .chain(deliveries.iter().enumerate().map(demand))
        .collect();
    portolan_formats::campaign::read_text("ferry.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
        .campaign
}

/// The least cost in millions, as the search says and as the simulation of its plan adds up.
fn least(offers: Offers, deliveries: &[f64]) -> (f64, f64) {
    let campaign = campaign(offers, deliveries);
    let mut request = Request::of(&campaign);
    request.aim = Aim::InOrder(vec![Goal::Cost]);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let found = search(
        &network,
        &request,
        &*engine("highs").unwrap(),
        &mut Unwatched,
    )
    .unwrap();
    assert_eq!(found.stop, Stop::Optimal, "{offers:?} {deliveries:?}");
    let plan = write(&network, found.flows.as_ref().unwrap()).unwrap();
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    let odd = outcome.findings.iter();
    let odd: Vec<_> = odd.filter(|it| it.severity != Severity::Note).collect();
    assert!(odd.is_empty(), "{odd:#?}");
    let flown = outcome.costs.iter().map(|cost| cost.money.amount());
    (found.reached[0].value / 1e6, flown.sum::<f64>() / 1e6)
}

/// Each value is what trips cost (1 each) and making ready again (2 each).
#[test]
fn ferries_are_made_ready_again_as_often_as_they_must() {
    let cases: [(&str, Offers, &[f64], f64); 6] = [
        (
            "one flight; a second ferry for nothing gains nothing",
            &[("pad", 2, 0.0, 60.0)],
            &[3.0],
            1.0,
        ),
        (
            "ten for nothing do not either",
            &[("pad", 10, 0.0, 60.0)],
            &[3.0],
            1.0,
        ),
        (
            "one ferry flies three times",
            &[("pad", 1, 0.0, 60.0)],
            &[3.0, 23.0, 43.0],
            3.0 + 4.0,
        ),
        (
            "three ferries fly once each",
            &[("pad", 3, 0.0, 60.0)],
            &[3.0, 23.0, 43.0],
            3.0,
        ),
        // The second ferry comes too late to fly for the first time on day 20, and flies on day 40.
        (
            "one that comes late",
            &[("pad", 1, 0.0, 1.0), ("pad", 1, 30.0, 60.0)],
            &[3.0, 23.0, 43.0],
            3.0 + 2.0,
        ),
        // One at the works drives to the pad and flies; the other one's road is closed by then.
        (
            "one that comes by road",
            &[("pad", 1, 0.0, 1.0), ("works", 1, 5.0, 60.0)],
            &[3.0, 23.0],
            2.0,
        ),
    ];
    for (what, offers, deliveries, expected) in cases {
        let (said, flown) = least(offers, deliveries);
        assert!(
            (said - expected).abs() < 1e-6,
            "{what}: {said}, not {expected}"
        );
        assert!(
            (flown - expected).abs() < 1e-6,
            "{what}: {flown} when flown, not {expected}"
        );
    }
}

/// A ferry that is on offer where no way leads to the pad saves nothing there.
#[test]
fn a_ferry_that_never_comes_to_its_base_saves_nothing() {
    let offers: Offers = &[("pad", 1, 0.0, 1.0), ("works", 3, 20.0, 60.0)];
    let (said, flown) = least(offers, &[3.0, 23.0]);
    assert!((said - 4.0).abs() < 1e-6, "{said}");
    assert!((flown - 4.0).abs() < 1e-6, "{flown}");
}
