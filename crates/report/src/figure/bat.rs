//! The bat chart: who is where, when.

use super::canvas::{
    Area, Drawn, Head, Key, Side, WIDTH, draw, ink, legend, legend_height, letters, text_width,
    write,
};
use super::palette::{INK, WRONG, choice};
use super::{Figure, order};
use crate::markup::shortened;
use crate::number::sensible;
use crate::report::Report;
use crate::tables;
use plotters::chart::{ChartBuilder, ChartContext, LabelAreaPosition};
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Cross, PathElement, Rectangle};
use plotters::prelude::SVGBackend;
use plotters::style::{Color, RGBColor};
use portolan_analyse::{Presence, presences};
use portolan_model::{Action, EventKind, EventRecord, Movement, Node, Site, Status};
use portolan_vocabulary::Index;
use std::collections::{BTreeMap, BTreeSet};

pub(super) type Chart<'a, 'b> =
    ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

const CREWED: RGBColor = choice(1);
const UNCREWED: RGBColor = choice(0);
const EVA: RGBColor = choice(3);
const ROW: u32 = 34;
/// More nodes than a person can follow; the rest is in the table.
const MOST_NODES: usize = 40;
/// More trips than can be told apart.
const MOST_TRIPS: usize = 5000;

/// The figure, where anything is anywhere.
pub(super) fn figure(report: &Report<'_>) -> Option<Figure> {
    let presences = presences(&report.scene());
    let rows = Rows::new(report, &presences);
    if rows.nodes.is_empty() {
        return None;
    }
    let title = "Who is where, when".to_owned();
    let description = format!(
        "Time runs to the right, from the ground of the Earth upwards to far away. Level bars are stays \
         at a node, slanted lines are trips: {} trips between {} nodes. The same is in the tables below.",
        report.outcome.movements.len(),
        rows.nodes.len()
    );
    let head = Head {
        name: "bat-chart",
        title: &title,
        description: &description,
    };
    let chart = Bat {
        report,
        rows,
        presences,
    };
    let keys = chart.keys();
    let top = legend_height(&keys, 12) + 8;
    let height = top as u32 + chart.rows.nodes.len() as u32 * ROW + 56;
    let svg = draw(&head, height, |area| {
        legend(area, &keys, (12, 4))?;
        chart.paint(area, top)
    });
    Some(Figure {
        name: "bat-chart",
        title,
        description,
        svg,
        tables: vec![tables::movements(report), tables::elements_at(report)],
    })
}

/// The row of each node that is shown, the Earth's ground lowest.
struct Rows {
    nodes: Vec<Index<Node>>,
    row: BTreeMap<Index<Node>, f64>,
}

impl Rows {
    fn new(report: &Report<'_>, presences: &[Presence]) -> Self {
        let mut used: Vec<Index<Node>> = Vec::new();
        used.extend(
            presences
                .iter()
                .filter_map(|presence| node_of(presence.site)),
        );
        let trips = report.outcome.movements.iter();
        used.extend(trips.flat_map(|trip| [trip.origin, trip.destination]));
        let blocked = report
            .outcome
            .events
            .iter()
            .filter(|event| is_blocked(event));
        used.extend(blocked.filter_map(|event| event_node(report, event)));
        used.sort_unstable();
        used.dedup();
        let mut nodes = order::sorted(report.campaign, |node| used.binary_search(&node).is_ok());
        nodes.truncate(MOST_NODES);
        let row = nodes.iter().enumerate();
        let row = row.map(|(at, node)| (*node, at as f64)).collect();
        Self { nodes, row }
    }

    fn of(&self, node: Index<Node>) -> Option<f64> {
        self.row.get(&node).copied()
    }
}

const fn node_of(site: Site) -> Option<Index<Node>> {
    match site {
        Site::Node(node) => Some(node),
        Site::Edge(_) => None,
    }
}

struct Bat<'a> {
    report: &'a Report<'a>,
    rows: Rows,
    presences: Vec<Presence>,
}

impl Bat<'_> {
    fn keys(&self) -> Vec<Key> {
        let key = |label: &str, colour| Key {
            label: label.to_owned(),
            colour,
        };
        let mut keys = vec![key("without crew", UNCREWED)];
        let crewed = self.presences.iter().any(|presence| presence.crew > 0);
        if crewed
            || self
                .report
                .outcome
                .movements
                .iter()
                .any(|trip| trip.crew > 0)
        {
            keys.push(key("with crew", CREWED));
        }
        let events = &self.report.outcome.events;
        if events.iter().any(is_eva) {
            keys.push(key("EVA", EVA));
        }
        if events.iter().any(is_blocked) || self.stranded().next().is_some() {
            keys.push(key("blocked or stranded", WRONG));
        }
        keys
    }

    fn stranded(&self) -> impl Iterator<Item = &Movement> {
        let trips = self.report.outcome.movements.iter();
        trips.filter(|trip| trip.arrive.is_none())
    }

    fn paint(&self, area: &Area<'_>, top: i32) -> Drawn {
        let names: Vec<String> = self
            .rows
            .nodes
            .iter()
            .map(|node| self.name(*node))
            .collect();
        let widest = names.iter().map(|name| text_width(name)).max().unwrap_or(0);
        let left = (widest + 20).clamp(60, 240);
        let count = self.rows.nodes.len() as f64;
        let end = self.report.outcome.end.days().max(1e-3);
        let mut chart = ChartBuilder::on(area)
            .margin_top(top)
            .margin_right(24)
            .set_label_area_size(LabelAreaPosition::Left, left)
            .set_label_area_size(LabelAreaPosition::Bottom, 48)
            .build_cartesian_2d(0.0..end, -0.5..count - 0.5)?;
        time_axis(&mut chart, "time [d]")?;
        for (at, name) in names.iter().enumerate() {
            let (_, y) = chart.backend_coord(&(0.0, at as f64));
            write(area, name, (left - 10, y), Side::Left)?;
            let across = vec![(0.0, at as f64), (end, at as f64)];
            chart
                .plotting_area()
                .draw(&PathElement::new(across, ink(0.18)))?;
        }
        self.stays(&chart)?;
        self.trips(&chart)?;
        self.marks(&chart)
    }

    fn name(&self, node: Index<Node>) -> String {
        let node = self.report.campaign.nodes.at(node);
        node.map_or_else(String::new, |node| shortened(&node.name, 30))
    }

    fn stays(&self, chart: &Chart<'_, '_>) -> Drawn {
        for (colour, half, crewed) in [(UNCREWED, 0.07, false), (CREWED, 0.13, true)] {
            for (row, from, to) in self.bars(crewed) {
                let corners = [(from, row - half), (to, row + half)];
                let bar = Rectangle::new(corners, colour.filled());
                chart.plotting_area().draw(&bar)?;
            }
        }
        Ok(())
    }

    /// The level bars as row, from and to in days; bars less than a pixel apart are one.
    fn bars(&self, crewed: bool) -> Vec<(f64, f64, f64)> {
        let pixel = self.report.outcome.end.days() / f64::from(WIDTH);
        let mut bars: Vec<(f64, f64, f64)> = Vec::new();
        for presence in self.presences.iter().filter(|p| (p.crew > 0) == crewed) {
            let Some(row) = node_of(presence.site).and_then(|node| self.rows.of(node)) else {
                continue;
            };
            let (from, to) = (presence.from.days(), presence.to.days());
            match bars.last_mut() {
                Some(last) if last.0 == row && from - last.2 <= pixel => last.2 = to,
                _ => bars.push((row, from, to)),
            }
        }
        bars
    }

    fn trips(&self, chart: &Chart<'_, '_>) -> Drawn {
        for trip in self.report.outcome.movements.iter().take(MOST_TRIPS) {
            let ends = (self.rows.of(trip.origin), self.rows.of(trip.destination));
            let (Some(from), Some(to)) = ends else {
                continue;
            };
            let colour = match (trip.arrive, trip.crew) {
                (None, _) => WRONG,
                (_, 0) => UNCREWED,
                _ => CREWED,
            };
            let arrive = trip.arrive.unwrap_or(trip.due);
            let line = vec![(trip.depart.days(), from), (arrive.days(), to)];
            let style = colour.stroke_width(if trip.crew > 0 { 3 } else { 2 });
            chart.plotting_area().draw(&PathElement::new(line, style))?;
        }
        Ok(())
    }

    fn marks(&self, chart: &Chart<'_, '_>) -> Drawn {
        let marked = |event: &&EventRecord| is_eva(event) || is_blocked(event);
        // Marks that would fall on the same pixel are drawn once.
        let mut drawn = BTreeSet::new();
        for event in self.report.outcome.events.iter().filter(marked) {
            let Some(row) = event_node(self.report, event).and_then(|node| self.rows.of(node))
            else {
                continue;
            };
            let at = (event.time.days(), row);
            if !drawn.insert((is_eva(event), chart.backend_coord(&at))) {
                continue;
            }
            if is_eva(event) {
                // A tick above the bar: marks on the bar would hide a short stay with many EVAs.
                let tick = vec![(at.0, row + 0.18), (at.0, row + 0.38)];
                let tick = PathElement::new(tick, EVA.stroke_width(2));
                chart.plotting_area().draw(&tick)?;
            }
            if is_blocked(event) {
                chart
                    .plotting_area()
                    .draw(&Cross::new(at, 6, WRONG.stroke_width(3)))?;
            }
        }
        Ok(())
    }
}

/// Where an event is marked: where it was, or else where it should have been.
fn event_node(report: &Report<'_>, event: &EventRecord) -> Option<Index<Node>> {
    let activity = report.plan.activities.at(event.activity)?;
    let meant = || match &activity.action {
        Action::Transport { edge, .. } => {
            let edge = report.campaign.edges.at(*edge)?;
            Some(edge.origin)
        }
        _ => None,
    };
    let site = event.site.or(activity.site);
    site.and_then(node_of).or_else(meant)
}

fn is_eva(event: &EventRecord) -> bool {
    matches!(event.kind, EventKind::EvaOut(_)) && !is_blocked(event)
}

fn is_blocked(event: &EventRecord) -> bool {
    matches!(event.status, Status::Blocked | Status::Followed)
}

/// Draws the axis of time with its grid, and no axis upwards.
pub(super) fn time_axis(chart: &mut Chart<'_, '_>, name: &str) -> Drawn {
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .y_labels(0)
        .x_labels(12)
        .x_max_light_lines(1)
        .light_line_style(INK.mix(0.0))
        .bold_line_style(ink(0.12))
        .axis_style(ink(0.5))
        .label_style(letters(Side::Middle, INK))
        .axis_desc_style(letters(Side::Middle, INK))
        .x_label_formatter(&|days| sensible(*days))
        .x_desc(name)
        .draw()
}
