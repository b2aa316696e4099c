//! Sizing laws: how heavy an element must be to carry so much.

use crate::triangulation::Triangulation;
use portolan_vocabulary::Mass;

/// What a term of a sizing law is a power of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SizingQuantity {
    /// One: the term is its coefficient.
    One,
    /// The payload capacity, in kg.
    Payload,
    /// The propellant capacity, in kg.
    Propellant,
    /// The dry mass, in kg.
    Dry,
    /// An earlier auxiliary quantity, by its position.
    Auxiliary(usize),
}

/// One term of a sizing law: coefficient times a power of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SizingTerm {
    /// The factor.
    pub coefficient: f64,
    /// What is raised to the power.
    pub of: SizingQuantity,
    /// The power; 1 for a proportional term.
    pub exponent: f64,
}

/// A quantity on the way to the dry mass, such as electric power: a sum of terms.
#[derive(Clone, Debug, PartialEq)]
pub struct Auxiliary {
    /// The word that files use; unique in the law.
    pub name: String,
    /// What it is the sum of; it refers to earlier ones only.
    pub terms: Vec<SizingTerm>,
}

/// The least and the most that a planner may choose.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MassRange {
    /// The least; not negative.
    pub least: Mass,
    /// The most; not below the least.
    pub most: Mass,
}

impl MassRange {
    /// True where a mass lies within, but for rounding.
    pub fn contains(&self, mass: Mass) -> bool {
        let slack = 1e-9 * self.most.kg().abs().max(1.0);
        self.least.kg() - slack <= mass.kg() && mass.kg() <= self.most.kg() + slack
    }
}

/// A sizing law: payload capacity and propellant capacity are the planner's to choose, and the dry mass is the
/// smallest that equals the sum of the terms, which may depend on the dry mass itself.
///
/// The payload capacity is the element's `max_payload`; the propellant capacity is shared among the stores that
/// feed its engines, by their shares.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// What payload capacities there are.
    pub payload: MassRange,
    /// What propellant capacities there are.
    pub propellant: MassRange,
    /// What dry masses there are.
    pub dry: MassRange,
    /// Quantities on the way.
    pub auxiliaries: Vec<Auxiliary>,
    /// What the dry mass is the sum of.
    pub terms: Vec<SizingTerm>,
    /// Where given, the law holds at the points of a mesh, and runs straight over its triangles in between.
    pub mesh: Option<SizingMesh>,
}

/// Where a sizing law holds that runs straight in between.
#[derive(Clone, Debug, PartialEq)]
pub enum SizingMesh {
    /// At points this far from each other in payload and in propellant capacity, counted from their least.
    ///
    /// Payload capacities go one step past the most at most, propellant capacities at each of them as far as the law
    /// has a dry mass. The diagonal of a square joins its corner of least payload and most propellant with
    /// the one of most payload and least propellant. Where a column is higher than its neighbour, the
    /// neighbour's top is joined with what is higher. M. Isaji, Y. Takubo and K. Ho (J. Spacecraft & Rockets 59(5),
    /// 2022) have these points, but the diagonals that Delaunay's rule leaves open as their tool cuts them.
    Squares(Mass),
    /// At these points, over these triangles.
    Triangles(Triangulation),
}

/// How closely a root is found, relative to the range of dry masses.
const ROOT_STEPS: u32 = 200;
/// In how many steps the range is searched for the first change of sign.
const SCAN_STEPS: u32 = 512;

impl Sizing {
    /// What the terms sum to, in kg, for capacities and a dry mass in kg.
    pub fn sum_kg(&self, payload_kg: f64, propellant_kg: f64, dry_kg: f64) -> f64 {
        let mut auxiliaries = Vec::with_capacity(self.auxiliaries.len());
        for auxiliary in &self.auxiliaries {
            let value = sum(
                &auxiliary.terms,
                payload_kg,
                propellant_kg,
                dry_kg,
                &auxiliaries,
            );
            auxiliaries.push(value);
        }
        sum(&self.terms, payload_kg, propellant_kg, dry_kg, &auxiliaries)
    }

    /// The smallest dry mass in its range that the law allows for these capacities, in kg, to the last bits, or what the
    /// mesh says where there is one; `None` where there is none.
    pub fn dry_kg(&self, payload_kg: f64, propellant_kg: f64) -> Option<f64> {
        if self.mesh.is_some() {
            let triangle = self.triangle_kg(payload_kg, propellant_kg)?;
            return Some(over_triangle(triangle, payload_kg, propellant_kg));
        }
        self.smooth_dry_kg(payload_kg, propellant_kg)
    }

    fn smooth_dry_kg(&self, payload_kg: f64, propellant_kg: f64) -> Option<f64> {
        let excess = |dry: f64| dry - self.sum_kg(payload_kg, propellant_kg, dry);
        let (least, most) = (self.dry.least.kg(), self.dry.most.kg());
        let at = |step: u32| least + (most - least) * f64::from(step) / f64::from(SCAN_STEPS);
        if excess(least) >= 0.0 {
            return Some(least);
        }
        let first = (1..=SCAN_STEPS).find(|step| excess(at(*step)) >= 0.0)?;
        let (mut low, mut high) = (at(first - 1), at(first));
        for _ in 0..ROOT_STEPS {
            let middle = low + (high - low) / 2.0;
            if middle <= low || middle >= high {
                break;
            }
            if excess(middle) >= 0.0 {
                high = middle;
            } else {
                low = middle;
            }
        }
        Some(high)
    }
}

/// A triangle of a mesh: payload capacity, propellant capacity and dry mass at its corners, in kg.
pub type SizingTriangle = [[f64; 3]; 3];

/// The dry mass over a triangle at capacities in it.
fn over_triangle(triangle: SizingTriangle, payload_kg: f64, propellant_kg: f64) -> f64 {
    let [a, b, c] = triangle;
    let cross = |u: [f64; 2], v: [f64; 2]| u[0].mul_add(v[1], -(u[1] * v[0]));
    let from_a = |to: [f64; 2]| [to[0] - a[0], to[1] - a[1]];
    let (to_b, to_c) = (from_a([b[0], b[1]]), from_a([c[0], c[1]]));
    let to_here = from_a([payload_kg, propellant_kg]);
    let whole = cross(to_b, to_c);
    let (share_b, share_c) = (cross(to_here, to_c) / whole, cross(to_b, to_here) / whole);
    a[2] + share_b * (b[2] - a[2]) + share_c * (c[2] - a[2])
}

/// The mesh of a sizing law.
impl Sizing {
    /// The triangle of the mesh in which capacities lie, in kg; `None` outside the mesh, or without one.
    pub fn triangle_kg(&self, payload_kg: f64, propellant_kg: f64) -> Option<SizingTriangle> {
        match self.mesh.as_ref()? {
            SizingMesh::Squares(width) => self.in_square(width.kg(), payload_kg, propellant_kg),
            SizingMesh::Triangles(mesh) => {
                let corners = mesh.around(payload_kg, propellant_kg)?;
                let [a, b, c] = corners.map(|corner| self.point_kg(mesh, corner));
                Some([a?, b?, c?])
            }
        }
    }

    /// The triangles of the mesh, in kg; none without a mesh.
    pub fn triangles_kg(&self) -> Vec<SizingTriangle> {
        match &self.mesh {
            None => Vec::new(),
            Some(SizingMesh::Squares(width)) => self.squares(width.kg()),
            Some(SizingMesh::Triangles(mesh)) => {
                let points = 0..mesh.points.len();
                let points: Vec<_> = points.map(|point| self.point_kg(mesh, point)).collect();
                let at = |point: usize| points.get(point).copied().flatten();
                let triangle = |[a, b, c]: &[usize; 3]| Some([at(*a)?, at(*b)?, at(*c)?]);
                mesh.triangles.iter().filter_map(triangle).collect()
            }
        }
    }

    /// Payload, propellant and dry mass at a point of a triangulation, in kg; `None` where the law has no dry mass.
    pub(crate) fn point_kg(&self, mesh: &Triangulation, point: usize) -> Option<[f64; 3]> {
        let [payload_kg, propellant_kg] = mesh.place(point)?;
        let dry_kg = self.smooth_dry_kg(payload_kg, propellant_kg)?;
        Some([payload_kg, propellant_kg, dry_kg])
    }

    /// The triangle of a mesh of squares in which capacities lie.
    fn in_square(&self, width: f64, payload_kg: f64, propellant_kg: f64) -> Option<SizingTriangle> {
        let steps = (payload_kg - self.payload.least.kg()) / width;
        let up = (propellant_kg - self.propellant.least.kg()) / width;
        let last = self.mesh_columns(width).checked_sub(2)?;
        if !(0.0..=f64::from(last) + 1.0).contains(&steps) || up.is_nan() || up < 0.0 {
            return None;
        }
        let column = (steps.floor() as u32).min(last);
        let (left, right) = (
            self.mesh_column(width, column),
            self.mesh_column(width, column + 1),
        );
        let strip = strip(&left, &right);
        let place = [steps - f64::from(column), up];
        let corners = strip
            .into_iter()
            .find(|corners| contains(*corners, place))?;
        Some(corners.map(|corner| self.corner_kg(width, column, corner, &left, &right)))
    }

    /// The triangles of a mesh of squares.
    fn squares(&self, width: f64) -> Vec<SizingTriangle> {
        let mut triangles = Vec::new();
        let mut left = self.mesh_column(width, 0);
        for column in 1..self.mesh_columns(width) {
            let right = self.mesh_column(width, column);
            triangles.extend(strip(&left, &right).into_iter().map(|corners| {
                corners.map(|corner| self.corner_kg(width, column - 1, corner, &left, &right))
            }));
            left = right;
        }
        triangles
    }

    /// How many payload capacities the mesh has.
    fn mesh_columns(&self, width_kg: f64) -> u32 {
        let range_kg = self.payload.most.kg() - self.payload.least.kg();
        // A range of one capacity has a strip of the mesh too.
        let steps = (range_kg / width_kg).ceil().max(1.0);
        if width_kg > 0.0 && (0.0..=MOST_POINTS).contains(&steps) {
            steps as u32 + 1
        } else {
            0
        }
    }

    /// The dry masses of the mesh at one payload capacity, in kg.
    fn mesh_column(&self, width_kg: f64, column: u32) -> Vec<f64> {
        let payload_kg = self.payload.least.kg() + f64::from(column) * width_kg;
        let range_kg = self.propellant.most.kg() - self.propellant.least.kg();
        let steps = (range_kg / width_kg).ceil().clamp(1.0, MOST_POINTS) as u32;
        let at = |step: u32| {
            let propellant_kg = self.propellant.least.kg() + f64::from(step) * width_kg;
            self.smooth_dry_kg(payload_kg, propellant_kg)
        };
        (0..=steps).map_while(at).collect()
    }

    fn corner_kg(
        &self,
        width_kg: f64,
        column: u32,
        (across, up): Corner,
        left: &[f64],
        right: &[f64],
    ) -> [f64; 3] {
        let masses = if across == 0 { left } else { right };
        let payload = self.payload.least.kg() + f64::from(column + across) * width_kg;
        let propellant = self.propellant.least.kg() + f64::from(up) * width_kg;
        [
            payload,
            propellant,
            masses.get(up as usize).copied().unwrap_or(f64::NAN),
        ]
    }
}

/// The most points that a mesh may have along one side.
const MOST_POINTS: f64 = 10_000.0;

/// A corner of a triangle between two columns of a mesh: the left (0) or right (1) one, and how many steps up.
type Corner = (u32, u32);

/// The triangles between two columns of a mesh.
fn strip(left: &[f64], right: &[f64]) -> Vec<[Corner; 3]> {
    let (left, right) = (left.len() as u32, right.len() as u32);
    let both = left.min(right);
    let mut triangles = Vec::new();
    if both == 0 {
        return triangles;
    }
    for up in 1..both {
        triangles.push([(0, up - 1), (0, up), (1, up - 1)]);
        triangles.push([(0, up), (1, up), (1, up - 1)]);
    }
    triangles.extend((both..left).map(|up| [(0, up - 1), (0, up), (1, both - 1)]));
    triangles.extend((both..right).map(|up| [(1, up - 1), (1, up), (0, both - 1)]));
    triangles
}

/// Whether a place, in steps across and up, lies in a triangle, but for rounding.
fn contains(corners: [Corner; 3], [across, up]: [f64; 2]) -> bool {
    let at = corners.map(|(across, up)| [f64::from(across), f64::from(up)]);
    let side = |a: [f64; 2], b: [f64; 2]| {
        (b[0] - a[0]).mul_add(up - a[1], -((b[1] - a[1]) * (across - a[0])))
    };
    let sides = [side(at[0], at[1]), side(at[1], at[2]), side(at[2], at[0])];
    sides.iter().all(|side| *side >= -1e-9) || sides.iter().all(|side| *side <= 1e-9)
}

fn sum(terms: &[SizingTerm], payload: f64, propellant: f64, dry: f64, auxiliaries: &[f64]) -> f64 {
    let value = |term: &SizingTerm| {
        let base = match term.of {
            SizingQuantity::One => return term.coefficient,
            SizingQuantity::Payload => payload,
            SizingQuantity::Propellant => propellant,
            SizingQuantity::Dry => dry,
            SizingQuantity::Auxiliary(at) => auxiliaries.get(at).copied().unwrap_or(f64::NAN),
        };
        term.coefficient * base.powf(term.exponent)
    };
    terms.iter().map(value).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn term(coefficient: f64, of: SizingQuantity, exponent: f64) -> SizingTerm {
        SizingTerm {
            coefficient,
            of,
            exponent,
        }
    }

    fn range(least: f64, most: f64) -> MassRange {
        MassRange {
            least: Mass::new(least),
            most: Mass::new(most),
        }
    }

    /// The lunar lander's law of Isaji, Takubo and Ho (J. Spacecraft & Rockets 59(5), 2022), stay of 3 d, crew of 4.
    fn lander() -> Sizing {
        use SizingQuantity::{Auxiliary as Aux, Dry, One, Payload, Propellant};
        Sizing {
            payload: range(500.0, 10_000.0),
            propellant: range(1000.0, 300_000.0),
            dry: range(4000.0, 100_000.0),
            auxiliaries: vec![Auxiliary {
                name: "power".to_owned(),
                terms: vec![term(7.277e-8, Dry, 2.443), term(137.0, One, 1.0)],
            }],
            terms: vec![
                term(0.3238 + 0.1648 + 0.05, Dry, 1.0),
                term(693.7, Payload, 0.0459),
                term(0.1648, Payload, 1.0),
                term(20.26 / 360.0, Propellant, 1.0),
                term(1.0, Aux(0), 1.0),
                term(1.014, Aux(0), 0.8423),
                term(22.33 * 3.0 + 434.7, One, 1.0),
                term(0.004_190 * 12.0, Dry, 0.9061),
            ],
            mesh: None,
        }
    }

    #[test]
    fn dry_mass_is_the_smaller_root() {
        let published = [
            (500.0, 1000.0, 4_185.223_391),
            (2000.0, 20_000.0, 7_887.739_195),
            (5000.0, 40_000.0, 13_650.793_812),
            (500.0, 55_000.0, 13_649.536_246),
        ];
        for (payload, propellant, dry) in published {
            let found = lander().dry_kg(payload, propellant).unwrap();
            assert!(
                (found - dry).abs() < 1e-6,
                "{payload} {propellant}: {found}, not {dry}"
            );
        }
        assert_eq!(lander().dry_kg(10_000.0, 300_000.0), None);
    }

    /// Points and dry masses of the mesh of 2500 kg: 30, 27, 24, 21 and 18 points, 184 triangles
    /// (`benches/peers/README.md`); the designs of the released code's tests of the piecewise linear law lie on it.
    #[test]
    fn a_mesh_runs_straight_between_its_points() {
        let mesh = Sizing {
            mesh: Some(SizingMesh::Squares(Mass::new(2500.0))),
            ..lander()
        };
        let triangles = mesh.triangles_kg();
        assert_eq!(triangles.len(), 184);
        let smooth = lander();
        for [payload, propellant, dry] in triangles.iter().flatten().copied() {
            assert_eq!(smooth.dry_kg(payload, propellant), Some(dry));
        }
        let published = [
            (2_827.615_033_57, 42_879.431_401_99, 12_725.751_678_36),
            (507.530_94, 55_695.858_64, 13_829.068_67),
        ];
        for (payload, propellant, dry) in published {
            let found = mesh.dry_kg(payload, propellant).unwrap();
            assert!((found - dry).abs() < 2e-2, "{found}, not {dry}");
        }
        let middle = |a: f64, b: f64| f64::midpoint(a, b);
        let [low, high] = [41_000.0, 43_500.0].map(|propellant| {
            let payload = if propellant < 42_000.0 { 3000.0 } else { 500.0 };
            smooth.dry_kg(payload, propellant).unwrap()
        });
        assert!((mesh.dry_kg(1750.0, 42_250.0).unwrap() - middle(low, high)).abs() < 1e-9);
        assert_eq!(mesh.dry_kg(500.0, 74_000.0), None);
        assert_eq!(mesh.dry_kg(499.0, 1000.0), None);
        assert!(mesh.dry_kg(500.0, 73_500.0).is_some());
    }

    /// A square cut from its lower left to its upper right corner, and what squares in steps do not have.
    #[test]
    fn a_triangulation_runs_straight_between_its_points() {
        let points = [
            (500.0, 1000.0),
            (3000.0, 1000.0),
            (500.0, 3500.0),
            (3000.0, 3500.0),
        ];
        let mesh = Triangulation {
            points: points.map(|(p, q)| [Mass::new(p), Mass::new(q)]).to_vec(),
            triangles: vec![[0, 1, 3], [0, 2, 3]],
        };
        assert_eq!(mesh.flaw(), None);
        let rising = Sizing {
            mesh: Some(SizingMesh::Triangles(mesh)),
            ..lander()
        };
        let corner = |at: usize| lander().dry_kg(points[at].0, points[at].1).unwrap();
        let middle = rising.dry_kg(1750.0, 2250.0).unwrap();
        assert!((middle - f64::midpoint(corner(0), corner(3))).abs() < 1e-9);
        let below = rising.dry_kg(2375.0, 1625.0).unwrap();
        let mean = corner(0).mul_add(0.25, corner(1).mul_add(0.5, corner(3) * 0.25));
        assert!((below - mean).abs() < 1e-9, "{below}, not {mean}");
        assert_eq!(rising.dry_kg(3000.1, 2000.0), None);
        assert_eq!(rising.triangles_kg().len(), 2);
        let falling = Sizing {
            mesh: Some(SizingMesh::Squares(Mass::new(2500.0))),
            ..lander()
        };
        let other = falling.dry_kg(1750.0, 2250.0).unwrap();
        assert!((other - f64::midpoint(corner(1), corner(2))).abs() < 1e-9);
    }
}
