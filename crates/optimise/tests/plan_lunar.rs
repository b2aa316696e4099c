//! Plans of the lunar campaign: what the search says is what the judge accepts and the simulator flies.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_model::{Campaign, CrewMember, ElementKind};
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

#[track_caller]
fn flies_as_searched(variant: &Variant) {
    let (searched, flown) = round_trip(&variant.campaign());
    assert!(
        (searched - flown).abs() < 1e-6 * searched,
        "{searched} {flown}"
    );
}

#[test]
fn two_missions() {
    flies_as_searched(&Variant::missions(2, Some(PUBLISHED)));
}

#[test]
fn three_missions() {
    flies_as_searched(&Variant::missions(3, Some(PUBLISHED)));
}

#[test]
fn heavier_missions() {
    flies_as_searched(&Variant {
        habitat_kg: vec![3000.0; 2],
        samples_kg: vec![1500.0; 2],
        copies: 8,
        ..Variant::missions(2, Some([4500.0, 50_000.0, 15_000.0]))
    });
}

#[test]
fn two_designs_and_stock_in_orbit() {
    let two = Variant {
        designs: vec![
            Some([3000.0, 17_000.0, 8100.0]),
            Some([600.0, 57_000.0, 14_300.0]),
        ],
        copies: 3,
        ..Variant::missions(2, None)
    };
    flies_as_searched(&two);
    flies_as_searched(&Variant {
        low_earth_orbit_waits: true,
        ..two.clone()
    });
    flies_as_searched(&Variant {
        isp_s: 460.0,
        ..two
    });
}

/// As people who need seats, the crews ride in the spacecraft, and change them in lunar orbit.
#[test]
fn crews_in_seats() {
    let mut parts = Variant::missions(2, Some(PUBLISHED))
        .campaign()
        .into_parts();
    for index in parts.designs.indices() {
        let design = &mut parts.designs[index];
        if design.kind == ElementKind::CrewMember {
            design.crew = Some(CrewMember {
                available_fraction: 1.0,
                person: None,
            });
        }
    }
    let (campaign, _) = Campaign::new(parts).unwrap();
    let (searched, flown) = round_trip(&campaign);
    assert!((searched - flown).abs() < 1e-6 * searched);
}
