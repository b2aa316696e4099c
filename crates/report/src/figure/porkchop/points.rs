//! The marked points of a porkchop chart and the numbers beside them.

use super::map::Map;
use super::{PorkchopChart, PorkchopKind, PorkchopPoint, callout};
use crate::figure::calendar::{date, date_and_time};
use crate::figure::chart::{short, with_unit};
use crate::figure::contour::Spot;
use crate::figure::label::{Board, Space};
use crate::figure::layer::{ink_label, paint, small_width};
use crate::figure::palette::{INK, PAPER, WRONG};
use std::fmt::Write as _;

/// The radius of a mark.
const RADIUS: f64 = 6.0;
/// The height of a label.
const LINE: f64 = 15.0;
/// Marks the points that lie on the map, and takes their places: what lies below labels and what above.
pub(super) fn markers(map: &Map<'_>, board: &mut Board) -> (String, String) {
    let shown = |point: &&PorkchopPoint| {
        let (x, y) = map.spot(point.departure, point.arrival);
        let at = Space::around((x, y), (0.0, 0.0));
        map.frame().holds(at)
    };
    let shown: Vec<&PorkchopPoint> = map.chart.points.iter().filter(shown).collect();
    let spot = |point: &PorkchopPoint| map.spot(point.departure, point.arrival);
    for point in &shown {
        let size = 2.0 * RADIUS + 4.0;
        board.take(Space::around(spot(point), (size, size)));
    }
    // Where nothing is chosen, the optima have their numbers beside them.
    let is_chosen = |point: &&PorkchopPoint| point.kind == PorkchopKind::Chosen;
    let none_chosen = !shown.iter().any(is_chosen);
    let is_boxed = |point: &&&PorkchopPoint| none_chosen || is_chosen(point);
    let (mut leaders, mut marks) = (String::new(), String::new());
    let boxed: Vec<&PorkchopPoint> = shown.iter().filter(is_boxed).copied().collect();
    callout::boxes((&mut leaders, &mut marks), board, map, &boxed);
    for point in &shown {
        if !is_boxed(&point) {
            name(&mut marks, board, map.chart, point, spot(point));
        }
        mark(&mut marks, point.kind, spot(point));
    }
    (leaders, marks)
}

/// Draws a mark: the one flown as a target, type I as a disc and type II as a diamond.
pub(super) fn mark(out: &mut String, kind: PorkchopKind, (x, y): Spot) {
    let rim = format!(
        "{} stroke-width=\"1.5\"",
        paint(&[("fill", INK), ("stroke", PAPER)])
    );
    let _ = match kind {
        PorkchopKind::TypeOne => {
            writeln!(out, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" {rim}/>")
        }
        PorkchopKind::TypeTwo => writeln!(
            out,
            "<path d=\"M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}Z\" {rim}/>",
            x - RADIUS,
            y - RADIUS,
            x + RADIUS,
            y + RADIUS
        ),
        PorkchopKind::Chosen => writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"8\" {} stroke-width=\"1.5\"/>\
             <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5.5\" {} stroke-width=\"2.5\"/>\
             <circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" {}/>",
            paint(&[("fill", PAPER), ("stroke", PAPER)]),
            paint(&[("stroke", WRONG)]) + " fill=\"none\"",
            paint(&[("fill", WRONG)]),
        ),
    };
}

/// Writes the label of an optimum and its first value beside it.
fn name(
    out: &mut String,
    board: &mut Board,
    chart: &PorkchopChart,
    point: &PorkchopPoint,
    (x, y): Spot,
) {
    let value = point.values.first().copied().flatten();
    let text = match value {
        Some(value) => format!("{}: {}", point.label, with_unit(value, unit(chart, 0))),
        None => point.label.clone(),
    };
    let (width, gap) = (small_width(&text), RADIUS + 5.0);
    let mut spaces = Vec::new();
    for (nth, up) in [0.0, 12.0, -12.0, 24.0, -24.0, 40.0, -40.0]
        .into_iter()
        .enumerate()
    {
        for side in [1.0, -1.0] {
            let middle = (x + side * (gap + width / 2.0), y - up);
            spaces.push((Space::around(middle, (width, LINE)), 8.0 * nth as f64));
        }
    }
    if let Some(space) = board.seat(spaces.into_iter()) {
        ink_label(out, &text, space.middle(), "middle");
    }
}

fn unit(chart: &PorkchopChart, field: usize) -> &str {
    chart.fields.get(field).map_or("", |field| &field.unit)
}

/// The numbers of a point, one line each.
pub(super) fn lines(chart: &PorkchopChart, point: &PorkchopPoint) -> Vec<String> {
    let mut lines = vec![
        point.label.clone(),
        format!("departs {}", date(point.departure)),
        format!("arrives {}", date(point.arrival)),
        format!(
            "flies {} d",
            short((point.arrival - point.departure).days())
        ),
    ];
    lines.extend(values(chart, point));
    lines.retain(|line| !line.is_empty());
    lines
}

fn values(chart: &PorkchopChart, point: &PorkchopPoint) -> Vec<String> {
    let values = chart.fields.iter().zip(&point.values);
    let known = values.filter_map(|(field, value)| value.map(|value| (field, value)));
    known
        .map(|(field, value)| format!("{} {}", field.label, with_unit(value, &field.unit)))
        .collect()
}

/// A point in words.
pub(super) fn sentence(chart: &PorkchopChart, point: &PorkchopPoint) -> String {
    let mut parts = vec![format!(
        "{}: departs {}, arrives {}, flies {} d",
        point.label,
        date_and_time(point.departure),
        date_and_time(point.arrival),
        short((point.arrival - point.departure).days())
    )];
    parts.extend(values(chart, point));
    parts.join(", ")
}
