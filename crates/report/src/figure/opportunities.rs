//! When the computed ways of a campaign are open, and when the plan uses them.

use super::Figure;
use super::windows::{WindowsBar, WindowsChart, WindowsRow, windows_figure};
use crate::report::Report;
use portolan_model::{Edge, Movement, Window};
use portolan_vocabulary::{Duration, Index};

/// A way with more windows than these, such as two launches a day for years, tells nothing on one line.
const MOST_WINDOWS: usize = 150;
/// The most ways that are shown: those that the plan uses first.
const MOST_ROWS: usize = 20;

/// The windows of computed ways on the time of the campaign; the value of a window is what it costs.
pub(super) fn figure(report: &Report<'_>) -> Option<Figure> {
    let campaign = report.campaign;
    let end = report.outcome.end;
    let span = Window {
        from: Duration::ZERO,
        to: end,
    };
    let computed = |(_, edge): &(Index<Edge>, &Edge)| edge.departures.transfer.is_some();
    let trips = |edge: Index<Edge>| {
        report
            .outcome
            .movements
            .iter()
            .filter(move |it| it.edge == edge)
    };
    let mut edges: Vec<_> = campaign.edges.indexed().filter(computed).collect();
    edges.sort_by_key(|(index, _)| trips(*index).next().is_none());
    let rows = edges.into_iter().map(|(index, edge)| {
        let departs: Vec<Duration> = trips(index).map(|trip: &Movement| trip.depart).collect();
        row(report, edge, span, &departs)
    });
    let told = |row: &WindowsRow| (1..=MOST_WINDOWS).contains(&row.windows.len());
    let rows: Vec<_> = rows.filter(told).take(MOST_ROWS).collect();
    windows_figure(&WindowsChart {
        name: "computed".to_owned(),
        title: "Windows of computed ways".to_owned(),
        span: (campaign.start, campaign.start + end),
        value_label: "Δv".to_owned(),
        value_unit: "m/s".to_owned(),
        rows,
        chain: None,
    })
    .ok()
}

/// One bar for each run of windows that meet, with its cheapest; a used one says so.
fn row(report: &Report<'_>, edge: &Edge, span: Window, departs: &[Duration]) -> WindowsRow {
    let start = report.campaign.start;
    let mut bars: Vec<(Window, f64)> = Vec::new();
    for it in &edge.departures.opportunities {
        if it.window.from >= span.to {
            continue;
        }
        let dv_m_s = it.way.dv_m_s();
        match bars.last_mut() {
            Some((window, least)) if window.to == it.window.from => {
                window.to = it.window.to;
                *least = least.min(dv_m_s);
            }
            _ => bars.push((it.window, dv_m_s)),
        }
    }
    let windows = bars.into_iter().map(|(window, dv_m_s)| WindowsBar {
        from: start + window.from,
        to: start + window.to.min(span.to),
        value: (dv_m_s > 0.0).then_some(dv_m_s),
        label: if departs.iter().any(|at| window.contains(*at)) {
            "used".to_owned()
        } else {
            String::new()
        },
    });
    WindowsRow {
        label: edge.name.clone(),
        windows: windows.collect(),
        closures: Vec::new(),
    }
}
