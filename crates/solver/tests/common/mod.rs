//! Small programs with known answers, random ones, and what has to hold of any answer.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "each test uses some of it, and a test that cannot go on fails"
)]

use portolan_solver::{
    Column, ColumnKind, Engine, Options, Program, Solution, Stop, Unwatched, engine, engines,
};

const INF: f64 = f64::INFINITY;

/// A program in one line: columns (cost, lower, upper, whole?), rows (lower, upper, coefficients).
pub(crate) struct Case {
    pub(crate) name: &'static str,
    columns: Vec<(f64, f64, f64, bool)>,
    rows: Vec<(f64, f64, Vec<f64>)>,
    offset: f64,
    /// The stop and, where there is one, the minimum.
    pub(crate) answer: (Stop, Option<f64>),
    /// How far off the minimum may be.
    within: f64,
}

impl Case {
    pub(crate) fn program(&self) -> Program {
        let mut program = Program::new(self.name);
        program.set_offset(self.offset);
        let columns: Vec<Column> = (self.columns.iter().enumerate())
            .map(|(at, (cost, lower, upper, whole))| {
                let kind = if *whole {
                    ColumnKind::Integer
                } else {
                    ColumnKind::Continuous
                };
                program.column(&format!("x{at}"), *lower, *upper, *cost, kind)
            })
            .collect();
        for (at, (lower, upper, coefficients)) in self.rows.iter().enumerate() {
            let entries: Vec<_> = columns
                .iter()
                .copied()
                .zip(coefficients.iter().copied())
                .collect();
            program.row(&format!("r{at}"), *lower, *upper, &entries);
        }
        program
    }
}

pub(crate) fn case(
    name: &'static str,
    columns: &[(f64, f64, f64, bool)],
    rows: &[(f64, f64, &[f64])],
    answer: (Stop, Option<f64>),
) -> Case {
    let rows = rows
        .iter()
        .map(|(lower, upper, c)| (*lower, *upper, c.to_vec()))
        .collect();
    Case {
        name,
        columns: columns.to_vec(),
        rows,
        offset: 0.0,
        answer,
        within: 1e-7,
    }
}

const fn real(cost: f64) -> (f64, f64, f64, bool) {
    (cost, 0.0, INF, false)
}

const fn free(cost: f64) -> (f64, f64, f64, bool) {
    (cost, -INF, INF, false)
}

const fn whole(cost: f64, upper: f64) -> (f64, f64, f64, bool) {
    (cost, 0.0, upper, true)
}

fn optimal(minimum: f64) -> (Stop, Option<f64>) {
    (Stop::Optimal, Some(minimum))
}

const INFEASIBLE: (Stop, Option<f64>) = (Stop::Infeasible, None);
const UNBOUNDED: (Stop, Option<f64>) = (Stop::Unbounded, None);

/// Linear programs. Minima by hand at the vertex named, or from the source named.
pub(crate) fn linear() -> Vec<Case> {
    vec![
        // Dantzig, Linear Programming and Extensions (1963), and most textbooks: 3x + 5y, vertex (2, 6).
        case(
            "textbook",
            &[real(-3.0), real(-5.0)],
            &[
                (-INF, 4.0, &[1.0, 0.0]),
                (-INF, 12.0, &[0.0, 2.0]),
                (-INF, 18.0, &[3.0, 2.0]),
            ],
            optimal(-36.0),
        ),
        // E. Beale, Naval Research Logistics Quarterly 2 (1955): cycles under the first rule of Dantzig; -1/20.
        case(
            "Beale's cycling program",
            &[real(-0.75), real(150.0), real(-0.02), real(6.0)],
            &[
                (-INF, 0.0, &[0.25, -60.0, -0.04, 9.0]),
                (-INF, 0.0, &[0.5, -90.0, -0.02, 3.0]),
                (-INF, 1.0, &[0.0, 0.0, 1.0, 0.0]),
            ],
            optimal(-0.05),
        ),
        // V. Klee, G. Minty (1972), three dimensions: -5^3 at (0, 0, 125).
        case(
            "Klee and Minty's cube",
            &[real(-4.0), real(-2.0), real(-1.0)],
            &[
                (-INF, 5.0, &[1.0, 0.0, 0.0]),
                (-INF, 25.0, &[4.0, 1.0, 0.0]),
                (-INF, 125.0, &[8.0, 4.0, 1.0]),
            ],
            optimal(-125.0),
        ),
        case(
            "degenerate: three rows through one vertex",
            &[real(-1.0), real(-1.0)],
            &[
                (-INF, 1.0, &[1.0, 0.0]),
                (-INF, 1.0, &[0.0, 1.0]),
                (-INF, 2.0, &[1.0, 1.0]),
                (-INF, 3.0, &[1.0, 2.0]),
            ],
            optimal(-2.0),
        ),
        case(
            "infeasible rows",
            &[real(1.0), real(1.0)],
            &[(-INF, 1.0, &[1.0, 1.0]), (3.0, INF, &[1.0, 1.0])],
            INFEASIBLE,
        ),
        case(
            "infeasible only with its bounds",
            &[(0.0, 0.0, 1.0, false), (0.0, 0.0, 1.0, false)],
            &[(2.5, INF, &[1.0, 1.0])],
            INFEASIBLE,
        ),
        case(
            "unbounded",
            &[real(-1.0), real(0.0)],
            &[(-INF, 1.0, &[1.0, -1.0])],
            UNBOUNDED,
        ),
        case("unbounded without rows", &[free(1.0)], &[], UNBOUNDED),
        case(
            "infeasible, and unbounded in the dual",
            &[real(-1.0), real(-1.0)],
            &[
                (1.0, INF, &[1.0, -1.0]),
                (-INF, -1.0, &[-1.0, 1.0]),
                (-INF, 0.0, &[1.0, -1.0]),
            ],
            INFEASIBLE,
        ),
        // x + y = 10 and x - y = 2 leave (6, 4).
        case(
            "equalities only",
            &[real(2.0), real(3.0)],
            &[(10.0, 10.0, &[1.0, 1.0]), (2.0, 2.0, &[1.0, -1.0])],
            optimal(24.0),
        ),
        case(
            "redundant equalities",
            &[real(2.0), real(3.0)],
            &[(10.0, 10.0, &[1.0, 1.0]), (20.0, 20.0, &[2.0, 2.0])],
            optimal(20.0),
        ),
        // The least |x - 3| by two rows: free x and t.
        case(
            "free columns",
            &[free(0.0), free(1.0)],
            &[
                (-3.0, INF, &[-1.0, 1.0]),
                (3.0, INF, &[1.0, 1.0]),
                (-INF, -2.0, &[1.0, 0.0]),
            ],
            optimal(5.0),
        ),
        case(
            "fixed columns",
            &[
                (5.0, 2.0, 2.0, false),
                (1.0, 0.0, INF, false),
                (0.0, -3.0, -3.0, false),
            ],
            &[(4.0, INF, &[1.0, 1.0, 1.0])],
            optimal(15.0),
        ),
        case(
            "an empty row and an empty column",
            &[(2.0, -1.0, 5.0, false), real(1.0)],
            &[(-1.0, 1.0, &[0.0, 0.0]), (3.0, INF, &[0.0, 1.0])],
            optimal(1.0),
        ),
        case(
            "an empty row that cannot hold",
            &[real(1.0)],
            &[(1.0, 2.0, &[0.0])],
            INFEASIBLE,
        ),
        case(
            "a range row, at its lower side",
            &[real(1.0), real(2.0)],
            &[(2.0, 5.0, &[1.0, 1.0])],
            optimal(2.0),
        ),
        case(
            "a range row, at its upper side",
            &[real(-1.0), real(-2.0)],
            &[(2.0, 5.0, &[1.0, 1.0])],
            optimal(-10.0),
        ),
        case(
            "a row that binds nothing",
            &[(1.0, 1.0, 2.0, false)],
            &[(-INF, INF, &[1.0])],
            optimal(1.0),
        ),
        case(
            "a negative upper bound",
            &[(-1.0, -INF, -2.0, false), (1.0, -7.0, INF, false)],
            &[(-10.0, INF, &[1.0, 1.0])],
            optimal(-5.0),
        ),
        // At the vertex x = 1e6, y = 1e-6 * ... : 1e-6 x + 1e6 y >= 2, x <= 1e6: y = 1e-6; cost 1e-6 x + 1e6 y = 2.
        case(
            "badly scaled",
            &[(1e-6, 0.0, 1e6, false), (2e6, 0.0, INF, false)],
            &[(2.0, INF, &[1e-6, 1e6])],
            optimal(3.0),
        ),
        Case {
            offset: -7.5,
            ..case(
                "an offset",
                &[real(1.0)],
                &[(2.0, INF, &[1.0])],
                optimal(-5.5),
            )
        },
        Case {
            offset: 4.0,
            ..case("nothing to decide", &[], &[(-1.0, 1.0, &[])], optimal(4.0))
        },
        case(
            "nothing to decide and nothing possible",
            &[],
            &[(1.0, 1.0, &[])],
            INFEASIBLE,
        ),
        case(
            "no rows",
            &[(1.0, -2.0, 3.0, false), (-1.0, -2.0, 3.0, false)],
            &[],
            optimal(-5.0),
        ),
        // Two plants, three markets; Dantzig's example in the GAMS library (trnsport): 153.675 in its units.
        case(
            "transport",
            &[
                real(0.225),
                real(0.153),
                real(0.162),
                real(0.225),
                real(0.162),
                real(0.126),
            ],
            &[
                (-INF, 350.0, &[1.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
                (-INF, 600.0, &[0.0, 0.0, 0.0, 1.0, 1.0, 1.0]),
                (325.0, INF, &[1.0, 0.0, 0.0, 1.0, 0.0, 0.0]),
                (300.0, INF, &[0.0, 1.0, 0.0, 0.0, 1.0, 0.0]),
                (275.0, INF, &[0.0, 0.0, 1.0, 0.0, 0.0, 1.0]),
            ],
            optimal(153.675),
        ),
    ]
}

/// Programs with whole numbers.
pub(crate) fn mixed() -> Vec<Case> {
    vec![
        // By trying all 16: items 2 and 4 weigh 9 and are worth 11... the best is 1, 2 and 4: weight 10, worth 21.
        case(
            "knapsack",
            &[
                whole(-10.0, 1.0),
                whole(-7.0, 1.0),
                whole(-12.0, 1.0),
                whole(-4.0, 1.0),
            ],
            &[(-INF, 10.0, &[5.0, 3.0, 7.0, 2.0])],
            optimal(-21.0),
        ),
        // 2x = 2y + 1 has real points only.
        case(
            "no whole point although there are others",
            &[whole(1.0, 10.0), whole(1.0, 10.0)],
            &[(1.0, 1.0, &[2.0, -2.0])],
            INFEASIBLE,
        ),
        case(
            "no whole number between the bounds",
            &[(1.0, 0.2, 0.8, true)],
            &[],
            INFEASIBLE,
        ),
        case(
            "unbounded in whole numbers",
            &[whole(-1.0, INF), whole(0.0, INF)],
            &[(-INF, 1.5, &[1.0, -1.0])],
            UNBOUNDED,
        ),
        // The best real point is (4, 1.5) with 5.5; the best whole one has the sum 5.
        case(
            "rounding is not enough",
            &[whole(-1.0, 4.0), whole(-1.0, 9.0)],
            &[(-INF, 7.0, &[1.0, 2.0]), (-INF, 1e9, &[1.0, 1.0])],
            optimal(-5.0),
        ),
        // A fixed cost of 100 opens up to 1e4 at 1 each, against 3 each without opening: 60 units cost 160.
        case(
            "a fixed cost behind a large number",
            &[real(1.0), real(3.0), whole(100.0, 1.0)],
            &[
                (60.0, INF, &[1.0, 1.0, 0.0]),
                (-INF, 0.0, &[1.0, 0.0, -1e4]),
            ],
            optimal(160.0),
        ),
        case(
            "negative whole numbers",
            &[(1.0, -7.5, 7.5, true), (1.0, -INF, INF, false)],
            &[(-10.0, INF, &[1.0, 1.0]), (-2.5, INF, &[0.0, 1.0])],
            optimal(-9.5),
        ),
        // Three of five in a cycle, each pair of neighbours at most once: the relaxation has 2.5.
        case(
            "odd cycle",
            &[
                whole(-1.0, 1.0),
                whole(-1.0, 1.0),
                whole(-1.0, 1.0),
                whole(-1.0, 1.0),
                whole(-1.0, 1.0),
            ],
            &[
                (-INF, 1.0, &[1.0, 1.0, 0.0, 0.0, 0.0]),
                (-INF, 1.0, &[0.0, 1.0, 1.0, 0.0, 0.0]),
                (-INF, 1.0, &[0.0, 0.0, 1.0, 1.0, 0.0]),
                (-INF, 1.0, &[0.0, 0.0, 0.0, 1.0, 1.0]),
                (-INF, 1.0, &[1.0, 0.0, 0.0, 0.0, 1.0]),
            ],
            optimal(-2.0),
        ),
        Case {
            offset: 0.25,
            ..case(
                "one whole number",
                &[(1.0, 0.5, 9.0, true)],
                &[],
                optimal(1.25),
            )
        },
    ]
}

pub(crate) fn all_engines() -> impl Iterator<Item = Box<dyn Engine>> {
    engines()
        .iter()
        .map(|name| engine(name).expect("a name from the list"))
}

pub(crate) fn solve(engine: &dyn Engine, program: &Program) -> Solution {
    let options = Options::default();
    let solved = engine.solve(program, &options, &mut Unwatched);
    solved.unwrap_or_else(|error| panic!("{} on '{}': {error}", engine.name(), program.name()))
}

/// The point holds, its objective is what its values cost and no better than the bound.
pub(crate) fn assert_sound(engine: &dyn Engine, program: &Program, solution: &Solution) {
    let name = format!("{} on '{}'", engine.name(), program.name());
    let Some(point) = &solution.point else { return };
    assert_eq!(program.violations(&point.values, 1e-7), [], "{name}");
    assert_eq!(point.objective, program.objective(&point.values), "{name}");
    if let Some(bound) = solution.bound {
        let slack = 1e-6 * (1.0 + point.objective.abs());
        assert!(
            bound <= point.objective + slack,
            "{name}: bound {bound}, {}",
            point.objective
        );
    }
    assert_eq!(
        point.duals.is_some(),
        point.reduced_costs.is_some(),
        "{name}"
    );
    if point.duals.is_some() {
        assert_dual(&name, program, point);
    }
}

/// Duals prove the minimum: reduced costs are costs less duals times coefficients, every sign fits the bound
/// that it prices, and the bounds so priced sum up to the objective.
fn assert_dual(name: &str, program: &Program, point: &portolan_solver::Point) {
    let (duals, reduced) = (
        point.duals.as_ref().unwrap(),
        point.reduced_costs.as_ref().unwrap(),
    );
    let mut expected: Vec<f64> = program
        .all_columns()
        .map(|column| program.cost(column))
        .collect();
    let mut worth = program.offset();
    for row in program.all_rows() {
        let dual = duals[row.at()];
        for (column, coefficient) in program.entries(row) {
            expected[column.at()] -= dual * coefficient;
        }
        worth += priced(dual, program.row_bounds(row), name);
    }
    for column in program.all_columns() {
        let (have, want) = (reduced[column.at()], expected[column.at()]);
        assert!(
            (have - want).abs() <= 1e-6 * (1.0 + want.abs()),
            "{name}: {have} for {want}"
        );
        worth += priced(have, program.bounds(column), name);
    }
    let size = 1.0 + point.objective.abs();
    assert!(
        (worth - point.objective).abs() <= 1e-6 * size,
        "{name}: {worth}, {}",
        point.objective
    );
}

/// What a price is worth at the bound that it prices.
fn priced(price: f64, (lower, upper): (f64, f64), name: &str) -> f64 {
    if price.abs() < 1e-7 {
        return 0.0;
    }
    let bound = if price > 0.0 { lower } else { upper };
    assert!(bound.is_finite(), "{name}: the price {price} has no bound");
    price * bound
}

pub(crate) fn assert_answer(engine: &dyn Engine, case: &Case) {
    let program = case.program();
    let solution = solve(engine, &program);
    let name = format!("{} on '{}'", engine.name(), case.name);
    assert_eq!(solution.stop, case.answer.0, "{name}");
    let minimum = solution.point.as_ref().map(|point| point.objective);
    match (minimum, case.answer.1) {
        (Some(have), Some(want)) => {
            assert!(
                (have - want).abs() <= case.within,
                "{name}: {have} for {want}"
            );
        }
        (have, want) => assert_eq!(have, want, "{name}"),
    }
    assert_sound(engine, &program, &solution);
}

/// Random numbers that are the same everywhere: SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number from `least` to `most`.
    pub(crate) fn whole(&mut self, least: i32, most: i32) -> f64 {
        let span = u64::try_from(most - least).unwrap() + 1;
        f64::from(least + i32::try_from(self.next() % span).unwrap())
    }

    /// True so many times in ten.
    pub(crate) fn tenths(&mut self, times: u64) -> bool {
        self.next() % 10 < times
    }
}

/// A random program: so many columns in ten are whole, most are bounded, all where all are whole, rows round a random point, so that most
/// but not all are feasible.
pub(crate) fn random_program(random: &mut Random, whole: u64) -> Program {
    let mut program = Program::new("random");
    let mut point = Vec::new();
    let columns: Vec<Column> = (0..random.whole(1, 7) as usize)
        .map(|at| {
            let lower = if whole < 10 && random.tenths(1) {
                -INF
            } else {
                random.whole(-4, 2)
            };
            let upper = if whole < 10 && random.tenths(3) {
                INF
            } else {
                lower.max(-4.0) + random.whole(0, 6)
            };
            let kind = match random.tenths(whole) {
                true => ColumnKind::Integer,
                false => ColumnKind::Continuous,
            };
            point.push(random.whole(-3, 5).max(lower).min(upper));
            program.column(&format!("x{at}"), lower, upper, random.whole(-6, 9), kind)
        })
        .collect();
    for at in 0..random.whole(0, 7) as usize {
        let mut entries = Vec::new();
        for column in &columns {
            if random.tenths(6) {
                entries.push((*column, random.whole(-9, 9)));
            }
        }
        let level: f64 = entries
            .iter()
            .map(|(column, c)| c * point[column.at()])
            .sum();
        let (lower, upper) = match random.next() % 8 {
            0 => (level, level),
            1 => (level - random.whole(0, 4), level + random.whole(0, 4)),
            2 => (level + random.whole(-1, 3), INF),
            3 | 4 => (level - random.whole(0, 8), INF),
            _ => (-INF, level + random.whole(0, 8)),
        };
        program.row(&format!("r{at}"), lower, upper, &entries);
    }
    program
}
