//! Triangulations: which capacities a sizing law is stated at, and over which triangles it runs straight in between.

use portolan_vocabulary::Mass;
use std::collections::{BTreeMap, BTreeSet};

/// Points in the plane of payload and propellant capacity, and the triangles between them.
///
/// The triangles cover a region without gap or overlap, as [`Triangulation::flaw`] checks. Where Delaunay's rule leaves
/// open how squares are cut, a published mesh can be stated only like this.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Triangulation {
    /// The payload capacity and the propellant capacity of each point; not negative.
    pub points: Vec<[Mass; 2]>,
    /// The corners of each triangle, either way round, as positions in `points`.
    pub triangles: Vec<[usize; 3]>,
}

/// What is wrong with a triangulation. Numbers are positions in its lists.
#[derive(Clone, Debug, PartialEq)]
pub enum TriangulationFlaw {
    /// There is no triangle.
    Empty,
    /// A triangle has a corner that is no point.
    Dangling(usize),
    /// The corners of a triangle lie on one line, or nearly.
    Flat(usize),
    /// Two points are at one place.
    Same(usize, usize),
    /// A point is a corner of no triangle.
    Unused(usize),
    /// Two triangles cover the same place.
    Overlap(usize, usize),
    /// Triangles touch at a point, and are apart around it.
    Touching(usize),
    /// Triangles are joined to the others by no side: those with a side between these points.
    Apart(Vec<usize>),
    /// There is a gap between these points; it may be as narrow as a line, where a point lies on the side of a triangle.
    Hole(Vec<usize>),
}

/// A triangle is flat where its height is less than this share of its longest side.
const FLAT: f64 = 1e-9;

/// A side of triangles from one point to another, with the triangle to the left of it.
type Sides = BTreeMap<(usize, usize), usize>;

impl Triangulation {
    /// The first thing that is wrong; `None` where the triangles cover a region of one piece, each place once.
    ///
    /// Where all triangles are taken counterclockwise and what is left of their sides is one closed line that does not
    /// cross itself, each place is in as many triangles as the line winds around it: one, or none.
    pub fn flaw(&self) -> Option<TriangulationFlaw> {
        if self.triangles.is_empty() {
            return Some(TriangulationFlaw::Empty);
        }
        let sound = self.corners().and_then(|()| self.lone_point());
        let sides = sound.and_then(|()| self.sides());
        sides.and_then(|sides| self.outline(&sides)).err()
    }

    /// The corners of the first triangle that capacities in kg lie in, but for rounding, as positions in `points`;
    /// `None` outside.
    pub fn around(&self, payload_kg: f64, propellant_kg: f64) -> Option<[usize; 3]> {
        let here = [payload_kg, propellant_kg];
        let mut triangles = self.triangles.iter().copied();
        triangles.find(|corners| {
            let at = corners.map(|corner| self.place(corner));
            let [Some(a), Some(b), Some(c)] = at else {
                return false;
            };
            let whole = cross(a, b, c);
            let shares = [cross(b, c, here), cross(c, a, here), cross(a, b, here)];
            whole != 0.0 && shares.iter().all(|share| share / whole >= -1e-9)
        })
    }

    /// Payload and propellant capacity of a point, in kg.
    pub fn place(&self, point: usize) -> Option<[f64; 2]> {
        self.points.get(point).map(|at| at.map(Mass::kg))
    }

    /// Payload and propellant capacity of a point that is known to be there.
    fn at(&self, point: usize) -> [f64; 2] {
        self.place(point).unwrap_or([f64::NAN; 2])
    }

    /// Triangles have three corners that are points and do not lie on a line.
    fn corners(&self) -> Result<(), TriangulationFlaw> {
        for (triangle, corners) in self.triangles.iter().enumerate() {
            if corners.iter().any(|corner| *corner >= self.points.len()) {
                return Err(TriangulationFlaw::Dangling(triangle));
            }
            let [a, b, c] = corners.map(|corner| self.at(corner));
            let longest = square(a, b).max(square(b, c)).max(square(c, a));
            let high = cross(a, b, c).abs() > FLAT * longest;
            if !high {
                return Err(TriangulationFlaw::Flat(triangle));
            }
        }
        Ok(())
    }

    /// Points are corners, and no two are at one place.
    fn lone_point(&self) -> Result<(), TriangulationFlaw> {
        let mut used = vec![false; self.points.len()];
        for corner in self.triangles.iter().flatten() {
            used[*corner] = true;
        }
        if let Some(point) = used.iter().position(|used| !used) {
            return Err(TriangulationFlaw::Unused(point));
        }
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|a, b| {
            let ([a0, a1], [b0, b1]) = (self.at(*a), self.at(*b));
            a0.total_cmp(&b0).then(a1.total_cmp(&b1)).then(a.cmp(b))
        });
        let same = order
            .windows(2)
            .find(|two| self.at(two[0]) == self.at(two[1]));
        same.map_or(Ok(()), |two| Err(TriangulationFlaw::Same(two[0], two[1])))
    }

    /// The sides of all triangles counterclockwise, each with its triangle.
    fn sides(&self) -> Result<Sides, TriangulationFlaw> {
        let mut sides = Sides::new();
        for (triangle, corners) in self.triangles.iter().enumerate() {
            let [a, mut b, mut c] = *corners;
            if cross(self.at(a), self.at(b), self.at(c)) < 0.0 {
                (b, c) = (c, b);
            }
            for side in [(a, b), (b, c), (c, a)] {
                if let Some(other) = sides.insert(side, triangle) {
                    return Err(TriangulationFlaw::Overlap(other, triangle));
                }
            }
        }
        Ok(sides)
    }

    /// What is left of sides that no other triangle shares is one closed line that does not meet itself.
    fn outline(&self, sides: &Sides) -> Result<(), TriangulationFlaw> {
        let open = sides
            .iter()
            .filter(|((from, to), _)| !sides.contains_key(&(*to, *from)));
        let mut next = BTreeMap::new();
        let mut into = BTreeSet::new();
        for ((from, to), triangle) in open {
            if next.insert(*from, (*to, *triangle)).is_some() {
                return Err(TriangulationFlaw::Touching(*from));
            }
            if !into.insert(*to) {
                return Err(TriangulationFlaw::Touching(*to));
            }
        }
        let lines = lines(&next);
        let outer = self.outer(&lines);
        for (number, line) in lines.iter().enumerate() {
            if number != outer {
                let around = self.area(line) > 0.0;
                let flaw = [TriangulationFlaw::Hole, TriangulationFlaw::Apart][usize::from(around)];
                return Err(flaw(line.clone()));
            }
        }
        let line = lines.get(outer).into_iter().flatten();
        let line: Vec<Side> = line
            .filter_map(|from| Some((*from, *next.get(from)?)))
            .collect();
        self.crossing(&line).map_or(Ok(()), |(one, other)| {
            Err(TriangulationFlaw::Overlap(one, other))
        })
    }

    /// The line around most.
    fn outer(&self, lines: &[Vec<usize>]) -> usize {
        let areas = lines.iter().map(|line| self.area(line)).enumerate();
        let largest = areas.max_by(|(i, a), (j, b)| a.total_cmp(b).then(j.cmp(i)));
        largest.map_or(0, |(number, _)| number)
    }

    /// Twice the area that a closed line runs around counterclockwise.
    fn area(&self, line: &[usize]) -> f64 {
        let first = line.first().map_or([0.0; 2], |point| self.at(*point));
        line.windows(2)
            .map(|side| cross(first, self.at(side[0]), self.at(side[1])))
            .sum()
    }

    /// The triangles at two sides of a closed line that meet elsewhere than at their common end.
    fn crossing(&self, line: &[Side]) -> Option<(usize, usize)> {
        for (number, (from, (to, triangle))) in line.iter().enumerate() {
            let (a, b) = (self.at(*from), self.at(*to));
            for (other_from, (other_to, other)) in &line[number + 1..] {
                let (c, d) = (self.at(*other_from), self.at(*other_to));
                let meet = match (to == other_from, other_to == from) {
                    (false, false) => meet([a, b], [c, d]),
                    (true, false) => folds(a, b, d),
                    (false, true) => folds(c, d, b),
                    (true, true) => true,
                };
                if meet {
                    return Some((*triangle, *other));
                }
            }
        }
        None
    }
}

/// A side by its first point, its second one and the triangle at it.
type Side = (usize, (usize, usize));

/// The closed lines that sides make, each from its least point.
fn lines(next: &BTreeMap<usize, (usize, usize)>) -> Vec<Vec<usize>> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for start in next.keys() {
        let mut line = Vec::new();
        let mut point = *start;
        // As many sides lead to a point as away from it, so that each line closes.
        while seen.insert(point) {
            line.push(point);
            match next.get(&point) {
                Some((to, _)) => point = *to,
                None => break,
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
    }
    lines
}

/// Twice the area of a triangle, positive counterclockwise.
fn cross(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    (b[0] - a[0]).mul_add(c[1] - a[1], -((b[1] - a[1]) * (c[0] - a[0])))
}

/// The square of a distance.
fn square(a: [f64; 2], b: [f64; 2]) -> f64 {
    (b[0] - a[0]).powi(2) + (b[1] - a[1]).powi(2)
}

/// True where a line from `a` by way of `b` to `c` runs back on itself.
fn folds(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> bool {
    let ahead = (b[0] - a[0]).mul_add(c[0] - b[0], (b[1] - a[1]) * (c[1] - b[1]));
    cross(a, b, c) == 0.0 && ahead < 0.0
}

/// True where two sides have a place in common.
fn meet([a, b]: [[f64; 2]; 2], [c, d]: [[f64; 2]; 2]) -> bool {
    let apart = |axis: usize| {
        a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])
    };
    if apart(0) || apart(1) {
        return false;
    }
    // On both sides of the other, or on it.
    let between = |one: f64, other: f64| one.min(other) <= 0.0 && one.max(other) >= 0.0;
    between(cross(a, b, c), cross(a, b, d)) && between(cross(c, d, a), cross(c, d, b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use TriangulationFlaw::{Apart, Dangling, Empty, Flat, Hole, Overlap, Same, Touching, Unused};

    /// Points three by three, from left to right and upwards, one apart.
    fn grid(triangles: &[[usize; 3]]) -> Triangulation {
        let points = (0..9).map(|at| [Mass::new(f64::from(at % 3)), Mass::new(f64::from(at / 3))]);
        Triangulation {
            points: points.collect(),
            triangles: triangles.to_vec(),
        }
    }

    /// The same without the points that are no corners.
    fn used(triangles: &[[usize; 3]]) -> Triangulation {
        let mut grid = grid(triangles);
        let corner = |point: &usize| triangles.iter().flatten().any(|corner| corner == point);
        let kept: Vec<usize> = (0..9).filter(corner).collect();
        grid.points = kept.iter().map(|point| grid.points[*point]).collect();
        let renumbered = |point: usize| kept.iter().position(|own| *own == point).unwrap();
        for triangle in &mut grid.triangles {
            *triangle = triangle.map(renumbered);
        }
        grid
    }

    /// Eight triangles, their squares cut now one way, now the other, corners either way round.
    const WHOLE: [[usize; 3]; 8] = [
        [0, 1, 3],
        [1, 3, 4],
        [1, 2, 5],
        [5, 4, 1],
        [3, 4, 7],
        [3, 6, 7],
        [4, 5, 7],
        [5, 7, 8],
    ];

    #[test]
    fn what_covers_a_region_once_has_no_flaw() {
        assert_eq!(grid(&WHOLE).flaw(), None);
        assert_eq!(used(&[[0, 1, 3]]).flaw(), None);
        assert_eq!(used(&WHOLE[2..]).flaw(), None, "a corner is missing");
        let whole = grid(&WHOLE);
        assert_eq!(whole.around(0.25, 0.25), Some([0, 1, 3]));
        assert_eq!(whole.around(0.75, 0.75), Some([1, 3, 4]));
        assert_eq!(whole.around(1.75, 1.75), Some([5, 7, 8]));
        assert_eq!(whole.around(2.0, 2.0), Some([5, 7, 8]));
        assert_eq!(whole.around(2.1, 1.0), None);
        assert_eq!(whole.around(f64::NAN, 1.0), None);
    }

    #[test]
    fn what_does_not_is_told_apart() {
        let without = |left_out: &[usize]| {
            let kept = (0..8).filter(|at| !left_out.contains(at));
            grid(&kept.map(|at| WHOLE[at]).collect::<Vec<_>>())
        };
        let mut twice = grid(&WHOLE);
        twice.points[8] = twice.points[7];
        let mut copied = grid(&WHOLE);
        copied.points.push(copied.points[0]);
        copied.triangles.push([9, 1, 3]);
        // A square with a square hole: corners of the outer one, then of the inner one.
        let mut ring = used(&[[0, 2, 6], [2, 6, 8]]);
        let inner = [[0.5, 0.5], [1.5, 0.5], [0.5, 1.5], [1.5, 1.5]];
        ring.points.extend(inner.map(|at| at.map(Mass::new)));
        let around = [
            [0, 1, 4],
            [1, 4, 5],
            [1, 3, 5],
            [3, 5, 7],
            [3, 2, 7],
            [2, 7, 6],
            [2, 0, 6],
            [0, 6, 4],
        ];
        ring.triangles = around.to_vec();
        let mut cracked = ring.clone();
        cracked.points.push([1.0, 0.5].map(Mass::new));
        cracked.triangles.extend([[4, 8, 6], [8, 5, 7], [8, 7, 6]]);
        let cases = [
            ("none", grid(&[]), Empty),
            ("no point", grid(&[[0, 1, 9]]), Dangling(0)),
            ("on a line", used(&[[0, 1, 3], [0, 4, 8]]), Flat(1)),
            ("a corner twice", used(&[[0, 1, 1]]), Flat(0)),
            ("flat, as two points are one", twice, Flat(7)),
            ("two points at a place", copied, Same(0, 9)),
            ("a point left over", without(&[7]), Unused(8)),
            (
                "one on another",
                used(&[[0, 1, 3], [0, 1, 4]]),
                Overlap(0, 1),
            ),
            (
                "the same again",
                used(&[[0, 1, 3], [3, 0, 1]]),
                Overlap(0, 1),
            ),
            (
                "only a corner in common",
                used(&[[0, 1, 3], [4, 5, 7], [1, 2, 5], [3, 6, 7]]),
                Touching(1),
            ),
            (
                "far apart",
                used(&[[0, 1, 3], [5, 7, 8]]),
                Apart(vec![3, 5, 4]),
            ),
            ("a hole", ring, Hole(vec![4, 6, 7, 5])),
            // The side from 2 to 6 has the point 4 on it.
            (
                "a crack",
                used(&[[0, 2, 6], [2, 5, 4], [4, 7, 6], [4, 5, 7]]),
                Touching(1),
            ),
            // As the hole, filled by triangles that have a point more on one of its sides.
            ("a crack within", cracked, Hole(vec![4, 8, 5])),
        ];
        for (what, mesh, flaw) in cases {
            assert_eq!(mesh.flaw(), Some(flaw), "{what}");
        }
    }

    #[test]
    fn a_fan_that_goes_round_more_than_once_overlaps() {
        // Eight triangles of 60 degrees around the point 0, on a spiral.
        let at = |turn: u32| {
            let (angle, far) = (
                f64::from(turn) * std::f64::consts::FRAC_PI_3,
                10.0 + f64::from(turn),
            );
            [
                angle.cos().mul_add(far, 50.0),
                angle.sin().mul_add(far, 50.0),
            ]
            .map(Mass::new)
        };
        let mut points = vec![[Mass::new(50.0); 2]];
        points.extend((0..9).map(at));
        let triangles: Vec<_> = (1..9).map(|turn| [0, turn, turn + 1]).collect();
        let fan = Triangulation { points, triangles };
        assert!(matches!(fan.flaw(), Some(Overlap(..))), "{:?}", fan.flaw());
    }
}
