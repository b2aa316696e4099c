//! The chart of an efficient set: its points between two goals, and the boxes in which there may be more.

use super::Figure;
use super::canvas::{Area, Drawn, Head, Key, Side, WIDTH, draw, ink, legend, legend_height, write};
use super::chart::{ChartError, anchor, headed, short, with_unit};
use super::contour::Spot;
use super::label::{Board, Space};
use super::layer::{ink_label, paint, small_width, with_layers};
use super::levels::even;
use super::palette::{INK, PAPER, choice};
use crate::number::sensible;
use crate::table::Table;
use plotters::element::PathElement;
use plotters::style::RGBColor;
use std::fmt::Write as _;

/// What the chart of an efficient set shows.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientChart {
    /// A word that tells it from the other charts of a page; it becomes part of its anchors.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The goals, two or three: the first runs to the right, the second upwards, the third stands beside each point.
    pub axes: Vec<EfficientAxis>,
    /// The points, the best in the first goal first.
    pub marks: Vec<EfficientMark>,
    /// Where there may be more.
    pub boxes: Vec<EfficientBox>,
}

/// One goal.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientAxis {
    /// What it is: `launch mass`.
    pub label: String,
    /// Its unit: `t`.
    pub unit: String,
}

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientMark {
    /// Its value in each goal.
    pub values: Vec<f64>,
    /// True where it is proved to be efficient.
    pub proved: bool,
    /// Whether it lies on the convex hull of the front, where that is known.
    pub supported: Option<bool>,
    /// What the goals after the first take more than at the next point, for each unit of the first that is saved.
    pub exchange: Option<Vec<f64>>,
}

/// A box in which there may be more points; an end that is not finite is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct EfficientBox {
    /// The least value in each goal.
    pub from: Vec<f64>,
    /// The most.
    pub to: Vec<f64>,
}

const TOP: f64 = 40.0;
const BOTTOM: f64 = 60.0;
const LEFT: f64 = 96.0;
const RIGHT: f64 = 28.0;
const HEIGHT: u32 = 560;
const RADIUS: f64 = 5.0;
/// The height of a label.
const LINE: f64 = 14.0;
/// How much of its span an axis goes on at both ends.
const MARGIN: f64 = 0.07;
const MOST_TICKS: usize = 8;
const POINT: RGBColor = choice(0);
const OPEN: RGBColor = choice(1);

/// The figure of an efficient set, with its points as a table. Boxes are drawn between two goals only; of three they would
/// hide each other.
///
/// # Errors
/// - There is no point, or a value is no number.
/// - There are not two or three goals, or a point or box has not one value for each.
pub fn efficient_figure(chart: &EfficientChart) -> Result<Figure, ChartError> {
    checked(chart)?;
    let description = description(chart);
    let name = anchor("efficient", &chart.name);
    let head = Head {
        name: &name,
        title: &chart.title,
        description: &description,
    };
    let map = Map::new(chart);
    let drawn = draw(&head, map.height(), |area| map.paint(area));
    Ok(Figure {
        name: "efficient",
        title: chart.title.clone(),
        svg: with_layers(&drawn, &map.boxes(), &map.marks()),
        description,
        tables: vec![efficient_table(chart)],
    })
}

fn checked(chart: &EfficientChart) -> Result<(), ChartError> {
    let goals = chart.axes.len();
    if chart.marks.is_empty() || !(2..=3).contains(&goals) {
        return Err(ChartError::Empty);
    }
    let values = chart.marks.iter().map(|mark| &mark.values);
    let ends = chart.boxes.iter().flat_map(|it| [&it.from, &it.to]);
    if let Some(odd) = values.chain(ends).find(|values| values.len() != goals) {
        return Err(ChartError::Size {
            field: "point".to_owned(),
            wanted: goals,
            found: odd.len(),
        });
    }
    let mut all = chart.marks.iter().flat_map(|mark| &mark.values);
    if all.any(|value| !value.is_finite()) {
        return Err(ChartError::Empty);
    }
    Ok(())
}

fn description(chart: &EfficientChart) -> String {
    let ends = |goal: usize| {
        let values = || chart.marks.iter().map(|mark| mark.values[goal]);
        let least = values().fold(f64::INFINITY, f64::min);
        let most = values().fold(f64::NEG_INFINITY, f64::max);
        let axis = &chart.axes[goal];
        format!(
            "{} from {} to {}",
            axis.label,
            short(least),
            with_unit(most, &axis.unit)
        )
    };
    let goals: Vec<String> = (0..chart.axes.len()).map(ends).collect();
    let boxes = match (chart.boxes.len(), chart.axes.len()) {
        (0, _) => "There are no others.".to_owned(),
        (_, 2) => "Others can only lie in the shaded boxes.".to_owned(),
        (count, _) => format!("Others can only lie in {count} boxes between, which are not drawn."),
    };
    let count = chart.marks.len();
    format!(
        "{count} plan{} of which none is better in one goal without being worse in another: {}. {boxes} The same is in the \
         table.",
        if count == 1 { "" } else { "s" },
        goals.join(", ")
    )
}

/// The points of an efficient set as a table: values, what one goal costs in the others, and how each point stands.
pub fn efficient_table(chart: &EfficientChart) -> Table {
    let mut heads = vec![">point".to_owned()];
    heads.extend(
        chart
            .axes
            .iter()
            .map(|axis| format!(">{}", headed(&axis.label, &axis.unit))),
    );
    let first = chart.axes.first().map_or("", |axis| axis.unit.as_str());
    heads.extend(
        chart
            .axes
            .iter()
            .skip(1)
            .map(|axis| format!(">{} per {first} saved", axis.unit)),
    );
    heads.push("supported".to_owned());
    // Where all are proved, that is said beside the table.
    let doubtful = chart.marks.iter().any(|mark| !mark.proved);
    heads.extend(doubtful.then(|| "proved".to_owned()));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("Efficient plans", &heads);
    for (at, mark) in chart.marks.iter().enumerate() {
        let mut cells = vec![(at + 1).to_string()];
        cells.extend(mark.values.iter().map(|value| sensible(*value)));
        match &mark.exchange {
            Some(rates) => cells.extend(rates.iter().map(|rate| sensible(*rate))),
            None => cells.extend(chart.axes.iter().skip(1).map(|_| "-".to_owned())),
        }
        cells.push(standing(mark.supported).to_owned());
        cells.extend(doubtful.then(|| if mark.proved { "yes" } else { "no" }.to_owned()));
        table.row(cells);
    }
    table
}

const fn standing(supported: Option<bool>) -> &'static str {
    match supported {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not known",
    }
}

/// Where values stand on the drawing.
struct Map<'a> {
    chart: &'a EfficientChart,
    from: [f64; 2],
    to: [f64; 2],
    keys: Vec<Key>,
}

impl<'a> Map<'a> {
    fn new(chart: &'a EfficientChart) -> Self {
        let range = |goal: usize| {
            let marks = chart.marks.iter().map(|mark| mark.values[goal]);
            let boxes = chart.boxes.iter().filter(|_| chart.axes.len() == 2);
            let ends = boxes.flat_map(|it| [it.from[goal], it.to[goal]]);
            let values: Vec<f64> = marks.chain(ends.filter(|end| end.is_finite())).collect();
            let least = values.iter().copied().fold(f64::INFINITY, f64::min);
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let span = most - least;
            let more = if span > 0.0 {
                span * MARGIN
            } else {
                least.abs().max(1.0) * MARGIN
            };
            (least - more, most + more)
        };
        let ((left, right), (low, high)) = (range(0), range(1));
        Self {
            chart,
            from: [left, low],
            to: [right, high],
            keys: keys(chart),
        }
    }

    fn top(&self) -> f64 {
        TOP + f64::from(legend_height(&self.keys, 12))
    }

    fn height(&self) -> u32 {
        HEIGHT + legend_height(&self.keys, 12) as u32
    }

    fn frame(&self) -> Space {
        Space {
            left: LEFT,
            top: self.top(),
            right: f64::from(WIDTH) - RIGHT,
            bottom: f64::from(self.height()) - BOTTOM,
        }
    }

    fn spot(&self, values: &[f64]) -> Spot {
        let frame = self.frame();
        let share = |goal: usize| {
            ((values[goal] - self.from[goal]) / (self.to[goal] - self.from[goal])).clamp(0.0, 1.0)
        };
        (
            frame.left + share(0) * (frame.right - frame.left),
            frame.bottom - share(1) * (frame.bottom - frame.top),
        )
    }

    fn paint(&self, area: &Area<'_>) -> Drawn {
        legend(area, &self.keys, (12, 4))?;
        let frame = self.frame();
        let whole = |x: f64, y: f64| (x.round() as i32, y.round() as i32);
        let corners = vec![
            whole(frame.left, frame.top),
            whole(frame.right, frame.top),
            whole(frame.right, frame.bottom),
            whole(frame.left, frame.bottom),
            whole(frame.left, frame.top),
        ];
        area.draw(&PathElement::new(corners, ink(0.6)))?;
        for value in even(self.from[0], self.to[0], MOST_TICKS) {
            let x = self.spot(&[value, self.from[1]]).0;
            let tick = vec![whole(x, frame.top), whole(x, frame.bottom + 5.0)];
            area.draw(&PathElement::new(tick, ink(0.15)))?;
            write(
                area,
                &sensible(value),
                whole(x, frame.bottom + 16.0),
                Side::Middle,
            )?;
        }
        for value in even(self.from[1], self.to[1], MOST_TICKS) {
            let y = self.spot(&[self.from[0], value]).1;
            let tick = vec![whole(frame.left - 5.0, y), whole(frame.right, y)];
            area.draw(&PathElement::new(tick, ink(0.15)))?;
            write(
                area,
                &sensible(value),
                whole(frame.left - 9.0, y),
                Side::Left,
            )?;
        }
        let titles: Vec<String> = self
            .chart
            .axes
            .iter()
            .map(|axis| headed(&axis.label, &axis.unit))
            .collect();
        let middle = f64::midpoint(frame.left, frame.right);
        write(
            area,
            &titles[0],
            whole(middle, frame.bottom + 40.0),
            Side::Middle,
        )?;
        write(area, &titles[1], whole(12.0, frame.top - 16.0), Side::Right)
    }

    /// The boxes, as a layer below everything else.
    fn boxes(&self) -> String {
        let mut out = String::new();
        let shown = self
            .chart
            .boxes
            .iter()
            .filter(|_| self.chart.axes.len() == 2);
        for it in shown {
            let (left, bottom) = self.spot(&it.from);
            let (right, top) = self.spot(&it.to);
            let _ = writeln!(
                out,
                "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" {} fill-opacity=\"0.22\" \
                 stroke-opacity=\"0.7\" stroke-dasharray=\"4 3\"/>",
                (right - left).max(0.5),
                (bottom - top).max(0.5),
                paint(&[("fill", OPEN), ("stroke", OPEN)])
            );
        }
        out
    }

    /// Points and what stands beside them, as a layer above everything else.
    fn marks(&self) -> String {
        let mut out = String::new();
        let mut board = Board::new(self.frame());
        let marks = &self.chart.marks;
        for mark in marks {
            let size = 2.0 * RADIUS + 2.0;
            board.take(Space::around(self.spot(&mark.values), (size, size)));
        }
        for (at, mark) in marks.iter().enumerate() {
            let spot = self.spot(&mark.values);
            draw_mark(&mut out, mark.supported, spot);
            let text = self.beside(at, mark);
            let size = (small_width(&text), LINE);
            let away = (size.0 / 2.0 + RADIUS + 5.0, LINE / 2.0 + RADIUS + 4.0);
            let places = [
                (1.0, -0.8),
                (1.0, 0.8),
                (-1.0, -0.8),
                (-1.0, 0.8),
                (0.0, -1.1),
                (0.0, 1.1),
            ];
            let places = places.iter().enumerate().map(|(rank, (across, down))| {
                let middle = (spot.0 + across * away.0, spot.1 + down * away.1);
                (Space::around(middle, size), rank as f64)
            });
            if let Some(space) = board.seat(places) {
                ink_label(&mut out, &text, space.middle(), "middle");
            }
        }
        out
    }

    /// The number of a point, and its third value.
    fn beside(&self, at: usize, mark: &EfficientMark) -> String {
        match (mark.values.get(2), self.chart.axes.get(2)) {
            (Some(value), Some(axis)) => format!("{}: {}", at + 1, with_unit(*value, &axis.unit)),
            _ => (at + 1).to_string(),
        }
    }
}

/// A disc where a point is supported, a diamond where it is not, a ring where that is not known.
fn draw_mark(out: &mut String, supported: Option<bool>, (x, y): Spot) {
    let rim = |fill| paint(&[("fill", fill), ("stroke", POINT)]);
    let _ = match supported {
        Some(true) => {
            let rim = paint(&[("fill", POINT), ("stroke", PAPER)]);
            writeln!(
                out,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\" {rim}/>"
            )
        }
        None => writeln!(
            out,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{RADIUS}\" {} stroke-width=\"2\"/>",
            rim(PAPER)
        ),
        Some(false) => writeln!(
            out,
            "<path d=\"M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}Z\" {}/>",
            x - RADIUS - 1.0,
            y - RADIUS - 1.0,
            x + RADIUS + 1.0,
            y + RADIUS + 1.0,
            paint(&[("fill", INK), ("stroke", PAPER)])
        ),
    };
}

/// What is drawn, in words; the shape of a point says as much as its colour.
fn keys(chart: &EfficientChart) -> Vec<Key> {
    let key = |label: &str, colour| Key {
        label: label.to_owned(),
        colour,
    };
    let any = |supported| chart.marks.iter().any(|mark| mark.supported == supported);
    let mut keys = Vec::new();
    if any(Some(true)) {
        keys.push(key("disc: supported", POINT));
    }
    if any(None) {
        keys.push(key("ring: efficient, not known whether supported", POINT));
    }
    if any(Some(false)) {
        keys.push(key("diamond: efficient, not supported", INK));
    }
    if chart.axes.len() == 2 && !chart.boxes.is_empty() {
        keys.push(key("box: there may be more", OPEN));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(values: &[f64], supported: Option<bool>) -> EfficientMark {
        EfficientMark {
            values: values.to_vec(),
            proved: true,
            supported,
            exchange: None,
        }
    }

    fn chart() -> EfficientChart {
        let axis = |label: &str, unit: &str| EfficientAxis {
            label: label.to_owned(),
            unit: unit.to_owned(),
        };
        EfficientChart {
            name: "tug".to_owned(),
            title: "Efficient plans of <Tug>".to_owned(),
            axes: vec![axis("launch mass", "t"), axis("cost", "MUSD")],
            marks: vec![
                EfficientMark {
                    exchange: Some(vec![4.0]),
                    ..mark(&[10.0, 90.0], Some(true))
                },
                mark(&[15.0, 70.0], Some(false)),
                mark(&[20.0, 10.0], None),
            ],
            boxes: vec![EfficientBox {
                from: vec![10.0, 70.0],
                to: vec![15.0, 90.0],
            }],
        }
    }

    #[test]
    fn the_figure_shows_points_boxes_and_their_numbers() {
        let figure = efficient_figure(&chart()).unwrap();
        assert_eq!(figure.svg.matches("<circle").count(), 2);
        assert_eq!(figure.svg.matches("stroke-dasharray=\"4 3\"").count(), 1);
        assert!(figure.svg.contains("role=\"img\"") && figure.svg.contains("&lt;Tug&gt;"));
        assert!(figure.description.contains("launch mass from 10 to 20 t"));
        assert!(figure.description.contains("shaded boxes"));
        let rows = &figure.tables[0].rows;
        assert_eq!(rows[0], ["1", "10", "90", "4", "yes"]);
        assert_eq!(rows[1], ["2", "15", "70", "-", "no"]);
        assert_eq!(rows[2][4], "not known");
        let mut doubtful = chart();
        doubtful.marks[1].proved = false;
        let rows = efficient_table(&doubtful).rows;
        assert_eq!([&rows[0][5], &rows[1][5]], ["yes", "no"]);
        // The same input gives the same bytes.
        assert_eq!(figure, efficient_figure(&chart()).unwrap());
    }

    #[test]
    fn a_third_goal_stands_beside_each_point() {
        let mut chart = chart();
        chart.axes.push(EfficientAxis {
            label: "last arrival".to_owned(),
            unit: "d".to_owned(),
        });
        for (at, mark) in chart.marks.iter_mut().enumerate() {
            mark.values.push(100.0 * (at + 1) as f64);
            mark.exchange = None;
        }
        for it in &mut chart.boxes {
            it.from.push(0.0);
            it.to.push(f64::INFINITY);
        }
        let figure = efficient_figure(&chart).unwrap();
        assert!(figure.svg.contains("1: 100 d") && figure.svg.contains("3: 300 d"));
        assert!(
            !figure.svg.contains("<rect x=\"96"),
            "boxes of three goals are not drawn"
        );
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        let none = EfficientChart {
            marks: Vec::new(),
            ..chart()
        };
        assert_eq!(efficient_figure(&none).unwrap_err(), ChartError::Empty);
        let mut odd = chart();
        odd.marks[0].values.pop();
        assert!(matches!(
            efficient_figure(&odd),
            Err(ChartError::Size {
                wanted: 2,
                found: 1,
                ..
            })
        ));
        let mut absurd = chart();
        absurd.marks[0].values[0] = f64::NAN;
        assert_eq!(efficient_figure(&absurd).unwrap_err(), ChartError::Empty);
        // One point alone has axes all the same.
        let one = EfficientChart {
            marks: vec![mark(&[0.0, 5.0], Some(true))],
            boxes: Vec::new(),
            ..chart()
        };
        let figure = efficient_figure(&one).unwrap();
        assert!(!figure.svg.contains("NaN") && figure.description.contains("1 plan of"));
    }
}
