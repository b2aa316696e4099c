//! Going on from the basis of one linear program to the next.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_solver::{
    Basis, ColumnKind, Engine, Highs, MicroLp, Options, Program, Stop, Unwatched,
};

/// At most 20 of two goods, worth 3 and 2 each, of the first at most 9: 27 and 22.
fn loading() -> Program {
    let mut program = Program::new("loading");
    let one = program.column("one", 0.0, 9.0, -3.0, ColumnKind::Continuous);
    let two = program.column("two", 0.0, f64::INFINITY, -2.0, ColumnKind::Continuous);
    program.row("room", f64::NEG_INFINITY, 20.0, &[(one, 1.0), (two, 1.0)]);
    program
}

fn best(engine: &dyn Engine, program: &Program, basis: &mut Basis) -> f64 {
    let options = Options::default();
    let solution = engine
        .solve_from(program, &options, &mut Unwatched, basis)
        .unwrap();
    assert_eq!(solution.stop, Stop::Optimal);
    solution.point.unwrap().objective
}

#[test]
fn a_basis_serves_programs_like_its_own_and_larger_ones() {
    let mut basis = Basis::default();
    let mut program = loading();
    assert!((best(&Highs, &program, &mut basis) + 49.0).abs() < 1e-9);
    assert_ne!(basis, Basis::default());
    // Other costs: 20 of the second, worth 4.
    let columns: Vec<_> = program.all_columns().collect();
    program.set_cost(columns[1], -4.0);
    assert!((best(&Highs, &program, &mut basis) + 80.0).abs() < 1e-9);
    // A column and a row more: 6 of the second, 9 of the first and 5 of a third worth 1.
    let three = program.column("three", 0.0, f64::INFINITY, -1.0, ColumnKind::Continuous);
    program.row("few", f64::NEG_INFINITY, 6.0, &[(columns[1], 1.0)]);
    program.row("rest", f64::NEG_INFINITY, 5.0, &[(three, 1.0)]);
    assert!((best(&Highs, &program, &mut basis) + 24.0 + 27.0 + 5.0).abs() < 1e-9);
    // One of a larger program says nothing of a smaller one, and does no harm.
    assert!((best(&Highs, &loading(), &mut basis) + 49.0).abs() < 1e-9);
}

#[test]
fn an_engine_without_bases_solves_as_ever() {
    let mut basis = Basis::default();
    assert!(!MicroLp.abilities().bases && Highs.abilities().bases);
    assert!((best(&MicroLp, &loading(), &mut basis) + 49.0).abs() < 1e-9);
    assert_eq!(basis, Basis::default());
}

#[test]
fn whole_numbers_are_searched_as_ever() {
    let mut program = loading();
    let one = program.all_columns().next().unwrap();
    program.set_kind(one, ColumnKind::Integer);
    let mut basis = Basis::default();
    assert!((best(&Highs, &program, &mut basis) + 49.0).abs() < 1e-9);
    assert_eq!(basis, Basis::default());
}
