//! Windows as pictures.

use crate::sky::Sky;
use crate::windows::Windowed;
use portolan_astro::{Cell, Optimum, PorkchopMap};
use portolan_formats::outcome::windows::Span;
use portolan_model::{Edge, Opportunity};
use portolan_report::{
    Figure, PorkchopChart, PorkchopField, PorkchopKind, PorkchopPoint, WindowsBar, WindowsChart,
    WindowsRow,
};
use portolan_vocabulary::{Epoch, Index};

/// How wide a picture of pixels is.
const WIDTH_PX: u32 = 1800;
/// Flights that cost this much more than the cheapest, in km²/s² of C3, are not coloured.
const CAP_KM2_S2: f64 = 40.0;

/// The windows as a picture (SVG): for one edge between planets its porkchop plot, otherwise a time line.
///
/// # Errors
/// Why it cannot be drawn, in words.
pub fn windows_plot(windowed: &Windowed) -> Result<String, String> {
    windows_figure(windowed).map(|figure| figure.svg)
}

/// The picture as pixels (PNG).
///
/// # Errors
/// Why it cannot be drawn, in words.
pub fn png(svg: &str) -> Result<Vec<u8>, String> {
    portolan_report::png(svg, WIDTH_PX).map_err(|error| error.to_string())
}

/// The numbers behind the picture, as comma-separated values.
///
/// # Errors
/// As [`windows_plot`].
pub fn windows_plot_numbers(windowed: &Windowed) -> Result<String, String> {
    Ok(match chart(windowed)? {
        Chart::Porkchop(chart) => portolan_report::porkchop_csv(&chart),
        Chart::Timeline(chart) => portolan_report::windows_csv(&chart),
    })
}

enum Chart {
    Porkchop(PorkchopChart),
    Timeline(WindowsChart),
}

fn windows_figure(windowed: &Windowed) -> Result<Figure, String> {
    let figure = match chart(windowed)? {
        Chart::Porkchop(chart) => portolan_report::porkchop_figure(&chart),
        Chart::Timeline(chart) => portolan_report::windows_figure(&chart),
    };
    figure.map_err(|error| error.to_string())
}

fn chart(windowed: &Windowed) -> Result<Chart, String> {
    if let [edge] = windowed.edges.as_slice()
        && let Some(map) = map(windowed, *edge)?
    {
        return porkchop(&windowed.parts.edges[*edge], &map).map(Chart::Porkchop);
    }
    timeline(windowed).map(Chart::Timeline)
}

fn map(windowed: &Windowed, edge: Index<Edge>) -> Result<Option<PorkchopMap>, String> {
    if windowed.parts.edges[edge].departures.transfer.is_none() {
        return Ok(None);
    }
    let words = |findings: portolan_vocabulary::Findings| {
        let messages = findings.into_iter().map(|finding| finding.message);
        messages.collect::<Vec<_>>().join("; ")
    };
    let sky = Sky::new(&windowed.kernels).map_err(words)?;
    let found = sky.space().porkchop(&windowed.parts, edge, windowed.span);
    found.map_err(words)
}

/// The chart of a season: C3 as bands, the speed at arrival as dashed lines, the whole cost in the table.
fn porkchop(edge: &Edge, map: &PorkchopMap) -> Result<PorkchopChart, String> {
    let grid = &map.porkchop;
    let dates = |dates: &portolan_astro::Dates| -> Result<Vec<Epoch>, String> {
        let all = (0..dates.count()).map(|number| Epoch::try_from(dates.at(number)));
        all.collect::<Result<_, _>>()
            .map_err(|error| error.to_string())
    };
    let (departures, arrivals) = (dates(grid.departures())?, dates(grid.arrivals())?);
    let field = |label: &str, unit: &str, cap, of: fn(&Cell) -> f64| {
        let cell = |at: usize| grid.cell(at / arrivals.len(), at % arrivals.len());
        let values = (0..departures.len() * arrivals.len()).map(|at| cell(at).as_ref().map(of));
        PorkchopField {
            label: label.to_owned(),
            unit: unit.to_owned(),
            values: values.collect(),
            levels: Vec::new(),
            cap,
        }
    };
    let least = grid.least(portolan_astro::Criterion::C3);
    let cap = least.map(|(_, _, c3_m2_s2)| c3_m2_s2 / 1e6 + CAP_KM2_S2);
    let fields = vec![
        field("C3", "km²/s²", cap, |cell| cell.c3_m2_s2 / 1e6),
        field("Arrival v∞", "km/s", Some(10.0), |cell| {
            cell.arrival_speed_m_s / 1e3
        }),
        field("Δv", "km/s", None, |cell| {
            (cell.dv_departure_m_s + cell.dv_arrival_m_s) / 1e3
        }),
    ];
    let best = [
        (PorkchopKind::TypeOne, map.short),
        (PorkchopKind::TypeTwo, map.long),
    ];
    let points = best
        .into_iter()
        .filter_map(|(kind, optimum)| point(kind, &optimum?));
    Ok(PorkchopChart {
        name: edge.id.to_string(),
        title: edge.name.clone(),
        points: points.collect(),
        departures,
        arrivals,
        fields,
        tof_d: Vec::new(),
    })
}

fn point(kind: PorkchopKind, optimum: &Optimum) -> Option<PorkchopPoint> {
    let flight = &optimum.flight;
    Some(PorkchopPoint {
        kind,
        label: flight.kind.to_string(),
        departure: Epoch::try_from(flight.departure).ok()?,
        arrival: Epoch::try_from(flight.arrival).ok()?,
        values: vec![
            Some(flight.c3_m2_s2() / 1e6),
            Some(flight.arrival_speed_m_s() / 1e3),
            Some(flight.total_dv_m_s() / 1e3),
        ],
    })
}

/// The windows of every edge over time, the chain's below them.
fn timeline(windowed: &Windowed) -> Result<WindowsChart, String> {
    let start = windowed.parts.start;
    let bar = |it: &Opportunity| WindowsBar {
        from: start + it.window.from,
        to: start + it.window.to,
        value: Some(it.way.dv_m_s()).filter(|dv| *dv > 0.0),
        label: String::new(),
    };
    let rows = windowed.each().into_iter().map(|(edge, all)| WindowsRow {
        label: edge.name.clone(),
        windows: all.iter().map(bar).collect(),
        closures: Vec::new(),
    });
    let rows: Vec<_> = rows.collect();
    let priced = rows
        .iter()
        .flat_map(|row| &row.windows)
        .any(|it| it.value.is_some());
    let chain = windowed.chain.as_ref().map(|chain| {
        let bars = chain
            .windows
            .iter()
            .map(whole)
            .collect::<Result<_, String>>();
        bars.map(|windows| WindowsRow {
            label: "The whole chain".to_owned(),
            windows,
            closures: Vec::new(),
        })
    });
    Ok(WindowsChart {
        name: windowed.parts.id.to_string(),
        title: format!("Windows: {}", windowed.parts.name),
        span: (start + windowed.span.from, start + windowed.span.to),
        value_label: if priced { "Δv" } else { "" }.to_owned(),
        value_unit: if priced { "m/s" } else { "" }.to_owned(),
        rows,
        chain: chain.transpose()?,
    })
}

fn whole(span: &Span) -> Result<WindowsBar, String> {
    let epoch = |text: &str| text.parse::<Epoch>().map_err(|error| error.to_string());
    Ok(WindowsBar {
        from: epoch(&span.from)?,
        to: epoch(&span.to)?,
        value: None,
        label: String::new(),
    })
}
