//! How far columns reach.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use portolan_solver::{Column, ColumnKind, Options, Program, Range, engine, engines};

/// x + y <= 4.5, x - y <= 1, x whole and at most 10, y at least 0, z free: x reaches from 0 to 2.75, y to 4.5.
fn program() -> (Program, [Column; 3]) {
    let mut program = Program::new("reach");
    let x = program.column("x", 0.0, 10.0, -3.0, ColumnKind::Integer);
    let y = program.column("y", 0.0, 10.0, 5.0, ColumnKind::Continuous);
    let inf = f64::INFINITY;
    let z = program.column("z", -inf, inf, 1.0, ColumnKind::Continuous);
    program.row("sum", -inf, 4.5, &[(x, 1.0), (y, 1.0)]);
    program.row("difference", -inf, 1.0, &[(x, 1.0), (y, -1.0)]);
    (program, [x, y, z])
}

#[test]
fn extents_pass_over_costs_and_whole_numbers() {
    let (program, columns) = program();
    let inf = f64::INFINITY;
    for name in engines() {
        let engine = engine(name).unwrap();
        let found = engine
            .extents(&program, &columns, &Options::default())
            .unwrap()
            .unwrap();
        for (found, (from, to)) in found.iter().zip([(0.0, 2.75), (0.0, 4.5), (-inf, inf)]) {
            let near = |a: f64, b: f64| a == b || (a - b).abs() < 1e-7;
            let Range {
                from: least,
                to: most,
            } = *found;
            assert!(near(least, from) && near(most, to), "{name}: {found:?}");
        }
    }
}

#[test]
fn nothing_reaches_anywhere_where_no_point_holds() {
    let (mut program, columns) = program();
    program.row(
        "more",
        5.0,
        f64::INFINITY,
        &[(columns[0], 1.0), (columns[1], 1.0)],
    );
    for name in engines() {
        let found = engine(name)
            .unwrap()
            .extents(&program, &columns, &Options::default());
        assert_eq!(found.unwrap(), None, "{name}");
    }
}
