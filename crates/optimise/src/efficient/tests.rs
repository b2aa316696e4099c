//! The method on programs whose front is published or can be seen.

use super::oracle::{Least, Oracle};
use super::{Candidate, Drawn, boxes, covers, grid, standing};
use portolan_solver::{
    Column, ColumnKind, Engine, EngineError, Options, Program, Stop, Unwatched, engine,
};
use portolan_testkit::Chance;

/// The best points of a program with several objectives.
struct InProgram {
    program: Program,
    goals: Vec<Vec<(Column, f64)>>,
    engine: Box<dyn Engine>,
    searches: usize,
    /// After so many searches it is told to stop.
    patience: usize,
}

impl InProgram {
    fn new(program: Program, goals: Vec<Vec<(Column, f64)>>) -> Self {
        Self {
            program,
            goals,
            engine: engine("highs").unwrap(),
            searches: 0,
            patience: usize::MAX,
        }
    }

    fn draw(&mut self, most: usize) -> Drawn<Vec<f64>> {
        if self.goals.len() == 2 {
            boxes::draw(self, most).unwrap()
        } else {
            grid::draw(self, most).unwrap()
        }
    }
}

impl Oracle for InProgram {
    type Point = Vec<f64>;

    fn goals(&self) -> usize {
        self.goals.len()
    }

    fn gap(&self) -> f64 {
        1e-9
    }

    fn least_step(&self, _: usize) -> f64 {
        1e-5
    }

    fn least(&mut self, order: &[usize], ceilings: &[f64]) -> Result<Least<Vec<f64>>, EngineError> {
        self.searches += 1;
        if self.searches > self.patience {
            return Ok(Least::Stopped(Stop::Cancelled));
        }
        let mut program = self.program.clone();
        for (goal, most) in self.goals.iter().zip(ceilings) {
            program.row("ceiling", f64::NEG_INFINITY, *most, goal);
        }
        let mut bounds = vec![None; self.goals.len()];
        let mut values = Vec::new();
        for at in order {
            for column in program.all_columns() {
                program.set_cost(column, 0.0);
            }
            for (column, cost) in &self.goals[*at] {
                program.set_cost(*column, *cost);
            }
            let solution = self
                .engine
                .solve(&program, &Options::default(), &mut Unwatched)?;
            let Some(point) = solution.point else {
                return Ok(Least::Nothing);
            };
            program.row(
                "held",
                f64::NEG_INFINITY,
                point.objective + 1e-6,
                &self.goals[*at],
            );
            bounds[*at] = solution.bound;
            values = point.values;
        }
        let sum = |goal: &Vec<(Column, f64)>| {
            goal.iter()
                .map(|(column, cost)| values[column.at()] * cost)
                .sum()
        };
        Ok(Least::Found(Candidate {
            values: self.goals.iter().map(sum).collect(),
            bounds,
            proved: true,
            what: values.clone(),
        }))
    }

    fn tell(&mut self, _: usize, _: usize, _: &str) {}
}

/// Yes or no for each item: weights within limits, profits as costs below zero.
fn knapsack(weights: &[Vec<f64>], limits: &[f64], profits: &[Vec<f64>]) -> InProgram {
    let mut program = Program::new("knapsack");
    let columns: Vec<Column> = (0..weights[0].len())
        .map(|_| program.column("item", 0.0, 1.0, 0.0, ColumnKind::Integer))
        .collect();
    let sum = |factors: &[f64], sign: f64| -> Vec<_> {
        columns
            .iter()
            .zip(factors)
            .map(|(column, factor)| (*column, sign * factor))
            .collect()
    };
    for (weight, limit) in weights.iter().zip(limits) {
        program.row("weight", f64::NEG_INFINITY, *limit, &sum(weight, 1.0));
    }
    InProgram::new(
        program,
        profits.iter().map(|profit| sum(profit, -1.0)).collect(),
    )
}

fn numbers(text: &str) -> Vec<f64> {
    text.split_whitespace()
        .map(|word| word.parse().unwrap())
        .collect()
}

fn values<P>(drawn: &Drawn<P>) -> Vec<Vec<f64>> {
    let rounded = |point: &Candidate<P>| point.values.iter().map(|value| value.round()).collect();
    drawn.points.iter().map(rounded).collect()
}

/// Every choice of items, and those whose profits no other's exceed.
fn by_trial(weights: &[Vec<f64>], limits: &[f64], profits: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = weights[0].len();
    let sum = |factors: &[f64], choice: u32| -> f64 {
        (0..count)
            .filter(|at| choice >> at & 1 == 1)
            .map(|at| factors[at])
            .sum()
    };
    let fits = |choice: &u32| {
        weights
            .iter()
            .zip(limits)
            .all(|(weight, limit)| sum(weight, *choice) <= *limit)
    };
    let points: Vec<Vec<f64>> = (0..1_u32 << count)
        .filter(fits)
        .map(|choice| profits.iter().map(|profit| -sum(profit, choice)).collect())
        .collect();
    let beats = |one: &Vec<f64>, other: &Vec<f64>| {
        one != other && one.iter().zip(other).all(|(a, b)| a <= b)
    };
    let mut front: Vec<Vec<f64>> = points
        .iter()
        .filter(|point| !points.iter().any(|other| beats(other, point)))
        .cloned()
        .collect();
    front.sort_by(|a, b| a.partial_cmp(b).unwrap());
    front.dedup();
    front
}

type Items = (Vec<Vec<f64>>, Vec<f64>, Vec<Vec<f64>>);

fn random_items(seed: u64, goals: usize) -> Items {
    let mut chance = Chance::new(seed);
    let mut row = || {
        (0..9)
            .map(|_| chance.between(1.0, 30.0).round())
            .collect::<Vec<f64>>()
    };
    let weights = vec![row()];
    let limits = vec![(weights[0].iter().sum::<f64>() / 2.0).round()];
    let profits = (0..goals).map(|_| row()).collect();
    (weights, limits, profits)
}

#[test]
fn all_points_of_small_programs_are_found() {
    let mut several = 0;
    for seed in 0..40 {
        let (weights, limits, profits) = random_items(seed, 2);
        let wanted = by_trial(&weights, &limits, &profits);
        let drawn = knapsack(&weights, &limits, &profits).draw(100);
        assert_eq!(values(&drawn), wanted, "seed {seed}");
        assert!(
            drawn.unsearched.is_empty(),
            "seed {seed}: {:?}",
            drawn.unsearched
        );
        several += usize::from(wanted.len() > 3);
    }
    assert!(several > 10, "{several}");
}

/// Of few points, none is dominated, and all others lie in the boxes.
#[test]
fn what_is_not_found_lies_in_the_boxes() {
    let mut left = 0;
    for seed in 0..40 {
        for goals in [2, 3] {
            let (weights, limits, profits) = random_items(seed, goals);
            let front = by_trial(&weights, &limits, &profits);
            let drawn = knapsack(&weights, &limits, &profits).draw(4);
            let found = values(&drawn);
            for point in &found {
                assert!(
                    front.contains(point),
                    "seed {seed}: {point:?} is not efficient"
                );
            }
            for point in front.iter().filter(|point| !found.contains(point)) {
                let within = |from: &[f64], to: &[f64]| {
                    let ends = from.iter().zip(to).zip(point);
                    ends.into_iter()
                        .all(|((from, to), value)| *from <= value + 1e-4 && *value <= to + 1e-4)
                };
                let held = drawn.unsearched.iter().any(|it| within(&it.from, &it.to));
                assert!(
                    held,
                    "seed {seed}: {point:?} lies in none of {:?}",
                    drawn.unsearched
                );
                left += 1;
            }
        }
    }
    assert!(left > 40, "{left}");
}

/// The instance 2kp50 of G. Mavrotas and K. Florios, Applied Mathematics and Computation 219(18) (2013), 9652-9669, section 4.1:
/// two profits, two weights, 50 items, and its 35 efficient points, as the package pyaugmecon lists them.
#[test]
#[ignore = "half a minute"]
fn a_published_front_of_35_points() {
    let weights = [
        "84 49 68 20 97 74 60 30 13 95 19 41 17 95 73 12 66 55 75 20 56 80 59 66 25 70 95 96 62 74 31 59 21 85 45 97 23 53 51 95 58 68 62 45 83 82 47 15 52 72",
        "19 96 93 64 72 91 32 96 44 76 69 82 51 38 52 22 83 27 70 56 29 89 86 48 13 95 66 94 16 44 67 90 48 29 90 54 77 28 100 86 51 62 40 54 21 55 50 62 51 77",
    ]
    .map(numbers);
    let profits = [
        "21 69 26 92 77 30 96 80 60 61 52 92 19 10 63 34 100 60 11 12 37 100 74 17 60 69 49 69 49 59 17 21 74 85 83 41 29 63 56 38 66 92 25 84 89 21 46 94 96 92",
        "24 92 53 25 10 31 83 34 64 69 95 40 59 87 13 94 53 52 61 53 78 34 89 32 28 56 52 40 41 59 35 96 72 55 100 44 90 66 59 22 72 25 36 16 56 91 61 56 66 53",
    ]
    .map(numbers);
    let front = numbers(
        "2103 1529 2090 1531 2089 1577 2087 1588 2079 1589 2075 1635 2070 1636 2062 1662 2059 1694 2038 1708 2029 1715 \
         2028 1716 2015 1730 2009 1735 2003 1755 1993 1761 1987 1769 1982 1772 1975 1773 1973 1808 1956 1827 1931 1857 \
         1893 1902 1862 1909 1830 1914 1826 1917 1822 1929 1814 1949 1783 1965 1755 1969 1742 1986 1711 2002 1639 2003 \
         1636 2012 1547 2020",
    );
    let wanted: Vec<Vec<f64>> = front
        .chunks(2)
        .map(|pair| vec![-pair[0], -pair[1]])
        .collect();
    let mut oracle = knapsack(&weights, &[1445.0, 1502.5], &profits);
    let drawn = oracle.draw(100);
    assert_eq!(values(&drawn), wanted);
    assert!(drawn.unsearched.is_empty());
    // Two for each point: one that finds it, and one that proves that nothing is next to it.
    assert_eq!(oracle.searches, 70);
}

/// Goods divide: `y >= 1 / x` by its tangents at 1/4, 1/2, 1, 2 and 4 is a front of lines between corners.
fn hyperbola() -> InProgram {
    let mut program = Program::new("hyperbola");
    let x = program.column("x", 0.0, 8.0, 0.0, ColumnKind::Continuous);
    let y = program.column("y", 0.0, 8.0, 0.0, ColumnKind::Continuous);
    for at in [0.25_f64, 0.5, 1.0, 2.0, 4.0] {
        // y >= 2 / at - x / at²
        program.row(
            "tangent",
            2.0 / at,
            f64::INFINITY,
            &[(y, 1.0), (x, 1.0 / (at * at))],
        );
    }
    InProgram::new(program, vec![vec![(x, 1.0)], vec![(y, 1.0)]])
}

#[test]
fn a_front_of_lines_is_covered_evenly() {
    let mut oracle = hyperbola();
    let drawn = oracle.draw(9);
    assert_eq!(drawn.points.len(), 9);
    let front = |x: f64| {
        [0.25_f64, 0.5, 1.0, 2.0, 4.0]
            .map(|at| 2.0 / at - x / (at * at))
            .into_iter()
            .fold(0.0, f64::max)
    };
    for point in &drawn.points {
        assert!(
            (point.values[1] - front(point.values[0])).abs() < 1e-4,
            "{:?}",
            point.values
        );
    }
    // Seven halvings leave no box longer than half of the whole, on either side.
    let (first, last) = (&drawn.points[0].values, &drawn.points[8].values);
    for it in &drawn.unsearched {
        for goal in 0..2 {
            let whole = (last[goal] - first[goal]).abs();
            assert!(
                it.to[goal] - it.from[goal] <= 0.5 * whole,
                "{it:?} of {whole}"
            );
        }
    }
    // All points lie on the hull. That is certain at the ends, and nowhere refuted.
    let standing = standing::judge(&drawn, &*oracle.engine).unwrap();
    assert!(
        standing
            .iter()
            .all(|(supported, _)| *supported != Some(false))
    );
    assert_eq!([standing[0].0, standing[8].0], [Some(true); 2]);
    // Saving x at its least costs y at the slope of the steepest tangent: 16 for one.
    let rate = standing[0].1.as_ref().unwrap()[0];
    assert!((rate - 16.0).abs() < 1e-3, "{rate}");
    assert_eq!(standing[8].1, None);
}

#[test]
fn a_point_behind_the_hull_is_not_supported() {
    // Three choices: (0, 10), (6, 6), (10, 0). The middle lies behind the line between the others.
    let mut program = Program::new("choices");
    let choice: Vec<Column> = (0..3)
        .map(|_| program.column("choice", 0.0, 1.0, 0.0, ColumnKind::Integer))
        .collect();
    let one: Vec<_> = choice.iter().map(|column| (*column, 1.0)).collect();
    program.row("one", 1.0, 1.0, &one);
    let goal = |costs: [f64; 3]| choice.iter().copied().zip(costs).collect();
    let goals = vec![goal([0.0, 6.0, 10.0]), goal([10.0, 6.0, 0.0])];
    let mut oracle = InProgram::new(program, goals);
    let drawn = oracle.draw(5);
    assert_eq!(values(&drawn), [[0.0, 10.0], [6.0, 6.0], [10.0, 0.0]]);
    let standing = standing::judge(&drawn, &*oracle.engine).unwrap();
    let supported: Vec<_> = standing.iter().map(|(supported, _)| *supported).collect();
    assert_eq!(supported, [Some(true), Some(false), Some(true)]);
    let rates: Vec<_> = standing
        .iter()
        .filter_map(|(_, rate)| rate.clone())
        .collect();
    assert!((rates[0][0] - 4.0 / 6.0).abs() < 1e-6 && (rates[1][0] - 1.5).abs() < 1e-6);
}

#[test]
fn what_was_found_before_a_stop_is_kept() {
    let several = |items: &Items| by_trial(&items.0, &items.1, &items.2).len() > 5;
    let (weights, limits, profits) = (0..40)
        .map(|seed| random_items(seed, 2))
        .find(several)
        .unwrap();
    let all = by_trial(&weights, &limits, &profits);
    for patience in 0..5 {
        let mut oracle = knapsack(&weights, &limits, &profits);
        oracle.patience = patience;
        let drawn = oracle.draw(100);
        assert_eq!(drawn.stop.is_some(), patience == 0);
        assert_eq!(drawn.points.is_empty(), patience == 0);
        let left = all.iter().filter(|point| !values(&drawn).contains(point));
        for point in left.filter(|_| patience > 0) {
            let held = drawn
                .unsearched
                .iter()
                .any(|it| covers(&it.from, point, &[1e-4; 2]) && covers(point, &it.to, &[1e-4; 2]));
            assert!(
                held,
                "after {patience}: {point:?} in none of {:?}",
                drawn.unsearched
            );
        }
    }
}

#[test]
fn goals_that_agree_have_one_point() {
    let (weights, limits, mut profits) = random_items(5, 2);
    profits[1] = profits[0].iter().map(|profit| 2.0 * profit).collect();
    let drawn = knapsack(&weights, &limits, &profits).draw(9);
    assert_eq!(drawn.points.len(), 1);
    assert!(drawn.unsearched.is_empty() && drawn.stop.is_none());
}
