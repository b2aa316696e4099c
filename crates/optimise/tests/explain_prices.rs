//! What things are worth in the best plan of the lunar campaign: prices against differences.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_model::{Campaign, Goal};
use portolan_optimise::explain::{Change, Explanation, Statement, Worth, changed, prices, what_if};
use portolan_optimise::{Found, Request, formulate, prepare, search, unit_of};
use portolan_solver::{ColumnKind, Options, Unwatched, engine};

fn explained(campaign: &Campaign) -> (Found, Explanation) {
    let mut request = Request::of(campaign);
    request.options.relative_gap = 1e-9;
    let (network, _) = prepare(campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    let explanation = prices(&network, &request, &found, &*engine, &mut Unwatched).unwrap();
    (found, explanation.unwrap())
}

/// What a goal comes to in a changed campaign with the fleet that was found for it before.
fn with_the_fleet(campaign: &Campaign, goal: Goal, found: &Found, change: Change) -> Option<f64> {
    let campaign = changed(campaign, &[change]).unwrap();
    let request = Request::of(&campaign);
    let (network, _) = prepare(&campaign, &request).unwrap();
    let mut formulation = formulate(&network);
    formulation.aim(&[(goal, 1.0)]);
    let values = found.values.as_ref().unwrap();
    let mut program = formulation.program;
    for column in program.all_columns() {
        if program.kind(column) == ColumnKind::Integer {
            let whole = values[column.at()].round();
            program.set_bounds(column, whole, whole);
            program.set_kind(column, ColumnKind::Continuous);
        }
    }
    let options = Options {
        feasibility: 1e-9,
        ..Options::default()
    };
    let engine = engine("highs").unwrap();
    let point = engine
        .solve(&program, &options, &mut Unwatched)
        .unwrap()
        .point?;
    Some(point.objective * unit_of(goal))
}

/// Each price is the difference of optima with the fleet as it is, for a tenth of a unit more and less.
#[track_caller]
fn are_differences(campaign: &Campaign, goal: Goal, found: &Found, explanation: &Explanation) {
    let at = |worth: &Worth, by: f64| {
        let change = Change::Set {
            statement: worth.statement,
            value: worth.value + by,
        };
        with_the_fleet(campaign, goal, found, change).unwrap()
    };
    for worth in &explanation.worths {
        let Some(per_unit) = worth.per_unit else {
            continue;
        };
        // What is not linear is compared over a small step, from either side.
        let curved = matches!(
            worth.statement,
            Statement::SpecificImpulse { .. } | Statement::DeltaV { .. }
        );
        let step = if curved { 1e-2 } else { 0.1 };
        let slope = (at(worth, step) - at(worth, -step)) / (2.0 * step);
        let apart = (slope - per_unit).abs() / per_unit.abs();
        assert!(apart < 1e-6, "{}: {slope}", worth.sentence);
        if !curved {
            let slope = (at(worth, step) - at(worth, 0.0)) / step;
            let apart = (slope - per_unit).abs() / per_unit.abs();
            assert!(apart < 1e-6, "{}: {slope} for more", worth.sentence);
        }
    }
}

/// With 420 s at 9.8 m/s2, what lands has paid exp((4040 + 1870) / 4116) times its mass, and what comes home
/// exp((1870 + 4040) / 4116) times on the way back; the law of Tsiolkovsky says these prices by itself.
#[test]
fn prices_are_differences() {
    let campaign = Variant::missions(2, Some(PUBLISHED)).campaign();
    let (found, explanation) = explained(&campaign);
    are_differences(&campaign, Goal::LaunchMass, &found, &explanation);
    let landed = ((4040.0 + 1870.0) / (420.0 * 9.8_f64)).exp();
    let of = |worth: &&Worth| worth.sentence.contains("\"habitat-0\"");
    let habitat = explanation.worths.iter().find(of).unwrap();
    assert!((habitat.per_unit.unwrap() - landed).abs() < 1e-6);
    assert!(habitat.sentence.starts_with(
        "1 kg more of habitat in the demand \"habitat-0\" costs 4.2033 kg launched (holds from 0 to 20"
    ));
    let price = "1 kg of habitat at lunar-surface on day 5 is worth 4.2033 kg launched";
    assert!(explanation.prices.iter().any(|it| it.sentence == price));
    let kinds = explanation.worths.iter().map(|worth| worth.statement);
    assert!(kinds.clone().any(|it| matches!(it, Statement::DryMass(_))));
    assert!(
        kinds
            .clone()
            .any(|it| matches!(it, Statement::SpecificImpulse { .. }))
    );
    assert!(
        kinds
            .clone()
            .any(|it| matches!(it, Statement::DeltaV { .. }))
    );
    let last = explanation.worths.last().unwrap();
    assert_eq!(
        last.sentence,
        "all 4 pieces of the offer \"crew-1\" are used"
    );
}

/// With another fleet a change costs no more than with the one there is; beyond the range of the price it needs another.
#[test]
fn a_change_with_another_fleet_costs_no_more() {
    let campaign = Variant::missions(1, Some(PUBLISHED)).campaign();
    let (found, explanation) = explained(&campaign);
    let of = |worth: &&Worth| worth.sentence.contains("\"habitat-0\"");
    let habitat = explanation.worths.iter().find(of).unwrap();
    let (price, [_, to]) = (habitat.per_unit.unwrap(), habitat.holds.unwrap());
    let request = Request::of(&campaign);
    let engine = engine("highs").unwrap();
    let cost = |value: f64| {
        let statement = habitat.statement;
        let changes = [Change::Set { statement, value }];
        let there = what_if(&campaign, &changes, &request, &*engine, &mut Unwatched).unwrap();
        Some(there.reached.first()?.value - found.reached[0].value)
    };
    for value in [1500.0, 2001.0, to - 0.1] {
        let with_the_fleet = price * (value - habitat.value);
        assert!(cost(value).unwrap() <= with_the_fleet + 1e-3, "{value}");
    }
    // Six spacecraft are all there are, and they carry no more.
    assert_eq!(cost(to + 1.0), None);
}

/// Two ways up, one cheap and narrow in every respect, one dear: each of its limits is worth the difference, 2000 USD.
#[test]
fn narrow_ways_have_prices() {
    let cases: [(&str, &str); 5] = [
        ("limits = { mass = \"2500 kg\" }", ""),
        (
            "",
            "[[cap]]\nid = \"quota\"\nmass = \"3000 kg\"\nedges = [\"cheap\"]\n",
        ),
        ("", "can: store"),
        ("", "can: payload"),
        (
            "",
            "[[offer]]\nid = \"ice\"\ngood = \"water\"\nnode = \"orbit\"\nlimit = 3000\n",
        ),
    ];
    for (limits, more) in cases {
        let campaign = lunar::read(&two_ways(limits, more));
        let (found, explanation) = explained(&campaign);
        are_differences(&campaign, Goal::Cost, &found, &explanation);
        let said: Vec<&str> = explanation
            .worths
            .iter()
            .map(|it| it.sentence.as_str())
            .collect();
        eprintln!("{limits} {more}: {said:#?}");
        assert!(said.iter().any(|it| it.contains(" saves ")), "{said:#?}");
        assert!(
            said.iter()
                .any(|it| it.contains("kg a day") && it.contains(" costs "))
        );
    }
}

/// Two trips of three tonnes take exactly what is needed: a kilogram more goes the dear way, one less saves the cheap one.
#[test]
fn a_price_at_the_end_of_its_range_has_two_sides() {
    let campaign = lunar::read(&two_ways("limits = { mass = \"3000 kg\" }", ""));
    let (_, explanation) = explained(&campaign);
    let of = |worth: &&Worth| worth.sentence.contains("\"stock\"");
    let stock = explanation.worths.iter().find(of).unwrap();
    assert_eq!(
        stock.sentence,
        "1 kg more of water in the demand \"stock\" costs 3000 USD, 1 kg less of water in the demand \"stock\" saves 1000 USD"
    );
}

/// Water goes up: so much at once, and so much a day.
fn two_ways(limits: &str, more: &str) -> String {
    let (ways, can) = match more {
        "can: store" => ("[\"dear\"]", "max_mass = \"3000 kg\""),
        "can: payload" => ("[\"dear\"]", ""),
        _ => ("[\"dear\", \"cheap\"]", ""),
    };
    let payload = if more == "can: payload" {
        "max_payload = \"3000 kg\""
    } else {
        ""
    };
    let more = if more.starts_with("can") { "" } else { more };
    format!(
        r#"
format = "portolan-campaign/1"
id = "two-ways"
start = "2030-01-01T00:00:00Z"
horizon = "20 d"
[settings]
objective = "cost"
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
[[edge]]
id = "cheap"
from = "pad"
to = "orbit"
way = "flight"
duration = "1 d"
tariff = {{ per_kg = "1000 USD (2026)" }}
{limits}
[[edge]]
id = "dear"
from = "pad"
to = "orbit"
way = "flight"
duration = "1 d"
tariff = {{ per_kg = "3000 USD (2026)" }}
[[resource]]
id = "water"
name = "Water"
class = 2
unit = "kg"
unit_mass = "1 kg"
[[design]]
id = "bag"
kind = "container"
class = 5
mass = "0 kg"
ways = {ways}
[[design.store]]
name = "inside"
environment = "pressurised"
[[design]]
id = "can"
kind = "container"
class = 5
mass = "10 kg"
ways = ["cheap"]
{payload}
[[design.store]]
name = "inside"
environment = "pressurised"
serves_demands = true
{can}
[[design]]
id = "depot"
kind = "container"
class = 5
mass = "10 kg"
[[design.store]]
name = "inside"
environment = "pressurised"
serves_demands = true
[[offer]]
id = "bags"
design = "bag"
node = "pad"
[[offer]]
id = "cans"
design = "can"
node = "pad"
limit = 1
[[offer]]
id = "depot"
design = "depot"
node = "orbit"
limit = 1
[[offer]]
id = "water"
good = "water"
node = "pad"
[[demand]]
id = "stock"
node = "orbit"
lots = [{{ good = "water", amount = 5000 }}]
due = "5 d"
[[demand]]
id = "use"
node = "orbit"
rates = [{{ good = "water", per_day = 100 }}]
from = "5 d"
until = "15 d"
{more}
"#
    )
}
