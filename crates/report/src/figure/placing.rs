//! Labels that do not cover each other.

use super::canvas::{Side, text_width};

/// A rectangle in pixels: left, top, right, bottom.
type Space = (i32, i32, i32, i32);

/// Half the height of a label.
const HALF: i32 = 8;
/// From a point to its label.
const GAP: i32 = 9;

/// The spaces that are taken.
#[derive(Default)]
pub(super) struct Taken {
    spaces: Vec<Space>,
}

impl Taken {
    /// Takes the space around a point.
    pub(super) fn point(&mut self, (x, y): (i32, i32), radius: i32) {
        self.spaces
            .push((x - radius, y - radius, x + radius, y + radius));
    }

    /// Takes the space along a line, which labels should rather not cross.
    pub(super) fn line(&mut self, points: &[(i32, i32)]) {
        for pair in points.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            let (left, right) = (a.0.min(b.0), a.0.max(b.0));
            let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
            self.spaces.push((left - 1, top - 1, right + 1, bottom + 1));
        }
    }

    /// Finds and takes a place for a label near a point, within `bounds`: the first of some places
    /// around it that is free, or the one that covers the least.
    pub(super) fn label(
        &mut self,
        text: &str,
        point: (i32, i32),
        bounds: Space,
    ) -> ((i32, i32), Side) {
        let width = text_width(text);
        let candidates = candidates(point);
        let inside = candidates.iter().filter(|(at, side)| {
            let space = label_space(*at, *side, width);
            space.0 >= bounds.0 && space.1 >= bounds.1 && space.2 <= bounds.2 && space.3 <= bounds.3
        });
        let best = inside.min_by_key(|(at, side)| self.covered(label_space(*at, *side, width)));
        let (at, side) = best.copied().unwrap_or(candidates[0]);
        self.spaces.push(label_space(at, side, width));
        (at, side)
    }

    fn covered(&self, space: Space) -> i32 {
        let overlap = |other: &Space| {
            let across = space.2.min(other.2) - space.0.max(other.0);
            let down = space.3.min(other.3) - space.1.max(other.1);
            across.max(0) * down.max(0)
        };
        self.spaces.iter().map(overlap).sum()
    }
}

/// Places around a point, the best first: beside it, then above and below, then further away.
fn candidates((x, y): (i32, i32)) -> Vec<((i32, i32), Side)> {
    let mut places = Vec::new();
    for far in 0..5 {
        let down = far * 2 * HALF;
        for shift in [down, -down] {
            places.push(((x + GAP, y + shift), Side::Right));
            places.push(((x - GAP, y + shift), Side::Left));
        }
        let off = GAP + HALF + down;
        places.push(((x, y - off), Side::Middle));
        places.push(((x, y + off), Side::Middle));
    }
    places
}

/// The space of a label of this width.
pub(super) fn label_space((x, y): (i32, i32), side: Side, width: i32) -> Space {
    let left = match side {
        Side::Right => x,
        Side::Left => x - width,
        Side::Middle => x - width / 2,
    };
    (left, y - HALF, left + width, y + HALF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_points_get_labels_apart() {
        let mut taken = Taken::default();
        let bounds = (0, 0, 400, 400);
        let mut spaces = Vec::new();
        for at in 0..5 {
            let (place, side) = taken.label("Toulouse", (200 + at, 200 + at), bounds);
            spaces.push(label_space(place, side, text_width("Toulouse")));
        }
        for (at, a) in spaces.iter().enumerate() {
            for b in &spaces[at + 1..] {
                let apart = a.2 <= b.0 || b.2 <= a.0 || a.3 <= b.1 || b.3 <= a.1;
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }
}
