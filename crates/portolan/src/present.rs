//! What a person sees.

use crate::PROGRAM;
use crate::checked::Flown;
use crate::open::Source;
use crate::packing::Packed;
use portolan_model::Campaign;
use portolan_report::{Provenance, Report, Table, grouped};
use portolan_vocabulary::Finding;

/// Findings as text, as a compiler prints them.
pub fn findings_text<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let findings: Vec<Finding> = findings.into_iter().cloned().collect();
    portolan_report::findings_text(&findings)
}

/// The report of a flown plan as text for a terminal, within 100 columns.
pub fn report_text(campaign: &Campaign, flown: &Flown, sources: &[Source]) -> String {
    with_report(campaign, flown, sources, portolan_report::terminal)
}

/// The report of a flown plan as one HTML page that needs nothing besides itself.
pub fn report_html(campaign: &Campaign, flown: &Flown, sources: &[Source]) -> String {
    with_report(campaign, flown, sources, portolan_report::html)
}

/// The figures of a flown plan: name and SVG. Each stands in the report too, with its numbers.
pub fn report_figures(campaign: &Campaign, flown: &Flown) -> Vec<(&'static str, String)> {
    let provenance = provenance(&[]);
    let report = Report {
        campaign,
        plan: flown.checked.plan(),
        outcome: &flown.outcome,
        measures: &flown.measures,
        provenance: &provenance,
    };
    let figures = portolan_report::figures(&report).into_iter();
    figures.map(|figure| (figure.name, figure.svg)).collect()
}

fn with_report(
    campaign: &Campaign,
    flown: &Flown,
    sources: &[Source],
    make: fn(&Report<'_>) -> String,
) -> String {
    let mut outcome = flown.outcome.clone();
    outcome.findings = flown.findings().into_iter().cloned().collect();
    let provenance = provenance(sources);
    make(&Report {
        campaign,
        plan: flown.checked.plan(),
        outcome: &outcome,
        measures: &flown.measures,
        provenance: &provenance,
    })
}

fn provenance(sources: &[Source]) -> Provenance {
    let program = ("made by".to_owned(), PROGRAM.to_owned());
    let files = sources
        .iter()
        .map(|source| (source.name.clone(), format!("sha256 {}", source.sha256)));
    Provenance {
        entries: std::iter::once(program).chain(files).collect(),
    }
}

/// A manifest as text for a terminal.
pub fn packed_text(packed: &Packed) -> String {
    let totals = &packed.manifested.totals;
    let mut text = format!(
        "{} kg needed; {} kg packed in {} containers of {} kg tare\n",
        grouped(totals.needed_kg, 2),
        grouped(totals.net_kg, 2),
        totals.containers,
        grouped(totals.tare_kg, 2)
    );
    if packed.relaxed
        && let Some(relaxation) = &packed.manifested.relaxation
    {
        text += &format!(
            "with limits raised by {} kg\n",
            grouped(relaxation.total_added_kg, 2)
        );
    }
    if !packed.manifested.shipments.is_empty() {
        text += "\n";
        text += &shipments(packed).text(usize::MAX);
    }
    text
}

fn shipments(packed: &Packed) -> Table {
    let heads = [
        "container",
        "contents",
        ">net kg",
        ">tare kg",
        ">due d",
        "travels with",
    ];
    let mut table = Table::new("Shipments", &heads);
    for shipment in &packed.manifested.shipments {
        let legs: Vec<&str> = shipment
            .legs
            .iter()
            .map(|leg| leg.activity.as_str())
            .collect();
        table.row([
            shipment.container.to_string(),
            shipment.name.clone(),
            grouped(shipment.net_kg, 2),
            grouped(shipment.tare_kg, 2),
            grouped(shipment.due.days(), 2),
            legs.join(", "),
        ]);
    }
    table
}
