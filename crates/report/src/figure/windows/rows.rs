//! The rows of a chart of windows: bars, ticks, closures and the axis of time.

use super::fold::{Fold, Part};
use super::{WindowsBar, WindowsChart, WindowsRow, legend};
use crate::figure::canvas::{Area, Drawn, Side, WIDTH, ink, text_width, write};
use crate::figure::chart::short;
use crate::figure::layer::{ink_label, paint, small_width};
use crate::figure::palette::{INK, PAPER, choice, series};
use crate::figure::shade;
use crate::markup::shortened;
use plotters::element::PathElement;
use plotters::style::RGBColor;
use portolan_vocabulary::Epoch;
use std::fmt::Write as _;

/// More rows than a person looks at; the rest is in the table.
const MOST_ROWS: usize = 60;
/// The longest name of a row, in letters.
const LONGEST_NAME: usize = 38;
/// A window narrower than this is drawn as a tick of this width.
pub(super) const TICK: f64 = 2.0;
/// From one tick to the next, at least: nearer ones share a mark.
const BETWEEN: f64 = 1.0;
/// What stands between the legend and the rows: dates.
const DATES: f64 = 34.0;
/// What stands below the rows.
const BELOW: f64 = 30.0;
/// What is free on the right.
const RIGHT: f64 = 24.0;
/// The free space above the row of the chain.
const GAP: f64 = 10.0;

/// How many shades tell values apart: not the palest, which would be lost without a line around them.
pub(super) const SHADES: usize = 10;
/// Windows of a chart without values.
pub(super) const OPEN: RGBColor = choice(0);
/// Windows without a value among those with one.
pub(super) const NO_VALUE: RGBColor = series(0);
/// Windows of the chain.
pub(super) const CHAIN: RGBColor = choice(2);
/// How strongly a closure is shaded.
pub(super) const CLOSED: f64 = 0.16;
/// How much paper covers the windows that a closure forbids.
const HIDDEN: f64 = 0.7;
/// How strongly what lies outside the span is shaded.
const OUTSIDE: f64 = 0.06;
/// How strongly a time in which the chain is open is shaded.
pub(super) const GUIDE: f64 = 0.22;

/// One line of the drawing.
pub(super) struct Line<'a> {
    pub(super) row: &'a WindowsRow,
    pub(super) is_chain: bool,
    part: Part,
    label: String,
    top: f64,
    height: f64,
    pub(super) marks: Vec<Mark>,
}

/// A bar or a tick as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Mark {
    left: f64,
    right: f64,
    /// It is drawn wider than its windows last.
    pub(super) is_tick: bool,
    pub(super) value: Option<f64>,
    label: String,
    windows: usize,
}

/// A chart of windows laid out.
pub(super) struct Sheet<'a> {
    pub(super) chart: &'a WindowsChart,
    pub(super) fold: Fold,
    pub(super) lines: Vec<Line<'a>>,
    /// The least and the greatest value of a window.
    pub(super) values: Option<(f64, f64)>,
    left: f64,
    top: f64,
    bottom: f64,
    left_out: usize,
}

impl<'a> Sheet<'a> {
    pub(super) fn new(chart: &'a WindowsChart) -> Self {
        let shown = MOST_ROWS.min(chart.rows.len());
        let rows = chart.rows.iter().take(shown).map(|row| (row, false));
        let rows: Vec<_> = rows
            .chain(chart.chain.iter().map(|row| (row, true)))
            .collect();
        let fullest = rows.iter().map(|(row, _)| row.windows.len()).max();
        let fold = Fold::of(chart.span, rows.len(), fullest.unwrap_or(0));
        let mut sheet = Self {
            chart,
            fold,
            lines: Vec::new(),
            values: chart.values(),
            left: 0.0,
            top: 0.0,
            bottom: 0.0,
            left_out: chart.rows.len() - shown,
        };
        let parts = fold.parts(chart.span);
        for (row, is_chain) in rows {
            sheet.add(row, is_chain, &parts);
        }
        let widths = sheet.lines.iter().map(|line| text_width(&line.label));
        sheet.left = f64::from(widths.max().unwrap_or(0)) + 20.0;
        sheet.mark();
        sheet.lower(legend::height(&sheet) + DATES);
        sheet
    }

    /// Moves all lines down.
    fn lower(&mut self, by: f64) {
        for line in &mut self.lines {
            line.top += by;
        }
        (self.top, self.bottom) = (self.top + by, self.bottom + by);
    }

    /// Adds the lines of a row below those before.
    fn add(&mut self, row: &'a WindowsRow, is_chain: bool, parts: &[Part]) {
        let height = match (self.fold, parts.len()) {
            (Fold::Whole, _) => 28.0,
            (_, 0..=16) => 24.0,
            _ => 16.0,
        };
        let name = shortened(&row.label, LONGEST_NAME);
        if is_chain && self.bottom > 0.0 {
            self.bottom += GAP;
        }
        for (at, part) in parts.iter().enumerate() {
            let label = match (self.fold, at) {
                (Fold::Whole, _) => name.clone(),
                (_, 0) => format!("{name}  {}", part.label),
                _ => part.label.clone(),
            };
            self.lines.push(Line {
                row,
                is_chain,
                part: part.clone(),
                label,
                top: self.bottom,
                height,
                marks: Vec::new(),
            });
            self.bottom += height;
        }
    }

    /// Lays out the marks of every line.
    fn mark(&mut self) {
        let span = self.chart.span;
        for at in 0..self.lines.len() {
            let line = &self.lines[at];
            let part = (line.part.from.max(span.0), line.part.to.min(span.1));
            let meets = |window: &&WindowsBar| window.from < part.1 && window.to >= part.0;
            let mut windows: Vec<&WindowsBar> = line.row.windows.iter().filter(meets).collect();
            windows.sort_by_key(|window| (window.from, window.to));
            let mut marks: Vec<Mark> = Vec::new();
            for window in windows {
                self.lay(&mut marks, &line.part, window);
            }
            self.lines[at].marks = marks;
        }
    }

    /// Adds the mark of a window, or lets it share the one before.
    fn lay(&self, marks: &mut Vec<Mark>, part: &Part, window: &WindowsBar) {
        let span = self.chart.span;
        let from = self.x(part, window.from.clamp(span.0, span.1));
        let to = self.x(part, window.to.clamp(span.0, span.1));
        let is_tick = to - from < TICK;
        let (left, right) = if is_tick {
            let middle = f64::midpoint(from, to);
            (middle - TICK / 2.0, middle + TICK / 2.0)
        } else {
            (from, to)
        };
        if let Some(last) = marks.last_mut()
            && is_tick
            && last.is_tick
            && left < last.left + BETWEEN
        {
            last.value = match (last.value, window.value) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            last.label.clear();
            last.windows += 1;
            return;
        }
        marks.push(Mark {
            left,
            right,
            is_tick,
            value: window.value.filter(|value| value.is_finite()),
            label: window.label.clone(),
            windows: 1,
        });
    }

    fn right(&self) -> f64 {
        f64::from(WIDTH) - RIGHT
    }

    fn x(&self, part: &Part, epoch: Epoch) -> f64 {
        self.left + self.fold.share(part, epoch) * (self.right() - self.left)
    }

    pub(super) fn height(&self) -> u32 {
        (self.bottom + BELOW) as u32
    }

    /// How many rows are not drawn.
    pub(super) const fn left_out(&self) -> usize {
        self.left_out
    }

    /// How many windows share the mark of another.
    pub(super) fn merged(&self) -> usize {
        let marks = self.lines.iter().flat_map(|line| &line.marks);
        marks.map(|mark| mark.windows - 1).sum()
    }

    /// What lies below everything else: closures, bars and ticks.
    pub(super) fn ground(&self) -> String {
        let mut out = String::new();
        if self.fold == Fold::Whole {
            self.guides(&mut out);
        }
        for line in &self.lines {
            self.outside(&mut out, line);
            for mark in &line.marks {
                let inset = if mark.is_tick { 2.0 } else { 5.0 };
                let inset = inset * line.height / 28.0;
                let (fill, width) = (self.fill(mark.value, line.is_chain), mark.right - mark.left);
                let _ = writeln!(
                    out,
                    "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{:.1}\" {fill}/>",
                    mark.left,
                    line.top + inset,
                    line.height - 2.0 * inset,
                );
            }
            for closure in &line.row.closures {
                let whole = self.chart.span;
                let span = (closure.from.max(whole.0), closure.to.min(whole.1));
                self.shaded(&mut out, line, span, (PAPER, HIDDEN));
                self.shaded(&mut out, line, span, (INK, CLOSED));
            }
        }
        out
    }

    /// Shades, in each line of the legs, when the whole chain is open.
    fn guides(&self, out: &mut String) {
        let chain = self.lines.iter().filter(|line| line.is_chain);
        for mark in chain.flat_map(|line| &line.marks) {
            let _ = writeln!(
                out,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" {} \
                 fill-opacity=\"{GUIDE}\"/>",
                mark.left,
                self.top,
                mark.right - mark.left,
                self.bottom - self.top,
                paint(&[("fill", CHAIN)])
            );
        }
    }

    /// Shades what of a line lies outside the span.
    fn outside(&self, out: &mut String, line: &Line<'_>) {
        let (part, span) = (&line.part, self.chart.span);
        if self.fold != Fold::Whole {
            self.shaded(out, line, (part.from, span.0), (INK, OUTSIDE));
            self.shaded(out, line, (span.1, part.to), (INK, OUTSIDE));
        }
    }

    fn shaded(
        &self,
        out: &mut String,
        line: &Line<'_>,
        (from, to): (Epoch, Epoch),
        (colour, strength): (RGBColor, f64),
    ) {
        let part = &line.part;
        if from >= to || from >= part.to || to <= part.from {
            return;
        }
        let (left, right) = (self.x(part, from), self.x(part, to));
        let _ = writeln!(
            out,
            "<rect x=\"{left:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" {} \
             fill-opacity=\"{strength}\"/>",
            line.top,
            (right - left).max(1.0),
            line.height,
            paint(&[("fill", colour)])
        );
    }

    fn fill(&self, value: Option<f64>, is_chain: bool) -> String {
        match (value, self.values) {
            (Some(value), Some((least, most))) => {
                shade::fill(shade::of_value(value, least, most, SHADES))
            }
            _ if is_chain => paint(&[("fill", CHAIN)]),
            (_, Some(_)) => paint(&[("fill", NO_VALUE)]),
            _ => paint(&[("fill", OPEN)]),
        }
    }

    /// Draws names, axes and the legend; numbers beside bars go above everything else.
    pub(super) fn paint(&self, area: &Area<'_>, above: &mut String) -> Drawn {
        self.axis(area)?;
        let (left, right) = (self.left.round() as i32, self.right().round() as i32);
        for line in &self.lines {
            let middle = (line.top + line.height / 2.0).round() as i32;
            write(area, &line.label, (left - 10, middle), Side::Left)?;
            let below = (line.top + line.height).round() as i32;
            let rule = PathElement::new(vec![(left, below), (right, below)], ink(0.18));
            area.draw(&rule)?;
            self.numbers(above, line);
        }
        legend::paint(self, area, above)
    }

    fn axis(&self, area: &Area<'_>) -> Drawn {
        let (top, bottom) = (self.top.round() as i32, self.bottom.round() as i32);
        let (left, right) = (self.left.round() as i32, self.right().round() as i32);
        for (share, text) in self.fold.axis(self.chart.span) {
            let x = (self.left + share * (self.right() - self.left)).round() as i32;
            area.draw(&PathElement::new(
                vec![(x, top - 4), (x, bottom + 4)],
                ink(0.18),
            ))?;
            let half = text_width(&text) / 2;
            let x = match self.fold {
                // What is named is the month or the day to the right.
                Fold::Year | Fold::Month => x + 12,
                _ => x.clamp(half + 2, WIDTH as i32 - half - 2),
            };
            write(area, &text, (x, bottom + 14), Side::Middle)?;
            if self.lines.len() > 12 {
                write(area, &text, (x, top - 12), Side::Middle)?;
            }
        }
        let frame = vec![
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
        ];
        area.draw(&PathElement::new(frame, ink(0.5)))
    }

    /// Writes the label or the value of each mark where there is room for it.
    fn numbers(&self, out: &mut String, line: &Line<'_>) {
        if line.height < 20.0 {
            return;
        }
        let y = line.top + line.height / 2.0;
        let mut free_from = self.left;
        for (at, mark) in line.marks.iter().enumerate() {
            let text = match (mark.label.as_str(), mark.value) {
                ("", Some(value)) => short(value),
                (label, _) => label.to_owned(),
            };
            let next = line
                .marks
                .get(at + 1)
                .map_or(self.right(), |mark| mark.left);
            let width = small_width(&text) + 4.0;
            let before = free_from;
            free_from = mark.right;
            if text.is_empty() {
                continue;
            }
            if mark.right - mark.left >= width {
                let middle = f64::midpoint(mark.left, mark.right);
                ink_label(out, &text, (middle, y), "middle");
            } else if mark.right + 3.0 + width <= next {
                ink_label(out, &text, (mark.right + 4.0, y), "start");
                free_from = mark.right + 4.0 + width;
            } else if mark.left - 3.0 - width >= before {
                ink_label(out, &text, (mark.left - 4.0, y), "end");
            }
        }
    }
}
