//! Small programs with sizes to choose, whose optima follow by hand.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

use portolan_model::{Auxiliary, MassRange, Sizing, SizingQuantity, SizingTerm};
use portolan_optimise::sizing::{Designed, DesignedSolution, Product, Sized, solve};
use portolan_solver::{
    Column, ColumnKind, EngineError, Highs, Options, Program, Progress, Stop, Unwatched, Watch,
};
use portolan_vocabulary::Mass;
use std::ops::ControlFlow;

use SizingQuantity::{Dry, One, Payload, Propellant};

const fn term(coefficient: f64, of: SizingQuantity, exponent: f64) -> SizingTerm {
    SizingTerm {
        coefficient,
        of,
        exponent,
    }
}

fn range(least: f64, most: f64) -> MassRange {
    let (least, most) = (Mass::new(least), Mass::new(most));
    MassRange { least, most }
}

/// A law with payload up to 10 kg and no propellant to speak of.
fn law(terms: Vec<SizingTerm>) -> Sizing {
    Sizing {
        payload: range(0.5, 10.0),
        propellant: range(1.0, 2.0),
        dry: range(1e-3, 1000.0),
        auxiliaries: vec![],
        terms,
        mesh: None,
    }
}

/// Up to `copies` vehicles of one design carry at least `load` in all; each kg of dry mass costs.
fn carriers(law: Sizing, copies: f64, load: f64) -> Designed {
    let mut program = Program::new("carriers");
    let mut real =
        |name: &str, cost| program.column(name, 0.0, 1000.0, cost, ColumnKind::Continuous);
    let (payload, propellant, dry) = (real("P", 0.0), real("Q", 0.0), real("M", 0.0));
    let (room, mass) = (real("n P", 0.0), real("n M", 1.0));
    let count = program.column("n", 0.0, copies, 0.0, ColumnKind::Integer);
    program.row("load", load, f64::INFINITY, &[(room, 1.0)]);
    let product = |factor, product| Product {
        count,
        factor,
        product,
    };
    let products = vec![product(payload, room), product(dry, mass)];
    let sized = Sized {
        law,
        payload,
        propellant,
        dry,
    };
    Designed {
        program,
        sized: vec![sized],
        products,
        unit_kg: 1.0,
    }
}

fn options() -> Options {
    Options {
        relative_gap: 1e-6,
        ..Options::default()
    }
}

fn solved(designed: &Designed) -> Result<DesignedSolution, EngineError> {
    solve(designed, &Highs, &options(), &mut Unwatched)
}

#[test]
fn counts_and_sizes_are_best_together() {
    let cases = [
        // n (1 + P^2 / 2) with n P = 5: n + 12.5 / n, least for n = 4.
        (
            vec![term(1.0, One, 1.0), term(0.5, Payload, 2.0)],
            5.0,
            7.125,
        ),
        // The same for at most 2.
        (
            vec![term(1.0, One, 1.0), term(0.5, Payload, 2.0)],
            2.0,
            8.25,
        ),
        // 2 n sqrt(P): one large vehicle.
        (vec![term(2.0, Payload, 0.5)], 5.0, 2.0 * 5.0_f64.sqrt()),
        // M = P + M / 2: twice the payload, for each number.
        (
            vec![term(1.0, Payload, 1.0), term(0.5, Dry, 1.0)],
            3.0,
            10.0,
        ),
        // M = P + M^2 / 100, the smaller root 50 - sqrt(2500 - 100 P): P = 1 for each of 5.
        (
            vec![term(1.0, Payload, 1.0), term(0.01, Dry, 2.0)],
            5.0,
            5.0 * (50.0 - 2400.0_f64.sqrt()),
        ),
        // The propellant capacity is the least one: M = P + Q.
        (
            vec![term(1.0, Payload, 1.0), term(1.0, Propellant, 1.0)],
            5.0,
            6.0,
        ),
    ];
    for (terms, copies, expected) in cases {
        let designed = carriers(law(terms.clone()), copies, 5.0);
        let found = solved(&designed).unwrap();
        assert_eq!(found.stop, Stop::Optimal, "{terms:?}");
        let objective = found.point.unwrap().objective;
        assert!(
            (objective / expected - 1.0).abs() < 1e-6,
            "{terms:?}: {objective}, not {expected}"
        );
        let bound = found.bound.unwrap();
        assert!(
            bound <= objective && bound > objective * (1.0 - 1e-6),
            "{bound}"
        );
    }
}

#[test]
fn a_program_that_gains_from_weight_is_held_to_the_law_too() {
    for (exponent, payload) in [(0.5, 4.0), (2.0, 3.0)] {
        let mut designed = carriers(law(vec![term(1.0, Payload, exponent)]), 2.0, 1.0);
        let Sized {
            payload: size, dry, ..
        } = designed.sized[0];
        let mass = designed.products[1].product;
        designed.program.set_cost(mass, 0.0);
        designed.program.set_cost(dry, -1.0);
        designed.program.row("size", 0.0, payload, &[(size, 1.0)]);
        let found = solved(&designed).unwrap();
        assert_eq!(found.stop, Stop::Optimal, "{exponent}");
        let (objective, expected) = (found.point.unwrap().objective, -payload.powf(exponent));
        assert!(
            (objective / expected - 1.0).abs() < 1e-6,
            "{objective}, not {expected}"
        );
    }
}

#[test]
fn many_copies_are_counted_in_powers_of_two() {
    // n + 12.5 k^2 / n for a load of 5 k, least near n = 3.54 k; at most 40 copies of 0.5 and more.
    let terms = vec![term(1.0, One, 1.0), term(0.5, Payload, 2.0)];
    let designed = carriers(law(terms), 40.0, 30.0);
    let found = solved(&designed).unwrap();
    let point = found.point.unwrap();
    let count = point.values[designed.products[0].count.at()];
    assert_eq!((found.stop, count), (Stop::Optimal, 21.0));
    assert!((point.objective - (21.0 + 450.0 / 21.0)).abs() < 1e-4);
}

#[test]
fn a_load_that_nothing_carries_is_infeasible() {
    let designed = carriers(law(vec![term(1.0, Payload, 1.0)]), 2.0, 21.0);
    let found = solved(&designed).unwrap();
    assert_eq!(
        (found.stop, found.point, found.bound),
        (Stop::Infeasible, None, None)
    );
    let mut narrow = carriers(law(vec![term(1.0, Payload, 1.0)]), 2.0, 1.0);
    let dry = narrow.sized[0].dry;
    narrow.program.set_bounds(dry, 0.0, 0.25);
    assert_eq!(solved(&narrow).unwrap().stop, Stop::Infeasible);
}

fn refusal(designed: &Designed) -> String {
    match solved(designed) {
        Err(EngineError::Malformed(why)) => why,
        answer => format!("{answer:?}"),
    }
}

#[test]
fn a_law_that_cannot_be_taken_apart_is_refused_by_its_term() {
    let mut mixed = law(vec![
        term(1.0, One, 1.0),
        term(2.0, SizingQuantity::Auxiliary(0), 0.5),
    ]);
    mixed.auxiliaries.push(Auxiliary {
        name: "both".to_owned(),
        terms: vec![term(1.0, Payload, 1.0), term(1.0, Propellant, 1.0)],
    });
    let why = refusal(&carriers(mixed.clone(), 2.0, 5.0));
    assert!(why.contains("term 1 of the sizing law mixes"), "{why}");
    // As a plain sum it is no obstacle: M = 1 + 2 (P + Q).
    mixed.terms[1].exponent = 1.0;
    let objective = solved(&carriers(mixed, 2.0, 5.0))
        .unwrap()
        .point
        .unwrap()
        .objective;
    assert!((objective - 13.0).abs() < 1e-5, "{objective}");
    let bends = law(vec![
        term(1.0, Payload, 3.0),
        term(-9.0, Payload, 2.0),
        term(200.0, One, 1.0),
    ]);
    let why = refusal(&carriers(bends, 2.0, 5.0));
    assert!(
        why.contains("the terms in payload") && why.contains("bend both ways"),
        "{why}"
    );
}

#[test]
fn products_that_make_no_sense_are_refused() {
    let law = || law(vec![term(1.0, Payload, 1.0)]);
    let mut broken = carriers(law(), 2.0, 1.0);
    let count = broken.products[0].count;
    broken.program.set_bounds(count, 0.0, f64::INFINITY);
    assert!(refusal(&broken).contains("count 'n'"));
    let mut broken = carriers(law(), 2.0, 1.0);
    broken.products[0].factor = count;
    assert!(refusal(&broken).contains("factor 'n'"));
    let mut broken = carriers(law(), 2.0, 1.0);
    broken.unit_kg = 0.0;
    assert!(refusal(&broken).contains("unit"));
}

/// Stops at the first point.
struct Impatient {
    seen: Vec<f64>,
    columns: Vec<Column>,
}

impl Watch for Impatient {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        if progress.incumbent.is_some() {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    fn incumbent(&mut self, objective: f64, values: &[f64]) {
        assert!(values.len() > self.columns.len());
        self.seen.push(objective);
    }
}

#[test]
fn a_watch_that_breaks_keeps_the_best_point() {
    let terms = vec![term(1.0, One, 1.0), term(0.5, Payload, 2.0)];
    let designed = carriers(law(terms), 5.0, 5.0);
    let columns = vec![designed.sized[0].payload];
    let mut watch = Impatient {
        seen: vec![],
        columns,
    };
    let found = solve(&designed, &Highs, &options(), &mut watch).unwrap();
    assert_eq!(found.stop, Stop::Cancelled);
    assert_eq!(
        watch.seen.last().copied(),
        found.point.map(|point| point.objective)
    );
}
