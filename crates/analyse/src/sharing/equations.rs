//! Linear equations, solved exactly.

use super::fraction::Fraction;
use num_traits::Zero as _;

/// Equations: each row has a coefficient for each unknown, then the right-hand side.
pub(super) struct Equations {
    unknowns: usize,
    rows: Vec<Vec<Fraction>>,
}

impl Equations {
    pub(super) const fn new(unknowns: usize) -> Self {
        Self {
            unknowns,
            rows: Vec::new(),
        }
    }

    /// Adds an equation.
    pub(super) fn add(&mut self, coefficients: Vec<Fraction>, right: Fraction) {
        let mut row = coefficients;
        row.resize(self.unknowns, Fraction::zero());
        row.push(right);
        self.rows.push(row);
    }

    /// The unknowns. One that the equations leave open, in order of the unknowns the later ones, takes the
    /// value that `open` has for it. `None` where the equations contradict each other.
    pub(super) fn solve(mut self, open: impl Fn(usize) -> Fraction) -> Option<Vec<Fraction>> {
        let leading = self.reduce();
        let contradiction = self.rows[leading.len()..]
            .iter()
            .any(|row| !row[self.unknowns].is_zero());
        if contradiction {
            return None;
        }
        let mut values: Vec<Option<Fraction>> = vec![None; self.unknowns];
        for (unknown, value) in values.iter_mut().enumerate() {
            if !leading.contains(&unknown) {
                *value = Some(open(unknown));
            }
        }
        let known = values.clone();
        for (row, unknown) in self.rows.iter().zip(&leading) {
            let pairs = row.iter().zip(&known);
            let others: Fraction = pairs
                .filter_map(|(factor, value)| Some(factor * value.as_ref()?))
                .sum();
            values[*unknown] = Some(&row[self.unknowns] - others);
        }
        values.into_iter().collect()
    }

    /// Gauss and Jordan's elimination: the unknown that leads each row, from the first row on.
    fn reduce(&mut self) -> Vec<usize> {
        let mut leading = Vec::new();
        for unknown in 0..self.unknowns {
            let next = leading.len();
            let found = (next..self.rows.len()).find(|row| !self.rows[*row][unknown].is_zero());
            let Some(found) = found else {
                continue;
            };
            self.rows.swap(next, found);
            let inverse = self.rows[next][unknown].recip();
            for entry in self.rows[next].iter_mut().filter(|entry| !entry.is_zero()) {
                *entry *= &inverse;
            }
            self.eliminate(next, unknown);
            leading.push(unknown);
        }
        leading
    }

    /// Takes an unknown out of all rows but one.
    fn eliminate(&mut self, lead: usize, unknown: usize) {
        let row = std::mem::take(&mut self.rows[lead]);
        for other in self.rows.iter_mut().filter(|other| !other.is_empty()) {
            if other[unknown].is_zero() {
                continue;
            }
            let factor = other[unknown].clone();
            for (entry, coefficient) in other.iter_mut().zip(&row) {
                if !coefficient.is_zero() {
                    *entry -= &factor * coefficient;
                }
            }
        }
        self.rows[lead] = row;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(above: i64, below: i64) -> Fraction {
        Fraction::new(above.into(), below.into())
    }

    fn equations(rows: &[&[i64]]) -> Equations {
        let mut equations = Equations::new(rows[0].len() - 1);
        for row in rows {
            let mut row: Vec<Fraction> = row.iter().map(|it| fraction(*it, 1)).collect();
            let right = row.pop().unwrap();
            equations.add(row, right);
        }
        equations
    }

    #[test]
    fn unknowns_are_found_exactly() {
        let two = equations(&[&[3, 1, 1], &[1, 2, 1]]);
        let values = two.solve(|_| fraction(0, 1)).unwrap();
        assert_eq!(values, [fraction(1, 5), fraction(2, 5)]);
    }

    #[test]
    fn what_is_open_is_asked_for() {
        let one = equations(&[&[2, 1, 1], &[4, 2, 2]]);
        let values = one.solve(|_| fraction(1, 3)).unwrap();
        assert_eq!(values, [fraction(1, 3), fraction(1, 3)]);
    }

    #[test]
    fn contradictions_are_none() {
        assert!(
            equations(&[&[2, 1, 1], &[4, 2, 3]])
                .solve(|_| fraction(0, 1))
                .is_none()
        );
    }
}
