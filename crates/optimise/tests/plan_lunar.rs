//! Plans of the lunar campaign: what the search says is what the judge accepts and the simulator flies.

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_model::Campaign;
use portolan_optimise::{Request, prepare, search, write};
use portolan_solver::{Unwatched, engine};
use portolan_vocabulary::Severity;

/// Searches, writes, judges and flies; returns what leaves the Earth, as searched and as flown, in kg.
fn round_trip(campaign: &Campaign) -> (f64, f64) {
    let request = Request::of(campaign);
    let (network, _) = prepare(campaign, &request).unwrap();
    let engine = engine("highs").unwrap();
    let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
    let plan = write(&network, &found.flows.unwrap()).unwrap();
    if std::env::var_os("PORTOLAN_SHOW").is_some() {
        for activity in plan.activities.iter() {
            println!("{} {} {}", activity.at, activity.id, activity.name);
        }
    }
    let verdict = portolan_check::check(campaign, &plan);
    let errors = verdict
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error);
    assert_eq!(
        errors.collect::<Vec<_>>(),
        Vec::<&portolan_vocabulary::Finding>::new()
    );
    let outcome = portolan_simulate::simulate(campaign, &plan);
    let errors = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note);
    assert_eq!(
        errors.collect::<Vec<_>>(),
        Vec::<&portolan_vocabulary::Finding>::new()
    );
    let launched = outcome.movements.iter().filter(|movement| {
        let edge = &campaign.edges[movement.edge];
        edge.way.is_space() && campaign.nodes[movement.origin].is_earth_surface()
    });
    (
        found.reached[0].value,
        launched.map(|movement| movement.mass_kg).sum(),
    )
}

#[test]
fn two_missions() {
    let (searched, flown) = round_trip(&Variant::missions(2, Some(PUBLISHED)).campaign());
    assert!(
        (searched - flown).abs() < 1e-6 * searched,
        "{searched} {flown}"
    );
}
