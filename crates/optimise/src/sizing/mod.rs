//! Design within the plan: the best plan over the sizes of its vehicles too, to a certified gap.
//!
//! A program with designs has, for each design, three columns (payload capacity, propellant capacity and dry mass)
//! that a sizing law ties, and products of a whole number of copies with one of them. [`solve`] finds the best point of
//! such a program and proves how near the best it is. A first point comes from sizes on a grid; counts and sizes that no
//! better point can have are cut off; and rounds of two steps close the gap. A linear program with whole numbers that
//! contains every better design and plan bounds from below; the counts it chooses are held and the sizes improved by
//! successive linear programs, ending in a point at which law and products hold, which bounds from above. Each round
//! makes the relaxation exact at the points that the round before found.
//!
//! The task is that of M. Isaji, Y. Takubo and K. Ho, J. Spacecraft & Rockets 59(5) (2022), 1660-1670, who decompose
//! it; outer approximation by tangents is from M. Duran and I. Grossmann, Mathematical Programming 36 (1986), 307-339.

mod cell;
mod contraction;
mod curve;
mod improvement;
mod interval;
mod relaxation;
mod search;
mod shape;
mod symmetry;

pub use shape::LawError;

use interval::Interval;
use portolan_model::Sizing;
use portolan_solver::{
    Column, ColumnKind, Engine, EngineError, Options, Point, Program, Stop, Watch,
};
use shape::Shape;

/// A design that the program chooses: three columns tied by a law, each in units of [`Designed::unit_kg`].
#[derive(Clone, Debug, PartialEq)]
pub struct Sized {
    /// What ties them.
    pub law: Sizing,
    /// The payload capacity.
    pub payload: Column,
    /// The propellant capacity.
    pub propellant: Column,
    /// The dry mass.
    pub dry: Column,
}

impl Sized {
    const fn columns(&self) -> [Column; 3] {
        [self.payload, self.propellant, self.dry]
    }
}

/// A column that is the product of two others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Product {
    /// A whole number with finite bounds.
    pub count: Column,
    /// A column of a [`Sized`].
    pub factor: Column,
    /// Their product.
    pub product: Column,
}

/// A program with designs to choose. Its rows say nothing of laws and products; they come on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Designed {
    /// The linear part.
    pub program: Program,
    /// The designs. Those that may be swapped are found by themselves, where their products are listed in one order.
    pub sized: Vec<Sized>,
    /// The products.
    pub products: Vec<Product>,
    /// In how many kg the columns of designs are counted, for instance 1000 for tonnes; more than zero.
    pub unit_kg: f64,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct DesignedSolution {
    /// Why the search stopped. [`Stop::Numerical`] where the bounds do not meet and nothing is left to refine.
    pub stop: Stop,
    /// The best point found, in the columns of the program: rows hold within the tolerance, products and
    /// laws to the last bits. It has no duals.
    pub point: Option<Point>,
    /// No point is better than this.
    pub bound: Option<f64>,
    /// How often a relaxation was solved.
    pub rounds: usize,
    /// Nodes of all search trees.
    pub nodes: u64,
}

/// Solves a program with designs.
///
/// The gaps and the node limit of the options hold for the whole search, the time limit for each program that is solved
/// on the way. A point to start from may be given; its counts are what is used of it.
///
/// # Errors
/// [`EngineError::Malformed`] where columns of laws or products do not fit, a count has no finite bounds, or a law
/// cannot be taken apart (see [`LawError`], whose words it has); else what the engine reports.
pub fn solve(
    designed: &Designed,
    engine: &dyn Engine,
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<DesignedSolution, EngineError> {
    designed.check()?;
    options.check(&designed.program)?;
    let Some(shapes) = designed
        .shapes()
        .map_err(|wrong| EngineError::Malformed(wrong.to_string()))?
    else {
        return Ok(DesignedSolution {
            stop: Stop::Infeasible,
            point: None,
            bound: None,
            rounds: 0,
            nodes: 0,
        });
    };
    search::Search::new(designed, &shapes, engine, options, watch).run()
}

impl Designed {
    /// Which design and which of its sides a column is.
    fn place(&self, column: Column) -> Option<(usize, usize)> {
        self.sized.iter().enumerate().find_map(|(sized, design)| {
            let side = design.columns().iter().position(|own| *own == column)?;
            Some((sized, side))
        })
    }

    /// The laws taken apart over the ranges that columns and laws leave; `None` where one leaves nothing.
    ///
    /// # Errors
    /// See [`LawError`].
    fn shapes(&self) -> Result<Option<Vec<Shape>>, LawError> {
        let mut shapes = Vec::with_capacity(self.sized.len());
        for sized in &self.sized {
            let law = &sized.law;
            let ranges = [law.payload, law.propellant, law.dry]
                .map(|range| (range.least.kg(), range.most.kg()));
            let mut over = [Interval::ZERO; 3];
            for ((over, range), column) in over.iter_mut().zip(ranges).zip(sized.columns()) {
                let (lower, upper) = self.program.bounds(column);
                *over = Interval::new(
                    range.0.max(lower * self.unit_kg),
                    range.1.min(upper * self.unit_kg),
                );
            }
            // The law means the smallest dry mass in its own range, be the column's narrower or not.
            over[shape::DRY].low = ranges[shape::DRY].0;
            if over.iter().any(|range| !range.is_sound()) {
                return Ok(None);
            }
            match Shape::of(law, over) {
                Ok(shape) => shapes.push(shape),
                Err(LawError::Empty) => return Ok(None),
                Err(wrong) => return Err(wrong),
            }
        }
        Ok(Some(shapes))
    }

    fn check(&self) -> Result<(), EngineError> {
        self.program.check()?;
        let malformed = |what: String| Err(EngineError::Malformed(what));
        if !(self.unit_kg.is_finite() && self.unit_kg > 0.0) {
            return malformed(format!("a unit of {} kg", self.unit_kg));
        }
        let columns = self.program.columns();
        let laws = self.sized.iter().flat_map(|sized| sized.columns());
        let products = self
            .products
            .iter()
            .flat_map(|one| [one.count, one.factor, one.product]);
        if let Some(far) = laws.chain(products).find(|column| column.at() >= columns) {
            return malformed(format!(
                "a design or product has column {}, of {columns}",
                far.at()
            ));
        }
        for Product { count, factor, .. } in &self.products {
            let (lower, upper) = self.program.bounds(*count);
            let whole = self.program.kind(*count) == ColumnKind::Integer;
            if !(whole && lower.is_finite() && upper.is_finite() && upper - lower <= MOST_COPIES) {
                let name = self.program.column_name(*count);
                return malformed(format!(
                    "the count '{name}' is not whole or lacks near bounds"
                ));
            }
            if self.place(*factor).is_none() {
                let name = self.program.column_name(*factor);
                return malformed(format!("the factor '{name}' is of no design"));
            }
        }
        Ok(())
    }
}

/// The widest range that a count may have.
const MOST_COPIES: f64 = 1e6;
