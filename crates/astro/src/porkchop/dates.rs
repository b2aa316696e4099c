//! Instants at equal steps.

use super::{Dated, Heliocentric};
use crate::{AstroError, Tdb};

/// Instants at equal steps, as on one axis of a porkchop plot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dates {
    first: Tdb,
    step_s: f64,
    count: usize,
}

impl Dates {
    /// So many instants, each `step_s` seconds after the one before.
    ///
    /// # Errors
    /// [`AstroError::BadInput`] where there is none, more than [`Porkchop::MOST_CELLS`](super::Porkchop::MOST_CELLS),
    /// or where the first or the step is not finite or the step not positive.
    pub fn new(first: Tdb, step_s: f64, count: usize) -> Result<Self, AstroError> {
        let last_s = first.seconds() + step_s * count as f64;
        if !(step_s > 0.0 && last_s.is_finite()) {
            return Err(AstroError::BadInput(format!(
                "dates begin at a finite instant and follow at a positive step; this is {} s and {step_s} s",
                first.seconds()
            )));
        }
        if count == 0 || count > super::Porkchop::MOST_CELLS {
            return Err(AstroError::BadInput(format!(
                "an axis has from 1 to {} dates, and this one has {count}",
                super::Porkchop::MOST_CELLS
            )));
        }
        Ok(Self {
            first,
            step_s,
            count,
        })
    }

    /// The instants from `first` up to and with `last`, at a step that divides the span and is at most
    /// `step_s` long.
    ///
    /// # Errors
    /// As for [`Dates::new`], and where `last` is not after `first`.
    pub fn between(first: Tdb, last: Tdb, step_s: f64) -> Result<Self, AstroError> {
        let span_s = last.seconds() - first.seconds();
        let steps = (span_s / step_s).ceil();
        // Written so that what is no number fails as well.
        if !(span_s > 0.0 && steps >= 1.0 && steps < super::Porkchop::MOST_CELLS as f64) {
            return Err(AstroError::BadInput(format!(
                "a span of {span_s} s cannot be cut into steps of {step_s} s"
            )));
        }
        Self::new(first, span_s / steps, steps as usize + 1)
    }

    /// How many.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// The step, s.
    pub const fn step_s(&self) -> f64 {
        self.step_s
    }

    /// The instant with a number; those from the count on lie beyond the last.
    pub fn at(&self, number: usize) -> Tdb {
        self.first.plus_seconds(self.step_s * number as f64)
    }

    /// Where something is at each.
    pub(crate) fn states(&self, body: &dyn Heliocentric) -> Result<Vec<Dated>, AstroError> {
        (0..self.count)
            .map(|number| {
                let at = self.at(number);
                body.state(at).map(|state| Dated(at, state))
            })
            .collect()
    }
}
