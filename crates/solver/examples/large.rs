//! Measures a large program: building it, looking through it, writing and reading it, and how soon an engine stops when
//! told:
//! `cargo run --release -p portolan-solver --example large [entries] [engine]`.
//!
//! Without `--features highs` (`--no-default-features`) nothing of C++ is built, and nothing is solved unless
//! `microlp` is asked for.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "an example measures and reports to whoever runs it"
)]

use portolan_solver::{
    Column, ColumnKind, Options, Program, Progress, Watch, engine, lp, mps, read_mps,
};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// Entries in a row.
const WIDTH: usize = 10;

fn timed<T>(what: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    println!("{what:<24} {:>9.3} s", start.elapsed().as_secs_f64());
    result
}

/// A covering program with fixed costs: every tenth column is whole, each row asks for a sum over ten columns.
fn program(entries: usize) -> Program {
    let mut program = Program::new("large");
    let (rows, columns) = (entries / WIDTH, entries / WIDTH * 2);
    let mut state = 1_u64;
    let mut random = move |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let columns: Vec<Column> = (0..columns)
        .map(|at| {
            let kind = if at % 10 == 0 {
                ColumnKind::Integer
            } else {
                ColumnKind::Continuous
            };
            let cost = 1.0 + random(1000) as f64 / 7.0;
            program.column(&format!("flow of goods {at}"), 0.0, 100.0, cost, kind)
        })
        .collect();
    let mut row = Vec::with_capacity(WIDTH);
    for at in 0..rows {
        row.clear();
        for _ in 0..WIDTH {
            let column = columns[random(columns.len() as u64) as usize];
            row.push((column, 1.0 + random(100) as f64 / 3.0));
        }
        program.row(&format!("need {at}"), 50.0, f64::INFINITY, &row);
    }
    program
}

/// Says `Break` once so much time has gone by, and remembers when.
struct Patience {
    start: Instant,
    after: Duration,
    calls: u64,
    said: Option<Instant>,
    longest: Duration,
    last: Instant,
}

impl Watch for Patience {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        self.calls += 1;
        self.longest = self.longest.max(self.last.elapsed());
        self.last = Instant::now();
        if self.start.elapsed() < self.after {
            return ControlFlow::Continue(());
        }
        self.said.get_or_insert_with(Instant::now);
        ControlFlow::Break(())
    }
}

fn stops(name: &str, program: &Program, after: Duration) {
    let Some(engine) = engine(name) else { return };
    let start = Instant::now();
    let mut patience = Patience {
        start,
        after,
        calls: 0,
        said: None,
        longest: Duration::ZERO,
        last: start,
    };
    let solution = engine
        .solve(program, &Options::default(), &mut patience)
        .unwrap();
    let late = patience.said.map(|said| said.elapsed().as_secs_f64());
    println!(
        "{name}: {:?} after {:.2} s with {} nodes and {}; asked {} times, silent for {:.2} s at most, {late:.3?} s after Break",
        solution.stop,
        start.elapsed().as_secs_f64(),
        solution.nodes,
        if solution.point.is_some() {
            "a point"
        } else {
            "no point"
        },
        patience.calls,
        patience.longest.as_secs_f64(),
    );
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let entries = arguments
        .next()
        .map_or(1_000_000, |word| word.parse().unwrap());
    let name = arguments.next().unwrap_or_else(|| "highs".to_owned());
    let program = timed("building", || program(entries));
    println!(
        "{} columns, {} rows, {} entries",
        program.columns(),
        program.rows(),
        program.nonzeros()
    );
    timed("checking", || program.check()).unwrap();
    timed("scale report", || program.scale_report());
    timed("violations of a point", || {
        program
            .violations(&vec![1.0; program.columns()], 1e-9)
            .len()
    });
    let text = timed("writing MPS", || mps(&program));
    timed("writing LP", || lp(&program).len());
    timed("reading MPS", || read_mps(&text)).unwrap();
    println!("{} MB of MPS", text.len() / 1_000_000);
    let mut relaxed = program.clone();
    for column in program.all_columns() {
        relaxed.set_kind(column, ColumnKind::Continuous);
    }
    for after_s in [1, 5] {
        stops(&name, &relaxed, Duration::from_secs(after_s));
        stops(&name, &program, Duration::from_secs(after_s));
    }
}
