//! Labels beside their dots that cover neither each other nor a dot, and few ways.

use super::canvas::{Side, text_width};
use crate::markup::shortened;

/// A point in pixels.
pub(super) type Point = (i32, i32);
/// A rectangle in pixels: left, top, right, bottom.
pub(super) type Space = (i32, i32, i32, i32);

/// The height of a line of a label.
pub(super) const LINE: i32 = 16;
/// The radius that labels leave free around a dot: a dot may become a marker with a number.
pub(super) const MARKER: i32 = 10;
/// From a dot to its label, near and less near.
const GAPS: [i32; 2] = [11, 19];
/// Between two labels.
const BETWEEN: i32 = 3;
/// The longest line of a label, in letters.
const LONGEST_LINE: usize = 26;
/// The most lines of a label.
const MOST_LINES: usize = 4;
/// The most letters of a label.
const MOST_LETTERS: usize = 90;
/// From one sample of a way to the next, at most, in pixels.
const SAMPLE: i32 = 4;
/// What it costs to cover a sample of a way.
const COVERS_WAY: i32 = 6;
/// What it costs to stand nearer to the dot of another.
const NEARER_TO_OTHER: i32 = 40;
/// A label that would cost more is not worth its place; a number stands for it.
const TOO_DEAR: i32 = 130;
/// How often every label may choose again.
const ROUNDS: usize = 6;

/// A label that wants a place.
pub(super) struct Wanted<'a> {
    pub(super) text: &'a str,
    pub(super) dot: Point,
    /// The label stays within.
    pub(super) bounds: Space,
}

/// A label in its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) lines: Vec<String>,
    pub(super) side: Side,
    /// What the label covers.
    pub(super) space: Space,
    cost: i32,
}

impl Placed {
    /// The lines with the points that they stand against, and on which side.
    pub(super) fn lines(&self) -> impl Iterator<Item = (&str, Point, Side)> {
        let (left, top, right, _) = self.space;
        let x = match self.side {
            Side::Right => left,
            Side::Left => right,
            Side::Middle => i32::midpoint(left, right),
        };
        let lines = self.lines.iter().enumerate();
        let y = move |at: usize| top + LINE / 2 + LINE * at as i32;
        lines.map(move |(at, line)| (line.as_str(), (x, y(at)), self.side))
    }
}

/// Finds places for labels, one for each where there is one that overlaps no dot and no other label. What
/// covers fewer ways, and is nearer to its own dot than to others, goes first.
pub(super) fn place(wanted: &[Wanted<'_>], ways: &[Vec<Point>]) -> Vec<Option<Placed>> {
    let dots: Vec<Point> = wanted.iter().map(|label| label.dot).collect();
    let samples: Vec<Point> = ways.iter().flat_map(|way| sampled(way)).collect();
    let choices: Vec<Vec<Placed>> = (0..wanted.len())
        .map(|own| worthy(&wanted[own], own, &dots, &samples))
        .collect();
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|own| (choices[*own].len(), *own));
    let mut chosen = vec![None; wanted.len()];
    for _ in 0..ROUNDS {
        for own in &order {
            chosen[*own] = None;
            chosen[*own] = free(&choices, &chosen, *own);
            if chosen[*own].is_none() {
                make_room(&choices, &mut chosen, *own);
            }
        }
    }
    let chosen = chosen.into_iter().zip(choices);
    chosen
        .map(|(at, mut choices)| at.map(|at| choices.swap_remove(at)))
        .collect()
}

/// The best choice of a label that overlaps no other label.
fn free(choices: &[Vec<Placed>], chosen: &[Option<usize>], own: usize) -> Option<usize> {
    let mut mine = choices[own].iter();
    mine.position(|choice| {
        blockers(choices, chosen, own, choice.space)
            .next()
            .is_none()
    })
}

/// The other labels that overlap a space.
fn blockers<'a>(
    choices: &'a [Vec<Placed>],
    chosen: &'a [Option<usize>],
    own: usize,
    space: Space,
) -> impl Iterator<Item = usize> + 'a {
    let others = chosen.iter().enumerate();
    others.filter_map(move |(other, at)| {
        let taken = choices[other].get((*at)?)?.space;
        (other != own && overlap(grown(taken, BETWEEN), space)).then_some(other)
    })
}

/// Finds a place for a label by moving the one other label that is in its way.
fn make_room(choices: &[Vec<Placed>], chosen: &mut [Option<usize>], own: usize) {
    for (at, choice) in choices[own].iter().enumerate() {
        let blocking: Vec<usize> = blockers(choices, chosen, own, choice.space).collect();
        let [other] = blocking[..] else { continue };
        let before = chosen[other];
        chosen[own] = Some(at);
        chosen[other] = free(choices, chosen, other);
        if chosen[other].is_some() {
            return;
        }
        (chosen[own], chosen[other]) = (None, before);
    }
}

/// The places of a label within its bounds that overlap no dot and are worth it, the cheapest first.
fn worthy(wanted: &Wanted<'_>, own: usize, dots: &[Point], samples: &[Point]) -> Vec<Placed> {
    let mut places = candidates(wanted);
    let inside = |space: Space| {
        let bounds = wanted.bounds;
        space.0 >= bounds.0 && space.1 >= bounds.1 && space.2 <= bounds.2 && space.3 <= bounds.3
    };
    places.retain_mut(|place| {
        let space = place.space;
        let near = grown(space, MARKER);
        if !inside(space) || dots.iter().any(|dot| holds(near, *dot)) {
            return false;
        }
        let covered = samples.iter().filter(|sample| holds(space, **sample));
        place.cost += COVERS_WAY * covered.count() as i32;
        let reach = away(space, dots[own]);
        let others = dots.iter().enumerate().filter(|(at, _)| *at != own);
        let nearer = others.filter(|(_, dot)| away(space, **dot) <= reach + 36);
        place.cost += NEARER_TO_OTHER * nearer.count() as i32;
        place.cost <= TOO_DEAR
    });
    places.sort_by_key(|place| place.cost);
    places
}

/// Every place around the dot of a label, in one line or in several.
fn candidates(wanted: &Wanted<'_>) -> Vec<Placed> {
    let (x, y) = wanted.dot;
    let mut places = Vec::new();
    for (extra, lines) in layouts(wanted.text).into_iter().enumerate() {
        let widest = lines.iter().map(|line| text_width(line)).max();
        let (width, height) = (widest.unwrap_or(0), LINE * lines.len() as i32);
        let mut add = |left: i32, top: i32, side, cost: i32| {
            places.push(Placed {
                lines: lines.clone(),
                side,
                space: (left, top, left + width, top + height),
                cost: cost + 3 * extra as i32,
            });
        };
        for (ring, gap) in GAPS.into_iter().enumerate() {
            let dear = 14 * ring as i32;
            for (shift, cost) in [(0, 0), (1, 4), (-1, 4), (2, 8), (-2, 8)] {
                let top = y - height / 2 + shift * (height + LINE) / 4;
                add(x + gap, top, Side::Right, dear + cost);
                add(x - gap - width, top, Side::Left, dear + cost + 2);
                let left = x - width / 2 + shift * width / 4;
                add(left, y - gap - height, Side::Middle, dear + cost + 5);
                add(left, y + gap, Side::Middle, dear + cost + 5);
            }
        }
    }
    places
}

/// A text in one line, in two and so on, where the lines are not too long.
fn layouts(text: &str) -> Vec<Vec<String>> {
    let text = shortened(text, MOST_LETTERS);
    let mut layouts: Vec<Vec<String>> = Vec::new();
    for count in 1..=MOST_LINES {
        let lines = wrapped(&text, count);
        let fits = lines
            .iter()
            .all(|line| line.chars().count() <= LONGEST_LINE);
        if fits && lines.len() == count {
            layouts.push(lines);
        }
    }
    if layouts.is_empty() {
        layouts.push(vec![shortened(&text, LONGEST_LINE)]);
    }
    layouts
}

/// A text in at most so many lines, as narrow as that goes.
fn wrapped(text: &str, count: usize) -> Vec<String> {
    let longest = text.split_whitespace().map(|word| word.chars().count());
    let (low, high) = (longest.max().unwrap_or(0), text.chars().count());
    let mut widths = (low..=high).map(|width| filled(text, width));
    let narrow = widths.find(|lines| lines.len() <= count);
    narrow.unwrap_or_else(|| vec![text.to_owned()])
}

/// A text in lines of at most this width, as many words in each as go in.
fn filled(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Points along a line, close enough that none of it goes through a label unseen.
fn sampled(line: &[Point]) -> Vec<Point> {
    let mut points = Vec::new();
    for pair in line.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (across, down) = (to.0 - from.0, to.1 - from.1);
        let count = (across.abs().max(down.abs()) / SAMPLE).max(1);
        let point = |at: i32| (from.0 + across * at / count, from.1 + down * at / count);
        points.extend((0..count).map(point));
    }
    points
}

fn grown(space: Space, by: i32) -> Space {
    (space.0 - by, space.1 - by, space.2 + by, space.3 + by)
}

fn overlap(a: Space, b: Space) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

fn holds(space: Space, (x, y): Point) -> bool {
    space.0 < x && x < space.2 && space.1 < y && y < space.3
}

/// The square of the distance from a space to a point.
fn away(space: Space, (x, y): Point) -> i32 {
    let across = (space.0 - x).max(x - space.2).max(0);
    let down = (space.1 - y).max(y - space.3).max(0);
    across * across + down * down
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str, dot: Point) -> Wanted<'_> {
        let bounds = (0, 0, 400, 400);
        Wanted { text, dot, bounds }
    }

    #[test]
    fn near_dots_get_labels_apart() {
        let labels: Vec<_> = (0..4)
            .map(|at| wanted("Toulouse", (200 + 24 * at, 200 + 20 * at)))
            .collect();
        let placed = place(&labels, &[]);
        for (at, a) in placed.iter().enumerate() {
            let a = a.as_ref().expect("there is room");
            for b in placed[at + 1..].iter().flatten() {
                assert!(!overlap(a.space, b.space), "{a:?} {b:?}");
            }
            for label in &labels {
                assert!(!holds(grown(a.space, MARKER), label.dot), "{a:?}");
            }
        }
    }

    #[test]
    fn a_label_gives_way_to_a_line() {
        let label = [wanted("Kourou", (200, 200))];
        let right = place(&label, &[])[0].clone().unwrap();
        assert_eq!(right.side, Side::Right);
        let left = place(&label, &[vec![(200, 200), (400, 200)]]);
        assert_eq!(left[0].clone().unwrap().side, Side::Left);
    }

    #[test]
    fn without_room_there_is_no_label() {
        let bounds = (190, 190, 210, 210);
        let (text, dot) = ("Tanegashima", (200, 200));
        assert_eq!(place(&[Wanted { text, dot, bounds }], &[]), [None]);
    }

    #[test]
    fn names_break_between_words_and_keep_all_of_them() {
        let name = "Kennedy Space Center, with its airfield, dock and pads";
        let layouts = layouts(name);
        assert!(layouts.len() >= 2, "{layouts:?}");
        for lines in &layouts {
            assert_eq!(lines.join(" "), name);
            assert!(lines.iter().all(|line| line.len() <= LONGEST_LINE));
        }
        assert_eq!(super::layouts("Turin")[0], ["Turin"]);
    }
}
