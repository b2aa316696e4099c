//! What cannot be written is excluded and searched again: lumps that fit into two holds in sum only.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use portolan_model::Campaign;
use portolan_optimise::{Found, Request, Unwritable, prepare, search, search_again, write};
use portolan_solver::{Unwatched, engine};
use portolan_vocabulary::Severity;

/// Lumps of so much, each, have to go along a road, on trucks that take ten tonnes and do not come back.
fn campaign(lumps: u32, lump_kg: f64, trucks: u32) -> Campaign {
    let text = format!(
        r#"
format = "portolan-campaign/1"
id = "lumps"
start = "2030-01-01T00:00:00Z"
horizon = "10 d"
[settings]
objective = ["cost"]
[[node]]
id = "works"
body = "earth"
kind = "surface"
latitude = "28 deg"
longitude = "-81 deg"
[[node]]
id = "pad"
body = "earth"
kind = "surface"
latitude = "28.5 deg"
longitude = "-80.6 deg"
[[edge]]
id = "road"
from = "works"
to = "pad"
way = "road"
distance = "100 km"
[[design]]
id = "truck"
kind = "truck"
class = 9
mass = "8 t"
cost = "1 MUSD (2026)"
hold = {{ max_mass = "10 t" }}
drive = {{ max_speed = "50 km/h" }}
[[design]]
id = "lump"
kind = "item"
class = 8
mass = "{lump_kg} kg"
[[offer]]
id = "truck"
design = "truck"
node = "works"
limit = {trucks}
[[offer]]
id = "lump"
design = "lump"
node = "works"
[[demand]]
id = "lumps"
node = "pad"
pieces = [{{ design = "lump", count = {lumps} }}]
due = "9 d"
"#
    );
    portolan_formats::campaign::read_text("lumps.toml", &text)
        .unwrap_or_else(|findings| panic!("{findings:#?}"))
        .campaign
}

fn cost(found: &Found) -> f64 {
    found.reached[0].value
}

/// Searches, searches again, and has the plan judged where it can be written: how much it costs, and how often was searched again.
fn planned(campaign: &Campaign, most: u32) -> (Option<f64>, Option<f64>, u32) {
    let request = Request::of(campaign);
    let (network, _) = prepare(campaign, &request).unwrap();
    let highs = engine("highs").unwrap();
    let first = search(&network, &request, &*highs, &mut Unwatched).unwrap();
    let bound = first.reached[0].bound;
    let again = search_again(&network, &request, first, most, &*highs, &mut Unwatched).unwrap();
    assert_eq!(again.found.reached[0].bound, bound);
    let Ok(plan) = write(&network, again.found.flows.as_ref().unwrap()) else {
        return (None, bound, again.times);
    };
    let findings = portolan_check::check(campaign, &plan).findings;
    let error = findings.iter().find(|it| it.severity == Severity::Error);
    assert!(error.is_none(), "{error:#?}");
    (Some(cost(&again.found)), bound, again.times)
}

#[test]
fn lumps_that_fit_in_sum_only_get_a_truck_each() {
    let campaign = campaign(3, 6000.0, 5);
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let highs = engine("highs").unwrap();
    let first = search(&network, &request, &*highs, &mut Unwatched).unwrap();
    // Eighteen tonnes on two trucks of ten: by sum.
    assert!((cost(&first) - 2e6).abs() < 1.0);
    let why = write(&network, first.flows.as_ref().unwrap()).unwrap_err();
    assert!(matches!(why, Unwritable::NoHold { .. }), "{why}");
    let (found, bound, times) = planned(&campaign, 8);
    assert!(
        (found.unwrap() - 3e6).abs() < 1.0 && times >= 1,
        "{found:?} {times}"
    );
    // What is excluded was not proved to be no plan.
    assert!((bound.unwrap() - 2e6).abs() < 10.0);
}

#[test]
fn no_more_is_tried_than_allowed() {
    let campaign = campaign(3, 6000.0, 5);
    assert_eq!(planned(&campaign, 0).0, None);
}

#[test]
fn what_can_be_written_is_left_as_it_is() {
    let campaign = campaign(4, 5000.0, 5);
    let (found, bound, times) = planned(&campaign, 8);
    assert_eq!(times, 0);
    assert!((found.unwrap() - 2e6).abs() < 1.0 && (bound.unwrap() - 2e6).abs() < 10.0);
}

#[test]
fn where_nothing_else_is_left_the_first_answer_stays() {
    let campaign = campaign(3, 6000.0, 2);
    let (found, _, times) = planned(&campaign, 8);
    assert_eq!((found, times), (None, 1));
}
