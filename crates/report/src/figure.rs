//! Figures as SVG, each with the table behind it.
//!
//! Every figure has a title and a description for screen readers, takes its ink from `currentColor`, and
//! has a second set of colours for dark surroundings. The two sets follow Okabe and Ito ("Color
//! Universal Design", 2008) where they reach, so that they can be told apart without red and green.

mod bars;
mod bat;
mod calendar;
mod canvas;
mod chart;
mod contour;
mod efficient;
mod inventory;
mod label;
mod layer;
mod levels;
mod network;
mod opportunities;
mod order;
mod palette;
mod placing;
mod porkchop;
mod shade;
mod windows;

use crate::report::Report;
use crate::table::Table;

pub use chart::ChartError;
pub use efficient::{
    EfficientAxis, EfficientBox, EfficientChart, EfficientMark, efficient_figure, efficient_table,
};
pub use porkchop::{
    PorkchopChart, PorkchopField, PorkchopKind, PorkchopPoint, porkchop_csv, porkchop_figure,
};
pub use windows::{
    WindowsBar, WindowsChart, WindowsClosure, WindowsRow, windows_csv, windows_figure,
};

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// A word for file names and anchors: `bat-chart`.
    pub name: &'static str,
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence or two.
    pub description: String,
    /// The drawing: one SVG element.
    pub svg: String,
    /// The numbers behind it.
    pub tables: Vec<Table>,
}

/// The figures that have something to show, in the order of the report.
pub fn figures(report: &Report<'_>) -> Vec<Figure> {
    let figures = [
        network::figure(report),
        bat::figure(report),
        opportunities::figure(report),
        inventory::figure(report),
        bars::demand(report),
        bars::mass(report),
        bars::cost(report),
    ];
    figures.into_iter().flatten().collect()
}
