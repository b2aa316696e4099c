//! The axes of a porkchop chart, its scale of colours and its legend.

use super::map::{FIRST_LINE, Map, SECOND_LINE, TOF_LINE};
use super::{PorkchopKind, points};
use crate::figure::calendar::ticks;
use crate::figure::canvas::{Area, Drawn, LETTER, Side, WIDTH, ink, text_width, write};
use crate::figure::chart::{headed, short};
use crate::figure::layer::{Stroke, line};
use crate::figure::{contour::Spot, shade};
use plotters::element::PathElement;
use std::fmt::Write as _;

/// The height of a line of the legend.
const LEGEND_LINE: f64 = 20.0;
/// The length of a sample of a line.
const SAMPLE: f64 = 28.0;
/// The width of the scale of colours.
const BAR: f64 = 16.0;
/// The most dates on an axis.
const MOST_TICKS: usize = 9;

/// Draws the axes, the scale and the legend; samples of lines and colours go above everything else.
pub(super) fn paint(area: &Area<'_>, map: &Map<'_>, above: &mut String) -> Drawn {
    frame(area, map)?;
    dates(area, map)?;
    scale(area, map, above)?;
    legend(area, map, above)
}

fn frame(area: &Area<'_>, map: &Map<'_>) -> Drawn {
    let frame = map.frame();
    let corner = |x: f64, y: f64| (x.round() as i32, y.round() as i32);
    let corners = vec![
        corner(frame.left, frame.top),
        corner(frame.right, frame.top),
        corner(frame.right, frame.bottom),
        corner(frame.left, frame.bottom),
        corner(frame.left, frame.top),
    ];
    area.draw(&PathElement::new(corners, ink(0.6)))
}

fn dates(area: &Area<'_>, map: &Map<'_>) -> Drawn {
    let (frame, chart) = (map.frame(), map.chart);
    let (left, bottom) = (frame.left.round() as i32, frame.bottom.round() as i32);
    let (right, top) = (frame.right.round() as i32, frame.top.round() as i32);
    let (Some((first, last)), Some((low, high))) = (
        chart.departures.first().zip(chart.departures.last()),
        chart.arrivals.first().zip(chart.arrivals.last()),
    ) else {
        return Ok(());
    };
    for (at, text) in ticks(*first, *last, MOST_TICKS) {
        let x = map.spot(at, *low).0.round() as i32;
        area.draw(&PathElement::new(
            vec![(x, top), (x, bottom + 5)],
            ink(0.18),
        ))?;
        write(area, &text, (x, bottom + 14), Side::Middle)?;
    }
    for (at, text) in ticks(*low, *high, 2 * MOST_TICKS) {
        let y = map.spot(*first, at).1.round() as i32;
        area.draw(&PathElement::new(
            vec![(left - 5, y), (right, y)],
            ink(0.18),
        ))?;
        write(area, &text, (left - 9, y), Side::Left)?;
    }
    write(area, "departure (UTC)", (left, bottom + 34), Side::Right)?;
    write(area, "arrival (UTC)", (left - 9, top - 18), Side::Left)
}

/// The bands as a scale: the values between them stand where they meet.
fn scale(area: &Area<'_>, map: &Map<'_>, above: &mut String) -> Drawn {
    let (frame, count) = (map.frame(), map.levels.len());
    let left = frame.right + 14.0;
    let height = (frame.bottom - frame.top) / count.max(1) as f64;
    for (at, level) in map.levels.iter().enumerate() {
        let top = frame.bottom - (at + 1) as f64 * height;
        let fill = shade::fill(shade::of_step(at, count));
        let _ = writeln!(
            above,
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{BAR}\" height=\"{height:.1}\" {fill}/>"
        );
        let edge = vec![(left, top), (left + BAR, top)];
        line(above, &[edge], FIRST_LINE);
        let place = ((left + BAR) as i32 + 6, top.round() as i32);
        write(area, &short(*level), place, Side::Right)?;
    }
    let right = WIDTH as i32 - 10;
    let field = map.chart.fields.first();
    let title = field.map_or_else(String::new, |field| headed(&field.label, &field.unit));
    write(area, &title, (right, frame.top as i32 - 18), Side::Left)?;
    let text = format!(
        "least {}; blank: above {}, or no transfer",
        short(super::numbers::least(map.chart).map_or(f64::NAN, |least| least.1)),
        short(map.levels.last().copied().unwrap_or(f64::NAN))
    );
    write(area, &text, (right, frame.bottom as i32 + 34), Side::Left)
}

/// One entry of the legend.
enum Sample {
    Line(Stroke),
    Mark(PorkchopKind),
}

fn samples(map: &Map<'_>) -> Vec<(String, Sample)> {
    let chart = map.chart;
    let strokes = [FIRST_LINE, SECOND_LINE];
    let fields = chart.fields.iter().zip(strokes);
    let lines = fields.map(|(field, stroke)| {
        let text = headed(&field.label, &field.unit);
        (text, Sample::Line(stroke))
    });
    let mut samples: Vec<(String, Sample)> = lines.collect();
    samples.push(("time of flight [d]".to_owned(), Sample::Line(TOF_LINE)));
    let kinds = [
        (PorkchopKind::Chosen, "chosen"),
        (PorkchopKind::TypeOne, "best of type I"),
        (PorkchopKind::TypeTwo, "best of type II"),
    ];
    for (kind, text) in kinds {
        if chart.points.iter().any(|point| point.kind == kind) {
            samples.push((text.to_owned(), Sample::Mark(kind)));
        }
    }
    samples
}

fn legend(area: &Area<'_>, map: &Map<'_>, above: &mut String) -> Drawn {
    let mut at: Spot = (12.0, 14.0);
    for (text, sample) in samples(map) {
        let length = match sample {
            Sample::Line(_) => SAMPLE,
            Sample::Mark(_) => LETTER,
        };
        let width = length + 8.0 + f64::from(text_width(&text));
        if at.0 + width > f64::from(WIDTH) - 10.0 {
            at = (12.0, at.1 + LEGEND_LINE);
        }
        match sample {
            Sample::Line(stroke) => line(above, &[vec![at, (at.0 + length, at.1)]], stroke),
            Sample::Mark(kind) => points::mark(above, kind, (at.0 + length / 2.0, at.1)),
        }
        let place = ((at.0 + length) as i32 + 8, at.1 as i32);
        write(area, &text, place, Side::Right)?;
        at.0 += width + 18.0;
    }
    Ok(())
}
