//! Relax-and-fix: a first plan, window by window.
//!
//! The point at hand always satisfies every row, with whole numbers up to a window and any numbers after it. The next window is decided
//! together with the overlap before it and what follows soon after it, as any numbers; all else stays. Work for a window
//! does not grow with the campaign.

use super::parts::{Part, Role};
use super::run::{Ask, Run};
use super::stage::Stage;
use portolan_solver::{Column, ColumnKind, EngineError, Point, Solution, Stop};
use portolan_vocabulary::Duration;

/// The most nodes for one window.
const NODES: u64 = 100;
/// How near to its best the plan of all windows is to be, where less is asked; each window takes the share of one of as
/// many errors that fall at random.
const GAP: f64 = 1e-3;

/// How a window ended.
enum End {
    /// With a point.
    At(Vec<f64>),
    /// There is no point, whatever is decided before it.
    Nowhere,
    /// Without an answer.
    Unknown,
}

impl Run<'_> {
    /// Goes through the windows; true where there is no plan at all. Where there is no answer, there is no plan yet.
    pub(super) fn relax_and_fix(&mut self, relaxed: &Point) -> Result<bool, EngineError> {
        let mut values = relaxed.values.clone();
        for at in 0..self.cut.windows.len() {
            match self.window(at, &values)? {
                End::At(next) => values = next,
                End::Nowhere => return Ok(true),
                End::Unknown => return Ok(false),
            }
        }
        Ok(false)
    }

    /// Decides on a window. Where there is no point, with one more window before and after it, then with two, four and so on.
    fn window(&mut self, at: usize, values: &[f64]) -> Result<End, EngineError> {
        let mut more = 0;
        loop {
            if self.known.stopped.is_some() {
                return Ok(End::Unknown);
            }
            let part = self.part(at, more, values);
            if part.open == 0 && self.is_whole_until(at, values) {
                return Ok(End::At(values.to_vec()));
            }
            let solution = self.try_window(at, more, &part)?;
            match (solution.stop, solution.point) {
                (_, Some(point)) => return Ok(End::At(point.values)),
                (Stop::Infeasible, None) if part.fixed == 0 => return Ok(End::Nowhere),
                (_, None) if part.fixed == 0 => return Ok(End::Unknown),
                _ => more = (2 * more).max(1),
            }
        }
    }

    fn try_window(&mut self, at: usize, more: usize, part: &Part) -> Result<Solution, EngineError> {
        let of = self.cut.windows.len();
        let ask = Ask {
            stage: Stage::Window {
                number: at + 1,
                of,
                more,
            },
            relative_gap: self.options.relative_gap.max(GAP) / (of as f64).sqrt(),
            absolute_gap: self.options.absolute_gap,
            nodes: Some(NODES),
            start: None,
            plans: at + 1 == of,
            bounds: part.fixed == 0,
        };
        self.ask_part(part, &ask)
    }

    /// What is decided at a window.
    fn part(&self, at: usize, more: usize, values: &[f64]) -> Part {
        let cut = self.cut;
        let windows = &cut.windows;
        let (horizon, last) = (cut.horizon, windows.len() - 1);
        let all = at < more && at.saturating_add(more) > last;
        let from = windows[at.saturating_sub(more)]
            .widened(horizon.overlap())
            .from;
        let ahead = windows[at.saturating_add(more).min(last)].widened(horizon.window());
        let (to, ahead) = (windows[at].to, ahead.to);
        let role = |time: Duration| {
            if !all && (time < from || time >= ahead) {
                Role::Fixed
            } else if time < to || at == last {
                Role::Open
            } else {
                Role::Any
            }
        };
        // What is about the whole campaign is whole once everything else is.
        let whole = if at == last { Role::Open } else { Role::Any };
        let of = |column: Column| cut.times.at(column.at()).map_or(whole, role);
        Part::of(self.program, values, of)
    }

    /// True where whole numbers are whole up to the end of a window.
    fn is_whole_until(&self, at: usize, values: &[f64]) -> bool {
        let last = at + 1 == self.cut.windows.len();
        let to = self.cut.windows[at].to;
        let mut columns = self.program.all_columns().filter(|column| {
            let time = self.cut.times.at(column.at());
            let by_then = time.map_or(last, |time| time < to);
            by_then && self.program.kind(*column) == ColumnKind::Integer
        });
        !last
            && columns
                .all(|column| (values[column.at()] - values[column.at()].round()).abs() < 1e-6)
    }
}
