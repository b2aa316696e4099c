//! Rounding: whole fleets from linear programs, and the proof where these are enough for one.
//!
//! A linear program sends fractions of vehicles. All that go along one way over the whole campaign are a whole number too, so that
//! its least value may be rounded up: that closes most of the gap (the rounding of R. Gomory, Bulletin of the AMS 64 (1958),
//! 275-278, on a sum that a search does not look at by itself). Fractions are then rounded so that by each departure as many have
//! gone as the linear program has sent. Where the plan that follows is as good as the linear program says that any can be, no tree is
//! searched; where it is not, the tree starts from it.

use crate::build::transfer_loss;
use crate::formulate::{Formulation, Meaning};
use crate::network::{Network, Passage, Taken};
use crate::search::{as_little_as_possible, slightly_more};
use portolan_model::Edge;
use portolan_solver::{
    Basis, Column, ColumnKind, Engine, EngineError, Options, Point, Program, Solution, Stop, Watch,
};
use portolan_vocabulary::Index;
use std::collections::BTreeMap;

/// Nearer to a whole number than this is whole. Much more than what an engine forgives, so that nothing is rounded up for the
/// sake of its rounding.
const WHOLE: f64 = 1e-4;
/// The same, of a column that is to be rounded up.
const NOTHING: f64 = 1e-6;
/// What a new piece counts, beside one that waits over one arc.
const NEW: f64 = 1e3;
/// The most sums that are rounded up: each costs a linear program.
const MOST_SUMS: usize = 4;
/// How often the largest fractions are rounded up before all are.
const ROUNDS: usize = 2;

/// Pieces of a kind that go along one way, departure by departure.
#[derive(Clone, Debug, PartialEq)]
struct Fleet {
    first_arc: usize,
    counts: Vec<Column>,
}

/// What came of rounding.
pub(crate) enum Rounded {
    /// A point that is proved to be as good as any, within the gaps asked for.
    Best(Solution),
    /// A point to start a search from.
    Start(Vec<f64>),
    /// Nothing.
    Nothing,
}

/// Who solves linear programs, and how.
pub(crate) struct Rounding<'r> {
    pub(crate) engine: &'r dyn Engine,
    pub(crate) options: &'r Options,
    pub(crate) watch: &'r mut dyn Watch,
    /// Where the linear program before ended; the next one starts there.
    pub(crate) basis: &'r mut Basis,
}

impl Rounding<'_> {
    /// Rounds the sums of fleets up, by rows that are added to a program, and looks for a plan of whole numbers near its linear
    /// program.
    ///
    /// # Errors
    /// Where the engine fails.
    pub(crate) fn round(
        &mut self,
        formulation: &mut Formulation<'_, '_>,
    ) -> Result<Rounded, EngineError> {
        let fleets = fleets(formulation);
        if fleets.is_empty() || formulation.sizes.iter().any(Option::is_some) {
            return Ok(Rounded::Nothing);
        }
        let Some(mut point) =
            self.linear(&relaxed(&formulation.program), self.options.feasibility)?
        else {
            return Ok(Rounded::Nothing);
        };
        if self.round_up(formulation, &fleets, &point.values)? {
            let closer = self.linear(&relaxed(&formulation.program), self.options.feasibility)?;
            let Some(closer) = closer else {
                return Ok(Rounded::Nothing);
            };
            point = closer;
        }
        let Some(whole) = self.near(formulation, &fleets, &point.values)? else {
            return Ok(Rounded::Nothing);
        };
        let gap = whole.objective - point.objective;
        let allowed = self.options.relative_gap * whole.objective.abs();
        if gap > allowed.max(self.options.absolute_gap) {
            return Ok(Rounded::Start(whole.values));
        }
        Ok(Rounded::Best(Solution {
            stop: Stop::Optimal,
            bound: Some(point.objective.min(whole.objective)),
            point: Some(whole),
            nodes: 0,
        }))
    }

    /// Adds a row for each fleet whose sum is a fraction at a point and whose least sum is one too; true where some were.
    fn round_up(
        &mut self,
        formulation: &mut Formulation<'_, '_>,
        fleets: &[Fleet],
        values: &[f64],
    ) -> Result<bool, EngineError> {
        let mut free = relaxed(&formulation.program);
        for column in free.all_columns() {
            free.set_cost(column, 0.0);
        }
        let sum = |fleet: &Fleet| {
            fleet
                .counts
                .iter()
                .map(|count| values[count.at()])
                .sum::<f64>()
        };
        let broken = fleets.iter().filter(|fleet| {
            fleet.counts.len() > 1 && (sum(fleet) - sum(fleet).round()).abs() > WHOLE
        });
        let mut added = false;
        for fleet in broken.take(MOST_SUMS) {
            let mut least = free.clone();
            fleet
                .counts
                .iter()
                .for_each(|count| least.set_cost(*count, 1.0));
            least.set_offset(0.0);
            let Some(point) = self.linear(&least, self.options.feasibility)? else {
                continue;
            };
            let up = (point.objective - WHOLE).ceil();
            if up > point.objective + WHOLE {
                let entries: Vec<_> = fleet.counts.iter().map(|count| (*count, 1.0)).collect();
                let meaning = Meaning::Trips {
                    arc: fleet.first_arc,
                };
                formulation.row(meaning, up, f64::INFINITY, &entries);
                added = true;
            }
        }
        Ok(added)
    }

    /// A point of whole numbers near one of a linear program.
    fn near(
        &mut self,
        formulation: &Formulation<'_, '_>,
        fleets: &[Fleet],
        values: &[f64],
    ) -> Result<Option<Point>, EngineError> {
        let program = &formulation.program;
        let mut held = relaxed(program);
        for fleet in fleets {
            let (mut sent, mut gone) = (0.0, 0.0);
            for count in &fleet.counts {
                sent += values[count.at()];
                let (lower, upper) = program.bounds(*count);
                let now = ((sent - NOTHING).ceil() - gone).clamp(lower, upper);
                held.set_bounds(*count, now, now);
                gone += now;
            }
        }
        let Some(best) = self.linear(&held, self.options.feasibility)? else {
            return Ok(None);
        };
        // Of what is as good, the least: what waits for nothing is not rounded up, and what is there already goes before what is new.
        let mut least = as_little_as_possible(&held, slightly_more(best.objective));
        let takes = formulation.network.takes.iter().zip(&formulation.takes);
        for (_, column) in takes.filter(|(take, _)| matches!(take.what, Taken::Pieces(_))) {
            least.set_cost(*column, NEW);
        }
        let point = self
            .linear(&least, self.options.feasibility)?
            .unwrap_or(best);
        for column in program
            .all_columns()
            .filter(|column| is_whole(program, *column))
        {
            let (lower, upper) = program.bounds(column);
            let value = (point.values[column.at()] - NOTHING)
                .ceil()
                .clamp(lower, upper);
            held.set_bounds(column, value, value);
        }
        self.linear(&held, 1e-9)
    }

    /// A point of whole numbers near the least of a program, none larger than its bounds allow, by rounding up the largest
    /// fractions first: what is rounded up makes room that others need not have.
    ///
    /// # Errors
    /// Where the engine fails.
    pub(crate) fn up(&mut self, program: &Program) -> Result<Option<Vec<f64>>, EngineError> {
        let mut relaxed = relaxed(program);
        for round in 0..4 * ROUNDS {
            let Some(point) = self.linear(&relaxed, self.options.feasibility)? else {
                return Ok(None);
            };
            let part = |column: &Column| {
                let value = point.values[column.at()];
                value - (value + NOTHING).floor()
            };
            let whole = program
                .all_columns()
                .filter(|column| is_whole(program, *column));
            let broken: Vec<Column> = whole.filter(|column| part(column) > NOTHING).collect();
            let most = broken.iter().map(part).fold(0.0, f64::max);
            if broken.is_empty() {
                return Ok(Some(point.values));
            }
            let from = if round < ROUNDS { most.min(0.5) } else { 0.0 };
            for column in broken.into_iter().filter(|column| part(column) >= from) {
                let (_, upper) = program.bounds(column);
                let up = (point.values[column.at()] - NOTHING).ceil().min(upper);
                relaxed.set_bounds(column, up, upper);
            }
        }
        Ok(None)
    }

    fn linear(
        &mut self,
        program: &Program,
        feasibility: f64,
    ) -> Result<Option<Point>, EngineError> {
        let options = Options {
            feasibility,
            start: None,
            ..self.options.clone()
        };
        let solution = self
            .engine
            .solve_from(program, &options, self.watch, self.basis)?;
        Ok(solution.point.filter(|_| solution.stop == Stop::Optimal))
    }
}

/// True where rounding pays: an engine goes on from one linear program to the next, and no good loses anything on transfer. Where one
/// does, pieces of a kind are not alike, and a plan near the linear program may be one that single pieces cannot carry out.
pub(crate) fn is_roundable(network: &Network<'_>, engine: &dyn Engine) -> bool {
    let lossy = |good: usize| transfer_loss(network, good) > 0.0;
    engine.abilities().bases && !(0..network.goods.len()).any(lossy)
}

/// The fleets of a network, by way and kind.
fn fleets(formulation: &Formulation<'_, '_>) -> Vec<Fleet> {
    let network = formulation.network;
    let mut fleets: BTreeMap<(Index<Edge>, bool, usize), Fleet> = BTreeMap::new();
    for (at, arc) in network.arcs.iter().enumerate() {
        let Passage::Leg {
            trip, number: 0, ..
        } = arc.passage
        else {
            continue;
        };
        let trip = &network.trips[trip];
        for (kind, count) in &formulation.arcs[at].pieces {
            let fleet = fleets.entry((trip.edge, trip.backwards, *kind));
            let fleet = fleet.or_insert_with(|| Fleet {
                first_arc: at,
                counts: Vec::new(),
            });
            fleet.counts.push(*count);
        }
    }
    fleets.into_values().collect()
}

/// A program whose whole numbers may be any.
fn relaxed(program: &Program) -> Program {
    let mut relaxed = program.clone();
    for column in program.all_columns() {
        relaxed.set_kind(column, ColumnKind::Continuous);
    }
    relaxed
}

fn is_whole(program: &Program, column: Column) -> bool {
    program.kind(column) == ColumnKind::Integer
}
