//! Which coalitions' totals follow from those of others: the span of sets of players.

use super::coalition::Coalition;

/// A prime above every determinant of zeros and ones of the size of a table's games: at most
/// (n + 1)^((n + 1) / 2) / 2^n (Hadamard 1893), 7.3e7 for 20 players. A rank that is taken in remainders
/// of this prime is therefore the rank in whole numbers.
const PRIME: u64 = (1 << 31) - 1;

/// The span of some coalitions, as vectors of zeros and ones.
pub(super) struct Span {
    players: usize,
    /// Reduced vectors, each with the place of its leading one; a vector has zeros at the places of those
    /// before it.
    rows: Vec<(usize, Vec<u64>)>,
}

impl Span {
    pub(super) const fn new(players: usize) -> Self {
        Self {
            players,
            rows: Vec::new(),
        }
    }

    /// How many independent coalitions it holds.
    pub(super) const fn rank(&self) -> usize {
        self.rows.len()
    }

    /// The total of a coalition follows from the totals of those held.
    pub(super) fn has(&self, coalition: Coalition) -> bool {
        self.rest(coalition).iter().all(|entry| *entry == 0)
    }

    /// Takes a coalition in; false where its total follows from the others'.
    pub(super) fn add(&mut self, coalition: Coalition) -> bool {
        let mut rest = self.rest(coalition);
        let Some(place) = rest.iter().position(|entry| *entry != 0) else {
            return false;
        };
        let inverse = power(rest[place], PRIME - 2);
        for entry in &mut rest {
            *entry = *entry * inverse % PRIME;
        }
        self.rows.push((place, rest));
        true
    }

    /// What is left of a coalition when the vectors held are taken off.
    fn rest(&self, coalition: Coalition) -> Vec<u64> {
        let mut rest: Vec<u64> = (0..self.players)
            .map(|player| u64::from(coalition.has(player)))
            .collect();
        for (place, row) in &self.rows {
            let factor = PRIME - rest[*place];
            if factor < PRIME {
                for (entry, other) in rest.iter_mut().zip(row) {
                    *entry = (*entry + factor * other) % PRIME;
                }
            }
        }
        rest
    }
}

/// A power in remainders of the prime.
fn power(mut base: u64, mut exponent: u64) -> u64 {
    let mut product = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            product = product * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_follow_from_others() {
        let mut span = Span::new(4);
        for (bits, new) in [
            (0b0011, true),
            (0b1100, true),
            (0b1111, false),
            (0b0101, true),
        ] {
            assert_eq!(span.add(Coalition::from_bits(bits)), new, "{bits:b}");
        }
        assert!(span.has(Coalition::from_bits(0b1010)), "12 + 34 - 13");
        assert!(!span.has(Coalition::from_bits(0b0001)));
        assert!(span.add(Coalition::from_bits(0b0001)));
        assert_eq!(span.rank(), 4);
        assert!(
            Coalition::all(4)
                .members()
                .all(|player| span.has(Coalition::of(&[player])))
        );
    }
}
