//! Boxes with the numbers of marked points.

use super::map::Map;
use super::{PorkchopPoint, points};
use crate::figure::contour::Spot;
use crate::figure::label::{Board, Space};
use crate::figure::layer::{Stroke, ink_label, line, paint, small_width};
use crate::figure::palette::{INK, PAPER};
use std::fmt::Write as _;

/// The height of a line in a box.
const LINE: f64 = 15.0;
/// What is free inside a box.
const PADDING: f64 = 7.0;
/// More boxes than a map has room for; the rest is in the table.
const MOST_BOXES: usize = 3;
/// From one place that is tried for a box to the next.
const STRIDE: f64 = 8.0;
/// The line from a point to its numbers.
const LEADER: Stroke = Stroke {
    colour: INK,
    width: 1.2,
    strength: 1.0,
    dashes: "",
};

/// Draws a box for each of the first points where it hides least, and lines to the points below all labels.
pub(super) fn boxes(
    (leaders, above): (&mut String, &mut String),
    board: &mut Board,
    map: &Map<'_>,
    points: &[&PorkchopPoint],
) {
    let points = points.iter().take(MOST_BOXES);
    let texts: Vec<(Spot, Vec<String>)> = points
        .map(|point| {
            let from = map.spot(point.departure, point.arrival);
            (from, points::lines(map.chart, point))
        })
        .collect();
    let size = size(texts.iter().flat_map(|text| &text.1), &texts);
    let mut placed: Vec<(&(Spot, Vec<String>), Space)> = Vec::new();
    for text in &texts {
        if let Some(space) = board.seat(places(map, text.0, size).into_iter()) {
            placed.push((text, space));
        }
    }
    disentangle(&mut placed);
    for ((from, lines), space) in placed {
        let leader = vec![*from, nearest(space, *from)];
        board.trace(&leader);
        line(leaders, &[leader], LEADER);
        draw(above, lines, space);
    }
}

/// A size that fits every box, so that boxes can change places.
fn size<'a>(lines: impl Iterator<Item = &'a String>, texts: &[(Spot, Vec<String>)]) -> (f64, f64) {
    let widest = lines.map(|line| small_width(line)).fold(0.0, f64::max);
    let most = texts.iter().map(|text| text.1.len()).max().unwrap_or(0);
    (widest + 2.0 * PADDING, most as f64 * LINE + 2.0 * PADDING)
}

/// Lets two boxes change places where that makes the lines to their points shorter: lines that cross are
/// longer than those that do not.
fn disentangle<T>(placed: &mut [(&(Spot, T), Space)]) {
    let far = |from: Spot, space: Space| {
        let to = nearest(space, from);
        (to.0 - from.0).hypot(to.1 - from.1)
    };
    for a in 0..placed.len() {
        for b in a + 1..placed.len() {
            let ((p, here), (q, there)) = (placed[a], placed[b]);
            if far(p.0, there) + far(q.0, here) < far(p.0, here) + far(q.0, there) {
                (placed[a].1, placed[b].1) = (there, here);
            }
        }
    }
}

fn draw(out: &mut String, lines: &[String], space: Space) {
    let _ = writeln!(
        out,
        "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"3\" {} \
         stroke-width=\"1\" fill-opacity=\"0.92\"/>",
        space.left,
        space.top,
        space.right - space.left,
        space.bottom - space.top,
        paint(&[("fill", PAPER), ("stroke", INK)])
    );
    for (at, text) in lines.iter().enumerate() {
        let y = space.top + PADDING + (at as f64 + 0.5) * LINE;
        ink_label(out, text, (space.left + PADDING, y), "start");
    }
}

/// Every place for a box, with what it hides of the best bands and how far it is from its point.
fn places(map: &Map<'_>, from: Spot, size: (f64, f64)) -> Vec<(Space, f64)> {
    let frame = map.frame();
    let count = |from: f64, to: f64, size: f64| ((to - from - size) / STRIDE).max(0.0) as i32;
    let columns = count(frame.left, frame.right, size.0);
    let rows = count(frame.top, frame.bottom, size.1);
    let at = |column: i32, row: i32| Space {
        left: frame.left + f64::from(column) * STRIDE,
        top: frame.top + f64::from(row) * STRIDE,
        right: frame.left + f64::from(column) * STRIDE + size.0,
        bottom: frame.top + f64::from(row) * STRIDE + size.1,
    };
    let all = (0..=rows).flat_map(|row| (0..=columns).map(move |column| (column, row)));
    all.map(|(column, row)| {
        let space = at(column, row);
        let near = nearest(space, from);
        let away = (near.0 - from.0).hypot(near.1 - from.1);
        (space, 0.35 * away + hidden(map, space))
    })
    .collect()
}

/// What a box hides: points in good bands weigh more.
fn hidden(map: &Map<'_>, space: Space) -> f64 {
    let steps = |from: f64, to: f64| (0..5).map(move |at| from + (to - from) * f64::from(at) / 4.0);
    let rows = steps(space.top, space.bottom);
    let spots = rows.flat_map(|y| steps(space.left, space.right).map(move |x| (x, y)));
    let weight = |spot: Spot| {
        let value = map.field.at(spot)?;
        let above = map.levels.iter().filter(|level| **level >= value).count();
        Some(above as f64)
    };
    spots.filter_map(weight).sum()
}

/// The point of a box that is nearest to another.
fn nearest(space: Space, (x, y): Spot) -> Spot {
    (
        x.clamp(space.left, space.right),
        y.clamp(space.top, space.bottom),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_change_places_where_their_lines_would_cross() {
        let at = |x: f64, y: f64| Space::around((x, y), (20.0, 10.0));
        let texts = [((100.0, 100.0), 'a'), ((200.0, 100.0), 'b')];
        let (left, right) = (at(50.0, 10.0), at(250.0, 10.0));
        let mut placed = [(&texts[0], right), (&texts[1], left)];
        disentangle(&mut placed);
        assert_eq!([placed[0].1, placed[1].1], [left, right]);
        disentangle(&mut placed);
        assert_eq!([placed[0].1, placed[1].1], [left, right], "it stays");
    }
}
