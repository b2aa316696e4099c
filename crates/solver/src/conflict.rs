//! Which demands on a program contradict each other.
//!
//! The smallest set is found by halving: the shortest beginning of the list that is infeasible ends with a
//! group that belongs to a conflict; that group is kept, and the search goes on before it (U. Junker, QuickXplain,
//! AAAI 2004, 167-172; the additive and deletion filters of J. Chinneck, Feasibility and Infeasibility in Optimization,
//! 2008, chapter 6, test one group at a time).

use crate::engine::{Engine, EngineError, Options, Stop, Watch};
use crate::program::{Column, ColumnKind, Program, Row};

/// One demand: the bounds of a row or of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Demand {
    /// The bounds of a row.
    Row(Row),
    /// The bounds of a column.
    Bounds(Column),
}

/// Groups of demands that cannot all be met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Their positions in the list that was asked about, in order. Empty where what stands in no group is infeasible by
    /// itself.
    pub groups: Vec<usize>,
    /// Without any one of them, the others and what stands in no group can be met. False where a limit, the
    /// watch or rounding kept an answer back; then the groups contradict each other, but some may be superfluous.
    pub irreducible: bool,
    /// They contradict each other even where nothing needs to be a whole number.
    pub in_relaxation: bool,
}

/// What is known of contradictions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// There is one.
    Conflict(Conflict),
    /// There is none: the program has a point.
    Feasible,
    /// It is not known whether there is one, because the search stopped for this reason.
    Unknown(Stop),
}

/// A smallest set of groups of demands that contradict each other and what stands in no group.
///
/// Where there are several, it is one of those whose last group comes earliest; so put first what should be
/// blamed first. Taking a group away frees the rows and columns in it that stand in no other group that is
/// there; whole numbers stay whole. The relaxation is asked first and everywhere it says enough, then the
/// program itself. The limits of the options hold for each single question, of which there are about
/// `m log2 n` for `m` of `n` groups.
///
/// # Errors
/// Where the program is not well formed, or the engine cannot take it or fails.
pub fn smallest_conflict(
    engine: &dyn Engine,
    program: &Program,
    groups: &[Vec<Demand>],
    options: &Options,
    watch: &mut dyn Watch,
) -> Result<Verdict, EngineError> {
    program.check()?;
    let options = Options {
        start: None,
        ..options.clone()
    };
    let mut filter = Filter {
        engine,
        program,
        groups,
        options,
        watch,
        relaxed: true,
        definite: true,
        cancelled: false,
    };
    let all: Vec<usize> = (0..groups.len()).collect();
    if filter.stop(&all)? == Stop::Infeasible {
        let found = filter.reduce(&all)?;
        let integers = program.has_integers();
        if !integers || filter.cancelled {
            return Ok(conflict(found, filter.definite, true));
        }
        // What the relaxation needs may be more than what whole numbers need.
        (filter.relaxed, filter.definite) = (false, true);
        let groups = filter.reduce(&found)?;
        return Ok(conflict(groups, filter.definite, true));
    }
    filter.relaxed = false;
    filter.definite = true;
    match filter.stop(&all)? {
        Stop::Infeasible => {
            let groups = filter.reduce(&all)?;
            Ok(conflict(groups, filter.definite, false))
        }
        Stop::Optimal | Stop::Unbounded => Ok(Verdict::Feasible),
        stop => Ok(Verdict::Unknown(stop)),
    }
}

fn conflict(mut groups: Vec<usize>, irreducible: bool, in_relaxation: bool) -> Verdict {
    groups.sort_unstable();
    Verdict::Conflict(Conflict {
        groups,
        irreducible,
        in_relaxation,
    })
}

struct Filter<'a> {
    engine: &'a dyn Engine,
    program: &'a Program,
    groups: &'a [Vec<Demand>],
    options: Options,
    watch: &'a mut dyn Watch,
    relaxed: bool,
    /// Every answer so far was yes or no.
    definite: bool,
    cancelled: bool,
}

impl Filter<'_> {
    /// From groups that are known to be infeasible together, a smallest set of them.
    fn reduce(&mut self, known: &[usize]) -> Result<Vec<usize>, EngineError> {
        let (mut kept, mut rest) = (Vec::new(), known.to_vec());
        while !rest.is_empty() && !self.infeasible(&kept, &[])? {
            // With the first `most` of the rest it is infeasible, with the first `least` not, as far as known.
            let (mut least, mut most) = (0, rest.len());
            while least + 1 < most {
                let middle = usize::midpoint(least, most);
                if self.infeasible(&kept, &rest[..middle])? {
                    most = middle;
                } else {
                    least = middle;
                }
            }
            if self.cancelled {
                kept.extend(&rest[..most]);
                return Ok(kept);
            }
            kept.push(rest[most - 1]);
            rest.truncate(most - 1);
        }
        Ok(kept)
    }

    fn infeasible(&mut self, kept: &[usize], more: &[usize]) -> Result<bool, EngineError> {
        let stop = self.stop(&[kept, more].concat())?;
        let known = matches!(stop, Stop::Infeasible | Stop::Optimal | Stop::Unbounded);
        self.definite &= known;
        self.cancelled |= stop == Stop::Cancelled;
        Ok(stop == Stop::Infeasible)
    }

    /// Why the search for any point ends, with these groups in force.
    fn stop(&mut self, groups: &[usize]) -> Result<Stop, EngineError> {
        let program = self.restricted(groups);
        let solution = self.engine.solve(&program, &self.options, self.watch)?;
        // A point found at a limit is a point.
        Ok(if solution.point.is_some() {
            Stop::Optimal
        } else {
            solution.stop
        })
    }

    /// The program with nothing but these groups, and what stands in no group, in force.
    fn restricted(&self, groups: &[usize]) -> Program {
        let mut program = self.program.clone();
        program.set_offset(0.0);
        for column in self.program.all_columns() {
            program.set_cost(column, 0.0);
            if self.relaxed {
                program.set_kind(column, ColumnKind::Continuous);
            }
        }
        let none = (f64::NEG_INFINITY, f64::INFINITY);
        for demand in self.groups.iter().flatten() {
            set(&mut program, *demand, none);
        }
        for demand in groups.iter().flat_map(|group| &self.groups[*group]) {
            let bounds = match demand {
                Demand::Row(row) => self.program.row_bounds(*row),
                Demand::Bounds(column) => self.program.bounds(*column),
            };
            set(&mut program, *demand, bounds);
        }
        program
    }
}

fn set(program: &mut Program, demand: Demand, (lower, upper): (f64, f64)) {
    match demand {
        Demand::Row(row) => program.set_row_bounds(row, lower, upper),
        Demand::Bounds(column) => program.set_bounds(column, lower, upper),
    }
}
