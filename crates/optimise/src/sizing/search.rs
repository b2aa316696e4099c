//! The rounds: bound from below, improve from above, refine.

use super::curve::Bend;
use super::improvement::{Improvement, Sizes};
use super::relaxation::{Marks, Relaxation};
use super::shape::{DRY, PAYLOAD, PROPELLANT, Shape, Side};
use super::{Designed, DesignedSolution};
use portolan_solver::{Engine, EngineError, Options, Point, Progress, Solution, Stop, Watch};
use std::ops::ControlFlow;

/// How many rounds there are at most.
const ROUNDS: usize = 40;
/// How many tangents a side has before anything is known.
const FIRST_TANGENTS: u32 = 5;
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
}

impl<'a> Search<'a> {
    pub(super) fn new(
        designed: &'a Designed,
        shapes: &'a [Shape],
        engine: &'a dyn Engine,
        options: &'a Options,
        watch: &'a mut dyn Watch,
    ) -> Self {
        let marks = shapes.iter().map(first_marks).collect();
        let relay = Relay {
            watch,
            told: Progress::default(),
            nodes: 0,
            cancelled: false,
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
        }
    }

    pub(super) fn run(mut self) -> Result<DesignedSolution, EngineError> {
        if let Some(start) = self.options.start.clone() {
            self.improve(&start)?;
        }
        if let Some(best) = self.best.as_ref().map(|best| best.values.clone()) {
            self.mark(&best);
        }
        loop {
            self.rounds += 1;
            let relaxed = self.relaxed()?;
            if let Some(stop) = self.take(&relaxed)? {
                return Ok(self.end(stop));
            }
            if self.rounds >= ROUNDS {
                return Ok(self.end(Stop::Numerical));
            }
        }
    }

    fn improvement(&self) -> Improvement<'a> {
        Improvement {
            designed: self.designed,
            shapes: self.shapes,
            engine: self.engine,
            options: self.options,
        }
    }

    /// The relaxation's answer.
    fn relaxed(&mut self) -> Result<Solution, EngineError> {
        let relaxation = Relaxation::of(self.designed, self.shapes, &self.marks);
        let loose = if self.best.is_none() && self.rounds == 1 {
            FIRST_GAP
        } else {
            0.0
        };
        let options = Options {
            relative_gap: (self.options.relative_gap * SHARE_OF_GAP).max(loose),
            absolute_gap: self.options.absolute_gap * SHARE_OF_GAP,
            node_limit: self
                .options
                .node_limit
                .map(|limit| limit.saturating_sub(self.relay.nodes)),
            start: self
                .best
                .as_ref()
                .map(|best| relaxation.lifted(&best.values)),
            ..self.options.clone()
        };
        self.engine
            .solve(&relaxation.program, &options, &mut self.relay)
    }

    /// What follows from a relaxation's answer; a reason to stop, if there is one.
    fn take(&mut self, relaxed: &Solution) -> Result<Option<Stop>, EngineError> {
        self.relay.nodes += relaxed.nodes;
        if let Some(bound) = relaxed.bound {
            self.relay.raise(bound);
        }
        if self.relay.cancelled {
            return Ok(Some(Stop::Cancelled));
        }
        if relaxed.stop == Stop::Infeasible && self.best.is_some() {
            return Ok(Some(Stop::Numerical));
        }
        if !matches!(relaxed.stop, Stop::Optimal | Stop::Nodes | Stop::Time) {
            return Ok(Some(relaxed.stop));
        }
        let Some(point) = &relaxed.point else {
            return Ok(Some(relaxed.stop));
        };
        self.improve(&point.values)?;
        if self.is_closed() {
            return Ok(Some(Stop::Optimal));
        }
        if self.relay.cancelled {
            return Ok(Some(Stop::Cancelled));
        }
        let refined = self.refine(&point.values);
        Ok(match relaxed.stop {
            // The first relaxation is not solved to the end.
            Stop::Optimal if refined || self.rounds == 1 => None,
            Stop::Optimal => Some(Stop::Numerical),
            stop => Some(stop),
        })
    }

    fn is_closed(&self) -> bool {
        let (Some(best), Some(bound)) = (&self.best, self.relay.told.bound) else {
            return false;
        };
        let allowed = self
            .options
            .absolute_gap
            .max(self.options.relative_gap * best.objective.abs());
        best.objective - bound <= allowed
    }

    fn end(self, stop: Stop) -> DesignedSolution {
        let bound = match &self.best {
            Some(best) => self.relay.told.bound.map(|bound| bound.min(best.objective)),
            None => self.relay.told.bound,
        };
        let bound = bound.filter(|_| stop != Stop::Infeasible);
        DesignedSolution {
            stop,
            point: self.best,
            bound,
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
    if *bend == Bend::Straight || at < over.low || at > over.high {
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

/// Tangents spread over each side.
fn first_marks(shape: &Shape) -> Marks {
    let mut marks = Marks::default();
    for (side, tangents) in shape.sides.iter().zip(&mut marks.tangents) {
        let share = |step: u32| (f64::from(step) + 0.5) / f64::from(FIRST_TANGENTS);
        let width = side.over.high - side.over.low;
        tangents.extend((0..FIRST_TANGENTS).map(|step| side.over.low + width * share(step)));
    }
    marks
}

/// Passes on what a relaxation's search tells: its bound is a bound, its points are none.
struct Relay<'a> {
    watch: &'a mut dyn Watch,
    told: Progress,
    nodes: u64,
    cancelled: bool,
}

impl Relay<'_> {
    fn raise(&mut self, bound: f64) {
        self.told.bound = Some(self.told.bound.map_or(bound, |told| told.max(bound)));
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
