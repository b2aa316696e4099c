//! What a person sees: figures, tables and the HTML report.
//!
//! Everything here is a pure function from a [`Report`] to text: the same input gives the same bytes.
//! A table is made once and shown three ways: as plain text on a terminal, in the HTML report, and as
//! the numbers behind a figure. Figures are SVG that follows the light or dark scheme of whatever shows
//! it; the HTML report is one file that refers to nothing outside itself.

mod figure;
mod figure_page;
mod findings;
mod html;
mod markup;
mod number;
mod png;
mod report;
mod table;
mod tables;
mod terminal;

pub use figure::{
    ChartError, EfficientAxis, EfficientBox, EfficientChart, EfficientMark, Figure, PorkchopChart,
    PorkchopField, PorkchopKind, PorkchopPoint, WindowsBar, WindowsChart, WindowsClosure,
    WindowsRow, efficient_figure, efficient_table, figures, porkchop_csv, porkchop_figure,
    windows_csv, windows_figure,
};
pub use figure_page::figure_page;
pub use findings::findings_text;
pub use html::html;
pub use number::{grouped, sensible};
pub use png::{PngError, png, png_on_dark};
pub use report::{Provenance, Report};
pub use table::{Column, Table};
pub use terminal::terminal;
