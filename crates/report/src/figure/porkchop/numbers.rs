//! The numbers behind a porkchop chart.

use super::{PorkchopChart, PorkchopKind};
use crate::figure::calendar::date_and_time;
use crate::figure::chart::{csv_line, headed, short};
use crate::table::Table;
use portolan_vocabulary::Epoch;

/// Where the first field is least, and its value there.
pub(super) fn least(chart: &PorkchopChart) -> Option<(usize, f64)> {
    let field = chart.fields.first()?;
    least_of(field.values.iter().copied().enumerate())
}

fn least_of(values: impl Iterator<Item = (usize, Option<f64>)>) -> Option<(usize, f64)> {
    let known = values.filter_map(|(at, value)| Some((at, value?)));
    let finite = known.filter(|(_, value)| value.is_finite());
    finite.min_by(|a, b| a.1.total_cmp(&b.1))
}

/// The departure and the arrival of a place in the grid.
pub(super) fn dates_of(chart: &PorkchopChart, at: usize) -> (String, String) {
    let columns = chart.arrivals.len().max(1);
    let text =
        |epoch: Option<&Epoch>| epoch.map_or_else(String::new, |epoch| date_and_time(*epoch));
    (
        text(chart.departures.get(at / columns)),
        text(chart.arrivals.get(at % columns)),
    )
}

/// The marked points, and the best arrival of each departure.
pub(super) fn tables(chart: &PorkchopChart) -> Vec<Table> {
    let mut tables = vec![best(chart)];
    if !chart.points.is_empty() {
        tables.insert(0, points(chart));
    }
    tables
}

fn table(chart: &PorkchopChart, title: String, first: &[&str]) -> Table {
    let fields = chart.fields.iter();
    let fields: Vec<String> = fields
        .map(|field| format!(">{}", headed(&field.label, &field.unit)))
        .collect();
    let dates = ["departs (UTC)", "arrives (UTC)", ">time of flight [d]"];
    let heads: Vec<&str> = first
        .iter()
        .copied()
        .chain(dates)
        .chain(fields.iter().map(String::as_str))
        .collect();
    Table::new(title, &heads)
}

fn cells(values: impl Iterator<Item = Option<f64>>) -> impl Iterator<Item = String> {
    values.map(|value| value.map_or_else(|| "-".to_owned(), short))
}

fn points(chart: &PorkchopChart) -> Table {
    let mut table = table(
        chart,
        format!("{}: marked transfers", chart.title),
        &["transfer"],
    );
    for point in &chart.points {
        let dates = [
            point.label.clone(),
            date_and_time(point.departure),
            date_and_time(point.arrival),
            short((point.arrival - point.departure).days()),
        ];
        let values = (0..chart.fields.len()).map(|at| point.values.get(at).copied().flatten());
        table.row(dates.into_iter().chain(cells(values)));
    }
    table
}

fn best(chart: &PorkchopChart) -> Table {
    let label = chart.fields.first().map_or("", |field| &field.label);
    let title = format!("{}: the least {label} of each departure", chart.title);
    let mut table = table(chart, title, &[]);
    let columns = chart.arrivals.len();
    let rows = chart
        .departures
        .iter()
        .enumerate()
        .filter_map(|(row, departure)| {
            let field = chart.fields.first()?;
            let values = (row * columns..(row + 1) * columns)
                .map(|at| (at, field.values.get(at).copied().flatten()));
            let (at, _) = least_of(values)?;
            Some((*departure, *chart.arrivals.get(at % columns)?, at))
        });
    table.rows_of(rows, |table, (departure, arrival, at)| {
        let dates = [
            date_and_time(departure),
            date_and_time(arrival),
            short((arrival - departure).days()),
        ];
        let fields = chart.fields.iter();
        let values = fields.map(|field| field.values.get(at).copied().flatten());
        table.row(dates.into_iter().chain(cells(values)));
    });
    table
}

/// All numbers of a porkchop chart as comma-separated values (RFC 4180): first the marked points, then the
/// grid, departure by departure. Dates are UTC, times of flight are in days, and a cell is empty where
/// there is no transfer.
pub fn porkchop_csv(chart: &PorkchopChart) -> String {
    let fields = chart.fields.iter();
    let heads: Vec<String> = fields
        .map(|field| headed(&field.label, &field.unit))
        .collect();
    let first = ["row", "label", "departure", "arrival", "tof_d"];
    let mut out = csv_line(first.into_iter().chain(heads.iter().map(String::as_str)));
    for point in &chart.points {
        let kind = match point.kind {
            PorkchopKind::Chosen => "chosen",
            PorkchopKind::TypeOne => "type I",
            PorkchopKind::TypeTwo => "type II",
        };
        let values = (0..chart.fields.len()).map(|at| point.values.get(at).copied().flatten());
        let dates = (point.departure, point.arrival);
        out += &row(kind, &point.label, dates, values);
    }
    let columns = chart.arrivals.len();
    for (row_number, departure) in chart.departures.iter().enumerate() {
        for (column, arrival) in chart.arrivals.iter().enumerate() {
            let at = row_number * columns + column;
            let fields = chart.fields.iter();
            let values = fields.map(|field| field.values.get(at).copied().flatten());
            out += &row("grid", "", (*departure, *arrival), values);
        }
    }
    out
}

fn row(
    kind: &str,
    label: &str,
    (departure, arrival): (Epoch, Epoch),
    values: impl Iterator<Item = Option<f64>>,
) -> String {
    let number = |value: Option<f64>| match value {
        Some(value) if value.is_finite() => value.to_string(),
        _ => String::new(),
    };
    let mut cells = vec![
        kind.to_owned(),
        label.to_owned(),
        departure.to_string(),
        arrival.to_string(),
        (arrival - departure).days().to_string(),
    ];
    cells.extend(values.map(number));
    csv_line(cells.iter().map(String::as_str))
}
