//! The rounds: bound from below, improve from above, refine.

use super::cell::{self, Cell};
use super::contraction::{Contracted, contract};
use super::curve::Bend;
use super::improvement::{Improvement, Sizes};
use super::relaxation::{Marks, Relaxation};
use super::shape::{DRY, PAYLOAD, PROPELLANT, Shape, Side};
use super::{Designed, DesignedSolution};
use portolan_solver::{Engine, EngineError, Options, Point, Progress, Solution, Stop, Watch};
use std::ops::ControlFlow;

/// How many rounds there are at most.
const ROUNDS: usize = 40;
/// How many payload capacities, and propellant capacities for each, are tried at first, second and so on.
const SCAN: [u32; 3] = [4, 8, 16];
/// The grids on which other sizes are tried for one design after the other.
const SWEEPS: [u32; 2] = [4, 8];
/// To which relative gap and how far plans are searched for these.
const SCAN_GAP: f64 = 0.01;
const SCAN_NODES: u64 = 100;
/// How much better than the best point a point must be to be looked for, relative to the gap that is allowed.
const CUTOFF: f64 = 0.5;
/// By how much the best point must have become better, relative to it, to contract the program again.
const WORTH_CONTRACTING: f64 = 1e-3;
/// The relative gap to which the first relaxation is solved: it only has to show where good sizes lie.
const FIRST_GAP: f64 = 0.05;
/// Which part of the gap the relaxation may leave open.
const SHARE_OF_GAP: f64 = 0.25;

/// A search in progress.
pub(super) struct Search<'a> {
    designed: &'a Designed,
    shapes: &'a [Shape],
    engine: &'a dyn Engine,
    options: &'a Options,
    relay: Relay<'a>,
    marks: Vec<Marks>,
    best: Option<Point>,
    rounds: usize,
    /// Only points with less than this are looked for; infinite where there is none yet.
    cutoff: f64,
}

/// What the search of a cell comes to.
enum Found {
    /// There is nothing better in it.
    Nothing,
    /// There may be; whether the next relaxation will be tighter.
    Refined(bool),
    /// The search is to stop.
    Stop(Stop),
}

/// The best that cells other than this one may hold.
fn others(cells: &[Cell], this: usize) -> f64 {
    let others = cells.iter().enumerate().filter(|(at, _)| *at != this);
    others
        .map(|(_, cell)| cell.bound)
        .fold(f64::INFINITY, f64::min)
}

impl<'a> Search<'a> {
    pub(super) fn new(
        designed: &'a Designed,
        shapes: &'a [Shape],
        engine: &'a dyn Engine,
        options: &'a Options,
        watch: &'a mut dyn Watch,
    ) -> Self {
        let marks = vec![Marks::default(); shapes.len()];
        let relay = Relay {
            watch,
            told: Progress::default(),
            nodes: 0,
            cancelled: false,
            others: f64::INFINITY,
        };
        Self {
            designed,
            shapes,
            engine,
            options,
            relay,
            marks,
            best: None,
            rounds: 0,
            cutoff: f64::INFINITY,
        }
    }

    pub(super) fn run(mut self) -> Result<DesignedSolution, EngineError> {
        if let Some(start) = self.options.start.clone() {
            self.improve(&start)?;
        }
        if self.best.is_none() {
            self.scan()?;
        }
        let mut cells = vec![Cell::whole(self.designed, self.shapes)];
        let mut parted = false;
        while self.rounds < ROUNDS {
            if !parted && self.best.is_some() {
                self.part(&mut cells)?;
                parted = true;
            }
            self.rounds += 1;
            if let Some(stop) = self.round(&mut cells)? {
                return Ok(self.end(stop));
            }
        }
        Ok(self.end(Stop::Numerical))
    }

    /// Searches each cell once more; a reason to stop, if there is one. Cells that hold nothing better are dropped.
    fn round(&mut self, cells: &mut Vec<Cell>) -> Result<Option<Stop>, EngineError> {
        let mut refined = false;
        let mut at = 0;
        while at < cells.len() {
            if self.relay.cancelled {
                return Ok(Some(Stop::Cancelled));
            }
            self.relay.others = others(cells, at);
            let found = self.search(&mut cells[at])?;
            self.relay.raise(cells[at].bound);
            match found {
                Found::Nothing => {
                    cells.remove(at);
                    continue;
                }
                Found::Refined(more) => refined |= more,
                Found::Stop(stop) => return Ok(Some(stop)),
            }
            at += 1;
        }
        let stop = match &self.best {
            Some(best) if cells.is_empty() => {
                self.relay.others = f64::INFINITY;
                let sure = self.cutoff.min(best.objective);
                self.relay.raise(sure);
                Some(Stop::Optimal)
            }
            None if cells.is_empty() => Some(Stop::Infeasible),
            _ if self.is_closed() => Some(Stop::Optimal),
            // The first relaxation is not solved to the end.
            _ if refined || self.rounds == 1 => None,
            _ => Some(Stop::Numerical),
        };
        Ok(stop)
    }

    /// Contracts a cell, solves its relaxation and learns from the answer.
    fn search(&mut self, cell: &mut Cell) -> Result<Found, EngineError> {
        if let Some(best) = self.best.as_ref().map(|best| best.objective) {
            self.cutoff = self.cutoff.min(best - CUTOFF * self.allowed(best));
        }
        if self.contract(cell)? {
            return Ok(Found::Nothing);
        }
        let relaxed = self.relaxed(cell)?;
        self.take(cell, &relaxed)
    }

    /// Cuts off what cannot beat the best point, where that has become better. True where nothing is left.
    fn contract(&mut self, cell: &mut Cell) -> Result<bool, EngineError> {
        let worth = cell.cutoff - WORTH_CONTRACTING * self.cutoff.abs();
        if self.cutoff == f64::INFINITY || self.cutoff >= worth {
            return Ok(false);
        }
        cell.cutoff = self.cutoff;
        let options = Options {
            start: None,
            ..self.options.clone()
        };
        let left = contract(
            &cell.designed,
            &self.marks,
            self.engine,
            &options,
            self.cutoff,
        )?;
        Ok(match left {
            Contracted::Nothing => {
                cell.bound = self.cutoff;
                true
            }
            Contracted::To(designed, shapes) => {
                (cell.designed, cell.shapes) = (*designed, shapes);
                false
            }
        })
    }

    /// Tries sizes spread over the ranges, alike for all designs, on finer and finer grids until there is a plan for
    /// some.
    fn scan(&mut self) -> Result<(), EngineError> {
        let improvement = self.improvement();
        for grid in SCAN {
            if self.try_all(&improvement.spread(grid))? {
                break;
            }
        }
        Ok(())
    }

    /// With the first point known, looks about for better ones and cuts the program between its designs.
    fn part(&mut self, cells: &mut Vec<Cell>) -> Result<(), EngineError> {
        if self.shapes.len() > 1 {
            for grid in SWEEPS {
                for design in 0..self.shapes.len() {
                    self.sweep(design, grid)?;
                }
            }
        }
        let Some(best) = self.best.as_ref().map(|best| best.values.clone()) else {
            return Ok(());
        };
        self.mark(&best);
        let bound = cells
            .iter()
            .map(|cell| cell.bound)
            .fold(f64::INFINITY, f64::min);
        *cells = cell::cells(self.designed, self.shapes, &best);
        for cell in cells {
            cell.bound = bound;
        }
        Ok(())
    }

    /// Tries other sizes for one design.
    fn sweep(&mut self, design: usize, grid: u32) -> Result<(), EngineError> {
        let improvement = self.improvement();
        let best = self.best.as_ref();
        let Some(sizes) = best.and_then(|best| improvement.sizes(&best.values)) else {
            return Ok(());
        };
        let others = improvement.spread(grid).into_iter().map(|spread| {
            let mut sizes = sizes.clone();
            sizes[design] = spread[design];
            sizes
        });
        self.try_all(&others.collect::<Vec<_>>())?;
        Ok(())
    }

    /// Looks for good plans for each of some sizes and improves the best of them. False where there is no plan.
    fn try_all(&mut self, sizes: &[Sizes]) -> Result<bool, EngineError> {
        let improvement = self.improvement();
        let options = Options {
            start: None,
            relative_gap: SCAN_GAP,
            node_limit: Some(SCAN_NODES),
            ..self.options.clone()
        };
        let mut found: Option<Point> = None;
        for sizes in sizes {
            if self.relay.cancelled {
                return Ok(false);
            }
            let relay = &mut self.relay;
            let solution = improvement.counts(sizes, &options, &mut Silent { relay })?;
            let better = |point: &Point| {
                let known = found.as_ref().or(self.best.as_ref());
                known.is_none_or(|known| point.objective < known.objective)
            };
            found = solution.point.filter(better).or(found);
        }
        let Some(found) = found else { return Ok(false) };
        self.improve(&found.values)?;
        Ok(true)
    }

    fn allowed(&self, best: f64) -> f64 {
        self.options
            .absolute_gap
            .max(self.options.relative_gap * best.abs())
    }

    fn improvement(&self) -> Improvement<'a> {
        Improvement {
            designed: self.designed,
            shapes: self.shapes,
            engine: self.engine,
            options: self.options,
            both: self.marks.iter().any(|marks| marks.both),
        }
    }

    /// The answer of a cell's relaxation, in which only what beats the best point is allowed.
    fn relaxed(&mut self, cell: &Cell) -> Result<Solution, EngineError> {
        let mut program = Relaxation::of(&cell.designed, &cell.shapes, &self.marks).program;
        if self.cutoff.is_finite() {
            let cost = |column| (column, program.cost(column));
            let costs: Vec<_> = program.all_columns().map(cost).collect();
            let most = self.cutoff - program.offset();
            program.row("cutoff", f64::NEG_INFINITY, most, &costs);
        }
        let first = self.best.is_none() && self.rounds == 1;
        let loose = if first { FIRST_GAP } else { 0.0 };
        let nodes = self.options.node_limit;
        let options = Options {
            relative_gap: (self.options.relative_gap * SHARE_OF_GAP).max(loose),
            absolute_gap: self.options.absolute_gap * SHARE_OF_GAP,
            node_limit: nodes.map(|limit| limit.saturating_sub(self.relay.nodes)),
            start: None,
            ..self.options.clone()
        };
        self.engine.solve(&program, &options, &mut self.relay)
    }

    /// What follows from the answer of a cell's relaxation.
    fn take(&mut self, cell: &mut Cell, relaxed: &Solution) -> Result<Found, EngineError> {
        self.relay.nodes += relaxed.nodes;
        if relaxed.stop == Stop::Infeasible {
            cell.bound = self.cutoff;
            return Ok(Found::Nothing);
        }
        if let Some(bound) = relaxed.bound {
            cell.bound = cell.bound.max(bound);
        }
        if self.relay.cancelled {
            return Ok(Found::Stop(Stop::Cancelled));
        }
        let limited = matches!(relaxed.stop, Stop::Nodes | Stop::Time);
        if relaxed.stop != Stop::Optimal && !limited {
            return Ok(Found::Stop(relaxed.stop));
        }
        let Some(point) = &relaxed.point else {
            return Ok(Found::Stop(relaxed.stop));
        };
        self.improve(&point.values)?;
        if limited {
            return Ok(Found::Stop(relaxed.stop));
        }
        Ok(Found::Refined(self.refine(&point.values)))
    }

    fn is_closed(&self) -> bool {
        let (Some(best), Some(bound)) = (&self.best, self.relay.told.bound) else {
            return false;
        };
        best.objective - bound <= self.allowed(best.objective)
    }

    fn end(self, stop: Stop) -> DesignedSolution {
        let most = self
            .best
            .as_ref()
            .map_or(f64::INFINITY, |best| best.objective);
        let bound = self.relay.told.bound.map(|bound| bound.min(most));
        DesignedSolution {
            stop,
            point: self.best,
            bound: bound.filter(|bound| bound.is_finite() && stop != Stop::Infeasible),
            rounds: self.rounds,
            nodes: self.relay.nodes,
        }
    }

    // --- points ------------------------------------------------------------------------------------------

    /// Takes the counts and sizes of a point as far as they go: sizes for the counts, counts for the sizes, until
    /// neither gets better.
    fn improve(&mut self, values: &[f64]) -> Result<(), EngineError> {
        let improvement = self.improvement();
        let mut values = values.to_vec();
        let mut reached = f64::INFINITY;
        for turn in 0..6 {
            if let Some(point) = improvement.polished(&values)? {
                let better = point.objective < reached - 1e-9 * point.objective.abs();
                reached = reached.min(point.objective);
                values.clone_from(&point.values);
                self.keep(point);
                if !better {
                    break;
                }
            } else if turn > 0 {
                break;
            }
            let Some(point) = self.with_sizes_of(&values)? else {
                break;
            };
            let better = point.objective < reached - 1e-9 * point.objective.abs();
            reached = reached.min(point.objective);
            values.clone_from(&point.values);
            self.keep(point);
            if !better {
                break;
            }
        }
        Ok(())
    }

    fn with_sizes_of(&mut self, values: &[f64]) -> Result<Option<Point>, EngineError> {
        let improvement = self.improvement();
        let Some(sizes): Option<Sizes> = improvement.sizes(values) else {
            return Ok(None);
        };
        let options = Options {
            start: None,
            ..self.options.clone()
        };
        let solution = improvement.counts(
            &sizes,
            &options,
            &mut Silent {
                relay: &mut self.relay,
            },
        )?;
        let Some(point) = solution.point else {
            return Ok(None);
        };
        improvement.dressed(&point.values, &sizes)
    }

    fn keep(&mut self, point: Point) {
        if self
            .best
            .as_ref()
            .is_some_and(|best| best.objective <= point.objective)
        {
            return;
        }
        self.relay.better(&point);
        self.best = Some(point);
    }

    // --- refinement --------------------------------------------------------------------------------------

    /// Makes the relaxation exact at the best point, if that is new, and else at the relaxed one. False where it was
    /// already.
    fn refine(&mut self, relaxed: &[f64]) -> bool {
        let best = self.best.as_ref().map(|point| point.values.clone());
        let refined = best.is_some_and(|best| self.mark(&best)) || self.mark(relaxed);
        refined || self.hold_both()
    }

    /// Marks the sizes at a point in the laws of all designs, so that like designs stay alike.
    fn mark(&mut self, values: &[f64]) -> bool {
        let unit = self.designed.unit_kg;
        let mut refined = false;
        for sized in &self.designed.sized {
            let size = sized.columns().map(|column| values[column.at()] * unit);
            for (marks, shape) in self.marks.iter_mut().zip(self.shapes) {
                for side in [PAYLOAD, PROPELLANT, DRY] {
                    refined |= mark(marks, shape, side, size[side]);
                }
            }
        }
        refined
    }

    fn hold_both(&mut self) -> bool {
        let lacking = |marks: &&mut Marks| !marks.both;
        let lacking = self
            .marks
            .iter_mut()
            .filter(lacking)
            .map(|marks| marks.both = true);
        lacking.count() > 0
    }
}

/// Adds what makes a side exact at a point; false where it is there.
fn mark(marks: &mut Marks, shape: &Shape, side: usize, at: f64) -> bool {
    let Side { over, bend, .. } = &shape.sides[side];
    if shape.mesh.is_some() || *bend == Bend::Straight || at < over.low || at > over.high {
        return false;
    }
    let close = 1e-7 * (over.high - over.low);
    let safe = *bend
        == if side == DRY {
            Bend::Concave
        } else {
            Bend::Convex
        };
    let inside = over.low + close < at && at < over.high - close;
    let both = marks.both;
    let tangent = (safe || both) && insert(&mut marks.tangents[side], at, close);
    let chords = (!safe || both) && inside && insert(&mut marks.breaks[side], at, close);
    tangent || chords
}

fn insert(marks: &mut Vec<f64>, at: f64, close: f64) -> bool {
    let place = marks.partition_point(|mark| *mark < at);
    let near = |mark: Option<&f64>| mark.is_some_and(|mark| (mark - at).abs() <= close);
    if near(marks.get(place))
        || place
            .checked_sub(1)
            .is_some_and(|before| near(marks.get(before)))
    {
        return false;
    }
    marks.insert(place, at);
    true
}

/// Passes on what a relaxation's search tells: its bound is a bound, its points are none.
struct Relay<'a> {
    watch: &'a mut dyn Watch,
    told: Progress,
    nodes: u64,
    cancelled: bool,
    /// No point elsewhere than where the search is now is better than this.
    others: f64,
}

impl Relay<'_> {
    /// Takes over that no point where the search is now is better than this.
    fn raise(&mut self, bound: f64) {
        let bound = bound.min(self.others);
        let told = self.told.bound.map_or(bound, |told| told.max(bound));
        self.told.bound = Some(told).filter(|told| told.is_finite());
    }

    fn better(&mut self, point: &Point) {
        self.told.incumbent = Some(point.objective);
        self.watch.incumbent(point.objective, &point.values);
        let _ = self.tell();
    }

    fn tell(&mut self) -> ControlFlow<()> {
        let flow = if self.cancelled {
            ControlFlow::Break(())
        } else {
            self.watch.progress(&self.told)
        };
        self.cancelled |= flow.is_break();
        flow
    }
}

impl Watch for Relay<'_> {
    fn progress(&mut self, progress: &Progress) -> ControlFlow<()> {
        if let Some(bound) = progress.bound {
            self.raise(bound);
        }
        self.told.nodes = self.nodes + progress.nodes;
        self.tell()
    }
}

/// Passes on nothing but the wish to stop.
struct Silent<'a, 'b> {
    relay: &'a mut Relay<'b>,
}

impl Watch for Silent<'_, '_> {
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        self.relay.tell()
    }
}
