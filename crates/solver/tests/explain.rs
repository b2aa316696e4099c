//! Why there is no point, what would have to give way, and how far a best point holds.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{Random, all_engines, linear, random_program};
use portolan_solver::{
    Abilities, Column, ColumnKind, Conflict, Demand, Engine, EngineError, MicroLp, Options,
    Program, Progress, Range, Row, Sides, Solution, Stop, Unwatched, Verdict, Watch, least_relief,
    smallest_conflict,
};
use std::ops::ControlFlow;

const INF: f64 = f64::INFINITY;

/// One column between bounds, and a row that holds it between others for each pair of sides.
fn one_column(kind: ColumnKind, sides: &[(f64, f64)]) -> (Program, Column, Vec<Row>) {
    let mut program = Program::new("one column");
    let x = program.column("x", 0.0, 100.0, 1.0, kind);
    let rows = sides
        .iter()
        .map(|(lower, upper)| program.row("side", *lower, *upper, &[(x, 1.0)]));
    let rows = rows.collect();
    (program, x, rows)
}

fn each(rows: &[Row]) -> Vec<Vec<Demand>> {
    rows.iter().map(|row| vec![Demand::Row(*row)]).collect()
}

fn explained(engine: &dyn Engine, program: &Program, groups: &[Vec<Demand>]) -> Verdict {
    smallest_conflict(engine, program, groups, &Options::default(), &mut Unwatched).unwrap()
}

fn conflict(groups: &[usize], in_relaxation: bool) -> Verdict {
    Verdict::Conflict(Conflict {
        groups: groups.to_vec(),
        irreducible: true,
        in_relaxation,
    })
}

#[test]
fn a_conflict_names_its_groups_and_no_others() {
    let real = ColumnKind::Continuous;
    let sides = [
        (-INF, 50.0),
        (1.0, INF),
        (-INF, 7.0),
        (3.0, 40.0),
        (8.0, INF),
        (9.0, INF),
    ];
    let (program, x, rows) = one_column(real, &sides);
    for engine in all_engines() {
        assert_eq!(
            explained(&*engine, &program, &each(&rows)),
            conflict(&[2, 4], true)
        );
        // The order says whom to blame: at most 7 against at least 9.
        let other_order = each(&[rows[0], rows[2], rows[5], rows[4]]);
        assert_eq!(
            explained(&*engine, &program, &other_order),
            conflict(&[1, 2], true)
        );
        // What stands in no group is not to blame: the last two stay in force.
        assert_eq!(
            explained(&*engine, &program, &each(&rows[..4])),
            conflict(&[2], true)
        );
        assert_eq!(explained(&*engine, &program, &[]), conflict(&[], true));
        let bounds = vec![vec![Demand::Row(rows[2])], vec![Demand::Bounds(x)]];
        assert_eq!(explained(&*engine, &program, &bounds), conflict(&[0], true));
    }
}

#[test]
fn bounds_can_be_to_blame() {
    let (program, x, rows) = one_column(ColumnKind::Continuous, &[(150.0, INF), (0.0, 200.0)]);
    let mut groups = each(&rows);
    groups.push(vec![Demand::Bounds(x)]);
    for engine in all_engines() {
        assert_eq!(
            explained(&*engine, &program, &groups),
            conflict(&[0, 2], true)
        );
    }
}

#[test]
fn whole_numbers_can_be_to_blame() {
    // Between 0.4 and 0.6 there is no whole number, although each side alone leaves some.
    let (program, _, rows) =
        one_column(ColumnKind::Integer, &[(-INF, 5.0), (0.4, INF), (-INF, 0.6)]);
    for engine in all_engines() {
        assert_eq!(
            explained(&*engine, &program, &each(&rows)),
            conflict(&[1, 2], false)
        );
    }
}

#[test]
fn a_conflict_of_the_relaxation_is_made_smaller_where_whole_numbers_allow() {
    // The relaxation needs both groups; one of them has no whole number by itself.
    let (program, _, rows) =
        one_column(ColumnKind::Integer, &[(0.4, INF), (-INF, 0.6), (0.7, INF)]);
    let groups = [
        vec![Demand::Row(rows[0]), Demand::Row(rows[1])],
        vec![Demand::Row(rows[2])],
    ];
    for engine in all_engines() {
        assert_eq!(explained(&*engine, &program, &groups), conflict(&[0], true));
    }
}

#[test]
fn a_program_with_a_point_has_no_conflict() {
    let (program, _, rows) = one_column(ColumnKind::Integer, &[(3.0, INF), (-INF, 7.0)]);
    for engine in all_engines() {
        assert_eq!(
            explained(&*engine, &program, &each(&rows)),
            Verdict::Feasible
        );
    }
}

/// The program without the demands of some groups.
fn without(program: &Program, groups: &[Vec<Demand>], keep: impl Fn(usize) -> bool) -> Program {
    let mut rest = program.clone();
    for (at, group) in groups.iter().enumerate() {
        for demand in group.iter().filter(|_| !keep(at)) {
            match demand {
                Demand::Row(row) => rest.set_row_bounds(*row, -INF, INF),
                Demand::Bounds(column) => rest.set_bounds(*column, -INF, INF),
            }
        }
    }
    rest
}

#[test]
fn conflicts_of_random_programs_cannot_be_made_smaller() {
    let mut random = Random(42);
    let mut found = 0;
    for at in 0..240 {
        let program = random_program(&mut random, [0, 6][at % 2]);
        let mut groups = each(&program.all_rows().collect::<Vec<_>>());
        // Bounds of whole columns stay in force, for without them microlp is at its limits.
        let real = |column: &Column| program.kind(*column) == ColumnKind::Continuous;
        groups.extend(
            program
                .all_columns()
                .filter(real)
                .map(|column| vec![Demand::Bounds(column)]),
        );
        for engine in all_engines() {
            let feasible = |keep: &dyn Fn(usize) -> bool| {
                let program = without(&program, &groups, keep);
                let solved = engine
                    .solve(&program, &Options::default(), &mut Unwatched)
                    .unwrap();
                solved.stop != Stop::Infeasible
            };
            let answer = smallest_conflict(
                &*engine,
                &program,
                &groups,
                &Options::default(),
                &mut Unwatched,
            );
            let conflict = match answer {
                Ok(Verdict::Conflict(conflict)) => conflict,
                Ok(verdict) => {
                    assert_eq!(verdict, Verdict::Feasible);
                    assert!(feasible(&|_| true));
                    continue;
                }
                Err(EngineError::Unable { .. }) => continue,
                Err(error) => panic!("{error}"),
            };
            found += 1;
            assert!(conflict.irreducible);
            let groups = &conflict.groups;
            assert!(
                !feasible(&|at| groups.contains(&at)),
                "{conflict:?}\n{program:?}"
            );
            for left_out in groups {
                let rest = |at| at != *left_out && groups.contains(&at);
                assert!(
                    feasible(&rest),
                    "{conflict:?} without {left_out}\n{program:?}"
                );
            }
        }
    }
    assert!(found >= 40, "{found}");
}

/// Breaks at a certain call and from then on.
struct Breaks(usize);

impl Watch for Breaks {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        if self.0 == 0 {
            return ControlFlow::Break(());
        }
        self.0 -= 1;
        ControlFlow::Continue(())
    }
}

#[test]
fn a_search_for_a_conflict_that_is_stopped_says_so() {
    let sides: Vec<_> = (0..40)
        .map(|at| if at == 35 { (8.0, INF) } else { (-INF, 7.0) })
        .collect();
    let (program, _, rows) = one_column(ColumnKind::Continuous, &sides);
    let ask = |calls| {
        let options = Options::default();
        smallest_conflict(
            &MicroLp,
            &program,
            &each(&rows),
            &options,
            &mut Breaks(calls),
        )
        .unwrap()
    };
    assert_eq!(ask(0), Verdict::Unknown(Stop::Cancelled));
    let mut cut_short = 0;
    for calls in 1..100 {
        let Verdict::Conflict(found) = ask(calls) else {
            panic!("{calls}")
        };
        assert!(
            found.groups.contains(&35) && found.groups.len() > 1,
            "{found:?}"
        );
        assert!(found.irreducible || calls < 99);
        assert!(!found.irreducible || found.groups == [0, 35]);
        cut_short += usize::from(!found.irreducible);
    }
    assert!(cut_short > 3);
}

/// An engine that never gives a point away.
struct Doubtful;

impl Engine for Doubtful {
    fn name(&self) -> &'static str {
        "doubtful"
    }

    fn abilities(&self) -> Abilities {
        MicroLp.abilities()
    }

    fn solve(
        &self,
        program: &Program,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        let solution = MicroLp.solve(program, options, watch)?;
        let doubtful = Solution {
            stop: Stop::Numerical,
            point: None,
            bound: None,
            nodes: 0,
        };
        Ok(if solution.stop == Stop::Infeasible {
            solution
        } else {
            doubtful
        })
    }
}

#[test]
fn a_conflict_is_not_called_irreducible_where_an_engine_was_in_doubt() {
    let (program, _, rows) = one_column(
        ColumnKind::Continuous,
        &[(8.0, INF), (-INF, 9.0), (-INF, 7.0)],
    );
    let answer = explained(&Doubtful, &program, &each(&rows));
    let groups = vec![0, 2];
    let expected = Conflict {
        groups,
        irreducible: false,
        in_relaxation: true,
    };
    assert_eq!(answer, Verdict::Conflict(expected));
    let (program, _, rows) = one_column(ColumnKind::Continuous, &[(8.0, INF), (-INF, 9.0)]);
    assert_eq!(
        explained(&Doubtful, &program, &each(&rows)),
        Verdict::Unknown(Stop::Numerical)
    );
}

#[test]
fn the_cheapest_rows_give_way() {
    // At least 10 and at most 7: three units lie between them.
    let (program, _, rows) = one_column(
        ColumnKind::Continuous,
        &[(10.0, INF), (-INF, 7.0), (5.0, 5.0)],
    );
    let relief = |engine: &dyn Engine, weights: &[f64]| {
        let relaxable: Vec<_> = rows.iter().copied().zip(weights.iter().copied()).collect();
        least_relief(
            engine,
            &program,
            &relaxable,
            &Options::default(),
            &mut Unwatched,
        )
        .unwrap()
    };
    for engine in all_engines() {
        // Only the first gives way: at x = 5 it lacks 5.
        let first = relief(&*engine, &[2.0]).unwrap();
        assert_eq!(
            (first.stop, first.total, first.rows),
            (Stop::Optimal, 10.0, vec![(rows[0], -5.0)])
        );
        // The last is cheap: x = 7 costs 3 + 0.2 and x = 10 costs 0.5 + 0.3; the second gives way by 3.
        let mixed = relief(&*engine, &[1.0, 0.1, 0.1]).unwrap();
        assert!((mixed.total - 0.8).abs() < 1e-9);
        assert_eq!(mixed.rows, [(rows[1], 3.0), (rows[2], 5.0)]);
        // The last alone cannot help, for the first two contradict each other.
        let last = [(rows[2], 1.0)];
        let none = least_relief(
            &*engine,
            &program,
            &last,
            &Options::default(),
            &mut Unwatched,
        );
        assert_eq!(none, Ok(None));
    }
}

#[test]
fn nothing_gives_way_where_there_is_a_point() {
    for engine in all_engines() {
        for case in linear()
            .iter()
            .filter(|case| case.answer.0 == Stop::Optimal)
        {
            let program = case.program();
            let relaxable: Vec<_> = program.all_rows().map(|row| (row, 1.0)).collect();
            let options = Options::default();
            let relief = least_relief(&*engine, &program, &relaxable, &options, &mut Unwatched);
            let relief = relief.unwrap().unwrap();
            assert!(
                relief.total.abs() < 1e-8 && relief.rows.is_empty(),
                "{}",
                case.name
            );
        }
    }
}

#[test]
fn a_weight_is_above_zero() {
    let (program, _, rows) = one_column(ColumnKind::Continuous, &[(10.0, INF)]);
    for weight in [0.0, -1.0, f64::NAN, INF] {
        let relaxable = [(rows[0], weight)];
        let answer = least_relief(
            &MicroLp,
            &program,
            &relaxable,
            &Options::default(),
            &mut Unwatched,
        );
        assert!(matches!(answer, Err(EngineError::Malformed(_))), "{weight}");
    }
}

/// The ranges of Wyndor Glass, F. Hillier and G. Lieberman, Introduction to Operations Research (7th edition, 2001),
/// sections 4.7 and 6.7: costs 0 to 7.5 and 2 and up, sides 2 and up, 6 to 18, 12 to 24. Costs are negative here.
#[test]
fn ranges_are_those_of_the_textbook() {
    let program = linear()[0].program();
    for engine in all_engines() {
        let ranging = engine.ranging(&program, &Options::default());
        if !engine.abilities().ranging {
            assert!(matches!(ranging, Err(EngineError::Unable { .. })));
            continue;
        }
        let ranging = ranging.unwrap();
        let range = |from, to| Range { from, to };
        assert_close(&ranging.costs, &[range(-7.5, 0.0), range(-INF, -2.0)]);
        let upper: Vec<_> = ranging.rows.iter().map(|sides| sides.upper).collect();
        assert_close(
            &upper,
            &[range(2.0, INF), range(6.0, 18.0), range(12.0, 24.0)],
        );
        let lower: Vec<_> = ranging.rows.iter().map(|sides| sides.lower).collect();
        assert_close(
            &lower,
            &[range(-INF, 2.0), range(-INF, 12.0), range(-INF, 18.0)],
        );
    }
}

fn assert_close(have: &[Range], want: &[Range]) {
    let close = |a: f64, b: f64| a == b || (a - b).abs() < 1e-9;
    let fits = |(a, b): (&Range, &Range)| close(a.from, b.from) && close(a.to, b.to);
    assert!(
        have.len() == want.len() && have.iter().zip(want).all(fits),
        "{have:?} for {want:?}"
    );
}

/// A number moved most of the way to an end of its range, five at most.
fn moved(number: f64, end: f64) -> f64 {
    if number.is_finite() {
        number + (0.95 * (end - number)).clamp(-5.0, 5.0)
    } else {
        number
    }
}

#[test]
fn within_their_ranges_costs_keep_the_point_and_bounds_the_duals() {
    let mut random = Random(8);
    let mut moves = [0, 0];
    for _ in 0..150 {
        let program = random_program(&mut random, 0);
        for engine in all_engines().filter(|engine| engine.abilities().ranging) {
            let solved = engine
                .solve(&program, &Options::default(), &mut Unwatched)
                .unwrap();
            if solved.point.is_some() {
                assert_costs_keep_the_point(&*engine, &program, &mut moves[0]);
                assert_bounds_keep_the_duals(&*engine, &program, &mut moves[1]);
            } else {
                assert!(engine.ranging(&program, &Options::default()).is_err());
            }
        }
    }
    assert!(moves[0] > 200 && moves[1] > 200, "{moves:?}");
}

fn assert_costs_keep_the_point(engine: &dyn Engine, program: &Program, moves: &mut usize) {
    let options = Options::default();
    let point = engine
        .solve(program, &options, &mut Unwatched)
        .unwrap()
        .point
        .unwrap();
    let ranging = engine
        .ranging(program, &options)
        .unwrap_or_else(|error| panic!("{error}: {program:?}"));
    for (column, range) in program.all_columns().zip(&ranging.costs) {
        let cost = program.cost(column);
        assert!(
            range.from <= cost + 1e-9 && range.to >= cost - 1e-9,
            "{range:?} for {cost}"
        );
        for end in [range.from, range.to] {
            let mut changed = program.clone();
            changed.set_cost(column, moved(cost, end));
            assert_minimum(engine, &changed, changed.objective(&point.values));
            *moves += usize::from(changed != *program);
        }
    }
}

fn assert_bounds_keep_the_duals(engine: &dyn Engine, program: &Program, moves: &mut usize) {
    let options = Options::default();
    let point = engine
        .solve(program, &options, &mut Unwatched)
        .unwrap()
        .point
        .unwrap();
    let duals = point.duals.unwrap();
    let ranging = engine
        .ranging(program, &options)
        .unwrap_or_else(|error| panic!("{error}: {program:?}"));
    for (row, Sides { lower, upper }) in program.all_rows().zip(&ranging.rows) {
        let (least, most) = program.row_bounds(row);
        let mut sides = Vec::new();
        for end in [lower.from, lower.to] {
            let to = moved(least, end);
            sides.push(if least == most { (to, to) } else { (to, most) });
        }
        for end in [upper.from, upper.to] {
            let to = moved(most, end);
            sides.push(if least == most { (to, to) } else { (least, to) });
        }
        for (a, b) in sides.into_iter().filter(|(a, b)| a <= b) {
            let mut changed = program.clone();
            changed.set_row_bounds(row, a, b);
            // A row at its lower bound has a dual above zero, one at its upper bound below.
            let by = match duals[row.at()] {
                0.0 => 0.0,
                dual if dual > 0.0 => dual * (a - least),
                dual => dual * (b - most),
            };
            assert_minimum(engine, &changed, point.objective + by);
            *moves += usize::from(changed != *program);
        }
    }
}

fn assert_minimum(engine: &dyn Engine, program: &Program, want: f64) {
    let solved = engine
        .solve(program, &Options::default(), &mut Unwatched)
        .unwrap();
    let have = solved.point.map(|point| point.objective);
    let near = have.is_some_and(|have| (have - want).abs() <= 1e-6 * (1.0 + want.abs()));
    assert!(near, "{have:?} for {want}\n{program:?}");
}
