//! Lines of equal value and regions below a value, over a grid that may have holes.
//!
//! Marching squares: a cell with values at its four corners is cut along straight lines between points
//! interpolated on its sides, and where two opposite corners lie below the level, the mean of the four
//! decides whether they are joined (the asymptotic decider of Nielson and Hamann, "The asymptotic
//! decider: resolving the ambiguity in marching cubes", 1991, with the mean in place of the saddle's
//! value). A cell with three values is cut as a triangle; one with fewer is a hole. Regions of a lower
//! level lie inside those of a higher one, so that they may be painted on top of each other.

use std::collections::{BTreeMap, BTreeSet};

/// A point of the drawing.
pub(super) type Spot = (f64, f64);

/// Values at the crossings of a grid.
pub(super) struct Field {
    x: Vec<f64>,
    y: Vec<f64>,
    /// Row by row, one row for each `y`; only finite values.
    values: Vec<Option<f64>>,
    /// The sides of cells that have a cell on one side only.
    border: BTreeSet<Side>,
}

/// A side of a cell: the numbers of its two corners, the lesser first.
type Side = (usize, usize);

/// A cell: the numbers of its corners that have a value, in order around it.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    corners: [usize; 4],
    count: usize,
}

impl Cell {
    fn corners(&self) -> &[usize] {
        &self.corners[..self.count]
    }
}

/// A place on the outline of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Vertex {
    /// A corner of a cell.
    Corner(usize),
    /// Where the level crosses a side.
    Cross(usize, usize),
}

/// From one vertex to the next, with what lies below the level on the same hand throughout.
type Step = (Vertex, Vertex);

impl Field {
    /// A field over `x` and `y`, which run one way; values that are not finite are holes.
    pub(super) fn new(x: Vec<f64>, y: Vec<f64>, values: &[Option<f64>]) -> Self {
        let finite = |value: &Option<f64>| value.filter(|value| value.is_finite());
        let mut field = Self {
            values: values.iter().map(finite).collect(),
            border: BTreeSet::new(),
            x,
            y,
        };
        let mut border = BTreeSet::new();
        for cell in field.cells() {
            for side in sides(cell.corners()) {
                if !border.remove(&side) {
                    border.insert(side);
                }
            }
        }
        field.border = border;
        field
    }

    /// The lines on which the field has this value. A line that ends where it begins is closed.
    pub(super) fn lines(&self, level: f64) -> Vec<Vec<Spot>> {
        self.chains(level, false)
    }

    /// The outlines of where the field has at most this value, holes among them (even-odd).
    pub(super) fn region(&self, level: f64) -> Vec<Vec<Spot>> {
        self.chains(level, true)
    }

    /// The value at a point of the drawing, between the four around it.
    pub(super) fn at(&self, (x, y): Spot) -> Option<f64> {
        let (column, across) = interval(&self.x, x)?;
        let (row, up) = interval(&self.y, y)?;
        let corner = row * self.x.len() + column;
        let value = |number: usize| self.values.get(number).copied().flatten();
        let low = mix(value(corner)?, value(corner + 1)?, across);
        let next = corner + self.x.len();
        Some(mix(low, mix(value(next)?, value(next + 1)?, across), up))
    }

    /// Every cell that has values at three or four of its corners.
    fn cells(&self) -> impl Iterator<Item = Cell> + '_ {
        let width = self.x.len();
        let rows = 0..self.y.len().saturating_sub(1);
        let corners = rows.flat_map(move |row| {
            let columns = 0..width.saturating_sub(1);
            columns.map(move |column| row * width + column)
        });
        let cell = move |corner: usize| {
            let mut cell = Cell::default();
            for number in [corner, corner + 1, corner + width + 1, corner + width] {
                if matches!(self.values.get(number), Some(Some(_))) {
                    cell.corners[cell.count] = number;
                    cell.count += 1;
                }
            }
            cell
        };
        corners.map(cell).filter(|cell| cell.count > 2)
    }

    fn value(&self, corner: usize) -> f64 {
        self.values.get(corner).copied().flatten().unwrap_or(0.0)
    }

    fn chains(&self, level: f64, with_border: bool) -> Vec<Vec<Spot>> {
        let mut steps = Vec::new();
        for cell in self.cells() {
            let cell = cell.corners();
            let below = cell.iter().filter(|corner| self.value(**corner) <= level);
            let below = below.count();
            if below == 0 || (below == cell.len() && !with_border) {
                continue;
            }
            for piece in self.pieces(cell, level) {
                let around = piece.iter().zip(piece.iter().cycle().skip(1));
                let outline = around.map(|(from, to)| (*from, *to));
                steps.extend(outline.filter(|step| match step {
                    (Vertex::Cross(..), Vertex::Cross(..)) => true,
                    _ => with_border && self.is_border(*step),
                }));
            }
        }
        let chains = linked(&steps).into_iter();
        chains
            .map(|chain| chain.into_iter().map(|at| self.spot(at, level)).collect())
            .collect()
    }

    /// What of a cell lies below the level: one polygon, two where opposite corners are parted.
    fn pieces(&self, cell: &[usize], level: f64) -> Vec<Vec<Vertex>> {
        let below = |corner: usize| self.value(corner) <= level;
        let mut walk = Vec::with_capacity(6);
        for (from, to) in cell.iter().zip(cell.iter().cycle().skip(1)) {
            if below(*from) {
                walk.push(Vertex::Corner(*from));
            }
            if below(*from) != below(*to) {
                let side = sorted(*from, *to);
                walk.push(Vertex::Cross(side.0, side.1));
            }
        }
        let mean = cell.iter().map(|corner| self.value(*corner)).sum::<f64>() / cell.len() as f64;
        let crossings = walk.iter().filter(|at| matches!(at, Vertex::Cross(..)));
        match crossings.count() {
            4 if mean > level => parted(&walk),
            _ if walk.len() > 2 => vec![walk],
            _ => Vec::new(),
        }
    }

    /// Whether no other cell goes on beyond a step along a side.
    fn is_border(&self, step: Step) -> bool {
        let side = match step {
            (Vertex::Corner(a), Vertex::Corner(b)) => sorted(a, b),
            (Vertex::Corner(_), Vertex::Cross(a, b)) | (Vertex::Cross(a, b), _) => (a, b),
        };
        self.border.contains(&side)
    }

    fn spot(&self, vertex: Vertex, level: f64) -> Spot {
        let corner = |number: usize| {
            let width = self.x.len().max(1);
            let x = self.x.get(number % width).copied();
            let y = self.y.get(number / width).copied();
            (x.unwrap_or(0.0), y.unwrap_or(0.0))
        };
        match vertex {
            Vertex::Corner(number) => corner(number),
            Vertex::Cross(a, b) => {
                let (from, to) = (self.value(a), self.value(b));
                let share = ((level - from) / (to - from)).clamp(0.0, 1.0);
                let (p, q) = (corner(a), corner(b));
                (mix(p.0, q.0, share), mix(p.1, q.1, share))
            }
        }
    }
}

fn sorted(a: usize, b: usize) -> Side {
    (a.min(b), a.max(b))
}

fn sides(cell: &[usize]) -> impl Iterator<Item = Side> + '_ {
    let around = cell.iter().zip(cell.iter().cycle().skip(1));
    around.map(|(a, b)| sorted(*a, *b))
}

fn mix(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

/// The two triangles of a cell whose corners below the level lie opposite and are not joined.
fn parted(walk: &[Vertex]) -> Vec<Vec<Vertex>> {
    let count = walk.len();
    let corners = (0..count).filter(|at| matches!(walk[*at], Vertex::Corner(_)));
    let triangle = |at: usize| {
        let (before, after) = ((at + count - 1) % count, (at + 1) % count);
        vec![walk[before], walk[at], walk[after]]
    };
    corners.map(triangle).collect()
}

/// In which interval of increasing or decreasing numbers one lies, and at which share of it.
fn interval(numbers: &[f64], number: f64) -> Option<(usize, f64)> {
    let rising = numbers.first()? <= numbers.last()?;
    let before = |other: &f64| (*other <= number) == rising || *other == number;
    let after = numbers.partition_point(before);
    let at = after.clamp(1, numbers.len().max(2) - 1) - 1;
    let (from, to) = (*numbers.get(at)?, *numbers.get(at + 1)?);
    let share = (number - from) / (to - from);
    (0.0..=1.0).contains(&share).then_some((at, share))
}

/// Steps put end to end: first the chains that begin somewhere, then the closed ones.
fn linked(steps: &[Step]) -> Vec<Vec<Vertex>> {
    let mut next: BTreeMap<Vertex, Vec<Vertex>> = BTreeMap::new();
    for (from, to) in steps {
        next.entry(*from).or_default().push(*to);
    }
    let targets: BTreeSet<Vertex> = steps.iter().map(|step| step.1).collect();
    let (closed, open): (Vec<Vertex>, Vec<Vertex>) = next
        .keys()
        .copied()
        .partition(|from| targets.contains(from));
    let mut chains = Vec::new();
    for start in open.into_iter().chain(closed) {
        while next.get(&start).is_some_and(|ways| !ways.is_empty()) {
            let mut chain = vec![start];
            let mut at = start;
            while let Some(to) = next.get_mut(&at).and_then(Vec::pop) {
                chain.push(to);
                at = to;
                if to == start {
                    break;
                }
            }
            chains.push(chain);
        }
    }
    chains
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid from -2 to 2 with this many points a side.
    fn grid(count: usize, value: impl Fn(f64, f64) -> Option<f64>) -> Field {
        let axis: Vec<f64> = (0..count)
            .map(|at| -2.0 + 4.0 * at as f64 / (count - 1) as f64)
            .collect();
        let values: Vec<Option<f64>> = axis
            .iter()
            .flat_map(|y| axis.iter().map(|x| value(*x, *y)).collect::<Vec<_>>())
            .collect();
        Field::new(axis.clone(), axis, &values)
    }

    fn area(ring: &[Spot]) -> f64 {
        let pairs = ring.iter().zip(ring.iter().cycle().skip(1));
        pairs.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>() / 2.0
    }

    #[test]
    fn a_circle_is_a_closed_line_within_the_error_of_linear_interpolation() {
        let field = grid(81, |x, y| Some(x * x + y * y));
        let lines = field.lines(1.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        // On a side of length h, x² differs from its chord by at most h²/4; the radius by half of that.
        let h = 0.05_f64;
        for (x, y) in &lines[0] {
            assert!((x.hypot(*y) - 1.0).abs() <= h * h / 8.0 + 1e-12, "{x} {y}");
        }
        let circle = area(&lines[0]).abs();
        assert!((circle - std::f64::consts::PI).abs() < 0.01, "{circle}");
    }

    #[test]
    fn a_region_reaches_the_border_and_a_line_does_not_follow_it() {
        let field = grid(41, |x, _| Some(x));
        let lines = field.lines(0.55);
        assert_eq!((lines.len(), lines[0].len()), (1, 41));
        assert!(lines[0].iter().all(|(x, _)| (x - 0.55).abs() < 1e-12));
        let region = field.region(0.55);
        assert_eq!(region.len(), 1);
        assert!((area(&region[0]).abs() - 2.55 * 4.0).abs() < 1e-9);
        assert!(field.lines(3.0).is_empty() && field.region(-3.0).is_empty());
    }

    #[test]
    fn holes_are_outlines_of_their_own() {
        let field = grid(41, |x, y| (x.abs().max(y.abs()) > 0.55).then_some(1.0));
        assert!(field.lines(2.0).is_empty(), "a hole is no level");
        let mut areas: Vec<f64> = field.region(2.0).iter().map(|ring| area(ring)).collect();
        areas.sort_by(|a, b| b.abs().total_cmp(&a.abs()));
        assert_eq!(areas.len(), 2);
        assert!((areas[0].abs() - 16.0).abs() < 1e-9, "{areas:?}");
        assert!(areas[0] * areas[1] < 0.0, "a hole runs the other way round");
        // Values from 0.6 outwards: cells that touch a hole with two corners are not drawn.
        assert!((areas[1].abs() - 1.2 * 1.2).abs() < 0.03, "{areas:?}");
    }

    #[test]
    fn a_saddle_joins_what_its_mean_joins() {
        let four = |mean: f64| {
            let values = [0.0, 4.0 * mean - 1.0, 0.0, 1.0].map(Some);
            Field::new(vec![0.0, 1.0], vec![0.0, 1.0], &values)
        };
        // Corners in rows: 0 and v below, 0 and 1 above: opposite ones are not joined here.
        assert_eq!(four(0.5).region(0.4).len(), 1);
        let saddle = |high: f64| {
            let values = [Some(0.0), Some(high), Some(high), Some(0.0)];
            Field::new(vec![0.0, 1.0], vec![0.0, 1.0], &values)
        };
        assert_eq!(saddle(1.0).region(0.6).len(), 1, "the mean is below");
        assert_eq!(saddle(1.0).region(0.4).len(), 2, "the mean is above");
    }

    #[test]
    fn lower_regions_lie_in_higher_ones() {
        let wave = |x: f64, y: f64| Some((3.0 * x).sin() * (2.0 * y).cos() + 0.3 * x * y);
        let field = grid(33, wave);
        let total = |level: f64| {
            let rings = field.region(level);
            rings.iter().map(|ring| area(ring)).sum::<f64>().abs()
        };
        let areas: Vec<f64> = (-10..=10)
            .map(|step| total(f64::from(step) * 0.1))
            .collect();
        assert!(areas.windows(2).all(|pair| pair[0] < pair[1]), "{areas:?}");
    }

    #[test]
    fn the_value_between_four_is_bilinear_on_axes_of_either_direction() {
        let plane = |x: f64, y: f64| 3.0 * x - 2.0 * y + 1.0;
        for y in [[0.0, 1.0, 4.0], [4.0, 1.0, 0.0]] {
            let x = [0.0, 2.0, 3.0];
            let values: Vec<Option<f64>> = y
                .iter()
                .flat_map(|y| x.map(|x| Some(plane(x, *y))))
                .collect();
            let field = Field::new(x.to_vec(), y.to_vec(), &values);
            for spot in [(0.0, 0.0), (0.5, 0.25), (3.0, 4.0), (2.5, 3.0), (2.0, 1.0)] {
                let value = field.at(spot).unwrap();
                assert!((value - plane(spot.0, spot.1)).abs() < 1e-12, "{spot:?}");
            }
            assert_eq!((field.at((3.1, 1.0)), field.at((1.0, -0.1))), (None, None));
        }
    }

    #[test]
    fn what_is_not_finite_is_a_hole() {
        let values = [1.0, f64::NAN, f64::INFINITY, 1.0].map(Some);
        let field = Field::new(vec![0.0, 1.0], vec![0.0, 1.0], &values);
        assert!(field.region(9.0).is_empty());
        assert_eq!(field.at((0.5, 0.5)), None);
    }
}
