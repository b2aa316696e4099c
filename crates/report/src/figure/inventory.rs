//! Inventories by node and class of supply.

use super::bat::{Chart, time_axis};
use super::canvas::{
    Area, Drawn, Head, Key, Side, WIDTH, draw, ink, legend, legend_height, letters, write,
};
use super::palette::{INK, series};
use super::{Figure, order};
use crate::markup::shortened;
use crate::number::sensible;
use crate::report::Report;
use crate::tables;
use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::element::{PathElement, Polygon};
use plotters::style::Color;
use portolan_analyse::{Inventory, inventories, site_name};
use portolan_model::{Site, SupplyClass};
use portolan_vocabulary::Duration;

const PANEL_WIDTH: i32 = WIDTH as i32 / 2;
const PANEL_HEIGHT: i32 = 220;
/// More panels than a person looks at; the rest is in the table.
const MOST_PANELS: usize = 16;
/// More points than a panel has pixels.
const MOST_TIMES: usize = 600;

/// The figure, where there were goods at any node.
pub(super) fn figure(report: &Report<'_>) -> Option<Figure> {
    let all = inventories(&report.scene());
    let panels = panels(report, &all);
    if panels.is_empty() {
        return None;
    }
    let count = panels.len();
    let panels = telling(panels);
    let title = "Inventories by node and class of supply".to_owned();
    let description = format!(
        "One panel for each node, the farthest first, propellants apart from other goods; classes are \
         stacked. The {} of {count} panels that hold goods longest are shown; peaks and remainders of all \
         are in the table.",
        panels.len()
    );
    let keys = keys(&panels);
    let top = legend_height(&keys, 12) + 8;
    let lines = panels.len().div_ceil(2) as i32;
    let head = Head {
        name: "inventories",
        title: &title,
        description: &description,
    };
    let svg = draw(&head, (top + lines * PANEL_HEIGHT + 4) as u32, |area| {
        legend(area, &keys, (12, 4))?;
        paint(area, top, &panels, report.outcome.end)
    });
    Some(Figure {
        name: "inventories",
        title,
        description,
        svg,
        tables: vec![tables::inventories(report, &all)],
    })
}

/// The panels that hold goods longest, the farthest from the Earth's ground first.
fn telling(mut panels: Vec<Panel<'_>>) -> Vec<Panel<'_>> {
    if panels.len() > MOST_PANELS {
        let mut times: Vec<Duration> = panels.iter().map(Panel::time_in_stock).collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        let least = times[MOST_PANELS - 1];
        panels.retain(|panel| panel.time_in_stock() >= least);
    }
    panels.reverse();
    panels.truncate(MOST_PANELS);
    panels
}

/// A panel: the classes of one node, stacked.
struct Panel<'a> {
    title: String,
    series: Vec<&'a Inventory>,
}

impl Panel<'_> {
    /// For how long the class that is there longest is there.
    fn time_in_stock(&self) -> Duration {
        let steps = |inventory: &&Inventory| {
            let pairs = inventory.points.windows(2).filter(|pair| pair[0].1 > 0.0);
            pairs.fold(Duration::ZERO, |sum, pair| sum + (pair[1].0 - pair[0].0))
        };
        self.series
            .iter()
            .map(steps)
            .max()
            .unwrap_or(Duration::ZERO)
    }
}

fn panels<'a>(report: &Report<'_>, all: &'a [Inventory]) -> Vec<Panel<'a>> {
    let propellant = |inventory: &Inventory| inventory.class == SupplyClass::PROPELLANTS;
    let mut panels = Vec::new();
    for node in order::sorted(report.campaign, |_| true) {
        let site = Site::Node(node);
        let first = all.partition_point(|inventory| inventory.site < site);
        let here = all[first..]
            .iter()
            .take_while(|inventory| inventory.site == site);
        let (tanks, goods): (Vec<_>, Vec<_>) = here.partition(|inventory| propellant(inventory));
        let name = shortened(site_name(report.campaign, site), 34);
        for (series, what) in [(goods, ""), (tanks, " · propellants")] {
            if !series.is_empty() {
                let title = format!("{name}{what} [kg]");
                panels.push(Panel { title, series });
            }
        }
    }
    panels
}

fn keys(panels: &[Panel<'_>]) -> Vec<Key> {
    let classes = panels.iter().flat_map(|panel| panel.series.iter());
    let mut classes: Vec<SupplyClass> = classes.map(|inventory| inventory.class).collect();
    classes.sort_unstable();
    classes.dedup();
    let key = |class: &SupplyClass| Key {
        label: format!("{class} {}", class.name()),
        colour: series(usize::from(class.number())),
    };
    classes.iter().map(key).collect()
}

fn paint(area: &Area<'_>, top: i32, panels: &[Panel<'_>], end: Duration) -> Drawn {
    for (at, panel) in panels.iter().enumerate() {
        let at = at as i32;
        let corner = (at % 2 * PANEL_WIDTH, top + at / 2 * PANEL_HEIGHT);
        write(
            area,
            &panel.title,
            (corner.0 + 64, corner.1 + 10),
            Side::Right,
        )?;
        let part = area
            .clone()
            .shrink((corner.0, corner.1 + 20), (PANEL_WIDTH, PANEL_HEIGHT - 36));
        panel.paint(&part, end)?;
    }
    Ok(())
}

impl Panel<'_> {
    fn paint(&self, area: &Area<'_>, end: Duration) -> Drawn {
        let stack = Stack::new(&self.series);
        let most = stack.peak().max(1e-6) * 1.05;
        let mut chart = ChartBuilder::on(area)
            .margin_right(16)
            .margin_top(6)
            .set_label_area_size(LabelAreaPosition::Left, 64)
            .set_label_area_size(LabelAreaPosition::Bottom, 46)
            .build_cartesian_2d(0.0..end.days().max(1e-3), 0.0..most)?;
        mass_grid(&mut chart)?;
        for (at, inventory) in self.series.iter().enumerate() {
            let colour = series(usize::from(inventory.class.number()));
            let (floor, roof) = (stack.line(at), stack.line(at + 1));
            let edge = PathElement::new(roof.clone(), colour.stroke_width(2));
            let outline: Vec<(f64, f64)> =
                roof.into_iter().chain(floor.into_iter().rev()).collect();
            let plot = chart.plotting_area();
            plot.draw(&Polygon::new(outline, colour.mix(0.55)))?;
            plot.draw(&edge)?;
        }
        Ok(())
    }
}

/// Draws the axes of a panel.
fn mass_grid(chart: &mut Chart<'_, '_>) -> Drawn {
    chart
        .configure_mesh()
        .disable_x_mesh()
        .disable_x_axis()
        .y_labels(5)
        .y_max_light_lines(1)
        .light_line_style(INK.mix(0.0))
        .bold_line_style(ink(0.15))
        .axis_style(ink(0.5))
        .y_label_style(letters(Side::Left, INK))
        .y_label_formatter(&|kg| sensible(*kg))
        .draw()?;
    time_axis(chart, "time [d]")
}

/// The classes of a panel as lines on top of each other, over common times.
struct Stack {
    times: Vec<f64>,
    /// For each line from the floor up, a level at each time.
    lines: Vec<Vec<f64>>,
}

impl Stack {
    fn new(series: &[&Inventory]) -> Self {
        let moments = moments(series);
        let mut lines = vec![vec![0.0; moments.len()]];
        for inventory in series {
            let mut walk = Walk::new(&inventory.points);
            let below = lines.last().cloned().unwrap_or_default();
            let levels = moments.iter().zip(below);
            lines.push(
                levels
                    .map(|(moment, floor)| floor + walk.at(*moment))
                    .collect(),
            );
        }
        Self {
            times: moments.iter().map(|moment| moment.0.days()).collect(),
            lines,
        }
    }

    fn peak(&self) -> f64 {
        let top = self.lines.last().into_iter().flatten();
        top.copied().fold(0.0, f64::max)
    }

    fn line(&self, number: usize) -> Vec<(f64, f64)> {
        let levels = self.lines.get(number).into_iter().flatten();
        self.times.iter().copied().zip(levels.copied()).collect()
    }
}

/// A time, and whether what holds after the jumps at that time is meant.
type Moment = (Duration, bool);

/// The times at which any series turns, before and after its jumps; every so many where there are more
/// than can be seen.
fn moments(series: &[&Inventory]) -> Vec<Moment> {
    let points = series.iter().flat_map(|inventory| &inventory.points);
    let mut times: Vec<Duration> = points.map(|point| point.0).collect();
    times.sort_unstable();
    times.dedup();
    let step = times.len().div_ceil(MOST_TIMES).max(1);
    let last = times.len().saturating_sub(1);
    let kept = times.into_iter().enumerate();
    let kept = kept.filter(|(at, _)| at % step == 0 || *at == last);
    kept.flat_map(|(_, time)| [(time, false), (time, true)])
        .collect()
}

/// Reads a series at moments that go forward.
struct Walk<'a> {
    points: &'a [(Duration, f64)],
    at: usize,
}

impl<'a> Walk<'a> {
    const fn new(points: &'a [(Duration, f64)]) -> Self {
        Self { points, at: 0 }
    }

    fn at(&mut self, (time, after): Moment) -> f64 {
        let passed = |point: &(Duration, f64)| point.0 < time || (after && point.0 == time);
        while self.points.get(self.at).is_some_and(passed) {
            self.at += 1;
        }
        let before = self.at.checked_sub(1).and_then(|at| self.points.get(at));
        match (before, self.points.get(self.at)) {
            (Some(a), Some(b)) if b.0 > a.0 => {
                let share = (time - a.0).days() / (b.0 - a.0).days();
                a.1 + (b.1 - a.1) * share
            }
            (Some(a), _) => a.1,
            (None, _) => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn day(d: i64) -> Duration {
        Duration::from_micros(d * 86_400_000_000)
    }

    #[test]
    fn a_walk_sees_both_sides_of_a_jump() {
        let points = [(day(1), 0.0), (day(1), 10.0), (day(3), 20.0), (day(3), 5.0)];
        let mut walk = Walk::new(&points);
        let read = |moment| walk.at(moment);
        let moments = [
            (day(0), true),
            (day(1), false),
            (day(1), true),
            (day(2), false),
            (day(3), false),
            (day(3), true),
            (day(9), true),
        ];
        let levels: Vec<f64> = moments.into_iter().map(read).collect();
        assert_eq!(levels, [0.0, 0.0, 10.0, 15.0, 20.0, 5.0, 5.0]);
    }

    #[test]
    fn stacks_add_up() {
        let series = |class, points: &[(Duration, f64)]| Inventory {
            site: Site::Node(portolan_vocabulary::Index::new(0)),
            class,
            points: points.to_vec(),
        };
        let food = series(
            SupplyClass::CREW_PROVISIONS,
            &[(day(0), 10.0), (day(2), 0.0)],
        );
        let spares = series(SupplyClass::MAINTENANCE, &[(day(0), 5.0), (day(2), 5.0)]);
        let stack = Stack::new(&[&food, &spares]);
        assert_eq!(stack.peak(), 15.0);
        assert_eq!(stack.line(2).last(), Some(&(2.0, 5.0)));
    }

    #[test]
    fn the_panels_with_goods_longest_stay_and_the_farthest_comes_first() {
        let held = |days: i64| Inventory {
            site: Site::Node(portolan_vocabulary::Index::new(0)),
            class: SupplyClass::MAINTENANCE,
            points: vec![(day(0), 1.0), (day(days), 0.0)],
        };
        let inventories: Vec<Inventory> = (1..=20).map(held).collect();
        let panel = |(at, inventory)| Panel {
            title: format!("{at}"),
            series: vec![inventory],
        };
        let panels = telling(inventories.iter().enumerate().map(panel).collect());
        assert_eq!(panels.len(), MOST_PANELS);
        assert_eq!(
            (panels[0].title.as_str(), panels[15].title.as_str()),
            ("19", "4")
        );
    }
}
