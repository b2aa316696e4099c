//! What times are worth, against what can be worked out by hand: cargo that is cheap by one launch and dear by the next.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::Campaign;
use portolan_optimise::explain::{TimeChange, TimePrice, time_prices};
use portolan_optimise::{Request, prepare, search};
use portolan_solver::{Unwatched, engine};
use portolan_vocabulary::Duration;

/// A cheap launch on days 10 to 11, a dear one on days 12 to 13, and cargo that is due on day 13 and on offer from a day on.
fn campaign(offered_d: f64) -> Campaign {
    let edge = |id: &str, from: u32, cost: u32| {
        format!(
            "[[edge]]\nid = \"{id}\"\nfrom = \"pad\"\nto = \"orbit\"\nway = \"launch\"\nduration = \"12 h\"\nburns = []\n\
             windows = [{{ from = \"{from} d\", to = \"{} d\" }}]\ntariff = {{ per_kg = \"{cost} USD (2026)\" }}\n",
            from + 1
        )
    };
    let text = format!(
        r#"
format = "portolan-campaign/1"
id = "launches"
start = "2030-01-01T00:00:00Z"
horizon = "30 d"
[settings]
objective = ["cost"]
[[node]]
id = "pad"
body = "earth"
kind = "surface"
latitude = "28 deg"
longitude = "-81 deg"
[[node]]
id = "orbit"
body = "earth"
kind = "orbit"
periapsis = "400 km"
inclination = "28.5 deg"
{}{}{}
[[design]]
id = "box"
kind = "item"
class = 8
mass = "100 kg"
[[offer]]
id = "box"
design = "box"
node = "pad"
from = "{offered_d} d"
[[demand]]
id = "box"
node = "orbit"
pieces = [{{ design = "box" }}]
due = "13 d"
"#,
        edge("cheap", 10, 10),
        edge("dear", 12, 30),
        edge("late", 13, 1)
    );
    portolan_formats::campaign::read_text("launches.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

fn priced(campaign: &Campaign) -> Vec<TimePrice> {
    let request = Request::of(campaign);
    let (network, _) = prepare(campaign, &request).unwrap();
    let highs = engine("highs").unwrap();
    let found = search(&network, &request, &*highs, &mut Unwatched).unwrap();
    time_prices(&network, &request, &found, 1000, &*highs, &mut Unwatched).unwrap()
}

#[test]
fn a_window_is_worth_what_the_next_one_costs_more() {
    let prices = priced(&campaign(0.0));
    let of = |wanted: &dyn Fn(&TimeChange) -> bool| {
        let found: Vec<_> = prices
            .iter()
            .filter(|price| wanted(&price.change))
            .collect();
        assert_eq!(found.len(), 1);
        assert!(found[0].is_exact(1e-6, 1000.0), "{:?}", found[0]);
        found[0].difference.unwrap()
    };
    // A hundred kilograms at 10 and at 30 dollars.
    let closed = of(
        &|change| matches!(change, TimeChange::Closed { window, .. } if window.from == Duration::from_days(10.0)),
    );
    assert!((closed - 2000.0).abs() < 0.1, "{closed}");
    let told = prices.iter().map(|price| price.sentence.as_str());
    let told: Vec<_> = told.collect();
    assert_eq!(
        told,
        [
            "were the window of cheap on 2030-01-11 (day 10) closed, the plan would cost 2000 USD more",
            "were the demand \"box\" due a day earlier, nothing would change",
            "were the demand \"box\" due a day later, 900 USD would be saved",
        ]
    );
    // A day earlier is still in time for the cheap one, a day later for that at a dollar.
    let earlier = of(&|change| matches!(change, TimeChange::Due { by, .. } if by.is_negative()));
    assert!(earlier.abs() < 0.1, "{earlier}");
    let later = of(&|change| matches!(change, TimeChange::Due { by, .. } if !by.is_negative()));
    assert!((later + 900.0).abs() < 0.1, "{later}");
}

/// The search for no change starts from what was found, and what is asked of others is proved or left open.
#[test]
fn without_nodes_nothing_wrong_is_told() {
    let campaign = campaign(0.0);
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let highs = engine("highs").unwrap();
    let found = search(&network, &request, &*highs, &mut Unwatched).unwrap();
    let prices = time_prices(&network, &request, &found, 0, &*highs, &mut Unwatched).unwrap();
    assert_eq!(prices.len(), 3);
    for (price, exact) in prices.iter().zip([2000.0, 0.0, -900.0]) {
        assert!(price.difference.is_none_or(|found| found >= exact - 0.1));
        assert!(price.at_least.is_none_or(|least| least <= exact + 0.1));
    }
}

#[test]
fn a_day_earlier_on_offer_reaches_the_cheap_window() {
    let prices = priced(&campaign(11.5));
    let offered = prices
        .iter()
        .find(|price| matches!(price.change, TimeChange::Offered { .. }));
    let offered = offered.unwrap();
    let difference = offered.difference.unwrap();
    assert!((difference + 2000.0).abs() < 0.1, "{difference}");
    assert_eq!(
        offered.sentence,
        "did the offer \"box\" begin a day earlier, 2000 USD would be saved"
    );
    // Without the dear window there is no way in time.
    let closed = prices
        .iter()
        .find(|price| matches!(price.change, TimeChange::Closed { .. }));
    let closed = closed.unwrap();
    assert_eq!(closed.difference, Some(f64::INFINITY));
    assert!(closed.sentence.ends_with("there would be no plan"));
}
