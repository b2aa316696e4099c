//! Coalitions: sets of players.

/// A set of players, by their positions 0 to 63.
///
/// ```
/// use portolan_analyse::sharing::Coalition;
/// let both = Coalition::of(&[0, 2]);
/// assert_eq!(both.bits(), 5);
/// assert!(both.has(2) && !both.has(1));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coalition(u64);

impl Coalition {
    /// The most players that there may be.
    pub const PLAYERS: usize = 64;

    /// The set of these players; positions from 64 on are left out.
    pub fn of(players: &[usize]) -> Self {
        players
            .iter()
            .fold(Self(0), |set, player| set.with(*player))
    }

    /// The set whose bit of value 2 to the power of a player's position says that the player is in it.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The first `players` players.
    pub const fn all(players: usize) -> Self {
        match players {
            0 => Self(0),
            some if some < Self::PLAYERS => Self((1 << some) - 1),
            _ => Self(u64::MAX),
        }
    }

    /// The set as bits.
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Where it stands in a table of all coalitions.
    pub(super) const fn at(self) -> usize {
        self.0 as usize
    }

    /// How many are in it.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Nobody is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The player is in it.
    pub const fn has(self, player: usize) -> bool {
        player < Self::PLAYERS && self.0 >> player & 1 == 1
    }

    /// The set with one player more.
    #[must_use]
    pub const fn with(self, player: usize) -> Self {
        if player < Self::PLAYERS {
            Self(self.0 | 1 << player)
        } else {
            self
        }
    }

    /// The set without one player.
    #[must_use]
    pub const fn without(self, player: usize) -> Self {
        if player < Self::PLAYERS {
            Self(self.0 & !(1 << player))
        } else {
            self
        }
    }

    /// Its players, in order.
    pub fn members(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let player = (left != 0).then(|| left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(player)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_know_their_members() {
        let set = Coalition::of(&[3, 0, 63, 64, 1000]);
        assert_eq!(set.members().collect::<Vec<_>>(), [0, 3, 63]);
        assert_eq!((set.len(), set.has(64)), (3, false));
        assert_eq!(set.without(63).without(99).bits(), 9);
        assert_eq!(Coalition::all(64).len(), 64);
        assert_eq!(Coalition::all(3).bits(), 7);
        assert!(Coalition::all(0).is_empty());
    }
}
