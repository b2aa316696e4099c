//! Efficient sets: the plans of which none is better in one goal without being worse in another.
//!
//! Every point is a lexicographic optimum within ceilings, which is always efficient, so that no plan that is only weakly
//! so is listed. Between two goals, boxes that may hold more points are split where they are longest, as in the
//! balanced box method (N. Boland, H. Charkhgard and M. Savelsbergh, INFORMS Journal on Computing 27(4) (2015), 735-754), so
//! that the points cover the front evenly and what remains between two of them is a proved box, or proved empty. Among three
//! goals the second and third get ceilings on a grid, as in the augmented epsilon-constraint method (G. Mavrotas and K. Florios,
//! Applied Mathematics and Computation 219(18) (2013), 9652-9669), with lexicographic optima in place of the augmented
//! objective, and each cell of the grid gets its box.

mod boxes;
mod grid;
mod oracle;
mod standing;

#[cfg(test)]
mod tests;

use crate::network::Network;
use crate::search::{Found, Request};
use oracle::{InCampaign, Least, Oracle};
use portolan_model::Goal;
use portolan_solver::{Engine, EngineError, Stop, Watch};

/// The most points that may be asked for.
pub const MOST_POINTS: usize = 1000;

/// An efficient plan.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientPoint {
    /// What the plan comes to in each goal, in the order asked for: kg, the campaign's currency, or days.
    pub values: Vec<f64>,
    /// For each goal, what no plan can be better than within the ceilings under which the point was searched: its value, to the
    /// gap, where the point is proved. `None` where the engine gave no bound.
    pub bounds: Vec<Option<f64>>,
    /// True where it is proved, to the gap, that no plan is better in one goal and no worse in the others.
    pub proved: bool,
    /// Whether it lies on the convex hull of the front, so that some weighting of the goals asks for it: `None` where that
    /// depends on what was not searched.
    pub supported: Option<bool>,
    /// What the goals after the first take more than at the next point, for each unit of the first goal that is saved
    /// against it. `None` at the last point, or where the next has as much of the first goal.
    pub exchange: Option<Vec<f64>>,
    /// The flows, and what the other goals come to.
    pub found: Found,
}

/// A box in which there may be more efficient plans; outside all boxes of a front, there is none but those listed.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsearched {
    /// The least that a plan in it can have of each goal.
    pub from: Vec<f64>,
    /// The most that an efficient plan in it can have of each goal; infinite where nothing is known.
    pub to: Vec<f64>,
}

/// The efficient plans of a campaign that were found, and what is proved of the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Front {
    /// The goals.
    pub goals: Vec<Goal>,
    /// The points, the best in the first goal first.
    pub points: Vec<EfficientPoint>,
    /// Where there may be more points. None where the whole front is listed, to the tolerances.
    pub unsearched: Vec<Unsearched>,
    /// For each goal, how little two points that count as the same may differ by.
    pub tolerances: Vec<f64>,
    /// Why the search ended: [`Stop::Optimal`] where as many points as asked for were found, or all there are.
    pub stop: Stop,
    /// Nodes of the search trees.
    pub nodes: u64,
}

/// Why there can be no front.
#[derive(Clone, Debug, PartialEq)]
pub enum EfficientError {
    /// Neither two nor three goals, or one of them twice.
    Goals,
    /// Fewer than two points, or more than [`MOST_POINTS`].
    Points(usize),
    /// The engine failed.
    Engine(EngineError),
}

impl std::fmt::Display for EfficientError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Goals => f.write_str("an efficient set is between two or three different goals"),
            Self::Points(asked) => write!(
                f,
                "{asked} points are asked for: from 2 to {MOST_POINTS} are possible"
            ),
            Self::Engine(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for EfficientError {}

impl From<EngineError> for EfficientError {
    fn from(error: EngineError) -> Self {
        Self::Engine(error)
    }
}

/// Searches efficient plans between two or three goals: with two, so many points as evenly as can be, or fewer where there
/// are fewer; with three, on a grid of as many ceilings as make at most so many cells (two by two at least). What the
/// request says of its aim is not looked at; its limits hold for each search. The watch hears how many points or cells are
/// done as stages, and may stop the search, which keeps what it found.
///
/// # Errors
/// Where the goals or the number of points make no sense, or the engine fails.
pub fn efficient(
    network: &Network<'_>,
    request: &Request,
    goals: &[Goal],
    points: usize,
    engine: &dyn Engine,
    watch: &mut dyn Watch,
) -> Result<Front, EfficientError> {
    let twice = (1..goals.len()).any(|at| goals[..at].contains(&goals[at]));
    if !(2..=3).contains(&goals.len()) || twice {
        return Err(EfficientError::Goals);
    }
    if !(2..=MOST_POINTS).contains(&points) {
        return Err(EfficientError::Points(points));
    }
    let mut oracle = InCampaign::new(network, request, goals, engine, watch);
    let drawn = if goals.len() == 2 {
        boxes::draw(&mut oracle, points)?
    } else {
        grid::draw(&mut oracle, points)?
    };
    let standing = standing::judge(&drawn, engine)?;
    let stop = oracle.stop.or(drawn.stop).unwrap_or(Stop::Optimal);
    let nodes = oracle.nodes;
    let point = |(own, (supported, exchange)): (Candidate<Found>, _)| EfficientPoint {
        values: own.values,
        bounds: own.bounds,
        proved: own.proved,
        supported,
        exchange,
        found: own.what,
    };
    Ok(Front {
        goals: goals.to_vec(),
        points: drawn.points.into_iter().zip(standing).map(point).collect(),
        unsearched: drawn.unsearched,
        tolerances: drawn.tolerances,
        stop,
        nodes,
    })
}

/// A point that was found.
#[derive(Clone, Debug, PartialEq)]
struct Candidate<P> {
    values: Vec<f64>,
    bounds: Vec<Option<f64>>,
    proved: bool,
    what: P,
}

/// A front before its points are judged beside each other.
#[derive(Clone, Debug, PartialEq)]
struct Drawn<P> {
    points: Vec<Candidate<P>>,
    unsearched: Vec<Unsearched>,
    tolerances: Vec<f64>,
    /// Why there is no point at all.
    stop: Option<Stop>,
}

impl<P> Drawn<P> {
    /// Nothing was found.
    fn nothing(oracle: &impl Oracle<Point = P>, why: Stop) -> Self {
        Self {
            points: Vec::new(),
            unsearched: Vec::new(),
            tolerances: vec![0.0; oracle.goals()],
            stop: Some(why),
        }
    }

    /// Leaves out what another point is no worse than, which happens only where searches were stopped, and puts the best
    /// in the first goal first, of those that count as the same in it the best in the second.
    fn sorted(mut self) -> Self {
        let levels: Vec<Vec<f64>> = (0..self.tolerances.len())
            .map(|goal| self.levels(goal))
            .collect();
        let rank = |point: &Candidate<P>| -> Vec<usize> {
            let values = point.values.iter().zip(&levels);
            let below =
                |(value, levels): (&f64, &Vec<f64>)| levels.partition_point(|level| level <= value);
            values.map(below).collect()
        };
        self.points.sort_by_cached_key(rank);
        let mut kept: Vec<Candidate<P>> = Vec::new();
        // What is no worse comes earlier, but for the tolerance.
        for point in self.points {
            if kept
                .iter()
                .any(|own| covers(&own.values, &point.values, &self.tolerances))
            {
                continue;
            }
            kept.retain(|own| !covers(&point.values, &own.values, &self.tolerances));
            kept.push(point);
        }
        self.points = kept;
        self
    }

    /// The values of a goal that count as different, the least of each that count as the same, in order: what a search leaves of
    /// rounding decides on no order.
    fn levels(&self, goal: usize) -> Vec<f64> {
        let mut values: Vec<f64> = self.points.iter().map(|point| point.values[goal]).collect();
        values.sort_by(f64::total_cmp);
        let mut last = f64::NEG_INFINITY;
        values.retain(|value| {
            let new = value - last > self.tolerances[goal];
            last = *value;
            new
        });
        values
    }
}

/// True where one point is no worse than another in any goal, to the tolerances.
fn covers(one: &[f64], other: &[f64], tolerances: &[f64]) -> bool {
    let pairs = one.iter().zip(other).zip(tolerances);
    pairs
        .into_iter()
        .all(|((one, other), tolerance)| *one <= other + tolerance)
}

/// What differs by less counts as the same: twice what the gap allows of the largest value seen, but never less than
/// what a search can tell apart.
fn tolerances(oracle: &impl Oracle, seen: &[&[f64]]) -> Vec<f64> {
    let of = |goal: usize| {
        let most = seen
            .iter()
            .map(|values| values[goal].abs())
            .fold(0.0, f64::max);
        (2.0 * oracle.gap() * most).max(oracle.least_step(goal))
    };
    (0..oracle.goals()).map(of).collect()
}
