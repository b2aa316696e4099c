//! Where labels stand on a map: on their line, apart from each other, and over as little as may be.

use super::contour::Spot;

/// The side of the squares in which lines are counted, in pixels.
const SQUARE: f64 = 5.0;
/// From one place that is tried on a line to the next, in pixels.
const STRIDE: f64 = 9.0;
/// The least distance between two labels of the same line.
const APART: f64 = 260.0;
/// What is left free around a label.
const AROUND: f64 = 3.0;

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Space {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Space {
    /// The rectangle of this size around a point.
    pub(super) fn around((x, y): Spot, (width, height): (f64, f64)) -> Self {
        Self {
            left: x - width / 2.0,
            top: y - height / 2.0,
            right: x + width / 2.0,
            bottom: y + height / 2.0,
        }
    }

    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub(super) fn overlaps(self, other: Self) -> bool {
        let across = self.left < other.right && other.left < self.right;
        across && self.top < other.bottom && other.top < self.bottom
    }

    pub(super) fn holds(self, other: Self) -> bool {
        let across = self.left <= other.left && other.right <= self.right;
        across && self.top <= other.top && other.bottom <= self.bottom
    }

    pub(super) fn middle(self) -> Spot {
        let middle = |a: f64, b: f64| f64::midpoint(a, b);
        (middle(self.left, self.right), middle(self.top, self.bottom))
    }
}

/// A map on which labels take their places.
pub(super) struct Board {
    bounds: Space,
    columns: usize,
    /// How much line runs through each square.
    lines: Vec<u32>,
    taken: Vec<Space>,
}

impl Board {
    /// A map without lines; labels stay within its bounds.
    pub(super) fn new(bounds: Space) -> Self {
        let count = |from: f64, to: f64| ((to - from) / SQUARE).ceil().max(1.0) as usize;
        let columns = count(bounds.left, bounds.right);
        Self {
            lines: vec![0; columns * count(bounds.top, bounds.bottom)],
            taken: Vec::new(),
            bounds,
            columns,
        }
    }

    /// Marks a line that labels avoid.
    pub(super) fn trace(&mut self, line: &[Spot]) {
        for spot in along(line, SQUARE / 2.0) {
            if let Some(at) = self.square(spot)
                && let Some(count) = self.lines.get_mut(at)
            {
                *count += 1;
            }
        }
    }

    fn square(&self, (x, y): Spot) -> Option<usize> {
        let column = ((x - self.bounds.left) / SQUARE).floor();
        let row = ((y - self.bounds.top) / SQUARE).floor();
        let inside = column >= 0.0 && row >= 0.0 && column < self.columns as f64;
        inside.then_some(row as usize * self.columns + column as usize)
    }

    /// Takes a space for good.
    pub(super) fn take(&mut self, space: Space) {
        self.taken.push(space);
    }

    /// Whether a space lies within the map and is free.
    pub(super) fn is_free(&self, space: Space) -> bool {
        let space = space.grown(AROUND);
        self.bounds.holds(space) && !self.taken.iter().any(|other| other.overlaps(space))
    }

    /// How much line runs through a space.
    pub(super) fn covered(&self, space: Space) -> u32 {
        let steps = |from: f64, to: f64| {
            let count = ((to - from) / SQUARE).ceil().max(1.0) as usize;
            (0..count).map(move |at| from + (at as f64 + 0.5) * (to - from) / count as f64)
        };
        let rows = steps(space.top, space.bottom);
        let spots = rows.flat_map(|y| steps(space.left, space.right).map(move |x| (x, y)));
        let squares = spots.filter_map(|spot| self.square(spot));
        squares.filter_map(|at| self.lines.get(at)).sum()
    }

    /// Takes the best of the spaces that are free: the one with the least cost, plus what it covers.
    pub(super) fn seat(&mut self, spaces: impl Iterator<Item = (Space, f64)>) -> Option<Space> {
        let mut best: Option<(f64, Space)> = None;
        for (space, cost) in spaces {
            if !self.is_free(space) {
                continue;
            }
            let cost = cost + f64::from(self.covered(space));
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, space));
            }
        }
        let (_, space) = best?;
        self.take(space);
        Some(space)
    }

    /// Takes places for a label on a line: one, and more on a long line.
    pub(super) fn seats_on(&mut self, line: &[Spot], size: (f64, f64)) -> Vec<Spot> {
        let spots: Vec<Spot> = along(line, STRIDE).collect();
        let most = 1 + (spots.len() as f64 * STRIDE / (2.5 * APART)) as usize;
        let mut seats: Vec<Spot> = Vec::new();
        while seats.len() < most {
            let far = |spot: &&Spot| {
                let away = |seat: &Spot| (seat.0 - spot.0).hypot(seat.1 - spot.1);
                seats.iter().all(|seat| away(seat) >= APART)
            };
            let spaces = spots.iter().filter(far);
            let spaces = spaces.map(|spot| (Space::around(*spot, size), 0.0));
            match self.seat(spaces.collect::<Vec<_>>().into_iter()) {
                Some(space) => seats.push(space.middle()),
                None => break,
            }
        }
        seats
    }
}

/// Points along a line at even distances, its ends left out where it is long enough.
pub(super) fn along(line: &[Spot], stride: f64) -> impl Iterator<Item = Spot> + '_ {
    let mut rest = stride / 2.0;
    line.windows(2).flat_map(move |pair| {
        let (from, to) = (pair[0], pair[1]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let first = rest;
        let count = ((length - first) / stride).floor() + 1.0;
        let count = count.clamp(0.0, 1e5) as usize;
        rest = first + count as f64 * stride - length;
        (0..count).map(move |at| {
            let share = (first + at as f64 * stride) / length;
            (
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            )
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Space = Space {
        left: 0.0,
        top: 0.0,
        right: 400.0,
        bottom: 200.0,
    };

    #[test]
    fn points_along_a_line_are_even_round_corners() {
        let line = [(0.0, 0.0), (7.0, 0.0), (7.0, 13.0)];
        let spots: Vec<Spot> = along(&line, 4.0).collect();
        assert_eq!(
            spots,
            [(2.0, 0.0), (6.0, 0.0), (7.0, 3.0), (7.0, 7.0), (7.0, 11.0)]
        );
        assert_eq!(along(&[(1.0, 1.0)], 4.0).count(), 0);
        assert_eq!(along(&[(1.0, 1.0), (1.0, 1.0)], 4.0).count(), 0);
    }

    #[test]
    fn labels_keep_apart_and_within() {
        let mut board = Board::new(BOUNDS);
        let mut spaces = Vec::new();
        for at in 0..40 {
            let y = 5.0 * f64::from(at);
            let line = [(0.0, y), (400.0, y)];
            let size = (30.0, 14.0);
            let seats = board.seats_on(&line, size).into_iter();
            spaces.extend(seats.map(|seat| Space::around(seat, size)));
        }
        assert!(spaces.len() > 20, "{}", spaces.len());
        for (at, space) in spaces.iter().enumerate() {
            assert!(BOUNDS.holds(*space));
            assert!(spaces[at + 1..].iter().all(|other| !other.overlaps(*space)));
        }
    }

    #[test]
    fn a_label_gives_way_to_lines_of_others() {
        let mut board = Board::new(BOUNDS);
        for at in 0..30 {
            let x = 8.0 * f64::from(at);
            board.trace(&[(x, 0.0), (x, 200.0)]);
        }
        let seats = board.seats_on(&[(0.0, 100.0), (400.0, 100.0)], (30.0, 14.0));
        assert!(seats[0].0 > 245.0, "{seats:?}");
    }

    #[test]
    fn a_long_line_is_labelled_more_than_once() {
        let bounds = Space {
            right: 2000.0,
            ..BOUNDS
        };
        let mut board = Board::new(bounds);
        let seats = board.seats_on(&[(0.0, 100.0), (2000.0, 100.0)], (30.0, 14.0));
        assert_eq!(seats.len(), 4);
    }
}
