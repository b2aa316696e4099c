//! The numbers behind a chart of windows.

use super::{WindowsChart, WindowsRow};
use crate::figure::calendar::date_and_time;
use crate::figure::chart::{csv_line, headed, short};
use crate::table::Table;
use portolan_vocabulary::Epoch;

/// The windows of every row, the closures, and the windows of the chain.
pub(super) fn tables(chart: &WindowsChart) -> Vec<Table> {
    let mut tables = vec![windows(chart)];
    if chart.all_rows().any(|row| !row.closures.is_empty()) {
        tables.push(closures(chart));
    }
    tables
}

/// The time from one instant to another with its unit.
fn lasting(from: Epoch, to: Epoch) -> String {
    let span = to - from;
    match span.days() {
        days if days >= 2.0 => format!("{} d", short(days)),
        days if days >= 1.0 / 12.0 => format!("{} h", short(span.hours())),
        _ => format!("{} min", short(span.seconds() / 60.0)),
    }
}

fn windows(chart: &WindowsChart) -> Table {
    let value = format!(">{}", headed(&chart.value_label, &chart.value_unit));
    let heads = [
        "leg",
        "opens (UTC)",
        "closes (UTC)",
        ">lasts",
        &value,
        "note",
    ];
    let mut table = Table::new(format!("{}: windows", chart.title), &heads);
    let rows = chart.all_rows().flat_map(|row| {
        let mut windows: Vec<_> = row.windows.iter().collect();
        windows.sort_by_key(|window| (window.from, window.to));
        windows.into_iter().map(move |window| (row, window))
    });
    table.rows_of(rows, |table, (row, window)| {
        table.row([
            row.label.clone(),
            date_and_time(window.from),
            date_and_time(window.to),
            lasting(window.from, window.to),
            window.value.map_or_else(|| "-".to_owned(), short),
            window.label.clone(),
        ]);
    });
    table.without_empty_columns()
}

fn closures(chart: &WindowsChart) -> Table {
    let heads = ["leg", "closes (UTC)", "opens again (UTC)", ">lasts", "why"];
    let mut table = Table::new(format!("{}: closures", chart.title), &heads);
    let rows = chart.all_rows();
    let rows = rows.flat_map(|row| row.closures.iter().map(move |closure| (row, closure)));
    table.rows_of(rows, |table, (row, closure)| {
        table.row([
            row.label.clone(),
            date_and_time(closure.from),
            date_and_time(closure.to),
            lasting(closure.from, closure.to),
            closure.label.clone(),
        ]);
    });
    table.without_empty_columns()
}

/// All windows and closures of a chart as comma-separated values (RFC 4180), row by row as they were given,
/// the chain last. Instants are UTC; a cell is empty where there is no value.
pub fn windows_csv(chart: &WindowsChart) -> String {
    let value = headed(&chart.value_label, &chart.value_unit);
    let value = if value.is_empty() { "value" } else { &value };
    let mut out = csv_line(["row", "leg", "from", "to", value, "label"]);
    for row in &chart.rows {
        out += &lines(row, "window");
    }
    if let Some(chain) = &chart.chain {
        out += &lines(chain, "chain");
    }
    out
}

fn lines(row: &WindowsRow, kind: &str) -> String {
    let mut out = String::new();
    for window in &row.windows {
        let value = window.value.filter(|value| value.is_finite());
        let value = value.map_or_else(String::new, |value| value.to_string());
        let (from, to) = (window.from.to_string(), window.to.to_string());
        out += &csv_line([kind, &row.label, &from, &to, &value, &window.label]);
    }
    for closure in &row.closures {
        let (from, to) = (closure.from.to_string(), closure.to.to_string());
        out += &csv_line(["closure", &row.label, &from, &to, "", &closure.label]);
    }
    out
}
