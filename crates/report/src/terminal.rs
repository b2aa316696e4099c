//! The report as plain text.

use crate::findings::{findings_text, wrapped};
use crate::report::{Report, plural};
use crate::table::{Table, WIDTH};
use crate::tables;
use portolan_vocabulary::{Finding, Severity};
use std::fmt::Write as _;

/// The most rows of a table on a terminal; the whole is in the HTML report and the outcome file.
const ROWS: usize = 60;
/// The most findings on a terminal.
const FINDINGS: usize = 50;

/// The report as plain text within 100 columns: summary, missions, burns, trips, measures, findings.
pub fn terminal(report: &Report<'_>) -> String {
    let mut out = summary(report);
    let sections = [
        tables::missions(report),
        tables::burns(report),
        tables::movements(report),
        tables::demands(report),
        tables::costs(report),
        measures(report),
    ];
    for table in sections.iter().filter(|table| !table.rows.is_empty()) {
        out.push('\n');
        out += &table.text(ROWS);
    }
    out += &findings(report);
    out
}

fn summary(report: &Report<'_>) -> String {
    let campaign = report.campaign;
    let mut out = String::new();
    let title = crate::markup::shortened(&campaign.name, WIDTH);
    let _ = writeln!(out, "{title}\n{}", "=".repeat(title.chars().count()));
    wrapped(&mut out, "", "", &report.verdict());
    let plan = format!(
        "Plan \"{}\" from {}, {} in {}, {} to {} UTC.",
        report.plan.id,
        report.plan.maker.name,
        plural(report.outcome.movements.len(), "trip"),
        plural(campaign.missions.len(), "mission"),
        tables::date(report, portolan_vocabulary::Duration::ZERO),
        tables::date(report, report.outcome.end),
    );
    wrapped(&mut out, "", "", &plan);
    for measure in tables::headlines(report) {
        let value = tables::measure_value(measure);
        let line = format!("  {:<36} {value:>16} {}", measure.name, measure.unit);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// The measures, without those that were not defined for this outcome.
fn measures(report: &Report<'_>) -> Table {
    let mut table = Table::new("Measures", &["measure", ">value", "unit"]);
    for measure in report
        .measures
        .iter()
        .filter(|measure| measure.value.is_some())
    {
        let value = tables::measure_value(measure);
        table.row([measure.name.clone(), value, measure.unit.clone()]);
    }
    table
}

/// The findings, errors last, where a person reads first.
fn findings(report: &Report<'_>) -> String {
    let mut findings: Vec<&Finding> = report.outcome.findings.iter().collect();
    if findings.is_empty() {
        return String::new();
    }
    findings.sort_by_key(|finding| finding.severity);
    let left_out = findings.len().saturating_sub(FINDINGS);
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (report.count(severity), severity))
        .filter(|(count, _)| *count > 0)
        .map(|(count, severity)| plural(count, severity.as_str()))
        .collect();
    let mut out = format!("\nFindings: {}\n", counts.join(", "));
    if left_out > 0 {
        let _ = writeln!(out, "({left_out} of the least grave are left out here)");
    }
    out.push('\n');
    let shown: Vec<Finding> = findings[left_out..].iter().copied().cloned().collect();
    out += &findings_text(&shown);
    out
}
