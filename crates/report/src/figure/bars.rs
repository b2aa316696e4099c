//! Bars: demand by class, mass and cost by partner and leg.

use super::Figure;
use super::canvas::{
    Area, Drawn, Head, Key, Side, draw, ink, legend, legend_height, letters, text_width, write,
};
use super::palette::{INK, WRONG, choice};
use crate::markup::shortened;
use crate::number::{grouped, sensible};
use crate::report::Report;
use crate::tables::{self, edge_name, partner_name};
use plotters::chart::{ChartBuilder, LabelAreaPosition};
use plotters::element::Rectangle;
use plotters::style::{Color, RGBColor};
use portolan_analyse::{carried, class_demands, cost_shares};
use std::collections::BTreeMap;

const ROW: u32 = 28;
/// More rows than a person looks at; the rest is in the table.
const MOST_ROWS: usize = 40;

/// Bars in parts, one bar a row.
struct Bars {
    name: &'static str,
    title: String,
    description: String,
    unit: String,
    keys: Vec<(String, RGBColor)>,
    rows: Vec<Row>,
}

/// One bar.
struct Row {
    label: String,
    /// The parts from the left: the number of the key, and how long.
    parts: Vec<(usize, f64)>,
    /// What stands after the bar.
    note: String,
}

impl Row {
    fn sum(&self) -> f64 {
        self.parts.iter().map(|part| part.1).sum()
    }
}

/// Demand by class: what was met and what was not.
pub(super) fn demand(report: &Report<'_>) -> Option<Figure> {
    let demands = class_demands(&report.scene());
    let rows = demands.iter().map(|demand| {
        let unmet_kg = demand.unmet_kg();
        let note = if unmet_kg > 0.0 {
            format!(
                "{} of {}",
                grouped(demand.met_kg, 1),
                grouped(demand.needed_kg, 1)
            )
        } else {
            grouped(demand.needed_kg, 1)
        };
        Row {
            label: format!("{} {}", demand.class, demand.class.name()),
            parts: vec![(0, demand.needed_kg - unmet_kg), (1, unmet_kg)],
            note,
        }
    });
    let bars = Bars {
        name: "demand",
        title: "Demand by class of supply".to_owned(),
        description:
            "For each class of supply, the mass that was needed, in two parts: what was met and \
                      what was not."
                .to_owned(),
        unit: "kg".to_owned(),
        keys: vec![("met".to_owned(), choice(0)), ("not met".to_owned(), WRONG)],
        rows: rows.collect(),
    };
    bars.figure(tables::demands(report))
}

/// Mass by leg, in parts by owner.
pub(super) fn mass(report: &Report<'_>) -> Option<Figure> {
    let campaign = report.campaign;
    let mut owners = Numbers::default();
    let mut rows: BTreeMap<_, Row> = BTreeMap::new();
    for carried in carried(&report.scene()) {
        let key = owners.of(partner_name(campaign, carried.owner));
        let row = rows.entry(carried.edge).or_insert_with(|| Row {
            label: edge_name(campaign, carried.edge),
            parts: Vec::new(),
            note: String::new(),
        });
        row.parts.push((key, carried.mass_kg));
    }
    let bars = Bars {
        name: "mass-by-leg",
        title: "Mass carried by leg and owner".to_owned(),
        description:
            "For each way that was travelled, the total mass at departure, summed over its \
                      trips, in parts by who owns it."
                .to_owned(),
        unit: "kg".to_owned(),
        keys: owners.keys(),
        rows: rows.into_values().map(|row| row.with_sum(0)).collect(),
    };
    bars.figure(tables::mass_by_leg(report))
}

/// Cost by leg or kind, in parts by who pays.
pub(super) fn cost(report: &Report<'_>) -> Option<Figure> {
    let campaign = report.campaign;
    let mut partners = Numbers::default();
    let mut rows: BTreeMap<_, Row> = BTreeMap::new();
    for share in cost_shares(&report.scene()) {
        let key = partners.of(partner_name(campaign, share.partner));
        let leg = share.edge.map(|edge| edge_name(campaign, edge));
        let row = rows.entry((share.kind, share.edge)).or_insert_with(|| Row {
            label: leg.unwrap_or_else(|| tables::cost_word(share.kind).to_owned()),
            parts: Vec::new(),
            note: String::new(),
        });
        row.parts.push((key, share.amount.max(0.0)));
    }
    let bars = Bars {
        name: "cost-by-leg",
        title: "Cost by leg and partner".to_owned(),
        description:
            "For each kind of cost, and each way for trips, what it cost, in parts by who pays."
                .to_owned(),
        unit: tables::money_unit(campaign),
        keys: partners.keys(),
        rows: rows.into_values().map(|row| row.with_sum(0)).collect(),
    };
    bars.figure(tables::costs(report))
}

impl Row {
    fn with_sum(self, decimals: usize) -> Self {
        Self {
            note: grouped(self.sum(), decimals),
            ..self
        }
    }
}

/// Names in the order in which they first came.
#[derive(Default)]
struct Numbers {
    names: Vec<String>,
}

impl Numbers {
    fn of(&mut self, name: String) -> usize {
        let known = self.names.iter().position(|other| *other == name);
        known.unwrap_or_else(|| {
            self.names.push(name);
            self.names.len() - 1
        })
    }

    fn keys(self) -> Vec<(String, RGBColor)> {
        let names = self.names.into_iter().enumerate();
        names.map(|(at, name)| (name, choice(at))).collect()
    }
}

impl Bars {
    /// The figure, where any bar has a length.
    fn figure(mut self, table: crate::table::Table) -> Option<Figure> {
        self.rows.truncate(MOST_ROWS);
        if self.rows.iter().all(|row| row.sum() <= 0.0) {
            return None;
        }
        let keys: Vec<Key> = self.used_keys();
        let top = legend_height(&keys, 12) + 8;
        let height = top as u32 + self.rows.len() as u32 * ROW + 56;
        let head = Head {
            name: self.name,
            title: &self.title,
            description: &self.description,
        };
        let svg = draw(&head, height, |area| {
            legend(area, &keys, (12, 4))?;
            self.paint(area, top)
        });
        Some(Figure {
            name: self.name,
            title: self.title,
            description: self.description,
            svg,
            tables: vec![table],
        })
    }

    fn used_keys(&self) -> Vec<Key> {
        let used = |number: usize| {
            let mut parts = self.rows.iter().flat_map(|row| &row.parts);
            parts.any(|part| part.0 == number && part.1 > 0.0)
        };
        let keys = self.keys.iter().enumerate().filter(|(at, _)| used(*at));
        keys.map(|(_, (label, colour))| Key {
            label: shortened(label, 40),
            colour: *colour,
        })
        .collect()
    }

    fn paint(&self, area: &Area<'_>, top: i32) -> Drawn {
        let labels: Vec<String> = self
            .rows
            .iter()
            .map(|row| shortened(&row.label, 40))
            .collect();
        let left = labels
            .iter()
            .map(|label| text_width(label))
            .max()
            .unwrap_or(0)
            + 20;
        let note = self
            .rows
            .iter()
            .map(|row| text_width(&row.note))
            .max()
            .unwrap_or(0)
            + 16;
        let (count, most) = (self.rows.len() as f64, self.longest());
        let mut chart = ChartBuilder::on(area)
            .margin_top(top)
            .margin_right(note)
            .set_label_area_size(LabelAreaPosition::Left, left)
            .set_label_area_size(LabelAreaPosition::Bottom, 48)
            .build_cartesian_2d(0.0..most, count..0.0)?;
        chart
            .configure_mesh()
            .disable_y_mesh()
            .disable_y_axis()
            .y_labels(0)
            .x_labels(6)
            .x_max_light_lines(1)
            .light_line_style(INK.mix(0.0))
            .bold_line_style(ink(0.12))
            .axis_style(ink(0.5))
            .label_style(letters(Side::Middle, INK))
            .axis_desc_style(letters(Side::Middle, INK))
            .x_label_formatter(&|value| sensible(*value))
            .x_desc(self.unit.as_str())
            .draw()?;
        for (at, (row, label)) in self.rows.iter().zip(&labels).enumerate() {
            let y = at as f64;
            let mut x = 0.0;
            for (key, length) in row.parts.iter().filter(|part| part.1 > 0.0) {
                let colour = self.keys.get(*key).map_or(INK, |key| key.1);
                let corners = [(x, y + 0.2), (x + length, y + 0.8)];
                chart
                    .plotting_area()
                    .draw(&Rectangle::new(corners, colour.filled()))?;
                x += length;
            }
            let (pixel, middle) = chart.backend_coord(&(x, y + 0.5));
            write(area, label, (left - 10, middle), Side::Left)?;
            write(area, &row.note, (pixel + 6, middle), Side::Right)?;
        }
        Ok(())
    }

    fn longest(&self) -> f64 {
        self.rows.iter().map(Row::sum).fold(1e-9, f64::max)
    }
}
