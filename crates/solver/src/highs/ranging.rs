//! How far costs and bounds may move before the basis changes, from the basis that HiGHS ends with.
//!
//! The ratio tests of the simplex method: V. Chvatal, Linear Programming (1983), chapter 10. HiGHS gives ranges too
//! (`getRanging`), but in version 1.15 they go too far on some of the random programs of `tests/explain.rs`, and there
//! are none where presolve alone finds the answer.
//!
//! Each row is the equation `a x - r = 0`, in which `r` is a variable with the bounds of the row and without
//! cost. Its dual is its reduced cost, for its column is `-e`.

use super::foreign::{BASIC, Basis, Instance, Prices, UPPER, ZERO};
use crate::program::{Column, Program, Row};
use crate::ranging::{Range, Ranging, Sides};
use highs_sys::HighsInt;

/// What is smaller counts as zero in a column or row of the tableau.
const ZERO_ENTRY: f64 = 1e-9;

/// The ranges of a program at the basis that HiGHS ended with.
pub(super) fn of(program: &Program, instance: &mut Instance) -> Option<Ranging> {
    let (basis, prices) = (instance.basis()?, instance.prices()?);
    let mut at = At {
        program,
        instance,
        basis,
        prices,
    };
    let costs = program
        .all_columns()
        .map(|column| at.cost(column))
        .collect::<Option<_>>()?;
    let rows = program
        .all_rows()
        .map(|row| at.sides(row))
        .collect::<Option<_>>()?;
    Some(Ranging { costs, rows })
}

/// The ranges of a program whose rows have no entries: each column is where the sign of its cost puts it.
pub(super) fn without_entries(program: &Program, values: &[f64]) -> Ranging {
    let costs = program.all_columns().zip(values).map(|(column, value)| {
        let (lower, upper) = program.bounds(column);
        Range {
            from: if *value >= upper {
                f64::NEG_INFINITY
            } else {
                0.0
            },
            to: if *value <= lower { f64::INFINITY } else { 0.0 },
        }
    });
    let (lower, upper) = (up_to(0.0), from(0.0));
    let rows = vec![Sides { lower, upper }; program.rows()];
    Ranging {
        costs: costs.collect(),
        rows,
    }
}

const fn from(from: f64) -> Range {
    let to = f64::INFINITY;
    Range { from, to }
}

const fn up_to(to: f64) -> Range {
    let from = f64::NEG_INFINITY;
    Range { from, to }
}

struct At<'a> {
    program: &'a Program,
    instance: &'a mut Instance,
    basis: Basis,
    prices: Prices,
}

/// How far a step may go in both directions.
struct Steps {
    least: f64,
    most: f64,
}

impl Steps {
    const FREE: Self = Self {
        least: f64::NEG_INFINITY,
        most: f64::INFINITY,
    };

    /// A value that moves by `rate` for each unit of the step must stay between bounds; outside, it counts as
    /// at the bound.
    fn keep(&mut self, value: f64, rate: f64, (lower, upper): (f64, f64)) {
        if rate.abs() <= ZERO_ENTRY {
            return;
        }
        let (down, up) = (
            (lower - value).min(0.0) / rate,
            (upper - value).max(0.0) / rate,
        );
        self.least = self.least.max(down.min(up));
        self.most = self.most.min(down.max(up));
    }

    fn range(&self, from: f64) -> Range {
        Range {
            from: from + self.least + 0.0,
            to: from + self.most + 0.0,
        }
    }
}

/// What sign the reduced cost of a variable outside the basis may have.
fn signs(place: HighsInt, (lower, upper): (f64, f64)) -> (f64, f64) {
    match place {
        _ if lower == upper => (f64::NEG_INFINITY, f64::INFINITY),
        ZERO => (0.0, 0.0),
        UPPER => (f64::NEG_INFINITY, 0.0),
        _ => (0.0, f64::INFINITY),
    }
}

impl At<'_> {
    /// The range of a cost: reduced costs keep their signs.
    fn cost(&mut self, column: Column) -> Option<Range> {
        let mut steps = Steps::FREE;
        let place = self.basis.columns[column.at()];
        if place == BASIC {
            let number = HighsInt::try_from(column.at()).ok()?;
            let at = self.basis.order.iter().position(|basic| *basic == number)?;
            let multipliers = self.instance.solve_basis(&self.unit(at), true)?;
            self.keep_signs(&multipliers, &mut steps);
        } else {
            // Only its own reduced cost moves, and as much as the cost.
            let reduced = self.prices.reduced_costs[column.at()];
            steps.keep(reduced, 1.0, signs(place, self.program.bounds(column)));
        }
        Some(steps.range(self.program.cost(column)))
    }

    /// How far a cost in the basis may move, given the row of the inverse that belongs to it.
    fn keep_signs(&self, multipliers: &[f64], steps: &mut Steps) {
        let mut rates = vec![0.0; self.program.columns()];
        for row in self.program.all_rows() {
            let multiplier = multipliers[row.at()];
            for (column, coefficient) in self.program.entries(row) {
                rates[column.at()] -= multiplier * coefficient;
            }
            let place = self.basis.rows[row.at()];
            if place != BASIC {
                let signs = signs(place, self.program.row_bounds(row));
                steps.keep(self.prices.duals[row.at()], multiplier, signs);
            }
        }
        for column in self.program.all_columns() {
            let place = self.basis.columns[column.at()];
            if place != BASIC {
                let signs = signs(place, self.program.bounds(column));
                steps.keep(
                    self.prices.reduced_costs[column.at()],
                    rates[column.at()],
                    signs,
                );
            }
        }
    }

    /// The ranges of the bounds of a row: what is in the basis stays within its bounds.
    fn sides(&mut self, row: Row) -> Option<Sides> {
        let (lower, upper) = self.program.row_bounds(row);
        let activity = self.prices.activity[row.at()] + 0.0;
        let (below, above) = (up_to(activity), from(activity));
        let place = self.basis.rows[row.at()];
        if matches!(place, BASIC | ZERO) && lower == upper {
            // It follows from other rows, which leave it no room.
            let stay = Range {
                from: activity,
                to: activity,
            };
            return Some(Sides {
                lower: stay,
                upper: stay,
            });
        }
        if matches!(place, BASIC | ZERO) {
            return Some(Sides {
                lower: below,
                upper: above,
            });
        }
        let moves = self.moves(row)?;
        Some(if lower == upper {
            let moves = moves.range(lower);
            Sides {
                lower: moves,
                upper: moves,
            }
        } else if place == UPPER {
            let Range { from, to } = moves.range(upper);
            Sides {
                lower: below,
                upper: Range {
                    from: from.max(lower),
                    to,
                },
            }
        } else {
            let Range { from, to } = moves.range(lower);
            Sides {
                lower: Range {
                    from,
                    to: to.min(upper),
                },
                upper: above,
            }
        })
    }

    /// How far the sum of a row outside the basis may move.
    fn moves(&mut self, row: Row) -> Option<Steps> {
        let rates = self.instance.solve_basis(&self.unit(row.at()), false)?;
        let mut steps = Steps::FREE;
        for (number, rate) in self.basis.order.iter().zip(rates) {
            if let Ok(column) = usize::try_from(*number) {
                let bounds = self.program.bounds(self.program.column_at(column)?);
                steps.keep(self.prices.values[column], rate, bounds);
            } else {
                let basic = usize::try_from(-(number + 1)).ok()?;
                let bounds = self.program.row_bounds(self.program.row_at(basic)?);
                // HiGHS has `e` where the equation has `-e`.
                steps.keep(self.prices.activity[basic], -rate, bounds);
            }
        }
        Some(steps)
    }

    fn unit(&self, at: usize) -> Vec<f64> {
        let mut unit = vec![0.0; self.program.rows()];
        unit[at] = 1.0;
        unit
    }
}
