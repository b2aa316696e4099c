//! The C interface of HiGHS behind safe functions: the only unsafe code of the crate.
//!
//! What has to hold, and does: an [`Instance`] owns its pointer and is neither copied nor shared; every array
//! handed over has the length that the interface asks for, which the functions check; a callback gets a
//! pointer to a [`Listener`] that is borrowed for the whole run and only read; nothing unwinds into C++.
#![allow(unsafe_code)]

use super::watched::Shared;
use crate::engine::Progress;
use highs_sys::{
    Highs_changeColCost, Highs_changeColsIntegralityByRange, Highs_create, Highs_destroy,
    Highs_getBasicVariables, Highs_getBasis, Highs_getBasisSolve, Highs_getBasisTransposeSolve,
    Highs_getDoubleInfoValue, Highs_getInt64InfoValue, Highs_getModelStatus, Highs_getRunTime,
    Highs_getSolution, Highs_passLp, Highs_run, Highs_setBasis, Highs_setBoolOptionValue,
    Highs_setCallback, Highs_setDoubleOptionValue, Highs_setIntOptionValue, Highs_setSolution,
    Highs_setStringOptionValue, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    HighsInt, MATRIX_FORMAT_ROW_WISE, OBJECTIVE_SENSE_MINIMIZE, STATUS_ERROR,
};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::{NonNull, null, null_mut};

/// What HiGHS tells while it runs, as numbered in its C interface.
const SIMPLEX: c_int = 1;
const INTERIOR: c_int = 2;
const IMPROVING: c_int = 4;
const LOGGING: c_int = 5;
const SEARCH: c_int = 6;

/// Where a basis has a column or row, as numbered in the C interface: in the basis, at its upper bound, at zero
/// without bounds; everything else is at its lower bound.
pub(super) const LOWER: HighsInt = 0;
pub(super) const BASIC: HighsInt = 1;
pub(super) const UPPER: HighsInt = 2;
pub(super) const ZERO: HighsInt = 3;

/// A program in the arrays that HiGHS reads: row by row.
#[derive(Debug, Default)]
pub(super) struct Arrays {
    pub(super) offset: f64,
    pub(super) cost: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
    pub(super) row_lower: Vec<f64>,
    pub(super) row_upper: Vec<f64>,
    pub(super) start: Vec<HighsInt>,
    pub(super) index: Vec<HighsInt>,
    pub(super) value: Vec<f64>,
    /// Kind by column; empty where all are continuous.
    pub(super) integrality: Vec<HighsInt>,
}

/// A point and its prices, as HiGHS hands them out.
#[derive(Debug)]
pub(super) struct Prices {
    pub(super) values: Vec<f64>,
    pub(super) activity: Vec<f64>,
    pub(super) reduced_costs: Vec<f64>,
    pub(super) duals: Vec<f64>,
}

/// The best basis, as HiGHS hands it out.
#[derive(Debug)]
pub(super) struct Basis {
    /// Where each column is.
    pub(super) columns: Vec<HighsInt>,
    /// Where each row is.
    pub(super) rows: Vec<HighsInt>,
    /// The columns of the basis matrix in their order: a column of the program by its number, the unit column of
    /// row `r` as `-r - 1`.
    pub(super) order: Vec<HighsInt>,
}

/// Who hears what HiGHS tells.
pub(super) struct Listener<'a> {
    pub(super) shared: &'a Shared,
    /// How many columns the program has.
    pub(super) columns: usize,
    /// Whether to tell others.
    pub(super) tells: bool,
}

impl Listener<'_> {
    /// Passes on what was told.
    fn hear(&self, kind: c_int, told: &HighsCallbackDataOut, values: Option<&[f64]>) {
        if self.tells && matches!(kind, IMPROVING | LOGGING | SEARCH) {
            let progress = Progress {
                bound: Some(told.mip_dual_bound).filter(|bound| bound.is_finite()),
                incumbent: Some(told.mip_primal_bound).filter(|bound| bound.is_finite()),
                nodes: u64::try_from(told.mip_node_count).unwrap_or(0),
            };
            self.shared.tell(progress, values);
        }
    }
}

/// What HiGHS calls.
extern "C" fn call(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    into: *mut HighsCallbackDataIn,
    listener: *mut c_void,
) {
    // SAFETY: `run` hands over a pointer to the listener that it borrows until HiGHS returns. Nothing of it is written
    // to but what `Shared` guards.
    let Some(listener) = (unsafe { listener.cast::<Listener<'_>>().as_ref() }) else {
        return;
    };
    // SAFETY: HiGHS passes null or a structure of its own that lives through the call.
    let Some(told) = (unsafe { out.as_ref() }) else {
        return;
    };
    let known = usize::try_from(told.mip_solution_size).is_ok_and(|size| size == listener.columns);
    let values = if kind == IMPROVING && known && !told.mip_solution.is_null() {
        // SAFETY: the pointer is not null and HiGHS says that this many numbers stand there, through the call.
        Some(unsafe { std::slice::from_raw_parts(told.mip_solution, listener.columns) })
    } else {
        None
    };
    // Nothing in there panics; should it yet, it must not unwind into C++.
    let heard = catch_unwind(AssertUnwindSafe(|| listener.hear(kind, told, values)));
    let stop = heard.is_err() || listener.shared.is_stopped();
    // Only these kinds may be answered with a stop.
    if stop && matches!(kind, SIMPLEX | INTERIOR | SEARCH) {
        // SAFETY: as for `out`; HiGHS reads the answer after the call.
        if let Some(answer) = unsafe { into.as_mut() } {
            answer.user_interrupt = 1;
        }
    }
}

/// One HiGHS.
pub(super) struct Instance {
    at: NonNull<c_void>,
    columns: usize,
    rows: usize,
}

impl Drop for Instance {
    fn drop(&mut self) {
        // SAFETY: the pointer came from `Highs_create` and is given up here, once.
        unsafe { Highs_destroy(self.at.as_ptr()) }
    }
}

impl Instance {
    pub(super) fn new() -> Option<Self> {
        // SAFETY: no condition.
        let at = unsafe { Highs_create() };
        Some(Self {
            at: NonNull::new(at)?,
            columns: 0,
            rows: 0,
        })
    }

    pub(super) fn set_bool(&mut self, name: &CStr, value: bool) -> bool {
        // SAFETY: the instance lives and the name ends in a zero.
        let status =
            unsafe { Highs_setBoolOptionValue(self.at.as_ptr(), name.as_ptr(), value.into()) };
        status != STATUS_ERROR
    }

    pub(super) fn set_whole(&mut self, name: &CStr, value: HighsInt) -> bool {
        // SAFETY: as above.
        let status = unsafe { Highs_setIntOptionValue(self.at.as_ptr(), name.as_ptr(), value) };
        status != STATUS_ERROR
    }

    pub(super) fn set_number(&mut self, name: &CStr, value: f64) -> bool {
        // SAFETY: as above.
        let status = unsafe { Highs_setDoubleOptionValue(self.at.as_ptr(), name.as_ptr(), value) };
        status != STATUS_ERROR
    }

    pub(super) fn set_word(&mut self, name: &CStr, value: &CStr) -> bool {
        // SAFETY: as above, for both words.
        let status =
            unsafe { Highs_setStringOptionValue(self.at.as_ptr(), name.as_ptr(), value.as_ptr()) };
        status != STATUS_ERROR
    }

    /// Hands the program over. False where the arrays do not fit each other or HiGHS refuses them.
    pub(super) fn pass(&mut self, program: &Arrays) -> bool {
        let Some((columns, rows, entries)) = program.sizes() else {
            return false;
        };
        // SAFETY: the instance lives, and `sizes` has seen that each array is as long as the interface asks;
        // HiGHS copies them and checks what the numbers in them say.
        let status = unsafe {
            Highs_passLp(
                self.at.as_ptr(),
                columns,
                rows,
                entries,
                MATRIX_FORMAT_ROW_WISE,
                OBJECTIVE_SENSE_MINIMIZE,
                program.offset,
                program.cost.as_ptr(),
                program.lower.as_ptr(),
                program.upper.as_ptr(),
                program.row_lower.as_ptr(),
                program.row_upper.as_ptr(),
                program.start.as_ptr(),
                program.index.as_ptr(),
                program.value.as_ptr(),
            )
        };
        self.columns = program.cost.len();
        self.rows = program.row_lower.len();
        status != STATUS_ERROR && self.pass_integrality(&program.integrality, columns)
    }

    fn pass_integrality(&mut self, integrality: &[HighsInt], columns: HighsInt) -> bool {
        if integrality.is_empty() {
            return true;
        }
        let to = columns - 1;
        let at = self.at.as_ptr();
        // SAFETY: `sizes` has seen that there is one number for each column, and there is a column.
        let status = unsafe { Highs_changeColsIntegralityByRange(at, 0, to, integrality.as_ptr()) };
        status != STATUS_ERROR
    }

    /// Sets the cost of a column; the basis stays.
    pub(super) fn set_cost(&mut self, column: usize, cost: f64) -> bool {
        let Ok(column) = HighsInt::try_from(column) else {
            return false;
        };
        // SAFETY: the instance lives; HiGHS checks the column.
        let status = unsafe { Highs_changeColCost(self.at.as_ptr(), column, cost) };
        status != STATUS_ERROR
    }

    /// A value for each column to start from.
    pub(super) fn start_from(&mut self, values: &[f64]) -> bool {
        if values.len() != self.columns {
            return false;
        }
        // SAFETY: one value for each column; null where there is nothing, as the interface allows.
        let status =
            unsafe { Highs_setSolution(self.at.as_ptr(), values.as_ptr(), null(), null(), null()) };
        status != STATUS_ERROR
    }

    /// Starts the simplex method from a basis: where each column and each row is. False where HiGHS does not take it.
    pub(super) fn start_at(&mut self, columns: &[HighsInt], rows: &[HighsInt]) -> bool {
        if columns.len() != self.columns || rows.len() != self.rows {
            return false;
        }
        // SAFETY: one place for each column and one for each row.
        let status = unsafe { Highs_setBasis(self.at.as_ptr(), columns.as_ptr(), rows.as_ptr()) };
        status != STATUS_ERROR
    }

    /// Where each column and each row is in the basis that HiGHS ended with.
    pub(super) fn places(&self) -> Option<(Vec<HighsInt>, Vec<HighsInt>)> {
        let (mut columns, mut rows) = (vec![0; self.columns], vec![0; self.rows]);
        let at = self.at.as_ptr();
        // SAFETY: a place for each column and one for each row.
        let known = unsafe { Highs_getBasis(at, columns.as_mut_ptr(), rows.as_mut_ptr()) };
        (known != STATUS_ERROR).then_some((columns, rows))
    }

    /// Solves. False where HiGHS says that something went wrong.
    pub(super) fn run(&mut self, listener: &Listener<'_>) -> bool {
        let at = self.at.as_ptr();
        let data: *const Listener<'_> = listener;
        // SAFETY: `data` is borrowed until the end of this function, before which the callback is unset.
        unsafe { Highs_setCallback(at, Some(call), data.cast_mut().cast()) };
        for kind in [SIMPLEX, INTERIOR, IMPROVING, LOGGING, SEARCH] {
            // SAFETY: the instance lives.
            unsafe { Highs_startCallback(at, kind) };
        }
        // SAFETY: the instance lives and is borrowed by nobody else; the callback does not unwind.
        let status = unsafe { Highs_run(at) };
        // SAFETY: the instance lives; no callback is what the interface takes for unsetting.
        unsafe { Highs_setCallback(at, None, null_mut()) };
        status != STATUS_ERROR
    }

    pub(super) fn status(&self) -> HighsInt {
        // SAFETY: the instance lives.
        unsafe { Highs_getModelStatus(self.at.as_ptr()) }
    }

    /// How long it has run.
    pub(super) fn seconds(&self) -> f64 {
        // SAFETY: the instance lives.
        unsafe { Highs_getRunTime(self.at.as_ptr()) }
    }

    pub(super) fn number(&self, name: &CStr) -> Option<f64> {
        let mut value = f64::NAN;
        // SAFETY: the instance lives, the name ends in a zero and `value` is there to be written to.
        let status =
            unsafe { Highs_getDoubleInfoValue(self.at.as_ptr(), name.as_ptr(), &raw mut value) };
        (status != STATUS_ERROR && value.is_finite()).then_some(value)
    }

    pub(super) fn count(&self, name: &CStr) -> u64 {
        let mut value = 0_i64;
        // SAFETY: as above.
        let status =
            unsafe { Highs_getInt64InfoValue(self.at.as_ptr(), name.as_ptr(), &raw mut value) };
        if status == STATUS_ERROR {
            0
        } else {
            u64::try_from(value).unwrap_or(0)
        }
    }

    /// The point that HiGHS is at, be it worth something or not.
    pub(super) fn prices(&self) -> Option<Prices> {
        let mut found = Prices {
            values: vec![f64::NAN; self.columns],
            reduced_costs: vec![f64::NAN; self.columns],
            activity: vec![f64::NAN; self.rows],
            duals: vec![f64::NAN; self.rows],
        };
        // SAFETY: two arrays with a place for each column and two with a place for each row.
        let status = unsafe {
            Highs_getSolution(
                self.at.as_ptr(),
                found.values.as_mut_ptr(),
                found.reduced_costs.as_mut_ptr(),
                found.activity.as_mut_ptr(),
                found.duals.as_mut_ptr(),
            )
        };
        (status != STATUS_ERROR && found.values.iter().all(|value| value.is_finite()))
            .then_some(found)
    }

    /// The basis that HiGHS ended with, made ready to be solved with.
    pub(super) fn basis(&mut self) -> Option<Basis> {
        let mut basis = Basis {
            columns: vec![0; self.columns],
            rows: vec![0; self.rows],
            order: vec![0; self.rows],
        };
        let at = self.at.as_ptr();
        let (columns, rows) = (basis.columns.as_mut_ptr(), basis.rows.as_mut_ptr());
        // SAFETY: a place for each column and one for each row.
        let known = unsafe { Highs_getBasis(at, columns, rows) };
        // SAFETY: a place for each row.
        let ready = unsafe { Highs_getBasicVariables(at, basis.order.as_mut_ptr()) };
        (known != STATUS_ERROR && ready != STATUS_ERROR).then_some(basis)
    }

    /// The solution of `B x = side` or, transposed, of `B' x = side`, with the basis matrix `B` of [`Basis`].
    pub(super) fn solve_basis(&mut self, side: &[f64], transposed: bool) -> Option<Vec<f64>> {
        if side.len() != self.rows {
            return None;
        }
        let mut found = vec![f64::NAN; self.rows];
        let at = self.at.as_ptr();
        let (from, to) = (side.as_ptr(), found.as_mut_ptr());
        let status = if transposed {
            // SAFETY: one number for each row to read, a place for each row to write to; null for the positions
            // of what is not zero, which are then left out.
            unsafe { Highs_getBasisTransposeSolve(at, from, to, null_mut(), null_mut()) }
        } else {
            // SAFETY: as above.
            unsafe { Highs_getBasisSolve(at, from, to, null_mut(), null_mut()) }
        };
        (status != STATUS_ERROR && found.iter().all(|value| value.is_finite())).then_some(found)
    }
}

impl Arrays {
    /// Columns, rows and entries, where the arrays fit each other and HiGHS can count them.
    fn sizes(&self) -> Option<(HighsInt, HighsInt, HighsInt)> {
        let (columns, rows, entries) = (self.cost.len(), self.row_lower.len(), self.value.len());
        let of_columns = [self.lower.len(), self.upper.len()];
        let fits = of_columns == [columns; 2]
            && (self.integrality.is_empty() || self.integrality.len() == columns)
            && [self.row_upper.len(), self.start.len()] == [rows; 2]
            && self.index.len() == entries;
        let count = |size: usize| HighsInt::try_from(size).ok();
        fits.then_some((count(columns)?, count(rows)?, count(entries)?))
    }
}
