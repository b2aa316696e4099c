//! The chart of windows: when each leg of a chain may be entered, and when the whole chain.

mod fold;
mod legend;
mod numbers;
mod rows;

use super::Figure;
use super::calendar::{date, date_and_time};
use super::canvas::{Head, draw};
use super::chart::{ChartError, anchor, with_unit};
use super::layer::with_layers;
use portolan_vocabulary::Epoch;
use rows::Sheet;

pub use numbers::windows_csv;

/// What a chart of windows shows.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowsChart {
    /// A word that tells it from the other charts of a page; it becomes part of its anchors.
    pub name: String,
    /// Its title: `Launch windows to the Moon, 2028 to 2030`.
    pub title: String,
    /// The first and the last instant that are shown; windows are cut to these.
    pub span: (Epoch, Epoch),
    /// What the value of a window is: `Δv`; empty where windows have none.
    pub value_label: String,
    /// The unit of that: `m/s`.
    pub value_unit: String,
    /// One row for each leg, from above.
    pub rows: Vec<WindowsRow>,
    /// When the whole chain can be flown; it stands below the others.
    pub chain: Option<WindowsRow>,
}

/// The windows of one leg.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WindowsRow {
    /// What the leg is called.
    pub label: String,
    /// Its windows, in any order.
    pub windows: Vec<WindowsBar>,
    /// When it is closed whatever the windows say.
    pub closures: Vec<WindowsClosure>,
}

/// One window.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowsBar {
    /// When it opens.
    pub from: Epoch,
    /// When it closes; not before it opens.
    pub to: Epoch,
    /// What entering in it costs, in the unit of the chart; the colour says it.
    pub value: Option<f64>,
    /// What stands beside it where there is room; its value where this is empty.
    pub label: String,
}

/// A time in which a leg is closed.
#[derive(Clone, Debug, PartialEq)]
pub struct WindowsClosure {
    /// When it closes.
    pub from: Epoch,
    /// When it opens again; not before it closes.
    pub to: Epoch,
    /// Why.
    pub label: String,
}

impl WindowsChart {
    /// Every row, the chain last.
    fn all_rows(&self) -> impl Iterator<Item = &WindowsRow> {
        self.rows.iter().chain(&self.chain)
    }

    /// The least and the greatest value of a window.
    fn values(&self) -> Option<(f64, f64)> {
        let windows = self.all_rows().flat_map(|row| &row.windows);
        let values = windows.filter_map(|window| window.value);
        let finite = values.filter(|value| value.is_finite());
        finite.fold(None, |ends, value| match ends {
            Some((least, most)) => Some((value.min(least), value.max(most))),
            None => Some((value, value)),
        })
    }
}

/// The figure of a chart of windows, with the windows and closures as tables.
///
/// A window shorter than two pixels is drawn as a tick, taller and wider than it lasts. Where a row has more
/// windows than can be told apart side by side, it goes on in lines of one year, month or day each.
///
/// # Errors
/// - The span is empty.
/// - There is no row.
/// - A window or a closure ends before it begins.
pub fn windows_figure(chart: &WindowsChart) -> Result<Figure, ChartError> {
    checked(chart)?;
    let sheet = Sheet::new(chart);
    let description = description(chart, &sheet);
    let name = anchor("windows", &chart.name);
    let head = Head {
        name: &name,
        title: &chart.title,
        description: &description,
    };
    let mut above = String::new();
    let drawn = draw(&head, sheet.height(), |area| sheet.paint(area, &mut above));
    Ok(Figure {
        name: "windows",
        title: chart.title.clone(),
        svg: with_layers(&drawn, &sheet.ground(), &above),
        description,
        tables: numbers::tables(chart),
    })
}

fn checked(chart: &WindowsChart) -> Result<(), ChartError> {
    if chart.span.0 >= chart.span.1 {
        return Err(ChartError::Span);
    }
    if chart.all_rows().next().is_none() {
        return Err(ChartError::Empty);
    }
    for row in chart.all_rows() {
        if let Some(at) = row
            .windows
            .iter()
            .position(|window| window.to < window.from)
        {
            return Err(ChartError::Order {
                axis: "windows",
                at,
            });
        }
        if let Some(at) = row
            .closures
            .iter()
            .position(|closure| closure.to < closure.from)
        {
            return Err(ChartError::Order {
                axis: "closures",
                at,
            });
        }
    }
    Ok(())
}

/// More rows than a person listens to.
const MOST_SENTENCES: usize = 8;

/// What a person hears who cannot see the chart.
fn description(chart: &WindowsChart, sheet: &Sheet<'_>) -> String {
    let mut out = format!(
        "Time runs to the right from {} to {}, {}.",
        date(chart.span.0),
        date(chart.span.1),
        sheet.fold.phrase()
    );
    if chart.rows.len() > MOST_SENTENCES {
        let count: usize = chart.rows.iter().map(|row| row.windows.len()).sum();
        out += &format!(" {} legs have {count} windows in all.", chart.rows.len());
    } else {
        let rows = chart.rows.iter();
        out.extend(rows.map(|row| sentence(chart, row)));
    }
    if let Some(chain) = &chart.chain {
        out += &sentence(chart, chain);
    }
    if sheet.left_out() > 0 {
        out += &format!(" {} rows are not drawn.", sheet.left_out());
    }
    if sheet.merged() > 0 {
        out += &format!(
            " {} windows stand so close to the one before that they share its mark, in the colour of the \
             least value.",
            sheet.merged()
        );
    }
    out + " The numbers are in the tables below."
}

/// The windows of a row in words.
fn sentence(chart: &WindowsChart, row: &WindowsRow) -> String {
    let count = row.windows.len();
    let mut out = match count {
        0 => format!(" {}: no window", row.label),
        1 => format!(" {}: one window", row.label),
        _ => format!(" {}: {count} windows", row.label),
    };
    if let Some(first) = row.windows.iter().min_by_key(|window| window.from) {
        out += &format!(
            ", the first from {} to {}",
            date_and_time(first.from),
            date_and_time(first.to)
        );
    }
    let values = row.windows.iter().filter_map(|window| window.value);
    let least = values
        .filter(|value| value.is_finite())
        .min_by(f64::total_cmp);
    if let Some(least) = least {
        let label = &chart.value_label;
        out += &format!(", least {label} {}", with_unit(least, &chart.value_unit));
    }
    out + "."
}
