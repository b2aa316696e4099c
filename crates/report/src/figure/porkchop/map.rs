//! The map of a porkchop chart: bands, lines and their labels.

use super::{PorkchopChart, PorkchopField, points};
use crate::figure::canvas::WIDTH;
use crate::figure::chart::short;
use crate::figure::contour::{Field, Spot};
use crate::figure::label::{Board, Space};
use crate::figure::layer::{Stroke, label, line, path_data, small_width};
use crate::figure::levels::{self, Rule};
use crate::figure::palette::{INK, series};
use crate::figure::shade;
use plotters::style::RGBColor;
use portolan_vocabulary::Epoch;
use std::fmt::Write as _;

/// Where the map lies in the drawing.
const FRAME: Space = Space {
    left: 92.0,
    top: 66.0,
    right: WIDTH as f64 - 96.0,
    bottom: 66.0 + 600.0,
};
/// What stands below the map.
const BELOW: u32 = 48;
/// The height of a small label.
const LABEL: f64 = 13.0;

/// The colour of the second field.
pub(super) const SECOND: RGBColor = series(4);
/// The lines between bands.
pub(super) const FIRST_LINE: Stroke = Stroke {
    colour: INK,
    width: 1.1,
    strength: 0.75,
    dashes: "",
};
/// The lines of the second field.
pub(super) const SECOND_LINE: Stroke = Stroke {
    colour: SECOND,
    width: 1.3,
    strength: 0.95,
    dashes: "6 4",
};
/// The lines of equal time of flight.
pub(super) const TOF_LINE: Stroke = Stroke {
    colour: INK,
    width: 1.0,
    strength: 0.75,
    dashes: "1 4",
};

/// How the levels of the first field are chosen.
const FIRST_RULE: Rule = Rule {
    most: 12,
    first: 0.1,
    cap: None,
};
/// How the levels of the second field are chosen: fewer, since its lines cross others.
const SECOND_RULE: Rule = Rule {
    most: 7,
    first: 0.2,
    cap: None,
};
/// How many lines of equal time of flight are chosen, at most.
const MOST_TOF: usize = 8;

/// The lines of one level.
pub(super) struct Contour {
    pub(super) text: String,
    pub(super) lines: Vec<Vec<Spot>>,
}

/// A porkchop chart laid out.
pub(super) struct Map<'a> {
    pub(super) chart: &'a PorkchopChart,
    /// The first field in pixels.
    pub(super) field: Field,
    /// The levels of the first field.
    pub(super) levels: Vec<f64>,
    first: Vec<Contour>,
    second: Vec<Contour>,
    tof: Vec<Contour>,
}

impl<'a> Map<'a> {
    pub(super) fn new(chart: &'a PorkchopChart) -> Self {
        let levels = chart
            .fields
            .first()
            .map(|field| levels_of(field, FIRST_RULE));
        let levels = levels.unwrap_or_default();
        let field = field(chart, 0, &levels);
        let mut map = Self {
            first: contours(&field, &levels),
            second: Vec::new(),
            tof: Vec::new(),
            levels,
            field,
            chart,
        };
        if let Some(second) = chart.fields.get(1) {
            let levels = levels_of(second, SECOND_RULE);
            let all = contours(&self::field(chart, 1, &levels), &levels).into_iter();
            map.second = all.map(|contour| map.within_bands(contour)).collect();
        }
        map.tof = map.tof_lines();
        map
    }

    pub(super) fn frame(&self) -> Space {
        FRAME
    }

    pub(super) fn height(&self) -> u32 {
        FRAME.bottom as u32 + BELOW
    }

    /// Where a departure and an arrival lie in the drawing.
    pub(super) fn spot(&self, departure: Epoch, arrival: Epoch) -> Spot {
        spot(self.chart, departure, arrival)
    }

    /// What lies below everything else: bands and lines.
    pub(super) fn ground(&self) -> String {
        let mut out = String::new();
        for (at, level) in self.levels.iter().enumerate().rev() {
            let region = self.field.region(*level);
            let fill = shade::fill(shade::of_step(at, self.levels.len()));
            let data = path_data(&region, true);
            let _ = writeln!(out, "<path {fill} fill-rule=\"evenodd\" d=\"{data}\"/>");
        }
        let sets = [
            (&self.first, FIRST_LINE),
            (&self.tof, TOF_LINE),
            (&self.second, SECOND_LINE),
        ];
        for (contours, stroke) in sets {
            for contour in contours {
                line(&mut out, &contour.lines, stroke);
            }
        }
        out
    }

    /// What lies above everything else: marked points with their numbers, and the labels of lines.
    pub(super) fn labels_and_points(&self) -> String {
        let mut board = Board::new(FRAME);
        for contour in self.first.iter().chain(&self.second) {
            for line in &contour.lines {
                board.trace(line);
            }
        }
        let (mut out, marked) = points::markers(self, &mut board);
        for contour in &self.tof {
            tof_label(&mut out, &mut board, contour);
        }
        for (contours, colour) in [(&self.first, INK), (&self.second, SECOND)] {
            for contour in contours {
                level_labels(&mut out, &mut board, contour, colour);
            }
        }
        out + &marked
    }

    /// The parts of lines that lie where the first field is coloured.
    fn within_bands(&self, contour: Contour) -> Contour {
        let top = self.levels.last().copied().unwrap_or(f64::INFINITY);
        let inside = |spot: &Spot| self.field.at(*spot).is_some_and(|value| value <= top);
        let mut lines = Vec::new();
        for line in contour.lines {
            let parts = line.chunk_by(|a, b| inside(a) == inside(b));
            let parts = parts.filter(|part| part.len() > 1 && part.first().is_some_and(inside));
            lines.extend(parts.map(<[Spot]>::to_vec));
        }
        Contour { lines, ..contour }
    }

    fn tof_lines(&self) -> Vec<Contour> {
        let days = if self.chart.tof_d.is_empty() {
            self.round_tof_d()
        } else {
            self.chart.tof_d.clone()
        };
        let contour = |days: f64| {
            Some(Contour {
                text: format!("{} d", short(days)),
                lines: vec![self.tof_line(days)?],
            })
        };
        days.into_iter().filter_map(contour).collect()
    }

    /// Round times of flight between the least and the greatest that have a transfer in a band.
    fn round_tof_d(&self) -> Vec<f64> {
        let top = self.levels.last().copied().unwrap_or(f64::INFINITY);
        let Some(field) = self.chart.fields.first() else {
            return Vec::new();
        };
        let rows = field.values.chunks(self.chart.arrivals.len());
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for (departure, row) in self.chart.departures.iter().zip(rows) {
            for (arrival, value) in self.chart.arrivals.iter().zip(row) {
                if value.is_some_and(|value| value <= top) {
                    let tof_d = (*arrival - *departure).days();
                    (least, most) = (least.min(tof_d), most.max(tof_d));
                }
            }
        }
        levels::even(least, most, MOST_TOF)
    }

    /// From where a time of flight enters the map to where it leaves.
    fn tof_line(&self, days: f64) -> Option<Vec<Spot>> {
        let tof = portolan_vocabulary::Duration::from_days(days);
        let (first, last) = ends(&self.chart.departures)?;
        let (bottom, top) = ends(&self.chart.arrivals)?;
        let from = first.max(bottom + -tof);
        let to = last.min(top + -tof);
        (from < to).then(|| vec![self.spot(from, from + tof), self.spot(to, to + tof)])
    }
}

fn ends(dates: &[Epoch]) -> Option<(Epoch, Epoch)> {
    Some((*dates.first()?, *dates.last()?))
}

fn spot(chart: &PorkchopChart, departure: Epoch, arrival: Epoch) -> Spot {
    let share = |dates: &[Epoch], date: Epoch| {
        let (from, to) = ends(dates).unwrap_or((date, date));
        (date - from).days() / (to - from).days()
    };
    let x = share(&chart.departures, departure) * (FRAME.right - FRAME.left);
    let y = share(&chart.arrivals, arrival) * (FRAME.bottom - FRAME.top);
    (FRAME.left + x, FRAME.bottom - y)
}

fn levels_of(field: &PorkchopField, rule: Rule) -> Vec<f64> {
    if field.levels.is_empty() {
        let cap = field.cap.filter(|cap| cap.is_finite());
        return levels::levels(&field.values, Rule { cap, ..rule });
    }
    let mut levels = field.levels.clone();
    levels.retain(|level| level.is_finite());
    levels.sort_unstable_by(f64::total_cmp);
    levels.dedup();
    levels
}

/// A field in pixels. Values far above the last level count as not quite so far, so that a ridge between
/// two points of the grid does not push the lines beside it towards the lower one.
fn field(chart: &PorkchopChart, number: usize, levels: &[f64]) -> Field {
    let values = chart
        .fields
        .get(number)
        .map_or(&[][..], |field| &field.values);
    let (low, top) = (levels.first(), levels.last());
    let clip = low
        .zip(top)
        .map(|(low, top)| top + (top - low).max(top.abs() * 0.1));
    let clipped = |value: f64| clip.map_or(value, |clip| value.min(clip));
    let (rows, columns) = (chart.arrivals.len(), chart.departures.len());
    let at = |row: usize, column: usize| values.get(column * rows + row).copied().flatten();
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
    let cells = cells.map(|(row, column)| at(row, column));
    let finite = cells.map(|value| value.filter(|value| value.is_finite()).map(clipped));
    let values: Vec<Option<f64>> = finite.collect();
    let x = chart.departures.iter();
    let x = x.map(|departure| spot(chart, *departure, chart.arrivals[0]).0);
    let y = chart.arrivals.iter();
    let y = y.map(|arrival| spot(chart, chart.departures[0], *arrival).1);
    Field::new(x.collect(), y.collect(), &values)
}

fn contours(field: &Field, levels: &[f64]) -> Vec<Contour> {
    let contour = |level: &f64| Contour {
        text: short(*level),
        lines: field.lines(*level),
    };
    levels.iter().map(contour).collect()
}

fn size(text: &str) -> (f64, f64) {
    (small_width(text), LABEL)
}

/// Lines shorter than this are not labelled, in widths of their label.
const SHORTEST: f64 = 2.5;

/// Labels the lines of a level, the longest first; a level always has its longest line labelled.
fn level_labels(out: &mut String, board: &mut Board, contour: &Contour, colour: RGBColor) {
    let length = |line: &[Spot]| {
        let pairs = line.windows(2);
        pairs
            .map(|pair| (pair[0].0 - pair[1].0).hypot(pair[0].1 - pair[1].1))
            .sum::<f64>()
    };
    let size = size(&contour.text);
    let mut lines: Vec<&Vec<Spot>> = contour.lines.iter().collect();
    lines.sort_by(|a, b| length(b).total_cmp(&length(a)));
    for (at, line) in lines.into_iter().enumerate() {
        if at > 0 && length(line) < SHORTEST * size.0 {
            break;
        }
        for seat in board.seats_on(line, size) {
            label(out, &contour.text, seat, "middle", colour);
        }
    }
}

/// Labels a line of equal time of flight where it leaves the map, or else anywhere on it.
fn tof_label(out: &mut String, board: &mut Board, contour: &Contour) {
    let size = size(&contour.text);
    for line in &contour.lines {
        let (Some(from), Some(to)) = (line.first(), line.last()) else {
            continue;
        };
        let on = |share: f64| {
            (
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            )
        };
        let shares = (2..98).rev().map(|at| f64::from(at) / 100.0);
        let spaces = shares.map(|share| (Space::around(on(share), size), 60.0 * (1.0 - share)));
        if let Some(space) = board.seat(spaces) {
            label(out, &contour.text, space.middle(), "middle", INK);
        }
    }
}
