//! Searches that are watched, stopped, started from a point and repeated.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use common::{Random, all_engines, linear, mixed};
use portolan_solver::{
    ColumnKind, EngineError, Options, Program, Progress, Solution, Stop, Unwatched, Watch, engine,
};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// A market split program (G. Cornuejols, M. Dawande, INFORMS Journal on Computing 11, 1999): hard for branch
/// and bound at this size, and feasible at any point, for the misfit is what is minimised.
fn market_split(rows: usize, columns: usize) -> Program {
    let mut random = Random(7);
    let mut program = Program::new("market split");
    let whole = ColumnKind::Integer;
    let shops: Vec<_> = (0..columns)
        .map(|at| program.column(&format!("shop{at}"), 0.0, 1.0, 0.0, whole))
        .collect();
    for row in 0..rows {
        let real = ColumnKind::Continuous;
        let over = program.column(&format!("over{row}"), 0.0, f64::INFINITY, 1.0, real);
        let under = program.column(&format!("under{row}"), 0.0, f64::INFINITY, 1.0, real);
        let mut entries: Vec<_> = shops
            .iter()
            .map(|shop| (*shop, random.whole(0, 99)))
            .collect();
        let half = entries.iter().map(|(_, size)| size).sum::<f64>() / 2.0;
        entries.extend([(over, 1.0), (under, -1.0)]);
        program.row(
            &format!("product{row}"),
            half.floor(),
            half.floor(),
            &entries,
        );
    }
    program
}

/// Counts what it hears, and says `Break` at a certain call.
struct Count {
    calls: usize,
    incumbents: Vec<(f64, Vec<f64>)>,
    last: Progress,
    stop_at: usize,
    stop_at_incumbent: usize,
}

impl Count {
    fn until(stop_at: usize, stop_at_incumbent: usize) -> Self {
        let last = Progress::default();
        Self {
            calls: 0,
            incumbents: Vec::new(),
            last,
            stop_at,
            stop_at_incumbent,
        }
    }
}

impl Watch for Count {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        self.calls += 1;
        self.last = *progress;
        let enough = self.incumbents.len() >= self.stop_at_incumbent;
        if self.calls >= self.stop_at || enough {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn incumbent(&mut self, objective: f64, values: &[f64]) {
        self.incumbents.push((objective, values.to_vec()));
    }
}

fn holds(program: &Program, solution: &Solution) -> bool {
    let point = solution.point.as_ref();
    point.is_some_and(|point| program.violations(&point.values, 1e-9).is_empty())
}

#[test]
fn a_watch_that_breaks_at_once_cancels_every_engine() {
    let program = market_split(4, 30);
    for engine in all_engines() {
        let mut watch = Count::until(1, usize::MAX);
        let solution = engine
            .solve(&program, &Options::default(), &mut watch)
            .unwrap();
        assert_eq!(solution.stop, Stop::Cancelled, "{}", engine.name());
        assert_eq!(watch.calls, 1, "{}: it is not asked again", engine.name());
    }
}

#[test]
fn a_cancelled_search_keeps_its_best_point() {
    let program = market_split(4, 30);
    for engine in all_engines() {
        let mut watch = Count::until(usize::MAX, 2);
        let solution = engine
            .solve(&program, &Options::default(), &mut watch)
            .unwrap();
        assert_eq!(solution.stop, Stop::Cancelled, "{}", engine.name());
        assert!(holds(&program, &solution), "{}", engine.name());
        let (objective, values) = watch.incumbents.last().unwrap();
        let point = solution.point.unwrap();
        assert!(point.objective <= objective + 1e-6, "{}", engine.name());
        assert_eq!(values.len(), program.columns(), "{}", engine.name());
        assert!(
            (program.objective(values) - objective).abs() < 1e-6,
            "{}",
            engine.name()
        );
        let better = watch
            .incumbents
            .windows(2)
            .all(|pair| pair[1].0 < pair[0].0);
        assert!(better, "{}: each incumbent is better", engine.name());
    }
}

#[test]
fn progress_brackets_the_minimum() {
    // The minimum by running to the end, which takes a moment at this size.
    let program = market_split(3, 14);
    for engine in all_engines() {
        let mut watch = Count::until(usize::MAX, usize::MAX);
        let solution = engine
            .solve(&program, &Options::default(), &mut watch)
            .unwrap();
        assert_eq!(solution.stop, Stop::Optimal, "{}", engine.name());
        let objective = solution.point.as_ref().unwrap().objective;
        assert!(
            watch
                .last
                .bound
                .is_none_or(|bound| bound <= objective + 1e-6)
        );
        assert!(
            watch
                .last
                .incumbent
                .is_none_or(|incumbent| incumbent >= objective - 1e-6)
        );
        assert!(
            solution.gap().unwrap() <= 1e-6,
            "{}: {:?}",
            engine.name(),
            solution.gap()
        );
        assert!(watch.calls > 1);
    }
}

#[test]
fn the_node_limit_stops_the_search() {
    let program = market_split(4, 30);
    for engine in all_engines() {
        let options = Options {
            node_limit: Some(200),
            ..Options::default()
        };
        let solution = engine.solve(&program, &options, &mut Unwatched).unwrap();
        assert_eq!(solution.stop, Stop::Nodes, "{}", engine.name());
        // Plunging may go some nodes beyond.
        assert!(
            (100..400).contains(&solution.nodes),
            "{}: {}",
            engine.name(),
            solution.nodes
        );
        assert!(holds(&program, &solution), "{}", engine.name());
        assert!(
            solution.gap().is_some_and(|gap| gap > 0.0),
            "{}",
            engine.name()
        );
    }
}

#[test]
fn no_time_at_all_is_a_stop_and_no_failure() {
    let program = market_split(4, 30);
    for engine in all_engines() {
        let options = Options {
            time_limit: Some(Duration::ZERO),
            ..Options::default()
        };
        let solution = engine.solve(&program, &options, &mut Unwatched).unwrap();
        assert_eq!(solution.stop, Stop::Time, "{}", engine.name());
    }
}

#[test]
fn a_good_start_is_kept() {
    let program = market_split(4, 30);
    for engine in all_engines().filter(|engine| engine.abilities().warm_start) {
        let long = Options {
            node_limit: Some(300),
            ..Options::default()
        };
        let start = engine
            .solve(&program, &long, &mut Unwatched)
            .unwrap()
            .point
            .unwrap();
        let options = Options {
            node_limit: Some(1),
            start: Some(start.values),
            ..Options::default()
        };
        let solution = engine.solve(&program, &options, &mut Unwatched).unwrap();
        let found = solution.point.unwrap().objective;
        assert!(
            found <= start.objective + 1e-6,
            "{}: {found}, {}",
            engine.name(),
            start.objective
        );
    }
}

#[test]
fn a_start_that_does_not_hold_does_no_harm() {
    let program = market_split(3, 12);
    for engine in all_engines() {
        let plain = engine
            .solve(&program, &Options::default(), &mut Unwatched)
            .unwrap();
        let start = Some(vec![0.5; program.columns()]);
        let options = Options {
            start,
            ..Options::default()
        };
        let started = engine.solve(&program, &options, &mut Unwatched).unwrap();
        assert_eq!(started.stop, Stop::Optimal, "{}", engine.name());
        let minimum = |solution: Solution| solution.point.unwrap().objective;
        assert!(
            (minimum(plain) - minimum(started)).abs() < 1e-6,
            "{}",
            engine.name()
        );
    }
}

#[test]
fn the_same_program_gives_the_same_bytes() {
    let bytes = |solution: &Solution| format!("{solution:?}");
    for engine in all_engines() {
        for case in linear().iter().chain(&mixed()) {
            let program = case.program();
            let solve = || {
                engine
                    .solve(&program, &Options::default(), &mut Unwatched)
                    .unwrap()
            };
            assert_eq!(
                bytes(&solve()),
                bytes(&solve()),
                "{} on '{}'",
                engine.name(),
                case.name
            );
        }
        let program = market_split(4, 24);
        let options = Options {
            node_limit: Some(100),
            ..Options::default()
        };
        let solve = || engine.solve(&program, &options, &mut Unwatched).unwrap();
        let first = bytes(&solve());
        // On another thread too.
        let other = std::thread::scope(|scope| scope.spawn(|| bytes(&solve())).join().unwrap());
        assert_eq!(first, other, "{}", engine.name());
    }
}

#[test]
fn a_watch_does_not_change_the_answer() {
    let program = market_split(3, 14);
    for engine in all_engines() {
        let unwatched = engine
            .solve(&program, &Options::default(), &mut Unwatched)
            .unwrap();
        let mut watch = Count::until(usize::MAX, usize::MAX);
        let watched = engine
            .solve(&program, &Options::default(), &mut watch)
            .unwrap();
        assert_eq!(unwatched, watched, "{}", engine.name());
    }
}

#[test]
fn a_panic_of_the_watch_comes_out_as_it_is() {
    struct Careless;
    impl Watch for Careless {
        fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
            std::panic::resume_unwind(Box::new("careless"));
        }
    }
    let program = market_split(4, 30);
    for engine in all_engines() {
        let run = || engine.solve(&program, &Options::default(), &mut Careless);
        let panic = catch_unwind(AssertUnwindSafe(run)).unwrap_err();
        assert_eq!(
            panic.downcast_ref::<&str>(),
            Some(&"careless"),
            "{}",
            engine.name()
        );
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut program = market_split(1, 3);
    let refused = [
        Options {
            relative_gap: -1.0,
            ..Options::default()
        },
        Options {
            absolute_gap: f64::NAN,
            ..Options::default()
        },
        Options {
            feasibility: 0.0,
            ..Options::default()
        },
        Options {
            feasibility: f64::NAN,
            ..Options::default()
        },
        Options {
            start: Some(vec![0.0]),
            ..Options::default()
        },
        Options {
            start: Some(vec![f64::NAN; 5]),
            ..Options::default()
        },
    ];
    for engine in all_engines() {
        for options in &refused {
            let answer = engine.solve(&program, options, &mut Unwatched);
            assert!(
                matches!(answer, Err(EngineError::Malformed(_))),
                "{options:?}: {answer:?}"
            );
        }
    }
    let first = program.all_columns().next().unwrap();
    program.set_bounds(first, 1.0, 0.0);
    for engine in all_engines() {
        let answer = engine.solve(&program, &Options::default(), &mut Unwatched);
        assert!(
            matches!(answer, Err(EngineError::Malformed(_))),
            "{answer:?}"
        );
    }
}

#[test]
fn an_engine_refuses_what_it_would_take_for_something_else() {
    let far = |lower: f64, upper: f64, cost: f64, coefficient: f64, side: f64| {
        let mut program = Program::new("far");
        let x = program.column("x", lower, upper, cost, ColumnKind::Continuous);
        program.row("r", side, f64::INFINITY, &[(x, coefficient)]);
        program
    };
    let highs = [
        far(0.0, 1e20, 1.0, 1.0, 0.0),
        far(0.0, 1.0, -1e20, 1.0, 0.0),
        far(0.0, 1.0, 1.0, 1e15, 0.0),
        far(0.0, 1.0, 1.0, 1.0, -1e20),
    ];
    for (name, programs) in [
        ("highs", &highs[..]),
        ("microlp", &[far(0.0, 5e15, -1.0, 1.0, 0.0)]),
    ] {
        let Some(engine) = engine(name) else { continue };
        for program in programs {
            let answer = engine.solve(program, &Options::default(), &mut Unwatched);
            assert!(
                matches!(answer, Err(EngineError::Unable { .. })),
                "{name}: {answer:?}"
            );
        }
    }
}
