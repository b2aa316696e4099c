//! Random small campaigns: the optimum is what trying every fleet finds, the judge accepts every plan, and the
//! simulator flies it to the same mass.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

#[allow(dead_code, reason = "other tests use the rest")]
mod story;

use portolan_optimise::{Request, prepare, search, write};
use portolan_solver::{Engine, Options, Stop, Unwatched, engine};
use portolan_vocabulary::Severity;
use story::Story;

/// The least launch mass over all fleets, in kg; `None` where no fleet brings the cargo.
fn least_by_trial(story: &Story, engine: &dyn Engine) -> Option<f64> {
    let mut least: Option<f64> = None;
    story.fleets(&mut |fleet| {
        let mass = story.launch_mass(fleet, engine, least.unwrap_or(f64::INFINITY));
        if let Some(mass) = mass {
            least = Some(least.map_or(mass, |least| least.min(mass)));
        }
    });
    least
}

/// What leaves the Earth: searched, and flown by the plan, in kg; `None` where there is no plan.
fn planned(story: &Story, engine: &dyn Engine) -> Option<(f64, f64)> {
    let campaign = story.campaign();
    let request = Request {
        options: Options {
            relative_gap: 1e-9,
            ..Options::default()
        },
        ..Request::of(&campaign)
    };
    let (network, _) = prepare(&campaign, &request).unwrap();
    let found = search(&network, &request, engine, &mut Unwatched).unwrap();
    let Some(flows) = &found.flows else {
        assert_eq!(found.stop, Stop::Infeasible, "{story:?}");
        return None;
    };
    let plan = write(&network, flows).unwrap_or_else(|why| panic!("{why}: {story:?}"));
    let verdict = portolan_check::check(&campaign, &plan);
    let outcome = portolan_simulate::simulate(&campaign, &plan);
    let error = |finding: &&portolan_vocabulary::Finding| finding.severity == Severity::Error;
    let errors: Vec<_> = verdict
        .findings
        .iter()
        .chain(&outcome.findings)
        .filter(error)
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{story:?}");
    let launches = outcome
        .movements
        .iter()
        .filter(|trip| campaign.edges[trip.edge].id.as_str() == "e0");
    Some((
        found.reached[0].value,
        launches.map(|trip| trip.mass_kg).sum(),
    ))
}

fn agree(seed: u64) -> bool {
    let story = Story::random(seed);
    let (highs, microlp) = (engine("highs").unwrap(), engine("microlp").unwrap());
    let tried = least_by_trial(&story, &*microlp);
    let planned = planned(&story, &*highs);
    match (tried, planned) {
        (None, None) => false,
        (Some(tried), Some((searched, flown))) => {
            assert!(
                (searched - tried).abs() < 1e-6 * tried,
                "seed {seed}: searched {searched}, tried {tried}\n{story:?}"
            );
            assert!(
                (searched - flown).abs() < 1e-6 * flown,
                "seed {seed}: searched {searched}, flown {flown}\n{story:?}"
            );
            true
        }
        other => panic!("seed {seed}: trial and search {other:?}\n{story:?}"),
    }
}

fn all(seeds: std::ops::Range<u64>) {
    let count = seeds.end - seeds.start;
    let feasible = seeds.filter(|seed| agree(*seed)).count() as u64;
    assert!(
        feasible * 5 > count && feasible < count,
        "{feasible} of {count} can be planned"
    );
}

// A thousand in four parts, which run side by side.
#[test]
fn first_quarter() {
    all(0..250);
}
#[test]
fn second_quarter() {
    all(250..500);
}
#[test]
fn third_quarter() {
    all(500..750);
}
#[test]
fn fourth_quarter() {
    all(750..1000);
}
