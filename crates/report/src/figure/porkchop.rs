//! The porkchop chart: what a transfer costs for each departure and arrival.

mod axes;
mod callout;
mod map;
mod numbers;
mod points;

use super::Figure;
use super::calendar::date;
use super::canvas::{Head, draw};
use super::chart::{ChartError, anchor, with_unit};
use super::layer::with_layers;
use map::Map;
use portolan_vocabulary::Epoch;

pub use numbers::porkchop_csv;

/// What a porkchop chart shows.
///
/// The first field is drawn as bands of colour with lines between them, the second as dashed lines; the
/// others stand in the tables alone.
#[derive(Clone, Debug, PartialEq)]
pub struct PorkchopChart {
    /// A word that tells it from the other charts of a page; it becomes part of its anchors.
    pub name: String,
    /// Its title: `Earth to Mars, 2026`.
    pub title: String,
    /// The dates of departure, each after the one before.
    pub departures: Vec<Epoch>,
    /// The dates of arrival, each after the one before.
    pub arrivals: Vec<Epoch>,
    /// What is shown for each departure and arrival.
    pub fields: Vec<PorkchopField>,
    /// The times of flight of which lines are drawn, in days; round ones are chosen where this is empty.
    pub tof_d: Vec<f64>,
    /// What is marked.
    pub points: Vec<PorkchopPoint>,
}

/// One quantity over departures and arrivals.
#[derive(Clone, Debug, PartialEq)]
pub struct PorkchopField {
    /// What it is: `C3`.
    pub label: String,
    /// Its unit: `km²/s²`.
    pub unit: String,
    /// One row for each departure, and in it one value for each arrival; nothing, or a number that is not
    /// finite, where there is no transfer.
    pub values: Vec<Option<f64>>,
    /// The levels of its lines, increasing; round ones are chosen where this is empty.
    pub levels: Vec<f64>,
    /// Above this no level is chosen, and nothing is coloured above the last level.
    pub cap: Option<f64>,
}

/// A transfer that is marked on a porkchop chart.
#[derive(Clone, Debug, PartialEq)]
pub struct PorkchopPoint {
    /// What kind of point it is.
    pub kind: PorkchopKind,
    /// What stands beside it: `chosen` or `type II`.
    pub label: String,
    /// When it departs.
    pub departure: Epoch,
    /// When it arrives.
    pub arrival: Epoch,
    /// The value of each field, in their order.
    pub values: Vec<Option<f64>>,
}

/// What kind of transfer is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PorkchopKind {
    /// The one that the plan flies; its numbers stand beside it.
    Chosen,
    /// The best of those that go less than half way round the Sun.
    TypeOne,
    /// The best of those that go more than half way round.
    TypeTwo,
}

/// The figure of a porkchop chart, with its marked points and the best arrival of each departure as tables.
///
/// # Errors
/// - Fewer than two departures or arrivals, or dates that do not increase.
/// - A field whose number of values is not that of departures times arrivals.
/// - No field, or no finite value in the first.
pub fn porkchop_figure(chart: &PorkchopChart) -> Result<Figure, ChartError> {
    checked(chart)?;
    let description = description(chart);
    let name = anchor("porkchop", &chart.name);
    let head = Head {
        name: &name,
        title: &chart.title,
        description: &description,
    };
    let map = Map::new(chart);
    let mut above = map.labels_and_points();
    let drawn = draw(&head, map.height(), |area| {
        axes::paint(area, &map, &mut above)
    });
    Ok(Figure {
        name: "porkchop",
        title: chart.title.clone(),
        svg: with_layers(&drawn, &map.ground(), &above),
        description,
        tables: numbers::tables(chart),
    })
}

fn checked(chart: &PorkchopChart) -> Result<(), ChartError> {
    for (axis, dates) in [
        ("departures", &chart.departures),
        ("arrivals", &chart.arrivals),
    ] {
        if dates.len() < 2 {
            return Err(ChartError::FewDates { axis });
        }
        if let Some(at) = dates.windows(2).position(|pair| pair[0] >= pair[1]) {
            return Err(ChartError::Order { axis, at: at + 1 });
        }
    }
    let wanted = chart.departures.len() * chart.arrivals.len();
    for field in &chart.fields {
        if field.values.len() != wanted {
            return Err(ChartError::Size {
                field: field.label.clone(),
                wanted,
                found: field.values.len(),
            });
        }
    }
    let finite = |value: &Option<f64>| value.is_some_and(f64::is_finite);
    match chart.fields.first() {
        Some(field) if field.values.iter().any(finite) => Ok(()),
        _ => Err(ChartError::Empty),
    }
}

/// What a person hears who cannot see the chart.
fn description(chart: &PorkchopChart) -> String {
    let ends = |dates: &[Epoch]| {
        let ends = dates.first().zip(dates.last());
        ends.map_or_else(String::new, |(from, to)| {
            format!("{} to {}", date(*from), date(*to))
        })
    };
    let mut out = format!(
        "Departures from {} run to the right, arrivals from {} upwards.",
        ends(&chart.departures),
        ends(&chart.arrivals)
    );
    if let (Some(field), Some((at, value))) = (chart.fields.first(), numbers::least(chart)) {
        let (departure, arrival) = numbers::dates_of(chart, at);
        out += &format!(
            " The least {} on the grid is {}, departing on {departure} and arriving on {arrival}.",
            field.label,
            with_unit(value, &field.unit),
        );
    }
    for point in &chart.points {
        out += &format!(" {}.", points::sentence(chart, point));
    }
    out + " The numbers are in the tables below."
}
