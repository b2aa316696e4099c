//! Points at which law and products hold: the best flows for given sizes, the best sizes for given counts.

use super::curve::Bend;
use super::relaxation::Marks;
use super::shape::{DRY, PAYLOAD, PROPELLANT, Shape};
use super::{Designed, Product};
use portolan_solver::{
    Column, ColumnKind, Engine, EngineError, Options, Point, Program, Solution, Unwatched, Watch,
};

/// Payload, propellant and dry mass of each design, in units.
pub(super) type Sizes = Vec<[f64; 3]>;

/// The least capacity that is tried, relative to the most, where the range begins lower.
const NEAR_NOTHING: f64 = 1e-3;
/// How many linear programs may be solved to find the best sizes for given counts.
const STEPS: usize = 40;
/// How closely the rows of a point hold, unless less is asked for.
const CLOSE: f64 = 1e-9;
/// How closely the linear programs that find sizes hold, relative to that: what they leave of the law must fit into it
/// when the law is applied to the last bits.
const CLOSER: f64 = 0.1;

/// What improves points of a designed program.
pub(super) struct Improvement<'a> {
    pub(super) designed: &'a Designed,
    pub(super) shapes: &'a [Shape],
    pub(super) engine: &'a dyn Engine,
    pub(super) options: &'a Options,
    /// Whether a dry mass above the law is kept out as well.
    pub(super) both: bool,
}

impl Improvement<'_> {
    /// The sizes at a point, the dry masses being what the law says; `None` where it says nothing.
    pub(super) fn sizes(&self, values: &[f64]) -> Option<Sizes> {
        let designs = self.designed.sized.iter().zip(self.shapes);
        designs
            .map(|(sized, shape)| {
                self.exact(
                    sized.columns().map(|column| values[column.at()]),
                    shape,
                    sized,
                )
            })
            .collect()
    }

    fn exact(&self, size: [f64; 3], shape: &Shape, sized: &super::Sized) -> Option<[f64; 3]> {
        let unit = self.designed.unit_kg;
        let within = |side: usize| {
            let (lower, upper) = self.designed.program.bounds(sized.columns()[side]);
            let over = shape.sides[side].over;
            size[side]
                .max(over.low / unit)
                .min(over.high / unit)
                .max(lower)
                .min(upper)
        };
        let (payload, propellant) = (within(PAYLOAD), within(PROPELLANT));
        let dry = sized.law.dry_kg(payload * unit, propellant * unit)? / unit;
        let upper = self.designed.program.bounds(sized.dry).1;
        let lower = self.designed.program.bounds(sized.dry).0;
        (lower <= dry && dry <= upper).then_some([payload, propellant, dry])
    }

    /// Sizes on a grid over the ranges of capacities, spaced by equal factors, the same place for all designs.
    pub(super) fn spread(&self, grid: u32) -> Vec<Sizes> {
        let unit = self.designed.unit_kg;
        let at_place = |place: u32| {
            let steps =
                [place / grid, place % grid].map(|step| (f64::from(step) + 0.5) / f64::from(grid));
            let designs = self.designed.sized.iter().zip(self.shapes);
            let sizes = designs.map(|(sized, shape)| {
                let at = |side: usize| {
                    let over = shape.sides[side].over;
                    let low = over.low.max(NEAR_NOTHING * over.high);
                    low * (over.high / low).powf(steps[side]) / unit
                };
                self.exact([at(PAYLOAD), at(PROPELLANT), 0.0], shape, sized)
            });
            sizes.collect::<Option<Sizes>>()
        };
        (0..grid * grid).filter_map(at_place).collect()
    }

    /// The best point with given sizes: counts and flows.
    pub(super) fn counts(
        &self,
        sizes: &Sizes,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<Solution, EngineError> {
        let program = self.with_sizes(sizes);
        self.engine.solve(&program, options, watch)
    }

    fn with_sizes(&self, sizes: &Sizes) -> Program {
        let mut program = self.designed.program.clone();
        for (sized, size) in self.designed.sized.iter().zip(sizes) {
            for (column, value) in sized.columns().into_iter().zip(size) {
                program.set_bounds(column, *value, *value);
            }
        }
        for Product {
            count,
            factor,
            product,
        } in &self.designed.products
        {
            let factor = program.bounds(*factor).0;
            program.row("product", 0.0, 0.0, &[(*product, 1.0), (*count, -factor)]);
        }
        program
    }

    /// The best point with the counts of a given point: sizes by successive linear programs, then flows.
    pub(super) fn polished(&self, values: &[f64]) -> Result<Option<Point>, EngineError> {
        let held = self.with_counts(values);
        let Some(mut sizes) = self.sizes(values) else {
            return Ok(None);
        };
        let mut tangents: Vec<Marks> = self.shapes.iter().map(first_tangents).collect();
        for _ in 0..STEPS {
            let program = self.linearised(&held, &sizes, &mut tangents);
            let closer = CLOSER * self.close();
            let solution = self
                .engine
                .solve(&program, &within(closer), &mut Unwatched)?;
            let Some(point) = solution.point else {
                return Ok(None);
            };
            let Some(exact) = self.sizes(&point.values) else {
                return Ok(None);
            };
            let settled = exact.iter().zip(&sizes).all(|(new, old)| !moved(new, old));
            sizes = exact;
            if settled {
                break;
            }
        }
        self.settled(&held, &sizes)
    }

    /// The point with given counts and sizes, dressed so that products are exact.
    fn settled(&self, held: &Program, sizes: &Sizes) -> Result<Option<Point>, EngineError> {
        let mut program = held.clone();
        for (sized, size) in self.designed.sized.iter().zip(sizes) {
            for (column, value) in sized.columns().into_iter().zip(size) {
                program.set_bounds(column, *value, *value);
            }
        }
        for Product {
            count,
            factor,
            product,
        } in &self.designed.products
        {
            let value = program.bounds(*count).0 * program.bounds(*factor).0;
            program.set_bounds(*product, value, value);
        }
        let solution = self
            .engine
            .solve(&program, &within(self.close()), &mut Unwatched)?;
        Ok(solution.point.map(|point| Point {
            duals: None,
            reduced_costs: None,
            ..point
        }))
    }

    /// The point of a solution with given sizes, with exact products.
    pub(super) fn dressed(
        &self,
        values: &[f64],
        sizes: &Sizes,
    ) -> Result<Option<Point>, EngineError> {
        self.settled(&self.with_counts(values), sizes)
    }

    fn close(&self) -> f64 {
        self.options.feasibility.min(CLOSE)
    }

    fn with_counts(&self, values: &[f64]) -> Program {
        let mut program = self.designed.program.clone();
        for column in program.all_columns() {
            if program.kind(column) == ColumnKind::Integer {
                let (lower, upper) = program.bounds(column);
                let value = values[column.at()].round().max(lower).min(upper);
                program.set_bounds(column, value, value);
                program.set_kind(column, ColumnKind::Continuous);
            }
        }
        program
    }

    /// The program with counts held and the law made straight: tangents at the sizes before on sides that bend
    /// the safe way, at the present sizes on the others.
    fn linearised(&self, held: &Program, sizes: &Sizes, marks: &mut [Marks]) -> Program {
        let mut program = held.clone();
        for Product {
            count,
            factor,
            product,
        } in &self.designed.products
        {
            let count = program.bounds(*count).0;
            program.row("product", 0.0, 0.0, &[(*product, 1.0), (*factor, -count)]);
        }
        for (at, (size, marks)) in sizes.iter().zip(marks).enumerate() {
            if self.shapes[at].mesh.is_some() {
                self.hold_to_triangle(&mut program, at, size);
            } else {
                self.straighten(&mut program, at, size, marks);
            }
        }
        program
    }

    /// Holds the sizes of a design to the triangle of the mesh that they lie in.
    fn hold_to_triangle(&self, program: &mut Program, at: usize, size: &[f64; 3]) {
        let unit = self.designed.unit_kg;
        let sized = &self.designed.sized[at];
        let here = sized
            .law
            .triangle_kg(size[PAYLOAD] * unit, size[PROPELLANT] * unit);
        let mut one = Vec::new();
        let mut places = sized.columns().map(|column| vec![(column, -1.0)]);
        for corner in here.iter().flatten() {
            let weight = program.column("weight", 0.0, 1.0, 0.0, ColumnKind::Continuous);
            one.push((weight, 1.0));
            for (place, at_kg) in places.iter_mut().zip(corner) {
                place.push((weight, at_kg / unit));
            }
        }
        program.row("one", 1.0, 1.0, &one);
        for place in &places {
            program.row("place", 0.0, 0.0, place);
        }
    }

    fn straighten(&self, program: &mut Program, at: usize, size: &[f64; 3], marks: &mut Marks) {
        let unit = self.designed.unit_kg;
        let mut law = Vec::new();
        for side in [PAYLOAD, PROPELLANT, DRY] {
            let shape = &self.shapes[at].sides[side];
            let column = self.designed.sized[at].columns()[side];
            let (lower, upper) = program.bounds(column);
            let (lower, upper) = (
                lower.max(shape.over.low / unit),
                upper.min(shape.over.high / unit),
            );
            program.set_bounds(column, lower, upper.max(lower));
            let value = free(program);
            let safe = if side == DRY {
                Bend::Concave
            } else {
                Bend::Convex
            };
            let tangents = &mut marks.tangents[side];
            if shape.bend != safe || self.both {
                tangents.clear();
            }
            tangents.push(size[side] * unit);
            // The dry side is held below its tangents, the others above.
            let sign = if side == DRY { -1.0 } else { 1.0 };
            for mark in tangents.iter() {
                let line = shape.curve.tangent(*mark);
                let entries = [(value, sign), (column, -sign * line.slope)];
                let start = sign * line.start / unit;
                let most = if self.both { start } else { f64::INFINITY };
                program.row("tangent", start, most, &entries);
            }
            law.push((value, -sign));
        }
        let most = if self.both { 0.0 } else { f64::INFINITY };
        program.row("law", 0.0, most, &law);
    }
}

fn within(feasibility: f64) -> Options {
    Options {
        feasibility,
        ..Options::default()
    }
}

fn free(program: &mut Program) -> Column {
    program.column(
        "side",
        f64::NEG_INFINITY,
        f64::INFINITY,
        0.0,
        ColumnKind::Continuous,
    )
}

/// Tangents spread over the sides that bend the safe way.
fn first_tangents(shape: &Shape) -> Marks {
    let mut marks = Marks::default();
    let over = shape.sides[DRY].over;
    let spread = (0..8).map(|step| over.low + (over.high - over.low) * f64::from(step) / 8.0);
    marks.tangents[DRY] = spread.collect();
    marks
}

fn moved(new: &[f64; 3], old: &[f64; 3]) -> bool {
    new.iter()
        .zip(old)
        .any(|(new, old)| (new - old).abs() > 1e-10 * old.abs().max(1e-3))
}
