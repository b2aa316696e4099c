//! Plans that rounding finds and proves, and the networks that it rests on.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod lunar;

use lunar::{PUBLISHED, Variant};
use portolan_optimise::{Request, formulate, prepare, search, write};
use portolan_solver::{ColumnKind, Stop, Unwatched, engine};
use portolan_vocabulary::Severity;

/// What a tree search proves of so many missions, in kg (docs/book/src/performance.md, each repeated by `benches/peers/lunar_fixed.py`).
const OPTIMA_KG: [(usize, f64); 2] = [(5, 1_735_661.0), (10, 3_435_959.463)];

/// The linear program with its sums rounded up says what is best, so that no tree is searched; and the plan flies.
#[test]
fn many_missions_need_no_tree() {
    for (missions, best_kg) in OPTIMA_KG {
        let campaign = Variant::missions(missions, Some(PUBLISHED)).campaign();
        let request = Request::of(&campaign);
        let (network, _) = prepare(&campaign, &request).unwrap();
        let engine = engine("highs").unwrap();
        let found = search(&network, &request, &*engine, &mut Unwatched).unwrap();
        assert_eq!((found.stop, found.nodes), (Stop::Optimal, 0));
        assert!(found.gap.unwrap() <= 1e-6);
        let value = found.reached[0].value;
        assert!(
            (value - best_kg).abs() < 2e-6 * best_kg,
            "{value}, not {best_kg}"
        );
        let plan = write(&network, found.flows.as_ref().unwrap()).unwrap();
        let judged = portolan_check::check(&campaign, &plan).findings;
        let carried_out = portolan_simulate::simulate(&campaign, &plan).findings;
        let mut all = judged.iter().chain(carried_out.iter());
        assert!(all.all(|finding| finding.severity != Severity::Error));
    }
}

/// A habitat that has landed serves nobody after its mission, and what is free on Earth is not kept there: of 2897 whole columns
/// that twenty missions have where all of it is carried along to the end, fewer than a quarter are left.
#[test]
fn what_serves_nobody_any_more_has_no_columns() {
    let campaign = Variant::missions(20, Some(PUBLISHED)).campaign();
    let (network, _) = prepare(&campaign, &Request::of(&campaign)).unwrap();
    let program = formulate(&network).program;
    let whole = program
        .all_columns()
        .filter(|column| program.kind(*column) == ColumnKind::Integer)
        .count();
    assert!(whole * 4 < 2897, "{whole}");
    let is_habitat = |good: &usize| network.good_name(*good).contains("habitat");
    let last_due = |arc: usize| network.points[network.arcs[arc].to].time;
    let latest = (0..network.arcs.len())
        .filter(|arc| {
            network.arcs[*arc]
                .loads
                .iter()
                .any(|(good, _)| is_habitat(good))
        })
        .map(last_due)
        .max()
        .unwrap();
    let end = network.points.iter().map(|point| point.time).max().unwrap();
    assert!(latest < end, "{latest:?} of {end:?}");
}
